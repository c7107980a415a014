//! The sample city: an invented city whose figures are those of the report that the product was built from.
//!
//! All names, persons, numbers and documents are invented. The dots are fixed per version, so that everyone who loads
//! the sample holds the same saves. Reads no clock and draws nothing at random; loads nothing by itself.

mod money;
mod people;
mod places;
mod units;

use chrono::NaiveDate;

use std::sync::Arc;

use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, SessionId, Value};
use crate::replica::{Dot, Key, Save, Saved};

/// The sample's version: other saves under the same dots need another version and another session.
pub const SAMPLE_VERSION: &str = "2026.1";

/// The day that the sample's figures are computed for, so that they are the same whenever it is opened: 22 November 2026.
pub const SAMPLE_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 22) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The session under which all saves of the sample are made.
pub const SAMPLE_SESSION: SessionId = SessionId::from_bytes(*b"samplecity");

/// The moment that all saves of the sample name, in seconds since 1970: 2026-11-01, 00:00 UTC.
const MADE_AT: i64 = 1_793_491_200;

/// All saves of the sample city, one for each record; what a record names comes before it.
#[must_use]
pub fn sample_city() -> Vec<Saved> {
    let mut sheet = Sheet { saves: Vec::new(), by: "样本".into() };
    let city = units::city(&mut sheet);
    places::centres(&mut sheet, &city);
    for community in &city.communities {
        places::of_community(&mut sheet, community);
        people::of_community(&mut sheet, community);
        money::of_community(&mut sheet, community);
    }
    sheet.saves
}

/// The fields of a record being made; one that is left out is missing.
type Fields = Vec<(&'static str, Value)>;

/// The records made so far.
struct Sheet {
    saves: Vec<Saved>,
    by: Arc<str>,
}

impl Sheet {
    /// Adds a record with its only save and gives its id.
    fn add(&mut self, kind: &'static str, fields: Fields) -> RecordId {
        let id = RecordId { session: SAMPLE_SESSION, counter: self.next() };
        let save = Save {
            dot: Dot { height: 1, session: SAMPLE_SESSION },
            after: Vec::new(),
            set: fields.into_iter().map(|(name, value)| (Name::known(name), Some(value))).into_map(),
            at: MADE_AT,
            by: self.by.clone(),
        };
        self.saves.push(Saved { key: Key { id, kind: Name::known(kind) }, save });
        id
    }

    /// The counter of the record that is added next, from 1.
    fn next(&self) -> u32 {
        u32::try_from(self.saves.len()).map_or(u32::MAX, |count| count.saturating_add(1))
    }
}

/// A reference to a record as a value.
fn reference(id: RecordId) -> Value {
    Value::text(&id.to_string())
}

/// Money in fen, from hundreds of yuan: the sample's sums are round.
fn hundreds(count: u64) -> Value {
    Value::Int(count.cast_signed() * 10_000)
}

/// A whole number as a value.
fn whole(number: u64) -> Value {
    Value::Int(number.cast_signed())
}

/// Variety without randomness: SplitMix64 (Steele, Lea and Flood, 2014) from a fixed seed.
struct Draw(u64);

impl Draw {
    fn new(topic: u64, place: usize) -> Self {
        Self((topic << 32) ^ place as u64)
    }

    /// A number below the bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 16) % bound
    }

    /// True so many times in a hundred.
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several, all alike.
    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// One of several, each as often as its weight in a hundred says; the last takes what is left.
    fn weighted<T: Copy>(&mut self, of: &[(u64, T)], last: T) -> T {
        let mut left = self.below(100);
        for &(weight, item) in of {
            if left < weight {
                return item;
            }
            left -= weight;
        }
        last
    }
}

#[cfg(test)]
mod tests;

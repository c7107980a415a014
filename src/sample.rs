//! The sample city: an invented city whose figures are those of the report that the product was built from.
//!
//! All names, persons, numbers and documents are invented. The dots are fixed per version, so that everyone who loads
//! the sample holds the same saves. Reads no clock and draws nothing at random; loads nothing by itself.

mod evaluation;
mod measures;
mod meetings;
mod money;
mod network;
mod party;
mod people;
mod places;
mod posts;
mod service;
mod units;

use chrono::NaiveDate;

use std::sync::Arc;

use crate::model::kinds::Role;
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, SessionId, Value, Worker, kind_spec};
use crate::replica::{Dot, Key, Pred, Save, Saved, dated};

/// The sample's version: other saves under the same dots need another version and another session.
pub const SAMPLE_VERSION: &str = "2026.3";

/// The day that the sample's figures are computed for, so that they are the same whenever it is opened: 22 November 2026.
pub const SAMPLE_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 22) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The session under which all saves of the sample are made.
pub const SAMPLE_SESSION: SessionId = SessionId::from_bytes(*b"samplecit3");

/// The moment that first saves name, in seconds since 1970: 2026-11-01, 00:00 UTC. Each later one is a day later.
const MADE_AT: i64 = 1_793_491_200;
const DAY_SECONDS: i64 = 86_400;

/// All saves of the sample city: what a record names comes before it, a record's later saves after its first.
#[must_use]
pub fn sample_city() -> Vec<Saved> {
    let mut sheet = Sheet { saves: Vec::new(), heights: Vec::new(), by: "样本".into() };
    let city = units::city(&mut sheet);
    measures::of_city(&mut sheet, &city);
    let forms = evaluation::forms(&mut sheet, &city);
    let committees = party::committees(&mut sheet, &city);
    places::centres(&mut sheet, &city);
    let mut heads = Vec::new();
    for community in &city.communities {
        let sites = places::of_community(&mut sheet, community);
        let posts = posts::posts(&mut sheet, community);
        let (workers, newest) = people::of_community(&mut sheet, community, &posts);
        let lines = money::of_community(&mut sheet, community);
        let orgs = party::of_community(&mut sheet, community, &committees);
        let partners = network::partners(&mut sheet, community);
        heads.push(workers[0].0);
        let kit = Kit { sites, posts, workers, newest, lines, orgs, partners };
        measures::of_community(&mut sheet, community);
        let members = posts::of_community(&mut sheet, community, &kit);
        money::asked_and_told(&mut sheet, community, &kit);
        places::projects_and_bookings(&mut sheet, community, &kit);
        let needs = network::of_community(&mut sheet, community, &kit);
        meetings::of_community(&mut sheet, community, &kit);
        evaluation::of_community(&mut sheet, community, &kit, &forms);
        service::of_community(&mut sheet, community, &kit, &needs, &members);
    }
    measures::of_past(&mut sheet, &city);
    // What changed after the first report was frozen.
    sheet.amend(Worker::KIND, heads[0], &[("insurance", "endowment medical")]);
    sheet.saves
}

/// What was made for a community, for later records to name.
struct Kit {
    /// Its office, its room, and one that was closed.
    sites: Vec<RecordId>,
    /// The posts with their roles.
    posts: Vec<(Role, RecordId)>,
    /// The workers with their names, the head first.
    workers: Vec<(RecordId, String)>,
    /// The post of the last of them, if they have one.
    newest: Option<RecordId>,
    /// The year's fund lines.
    lines: Vec<RecordId>,
    /// The party organisations, from the highest.
    orgs: Vec<RecordId>,
    /// The partners.
    partners: Vec<network::Ally>,
}

impl Kit {
    /// Where things take place: the room, else the office.
    fn room(&self) -> RecordId {
        self.sites[usize::from(self.sites.len() > 1)]
    }
}

/// The fields of a record being made; one that is left out is missing.
type Fields = Vec<(&'static str, Value)>;

/// Fields as people type them; a blank one is left out.
type Typed<'a> = &'a [(&'static str, &'a str)];

/// The records made so far.
struct Sheet {
    saves: Vec<Saved>,
    /// How many saves each record has, in the order of their counters.
    heights: Vec<u64>,
    by: Arc<str>,
}

impl Sheet {
    /// Adds a record with its first save and gives its id.
    fn add(&mut self, kind: &'static str, fields: Fields) -> RecordId {
        let id = RecordId { session: SAMPLE_SESSION, counter: self.next() };
        self.heights.push(0);
        self.save(kind, id, fields);
        id
    }

    /// Adds a record from texts.
    fn make(&mut self, kind: &'static str, typed: Typed<'_>) -> RecordId {
        self.add(kind, read(kind, typed))
    }

    /// Saves fields of a record once more, upon its last save.
    fn amend(&mut self, kind: &'static str, id: RecordId, typed: Typed<'_>) {
        self.save(kind, id, read(kind, typed));
    }

    fn save(&mut self, kind: &'static str, id: RecordId, fields: Fields) {
        let height = &mut self.heights[id.counter as usize - 1];
        let dot = |height| Dot { height, session: SAMPLE_SESSION };
        let after = if *height == 0 { Vec::new() } else { vec![Pred::of_dot(dot(*height))] };
        let at = MADE_AT + DAY_SECONDS * height.cast_signed();
        *height += 1;
        let save = Save {
            dot: dot(*height),
            after,
            set: fields.into_iter().map(|(name, value)| (Name::known(name), Some(value))).into_map(),
            at,
            by: self.by.clone(),
        };
        self.saves.push(Saved { key: Key { id, kind: Name::known(kind) }, save });
    }

    /// The counter of the record that is added next, from 1.
    fn next(&self) -> u32 {
        u32::try_from(self.heights.len()).map_or(u32::MAX, |count| count.saturating_add(1))
    }
}

/// Reads texts as the forms do. One that no form would take stays a text: the tests find it.
fn read(kind: &str, typed: Typed<'_>) -> Fields {
    let stated = typed.iter().filter(|(_, text)| !text.is_empty());
    let value = |&(name, text): &(&'static str, &str)| {
        let base = dated::parts(name).map_or(name, |(base, _)| base);
        let field = kind_spec(kind).and_then(|spec| spec.field(base));
        (name, field.and_then(|field| field.input.parse(text).ok()).unwrap_or_else(|| Value::text(text)))
    };
    stated.map(value).collect()
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

//! Community-years: the records that a community makes in a year, and its saves in the order of time.
//!
//! The records are those of `benches/peers`, and so is how often they are edited: what two sides do there on a city of 68
//! communities, shared out. Half of a year's sessions make the records, a quarter edits on one device, a quarter on
//! another that took the records in a file. Decides nothing about where saves are kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Key, Replica, Saved, stage};

use crate::draw::Draw;
use crate::{RECORDS, fields};

/// Communities of a city.
pub const COMMUNITIES: usize = 68;
/// Edits of one field each that one of the two devices makes in a year: 20,000 in a city.
const EDITS: usize = 20_000 / COMMUNITIES;
/// Deletions that one of the two devices makes in a year: 300 in a city.
const DELETIONS: usize = 300 / COMMUNITIES;
/// Saves of one community-year.
pub const SAVES: usize = RECORDS + 2 * (EDITS + DELETIONS);
/// The records of the first year are made from 2026-01-01 on; seconds since 1970.
const BEGIN: i64 = 1_767_225_600;
/// Half a year in seconds: records are made in the first half and edited in the second.
const HALF_YEAR: i64 = 15_768_000;

/// One community's year.
struct Year {
    /// Counts all community-years.
    number: usize,
    sessions: usize,
}

/// The saves of one community-year, in the order of time; equal arguments make equal saves.
///
/// Sessions are the runs of the program in that year, at least four.
pub fn saves(number: usize, sessions: usize) -> Vec<Saved> {
    let year = Year { number, sessions };
    let made: Vec<Saved> = (0..RECORDS).map(|place| year.made(place)).collect();
    let edited: Vec<Saved> = [1, 2].into_iter().flat_map(|device| year.edited(device, &made)).collect();
    let mut all = made;
    all.extend(edited);
    all.sort_by_key(|saved| saved.save.at);
    all
}

impl Year {
    fn begin(&self) -> i64 {
        BEGIN + (self.number / COMMUNITIES) as i64 * 2 * HALF_YEAR
    }

    /// A run of the program; device 0 makes the records.
    fn session(&self, device: usize, number: usize) -> SessionId {
        let mut draw = Draw::new(12 + device as u64, (self.number * 1_000_000 + number) as u64);
        SessionId::from_bytes(std::array::from_fn(|_| draw.below(256) as u8))
    }

    /// The id of a record: each session that makes records makes one stretch of them.
    fn id(&self, place: usize) -> RecordId {
        let makers = self.sessions / 2;
        let number = place * makers / RECORDS;
        let first = (number * RECORDS).div_ceil(makers);
        RecordId { session: self.session(0, number), counter: (place - first + 1) as u32 }
    }

    fn author(&self, number: usize) -> Arc<str> {
        fields::author(self.number % COMMUNITIES, number).into()
    }

    fn made(&self, place: usize) -> Saved {
        let mut draw = Draw::new(11, (self.number * RECORDS + place) as u64);
        let kind = fields::kind_at(place);
        let values = fields::record(kind, &|place| self.id(place), &mut draw);
        let set = values.into_iter().map(|(name, json)| (Name::known(name), value(&json))).collect();
        let step = HALF_YEAR / RECORDS as i64;
        let at = self.begin() + place as i64 * step + draw.below(step.unsigned_abs()) as i64;
        let id = self.id(place);
        let save = stage(None, &[], id.session, Draft { set, at, by: self.author(place * 3 / RECORDS) });
        Saved { key: Key { id, kind: Name::known(kind.name) }, save }
    }

    /// What one device does with the records once it has them.
    fn edited(&self, device: usize, made: &[Saved]) -> Vec<Saved> {
        let mut draw = Draw::new(14 + device as u64, self.number as u64);
        let mut held = Replica::new();
        held.apply(made.iter().cloned());
        let mut doomed = BTreeSet::new();
        while doomed.len() < DELETIONS {
            // The first record is the community itself; nobody deletes that.
            doomed.insert(1 + draw.place(RECORDS - 1));
        }
        let mut moments: Vec<i64> = (0..EDITS + DELETIONS)
            .map(|_| self.begin() + HALF_YEAR + draw.below(HALF_YEAR.unsigned_abs()) as i64)
            .collect();
        moments.sort_unstable();
        // Deletions come last: nothing is edited afterwards.
        let deletions = doomed.iter().map(|place| (*place, DELETED, Value::Bool(true)));
        let edits: Vec<_> = (0..EDITS).map(|_| self.edit(&mut draw, &doomed)).chain(deletions).collect();
        let mut saves = Vec::with_capacity(edits.len());
        for ((place, field, set), at) in edits.into_iter().zip(moments) {
            let key = &made[place].key;
            let heads = held.view(key).map(|view| view.heads.clone()).unwrap_or_default();
            let session = self.session(device, draw.place(self.sessions / 4));
            let draft = Draft { set: [(Name::known(field), set)].into(), at, by: self.author(draw.place(3)) };
            let saved = Saved { key: key.clone(), save: stage(held.record(key), &heads, session, draft) };
            held.apply([saved.clone()]);
            saves.push(saved);
        }
        saves
    }

    /// A record, one of the fields that its kind has, and a value for it.
    fn edit(&self, draw: &mut Draw, doomed: &BTreeSet<usize>) -> (usize, &'static str, Value) {
        let place = loop {
            let place = draw.place(RECORDS);
            if !doomed.contains(&place) {
                break place;
            }
        };
        let kind = fields::kind_at(place);
        let id = |place| self.id(place);
        let fields = fields::record(kind, &id, draw);
        let (field, _) = fields[draw.place(fields.len())];
        (place, field, value(&fields::value(kind, field, &id, draw)))
    }
}

fn value(json: &serde_json::Value) -> Value {
    Value::from_json(&json.to_string()).expect("what the fields hold is within the caps")
}

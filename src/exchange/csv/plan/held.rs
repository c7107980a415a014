//! The records that are here, as a line is compared with them.

use std::collections::BTreeMap;

use super::looks::{Looks, looks};
use crate::model::{KindSpec, RecordId, Value};

/// A record that is here, as it holds today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// Which.
    pub id: RecordId,
    /// What is known of it.
    pub values: BTreeMap<&'static str, Value>,
    /// The fields that are not to be changed: withheld, or settled by a step.
    pub closed: Vec<&'static str>,
}

impl HeldRecord {
    /// What a line says that the record does not; nothing of what is closed.
    pub(super) fn news(&self, values: &BTreeMap<&'static str, Value>) -> BTreeMap<&'static str, Value> {
        let is_news =
            |name: &&'static str, value: &Value| !self.closed.contains(name) && self.values.get(*name) != Some(value);
        let mut news = BTreeMap::new();
        for (name, value) in values.iter().filter(|(name, value)| is_news(name, value)) {
            news.insert(*name, value.clone());
        }
        news
    }

    /// Tells whether a line says nothing that the record does not.
    pub(super) fn says_all(&self, values: &BTreeMap<&'static str, Value>) -> bool {
        values.iter().all(|(name, value)| self.closed.contains(name) || self.values.get(name) == Some(value))
    }
}

/// The records of a kind that are here.
pub struct HeldRecords {
    spec: &'static KindSpec,
    by_id: BTreeMap<RecordId, HeldRecord>,
    by_looks: BTreeMap<Looks, RecordId>,
}

impl HeldRecords {
    /// Those of a kind; none is known yet.
    #[must_use]
    pub fn of(spec: &'static KindSpec) -> Self {
        Self { spec, by_id: BTreeMap::new(), by_looks: BTreeMap::new() }
    }

    /// Adds a record. Where several have equal looks, the first of them is taken for the one that a line is about.
    pub fn add(&mut self, record: HeldRecord) {
        for looks in looks(self.spec, &|field| record.values.get(field)) {
            self.by_looks.entry(looks).or_insert(record.id);
        }
        self.by_id.insert(record.id, record);
    }

    /// A record.
    pub(super) fn get(&self, id: RecordId) -> Option<&HeldRecord> {
        self.by_id.get(&id)
    }

    /// The record that has one of these looks.
    pub(super) fn like(&self, looks: &[Looks]) -> Option<&HeldRecord> {
        self.get(*looks.iter().find_map(|looks| self.by_looks.get(looks))?)
    }
}

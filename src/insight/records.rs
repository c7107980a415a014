//! The present records of one workspace as typed rows.
//!
//! Holds no second truth: every row is read from a view, and a caller passes each changed view on.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Scope, Tree};
use crate::model::{Field, FundEntry, FundLine, Place, RecordId, Unit, Worker};
use crate::replica::{Key, Replica, View};

/// Present records of one workspace as typed rows, read once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// Units.
    pub units: BTreeMap<RecordId, Box<Unit>>,
    /// Workers.
    pub workers: BTreeMap<RecordId, Box<Worker>>,
    /// Places.
    pub places: BTreeMap<RecordId, Box<Place>>,
    /// Fund lines.
    pub lines: BTreeMap<RecordId, Box<FundLine>>,
    /// Fund entries.
    pub entries: BTreeMap<RecordId, Box<FundEntry>>,
    /// Those of all these that a person has to settle; each counts once, by its single value.
    pub in_conflict: BTreeSet<Key>,
}

impl Records {
    /// Reads all present records of the kinds that indicators know.
    #[must_use]
    pub fn read(replica: &Replica) -> Self {
        let mut records = Self::default();
        for (key, _, view) in replica.iter() {
            records.update(key, Some(view));
        }
        records
    }

    /// Takes in what is now seen of one record; one that is no longer present goes.
    pub fn update(&mut self, key: &Key, view: Option<&View>) {
        let seen = view.filter(|view| view.is_present());
        match key.kind.as_str() {
            Unit::KIND => put(&mut self.units, key.id, seen.map(|view| Box::new(Unit::read(view)))),
            Worker::KIND => put(&mut self.workers, key.id, seen.map(|view| Box::new(Worker::read(view)))),
            Place::KIND => put(&mut self.places, key.id, seen.map(|view| Box::new(Place::read(view)))),
            FundLine::KIND => put(&mut self.lines, key.id, seen.map(|view| Box::new(FundLine::read(view)))),
            FundEntry::KIND => put(&mut self.entries, key.id, seen.map(|view| Box::new(FundEntry::read(view)))),
            _ => return,
        }
        if seen.is_some_and(View::in_conflict) {
            self.in_conflict.insert(key.clone());
        } else {
            self.in_conflict.remove(key);
        }
    }

    /// The unit tree.
    #[must_use]
    pub fn tree(&self) -> Tree {
        Tree::of(&self.units)
    }

    /// The units directly under a unit, or the roots. For several at once take [`Records::tree`].
    #[must_use]
    pub fn children(&self, unit: Option<RecordId>) -> Vec<RecordId> {
        self.tree().children(unit).to_vec()
    }

    /// A unit and all below it; nothing means everything, records whose unit is unknown included.
    #[must_use]
    pub fn scope(&self, unit: Option<RecordId>) -> Scope {
        self.tree().scope(unit)
    }

    /// What people know a record by: a name, a purpose, a document number.
    #[must_use]
    pub fn title(&self, id: RecordId) -> Option<&str> {
        let unit = || self.units.get(&id).map(|unit| &unit.name);
        let worker = || self.workers.get(&id).map(|worker| &worker.name);
        let place = || self.places.get(&id).map(|place| &place.name);
        let line = || self.lines.get(&id).map(|line| &line.purpose);
        let entry = || self.entries.get(&id).map(|entry| &entry.document);
        let title = unit().or_else(worker).or_else(place).or_else(line).or_else(entry)?;
        title.known().map(|title| title.0.as_str())
    }

    /// The unit that a record belongs to: a unit to itself, an entry to that of its line.
    #[must_use]
    pub fn unit_of(&self, key: &Key) -> Option<RecordId> {
        let field = match key.kind.as_str() {
            Unit::KIND => return self.units.contains_key(&key.id).then_some(key.id),
            Worker::KIND => &self.workers.get(&key.id)?.unit,
            Place::KIND => &self.places.get(&key.id)?.unit,
            FundLine::KIND => &self.lines.get(&key.id)?.unit,
            FundEntry::KIND => &self.lines.get(&self.entries.get(&key.id)?.line.known()?.0)?.unit,
            _ => return None,
        };
        field.known().map(|unit| unit.0)
    }
}

fn put<T>(rows: &mut BTreeMap<RecordId, Box<T>>, id: RecordId, row: Option<Box<T>>) {
    match row {
        Some(row) => drop(rows.insert(id, row)),
        None => drop(rows.remove(&id)),
    }
}

/// The record a reference names, when it can be read.
pub(super) fn target<const KIND: char>(field: &Field<crate::model::quantity::Ref<KIND>>) -> Option<RecordId> {
    field.known().map(|reference| reference.0)
}

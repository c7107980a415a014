//! Records laid out by the unit they belong to, once, so that a table of units reads each record once.
//!
//! Computes no indicator.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::records::{Records, target};
use super::tree::Scope;
use crate::model::kinds::Level;
use crate::model::{FundEntry, FundLine, Place, RecordId, Unit, Worker};

/// A record and its id.
pub(super) type Row<'a, T> = (RecordId, &'a T);

/// A fund line and its entries.
pub(super) struct Line<'a> {
    pub id: RecordId,
    pub line: &'a FundLine,
    pub entries: Vec<Row<'a, FundEntry>>,
}

/// The records of one unit, without those of the units below it.
#[derive(Default)]
pub(super) struct Group<'a> {
    /// The unit itself, when it is a community that is in being.
    pub community: Option<Row<'a, Unit>>,
    pub workers: Vec<Row<'a, Worker>>,
    pub places: Vec<Row<'a, Place>>,
    pub lines: Vec<Line<'a>>,
    /// Entries whose line is unknown or not here.
    pub entries_without_line: Vec<RecordId>,
    /// How many of the unit's records a person has to settle.
    pub in_conflict: usize,
}

/// All records by unit; nothing stands for an unknown unit.
pub(super) struct Groups<'a>(BTreeMap<Option<RecordId>, Group<'a>>);

impl<'a> Groups<'a> {
    pub fn of(records: &'a Records, today: NaiveDate) -> Self {
        let mut groups = Self(BTreeMap::new());
        for (&id, unit) in records.units.iter().filter(|(_, unit)| is_community(unit, today)) {
            groups.at(Some(id)).community = Some((id, unit));
        }
        for (&id, worker) in &records.workers {
            groups.at(target(&worker.unit)).workers.push((id, worker));
        }
        for (&id, place) in records.places.iter().filter(|(_, place)| is_in_use(place, today)) {
            groups.at(target(&place.unit)).places.push((id, place));
        }
        groups.add_money(records);
        for key in &records.in_conflict {
            groups.at(records.unit_of(key)).in_conflict += 1;
        }
        groups
    }

    /// The groups within a scope.
    pub fn within(&self, scope: &Scope) -> Vec<&Group<'a>> {
        match scope {
            Scope::Everything => self.0.values().collect(),
            Scope::Units(units) => units.iter().filter_map(|&unit| self.0.get(&Some(unit))).collect(),
        }
    }

    fn add_money(&mut self, records: &'a Records) {
        let mut by_line: BTreeMap<RecordId, Vec<Row<'a, FundEntry>>> = BTreeMap::new();
        for (&id, entry) in &records.entries {
            match target(&entry.line).filter(|line| records.lines.contains_key(line)) {
                Some(line) => by_line.entry(line).or_default().push((id, entry)),
                None => self.at(None).entries_without_line.push(id),
            }
        }
        for (&id, line) in &records.lines {
            let entries = by_line.remove(&id).unwrap_or_default();
            self.at(target(&line.unit)).lines.push(Line { id, line, entries });
        }
    }

    fn at(&mut self, unit: Option<RecordId>) -> &mut Group<'a> {
        self.0.entry(unit).or_default()
    }
}

/// A place that was closed, or is not yet in use, is none of today's; on the day it closes it is closed.
fn is_in_use(place: &Place, today: NaiveDate) -> bool {
    let is_open = place.closed.known().is_none_or(|closed| today < *closed);
    is_open && place.since.known().is_none_or(|since| *since <= today)
}

/// A community that was dissolved, or is not yet founded, is none of today's.
fn is_community(unit: &Unit, today: NaiveDate) -> bool {
    let in_being = unit.valid.known().is_none_or(|valid| valid.holds(today));
    in_being && unit.level.known().is_some_and(|level| level.is(Level::Community))
}

//! Records that may have been entered twice.
//!
//! Compares what is written, letter by letter; joins nothing. Two entries of money are never doubles by their looks:
//! equal sums on one day are common.

use std::collections::BTreeMap;

use super::super::records::{Records, target};
use super::text_of;
use crate::model::choice::Enumeration;
use crate::model::quantity::{Text, UnitRef};
use crate::model::sorted::sort_short;
use crate::model::{Choice, Field, FundLine, Name, Place, RecordId, Unit, Worker};
use crate::replica::Key;

/// What is equal among records that may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Units with one official code and one name: proposed to be read as one.
    CodeAndName,
    /// Units with one official code and different names: listed only.
    Code,
    /// Records of one kind with one name under one unit, and for fund lines one year and source: listed only. Of units
    /// at least one has no official code.
    NameAndUnit,
}

/// What is compared of a record that is no unit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Looks<'a> {
    kind: &'static str,
    name: &'a str,
    unit: RecordId,
    /// The same purpose returns every year, and may have several sources in one.
    year: Option<i32>,
    source: Option<&'a str>,
}

impl<'a> Looks<'a> {
    fn of(kind: &'static str, name: &'a Field<Text>, unit: &Field<UnitRef>) -> Option<Self> {
        Some(Self { kind, name: text_of(name)?, unit: target(unit)?, year: None, source: None })
    }

    fn of_line(line: &'a FundLine) -> Option<Self> {
        let source = line.source.known().map(|source| match source {
            Choice::Known(source) => source.name(),
            Choice::Other(name) => name.as_str(),
        });
        let year = line.year.known().map(|year| year.0);
        Some(Self { year, source, ..Self::of(FundLine::KIND, &line.purpose, &line.unit)? })
    }
}

/// Records that agree, with what they agree in.
type Found = Vec<(Likeness, Vec<Key>)>;

/// All groups of at least two records that may be one; those that a person joined already are one.
#[must_use]
pub fn doubles(records: &Records) -> Found {
    let mut found = Vec::new();
    add_equal_codes(records, &mut found);
    add_equal_names(records, &mut found);
    let workers = records.workers.iter().map(|(&id, row)| (id, Looks::of(Worker::KIND, &row.name, &row.unit)));
    let places = records.places.iter().map(|(&id, row)| (id, Looks::of(Place::KIND, &row.name, &row.unit)));
    let lines = records.lines.iter().map(|(&id, row)| (id, Looks::of_line(row)));
    let mut alike: BTreeMap<Looks<'_>, Vec<RecordId>> = BTreeMap::new();
    for (id, looks) in workers.chain(places).chain(lines) {
        if let Some(looks) = looks {
            alike.entry(looks).or_default().push(id);
        }
    }
    for (looks, ids) in alike {
        add(Likeness::NameAndUnit, looks.kind, ids, &mut found);
    }
    found
}

fn add_equal_codes(records: &Records, found: &mut Found) {
    let mut by_code: BTreeMap<&str, BTreeMap<Option<&str>, Vec<RecordId>>> = BTreeMap::new();
    for (&id, unit) in &records.units {
        if let Some(code) = unit.code.known() {
            by_code.entry(code.0.as_str()).or_default().entry(text_of(&unit.name)).or_default().push(id);
        }
    }
    for by_name in by_code.into_values() {
        let all: Vec<RecordId> = by_name.values().flatten().copied().collect();
        let names = by_name.len();
        for (_, ids) in by_name.into_iter().filter(|(name, _)| name.is_some()) {
            add(Likeness::CodeAndName, Unit::KIND, ids, found);
        }
        if names > 1 {
            add(Likeness::Code, Unit::KIND, all, found);
        }
    }
}

fn add_equal_names(records: &Records, found: &mut Found) {
    let mut by_name: BTreeMap<(&str, Option<RecordId>), Vec<RecordId>> = BTreeMap::new();
    for (&id, unit) in &records.units {
        if let Some(name) = text_of(&unit.name) {
            by_name.entry((name, target(&unit.parent))).or_default().push(id);
        }
    }
    for ids in by_name.into_values() {
        // Where all have codes, equal ones are listed by them, and different ones are different units.
        if ids.iter().any(|id| records.units.get(id).is_none_or(|unit| unit.code.known().is_none())) {
            add(Likeness::NameAndUnit, Unit::KIND, ids, found);
        }
    }
}

fn add(likeness: Likeness, kind: &'static str, mut ids: Vec<RecordId>, found: &mut Found) {
    if ids.len() > 1 {
        sort_short(&mut ids, |a, b| a < b);
        let keys = ids.into_iter().map(|id| Key { id, kind: Name::known(kind) });
        found.push((likeness, keys.collect()));
    }
}

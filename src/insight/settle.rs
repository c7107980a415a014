//! What a person has to settle: one list of all that merging could not decide, and of what looks entered twice.
//!
//! Says what, where and by which saves; no text, no order of importance, no advice. Reads records as they are present:
//! what was deleted is settled, whatever stands in it.

mod choice;
mod doubles;

use std::collections::BTreeSet;

use super::records::{Records, target};
use crate::model::sorted::Sorted;
use crate::model::{Field, FieldSource, Held, Input, KindSpec, Name, Problem, RecordId, kind_spec};
use crate::replica::dated::On;
use crate::replica::gaps::{Gap, gap, missing};
use crate::replica::joins::Seen;
use crate::replica::past::{Contest, contest};
use crate::replica::{Dot, Key, Record, Replica, State, View};
pub use choice::{Maker, Rule, Settled, Side, chosen, reopen, sides};
pub use doubles::{Likeness, doubles};

/// One thing to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// Different values of a field stand side by side.
    Conflict {
        /// The record.
        key: Key,
        /// The field.
        field: Name,
        /// The saves that set its newest values.
        dots: BTreeSet<Dot>,
    },
    /// One side deleted the record while another edited or restored it.
    Contested {
        /// The record.
        key: Key,
        /// Both sides.
        contest: Contest,
    },
    /// A cloned machine used one dot for different saves.
    Cloned {
        /// The record.
        key: Key,
        /// The dots.
        dots: BTreeSet<Dot>,
    },
    /// Saves wait for others that have not arrived.
    Waiting {
        /// The record.
        key: Key,
        /// What waits, and for what.
        gap: Gap,
        /// No save can be read: the record is not to be seen at all.
        is_incomplete: bool,
    },
    /// Units stand above each other in a circle; it was cut below the first of them, which is the same on every device.
    Circle {
        /// The units, each below the next, the last below the first.
        units: Vec<RecordId>,
    },
    /// A value breaks a rule of its kind, alone or together with others.
    Broken {
        /// The record.
        key: Key,
        /// The field.
        field: &'static str,
        /// The rule.
        problem: Problem,
    },
    /// Records that may be one, entered twice.
    Double {
        /// The records, in the order of their keys.
        keys: Vec<Key>,
        /// What is equal.
        likeness: Likeness,
    },
}

/// All that is to be settled, record by record in the order of their keys, then circles, then doubles. Records that are
/// read as one are looked at as one.
#[must_use]
pub fn matters(replica: &Replica, records: &Records) -> Vec<Matter> {
    let mut matters = Vec::new();
    let seen = Seen { replica, joins: records.joins() };
    for (key, view) in seen.iter() {
        add_merged(key, &seen, &view, &mut matters);
        if let Some(spec) = kind_spec(key.kind.as_str()).filter(|_| view.is_present()) {
            add_broken(key, &On::new(&view, spec, records.day()), spec, &seen, &mut matters);
        }
    }
    let tree = records.tree();
    matters.extend(tree.cut().iter().map(|&unit| Matter::Circle { units: circle(records, unit) }));
    matters.extend(doubles(records).into_iter().map(|(likeness, keys)| Matter::Double { keys, likeness }));
    matters
}

impl Matter {
    /// The record it is about, the first where it is about several.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        match self {
            Self::Conflict { key, .. }
            | Self::Contested { key, .. }
            | Self::Cloned { key, .. }
            | Self::Waiting { key, .. }
            | Self::Broken { key, .. } => Some(key.clone()),
            Self::Circle { units } => units.first().map(|&id| Key { id, kind: Name::known("unit") }),
            Self::Double { keys, .. } => keys.first().cloned(),
        }
    }

    /// A name that it keeps as long as it is to be settled, whatever else changes.
    #[must_use]
    pub fn name(&self) -> String {
        let (what, field) = match self {
            Self::Conflict { field, .. } => ("conflict", field.as_str()),
            Self::Contested { .. } => ("contested", ""),
            Self::Cloned { .. } => ("cloned", ""),
            Self::Waiting { .. } => ("waiting", ""),
            Self::Circle { .. } => ("circle", ""),
            Self::Broken { field, .. } => ("broken", *field),
            Self::Double { .. } => ("double", ""),
        };
        let id = self.key().map(|key| key.id.to_string()).unwrap_or_default();
        format!("{what}.{id}.{field}")
    }

    /// Tells whether merging left it open; what breaks a rule may have been entered so.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Broken { .. } | Self::Double { .. })
    }
}

/// Tells whether saves of a record wait for others that have not arrived, or a cloned machine's saves stand side by side.
/// What waits for what was taken out on purpose is not to be settled.
#[must_use]
pub fn has_loose_end(record: &Record, view: &View) -> bool {
    view.waiting > 0 && !missing(record).is_empty() || !clones(view).is_empty()
}

/// The dots of a cloned machine that nothing was saved upon since: whoever saves has seen both contents.
fn clones(view: &View) -> BTreeSet<Dot> {
    let is_head = |dot: &&Dot| view.heads.iter().any(|head| head.dot == **dot && head.content.is_some());
    view.clones.iter().filter(is_head).copied().into_set()
}

/// What merging left open in one record of any kind.
fn add_merged(key: &Key, seen: &Seen<'_>, view: &View, matters: &mut Vec<Matter>) {
    for (name, field) in view.conflicts() {
        let dots = field.newest.iter().map(|newest| newest.dot).into_set();
        matters.push(Matter::Conflict { key: key.clone(), field: name.clone(), dots });
    }
    let group = seen.joins.group(key);
    let record = |key| seen.replica.record(key);
    if view.state == State::Contested {
        // What one of several records does not know of the others' saves is no side of theirs.
        let contest = record(key).filter(|_| group.is_none()).and_then(|record| contest(record, view));
        matters.push(Matter::Contested { key: key.clone(), contest: contest.unwrap_or_default() });
    }
    let clones = clones(view);
    if !clones.is_empty() {
        matters.push(Matter::Cloned { key: key.clone(), dots: clones });
    }
    for key in group.unwrap_or(std::slice::from_ref(key)).iter().filter(|_| view.waiting > 0) {
        let gap = record(key).map(gap).filter(|gap| !gap.missing.is_empty());
        let is_incomplete = view.state == State::Incomplete;
        matters.extend(gap.map(|gap| Matter::Waiting { key: key.clone(), gap, is_incomplete }));
    }
}

/// The rules that a present record breaks. Whoever saves through a form breaks none, so merging did, or another program.
fn add_broken(key: &Key, held: &On<'_>, spec: &KindSpec, seen: &Seen<'_>, matters: &mut Vec<Matter>) {
    let broken = |field, problem| Matter::Broken { key: key.clone(), field, problem };
    matters.extend(spec.problems(key.id, held).into_iter().map(|at| broken(at.field, at.problem)));
    for field in spec.fields {
        if let (Input::Ref(kind), Held::Known(value)) = (field.input, held.held(field.name)) {
            let named = value.as_text().and_then(|text| text.parse::<RecordId>().ok());
            if named.is_some_and(|id| is_gone(id, kind, seen)) {
                matters.push(broken(field.name, Problem::NoSuchRecord));
            }
        }
    }
}

/// Tells whether a record was deleted. One that is not here says nothing: a file may hold any part of anything.
fn is_gone(id: RecordId, kind: &'static str, seen: &Seen<'_>) -> bool {
    let view = seen.view(&Key { id, kind: Name::known(kind) });
    view.is_some_and(|view| view.state == State::Deleted)
}

/// The units of a circle, from the one it was cut at upwards.
fn circle(records: &Records, cut: RecordId) -> Vec<RecordId> {
    let parent = |unit: RecordId| records.units.get(&unit).and_then(|unit| target(&unit.parent));
    let mut units = vec![cut];
    let mut next = parent(cut);
    while let Some(unit) = next.filter(|unit| *unit != cut) {
        units.push(unit);
        next = parent(unit);
    }
    units
}

/// The text of a field, where one is known and says something.
fn text_of(field: &Field<crate::model::quantity::Text>) -> Option<&str> {
    field.known().map(|text| text.0.trim()).filter(|text| !text.is_empty())
}

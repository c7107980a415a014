//! What a person has to settle: one list of all that merging could not decide, and of what looks entered twice.
//!
//! Says what, where and by which saves; no text, no order of importance, no advice. Reads records as they are present:
//! what was deleted is settled, whatever stands in it.

mod doubles;

use std::collections::BTreeSet;

use super::records::{Records, target};
use crate::model::sorted::Sorted;
use crate::model::{Field, FieldSource, Held, Input, KindSpec, Name, Problem, RecordId, kind_spec};
use crate::replica::gaps::{Gap, gap};
use crate::replica::past::{Contest, contest};
use crate::replica::{Dot, Key, Record, Replica, View};
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

/// All that is to be settled, record by record in the order of their keys, then circles, then doubles.
#[must_use]
pub fn matters(replica: &Replica, records: &Records) -> Vec<Matter> {
    let mut matters = Vec::new();
    for (key, record, view) in replica.iter() {
        add_merged(key, record, view, &mut matters);
        if let Some(spec) = kind_spec(key.kind.as_str()).filter(|_| view.is_present()) {
            add_broken(key, view, spec, replica, &mut matters);
        }
    }
    let tree = records.tree();
    matters.extend(tree.cut().iter().map(|&unit| Matter::Circle { units: circle(records, unit) }));
    matters.extend(doubles(records).into_iter().map(|(likeness, keys)| Matter::Double { keys, likeness }));
    matters
}

/// What merging left open in one record of any kind.
fn add_merged(key: &Key, record: &Record, view: &View, matters: &mut Vec<Matter>) {
    for (name, field) in view.conflicts() {
        let dots = field.newest.iter().map(|newest| newest.dot).into_set();
        matters.push(Matter::Conflict { key: key.clone(), field: name.clone(), dots });
    }
    if let Some(contest) = contest(record, view) {
        matters.push(Matter::Contested { key: key.clone(), contest });
    }
    if !view.clones.is_empty() {
        matters.push(Matter::Cloned { key: key.clone(), dots: view.clones.iter().copied().into_set() });
    }
    if view.waiting > 0 {
        let is_incomplete = view.state == crate::replica::State::Incomplete;
        matters.push(Matter::Waiting { key: key.clone(), gap: gap(record), is_incomplete });
    }
}

/// The rules that a present record breaks. Whoever saves through a form breaks none, so merging did, or another program.
fn add_broken(key: &Key, view: &View, spec: &KindSpec, replica: &Replica, matters: &mut Vec<Matter>) {
    let broken = |field, problem| Matter::Broken { key: key.clone(), field, problem };
    matters.extend(spec.problems(key.id, view).into_iter().map(|at| broken(at.field, at.problem)));
    for field in spec.fields {
        if let (Input::Ref(kind), Held::Known(value)) = (field.input, view.held(field.name)) {
            let named = value.as_text().and_then(|text| text.parse::<RecordId>().ok());
            if named.is_some_and(|id| is_gone(id, kind, replica)) {
                matters.push(broken(field.name, Problem::NoSuchRecord));
            }
        }
    }
}

/// Tells whether a record was deleted. One that is not here says nothing: a file may hold any part of anything.
fn is_gone(id: RecordId, kind: &'static str, replica: &Replica) -> bool {
    let view = replica.view(&Key { id, kind: Name::known(kind) });
    view.is_some_and(|view| view.state == crate::replica::State::Deleted)
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

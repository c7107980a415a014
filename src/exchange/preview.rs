//! What a file would change, before anything is taken.

use std::sync::Arc;

use super::Incoming;
use crate::model::{Name, RecordId};
use crate::replica::view::{Member, view_of};
use crate::replica::{Dot, Key, Record, Replica, State, View};

/// What a file would do to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPreview {
    /// The record.
    pub key: Key,
    /// Whether it was not here.
    pub is_added: bool,
    /// Whether it is outside the units that the file says it is about; such changes are not taken unless chosen.
    pub is_outside: bool,
    /// The fields of which a value shown now would be superseded.
    pub superseded: Vec<Name>,
    /// The fields that would come into a conflict they are not in now.
    pub conflicts: Vec<Name>,
    /// Whether it would become a question if the record is deleted.
    pub is_contested: bool,
    /// Dots that would be seen with several contents: a copied machine, or a forger.
    pub clones: Vec<Dot>,
    /// How many saves would wait for others.
    pub waiting: usize,
    /// How many of the saves in the file were dropped here: taking them means ending the drop.
    pub dropped: usize,
    /// What would be seen.
    pub after: Arc<View>,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The records that would change, in the order of their keys.
    pub records: Vec<RecordPreview>,
    /// How many records the file holds that say nothing new.
    pub unchanged: usize,
    /// How many times a save names one that cannot come before it; it orders nothing, but no program writes it.
    pub forged: usize,
    /// The records that the file asks to erase and that are here.
    pub erased: Vec<RecordId>,
}

/// Computes what a file would change. `is_inside` tells whether a record that looks so belongs to the units named.
#[must_use]
pub fn preview(
    replica: &Replica,
    incoming: &Incoming,
    is_inside: &dyn Fn(&Key, &View, &[RecordId]) -> bool,
) -> Preview {
    let mut preview = Preview { forged: incoming.lines.forged(), ..Preview::default() };
    let mut theirs = Replica::new();
    theirs.unite(&incoming.lines);
    for (key, their, _) in theirs.iter() {
        if replica.drops().is_erased(&key.id) {
            preview.unchanged += 1;
            continue;
        }
        let mut record = replica.record(key).cloned().unwrap_or_default();
        let mut grown = false;
        for save in their.saves() {
            grown |= record.insert(save);
        }
        if !grown {
            preview.unchanged += 1;
            continue;
        }
        let mut of_record = of_record(replica, key, &record, their);
        let units = incoming.header.units.as_deref();
        of_record.is_outside = units.is_some_and(|units| !is_inside(key, &of_record.after, units));
        preview.records.push(of_record);
    }
    let is_here = |id: &RecordId| replica.iter().any(|(key, ..)| key.id == *id);
    preview.erased = incoming.erased().into_iter().filter(is_here).collect();
    preview
}

fn of_record(replica: &Replica, key: &Key, united: &Record, their: &Record) -> RecordPreview {
    let ghosts = replica.drops().ghosts(&key.id);
    let after = view_of(&[Member { id: key.id, record: united, ghosts }]);
    let before = replica.view(key);
    let (mut superseded, mut conflicts) = (Vec::new(), Vec::new());
    for (name, field) in &after.fields {
        let held = before.and_then(|before| before.fields.get(name));
        let is_left = |dot: Dot| field.newest.iter().any(|newest| newest.dot == dot);
        if held.is_some_and(|held| held.newest.iter().any(|newest| !is_left(newest.dot))) {
            superseded.push(name.clone());
        }
        if field.in_conflict() && !held.is_some_and(|held| held.in_conflict()) {
            conflicts.push(name.clone());
        }
    }
    let was = |dot: &Dot| before.is_some_and(|before| before.clones.contains(dot));
    let is_dropped = |dot: Dot| ghosts.is_some_and(|ghosts| ghosts.contains_key(&dot));
    RecordPreview {
        key: key.clone(),
        is_added: before.is_none(),
        is_outside: false,
        superseded,
        conflicts,
        is_contested: after.state == State::Contested && before.is_none_or(|before| before.state != State::Contested),
        clones: after.clones.iter().copied().filter(|dot| !was(dot)).collect(),
        waiting: after.waiting,
        dropped: their.variants().filter(|variant| is_dropped(variant.dot())).count(),
        after: Arc::new(after),
    }
}

//! What a file would change, before anything is taken.

use std::sync::Arc;

use super::Incoming;
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Name, RecordId};
use crate::replica::undone::Dots;
use crate::replica::view::{Member, view_of};
use crate::replica::{DELETED, Dot, Key, Record, Replica, State, View};

/// What a file would do to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPreview {
    /// The record.
    pub key: Key,
    /// Whether it was not here.
    pub is_added: bool,
    /// Whether anything of it would change: where not, all that is new in it was dropped here.
    pub is_grown: bool,
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
    /// How many of the saves in the file were dropped here.
    pub dropped: usize,
    /// How many of these an undo dropped: taking the record ends that.
    pub undone: usize,
    /// What is seen now.
    pub before: Option<Arc<View>>,
    /// What would be seen.
    pub after: Arc<View>,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The records that would change, or that were dropped here, in the order of their keys.
    pub records: Vec<RecordPreview>,
    /// How many records the file holds that say nothing new.
    pub unchanged: usize,
    /// How many times a save names one that cannot come before it; it orders nothing, but no program writes it.
    pub forged: usize,
    /// The records that the file asks to erase and that are here.
    pub erased: Vec<RecordId>,
}

/// Something that a record of a preview may be looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// It is not here yet.
    Added,
    /// It is here and something in it changes.
    Changed,
    /// A value shown now is superseded.
    Superseded,
    /// It comes into a conflict.
    InConflict,
    /// It changes and is outside the sender's units.
    Outside,
    /// Something of it was dropped here.
    Dropped,
    /// Something of it waits for saves that are missing.
    Waiting,
}

impl Sort {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Added, Self::Changed, Self::Superseded, Self::InConflict, Self::Outside, Self::Dropped, Self::Waiting];
}

impl RecordPreview {
    /// Tells whether the record is of a sort; it may be of several.
    #[must_use]
    pub fn is(&self, sort: Sort) -> bool {
        match sort {
            Sort::Added => self.is_added && self.can_be_taken(),
            Sort::Changed => !self.is_added && self.can_be_taken(),
            Sort::Superseded => !self.superseded.is_empty(),
            Sort::InConflict => self.is_contested || !self.conflicts.is_empty(),
            Sort::Outside => self.is_outside && !self.is_added,
            Sort::Dropped => self.dropped > 0,
            Sort::Waiting => self.waiting > 0,
        }
    }

    /// Tells whether the record can be taken: what was archived or cleared away stays out.
    #[must_use]
    pub fn can_be_taken(&self) -> bool {
        self.is_grown || self.undone > 0
    }

    /// Tells whether it is taken unless a person says otherwise. What is new and outside the sender's units comes along,
    /// as what the sender's records refer to; what is here and outside them is not changed unasked.
    #[must_use]
    pub fn is_taken_by_default(&self, is_file_undone: bool) -> bool {
        let is_asked = self.is(Sort::Outside) || (self.undone > 0 && !is_file_undone);
        self.can_be_taken() && !is_asked
    }
}

/// Tells whether a record that looks so belongs to the units named.
pub type IsInside<'a> = &'a dyn Fn(&Key, &View, &[RecordId]) -> bool;

/// Computes what a file would change.
#[must_use]
pub fn preview(replica: &Replica, incoming: &Incoming, is_inside: IsInside<'_>) -> Preview {
    let mut previewing = Previewing::of(incoming);
    while previewing.go_on(replica, incoming, &Dots::new(), is_inside) {}
    previewing.end(replica, incoming)
}

/// A preview that is computed record by record, so that nobody has to wait for it.
pub struct Previewing {
    /// The places of the file's records in the order of their keys.
    places: Vec<usize>,
    next: usize,
    preview: Preview,
}

impl Previewing {
    /// Begins a preview.
    #[must_use]
    pub fn of(incoming: &Incoming) -> Self {
        let keys: Vec<(&Key, usize)> = incoming.lines.keys().enumerate().map(|(place, key)| (key, place)).collect();
        let places = in_order(keys, Ord::cmp).into_iter().map(|(_, place)| place).collect();
        Self { places, next: 0, preview: Preview::default() }
    }

    /// How many records were looked at, and of how many.
    #[must_use]
    pub fn share(&self) -> (usize, usize) {
        (self.next, self.places.len())
    }

    /// Looks at one more record, and tells whether there was one. `undone` names the saves that undos dropped.
    pub fn go_on(&mut self, replica: &Replica, incoming: &Incoming, undone: &Dots, is_inside: IsInside<'_>) -> bool {
        let Some(place) = self.places.get(self.next) else { return false };
        self.next += 1;
        let Some((key, their)) = incoming.lines.record(*place) else { return false };
        match of_record(replica, key, &their, undone) {
            None => self.preview.unchanged += 1,
            Some(mut of_record) => {
                let units = incoming.header.units.as_deref();
                of_record.is_outside = units.is_some_and(|units| !is_inside(key, &of_record.after, units));
                self.preview.records.push(of_record);
            }
        }
        true
    }

    /// Ends the preview.
    #[must_use]
    pub fn end(mut self, replica: &Replica, incoming: &Incoming) -> Preview {
        let erased = incoming.erased();
        let is_here = |id: &RecordId| replica.keys().any(|key| key.id == *id);
        self.preview.erased = erased.into_iter().filter(is_here).collect();
        self.preview.forged = incoming.lines.forged();
        self.preview
    }
}

/// What a file would do to a record; nothing where that is nothing.
fn of_record(replica: &Replica, key: &Key, their: &Record, undone: &Dots) -> Option<RecordPreview> {
    if replica.drops().is_erased(&key.id) {
        return None;
    }
    let ghosts = replica.drops().ghosts(&key.id);
    let is_dropped = |dot: Dot| ghosts.is_some_and(|ghosts| ghosts.contains_key(&dot));
    let is_undone = |dot: Dot| undone.get(&key.id).is_some_and(|dots| dots.contains(&dot));
    let mut united = replica.record(key).cloned().unwrap_or_default();
    let (mut is_grown, mut dropped, mut back) = (false, 0, 0);
    for save in their.saves() {
        let comes_back = is_dropped(save.dot) && is_undone(save.dot);
        if is_dropped(save.dot) {
            // A save that only keeps its place, or only deletes, has nothing that could be left out.
            let has_values = save.set.iter().any(|(name, value)| name.as_str() != DELETED && value.is_some());
            dropped += usize::from(has_values);
            back += usize::from(comes_back);
        }
        if comes_back {
            united.insert(save);
        } else if !is_dropped(save.dot) {
            is_grown |= united.insert(save);
        }
    }
    // Taking the record ends what an undo dropped of it, so that is shown as seen.
    let left = ghosts.map(|ghosts| ghosts.iter().filter(|(dot, _)| back == 0 || !is_undone(**dot)));
    let left = left.map(|left| left.map(|(dot, ghost)| (*dot, *ghost)).into_map());
    let after = view_of(&[Member { id: key.id, record: &united, ghosts: left.as_ref() }]);
    (is_grown || dropped > 0 || back > 0).then(|| {
        let mut of_record = compared(replica.view(key).cloned(), key, after);
        (of_record.is_grown, of_record.dropped, of_record.undone) = (is_grown, dropped, back);
        of_record
    })
}

fn compared(before: Option<Arc<View>>, key: &Key, after: View) -> RecordPreview {
    let (mut superseded, mut conflicts) = (Vec::new(), Vec::new());
    let held = before.as_deref();
    for (name, field) in &after.fields {
        let held = held.and_then(|before| before.fields.get(name));
        let is_left = |dot: Dot| field.newest.iter().any(|newest| newest.dot == dot);
        if held.is_some_and(|held| held.newest.iter().any(|newest| !is_left(newest.dot))) {
            superseded.push(name.clone());
        }
        if field.in_conflict() && !held.is_some_and(|held| held.in_conflict()) {
            conflicts.push(name.clone());
        }
    }
    let was = |dot: &Dot| held.is_some_and(|before| before.clones.contains(dot));
    let was_contested = held.is_some_and(|before| before.state == State::Contested);
    RecordPreview {
        key: key.clone(),
        is_added: held.is_none_or(|before| before.state == State::Dropped),
        is_grown: false,
        is_outside: false,
        superseded,
        conflicts,
        is_contested: after.state == State::Contested && !was_contested,
        clones: after.clones.iter().copied().filter(|dot| !was(dot)).collect(),
        waiting: after.waiting,
        dropped: 0,
        undone: 0,
        after: Arc::new(after),
        before,
    }
}

//! Imports that are taken back: which saves that drops, what waits for them then, and how any of it comes back.
//!
//! Only computes: what is to be dropped, ended or dropped anew is given as data, and saved by who asked as one command.

use std::collections::{BTreeMap, BTreeSet};

use super::drops::{Drop, Why, is_drop};
use super::imports::{Import, brought, is_import};
use super::save::Dot;
use super::view::{Ghost, Member, State, view_of};
use super::{Key, Replica};
use crate::model::RecordId;
use crate::model::sorted::Sorted;

/// Dots of several records.
pub type Dots = BTreeMap<RecordId, BTreeSet<Dot>>;

/// What taking back an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undoing {
    /// The saves that it drops.
    pub dots: BTreeMap<Key, BTreeSet<Dot>>,
    /// The records of which nothing is left to be seen.
    pub gone: Vec<Key>,
    /// Those of which something stays.
    pub changed: Vec<Key>,
    /// Of both, those with saves that stay and wait until what they were saved upon is back.
    pub waiting: Vec<Key>,
}

/// What brings saves back that an undo dropped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reopening {
    /// The drops to end.
    pub ended: Vec<Key>,
    /// What these dropped besides and is to stay dropped, under what each was about.
    pub anew: Vec<(String, Dots)>,
}

/// The undos that hold.
#[must_use]
pub fn undone(replica: &Replica) -> Vec<(Key, Drop)> {
    let drops = replica.keys().filter(|key| is_drop(key));
    let read = drops.filter_map(|key| Some((key.clone(), Drop::read(replica.view(key)?)?)));
    read.filter(|(_, drop)| drop.why == Why::Undo && !drop.is_ended).collect()
}

/// The saves that an import brought, those that are dropped now included; `imports` is the whole log.
#[must_use]
pub fn brought_by(replica: &Replica, imports: &[Import], id: RecordId) -> BTreeMap<Key, BTreeSet<Dot>> {
    let mut all = BTreeMap::new();
    for key in replica.keys().filter(|key| !is_drop(key) && !is_import(key)) {
        let variants = replica.record(key).into_iter().flat_map(|record| record.variants());
        let is_its = |dot: Dot, at: i64| brought(imports, key.id, dot, at).is_some_and(|(by, _)| by.id == id);
        let dots = variants.filter(|of| is_its(of.dot(), of.at())).map(|of| of.dot()).into_set();
        if !dots.is_empty() {
            all.insert(key.clone(), dots);
        }
    }
    all
}

/// Computes what taking back an import would do.
#[must_use]
pub fn undoing(replica: &Replica, imports: &[Import], id: RecordId) -> Undoing {
    let mut undoing = Undoing::default();
    for (key, mut dots) in brought_by(replica, imports, id) {
        let held = replica.drops().ghosts(&key.id);
        dots.retain(|dot| held.is_none_or(|held| !held.contains_key(dot)));
        let (Some(record), Some(before)) = (replica.record(&key), replica.view(&key)) else { continue };
        if dots.is_empty() {
            continue;
        }
        let mut ghosts = held.cloned().unwrap_or_default();
        ghosts.extend(dots.iter().map(|dot| (*dot, Ghost::Waits)));
        let after = view_of(&[Member { id: key.id, record, ghosts: Some(&ghosts) }]);
        if after.waiting > before.waiting {
            undoing.waiting.push(key.clone());
        }
        let is_gone = matches!(after.state, State::Dropped | State::Incomplete);
        if is_gone { &mut undoing.gone } else { &mut undoing.changed }.push(key.clone());
        undoing.dots.insert(key, dots);
    }
    undoing
}

/// Computes what brings back some saves. A drop is ended as a whole, so what else it drops is dropped anew.
#[must_use]
pub fn reopening(replica: &Replica, wanted: &Dots) -> Reopening {
    let mut reopening = Reopening::default();
    for (key, drop) in undone(replica) {
        let is_wanted = |id: &RecordId, dot: &Dot| wanted.get(id).is_some_and(|dots| dots.contains(dot));
        let mut rest = Dots::new();
        let mut ends = false;
        for (id, dots) in &drop.dots {
            let (back, stay): (BTreeSet<Dot>, BTreeSet<Dot>) = dots.iter().partition(|dot| is_wanted(id, dot));
            ends |= !back.is_empty();
            if !stay.is_empty() {
                rest.insert(*id, stay);
            }
        }
        if ends {
            reopening.ended.push(key);
            if !rest.is_empty() {
                reopening.anew.push((drop.of, rest));
            }
        }
    }
    reopening
}

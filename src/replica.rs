//! The merge: a record is the set of its saves, and merging is the union of sets.
//!
//! Grow-only sets (Shapiro et al., *A comprehensive study of Convergent and Commutative Replicated Data Types*, 2011)
//! make merging commutative, associative and idempotent by construction. What people see is computed from the set:
//! each field is a multi-value register over the causal order that saves name (their `after`). Clocks decide nothing.
//!
//! Knows no record kinds, reads no clock, draws no random numbers and touches nothing outside.

pub mod definition;
pub mod record;
pub mod save;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::sorted::{Sorted, sort_short};
use crate::model::{Name, RecordId, SessionId};
pub use record::{Record, Variant};
pub use save::{ContentHash, Dot, Pred, Save, Saved};
pub use view::{FieldView, Newest, State, View};

/// The name of the field that says whether a record is deleted.
pub const DELETED: &str = "deleted";

/// What names a record: its id, unique by itself, and the kind that travels with every save.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The record's id.
    pub id: RecordId,
    /// The record's kind, known to this version or not.
    pub kind: Name,
}

/// What applying saves changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Records that were not here before.
    pub added: Vec<Key>,
    /// Records that were here and hold something new.
    pub changed: Vec<Key>,
    /// How many saves, or values of saves, were new.
    pub saves: usize,
}

impl Delta {
    /// All records that hold something new.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.added.iter().chain(&self.changed)
    }
}

struct Entry {
    record: Record,
    view: Arc<View>,
}

/// All records of one workspace with their computed views.
#[derive(Default)]
pub struct Replica {
    entries: BTreeMap<Key, Entry>,
    saves: usize,
}

impl Replica {
    /// An empty replica.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Unites saves with what is held. Saves that are held already change nothing.
    pub fn apply(&mut self, saves: impl IntoIterator<Item = Saved>) -> Delta {
        let mut touched: BTreeMap<Key, bool> = BTreeMap::new();
        let mut delta = Delta::default();
        for Saved { key, save } in saves {
            let is_new = !self.entries.contains_key(&key);
            let entry = self.entries.entry(key.clone()).or_insert_with(Entry::empty);
            let before = entry.record.save_count();
            if entry.record.insert(save) {
                delta.saves += 1;
                self.saves += entry.record.save_count() - before;
                touched.entry(key).and_modify(|new| *new |= is_new).or_insert(is_new);
            }
        }
        for (key, is_new) in touched {
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.view = Arc::new(view::view(&entry.record));
            }
            if is_new { delta.added.push(key) } else { delta.changed.push(key) }
        }
        delta
    }

    /// Those of the saves that would bring something.
    #[must_use]
    pub fn news(&self, saves: Vec<Saved>) -> Vec<Saved> {
        let is_held = |saved: &Saved| self.record(&saved.key).is_some_and(|record| record.holds(&saved.save));
        saves.into_iter().filter(|saved| !is_held(saved)).collect()
    }

    /// The view of a record.
    #[must_use]
    pub fn view(&self, key: &Key) -> Option<&Arc<View>> {
        self.entries.get(key).map(|entry| &entry.view)
    }

    /// The saves of a record.
    #[must_use]
    pub fn record(&self, key: &Key) -> Option<&Record> {
        self.entries.get(key).map(|entry| &entry.record)
    }

    /// All records in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Record, &Arc<View>)> {
        self.entries.iter().map(|(key, entry)| (key, &entry.record, &entry.view))
    }

    /// How many saves are held.
    #[must_use]
    pub fn save_count(&self) -> usize {
        self.saves
    }

    /// How many records are held, deleted and incomplete ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The saves of the given records, each with its key.
    pub fn saves_of<'a>(&'a self, keys: impl IntoIterator<Item = &'a Key>) -> impl Iterator<Item = Saved> {
        keys.into_iter().flat_map(|key| {
            let saves = self.record(key).into_iter().flat_map(Record::saves);
            saves.map(|save| Saved { key: key.clone(), save })
        })
    }

    /// The same bytes on every device that holds the same saves: one line a save, sorted.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        for (key, record, _) in self.iter() {
            record.write_canonical(key, &mut text);
        }
        text
    }
}

impl Entry {
    fn empty() -> Self {
        let record = Record::default();
        Self { view: Arc::new(view::view(&record)), record }
    }
}

/// Makes the save that a form's "save" means: it comes after the heads that the form displayed, and no others.
///
/// The height is one more than the greatest height this device knows in the record, so that a dot is used once even
/// where the form displayed less than is held.
#[must_use]
pub fn stage(record: Option<&Record>, displayed: &[Pred], session: SessionId, draft: save::Draft) -> Save {
    let height =
        record.map_or(0, Record::height_max).max(displayed.iter().map(|pred| pred.dot.height).max().unwrap_or(0));
    let mut after = displayed.to_vec();
    sort_short(&mut after, |a, b| a < b);
    let set = draft.set.into_iter().map(|(name, value)| (name, Some(value))).into_map();
    Save { dot: Dot { height: height + 1, session }, after, set, at: draft.at, by: draft.by }
}

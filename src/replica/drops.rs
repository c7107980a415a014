//! What was dropped on purpose: an import undone, closed years archived, deleted records purged, a person erased.
//!
//! A drop is itself a record, of the kind [`DROP`], so it is kept, united and read like every other: it names the dots it
//! drops, or the records it erases for good. A dropped save leaves a ghost, its dot and what it comes after, so that what
//! was saved upon it keeps its place: that waits, or is seen without what was dropped where a person chose so. A drop
//! that is ended drops nothing any more; what it dropped is seen again once it is held again.
//!
//! Only erasures leave the device, and are never taken from a file without asking: [`super::Replica::apply`] obeys
//! whatever it is given.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use super::lines::read_preds;
use super::save::Dot;
use super::view::{Ghost, View};
use super::{Key, Saved};
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, Value};
use crate::planted::{Bug, planted};

/// The kind of records that drop.
pub const DROP: &str = "sanyou.drop";
/// The field that says why.
const WHY: &str = "why";
/// The field that ends a drop.
const ENDED: &str = "ended";
/// The field that lets what was saved upon dropped saves be seen.
const THROUGH: &str = "through";
/// The field that names what the drop is about: the id of an import's log, the digest of an archive's file.
const OF: &str = "of";
/// Begins the fields that name a record's dropped dots, as `[["session",height],…]`.
const DOTS: &str = "d.";
/// Begins the fields that name an erased record.
const ERASED: &str = "e.";
/// Most records that one drop names: a save sets no more fields than a file may hold.
const RECORDS_MAX: usize = 200;
/// Most dots of one record in one drop: its list is one value.
const DOTS_MAX: usize = 1000;

/// Why something is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// An import was undone.
    Undo,
    /// It went into an archive.
    Archive,
    /// Deleted records were cleared away.
    Purge,
    /// A person was erased, for good and everywhere.
    Erase,
}

impl Why {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Undo, "undo"), (Self::Archive, "archive"), (Self::Purge, "purge"), (Self::Erase, "erase")];

    /// The value of the field that says why.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, code)| code)
    }

    fn read(value: &Value) -> Option<Self> {
        Self::ALL.iter().find(|(_, code)| value.as_text() == Some(code)).map(|(why, _)| *why)
    }
}

/// The fields of the records that drop these dots, to be saved as one command; `of` names what the drop is about.
#[must_use]
pub fn drop_dots(why: Why, of: &str, dots: &BTreeMap<RecordId, BTreeSet<Dot>>) -> Vec<BTreeMap<Name, Value>> {
    let mut fields: Vec<(Name, Value)> = Vec::new();
    let mut drops = Vec::new();
    for (id, dots) in dots {
        let dots: Vec<&Dot> = dots.iter().collect();
        for part in dots.chunks(DOTS_MAX) {
            let list: Vec<String> = part.iter().map(|dot| format!("[\"{}\",{}]", dot.session, dot.height)).collect();
            // A record with more dots than one value lists goes on in the next drop, under the same name.
            if fields.len() == RECORDS_MAX || fields.last().is_some_and(|(name, _)| *name == dots_of(*id)) {
                drops.push(drop_fields(why, of, &mut fields));
            }
            fields.push((dots_of(*id), Value::Json(format!("[{}]", list.join(",")).into())));
        }
    }
    if !fields.is_empty() {
        drops.push(drop_fields(why, of, &mut fields));
    }
    drops
}

/// The fields of the records that erase these records for good.
#[must_use]
pub fn erase(ids: &BTreeSet<RecordId>) -> Vec<BTreeMap<Name, Value>> {
    let ids: Vec<&RecordId> = ids.iter().collect();
    let of = |ids: &[&RecordId]| {
        let mut fields = ids.iter().map(|id| (field(&format!("{ERASED}{id}")), Value::Bool(true))).collect();
        drop_fields(Why::Erase, "", &mut fields)
    };
    ids.chunks(RECORDS_MAX).map(of).collect()
}

/// The fields that end a drop.
#[must_use]
pub fn end() -> BTreeMap<Name, Value> {
    [(Name::known(ENDED), Value::Bool(true))].into_iter().into_map()
}

/// The fields that let what was saved upon dropped saves be seen.
#[must_use]
pub fn see_through() -> BTreeMap<Name, Value> {
    [(Name::known(THROUGH), Value::Bool(true))].into_iter().into_map()
}

fn field(text: &str) -> Name {
    Name::new(text).expect("a letter, a dot and a record's id are a name")
}

fn dots_of(id: RecordId) -> Name {
    field(&format!("{DOTS}{id}"))
}

fn drop_fields(why: Why, of: &str, fields: &mut Vec<(Name, Value)>) -> BTreeMap<Name, Value> {
    let head = [(Name::known(WHY), Value::text(why.code())), (Name::known(OF), Value::text(of))];
    head.into_iter().chain(fields.drain(..)).into_map()
}

/// One drop as its record says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    /// Why.
    pub why: Why,
    /// What it is about.
    pub of: String,
    /// Whether it was ended.
    pub is_ended: bool,
    /// The dots it drops.
    pub dots: BTreeMap<RecordId, BTreeSet<Dot>>,
    /// The records it erases.
    pub erased: BTreeSet<RecordId>,
    is_through: bool,
}

impl Drop {
    /// Reads a drop from what is seen of its record; nothing when it says no reason that this version knows, since what
    /// is not understood must not make anything disappear.
    #[must_use]
    pub fn read(view: &View) -> Option<Self> {
        // Concurrent values all count: two devices that each drop something have dropped both.
        let any_true = |name: &str| {
            let newest = view.fields.get(name).map_or(&[][..], |field| &field.newest);
            newest.iter().any(|newest| newest.value == Some(Value::Bool(true)))
        };
        let why = view.value(WHY).and_then(Why::read)?;
        let mut drop = Self {
            why,
            of: view.value(OF).and_then(Value::as_text).unwrap_or_default().to_owned(),
            is_ended: why != Why::Erase
                && any_true(ENDED)
                && !planted(Bug::EndedForgotten)
                && !(why == Why::Undo && planted(Bug::UndoAsSaves)),
            dots: BTreeMap::new(),
            erased: BTreeSet::new(),
            is_through: any_true(THROUGH) && !planted(Bug::ThroughForgotten),
        };
        for (name, field) in &view.fields {
            if let Some(id) = name.as_str().strip_prefix(DOTS).and_then(|id| id.parse().ok()) {
                let lists = field.newest.iter().filter_map(|newest| newest.value.as_ref());
                drop.dots.entry(id).or_default().extend(lists.flat_map(read_dots));
            } else if let Some(id) = name.as_str().strip_prefix(ERASED).and_then(|id| id.parse().ok())
                && why == Why::Erase
            {
                drop.erased.insert(id);
            }
        }
        Some(drop)
    }
}

/// Reads a list of dots; one that is none drops nothing.
fn read_dots(list: &Value) -> Vec<Dot> {
    let preds = RawValue::from_string(list.to_json().into_owned()).ok().and_then(|raw| read_preds(&raw));
    preds.unwrap_or_default().into_iter().map(|pred| pred.dot).collect()
}

/// All that is dropped, as the drops that are held say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drops {
    ghosts: BTreeMap<RecordId, BTreeMap<Dot, Ghost>>,
    erased: BTreeSet<RecordId>,
}

impl Drops {
    /// Unites drops. A dot that several drop is seen through only where all of them are.
    #[must_use]
    pub fn of(drops: impl Iterator<Item = Drop>) -> Self {
        let mut all = Self::default();
        for drop in drops.filter(|drop| !drop.is_ended) {
            let ghost = if drop.is_through { Ghost::Through } else { Ghost::Waits };
            for (id, dots) in drop.dots {
                let ghosts = all.ghosts.entry(id).or_default();
                for dot in dots {
                    let held = ghosts.entry(dot).or_insert(ghost);
                    *held = ghost.min(*held);
                }
            }
            for id in drop.erased {
                all.erased.insert(id);
            }
        }
        all
    }

    /// The dropped dots of a record.
    #[must_use]
    pub fn ghosts(&self, id: &RecordId) -> Option<&BTreeMap<Dot, Ghost>> {
        self.ghosts.get(id)
    }

    /// Tells whether a record was erased for good.
    #[must_use]
    pub fn is_erased(&self, id: &RecordId) -> bool {
        self.erased.contains(id)
    }

    /// The records that were erased.
    #[must_use]
    pub fn erased(&self) -> &BTreeSet<RecordId> {
        &self.erased
    }

    /// The records whose ghosts or erasure differ.
    pub(super) fn differing(&self, other: &Self) -> BTreeSet<RecordId> {
        let ids = self.ghosts.keys().chain(other.ghosts.keys()).chain(&self.erased).chain(&other.erased);
        let differs = |id: &&RecordId| {
            self.ghosts.get(id) != other.ghosts.get(id) || self.erased.contains(id) != other.erased.contains(id)
        };
        ids.filter(differs).copied().into_set()
    }

    /// Tells which of the saves are dropped here: what an import brings of these ends a drop only if a person says so.
    pub fn dropped<'a>(&self, saves: &'a [Saved]) -> impl Iterator<Item = &'a Saved> {
        saves.iter().filter(|Saved { key, save }| {
            self.is_erased(&key.id) || self.ghosts(&key.id).is_some_and(|ghosts| ghosts.contains_key(&save.dot))
        })
    }
}

/// Tells whether a key names a drop.
#[must_use]
pub fn is_drop(key: &Key) -> bool {
    key.kind.as_str() == DROP
}

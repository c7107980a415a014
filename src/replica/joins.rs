//! The same thing entered twice: records that people joined are read as one, the union of their saves.
//!
//! Each join is a record of the kind [`SAME`] that names two others, an edge; deleting it takes the edge away. Whatever
//! edges connect is read under its smallest id, differences show as conflicts, and a save upon it comes after the heads
//! of all. Nothing is moved: each record keeps its own saves, so a join can be undone at any time.

use std::collections::BTreeMap;

use super::{Key, Replica};
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, Value};

/// The kind of records that join two others.
pub const SAME: &str = "sanyou.same";
/// The fields that name the two.
const ENDS: [&str; 2] = ["one", "other"];

/// The fields of a join.
#[must_use]
pub fn join(one: RecordId, other: RecordId) -> BTreeMap<Name, Value> {
    let id = |id: RecordId| Value::text(&id.to_string());
    [(Name::known(ENDS[0]), id(one)), (Name::known(ENDS[1]), id(other))].into_iter().into_map()
}

/// Which records are read as one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Joins {
    /// Each group under its smallest key, sorted.
    groups: BTreeMap<Key, Vec<Key>>,
    /// The smallest key of each record's group.
    leads: BTreeMap<Key, Key>,
}

impl Joins {
    /// Reads the joins that are present. An edge between records of different kinds, or with an end that is not here,
    /// joins nothing; of concurrent ends, those of the greatest dot count, as everywhere.
    #[must_use]
    pub fn of(replica: &Replica) -> Self {
        let edges = replica.iter().filter(|(key, _, view)| key.kind.as_str() == SAME && view.is_present());
        let edges = edges.filter_map(|(_, _, view)| {
            let [one, other] = ENDS.map(|end| view.value(end)?.as_text()?.parse::<RecordId>().ok());
            Some((one?, other?))
        });
        let edges: Vec<(RecordId, RecordId)> = edges.collect();
        if edges.is_empty() {
            return Self::default();
        }
        let mut keys: BTreeMap<RecordId, Key> = BTreeMap::new();
        for (key, ..) in replica.iter() {
            keys.insert(key.id, key.clone());
        }
        let ends = edges.iter().filter_map(|(one, other)| Some((keys.get(one)?, keys.get(other)?)));
        Self::connect(ends.filter(|(one, other)| one.kind == other.kind))
    }

    fn connect<'a>(edges: impl Iterator<Item = (&'a Key, &'a Key)>) -> Self {
        let mut joins = Self::default();
        for (one, other) in edges {
            let lead = |joins: &Self, key: &Key| joins.leads.get(key).unwrap_or(key).clone();
            let (one, other) = (lead(&joins, one), lead(&joins, other));
            if one == other {
                continue;
            }
            let (least, greater) = if one < other { (one, other) } else { (other, one) };
            let more = joins.groups.remove(&greater).unwrap_or_else(|| vec![greater]);
            let group = joins.groups.entry(least.clone()).or_insert_with(|| vec![least.clone()]);
            group.extend(more.iter().cloned());
            *group = std::mem::take(group).into_iter().into_set().into_iter().collect();
            for key in group.iter() {
                joins.leads.insert(key.clone(), least.clone());
            }
        }
        joins
    }

    /// The records that are read as one with a record, the smallest first; nothing when it is read alone.
    #[must_use]
    pub fn group(&self, key: &Key) -> Option<&[Key]> {
        self.groups.get(self.leads.get(key)?).map(Vec::as_slice)
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = &[Key]> {
        self.groups.values().map(Vec::as_slice)
    }
}

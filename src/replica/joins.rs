//! The same thing entered twice: records that people joined are read as one, the union of their saves.
//!
//! Each join is a record of the kind [`SAME`] that names two others, an edge; deleting it takes the edge away. Whatever
//! edges connect is read under its smallest id, differences show as conflicts, and a save upon it comes after the heads
//! of all. Nothing is moved: each record keeps its own saves, so a join can be undone at any time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Key, Record, Replica, View};
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

/// The present joins that name any of these records.
#[must_use]
pub fn edges(replica: &Replica, of: &[Key]) -> Vec<Key> {
    let ids: Vec<String> = of.iter().map(|key| key.id.to_string()).collect();
    let names = |view: &View| {
        let ends = ENDS.iter().filter_map(|end| view.value(end)?.as_text());
        ends.into_iter().any(|end| ids.iter().any(|id| id == end))
    };
    let same = replica.iter().filter(|(key, _, view)| key.kind.as_str() == SAME && view.is_present());
    same.filter(|(_, _, view)| names(view)).map(|(key, ..)| key.clone()).collect()
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

    /// The key under which a record is read: its own, or the smallest of its group.
    #[must_use]
    pub fn lead<'a>(&'a self, key: &'a Key) -> &'a Key {
        self.leads.get(key).unwrap_or(key)
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = &[Key]> {
        self.groups.values().map(Vec::as_slice)
    }
}

/// The records that are read as one: what is seen of them, and under which id.
#[derive(Debug, Clone, Default)]
pub struct Joined {
    views: BTreeMap<Key, Arc<View>>,
    leads: BTreeMap<RecordId, RecordId>,
}

impl Joined {
    /// What is seen of a record, and of all that are read as one with it.
    #[must_use]
    pub fn view<'a>(&'a self, replica: &'a Replica, key: &Key) -> Option<&'a Arc<View>> {
        self.views.get(key).or_else(|| replica.view(key))
    }

    /// The id under which a record is read.
    #[must_use]
    pub fn lead(&self, id: RecordId) -> RecordId {
        self.leads.get(&id).copied().unwrap_or(id)
    }
}

/// Records as people see them: those that are joined as one, under their smallest key.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The records.
    pub replica: &'a Replica,
    /// Which of them are read as one.
    pub joins: &'a Joins,
}

impl<'a> Seen<'a> {
    /// What is seen of a record, or of all that are read as one with it.
    #[must_use]
    pub fn view(&self, key: &Key) -> Option<Arc<View>> {
        match self.joins.group(key) {
            Some(group) => Some(Arc::new(self.replica.joined_view(group))),
            None => self.replica.view(key).cloned(),
        }
    }

    /// The records upon which a save of this one is staged, the one it belongs to first.
    #[must_use]
    pub fn records(&self, key: &Key) -> Vec<&'a Record> {
        let group = self.joins.group(key);
        let keys = group.unwrap_or(std::slice::from_ref(key));
        keys.iter().filter_map(|key| self.replica.record(key)).collect()
    }

    /// What is seen of all records that are read as one, under each of their keys.
    #[must_use]
    pub fn joined(&self) -> Joined {
        let mut joined = Joined::default();
        for group in self.joins.groups() {
            let view = Arc::new(self.replica.joined_view(group));
            for key in group {
                joined.views.insert(key.clone(), view.clone());
                joined.leads.insert(key.id, group[0].id);
            }
        }
        joined
    }

    /// All that is seen, each once, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&'a Key, Arc<View>)> + use<'a> {
        let Self { replica, joins } = *self;
        let leads = replica.iter().filter(move |(key, ..)| joins.lead(key) == *key);
        leads.map(move |(key, _, view)| match joins.group(key) {
            Some(group) => (key, Arc::new(replica.joined_view(group))),
            None => (key, view.clone()),
        })
    }
}

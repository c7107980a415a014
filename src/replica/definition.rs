//! What is seen of a record, computed straight from the definition: the oracle for everything that is fast.
//!
//! A record is a grow-only set of saves (Shapiro, Preguiça, Baquero and Zawirski, *Conflict-free Replicated Data Types*,
//! 2011), and a field is a multi-value register over the causal order that saves name: its newest values are those of the
//! saves that set it and that no other save setting it comes after.
//!
//! It is slow on purpose. It knows a list of saves and nothing else: no sorted nodes, no bit sets, no cached closure.
//! Only the hash of a content is asked of the program, because a hash has no second definition. The program itself never
//! calls it; tests, the simulator and the fuzz targets do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{ContentHash, DELETED, Dot, Ghost, Pred, Record, Save, State, View};
use crate::model::{Name, RecordId, SessionId, Value};

/// One content of a dot. Copies that differ only in which values they know are the same content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Whose it is: the place of its record among those that are read as one.
    pub record: usize,
    /// Its save's dot.
    pub dot: Dot,
    /// The saves it names as those it comes after, without those of an equal or greater height.
    pub after: BTreeSet<Pred>,
    /// The fields it sets, each with its known values.
    pub set: BTreeMap<Name, BTreeSet<Value>>,
    /// When it says it was made, in seconds since 1970.
    pub at: i64,
    /// Who it says made it.
    pub by: Arc<str>,
}

impl Content {
    fn unknown(record: usize, save: &Save) -> Self {
        // What names an equal or greater height never counts.
        let after = save.after.iter().copied().filter(|pred| pred.dot.height < save.dot.height).collect();
        let set = save.set.keys().map(|name| (name.clone(), BTreeSet::new())).collect();
        Self { record, dot: save.dot, after, set, at: save.at, by: save.by.clone() }
    }

    fn is_same(&self, other: &Self) -> bool {
        let names = |content: &Self| content.set.keys().cloned().collect::<Vec<_>>();
        self.record == other.record
            && self.dot == other.dot
            && self.after == other.after
            && names(self) == names(other)
            && self.at == other.at
            && self.by == other.by
    }

    fn is_made(&self) -> bool {
        !self.set.is_empty() || !self.after.is_empty()
    }

    fn sets(&self, field: &str) -> bool {
        self.set.contains_key(field)
    }

    /// The values it gives a field; one unknown value where none is known.
    #[must_use]
    pub fn values(&self, field: &str) -> Vec<Option<Value>> {
        let known: Vec<_> = self.set.get(field).into_iter().flatten().cloned().map(Some).collect();
        if known.is_empty() { vec![None] } else { known }
    }
}

/// The contents of one record, or of several that are read as one, and how they stand to each other.
pub struct Definition {
    /// All contents, in the order in which they were first listed.
    pub contents: Vec<Content>,
    hashes: Vec<ContentHash>,
    ids: Vec<RecordId>,
    ghosts: BTreeMap<(usize, Dot), Ghost>,
    /// The contents all of whose ancestors are held.
    pub readable: BTreeSet<usize>,
}

impl Definition {
    /// Unites a list of saves of one record.
    #[must_use]
    pub fn of(saves: &[Save]) -> Self {
        let nobody = RecordId { session: SessionId::from_bytes([0; SessionId::BYTES]), counter: 0 };
        Self::joined(&[(nobody, saves)], BTreeMap::new())
    }

    /// Unites the lists of saves of records that are read as one, some of which may have been dropped.
    #[must_use]
    pub fn joined(records: &[(RecordId, &[Save])], ghosts: BTreeMap<(usize, Dot), Ghost>) -> Self {
        let mut contents: Vec<Content> = Vec::new();
        for (record, (_, saves)) in records.iter().enumerate() {
            for save in *saves {
                let content = Content::unknown(record, save);
                let place = contents.iter().position(|held| held.is_same(&content)).unwrap_or_else(|| {
                    contents.push(content);
                    contents.len() - 1
                });
                for (name, value) in &save.set {
                    contents[place].set.entry(name.clone()).or_default().extend(value.clone());
                }
            }
        }
        let hashes = contents.iter().map(|content| hash_of(records[content.record].1, content)).collect();
        let ids = records.iter().map(|(id, _)| *id).collect();
        let mut definition = Self { contents, hashes, ids, ghosts, readable: BTreeSet::new() };
        while let Some(place) = definition.next_readable() {
            definition.readable.insert(place);
        }
        // A ghost keeps its place in the order but sets nothing.
        for content in &mut definition.contents {
            if definition.ghosts.contains_key(&(content.record, content.dot)) {
                content.set.clear();
            }
        }
        definition
    }

    /// The record that a predecessor names, among those read as one; nothing for another's, which orders nothing here.
    fn record_of(&self, content: &Content, pred: &Pred) -> Option<usize> {
        pred.of.map_or(Some(content.record), |id| self.ids.iter().position(|held| *held == id))
    }

    fn ghost(&self, place: usize) -> Option<Ghost> {
        let content = &self.contents[place];
        self.ghosts.get(&(content.record, content.dot)).copied()
    }

    /// A content not yet known to be readable, each of whose predecessors is held and readable in some content. Which
    /// of several contents is named does not matter here: else a save could vanish when one more content arrives.
    /// Nothing waits for a save of another record, and a dropped save is held only where it is to be seen through.
    fn next_readable(&self) -> Option<usize> {
        let held = |content: &Content, pred: &Pred| {
            let is_it =
                |place: &usize| self.contents[*place].dot == pred.dot && self.contents[*place].record == content.record;
            pred.of.is_some() || self.readable.iter().any(is_it)
        };
        let mut waiting = (0..self.contents.len()).filter(|place| !self.readable.contains(place));
        waiting.find(|&place| {
            let content = &self.contents[place];
            self.ghost(place) != Some(Ghost::Waits) && content.after.iter().all(|pred| held(content, pred))
        })
    }

    /// Tells whether a content's dot was seen with several contents, or with several values in one field. An empty save
    /// that names nothing stands for one that was missing: it is no other content. A ghost has none.
    #[must_use]
    pub fn is_cloned(&self, place: usize) -> bool {
        if self.ghost(place).is_some() {
            return false;
        }
        let (record, dot) = (self.contents[place].record, self.contents[place].dot);
        let of_dot = |content: &&Content| content.record == record && content.dot == dot && content.is_made();
        let contents: Vec<&Content> = self.contents.iter().filter(of_dot).collect();
        contents.len() > 1 || contents.iter().any(|content| content.set.values().any(|values| values.len() > 1))
    }

    /// Tells whether a dot of the first record was seen with several contents.
    #[must_use]
    pub fn is_cloned_dot(&self, dot: Dot) -> bool {
        let of_dot = |place: &usize| self.contents[*place].record == 0 && self.contents[*place].dot == dot;
        (0..self.contents.len()).find(of_dot).is_some_and(|place| self.is_cloned(place))
    }

    /// Tells whether a content's predecessor names this very content.
    fn covers(&self, later: &Content, pred: &Pred, place: usize) -> bool {
        pred.dot == self.contents[place].dot
            && self.record_of(later, pred) == Some(self.contents[place].record)
            && self.readable.contains(&place)
            && match pred.content {
                None => !self.is_cloned(place),
                Some(hash) => hash == self.hashes[place],
            }
    }

    /// All contents that one comes after, by walking from predecessor to predecessor.
    #[must_use]
    pub fn ancestors(&self, place: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![place];
        while let Some(later) = open.pop() {
            for earlier in 0..self.contents.len() {
                let later = &self.contents[later];
                let named = later.after.iter().any(|pred| self.covers(later, pred, earlier));
                if named && found.insert(earlier) {
                    open.push(earlier);
                }
            }
        }
        found
    }

    /// Tells whether one content comes after another.
    #[must_use]
    pub fn comes_after(&self, later: usize, earlier: usize) -> bool {
        self.ancestors(later).contains(&earlier)
    }

    /// Those of the contents that none of the others comes after.
    fn maximal(&self, places: &[usize]) -> Vec<usize> {
        let beaten = |&place: &usize| places.iter().any(|&other| self.comes_after(other, place));
        places.iter().copied().filter(|place| !beaten(place)).collect()
    }

    /// The readable contents that set a field and that no other readable content setting it comes after.
    #[must_use]
    pub fn newest(&self, field: &str) -> Vec<usize> {
        let setters: Vec<usize> = self.readable.iter().copied().filter(|&p| self.contents[p].sets(field)).collect();
        self.maximal(&setters)
    }

    /// All fields that a readable content sets.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<Name> {
        self.readable.iter().flat_map(|&place| self.contents[place].set.keys().cloned()).collect()
    }

    /// The readable contents that were not dropped.
    fn seen_places(&self) -> Vec<usize> {
        self.readable.iter().copied().filter(|&place| self.ghost(place).is_none()).collect()
    }

    fn state(&self) -> State {
        if self.seen_places().is_empty() {
            let is_dropped = |place| self.ghost(place).is_some();
            let all = !self.contents.is_empty() && (0..self.contents.len()).all(is_dropped);
            return if all { State::Dropped } else { State::Incomplete };
        }
        let is_true = |value: &Option<Value>| *value == Some(Value::Bool(true));
        let deleted = self.newest(DELETED);
        let values: Vec<_> = deleted.iter().flat_map(|&place| self.contents[place].values(DELETED)).collect();
        if !values.iter().any(is_true) {
            return State::Live;
        }
        let deletes: Vec<usize> =
            deleted.into_iter().filter(|&place| self.contents[place].values(DELETED).iter().any(is_true)).collect();
        let was_seen = |place: usize| deletes.iter().any(|&end| end == place || self.comes_after(end, place));
        let others = self.fields().into_iter().filter(|name| name.as_str() != DELETED);
        let all_seen = others.flat_map(|name| self.newest(name.as_str())).all(was_seen);
        if all_seen && values.iter().all(is_true) { State::Deleted } else { State::Contested }
    }

    /// All that is seen.
    #[must_use]
    pub fn seen(&self) -> Seen {
        let newest = |name: &Name| {
            let contents = self.newest(name.as_str()).into_iter().map(|place| &self.contents[place]);
            let label = |content: &Content, value| (content.dot, value, content.at, content.by.clone());
            contents.flat_map(|content| content.values(name.as_str()).into_iter().map(|v| label(content, v))).collect()
        };
        let head = |place: usize| {
            let content = &self.contents[place];
            let hash = self.is_cloned(place).then(|| self.hashes[place]);
            Pred { dot: content.dot, content: hash, of: (content.record > 0).then(|| self.ids[content.record]) }
        };
        let waits = |&place: &usize| !self.readable.contains(&place) && self.ghost(place).is_none();
        let cloned = (0..self.contents.len()).filter(|&place| self.is_cloned(place));
        Seen {
            state: self.state(),
            fields: self.fields().into_iter().map(|name| (name.clone(), newest(&name))).collect(),
            heads: self.maximal(&self.seen_places()).into_iter().map(head).collect(),
            waiting: (0..self.contents.len()).filter(waits).count(),
            clones: cloned.map(|place| self.contents[place].dot).collect(),
        }
    }
}

/// The program's own hash of a content with all of its values that the list knows.
fn hash_of(saves: &[Save], content: &Content) -> ContentHash {
    let mut record = Record::default();
    for save in saves.iter().filter(|save| {
        Content::unknown(content.record, save).is_same(&Content { set: blank(content), ..content.clone() })
    }) {
        record.insert(save.clone());
    }
    record.variants().next().expect("a content is made of at least one save").content_hash()
}

fn blank(content: &Content) -> BTreeMap<Name, BTreeSet<Value>> {
    content.set.keys().map(|name| (name.clone(), BTreeSet::new())).collect()
}

/// A newest value with the save that set it: its dot, the value, when and by whom.
pub type NewestValue = (Dot, Option<Value>, i64, Arc<str>);

/// What a person may see of a record, in a form that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Whether the record is there.
    pub state: State,
    /// Each field's newest values.
    pub fields: BTreeMap<Name, BTreeSet<NewestValue>>,
    /// The saves that no other readable save comes after.
    pub heads: BTreeSet<Pred>,
    /// How many contents wait for others.
    pub waiting: usize,
    /// The dots with several contents.
    pub clones: BTreeSet<Dot>,
}

impl Seen {
    /// What the program shows.
    #[must_use]
    pub fn shown(view: &View) -> Self {
        let fields = view.fields.iter().map(|(name, field)| {
            let newest = field.newest.iter().map(|n| (n.dot, n.value.clone(), n.at, n.by.clone()));
            (name.clone(), newest.collect())
        });
        Self {
            state: view.state,
            fields: fields.collect(),
            heads: view.heads.iter().copied().collect(),
            waiting: view.waiting,
            clones: view.clones.iter().copied().collect(),
        }
    }

    /// The different known newest values of a field.
    #[must_use]
    pub fn known(&self, field: &str) -> BTreeSet<&Value> {
        self.fields.get(field).into_iter().flatten().filter_map(|(_, value, ..)| value.as_ref()).collect()
    }

    /// Where one value is needed it is one of these: those of the greatest dot whose value is known, several only where
    /// that dot was cloned.
    #[must_use]
    pub fn singles(&self, field: &str) -> BTreeSet<&Value> {
        let known = self.fields.get(field).into_iter().flatten().filter(|(_, value, ..)| value.is_some());
        let greatest = known.clone().map(|(dot, ..)| *dot).max();
        known.filter(|(dot, ..)| Some(*dot) == greatest).filter_map(|(_, value, ..)| value.as_ref()).collect()
    }
}

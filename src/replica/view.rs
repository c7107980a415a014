//! What is seen of a record, computed from the set of its saves.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DELETED;
use super::record::{Record, Variant};
use super::save::{ContentHash, Dot, Pred};
use crate::model::sorted::{Sorted, sort_short};
use crate::model::{FieldSource, Held, Name, Value};

/// One newest value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The save that set it.
    pub dot: Dot,
    /// When that save says it was made, in seconds since 1970.
    pub at: i64,
    /// Who that save says made it.
    pub by: Arc<str>,
    /// The value; nothing when it was withheld or folded away.
    pub value: Option<Value>,
}

/// A field's newest values, the one of the greatest dot first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldView {
    /// The values that no other save setting the field comes after.
    pub newest: Vec<Newest>,
}

impl FieldView {
    /// The one value used where one is needed: that of the greatest dot, never of a clock.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.newest.iter().find_map(|newest| newest.value.as_ref())
    }

    /// Tells whether different values stand side by side.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        let known: BTreeSet<&Value> = self.newest.iter().filter_map(|newest| newest.value.as_ref()).into_set();
        known.len() > 1
    }

    /// Tells whether a newest value exists that is not held here: such a field is read-only.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.newest.iter().any(|newest| newest.value.is_none())
    }
}

/// Whether a record is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No save of it can be read yet: the saves before those held have not arrived.
    Incomplete,
    /// It is there.
    Live,
    /// It was deleted, and whoever deleted it had seen everything in it.
    Deleted,
    /// One side deleted it while another edited or restored it: a conflict, and it is there until that is settled.
    Contested,
}

/// What is seen of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Whether the record is there.
    pub state: State,
    /// Its fields, `deleted` among them.
    pub fields: BTreeMap<Name, FieldView>,
    /// The saves that no other readable save comes after: what a form that displays this view saves upon.
    pub heads: Vec<Pred>,
    /// How many saves wait for others that have not arrived.
    pub waiting: usize,
    /// The dots that were seen with different contents, as a cloned machine makes them.
    pub clones: Vec<Dot>,
}

impl View {
    /// Tells whether the record is to be listed and counted.
    #[must_use]
    pub fn is_present(&self) -> bool {
        matches!(self.state, State::Live | State::Contested)
    }

    /// A field's value, when one is known.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).and_then(FieldView::value)
    }

    /// The fields with different values side by side; `deleted` is settled as a whole and not listed here.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Name, &FieldView)> {
        let fields = self.fields.iter().filter(|(name, _)| name.as_str() != DELETED);
        fields.filter(|(_, field)| field.in_conflict()).filter(|_| self.state != State::Deleted)
    }

    /// Tells whether anything about the record is to be settled by a person.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        self.state == State::Contested || self.conflicts().next().is_some()
    }
}

impl FieldSource for View {
    fn held(&self, field: &str) -> Held<'_> {
        match self.fields.get(field) {
            None => Held::Missing,
            Some(view) => match view.value() {
                Some(value) => Held::Known(value),
                None if view.is_withheld() => Held::Withheld,
                None => Held::Missing,
            },
        }
    }
}

/// Computes what is seen. Work grows with the square of the saves only where histories branch.
#[must_use]
pub fn view(record: &Record) -> View {
    let graph = Graph::of(record);
    let mut fields: BTreeMap<Name, FieldView> = BTreeMap::new();
    let mut shown: Vec<usize> = Vec::new();
    let mut deletes: Vec<usize> = Vec::new();
    for (name, setters) in graph.setters() {
        let newest = graph.maximal(&setters);
        if name.as_str() == DELETED { &mut deletes } else { &mut shown }.extend(&newest);
        let mut view = FieldView::default();
        for &node in newest.iter().rev() {
            graph.newest_values(node, &name, &mut view.newest);
        }
        // Contents of one cloned dot are ordered by their values: their order as contents would ask their clocks.
        sort_short(&mut view.newest, |left, right| (left.dot, &left.value) > (right.dot, &right.value));
        fields.insert(name, view);
    }
    View {
        state: graph.state(&deletes, &shown),
        heads: graph.heads(),
        waiting: graph.ready.iter().filter(|ready| !**ready).count(),
        clones: graph.clones.iter().copied().collect(),
        fields,
    }
}

/// The causal order of one record's saves. Nodes are sorted by dot, so an edge always goes to a smaller index.
struct Graph<'a> {
    nodes: Vec<Variant<'a>>,
    ready: Vec<bool>,
    /// For each node the set of nodes it comes after.
    ancestors: Vec<Bits>,
    hashes: Vec<OnceCell<ContentHash>>,
    clones: BTreeSet<Dot>,
}

impl<'a> Graph<'a> {
    fn of(record: &'a Record) -> Self {
        let nodes: Vec<Variant<'a>> = record.variants().collect();
        let torn = nodes.iter().filter(|node| node.is_torn()).map(Variant::dot);
        // An empty save that names nothing stands for one that was missing: when that arrives, it is no other content.
        let made = nodes.iter().filter(|node| node.fields().len() > 0 || !node.after().is_empty());
        let dots: Vec<Dot> = made.map(Variant::dot).collect();
        let twice = dots.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let clones: BTreeSet<Dot> = torn.chain(twice).into_set();
        let mut graph = Self {
            ready: Vec::new(),
            ancestors: Vec::new(),
            hashes: vec![OnceCell::new(); nodes.len()],
            clones,
            nodes,
        };
        for place in 0..graph.nodes.len() {
            let (ready, ancestors) = graph.place(place);
            graph.ready.push(ready);
            graph.ancestors.push(ancestors);
        }
        graph
    }

    /// Whether all that a node comes after is here and readable, and the set of it.
    fn place(&self, place: usize) -> (bool, Bits) {
        let mut ancestors = Bits::default();
        let mut ready = true;
        for pred in self.nodes[place].after() {
            let held = self.of_dot(pred.dot, place);
            ready &= held.clone().any(|node| self.ready[node]);
            // A dot with several contents is covered only content by content.
            if pred.content.is_none() && self.clones.contains(&pred.dot) {
                continue;
            }
            for node in held.filter(|&node| self.ready[node]) {
                if !ancestors.has(node) && pred.content.is_none_or(|hash| self.hash(node) == hash) {
                    ancestors.add_all(&self.ancestors[node]);
                    ancestors.add(node);
                }
            }
        }
        (ready, ancestors)
    }

    fn of_dot(&self, dot: Dot, below: usize) -> std::ops::Range<usize> {
        let nodes = &self.nodes[..below];
        nodes.partition_point(|node| node.dot() < dot)..nodes.partition_point(|node| node.dot() <= dot)
    }

    /// The hash of a content, computed once: a hostile file may name it a million times.
    fn hash(&self, node: usize) -> ContentHash {
        *self.hashes[node].get_or_init(|| self.nodes[node].content_hash())
    }

    fn setters(&self) -> BTreeMap<Name, Vec<usize>> {
        let mut setters: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
        for (place, node) in self.nodes.iter().enumerate().filter(|(place, _)| self.ready[*place]) {
            for (name, _) in node.fields() {
                setters.entry(name.clone()).or_default().push(place);
            }
        }
        setters
    }

    /// Those of the nodes that no other of them comes after.
    fn maximal(&self, nodes: &[usize]) -> Vec<usize> {
        let mut covered = Bits::default();
        let mut newest: Vec<usize> = Vec::new();
        // From the greatest dot down: whatever covers a node has been seen before it. A covered node covers nothing
        // that is not covered already, since coming after is transitive.
        for &node in nodes.iter().rev() {
            if !covered.has(node) {
                newest.push(node);
                covered.add_all(&self.ancestors[node]);
            }
        }
        newest.reverse();
        newest
    }

    fn newest_values(&self, node: usize, name: &Name, out: &mut Vec<Newest>) {
        let variant = &self.nodes[node];
        let newest = |value| Newest { dot: variant.dot(), at: variant.at(), by: variant.by().clone(), value };
        match variant.field(name.as_str()) {
            Some(values) if !values.is_empty() => {
                out.extend(values.iter().rev().map(|value| newest(Some(value.clone()))))
            }
            _ => out.push(newest(None)),
        }
    }

    fn heads(&self) -> Vec<Pred> {
        let ready: Vec<usize> = (0..self.nodes.len()).filter(|&node| self.ready[node]).collect();
        let heads = self.maximal(&ready).into_iter().map(|node| {
            let dot = self.nodes[node].dot();
            Pred { dot, content: self.clones.contains(&dot).then(|| self.hash(node)) }
        });
        let mut heads: Vec<Pred> = heads.collect();
        heads.dedup();
        heads
    }

    /// Deleted when every newest `deleted` is true and every save still seen comes before, or is, one of those. They are
    /// told apart as contents, not as dots: another content of a cloned delete's dot was never seen by who deleted.
    fn state(&self, deletes: &[usize], shown: &[usize]) -> State {
        if !self.ready.contains(&true) {
            return State::Incomplete;
        }
        let has_true =
            |node: usize| self.nodes[node].field(DELETED).is_some_and(|set| set.contains(&Value::Bool(true)));
        let all_true =
            |node: usize| has_true(node) && self.nodes[node].field(DELETED).is_some_and(|set| set.len() == 1);
        if !deletes.iter().any(|&node| has_true(node)) {
            return State::Live;
        }
        let mut covered = Bits::default();
        for &node in deletes.iter().filter(|&&node| has_true(node)) {
            covered.add(node);
            covered.add_all(&self.ancestors[node]);
        }
        let settled = deletes.iter().all(|&node| all_true(node)) && shown.iter().all(|&node| covered.has(node));
        if settled { State::Deleted } else { State::Contested }
    }
}

/// A set of small numbers.
#[derive(Default, Clone)]
struct Bits(Vec<u64>);

impl Bits {
    fn add(&mut self, place: usize) {
        let word = place / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (place % 64);
    }

    fn add_all(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }
}

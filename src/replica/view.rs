//! What is seen of a record, computed from the set of its saves.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::DELETED;
use super::record::{Record, Variant};
use super::save::{ContentHash, Dot, Pred};
use crate::model::sorted::{in_order, sort_short};
use crate::model::{FieldSource, Held, Name, RecordId, SessionId, Value};
use crate::planted::{Bug, planted};

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
        let mut known = self.newest.iter().filter_map(|newest| newest.value.as_ref());
        let first = known.next();
        known.any(|value| Some(value) != first) && !planted(Bug::ConflictHidden)
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
    /// All that was held of it was dropped on this device.
    Dropped,
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

/// What a dropped save leaves behind: its place in the order, without its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ghost {
    /// What comes after it waits, as it would for a save that is missing.
    Waits,
    /// What comes after it is seen, and keeps its place.
    Through,
}

/// A record as one of those that are read together; most are read alone.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// Its id.
    pub id: RecordId,
    /// Its saves.
    pub record: &'a Record,
    /// Which of them were dropped.
    pub ghosts: Option<&'a BTreeMap<Dot, Ghost>>,
}

/// An id for a record that is read alone: its saves never name it.
const ALONE: RecordId = RecordId { session: SessionId::from_bytes([0; SessionId::BYTES]), counter: 0 };

impl<'a> Member<'a> {
    /// A record that is read by itself.
    #[must_use]
    pub fn alone(record: &'a Record) -> Self {
        Self { id: ALONE, record, ghosts: None }
    }
}

/// Computes what is seen of a record by itself.
#[must_use]
pub fn view(record: &Record) -> View {
    view_of(&[Member::alone(record)])
}

/// Computes what is seen of records that are read as one; saves upon it go to the first of them.
///
/// Work grows with the square of the saves only where histories branch.
#[must_use]
pub fn view_of(members: &[Member<'_>]) -> View {
    let graph = Graph::of(members);
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
        if planted(Bug::ClockDecides) {
            sort_short(&mut view.newest, |left, right| left.at > right.at);
        }
        fields.insert(name, view);
    }
    View {
        state: graph.state(&deletes, &shown),
        heads: graph.heads(),
        waiting: graph.nodes.iter().zip(&graph.ready).filter(|(node, ready)| !**ready && node.ghost.is_none()).count(),
        clones: graph.cloned_dots(),
        fields,
    }
}

/// A content with its place among the records that are read together.
pub(super) struct Node<'a> {
    variant: Variant<'a>,
    member: usize,
    ghost: Option<Ghost>,
}

impl<'a> Deref for Node<'a> {
    type Target = Variant<'a>;

    fn deref(&self) -> &Variant<'a> {
        &self.variant
    }
}

/// The causal order of the saves. Nodes are sorted by dot, so an edge always goes to a smaller index.
pub(super) struct Graph<'a> {
    ids: Vec<RecordId>,
    pub(super) nodes: Vec<Node<'a>>,
    ready: Vec<bool>,
    /// For each node the set of nodes it comes after.
    ancestors: Vec<Bits>,
    hashes: Vec<OnceCell<ContentHash>>,
    clones: Vec<(Dot, usize)>,
}

impl<'a> Graph<'a> {
    /// The order of the saves of one record.
    pub(super) fn alone(record: &'a Record) -> Self {
        Self::of(&[Member::alone(record)])
    }

    fn of(members: &[Member<'a>]) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        for (member, part) in members.iter().enumerate() {
            let ghost = |variant: &Variant<'_>| part.ghosts.and_then(|ghosts| ghosts.get(&variant.dot())).copied();
            nodes.extend(part.record.variants().map(|variant| Node { member, ghost: ghost(&variant), variant }));
        }
        if members.len() > 1 {
            nodes = in_order(nodes, |a, b| (a.dot(), a.member).cmp(&(b.dot(), b.member)));
        }
        let name = |node: &Node<'_>| (node.dot(), node.member);
        let torn = nodes.iter().filter(|node| node.ghost.is_none() && node.is_torn());
        let torn = torn.filter(|_| !planted(Bug::CloneUnnoticed)).map(name);
        // An empty save that names nothing stands for one that was missing: when that arrives, it is no other content.
        let made = nodes.iter().filter(|node| node.ghost.is_none() && (node.is_made() || planted(Bug::StandInDoubled)));
        let dots: Vec<(Dot, usize)> = made.map(name).collect();
        let twice = dots.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let mut clones: Vec<(Dot, usize)> = torn.chain(twice).collect();
        sort_short(&mut clones, |a, b| a < b);
        clones.dedup();
        let mut graph = Self {
            ids: members.iter().map(|member| member.id).collect(),
            ready: Vec::new(),
            ancestors: Vec::new(),
            hashes: vec![OnceCell::new(); nodes.len()],
            clones,
            nodes,
        };
        for place in 0..graph.nodes.len() {
            let (ready, ancestors) = graph.place(place);
            graph.ready.push(ready && graph.nodes[place].ghost != Some(Ghost::Waits));
            graph.ancestors.push(ancestors);
        }
        graph
    }

    /// Whether all that a node comes after is here and readable, and the set of it.
    fn place(&self, place: usize) -> (bool, Bits) {
        let mut ancestors = Bits::default();
        let mut ready = true;
        for pred in self.nodes[place].after() {
            let member = match pred.of {
                None => self.nodes[place].member,
                // A save of a record that is not read with this one orders nothing here, and nothing waits for it.
                Some(id) => match self.ids.iter().position(|held| *held == id) {
                    Some(member) if !planted(Bug::JoinedForeign) => member,
                    _ => continue,
                },
            };
            let held = self.of_dot((pred.dot, member), place);
            ready &= pred.of.is_some() || held.clone().any(|node| self.ready[node]) || planted(Bug::WaitingSeen);
            // A dot with several contents is covered only content by content.
            let is_clone = self.clones.binary_search(&(pred.dot, member)).is_ok() && !planted(Bug::AfterCoversClones);
            if pred.content.is_none() && is_clone {
                continue;
            }
            for node in held.filter(|&node| self.ready[node]) {
                if !ancestors.has(node) && pred.content.is_none_or(|hash| self.hash(node) == hash) {
                    ancestors.add_all(&self.ancestors[node]);
                    ancestors.add(node);
                }
            }
        }
        if planted(Bug::ContextPerDocument) {
            let own = self.nodes[place].dot().height;
            (0..place).filter(|&node| self.nodes[node].dot().height < own).for_each(|node| ancestors.add(node));
        }
        (ready, ancestors)
    }

    fn of_dot(&self, dot: (Dot, usize), below: usize) -> std::ops::Range<usize> {
        let nodes = &self.nodes[..below];
        let name = |node: &Node<'_>| (node.dot(), node.member);
        nodes.partition_point(|node| name(node) < dot)..nodes.partition_point(|node| name(node) <= dot)
    }

    /// Tells whether a node is seen: it is readable and was not dropped.
    fn is_seen(&self, place: usize) -> bool {
        self.ready[place] && self.nodes[place].ghost.is_none()
    }

    /// The hash of a content, computed once: a hostile file may name it a million times.
    pub(super) fn hash(&self, node: usize) -> ContentHash {
        *self.hashes[node].get_or_init(|| self.nodes[node].content_hash())
    }

    /// Tells whether all that a node comes after is here.
    pub(super) fn is_ready(&self, node: usize) -> bool {
        self.ready[node]
    }

    /// Tells whether one node comes after another.
    pub(super) fn comes_after(&self, later: usize, earlier: usize) -> bool {
        self.ancestors[later].has(earlier)
    }

    fn cloned_dots(&self) -> Vec<Dot> {
        let mut dots: Vec<Dot> = self.clones.iter().map(|(dot, _)| *dot).collect();
        dots.dedup();
        dots
    }

    /// Tells whether a dot of the first record was seen with different contents.
    pub(super) fn is_cloned(&self, dot: Dot) -> bool {
        self.clones.binary_search(&(dot, 0)).is_ok()
    }

    /// The nodes that are seen and set each field, in ascending order.
    pub(super) fn setters(&self) -> Vec<(Name, Vec<usize>)> {
        let mut setters: Vec<(Name, Vec<usize>)> = Vec::new();
        for (place, node) in self.nodes.iter().enumerate().filter(|(place, _)| self.is_seen(*place)) {
            for (name, _) in node.fields() {
                match setters.binary_search_by(|(held, _)| held.cmp(name)) {
                    Ok(found) => setters[found].1.push(place),
                    Err(found) => setters.insert(found, (name.clone(), vec![place])),
                }
            }
        }
        setters
    }

    /// Those of the nodes that no other of them comes after.
    pub(super) fn maximal(&self, nodes: &[usize]) -> Vec<usize> {
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
        let seen: Vec<usize> = (0..self.nodes.len()).filter(|&node| self.is_seen(node)).collect();
        let heads = self.maximal(&seen).into_iter().map(|node| {
            let (dot, member) = (self.nodes[node].dot(), self.nodes[node].member);
            let content = self.clones.binary_search(&(dot, member)).is_ok().then(|| self.hash(node));
            Pred { dot, content, of: (member > 0).then(|| self.ids[member]) }
        });
        let mut heads: Vec<Pred> = heads.collect();
        heads.dedup();
        heads
    }

    /// Deleted when every newest `deleted` is true and every save still seen comes before, or is, one of those. They are
    /// told apart as contents, not as dots: another content of a cloned delete's dot was never seen by who deleted.
    pub(super) fn state(&self, deletes: &[usize], shown: &[usize]) -> State {
        if !(0..self.nodes.len()).any(|node| self.is_seen(node)) {
            let is_empty = self.nodes.iter().all(|node| node.ghost.is_some());
            return if is_empty && !self.nodes.is_empty() { State::Dropped } else { State::Incomplete };
        }
        let deleted = |node: usize| self.nodes[node].field(DELETED);
        let has_true = |node: usize| deleted(node).is_some_and(|set| set.contains(&Value::Bool(true)));
        let all_true = |node: usize| has_true(node) && deleted(node).is_some_and(|set| set.len() == 1);
        if !deletes.iter().any(|&node| has_true(node)) {
            return State::Live;
        }
        let mut covered = Bits::default();
        for &node in deletes.iter().filter(|&&node| has_true(node)) {
            covered.add(node);
            covered.add_all(&self.ancestors[node]);
        }
        let settled = deletes.iter().all(|&node| all_true(node)) && shown.iter().all(|&node| covered.has(node));
        if settled || planted(Bug::DeleteWins) { State::Deleted } else { State::Contested }
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

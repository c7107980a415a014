//! Taking saves back by a new save: undo of one's own, rejection of what a file brought.
//!
//! Both ask what the record would show had those saves set nothing while all others keep their places. Nothing is ever
//! removed, and what another save brought is never taken away: where two saves stand side by side, taking one back
//! leaves the other. The draft is saved like any other, upon the heads that the preview displayed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::record::Record;
use super::super::save::Dot;
use super::super::view::{Graph, State};
use super::super::{DELETED, Key, Replica};
use crate::model::{Name, Value};
use crate::planted::{Bug, planted};

/// Why a field of a save that is taken back stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The save waits for others and shows nothing yet; it is not taken back when it can be read.
    Waiting,
    /// Other saves set the field since: these are its newest.
    Superseded(Vec<Dot>),
    /// A value that stands there now, or stood there before, is not held here.
    Withheld,
    /// The field would show the same.
    Unchanged,
    /// It stood delete against edit before. No save can bring that back; the record stays where it can be seen.
    Contested,
}

/// What a save that takes others back is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undo {
    /// The fields to set.
    pub set: BTreeMap<Name, Value>,
    /// Those of them that showed different values side by side before: the one of the greatest dot is set. Of
    /// `deleted`, that it was contested.
    pub several: BTreeSet<Name>,
    /// The fields that were set by what is taken back and that stay as they are.
    pub kept: BTreeMap<Name, Reason>,
}

/// What takes back from one record what a file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The record.
    pub key: Key,
    /// The save to be made of it.
    pub undo: Undo,
}

/// What takes one save back; nothing where the save is not held. Of a cloned dot all contents are taken back.
///
/// Taking back the save that created the record deletes it, whatever was saved upon it.
#[must_use]
pub fn undo(record: &Record, dot: Dot) -> Option<Undo> {
    let taking = Taking::of(record, &|held| held == dot);
    let others = || (0..taking.graph.nodes.len()).filter(|&node| taking.stays(node));
    let is_taken = |node: usize| taking.is_taken[node];
    let on_it = |node: usize| (0..node).any(|earlier| is_taken(earlier) && taking.graph.comes_after(node, earlier));
    let creates = taking.takes_something() && others().all(on_it);
    taking.is_taken.contains(&true).then(|| taking.plan(creates))
}

/// What takes back all that only a file brought, record by record. A record that nothing else made is deleted.
#[must_use]
pub fn reject(replica: &Replica, brought: &BTreeMap<Key, BTreeSet<Dot>>) -> Vec<Rejection> {
    let rejection = |(key, dots): (&Key, &BTreeSet<Dot>)| {
        let taking = Taking::of(replica.record(key)?, &|dot| dots.contains(&dot));
        let creates = taking.takes_something() && !(0..taking.graph.nodes.len()).any(|node| taking.stays(node));
        let undo = taking.is_taken.contains(&true).then(|| taking.plan(creates))?;
        Some(Rejection { key: key.clone(), undo })
    };
    brought.iter().filter_map(rejection).collect()
}

/// A record of which some contents are to be taken back.
struct Taking<'a> {
    graph: Graph<'a>,
    is_taken: Vec<bool>,
}

/// The newest setters of one field, as they are and without those that are taken back.
struct Sides {
    now: Vec<usize>,
    before: Vec<usize>,
}

impl<'a> Taking<'a> {
    fn of(record: &'a Record, is_taken: &dyn Fn(Dot) -> bool) -> Self {
        let graph = Graph::alone(record);
        let is_taken = graph.nodes.iter().map(|node| is_taken(node.dot())).collect();
        Self { graph, is_taken }
    }

    fn sets(&self, node: usize) -> bool {
        self.graph.is_ready(node) && self.graph.nodes[node].fields().len() > 0
    }

    /// Tells whether a content that sets something stays.
    fn stays(&self, node: usize) -> bool {
        !self.is_taken[node] && self.sets(node)
    }

    fn takes_something(&self) -> bool {
        (0..self.graph.nodes.len()).any(|node| self.is_taken[node] && self.sets(node))
    }

    fn plan(&self, deletes: bool) -> Undo {
        let mut undo = Undo::default();
        let (mut now, mut before) = (Shown::default(), Shown::default());
        for (name, setters) in self.graph.setters() {
            let left: Vec<usize> = setters.iter().copied().filter(|&node| !self.is_taken[node]).collect();
            let left = if planted(Bug::UndoTakesAll) { left.into_iter().take(1).collect() } else { left };
            let sides = Sides { now: self.graph.maximal(&setters), before: self.graph.maximal(&left) };
            now.add(&name, &sides.now);
            before.add(&name, &sides.before);
            if left.len() < setters.len() && name.as_str() != DELETED {
                self.plan_field(&name, &sides, &mut undo);
            }
        }
        let is = self.graph.state(&now.deletes, &now.others);
        let mut was = self.graph.state(&before.deletes, &before.others);
        if deletes {
            // What is deleted as a whole keeps its values: a restore brings them back.
            was = State::Deleted;
            undo.set.clear();
            undo.several.clear();
            undo.kept.retain(|_, reason| matches!(reason, Reason::Superseded(_)));
        }
        self.plan_state(was, is, &Sides { now: now.deletes, before: before.deletes }, &mut undo);
        if deletes && is == State::Deleted {
            undo.kept.insert(Name::known(DELETED), Reason::Unchanged);
        }
        self.note_waiting(&mut undo);
        undo
    }

    fn plan_field(&self, name: &Name, sides: &Sides, undo: &mut Undo) {
        let reason = match self.known(name, sides) {
            Err(reason) => reason,
            Ok((now, before)) => {
                // The nodes are in the order of their dots; among contents of one dot the greatest value is used.
                let greatest = sides.before.last().map(|&node| self.graph.nodes[node].dot());
                let of_greatest = sides.before.iter().filter(|&&node| Some(self.graph.nodes[node].dot()) == greatest);
                let value = of_greatest.filter_map(|&node| self.graph.nodes[node].field(name.as_str())?.last()).max();
                let value = value.cloned().unwrap_or(Value::Null);
                let is_shown = now.len() == 1 && now.contains(&value);
                if !is_shown && now != before {
                    if before.len() > 1 {
                        undo.several.insert(name.clone());
                    }
                    undo.set.insert(name.clone(), value);
                    return;
                }
                Reason::Unchanged
            }
        };
        undo.kept.insert(name.clone(), reason);
    }

    /// The known values on both sides, or why the field stays as it is.
    fn known(&self, name: &Name, sides: &Sides) -> Result<(BTreeSet<Value>, BTreeSet<Value>), Reason> {
        if !sides.now.iter().any(|&node| self.is_taken[node]) {
            return Err(Reason::Superseded(self.dots(&sides.now)));
        }
        match (self.values(name.as_str(), &sides.now), self.values(name.as_str(), &sides.before)) {
            (Some(now), Some(before)) => Ok((now, before)),
            _ => Err(Reason::Withheld),
        }
    }

    /// All values that these contents give a field; nothing where one is not held.
    fn values(&self, field: &str, nodes: &[usize]) -> Option<BTreeSet<Value>> {
        let mut all = BTreeSet::new();
        for &node in nodes {
            let values = self.graph.nodes[node].field(field).filter(|values| !values.is_empty())?;
            all.extend(values.iter().cloned());
        }
        Some(all)
    }

    fn dots(&self, nodes: &[usize]) -> Vec<Dot> {
        let mut dots: Vec<Dot> = nodes.iter().map(|&node| self.graph.nodes[node].dot()).collect();
        dots.dedup();
        dots
    }

    /// Puts back whether the record is there: a field of its own, because editing what is deleted contests it.
    fn plan_state(&self, was: State, is: State, deletes: &Sides, undo: &mut Undo) {
        let wanted = match (was, is) {
            (State::Deleted, State::Deleted) => (!undo.set.is_empty()).then_some(true),
            (State::Deleted, _) => Some(true),
            (_, State::Deleted) | (State::Live, State::Contested) => Some(false),
            _ => None,
        };
        let name = Name::known(DELETED);
        let is_held = |nodes: &[usize]| self.values(DELETED, nodes).is_some();
        let takes_it = (0..self.graph.nodes.len())
            .any(|node| self.is_taken[node] && self.sets(node) && self.graph.nodes[node].field(DELETED).is_some());
        match wanted {
            Some(_) if !is_held(&deletes.now) || !is_held(&deletes.before) => {
                undo.kept.insert(name, Reason::Withheld);
            }
            Some(is_deleted) => {
                if was == State::Contested {
                    undo.several.insert(name.clone());
                }
                undo.set.insert(name, Value::Bool(is_deleted));
            }
            None if was == State::Contested && is != was => drop(undo.kept.insert(name, Reason::Contested)),
            None if takes_it && !deletes.now.iter().any(|&node| self.is_taken[node]) => {
                undo.kept.insert(name, Reason::Superseded(self.dots(&deletes.now)));
            }
            None if takes_it => drop(undo.kept.insert(name, Reason::Unchanged)),
            None => {}
        }
    }

    fn note_waiting(&self, undo: &mut Undo) {
        let waits = |&node: &usize| self.is_taken[node] && !self.graph.is_ready(node);
        for node in (0..self.graph.nodes.len()).filter(waits) {
            for (name, _) in self.graph.nodes[node].fields() {
                if !undo.set.contains_key(name) && !undo.kept.contains_key(name) {
                    undo.kept.insert(name.clone(), Reason::Waiting);
                }
            }
        }
    }
}

/// The newest setters that decide whether a record is there.
#[derive(Default)]
struct Shown {
    deletes: Vec<usize>,
    others: Vec<usize>,
}

impl Shown {
    fn add(&mut self, name: &Name, newest: &[usize]) {
        if name.as_str() == DELETED { &mut self.deletes } else { &mut self.others }.extend(newest);
    }
}

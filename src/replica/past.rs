//! A record's past: who set what when, what it showed at some time, and what would take a save back.
//!
//! Everything here is computed from the set of saves and given as data. Nothing is applied, nothing reads a clock: when
//! a save arrived is for the caller to know.

mod fold;
mod undo;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DELETED;
use super::record::Record;
use super::save::{ContentHash, Dot};
use super::view::{self, FieldView, Graph, State, View};
use crate::model::sorted::Sorted;
use crate::model::{Name, Value};
use crate::planted::{Bug, planted};
pub use fold::fold;
pub use undo::{Reason, Rejection, Undo, reject, undo};

/// How a value of a save stands to all that was saved since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The save waits for saves that have not arrived: it counts for nothing yet.
    Waiting,
    /// No later save set the field, and no other newest value differs.
    Newest,
    /// No later save set the field, and it stands beside a different one; of `deleted`, that it is contested.
    Conflict,
    /// Later saves set the field: those that do so next, in the order of their dots.
    Superseded(Vec<Dot>),
}

/// What one save did to one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastField {
    /// The known values: none when withheld or folded away, several where a cloned machine set several.
    pub values: BTreeSet<Value>,
    /// Whether it is still what is seen.
    pub standing: Standing,
}

/// One content of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSave {
    /// The save's dot.
    pub dot: Dot,
    /// Which content of the dot this is, where a cloned machine used it for several.
    pub content: Option<ContentHash>,
    /// When it says it was made, in seconds since 1970.
    pub at: i64,
    /// Who it says made it.
    pub by: Arc<str>,
    /// Tells whether it waits for saves that have not arrived.
    pub is_waiting: bool,
    /// The fields it set.
    pub fields: BTreeMap<Name, PastField>,
}

/// Every content of a record, each after all that it comes after.
#[must_use]
pub fn history(record: &Record, view: &View) -> Vec<PastSave> {
    let graph = Graph::alone(record);
    let mut saves: Vec<PastSave> = (0..graph.nodes.len()).map(|node| past_save(&graph, node)).collect();
    for (name, setters) in graph.setters() {
        let newest = graph.maximal(&setters);
        let stands = match name.as_str() {
            DELETED if view.state == State::Contested => Standing::Conflict,
            DELETED => Standing::Newest,
            other if view.fields.get(other).is_some_and(FieldView::in_conflict) => Standing::Conflict,
            _ => Standing::Newest,
        };
        for (place, &node) in setters.iter().enumerate() {
            if let Some(field) = saves[node].fields.get_mut(&name) {
                let is_newest = newest.binary_search(&node).is_ok();
                let superseded = || Standing::Superseded(next_setters(&graph, node, &setters[place + 1..]));
                field.standing = if is_newest { stands.clone() } else { superseded() };
            }
        }
    }
    saves
}

/// What all saves of a history did to one field, in the order of the history.
pub fn field_history<'a>(
    history: &'a [PastSave],
    field: &'a str,
) -> impl Iterator<Item = (&'a PastSave, &'a PastField)> {
    history.iter().filter_map(move |save| Some((save, save.fields.get(field)?)))
}

fn past_save(graph: &Graph<'_>, node: usize) -> PastSave {
    let variant = &graph.nodes[node];
    let field = |values: &BTreeSet<Value>| PastField { values: values.clone(), standing: Standing::Waiting };
    PastSave {
        dot: variant.dot(),
        content: graph.is_cloned(variant.dot()).then(|| graph.hash(node)),
        at: variant.at(),
        by: variant.by().clone(),
        is_waiting: !graph.is_ready(node),
        fields: variant.fields().map(|(name, values)| (name.clone(), field(values))).into_map(),
    }
}

/// Of the later setters those that come after a node with no other setter between.
fn next_setters(graph: &Graph<'_>, node: usize, later: &[usize]) -> Vec<Dot> {
    let mut next: Vec<usize> = Vec::new();
    for &setter in later {
        if graph.comes_after(setter, node) && !next.iter().any(|&between| graph.comes_after(setter, between)) {
            next.push(setter);
        }
    }
    let mut dots: Vec<Dot> = next.into_iter().map(|setter| graph.nodes[setter].dot()).collect();
    dots.dedup();
    dots
}

/// What a record showed when only the chosen saves were there. A save that comes after one that was not chosen is left
/// out, so the chosen part is always one that somebody could have held; one that waits for what was never held waits.
#[must_use]
pub fn as_of(record: &Record, chosen: &dyn Fn(Dot) -> bool) -> View {
    view::view(&part(record, chosen))
}

/// The part of a record that [`as_of`] shows.
#[must_use]
pub fn part(record: &Record, chosen: &dyn Fn(Dot) -> bool) -> Record {
    let held: BTreeSet<Dot> = record.variants().map(|variant| variant.dot()).into_set();
    let mut kept: BTreeSet<Dot> = BTreeSet::new();
    let mut part = Record::default();
    // Saves come in the order of their dots, so whatever one comes after was judged before it.
    for save in record.saves() {
        let is_whole = save.after.iter().all(|pred| kept.contains(&pred.dot) || !held.contains(&pred.dot));
        if chosen(save.dot) && (is_whole || planted(Bug::AsOfWithoutAncestors)) {
            kept.insert(save.dot);
            part.insert(save);
        }
    }
    part
}

/// Delete against edit: what stands on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contest {
    /// The newest saves that delete the record.
    pub deletes: BTreeSet<Dot>,
    /// The newest saves that say it is not deleted, though a delete stands beside them.
    pub restores: BTreeSet<Dot>,
    /// The fields whose newest values no delete had seen, with the saves that set them.
    pub unseen: BTreeMap<Name, BTreeSet<Dot>>,
}

/// Both sides of a record that one side deleted while the other edited or restored it; nothing where it is not contested.
#[must_use]
pub fn contest(record: &Record, view: &View) -> Option<Contest> {
    if view.state != State::Contested {
        return None;
    }
    let graph = Graph::alone(record);
    let mut contest = Contest::default();
    let mut newest = graph.setters().into_iter().map(|(name, setters)| (name, graph.maximal(&setters))).into_map();
    let mut deletes = Vec::new();
    for node in newest.remove(DELETED).unwrap_or_default() {
        let (dot, values) = (graph.nodes[node].dot(), graph.nodes[node].field(DELETED));
        let deletes_it = Value::Bool(true);
        if values.is_some_and(|values| values.contains(&deletes_it)) {
            deletes.push(node);
            contest.deletes.insert(dot);
        }
        if values.is_none_or(|values| values.iter().any(|value| *value != deletes_it) || values.is_empty()) {
            contest.restores.insert(dot);
        }
    }
    let was_seen = |node: usize| deletes.iter().any(|&end| end == node || graph.comes_after(end, node));
    for (name, nodes) in newest {
        let unseen = nodes.into_iter().filter(|&node| !was_seen(node)).map(|node| graph.nodes[node].dot()).into_set();
        if !unseen.is_empty() {
            contest.unseen.insert(name, unseen);
        }
    }
    Some(contest)
}

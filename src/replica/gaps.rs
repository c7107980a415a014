//! Saves that others come after and that have not arrived.
//!
//! What comes after them waits. When a person accepts that they will not come, an empty save stands for each; should one
//! arrive after all, it takes its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::record::Record;
use super::save::{Dot, Save};
use super::view::Graph;
use crate::model::sorted::Sorted;

/// The dots that saves of a record name and that are not here.
#[must_use]
pub fn missing(record: &Record) -> BTreeSet<Dot> {
    let held = record.variants().map(|variant| variant.dot()).into_set();
    let named = record.variants().flat_map(|variant| variant.after().to_vec());
    named.filter(|pred| pred.of.is_none()).map(|pred| pred.dot).filter(|dot| !held.contains(dot)).into_set()
}

/// Saves that wait, and what they wait for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gap {
    /// The saves that cannot be read yet.
    pub waiting: BTreeSet<Dot>,
    /// The saves that are named and not held.
    pub missing: BTreeSet<Dot>,
}

/// The saves of a record that wait for others, and the dots that are missing.
#[must_use]
pub fn gap(record: &Record) -> Gap {
    let graph = Graph::alone(record);
    let waiting = (0..graph.nodes.len()).filter(|&node| !graph.is_ready(node));
    Gap { waiting: waiting.map(|node| graph.nodes[node].dot()).into_set(), missing: missing(record) }
}

/// The saves that stand for what is missing, once a person accepts that it will not come.
#[must_use]
pub fn stand_ins(record: &Record, at: i64, by: &Arc<str>) -> Vec<Save> {
    let empty = |dot| Save { dot, after: Vec::new(), set: BTreeMap::new(), at, by: by.clone() };
    missing(record).into_iter().map(empty).collect()
}

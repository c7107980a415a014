//! Saves that others come after and that have not arrived.
//!
//! What comes after them waits. When a person accepts that they will not come, an empty save stands for each; should one
//! arrive after all, it takes its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::record::Record;
use super::save::{Dot, Save};
use crate::model::sorted::Sorted;

/// The dots that saves of a record name and that are not here.
#[must_use]
pub fn missing(record: &Record) -> BTreeSet<Dot> {
    let held = record.variants().map(|variant| variant.dot()).into_set();
    let named = record.variants().flat_map(|variant| variant.after().to_vec());
    named.filter(|pred| pred.of.is_none()).map(|pred| pred.dot).filter(|dot| !held.contains(dot)).into_set()
}

/// The saves that stand for what is missing, once a person accepts that it will not come.
#[must_use]
pub fn stand_ins(record: &Record, at: i64, by: &Arc<str>) -> Vec<Save> {
    let empty = |dot| Save { dot, after: Vec::new(), set: BTreeMap::new(), at, by: by.clone() };
    missing(record).into_iter().map(empty).collect()
}

//! Folding: forgetting superseded values, to save room.
//!
//! A folded record keeps every save with its dot, `after`, field names and labels; only values go that a readable save
//! came after and set anew. So waiting and the causal order are untouched, a full copy fills a folded one, and folding
//! shows nothing else. It must never forget a newest value. What it cannot promise is said at [`fold`].

use std::collections::{BTreeMap, BTreeSet};

use super::super::record::Record;
use super::super::save::Dot;
use super::super::view::Graph;
use crate::model::Name;
use crate::planted::{Bug, planted};

/// The record without its superseded values, except those of dots to keep: what an import superseded while it can still
/// be undone.
///
/// Never folded: newest values (so no head and no conflict), saves that wait, and dots with several contents. Nor is any
/// record in which a save names a content by its hash: the hash is made of the values, so forgetting one changes what
/// that save covers, and what it superseded may be newest again when a withheld value of that content is filled in.
///
/// Merging folded copies shows what merging full ones shows, unless a dot turns out to be cloned that the folding device
/// knew with one content only, or another device names by its hash a content that was folded here. Both come from
/// machines cloned while they run, or from forged files. A plain `after` covers neither content of a cloned dot, so
/// whatever it superseded is newest once more: of a full copy with its value, of a folded one as withheld. And where
/// the clone differs in nothing but a value that was folded here, nothing tells of it. No choice of what to fold avoids
/// that, for any dot may turn out to be cloned; only keeping everything would.
#[must_use]
pub fn fold(record: &Record, keep: &dyn Fn(Dot) -> bool) -> Record {
    let graph = Graph::alone(record);
    if graph.nodes.iter().any(|node| node.after().iter().any(|pred| pred.content.is_some())) {
        return record.clone();
    }
    let superseded = superseded(&graph);
    let mut rest = Record::default();
    for mut save in record.saves() {
        // Nothing covers a content of a cloned dot but its hash, and no hash is named here: what is superseded is the
        // one content of its dot that sets anything.
        for name in superseded.get(&save.dot).into_iter().flatten().filter(|_| !keep(save.dot)) {
            if let Some(value) = save.set.get_mut(name) {
                *value = None;
            }
        }
        rest.insert(save);
    }
    rest
}

/// The fields of each dot that later saves set anew.
fn superseded(graph: &Graph<'_>) -> BTreeMap<Dot, BTreeSet<Name>> {
    let mut superseded: BTreeMap<Dot, BTreeSet<Name>> = BTreeMap::new();
    for (name, setters) in graph.setters() {
        let mut newest = graph.maximal(&setters);
        if planted(Bug::FoldForgetsNewest) {
            newest = newest.pop().into_iter().collect();
        }
        for node in setters.into_iter().filter(|node| newest.binary_search(node).is_err()) {
            superseded.entry(graph.nodes[node].dot()).or_default().insert(name.clone());
        }
    }
    superseded
}

//! The unit tree as the records give it: with missing parents, and with cycles cut.
//!
//! Judges no levels: a community may stand under whatever it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::sorted::Sorted;
use crate::model::{RecordId, Unit};

/// Whose records are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All records, those whose unit is unknown included.
    Everything,
    /// The records of these units.
    Units(BTreeSet<RecordId>),
}

impl Scope {
    /// Tells whether records of a unit are counted; nothing stands for an unknown unit.
    #[must_use]
    pub fn holds(&self, unit: Option<RecordId>) -> bool {
        match self {
            Self::Everything => true,
            Self::Units(units) => unit.is_some_and(|unit| units.contains(&unit)),
        }
    }
}

/// Which unit stands under which. Every present unit is in it exactly once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    children: BTreeMap<Option<RecordId>, Vec<RecordId>>,
    cut: Vec<RecordId>,
}

impl Tree {
    /// Builds the tree. A unit whose parent is unknown or not here is a root; of each cycle the smallest id is one.
    #[must_use]
    pub fn of(units: &BTreeMap<RecordId, Box<Unit>>) -> Self {
        let parent = |unit: &Unit| unit.parent.known().map(|parent| parent.0).filter(|id| units.contains_key(id));
        let mut parents = units.iter().map(|(&id, unit)| (id, parent(unit))).into_map();
        let cut = cut_cycles(&mut parents);
        let mut children: BTreeMap<Option<RecordId>, Vec<RecordId>> = BTreeMap::new();
        for (id, parent) in parents {
            children.entry(parent).or_default().push(id);
        }
        Self { children, cut }
    }

    /// The units directly under a unit, or the roots, in the order of their ids.
    #[must_use]
    pub fn children(&self, unit: Option<RecordId>) -> &[RecordId] {
        self.children.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// A unit and all below it; nothing means everything.
    #[must_use]
    pub fn scope(&self, unit: Option<RecordId>) -> Scope {
        let Some(top) = unit else { return Scope::Everything };
        let mut units = BTreeSet::new();
        let mut open = vec![top];
        // A list instead of recursion: how deep a tree goes is for the records to say, not for the stack.
        while let Some(unit) = open.pop() {
            units.insert(unit);
            open.extend(self.children(Some(unit)));
        }
        Scope::Units(units)
    }

    /// The units whose parent is left out because it closes a cycle.
    #[must_use]
    pub fn cut(&self) -> &[RecordId] {
        &self.cut
    }
}

/// Makes the smallest id of every cycle a root: the same cut on every device.
fn cut_cycles(parents: &mut BTreeMap<RecordId, Option<RecordId>>) -> Vec<RecordId> {
    let mut cut = Vec::new();
    let mut settled: BTreeSet<RecordId> = BTreeSet::new();
    let starts: Vec<RecordId> = parents.keys().copied().collect();
    for start in starts {
        let mut path = Vec::new();
        let mut on_path = BTreeSet::new();
        let mut next = Some(start);
        while let Some(unit) = next.filter(|unit| !settled.contains(unit)) {
            if !on_path.insert(unit) {
                let cycle = path.iter().skip_while(|&&seen| seen != unit);
                let least = cycle.copied().min().unwrap_or(unit);
                parents.insert(least, None);
                cut.push(least);
                break;
            }
            path.push(unit);
            next = parents.get(&unit).copied().flatten();
        }
        settled.extend(path);
    }
    cut
}

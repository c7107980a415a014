//! The units, their tree and their standards as they hold on one day.
//!
//! Knows nothing of indicators.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::index::{Index, target};
use super::tree::Tree;
use crate::model::choice::Enumeration;
use crate::model::kinds::{Level, Standard, StandardKey};
use crate::model::quantity::Decimal;
use crate::model::sorted::Sorted;
use crate::model::{Choice, RecordId, Unit};
use crate::replica::Replica;

/// The units of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    day: NaiveDate,
    /// All units that are present, in being or not.
    pub units: BTreeMap<RecordId, Box<Unit>>,
    /// Which stands under which.
    pub tree: Tree,
    parents: BTreeMap<RecordId, RecordId>,
    standards: BTreeMap<(RecordId, &'static str), InForce>,
}

/// A standard that a unit has on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// Its record.
    pub id: RecordId,
    /// Its value.
    pub value: Decimal,
    from: NaiveDate,
}

impl Layer {
    /// Reads the units and standards of a day.
    #[must_use]
    pub fn read(replica: &Replica, index: &Index, day: NaiveDate) -> Self {
        let read = |id| Some((id, Box::new(index.typed::<Unit>(replica, id, day)?)));
        let units = index.of_kind(Unit::KIND).filter_map(read).into_map();
        let tree = Tree::of(&units);
        let standing =
            units.keys().flat_map(|&above| tree.children(Some(above)).iter().map(move |&below| (below, above)));
        let parents = standing.into_map();
        let standards = standards(replica, index, day);
        Self { day, units, tree, parents, standards }
    }

    /// The day.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The communities in being within a unit, or all.
    #[must_use]
    pub fn communities(&self, unit: Option<RecordId>) -> Vec<RecordId> {
        let scope = self.tree.scope(unit);
        let is_community = |id: &RecordId| {
            let Some(unit) = self.units.get(id) else { return false };
            let in_being = unit.valid.known().is_none_or(|valid| valid.holds(self.day));
            in_being && unit.level.known().is_some_and(|level| level.is(Level::Community))
        };
        self.units.keys().copied().filter(|id| scope.holds(Some(*id)) && is_community(id)).collect()
    }

    /// The unit above a unit.
    #[must_use]
    pub fn parent(&self, unit: RecordId) -> Option<RecordId> {
        self.parents.get(&unit).copied()
    }

    /// The value of the standard that holds for a unit.
    #[must_use]
    pub fn standard(&self, unit: RecordId, key: StandardKey) -> Option<Decimal> {
        Some(self.in_force(unit, key)?.1.value)
    }

    /// The standard that holds for a unit, and the unit whose it is: its own, or that of the nearest unit above that has one.
    #[must_use]
    pub fn in_force(&self, unit: RecordId, key: StandardKey) -> Option<(RecordId, InForce)> {
        // The tree is cut where it goes round, so this comes to an end.
        let mut at = Some(unit);
        while let Some(unit) = at {
            if let Some(found) = self.standards.get(&(unit, key.name())) {
                return Some((unit, *found));
            }
            at = self.parent(unit);
        }
        None
    }
}

/// Of several that hold for a unit, the one that began last; of those the one with the greatest id, the same on every
/// device. One without a value that can be read is as if it were not there.
fn standards(replica: &Replica, index: &Index, day: NaiveDate) -> BTreeMap<(RecordId, &'static str), InForce> {
    let mut found: BTreeMap<(RecordId, &'static str), InForce> = BTreeMap::new();
    for id in index.of_kind(Standard::KIND) {
        let Some(standard) = index.typed::<Standard>(replica, id, day) else { continue };
        let stated = || {
            let Choice::Known(key) = standard.key.known()? else { return None };
            Some((target(&standard.unit)?, key.name(), *standard.from.known()?, *standard.value.known()?))
        };
        let Some((unit, key, from, value)) = stated() else { continue };
        if day < from || standard.until.known().is_some_and(|until| *until < day) {
            continue;
        }
        let held = found.entry((unit, key)).or_insert(InForce { id, value, from });
        if (held.from, held.id) < (from, id) {
            *held = InForce { id, value, from };
        }
    }
    found
}

//! Which standard holds for a unit on a day: its own, or that of the nearest unit above it that has one.
//!
//! Knows no number by itself: where no standard is recorded there is none, and nothing is measured by it.

use crate::model::choice::Enumeration;
use crate::model::kinds::StandardKey;
use crate::model::quantity::Decimal;
use crate::model::sorted::in_order;
use crate::model::{Choice, RecordId};

use super::records::{Records, target};

/// A standard that holds for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// What it measures.
    pub key: StandardKey,
    /// Its record.
    pub id: RecordId,
    /// Its value.
    pub value: Decimal,
    /// The unit whose standard it is: another one than asked for when it is inherited.
    pub unit: RecordId,
}

/// The standard of a kind that holds for a unit on the records' day.
///
/// Of several that began, the one that began last; of those the one with the greatest id, the same on every device. One
/// without a value that can be read is as if it were not there.
#[must_use]
pub fn in_force(records: &Records, unit: RecordId, key: StandardKey) -> Option<InForce> {
    let mut passed = Vec::new();
    let mut at = Some(unit);
    // Units that stand above each other in a circle are passed once.
    while let Some(unit) = at.filter(|unit| !passed.contains(unit)) {
        if let Some(found) = own(records, unit, key) {
            return Some(found);
        }
        passed.push(unit);
        at = records.units.get(&unit).and_then(|unit| target(&unit.parent));
    }
    None
}

/// All standards that hold for a unit, in the order of their declaration.
#[must_use]
pub fn all_in_force(records: &Records, unit: RecordId) -> Vec<InForce> {
    let keys = StandardKey::CHOICES.iter().filter_map(|choice| StandardKey::from_name(choice.value));
    keys.filter_map(|key| in_force(records, unit, key)).collect()
}

fn own(records: &Records, unit: RecordId, key: StandardKey) -> Option<InForce> {
    let day = records.day();
    let found = records.standards.iter().filter_map(|(&id, standard)| {
        let is_meant = standard.key.known().is_some_and(|known| *known == Choice::Known(key));
        let (from, value) = (*standard.from.known()?, *standard.value.known()?);
        let holds = from <= day && standard.until.known().is_none_or(|until| day <= *until);
        let is_own = target(&standard.unit) == Some(unit);
        (is_meant && holds && is_own).then_some((from, id, value))
    });
    let latest = in_order(found.collect(), |a, b| (a.0, a.1).cmp(&(b.0, b.1))).pop();
    latest.map(|(_, id, value)| InForce { key, id, value, unit })
}

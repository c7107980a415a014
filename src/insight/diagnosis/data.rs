//! What is missing in the records themselves and hides what others would find.

use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::group::Group;
use crate::insight::indicator::{Pillar, label};
use crate::insight::tally::Tally;

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[Rule {
    lack: Lack::PopulationUnknown,
    pillar: Pillar::Data,
    indicator: "data.complete",
    whom: Whom::Communities,
    says: label(
        "户数或常住人口没有填写，按户数和人口的标准无从比较",
        "Households or residents are not stated: nothing can be compared with the standards that go by them",
    ),
    measure: measures::KNOW,
    offers: &[Offer::action("补填户数和常住人口", "Enter households and residents")],
    find: population_unknown,
}];

/// Notice. What was withheld from this device is stated elsewhere.
fn population_unknown(group: &Group<'_>) -> Option<Finding> {
    let (id, unit) = group.community()?;
    let mut tally = Tally::default();
    tally.without(id, &unit.households);
    tally.without(id, &unit.residents);
    tally.lacking.dedup();
    tally.withheld.dedup();
    (!tally.lacking.is_empty()).then(|| Finding::new(Severity::Notice, tally, Vec::new()))
}

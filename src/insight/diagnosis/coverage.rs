//! 组织覆盖: sites that no party organisation covers.

use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::{Verdict, count};
use crate::insight::group::Group;
use crate::insight::indicator::{Pillar, label};
use crate::insight::tally::Tally;
use crate::model::Field;
use crate::model::kinds::{PartyOrg, Site};

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[Rule {
    lack: Lack::Uncovered,
    pillar: Pillar::Coverage,
    indicator: "coverage.eligible",
    whom: Whom::Units,
    says: label(
        "具备组建条件的覆盖点 {} 个，没有党组织覆盖的 {} 个",
        "Of {} eligible sites, {} are covered by no party organisation",
    ),
    measure: measures::COVER,
    offers: &[Offer::action("在未覆盖点组建党组织", "Found party organisations at the sites")],
    find: uncovered,
}];

/// Serious. A site of which nobody says whether it is eligible cannot be judged.
fn uncovered(group: &Group<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    for (id, site) in group.rows::<Site>().iter() {
        match &site.eligible {
            Field::Known(true) => tally.judge(*id, is_bare(group, site)),
            Field::Known(false) => {}
            eligible => tally.without(*id, eligible),
        }
    }
    let all = count(tally.counted.len() + tally.rest.len());
    let blanks = vec![Blank::Count(all), Blank::count(&tally.counted)];
    (!tally.counted.is_empty()).then(|| Finding::new(Severity::Serious, tally, blanks))
}

fn is_bare(group: &Group<'_>, site: &Site) -> Verdict {
    let day = group.day();
    match &site.org {
        Field::Missing => Verdict::Yes,
        Field::Known(_) if site.covered.known().is_some_and(|covered| *covered > day) => Verdict::Yes,
        Field::Known(org) => match group.find::<PartyOrg>(org.0) {
            None => Verdict::Lacking,
            Some(org) if matches!(org.dissolved, Field::Missing) => Verdict::No,
            Some(org) => Verdict::of(&org.dissolved, |dissolved| Some(*dissolved <= day)),
        },
        org => Verdict::of(org, |_| None),
    }
}

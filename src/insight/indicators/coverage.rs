//! 组织覆盖: sites that party organisations cover.
//!
//! Does not judge which sites are eligible: the records say so.

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::index::target;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::{Shape, Tally};
use crate::model::choice::Enumeration;
use crate::model::kinds::{OrgLevel, PartyOrg, Site, SiteKind};
use crate::model::{Choice, Field, Label};

/// Declares the coverage of one kind of site, called as the enumeration calls it.
macro_rules! of_kind {
    ($name:literal, $kind:ident) => {
        coverage(
            concat!("coverage.", $name),
            SiteKind::CHOICES[SiteKind::$kind as usize].label,
            label("该类覆盖点", "sites of this kind"),
            |group, tally| tally_sites(group, tally, |site| is_of(site, SiteKind::$kind)),
        )
    };
}

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    coverage(
        "coverage.eligible",
        label("应建尽建率", "Eligible sites covered"),
        label("具备组建条件的覆盖点", "sites that are eligible"),
        |group, tally| tally_sites(group, tally, |site| Verdict::of(&site.eligible, |is_eligible| Some(*is_eligible))),
    ),
    coverage(
        "coverage.all",
        label("组织覆盖率", "All sites covered"),
        label("全部覆盖点", "all sites"),
        |group, tally| {
            tally_sites(group, tally, |_| Verdict::Yes);
        },
    ),
    of_kind!("estate", Estate),
    of_kind!("block", Block),
    of_kind!("office_building", Office),
    of_kind!("street", Street),
    of_kind!("park", Park),
    of_kind!("market", Market),
    of_kind!("new_economic", Enterprise),
    of_kind!("new_social", Society),
    of_kind!("other", Other),
    Indicator {
        name: "coverage.demonstration",
        pillar: Pillar::Coverage,
        label: label("党员中心户示范岗占比", "Members' households that show the way"),
        numerator: label("有示范岗或责任区的党员中心户", "members' households with a demonstration of service"),
        denominator: label("党员中心户", "members' households"),
        note: label(
            "未填示范岗或责任区的按没有计；期末前已撤销或期末尚未成立的不算。",
            "A blank means that there is none. A household that is dissolved, or not yet founded, on the last day does not count.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[PartyOrg::KIND],
        tally: |group, tally| {
            for (id, org) in group.rows::<PartyOrg>().iter() {
                let is_household = Verdict::of(&org.level, |level| is(level, OrgLevel::Household));
                match is_household.and(is_in_being(org, group)) {
                    Verdict::No => {}
                    Verdict::Yes => tally.judge(*id, given(&org.demonstration)),
                    unknown => tally.judge(*id, unknown),
                }
            }
        },
    },
];

/// The share of some sites that is covered.
const fn coverage(name: &'static str, what: Label, denominator: Label, tally: fn(&Group<'_>, &mut Tally)) -> Indicator {
    Indicator {
        name,
        pillar: Pillar::Coverage,
        label: what,
        numerator: label("其中已有党组织覆盖的", "of them covered by an organisation"),
        denominator,
        note: label(
            "覆盖的党组织须在册、期末已成立且未撤销，覆盖日期不晚于期末；未填党组织的按未覆盖计；有覆盖日期而无党组织、或所填党组织不在库中的计为缺项。",
            "The organisation must be here, founded and not dissolved, and the day of covering not ahead. Without an organisation a site is not covered; with a day but no organisation, or with one that is not here, it lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Site::KIND, PartyOrg::KIND],
        tally,
    }
}

/// Counts the sites that are meant; of one that may be meant nothing is guessed.
fn tally_sites(group: &Group<'_>, tally: &mut Tally, is_meant: impl Fn(&Site) -> Verdict) {
    for (id, site) in group.rows::<Site>().iter() {
        match is_meant(site) {
            Verdict::No => {}
            Verdict::Yes => tally.judge(*id, is_covered(site, group)),
            unknown => tally.judge(*id, unknown),
        }
    }
}

fn is_covered(site: &Site, group: &Group<'_>) -> Verdict {
    if site.covered.known().is_some_and(|covered| group.day() < *covered) {
        return Verdict::No;
    }
    match (&site.org, target(&site.org)) {
        (Field::Missing, _) if matches!(site.covered, Field::Missing) => Verdict::No,
        (org, None) => Verdict::of(org, |_| None),
        (_, Some(org)) => group.find::<PartyOrg>(org).map_or(Verdict::Lacking, |org| is_in_being(&org, group)),
    }
}

/// A beginning that is missing or cannot be read was before the day.
fn is_in_being(org: &PartyOrg, group: &Group<'_>) -> Verdict {
    if org.founded.known().is_some_and(|founded| group.day() < *founded) {
        return Verdict::No;
    }
    match &org.dissolved {
        Field::Missing => Verdict::Yes,
        dissolved => Verdict::of(dissolved, |&dissolved| Some(group.day() < dissolved)),
    }
}

fn is_of(site: &Site, kind: SiteKind) -> Verdict {
    Verdict::of(&site.kind_of_site, |held| is(held, kind))
}

/// A value that this version does not know may be another name for any.
fn is<E: Enumeration>(held: &Choice<E>, value: E) -> Option<bool> {
    match held {
        Choice::Known(known) => Some(*known == value),
        Choice::Other(_) => None,
    }
}

fn given<T>(field: &Field<T>) -> Verdict {
    match field {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, |_| Some(true)),
    }
}

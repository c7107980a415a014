//! The record kinds, one file per area.

mod evaluation;
mod meetings;
mod money;
mod network;
mod party;
mod people;
mod places;
mod service;
mod unit;

pub use evaluation::*;
pub use meetings::*;
pub use money::*;
pub use network::*;
pub use party::*;
pub use people::*;
pub use places::*;
pub use service::*;
pub use unit::*;

use super::{KindSpec, Label};

/// Kinds that people meet together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name in addresses and tests.
    pub name: &'static str,
    /// What people read.
    pub label: Label,
    /// Its kinds, those met first at the beginning.
    pub kinds: &'static [&'static str],
}

const fn section(name: &'static str, zh: &'static str, en: &'static str, kinds: &'static [&'static str]) -> Section {
    Section { name, label: Label { zh, en }, kinds }
}

/// The sections in the order of the navigation.
pub const SECTIONS: &[Section] = &[
    section(
        "units",
        "单位与标准",
        "Units and standards",
        &[Unit::KIND, Standard::KIND, Period::KIND, ReportSnapshot::KIND],
    ),
    section("people", "有人管事", "People", &[Worker::KIND, Post::KIND, Candidate::KIND, Training::KIND, Member::KIND]),
    section("money", "有钱办事", "Money", &[FundLine::KIND, FundEntry::KIND, FundRequest::KIND, DelegatedTask::KIND]),
    section("places", "有场所议事", "Places", &[Place::KIND, BuildingProject::KIND, Booking::KIND]),
    section("party", "组织覆盖", "Coverage", &[PartyOrg::KIND, Site::KIND]),
    section(
        "network",
        "区域共建",
        "Network",
        &[Partner::KIND, Liaison::KIND, Agreement::KIND, Pledge::KIND, Delivery::KIND, JointProject::KIND],
    ),
    section("needs", "居民需求", "Needs", &[Need::KIND, Survey::KIND, ServiceItem::KIND]),
    section(
        "meetings",
        "会议与通报",
        "Meetings",
        &[Meeting::KIND, Decision::KIND, Action::KIND, Notice::KIND, Receipt::KIND, ExchangeNote::KIND],
    ),
    section(
        "evaluation",
        "评价评议",
        "Evaluation",
        &[EvaluationForm::KIND, Evaluation::KIND, Comment::KIND, Selection::KIND],
    ),
    section("service", "志愿服务", "Volunteers", &[Volunteer::KIND, Team::KIND, Activity::KIND, Publicity::KIND]),
];

/// All kinds of this version, in the order people meet them.
pub const KINDS: &[KindSpec] = &[
    Unit::SPEC,
    Standard::SPEC,
    Period::SPEC,
    ReportSnapshot::SPEC,
    Worker::SPEC,
    Post::SPEC,
    Candidate::SPEC,
    Training::SPEC,
    Member::SPEC,
    FundLine::SPEC,
    FundEntry::SPEC,
    FundRequest::SPEC,
    DelegatedTask::SPEC,
    Place::SPEC,
    BuildingProject::SPEC,
    Booking::SPEC,
    PartyOrg::SPEC,
    Site::SPEC,
    Partner::SPEC,
    Liaison::SPEC,
    Agreement::SPEC,
    Pledge::SPEC,
    Delivery::SPEC,
    JointProject::SPEC,
    Need::SPEC,
    Survey::SPEC,
    ServiceItem::SPEC,
    Meeting::SPEC,
    Decision::SPEC,
    Action::SPEC,
    Notice::SPEC,
    Receipt::SPEC,
    ExchangeNote::SPEC,
    EvaluationForm::SPEC,
    Evaluation::SPEC,
    Comment::SPEC,
    Selection::SPEC,
    Volunteer::SPEC,
    Team::SPEC,
    Activity::SPEC,
    Publicity::SPEC,
];

/// The declaration of a kind, when this version knows it.
#[must_use]
pub fn kind_spec(kind: &str) -> Option<&'static KindSpec> {
    KINDS.iter().find(|spec| spec.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Input;

    #[test]
    fn sections_hold_every_kind_once() {
        let named: Vec<&str> = SECTIONS.iter().flat_map(|section| section.kinds).copied().collect();
        assert_eq!(named, KINDS.iter().map(|spec| spec.kind).collect::<Vec<_>>());
    }

    /// Whatever a record is, it belongs to a unit, by itself or through what it belongs to.
    #[test]
    fn every_kind_belongs_to_a_unit() {
        for spec in KINDS.iter().filter(|spec| spec.kind != Unit::KIND) {
            let mut way = vec![spec.kind];
            let mut at = spec;
            while let Some(Input::Ref(owner)) = at.owner().map(|field| field.input) {
                assert!(!way.contains(&owner), "{way:?} goes round");
                way.push(owner);
                if owner == Unit::KIND {
                    break;
                }
                at = kind_spec(owner).expect("it is declared");
            }
            assert_eq!(way.last(), Some(&Unit::KIND), "{way:?} ends before a unit");
        }
    }
}

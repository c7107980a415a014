//! 服务居民: volunteers, what they do, and needs that wait.

use chrono::{Days, Months, NaiveDate};

use super::facts::{ids, is_there, some};
use super::people::short_of;
use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Measure, Pillar, label};
use crate::insight::tally::Tally;
use crate::model::kinds::{Activity, Need, NeedKind, NeedState, StandardKey, Volunteer};
use crate::model::{Choice, Field};

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[
    Rule {
        lack: Lack::FewVolunteers,
        pillar: Pillar::Service,
        indicator: "service.volunteers",
        whom: Whom::Communities,
        says: label(
            "每千名居民有志愿者 {} 名，低于标准的 {} 名",
            "{} volunteers per 1,000 residents; the standard is {}",
        ),
        measure: measures::VOLUNTEER,
        offers: &[Offer::action("招募志愿者", "Win volunteers")],
        find: few_volunteers,
    },
    Rule {
        lack: Lack::NoActivity,
        pillar: Pillar::Service,
        indicator: "service.activities",
        whom: Whom::Communities,
        says: label("近六个月没有志愿活动记录", "No volunteer activity is on record in the last six months"),
        measure: measures::VOLUNTEER,
        offers: &[Offer::action("组织志愿活动", "Organise a volunteer activity")],
        find: no_activity,
    },
    Rule {
        lack: Lack::NeedsLate,
        pillar: Pillar::Service,
        indicator: "service.needs_in_time",
        whom: Whom::Units,
        says: label(
            "超过办结期限的居民需求 {} 件，最早于 {} 提出",
            "Needs open past their day: {}; the first was raised on {}",
        ),
        measure: measures::SERVE,
        offers: &[Offer::action("办结超期需求", "See to the needs that wait")],
        find: needs_late,
    },
];

/// Serious.
fn few_volunteers(group: &Group<'_>) -> Option<Finding> {
    let day = group.day();
    let here = some(group, |volunteer: &Volunteer| is_there(&volunteer.registered, &volunteer.left, day));
    let (blanks, mut records) = short_of(group, StandardKey::VolunteersPerThousand, Measure::PerThousand, &here)?;
    records.extend(ids(&here));
    let mut tally = Tally::default();
    group.rows::<Volunteer>().iter().for_each(|(id, volunteer)| match &volunteer.left {
        Field::Withheld | Field::Unreadable => tally.without(*id, &volunteer.left),
        Field::Missing | Field::Known(_) => {}
    });
    Some(Finding::new(Severity::Serious, tally, blanks).upon(records))
}

/// Serious. An activity whose day cannot be read may have been in these months.
fn no_activity(group: &Group<'_>) -> Option<Finding> {
    let begin = group.day().checked_sub_months(Months::new(6))?;
    let is_recent = |day: &NaiveDate| begin < *day && *day <= group.day();
    let may_be = |activity: &Activity| activity.date.known().is_none_or(is_recent);
    let unit = group.unit().into_iter().collect();
    let is_none = some(group, may_be).is_empty();
    is_none.then(|| Finding::new(Severity::Serious, Tally::default(), Vec::new()).upon(unit))
}

/// Grave where a call for help or a dispute is among them, serious otherwise. A need's own day counts before the standard's;
/// without either it cannot be judged.
fn needs_late(group: &Group<'_>) -> Option<Finding> {
    let days = group.standard(StandardKey::NeedDays).and_then(|days| u64::try_from(days.0 / 100).ok());
    let (mut tally, mut first, mut is_grave): (Tally, Option<NaiveDate>, bool) = (Tally::default(), None, false);
    for (id, need) in some(group, |need: &Need| need.raised.known().is_none_or(|raised| *raised <= group.day())) {
        let is_open = |state: &Choice<NeedState>| match state {
            Choice::Known(state) => Some(![NeedState::Solved, NeedState::Cannot].contains(state)),
            Choice::Other(_) => None,
        };
        let by_standard = |raised: &NaiveDate| raised.checked_add_days(Days::new(days?)).map(|due| due < group.day());
        let verdict = match (&need.state, &need.due) {
            (Field::Known(state), _) if is_open(state) == Some(false) => continue,
            (Field::Known(Choice::Known(_)) | Field::Missing, Field::Missing) => Verdict::of(&need.raised, by_standard),
            (Field::Known(Choice::Known(_)) | Field::Missing, due) => Verdict::of(due, |due| Some(*due < group.day())),
            (state, _) => Verdict::of(state, is_open),
        };
        tally.judge(id, verdict);
        if verdict == Verdict::Yes {
            let is = |kind| need.kind_of_need.known().is_some_and(|known| known.is(kind));
            is_grave |= is(NeedKind::Help) || is(NeedKind::Dispute);
            first = first.into_iter().chain(need.raised.known().copied()).min();
        }
    }
    let severity = if is_grave { Severity::Grave } else { Severity::Serious };
    let blanks = vec![Blank::count(&tally.counted), Blank::day(first)];
    (!tally.counted.is_empty()).then(|| Finding::new(severity, tally, blanks))
}

//! 区域共建: what is lacking between a community and the units that reside in it.

use chrono::{Datelike, Days, NaiveDate};

use super::facts::{Row, is_this_year, partners, quarter_begin, some};
use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::{Verdict, count};
use crate::insight::group::Group;
use crate::insight::indicator::{Pillar, label};
use crate::insight::tally::Tally;
use crate::model::choice::Enumeration;
use crate::model::kinds::{
    Action, ActionState, Agreement, Comment, Evaluation, EvaluationState, Initiator, Liaison, Meeting, MeetingKind,
    MeetingState, Pledge, PledgeState, StandardKey,
};
use crate::model::{Choice, Field};

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[
    Rule {
        lack: Lack::NoAgreement,
        pillar: Pillar::Network,
        indicator: "network.agreements",
        whom: Whom::Units,
        says: label("{} 家共建单位中，没有有效协议的 {} 家", "Of {} partners, {} have no agreement in force"),
        measure: measures::DUTY,
        offers: &[Offer::action("签订共建协议", "Sign agreements with the partners")],
        find: no_agreement,
    },
    Rule {
        lack: Lack::NoLiaison,
        pillar: Pillar::Network,
        indicator: "network.liaison_vacancy",
        whom: Whom::Units,
        says: label("{} 家共建单位中，没有在任联络员的 {} 家", "Of {} partners, {} have no liaison officer in office"),
        measure: measures::MECHANISM,
        offers: &[Offer::action("落实联络员", "Have liaison officers named")],
        find: no_liaison,
    },
    Rule {
        lack: Lack::FewMeetings,
        pillar: Pillar::Network,
        indicator: "network.joint_meetings",
        whom: Whom::Communities,
        says: label(
            "本年已开联席会议 {} 次，按标准至今应开 {} 次",
            "Joint meetings held this year: {}; by the standard there should have been {} so far",
        ),
        measure: measures::MECHANISM,
        offers: &[Offer::action("召开联席会议", "Hold a joint meeting")],
        find: few_meetings,
    },
    Rule {
        lack: Lack::ActionsOverdue,
        pillar: Pillar::Network,
        indicator: "network.actions_overdue",
        whom: Whom::Units,
        says: label(
            "逾期未完成的落实事项 {} 项，最早应于 {} 完成",
            "Actions past their day: {}; the first was due on {}",
        ),
        measure: measures::MECHANISM,
        offers: &[Offer::action("督办逾期事项", "See to the overdue actions")],
        find: actions_overdue,
    },
    Rule {
        lack: Lack::PledgesOverdue,
        pillar: Pillar::Network,
        indicator: "network.pledges_delivered",
        whom: Whom::Units,
        says: label("逾期未兑现的承诺 {} 项，最早应于 {} 兑现", "Pledges past their day: {}; the first was due on {}"),
        measure: measures::DUTY,
        offers: &[Offer::action("督促兑现承诺", "Press for what was pledged")],
        find: pledges_overdue,
    },
    Rule {
        lack: Lack::OneHotOneCold,
        pillar: Pillar::Network,
        indicator: "network.hot_cold",
        whom: Whom::Units,
        says: label(
            "本年向 {} 家共建单位提出 {} 项请求，无一答应，对方也没有主动提出",
            "Partners that agreed to nothing this year and offered nothing: {}; what they were asked: {}",
        ),
        measure: measures::DUTY,
        offers: &[Offer::action("走访没有回应的单位", "Visit the partners that do not answer")],
        find: one_hot_one_cold,
    },
    Rule {
        lack: Lack::Unevaluated,
        pillar: Pillar::Network,
        indicator: "network.evaluated",
        whom: Whom::Units,
        says: label(
            "{} 家共建单位中，今年和去年都没有评价的 {} 家",
            "Of {} partners, {} were evaluated neither this year nor last year",
        ),
        measure: measures::EVALUATE,
        offers: &[Offer::action("开展共建评价", "Evaluate the partners")],
        find: unevaluated,
    },
    Rule {
        lack: Lack::CommentsUnanswered,
        pillar: Pillar::Network,
        indicator: "network.comments_answered",
        whom: Whom::Units,
        says: label("没有回复的评议意见 {} 条，最早于 {} 提出", "Comments without a reply: {}; the first is of {}"),
        measure: measures::EVALUATE,
        offers: &[Offer::action("回复评议意见", "Reply to the comments")],
        find: comments_unanswered,
    },
];

/// Serious where it is so of all partners, notice otherwise.
fn of_partners(tally: Tally) -> Option<Finding> {
    let (so, all) = (tally.counted.len(), tally.counted.len() + tally.rest.len());
    let severity = if so == all { Severity::Serious } else { Severity::Notice };
    let blanks = vec![Blank::Count(count(all)), Blank::Count(count(so))];
    (so > 0).then(|| Finding::new(severity, tally, blanks))
}

/// One of a partner's records that does is enough; where none does, one that cannot be judged may.
fn lacks(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    match verdicts.max().unwrap_or(Verdict::No) {
        Verdict::Yes => Verdict::No,
        Verdict::No => Verdict::Yes,
        unknown => unknown,
    }
}

/// See [`of_partners`]. An agreement without a term cannot be judged.
fn no_agreement(group: &Group<'_>) -> Option<Finding> {
    let agreements = group.rows::<Agreement>();
    let mut tally = Tally::default();
    for (id, _) in partners(group) {
        let of = agreements.iter().filter(|(_, agreement)| agreement.partner.known().is_some_and(|of| of.0 == id));
        let is_signed = |agreement: &Agreement| agreement.signed.known().is_none_or(|signed| *signed <= group.day());
        let verdict = |agreement: &Agreement| {
            Verdict::of(&agreement.term, |term| Some(term.holds(group.day()) && is_signed(agreement)))
        };
        tally.judge(id, lacks(of.map(|(_, agreement)| verdict(agreement))));
    }
    of_partners(tally)
}

/// See [`of_partners`]. The day until which an officer is in office is the last one.
fn no_liaison(group: &Group<'_>) -> Option<Finding> {
    let officers = group.rows::<Liaison>();
    let mut tally = Tally::default();
    for (id, _) in partners(group) {
        let of = officers.iter().filter(|(_, officer)| officer.partner.known().is_some_and(|of| of.0 == id));
        let verdict = |officer: &Liaison| match &officer.until {
            _ if officer.since.known().is_some_and(|since| *since > group.day()) => Verdict::No,
            Field::Missing => Verdict::Yes,
            until => Verdict::of(until, |until| Some(group.day() <= *until)),
        };
        tally.judge(id, lacks(of.map(|(_, officer)| verdict(officer))));
    }
    of_partners(tally)
}

/// Grave where none was held, serious otherwise. So far there should have been as many whole meetings as the year's whole
/// months that are over come to; one whose state cannot be judged may have been held.
fn few_meetings(group: &Group<'_>) -> Option<Finding> {
    let standard = group.standard(StandardKey::JointMeetings)?.0;
    let day = group.day();
    let is_month_over = day.succ_opt().is_none_or(|next| next.month() != day.month());
    let months = day.month0() + u32::from(is_month_over);
    let due = standard.saturating_mul(i64::from(months)) / 1_200;
    let is_meant = |meeting: &Meeting| {
        let is_joint = meeting.kind_of_meeting.known().is_some_and(|kind| kind.is(MeetingKind::Joint));
        is_joint && meeting.date.known().is_some_and(|date| is_this_year(group, *date))
    };
    let mut tally = Tally::default();
    for (id, meeting) in some(group, is_meant) {
        let was_held = |state: &Choice<MeetingState>| match state {
            Choice::Known(state) => Some([MeetingState::Held, MeetingState::Minuted].contains(state)),
            Choice::Other(_) => None,
        };
        let verdict = match &meeting.state {
            Field::Missing => Verdict::No,
            state => Verdict::of(state, was_held),
        };
        tally.judge(id, verdict);
    }
    let held = tally.counted.clone();
    let at_most = count(held.len() + tally.lacking.len() + tally.withheld.len());
    let severity = if held.is_empty() { Severity::Grave } else { Severity::Serious };
    let blanks = vec![Blank::count(&held), Blank::Count(due)];
    let records = if held.is_empty() { group.unit().into_iter().collect() } else { held };
    (at_most < due).then(|| Finding::new(severity, tally, blanks).upon(records))
}

/// Grave where one of them was carried over to another meeting, serious otherwise.
fn actions_overdue(group: &Group<'_>) -> Option<Finding> {
    let is_open = [ActionState::Open, ActionState::Doing, ActionState::Blocked];
    let actions = group.rows::<Action>();
    let (tally, first) =
        overdue(group, &actions, |action| (open(&action.state, ActionState::Open, &is_open), &action.due));
    let mut late = actions.iter().filter(|(id, _)| tally.counted.contains(id));
    let is_carried = late.any(|(_, action)| action.carried.known().is_some_and(|carried| carried.0 > 0));
    past(if is_carried { Severity::Grave } else { Severity::Serious }, tally, first)
}

/// Serious.
fn pledges_overdue(group: &Group<'_>) -> Option<Finding> {
    let pledges = some(group, |pledge: &Pledge| !matches!(pledge.due, Field::Missing));
    let (tally, first) = overdue(group, &pledges, |pledge| (state(pledge, &[PledgeState::Pledged]), &pledge.due));
    past(Severity::Serious, tally, first)
}

/// What is open and past its day, and the first of these days.
fn overdue<'a, T>(
    group: &Group<'_>,
    rows: &'a [Row<T>],
    read: impl Fn(&'a T) -> (Verdict, &'a Field<NaiveDate>),
) -> (Tally, Option<NaiveDate>) {
    let (mut tally, mut first): (Tally, Option<NaiveDate>) = (Tally::default(), None);
    for (id, row) in rows {
        let (is_open, due) = read(row);
        let verdict = match is_open {
            Verdict::Yes => Verdict::of(due, |due| Some(*due < group.day())),
            Verdict::No => continue,
            unknown => unknown,
        };
        tally.judge(*id, verdict);
        if verdict == Verdict::Yes {
            first = first.into_iter().chain(due.known().copied()).min();
        }
    }
    (tally, first)
}

fn past(severity: Severity, tally: Tally, first: Option<NaiveDate>) -> Option<Finding> {
    let blanks = vec![Blank::count(&tally.counted), Blank::day(first)];
    (!tally.counted.is_empty()).then(|| Finding::new(severity, tally, blanks))
}

/// How a state stands to some; one that is not stated is the first.
fn open<E: Enumeration>(state: &Field<Choice<E>>, first: E, wanted: &[E]) -> Verdict {
    match state {
        Field::Missing if wanted.contains(&first) => Verdict::Yes,
        Field::Missing => Verdict::No,
        state => Verdict::of(state, |state| match state {
            Choice::Known(state) => Some(wanted.contains(state)),
            Choice::Other(_) => None,
        }),
    }
}

/// How a pledge's state stands to some; one that a partner offered of its own is pledged where nothing else is stated.
fn state(pledge: &Pledge, wanted: &[PledgeState]) -> Verdict {
    if matches!((&pledge.state, &pledge.initiator), (Field::Missing, Field::Withheld)) {
        return Verdict::Withheld;
    }
    let is_own = pledge.initiator.known().is_some_and(|initiator| initiator.is(Initiator::Partner));
    open(&pledge.state, if is_own { PledgeState::Pledged } else { PledgeState::Asked }, wanted)
}

/// Serious where none of the partners that were asked agreed to anything, notice otherwise. What was withdrawn does not
/// count, and a request that is open within the days in which a notice is to be answered is none yet.
fn one_hot_one_cold(group: &Group<'_>) -> Option<Finding> {
    let days = group.standard(StandardKey::NoticeDays).map_or(0, |days| days.0 / 100);
    let answered_by = |date: NaiveDate| date.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0)));
    let pledges = some(group, |pledge: &Pledge| pledge.date.known().is_some_and(|date| is_this_year(group, *date)));
    let (mut tally, mut cold, mut warm) = (Tally::default(), 0, 0);
    for (id, _) in partners(group) {
        let of = |pledge: &&Row<Pledge>| pledge.1.partner.known().is_some_and(|of| of.0 == id);
        let warms = |pledge: &Pledge| match &pledge.initiator {
            Field::Known(Choice::Known(Initiator::Partner)) => Verdict::Yes,
            Field::Known(Choice::Known(Initiator::Community)) => {
                state(pledge, &[PledgeState::Pledged, PledgeState::Delivered])
            }
            initiator => Verdict::of(initiator, |_| None),
        };
        let asks = |pledge: &Pledge| {
            let is_due = pledge.date.known().copied().and_then(answered_by).is_some_and(|by| by < group.day());
            match state(pledge, &[PledgeState::Asked]) {
                Verdict::Yes => is_due,
                // One in a state that cannot be judged may be an answer.
                _ => state(pledge, &[PledgeState::Withdrawn]) != Verdict::Yes,
            }
        };
        let asked: Vec<&Row<Pledge>> = pledges.iter().filter(of).filter(|(_, pledge)| asks(pledge)).collect();
        match asked.iter().map(|(_, pledge)| warms(pledge)).max() {
            None => {}
            Some(Verdict::No) => {
                cold += 1;
                asked.iter().for_each(|(id, _)| tally.above(*id, 1));
            }
            Some(Verdict::Yes) => warm += 1,
            Some(_) => asked.iter().for_each(|(id, pledge)| match warms(pledge) {
                Verdict::No | Verdict::Yes => {}
                unknown => tally.judge(*id, unknown),
            }),
        }
    }
    let severity = if warm == 0 { Severity::Serious } else { Severity::Notice };
    let blanks = vec![Blank::Count(cold), Blank::count(&tally.counted)];
    (cold > 0).then(|| Finding::new(severity, tally, blanks))
}

/// See [`of_partners`]. An evaluation counts when it is graded, whichever unit made it.
fn unevaluated(group: &Group<'_>) -> Option<Finding> {
    let year = group.span().year;
    let mut tally = Tally::default();
    for (id, _) in partners(group) {
        let of = group.index.named_by(id).filter_map(|by| group.find::<Evaluation>(by));
        let verdict = |evaluation: Evaluation| match evaluation.year.known() {
            Some(of) if of.0 != year && of.0 != year - 1 => Verdict::No,
            Some(_) => {
                let graded = [EvaluationState::Graded, EvaluationState::Closed];
                open(&evaluation.state, EvaluationState::Draft, &graded)
            }
            None => Verdict::of(&evaluation.year, |_| None),
        };
        tally.judge(id, lacks(of.map(verdict)));
    }
    of_partners(tally)
}

/// Serious where the first is of before the present quarter, notice otherwise.
fn comments_unanswered(group: &Group<'_>) -> Option<Finding> {
    let (mut tally, mut first): (Tally, Option<NaiveDate>) = (Tally::default(), None);
    for (id, comment) in some(group, |comment: &Comment| comment.date.known().is_some_and(|date| *date <= group.day()))
    {
        match &comment.reply {
            Field::Missing => {
                tally.above(id, 1);
                first = first.into_iter().chain(comment.date.known().copied()).min();
            }
            reply => tally.without(id, reply),
        }
    }
    let is_old = first.is_some_and(|first| first < quarter_begin(group));
    past(if is_old { Severity::Serious } else { Severity::Notice }, tally, first)
}

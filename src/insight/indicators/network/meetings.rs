//! What counts of meetings, the actions that come of them, notices and their receipts, and exchange notes.

use chrono::{Datelike, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::hot_cold::{after, has_partner};
use crate::insight::tally::Tally;
use crate::model::kinds::{
    Action, ActionState, Attendance, ExchangeNote, Meeting, MeetingKind, MeetingState, Notice, NoticeState, Receipt,
    StandardKey,
};
use crate::model::quantity::Decimal;
use crate::model::{Choice, Field, RecordId, Unit};

/// A community with a standard must hold so many joint meetings a year: for the span the part of the year that it is, of
/// which the community was in being.
pub(super) fn joint_meetings(group: &Group<'_>, tally: &mut Tally) {
    let Some((id, unit)) = group.community() else { return };
    let Some(standard) = group.standard(StandardKey::JointMeetings) else {
        tally.lacking.push(id);
        return;
    };
    tally.below(id, required(group, unit, standard));
    for (meeting, _) in held(group, tally) {
        tally.above(meeting, 100);
    }
}

/// In hundredths of a meeting, half rounded up.
fn required(group: &Group<'_>, unit: &Unit, a_year: Decimal) -> i64 {
    let span = group.span();
    let valid = unit.valid.known();
    let from = valid.and_then(|valid| valid.from).map_or(span.first(), |from| from.max(span.first()));
    let to = valid.and_then(|valid| valid.to).map_or(span.last(), |to| to.min(span.last()));
    let days = |from: NaiveDate, to: NaiveDate| i64::from(to.num_days_from_ce() - from.num_days_from_ce()) + 1;
    let whole = 12 * days(span.first(), span.last());
    let part = a_year.0 * i64::from(span.part.months()) * days(from, to);
    (2 * part + whole) / (2 * whole)
}

/// The joint meetings held within the span; those of which this cannot be told are tallied as such.
fn held(group: &Group<'_>, tally: &mut Tally) -> Vec<(RecordId, Meeting)> {
    let mut found = Vec::new();
    for (id, meeting) in group.rows::<Meeting>().iter() {
        let is_joint = Verdict::of(&meeting.kind_of_meeting, |kind| match kind {
            Choice::Known(kind) => Some(*kind == MeetingKind::Joint),
            Choice::Other(_) => None,
        });
        match is_joint.min(is_held(group, meeting)) {
            Verdict::Yes => found.push((*id, meeting.clone())),
            Verdict::No => {}
            verdict => tally.judge(*id, verdict),
        }
    }
    found
}

/// Tells whether a meeting was held within the span.
fn is_held(group: &Group<'_>, meeting: &Meeting) -> Verdict {
    let state = match &meeting.state {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, |state| match state {
            Choice::Known(state) => Some(matches!(state, MeetingState::Held | MeetingState::Minuted)),
            Choice::Other(_) => None,
        }),
    };
    Verdict::of(&meeting.date, |&date| Some(group.is_within(date))).min(state)
}

/// How many came, of those who should have.
pub(super) fn turnout(group: &Group<'_>, tally: &mut Tally) {
    for (id, meeting) in held(group, tally) {
        match (&meeting.present, &meeting.expected) {
            (Field::Known(present), Field::Known(expected)) => tally.part(id, present.0, expected.0),
            (Field::Known(_), field) | (field, _) => tally.without(id, field),
        }
    }
}

/// The meeting's own quorum comes first; without one it is the standard's share of those expected.
pub(super) fn quorum(group: &Group<'_>, tally: &mut Tally) {
    for (id, meeting) in held(group, tally) {
        let verdict = match (&meeting.quorum, group.standard(StandardKey::Quorum)) {
            (Field::Missing, None) => Verdict::Lacking,
            (Field::Missing, Some(share)) => match &meeting.expected {
                Field::Known(expected) => Verdict::of(&meeting.present, |present| {
                    Some(present.0.saturating_mul(10_000) >= share.0.saturating_mul(expected.0))
                }),
                field => Verdict::of(field, |_| None),
            },
            (Field::Known(quorum), _) => Verdict::of(&meeting.present, |present| Some(present.0 >= quorum.0)),
            (field, _) => Verdict::of(field, |_| None),
        };
        tally.judge(id, verdict);
    }
}

/// A meeting that was held either has its minutes or is without them, by its state.
pub(super) fn minutes(group: &Group<'_>, tally: &mut Tally) {
    for (id, meeting) in held(group, tally) {
        let is_minuted = meeting.state.known().is_some_and(|state| state.is(MeetingState::Minuted));
        tally.judge(id, if is_minuted { Verdict::Yes } else { Verdict::No });
    }
}

/// A receipt counts where its partner resides, whoever called the meeting.
pub(super) fn attendance(group: &Group<'_>, tally: &mut Tally) {
    for (id, receipt) in group.rows::<Receipt>().iter() {
        let Some(meeting) = meeting_of(group, receipt) else { continue };
        let is_held = meeting.as_ref().map_or_else(|verdict| *verdict, |meeting| is_held(group, meeting));
        match is_held.min(has_partner(group, &receipt.partner)) {
            Verdict::No => {}
            Verdict::Yes => tally.judge(*id, attended(receipt)),
            verdict => tally.judge(*id, verdict),
        }
    }
}

/// The meeting to which a receipt's notice called; nothing where it called to none, a verdict where it cannot be told.
fn meeting_of(group: &Group<'_>, receipt: &Receipt) -> Option<Result<Meeting, Verdict>> {
    let Field::Known(notice) = receipt.notice else { return Some(Err(Verdict::of(&receipt.notice, |_| None))) };
    let Some(notice) = group.find::<Notice>(notice.0) else { return Some(Err(Verdict::Lacking)) };
    match notice.meeting {
        Field::Missing => None,
        Field::Known(meeting) => Some(group.find::<Meeting>(meeting.0).ok_or(Verdict::Lacking)),
        field => Some(Err(Verdict::of(&field, |_| None))),
    }
}

fn attended(receipt: &Receipt) -> Verdict {
    Verdict::of(&receipt.attended, |attended| match attended {
        Choice::Known(attended) => Some(matches!(attended, Attendance::Present | Attendance::Represented)),
        Choice::Other(_) => None,
    })
}

/// A receipt is awaited from the day on which its record is made: without a day it has not come.
pub(super) fn receipts(group: &Group<'_>, tally: &mut Tally) {
    for (id, receipt) in group.rows::<Receipt>().iter() {
        let verdict = match due(group, receipt) {
            Ok(None) => continue,
            Ok(Some(due)) => match &receipt.received {
                Field::Missing => Verdict::No,
                field => Verdict::of(field, |&received| Some(received <= due)),
            },
            Err(verdict) => verdict,
        };
        let partner = has_partner(group, &receipt.partner);
        tally.judge(*id, if partner == Verdict::Yes { verdict } else { partner });
    }
}

/// The last day for a receipt; nothing where its notice was not sent within the span, or the day has not passed yet.
fn due(group: &Group<'_>, receipt: &Receipt) -> Result<Option<NaiveDate>, Verdict> {
    let Field::Known(notice) = receipt.notice else { return Err(Verdict::of(&receipt.notice, |_| None)) };
    let notice = group.find::<Notice>(notice.0).ok_or(Verdict::Lacking)?;
    let state = match &notice.state {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, |state| match state {
            Choice::Known(state) => Some(*state != NoticeState::Draft),
            Choice::Other(_) => None,
        }),
    };
    match Verdict::of(&notice.sent, |&sent| Some(group.is_within(sent))).min(state) {
        Verdict::Yes => {}
        Verdict::No => return Ok(None),
        verdict => return Err(verdict),
    }
    let days = group.standard(StandardKey::NoticeDays);
    let due = match (&notice.due, notice.sent.known().zip(days)) {
        (Field::Known(due), _) => *due,
        (Field::Missing, Some((&sent, days))) => after(sent, days).ok_or(Verdict::Lacking)?,
        (field, _) => return Err(Verdict::of(field, |_| None)),
    };
    Ok(Some(due).filter(|&due| due < group.today()))
}

/// What became of an action: done is no later than its day; what is dropped is no action any more.
pub(super) fn actions_on_time(group: &Group<'_>, tally: &mut Tally) {
    for (id, action) in group.rows::<Action>().iter() {
        let is_due = Verdict::of(&action.due, |&due| Some(group.is_within(due) && due < group.today()));
        let verdict = match (is_due, state(action)) {
            (Verdict::No, _) | (_, Ok(ActionState::Dropped)) => continue,
            (Verdict::Yes, Ok(ActionState::Done)) => {
                Verdict::of(&action.done, |done| Some(action.due.known().is_some_and(|due| done <= due)))
            }
            (Verdict::Yes, Ok(_)) => Verdict::No,
            (Verdict::Yes, Err(verdict)) | (verdict, _) => verdict,
        };
        tally.judge(*id, verdict);
    }
}

pub(super) fn actions_overdue(group: &Group<'_>, tally: &mut Tally) {
    for (id, action) in group.rows::<Action>().iter() {
        match state(action) {
            Ok(ActionState::Done | ActionState::Dropped) => {}
            Ok(_) => tally.judge(*id, Verdict::of(&action.due, |&due| Some(due < group.today()))),
            Err(verdict) => tally.judge(*id, verdict),
        }
    }
}

/// An action that states no state is open: so the steps begin.
fn state(action: &Action) -> Result<ActionState, Verdict> {
    match &action.state {
        Field::Missing => Ok(ActionState::Open),
        Field::Known(Choice::Known(state)) => Ok(*state),
        field => Err(Verdict::of(field, |_| None)),
    }
}

/// Notes of the units above communities count too.
pub(super) fn exchange_notes(group: &Group<'_>, tally: &mut Tally) {
    if let Some((id, _)) = group.community() {
        tally.below(id, 1);
    }
    for (id, note) in group.rows::<ExchangeNote>().iter() {
        match &note.date {
            Field::Known(date) if group.is_within(*date) => tally.above(*id, 1),
            field => tally.without(*id, field),
        }
    }
}

//! What counts of partners: agreements, liaison officers, evaluations, selections, comments.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::hot_cold::{has_partner, is_in_being};
use crate::insight::span::Span;
use crate::insight::tally::Tally;
use crate::model::field::Typed;
use crate::model::kinds::{
    Agreement, Comment, Evaluation, EvaluationState, Liaison, Partner, Selection, SelectionState,
};
use crate::model::quantity::{PartnerRef, Year};
use crate::model::{Choice, Field, RecordId};

/// The partners that are in being; those of which this cannot be told are tallied as such.
fn in_being(group: &Group<'_>, tally: &mut Tally) -> Vec<RecordId> {
    let mut partners = Vec::new();
    for (id, partner) in group.rows::<Partner>().iter() {
        match is_in_being(partner, group.day()) {
            Verdict::Yes => partners.push(*id),
            Verdict::No => {}
            verdict => tally.judge(*id, verdict),
        }
    }
    partners
}

/// The greatest verdict that the unit's records of a kind give for each partner; those that name none that is here are lacking.
fn by_partner<T: Typed>(
    group: &Group<'_>,
    tally: &mut Tally,
    partner: fn(&T) -> &Field<PartnerRef>,
    verdict: impl Fn(&T) -> Verdict,
) -> BTreeMap<RecordId, Verdict> {
    let mut verdicts = BTreeMap::new();
    for (id, record) in group.rows::<T>().iter() {
        match (has_partner(group, partner(record)), partner(record)) {
            (Verdict::Yes, Field::Known(partner)) => {
                let held = verdicts.entry(partner.0).or_insert(Verdict::No);
                *held = verdict(record).max(*held);
            }
            (missing, _) => tally.judge(*id, missing),
        }
    }
    verdicts
}

pub(super) fn agreements(group: &Group<'_>, tally: &mut Tally) {
    let day = group.day();
    let agreed = by_partner(group, tally, |agreement: &Agreement| &agreement.partner, |one| is_in_force(one, day));
    for partner in in_being(group, tally) {
        tally.judge(partner, agreed.get(&partner).copied().unwrap_or(Verdict::No));
    }
}

/// An agreement without a term does not say how long it holds.
fn is_in_force(agreement: &Agreement, day: NaiveDate) -> Verdict {
    if agreement.signed.known().is_some_and(|signed| day < *signed) {
        return Verdict::No;
    }
    Verdict::of(&agreement.term, |term| Some(term.holds(day)))
}

pub(super) fn vacancies(group: &Group<'_>, tally: &mut Tally) {
    let day = group.day();
    let held = by_partner(group, tally, |liaison: &Liaison| &liaison.partner, |one| is_in_office(one, day));
    for partner in in_being(group, tally) {
        tally.judge(
            partner,
            match held.get(&partner) {
                None | Some(Verdict::No) => Verdict::Yes,
                Some(Verdict::Yes) => Verdict::No,
                Some(&verdict) => verdict,
            },
        );
    }
}

/// The last day in office is one in office.
fn is_in_office(liaison: &Liaison, day: NaiveDate) -> Verdict {
    if liaison.since.known().is_some_and(|since| day < *since) {
        return Verdict::No;
    }
    match &liaison.until {
        Field::Missing => Verdict::Yes,
        field => Verdict::of(field, |&until| Some(day <= until)),
    }
}

/// Evaluations by any unit count for the partner.
pub(super) fn evaluated(group: &Group<'_>, tally: &mut Tally) {
    for (id, evaluation) in group.rows::<Evaluation>().iter() {
        let is_lost = has_partner(group, &evaluation.partner);
        if is_lost != Verdict::Yes && is_evaluated(group, evaluation) != Verdict::No {
            tally.judge(*id, is_lost);
        }
    }
    for partner in in_being(group, tally) {
        let evaluations = group.naming::<Evaluation>(partner);
        let own = evaluations.filter(|(_, evaluation)| names(&evaluation.partner, partner));
        let verdict = own.map(|(_, evaluation)| is_evaluated(group, &evaluation)).max();
        tally.judge(partner, verdict.unwrap_or(Verdict::No));
    }
}

fn names(field: &Field<PartnerRef>, partner: RecordId) -> bool {
    field.known().is_some_and(|named| named.0 == partner)
}

fn is_evaluated(group: &Group<'_>, evaluation: &Evaluation) -> Verdict {
    let is_done = |state: &Choice<EvaluationState>| match state {
        Choice::Known(state) => Some(matches!(state, EvaluationState::Graded | EvaluationState::Closed)),
        Choice::Other(_) => None,
    };
    of_year(group, &evaluation.year, &evaluation.date).min(stated(&evaluation.state, is_done))
}

/// Tells whether something of a year is of the span's and not of a day ahead; without a day the year says it.
fn of_year(group: &Group<'_>, year: &Field<Year>, date: &Field<NaiveDate>) -> Verdict {
    if date.known().is_some_and(|date| group.day() < *date) {
        return Verdict::No;
    }
    Verdict::of(year, |year| Some(year.0 == group.span().year))
}

/// Judges a state; one that is not stated is the one that the steps begin with, in which nothing is done yet.
fn stated<E>(state: &Field<Choice<E>>, test: impl FnOnce(&Choice<E>) -> Option<bool>) -> Verdict {
    match state {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, test),
    }
}

/// Selections by any unit count for the partner; those of party organisations are none of its.
pub(super) fn selected(group: &Group<'_>, tally: &mut Tally) {
    let is_chosen = |selection: &Selection| {
        let state = stated(&selection.state, |state| match state {
            Choice::Known(state) => Some(*state == SelectionState::Chosen),
            Choice::Other(_) => None,
        });
        of_year(group, &selection.year, &selection.decided).min(state)
    };
    for (id, selection) in group.rows::<Selection>().iter() {
        let is_lost = has_partner(group, &selection.partner);
        let is_of_partner = !matches!(selection.partner, Field::Missing);
        if is_of_partner && is_lost != Verdict::Yes && is_chosen(selection) != Verdict::No {
            tally.judge(*id, is_lost);
        }
    }
    for partner in in_being(group, tally) {
        let selections = group.naming::<Selection>(partner);
        let own = selections.filter(|(_, selection)| names(&selection.partner, partner));
        tally.judge(partner, own.map(|(_, selection)| is_chosen(&selection)).max().unwrap_or(Verdict::No));
    }
}

/// What was commented is there even where nobody replied: a missing reply is a no.
pub(super) fn comments(group: &Group<'_>, tally: &mut Tally) {
    for (id, comment) in group.rows::<Comment>().iter() {
        let is_of_year =
            Verdict::of(&comment.date, |date| Some(Span::year(group.span().year).holds(*date) && *date <= group.day()));
        let is_here = Verdict::of(&comment.evaluation, |of| group.find::<Evaluation>(of.0).map(|_| true));
        match is_of_year.min(is_here) {
            Verdict::Yes => tally.judge(*id, reply(comment)),
            Verdict::No => {}
            verdict => tally.judge(*id, verdict),
        }
    }
}

fn reply(comment: &Comment) -> Verdict {
    match &comment.reply {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, |reply| Some(!reply.0.trim().is_empty())),
    }
}

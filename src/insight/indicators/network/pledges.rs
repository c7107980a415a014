//! What counts of pledges: what came by itself, what was delivered, what it was, and the needs that it answers.

use std::collections::BTreeMap;

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::hot_cold::{Side, add, has_partner, side, state};
use crate::insight::tally::Tally;
use crate::model::choice::Enumeration;
use crate::model::kinds::{Delivery, Need, Pledge, PledgeState, Resource};
use crate::model::{Choice, Field, RecordId};

pub(super) fn hot_cold(group: &Group<'_>, tally: &mut Tally) {
    for (id, pledge) in group.rows::<Pledge>().iter() {
        if let Some(side) = side(group, pledge) {
            add(tally, *id, side);
        }
    }
}

/// A request that may still be answered in time is none of the partner's own ideas either way.
pub(super) fn own_offers(group: &Group<'_>, tally: &mut Tally) {
    for (id, pledge) in group.rows::<Pledge>().iter() {
        match side(group, pledge) {
            None => {}
            Some(Side::Offered) => tally.judge(*id, Verdict::Yes),
            Some(Side::Promised | Side::Unanswered | Side::Open) => tally.judge(*id, Verdict::No),
            Some(Side::Unknown(verdict)) => tally.judge(*id, verdict),
        }
    }
}

/// What of a pledge is measured: its quantity, or its worth in fen.
struct Scale {
    pledged: fn(&Pledge) -> Field<i64>,
    delivered: fn(&Delivery) -> Field<i64>,
}

const QUANTITY: Scale = Scale {
    pledged: |pledge| number(&pledge.quantity, |quantity| quantity.0),
    delivered: |delivery| number(&delivery.quantity, |quantity| quantity.0),
};

const WORTH: Scale = Scale {
    pledged: |pledge| number(&pledge.value, |value| value.0),
    delivered: |delivery| number(&delivery.value, |value| value.0),
};

fn number<T>(field: &Field<T>, number: impl FnOnce(&T) -> i64) -> Field<i64> {
    match field {
        Field::Known(value) => Field::Known(number(value)),
        Field::Missing => Field::Missing,
        Field::Withheld => Field::Withheld,
        Field::Unreadable => Field::Unreadable,
    }
}

/// Each pledge is worth a hundred hundredths, of which those count that were delivered; never more than was pledged.
pub(super) fn delivered(group: &Group<'_>, tally: &mut Tally) {
    for (id, pledge, given) in promised(group, tally, &QUANTITY) {
        match ((QUANTITY.pledged)(&pledge), state(&pledge)) {
            (Field::Missing, Ok(PledgeState::Delivered)) if given.count > 0 => tally.part(id, 100, 100),
            (Field::Known(pledged), _) if pledged > 0 => settle(group, tally, (id, &pledge), &given, pledged, |part| {
                // Rounded down: what lacks something is not whole.
                let share = i128::from(part) * 100 / i128::from(pledged);
                (i64::try_from(share).unwrap_or(100), 100)
            }),
            (Field::Known(_), _) => tally.lacking.push(id),
            (field, _) => tally.without(id, &field),
        }
    }
}

/// Of pledges of funds: fen of fen.
pub(super) fn funds_delivered(group: &Group<'_>, tally: &mut Tally) {
    for (id, pledge, given) in promised(group, tally, &WORTH) {
        match (resource(&pledge), (WORTH.pledged)(&pledge)) {
            (Verdict::No, _) => {}
            (Verdict::Yes, Field::Known(pledged)) if pledged > 0 => {
                settle(group, tally, (id, &pledge), &given, pledged, |part| (part, pledged));
            }
            (Verdict::Yes, Field::Known(_)) => tally.lacking.push(id),
            (Verdict::Yes, field) => tally.without(id, &field),
            (verdict, _) => tally.judge(id, verdict),
        }
    }
}

fn resource(pledge: &Pledge) -> Verdict {
    Verdict::of(&pledge.resource, |resource| match resource {
        Choice::Known(resource) => Some(*resource == Resource::Funds),
        Choice::Other(_) => None,
    })
}

/// What both sides confirmed of one pledge by the day.
struct Given {
    amount: i64,
    count: usize,
    /// More than no where there may be more than that.
    doubt: Verdict,
}

/// What partners promised, and what of it both sides confirmed by the day.
fn promised(group: &Group<'_>, tally: &mut Tally, scale: &Scale) -> Vec<(RecordId, Pledge, Given)> {
    let deliveries = group.rows::<Delivery>();
    let mut by_pledge: BTreeMap<RecordId, Vec<&Delivery>> = BTreeMap::new();
    for (id, delivery) in deliveries.iter() {
        match &delivery.pledge {
            Field::Known(pledge) if group.find::<Pledge>(pledge.0).is_some() => {
                by_pledge.entry(pledge.0).or_default().push(delivery);
            }
            field => tally.judge(*id, Verdict::of(field, |_| None)),
        }
    }
    let mut found = Vec::new();
    for (id, pledge) in group.rows::<Pledge>().iter() {
        let is_promised = match state(pledge) {
            Ok(PledgeState::Pledged | PledgeState::Delivered) => Verdict::Yes,
            Ok(_) => Verdict::No,
            Err(verdict) => verdict,
        };
        let is_made = Verdict::of(&pledge.date, |date| Some(*date <= group.day()));
        match is_promised.min(is_made).min(has_partner(group, &pledge.partner)) {
            Verdict::Yes => {
                let own = by_pledge.get(id).map_or(&[][..], Vec::as_slice);
                found.push((*id, pledge.clone(), given(group, own, scale)));
            }
            Verdict::No => {}
            verdict => tally.judge(*id, verdict),
        }
    }
    found
}

fn given(group: &Group<'_>, deliveries: &[&Delivery], scale: &Scale) -> Given {
    let mut given = Given { amount: 0, count: 0, doubt: Verdict::No };
    let by_day = |field: &_| match field {
        Field::Missing => Verdict::No,
        field => Verdict::of(field, |confirmed| Some(*confirmed <= group.day())),
    };
    for delivery in deliveries {
        match by_day(&delivery.confirmed).min(by_day(&delivery.partner_confirmed)) {
            Verdict::Yes => match (scale.delivered)(delivery) {
                Field::Known(amount) => {
                    given.amount = given.amount.saturating_add(amount);
                    given.count += 1;
                }
                field => given.doubt = given.doubt.max(Verdict::of(&field, |_| None)),
            },
            verdict => given.doubt = given.doubt.max(verdict),
        }
    }
    given
}

/// Adds what was delivered of a pledge, or nothing of what is overdue; what is neither is not counted yet. Where more may
/// have been delivered than can be read, only the whole is certain.
fn settle(
    group: &Group<'_>,
    tally: &mut Tally,
    (id, pledge): (RecordId, &Pledge),
    given: &Given,
    pledged: i64,
    part: impl Fn(i64) -> (i64, i64),
) {
    let is_overdue = Verdict::of(&pledge.due, |&due| Some(due <= group.day() && due < group.today()));
    let (numerator, denominator) = part(given.amount.min(pledged));
    match (given.amount, given.doubt, is_overdue) {
        (amount, ..) if amount >= pledged => tally.part(id, numerator, denominator),
        (_, doubt @ (Verdict::Lacking | Verdict::Withheld), _) => tally.judge(id, doubt),
        (1.., ..) => tally.part(id, numerator, denominator),
        (_, _, Verdict::Yes) => tally.below(id, denominator),
        (_, _, Verdict::No) => {}
        (_, _, verdict) => tally.judge(id, verdict),
    }
}

/// The first pledge of each kind of resource stands for it in the community; all others rest.
pub(super) fn resources(group: &Group<'_>, tally: &mut Tally) {
    let Some((community, _)) = group.community() else { return };
    tally.below(community, 1);
    let mut seen = Vec::new();
    for (id, pledge) in group.rows::<Pledge>().iter() {
        match side(group, pledge) {
            None | Some(Side::Open | Side::Unanswered) => continue,
            Some(Side::Unknown(verdict)) => tally.judge(*id, verdict),
            Some(Side::Promised | Side::Offered) => match &pledge.resource {
                Field::Known(Choice::Known(resource)) if seen.contains(&resource.name()) => tally.below(*id, 0),
                Field::Known(Choice::Known(resource)) => {
                    seen.push(resource.name());
                    tally.above(*id, 1);
                }
                field => tally.judge(*id, Verdict::of(field, |_| None)),
            },
        }
    }
}

/// A need names the pledge that answers it; one that names none is not matched.
pub(super) fn needs_matched(group: &Group<'_>, tally: &mut Tally) {
    for (id, need) in group.rows::<Need>().iter() {
        match Verdict::of(&need.raised, |&raised| Some(group.is_within(raised))) {
            Verdict::No => {}
            Verdict::Yes if matches!(need.pledge, Field::Missing) => tally.judge(*id, Verdict::No),
            Verdict::Yes => {
                tally.judge(*id, Verdict::of(&need.pledge, |pledge| group.find::<Pledge>(pledge.0).map(|_| true)))
            }
            verdict => tally.judge(*id, verdict),
        }
    }
}

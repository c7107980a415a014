//! The hot–cold index (一头热一头冷): do partners answer what a community asks, and do they come by themselves?
//!
//! A pledge of the span is a request of the community or an offer of the partner. The index is
//! (promised requests + offers) / (requests + offers): 100 % where partners answer all and come by themselves, 0 % where
//! only the community asks, "n/a" where nothing was asked or offered. Does not measure what was delivered, nor how fast
//! an answer came.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};

use super::Figures;
use super::figure::{Figure, Verdict};
use super::group::Group;
use super::span::Span;
use super::tally::{Shape, Tally};
use crate::model::kinds::{Initiator, Partner, Pledge, PledgeState, StandardKey};
use crate::model::quantity::{Decimal, PartnerRef};
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Choice, Field, RecordId};
use crate::replica::Replica;

/// What a pledge of the span is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The community asked, and the partner promised.
    Promised,
    /// The community asked, and the partner refused or said nothing in time.
    Unanswered,
    /// The community asked not long ago and waits for an answer: not counted yet.
    Open,
    /// The partner came by itself.
    Offered,
    /// It cannot be told: lacking or withheld.
    Unknown(Verdict),
}

/// The state of a pledge; of one that states none it is the one that its steps begin with.
pub(super) fn state(pledge: &Pledge) -> Result<PledgeState, Verdict> {
    match (&pledge.state, &pledge.initiator) {
        (Field::Known(Choice::Known(state)), _) => Ok(*state),
        (Field::Withheld, _) | (Field::Missing, Field::Withheld) => Err(Verdict::Withheld),
        (Field::Missing, Field::Known(Choice::Known(Initiator::Partner))) => Ok(PledgeState::Pledged),
        (Field::Missing, _) => Ok(PledgeState::Asked),
        (Field::Known(Choice::Other(_)) | Field::Unreadable, _) => Err(Verdict::Lacking),
    }
}

/// What a pledge is to the index; nothing for one of another time, or one that was withdrawn: the record does not say who
/// took it back.
pub(super) fn side(group: &Group<'_>, pledge: &Pledge) -> Option<Side> {
    let is_within = Verdict::of(&pledge.date, |&date| Some(group.is_within(date)));
    let state = state(pledge);
    if is_within == Verdict::No || state == Ok(PledgeState::Withdrawn) {
        return None;
    }
    let is_offer = Verdict::of(&pledge.initiator, |initiator| match initiator {
        Choice::Known(initiator) => Some(*initiator == Initiator::Partner),
        Choice::Other(_) => None,
    });
    Some(match (is_within.min(has_partner(group, &pledge.partner)), is_offer, state) {
        (Verdict::Yes, Verdict::Yes, Ok(_)) => Side::Offered,
        (Verdict::Yes, Verdict::No, Ok(PledgeState::Pledged | PledgeState::Delivered)) => Side::Promised,
        (Verdict::Yes, Verdict::No, Ok(PledgeState::Asked)) if has_time(group, pledge) => Side::Open,
        (Verdict::Yes, Verdict::No, Ok(_)) => Side::Unanswered,
        (Verdict::Yes, Verdict::Yes | Verdict::No, Err(verdict)) | (Verdict::Yes, verdict, _) | (verdict, ..) => {
            Side::Unknown(verdict)
        }
    })
}

/// Tells whether the partner that a record names is here.
pub(super) fn has_partner(group: &Group<'_>, partner: &Field<PartnerRef>) -> Verdict {
    Verdict::of(partner, |partner| group.find::<Partner>(partner.0).map(|_| true))
}

/// Tells whether the standard in force leaves time to answer yet; without a standard nobody has any.
fn has_time(group: &Group<'_>, pledge: &Pledge) -> bool {
    let days = group.standard(StandardKey::NoticeDays);
    let last = pledge.date.known().zip(days).and_then(|(&asked, days)| after(asked, days));
    last.is_some_and(|last| group.today() <= last)
}

/// So many whole days after a day.
pub(super) fn after(day: NaiveDate, days: Decimal) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::try_from(days.0 / 100).ok()?))
}

/// Adds a pledge to the index.
pub(super) fn add(tally: &mut Tally, id: RecordId, side: Side) {
    match side {
        Side::Promised | Side::Offered => tally.judge(id, Verdict::Yes),
        Side::Unanswered => tally.judge(id, Verdict::No),
        Side::Open => {}
        Side::Unknown(verdict) => tally.judge(id, verdict),
    }
}

/// How one partner stands in a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warmth {
    /// The partner.
    pub partner: RecordId,
    /// What the community asked and is answered or overdue.
    pub requests: usize,
    /// How much of it the partner promised.
    pub promised: usize,
    /// What the partner offered by itself.
    pub offers: usize,
    /// What the community asked and may still be answered in time: in no other number.
    pub open: usize,
    /// The pledges behind the index.
    pub behind: Tally,
}

impl Warmth {
    fn new(partner: RecordId) -> Self {
        Self { partner, requests: 0, promised: 0, offers: 0, open: 0, behind: Tally::default() }
    }

    fn add(&mut self, id: RecordId, side: Side) {
        self.requests += usize::from(matches!(side, Side::Promised | Side::Unanswered));
        self.promised += usize::from(side == Side::Promised);
        self.offers += usize::from(side == Side::Offered);
        self.open += usize::from(side == Side::Open);
        add(&mut self.behind, id, side);
    }

    /// The index, with the pledges behind its numerator.
    #[must_use]
    pub fn index(&self) -> Figure {
        self.behind.figure(Shape::Ratio)
    }

    /// The coldest first, and of these the one that was asked most; those without an index last.
    fn compare(&self, other: &Self) -> Ordering {
        let parts = |warmth: &Self| (warmth.promised + warmth.offers, warmth.requests + warmth.offers);
        let ((warm, all), (other_warm, other_all)) = (parts(self), parts(other));
        let by_index = (warm * other_all).cmp(&(other_warm * all)).then(other_all.cmp(&all));
        let is_none = (all == 0).cmp(&(other_all == 0));
        is_none.then(by_index).then(self.partner.cmp(&other.partner))
    }
}

/// How the partners of a unit and all below it stand in a span, the coldest first.
///
/// All partners that were asked or offered anything, and of the others those that are in being on the span's last day. What
/// names no partner is in no row; the figure counts it as lacking.
pub fn by_partner(figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) -> Vec<Warmth> {
    let mut rows = Vec::new();
    figures.each_group(replica, unit, span, |group| rows.extend(of_group(group)));
    in_order(rows, Warmth::compare)
}

fn of_group(group: &Group<'_>) -> Vec<Warmth> {
    let partners = group.rows::<Partner>();
    let mut rows = partners.iter().map(|(id, _)| (*id, Warmth::new(*id))).into_map();
    for (id, pledge) in group.rows::<Pledge>().iter() {
        let row = pledge.partner.known().and_then(|partner| rows.get_mut(&partner.0));
        if let (Some(row), Some(side)) = (row, side(group, pledge)) {
            row.add(*id, side);
        }
    }
    let stays = |row: &Warmth| row.open > 0 || row.behind != Tally::default();
    let here = |(id, partner): &(RecordId, Partner)| {
        let row = rows.remove(id)?;
        (is_in_being(partner, group.day()) == Verdict::Yes || stays(&row)).then_some(row)
    };
    partners.iter().filter_map(here).collect()
}

/// Tells whether a partner is in being on a day. A beginning that is missing or cannot be read was before it.
pub(super) fn is_in_being(partner: &Partner, day: NaiveDate) -> Verdict {
    if partner.since.known().is_some_and(|since| day < *since) {
        return Verdict::No;
    }
    match &partner.left {
        Field::Missing => Verdict::Yes,
        field => Verdict::of(field, |&left| Some(day < left)),
    }
}

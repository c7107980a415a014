//! How far a record is: places filled, deliveries confirmed, money received, receipts in, each out of how many.
//!
//! Ranks and judges nothing; what has no whole to be part of is not shown.

use super::network::confirmed_quantity;
use super::people::has_left;
use super::{Desk, is_filled};
use crate::model::kinds::{
    Delivery, Direction, FundEntry, FundLine, FundRequest, Notice, Pledge, Post, Receipt, Worker,
};
use crate::model::quantity::{Decimal, Fen};
use crate::model::{Field, FieldSource, Label, RecordId};
use crate::replica::{Key, View};

/// In what something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Whole things.
    Count,
    /// Hundredths of whatever it is measured in.
    Hundredths,
    /// Fen.
    Fen,
}

/// So much of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is counted.
    pub label: Label,
    /// How much there is; more than the whole is possible.
    pub done: i64,
    /// The whole.
    pub all: i64,
    /// In what both are.
    pub measure: Measure,
}

/// How far a record is as it stands; nothing for kinds and records that have no whole.
#[must_use]
pub fn progress(desk: &Desk<'_>, key: &Key) -> Vec<Progress> {
    let Some(view) = desk.view(key).filter(|view| view.is_present()) else { return Vec::new() };
    let found = match key.kind.as_str() {
        Post::KIND => post(desk, key.id, view),
        Pledge::KIND => pledge(desk, key.id, view),
        FundLine::KIND => line(desk, key.id, view),
        FundRequest::KIND => request(desk, key.id, view),
        Notice::KIND => return notice(desk, key.id),
        _ => None,
    };
    found.into_iter().collect()
}

fn post(desk: &Desk<'_>, id: RecordId, view: &View) -> Option<Progress> {
    let all = Post::read(view).quota.known()?.0;
    let here = desk.naming(Worker::KIND, "post", id).filter(|(_, worker)| !has_left(worker, desk.today));
    let label = Label { zh: "在岗／编制", en: "Filled of the quota" };
    Some(Progress { label, done: count(here.count()), all, measure: Measure::Count })
}

fn pledge(desk: &Desk<'_>, id: RecordId, view: &View) -> Option<Progress> {
    let all = Field::<Decimal>::read(view.held("quantity")).known()?.0;
    let deliveries = desk.naming(Delivery::KIND, "pledge", id);
    let done = deliveries.filter_map(|(_, delivery)| confirmed_quantity(delivery)).fold(0, i64::saturating_add);
    let label = Label { zh: "双方确认已兑现／承诺", en: "Delivered, confirmed by both, of what was pledged" };
    Some(Progress { label, done, all, measure: Measure::Hundredths })
}

fn line(desk: &Desk<'_>, id: RecordId, view: &View) -> Option<Progress> {
    let all = FundLine::read(view).need.known()?.0;
    let entries = desk.naming(FundEntry::KIND, "line", id).map(|(_, entry)| FundEntry::read(entry));
    let receipts = entries.filter(|entry| entry.direction.known().is_some_and(|way| way.is(Direction::Receipt)));
    let label = Label { zh: "到位／需求", en: "Received of the need" };
    Some(Progress { label, done: sum(receipts), all, measure: Measure::Fen })
}

fn request(desk: &Desk<'_>, id: RecordId, view: &View) -> Option<Progress> {
    let all = FundRequest::read(view).granted.known()?.0;
    let entries = desk.naming(FundEntry::KIND, "request", id).map(|(_, entry)| FundEntry::read(entry));
    let label = Label { zh: "到位／批复", en: "Received of what was granted" };
    Some(Progress { label, done: sum(entries), all, measure: Measure::Fen })
}

/// Answers, and who came.
fn notice(desk: &Desk<'_>, id: RecordId) -> Vec<Progress> {
    let receipts: Vec<&View> = desk.naming(Receipt::KIND, "notice", id).map(|(_, receipt)| receipt).collect();
    let all = count(receipts.len());
    let of = |zh, en, is: &dyn Fn(&&&View) -> bool| {
        let done = count(receipts.iter().filter(is).count());
        Progress { label: Label { zh, en }, done, all, measure: Measure::Count }
    };
    if all == 0 {
        return Vec::new();
    }
    let is_there = |receipt: &&&View| {
        receipt
            .value("attended")
            .and_then(|value| value.as_text())
            .is_some_and(|how| ["present", "represented"].contains(&how))
    };
    let answers = of("已回执／应回执", "Receipts of those awaited", &|receipt| is_filled(**receipt, "received"));
    let attendance = of("到会／应到单位", "Came of those called", &is_there);
    let is_known = receipts.iter().any(|receipt| is_filled(*receipt, "attended"));
    if is_known { vec![answers, attendance] } else { vec![answers] }
}

fn sum(entries: impl Iterator<Item = FundEntry>) -> i64 {
    entries.filter_map(|entry| entry.amount.known().map(|&Fen(fen)| fen)).fold(0, i64::saturating_add)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

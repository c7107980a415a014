//! The sample's money in 2026: three lines a community, most of them planned below the need, received in part.
//!
//! Makes no payments beyond what was received.

use super::units::Made;
use super::{Draw, Sheet, hundreds, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Direction, FundSource};
use crate::model::{FundEntry, FundLine, RecordId, Value};

/// What a line is for, where it comes from, and the least need and its span in hundreds of yuan.
const LINES: [(&str, FundSource, u64, u64); 3] = [
    ("办公经费", FundSource::Municipal, 240, 240),
    ("为民服务专项", FundSource::Special, 1000, 800),
    ("党建活动", FundSource::Dues, 50, 70),
];

const PAYEES: [&str; 4] = ["样本印刷店", "样本超市", "样本供电所", "样本文体用品店"];

/// The lines of a community with their receipts and spendings.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made) {
    let mut draw = Draw::new(5, community.place);
    for line in LINES {
        let (id, plan) = fund_line(sheet, community, line, &mut draw);
        let received = receipts(sheet, id, line.1, plan, &mut draw);
        // A few communities enter no spending at all, so that the figures show what a blank looks like.
        if community.place % 17 != 5 {
            spendings(sheet, id, received, &mut draw);
        }
    }
}

/// Adds a line and gives its plan in hundreds of yuan.
fn fund_line(
    sheet: &mut Sheet,
    community: &Made,
    (purpose, source, least, span): (&str, FundSource, u64, u64),
    draw: &mut Draw,
) -> (RecordId, u64) {
    let need = least + draw.below(span);
    let percent = if draw.chance(12) { 100 } else { 45 + draw.below(41) };
    let plan = need * percent / 100;
    let mut fields = vec![
        ("purpose", Value::text(purpose)),
        ("unit", reference(community.id)),
        ("year", whole(2026)),
        ("source", Value::text(source.name())),
        ("plan", hundreds(plan)),
    ];
    if draw.chance(93) {
        fields.push(("need", hundreds(need)));
    }
    if source == FundSource::Municipal && community.place % 11 == 7 {
        fields.push(("share_base", hundreds(plan * 50)));
        fields.push(("share_percent", whole(2)));
        fields.push(("share_document", Value::text("样〔2026〕3号")));
    }
    (sheet.add(FundLine::KIND, fields), plan)
}

/// Adds the instalments that came and gives their sum in hundreds of yuan.
fn receipts(sheet: &mut Sheet, line: RecordId, source: FundSource, plan: u64, draw: &mut Draw) -> u64 {
    let party = if source == FundSource::Dues { "示例市直机关党工委" } else { "示例市财政局" };
    let first = plan * (50 + draw.below(21)) / 100;
    let mut received = 0;
    for (percent, month, amount) in [(92, 2, first), (55, 7, plan - first)] {
        if draw.chance(percent) && (received > 0 || month == 2) {
            entry(sheet, line, Direction::Receipt, amount, &date(month, draw), party);
            received += amount;
        }
    }
    received
}

/// At most three spendings of at most 30 % each.
fn spendings(sheet: &mut Sheet, line: RecordId, received: u64, draw: &mut Draw) {
    for _ in 0..draw.below(4) {
        let amount = received * (15 + draw.below(16)) / 100;
        if amount > 0 {
            let (date, payee) = (date(5 + draw.below(4), draw), draw.pick(&PAYEES));
            entry(sheet, line, Direction::Spending, amount, &date, payee);
        }
    }
}

/// A day in one of three months.
fn date(first_month: u64, draw: &mut Draw) -> String {
    format!("2026-{:02}-{:02}", first_month + draw.below(3), 1 + draw.below(28))
}

fn entry(sheet: &mut Sheet, line: RecordId, direction: Direction, amount: u64, date: &str, party: &str) {
    let document = format!("样〔2026〕{}号", sheet.next());
    sheet.add(
        FundEntry::KIND,
        vec![
            ("line", reference(line)),
            ("date", Value::text(date)),
            ("direction", Value::text(direction.name())),
            ("amount", hundreds(amount)),
            ("document", Value::text(&document)),
            ("party", Value::text(party)),
        ],
    );
}

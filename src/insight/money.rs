//! 有钱办事: indicators of one year's fund lines and their receipts and spendings.
//!
//! An entry belongs to the year of its line, whatever its own date: money for one year may come or go in another.

use super::figure::{Figure, Sum};
use super::layout::{Group, Line};
use crate::model::kinds::Direction;
use crate::model::quantity::{Fen, Year};
use crate::model::{Choice, Field, FundEntry, RecordId};

/// Indicators of the fund lines of one year. Sums are in fen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Money {
    /// What the lines need.
    pub need: Sum,
    /// What the lines were promised.
    pub plan: Sum,
    /// What came; "n/a" when no receipt is entered.
    pub received: Sum,
    /// What was spent; "n/a" when no spending is entered.
    pub spent: Sum,
    /// Need less receipts, over the lines that state a need; a line without receipts lacks its whole need. What came
    /// on lines without a need covers no other line's. Below zero, more came than was needed. Lacking: lines without
    /// a need, and receipts without an amount on the others.
    pub gap: Sum,
    /// Receipts on the lines that state a plan, as a share of those plans; "n/a" when none of them has a receipt.
    /// Lacking: lines without a plan, and receipts without an amount on the others.
    pub received_of_plan: Figure,
    /// Spendings as a share of receipts, over all lines; "n/a" when there are no receipts or no spendings.
    pub spent_of_received: Figure,
    /// Records that no sum of any year can hold: lines without a year, entries without a line here, and, on the
    /// year's lines, entries that say neither receipt nor spending.
    pub in_no_sum: Vec<RecordId>,
}

pub(super) fn money(groups: &[&Group<'_>], year: i32) -> Money {
    let mut money = Money::default();
    let mut planned_receipts = Sum::default();
    for line in groups.iter().flat_map(|group| &group.lines) {
        match line.line.year {
            Field::Known(Year(of)) if of == year => money.add_line(line, &mut planned_receipts),
            Field::Known(_) => {}
            _ => money.in_no_sum.push(line.id),
        }
    }
    money.in_no_sum.extend(groups.iter().flat_map(|group| &group.entries_without_line));
    money.received_of_plan = planned_receipts.share_of(&money.plan);
    money.spent_of_received = money.spent.share_of(&money.received);
    money
}

impl Money {
    fn add_line(&mut self, line: &Line<'_>, planned_receipts: &mut Sum) {
        self.need.add(line.id, &line.line.need);
        self.plan.add(line.id, &line.line.plan);
        self.gap.add(line.id, &line.line.need);
        for &(id, entry) in &line.entries {
            match direction(entry) {
                None => self.in_no_sum.push(id),
                Some(Direction::Spending) => self.spent.add(id, &entry.amount),
                Some(Direction::Receipt) => {
                    self.received.add(id, &entry.amount);
                    if line.line.plan.known().is_some() {
                        planned_receipts.add(id, &entry.amount);
                    }
                    if line.line.need.known().is_some() {
                        self.gap.subtract(&entry.amount);
                    }
                }
            }
        }
    }
}

/// A direction that this version does not know is neither receipt nor spending.
fn direction(entry: &FundEntry) -> Option<Direction> {
    match entry.direction.known()? {
        Choice::Known(direction) => Some(*direction),
        Choice::Other(_) => None,
    }
}

impl Sum {
    /// Takes an amount off; the records behind the sum stay those that make it up.
    fn subtract(&mut self, amount: &Field<Fen>) {
        match amount {
            Field::Missing | Field::Unreadable => self.lacking += 1,
            Field::Withheld => self.withheld += 1,
            Field::Known(fen) => self.fen = Some(self.fen.unwrap_or(0).saturating_sub(fen.0)),
        }
    }
}

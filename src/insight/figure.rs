//! Figures: a share, an average or a count with what it rests on; a sum of money that may be absent.
//!
//! Formats nothing: a page turns the scaled integers into text in its own language.

use crate::model::{Field, RecordId};

/// A share, average or count: numerator, denominator, and how many records could not be judged.
///
/// Every figure has the value numerator / denominator, in the unit that its field names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// What was counted or summed.
    pub numerator: i64,
    /// What it is divided by; nothing means "n/a", and then the numerator says nothing either.
    pub denominator: Option<i64>,
    /// How many records lack the value, or hold one that this version cannot judge.
    pub lacking: usize,
    /// For how many records a value exists that this device was not given.
    pub withheld: usize,
    /// The records behind the numerator.
    pub ids: Vec<RecordId>,
}

/// A sum of money in fen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// The sum in fen; nothing means "n/a": no record states an amount.
    pub fen: Option<i64>,
    /// How many records lack the amount, or hold one that cannot be read.
    pub lacking: usize,
    /// For how many records an amount exists that this device was not given.
    pub withheld: usize,
    /// The records whose amounts were summed.
    pub ids: Vec<RecordId>,
}

/// The value of a figure in thousandths, half rounded up: 103 for 7 of 68, shown as 10.3 %.
///
/// Nothing stands for "n/a": no denominator, one of zero, or a value beyond 64 bits.
#[must_use]
pub fn permille(figure: &Figure) -> Option<i64> {
    scaled(figure, 3)
}

/// The value of a figure in tenths, half rounded up: 65 for 6.5 workers a community.
///
/// Nothing stands for "n/a": no denominator, one of zero, or a value beyond 64 bits.
#[must_use]
pub fn tenths(figure: &Figure) -> Option<i64> {
    scaled(figure, 1)
}

/// Divides as on paper, digit by digit, so that large sums need no wider integers.
fn scaled(figure: &Figure, digits: u32) -> Option<i64> {
    let by = figure.denominator.filter(|&by| by > 0)?;
    let mut value = figure.numerator.div_euclid(by);
    let mut rest = figure.numerator.rem_euclid(by);
    for _ in 0..digits {
        rest = rest.checked_mul(10)?;
        value = value.checked_mul(10)?.checked_add(rest / by)?;
        rest %= by;
    }
    if rest >= by - rest { value.checked_add(1) } else { Some(value) }
}

/// How one record stands to a share. The greatest decides where several records speak for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It was judged and is not so.
    No,
    /// It cannot be judged.
    Lacking,
    /// It could be judged by what this device was not given.
    Withheld,
    /// It is so.
    Yes,
}

impl Verdict {
    /// Tells whether both are so. One that is not so decides; of two that are unknown the greater.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, known) | (known, Self::Yes) => known,
            (one, other) => one.max(other),
        }
    }

    /// Judges a field; a value that the test cannot judge counts as lacking.
    pub fn of<T>(field: &Field<T>, test: impl FnOnce(&T) -> Option<bool>) -> Self {
        match field {
            Field::Missing | Field::Unreadable => Self::Lacking,
            Field::Withheld => Self::Withheld,
            Field::Known(value) => match test(value) {
                None => Self::Lacking,
                Some(true) => Self::Yes,
                Some(false) => Self::No,
            },
        }
    }
}

/// A share being counted.
#[derive(Default)]
pub(super) struct Share {
    yes: Vec<RecordId>,
    no: usize,
    lacking: usize,
    withheld: usize,
}

impl Share {
    pub fn add(&mut self, id: RecordId, verdict: Verdict) {
        match verdict {
            Verdict::Yes => self.yes.push(id),
            Verdict::No => self.no += 1,
            Verdict::Lacking => self.lacking += 1,
            Verdict::Withheld => self.withheld += 1,
        }
    }

    /// The share among the records that could be judged.
    pub fn among_judged(self) -> Figure {
        let judged = self.yes.len() + self.no;
        self.among(judged)
    }

    /// The share among so many.
    pub fn among(self, all: usize) -> Figure {
        Figure {
            numerator: count(self.yes.len()),
            denominator: Some(count(all)).filter(|&all| all > 0),
            lacking: self.lacking,
            withheld: self.withheld,
            ids: self.yes,
        }
    }
}

impl Sum {
    /// Adds a record's amount, when it has one.
    pub(super) fn add(&mut self, id: RecordId, amount: &Field<crate::model::quantity::Fen>) {
        match amount {
            Field::Missing | Field::Unreadable => self.lacking += 1,
            Field::Withheld => self.withheld += 1,
            Field::Known(fen) => {
                self.fen = Some(self.fen.unwrap_or(0).saturating_add(fen.0));
                self.ids.push(id);
            }
        }
    }

    /// This sum as a share of another; "n/a" when either is absent or the other is zero.
    pub(super) fn share_of(&self, whole: &Self) -> Figure {
        Figure {
            numerator: self.fen.unwrap_or(0),
            denominator: whole.fen.filter(|&fen| fen > 0 && self.fen.is_some()),
            lacking: self.lacking + whole.lacking,
            withheld: self.withheld + whole.withheld,
            ids: self.ids.clone(),
        }
    }
}

/// A length as a number; no list of records comes near the end of 64 bits.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

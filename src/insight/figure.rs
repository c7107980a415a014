//! Figures: a share, an average, a count or a sum with what it rests on.
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

/// The value of a figure in thousandths, half rounded up: 103 for 7 of 68, shown as 10.3 %.
///
/// Nothing stands for "n/a": no denominator, one of zero, or a value beyond 64 bits.
#[must_use]
pub fn permille(figure: &Figure) -> Option<i64> {
    // Divided as on paper, digit by digit, so that large sums need no wider integers.
    let by = figure.denominator.filter(|&by| by > 0)?;
    let mut value = figure.numerator.div_euclid(by);
    let mut rest = figure.numerator.rem_euclid(by);
    for _ in 0..3 {
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

/// A length as a number; no list of records comes near the end of 64 bits.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

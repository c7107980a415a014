//! What the records of one unit add to an indicator, and how that adds up over units.
//!
//! Knows no indicator and formats nothing.

use super::figure::{Figure, Verdict};
use crate::model::quantity::Fen;
use crate::model::{Field, RecordId};

/// How a figure comes from what was tallied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Numerator by denominator; "n/a" without a denominator, or with one of zero.
    Ratio,
    /// The numerator alone; "n/a" where no record says anything: nothing was counted and nothing judged.
    /// The same, and "n/a" too where no record stands behind the numerator: blank spending is not a spending of zero.
    RatioOfStated,
    /// The numerator alone; "n/a" where no record says anything.
    Sum,
    /// The middle of the values: the numerator is the sum of the two middle ones, the denominator 2.
    Median,
}

/// What the records of one unit add to one indicator, with their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    numerator: i64,
    denominator: i64,
    values: Vec<i64>,
    /// The records behind the numerator.
    pub counted: Vec<RecordId>,
    /// The records behind the denominator alone.
    pub rest: Vec<RecordId>,
    /// The records that lack the value, or hold one that this version cannot judge.
    pub lacking: Vec<RecordId>,
    /// The records with a value that this device was not given.
    pub withheld: Vec<RecordId>,
}

/// The same without ids: what is kept for each unit, span and indicator, and added up along the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    numerator: i64,
    denominator: i64,
    /// Each value and how many times it stands, in order.
    values: Vec<(i64, usize)>,
    counted: usize,
    lacking: usize,
    withheld: usize,
}

impl Tally {
    /// Counts a record among those judged, and where it says yes in the numerator.
    pub fn judge(&mut self, id: RecordId, verdict: Verdict) {
        match verdict {
            Verdict::Yes => self.part(id, 1, 1),
            Verdict::No => self.below(id, 1),
            Verdict::Lacking => self.lacking.push(id),
            Verdict::Withheld => self.withheld.push(id),
        }
    }

    /// Adds a record's part of the numerator and of the denominator.
    pub fn part(&mut self, id: RecordId, numerator: i64, denominator: i64) {
        self.numerator = self.numerator.saturating_add(numerator);
        self.denominator = self.denominator.saturating_add(denominator);
        self.counted.push(id);
    }

    /// Adds to the numerator alone.
    pub fn above(&mut self, id: RecordId, numerator: i64) {
        self.part(id, numerator, 0);
    }

    /// Adds to the denominator alone.
    pub fn below(&mut self, id: RecordId, denominator: i64) {
        self.denominator = self.denominator.saturating_add(denominator);
        self.rest.push(id);
    }

    /// Adds what no record says: the device knows it by itself.
    pub fn fact(&mut self, numerator: i64, denominator: i64) {
        self.numerator = self.numerator.saturating_add(numerator);
        self.denominator = self.denominator.saturating_add(denominator);
    }

    /// Adds a value of which the median is taken.
    pub fn value(&mut self, id: RecordId, value: i64) {
        self.values.push(value);
        self.counted.push(id);
    }

    /// Counts a record that cannot be judged because of a field; does nothing where the field is known.
    pub fn without<T>(&mut self, id: RecordId, field: &Field<T>) {
        match field {
            Field::Known(_) => {}
            Field::Withheld => self.withheld.push(id),
            Field::Missing | Field::Unreadable => self.lacking.push(id),
        }
    }

    /// Adds an amount of money to the numerator, where it is known.
    pub fn amount(&mut self, id: RecordId, amount: &Field<Fen>) {
        match amount {
            Field::Known(fen) => self.above(id, fen.0),
            field => self.without(id, field),
        }
    }

    /// Adds all of another tally.
    pub fn add(&mut self, other: Self) {
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
        self.values.extend(other.values);
        self.counted.extend(other.counted);
        self.rest.extend(other.rest);
        self.lacking.extend(other.lacking);
        self.withheld.extend(other.withheld);
    }

    /// The same without ids.
    #[must_use]
    pub fn cell(&self) -> Cell {
        let mut cell = Cell {
            numerator: self.numerator,
            denominator: self.denominator,
            values: Vec::new(),
            counted: self.counted.len(),
            lacking: self.lacking.len(),
            withheld: self.withheld.len(),
        };
        self.values.iter().for_each(|&value| cell.put(value, 1));
        cell
    }

    /// The figure, with the records behind its numerator.
    #[must_use]
    pub fn figure(&self, shape: Shape) -> Figure {
        Figure { ids: self.counted.clone(), ..self.cell().figure(shape) }
    }
}

impl Cell {
    fn put(&mut self, value: i64, times: usize) {
        match self.values.binary_search_by(|(held, _)| held.cmp(&value)) {
            Ok(place) => self.values[place].1 += times,
            Err(place) => self.values.insert(place, (value, times)),
        }
    }

    /// Adds what another unit has.
    pub fn add(&mut self, other: &Self) {
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
        other.values.iter().for_each(|&(value, times)| self.put(value, times));
        self.counted += other.counted;
        self.lacking += other.lacking;
        self.withheld += other.withheld;
    }

    /// The figure, without ids.
    #[must_use]
    pub fn figure(&self, shape: Shape) -> Figure {
        let (numerator, denominator) = match shape {
            Shape::Ratio => (self.numerator, Some(self.denominator).filter(|&by| by > 0)),
            Shape::Sum => (self.numerator, Some(1).filter(|_| self.counted > 0 || self.denominator > 0)),
            Shape::RatioOfStated => (self.numerator, Some(self.denominator).filter(|&by| by > 0 && self.counted > 0)),
            Shape::Median => match self.middle() {
                Some(sum) => (sum, Some(2)),
                None => (0, None),
            },
        };
        Figure { numerator, denominator, lacking: self.lacking, withheld: self.withheld, ids: Vec::new() }
    }

    /// The sum of the two middle values, which are one where their number is odd.
    fn middle(&self) -> Option<i64> {
        let count: usize = self.values.iter().map(|(_, times)| times).sum();
        let at = |place: usize| {
            let mut passed = 0;
            let mut values = self.values.iter();
            values.find(|(_, times)| {
                passed += times;
                place < passed
            })
        };
        let (lower, upper) = (at(count.checked_sub(1)? / 2)?.0, at(count / 2)?.0);
        lower.checked_add(upper)
    }
}

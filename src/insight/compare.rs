//! Units side by side: values, ranks, medians and quartiles.
//!
//! Ranks nobody on missing data: a figure that is not applicable, or some of whose records lack the value or were withheld,
//! has no rank and is in no median.

use std::cmp::Ordering;

use super::figure::Figure;
use super::figures::Figures;
use super::indicator::{Better, Indicator};
use super::span::Span;
use crate::model::RecordId;
use crate::model::sorted::in_order;
use crate::replica::Replica;

/// Units by indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The units in the order they were given, each with its cells in the order of the indicators.
    pub rows: Vec<(RecordId, Vec<Ranked>)>,
    /// The spread of each indicator over the units that are comparable.
    pub spreads: Vec<Spread>,
}

/// One figure and its place among those it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The figure.
    pub figure: Figure,
    /// Its value in hundredths of the measure's unit; nothing stands for "n/a".
    pub value: Option<i64>,
    /// Its rank, 1 for the best; equal values share one, and the next is left out. Nothing where it is not comparable, or where
    /// neither more nor less is better.
    pub rank: Option<usize>,
}

/// How the values of one indicator are spread, in hundredths of the measure's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many units are comparable.
    pub count: usize,
    /// A quarter of the values is not above this; between two values it is interpolated (Hyndman and Fan 1996, type 7, as
    /// spreadsheets do).
    pub lower: Option<i64>,
    /// The middle.
    pub median: Option<i64>,
    /// A quarter of the values is not below this.
    pub upper: Option<i64>,
}

/// Tells whether a figure may be compared with others.
#[must_use]
pub fn is_comparable(figure: &Figure) -> bool {
    figure.denominator.is_some_and(|by| by > 0) && figure.lacking == 0 && figure.withheld == 0
}

/// Compares units in a span.
#[must_use]
pub fn compare(
    figures: &mut Figures,
    replica: &Replica,
    units: &[RecordId],
    span: Span,
    indicators: &[&'static Indicator],
) -> Comparison {
    let of_unit = |&unit: &RecordId| figures.figures(replica, Some(unit), span, indicators);
    let held: Vec<Vec<Figure>> = units.iter().map(of_unit).collect();
    let mut rows: Vec<(RecordId, Vec<Ranked>)> = units.iter().map(|&unit| (unit, Vec::new())).collect();
    let mut spreads = Vec::new();
    for (place, indicator) in indicators.iter().enumerate() {
        let column: Vec<&Figure> = held.iter().map(|row| &row[place]).collect();
        for ((_, row), (figure, rank)) in rows.iter_mut().zip(column.iter().zip(ranks(&column, indicator.better))) {
            row.push(Ranked { figure: (*figure).clone(), value: indicator.value(figure), rank });
        }
        let comparable = column.iter().filter(|figure| is_comparable(figure));
        spreads.push(spread(comparable.filter_map(|figure| indicator.value(figure)).collect()));
    }
    Comparison { rows, spreads }
}

/// The ranks of figures, by their exact quotients.
#[must_use]
pub fn ranks(figures: &[&Figure], better: Better) -> Vec<Option<usize>> {
    if better == Better::Neither {
        return vec![None; figures.len()];
    }
    let rank = |figure: &&Figure| {
        let is_better = |other: &&&Figure| match better {
            Better::Less => quotient_order(other, figure) == Ordering::Less,
            Better::More | Better::Neither => quotient_order(other, figure) == Ordering::Greater,
        };
        let comparable = figures.iter().filter(|other| is_comparable(other));
        is_comparable(figure).then(|| comparable.filter(is_better).count() + 1)
    };
    figures.iter().map(rank).collect()
}

fn quotient_order(a: &Figure, b: &Figure) -> Ordering {
    let by = |figure: &Figure| i128::from(figure.denominator.unwrap_or(1));
    (i128::from(a.numerator) * by(b)).cmp(&(i128::from(b.numerator) * by(a)))
}

fn spread(values: Vec<i64>) -> Spread {
    let values = in_order(values, i64::cmp);
    let quartile = |quarters: usize| {
        let steps = values.len().checked_sub(1)? * quarters;
        let (place, rest) = (steps / 4, i64::try_from(steps % 4).unwrap_or(0));
        let lower = *values.get(place)?;
        let upper = *values.get(place + 1).unwrap_or(&lower);
        // Half a hundredth is rounded up, as everywhere.
        Some(lower + ((upper - lower) * rest * 2 + 4).div_euclid(8))
    };
    Spread { count: values.len(), lower: quartile(1), median: quartile(2), upper: quartile(3) }
}

//! Sentences about indicators: a figure with its numerator, denominator and value, and what it was a span before.

use super::book::Book;
use super::{Part, Remark, Sentence};
use crate::insight::figure::Figure;
use crate::insight::figures::Figures;
use crate::insight::indicator::{Indicator, Measure, When, indicator, label};
use crate::insight::span::Span;
use crate::insight::tally::Tally;
use crate::model::sorted::Sorted;
use crate::model::{Label, RecordId};
use crate::replica::Replica;

/// One sentence about an indicator.
pub struct Measured {
    /// Its name.
    pub indicator: &'static str,
    /// In whose report it stands.
    pub whose: Whose,
    /// The words: `{0}` the numerator, `{1}` the denominator, `{2}` the value.
    pub text: Label,
}

/// In whose report a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// In all.
    Any,
    /// In that of a community.
    Community,
    /// In that of a unit with communities below it.
    Above,
}

/// An indicator with its figure and the records behind it.
pub struct Found {
    /// The indicator.
    pub of: &'static Indicator,
    /// Its figure.
    pub figure: Figure,
    /// The records behind it, those that lack a value included.
    pub records: Vec<RecordId>,
}

/// The figures of some indicators, as far as this version has them, each once.
pub fn find(
    figures: &mut Figures,
    replica: &Replica,
    unit: Option<RecordId>,
    span: Span,
    names: impl Iterator<Item = &'static str>,
) -> Vec<Found> {
    let mut of: Vec<&'static Indicator> = Vec::new();
    for found in names.filter_map(indicator) {
        if of.iter().all(|held| held.name != found.name) {
            of.push(found);
        }
    }
    let tallies = figures.all_behind(replica, unit, span, &of);
    let found = |(of, tally): (&'static Indicator, Tally)| {
        let figure = tally.figure(of.shape);
        let ids = [tally.counted, tally.rest, tally.lacking, tally.withheld];
        Found { of, figure, records: ids.into_iter().flatten().into_set().into_iter().collect() }
    };
    of.into_iter().zip(tallies).map(found).collect()
}

/// The span that a figure is compared with: of what adds up over a year the same part of the year before, else the one
/// before.
pub fn earlier(of: &Indicator, span: Span) -> Option<Span> {
    match of.when {
        When::Now => None,
        When::YearToDate => Some(Span { year: span.year - 1, ..span }),
        When::AtEnd | When::Within => Some(span.previous()),
    }
}

impl Measured {
    /// The sentence, when the indicator is there and the sentence stands in such a report.
    pub fn tell(&self, book: &Book<'_>, found: &[Found]) -> Option<Sentence> {
        let is_here = match self.whose {
            Whose::Any => true,
            Whose::Community => !book.is_above(),
            Whose::Above => book.is_above(),
        };
        let found = found.iter().find(|found| found.of.name == self.indicator).filter(|_| is_here)?;
        let (text, parts) = if found.figure.denominator.is_some() {
            (self.text, vec![found.numerator(), found.denominator(), found.value()])
        } else {
            (label("{0}：{1}", "{0}: {1}"), vec![Part::Words(found.of.label), found.value()])
        };
        Some(Sentence {
            text,
            parts,
            remarks: found.gap().into_iter().collect(),
            records: found.records.clone(),
            indicator: Some(self.indicator),
        })
    }
}

impl Found {
    fn is_withheld(&self) -> bool {
        self.figure.withheld > 0 && self.figure.lacking == 0
    }

    /// Without what stands below the line there is no figure; a sum or a median lacks what it is made of.
    fn blank(&self) -> Part {
        let what = if self.of.denominator.zh.is_empty() { self.of.numerator } else { self.of.denominator };
        Part::Blank { what, is_withheld: self.is_withheld() }
    }

    fn numerator(&self) -> Part {
        self.amount(self.figure.numerator)
    }

    fn denominator(&self) -> Part {
        self.figure.denominator.map_or_else(|| self.blank(), |denominator| self.amount(denominator))
    }

    /// What stands above or below the line, in whole things; only money by money is money below the line too.
    fn amount(&self, amount: i64) -> Part {
        match self.of.measure {
            Measure::Yuan | Measure::PercentOfMoney => Part::money(amount),
            Measure::PercentOfHundredths => Part::Quantity { value: amount, measure: Measure::Number },
            Measure::Hours => Part::Quantity { value: amount, measure: Measure::Hours },
            _ => Part::Count(amount),
        }
    }

    fn value(&self) -> Part {
        let value = self.of.value(&self.figure);
        value.map_or_else(|| self.blank(), |value| Part::Quantity { value, measure: self.of.measure })
    }

    fn gap(&self) -> Option<Remark> {
        let Figure { lacking, withheld, .. } = self.figure;
        (lacking + withheld > 0).then_some(Remark::Gap { what: None, lacking, withheld, is_among: false })
    }
}

/// What became of a figure since an earlier span. Nothing where it is applicable in neither.
pub fn change(now: &Found, then: &Found, span: Span) -> Option<Sentence> {
    let text = match (now.of.value(&now.figure), then.of.value(&then.figure)) {
        (None, None) => return None,
        (None, Some(_)) | (Some(_), None) => label("{0}：{1} {2}，现为 {3}", "{0}: {2} ({1}), now {3}"),
        (Some(now), Some(then)) if now > then => label("{0}由 {1}的 {2} 升至 {3}", "{0}: up from {2} ({1}) to {3}"),
        (Some(now), Some(then)) if now < then => label("{0}由 {1}的 {2} 降至 {3}", "{0}: down from {2} ({1}) to {3}"),
        (Some(_), Some(_)) => label("{0}与 {1}持平，为 {3}", "{0}: {3}, as before ({1})"),
    };
    let records = now.records.iter().chain(&then.records).copied().into_set();
    let records: Vec<RecordId> = records.into_iter().collect();
    let remarks = now.gap().into_iter().collect();
    let parts = vec![Part::Words(now.of.label), Part::Span(span), then.value(), now.value()];
    Some(Sentence { text, parts, remarks, records, indicator: Some(now.of.name) })
}

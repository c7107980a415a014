//! Rules that look at more than one field of a record, as data: the same for forms, imports and tests.
//!
//! Looks at one record only; what concerns several is a step's to check.

use chrono::NaiveDate;

use super::field::{Field, FieldSource, Held, KindSpec, Label, Problem, ProblemAt};
use super::quantity::{Decimal, Interval};
use super::rows::Weights;
use super::value::Value;

/// What the checks of a kind find that cannot be saved wrong even though more than one field is looked at.
pub const BLOCKING: [Problem; 3] = [Problem::ParentIsSelf, Problem::BirthDisagrees, Problem::ShareIncomplete];

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A day is not before another; of a span its first day counts.
    NotBefore { field: &'static str, than: &'static str },
    /// A number is at most another.
    AtMost { field: &'static str, than: &'static str },
    /// A field is filled where another holds one of these values, or anything at all if none is given.
    Needed { field: &'static str, because: &'static str, values: &'static [&'static str] },
    /// One of these is filled at least.
    OneOf(&'static [&'static str]),
    /// Weights sum to 100.
    Hundred(&'static str),
    /// The second is at most the first, the third at most the second.
    Falling(&'static [&'static str]),
}

impl Rule {
    /// The fields it names.
    #[must_use]
    pub fn fields(&self) -> Vec<&'static str> {
        match *self {
            Self::NotBefore { field, than } | Self::AtMost { field, than } => vec![field, than],
            Self::Needed { field, because, .. } => vec![field, because],
            Self::OneOf(fields) | Self::Falling(fields) => fields.to_vec(),
            Self::Hundred(field) => vec![field],
        }
    }

    /// What breaks it.
    #[must_use]
    pub fn problem(&self, spec: &KindSpec, source: &dyn FieldSource) -> Option<ProblemAt> {
        let label = |name| spec.field(name).map_or(Label { zh: "", en: "" }, |field| field.label);
        let at = |field, problem| Some(ProblemAt { field, problem });
        match *self {
            Self::NotBefore { field, than } => {
                let is_before = day(source, field)? < day(source, than)?;
                if is_before { at(field, Problem::Before { other: label(than) }) } else { None }
            }
            Self::AtMost { field, than } => more(source, field, than, label(than)),
            Self::Needed { field, because, values } => {
                let is_missing = matches!(source.held(field), Held::Missing | Held::Known(Value::Null));
                let is_due = match source.held(because) {
                    Held::Known(Value::Null) | Held::Missing | Held::Withheld => false,
                    Held::Known(value) => {
                        values.is_empty() || value.as_text().is_some_and(|text| values.contains(&text))
                    }
                };
                if is_missing && is_due { at(field, Problem::Needed { because: label(because) }) } else { None }
            }
            Self::OneOf(fields) => {
                let is_blank = |field: &&str| matches!(source.held(field), Held::Missing | Held::Known(Value::Null));
                let first = *fields.first()?;
                let last = *fields.last()?;
                if fields.iter().all(is_blank) { at(first, Problem::OneOf { other: label(last) }) } else { None }
            }
            Self::Hundred(field) => {
                let sum = Field::<Weights>::read(source.held(field)).known()?.sum();
                if sum == 10_000 { None } else { at(field, Problem::NotHundred { sum }) }
            }
            Self::Falling(fields) => fields.windows(2).find_map(|pair| more(source, pair[1], pair[0], label(pair[0]))),
        }
    }
}

fn more(source: &dyn FieldSource, field: &'static str, than: &str, other: Label) -> Option<ProblemAt> {
    let number = |name: &str| Field::<Decimal>::read(source.held(name)).known().map(|number| number.0);
    (number(field)? > number(than)?).then_some(ProblemAt { field, problem: Problem::More { other } })
}

fn day(source: &dyn FieldSource, field: &str) -> Option<NaiveDate> {
    let held = source.held(field);
    let span = || Field::<Interval>::read(held).known().and_then(|span| span.from);
    Field::<NaiveDate>::read(held).known().copied().or_else(span)
}

#[cfg(test)]
mod tests {
    use crate::model::KINDS;

    /// Every rule of every kind names fields that are there and are of a type it can look at, and finds what breaks it.
    #[test]
    fn rules_name_fields() {
        for spec in KINDS {
            for rule in spec.rules {
                for field in rule.fields() {
                    assert!(spec.field(field).is_some(), "{}: {rule:?} names {field}", spec.kind);
                }
            }
        }
    }
}

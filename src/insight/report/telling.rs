//! Sentences about records, declared as data: of which kind, which of them, what stands in the blanks, and what is said
//! where there is none.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::book::{Book, Row, field_label};
use super::{Part, Remark, Sentence};
use crate::insight::indicator::Measure;
use crate::model::kinds::Unit;
use crate::model::quantity::{Interval, hundredths};
use crate::model::sorted::Sorted;
use crate::model::{Field, Input, Label, RecordId, Value, kind_spec};

/// One sentence about records of a kind.
pub struct Telling {
    /// The kind.
    pub kind: &'static str,
    /// By which of its days a record belongs to the span.
    pub when: When,
    /// What else holds for those told of.
    pub only: &'static [Only],
    /// The words, `{0}` for the first blank.
    pub text: Label,
    /// What stands in the blanks.
    pub blanks: &'static [Of],
    /// What is said where there is no such record.
    pub none: Label,
}

/// By which of its days a record belongs to the span, up to the day on which the report holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day that each such record should have: without it the record lacks something.
    On(&'static str),
    /// A day that is entered when something happens: without it that did not happen.
    Done(&'static str),
    /// The later of two such days.
    Both(&'static str, &'static str),
    /// An interval with at least a day of the span.
    During(&'static str),
    /// The day of the record that a field names.
    OfNamed(&'static str, &'static str),
    /// A day up to that of the report, within the span or before it.
    Until(&'static str),
    /// Such a day, entered when something happened.
    DoneUntil(&'static str),
    /// Whenever.
    Ever,
}

/// What holds for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// A field has one of these values. A field that steps set and that is empty has none of them.
    Is(&'static str, &'static [&'static str]),
    /// A field has none of these values; an empty one has none.
    Not(&'static str, &'static [&'static str]),
    /// Something stands in a field.
    Filled(&'static str),
    /// A day is over.
    Past(&'static str),
    /// A day of the record that a field names is over.
    PastOfNamed(&'static str, &'static str),
    /// It had not come to one of these states by the day: its state is another one, or it came to it later.
    Open { state: &'static str, over: &'static [&'static str], day: &'static str },
    /// A field holds a day up to that of the report.
    By(&'static str),
    /// A field holds no day up to that of the report.
    NotYet(&'static str),
    /// A day is not after another.
    InTime(&'static str, &'static str),
    /// Something was promised: its state says so, or it has none yet and the other side offered it.
    Promised,
}

/// What stands in a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// How many records there are.
    Count,
    /// For how many of them this holds.
    Those(Only),
    /// How many different records a field names.
    Different(&'static str),
    /// The sum of a field.
    Sum(&'static str),
    /// The sum of a field in hours.
    Hours(&'static str),
    /// What the records are called.
    Names,
    /// What the records are called that a field names.
    Targets(&'static str),
    /// The different values of a field.
    Kinds(&'static str),
}

/// Whether something holds for a record, or which field keeps us from knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    Lacking(&'static str),
    Withheld(&'static str),
}

/// Records that lack a field, and such of which it was withheld.
#[derive(Default)]
struct Gaps(BTreeMap<&'static str, (usize, usize)>);

impl Gaps {
    fn add(&mut self, holds: Holds) {
        match holds {
            Holds::Yes | Holds::No => {}
            Holds::Lacking(field) => self.0.entry(field).or_default().0 += 1,
            Holds::Withheld(field) => self.0.entry(field).or_default().1 += 1,
        }
    }

    fn remarks(self, kind: &str, is_among: bool) -> impl Iterator<Item = Remark> {
        self.0.into_iter().map(move |(field, (lacking, withheld))| Remark::Gap {
            what: Some(field_label(kind, field)),
            lacking,
            withheld,
            is_among,
        })
    }
}

impl Telling {
    /// The sentence as the records have it.
    #[must_use]
    pub fn tell(&self, book: &Book<'_>) -> Sentence {
        let (mut chosen, mut unsure, mut gaps) = (Vec::new(), Vec::new(), Gaps::default());
        for row in book.rows(self.kind) {
            match self.holds(book, &row) {
                Holds::Yes => chosen.push(row),
                Holds::No => {}
                holds => {
                    gaps.add(holds);
                    unsure.push(row.id);
                }
            }
        }
        let mut among = Gaps::default();
        let parts = if chosen.is_empty() {
            Vec::new()
        } else {
            self.blanks.iter().map(|of| of.part(self.kind, book, &chosen, &mut among)).collect()
        };
        let text = if chosen.is_empty() { self.none } else { self.text };
        let records: Vec<RecordId> = chosen.iter().map(|row| row.id).chain(unsure).collect();
        let remarks = among.remarks(self.kind, true).chain(gaps.remarks(self.kind, false));
        let remarks = remarks.chain(units_remark(book, self.kind, &records)).collect();
        Sentence { text, parts, remarks, records, indicator: None }
    }

    fn holds(&self, book: &Book<'_>, row: &Row) -> Holds {
        let mut all = self.when.holds(book, row);
        for only in self.only {
            match (all, only.holds(book, row)) {
                (Holds::No, _) | (_, Holds::No) => return Holds::No,
                (Holds::Yes, holds) => all = holds,
                _ => {}
            }
        }
        all
    }
}

/// The units that records belong to, where the report is that of a unit above them.
pub(super) fn units_remark(book: &Book<'_>, kind: &str, records: &[RecordId]) -> Option<Remark> {
    let units = if book.is_above() && kind != Unit::KIND { book.units_of(records) } else { Vec::new() };
    (!units.is_empty()).then(|| Remark::Units(book.names(&units)))
}

impl When {
    fn holds(self, book: &Book<'_>, row: &Row) -> Holds {
        let within = |day| book.is_within(day);
        let until = |day| day <= book.day();
        match self {
            Self::On(field) => of_field(field, &row.read(field), within),
            Self::Done(field) => of_event(field, &row.read(field), within),
            Self::Until(field) => of_field(field, &row.read(field), until),
            Self::DoneUntil(field) => of_event(field, &row.read(field), until),
            Self::During(field) => of_field(field, &row.read::<Interval>(field), |interval| book.overlaps(interval)),
            Self::OfNamed(field, day) => of_named(book, row, field, day, within),
            Self::Both(one, other) => match (row.read::<NaiveDate>(one), row.read::<NaiveDate>(other)) {
                (Field::Missing, _) | (_, Field::Missing) => Holds::No,
                (Field::Known(a), Field::Known(b)) => yes_if(within(a.max(b))),
                (Field::Known(_), held) => of_event(other, &held, within),
                (held, _) => of_event(one, &held, within),
            },
            Self::Ever => Holds::Yes,
        }
    }
}

impl Only {
    fn holds(self, book: &Book<'_>, row: &Row) -> Holds {
        match self {
            Self::Is(field, values) => match of_choice(row, field, values) {
                None => Holds::No,
                Some(holds) => holds,
            },
            Self::Not(field, values) => match of_choice(row, field, values) {
                None | Some(Holds::No) => Holds::Yes,
                Some(Holds::Yes) => Holds::No,
                // Nothing stands there: then it is none of them.
                Some(Holds::Lacking(_)) if !row.is_filled(field) => Holds::Yes,
                Some(holds) => holds,
            },
            Self::Filled(field) => yes_if(row.is_filled(field)),
            Self::Past(field) => of_event(field, &row.read(field), |day| day < book.day()),
            Self::PastOfNamed(field, day) => of_named(book, row, field, day, |day| day < book.day()),
            Self::By(field) => of_event(field, &row.read(field), |day| day <= book.day()),
            Self::NotYet(field) => match row.read::<NaiveDate>(field) {
                Field::Missing => Holds::Yes,
                held => of_event(field, &held, |day| day > book.day()),
            },
            Self::Open { state, over, day } => match of_choice(row, state, over) {
                Some(Holds::Yes) => of_event(day, &row.read(day), |day| day > book.day()),
                None | Some(Holds::No) => Holds::Yes,
                Some(holds) => holds,
            },
            Self::InTime(day, due) => match (row.read::<NaiveDate>(day), row.read::<NaiveDate>(due)) {
                (Field::Known(day), Field::Known(due)) => yes_if(day <= due),
                (Field::Known(_), held) => of_field(due, &held, |_| true),
                (held, _) => of_field(day, &held, |_| true),
            },
            Self::Promised => match of_choice(row, "state", &["pledged"]) {
                None => match of_choice(row, "initiator", &["partner"]) {
                    None => Holds::No,
                    Some(holds) => holds,
                },
                Some(holds) => holds,
            },
        }
    }
}

fn yes_if(truth: bool) -> Holds {
    if truth { Holds::Yes } else { Holds::No }
}

fn of_field<T: Copy>(name: &'static str, field: &Field<T>, test: impl FnOnce(T) -> bool) -> Holds {
    match field {
        Field::Known(value) => yes_if(test(*value)),
        Field::Withheld => Holds::Withheld(name),
        Field::Missing | Field::Unreadable => Holds::Lacking(name),
    }
}

/// What keeps a field from being told, where it says nothing that can be.
fn gap(name: &'static str, held: &Field<Value>) -> Holds {
    if *held == Field::Withheld { Holds::Withheld(name) } else { Holds::Lacking(name) }
}

/// The same of a day that is only there once something happened.
fn of_event(name: &'static str, field: &Field<NaiveDate>, test: impl FnOnce(NaiveDate) -> bool) -> Holds {
    match field {
        Field::Missing => Holds::No,
        field => of_field(name, field, test),
    }
}

fn of_named(
    book: &Book<'_>,
    row: &Row,
    field: &'static str,
    day: &'static str,
    test: impl FnOnce(NaiveDate) -> bool,
) -> Holds {
    match row.value(field) {
        Field::Withheld => Holds::Withheld(field),
        // What is named and not here is as unknown as what is not named.
        _ => match book.target(row, field).and_then(|id| book.row(id)) {
            None => Holds::Lacking(field),
            Some(named) => match named.read::<NaiveDate>(day) {
                Field::Known(day) => yes_if(test(day)),
                Field::Withheld => Holds::Withheld(field),
                Field::Missing | Field::Unreadable => Holds::Lacking(field),
            },
        },
    }
}

/// Whether a field has one of these values; nothing where steps set it and none did yet.
fn of_choice(row: &Row, field: &'static str, values: &[&str]) -> Option<Holds> {
    let spec = row.spec().field(field)?;
    Some(match row.value(field) {
        Field::Missing if spec.kept => return None,
        Field::Missing | Field::Unreadable => Holds::Lacking(field),
        Field::Withheld => Holds::Withheld(field),
        Field::Known(value) => match value.as_text() {
            Some(text) if values.contains(&text) => Holds::Yes,
            Some(text) if is_known(spec.input, text) => Holds::No,
            _ => Holds::Lacking(field),
        },
    })
}

fn is_known(input: Input, text: &str) -> bool {
    matches!(input, Input::Choice(specs) if specs.iter().any(|spec| spec.value == text))
}

impl Of {
    fn part(self, kind: &str, book: &Book<'_>, rows: &[Row], gaps: &mut Gaps) -> Part {
        let ids = || rows.iter().map(|row| row.id).collect::<Vec<_>>();
        match self {
            Self::Count => Part::Count(count(rows.len())),
            Self::Those(only) => those(kind, book, rows, only, gaps),
            Self::Different(field) => {
                let named = named(book, rows, field, gaps);
                if named.is_empty() { blank(kind, rows, field) } else { Part::Count(count(named.len())) }
            }
            Self::Sum(field) => sum(kind, rows, field, None, gaps),
            Self::Hours(field) => sum(kind, rows, field, Some(Measure::Hours), gaps),
            Self::Names => book.names(&ids()),
            Self::Targets(field) => {
                let named = named(book, rows, field, gaps);
                if named.is_empty() { blank(kind, rows, field) } else { book.names(&named) }
            }
            Self::Kinds(field) => kinds(kind, book, rows, field, gaps),
        }
    }
}

/// For how many of them something holds; a blank where nobody can say it of any.
fn those(kind: &str, book: &Book<'_>, rows: &[Row], only: Only, gaps: &mut Gaps) -> Part {
    let judged: Vec<Holds> = rows.iter().map(|row| only.holds(book, row)).collect();
    judged.iter().for_each(|holds| gaps.add(*holds));
    let field = judged.iter().find_map(|holds| match holds {
        Holds::Lacking(field) | Holds::Withheld(field) => Some(*field),
        Holds::Yes | Holds::No => None,
    });
    let is_judged = judged.iter().any(|holds| matches!(holds, Holds::Yes | Holds::No));
    match field.filter(|_| !is_judged) {
        Some(field) => blank(kind, rows, field),
        None => Part::Count(count(judged.iter().filter(|holds| **holds == Holds::Yes).count())),
    }
}

/// The different records that a field names, in the order of those that name them.
fn named(book: &Book<'_>, rows: &[Row], field: &'static str, gaps: &mut Gaps) -> Vec<RecordId> {
    let mut named = Vec::new();
    for row in rows {
        match book.target(row, field) {
            Some(id) if named.contains(&id) => {}
            Some(id) => named.push(id),
            None => gaps.add(gap(field, &row.value(field))),
        }
    }
    named
}

/// The sum of a field in whole numbers, fen or hundredths; a blank where no record states it.
fn sum(kind: &str, rows: &[Row], field: &'static str, measure: Option<Measure>, gaps: &mut Gaps) -> Part {
    let Some(spec) = kind_spec(kind).and_then(|spec| spec.field(field)) else { return blank(kind, rows, field) };
    let number = |value: &Value| match (spec.input, value) {
        (Input::Decimal, value) => hundredths(&value.to_json()),
        (_, Value::Int(number)) => Some(*number),
        _ => None,
    };
    let mut sum = None;
    for row in rows {
        match row.value(field) {
            Field::Known(value) => match number(&value) {
                Some(number) => sum = Some(sum.unwrap_or(0_i64).saturating_add(number)),
                None => gaps.add(Holds::Lacking(field)),
            },
            held => gaps.add(gap(field, &held)),
        }
    }
    let Some(sum) = sum else { return blank(kind, rows, field) };
    match (spec.input, measure) {
        (_, Some(measure)) => Part::Quantity { value: sum, measure },
        (Input::Money, None) => Part::money(sum),
        (Input::Decimal, None) => Part::decimal(sum),
        (_, None) => Part::Count(sum),
    }
}

/// The different values of an enumeration, in the order in which forms offer them.
fn kinds(kind: &str, book: &Book<'_>, rows: &[Row], field: &'static str, gaps: &mut Gaps) -> Part {
    let mut values: Vec<Value> = Vec::new();
    for row in rows {
        match row.value(field) {
            Field::Known(value) => values.push(value),
            held => gaps.add(gap(field, &held)),
        }
    }
    let order = |value: &Value| match kind_spec(kind).and_then(|spec| spec.field(field)).map(|spec| spec.input) {
        Some(Input::Choice(specs)) => specs.iter().position(|spec| Some(spec.value) == value.as_text()),
        _ => None,
    };
    let sorted = values.into_iter().map(|value| ((order(&value).unwrap_or(usize::MAX), value), ())).into_map();
    let parts: Vec<Part> = sorted.into_keys().map(|(_, value)| book.choice_part(kind, field, &value)).collect();
    if parts.is_empty() { blank(kind, rows, field) } else { Part::several(parts) }
}

/// The blank for a field that none of these records has.
fn blank(kind: &str, rows: &[Row], field: &str) -> Part {
    let is_withheld = rows.iter().any(|row| row.value(field) == Field::Withheld);
    Part::Blank { what: field_label(kind, field), is_withheld }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

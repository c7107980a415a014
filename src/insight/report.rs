//! The work report of a unit and a span, in the shape that such reports have: why, situation and problems, measures,
//! results. Data first: sentences with blanks, each with the records it rests on.
//!
//! Invents nothing: what no record says is a blank that names what is missing, where nothing was done it says so, and no
//! sentence holds a number that no record or indicator stands behind. Reads no clock.

mod book;
mod measured;
mod measures;
mod problems;
mod results;
mod situation;
mod telling;
mod why;
mod words;

pub use book::{Book, Row, field_label};
pub use problems::problems;
pub use words::{Line, Piece, line, plain};

use chrono::NaiveDate;

use super::figures::Figures;
use super::indicator::{Measure, Pillar, label};
use super::span::Span;
use crate::model::{Label, RecordId};
use crate::replica::Replica;

/// How many records or units a sentence names before it says how many there are.
pub const NAMED_MAX: usize = 7;

/// What stands in a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words of this program.
    Words(Label),
    /// A text as somebody entered it.
    Typed(String),
    /// A whole number.
    Count(i64),
    /// A value with its unit: a percentage in thousandths, all else in hundredths of the unit.
    Quantity {
        /// The value.
        value: i64,
        /// In what it is measured.
        measure: Measure,
    },
    /// A day.
    Day(NaiveDate),
    /// A span of time.
    Span(Span),
    /// The name of a record.
    Name {
        /// The record.
        id: RecordId,
        /// Its name.
        name: String,
    },
    /// Several parts, the first of them shown.
    Several {
        /// Those that are shown.
        parts: Vec<Part>,
        /// How many there are.
        all: usize,
    },
    /// What nobody entered, or what this device was not given: it stays visibly blank.
    Blank {
        /// What is missing.
        what: Label,
        /// A value exists elsewhere.
        is_withheld: bool,
    },
}

impl Part {
    /// A blank for something that nobody entered.
    #[must_use]
    pub const fn missing(what: Label) -> Self {
        Self::Blank { what, is_withheld: false }
    }

    /// An amount of money in fen.
    #[must_use]
    pub const fn money(fen: i64) -> Self {
        Self::Quantity { value: fen, measure: Measure::Yuan }
    }

    /// A number in hundredths.
    #[must_use]
    pub const fn decimal(hundredths: i64) -> Self {
        Self::Quantity { value: hundredths, measure: Measure::Number }
    }

    /// Several parts; those past so many are only counted.
    #[must_use]
    pub fn several(mut parts: Vec<Self>) -> Self {
        let all = parts.len();
        parts.truncate(NAMED_MAX);
        Self::Several { parts, all }
    }
}

/// What is said of a sentence as a whole, in brackets at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Records that do not say what the sentence adds up, and such whose value this device was not given.
    Gap {
        /// What they do not say; nothing where the indicator knows.
        what: Option<Label>,
        /// How many do not say it.
        lacking: usize,
        /// Of how many it was withheld.
        withheld: usize,
        /// They are among those counted in the sentence, not beside them.
        is_among: bool,
    },
    /// The units concerned.
    Units(Part),
    /// The measure that answers a problem.
    Measure(Label),
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its words in both languages without the full stop; `{0}` stands for the first blank, and so does the first `{}`.
    pub text: Label,
    /// What stands in the blanks.
    pub parts: Vec<Part>,
    /// What is said of it in brackets.
    pub remarks: Vec<Remark>,
    /// The records it rests on, those that lack something included.
    pub records: Vec<RecordId>,
    /// The indicator whose figure it tells.
    pub indicator: Option<&'static str>,
}

impl Sentence {
    /// A sentence of words alone.
    #[must_use]
    pub const fn plain(text: Label) -> Self {
        Self { text, parts: Vec::new(), remarks: Vec::new(), records: Vec::new(), indicator: None }
    }
}

/// Sentences that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is about.
    pub heading: Option<Label>,
    /// Its sentences; never none.
    pub sentences: Vec<Sentence>,
}

/// One of the four sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: Label,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// A work report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The unit; nothing stands for all units.
    pub unit: Option<RecordId>,
    /// The span.
    pub span: Span,
    /// The day up to which records count.
    pub day: NaiveDate,
    /// The title, without a full stop.
    pub title: Sentence,
    /// The sections.
    pub sections: Vec<Section>,
}

/// A problem that the diagnosis found, as a sentence of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it belongs.
    pub pillar: Pillar,
    /// What is wrong, with the records that say so.
    pub sentence: Sentence,
    /// The measure that answers it.
    pub measure: Option<Label>,
}

/// Writes the report of a unit and all below it; no unit stands for all.
///
/// `problems` is what the diagnosis found, gravest first; without them the situation is told by its figures alone.
#[must_use]
pub fn report(
    figures: &mut Figures,
    replica: &Replica,
    unit: Option<RecordId>,
    span: Span,
    problems: &[Problem],
) -> Report {
    let layer = figures.layer(replica, span).clone();
    let situation = situation::measure(figures, replica, unit, span);
    let changes = results::compare(figures, replica, unit, span);
    let book = Book::open(figures, replica, &layer, unit, span);
    let title = Sentence {
        parts: vec![book.unit_part(), Part::Span(span)],
        records: unit.into_iter().collect(),
        ..Sentence::plain(label("{0} {1}社区党建“三有一化”工作报告", "Work report of {0}, {1}"))
    };
    let sections = vec![
        why::section(&book),
        situation::section(&book, situation, problems),
        measures::section(&book),
        results::section(&book, changes),
    ];
    Report { unit, span, day: book.day(), title, sections }
}

/// The names of all indicators that the report tells.
pub fn indicator_names() -> impl Iterator<Item = &'static str> {
    situation::names().chain(results::names())
}

/// All sentences about records.
#[cfg(test)]
pub(super) fn tellings() -> impl Iterator<Item = &'static telling::Telling> {
    why::tellings().chain(measures::tellings()).chain(results::tellings())
}

#[cfg(test)]
pub(super) use situation::told;
#[cfg(test)]
pub(super) use telling::{Of, Only, When};

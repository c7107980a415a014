//! Sentences with blanks, and what fills them.
//!
//! Looks nothing up: a sentence is filled with what the records gave.

use chrono::NaiveDate;

use crate::i18n::{Lang, Message, grouped, yuan};
use crate::model::Label;
use crate::model::quantity::decimal;

/// What fills a blank of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blank {
    /// So many.
    Count(i64),
    /// Hundredths of whatever it is measured in.
    Hundredths(i64),
    /// An amount in fen, shown in yuan.
    Fen(i64),
    /// A day.
    Day(NaiveDate),
    /// One of the program's own words.
    Word(Label),
    /// No record says it.
    Unknown,
}

impl Blank {
    /// So many of these.
    pub(super) fn count<T>(items: &[T]) -> Self {
        Self::Count(super::super::figure::count(items.len()))
    }

    /// A day, where one is known.
    pub(super) fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Unknown, Self::Day)
    }

    /// An amount, where one is known.
    pub(super) fn fen(fen: Option<i64>) -> Self {
        fen.map_or(Self::Unknown, Self::Fen)
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Count(count) => grouped(*count),
            Self::Hundredths(number) => decimal(*number),
            Self::Fen(fen) => yuan(*fen),
            Self::Day(day) => day.to_string(),
            Self::Word(label) => lang.label(*label).to_owned(),
            Self::Unknown => lang.text(Message::NotStated).to_owned(),
        }
    }
}

/// Fills the blanks `{}` of a label in order.
#[must_use]
pub fn fill(lang: Lang, label: Label, blanks: &[Blank]) -> String {
    let mut parts = lang.label(label).split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (place, part) in parts.enumerate() {
        out.push_str(&blanks.get(place).map_or_else(|| "{}".to_owned(), |blank| blank.text(lang)));
        out.push_str(part);
    }
    out
}

//! Sentences and their blanks in words of one language.
//!
//! Decides nothing: what stands in a blank, and whether it stays blank, is the sentence's.

use super::{Part, Remark, Sentence};
use crate::i18n::{Lang, grouped, yuan};
use crate::insight::indicator::Measure;
use crate::model::quantity::decimal;
use crate::model::{Label, RecordId};

/// A piece of text as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words and numbers.
    Text(String),
    /// A blank to be seen as one.
    Blank(String),
    /// The name of a record.
    Name(RecordId, String),
}

/// What is written one after the other.
pub type Line = Vec<Part>;

/// Pieces being put together.
#[derive(Default)]
pub(super) struct Words(Vec<Piece>);

impl Sentence {
    /// The sentence with its remarks and its full stop.
    #[must_use]
    pub fn pieces(&self, lang: Lang) -> Vec<Piece> {
        let mut words = self.words(lang);
        words.remarks(lang, &self.remarks);
        words.push(match lang {
            Lang::Zh => "。",
            Lang::En => ".",
        });
        words.0
    }

    /// The same as plain text.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        plain(&self.pieces(lang))
    }

    /// A title: without remarks and full stop.
    #[must_use]
    pub fn title(&self, lang: Lang) -> Vec<Piece> {
        self.words(lang).0
    }

    fn words(&self, lang: Lang) -> Words {
        let mut words = Words::default();
        let mut rest = lang.label(self.text);
        let mut passed = 0;
        while let Some((before, place, after)) = next_blank(rest, passed) {
            passed += 1;
            words.push(before);
            if let Some(part) = self.parts.get(place) {
                words.part(lang, part);
            }
            rest = after;
        }
        words.push(rest);
        words
    }
}

/// The text before the first blank, the blank's number, and the text after it. A blank without a number is the next one.
fn next_blank(text: &str, passed: usize) -> Option<(&str, usize, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (place, after) = rest.split_once('}')?;
    let place = if place.is_empty() { passed } else { place.parse().ok()? };
    Some((before, place, after))
}

/// Pieces as plain text.
#[must_use]
pub fn plain(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Blank(text) | Piece::Name(_, text) => text.clone(),
    };
    pieces.iter().map(text).collect()
}

/// Some parts in words, one after the other.
#[must_use]
pub fn line(lang: Lang, parts: &[Part]) -> Vec<Piece> {
    let mut words = Words::default();
    parts.iter().for_each(|part| words.part(lang, part));
    words.0
}

impl Words {
    fn push(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Piece::Text(held)) => held.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
    }

    fn part(&mut self, lang: Lang, part: &Part) {
        match part {
            Part::Words(label) => self.push(lang.label(*label)),
            Part::Typed(text) => self.push(text),
            Part::Count(count) => self.push(&grouped(*count)),
            Part::Quantity { value, measure } => self.push(&quantity(lang, *value, *measure)),
            Part::Day(day) => self.push(&day.to_string()),
            Part::Span(span) => self.push(&lang.label(span.label()).replace("{}", &span.year.to_string())),
            Part::Name { id, name } => self.0.push(Piece::Name(*id, name.clone())),
            Part::Several { parts, all } => self.several(lang, parts, *all),
            Part::Blank { what, is_withheld } => self.0.push(Piece::Blank(blank(lang, *what, *is_withheld))),
        }
    }

    fn several(&mut self, lang: Lang, parts: &[Part], all: usize) {
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                self.push(separator(lang));
            }
            self.part(lang, part);
        }
        let more = all.saturating_sub(parts.len());
        if more > 0 {
            self.push(&match lang {
                Lang::Zh => format!(" 等 {} 个", grouped_count(all)),
                Lang::En => format!(" and {} more", grouped_count(more)),
            });
        }
    }

    fn remarks(&mut self, lang: Lang, remarks: &[Remark]) {
        let [open, between, close] = match lang {
            Lang::Zh => ["（", "；", "）"],
            Lang::En => [" (", "; ", ")"],
        };
        for (place, remark) in remarks.iter().enumerate() {
            self.push(if place == 0 { open } else { between });
            self.remark(lang, remark);
        }
        if !remarks.is_empty() {
            self.push(close);
        }
    }

    fn remark(&mut self, lang: Lang, remark: &Remark) {
        match remark {
            Remark::Gap { what, lacking, withheld, is_among } => {
                let gaps = [(*lacking, false), (*withheld, true)].into_iter().filter(|(count, _)| *count > 0);
                let gaps: Vec<String> =
                    gaps.map(|(count, is_withheld)| gap(lang, *what, count, is_withheld, *is_among)).collect();
                self.push(&gaps.join(separator(lang)));
            }
            Remark::Units(units) => {
                self.push(match lang {
                    Lang::Zh => "涉及",
                    Lang::En => "in ",
                });
                self.part(lang, units);
            }
            Remark::Measure(measure) => self.push(&match lang {
                Lang::Zh => format!("对应措施：{}", measure.zh),
                Lang::En => format!("the measure that answers it: {}", measure.en),
            }),
        }
    }
}

fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

fn grouped_count(count: usize) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a gap says: how many records do not say something, or of how many it was withheld.
fn gap(lang: Lang, what: Option<Label>, count: usize, is_withheld: bool, is_among: bool) -> String {
    let count = grouped_count(count);
    let what = what.map(|what| name_of(lang, what));
    match (lang, what) {
        (Lang::Zh, what) => {
            let which = if is_among { "其中" } else { "另有" };
            let how = if is_withheld { "未提供" } else { "未填" };
            let what = what.map(|what| format!("：{what}")).unwrap_or_default();
            format!("{which} {count} 条{how}{what}")
        }
        (Lang::En, what) => {
            let how = if is_withheld { "withheld" } else { "not entered" };
            let which = if is_among { "of them" } else { "more" };
            let what = what.map(|what| format!(": {what}")).unwrap_or_default();
            format!("{how} in {count} {which}{what}")
        }
    }
}

/// A blank in words: what is missing.
fn blank(lang: Lang, what: Label, is_withheld: bool) -> String {
    let what = name_of(lang, what);
    match (lang, is_withheld) {
        (Lang::Zh, false) => format!("＿＿（未填：{what}）"),
        (Lang::Zh, true) => format!("＿＿（未提供：{what}）"),
        (Lang::En, false) => format!("____ (not entered: {what})"),
        (Lang::En, true) => format!("____ (withheld: {what})"),
    }
}

/// What something is called within a sentence: without the unit in brackets, and in English not as at the head of a form.
fn name_of(lang: Lang, what: Label) -> String {
    match lang {
        Lang::Zh => what.zh.split('（').next().unwrap_or_default().to_owned(),
        Lang::En => {
            let name = what.en.split(" (").next().unwrap_or_default();
            let mut letters = name.chars();
            match letters.next() {
                Some(first) => first.to_ascii_lowercase().to_string() + letters.as_str(),
                None => String::new(),
            }
        }
    }
}

/// A value with its unit.
fn quantity(lang: Lang, value: i64, measure: Measure) -> String {
    match lang.label(measure.unit()) {
        "%" => measure.text(lang, value),
        "" => with_separators(value),
        unit if measure == Measure::Yuan => format!("{} {unit}", yuan(value)),
        unit => format!("{} {unit}", with_separators(value)),
    }
}

/// Hundredths as the shortest decimal, with thousands separators.
fn with_separators(value: i64) -> String {
    let text = decimal(value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if value < 0 { "−" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

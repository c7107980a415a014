//! Single records as sheets to print: a request for money, the minutes of a meeting, an evaluation, a volunteer's
//! certificate. Data first, of the same parts as the report.
//!
//! Invents nothing and shows no restricted field: what no record says is a blank to be filled by hand.

mod capital;
mod certificate;
mod evaluation;
mod minutes;
mod request;

pub use capital::capital;

use chrono::Datelike;

use super::figures::Figures;
use super::indicator::label;
use super::report::{Book, Line, Part, Piece, Row, field_label, line};
use super::span::Span;
use crate::i18n::Lang;
use crate::model::kinds::{Evaluation, FundRequest, Meeting, Volunteer};
use crate::model::{Field, Input, Label, RecordId, kind_spec};
use crate::replica::Replica;

/// What a sheet is made of, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Labels with what they stand for.
    Entries(Vec<Entry>),
    /// Lines of text.
    Text {
        /// What it is; nothing where the text says so itself.
        heading: Option<Label>,
        /// The lines.
        lines: Vec<Line>,
    },
    /// Rows.
    Table {
        /// What it lists.
        heading: Label,
        /// What stands in each column.
        columns: Vec<Label>,
        /// The cells.
        rows: Vec<Vec<Line>>,
        /// What is said where there are no rows.
        none: Label,
    },
    /// Lines to be signed by hand.
    Signatures(Vec<Label>),
}

/// A label with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The label.
    pub label: Label,
    /// What it stands for.
    pub content: Line,
}

/// One record as a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What sheet it is.
    pub title: Label,
    /// What it is about.
    pub subject: Line,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// The kinds whose records can be printed as a sheet.
pub const KINDS: &[&str] = &[FundRequest::KIND, Meeting::KIND, Evaluation::KIND, Volunteer::KIND];

/// Tells whether records of a kind have a sheet.
#[must_use]
pub fn has_sheet(kind: &str) -> bool {
    [FundRequest::KIND, Meeting::KIND, Evaluation::KIND, Volunteer::KIND].contains(&kind)
}

/// A record as a sheet; nothing when it is not here, or of a kind that has none.
#[must_use]
pub fn sheet(figures: &mut Figures, replica: &Replica, id: RecordId) -> Option<Sheet> {
    let id = figures.index().lead(id);
    let span = Span::year(figures.today().year());
    let layer = figures.layer(replica, span).clone();
    let unit = figures.index().unit_on(id, layer.day());
    let book = Book::open(figures, replica, &layer, unit, span);
    let row = book.row(id)?;
    match row.spec().kind {
        FundRequest::KIND => Some(request::sheet(&book, &row)),
        Meeting::KIND => Some(minutes::sheet(&book, &row)),
        Evaluation::KIND => Some(evaluation::sheet(&book, &row)),
        Volunteer::KIND => Some(certificate::sheet(&book, &row)),
        _ => None,
    }
}

/// A cell of a table in words: what is missing is said by the head of its column.
#[must_use]
pub fn cell(lang: Lang, content: &[Part]) -> Vec<Piece> {
    match (content, lang) {
        ([Part::Blank { is_withheld: false, .. }], Lang::Zh) => vec![Piece::Blank("＿＿".to_owned())],
        ([Part::Blank { is_withheld: false, .. }], Lang::En) => vec![Piece::Blank("____".to_owned())],
        ([Part::Blank { is_withheld: true, .. }], Lang::Zh) => vec![Piece::Blank("＿＿（未提供）".to_owned())],
        ([Part::Blank { is_withheld: true, .. }], Lang::En) => vec![Piece::Blank("____ (withheld)".to_owned())],
        _ => line(lang, content),
    }
}

fn words(zh: &'static str, en: &'static str) -> Part {
    Part::Words(label(zh, en))
}

/// What a field is called; amounts of money say by themselves that they are yuan.
fn heading(kind: &str, field: &str) -> Label {
    let held = field_label(kind, field);
    let is_money = kind_spec(kind).and_then(|spec| spec.field(field)).is_some_and(|field| field.input == Input::Money);
    let bare = |text: &'static str, bracket| text.split(bracket).next().unwrap_or(text);
    if is_money { label(bare(held.zh, "（"), bare(held.en, " (")) } else { held }
}

/// A field of a record under its own label.
fn entry(book: &Book<'_>, row: &Row, field: &str) -> Entry {
    Entry { label: heading(row.spec().kind, field), content: vec![book.part(row, field)] }
}

/// A field under its own label, when anything stands in it.
fn entry_if_any(book: &Book<'_>, row: &Row, field: &str) -> Option<Entry> {
    row.is_filled(field).then(|| entry(book, row, field))
}

/// A text of several lines, one after the other; a blank where there is none.
fn lines(book: &Book<'_>, row: &Row, field: &str) -> Vec<Line> {
    match book.part(row, field) {
        Part::Typed(text) => text.lines().map(|line| vec![Part::Typed(line.to_owned())]).collect(),
        part => vec![vec![part]],
    }
}

/// A number that a record holds in hundredths or as a whole.
fn known<T: Copy>(field: &Field<T>) -> Option<T> {
    field.known().copied()
}

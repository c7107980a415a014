//! Sheets as they are written: UTF-8 with a byte order mark, commas, CRLF (RFC 4180), and no cell that is a formula.
//!
//! An apostrophe before a cell makes it a text. The rule goes both ways: a cell that would be a formula gets one, and so
//! does a cell that begins with apostrophes and would lose one when it is read; reading takes one away exactly there. So a
//! telephone number `+86 138…`, a negative number and a text like `'=1` all come back equal.

use super::words::half_width;
use crate::i18n::{Lang, Message, shown};
use crate::model::{Input, KindSpec, Value};

/// What a file of cells begins with, so that spreadsheets take it for UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Digits from so many on are shown by spreadsheets as a power of ten, and are lost when that is saved.
const LONG_DIGITS: usize = 12;

/// Tells whether a spreadsheet takes a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(|c: char| matches!(half_width(c), '=' | '+' | '-' | '@') || matches!(c, '\t' | '\r' | '\n'))
}

/// Tells whether an apostrophe before a text is a mark, and not a part of it.
fn is_marked(rest: &str) -> bool {
    let bare = rest.trim_start_matches('\'');
    is_formula(bare) || bare.starts_with(|c: char| c.is_ascii_digit())
}

/// A cell that no spreadsheet takes for a formula; [`unmarked`] gives back what it was.
#[must_use]
pub fn inert(cell: &str) -> String {
    let needs_mark = is_formula(cell) || cell.strip_prefix('\'').is_some_and(is_marked);
    if needs_mark { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell of digits that a spreadsheet would take for a number and spoil, as a text; all others as [`inert`] gives them.
#[must_use]
pub fn exact(cell: &str) -> String {
    let is_digits = cell.bytes().all(|b| b.is_ascii_digit());
    let is_spoilt = is_digits && (cell.len() >= LONG_DIGITS || (cell.len() > 1 && cell.starts_with('0')));
    if is_spoilt { format!("'{cell}") } else { inert(cell) }
}

/// A cell without the apostrophe that marks it as a text.
#[must_use]
pub fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_marked(rest)).unwrap_or(cell)
}

/// Appends a line of cells, each as it is to be read.
pub fn line<T: AsRef<str>>(out: &mut String, cells: impl IntoIterator<Item = T>) {
    let from = out.len();
    let mut count = 0;
    for cell in cells {
        let cell = cell.as_ref();
        if count > 0 {
            out.push(',');
        }
        count += 1;
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    // One empty cell alone would be a blank line, which readers skip.
    if count == 1 && out.len() == from {
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

/// A value as a cell shows it: choices by their labels, numbers without separators, references by the name given for them.
#[must_use]
pub fn cell(lang: Lang, input: Input, value: &Value, name: &dyn Fn(&'static str, &str) -> Option<String>) -> String {
    match (input, value) {
        (Input::Choice(_) | Input::Choices(_) | Input::Flag, _) => shown(lang, input, value),
        (Input::Ref(kind), Value::Text(id)) => name(kind, id).unwrap_or_else(|| id.to_string()),
        _ => input.text(value),
    }
}

/// A cell as it is written for a field: what is a text for people stays one in a spreadsheet.
#[must_use]
pub fn guarded(input: Input, cell: &str) -> String {
    let is_text =
        matches!(input, Input::Text { .. } | Input::Note { .. } | Input::Phone | Input::Digits { .. } | Input::Ref(_));
    if is_text { exact(cell) } else { inert(cell) }
}

/// A blank sheet for records of a kind, to be handed out and read again: what to keep in mind, what may stand in each
/// column, and the heading. The hints stand above the heading, where no line is a record.
#[must_use]
pub fn template(spec: &KindSpec, lang: Lang) -> String {
    let fields = || spec.fields.iter().filter(|field| super::words::is_fillable(field));
    let mut out = String::from(BYTE_ORDER_MARK);
    let plural = lang.label(spec.plural);
    line(&mut out, [inert(&lang.fill(Message::TemplateTitle, &[plural]))]);
    line(&mut out, fields().map(|field| inert(&hint(lang, field.input, field.required))));
    line(&mut out, fields().map(|field| lang.label(field.label)));
    out
}

/// What may stand in a column, in words that no heading has.
fn hint(lang: Lang, input: Input, required: bool) -> String {
    let choices = |specs: &[crate::model::ChoiceSpec]| {
        let labels: Vec<&str> = specs.iter().map(|spec| lang.label(spec.label)).collect();
        labels.join(" / ")
    };
    let what = match input {
        Input::Choice(specs) => lang.fill(Message::HintOne, &[&choices(specs)]),
        Input::Choices(specs) => lang.fill(Message::HintSome, &[&choices(specs)]),
        Input::Date => lang.text(Message::HintDate).to_owned(),
        Input::Interval => lang.text(Message::HintSpan).to_owned(),
        Input::Year => lang.text(Message::HintYear).to_owned(),
        Input::Money | Input::Area | Input::Percent | Input::Count | Input::Decimal => {
            lang.text(Message::HintNumber).to_owned()
        }
        Input::Digits { count } => lang.fill(Message::HintDigits, &[&count.to_string()]),
        Input::Ref(kind) => {
            let kind = crate::model::kind_spec(kind).map_or("", |spec| lang.label(spec.label));
            lang.fill(Message::HintRef, &[kind])
        }
        Input::Flag => lang.text(Message::HintFlag).to_owned(),
        Input::Phone => lang.text(Message::HintPhone).to_owned(),
        Input::Text { .. } | Input::Note { .. } | Input::Rows(_) => lang.text(Message::HintText).to_owned(),
    };
    if required { lang.fill(Message::HintRequired, &[&what]) } else { what }
}

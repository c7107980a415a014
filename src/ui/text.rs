//! Texts as the view needs them: closures that follow the language.

use leptos::prelude::*;

use crate::app::app;
use crate::i18n::{Message, shown};
use crate::model::rows::Cells;
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Label, Name, Value, kind_spec};
use crate::platform;
use crate::replica::dated::On;
use crate::replica::{Key, Newest, State, View};

/// A message that follows the language.
pub fn t(message: Message) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || app().lang.get().text(message)
}

/// A label that follows the language.
pub fn l(label: Label) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || app().lang.get().label(label)
}

/// A message with its blanks filled, in the present language; tracks it.
#[must_use]
pub fn fill(message: Message, blanks: &[&str]) -> String {
    app().lang.get().fill(message, blanks)
}

/// What several records of a kind are called; a kind unknown to this version keeps its name out of sight.
#[must_use]
pub fn label(kind: &str) -> Label {
    kind_spec(kind).map_or(Label { zh: "记录", en: "Records" }, |spec| spec.plural)
}

/// What one record of a kind is called.
#[must_use]
pub fn label_one(kind: &str) -> Label {
    kind_spec(kind).map_or(Label { zh: "记录", en: "Record" }, |spec| spec.label)
}

/// The name by which people know a record.
#[must_use]
pub fn title(key: &Key) -> String {
    match app().record(key).get() {
        Some(view) if view.is_present() || view.state == State::Deleted => title_of(key, &view),
        _ => app().lang.get().text(Message::UnknownRecord).to_owned(),
    }
}

/// A record as it holds on the present day.
#[must_use]
pub fn on_day<'a>(spec: &'static KindSpec, view: &'a View) -> On<'a> {
    On::new(view, spec, app().day())
}

/// The name by which people know a record, of one of its views.
#[must_use]
pub fn title_of(key: &Key, view: &View) -> String {
    let Some(spec) = kind_spec(key.kind.as_str()) else { return String::new() };
    let held = on_day(spec, view);
    let text = |field: &FieldSpec| match held.held(field.name) {
        Held::Known(value) => Some(value_text(field.input, value)).filter(|text| !text.is_empty()),
        Held::Missing | Held::Withheld => None,
    };
    spec.field(spec.title).and_then(text).unwrap_or_else(|| {
        // A receipt without a document number is known by its line and its day.
        let columns = spec.fields.iter().filter(|field| field.column && field.name != spec.title).take(2);
        let texts: Vec<String> = columns.filter_map(text).collect();
        if texts.is_empty() { app().lang.get().text(Message::Untitled).to_owned() } else { texts.join(" · ") }
    })
}

/// A value as people read it; a reference is followed to the record's name.
#[must_use]
pub fn value_text(input: Input, value: &Value) -> String {
    match (input, value) {
        (Input::Ref(kind), Value::Text(id)) => match id.parse() {
            Ok(id) => title(&Key { id, kind: Name::known(kind) }),
            Err(_) => id.to_string(),
        },
        (Input::Rows(_), value) => {
            Cells::read(value).map_or_else(|| value.to_json().into_owned(), |cells| rows_text(&cells))
        }
        _ => shown(app().lang.get(), input, value),
    }
}

/// Rows as one line: the cells of each, one row after the other.
fn rows_text(cells: &Cells) -> String {
    let row = |row: &Vec<String>| {
        let filled: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        filled.join(" ")
    };
    let rows: Vec<String> = cells.0.iter().map(row).collect();
    rows.join(" · ")
}

/// A field of a record as tables show it, as it holds on the present day.
#[must_use]
pub fn field_text(spec: &'static KindSpec, field: &FieldSpec, view: &View) -> String {
    match on_day(spec, view).held(field.name) {
        Held::Missing => String::new(),
        Held::Withheld => app().lang.get().text(Message::Withheld).to_owned(),
        Held::Known(_) if field.restricted => app().lang.get().text(Message::Hidden).to_owned(),
        Held::Known(value) => value_text(field.input, value),
    }
}

/// Who made a save and when, as labels.
#[must_use]
pub fn by_at(newest: &Newest) -> String {
    let lang = app().lang.get();
    let by = if newest.by.is_empty() { lang.text(Message::NoName) } else { &newest.by };
    let at = platform::local_time(newest.at).map_or_else(String::new, crate::i18n::moment);
    lang.fill(Message::ByAt, &[by, &at])
}

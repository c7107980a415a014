//! Texts as the view needs them: closures that follow the language.

use leptos::prelude::*;

use crate::app::app;
use crate::i18n::{Message, shown};
use crate::model::{FieldSource, FieldSpec, Held, Input, Label, Value, kind_spec};
use crate::platform;
use crate::replica::{Key, Newest, View};

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
        Some(view) if view.is_present() || view.state == crate::replica::State::Deleted => title_of(key, &view),
        _ => app().lang.get().text(Message::UnknownRecord).to_owned(),
    }
}

/// The name by which people know a record, of one of its views.
#[must_use]
pub fn title_of(key: &Key, view: &View) -> String {
    let spec = kind_spec(key.kind.as_str());
    let field = spec.and_then(|spec| spec.field(spec.title));
    let named = field.and_then(|field| Some(value_text(field.input, view.value(field.name)?)));
    match named.filter(|text| !text.is_empty()) {
        Some(text) => text,
        // A receipt without a document number is known by its line and its day.
        None => spec.map_or_else(String::new, |spec| {
            let columns = spec.fields.iter().filter(|field| field.column && field.name != spec.title).take(2);
            let texts: Vec<String> =
                columns.filter_map(|field| Some(value_text(field.input, view.value(field.name)?))).collect();
            if texts.is_empty() { app().lang.get().text(Message::Untitled).to_owned() } else { texts.join(" · ") }
        }),
    }
}

/// A value as people read it; a reference is followed to the record's name.
#[must_use]
pub fn value_text(input: Input, value: &Value) -> String {
    match (input, value) {
        (Input::Ref(kind), Value::Text(id)) => match id.parse() {
            Ok(id) => title(&Key { id, kind: crate::model::Name::known(kind) }),
            Err(_) => id.to_string(),
        },
        _ => shown(app().lang.get(), input, value),
    }
}

/// A field of a record as tables show it.
#[must_use]
pub fn field_text(field: &FieldSpec, view: &View) -> String {
    match view.held(field.name) {
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

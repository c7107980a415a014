//! What steps have set in a record: shown as it stands, never edited here.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{part, when, words};
use super::form::Form;
use super::record::field_sides;
use super::route::Page;
use super::rows::rows_table;
use super::text::{l, on_day, t, title, value_text};
use crate::app::app;
use crate::flow::flow;
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::insight::diagnosis::{FINDING, Lack};
use crate::model::choice::Enumeration;
use crate::model::rows::Cells;
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Name, Value, kind_spec};
use crate::replica::{Key, View};

/// The state of a record in the field that steps keep it in, also where nothing states it yet.
#[must_use]
pub fn state_in(spec: &'static KindSpec, field: &FieldSpec, view: &View) -> Option<Value> {
    let flow = flow(spec.kind).filter(|flow| flow.state == Some(field.name))?;
    let held = on_day(spec, view);
    let is_stated = !matches!(held.held(field.name), Held::Missing | Held::Known(Value::Null));
    if is_stated { None } else { Some(Value::text((flow.first)(&held))) }
}

/// What a record holds in a field that steps set.
pub fn fact(form: Form, field: &'static FieldSpec) -> Option<Fact> {
    form.base.with(|base| {
        let view = base.as_ref()?;
        if let Some(first) = state_in(form.spec, field, view) {
            return Some(Fact::Value(first));
        }
        match on_day(form.spec, view).held(field.name) {
            Held::Missing | Held::Known(Value::Null) => None,
            Held::Withheld => Some(Fact::Withheld),
            Held::Known(value) => Some(Fact::Value(value.clone())),
        }
    })
}

/// What is shown of a field that steps set.
pub enum Fact {
    /// There is a value that this device was not given.
    Withheld,
    /// The value.
    Value(Value),
}

/// A field that steps set, with what stands side by side in it.
pub fn fact_row(form: Form, field: &'static FieldSpec) -> AnyView {
    let shown = move || match fact(form, field) {
        None => ().into_any(),
        Some(Fact::Withheld) => t(Message::Withheld).into_any(),
        Some(Fact::Value(Value::Text(name))) if field.name == FINDING => finding_link(form, &name),
        Some(Fact::Value(value)) => fact_value(field, &value),
    };
    let problem =
        move || form.problem(field).map(|problem| problem_text(app().lang.get(), problem)).unwrap_or_default();
    view! {
        <dt>{l(field.label)}</dt>
        <dd data-fact=field.name>
            {part(shown)}
            {when(move || !problem().is_empty(), move || view! { <p class="problem">{words(problem)}</p> }.into_any())}
            {field_sides(form, field)}
        </dd>
    }
    .into_any()
}

/// What a record answers, leading to the diagnosis of its unit.
fn finding_link(form: Form, name: &str) -> AnyView {
    let place = Place::here();
    let Some(lack) = Lack::from_name(name) else { return name.to_owned().into_any() };
    let href = move || place.route().to(Page::Diagnosis, &[]).with("unit", &form.draft("unit").get()).href();
    view! { <a class="link" href=words(href)>{l(lack.label())}</a> }.into_any()
}

fn fact_value(field: &'static FieldSpec, value: &Value) -> AnyView {
    match (field.input, value) {
        (Input::Ref(kind), Value::Text(id)) => match id.parse() {
            Ok(id) => record_link(Key { id, kind: Name::known(kind) }),
            Err(_) => id.to_string().into_any(),
        },
        (Input::Rows(columns), value) => match Cells::read(value) {
            Some(cells) => rows_table(columns, cells),
            None => value.to_json().into_owned().into_any(),
        },
        (input, value) => {
            let value = value.clone();
            words(move || value_text(input, &value)).into_any()
        }
    }
}

/// A record's name that leads to it.
#[must_use]
pub fn record_link(key: Key) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(key.kind.as_str()) else { return ().into_any() };
    let id = key.id;
    let href = move || place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href();
    view! { <a class="link" href=words(href)>{words(move || title(&key))}</a> }.into_any()
}

//! Writing a value that nobody had written: by the control of the field.

use leptos::prelude::*;

use super::super::control::{Bound, control};
use super::super::dynamic::{button, part, when, words};
use super::super::form::place;
use super::super::text::t;
use super::sides::{field_label, field_spec, is_withheld};
use super::{Desk, after_drawing, focus};
use crate::app::app;
use crate::app::history::is_by_steps;
use crate::app::settle::Choice;
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::insight::Matter;
use crate::model::sorted::Sorted;
use crate::model::{Name, Problem, Value};
use crate::platform;
use crate::replica::Key;

/// What the controls' ids begin with: one is open at a time.
const PLACE: &str = "third";

/// The record and field for which another value can be written; nothing where steps set it, a value of it is withheld, or
/// this version does not know it.
pub fn target(matter: &Matter) -> Option<(Key, Name)> {
    let (key, field) = match matter {
        Matter::Conflict { key, field, .. } => (key.clone(), field.clone()),
        Matter::Broken { key, field, .. } => (key.clone(), Name::known(field)),
        Matter::Circle { .. } => (matter.key()?, Name::known("parent")),
        _ => return None,
    };
    let spec = field_spec(&key, &field)?;
    let view = app().record(&key).get_untracked()?;
    // What holds on this day may be a dated entry.
    let field = if matches!(matter, Matter::Conflict { .. }) { field } else { place(spec, Some(&view)) };
    let is_open = !is_by_steps(&key, &view, field.as_str()) && !is_withheld(&key, &field);
    is_open.then_some((key, field))
}

/// Opens the control of a matter and moves the focus into it.
pub fn begin(desk: Desk, name: &str) {
    desk.active.set(name.to_owned());
    let matter = untrack(|| desk.find(name));
    let spec = matter.as_ref().and_then(target).and_then(|(key, field)| field_spec(&key, &field));
    if spec.is_some_and(|spec| spec.restricted) {
        // Whoever writes over a value sees it.
        desk.revealed.set(true);
    }
    desk.writing.set(Some(name.to_owned()));
    if let Some(field) = spec.map(|spec| spec.name) {
        after_drawing(move || {
            focus(&format!("{PLACE}-{field}"));
        });
    }
}

/// The control, while a value is being written for the matter of a name.
pub fn third_view(desk: Desk, name: String) -> AnyView {
    let own = name.clone();
    when(
        move || desk.writing.with(|writing| writing.as_ref() == Some(&own)),
        move || untrack(|| desk.find(&name)).map(|matter| form(desk, &matter)).into_any(),
    )
}

fn form(desk: Desk, matter: &Matter) -> AnyView {
    let Some((key, name)) = target(matter) else { return ().into_any() };
    let Some(field) = field_spec(&key, &name) else { return ().into_any() };
    let held = app().record(&key).get_untracked().and_then(|view| view.value(name.as_str()).cloned());
    let draft = RwSignal::new(held.map(|value| field.input.text(&value)).unwrap_or_default());
    let is_tried = RwSignal::new(false);
    let problem = Memo::new(move |_| match field.input.parse(&draft.get()) {
        Err(problem) => Some(problem),
        Ok(Value::Null) if field.required => Some(Problem::Required),
        Ok(_) => None,
    });
    let said = move || problem.get().filter(|_| is_tried.get());
    let bound = Bound {
        field,
        place: PLACE,
        is_needed: field.required,
        draft,
        is_wrong: Signal::derive(move || said().is_some()),
        own: key.id,
        offered: Signal::derive(Vec::new),
    };
    let label = field_label(&key, &name);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        let value = field.input.parse(&platform::normalized(&draft.get_untracked()));
        let (Ok(value), None, Some(view)) = (value, problem.get_untracked(), app().record(&key).get_untracked()) else {
            return;
        };
        let set = [(name.clone(), value)].into_iter().into_map();
        let done = app().lang.get_untracked().text(Message::Resolved).to_owned();
        desk.settle(vec![Choice { key: key.clone(), view, set }], done);
    };
    let cancel = move || {
        desk.writing.set(None);
        desk.focus_later();
    };
    view! {
        <form class="third" novalidate=true on:submit=save>
            <div class="field">
                <label for=bound.id()>{label}</label>
                {control(bound)}
                <p class="problem" id=bound.described_by()>{part(move || words(move || said().map(|problem| problem_text(app().lang.get(), problem)).unwrap_or_default()).into_any())}</p>
            </div>
            <p class="row">
                <button type="submit" class="button primary" id="third-save">{t(Message::WriteSave)}</button>
                {button("button", "", Message::Cancel, cancel)}
            </p>
        </form>
    }
    .into_any()
}

//! What a field holds from a day on: the entries there are, and a new one.

use std::sync::Arc;

use leptos::prelude::*;

use super::control::{Bound, control, day_box};
use super::dynamic::{list, part, press, when, words};
use super::form::Form;
use super::text::{fill, t, value_text};
use crate::app::app;
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::model::{FieldSpec, Name, Problem};
use crate::replica::View;
use crate::replica::dated::{entries, parts};

/// The entries of a dated field and the way to make one; nothing for a record that is not saved yet.
pub fn dated_view(form: Form, field: &'static FieldSpec) -> AnyView {
    let names = Memo::new(move |_| {
        let of = |view: &Arc<View>| {
            let standing = entries(view, field.name).filter(|entry| !entry.is_removed());
            standing.map(|entry| entry.name.clone()).collect::<Vec<_>>()
        };
        form.base.with(|base| base.as_ref().map(of).unwrap_or_default())
    });
    let is_here = Memo::new(move |_| form.base.with(Option::is_some));
    let can_edit = || app().read_only.get().is_none();
    view! {
        {when(move || !names.with(Vec::is_empty), move || view! {
            <ul class="dated">{list(move || names.get(), move |name| entry_row(form, field, name))}</ul>
        }.into_any())}
        {when(move || is_here.get() && can_edit(), move || view! {
            <details class="later"><summary>{t(Message::DatedLater)}</summary>{later_view(form, field)}</details>
        }.into_any())}
    }
    .into_any()
}

fn entry_row(form: Form, field: &'static FieldSpec, name: Name) -> AnyView {
    let day = parts(name.as_str()).map_or_else(String::new, |(_, day)| day.to_string());
    let is_removed = {
        let name = name.clone();
        Signal::derive(move || form.removed.with(|removed| removed.contains(&name)))
    };
    let shown = {
        let name = name.clone();
        move || {
            let held = form.base.with(|base| base.as_ref().and_then(|view| view.fields.get(&name).cloned()));
            let value = held.and_then(|held| held.value().map(|value| value_text(field.input, value)));
            fill(Message::DatedSince, &[&day, &value.unwrap_or_else(|| t(Message::Withheld)().to_owned())])
        }
    };
    let turn = move || {
        form.removed.update(|removed| match removed.iter().position(|held| *held == name) {
            Some(place) => drop(removed.remove(place)),
            None => removed.push(name.clone()),
        });
    };
    view! {
        <li>
            <span>{words(shown)}</span>
            {part(move || is_removed.get().then(|| view! { <span class="mark">{t(Message::DatedRemoved)}</span> }).into_any())}
            <button type="button" class="button quiet" aria-pressed=words(move || is_removed.get().to_string()) on:click=press(turn)>{t(Message::DatedRemove)}</button>
        </li>
    }
    .into_any()
}

fn later_view(form: Form, field: &'static FieldSpec) -> AnyView {
    let Some(later) = form.later(field.name) else { return ().into_any() };
    let problem = Memo::new(move |_| {
        form.later_problem(field).filter(|problem| *problem != Problem::Required || form.is_tried.get())
    });
    let is_wrong = Signal::derive(move || problem.get().is_some());
    let value = Bound {
        field,
        place: "later",
        is_needed: false,
        draft: later.value,
        is_wrong,
        own: form.key.get_value().id,
        offered: Signal::derive(Vec::new),
    };
    let id = format!("day-{}", field.name);
    view! {
        <div class="span">
            <label for=id.clone()>{t(Message::DatedDay)}</label>
            {day_box(value, id, None, move || later.day.get(), move |text| later.day.set(text))}
            <label for=value.id()>{t(Message::DatedValue)}</label>
            {control(value)}
        </div>
        <p class="problem" id=value.described_by()>{words(move || problem.get().map(|problem| problem_text(app().lang.get(), problem)).unwrap_or_default())}</p>
    }
    .into_any()
}

//! What is to be settled: different values side by side, each with who and when.

use std::sync::Arc;

use leptos::prelude::*;

use super::doubles::doubles_card;
use super::dynamic::{button, either, words};
use super::route::Page;
use super::text::{by_at, fill, l, label_one, t, title_of, value_text};
use super::{Place, run};
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::insight::doubles;
use crate::model::sorted::Sorted;
use crate::model::{Input, Name, Value, kind_spec};
use crate::replica::dated::parts;
use crate::replica::{FieldView, Key, State, View};

/// All records with something to settle.
pub fn conflicts_page() -> AnyView {
    let keys = move || app().conflicts.get().into_iter().collect::<Vec<_>>();
    view! {
        <div class="head"><div><h1>{t(Message::Conflicts)}</h1><p>{t(Message::ConflictsText)}</p></div></div>
        {either(move || !keys().is_empty(), move || view! {
            <div class="conflicts" id="conflicts">
                <For each=keys key=Clone::clone let:key>{conflict(key)}</For>
            </div>
        }.into_any(), || view! { <p class="empty card">{t(Message::ConflictsNone)}</p> }.into_any())}
        {doubles_card(untrack(|| app().with_rows(doubles)))}
    }
    .into_any()
}

fn conflict(key: Key) -> AnyView {
    let place = Place::here();
    let signal = app().record(&key);
    let spec = kind_spec(key.kind.as_str());
    let heading = {
        let (key, signal) = (key.clone(), signal.clone());
        move || signal.get().map(|view| title_of(&key, &view)).unwrap_or_default()
    };
    let id = key.id;
    let href = move || spec.map(|spec| place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href());
    let kind = key.kind.clone();
    let body = move || {
        signal.get().map(|view| {
            let fields: Vec<_> = view.conflicts().map(|(name, field)| (name.clone(), field.clone())).collect();
            let contested = (view.state == State::Contested).then(|| contested(key.clone(), view.clone()));
            view! {
                {contested}
                {fields.into_iter().map(|(name, field)| sides(key.clone(), view.clone(), name, field)).collect_view()}
            }
        })
    };
    view! {
        <section class="card conflict">
            <h2><span><span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())))}</span>" "{heading}</span><a href=href>{t(Message::Edit)}</a></h2>
            {body}
        </section>
    }
    .into_any()
}

/// One field's values, side by side.
fn sides(key: Key, view: Arc<View>, name: Name, field: FieldView) -> AnyView {
    let dated = parts(name.as_str());
    let (base, day) = dated.map_or((name.as_str(), None), |(base, day)| (base, Some(day.to_string())));
    let spec = kind_spec(key.kind.as_str()).and_then(|spec| spec.field(base));
    let label = {
        let name = name.clone();
        move || match (spec, &day) {
            (None, _) => name.to_string(),
            (Some(field), None) => l(field.label)().to_owned(),
            (Some(field), Some(day)) => fill(Message::DatedSince, &[day, l(field.label)()]),
        }
    };
    let input = spec.map_or(Input::Note { chars_max: usize::MAX }, |field| field.input);
    let is_locked = field.is_withheld();
    let sides = field.newest.into_iter().filter_map(|newest| {
        let value = newest.value.clone()?;
        let text = value_text(input, &value);
        let shown = if text.is_empty() { t(Message::NotStated)().to_owned() } else { text };
        let by = by_at(&newest);
        let choose = {
            let (key, view, name) = (key.clone(), view.clone(), name.clone());
            move |_| settle(&key, &view, &name, &value)
        };
        Some(view! {
            <li>
                <b>{shown}</b><small>{by}</small>
                <button type="button" class="button" disabled=is_locked on:click=choose>{t(Message::UseThis)}</button>
            </li>
        })
    });
    view! {
        <div class="sides" data-field=name.to_string()>
            <p>{label}</p>
            <ul>{sides.collect::<Vec<_>>()}</ul>
        </div>
    }
    .into_any()
}

fn settled() {
    app().notify(Notice::done(app().lang.get_untracked().text(Message::Resolved).to_owned()));
}

/// A choice is a save upon everything that was shown: it travels with the next file.
fn settle(key: &Key, view: &View, name: &Name, value: &Value) {
    let set = [(name.clone(), value.clone())].into_iter().into_map();
    run(app().save(key.clone(), view.heads.clone(), set), |()| settled());
}

/// One side deleted the record, the other edited it.
fn contested(key: Key, view: Arc<View>) -> AnyView {
    let decide = move |is_deleted: bool| {
        run(app().set_deleted(key.clone(), view.heads.clone(), is_deleted), |()| settled());
    };
    let keep = decide.clone();
    view! {
        <div class="sides">
            <p>{t(Message::DeleteConflict)}" · "{t(Message::ContestedNote)}</p>
            <ul>
                <li><b>{t(Message::KeepRecord)}</b>{button("button", "", Message::UseThis, move || keep(false))}</li>
                <li><b>{t(Message::DeleteYes)}</b>{button("button", "", Message::UseThis, move || decide(true))}</li>
            </ul>
        </div>
    }
    .into_any()
}

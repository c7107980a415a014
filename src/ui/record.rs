//! One record: its form, what is to be settled or checked about it, what points to it.

use std::sync::Arc;

use chrono::Datelike;
use leptos::prelude::*;

use super::control::{Bound, control};
use super::dated::dated_view;
use super::doubles::joined_note;
use super::dynamic::{button, either, flag, list, part, press, when, words};
use super::form::{Form, place};
use super::frozen::differences_card;
use super::history::history_link;
use super::pointing::{is_made_by_steps, points_here};
use super::progress::progress_list;
use super::route::Page;
use super::rows::rows_table;
use super::source::sources_of;
use super::standards::standards_card;
use super::steps::{criteria_of, steps_card};
use super::text::{by_at, fill, l, label, label_one, on_day, t, title_of, value_text};
use super::{Place, run};
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::insight::diagnosis::{FINDING, Lack};
use crate::insight::sheets::has_sheet;
use crate::model::choice::Enumeration;
use crate::model::rows::Cells;
use crate::model::{FieldSpec, Input, KindSpec, Name, Problem, ProblemAt, RecordId, Value, kind_spec};
use crate::platform;
use crate::replica::dated::parts;
use crate::replica::{DELETED, Key, State, View};

/// The page of one record, or of a new one.
pub fn record_page(kind: &'static str, id: Option<RecordId>) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let key = match id {
        Some(id) => app().lead(&Key { id, kind: Name::known(kind) }),
        None => app().fresh_key(kind),
    };
    let signal = app().record(&key);
    let present = signal.get_untracked();
    let prefilled = if id.is_none() { prefill(spec, place) } else { Vec::new() };
    let finding = prefilled.iter().find(|(name, _)| *name == FINDING).and_then(|(_, name)| Lack::from_name(name));
    let form = Form::new(spec, key.clone(), present, &prefilled);
    follow(form, signal.clone());
    let heading = {
        let key = key.clone();
        move || match form.base.get() {
            Some(view) => title_of(&key, &view),
            None => fill(Message::New, &[app().lang.get().label(label_one(kind))]),
        }
    };
    let state = move || form.base.get().map(|view| view.state);
    let is_missing = move || state().is_none() && (id.is_some() || is_made_by_steps(spec));
    view! {
        <div class="head">
            <div>
                <p><a href=words(move || place.route().to(Page::List(kind), &[]).href())>"‹ "{l(label(kind))}</a></p>
                <h1>{words(heading)}</h1>
                <p>{words(move || last_changed(form))}</p>
                {sources_of(key.clone())}
                {id.map(|_| view! { <p id="to-history">{history_link(place, &key, "")}</p> })}
            </div>
            {id.filter(|_| has_sheet(kind)).map(|id| view! {
                <div class="act"><a class="button" id="sheet-link" href=words(move || place.route().to(Page::Sheet { kind, id }, &[]).href())>{t(Message::Print)}</a></div>
            })}
        </div>
        {finding.map(|lack| view! { <p class="note" id="from-finding">{words(move || fill(Message::FindingFrom, &[l(lack.label())()]))}</p> })}
        {joined_note(key.clone())}
        {when(is_missing, move || view! {<p class="empty card">{t(Message::NotHere)}</p>}.into_any())}
        {when(move || state() == Some(State::Incomplete), move || view! {<p class="banner warn">{t(Message::IncompleteNote)}</p>}.into_any())}
        {when(move || state() == Some(State::Deleted), move || deleted_note(form))}
        {when(move || state() == Some(State::Contested), move || contested_note(form))}
        {when(move || matches!(state(), None | Some(State::Live | State::Contested)) && !is_missing(), move || view! {
            {meanwhile(form)}
            {progress_list(&form.key.get_value())}
            {steps_card(form)}
            {form_view(form, id.is_none())}
            {other_fields(form)}
            {differences_card(&form.key.get_value())}
            {standards_card(&form.key.get_value())}
            {when(move || state().is_some(), move || points_here(form))}
        }.into_any())}
    }
    .into_any()
}

/// What a new record starts with: the records that the address names, the unit they belong to or that is looked at, this
/// year, and other texts of the address; of the fields that steps set only the finding that it answers.
fn prefill(spec: &'static KindSpec, place: Place) -> Vec<(&'static str, String)> {
    let route = place.0.get_untracked();
    let named = |field: &FieldSpec| match field.input {
        Input::Ref(kind) => {
            let id: RecordId = route.get(field.name)?.parse().ok()?;
            Some(Key { id, kind: Name::known(kind) })
        }
        _ => None,
    };
    let told = |field: &FieldSpec| {
        let is_open = !field.restricted && !matches!(field.input, Input::Ref(_));
        route.get(field.name).filter(|_| is_open).map(str::to_owned)
    };
    let is_known =
        |field: &FieldSpec| field.name == FINDING && told(field).is_some_and(|name| Lack::from_name(&name).is_some());
    let open = || spec.fields.iter().filter(|field| !field.kept || is_known(field));
    let looked_at = route.unit();
    let unit = untrack(|| {
        app().with_rows(|rows| {
            let references = open().filter(|field| field.name != "unit");
            let of_named = references.filter_map(named).find_map(|key| rows.unit_of(&key));
            // Where there is one unit, everything belongs to it.
            let only = || rows.units.keys().next().copied().filter(|_| rows.units.len() == 1);
            of_named.or(looked_at).or_else(only)
        })
    });
    let text = |field: &'static FieldSpec| match field.name {
        "unit" => unit.map(|unit| unit.to_string()),
        "year" => Some(app().day().year().to_string()),
        "parent" if field.input == Input::Ref("unit") && named(field).is_none() => {
            looked_at.map(|unit| unit.to_string())
        }
        _ => named(field).map(|key| key.id.to_string()).or_else(|| told(field)),
    };
    open().filter_map(|field| Some((field.name, untrack(|| text(field))?))).collect()
}

/// Shows what arrives meanwhile, unless the person has begun to type: then both are shown, and saving stays upon
/// what the form displayed.
fn follow(form: Form, signal: ArcRwSignal<Option<Arc<View>>>) {
    Effect::new(move || {
        let arrived = signal.get();
        untrack(|| {
            if arrived != form.base.get() && !form.is_dirty() {
                form.rebase(arrived);
            }
        });
    });
}

fn last_changed(form: Form) -> String {
    let newest_of = |view: &Arc<View>| {
        view.fields.values().flat_map(|field| &field.newest).max_by_key(|newest| newest.dot).cloned()
    };
    let Some(newest) = form.base.with(|base| base.as_ref().and_then(newest_of)) else { return String::new() };

    let by = if newest.by.is_empty() { app().lang.get().text(Message::NoName) } else { &newest.by };
    let at = platform::local_time(newest.at).map_or_else(String::new, crate::i18n::moment);
    fill(Message::LastChanged, &[by, &at])
}

fn set_deleted(form: Form, is_deleted: bool, done: Message) {
    let key = form.key.get_value();
    let heads = form.base.with_untracked(|base| base.as_ref().map(|view| view.heads.clone()).unwrap_or_default());
    let name = untrack(|| form.base.get().map(|view| title_of(&key, &view)).unwrap_or_default());
    run(app().set_deleted(key, heads, is_deleted), move |()| {
        let shown = app().record(&form.key.get_value()).get_untracked();
        form.rebase(shown);
        app().notify(Notice::done(app().lang.get_untracked().fill(done, &[&name])));
    });
}

fn deleted_note(form: Form) -> AnyView {
    view! {
        <div class="banner warn">
            <span>{t(Message::DeletedNote)}</span>
            {when(|| app().read_only.get().is_none(), move || view! {
                {button("button", "restore", Message::Restore, move || set_deleted(form, false, Message::RestoredAs))}
                {erasing(form)}
            }.into_any())}
        </div>
    }
    .into_any()
}

/// Erases a deleted record for good, once that was confirmed.
fn erasing(form: Form) -> AnyView {
    let place = Place::here();
    let is_sure = RwSignal::new(false);
    let name = move || form.base.get().map(|view| title_of(&form.key.get_value(), &view)).unwrap_or_default();
    let erase = move || {
        let erased = untrack(name);
        run(app().erase(form.key.get_value().id), move |()| {
            app().notify(Notice::done(app().lang.get_untracked().fill(Message::ErasedAs, &[&erased])));
            place.0.get_untracked().to(Page::List(form.spec.kind), &[]).go();
        });
    };
    view! {
        {either(move || is_sure.get(), move || view! {
            <span class="sure" role="alert">{words(move || fill(Message::EraseSure, &[&name()]))}</span>
            {button("button danger", "erase-yes", Message::EraseYes, erase)}
            {button("button", "", Message::Cancel, move || is_sure.set(false))}
        }.into_any(), move || button("button quiet danger", "erase", Message::Erase, move || is_sure.set(true)))}
    }
    .into_any()
}

fn contested_note(form: Form) -> AnyView {
    view! {
        <div class="banner bad">
            <span>{t(Message::ContestedNote)}</span>
            {button("button", "", Message::KeepRecord, move || set_deleted(form, false, Message::RestoredAs))}
            {button("button danger", "", Message::DeleteYes, move || set_deleted(form, true, Message::DeletedAs))}
        </div>
    }
    .into_any()
}

/// What changed in the record since the form was opened.
fn meanwhile(form: Form) -> AnyView {
    let signal = app().record(&form.key.get_value());
    let changed = move || {
        let (Some(base), Some(now)) = (form.base.get(), signal.get()) else { return Vec::new() };
        let changed = now.fields.iter().filter(|(name, held)| base.fields.get(*name) != Some(*held));
        changed
            .filter_map(|(name, held)| {
                let field = form.spec.field(parts(name.as_str()).map_or(name.as_str(), |(base, _)| base))?;
                let newest = held.newest.first()?;
                let value = newest.value.as_ref().map(|value| value_text(field.input, value)).unwrap_or_default();
                Some(fill(Message::ChangedMeanwhile, &[l(field.label)(), &value, &by_at(newest)]))
            })
            .collect::<Vec<_>>()
    };
    view! {
        {when({let changed = changed.clone(); move || !changed().is_empty()}, move || view! {
            <ul class="banner warn meanwhile">{list(changed.clone(), |text| view! { <li>{text}</li> }.into_any())}</ul>
        }.into_any())}
    }
    .into_any()
}

fn form_view(form: Form, is_new: bool) -> AnyView {
    let place = Place::here();
    let is_deleting = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(form, place, is_new);
    };
    let pointing = move || app().pointing_at(&form.key.get_value()).len();
    let name = move || form.base.get().map(|view| title_of(&form.key.get_value(), &view)).unwrap_or_default();
    view! {
        <form class="card record" novalidate=true on:submit=submit>
            <fieldset class="fields" disabled=flag(|| app().read_only.get().is_some())>{form.spec.fields.iter().filter(|field| !field.kept).map(|field| field_row(form, field)).collect_view()}</fieldset>
            {to_check(form)}
            <div class="foot">
                {when(move || form.is_tried.get() && { form.problem_count() > 0 }, move || view! {
                    <p class="problem" role="alert">{words(move || fill(Message::MendFields, &[&form.problem_count().to_string()]))}</p>
                }.into_any())}
                <button type="submit" class="button primary" id="save" disabled=flag(move || form.is_busy.get() || app().read_only.get().is_some())>
                    {words(move || t(if form.is_busy.get() { Message::Saving } else { Message::Save })())}
                </button>
                <a class="button" href=words(move || place.route().to(Page::List(form.spec.kind), &[]).href())>{t(Message::Cancel)}</a>
                {when(move || !is_new && !is_deleting.get() && app().read_only.get().is_none(), move || view! {
                    {button("button quiet danger", "delete", Message::Delete, move || is_deleting.set(true))}
                }.into_any())}
                {when(move || is_deleting.get(), move || view! {
                    <span class="sure" role="alert">
                        {words(move || fill(Message::DeleteSure, &[&name()]))}
                        {when(move || { pointing() > 0 }, move || view! {" "{words(move || fill(Message::DeleteUsed, &[&pointing().to_string()]))}}.into_any())}
                    </span>
                    {button("button danger", "delete-yes", Message::DeleteYes, move || { is_deleting.set(false); set_deleted(form, true, Message::DeletedAs); })}
                    {button("button", "", Message::Cancel, move || is_deleting.set(false))}
                }.into_any())}
            </div>
        </form>
    }
    .into_any()
}

fn save(form: Form, place: Place, is_new: bool) {
    form.is_tried.set(true);
    if form.is_busy.get_untracked() || untrack(|| form.problem_count()) > 0 {
        return;
    }
    let lang = app().lang.get_untracked();
    let set = untrack(|| form.changes());
    if set.is_empty() {
        app().notify(Notice::done(lang.text(Message::NothingChanged).to_owned()));
        return;
    }
    let key = form.key.get_value();
    let heads = form.base.with_untracked(|base| base.as_ref().map(|view| view.heads.clone()).unwrap_or_default());
    form.is_busy.set(true);
    crate::platform::spawn(Box::pin(async move {
        let result = app().save(key.clone(), heads, set).await;
        form.is_busy.set(false);
        match result {
            Err(failure) => app().notify(failure.notice(lang)),
            Ok(()) => {
                let shown = app().record(&key).get_untracked();
                let name = untrack(|| shown.as_ref().map(|view| title_of(&key, view)).unwrap_or_default());
                form.rebase(shown);
                app().notify(Notice::done(lang.fill(Message::SavedAs, &[&name])));
                if is_new {
                    let route = place.0.get_untracked();
                    route.to(Page::Record { kind: form.spec.kind, id: Some(key.id) }, &[]).replace();
                }
            }
        }
    }));
}

fn field_row(form: Form, field: &'static FieldSpec) -> AnyView {
    let problem =
        Memo::new(move |_| form.problem(field).filter(|problem| !is_said_when_tried(*problem) || form.is_tried.get()));
    let bound = Bound {
        field,
        place: "field",
        is_needed: field.required,
        draft: form.draft(field.name),
        is_wrong: Signal::derive(move || problem.get().is_some()),
        own: form.key.get_value().id,
        offered: Signal::derive(move || criteria_of(form, field)),
    };
    let is_hidden =
        move || field.restricted && !form.revealed.get() && !bound.draft.get().is_empty() && !form.is_changed(field);
    let is_wide = matches!(field.input, Input::Note { .. } | Input::Choices(_) | Input::Interval | Input::Rows(_));
    view! {
        <div class="field" class:wide=is_wide class:changed=flag(move || form.is_changed(field))>
            <label for=format!("field-{}", field.name)>
                {l(field.label)}
                {when(move || field.required, move || view! {<span class="mark">{t(Message::Required)}</span>}.into_any())}
                {when(move || field.restricted, move || view! {<span class="mark">{t(Message::Restricted)}</span>}.into_any())}
                {when(move || form.is_settled(field), move || view! {<span class="mark">{t(Message::Settled)}</span>}.into_any())}
            </label>
            {part(move || if form.is_settled(field) {
                settled_value(form, field)
            } else if form.is_withheld(field) {
                view! { <p class="withheld" id=format!("field-{}", field.name)>{t(Message::Withheld)}<small>{t(Message::WithheldHint)}</small></p> }.into_any()
            } else if is_hidden() {
                view! {
                    <p class="withheld"><span aria-hidden="true">{t(Message::Hidden)}</span>
                        <button type="button" class="button quiet" id=format!("field-{}", field.name) on:click=press(move || form.revealed.set(true))>{t(Message::Reveal)}</button>
                    </p>
                }.into_any()
            } else {
                control(bound)
            })}
            <p class="problem" id=format!("field-{}-problem", field.name)>{words(move || problem.get().map(|problem| problem_text(app().lang.get(), problem)).unwrap_or_default())}</p>
            {field_sides(form, field)}
            {field.dated.then(|| dated_view(form, field))}
        </div>
    }
    .into_any()
}

/// What is missing in a form that was only just opened is no mistake yet.
fn is_said_when_tried(problem: Problem) -> bool {
    matches!(problem, Problem::Required | Problem::OneOf { .. })
}

/// What a settled field holds: it is shown and not edited.
fn settled_value(form: Form, field: &'static FieldSpec) -> AnyView {
    let value = form.base.with(|base| base.as_ref().and_then(|view| view.value(field.name).cloned()));
    let id = format!("field-{}", field.name);
    match (field.input, value) {
        (Input::Rows(columns), Some(value)) => {
            let cells = Cells::read(&value).unwrap_or_default();
            view! { <div id=id>{rows_table(columns, cells)}</div> }.into_any()
        }
        (input, value) => {
            let text = value.map(|value| value_text(input, &value)).unwrap_or_default();
            view! { <p class="settled" id=id>{text}</p> }.into_any()
        }
    }
}

/// The values that stand side by side in a field, each to be chosen.
pub fn field_sides(form: Form, field: &'static FieldSpec) -> AnyView {
    let sides = move || {
        let view = form.base.get()?;
        view.fields.get(&place(field, Some(&view))).filter(|held| held.in_conflict()).cloned()
    };
    let choose = move |value: &Value| {
        form.draft(field.name).set(field.input.text(value));
        form.chosen.update(|chosen| {
            chosen.push(field.name);
        });
    };
    view! {
        {part(move || sides().map(|sides| view! {
            <div class="sides" role="group" aria-label=t(Message::Conflicts)>
                <p>{t(Message::ConflictHere)}</p>
                <ul>{sides.newest.into_iter().filter_map(|newest| {
                    let value = newest.value.clone()?;
                    let text = value_text(field.input, &value);
                    Some(view! {
                        <li>
                            <b>{if text.is_empty() { t(Message::NotStated)().to_owned() } else { text }}</b>
                            <small>{by_at(&newest)}</small>
                            {button("button", "", Message::UseThis, move || choose(&value))}
                        </li>
                    })
                }).collect::<Vec<_>>()}</ul>
            </div>
        }).into_any())}
    }
    .into_any()
}

/// What a person should look at although it does not keep the record from being saved.
fn to_check(form: Form) -> AnyView {
    let found = Memo::new(move |_| {
        let id = form.key.get_value().id;
        let problems = |view: &Arc<View>| form.spec.problems(id, &on_day(form.spec, view));
        form.base.with(|base| base.as_ref().map(problems).unwrap_or_default())
    });
    let text = |at: &ProblemAt, spec: &KindSpec| {
        let name = spec.field(at.field).map_or(at.field, |field| l(field.label)());
        format!("{name}: {}", problem_text(app().lang.get(), at.problem))
    };
    view! {
        {when(move || !found.get().is_empty(), move || view! {
            <div class="to-check">
                <h2>{t(Message::Problems)}</h2>
                <ul>{list(move || found.get(), move |at| view! { <li>{text(&at, form.spec)}</li> }.into_any())}</ul>
            </div>
        }.into_any())}
    }
    .into_any()
}

/// Fields that another version wrote and this one does not know.
fn other_fields(form: Form) -> AnyView {
    let others = move || {
        let view = form.base.get();
        let fields = view.iter().flat_map(|view| view.fields.iter());
        let is_known = |name: &str| {
            let dated = || parts(name).and_then(|(base, _)| form.spec.field(base)).is_some_and(|field| field.dated);
            name == DELETED || form.spec.field(name).is_some() || dated()
        };
        let unknown = fields.filter(|(name, _)| !is_known(name.as_str()));
        unknown
            .map(|(name, held)| {
                (name.to_string(), held.value().map(|value| value.to_json().into_owned()).unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    view! {
        {when(move || !others().is_empty(), move || view! {
            <section class="card"><h2>{t(Message::OtherFields)}</h2>
                <dl class="others">{list(others, |(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any())}</dl>
            </section>
        }.into_any())}
    }
    .into_any()
}

//! One record: its form, what is to be settled or checked about it, what points to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;
use leptos::prelude::*;

use super::control::{Bound, control};
use super::dynamic::{button, either, flag, list, part, press, when, words};
use super::route::{Page, Route};
use super::text::{by_at, fill, l, label, label_one, t, title, title_of, value_text};
use super::{Place, run};
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::model::sorted::Sorted;
use crate::model::{FieldSource, FieldSpec, Held, KindSpec, Name, Problem, RecordId, Value, kind_spec};
use crate::platform;
use crate::replica::{DELETED, Key, State, View};

/// Fields that cannot be saved wrong even though more than one of them is looked at.
const BLOCKING: [Problem; 3] = [Problem::ParentIsSelf, Problem::BirthDisagrees, Problem::ShareIncomplete];

/// What a form holds: the view it displayed when it was opened, and a text for each field.
#[derive(Clone, Copy)]
struct Form {
    spec: &'static KindSpec,
    key: StoredValue<Key>,
    /// What the form displayed: saving comes after these heads and no others.
    base: RwSignal<Option<Arc<View>>>,
    drafts: StoredValue<BTreeMap<&'static str, RwSignal<String>>>,
    /// Fields whose shown value was chosen, so that it is saved although it does not differ.
    chosen: RwSignal<Vec<&'static str>>,
    revealed: RwSignal<bool>,
    is_tried: RwSignal<bool>,
    is_busy: RwSignal<bool>,
}

impl Form {
    fn new(spec: &'static KindSpec, key: Key, base: Option<Arc<View>>, prefilled: &[(&'static str, String)]) -> Self {
        let text = |field: &FieldSpec| {
            let given = prefilled.iter().find(|(name, _)| *name == field.name).map(|(_, text)| text.clone());
            given.unwrap_or_else(|| base_text(field, base.as_deref()))
        };
        let drafts = spec.fields.iter().map(|field| (field.name, RwSignal::new(text(field)))).into_map();
        Self {
            spec,
            key: StoredValue::new(key),
            base: RwSignal::new(base),
            drafts: StoredValue::new(drafts),
            chosen: RwSignal::new(Vec::new()),
            revealed: RwSignal::new(false),
            is_tried: RwSignal::new(false),
            is_busy: RwSignal::new(false),
        }
    }

    fn draft(self, field: &str) -> RwSignal<String> {
        self.drafts.with_value(|drafts| drafts.get(field).copied()).expect("every declared field has a draft")
    }

    fn is_changed(self, field: &FieldSpec) -> bool {
        self.chosen.with(|chosen| chosen.contains(&field.name))
            || self.draft(field.name).get() != self.base.with(|base| base_text(field, base.as_deref()))
    }

    fn is_dirty(self) -> bool {
        self.spec.fields.iter().any(|field| self.is_changed(field))
    }

    /// Shows another view in place of the one displayed.
    fn rebase(self, view: Option<Arc<View>>) {
        for field in self.spec.fields {
            self.draft(field.name).set(base_text(field, view.as_deref()));
        }
        self.chosen.set(Vec::new());
        self.is_tried.set(false);
        self.base.set(view);
    }

    /// What is wrong with a field as typed; a field that was not touched is not held against the person.
    fn problem(self, field: &'static FieldSpec) -> Option<Problem> {
        let parsed = field.input.parse(&self.draft(field.name).get());
        match parsed {
            Err(problem) if self.is_changed(field) => Some(problem),
            Ok(Value::Null) if field.required && !self.is_withheld(field) => Some(Problem::Required),
            Ok(_) => self.blocking(field),
            Err(_) => None,
        }
    }

    fn blocking(self, field: &'static FieldSpec) -> Option<Problem> {
        let key = self.key.get_value();
        let problems = self.spec.cross_problems(key.id, &Drafted::of(self));
        let is_here = |at: &&crate::model::ProblemAt| at.field == field.name && BLOCKING.contains(&at.problem);
        problems.iter().find(is_here).map(|at| at.problem)
    }

    fn is_withheld(self, field: &FieldSpec) -> bool {
        self.base.with(|base| base.as_ref().is_some_and(|view| view.held(field.name) == Held::Withheld))
    }

    fn problem_count(self) -> usize {
        self.spec.fields.iter().filter(|field| self.problem(field).is_some()).count()
    }

    /// The fields to save: those that changed, as values.
    fn changes(self) -> BTreeMap<Name, Value> {
        let changed = self.spec.fields.iter().filter(|field| self.is_changed(field));
        let value = |field: &'static FieldSpec| {
            let text = platform::normalized(&self.draft(field.name).get_untracked());
            Some((Name::known(field.name), field.input.parse(&text).ok()?))
        };
        changed.filter_map(value).into_map()
    }
}

/// The form's texts as values, for the checks that look at several fields.
struct Drafted {
    values: BTreeMap<&'static str, Value>,
    withheld: Vec<&'static str>,
}

impl Drafted {
    fn of(form: Form) -> Self {
        let (withheld, open): (Vec<_>, Vec<_>) = form.spec.fields.iter().partition(|field| form.is_withheld(field));
        let value =
            |field: &&'static FieldSpec| Some((field.name, field.input.parse(&form.draft(field.name).get()).ok()?));
        Self {
            values: open.iter().filter_map(value).into_map(),
            withheld: withheld.iter().map(|field| field.name).collect(),
        }
    }
}

impl FieldSource for Drafted {
    fn held(&self, name: &str) -> Held<'_> {
        match self.values.get(name) {
            _ if self.withheld.contains(&name) => Held::Withheld,
            None | Some(Value::Null) => Held::Missing,
            Some(value) => Held::Known(value),
        }
    }
}

fn base_text(field: &FieldSpec, base: Option<&View>) -> String {
    base.and_then(|view| view.value(field.name)).map(|value| field.input.text(value)).unwrap_or_default()
}

/// The page of one record, or of a new one.
pub fn record_page(kind: &'static str, id: Option<RecordId>) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let key = match id {
        Some(id) => Key { id, kind: Name::known(kind) },
        None => app().fresh_key(kind),
    };
    let signal = app().record(&key);
    let present = signal.get_untracked();
    let prefilled = if id.is_none() { prefill(spec, place) } else { Vec::new() };
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
    let is_missing = move || id.is_some() && state().is_none();
    view! {
        <div class="head">
            <div>
                <p><a href=words(move || place.route().to(Page::List(kind), &[]).href())>"‹ "{l(label(kind))}</a></p>
                <h1>{words(heading)}</h1>
                <p>{words(move || last_changed(form))}</p>
            </div>
        </div>
        {when(is_missing, move || view! {<p class="empty card">{t(Message::NotHere)}</p>}.into_any())}
        {when(move || state() == Some(State::Incomplete), move || view! {<p class="banner warn">{t(Message::IncompleteNote)}</p>}.into_any())}
        {when(move || state() == Some(State::Deleted), move || deleted_note(form))}
        {when(move || state() == Some(State::Contested), move || contested_note(form))}
        {when(move || matches!(state(), None | Some(State::Live | State::Contested)) && !is_missing(), move || view! {
            {meanwhile(form)}
            {form_view(form, id.is_none())}
            {other_fields(form)}
            {points_here(form)}
        }.into_any())}
    }
    .into_any()
}

/// What a new record starts with: the unit looked at, this year.
fn prefill(spec: &'static KindSpec, place: Place) -> Vec<(&'static str, String)> {
    let route = place.0.get_untracked();
    let unit = route.unit().map(|unit| unit.to_string());
    let mut texts = Vec::new();
    for field in spec.fields {
        match (field.name, &unit) {
            ("unit" | "parent", Some(unit)) => texts.push((field.name, unit.clone())),
            ("year", _) => texts.push(("year", app().day().year().to_string())),
            _ => {}
        }
    }
    texts
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
        let fields = form.spec.fields.iter().filter(|field| base.fields.get(field.name) != now.fields.get(field.name));
        fields
            .filter_map(|field| {
                let newest = now.fields.get(field.name)?.newest.first()?;
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
            <fieldset class="fields" disabled=flag(|| app().read_only.get().is_some())>{form.spec.fields.iter().map(|field| field_row(form, field)).collect_view()}</fieldset>
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
        Memo::new(move |_| form.problem(field).filter(|problem| *problem != Problem::Required || form.is_tried.get()));
    let bound = Bound {
        field,
        draft: form.draft(field.name),
        is_wrong: Signal::derive(move || problem.get().is_some()),
        own: form.key.get_value().id,
    };
    let is_hidden =
        move || field.restricted && !form.revealed.get() && !bound.draft.get().is_empty() && !form.is_changed(field);
    let is_wide = matches!(
        field.input,
        crate::model::Input::Note { .. } | crate::model::Input::Choices(_) | crate::model::Input::Interval
    );
    view! {
        <div class="field" class:wide=is_wide class:changed=flag(move || form.is_changed(field))>
            <label for=format!("field-{}", field.name)>
                {l(field.label)}
                {when(move || field.required, move || view! {<span class="mark">{t(Message::Required)}</span>}.into_any())}
                {when(move || field.restricted, move || view! {<span class="mark">{t(Message::Restricted)}</span>}.into_any())}
            </label>
            {part(move || if form.is_withheld(field) {
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
        </div>
    }
    .into_any()
}

/// The values that stand side by side in a field, each to be chosen.
fn field_sides(form: Form, field: &'static FieldSpec) -> AnyView {
    let sides = move || {
        let view = form.base.get()?;
        view.fields.get(field.name).filter(|held| held.in_conflict()).cloned()
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
        let key = form.key.get_value();
        let problems = form.base.get().map(|view| form.spec.problems(key.id, view.as_ref())).unwrap_or_default();
        problems.into_iter().filter(|at| !BLOCKING.contains(&at.problem)).collect::<Vec<_>>()
    });
    let text = |at: &crate::model::ProblemAt, spec: &KindSpec| {
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
        let unknown = fields.filter(|(name, _)| name.as_str() != DELETED && form.spec.field(name.as_str()).is_none());
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

/// The records that refer to this one.
fn points_here(form: Form) -> AnyView {
    let place = Place::here();
    let pointing = Memo::new(move |_| {
        form.base.track();
        app().pointing_at(&form.key.get_value())
    });
    let link = move |key: Key| {
        let spec = kind_spec(key.kind.as_str())?;
        let route: Route = place.route().to(Page::Record { kind: spec.kind, id: Some(key.id) }, &[]);
        Some(view! { <li><span class="tag">{l(spec.label)}</span><a href=route.href()>{title(&key)}</a></li> })
    };
    view! {
        {when(move || !pointing.get().is_empty(), move || view! {
            <section class="card"><h2>{t(Message::PointsHere)}<span>{words(move || pointing.get().len().to_string())}</span></h2>
                <ul class="rows plain">{list(move || pointing.get().into_iter().take(30).collect(), move |key| link(key).into_any())}</ul>
                {when(move || { pointing.get().len() > 30 }, move || view! {
                    <p class="note">{words(move || fill(Message::AndMore, &[&(pointing.get().len() - 30).to_string()]))}</p>
                }.into_any())}
            </section>
        }.into_any())}
    }
    .into_any()
}

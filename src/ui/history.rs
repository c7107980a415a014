//! The history of one record: every save as it came here, the record as it was on a day, and the ways back.
//!
//! Going back is a save like any other: it is previewed, saved upon what is displayed, and stands in the history itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use super::conflicts::focus_soon;
use super::conflicts::sides::{clock_mark, field_label, field_spec, moment_text};
use super::dynamic::{button, flag, list, on_event, part, press, typed, when, words};
use super::route::{Page, Route};
use super::source::named;
use super::text::{fill, label_one, t, title_of, value_text};
use super::{Place, run};
use crate::app::history::is_by_steps;
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::insight::history::{Came, Kept, Step};
use crate::model::quantity::parse_date;
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Input, KindSpec, Name, RecordId, Value, kind_spec};
use crate::replica::past::{PastField, Reason, Standing};
use crate::replica::{DELETED, FieldView, Key, State, View};

/// How many saves are shown at first, and how many more each time that more are asked for.
const SHOWN_STEP: usize = 50;

/// What is about to be saved, for a person to look at.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    set: BTreeMap<Name, Value>,
    kept: Vec<(Name, Message)>,
    /// What was displayed when it was made.
    view: Arc<View>,
}

/// The page's state.
#[derive(Clone, Copy)]
struct Desk {
    key: StoredValue<Key>,
    steps: Memo<Vec<Step>>,
    plan: RwSignal<Option<Plan>>,
    revealed: RwSignal<bool>,
}

impl Desk {
    fn key(self) -> Key {
        self.key.get_value()
    }

    fn view(self) -> Option<Arc<View>> {
        app().record(&self.key()).get()
    }

    /// Shows what would be saved.
    fn propose(self, set: BTreeMap<Name, Value>, kept: Vec<(Name, Message)>) {
        if let Some(view) = app().now_of(&self.key()) {
            self.plan.set(Some(Plan { set, kept, view }));
            focus_soon("plan");
        }
    }

    /// A value as it is shown: a restricted one only once that was asked for.
    fn text(self, name: &Name, value: &Value) -> String {
        if name.as_str() == DELETED {
            let is_deleted = *value == Value::Bool(true);
            return t(if is_deleted { Message::HistoryDeleted } else { Message::HistoryUndeleted })().to_owned();
        }
        let spec = field_spec(&self.key(), name);
        if spec.is_some_and(|spec| spec.restricted) && !self.revealed.get() && *value != Value::Null {
            return t(Message::Hidden)().to_owned();
        }
        let text = value_text(spec.map_or(Input::Note { chars_max: usize::MAX }, |spec| spec.input), value);
        if text.is_empty() { t(Message::NotStated)().to_owned() } else { text }
    }

    fn texts<'a>(self, name: &Name, values: impl Iterator<Item = &'a Value>) -> String {
        values.map(|value| self.text(name, value)).collect::<Vec<_>>().join(" / ")
    }

    /// What a view holds in a field.
    fn held(self, name: &Name, field: Option<&FieldView>) -> String {
        let Some(field) = field else { return t(Message::NotStated)().to_owned() };
        let known =
            self.texts(name, field.newest.iter().filter_map(|newest| newest.value.as_ref()).into_set().into_iter());
        if field.is_withheld() { t(Message::Withheld)().to_owned() } else { known }
    }

    fn label(self, name: &Name) -> String {
        if name.as_str() == DELETED { t(Message::HistoryState)().to_owned() } else { field_label(&self.key(), name) }
    }
}

/// The address of a record's history; of one field of it where that is named.
fn address(place: Place, kind: &'static str, id: RecordId, field: &str) -> Route {
    place.route().to(Page::History { kind, id }, &[]).with("field", field)
}

/// A link to the history of a record; nothing for kinds that have no pages.
pub fn history_link(place: Place, key: &Key, field: &'static str) -> AnyView {
    let Some(spec) = kind_spec(key.kind.as_str()) else { return ().into_any() };
    let id = key.id;
    view! { <a class="link" data-history=id.to_string() href=words(move || address(place, spec.kind, id, field).href())>{t(Message::History)}</a> }.into_any()
}

/// The history of one record.
pub fn history_page(kind: &'static str, id: RecordId) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let key = app().lead(&Key { id, kind: Name::known(kind) });
    let steps = {
        let key = key.clone();
        Memo::new(move |_| app().history(&key))
    };
    let desk = Desk { key: StoredValue::new(key), steps, plan: RwSignal::new(None), revealed: RwSignal::new(false) };
    Effect::new(move || {
        // What was previewed was upon another state.
        desk.steps.track();
        desk.plan.set(None);
    });
    let name = move || desk.view().map(|view| title_of(&desk.key(), &view)).unwrap_or_default();
    let is_here = move || desk.steps.with(|steps| !steps.is_empty());
    let is_restricted = spec.fields.iter().any(|field| field.restricted);
    view! {
        <div class="head">
            <div>
                <p><a href=words(move || place.route().to(Page::Record { kind, id: Some(id) }, &[]).href())>"‹ "{t(Message::Edit)}</a></p>
                <h1>{t(Message::History)}</h1>
                <p><span class="tag">{words(move || app().lang.get().label(label_one(kind)))}</span>" "<b id="history-of">{words(name)}</b></p>
                <p>{t(Message::HistoryText)}</p>
            </div>
        </div>
        {when(move || !is_here(), || view! { <p class="empty card">{t(Message::HistoryNotHere)}</p> }.into_any())}
        {when(is_here, move || view! {
            {deleted_note(desk)}
            {filters(desk, spec, is_restricted)}
            {part(move || plan_card(desk))}
            {part(move || then_card(desk, spec))}
            {steps_list(desk)}
        }.into_any())}
    }
    .into_any()
}

/// A record that is deleted can be there again.
fn deleted_note(desk: Desk) -> AnyView {
    let is_deleted = move || desk.view().is_some_and(|view| view.state == State::Deleted);
    let restore = move || {
        desk.propose([(Name::known(DELETED), Value::Bool(false))].into_iter().into_map(), Vec::new());
    };
    when(
        move || is_deleted() && app().read_only.get().is_none(),
        move || {
            view! {
            <div class="banner warn"><span>{t(Message::DeletedNote)}</span>{button("button", "history-restore", Message::Restore, restore)}</div>
        }
        .into_any()
        },
    )
}

/// Which field, and which day.
fn filters(desk: Desk, spec: &'static KindSpec, is_restricted: bool) -> AnyView {
    let place = Place::here();
    let asked = move |name: &'static str| place.route().get(name).unwrap_or_default().to_owned();
    let set = move |name: &'static str, text: String| place.0.get_untracked().with(name, &text).go();
    let names = Memo::new(move |_| {
        let names: BTreeSet<Name> =
            desk.steps.with(|steps| steps.iter().flat_map(|step| step.save.fields.keys().cloned()).into_set());
        by_declaration(spec, names)
    });
    let today = app().day().to_string();
    view! {
        <div class="filters" id="history-filters">
            <label for="history-field">{t(Message::HistoryField)}</label>
            <select id="history-field" on:change=typed(move |text| set("field", text)) prop:value=words(move || { names.track(); asked("field") })>
                <option value="">{t(Message::HistoryAllFields)}</option>
                {list(move || names.get(), move |name| {
                    let value = name.to_string();
                    let own = value.clone();
                    view! { <option value=value selected=flag(move || asked("field") == own)>{words(move || desk.label(&name))}</option> }.into_any()
                })}
            </select>
            <label for="history-day">{t(Message::HistoryDay)}</label>
            <input type="date" id="history-day" max=today prop:value=words(move || asked("day")) on:change=typed(move |text| set("day", text))/>
            {when(move || !asked("day").is_empty(), move || button("button", "history-now", Message::HistoryDayClear, move || set("day", String::new())))}
            {is_restricted.then(|| view! {
                <label class="check"><input type="checkbox" id="history-revealed" prop:checked=flag(move || desk.revealed.get())
                    on:change=on_event(move |event| desk.revealed.set(event_target_checked(&event)))/>{t(Message::RevealAll)}</label>
            })}
        </div>
    }
    .into_any()
}

/// Fields in the order in which the form has them, then those that it does not know.
fn by_declaration(spec: &KindSpec, names: BTreeSet<Name>) -> Vec<Name> {
    let place = |name: &Name| {
        let base = crate::replica::dated::parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
        spec.fields.iter().position(|field| field.name == base).unwrap_or(usize::MAX)
    };
    in_order(names.into_iter().collect(), |one: &Name, other| (place(one), one).cmp(&(place(other), other)))
}

/// What is about to be saved: each field as it is and as it would be.
fn plan_card(desk: Desk) -> AnyView {
    let Some(plan) = desk.plan.get() else { return ().into_any() };
    let rows = plan.set.iter().map(|(name, value)| {
        let now = desk.held(name, plan.view.fields.get(name));
        view! { <tr data-field=name.to_string()><th scope="row">{desk.label(name)}</th><td>{now}</td><td>{desk.text(name, value)}</td></tr> }.into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let is_nothing = rows.is_empty();
    let kept = plan.kept.iter().map(|(name, why)| {
        view! { <p class="note">{fill(Message::HistoryPlanKept, &[&desk.label(name), t(*why)()])}</p> }.into_any()
    });
    let kept: Vec<AnyView> = kept.collect();
    let save = move || {
        let Some(plan) = desk.plan.get_untracked() else { return };
        run(app().save(desk.key(), plan.view.heads.clone(), plan.set), move |()| {
            let _ = desk.plan.try_set(None);
            app().notify(Notice::done(app().lang.get_untracked().text(Message::HistoryRestored).to_owned()));
            focus_soon("history");
        });
    };
    view! {
        <section class="card pad plan" id="plan" tabindex="-1" role="group" aria-label=t(Message::HistoryPlan)>
            {if is_nothing { view! { <p>{t(Message::HistoryPlanNothing)}</p> }.into_any() } else { view! {
                <p><b>{t(Message::HistoryPlan)}</b></p>
                <div class="scroll"><table>
                    <thead><tr><th scope="col">{t(Message::HistoryFieldName)}</th><th scope="col">{t(Message::HistoryNow)}</th><th scope="col">{t(Message::HistoryAfter)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            }.into_any() }}
            {kept}
            <p class="row">
                {(!is_nothing).then(|| button("button primary", "plan-save", Message::HistoryPlanDo, save))}
                {button("button", "plan-cancel", Message::Cancel, move || desk.plan.set(None))}
            </p>
        </section>
    }
    .into_any()
}

/// The record as it was on the day that the address names.
fn then_card(desk: Desk, spec: &'static KindSpec) -> AnyView {
    let place = Place::here();
    let route = place.route();
    let Some(day) = route.get("day").and_then(parse_date) else { return ().into_any() };
    let Some(now) = desk.view() else { return ().into_any() };
    let then = desk.steps.with(|steps| app().as_it_was(&desk.key(), steps, day));
    let said = match then.state {
        State::Incomplete | State::Dropped => Some(Message::HistoryThenNone),
        State::Deleted => Some(Message::HistoryThenDeleted),
        State::Live | State::Contested => None,
    };
    let names = then.fields.keys().chain(now.fields.keys()).filter(|name| name.as_str() != DELETED).cloned().into_set();
    let rows = by_declaration(spec, names).into_iter().map(|name| {
        let (was, is) = (desk.held(&name, then.fields.get(&name)), desk.held(&name, now.fields.get(&name)));
        let class = (was != is).then_some("differs");
        view! { <tr class=class data-field=name.to_string()><th scope="row">{desk.label(&name)}</th><td>{was}</td><td>{is}</td></tr> }.into_any()
    });
    let rows: Vec<AnyView> = if said == Some(Message::HistoryThenNone) { Vec::new() } else { rows.collect() };
    let can_restore = then.is_present() && app().read_only.get().is_none();
    let restore = move || {
        let Some(now) = app().now_of(&desk.key()) else { return };
        let back = app().restoration(&desk.key(), &now, &then, None);
        desk.propose(back.set, back.kept.into_iter().map(|(name, kept)| (name, why_kept(kept))).collect());
    };
    view! {
        <section class="card pad" id="then">
            <h2>{fill(Message::HistoryThen, &[&day.to_string()])}</h2>
            {said.map(|said| view! { <p class="note" id="then-note">{t(said)}</p> })}
            {(!rows.is_empty()).then(|| view! {
                <div class="scroll"><table>
                    <thead><tr><th scope="col">{t(Message::HistoryFieldName)}</th><th scope="col">{day.to_string()}</th><th scope="col">{t(Message::HistoryNow)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            })}
            {can_restore.then(|| button("button", "then-restore", Message::HistoryRestoreDay, restore))}
        </section>
    }
    .into_any()
}

fn why_kept(kept: Kept) -> Message {
    match kept {
        Kept::Withheld => Message::KeptWithheld,
        Kept::BySteps => Message::KeptBySteps,
    }
}

fn why_stays(reason: &Reason) -> Message {
    match reason {
        Reason::Waiting => Message::KeptWaiting,
        Reason::Superseded(_) => Message::KeptSuperseded,
        Reason::Withheld => Message::KeptWithheld,
        Reason::Unchanged | Reason::Contested => Message::KeptUnchanged,
    }
}

/// The saves, what was here last first.
fn steps_list(desk: Desk) -> AnyView {
    let place = Place::here();
    let shown = RwSignal::new(SHOWN_STEP);
    let of_field = Memo::new(move |_| place.route().get("field").unwrap_or_default().to_owned());
    let chosen = Memo::new(move |_| {
        let field = of_field.get();
        let is_of = |step: &&Step| field.is_empty() || step.save.fields.contains_key(field.as_str());
        desk.steps.with(|steps| steps.iter().filter(is_of).cloned().collect::<Vec<_>>())
    });
    let more = move || chosen.with(Vec::len).saturating_sub(shown.get());
    view! {
        <ol class="steps-of" id="history" tabindex="-1">
            {list(move || chosen.with(|all| all.iter().take(shown.get()).cloned().collect()), move |step| step_row(desk, &step, &of_field.get_untracked()))}
        </ol>
        {when(move || { more() > 0 }, move || view! {
            <button type="button" class="button" id="history-more" on:click=press(move || shown.update(|shown| *shown += SHOWN_STEP))>{words(move || fill(Message::AndMore, &[&more().to_string()]))}</button>
        }.into_any())}
    }
    .into_any()
}

/// One save: who, when, from where, and what it did to each field.
fn step_row(desk: Desk, step: &Step, only: &str) -> AnyView {
    let received = moment_text(step.received);
    let claimed = moment_text(step.save.at);
    let here = matches!(step.came, Came::Here | Came::Sample);
    let when_text = fill(if here { Message::HistorySaved } else { Message::HistoryReceived }, &[&received]);
    let is_same = claimed == received && step.clock == crate::insight::history::Clock::Right;
    let claimed = (!is_same).then(|| {
        view! { <small class="claimed">{fill(Message::HistoryClaimed, &[&claimed])}{clock_mark(step.clock)}</small> }
    });
    let came = match &step.came {
        Came::Here => fill(Message::SettleHere, &[]),
        Came::Sample => fill(Message::SettleSample, &[]),
        Came::File(file) => fill(Message::HistoryFile, &[&file.name, &named(&file.by)]),
        Came::Perhaps(file) => fill(Message::HistoryFilePerhaps, &[&file.name, &named(&file.by)]),
    };
    let fields = step.save.fields.iter().filter(|(name, _)| only.is_empty() || name.as_str() == only);
    let fields: Vec<AnyView> = fields.map(|(name, field)| field_row(desk, step, name, field)).collect();
    let is_empty = fields.is_empty();
    let mark = |is: bool, text: Message| is.then(|| view! { <span class="mark">{t(text)}</span> });
    view! {
        <li class="card step-of" data-by=step.save.by.to_string()>
            <div class="step-head">
                <b>{named(&step.save.by)}</b><span>{when_text}</span>{claimed}<small>{came}</small>
                {mark(step.is_dropped, Message::HistoryIsDropped)}{mark(step.save.is_waiting, Message::HistoryIsWaiting)}
                {undo_button(desk, step)}
            </div>
            {if is_empty { view! { <p class="note inset">{t(Message::HistoryEmpty)}</p> }.into_any() } else { view! {
                <div class="scroll"><table>
                    <thead><tr><th scope="col">{t(Message::HistoryFieldName)}</th><th scope="col">{t(Message::HistoryBefore)}</th><th scope="col">{t(Message::HistoryAfter)}</th><th scope="col">{t(Message::HistoryState)}</th></tr></thead>
                    <tbody>{fields}</tbody>
                </table></div>
            }.into_any() }}
        </li>
    }
    .into_any()
}

fn field_row(desk: Desk, step: &Step, name: &Name, field: &PastField) -> AnyView {
    let before = step.before.get(name).map(|values| desk.texts(name, values.iter())).unwrap_or_default();
    let after = match field.values.is_empty() {
        true => t(Message::HistoryUnknown)().to_owned(),
        false => desk.texts(name, field.values.iter()),
    };
    let (class, state) = match field.standing {
        _ if step.is_dropped => ("old", Message::HistoryIsDropped),
        Standing::Waiting => ("old", Message::HistoryIsWaiting),
        Standing::Newest => ("now", Message::HistoryIsNow),
        Standing::Conflict => ("both", Message::HistoryIsConflict),
        Standing::Superseded(_) => ("old", Message::HistoryIsOld),
    };
    let label = [t(Message::HistoryBefore)(), t(Message::HistoryAfter)(), t(Message::HistoryState)()];
    view! {
        <tr class=class data-field=name.to_string()>
            <th scope="row">{desk.label(name)}</th><td data-label=label[0]>{before}</td><td data-label=label[1]>{after}</td>
            <td data-label=label[2]><span>{t(state)}</span>{restore_button(desk, step, name, field)}</td>
        </tr>
    }
    .into_any()
}

/// Brings the value of a save back, where it is another one than stands there.
fn restore_button(desk: Desk, step: &Step, name: &Name, field: &PastField) -> AnyView {
    let (Some(value), Some(now)) = (field.values.last().filter(|_| field.values.len() == 1), desk.view()) else {
        return ().into_any();
    };
    let held = now.fields.get(name);
    let is_same = held.is_some_and(|held| held.value() == Some(value) && !held.in_conflict());
    let is_locked = held.is_some_and(FieldView::is_withheld) || is_by_steps(&desk.key(), &now, name.as_str());
    let is_state = name.as_str() == DELETED || !now.is_present();
    if is_same || is_locked || is_state || step.save.is_waiting || app().read_only.get().is_some() {
        return ().into_any();
    }
    let (name, value) = (name.clone(), value.clone());
    let propose = move || desk.propose([(name.clone(), value.clone())].into_iter().into_map(), Vec::new());
    button("button quiet restore", "", Message::HistoryRestoreField, propose)
}

/// Takes a save back that was made here.
fn undo_button(desk: Desk, step: &Step) -> AnyView {
    let Some(undo) = app().undo_of(&desk.key(), step).filter(|_| app().read_only.get().is_none()) else {
        return ().into_any();
    };
    let propose = move || {
        let kept = undo.kept.iter().map(|(name, reason)| (name.clone(), why_stays(reason))).collect();
        desk.propose(undo.set.clone(), kept);
    };
    button("button quiet undo", "", Message::HistoryUndo, propose)
}

//! One matter: what it is about, the record around it, what can be decided.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::Place;
use super::super::dynamic::{flag, list, on_event, part, press, when, words};
use super::super::facts::record_link;
use super::super::history::history_link;
use super::super::route::Page;
use super::super::shell::{unit_key, unit_name};
use super::super::source::named;
use super::super::text::{field_text, fill, l, label_one, t, title, title_of};
use super::sides::{field_label, sides_view};
use super::{Desk, action, batch, matter_id, sides, third};
use crate::app::settle::Choice;
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::insight::Matter;
use crate::insight::history::Step;
use crate::model::sorted::Sorted;
use crate::model::{Input, Name, Problem, RecordId, Value, kind_spec};
use crate::replica::dated::parts;
use crate::replica::gaps::Gap;
use crate::replica::past::Contest;
use crate::replica::{DELETED, Dot, Key, View};

/// How many fields of the record around a matter are shown.
const AROUND_MAX: usize = 4;

/// One matter of the list.
pub fn item(desk: Desk, name: String) -> AnyView {
    let Some(first) = untrack(|| desk.find(&name)) else { return ().into_any() };
    let Some(key) = first.key() else { return ().into_any() };
    let matter = {
        let name = name.clone();
        Memo::new(move |_| desk.find(&name))
    };
    let is_active = {
        let name = name.clone();
        move || desk.active.with(|active| *active == name)
    };
    let index = move || if is_active() { "0" } else { "-1" }.to_owned();
    let focused = {
        let name = name.clone();
        move |_| desk.active.set(name.clone())
    };
    let body = {
        let key = key.clone();
        move || {
            // What is displayed is what a decision is saved upon.
            let view = app().record(&key).get();
            desk.revealed.track();
            matter.get().map(|matter| body(desk, &matter, view.as_ref())).into_any()
        }
    };
    let around = {
        let (key, first) = (key.clone(), first.clone());
        move || app().record(&key).get().map(|view| around(&key, &first, &view)).into_any()
    };
    let id = matter_id(&name);
    view! {
        <section class="card conflict matter" id=id data-matter=what(&first) data-kind=key.kind.to_string() tabindex=words(index)
            aria-label=words({ let (key, first) = (key.clone(), first.clone()); move || format!("{} · {}", l(heading(&first).label())(), heading_of(&key)) })
            on:focusin=focused>
            {head(desk, &first, &key)}
            {part(around)}
            {part(body)}
            {third::third_view(desk, name)}
        </section>
    }
    .into_any()
}

/// What kind of matter it is, as styles and tests know it.
fn what(matter: &Matter) -> &'static str {
    match matter {
        Matter::Conflict { .. } => "conflict",
        Matter::Contested { .. } => "contested",
        Matter::Cloned { .. } => "cloned",
        Matter::Waiting { .. } => "waiting",
        Matter::Circle { .. } => "circle",
        Matter::Broken { .. } => "broken",
        Matter::Double { .. } => "double",
    }
}

fn heading(matter: &Matter) -> Message {
    match matter {
        Matter::Conflict { key, field, .. } if is_move(key, field) => Message::SettleMoved,
        Matter::Conflict { .. } => Message::SettleConflict,
        Matter::Contested { .. } => Message::SettleContested,
        Matter::Cloned { .. } => Message::SettleCloned,
        Matter::Waiting { .. } => Message::SettleWaiting,
        Matter::Circle { .. } => Message::SettleCircle,
        Matter::Broken { .. } | Matter::Double { .. } => Message::SettleBroken,
    }
}

/// Tells whether a field says where a record belongs: two values of it are two moves.
fn is_move(key: &Key, field: &Name) -> bool {
    let base = parts(field.as_str()).map_or(field.as_str(), |(base, _)| base);
    let spec = kind_spec(key.kind.as_str());
    let is_owner = spec.and_then(|spec| spec.owner()).is_some_and(|owner| owner.name == base);
    is_owner || spec.and_then(|spec| spec.field(base)).is_some_and(|field| field.input == Input::Ref("unit"))
}

fn heading_of(key: &Key) -> String {
    app().record(key).get().map(|view| title_of(key, &view)).unwrap_or_else(|| title(key))
}

fn head(desk: Desk, matter: &Matter, key: &Key) -> AnyView {
    let place = Place::here();
    let name = matter.name();
    let tick = matches!(matter, Matter::Conflict { .. }).then(|| {
        let (ticked, matter, key) = (name.clone(), matter.clone(), key.clone());
        view! {
            <input type="checkbox" class="tick" prop:checked=flag(move || desk.ticked.with(|all| all.contains(&ticked)))
                aria-label=words(move || fill(Message::BatchPick, &[&heading_of(&key)]))
                on:change=on_event(move |_| batch::turn(desk, &matter))/>
        }
    });
    let (heading, kind) = (heading(matter), key.kind.clone());
    let href = kind_spec(key.kind.as_str()).map(|spec| {
        let id = key.id;
        words(move || place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href())
    });
    let titled = key.clone();
    view! {
        <h2>
            <span class="row">
                {tick}
                <span class="tag bad">{t(heading)}</span>
                <span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())))}</span>
                <span>{words(move || heading_of(&titled))}</span>
            </span>
            <span class="row">{href.map(|href| view! { <a href=href>{t(Message::Edit)}</a> })}{history_link(place, key, "")}</span>
        </h2>
    }
    .into_any()
}

/// The record around a matter: its unit and a few fields that are not the matter itself.
fn around(key: &Key, matter: &Matter, view: &Arc<View>) -> AnyView {
    let Some(spec) = kind_spec(key.kind.as_str()) else { return ().into_any() };
    let about = match matter {
        Matter::Conflict { field, .. } => parts(field.as_str()).map_or(field.as_str(), |(base, _)| base),
        Matter::Broken { field, .. } => field,
        _ => "",
    };
    let unit = app().with_rows(|rows| rows.unit_of(key)).filter(|unit| *unit != key.id);
    let columns = spec.fields.iter().filter(|field| {
        field.column && !field.restricted && field.name != spec.title && field.name != about && field.name != "unit"
    });
    let texts = columns.filter_map(|field| {
        let text = field_text(spec, field, view);
        (!text.is_empty()).then(|| format!("{} {text}", l(field.label)()))
    });
    let unit = unit.map(unit_name);
    let texts: Vec<String> = unit.into_iter().chain(texts.take(AROUND_MAX)).collect();
    view! { <p class="note inset around">{texts.join(" · ")}</p> }.into_any()
}

fn body(desk: Desk, matter: &Matter, view: Option<&Arc<View>>) -> AnyView {
    match (matter, view) {
        (Matter::Conflict { key, field, .. }, Some(view)) => sides_view(desk, matter, key, view, field),
        (Matter::Contested { key, contest }, Some(_)) => contested(desk, matter, key, contest),
        (Matter::Cloned { .. }, _) => {
            let matter = matter.clone();
            view! {
                <div class="sides"><p>{t(Message::ClonedText)}</p>
                    <ul><li><b>{t(Message::ClonedSeen)}</b>{keep_button(desk, matter, 0)}</li></ul>
                </div>
            }
            .into_any()
        }
        (Matter::Waiting { key, gap, .. }, _) => waiting(desk, matter, key, gap),
        (Matter::Circle { units }, _) => circle(desk, matter, units),
        (Matter::Broken { key, field, problem }, _) => broken(desk, matter, key, field, *problem),
        _ => ().into_any(),
    }
}

/// The button that decides a matter by its option of a number, with the key that does the same.
pub fn keep_button(desk: Desk, matter: Matter, place: usize) -> AnyView {
    view! {
        {when(|| app().read_only.get().is_none(), move || {
            let matter = matter.clone();
            let described = format!("{}-{place}", matter_id(&matter.name()));
            view! {
                <button type="button" class="button" aria-describedby=described on:click=press(move || decide(desk, &matter, place))>
                    <kbd aria-hidden="true">{place + 1}</kbd>{t(Message::KeepThis)}
                </button>
            }.into_any()
        })}
    }
    .into_any()
}

/// Decides a matter by its option of a number, counted from 0; a number that it has not decides nothing.
pub fn decide(desk: Desk, matter: &Matter, place: usize) {
    desk.active.set(matter.name());
    let choice = |key: &Key, name: Name, value: Value| {
        let view = app().record(key).get_untracked()?;
        Some(Choice { key: key.clone(), view, set: [(name, value)].into_iter().into_map() })
    };
    let done = app().lang.get_untracked().text(Message::Resolved).to_owned();
    let chosen = match (matter, place) {
        (Matter::Conflict { key, field, .. }, _) => {
            let of = [(key.clone(), field.clone())];
            let side = app().sides(&of).into_iter().next().and_then(|sides| sides.into_iter().nth(place));
            let is_open = !sides::is_withheld(key, field);
            side.filter(|_| is_open).and_then(|side| choice(key, field.clone(), side.value))
        }
        (Matter::Contested { key, .. }, 0 | 1) => choice(key, Name::known(DELETED), Value::Bool(place == 1)),
        // A save that sets nothing comes after both contents.
        (Matter::Cloned { key, .. }, 0) => app().record(key).get_untracked().map(|view| Choice {
            key: key.clone(),
            view,
            set: [].into_iter().into_map(),
        }),
        (Matter::Waiting { key, .. }, 0) => return accept(desk, vec![key.clone()]),
        _ => None,
    };
    if let Some(choice) = chosen {
        desk.settle(vec![choice], done);
    }
}

/// One side deleted the record, the other edited it.
fn contested(desk: Desk, matter: &Matter, key: &Key, contest: &Contest) -> AnyView {
    let steps = app().history(key);
    let people = |dots: &std::collections::BTreeSet<Dot>| people(&steps, dots);
    let mut lines: Vec<String> = vec![fill(Message::DeletedBySide, &[&people(&contest.deletes)])];
    if !contest.restores.is_empty() {
        lines.push(fill(Message::RestoredBySide, &[&people(&contest.restores)]));
    }
    if !contest.unseen.is_empty() {
        let dots = contest.unseen.values().flatten().copied().into_set();
        let fields: Vec<String> = contest.unseen.keys().map(|name| field_label(key, name)).collect();
        lines.push(fill(Message::EditedBySide, &[&people(&dots), &fields.join(" · ")]));
    }
    if contest.deletes.is_empty() {
        lines.clear();
    }
    let name = matter_id(&matter.name());
    let option = |place: usize, text: Message| {
        let id = format!("{name}-{place}");
        view! { <li><b id=id>{t(text)}</b>{keep_button(desk, matter.clone(), place)}</li> }.into_any()
    };
    view! {
        <div class="sides">
            <p>{t(Message::ContestedNote)}</p>
            {lines.into_iter().map(|line| view! { <small class="line">{line}</small> }.into_any()).collect::<Vec<_>>()}
            <ul>{option(0, Message::KeepRecordKey)}{option(1, Message::DeleteRecordKey)}</ul>
        </div>
    }
    .into_any()
}

/// Who made saves, each once with the time of the last one.
fn people(steps: &[Step], dots: &std::collections::BTreeSet<Dot>) -> String {
    let mut people: Vec<(String, String)> = Vec::new();
    for step in steps.iter().filter(|step| dots.contains(&step.save.dot)) {
        let by = named(&step.save.by);
        if !people.iter().any(|(held, _)| *held == by) {
            people.push((by, sides::moment_text(step.save.at)));
        }
    }
    let texts: Vec<String> = people.iter().map(|(by, at)| fill(Message::ByAt, &[by, at])).collect();
    texts.join(" · ")
}

fn waiting(desk: Desk, matter: &Matter, key: &Key, gap: &Gap) -> AnyView {
    let steps = app().history(key);
    let blanks = [gap.waiting.len().to_string(), people(&steps, &gap.waiting), gap.missing.len().to_string()];
    let all = move || {
        let waits = |matter: &Matter| match matter {
            Matter::Waiting { key, .. } => Some(key.clone()),
            _ => None,
        };
        desk.matters.with(|all| all.iter().filter_map(waits).collect::<Vec<_>>())
    };
    let accept_text = move || fill(Message::WaitingAcceptAll, &[&all().len().to_string()]);
    let id = format!("{}-0", matter_id(&matter.name()));
    let matter = matter.clone();
    view! {
        <div class="sides">
            <p>{fill(Message::WaitingText, &blanks.each_ref().map(String::as_str))}</p>
            <small class="line">{t(Message::WaitingAsk)}</small>
            <ul><li><b id=id>{t(Message::WaitingAccept)}</b>{keep_button(desk, matter, 0)}</li></ul>
            {when(move || { all().len() > 1 } && app().read_only.get().is_none(), move || view! {
                <button type="button" class="button" on:click=press(move || accept(desk, untrack(all)))>{words(accept_text)}</button>
            }.into_any())}
        </div>
    }
    .into_any()
}

fn accept(desk: Desk, keys: Vec<Key>) {
    desk.run(app().accept_gaps(keys), |()| {
        app().notify(Notice::done(app().lang.get_untracked().text(Message::WaitingAccepted).to_owned()));
    });
}

fn circle(desk: Desk, matter: &Matter, units: &[RecordId]) -> AnyView {
    let units = units.to_vec();
    let name = matter.name();
    let cut = units.first().map(|unit| unit_name(*unit)).unwrap_or_default();
    view! {
        <div class="sides">
            <p>{t(Message::CircleText)}</p>
            <p class="row">{list(move || units.clone(), |unit| view! { <span>{record_link(unit_key(unit))}" ›"</span> }.into_any())}</p>
            <p class="row"><small class="line">{fill(Message::CircleOf, &[&cut])}</small>{write_button(desk, name)}</p>
        </div>
    }
    .into_any()
}

fn broken(desk: Desk, matter: &Matter, key: &Key, field: &'static str, problem: Problem) -> AnyView {
    let label = field_label(key, &Name::known(field));
    let text = fill(Message::BrokenAt, &[&label, &problem_text(app().lang.get(), problem)]);
    let can_write = third::target(matter).is_some();
    let name = matter.name();
    view! {
        <div class="sides" data-broken=field>
            <p>{text}</p>
            {can_write.then(|| view! { <p class="row">{write_button(desk, name)}</p> })}
        </div>
    }
    .into_any()
}

/// The button that lets a person write another value.
pub fn write_button(desk: Desk, name: String) -> AnyView {
    let id = name.clone();
    view! {
        {when(move || desk.writing.with(|writing| writing.as_ref() != Some(&id)), move || {
            let name = name.clone();
            action("button quiet write", "", Message::WriteOther, move || third::begin(desk, &name))
        })}
    }
    .into_any()
}

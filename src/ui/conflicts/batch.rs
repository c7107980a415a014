//! Deciding many conflicts at once by one rule, after a look at how many it decides.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::dynamic::{button, flag, list, press, typed, when, words};
use super::super::text::{fill, t};
use super::Desk;
use crate::app::app;
use crate::app::settle::Choice;
use crate::i18n::Message;
use crate::insight::Matter;
use crate::insight::settle::{Rule, Side, chosen};
use crate::model::Name;
use crate::model::sorted::Sorted;
use crate::replica::{FieldView, Key};

/// A rule that a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Here,
    Of(String),
}

impl Way {
    fn rule(&self) -> Rule<'_> {
        match self {
            Self::Here => Rule::Here,
            Self::Of(author) => Rule::Of(author),
        }
    }
}

/// A conflict with its sides.
type Open = (Key, Name, Vec<Side>);

/// Ticks a conflict, or no longer; what is no conflict cannot be ticked.
pub fn turn(desk: Desk, matter: &Matter) {
    if !matches!(matter, Matter::Conflict { .. }) {
        return;
    }
    let name = matter.name();
    desk.ticked.update(|ticked| {
        if !ticked.remove(&name) {
            ticked.insert(name);
        }
    });
}

/// The conflicts that are ticked, with their sides; those of which a value is withheld are left out.
fn ticked(desk: Desk) -> Vec<Open> {
    let of: Vec<(Key, Name)> = desk.matters.with(|all| {
        let ticked = desk.ticked.get();
        let conflicts = all.iter().filter(|matter| ticked.contains(&matter.name()));
        conflicts
            .filter_map(|matter| match matter {
                Matter::Conflict { key, field, .. } => Some((key.clone(), field.clone())),
                _ => None,
            })
            .collect()
    });
    let of: Vec<(Key, Name)> = of.into_iter().filter(|(key, field)| !super::sides::is_withheld(key, field)).collect();
    let sides = app().sides(&of);
    of.into_iter().zip(sides).map(|((key, field), sides)| (key, field, sides)).collect()
}

/// Those who entered any of the values.
fn authors(open: &[Open]) -> Vec<Arc<str>> {
    let makers = open.iter().flat_map(|(.., sides)| sides).flat_map(|side| &side.makers);
    let people = makers.flat_map(|maker| std::iter::once(&maker.by).chain(maker.first.as_ref().map(|(by, _)| by)));
    people.filter(|by| !by.is_empty()).cloned().into_set().into_iter().collect()
}

/// What a way decides.
fn choices(open: &[Open], way: &Way) -> Vec<Choice> {
    let choice = |(key, field, sides): &Open| {
        let value = sides.get(chosen(sides, way.rule())?)?.value.clone();
        let view = app().record(key).get_untracked()?;
        let is_open = view.fields.get(field).is_some_and(FieldView::in_conflict);
        let set = [(field.clone(), value)].into_iter().into_map();
        is_open.then(|| Choice { key: key.clone(), view, set })
    };
    open.iter().filter_map(choice).collect()
}

/// The card with which many are decided.
pub fn batch_card(desk: Desk) -> AnyView {
    let conflicts = Memo::new(move |_| {
        desk.matters.with(|all| {
            let conflicts = all.iter().filter(|matter| matches!(matter, Matter::Conflict { .. }));
            conflicts.map(Matter::name).collect::<Vec<_>>()
        })
    });
    let open = Memo::new(move |_| ticked(desk));
    let way = RwSignal::new(None::<Way>);
    Effect::new(move || {
        // What was previewed was about other conflicts.
        open.track();
        way.set(None);
    });
    let can_change = || app().read_only.get().is_none();
    let is_all = move || conflicts.with(|all| desk.ticked.with(|ticked| all.iter().all(|name| ticked.contains(name))));
    let turn_all = move |_| {
        let all = if is_all() { Vec::new() } else { conflicts.get_untracked() };
        desk.ticked.set(all.into_iter().into_set());
    };
    view! {
        {when(move || can_change() && conflicts.with(|all| all.len() > 1), move || view! {
            <div class="card pad batch" id="batch">
                <label class="check">
                    <input type="checkbox" id="tick-all" prop:checked=flag(is_all) on:change=super::super::dynamic::on_event(turn_all)/>
                    {words(move || fill(Message::BatchAll, &[&conflicts.with(Vec::len).to_string()]))}
                </label>
                {when(move || open.with(|open| !open.is_empty()), move || ways(desk, open, way))}
            </div>
        }.into_any())}
    }
    .into_any()
}

fn ways(desk: Desk, open: Memo<Vec<Open>>, way: RwSignal<Option<Way>>) -> AnyView {
    let whose = RwSignal::new(String::new());
    let people = Memo::new(move |_| open.with(|open| authors(open)));
    let take = move |author: String| {
        whose.set(author.clone());
        way.set((!author.is_empty()).then_some(Way::Of(author)));
    };
    view! {
        <span class="note">{words(move || fill(Message::BatchTicked, &[&open.with(Vec::len).to_string()]))}</span>
        {button("button", "batch-here", Message::BatchHere, move || way.set(Some(Way::Here)))}
        <label class="row">{t(Message::BatchOf)}
            <select id="batch-of" on:change=typed(take) prop:value=words(move || whose.get())>
                <option value="">{t(Message::BatchWhose)}</option>
                {list(move || people.get(), |name| { let shown = name.to_string(); view! { <option value=name.to_string()>{shown}</option> }.into_any() })}
            </select>
        </label>
        {when(move || way.with(Option::is_some), move || preview(desk, open, way))}
    }
    .into_any()
}

/// How many the way decides, and the button that does it.
fn preview(desk: Desk, open: Memo<Vec<Open>>, way: RwSignal<Option<Way>>) -> AnyView {
    let decided = Memo::new(move |_| {
        let way = way.get();
        open.with(|open| way.map_or(0, |way| choices(open, &way).len()))
    });
    let decide = move || {
        let Some(way) = way.get_untracked() else { return };
        let choices = open.with_untracked(|open| choices(open, &way));
        let done = app().lang.get_untracked().fill(Message::SettledMany, &[&choices.len().to_string()]);
        desk.ticked.set([].into_iter().into_set());
        desk.settle(choices, done);
    };
    view! {
        <p class="preview" role="status" id="batch-preview">{words(move || fill(Message::BatchPreview, &[&open.with(Vec::len).to_string(), &decided.get().to_string()]))}</p>
        <button type="button" class="button primary" id="batch-do" disabled=flag(move || decided.get() == 0) on:click=press(decide)>
            {words(move || fill(Message::BatchDo, &[&decided.get().to_string()]))}
        </button>
    }
    .into_any()
}

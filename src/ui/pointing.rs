//! What points to a record, by kind, and the ways to add more that does.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{list, part, when, words};
use super::facts::record_link;
use super::form::Form;
use super::route::{Page, Route};
use super::text::{fill, l, t};
use crate::app::app;
use crate::i18n::Message;
use crate::model::{FieldSpec, Input, KINDS, KindSpec, kind_spec};
use crate::replica::Key;

/// How many records of a kind are named before the rest is left to the list.
const SHOWN_MAX: usize = 10;

/// How many ways to add are shown at once.
const OFFERS_MAX: usize = 8;

/// Tells whether records of a kind are made by steps alone: then no form begins one.
#[must_use]
pub fn is_made_by_steps(spec: &KindSpec) -> bool {
    spec.field(spec.title).is_some_and(|field| field.kept)
}

/// The records of one kind that point to a record, and the field in which a new one would.
#[derive(Clone, PartialEq)]
struct Group {
    kind: &'static str,
    field: Option<&'static str>,
    /// The field by which the records point.
    by: &'static str,
    keys: Vec<Key>,
}

fn groups(target: &Key) -> Vec<Group> {
    let pointing = app().pointing_at(target);
    let group = |spec: &'static KindSpec| {
        let of_kind: Vec<&(Key, &'static FieldSpec)> =
            pointing.iter().filter(|(key, _)| key.kind.as_str() == spec.kind).collect();
        let first = of_kind.first().map(|(_, field)| *field);
        // A kind that cannot be without a record of this one is offered before there is any.
        let is_due = |field: &&FieldSpec| {
            let is_owner = spec.owner().is_some_and(|owner| owner.name == field.name);
            (field.required || is_owner) && matches!(field.input, Input::Ref(kind) if kind == target.kind.as_str())
        };
        let by = spec.fields.iter().find(is_due).or(first)?;
        let field = Some(by).filter(|field| !field.kept && !is_made_by_steps(spec)).map(|field| field.name);
        let keys = of_kind.into_iter().map(|(key, _)| key.clone()).collect();
        Some(Group { kind: spec.kind, field, by: first.unwrap_or(by).name, keys })
    };
    KINDS.iter().filter_map(group).collect()
}

/// The place where a record of a kind is begun that names another one.
fn beginning(place: Place, kind: &'static str, field: &str, target: &Key) -> Route {
    place.route().to(Page::Record { kind, id: None }, &[]).with(field, &target.id.to_string())
}

/// The records that refer to this one.
pub fn points_here(form: Form) -> AnyView {
    let all = Memo::new(move |_| groups(&form.key.get_value()));
    let held = move || all.get().into_iter().filter(|group| !group.keys.is_empty()).collect::<Vec<_>>();
    let empty = move || {
        let empty = all.get().into_iter().filter(|group| group.keys.is_empty() && group.field.is_some());
        empty.collect::<Vec<_>>()
    };
    let can_add = || app().read_only.get().is_none();
    let count = move || all.with(|all| all.iter().map(|group| group.keys.len()).sum::<usize>());
    let offers = move || {
        view! { <p class="chips">{list(empty, move |group| group.field.map(|field| offer(form, group.kind, field)).into_any())}</p> }
    };
    view! {
        {when(move || { count() > 0 } || can_add() && !empty().is_empty(), move || view! {
            <section class="card pointing" id="pointing">
                <h2>{t(Message::PointsHere)}<span>{words(move || count().to_string())}</span></h2>
                {list(held, move |group| group_view(form, group))}
                {part(move || match empty().len() {
                    0 => ().into_any(),
                    _ if !can_add() => ().into_any(),
                    few if few <= OFFERS_MAX => offers().into_any(),
                    _ => view! { <details class="offers"><summary>{t(Message::AddMore)}</summary>{offers()}</details> }.into_any(),
                })}
            </section>
        }.into_any())}
    }
    .into_any()
}

fn group_view(form: Form, group: Group) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(group.kind) else { return ().into_any() };
    let more = group.keys.len().saturating_sub(SHOWN_MAX);
    let count = group.keys.len();
    let (kind, field, by) = (group.kind, group.field, group.by);
    let all = move || {
        let route = place.route().to(Page::List(kind), &[]);
        route.with(by, &form.key.get_value().id.to_string()).href()
    };
    view! {
        <div class="group" data-kind=kind>
            <h3><a href=words(all)>{l(spec.plural)}</a><span class="note">{count}</span>
                {field.map(|field| when(|| app().read_only.get().is_none(), move || offer(form, kind, field)))}
            </h3>
            <ul class="rows plain">{group.keys.into_iter().take(SHOWN_MAX).map(|key| view! { <li>{record_link(key)}</li> }).collect::<Vec<_>>()}</ul>
            {(more > 0).then(|| view! { <p class="note"><a class="link" href=words(all)>{words(move || fill(Message::AndMore, &[&more.to_string()]))}</a></p> })}
        </div>
    }
    .into_any()
}

fn offer(form: Form, kind: &'static str, field: &'static str) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let href = move || beginning(place, kind, field, &form.key.get_value()).href();
    view! {
        <a class="chip" data-add=kind href=words(href) aria-label=words(move || fill(Message::New, &[l(spec.label)()]))>"+\u{a0}"{l(spec.label)}</a>
    }
    .into_any()
}

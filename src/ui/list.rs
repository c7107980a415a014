//! The records of one kind as a table; on phones each row is a card.

use std::cmp::Ordering;
use std::sync::Arc;

use leptos::prelude::*;

use super::Place;
use super::dynamic::{either, list, maybe, typed, when, words};
use super::facts::state_in;
use super::pointing::is_made_by_steps;
use super::route::{Page, Route};
use super::text::{field_text, fill, l, label, label_one, on_day, t, title_of, value_text};
use crate::app::app;
use crate::i18n::Message;
use crate::model::sorted::in_order;
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Value, kind_spec};
use crate::platform;
use crate::replica::{Key, View};

/// Rows in the page at any time.
const ROWS_MAX: usize = 50;

/// The query members that are no filters.
const NOT_FILTERS: [&str; 4] = ["unit", "page", "sort", "q"];

/// The list of one kind.
pub fn list_page(kind: &'static str) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let ids = Memo::new(move |_| matching(spec, place));
    let total = move || app().present(kind).len();
    let pages = move || ids.with(Vec::len).div_ceil(ROWS_MAX).max(1);
    let page =
        move || place.route().get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, pages());
    let rows =
        move || ids.with(|ids| ids.iter().skip((page() - 1) * ROWS_MAX).take(ROWS_MAX).cloned().collect::<Vec<_>>());
    let turn = move |to: usize| move || place.route().with("page", &to.to_string()).href();
    let new_filters = move || {
        // What the list is about, the new record is about too.
        let route = place.route();
        let is_ref = |name: &str| spec.field(name).is_some_and(|field| matches!(field.input, Input::Ref(_)));
        let named = route.query.iter().filter(|(name, _)| name != "unit" && is_ref(name));
        let named: Vec<(&str, &str)> = named.map(|(name, id)| (name.as_str(), id.as_str())).collect();
        route.to(Page::Record { kind, id: None }, &named).href()
    };
    view! {
        <div class="head">
            <div>
                <h1>{l(label(kind))}</h1>
                <p>{words(move || fill(Message::ShownOf, &[&rows().len().to_string(), &ids.with(Vec::len).to_string()]))}</p>
            </div>
            <div class="act">
                <a class="button" id="sheets" href=words(move || Route { page: Page::Table(kind), ..place.route() }.href())>{t(Message::SheetLink)}</a>
                {when(move || app().read_only.get().is_none() && !is_made_by_steps(spec), move || view! {
                    <a class="button primary" id="new-record" href=words(new_filters)>
                        {words(move || fill(Message::New, &[app().lang.get().label(label_one(kind))]))}
                    </a>
                }.into_any())}
            </div>
        </div>
        {filters(spec)}
        {either(move || ids.with(Vec::len) == 0, move || view! {
            <p class="empty card">{words(move || t(if total() == 0 { Message::NoneYet } else { Message::NoneMatch })())}</p>
        }.into_any(), move || view! {
            <div class="card table">
                <table id="records">
                    <thead><tr>{columns(spec).map(column_head).collect_view()}</tr></thead>
                    <tbody>
                        <For each=rows key=Clone::clone let:key>
                            {row(spec, key)}
                        </For>
                    </tbody>
                </table>
            </div>
            {when(move || { pages() > 1 }, move || view! {
                <nav class="pager" aria-label=words(move || fill(Message::PageOf, &[&page().to_string(), &pages().to_string()]))>
                    {when(move || { page() > 1 }, move || view! {
                        <a class="button" rel="prev" href=words(move || turn(page() - 1)())>{t(Message::Previous)}</a>
                    }.into_any())}
                    <span>{words(move || fill(Message::PageOf, &[&page().to_string(), &pages().to_string()]))}</span>
                    {when(move || { page() < pages() }, move || view! {
                        <a class="button" rel="next" href=words(move || turn(page() + 1)())>{t(Message::Next)}</a>
                    }.into_any())}
                </nav>
            }.into_any())}
        }.into_any())}
    }
    .into_any()
}

fn columns(spec: &KindSpec) -> impl Iterator<Item = &'static FieldSpec> + use<> {
    spec.fields.iter().filter(|field| field.column)
}

/// The heading of a column; pressing it sorts, pressing it again turns the order round.
fn column_head(field: &'static FieldSpec) -> AnyView {
    let place = Place::here();
    let order = move || match place.route().get("sort") {
        Some(sort) if sort == field.name => Some("ascending"),
        Some(sort) if sort.strip_prefix('-') == Some(field.name) => Some("descending"),
        _ => None,
    };
    let next = move || match order() {
        None => field.name.to_owned(),
        Some("ascending") => format!("-{}", field.name),
        Some(_) => String::new(),
    };
    view! {
        <th scope="col" class=class_of(field) aria-sort=maybe(order)>
            <a href=words(move || place.route().with("page", "").with("sort", &next()).href())
                title=words(move || fill(Message::SortBy, &[l(field.label)()]))>{l(field.label)}</a>
        </th>
    }
    .into_any()
}

fn class_of(field: &FieldSpec) -> &'static str {
    match field.input {
        Input::Money | Input::Area | Input::Count | Input::Year | Input::Percent | Input::Decimal => "number",
        _ => "",
    }
}

/// One record of the table; it follows its own record and no other.
fn row(spec: &'static KindSpec, key: Key) -> AnyView {
    let place = Place::here();
    let signal = app().record(&key);
    let id = key.id;
    let href = move || place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href();
    let cells = columns(spec).enumerate().map(|(position, field)| {
        let signal = signal.clone();
        let key = key.clone();
        let text = move || {
            let Some(view) = signal.get() else { return String::new() };
            let text = cell_text(spec, field, &view);
            if position == 0 && text.is_empty() { title_of(&key, &view) } else { text }
        };
        let in_conflict = {
            let signal = app().record(&Key { id, kind: crate::model::Name::known(spec.kind) });
            move || signal.get().is_some_and(|view| view.in_conflict())
        };
        if position == 0 {
            view! {
                <th scope="row">
                    <a href=words(href)>{words(text)}</a>
                    {when(in_conflict, move || view! {<span class="tag hue-bad">{t(Message::Conflicts)}</span>}.into_any())}
                </th>
            }.into_any()
        } else {
            let label = l(field.label);
            view! { <td class=class_of(field) data-label=label>{words(text)}</td> }.into_any()
        }
    });
    view! { <tr>{cells.collect::<Vec<_>>()}</tr> }.into_any()
}

/// A field as the table shows it: the state of a record also where nothing states it yet.
fn cell_text(spec: &'static KindSpec, field: &FieldSpec, view: &View) -> String {
    match state_in(spec, field, view) {
        Some(state) => value_text(field.input, &state),
        None => field_text(spec, field, view),
    }
}

/// The text filter, and the filters that a figure brought with it.
fn filters(spec: &'static KindSpec) -> AnyView {
    let place = Place::here();
    let sought = move || place.route().get("q").unwrap_or_default().to_owned();
    let set = move |text: String| place.0.get_untracked().with("page", "").with("q", &text).replace();
    let filters = Memo::new(move |_| {
        let query = place.route().query;
        query.into_iter().filter(|(name, _)| !NOT_FILTERS.contains(&name.as_str())).collect::<Vec<_>>()
    });
    let chip = move |name: &str, value: &str| match spec.field(name) {
        Some(field) => {
            let value = value_text(field.input, &filter_value(field.input, value));
            fill(Message::FieldIs, &[l(field.label)(), if value.is_empty() { t(Message::NotStated)() } else { &value }])
        }
        None => value.to_owned(),
    };
    view! {
        <div class="filters">
            <label for="filter">{t(Message::Filter)}</label>
            <input id="filter" type="search" placeholder=t(Message::FilterHint) prop:value=words(sought) on:input=typed(set)/>
            {list(move || filters.get(), move |(name, value)| {
                let href = { let name = name.clone(); move || place.route().with(&name, "").with("page", "").href() };
                view! {
                    <a class="chip" title=t(Message::ClearFilter) href=words(href)>{words(move || chip(&name, &value))}<span aria-hidden="true">" ×"</span></a>
                }.into_any()
            })}
        </div>
    }
    .into_any()
}

fn filter_value(input: Input, text: &str) -> Value {
    match input {
        Input::Year => text.parse().map_or(Value::Null, Value::Int),
        _ => Value::text(text),
    }
}

/// The records that fit unit, filters and text, in the order asked for.
pub fn matching(spec: &'static KindSpec, place: Place) -> Vec<Key> {
    let route = place.route();
    let words = platform::lower_case(route.get("q").unwrap_or_default());
    let filters: Vec<(&FieldSpec, &str)> = route
        .query
        .iter()
        .filter_map(|(name, value)| Some((spec.field(name)?, value.as_str())))
        .filter(|(field, _)| !NOT_FILTERS.contains(&field.name))
        .collect();
    let unit = route.unit();
    let in_scope = app().with_rows(|rows| {
        let scope = rows.scope(unit);
        let records = app().present(spec.kind).into_iter();
        records.filter(|(key, _)| scope.holds(rows.unit_of(key))).collect::<Vec<_>>()
    });
    let fits = |(_, view): &(Key, Arc<View>)| {
        filters.iter().all(|(field, value)| fits_filter(spec, field, value, view))
            && (words.is_empty()
                || spec.fields.iter().any(|field| {
                    !field.restricted && platform::lower_case(&cell_text(spec, field, view)).contains(&words)
                }))
    };
    let mut found: Vec<(Key, Arc<View>)> = in_scope.into_iter().filter(fits).collect();
    if let Some(sort) = route.get("sort") {
        let (name, is_reversed) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        if let Some(field) = spec.field(name) {
            found = in_order(found, |(_, a), (_, b)| {
                let order = compare(spec, field, a, b);
                if is_reversed { order.reverse() } else { order }
            });
        }
    }
    found.into_iter().map(|(key, _)| key).collect()
}

fn fits_filter(spec: &'static KindSpec, field: &FieldSpec, wanted: &str, view: &View) -> bool {
    if let Some(state) = state_in(spec, field, view) {
        return state.as_text() == Some(wanted);
    }
    match on_day(spec, view).held(field.name) {
        // A filter without a value asks for what is not filled in.
        Held::Missing | Held::Known(Value::Null) => wanted.is_empty(),
        Held::Known(Value::Text(text)) => text.as_ref() == wanted,
        Held::Known(value @ Value::Json(_)) => {
            value.as_texts().is_some_and(|held| held.iter().any(|name| name == wanted))
        }
        Held::Known(value) => value.to_json() == wanted,
        Held::Withheld => false,
    }
}

/// Numbers by size, everything else by what people read; what is missing comes last.
fn compare(spec: &'static KindSpec, field: &FieldSpec, a: &View, b: &View) -> Ordering {
    let (on_a, on_b) = (on_day(spec, a), on_day(spec, b));
    match (on_a.held(field.name), on_b.held(field.name)) {
        (Held::Known(Value::Int(a)), Held::Known(Value::Int(b))) => a.cmp(b),
        (Held::Known(a), Held::Known(b)) if matches!(field.input, Input::Area | Input::Percent | Input::Decimal) => {
            let size = |value: &Value| crate::model::quantity::hundredths(&value.to_json());
            size(a).cmp(&size(b))
        }
        (a_held, b_held) => {
            let is_here = |held: Held<'_>| matches!(held, Held::Known(_));
            let by_text = || cell_text(spec, field, a).cmp(&cell_text(spec, field, b));
            if is_here(a_held) && is_here(b_held) { by_text() } else { is_here(b_held).cmp(&is_here(a_held)) }
        }
    }
}

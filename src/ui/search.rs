//! Finding: one field for all records, the best answers first.
//!
//! What was typed stands in the address, so that going back finds it again. Whether restricted fields are revealed does
//! not: it ends when the page is left.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::dynamic::{either, flag, list, on_event, typed, when, words};
use super::route::Page;
use super::shell::unit_name;
use super::text::{fill, l, label_one, t, title};
use super::{Place, late};
use crate::app::app;
use crate::i18n::Message;
use crate::insight::search::{Ask, Excerpt, Found, Hit, Readings, Spot, TYPED_CHARS_MAX};
use crate::model::{KINDS, kind_spec};
use crate::platform;

/// The field's id, by which the key that leads here finds it.
pub const FIELD: &str = "search";
/// How long a person stops typing before it is searched: a search looks at every record.
const PAUSE: Duration = Duration::from_millis(150);

/// The readings of Chinese characters, which are a part of the program that comes later.
#[derive(Debug, Clone, Copy)]
enum Pinyin {
    Coming,
    Here(Readings),
    Missing,
}

/// The search.
pub fn search_page() -> AnyView {
    let place = Place::here();
    let is_revealed = RwSignal::new(false);
    let pinyin = RwSignal::new(Pinyin::Coming);
    platform::spawn(Box::pin(async move {
        let readings = late::readings().await;
        // The person may have gone elsewhere meanwhile.
        let _ = pinyin.try_set(readings.map_or(Pinyin::Missing, Pinyin::Here));
    }));
    let found = Memo::new(move |_| find(place, is_revealed.get(), pinyin.get()));
    let is_asked = move || place.route().get("q").is_some_and(|typed| !typed.trim().is_empty());
    view! {
        <div class="head"><h1>{t(Message::Search)}</h1></div>
        {fields(place, is_revealed)}
        {when(move || matches!(pinyin.get(), Pinyin::Missing), move || view! {
            <p class="banner warn">{t(Message::SearchNoPinyin)}</p>
        }.into_any())}
        <p class="note" id="found" role="status" aria-live="polite">{words(move || if is_asked() { found.with(count_text) } else { String::new() })}</p>
        {either(is_asked, move || view! {
            <ol class="card rows found">{list(move || found.get().hits, move |hit| row(place, hit))}</ol>
        }.into_any(), move || view! { <p class="empty card">{t(Message::SearchHint)}</p> }.into_any())}
    }
    .into_any()
}

fn find(place: Place, is_revealed: bool, pinyin: Pinyin) -> Found {
    let route = place.route();
    let typed = platform::normalized(route.get("q").unwrap_or_default());
    let readings = match pinyin {
        Pinyin::Here(readings) => Some(readings),
        Pinyin::Coming | Pinyin::Missing => None,
    };
    let (lang, unit, kind) = (app().lang.get(), route.unit(), route.get("kind"));
    app().search(&Ask { typed: &typed, lang, unit, kind, is_revealed, readings })
}

fn count_text(found: &Found) -> String {
    let (count, shown) = (found.count.to_string(), found.hits.len().to_string());
    match found.count {
        0 => fill(Message::SearchNone, &[]),
        _ if found.count > found.hits.len() => fill(Message::SearchFoundBest, &[&count, &shown]),
        _ => fill(Message::SearchFound, &[&count]),
    }
}

/// What is looked for and where.
fn fields(place: Place, is_revealed: RwSignal<bool>) -> AnyView {
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Failing to focus leaves the focus where it was.
            let _ = field.focus();
        }
    });
    let set = move |name: &str, text: &str| {
        let route = place.0.get_untracked();
        // The person may have gone to another page while the pause lasted.
        if route.page == Page::Search {
            route.with(name, text).replace();
        }
    };
    let sought = move || place.route().get("q").unwrap_or_default().to_owned();
    let kind = move || place.route().get("kind").unwrap_or_default().to_owned();
    view! {
        <form class="filters" role="search" on:submit=move |event| event.prevent_default()>
            <label class="visually-hidden" for=FIELD>{t(Message::SearchLabel)}</label>
            <input id=FIELD type="search" node_ref=field maxlength=TYPED_CHARS_MAX.to_string() autocomplete="off"
                placeholder=t(Message::SearchLabel) prop:value=words(sought) on:input=typed_after_a_pause(move |text| set("q", &text))/>
            <label class="visually-hidden" for="search-kind">{t(Message::SearchKind)}</label>
            <select id="search-kind" on:change=typed(move |chosen| set("kind", &chosen)) prop:value=words(kind)>
                <option value="" selected=flag(move || kind().is_empty())>{t(Message::AllKinds)}</option>
                {KINDS.iter().map(|spec| view! {
                    <option value=spec.kind selected=flag(move || kind() == spec.kind)>{l(spec.plural)}</option>
                }.into_any()).collect::<Vec<AnyView>>()}
            </select>
            <label class="check"><input type="checkbox" id="search-revealed" prop:checked=flag(move || is_revealed.get())
                on:change=on_event(move |event| is_revealed.set(event_target_checked(&event)))/>{t(Message::SearchRevealed)}</label>
        </form>
    }
    .into_any()
}

fn typed_after_a_pause(action: impl Fn(String) + 'static) -> Box<dyn FnMut(leptos::ev::Event)> {
    let mut later = debounce(PAUSE, action);
    Box::new(move |event| later(event_target_value(&event)))
}

/// One record that was found: what it is, its title, where else the words stand, its unit.
fn row(place: Place, hit: Hit) -> AnyView {
    let Some(spec) = kind_spec(hit.key.kind.as_str()) else { return ().into_any() };
    let id = hit.key.id;
    let href = move || place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href();
    let name = match hit.title {
        Some(excerpt) => marked(&excerpt),
        None => words(move || title(&hit.key)).into_any(),
    };
    let other = hit.other.map(|(spot, excerpt)| {
        let label = match spot {
            Spot::Field(field) => spec.field(field).map(|field| l(field.label)),
            Spot::Kind | Spot::Unit => None,
        };
        view! { <small>{label}{label.map(|_| " · ")}{marked(&excerpt)}</small> }.into_any()
    });
    let unit = hit.unit.filter(|unit| *unit != id);
    view! {
        <li>
            <span><a class="link" href=words(href)>{name}</a>{other}</span>
            <span class="of">
                <span class="tag">{l(label_one(spec.kind))}</span>
                {unit.map(|unit| view! { <small>{words(move || unit_name(unit))}</small> }.into_any())}
            </span>
        </li>
    }
    .into_any()
}

/// A text with what was found in it marked.
fn marked(excerpt: &Excerpt) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut end = 0;
    for mark in &excerpt.marks {
        pieces.push(excerpt.text[end..mark.start].to_owned().into_any());
        pieces.push(view! { <mark>{excerpt.text[mark.clone()].to_owned()}</mark> }.into_any());
        end = mark.end;
    }
    pieces.push(excerpt.text[end..].to_owned().into_any());
    pieces.into_any()
}

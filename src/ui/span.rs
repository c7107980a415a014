//! The span of time that figures are shown for, as it stands in the address.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{flag, list, press, typed, words};
use super::text::t;
use crate::app::app;
use crate::i18n::Message;
use crate::insight::{Part, Span};

/// How many years back can be chosen; any other can stand in the address.
const YEARS_BACK: i32 = 4;

/// The member of the query that names the span.
pub const SPAN: &str = "span";

/// The span that the address names; else the present year.
#[must_use]
pub fn span_here(place: Place) -> Span {
    let route = place.route();
    // Addresses named a year before they named spans.
    let named = route.get(SPAN).or(route.get("year")).and_then(Span::parse);
    named.unwrap_or_else(|| Span::around(Part::Year, app().day()))
}

/// A span as people read it; tracks the language.
#[must_use]
pub fn span_text(span: Span) -> String {
    let lang = app().lang.get();
    lang.label(span.label()).replace("{}", &span.year.to_string())
}

/// Chooses the span: a year or a part of one, and the one before and after.
pub fn span_choice(id: &'static str) -> AnyView {
    let place = Place::here();
    let here = move || span_here(place);
    let go = move |span: Span| place.0.get_untracked().with(SPAN, &span.name()).replace();
    let spans = move || {
        let (day, here) = (app().day(), here());
        let this = Span::around(Part::Year, day).year;
        let of_year = |year: i32| {
            let parts = [Part::Half(1), Part::Quarter(1), Part::Month(1)];
            let parts =
                parts.into_iter().flat_map(move |part| (1..=12 / part.months()).map(move |nth| part_of(part, nth)));
            std::iter::once(Span::year(year)).chain(parts.map(move |part| Span { year, part }))
        };
        let mut spans: Vec<Span> = of_year(this).filter(|span| span.first() <= day).collect();
        spans.extend((1..=YEARS_BACK).map(|back| Span::year(this - back)));
        if !spans.contains(&here) {
            spans.push(here);
        }
        spans
    };
    let step = move |text: Message, sign: &'static str, to: fn(Span) -> Span| {
        let press = press(move || go(to(span_here(place))));
        view! { <button type="button" class="button quiet" title=t(text) aria-label=t(text) on:click=press>{sign}</button> }
    };
    view! {
        <div class="span-choice" role="group" aria-label=t(Message::SpanChoice)>
            {step(Message::SpanBefore, "‹", Span::previous)}
            <label class="visually-hidden" for=id>{t(Message::SpanChoice)}</label>
            <select id=id prop:value=words(move || here().name())
                on:change=typed(move |name| Span::parse(&name).into_iter().for_each(go))>
                {list(spans, move |span| view! {
                    <option value=span.name() selected=flag(move || here() == span)>{words(move || span_text(span))}</option>
                }.into_any())}
            </select>
            {step(Message::SpanAfter, "›", Span::next)}
        </div>
    }
    .into_any()
}

fn part_of(part: Part, nth: u32) -> Part {
    match part {
        Part::Year => Part::Year,
        Part::Half(_) => Part::Half(nth),
        Part::Quarter(_) => Part::Quarter(nth),
        Part::Month(_) => Part::Month(nth),
    }
}

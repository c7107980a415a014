//! The work report of a unit: reads like a document, and each sentence opens the records it rests on.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{button, on_event, part, when, words};
use super::facts::record_link;
use super::route::{Page, Route};
use super::span::{span_choice, span_here};
use super::text::{fill, l, label_one, t};
use crate::app::app;
use crate::i18n::{Lang, Message};
use crate::insight::indicator::indicator;
use crate::insight::report::{Paragraph, Piece, Report, Section, Sentence, plain, problems, report};
use crate::insight::{Records, Span};
use crate::model::{Name, RecordId};
use crate::platform;
use crate::replica::Key;

/// How many records of a sentence are listed; the figure's own page has all.
const LISTED_MAX: usize = 50;

/// The page.
pub fn report_page() -> AnyView {
    let place = Place::here();
    let written = Memo::new(move |_| {
        let (unit, span) = (unit_of(&place.route()), span_here(place));
        app().with_figures(|figures, replica| {
            let problems = problems(figures, replica, unit, span);
            report(figures, replica, unit, span, &problems)
        })
    });
    let title = move || written.with(|report| plain(&report.title.title(app().lang.get())));
    let until = move || fill(Message::ReportUntil, &[&written.with(|report| report.day.to_string())]);
    view! {
        <div class="head">
            <div><h1>{words(title)}</h1><p>{words(until)}</p></div>
            <div class="act">{span_choice("span")}{button("button primary", "print", Message::Print, platform::print)}</div>
        </div>
        <article class="card paper" id="report">{part(move || written.with(document))}</article>
    }
    .into_any()
}

/// The unit looked at: where one unit stands above all others, it is that one.
fn unit_of(route: &Route) -> Option<RecordId> {
    route.unit().or_else(|| app().with_rows(Records::root))
}

fn document(report: &Report) -> AnyView {
    let lang = app().lang.get();
    let span = report.span;
    let sections: Vec<AnyView> = report.sections.iter().map(|section| section_view(lang, span, section)).collect();
    sections.into_any()
}

fn section_view(lang: Lang, span: Span, section: &Section) -> AnyView {
    let paragraphs: Vec<AnyView> = section.paragraphs.iter().map(|of| paragraph_view(lang, span, of)).collect();
    view! { <section><h2>{l(section.heading)}</h2>{paragraphs}</section> }.into_any()
}

fn paragraph_view(lang: Lang, span: Span, paragraph: &Paragraph) -> AnyView {
    let heading = paragraph.heading.map(|heading| view! { <h3>{l(heading)}</h3> });
    let sentences: Vec<AnyView> =
        paragraph.sentences.iter().map(|sentence| sentence_view(lang, span, sentence)).collect();
    view! { {heading}<div class="prose">{sentences}</div> }.into_any()
}

/// A sentence; pressing it unfolds what it rests on: its figure and its records.
fn sentence_view(lang: Lang, span: Span, sentence: &Sentence) -> AnyView {
    let text = pieces_view(&sentence.pieces(lang));
    let (ids, named) = (sentence.records.clone(), sentence.indicator);
    if ids.is_empty() && named.is_none() {
        return view! { <p>{text}</p> }.into_any();
    }
    let is_open = RwSignal::new(false);
    let count = ids.len().to_string();
    let toggle = move |event: leptos::ev::Event| {
        is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <details class="basis" on:toggle=on_event(toggle)>
            <summary>{text}" "<small>{words(move || fill(Message::ReportBasis, &[&count]))}</small></summary>
            {when(move || is_open.get(), move || records_view(span, named, &ids))}
        </details>
    }
    .into_any()
}

/// Pieces of text; blanks are seen as such, on the screen and on paper.
pub fn pieces_view(pieces: &[Piece]) -> AnyView {
    let view = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Name(_, text) => text.clone().into_any(),
        Piece::Blank(text) => view! { <span class="blank">{text.clone()}</span> }.into_any(),
    };
    pieces.iter().map(view).collect::<Vec<AnyView>>().into_any()
}

fn records_view(span: Span, named: Option<&'static str>, ids: &[RecordId]) -> AnyView {
    let place = Place::here();
    let keys: Vec<Key> = untrack(|| {
        app().with_figures(|figures, _| {
            let key = |id: &RecordId| Some(Key { id: *id, kind: Name::known(figures.index().kind(*id)?) });
            ids.iter().take(LISTED_MAX).filter_map(key).collect()
        })
    });
    let figure = named.and_then(indicator).map(|of| {
        let href = move || place.route().to(Page::Indicator, &[("name", of.name), ("span", &span.name())]).href();
        view! { <li><a class="link" href=words(href)>{t(Message::Indicators)}" "{l(of.label)}</a></li> }
    });
    let records: Vec<AnyView> = keys.into_iter().map(record_view).collect();
    let more = ids.len().saturating_sub(LISTED_MAX);
    view! {
        <ul>
            {figure}
            {records}
            {(more > 0).then(|| view! { <li class="note">{words(move || fill(Message::AndMore, &[&more.to_string()]))}</li> })}
        </ul>
    }
    .into_any()
}

fn record_view(key: Key) -> AnyView {
    let kind = label_one(key.kind.as_str());
    view! { <li><small>{l(kind)}</small>" "{record_link(key)}</li> }.into_any()
}

//! The way to the sheets of each kind.

use leptos::prelude::*;

use crate::i18n::Message;
use crate::model::SECTIONS;
use crate::ui::Place;
use crate::ui::dynamic::words;
use crate::ui::route::Page;
use crate::ui::text::{l, label, t};

/// A link for each kind whose records can stand in a sheet.
pub fn sheets_card() -> AnyView {
    let place = Place::here();
    let link = move |kind: &'static str| {
        let href = move || place.route().to(Page::Table(kind), &[]).href();
        view! { <a class="chip" href=words(href)>{l(label(kind))}</a> }
    };
    let sections = SECTIONS.iter().map(move |section| {
        view! {
            <div class="chips"><span class="note">{l(section.label)}</span>{section.kinds.iter().copied().map(link).collect::<Vec<_>>()}</div>
        }
    });
    view! {
        <section class="card pad" id="sheets-of-kinds">
            <h2>{t(Message::SheetsTitle)}</h2>
            <p class="note">{t(Message::SheetsText)}</p>
            <details class="part"><summary>{t(Message::SheetsChoose)}</summary>{sections.collect::<Vec<_>>()}</details>
        </section>
    }
    .into_any()
}

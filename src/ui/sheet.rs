//! One record as a sheet to print.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{button, part, words};
use super::report::pieces_view;
use super::route::Page;
use super::text::{l, label_one, t};
use crate::app::app;
use crate::i18n::{Lang, Message};
use crate::insight::report::{Line, line, plain};
use crate::insight::sheets::{Block, Entry, Sheet, cell, sheet};
use crate::model::{Label, RecordId};
use crate::platform;

/// The sheet.
pub fn sheet_page(kind: &'static str, id: RecordId) -> AnyView {
    let place = Place::here();
    let printed = Memo::new(move |_| app().with_figures(|figures, replica| sheet(figures, replica, id)));
    let back = move || place.route().to(Page::Record { kind, id: Some(id) }, &[]).href();
    let title =
        move || printed.with(|sheet| l(sheet.as_ref().map_or(label_one(kind), |sheet| sheet.title))().to_owned());
    let subject = move || {
        let lang = app().lang.get();
        printed.with(|sheet| sheet.as_ref().map(|sheet| plain(&line(lang, &sheet.subject))).unwrap_or_default())
    };
    view! {
        <div class="head">
            <div>
                <p class="back"><a href=words(back)>"‹ "{l(label_one(kind))}</a></p>
                <h1>{words(title)}</h1>
                <p>{words(subject)}</p>
            </div>
            <div class="act">{button("button primary", "print", Message::Print, platform::print)}</div>
        </div>
        {part(move || printed.with(|sheet| match sheet {
            Some(sheet) => document(sheet),
            None => view! { <p class="empty card">{t(Message::NotHere)}</p> }.into_any(),
        }))}
    }
    .into_any()
}

fn document(sheet: &Sheet) -> AnyView {
    let lang = app().lang.get();
    let blocks: Vec<AnyView> = sheet.blocks.iter().map(|block| block_view(lang, block)).collect();
    view! { <article class="card paper" id="sheet">{blocks}</article> }.into_any()
}

fn block_view(lang: Lang, block: &Block) -> AnyView {
    match block {
        Block::Entries(entries) => {
            let entries: Vec<AnyView> = entries.iter().map(|entry| entry_view(lang, entry)).collect();
            view! { <dl class="entries">{entries}</dl> }.into_any()
        }
        Block::Text { heading, lines } => {
            let heading = heading.map(|heading| view! { <h2>{l(heading)}</h2> });
            let lines: Vec<AnyView> =
                lines.iter().map(|text| view! { <p>{pieces_view(&line(lang, text))}</p> }.into_any()).collect();
            view! { <section>{heading}<div class="prose">{lines}</div></section> }.into_any()
        }
        Block::Table { heading, columns, rows, none } => table_view(lang, *heading, columns, rows, *none),
        Block::Signatures(labels) => {
            let labels: Vec<AnyView> = labels
                .iter()
                .map(|own| view! { <p><span>{l(*own)}</span><span class="rule"></span></p> }.into_any())
                .collect();
            view! { <div class="signatures">{labels}</div> }.into_any()
        }
    }
}

fn entry_view(lang: Lang, entry: &Entry) -> AnyView {
    view! { <div><dt>{l(entry.label)}</dt><dd>{pieces_view(&line(lang, &entry.content))}</dd></div> }.into_any()
}

fn table_view(lang: Lang, heading: Label, columns: &[Label], rows: &[Vec<Line>], none: Label) -> AnyView {
    let columns: Vec<Label> = columns.to_vec();
    let row = |cells: &Vec<Line>| {
        let cells: Vec<AnyView> = cells
            .iter()
            .zip(&columns)
            .map(|(content, column)| {
                view! { <td data-label=l(*column)>{pieces_view(&cell(lang, content))}</td> }.into_any()
            })
            .collect();
        view! { <tr>{cells}</tr> }.into_any()
    };
    let rows: Vec<AnyView> = rows.iter().map(row).collect();
    let head: Vec<AnyView> =
        columns.iter().map(|column| view! { <th scope="col">{l(*column)}</th> }.into_any()).collect();
    let body = if rows.is_empty() {
        view! { <p class="note">{l(none)}</p> }.into_any()
    } else {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=l(heading)>
                <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    };
    view! { <section><h2>{l(heading)}</h2>{body}</section> }.into_any()
}

//! Who has which file of ours, and what has not arrived of theirs.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::export::Desk;
use super::import::Reports;
use crate::app::receipts::Seen;
use crate::app::{Failure, app};
use crate::exchange::outbox::{Office, Sent, Told};
use crate::exchange::read_moment;
use crate::exchange::receipt::Receipt;
use crate::i18n::{Message, moment};
use crate::insight::extract::Wanted;
use crate::model::RecordId;
use crate::platform;
use crate::ui::dynamic::{list, part, press, when, words};
use crate::ui::files::refused;
use crate::ui::shell::unit_name;
use crate::ui::source::named;
use crate::ui::span::span_text;
use crate::ui::text::{fill, t};

/// How many communities are named.
const NAMED_MAX: usize = 30;

/// The offices that answered, each with the last file it has.
pub fn who_has_card(desk: Desk) -> AnyView {
    let rows = move || {
        desk.outbox.with(|outbox| {
            let row = |office: &Office| {
                let sent = outbox.file(&office.digest).cloned();
                (office.clone(), sent, outbox.is_behind(office))
            };
            outbox.offices.iter().map(row).collect::<Vec<_>>()
        })
    };
    let has_files = move || desk.outbox.with(|outbox| !outbox.files.is_empty());
    view! {
        {when(has_files, move || view! {
            <section class="card pad" id="who-has">
                <h2>{t(Message::WhoHasTitle)}</h2>
                <p class="note">{t(Message::WhoHasText)}</p>
                {when(move || rows().is_empty(), || view! { <p>{t(Message::WhoHasNone)}</p> }.into_any())}
                {when(move || !rows().is_empty(), move || view! {
                    <div class="scroll" tabindex="0" role="region" aria-label=t(Message::WhoHasTitle)>
                        <table>
                            <thead><tr><th scope="col">{t(Message::ColWho)}</th><th scope="col">{t(Message::ColFile)}</th><th scope="col">{t(Message::ColTaken)}</th><th scope="col">{t(Message::ColNext)}</th></tr></thead>
                            <tbody>{list(rows, move |(office, sent, is_behind)| office_row(desk, office, sent, is_behind))}</tbody>
                        </table>
                    </div>
                }.into_any())}
            </section>
        }.into_any())}
    }
    .into_any()
}

fn office_row(desk: Desk, office: Office, sent: Option<Sent>, is_behind: bool) -> AnyView {
    let at = read_moment(&office.at).and_then(platform::local_time).map_or_else(|| office.at.clone(), moment);
    let taken = match office.not_taken {
        0 => fill(Message::TakenAll, &[&at]),
        count => fill(Message::TakenPart, &[&at, &count.to_string()]),
    };
    let file = match &sent {
        Some(sent) => fill(Message::FileNumbered, &[&sent.number.to_string(), &sent.name]),
        None => fill(Message::FileForgotten, &[]),
    };
    let state = if is_behind || office.not_taken > 0 { Message::OfficeBehind } else { Message::OfficeNewest };
    let (by, has_base) = (office.by.clone(), office.base.is_some());
    let about = sent.map(|sent| Wanted::read(&sent.about)).filter(|wanted| !wanted.sections.is_empty());
    let export = move || {
        desk.wanted.set(about.clone().unwrap_or_default());
        desk.choose_office(by.clone());
        show_export();
    };
    view! {
        <tr>
            <th scope="row">{named(&office.by)}</th>
            <td>{file}</td>
            <td>{taken}<small class="note">{t(state)}</small></td>
            <td>{has_base.then(|| view! { <button type="button" class="button news" on:click=press(export)>{t(Message::ExportNewsOf)}</button> })}
                {(!has_base).then(|| view! { <span class="note">{t(Message::NeedsFullFile)}</span> })}</td>
        </tr>
    }
    .into_any()
}

/// Leads the person to the choice that was made for them, and to its button.
fn show_export() {
    let button = document().get_element_by_id("export").and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        button.scroll_into_view();
        // Failing to focus leaves the focus where it was.
        let _ = button.focus();
    }
}

/// What is missing: numbers of files, communities that have not reported; and devices that were copied.
pub fn radar_card() -> AnyView {
    let reports: Reports = expect_context();
    let series = Memo::new(move |_| {
        // A file may bring nothing but its number.
        reports.track();
        app().series_seen()
    });
    let silent = Memo::new(|_| app().silent());
    let is_any = move || series.with(|series| !series.is_empty()) || silent.with(Option::is_some);
    view! {
        {when(is_any, move || view! {
            <section class="card pad" id="radar">
                <h2>{t(Message::RadarTitle)}</h2>
                {when(move || series.with(|series| !series.is_empty()), move || view! {
                    <h3>{t(Message::RadarFiles)}</h3>
                    <ul class="rows plain">{list(move || troubled(&series.get()), |seen| series_row(&seen))}</ul>
                    {when(move || troubled(&series.get()).is_empty(), || view! { <p>{t(Message::RadarNone)}</p> }.into_any())}
                }.into_any())}
                {part(move || silent.get().map(|silent| {
                    let more = silent.units.len().saturating_sub(NAMED_MAX);
                    let units: Vec<RecordId> = silent.units.iter().copied().take(NAMED_MAX).collect();
                    let heading = if silent.units.is_empty() { Message::RadarAllReported } else { Message::RadarSilent };
                    view! {
                        <h3 id="silent">{fill(heading, &[&span_text(silent.span), &silent.units.len().to_string()])}</h3>
                        <p>{words(move || {
                            let names: Vec<String> = units.iter().map(|unit| unit_name(*unit)).collect();
                            names.join(t(Message::ListJoin)())
                        })}</p>
                        {(more > 0).then(|| view! { <p class="note">{fill(Message::AndMore, &[&more.to_string()])}</p> })}
                    }
                }).into_any())}
            </section>
        }.into_any())}
    }
    .into_any()
}

fn troubled(series: &[Seen]) -> Vec<Seen> {
    let is_troubled = |seen: &&Seen| !seen.series.missing.is_empty() || seen.copied.is_some();
    series.iter().filter(is_troubled).cloned().collect()
}

fn series_row(seen: &Seen) -> AnyView {
    let range = |numbers: &std::ops::RangeInclusive<u32>| match (numbers.start(), numbers.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) => format!("{start}–{end}"),
    };
    let missing: Vec<String> = seen.series.missing.iter().map(range).collect();
    let advice = if seen.is_whole { Message::RadarMissingWhole } else { Message::RadarMissing };
    let (by, file) = (named(&seen.last.file.by), seen.last.file.name.clone());
    let last = fill(Message::RadarLast, &[&by, &seen.series.last.to_string(), &file]);
    view! {
        <li><div>
            <b>{last}</b>
            {(!missing.is_empty()).then(|| view! { <small>{fill(advice, &[&missing.join(", ")])}</small> })}
            {seen.copied.clone().map(|(one, other)| view! { <small>{fill(Message::RadarCopied, &[&one, &other])}</small> })}
        </div></li>
    }
    .into_any()
}

/// Takes a receipt that came back, and says what it told.
pub fn receipt_taken(file_name: String, receipt: Arc<Receipt>) -> AnyView {
    let told = RwSignal::new(None::<Result<Told, Failure>>);
    platform::spawn(Box::pin(async move {
        let taken = app().take_receipt(file_name, &receipt).await;
        // The person may have left the page meanwhile; it is taken all the same.
        let _ = told.try_set(Some(taken));
    }));
    part(move || told.get().map(|told| told.map_or_else(|failure| refused(&failure), |told| report(&told))).into_any())
}

fn report(told: &Told) -> AnyView {
    let by = named(&told.office.by);
    let (number, name) = (told.sent.number.to_string(), &told.sent.name);
    let text = match told.office.not_taken {
        0 => fill(Message::ReceiptTold, &[&by, &number, name]),
        count => fill(Message::ReceiptToldPart, &[&by, &number, name, &count.to_string()]),
    };
    view! { <div class="result good receipt" role="status"><p>{text}</p></div> }.into_any()
}

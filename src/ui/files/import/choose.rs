//! Choosing, dropping, pasting and looking at files.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Element, File, FileList, HtmlInputElement};

use super::{Outcome, Reports, dry, newer, report};
use crate::app::import::Aside;
use crate::app::{Failure, app};
use crate::i18n::Message;
use crate::platform;
use crate::platform::edition;
use crate::store::browser::js_text;
use crate::ui::dynamic::{button, flag, list, on_event, part, typed, when, words};
use crate::ui::files::receipts::receipt_taken;
use crate::ui::files::refused;
use crate::ui::run;
use crate::ui::text::{fill, t};

/// What a control for files takes: the share sheet of a phone gives our files the ending of a text.
const ACCEPTED: &str = ".json,.txt,.html,application/json,text/plain,text/html";

fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|place| list.get(place)).collect()
}

fn files_in(data: Option<DataTransfer>) -> Vec<File> {
    data.and_then(|data| data.files()).map(|list| files_of(&list)).unwrap_or_default()
}

/// The card for all of that, with what came of it.
pub fn import_card() -> AnyView {
    let reports: Reports = expect_context();
    let is_over = RwSignal::new(false);
    let chosen = move |event: leptos::ev::Event| {
        let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(control) = control {
            open(reports, control.files().map(|list| files_of(&list)).unwrap_or_default());
            // Choosing the same file again is to look at it again.
            control.set_value("");
        }
    };
    // What the system asked to be opened with this program.
    Effect::new(move || {
        app().edition.track();
        open(reports, edition::take_opened());
    });
    let looked = move |event: leptos::ev::Event| {
        let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = control.and_then(|control| control.files()).and_then(|files| files.get(0)) {
            run(look(file), |()| {});
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        open(reports, files_in(event.data_transfer()));
    };
    follow_pasting(reports);
    view! {
        <section class="card pad drop" class:over=flag(move || is_over.get()) on:drop=dropped
            on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true); } on:dragleave=move |_| is_over.set(false)>
            <h2>{t(Message::ImportTitle)}</h2>
            <p class="note">{t(Message::ImportText)}</p>
            <label class="button primary pick">{t(Message::ChooseFile)}
                <input type="file" id="import" class="visually-hidden" accept=ACCEPTED multiple=true on:change=on_event(chosen)/>
            </label>
            <label class="button pick">{t(Message::LookAtFile)}
                <input type="file" id="look" class="visually-hidden" accept=ACCEPTED on:change=on_event(looked)/>
            </label>
            {paste_box(reports)}
            {part(move || match reports.progress.get() {
                None => ().into_any(),
                Some((text, progress)) => view! {
                    <p class="row" id="progress">
                        <span role="status">{words(move || fill(text, &[&progress.file_name, &progress.percent.to_string()]))}</span>
                        {button("button", "stop", Message::StopReading, move || reports.stop())}
                    </p>
                }.into_any(),
            })}
            <div aria-live="polite" id="imported">
                {list(move || outcomes(reports), outcome)}
            </div>
            {dry::waiting_files(reports)}
        </section>
    }
    .into_any()
}

/// What became of the files chosen last, as far as it concerns the open workspace.
fn outcomes(reports: Reports) -> Vec<Outcome> {
    let is_sample = app().workspace.get().sample.is_some();
    reports.outcomes.get().into_iter().filter(|outcome| outcome.concerns(is_sample)).collect()
}

fn outcome(outcome: Outcome) -> AnyView {
    match outcome {
        Outcome::Done(imported) => report::report(&imported),
        Outcome::Aside(Aside::Twin { file_name, of }) => said(fill(Message::TwinTitle, &[&file_name, &of]), None),
        Outcome::Aside(Aside::Newer { file_name, failure, glance }) => newer::newer(file_name, &failure, glance),
        Outcome::Aside(Aside::Receipt { file_name, receipt }) => receipt_taken(file_name, receipt),
        Outcome::Aside(Aside::Table { file_name }) => {
            said(fill(Message::IsTable, &[&file_name]), Some(fill(Message::IsTableText, &[])))
        }
        Outcome::Aside(Aside::Refused(failure)) | Outcome::Failed(failure) => refused(&failure),
    }
}

/// A file of which nothing is taken, and why.
fn said(title: String, text: Option<String>) -> AnyView {
    view! { <div class="result"><p><b>{title}</b></p>{text.map(|text| view! { <p class="note">{text}</p> })}</div> }
        .into_any()
}

/// Reads the files whole, and then what is in them.
fn open(reports: Reports, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    platform::spawn(Box::pin(async move {
        let mut read = Vec::new();
        for file in files {
            match platform::bytes_of(&file).await {
                Ok(bytes) => read.push((file.name(), bytes)),
                Err(thrown) => {
                    let notice = Failure::Read(js_text(&thrown)).notice(app().lang.get_untracked());
                    app().notify(notice);
                }
            }
        }
        reports.open(read);
    }));
}

async fn look(file: File) -> Result<(), Failure> {
    let bytes = platform::bytes_of(&file).await.map_err(|thrown| Failure::Read(js_text(&thrown)))?;
    app().look(file.name(), &bytes).await
}

/// Files that are pasted anywhere on the page are read, and a text unless it is pasted into a field.
fn follow_pasting(reports: Reports) {
    let handle = window_event_listener(leptos::ev::paste, move |event| {
        let files = files_in(event.clipboard_data());
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_typing = target.is_some_and(|at| ["INPUT", "TEXTAREA"].contains(&at.tag_name().as_str()));
        if !files.is_empty() {
            event.prevent_default();
            open(reports, files);
        } else if !is_typing && let Some(data) = event.clipboard_data() {
            // A clipboard without text has nothing to read.
            let text = data.get_data("text/plain").unwrap_or_default();
            open_text(reports, &text);
        }
    });
    on_cleanup(move || handle.remove());
}

fn open_text(reports: Reports, text: &str) {
    if !text.trim().is_empty() {
        let name = app().lang.get_untracked().text(Message::PastedName).to_owned();
        reports.open(vec![(name, text.as_bytes().to_vec())]);
    }
}

/// A field for a file that came as a text: where downloads are blocked, files go by the clipboard.
fn paste_box(reports: Reports) -> AnyView {
    let text = RwSignal::new(String::new());
    let read = move || {
        open_text(reports, &text.get_untracked());
        text.set(String::new());
    };
    view! {
        <details class="part" id="paste">
            <summary>{t(Message::PasteTitle)}</summary>
            <div class="field wide">
                <label for="pasted">{t(Message::PasteLabel)}</label>
                <textarea id="pasted" rows="4" spellcheck="false" prop:value=words(move || text.get()) on:input=typed(move |typed| text.set(typed))></textarea>
            </div>
            {when(move || !text.with(String::is_empty), move || view! {
                <p class="row">{button("button", "read-pasted", Message::PasteRead, read)}</p>
            }.into_any())}
        </details>
    }
    .into_any()
}

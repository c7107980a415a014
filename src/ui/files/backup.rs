//! Backups: when the last one was, a new one, and the way back from one.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::export::{Desk, is_phrase, result};
use crate::app::app;
use crate::app::export::Form;
use crate::i18n::Message;
use crate::insight::extract::Wanted;
use crate::platform;
use crate::ui::dynamic::{button, flag, typed, when, words};
use crate::ui::text::{fill, t};

/// The control that takes files in.
const IMPORT: &str = "import";

/// What there is of backups.
pub fn backup_card(desk: Desk) -> AnyView {
    let phrase = RwSignal::new(String::new());
    let is_confirmed = move || is_phrase(&phrase.get());
    let backup = move || {
        if is_confirmed() {
            phrase.set(String::new());
            desk.export(Wanted::backup(), None, true, Form::File);
        }
    };
    let is_own = move || app().workspace.get().sample.is_none() && app().read_only.get().is_none();
    let last = move || match app().last_backup() {
        Some(last) => {
            let text = if last.is_read_back { Message::BackupLastRead } else { Message::BackupLastFound };
            fill(text, &[&last.day.to_string(), &last.file_name])
        }
        None => fill(Message::BackupNone, &[]),
    };
    view! {
        <section class="card pad" id="backup">
            <h2>{t(Message::BackupTitle)}</h2>
            <p class="note">{t(Message::BackupText)}</p>
            {when(is_own, move || view! { <p id="last-backup">{words(last)}</p> }.into_any())}
            {when(|| app().is_backup_due(), || view! { <p class="warning">{t(Message::BackupDue)}</p> }.into_any())}
            {platform::clears_after_days().then(|| view! { <p class="warning" id="seven-days">{t(Message::SevenDays)}</p> })}
            <form on:submit=move |event| { event.prevent_default(); untrack(backup); }>
                <label for="export-phrase">{words(move || fill(Message::ExportRestrictedText, &[t(Message::ExportPhrase)()]))}</label>
                <div class="row">
                    <input id="export-phrase" autocomplete="off" prop:value=words(move || phrase.get()) on:input=typed(move |text| phrase.set(text))/>
                    <button type="submit" class="button" id="export-full" disabled=flag(move || !is_confirmed())>{t(Message::ExportWith)}</button>
                </div>
            </form>
            {result(desk, true)}
            <p class="note">{t(Message::RestoreText)}</p>
            <p>{button("button", "restore", Message::RestoreFromFile, choose_file)}</p>
        </section>
    }
    .into_any()
}

/// Opens the browser's dialog for choosing files to take in.
fn choose_file() {
    let control = document().get_element_by_id(IMPORT).and_then(|control| control.dyn_into::<HtmlInputElement>().ok());
    if let Some(control) = control {
        control.click();
    }
}

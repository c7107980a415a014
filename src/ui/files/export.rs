//! Sending: the records as a file.

use leptos::prelude::*;

use crate::app::app;
use crate::app::export::Exported;
use crate::i18n::Message;
use crate::ui::dynamic::{button, flag, part, typed, words};
use crate::ui::text::{fill, t};

/// Export with and without restricted fields.
pub fn export_card() -> AnyView {
    let phrase = RwSignal::new(String::new());
    let done = RwSignal::new(None::<Exported>);
    let export = move |with_restricted: bool| match app().export(with_restricted) {
        Ok(exported) => {
            phrase.set(String::new());
            done.set(Some(exported));
        }
        Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
    };
    let is_confirmed = move || phrase.get().trim().eq_ignore_ascii_case(t(Message::ExportPhrase)());
    let report = move |exported: Exported| {
        let counted = if exported.is_full { Message::ExportCounted } else { Message::ExportNotCounted };
        view! {
            <div class="result good" role="status" id="exported">
                <p>{fill(Message::ExportDone, &[&exported.file_name, &exported.records.to_string()])}</p>
                <p class="note">{t(counted)}</p>
            </div>
        }
    };
    view! {
        <section class="card pad">
            <h2>{t(Message::ExportTitle)}</h2>
            <p class="note">{t(Message::ExportText)}</p>
            <p>{button("button primary", "export", Message::ExportWithout, move || export(false))}</p>
            <form on:submit=move |event| { event.prevent_default(); if is_confirmed() { export(true) } }>
                <label for="export-phrase">{words(move || fill(Message::ExportRestrictedText, &[t(Message::ExportPhrase)()]))}</label>
                <div class="row">
                    <input id="export-phrase" autocomplete="off" prop:value=words(move || phrase.get()) on:input=typed(move |text| phrase.set(text))/>
                    <button type="submit" class="button" id="export-full" disabled=flag(move || !is_confirmed())>{t(Message::ExportWith)}</button>
                </div>
            </form>
            {part(move || done.get().map(report).into_any())}
        </section>
    }
    .into_any()
}

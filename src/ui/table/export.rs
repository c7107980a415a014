//! The list as a sheet for spreadsheets.

use leptos::prelude::*;

use crate::app::app;
use crate::i18n::Message;
use crate::model::KindSpec;
use crate::replica::Key;
use crate::ui::Place;
use crate::ui::dynamic::{button, flag, part, typed, when, words};
use crate::ui::list::matching;
use crate::ui::text::{fill, t};

/// Writing the records that the list shows, restricted fields only after the phrase was typed.
pub fn export_card(spec: &'static KindSpec) -> AnyView {
    let place = Place::here();
    let keys: Memo<Vec<Key>> = Memo::new(move |_| matching(spec, place));
    let phrase = RwSignal::new(String::new());
    let done = RwSignal::new(None::<(String, usize)>);
    let write = move |with_restricted: bool| {
        let written = keys.with_untracked(|keys| app().write_sheet(spec, keys, with_restricted));
        match written {
            Ok(written) => {
                phrase.set(String::new());
                done.set(Some(written));
            }
            Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
        }
    };
    let is_confirmed = move || phrase.get().trim().eq_ignore_ascii_case(t(Message::ExportPhrase)());
    let has_restricted = spec.fields.iter().any(|field| field.restricted);
    view! {
        <section class="card pad" id="sheet-export">
            <h2>{t(Message::SheetExportTitle)}</h2>
            <p class="note">{words(move || fill(Message::SheetExportText, &[&keys.with(Vec::len).to_string()]))}</p>
            <p>{button("button", "sheet-write", Message::SheetExport, move || write(false))}</p>
            {when(move || has_restricted, move || view! {
                <form on:submit=move |event| { event.prevent_default(); if is_confirmed() { write(true) } }>
                    <label for="sheet-phrase">{words(move || fill(Message::SheetExportRestricted, &[t(Message::ExportPhrase)()]))}</label>
                    <div class="row">
                        <input id="sheet-phrase" autocomplete="off" prop:value=words(move || phrase.get()) on:input=typed(move |text| phrase.set(text))/>
                        <button type="submit" class="button" id="sheet-write-all" disabled=flag(move || !is_confirmed())>{t(Message::SheetExportAll)}</button>
                    </div>
                </form>
            }.into_any())}
            {part(move || done.get().map(|(name, count)| view! {
                <div class="result good" role="status" id="sheet-written"><p>{fill(Message::SheetWritten, &[&name, &count.to_string()])}</p></div>
            }).into_any())}
        </section>
    }
    .into_any()
}

//! What an import brought, and what can be done about it: take it back, write a receipt.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Reports, log, moment_text, withheld_names};
use crate::app::archive::LOOK;
use crate::app::import::Imported;
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::model::kind_spec;
use crate::replica::Key;
use crate::ui::doubles::doubles_card;
use crate::ui::dynamic::{button, when, words};
use crate::ui::route::{Page, Route};
use crate::ui::source::named;
use crate::ui::text::{fill, label_one, t, title};
use crate::ui::{Place, run};

/// How many records of each sort a report names.
const NAMED_MAX: usize = 20;

/// What can be done with an archive: to look at it, and to bring it back.
fn archive(file_name: &str, key: Key) -> AnyView {
    let reports: Reports = expect_context();
    let reopen = move || {
        run(app().reopen(key.clone()), move |delta| {
            reports.outcomes.set(Vec::new());
            let count = delta.keys().filter(|key| kind_spec(key.kind.as_str()).is_some()).count();
            app().notify(Notice::done(app().lang.get_untracked().fill(Message::ReopenDone, &[&count.to_string()])));
        });
    };
    view! {
        <div class="result" role="status">
            <p><b>{fill(Message::ImportIsArchive, &[file_name])}</b></p>
            <p class="row">
                <a class="button" href=Route::overview(LOOK).href()>{t(Message::LookOnly)}</a>
                {button("button", "reopen", Message::Reopen, reopen)}
            </p>
        </div>
    }
    .into_any()
}

/// Records by name, as many as a list shows, each with a way to it.
pub fn named_records(keys: Vec<Key>) -> AnyView {
    let place = Place::here();
    let rest = keys.len().saturating_sub(NAMED_MAX);
    let names = keys.into_iter().take(NAMED_MAX).map(move |key| {
        let kind = key.kind.clone();
        let route = kind_spec(key.kind.as_str())
            .map(|spec| place.route().to(Page::Record { kind: spec.kind, id: Some(key.id) }, &[]).href());
        view! {
            <li><span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())).to_owned())}</span>
                <a href=route>{words(move || title(&key))}</a></li>
        }
    });
    view! {
        <ul class="rows plain">{names.collect::<Vec<_>>()}</ul>
        {when(move || { rest > 0 }, move || view! {<p class="note">{words(move || fill(Message::AndMore, &[&rest.to_string()]))}</p>}.into_any())}
    }
    .into_any()
}

/// What one import brought: added, changed, in conflict.
pub fn report(imported: &Arc<Imported>) -> AnyView {
    if let Some(key) = imported.archive.clone() {
        return archive(&imported.file_name, key);
    }
    let place = Place::here();
    let at = imported.at.map_or_else(String::new, moment_text);
    let by = named(&imported.header.by);
    let is_nothing = imported.added.is_empty() && imported.changed.is_empty() && imported.kept_out == 0;
    let withheld = withheld_names(&imported.header).join(", ");
    let part = |id: &'static str, text: Message, keys: &[Key]| {
        let (count, keys) = (keys.len(), keys.to_vec());
        view! {
            <details class="part">
                <summary>{t(text)}" "<b id=id>{count}</b></summary>
                {named_records(keys)}
            </details>
        }
    };
    let note = |holds: bool, text: Message, blank: String| {
        holds.then(|| view! { <p class="note">{fill(text, &[&blank])}</p> })
    };
    view! {
        <div class="result good" role="status">
            <p><b>{fill(Message::ImportDone, &[&imported.file_name])}</b><small>{fill(Message::ImportFrom, &[&by, &at])}</small></p>
            {note(imported.is_sample, Message::ImportOpenedSample, String::new())}
            {is_nothing.then(|| view! { <p class="note" id="import-nothing">{t(Message::ImportNothing)}</p> })}
            {note(imported.kept_out > 0, Message::ImportKeptOut, imported.kept_out.to_string())}
            {note(!imported.left.is_empty(), Message::ImportLeft, imported.left.len().to_string())}
            {note(imported.erased > 0, Message::ImportErased, imported.erased.to_string())}
            {part("import-added", Message::ImportAdded, &imported.added)}
            {part("import-changed", Message::ImportChanged, &imported.changed)}
            {part("import-conflicts", Message::ImportConflicts, &imported.in_conflict)}
            {note(!withheld.is_empty(), Message::ImportWithheld, withheld)}
            {note(imported.days_ahead > 0, Message::ImportClock, imported.days_ahead.to_string())}
            {doubles_card(imported.doubles.clone())}
            {(!imported.in_conflict.is_empty()).then(|| view! {
                <p><a class="button" href=words(move || place.route().to(Page::Conflicts, &[]).href())>{t(Message::SeeConflicts)}</a></p>
            })}
            <p class="row">{receipt(imported.clone())}</p>
            {imported.log.map(|id| log::taking_back(id, imported.file_name.clone()))}
        </div>
    }
    .into_any()
}

/// The receipt for the sender, with what was not taken.
fn receipt(imported: Arc<Imported>) -> AnyView {
    let write = move || {
        let imported = imported.clone();
        let command = async move { app().write_receipt(&imported.header, &imported.left, imported.log).await };
        run(command, |file_name| {
            app().notify(Notice::done(app().lang.get_untracked().fill(Message::ReceiptWritten, &[&file_name])));
        });
    };
    button("button write-receipt", "", Message::WriteReceipt, write)
}

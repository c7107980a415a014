//! The files that were received, the last one first: what stays when a report is gone, and what takes an import back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Reports, moment_text, report};
use crate::app::{Notice, app};
use crate::exchange::read_moment;
use crate::i18n::Message;
use crate::model::RecordId;
use crate::replica::imports::Import;
use crate::ui::dynamic::{button, either, flag, list, on_event, press, when, words};
use crate::ui::run;
use crate::ui::source::named;
use crate::ui::text::{fill, t};

/// How many received files are listed.
const RECEIVED_MAX: usize = 50;

/// All that was received.
pub fn received_card() -> AnyView {
    let reports: Reports = expect_context();
    let received = Memo::new(move |_| {
        // A file may bring nothing but records of kinds that nobody follows.
        reports.outcomes.track();
        (app().received(), app().undone())
    });
    let count = move || received.with(|(all, _)| all.len());
    let shown = move || {
        received.with(|(all, undone)| {
            let with = |import: &Import| (import.clone(), undone.contains(&import.id.to_string()));
            all.iter().take(RECEIVED_MAX).map(with).collect::<Vec<_>>()
        })
    };
    let more = move || count().saturating_sub(RECEIVED_MAX);
    when(
        move || count() > 0,
        move || {
            view! {
            <section class="card pad" id="received">
                <h2>{t(Message::ReceivedTitle)}</h2>
                <p class="note">{t(Message::ReceivedText)}</p>
                <ul class="rows plain">{list(shown, |(import, is_undone)| row(&import, is_undone))}</ul>
                {when(move || { more() > 0 }, move || view! { <p class="note">{words(move || fill(Message::AndMore, &[&more().to_string()]))}</p> }.into_any())}
            </section>
        }
        .into_any()
        },
    )
}

fn row(import: &Import, is_undone: bool) -> AnyView {
    let written = read_moment(&import.file.at).map_or_else(|| import.file.at.clone(), moment_text);
    let (added, changed) = (import.added.to_string(), import.changed.to_string());
    let (by, receiver) = (import.file.by.clone(), import.receiver.clone());
    let (at, id, left, receipt) = (moment_text(import.received), import.id, import.left, import.receipt);
    let state = move || {
        let whole = if left == 0 { fill(Message::LogWhole, &[]) } else { fill(Message::LogPart, &[&left.to_string()]) };
        let receipt = receipt.map(|at| fill(Message::LogReceipt, &[&moment_text(at)]));
        let undone = is_undone.then(|| fill(Message::LogUndone, &[]));
        [Some(whole), receipt, undone].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let name = import.file.name.clone();
    view! {
        <li><div>
            <b>{import.file.name.clone()}</b>
            <small>{words(move || fill(Message::ImportFrom, &[&named(&by), &written]))}</small>
            <small>{words(move || fill(Message::ReceivedFile, &[&at, &named(&receiver), &added, &changed]))}</small>
            <small>{words(state)}</small>
            {brought(id)}
            {taking_back(id, name)}
        </div></li>
    }
    .into_any()
}

/// The records that an import brought, looked up when somebody asks.
fn brought(id: RecordId) -> AnyView {
    let is_open = RwSignal::new(false);
    // A list that is made anew takes the place of the one before, so what is open is said and not left to the page.
    let toggled = move |event: leptos::ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        is_open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    view! {
        <details class="part" prop:open=flag(move || is_open.get()) on:toggle=on_event(toggled)>
            <summary>{t(Message::LogRecords)}</summary>
            {when(move || is_open.get(), move || report::named_records(app().brought_by(id)))}
        </details>
    }
    .into_any()
}

/// Takes an import back, after what that does was shown.
pub fn taking_back(id: RecordId, file_name: String) -> AnyView {
    let is_asked = RwSignal::new(false);
    let name = StoredValue::new(file_name);
    either(
        move || is_asked.get(),
        move || asked(id, name, is_asked),
        move || {
            let writable = || app().read_only.get().is_none();
            let ask = move || is_asked.set(true);
            view! { <p class="row">{when(writable, move || button("button taking-back", "", Message::UndoImport, ask))}</p> }
                .into_any()
        },
    )
}

/// What taking back would do, computed for what is held now.
fn asked(id: RecordId, name: StoredValue<String>, is_asked: RwSignal<bool>) -> AnyView {
    let undoing = app().undoing(id);
    // What stayed here is taken back here; what others may hold is taken back for them too.
    let received = app().received().iter().find(|import| import.id == id).map_or(i64::MIN, |import| import.received);
    let has_left = app().has_left_since(received);
    let rejected = if has_left { app().rejecting(id).len() } else { 0 };
    let (gone, changed, waiting) = (undoing.gone.len(), undoing.changed.len(), undoing.waiting.len());
    let back = button("button", "", Message::Cancel, move || is_asked.set(false));
    if undoing.dots.is_empty() {
        return view! { <p class="note" role="status">{t(Message::UndoNothing)}</p><p class="row">{back}</p> }
            .into_any();
    }
    let reports: Reports = expect_context();
    let done = move |text: Message, blank: String| {
        is_asked.set(false);
        reports.outcomes.set(Vec::new());
        app().notify(Notice::done(app().lang.get_untracked().fill(text, &[&blank])));
    };
    let undo = move || run(app().undo_import(id), move |_| done(Message::UndoDone, name.get_value()));
    let reject = move || run(app().reject_import(id), move |count| done(Message::RejectDone, count.to_string()));
    view! {
        <div class="result undo" role="status">
            <p>{words(move || fill(Message::UndoSure, &[&gone.to_string(), &changed.to_string()]))}</p>
            {(waiting > 0).then(|| view! { <p class="note">{words(move || fill(Message::UndoWaits, &[&waiting.to_string()]))}</p> })}
            {(rejected > 0).then(|| view! {
                <p class="note">{t(Message::UndoRejectText)}</p>
                <p class="row"><button type="button" class="button primary undo-reject" on:click=press(reject)>{words(move || fill(Message::UndoReject, &[&rejected.to_string()]))}</button></p>
            })}
            <p class="row">{button(if rejected > 0 { "button undo-yes" } else { "button primary undo-yes" }, "", Message::UndoYes, undo)}{back}</p>
        </div>
    }
    .into_any()
}

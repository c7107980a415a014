//! Receiving: files united with the records, what they brought, and those that came before.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use super::receipts::{receipt_offer, receipt_report};
use crate::app::archive::LOOK;
use crate::app::import::Imported;
use crate::app::{App, Failure, Notice, app};
use crate::exchange::outbox::Told;
use crate::exchange::read_moment;
use crate::i18n::{Message, moment};
use crate::model::kind_spec;
use crate::platform;
use crate::replica::Key;
use crate::replica::imports::Import;
use crate::store::browser::js_text;
use crate::ui::doubles::doubles_card;
use crate::ui::dynamic::{button, flag, list, on_event, part, when, words};
use crate::ui::route::{Page, Route};
use crate::ui::source::named;
use crate::ui::text::{fill, label_one, t, title};
use crate::ui::{Place, run};

/// How many records of each sort a report names.
const NAMED_MAX: usize = 20;
/// How many received files are listed.
const RECEIVED_MAX: usize = 50;

/// What happened to one file.
#[derive(Clone)]
enum Outcome {
    Done(Imported),
    Receipt(Told),
    Refused(Notice),
}

impl Outcome {
    /// What a file brought concerns the workspace it belongs to.
    fn concerns(&self, is_sample: bool) -> bool {
        match self {
            Self::Done(imported) => imported.is_sample == is_sample,
            Self::Receipt(_) => !is_sample,
            Self::Refused(_) => true,
        }
    }
}

/// What happened to the files imported last. It outlives the page: a file may open another workspace.
#[derive(Clone, Copy)]
pub struct Reports(RwSignal<Vec<Outcome>>);

impl Default for Reports {
    fn default() -> Self {
        Self(RwSignal::new(Vec::new()))
    }
}

fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|place| list.get(place)).collect()
}

/// Choosing, dropping and looking at files.
pub fn import_card() -> AnyView {
    let Reports(outcomes) = expect_context();
    let reading = RwSignal::new(None::<String>);
    let is_over = RwSignal::new(false);
    let take = move |files: Vec<File>| {
        crate::platform::spawn(Box::pin(async move {
            outcomes.set(Vec::new());
            for file in files {
                reading.set(Some(file.name()));
                let outcome = match import(&file).await {
                    Ok(outcome) => outcome,
                    Err(failure) => Outcome::Refused(failure.notice(app().lang.get_untracked())),
                };
                outcomes.update(|outcomes| outcomes.push(outcome));
            }
            reading.set(None);
        }));
    };
    let chosen = move |event: leptos::ev::Event| {
        let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(control) = control {
            take(control.files().map(|list| files_of(&list)).unwrap_or_default());
            // Choosing the same file again is to import it again.
            control.set_value("");
        }
    };
    let looked = move |event: leptos::ev::Event| {
        let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = control.and_then(|control| control.files()).and_then(|files| files.get(0)) {
            run(look(file), |()| {});
        }
    };
    let shown = move || {
        let is_sample = app().workspace.get().sample.is_some();
        outcomes.get().into_iter().filter(|outcome| outcome.concerns(is_sample)).collect()
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).map(|list| files_of(&list)).unwrap_or_default());
    };
    view! {
        <section class="card pad drop" class:over=flag(move || is_over.get()) on:drop=dropped
            on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true); } on:dragleave=move |_| is_over.set(false)>
            <h2>{t(Message::ImportTitle)}</h2>
            <p class="note">{t(Message::ImportText)}</p>
            <label class="button primary pick">{t(Message::ChooseFile)}
                <input type="file" id="import" class="visually-hidden" accept=".json,application/json" multiple=true on:change=on_event(chosen)/>
            </label>
            <label class="button pick">{t(Message::LookAtFile)}
                <input type="file" id="look" class="visually-hidden" accept=".json,application/json" on:change=on_event(looked)/>
            </label>
            <div aria-live="polite" id="imported">
                {part(move || reading.get().map(|name| view! { <p class="note">{fill(Message::Reading, &[&name])}</p> }).into_any())}
                {list(shown, |outcome| match outcome {
                    Outcome::Done(imported) => report(imported),
                    Outcome::Receipt(told) => receipt_report(&told),
                    Outcome::Refused(notice) => view! {
                        <div class="result bad refused"><p>{notice.title}</p><p class="note">{notice.remedy}</p></div>
                    }.into_any(),
                })}
            </div>
        </section>
    }
    .into_any()
}

/// The files that were received, the last one first: what stays when the report is gone.
pub fn received_card() -> AnyView {
    let Reports(outcomes) = expect_context();
    let received = Memo::new(move |_| {
        // A file may bring nothing but records of kinds that nobody follows.
        outcomes.track();
        app().received()
    });
    let row = |import: Import| {
        let written = read_moment(&import.file.at).map_or_else(|| import.file.at.clone(), moment_text);
        let (added, changed) = (import.added.to_string(), import.changed.to_string());
        let (by, receiver) = (import.file.by.clone(), import.receiver.clone());
        let at = moment_text(import.received);
        view! {
            <li><div>
                <b>{import.file.name}</b>
                <small>{words(move || fill(Message::ImportFrom, &[&named(&by), &written]))}</small>
                <small>{words(move || fill(Message::ReceivedFile, &[&at, &named(&receiver), &added, &changed]))}</small>
            </div></li>
        }
    };
    let more = move || received.with(Vec::len).saturating_sub(RECEIVED_MAX);
    view! {
        {when(move || received.with(|received| !received.is_empty()), move || view! {
            <section class="card pad" id="received">
                <h2>{t(Message::ReceivedTitle)}</h2>
                <p class="note">{t(Message::ReceivedText)}</p>
                <ul class="rows plain">{list(move || received.with(|all| all.iter().take(RECEIVED_MAX).cloned().collect()), move |import| row(import).into_any())}</ul>
                {when(move || { more() > 0 }, move || view! { <p class="note">{words(move || fill(Message::AndMore, &[&more().to_string()]))}</p> }.into_any())}
            </section>
        }.into_any())}
    }
    .into_any()
}

fn moment_text(at: i64) -> String {
    platform::local_time(at).map_or_else(String::new, moment)
}

async fn import(file: &File) -> Result<Outcome, Failure> {
    let bytes = platform::bytes_of(file).await.map_err(|thrown| Failure::Read(js_text(&thrown)))?;
    if App::is_receipt(&bytes) {
        return app().take_receipt(file.name(), &bytes).await.map(Outcome::Receipt);
    }
    app().import(file.name(), &bytes).await.map(Outcome::Done)
}

async fn look(file: File) -> Result<(), Failure> {
    let bytes = platform::bytes_of(&file).await.map_err(|thrown| Failure::Read(js_text(&thrown)))?;
    app().look(file.name(), &bytes).await
}

/// What can be done with an archive: to look at it, and to bring it back.
fn archive(file_name: &str, key: Key) -> AnyView {
    let Reports(outcomes) = expect_context();
    let reopen = move || {
        run(app().reopen(key.clone()), move |delta| {
            outcomes.set(Vec::new());
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

/// What one import brought: added, changed, in conflict.
fn report(imported: Imported) -> AnyView {
    if let Some(key) = imported.archive {
        return archive(&imported.file_name, key);
    }
    let place = Place::here();
    let at = imported.at.map_or_else(String::new, moment_text);
    let by = named(&imported.by);
    let is_nothing = imported.added.is_empty() && imported.changed.is_empty() && imported.kept_out == 0;
    let withheld = imported.withheld.iter().map(|name| field_name(name)).collect::<Vec<_>>().join(", ");
    let part = |id: &'static str, text: Message, keys: Vec<Key>| {
        let rest = keys.len().saturating_sub(NAMED_MAX);
        let count = keys.len();
        let names = keys.into_iter().take(NAMED_MAX).map(move |key| {
            let kind = app().lang.get().label(label_one(key.kind.as_str()));
            let route = kind_spec(key.kind.as_str())
                .map(|spec| place.route().to(Page::Record { kind: spec.kind, id: Some(key.id) }, &[]).href());
            view! { <li><span class="tag">{kind}</span><a href=route>{title(&key)}</a></li> }
        });
        view! {
            <details class="part">
                <summary>{t(text)}" "<b id=id>{count}</b></summary>
                <ul class="rows plain">{names.collect::<Vec<_>>()}</ul>
                {when(move || { rest > 0 }, move || view! {<p class="note">{words(move || fill(Message::AndMore, &[&rest.to_string()]))}</p>}.into_any())}
            </details>
        }
    };
    let conflicts = imported.in_conflict.len();
    view! {
        <div class="result good" role="status">
            <p><b>{fill(Message::ImportDone, &[&imported.file_name])}</b><small>{fill(Message::ImportFrom, &[&by, &at])}</small></p>
            {imported.is_sample.then(|| view! { <p class="note">{t(Message::ImportOpenedSample)}</p> })}
            {is_nothing.then(|| view! { <p class="note" id="import-nothing">{t(Message::ImportNothing)}</p> })}
            {(imported.kept_out > 0).then(|| view! { <p class="note">{fill(Message::ImportKeptOut, &[&imported.kept_out.to_string()])}</p> })}
            {part("import-added", Message::ImportAdded, imported.added)}
            {part("import-changed", Message::ImportChanged, imported.changed)}
            {part("import-conflicts", Message::ImportConflicts, imported.in_conflict)}
            {(!withheld.is_empty()).then(|| view! { <p class="note">{fill(Message::ImportWithheld, &[&withheld])}</p> })}
            {(imported.days_ahead > 0).then(|| view! {
                <p class="note">{fill(Message::ImportClock, &[&imported.days_ahead.to_string()])}</p>
            })}
            {(!imported.is_sample).then(|| receipt_offer(imported.header, imported.file_name.clone(), BTreeSet::new()))}
            {doubles_card(imported.doubles)}
            {(conflicts > 0).then(|| view! {
                <p><a class="button" href=words(move || place.route().to(Page::Conflicts, &[]).href())>{t(Message::SeeConflicts)}</a></p>
            })}
        </div>
    }
    .into_any()
}

/// `worker.phone` in the words of the form; a field this version does not know keeps its name.
fn field_name(name: &str) -> String {
    let field = name.split_once('.').and_then(|(kind, field)| kind_spec(kind)?.field(field));
    field.map_or_else(|| name.to_owned(), |field| app().lang.get().label(field.label).to_owned())
}

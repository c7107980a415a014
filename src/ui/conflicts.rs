//! What is to be settled: one list of all that merging left open and of what breaks a rule, worked through by hand or by
//! keys, alone or many at once.
//!
//! Shows and asks; what is decided is a command's to save. Keys act only while the focus is in the list, and never while a
//! person types.

mod batch;
mod item;
pub mod sides;
mod third;

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::doubles::doubles_card;
use super::dynamic::{button, when, words};
use super::history::history_link;
use super::text::{fill, label_one, t};
use super::{Place, run};
use crate::app::settle::Choice;
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::insight::{Matter, doubles};
use crate::replica::Key;

/// Most matters that are shown at once.
const SHOWN_MAX: usize = 50;
/// Most deleted records that are named.
const DELETED_MAX: usize = 50;

/// The page's state.
#[derive(Clone, Copy)]
struct Desk {
    /// What is to be settled, what merging left open first.
    matters: Memo<Vec<Matter>>,
    /// The name of the matter that keys are about.
    active: RwSignal<String>,
    /// The matters that are to be decided together.
    ticked: RwSignal<BTreeSet<String>>,
    /// The matter for which another value is being written.
    writing: RwSignal<Option<String>>,
    /// Restricted fields are shown.
    revealed: RwSignal<bool>,
    /// Something is being saved.
    is_busy: RwSignal<bool>,
}

impl Desk {
    fn new() -> Self {
        let matters = Memo::new(move |_| {
            let (open, broken): (Vec<Matter>, Vec<Matter>) = app().matters().into_iter().partition(Matter::is_open);
            let broken = broken.into_iter().filter(|matter| matches!(matter, Matter::Broken { .. }));
            open.into_iter().chain(broken).collect::<Vec<_>>()
        });
        let first = matters.with_untracked(|all| all.first().map(Matter::name).unwrap_or_default());
        Self {
            matters,
            active: RwSignal::new(first),
            ticked: RwSignal::new(BTreeSet::new()),
            writing: RwSignal::new(None),
            revealed: RwSignal::new(false),
            is_busy: RwSignal::new(false),
        }
    }

    fn find(self, name: &str) -> Option<Matter> {
        self.matters.with(|all| all.iter().find(|matter| matter.name() == name).cloned())
    }

    fn names(self) -> Vec<String> {
        self.matters.with(|all| all.iter().take(SHOWN_MAX).map(Matter::name).collect())
    }

    /// Saves what was chosen as one command; tells what was done.
    fn settle(self, choices: Vec<Choice>, done: String) {
        self.run(app().settle(choices), move |()| app().notify(Notice::done(done)));
    }

    /// Runs a command unless another one is on its way: a key that is pressed twice decides once.
    fn run<T: 'static>(
        self,
        command: impl Future<Output = Result<T, crate::app::Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.is_busy.get_untracked() || app().read_only.with_untracked(Option::is_some) {
            return;
        }
        self.is_busy.set(true);
        let command = async move {
            let result = command.await;
            // The person may have left the page meanwhile.
            let _ = self.is_busy.try_set(false);
            result
        };
        run(command, move |done| {
            then(done);
            let _ = self.writing.try_set(None);
            self.focus_later();
        });
    }

    fn undo(self) {
        if app().can_unsettle() == 0 {
            return;
        }
        self.run(app().unsettle(), |count| {
            let text = if count > 0 { Message::SettleUndone } else { Message::SettleNotUndone };
            app().notify(Notice::done(app().lang.get_untracked().text(text).to_owned()));
        });
    }

    /// Moves the focus to the active matter once the page shows it; to the list where none is left.
    fn focus_later(self) {
        after_drawing(move || {
            let id = self.active.try_get_untracked().map(|name| matter_id(&name)).unwrap_or_default();
            if !focus(&id) {
                focus("settle");
            }
        });
    }
}

/// Does something once the page shows what follows from what was done: that is drawn by tasks that run before any timer.
fn after_drawing(act: impl FnOnce() + 'static) {
    set_timeout(act, Duration::ZERO);
}

/// Moves the focus to what is about to be shown.
pub(super) fn focus_soon(id: &'static str) {
    after_drawing(move || {
        focus(id);
    });
}

/// The id of the element that shows a matter.
fn matter_id(name: &str) -> String {
    format!("matter-{name}")
}

/// Moves the focus; tells whether there is such an element.
fn focus(id: &str) -> bool {
    let found = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    // Failing to focus leaves the focus where it was.
    found.is_some_and(|found| found.focus().is_ok())
}

/// All that is to be settled.
pub fn conflicts_page() -> AnyView {
    let desk = Desk::new();
    keep_active(desk);
    let count = move || desk.matters.with(Vec::len);
    let more = move || count().saturating_sub(SHOWN_MAX);
    view! {
        <div class="head"><div><h1>{t(Message::Conflicts)}</h1><p>{t(Message::SettleText)}</p></div></div>
        <section class="settle" id="settle" tabindex="-1" aria-label=words(t(Message::SettleList)) on:keydown=move |event| press_key(desk, &event)>
            {when(move || { count() > 0 } || app().can_unsettle() > 0, move || bar(desk))}
            {when(move || count() == 0, || view! { <p class="empty card">{t(Message::SettleNone)}</p> }.into_any())}
            {when(move || { count() > 0 }, move || view! {
                {batch::batch_card(desk)}
                <div class="conflicts" id="conflicts">
                    <For each=move || desk.names() key=Clone::clone let:name>{item::item(desk, name)}</For>
                </div>
                {when(move || { more() > 0 }, move || view! { <p class="note">{words(move || fill(Message::SettleMore, &[&more().to_string()]))}</p> }.into_any())}
            }.into_any())}
        </section>
        {doubles_card(untrack(|| app().with_rows(doubles)))}
        {deleted_card()}
    }
    .into_any()
}

/// How much there is, the keys, and the way to undo.
fn bar(desk: Desk) -> AnyView {
    let count = move || desk.matters.with(|all| all.iter().filter(|matter| matter.is_open()).count());
    let to_check = move || desk.matters.with(|all| all.iter().filter(|matter| !matter.is_open()).count());
    let undo_text = move || fill(Message::SettleUndo, &[&app().can_unsettle().to_string()]);
    view! {
        <div class="row settle-bar">
            <b id="settle-count">{words(move || fill(Message::SettleCount, &[&count().to_string()]))}</b>
            {when(move || { to_check() > 0 }, move || view! { <span class="note" id="to-check-count">{words(move || fill(Message::SettleToCheck, &[&to_check().to_string()]))}</span> }.into_any())}
            {when(|| { app().can_unsettle() > 0 } && app().read_only.get().is_none(), move || view! {
                <button type="button" class="button" id="unsettle" on:click=super::dynamic::press(move || desk.undo())><kbd aria-hidden="true">"U"</kbd>{words(undo_text)}</button>
            }.into_any())}
            <p class="note keys">{t(Message::SettleKeys)}</p>
        </div>
    }
    .into_any()
}

/// Keeps one matter active: where that was settled, the one that took its place.
fn keep_active(desk: Desk) {
    Effect::new(move |before: Option<Vec<String>>| {
        let names = desk.names();
        let active = desk.active.get_untracked();
        if !names.contains(&active) {
            let place = before.and_then(|before| before.iter().position(|name| *name == active)).unwrap_or(0);
            let next = names.get(place).or(names.last()).cloned().unwrap_or_default();
            desk.active.set(next);
        }
        desk.ticked.update(|ticked| ticked.retain(|name| desk.find(name).is_some()));
        names
    });
}

/// Whether keys are letters of a text at present.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|at| {
        let is_box = at.get_attribute("type").is_some_and(|kind| kind == "checkbox");
        ["INPUT", "TEXTAREA", "SELECT"].contains(&at.tag_name().as_str()) && !is_box
    })
}

fn press_key(desk: Desk, event: &KeyboardEvent) {
    let key = event.key();
    if key == "Escape" && desk.writing.get_untracked().is_some() {
        desk.writing.set(None);
        desk.focus_later();
        return;
    }
    if is_typing(event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let names = untrack(|| desk.names());
    let active = desk.active.get_untracked();
    let place = names.iter().position(|name| *name == active).unwrap_or(0);
    let last = names.len().saturating_sub(1);
    let to = match key.as_str() {
        "ArrowDown" => Some((place + 1).min(last)),
        "ArrowUp" => Some(place.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    };
    if let Some(name) = to.and_then(|to| names.get(to)) {
        event.prevent_default();
        desk.active.set(name.clone());
        focus(&matter_id(name));
    } else if !event.repeat() {
        // A key that is held down decides nothing more.
        act_on(desk, &key, &active, event);
    }
}

fn act_on(desk: Desk, key: &str, active: &str, event: &KeyboardEvent) {
    let Some(matter) = untrack(|| desk.find(active)) else {
        if key.eq_ignore_ascii_case("u") {
            desk.undo();
        }
        return;
    };
    match (key, key.parse::<usize>()) {
        (_, Ok(number)) if number > 0 => item::decide(desk, &matter, number - 1),
        ("e" | "E", _) if untrack(|| third::target(&matter)).is_some() => {
            // The letter is not to be written into the control that appears.
            event.prevent_default();
            third::begin(desk, active);
        }
        ("x" | "X", _) => batch::turn(desk, &matter),
        ("u" | "U", _) => desk.undo(),
        _ => {}
    }
}

/// The deleted records that are still kept, each with its history.
fn deleted_card() -> AnyView {
    let place = Place::here();
    let deleted = Memo::new(move |_| {
        let known = |key: &Key| crate::model::kind_spec(key.kind.as_str()).is_some();
        app().deleted().into_iter().filter(known).collect::<Vec<_>>()
    });
    let row = move |key: Key| {
        let kind = key.kind.clone();
        let name = {
            let key = key.clone();
            move || super::text::title(&key)
        };
        view! {
            <li><span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())))}</span><span>{words(name)}</span>{history_link(place, &key, "")}</li>
        }
        .into_any()
    };
    view! {
        {when(move || deleted.with(|deleted| !deleted.is_empty()), move || view! {
            <details class="card pad" id="deleted">
                <summary>{words(move || fill(Message::DeletedRecords, &[&deleted.with(Vec::len).to_string()]))}</summary>
                <p class="note">{t(Message::DeletedRecordsText)}</p>
                <ul class="rows plain">{super::dynamic::list(move || deleted.with(|all| all.iter().take(DELETED_MAX).cloned().collect()), row)}</ul>
            </details>
        }.into_any())}
    }
    .into_any()
}

/// A button of the page that is not there where nothing can be changed.
fn action(
    class: &'static str,
    id: &'static str,
    text: Message,
    act: impl Fn() + Clone + Send + Sync + 'static,
) -> AnyView {
    when(|| app().read_only.get().is_none(), move || button(class, id, text, act.clone()))
}

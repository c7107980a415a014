//! Sending: what goes into a file, what the file will hold, and what became of it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::app::app;
use crate::app::export::{Exported, Form, Passed};
use crate::exchange::Manifest;
use crate::exchange::outbox::Outbox;
use crate::i18n::{Message, grouped};
use crate::insight::extract::Wanted;
use crate::model::{SECTIONS, Section};
use crate::platform;
use crate::ui::dynamic::{button, flag, list, on_event, part, press, typed, when, words};
use crate::ui::shell::{scope_options, unit_name, unit_tree};
use crate::ui::source::named;
use crate::ui::text::{fill, l, t};

/// The text that is shown when the clipboard does not take it.
const COPIED: &str = "copied-text";

/// What the cards of the page share: what is wanted, what is remembered, and the last file.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What is wanted in the next file.
    pub wanted: RwSignal<Wanted>,
    /// The office that is to get only what it does not have, with what it has.
    pub since: RwSignal<Option<(String, Manifest)>>,
    /// What is remembered of files that were handed over.
    pub outbox: RwSignal<Outbox>,
    /// The last file, and whether it was made as a backup.
    exported: RwSignal<Option<(Exported, bool)>>,
    /// A file is being written.
    is_busy: RwSignal<bool>,
}

impl Desk {
    /// A desk on which nothing lies; it follows what is remembered.
    pub fn new() -> Self {
        let desk = Self {
            wanted: RwSignal::new(Wanted::default()),
            since: RwSignal::new(None),
            outbox: RwSignal::new(Outbox::default()),
            exported: RwSignal::new(None),
            is_busy: RwSignal::new(false),
        };
        Effect::new(move || {
            app().track_outbox();
            app().workspace.track();
            platform::spawn(Box::pin(async move {
                let outbox = app().outbox().await;
                // The person may have left the page meanwhile.
                let _ = desk.outbox.try_set(outbox);
            }));
        });
        desk
    }

    /// Chooses the office that is to get only what it does not have.
    pub fn choose_office(self, by: String) {
        platform::spawn(Box::pin(async move {
            let held = app().held_by(&by).await;
            let _ = self.since.try_set(held.map(|held| (by, held)));
        }));
    }

    /// Writes a file and saves it; `is_backup` tells which card asked.
    pub fn export(self, wanted: Wanted, since: Option<Manifest>, is_backup: bool, form: Form) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        platform::spawn(Box::pin(async move {
            let done = app().export(wanted, since, is_backup, form).await;
            let _ = self.is_busy.try_set(false);
            match done {
                Ok(Some(exported)) => drop(self.exported.try_set(Some((exported, is_backup)))),
                Ok(None) => {}
                Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
            }
        }));
    }
}

/// The choice of what goes into a file, the sentence that says so, and the button.
pub fn export_card(desk: Desk) -> AnyView {
    let phrase = RwSignal::new(String::new());
    let is_restricted = move || desk.wanted.with(|wanted| wanted.has_restricted);
    let is_open = move || !is_restricted() || is_phrase(&phrase.get());
    let export = move |form: Form| {
        if is_open() && !desk.wanted.with(|wanted| wanted.sections.is_empty()) {
            phrase.set(String::new());
            desk.export(desk.wanted.get_untracked(), desk.since.get_untracked().map(|(_, held)| held), false, form);
        }
    };
    let is_closed = move || !is_open() || desk.is_busy.get() || desk.wanted.with(|wanted| wanted.sections.is_empty());
    view! {
        <section class="card pad" id="sending">
            <h2>{t(Message::ExportTitle)}</h2>
            <p class="note">{t(Message::ExportText)}</p>
            <form class="stack" on:submit=move |event| { event.prevent_default(); untrack(|| export(Form::File)); }>
                {unit_choice(desk)}
                {office_choice(desk)}
                {section_choice(desk)}
                <div class="checks">
                    {tick("with-superseded", Message::ExportSuperseded, move || desk.wanted.with(|wanted| wanted.has_superseded), move |is_on| desk.wanted.update(|wanted| wanted.has_superseded = is_on))}
                    {tick("with-restricted", Message::ExportRestricted, is_restricted, move |is_on| desk.wanted.update(|wanted| wanted.has_restricted = is_on))}
                </div>
                {when(is_restricted, move || view! { <div class="field">
                    <label for="share-phrase">{words(move || fill(Message::ExportRestrictedText, &[t(Message::ExportPhrase)()]))}</label>
                    <input id="share-phrase" autocomplete="off" prop:value=words(move || phrase.get()) on:input=typed(move |text| phrase.set(text))/>
                </div> }.into_any())}
                <p id="export-says" aria-live="polite">{words(move || sentence(desk))}</p>
                <p class="row">
                    <button type="submit" class="button primary" id="export" disabled=flag(is_closed)>{t(Message::ExportNow)}</button>
                    <button type="button" class="button" id="export-page" disabled=flag(is_closed) on:click=press(move || untrack(|| export(Form::Page)))>{t(Message::ExportPage)}</button>
                </p>
                <p class="note">{t(Message::ExportPageText)}</p>
            </form>
            {result(desk, false)}
        </section>
    }
    .into_any()
}

/// Tells whether a person typed what is asked before personal data leaves the device.
pub fn is_phrase(typed: &str) -> bool {
    typed.trim().eq_ignore_ascii_case(t(Message::ExportPhrase)())
}

fn tick(
    id: &'static str,
    text: Message,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="check"><input type="checkbox" id=id prop:checked=flag(is_on) on:change=on_event(move |event| set(event_target_checked(&event)))/>{t(text)}</label>
    }
    .into_any()
}

fn unit_choice(desk: Desk) -> AnyView {
    let tree = Memo::new(|_| unit_tree());
    let chosen = move || desk.wanted.with(|wanted| wanted.unit.map_or_else(String::new, |unit| unit.to_string()));
    let choose = move |text: String| desk.wanted.update(|wanted| wanted.unit = text.parse().ok());
    view! {
        <div class="field">
            <label for="export-unit">{t(Message::ExportUnit)}</label>
            <select id="export-unit" on:change=typed(choose) prop:value=words(chosen)>{scope_options(tree, chosen)}</select>
        </div>
    }
    .into_any()
}

/// All, or only what an office does not have; there is nothing to choose before a receipt came.
fn office_choice(desk: Desk) -> AnyView {
    let offices = Memo::new(move |_| {
        let of = |outbox: &Outbox| {
            let based = outbox.offices.iter().filter(|office| office.base.is_some());
            based.map(|office| office.by.clone()).collect::<Vec<_>>()
        };
        desk.outbox.with(of)
    });
    // The first entry means everything, whatever offices are called.
    let chosen = move || {
        let by = desk.since.get().map(|(by, _)| by);
        by.and_then(|by| offices.with(|all| all.iter().position(|held| *held == by))).map_or(0, |place| place + 1)
    };
    let choose = move |text: String| {
        let place = text.parse::<usize>().unwrap_or(0);
        match offices.with_untracked(|all| all.get(place.wrapping_sub(1)).cloned()) {
            Some(by) => desk.choose_office(by),
            None => desk.since.set(None),
        }
    };
    let entries = move || offices.get().into_iter().enumerate().map(|(place, by)| (place + 1, by)).collect::<Vec<_>>();
    view! {
        {when(move || offices.with(|all| !all.is_empty()), move || view! {
            <div class="field">
                <label for="export-since">{t(Message::ExportSince)}</label>
                <select id="export-since" on:change=typed(choose) prop:value=words(move || chosen().to_string())>
                    <option value="0" selected=flag(move || chosen() == 0)>{t(Message::ExportAll)}</option>
                    {list(entries, move |(place, by)| view! {
                        <option value=place.to_string() selected=flag(move || chosen() == place)>{words(move || fill(Message::ExportNews, &[&named(&by)]))}</option>
                    }.into_any())}
                </select>
            </div>
        }.into_any())}
    }
    .into_any()
}

fn section_choice(desk: Desk) -> AnyView {
    let set = move |name: &'static str, is_on: bool| {
        desk.wanted.update(|wanted| {
            wanted.sections.remove(name);
            wanted.sections.extend(is_on.then_some(name));
        });
    };
    let one = |section: &'static Section| {
        let is_on = move || desk.wanted.with(|wanted| wanted.sections.contains(section.name));
        view! {
            <label class="check"><input type="checkbox" value=section.name prop:checked=flag(is_on)
                on:change=on_event(move |event| set(section.name, event_target_checked(&event)))/>{l(section.label)}</label>
        }
        .into_any()
    };
    let boxes: Vec<AnyView> = SECTIONS.iter().map(one).collect();
    let count = move || desk.wanted.with(|wanted| wanted.sections.len());
    let summary = move || match count() {
        all if all == SECTIONS.len() => fill(Message::ExportSectionsAll, &[]),
        some => fill(Message::ExportSectionsSome, &[&some.to_string(), &SECTIONS.len().to_string()]),
    };
    view! {
        <details class="part" id="export-sections">
            <summary>{words(summary)}</summary>
            <fieldset class="checks"><legend class="visually-hidden">{t(Message::ExportSections)}</legend>{boxes}</fieldset>
        </details>
    }
    .into_any()
}

/// What the file will hold, in one sentence.
fn sentence(desk: Desk) -> String {
    let wanted = desk.wanted.get();
    if wanted.sections.is_empty() {
        return fill(Message::ExportSaysNothing, &[]);
    }
    let since = desk.since.get();
    let counted = app().count_export(&wanted, since.as_ref().map(|(_, held)| held));
    let number = |count: usize| grouped(i64::try_from(count).unwrap_or(i64::MAX));
    let records = number(counted.records);
    let first = match (&since, wanted.unit) {
        (Some((by, _)), None) => fill(Message::ExportSaysNews, &[&named(by), &records]),
        (Some((by, _)), Some(unit)) => fill(Message::ExportSaysUnitNews, &[&unit_name(unit), &named(by), &records]),
        (None, None) => fill(Message::ExportSaysAll, &[&records]),
        (None, Some(unit)) => fill(Message::ExportSaysUnit, &[&unit_name(unit), &records]),
    };
    let mut parts = vec![first];
    if counted.along > 0 {
        parts.push(fill(Message::ExportSaysAlong, &[&number(counted.along)]));
    }
    let restricted =
        if wanted.has_restricted { Message::ExportSaysRestricted } else { Message::ExportSaysUnrestricted };
    let superseded = if wanted.has_superseded { Message::ExportSaysSuperseded } else { Message::ExportSaysFolded };
    parts.extend([restricted, superseded].map(|text| fill(text, &[])));
    fill(Message::ExportSays, &[&parts.join(t(Message::ExportSaysJoin)())])
}

/// What became of the last file, in the card that asked for it.
pub fn result(desk: Desk, is_backup: bool) -> AnyView {
    let of_card = move || desk.exported.get().filter(|(_, of)| *of == is_backup).map(|(exported, _)| exported);
    part(move || of_card().map(|exported| exported_card(desk, exported, is_backup)).into_any())
}

fn exported_card(desk: Desk, exported: Exported, is_backup: bool) -> AnyView {
    let answer = {
        let exported = exported.clone();
        move |is_found: bool| {
            let mut exported = exported.clone();
            platform::spawn(Box::pin(async move {
                app().answer(&mut exported, is_found).await;
                let _ = desk.exported.try_set(Some((exported, is_backup)));
            }));
        }
    };
    let asks = answer.clone();
    let (name, records) = (exported.file_name.clone(), exported.records.to_string());
    let passed = exported.passed;
    let text = match passed {
        Passed::ReadBack => Message::ExportReadBack,
        Passed::HandedOver => Message::ExportDone,
        Passed::Found => Message::ExportFound,
        Passed::Lost => Message::ExportLost,
    };
    let counted = match (exported.is_full, passed) {
        (false, _) => Some(Message::ExportNotCounted),
        (true, Passed::ReadBack | Passed::Found) => Some(Message::ExportCounted),
        (true, Passed::HandedOver) => Some(Message::ExportAsked),
        (true, Passed::Lost) => None,
    };
    let number = exported.number.map(|number| fill(Message::ExportNumber, &[&number.to_string()]));
    let class = if passed == Passed::Lost { "result bad" } else { "result good" };
    view! {
        <div class=class role="status" id="exported">
            <p>{fill(text, &[&name, &records])}</p>
            {(passed == Passed::HandedOver).then(|| view! {
                <p class="row"><b>{fill(Message::ExportQuestion, &[&name])}</b>
                    {button("button primary", "found-yes", Message::ExportFoundYes, move || asks(true))}
                    {button("button", "found-no", Message::ExportFoundNo, move || answer(false))}
                </p>
            })}
            {counted.map(|text| view! { <p class="note">{t(text)}</p> })}
            {number.map(|number| view! { <p class="note">{number}</p> })}
            {other_ways(exported)}
        </div>
    }
    .into_any()
}

/// Other ways out for a file that was written: the share sheet, the clipboard, a text to copy by hand.
fn other_ways(exported: Exported) -> AnyView {
    let by_hand = RwSignal::new(None::<String>);
    let shared = exported.clone();
    let share = move || {
        let exported = shared.clone();
        crate::ui::run(async move { app().share(&exported).await }, |_went_on| {});
    };
    let copy = move || {
        let text = exported.text.to_string();
        platform::spawn(Box::pin(async move {
            match platform::copy(&text).await {
                Ok(()) => app().notify(crate::app::Notice::done(fill_now(Message::CopyDone))),
                // The person selects and copies it: that no browser denies.
                Err(_) => drop(by_hand.try_set(Some(text))),
            }
        }));
    };
    let shown = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move || {
        if let Some(shown) = shown.get() {
            let area: &HtmlTextAreaElement = shown.unchecked_ref();
            // A text that is not selected can be selected by hand.
            let _ = area.focus();
            area.select();
        }
    });
    view! {
        <p class="row">
            {platform::can_share().then(|| button("button", "share", Message::Share, share))}
            {button("button", "copy", Message::CopyAsText, copy)}
        </p>
        {when(move || by_hand.with(Option::is_some), move || view! {
            <label for=COPIED>{t(Message::CopyByHand)}</label>
            <textarea id=COPIED rows="6" readonly node_ref=shown prop:value=words(move || by_hand.get().unwrap_or_default())></textarea>
        }.into_any())}
    }
    .into_any()
}

fn fill_now(text: Message) -> String {
    app().lang.get_untracked().text(text).to_owned()
}

//! Sheets of one kind: chosen or pasted, looked at line by line, mended in place, taken as one command and taken back as one.
//!
//! What a sheet says is the plan's; nothing here reads a cell.

mod asks;
mod choose;
mod columns;
mod export;
mod outcome;
mod rows;

use std::sync::Arc;

use leptos::prelude::*;

use super::Place;
use super::dynamic::{when, words};
use super::route::{Page, Route};
use super::text::{fill, l, label};
use crate::app::table::{Brought, decode, refusal};
use crate::app::{Notice, app, preferences};
use crate::exchange::csv::columns::Target;
use crate::exchange::csv::encoding::Encoding;
use crate::exchange::csv::plan::Plan;
use crate::exchange::csv::sheet::SheetError;
use crate::i18n::Message;
use crate::model::{KindSpec, RecordId, kind_spec};
use crate::platform;
use crate::ui::pointing::is_made_by_steps;

/// How many lines are read before the browser may draw: well below what anybody notices.
const LINES_AT_ONCE: usize = 200;

/// Where the sheet came from.
#[derive(Clone, PartialEq)]
struct Source {
    name: String,
    /// The bytes of a file; a text that was pasted has none.
    bytes: Option<Arc<[u8]>>,
    encoding: Encoding,
    text: Arc<str>,
    /// How many characters could not be read.
    lost: usize,
}

/// Which lines are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Wrong,
    Doubles,
    New,
}

/// What the page holds.
#[derive(Clone, Copy)]
struct Desk {
    place: Place,
    spec: &'static KindSpec,
    source: RwSignal<Option<Source>>,
    plan: StoredValue<Option<Plan>>,
    /// Counts the sheets that were looked at.
    sheets: RwSignal<usize>,
    /// Counts the changes of the plan.
    turn: RwSignal<usize>,
    /// Counts the readings of all lines that were begun.
    readings: StoredValue<usize>,
    /// Which of them was the last that ended: what shows lines is made anew then.
    round: RwSignal<usize>,
    /// How many lines or records are done, of how many.
    progress: RwSignal<Option<(usize, usize)>>,
    refused: RwSignal<Option<Notice>>,
    shown: RwSignal<Shown>,
    page: RwSignal<usize>,
    brought: RwSignal<Option<Brought>>,
}

/// The sheets of one kind.
pub fn table_page(kind: &'static str) -> AnyView {
    let place = Place::here();
    let Some(spec) = kind_spec(kind) else { return ().into_any() };
    let desk = Desk::new(spec);
    let back = move || list_of(place, kind);
    let can_take = move || app().read_only.get().is_none() && !is_made_by_steps(spec);
    view! {
        <div class="head"><div>
            <h1>{words(move || fill(Message::SheetTitle, &[l(label(kind))()]))}</h1>
            <p><a href=words(back)>{words(move || fill(Message::SheetBack, &[l(label(kind))()]))}</a></p>
        </div></div>
        {outcome::outcome_card(desk)}
        {when(can_take, move || view! {
            {choose::choose_card(desk)}
            {when(move || desk.is_here(), move || plan_cards(desk))}
        }.into_any())}
        {export::export_card(spec)}
    }
    .into_any()
}

/// The address of the list, with what it was filtered by.
fn list_of(place: Place, kind: &'static str) -> String {
    Route { page: Page::List(kind), ..place.route() }.href()
}

fn plan_cards(desk: Desk) -> AnyView {
    view! {
        {columns::columns_card(desk)}
        {asks::asks_card(desk)}
        {rows::rows_card(desk)}
    }
    .into_any()
}

impl Desk {
    fn new(spec: &'static KindSpec) -> Self {
        Self {
            place: Place::here(),
            spec,
            source: RwSignal::new(None),
            sheets: RwSignal::new(0),
            plan: StoredValue::new(None),
            turn: RwSignal::new(0),
            readings: StoredValue::new(0),
            round: RwSignal::new(0),
            progress: RwSignal::new(None),
            refused: RwSignal::new(None),
            shown: RwSignal::new(Shown::All),
            page: RwSignal::new(0),
            brought: RwSignal::new(app().brought(spec.kind)),
        }
    }

    /// Tells whether a sheet is being looked at; tracks that.
    fn is_here(self) -> bool {
        self.source.with(Option::is_some)
    }

    /// Looks at the plan as it stands; tracks every change of it.
    fn see<T>(self, look: impl FnOnce(&Plan) -> T) -> Option<T> {
        self.turn.track();
        self.plan.try_with_value(|plan| plan.as_ref().map(look)).flatten()
    }

    /// Changes one line of the plan.
    fn change_line(self, change: impl FnOnce(&mut Plan)) {
        self.plan.update_value(|plan| {
            if let Some(plan) = plan {
                change(plan);
            }
        });
        self.turn.update(|turn| *turn += 1);
    }

    /// Changes what concerns all lines, and reads them again.
    fn change_all(self, change: impl FnOnce(&mut Plan)) {
        self.plan.update_value(|plan| {
            if let Some(plan) = plan {
                change(plan);
            }
        });
        self.read();
    }

    /// What was remembered of a title.
    fn remembered(self) -> impl Fn(&str) -> Option<Target> {
        let (titles, _) = preferences::lessons(self.spec.kind);
        move |title: &str| {
            let (_, code) = titles.iter().find(|(held, _)| held == title)?;
            Some(Target::from_code(self.spec, code))
        }
    }

    /// Takes the bytes of a file, in the encoding that they seem to have or that a person chose.
    fn take_bytes(self, name: String, bytes: Arc<[u8]>, encoding: Option<Encoding>) {
        let encoding = encoding.unwrap_or_else(|| Encoding::detect(&bytes));
        match decode(&bytes, encoding) {
            Ok((text, lost)) => self.take(Source { name, bytes: Some(bytes), encoding, text: text.into(), lost }),
            Err(error) => self.refuse(&name, &error),
        }
    }

    /// Takes a text that was pasted.
    fn take_text(self, text: String) {
        let name = app().lang.get_untracked().text(Message::SheetPasted).to_owned();
        self.take(Source { name, bytes: None, encoding: Encoding::Utf8, text: text.into(), lost: 0 });
    }

    fn take(self, source: Source) {
        match app().plan_of(self.spec, &source.text) {
            Ok(mut plan) => {
                let (_, told) = preferences::lessons(self.spec.kind);
                plan.guess(&self.remembered(), &told);
                let unit = self.unit_of_place();
                if unit.is_some() {
                    plan.set_unit(unit);
                }
                self.refused.set(None);
                self.shown.set(Shown::All);
                self.page.set(0);
                self.brought.set(None);
                self.plan.set_value(Some(plan));
                self.source.set(Some(source));
                self.sheets.update(|sheets| *sheets += 1);
                self.read();
            }
            Err(error) => self.refuse(&source.name, &error),
        }
    }

    /// The unit that is looked at, where it is one that lines can belong to; the only one there is, where there is one.
    fn unit_of_place(self) -> Option<RecordId> {
        let only = untrack(|| match super::shell::unit_tree().as_slice() {
            [(_, unit)] => Some(*unit),
            _ => None,
        });
        untrack(|| self.place.route().unit()).or(only)
    }

    fn refuse(self, name: &str, error: &SheetError) {
        self.refused.set(Some(refusal(app().lang.get_untracked(), name, error)));
        self.discard();
    }

    /// Lets go of the sheet; nothing was changed.
    fn discard(self) {
        self.source.set(None);
        self.plan.set_value(None);
        self.progress.set(None);
        self.turn.update(|turn| *turn += 1);
    }

    /// Reads the lines that are not read yet, a few at a time. A reading that another one overtakes ends.
    fn read(self) {
        self.readings.update_value(|readings| *readings += 1);
        let own = self.readings.get_value();
        platform::spawn(Box::pin(async move {
            loop {
                if self.readings.try_get_value() != Some(own) {
                    return;
                }
                let mut done = None;
                self.plan.try_update_value(|plan| done = plan.as_mut().map(|plan| plan.read_some(LINES_AT_ONCE)));
                match done {
                    Some((read, all)) if read < all => {
                        self.progress.set(Some((read, all)));
                        platform::work::pause().await;
                    }
                    _ => break,
                }
            }
            self.progress.set(None);
            self.round.set(own);
            self.turn.update(|turn| *turn += 1);
        }));
    }
}

/// How far something is, and the way out of it.
fn progress(desk: Desk) -> AnyView {
    let text = move || {
        desk.progress.get().map_or_else(String::new, |(done, all)| {
            fill(Message::SheetProgress, &[&done.to_string(), &all.to_string()])
        })
    };
    view! { <p class="note" role="status" id="sheet-progress">{words(text)}</p> }.into_any()
}

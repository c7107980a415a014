//! Sheets of one kind: chosen or pasted, looked at line by line, mended in place, taken as one command and taken back as one.
//!
//! What a sheet says is the plan's; nothing here reads a cell.

mod asks;
mod choose;
mod columns;
mod export;
mod outcome;
mod rows;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::Place;
use super::dynamic::{when, words};
use super::route::{Page, Route};
use super::text::{fill, l, label};
use crate::app::reading::Course;
use crate::app::table::{Brought, LINES_AT_ONCE, decode, refusal};
use crate::app::{Notice, app, preferences};
use crate::exchange::csv::columns::Target;
use crate::exchange::csv::encoding::Encoding;
use crate::exchange::csv::plan::Plan;
use crate::exchange::csv::sheet::SheetError;
use crate::i18n::Message;
use crate::model::{KindSpec, RecordId, kind_spec};
use crate::platform;
use crate::ui::pointing::is_made_by_steps;

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
    /// The reading that is going on, so that it can be stopped.
    course: StoredValue<Option<Rc<Course>>, LocalStorage>,
    /// The taking that is going on, so that it can be called off.
    taking: StoredValue<Option<Rc<Course>>, LocalStorage>,
    /// Whether lines are being read.
    is_reading: RwSignal<bool>,
    /// Counts the readings of all lines that ended: what shows lines is made anew then.
    round: RwSignal<usize>,
    /// Whether there are lines to be shown.
    is_here: RwSignal<bool>,
    /// How much is done of what takes a while, in percent.
    progress: RwSignal<Option<usize>>,
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
            {when(move || desk.is_here.get(), move || plan_cards(desk))}
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
        let desk = Self {
            place: Place::here(),
            spec,
            source: RwSignal::new(None),
            sheets: RwSignal::new(0),
            plan: StoredValue::new(None),
            turn: RwSignal::new(0),
            course: StoredValue::new_local(None),
            taking: StoredValue::new_local(None),
            is_reading: RwSignal::new(false),
            round: RwSignal::new(0),
            is_here: RwSignal::new(false),
            progress: RwSignal::new(None),
            refused: RwSignal::new(None),
            shown: RwSignal::new(Shown::All),
            page: RwSignal::new(0),
            brought: RwSignal::new(app().brought(spec.kind)),
        };
        on_cleanup(move || desk.stop());
        desk
    }

    /// Tells whether there is a sheet, be its lines read or not; tracks that.
    fn has_source(self) -> bool {
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
        let course = self.begin();
        platform::spawn(Box::pin(self.read(course, false)));
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
        self.discard();
        self.refused.set(None);
        self.source.set(Some(source.clone()));
        let course = self.begin();
        platform::spawn(Box::pin(async move {
            let planned = app().plan_of(self.spec, &source.text, &course).await;
            if !self.is_going_on(&course) {
                return;
            }
            match planned {
                Ok(Ok(plan)) => self.show(plan),
                Ok(Err(error)) => return self.refuse(&source.name, &error),
                // A person chose another sheet, or none.
                Err(_) => return,
            }
            self.read(course, true).await;
        }));
    }

    /// Puts a plan there whose lines are not read yet.
    fn show(self, mut plan: Plan) {
        let (_, told) = preferences::lessons(self.spec.kind);
        plan.guess(&self.remembered(), &told);
        if let Some(unit) = self.unit_of_place() {
            plan.set_unit(Some(unit));
        }
        self.shown.set(Shown::All);
        self.page.set(0);
        self.brought.set(None);
        self.plan.set_value(Some(plan));
        self.sheets.update(|sheets| *sheets += 1);
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
        self.stop();
        self.is_reading.set(false);
        self.is_here.set(false);
        self.source.set(None);
        self.plan.set_value(None);
        self.progress.set(None);
        self.turn.update(|turn| *turn += 1);
    }

    /// Begins to read, stopping the reading before.
    fn begin(self) -> Rc<Course> {
        self.stop();
        let course = self.course_told();
        self.course.set_value(Some(course.clone()));
        self.progress.set(None);
        self.is_reading.set(true);
        course
    }

    /// A piece of work that says here how far it is.
    fn course_told(self) -> Rc<Course> {
        let course = Rc::new(Course::new(move |progress| {
            // The page may be gone.
            let _ = self.progress.try_set(Some(progress.percent));
        }));
        platform::spawn(Box::pin(course.clone().tell_late()));
        course
    }

    /// Stops the reading that is going on.
    fn stop(self) {
        let mut before = None;
        self.course.try_update_value(|course| before = course.take());
        if let Some(before) = before {
            before.stop();
        }
    }

    /// Calls off the taking that is going on; what is kept already stays.
    fn call_off(self) {
        self.taking.with_value(|taking| {
            if let Some(taking) = taking {
                taking.stop();
            }
        });
    }

    /// Tells whether a reading was neither stopped nor overtaken, and the page is still there.
    fn is_going_on(self, course: &Rc<Course>) -> bool {
        let is_it = |held: &Option<Rc<Course>>| held.as_ref().is_some_and(|held| Rc::ptr_eq(held, course));
        self.course.try_with_value(is_it) == Some(true)
    }

    /// Reads the lines that are not read yet, some at a time. The first time half of the way is done before.
    async fn read(self, course: Rc<Course>, is_first: bool) {
        let step = |plan: &mut Plan| plan.go_on(LINES_AT_ONCE).then(|| plan.share());
        while self.is_going_on(&course) {
            let mut share = None;
            self.plan.try_update_value(|plan| share = plan.as_mut().and_then(step));
            let Some((done, all)) = share else { break };
            let share = if is_first { (all + done, 2 * all) } else { (done, all) };
            if course.go_on(share).await.is_err() {
                return;
            }
        }
        if self.is_going_on(&course) {
            self.course.set_value(None);
            self.progress.set(None);
            self.is_here.set(true);
            self.round.update(|round| *round += 1);
            self.turn.update(|turn| *turn += 1);
            self.is_reading.set(false);
        }
    }
}

/// How far something is.
fn progress(desk: Desk) -> AnyView {
    let text = move || {
        let percent = desk.progress.get();
        percent.map_or_else(String::new, |percent| fill(Message::SheetProgress, &[&percent.to_string()]))
    };
    view! { <p class="note" role="status" id="sheet-progress">{words(text)}</p> }.into_any()
}

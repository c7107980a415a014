//! Receiving: files that are looked at, taken, taken back, and those that came before.
//!
//! The stages of it, one module each, and what outlives the page: a file may open another workspace.

mod choose;
mod dry;
mod log;
mod newer;
mod report;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::import::{Aside, Choice, Chosen, Imported, Opened};
use crate::app::reading::{Course, Progress};
use crate::app::{Failure, app};
use crate::exchange::Header;
use crate::i18n::{Message, moment};
use crate::model::kind_spec;
use crate::platform;
pub use choose::import_card;
pub use log::received_card;

/// What became of one file.
#[derive(Clone)]
enum Outcome {
    Done(Arc<Imported>),
    /// It can never be taken.
    Aside(Aside),
    /// It was not taken now.
    Failed(Failure),
}

impl Outcome {
    /// What a file brought concerns the workspace it belongs to.
    fn concerns(&self, is_sample: bool) -> bool {
        match self {
            Self::Done(imported) => imported.is_sample == is_sample,
            _ => true,
        }
    }
}

/// A file that waits to be taken, and what a person chose of it.
#[derive(Clone)]
struct Waiting {
    opened: Arc<Opened>,
    choice: ArcRwSignal<Choice>,
    is_taken: ArcRwSignal<bool>,
}

/// The files chosen last: those that wait, and what became of the others. It outlives the page: a file may open another
/// workspace.
#[derive(Clone, Copy)]
pub struct Reports {
    waiting: RwSignal<Vec<Waiting>>,
    outcomes: RwSignal<Vec<Outcome>>,
    progress: RwSignal<Option<(Message, Progress)>>,
}

impl Default for Reports {
    fn default() -> Self {
        Self { waiting: RwSignal::new(Vec::new()), outcomes: RwSignal::new(Vec::new()), progress: RwSignal::new(None) }
    }
}

thread_local! {
    /// The work that is going on, so that it can be stopped.
    static COURSE: RefCell<Option<Rc<Course>>> = const { RefCell::new(None) };
}

impl Reports {
    /// Tracks that files were imported.
    pub fn track(self) {
        self.outcomes.track();
    }

    /// Begins a piece of work, stopping the one before it.
    fn begin(self, text: Message) -> Rc<Course> {
        let course = Rc::new(Course::new(move |progress| self.progress.set(Some((text, progress)))));
        let before = COURSE.with(|held| held.borrow_mut().replace(course.clone()));
        if let Some(before) = before {
            before.stop();
        }
        platform::spawn(Box::pin(course.clone().tell_late()));
        course
    }

    fn end(self) {
        COURSE.with(|held| held.borrow_mut().take());
        self.progress.set(None);
    }

    fn stop(self) {
        if let Some(course) = COURSE.with(|held| held.borrow_mut().take()) {
            course.stop();
        }
    }

    /// Reads files and shows what taking them would do.
    fn open(self, files: Vec<(String, Vec<u8>)>) {
        self.outcomes.set(Vec::new());
        self.waiting.set(Vec::new());
        let course = self.begin(Message::ReadingShare);
        platform::spawn(Box::pin(async move {
            let chosen = app().open_files(files, &course).await;
            self.end();
            match chosen {
                Ok(chosen) => self.show(chosen),
                Err(failure) => self.refuse(failure),
            }
        }));
    }

    fn show(self, chosen: Vec<Chosen>) {
        let (mut waiting, mut outcomes) = (Vec::new(), Vec::new());
        for chosen in chosen {
            outcomes.push(match chosen {
                Chosen::Open(opened) => match app().as_archive(&opened) {
                    Some(imported) => Outcome::Done(Arc::new(imported)),
                    None => {
                        let choice = ArcRwSignal::new(opened.choice());
                        waiting.push(Waiting { opened, choice, is_taken: ArcRwSignal::new(true) });
                        continue;
                    }
                },
                Chosen::Aside(aside) => Outcome::Aside(aside),
            });
        }
        self.outcomes.set(outcomes);
        self.waiting.set(waiting);
    }

    fn refuse(self, failure: Failure) {
        self.outcomes.update(|outcomes| outcomes.push(Outcome::Failed(failure)));
    }

    /// Takes the files that are ticked, one after the other.
    fn take(self) {
        let waiting = self.waiting.get_untracked();
        let course = self.begin(Message::DryTaking);
        self.waiting.set(Vec::new());
        self.outcomes.update(|outcomes| outcomes.retain(|outcome| !matches!(outcome, Outcome::Failed(_))));
        platform::spawn(Box::pin(async move {
            let mut left = Vec::new();
            for file in waiting.into_iter().filter(|file| file.is_taken.get_untracked()) {
                match app().take(&file.opened, &file.choice.get_untracked(), &course).await {
                    Ok(imported) => self.outcomes.update(|all| all.push(Outcome::Done(Arc::new(imported)))),
                    Err(failure) => {
                        self.refuse(failure);
                        left.push(file);
                    }
                }
            }
            self.end();
            // What was not taken waits, so that it can be tried again once there is room.
            self.waiting.set(left);
        }));
    }

    fn cancel(self) {
        self.waiting.set(Vec::new());
        self.outcomes.set(Vec::new());
    }
}

fn moment_text(at: i64) -> String {
    platform::local_time(at).map_or_else(String::new, moment)
}

/// The fields that a file leaves out, each name once: many kinds have a telephone number.
fn withheld_names(header: &Header) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in header.withheld.iter().map(|name| field_name(name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// `worker.phone` in the words of the form; a field this version does not know keeps its name.
fn field_name(name: &str) -> String {
    let field = name.split_once('.').and_then(|(kind, field)| kind_spec(kind)?.field(field));
    field.map_or_else(|| name.to_owned(), |field| app().lang.get().label(field.label).to_owned())
}

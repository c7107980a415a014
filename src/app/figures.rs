//! The indicators of the open workspace, kept between questions and brought up to date before each.
//!
//! Holds no truth of its own: what it keeps can be computed from the records at any time.

use std::cell::RefCell;

use chrono::NaiveDate;
use leptos::prelude::Track;

use super::App;
use crate::insight::Figures;
use crate::replica::{Key, Replica};

/// Past so many changes that nobody asked about, all is read anew.
const CHANGES_MAX: usize = 500;

/// What changed since figures were last asked for.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// How many times all records were exchanged for others.
    epoch: u32,
    keys: Vec<Key>,
}

impl Changes {
    /// Notes that all records are others.
    pub fn all(&mut self) {
        self.epoch += 1;
        self.keys.clear();
    }

    /// Notes that some records changed.
    pub fn some<'a>(&mut self, keys: impl Iterator<Item = &'a Key>) {
        self.keys.extend(keys.cloned());
        if self.keys.len() > CHANGES_MAX {
            self.all();
        }
    }
}

struct Held {
    epoch: u32,
    day: NaiveDate,
    figures: Figures,
}

thread_local! {
    // Beside the program and not in it, so that the main part of the page does not hold the figures.
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

impl App {
    /// Calls a function with the indicators as of the present day, and tracks every kind they may depend on.
    pub fn with_figures<T>(&self, read: impl FnOnce(&mut Figures, &Replica) -> T) -> T {
        for (_, signals) in &self.kinds {
            signals.edits.track();
        }
        let day = self.day();
        HELD.with_borrow_mut(|held| {
            let replica = self.replica.borrow();
            let (epoch, keys) = {
                let mut changes = self.changes.borrow_mut();
                (changes.epoch, std::mem::take(&mut changes.keys))
            };
            let held = match held {
                Some(held) if held.epoch == epoch && held.day == day => {
                    held.figures.update(&replica, &keys);
                    held
                }
                held => held.insert(Held { epoch, day, figures: Figures::read(&replica, day) }),
            };
            read(&mut held.figures, &replica)
        })
    }
}

//! The indicators of the open workspace, kept between questions and brought up to date before each.
//!
//! Holds no truth of its own: what it keeps can be computed from the records at any time.

use std::cell::RefCell;

use chrono::NaiveDate;
use leptos::prelude::{GetUntracked, Track};

use super::{App, preferences};
use crate::exchange::sequence::{Sighting, missing};
use crate::insight::{Device, Figures};
use crate::replica::imports;
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
    /// What this device knows beside the records: when it was backed up, and which files are missing from their series.
    fn device(&self, day: NaiveDate, replica: &Replica) -> Device {
        let backed_up = preferences::backup_day(&self.workspace.get_untracked().id);
        let seen: Vec<Sighting> =
            imports::all(replica).iter().filter_map(|import| Sighting::of_import(&import.file)).collect();
        let (missing, expected) = missing(&seen);
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Device {
            backup_days: backed_up.map(|backed_up| (day - backed_up).num_days().max(0)),
            files_missing: (!seen.is_empty()).then(|| count(missing)),
            files_expected: count(expected),
        }
    }

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
            held.figures.set_device(self.device(day, &replica));
            read(&mut held.figures, &replica)
        })
    }
}

//! A trial of what taking files would do: the records that they touch, taken into a replica of their own.

use leptos::prelude::*;

use crate::app::App;
use crate::exchange::sequence::Sighting;
use crate::insight::Records;
use crate::model::RecordId;
use crate::platform;
use crate::replica::drops::is_drop;
use crate::replica::imports;
use crate::replica::undone::{Dots, undone};
use crate::replica::{Key, Replica};

/// How many units a unit may stand under: past that a tree is no tree.
const LEVELS_MAX: usize = 64;

/// The records of one workspace that files touch, as they will be once those looked at before are taken.
pub(super) struct Trial {
    pub(super) sample: Option<String>,
    /// The workspace is open: what is held in it counts.
    pub(super) is_open: bool,
    pub(super) replica: Replica,
    pub(super) rows: Records,
    pub(super) undone: Dots,
    pub(super) seen: Vec<Sighting>,
    /// The digests of the files that were taken and undone.
    pub(super) digests_undone: Vec<String>,
}

impl Trial {
    pub(super) fn of(app: &App, sample: Option<&str>) -> Self {
        let is_open = app.workspace.get_untracked().sample.as_deref() == sample;
        let mut trial = Self {
            sample: sample.map(str::to_owned),
            is_open,
            replica: Replica::new(),
            rows: Records::on(platform::today()),
            undone: Dots::new(),
            seen: Vec::new(),
            digests_undone: Vec::new(),
        };
        if is_open {
            let held = app.replica.borrow();
            trial.replica.apply(held.saves_of(held.keys().filter(|key| is_drop(key))));
            trial.rows = app.rows.borrow().clone();
            trial.undone = app.undone_dots();
            let undone: Vec<String> = undone(&held).into_iter().map(|(_, drop)| drop.of).collect();
            for import in imports::all(&held) {
                match undone.contains(&import.id.to_string()) {
                    true => trial.digests_undone.push(import.file.digest),
                    false => trial.seen.extend(Sighting::of_import(&import.file)),
                }
            }
        }
        trial
    }

    /// Takes in what is held of a record, and of those that are read as one with it.
    pub(super) fn reach(&mut self, app: &App, key: &Key) {
        if !self.is_open {
            return;
        }
        let held = app.replica.borrow();
        let group = self.rows.joins().group(key).map_or_else(|| vec![key.clone()], <[Key]>::to_vec);
        for key in group {
            if self.replica.record(&key).is_none() && held.record(&key).is_some() {
                self.replica.apply(held.saves_of([&key]));
            }
        }
    }

    /// Whether a record belongs to one of the units, as it is before the file and, where it is new, after it.
    pub(super) fn is_inside(&self, app: &App, key: &Key, units: &[RecordId]) -> bool {
        let held = app.rows.borrow();
        match held.unit_of(key).filter(|_| self.is_open) {
            Some(unit) => is_under(&held, unit, units),
            None => self.rows.unit_of(key).is_some_and(|unit| is_under(&self.rows, unit, units)),
        }
    }
}

fn is_under(rows: &Records, unit: RecordId, tops: &[RecordId]) -> bool {
    let mut at = Some(unit);
    for _ in 0..LEVELS_MAX {
        let Some(unit) = at else { return false };
        if tops.iter().any(|top| rows.lead(*top) == unit || *top == unit) {
            return true;
        }
        at = rows.units.get(&unit).and_then(|unit| unit.parent.known()).map(|parent| rows.lead(parent.0));
    }
    false
}

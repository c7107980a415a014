//! Backups: when the last one was and where, and when to be reminded of the next.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::export::{Exported, Passed};
use super::{App, Backup, OWN, preferences};
use crate::exchange::Header;
use crate::platform;

/// After so many days with changes a backup is due.
const DAYS_MAX: i64 = 7;
/// After so many changes it is due whatever the day.
const CHANGES_MAX: usize = 50;

/// The last full backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastBackup {
    /// The day.
    pub day: NaiveDate,
    /// The file's name.
    pub file_name: String,
    /// It was read back whole; else a person said that it is there.
    pub is_read_back: bool,
}

impl App {
    /// Notes that a file which holds everything is known to be there.
    pub(super) fn count_as_backup(&self, exported: &Exported) {
        let id = self.workspace.get_untracked().id;
        if exported.is_full && id == OWN {
            let is_read_back = exported.passed == Passed::ReadBack;
            self.note_backup(exported.saves, &exported.file_name, is_read_back);
        }
    }

    fn note_backup(&self, saves: usize, file_name: &str, is_read_back: bool) {
        preferences::set_backup(OWN, saves, platform::today());
        preferences::set_backup_file(OWN, file_name, is_read_back);
        self.count_backup();
        // The count may be what it was; the file is another one.
        self.backup.update(|_| ());
    }

    /// Notes that what is held came out of a backup just now: it need not be backed up again. A file that leaves anything out
    /// is none, and where more is held than it brought there is something to back up.
    pub fn count_restored(&self, file: &Header, file_name: &str, saves: usize) {
        let is_whole =
            file.withheld.is_empty() && file.units.is_none() && file.since.is_none() && file.sample.is_none();
        // The log of the import is a save of this device; what it says is known from the file.
        let is_all = self.replica.borrow().save_count() <= saves + 1;
        if is_whole && is_all && self.workspace.get_untracked().id == OWN {
            let held = self.replica.borrow().save_count();
            self.note_backup(held, file_name, true);
        }
    }

    /// The last full backup of the own records; tracks backups.
    #[must_use]
    pub fn last_backup(&self) -> Option<LastBackup> {
        self.backup.track();
        let (file_name, is_read_back) = preferences::backup_file(OWN)?;
        Some(LastBackup { day: preferences::backup_day(OWN)?, file_name, is_read_back })
    }

    /// How many saves are in no backup; tracks backups.
    #[must_use]
    pub fn changes_to_back_up(&self) -> usize {
        match self.backup.get() {
            Backup::Nothing => 0,
            Backup::Never => self.replica.borrow().save_count(),
            Backup::Behind(count) => count,
        }
    }

    /// Tells whether a person is to be reminded of a backup; never of a sample's, nor of what is only looked at. Tracks
    /// backups.
    #[must_use]
    pub fn is_backup_due(&self) -> bool {
        let changes = self.changes_to_back_up();
        let since = preferences::backup_day(OWN).or_else(|| preferences::first_day(OWN));
        let days = since.map_or(0, |since| (platform::today() - since).num_days());
        self.workspace.get().id == OWN && self.read_only.get().is_none() && is_due(changes, days)
    }

    /// Asks the browser once, after the first save of a person's own, not to clear what is stored.
    pub(super) fn ask_to_keep(&self) {
        if self.workspace.get_untracked().id == OWN && !preferences::has_asked_to_keep() {
            preferences::set_asked_to_keep();
            platform::spawn(Box::pin(async {
                // The answer is read where it is shown.
                let _ = platform::ask_to_keep().await;
            }));
        }
    }
}

/// Tells whether so many changes, the first of them so many days old at most, are to be backed up now.
fn is_due(changes: usize, days: i64) -> bool {
    changes > 0 && (changes >= CHANGES_MAX || days >= DAYS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_after_a_week_or_fifty_changes() {
        let cases = [(0, 400, false), (1, 6, false), (1, 7, true), (49, 0, false), (50, 0, true), (50, -3, true)];
        for (changes, days, expected) in cases {
            assert_eq!(is_due(changes, days), expected, "{changes} changes, {days} days");
        }
    }
}

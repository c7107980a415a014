//! Small things one device remembers, in local storage: language, names, when it was last backed up.
//!
//! Losing them loses no work: each falls back to what is safe.

use chrono::NaiveDate;
use gloo_storage::{LocalStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::exchange::csv::plan::Lessons;
use crate::i18n::Lang;
use crate::model::quantity::parse_date;
use crate::store::PREFIX;
use crate::store::browser::BrowserLocal;

/// Most names that are remembered.
const NAMES_MAX: usize = 8;
/// Most titles of columns, and most words in them, that are remembered of one kind.
const LESSONS_MAX: usize = 200;

fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    BrowserLocal::open().ok()?;
    LocalStorage::get(format!("{PREFIX}p/{name}")).ok()
}

fn write<T: Serialize>(name: &str, value: T) {
    if BrowserLocal::open().is_ok() {
        // A preference that finds no room is asked for again at the next start; records are stored elsewhere.
        let _ = LocalStorage::set(format!("{PREFIX}p/{name}"), value);
    }
}

/// The language chosen, or the browser's.
#[must_use]
pub fn lang() -> Lang {
    let chosen: Option<String> = read("lang");
    let of_browser = || web_sys::window().and_then(|window| window.navigator().language());
    chosen.or_else(of_browser).map_or(Lang::Zh, |tag| Lang::from_tag(&tag))
}

/// Remembers the language.
pub fn set_lang(lang: Lang) {
    write("lang", lang.tag());
}

/// Who worked here last.
#[must_use]
pub fn author() -> String {
    read("author").unwrap_or_default()
}

/// The names used here, the latest first.
#[must_use]
pub fn authors() -> Vec<String> {
    read("authors").unwrap_or_default()
}

/// Remembers who works, and returns all names, that one first.
pub fn set_author(name: &str) -> Vec<String> {
    let mut names = authors();
    names.retain(|held| held != name);
    if !name.is_empty() {
        names.insert(0, name.to_owned());
    }
    names.truncate(NAMES_MAX);
    write("author", name);
    write("authors", &names);
    names
}

/// Whether the browser emptied IndexedDB and nobody has taken note of that yet.
#[must_use]
pub fn is_emptied() -> bool {
    read("emptied").unwrap_or_default()
}

/// Remembers that the browser emptied IndexedDB, or that it was taken note of.
pub fn set_emptied(is_emptied: bool) {
    write("emptied", is_emptied);
}

/// Whether the person was told where a single file keeps its data.
#[must_use]
pub fn is_told() -> bool {
    read("told").unwrap_or_default()
}

/// Remembers that the person was told.
pub fn set_told() {
    write("told", true);
}

/// What is remembered of sheets about a kind.
#[must_use]
pub fn lessons(kind: &str) -> Lessons {
    read(&format!("sheet/{kind}")).unwrap_or_default()
}

/// Remembers what a person chose, before what was chosen earlier.
pub fn add_lessons(kind: &str, (titles, words): Lessons) {
    let (old_titles, old_words) = lessons(kind);
    let (mut all_titles, mut all_words) = (titles, words);
    for old in old_titles {
        if all_titles.iter().all(|held| held.0 != old.0) {
            all_titles.push(old);
        }
    }
    for old in old_words {
        if all_words.iter().all(|held| (&held.0, &held.1) != (&old.0, &old.1)) {
            all_words.push(old);
        }
    }
    all_titles.truncate(LESSONS_MAX);
    all_words.truncate(LESSONS_MAX);
    write(&format!("sheet/{kind}"), (all_titles, all_words));
}

/// How many times records of a workspace left this device.
#[must_use]
pub fn departures(workspace: &str) -> usize {
    read(&format!("departures/{workspace}")).unwrap_or_default()
}

/// When records of a workspace left this device last, in seconds since 1970.
#[must_use]
pub fn departed(workspace: &str) -> Option<i64> {
    read(&format!("departed/{workspace}"))
}

/// Counts that records of a workspace left this device: what others may hold is not taken back by dropping it here.
pub fn count_departure(workspace: &str, at: i64) {
    write(&format!("departures/{workspace}"), departures(workspace) + 1);
    write(&format!("departed/{workspace}"), at);
}

/// How many saves the last full backup of a workspace held.
#[must_use]
pub fn backup(workspace: &str) -> Option<usize> {
    read(&format!("backup/{workspace}"))
}

/// Forgets what is remembered of a workspace that was removed.
pub fn forget(workspace: &str) {
    if BrowserLocal::open().is_ok() {
        let names = [
            "backup",
            "backup-day",
            "backup-file",
            "first-day",
            "departures",
            "departed",
            "folder-file",
            "folder-saves",
        ];
        for name in names {
            LocalStorage::delete(format!("{PREFIX}p/{name}/{workspace}"));
        }
    }
}

/// The day of the last full backup of a workspace.
#[must_use]
pub fn backup_day(workspace: &str) -> Option<NaiveDate> {
    parse_date(&read::<String>(&format!("backup-day/{workspace}"))?)
}

/// Remembers how many saves a full backup held, and when it was made.
pub fn set_backup(workspace: &str, saves: usize, day: NaiveDate) {
    write(&format!("backup/{workspace}"), saves);
    write(&format!("backup-day/{workspace}"), day.to_string());
}

/// The name of the file of the last full backup, and whether it was read back.
#[must_use]
pub fn backup_file(workspace: &str) -> Option<(String, bool)> {
    read(&format!("backup-file/{workspace}"))
}

/// Remembers the name of the file of a full backup, and whether it was read back.
pub fn set_backup_file(workspace: &str, file_name: &str, is_read_back: bool) {
    write(&format!("backup-file/{workspace}"), (file_name, is_read_back));
}

/// The day on which a workspace first held something that was in no backup.
#[must_use]
pub fn first_day(workspace: &str) -> Option<NaiveDate> {
    parse_date(&read::<String>(&format!("first-day/{workspace}"))?)
}

/// Remembers that day, unless one is remembered.
pub fn set_first_day(workspace: &str, day: NaiveDate) {
    if first_day(workspace).is_none() {
        write(&format!("first-day/{workspace}"), day.to_string());
    }
}

/// The series of this device's own files, as text.
#[must_use]
pub fn series() -> Option<String> {
    read("series")
}

/// Remembers the series of this device's own files.
pub fn set_series(series: &str) {
    if self::series().as_deref() != Some(series) {
        write("series", series);
    }
}

/// Whether the browser was asked not to clear what is stored.
#[must_use]
pub fn has_asked_to_keep() -> bool {
    read("asked-to-keep").unwrap_or_default()
}

/// Remembers that the browser was asked.
pub fn set_asked_to_keep() {
    write("asked-to-keep", true);
}

/// The name of this device's file in the shared folder of a workspace.
#[must_use]
pub fn folder_file(workspace: &str) -> Option<String> {
    read(&format!("folder-file/{workspace}"))
}

/// Remembers the name of this device's file in the shared folder of a workspace.
pub fn set_folder_file(workspace: &str, name: &str) {
    write(&format!("folder-file/{workspace}"), name);
}

/// How many saves this device's file in the shared folder held when it was last written.
#[must_use]
pub fn folder_saves(workspace: &str) -> Option<usize> {
    read(&format!("folder-saves/{workspace}"))
}

/// Remembers how many saves this device's file in the shared folder holds.
pub fn set_folder_saves(workspace: &str, saves: usize) {
    write(&format!("folder-saves/{workspace}"), saves);
}

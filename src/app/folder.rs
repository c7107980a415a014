//! A shared folder: this device writes its own file there and reads all others.
//!
//! The folder is a stick, a network drive, or one that some other program carries between devices. Nothing is locked in it
//! and nobody's file but the own one is ever written, so devices cannot get in each other's way; what they hold is united
//! like any file. A file that is not whole yet is passed over and read at the next look.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::prelude::*;

use super::archive::LOOK;
use super::import::{Aside, Chosen};
use super::reading::Course;
use super::{App, Failure, preferences};
use crate::exchange::{self, FILE_BYTES_MAX, Outgoing, ReadError, Reading};
use crate::i18n::Message;
use crate::insight::extract::restricted_fields;
use crate::platform::folder::{self, Folder, FolderFile};
use crate::platform::{self};
use crate::store::browser::js_text;
use crate::store::handles;

/// How many characters of a fresh session id tell the own file from those of others.
const MARK_CHARS: usize = 8;

/// What became of a file in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is this device's own.
    Own,
    /// It brought so many records.
    Taken {
        /// Records that were not here, and such that got something new.
        records: usize,
        /// Records left out: a person has to choose them, at the import.
        left: usize,
    },
    /// Everything in it was here.
    Nothing,
    /// It is still being written, or did not come whole: it is read at the next look.
    NotWhole,
    /// It is not merged, and why.
    Refused(Failure),
    /// It is none of this program's files.
    Other,
}

/// A file in the folder and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// What the person is told of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shared {
    /// The folder's name.
    pub name: String,
    /// The browser asks again before it lets the page in.
    pub is_locked: bool,
    /// Somebody is looking into it right now.
    pub is_busy: bool,
    /// When it was looked into last, in seconds since 1970.
    pub looked: Option<i64>,
    /// The files in it.
    pub files: Vec<Found>,
    /// What keeps the page from it.
    pub failure: Option<Failure>,
}

/// What tells a file that was read from one that was written since.
type Mark = (u64, u64);

thread_local! {
    // Beside the program, so that the main part of the page does not hold it.
    static FOLDER: RefCell<Option<(String, Folder)>> = const { RefCell::new(None) };
    static READ: RefCell<BTreeMap<String, (Mark, Fate)>> = const { RefCell::new(BTreeMap::new()) };
    static IS_LISTENING: Cell<bool> = const { Cell::new(false) };
}

/// Tells whether a name is one of a file that this program may be asked to read.
fn is_candidate(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // A name that begins with a dot is that of a program that carries files, while it does.
    !name.starts_with('.') && !name.starts_with('~') && (name.ends_with(".json") || name.ends_with(".html"))
}

/// What an error says of a file in a folder that others write to.
fn fate_of(file_name: &str, error: ReadError) -> Fate {
    match error {
        ReadError::NotOurs => Fate::Other,
        // What was cut off, is empty, or does not hold together is most likely on its way.
        ReadError::Empty | ReadError::Truncated { .. } | ReadError::Digest | ReadError::NotJson { .. } => {
            Fate::NotWhole
        }
        error => Fate::Refused(Failure::Refused { file_name: file_name.to_owned(), error }),
    }
}

impl App {
    /// Brings the folder to mind that was chosen for the open workspace, and looks into it where the browser still allows
    /// that. What was said of another workspace's folder is over.
    pub async fn recall_folder(&'static self, shared: RwSignal<Option<Shared>>) {
        FOLDER.with_borrow_mut(Option::take);
        shared.set(None);
        let workspace = self.workspace.get_untracked().id;
        // Where nothing can be kept there is nothing to recall.
        let Ok(Some(kept)) = handles::kept(&workspace).await else { return };
        // Meanwhile the person may have gone to another workspace, or have chosen a folder.
        let is_late = workspace != self.workspace.get_untracked().id || FOLDER.with_borrow(Option::is_some);
        if let Some(folder) = Folder::kept(kept).filter(|_| !is_late) {
            self.use_folder(workspace, folder, shared).await;
        }
    }

    /// Asks the person for a folder, remembers it, and looks into it.
    ///
    /// # Errors
    /// When the browser does not let the page choose folders.
    pub async fn choose_folder(&'static self, shared: RwSignal<Option<Shared>>) -> Result<(), Failure> {
        let failed = |thrown| Failure::Read(js_text(&thrown));
        let Some(folder) = folder::choose().await.map_err(failed)? else { return Ok(()) };
        let workspace = self.workspace.get_untracked().id;
        // A folder that cannot be kept is chosen again at the next visit.
        let _ = handles::keep(&workspace, Some(&folder.handle())).await;
        self.use_folder(workspace, folder, shared).await;
        Ok(())
    }

    /// Forgets the folder; what is in it stays there.
    pub async fn leave_folder(&'static self, shared: RwSignal<Option<Shared>>) {
        let workspace = self.workspace.get_untracked().id;
        FOLDER.with_borrow_mut(Option::take);
        READ.with_borrow_mut(BTreeMap::clear);
        // What cannot be forgotten now asks for permission at the next visit, and can be left then.
        let _ = handles::keep(&workspace, None).await;
        shared.set(None);
    }

    async fn use_folder(&'static self, workspace: String, folder: Folder, shared: RwSignal<Option<Shared>>) {
        shared.set(Some(Shared { name: folder.name(), ..Shared::default() }));
        READ.with_borrow_mut(BTreeMap::clear);
        FOLDER.with_borrow_mut(|held| *held = Some((workspace, folder)));
        self.look_into_folder(shared, false).await;
    }

    /// Reads what is new in the folder and writes the own file where something changed. Asks for permission only where
    /// the person just pressed a button for it.
    pub async fn look_into_folder(&'static self, shared: RwSignal<Option<Shared>>, asking: bool) {
        let Some((workspace, folder)) = FOLDER.with_borrow(Clone::clone) else { return };
        let is_busy = shared.with_untracked(|shared| shared.as_ref().is_none_or(|shared| shared.is_busy));
        if is_busy || workspace != self.workspace.get_untracked().id || workspace == LOOK {
            return;
        }
        set(shared, |shared| shared.is_busy = true);
        let looked = self.look_once(&folder, asking).await;
        let now = self.now();
        set(shared, |shared| {
            shared.is_busy = false;
            match looked {
                Ok(Some(files)) => {
                    *shared = Shared { name: folder.name(), looked: Some(now), files, ..Shared::default() };
                }
                Ok(None) => shared.is_locked = true,
                Err(failure) => shared.failure = Some(failure),
            }
        });
    }

    /// One look: nothing where the browser does not let the page in.
    async fn look_once(&'static self, folder: &Folder, asking: bool) -> Result<Option<Vec<Found>>, Failure> {
        let failed = |thrown| Failure::Read(js_text(&thrown));
        if !folder.is_allowed(asking).await.map_err(failed)? {
            return Ok(None);
        }
        self.check_writable()?;
        let own = self.own_file_name()?;
        let mut found = Vec::new();
        for entry in folder.files().await.map_err(failed)? {
            if is_candidate(&entry.name) {
                let fate = self.meet(&entry, &own).await?;
                found.push(Found { name: entry.name, fate });
            }
        }
        self.write_own(folder, &own).await?;
        if !found.iter().any(|found| found.fate == Fate::Own) {
            found.push(Found { name: own, fate: Fate::Own });
        }
        Ok(Some(found))
    }

    /// Reads a file of the folder unless it was read as it is.
    async fn meet(&'static self, entry: &FolderFile, own: &str) -> Result<Fate, Failure> {
        // A file that went away meanwhile, or is locked while it is written, is read at the next look.
        let Ok(file) = entry.file().await else { return Ok(Fate::NotWhole) };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes and moments are whole and positive"
        )]
        let mark: Mark = (file.size() as u64, file.last_modified() as u64);
        let known = READ.with_borrow(|read| read.get(&entry.name).filter(|(held, _)| *held == mark).cloned());
        if let Some((_, fate)) = known.filter(|(_, fate)| *fate != Fate::NotWhole) {
            return Ok(fate);
        }
        let bytes_max = FILE_BYTES_MAX as u64;
        if mark.0 > bytes_max {
            let error =
                ReadError::TooLarge { bytes: usize::try_from(mark.0).unwrap_or(usize::MAX), bytes_max: FILE_BYTES_MAX };
            return Ok(fate_of(&entry.name, error));
        }
        let Ok(bytes) = platform::bytes_of(&file).await else { return Ok(Fate::NotWhole) };
        let fate = match self.take_from_folder(&entry.name, bytes).await? {
            // A copy of this device would write under the same name: so its file is read like any other's.
            Fate::Nothing if entry.name == own => Fate::Own,
            fate => fate,
        };
        READ.with_borrow_mut(|read| read.insert(entry.name.clone(), (mark, fate.clone())));
        Ok(fate)
    }

    /// Takes of a file what is taken unless a person says otherwise.
    async fn take_from_folder(&'static self, name: &str, bytes: Vec<u8>) -> Result<Fate, Failure> {
        let sample = self.workspace.get_untracked().sample;
        match Reading::of(&bytes) {
            // A folder belongs to one workspace; a file of another is not opened unasked.
            Ok(reading) if reading.header().sample != sample => return Ok(Fate::Other),
            Ok(_) => {}
            Err(error) => return Ok(fate_of(name, error)),
        }
        let course = Course::new(|_| {});
        let mut chosen = self.open_files(vec![(name.to_owned(), bytes)], &course).await?;
        let opened = match chosen.pop() {
            Some(Chosen::Open(opened)) if opened.archive.is_none() && !opened.is_undone => opened,
            Some(Chosen::Aside(Aside::Newer { failure, .. } | Aside::Refused(failure))) => {
                return Ok(Fate::Refused(failure));
            }
            // An archive was taken out, and an undone file taken back, on purpose.
            _ => return Ok(Fate::Other),
        };
        let choice = opened.choice();
        let imported = self.take(&opened, &choice, &course).await?;
        let records = imported.added.len() + imported.changed.len();
        Ok(match (records, imported.left.len()) {
            (0, 0) => Fate::Nothing,
            (records, left) => Fate::Taken { records, left },
        })
    }

    /// Writes the own file unless it stands there as it would be written.
    async fn write_own(&'static self, folder: &Folder, own: &str) -> Result<(), Failure> {
        let workspace = self.workspace.get_untracked();
        let saves = self.replica.borrow().save_count();
        let is_there = READ.with_borrow(|read| read.contains_key(own));
        if is_there && preferences::folder_saves(&workspace.id) == Some(saves) {
            return Ok(());
        }
        let (author, withhold) = (self.author.get_untracked(), restricted_fields());
        let sample = workspace.sample.as_deref();
        // Without a number: the file is written over and over, and nobody is to miss those in between.
        let outgoing = Outgoing { sample, by: &author, at: self.now(), withhold: &withhold, ..Outgoing::default() };
        let text = exchange::write(&self.replica.borrow(), &outgoing);
        folder.write(own, &text).await.map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        preferences::set_folder_saves(&workspace.id, saves);
        preferences::count_departure(&workspace.id, self.now());
        Ok(())
    }

    /// The name of this device's file: it stays the same, and no other device has it.
    fn own_file_name(&self) -> Result<String, Failure> {
        let workspace = self.workspace.get_untracked().id;
        if let Some(name) = preferences::folder_file(&workspace) {
            return Ok(name);
        }
        let fresh = platform::fresh_session().map_err(|_| Failure::Random)?.to_string();
        let mark: String = fresh.chars().take(MARK_CHARS).collect();
        let name = format!("{}-{mark}.json", self.lang.get_untracked().text(Message::FolderFile));
        preferences::set_folder_file(&workspace, &name);
        Ok(name)
    }
}

fn set(shared: RwSignal<Option<Shared>>, change: impl FnOnce(&mut Shared)) {
    // The person may have left the folder meanwhile.
    shared.update(|shared| {
        if let Some(shared) = shared {
            change(shared);
        }
    });
}

/// Looks into the folder whenever the person comes back to the page.
pub fn listen(shared: RwSignal<Option<Shared>>) {
    if IS_LISTENING.replace(true) {
        return;
    }
    platform::on_focus(move || platform::spawn(Box::pin(super::app().look_into_folder(shared, false))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_may_be_ours() {
        for (name, is) in [
            ("三有-k2j4h6g8.json", true),
            ("三有-k2j4h6g8.sync-conflict-20261122-101112-ABCDEFG.json", true),
            ("report (1).HTML", true),
            (".三有.json.syncthing.tmp", false),
            (".syncthing.三有-k2j4h6g8.json", false),
            ("~$三有.json", false),
            ("photo.jpg", false),
            ("三有-k2j4h6g8.json.crswap", false),
        ] {
            assert_eq!(is_candidate(name), is, "{name}");
        }
    }

    #[test]
    fn what_may_still_come_is_told_from_what_is_wrong() {
        let fate = |error| fate_of("a.json", error);
        for error in [
            ReadError::Empty,
            ReadError::Truncated { line: 3 },
            ReadError::Digest,
            ReadError::NotJson { line: 1, column: 1 },
        ] {
            assert_eq!(fate(error), Fate::NotWhole);
        }
        assert_eq!(fate(ReadError::NotOurs), Fate::Other);
        assert!(matches!(fate(ReadError::Head { member: "by" }), Fate::Refused(_)));
    }
}

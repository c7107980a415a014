//! What is taken out of the records on purpose: closed years into a file, deleted records, a record for good.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use super::{App, Failure, ReadOnly};
use crate::exchange::file_name::renamed;
use crate::exchange::{self, Incoming, Outgoing, Part};
use crate::insight::closed;
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, Value};
use crate::platform;
use crate::replica::drops::{self, DROP, Drop, Why, is_drop};
use crate::replica::save::Draft;
use crate::replica::{Delta, Dot, Key, Replica, Saved, State, stage};
use crate::store::Workspace;
use crate::store::browser::js_text;

/// The id of the workspace that shows a file.
pub const LOOK: &str = "look";

/// Closed years that were written into a file and not yet taken out of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The file's name.
    pub file_name: String,
    /// The last of its years.
    pub year: i64,
    /// How many records are in it.
    pub records: usize,
    digest: String,
    dots: BTreeMap<RecordId, BTreeSet<Dot>>,
}

/// An archive that stands in a file elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The record that keeps its content out.
    pub key: Key,
    /// The digest of its file.
    pub digest: String,
    /// When it was taken out, in seconds since 1970.
    pub at: i64,
    /// How many records are in it.
    pub records: usize,
}

/// A file that is looked at, or that could be.
pub(super) struct Looked {
    pub file_name: String,
    pub incoming: Incoming,
}

impl App {
    /// Tracks all records: an edit of any of them may change what is closed, deleted or taken out.
    pub(super) fn track_records(&self) {
        self.kinds.iter().for_each(|(_, signals)| signals.edits.track());
    }

    /// The closed years, each with the number of records that an archive of it would take.
    #[must_use]
    pub fn closed_years(&self) -> Vec<(i64, usize)> {
        self.track_records();
        let this_year = i64::from(chrono::Datelike::year(&self.day()));
        closed::years(&self.replica.borrow()).into_iter().filter(|(year, _)| *year < this_year).collect()
    }

    /// Writes a year and those before it into a file, restricted fields included, and hands it to the browser. The records
    /// stay until [`App::take_out`].
    ///
    /// # Errors
    /// When the browser does not take the file.
    pub fn write_archive(&self, year: i64) -> Result<Archive, Failure> {
        let replica = self.replica.borrow();
        let taken = closed::until(&replica, year);
        let author = self.author.get_untracked();
        let workspace = self.workspace.get_untracked();
        // Units come along, so that the file can be read by itself.
        let keep = |key: &Key| taken.contains_key(key) || key.kind.as_str() == "unit";
        let roots = self.rows.borrow().children(None);
        let outgoing = Outgoing {
            sample: workspace.sample.as_deref(),
            by: &author,
            at: self.now(),
            part: Some(Part { units: &roots, keep: &keep }),
            ..Outgoing::default()
        };
        let text = exchange::write(&replica, &outgoing);
        let digest = exchange::read(text.as_bytes()).map(|incoming| incoming.header.digest);
        let file_name = renamed(&self.file_name(self.now()), &format!("-{year}.json"));
        let digest = digest.map_err(|error| Failure::Refused { file_name: file_name.clone(), error })?;
        platform::hand_over(&file_name, &text).map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        let records = taken.len();
        let dots = taken.into_iter().map(|(key, of)| (key.id, of)).into_map();
        Ok(Archive { file_name, year, records, digest, dots })
    }

    /// Takes out of the records what an archive's file holds. What is saved in these records elsewhere meanwhile waits.
    ///
    /// # Errors
    /// When something was saved in them that the file does not hold, since it would go out of sight, or when no storage took
    /// it; nothing changed then.
    pub async fn take_out(&'static self, archive: &Archive) -> Result<(), Failure> {
        let taken = closed::until(&self.replica.borrow(), archive.year);
        let now = taken.into_iter().map(|(key, dots)| (key.id, dots)).into_map();
        if now != archive.dots {
            return Err(Failure::ArchiveBehind);
        }
        self.drop_all(drops::drop_dots(Why::Archive, &archive.digest, &archive.dots)).await
    }

    /// The archives whose content is kept out.
    #[must_use]
    pub fn archives(&self) -> Vec<Archived> {
        self.track_records();
        let replica = self.replica.borrow();
        let read = |key: &Key| {
            let view = replica.view(key)?;
            let drop = Drop::read(view).filter(|drop| drop.why == Why::Archive && !drop.is_ended)?;
            let at = replica.record(key)?.variants().map(|variant| variant.at()).min()?;
            Some(Archived { key: key.clone(), digest: drop.of, at, records: drop.dots.len() })
        };
        let mut archives: Vec<Archived> = Vec::new();
        for more in replica.keys().filter(|key| is_drop(key)).filter_map(read) {
            // What is too much for one drop is in several, about one file.
            match archives.iter_mut().find(|held| held.digest == more.digest) {
                Some(held) => held.records += more.records,
                None => archives.push(more),
            }
        }
        archives
    }

    /// The deleted records that are still kept.
    #[must_use]
    pub fn deleted(&self) -> Vec<Key> {
        self.track_records();
        let replica = self.replica.borrow();
        let deleted = replica.iter().filter(|(key, _, view)| view.state == State::Deleted && !is_drop(key));
        deleted.map(|(key, ..)| key.clone()).collect()
    }

    /// Clears deleted records away: what they held is no longer kept here.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn purge(&'static self) -> Result<(), Failure> {
        let mut dots: BTreeMap<RecordId, BTreeSet<Dot>> = BTreeMap::new();
        for key in untrack(|| self.deleted()) {
            let replica = self.replica.borrow();
            let variants = replica.record(&key).into_iter().flat_map(|record| record.variants());
            dots.insert(key.id, variants.map(|variant| variant.dot()).into_set());
        }
        self.drop_all(drops::drop_dots(Why::Purge, "", &dots)).await
    }

    /// Erases a record for good, here and wherever this device's next full file is taken.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn erase(&'static self, id: RecordId) -> Result<(), Failure> {
        self.drop_all(drops::erase(&BTreeSet::from([id]))).await
    }

    /// Saves drops as one command, and clears the store of what they drop.
    async fn drop_all(&'static self, drops: Vec<BTreeMap<Name, Value>>) -> Result<(), Failure> {
        let saves = drops.into_iter().map(|set| self.saved_as_new(DROP, set)).collect::<Vec<_>>();
        if !saves.is_empty() {
            self.commit(saves).await?;
            self.tidy(self.workspace.get_untracked().id);
        }
        Ok(())
    }

    /// The first save of a record about records.
    pub(super) fn saved_as_new(&self, kind: &'static str, set: BTreeMap<Name, Value>) -> Saved {
        let key = self.fresh_key(kind);
        let save = stage(None, &[], self.session, self.draft(set));
        Saved { key, save }
    }

    /// The archive that a file is, if its content was taken out here and its file is this one.
    pub(super) fn archive_of(&self, digest: &str) -> Option<Key> {
        let archives = untrack(|| self.archives());
        archives.into_iter().find(|archive| archive.digest == digest).map(|archive| archive.key)
    }

    /// Brings an archive's content back from the file that was chosen last. No import log is written: where it came from is
    /// remembered from before.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn reopen(&'static self, archive: Key) -> Result<Delta, Failure> {
        let mut saves = match &*self.looked.borrow() {
            Some(looked) if self.archive_of(&looked.incoming.header.digest).as_ref() == Some(&archive) => {
                looked.incoming.saves()
            }
            _ => return Err(Failure::NotArchive),
        };
        saves.extend(self.ends_of(&archive));
        let saves = self.replica.borrow().news(saves);
        self.commit(saves).await
    }

    /// Saves that end every drop of an archive.
    fn ends_of(&self, archive: &Key) -> Vec<Saved> {
        let replica = self.replica.borrow();
        let Some(digest) = self.digest_of(&replica, archive) else { return Vec::new() };
        let of_archive = |key: &&Key| is_drop(key) && self.digest_of(&replica, key).as_ref() == Some(&digest);
        let drops = replica.keys().filter(of_archive);
        drops.map(|key| self.end_of(key)).collect()
    }

    /// A save that ends a drop.
    pub(super) fn end_of(&self, key: &Key) -> Saved {
        let replica = self.replica.borrow();
        let heads = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
        let draft: Draft = self.draft(drops::end());
        Saved { key: key.clone(), save: stage(replica.record(key), &heads, self.session, draft) }
    }

    fn digest_of(&self, replica: &Replica, key: &Key) -> Option<String> {
        let drop = Drop::read(replica.view(key)?)?;
        (drop.why == Why::Archive).then_some(drop.of)
    }

    /// Reads a file only to look at it: nothing of it is kept.
    ///
    /// # Errors
    /// When the file is refused.
    pub async fn look(&'static self, file_name: String, bytes: &[u8]) -> Result<(), Failure> {
        let refused = |error| Failure::Refused { file_name: file_name.clone(), error };
        let incoming = exchange::read(bytes).map_err(refused)?;
        *self.looked.borrow_mut() = Some(Looked { file_name, incoming });
        self.open(LOOK).await;
        Ok(())
    }

    /// Shows the file that was chosen last; tells whether there is one.
    pub(super) fn show_looked(&self) -> bool {
        let looked = self.looked.borrow();
        let Some(Looked { file_name, incoming }) = &*looked else { return false };
        let mut replica = Replica::new();
        replica.unite(&incoming.lines);
        let sample = incoming.header.sample.clone();
        self.read_only.set(Some(ReadOnly::File(file_name.clone())));
        drop(looked);
        self.show(replica);
        self.workspace.set(Workspace { id: LOOK.to_owned(), sample });
        true
    }
}

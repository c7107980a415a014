//! Import: a file united with the workspace it belongs to.

use leptos::prelude::*;

use super::archive::{LOOK, Looked};
use super::{App, Failure, OWN};
use crate::exchange;
use crate::insight::{Likeness, doubles};
use crate::replica::imports::is_import;
use crate::replica::{DELETED, Delta, Key, Saved};

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file's name.
    pub file_name: String,
    /// Who the file says wrote it.
    pub by: String,
    /// When the file says it was written, in seconds since 1970, if that can be read.
    pub at: Option<i64>,
    /// Days by which that lies after this device's present.
    pub days_ahead: i64,
    /// Fields the file leaves out, as kind and field.
    pub withheld: Vec<String>,
    /// Records that were not here.
    pub added: Vec<Key>,
    /// Records that were here and got something new.
    pub changed: Vec<Key>,
    /// Of both, those that are now in conflict.
    pub in_conflict: Vec<Key>,
    /// Records of the file that look like ones entered twice, and in what.
    pub doubles: Vec<(Likeness, Vec<Key>)>,
    /// The file was opened as a sample, apart from the own records.
    pub is_sample: bool,
    /// How many records of it are left out, since they were taken out of these records on purpose.
    pub kept_out: usize,
    /// The archive that the file is; nothing of it was taken then.
    pub archive: Option<Key>,
    /// What the file says of itself: the receipt for it names it.
    pub header: exchange::Header,
}

impl App {
    /// Reads a file and unites it with the workspace it belongs to. A sample's file opens as a sample.
    ///
    /// # Errors
    /// When the file is refused or no storage took its content; nothing changed then.
    pub async fn import(&'static self, file_name: String, bytes: &[u8]) -> Result<Imported, Failure> {
        let refused = |error| Failure::Refused { file_name: file_name.clone(), error };
        let incoming = exchange::read(bytes).map_err(refused)?;
        self.check_writable().or_else(|failure| match failure {
            // Looking at a file ends where another one is taken.
            Failure::ReadOnly(super::ReadOnly::File(_)) => Ok(()),
            failure => Err(failure),
        })?;
        if self.workspace.get_untracked().id == LOOK {
            self.open(OWN).await;
        }
        match &incoming.header.sample {
            Some(version) => drop(self.enter_sample(version).await?),
            None if self.workspace.get_untracked().sample.is_some() => self.open(OWN).await,
            None => {}
        }
        let archive = self.archive_of(&incoming.header.digest);
        let (news, kept_out) = if archive.is_some() { (Vec::new(), 0) } else { self.news_of(&incoming) };
        let log = self.log_of(&news, &incoming.header, &file_name);
        let mut delta = match news.is_empty() {
            true => Delta::default(),
            // The log is kept with what it is about, or neither is.
            false => self.commit(news.into_iter().chain(log).collect()).await?,
        };
        delta.added.retain(|key| !is_import(key));
        self.measure();
        let is_in_conflict = |key: &&Key| self.conflicts.get_untracked().contains(*key);
        let header = incoming.header.clone();
        let at = exchange::read_moment(&header.at);
        let is_touched = |key: &Key| delta.keys().any(|touched| touched == key);
        let mut doubles = doubles(&self.rows.borrow());
        doubles.retain(|(_, keys)| keys.iter().any(is_touched));
        let imported = Imported {
            doubles,
            in_conflict: delta.keys().filter(is_in_conflict).cloned().collect(),
            by: header.by,
            at,
            days_ahead: at.map_or(0, |at| (at - self.now()) / 86_400),
            withheld: header.withheld,
            added: delta.added,
            changed: delta.changed,
            is_sample: header.sample.is_some(),
            kept_out,
            archive: archive.clone(),
            file_name: file_name.clone(),
            header: incoming.header.clone(),
        };
        if archive.is_none() {
            self.count_restored(&incoming.header, &file_name, incoming.saves().len());
        }
        if archive.is_some() {
            *self.looked.borrow_mut() = Some(Looked { file_name, incoming });
        }
        Ok(imported)
    }

    /// What a file would bring, without what was taken out of these records on purpose; and how many of its records that
    /// concerns, whether anything of them is still held here or not.
    fn news_of(&self, incoming: &exchange::Incoming) -> (Vec<Saved>, usize) {
        let replica = self.replica.borrow();
        let saves = incoming.saves();
        // A save that only keeps its place, or only deletes, has nothing that could be left out.
        let has_values =
            |saved: &&Saved| saved.save.set.iter().any(|(name, value)| name.as_str() != DELETED && value.is_some());
        let mut out: Vec<&Key> = replica.drops().dropped(&saves).filter(has_values).map(|saved| &saved.key).collect();
        out.dedup();
        let kept_out = out.len();
        let mut news = replica.news(saves);
        news.retain(|saved| replica.drops().dropped(std::slice::from_ref(saved)).next().is_none());
        (news, kept_out)
    }
}

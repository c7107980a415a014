//! The storage as people see it: what is wrong with it, how full it is, and what they can do about that.

use leptos::prelude::*;

use super::{App, Failure, Standing, preferences};
use crate::insight::has_loose_end;
use crate::model::sorted::Sorted;
use crate::platform;
use crate::replica::{Replica, Saved};
use crate::store::{Entry, Found, Gap, HomeError, LOCAL_UNITS_MAX, TIGHT_PERCENT};

/// The share of local storage, in percent, from which on its filling is spoken of.
const WARN_PERCENT: usize = 60;

/// Why nothing can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// A newer version of the program has been writing here.
    Newer,
    /// A file is only looked at.
    File(String),
}

/// What is to be said about the storage as long as it is so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Local storage works.
    pub local: bool,
    /// IndexedDB works.
    pub durable: bool,
    /// Damaged parts that were set aside, as key and text.
    pub damaged: Vec<(String, String)>,
    /// Journal entries that are missing.
    pub gaps: Vec<Gap>,
    /// How many saves are known to be missing.
    pub missing: u64,
    /// How many saves were in parts of the snapshot that are nowhere.
    pub lost: u64,
    /// IndexedDB cannot be read now, so what is lost may only be out of reach.
    pub is_apart: bool,
    /// A storage that is there could not be read: more may be there than is shown.
    pub is_unread: bool,
    /// The browser found IndexedDB damaged and emptied it, and nobody has taken note of that yet.
    pub is_emptied: bool,
    /// Snapshots are kept in IndexedDB only.
    pub only_durable: bool,
}

impl Health {
    pub(super) fn of(homes: (bool, bool), found: &Found) -> Self {
        let lost = found.lost.iter().map(|named| u64::from(named.saves)).sum();
        Self {
            local: homes.0,
            durable: homes.1,
            damaged: found.damaged.clone(),
            gaps: found.gaps.clone(),
            missing: found.saves_missing() - lost,
            lost,
            is_apart: found.is_apart,
            is_unread: found.is_unread,
            is_emptied: preferences::is_emptied(),
            only_durable: found.only_durable,
        }
    }
}

/// How full local storage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// UTF-16 units in use, keys included.
    pub units: usize,
    /// Of those that there are, in percent, rounded up.
    pub percent: usize,
}

impl Usage {
    fn of(units: usize) -> Self {
        Self { units, percent: (units * 100).div_ceil(LOCAL_UNITS_MAX) }
    }

    /// Tells whether it is to be spoken of.
    #[must_use]
    pub fn is_much(self) -> bool {
        self.percent >= WARN_PERCENT
    }

    /// Tells whether only single saves are taken any more.
    #[must_use]
    pub fn is_tight(self) -> bool {
        self.percent >= TIGHT_PERCENT
    }
}

impl App {
    /// Counts anew what is in local storage.
    pub(super) fn measure(&self) {
        let usage = Usage::of(self.store.local_units());
        if self.usage.get_untracked() != usage {
            self.usage.set(usage);
        }
    }

    /// Fails where nothing can be changed.
    pub(super) fn check_writable(&self) -> Result<(), Failure> {
        self.read_only.get_untracked().map_or(Ok(()), |why| Err(Failure::ReadOnly(why)))
    }

    /// Turns what the store refused into what is told, and remembers when nothing can be written any more.
    pub(super) fn refused(&self, error: HomeError) -> Failure {
        if error == HomeError::Newer {
            self.read_only.set(Some(ReadOnly::Newer));
            return Failure::ReadOnly(ReadOnly::Newer);
        }
        self.measure();
        Failure::Store(error)
    }

    /// Reads the open workspace again and unites it with what is shown.
    pub(super) async fn join(&self) -> Result<(), Failure> {
        let workspace = self.workspace.get_untracked().id;
        let found = self.store.read(&workspace).await.map_err(|error| self.refused(error))?;
        if self.workspace.get_untracked().id == workspace {
            self.health.set(Health::of(self.store.homes(), &found));
            self.apply(found.saves);
        }
        Ok(())
    }

    /// Appends saves. Where another tab has dropped something meanwhile, that is read first; what is gone by then takes no
    /// more saves.
    pub(super) async fn append(
        &self,
        workspace: &str,
        saves: &[Saved],
    ) -> Result<(crate::store::Kept, Entry), Failure> {
        self.check_writable()?;
        match self.store.append(workspace, saves.to_vec()).await {
            Err(HomeError::Changed) => {
                self.join().await?;
                self.check_there(saves)?;
                self.store.append(workspace, saves.to_vec()).await.map_err(|error| self.refused(error))
            }
            result => result.map_err(|error| self.refused(error)),
        }
    }

    /// Fails when a save is about a record that was erased for good.
    pub(super) fn check_there(&self, saves: &[Saved]) -> Result<(), Failure> {
        let replica = self.replica.borrow();
        let is_gone = saves.iter().any(|saved| replica.drops().is_erased(&saved.key.id));
        if is_gone { Err(Failure::Erased) } else { Ok(()) }
    }

    /// Brings an entry into IndexedDB, and those before it for which that failed.
    pub(super) async fn bring_home(&'static self, entry: Option<Entry>) {
        self.late.borrow_mut().extend(entry);
        if self.late.borrow().is_empty() {
            return;
        }
        self.standing.set(Standing::Pending);
        self.at_work.set(self.at_work.get() + 1);
        let mut failed = Vec::new();
        loop {
            let Some(entry) = self.late.borrow_mut().pop() else { break };
            let mut result = self.store.make_durable(&entry).await;
            if result == Err(HomeError::Changed) && self.join().await.is_ok() {
                result = self.store.make_durable(&entry).await;
            }
            match result {
                Ok(()) => {}
                // It was removed elsewhere, and stays so.
                Err(HomeError::Dropped) => {}
                Err(error) => {
                    let is_newer = error == HomeError::Newer;
                    failed.push(entry);
                    drop(self.refused(error));
                    if is_newer {
                        break;
                    }
                }
            }
        }
        self.late.borrow_mut().append(&mut failed);
        self.at_work.set(self.at_work.get() - 1);
        if self.at_work.get() == 0 {
            self.standing.set(if self.late.borrow().is_empty() { Standing::Saved } else { Standing::KeptOnly });
        }
    }

    /// Replaces many small parts of the store by few; what fails changes nothing and is tried again later.
    pub(super) fn tidy(&'static self, workspace: String) {
        platform::spawn(Box::pin(async move {
            let _ = self.store.compact(&workspace).await;
            self.measure();
        }));
    }

    /// Keeps snapshots in IndexedDB only, or in both storages again.
    ///
    /// # Errors
    /// When IndexedDB does not take them, or local storage has no room for them; they stay where they are then.
    pub async fn keep_shards(&'static self, only_durable: bool) -> Result<(), Failure> {
        self.check_writable()?;
        let workspace = self.workspace.get_untracked().id;
        self.store.keep_shards(&workspace, only_durable).await.map_err(|error| self.refused(error))?;
        self.health.update(|health| health.only_durable = only_durable);
        self.measure();
        Ok(())
    }

    /// Takes note that a person knows of what is damaged or missing; the damaged parts are removed.
    ///
    /// # Errors
    /// When that cannot be noted; nothing changed then.
    pub async fn accept_losses(&'static self) -> Result<(), Failure> {
        self.check_writable()?;
        let workspace = self.workspace.get_untracked().id;
        self.store.accept_losses(&workspace).await.map_err(|error| self.refused(error))?;
        preferences::set_emptied(false);
        self.join().await
    }

    /// Shows a workspace's records.
    pub(super) fn show(&self, replica: Replica) {
        use crate::insight::Records;
        let day = self.rows.borrow().day();
        *self.rows.borrow_mut() = Records::read(&replica, day);
        *self.replica.borrow_mut() = replica;
        self.changes.borrow_mut().all();
        self.records.borrow_mut().clear();
        let in_conflict = self.rows.borrow().conflicts_of(&self.replica.borrow());
        self.conflicts.set(in_conflict);
        let replica = self.replica.borrow();
        let loose = replica.iter().filter(|(_, record, view)| has_loose_end(record, view));
        let loose_ends = loose.map(|(key, ..)| key.clone()).into_set();
        drop(replica);
        self.loose_ends.set(loose_ends);
    }
}

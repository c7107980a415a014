//! Keeps what was saved: a journal and snapshot shards in two homes, each sufficient.
//!
//! Local storage takes a save at once but commits it to disk within about a minute; an IndexedDB transaction with
//! strict durability survives a kill once it completed. So a save is *kept* when local storage took it and *saved* when
//! IndexedDB did. Reading is the union of both homes: keys are only ever added or replaced by what covers them, so
//! reading something twice is harmless. Damaged parts are set aside and reported, never read as empty; what a manifest
//! names and no home has is named as lost.
//!
//! A person may keep shards in IndexedDB only; local storage then holds the journal and the manifest.
//!
//! Decides nothing about records: it keeps sets of saves. The loss of one session's last records in *both* homes at
//! once cannot be seen.

#[cfg(feature = "browser")]
pub mod browser;
pub mod entry;
pub mod gaps;
mod handed;
#[cfg(feature = "browser")]
pub mod handles;
pub mod home;
#[cfg(feature = "browser")]
pub mod indexed_db;
mod keys;
mod manifest;
pub mod memory;
pub mod pack;
mod parts;
mod plan;
mod workspaces;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use async_lock::Mutex;

use crate::model::SessionId;
use crate::model::sorted::Sorted;
use crate::planted::{Bug, planted};
use crate::replica::Saved;
use crate::replica::drops::is_drop;
use entry::{Head, Sum};
pub use gaps::Gap;
pub use handed::{Note, Notes};
use home::check_layout;
pub use home::{Batch, DurableHome, Guard, HomeError, LAYOUT, LOCAL_UNITS_MAX, LocalHome};
pub use keys::PREFIX;
pub use manifest::Named;
use parts::Parts;
use plan::{Order, Plan, packed, plan};
pub use workspaces::Workspace;

/// How many parts to be replaced bring about a compaction at start-up.
pub const JOURNAL_ENTRIES_MAX: usize = 64;
/// How many entries of its own bring about a compaction while a program runs.
const OWN_ENTRIES_MAX: usize = 256;
/// The share of local storage, in percent, past which only single saves are taken.
pub const TIGHT_PERCENT: usize = 90;

/// What reading a workspace found.
#[derive(Debug, Default)]
pub struct Found {
    /// The saves, of both homes.
    pub saves: Vec<Saved>,
    /// Keys whose text is damaged in every home that has them, with that text.
    pub damaged: Vec<(String, String)>,
    /// Journal entries that are missing and that no shard stands for.
    pub gaps: Vec<Gap>,
    /// Shards that the manifest names and that are nowhere; older parts may still hold some of their saves.
    pub lost: Vec<Named>,
    /// IndexedDB cannot be read now, so what is lost may only be out of reach.
    pub is_apart: bool,
    /// A home that is there could not be read now: more may be there than was found.
    pub is_unread: bool,
    /// Shards are kept in IndexedDB only.
    pub only_durable: bool,
    /// How many parts a compaction would replace.
    pub parts: usize,
}

impl Found {
    /// Tells whether nothing is damaged, missing or lost.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && self.gaps.is_empty() && self.lost.is_empty()
    }

    /// How many saves are known to be missing; what is in damaged texts is not among them.
    #[must_use]
    pub fn saves_missing(&self) -> u64 {
        let missing = self.gaps.iter().map(Gap::saves_min).chain(self.lost.iter().map(|named| named.saves));
        missing.map(u64::from).sum()
    }
}

/// One entry on its way into the homes.
#[derive(Debug, Clone)]
pub struct Entry {
    workspace: String,
    key: String,
    text: String,
    is_dropping: bool,
}

/// How well an entry is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In this page's memory only: no storage is available.
    Memory,
    /// In local storage, which commits within about a minute.
    Local,
    /// In a completed strict transaction.
    Durable,
}

/// The place of this session in one workspace's journal.
#[derive(Default)]
struct Chain {
    next: u32,
    saves: u32,
    last: Sum,
}

/// What is known of one workspace.
#[derive(Default)]
struct Knowledge {
    /// The entries known to have dropped something on purpose.
    marks: Vec<String>,
    only_durable: bool,
    /// Shards known to be nowhere.
    lost: Vec<Named>,
    /// Entries known to be here with another content only.
    broken: Vec<(SessionId, u32)>,
    /// The greatest number of a manifest.
    number: u32,
    /// Own entries since the last compaction.
    entries: usize,
}

/// Both homes, and this session's place in the journal.
pub struct Store<L, D> {
    local: Option<L>,
    durable: Option<D>,
    session: SessionId,
    /// The chain of each workspace that this session wrote to.
    chains: Mutex<Vec<(String, Chain)>>,
    known: RefCell<Vec<(String, Knowledge)>>,
    generation: Cell<u32>,
    /// A newer version was seen to have been writing here.
    is_newer: Cell<bool>,
    trouble: RefCell<Vec<HomeError>>,
}

/// What both homes hold under a prefix; nothing of a home that is absent or cannot be read.
#[derive(Default)]
struct Held {
    local: Option<BTreeMap<String, String>>,
    durable: Option<BTreeMap<String, String>>,
}

impl Held {
    /// All different texts under each key.
    fn texts(&self) -> BTreeMap<String, Vec<String>> {
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, text) in [&self.local, &self.durable].into_iter().flatten().flatten() {
            let held = texts.entry(key.clone()).or_default();
            if !held.contains(text) {
                held.push(text.clone());
            }
        }
        texts
    }
}

fn put(key: &str, text: &str) -> Batch {
    Batch { put: vec![(key.to_owned(), text.to_owned())], remove: Vec::new() }
}

impl<L: LocalHome, D: DurableHome> Store<L, D> {
    /// Opens the store on the homes that are available.
    pub fn new(local: Option<L>, durable: Option<D>, session: SessionId) -> Self {
        let (chains, known) = (Mutex::new(Vec::new()), RefCell::default());
        let (generation, is_newer, trouble) = (Cell::new(0), Cell::new(false), RefCell::default());
        Self { local, durable, session, chains, known, generation, is_newer, trouble }
    }

    /// Tells which homes are available: local storage, IndexedDB.
    #[must_use]
    pub fn homes(&self) -> (bool, bool) {
        (self.local.is_some(), self.durable.is_some())
    }

    /// Failures of one home that the other made good, since the last call.
    pub fn take_trouble(&self) -> Vec<HomeError> {
        self.trouble.take()
    }

    fn note(&self, result: Result<(), HomeError>) -> bool {
        let is_done = result.is_ok();
        self.trouble.borrow_mut().extend(result.err());
        is_done
    }

    fn knowledge<T>(&self, workspace: &str, with: impl FnOnce(&mut Knowledge) -> T) -> T {
        let mut known = self.known.borrow_mut();
        let place = known.iter().position(|(held, _)| held == workspace).unwrap_or_else(|| {
            known.push((workspace.to_owned(), Knowledge::default()));
            known.len() - 1
        });
        with(&mut known[place].1)
    }

    /// UTF-16 units in local storage, keys included, of whoever shares it: on `file://` that is every page of the device.
    #[must_use]
    pub fn local_units(&self) -> usize {
        let Some(local) = &self.local else { return 0 };
        let units = |text: &str| text.encode_utf16().count();
        let keys = local.keys("").unwrap_or_default();
        keys.iter().map(|key| units(key) + local.get(key).ok().flatten().map_or(0, |text| units(&text))).sum()
    }

    /// Checks that no newer version has been writing here, notes this one's layout, and finishes earlier removals.
    ///
    /// # Errors
    /// [`HomeError::Newer`]: nothing may be written then; reading and exporting go on.
    pub async fn start(&self) -> Result<(), HomeError> {
        let key = keys::version();
        let held = match self.held(&key).await {
            Ok(held) => held,
            Err(error) => {
                self.note(Err(error));
                return Ok(());
            }
        };
        for (_, text) in [&held.local, &held.durable].into_iter().flatten().flatten() {
            check_layout(text).inspect_err(|_| self.is_newer.set(true))?;
        }
        let layout = LAYOUT.to_string();
        if let (Some(local), Some(texts)) = (&self.local, &held.local)
            && texts.get(&key) != Some(&layout)
        {
            self.note(local.set(&key, &layout));
        }
        if let (Some(durable), Some(texts)) = (&self.durable, &held.durable)
            && texts.get(&key) != Some(&layout)
        {
            self.note(durable.commit(&Guard::version(), &put(&key, &layout)).await);
        }
        self.sweep().await;
        Ok(())
    }

    /// What the homes hold under a prefix.
    async fn held(&self, prefix: &str) -> Result<Held, HomeError> {
        let local = self.local.as_ref().map(|local| local_texts(local, prefix));
        let durable = match &self.durable {
            Some(durable) => Some(durable.read(prefix).await.map(|held| held.into_iter().into_map())),
            None => None,
        };
        match (local, durable) {
            (Some(Err(error)), None | Some(Err(_))) | (None, Some(Err(error))) => Err(error),
            (local, durable) => {
                let take = |home: Option<Result<BTreeMap<String, String>, HomeError>>| match home? {
                    Ok(texts) => Some(texts),
                    Err(error) => {
                        self.note(Err(error));
                        None
                    }
                };
                Ok(Held { local: take(local), durable: take(durable) })
            }
        }
    }

    /// Reads a workspace: the union of both homes. What only one home has is copied to the other, and parts that newer
    /// ones hold are removed.
    ///
    /// # Errors
    /// When a home is available and none can be read.
    pub async fn read(&self, workspace: &str) -> Result<Found, HomeError> {
        let mark = keys::mark(workspace);
        let marks = self.held(&mark).await?;
        let found = self.read_parts(workspace).await?;
        // Only now does the caller know what was dropped.
        self.knowledge(workspace, |known| {
            let marks = [&marks.local, &marks.durable].into_iter().flatten();
            known.marks.extend(marks.filter_map(|marks| marks.get(&mark).cloned()));
        });
        Ok(found)
    }

    async fn read_parts(&self, workspace: &str) -> Result<Found, HomeError> {
        let prefix = keys::content(workspace);
        let held = self.held(&prefix).await?;
        let parts = Parts::open(&prefix, held.texts());
        let is_apart = held.durable.is_none();
        let is_unread = is_apart && self.durable.is_some() || held.local.is_none() && self.local.is_some();
        let lost = parts.lost(&prefix);
        let stale = parts.stale(&prefix);
        let only_durable = parts.manifest().is_some_and(|manifest| manifest.only_durable);
        self.knowledge(workspace, |known| {
            known.only_durable = only_durable;
            known.lost = if is_apart { Vec::new() } else { lost.clone() };
            known.broken = parts.broken().collect();
            known.number = parts.manifest().map_or(known.number, |manifest| manifest.number.max(known.number));
        });
        self.heal(workspace, &held, &parts, &stale).await;
        let gaps = parts.gaps();
        let replaceable = parts.replaceable(&prefix) - stale.len();
        let saves = parts.wholes.into_iter().flat_map(|whole| whole.saves).collect();
        Ok(Found { saves, damaged: parts.damaged, gaps, lost, is_apart, is_unread, only_durable, parts: replaceable })
    }

    /// Gives each home what it lacks, and once it has that removes from it what newer parts hold.
    async fn heal(&self, workspace: &str, held: &Held, parts: &Parts, stale: &[String]) {
        if self.permit(&Guard::live(workspace)).is_err() {
            return;
        }
        let only_durable = parts.manifest().is_some_and(|manifest| manifest.only_durable);
        let wholes = parts.wholes.iter().filter(|whole| whole.is_only && !stale.contains(&whole.key));
        let wholes =
            wholes.map(|whole| (whole.key.clone(), whole.text.clone(), matches!(whole.part, keys::Part::Shard(_))));
        let manifests = parts.manifests.iter().map(|(key, text, _)| (key.clone(), text.clone(), false));
        // Manifests come last: none may stand in a home without what it names.
        let mut whole: Vec<(String, String, bool)> = wholes.chain(manifests).collect();
        if planted(Bug::ManifestFirst) {
            whole.reverse();
        }
        let mut is_safe = held.durable.is_some() || planted(Bug::ShardsLeftFirst);
        if let (Some(durable), Some(texts)) = (&self.durable, &held.durable) {
            let lacking = whole.iter().filter(|(key, text, _)| texts.get(key) != Some(text));
            let put: Vec<_> = lacking.map(|(key, text, _)| (key.clone(), text.clone())).collect();
            let remove: Vec<String> = stale.iter().filter(|key| texts.contains_key(*key)).cloned().collect();
            let batch = Batch { put, remove };
            if batch != Batch::default() {
                is_safe =
                    self.note(durable.commit(&Guard::live(workspace), &batch).await) || planted(Bug::ShardsLeftFirst);
            }
        }
        let (Some(local), Some(texts)) = (&self.local, &held.local) else { return };
        let belongs = |is_shard: bool| !is_shard || !only_durable;
        let mut lacking =
            whole.iter().filter(|(key, text, is_shard)| belongs(*is_shard) && texts.get(key) != Some(text));
        if self.note(lacking.try_for_each(|(key, text, _)| local.set(key, text))) {
            let apart = whole.iter().filter(|(_, _, is_shard)| is_safe && !belongs(*is_shard)).map(|(key, ..)| key);
            let mut gone = stale.iter().chain(apart).filter(|key| texts.contains_key(*key));
            self.note(gone.try_for_each(|key| local.remove(key)));
        }
    }

    /// Checks that nothing is known that forbids a write, in this home or the other. A local storage that cannot be read
    /// forbids nothing.
    fn permit(&self, guard: &Guard) -> Result<(), HomeError> {
        if self.is_newer.get() {
            return Err(HomeError::Newer);
        }
        match self.local.as_ref().map(|local| self.judge(local, guard)) {
            Some(Err(error)) if error.is_refusal() => Err(error),
            _ => Ok(()),
        }
    }

    fn judge(&self, local: &L, guard: &Guard) -> Result<(), HomeError> {
        let texts: Result<Vec<_>, HomeError> = guard.keys().iter().map(|key| local.get(key)).collect();
        match guard.judge(&texts?) {
            Err(HomeError::Dropped) if planted(Bug::TombstoneIgnored) => Ok(()),
            result => result,
        }
    }

    fn guard(&self, workspace: &str) -> Guard {
        Guard::known(workspace, self.knowledge(workspace, |known| known.marks.clone()))
    }

    /// Appends one command's saves as one entry, in local storage where possible, else in IndexedDB.
    ///
    /// An entry that is only kept is to be handed to [`Store::make_durable`].
    ///
    /// # Errors
    /// When storage is available and nothing took the entry, or it could not be read back; then nothing was written.
    /// After [`HomeError::Changed`] the workspace is to be read again first.
    pub async fn append(&self, workspace: &str, saves: Vec<Saved>) -> Result<(Kept, Entry), HomeError> {
        let mut chains = self.chains.lock().await;
        let place = chains.iter().position(|(held, _)| held == workspace).unwrap_or_else(|| {
            chains.push((workspace.to_owned(), Chain::default()));
            chains.len() - 1
        });
        let (_, chain) = &mut chains[place];
        let key = keys::entry(workspace, self.session, chain.next);
        let is_dropping = saves.iter().any(|saved| is_drop(&saved.key));
        // What only drops makes room, however long it is.
        let makes_room = saves.iter().all(|saved| is_drop(&saved.key));
        let head = Head { before: chain.last, from: Some(chain.saves), ..Head::default() };
        let (text, sum) = entry::write(&key, &head, &packed(saves));
        // What the next start would refuse to read is not to be called kept.
        let Some(count) =
            entry::read(&key, &text).map(|saves| saves.len()).or(planted(Bug::ReadBackSkipped).then_some(1))
        else {
            return Err(HomeError::Failed("read back differs".to_owned()));
        };
        let entry = Entry { workspace: workspace.to_owned(), key, text, is_dropping };
        let kept = match self.keep(&entry, makes_room) {
            Some(Ok(())) => Kept::Local,
            // The other home may not have been told of it; what was removed stays removed, and what is newer as it is.
            Some(Err(error)) if error.is_refusal() => return Err(error),
            None if self.durable.is_none() => Kept::Memory,
            failed => match self.make_durable(&entry).await {
                Ok(()) => {
                    self.trouble.borrow_mut().extend(failed.and_then(Result::err));
                    self.ping(&entry);
                    Kept::Durable
                }
                Err(error) => return Err(failed.and_then(Result::err).unwrap_or(error)),
            },
        };
        let saves = chain.saves.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        *chain = Chain { next: chain.next + 1, saves, last: sum };
        self.knowledge(workspace, |known| {
            known.entries += 1;
            known.marks.extend(is_dropping.then(|| entry.key.clone()));
        });
        Ok((kept, entry))
    }

    /// Puts an entry into local storage; nothing is said where it does not belong there.
    fn keep(&self, entry: &Entry, makes_room: bool) -> Option<Result<(), HomeError>> {
        let local = self.local.as_ref()?;
        let is_bulk = entry.text.len() >= L::BULK_BYTES_MIN;
        let guard = self.guard(&entry.workspace);
        let checked = self.permit(&guard).and_then(|()| self.judge(local, &guard)).and_then(|()| {
            let needs_room = is_bulk && !makes_room && !self.goes_apart(&entry.workspace);
            if needs_room { self.check_room(&entry.text) } else { Ok(()) }
        });
        if checked.is_ok() && is_bulk && self.goes_apart(&entry.workspace) {
            return None;
        }
        Some(checked.and_then(|()| local.set(&entry.key, &entry.text)).inspect(|()| {
            if entry.is_dropping {
                self.note(local.set(&keys::mark(&entry.workspace), &entry.key));
            }
        }))
    }

    /// Tells whether many saves at once go into IndexedDB and not into local storage.
    fn goes_apart(&self, workspace: &str) -> bool {
        self.durable.is_some() && self.knowledge(workspace, |known| known.only_durable)
    }

    /// Checks that a text leaves the room that single saves need.
    fn check_room(&self, text: &str) -> Result<(), HomeError> {
        let units = self.local_units() + text.encode_utf16().count();
        let is_tight = units > L::UNITS_MAX / 100 * TIGHT_PERCENT && !planted(Bug::GrowthUnstopped);
        if is_tight { Err(HomeError::Tight) } else { Ok(()) }
    }

    /// Tells other tabs of an entry that local storage does not hold.
    fn ping(&self, entry: &Entry) {
        if let Some(local) = &self.local {
            // A full local storage tells nobody; the other tabs find the entry when they next read.
            let _ = local.set(&keys::ping(&entry.workspace), &format!("\"{}\"", entry.key));
        }
    }

    /// Puts an entry into IndexedDB; when this returns, the entry survives a kill.
    ///
    /// # Errors
    /// When IndexedDB is not available, or its transaction did not complete. After [`HomeError::Changed`] the workspace is
    /// to be read again first.
    pub async fn make_durable(&self, entry: &Entry) -> Result<(), HomeError> {
        let durable = self.durable.as_ref().ok_or(HomeError::Unavailable)?;
        let mut batch = put(&entry.key, &entry.text);
        if entry.is_dropping {
            batch.put.push((keys::mark(&entry.workspace), entry.key.clone()));
        }
        let guard = self.guard(&entry.workspace);
        self.permit(&guard)?;
        durable.commit(&guard, &batch).await
    }

    /// Reads a journal entry that another tab wrote, as the storage event brings it; nothing when it is another key.
    #[must_use]
    pub fn read_foreign(&self, workspace: &str, key: &str, text: &str) -> Option<Vec<Saved>> {
        let own = format!("{}{}/", keys::journal(workspace), self.session);
        let is_foreign = key.starts_with(&keys::journal(workspace)) && !key.starts_with(&own);
        let saves = if is_foreign { entry::read(key, text) } else { None }?;
        if saves.iter().any(|saved| is_drop(&saved.key)) {
            self.knowledge(workspace, |known| known.marks.push(key.to_owned()));
        }
        Some(saves)
    }

    /// Tells whether a storage event's key says that the workspace was removed.
    #[must_use]
    pub fn is_tombstone(workspace: &str, key: &str) -> bool {
        key == keys::tombstone(workspace)
    }

    /// Tells whether a storage event's key says that another tab saved what only IndexedDB holds.
    #[must_use]
    pub fn is_ping(workspace: &str, key: &str) -> bool {
        key == keys::ping(workspace)
    }

    /// Tells whether a storage event's key and text say that a newer version has begun to write here.
    #[must_use]
    pub fn is_newer(key: &str, text: &str) -> bool {
        key == keys::version() && check_layout(text).is_err()
    }

    /// Tells whether this session wrote enough for a compaction while it runs.
    #[must_use]
    pub fn is_due(&self, workspace: &str) -> bool {
        self.knowledge(workspace, |known| known.entries >= OWN_ENTRIES_MAX)
    }

    /// Replaces journal entries and older shards by new shards.
    ///
    /// One strict transaction reads, writes the new shards and removes exactly what they cover; local storage is trimmed
    /// only after it completed, and only of what the new shards, read back, cover. Without IndexedDB the new shards are
    /// put beside the old parts, which go at a later start: then local storage has committed both.
    ///
    /// # Errors
    /// When the transaction did not complete; then nothing changed.
    pub async fn compact(&self, workspace: &str) -> Result<(), HomeError> {
        self.rewrite(workspace, None, None).await.map(drop)
    }

    /// Keeps shards in IndexedDB only, or in both homes again.
    ///
    /// # Errors
    /// When IndexedDB is not available or its transaction did not complete, or local storage has no room for the shards;
    /// then they stay where they are.
    pub async fn keep_shards(&self, workspace: &str, only_durable: bool) -> Result<(), HomeError> {
        if self.durable.is_none() {
            return Err(HomeError::Unavailable);
        }
        // What only local storage has goes to IndexedDB first.
        self.read_parts(workspace).await?;
        let is_done = self.rewrite(workspace, Some(only_durable), None).await?;
        if !is_done && !only_durable {
            self.rewrite(workspace, Some(true), None).await?;
            return Err(HomeError::Full);
        }
        self.knowledge(workspace, |known| known.only_durable = only_durable);
        Ok(())
    }

    /// Takes note that a person accepts what is damaged, missing or lost: damaged parts are removed, and nothing is said of
    /// the rest any more.
    ///
    /// # Errors
    /// When it cannot be noted; then nothing changed.
    pub async fn accept_losses(&self, workspace: &str) -> Result<(), HomeError> {
        let found = self.read_parts(workspace).await?;
        self.rewrite(workspace, None, Some(&found.gaps)).await?;
        if let Some(local) = &self.local {
            let mut damaged =
                found.damaged.iter().filter(|(key, text)| local.get(key).as_ref() == Ok(&Some(text.clone())));
            self.note(damaged.try_for_each(|(key, _)| local.remove(key)));
        }
        Ok(())
    }

    /// What local storage's journal says of drops, which IndexedDB may not hold yet.
    fn drops_in_journal(&self, workspace: &str) -> Vec<Saved> {
        let texts = self.local.as_ref().and_then(|local| local_texts(local, &keys::journal(workspace)).ok());
        let entries = texts.unwrap_or_default().into_iter().filter_map(|(key, text)| entry::read(&key, &text));
        entries.flatten().filter(|saved| is_drop(&saved.key)).collect()
    }

    /// Does what [`plan()`] decides, and tells whether local storage took its part.
    async fn rewrite(
        &self,
        workspace: &str,
        only_durable: Option<bool>,
        accepted: Option<&[Gap]>,
    ) -> Result<bool, HomeError> {
        self.permit(&Guard::live(workspace))?;
        self.generation.set(self.generation.get() + 1);
        let generation = format!("{}-{}", self.session, self.generation.get());
        let prefix = keys::content(workspace);
        let (lost, broken, number) =
            self.knowledge(workspace, |known| (known.lost.clone(), known.broken.clone(), known.number));
        let (session, lost, broken) = (self.session, lost.as_slice(), broken.as_slice());
        let drops = &self.drops_in_journal(workspace);
        let order = Order {
            prefix: &prefix,
            session,
            generation: &generation,
            number,
            only_durable,
            drops,
            lost,
            broken,
            accepted,
        };
        let (mut done, mut read) = (Plan::default(), BTreeMap::new());
        if planted(Bug::TrimmedEarly)
            && let Some(local) = &self.local
        {
            let journal = local.keys(&keys::journal(workspace))?;
            journal.iter().try_for_each(|key| local.remove(key))?;
        }
        if let Some(durable) = &self.durable {
            let mut decide = |held: Vec<(String, String)>| {
                done = plan(&order, &held);
                read = held.into_iter().into_map();
                done.batch.clone()
            };
            durable.rewrite(&Guard::live(workspace), &prefix, &mut decide).await?;
        } else if let Some(local) = &self.local {
            self.judge(local, &Guard::live(workspace))?;
            let held = local_texts(local, &prefix)?;
            done = plan(&order, &held.clone().into_iter().collect::<Vec<_>>());
            if done.only_durable {
                // The shards are out of reach: what stands for them must stay as it is.
                return Err(HomeError::Unavailable);
            }
            // Nothing is removed yet: local storage may lose the new shards and keep the removal.
            if planted(Bug::TrimmedAtOnce) {
                read = held;
            } else {
                done.batch.remove.clear();
            }
        }
        let is_done = self.local.as_ref().is_none_or(|local| self.note(trim(local, &done, &read)));
        self.knowledge(workspace, |known| {
            known.entries = 0;
            if accepted.is_some() {
                known.lost.clear();
                known.broken.clear();
            }
        });
        Ok(is_done)
    }
}

fn local_texts<L: LocalHome>(local: &L, prefix: &str) -> Result<BTreeMap<String, String>, HomeError> {
    let mut texts = BTreeMap::new();
    for key in local.keys(prefix)? {
        if let Some(text) = local.get(&key)? {
            texts.insert(key, text);
        }
    }
    Ok(texts)
}

/// Puts the new snapshot into local storage and removes what it covers, shard by shard, so that there need not be room for
/// both. Where there is no room even so, what is covered goes first: the transaction that covers it completed.
fn trim<L: LocalHome>(local: &L, done: &Plan, read: &BTreeMap<String, String>) -> Result<(), HomeError> {
    let is_at_home = |key: &String, text: &String| local.get(key).as_ref() == Ok(&Some(text.clone()));
    let remove = |key: &String| {
        if may_be_trimmed(local, key, read.get(key)) { local.remove(key) } else { Ok(()) }
    };
    // Without IndexedDB nothing was read there, and the old shards stay until the next start.
    let has_read = |key: &&String| read.contains_key(*key);
    let put_all = || {
        for live in done.live.iter().filter(|_| !done.only_durable) {
            if !is_at_home(&live.key, &live.text) {
                local.set(&live.key, &live.text)?;
            }
            live.replaces.iter().filter(has_read).try_for_each(remove)?;
        }
        let manifest = done.manifest.iter().find(|(key, text)| !is_at_home(key, text));
        manifest.map_or(Ok(()), |(key, text)| local.set(key, text))
    };
    if put_all() == Err(HomeError::Full) && !read.is_empty() {
        done.batch.remove.iter().try_for_each(remove)?;
    }
    put_all()?;
    done.batch.remove.iter().try_for_each(remove)?;
    let mut apart = done.live.iter().filter(|live| done.only_durable && is_at_home(&live.key, &live.text));
    apart.try_for_each(|live| local.remove(&live.key))
}

/// Tells whether what local storage holds under a key is what the compaction read there, or nothing that can be read.
fn may_be_trimmed<L: LocalHome>(local: &L, key: &str, read: Option<&String>) -> bool {
    let Ok(Some(text)) = local.get(key) else { return true };
    read == Some(&text) || entry::open(key, &text).is_none()
}

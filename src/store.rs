//! Keeps what was saved: a journal and snapshot shards in two homes, each sufficient.
//!
//! Local storage takes a save at once but commits it to disk within about a minute; an IndexedDB transaction with
//! strict durability survives a kill once it completed. So a save is *kept* when local storage took it and *saved* when
//! IndexedDB did. Reading is the union of both homes: keys are only ever added or replaced by what covers them, so
//! reading something twice is harmless. Damaged parts are set aside and reported, never read as empty.
//!
//! Decides nothing about records: it keeps sets of saves. The loss of one session's last records in *both* homes at
//! once cannot be seen.

#[cfg(feature = "browser")]
pub mod browser;
pub mod entry;
#[cfg(feature = "browser")]
pub mod indexed_db;
pub mod memory;
pub mod pack;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use async_lock::Mutex;

use crate::exchange::pack;
use crate::model::SessionId;
use crate::model::sorted::Sorted;
use crate::planted::{Bug, planted};
use crate::replica::{Key, Replica, Saved};
use entry::{Covered, Sum};

/// Begins every key, so that the data is told from that of other pages of the same origin.
pub const PREFIX: &str = "sanyou1/";
/// What stands under the key that notes a removal; the key alone counts.
const NOTED: &str = "true";
/// How many shards a workspace's snapshots have.
const SHARDS: usize = 16;
/// How many journal entries bring about a compaction at start-up.
pub const JOURNAL_ENTRIES_MAX: usize = 64;

/// Why a home did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeError {
    /// There is no such storage here, or the browser denies it.
    Unavailable,
    /// There is no room left.
    Full,
    /// The workspace was removed, here or in another tab.
    Dropped,
    /// The storage failed for a reason only it knows.
    Failed(String),
}

/// Local storage: synchronous, small, shared by all tabs.
pub trait LocalHome {
    /// All keys that begin with a prefix.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError>;
    /// The text under a key.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, HomeError>;
    /// Puts a text under a key and reads it back.
    ///
    /// # Errors
    /// When the storage is full or fails; then the key is as it was.
    fn set(&self, key: &str, text: &str) -> Result<(), HomeError>;
    /// Removes a key.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn remove(&self, key: &str) -> Result<(), HomeError>;
}

/// What one transaction puts and removes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Keys and texts to put.
    pub put: Vec<(String, String)>,
    /// Keys to remove.
    pub remove: Vec<String>,
}

/// IndexedDB: asynchronous, transactional, strict.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait DurableHome {
    /// All keys that begin with a prefix, with their texts.
    ///
    /// # Errors
    /// When the storage cannot be read.
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError>;
    /// Puts and removes in one strict transaction, unless the key `unless` exists.
    ///
    /// # Errors
    /// [`HomeError::Dropped`] when `unless` exists; otherwise why the transaction did not complete. Nothing changed.
    async fn commit(&self, unless: Option<&str>, batch: &Batch) -> Result<(), HomeError>;
    /// Reads a prefix and does what `plan` makes of it, all in one strict transaction, unless the key `unless` exists.
    ///
    /// # Errors
    /// As [`DurableHome::commit`].
    async fn rewrite(
        &self,
        unless: &str,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError>;
}

/// A workspace: own records, or one opened sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// What names it in keys.
    pub id: String,
    /// The sample city's version, when it is a sample.
    pub sample: Option<String>,
}

/// What reading a workspace found.
#[derive(Debug, Default)]
pub struct Found {
    /// The saves, of both homes.
    pub saves: Vec<Saved>,
    /// Keys whose text is damaged in every home that has them, with that text.
    pub damaged: Vec<(String, String)>,
    /// Sessions with the number of journal entries that are missing between others, and that no shard stands for.
    pub missing: Vec<(SessionId, u32)>,
    /// How many entries and snapshots a compaction would replace.
    pub parts: usize,
}

/// One entry on its way into the homes.
#[derive(Debug, Clone)]
pub struct Entry {
    workspace: String,
    key: String,
    text: String,
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

struct Chain {
    next: u32,
    last: Sum,
}

/// Both homes, and this session's place in the journal.
pub struct Store<L, D> {
    local: Option<L>,
    durable: Option<D>,
    session: SessionId,
    /// The chain of each workspace that this session wrote to.
    chains: Mutex<Vec<(String, Chain)>>,
    generation: Cell<u32>,
    trouble: RefCell<Vec<HomeError>>,
}

fn tombstone(workspace: &str) -> String {
    format!("{PREFIX}x/{workspace}")
}

fn meta(workspace: &str) -> String {
    format!("{PREFIX}w/{workspace}")
}

fn journal_prefix(workspace: &str) -> String {
    format!("{PREFIX}{workspace}/j/")
}

fn content_prefix(workspace: &str) -> String {
    format!("{PREFIX}{workspace}/")
}

impl<L: LocalHome, D: DurableHome> Store<L, D> {
    /// Opens the store on the homes that are available.
    pub fn new(local: Option<L>, durable: Option<D>, session: SessionId) -> Self {
        let (chains, generation, trouble) = (Mutex::new(Vec::new()), Cell::new(0), RefCell::default());
        Self { local, durable, session, chains, generation, trouble }
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

    /// Characters that this program holds in local storage, keys included.
    #[must_use]
    pub fn local_units(&self) -> usize {
        let Some(local) = &self.local else { return 0 };
        let units = |text: &str| text.encode_utf16().count();
        let keys = local.keys(PREFIX).unwrap_or_default();
        keys.iter().map(|key| units(key) + local.get(key).ok().flatten().map_or(0, |text| units(&text))).sum()
    }

    /// The workspaces that exist in any home and were not removed, in the order of their ids.
    ///
    /// # Errors
    /// When no home can be read.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, HomeError> {
        let dropped = self.texts(&format!("{PREFIX}x/")).await?;
        let found = self.texts(&format!("{PREFIX}w/")).await?;
        let id_of = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
        let dropped = dropped.keys().map(|key| id_of(key)).into_set();
        let live = found.iter().map(|(key, texts)| (id_of(key), texts)).filter(|(id, _)| !dropped.contains(id));
        Ok(live
            .map(|(id, texts)| {
                let sample = texts.iter().find_map(|text| serde_json::from_str::<Option<String>>(text).ok()).flatten();
                Workspace { id, sample }
            })
            .collect())
    }

    /// Notes that a workspace exists.
    ///
    /// # Errors
    /// When a home is available and none took it.
    pub async fn create(&self, workspace: &Workspace) -> Result<(), HomeError> {
        let text = serde_json::to_string(&workspace.sample).map_err(|error| HomeError::Failed(error.to_string()))?;
        self.put(&workspace.id, &meta(&workspace.id), &text).await
    }

    /// Removes a workspace for good: its id is noted as removed, then everything under it goes.
    ///
    /// # Errors
    /// When a home is available and none noted it; then nothing was removed.
    pub async fn drop_workspace(&self, workspace: &str) -> Result<(), HomeError> {
        let note = (tombstone(workspace), NOTED.to_owned());
        let local = self.local.as_ref().map(|local| local.set(&note.0, &note.1));
        let durable = match &self.durable {
            Some(durable) => Some(durable.commit(None, &Batch { put: vec![note], remove: Vec::new() }).await),
            None => None,
        };
        if let (Some(Err(error)), None | Some(Err(_))) | (None, Some(Err(error))) = (local, durable) {
            return Err(error);
        }
        self.clear(workspace).await;
        Ok(())
    }

    /// Removes what is left of a removed workspace. What cannot be removed now is removed at a later start.
    async fn clear(&self, workspace: &str) {
        let (content, meta) = (content_prefix(workspace), meta(workspace));
        if let Some(local) = &self.local {
            let keys = local.keys(&content).unwrap_or_default();
            for key in keys.iter().chain([&meta]) {
                self.note(local.remove(key));
            }
        }
        if let Some(durable) = &self.durable {
            let mut remove = vec![meta];
            match durable.read(&content).await {
                Ok(held) => remove.extend(held.into_iter().map(|(key, _)| key)),
                Err(error) => self.trouble.borrow_mut().push(error),
            }
            self.note(durable.commit(None, &Batch { put: Vec::new(), remove }).await);
        }
    }

    /// Removes what earlier removals left behind in either home, and notes each removal in a home that lost the note.
    pub async fn sweep(&self) {
        let dropped = self.texts(&format!("{PREFIX}x/")).await.unwrap_or_default();
        self.spread(&dropped).await;
        let named = self.texts(&format!("{PREFIX}w/")).await.unwrap_or_default();
        for key in dropped.keys() {
            let workspace = key.rsplit('/').next().unwrap_or_default();
            let has_content = self.texts(&content_prefix(workspace)).await.is_ok_and(|left| !left.is_empty());
            if has_content || named.contains_key(&meta(workspace)) {
                self.clear(workspace).await;
            }
        }
    }

    /// Puts the notes of removals into a home that lacks them: one with older content would take new saves for it.
    async fn spread(&self, dropped: &BTreeMap<String, Vec<String>>) {
        if let Some(local) = &self.local {
            for key in dropped.keys().filter(|key| local.get(key) == Ok(None)) {
                self.note(local.set(key, NOTED));
            }
        }
        if let Some(durable) = &self.durable
            && let Ok(held) = durable.read(&format!("{PREFIX}x/")).await
        {
            let held = held.into_iter().map(|(key, _)| key).into_set();
            let put: Vec<_> =
                dropped.keys().filter(|key| !held.contains(*key)).map(|key| (key.clone(), NOTED.to_owned())).collect();
            if !put.is_empty() {
                self.note(durable.commit(None, &Batch { put, remove: Vec::new() }).await);
            }
        }
    }

    fn note(&self, result: Result<(), HomeError>) {
        if let Err(error) = result {
            self.trouble.borrow_mut().push(error);
        }
    }

    /// All different texts under each key of a prefix, of both homes.
    async fn texts(&self, prefix: &str) -> Result<BTreeMap<String, Vec<String>>, HomeError> {
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let local = self.local_texts(prefix);
        let durable = match &self.durable {
            Some(durable) => Some(durable.read(prefix).await),
            None => None,
        };
        let mut failures = Vec::new();
        for result in [local, durable].into_iter().flatten() {
            match result {
                Ok(held) => {
                    for (key, text) in held {
                        let held = texts.entry(key).or_default();
                        if !held.contains(&text) {
                            held.push(text);
                        }
                    }
                }
                Err(error) => failures.push(error),
            }
        }
        let homes = usize::from(self.local.is_some()) + usize::from(self.durable.is_some());
        if homes > 0 && failures.len() == homes {
            return Err(failures.swap_remove(0));
        }
        self.trouble.borrow_mut().extend(failures);
        Ok(texts)
    }

    fn local_texts(&self, prefix: &str) -> Option<Result<Vec<(String, String)>, HomeError>> {
        let local = self.local.as_ref()?;
        let keys = match local.keys(prefix) {
            Ok(keys) => keys,
            Err(error) => return Some(Err(error)),
        };
        let pairs = keys.into_iter().filter_map(|key| match local.get(&key) {
            Ok(Some(text)) => Some(Ok((key, text))),
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        });
        Some(pairs.collect())
    }

    /// Reads a workspace: the union of both homes. What only one home has is copied to the other.
    ///
    /// # Errors
    /// When a home is available and none can be read.
    pub async fn read(&self, workspace: &str) -> Result<Found, HomeError> {
        let texts = self.texts(&content_prefix(workspace)).await?;
        let mut found = Found { parts: replaceable(texts.keys(), &content_prefix(workspace)), ..Found::default() };
        let mut whole: Vec<(String, String)> = Vec::new();
        let (mut readable, mut covered) = (Vec::<String>::new(), Covered::default());
        for (key, texts) in texts {
            let read: Vec<(String, Vec<Saved>)> =
                texts.iter().filter_map(|text| Some((text.clone(), entry::read(&key, text)?))).collect();
            if read.is_empty() && !planted(Bug::DamageUnreported) {
                found.damaged.extend(texts.into_iter().map(|text| (key.clone(), text)));
            }
            // Two whole texts under one key stay where they are: each home given the other's, they would swap for ever.
            let is_one = read.len() == 1 || planted(Bug::HealOverwrites);
            readable.extend((!read.is_empty()).then(|| key.clone()));
            for (text, saves) in read {
                covered.add_of(&text);
                found.saves.extend(saves);
                whole.extend(is_one.then(|| (key.clone(), text)));
            }
        }
        found.missing = entry::gaps(readable.iter().map(String::as_str), &journal_prefix(workspace), &covered);
        self.heal(workspace, whole).await;
        Ok(found)
    }

    async fn heal(&self, workspace: &str, whole: Vec<(String, String)>) {
        if let Some(local) = &self.local {
            for (key, text) in &whole {
                if local.get(key).is_ok_and(|held| held.as_ref() != Some(text)) {
                    self.note(local.set(key, text));
                }
            }
        }
        if let Some(durable) = &self.durable {
            let held = durable.read(&content_prefix(workspace)).await.unwrap_or_default().into_iter().into_map();
            let put: Vec<_> = whole.into_iter().filter(|(key, text)| held.get(key) != Some(text)).collect();
            if !put.is_empty() {
                self.note(durable.commit(Some(&tombstone(workspace)), &Batch { put, remove: Vec::new() }).await);
            }
        }
    }

    /// Appends one command's saves as one entry, in local storage where possible, else in IndexedDB.
    ///
    /// An entry that is only kept is to be handed to [`Store::make_durable`].
    ///
    /// # Errors
    /// When storage is available and nothing took the entry, or it could not be read back; then nothing was written.
    pub async fn append(&self, workspace: &str, saves: Vec<Saved>) -> Result<(Kept, Entry), HomeError> {
        let mut chains = self.chains.lock().await;
        let place = chains.iter().position(|(held, _)| held == workspace).unwrap_or_else(|| {
            chains.push((workspace.to_owned(), Chain { next: 0, last: Sum::default() }));
            chains.len() - 1
        });
        let (_, chain) = &mut chains[place];
        let key = format!("{}{}/{:08}", journal_prefix(workspace), self.session, chain.next);
        let body = packed(saves);
        let (text, sum) = entry::write(&key, chain.last, &body);
        // What the next start would refuse to read is not to be called kept.
        if entry::read(&key, &text).is_none() && !planted(Bug::ReadBackSkipped) {
            return Err(HomeError::Failed("read back differs".to_owned()));
        }
        let entry = Entry { workspace: workspace.to_owned(), key, text };
        let kept = match self.keep(&entry) {
            Some(Ok(())) => Kept::Local,
            // The other home may not have been told of the removal; what was removed stays removed.
            Some(Err(HomeError::Dropped)) => return Err(HomeError::Dropped),
            None if self.durable.is_none() => Kept::Memory,
            failed => match self.make_durable(&entry).await {
                Ok(()) => {
                    self.trouble.borrow_mut().extend(failed.and_then(Result::err));
                    Kept::Durable
                }
                Err(error) => return Err(failed.and_then(Result::err).unwrap_or(error)),
            },
        };
        *chain = Chain { next: chain.next + 1, last: sum };
        Ok((kept, entry))
    }

    fn keep(&self, entry: &Entry) -> Option<Result<(), HomeError>> {
        let local = self.local.as_ref()?;
        Some(match local.get(&tombstone(&entry.workspace)) {
            Ok(None) => local.set(&entry.key, &entry.text),
            Ok(Some(_)) if planted(Bug::TombstoneIgnored) => local.set(&entry.key, &entry.text),
            Ok(Some(_)) => Err(HomeError::Dropped),
            Err(error) => Err(error),
        })
    }

    /// Puts an entry into IndexedDB; when this returns, the entry survives a kill.
    ///
    /// # Errors
    /// When IndexedDB is not available, or its transaction did not complete.
    pub async fn make_durable(&self, entry: &Entry) -> Result<(), HomeError> {
        let durable = self.durable.as_ref().ok_or(HomeError::Unavailable)?;
        let batch = Batch { put: vec![(entry.key.clone(), entry.text.clone())], remove: Vec::new() };
        let note = tombstone(&entry.workspace);
        durable.commit(Some(&note).filter(|_| !planted(Bug::SampleResurrected)).map(String::as_str), &batch).await
    }

    /// Reads a journal entry that another tab wrote, as the storage event brings it; nothing when it is another key.
    #[must_use]
    pub fn read_foreign(&self, workspace: &str, key: &str, text: &str) -> Option<Vec<Saved>> {
        let own = format!("{}{}/", journal_prefix(workspace), self.session);
        let is_foreign = key.starts_with(&journal_prefix(workspace)) && !key.starts_with(&own);
        if is_foreign { entry::read(key, text) } else { None }
    }

    /// Tells whether a storage event's key says that the workspace was removed.
    #[must_use]
    pub fn is_tombstone(workspace: &str, key: &str) -> bool {
        key == tombstone(workspace)
    }

    async fn put(&self, workspace: &str, key: &str, text: &str) -> Result<(), HomeError> {
        let local = self.local.as_ref().map(|local| local.set(key, text));
        let batch = Batch { put: vec![(key.to_owned(), text.to_owned())], remove: Vec::new() };
        let durable = match &self.durable {
            Some(durable) => Some(durable.commit(Some(&tombstone(workspace)), &batch).await),
            None => None,
        };
        match (local, durable) {
            (Some(Err(error)), None | Some(Err(_))) | (None, Some(Err(error))) => Err(error),
            (local, durable) => {
                let failures = [local, durable].into_iter().flatten().filter_map(Result::err);
                self.trouble.borrow_mut().extend(failures);
                Ok(())
            }
        }
    }

    /// Replaces journal entries and older shards by new shards.
    ///
    /// One strict transaction reads, writes the new shards and removes exactly what they cover; local storage is trimmed
    /// only after it completed, and only of what the new shard, read back, covers. Without IndexedDB nothing is compacted.
    ///
    /// # Errors
    /// When the transaction did not complete; then nothing changed.
    pub async fn compact(&self, workspace: &str) -> Result<(), HomeError> {
        let Some(durable) = &self.durable else { return Ok(()) };
        self.generation.set(self.generation.get() + 1);
        let generation = format!("{}-{}", self.session, self.generation.get());
        let prefix = content_prefix(workspace);
        let (mut done, mut read) = (Batch::default(), BTreeMap::new());
        let mut plan = |held: Vec<(String, String)>| {
            done = plan_shards(&prefix, &generation, &held);
            read = held.into_iter().into_map();
            done.clone()
        };
        if planted(Bug::TrimmedEarly)
            && let Some(local) = &self.local
        {
            let journal = local.keys(&journal_prefix(workspace))?;
            journal.iter().try_for_each(|key| local.remove(key))?;
        }
        durable.rewrite(&tombstone(workspace), &prefix, &mut plan).await?;
        if let Some(local) = &self.local {
            // A local storage too full for the new shards keeps the old parts: they say the same.
            let taken = done.put.iter().try_for_each(|(key, text)| local.set(key, text));
            let trimmed = taken.and_then(|()| {
                let mut covered = done.remove.iter().filter(|key| may_be_trimmed(local, key, read.get(*key)));
                covered.try_for_each(|key| local.remove(key))
            });
            self.note(trimmed);
        }
        Ok(())
    }
}

/// The shard that a snapshot's key names; nothing for a journal entry.
fn shard_of_snapshot(prefix: &str, key: &str) -> Option<usize> {
    key.strip_prefix(prefix)?.strip_prefix("s/")?.split('/').next()?.parse().ok()
}

/// Tells whether what local storage holds under a key is what the compaction read there, or nothing that can be read.
fn may_be_trimmed<L: LocalHome>(local: &L, key: &str, read: Option<&String>) -> bool {
    let Ok(Some(text)) = local.get(key) else { return true };
    read == Some(&text) || entry::read(key, &text).is_none()
}

/// Counts journal entries, and snapshots beyond the first of each shard.
fn replaceable<'a>(keys: impl Iterator<Item = &'a String>, prefix: &str) -> usize {
    let mut shards: Vec<usize> = Vec::new();
    let is_more = |key: &&String| match shard_of_snapshot(prefix, key) {
        Some(shard) if !shards.contains(&shard) => {
            shards.push(shard);
            false
        }
        _ => true,
    };
    keys.filter(is_more).count()
}

fn packed(saves: Vec<Saved>) -> String {
    let mut replica = Replica::new();
    replica.apply(saves);
    pack(&replica)
}

fn shard_of(key: &Key) -> usize {
    key.id.counter as usize % SHARDS
}

/// What one compaction read of one shard.
#[derive(Default)]
struct Shard {
    saves: Vec<Saved>,
    snapshots: Vec<String>,
    covered: Covered,
    is_in_journal: bool,
    is_left: bool,
}

/// Decides what one compaction writes and removes. A shard whose only part is one snapshot is left alone; damaged
/// parts are never removed, nor is what belongs to a shard that could not be read back.
fn plan_shards(prefix: &str, generation: &str, held: &[(String, String)]) -> Batch {
    let mut shards: [Shard; SHARDS] = std::array::from_fn(|_| Shard::default());
    let mut journal: Vec<(String, Vec<usize>)> = Vec::new();
    for (key, text) in held {
        let Some(saves) = entry::read(key, text) else {
            if planted(Bug::DamagedRemoved) {
                journal.push((key.clone(), Vec::new()));
            }
            continue;
        };
        match shard_of_snapshot(prefix, key) {
            Some(shard) if shard < SHARDS => {
                shards[shard].snapshots.push(key.clone());
                shards[shard].covered.add_of(text);
            }
            // A shard of a version that has more of them is not this one's to replace.
            Some(_) => continue,
            None => journal.push((key.clone(), saves.iter().map(|saved| shard_of(&saved.key)).collect())),
        }
        for saved in saves {
            shards[shard_of(&saved.key)].saves.push(saved);
        }
    }
    for &shard in journal.iter().flat_map(|(_, shards)| shards) {
        shards[shard].is_in_journal = true;
    }
    let mut batch = Batch::default();
    let mut bodies: Vec<String> = Vec::new();
    let mut covered = Covered::default();
    for (place, shard) in shards.iter_mut().enumerate() {
        if !shard.is_in_journal && shard.snapshots.len() < 2 {
            continue;
        }
        let key = format!("{prefix}s/{place}/{generation}");
        let body = packed(std::mem::take(&mut shard.saves));
        match shard_text(&key, &body) {
            Some(text) => {
                batch.put.push((key, text));
                bodies.push(body);
                batch.remove.append(&mut shard.snapshots);
                covered.add_all(&shard.covered);
            }
            None => shard.is_left = true,
        }
    }
    let is_covered = |of: &[usize]| of.iter().all(|&shard| !shards[shard].is_left);
    let gone: Vec<String> = journal.into_iter().filter(|(_, of)| is_covered(of)).map(|(key, _)| key).collect();
    gone.iter().for_each(|key| covered.add(key, &format!("{prefix}j/")));
    // One of the new shards says what all of them stand for. While none is written, nothing is covered.
    if let (Some((key, text)), Some(body)) = (batch.put.first_mut(), bodies.first()) {
        *text = entry::write_shard(key, &covered, body);
        batch.remove.extend(gone);
    }
    batch
}

/// The text of a new shard, unless reading it back gives something else: parts that can each be read may be more
/// together than what reading takes.
fn shard_text(key: &str, body: &str) -> Option<String> {
    let text = entry::write_shard(key, &Covered::default(), body);
    let is_whole = planted(Bug::ShardUnread) || entry::read(key, &text).is_some_and(|saves| packed(saves) == body);
    is_whole.then_some(text)
}

//! What the program does: the only place that changes anything.
//!
//! The replica is the truth and the signals are a projection of it, written only by `App::apply`. Appending comes
//! first: a save that no storage took leaves replica and signals as they were.

pub mod archive;
pub mod backup;
pub mod boot;
pub mod commands;
pub mod export;
pub mod failure;
mod figures;
pub mod folder;
pub mod history;
pub mod import;
pub mod parts;
pub mod preferences;
pub mod readable;
pub mod reading;
pub mod receipts;
pub mod received;
pub mod refusals;
mod series;
pub mod settle;
pub mod storage;
pub mod table;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::i18n::Lang;
use crate::insight::search::{Ask, Found, search};
use crate::insight::{Records, has_loose_end};
use crate::model::sorted::in_order;
use crate::model::{FieldSpec, Input, KINDS, Name, RecordId, SessionId, Value, kind_spec};
use crate::platform;
use crate::platform::edition::Edition;
use crate::replica::dated::entries;
use crate::replica::drops::is_drop;
use crate::replica::joins::Seen;
use crate::replica::{Delta, Key, Replica, Saved, State, View};
use crate::sample::SAMPLE_DAY;
use crate::store::browser::BrowserLocal;
use crate::store::indexed_db::IndexedDb;
use crate::store::{Entry, Kept, Store, Workspace};
use archive::Looked;
pub use failure::{Failure, Notice};
pub use storage::{Health, ReadOnly, Usage};

/// The own workspace's id on every device.
pub const OWN: &str = "own";

/// How well everything entered so far is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In this page's memory only.
    Memory,
    /// In local storage, on its way into IndexedDB.
    Pending,
    /// In local storage only: IndexedDB is not available or failed.
    KeptOnly,
    /// In a completed strict transaction.
    Saved,
}

/// How far the last full backup is behind what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// There is nothing to back up.
    Nothing,
    /// There never was one.
    Never,
    /// So many saves are in none.
    Behind(usize),
}

type RecordSignal = ArcRwSignal<Option<Arc<View>>>;

struct KindSignals {
    /// A record of the kind appeared, was deleted or was restored.
    members: ArcTrigger,
    /// Any record of the kind changed.
    edits: ArcTrigger,
}

/// The running program.
pub struct App {
    store: Store<BrowserLocal, IndexedDb>,
    session: SessionId,
    created: Cell<u32>,
    /// Entries that are kept and not yet in IndexedDB.
    late: RefCell<Vec<Entry>>,
    /// How many times entries are being brought there just now.
    at_work: Cell<usize>,
    /// The file that was chosen to be looked at, or that turned out to be an archive.
    looked: RefCell<Option<Looked>>,
    /// What the last sheet brought.
    brought: RefCell<Option<table::Brought>>,
    replica: RefCell<Replica>,
    rows: RefCell<Records>,
    /// What changed since figures were asked for.
    changes: RefCell<figures::Changes>,
    /// The signals of records that were shown, sorted by key.
    records: RefCell<Vec<(Key, RecordSignal)>>,
    /// Those of each kind; a handful, so a list.
    kinds: Vec<(&'static str, KindSignals)>,
    /// The workspace that is open.
    pub workspace: ArcRwSignal<Workspace>,
    /// The samples that are on this device.
    pub samples: ArcRwSignal<Vec<Workspace>>,
    /// The language of the interface.
    pub lang: ArcRwSignal<Lang>,
    /// Who is working.
    pub author: ArcRwSignal<String>,
    /// The names used on this device.
    pub authors: ArcRwSignal<Vec<String>>,
    /// How well everything is kept.
    pub standing: ArcRwSignal<Standing>,
    /// How far the last full backup is behind.
    pub backup: ArcRwSignal<Backup>,
    /// What is wrong with the storage.
    pub health: ArcRwSignal<Health>,
    /// How full local storage is.
    pub usage: ArcRwSignal<Usage>,
    /// What is known of the edition of the program.
    pub edition: ArcRwSignal<Edition>,
    /// Why nothing can be changed, where that is so.
    pub read_only: ArcRwSignal<Option<ReadOnly>>,
    /// What was done or failed, newest last.
    pub notices: ArcRwSignal<Vec<Notice>>,
    /// The records with something to settle.
    pub conflicts: ArcRwSignal<BTreeSet<Key>>,
    /// The records of which saves wait for others, or were made by a cloned machine.
    pub loose_ends: ArcRwSignal<BTreeSet<Key>>,
}

thread_local! {
    static APP: Cell<Option<&'static App>> = const { Cell::new(None) };
}

/// The running program. One page runs one, for as long as it is open, so event handlers need not carry it about.
///
/// # Panics
/// When called before [`boot::boot`] was done, which only `main` does.
#[must_use]
pub fn app() -> &'static App {
    APP.with(Cell::get).expect("the page is mounted after the program was started")
}

impl App {
    fn new(store: Store<BrowserLocal, IndexedDb>, session: SessionId) -> Self {
        let kind_signals = |spec: &crate::model::KindSpec| {
            (spec.kind, KindSignals { members: ArcTrigger::new(), edits: ArcTrigger::new() })
        };
        let (local, durable) = store.homes();
        Self {
            store,
            session,
            created: Cell::new(0),
            late: RefCell::default(),
            at_work: Cell::new(0),
            looked: RefCell::default(),
            brought: RefCell::default(),
            replica: RefCell::default(),
            rows: RefCell::new(Records::on(platform::today())),
            changes: RefCell::default(),
            records: RefCell::default(),
            kinds: KINDS.iter().map(kind_signals).collect(),
            workspace: ArcRwSignal::new(Workspace { id: OWN.to_owned(), sample: None }),
            samples: ArcRwSignal::new(Vec::new()),
            lang: ArcRwSignal::new(preferences::lang()),
            author: ArcRwSignal::new(preferences::author()),
            authors: ArcRwSignal::new(preferences::authors()),
            standing: ArcRwSignal::new(if local || durable { Standing::Saved } else { Standing::Memory }),
            backup: ArcRwSignal::new(Backup::Nothing),
            health: ArcRwSignal::new(Health { local, durable, ..Health::default() }),
            usage: ArcRwSignal::new(Usage::default()),
            edition: ArcRwSignal::new(Edition::current()),
            read_only: ArcRwSignal::new(None),
            notices: ArcRwSignal::new(Vec::new()),
            conflicts: ArcRwSignal::new(BTreeSet::new()),
            loose_ends: ArcRwSignal::new(BTreeSet::new()),
        }
    }

    /// A key for a record that is about to be created.
    #[must_use]
    pub fn fresh_key(&self, kind: &'static str) -> Key {
        self.created.set(self.created.get() + 1);
        Key { id: RecordId { session: self.session, counter: self.created.get() }, kind: Name::known(kind) }
    }

    /// The signal of one record; it holds nothing as long as the record is not here.
    #[must_use]
    pub fn record(&self, key: &Key) -> ArcRwSignal<Option<Arc<View>>> {
        let mut records = self.records.borrow_mut();
        match records.binary_search_by(|(held, _)| held.cmp(key)) {
            Ok(place) => records[place].1.clone(),
            Err(place) => {
                let signal = ArcRwSignal::new(self.seen(key));
                records.insert(place, (key.clone(), signal.clone()));
                signal
            }
        }
    }

    fn kind(&self, kind: &str) -> Option<&KindSignals> {
        self.kinds.iter().find(|(held, _)| *held == kind).map(|(_, signals)| signals)
    }

    /// What is seen of a record, or of all that are read as one with it.
    fn seen(&self, key: &Key) -> Option<Arc<View>> {
        Seen { replica: &self.replica.borrow(), joins: self.rows.borrow().joins() }.view(key)
    }

    /// The key under which a record is read: another one's where a person said that both are the same.
    #[must_use]
    pub fn lead(&self, key: &Key) -> Key {
        self.rows.borrow().joins().lead(key).clone()
    }

    /// The figures of a snapshot as they are now, computed for the same day; tracks every kind.
    #[must_use]
    pub fn frozen_now(&self, snapshot: &View) -> Option<crate::insight::frozen::Frozen> {
        self.with_rows(|_| crate::insight::frozen::now(&self.replica.borrow(), snapshot))
    }

    /// Calls a function with the records as typed rows, and tracks every kind it may depend on.
    pub fn with_rows<T>(&self, read: impl FnOnce(&Records) -> T) -> T {
        for (_, signals) in &self.kinds {
            signals.edits.track();
        }
        let day = self.day();
        if self.rows.borrow().day() != day {
            // It is past midnight: what changes from a day on may hold now.
            *self.rows.borrow_mut() = Records::read(&self.replica.borrow(), day);
        }
        read(&self.rows.borrow())
    }

    /// The day that figures are computed for: today, and in a sample the day it was made for.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        if self.workspace.get().sample.is_some() { SAMPLE_DAY } else { platform::today() }
    }

    /// The records of one kind that are present, in the order of their keys; tracks edits of that kind.
    #[must_use]
    pub fn present(&self, kind: &str) -> Vec<(Key, Arc<View>)> {
        if let Some(signals) = self.kind(kind) {
            signals.edits.track();
        }
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let all = Seen { replica: &replica, joins: rows.joins() }.iter();
        let of_kind = all.filter(|(key, view)| key.kind.as_str() == kind && view.is_present());
        of_kind.map(|(key, view)| (key.clone(), view)).collect()
    }

    /// Tells whether any unit is present; tracks only appearing and disappearing.
    #[must_use]
    pub fn has_units(&self) -> bool {
        if let Some(signals) = self.kind("unit") {
            signals.members.track();
        }
        !self.rows.borrow().units.is_empty()
    }

    /// The records that name a record, each with the first field that does; tracks edits of every kind.
    #[must_use]
    pub fn pointing_at(&self, target: &Key) -> Vec<(Key, &'static FieldSpec)> {
        for (_, signals) in &self.kinds {
            signals.edits.track();
        }
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let group = rows.joins().group(target).unwrap_or(std::slice::from_ref(target));
        let ids: Vec<String> = group.iter().map(|key| key.id.to_string()).collect();
        let input = Input::Ref(ref_kind(target));
        let pointing = |key: &Key, view: &View| {
            let mut refs = kind_spec(key.kind.as_str())?.fields.iter().filter(|field| field.input == input);
            refs.find(|field| {
                // What pointed here before a day, or will from one on, points here too.
                let dated = entries(view, field.name).filter_map(|entry| entry.field.value());
                let mut values = view.value(field.name).into_iter().chain(dated).filter_map(Value::as_text);
                values.any(|value| ids.iter().any(|id| id == value))
            })
        };
        let present = Seen { replica: &replica, joins: rows.joins() }.iter().filter(|(_, view)| view.is_present());
        present.filter_map(|(key, view)| Some((key.clone(), pointing(key, &view)?))).collect()
    }

    /// Searches all records; tracks edits of every kind.
    #[must_use]
    pub fn search(&self, ask: &Ask<'_>) -> Found {
        self.with_rows(|rows| {
            let replica = self.replica.borrow();
            search(rows, Seen { replica: &replica, joins: rows.joins() }.iter(), ask)
        })
    }

    /// Unites saves with the replica and writes what changed into the signals.
    fn apply(&self, saves: Vec<Saved>) -> Delta {
        let was_present: Vec<Key> = {
            let replica = self.replica.borrow();
            let is_present = |key: &&Key| replica.view(key).is_some_and(|view| view.is_present());
            // What drops something is about records that it only names.
            if saves.iter().any(|saved| is_drop(&saved.key)) {
                replica.keys().filter(is_present).cloned().collect()
            } else {
                let mut keys = in_order(saves.iter().map(|saved| &saved.key).collect(), Ord::cmp);
                keys.dedup();
                keys.into_iter().filter(is_present).cloned().collect()
            }
        };
        let delta = self.replica.borrow_mut().apply(saves);
        self.changes.borrow_mut().some(delta.keys());
        let mut touched: Vec<(&str, bool)> = Vec::new();
        let mut are_joined = false;
        for key in delta.keys() {
            let is_joined = self.rows.borrow_mut().update(&self.replica.borrow(), key);
            are_joined |= is_joined;
            // Nothing is left of a record that was erased.
            let view = self.seen(key);
            let is_present = view.as_ref().is_some_and(|view| view.is_present());
            let is_member_change = is_present != was_present.binary_search(key).is_ok();
            match touched.iter_mut().find(|(kind, _)| *kind == key.kind.as_str()) {
                Some((_, any)) => *any |= is_member_change,
                None => touched.push((key.kind.as_str(), is_member_change)),
            }
            let records = self.records.borrow();
            let shown = records.binary_search_by(|(held, _)| held.cmp(key)).ok().map(|place| records[place].1.clone());
            drop(records);
            if let Some(signal) = shown {
                signal.set(view);
            }
        }
        let joined = self.joined_with(&delta, are_joined);
        for key in &joined {
            let shown = self.records.borrow().iter().find(|(held, _)| held == key).map(|(_, signal)| signal.clone());
            if let Some(signal) = shown {
                signal.set(self.seen(key));
            }
        }
        if are_joined {
            touched = KINDS.iter().map(|spec| (spec.kind, true)).collect();
        }
        self.count_conflicts(delta.keys().chain(&joined));
        for (kind, is_member_change) in touched {
            if let Some(signals) = self.kind(kind) {
                signals.edits.notify();
                if is_member_change {
                    signals.members.notify();
                }
            }
        }
        self.count_backup();
        delta
    }

    /// The records that are read as one with a changed one; all that were shown or joined, where joins themselves changed.
    fn joined_with(&self, delta: &Delta, are_joined: bool) -> Vec<Key> {
        let rows = self.rows.borrow();
        if are_joined {
            let shown = self.records.borrow().iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
            return shown.into_iter().chain(rows.joins().groups().flatten().cloned()).collect();
        }
        delta.keys().filter_map(|key| rows.joins().group(key)).flatten().cloned().collect()
    }

    fn count_conflicts<'a>(&self, keys: impl Iterator<Item = &'a Key>) {
        let mut conflicts = self.conflicts.get_untracked();
        let mut loose_ends = self.loose_ends.get_untracked();
        for key in keys {
            let is_lead = self.lead(key) == *key;
            let in_conflict = is_lead && self.seen(key).is_some_and(|view| view.in_conflict());
            put(&mut conflicts, key, in_conflict);
            put(&mut loose_ends, key, self.has_loose_end(key));
        }
        set_if_new(&self.conflicts, conflicts);
        set_if_new(&self.loose_ends, loose_ends);
    }

    /// How much merging left open; tracks all records.
    #[must_use]
    pub fn open_count(&self) -> usize {
        let circles = self.with_rows(|rows| rows.tree().cut().len());
        let open = |view: Arc<View>| view.conflicts().count() + usize::from(view.state == State::Contested);
        let conflicts = self.conflicts.get();
        let conflicts = conflicts.iter().filter_map(|key| self.seen(key)).map(open).sum::<usize>();
        circles + conflicts + self.loose_ends.with(BTreeSet::len)
    }

    fn has_loose_end(&self, key: &Key) -> bool {
        let replica = self.replica.borrow();
        let record = replica.record(key).zip(replica.view(key));
        record.is_some_and(|(record, view)| has_loose_end(record, view))
    }

    fn count_backup(&self) {
        let backed_up = preferences::backup(&self.workspace.get_untracked().id);
        let saves = self.replica.borrow().save_count();
        let backup = match backed_up {
            _ if saves == 0 => Backup::Nothing,
            None => {
                preferences::set_first_day(&self.workspace.get_untracked().id, platform::today());
                Backup::Never
            }
            Some(backed_up) => Backup::Behind(saves.saturating_sub(backed_up)),
        };
        if self.backup.get_untracked() != backup {
            self.backup.set(backup);
        }
    }

    /// Appends saves to the store and, once they are kept, applies them.
    async fn commit(&'static self, saves: Vec<Saved>) -> Result<Delta, Failure> {
        let workspace = self.workspace.get_untracked().id;
        let (kept, entry) = self.append(&workspace, &saves).await?;
        if kept == Kept::Local {
            platform::spawn(Box::pin(self.bring_home(Some(entry))));
        }
        self.ask_to_keep();
        if self.store.is_due(&workspace) {
            self.tidy(workspace.clone());
        }
        if self.workspace.get_untracked().id != workspace {
            // The person went elsewhere meanwhile: what was saved is read when the workspace is opened again.
            return Ok(Delta::default());
        }
        Ok(self.apply(saves))
    }

    /// Shows a notice until it is closed.
    pub fn notify(&self, notice: Notice) {
        self.notices.update(|notices| {
            notices.retain(|old| old.is_failure());
            notices.push(notice);
        });
    }

    /// Seconds since 1970.
    fn now(&self) -> i64 {
        platform::now()
    }
}

fn put(keys: &mut BTreeSet<Key>, key: &Key, is_in: bool) {
    if is_in {
        keys.insert(key.clone());
    } else {
        keys.remove(key);
    }
}

fn set_if_new(signal: &ArcRwSignal<BTreeSet<Key>>, keys: BTreeSet<Key>) {
    if signal.with_untracked(|held| *held != keys) {
        signal.set(keys);
    }
}

fn ref_kind(target: &Key) -> &'static str {
    kind_spec(target.kind.as_str()).map_or("", |spec| spec.kind)
}

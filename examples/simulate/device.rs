//! Devices: two homes, running tabs, a clock, and what was promised to the people who use them.
//!
//! A promise is what the program showed as kept or saved. It says in which homes, and it ends where those homes fail;
//! so the simulator knows what must be found at every start without asking the store.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use sanyou::exchange::sequence::Sighting;
use sanyou::exchange::{Manifest, Number};
use sanyou::model::SessionId;
use sanyou::planted::{Bug, planted};
use sanyou::replica::{Key, Pred, Replica, Saved, View};
use sanyou::store::{Entry, HomeError, Kept, Store, Workspace};

use crate::check::check_drops;
use crate::disk::{Content, Disk, Fuse};
use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::ledger::Places;
use crate::random::Random;
use crate::tally::{Event, Tally};

/// The workspace of all own records.
const OWN: &str = "own";
/// Remembered states of a disk.
const PAST_MAX: usize = 3;
/// Forms that one tab keeps open.
const FORMS_MAX: usize = 4;

/// Runs a future that never waits: homes in memory are always ready.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("homes in memory make nobody wait"),
    }
}

/// In which homes something is, by the number of the write after which it was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    local: Option<u64>,
    durable: Option<u64>,
}

impl Place {
    fn is_any(self) -> bool {
        self.local.is_some() || self.durable.is_some()
    }

    /// What is left of it when the homes go back to these writes.
    fn until(self, local: u64, durable: u64) -> Self {
        Self {
            local: self.local.filter(|number| *number <= local),
            durable: self.durable.filter(|number| *number <= durable),
        }
    }
}

/// A save that the program showed as kept or saved.
#[derive(Clone)]
pub struct Promise {
    id: u64,
    place: Place,
    /// The save.
    pub saved: Rc<Saved>,
}

/// A sample workspace that was opened on a device.
#[derive(Clone)]
struct Sample {
    id: String,
    removed: Option<Place>,
}

/// A remembered state of a disk.
struct Past {
    local: Content,
    durable: Content,
    numbers: (u64, u64),
}

/// An open form.
pub struct Form {
    /// The record.
    pub key: Key,
    /// What it will come after.
    pub heads: Vec<Pred>,
    /// What its user sees.
    pub view: Arc<View>,
    /// The saves whose effect its user sees.
    pub seen: Places,
}

/// One running program.
pub struct Tab {
    store: Store<Disk, Disk>,
    /// Its session.
    pub session: SessionId,
    /// What it holds.
    pub replica: Replica,
    /// Its open forms.
    pub forms: Vec<Form>,
    created: u32,
    unfinished: Vec<(Entry, u64, u64)>,
    heard: usize,
}

impl Tab {
    /// A number for a new record.
    pub fn fresh_counter(&mut self) -> u32 {
        self.created += 1;
        self.created
    }

    /// Keeps a form open; the oldest closes when there are too many.
    pub fn keep_open(&mut self, form: Form) {
        if self.forms.len() >= FORMS_MAX {
            self.forms.remove(0);
        }
        self.forms.push(form);
    }
}

/// A full numbered file that somebody was handed, and the news since.
pub struct Sent {
    /// Their bytes.
    pub files: Vec<Vec<u8>>,
    /// What they said together of each record.
    pub manifest: Manifest,
    /// The heads of all files of the series.
    pub seen: Vec<Sighting>,
    /// The place of the last.
    pub number: Number,
}

/// A device with its disk.
pub struct Device {
    has: (bool, bool),
    local: Disk,
    durable: Disk,
    fuse: Fuse,
    is_full: bool,
    is_unharmed: bool,
    past: Vec<Past>,
    samples: Vec<Sample>,
    promised: u64,
    /// The numbered files that it wrote since the last full one.
    pub sent: Option<Sent>,
    /// Its running programs, at least one.
    pub tabs: Vec<Tab>,
    /// By how many seconds its clock is off.
    pub clock: i64,
    /// What it showed as kept or saved and what its homes still owe.
    pub promises: Vec<Promise>,
}

/// How a crash leaves the disk.
const AFTERMATHS: usize = 6;

impl Device {
    /// A new device with empty homes; now and then it has only one.
    pub fn new(random: &mut Random) -> Self {
        let fuse: Fuse = Rc::new(Cell::new(None));
        let has = match random.below(10) {
            0 => (true, false),
            1 => (false, true),
            _ => (true, true),
        };
        Self {
            has,
            local: Disk::new(Content::new(), fuse.clone()),
            durable: Disk::new(Content::new(), fuse.clone()),
            fuse,
            is_full: false,
            is_unharmed: true,
            past: Vec::new(),
            samples: Vec::new(),
            promised: 0,
            sent: None,
            tabs: Vec::new(),
            clock: if random.percent(50) { 0 } else { random.clock() },
            promises: Vec::new(),
        }
    }

    /// Starts a program: sweeps, reads both homes, compares what is found with what was promised.
    ///
    /// # Errors
    /// When something promised is not found, or a removed sample is.
    pub fn start(&mut self, random: &mut Random, tally: &mut Tally) -> Result<(), Failure> {
        tally.add(Event::Starts);
        if self.has != (true, true) {
            tally.add(Event::OneHome);
        }
        let session = self.session(random);
        let homes = (self.has.0.then(|| self.local.clone()), self.has.1.then(|| self.durable.clone()));
        let store = Store::new(homes.0, homes.1, session);
        let newer = |error: HomeError| Failure::new(Invariant::NoFalseAlarm, format!("at the start: {error:?}"));
        ready(store.start()).map_err(newer)?;
        let unreadable = |error: HomeError| Failure::new(Invariant::Promised, format!("no home is read: {error:?}"));
        let found = ready(store.read(OWN)).map_err(unreadable)?;
        ensure(found.is_whole() || !self.is_unharmed, Invariant::NoFalseAlarm, || {
            format!("damaged {:?}, gaps {:?}, lost {:?}", found.damaged, found.gaps, found.lost)
        })?;
        let mut replica = Replica::new();
        replica.apply(found.saves);
        let is_whole = store.take_trouble().is_empty();
        self.settle_promises(&replica, is_whole, tally)?;
        check_drops(&replica)?;
        self.check_removed(&store, is_whole)?;
        if found.parts >= 8 && random.percent(40) && ready(store.compact(OWN)).is_ok() {
            tally.add(Event::Compactions);
        }
        let heard = self.local.told_since(usize::MAX).1;
        let (forms, unfinished) = (Vec::new(), Vec::new());
        self.tabs.push(Tab { store, session, replica, forms, created: 0, unfinished, heard });
        Ok(())
    }

    /// A session for a program that starts: a fresh one, whatever the disk remembers.
    fn session(&self, random: &mut Random) -> SessionId {
        let fresh = random.session();
        let held = |home: &Disk| {
            home.keys(|key| key.contains("/j/")).iter().find_map(|key| key.split('/').nth(3)?.parse().ok())
        };
        let kept = [&self.local, &self.durable].into_iter().find_map(held);
        kept.filter(|_| planted(Bug::KeptSession)).unwrap_or(fresh)
    }

    /// Drops what no home owes any more. What was read without trouble is in both homes from now on.
    fn settle_promises(&mut self, replica: &Replica, is_whole: bool, tally: &mut Tally) -> Result<(), Failure> {
        tally.add_all(Event::CheckPromises, self.promises.len());
        let holds = |saved: &Saved| files::holds(replica, saved);
        let (local, durable) = self.numbers();
        let has = self.has;
        let mut left = Vec::with_capacity(self.promises.len());
        for mut promise in self.promises.drain(..) {
            let is_held = holds(&promise.saved);
            ensure(is_held || !promise.place.is_any(), Invariant::Promised, || {
                format!("{:?} in {:?} is not found at the next start", promise.saved, promise.place)
            })?;
            if is_held && is_whole {
                promise.place.local = promise.place.local.or(has.0.then_some(local));
                promise.place.durable = promise.place.durable.or(has.1.then_some(durable));
            }
            if is_held {
                left.push(promise);
            }
        }
        self.promises = left;
        Ok(())
    }

    fn check_removed(&mut self, store: &Store<Disk, Disk>, is_whole: bool) -> Result<(), Failure> {
        if !self.samples.iter().any(|sample| sample.removed.is_some_and(Place::is_any)) || !is_whole {
            return Ok(());
        }
        let listed = ready(store.workspaces()).unwrap_or_default();
        let numbers = self.numbers();
        for sample in &mut self.samples {
            let Some(place) = sample.removed.filter(|place| place.is_any()) else { continue };
            let is_trace = |key: &str| key.contains(&sample.id) && !Store::<Disk, Disk>::is_tombstone(&sample.id, key);
            let left: Vec<String> =
                [&self.local, &self.durable].into_iter().flat_map(|home| home.keys(is_trace)).collect();
            let is_listed = listed.iter().any(|workspace| workspace.id == sample.id);
            ensure(left.is_empty() && !is_listed, Invariant::RemovedStays, || {
                format!("after a start {} has left {left:?}, listed: {is_listed}", sample.id)
            })?;
            // From now on each home answers for it alone.
            let is_note = |key: &str| Store::<Disk, Disk>::is_tombstone(&sample.id, key);
            let lacks = |has: bool, home: &Disk| has && home.keys(is_note).is_empty();
            let is_noted = !lacks(self.has.0, &self.local) && !lacks(self.has.1, &self.durable);
            ensure(is_noted, Invariant::RemovedStays, || format!("a home lacks the note that {} is gone", sample.id))?;
            sample.removed = Some(Place {
                local: place.local.or(self.has.0.then_some(numbers.0)),
                durable: place.durable.or(self.has.1.then_some(numbers.1)),
            });
        }
        Ok(())
    }

    fn numbers(&self) -> (u64, u64) {
        (self.local.number(), self.durable.number())
    }

    /// Appends saves as a tab's command does: append comes first, and only what a home took is applied.
    ///
    /// Returns whether a home took them.
    ///
    /// # Errors
    /// When the store refuses with room left, or refuses and writes all the same.
    pub fn append(
        &mut self,
        tab: usize,
        saves: &[Saved],
        random: &mut Random,
        tally: &mut Tally,
    ) -> Result<bool, Failure> {
        let numbers = self.numbers();
        let store = &self.tabs[tab].store;
        match ready(store.append(OWN, saves.to_vec())) {
            Err(error) => {
                let may_fail = self.is_full || self.fuse.get() == Some(0);
                ensure(may_fail, Invariant::SaveTaken, || format!("{error:?} for {saves:?}"))?;
                let is_untouched = self.numbers() == numbers;
                ensure(is_untouched, Invariant::RefusedChangesNothing, || format!("{error:?}, but it was written"))?;
                tally.add(Event::SaveRefused);
                Ok(false)
            }
            Ok((kept, entry)) => {
                let (local, durable) = self.numbers();
                let place = match kept {
                    Kept::Memory => Place::default(),
                    Kept::Local => Place { local: Some(local), durable: None },
                    Kept::Durable => Place { local: None, durable: Some(durable) },
                };
                let first = self.promised;
                for saved in saves {
                    let saved = Rc::new(saved.clone());
                    self.promises.push(Promise { id: self.promised, place, saved });
                    self.promised += 1;
                }
                if kept == Kept::Local {
                    self.tabs[tab].unfinished.push((entry, first, self.promised));
                }
                if random.percent(70) {
                    self.finish(tab);
                }
                Ok(true)
            }
        }
    }

    /// Lets IndexedDB complete the newest entry it was given by a tab.
    pub fn finish(&mut self, tab: usize) {
        let Some((entry, first, end)) = self.tabs[tab].unfinished.pop() else { return };
        if ready(self.tabs[tab].store.make_durable(&entry)).is_ok() {
            let number = self.durable.number();
            for promise in self.promises.iter_mut().filter(|promise| (first..end).contains(&promise.id)) {
                promise.place.durable = promise.place.durable.or(Some(number));
            }
        }
    }

    /// The saves in what other tabs put into local storage since this one last heard.
    pub fn hear(&mut self, tab: usize) -> Vec<Saved> {
        let (told, heard) = self.local.told_since(self.tabs[tab].heard);
        let tab = &mut self.tabs[tab];
        tab.heard = heard;
        told.iter().filter_map(|(key, text)| tab.store.read_foreign(OWN, key, text)).flatten().collect()
    }

    /// Compacts; tells whether the transaction completed.
    pub fn compact(&mut self, tab: usize) -> bool {
        ready(self.tabs[tab].store.compact(OWN)).is_ok()
    }

    /// Ends all programs, as closing the browser does. Local storage commits.
    pub fn close(&mut self) {
        self.tabs.clear();
        self.local.commit_all();
    }

    /// Remembers the present state of the disk.
    pub fn remember(&mut self) {
        if self.past.len() >= PAST_MAX {
            self.past.remove(0);
        }
        let numbers = self.numbers();
        self.past.push(Past { local: self.local.content(), durable: self.durable.content(), numbers });
    }

    /// Lets both homes do so many writes before everything stops.
    pub fn light(&mut self, writes: usize) {
        self.fuse.set(Some(writes));
    }

    /// Ends all programs at once and harms the disk as a crash may.
    pub fn die(&mut self, random: &mut Random, tally: &mut Tally) {
        tally.add(Event::Crash);
        if self.fuse.get() == Some(0) {
            tally.add(Event::CrashMidWrite);
        }
        self.fuse.set(None);
        self.tabs.clear();
        let count = self.local.uncommitted();
        match random.below(AFTERMATHS) {
            0 | 1 if count > 0 => {
                let left = self.local.lose_suffix(1 + random.below(count));
                self.degrade(left, u64::MAX);
                tally.add(Event::SuffixLost);
            }
            2 | 3 if count > 1 => {
                let first = random.below(count - 1);
                self.local.lose_middle(first..first + 1 + random.below(count - 1 - first));
                // What a later write removed may be what an earlier one that is gone had replaced.
                self.degrade(0, u64::MAX);
                tally.add(Event::MiddleLost);
            }
            4 => self.revert(random, tally),
            _ => self.local.commit_all(),
        }
    }

    /// One home goes back to a remembered state.
    pub fn revert(&mut self, random: &mut Random, tally: &mut Tally) {
        self.tabs.clear();
        let Some(past) = self.past.get(random.below(self.past.len())) else { return };
        let (local, durable) = past.numbers;
        if random.percent(50) {
            self.local.revert(past.local.clone());
            self.degrade(local, u64::MAX);
            tally.add(Event::LocalReverted);
        } else {
            self.durable.revert(past.durable.clone());
            self.degrade(u64::MAX, durable);
            tally.add(Event::DurableReverted);
        }
    }

    /// The whole disk goes back to a remembered state; tells whether there was one.
    pub fn restore_backup(&mut self, random: &mut Random) -> bool {
        self.tabs.clear();
        let Some(past) = self.past.get(random.below(self.past.len())) else { return false };
        let (local, durable) = past.numbers;
        self.local.revert(past.local.clone());
        self.durable.revert(past.durable.clone());
        self.degrade(local, durable);
        true
    }

    /// Takes back promises whose homes went back to these writes.
    fn degrade(&mut self, local: u64, durable: u64) {
        self.is_unharmed = false;
        for promise in &mut self.promises {
            promise.place = promise.place.until(local, durable);
        }
        for removed in self.samples.iter_mut().filter_map(|sample| sample.removed.as_mut()) {
            *removed = removed.until(local, durable);
        }
    }

    /// Damages one text in one home; tells whether there was one.
    pub fn damage(&mut self, random: &mut Random) -> bool {
        let (is_local, which, place) = (random.percent(50), random.below(1 << 16), random.below(1 << 16));
        let home = if is_local { &self.local } else { &self.durable };
        self.tabs.clear();
        let is_done = home.damage(which, place);
        if is_local {
            self.degrade(0, u64::MAX)
        } else {
            self.degrade(u64::MAX, 0)
        }
        is_done
    }

    /// Wipes the store.
    pub fn wipe(&mut self) {
        self.tabs.clear();
        self.local.revert(Content::new());
        self.durable.revert(Content::new());
        self.promises.clear();
        self.samples.clear();
        self.past.clear();
        self.is_unharmed = true;
    }

    /// Puts a copy of another device's disk in the place of this one's.
    pub fn copy_from(&mut self, other: &Self) {
        self.wipe();
        self.has = other.has;
        self.local.revert(other.local.content());
        self.durable.revert(other.durable.content());
        let here = self.numbers();
        let moved = |place: Place| Place { local: place.local.map(|_| here.0), durable: place.durable.map(|_| here.1) };
        self.promised = other.promised;
        self.promises = other.promises.clone();
        self.promises.iter_mut().for_each(|promise| promise.place = moved(promise.place));
        self.samples = other.samples.clone();
        self.samples.iter_mut().for_each(|sample| sample.removed = sample.removed.map(moved));
        self.is_unharmed = other.is_unharmed;
    }

    /// Fills one home or both, after a few more writes.
    pub fn fill(&mut self, random: &mut Random) {
        let (which, room) = (random.below(3), Some(random.below(6)));
        self.is_full = true;
        self.is_unharmed = false;
        if which != 1 {
            self.local.set_room(room);
        }
        if which != 0 {
            self.durable.set_room(room);
        }
    }

    /// Makes room in both homes.
    pub fn make_room(&mut self) {
        self.is_full = false;
        self.local.set_room(None);
        self.durable.set_room(None);
    }

    /// Opens, edits or removes a sample.
    ///
    /// # Errors
    /// When a removed sample takes an edit.
    pub fn use_sample(
        &mut self,
        tab: usize,
        saves: Vec<Saved>,
        random: &mut Random,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let number = random.below(3);
        let store = &self.tabs[tab].store;
        if number == 0 || self.samples.is_empty() {
            let id = format!("sample-{}", random.session());
            if ready(store.create(&Workspace { id: id.clone(), sample: Some("1".to_owned()) })).is_ok() {
                let _ = ready(store.append(&id, saves)).map(|(_, entry)| ready(store.make_durable(&entry)));
                self.samples.push(Sample { id, removed: None });
            }
            return Ok(());
        }
        let which = random.below(self.samples.len());
        let sample = &mut self.samples[which];
        if number == 1 && sample.removed.is_none() {
            if ready(store.drop_workspace(&sample.id)).is_ok() {
                tally.add(Event::SampleRemoved);
                let is_note = |key: &str| Store::<Disk, Disk>::is_tombstone(&sample.id, key);
                let note = |has: bool, home: &Disk| (has && !home.keys(is_note).is_empty()).then(|| home.number());
                let place = Place { local: note(self.has.0, &self.local), durable: note(self.has.1, &self.durable) };
                ensure(place.is_any(), Invariant::RemovedStays, || {
                    format!("no home notes that {} is gone", sample.id)
                })?;
                sample.removed = Some(place);
            }
            return Ok(());
        }
        let result = ready(store.append(&sample.id, saves));
        let Some(place) = sample.removed.filter(|place| place.is_any()) else { return Ok(()) };
        tally.add(Event::SampleLate);
        let result = result.and_then(|(_, entry)| if self.has.1 { ready(store.make_durable(&entry)) } else { Ok(()) });
        let is_refused = result.is_err();
        let is_noted = place.durable.is_some() || place.local.is_some();
        ensure(is_refused || !is_noted, Invariant::RemovedStays, || format!("{} takes a late edit", sample.id))
    }

    /// Puts other contents into both homes and tells nobody: for the self-check.
    pub fn tamper(&mut self, change: impl Fn(&mut Content)) {
        self.tabs.clear();
        for home in [&self.local, &self.durable] {
            let mut content = home.content();
            change(&mut content);
            home.revert(content);
        }
    }

    /// Fills both homes and tells nobody: for the self-check.
    pub fn fill_unseen(&mut self) {
        self.local.set_room(Some(0));
        self.durable.set_room(Some(0));
    }
}

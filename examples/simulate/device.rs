//! Devices: two homes, running tabs, a clock, and what was promised to the people who use them.
//!
//! A promise is what the program showed as kept or saved. It says in which homes, and it ends where those homes fail;
//! so the simulator knows what must be found at every start without asking the store.

mod fate;
mod samples;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use sanyou::exchange::sequence::Sighting;
use sanyou::exchange::{Manifest, Number};
use sanyou::model::SessionId;
use sanyou::planted::{Bug, planted};
use sanyou::replica::drops::is_drop;
use sanyou::replica::{Dot, Key, Pred, Replica, Saved, View};
use sanyou::store::{Entry, Found, HomeError, Kept, LocalHome, PREFIX, Store, TIGHT_PERCENT, entry};

use crate::check::check_drops;
use crate::disk::{Content, Disk, Fuse};
use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::forgotten::check_forgotten;
use crate::ledger::Places;
use crate::promise::{Place, Promise};
use crate::random::Random;
use crate::tally::{Event, Tally};
use samples::Sample;

/// The workspace of all own records.
const OWN: &str = "own";
/// Forms that one tab keeps open.
const FORMS_MAX: usize = 4;

/// Runs a future that never waits: homes in memory are always ready.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("homes in memory make nobody wait"),
    }
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
    reach: (bool, bool),
    created: u32,
    unfinished: Vec<(Entry, u64, u64)>,
    heard: usize,
    /// Of how many commands that dropped something on the device it was given the saves.
    drops_read: u64,
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
    /// Nothing happened to it that its program would have to tell of.
    is_unharmed: bool,
    /// Shards are in IndexedDB only.
    is_apart: bool,
    /// To which write IndexedDB went back since the last good start.
    durable_left: Option<u64>,
    /// What the drops say that its homes hold.
    said: Replica,
    /// How many commands dropped something.
    drops_made: u64,
    /// How many writes local storage had done when a start and a compaction in it had gone well.
    compacted: Option<u64>,
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
            is_apart: false,
            durable_left: None,
            said: Replica::new(),
            drops_made: 0,
            compacted: None,
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
        self.start_within(self.has, random, tally)
    }

    /// Starts a program that can open these homes only: local storage, IndexedDB.
    ///
    /// # Errors
    /// As [`Device::start`].
    pub fn start_within(&mut self, reach: (bool, bool), random: &mut Random, tally: &mut Tally) -> Result<(), Failure> {
        tally.add(Event::Starts);
        if self.has != (true, true) {
            tally.add(Event::OneHome);
        }
        if self.tabs.is_empty() {
            // What is known of drops is what the homes say of them from here on.
            self.said = Replica::new();
        }
        let session = self.session(random);
        let store = Store::new(reach.0.then(|| self.local.clone()), reach.1.then(|| self.durable.clone()), session);
        let is_newer = self.is_newer(reach);
        let started = ready(store.start());
        let is_right = started == if is_newer { Err(HomeError::Newer) } else { Ok(()) };
        ensure(is_right, Invariant::NewerUntouched, || format!("newer: {is_newer}, the start says {started:?}"))?;
        let heard = self.local.told_since(usize::MAX).1;
        let (forms, unfinished, drops_read) = (Vec::new(), Vec::new(), self.drops_made);
        let replica = Replica::new();
        self.tabs.push(Tab { store, session, replica, forms, reach, created: 0, unfinished, heard, drops_read });
        let tab = self.tabs.len() - 1;
        let found = self.read(tab, true, tally)?;
        self.tabs[tab].replica.apply(found.saves);
        if random.percent(if self.said.is_empty() { 40 } else { 60 }) && (found.parts >= 8 || !self.said.is_empty()) {
            self.tidy(tab, tally)?;
        }
        Ok(())
    }

    /// Reads the workspace as a tab does, and compares what is found with what was promised.
    ///
    /// # Errors
    /// When something promised is not found, or a loss is not told, or one is told that is none.
    fn read(&mut self, tab: usize, is_start: bool, tally: &mut Tally) -> Result<Found, Failure> {
        let reach = self.tabs[tab].reach;
        let (store, is_newer) = (&self.tabs[tab].store, self.is_newer(reach));
        let before = self.contents();
        let unreadable = |error: HomeError| Failure::new(Invariant::Promised, format!("no home is read: {error:?}"));
        let found = ready(store.read(OWN)).map_err(unreadable)?;
        let is_untouched = !is_newer || before == self.contents();
        ensure(is_untouched, Invariant::NewerUntouched, || "reading wrote over what is newer".to_owned())?;
        let is_well = store.take_trouble().is_empty() && reach == self.has && !is_newer && self.fuse.get().is_none();
        let mut replica = Replica::new();
        replica.apply(found.saves.iter().cloned());
        self.judge_alarm(&found, reach)?;
        self.judge_promises(&found, &replica, reach, tally)?;
        check_drops(&replica)?;
        if reach == self.has {
            self.is_apart = found.only_durable;
            self.settle_promises(&replica, is_well);
            self.durable_left = self.durable_left.filter(|_| !is_well);
            self.is_unharmed |= is_well && found.is_whole() && !self.is_full;
        }
        self.check_removed(tab, is_well && is_start)?;
        let said = found.saves.iter().filter(|saved| is_drop(&saved.key));
        self.said.apply(said.cloned());
        self.relax_promises();
        if is_well && self.compacted == Some(self.local.number()) {
            self.check_forgotten(tally)?;
        }
        self.tabs[tab].drops_read = self.drops_made;
        Ok(found)
    }

    /// Fails when a device is told of a loss that nothing happened to, or what is out of reach is called lost.
    fn judge_alarm(&self, found: &Found, reach: (bool, bool)) -> Result<(), Failure> {
        let told = || format!("damaged {:?}, gaps {:?}, lost {:?}", found.damaged, found.gaps, found.lost);
        let is_apart = found.is_apart != reach.1;
        ensure(is_apart, Invariant::NoFalseAlarm, || {
            format!("within {reach:?} IndexedDB is apart: {}", found.is_apart)
        })?;
        let may_be_told = !self.is_unharmed || (reach != self.has && found.damaged.is_empty());
        ensure(found.is_whole() || may_be_told, Invariant::NoFalseAlarm, told)
    }

    /// Fails when something promised is not found, or is gone and that is not said.
    fn judge_promises(
        &self,
        found: &Found,
        replica: &Replica,
        reach: (bool, bool),
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        tally.add_all(Event::CheckPromises, self.promises.len());
        let missing: Vec<&Promise> = self.promises.iter().filter(|promise| !promise.is_kept(replica)).collect();
        let broken = missing.iter().find(|promise| promise.place.is_within(reach));
        ensure(broken.is_none(), Invariant::Promised, || {
            format!("{:?} in {:?} is not found", broken.map(|p| &p.saved), broken.map(|p| p.place))
        })?;
        let named: BTreeSet<(&Key, Dot)> = missing
            .iter()
            .filter(|promise| promise.is_named)
            .map(|promise| (&promise.saved.key, promise.saved.save.dot))
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        tally.add(Event::LossNamed);
        let told = format!("damaged {}, gaps {:?}, lost {:?}", found.damaged.len(), found.gaps, found.lost);
        // Where an older home came back, how many of those gone are in it cannot be counted.
        let is_evicted = self.durable_left == Some(0);
        let least = if is_evicted { named.len() as u64 } else { 1 };
        let is_enough = !found.damaged.is_empty() || found.saves_missing() >= least;
        ensure(is_enough, Invariant::LossNamed, || format!("{} saves are gone: {named:?}\n{told}", named.len()))
    }

    /// Drops what no home owes any more. What was read without trouble is in both homes from now on, but for what is kept
    /// apart.
    fn settle_promises(&mut self, replica: &Replica, is_well: bool) {
        let (local, durable) = self.numbers();
        let (has, is_apart) = (self.has, self.is_apart);
        self.promises.retain(|promise| promise.is_kept(replica));
        for promise in self.promises.iter_mut().filter(|_| is_well) {
            promise.place.durable = promise.place.durable.or(has.1.then_some(durable));
            promise.place.local = if is_apart { None } else { promise.place.local.or(has.0.then_some(local)) };
        }
        if !is_well && has.1 {
            self.copy_to_durable(false);
        }
        if !is_well && is_apart {
            self.leave_local();
        }
    }

    /// What IndexedDB has, or may have, may be there alone from now on.
    fn leave_local(&mut self) {
        for promise in &mut self.promises {
            if promise.place.durable.is_some() || promise.may_be_copied {
                promise.place.local = None;
            }
        }
    }

    /// What is in local storage was copied to IndexedDB, or that was tried.
    fn copy_to_durable(&mut self, is_well: bool) {
        let durable = self.durable.number();
        for promise in &mut self.promises {
            promise.may_be_copied = true;
            promise.place.durable = promise.place.durable.or(is_well.then_some(durable));
        }
    }

    fn relax_promises(&mut self) {
        let said = &self.said;
        self.promises.iter_mut().for_each(|promise| promise.relax(said));
    }

    /// Compacts after a start, and looks for what was dropped where all went well.
    fn tidy(&mut self, tab: usize, tally: &mut Tally) -> Result<(), Failure> {
        let is_settled = self.tabs.len() == 1 && self.is_unharmed && !self.is_full && self.tabs[tab].reach == self.has;
        if !self.compact(tab, tally) || !is_settled {
            return Ok(());
        }
        if self.has == (true, false) {
            self.compacted = Some(self.local.number());
            return Ok(());
        }
        self.check_forgotten(tally)
    }

    fn check_forgotten(&self, tally: &mut Tally) -> Result<(), Failure> {
        if self.said.is_empty() {
            return Ok(());
        }
        tally.add(Event::CheckForgotten);
        let prefix = format!("{PREFIX}{OWN}/");
        self.contents().iter().try_for_each(|content| check_forgotten(content, &prefix, &self.said))
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

    fn numbers(&self) -> (u64, u64) {
        (self.local.number(), self.durable.number())
    }

    fn contents(&self) -> [Content; 2] {
        [self.local.content(), self.durable.content()]
    }

    /// Appends saves as a tab's command does: append comes first, and only what a home took is applied.
    ///
    /// # Errors
    /// When the store refuses without a reason, takes what it should refuse, or refuses and writes all the same.
    pub fn append(&mut self, tab: usize, saves: &[Saved], tally: &mut Tally) -> Result<Appended, Failure> {
        let numbers = self.numbers();
        let result = ready(self.tabs[tab].store.append(OWN, saves.to_vec()));
        let is_newer = self.is_newer((self.tabs[tab].reach.0, false));
        let (kept, entry) = match result {
            Err(error) => {
                let may_fail = self.may_refuse(tab, &error, saves);
                ensure(may_fail, Invariant::SaveTaken, || format!("{error:?} for {saves:?}"))?;
                let is_untouched = self.numbers() == numbers;
                ensure(is_untouched, Invariant::RefusedChangesNothing, || format!("{error:?}, but it was written"))?;
                if error == HomeError::Changed {
                    return Ok(Appended::Changed);
                }
                tally.add(match error {
                    HomeError::Newer => Event::NewerRefused,
                    HomeError::Tight => Event::Tight,
                    _ => Event::SaveRefused,
                });
                return Ok(Appended::Refused);
            }
            Ok(taken) => taken,
        };
        ensure(!is_newer, Invariant::NewerUntouched, || "a save is written over what is newer".to_owned())?;
        self.check_drops_read(tab)?;
        let (local, durable) = self.numbers();
        let place = match kept {
            Kept::Memory => Place::default(),
            Kept::Local => Place { local: Some(local), durable: None },
            Kept::Durable => Place { local: None, durable: Some(durable) },
        };
        if kept == Kept::Durable && self.is_apart && !self.is_full {
            tally.add(Event::BulkApart);
        }
        let first = self.promised;
        for saved in saves {
            self.promises.push(Promise::new(self.promised, place, saved.clone()));
            self.promised += 1;
        }
        if kept == Kept::Local {
            self.tabs[tab].unfinished.push((entry, first, self.promised));
        }
        if saves.iter().any(|saved| is_drop(&saved.key)) {
            self.said.apply(saves.iter().filter(|saved| is_drop(&saved.key)).cloned());
            self.note_drop(tab);
        }
        Ok(Appended::Taken)
    }

    /// Counts what a tab dropped: all others are to read it.
    fn note_drop(&mut self, tab: usize) {
        let is_up_to_date = self.tabs[tab].drops_read == self.drops_made;
        self.drops_made += 1;
        self.tabs[tab].drops_read += u64::from(is_up_to_date);
    }

    /// Tells whether there is a reason to refuse saves with this error.
    fn may_refuse(&self, tab: usize, error: &HomeError, saves: &[Saved]) -> bool {
        match error {
            HomeError::Newer => self.is_newer(self.tabs[tab].reach),
            HomeError::Changed => self.is_behind(tab),
            // A single save has the room that many at once must leave.
            HomeError::Tight => saves.len() > 1 && self.is_tight(),
            _ => self.is_full || self.fuse.get() == Some(0),
        }
    }

    /// Reads the workspace while a tab runs.
    ///
    /// # Errors
    /// As [`Device::read`].
    pub fn read_again(&mut self, tab: usize, tally: &mut Tally) -> Result<Found, Failure> {
        drop(self.tabs[tab].store.take_trouble());
        self.read(tab, false, tally)
    }

    /// Tells whether another tab dropped something that this one has not read.
    pub fn is_behind(&self, tab: usize) -> bool {
        self.tabs[tab].drops_read < self.drops_made
    }

    /// Tells whether many saves at once may be refused for want of room.
    pub fn is_tight(&self) -> bool {
        self.local_units() > Disk::UNITS_MAX / 100 * TIGHT_PERCENT / 2
    }

    /// Characters in local storage.
    fn local_units(&self) -> usize {
        let units = |text: &str| text.encode_utf16().count();
        self.local.content().iter().map(|(key, text)| units(key) + units(text)).sum()
    }

    /// Fails when a tab saved though it was not given what another dropped before, as local storage names it.
    fn check_drops_read(&self, tab: usize) -> Result<(), Failure> {
        let tab = &self.tabs[tab];
        let content = self.local.content();
        let key = content.get(&format!("{PREFIX}d/{OWN}")).filter(|key| !key.contains(&tab.session.to_string()));
        let Some((key, text)) = key.and_then(|key| Some((key, content.get(key)?))).filter(|_| tab.reach.0) else {
            return Ok(());
        };
        let drops = entry::read(key, text).unwrap_or_default().into_iter().filter(|saved| is_drop(&saved.key));
        let unread = drops.into_iter().find(|saved| !files::holds(&tab.replica, saved));
        ensure(unread.is_none(), Invariant::DropsRead, || format!("a tab saves and has not read {unread:?}"))
    }

    /// Lets IndexedDB complete the newest entry it was given by a tab; tells whether the tab must read first.
    ///
    /// # Errors
    /// When IndexedDB takes what it should refuse.
    pub fn finish(&mut self, tab: usize) -> Result<bool, Failure> {
        let Some((entry, first, end)) = self.tabs[tab].unfinished.pop() else { return Ok(false) };
        let before = self.numbers();
        let result = ready(self.tabs[tab].store.make_durable(&entry));
        let is_newer = self.is_newer(self.tabs[tab].reach);
        let is_right = !is_newer || before == self.numbers();
        ensure(is_right, Invariant::NewerUntouched, || format!("an entry is written over what is newer: {result:?}"))?;
        match result {
            Ok(()) => {
                let number = self.durable.number();
                let of = |promise: &Promise| (first..end).contains(&promise.id) && is_drop(&promise.saved.key);
                if self.promises.iter().any(of) {
                    // It is marked anew: who could not be told by local storage is told now.
                    self.note_drop(tab);
                }
                for promise in self.promises.iter_mut().filter(|promise| (first..end).contains(&promise.id)) {
                    promise.place.durable = promise.place.durable.or(Some(number));
                }
                Ok(false)
            }
            Err(HomeError::Changed) => {
                ensure(self.is_behind(tab), Invariant::SaveTaken, || {
                    "an entry is refused though all drops were read".to_owned()
                })?;
                self.tabs[tab].unfinished.push((entry, first, end));
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    /// What other tabs put into local storage since this one last heard, and whether one of them saved elsewhere.
    pub fn hear(&mut self, tab: usize) -> (Vec<Saved>, bool) {
        let (told, heard) = self.local.told_since(self.tabs[tab].heard);
        let tab = &mut self.tabs[tab];
        tab.heard = heard;
        let is_called = told.iter().any(|(key, _)| Store::<Disk, Disk>::is_ping(OWN, key));
        (told.iter().filter_map(|(key, text)| tab.store.read_foreign(OWN, key, text)).flatten().collect(), is_called)
    }

    /// Compacts; tells whether that went well.
    pub fn compact(&mut self, tab: usize, tally: &mut Tally) -> bool {
        drop(self.tabs[tab].store.take_trouble());
        self.relax_promises();
        let is_done = ready(self.tabs[tab].store.compact(OWN)).is_ok();
        tally.add_all(Event::Compactions, usize::from(is_done));
        let reach = self.tabs[tab].reach;
        tally.add_all(Event::LocalCompacted, usize::from(is_done && reach == (true, false)));
        let is_well = self.tabs[tab].store.take_trouble().is_empty() && is_done && self.fuse.get() != Some(0);
        self.after_rewrite(tab, is_well);
        is_well
    }

    /// Notes where everything is after a compaction.
    fn after_rewrite(&mut self, tab: usize, is_well: bool) {
        if !self.tabs[tab].reach.1 {
            return;
        }
        // Where there is no room for both, what is covered goes before the shards that cover it come.
        if self.is_apart || !is_well {
            self.leave_local();
        }
        // Where local storage did not take the new manifest, the old one names shards that are gone.
        self.promises.iter_mut().for_each(|promise| promise.is_named &= is_well);
        let local = self.local.number();
        let is_in_local = self.has.0 && !self.is_apart;
        for promise in self.promises.iter_mut().filter(|promise| is_well && promise.place.durable.is_some()) {
            promise.is_named = self.has.0 && !promise.is_erased(&self.said);
            promise.place.local = promise.place.local.or(is_in_local.then_some(local));
        }
    }

    /// Keeps shards in IndexedDB only, or in both homes again.
    ///
    /// # Errors
    /// When that is refused without a reason.
    pub fn keep_shards(&mut self, tab: usize, tally: &mut Tally) -> Result<(), Failure> {
        let (reach, only_durable) = (self.tabs[tab].reach, !self.is_apart);
        self.relax_promises();
        drop(self.tabs[tab].store.take_trouble());
        let result = ready(self.tabs[tab].store.keep_shards(OWN, only_durable));
        let is_well = result.is_ok() && self.tabs[tab].store.take_trouble().is_empty() && self.fuse.get() != Some(0);
        if reach.1 {
            self.copy_to_durable(is_well);
        }
        let may_fail = reach != (true, true) || self.is_full || self.fuse.get() == Some(0) || self.is_newer(reach);
        ensure(result.is_ok() || may_fail, Invariant::SaveTaken, || format!("shards are not moved: {result:?}"))?;
        if result.is_err() {
            // Where they are now is seen at the next start.
            self.leave_local();
            return Ok(());
        }
        if reach == (true, true) {
            self.is_apart = only_durable;
            tally.add(if only_durable { Event::ShardsApart } else { Event::ShardsBack });
            self.after_rewrite(tab, is_well);
        }
        Ok(())
    }

    /// A person accepts what is missing or damaged: from then on nothing is told of it.
    ///
    /// # Errors
    /// When something is told all the same.
    pub fn accept_losses(&mut self, tab: usize, tally: &mut Tally) -> Result<(), Failure> {
        let reach = self.tabs[tab].reach;
        drop(self.tabs[tab].store.take_trouble());
        self.relax_promises();
        let result = ready(self.tabs[tab].store.accept_losses(OWN));
        let may_fail = self.is_full || self.fuse.get() == Some(0) || self.is_newer(reach) || reach != self.has;
        ensure(result.is_ok() || may_fail, Invariant::SaveTaken, || format!("losses are not accepted: {result:?}"))?;
        let is_well = self.tabs[tab].store.take_trouble().is_empty() && result.is_ok() && self.fuse.get() != Some(0);
        if reach.1 {
            self.copy_to_durable(is_well);
        }
        self.after_rewrite(tab, is_well);
        if is_well && reach == self.has {
            tally.add(Event::LossAccepted);
            self.is_unharmed = !self.is_full;
        }
        Ok(())
    }

    /// Tells whether a newer version noted in one of these homes that it has been writing there.
    pub fn is_newer(&self, reach: (bool, bool)) -> bool {
        let says = |home: &Disk| home.content().get(&version()).is_some_and(|text| *text == newer());
        (reach.0 && says(&self.local)) || (reach.1 && says(&self.durable))
    }
}

/// What became of saves that were to be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// A home took them.
    Taken,
    /// No home did, and nothing changed.
    Refused,
    /// Another tab dropped something: the workspace is to be read first.
    Changed,
}

/// Where a home says which layout it has.
fn version() -> String {
    format!("{PREFIX}v")
}

/// What a newer version says there.
fn newer() -> String {
    (sanyou::store::LAYOUT + 1).to_string()
}

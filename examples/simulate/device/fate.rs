//! What befalls a device: its disk, not its users.

use sanyou::replica::Replica;
use sanyou::store::{Batch, DurableHome, Guard, LocalHome};

use super::{Device, Past, newer, ready, version};
use crate::disk::Content;
use crate::failure::Failure;
use crate::promise::Place;
use crate::random::Random;
use crate::tally::{Event, Tally};

/// Remembered states of a disk.
const PAST_MAX: usize = 3;
/// How a crash leaves the disk.
const AFTERMATHS: usize = 6;

impl Device {
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
                let before = self.local.lose_middle(first..first + 1 + random.below(count - 1 - first));
                // What a later write removed may be what an earlier one that is gone had replaced.
                self.degrade(before.unwrap_or(0), u64::MAX);
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
        self.compacted = None;
        if durable != u64::MAX {
            self.durable_left = Some(durable);
        }
        for promise in &mut self.promises {
            promise.place = promise.place.until(local, durable);
            // Only a manifest in local storage tells what is gone from there and from elsewhere.
            promise.is_named &= local == u64::MAX;
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
        self.is_apart = false;
        self.said = Replica::new();
        self.durable_left = None;
        self.compacted = None;
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
        self.is_apart = other.is_apart;
    }

    /// The browser takes IndexedDB away.
    pub fn evict(&mut self) {
        self.tabs.clear();
        self.durable.revert(Content::new());
        self.degrade(u64::MAX, 0);
    }

    /// Tells whether it has local storage and IndexedDB.
    pub fn has_both(&self) -> bool {
        self.has == (true, true)
    }

    /// Tells whether shards are in IndexedDB only.
    pub fn is_apart(&self) -> bool {
        self.is_apart && self.has == (true, true)
    }

    /// A newer version of the program opens: it says so in its homes before anything else, or in one of them, where the
    /// other does not take it.
    pub fn meet_newer(&mut self, random: &mut Random) {
        let which = random.below(6);
        let (key, text) = (version(), newer());
        if which != 0 {
            // A full home does not take it; then it says nothing.
            let _ = self.local.set(&key, &text);
        }
        if which != 1 {
            let batch = Batch { put: vec![(key, text)], remove: Vec::new() };
            let _ = ready(self.durable.commit(&Guard::default(), &batch));
        }
    }

    /// Starts a program that cannot open IndexedDB this time.
    ///
    /// # Errors
    /// As [`Device::start`].
    pub fn start_apart(&mut self, random: &mut Random, tally: &mut Tally) -> Result<(), Failure> {
        if self.has == (true, true) {
            tally.add(Event::Apart);
        }
        self.start_within((self.has.0, self.has.1 && !self.has.0), random, tally)
    }

    /// The device gets the newest version: its programs end, and it says its own layout.
    pub fn update(&mut self) {
        self.tabs.clear();
        for home in [&self.local, &self.durable] {
            home.forget(&version());
        }
        self.local.commit_all();
    }

    /// Tells whether all its homes say that a newer version has been writing there.
    pub fn is_all_newer(&self) -> bool {
        let says = |has: bool, reach: (bool, bool)| !has || self.is_newer(reach);
        says(self.has.0, (true, false)) && says(self.has.1, (false, true))
    }

    /// The numbers of the last writes.
    pub fn written(&self) -> (u64, u64) {
        self.numbers()
    }

    /// Programs end within their start: both homes do so many writes.
    ///
    /// # Errors
    /// As [`Device::start`].
    pub fn die_in_start(&mut self, random: &mut Random, tally: &mut Tally) -> Result<(), Failure> {
        self.light(random.below(12));
        self.start(random, tally)?;
        tally.add(Event::CrashInStart);
        self.die(random, tally);
        Ok(())
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

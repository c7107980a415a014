//! What users drop on purpose: imports undone, records archived, cleared away or erased, and drops ended again.

use std::collections::{BTreeMap, BTreeSet};

use sanyou::exchange::Incoming;
use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::drops::{self, Drop, Why, drop_dots, is_drop};
use sanyou::replica::save::Draft;
use sanyou::replica::{Dot, Key, State, View, stage};
use sanyou::replica::{Pred, Saved};

use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::random::Random;
use crate::step::Act;
use crate::tally::Event;
use crate::world::{Here, World};

/// Drops that a device holds before its users make no more.
const DROPS_MAX: usize = 4;

/// The dots that something drops, of each record.
type Dots = BTreeMap<RecordId, BTreeSet<Dot>>;

/// Some fields and their values.
pub type Fields = BTreeMap<Name, Value>;

impl World {
    /// A user's act on what is dropped.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn use_drops(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        self.catch_up(here)?;
        if act == Act::SeeThrough || act == Act::Reopen {
            return self.change_drop(act, here, random);
        }
        if self.open_drops(here).len() >= DROPS_MAX {
            return Ok(());
        }
        match act {
            Act::UndoImport => self.undo_import(here, random),
            Act::Archive => self.archive(here, random),
            Act::Purge => self.purge(here, random),
            _ => self.erase(here, random),
        }
    }

    /// Ends all drops of a tab that can be ended.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn reopen_all(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        for key in self.open_drops(here) {
            self.save_upon(here, &key, drops::end(), random)?;
        }
        Ok(())
    }

    /// The drops of a tab that are not ended and can be.
    fn open_drops(&self, here: Here) -> Vec<Key> {
        let drops = self.replica(here).iter().filter(|(key, ..)| is_drop(key));
        drops.filter(|(_, _, view)| is_open(view)).map(|(key, ..)| key.clone()).collect()
    }

    /// Saves fields upon all that is seen of a record; tells whether a home took that.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn save_upon(&mut self, here: Here, key: &Key, set: Fields, random: &mut Random) -> Result<bool, Failure> {
        let saved = self.staged(here, key, set);
        self.commit(here, vec![saved], random)
    }

    fn staged(&self, here: Here, key: &Key, set: Fields) -> Saved {
        let replica = self.replica(here);
        let heads: Vec<Pred> = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
        let draft = Draft { set, at: self.clock(here), by: "赵六".into() };
        let session = self.devices[here.device].tabs[here.tab].session;
        Saved { key: key.clone(), save: stage(replica.record(key), &heads, session, draft) }
    }

    /// Makes a record of the program's own.
    pub fn fresh_key(&mut self, here: Here, kind: &'static str) -> Key {
        let tab = &mut self.devices[here.device].tabs[here.tab];
        let id = RecordId { session: tab.session, counter: tab.fresh_counter() };
        Key { id, kind: Name::known(kind) }
    }

    /// Drops something as one command; gives the drops, or nothing when no home took them.
    fn drop_all(&mut self, here: Here, drops: Vec<Fields>, random: &mut Random) -> Result<Vec<Key>, Failure> {
        let keyed: Vec<(Key, Fields)> = drops.into_iter().map(|set| (self.fresh_key(here, drops::DROP), set)).collect();
        let keys = keyed.iter().map(|(key, _)| key.clone()).collect();
        let saves: Vec<Saved> = keyed.into_iter().map(|(key, set)| self.staged(here, &key, set)).collect();
        let is_taken = !saves.is_empty() && self.commit(here, saves, random)?;
        Ok(if is_taken { keys } else { Vec::new() })
    }

    fn undo_import(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let Some(incoming) = self.some_file(random) else { return Ok(()) };
        let before = files::shown_lines(self.replica(here));
        let news = self.replica(here).news(incoming.saves());
        let holds_dot = |saved: &Saved| {
            let record = self.replica(here).record(&saved.key);
            record.is_some_and(|record| record.variants().any(|variant| variant.dot() == saved.save.dot))
        };
        let brought: Vec<&Saved> = news.iter().filter(|saved| !holds_dot(saved)).collect();
        let is_all = brought.len() == news.len();
        let mut dots = Dots::new();
        for saved in brought {
            dots.entry(saved.key.id).or_default().insert(saved.save.dot);
        }
        self.take(here, &incoming, random)?;
        if dots.is_empty() || !self.replica(here).news(incoming.saves()).is_empty() {
            return Ok(());
        }
        let works_on = random.percent(40);
        if works_on {
            self.use_form(Act::Edit, here, random)?;
        }
        let taken = files::shown_lines(self.replica(here));
        let digest = &incoming.header.digest;
        let undone = self.drop_all(here, drop_dots(Why::Undo, digest, &dots), random)?;
        if undone.is_empty() {
            return Ok(());
        }
        self.tally.add(Event::ImportUndone);
        self.say(here, || format!("undoes what {digest} brought: {dots:?}"));
        let waits = dots.keys().any(|id| self.waits(here, id));
        self.tally.add_all(Event::OwnSaveWaits, usize::from(works_on && waits));
        if !works_on && is_all {
            check_as_before(&before, &files::shown_lines(self.replica(here)), "an import undone")?;
        }
        if random.percent(50) {
            return Ok(());
        }
        let saves = incoming.saves();
        let is_known = self.replica(here).drops().dropped(&saves).next().is_some();
        ensure(is_known, Invariant::DroppedStays, || "an undone import taken again is not known for it".to_owned())?;
        self.end_at_once(here, &undone, &taken, Event::ImportRetaken, random)
    }

    /// Ends drops, and expects what was seen before them.
    fn end_at_once(
        &mut self,
        here: Here,
        drops: &[Key],
        before: &[String],
        event: Event,
        random: &mut Random,
    ) -> Result<(), Failure> {
        let saves = drops.iter().map(|key| self.staged(here, key, drops::end())).collect();
        if self.commit(here, saves, random)? {
            self.tally.add(event);
            check_as_before(before, &files::shown_lines(self.replica(here)), "drops ended")?;
        }
        Ok(())
    }

    fn waits(&self, here: Here, id: &RecordId) -> bool {
        self.replica(here).iter().any(|(key, _, view)| key.id == *id && view.waiting > 0)
    }

    fn some_file(&mut self, random: &mut Random) -> Option<Incoming> {
        let bytes = self.some_bytes(random)?;
        files::open(&bytes).ok()
    }

    /// All dots of some records.
    fn dots_of(&self, here: Here, keys: &BTreeSet<Key>) -> Dots {
        let record = |key: &Key| self.replica(here).record(key).cloned().unwrap_or_default();
        let dots = |key: &Key| record(key).variants().map(|variant| variant.dot()).collect();
        keys.iter().map(|key| (key.id, dots(key))).collect()
    }

    fn archive(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let keys: BTreeSet<Key> = (0..2).filter_map(|_| self.some_key(here, random, View::is_present)).collect();
        let before = files::shown_lines(self.replica(here));
        let bytes = files::write_records(self.replica(here), &[], self.clock(here), &|key| keys.contains(key));
        let archive = files::open(&bytes)
            .map_err(|error| Failure::new(Invariant::GoodTaken, format!("an archive is refused: {error:?}")))?;
        let dots = self.dots_of(here, &keys);
        let dropped = self.drop_all(here, drop_dots(Why::Archive, &archive.header.digest, &dots), random)?;
        if dropped.is_empty() {
            return Ok(());
        }
        self.tally.add(Event::Archived);
        self.say(here, || format!("archives {keys:?}"));
        let is_gone = |key: &Key| self.replica(here).view(key).is_some_and(|view| view.state == State::Dropped);
        ensure(keys.iter().all(is_gone), Invariant::DroppedStays, || format!("{keys:?} are archived and seen"))?;
        if random.percent(50) {
            // The archive is the only place of what was archived that a person may see, so it must hold it all.
            let lacks = self.replica(here).drops().dropped(&archive.saves()).count() == 0;
            ensure(!lacks, Invariant::AsBefore, || "an archive holds nothing of what was archived".to_owned())?;
            self.end_at_once(here, &dropped, &before, Event::ArchiveReopened, random)?;
        }
        self.send(here, bytes, random);
        Ok(())
    }

    fn purge(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let here = self.elsewhere(here, random, |device, tab| {
            device.tabs[tab].replica.iter().any(|(_, _, view)| view.state == State::Deleted)
        });
        self.catch_up(here)?;
        let deleted =
            self.replica(here).iter().filter(|(key, _, view)| files::is_own(key) && view.state == State::Deleted);
        let keys: BTreeSet<Key> = deleted.map(|(key, ..)| key.clone()).collect();
        let dots = self.dots_of(here, &keys);
        if !self.drop_all(here, drop_dots(Why::Purge, "", &dots), random)?.is_empty() {
            self.tally.add(Event::Purged);
            self.say(here, || format!("clears {keys:?} away"));
        }
        Ok(())
    }

    fn erase(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let here = self.elsewhere(here, random, |device, _| device.tabs.len() > 1);
        let Some(key) = self.some_key(here, random, |_| true) else { return Ok(()) };
        if !self.drop_all(here, drops::erase(&BTreeSet::from([key.id])), random)?.is_empty() {
            self.tally.add(Event::Erased);
            self.say(here, || format!("erases {key:?}"));
            let is_here = self.replica(here).record(&key).is_some();
            ensure(!is_here, Invariant::ErasedStays, || format!("{key:?} was erased and is here"))?;
            // Somebody at another tab has not heard of it and works on.
            let tab = random.below(self.devices[here.device].tabs.len());
            self.edit_one(Here { tab, ..here }, key, random)?;
        }
        Ok(())
    }

    fn change_drop(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        let here = self.elsewhere(here, random, |device, tab| {
            device.tabs[tab].replica.iter().any(|(key, _, view)| is_drop(key) && is_open(view))
        });
        self.catch_up(here)?;
        let drops = self.open_drops(here);
        let Some(key) = random.pick(&drops) else { return Ok(()) };
        if act == Act::SeeThrough {
            // What is saved upon what is seen through is in an order of its own.
            let named = self.replica(here).view(key).and_then(|view| Drop::read(view)).map(|drop| drop.dots);
            let ids: BTreeSet<RecordId> = named.unwrap_or_default().into_keys().collect();
            let keys: Vec<Key> =
                self.replica(here).iter().map(|(key, ..)| key.clone()).filter(|key| ids.contains(&key.id)).collect();
            keys.iter().for_each(|key| self.ledger.taint(key));
        }
        let (set, event) = match act {
            Act::SeeThrough => (drops::see_through(), Event::SeenThrough),
            _ => (drops::end(), Event::DropEnded),
        };
        self.say(here, || format!("{act:?} {key:?}"));
        if self.save_upon(here, key, set, random)? {
            self.tally.add(event);
        }
        Ok(())
    }
}

/// Tells whether a drop drops and can be ended.
fn is_open(view: &View) -> bool {
    Drop::read(view).is_some_and(|drop| !drop.is_ended && drop.why != Why::Erase)
}

/// Fails when what is seen is not what was seen.
///
/// # Errors
/// With the first line that differs.
pub fn check_as_before(before: &[String], now: &[String], what: &str) -> Result<(), Failure> {
    ensure(before == now, Invariant::AsBefore, || {
        let gone = before.iter().find(|line| !now.contains(line));
        let new = now.iter().find(|line| !before.contains(line));
        format!("{what}: before {gone:?}\nnow {new:?}")
    })
}

//! One run: devices, the bag of files between them, and everything that is checked on the way.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use sanyou::exchange::{Incoming, preview};
use sanyou::replica::drops::is_drop;
use sanyou::replica::past::fold;
use sanyou::replica::{Delta, Key, Lines, Replica, Saved, View};
use sha2::{Digest, Sha256};

use crate::branches::count_branches;
use crate::check::{
    check_clones, check_conflicts, check_definition, check_drops, check_fold, check_folded_start, check_lanes,
    check_laws, check_preview, check_rebuilt, check_same, check_still_deleted,
};
use crate::device::Device;
use crate::failure::{Failure, Invariant, ensure};
use crate::files::{self, File, Harm};
use crate::ledger::Ledger;
use crate::random::Random;
use crate::step::{Act, Plan, Step};
use crate::tally::{Event, Tally};

/// The day that right clocks show, in seconds since 1970.
const NOW: i64 = 1_790_000_000;
/// Files in the bag; the oldest are lost when there are more.
const FILES_MAX: usize = 24;
/// Saves of a record that is compared with the definition, which is slow on purpose.
const DEFINED_SAVES_MAX: usize = 16;

/// Of so many records that were touched one is compared with the definition.
const DEFINED_EVERY: u64 = 8;

/// Everything that exists in one run.
pub struct World {
    /// The devices.
    pub devices: Vec<Device>,
    /// What users did and saw.
    pub ledger: Ledger,
    /// What happened, counted.
    pub tally: Tally,
    /// How many records a device holds before its users make no more.
    pub records: usize,
    bag: Vec<File>,
    files: u64,
    touched: u64,
    trace: Sha256,
    story: Option<Vec<String>>,
}

/// Where a step happens.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// Which device.
    pub device: usize,
    /// Which of its tabs.
    pub tab: usize,
}

/// What a run came to.
pub struct Outcome {
    /// SHA-256 over the steps and what came of them.
    pub hash: [u8; 32],
    /// What happened, counted.
    pub tally: Tally,
    /// The law that was broken, and in which step; the step after the last stands for the end.
    pub failure: Option<(usize, Failure)>,
    /// What happened, in words, where that was asked for.
    pub story: Vec<String>,
}

impl World {
    /// The world before the first step.
    ///
    /// # Errors
    /// When a device does not start.
    pub fn new(plan: &Plan, is_told: bool) -> Result<Self, Failure> {
        let mut random = Random::new(plan.seed);
        let mut world = Self {
            devices: (0..plan.devices).map(|_| Device::new(&mut random)).collect(),
            ledger: Ledger::default(),
            tally: Tally::new(),
            records: plan.records,
            bag: Vec::new(),
            files: 0,
            touched: 0,
            trace: Sha256::new(),
            story: is_told.then(Vec::new),
        };
        for device in &mut world.devices {
            device.start(&mut random, &mut world.tally)?;
        }
        Ok(world)
    }

    /// Plays a plan to its end.
    pub fn play(plan: &Plan, is_told: bool) -> Outcome {
        let mut world = match Self::new(plan, is_told) {
            Ok(world) => world,
            Err(failure) => return Outcome::before_the_first_step(failure),
        };
        let mut failure = None;
        for (place, step) in plan.steps.iter().enumerate() {
            if let Err(broken) = world.step(step) {
                failure = Some((place, broken));
                break;
            }
        }
        if failure.is_none() {
            failure = world.end(&mut Random::new(plan.seed)).err().map(|broken| (plan.steps.len(), broken));
        }
        let hash = world.trace.finalize().into();
        Outcome { hash, tally: world.tally, failure, story: world.story.unwrap_or_default() }
    }

    /// Says in words what happens, where that was asked for.
    pub fn say(&mut self, here: Here, words: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(format!("device {} tab {}: {}", here.device, here.tab, words()));
        }
    }

    fn mark(&mut self, numbers: &[usize]) {
        for number in numbers {
            self.trace.update((*number as u64).to_le_bytes());
        }
    }

    /// Does one step.
    ///
    /// # Errors
    /// The law that it breaks.
    pub fn step(&mut self, step: &Step) -> Result<(), Failure> {
        self.tally.add(Event::Steps);
        let mut random = Random::new(step.seed);
        let device = random.below(self.devices.len());
        let here = Here { device, tab: random.below(self.devices[device].tabs.len()) };
        let written = self.written_beside_newer();
        self.act(step.act, here, &mut random)?;
        self.check_newer(step.act, &written)?;
        let saves = self.devices[device].tabs.iter().map(|tab| tab.replica.save_count()).sum();
        self.mark(&[step.act as usize, here.device, here.tab, saves, self.devices[device].promises.len()]);
        Ok(())
    }

    fn act(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        match act {
            Act::Create | Act::Open | Act::Save | Act::Edit | Act::Delete | Act::Restore | Act::Settle => {
                self.use_form(act, here, random)
            }
            Act::AcceptGap => self.accept_gap(here, random),
            Act::Export => self.export(here, random),
            Act::Import => self.import(here, random),
            Act::Forge => self.forge(here, random),
            Act::CloneDot => self.clone_dot(here, random),
            Act::UndoImport | Act::Archive | Act::Purge | Act::SeeThrough | Act::Reopen | Act::Erase => {
                self.use_drops(act, here, random)
            }
            Act::Join | Act::Unjoin | Act::EditJoined => self.use_joins(act, here, random),
            Act::SendNews => self.send_news(here, random),
            Act::CheckFold => self.try_folding(here, random),
            Act::Hear => self.hear(here, random),
            Act::CheckDefinition => self.compare_with_definition(here, random),
            Act::CheckLaws => self.try_laws(here, random),
            Act::CheckRebuilt => {
                self.tally.add(Event::CheckRebuilt);
                check_rebuilt(self.replica(here), random)
            }
            _ => self.befall(act, here, random),
        }
    }

    /// What happens to a device or its programs.
    fn befall(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        self.say(here, || format!("{act:?}"));
        let tally = &mut self.tally;
        let device = &mut self.devices[here.device];
        match act {
            Act::Finish => return self.finish(here),
            Act::Compact => drop(device.compact(here.tab, tally)),
            Act::KeepShards => return device.keep_shards(here.tab, tally),
            Act::AcceptLosses => return device.accept_losses(here.tab, tally),
            Act::Evict => return self.evict(here, random),
            Act::Newer => return self.meet_newer(here, random),
            Act::SecondTab if device.tabs.len() < 3 => {
                tally.add(Event::SecondTab);
                device.start(random, tally)?;
            }
            Act::CloseTab if device.tabs.len() > 1 => drop(device.tabs.remove(here.tab)),
            Act::Remember => device.remember(),
            Act::ClockJump => {
                tally.add(Event::ClockJump);
                device.clock = random.clock();
            }
            Act::Crash => return self.crash(here, random),
            Act::CloneStore => return self.clone_store(here, random),
            Act::Sample => return self.use_sample(here, random),
            Act::Quota => {
                tally.add(Event::Quota);
                device.fill(random);
            }
            Act::Restart | Act::RestoreBackup | Act::Wipe | Act::Revert | Act::Damage | Act::StartApart => {
                return self.start_anew(act, here, random);
            }
            _ => {}
        }
        Ok(())
    }

    /// All programs of a device end, something happens to its disk, and one program starts.
    fn start_anew(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        let device = &mut self.devices[here.device];
        match act {
            Act::RestoreBackup => {
                let is_done = device.restore_backup(random);
                self.tally.add_all(Event::BackupRestored, usize::from(is_done));
            }
            Act::Damage => self.tally.add_all(Event::Damaged, usize::from(device.damage(random))),
            Act::Revert => device.revert(random, &mut self.tally),
            Act::Wipe => {
                device.wipe();
                self.tally.add(Event::Wiped);
            }
            _ => device.close(),
        }
        if random.percent(70) {
            device.make_room();
        }
        if act == Act::StartApart {
            return device.start_apart(random, &mut self.tally);
        }
        device.start(random, &mut self.tally)
    }

    fn crash(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        self.devices[here.device].light(random.below(8));
        let act = [Act::Edit, Act::Edit, Act::Import, Act::Compact, Act::Finish, Act::Create][random.below(6)];
        self.act(act, here, random)?;
        let device = &mut self.devices[here.device];
        device.die(random, &mut self.tally);
        if random.percent(30) {
            device.die_in_start(random, &mut self.tally)?;
        }
        device.start(random, &mut self.tally)
    }

    fn clone_store(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let to = (here.device + 1 + random.below(self.devices.len() - 1)) % self.devices.len();
        let (low, high) = self.devices.split_at_mut(here.device.max(to));
        let (low, high) = (&mut low[here.device.min(to)], &mut high[0]);
        let (from, to) = if here.device < to { (low, high) } else { (high, low) };
        to.copy_from(from);
        to.make_room();
        self.tally.add(Event::StoreCloned);
        to.start(random, &mut self.tally)
    }

    fn use_sample(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let mut saves = files::all(self.replica(here));
        saves.truncate(2);
        self.devices[here.device].use_sample(here.tab, saves, random, &mut self.tally)
    }

    /// The bytes of one of the files that are on their way.
    pub fn some_bytes(&self, random: &mut Random) -> Option<Rc<[u8]>> {
        random.pick(&self.bag).map(|file| file.bytes.clone())
    }

    /// What a tab holds.
    pub fn replica(&self, here: Here) -> &Replica {
        &self.devices[here.device].tabs[here.tab].replica
    }

    /// What a device's clock shows.
    pub fn clock(&self, here: Here) -> i64 {
        NOW + self.devices[here.device].clock + self.files as i64
    }

    /// One of a tab's records of which a condition holds.
    pub fn some_key(&self, here: Here, random: &mut Random, fits: impl Fn(&View) -> bool) -> Option<Key> {
        let fitting = self.replica(here).iter().filter(|(key, _, view)| files::is_own(key) && fits(view));
        let keys: Vec<&Key> = fitting.map(|(key, ..)| key).collect();
        random.pick(&keys).map(|key| Key::clone(key))
    }

    /// Commits saves as the program does: appended first, then applied, then everything they touch is checked. Tells
    /// whether a home took them.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn commit(&mut self, here: Here, saves: Vec<Saved>, random: &mut Random) -> Result<bool, Failure> {
        if !self.append(here, &saves)? {
            return Ok(false);
        }
        self.apply(here, saves)?;
        self.finish_soon(here, random).map(|()| true)
    }

    /// Applies saves to a tab's replica and checks everything they touch.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn apply(&mut self, here: Here, saves: Vec<Saved>) -> Result<(), Failure> {
        self.grow(here, saves, &|replica, saves| replica.apply(saves.iter().cloned()))
    }

    /// Unites a file's lines with a tab's replica, given the saves in them that are news, and checks what they touch.
    fn unite(&mut self, here: Here, news: Vec<Saved>, lines: &Lines) -> Result<(), Failure> {
        self.grow(here, news, &|replica, _| replica.unite(lines))
    }

    fn grow(
        &mut self,
        here: Here,
        saves: Vec<Saved>,
        grow: &dyn Fn(&mut Replica, &[Saved]) -> Delta,
    ) -> Result<(), Failure> {
        let replica = &mut self.devices[here.device].tabs[here.tab].replica;
        let keys: BTreeSet<Key> = files::keys(&saves);
        let before: Vec<(Key, Option<Arc<View>>)> =
            keys.into_iter().map(|key| (key.clone(), replica.view(&key).cloned())).collect();
        let news = replica.news(saves.clone());
        let delta = grow(replica, &saves);
        let left = replica.news(saves);
        ensure(left.is_empty(), Invariant::DeltaRight, || format!("applied and not held: {left:?}"))?;
        let has_drops = news.iter().any(|saved| is_drop(&saved.key));
        if has_drops {
            check_drops(replica)?;
        } else {
            check_delta(&delta, &news, &before)?;
        }
        self.mark(&[delta.added.len(), delta.changed.len(), delta.saves]);
        let changed: BTreeSet<&Key> = delta.keys().collect();
        for (key, before) in before.iter().filter(|(key, _)| changed.contains(key) && files::is_own(key)) {
            self.check_touched(here, key, before.as_deref().filter(|_| !has_drops))?;
        }
        Ok(())
    }

    fn check_touched(&mut self, here: Here, key: &Key, before: Option<&View>) -> Result<(), Failure> {
        let replica = &self.devices[here.device].tabs[here.tab].replica;
        if replica.drops().is_erased(&key.id) {
            return Ok(());
        }
        let (Some(record), Some(view)) = (replica.record(key), replica.view(key)) else {
            return Err(Failure::new(Invariant::DeltaRight, format!("{key:?} was touched and is not here")));
        };
        let ghosts = replica.drops().ghosts(&key.id);
        let visible = files::visible(record, ghosts);
        check_clones(key, &visible, view)?;
        check_conflicts(key, view)?;
        if self.ledger.check(key, &visible, view)? {
            self.tally.add(Event::CheckIntention);
        }
        if ghosts.is_some() {
            self.tally.add(Event::SavedBesideGhosts);
        } else {
            if let Some(before) = before {
                check_still_deleted(key, before, record, view)?;
            }
            count_branches(&mut self.tally, key, record, before, view);
        }
        self.touched += 1;
        if self.touched.is_multiple_of(DEFINED_EVERY) && record.save_count() <= DEFINED_SAVES_MAX {
            self.tally.add(Event::CheckDefinition);
            check_definition(key, record, view, ghosts)?;
        }
        Ok(())
    }

    /// Another place where something holds, if there is one: else an act that needs it would seldom do anything.
    pub fn elsewhere(&self, here: Here, random: &mut Random, fits: impl Fn(&Device, usize) -> bool) -> Here {
        let tabs = |device: usize| (0..self.devices[device].tabs.len()).map(move |tab| Here { device, tab });
        let all = (0..self.devices.len()).flat_map(tabs);
        let fitting: Vec<Here> = all.filter(|place| fits(&self.devices[place.device], place.tab)).collect();
        random.pick(&fitting).copied().unwrap_or(here)
    }

    fn hear(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let here = self.elsewhere(here, random, |device, _| device.tabs.len() > 1);
        let (saves, is_called) = self.devices[here.device].hear(here.tab);
        if !saves.is_empty() {
            self.say(here, || format!("hears of {} saves", saves.len()));
            self.tally.add(Event::Heard);
            self.apply(here, saves)?;
        }
        if is_called { self.read_again(here) } else { Ok(()) }
    }

    /// Puts a file into the bag, or loses it.
    pub fn send(&mut self, here: Here, bytes: Vec<u8>, random: &mut Random) {
        self.files += 1;
        self.mark(&[bytes.len()]);
        if random.percent(20) {
            self.tally.add(Event::FileLost);
            return;
        }
        if self.bag.len() >= FILES_MAX {
            self.bag.remove(0);
        }
        let number = self.files;
        self.say(here, || format!("file {number} is on its way, {} bytes", bytes.len()));
        self.bag.push(File { bytes: bytes.into(), from: here.device, number });
    }

    fn export(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let withheld = match random.below(4) {
            0 | 1 => Vec::new(),
            2 => files::restricted(),
            _ => [files::restricted(), vec![("unit", "note")]].concat(),
        };
        let at = self.clock(here);
        let (tally, replica) = (&mut self.tally, &self.devices[here.device].tabs[here.tab].replica);
        let bytes = files::write_part(replica, &withheld, at, random, tally);
        tally.add(Event::Exports);
        if !withheld.is_empty() {
            tally.add(Event::FileWithheld);
            tally.add(Event::CheckSecret);
            files::check_secret(&bytes)?;
        }
        if random.percent(25) {
            tally.add(Event::CheckReimport);
            files::check_own(&bytes, replica)?;
        }
        self.send(here, bytes, random);
        Ok(())
    }

    fn import(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let stale = random.percent(15);
        let place = if stale { 0 } else { random.below(self.bag.len()) };
        let Some(file) = self.bag.get(place).cloned() else { return Ok(()) };
        if self.bag[place + 1..].iter().any(|other| other.from == file.from) {
            self.tally.add(Event::FileStale);
        }
        if random.percent(20) {
            self.tally.add(Event::FileDoubled);
        } else if random.percent(50) {
            // Most files are sent to several people; some to one only.
            self.bag.remove(place);
        }
        let (bytes, harm) = files::deliver(&file.bytes, random, &mut self.tally);
        let before = (harm != Harm::None).then(|| self.replica(here).canonical());
        let opened = files::open(&bytes);
        let result = opened.as_ref().map(Incoming::saves).map_err(Clone::clone);
        self.say(here, || format!("file {} arrives {harm:?} and is {}", file.number, words(&result)));
        files::judge(&file.bytes, harm, &result)?;
        self.mark(&[file.number as usize, usize::from(result.is_ok())]);
        let Ok(incoming) = opened else {
            return check_unchanged(before.as_deref(), self.replica(here));
        };
        self.tally.add(Event::Merges);
        self.take(here, &incoming, random)?;
        if incoming.erasing.is_empty() || random.percent(60) {
            return Ok(());
        }
        self.tally.add(Event::EraseObeyed);
        self.commit(here, incoming.erasing.saves(), random).map(drop)
    }

    /// Takes all that a file brings: by its lines about as often as by its saves, which must come to the same. Tells
    /// whether a person looked at it first: then it is taken save by save, without what was dropped here.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn take(&mut self, here: Here, incoming: &Incoming, random: &mut Random) -> Result<bool, Failure> {
        let is_previewed = random.percent(20);
        let news = self.replica(here).news(incoming.saves());
        if news.is_empty() {
            self.tally.add(Event::MergesEmpty);
            return Ok(is_previewed);
        }
        if random.percent(10) {
            self.tally.add(Event::CheckLanes);
            check_lanes(self.replica(here), incoming)?;
        }
        let preview = is_previewed.then(|| preview(self.replica(here), incoming, &|_, _, _| true));
        let news = if is_previewed { files::taken(self.replica(here), incoming) } else { news };
        let is_by_line = random.percent(50) && !is_previewed;
        self.tally.add_all(Event::MergesByLine, usize::from(is_by_line));
        let held = self.replica(here).save_count();
        if !self.append(here, &news)? {
            return Ok(is_previewed);
        }
        let preview = preview.filter(|_| self.replica(here).save_count() == held);
        if is_by_line {
            self.unite(here, news, &incoming.lines)?
        } else {
            self.apply(here, news)?
        }
        self.finish_soon(here, random)?;
        if let Some(preview) = preview {
            self.tally.add(Event::CheckPreview);
            check_preview(&preview, self.replica(here), incoming.lines.len())?;
        }
        Ok(is_previewed)
    }

    fn compare_with_definition(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let replica = &self.devices[here.device].tabs[here.tab].replica;
        let small = replica.iter().filter(|(_, record, _)| record.save_count() <= DEFINED_SAVES_MAX);
        let Some((key, record, view)) = random.pick(&small.collect::<Vec<_>>()).copied() else { return Ok(()) };
        self.tally.add(Event::CheckDefinition);
        check_definition(key, record, view, replica.drops().ghosts(&key.id).filter(|_| !is_drop(key)))
    }

    /// Two devices' replicas are folded, and their copies must show together what the full ones do.
    fn try_folding(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let other = Here { device: random.below(self.devices.len()), tab: 0 };
        let folded = check_fold(self.replica(here), self.replica(other), &|record| fold(record, &|_| false))?;
        self.tally.add_all(Event::CheckFold, folded);
        let file = files::write(self.replica(other), &[], NOW);
        let file = files::open(&file).map_err(|error| Failure::new(Invariant::GoodTaken, format!("{error:?}")))?;
        check_folded_start(self.replica(here), &file, |record| fold(record, &|_| false))
    }

    fn try_laws(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        self.tally.add(Event::CheckLaws);
        let mut other = || {
            let device = random.below(self.devices.len());
            Here { device, tab: random.below(self.devices[device].tabs.len()) }
        };
        let places = [here, other(), other()];
        let files = places.map(|place| files::write(self.replica(place), &[], NOW));
        check_laws(&files, &mut |bytes| files::read(bytes), &|replica| files::write(replica, &[], NOW))
    }

    /// Everything is repaired, all devices exchange everything, and must then be the same.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn end(&mut self, random: &mut Random) -> Result<(), Failure> {
        for device in &mut self.devices {
            device.make_room();
            device.close();
            device.update();
            device.start(random, &mut self.tally)?;
        }
        for device in 0..self.devices.len() {
            self.reopen_all(Here { device, tab: 0 }, random)?;
        }
        let first = Here { device: 0, tab: 0 };
        for device in 1..self.devices.len() {
            let bytes = files::write(self.replica(Here { device, tab: 0 }), &[], NOW);
            self.exchange(first, &bytes, random)?;
        }
        let bytes = files::write(self.replica(first), &[], NOW);
        for device in 1..self.devices.len() {
            self.exchange(Here { device, tab: 0 }, &bytes, random)?;
        }
        self.compare_all(random)
    }

    fn exchange(&mut self, here: Here, bytes: &[u8], random: &mut Random) -> Result<(), Failure> {
        let incoming = files::open(bytes).map_err(|error| Failure::new(Invariant::GoodTaken, format!("{error:?}")))?;
        let news = self.replica(here).news([incoming.saves(), incoming.erasing.saves()].concat());
        if news.is_empty() || self.commit(here, news.clone(), random)? {
            return Ok(());
        }
        // What is too much at once for a small home is taken save by save.
        for saved in news {
            self.commit(here, vec![saved], random)?;
        }
        Ok(())
    }

    /// Compares all devices with each other and the first with everything that is known apart from it.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn compare_all(&mut self, random: &mut Random) -> Result<(), Failure> {
        let first = Here { device: 0, tab: 0 };
        for device in 1..self.devices.len() {
            let other = self.replica(Here { device, tab: 0 });
            let (one, other) = (files::shared(self.replica(first)), files::shared(other));
            check_same(&one, &other, Invariant::Converged, &format!("devices 0 and {device}"))?;
        }
        let held = self.replica(first);
        for device in &self.devices {
            let holds = |saved: &Saved| {
                // Drops stay on the device that made them.
                let held = if is_drop(&saved.key) { &device.tabs[0].replica } else { held };
                files::holds(held, saved)
            };
            let lost = device.promises.iter().find(|promise| promise.place.is_any() && !holds(&promise.saved));
            ensure(lost.is_none(), Invariant::Promised, || {
                format!("in the end {:?} is nowhere", lost.map(|p| &p.saved))
            })?;
        }
        check_drops(held)?;
        for (key, record, view) in held.iter().filter(|(key, ..)| files::is_own(key)) {
            check_clones(key, record, view)?;
            check_conflicts(key, view)?;
            self.ledger.check(key, record, view)?;
        }
        check_rebuilt(held, random)?;
        files::check_own(&files::write(held, &[], NOW), held)?;
        files::check_secret(&files::write(held, &files::restricted(), NOW))?;
        let hash = Sha256::digest(files::shared(held).canonical().as_bytes());
        self.trace.update(hash);
        self.compare_with_definition(first, random)
    }
}

impl Outcome {
    fn before_the_first_step(failure: Failure) -> Self {
        Self { hash: [0; 32], tally: Tally::new(), failure: Some((0, failure)), story: Vec::new() }
    }

    /// The hash as hexadecimal text.
    pub fn hash_text(&self) -> String {
        self.hash.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn words(result: &Result<Vec<Saved>, sanyou::exchange::ReadError>) -> String {
    match result {
        Ok(saves) => format!("read, {} saves", saves.len()),
        Err(error) => format!("refused: {error:?}"),
    }
}

/// Fails when a replica is no longer what it was before a file was refused.
///
/// # Errors
/// With nothing but the law: whatever differs is too much.
pub fn check_unchanged(before: Option<&str>, replica: &Replica) -> Result<(), Failure> {
    let is_same = before.is_none_or(|before| before == replica.canonical());
    ensure(is_same, Invariant::RefusedChangesNothing, || "a refused file changed what is held".to_owned())
}

/// Fails when what applying reports is not what was new.
///
/// # Errors
/// With both.
pub fn check_delta(delta: &Delta, news: &[Saved], before: &[(Key, Option<Arc<View>>)]) -> Result<(), Failure> {
    let new_keys: BTreeSet<&Key> = news.iter().map(|saved| &saved.key).collect();
    let was_here = |key: &&Key| before.iter().any(|(held, view)| held == *key && view.is_some());
    let (changed, added): (Vec<&Key>, Vec<&Key>) = new_keys.into_iter().partition(was_here);
    let is_all = |told: &[Key], expected: &[&Key]| {
        let sorted: BTreeSet<&Key> = told.iter().collect();
        told.len() == expected.len() && sorted.into_iter().eq(expected.iter().copied())
    };
    let is_right = is_all(&delta.added, &added) && is_all(&delta.changed, &changed) && delta.saves <= news.len();
    ensure(is_right, Invariant::DeltaRight, || format!("{delta:?} for {news:?}"))
}

//! How a world's programs keep what they save: appended, read again where another tab dropped something, completed; and
//! what happens to their homes that a person must hear of.

use sanyou::exchange::Incoming;
use sanyou::replica::Saved;
use sanyou::replica::drops::is_drop;

use crate::device::Appended;
use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::random::Random;
use crate::step::Act;
use crate::tally::Event;
use crate::world::{Here, World};

impl World {
    /// Appends saves to a device's store, as the program does: where another tab dropped something, its saves are read
    /// first, and what was erased takes no save any more. Tells whether a home took them.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn append(&mut self, here: Here, saves: &[Saved]) -> Result<bool, Failure> {
        for is_first in [true, false] {
            match self.devices[here.device].append(here.tab, saves, &mut self.tally)? {
                Appended::Taken => return Ok(true),
                Appended::Refused => return Ok(false),
                Appended::Changed => {
                    ensure(is_first, Invariant::SaveTaken, || "all drops were read, and a save is refused".to_owned())?;
                    self.tally.add(Event::Behind);
                    self.say(here, || "reads what another tab dropped".to_owned());
                    self.read_again(here)?;
                }
            }
            let drops = self.replica(here).drops();
            if saves.iter().any(|saved| !is_drop(&saved.key) && drops.is_erased(&saved.key.id)) {
                self.tally.add(Event::EraseMet);
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// A tab reads its workspace again and takes what is new.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn read_again(&mut self, here: Here) -> Result<(), Failure> {
        let found = self.devices[here.device].read_again(here.tab, &mut self.tally)?;
        let news = self.replica(here).news(found.saves);
        if news.is_empty() { Ok(()) } else { self.apply(here, news) }
    }

    /// A tab reads what another dropped, where there is such: what it is about to do upon all that is seen would else be
    /// done upon something else.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn catch_up(&mut self, here: Here) -> Result<(), Failure> {
        if self.devices[here.device].is_behind(here.tab) { self.read_again(here) } else { Ok(()) }
    }

    /// Lets IndexedDB complete the newest entry of a tab.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn finish(&mut self, here: Here) -> Result<(), Failure> {
        if self.devices[here.device].finish(here.tab)? {
            self.tally.add(Event::Behind);
            self.read_again(here)?;
            let is_behind = self.devices[here.device].finish(here.tab)?;
            ensure(!is_behind, Invariant::SaveTaken, || "all drops were read, and an entry is refused".to_owned())?;
        }
        Ok(())
    }

    /// Most entries are completed at once, some later or never.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn finish_soon(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        if random.percent(70) { self.finish(here) } else { Ok(()) }
    }

    /// A newer version begins to write on a device, or the device is updated to it.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn meet_newer(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let device = &mut self.devices[here.device];
        if device.is_newer((true, true)) {
            device.update();
            return device.start(random, &mut self.tally);
        }
        device.meet_newer(random);
        self.tally.add(Event::Newer);
        Ok(())
    }

    /// The writes of all devices on which a newer version has been writing.
    pub fn written_beside_newer(&self) -> Vec<Option<(u64, u64)>> {
        self.devices.iter().map(|device| device.is_all_newer().then(|| device.written())).collect()
    }

    /// Fails when an older program wrote beside a newer one.
    ///
    /// # Errors
    /// With the device.
    pub fn check_newer(&self, act: Act, before: &[Option<(u64, u64)>]) -> Result<(), Failure> {
        // What happens to a disk is no program's doing.
        let is_fate = matches!(
            act,
            Act::Newer
                | Act::Crash
                | Act::RestoreBackup
                | Act::Wipe
                | Act::Revert
                | Act::Damage
                | Act::CloneStore
                | Act::Evict
        );
        let now = self.written_beside_newer();
        let odd = before.iter().zip(&now).position(|(before, now)| before.is_some() && before != now && !is_fate);
        ensure(odd.is_none(), Invariant::NewerUntouched, || format!("device {odd:?} was written to by {act:?}"))
    }

    /// The browser takes IndexedDB away. What is gone must be said, and an import of an export from before brings it back.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn evict(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let here = self.elsewhere(here, random, |device, _| device.is_apart());
        let backup = files::write(self.replica(here), &[], self.clock(here));
        let is_apart = self.devices[here.device].is_apart();
        self.tally.add(if is_apart { Event::EvictedApart } else { Event::Evicted });
        let device = &mut self.devices[here.device];
        device.evict();
        device.make_room();
        device.start(random, &mut self.tally)?;
        let here = Here { tab: 0, ..here };
        if random.percent(70) {
            self.devices[here.device].accept_losses(0, &mut self.tally)?;
            self.read_again(here)?;
        }
        let backup = files::open(&backup)
            .map_err(|error| Failure::new(Invariant::GoodTaken, format!("a backup is refused: {error:?}")))?;
        let is_previewed = self.take(here, &backup, random)?;
        self.check_healed(here, &backup, is_previewed)
    }

    /// Fails when what an export held is not there after it was imported; where a person looked at it first, what was
    /// dropped here stays out.
    ///
    /// # Errors
    /// With what is missing.
    pub fn check_healed(&mut self, here: Here, backup: &Incoming, is_previewed: bool) -> Result<(), Failure> {
        if self.devices[here.device].is_newer((true, true)) {
            return Ok(());
        }
        self.tally.add(Event::CheckHealed);
        let held = self.replica(here);
        let lacks = if is_previewed { files::taken(held, backup) } else { held.news(backup.saves()) };
        // Many saves at once may find no room; then they are refused, and said to be.
        let is_tight = self.devices[here.device].is_tight();
        ensure(lacks.is_empty() || is_tight, Invariant::LossHealed, || format!("after an import {lacks:?} is missing"))
    }
}

//! Samples: workspaces that are opened, edited and removed, and stay removed.

use sanyou::replica::Saved;
use sanyou::store::{Store, Workspace};

use super::{Device, ready};
use crate::disk::Disk;
use crate::failure::{Failure, Invariant, ensure};
use crate::promise::Place;
use crate::random::Random;
use crate::tally::{Event, Tally};

/// A sample workspace that was opened on a device.
#[derive(Clone)]
pub struct Sample {
    id: String,
    /// In which homes its removal is noted.
    pub removed: Option<Place>,
}

impl Device {
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

    /// Fails when something of a removed sample is left after a start that went well.
    ///
    /// # Errors
    /// With what is left.
    pub(super) fn check_removed(&mut self, tab: usize, is_whole: bool) -> Result<(), Failure> {
        let store = &self.tabs[tab].store;
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
}

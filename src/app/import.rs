//! Import: files that are looked at before anything is taken, and what is taken of them united with the workspace they
//! belong to.

mod chosen;
mod trial;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::archive::{LOOK, Looked};
use super::reading::Course;
use super::{App, Failure, OWN, ReadOnly};
use crate::exchange::sequence::Sighting;
use crate::exchange::{Header, Incoming, Previewing, Taking, batch, read_moment};
use crate::insight::{Likeness, doubles};
use crate::model::RecordId;
use crate::platform;
use crate::replica::drops::{self, DROP, Why, is_drop};
use crate::replica::imports::is_import;
use crate::replica::joins::SAME;
use crate::replica::undone::{Dots, reopening, undone};
use crate::replica::{Delta, Key, Saved};
use crate::store::Kept;
pub use chosen::{Aside, Choice, Chosen, Opened};
use trial::Trial;

/// How many saves are shown at once before the browser gets its turn.
const SHOWN_AT_ONCE: usize = 64;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file's name.
    pub file_name: String,
    /// What the file says of itself.
    pub header: Header,
    /// The log that remembers it; none where it brought nothing.
    pub log: Option<RecordId>,
    /// When the file says it was written, in seconds since 1970, if that can be read.
    pub at: Option<i64>,
    /// Days by which that lies after this device's present.
    pub days_ahead: i64,
    /// Records that were not here.
    pub added: Vec<Key>,
    /// Records that were here and got something new.
    pub changed: Vec<Key>,
    /// Of both, those that are now in conflict.
    pub in_conflict: Vec<Key>,
    /// Records of the file that look like ones entered twice, and in what.
    pub doubles: Vec<(Likeness, Vec<Key>)>,
    /// The file was opened as a sample, apart from the own records.
    pub is_sample: bool,
    /// How many records of it are left out, since they were taken out of these records on purpose.
    pub kept_out: usize,
    /// The records that were not taken.
    pub left: BTreeSet<RecordId>,
    /// How many records were erased.
    pub erased: usize,
    /// The archive that the file is; nothing of it was taken then.
    pub archive: Option<Key>,
}

impl App {
    /// Reads files and computes what taking them would do, in an order in which each follows what it builds on. Nothing
    /// is taken; a workspace that is here and that all of them belong to is opened.
    ///
    /// # Errors
    /// When the work was stopped.
    pub async fn open_files(
        &'static self,
        files: Vec<(String, Vec<u8>)>,
        course: &Course,
    ) -> Result<Vec<Chosen>, Failure> {
        let mut chosen = Vec::new();
        let mut opened: Vec<(String, Incoming)> = Vec::new();
        for (file_name, bytes) in files {
            match course.read(&file_name, &bytes).await {
                Ok(incoming) => opened.push((file_name, incoming)),
                Err(Failure::Refused { file_name, error }) => {
                    chosen.push(Chosen::Aside(Aside::of(file_name, &bytes, error)));
                }
                Err(failure) => return Err(failure),
            }
        }
        self.open_for(&opened).await;
        let headers: Vec<&Header> = opened.iter().map(|(_, incoming)| &incoming.header).collect();
        let (twins, order) = (batch::twins(&headers), batch::order(&headers));
        let names: Vec<String> = opened.iter().map(|(file_name, _)| file_name.clone()).collect();
        let mut left: Vec<Option<(String, Incoming)>> = opened.into_iter().map(Some).collect();
        let mut trials: Vec<Trial> = Vec::new();
        for place in order {
            let Some((file_name, incoming)) = left[place].take() else { continue };
            if let Some(of) = twins[place] {
                chosen.push(Chosen::Aside(Aside::Twin { file_name, of: names[of].clone() }));
                continue;
            }
            let sample = incoming.header.sample.as_deref();
            let trial = trials.iter().position(|trial| trial.sample.as_deref() == sample).unwrap_or_else(|| {
                trials.push(Trial::of(self, sample));
                trials.len() - 1
            });
            let opened = self.open_file(file_name, incoming, &mut trials[trial], course).await?;
            chosen.push(Chosen::Open(Arc::new(opened)));
        }
        Ok(chosen)
    }

    /// Opens the workspace that all files belong to, where it is here. Looking at a file ends where another one is taken.
    async fn open_for(&'static self, opened: &[(String, Incoming)]) {
        let Some((_, first)) = opened.first() else { return };
        let sample = first.header.sample.as_deref();
        let workspace = self.workspace.get_untracked();
        let are_all = opened.iter().all(|(_, incoming)| incoming.header.sample.as_deref() == sample);
        let is_looking = workspace.id == LOOK;
        if is_looking || (are_all && workspace.sample.as_deref() != sample) {
            let held = self.samples.get_untracked().into_iter().find(|held| held.sample.as_deref() == sample);
            match (sample, held) {
                (Some(_), Some(held)) => self.open(&held.id).await,
                (None, _) => self.open(OWN).await,
                (Some(_), None) if is_looking => self.open(OWN).await,
                (Some(_), None) => {}
            }
        }
    }

    async fn open_file(
        &self,
        file_name: String,
        incoming: Incoming,
        trial: &mut Trial,
        course: &Course,
    ) -> Result<Opened, Failure> {
        course.turn_to(&file_name);
        let is_undone = trial.digests_undone.contains(&incoming.header.digest);
        let mut previewing = Previewing::of(&incoming);
        for key in incoming.lines.keys() {
            trial.reach(self, key);
            course.go_on((0, 1)).await?;
        }
        while previewing.go_on(&trial.replica, &incoming, &trial.undone, &|_, _, _| true) {
            course.go_on(previewing.share()).await?;
        }
        let mut preview = previewing.end(&trial.replica, &incoming);
        if trial.is_open {
            let held = self.replica.borrow();
            preview.erased = incoming.erased().into_iter().filter(|id| held.keys().any(|key| key.id == *id)).collect();
        }
        let mut taking = Taking::default();
        while taking.go_on(&trial.replica, &incoming, &trial.undone, &|_| true) {
            trial.replica.apply(std::mem::take(&mut taking.news));
            course.go_on((taking.count(), incoming.lines.len())).await?;
        }
        for of in preview.records.iter().filter(|of| of.can_be_taken() && of.key.kind.as_str() != SAME) {
            trial.rows.update(&trial.replica, &of.key);
            course.go_on((1, 1)).await?;
        }
        if let Some(units) = &incoming.header.units {
            for of in &mut preview.records {
                of.is_outside = !trial.is_inside(self, &of.key, units);
            }
        }
        let is_touched = |key: &Key| preview.records.binary_search_by(|of| of.key.cmp(key)).is_ok();
        let mut doubles = doubles(&trial.rows);
        doubles.retain(|(_, keys)| keys.iter().any(is_touched));
        let sighting = Sighting::of(&incoming.header);
        let place = sighting.as_ref().map(|sighting| sighting.place(&trial.seen));
        let lacks_base = match &sighting {
            Some(sighting) => !sighting.stands_upon(&trial.seen),
            None => incoming.header.since.is_some(),
        };
        trial.seen.extend(sighting);
        let at = read_moment(&incoming.header.at);
        let unit_name = |id: &RecordId| trial.rows.title(*id).unwrap_or_default().to_owned();
        Ok(Opened {
            units: incoming.header.units.iter().flatten().map(unit_name).filter(|name| !name.is_empty()).collect(),
            archive: if trial.is_open { self.archive_of(&incoming.header.digest) } else { None },
            is_elsewhere: !trial.is_open,
            days_old: at.map_or(0, |at| (self.now() - at).div_euclid(86_400)),
            file_name,
            preview,
            place,
            lacks_base,
            doubles,
            is_undone,
            at,
            incoming,
        })
    }

    /// Takes what was chosen of a file, as one command. A sample's file opens as a sample.
    ///
    /// # Errors
    /// When no storage took it or the work was stopped; nothing changed then.
    pub async fn take(&'static self, opened: &Opened, choice: &Choice, course: &Course) -> Result<Imported, Failure> {
        let header = &opened.incoming.header;
        self.enter_for(header).await?;
        if let Some(archive) = self.archive_of(&header.digest) {
            return Ok(self.keep_archive(opened, archive));
        }
        let workspace = self.workspace.get_untracked().id;
        let undone = self.undone_dots();
        let mut taking = Taking::default();
        course.turn_to(&opened.file_name);
        loop {
            let is_taken = |key: &Key| !choice.left.contains(&key.id);
            if !taking.go_on(&self.replica.borrow(), &opened.incoming, &undone, &is_taken) {
                break;
            }
            course.go_on((taking.count(), opened.incoming.lines.len())).await?;
            if self.workspace.get_untracked().id != workspace {
                return Err(Failure::Stopped);
            }
        }
        let left: BTreeSet<RecordId> = self.left_of(opened, choice);
        let log = self.log_of(&taking.news, header, &opened.file_name, left.len());
        let log_id = log.as_ref().map(|log| log.key.id);
        let erasing = if choice.erases { opened.incoming.erasing.saves() } else { Vec::new() };
        let erasing = self.replica.borrow().news(erasing);
        let erased = if erasing.is_empty() { 0 } else { opened.preview.erased.len() };
        let back = self.back_saves(&taking.back);
        let kept_out = taking.kept_out;
        // The log is kept with what it is about, or neither is.
        let saves: Vec<Saved> = taking.news.into_iter().chain(back).chain(erasing).chain(log).collect();
        let mut delta = if saves.is_empty() { Delta::default() } else { self.commit_at_ease(saves, course).await? };
        if erased > 0 {
            self.tidy(workspace);
        }
        let is_own = |key: &Key| !is_import(key) && !is_drop(key);
        delta.added.retain(is_own);
        delta.changed.retain(is_own);
        self.measure();
        if left.is_empty() {
            self.count_restored(header, &opened.file_name, opened.incoming.lines.save_count());
        }
        Ok(self.imported(opened, delta, Imported { log: log_id, kept_out, left, erased, ..empty(opened) }))
    }

    /// Opens the workspace that a file belongs to.
    async fn enter_for(&'static self, header: &Header) -> Result<(), Failure> {
        self.check_writable().or_else(|failure| match failure {
            // Looking at a file ends where another one is taken.
            Failure::ReadOnly(ReadOnly::File(_)) => Ok(()),
            failure => Err(failure),
        })?;
        if self.workspace.get_untracked().id == LOOK {
            self.open(OWN).await;
        }
        match &header.sample {
            Some(version) => drop(self.enter_sample(version).await?),
            None if self.workspace.get_untracked().sample.is_some() => self.open(OWN).await,
            None => {}
        }
        Ok(())
    }

    /// The records of a file that are not taken, those that stay out because they were taken out here included.
    fn left_of(&self, opened: &Opened, choice: &Choice) -> BTreeSet<RecordId> {
        let mut left = choice.left.clone();
        let replica = self.replica.borrow();
        for key in opened.incoming.lines.keys().filter(|key| replica.drops().is_erased(&key.id)) {
            left.insert(key.id);
        }
        for of in opened.preview.records.iter().filter(|of| of.dropped > of.undone) {
            left.insert(of.key.id);
        }
        left
    }

    fn keep_archive(&self, opened: &Opened, archive: Key) -> Imported {
        let looked = Looked { file_name: opened.file_name.clone(), incoming: opened.incoming.clone() };
        *self.looked.borrow_mut() = Some(looked);
        Imported { archive: Some(archive), ..empty(opened) }
    }

    /// Remembers an archive's file, so that it can be looked at or brought back.
    #[must_use]
    pub fn as_archive(&self, opened: &Opened) -> Option<Imported> {
        opened.archive.clone().map(|archive| self.keep_archive(opened, archive))
    }

    fn imported(&self, opened: &Opened, delta: Delta, so_far: Imported) -> Imported {
        let conflicts = self.conflicts.get_untracked();
        let in_conflict = delta.keys().filter(|key| conflicts.contains(*key)).cloned().collect();
        let mut doubles = doubles(&self.rows.borrow());
        doubles.retain(|(_, keys)| keys.iter().any(|key| delta.keys().any(|touched| touched == key)));
        let days_ahead = opened.at.map_or(0, |at| (at - self.now()) / 86_400);
        Imported { doubles, in_conflict, days_ahead, added: delta.added, changed: delta.changed, ..so_far }
    }

    /// The saves that undos drop now.
    pub(super) fn undone_dots(&self) -> Dots {
        let mut all = Dots::new();
        for (_, drop) in undone(&self.replica.borrow()) {
            for (id, dots) in drop.dots {
                all.entry(id).or_default().extend(dots);
            }
        }
        all
    }

    /// Saves that end what undos dropped, and drop anew what is to stay dropped.
    fn back_saves(&self, back: &Dots) -> Vec<Saved> {
        if back.is_empty() {
            return Vec::new();
        }
        let reopening = reopening(&self.replica.borrow(), back);
        let mut saves: Vec<Saved> = reopening.ended.iter().map(|key| self.end_of(key)).collect();
        for (of, dots) in reopening.anew {
            let sets = drops::drop_dots(Why::Undo, &of, &dots);
            saves.extend(sets.into_iter().map(|set| self.saved_as_new(DROP, set)));
        }
        saves
    }

    /// Appends saves as one command and, once they are kept, shows them without keeping the page from anything.
    pub(super) async fn commit_at_ease(&'static self, saves: Vec<Saved>, course: &Course) -> Result<Delta, Failure> {
        if saves.len() <= SHOWN_AT_ONCE {
            return self.commit(saves).await;
        }
        let workspace = self.workspace.get_untracked().id;
        let (kept, entry) = self.append(&workspace, &saves).await?;
        if kept == Kept::Local {
            platform::spawn(Box::pin(self.bring_home(Some(entry))));
        }
        self.ask_to_keep();
        let count = saves.len();
        let mut delta = Delta::default();
        let mut left = saves.into_iter().peekable();
        while left.peek().is_some() {
            if self.workspace.get_untracked().id != workspace {
                // The person went elsewhere: what was saved is read when the workspace is opened again.
                return Ok(delta);
            }
            let mut slice: Vec<Saved> = Vec::new();
            // A record is shown at once, or it would count as new and as changed.
            while let Some(saved) = left
                .next_if(|next| slice.len() < SHOWN_AT_ONCE || slice.last().is_some_and(|last| last.key == next.key))
            {
                slice.push(saved);
            }
            let shown = self.apply(slice);
            delta.added.extend(shown.added);
            delta.changed.extend(shown.changed);
            delta.saves += shown.saves;
            // What is kept cannot be stopped any more.
            let _ = course.go_on((count - left.len(), count)).await;
        }
        if self.store.is_due(&workspace) {
            self.tidy(workspace);
        }
        Ok(delta)
    }
}

fn empty(opened: &Opened) -> Imported {
    let header = opened.incoming.header.clone();
    Imported {
        file_name: opened.file_name.clone(),
        log: None,
        at: opened.at,
        days_ahead: 0,
        added: Vec::new(),
        changed: Vec::new(),
        in_conflict: Vec::new(),
        doubles: Vec::new(),
        is_sample: header.sample.is_some(),
        kept_out: 0,
        left: BTreeSet::new(),
        erased: 0,
        archive: None,
        header,
    }
}

//! The commands of a person: save, delete, restore, choose, switch.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{App, Failure, OWN, preferences};
use crate::flow::progress::{Progress, progress};
use crate::flow::{Asked, Change, Desk, Refusal, Step, take};
use crate::i18n::Lang;
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, Value};
use crate::platform;
use crate::replica::joins::{self, Seen};
use crate::replica::save::Draft;
use crate::replica::{DELETED, Key, Pred, Saved, stage};
use crate::sample::{SAMPLE_VERSION, sample_city};
use crate::store::Workspace;

/// Longest name of an author, in characters; the file format takes no longer one.
const AUTHOR_CHARS_MAX: usize = 40;

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was saved; these records were made along with it.
    Done(Vec<Key>),
    /// It was not taken, and nothing was changed.
    Refused(Refusal),
}

impl App {
    pub(super) fn draft(&self, set: BTreeMap<Name, Value>) -> Draft {
        Draft { set, at: self.now(), by: self.author.get_untracked().as_str().into() }
    }

    /// Saves fields of a record upon the heads that the form displayed.
    ///
    /// # Errors
    /// When no storage took the save; nothing changed then.
    pub async fn save(
        &'static self,
        key: Key,
        displayed: Vec<Pred>,
        set: BTreeMap<Name, Value>,
    ) -> Result<(), Failure> {
        let draft = self.draft(set);
        let saved = self.staged(&key, &displayed, draft)?;
        self.commit(vec![saved]).await.map(drop)
    }

    /// A save upon what was displayed of a record; of records that are read as one it belongs to the first.
    pub(super) fn staged(&self, key: &Key, displayed: &[Pred], draft: Draft) -> Result<Saved, Failure> {
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let key = rows.joins().lead(key).clone();
        if replica.drops().is_erased(&key.id) {
            return Err(Failure::Erased);
        }
        let records = Seen { replica: &replica, joins: rows.joins() }.records(&key);
        let save = stage(records, displayed, self.session, draft);
        Ok(Saved { key, save })
    }

    /// Says of each group that its records are the same: they are read as one from now on, and what differs is to be settled.
    ///
    /// # Errors
    /// As [`App::save`].
    pub async fn join_records(&'static self, groups: Vec<Vec<Key>>) -> Result<(), Failure> {
        let pairs = groups.iter().filter_map(|keys| keys.split_first());
        let pairs = pairs.flat_map(|(first, others)| others.iter().map(move |other| (first, other)));
        let edge = |(first, other): (&Key, &Key)| {
            let draft = self.draft(joins::join(first.id, other.id));
            self.staged(&self.fresh_key(joins::SAME), &[], draft)
        };
        let saves = pairs.map(edge).collect::<Result<Vec<_>, _>>()?;
        if saves.is_empty() { Ok(()) } else { self.commit(saves).await.map(drop) }
    }

    /// Takes apart what was joined with a record: each is read by itself again.
    ///
    /// # Errors
    /// As [`App::save`].
    pub async fn unjoin(&'static self, key: Key) -> Result<(), Failure> {
        let edges = {
            let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
            let group = rows.joins().group(&key).map(<[Key]>::to_vec).unwrap_or_default();
            joins::edges(&replica, &group)
        };
        let end = |edge: &Key| {
            let heads = self.replica.borrow().view(edge).map(|view| view.heads.clone()).unwrap_or_default();
            let set = [(Name::known(DELETED), Value::Bool(true))].into_iter().into_map();
            self.staged(edge, &heads, self.draft(set))
        };
        let saves = edges.iter().map(end).collect::<Result<Vec<_>, _>>()?;
        if saves.is_empty() { Ok(()) } else { self.commit(saves).await.map(drop) }
    }

    /// Takes a step with a record upon the heads that were displayed: all that it changes is saved as one command.
    ///
    /// # Errors
    /// As [`App::save`].
    pub async fn take_step(
        &'static self,
        key: &Key,
        displayed: &[Pred],
        step: &'static Step,
        asked: &Asked,
    ) -> Result<Taken, Failure> {
        let fresh = |kind| self.fresh_key(kind);
        let author = self.author.get_untracked();
        let today = untrack(|| self.day());
        let taken = {
            let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
            let joined = &Seen { replica: &replica, joins: rows.joins() }.joined();
            let desk = Desk { replica: &replica, joined, today, author: &author, fresh: &fresh };
            take(&desk, key, displayed, step, asked)
        };
        let changes = match taken {
            Ok(changes) => by_record(changes),
            Err(refusal) => return Ok(Taken::Refused(refusal)),
        };
        let is_made = |key: &Key| self.replica.borrow().record(key).is_none();
        let made = changes.iter().map(|change| change.key.clone()).filter(is_made).collect();
        let staged = |change: Change| self.staged(&change.key, &change.heads, self.draft(change.set));
        let saves = changes.into_iter().map(staged).collect::<Result<Vec<_>, _>>()?;
        self.commit(saves).await?;
        Ok(Taken::Done(made))
    }

    /// How far a record is; tracks every kind.
    #[must_use]
    pub fn progress(&self, key: &Key) -> Vec<Progress> {
        let today = self.day();
        self.with_rows(|rows| {
            let replica = self.replica.borrow();
            let joined = &Seen { replica: &replica, joins: rows.joins() }.joined();
            // Nothing is made by looking.
            let fresh = |kind| Key { id: RecordId { session: self.session, counter: 0 }, kind: Name::known(kind) };
            progress(&Desk { replica: &replica, joined, today, author: "", fresh: &fresh }, key)
        })
    }

    /// Deletes or restores a record upon the heads that were displayed.
    ///
    /// # Errors
    /// As [`App::save`].
    pub async fn set_deleted(&'static self, key: Key, displayed: Vec<Pred>, is_deleted: bool) -> Result<(), Failure> {
        let set = [(Name::known(DELETED), Value::Bool(is_deleted))].into_iter().into_map();
        self.save(key, displayed, set).await
    }

    /// Opens the sample city: the one on this device, or a new one.
    ///
    /// # Errors
    /// When no storage took it.
    pub async fn open_sample(&'static self) -> Result<(), Failure> {
        let is_new = self.enter_sample(SAMPLE_VERSION).await?;
        if is_new {
            self.commit(sample_city()).await?;
        }
        Ok(())
    }

    /// Opens the sample workspace of a version, an empty one when there is none, and tells whether it is new.
    pub(super) async fn enter_sample(&'static self, version: &str) -> Result<bool, Failure> {
        let of_version = |workspace: &Workspace| workspace.sample.as_deref() == Some(version);
        if of_version(&self.workspace.get_untracked()) {
            return Ok(false);
        }
        let held = self.samples.get_untracked().into_iter().find(of_version);
        let (workspace, is_new) = match held {
            Some(workspace) => (workspace, false),
            None => {
                // A removed sample stays removed: each opening has an id of its own.
                let id = format!("sample-{}", platform::fresh_session().map_err(|_| Failure::Random)?);
                (Workspace { id, sample: Some(version.to_owned()) }, true)
            }
        };
        if is_new {
            self.check_writable()?;
            self.store.create(&workspace).await.map_err(|error| self.refused(error))?;
            self.samples.update(|samples| samples.push(workspace.clone()));
        }
        self.open(&workspace.id).await;
        Ok(is_new)
    }

    /// Removes the sample that is open, with everything in it, and goes back to the own records.
    ///
    /// # Errors
    /// When no storage noted the removal; nothing was removed then.
    pub async fn remove_sample(&'static self) -> Result<(), Failure> {
        let workspace = self.workspace.get_untracked();
        if workspace.sample.is_none() {
            return Ok(());
        }
        self.store.drop_workspace(&workspace.id).await.map_err(|error| self.refused(error))?;
        preferences::forget(&workspace.id);
        self.samples.update(|samples| samples.retain(|sample| sample.id != workspace.id));
        self.open(OWN).await;
        Ok(())
    }

    /// Switches the language of the interface.
    pub fn set_lang(&self, lang: Lang) {
        preferences::set_lang(lang);
        self.lang.set(lang);
    }

    /// Says who is working from now on.
    pub fn set_author(&self, name: &str) {
        let name: String = platform::normalized(name.trim()).chars().take(AUTHOR_CHARS_MAX).collect();
        self.authors.set(preferences::set_author(&name));
        self.author.set(name);
    }
}

/// One change for each record: two saves of one record in one command would be two contents of one dot.
fn by_record(changes: Vec<Change>) -> Vec<Change> {
    let mut whole: Vec<Change> = Vec::new();
    for change in changes {
        match whole.iter_mut().find(|held| held.key == change.key) {
            Some(held) => held.set.extend(change.set),
            None => whole.push(change),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RecordId, SessionId};

    #[test]
    fn a_record_that_a_step_changes_twice_is_saved_once() {
        let change = |counter: u32, field: &'static str| Change {
            key: Key {
                id: RecordId { session: SessionId::from_bytes([1; SessionId::BYTES]), counter },
                kind: Name::known("need"),
            },
            heads: Vec::new(),
            set: [(Name::known(field), Value::text(field))].into_iter().into_map(),
        };
        let whole = by_record(vec![change(1, "state"), change(2, "state"), change(1, "partner")]);
        let fields = |change: &Change| change.set.keys().map(Name::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(whole.iter().map(fields).collect::<Vec<_>>(), ["partner state", "state"]);
    }
}

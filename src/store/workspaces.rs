//! Which workspaces there are, and the removal of one for good.

use super::{Batch, DurableHome, Guard, HomeError, LocalHome, Store, keys, put};
use crate::model::sorted::Sorted;

/// What stands under the key that notes a removal; the key alone counts.
const NOTED: &str = "true";
/// Begins the ids of samples.
const SAMPLE: &str = "sample-";

/// A workspace: own records, or one opened sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// What names it in keys.
    pub id: String,
    /// The sample city's version, when it is a sample.
    pub sample: Option<String>,
}

impl<L: LocalHome, D: DurableHome> Store<L, D> {
    /// The workspaces that exist in any home and were not removed, in the order of their ids.
    ///
    /// # Errors
    /// When no home can be read.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, HomeError> {
        let dropped = self.held(&keys::tombstones()).await?.texts();
        let dropped = dropped.keys().map(|key| keys::id_of(key).to_owned()).into_set();
        let found = self.held(&keys::metas()).await?.texts();
        let live = found.into_iter().filter(|(key, _)| !dropped.contains(keys::id_of(key)));
        Ok(live
            .map(|(key, texts)| {
                let id = keys::id_of(&key).to_owned();
                let sample = texts.iter().find_map(|text| serde_json::from_str::<Option<String>>(text).ok().flatten());
                // A sample whose version cannot be read is still no own workspace, and can still be removed.
                let sample = sample.or_else(|| id.starts_with(SAMPLE).then(String::new));
                Workspace { id, sample }
            })
            .collect())
    }

    /// Notes that a workspace exists.
    ///
    /// # Errors
    /// When a home is available and none took it, or the workspace was removed before.
    pub async fn create(&self, workspace: &Workspace) -> Result<(), HomeError> {
        let text = serde_json::to_string(&workspace.sample).map_err(|error| HomeError::Failed(error.to_string()))?;
        let (key, guard) = (keys::meta(&workspace.id), Guard::live(&workspace.id));
        self.permit(&guard)?;
        let local = self.local.as_ref().map(|local| self.judge(local, &guard).and_then(|()| local.set(&key, &text)));
        let durable = match &self.durable {
            Some(durable) => Some(durable.commit(&guard, &put(&key, &text)).await),
            None => None,
        };
        let refused = [&local, &durable].into_iter().flatten().any(|result| *result == Err(HomeError::Dropped));
        if refused { Err(HomeError::Dropped) } else { self.either(local, durable) }
    }

    /// Succeeds when any home that is available did; the other's failure is noted.
    fn either(
        &self,
        local: Option<Result<(), HomeError>>,
        durable: Option<Result<(), HomeError>>,
    ) -> Result<(), HomeError> {
        match (local, durable) {
            (Some(Err(error)), None | Some(Err(_))) | (None, Some(Err(error))) => Err(error),
            (local, durable) => {
                let failures = [local, durable].into_iter().flatten().filter_map(Result::err);
                self.trouble.borrow_mut().extend(failures);
                Ok(())
            }
        }
    }

    /// Removes a workspace for good: its id is noted as removed, then everything under it goes.
    ///
    /// # Errors
    /// When a home is available and none noted it; then nothing was removed.
    pub async fn drop_workspace(&self, workspace: &str) -> Result<(), HomeError> {
        let (key, guard) = (keys::tombstone(workspace), Guard::version());
        self.permit(&guard)?;
        let local = self.local.as_ref().map(|local| self.judge(local, &guard).and_then(|()| local.set(&key, NOTED)));
        let durable = match &self.durable {
            Some(durable) => Some(durable.commit(&guard, &put(&key, NOTED)).await),
            None => None,
        };
        self.either(local, durable)?;
        self.clear(workspace).await;
        Ok(())
    }

    /// Removes what is left of a removed workspace. What cannot be removed now is removed at a later start.
    async fn clear(&self, workspace: &str) {
        let content = keys::content(workspace);
        // What names it goes last: as long as that is there, a later start finishes the work.
        let notes = [keys::mark(workspace), keys::ping(workspace), keys::meta(workspace)];
        if let Some(local) = &self.local {
            let keys = local.keys(&content).unwrap_or_default();
            for key in keys.iter().chain(&notes) {
                self.note(local.remove(key));
            }
        }
        if let Some(durable) = &self.durable {
            let mut remove = notes.to_vec();
            match durable.read(&content).await {
                Ok(held) => remove.extend(held.into_iter().map(|(key, _)| key)),
                Err(error) => drop(self.note(Err(error))),
            }
            self.note(durable.commit(&Guard::version(), &Batch { put: Vec::new(), remove }).await);
        }
    }

    /// Removes what earlier removals left behind in either home, and notes each removal in a home that lost the note: one
    /// with older content would take new saves for it.
    pub(super) async fn sweep(&self) {
        let (noted, named) = (self.held(&keys::tombstones()).await, self.held(&keys::metas()).await);
        let (Ok(noted), Ok(named)) = (noted, named) else { return };
        let named = named.texts();
        let dropped: Vec<String> = noted.texts().into_keys().collect();
        if let (Some(local), Some(held)) = (&self.local, &noted.local) {
            for key in dropped.iter().filter(|key| !held.contains_key(*key)) {
                self.note(local.set(key, NOTED));
            }
        }
        if let (Some(durable), Some(held)) = (&self.durable, &noted.durable) {
            let lacking = dropped.iter().filter(|key| !held.contains_key(*key));
            let put: Vec<_> = lacking.map(|key| (key.clone(), NOTED.to_owned())).collect();
            if !put.is_empty() {
                self.note(durable.commit(&Guard::version(), &Batch { put, remove: Vec::new() }).await);
            }
        }
        for key in &dropped {
            let workspace = keys::id_of(key);
            let mut is_left = named.contains_key(&keys::meta(workspace));
            for prefix in [keys::content(workspace), keys::mark(workspace)] {
                is_left |= self.held(&prefix).await.is_ok_and(|left| !left.texts().is_empty());
            }
            if is_left {
                self.clear(workspace).await;
            }
        }
    }
}

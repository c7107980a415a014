//! A quick hand: many edits through the real form, made by a script inside the page, since each step through the driver
//! costs more than the save itself.

use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::problem::{Found, Problem};

/// One edit: a form and what is put into it before "save" is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The address of the form, from `#` on.
    pub place: String,
    /// Fields with their new texts.
    pub fields: Vec<(String, String)>,
}

impl Edit {
    /// An edit of a form.
    #[must_use]
    pub fn of(place: &str, fields: &[(&str, &str)]) -> Self {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self { place: place.to_owned(), fields: fields.iter().map(owned).collect() }
    }
}

/// How far the hand is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Progress {
    /// Edits for which "save" was pressed.
    pub begun: usize,
    /// Of these, the first so many were shown as saved.
    pub shown: usize,
    /// What stopped it.
    failed: Option<String>,
}

impl Device {
    /// Prepares the tab for [`Device::begin`].
    ///
    /// # Errors
    /// When the page does not run it.
    pub async fn take_up(&self) -> Found {
        self.ask::<Option<u8>>(include_str!("hand/take_up.js"), Vec::new()).await.map(drop)
    }

    /// Begins to make edits and returns at once. A hand that is in step presses "save" for an edit only when that of
    /// another tab is ready to press it for the edit at the same place.
    ///
    /// # Errors
    /// When the page does not run it.
    pub async fn begin(&self, edits: &[Edit], is_in_step: bool) -> Found {
        let edits = serde_json::to_value(edits).map_err(Problem::json("edits for a script"))?;
        self.ask::<Option<u8>>(include_str!("hand/work.js"), vec![edits, is_in_step.into()]).await.map(drop)
    }

    /// How far it is.
    ///
    /// # Errors
    /// When it was stopped by an error.
    pub async fn progress(&self) -> Found<Progress> {
        let progress: Progress = self.ask("return window.hand.work", Vec::new()).await?;
        match &progress.failed {
            Some(failed) => Err(Problem::Wrong(format!("the hand stopped after {progress:?}: {failed}"))),
            None => Ok(progress),
        }
    }

    /// Waits until so many edits were shown as saved.
    ///
    /// # Errors
    /// When the hand stops, or shows nothing new for too long.
    pub async fn until_shown(&self, wanted: usize) -> Found {
        let mut before = 0;
        while before < wanted {
            before = self
                .until(&format!("edit {before} of {wanted} to be shown as saved"), async || {
                    let shown = self.progress().await?.shown;
                    Ok(if shown > before { Ok(shown) } else { Err(format!("{shown}")) })
                })
                .await?;
        }
        Ok(())
    }

    /// Makes edits one after another and waits until all are shown as saved.
    ///
    /// # Errors
    /// When one is not.
    pub async fn make(&self, edits: &[Edit]) -> Found {
        self.take_up().await?;
        self.begin(edits, false).await?;
        self.until_shown(edits.len()).await
    }
}

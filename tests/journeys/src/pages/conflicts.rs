//! What is to be settled: different values side by side.

use crate::device::Device;
use crate::problem::{Found, Problem};

/// What merging left open, as the page lists it.
const OPEN: &str = "#conflicts .matter:not([data-matter='broken'])";

/// The page of conflicts.
pub struct Conflicts<'a>(&'a Device);

impl Device {
    /// Goes to the page of conflicts.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn conflicts(&self) -> Found<Conflicts<'_>> {
        self.visit("conflicts").await?;
        self.until_count("#conflicts, #settle > .empty", 1).await?;
        Ok(Conflicts(self))
    }
}

impl Conflicts<'_> {
    /// How much merging left open.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn count(&self) -> Found<usize> {
        self.0.count(OPEN).await
    }

    /// Waits until so much is left to settle.
    ///
    /// # Errors
    /// When it is another number for too long.
    pub async fn until_left(&self, wanted: usize) -> Found {
        self.0.until_count(OPEN, wanted).await
    }

    /// Waits until nothing is left to settle.
    ///
    /// # Errors
    /// When something is.
    pub async fn until_none(&self) -> Found {
        self.until_left(0).await
    }

    /// The fields in conflict, in the order shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn fields(&self) -> Found<Vec<String>> {
        self.0.attributes("#conflicts .sides[data-field]", "data-field").await
    }

    /// The values that stand side by side in a field, sorted.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn sides(&self, field: &str) -> Found<Vec<String>> {
        let mut sides = self.0.texts(&format!("#conflicts .sides[data-field='{field}'] li b")).await?;
        sides.sort();
        Ok(sides)
    }

    /// Who made each of the values of a field, when, and on which device, as shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn makers(&self, field: &str) -> Found<Vec<String>> {
        self.0.texts(&format!("#conflicts .sides[data-field='{field}'] li small")).await
    }

    /// Settles a field by choosing one of its values, and waits until that is on disk.
    ///
    /// # Errors
    /// When the value is not offered or not taken.
    pub async fn settle(&self, field: &str, value: &str) -> Found {
        let sides = self.0.texts(&format!("#conflicts .sides[data-field='{field}'] li b")).await?;
        let place = sides.iter().position(|side| side == value);
        let place = place.ok_or_else(|| Problem::Wrong(format!("{value} is not among {sides:?}")))? + 1;
        self.0.press(&format!("#conflicts .sides[data-field='{field}'] li:nth-child({place}) button")).await?;
        self.0.until_notice("已选定").await?;
        self.0.until_saved().await
    }

    /// Decides that a record stays which one side deleted and the other edited, and waits until that is on disk.
    ///
    /// # Errors
    /// When that is not offered or not taken.
    pub async fn keep(&self) -> Found {
        let contested = "#conflicts [data-matter='contested'] .sides li";
        self.0.until_text(&format!("{contested} b"), "保留记录", |text| text == "保留记录").await?;
        self.0.press(&format!("{contested}:first-child button")).await?;
        self.0.until_notice("已选定").await?;
        self.0.until_saved().await
    }

    /// Undoes the last decision, and waits until that is on disk.
    ///
    /// # Errors
    /// When that is not offered or not done.
    pub async fn undo(&self) -> Found {
        self.0.press("#unsettle").await?;
        self.0.until_notice("已撤销").await?;
        self.0.until_saved().await
    }

    /// Ticks all conflicts and decides them by what somebody entered; gives what the preview says.
    ///
    /// # Errors
    /// When that is not offered or not done.
    pub async fn keep_all_of(&self, author: &str) -> Found<String> {
        self.0.press("#tick-all").await?;
        self.0.until_count(&format!("#batch-of option[value='{author}']"), 1).await?;
        self.0.choose("#batch-of", author).await?;
        let preview = self.0.text("#batch-preview").await?;
        self.0.press("#batch-do:not([disabled])").await?;
        self.0.until_notice("已决定").await?;
        self.0.until_saved().await?;
        Ok(preview)
    }
}

//! What is to be settled: different values side by side.

use crate::device::Device;
use crate::problem::{Found, Problem};

/// The page of conflicts.
pub struct Conflicts<'a>(&'a Device);

impl Device {
    /// Goes to the page of conflicts.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn conflicts(&self) -> Found<Conflicts<'_>> {
        self.visit("conflicts").await?;
        self.until_count("#conflicts, main > .empty", 1).await?;
        Ok(Conflicts(self))
    }
}

impl Conflicts<'_> {
    /// How many records are in conflict.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn count(&self) -> Found<usize> {
        self.0.count("#conflicts .conflict").await
    }

    /// Waits until nothing is left to settle.
    ///
    /// # Errors
    /// When something is.
    pub async fn until_none(&self) -> Found {
        self.0.until_count("#conflicts .conflict", 0).await?;
        self.0.until_count("main > .empty", 1).await
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

    /// Who made each of the values of a field and when, as shown.
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
        self.0.until_text("#conflicts .sides:not([data-field]) li b", "保留记录", |text| text == "保留记录").await?;
        self.0.press("#conflicts .sides:not([data-field]) li:first-child button").await?;
        self.0.until_notice("已选定").await?;
        self.0.until_saved().await
    }
}

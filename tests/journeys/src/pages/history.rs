//! The history of a record.

use crate::device::Device;
use crate::problem::{Found, Problem};

/// The page of a record's history.
pub struct History<'a>(&'a Device);

impl Device {
    /// Goes to the history of a record among one's own.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn history(&self, kind: &str, id: &str) -> Found<History<'_>> {
        self.go(&format!("#/own/{kind}/{id}/history")).await?;
        History::shown(self).await
    }
}

impl<'a> History<'a> {
    /// The history that is shown, once it is.
    ///
    /// # Errors
    /// When none is.
    pub async fn shown(device: &'a Device) -> Found<Self> {
        device.until_count("#history", 1).await?;
        Ok(Self(device))
    }

    /// Waits until there are so many saves.
    ///
    /// # Errors
    /// When there is another number for too long.
    pub async fn until_saves(&self, wanted: usize) -> Found {
        self.0.until_count("#history > li", wanted).await
    }

    /// Who made the saves, newest first.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn makers(&self) -> Found<Vec<String>> {
        self.0.attributes("#history > li", "data-by").await
    }

    /// What stands above a save: who, when, from where. Saves are counted from 1, newest first.
    ///
    /// # Errors
    /// When there is no such save.
    pub async fn head(&self, save: usize) -> Found<String> {
        self.0.text(&format!("#history > li:nth-child({save}) .step-head")).await
    }

    /// What a save did to a field: before, after, and how that stands now.
    ///
    /// # Errors
    /// When it did not set the field.
    pub async fn field(&self, save: usize, field: &str) -> Found<[String; 3]> {
        let row = format!("#history > li:nth-child({save}) tr[data-field='{field}']");
        let css = format!("{row} td:not(:last-child), {row} td:last-child > span");
        let look = async || {
            let cells = self.0.texts(&css).await?;
            Ok(<[String; 3]>::try_from(cells).map_err(|cells| format!("{cells:?}")))
        };
        self.0.until(&css, look).await
    }

    /// Proposes to bring back what a save set a field to.
    ///
    /// # Errors
    /// When that is not offered.
    pub async fn restore_field(&self, save: usize, field: &str) -> Found {
        self.0.press(&format!("#history > li:nth-child({save}) tr[data-field='{field}'] .restore")).await?;
        self.0.until_count("#plan", 1).await
    }

    /// Proposes to take a save back.
    ///
    /// # Errors
    /// When that is not offered.
    pub async fn undo(&self, save: usize) -> Found {
        self.0.press(&format!("#history > li:nth-child({save}) .undo")).await?;
        self.0.until_count("#plan", 1).await
    }

    /// What is about to be saved: field, present value, new value.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn plan(&self) -> Found<Vec<[String; 3]>> {
        let fields = self.0.attributes("#plan tbody tr", "data-field").await?;
        let cells = self.0.texts("#plan tbody td").await?;
        let rows = fields.into_iter().zip(cells.chunks(2));
        rows.map(|(field, cells)| match cells {
            [now, new] => Ok([field, now.clone(), new.clone()]),
            _ => Err(Problem::Wrong(format!("{field} has {} cells", cells.len()))),
        })
        .collect()
    }

    /// Saves what was proposed, and waits until it is on disk.
    ///
    /// # Errors
    /// When it is not saved.
    pub async fn save(&self) -> Found {
        self.0.press("#plan-save").await?;
        self.0.until_count("#plan", 0).await?;
        self.0.until_notice("已恢复").await?;
        self.0.until_saved().await
    }

    /// What the record held in a field on the day chosen, and what it holds now.
    ///
    /// # Errors
    /// When the page does not show it.
    pub async fn then(&self, field: &str) -> Found<[String; 2]> {
        let css = format!("#then tr[data-field='{field}'] td");
        let look = async || {
            let cells = self.0.texts(&css).await?;
            Ok(<[String; 2]>::try_from(cells).map_err(|cells| format!("{cells:?}")))
        };
        self.0.until(&css, look).await
    }
}

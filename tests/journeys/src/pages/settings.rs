//! The settings: how full the storage is, what is damaged, what is taken out on purpose.

use std::fs;

use crate::device::Device;
use crate::export::Export;
use crate::problem::{Found, Problem};

/// The page of settings.
pub struct Settings<'a>(&'a Device);

impl Device {
    /// Goes to the settings.
    ///
    /// # Errors
    /// When they do not appear.
    pub async fn settings(&self) -> Found<Settings<'_>> {
        self.visit("settings").await?;
        self.until_count("#open-sample", 1).await?;
        Ok(Settings(self))
    }
}

impl Settings<'_> {
    /// What the page says of damage: a line for the damaged parts, one for what the snapshot lost, one for each gap.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn damage(&self) -> Found<Vec<String>> {
        self.0.texts("#damage > p:not(.note, .row), #damage li").await
    }

    /// Waits until it says that.
    ///
    /// # Errors
    /// When it says something else.
    pub async fn until_damage(&self, wanted: &[String]) -> Found {
        self.0
            .until(&format!("the settings to say {wanted:?}"), async || {
                let said = self.damage().await?;
                Ok(if said == wanted { Ok(()) } else { Err(format!("{said:?}")) })
            })
            .await
    }

    /// Downloads the damaged parts and reads the file as it is.
    ///
    /// # Errors
    /// When no file arrives.
    pub async fn download_damaged(&self) -> Found<String> {
        let before = self.0.downloads()?;
        self.0.press("#download-damaged").await?;
        let path = self.0.until_arrived(&before, "#damage").await?;
        fs::read_to_string(&path).map_err(Problem::disk(format!("reading {}", path.display())))
    }

    /// Says that what is damaged and missing is known, and waits until nothing is said of it any more.
    ///
    /// # Errors
    /// When something is.
    pub async fn accept(&self) -> Found {
        self.0.press("#accept").await?;
        self.0.press("#accept-yes").await?;
        self.0.until_count("#damage", 0).await?;
        self.0.until_count(".banner", 0).await
    }

    /// Keeps snapshots in `IndexedDB` only, or in both homes again, and waits until that is so.
    ///
    /// # Errors
    /// When it is not offered or does not come about.
    pub async fn keep(&self, is_apart: bool) -> Found {
        let (pressed, other) = if is_apart { ("#keep-apart", "#keep-both") } else { ("#keep-both", "#keep-apart") };
        self.0.press(pressed).await?;
        self.0.until_notice(if is_apart { "只放在 IndexedDB" } else { "两处都存" }).await?;
        self.0.until_count(other, 1).await
    }

    /// Writes the years up to one into an archive, and gives its file.
    ///
    /// # Errors
    /// When the year is not offered or no file arrives.
    pub async fn write_archive(&self, year: i32) -> Found<Export> {
        let before = self.0.downloads()?;
        self.0.choose("#archive-year", &year.to_string()).await?;
        self.0.press("#archive-write").await?;
        Export::read(self.0.until_arrived(&before, "#archive .result").await?)
    }

    /// Takes out what was written, and waits until that is on disk.
    ///
    /// # Errors
    /// When it is not taken out.
    pub async fn take_out(&self) -> Found<String> {
        self.0.press("#archive-take").await?;
        let said = self.0.until_text(".notice.good p", "what was taken out", |text| text.contains("已移出")).await?;
        self.0.until_saved().await?;
        Ok(said)
    }

    /// Clears deleted records away, and waits until that is on disk.
    ///
    /// # Errors
    /// When they stay.
    pub async fn purge(&self) -> Found<String> {
        self.0.press("#purge").await?;
        self.0.press("#purge-yes").await?;
        let said = self.0.until_text(".notice.good p", "what was cleared", |text| text.contains("已清除")).await?;
        self.0.until_saved().await?;
        Ok(said)
    }

    /// How full local storage is, in percent, as the meter shows it.
    ///
    /// # Errors
    /// When there is no meter.
    pub async fn percent(&self) -> Found<usize> {
        self.0.ask("return document.querySelector('#used').value", Vec::new()).await
    }
}

//! Sheets of one kind: bringing one in, and writing the list as one.

use std::path::{Path, PathBuf};

use crate::device::Device;
use crate::problem::Found;

/// The page for sheets.
pub struct Table<'a>(&'a Device);

impl Device {
    /// Goes to the sheets of a kind from its list.
    ///
    /// # Errors
    /// When the page does not appear.
    pub async fn table(&self, kind: &str) -> Found<Table<'_>> {
        self.list(kind).await?;
        self.press("#sheets").await?;
        self.until_count("#sheet-export", 1).await?;
        Ok(Table(self))
    }
}

impl Table<'_> {
    /// Chooses a sheet and waits until all its lines are read.
    ///
    /// # Errors
    /// When it is not shown.
    pub async fn choose(&self, path: &Path) -> Found {
        self.0.send("#sheet-file", &path.to_string_lossy()).await?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.0.until_text("#sheet-name", &name, |text| text == name).await?;
        self.until_read().await
    }

    /// Pastes cells that were copied from a spreadsheet.
    ///
    /// # Errors
    /// When they are not shown.
    pub async fn paste(&self, text: &str) -> Found {
        let script = "const box = document.querySelector('#sheet-paste'); box.value = arguments[0];
            box.dispatchEvent(new Event('input', {bubbles: true})); return true";
        self.0.ask::<bool>(script, vec![text.into()]).await?;
        self.until_read().await
    }

    async fn until_read(&self) -> Found {
        self.0.until_count("#sheet-rows[aria-busy='false']", 1).await
    }

    /// How many lines there are: all, new, to be mended, likely doubles.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn counts(&self) -> Found<[usize; 4]> {
        let script = "return ['all', 'new', 'wrong', 'doubles'].map(
            name => Number(document.querySelector('#sheet-' + name).textContent))";
        self.0.ask(script, Vec::new()).await
    }

    /// Waits until there are so many lines: all, new, to be mended, likely doubles.
    ///
    /// # Errors
    /// When there are others for too long.
    pub async fn until_counts(&self, wanted: [usize; 4]) -> Found {
        let look = async || {
            let counts = self.counts().await?;
            Ok(if counts == wanted { Ok(()) } else { Err(format!("{counts:?}")) })
        };
        self.0.until(&format!("{wanted:?} lines"), look).await
    }

    /// Types into a cell that is to be mended, and leaves it.
    ///
    /// # Errors
    /// When the cell is not open.
    pub async fn mend(&self, line: usize, column: usize, text: &str) -> Found {
        let cell = format!("#cell-{line}-{column}");
        self.0.type_into(&cell, text).await?;
        self.0.send(&cell, "\u{e004}").await
    }

    /// Brings the lines in and waits until that is on disk; gives what is said.
    ///
    /// # Errors
    /// When it is not done.
    pub async fn take(&self) -> Found<String> {
        self.0.until_count("#sheet-take:not([disabled])", 1).await?;
        self.0.press("#sheet-take").await?;
        self.until_turned("#sheet-undo").await
    }

    /// Takes back what was brought in; gives what is said.
    ///
    /// # Errors
    /// When it is not done.
    pub async fn undo(&self) -> Found<String> {
        self.0.press("#sheet-undo").await?;
        self.until_turned("#sheet-redo").await
    }

    /// Brings in again what was taken back; gives what is said.
    ///
    /// # Errors
    /// When it is not done.
    pub async fn redo(&self) -> Found<String> {
        self.0.press("#sheet-redo").await?;
        self.until_turned("#sheet-undo").await
    }

    async fn until_turned(&self, button: &str) -> Found<String> {
        self.0.until_count(button, 1).await?;
        self.0.until_saved().await?;
        self.0.text("#sheet-outcome b").await
    }

    /// Waits until the list has so many records.
    ///
    /// # Errors
    /// When it has another number for too long.
    pub async fn until_records(&self, wanted: usize) -> Found {
        let said = format!("列表中的 {wanted} 条记录");
        self.0.until_text("#sheet-export .note", &said, |text| text.contains(&said)).await.map(drop)
    }

    /// Writes the list as a sheet, and waits for the file.
    ///
    /// # Errors
    /// When none arrives.
    pub async fn write(&self) -> Found<PathBuf> {
        let before = self.0.downloads()?;
        self.0.press("#sheet-write").await?;
        self.0.until_arrived(&before, "#sheet-written").await
    }

    /// Types the phrase and writes the list with restricted fields.
    ///
    /// # Errors
    /// When no file arrives.
    pub async fn write_all(&self) -> Found<PathBuf> {
        let before = self.0.downloads()?;
        self.0.type_into("#sheet-phrase", "包含个人信息").await?;
        self.0.until_count("#sheet-write-all:not([disabled])", 1).await?;
        self.0.press("#sheet-write-all").await?;
        self.0.until_arrived(&before, "#sheet-written").await
    }

    /// Writes a blank sheet, and waits for the file.
    ///
    /// # Errors
    /// When none arrives.
    pub async fn template(&self) -> Found<PathBuf> {
        let before = self.0.downloads()?;
        self.0.press("#template").await?;
        self.0.until_arrived(&before, ".notice.good").await
    }
}

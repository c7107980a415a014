//! Files that the app hands to the browser, as they arrive in the folder for downloads.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::device::Device;
use crate::problem::{Found, Problem};

/// The files that were there before.
pub struct Before(BTreeSet<PathBuf>);

impl Device {
    /// Takes note of what has been downloaded so far.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn downloads(&self) -> Found<Before> {
        self.downloaded().map(Before)
    }

    fn downloaded(&self) -> Found<BTreeSet<PathBuf>> {
        let doing = || Problem::disk("looking into the downloads");
        let entries = fs::read_dir(self.profile.downloads()).map_err(doing())?;
        entries.map(|entry| Ok(entry.map_err(doing())?.path())).collect()
    }

    /// Waits for one new file and for what the page shows of it.
    ///
    /// # Errors
    /// When none arrives, or more, or the page does not show it.
    pub async fn until_arrived(&self, before: &Before, shown: &str) -> Found<PathBuf> {
        self.until("a file in the downloads", async || {
            // A round trip between two looks, and the page has to show it as well.
            let count = self.count(shown).await?;
            let found: Vec<PathBuf> = self.downloaded()?.difference(&before.0).cloned().collect();
            match &found[..] {
                // One that is still being written has another ending.
                [path]
                    if count > 0
                        && path
                            .extension()
                            .is_some_and(|ending| ["json", "csv", "html"].iter().any(|known| ending == *known)) =>
                {
                    Ok(Ok(path.clone()))
                }
                _ => Ok(Err(format!("{found:?}"))),
            }
        })
        .await
    }
}

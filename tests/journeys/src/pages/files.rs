//! Sending and receiving files.

use std::path::{Path, PathBuf};

use crate::device::Device;
use crate::downloads::Before;
use crate::export::Export;
use crate::problem::{Found, Problem};

/// The page for export and import.
pub struct Files<'a>(&'a Device);

/// What the app reports of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub added: usize,
    pub changed: usize,
    pub conflicts: usize,
    pub is_nothing_new: bool,
}

impl Device {
    /// Goes to the page for files.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn files(&self) -> Found<Files<'_>> {
        self.visit("files").await?;
        self.until_count("#import", 1).await?;
        Ok(Files(self))
    }
}

impl Files<'_> {
    /// Exports without restricted fields and waits for the file.
    ///
    /// # Errors
    /// When no file arrives.
    pub async fn export(&self) -> Found<Export> {
        let before = self.0.downloads()?;
        self.0.press("#export").await?;
        self.arrived(&before).await
    }

    /// Exports as a readable page and waits for it; gives where it is.
    ///
    /// # Errors
    /// When none arrives.
    pub async fn export_page(&self) -> Found<PathBuf> {
        let before = self.0.downloads()?;
        self.0.press("#export-page").await?;
        self.0.until_arrived(&before, "#exported").await
    }

    /// Types the phrase, exports everything, and says that the file was found, so that it counts as a backup.
    ///
    /// # Errors
    /// When the button stays closed or no file arrives.
    pub async fn export_everything(&self) -> Found<Export> {
        let before = self.0.downloads()?;
        self.0.type_into("#export-phrase", "包含个人信息").await?;
        self.0.until_count("#export-full:not([disabled])", 1).await?;
        self.0.press("#export-full").await?;
        let export = self.arrived(&before).await?;
        self.0.press("#found-yes").await?;
        self.0.until_count("#found-yes", 0).await?;
        Ok(export)
    }

    /// Writes the receipt for the file that was imported last, and waits for it.
    ///
    /// # Errors
    /// When none arrives.
    pub async fn receipt(&self) -> Found<Export> {
        let before = self.0.downloads()?;
        self.0.press("#imported .write-receipt").await?;
        Export::read(self.0.until_arrived(&before, ".notice.good").await?)
    }

    /// Imports a receipt and gives what is said of it.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn take_receipt(&self, path: &Path) -> Found<String> {
        self.choose(path).await?;
        self.0.until_text("#imported .result.receipt", "what the receipt says", |text| text.contains("回执")).await
    }

    /// Chooses a file to import; whatever comes of it is the app's to say.
    ///
    /// # Errors
    /// When the browser does not take the file.
    pub async fn choose(&self, path: &Path) -> Found {
        self.0.send("#import", &path.to_string_lossy()).await
    }

    /// Chooses files and waits for what taking them would do.
    ///
    /// # Errors
    /// When nothing of them could be taken.
    pub async fn choose_all(&self, paths: &[&Path]) -> Found {
        let names: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        self.0.send("#import", &names.join("\n")).await?;
        self.0.until_count("#take", 1).await
    }

    /// Takes what was chosen, as it is proposed or ticked; whatever comes of it is the app's to say.
    ///
    /// # Errors
    /// When the files that wait do not go.
    pub async fn take(&self) -> Found {
        self.0.press("#take").await
    }

    /// Chooses a file and takes what is proposed; whatever comes of it is the app's to say.
    ///
    /// # Errors
    /// When nothing of it could be taken.
    pub async fn hand_in(&self, path: &Path) -> Found {
        self.choose_all(&[path]).await?;
        self.take().await
    }

    /// Imports a file and waits for the report.
    ///
    /// # Errors
    /// When there is no report.
    pub async fn import(&self, path: &Path) -> Found<Report> {
        self.hand_in(path).await?;
        self.0.until_count("#imported .result.good", 1).await?;
        self.report().await
    }

    /// Opens a sample's file from one's own records: it opens apart from them, and that is said.
    ///
    /// # Errors
    /// When no sample opens or nothing is said.
    pub async fn open_sample_file(&self, path: &Path) -> Found {
        self.hand_in(path).await?;
        self.0.until_sample().await?;
        let said = "已作为样本城市打开";
        self.0.until_text("#imported .result.good, .notice.good", said, |text| text.contains(said)).await?;
        self.0.until_saved().await
    }

    /// Imports several files at once and returns what is said of each: of those that are refused first.
    ///
    /// # Errors
    /// When not all are reported on.
    pub async fn import_all(&self, paths: &[&Path]) -> Found<Vec<String>> {
        self.choose_all(paths).await?;
        self.take().await?;
        self.0.until_count("#imported .result", paths.len()).await?;
        self.0.texts("#imported .result").await
    }

    /// Takes back the import that was received last, and gives what is said before that.
    ///
    /// # Errors
    /// When it cannot be taken back.
    pub async fn undo_last(&self) -> Found<String> {
        self.0.press("#received li:first-child .taking-back").await?;
        let said = self.0.text("#received .result.undo").await?;
        self.0.press("#received .undo-yes").await?;
        self.0.until_notice("已撤回").await?;
        self.0.until_count("#received .result.undo", 0).await?;
        Ok(said)
    }

    /// Takes back the import that was received last by saves that travel, and gives what is said before that.
    ///
    /// # Errors
    /// When that is not offered.
    pub async fn reject_last(&self) -> Found<String> {
        self.0.press("#received li:first-child .taking-back").await?;
        let said = self.0.text("#received .result.undo").await?;
        self.0.press("#received .undo-reject").await?;
        self.0.until_notice("已用修改撤销").await?;
        self.0.until_saved().await?;
        Ok(said)
    }

    /// The report on the one file imported last.
    ///
    /// # Errors
    /// When there is none.
    pub async fn report(&self) -> Found<Report> {
        let count = async |css: &str| {
            let script = "const all = document.querySelectorAll(arguments[0]);
                return all.length === 1 ? Number(all[0].textContent.trim()) : null";
            let count: Option<usize> = self.0.ask(script, vec![css.into()]).await?;
            count.ok_or_else(|| Problem::Wrong(format!("{css} is not in the report")))
        };
        Ok(Report {
            added: count("#import-added").await?,
            changed: count("#import-changed").await?,
            conflicts: count("#import-conflicts").await?,
            is_nothing_new: self.0.count("#import-nothing").await? == 1,
        })
    }

    /// Imports a file that is to be refused, and returns what is said.
    ///
    /// # Errors
    /// When it is not refused.
    pub async fn refusal(&self, path: &Path) -> Found<String> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.choose(path).await?;
        self.0.until_text("#imported .refused", &name, |text| text.contains(&name)).await
    }

    /// Chooses the file of an archive that was taken out here: nothing of it is merged, and that is said.
    ///
    /// # Errors
    /// When it is not known as such.
    pub async fn choose_archive(&self, path: &Path) -> Found {
        self.choose(path).await?;
        self.0
            .until_text("#imported .result", "that it is an archive", |text| text.contains("从本机移出的归档"))
            .await?;
        self.0.until_count("#reopen", 1).await
    }

    /// Goes and only looks at the archive that was chosen.
    ///
    /// # Errors
    /// When it is not shown.
    pub async fn look(&self) -> Found {
        self.0.press("#imported a[href*='look']").await?;
        self.0.until_workspace("look").await?;
        self.0.until_text(".banner", "that it is only looked at", |text| text.contains("正在查看文件")).await.map(drop)
    }

    /// Brings back the archive that was chosen, waits until that is on disk, and gives what is said.
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn reopen(&self) -> Found<String> {
        self.0.press("#reopen").await?;
        let said = self.0.until_text(".notice.good p", "what came back", |text| text.contains("已放回")).await?;
        self.0.until_saved().await?;
        Ok(said)
    }

    async fn arrived(&self, before: &Before) -> Found<Export> {
        Export::read(self.0.until_arrived(before, "#exported").await?)
    }
}

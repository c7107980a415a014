//! What was received in files, and where what is seen came from.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::archive::LOOK;
use super::{App, Failure, preferences};
use crate::exchange::Header;
use crate::exchange::file_name::renamed;
use crate::exchange::receipt::Receipt;
use crate::i18n::Message;
use crate::insight::source::{Memory, Sources};
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId};
use crate::platform;
use crate::replica::drops::{self, DROP, Why};
use crate::replica::imports::{self, IMPORT, Import};
use crate::replica::joins::Seen;
use crate::replica::past::{self, Rejection};
use crate::replica::undone::{self, Dots, Undoing};
use crate::replica::{Key, Saved, stage};
use crate::sample::SAMPLE_SESSION;
use crate::store::browser::js_text;

impl App {
    /// The log of an import that brings these saves, to be saved with them; none where they say nothing but the sample.
    /// `left` counts the records of the file that are not taken.
    pub(super) fn log_of(&self, news: &[Saved], header: &Header, file_name: &str, left: usize) -> Option<Saved> {
        let is_own = |saved: &&Saved| header.sample.is_none() || saved.save.dot.session != SAMPLE_SESSION;
        let news: Vec<Saved> = news.iter().filter(is_own).cloned().collect();
        // A file that brought nothing is not missing from its series all the same.
        if news.is_empty() && !self.is_sighting(header) {
            return None;
        }
        let set = imports::log(&self.replica.borrow(), &news, &header.file(file_name));
        let left = (left > 0).then(|| imports::left(left));
        Some(self.saved_as_new(IMPORT, set.into_iter().chain(left).into_map()))
    }

    /// Tells whether a file has a number that was not seen here, of somebody else's series.
    fn is_sighting(&self, header: &Header) -> bool {
        let series = header.number.as_ref().map(|number| number.series.to_string());
        let is_seen = || imports::all(&self.replica.borrow()).iter().any(|import| import.file.digest == header.digest);
        series.is_some() && series != preferences::series() && !is_seen()
    }

    /// What taking back an import would do; tracks nothing.
    #[must_use]
    pub fn undoing(&self, import: RecordId) -> Undoing {
        let replica = self.replica.borrow();
        undone::undoing(&replica, &imports::all(&replica), import)
    }

    /// The records of which an import brought anything that is still held; tracks nothing.
    #[must_use]
    pub fn brought_by(&self, import: RecordId) -> Vec<Key> {
        let replica = self.replica.borrow();
        undone::brought_by(&replica, &imports::all(&replica), import).into_keys().collect()
    }

    /// Takes back an import: what only it brought is not seen any more, and what was saved upon that waits. Choosing its
    /// file again brings all back.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn undo_import(&'static self, import: RecordId) -> Result<Undoing, Failure> {
        let undoing = self.undoing(import);
        let dots: Dots = undoing.dots.iter().map(|(key, dots)| (key.id, dots.clone())).into_map();
        let sets = drops::drop_dots(Why::Undo, &import.to_string(), &dots);
        let saves: Vec<Saved> = sets.into_iter().map(|set| self.saved_as_new(DROP, set)).collect();
        if !saves.is_empty() {
            self.commit(saves).await?;
        }
        Ok(undoing)
    }

    /// Tells whether records left this device since a moment, so that others may hold what came before it. A moment that
    /// lies ahead says nothing, so then they may.
    #[must_use]
    pub fn has_left_since(&self, at: i64) -> bool {
        preferences::departed(&self.workspace.get_untracked().id).is_some_and(|left| left >= at || at > self.now())
    }

    /// What takes back an import by saves, which travel to others with the next file; tracks nothing.
    #[must_use]
    pub fn rejecting(&self, import: RecordId) -> Vec<Rejection> {
        let replica = self.replica.borrow();
        let brought = undone::brought_by(&replica, &imports::all(&replica), import);
        let mut rejections = past::reject(&replica, &brought);
        rejections.retain(|rejection| !rejection.undo.set.is_empty());
        rejections
    }

    /// Takes back an import by saves, as one command, and gives how many records that changes.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn reject_import(&'static self, import: RecordId) -> Result<usize, Failure> {
        let saves = self.rejecting(import).into_iter().map(|Rejection { key, undo }| {
            let replica = self.replica.borrow();
            let heads = replica.view(&key).map(|view| view.heads.clone()).unwrap_or_default();
            Saved { save: stage(replica.record(&key), &heads, self.session, self.draft(undo.set)), key }
        });
        let saves: Vec<Saved> = saves.collect();
        let count = saves.len();
        if count > 0 {
            self.commit(saves).await?;
        }
        Ok(count)
    }

    /// Writes a receipt for a file that was taken, hands it to the browser, and remembers that.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn write_receipt(
        &'static self,
        header: &Header,
        not_taken: &BTreeSet<RecordId>,
        import: Option<RecordId>,
    ) -> Result<String, Failure> {
        let at = self.now();
        let receipt = Receipt::of(header, &self.author.get_untracked(), at, not_taken.clone());
        let of =
            header.number.as_ref().map_or_else(|| header.digest[..8].to_owned(), |number| number.number.to_string());
        let what = self.lang.get_untracked().text(Message::ReceiptName);
        let file_name = renamed(&self.file_name(at), &format!("-{what}-{of}.json"));
        platform::hand_over(&file_name, &receipt.write()).map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        if let Some(id) = import {
            let key = Key { id, kind: Name::known(IMPORT) };
            let heads = self.replica.borrow().view(&key).map(|view| view.heads.clone()).unwrap_or_default();
            self.save(key, heads, imports::receipt(at)).await?;
        }
        Ok(file_name)
    }

    /// The imports that were taken back and not taken again; tracks all records.
    #[must_use]
    pub fn undone(&self) -> Vec<String> {
        self.track_records();
        undone::undone(&self.replica.borrow()).into_iter().map(|(_, drop)| drop.of).collect()
    }

    /// The imports that are remembered, the last one first; tracks all records.
    #[must_use]
    pub fn received(&self) -> Vec<Import> {
        self.track_records();
        let mut imports = imports::all(&self.replica.borrow());
        imports.reverse();
        imports
    }

    /// Calls a function with what is known of where the records came from; tracks nothing.
    pub fn with_sources<T>(&self, read: impl FnOnce(&Sources<'_>) -> T) -> T {
        let (replica, rows, looked) = (self.replica.borrow(), self.rows.borrow(), self.looked.borrow());
        let workspace = self.workspace.get_untracked();
        let file = looked.as_ref().filter(|_| workspace.id == LOOK);
        let file = file.map(|looked| looked.incoming.header.file(&looked.file_name));
        let imports = imports::all(&replica);
        let sample = workspace.sample.map(|_| SAMPLE_SESSION);
        let memory = match &file {
            Some(file) => Memory::File(file),
            None => Memory::Kept { imports: &imports, own: self.session, sample },
        };
        read(&Sources { seen: Seen { replica: &replica, joins: rows.joins() }, memory })
    }
}

//! What was received in files, and where what is seen came from.

use leptos::prelude::*;

use super::App;
use super::archive::LOOK;
use crate::exchange::Header;
use crate::insight::source::{Memory, Sources};
use crate::replica::Saved;
use crate::replica::imports::{self, IMPORT, Import};
use crate::replica::joins::Seen;
use crate::sample::SAMPLE_SESSION;

impl App {
    /// The log of an import that brings these saves, to be saved with them; none where they say nothing but the sample.
    pub(super) fn log_of(&self, news: &[Saved], header: &Header, file_name: &str) -> Option<Saved> {
        let is_own = |saved: &&Saved| header.sample.is_none() || saved.save.dot.session != SAMPLE_SESSION;
        let news: Vec<Saved> = news.iter().filter(is_own).cloned().collect();
        if news.is_empty() {
            return None;
        }
        let set = imports::log(&self.replica.borrow(), &news, &header.file(file_name));
        Some(self.saved_as_new(IMPORT, set))
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

//! The numbers of files, and what is remembered of those that were handed over: by the own records only.

use std::cell::Cell;

use leptos::prelude::*;

use super::{App, OWN, preferences};
use crate::exchange::outbox::Outbox;
use crate::exchange::{Manifest, Number, Written};
use crate::insight::extract::Wanted;
use crate::platform;
use crate::store::{Note, Notes};

thread_local! {
    // Beside the program and not in it: the first paint needs nothing of it.
    static CHANGED: Cell<Option<ArcTrigger>> = const { Cell::new(None) };
}

/// What tells of changes of the memory.
fn changed() -> ArcTrigger {
    CHANGED.with(|slot| {
        let trigger = slot.take().unwrap_or_default();
        slot.set(Some(trigger.clone()));
        trigger
    })
}

/// What is written: by number, of the day's files, and with what before.
pub(super) type Write<'a> = dyn FnMut(Option<&Number>, u32) -> (Written, String) + 'a;

impl App {
    /// Tells whether files of what is open have numbers: those of the own records do.
    fn is_numbered(&self) -> bool {
        self.workspace.get_untracked().id == OWN
    }

    /// Tracks what is remembered of files that were handed over.
    pub fn track_outbox(&self) {
        changed().track();
    }

    /// What is remembered of files that were handed over; nothing where IndexedDB is not to be had.
    pub async fn outbox(&self) -> Outbox {
        if !self.is_numbered() {
            return Outbox::default();
        }
        let text = self.store.outbox(OWN).await;
        Outbox::read(text.as_ref().map_or(None, |text| text.as_deref()))
    }

    /// All that an office is known to have; nothing where that is not remembered, and then a full file is to be written.
    pub async fn held_by(&self, office: &str) -> Option<Manifest> {
        self.manifest(&Note::Office(office.to_owned())).await
    }

    /// What a file said, where that is still remembered.
    pub(super) async fn said(&self, digest: &str) -> Option<Manifest> {
        self.manifest(&Note::File(digest.to_owned())).await
    }

    async fn manifest(&self, note: &Note) -> Option<Manifest> {
        // What cannot be read is as if it were not there: then a full file is written.
        let text = self.store.noted(OWN, note).await.unwrap_or_default()?;
        Manifest::from_json(&text)
    }

    /// Writes a file under the next number and remembers it, all in one transaction. Without IndexedDB, and of a sample, a
    /// file has no number; nor has one that is kept and handed to nobody.
    pub(super) async fn write_numbered(
        &self,
        wanted: &Wanted,
        since: Option<&Manifest>,
        is_kept: bool,
        write: &mut Write<'_>,
    ) -> (Written, String, Option<u32>) {
        let day = platform::today().to_string();
        let mut done = None;
        if let (true, Ok(fresh)) = (self.is_numbered(), platform::fresh_session()) {
            let mut note = |text: Option<String>| {
                let mut outbox = Outbox::read(text.as_deref());
                if is_kept {
                    outbox.count(&day);
                    let (written, name) = write(None, outbox.of_day());
                    done = Some((written, name, None));
                    return Notes { outbox: outbox.to_json(), ..Notes::default() };
                }
                let number = outbox.give_number(&day, fresh);
                preferences::set_series(&number.series.to_string());
                let (written, name) = write(Some(&number), outbox.of_day());
                let since = since.map(|since| since.digest.clone());
                let sent = outbox.sent(&written, &name, self.now(), since, wanted.line());
                let file = (Note::File(sent.digest.clone()), written.manifest.to_json());
                let remove = outbox.put(sent).into_iter().map(Note::File).collect();
                done = Some((written, name, Some(number.number)));
                Notes { outbox: outbox.to_json(), put: vec![file], remove }
            };
            if self.store.renote(OWN, &mut note).await.is_err() {
                // A number that was not noted may be given out again: the file must not have it.
                done = None;
            }
            changed().notify();
        }
        done.unwrap_or_else(|| {
            let (written, name) = write(None, 1);
            (written, name, None)
        })
    }

    /// Changes what is remembered, together with texts beside it; tells whether that was noted.
    pub(super) async fn change_outbox(&self, change: &mut dyn FnMut(&mut Outbox) -> Vec<(Note, String)>) -> bool {
        let mut note = |text: Option<String>| {
            let mut outbox = Outbox::read(text.as_deref());
            let put = change(&mut outbox);
            Notes { outbox: outbox.to_json(), put, remove: Vec::new() }
        };
        let is_noted = self.store.renote(OWN, &mut note).await.is_ok();
        changed().notify();
        is_noted
    }
}

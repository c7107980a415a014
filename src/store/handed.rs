//! What is remembered of files that were handed over: in IndexedDB only, since a file's manifest is as long as the file has
//! records, and a number that two tabs give out must be two numbers.
//!
//! Nothing of it is needed to read a record: without it files have no number, and every file is a full one.

use super::{Batch, DurableHome, Guard, HomeError, LocalHome, Store, keys};

/// A text that is kept beside the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What the file of a digest said.
    File(String),
    /// What an office is known to have.
    Office(String),
}

/// What to keep from now on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// The outbox.
    pub outbox: String,
    /// Other texts to put.
    pub put: Vec<(Note, String)>,
    /// Texts to remove.
    pub remove: Vec<Note>,
}

impl Note {
    fn key(&self, workspace: &str) -> String {
        match self {
            Self::File(digest) => keys::said(workspace, digest),
            Self::Office(by) => keys::office(workspace, by),
        }
    }
}

impl<L: LocalHome, D: DurableHome> Store<L, D> {
    fn durable(&self) -> Result<&D, HomeError> {
        self.durable.as_ref().ok_or(HomeError::Unavailable)
    }

    /// The outbox of a workspace.
    ///
    /// # Errors
    /// When IndexedDB is not there or cannot be read.
    pub async fn outbox(&self, workspace: &str) -> Result<Option<String>, HomeError> {
        let key = keys::outbox(workspace);
        Ok(of_key(self.durable()?.read(&key).await?, &key))
    }

    /// A text beside it.
    ///
    /// # Errors
    /// As [`Store::outbox`].
    pub async fn noted(&self, workspace: &str, note: &Note) -> Result<Option<String>, HomeError> {
        let key = note.key(workspace);
        Ok(of_key(self.durable()?.read(&key).await?, &key))
    }

    /// Changes the outbox in one strict transaction: what `change` is given is what is there, and nobody writes between.
    ///
    /// # Errors
    /// What the guard found, or why the transaction did not complete. Nothing changed.
    pub async fn renote(
        &self,
        workspace: &str,
        change: &mut dyn FnMut(Option<String>) -> Notes,
    ) -> Result<(), HomeError> {
        let (key, guard) = (keys::outbox(workspace), Guard::live(workspace));
        self.permit(&guard)?;
        let mut plan = |held| {
            let notes = change(of_key(held, &key));
            let put = notes.put.iter().map(|(note, text)| (note.key(workspace), text.clone()));
            let put = std::iter::once((key.clone(), notes.outbox)).chain(put).collect();
            Batch { put, remove: notes.remove.iter().map(|note| note.key(workspace)).collect() }
        };
        self.durable()?.rewrite(&guard, &key, &mut plan).await
    }
}

/// Other keys may begin with this one.
fn of_key(held: Vec<(String, String)>, key: &str) -> Option<String> {
    held.into_iter().find(|(other, _)| other == key).map(|(_, text)| text)
}

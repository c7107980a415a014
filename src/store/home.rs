//! What a home is: a place for texts under keys, and what its transactions make sure of before they write.

use super::keys;
use crate::planted::{Bug, planted};

/// The layout of keys and texts that this program writes, and the newest that it writes to.
pub const LAYOUT: u32 = 2;

/// Characters that local storage holds for one origin, keys included: as measured in Chromium.
pub const LOCAL_UNITS_MAX: usize = 5_242_880;

/// Why a home did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeError {
    /// There is no such storage here, or the browser denies it.
    Unavailable,
    /// There is no room left.
    Full,
    /// So much at once would take the room that single saves need.
    Tight,
    /// The workspace was removed, here or in another tab.
    Dropped,
    /// Another tab dropped something on purpose that this one has not read yet.
    Changed,
    /// A newer version of this program has been writing here.
    Newer,
    /// The storage failed for a reason only it knows.
    Failed(String),
}

impl HomeError {
    /// Tells whether the home works and the write is not to be, there or elsewhere.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Dropped | Self::Changed | Self::Newer | Self::Tight)
    }
}

/// Local storage: synchronous, small, shared by all tabs.
pub trait LocalHome {
    /// Characters that it holds, keys included.
    const UNITS_MAX: usize = LOCAL_UNITS_MAX;
    /// Entries of more bytes than this are many saves at once.
    const BULK_BYTES_MIN: usize = 64 * 1024;
    /// All keys that begin with a prefix.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError>;
    /// The text under a key.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, HomeError>;
    /// Puts a text under a key and reads it back.
    ///
    /// # Errors
    /// When the storage is full or fails; then the key is as it was.
    fn set(&self, key: &str, text: &str) -> Result<(), HomeError>;
    /// Removes a key.
    ///
    /// # Errors
    /// When the storage cannot be written.
    fn remove(&self, key: &str) -> Result<(), HomeError>;
}

/// What one transaction puts and removes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Keys and texts to put.
    pub put: Vec<(String, String)>,
    /// Keys to remove.
    pub remove: Vec<String>,
}

/// What must hold in a home for it to be written to; asked in the transaction that writes.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    keys: Vec<String>,
    known: Option<Vec<String>>,
}

impl Guard {
    /// Only that no newer version has been writing here.
    #[must_use]
    pub fn version() -> Self {
        Self { keys: vec![keys::version()], known: None }
    }

    /// Also that the workspace was not removed.
    #[must_use]
    pub fn live(workspace: &str) -> Self {
        let keys = vec![keys::version(), keys::tombstone(workspace)];
        Self { keys: if planted(Bug::SampleResurrected) { vec![keys::version()] } else { keys }, known: None }
    }

    /// Also that nothing was dropped in it that is not among what this tab knows.
    #[must_use]
    pub fn known(workspace: &str, marks: Vec<String>) -> Self {
        let mut guard = Self::live(workspace);
        guard.keys.push(keys::mark(workspace));
        Self { known: Some(marks), ..guard }
    }

    /// The keys whose texts [`Guard::judge`] asks for.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Decides by the texts under the keys.
    ///
    /// # Errors
    /// [`HomeError::Newer`], [`HomeError::Dropped`] or [`HomeError::Changed`].
    pub fn judge(&self, texts: &[Option<String>]) -> Result<(), HomeError> {
        for (key, text) in self.keys.iter().zip(texts) {
            let Some(text) = text else { continue };
            if *key == keys::version() {
                check_layout(text)?;
            } else if let Some(known) = self.known.as_ref().filter(|_| keys::is_mark(key)) {
                if !known.contains(text) && !planted(Bug::MarkIgnored) {
                    return Err(HomeError::Changed);
                }
            } else {
                return Err(HomeError::Dropped);
            }
        }
        Ok(())
    }
}

/// Checks what a home says of its layout. A text that is no number was never written by any version: it says nothing.
///
/// # Errors
/// [`HomeError::Newer`] when this program is too old for it.
pub(super) fn check_layout(text: &str) -> Result<(), HomeError> {
    let is_newer = text.parse::<u32>().is_ok_and(|layout| layout > LAYOUT) && !planted(Bug::NewerOverwritten);
    if is_newer { Err(HomeError::Newer) } else { Ok(()) }
}

/// IndexedDB: asynchronous, transactional, strict.
#[allow(async_fn_in_trait, reason = "everything runs on one thread")]
pub trait DurableHome {
    /// All keys that begin with a prefix, with their texts.
    ///
    /// # Errors
    /// When the storage cannot be read.
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError>;
    /// Puts and removes in one strict transaction, if the guard holds in it.
    ///
    /// # Errors
    /// What the guard found, or why the transaction did not complete. Nothing changed.
    async fn commit(&self, guard: &Guard, batch: &Batch) -> Result<(), HomeError>;
    /// Reads a prefix and does what `plan` makes of it, all in one strict transaction, if the guard holds in it.
    ///
    /// # Errors
    /// As [`DurableHome::commit`].
    async fn rewrite(
        &self,
        guard: &Guard,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError>;
}

//! One save: a dot, what it comes after, what it sets.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::Key;
use crate::model::{Name, RecordId, SessionId, Value};

/// Names one save within its record. Ordered by height, then session: that order extends the causal order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// One more than the greatest height that was known in the record.
    pub height: u64,
    /// The session that saved.
    pub session: SessionId,
}

impl fmt::Debug for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.height, self.session)
    }
}

/// The first eight bytes of SHA-256 over a save's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub u64);

/// A save that another comes after. The content is named only where the dot was seen with several contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pred {
    /// Whose dot.
    pub dot: Dot,
    /// Which of its contents, where there are several.
    pub content: Option<ContentHash>,
    /// Whose save it is, where it is another record's that is read as one with this one.
    pub of: Option<RecordId>,
}

impl Pred {
    /// Names a save of the same record by its dot alone.
    #[must_use]
    pub const fn of_dot(dot: Dot) -> Self {
        Self { dot, content: None, of: None }
    }
}

/// What a person's press of "save" brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The fields that changed.
    pub set: BTreeMap<Name, Value>,
    /// When, by this device's clock, in seconds since 1970; a label.
    pub at: i64,
    /// Who; a label.
    pub by: Arc<str>,
}

/// One press of "save" on one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Its name within the record.
    pub dot: Dot,
    /// The heads that the form displayed, sorted.
    pub after: Vec<Pred>,
    /// The fields it set; nothing stands for a value that was withheld or folded away.
    pub set: BTreeMap<Name, Option<Value>>,
    /// When, in seconds since 1970; a label that decides nothing.
    pub at: i64,
    /// Who; a label.
    pub by: Arc<str>,
}

/// A save with the record it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The record.
    pub key: Key,
    /// The save.
    pub save: Save,
}

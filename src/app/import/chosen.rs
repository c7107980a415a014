//! Files that were chosen: what each is, and what a person chose of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::Failure;
use crate::exchange::glance::Glance;
use crate::exchange::receipt::Receipt;
use crate::exchange::sequence::Place;
use crate::exchange::{Incoming, Preview, ReadError};
use crate::insight::Likeness;
use crate::model::RecordId;
use crate::replica::Key;

/// A file that was chosen.
#[derive(Clone)]
pub enum Chosen {
    /// It can be taken.
    Open(Arc<Opened>),
    /// It is not merged.
    Aside(Aside),
}

/// A file that is not merged.
#[derive(Clone)]
pub enum Aside {
    /// It is one that was chosen along with it.
    Twin {
        /// Its name.
        file_name: String,
        /// The name of the other one.
        of: String,
    },
    /// It asks for a newer reader: it can only be looked at.
    Newer {
        /// Its name.
        file_name: String,
        /// Why it is not merged.
        failure: Failure,
        /// What can be made out of it.
        glance: Arc<Glance>,
    },
    /// It is a receipt for a file.
    Receipt {
        /// Its name.
        file_name: String,
        /// What it says.
        receipt: Arc<Receipt>,
    },
    /// It is a table: rows and columns.
    Table {
        /// Its name.
        file_name: String,
    },
    /// It is refused.
    Refused(Failure),
}

/// A file that was read, and what taking it would do. Nothing of it was taken.
pub struct Opened {
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub incoming: Incoming,
    /// What it would do to the records.
    pub preview: Preview,
    /// Its place among the files seen before, where it has a number.
    pub place: Option<Place>,
    /// Its records leave out what stands in a file that was never taken here.
    pub lacks_base: bool,
    /// Records of the file that look like ones entered twice, and in what.
    pub doubles: Vec<(Likeness, Vec<Key>)>,
    /// The archive that it is; it cannot be taken then, but brought back.
    pub archive: Option<Key>,
    /// It belongs to another workspace than the open one, and opens that.
    pub is_elsewhere: bool,
    /// It was taken before, and that was undone.
    pub is_undone: bool,
    /// When it says it was written, in seconds since 1970, if that can be read.
    pub at: Option<i64>,
    /// Days since then; negative when that lies ahead.
    pub days_old: i64,
    /// The units that it says it is about, by name.
    pub units: Vec<String>,
}

/// What a person chose of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The records that are not taken.
    pub left: BTreeSet<RecordId>,
    /// Whether the records that the file asks to erase are erased here too.
    pub erases: bool,
}

impl Opened {
    /// What is taken unless a person says otherwise.
    #[must_use]
    pub fn choice(&self) -> Choice {
        let left = self.preview.records.iter().filter(|of| !of.is_taken_by_default(self.is_undone));
        let mut choice = Choice { left: BTreeSet::new(), erases: false };
        for of in left {
            choice.left.insert(of.key.id);
        }
        choice
    }

    /// How many records could be taken.
    #[must_use]
    pub fn count(&self) -> usize {
        self.preview.records.iter().filter(|of| of.can_be_taken()).count()
    }
}

impl Aside {
    /// What a file is that was not read: one for newer readers, a receipt, a table, or nothing that can be used.
    #[must_use]
    pub fn of(file_name: String, bytes: &[u8], error: ReadError) -> Self {
        if let ReadError::NewerReader { .. } = &error
            && let Ok(glance) = Glance::read(bytes)
        {
            let failure = Failure::Refused { file_name: file_name.clone(), error };
            return Self::Newer { file_name, failure, glance: Arc::new(glance) };
        }
        if let (ReadError::NotOurs, Ok(receipt)) = (&error, Receipt::read(bytes)) {
            return Self::Receipt { file_name, receipt: Arc::new(receipt) };
        }
        let is_table = is_table(&file_name, bytes);
        if is_table { Self::Table { file_name } } else { Self::Refused(Failure::Refused { file_name, error }) }
    }
}

/// Tells whether a file that is none of ours is to be expected to be a table: by its name, and as far as that says only
/// that it is text, by not beginning as ours do.
fn is_table(file_name: &str, bytes: &[u8]) -> bool {
    let name = file_name.to_ascii_lowercase();
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_plain = name.ends_with(".txt") && first.is_some_and(|first| !b"{<\xef".contains(first));
    name.ends_with(".csv") || name.ends_with(".tsv") || is_plain
}

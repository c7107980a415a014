//! What a file that was handed over said: the base for a later file that holds only what is new since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Incoming;
use crate::model::RecordId;
use crate::planted::{Bug, planted};

/// The records of a file, each by a digest of its line as it was written: with what was withheld, without what was
/// dropped. The grain is the record, as everywhere in an exchange: one that says anything else now travels whole, with its
/// ancestors, so a file of news can be read and merged by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The digest of the file.
    pub digest: String,
    lines: BTreeMap<RecordId, u64>,
}

/// As it is kept: JSON, ids and digests as text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    digest: String,
    records: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a file that was read.
    #[must_use]
    pub fn of(file: &Incoming) -> Self {
        let mut lines = BTreeMap::new();
        file.lines.each_line(|key, line| {
            lines.insert(key.id, line_digest(line));
        });
        Self { digest: file.header.digest.clone(), lines }
    }

    /// Notes what the file says of a record.
    pub(super) fn insert(&mut self, id: RecordId, line: &str) {
        self.lines.insert(id, line_digest(line));
    }

    /// The manifest of news together with the one that they are new since: all that the receiver of both has.
    #[must_use]
    pub fn over(mut self, base: &Self) -> Self {
        for (id, digest) in &base.lines {
            self.lines.entry(*id).or_insert(*digest);
        }
        self
    }

    /// Without the records that the receiver did not take, as the receipt says.
    pub fn remove(&mut self, not_taken: &[RecordId]) {
        for id in not_taken {
            self.lines.remove(id);
        }
    }

    /// Tells whether the file said this very line of a record.
    #[must_use]
    pub fn holds(&self, id: &RecordId, line: &str) -> bool {
        let held = self.lines.get(id);
        held == Some(&line_digest(line)) || (held.is_some() && planted(Bug::ManifestHoldsAll))
    }

    /// How many records it names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Tells whether it names none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The manifest as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = |(id, digest): (&RecordId, &u64)| (id.to_string(), format!("{digest:016x}"));
        let wire = Wire { digest: self.digest.clone(), records: self.lines.iter().map(text).collect() };
        serde_json::to_string(&wire).expect("texts always serialise")
    }

    /// Reads a manifest; nothing when it is damaged: then a full file is to be written.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let wire: Wire = serde_json::from_str(text).ok()?;
        let read = |(id, digest): (String, String)| {
            let number = u64::from_str_radix(&digest, 16).ok().filter(|_| digest.len() == 16)?;
            Some((id.parse().ok()?, number))
        };
        let lines: Option<BTreeMap<RecordId, u64>> = wire.records.into_iter().map(read).collect();
        Some(Self { digest: wire.digest, lines: lines? })
    }
}

/// The first eight bytes of SHA-256 over a line.
fn line_digest(line: &str) -> u64 {
    let digest = Sha256::digest(line.as_bytes());
    let (head, _) = digest.split_at(8);
    head.iter().fold(0, |acc, &byte| (acc << 8) | u64::from(byte))
}

//! The manifest of a snapshot: which shards belong to it, what they hold, and which journal entries they stand for.
//!
//! It is small and stands in both homes, so that a home that lost its shards is named at the next start and never read as
//! empty. Manifests are numbered in the transaction that writes them; the greatest number counts.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::entry::{self, Head, Opened};
use super::gaps::Covered;
use crate::model::RecordId;
use crate::replica::Dot;

/// What a manifest says of one shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its key, without the workspace's prefix.
    pub key: String,
    /// Its checksum.
    pub sum: String,
    /// How many saves it holds.
    pub saves: u32,
    /// Tells their dots from others, whatever parts they stand in.
    pub dots: DotsSum,
}

/// A sum over the dots of a merged set of saves: equal for equal sets, in whatever parts they stood. A dot of which there
/// are several contents counts as often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DotsSum(u64);

impl DotsSum {
    /// Sums the dots of saves, which are merged: none says what another says too.
    pub fn of(saves: impl Iterator<Item = (RecordId, Dot)>) -> Self {
        let hash = |(id, dot): (RecordId, Dot)| {
            let digest = Sha256::digest(format!("{id} {} {}", dot.height, dot.session).as_bytes());
            digest.iter().take(8).fold(0_u64, |acc, &byte| (acc << 8) | u64::from(byte))
        };
        Self(saves.map(hash).fold(0, u64::wrapping_add))
    }
}

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// Counts from 1.
    pub number: u32,
    /// Shards are kept in IndexedDB only.
    pub only_durable: bool,
    /// The shards.
    pub shards: Vec<Named>,
    /// Shards that were named before, are nowhere, and whose loss nobody has accepted.
    pub lost: Vec<Named>,
    /// The journal entries that the shards stand for.
    pub covered: Covered,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    number: u32,
    only_durable: bool,
    shards: Vec<Named>,
    lost: Vec<Named>,
    /// As [`Covered`] writes it: in the body, which is deflated where it is long.
    #[serde(default)]
    covers: String,
}

impl Manifest {
    /// Writes the text under a key.
    #[must_use]
    pub fn write(&self, key: &str) -> String {
        let Self { number, only_durable, shards, lost, covered } = self.clone();
        let covers = covered.text().unwrap_or_default();
        let body = serde_json::to_string(&Wire { number, only_durable, shards, lost, covers });
        entry::write(key, &Head::default(), &body.expect("texts and numbers always serialise")).0
    }

    /// Reads an opened text; nothing when it is no manifest.
    #[must_use]
    pub fn read(opened: &Opened) -> Option<Self> {
        let Wire { number, only_durable, shards, lost, covers } = serde_json::from_str(&opened.body).ok()?;
        let mut covered = Covered::default();
        covered.add_text(&covers);
        Some(Self { number, only_durable, shards, lost, covered })
    }

    /// Tells whether it names a shard, given by its key without the workspace's prefix.
    #[must_use]
    pub fn names(&self, key: &str) -> bool {
        self.shards.iter().any(|named| named.key == key)
    }
}

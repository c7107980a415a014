//! What is different in files of older versions: a table without gaps, so that old files always open.
//!
//! A file is read as the version it says; each step names what the next version added, and what a reader puts in its
//! place.

use sha2::{Digest, Sha256};

use super::VERSION;
use crate::planted::{Bug, planted};
use crate::replica::{Lines, Replica};

/// One step from a version to the next.
pub(super) struct Migration {
    /// The version it starts from.
    pub from: u32,
    /// The members of the head that did not exist, with what stands for them.
    pub missing: &'static [(&'static str, &'static str)],
    /// Whether lines name sessions and authors by their place in tables of the head.
    pub has_tables: bool,
    /// Computes the digest of the content; where there is none here, it is computed as the newest version does.
    pub digest: Option<fn(&Lines) -> String>,
}

/// All steps, oldest first.
pub(super) const MIGRATIONS: [Migration; VERSION as usize - 1] = [Migration {
    from: 1,
    missing: &[("series", "null"), ("number", "null"), ("base", "null"), ("since", "null"), ("units", "null")],
    has_tables: true,
    digest: Some(digest_of_contents),
}];

/// The steps that a file of a version needs; none where it is of the newest, or of one that never was.
pub(super) fn steps_from(version: u32) -> impl Iterator<Item = &'static Migration> {
    MIGRATIONS.iter().filter(move |step| step.from >= version && !planted(Bug::MigrationSkipped))
}

/// Version 1: SHA-256 over all contents and values, one line a content.
fn digest_of_contents(lines: &Lines) -> String {
    let mut replica = Replica::new();
    replica.apply(lines.saves());
    let mut text = String::new();
    for (key, record, _) in replica.iter() {
        record.write_contents(key, &mut text);
    }
    super::envelope::hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_gaps() {
        let from: Vec<u32> = MIGRATIONS.iter().map(|step| step.from).collect();
        assert_eq!(from, (1..VERSION).collect::<Vec<_>>());
        assert_eq!(steps_from(VERSION).count(), 0);
        assert_eq!(steps_from(1).count(), MIGRATIONS.len());
    }
}

//! The keys of both homes. Knows no texts.

use crate::model::SessionId;

/// Begins every key, so that the data is told from that of other pages of the same origin.
pub const PREFIX: &str = "sanyou1/";

/// The layout that a home holds.
pub(super) fn version() -> String {
    format!("{PREFIX}v")
}

/// Begins the notes of removals.
pub(super) fn tombstones() -> String {
    format!("{PREFIX}x/")
}

/// The note that a workspace was removed; the key alone counts.
pub(super) fn tombstone(workspace: &str) -> String {
    format!("{PREFIX}x/{workspace}")
}

/// Begins what is noted of each workspace.
pub(super) fn metas() -> String {
    format!("{PREFIX}w/")
}

/// What is noted of a workspace.
pub(super) fn meta(workspace: &str) -> String {
    format!("{PREFIX}w/{workspace}")
}

/// The last entry of a workspace that dropped something on purpose.
pub(super) fn mark(workspace: &str) -> String {
    format!("{PREFIX}d/{workspace}")
}

pub(super) fn is_mark(key: &str) -> bool {
    key.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with("d/"))
}

/// What is set to tell other tabs of an entry that local storage does not hold.
pub(super) fn ping(workspace: &str) -> String {
    format!("{PREFIX}n/{workspace}")
}

/// What is remembered of the files that were handed over.
pub(super) fn outbox(workspace: &str) -> String {
    format!("{PREFIX}h/{workspace}")
}

/// What one of these files said.
pub(super) fn said(workspace: &str, digest: &str) -> String {
    format!("{PREFIX}f/{workspace}/{digest}")
}

/// What an office is known to have.
pub(super) fn office(workspace: &str, by: &str) -> String {
    format!("{PREFIX}o/{workspace}/{by}")
}

/// Begins all parts of a workspace.
pub(super) fn content(workspace: &str) -> String {
    format!("{PREFIX}{workspace}/")
}

/// Begins the journal of a workspace.
pub(super) fn journal(workspace: &str) -> String {
    format!("{PREFIX}{workspace}/j/")
}

/// The workspace that a note names.
pub(super) fn id_of(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or_default()
}

/// What a key under [`content`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A journal entry: its session and number.
    Entry(SessionId, u32),
    /// A shard: its place among the shards.
    Shard(usize),
    /// A manifest: its number.
    Manifest(u32),
    /// Something no version of this layout writes; if it holds saves, they are taken.
    Other,
}

/// Reads a key without the workspace's prefix.
pub(super) fn part(rest: &str) -> Part {
    known_part(rest).unwrap_or(Part::Other)
}

fn known_part(rest: &str) -> Option<Part> {
    let (kind, rest) = rest.split_once('/')?;
    match kind {
        "j" => {
            let (session, number) = rest.split_once('/')?;
            Some(Part::Entry(session.parse().ok()?, number.parse().ok()?))
        }
        "s" => Some(Part::Shard(rest.split('/').next()?.parse().ok()?)),
        "m" => Some(Part::Manifest(rest.split('-').next()?.parse().ok()?)),
        _ => None,
    }
}

/// The key of a journal entry.
pub(super) fn entry(workspace: &str, session: SessionId, number: u32) -> String {
    format!("{}{session}/{number:08}", journal(workspace))
}

/// The key of a shard, without the workspace's prefix.
pub(super) fn shard(place: usize, generation: &str) -> String {
    format!("s/{place}/{generation}")
}

/// The key of a manifest, without the workspace's prefix.
pub(super) fn manifest(number: u32, session: SessionId) -> String {
    format!("m/{number:08}-{session}")
}

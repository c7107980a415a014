//! The text of one journal entry or shard: its length, its checksum, the checksum of the entry before it, the saves; of
//! a shard also which journal entries it stands for, so that their absence is never taken for a loss.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::pack;
use crate::exchange::{FILE_BYTES_MAX, unpack};
use crate::model::SessionId;
use crate::model::sorted::in_order;
use crate::planted::{Bug, planted};
use crate::replica::Saved;

/// Bodies longer than this are deflated; shorter ones stay readable.
const PLAIN_BYTES_MAX: usize = 2048;

/// The first eight bytes of SHA-256 over an entry's key, predecessor and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum(u64);

#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    /// Bytes of the body before packing.
    length: usize,
    sum: String,
    before: String,
    /// The journal entries that a shard stands for, as [`Covered`] writes them.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    covers: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    plain: Option<&'a RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    packed: Option<Cow<'a, str>>,
}

fn sum(key: &str, before: Sum, covers: Option<&str>, body: &str) -> Sum {
    let covers = covers.map_or_else(String::new, |covers| format!(" {covers}"));
    let digest = Sha256::digest(format!("{key}\n{:016x}{covers}\n{body}", before.0).as_bytes());
    let (head, _) = digest.split_at(8);
    Sum(head.iter().fold(0, |acc, &byte| (acc << 8) | u64::from(byte)))
}

/// The journal entries that shards stand for: of each session their numbers, as ranges that ascend and do not touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covered(Vec<(SessionId, u32, u32)>);

impl Covered {
    /// Adds the journal entry that a key names; another key adds nothing.
    pub fn add(&mut self, key: &str, prefix: &str) {
        if let Some((session, number)) = place(key, prefix) {
            self.add_range((session, number, number));
        }
    }

    /// Adds what a shard's text says it stands for.
    pub fn add_of(&mut self, text: &str) {
        let Ok(Wire { covers: Some(covers), .. }) = serde_json::from_str(text) else { return };
        covers.split(' ').filter_map(read_range).for_each(|range| self.add_range(range));
    }

    /// Adds all that another covers.
    pub fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|range| self.add_range(*range));
    }

    fn add_range(&mut self, range: (SessionId, u32, u32)) {
        let place = self.0.partition_point(|held| *held < range);
        self.0.insert(place, range);
        // Ranges that touch or overlap become one; only neighbours can.
        let ranges = &mut self.0;
        let mut place = place.saturating_sub(1);
        while place + 1 < ranges.len() && ranges[place] <= range {
            let (last, next) = (ranges[place], ranges[place + 1]);
            if last.0 == next.0 && next.1 <= last.2.saturating_add(1) {
                ranges[place].2 = last.2.max(next.2);
                ranges.remove(place + 1);
            } else {
                place += 1;
            }
        }
    }

    /// How many numbers between two are not covered.
    fn missing_between(&self, session: SessionId, low: u32, high: u32) -> u32 {
        let of_session = self.0.iter().filter(|range| range.0 == session);
        let covered = of_session.map(|(_, first, last)| {
            let (from, to) = ((low + 1).max(*first), high.min(last.saturating_add(1)));
            to.saturating_sub(from)
        });
        (high - low - 1).saturating_sub(covered.sum())
    }

    /// `session/first-last`, with a space between two; nothing when nothing is covered.
    fn text(&self) -> Option<String> {
        let ranges = self.0.iter().map(|(session, first, last)| format!("{session}/{first}-{last}"));
        let ranges: Vec<String> = ranges.collect();
        (!ranges.is_empty()).then(|| ranges.join(" "))
    }
}

fn read_range(text: &str) -> Option<(SessionId, u32, u32)> {
    let (session, range) = text.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    Some((session.parse().ok()?, first.parse().ok()?, last.parse().ok()?))
}

/// The session and number of the journal entry that a key names.
fn place(key: &str, prefix: &str) -> Option<(SessionId, u32)> {
    let (session, number) = key.strip_prefix(prefix)?.split_once('/')?;
    Some((session.parse().ok()?, number.parse().ok()?))
}

/// Writes an entry; the checksum becomes the next entry's predecessor.
#[must_use]
pub fn write(key: &str, before: Sum, body: &str) -> (String, Sum) {
    write_part(key, before, None, body)
}

/// Writes a shard that stands for some journal entries.
#[must_use]
pub fn write_shard(key: &str, covered: &Covered, body: &str) -> String {
    write_part(key, Sum::default(), covered.text(), body).0
}

fn write_part(key: &str, before: Sum, covers: Option<String>, body: &str) -> (String, Sum) {
    let sum = sum(key, before, covers.as_deref(), body);
    let raw = RawValue::from_string(body.to_owned()).expect("lines of records are JSON");
    let is_short = body.len() <= PLAIN_BYTES_MAX;
    let wire = Wire {
        length: body.len(),
        sum: format!("{:016x}", sum.0),
        before: format!("{:016x}", before.0),
        covers: covers.map(Cow::Owned),
        plain: is_short.then_some(&raw),
        packed: (!is_short).then(|| pack::pack(body).into()),
    };
    (serde_json::to_string(&wire).expect("texts and numbers always serialise"), sum)
}

/// Reads an entry and its saves; nothing when any part of it is damaged.
#[must_use]
pub fn read(key: &str, text: &str) -> Option<Vec<Saved>> {
    let wire: Wire<'_> = serde_json::from_str(text).ok()?;
    let body = match (wire.plain, wire.packed) {
        (Some(raw), None) => Cow::Borrowed(raw.get()),
        (None, Some(packed)) => Cow::Owned(pack::unpack(&packed, wire.length.min(FILE_BYTES_MAX))?),
        _ => return None,
    };
    let before = Sum(u64::from_str_radix(&wire.before, 16).ok()?);
    let spelled = |sum: Sum| format!("{:016x}", sum.0);
    let right = body.len() == wire.length
        && spelled(before) == wire.before
        && spelled(sum(key, before, wire.covers.as_deref(), &body)) == wire.sum;
    let right = right || planted(Bug::SumUnchecked);
    if right { unpack(&body).ok().map(|lines| lines.saves()) } else { None }
}

/// Counts, for each session, the entries that are missing between others and that no shard stands for.
#[must_use]
pub fn gaps<'a>(keys: impl Iterator<Item = &'a str>, prefix: &str, covered: &Covered) -> Vec<(SessionId, u32)> {
    let places: Vec<(SessionId, u32)> = keys.filter_map(|key| place(key, prefix)).collect();
    let mut places = in_order(places, |a, b| a.cmp(b));
    places.dedup();
    if planted(Bug::GapUnnoticed) {
        places.clear();
    }
    let mut missing: Vec<(SessionId, u32)> = Vec::new();
    for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let count = covered.missing_between(pair[0].0, pair[0].1, pair[1].1);
        match missing.last_mut() {
            Some((session, all)) if *session == pair[0].0 => *all += count,
            _ if count > 0 => missing.push((pair[0].0, count)),
            _ => {}
        }
    }
    missing
}

//! The text of one journal entry or shard: its length, its checksum, the checksum of the entry before it, the saves.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    plain: Option<&'a RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    packed: Option<Cow<'a, str>>,
}

fn sum(key: &str, before: Sum, body: &str) -> Sum {
    let digest = Sha256::digest(format!("{key}\n{:016x}\n{body}", before.0).as_bytes());
    let (head, _) = digest.split_at(8);
    Sum(head.iter().fold(0, |acc, &byte| (acc << 8) | u64::from(byte)))
}

/// Writes an entry; the checksum becomes the next entry's predecessor.
#[must_use]
pub fn write(key: &str, before: Sum, body: &str) -> (String, Sum) {
    let sum = sum(key, before, body);
    let raw = RawValue::from_string(body.to_owned()).expect("lines of records are JSON");
    let is_short = body.len() <= PLAIN_BYTES_MAX;
    let wire = Wire {
        length: body.len(),
        sum: format!("{:016x}", sum.0),
        before: format!("{:016x}", before.0),
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
    let right =
        body.len() == wire.length && spelled(before) == wire.before && spelled(sum(key, before, &body)) == wire.sum;
    let right = right || planted(Bug::SumUnchecked);
    if right { unpack(&body).ok().map(|lines| lines.saves()) } else { None }
}

/// Counts, for each session, the entries that are missing between others.
#[must_use]
pub fn gaps<'a>(keys: impl Iterator<Item = &'a str>, prefix: &str) -> Vec<(SessionId, u32)> {
    let places: Vec<(SessionId, u32)> = keys
        .filter_map(|key| {
            let (session, place) = key.strip_prefix(prefix)?.split_once('/')?;
            Some((session.parse().ok()?, place.parse().ok()?))
        })
        .collect();
    let mut places = in_order(places, |a, b| a.cmp(b));
    places.dedup();
    if planted(Bug::GapUnnoticed) {
        places.clear();
    }
    let mut missing: BTreeMap<SessionId, u32> = BTreeMap::new();
    for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].1 + 1 < pair[1].1) {
        *missing.entry(pair[0].0).or_default() += pair[1].1 - pair[0].1 - 1;
    }
    missing.into_iter().collect()
}

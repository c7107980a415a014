//! The text of one part: its length, its checksum, its body. A journal entry also names the checksum of the entry before
//! it and how many saves its session had made before; a manifest names the journal entries that shards stand for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::pack;
use crate::exchange::{FILE_BYTES_MAX, unpack};
use crate::planted::{Bug, planted};
use crate::replica::Saved;

/// Bodies longer than this are deflated; shorter ones stay readable.
const PLAIN_BYTES_MAX: usize = 2048;

/// The first eight bytes of SHA-256 over a part's key, head and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum(u64);

impl Sum {
    /// As sixteen hexadecimal digits.
    #[must_use]
    pub fn text(self) -> String {
        format!("{:016x}", self.0)
    }

    fn read(text: &str) -> Option<Self> {
        let sum = Self(u64::from_str_radix(text, 16).ok()?);
        (sum.text() == text).then_some(sum)
    }
}

/// What stands before a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The checksum of the entry before this one in its session; zero for the first.
    pub before: Sum,
    /// How many saves the session had made before this entry; layout 1 did not say.
    pub from: Option<u32>,
    /// The journal entries that shards stand for, as [`super::gaps::Covered`] writes them.
    pub covers: Option<String>,
    /// The keys of older shards all of which this one holds, without the workspace's prefix and with a space between two.
    pub replaces: Option<String>,
}

/// A part that was read and found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What stands before the body.
    pub head: Head,
    /// Its checksum.
    pub sum: Sum,
    /// The body, unpacked.
    pub body: String,
}

#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    /// Bytes of the body before packing.
    length: usize,
    sum: Cow<'a, str>,
    before: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<u32>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    covers: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    replaces: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    plain: Option<&'a RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    packed: Option<Cow<'a, str>>,
}

fn sum(key: &str, head: &Head, body: &str) -> Sum {
    let from = head.from.map_or_else(String::new, |from| format!(" +{from}"));
    let covers = head.covers.as_ref().map_or_else(String::new, |covers| format!(" {covers}"));
    let replaces = head.replaces.as_ref().map_or_else(String::new, |replaces| format!(" -{replaces}"));
    let text = format!("{key}\n{}{from}{covers}{replaces}\n{body}", head.before.text());
    let digest = Sha256::digest(text.as_bytes());
    let (start, _) = digest.split_at(8);
    Sum(start.iter().fold(0, |acc, &byte| (acc << 8) | u64::from(byte)))
}

/// Writes a part, whose body is JSON; the checksum is the next entry's predecessor.
#[must_use]
pub fn write(key: &str, head: &Head, body: &str) -> (String, Sum) {
    let sum = sum(key, head, body);
    let raw = RawValue::from_string(body.to_owned()).expect("bodies are JSON");
    let is_short = body.len() <= PLAIN_BYTES_MAX;
    let wire = Wire {
        length: body.len(),
        sum: sum.text().into(),
        before: head.before.text().into(),
        from: head.from,
        covers: head.covers.as_deref().map(Cow::Borrowed),
        replaces: head.replaces.as_deref().map(Cow::Borrowed),
        plain: is_short.then_some(&raw),
        packed: (!is_short).then(|| pack::pack(body).into()),
    };
    (serde_json::to_string(&wire).expect("texts and numbers always serialise"), sum)
}

/// Opens a part; nothing when any of it is damaged.
#[must_use]
pub fn open(key: &str, text: &str) -> Option<Opened> {
    let wire: Wire<'_> = serde_json::from_str(text).ok()?;
    let body = match (wire.plain, wire.packed) {
        (Some(raw), None) => raw.get().to_owned(),
        (None, Some(packed)) => pack::unpack(&packed, wire.length.min(FILE_BYTES_MAX))?,
        _ => return None,
    };
    let (covers, replaces) = (wire.covers.map(Cow::into_owned), wire.replaces.map(Cow::into_owned));
    let head = Head { before: Sum::read(&wire.before)?, from: wire.from, covers, replaces };
    let sum = sum(key, &head, &body);
    let is_right = body.len() == wire.length && sum.text() == wire.sum;
    (is_right || planted(Bug::SumUnchecked)).then_some(Opened { head, sum, body })
}

/// Reads the saves of a journal entry or a shard; nothing when any part of it is damaged.
#[must_use]
pub fn read(key: &str, text: &str) -> Option<Vec<Saved>> {
    open(key, text).and_then(|opened| opened.saves())
}

impl Opened {
    /// The saves in its body; nothing when they are none.
    #[must_use]
    pub fn saves(&self) -> Option<Vec<Saved>> {
        unpack(&self.body).ok().map(|lines| lines.saves())
    }
}

//! One number over values, the same for every contender that holds the same values, so that "every value was read" and
//! "both hold the same" are computed and not claimed.
//!
//! Fast rather than strong: it must weigh little beside what is measured, and nobody forges its input.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

fn step(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn scramble(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The digest of nothing.
pub const NOTHING: u64 = 0x6e75_6c6c;

/// The digest of a text: all of its bytes count.
pub fn text(text: &str) -> u64 {
    let chunks = text.as_bytes().chunks_exact(8);
    let rest = chunks.remainder().iter().fold(text.len() as u64, |word, byte| (word << 8) | u64::from(*byte));
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    step(chunks.fold(0, |hash, chunk| step(hash, word(chunk))), rest)
}

/// The digest of a whole number.
pub fn whole(number: i64) -> u64 {
    scramble(number.cast_unsigned().wrapping_add(1))
}

/// The digest of any number; a fraction that is whole has the digest of the whole number.
pub fn number(number: f64) -> u64 {
    let is_whole = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    if is_whole { whole(number as i64) } else { scramble(number.to_bits()) }
}

/// The digest of a truth value.
pub fn truth(truth: bool) -> u64 {
    if truth { 0x7472_7565 } else { 0x6661_6c73 }
}

/// The digest of a list from those of its members.
pub fn list(members: impl Iterator<Item = u64>) -> u64 {
    members.fold(0x6c69_7374, step)
}

/// The digest of a named value, to be added up in any order.
pub fn named(name: &str, value: u64) -> u64 {
    scramble(step(text(name), value))
}

/// The digest of an object or a record from the sum of its named values, to be added up in any order.
pub fn whole_of(sum: u64) -> u64 {
    scramble(sum ^ 0x7b7d)
}

/// The digest of a parsed value.
pub fn of(value: &Value) -> u64 {
    match value {
        Value::Null => NOTHING,
        Value::Bool(value) => truth(*value),
        Value::Number(value) => match value.as_i64() {
            Some(integer) => whole(integer),
            None => number(value.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(value) => text(value),
        Value::Array(members) => list(members.iter().map(of)),
        Value::Object(members) => whole_of(sum(members.iter().map(|(name, value)| named(name, of(value))))),
    }
}

/// Adds digests up; the order does not count.
pub fn sum(digests: impl Iterator<Item = u64>) -> u64 {
    digests.fold(0, u64::wrapping_add)
}

/// The digest of a value that is held as JSON text.
///
/// # Errors
/// The text is not JSON.
pub fn of_json(text: &str) -> Result<u64, serde_json::Error> {
    serde_json::from_str::<Seen>(text).map(|Seen(digest)| digest)
}

/// A digest taken while reading: no tree is built.
struct Seen(u64);

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;
        impl<'de> Visitor<'de> for Look {
            type Value = Seen;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Seen, E> {
                Ok(Seen(NOTHING))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Seen, E> {
                Ok(Seen(truth(value)))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Seen, E> {
                Ok(Seen(whole(value)))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Seen, E> {
                Ok(Seen(i64::try_from(value).map_or(number(value as f64), whole)))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Seen, E> {
                Ok(Seen(number(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Seen, E> {
                Ok(Seen(text(value)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Seen, A::Error> {
                let mut digest = list(std::iter::empty());
                while let Some(Seen(member)) = seq.next_element()? {
                    digest = step(digest, member);
                }
                Ok(Seen(digest))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen, A::Error> {
                let mut sum: u64 = 0;
                while let Some((name, Seen(value))) = map.next_entry::<String, Seen>()? {
                    sum = sum.wrapping_add(named(&name, value));
                }
                Ok(Seen(whole_of(sum)))
            }
        }
        deserializer.deserialize_any(Look)
    }
}

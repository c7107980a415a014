//! Text deflated (RFC 1951) and packed fifteen bits to a UTF-16 unit, since local storage counts units.
//!
//! The units run from U+3400 to U+B3FF: no surrogates, nothing that JSON escapes.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The first unit.
const BASE: u32 = 0x3400;
/// Compression level: past it, the time grows faster than the gain.
const LEVEL: u8 = 6;

/// Packs a text.
#[must_use]
pub fn pack(text: &str) -> String {
    let bytes = compress_to_vec(text.as_bytes(), LEVEL);
    let mut out = String::with_capacity(bytes.len() * 8 / 15 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0);
    // A last unit of nothing but the bits left over; inflating stops by itself where the stream ends.
    for byte in bytes {
        bits = (bits << 8) | u32::from(byte);
        count += 8;
        if count >= 15 {
            count -= 15;
            out.extend(char::from_u32(BASE + ((bits >> count) & 0x7fff)));
            bits &= (1 << count) - 1;
        }
    }
    if count > 0 {
        out.extend(char::from_u32(BASE + ((bits << (15 - count)) & 0x7fff)));
    }
    out
}

/// Unpacks a text of at most `bytes_max` bytes; nothing when it is damaged.
#[must_use]
pub fn unpack(packed: &str, bytes_max: usize) -> Option<String> {
    let mut bytes = Vec::with_capacity(packed.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for unit in packed.chars() {
        let unit = (unit as u32).checked_sub(BASE).filter(|unit| *unit < 0x8000)?;
        bits = (bits << 15) | unit;
        count += 15;
        while count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
        bits &= (1 << count) - 1;
    }
    let bytes = decompress_to_vec_with_limit(&bytes, bytes_max).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_round_trips(text: String, times in 1_usize..50) {
            let text = text.repeat(times);
            let packed = pack(&text);
            let is_safe = packed.chars().all(|c| ('\u{3400}'..='\u{b3ff}').contains(&c));
            prop_assert!(is_safe);
            prop_assert_eq!(unpack(&packed, text.len()), Some(text));
        }

        #[test]
        fn damage_never_panics(text in "[\u{3400}-\u{b3ff}]{0,40}", bytes_max in 0_usize..1000) {
            let _ = unpack(&text, bytes_max);
        }
    }
}

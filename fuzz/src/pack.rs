//! Packed text: packing loses nothing, and unpacking stays within its bound.

use sanyou::store::pack::{pack, unpack};

use crate::Outcome;

/// The most that unpacking may give here, in bytes.
const BYTES_MAX: usize = 1 << 20;

/// Checks packing where the bytes are text, and whatever unpacking makes of them, as text and as units.
pub fn check(bytes: &[u8]) -> Outcome {
    if let Ok(text) = std::str::from_utf8(bytes) {
        check_packing(text);
        if let taken @ Outcome::Taken(_) = check_unpacking(text) {
            return taken;
        }
    }
    check_unpacking(&units(bytes))
}

/// Checks that a text is packed into safe units and comes back whole.
fn check_packing(text: &str) {
    let packed = pack(text);
    assert!(packed.chars().all(|unit| ('\u{3400}'..='\u{b3ff}').contains(&unit)));
    assert_eq!(unpack(&packed, text.len()).as_deref(), Some(text));
    if let Some(less) = text.len().checked_sub(1) {
        assert_eq!(unpack(&packed, less), None, "one byte less than it holds");
    }
}

/// Checks whatever unpacking makes of a text.
fn check_unpacking(packed: &str) -> Outcome {
    let Some(text) = unpack(packed, BYTES_MAX) else { return Outcome::Refused };
    assert!(text.len() <= BYTES_MAX);
    assert_eq!(unpack(packed, text.len()).as_ref(), Some(&text), "it fits into a bound of its own size");
    check_packing(&text);
    Outcome::Taken(text.len())
}

/// Bytes as units that packed text may hold, fifteen bits each, so that any bytes reach the inflating.
fn units(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        if count >= 15 {
            count -= 15;
            out.extend(char::from_u32(0x3400 + ((bits >> count) & 0x7fff)));
        }
    }
    out.extend(char::from_u32(0x3400 + ((bits << (15 - count)) & 0x7fff)));
    out
}

//! Packed text: packing loses nothing, and unpacking stays within its bound.

use sanyou::store::pack::{pack, unpack};

/// The most that unpacking may give here, in bytes.
const BYTES_MAX: usize = 1 << 20;

/// Checks that a text is packed into safe units and comes back whole.
pub fn check_packing(text: &str) {
    let packed = pack(text);
    assert!(packed.chars().all(|unit| ('\u{3400}'..='\u{b3ff}').contains(&unit)));
    assert_eq!(unpack(&packed, text.len()).as_deref(), Some(text));
    if let Some(less) = text.len().checked_sub(1) {
        assert_eq!(unpack(&packed, less), None, "one byte less than it holds");
    }
}

/// Checks whatever unpacking makes of a text.
pub fn check_unpacking(packed: &str) {
    let Some(text) = unpack(packed, BYTES_MAX) else { return };
    assert!(text.len() <= BYTES_MAX);
    assert_eq!(unpack(packed, text.len()).as_ref(), Some(&text), "it fits into a bound of its own size");
    check_packing(&text);
}

/// Bytes as units that packed text may hold, fifteen bits each, so that any bytes reach the inflating.
#[must_use]
pub fn units(bytes: &[u8]) -> String {
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

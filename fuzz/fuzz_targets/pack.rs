//! Packing any text, and unpacking anything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::packed;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        packed::check_packing(text);
        packed::check_unpacking(text);
    }
    packed::check_unpacking(&packed::units(bytes));
});

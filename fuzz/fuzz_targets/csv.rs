//! Sheets: a byte that chooses a kind, then the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::csv;

fuzz_target!(|bytes: &[u8]| {
    csv::check(bytes);
});

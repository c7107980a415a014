//! Record lines among tables that are right, so that every byte goes to the line reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::lines;

fuzz_target!(|bytes: &[u8]| {
    lines::check(bytes);
});

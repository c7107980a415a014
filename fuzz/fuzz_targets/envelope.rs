//! A whole file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::envelope;

fuzz_target!(|bytes: &[u8]| {
    envelope::check(bytes);
});

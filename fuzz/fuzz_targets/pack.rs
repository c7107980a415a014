//! Packing any text, and unpacking anything.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::pack;

fuzz_target!(|bytes: &[u8]| {
    pack::check(bytes);
});

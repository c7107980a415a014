//! One hostile entry among good ones in the homes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::journal;

fuzz_target!(|bytes: &[u8]| {
    journal::check(bytes);
});

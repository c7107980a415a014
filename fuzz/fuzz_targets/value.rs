//! Values as JSON, one a line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::value;

fuzz_target!(|bytes: &[u8]| {
    value::check(bytes);
});

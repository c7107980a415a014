//! A small history, honest and forged saves mixed, merged in several orders and held against the plain definition.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::merge;

fuzz_target!(|bytes: &[u8]| {
    merge::check(bytes);
});

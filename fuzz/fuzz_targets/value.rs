//! Values as JSON: up to three, one a line, so that their order can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::values;

fuzz_target!(|text: &str| values::check(text));

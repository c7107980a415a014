//! A small history, honest and forged saves mixed, merged in two orders and held against the plain definition.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::history::{self, History};

fuzz_target!(|history: History| history::check(&history));

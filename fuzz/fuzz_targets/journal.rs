//! One hostile entry among good ones in the homes. The first byte says which key and which home it stands in, and how
//! much of it is right; the rest is its text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou_fuzz::journal::{self, Hostile};

fuzz_target!(|bytes: &[u8]| {
    if let Some(hostile) = Hostile::read(bytes) {
        journal::check(&hostile);
    }
});

//! A whole file. Where only the digest is wrong the same file is read again under the right one: nobody guesses SHA-256.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanyou::exchange::{self, ReadError};
use sanyou_fuzz::file;

fuzz_target!(|bytes: &[u8]| match exchange::read(bytes) {
    Err(ReadError::Digest) => {
        let mended = file::with_right_digest(bytes).expect("a file refused for its digest alone has all its members");
        file::check(&exchange::read(mended.as_bytes()).expect("its digest is right now"));
    }
    Err(_) => {}
    Ok(incoming) => file::check(&incoming),
});

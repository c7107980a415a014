//! Sheets: tables of cells as offices keep them, read into records of one kind and written from them.
//!
//! Reading goes in steps, each by itself: which encoding the bytes have ([`encoding`]), which cells the text has
//! ([`sheet`]), where its heading stands and which rows are records ([`heading`]), which column fills which field
//! ([`columns`]), what a cell says ([`cell`]), and what all of that would change ([`plan`]). Nothing is guessed in silence:
//! what is not certain is shown and asked. Decoding is the caller's, since a browser has the tables for it. No I/O, no
//! clock, and nothing is saved here.

pub mod cell;
pub mod columns;
pub mod encoding;
pub mod heading;
pub mod names;
pub mod plan;
pub mod sheet;
pub mod words;
pub mod write;

#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use super::envelope::{hex, rfc3339};
use crate::replica::imports::File;

/// What is remembered of a sheet in the log of imports: its name, who took it in and when, and what names its text.
#[must_use]
pub fn file(name: &str, text: &str, by: &str, at: i64) -> File {
    let digest = hex(&Sha256::digest(text.as_bytes()));
    File { name: name.to_owned(), by: by.to_owned(), at: rfc3339(at), digest, ..File::default() }
}

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

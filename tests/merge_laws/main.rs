//! The merge core against its own definition: laws as property tests, and a truth table of single situations.
//!
//! The definition itself is `sanyou::replica::definition`; `history` makes devices that edit, exchange
//! parts, are cloned and are lied to, `laws` states what holds for every history, `cases` fixes what single situations
//! look like; `past` and `past_cases` do the same for what was and for taking it back. Nothing here sleeps, reads a clock or draws a random number outside proptest.

mod cases;
mod dropped;
mod history;
mod imports;
mod lanes;
mod laws;
mod past;
mod past_cases;
mod undone;

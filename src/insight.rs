//! Indicators: what the records of a unit and of all units below it add up to, each with the records behind it.
//!
//! Does no input or output and reads no clock: the day and the year are arguments. Never shows 0 where there is
//! nothing to divide by, never guesses a value that is missing, and sums in whole fen and hundredths of m².

pub mod closed;
pub mod compare;
pub mod diagnosis;
pub mod extract;
mod figure;
mod figures;
pub mod frozen;
mod group;
pub mod history;
pub mod hot_cold;
mod index;
pub mod indicator;
pub mod indicators;
mod layer;
mod records;
pub mod report;
pub mod search;
pub mod settle;
pub mod sheets;
pub mod source;
pub mod span;
pub mod standards;
pub mod tally;
mod tree;

pub use figure::{Figure, permille};
pub use figures::{Figures, Work};
pub use group::{Device, Group};
pub use index::Index;
pub use layer::Layer;
pub use records::Records;
pub use settle::{Likeness, Matter, doubles, has_loose_end, matters};
pub use span::{Part, Span};
pub use tree::{Scope, Tree};

#[cfg(test)]
mod tests;

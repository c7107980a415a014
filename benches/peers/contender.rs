//! What every contender can do, each in one place, so that the race itself knows none of them.

use crate::workload::{Clash, Edit, Record};

/// A way to keep records, to write them as a file and to merge such files.
///
/// Files are the contender's own and come from its own [`Contender::export`], so an unreadable one ends the benchmark.
pub trait Contender {
    /// Records in memory.
    type State;

    /// What the table calls it.
    const NAME: &'static str;

    /// Records as first made, on a device; each of a workload's devices has a number of its own.
    fn base(records: &[Record], device: u64) -> Self::State;

    /// Makes one side's edits, in order.
    fn edit(state: &mut Self::State, edits: &[Edit]);

    /// Everything held as a file. Some contenders finish what is pending first, hence `mut`.
    fn export(state: &mut Self::State) -> Vec<u8>;

    /// A file's content in memory, with all the checks that a file from outside gets.
    fn load(bytes: &[u8]) -> Self::State;

    /// Does what a contender puts off when loading, so that it is not charged to what is measured next.
    fn settle(_state: &Self::State) {}

    /// Merges another's file, with all the checks that a file from outside gets.
    fn merge(state: &mut Self::State, bytes: &[u8]);

    /// The digest of every current value of the records that are not deleted.
    fn read_all(state: &Self::State) -> u64;

    /// How many of the two values that two sides gave to one field can be seen.
    fn both_values(state: &Self::State, clash: &Clash) -> usize;

    /// Tells whether two states hold the same.
    fn is_same(left: &Self::State, right: &Self::State) -> bool {
        Self::read_all(left) == Self::read_all(right)
    }
}

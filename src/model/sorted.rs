//! Collecting into sorted maps and sets one by one, and sorting short lists.
//!
//! `collect` sorts first and so compiles a merge sort anew for each type it is used with: measured, two dozen of them
//! made a tenth of the program. What is collected here is small or sorted already.

use std::collections::{BTreeMap, BTreeSet};

/// Sorts a short list in place, stable, by insertion: lists of a few items need no merge sort of their own.
pub fn sort_short<T>(items: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..items.len() {
        let mut place = end;
        while place > 0 && is_before(&items[place], &items[place - 1]) {
            items.swap(place, place - 1);
            place -= 1;
        }
    }
}

/// Collects an iterator into a sorted map or set.
pub trait Sorted: Iterator + Sized {
    /// All items, each once.
    fn into_set(self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        let mut set = BTreeSet::new();
        for item in self {
            set.insert(item);
        }
        set
    }

    /// All pairs; of those with one key the last.
    fn into_map<K: Ord, V>(self) -> BTreeMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        let mut map = BTreeMap::new();
        for (key, value) in self {
            map.insert(key, value);
        }
        map
    }
}

impl<I: Iterator> Sorted for I {}

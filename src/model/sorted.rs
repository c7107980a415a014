//! Sorting, and collecting into sorted maps and sets, with little code.
//!
//! `collect` sorts first and so compiles a merge sort anew for each type it is used with: measured, two dozen of them
//! made a tenth of the program. What is collected here is small or sorted already.

use std::cmp::Ordering;
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

/// Sorts a list, stable. All types share one merge sort, of places in the list.
#[must_use]
pub fn in_order<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = places_in_order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| items[place].take()).collect()
}

fn places_in_order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn orders_are_those_of_the_standard_library(items: Vec<(u8, u16)>) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            prop_assert_eq!(&in_order(items.clone(), |a, b| a.0.cmp(&b.0)), &expected);
            let mut short = items.clone();
            sort_short(&mut short, |a, b| a.0 < b.0);
            prop_assert_eq!(&short, &expected);
            prop_assert_eq!(items.iter().copied().into_set(), items.iter().copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(items.iter().copied().into_map(), items.into_iter().collect::<BTreeMap<_, _>>());
        }
    }
}

//! The place of a newly read file among those seen before from the same writer: what is missing, and what cannot be.
//!
//! One installation counts its files in one series, and each file names the one before it by its digest. So two files
//! that contradict each other were written by two machines that both believe to be that installation: a copied one. The
//! numbers of a series may leave some out, where a file was begun and never written; what a file names decides.
//!
//! Looks at heads only, and merges and refuses nothing: whatever it finds, the records of a file may be taken.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Header, Number};
use crate::model::SessionId;
use crate::model::sorted::in_order;
use crate::planted::{Bug, planted};
use crate::replica::imports::File;

/// The head of a file that has a place in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Its place.
    pub number: Number,
    /// What names it.
    pub digest: String,
    /// The digest of the file since which it holds what is new; nothing when it holds everything.
    pub since: Option<String>,
}

/// What a newly read file is to those seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It was seen already.
    Seen,
    /// It follows what was seen, or begins the series.
    Next,
    /// A later one of its series was seen.
    Older,
    /// Files between what was seen and this one are missing: these numbers, as far as they were ever used.
    Gap {
        /// The numbers, without those of files that were seen; never empty.
        missing: RangeInclusive<u32>,
    },
    /// It and another one cannot both be of one installation.
    Copied {
        /// The digest of the other one.
        other: String,
    },
}

/// What is known of one series by the files that were seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Which one.
    pub series: SessionId,
    /// The greatest number seen.
    pub last: u32,
    /// The digest of the file of that number.
    pub last_digest: String,
    /// The numbers of files that are missing, as far as they were ever used. What a file names as the one before it is not
    /// missing where that was seen, whatever the numbers between.
    pub missing: Vec<RangeInclusive<u32>>,
    /// Pairs of digests of which no one installation wrote both; in the order in which the second ones were seen.
    pub copied: Vec<(String, String)>,
}

/// What is known of each series, in the order of their names. The files are given in the order in which they were seen.
#[must_use]
pub fn series(seen: &[Sighting]) -> Vec<Series> {
    let mut all: BTreeMap<SessionId, Vec<Sighting>> = BTreeMap::new();
    for sighting in seen {
        all.entry(sighting.number.series).or_default().push(sighting.clone());
    }
    all.into_iter().map(|(series, seen)| of_series(series, seen)).collect()
}

fn of_series(series: SessionId, seen: Vec<Sighting>) -> Series {
    let copied = seen.iter().enumerate().filter_map(|(place, sighting)| match sighting.place(&seen[..place]) {
        Place::Copied { other } => Some((other, sighting.digest.clone())),
        _ => None,
    });
    let copied = copied.collect();
    let seen = in_order(seen, |a, b| a.number.number.cmp(&b.number.number));
    let (mut missing, mut before): (Vec<RangeInclusive<u32>>, Option<&Sighting>) = (Vec::new(), None);
    for sighting in &seen {
        let follows = before.is_some_and(|before| before.is_base_of(sighting)) || sighting.number.base.is_none();
        let first = before.map_or(1, |before| before.number.number.saturating_add(1));
        if !follows && first < sighting.number.number {
            missing.push(first..=sighting.number.number - 1);
        }
        before = Some(sighting);
    }
    let (last, last_digest) = before.map_or((0, String::new()), |last| (last.number.number, last.digest.clone()));
    Series { series, last, last_digest, missing, copied }
}

/// How many files are missing from the series of those that were seen, and how many these should have: as many as the greatest
/// number of each.
#[must_use]
pub fn missing(seen: &[Sighting]) -> (usize, usize) {
    let all = series(seen);
    let lacking =
        all.iter().flat_map(|series| &series.missing).map(|numbers| (numbers.end() - numbers.start()) as usize + 1);
    (lacking.sum(), all.iter().map(|series| series.last as usize).sum())
}

impl Sighting {
    /// A file's place; nothing when its head gives none.
    #[must_use]
    pub fn of(header: &Header) -> Option<Self> {
        let number = header.number.clone()?;
        Some(Self { number, digest: header.digest.clone(), since: header.since.clone() })
    }

    /// The place of a file that was imported, as its log remembers it; nothing when its head gave none.
    #[must_use]
    pub fn of_import(file: &File) -> Option<Self> {
        let number = Number { series: file.series?, number: file.number?, base: file.base.clone() };
        Some(Self { number, digest: file.digest.clone(), since: file.since.clone() })
    }

    /// Tells what this file is to those seen before.
    #[must_use]
    pub fn place(&self, seen: &[Self]) -> Place {
        let of_series = || seen.iter().filter(|other| other.number.series == self.number.series);
        if of_series().any(|other| other.digest == self.digest) {
            return Place::Seen;
        }
        let number = |other: &&Self| other.number.number;
        let own = self.number.number;
        let before = of_series().filter(|other| number(other) < own).max_by_key(number);
        let after = of_series().filter(|other| number(other) > own).min_by_key(number);
        let twin = of_series().find(|other| self.is_twin_of(other));
        if let Some(other) = twin.or_else(|| of_series().find(|other| self.contradicts(other, before, after))) {
            return Place::Copied { other: other.digest.clone() };
        }
        if after.is_some() {
            return Place::Older;
        }
        let is_base_seen = before.is_some_and(|before| before.is_base_of(self));
        let first_missing = before.map_or(1, |before| before.number.number + 1);
        if is_base_seen || self.number.base.is_none() || first_missing == own {
            return Place::Next;
        }
        Place::Gap { missing: first_missing..=own - 1 }
    }

    /// Tells whether all that its records leave out stands in files that were seen. Where not, a full file is needed.
    #[must_use]
    pub fn stands_upon(&self, seen: &[Self]) -> bool {
        self.since.as_ref().is_none_or(|since| seen.iter().any(|other| other.digest == *since))
    }

    fn is_base_of(&self, other: &Self) -> bool {
        other.number.base.as_ref() == Some(&self.digest)
    }

    /// One number, or one place after the same file, or twice the beginning.
    fn is_twin_of(&self, other: &Self) -> bool {
        !planted(Bug::CopyUnnoticed) && self.number.number == other.number.number
            || self.number.base == other.number.base
    }

    /// Whether two files of one series that are no twins cannot be of one installation all the same; given those that
    /// were seen right before and right after this one.
    fn contradicts(&self, other: &Self, before: Option<&Self>, after: Option<&Self>) -> bool {
        let is = |neighbour: Option<&Self>| neighbour.is_some_and(|neighbour| std::ptr::eq(neighbour, other));
        let (own, theirs) = (self.number.number, other.number.number);
        // A beginning with something before it.
        (self.number.base.is_none() && theirs < own)
            || (other.number.base.is_none() && own < theirs)
            // A file that names another than the one right before it.
            || (other.is_base_of(self) && !is(before))
            || (self.is_base_of(other) && !is(after))
            || (theirs.checked_add(1) == Some(own) && !other.is_base_of(self))
            || (own.checked_add(1) == Some(theirs) && !self.is_base_of(other))
            // A file that names the one before this as the one right before itself.
            || (is(after) && before.is_some_and(|before| before.is_base_of(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(series: u8, number: u32, base: &str) -> Sighting {
        let base = (!base.is_empty()).then(|| base.to_owned());
        let series = SessionId::from_bytes([series; SessionId::BYTES]);
        let digest = format!("{}{number}", if base.as_deref() == Some("x") { "copy" } else { "" });
        Sighting { number: Number { series, number, base }, digest, since: None }
    }

    #[test]
    fn each_series_says_what_is_missing_and_who_was_copied() {
        let seen =
            [sighting(1, 2, "1"), sighting(1, 6, "5"), sighting(2, 1, ""), sighting(1, 4, "2"), sighting(1, 6, "x")];
        let [one, two] = &series(&seen)[..] else { panic!("two series") };
        assert_eq!((one.last, &one.missing), (6, &vec![1..=1, 5..=5]), "4 follows 2, whatever became of 3");
        assert_eq!(one.copied, [("6".to_owned(), "copy6".to_owned())]);
        assert_eq!((two.last, two.missing.len(), two.copied.len()), (1, 0, 0));
        assert_eq!(missing(&seen), (2, 7));
    }
}

//! What of each session's journal is accounted for, and what is missing.
//!
//! A session numbers its entries from 0 and counts its saves, and every entry says how many came before it. So what lies
//! between two entries that are here is known exactly, even where a shard stands for some of them. That a session's
//! *last* entries are missing cannot be seen.

use std::cmp::Ordering;

use crate::model::SessionId;
use crate::planted::{Bug, planted};

/// Entries of one session that are accounted for: `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The session.
    pub session: SessionId,
    /// The number of the first entry.
    pub first: u32,
    /// The number of the last.
    pub last: u32,
    /// How many saves the session had made before the first, where that is known.
    pub from: Option<u32>,
    /// How many with the last.
    pub to: Option<u32>,
}

/// Entries of one session that are nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The session.
    pub session: SessionId,
    /// The number of the first missing entry.
    pub first: u32,
    /// The number of the last.
    pub last: u32,
    /// How many saves they held, where that is known.
    pub saves: Option<u32>,
}

impl Gap {
    /// How many saves are missing, each entry counted as one where it is not known.
    #[must_use]
    pub fn saves_min(&self) -> u32 {
        self.saves.unwrap_or(self.last - self.first + 1)
    }
}

/// The entries that are accounted for: of each session stretches that ascend and do not touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covered(Vec<Stretch>);

impl Covered {
    /// Adds a stretch, uniting it with those it touches.
    pub fn add(&mut self, stretch: Stretch) {
        let mut all = stretch;
        // Stretches do not touch each other, so those that touch this one stand side by side.
        let from = self
            .0
            .partition_point(|held| (held.session, held.last.saturating_add(1)) < (stretch.session, stretch.first));
        let touching = self.0[from..]
            .iter()
            .take_while(|held| held.session == stretch.session && held.first <= stretch.last.saturating_add(1));
        let to = from + touching.count();
        for held in &self.0[from..to] {
            // The counts belong to the ends; of two that say the same end, either may know it.
            all.from = match held.first.cmp(&all.first) {
                Ordering::Less => held.from,
                Ordering::Equal => all.from.or(held.from),
                Ordering::Greater => all.from,
            };
            all.to = match held.last.cmp(&all.last) {
                Ordering::Greater => held.to,
                Ordering::Equal => all.to.or(held.to),
                Ordering::Less => all.to,
            };
            (all.first, all.last) = (all.first.min(held.first), all.last.max(held.last));
        }
        self.0.splice(from..to, [all]);
    }

    /// Adds all that another accounts for.
    pub fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|stretch| self.add(*stretch));
    }

    /// Adds what a part's text says it stands for.
    pub fn add_text(&mut self, text: &str) {
        text.split(' ').filter_map(read_stretch).for_each(|stretch| self.add(stretch));
    }

    /// Tells whether an entry is accounted for.
    #[must_use]
    pub fn holds(&self, session: SessionId, number: u32) -> bool {
        let place = self.0.partition_point(|held| (held.session, held.last) < (session, number));
        self.0.get(place).is_some_and(|held| held.session == session && held.first <= number)
    }

    /// `session/first-last@from+saves`, with a space between two and without what is not known; nothing when nothing is
    /// accounted for.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let stretches: Vec<String> = self.0.iter().map(write_stretch).collect();
        (!stretches.is_empty()).then(|| stretches.join(" "))
    }

    /// What is missing before and between what is accounted for.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut before: Option<&Stretch> = None;
        for held in self.0.iter().filter(|_| !planted(Bug::GapUnnoticed)) {
            let before_it = before.filter(|before| before.session == held.session);
            let (first, to) = before_it.map_or((0, Some(0)), |before| (before.last.saturating_add(1), before.to));
            if first < held.first {
                let saves = held.from.zip(to).map(|(from, to)| from.saturating_sub(to));
                gaps.push(Gap { session: held.session, first, last: held.first - 1, saves });
            }
            before = Some(held);
        }
        gaps
    }
}

fn write_stretch(stretch: &Stretch) -> String {
    let Stretch { session, first, last, from, to } = stretch;
    match (from, to) {
        (Some(from), Some(to)) => format!("{session}/{first}-{last}@{from}+{}", to - from),
        _ => format!("{session}/{first}-{last}"),
    }
}

/// Reads a stretch; one of layout 1 has no counts.
fn read_stretch(text: &str) -> Option<Stretch> {
    let (session, range) = text.split_once('/')?;
    let (range, counts) = range.split_once('@').map_or((range, None), |(range, counts)| (range, Some(counts)));
    let (first, last) = range.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    let counts = match counts {
        Some(counts) => {
            let (from, saves) = counts.split_once('+')?;
            let (from, saves): (u32, u32) = (from.parse().ok()?, saves.parse().ok()?);
            Some((from, from.checked_add(saves)?))
        }
        None => None,
    };
    let session = session.parse().ok()?;
    (first <= last).then_some(Stretch { session, first, last, from: counts.map(|c| c.0), to: counts.map(|c| c.1) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn session(letter: u8) -> SessionId {
        SessionId::from_bytes([letter; SessionId::BYTES])
    }

    /// Two sessions whose entry n holds n % 3 + 1 saves.
    fn stretch(of: u8, first: u32, last: u32) -> Stretch {
        let to = |number: u32| (0..number).map(|number| number % 3 + 1).sum();
        Stretch { session: session(of), first, last, from: Some(to(first)), to: Some(to(last + 1)) }
    }

    proptest! {
        #[test]
        fn stretches_are_sets_of_numbers(ranges in prop::collection::vec((0_u8..2, 0_u32..30, 0_u32..5), 0..20)) {
            let mut covered = Covered::default();
            let mut numbers = BTreeSet::new();
            for (of, first, more) in ranges {
                covered.add(stretch(of, first, first + more));
                numbers.extend((first..=first + more).map(|number| (of, number)));
            }
            for of in 0..2 {
                for number in 0..40 {
                    prop_assert_eq!(covered.holds(session(of), number), numbers.contains(&(of, number)));
                }
                let last = numbers.iter().filter(|held| held.0 == of).map(|held| held.1).max().unwrap_or(0);
                let missing: u32 = (0..last).filter(|number| !numbers.contains(&(of, *number))).map(|n| n % 3 + 1).sum();
                let gaps = covered.gaps();
                let told: u32 = gaps.iter().filter(|gap| gap.session == session(of)).map(Gap::saves_min).sum();
                prop_assert_eq!(told, missing, "{:?}", covered);
            }
            let mut again = Covered::default();
            again.add_text(&covered.text().unwrap_or_default());
            prop_assert_eq!(again, covered);
        }
    }

    #[test]
    fn what_layout_1_wrote_is_read_without_counts() {
        let mut covered = Covered::default();
        let of = session(7);
        covered.add_text(&format!("{of}/0-3 {of}/6-6 {of}/9-x nonsense {of}/5-4"));
        assert_eq!(covered.gaps(), [Gap { session: of, first: 4, last: 5, saves: None }]);
        assert_eq!(covered.gaps()[0].saves_min(), 2);
    }
}

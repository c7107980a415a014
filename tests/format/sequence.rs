//! The radar: tables of what a file is to those before it, and a simulation of installations that count and are copied.

use proptest::prelude::*;
use sanyou::exchange::Number;
use sanyou::exchange::sequence::{Place, Sighting, missing};
use sanyou::model::SessionId;

/// A file named by a letter: its number, and the letter of the one before it, or `-`.
fn file(text: &str) -> Sighting {
    let (name, rest) = text.split_at(1);
    let (number, base) = rest.split_at(rest.len() - 1);
    let series = SessionId::from_bytes([if name.chars().all(char::is_uppercase) { 1 } else { 2 }; SessionId::BYTES]);
    let base = (base != "-").then(|| base.to_owned());
    let number = Number { series, number: number.parse().expect("a number"), base };
    Sighting { number, digest: name.to_owned(), since: None }
}

/// Checks what a file is to those seen before it; capitals and small letters are two series.
#[track_caller]
fn check(seen: &str, new: &str, says: &str) {
    let all: Vec<Sighting> = seen.split_whitespace().map(file).collect();
    let said = match file(new).place(&all) {
        Place::Gap { missing } => format!("gap {}-{}", missing.start(), missing.end()),
        Place::Copied { other } => format!("copied {other}"),
        place => format!("{place:?}").to_lowercase(),
    };
    assert_eq!(said, says, "{new} after {seen:?}");
}

#[test]
fn missing_files_are_counted_by_series() {
    let check = |seen: &str, expected: (usize, usize)| {
        let all: Vec<Sighting> = seen.split_whitespace().map(file).collect();
        assert_eq!(missing(&all), expected, "{seen:?}");
        let turned: Vec<Sighting> = all.into_iter().rev().collect();
        assert_eq!(missing(&turned), expected, "{seen:?}, the last one first");
    };
    check("", (0, 0));
    check("A1-", (0, 1));
    check("A1- B2A C3B", (0, 3));
    check("B2A", (1, 2));
    check("A1- C3B", (1, 3));
    check("A1- D9A", (0, 9));
    check("A1- D9C", (7, 9));
    check("A1- C3B E5D", (2, 5));
    check("A1- C3B a1- e5d", (4, 8));
    check("C3-", (0, 3));
}

#[test]
fn what_a_file_is_to_those_before_it() {
    // Alone.
    check("", "A1-", "next");
    check("", "C3B", "gap 1-2");
    check("", "B2A", "gap 1-1");
    check("", "Z4294967295Y", "gap 1-4294967294");
    check("", "C3-", "next");
    check("", "A1Z", "next");
    // In order.
    check("A1-", "B2A", "next");
    check("A1- B2A", "C3B", "next");
    check("A1- B2A", "B2A", "seen");
    check("A1- B2A", "A1-", "seen");
    // Numbers that were given out and never used.
    check("A1-", "D9A", "next");
    check("A1- D9A", "E10D", "next");
    check("C3-", "D4C", "next");
    // With gaps.
    check("A1-", "C3B", "gap 2-2");
    check("A1-", "D9C", "gap 2-8");
    check("A1- C3B", "E5D", "gap 4-4");
    check("B2A", "D4C", "gap 3-3");
    check("A1- B2A E5D", "D4C", "older");
    check("A1- C3B", "B2A", "older");
    check("C3B", "A1-", "older");
    check("C3B", "B2A", "older");
    check("E5D", "B2A", "older");
    // The same number twice.
    check("A1-", "B1-", "copied A");
    check("A1- B2A", "C2A", "copied B");
    check("A1- B2A", "C2Z", "copied B");
    check("A1- B2A", "C1-", "copied A");
    // The same predecessor twice.
    check("A1- B2A", "C3A", "copied B");
    check("A1- C3A", "B2A", "copied C");
    check("C3A", "B2A", "copied C");
    // Another predecessor than the one right before it.
    check("A1- B2A C3B", "D4B", "copied C");
    check("A1- B2A C3B", "D4Z", "copied C");
    check("A1- B2A C3Z", "D4B", "copied B");
    check("C3B", "B2-", "older");
    check("C3A B2Y", "A1-", "copied C");
    check("B2Y", "A1-", "copied B");
    check("A1- C3A", "B2Y", "copied A");
    // Something before the beginning.
    check("A1-", "C3-", "copied A");
    check("C3-", "A1-", "copied C");
    check("C3-", "B2A", "copied C");
    // A file that names a later one, or itself.
    check("E5D", "B2E", "copied E");
    check("B2E", "E5D", "copied B");
    check("", "C3C", "gap 1-2");
    // Another series has nothing to do with it.
    check("a1- b2a", "A1-", "next");
    check("a1- b2a", "B2A", "gap 1-1");
    check("a1- A1-", "B2A", "next");
    check("a1-", "A1a", "next");
}

#[test]
fn what_news_stand_upon() {
    let seen = [file("A1-"), file("b7a")];
    for (since, stands) in [(None, true), (Some("A"), true), (Some("b"), true), (Some("B"), false), (Some(""), false)] {
        let news = Sighting { since: since.map(str::to_owned), ..file("C3B") };
        assert_eq!(news.stands_upon(&seen), stands, "{since:?}");
    }
}

/// Files as installations write them: each of a few machines begins as a copy of another one at some moment.
fn written(steps: &[(usize, u32, bool)]) -> (Vec<(usize, Sighting)>, bool) {
    let series = SessionId::from_bytes([7; SessionId::BYTES]);
    let mut machines: Vec<Option<(u32, Option<String>)>> = vec![Some((0, None))];
    let (mut files, mut split) = (Vec::new(), false);
    for (place, (machine, skip, is_copy)) in steps.iter().enumerate() {
        let machine = machine % machines.len();
        if *is_copy {
            machines.push(machines[machine].clone());
            continue;
        }
        let Some((last, base)) = &mut machines[machine] else { continue };
        let number = Number { series, number: *last + 1 + skip, base: base.clone() };
        let digest = format!("file {place}");
        (*last, *base) = (number.number, Some(digest.clone()));
        split |= files.iter().any(|(_, file): &(usize, Sighting)| file.number.base == number.base);
        files.push((machine, Sighting { number, digest, since: None }));
    }
    (files, split)
}

/// The same question asked plainly: can all files of the series be one machine's, in the order of their numbers, where
/// each that names a file of these comes right after it?
fn is_one_chain(files: &[&Sighting]) -> bool {
    let mut sorted = files.to_vec();
    sorted.sort_by_key(|file| file.number.number);
    let is_held = |base: &String| files.iter().any(|file| file.digest == *base);
    let is_right = |place: usize| {
        let file = sorted[place];
        let before = place.checked_sub(1).map(|before| sorted[before]);
        match (&file.number.base, before) {
            (base, Some(before)) if before.number.number + 1 >= file.number.number => {
                before.number.number < file.number.number && base.as_ref() == Some(&before.digest)
            }
            (None, before) => before.is_none(),
            (Some(base), before) => !is_held(base) || before.is_some_and(|before| before.digest == *base),
        }
    };
    let bases: std::collections::BTreeSet<_> = files.iter().map(|file| &file.number.base).collect();
    bases.len() == files.len() && (0..sorted.len()).all(is_right)
}

proptest! {
    /// One machine's files, in any order, some of them twice and some lost: none is called copied, and what is next and
    /// what is missing are what was written.
    #[test]
    fn one_machine_is_never_called_two(skips in prop::collection::vec(0_u32..3, 1..12), order in prop::collection::vec(any::<prop::sample::Index>(), 1..20)) {
        let steps: Vec<_> = skips.iter().map(|skip| (0, skip.saturating_sub(1), false)).collect();
        let (files, _) = written(&steps);
        let mut seen: Vec<Sighting> = Vec::new();
        for place in order {
            let (_, file) = place.get(&files);
            let number = |file: &Sighting| file.number.number;
            let greatest = seen.iter().map(number).max();
            let written_between = files.iter().filter(|(_, other)| Some(number(other)) > greatest && number(other) < number(file)).count();
            match file.place(&seen) {
                Place::Seen => prop_assert!(seen.contains(file)),
                Place::Older => prop_assert!(greatest > Some(number(file)) && !seen.contains(file)),
                Place::Next => prop_assert!(greatest < Some(number(file)) && written_between == 0),
                Place::Gap { missing } => {
                    prop_assert!(written_between > 0);
                    prop_assert_eq!((*missing.start(), *missing.end()), (greatest.unwrap_or(0) + 1, number(file) - 1));
                }
                Place::Copied { other } => prop_assert!(false, "{file:?} and {other}"),
            }
            if !seen.contains(file) {
                seen.push(file.clone());
            }
        }
    }

    /// Copied machines: a file is called copied exactly when it cannot be of one machine with those before it; and when
    /// all files were seen, two machines that went on from one place were noticed.
    #[test]
    fn copies_are_noticed(steps in prop::collection::vec((0_usize..4, 0_u32..2, prop::bool::weighted(0.2)), 1..14), order in any::<u64>()) {
        let (mut files, split) = written(&steps);
        // An order of the files that the number gives.
        let mut shuffled = Vec::new();
        let mut rest = order;
        while !files.is_empty() {
            let count = files.len() as u64;
            let (_, file) = files.remove(usize::try_from(rest % count).expect("it is small"));
            rest /= count;
            shuffled.push(file);
        }
        let mut seen: Vec<Sighting> = Vec::new();
        let mut is_noticed = false;
        for file in &shuffled {
            let all: Vec<&Sighting> = seen.iter().chain([file]).collect();
            let is_copied = matches!(file.place(&seen), Place::Copied { .. });
            if !is_noticed {
                prop_assert_eq!(is_copied, !is_one_chain(&all), "{:?} after {:?}", file, seen);
            }
            is_noticed |= is_copied;
            seen.push(file.clone());
        }
        prop_assert_eq!(is_noticed, split);
    }
}

//! Several files chosen at once: which of them are one, and in which order they are to be taken.
//!
//! Looks at heads only.

use super::Header;
use super::sequence::Sighting;

/// For each file the first one before it that is the same, whatever its name; nothing for the first of its kind.
#[must_use]
pub fn twins(files: &[&Header]) -> Vec<Option<usize>> {
    let twin = |place: usize| files[..place].iter().position(|before| before.digest == files[place].digest);
    (0..files.len()).map(twin).collect()
}

/// The places of the files in an order in which each follows what it builds on. Where nothing is said the order in
/// which they were chosen stays; files that build on each other in a circle, which no program writes, stay as they are.
#[must_use]
pub fn order(files: &[&Header]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..files.len()).collect();
    let mut ordered = Vec::with_capacity(files.len());
    while !left.is_empty() {
        let is_free = |&&place: &&usize| !left.iter().any(|&other| builds_on(files[place], files[other]));
        let next = left.iter().find(is_free).copied().unwrap_or(left[0]);
        left.retain(|place| *place != next);
        ordered.push(next);
    }
    ordered
}

/// Tells whether one file is to be taken after another one: it names it, or has a greater number in its series.
fn builds_on(one: &Header, other: &Header) -> bool {
    if one.digest == other.digest {
        return false;
    }
    let base = one.number.as_ref().and_then(|number| number.base.as_ref());
    let names = base == Some(&other.digest) || one.since.as_ref() == Some(&other.digest);
    let (Some(mine), Some(theirs)) = (&one.number, &other.number) else { return names };
    names || (mine.series == theirs.series && mine.number > theirs.number)
}

/// How a file stands to those that were seen and those that come before it in the same batch.
#[must_use]
pub fn seen_before(seen: &[Sighting], earlier: &[&Header]) -> Vec<Sighting> {
    seen.iter().cloned().chain(earlier.iter().filter_map(|header| Sighting::of(header))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Number;
    use crate::exchange::sequence::Place;
    use crate::model::SessionId;

    /// A file: digest, series and number, base, since.
    type Row = (&'static str, Option<(u8, u32)>, Option<&'static str>, Option<&'static str>);

    fn header((digest, number, base, since): Row) -> Header {
        Header {
            version: 2,
            sample: None,
            by: "甲".to_owned(),
            at: "2026-11-22T08:00:00Z".to_owned(),
            number: number.map(|(series, number)| Number {
                series: SessionId::from_bytes([series; SessionId::BYTES]),
                number,
                base: base.map(str::to_owned),
            }),
            since: since.map(str::to_owned),
            units: None,
            withheld: Vec::new(),
            digest: digest.to_owned(),
        }
    }

    #[track_caller]
    fn check(files: &[Row], ordered: &str, twins_of: &[Option<usize>]) {
        let headers: Vec<Header> = files.iter().copied().map(header).collect();
        let headers: Vec<&Header> = headers.iter().collect();
        let names: String = order(&headers).into_iter().map(|place| files[place].0).collect();
        assert_eq!(names, ordered);
        assert_eq!(twins(&headers), twins_of);
    }

    #[test]
    fn files_follow_what_they_build_on() {
        check(&[], "", &[]);
        // Nothing is said: as chosen.
        check(&[("b", None, None, None), ("a", None, None, None)], "ba", &[None, None]);
        // By number, and other series stay where they are.
        check(
            &[("c", Some((1, 3)), Some("b"), None), ("x", Some((2, 1)), None, None), ("a", Some((1, 1)), None, None)],
            "xac",
            &[None, None, None],
        );
        // By what a file says it is news since, across series, as after a restored backup.
        check(&[("n", Some((3, 1)), None, Some("f")), ("f", Some((1, 9)), None, None)], "fn", &[None, None]);
        // One file twice, under whatever name.
        check(
            &[
                ("b", Some((1, 2)), Some("a"), None),
                ("b", Some((1, 2)), Some("a"), None),
                ("a", Some((1, 1)), None, None),
            ],
            "abb",
            &[None, Some(0), None],
        );
        // A circle, which only a forger writes, loses nothing.
        check(&[("a", None, None, Some("b")), ("b", None, None, Some("a"))], "ab", &[None, None]);
    }

    #[test]
    fn a_file_stands_after_those_chosen_with_it() {
        let [first, third] = [("a", Some((1, 1)), None, None), ("c", Some((1, 3)), Some("b"), None)].map(header);
        let place =
            |earlier: &[&Header]| Sighting::of(&third).expect("it has a number").place(&seen_before(&[], earlier));
        assert_eq!(place(&[]), Place::Gap { missing: 1..=2 });
        assert_eq!(place(&[&first]), Place::Gap { missing: 2..=2 });
        assert_eq!(place(&[&first, &third]), Place::Seen);
    }
}

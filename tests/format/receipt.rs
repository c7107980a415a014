//! Receipts: every way one can be wrong, and what one lets the next file leave out.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sanyou::exchange::receipt::Receipt;
use sanyou::exchange::{self, Manifest, Number, Outgoing};
use sanyou::model::{RecordId, SessionId};
use sanyou::replica::limits::{RECEIPT_BYTES_MAX, RECORDS_MAX};

use crate::history::{history, play};
use crate::properties::read;
use crate::schema;
use crate::vector::{FileMembers, WRITTEN_AT, blocks, file, replica, write};

const MEMBERS: [(&str, &str); 10] = [
    ("format", "\"sanyou-receipt\""),
    ("version", "1"),
    ("min_reader", "1"),
    ("of", "\"sha256:6238796d7058fd62cffba165f91b439c8704027c86d18fb230b4e7a324bf2a09\""),
    ("series", "\"cccccccccccccccc\""),
    ("number", "7"),
    ("by", "\"李四\""),
    ("at", "\"2026-11-22T00:00:00Z\""),
    ("taken", "\"part\""),
    ("not_taken", "[\"aaaaaaaaaaaaaaaa-1\"]"),
];

fn members() -> FileMembers {
    MEMBERS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn with(member: &str, text: &str) -> String {
    let mut members = members();
    match members.iter_mut().find(|(name, _)| name == member) {
        Some(held) => held.1 = text.to_owned(),
        None => members.push((member.to_owned(), text.to_owned())),
    }
    file(&members)
}

/// Writes a receipt: the one place where tests do, so that the schema is held against every one.
#[track_caller]
fn written(receipt: &Receipt) -> String {
    let text = receipt.write();
    // A moment that is only a label is handed on as it came; this program makes none.
    if exchange::read_moment(&receipt.at).is_some() {
        schema::check_file(&text);
    }
    assert_eq!(Receipt::read(text.as_bytes()).as_ref(), Ok(receipt), "{text}");
    text
}

#[track_caller]
fn check(vectors: impl IntoIterator<Item = (String, Vec<u8>, String)>) {
    let mut wrong = Vec::new();
    for (name, bytes, says) in vectors {
        let said = match Receipt::read(&bytes) {
            Ok(receipt) => {
                written(&receipt);
                if receipt.not_taken.len() == 1 { "one record not taken".to_owned() } else { format!("{receipt:?}") }
            }
            Err(error) => format!("{error:?}"),
        };
        if said != says {
            wrong.push(format!("{name}\n   says {said}\n    not {says}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_member() {
    check(blocks(include_str!("../vectors/receipt.txt")).into_iter().map(|block| match block[..] {
        [name, edit, says] => {
            let (member, text) = edit.split_once(' ').expect("an edit is a member and its text");
            (name.to_owned(), with(member, text).into_bytes(), says.to_owned())
        }
        _ => panic!("a vector has a name, an edit and an outcome: {block:?}"),
    }));
}

#[test]
fn a_member_missing_or_doubled() {
    check((0..MEMBERS.len()).flat_map(|place| {
        let (mut without, mut twice) = (members(), members());
        let (name, _) = without.remove(place);
        twice.push(twice[place].clone());
        let missing = if name == "format" { "NotOurs".to_owned() } else { format!("Head {{ member: {name:?} }}") };
        let doubled = r#"Head { member: "duplicate" }"#.to_owned();
        [
            (format!("{name} missing"), file(&without).into_bytes(), missing),
            (format!("{name} twice"), file(&twice).into_bytes(), doubled),
        ]
    }));
}

#[test]
fn what_is_no_receipt() {
    let good = file(&members());
    let ids =
        |count: usize| (0..count).map(|place| format!("\"aaaaaaaaaaaaaaaa-{place}\"")).collect::<Vec<_>>().join(",");
    let vector = |name: &str, bytes: &[u8], says: &str| (name.to_owned(), bytes.to_vec(), says.to_owned());
    let mut padded = good.clone().into_bytes();
    padded.resize(RECEIPT_BYTES_MAX, b' ');
    let mut larger = padded.clone();
    larger.push(b' ');
    check([
        vector("no byte", b"", "Empty"),
        vector("a byte that is no text", b"{\xff", "NotUtf8 { at: 1 }"),
        vector("a list", b"[]", "NotOurs"),
        vector("an empty object", b"{}", "NotOurs"),
        vector("something after it", format!("{good}{{}}").as_bytes(), "NotJson { line: 11, column: 1 }"),
        vector("a byte order mark before it", format!("\u{feff}{good}").as_bytes(), "one record not taken"),
        vector("line ends as Windows writes them", good.replace('\n', "\r\n").as_bytes(), "one record not taken"),
        vector("as large as one may be", &padded, "one record not taken"),
        vector("one byte larger", &larger, "TooLarge { bytes: 8388609, bytes_max: 8388608 }"),
        vector(
            "by the longest name",
            with("by", &format!("\"{}\"", "名".repeat(120))).as_bytes(),
            "one record not taken",
        ),
        vector(
            "by a longer name",
            with("by", &format!("\"{}\"", "名".repeat(121))).as_bytes(),
            r#"Head { member: "by" }"#,
        ),
        vector(
            "more records than a file holds",
            with("not_taken", &format!("[{}]", ids(RECORDS_MAX + 1))).as_bytes(),
            r#"TooMany { what: "not_taken", count: 200001, count_max: 200000 }"#,
        ),
    ]);
    let most = Receipt::read(with("not_taken", &format!("[{}]", ids(RECORDS_MAX))).as_bytes()).expect("it is right");
    assert_eq!(most.not_taken.len(), RECORDS_MAX);
    for end in 1..good.trim_end().len() {
        assert!(Receipt::read(&good.as_bytes()[..end]).is_err(), "a receipt that ends at {end}");
    }
}

#[test]
fn a_receipt_names_its_file() {
    let number = Number { series: SessionId::from_bytes([7; 10]), number: 3, base: None };
    for number in [None, Some(&number)] {
        let text = write(&replica(Vec::new()), &Outgoing { by: "张三", number, at: WRITTEN_AT, ..Outgoing::default() });
        let header = read(&text).header;
        let receipt = Receipt::of(&header, "李四", WRITTEN_AT, BTreeSet::new());
        assert_eq!((&receipt.of, receipt.at.as_str()), (&header.digest, "2026-11-22T00:00:00Z"));
        assert_eq!(receipt.place, number.map(|number| (number.series, number.number)));
        assert!(written(&receipt).contains("\"taken\":\"all\""));
    }
}

proptest! {
    /// A file of news upon a receipt brings the receiver all that the writer has, but what is the receiver's own choice
    /// not to take; and nothing that the receiver is known to have.
    #[test]
    fn news_upon_a_receipt(steps in history(), more in history(), skip in any::<u64>()) {
        let (Some(before), Some(mut held)) = (play(&steps).pop(), play(&steps).pop()) else { return Ok(()) };
        let first = read(&write(&before, &Outgoing::default()));
        let ids: BTreeSet<RecordId> = first.lines.keys().map(|key| key.id).collect();
        let not_taken: BTreeSet<RecordId> =
            ids.iter().enumerate().filter(|(place, _)| skip & (1 << place) != 0).map(|(_, id)| *id).collect();
        let mut receiver = replica(first.saves().into_iter().filter(|saved| !not_taken.contains(&saved.key.id)).collect());
        let receipt = Receipt::read(written(&Receipt::of(&first.header, "", 0, not_taken.clone())).as_bytes());
        let receipt = receipt.expect("what is written is read");
        prop_assert_eq!(receipt.base(&Manifest::default()), None, "of another file");
        let base = receipt.base(&Manifest::of(&first)).expect("of this file");
        let since = || Outgoing { since: Some(&base), ..Outgoing::default() };

        let unchanged = read(&write(&held, &since()));
        let told: BTreeSet<RecordId> = unchanged.lines.keys().map(|key| key.id).collect();
        // Two kinds under one id are told apart by no manifest; those records are then sent once more.
        let is_clear = |id: &&RecordId| first.lines.keys().filter(|key| key.id == **id).count() == 1;
        prop_assert!(told.is_superset(&not_taken));
        prop_assert_eq!(told.iter().filter(is_clear).collect::<Vec<_>>(), not_taken.iter().filter(is_clear).collect::<Vec<_>>());
        prop_assert_eq!(unchanged.header.since.as_ref(), Some(&first.header.digest));

        if let Some(other) = play(&more).pop() {
            held.apply(crate::history::saves(&other));
        }
        let news = exchange::read(write(&held, &since()).as_bytes()).expect("what is written is read");
        receiver.apply(news.saves());
        prop_assert_eq!(receiver.canonical(), held.canonical(), "with what is new it is all there");
        let next = Manifest::of(&news).over(&base);
        let nothing = read(&write(&held, &Outgoing { since: Some(&next), ..Outgoing::default() }));
        let kinds = |id: &RecordId| held.iter().filter(|(key, ..)| key.id == *id).count();
        prop_assert!(nothing.lines.keys().all(|key| kinds(&key.id) > 1), "{:?}", nothing.lines);
        prop_assert_eq!(Manifest::from_json(&next.to_json()), Some(next));
    }
}

//! Version 1, which was never published: its files open, and say what they said.
//!
//! Sessions and authors stood in tables of the head, and the digest covered what the records say, but not the head.

use sanyou::exchange;

use crate::kept::{dense, spaced};
use crate::properties::{check_damaged, read};
use crate::vector::{FileMembers, Vector, blocks, canonical, check, contents, file, sha256};

const MINIMAL: &str = include_str!("../vectors/first-minimal.json");
const EVERY_PART: &str = include_str!("../vectors/first-every-part.json");
/// A file of a version that never was: a later one, laid out as the first.
const LATER: &str = include_str!("../vectors/first-later.json");

const HEAD: [&str; 11] = [
    "format",
    "version",
    "min_reader",
    "sample",
    "written_by",
    "written_at",
    "withheld",
    "digest",
    "sessions",
    "authors",
    "records",
];

const RECORD: &str =
    r#"[{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","name":"三有社区","_":[[0,1,1795305600,0,["name"]]]}]"#;

/// The members of a good file around some records, with two sessions and two authors for them to name.
fn members_around(records: &str) -> FileMembers {
    let (sessions, authors) = (r#"["aaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb"]"#, r#"["张三","李四"]"#);
    let digest = format!("\"sha256:{}\"", digest_of(sessions, authors, records));
    let texts = [
        "\"sanyou\"",
        "1",
        "1",
        "null",
        "\"张三\"",
        "\"2026-11-22T00:00:00Z\"",
        "[]",
        &digest,
        sessions,
        authors,
        records,
    ];
    HEAD.iter().zip(texts).map(|(name, text)| ((*name).to_owned(), text.to_owned())).collect()
}

/// The digest of what can be read; a file whose records cannot be read is refused before it is compared.
fn digest_of(sessions: &str, authors: &str, records: &str) -> String {
    let packed = format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":{records}}}");
    exchange::unpack(&packed).map_or_else(|_| "00".repeat(32), |lines| sha256(&contents(lines.saves())))
}

/// The good file with one member replaced, or with one more.
fn with(member: &str, text: &str) -> String {
    let mut members = members_around(RECORD);
    match members.iter_mut().find(|(name, _)| name == member) {
        Some(held) => held.1 = text.to_owned(),
        None => members.push((member.to_owned(), text.to_owned())),
    }
    file(&members)
}

#[test]
fn one_member_of_the_head() {
    let vectors = blocks(include_str!("../vectors/first-head.txt")).into_iter().map(|block| match block[..] {
        [name, edit, says] => {
            let (member, text) = edit.split_once(' ').expect("an edit is a member and its text");
            Vector::new(name, with(member, text), says)
        }
        _ => panic!("a vector has a name, an edit and an outcome: {block:?}"),
    });
    check(vectors.collect());
}

#[test]
fn one_record_a_line() {
    let file_around = |records: &str| file(&members_around(&format!("[\n{records}\n]")));
    let vectors = blocks(include_str!("../vectors/first-lines.txt")).into_iter().map(|block| match &block[..] {
        [name, record @ .., says] => Vector::new(*name, file_around(&record.join("\n")), *says),
        _ => panic!("a vector has a name, a record and an outcome: {block:?}"),
    });
    check(vectors.collect());
}

#[test]
fn a_member_missing_or_doubled() {
    let mut vectors = Vec::new();
    for (place, member) in HEAD.iter().enumerate() {
        let (mut without, mut twice) = (members_around(RECORD), members_around(RECORD));
        without.remove(place);
        twice.push(twice[place].clone());
        let missing = if *member == "format" { "NotOurs".to_owned() } else { format!("Head {{ member: {member:?} }}") };
        vectors.push(Vector::new(format!("{member} missing"), file(&without), missing));
        vectors.push(Vector::new(format!("{member} twice"), file(&twice), r#"Head { member: "duplicate" }"#));
    }
    let any_order: Vec<_> = members_around(RECORD).into_iter().rev().collect();
    vectors.push(Vector::new("members in any order", file(&any_order), "1 saves"));
    check(vectors);
}

#[test]
fn the_tables_are_bounded() {
    let many = |count: usize, text: &str| format!("[{}]", vec![text; count].join(","));
    let sessions = |count| with("sessions", &many(count, "\"aaaaaaaaaaaaaaaa\""));
    let authors = |count| with("authors", &many(count, "\"张三\""));
    let too_many = |what: &str| format!("TooMany {{ what: {what:?}, count: 200001, count_max: 200000 }}");
    let author = |chars: usize| with("authors", &format!("[\"张三\",\"{}\"]", "名".repeat(chars)));
    check(vec![
        Vector::new("the most sessions", sessions(200_000), "1 saves"),
        Vector::new("more sessions", sessions(200_001), too_many("sessions")),
        Vector::new("the most authors", authors(200_000), "1 saves"),
        Vector::new("more authors", authors(200_001), too_many("authors")),
        Vector::new("the longest author", author(120), "1 saves"),
        Vector::new("a longer author", author(121), r#"Head { member: "authors" }"#),
    ]);
}

#[test]
fn what_was_written_is_read() {
    check(vec![
        Vector::new("minimal", MINIMAL, "1 saves"),
        Vector::new("minimal, spaced", spaced(MINIMAL), "1 saves"),
        Vector::new("every part", EVERY_PART, "15 saves"),
        Vector::new("every part, spaced", spaced(EVERY_PART), "15 saves"),
        Vector::new("every part, dense", dense(EVERY_PART), "15 saves"),
        Vector::new("a later version without the members of the second", LATER, r#"Head { member: "series" }"#),
    ]);
}

/// Every bit of one file and two bits of every byte of another flipped: most files are refused, and what passes says the same.
#[test]
fn every_flipped_bit_is_noticed() {
    let (mut files, mut passed) = (0, 0);
    for (text, bits) in [(MINIMAL, 8), (EVERY_PART, 2)] {
        let whole = canonical(read(text).saves());
        for place in 0..text.len() {
            for bit in (0..8).filter(|bit| (bit + place) % 8 < bits) {
                let mut damaged = text.as_bytes().to_vec();
                damaged[place] ^= 1 << bit;
                files += 1;
                passed += usize::from(check_damaged(&damaged, &whole));
            }
        }
    }
    println!("{files} files with one flipped bit, {passed} of them say the same as before");
    assert!(passed * 10 < files, "the writer's name and moment are the only long parts that the digest does not cover");
}

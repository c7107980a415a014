//! The head of a file, and what is no file of this program at all.

use sanyou::exchange::FILE_BYTES_MAX;
use sanyou::model::value::MEMBERS_MAX;
use sanyou::replica::limits::{RECORDS_MAX, UNITS_MAX, WITHHELD_MAX};

use crate::vector::{
    EVERY_PART, HEAD, MINIMAL, Vector, blocks, check, digested, file, file_around, members_around, sha256,
};

const RECORD: &str = r#"[{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","name":"三有社区","_":[["aaaaaaaaaaaaaaaa",1,1795305600,"张三",["name"]]]}]"#;

/// The good file with some members replaced, or with more of them, and with the digest that it then is to have.
fn with_all(edits: &[(&str, &str)]) -> String {
    let mut members = members_around(RECORD);
    for (member, text) in edits {
        match members.iter_mut().find(|(name, _)| name == member) {
            Some(held) => held.1 = (*text).to_owned(),
            None => members.push(((*member).to_owned(), (*text).to_owned())),
        }
    }
    let makes_digest = edits.iter().all(|(member, _)| *member != "digest");
    file(&if makes_digest { digested(members) } else { members })
}

fn with(member: &str, text: &str) -> String {
    with_all(&[(member, text)])
}

#[test]
fn one_member_of_the_head() {
    let vectors = blocks(include_str!("../vectors/head.txt")).into_iter().map(|block| match block[..] {
        [name, edit, says] => {
            let (member, text) = edit.split_once(' ').expect("an edit is a member and its text");
            Vector::new(name, with(member, text), says)
        }
        _ => panic!("a vector has a name, an edit and an outcome: {block:?}"),
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
        let without = digested(without);
        let missing = if *member == "format" { "NotOurs".to_owned() } else { format!("Head {{ member: {member:?} }}") };
        vectors.push(Vector::new(format!("{member} missing"), file(&without), missing));
        vectors.push(Vector::new(format!("{member} twice"), file(&twice), r#"Head { member: "duplicate" }"#));
    }
    for (member, escaped) in [("version", r"vers\u0069on"), ("digest", r"\u0064igest"), ("records", r"record\u0073")] {
        let says = r#"Head { member: "duplicate" }"#;
        vectors.push(Vector::new(format!("{member} twice in two spellings"), with(escaped, "1"), says));
    }
    let unknown = with_all(&[("mark", "1"), (r"m\u0061rk", "1")]);
    vectors.push(Vector::new("an unknown member twice in two spellings", unknown, r#"Head { member: "duplicate" }"#));
    let any_order: Vec<_> = members_around(RECORD).into_iter().rev().collect();
    vectors.push(Vector::new("members in any order", file(&any_order), "1 saves"));
    let escaped = members_around(RECORD).into_iter().map(|(name, text)| (name.replace('e', r"\u0065"), text));
    vectors.push(Vector::new("names spelled with escapes", file(&escaped.collect::<Vec<_>>()), "1 saves"));
    check(vectors);
}

/// A series, a number and what came before stand or fall together.
#[test]
fn the_place_in_a_series() {
    let digest = format!("\"sha256:{}\"", sha256("the file before"));
    let placed = |series, number, base| with_all(&[("series", series), ("number", number), ("base", base)]);
    let series = "\"cccccccccccccccc\"";
    let refused = r#"Head { member: "number" }"#;
    check(vec![
        Vector::new("the first file", placed(series, "1", "null"), "1 saves"),
        Vector::new("a later file", placed(series, "7", &digest), "1 saves"),
        Vector::new("the last number", placed(series, "4294967295", &digest), "1 saves"),
        Vector::new("a first file that has a predecessor", placed(series, "1", &digest), "1 saves"),
        Vector::new("a later file that has none", placed(series, "7", "null"), "1 saves"),
        Vector::new("number 0", placed(series, "0", "null"), refused),
        Vector::new("no series", placed("null", "7", &digest), refused),
        Vector::new("no number", placed(series, "null", &digest), refused),
        Vector::new("a predecessor alone", placed("null", "null", &digest), refused),
    ]);
}

/// A file for newer readers may have another head: what it asks for is told before anything else is judged.
#[test]
fn a_file_for_newer_readers() {
    check(vec![
        Vector::new(
            "nothing but what it is",
            r#"{"format":"sanyou","version":3,"min_reader":3}"#,
            "NewerReader { min_reader: 3, version: 3 }",
        ),
        Vector::new(
            "sealed",
            r#"{"format":"sanyou","version":9,"min_reader":9,"digest":["sealed"],"records":"…"}"#,
            "NewerReader { min_reader: 9, version: 9 }",
        ),
        Vector::new(
            "with all that this one knows",
            with_all(&[("version", "3"), ("min_reader", "3")]),
            "NewerReader { min_reader: 3, version: 3 }",
        ),
        Vector::new(
            "whose digest is wrong",
            with_all(&[("min_reader", "3"), ("digest", "\"sha256:00\"")]),
            "NewerReader { min_reader: 3, version: 2 }",
        ),
        Vector::new(
            "called version 0",
            with_all(&[("version", "0"), ("min_reader", "3")]),
            r#"Head { member: "version" }"#,
        ),
        Vector::new("without its version", r#"{"format":"sanyou","min_reader":3}"#, r#"Head { member: "version" }"#),
        Vector::new(
            "without what it asks for",
            r#"{"format":"sanyou","version":3}"#,
            r#"Head { member: "min_reader" }"#,
        ),
    ]);
}

#[test]
fn what_is_no_file_of_this_program() {
    let utf16: Vec<u8> = "{\"format\":\"sanyou\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = "[".repeat(1_000_000);
    let deep_objects = r#"{"a":"#.repeat(200_000);
    let not_ours = |name: &str, text: &str| Vector::new(name, text, "NotOurs");
    check(vec![
        Vector::new("no byte", "", "Empty"),
        Vector::new("white space", " \r\n\t\n", "Empty"),
        Vector::new("a byte order mark alone", "\u{feff}", "Empty"),
        Vector::new("a byte order mark and a line end", "\u{feff}\n", "Empty"),
        Vector::new("a byte order mark cut off", b"\xef\xbb".to_vec(), "Truncated { line: 1 }"),
        Vector::new("two byte order marks", format!("\u{feff}\u{feff}{MINIMAL}"), "NotJson { line: 1, column: 1 }"),
        Vector::new("GB 18030", b"{\"\xb8\xf1\xca\xbd\":1}".to_vec(), "NotUtf8 { at: 2 }"),
        Vector::new(
            "GB 18030 after a byte order mark",
            b"\xef\xbb\xbf{\"\xb8\xf1\xca\xbd\":1}".to_vec(),
            "NotUtf8 { at: 5 }",
        ),
        Vector::new("UTF-16 with its mark", [&b"\xff\xfe"[..], &utf16].concat(), "NotUtf8 { at: 0 }"),
        Vector::new("UTF-16 without its mark", utf16, "NotJson { line: 1, column: 2 }"),
        Vector::new(
            "half of a surrogate pair in three bytes",
            b"{\"a\":\"\xed\xa0\x80\"}".to_vec(),
            "NotUtf8 { at: 6 }",
        ),
        Vector::new("an overlong slash", b"{\"a\":\"\xc0\xaf\"}".to_vec(), "NotUtf8 { at: 6 }"),
        Vector::new("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "NotUtf8 { at: 0 }"),
        Vector::new("a spreadsheet", "PK\u{3}\u{4}\u{14}\0\u{6}\0", "NotJson { line: 1, column: 1 }"),
        Vector::new("a page", "<!DOCTYPE html>\n<title>404</title>\n", "NotOurs"),
        Vector::new("a table", "name,area\n三有社区,412.5\n", "NotJson { line: 1, column: 2 }"),
        Vector::new("nothing but a zero byte", "\0", "NotJson { line: 1, column: 1 }"),
        not_ours("a number", "7"),
        Vector::new("a number past the end of numbers", "1e999", "NotJson { line: 1, column: 5 }"),
        not_ours("null", "null"),
        not_ours("a text", "\"sanyou\""),
        not_ours("a text that speaks of errors", "\"duplicate member: a\""),
        not_ours("a list", "[]"),
        not_ours("a list of records", "[{\"id\":\"aaaaaaaaaaaaaaaa-1\"}]"),
        not_ours("lists in lists without end", &deep),
        not_ours("an empty object", "{}"),
        not_ours("an object of something else", r#"{"type":"FeatureCollection","features":[]}"#),
        not_ours("the format of another program", r#"{"format":"geojson","version":1,"min_reader":1}"#),
        Vector::new("objects in objects without end", deep_objects, "Truncated { line: 1 }"),
        Vector::new("a comment before it", format!("// sanyou\n{MINIMAL}"), "NotJson { line: 1, column: 1 }"),
        Vector::new("something after it", format!("{MINIMAL}{{}}"), "NotJson { line: 18, column: 1 }"),
        Vector::new("two files in one", format!("{MINIMAL}{MINIMAL}"), "NotJson { line: 18, column: 1 }"),
        Vector::new("a comma too many", MINIMAL.replace("]}\n]", "]},\n]"), "NotJson { line: 16, column: 1 }"),
        Vector::new("a comma too few", MINIMAL.replacen(",\n", "\n", 1), "NotJson { line: 2, column: 1 }"),
        Vector::new(
            "names in single quotation marks",
            MINIMAL.replacen("\"format\"", "'format'", 1),
            "NotJson { line: 1, column: 2 }",
        ),
        Vector::new(
            "a line end within a text",
            MINIMAL.replacen("张三", "张\n三", 1),
            "NotJson { line: 5, column: 17 }",
        ),
        Vector::new("a byte order mark before it", format!("\u{feff}{MINIMAL}"), "1 saves"),
        Vector::new("white space around it", format!("\n\t {MINIMAL}\r\n  "), "1 saves"),
        Vector::new("line ends as Windows writes them", MINIMAL.replace('\n', "\r\n"), "1 saves"),
        Vector::new("no line end at its end", MINIMAL.trim_end(), "1 saves"),
    ]);
}

/// A file that ends early is called just that, wherever it ends.
#[test]
fn a_file_that_ends_early() {
    let mut vectors = Vec::new();
    for (name, whole) in [("minimal", MINIMAL), ("every part", EVERY_PART)] {
        let bytes = whole.trim_end().as_bytes();
        for end in 1..bytes.len() {
            let line = 1 + bytes[..end].iter().filter(|byte| **byte == b'\n').count();
            let says = match bytes[..end] {
                // A number that ends in its point or its sign is no number, cut off or not.
                [.., b'0'..=b'9', b'.'] | [.., b',', b'-'] => {
                    let column = bytes[..end].rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len);
                    format!("NotJson {{ line: {line}, column: {column} }}")
                }
                _ => format!("Truncated {{ line: {line} }}"),
            };
            vectors.push(Vector::new(format!("{name} up to {end}"), &bytes[..end], says));
        }
    }
    check(vectors);
}

#[test]
fn too_large_and_too_many() {
    let many = |count: usize, text: &str| format!("[{}]", vec![text; count].join(","));
    let too_many = |what: &str, count: usize, most: usize| {
        format!("TooMany {{ what: {what:?}, count: {count}, count_max: {most} }}")
    };
    let author = |chars: usize| with("written_by", &format!("\"{}\"", "名".repeat(chars)));
    let units = |count| with("units", &many(count, "\"aaaaaaaaaaaaaaaa-4294967295\""));
    let withheld = |count| with("withheld", &many(count, &format!("\"{0}.{0}\"", "n".repeat(64))));
    let members = |count: usize| {
        let mut members = members_around(RECORD);
        members.extend((members.len()..count).map(|place| (format!("x{place}"), "0".to_owned())));
        file(&digested(members))
    };
    let padded = |bytes: usize| {
        let mut text = MINIMAL.to_owned();
        text.extend(std::iter::repeat_n(' ', bytes - MINIMAL.len()));
        text
    };
    check(vec![
        Vector::new("as large as a file may be", padded(FILE_BYTES_MAX), "1 saves"),
        Vector::new("one byte larger", padded(FILE_BYTES_MAX + 1), "TooLarge { bytes: 67108865, bytes_max: 67108864 }"),
        Vector::new("the longest author", author(120), "1 saves"),
        Vector::new("a longer author", author(121), r#"Head { member: "written_by" }"#),
        Vector::new("the most units", units(UNITS_MAX), "1 saves"),
        Vector::new("more units", units(UNITS_MAX + 1), too_many("units", UNITS_MAX + 1, UNITS_MAX)),
        Vector::new("the most fields withheld, with the longest names", withheld(WITHHELD_MAX), "1 saves"),
        Vector::new(
            "more fields withheld",
            withheld(WITHHELD_MAX + 1),
            too_many("withheld", WITHHELD_MAX + 1, WITHHELD_MAX),
        ),
        Vector::new(
            "the most records, none of them right",
            with("records", &many(200_000, "0")),
            r#"Record { place: 1, error: Json(Json("invalid type: integer `0`, expected an object at line 1 column 1")) }"#,
        ),
        Vector::new("more records", with("records", &many(200_001, "0")), too_many("records", 200_001, 200_000)),
        Vector::new("no record at all", file_around(""), "0 saves"),
        Vector::new("the most members", members(MEMBERS_MAX), "1 saves"),
        Vector::new("more members", members(MEMBERS_MAX + 1), too_many("members", MEMBERS_MAX + 1, MEMBERS_MAX)),
        Vector::new(
            "far more members, whose names are one",
            format!("{{\"format\":\"sanyou\",{}\"\":0}}", "\"\":0,".repeat(1_000_000)),
            too_many("members", MEMBERS_MAX + 1, MEMBERS_MAX),
        ),
        Vector::new("far more units", units(1_000_000), too_many("units", 1_000_000, UNITS_MAX)),
        Vector::new(
            "far more records",
            with("records", &many(3_000_000, "0")),
            too_many("records", 3_000_000, RECORDS_MAX),
        ),
    ]);
}

//! What `check` says of a file that is wrong: line, column, record, member, fault.

use serde_json::Value as Json;

use crate::desk::Desk;
use crate::office::{community, own};

/// Where a fault is, as `check --json` says it.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    fault: String,
    line: Option<u64>,
    column: Option<u64>,
    record: Option<u64>,
    member: Option<String>,
}

fn fault(refusal: &Json) -> Fault {
    let text = |member: &str| refusal[member].as_str().map(str::to_owned);
    let number = |member: &str| refusal[member].as_u64();
    Fault {
        fault: text("fault").expect("a fault"),
        line: number("line"),
        column: number("column"),
        record: number("record"),
        member: text("member"),
    }
}

/// Checks files, and that each fault has a reason and a remedy.
#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>, place: (&str, Option<u64>, Option<u64>, Option<u64>, Option<&str>)) {
    let desk = Desk::with(&[]);
    desk.put("x.json", content);
    let said = desk.json(&["check", "--json", "x.json"], 1);
    let refusal = &said[0]["refusal"];
    let (expected, line, column, record, member) = place;
    let expected = Fault { fault: expected.to_owned(), line, column, record, member: member.map(str::to_owned) };
    assert_eq!(fault(refusal), expected, "{name}: {refusal}");
    let has = |member: &str| refusal[member].as_str().is_some_and(|text| !text.is_empty());
    assert!(has("reason") && has("remedy"), "{name}: {refusal}");
    assert_eq!((said[0]["verdict"].as_str(), said[0]["file"].as_str()), (Some("invalid"), Some("x.json")), "{name}");
}

#[test]
fn every_fault_says_where() {
    let good = own(&community());
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} is in {good}");
        good.replacen(from, to, 1)
    };
    let cut = |bytes: usize| good.as_bytes().get(..bytes).expect("it is longer").to_vec();
    let in_name = good.find('王').expect("it is there") + 1;
    check("nothing", "", ("empty", None, None, None, None));
    check("another program's", "{\"a\":1}", ("not_ours", None, None, None, Some("format")));
    check("another format", with("\"sanyou\"", "\"other\""), ("not_ours", Some(1), Some(11), None, Some("format")));
    check("cut in a line", cut(good.len() - 20), ("truncated", Some(16), None, None, None));
    check("cut in a character", cut(in_name), ("truncated", Some(16), None, None, None));
    check("not text", [b"{\n".as_slice(), b"\xff"].concat(), ("not_utf8", Some(2), None, None, None));
    check("not JSON", with("\"records\":", "\"records\";"), ("not_json", Some(14), Some(10), None, None));
    check(
        "a newer reader",
        with("\"min_reader\":2", "\"min_reader\":99"),
        ("newer_reader", Some(3), Some(14), None, Some("min_reader")),
    );
    check(
        "a head without a member",
        with("\"written_by\":\"张三\",\n", ""),
        ("head", None, None, None, Some("written_by")),
    );
    check(
        "a head of another type",
        with("\"written_by\":\"张三\"", "\"written_by\":7"),
        ("head", Some(5), Some(14), None, Some("written_by")),
    );
    check(
        "a member twice",
        with("\"version\":2", "\"version\":2,\n\"version\":2"),
        ("duplicate_member", Some(3), None, None, Some("version")),
    );
    check("a changed value", with("三有社区", "三无社区"), ("digest", Some(13), Some(10), None, Some("digest")));
    check("no id", with("{\"id\":", "{\"di\":"), ("record_id", Some(15), Some(1), Some(1), Some("id")));
    check("a wrong id", with("\"id\":\"", "\"id\":\"u"), ("record_id", Some(15), Some(7), Some(1), Some("id")));
    check(
        "a kind twice",
        with("\"kind\":\"worker\"", "\"kind\":\"worker\",\"kind\":\"unit\""),
        ("record_duplicate_member", Some(16), Some(1), Some(2), Some("kind")),
    );
    check(
        "a value too deep",
        with("\"level\":\"community\"", &format!("\"level\":{}1{}", "[".repeat(9), "]".repeat(9))),
        ("record_value", Some(15), Some(50), Some(1), Some("level")),
    );
    check(
        "a value that no save sets",
        with(",true]", ",[]]"),
        ("record_unexplained", Some(15), Some(50), Some(1), Some("level")),
    );
    check("no saves", with("\"_\":[[", "\"_\":[],\"a\":[["), ("record_saves", Some(15), Some(80), Some(1), Some("_")));
}

#[test]
fn places_hold_in_any_layout() {
    let good = own(&community());
    let broken = good.replacen("\"_\":[[", "\"_\":[[7,", 1);
    let json: Json = serde_json::from_str(&broken).expect("it is JSON");
    let laid_out = serde_json::to_string_pretty(&json).expect("it is JSON");
    let line = 1 + laid_out.lines().position(|line| line.trim() == "7,").expect("the save is there");
    check("one value a line", &laid_out, ("record_save", Some(line as u64 - 1), Some(9), Some(1), Some("_")));
    check(
        "all on one line",
        json.to_string(),
        ("record_save", Some(1), column_of(&json.to_string(), "[7,"), Some(1), Some("_")),
    );
    check(
        "with a byte order mark",
        format!("\u{feff}{broken}"),
        ("record_save", Some(15), column_of(line_of(&broken, 15), "[7,"), Some(1), Some("_")),
    );
}

fn line_of(text: &str, line: usize) -> &str {
    text.lines().nth(line - 1).expect("the line is there")
}

fn column_of(line: &str, part: &str) -> Option<u64> {
    let at = line.find(part)?;
    line.get(..at).map(|before| before.chars().count() as u64 + 1)
}

#[test]
fn a_file_may_be_too_large() {
    let desk = Desk::with(&[]);
    let file = std::fs::File::create(desk.path("huge.json")).expect("a file");
    file.set_len(3 << 30).expect("a long file with nothing in it");
    desk.check("check huge.json", "", 1, &["huge.json: invalid: The file has 3072 MB; at most 64 MB are read."], &[]);
}

#[test]
fn text_from_a_file_moves_no_cursor() {
    let mut community = community();
    let key = crate::office::ZHANG.key("unit", 1);
    crate::office::ZHANG.save(&mut community, &key, &[("name", "\"\\u001b[2J\\u202e社区\"")]);
    let desk = Desk::with(&[("x.json", &own(&community))]);
    let run = desk.run(&["show", "x.json"]);
    assert!(run.out.contains("“\\u{1b}[2J\\u{202e}社区”"), "{}", run.out);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
}

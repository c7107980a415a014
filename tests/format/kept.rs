//! What is kept: the bytes this version writes, what later versions bring, any layout; and what a changed value breaks.

use sanyou::exchange::{self, Outgoing};
use sanyou::replica::{Replica, imports};
use sanyou::sample::{SAMPLE_VERSION, sample_city};
use serde_json::Value as Json;

use crate::vector::{
    EVERY_PART, MINIMAL, Vector, WRITTEN_AT, canonical, check, file_around, replica, rewritten, write,
};

/// A file of a later version: unknown members, kinds, fields and values, and another layout.
pub const LATER: &str = include_str!("../vectors/later.json");

/// Lays a file out anew: white space between all tokens, and none inside texts.
pub fn spaced(text: &str) -> String {
    let (mut out, mut in_text, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        let is_mark = !in_text && "{}[],:".contains(c);
        if is_mark {
            out.push_str(" \t");
        }
        out.push(c);
        if is_mark {
            out.push_str("\r\n  ");
        }
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    out
}

/// Takes all white space between tokens out of a file.
pub fn dense(text: &str) -> String {
    let (mut out, mut in_text, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        if in_text || !c.is_ascii_whitespace() {
            out.push(c);
        }
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    out
}

/// Checks that a written file is one record a line, sorted by id, with what a reader of values needs before its saves.
#[track_caller]
pub fn check_layout(text: &str, replica: &Replica) {
    let (_, rest) = text.split_once("\"records\":[\n").expect("the records begin a line");
    let lines = rest.strip_suffix("\n]\n}\n").expect("the records end a line");
    let lines: Vec<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), replica.len(), "one record a line");
    for (line, (key, _, view)) in lines.iter().zip(replica.iter()) {
        let line = line.strip_suffix(',').unwrap_or(line);
        assert!(
            line.starts_with(&format!("{{\"id\":\"{}\",\"kind\":\"{}\",\"", key.id, key.kind)),
            "{line}: in the order of ids"
        );
        let record: serde_json::Map<String, Json> = serde_json::from_str(line).expect("a line is an object by itself");
        let in_place = view.fields.values().filter(|field| field.value().is_some()).count();
        assert_eq!(record.len(), in_place + 3, "{line}: current values and nothing else");
        let (_, saves) = line.rsplit_once(",\"_\":[[").expect("saves come last");
        assert!(saves.ends_with("]]}"), "{line}: nothing comes after the saves");
    }
}

/// The bytes are part of the format: whoever has written a file once can compare it with a later one.
#[test]
fn what_was_written_is_written_again() {
    for (name, text) in [("minimal", MINIMAL), ("every part", EVERY_PART)] {
        let incoming = exchange::read(text.as_bytes()).expect("it is right");
        assert_eq!(rewritten(&incoming), text, "{name}");
        let mut held = replica(incoming.saves());
        held.apply(incoming.erasing.saves());
        check_layout(text, &held);
    }
}

/// Someone without this program finds the current values by their names.
#[test]
fn current_values_stand_in_place() {
    let file: Json = serde_json::from_str(EVERY_PART).expect("it is JSON");
    let found: Vec<String> = file["records"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|record| {
            let fields =
                record.as_object().expect("an object").iter().filter(|(name, _)| *name != "_" && *name != "id");
            fields.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(
        found[..8],
        [
            r#"code=null kind="unit" level="community" name="三有社区""#,
            r#"area=400 kind="place" name="党群服务中心""#,
            r#"area=410 kind="place" note="=1+1""#,
            r#"deleted=true kind="worker" name="王五""#,
            r#"kind="sanyou.same" one="aaaaaaaaaaaaaaaa-3" other="bbbbbbbbbbbbbbbb-1""#,
            r#"e.bbbbbbbbbbbbbbbb-9=true kind="sanyou.drop" of="" why="erase""#,
            r#"deleted=true kind="sanyou.same" one="aaaaaaaaaaaaaaaa-3" other="bbbbbbbbbbbbbbbb-2""#,
            r#"area=100 kind="place" name="活动室" note="看过一个""#,
        ]
    );
}

#[test]
fn what_later_versions_bring_is_handed_on() {
    let incoming = exchange::read(LATER.as_bytes()).expect("its reader may be as old as this one");
    assert_eq!((incoming.header.version, incoming.saves().len()), (9, 6));
    let again = rewritten(&incoming);
    let survivors = [
        r#""kind":"robot""#,
        r#""kind":"sanyou.shadow","of":{"what":[null,"nobody knows yet"]}"#,
        r#""drones":3"#,
        r#""level":"metaverse""#,
        r#""tenure":"leased-from-the-moon""#,
        r#""functions":["culture","telepathy"]"#,
        r#""area":412.123456789012345678901234567890123456789"#,
        r#""serial":999999999999999999999999999999"#,
        r#"{"serial":123456789012345678901234567890}"#,
        r#""weight":-0.000000000000000000000000000001"#,
        r#""power":6.02e23"#,
        // Members of an object within a value are sorted by name, so that equal values are equal bytes.
        r#""parts":{"arms":[],"手":[1,2.5,{}]}"#,
        r#""name":"机器人🤖\u0000""#,
        r#""belongs@2031-01-01":"aaaaaaaaaaaaaaaa-1""#,
        r#""deleted":"only in part""#,
        r#"["price"]"#,
    ];
    for survivor in survivors {
        assert!(again.contains(survivor), "{survivor} is in\n{again}");
    }
    let third = exchange::read(again.as_bytes()).expect("what is written can be read");
    assert_eq!(rewritten(&third), again, "nothing drifts");
}

/// The digest is over what the file says, not over how it is laid out.
#[test]
fn any_layout_is_read() {
    let sorted: Json = serde_json::from_str(MINIMAL).expect("it is JSON");
    let pretty = serde_json::to_string_pretty(&sorted).expect("it is JSON");
    assert!(!pretty.starts_with("{\n  \"format\""), "another program sorts the members and breaks the lines");
    check(vec![
        Vector::new("minimal, by another program", pretty, "1 saves"),
        Vector::new("minimal, spaced", spaced(MINIMAL), "1 saves"),
        Vector::new("minimal, dense", dense(MINIMAL), "1 saves"),
        Vector::new("every part, spaced", spaced(EVERY_PART), "20 saves, erases bbbbbbbbbbbbbbbb-9"),
        Vector::new("every part, dense", dense(EVERY_PART), "20 saves, erases bbbbbbbbbbbbbbbb-9"),
        Vector::new("later, spaced", spaced(LATER), "6 saves"),
        Vector::new("later, dense", dense(LATER), "6 saves"),
    ]);
    for text in [spaced(EVERY_PART), dense(EVERY_PART)] {
        let [laid_out, written] =
            [text.as_str(), EVERY_PART].map(|text| exchange::read(text.as_bytes()).expect("it is right"));
        assert_eq!(canonical(laid_out.saves()), canonical(written.saves()));
    }
}

/// Whoever hands on a file that lacks values says so, also when nothing more is left out, and not once they are filled.
#[test]
fn what_was_never_received_is_named() {
    let check = |name: &str, lines: &str, expected: &[&str]| {
        let incoming = exchange::read(file_around(lines).as_bytes()).expect(name);
        let again = exchange::read(rewritten(&incoming).as_bytes()).expect(name);
        assert_eq!(again.header.withheld, expected, "{name}");
    };
    let line = |saves: &str| format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"worker",{saves}}}"#);
    check(
        "nothing is missing",
        &line(r#""pay":2,"_":[["aaaaaaaaaaaaaaaa",1,0,"张三",[],{"pay":1}],["aaaaaaaaaaaaaaaa",2,0,"张三",["pay"]]]"#),
        &[],
    );
    check(
        "a newest value",
        &line(r#""_":[["aaaaaaaaaaaaaaaa",1,0,"张三",[],{},["pay","phone"]]]"#),
        &["worker.pay", "worker.phone"],
    );
    check(
        "a value that another took the place of",
        &line(r#""pay":2,"_":[["aaaaaaaaaaaaaaaa",1,0,"张三",[],{},["pay"]],["aaaaaaaaaaaaaaaa",2,0,"张三",["pay"]]]"#),
        &[],
    );
    check(
        "a value of a save that waits",
        &line(r#""_":[["aaaaaaaaaaaaaaaa",2,0,"张三",[],{},["pay"],[["bbbbbbbbbbbbbbbb",1]]]]"#),
        &["worker.pay"],
    );
}

/// Every single thing that a save says is under the digest.
#[test]
fn a_changed_value_is_noticed() {
    let changes = [
        ("a current value", r#""name":"三有社区""#, r#""name":"三无社区""#),
        ("a current number", r#""area":400"#, r#""area":401"#),
        ("a value side by side with another", r#"{"area":412.5}"#, r#"{"area":412.6}"#),
        ("a value that is no longer seen", r#""name":"三有"}"#, r#""name":"三无"}"#),
        ("a digit far behind the point", "000000001,\"_\"", "000000002,\"_\""),
        ("the last of thirty digits", "01234567890,", "01234567891,"),
        ("whether it is deleted", r#""deleted":true"#, r#""deleted":false"#),
        ("cleared and not", r#""code":null"#, r#""code":"""#),
        ("a number as text", r#""area":400"#, r#""area":"400""#),
        ("a member within a value", r#""left":null"#, r#""left":false"#),
        ("the name of a field", r#""note":"看过一个","_""#, r#""name2":"看过一个","_""#),
        ("what is withheld", r#"{},["phone"]"#, r#"{},["pay"]"#),
        ("when", "86400", "86401"),
        ("who", r#",2,3600,"张三""#, r#",2,3600,"李四""#),
        ("which session", r#"["aaaaaaaaaaaaaaaa",2,3600"#, r#"["bbbbbbbbbbbbbbbb",2,3600"#),
        ("which height", r#"["aaaaaaaaaaaaaaaa",2,3600"#, r#"["aaaaaaaaaaaaaaaa",5,3600"#),
        ("after what", r#"[],[["bbbbbbbbbbbbbbbb",2]]"#, r#"[],[["aaaaaaaaaaaaaaaa",2]]"#),
        ("after which content", "a6d196c36ba94a4b", "a6d196c36ba94a4c"),
        (
            "after which record",
            r#"[["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",2,"","bbbbbbbbbbbbbbbb-1"]"#,
            r#"[["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",2,"","bbbbbbbbbbbbbbbb-2"]"#,
        ),
        ("after nothing", r#"["area"],{},[],[["aaaaaaaaaaaaaaaa",1]]"#, r#"["area"],{},[],[]"#),
        ("what is erased", "e.bbbbbbbbbbbbbbbb-9", "e.bbbbbbbbbbbbbbbb-8"),
        ("why it is dropped", r#""why":"erase""#, r#""why":"purge""#),
        ("what is joined", r#""one":"aaaaaaaaaaaaaaaa-3""#, r#""one":"aaaaaaaaaaaaaaaa-4""#),
        ("the kind", r#""kind":"robot""#, r#""kind":"rabot""#),
        ("the id", r#""id":"aaaaaaaaaaaaaaaa-10""#, r#""id":"aaaaaaaaaaaaaaaa-11""#),
        ("a save left out", r#",["bbbbbbbbbbbbbbbb",3,-315576000,"李四",["code"]]"#, ""),
    ];
    let vectors = changes.map(|(name, from, to)| {
        let changed = EVERY_PART.replacen(from, to, 1);
        assert_ne!(changed, EVERY_PART, "{name}");
        let says = match name {
            // These are refused before the digest is looked at, with more to say.
            "the name of a field" => r#"Record { place: 8, error: Save { place: 5 } }"#,
            // A value that no save names is then that of the save that sets all the others, which sets another.
            "a save left out" => r#"Record { place: 1, error: Save { place: 1 } }"#,
            _ => "Digest",
        };
        Vector::new(name, changed, says)
    });
    check(vectors.into());
    let line = EVERY_PART.lines().find(|line| line.contains("\"kind\":\"robot\"")).expect("it is there");
    let without = EVERY_PART.replace(&format!(",\n{line}"), "");
    let lines: Vec<&str> = EVERY_PART.lines().collect();
    let swapped =
        EVERY_PART.replace(&format!("{}\n{}", lines[14], lines[15]), &format!("{}\n{}", lines[15], lines[14]));
    assert_ne!(swapped, EVERY_PART);
    check(vec![
        Vector::new("a record left out", without, "Digest"),
        // The order of lines says nothing, so it is no part of what the digest covers.
        Vector::new("two records in another order", swapped, "20 saves, erases bbbbbbbbbbbbbbbb-9"),
    ]);
}

/// What a file says is the same in another layout, also where it erases a record that it holds, holds drops that are
/// for nobody else, and is not sorted.
#[test]
fn records_that_no_program_writes_together_are_read_in_any_layout() {
    let records = [
        r#"{"id":"bbbbbbbbbbbbbbbb-1","kind":"worker","name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#,
        r#"{"id":"aaaaaaaaaaaaaaaa-9","kind":"sanyou.drop","d.bbbbbbbbbbbbbbbb-2":[["aaaaaaaaaaaaaaaa",1]],"why":"undo","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#,
        r#"{"id":"bbbbbbbbbbbbbbbb-2","kind":"worker","name":"乙","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#,
        r#"{"id":"aaaaaaaaaaaaaaaa-1","kind":"sanyou.drop","e.bbbbbbbbbbbbbbbb-1":true,"why":"erase","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#,
    ];
    let text = file_around(&records.join(",\n"));
    let says = "2 saves, erases bbbbbbbbbbbbbbbb-1";
    check(vec![
        Vector::new("as it is", text.as_str(), says),
        Vector::new("spaced", spaced(&text), says),
        Vector::new("dense", dense(&text), says),
        Vector::new("with other line ends", text.replace('\n', "\r\n"), says),
        Vector::new("changed and spaced", spaced(&text.replace("乙", "丙")), "Digest"),
    ]);
}

/// What another device imported is not what was imported here, whoever wrote the file; it is not taken, and the records are.
#[test]
fn the_import_log_of_another_device_is_not_believed() {
    let worker = r#"{"id":"bbbbbbbbbbbbbbbb-1","kind":"worker","name":"甲","_":[["aaaaaaaaaaaaaaaa",1,100,"",true]]}"#;
    let log = r#"{"id":"aaaaaaaaaaaaaaaa-9","kind":"sanyou.import","digest":"00","file":"x.json","order":1,"spans.0":"aaaaaaaaaaaaaaaa 0 999","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#;
    let erasing = r#"{"id":"aaaaaaaaaaaaaaaa-8","kind":"sanyou.drop","e.bbbbbbbbbbbbbbbb-7":true,"why":"erase","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]]}"#;
    let text = file_around(&[log, worker].join(",\n"));
    check(vec![
        Vector::new("alone", file_around(log), "0 saves"),
        Vector::new("with a record", text.as_str(), "1 saves"),
        Vector::new("with a record, spaced", spaced(&text), "1 saves"),
        Vector::new(
            "with an erasure",
            file_around(&[log, erasing, worker].join(",\n")),
            "1 saves, erases bbbbbbbbbbbbbbbb-7",
        ),
    ]);
    let taken = exchange::read(text.as_bytes()).expect("the rest is good");
    assert!(taken.lines.keys().all(|key| key.kind.as_str() == "worker"));
    assert_eq!(imports::all(&replica(taken.saves())), [], "nothing is said to have been imported");
    // Held as our own, the same line would be obeyed: it is the reader that keeps it out.
    let held = exchange::unpack(&format!("{{\"records\":[{log}]}}")).expect("the store reads its own");
    assert_eq!(imports::all(&replica(held.saves())).len(), 1);
}

/// Every member of the head is under the digest, but the digest itself.
#[test]
fn a_changed_head_is_noticed() {
    let changes = [
        ("its version", "\"version\":2", "\"version\":3", "Digest"),
        ("its reader", "\"min_reader\":2", "\"min_reader\":1", "Digest"),
        ("that it is no sample", "\"sample\":null", "\"sample\":\"2026.1\"", "Digest"),
        ("who wrote it", "\"written_by\":\"张三\"", "\"written_by\":\"张四\"", "Digest"),
        ("when it was written", "T00:00:00Z", "T00:00:01Z", "Digest"),
        ("its series", "\"cccccccccccccccc\"", "\"cccccccccccccccd\"", "Digest"),
        ("its number", "\"number\":7", "\"number\":8", "Digest"),
        ("what came before it", "\"base\":\"sha256:6", "\"base\":\"sha256:7", "Digest"),
        ("since which file it holds what is new", "\"since\":\"sha256:77", "\"since\":\"sha256:78", "Digest"),
        (
            "that it holds what is new only",
            "\"since\":\"sha256:77005340b341fb3a5defcd9a4efdfa83a500d5727ad07c461341f955ef4c149c\"",
            "\"since\":null",
            "Digest",
        ),
        ("the units it is about", "[\"aaaaaaaaaaaaaaaa-2\"]", "[\"aaaaaaaaaaaaaaaa-3\"]", "Digest"),
        ("that it is about a part only", "[\"aaaaaaaaaaaaaaaa-2\"]", "null", "Digest"),
        ("what was withheld", "[\"worker.phone\"]", "[]", "Digest"),
        ("a member more", "\"version\":2", "\"version\":2,\"x\":null", "Digest"),
        ("the digest", "sha256:fdc9", "sha256:fdca", "Digest"),
    ];
    let vectors = changes.map(|(name, from, to, says)| {
        let changed = EVERY_PART.replacen(from, to, 1);
        assert_ne!(changed, EVERY_PART, "{name}");
        Vector::new(name, changed, says)
    });
    check(vectors.into());
}

/// The value that stands in a record is the one that its saves say: a line that shows another is put right.
#[test]
fn what_stands_in_the_wrong_place_is_put_right() {
    let record = |rest: &str| format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit",{rest}]}}"#);
    for (name, from, to) in [
        (
            "an old value in place",
            r#""name":"旧","_":[["aaaaaaaaaaaaaaaa",1,0,"",["name"]],["aaaaaaaaaaaaaaaa",2,0,"",[],{"name":"新"}]"#,
            r#""name":"新","_":[["aaaaaaaaaaaaaaaa",1,0,"",[],{"name":"旧"}],["aaaaaaaaaaaaaaaa",2,0,"",true]"#,
        ),
        (
            "the lesser one of two that stand side by side",
            r#""name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true],["bbbbbbbbbbbbbbbb",1,0,"",[],{"name":"乙"},[],[]]"#,
            r#""name":"乙","_":[["aaaaaaaaaaaaaaaa",1,0,"",[],{"name":"甲"}],["bbbbbbbbbbbbbbbb",1,0,"",true,{},[],[]]"#,
        ),
        (
            "a value of a save that waits",
            r#""name":"甲","_":[["aaaaaaaaaaaaaaaa",2,0,"",true,{},[],[["bbbbbbbbbbbbbbbb",1]]]"#,
            r#""_":[["aaaaaaaaaaaaaaaa",2,0,"",[],{"name":"甲"},[],[["bbbbbbbbbbbbbbbb",1]]]"#,
        ),
        (
            "no value in place",
            r#""_":[["aaaaaaaaaaaaaaaa",1,0,"",[],{"area":1.0,"name":"\u7532"}]"#,
            r#""area":1,"name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]"#,
        ),
        (
            "saves and names in another order",
            r#""name":"甲","area":1,"_":[["bbbbbbbbbbbbbbbb",2,5,"",["name"],{},[],[["aaaaaaaaaaaaaaaa",1]]],["aaaaaaaaaaaaaaaa",1,-5,"",["area"],{},["note"],[]]"#,
            r#""area":1,"name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true,{},["note"]],["bbbbbbbbbbbbbbbb",2,5,"",["name"]]"#,
        ),
        (
            "after itself and what is later",
            r#""name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true,{},[],[["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",9]]]"#,
            r#""name":"甲","_":[["aaaaaaaaaaaaaaaa",1,0,"",true]"#,
        ),
        (
            "the same predecessors twice and not sorted",
            r#""_":[["aaaaaaaaaaaaaaaa",1,0,""],["bbbbbbbbbbbbbbbb",1,0,"",[],{},[],[]],["aaaaaaaaaaaaaaaa",2,0,"",[],{},[],[["bbbbbbbbbbbbbbbb",1],["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",1]]]"#,
            r#""_":[["aaaaaaaaaaaaaaaa",1,0,""],["bbbbbbbbbbbbbbbb",1,0,"",[],{},[],[]],["aaaaaaaaaaaaaaaa",2,0,"",[],{},[],[["aaaaaaaaaaaaaaaa",1],["bbbbbbbbbbbbbbbb",1]]]"#,
        ),
    ] {
        let [from, to] = [from, to].map(record);
        let incoming =
            exchange::read(file_around(&from).as_bytes()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let mut lines = Vec::new();
        incoming.lines.each_line(|_, line| lines.push(line.to_owned()));
        assert_eq!(lines, [to.as_str()], "{name}: as a manifest sees it");
        assert!(rewritten(&incoming).contains(&to), "{name}: as it is written\n{}", rewritten(&incoming));
    }
}

#[test]
fn the_sample_city_travels() {
    let city = replica(sample_city());
    let outgoing = Outgoing { sample: Some(SAMPLE_VERSION), by: "样本", at: WRITTEN_AT, ..Outgoing::default() };
    let text = write(&city, &outgoing);
    let incoming = exchange::read(text.as_bytes()).expect("what is written can be read");
    assert_eq!(incoming.header.sample.as_deref(), Some(SAMPLE_VERSION));
    check_layout(&text, &city);
    assert_eq!(replica(incoming.saves()).canonical(), city.canonical());
    let deflated = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6).len();
    println!("sample city: {} records, {} bytes, {deflated} deflated", city.len(), text.len());
}

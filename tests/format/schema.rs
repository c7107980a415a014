//! The published schema: every file that a test writes is held against it, and so are files that it is to refuse.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value as Json;

use crate::kept::LATER;
use crate::vector::EVERY_PART;

/// The schema as it is published.
pub const SCHEMA: &str = include_str!("../../docs/sanyou-1.0.schema.json");

fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        jsonschema::draft202012::new(&schema).expect("the schema is one of 2020-12")
    })
}

/// The same text with another number for each that no floating point holds: those are values, of which the schema asks
/// nothing, and the library that checks reads no others.
fn narrowed(text: &str) -> String {
    let (mut out, mut in_text, mut escaped, mut from) = (String::new(), false, false, None);
    for c in text.chars() {
        let is_digit = !in_text && (c.is_ascii_digit() || (from.is_some() && "+-.eE".contains(c)));
        if is_digit {
            from.get_or_insert(out.len());
        } else if let Some(from) = from.take()
            && (out.len() - from > 20 || out[from..].contains(['e', 'E']))
        {
            out.truncate(from);
            out.push_str("0.5");
        }
        out.push(c);
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    out
}

/// What the schema has against a JSON text; nothing when it is content.
pub fn complaint(text: &str) -> Option<String> {
    let json: Json = serde_json::from_str(&narrowed(text)).expect("it is JSON");
    let complaint = validator().iter_errors(&json).next();
    complaint.map(|error| format!("{error} at {}", error.instance_path()))
}

/// Checks that a file that this program wrote is one by the schema.
#[track_caller]
pub fn check_file(text: &str) {
    if let Some(complaint) = complaint(text) {
        panic!("{complaint}\n{text}");
    }
}

/// A good file with one thing changed, each of which the schema must refuse.
#[test]
fn what_the_schema_refuses() {
    let session = "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[\"name\"]]";
    let mutilations = [
        ("another format", "\"sanyou\"", "\"sanyu\""),
        ("a version as text", "\"version\":2", "\"version\":\"2\""),
        ("version 1", "\"version\":2", "\"version\":1"),
        ("another reader than a writer may ask for", "\"min_reader\":2", "\"min_reader\":1"),
        ("no sample", "\"sample\":null,\n", ""),
        ("an author too long", "\"written_by\":\"张三\"", &format!("\"written_by\":\"{}\"", "名".repeat(121))),
        ("a moment with an offset", "T00:00:00Z", "T08:00:00+08:00"),
        ("a series without a number", "\"number\":7", "\"number\":null"),
        ("number 0", "\"number\":7", "\"number\":0"),
        ("a number without a series", "\"series\":\"cccccccccccccccc\"", "\"series\":null"),
        ("a predecessor that is no digest", "\"base\":\"sha256:6", "\"base\":\"sha256:x"),
        ("since a number", "\"since\":\"sha256:", "\"since\":\"7"),
        ("a unit by its name", "[\"aaaaaaaaaaaaaaaa-2\"],\n\"withheld\"", "[\"三有社区\"],\n\"withheld\""),
        ("withheld as text", "[\"worker.phone\"]", "\"worker.phone\""),
        ("no digest", "\"digest\":\"sha256:", "\"digest_\":\"sha256:"),
        ("records as an object", "\"records\":[", "\"records\":{\"x\":["),
        ("a record's id with a zero before it", "\"id\":\"aaaaaaaaaaaaaaaa-2\"", "\"id\":\"aaaaaaaaaaaaaaaa-02\""),
        ("a record's id with a letter that ids lack", "\"id\":\"aaaaaaaaaaaaaaaa-2\"", "\"id\":\"aaaaaaaaaaaaaaal-2\""),
        ("a kind that is no name", "\"kind\":\"robot\"", "\"kind\":\"机器人\""),
        ("a field that is no name", "\"level\":", "\"级别\":"),
        ("saves under another name", "\"_\":[[", "\"saves\":[["),
        ("no saves", session, ""),
        ("a session by its place", session, "[0,2,3600,\"张三\",[\"name\"]]"),
        ("height 0", session, "[\"aaaaaaaaaaaaaaaa\",0,3600,\"张三\",[\"name\"]]"),
        ("a moment with a fraction", session, "[\"aaaaaaaaaaaaaaaa\",2,3600.5,\"张三\",[\"name\"]]"),
        ("an author by a place", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,0,[\"name\"]]"),
        ("false in place", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",false]"),
        ("a field twice", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[\"name\",\"name\"]]"),
        ("the field id", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[\"id\"]]"),
        ("others as a list", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[],[\"name\"]]"),
        ("the field kind among others", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[],{\"kind\":1}]"),
        ("unknown as an object", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[],{},{}]"),
        ("nine parts", session, "[\"aaaaaaaaaaaaaaaa\",2,3600,\"张三\",[],{},[],[],[]]"),
        ("three parts", session, "[\"aaaaaaaaaaaaaaaa\",2,3600]"),
        ("after a dot of one part", "[[\"bbbbbbbbbbbbbbbb\",2]]", "[[\"bbbbbbbbbbbbbbbb\"]]"),
        ("after a content in capitals", "a6d196c36ba94a4b", "A6D196C36BA94A4B"),
        ("after an empty content of this record", "2,\"a6d196c36ba94a4b\"]]", "2,\"\"]]"),
        ("after a record that is none", "\"\",\"bbbbbbbbbbbbbbbb-1\"", "\"\",\"bbbbbbbbbbbbbbbb\""),
    ];
    for (name, from, to) in mutilations {
        let mutilated = match name {
            "no saves" => {
                EVERY_PART.replace("\"_\":[[\"bbbbbbbbbbbbbbbb\",1,1795219200,\"李四\",true]]}\n", "\"_\":[]}\n")
            }
            "records as an object" => EVERY_PART.replace(from, to).replace("\n]\n}\n", "\n]}\n}\n"),
            _ => EVERY_PART.replacen(from, to, 1),
        };
        assert_ne!(mutilated, EVERY_PART, "{name}");
        assert!(complaint(&mutilated).is_some(), "{name} is refused");
    }
    println!("{} mutilated files", mutilations.len());
    check_file(EVERY_PART);
    check_file(LATER);
}

/// Receipts are held against it too.
#[test]
fn which_receipts_the_schema_refuses() {
    let good = r#"{"format":"sanyou-receipt","version":1,"min_reader":1,"of":"sha256:6238796d7058fd62cffba165f91b439c8704027c86d18fb230b4e7a324bf2a09","series":"cccccccccccccccc","number":7,"by":"李四","at":"2026-11-22T00:00:00Z","taken":"part","not_taken":["aaaaaaaaaaaaaaaa-1"]}"#;
    check_file(good);
    for (from, to) in [
        ("sanyou-receipt", "sanyou"),
        ("\"taken\":\"part\"", "\"taken\":\"all\""),
        ("[\"aaaaaaaaaaaaaaaa-1\"]", "[]"),
        ("[\"aaaaaaaaaaaaaaaa-1\"]", "[\"aaaaaaaaaaaaaaaa-1\",\"aaaaaaaaaaaaaaaa-1\"]"),
        ("\"number\":7", "\"number\":null"),
        ("\"series\":\"cccccccccccccccc\"", "\"series\":null"),
        ("\"of\":\"sha256:", "\"of\":\"sha512:"),
        ("\"by\":\"李四\",", ""),
    ] {
        let mutilated = good.replacen(from, to, 1);
        assert_ne!(mutilated, good);
        assert!(complaint(&mutilated).is_some(), "{to} is refused");
    }
}

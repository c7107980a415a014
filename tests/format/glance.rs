//! A look into files of newer versions: what is shown, what is only counted, and what is no file of this program.

use proptest::prelude::*;
use sanyou::exchange::glance::Glance;
use sanyou::exchange::{self, ReadError};

use crate::history::{history, play};
use crate::vector::{EVERY_PART, MINIMAL, write};

/// A file of a version that nobody knows yet.
const NEWER: &str = r#"{"format":"sanyou","version":9,"min_reader":9,"written_by":"王五","written_at":{"year":2040},
"motto":"三有","keys":["甲"],"digest":"blake9:00","records":[
{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","name":"三有社区","code":null,"_":{"another":"way"}},
{"id":"aaaaaaaaaaaaaaaa-2","kind":"云","楼":7,"deep":[[[[[[[[[1]]]]]]]]],"name":"=1+1"},
{"id":"aaaaaaaaaaaaaaaa-3","name":"没有种类"},
{"id":"another kind of id","kind":"unit"},
{"id":"aaaaaaaaaaaaaaaa-4","kind":"unit","name":"甲","name":"乙"},
["a","list"],
7
]}"#;

#[track_caller]
fn glance(text: &str) -> Glance {
    Glance::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// A record in a few words.
fn lines(glance: &Glance) -> Vec<String> {
    let line = |record: &exchange::glance::GlanceRecord| {
        let fields = record.fields.iter().map(|(name, value)| format!(" {name}={}", value.to_json()));
        format!("{} {}{}", record.id, record.kind, fields.collect::<String>())
    };
    glance.records.iter().map(line).collect()
}

#[test]
fn a_newer_file_shows_its_values() {
    assert_eq!(
        exchange::read(NEWER.as_bytes()).err(),
        Some(ReadError::NewerReader { min_reader: 9, version: 9 }),
        "it is not for merging"
    );
    let glance = glance(NEWER);
    assert_eq!((glance.version, glance.min_reader), (9, 9));
    let texts: Vec<String> = glance.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(texts, ["digest=blake9:00", "format=sanyou", "motto=三有", "written_by=王五"]);
    assert_eq!(
        lines(&glance),
        [r#"aaaaaaaaaaaaaaaa-1 unit code=null name="三有社区""#, r#"aaaaaaaaaaaaaaaa-2 云 name="=1+1" 楼=7"#,]
    );
    assert_eq!(glance.unread, 6, "five records and one value");
}

#[test]
fn what_cannot_be_looked_into() {
    let many = format!(r#"{{"format":"sanyou","version":9,"min_reader":9,"records":[{}0]}}"#, "0,".repeat(300_000));
    for (name, text, says) in [
        ("nothing", "", Err("Empty")),
        ("no JSON", "version 9", Err("NotJson { line: 1, column: 1 }")),
        ("the file of another program", r#"{"format":"geojson","version":9,"min_reader":9}"#, Err("NotOurs")),
        ("a receipt", r#"{"format":"sanyou-receipt","version":9,"min_reader":9}"#, Err("NotOurs")),
        ("a list", "[]", Err("NotOurs")),
        ("half of it", &NEWER[..NEWER.len() / 2], Err("Truncated { line: 4 }")),
        ("no version", r#"{"format":"sanyou","min_reader":9}"#, Err("Head { member: \"version\" }")),
        ("no reader", r#"{"format":"sanyou","version":9}"#, Err("Head { member: \"min_reader\" }")),
        (
            "a member twice",
            r#"{"format":"sanyou","version":9,"min_reader":9,"min_reader":9}"#,
            Err("Head { member: \"duplicate\" }"),
        ),
        ("sealed", r#"{"format":"sanyou","version":9,"min_reader":9,"records":"…"}"#, Ok((0, 0))),
        ("no records", r#"{"format":"sanyou","version":9,"min_reader":9}"#, Ok((0, 0))),
        ("many of what is no record", &many, Ok((0, 300_001))),
        ("a file of this version", MINIMAL, Ok((1, 0))),
        ("a file of this version with every part", EVERY_PART, Ok((10, 0))),
    ] {
        let said = Glance::read(text.as_bytes()).map(|glance| (glance.records.len(), glance.unread));
        assert_eq!(said.map_err(|error| format!("{error:?}")), says.map_err(str::to_owned), "{name}");
    }
}

proptest! {
    /// Of a file of this version the values are those that are seen.
    #[test]
    fn what_is_shown_is_what_is_seen(steps in history()) {
        for held in play(&steps) {
            let glance = glance(&write(&held, &exchange::Outgoing::default()));
            let seen: Vec<String> = held.iter().map(|(key, _, view)| {
                let fields = view.fields.iter().filter_map(|(name, field)| Some(format!(" {name}={}", field.value()?.to_json())));
                format!("{} {}{}", key.id, key.kind, fields.collect::<String>())
            }).collect();
            prop_assert_eq!(lines(&glance), seen);
            prop_assert_eq!(glance.unread, 0);
        }
    }

    #[test]
    fn anything_is_looked_into_without_panic(bytes: Vec<u8>, text: String) {
        prop_assert!(Glance::read(&bytes).is_err());
        let text = format!(r#"{{"format":"sanyou","version":9,"min_reader":9,"records":[{text}]}}"#);
        let _ = Glance::read(text.as_bytes());
    }
}

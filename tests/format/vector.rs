//! One vector, and the one function that checks all of them.

use std::collections::BTreeMap;

use sanyou::exchange::{self, Incoming, Outgoing};
use sanyou::replica::{Replica, Saved};
use sha2::{Digest, Sha256};

/// The smallest file that holds something.
pub const MINIMAL: &str = include_str!("../vectors/minimal.json");
/// A file in which every part of the format is used at least once.
pub const EVERY_PART: &str = include_str!("../vectors/every-part.json");

/// A file and what reading it says.
pub struct Vector {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The error as `Debug` shows it, or how many saves are taken.
    pub says: String,
}

impl Vector {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>, says: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), says: says.into() }
    }
}

/// Checks what becomes of each file, and tells all that differ at once.
///
/// A file that is taken is also written and read again, which must change nothing.
#[track_caller]
pub fn check(vectors: Vec<Vector>) {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for vector in &vectors {
        *names.entry(&vector.name).or_default() += 1;
        let said = match exchange::read(&vector.bytes) {
            Ok(incoming) => {
                let again = exchange::read(rewritten(&incoming).as_bytes()).map(|incoming| canonical(incoming.saves()));
                let saves = incoming.saves().len();
                if again == Ok(canonical(incoming.saves())) { format!("{saves} saves") } else { format!("{again:?}") }
            }
            Err(error) => format!("{error:?}"),
        };
        if said != vector.says {
            wrong.push(format!("{}\n   says {said}\n    not {}", vector.name, vector.says));
        }
    }
    println!("{} vectors", vectors.len());
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    assert!(names.values().all(|count| *count == 1), "each vector has a name of its own: {names:?}");
}

/// Blocks of lines of a table of vectors; lines that begin with `//` are comments.
pub fn blocks(table: &'static str) -> Vec<Vec<&'static str>> {
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with("//")).collect();
    let blocks = lines.split(|line| line.is_empty()).filter(|block| !block.is_empty());
    blocks.map(<[&str]>::to_vec).collect()
}

/// The members of a file's head, in the order they are written.
pub const HEAD: [&str; 11] = [
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

/// The members of a good file around some records, with two sessions and two authors for them to name.
pub fn members_around(records: &str) -> Vec<(String, String)> {
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

/// A file of members.
pub fn file(members: &[(String, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, text)| format!("\"{name}\":{text}")).collect();
    format!("{{{}}}\n", members.join(",\n"))
}

/// A file that holds these records and is otherwise good.
pub fn file_around(records: &str) -> String {
    file(&members_around(&format!("[\n{records}\n]")))
}

/// The digest of what can be read; a file whose records cannot be read is refused before it is compared.
fn digest_of(sessions: &str, authors: &str, records: &str) -> String {
    let packed = format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":{records}}}");
    exchange::unpack(&packed).map_or_else(|_| "00".repeat(32), |lines| sha256(&contents(lines.saves())))
}

pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A replica that holds these saves.
pub fn replica(saves: Vec<Saved>) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica
}

pub fn canonical(saves: Vec<Saved>) -> String {
    replica(saves).canonical()
}

/// All contents, one line each: what the digest of version 1 covers.
pub fn contents(saves: Vec<Saved>) -> String {
    let mut text = String::new();
    for (key, record, _) in replica(saves).iter() {
        record.write_contents(key, &mut text);
    }
    text
}

/// The moment that files of vectors name: 2026-11-22, 00:00 UTC.
pub const WRITTEN_AT: i64 = 1_795_305_600;

/// What was read, written once more under the same names.
pub fn rewritten(incoming: &Incoming) -> String {
    let header = &incoming.header;
    let outgoing = Outgoing { sample: header.sample.as_deref(), by: &header.by, at: WRITTEN_AT, ..Outgoing::default() };
    exchange::write(&replica(incoming.saves()), &outgoing)
}

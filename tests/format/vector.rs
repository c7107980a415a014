//! One vector, and the one function that checks all of them.

use std::collections::BTreeMap;

use sanyou::exchange::{self, Incoming, Manifest, Outgoing, Part, Reading};
use sanyou::model::Value;
use sanyou::model::sorted::in_order;
use sanyou::replica::{Lines, Replica, Saved};
use sha2::{Digest, Sha256};

use crate::schema;

/// The smallest file that holds something.
pub const MINIMAL: &str = include_str!("../vectors/minimal.json");
/// A file in which every part of the format is used at least once.
pub const EVERY_PART: &str = include_str!("../vectors/every-part.json");

/// A file and what reading it says.
pub struct Vector {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The error as `Debug` shows it, or how many saves are taken and what is to be erased.
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
        let said = exchange::read(&vector.bytes).map_or_else(|error| format!("{error:?}"), |incoming| said(&incoming));
        if said != vector.says {
            wrong.push(format!("{}\n   says {said}\n    not {}", vector.name, vector.says));
        }
        let carried =
            carried(&vector.bytes).map_or_else(|error| format!("{error:?}"), |incoming| self::said(&incoming));
        if carried != said {
            wrong.push(format!("{}\n   carried by a worker says {carried}\n    not {said}", vector.name));
        }
    }
    println!("{} vectors", vectors.len());
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    assert!(names.values().all(|count| *count == 1), "each vector has a name of its own: {names:?}");
}

/// Reads a file as the page does: a worker reads and carries it, and the page reads what it carried.
fn carried(bytes: &[u8]) -> Result<Incoming, exchange::ReadError> {
    let mut there = Reading::of(bytes)?;
    while there.go_on(&Replica::new())? {}
    let mut here = Reading::of_carried(there.carry()?)?;
    while here.go_on(&Replica::new())? {}
    here.end()
}

fn said(incoming: &Incoming) -> String {
    let erased: Vec<String> = incoming.erased().iter().map(ToString::to_string).collect();
    let erases = if erased.is_empty() { String::new() } else { format!(", erases {}", erased.join(" ")) };
    let text = rewritten(incoming);
    match exchange::read(text.as_bytes()) {
        Ok(again) if rewritten(&again) != text => format!("what is written drifts: {text}"),
        Ok(again) if again.erased() != incoming.erased() => format!("erases {:?} the second time", again.erased()),
        Ok(again) if canonical(again.saves()) != canonical(left(incoming)) => format!("says something else: {text}"),
        Ok(_) => format!("{} saves{erases}", incoming.saves().len()),
        Err(error) => format!("written again: {error:?}"),
    }
}

/// The saves of a file but for those of records that the file itself erases.
fn left(incoming: &Incoming) -> Vec<Saved> {
    let erased = incoming.erased();
    incoming.saves().into_iter().filter(|saved| !erased.contains(&saved.key.id)).collect()
}

/// Blocks of lines of a table of vectors; lines that begin with `//` are comments.
pub fn blocks(table: &'static str) -> Vec<Vec<&'static str>> {
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with("//")).collect();
    let blocks = lines.split(|line| line.is_empty()).filter(|block| !block.is_empty());
    blocks.map(<[&str]>::to_vec).collect()
}

/// The members of a file's head, in the order they are written.
pub const HEAD: [&str; 14] = [
    "format",
    "version",
    "min_reader",
    "sample",
    "written_by",
    "written_at",
    "series",
    "number",
    "base",
    "since",
    "units",
    "withheld",
    "digest",
    "records",
];

/// A file's members, each with its text.
pub type FileMembers = Vec<(String, String)>;

/// The members of a good file around some records.
pub fn members_around(records: &str) -> FileMembers {
    let texts = [
        "\"sanyou\"",
        "2",
        "2",
        "null",
        "\"张三\"",
        "\"2026-11-22T00:00:00Z\"",
        "null",
        "null",
        "null",
        "null",
        "null",
        "[]",
        "",
        records,
    ];
    digested(HEAD.iter().zip(texts).map(|(name, text)| ((*name).to_owned(), text.to_owned())).collect())
}

/// The same members with the digest that they are to have, if they hold one.
pub fn digested(mut members: FileMembers) -> FileMembers {
    let digest = digest_of(&members);
    if let Some(held) = members.iter_mut().find(|(name, _)| name == "digest") {
        held.1 = format!("\"sha256:{digest}\"");
    }
    members
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

/// The digest as the format's page defines it, over what can be read of the members; a file of which something cannot
/// be read is refused before it is compared.
fn digest_of(members: &[(String, String)]) -> String {
    let mut text = String::new();
    let covered = members.iter().filter(|(name, _)| name != "digest" && name != "records");
    let unescaped = |name: &str| serde_json::from_str::<String>(&format!("\"{name}\"")).expect("a name is a text");
    let covered: Vec<(String, &str)> = covered.map(|(name, text)| (unescaped(name), text.as_str())).collect();
    for (name, json) in in_order(covered, |one, other| one.0.cmp(&other.0)) {
        let canonical = Value::from_json(json).map_or_else(|_| json.to_owned(), |value| value.to_json().into_owned());
        text.push_str(&format!("{}:{canonical}\n", Value::text(&name).to_json()));
    }
    let records = members.iter().find(|(name, _)| name == "records").map_or("[]", |(_, text)| text);
    if let Ok(lines) = exchange::unpack(&format!("{{\"records\":{records}}}")) {
        text.push_str(&lines_of(&lines).join(",\n"));
    }
    sha256(&text)
}

/// The lines of a file as this program writes them, sorted.
fn lines_of(lines: &Lines) -> Vec<String> {
    let mut sorted = BTreeMap::new();
    lines.each_line(|key, line| {
        sorted.insert(key.clone(), line.to_owned());
    });
    sorted.into_values().collect()
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

/// Writes a file: the one place where tests do, so that the schema is held against every file that is written.
#[track_caller]
pub fn write(held: &Replica, outgoing: &Outgoing<'_>) -> String {
    let text = exchange::write(held, outgoing);
    schema::check_file(&text);
    text
}

/// What was read, written once more with the same head.
#[track_caller]
pub fn rewritten(incoming: &Incoming) -> String {
    let header = &incoming.header;
    let mut held = replica(incoming.erasing.saves());
    held.apply(incoming.saves());
    let withheld = header.withheld.iter().map(|text| text.split_once('.').unwrap_or(("", text)));
    let withhold: Vec<(&str, &str)> = withheld.collect();
    let since = header.since.as_ref().map(|digest| {
        let mut since = Manifest::default();
        since.digest.clone_from(digest);
        since
    });
    let part = header.units.as_ref().map(|units| Part { units, keep: &|_| true });
    let outgoing = Outgoing {
        sample: header.sample.as_deref(),
        by: &header.by,
        at: exchange::read_moment(&header.at).unwrap_or(WRITTEN_AT),
        withhold: &withhold,
        number: header.number.as_ref(),
        since: since.as_ref(),
        part,
        is_folded: false,
    };
    // What was left out on purpose cannot be told from what was never received, unless nothing else is left out then.
    let whole = write(&held, &Outgoing { withhold: &[], ..outgoing });
    let is_named = exchange::read(whole.as_bytes()).is_ok_and(|again| again.header.withheld == header.withheld);
    if is_named { whole } else { write(&held, &outgoing) }
}

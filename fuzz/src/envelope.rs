//! Files: what is taken can be written, and read again as the same.

use sanyou::exchange::{self, Incoming, Outgoing, ReadError};
use sanyou::model::Value;
use sanyou::model::value::Members;
use sanyou::replica::Replica;
use sha2::{Digest, Sha256};

use crate::{Outcome, check_same, check_taken, replica, united};

/// The moment that files written here name: 2026-11-22, 00:00 UTC.
const WRITTEN_AT: i64 = 1_795_305_600;

/// Checks whatever the file reader makes of some bytes. Where only the digest is wrong the same file is read again under
/// the right one: nobody guesses SHA-256.
pub fn check(bytes: &[u8]) -> Outcome {
    let incoming = match exchange::read(bytes) {
        Err(ReadError::Digest) => match with_right_digest(bytes).map(|mended| read_both_ways(&mended)) {
            Some(read) => read.expect("nothing but its digest was wrong"),
            None => panic!("a file refused for its digest alone has all its members"),
        },
        Err(_) => return Outcome::Refused,
        Ok(incoming) => incoming,
    };
    let held = united(&[&incoming.lines]);
    check_same(&check_taken(&incoming.saves()), &held);
    let _ = incoming.erased();
    check_written(&held, incoming.header.sample.as_deref(), &incoming.header.by);
    Outcome::Taken(incoming.saves().len())
}

/// Reads a file as this program lays it out, and without its last line end, which is another way through the reader.
fn read_both_ways(text: &str) -> Result<Incoming, ReadError> {
    let (laid_out, other) = (exchange::read(text.as_bytes()), exchange::read(text.trim_end().as_bytes()));
    let told = |read: &Result<Incoming, ReadError>| read.clone().map(|incoming| (incoming.saves(), incoming.header));
    assert_eq!(told(&laid_out), told(&other), "{text}");
    laid_out
}

/// Checks that what is held can be written and read, and that writing it once more gives the same bytes.
pub(crate) fn check_written(held: &Replica, sample: Option<&str>, by: &str) {
    let outgoing = Outgoing { sample, by, at: WRITTEN_AT, ..Outgoing::default() };
    let text = exchange::write(held, &outgoing);
    let again = read_both_ways(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!((again.header.sample.as_deref(), again.header.by.as_str()), (sample, by));
    let read = united(&[&again.lines]);
    check_same(&read, held);
    check_same(&replica(&again.saves()), held);
    assert_eq!(exchange::write(&read, &outgoing), text);
}

/// The same file laid out as this program does, with the digest of what is in it.
fn with_right_digest(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let all: Members<'_> = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?;
    let members = &all.0;
    let of = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, raw)| raw.get());
    let records = of("records")?.strip_prefix('[')?.strip_suffix(']')?.trim();
    let head: Vec<(String, &str)> = members
        .iter()
        .filter(|(name, _)| name != "digest" && name != "records")
        .map(|(name, raw)| (Value::text(name).to_json().into_owned(), raw.get()))
        .collect();
    let version: u32 = of("version")?.parse().ok()?;
    let digest = match of("sessions").zip(of("authors")).filter(|_| version < 2) {
        Some((sessions, authors)) => digest_of_contents(sessions, authors, records)?,
        None => digest_of_lines(&all, records)?,
    };
    let head: String = head.iter().map(|(name, json)| format!("{name}:{json},\n")).collect();
    Some(format!("{{{head}\"digest\":\"sha256:{digest}\",\n\"records\":[\n{records}\n]\n}}\n"))
}

/// Version 1: over all contents.
fn digest_of_contents(sessions: &str, authors: &str, records: &str) -> Option<String> {
    let packed = format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":[{records}]}}");
    let mut contents = String::new();
    for (key, record, _) in replica(&exchange::unpack(&packed).ok()?.saves()).iter() {
        record.write_contents(key, &mut contents);
    }
    Some(hex(&contents))
}

/// Over the head's members, sorted by name, in canonical JSON, and the records' lines.
fn digest_of_lines(Members(members): &Members<'_>, records: &str) -> Option<String> {
    let covered = members.iter().filter(|(name, _)| name != "digest" && name != "records");
    let mut covered: Vec<_> = covered.collect();
    covered.sort_by(|left, right| left.0.cmp(&right.0));
    let mut text = String::new();
    for (name, raw) in covered {
        text.push_str(&format!("{}:{}\n", Value::text(name).to_json(), Value::from_json(raw.get()).ok()?.to_json()));
    }
    Some(hex(&(text + records)))
}

fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

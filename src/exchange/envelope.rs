//! The file around the records: what it is, who wrote it, when, and the digest of what is in it.

use std::str::Utf8Error;
use std::sync::Arc;

use chrono::{DateTime, Timelike};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::ReadError;
use super::limits::{AUTHOR_CHARS_MAX, AUTHORS_MAX, FILE_BYTES_MAX, RECORDS_MAX, SESSIONS_MAX};
use super::lines::{LineError, Tables, read_lines, record_lines, texts_json};
use crate::model::quantity::parse_date;
use crate::model::value::{Members, json_error};
use crate::model::{SessionId, Value, ValueError};
use crate::replica::{Replica, Saved};

/// The value of the member `format`.
pub const FORMAT: &str = "sanyou";
/// The format's version that this program writes, and the newest whose `min_reader` it satisfies.
pub const VERSION: u32 = 1;

/// The byte order mark, which some programs put before a text.
const BOM: char = '\u{feff}';

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The version it was written in.
    pub version: u32,
    /// The sample city's version when the file belongs to a sample workspace.
    pub sample: Option<String>,
    /// Who wrote it.
    pub by: String,
    /// When, as RFC 3339 text; a label.
    pub at: String,
    /// The fields left out, as `kind.field`.
    pub withheld: Vec<String>,
    /// SHA-256 over the canonical form of the saves in it, as hexadecimal text.
    pub digest: String,
}

/// What to write besides the records.
#[derive(Debug, Clone)]
pub struct Outgoing<'a> {
    /// The sample city's version when this is a sample workspace.
    pub sample: Option<&'a str>,
    /// Who writes it.
    pub by: &'a str,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The fields to leave out, as kind and field.
    pub withhold: &'a [(&'static str, &'static str)],
}

/// A file's content that passed every check; the only way from bytes to saves.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What the file says of itself.
    pub header: Header,
    /// Its saves.
    pub saves: Vec<Saved>,
}

/// Writes a whole workspace as a file.
#[must_use]
pub fn write(replica: &Replica, outgoing: &Outgoing<'_>) -> String {
    let kept = withhold(replica, outgoing.withhold);
    let mut tables = Tables::default();
    let lines = record_lines(kept.iter(), &mut tables);
    let text = |text: &str| Value::text(text).to_json().into_owned();
    let withheld = texts_json(outgoing.withhold.iter().map(|(kind, field)| format!("{kind}.{field}")));
    format!(
        "{{\"format\":\"{FORMAT}\",\n\"version\":{VERSION},\n\"min_reader\":1,\n\"sample\":{sample},\n\
         \"written_by\":{by},\n\"written_at\":{at},\n\"withheld\":{withheld},\n\"digest\":\"sha256:{digest}\",\n\
         \"sessions\":{sessions},\n\"authors\":{authors},\n\"records\":[\n{lines}\n]}}\n",
        sample = outgoing.sample.map_or_else(|| "null".to_owned(), text),
        by = text(outgoing.by),
        at = text(&rfc3339(outgoing.at)),
        digest = digest(&kept),
        sessions = texts_json(tables.sessions.iter().map(ToString::to_string)),
        authors = texts_json(tables.authors.iter().map(ToString::to_string)),
    )
}

/// A moment as RFC 3339 in UTC. Written by hand: the formatting machinery is larger than everything else here.
fn rfc3339(seconds: i64) -> String {
    let Some(at) = DateTime::from_timestamp(seconds, 0) else { return String::new() };
    format!("{}T{:02}:{:02}:{:02}Z", at.date_naive(), at.hour(), at.minute(), at.second())
}

/// Reads a moment in the one form of RFC 3339 that files hold, as seconds since 1970.
#[must_use]
pub fn read_moment(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok().filter(|_| part.len() == 2));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let at = parse_date(date)?.and_hms_opt(hour, minute, second)?;
    parts.next().is_none().then(|| at.and_utc().timestamp())
}

/// The same records with the values of some fields left out; dots, order and names stay.
fn withhold(replica: &Replica, fields: &[(&'static str, &'static str)]) -> Replica {
    let mut kept = Replica::new();
    let saves = replica.saves_of(replica.iter().map(|(key, _, _)| key)).map(|mut saved| {
        for (name, value) in &mut saved.save.set {
            let is_out = |&(kind, field): &(&str, &str)| kind == saved.key.kind.as_str() && field == name.as_str();
            if fields.iter().any(is_out) {
                *value = None;
            }
        }
        saved
    });
    kept.apply(saves.collect::<Vec<_>>());
    kept
}

fn digest(replica: &Replica) -> String {
    let digest = Sha256::digest(replica.canonical().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a file: bounds, parses and verifies it, and changes nothing.
///
/// # Errors
/// [`ReadError`] says why the file is refused, and where.
pub fn read(bytes: &[u8]) -> Result<Incoming, ReadError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: bytes.len(), bytes_max: FILE_BYTES_MAX });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(bytes, error))?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let head = Head::read(text)?;
    let (min_reader, version) = (head.number("min_reader")?, head.number("version")?);
    // Asked first: what else stands in the head of a file for newer readers is not for this one to judge.
    if min_reader > VERSION {
        return Err(ReadError::NewerReader { min_reader, version });
    }
    let header = head.header()?;
    let tables = head.tables()?;
    let lines: Vec<&RawValue> = head.get("records")?;
    within("records", lines.len(), RECORDS_MAX)?;
    let saves = read_lines(&lines, &tables).map_err(|(place, error)| ReadError::Record { place, error })?;
    verify(&saves, &header)?;
    Ok(Incoming { header, saves })
}

/// A file that ends inside a character was cut off; any other wrong byte means that it is not UTF-8.
fn not_text(bytes: &[u8], error: Utf8Error) -> ReadError {
    let (whole, _) = bytes.split_at(error.valid_up_to());
    match error.error_len() {
        None => ReadError::Truncated { line: 1 + whole.iter().filter(|byte| **byte == b'\n').count() },
        Some(_) => ReadError::NotUtf8 { at: whole.len() },
    }
}

fn verify(saves: &[Saved], header: &Header) -> Result<(), ReadError> {
    let mut replica = Replica::new();
    replica.apply(saves.iter().cloned());
    if digest(&replica) == header.digest { Ok(()) } else { Err(ReadError::Digest) }
}

fn within(what: &'static str, count: usize, count_max: usize) -> Result<(), ReadError> {
    if count > count_max { Err(ReadError::TooMany { what, count, count_max }) } else { Ok(()) }
}

struct Head<'a>(Members<'a>);

impl<'a> Head<'a> {
    fn read(text: &'a str) -> Result<Self, ReadError> {
        let members: Members<'a> = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => ReadError::Truncated { line: error.line() },
            serde_json::error::Category::Data => match json_error(&error) {
                ValueError::Duplicate(_) => ReadError::Head { member: "duplicate" },
                _ => ReadError::NotOurs,
            },
            _ => ReadError::NotJson { line: error.line(), column: error.column() },
        })?;
        let head = Self(members);
        match head.get::<String>("format") {
            Ok(format) if format == FORMAT => Ok(head),
            _ => Err(ReadError::NotOurs),
        }
    }

    fn raw(&self, member: &str) -> Option<&'a RawValue> {
        self.0.0.iter().find(|(name, _)| name == member).map(|(_, raw)| *raw)
    }

    fn get<T: serde::Deserialize<'a>>(&self, member: &'static str) -> Result<T, ReadError> {
        let raw = self.raw(member).ok_or(ReadError::Head { member })?;
        serde_json::from_str(raw.get()).map_err(|_| ReadError::Head { member })
    }

    fn number(&self, member: &'static str) -> Result<u32, ReadError> {
        self.get(member)
    }

    fn header(&self) -> Result<Header, ReadError> {
        let digest: String = self.get("digest")?;
        let digest = digest.strip_prefix("sha256:").ok_or(ReadError::Head { member: "digest" })?;
        Ok(Header {
            version: self.number("version")?,
            sample: self.get("sample")?,
            by: self.get("written_by")?,
            at: self.get("written_at")?,
            withheld: self.get("withheld")?,
            digest: digest.to_owned(),
        })
    }

    fn tables(&self) -> Result<Tables, ReadError> {
        let sessions: Vec<String> = self.get("sessions")?;
        within("sessions", sessions.len(), SESSIONS_MAX)?;
        let sessions: Result<Vec<SessionId>, _> = sessions.iter().map(|text| text.parse()).collect();
        let authors: Vec<String> = self.get("authors")?;
        within("authors", authors.len(), AUTHORS_MAX)?;
        if authors.iter().any(|author| author.chars().count() > AUTHOR_CHARS_MAX) {
            return Err(ReadError::Head { member: "authors" });
        }
        let authors: Vec<Arc<str>> = authors.iter().map(|author| author.as_str().into()).collect();
        Ok(Tables::new(sessions.map_err(|_| ReadError::Head { member: "sessions" })?, authors))
    }
}

/// Reads what [`super::packed_lines`] wrote.
impl Tables {
    /// Reads records kept with their tables.
    ///
    /// # Errors
    /// The place of the line that is refused, 0 for the head, and why.
    pub fn unpack(text: &str) -> Result<Vec<Saved>, (usize, LineError)> {
        let head = || (0, LineError::Saves);
        let members: Members<'_> = serde_json::from_str(text).map_err(|_| head())?;
        let head_of = Head(members);
        let tables = head_of.tables().map_err(|_| head())?;
        let lines: Vec<&RawValue> = head_of.get("records").map_err(|_| head())?;
        read_lines(&lines, &tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_round_trip_and_are_strict() {
        for seconds in [0, 951_782_400, 1_795_305_600, -1] {
            assert_eq!(read_moment(&rfc3339(seconds)), Some(seconds), "{}", rfc3339(seconds));
        }
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T10:00Z",
            "2026-11-22T1:00:00Z",
            "2026-11-22T10:00:00+08:00",
            "2026-11-22T24:00:00Z",
        ] {
            assert_eq!(read_moment(text), None, "{text}");
        }
    }
}

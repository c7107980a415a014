//! The file around the records: what it is, who wrote it, when, its place in a series, and the digest of all that.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::str::Utf8Error;
use std::sync::Arc;

use chrono::{DateTime, Timelike};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::manifest::Manifest;
use super::migrations::Migration;
use super::reading::Reading;
use super::{LineError, ReadError, readable};
use crate::model::quantity::parse_date;
use crate::model::sorted::in_order;
use crate::model::value::{MEMBERS_MAX, Members, has_too_many_members, json_error, read_list};
use crate::model::{RecordId, SessionId, Value, ValueError};
use crate::planted::{Bug, planted};
use crate::replica::drops::{Drop, Why, is_drop};
use crate::replica::imports::{self, is_import};
use crate::replica::limits::{AUTHOR_CHARS_MAX, FILE_BYTES_MAX, RECORDS_MAX, TABLE_MAX, UNITS_MAX, WITHHELD_MAX};
use crate::replica::lines::Tables;
use crate::replica::past::fold;
use crate::replica::{HAS_DROPS, HAS_LANE, Key, Lines, LinesOut, Record, Replica, Saved};

/// The value of the member `format`.
pub const FORMAT: &str = "sanyou";
/// The format's version that this program writes, and the newest whose `min_reader` it satisfies.
pub const VERSION: u32 = 2;
/// The oldest reader that understands what this program writes.
const MIN_READER: u32 = 2;

/// The byte order mark, which some programs put before a text.
const BOM: char = '\u{feff}';

/// The place of a file among those that one installation of the program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Which installation counts: fresh and random for each new or restored one.
    pub series: SessionId,
    /// Counts from 1.
    pub number: u32,
    /// The digest of the file before this one in the series; nothing for the first.
    pub base: Option<String>,
}

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
    /// Its place among the files of its writer, where it has one.
    pub number: Option<Number>,
    /// The digest of the file since which it holds what is new; nothing when it holds everything.
    pub since: Option<String>,
    /// The units whose records it holds, those below them included; nothing when it holds all.
    pub units: Option<Vec<RecordId>>,
    /// The fields of which values are not in the file, left out or never received by who wrote it, as `kind.field`.
    pub withheld: Vec<String>,
    /// SHA-256 over the head and the records, as hexadecimal text: what names the file.
    pub digest: String,
}

impl Header {
    /// What is remembered of the file once something of it was taken; its name is the one it was chosen by.
    #[must_use]
    pub fn file(&self, name: &str) -> imports::File {
        let number = self.number.as_ref();
        imports::File {
            name: name.to_owned(),
            by: self.by.clone(),
            at: self.at.clone(),
            digest: self.digest.clone(),
            series: number.map(|number| number.series),
            number: number.map(|number| number.number),
            base: number.and_then(|number| number.base.clone()),
            since: self.since.clone(),
        }
    }
}

/// What to write besides the records.
#[derive(Clone, Copy, Default)]
pub struct Outgoing<'a> {
    /// The sample city's version when this is a sample workspace.
    pub sample: Option<&'a str>,
    /// Who writes it.
    pub by: &'a str,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The fields to leave out, as kind and field.
    pub withhold: &'a [(&'a str, &'a str)],
    /// The file's place in its writer's series.
    pub number: Option<&'a Number>,
    /// What the receiver has already: only records that say more are written, and those whole.
    pub since: Option<&'a Manifest>,
    /// Which part to write.
    pub part: Option<Part<'a>>,
    /// Whether superseded values stay out; dots, names and labels of their saves travel all the same.
    pub is_folded: bool,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub text: String,
    /// What it said of each record, for a later file that holds only what is new since; with the file's digest.
    pub manifest: Manifest,
}

/// A part of a workspace.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The units it is about.
    pub units: &'a [RecordId],
    /// The records it holds.
    pub keep: &'a dyn Fn(&Key) -> bool,
}

/// A file's content that passed every check; the only way from bytes to records.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What the file says of itself.
    pub header: Header,
    /// Its records.
    pub lines: Lines,
    /// Records that say that others were erased for good; nobody is to obey them unasked.
    pub erasing: Lines,
}

impl Incoming {
    /// All saves of its records.
    #[must_use]
    pub fn saves(&self) -> Vec<Saved> {
        self.lines.saves()
    }

    /// The records that the file asks to erase.
    #[must_use]
    pub fn erased(&self) -> Vec<RecordId> {
        let mut replica = Replica::new();
        replica.apply(self.erasing.saves());
        replica.drops().erased().iter().copied().collect()
    }
}

/// Writes a workspace, or a part of it, as a file.
#[must_use]
pub fn write(replica: &Replica, outgoing: &Outgoing<'_>) -> String {
    write_noted(replica, outgoing).text
}

/// As [`write()`], with what has to be remembered of the file.
#[must_use]
pub fn write_noted(replica: &Replica, outgoing: &Outgoing<'_>) -> Written {
    let manifest = RefCell::new(Manifest::default());
    let leaves = |key: &Key| leaves(replica, key) || (is_drop(key) && planted(Bug::DropsTravel));
    let in_part = |key: &Key| outgoing.part.is_none_or(|part| is_drop(key) || (part.keep)(key));
    let is_new = |key: &Key, line: &str| {
        let is_new = outgoing.since.is_none_or(|since| !since.holds(&key.id, line));
        if is_new && !is_drop(key) {
            manifest.borrow_mut().insert(key.id, line);
        }
        is_new
    };
    let keep = |key: &Key| leaves(key) && in_part(key);
    let mut lines = String::new();
    let fold: Option<fn(&Record) -> Record> =
        if outgoing.is_folded { Some(|record| fold(record, &|_| false)) } else { None };
    let out = LinesOut { keep: &keep, keep_line: &is_new, withheld: outgoing.withhold, fold, ..LinesOut::all() };
    let mut withheld = replica.write_lines(&out, &mut lines);
    withheld.extend(outgoing.withhold.iter().map(|(kind, field)| format!("{kind}.{field}")));
    let mut withheld = in_order(withheld, Ord::cmp);
    withheld.dedup();
    let text = |text: &str| Value::text(text).to_json().into_owned();
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    let digest_text = |digest: &str| text(&format!("sha256:{digest}"));
    let number = outgoing.number;
    let members = [
        ("format", text(FORMAT)),
        ("version", VERSION.to_string()),
        ("min_reader", MIN_READER.to_string()),
        ("sample", or_null(outgoing.sample.map(text))),
        ("written_by", text(outgoing.by)),
        ("written_at", text(&rfc3339(outgoing.at))),
        ("series", or_null(number.map(|number| text(&number.series.to_string())))),
        ("number", or_null(number.map(|number| number.number.to_string()))),
        ("base", or_null(number.and_then(|number| number.base.as_deref()).map(digest_text))),
        ("since", or_null(outgoing.since.map(|since| digest_text(&since.digest)))),
        ("units", or_null(outgoing.part.map(|part| texts_json(part.units.iter().map(ToString::to_string))))),
        ("withheld", texts_json(withheld.into_iter())),
    ];
    let mut out = String::with_capacity(lines.len() + 1024);
    for (place, (name, json)) in members.iter().enumerate() {
        out.push_str(&format!("{}\"{name}\":{json},\n", if place == 0 { "{" } else { "" }));
    }
    let digest = digest(members.into_iter().map(|(name, json)| (name.to_owned(), json)).collect(), &lines);
    out.push_str(&format!("\"digest\":\"sha256:{digest}\",\n\"records\":[\n"));
    out.push_str(&lines);
    out.push_str(TAIL);
    let mut manifest = manifest.into_inner();
    manifest.digest = digest;
    Written { text: out, manifest }
}

/// Tells whether a record is for others: of what was dropped here only erasures are, and what was imported is nobody
/// else's to know.
#[must_use]
pub fn leaves(replica: &Replica, key: &Key) -> bool {
    !is_import(key) && (!is_drop(key) || erases(replica, key))
}

/// What begins the records, as this program lays them out, and what ends them.
const RECORDS: &str = "\"records\":[\n";
pub(super) const TAIL: &str = "\n]\n}\n";

pub(super) fn texts_json(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    Value::texts(texts.iter().map(String::as_str)).to_json().into_owned()
}

/// SHA-256 over the members of the head in canonical JSON, sorted by name, each ended by a line end, and the records'
/// lines.
pub(super) fn digest(members: Vec<(String, String)>, lines: &str) -> String {
    let mut hash = Sha256::new();
    for (name, json) in in_order(members, |a, b| a.0.cmp(&b.0)) {
        hash.update(format!("{}:{json}\n", Value::text(&name).to_json()));
    }
    hash.update(lines.as_bytes());
    hex(&hash.finalize())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A moment as RFC 3339 in UTC. Written by hand: the formatting machinery is larger than everything else here.
pub(super) fn rfc3339(seconds: i64) -> String {
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

/// Reads a file: bounds, parses and verifies it, and changes nothing.
///
/// # Errors
/// [`ReadError`] says why the file is refused, and where.
pub fn read(bytes: &[u8]) -> Result<Incoming, ReadError> {
    read_upon(bytes, &Replica::new())
}

/// As [`read`], for a file that is to be united with a replica: what that holds already, byte for byte, was checked when
/// it came in. The digest is checked over everything.
///
/// # Errors
/// As [`read`].
pub fn read_upon(bytes: &[u8], held: &Replica) -> Result<Incoming, ReadError> {
    let mut text = file_text(bytes)?;
    if planted(Bug::TruncatedAccepted) && !text.trim_end().ends_with('}') {
        text.truncate(text.rfind(",\n").unwrap_or_default());
        text.push_str("]}");
    }
    let text = Arc::new(text);
    if HAS_LANE
        && let Some((head, places)) = laid_out(&text)
        && let Ok(incoming) = read_laid_out(&text, &head, places, held)
    {
        return Ok(incoming);
    }
    // Another layout, or something wrong: taken apart as any JSON, which also says what is wrong and where.
    let mut reading = Reading::of_text(text)?;
    while reading.go_on(held)? {}
    reading.end()
}

/// The text of a file of records; of a page that holds one, that of the file in it.
pub(super) fn file_text(bytes: &[u8]) -> Result<String, ReadError> {
    let text = text_of(bytes, FILE_BYTES_MAX)?;
    if readable::is_page(&text) { readable::file_in(&text) } else { Ok(text) }
}

pub(super) fn text_of(bytes: &[u8], bytes_max: usize) -> Result<String, ReadError> {
    if bytes.len() > bytes_max {
        return Err(ReadError::TooLarge { bytes: bytes.len(), bytes_max });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(bytes, error))?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    if text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(text.to_owned()) }
}

/// The head and the places of the records of a file laid out as this program writes it; nothing when it is not.
///
/// A line end inside a text is not JSON, so wherever these lines are records, they are the records.
fn laid_out(text: &str) -> Option<(String, Vec<Range<usize>>)> {
    let from = text.find(RECORDS)? + RECORDS.len();
    let to = text.len() - TAIL.len();
    let lines = text.get(from..to).filter(|_| text.ends_with(TAIL))?;
    let head = format!("{}]}}", &text[..from]);
    let mut places = Vec::new();
    let mut start = from;
    for line in lines.split('\n').filter(|_| !lines.is_empty()) {
        let end = start + line.len();
        let record = if end < to { line.strip_suffix(',')? } else { line };
        places.push(start..start + record.len());
        start = end + 1;
    }
    Some((head, places))
}

fn read_laid_out(
    text: &Arc<String>,
    head: &str,
    places: Vec<Range<usize>>,
    held: &Replica,
) -> Result<Incoming, ReadError> {
    let mut reading = Reading::with_head(text.clone(), &Head::read(head, FORMAT)?, places)?;
    while reading.go_on(held)? {}
    reading.end()
}

/// The digest over the lines as this program writes them.
pub(super) fn digest_of_lines(members: Vec<(String, String)>, lines: &Lines) -> String {
    let mut sorted: Vec<(&Key, String)> = Vec::with_capacity(lines.len());
    lines.each_line(|key, line| sorted.push((key, line.to_owned())));
    let sorted = in_order(sorted, |a, b| a.0.cmp(b.0));
    let written = sorted.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join(",\n");
    digest(members, &written)
}

/// Of the drops in a file only erasures are for others; what else there is concerns the device that wrote it.
pub(super) fn only_erasing(mut drops: Lines) -> Lines {
    let mut replica = Replica::new();
    if HAS_DROPS {
        replica.apply(drops.saves());
    }
    let _others = drops.split(|key| erases(&replica, key));
    drops
}

fn erases(replica: &Replica, key: &Key) -> bool {
    HAS_DROPS && replica.view(key).and_then(|view| Drop::read(view)).is_some_and(|drop| drop.why == Why::Erase)
}

/// A file that ends inside a character was cut off; any other wrong byte means that it is not UTF-8.
fn not_text(bytes: &[u8], error: Utf8Error) -> ReadError {
    let (whole, _) = bytes.split_at(error.valid_up_to());
    match error.error_len() {
        None => ReadError::Truncated { line: 1 + whole.iter().filter(|byte| **byte == b'\n').count() },
        Some(_) => ReadError::NotUtf8 { at: whole.len() },
    }
}

fn within(what: &'static str, count: usize, count_max: usize) -> Result<(), ReadError> {
    if count > count_max { Err(ReadError::TooMany { what, count, count_max }) } else { Ok(()) }
}

/// The members of a file of this program, found to be what `format` says, and nothing more.
pub(super) struct Head<'a>(pub Members<'a>);

impl<'a> Head<'a> {
    /// Reads the members of a JSON object whose `format` is the one given.
    pub fn read(text: &'a str, format: &str) -> Result<Self, ReadError> {
        let members: Members<'a> = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => ReadError::Truncated { line: error.line() },
            serde_json::error::Category::Data => match json_error(&error) {
                ValueError::Duplicate(_) => ReadError::Head { member: "duplicate" },
                _ if has_too_many_members(&error) => {
                    ReadError::TooMany { what: "members", count: MEMBERS_MAX + 1, count_max: MEMBERS_MAX }
                }
                _ => ReadError::NotOurs,
            },
            _ => ReadError::NotJson { line: error.line(), column: error.column() },
        })?;
        let head = Self(members);
        match head.text("format") {
            Ok(held) if *held == *format => Ok(head),
            _ => Err(ReadError::NotOurs),
        }
    }

    pub fn raw(&self, member: &str) -> Option<&'a RawValue> {
        self.0.0.iter().find(|(name, _)| name == member).map(|(_, raw)| *raw)
    }

    pub fn get<T: serde::Deserialize<'a>>(&self, member: &'static str) -> Result<T, ReadError> {
        let raw = self.raw(member).ok_or(ReadError::Head { member })?;
        serde_json::from_str(raw.get()).map_err(|_| ReadError::Head { member })
    }

    /// The items of a list, each still as its text.
    pub fn list(&self, member: &'static str, items_max: usize) -> Result<Vec<&'a RawValue>, ReadError> {
        let raw = self.raw(member).ok_or(ReadError::Head { member })?;
        let (items, count) = read_list(raw.get(), items_max).map_err(|_| ReadError::Head { member })?;
        within(member, count, items_max)?;
        Ok(items)
    }

    /// The items of a list of texts.
    pub fn texts(&self, member: &'static str, items_max: usize) -> Result<Vec<String>, ReadError> {
        let items = self.list(member, items_max)?;
        texts_of(&items).ok_or(ReadError::Head { member })
    }

    /// A member as a value: one reader for all types is less to load than one for each.
    fn value(&self, member: &'static str, steps: &[&Migration]) -> Result<Value, ReadError> {
        let missing = steps.iter().flat_map(|step| step.missing).find(|(name, _)| *name == member);
        let json = match missing {
            Some((_, json)) => json,
            None => self.raw(member).ok_or(ReadError::Head { member })?.get(),
        };
        Value::from_json(json).map_err(|_| ReadError::Head { member })
    }

    /// A text, or null.
    fn text_or_null(&self, member: &'static str, steps: &[&Migration]) -> Result<Option<Arc<str>>, ReadError> {
        match self.value(member, steps)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(ReadError::Head { member }),
        }
    }

    /// A text.
    pub fn text(&self, member: &'static str) -> Result<Arc<str>, ReadError> {
        self.text_or_null(member, &[])?.ok_or(ReadError::Head { member })
    }

    /// A whole number without a sign, written without a fraction, or null.
    fn number_or_null(&self, member: &'static str, steps: &[&Migration]) -> Result<Option<u32>, ReadError> {
        let number = match self.value(member, steps)? {
            Value::Null => return Ok(None),
            Value::Int(number) => u32::try_from(number).ok(),
            _ => None,
        };
        let is_plain = self.raw(member).is_some_and(|raw| raw.get().bytes().all(|byte| byte.is_ascii_digit()));
        number.filter(|_| is_plain).map(Some).ok_or(ReadError::Head { member })
    }

    pub fn number(&self, member: &'static str) -> Result<u32, ReadError> {
        self.number_or_null(member, &[])?.ok_or(ReadError::Head { member })
    }

    /// Asked first: what else stands in the head of a file for newer readers is not for this one to judge.
    pub fn check_reader(&self, known: u32) -> Result<(), ReadError> {
        let (min_reader, version) = (self.number("min_reader")?, self.number("version")?);
        if version == 0 {
            return Err(ReadError::Head { member: "version" });
        }
        if min_reader > known { Err(ReadError::NewerReader { min_reader, version }) } else { Ok(()) }
    }

    /// The members that the digest covers, in canonical JSON.
    pub fn canonical(&self) -> Result<Vec<(String, String)>, ReadError> {
        let covered = self.0.0.iter().filter(|(name, _)| name != "digest" && name != "records");
        let canonical = |(name, raw): &(Cow<'_, str>, &RawValue)| {
            // Lists of texts may be longer than any one value is.
            let texts = read_list(raw.get(), usize::MAX).ok().and_then(|(items, _)| texts_of(&items));
            if let Some(texts) = texts {
                return Ok((name.to_string(), texts_json(texts.into_iter())));
            }
            let value = Value::from_json(raw.get()).map_err(|_| ReadError::Head { member: "value" })?;
            Ok((name.to_string(), value.to_json().into_owned()))
        };
        covered.map(canonical).collect()
    }

    pub fn header(&self, steps: &[&Migration]) -> Result<Header, ReadError> {
        let by = self.text("written_by")?;
        let withheld = self.texts("withheld", WITHHELD_MAX)?;
        if by.chars().count() > AUTHOR_CHARS_MAX {
            return Err(ReadError::Head { member: "written_by" });
        }
        Ok(Header {
            version: self.number("version")?,
            sample: self.text_or_null("sample", steps)?.map(|text| text.to_string()),
            by: by.to_string(),
            at: self.text("written_at")?.to_string(),
            number: self.place_in_series(steps)?,
            since: self.digest_or_null("since", steps)?,
            units: self.units(steps)?,
            withheld,
            digest: read_digest(&self.text("digest")?).ok_or(ReadError::Head { member: "digest" })?,
        })
    }

    fn digest_or_null(&self, member: &'static str, steps: &[&Migration]) -> Result<Option<String>, ReadError> {
        let text = self.text_or_null(member, steps)?;
        text.map(|text| read_digest(&text).ok_or(ReadError::Head { member })).transpose()
    }

    fn place_in_series(&self, steps: &[&Migration]) -> Result<Option<Number>, ReadError> {
        let series = self.text_or_null("series", steps)?;
        let series = series.map(|text| text.parse().map_err(|_| ReadError::Head { member: "series" })).transpose()?;
        let number = self.number_or_null("number", steps)?;
        let base = self.digest_or_null("base", steps)?;
        match (series, number, base) {
            (None, None, None) => Ok(None),
            (Some(series), Some(number @ 1..), base) => Ok(Some(Number { series, number, base })),
            _ => Err(ReadError::Head { member: "number" }),
        }
    }

    fn units(&self, steps: &[&Migration]) -> Result<Option<Vec<RecordId>>, ReadError> {
        if self.raw("units").is_none_or(|raw| raw.get() == "null") {
            return self.value("units", steps).map(|_| None);
        }
        let units = self.texts("units", UNITS_MAX)?;
        let ids: Result<Vec<RecordId>, _> = units.iter().map(|unit| unit.parse()).collect();
        ids.map(Some).map_err(|_| ReadError::Head { member: "units" })
    }

    pub fn tables(&self) -> Result<Tables, ReadError> {
        let sessions = self.texts("sessions", TABLE_MAX)?;
        let sessions: Result<Vec<SessionId>, _> = sessions.iter().map(|text| text.parse()).collect();
        let authors = self.texts("authors", TABLE_MAX)?;
        if authors.iter().any(|author| author.chars().count() > AUTHOR_CHARS_MAX) {
            return Err(ReadError::Head { member: "authors" });
        }
        let authors: Vec<Arc<str>> = authors.iter().map(|author| author.as_str().into()).collect();
        Ok(Tables { sessions: sessions.map_err(|_| ReadError::Head { member: "sessions" })?, authors })
    }
}

pub(super) fn texts_of(items: &[&RawValue]) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for item in items {
        texts.push(serde_json::from_str(item.get()).ok()?);
    }
    Some(texts)
}

pub(super) fn read_digest(text: &str) -> Option<String> {
    let digits = text.strip_prefix("sha256:")?;
    let is_hex = digits.len() == 64 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hex.then(|| digits.to_owned())
}

/// Writes records as the store keeps them: `{"records":[…]}`.
#[must_use]
pub fn pack(replica: &Replica) -> String {
    let mut lines = String::new();
    replica.write_lines(&LinesOut { with_dropped: true, ..LinesOut::all() }, &mut lines);
    format!("{{\"records\":[\n{lines}\n]}}")
}

/// Reads what [`pack`] wrote, or what version 1 of it wrote.
///
/// # Errors
/// The place of the line that is refused, 0 for the head, and why.
pub fn unpack(text: &str) -> Result<Lines, (usize, LineError)> {
    let head = || (0, LineError::Saves);
    let members: Members<'_> = serde_json::from_str(text).map_err(|_| head())?;
    let head_of = Head(members);
    let has_tables = head_of.raw("sessions").is_some();
    let tables = if has_tables { head_of.tables().map_err(|_| head())? } else { Tables::default() };
    let lines = head_of.list("records", RECORDS_MAX).map_err(|error| match error {
        ReadError::TooMany { .. } => (RECORDS_MAX + 1, LineError::TooMany { what: "records" }),
        _ => head(),
    })?;
    let start = text.as_ptr() as usize;
    let places = lines.iter().map(|line| {
        let from = line.get().as_ptr() as usize - start;
        from..from + line.get().len()
    });
    Lines::read(Arc::new(text.to_owned()), &places.collect::<Vec<_>>(), &tables, &Replica::new())
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

//! Why a file is refused: where, what, and what to do. With `files` the only place that knows the exchange's errors.
//!
//! Looks for the place only once a file was refused, so that files in order cost nothing.

use sanyou::exchange::{LineError, ReadError, VERSION};
use sanyou::i18n::Message;
use sanyou::model::ValueError;
use sanyou::model::value::{Members, json_error};
use serde::Serialize;
use serde_json::value::RawValue;

use super::words::{Words, plain};

/// What the exchange calls the member of a head that names one twice.
const DUPLICATE: &str = "duplicate";

/// A refused file's fault.
#[derive(Debug, Default, Serialize)]
pub struct Refusal {
    /// The fault's name, for scripts.
    pub fault: &'static str,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The record, from 1.
    pub record: Option<usize>,
    /// The record's id, when that can be read.
    pub id: Option<String>,
    /// The save within the record, from 1.
    pub save: Option<usize>,
    /// The member or field at fault.
    pub member: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

impl Refusal {
    /// Puts an error of the exchange into words and looks for its place in the file.
    pub fn of(bytes: &[u8], error: &ReadError, words: Words) -> Self {
        // A file that is no text has no members to look for; its faults bring their place along.
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let text = Text(text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut refusal = text.refusal(error);
        if let ReadError::NotUtf8 { at } = error {
            refusal.line = bytes.get(..*at).map(line_number);
        }
        refusal.reason = plain(&reason(words, error, &refusal));
        refusal.remedy = words.text(remedy(error)).to_owned();
        refusal
    }

    /// The fault as one sentence about a file.
    pub fn sentence(&self, file: &str, words: Words) -> String {
        let numbered = |what: &str, number: Option<usize>| number.map(|number| format!("{what} {number}"));
        let id = self.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        let parts = [
            numbered("line", self.line),
            numbered("column", self.column),
            numbered("record", self.record).map(|record| record + &id),
            numbered("save", self.save),
            self.member.as_ref().map(|member| format!("member “{}”", plain(member))),
        ];
        let place: String = parts.into_iter().flatten().map(|part| format!(", {part}")).collect();
        format!("{file}: invalid{place}: {}", words.sentences(&self.reason, &self.remedy))
    }
}

fn line_number(before: &[u8]) -> usize {
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// A file's text, in which places are looked for.
struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    fn refusal(&self, error: &ReadError) -> Refusal {
        let fault = |fault| Refusal { fault, ..Refusal::default() };
        match error {
            ReadError::Empty => fault("empty"),
            ReadError::TooLarge { .. } => fault("too_large"),
            ReadError::NotUtf8 { .. } => fault("not_utf8"),
            ReadError::Truncated { line } => Refusal { line: Some(*line), ..fault("truncated") },
            ReadError::NotJson { line, column } => {
                Refusal { line: Some(*line), column: self.characters(*line, *column), ..fault("not_json") }
            }
            ReadError::NotOurs => self.at_member("format", fault("not_ours")),
            ReadError::NewerReader { .. } => self.at_member("min_reader", fault("newer_reader")),
            ReadError::Head { member } if *member == DUPLICATE => self.at_duplicate(fault("duplicate_member")),
            ReadError::Head { member } => self.at_member(member, fault("head")),
            ReadError::TooMany { what, .. } => self.at_member(what, fault("too_many")),
            ReadError::Record { place, error } => self.at_record(*place, error, fault(record_fault(error))),
            ReadError::Digest => self.at_member("digest", fault("digest")),
        }
    }

    /// A column as characters, where it was counted in bytes.
    fn characters(&self, line: usize, column: usize) -> Option<usize> {
        let line = self.0.lines().nth(line.checked_sub(1)?)?;
        Some(line.char_indices().take_while(|(at, _)| *at < column).count().max(1))
    }

    /// The line and column of a part of the text.
    fn place(&self, part: &str) -> Option<(usize, usize)> {
        let at = (part.as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        let before = self.0.get(..at)?;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Some((line_number(before.as_bytes()), 1 + before.get(line_start..)?.chars().count()))
    }

    fn at(&self, part: Option<&str>, refusal: Refusal) -> Refusal {
        let (line, column) = part.and_then(|part| self.place(part)).unzip();
        Refusal { line: line.or(refusal.line), column: column.or(refusal.column), ..refusal }
    }

    fn members(&self) -> Option<Members<'a>> {
        serde_json::from_str(self.0).ok()
    }

    fn at_member(&self, member: &str, refusal: Refusal) -> Refusal {
        let members = self.members();
        let raw = members.as_ref().and_then(|members| member_of(members, member)).map(RawValue::get);
        self.at(raw, Refusal { member: Some(member.to_owned()), ..refusal })
    }

    fn at_duplicate(&self, refusal: Refusal) -> Refusal {
        match serde_json::from_str::<Members<'_>>(self.0) {
            Ok(_) => refusal,
            Err(error) => match json_error(&error) {
                ValueError::Duplicate(name) => Refusal { line: self.second(&name), member: Some(name), ..refusal },
                _ => refusal,
            },
        }
    }

    /// The line on which a member's name stands for the second time, where it is spelled plainly.
    fn second(&self, name: &str) -> Option<usize> {
        let spelled = format!("\"{name}\"");
        let (at, _) = self.0.match_indices(&spelled).nth(1)?;
        self.0.get(..at).map(|before| line_number(before.as_bytes()))
    }

    fn at_record(&self, place: usize, error: &LineError, refusal: Refusal) -> Refusal {
        let refusal = Refusal { record: Some(place), member: faulty_member(error), ..refusal };
        let members = self.members();
        let list = members.as_ref().and_then(|members| member_of(members, "records"));
        let records: Vec<&RawValue> = list.and_then(|list| serde_json::from_str(list.get()).ok()).unwrap_or_default();
        let Some(record) = place.checked_sub(1).and_then(|place| records.get(place)) else { return refusal };
        let Ok(members) = serde_json::from_str::<Members<'_>>(record.get()) else {
            return self.at(Some(record.get()), refusal);
        };
        let id = member_of(&members, "id").and_then(|raw| serde_json::from_str(raw.get()).ok());
        let save = match error {
            LineError::Save { place } => Some(*place),
            _ => None,
        };
        let part = save.map_or_else(
            || refusal.member.as_deref().and_then(|member| member_of(&members, member)).map(RawValue::get),
            |save| save_of(&members, save),
        );
        self.at(part.or(Some(record.get())), Refusal { id, save, ..refusal })
    }
}

fn member_of<'a>(members: &Members<'a>, name: &str) -> Option<&'a RawValue> {
    members.0.iter().find(|(held, _)| held == name).map(|(_, raw)| *raw)
}

fn save_of<'a>(members: &Members<'a>, place: usize) -> Option<&'a str> {
    let saves: Vec<&'a RawValue> = serde_json::from_str(member_of(members, "_")?.get()).ok()?;
    saves.get(place.checked_sub(1)?).map(|raw| raw.get())
}

fn record_fault(error: &LineError) -> &'static str {
    match error {
        LineError::Json(ValueError::Duplicate(_)) => "record_duplicate_member",
        LineError::Json(_) => "record_json",
        LineError::Id => "record_id",
        LineError::Kind => "record_kind",
        LineError::Field(_) => "record_field",
        LineError::Value { .. } => "record_value",
        LineError::Saves => "record_saves",
        LineError::Save { .. } => "record_save",
        LineError::TooMany { .. } => "record_too_many",
        LineError::Unexplained(_) => "record_unexplained",
        LineError::Twice => "record_twice",
    }
}

fn faulty_member(error: &LineError) -> Option<String> {
    match error {
        LineError::Json(ValueError::Duplicate(name)) => Some(name.clone()),
        LineError::Json(_) | LineError::TooMany { .. } => None,
        LineError::Id | LineError::Twice => Some("id".into()),
        LineError::Kind => Some("kind".into()),
        LineError::Field(field) | LineError::Unexplained(field) | LineError::Value { field, .. } => Some(field.clone()),
        LineError::Saves | LineError::Save { .. } => Some("_".into()),
    }
}

fn reason(words: Words, error: &ReadError, refusal: &Refusal) -> String {
    let megabytes = |bytes: usize| bytes.div_ceil(1024 * 1024).to_string();
    match error {
        ReadError::Empty => words.text(Message::FileEmpty).to_owned(),
        ReadError::TooLarge { bytes, bytes_max } => {
            words.fill(Message::FileTooLarge, &[&megabytes(*bytes), &megabytes(*bytes_max)])
        }
        ReadError::NotUtf8 { at } => words.fill(Message::FileNotUtf8, &[&(at + 1).to_string()]),
        ReadError::Truncated { line } => words.fill(Message::FileTruncated, &[&line.to_string()]),
        ReadError::NotJson { line, column: bytes } => {
            words.fill(Message::FileNotJson, &[&line.to_string(), &refusal.column.unwrap_or(*bytes).to_string()])
        }
        ReadError::NotOurs => words.text(Message::FileNotOurs).to_owned(),
        ReadError::NewerReader { min_reader, .. } => {
            words.fill(Message::FileNewer, &[&min_reader.to_string(), &VERSION.to_string()])
        }
        ReadError::Head { member } => {
            let reason = words.fill(Message::FileHead, &[refusal.member.as_deref().unwrap_or(member)]);
            if *member == DUPLICATE { words.aside(&reason, "named twice") } else { reason }
        }
        ReadError::TooMany { what, count, count_max } => {
            words.fill(Message::FileTooMany, &words.counted(what, &count.to_string(), &count_max.to_string()))
        }
        ReadError::Record { place, error } => {
            words.fill(Message::FileRecord, &[&place.to_string(), &record_reason(words, error)])
        }
        ReadError::Digest => words.text(Message::FileDigest).to_owned(),
    }
}

fn record_reason(words: Words, error: &LineError) -> String {
    let reason = match error {
        LineError::Json(_) => words.text(Message::RecordJson).to_owned(),
        LineError::Id => words.text(Message::RecordId).to_owned(),
        LineError::Kind => words.text(Message::RecordKind).to_owned(),
        LineError::Field(field) => words.fill(Message::RecordField, &[field]),
        LineError::Value { field, .. } => words.fill(Message::RecordValue, &[field]),
        LineError::Saves => words.text(Message::RecordSaves).to_owned(),
        LineError::Save { place } => words.fill(Message::RecordSave, &[&place.to_string()]),
        LineError::TooMany { what } => words.fill(Message::RecordTooMany, &[what]),
        LineError::Unexplained(field) => words.fill(Message::RecordUnexplained, &[field]),
        LineError::Twice => words.text(Message::RecordTwice).to_owned(),
    };
    words.sentence(&match error {
        LineError::Json(error) | LineError::Value { error, .. } => words.aside(&reason, &value_reason(error)),
        _ => reason,
    })
}

/// What is wrong with a JSON text inside a record, in the words of the parser where it has any.
fn value_reason(error: &ValueError) -> String {
    match error {
        ValueError::Json(text) => text.clone(),
        ValueError::Depth => "nested too deeply".to_owned(),
        ValueError::Bytes(bytes) => format!("{bytes} bytes long"),
        ValueError::Duplicate(name) => format!("{name} twice"),
    }
}

fn remedy(error: &ReadError) -> Message {
    match error {
        ReadError::NotOurs | ReadError::NotUtf8 { .. } | ReadError::TooLarge { .. } | ReadError::Empty => {
            Message::RemedyChoose
        }
        ReadError::NewerReader { .. } => Message::RemedyUpdate,
        ReadError::Truncated { .. }
        | ReadError::NotJson { .. }
        | ReadError::Head { .. }
        | ReadError::TooMany { .. }
        | ReadError::Record { .. }
        | ReadError::Digest => Message::RemedyResend,
    }
}

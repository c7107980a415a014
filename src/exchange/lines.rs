//! One record as one line of JSON: current values in place, its saves in the last member.
//!
//! `{"id":"…","kind":"worker","name":"张三",…,"_":[save,…]}`, where a save is the array
//! `[session, height, seconds, author, in place, others, withheld, after]`:
//! session and author are places in the file's tables; seconds are those since the save before it in the line (the
//! first: since 1970); *in place* names the fields whose value stands in the record; *others* holds values that do
//! not; *withheld* names fields whose value stays out of the file; *after* holds `[session, height]` or
//! `[session, height, "content hash"]`. Trailing parts that say nothing are left out, and an *after* left out means
//! the save before it in the line. A reader that only wants values ignores `_`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::limits::{AFTER_MAX, FIELDS_MAX, RECORD_FIELDS_MAX, RECORDS_MAX, SAVES_MAX};
use crate::model::sorted::Sorted;
use crate::model::value::{Members, json_error};
use crate::model::{Name, RecordId, SessionId, Value, ValueError};
use crate::replica::save::HEIGHT_MAX;
use crate::replica::{ContentHash, Dot, Key, Pred, Record, Save, Saved, View};

/// The member that holds a record's saves.
const SAVES: &str = "_";

/// Why a record's line is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineError {
    /// The line is no JSON object, or names a member twice.
    Json(ValueError),
    /// The id is missing or is no record id.
    Id,
    /// The kind is missing or is no name.
    Kind,
    /// A field's name is no name.
    Field(String),
    /// A field's value is refused.
    Value { field: String, error: ValueError },
    /// The saves are missing or are no list of saves.
    Saves,
    /// One save is not as described; saves count from 1.
    Save { place: usize },
    /// There are more saves, fields or predecessors than this program reads.
    TooMany { what: &'static str },
    /// A value stands in the record that none of its saves set.
    Unexplained(String),
}

/// The sessions and authors that lines name by their place.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Sessions in the order of first use.
    pub sessions: Vec<SessionId>,
    /// Authors in the order of first use.
    pub authors: Vec<Arc<str>>,
    session_places: HashMap<SessionId, usize>,
    author_places: HashMap<Arc<str>, usize>,
}

impl Tables {
    /// Tables as read from a file.
    #[must_use]
    pub fn new(sessions: Vec<SessionId>, authors: Vec<Arc<str>>) -> Self {
        Self { sessions, authors, ..Self::default() }
    }

    fn session(&mut self, session: SessionId) -> usize {
        let sessions = &mut self.sessions;
        *self.session_places.entry(session).or_insert_with(|| {
            sessions.push(session);
            sessions.len() - 1
        })
    }

    fn author(&mut self, author: &Arc<str>) -> usize {
        let authors = &mut self.authors;
        *self.author_places.entry(author.clone()).or_insert_with(|| {
            authors.push(author.clone());
            authors.len() - 1
        })
    }
}

/// Writes records one a line, without a line end after the last, and fills the tables they name.
pub fn record_lines<'a>(
    records: impl Iterator<Item = (&'a Key, &'a Record, &'a Arc<View>)>,
    tables: &mut Tables,
) -> String {
    let mut out = String::new();
    for (key, record, view) in records {
        if !out.is_empty() {
            out.push_str(",\n");
        }
        write_line(key, record, view, tables, &mut out);
    }
    out
}

/// Writes records and their tables as one JSON object, as the store keeps them: `{"sessions":…,"authors":…,"records":[…]}`.
pub fn packed_lines<'a>(records: impl Iterator<Item = (&'a Key, &'a Record, &'a Arc<View>)>) -> String {
    let mut tables = Tables::default();
    let lines = record_lines(records, &mut tables);
    format!(
        "{{\"sessions\":{},\"authors\":{},\"records\":[\n{lines}\n]}}",
        texts_json(tables.sessions.iter().map(ToString::to_string)),
        texts_json(tables.authors.iter().map(ToString::to_string)),
    )
}

pub(super) fn texts_json(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    Value::texts(texts.iter().map(String::as_str)).to_json().into_owned()
}

fn write_line(key: &Key, record: &Record, view: &View, tables: &mut Tables, out: &mut String) {
    let text = |text: &str| Value::text(text).to_json().into_owned();
    out.push_str(&format!("{{\"id\":\"{}\",\"kind\":\"{}\"", key.id, key.kind));
    let in_place: BTreeMap<&Name, &Value> =
        view.fields.iter().filter_map(|(name, field)| Some((name, field.value()?))).into_map();
    for (name, value) in &in_place {
        out.push_str(&format!(",{}:{}", text(name.as_str()), value.to_json()));
    }
    out.push_str(",\"_\":[");
    let mut before: Option<Save> = None;
    for save in record.saves() {
        if before.is_some() {
            out.push(',');
        }
        write_save(&save, before.as_ref(), &in_place, tables, out);
        before = Some(save);
    }
    out.push_str("]}");
}

fn write_save(
    save: &Save,
    before: Option<&Save>,
    in_place: &BTreeMap<&Name, &Value>,
    tables: &mut Tables,
    out: &mut String,
) {
    let (mut placed, mut others, mut withheld) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in &save.set {
        match value {
            None => withheld.push(name.as_str()),
            Some(value) if in_place.get(name) == Some(&value) => placed.push(name.as_str()),
            Some(value) => others.push(format!("\"{name}\":{}", value.to_json())),
        }
    }
    let names = |names: &[&str]| Value::texts(names.iter().copied()).to_json().into_owned();
    let by_default: Vec<Pred> = before.map(|save| Pred { dot: save.dot, content: None }).into_iter().collect();
    let mut parts = vec![names(&placed), format!("{{{}}}", others.join(",")), names(&withheld)];
    if save.after == by_default {
        while parts.last().is_some_and(|part| part == "[]" || part == "{}") {
            parts.pop();
        }
    } else {
        let after: Vec<String> = save.after.iter().map(|pred| pred_text(pred, tables)).collect();
        parts.push(format!("[{}]", after.join(",")));
    }
    let seconds = save.at.wrapping_sub(before.map_or(0, |save| save.at));
    let (session, author) = (tables.session(save.dot.session), tables.author(&save.by));
    out.push_str(&format!("[{session},{},{seconds},{author}", save.dot.height));
    for part in parts {
        out.push(',');
        out.push_str(&part);
    }
    out.push(']');
}

fn pred_text(pred: &Pred, tables: &mut Tables) -> String {
    let session = tables.session(pred.dot.session);
    match pred.content {
        None => format!("[{session},{}]", pred.dot.height),
        Some(ContentHash(hash)) => format!("[{session},{},\"{hash:016x}\"]", pred.dot.height),
    }
}

/// Reads record lines.
///
/// # Errors
/// The place of the first line that is refused, counted from 1, and why.
pub fn read_lines(lines: &[&RawValue], tables: &Tables) -> Result<Vec<Saved>, (usize, LineError)> {
    if lines.len() > RECORDS_MAX {
        return Err((RECORDS_MAX + 1, LineError::TooMany { what: "records" }));
    }
    let mut saves = Vec::new();
    let mut names = NameTable::default();
    for (place, line) in lines.iter().enumerate() {
        read_line(line.get(), tables, &mut names, &mut saves).map_err(|error| (place + 1, error))?;
    }
    Ok(saves)
}

/// Shares one allocation among all uses of a name.
#[derive(Default)]
struct NameTable(HashMap<String, Name>);

impl NameTable {
    fn name(&mut self, text: &str) -> Option<Name> {
        if let Some(name) = self.0.get(text) {
            return Some(name.clone());
        }
        let name = Name::new(text).ok()?;
        self.0.insert(text.to_owned(), name.clone());
        Some(name)
    }

    fn field(&mut self, text: &str) -> Result<Name, LineError> {
        self.name(text)
            .filter(|_| text != "id" && text != "kind")
            .ok_or_else(|| LineError::Field(text.chars().take(64).collect()))
    }
}

struct InPlace {
    value: Value,
    is_explained: bool,
}

fn read_line(text: &str, tables: &Tables, names: &mut NameTable, saves: &mut Vec<Saved>) -> Result<(), LineError> {
    let Members(members) = serde_json::from_str(text).map_err(|error| LineError::Json(json_error(&error)))?;
    if members.len() > RECORD_FIELDS_MAX + 3 {
        return Err(LineError::TooMany { what: "fields" });
    }
    let (mut id, mut kind, mut list) = (None, None, None);
    let mut in_place: BTreeMap<Name, InPlace> = BTreeMap::new();
    for (name, raw) in members {
        match name.as_ref() {
            "id" => id = short_text(raw).and_then(|text| text.parse::<RecordId>().ok()),
            "kind" => kind = short_text(raw).and_then(|text| names.name(&text)),
            SAVES => list = Some(raw),
            field => {
                let error = |error| LineError::Value { field: field.to_owned(), error };
                let value = Value::from_json(raw.get()).map_err(error)?;
                in_place.insert(names.field(field)?, InPlace { value, is_explained: false });
            }
        }
    }
    let key = Key { id: id.ok_or(LineError::Id)?, kind: kind.ok_or(LineError::Kind)? };
    let list = list.ok_or(LineError::Saves)?;
    let list: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|_| LineError::Saves)?;
    match list.len() {
        0 => return Err(LineError::Saves),
        1..=SAVES_MAX => {}
        _ => return Err(LineError::TooMany { what: "saves" }),
    }
    let mut before: Option<(Dot, i64)> = None;
    for (place, raw) in list.into_iter().enumerate() {
        let save = read_save(raw.get(), before, tables, names, &mut in_place)
            .map_err(|error| error.unwrap_or(LineError::Save { place: place + 1 }))?;
        before = Some((save.dot, save.at));
        saves.push(Saved { key: key.clone(), save });
    }
    match in_place.into_iter().find(|(_, held)| !held.is_explained) {
        Some((name, _)) => Err(LineError::Unexplained(name.to_string())),
        None => Ok(()),
    }
}

fn short_text(raw: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<String>(raw.get()).ok().map(Cow::Owned)
}

/// Reads one save. An error without content means "not as described": the caller names the place.
fn read_save(
    text: &str,
    before: Option<(Dot, i64)>,
    tables: &Tables,
    names: &mut NameTable,
    in_place: &mut BTreeMap<Name, InPlace>,
) -> Result<Save, Option<LineError>> {
    let parts: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| None)?;
    if !(4..=8).contains(&parts.len()) {
        return Err(None);
    }
    let dot = read_dot(parts[0], parts[1], tables).ok_or(None)?;
    let seconds: i64 = serde_json::from_str(parts[2].get()).map_err(|_| None)?;
    let author: usize = serde_json::from_str(parts[3].get()).map_err(|_| None)?;
    let by = tables.authors.get(author).cloned().ok_or(None)?;
    // Wraps as writing does: whatever clocks said, a difference gives back the label it was made of.
    let at = before.map_or(0, |(_, at)| at).wrapping_add(seconds);
    let mut set: BTreeMap<Name, Option<Value>> = BTreeMap::new();
    for name in text_list(parts.get(4))? {
        let name = names.field(&name)?;
        let held = in_place.get_mut(&name).ok_or(None)?;
        held.is_explained = true;
        let value = held.value.clone();
        insert_once(&mut set, name, Some(value))?;
    }
    if let Some(raw) = parts.get(5) {
        let Members(members) = serde_json::from_str(raw.get()).map_err(|_| None)?;
        for (name, raw) in members {
            let error = |error| LineError::Value { field: name.to_string(), error };
            insert_once(&mut set, names.field(&name)?, Some(Value::from_json(raw.get()).map_err(error)?))?;
        }
    }
    for name in text_list(parts.get(6))? {
        insert_once(&mut set, names.field(&name)?, None)?;
    }
    if set.len() > FIELDS_MAX {
        return Err(Some(LineError::TooMany { what: "fields" }));
    }
    let after = match parts.get(7) {
        None => before.map(|(dot, _)| Pred { dot, content: None }).into_iter().collect(),
        Some(raw) => read_after(raw, tables)?,
    };
    Ok(Save { dot, after, set, at, by })
}

fn insert_once(
    set: &mut BTreeMap<Name, Option<Value>>,
    name: Name,
    value: Option<Value>,
) -> Result<(), Option<LineError>> {
    match set.insert(name, value) {
        None => Ok(()),
        Some(_) => Err(None),
    }
}

fn text_list(raw: Option<&&RawValue>) -> Result<Vec<String>, Option<LineError>> {
    raw.map_or(Ok(Vec::new()), |raw| serde_json::from_str(raw.get()).map_err(|_| None))
}

fn read_dot(session: &RawValue, height: &RawValue, tables: &Tables) -> Option<Dot> {
    let session: usize = serde_json::from_str(session.get()).ok()?;
    let height: u64 = serde_json::from_str(height.get()).ok()?;
    let session = *tables.sessions.get(session)?;
    (1..=HEIGHT_MAX).contains(&height).then_some(Dot { height, session })
}

fn read_after(raw: &RawValue, tables: &Tables) -> Result<Vec<Pred>, Option<LineError>> {
    let list: Vec<Vec<&RawValue>> = serde_json::from_str(raw.get()).map_err(|_| None)?;
    if list.len() > AFTER_MAX {
        return Err(Some(LineError::TooMany { what: "predecessors" }));
    }
    let pred = |parts: &Vec<&RawValue>| {
        let (dot, content) = match parts[..] {
            [session, height] => (read_dot(session, height, tables)?, None),
            [session, height, hash] => (read_dot(session, height, tables)?, Some(read_hash(hash)?)),
            _ => return None,
        };
        Some(Pred { dot, content })
    };
    list.iter().map(|parts| pred(parts).ok_or(None)).collect()
}

fn read_hash(raw: &RawValue) -> Option<ContentHash> {
    let text = short_text(raw)?;
    let hash = u64::from_str_radix(&text, 16).ok()?;
    (text == format!("{hash:016x}")).then_some(ContentHash(hash))
}

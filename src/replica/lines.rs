//! One record as one line of JSON: current values in place, its saves in the last member.
//!
//! `{"id":"…","kind":"worker","name":"张三",…,"_":[save,…]}`, where a save is the array
//! `[session, height, seconds, author, in place, others, unknown, after]`:
//! seconds are those since the save before it in the line (the first: since 1970); *in place* names the fields whose
//! value stands in the record, or is `true` for all of those that no other save names; *others* holds values that do
//! not stand there; *unknown* names fields whose value was withheld or folded away; *after* holds `[session, height]`,
//! `[session, height, "content hash"]` or `[session, height, "content hash or nothing", "record"]`, the last for a save
//! of another record that is read as one with this one. Trailing parts that say nothing are left out, and an *after*
//! left out means the save before it in the line. A reader that only wants values ignores `_`.
//!
//! Lines of version 1 named sessions and authors by their place in tables of the file; both spellings are read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::limits::{
    AFTER_MAX, AUTHOR_CHARS_MAX, FIELDS_MAX, HEIGHT_MAX, HEIGHT_REACH, RECORD_FIELDS_MAX, SAVES_MAX,
    STAND_IN_HEIGHT_MAX,
};
use super::{ContentHash, Dot, Key, Pred, Record, Save, Saved, View};
use crate::model::sorted::in_order;
use crate::model::value::{Members, json_error, read_list};
use crate::model::{Name, RecordId, SessionId, Value, ValueError};
use crate::planted::{Bug, planted};

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
    /// A record has a line already, before this one.
    Twice,
    /// There are more saves, fields or predecessors than this program reads.
    TooMany { what: &'static str },
    /// A value stands in the record that none of its saves set.
    Unexplained(String),
}

/// The sessions and authors that lines of version 1 name by their place; empty for every later version.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Sessions.
    pub sessions: Vec<SessionId>,
    /// Authors.
    pub authors: Vec<Arc<str>>,
}

/// Writes one record's line.
pub fn write_line(key: &Key, record: &Record, view: &View, out: &mut String) {
    out.push_str(&format!("{{\"id\":\"{}\",\"kind\":\"{}\"", key.id, key.kind));
    let is_written = |name: &Name| !(name.as_str().starts_with("x.") && planted(Bug::UnknownFieldDropped));
    let shown = view.fields.iter().filter(|(name, _)| is_written(name));
    let mut line =
        LineOut { in_place: shown.filter_map(|(name, field)| Some((name, field.value()?, 0))).collect(), rest: None };
    for (name, value, _) in &line.in_place {
        out.push_str(&format!(",\"{name}\":{}", value.to_json()));
    }
    out.push_str(",\"_\":[");
    let mut saves: Vec<Save> = record.saves().collect();
    if planted(Bug::UnknownFieldDropped) {
        saves.iter_mut().for_each(|save| save.set.retain(|name, _| is_written(name)));
    }
    line.find_rest(&saves);
    let mut before: Option<&Save> = None;
    for (place, save) in saves.iter().enumerate() {
        if before.is_some() {
            out.push(',');
        }
        line.write_save(place, save, before, out);
        before = Some(save);
    }
    out.push_str("]}");
}

/// What the saves of a line are written against.
struct LineOut<'a> {
    /// The values in place by name, each with the number of saves that set it.
    in_place: Vec<(&'a Name, &'a Value, usize)>,
    /// The save that is written as setting all that the others do not.
    rest: Option<usize>,
}

impl LineOut<'_> {
    /// Where the value of a save stands in the record, if it does.
    fn placed(&self, name: &Name, value: Option<&Value>) -> Option<usize> {
        let place = self.in_place.binary_search_by(|(held, ..)| (*held).cmp(name)).ok()?;
        (Some(self.in_place[place].1) == value).then_some(place)
    }

    /// The first save that places anything, if no other places the same.
    fn find_rest(&mut self, saves: &[Save]) {
        let mut first = None;
        for (place, save) in saves.iter().enumerate() {
            for (name, value) in &save.set {
                if let Some(field) = self.placed(name, value.as_ref()) {
                    self.in_place[field].2 += 1;
                    first = first.or(Some((place, save)));
                }
            }
        }
        self.rest = first.filter(|(_, save)| self.places_alone(save)).map(|(place, _)| place);
    }

    fn places_alone(&self, save: &Save) -> bool {
        let mut placed = save.set.iter().filter_map(|(name, value)| self.placed(name, value.as_ref()));
        placed.all(|field| self.in_place[field].2 == 1)
    }

    fn write_save(&self, place: usize, save: &Save, before: Option<&Save>, out: &mut String) {
        let (mut placed, mut others, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in &save.set {
            match value {
                None if planted(Bug::WithheldNameDropped) => {}
                None => unknown.push(name.as_str()),
                value if self.placed(name, value.as_ref()).is_some() => placed.push(name.as_str()),
                Some(value) => others.push(format!("\"{name}\":{}", value.to_json())),
            }
        }
        let names = |names: &[&str]| Value::texts(names.iter().copied()).to_json().into_owned();
        let placed = if self.rest == Some(place) { "true".to_owned() } else { names(&placed) };
        let by_default: Vec<Pred> = before.map(|save| Pred::of_dot(save.dot)).into_iter().collect();
        let mut parts = vec![placed, format!("{{{}}}", others.join(",")), names(&unknown)];
        if save.after == by_default {
            while parts.last().is_some_and(|part| part == "[]" || part == "{}") {
                parts.pop();
            }
        } else {
            let after: Vec<String> = save.after.iter().map(pred_text).collect();
            parts.push(format!("[{}]", after.join(",")));
        }
        let seconds = save.at.wrapping_sub(before.map_or(0, |save| save.at));
        let by = Value::Text(save.by.clone());
        out.push_str(&format!("[\"{}\",{},{seconds},{}", save.dot.session, save.dot.height, by.to_json()));
        for part in parts {
            out.push(',');
            out.push_str(&part);
        }
        out.push(']');
    }
}

fn pred_text(pred: &Pred) -> String {
    let Dot { session, height } = pred.dot;
    let hash = pred.content.map(|ContentHash(hash)| format!(",\"{hash:016x}\""));
    match pred.of {
        None => format!("[\"{session}\",{height}{}]", hash.unwrap_or_default()),
        Some(record) => format!("[\"{session}\",{height}{},\"{record}\"]", hash.as_deref().unwrap_or(",\"\"")),
    }
}

/// Shares one allocation among all uses of a name.
#[derive(Default)]
pub struct NameTable(Vec<Name>);

impl NameTable {
    /// The name that a text is; nothing when it is none.
    pub fn name(&mut self, text: &str) -> Option<Name> {
        // A sorted list: there are a few hundred names, and a map of them is more code to load.
        match self.0.binary_search_by(|held| held.as_str().cmp(text)) {
            Ok(place) => Some(self.0[place].clone()),
            Err(place) => {
                let name = Name::new(text).ok()?;
                self.0.insert(place, name.clone());
                Some(name)
            }
        }
    }

    fn field(&mut self, text: &str) -> Result<Name, LineError> {
        self.name(text)
            .filter(|_| text != "id" && text != "kind")
            .ok_or_else(|| LineError::Field(text.chars().take(64).collect()))
    }
}

struct InPlace {
    name: Name,
    value: Value,
    is_explained: bool,
}

/// Reads one record's line, adds its saves to a list and gives its id.
///
/// # Errors
/// Why the line is refused.
pub fn read_line(
    text: &str,
    tables: &Tables,
    names: &mut NameTable,
    saves: &mut Vec<Saved>,
) -> Result<RecordId, LineError> {
    let Members(members) = serde_json::from_str(text).map_err(|error| LineError::Json(json_error(&error)))?;
    if members.len() > RECORD_FIELDS_MAX + 3 {
        return Err(LineError::TooMany { what: "fields" });
    }
    let (mut id, mut kind, mut list) = (None, None, None);
    let mut in_place: Vec<InPlace> = Vec::new();
    for (name, raw) in members {
        match name.as_ref() {
            "id" => id = short_text(raw).and_then(|text| text.parse::<RecordId>().ok()),
            "kind" => kind = short_text(raw).and_then(|text| names.name(&text)),
            SAVES => list = Some(raw),
            field => {
                let error = |error| LineError::Value { field: field.to_owned(), error };
                let value = Value::from_json(raw.get()).map_err(error)?;
                in_place.push(InPlace { name: names.field(field)?, value, is_explained: false });
            }
        }
    }
    let mut in_place = in_order(in_place, |a, b| a.name.cmp(&b.name));
    let key = Key { id: id.ok_or(LineError::Id)?, kind: kind.ok_or(LineError::Kind)? };
    let list = list.ok_or(LineError::Saves)?;
    let (list, count) = read_list(list.get(), SAVES_MAX).map_err(|_| LineError::Saves)?;
    match count {
        0 => return Err(LineError::Saves),
        1..=SAVES_MAX => {}
        _ => return Err(LineError::TooMany { what: "saves" }),
    }
    let mut before: Option<(Dot, i64)> = None;
    let mut rest: Option<(usize, usize)> = None;
    for (place, raw) in list.into_iter().enumerate() {
        let refused = |error: Option<LineError>| error.unwrap_or(LineError::Save { place: place + 1 });
        let (save, is_rest) = read_save(raw.get(), before, tables, names, &mut in_place).map_err(refused)?;
        before = Some((save.dot, save.at));
        if is_rest && rest.replace((saves.len(), place)).is_some() {
            return Err(refused(None));
        }
        saves.push(Saved { key: key.clone(), save });
    }
    let left = in_place.into_iter().filter(|held| !held.is_explained).map(|held| (held.name, held.value));
    match rest {
        None if planted(Bug::ValueUnexplained) => {}
        None => left.take(1).try_for_each(|(name, _)| Err(LineError::Unexplained(name.to_string())))?,
        Some((save, place)) => {
            let set = &mut saves[save].save.set;
            for (name, value) in left {
                insert_once(set, name, Some(value)).map_err(|_| LineError::Save { place: place + 1 })?;
            }
            if set.len() > FIELDS_MAX {
                return Err(LineError::TooMany { what: "fields" });
            }
        }
    }
    Ok(key.id)
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
    in_place: &mut [InPlace],
) -> Result<(Save, bool), Option<LineError>> {
    let (parts, count) = read_list(text, 8).map_err(|_| None)?;
    if !(4..=8).contains(&count) {
        return Err(None);
    }
    let dot = read_dot(parts[0], parts[1], tables).ok_or(None)?;
    let seconds: i64 = serde_json::from_str(parts[2].get()).map_err(|_| None)?;
    let by = read_author(parts[3], tables).ok_or(None)?;
    // Wraps as writing does: whatever clocks said, a difference gives back the label it was made of.
    let at = before.map_or(0, |(_, at)| at).wrapping_add(seconds);
    let mut set: BTreeMap<Name, Option<Value>> = BTreeMap::new();
    let is_rest = parts.get(4).is_some_and(|raw| raw.get() == "true");
    for name in if is_rest { Vec::new() } else { text_list(parts.get(4))? } {
        let name = names.field(&name)?;
        let place = in_place.binary_search_by(|held| held.name.cmp(&name)).map_err(|_| None)?;
        let held = &mut in_place[place];
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
    let after: Vec<Pred> = match parts.get(7) {
        None => before.map(|(dot, _)| Pred::of_dot(dot)).into_iter().collect(),
        Some(raw) => read_after(raw, tables)?,
    };
    let reach = after.iter().map(|pred| pred.dot.height).filter(|height| *height < dot.height).max();
    let is_stand_in = after.is_empty() && set.is_empty() && !is_rest;
    let height_max = if is_stand_in { STAND_IN_HEIGHT_MAX } else { reach.unwrap_or(0) + HEIGHT_REACH };
    if dot.height > height_max {
        return Err(None);
    }
    Ok((Save { dot, after, set, at, by }, is_rest))
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
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let (texts, count) = read_list(raw.get(), FIELDS_MAX).map_err(|_| None)?;
    if count > FIELDS_MAX {
        return Err(Some(LineError::TooMany { what: "fields" }));
    }
    texts.iter().map(|text| serde_json::from_str(text.get()).map_err(|_| None)).collect()
}

fn read_author(raw: &RawValue, tables: &Tables) -> Option<Arc<str>> {
    if let Ok(place) = serde_json::from_str::<usize>(raw.get()) {
        return tables.authors.get(place).cloned();
    }
    let author = short_text(raw)?;
    (author.chars().count() <= AUTHOR_CHARS_MAX).then(|| author.as_ref().into())
}

fn read_dot(session: &RawValue, height: &RawValue, tables: &Tables) -> Option<Dot> {
    let session = match serde_json::from_str::<usize>(session.get()) {
        Ok(place) => *tables.sessions.get(place)?,
        Err(_) => short_text(session)?.parse().ok()?,
    };
    let height: u64 = serde_json::from_str(height.get()).ok()?;
    (1..=HEIGHT_MAX).contains(&height).then_some(Dot { height, session })
}

fn read_after(raw: &RawValue, tables: &Tables) -> Result<Vec<Pred>, Option<LineError>> {
    let (list, count) = read_list(raw.get(), AFTER_MAX).map_err(|_| None)?;
    if count > AFTER_MAX {
        return Err(Some(LineError::TooMany { what: "predecessors" }));
    }
    let pred = |raw: &&RawValue| {
        let (parts, count) = read_list(raw.get(), 4).ok()?;
        if count > 4 { None } else { read_pred(&parts, tables) }
    };
    list.iter().map(|raw| pred(raw).ok_or(None)).collect()
}

/// Reads a list of saves as an *after* names them; nothing when it is none.
pub fn read_preds(raw: &RawValue) -> Option<Vec<Pred>> {
    read_after(raw, &Tables::default()).ok()
}

fn read_pred(parts: &[&RawValue], tables: &Tables) -> Option<Pred> {
    let (dot, rest) = match parts {
        [session, height, rest @ ..] => (read_dot(session, height, tables)?, rest),
        _ => return None,
    };
    let (content, of) = match rest {
        [] => (None, None),
        [hash] => (Some(read_hash(hash)?), None),
        [hash, record] => {
            let content = if hash.get() == "\"\"" { None } else { Some(read_hash(hash)?) };
            (content, Some(short_text(record)?.parse().ok()?))
        }
        _ => return None,
    };
    Some(Pred { dot, content, of })
}

fn read_hash(raw: &RawValue) -> Option<ContentHash> {
    let text = short_text(raw)?;
    let hash = u64::from_str_radix(&text, 16).ok()?;
    (text == format!("{hash:016x}")).then_some(ContentHash(hash))
}

//! The import log: which file brought which saves.
//!
//! Each import that brought something leaves one record of the kind [`IMPORT`]. It names the file, and the saves that were
//! new by spans: stretches of one session's saves in the order of their moments, then records, then heights. A moment is a
//! label, but spans compare only labels of one session with each other, so a wrong clock mixes nothing up.
//!
//! A span never stretches over a save that was held when the import came. So the **last** import of which a span holds a
//! save is the one that brought it: an earlier import's span may stretch over it only because it was not here yet. A save
//! whose place was held already, of which a later file only brought a value that had been withheld, stays with the file
//! that brought the place. What two copies of one running machine save under one session is told apart by its moments only.
//!
//! A log stays on its device: no file holds one, and one that comes in a file is not taken. It holds no values of records,
//! so that erasing a record leaves nothing of it here.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::save::Dot;
use super::view::View;
use super::{Key, Replica, Saved};
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Name, RecordId, SessionId, Value};

/// The kind of records that say which file was imported.
pub const IMPORT: &str = "sanyou.import";

/// Most spans that one log names; an import with more says of the oldest ones only that they are of some session.
pub const SPANS_MAX: usize = 1000;
/// Most spans in one field: together they are far shorter than the longest value.
const SPANS_OF_FIELD_MAX: usize = 250;
/// Most characters kept of the name of a file, and of what its head says of when it was written.
const TEXT_CHARS_MAX: usize = 255;

const FILE: &str = "file";
const BY: &str = "by";
const AT: &str = "at";
const DIGEST: &str = "digest";
const SERIES: &str = "series";
const NUMBER: &str = "number";
const BASE: &str = "base";
const SINCE: &str = "since";
const ADDED: &str = "added";
const CHANGED: &str = "changed";
/// The field that counts the imports: which of two came later is not asked of a clock.
const ORDER: &str = "order";
/// The field that counts the records of the file that were not taken.
const LEFT: &str = "left";
/// The field that says when a receipt was written.
const RECEIPT: &str = "receipt";
/// Begins the fields that hold spans, one a line: session, first and last.
const SPANS: &str = "spans.";
/// Stands for a session that is not named.
const SOME: &str = "*";

/// What a file says of itself, as far as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its name where it was chosen.
    pub name: String,
    /// Who wrote it.
    pub by: String,
    /// When, as RFC 3339 text; a label.
    pub at: String,
    /// The digest that names it.
    pub digest: String,
    /// The series in which it has a number.
    pub series: Option<SessionId>,
    /// Its number there.
    pub number: Option<u32>,
    /// The digest of the file before it.
    pub base: Option<String>,
    /// The digest of the file since which it holds what is new.
    pub since: Option<String>,
}

/// One import as its log says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The log's own id, which names the import.
    pub id: RecordId,
    /// The file.
    pub file: File,
    /// How many records it brought that were not here.
    pub added: usize,
    /// How many records that were here it brought something of.
    pub changed: usize,
    /// How many records of the file were not taken.
    pub left: usize,
    /// When a receipt for it was written, in seconds since 1970, if one was.
    pub receipt: Option<i64>,
    /// When it was received here, in seconds since 1970; a label.
    pub received: i64,
    /// Who received it.
    pub receiver: Arc<str>,
    /// Which of the imports it was, counted from 1; two tabs may count the same.
    pub order: i64,
    spans: Vec<Arc<str>>,
}

/// The place of a save among those of its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: i64,
    id: RecordId,
    height: u64,
}

/// One end of a span: a moment with all its saves, or one save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    at: i64,
    save: Option<(RecordId, u64)>,
}

/// A stretch of the saves of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    session: SessionId,
    from: End,
    to: End,
}

/// The fields of the log of an import that brings these saves of a file, made before they are united with what is held.
#[must_use]
pub fn log(held: &Replica, news: &[Saved], file: &File) -> BTreeMap<Name, Value> {
    let keys = news.iter().map(|saved| &saved.key).into_set();
    let added = keys.iter().filter(|key| held.record(key).is_none()).count();
    let count = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let text = |text: &str| Value::Text(text.chars().take(TEXT_CHARS_MAX).collect::<String>().into());
    let order = all(held).last().map_or(0, |import| import.order).saturating_add(1);
    let mut fields = vec![
        (Name::known(FILE), text(&file.name)),
        (Name::known(BY), text(&file.by)),
        (Name::known(AT), text(&file.at)),
        (Name::known(DIGEST), text(&file.digest)),
        (Name::known(ADDED), count(added)),
        (Name::known(CHANGED), count(keys.len() - added)),
        (Name::known(ORDER), Value::Int(order)),
    ];
    let texts = [
        (SERIES, file.series.map(|series| series.to_string())),
        (BASE, file.base.clone()),
        (SINCE, file.since.clone()),
    ];
    fields.extend(texts.into_iter().filter_map(|(name, held)| Some((Name::known(name), text(&held?)))));
    fields.extend(file.number.map(|number| (Name::known(NUMBER), Value::Int(i64::from(number)))));
    for (place, lines) in lines(spans(held, news)).chunks(SPANS_OF_FIELD_MAX).enumerate() {
        let name = Name::new(&format!("{SPANS}{place}")).expect("letters, a dot and digits are a name");
        fields.push((name, Value::text(&lines.join("\n"))));
    }
    fields.into_iter().into_map()
}

/// What the log of an import says besides where it took a file in part: how many records it left.
#[must_use]
pub fn left(count: usize) -> (Name, Value) {
    (Name::known(LEFT), Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// What the log of an import says once a receipt was written, at a moment in seconds since 1970.
#[must_use]
pub fn receipt(at: i64) -> BTreeMap<Name, Value> {
    [(Name::known(RECEIPT), Value::Int(at))].into_iter().into_map()
}

/// The imports that are remembered, the last one last.
#[must_use]
pub fn all(replica: &Replica) -> Vec<Import> {
    let logs = replica.keys().filter(|key| is_import(key));
    let imports = logs.filter_map(|key| Import::read(key.id, replica.view(key)?)).collect();
    in_order(imports, |one: &Import, other| one.order.cmp(&other.order))
}

/// The import that brought a save, and whether that is certain: past the cap a log says only that it was some session's.
/// Nothing when no import brought it.
#[must_use]
pub fn brought(imports: &[Import], id: RecordId, dot: Dot, at: i64) -> Option<(&Import, bool)> {
    let mark = Mark { at, id, height: dot.height };
    let session = dot.session.to_string();
    let last = |session: &str| imports.iter().rev().find(|import| import.holds(session, mark));
    last(&session).map(|import| (import, true)).or_else(|| last(SOME).map(|import| (import, false)))
}

/// Tells whether a key names the log of an import.
#[must_use]
pub fn is_import(key: &Key) -> bool {
    key.kind.as_str() == IMPORT
}

/// The spans of the saves that would be new. A save of which the place is held is none.
fn spans(held: &Replica, news: &[Saved]) -> Vec<Span> {
    let mark = |id: RecordId, dot: Dot, at: i64| Mark { at, id, height: dot.height };
    let mut sessions: BTreeMap<SessionId, BTreeMap<Mark, bool>> = BTreeMap::new();
    for Saved { key, save } in news {
        sessions.entry(save.dot.session).or_default().insert(mark(key.id, save.dot, save.at), true);
    }
    for key in held.keys() {
        for variant in held.record(key).into_iter().flat_map(|record| record.variants()) {
            if let Some(marks) = sessions.get_mut(&variant.dot().session) {
                marks.insert(mark(key.id, variant.dot(), variant.at()), false);
            }
        }
    }
    let mut spans = Vec::new();
    for (session, marks) in sessions {
        let marks: Vec<(Mark, bool)> = marks.into_iter().collect();
        let is_new = |place: usize| marks.get(place).is_some_and(|(_, is_new)| *is_new);
        // Where a save that was held stands beside an end, in the same moment, the end names its save.
        let end = |place: usize, beside: Option<usize>| {
            let (mark, _) = marks[place];
            let is_shared = beside.and_then(|beside| marks.get(beside)).is_some_and(|(other, _)| other.at == mark.at);
            End { at: mark.at, save: is_shared.then_some((mark.id, mark.height)) }
        };
        let mut from = 0;
        for place in 0..marks.len() {
            if is_new(place) && !is_new(place + 1) {
                let span = Span { session, from: end(from, from.checked_sub(1)), to: end(place, Some(place + 1)) };
                spans.push(span);
            }
            if !is_new(place) {
                from = place + 1;
            }
        }
    }
    spans
}

/// Spans as they are kept: those that end last by themselves, the others as one of some session.
fn lines(spans: Vec<Span>) -> Vec<String> {
    let spans = in_order(spans, |one, other| other.to.at.cmp(&one.to.at));
    let (named, others) = spans.split_at(spans.len().min(SPANS_MAX));
    let mut lines: Vec<String> =
        named.iter().map(|span| format!("{} {} {}", span.session, span.from, span.to)).collect();
    let from = others.iter().map(|span| span.from.at).min();
    let to = others.iter().map(|span| span.to.at).max();
    lines.extend(from.zip(to).map(|(from, to)| format!("{SOME} {from} {to}")));
    lines
}

impl Import {
    /// Reads a log from what is seen of its record; nothing when that names no file.
    #[must_use]
    pub fn read(id: RecordId, view: &View) -> Option<Self> {
        let text = |name: &str| view.value(name).and_then(Value::as_text).map(str::to_owned);
        let number = |name: &str| match view.value(name) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let count = |name: &str| number(name).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        let digest = view.fields.get(DIGEST)?.newest.first()?;
        let spans = view.fields.iter().filter(|(name, _)| name.as_str().starts_with(SPANS));
        Some(Self {
            id,
            left: count(LEFT),
            receipt: number(RECEIPT),
            file: File {
                name: text(FILE).unwrap_or_default(),
                by: text(BY).unwrap_or_default(),
                at: text(AT).unwrap_or_default(),
                digest: digest.value.as_ref()?.as_text()?.to_owned(),
                series: text(SERIES).and_then(|series| series.parse().ok()),
                number: number(NUMBER).and_then(|number| u32::try_from(number).ok()),
                base: text(BASE),
                since: text(SINCE),
            },
            added: count(ADDED),
            changed: count(CHANGED),
            received: digest.at,
            receiver: digest.by.clone(),
            order: number(ORDER).unwrap_or(0),
            spans: spans.filter_map(|(_, field)| field.value()?.as_text().map(Arc::from)).collect(),
        })
    }

    /// Tells whether a span of a session, or of some, holds a save.
    fn holds(&self, session: &str, mark: Mark) -> bool {
        // Most logs do not name the session at all, and are not taken apart.
        let texts = self.spans.iter().filter(|text| text.contains(session));
        let of_session = texts.flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix(session));
        let mut spans = of_session.filter_map(|span| {
            let (from, to) = span.strip_prefix(' ')?.split_once(' ')?;
            Some((End::read(from)?, End::read(to)?))
        });
        spans.any(|(from, to)| from.is_reached(mark) && to.is_not_passed(mark))
    }
}

impl End {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let at = parts.next()?.parse().ok()?;
        let save = match (parts.next(), parts.next()) {
            (None, _) => None,
            (Some(id), height) => Some((id.parse().ok()?, height?.parse().ok()?)),
        };
        Some(Self { at, save })
    }

    /// Tells whether a save stands at this end or after it.
    fn is_reached(self, mark: Mark) -> bool {
        match self.save {
            None => mark.at >= self.at,
            Some((id, height)) => mark >= Mark { at: self.at, id, height },
        }
    }

    /// Tells whether a save stands at this end or before it.
    fn is_not_passed(self, mark: Mark) -> bool {
        match self.save {
            None => mark.at <= self.at,
            Some((id, height)) => mark <= Mark { at: self.at, id, height },
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.save {
            None => write!(f, "{}", self.at),
            Some((id, height)) => write!(f, "{}/{id}/{height}", self.at),
        }
    }
}

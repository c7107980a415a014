//! `show`: says what a file holds.
//!
//! Text cuts long lists and says so; JSON has them whole. Restricted values stay hidden unless asked for.

use std::collections::BTreeMap;
use std::io::{self, Write};

use sanyou::model::RecordId;
use sanyou::replica::{DELETED, Key, Replica, State, View};
use serde::Serialize;

use super::Ended;
use super::arguments::Show;
use super::book::{Book, Restricted, Standing};
use super::failure::{Exit, Failure};
use super::files::{self, Head};
use super::merge::today;
use super::words::{Words, count, is_restricted, plain};

/// How many lines of one list text shows.
const LINES_MAX: usize = 20;

#[derive(Serialize)]
struct Summary {
    file: String,
    version: u32,
    sample: Option<String>,
    written_by: String,
    written_at: String,
    digest: String,
    records: usize,
    saves: usize,
    kinds: Vec<OfKind>,
    units: Vec<OfUnit>,
    authors: Vec<Maker>,
    sessions: Vec<Maker>,
    conflicts: Vec<Conflict>,
    deleted: Vec<Named>,
    incomplete: Vec<Waiting>,
    clones: Vec<Cloned>,
    restricted: Vec<FieldCount>,
    withheld: Vec<FieldCount>,
}

#[derive(Serialize, Default)]
struct OfKind {
    kind: String,
    present: usize,
    deleted: usize,
    incomplete: usize,
    in_conflict: usize,
}

#[derive(Serialize)]
struct OfUnit {
    /// Nothing stands for records whose unit is not known here.
    id: Option<String>,
    name: String,
    parent: Option<String>,
    depth: usize,
    present: usize,
    by_kind: BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct Maker {
    name: String,
    saves: usize,
}

#[derive(Serialize)]
struct Named {
    kind: String,
    id: String,
    title: String,
}

#[derive(Serialize)]
struct Conflict {
    #[serde(flatten)]
    record: Named,
    /// One side deleted the record while another edited it.
    deleted_and_edited: bool,
    fields: Vec<ConflictField>,
}

#[derive(Serialize)]
struct ConflictField {
    field: String,
    values: Vec<Standing>,
}

#[derive(Serialize)]
struct Waiting {
    #[serde(flatten)]
    record: Named,
    saves_waiting: usize,
}

#[derive(Serialize)]
struct Cloned {
    #[serde(flatten)]
    record: Named,
    saves: Vec<String>,
}

/// A field, as `kind.field`, and how many records hold a value of it, or lack the value they should hold.
#[derive(Serialize)]
struct FieldCount {
    field: String,
    records: usize,
}

/// Shows one file.
pub fn run(asked: &Show, words: Words, out: &mut dyn Write) -> Ended {
    let (head, replica) = files::open_replica(&asked.file, words)?;
    let book = Book::of(&replica, today());
    let summary = Summary::of(asked.file.to_string(), head, &book, words, Restricted::of(asked.restricted));
    let written = if asked.json { write_json(&summary, out) } else { summary.write(words, out) };
    written.map(|()| Exit::Fine).map_err(Failure::Output)
}

/// Writes JSON with a line end.
pub fn write_json(content: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, content)?;
    writeln!(out)
}

impl Summary {
    fn of(file: String, head: Head, book: &Book<'_>, words: Words, restricted: Restricted) -> Self {
        let (restricted_held, withheld) = field_counts(book.replica, &head.withheld);
        let all = || book.replica.iter();
        let named = |key: &Key| Named { kind: key.kind.to_string(), id: key.id.to_string(), title: book.title(key) };
        let (authors, sessions) = makers(book.replica);
        Self {
            file,
            version: head.version,
            sample: head.sample,
            written_by: head.by,
            written_at: head.at,
            digest: head.digest,
            records: book.replica.len(),
            saves: book.replica.save_count(),
            kinds: kinds(book.replica),
            units: units(book),
            authors,
            sessions,
            conflicts: all()
                .filter(|(_, _, view)| view.in_conflict())
                .map(|(key, _, view)| Conflict {
                    record: named(key),
                    deleted_and_edited: view.state == State::Contested,
                    fields: conflict_fields(book, words, key, view, restricted),
                })
                .collect(),
            deleted: all().filter(|(_, _, view)| view.state == State::Deleted).map(|(key, _, _)| named(key)).collect(),
            incomplete: all()
                .filter(|(_, _, view)| view.waiting > 0)
                .map(|(key, _, view)| Waiting { record: named(key), saves_waiting: view.waiting })
                .collect(),
            clones: all()
                .filter(|(_, _, view)| !view.clones.is_empty())
                .map(|(key, _, view)| {
                    let dots = view.clones.iter().map(|dot| format!("{}.{}", dot.height, dot.session));
                    Cloned { record: named(key), saves: dots.collect() }
                })
                .collect(),
            restricted: restricted_held,
            withheld,
        }
    }
}

fn conflict_fields(
    book: &Book<'_>,
    words: Words,
    key: &Key,
    view: &View,
    restricted: Restricted,
) -> Vec<ConflictField> {
    let field = |(name, field)| {
        let values = book.standings(words, key, name, field, restricted);
        ConflictField { field: name.to_string(), values }
    };
    view.conflicts().map(field).collect()
}

fn kinds(replica: &Replica) -> Vec<OfKind> {
    let mut kinds: BTreeMap<&str, OfKind> = BTreeMap::new();
    for (key, _, view) in replica.iter() {
        let of = kinds
            .entry(key.kind.as_str())
            .or_insert_with(|| OfKind { kind: key.kind.to_string(), ..OfKind::default() });
        of.present += usize::from(view.is_present());
        of.deleted += usize::from(view.state == State::Deleted);
        of.incomplete += usize::from(view.state == State::Incomplete);
        of.in_conflict += usize::from(view.in_conflict());
    }
    kinds.into_values().collect()
}

/// Each unit with its own records, in the order of the tree, and last the records of no unit.
fn units(book: &Book<'_>) -> Vec<OfUnit> {
    let mut counts: BTreeMap<Option<RecordId>, BTreeMap<String, usize>> = BTreeMap::new();
    for (key, _, view) in book.replica.iter().filter(|(_, _, view)| view.is_present()) {
        let of_unit = counts.entry(book.unit_of(key, view)).or_default();
        *of_unit.entry(key.kind.to_string()).or_default() += 1;
    }
    let of_unit =
        |id: Option<RecordId>, parent: Option<RecordId>, depth: usize, by_kind: BTreeMap<String, usize>| OfUnit {
            name: id.map(|unit| book.unit_name(unit)).unwrap_or_default(),
            id: id.map(|id| id.to_string()),
            parent: parent.map(|id| id.to_string()),
            depth,
            present: by_kind.values().sum(),
            by_kind,
        };
    let places = book.units_in_order();
    let mut units: Vec<OfUnit> = places
        .into_iter()
        .map(|unit| of_unit(Some(unit.id), unit.parent, unit.depth, counts.remove(&Some(unit.id)).unwrap_or_default()))
        .collect();
    units.extend(counts.remove(&None).map(|by_kind| of_unit(None, None, 0, by_kind)));
    units
}

/// Who made how many saves, and in which sessions; the most first.
fn makers(replica: &Replica) -> (Vec<Maker>, Vec<Maker>) {
    let (mut authors, mut sessions) = (BTreeMap::<String, usize>::new(), BTreeMap::<String, usize>::new());
    for variant in replica.iter().flat_map(|(_, record, _)| record.variants()) {
        *authors.entry(variant.by().to_string()).or_default() += 1;
        *sessions.entry(variant.dot().session.to_string()).or_default() += 1;
    }
    let sorted = |counts: BTreeMap<String, usize>| {
        let mut makers: Vec<Maker> = counts.into_iter().map(|(name, saves)| Maker { name, saves }).collect();
        makers.sort_by_key(|maker| std::cmp::Reverse(maker.saves));
        makers
    };
    (sorted(authors), sorted(sessions))
}

/// The restricted fields that are here, and the fields that are not; those the head names count even where no record
/// sets them.
fn field_counts(replica: &Replica, named: &[String]) -> (Vec<FieldCount>, Vec<FieldCount>) {
    let mut restricted: BTreeMap<String, usize> = BTreeMap::new();
    let mut withheld: BTreeMap<String, usize> = named.iter().map(|name| (name.clone(), 0)).collect();
    for (key, _, view) in replica.iter() {
        for (name, field) in view.fields.iter().filter(|(name, _)| name.as_str() != DELETED) {
            let of_kind = || format!("{}.{name}", key.kind);
            let is_known = field.newest.iter().any(|newest| newest.value.is_some());
            if is_known && is_restricted(key.kind.as_str(), name.as_str()) {
                *restricted.entry(of_kind()).or_default() += 1;
            }
            if field.is_withheld() {
                *withheld.entry(of_kind()).or_default() += 1;
            }
        }
    }
    let counts = |counts: BTreeMap<String, usize>| {
        counts.into_iter().map(|(field, records)| FieldCount { field, records }).collect()
    };
    (counts(restricted), counts(withheld))
}

impl Summary {
    fn write(&self, words: Words, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.file)?;
        writeln!(out, "  {}, format {}", words.workspace(self.sample.as_deref()), self.version)?;
        writeln!(out, "  written by “{}” at {}", plain(&self.written_by), plain(&self.written_at))?;
        writeln!(
            out,
            "  {}, {}, digest {}",
            count(self.records, "record"),
            count(self.saves, "save"),
            plain(&self.digest)
        )?;
        list(out, "Kinds", &self.kinds, |of| of.line(words))?;
        self.write_units(words, out)?;
        let maker = |maker: &Maker| format!("{}: {}", quoted(&maker.name), count(maker.saves, "save"));
        list(out, "Authors", &self.authors, maker)?;
        list(out, "Sessions", &self.sessions, |session| format!("{}: {}", session.name, count(session.saves, "save")))?;
        list(out, "In conflict", &self.conflicts, |conflict| conflict.line(words))?;
        list(out, "Deleted", &self.deleted, |record| record.line(words))?;
        list(out, "Incomplete: waiting for saves that are not in the file", &self.incomplete, |record| {
            format!("{}: {}", record.record.line(words), count(record.saves_waiting, "save"))
        })?;
        list(out, "Clones: saves with several contents, as copied devices make them", &self.clones, |record| {
            format!("{}: {}", record.record.line(words), record.saves.join(", "))
        })?;
        list(out, "Restricted fields that are in the file", &self.restricted, FieldCount::line)?;
        list(out, "Fields withheld from the file", &self.withheld, FieldCount::line)
    }

    fn write_units(&self, words: Words, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "Units: {}", self.units.iter().filter(|unit| unit.id.is_some()).count())?;
        for unit in &self.units {
            let name = if unit.id.is_some() { quoted(&unit.name) } else { "of no unit in this file".to_owned() };
            let kinds = unit.by_kind.iter().map(|(kind, count)| format!("{} {count}", words.kind(kind)));
            let indent = "  ".repeat(unit.depth.min(8));
            writeln!(out, "  {indent}{name}: {}", kinds.collect::<Vec<_>>().join(", "))?;
        }
        Ok(())
    }
}

/// Writes a list under its title, as far as text goes; an empty list says none.
fn list<T>(out: &mut dyn Write, title: &str, items: &[T], line: impl Fn(&T) -> String) -> io::Result<()> {
    if items.is_empty() {
        return writeln!(out, "{title}: none");
    }
    writeln!(out, "{title}: {}", items.len())?;
    for item in items.iter().take(LINES_MAX) {
        writeln!(out, "  {}", line(item))?;
    }
    match items.len().saturating_sub(LINES_MAX) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more; --json lists all"),
    }
}

fn quoted(name: &str) -> String {
    if name.is_empty() { "(no name)".to_owned() } else { format!("“{}”", plain(name)) }
}

impl OfKind {
    fn line(&self, words: Words) -> String {
        let Self { kind, present, deleted, incomplete, in_conflict } = self;
        let label = words.kind(kind);
        format!(
            "{label} ({kind}): {present} present, {deleted} deleted, {incomplete} incomplete, {in_conflict} in conflict"
        )
    }
}

impl Named {
    fn line(&self, words: Words) -> String {
        format!("{} {} ({})", words.one_of(&self.kind), quoted(&self.title), self.id)
    }
}

impl Conflict {
    fn line(&self, words: Words) -> String {
        let contested = self.deleted_and_edited.then(|| "deleted and edited".to_owned());
        let fields = self.fields.iter().map(|field| {
            let label = words.field(&self.record.kind, &field.field);
            let values = field.values.iter().map(|value| format!("{} by {}", value.shown, quoted(&value.by)));
            format!("{label}: {}", values.collect::<Vec<_>>().join(" | "))
        });
        let faults: Vec<String> = contested.into_iter().chain(fields).collect();
        format!("{}: {}", self.record.line(words), faults.join("; "))
    }
}

impl FieldCount {
    fn line(&self) -> String {
        format!("{} in {}", plain(&self.field), count(self.records, "record"))
    }
}

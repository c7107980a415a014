//! `csv`: the records of one kind as a table for spreadsheets (RFC 4180, UTF-8 with a byte order mark).
//!
//! Whatever a record holds, no cell is a formula. Deleted and incomplete records are no rows, and are counted aloud.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use sanyou::exchange::csv::write::{BYTE_ORDER_MARK, guarded, inert, line};
use sanyou::i18n::Message;
use sanyou::model::{KindSpec, Label, Name, Value, kind_spec};
use sanyou::replica::{DELETED, FieldView, Key, State, View};

use super::Ended;
use super::arguments::Csv;
use super::book::{Book, Restricted};
use super::failure::{Exit, Failure};
use super::files;
use super::merge::today;
use super::words::{Words, count, field_spec, raw};

const ID: Label = Label { zh: "编号", en: "Id" };
const UNIT_NAME: Label = Label { zh: "单位名称", en: "Unit name" };
const WITHHELD: Label = Label { zh: "未提供", en: "Withheld" };
const DELETED_AND_EDITED: Label = Label { zh: "一方删除、另一方修改", en: "deleted and edited" };

/// Writes the table.
pub fn run(asked: &Csv, words: Words, out: &mut dyn Write) -> Ended {
    let (_, replica) = files::open_replica(&asked.file, words)?;
    let book = Book::of(&replica, today());
    let rows: Vec<(&Key, &Arc<View>)> =
        replica.iter().filter(|(key, _, _)| key.kind == asked.kind).map(|(key, _, view)| (key, view)).collect();
    if rows.is_empty() && kind_spec(asked.kind.as_str()).is_none() {
        let present: BTreeSet<&str> = replica.iter().map(|(key, _, _)| key.kind.as_str()).collect();
        let present = present.into_iter().map(str::to_owned).collect();
        return Err(Failure::NoSuchKind { kind: asked.kind.to_string(), present });
    }
    let table = Table {
        columns: columns(&asked.kind, &rows, Restricted::of(asked.restricted)),
        kind: asked.kind.as_str(),
        book: &book,
        words,
        is_stored: asked.stored,
        restricted: Restricted::of(asked.restricted),
    };
    table.write(&rows, out)?;
    table.report(&rows);
    Ok(Exit::Fine)
}

/// The fields that are columns: those of the kind's declaration, or all that are seen where there is none. A field that
/// a later version added to a known kind may be restricted there, so it is left out.
fn columns(kind: &Name, rows: &[(&Key, &Arc<View>)], restricted: Restricted) -> Vec<String> {
    let is_shown = |field: &&str| !restricted.hides(kind.as_str(), field);
    match kind_spec(kind.as_str()) {
        Some(spec) => spec.fields.iter().map(|field| field.name).filter(is_shown).map(str::to_owned).collect(),
        None => seen(rows),
    }
}

fn seen(rows: &[(&Key, &Arc<View>)]) -> Vec<String> {
    let fields: BTreeSet<&str> = rows.iter().flat_map(|(_, view)| view.fields.keys().map(Name::as_str)).collect();
    fields.into_iter().filter(|field| *field != DELETED).map(str::to_owned).collect()
}

struct Table<'a> {
    kind: &'a str,
    columns: Vec<String>,
    book: &'a Book<'a>,
    words: Words,
    is_stored: bool,
    restricted: Restricted,
}

impl Table<'_> {
    fn write(&self, rows: &[(&Key, &Arc<View>)], out: &mut dyn Write) -> Result<(), Failure> {
        let mut text = String::from(BYTE_ORDER_MARK);
        line(&mut text, self.heads().map(|head| inert(&head)));
        for (key, view) in rows.iter().filter(|(_, view)| view.is_present()) {
            line(&mut text, self.row(key, view));
            out.write_all(text.as_bytes()).map_err(Failure::Output)?;
            text.clear();
        }
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
    }

    fn heads(&self) -> impl Iterator<Item = String> {
        let own = |label: Label, stored: &str| {
            if self.is_stored { stored.to_owned() } else { self.words.label(label).to_owned() }
        };
        let fields = self.columns.iter().map(|field| self.field_label(field));
        [own(ID, "id"), own(UNIT_NAME, "unit_name")]
            .into_iter()
            .chain(fields.collect::<Vec<_>>())
            .chain([own(Message::Conflicts.label(), "conflicts"), own(WITHHELD, "withheld")])
    }

    fn field_label(&self, field: &str) -> String {
        if self.is_stored { field.to_owned() } else { self.words.field(self.kind, field).to_owned() }
    }

    /// The cells of a record, none of them a formula.
    fn row(&self, key: &Key, view: &View) -> Vec<String> {
        let unit = self.book.unit_of(key, view).map(|unit| self.book.unit_name(unit));
        let cell = |field: &String| view.value(field).map(|value| self.written(field, value)).unwrap_or_default();
        let mut row = vec![key.id.to_string(), inert(&unit.unwrap_or_default())];
        row.extend(self.columns.iter().map(cell));
        row.push(inert(&self.conflicts(view)));
        let withheld = view.fields.iter().filter(|(_, field)| field.is_withheld());
        let withheld = withheld.map(|(name, _)| self.field_label(name.as_str())).collect::<Vec<_>>().join("; ");
        row.push(inert(&withheld));
        row
    }

    /// A cell as it is written: as stored for programs, and for people so that a spreadsheet spoils no long number.
    fn written(&self, field: &str, value: &Value) -> String {
        let cell = self.cell(field, value);
        match field_spec(self.kind, field) {
            Some(spec) if !self.is_stored => guarded(spec.input, &cell),
            _ => inert(&cell),
        }
    }

    fn cell(&self, field: &str, value: &Value) -> String {
        match field_spec(self.kind, field) {
            Some(spec) if !self.is_stored => self.words.cell(spec.input, value),
            _ => raw(value),
        }
    }

    /// The fields in conflict with all values that stand in them; the cell itself holds the one that counts.
    fn conflicts(&self, view: &View) -> String {
        let field = |(name, field): (&Name, &FieldView)| {
            let label = self.field_label(name.as_str());
            if !self.columns.iter().any(|column| column == name.as_str()) {
                return label;
            }
            let values = field.newest.iter().filter_map(|newest| newest.value.as_ref());
            let values: Vec<String> = values.map(|value| self.cell(name.as_str(), value)).collect();
            format!("{label}: {}", values.join(" | "))
        };
        let contested = (view.state == State::Contested).then(|| self.words.label(DELETED_AND_EDITED).to_owned());
        contested.into_iter().chain(view.conflicts().map(field)).collect::<Vec<_>>().join("; ")
    }

    /// Says what the table does not hold.
    fn report(&self, rows: &[(&Key, &Arc<View>)]) {
        let absent = rows.iter().filter(|(_, view)| !view.is_present()).count();
        if absent > 0 {
            eprintln!("Left out: {}, deleted or incomplete.", count(absent, "record"));
        }
        let hidden = |spec: &&KindSpec| spec.fields.iter().any(|field| self.restricted.hides(self.kind, field.name));
        let Some(spec) = kind_spec(self.kind) else { return };
        if hidden(&spec) {
            eprintln!("Restricted fields are left out; --restricted writes them.");
        }
        let unknown: Vec<String> = seen(rows).into_iter().filter(|field| spec.field(field).is_none()).collect();
        if !unknown.is_empty() {
            eprintln!("Fields that this version does not know are left out: {}.", unknown.join(", "));
        }
    }
}

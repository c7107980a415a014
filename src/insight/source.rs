//! Where what is seen was entered: here, or on another device whose file brought it.
//!
//! Explains what stands in a record, save by save, from the import log. Decides nothing: names, moments and file names are
//! labels that others wrote.

use std::sync::Arc;

use crate::model::sorted::in_order;
use crate::model::{Name, RecordId, SessionId};
use crate::replica::imports::{File, Import, brought};
use crate::replica::joins::Seen;
use crate::replica::{Dot, FieldView, Key, Newest};

/// Where a save came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// It was entered on this device: no file brought it.
    Here,
    /// It is part of the sample.
    Sample,
    /// This file brought it.
    File(&'a File),
    /// This file may have brought it: it brought more than its log names.
    Perhaps(&'a File),
}

/// A save of which something is seen, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'a> {
    /// The record it is a save of; another one than was asked for where several are read as one.
    pub id: RecordId,
    /// Its name within that record.
    pub dot: Dot,
    /// Who it says made it.
    pub by: Arc<str>,
    /// When it says it was made, in seconds since 1970.
    pub at: i64,
    /// Where it came from.
    pub origin: Origin<'a>,
}

/// What is known of where saves came from.
#[derive(Clone, Copy)]
pub enum Memory<'a> {
    /// Records that are kept here.
    Kept {
        /// The import log, the last import last.
        imports: &'a [Import],
        /// The session that is running: what it saved was entered here.
        own: SessionId,
        /// The session of the sample's own saves, in a sample.
        sample: Option<SessionId>,
    },
    /// A file that is only looked at: all stands in it.
    File(&'a File),
}

/// Records with what is known of where they came from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// What is seen.
    pub seen: Seen<'a>,
    /// What is known.
    pub memory: Memory<'a>,
}

impl<'a> Sources<'a> {
    /// The saves of which any value is seen in a record, the one of the greatest dot first.
    #[must_use]
    pub fn of_record(&self, key: &Key) -> Vec<Source<'a>> {
        let Some(view) = self.seen.view(key) else { return Vec::new() };
        self.of_fields(key, view.fields.iter())
    }

    /// The saves that set what is seen in one field, under its name as it stands in the record, a day with it where it
    /// holds from one on; several where they contradict each other.
    #[must_use]
    pub fn of_field(&self, key: &Key, field: &str) -> Vec<Source<'a>> {
        let Some(view) = self.seen.view(key) else { return Vec::new() };
        self.of_fields(key, view.fields.iter().filter(|(name, _)| name.as_str() == field))
    }

    /// Where a save came from.
    #[must_use]
    pub fn origin(&self, id: RecordId, dot: Dot, at: i64) -> Origin<'a> {
        match self.memory {
            Memory::File(file) => Origin::File(file),
            Memory::Kept { sample, .. } if sample == Some(dot.session) => Origin::Sample,
            Memory::Kept { imports, own, .. } => match brought(imports, id, dot, at) {
                Some((import, true)) => Origin::File(&import.file),
                Some((import, false)) if dot.session != own => Origin::Perhaps(&import.file),
                Some(_) | None => Origin::Here,
            },
        }
    }

    fn of_fields<'v>(&self, key: &Key, fields: impl Iterator<Item = (&'v Name, &'v FieldView)>) -> Vec<Source<'a>> {
        let mut sources: Vec<Source<'a>> = Vec::new();
        for (name, field) in fields {
            for newest in &field.newest {
                for id in self.makers(key, name, newest) {
                    let is_this = |held: &Source<'_>| (held.id, held.dot, held.at) == (id, newest.dot, newest.at);
                    if !sources.iter().any(|held| is_this(held) && held.by == newest.by) {
                        let (dot, by, at) = (newest.dot, newest.by.clone(), newest.at);
                        sources.push(Source { id, dot, by, at, origin: self.origin(id, dot, at) });
                    }
                }
            }
        }
        in_order(sources, |one, other| other.dot.cmp(&one.dot))
    }

    /// The records, of those that are read as one, whose save this is.
    fn makers(&self, key: &Key, name: &Name, newest: &Newest) -> Vec<RecordId> {
        let Some(group) = self.seen.joins.group(key) else { return vec![key.id] };
        let makes = |key: &&Key| {
            let record = self.seen.replica.record(key);
            record.into_iter().flat_map(|record| record.variants()).any(|variant| {
                (variant.dot(), variant.at(), variant.by()) == (newest.dot, newest.at, &newest.by)
                    && variant.field(name.as_str()).is_some()
            })
        };
        group.iter().filter(makes).map(|key| key.id).collect()
    }
}

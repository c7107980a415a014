//! A look into a file that asks for a newer reader: its values, as well as this version can make them out.
//!
//! The promise of the format is that a record's current values stand in it by their names. Nothing else is read here: no
//! saves, no conflicts, no digest. So nothing that comes of it can be merged, and no type here leads to a replica.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::ReadError;
use super::envelope::{FORMAT, Head, file_text};
use crate::model::id::NAME_BYTES_MAX;
use crate::model::value::{Members, read_list};
use crate::model::{RecordId, Value};
use crate::replica::limits::{RECORD_FIELDS_MAX, RECORDS_MAX};

/// What can be made out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// The version it says it was written in.
    pub version: u32,
    /// The oldest reader that it says understands it.
    pub min_reader: u32,
    /// The members of its head that are short texts: who wrote it, when, and whatever else there is.
    pub texts: BTreeMap<String, String>,
    /// Its records, as they stand in the file.
    pub records: Vec<GlanceRecord>,
    /// How many records and values there are that this version cannot show.
    pub unread: usize,
}

/// The values that stand in one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlanceRecord {
    /// Its id.
    pub id: RecordId,
    /// Its kind, known or not.
    pub kind: String,
    /// The values under their names.
    pub fields: BTreeMap<String, Value>,
}

/// Longest text of the head that is shown, in bytes.
const TEXT_BYTES_MAX: usize = 1024;
/// Most texts of the head that are shown.
const TEXTS_MAX: usize = 64;

impl Glance {
    /// Looks into a file of any version.
    ///
    /// # Errors
    /// [`ReadError`] says why it is no file of this program. What is wrong within the records is only counted.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = file_text(bytes)?;
        let head = Head::read(&text, FORMAT)?;
        let (version, min_reader) = (head.number("version")?, head.number("min_reader")?);
        let mut glance = Self { version, min_reader, texts: BTreeMap::new(), records: Vec::new(), unread: 0 };
        let members = head.0.0.iter().filter(|(_, raw)| raw.get().len() <= TEXT_BYTES_MAX);
        let texts = members.filter_map(|(name, raw)| Some((name.to_string(), text_in(raw)?)));
        for (name, text) in texts.filter(|(name, _)| name.len() <= NAME_BYTES_MAX).take(TEXTS_MAX) {
            glance.texts.insert(name, text);
        }
        let records = head.raw("records").and_then(|raw| read_list(raw.get(), RECORDS_MAX).ok());
        let (records, count) = records.unwrap_or_default();
        glance.unread += count - records.len();
        for raw in records {
            match glance.record(raw) {
                Some(record) => glance.records.push(record),
                None => glance.unread += 1,
            }
        }
        Ok(glance)
    }

    fn record(&mut self, raw: &RawValue) -> Option<GlanceRecord> {
        let Members(members) = serde_json::from_str(raw.get()).ok()?;
        let (mut id, mut kind, mut fields) = (None, None, BTreeMap::new());
        for (name, raw) in members {
            match name.as_ref() {
                "id" => id = text_in(raw).and_then(|text| text.parse().ok()),
                "kind" => kind = text_in(raw).filter(|kind| kind.len() <= NAME_BYTES_MAX),
                "_" => {}
                _ => match Value::from_json(raw.get()) {
                    Ok(value) if name.len() <= NAME_BYTES_MAX && fields.len() < RECORD_FIELDS_MAX => {
                        fields.insert(name.into_owned(), value);
                    }
                    _ => self.unread += 1,
                },
            }
        }
        Some(GlanceRecord { id: id?, kind: kind?, fields })
    }
}

fn text_in(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

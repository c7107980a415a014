//! A receipt: what became of a file that was handed over, for whoever wrote it.
//!
//! It names the file by its digest and the records of it that were not taken. It carries no records and changes none;
//! what it says is believed of its own file only, and only by who keeps that file's manifest.

use std::collections::BTreeSet;

use super::envelope::{Head, read_digest, rfc3339, text_of, texts_json};
use super::{Header, Manifest, ReadError};
use crate::model::{RecordId, SessionId, Value};
use crate::replica::limits::{AUTHOR_CHARS_MAX, RECEIPT_BYTES_MAX, RECORDS_MAX};

/// The value of the member `format`.
pub const FORMAT: &str = "sanyou-receipt";
/// The version of receipts that this program writes, and the newest whose `min_reader` it satisfies.
pub const VERSION: u32 = 1;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The digest of the file, as hexadecimal text.
    pub of: String,
    /// The file's series and its number there, where it has one: what a person calls it by.
    pub place: Option<(SessionId, u32)>,
    /// Who took it.
    pub by: String,
    /// When, as RFC 3339 text; a label.
    pub at: String,
    /// The records that were not taken; none when all were.
    pub not_taken: BTreeSet<RecordId>,
}

impl Receipt {
    /// The receipt for a file that was read, at a moment in seconds since 1970.
    #[must_use]
    pub fn of(file: &Header, by: &str, at: i64, not_taken: BTreeSet<RecordId>) -> Self {
        let place = file.number.as_ref().map(|number| (number.series, number.number));
        Self { of: file.digest.clone(), place, by: by.to_owned(), at: rfc3339(at), not_taken }
    }

    /// What its writer's next file may leave out: what the file said, without what was not taken. So news upon a file
    /// that was taken in part hold the rest of it whole. Nothing when the manifest is not that file's.
    #[must_use]
    pub fn base(&self, manifest: &Manifest) -> Option<Manifest> {
        if manifest.digest != self.of {
            return None;
        }
        let mut base = manifest.clone();
        base.remove(&self.not_taken.iter().copied().collect::<Vec<_>>());
        Some(base)
    }

    /// The receipt as a small JSON file.
    #[must_use]
    pub fn write(&self) -> String {
        let text = |text: &str| Value::text(text).to_json().into_owned();
        let (series, number) = match self.place {
            Some((series, number)) => (text(&series.to_string()), number.to_string()),
            None => ("null".to_owned(), "null".to_owned()),
        };
        let members = [
            ("format", text(FORMAT)),
            ("version", VERSION.to_string()),
            ("min_reader", VERSION.to_string()),
            ("of", text(&format!("sha256:{}", self.of))),
            ("series", series),
            ("number", number),
            ("by", text(&self.by)),
            ("at", text(&self.at)),
            ("taken", text(if self.not_taken.is_empty() { "all" } else { "part" })),
            ("not_taken", texts_json(self.not_taken.iter().map(ToString::to_string))),
        ];
        let members: Vec<String> = members.iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        format!("{{{}}}\n", members.join(",\n"))
    }

    /// Reads a receipt.
    ///
    /// # Errors
    /// [`ReadError`] says why it is refused, and where.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = text_of(bytes, RECEIPT_BYTES_MAX)?;
        let head = Head::read(&text, FORMAT)?;
        head.check_reader(VERSION)?;
        let by: String = head.get("by")?;
        if by.chars().count() > AUTHOR_CHARS_MAX {
            return Err(ReadError::Head { member: "by" });
        }
        Ok(Self {
            of: read_digest(&head.get::<String>("of")?).ok_or(ReadError::Head { member: "of" })?,
            place: place(&head)?,
            by,
            at: head.get("at")?,
            not_taken: not_taken(&head)?,
        })
    }
}

fn place(head: &Head<'_>) -> Result<Option<(SessionId, u32)>, ReadError> {
    let series: Option<String> = head.get("series")?;
    let series = series.map(|text| text.parse().map_err(|_| ReadError::Head { member: "series" })).transpose()?;
    match (series, head.get::<Option<u32>>("number")?) {
        (None, None) => Ok(None),
        (Some(series), Some(number @ 1..)) => Ok(Some((series, number))),
        _ => Err(ReadError::Head { member: "number" }),
    }
}

/// The records named, each once; `taken` must say the same, so that a list that was cut short is not taken for whole.
fn not_taken(head: &Head<'_>) -> Result<BTreeSet<RecordId>, ReadError> {
    let refused = ReadError::Head { member: "not_taken" };
    let is_part = match head.get::<String>("taken")?.as_str() {
        "all" => false,
        "part" => true,
        _ => return Err(ReadError::Head { member: "taken" }),
    };
    let texts = head.texts("not_taken", RECORDS_MAX)?;
    let mut ids = BTreeSet::new();
    for text in &texts {
        if !text.parse().is_ok_and(|id| ids.insert(id)) {
            return Err(refused);
        }
    }
    if ids.is_empty() == is_part { Err(refused) } else { Ok(ids) }
}

//! A file that the app exported, read as anybody's program would read it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::problem::{Found, Problem};

/// An exported file.
#[derive(Debug, Clone)]
pub struct Export {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds, as text.
    pub text: String,
    content: Map<String, Value>,
}

impl Export {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or is no JSON object.
    pub fn read(path: PathBuf) -> Found<Self> {
        let shown = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(Problem::disk(format!("reading {shown}")))?;
        let content = serde_json::from_str(&text).map_err(Problem::json(shown))?;
        Ok(Self { path, text, content })
    }

    /// The same file as another device would have written it: its text with some parts replaced, under a digest of its own.
    ///
    /// # Errors
    /// When the file is not laid out as the app does.
    pub fn rewritten(&self, replaced: &[(&str, &str)]) -> Found<String> {
        let wrong = || Problem::Wrong(format!("{} is laid out otherwise", self.path.display()));
        let text = replaced.iter().fold(self.text.clone(), |text, (from, to)| text.replace(from, to));
        let (head, rest) = text.split_once(",\n\"digest\":").ok_or_else(wrong)?;
        let (_, records) = rest.split_once("\"records\":[\n").ok_or_else(wrong)?;
        let lines = records.strip_suffix("\n]\n}\n").ok_or_else(wrong)?;
        let mut members: Vec<&str> = head.trim_start_matches('{').split(",\n").collect();
        members.sort_by_key(|member| member.split(':').next());
        let mut hash = Sha256::new();
        for member in members {
            hash.update(format!("{member}\n"));
        }
        hash.update(lines);
        let mut digest = String::new();
        for byte in hash.finalize() {
            write!(digest, "{byte:02x}").map_err(|_| wrong())?;
        }
        Ok(format!("{head},\n\"digest\":\"sha256:{digest}\",\n\"records\":[\n{records}"))
    }

    /// The value of a member of its head, or of a receipt.
    #[must_use]
    pub fn member(&self, name: &str) -> Value {
        self.content.get(name).cloned().unwrap_or_default()
    }

    /// A digest of the records in it with all their history. The file's own covers who wrote it, and when, too.
    #[must_use]
    pub fn digest(&self) -> String {
        let records = self.content.get("records").map(Value::to_string).unwrap_or_default();
        BASE64_STANDARD.encode(Sha256::digest(records.as_bytes()))
    }

    /// The fields it says it leaves out, as kind and field.
    #[must_use]
    pub fn withheld(&self) -> Vec<String> {
        let names = self.content.get("withheld").and_then(Value::as_array).into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// How many saves it holds, of all records.
    #[must_use]
    pub fn saves(&self) -> usize {
        let histories = self.plain_records().filter_map(|record| record.get("_")?.as_array());
        histories.map(Vec::len).sum()
    }

    /// Every value that a field of a name has or ever had in any record, present, superseded or side by side.
    #[must_use]
    pub fn values_ever(&self, field: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.plain_records().for_each(|record| collect(record, field, &mut found));
        found
    }

    /// The present records of a kind, each as its values of these fields; an empty text where it has none.
    #[must_use]
    pub fn present<const N: usize>(&self, kind: &str, fields: [&str; N]) -> Vec<[String; N]> {
        let of_kind = self.plain_records().filter(|record| record.get("kind").is_some_and(|held| held == kind));
        of_kind.map(|record| fields.map(|field| record.get(field).map(text).unwrap_or_default())).collect()
    }

    fn plain_records(&self) -> impl Iterator<Item = &Value> {
        self.content.get("records").and_then(Value::as_array).into_iter().flatten()
    }

    /// Its records with their present values, without the history that a reader may ignore; sorted, since two files
    /// with the same records may name them in another order.
    #[must_use]
    pub fn records(&self) -> Vec<String> {
        let plain = |record: &Value| {
            let mut record = record.clone();
            if let Some(members) = record.as_object_mut() {
                members.remove("_");
            }
            record.to_string()
        };
        let mut records: Vec<String> = self.plain_records().map(plain).collect();
        records.sort();
        records
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn collect(value: &Value, field: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, field, found)),
        Value::Object(members) => {
            found.extend(members.get(field).map(text));
            members.values().for_each(|member| collect(member, field, found));
        }
        _ => {}
    }
}

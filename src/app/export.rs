//! Export: the open workspace as a file.

use chrono::Timelike;
use leptos::prelude::*;

use super::archive::LOOK;
use super::{App, Failure, preferences};
use crate::exchange::{self, Outgoing};
use crate::i18n::Message;
use crate::model::{KINDS, Value};
use crate::platform;
use crate::store::browser::js_text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file's name.
    pub file_name: String,
    /// How many records are in it.
    pub records: usize,
    /// Whether it holds everything, so that it counts as a backup.
    pub is_full: bool,
}

/// The restricted fields of all kinds, as kind and field.
#[must_use]
pub fn restricted_fields() -> Vec<(&'static str, &'static str)> {
    let of_kind = |spec: &'static crate::model::KindSpec| {
        spec.fields.iter().filter(|field| field.restricted).map(|field| (spec.kind, field.name))
    };
    KINDS.iter().flat_map(of_kind).collect()
}

impl App {
    /// Writes the open workspace as a file and hands it to the browser.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub fn export(&self, with_restricted: bool) -> Result<Exported, Failure> {
        let workspace = self.workspace.get_untracked();
        let withhold = if with_restricted { Vec::new() } else { restricted_fields() };
        let author = self.author.get_untracked();
        let at = self.now();
        let sample = workspace.sample.as_deref();
        let outgoing = Outgoing { sample, by: &author, at, withhold: &withhold, ..Outgoing::default() };
        let replica = self.replica.borrow();
        let text = exchange::write(&replica, &outgoing);
        let file_name = self.file_name(at);
        platform::hand_over(&file_name, &text).map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        if with_restricted && workspace.id != LOOK {
            preferences::set_backup(&workspace.id, replica.save_count(), platform::today());
            self.count_backup();
        }
        let records = replica.keys().filter(|key| exchange::leaves(&replica, key)).count();
        Ok(Exported { file_name, records, is_full: with_restricted })
    }

    /// The damaged parts of the store as one JSON object, for a person who can mend them by hand.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub fn export_damaged(&self) -> Result<(), Failure> {
        let damaged = self.health.get_untracked().damaged;
        let member =
            |(key, text): &(String, String)| format!("{}:{}", Value::text(key).to_json(), Value::text(text).to_json());
        let members: Vec<String> = damaged.iter().map(member).collect();
        let text = format!("{{{}}}\n", members.join(",\n"));
        platform::hand_over("sanyou-damaged.json", &text).map_err(|thrown| Failure::Export(js_text(&thrown)))
    }

    pub(super) fn file_name(&self, at: i64) -> String {
        let lang = self.lang.get_untracked();
        let name = match self.workspace.get_untracked().sample {
            Some(_) => lang.text(Message::SampleCity).to_owned(),
            None => {
                let rows = self.rows.borrow();
                let root = rows.children(None).first().copied();
                root.and_then(|id| rows.title(id)).unwrap_or_default().to_owned()
            }
        };
        let plain: String = name.chars().filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c)).take(40).collect();
        let name = if plain.is_empty() { lang.text(Message::OwnRecords).to_owned() } else { plain };
        let stamp = |time: chrono::NaiveDateTime| {
            format!("{}-{:02}{:02}{:02}", time.date(), time.hour(), time.minute(), time.second())
        };
        let time = platform::local_time(at).map(stamp).unwrap_or_default();
        format!("{name}-{time}.json")
    }
}

//! Export: the open workspace, or a part of it, as a file; and what becomes of the file.

use std::sync::Arc;

use chrono::Timelike;
use leptos::prelude::*;

use super::readable::{About, readable};
use super::{App, Failure, preferences};
use crate::exchange::file_name::{Purpose, file_name, renamed};
use crate::exchange::{self, Manifest, Outgoing, Part};
use crate::i18n::{Message, grouped, moment};
use crate::insight::extract::{Extract, Wanted, restricted_fields};
use crate::insight::{self, Records, Span};
use crate::model::{RecordId, SECTIONS, Value};
use crate::platform::{self, Target};
use crate::replica::Key;
use crate::store::browser::js_text;

/// In which form a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As JSON.
    File,
    /// As a page that anybody can read, with the file in it.
    Page,
}

/// How a file left the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It was written where a person chose, and read back whole.
    ReadBack,
    /// The browser has it; only a person can say whether it arrived.
    HandedOver,
    /// A person found it.
    Found,
    /// A person did not find it.
    Lost,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file's name.
    pub file_name: String,
    /// The file.
    pub text: Arc<str>,
    /// How many records are in it.
    pub records: usize,
    /// Whether it holds everything, so that it counts as a backup once it is known to be there.
    pub is_full: bool,
    /// Its number among the files of this device, where it has one.
    pub number: Option<u32>,
    /// How it left.
    pub passed: Passed,
    /// What names it.
    pub(super) digest: String,
    /// How many saves were held when it was written.
    pub(super) saves: usize,
}

/// How many records a file would hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// All of them.
    pub records: usize,
    /// Of these, those that come along because others name them.
    pub along: usize,
}

impl App {
    /// Counts what a file would hold; tracks all records.
    #[must_use]
    pub fn count_export(&self, wanted: &Wanted, since: Option<&Manifest>) -> Counted {
        self.track_records();
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let extract = Extract::of(&replica, &rows, wanted);
        if since.is_none() {
            return Counted { records: extract.own.len() + extract.referred.len(), along: extract.referred.len() };
        }
        drop((replica, rows));
        let (written, _) = self.write(wanted, &extract, since, None, 1);
        Counted { records: written.manifest.len(), along: 0 }
    }

    /// Writes a file and saves it: where the person chooses, if the browser lets them, or as a download. One that is kept is
    /// handed to nobody and has no number. Nothing where the person closed the dialog.
    ///
    /// # Errors
    /// When the file is not where it was to be.
    pub async fn export(
        &'static self,
        wanted: Wanted,
        since: Option<Manifest>,
        is_kept: bool,
        form: Form,
    ) -> Result<Option<Exported>, Failure> {
        let extract = Extract::of(&self.replica.borrow(), &self.rows.borrow(), &wanted);
        let of_day = self.outbox().await.next_of_day(&platform::today().to_string());
        let name = form.name(self.name_of(&wanted, since.is_some(), of_day));
        let Some(target) = target(&name).await else { return Ok(None) };
        let saves = self.replica.borrow().save_count();
        let mut write =
            |number: Option<&exchange::Number>, of_day| self.write(&wanted, &extract, since.as_ref(), number, of_day);
        let (written, file_name, number) = self.write_numbered(&wanted, since.as_ref(), is_kept, &mut write).await;
        let records = written.manifest.len();
        let is_full = wanted.is_backup() && since.is_none();
        let text: Arc<str> = match form {
            Form::File => written.text.into(),
            Form::Page => self.page_of(&wanted, &written.text, records).into(),
        };
        let file_name = form.name(file_name);
        let digest = written.manifest.digest;
        let mut exported =
            Exported { file_name, text, records, is_full, number, passed: Passed::HandedOver, digest, saves };
        if let Err(failure) = pass(target, &mut exported).await {
            // It is here all the same, and can leave another way.
            exported.passed = Passed::Lost;
            self.set_lost(&exported, true).await;
            self.notify(failure.notice(self.lang.get_untracked()));
        }
        preferences::count_departure(&self.workspace.get_untracked().id, self.now());
        if exported.passed == Passed::ReadBack {
            self.count_as_backup(&exported);
        }
        Ok(Some(exported))
    }

    /// Notes what a person says of a file that the browser has: that it arrived, or that it did not.
    pub async fn answer(&'static self, exported: &mut Exported, is_found: bool) {
        exported.passed = if is_found { Passed::Found } else { Passed::Lost };
        self.set_lost(exported, !is_found).await;
        if is_found {
            self.count_as_backup(exported);
        }
    }

    async fn set_lost(&self, exported: &Exported, is_lost: bool) {
        if exported.number.is_some() {
            // Where that cannot be noted, receivers see a number that is missing, and no more.
            self.change_outbox(&mut |outbox| {
                outbox.set_lost(&exported.digest, is_lost);
                Vec::new()
            })
            .await;
        }
    }

    /// Hands a file that was written to the share sheet; tells whether it went on.
    ///
    /// # Errors
    /// When the share sheet does not take it.
    pub async fn share(&self, exported: &Exported) -> Result<bool, Failure> {
        platform::share(&exported.file_name, &exported.text).await.map_err(|thrown| Failure::Export(js_text(&thrown)))
    }

    /// A page that anybody can read, about what a file holds, with that file in it.
    fn page_of(&self, wanted: &Wanted, file: &str, records: usize) -> String {
        let lang = self.lang.get_untracked();
        let is_sample = self.workspace.get_untracked().sample.is_some();
        let by = Some(self.author.get_untracked()).filter(|by| !by.is_empty());
        let by = by.unwrap_or_else(|| lang.text(Message::NoName).to_owned());
        let at = platform::local_time(self.now()).map_or_else(String::new, moment);
        let restricted = if wanted.has_restricted { Message::ReadableWith } else { Message::ReadableWithout };
        let mut facts = vec![
            lang.fill(Message::ReadableBy, &[&by, &at]),
            lang.fill(Message::ReadableHolds, &[&grouped(i64::try_from(records).unwrap_or(i64::MAX))]),
            lang.text(restricted).to_owned(),
        ];
        facts.extend(is_sample.then(|| lang.text(Message::ReadableSample).to_owned()));
        let has_kind = |kind: &str| {
            SECTIONS.iter().any(|section| wanted.sections.contains(section.name) && section.kinds.contains(&kind))
        };
        let span = Span::around(insight::Part::Year, self.day());
        // Where one unit stands above all others, the page is about that one.
        let unit = wanted.unit.or_else(|| self.with_rows(Records::root));
        let about = About { lang, unit, span, facts: &facts, has_kind: &has_kind };
        self.with_figures(|figures, replica| readable(figures, replica, &about)).write(file)
    }

    fn write(
        &self,
        wanted: &Wanted,
        extract: &Extract,
        since: Option<&Manifest>,
        number: Option<&exchange::Number>,
        of_day: u32,
    ) -> (exchange::Written, String) {
        let workspace = self.workspace.get_untracked();
        let author = self.author.get_untracked();
        let keep = |key: &Key| extract.holds(key);
        let withhold = if wanted.has_restricted { Vec::new() } else { restricted_fields() };
        let outgoing = Outgoing {
            sample: workspace.sample.as_deref(),
            by: &author,
            at: self.now(),
            withhold: &withhold,
            number,
            since,
            part: (!wanted.is_all()).then_some(Part { units: &extract.units, keep: &keep }),
            is_folded: !wanted.has_superseded,
        };
        let written = exchange::write_noted(&self.replica.borrow(), &outgoing);
        (written, self.name_of(wanted, since.is_some(), of_day))
    }

    fn name_of(&self, wanted: &Wanted, is_news: bool, of_day: u32) -> String {
        let purpose = match (wanted.is_backup(), is_news) {
            (_, true) => Purpose::News,
            (true, _) => Purpose::Backup,
            _ => Purpose::Sharing,
        };
        let units = self.units_of(wanted.unit);
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        file_name(self.lang.get_untracked(), &units, &platform::today().to_string(), of_day, purpose)
    }

    /// What a file is called by: the unit above and the unit; the topmost one where all are meant.
    fn units_of(&self, unit: Option<RecordId>) -> Vec<String> {
        if self.workspace.get_untracked().sample.is_some() && unit.is_none() {
            return vec![self.lang.get_untracked().text(Message::SampleCity).to_owned()];
        }
        let rows = self.rows.borrow();
        let unit = unit.or_else(|| rows.children(None).first().copied());
        let above = unit.and_then(|unit| rows.units.get(&unit)?.parent.known()).map(|parent| parent.0);
        let named = [above, unit].into_iter().flatten();
        named.filter_map(|id| rows.title(id).map(str::to_owned)).collect()
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

    /// The name of a file that is not handed to others, with the time of the day.
    pub(super) fn file_name(&self, at: i64) -> String {
        let units = self.units_of(None);
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let stamp = |time: chrono::NaiveDateTime| {
            format!("{}-{:02}{:02}{:02}", time.date(), time.hour(), time.minute(), time.second())
        };
        let time = platform::local_time(at).map(stamp).unwrap_or_default();
        file_name(self.lang.get_untracked(), &units, &time, 1, Purpose::Sharing)
    }
}

impl Form {
    /// The name of a file in this form.
    fn name(self, json: String) -> String {
        match self {
            Self::File => json,
            Self::Page => renamed(&json, ".html"),
        }
    }
}

/// Where a file goes.
enum Way {
    /// To where a person chose.
    Chosen(Target),
    /// To where the browser puts downloads.
    Download,
}

/// Asks where a file goes; nothing where the person closed the dialog.
async fn target(file_name: &str) -> Option<Way> {
    if !platform::can_pick() {
        return Some(Way::Download);
    }
    match platform::pick(file_name).await {
        Ok(chosen) => chosen.map(Way::Chosen),
        // Some frames and policies forbid the dialog and not the download.
        Err(_) => Some(Way::Download),
    }
}

async fn pass(way: Way, exported: &mut Exported) -> Result<(), Failure> {
    let failed = |thrown| Failure::Export(js_text(&thrown));
    let Way::Chosen(target) = way else {
        return platform::hand_over(&exported.file_name, &exported.text).map_err(failed);
    };
    exported.file_name = target.name();
    match target.write(&exported.text).await.map_err(failed)? {
        true => exported.passed = Passed::ReadBack,
        false => return Err(Failure::ReadBack(exported.file_name.clone())),
    }
    Ok(())
}

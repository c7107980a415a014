//! Sheets: taken in as one command, taken back as one, and written.
//!
//! What a sheet says is `exchange::csv`'s to read. A sheet's records are new ones of this device, so what others may hold of
//! them already is taken back by saves, and all else by dropping it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use leptos::prelude::*;

use super::archive::LOOK;
use super::reading::Course;
use super::{App, Failure, Notice, preferences};
use crate::exchange::csv;
use crate::exchange::csv::encoding::{Encoding, is_workbook};
use crate::exchange::csv::names::{Named, Names};
use crate::exchange::csv::plan::{Change, HeldRecord, HeldRecords, Plan};
use crate::exchange::csv::sheet::{Sheet, SheetError, SheetReading};
use crate::exchange::csv::words::is_fillable;
use crate::exchange::csv::write;
use crate::exchange::file_name::renamed;
use crate::flow::is_settled;
use crate::i18n::{Lang, Message};
use crate::model::sorted::Sorted;
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Label, Name, RecordId, Unit, Value, kind_spec};
use crate::platform;
use crate::replica::dated::{On, dated};
use crate::replica::drops::{self, DROP, Why};
use crate::replica::imports::{self, IMPORT};
use crate::replica::past::reject;
use crate::replica::save::Draft;
use crate::replica::{DELETED, Dot, Key, Saved, View};
use crate::store::browser::js_text;

/// How many lines or records are looked at before it is asked whether the browser is to have its turn.
pub const LINES_AT_ONCE: usize = 32;
/// How far a plan is once its sheet is read: the other half is reading its lines.
const PLAN_BEGUN: (usize, usize) = (1, 2);
/// What spreadsheets take a file of cells for.
const CSV: &str = "text/csv;charset=utf-8";

/// How things stand with what a sheet brought.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    Here,
    /// It was taken back by these drops.
    Dropped(Vec<Key>),
    /// It was taken back by saves.
    Rejected,
}

/// What a sheet brought: enough to take it back and to bring it again for as long as the page is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The file's name.
    pub file_name: String,
    /// How many records are new.
    pub added: usize,
    /// How many were changed.
    pub changed: usize,
    workspace: String,
    kind: &'static str,
    digest: String,
    saves: Vec<Saved>,
    /// How many saves each record had afterwards.
    counts: Vec<usize>,
    departures: usize,
    standing: Standing,
}

impl Brought {
    /// Tells whether it was taken back.
    #[must_use]
    pub fn is_back(&self) -> bool {
        self.standing != Standing::Here
    }
}

/// The text of a sheet's bytes in an encoding, and how many of its characters could not be read.
///
/// # Errors
/// When the bytes are a workbook or no text.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<(String, usize), SheetError> {
    if is_workbook(bytes) {
        return Err(SheetError::Workbook);
    }
    let limit = crate::replica::limits::SHEET_BYTES_MAX;
    if bytes.len() > 2 * limit {
        return Err(SheetError::TooLarge { bytes: bytes.len(), bytes_max: limit });
    }
    let text = platform::decoded(bytes, encoding.label()).map_err(|_| SheetError::NotText)?;
    let lost = text.matches('\u{fffd}').count();
    if text.contains('\0') || lost * 20 > text.chars().count() { Err(SheetError::NotText) } else { Ok((text, lost)) }
}

/// Why a sheet was refused, in words.
#[must_use]
pub fn refusal(lang: Lang, file_name: &str, error: &SheetError) -> Notice {
    let megabytes = |bytes: usize| bytes.div_ceil(1024 * 1024).to_string();
    let (what, remedy) = match error {
        SheetError::Empty => (lang.text(Message::SheetEmpty).to_owned(), Message::RemedyChooseSheet),
        SheetError::Workbook => (lang.text(Message::SheetWorkbook).to_owned(), Message::RemedySaveAsCsv),
        SheetError::NotText => (lang.text(Message::SheetNotText).to_owned(), Message::RemedyChooseSheet),
        SheetError::TooLarge { bytes, bytes_max } => {
            let sizes = [megabytes(*bytes), megabytes(*bytes_max)];
            (lang.fill(Message::FileTooLarge, &[&sizes[0], &sizes[1]]), Message::RemedySplitSheet)
        }
        SheetError::TooManyRows { rows_max } => {
            (lang.fill(Message::SheetTooManyRows, &[&rows_max.to_string()]), Message::RemedySplitSheet)
        }
        SheetError::TooManyColumns { line, columns_max } => {
            let blanks = [line.to_string(), columns_max.to_string()];
            (lang.fill(Message::SheetTooManyColumns, &[&blanks[0], &blanks[1]]), Message::RemedyMendSheet)
        }
        SheetError::CellTooLong { line } => {
            (lang.fill(Message::SheetCellTooLong, &[&line.to_string()]), Message::RemedyMendSheet)
        }
        SheetError::OpenQuote { line } => {
            (lang.fill(Message::SheetOpenQuote, &[&line.to_string()]), Message::RemedyMendSheet)
        }
    };
    let (space, stop) = if lang == Lang::En { (" ", ".") } else { ("", "。") };
    let title = format!("{}{stop}{space}{what}", lang.fill(Message::FileRefused, &[file_name]));
    Notice { title, remedy: Some(format!("{}{space}{}", lang.text(Message::DataSafe), lang.text(remedy))) }
}

/// Reads the cells of a text. How far that is is told up to the half: the other half is reading its lines.
async fn sheet_of(text: &str, course: &Course) -> Result<Result<Sheet, SheetError>, Failure> {
    let mut reading = match SheetReading::of(&platform::normalized(text)) {
        Ok(reading) => reading,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        match reading.go_on(LINES_AT_ONCE) {
            Ok(true) => {}
            Ok(false) => return Ok(reading.end()),
            Err(error) => return Ok(Err(error)),
        }
        let (done, all) = reading.share();
        course.go_on((done, 2 * all)).await?;
    }
}

/// A record as it holds on a day, as lines are compared with it.
fn held_on(spec: &'static KindSpec, key: &Key, view: &View, day: NaiveDate) -> HeldRecord {
    let on = On::new(view, spec, day);
    let mut record = HeldRecord { id: key.id, values: BTreeMap::new(), closed: Vec::new() };
    for field in spec.fields {
        match on.held(field.name) {
            Held::Known(Value::Null) | Held::Missing => {}
            Held::Known(value) => drop(record.values.insert(field.name, value.clone())),
            Held::Withheld => record.closed.push(field.name),
        }
        if is_settled(spec.kind, field.name, view) {
            record.closed.push(field.name);
        }
    }
    record
}

impl App {
    /// Begins a plan of what a text would bring to the records of a kind; no line of it is read yet.
    ///
    /// # Errors
    /// When the work was stopped; inside, when the text is no sheet that can be read.
    pub async fn plan_of(
        &'static self,
        spec: &'static KindSpec,
        text: &str,
        course: &Course,
    ) -> Result<Result<Plan, SheetError>, Failure> {
        let sheet = match sheet_of(text, course).await? {
            Ok(sheet) => sheet,
            Err(error) => return Ok(Err(error)),
        };
        let names = self.names_for(spec, course).await?;
        let held = self.held_of(spec, course).await?;
        Ok(Ok(Plan::new(spec, sheet, names, held)))
    }

    /// The records that cells about a kind may name.
    async fn names_for(&'static self, spec: &'static KindSpec, course: &Course) -> Result<Names, Failure> {
        let mut names = Names::default();
        let mut kinds: Vec<&'static str> = vec!["unit"];
        for field in spec.fields.iter().filter(|field| is_fillable(field)) {
            if let Input::Ref(kind) = field.input
                && !kinds.contains(&kind)
            {
                kinds.push(kind);
            }
        }
        for kind in kinds {
            let present = untrack(|| self.present(kind));
            for part in present.chunks(LINES_AT_ONCE) {
                names.add(kind, part.iter().filter_map(|(key, view)| self.named(key, view)).collect());
                course.go_on(PLAN_BEGUN).await?;
            }
        }
        Ok(names)
    }

    /// What a record is called where a cell names it.
    fn named(&self, key: &Key, view: &View) -> Option<Named> {
        let rows = self.rows.borrow();
        let code = view.value("code").and_then(Value::as_text).filter(|_| key.kind.as_str() == Unit::KIND);
        Some(Named {
            id: key.id,
            title: rows.title(key.id)?.to_owned(),
            code: code.map(str::to_owned),
            unit: rows.unit_of(key),
        })
    }

    /// The records of a kind as they hold today.
    async fn held_of(&'static self, spec: &'static KindSpec, course: &Course) -> Result<HeldRecords, Failure> {
        let day = untrack(|| self.day());
        let mut held = HeldRecords::of(spec);
        for part in untrack(|| self.present(spec.kind)).chunks(LINES_AT_ONCE) {
            for (key, view) in part {
                held.add(held_on(spec, key, view, day));
            }
            course.go_on(PLAN_BEGUN).await?;
        }
        Ok(held)
    }

    /// Takes what a sheet brings as one command.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then. Nothing is returned where it was called off before.
    pub async fn take_sheet(
        &'static self,
        kind: &'static str,
        changes: Vec<Change>,
        (file_name, text): (String, &str),
        course: &Course,
    ) -> Result<Option<Brought>, Failure> {
        self.check_writable()?;
        let workspace = self.workspace.get_untracked().id;
        let mut saves = Vec::new();
        let added = changes.iter().filter(|change| change.id.is_none()).count();
        let changed = changes.len() - added;
        for change in &changes {
            saves.push(self.save_of(kind, change)?);
            if course.go_on((saves.len(), changes.len())).await.is_err() {
                return Ok(None);
            }
        }
        if saves.is_empty() || self.workspace.get_untracked().id != workspace {
            return Ok(None);
        }
        let file = csv::file(&file_name, text, &self.author.get_untracked(), self.now());
        let log = self.saved_as_new(IMPORT, imports::log(&self.replica.borrow(), &saves, &file));
        let departures = preferences::departures(&workspace);
        let whole: Vec<Saved> = saves.iter().cloned().chain([log]).collect();
        self.commit_at_ease(whole, course).await?;
        let counts = self.save_counts(&saves);
        let digest = file.digest;
        let standing = Standing::Here;
        let brought =
            Brought { file_name, added, changed, workspace, kind, digest, saves, counts, departures, standing };
        *self.brought.borrow_mut() = Some(brought.clone());
        Ok(Some(brought))
    }

    /// What the last sheet brought, where it was one about records of a kind in the open workspace.
    #[must_use]
    pub fn brought(&self, kind: &str) -> Option<Brought> {
        let workspace = self.workspace.get_untracked().id;
        self.brought.borrow().clone().filter(|brought| brought.kind == kind && brought.workspace == workspace)
    }

    /// The save that a line of a sheet is.
    fn save_of(&self, kind: &'static str, change: &Change) -> Result<Saved, Failure> {
        let Some(id) = change.id else {
            let set = change.set.iter().map(|(name, value)| (Name::known(name), value.clone())).into_map();
            return self.staged(&self.fresh_key(kind), &[], self.draft(set));
        };
        let key = Key { id, kind: Name::known(kind) };
        let view = self.seen(&key);
        let day = untrack(|| self.day());
        let place = |name: &'static str| {
            let is_dated = kind_spec(kind).and_then(|spec| spec.field(name)).is_some_and(|field| field.dated);
            let entry = view.as_deref().filter(|_| is_dated).and_then(|view| dated(view, name, day));
            entry.map_or_else(|| Name::known(name), |entry| entry.name.clone())
        };
        let set = change.set.iter().map(|(name, value)| (place(name), value.clone())).into_map();
        let heads = view.as_ref().map(|view| view.heads.clone()).unwrap_or_default();
        self.staged(&key, &heads, self.draft(set))
    }

    fn save_counts(&self, saves: &[Saved]) -> Vec<usize> {
        let replica = self.replica.borrow();
        saves.iter().map(|saved| replica.record(&saved.key).map_or(0, |record| record.save_count())).collect()
    }

    /// How many records that a sheet brought were changed since.
    #[must_use]
    pub fn changed_since(&self, brought: &Brought) -> usize {
        self.save_counts(&brought.saves).iter().zip(&brought.counts).filter(|(now, then)| now > then).count()
    }

    /// Takes back what a sheet brought, or brings it again.
    ///
    /// # Errors
    /// When no storage took it; nothing changed then.
    pub async fn turn_sheet(&'static self, mut brought: Brought) -> Result<Brought, Failure> {
        let course = Course::new(|_| {});
        if self.workspace.get_untracked().id != brought.workspace {
            return Ok(brought);
        }
        match brought.standing.clone() {
            Standing::Here if preferences::departures(&brought.workspace) == brought.departures => {
                let mut dots: BTreeMap<RecordId, BTreeSet<Dot>> = BTreeMap::new();
                for saved in &brought.saves {
                    dots.entry(saved.key.id).or_default().insert(saved.save.dot);
                }
                let drops = drops::drop_dots(Why::Undo, &brought.digest, &dots).into_iter();
                let drops: Vec<Saved> = drops.map(|set| self.saved_as_new(DROP, set)).collect();
                let keys = drops.iter().map(|saved| saved.key.clone()).collect();
                self.commit(drops).await?;
                brought.standing = Standing::Dropped(keys);
            }
            Standing::Here => {
                let mut dots: BTreeMap<Key, BTreeSet<Dot>> = BTreeMap::new();
                for saved in &brought.saves {
                    dots.entry(saved.key.clone()).or_default().insert(saved.save.dot);
                }
                let rejections = reject(&self.replica.borrow(), &dots);
                let saves = rejections.into_iter().filter(|rejection| !rejection.undo.set.is_empty());
                let saves = saves.map(|rejection| self.save_upon(&rejection.key, rejection.undo.set));
                self.commit_at_ease(saves.collect::<Result<_, _>>()?, &course).await?;
                brought.standing = Standing::Rejected;
            }
            Standing::Dropped(drops) => {
                // What was dropped may be cleared from the storage by now, so it is saved once more.
                let ends = drops.iter().map(|key| self.save_upon(key, drops::end())).collect::<Result<Vec<_>, _>>()?;
                self.commit_at_ease(brought.saves.iter().cloned().chain(ends).collect(), &course).await?;
                brought.standing = Standing::Here;
            }
            Standing::Rejected => {
                let again = |saved: &Saved| {
                    let values = saved.save.set.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
                    let restored = [(Name::known(DELETED), Value::Bool(false))];
                    let was_made = saved.save.after.is_empty();
                    let set = values.chain(restored.into_iter().filter(|_| was_made)).into_map();
                    self.save_upon(&saved.key, set)
                };
                let saves = brought.saves.iter().map(again).collect::<Result<Vec<_>, _>>()?;
                brought.saves.clone_from(&saves);
                self.commit_at_ease(saves, &course).await?;
                brought.standing = Standing::Here;
            }
        }
        brought.counts = self.save_counts(&brought.saves);
        *self.brought.borrow_mut() = Some(brought.clone());
        Ok(brought)
    }

    /// A save upon all that is seen of a record.
    fn save_upon(&self, key: &Key, set: BTreeMap<Name, Value>) -> Result<Saved, Failure> {
        let heads = self.replica.borrow().view(key).map(|view| view.heads.clone()).unwrap_or_default();
        let draft: Draft = self.draft(set);
        self.staged(key, &heads, draft)
    }

    /// Writes records of a kind as a sheet and hands it to the browser: gives its name and how many lines it has.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub fn write_sheet(
        &self,
        spec: &'static KindSpec,
        keys: &[Key],
        with_restricted: bool,
    ) -> Result<(String, usize), Failure> {
        let lang = self.lang.get_untracked();
        let is_written =
            |field: &&FieldSpec| !matches!(field.input, Input::Rows(_)) && (with_restricted || !field.restricted);
        let fields: Vec<&FieldSpec> = spec.fields.iter().filter(is_written).collect();
        let day = untrack(|| self.day());
        let mut out = String::from(write::BYTE_ORDER_MARK);
        let heads = fields.iter().map(|field| lang.label(field.label));
        write::line(&mut out, [lang.label(ID)].into_iter().chain(heads));
        let rows = self.rows.borrow();
        let name = |kind: &'static str, id: &str| {
            let key = Key { id: id.parse().ok()?, kind: Name::known(kind) };
            rows.title(rows.joins().lead(&key).id).map(str::to_owned)
        };
        let mut count = 0;
        for (key, view) in keys.iter().filter_map(|key| Some((key, self.seen(key)?))) {
            let on = On::new(&view, spec, day);
            let cell = |field: &&FieldSpec| match on.held(field.name) {
                Held::Known(value) => write::guarded(field.input, &write::cell(lang, field.input, value, &name)),
                Held::Missing | Held::Withheld => String::new(),
            };
            write::line(&mut out, [key.id.to_string()].into_iter().chain(fields.iter().map(cell)));
            count += 1;
        }
        drop(rows);
        let file_name = self.sheet_name(spec);
        platform::hand_over_as(CSV, &file_name, &out).map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        let workspace = self.workspace.get_untracked().id;
        if workspace != LOOK {
            preferences::count_departure(&workspace, self.now());
        }
        Ok((file_name, count))
    }

    /// Writes a blank sheet for records of a kind and hands it to the browser; gives its name.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub fn write_template(&self, spec: &'static KindSpec) -> Result<String, Failure> {
        let lang = self.lang.get_untracked();
        let file_name = format!("{}.csv", lang.fill(Message::TemplateName, &[lang.label(spec.plural)]));
        let text = write::template(spec, lang);
        platform::hand_over_as(CSV, &file_name, &text).map_err(|thrown| Failure::Export(js_text(&thrown)))?;
        Ok(file_name)
    }

    fn sheet_name(&self, spec: &'static KindSpec) -> String {
        let plural = self.lang.get_untracked().label(spec.plural);
        let stem = self.file_name(self.now());
        renamed(&stem, &format!("-{plural}.csv"))
    }
}

/// What the column of ids is called.
const ID: Label = Label { zh: "编号", en: "Id" };

//! What a sheet would change: each line read once for the fields its columns fill, checked like a form, compared with the
//! records that are here.
//!
//! A plan changes nothing. It is made in slices of lines, so that whoever shows it can breathe; a cell that is mended reads
//! its own line again and no other.

use std::collections::BTreeMap;

use super::cell::{self, Wrong};
use super::columns::{Column, Target, guess};
use super::heading::{Aside, Heading};
use super::names::{Found, Names};
use super::sheet::Sheet;
use super::words::{Vocabulary, fold, unit_of};
use super::write;
use crate::i18n::Lang;
use crate::model::rules::BLOCKING;
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Problem, RecordId, Rule, SessionId, Value};

/// What a person chose for the columns of sheets about a kind, as title and target, and for the words in them, as field,
/// word and value.
pub type Lessons = (Vec<(String, String)>, Vec<(String, String, String)>);

/// A record that is here, as it holds today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// Which.
    pub id: RecordId,
    /// What is known of it.
    pub values: BTreeMap<&'static str, Value>,
    /// The fields that are not to be changed: withheld, or settled by a step.
    pub closed: Vec<&'static str>,
}

/// What a line is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// No record is like it.
    Nothing,
    /// It is about this record and says nothing else than that.
    Same(RecordId),
    /// It names this record by its id, and says something else.
    Named(RecordId),
    /// It is probably about this record: equal name, and unit or telephone.
    Held(RecordId),
    /// It is probably about the same as this earlier line.
    Earlier(usize),
}

/// What is done with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It makes a record.
    Add,
    /// It changes the record that it is like.
    Update,
    /// Nothing.
    Skip,
}

/// Something wrong in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: &'static str,
    /// The column, where one fills the field.
    pub column: Option<usize>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A line of the sheet as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place among the lines of the sheet.
    at: usize,
    /// Its line in the text.
    pub line: usize,
    /// The cells that a person mended, by column.
    mends: BTreeMap<usize, String>,
    /// What merged cells above say, by column.
    filled: BTreeMap<usize, String>,
    /// What it sets.
    pub values: BTreeMap<&'static str, Value>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// What it is like.
    pub like: Like,
    /// What a person chose to do with it.
    pub chosen: Option<Action>,
}

/// What a text of the sheet stands for in a field, where that is not certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// In how many lines it stands.
    pub count: usize,
    /// The text as it stands in the first of them.
    pub text: String,
    /// What it probably stands for; an empty text is nothing.
    pub guess: Option<String>,
    /// The records that are called so, where there are several.
    pub candidates: Vec<RecordId>,
}

/// How many lines there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Lines that make a record.
    pub new: usize,
    /// Lines that change a record.
    pub updates: usize,
    /// Lines that are probably about something else that is here or in the sheet, whatever is done with them.
    pub doubles: usize,
    /// Lines that say nothing new of their record.
    pub same: usize,
    /// Lines that are left out by choice.
    pub skipped: usize,
    /// Lines with something wrong that are not left out.
    pub wrong: usize,
    /// Lines that are no records: sums.
    pub totals: usize,
    /// The heading once more.
    pub headings: usize,
    /// Remarks on the sheet.
    pub notes: usize,
}

/// What one line changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record, or a new one.
    pub id: Option<RecordId>,
    /// What is set.
    pub set: BTreeMap<&'static str, Value>,
}

/// What makes two lines probable doubles: equal name, and one more thing that is equal.
type Looks = (String, Option<RecordId>, String);

/// A field, and a text folded.
type Word = (&'static str, String);

/// A plan.
pub struct Plan {
    /// The kind of the records.
    pub spec: &'static KindSpec,
    /// The cells.
    pub sheet: Sheet,
    /// The heading.
    pub heading: Heading,
    /// The columns.
    pub columns: Vec<Column>,
    /// The lines that are records.
    pub rows: Vec<Row>,
    /// What is asked once for all lines.
    pub asks: BTreeMap<Word, Ask>,
    /// How many cells were read so far.
    pub cells_read: usize,
    vocabulary: Vocabulary,
    /// The unit of lines that name none.
    unit: Option<RecordId>,
    /// What texts stand for, as a person said.
    told: BTreeMap<Word, String>,
    names: Names,
    held: Vec<HeldRecord>,
    by_id: BTreeMap<RecordId, usize>,
    by_looks: BTreeMap<Looks, RecordId>,
    lines_by_looks: BTreeMap<Looks, usize>,
    counts: Counts,
    read: usize,
    /// A line is being read once more.
    is_again: bool,
}

impl Plan {
    /// Begins a plan; no line of it is read yet.
    #[must_use]
    pub fn new(spec: &'static KindSpec, sheet: Sheet, names: Names, held: Vec<HeldRecord>) -> Self {
        let vocabulary = Vocabulary::of(spec);
        let heading = Heading::find(&vocabulary, &sheet);
        let mut plan = Self {
            spec,
            sheet,
            heading,
            columns: Vec::new(),
            rows: Vec::new(),
            asks: BTreeMap::new(),
            cells_read: 0,
            vocabulary,
            unit: None,
            told: BTreeMap::new(),
            names,
            held: Vec::new(),
            by_id: BTreeMap::new(),
            by_looks: BTreeMap::new(),
            lines_by_looks: BTreeMap::new(),
            counts: Counts::default(),
            read: 0,
            is_again: false,
        };
        for (place, record) in held.iter().enumerate() {
            plan.by_id.insert(record.id, place);
            for looks in plan.looks(&|field| record.values.get(field)) {
                plan.by_looks.entry(looks).or_insert(record.id);
            }
        }
        plan.held = held;
        plan
    }

    /// Takes the columns for what they seem to be, by what was remembered of their titles and of the words in them.
    pub fn guess(&mut self, targets: &dyn Fn(&str) -> Option<Target>, told: &[(String, String, String)]) {
        for (field, word, value) in told {
            if let Some(field) = self.spec.field(field) {
                self.told.insert((field.name, word.clone()), value.clone());
            }
        }
        self.columns = guess(&self.vocabulary, &self.heading, self.heading.below(&self.sheet), targets);
        self.restart();
    }

    /// Takes another line for the heading, the first of those from this one of the text on, or none.
    pub fn set_heading(&mut self, line: Option<usize>, targets: &dyn Fn(&str) -> Option<Target>) {
        let last = self.sheet.lines.len().saturating_sub(1);
        let at = line.map(|line| self.sheet.lines.iter().position(|held| held.line >= line).unwrap_or(last));
        self.heading = Heading::at(&self.vocabulary, &self.sheet, at);
        self.guess(targets, &[]);
    }

    /// Sets what a column is for; a field is filled by one column only. Columns of identity numbers stay left out.
    pub fn set_target(&mut self, column: usize, target: Target) {
        let Some(held) = self.columns.get(column).map(|column| column.target) else { return };
        if held == Target::Identity {
            return;
        }
        for column in &mut self.columns {
            if column.target == target && !matches!(target, Target::Leave | Target::Identity) {
                column.target = Target::Leave;
            }
        }
        self.columns[column].target = target;
        self.restart();
    }

    /// Changes how a column is read.
    pub fn set_column(&mut self, column: usize, change: impl FnOnce(&mut Column)) {
        if let Some(column) = self.columns.get_mut(column) {
            change(column);
            self.restart();
        }
    }

    /// Sets the unit of lines that name none.
    pub fn set_unit(&mut self, unit: Option<RecordId>) {
        self.unit = unit;
        self.restart();
    }

    /// The unit of lines that name none.
    #[must_use]
    pub fn unit(&self) -> Option<RecordId> {
        self.unit
    }

    /// Says what a text stands for in a field; an empty value is nothing.
    pub fn tell(&mut self, field: &'static str, text: &str, value: &str) {
        self.told.insert((field, fold(text)), value.to_owned());
        self.restart();
    }

    /// What a text stands for in a field, as a person said.
    #[must_use]
    pub fn told(&self, field: &'static str, text: &str) -> Option<&str> {
        self.told.get(&(field, fold(text))).map(String::as_str)
    }

    /// What is known of records that cells may name.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Forgets what was read, keeping what a person mended and chose by line.
    fn restart(&mut self) {
        let mut kept: BTreeMap<usize, Row> = BTreeMap::new();
        for row in std::mem::take(&mut self.rows) {
            if !row.mends.is_empty() || row.chosen.is_some() {
                kept.insert(row.at, row);
            }
        }
        self.counts = Counts::default();
        let from = self.heading.at + self.heading.lines;
        for (place, line) in self.sheet.lines.iter().enumerate().skip(from) {
            match self.heading.aside(line) {
                Some(Aside::Total) => self.counts.totals += 1,
                Some(Aside::Heading) => self.counts.headings += 1,
                Some(Aside::Note) => self.counts.notes += 1,
                None => {
                    let held = kept.remove(&place);
                    let (mends, chosen) = held.map_or((BTreeMap::new(), None), |row| (row.mends, row.chosen));
                    self.rows.push(Row {
                        at: place,
                        line: line.line,
                        mends,
                        filled: BTreeMap::new(),
                        values: BTreeMap::new(),
                        faults: Vec::new(),
                        like: Like::Nothing,
                        chosen,
                    });
                }
            }
        }
        self.asks.clear();
        self.lines_by_looks.clear();
        self.fill_down();
        self.read = 0;
    }

    /// Copies what a merged cell says into the blank ones below it.
    fn fill_down(&mut self) {
        for (place, _) in self.columns.iter().enumerate().filter(|(_, column)| column.fills) {
            let mut above = String::new();
            for row in &mut self.rows {
                let cell = self.sheet.lines[row.at].cells.get(place).map_or("", |cell| cell.trim());
                if cell.is_empty() && !above.is_empty() {
                    row.filled.insert(place, above.clone());
                } else if !cell.is_empty() {
                    above = cell.to_owned();
                }
            }
        }
    }

    /// Reads the next lines, at most so many; tells how many are read of all.
    pub fn read_some(&mut self, lines_max: usize) -> (usize, usize) {
        let to = (self.read + lines_max).min(self.rows.len());
        for place in self.read..to {
            self.read_row(place);
        }
        self.read = to;
        (to, self.rows.len())
    }

    /// Tells whether all lines are read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.read == self.rows.len()
    }

    /// The text of a cell, as a person left it.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let Some(row) = self.rows.get(row) else { return "" };
        let written = || self.sheet.lines[row.at].cells.get(column).map(String::as_str);
        let mended = row.mends.get(&column).or_else(|| row.filled.get(&column));
        mended.map(String::as_str).or_else(written).unwrap_or_default()
    }

    /// Puts another text into a cell and reads its line again.
    pub fn mend(&mut self, row: usize, column: usize, text: &str) {
        if let Some(held) = self.rows.get_mut(row) {
            held.mends.insert(column, text.to_owned());
            self.read_again(row);
        }
    }

    /// Chooses what is done with a line.
    pub fn choose(&mut self, row: usize, action: Action) {
        if let Some(held) = self.rows.get_mut(row) {
            held.chosen = Some(action);
            self.read_again(row);
        }
    }

    /// Reads a line that was read before: what it asks is counted already.
    fn read_again(&mut self, row: usize) {
        if row < self.read {
            self.is_again = true;
            self.read_row(row);
            self.is_again = false;
        }
    }

    /// Reads one line.
    fn read_row(&mut self, place: usize) {
        let named = self.named_in(place);
        let mut values: BTreeMap<&'static str, Value> = BTreeMap::new();
        let mut faults = Vec::new();
        for column in 0..self.columns.len() {
            let Target::Field(field) = self.columns[column].target else { continue };
            self.cells_read += 1;
            let cell = self.cell(place, column).to_owned();
            if let Some(value) = named.and_then(|held| self.unchanged(held, field, &cell)) {
                values.insert(field.name, value);
                continue;
            }
            match self.value_of(field, column, &cell) {
                Ok(Value::Null) => {}
                Ok(value) => drop(values.insert(field.name, value)),
                Err(wrong) => faults.push(Fault { field: field.name, column: Some(column), wrong }),
            }
        }
        if let (Some(unit), Some(field)) = (self.unit, unit_of(self.spec))
            && !faults.iter().any(|fault| fault.field == field.name)
            && named.is_none()
        {
            values.entry(field.name).or_insert_with(|| Value::text(&unit.to_string()));
        }
        let like = self.like(place, named, &values);
        self.rows[place].like = like;
        self.add_broken(place, &values, &mut faults);
        let row = &mut self.rows[place];
        (row.values, row.faults) = (values, faults);
    }

    /// The record that a line names by its id.
    fn named_in(&self, place: usize) -> Option<usize> {
        let column = self.columns.iter().position(|column| column.target == Target::Id)?;
        let id: RecordId = cell::plain(self.cell(place, column)).parse().ok()?;
        self.by_id.get(&id).copied()
    }

    /// The value that a record has, where a cell says it as an export writes it.
    fn unchanged(&self, held: usize, field: &FieldSpec, cell: &str) -> Option<Value> {
        let value = self.held.get(held)?.values.get(field.name)?;
        let name = |kind: &'static str, id: &str| self.names.title(kind, id.parse().ok()?).map(str::to_owned);
        let text = cell::plain(cell);
        let says = |lang| cell::plain(&write::cell(lang, field.input, value, &name)) == text;
        (says(Lang::Zh) || says(Lang::En)).then(|| value.clone())
    }

    /// What a cell says in a field.
    fn value_of(&mut self, field: &'static FieldSpec, column: usize, cell: &str) -> Result<Value, Wrong> {
        let text = cell::plain(cell);
        match field.input {
            Input::Choice(_) | Input::Choices(_) | Input::Ref(_) if text.is_empty() => Ok(Value::Null),
            Input::Choice(specs) => match cell::choice(specs, text) {
                Some(value) => Ok(Value::text(value)),
                None if cell::is_nothing(text) => Ok(Value::Null),
                None => {
                    let value = self.asked(field, text, cell::likely_choice(specs, text), Wrong::NoChoice)?;
                    Ok(if value.is_empty() { Value::Null } else { Value::text(&value) })
                }
            },
            Input::Choices(specs) => self.choices_of(field, specs, text),
            Input::Ref(kind) => self.record_of(field, kind, text),
            input => {
                let Column { scale, order, .. } = self.columns[column];
                cell::read(input, cell, scale, order)
            }
        }
    }

    fn choices_of(
        &mut self,
        field: &'static FieldSpec,
        specs: &'static [crate::model::ChoiceSpec],
        text: &str,
    ) -> Result<Value, Wrong> {
        let mut names: Vec<String> = Vec::new();
        let parts = match cell::choice(specs, text) {
            Some(value) => {
                names.push(value.to_owned());
                Vec::new()
            }
            None => match cell::several(text) {
                Some(parts) => parts,
                None => return Ok(Value::texts([])),
            },
        };
        if parts.is_empty() && names.is_empty() || cell::is_nothing(text) {
            return Ok(Value::Null);
        }
        for part in parts {
            match cell::choice(specs, part) {
                Some(value) => names.push(value.to_owned()),
                None => {
                    let value = self.asked(field, part, cell::likely_choice(specs, part), Wrong::NoChoice)?;
                    names.extend((!value.is_empty()).then_some(value));
                }
            }
        }
        Ok(crate::model::field::choices_value(specs, names.iter().map(String::as_str)))
    }

    fn record_of(&mut self, field: &'static FieldSpec, kind: &'static str, text: &str) -> Result<Value, Wrong> {
        if cell::is_nothing(text) {
            return Ok(Value::Null);
        }
        let value = |id: &str| if id.is_empty() { Value::Null } else { Value::text(id) };
        match self.names.find(kind, text, self.unit) {
            Found::One(id) => Ok(Value::text(&id.to_string())),
            Found::Nothing => self.asked(field, text, None, Wrong::NoRecord).map(|id| value(&id)),
            Found::Several(ids) => {
                let answer = self.asked(field, text, None, Wrong::Several);
                if let Some(ask) = self.asks.get_mut(&(field.name, fold(text))) {
                    ask.candidates = ids;
                }
                answer.map(|id| value(&id))
            }
        }
    }

    /// What a text stands for: what a person said, else what it probably is; both are listed, to be changed once for all.
    fn asked(
        &mut self,
        field: &'static FieldSpec,
        text: &str,
        guess: Option<&str>,
        wrong: fn(String) -> Wrong,
    ) -> Result<String, Wrong> {
        let word = (field.name, fold(text));
        let ask = self.asks.entry(word.clone()).or_insert_with(|| Ask {
            count: 0,
            text: text.to_owned(),
            guess: guess.map(str::to_owned),
            candidates: Vec::new(),
        });
        ask.count += usize::from(!self.is_again);
        let said = self.told.get(&word).cloned().or_else(|| ask.guess.clone());
        said.ok_or_else(|| wrong(text.to_owned()))
    }

    /// By what a record is compared: its name with its unit, and its name with its telephone. What happens again and
    /// again under one name is told apart by its days.
    fn looks<'a>(&self, value: &dyn Fn(&str) -> Option<&'a Value>) -> Vec<Looks> {
        let Some(title) = value(self.spec.title).and_then(Value::as_text) else { return Vec::new() };
        let is_name = self
            .spec
            .field(self.spec.title)
            .is_some_and(|field| matches!(field.input, Input::Text { .. }) && field.required);
        if !is_name {
            // Two entries of money are never doubles by their looks.
            return Vec::new();
        }
        let is_person = self.spec.field("phone").is_some();
        let when =
            |field: &&FieldSpec| matches!(field.input, Input::Date | Input::Year | Input::Interval) && field.column;
        let days: Vec<String> = match is_person {
            true => Vec::new(),
            false => self
                .spec
                .fields
                .iter()
                .filter(when)
                .filter_map(|field| Some(value(field.name)?.to_json().into_owned()))
                .collect(),
        };
        let title = format!("{}\u{1}{}", fold(title), days.join("\u{1}"));
        let owner = self.spec.owner().or_else(|| unit_of(self.spec));
        let owner = owner.and_then(|field| value(field.name)?.as_text()?.parse().ok());
        let phone = value("phone").and_then(Value::as_text).map(phone_end).filter(|end| end.len() >= 4);
        let mut looks = vec![(title.clone(), owner, String::new())];
        looks.extend(phone.map(|end| (title, None, end)));
        looks
    }

    /// What a line is like.
    fn like(&mut self, place: usize, named: Option<usize>, values: &BTreeMap<&'static str, Value>) -> Like {
        if let Some(held) = named {
            let id = self.held[held].id;
            return if self.news(held, values).is_empty() { Like::Same(id) } else { Like::Named(id) };
        }
        let looks = self.looks(&|field| values.get(field));
        if let Some(id) = looks.iter().find_map(|looks| self.by_looks.get(looks)).copied() {
            let says_new = self.by_id.get(&id).is_some_and(|held| !self.news(*held, values).is_empty());
            return if says_new { Like::Held(id) } else { Like::Same(id) };
        }
        let earlier = looks.iter().find_map(|looks| self.lines_by_looks.get(looks)).filter(|line| **line < place);
        if let Some(earlier) = earlier {
            return Like::Earlier(self.rows[*earlier].line);
        }
        for looks in looks {
            self.lines_by_looks.entry(looks).or_insert(place);
        }
        Like::Nothing
    }

    /// What a line says that a record does not; nothing of what is closed.
    fn news(&self, held: usize, values: &BTreeMap<&'static str, Value>) -> BTreeMap<&'static str, Value> {
        let Some(held) = self.held.get(held) else { return BTreeMap::new() };
        let is_news =
            |name: &&'static str, value: &Value| !held.closed.contains(name) && held.values.get(*name) != Some(value);
        let mut news = BTreeMap::new();
        for (name, value) in values.iter().filter(|(name, value)| is_news(name, value)) {
            news.insert(*name, value.clone());
        }
        news
    }

    /// Adds what a form would say: what must be filled in, and what disagrees across fields.
    fn add_broken(&self, place: usize, values: &BTreeMap<&'static str, Value>, faults: &mut Vec<Fault>) {
        let row = &self.rows[place];
        let held = match row.like {
            // What only looks like a record has to be whole by itself, unless it is to change that record.
            Like::Held(_) if self.action(row) != Action::Update => None,
            Like::Named(id) | Like::Same(id) | Like::Held(id) => {
                self.by_id.get(&id).and_then(|held| self.held.get(*held))
            }
            Like::Earlier(_) | Like::Nothing => None,
        };
        let line = Source { values, held };
        let column = |name: &str| {
            self.columns.iter().position(|column| matches!(column.target, Target::Field(field) if field.name == name))
        };
        let is_wrong = |faults: &[Fault], name: &str| faults.iter().any(|fault| fault.field == name);
        let mut add = |field: &'static str, problem: Problem| {
            if !is_wrong(faults, field) {
                faults.push(Fault { field, column: column(field), wrong: Wrong::Field(problem) });
            }
        };
        let is_closed = |name: &str| held.is_some_and(|held| held.closed.contains(&name));
        for field in self.spec.fields.iter().filter(|field| super::words::is_fillable(field) && !is_closed(field.name))
        {
            if field.required && line.held(field.name) == Held::Missing {
                add(field.name, Problem::Required);
            }
        }
        // A reference may be to the record that the line is about; a new one has no id that anything could name.
        let own =
            held.map_or(RecordId { session: SessionId::from_bytes([0; SessionId::BYTES]), counter: 0 }, |held| held.id);
        let rules = self.spec.rules.iter().filter(|rule| !matches!(rule, Rule::Needed { .. }));
        for at in rules.filter_map(|rule| rule.problem(self.spec, &line)) {
            add(at.field, at.problem);
        }
        for at in (self.spec.check)(own, &line).into_iter().filter(|at| BLOCKING.contains(&at.problem)) {
            add(at.field, at.problem);
        }
    }

    /// What is done with a line, as things stand.
    #[must_use]
    pub fn action(&self, row: &Row) -> Action {
        match (row.like, row.chosen) {
            (Like::Same(_), Some(Action::Add)) => Action::Add,
            (Like::Same(_), _) | (Like::Earlier(_), Some(Action::Update)) => Action::Skip,
            (Like::Nothing, Some(Action::Update)) => Action::Add,
            (_, Some(chosen)) => chosen,
            (Like::Named(_), None) => Action::Update,
            (Like::Held(_) | Like::Earlier(_), None) => Action::Skip,
            (Like::Nothing, None) => Action::Add,
        }
    }

    /// How many lines there are of each sort.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = self.counts;
        for row in &self.rows[..self.read] {
            counts.doubles += usize::from(matches!(row.like, Like::Held(_) | Like::Earlier(_)));
            let action = self.action(row);
            match (row.like, action) {
                (Like::Same(_), Action::Skip) => counts.same += 1,
                (_, Action::Skip) => counts.skipped += 1,
                _ if !row.faults.is_empty() => counts.wrong += 1,
                (_, Action::Add) => counts.new += 1,
                (_, Action::Update) => counts.updates += 1,
            }
        }
        counts
    }

    /// What would be changed; lines with something wrong change nothing.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let change = |row: &Row| {
            if !row.faults.is_empty() {
                return None;
            }
            match (self.action(row), row.like) {
                (Action::Skip, _) => None,
                (Action::Update, Like::Held(id) | Like::Named(id) | Like::Same(id)) => {
                    let set = self.news(*self.by_id.get(&id)?, &row.values);
                    (!set.is_empty()).then_some(Change { id: Some(id), set })
                }
                (Action::Add | Action::Update, _) => Some(Change { id: None, set: row.values.clone() }),
            }
        };
        self.rows[..self.read].iter().filter_map(change).collect()
    }

    /// What a person chose, to be remembered: for each title the code of its target, and for each word of an enumeration
    /// what it stands for. Records that words stand for are not remembered: another community has others.
    #[must_use]
    pub fn lessons(&self) -> Lessons {
        let titled = self.columns.iter().filter(|column| !column.title.is_empty() && column.target != Target::Identity);
        let titles = titled.map(|column| (super::words::fold_title(&column.title), column.target.code().to_owned()));
        let is_choice = |field: &str| {
            let input = self.spec.field(field).map(|field| field.input);
            matches!(input, Some(Input::Choice(_) | Input::Choices(_)))
        };
        let words = self.told.iter().filter(|((field, _), _)| is_choice(field));
        let words = words.map(|((field, word), value)| ((*field).to_owned(), word.clone(), value.clone()));
        (titles.collect(), words.collect())
    }
}

/// The last digits of a telephone number, by which it is known however it is written.
fn phone_end(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(8)..].iter().collect()
}

/// A line over the record that it is about, for the checks across fields.
struct Source<'a> {
    values: &'a BTreeMap<&'static str, Value>,
    held: Option<&'a HeldRecord>,
}

impl FieldSource for Source<'_> {
    fn held(&self, field: &str) -> Held<'_> {
        let of_record = || self.held.and_then(|held| held.values.get(field));
        match self.values.get(field).or_else(of_record) {
            Some(value) => Held::Known(value),
            None if self.held.is_some_and(|held| held.closed.contains(&field)) => Held::Withheld,
            None => Held::Missing,
        }
    }
}

//! What a sheet would change: each line read once for the fields its columns fill, checked like a form, compared with the
//! records that are here and with the lines before it.
//!
//! A plan changes nothing. It is made in steps of some lines, so that whoever shows it can breathe: first the lines are
//! sorted into records and others, then each record is read. What concerns a column has them read anew, step by step; a
//! cell that is mended has its own line read again, and looks at no other but those that are doubles by it.

mod asks;
mod check;
mod held;
mod looks;
mod reading;
mod row;
mod sorting;

use std::collections::BTreeMap;

pub use asks::{Ask, Asks};
pub use held::{HeldRecord, HeldRecords};
pub use row::{Action, Counts, Fault, Like, Row};

use super::columns::{Column, Target, guess};
use super::heading::Heading;
use super::names::Names;
use super::sheet::Sheet;
use super::words::{Vocabulary, fold, fold_title};
use crate::model::{Input, KindSpec, RecordId, Value};
use check::Source;
use looks::{LinesByLooks, Looks, looks};
use sorting::Sorting;

/// What a person chose for the columns of sheets about a kind, as title and target, and for the words in them, as field,
/// word and value.
pub type Lessons = (Vec<(String, String)>, Vec<(String, String, String)>);

/// What one line changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record, or a new one.
    pub id: Option<RecordId>,
    /// What is set.
    pub set: BTreeMap<&'static str, Value>,
}

/// Which lines one choice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Those that are probably about something else.
    Doubles,
    /// Those with something wrong.
    Wrong,
}

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
    /// The lines that are records, as far as they are sorted.
    pub rows: Vec<Row>,
    /// What is asked once for all lines.
    pub asks: Asks,
    /// How many cells were read so far.
    pub cells_read: usize,
    /// How many times a line was looked at so far: to sort it, to read it, or to compare it anew with another.
    pub lines_looked_at: usize,
    vocabulary: Vocabulary,
    /// The unit of lines that name none.
    unit: Option<RecordId>,
    names: Names,
    held: HeldRecords,
    sorting: Sorting,
    lines_by_looks: LinesByLooks,
    /// The last row that says something, for each column of merged cells.
    above: BTreeMap<usize, usize>,
    /// What was chosen for many lines, in its order.
    sweeps: Vec<(Sweep, Action)>,
    /// How many of the lines that are no records there are of each sort.
    asides: Counts,
    /// How many of the lines that are read there are of each sort.
    counts: Counts,
    /// How many rows are read.
    read: usize,
}

impl Plan {
    /// Begins a plan; no line of it is read yet.
    #[must_use]
    pub fn new(spec: &'static KindSpec, sheet: Sheet, names: Names, held: HeldRecords) -> Self {
        let vocabulary = Vocabulary::of(spec);
        Self {
            spec,
            heading: Heading::find(&vocabulary, &sheet),
            sheet,
            columns: Vec::new(),
            rows: Vec::new(),
            asks: Asks::default(),
            cells_read: 0,
            lines_looked_at: 0,
            vocabulary,
            unit: None,
            names,
            held,
            sorting: Sorting::default(),
            lines_by_looks: LinesByLooks::default(),
            above: BTreeMap::new(),
            sweeps: Vec::new(),
            asides: Counts::default(),
            counts: Counts::default(),
            read: 0,
        }
    }

    /// Takes the columns for what they seem to be, by what was remembered of their titles and of the words in them.
    pub fn guess(&mut self, targets: &dyn Fn(&str) -> Option<Target>, told: &[(String, String, String)]) {
        for (field, word, value) in told {
            if let Some(field) = self.spec.field(field) {
                self.asks.tell((field.name, word.clone()), value);
            }
        }
        self.columns = guess(&self.vocabulary, &self.heading, self.heading.below(&self.sheet), targets);
        self.restart_sorting();
    }

    /// Takes another line for the heading, the first of those from this one of the text on, or none.
    pub fn set_heading(&mut self, line: Option<usize>, targets: &dyn Fn(&str) -> Option<Target>) {
        let last = self.sheet.lines.len().saturating_sub(1);
        let at = line.map(|line| self.sheet.lines.partition_point(|held| held.line < line).min(last));
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
        self.asks.tell((field, fold(text)), value);
        self.restart();
    }

    /// Chooses what is done with all lines of a sort, as each of them is read the next time. A choice for one line that
    /// is made later is kept.
    pub fn sweep(&mut self, sweep: Sweep, action: Action) {
        self.sweeps.push((sweep, action));
        self.restart();
    }

    /// What is known of records that cells may name.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Has all lines read anew. What was read of each stays until it is its turn.
    fn restart(&mut self) {
        self.asks.restart();
        self.lines_by_looks = LinesByLooks::default();
        self.above.clear();
        self.counts = Counts::default();
        self.read = 0;
    }

    /// Takes the next step, of at most so many lines; tells whether there is more.
    pub fn go_on(&mut self, lines_max: usize) -> bool {
        let left = if self.is_sorted() { lines_max } else { lines_max - self.sort_some(lines_max) };
        if self.is_sorted() {
            let to = self.read.saturating_add(left).min(self.rows.len());
            for place in self.read..to {
                self.fill_down(place);
                self.read_row(place);
                self.read = place + 1;
            }
        }
        !self.is_read()
    }

    /// How many lines are read, and how many there are; before all are sorted, how many of the sheet.
    #[must_use]
    pub fn share(&self) -> (usize, usize) {
        (self.read, if self.is_sorted() { self.rows.len() } else { self.sheet.lines.len() })
    }

    /// Tells whether all lines are read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.is_sorted() && self.read == self.rows.len()
    }

    /// Finds what merged cells above a line say in it. Lines are asked in their order.
    fn fill_down(&mut self, place: usize) {
        let row = &mut self.rows[place];
        row.filled.clear();
        for (column, _) in self.columns.iter().enumerate().filter(|(_, column)| column.fills) {
            let cell = self.sheet.lines[row.at].cells.get(column);
            if cell.is_some_and(|cell| !cell.trim().is_empty()) {
                self.above.insert(column, place);
            } else if let Some(above) = self.above.get(&column) {
                row.filled.insert(column, *above);
            }
        }
    }

    /// The text of a cell, as a person left it.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let written = |row: &Row| self.sheet.lines.get(row.at)?.cells.get(column).map(String::as_str);
        let Some(row) = self.rows.get(row) else { return "" };
        let filled = || Some(written(self.rows.get(*row.filled.get(&column)?)?)?.trim());
        let mended = row.mends.get(&column).map(String::as_str).or_else(filled);
        mended.or_else(|| written(row)).unwrap_or_default()
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
        let sweeps = self.sweeps.len();
        // A line that is not read yet is read, and counted, when it is its turn.
        let is_read = row < self.read;
        if let Some(held) = self.rows.get_mut(row) {
            if is_read {
                self.counts.count(held, false);
            }
            (held.chosen, held.swept) = (Some(action), sweeps);
            if is_read {
                self.counts.count(&self.rows[row], true);
                self.read_again(row);
            }
        }
    }

    /// Reads a line again that was read before; one that was not is read when it is its turn.
    fn read_again(&mut self, place: usize) {
        if place >= self.read {
            return;
        }
        self.counts.count(&self.rows[place], false);
        let row = &mut self.rows[place];
        for word in std::mem::take(&mut row.asked) {
            self.asks.give_back(&word);
        }
        let looks = self.looks_of(place);
        for touched in self.lines_by_looks.remove(&looks, place) {
            self.compare_again(touched);
        }
        self.read_row(place);
    }

    /// Reads one line and counts it.
    fn read_row(&mut self, place: usize) {
        self.lines_looked_at += 1;
        let said = self.said(place);
        let looks = looks(self.spec, &|field| said.values.get(field));
        let held = said.named.or_else(|| self.held.like(&looks).map(|held| held.id)).and_then(|id| self.held.get(id));
        let like = match held {
            Some(held) if held.says_all(&said.values) => Like::Same(held.id),
            Some(held) if said.named.is_some() => Like::Named(held.id),
            Some(held) => Like::Held(held.id),
            None => Like::Nothing,
        };
        let row = &mut self.rows[place];
        (row.values, row.faults, row.asked, row.like) = (said.values, said.faults, said.asked, like);
        if like == Like::Nothing {
            if self.lines_by_looks.earlier(&looks, place).is_some() {
                self.rows[place].like = Like::Earlier;
            }
            for touched in self.lines_by_looks.add(looks, place) {
                self.compare_again(touched);
            }
        }
        self.check(place);
        self.counts.count(&self.rows[place], true);
    }

    /// The looks by which a line is compared with other lines; none where it is about a record that is here.
    fn looks_of(&self, place: usize) -> Vec<Looks> {
        let row = &self.rows[place];
        match row.like {
            Like::Nothing | Like::Earlier => looks(self.spec, &|field| row.values.get(field)),
            Like::Same(_) | Like::Named(_) | Like::Held(_) => Vec::new(),
        }
    }

    /// Compares a line that was read with the lines before it, after one that looks like it came or went.
    fn compare_again(&mut self, place: usize) {
        self.lines_looked_at += 1;
        let is_earlier = self.lines_by_looks.earlier(&self.looks_of(place), place).is_some();
        self.counts.count(&self.rows[place], false);
        self.rows[place].like = if is_earlier { Like::Earlier } else { Like::Nothing };
        self.counts.count(&self.rows[place], true);
    }

    /// Checks a line like a form, and makes the choices for many lines that it was not asked about.
    fn check(&mut self, place: usize) {
        let told = self.rows[place].faults.len();
        self.add_broken(place);
        let row = &mut self.rows[place];
        let chosen = row.chosen;
        for (sweep, action) in &self.sweeps[row.swept.min(self.sweeps.len())..] {
            let is_meant = match sweep {
                Sweep::Doubles => row.is_double(),
                Sweep::Wrong => !row.faults.is_empty(),
            };
            if is_meant {
                row.chosen = Some(*action);
            }
        }
        row.swept = self.sweeps.len();
        if row.chosen != chosen {
            // What is to be checked depends on what is done with it.
            row.faults.truncate(told);
            self.add_broken(place);
        }
    }

    fn add_broken(&mut self, place: usize) {
        let row = &mut self.rows[place];
        let held = match row.like {
            // What only looks like a record has to be whole by itself, unless it is to change that record.
            Like::Held(_) if row.action() != Action::Update => None,
            Like::Named(id) | Like::Same(id) | Like::Held(id) => self.held.get(id),
            Like::Earlier | Like::Nothing => None,
        };
        Source { values: &row.values, held }.add_broken(self.spec, &self.columns, &mut row.faults);
    }

    /// The line in the text of the earlier line that a line is probably about the same as.
    #[must_use]
    pub fn earlier_line(&self, place: usize) -> Option<usize> {
        self.rows.get(place)?;
        let earlier = self.lines_by_looks.earlier(&self.looks_of(place), place)?;
        self.rows.get(earlier).map(|row| row.line)
    }

    /// How many lines there are of each sort.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let Counts { totals, headings, notes, .. } = self.asides;
        Counts { totals, headings, notes, ..self.counts }
    }

    /// What a line would change; one with something wrong changes nothing.
    #[must_use]
    pub fn change(&self, place: usize) -> Option<Change> {
        let row = self.rows.get(place).filter(|row| place < self.read && row.faults.is_empty())?;
        match (row.action(), row.like) {
            (Action::Skip, _) => None,
            (Action::Update, Like::Held(id) | Like::Named(id) | Like::Same(id)) => {
                let set = self.held.get(id)?.news(&row.values);
                (!set.is_empty()).then_some(Change { id: Some(id), set })
            }
            (Action::Add | Action::Update, _) => Some(Change { id: None, set: row.values.clone() }),
        }
    }

    /// What a person chose, to be remembered: for each title the code of its target, and for each word of an enumeration
    /// what it stands for. Records that words stand for are not remembered: another community has others.
    #[must_use]
    pub fn lessons(&self) -> Lessons {
        let titled = self.columns.iter().filter(|column| !column.title.is_empty() && column.target != Target::Identity);
        let titles = titled.map(|column| (fold_title(&column.title), column.target.code().to_owned()));
        let is_choice = |field: &str| {
            let input = self.spec.field(field).map(|field| field.input);
            matches!(input, Some(Input::Choice(_) | Input::Choices(_)))
        };
        let words = self.asks.all_told().filter(|((field, _), _)| is_choice(field));
        let words = words.map(|((field, word), value)| ((*field).to_owned(), word.clone(), value.clone()));
        (titles.collect(), words.collect())
    }
}

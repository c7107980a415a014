//! A line of a sheet as it is read.

use std::collections::BTreeMap;

use super::asks::Word;
use crate::exchange::csv::cell::Wrong;
use crate::model::{RecordId, Value};

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
    /// It is probably about the same as an earlier line.
    Earlier,
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
    pub(super) at: usize,
    /// Its line in the text.
    pub line: usize,
    /// The cells that a person mended, by column.
    pub(super) mends: BTreeMap<usize, String>,
    /// The row that says what a merged cell says, by column.
    pub(super) filled: BTreeMap<usize, usize>,
    /// What it sets.
    pub values: BTreeMap<&'static str, Value>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// What it is like.
    pub like: Like,
    /// What a person chose to do with it.
    pub chosen: Option<Action>,
    /// How many of the choices for many lines it was asked about.
    pub(super) swept: usize,
    /// The words of it that are asked for, each as often as it stands there.
    pub(super) asked: Vec<Word>,
}

impl Row {
    /// A line that is not read yet.
    pub(super) fn new(at: usize, line: usize) -> Self {
        Self {
            at,
            line,
            mends: BTreeMap::new(),
            filled: BTreeMap::new(),
            values: BTreeMap::new(),
            faults: Vec::new(),
            like: Like::Nothing,
            chosen: None,
            swept: 0,
            asked: Vec::new(),
        }
    }

    /// Tells whether it is probably about something else that is here or in the sheet, whatever is done with it.
    #[must_use]
    pub fn is_double(&self) -> bool {
        matches!(self.like, Like::Held(_) | Like::Earlier)
    }

    /// What is done with it, as things stand.
    #[must_use]
    pub fn action(&self) -> Action {
        match (self.like, self.chosen) {
            (Like::Same(_), Some(Action::Add)) => Action::Add,
            (Like::Same(_), _) | (Like::Earlier, Some(Action::Update)) => Action::Skip,
            (Like::Nothing, Some(Action::Update)) => Action::Add,
            (_, Some(chosen)) => chosen,
            (Like::Named(_), None) => Action::Update,
            (Like::Held(_) | Like::Earlier, None) => Action::Skip,
            (Like::Nothing, None) => Action::Add,
        }
    }
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

impl Counts {
    /// Counts a line, or no longer.
    pub(super) fn count(&mut self, row: &Row, is_counted: bool) {
        let put = |count: &mut usize| if is_counted { *count += 1 } else { *count -= 1 };
        if row.is_double() {
            put(&mut self.doubles);
        }
        put(match (row.like, row.action()) {
            (Like::Same(_), Action::Skip) => &mut self.same,
            (_, Action::Skip) => &mut self.skipped,
            _ if !row.faults.is_empty() => &mut self.wrong,
            (_, Action::Add) => &mut self.new,
            (_, Action::Update) => &mut self.updates,
        });
    }
}

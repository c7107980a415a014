//! Which column of a sheet fills which field: guessed from the titles and the cells, and changed by a person.

use super::cell::Scale;
use super::heading::Heading;
use super::sheet::Line;
use super::words::{Vocabulary, fold_title, is_identity, is_identity_title};
use crate::model::{FieldSpec, Input, KindSpec, RecordId};

/// How many lines are looked at to see what a column holds.
const SAMPLE_LINES: usize = 50;

/// What a column is for.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// Nothing; it is not read.
    Leave,
    /// Identity numbers: it is never read, whatever a person chooses.
    Identity,
    /// The ids of records that were exported: a line is about that record.
    Id,
    /// A field.
    Field(&'static FieldSpec),
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Target {
    /// Its name where it is chosen and remembered: the field's, or a sign.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Leave => "-",
            Self::Identity => "!",
            Self::Id => "#",
            Self::Field(field) => field.name,
        }
    }

    /// Reads a name; one that this version does not know is left out.
    #[must_use]
    pub fn from_code(spec: &KindSpec, code: &str) -> Self {
        match code {
            "#" => Self::Id,
            "!" => Self::Identity,
            code => spec.field(code).filter(|field| super::words::is_fillable(field)).map_or(Self::Leave, Self::Field),
        }
    }
}

/// In which order a date has its parts where the year comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// 3/5/2024 is the fifth of March.
    MonthFirst,
    /// 3/5/2024 is the third of May.
    DayFirst,
}

/// A column as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its title as written.
    pub title: String,
    /// What it is for.
    pub target: Target,
    /// A blank cell says what the one above says, as merged cells are written.
    pub fills: bool,
    /// By how much its numbers are to be multiplied, as its title says.
    pub scale: Scale,
    /// The order of its dates, where a person said it.
    pub order: Option<DayOrder>,
}

/// The columns of a sheet, each for what it seems to be for; `remembered` says what a person chose for a title before.
#[must_use]
pub fn guess(
    vocabulary: &Vocabulary,
    heading: &Heading,
    below: &[Line],
    remembered: &dyn Fn(&str) -> Option<Target>,
) -> Vec<Column> {
    let mut taken: Vec<&str> = Vec::new();
    let mut columns = Vec::new();
    for (place, title) in heading.titles.iter().enumerate() {
        let cells = || {
            let cells = below.iter().take(SAMPLE_LINES).filter_map(|line| line.cells.get(place));
            cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let target = match guess_one(vocabulary, title, &taken, &cells, remembered) {
            Target::Field(field) if taken.contains(&field.name) => Target::Leave,
            target => target,
        };
        if let Target::Field(field) = target {
            taken.push(field.name);
        }
        columns.push(Column { title: title.clone(), target, fills: false, scale: Scale::of_title(title), order: None });
    }
    columns
}

fn guess_one<'a, I: Iterator<Item = &'a str>>(
    vocabulary: &Vocabulary,
    title: &str,
    taken: &[&str],
    cells: &dyn Fn() -> I,
    remembered: &dyn Fn(&str) -> Option<Target>,
) -> Target {
    let plain = |cell: &str| cell.trim_start_matches('\'').to_owned();
    // Half of the cells are enough: nobody writes identity numbers by mistake.
    let identities = cells().filter(|cell| is_identity(&plain(cell))).count();
    if is_identity_title(title) || (identities > 0 && identities * 2 >= cells().count()) {
        return Target::Identity;
    }
    let is_id = cells().next().is_some() && cells().all(|cell| cell.parse::<RecordId>().is_ok());
    let known = vocabulary.field_of(title, taken);
    if is_id && known.is_none_or(|field| !matches!(field.input, Input::Ref(_))) {
        return Target::Id;
    }
    // Where two columns have one title, what was remembered of it goes to the first.
    let is_free = |target: &Target| !matches!(target, Target::Field(field) if taken.contains(&field.name));
    remembered(&fold_title(title)).filter(is_free).or(known.map(Target::Field)).unwrap_or(Target::Leave)
}

/// Tells whether a line says something in a column.
#[must_use]
pub fn is_filled(line: &Line, column: usize) -> bool {
    line.cells.get(column).is_some_and(|cell| !cell.trim().is_empty())
}

/// The column of what records of a kind are called.
#[must_use]
pub fn title_column(spec: &KindSpec, columns: &[Column]) -> Option<usize> {
    columns.iter().position(|column| matches!(column.target, Target::Field(field) if field.name == spec.title))
}

/// Columns before the name that name a record, and do so in the first line: with gaps below they are merged cells of
/// groups.
#[must_use]
pub fn group_columns(spec: &KindSpec, columns: &[Column], first: &Line) -> Vec<usize> {
    let is_ref =
        |column: &Column| matches!(column.target, Target::Field(field) if matches!(field.input, Input::Ref(_)));
    let before = 0..title_column(spec, columns).unwrap_or(0);
    before.filter(|column| is_ref(&columns[*column]) && is_filled(first, *column)).collect()
}

//! Where the heading of a sheet stands, and which of the lines below it are records.
//!
//! What is left out is counted and said, line by line: nothing disappears.

use super::sheet::{Line, Sheet};
use super::words::{Vocabulary, fold, is_alike, is_common};

/// How many lines from the top a heading is looked for in.
const HEADING_AT_MAX: usize = 40;

/// Where the heading stands, and what the columns are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The place of its first line among those of the sheet.
    pub at: usize,
    /// How many lines it has: one, two where columns are grouped, or none.
    pub lines: usize,
    /// The titles of the columns, as written; blank where there is none.
    pub titles: Vec<String>,
    /// How many of the titles are known.
    pub known: usize,
}

/// Why a line below the heading is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// It sums up others.
    Total,
    /// It is the heading once more.
    Heading,
    /// It says who filled in the sheet, or how.
    Note,
}

impl Heading {
    /// The heading of a sheet about records of a kind: the line, or the two lines, with the most titles that are known.
    /// Where none is known there is no heading, and every line is a record.
    #[must_use]
    pub fn find(vocabulary: &Vocabulary, sheet: &Sheet) -> Self {
        let mut best = Self::of(vocabulary, sheet, 0, 0);
        for lines in [1, 2] {
            for at in 0..sheet.lines.len().min(HEADING_AT_MAX) {
                let heading = Self::of(vocabulary, sheet, at, lines);
                if heading.known > best.known {
                    best = heading;
                }
            }
        }
        best
    }

    /// The heading that a person says is in such a line, alone or with the one below; or that there is none.
    #[must_use]
    pub fn at(vocabulary: &Vocabulary, sheet: &Sheet, at: Option<usize>) -> Self {
        let Some(at) = at else { return Self::of(vocabulary, sheet, 0, 0) };
        let [one, two] = [1, 2].map(|lines| Self::of(vocabulary, sheet, at, lines));
        if two.known > one.known { two } else { one }
    }

    fn of(vocabulary: &Vocabulary, sheet: &Sheet, at: usize, lines: usize) -> Self {
        let lines = lines.min(sheet.lines.len().saturating_sub(at));
        let rows = &sheet.lines[at..at + lines];
        let cell = |line: &Line, column: usize| line.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
        let title = |column: usize| {
            let mut titles = rows.iter().rev().map(|line| cell(line, column)).filter(|title| !title.is_empty());
            titles.next().unwrap_or_default()
        };
        let titles: Vec<String> = (0..sheet.width).map(title).collect();
        let mut fields: Vec<&str> = Vec::new();
        let mut others = 0;
        for title in titles.iter().filter(|title| !title.is_empty()) {
            match vocabulary.field_of(title, &fields) {
                Some(field) if !fields.contains(&field.name) => fields.push(field.name),
                None if is_common(title) => others += 1,
                Some(_) | None => {}
            }
        }
        // What every sheet has tells less than one field of this kind.
        let known = if fields.is_empty() { 0 } else { 2 * fields.len() + others };
        Self { at, lines, titles, known }
    }

    /// The lines below the heading.
    #[must_use]
    pub fn below<'a>(&self, sheet: &'a Sheet) -> &'a [Line] {
        sheet.lines.get(self.at + self.lines..).unwrap_or_default()
    }

    /// Why a line is no record, if it is none.
    #[must_use]
    pub fn aside(&self, line: &Line) -> Option<Aside> {
        let filled = || line.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let count = filled().count();
        let same = filled().filter(|(column, cell)| {
            self.titles.get(*column).is_some_and(|title| !title.is_empty() && is_alike(title, cell))
        });
        let same = same.count();
        if same > 0 && same * 2 >= count {
            return Some(Aside::Heading);
        }
        let (_, first) = filled().next()?;
        if is_total(first) {
            return Some(Aside::Total);
        }
        (count <= 2 && is_note(first)).then_some(Aside::Note)
    }
}

/// Tells whether a cell begins a line of sums.
fn is_total(cell: &str) -> bool {
    let text = fold(cell);
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || "人户个名元条项".contains(c));
    let words = [
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "总数",
        "合计数",
        "本页合计",
        "本页小计",
        "总合计",
        "total",
        "totals",
        "subtotal",
        "grandtotal",
        "sum",
    ];
    words.contains(&bare)
}

/// Tells whether a cell begins a line about the sheet itself.
fn is_note(cell: &str) -> bool {
    let text = cell.trim();
    let begins =
        ["填表人", "填报人", "制表", "审核", "负责人签", "填表说明", "填报说明", "填报单位", "填表日期", "填报日期"];
    let marked = ["注", "备注", "说明", "Note", "Notes", "注意"];
    let is_marked =
        |word: &str| text.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '：', '1']) || rest.is_empty());
    begins.iter().any(|word| text.starts_with(word)) || marked.iter().any(|word| is_marked(word))
}

//! The lines below the heading sorted into records and others, and what is seen of the columns on the way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Plan;
use super::row::Row;
use crate::exchange::csv::columns::{group_columns, is_filled, title_column};
use crate::exchange::csv::heading::Aside;

/// How many cells of a column are kept as examples.
const EXAMPLES_MAX: usize = 3;

/// How far the lines are sorted.
#[derive(Default)]
pub struct Sorting {
    /// The place of the next line that is to be sorted.
    at: usize,
    /// The lines as they were sorted before, for what a person mended and chose in them.
    former: VecDeque<Row>,
    /// The columns before the name in which a line with a name says nothing.
    gapped: BTreeSet<usize>,
    /// The places of the lines with the first cells of each column that say something.
    examples: BTreeMap<usize, Vec<usize>>,
}

impl Plan {
    /// Begins to sort the lines anew, keeping what a person mended and chose in them.
    pub(super) fn restart_sorting(&mut self) {
        let mut former: VecDeque<Row> = std::mem::take(&mut self.rows).into();
        former.append(&mut self.sorting.former);
        self.sorting = Sorting { at: self.heading.at + self.heading.lines, former, ..Sorting::default() };
        self.asides = super::Counts::default();
        self.restart();
    }

    pub(super) fn is_sorted(&self) -> bool {
        self.sorting.at >= self.sheet.lines.len()
    }

    /// Sorts the next lines, at most so many; gives how many.
    pub(super) fn sort_some(&mut self, lines_max: usize) -> usize {
        let from = self.sorting.at;
        let to = self.sheet.lines.len().min(from.saturating_add(lines_max));
        for place in from..to {
            self.sort(place);
        }
        self.sorting.at = to;
        if self.is_sorted() {
            let first = self.heading.below(&self.sheet).first();
            let groups = first.map(|first| group_columns(self.spec, &self.columns, first)).unwrap_or_default();
            for column in groups {
                self.columns[column].fills = self.sorting.gapped.contains(&column);
            }
            self.sorting.former.clear();
        }
        to - from
    }

    fn sort(&mut self, place: usize) {
        self.lines_looked_at += 1;
        let line = &self.sheet.lines[place];
        if let Some(title) = title_column(self.spec, &self.columns).filter(|title| is_filled(line, *title)) {
            self.sorting.gapped.extend((0..title).filter(|column| !is_filled(line, *column)));
        }
        let count = match self.heading.aside(line) {
            Some(Aside::Total) => Some(&mut self.asides.totals),
            Some(Aside::Heading) => Some(&mut self.asides.headings),
            Some(Aside::Note) => Some(&mut self.asides.notes),
            None => None,
        };
        if let Some(count) = count {
            *count += 1;
            return;
        }
        for column in (0..line.cells.len()).filter(|column| is_filled(line, *column)) {
            let examples = self.sorting.examples.entry(column).or_default();
            if examples.len() < EXAMPLES_MAX {
                examples.push(place);
            }
        }
        let mut row = Row::new(place, line.line);
        while let Some(former) = self.sorting.former.front() {
            if former.at > place {
                break;
            }
            if former.at == place {
                (row.mends, row.chosen, row.swept) = (former.mends.clone(), former.chosen, former.swept);
            }
            self.sorting.former.pop_front();
        }
        self.rows.push(row);
    }

    /// The first cells of a column that say something, a few of them.
    pub fn examples(&self, column: usize) -> impl Iterator<Item = &str> {
        let places = self.sorting.examples.get(&column).into_iter().flatten();
        places.filter_map(move |place| Some(self.sheet.lines.get(*place)?.cells.get(column)?.trim()))
    }
}

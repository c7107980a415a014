//! The table: what was measured, what it is compared with, what it was to be.

use crate::race::{Checks, Times, Weights, median, ratio};

/// What is known of one contender after a heat.
pub struct Entry {
    /// What the table calls it.
    pub name: &'static str,
    /// What was measured in each round.
    pub times: Times,
    /// What was checked.
    pub checks: Checks,
    /// What was weighed.
    pub weights: Weights,
}

/// One figure of all contenders, with its budgets.
pub struct Line {
    /// What the figure is of.
    pub what: &'static str,
    /// How it is shown.
    pub unit: Unit,
    /// The figure of one contender: one for each round, or one in all.
    pub figures: fn(&Entry) -> Vec<f64>,
    /// At most so many times the floor.
    pub floor_max: Option<f64>,
    /// At least so many times faster than these.
    pub peers_min: &'static [(&'static str, f64)],
}

/// How a figure is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, as milliseconds; such lines show what was checked too.
    Merging,
    /// Seconds, as milliseconds.
    Time,
    /// Bytes, as megabytes.
    Bytes,
}

const FLOOR: &str = "serde_json";
const OURS: &str = "ours";
const HEAD: [&str; 10] = [
    "what",
    "contender",
    "figure",
    "× floor",
    "× ours",
    "file, MB",
    "both values kept",
    "converges, idempotent",
    "values right",
    "budget",
];

/// The lines of one heat as rows of cells, under a title; `clashes` is how many fields both sides set.
pub fn rows(title: &str, lines: &[Line], entries: &[Entry], clashes: usize) -> Vec<Vec<String>> {
    let mut rows = vec![vec![title.to_owned()]];
    for line in lines {
        for entry in entries {
            let first = std::ptr::eq(entry, &raw const entries[0]);
            rows.push(row(line, entry, entries, clashes, first));
        }
    }
    rows
}

fn row(line: &Line, entry: &Entry, entries: &[Entry], clashes: usize, is_first: bool) -> Vec<String> {
    let to = |name: &str| {
        let other = entries.iter().find(|other| other.name == name && other.name != entry.name)?;
        Some(ratio(&(line.figures)(entry), &(line.figures)(other)))
    };
    let times = |ratio: Option<f64>| ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    let figure = median(&(line.figures)(entry));
    let shown = match line.unit {
        Unit::Merging | Unit::Time => format!("{:.1} ms", figure * 1e3),
        Unit::Bytes => format!("{:.2} MB", figure / 1e6),
    };
    let (to_floor, to_ours) = (to(FLOOR), to(OURS));
    let what = if is_first { line.what } else { "" };
    let mut cells = vec![what.to_owned(), entry.name.to_owned(), shown, times(to_floor), times(to_ours)];
    cells.extend(if line.unit == Unit::Merging { checked(entry, clashes) } else { Default::default() });
    cells.push(verdict(line, entry.name, to_floor, to_ours));
    cells
}

fn checked(entry: &Entry, clashes: usize) -> [String; 4] {
    let yes = |is: bool| if is { "yes" } else { "NO" };
    let checks = &entry.checks;
    [
        format!("{:.2}", entry.weights.sent as f64 / 1e6),
        if clashes == 0 {
            "–".to_owned()
        } else {
            format!("{}: {} of {clashes}", yes(checks.kept == clashes), checks.kept)
        },
        format!("{}, {}", yes(checks.converges), yes(checks.is_idempotent)),
        checks.is_right.map_or("–", yes).to_owned(),
    ]
}

fn verdict(line: &Line, name: &str, to_floor: Option<f64>, to_ours: Option<f64>) -> String {
    let word = |is_met: bool| if is_met { "met" } else { "missed" };
    if name == OURS {
        return match (line.floor_max, to_floor) {
            (Some(max), Some(ratio)) => format!("≤ {max:.2} × floor: {}", word(ratio <= max)),
            _ => String::new(),
        };
    }
    match (line.peers_min.iter().find(|(peer, _)| *peer == name), to_ours) {
        (Some((_, min)), Some(ratio)) => format!("≥ {min:.1} × ours: {}", word(ratio >= *min)),
        _ => String::new(),
    }
}

/// The rows of all heats as one table; columns are as wide as they need to be.
pub fn text(rows: &[Vec<String>]) -> String {
    let head: Vec<String> = HEAD.map(str::to_owned).to_vec();
    let wide = |column: usize| {
        let cells = rows.iter().filter(|row| row.len() > 1).chain([&head]);
        cells.map(|row| row[column].chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(wide).collect();
    let mut out = String::new();
    for row in [&head].into_iter().chain(rows) {
        let line: Vec<String> = match &row[..] {
            [title] => vec![format!("\n{title}")],
            cells => {
                cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| pad(column, cell, *width)).collect()
            }
        };
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// Figures stand to the right, words to the left.
fn pad(column: usize, cell: &str, width: usize) -> String {
    if (2..=5).contains(&column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
}

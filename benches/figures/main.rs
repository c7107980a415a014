//! What an edit costs the indicators of a city office: 68 communities, five years.
//!
//! Counts decide the exit status: an edit of one record evaluates and adds up at most 1 % of the cells of a full run, and
//! leaves equal figures. Times are printed and decide nothing.

mod office;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use office::{COMMUNITIES, Office, TODAY, YEARS};
use sanyou::insight::{Figure, Figures, Span, Work, indicators};
use sanyou::model::quantity::parse_date;
use sanyou::model::{Input, Name, SessionId, Value, kind_spec};
use sanyou::replica::{Dot, Key, Replica, Save, Saved};

/// The most cells that an edit may compute, of 100.
const PERCENT_MAX: f64 = 1.0;
/// Kinds whose edits take the tree or a standard with them; printed, and no part of the budget.
const WIDE: [&str; 2] = ["unit", "standard"];

fn all(figures: &mut Figures, replica: &Replica) -> Vec<Figure> {
    let indicators: Vec<_> = indicators::all().collect();
    let units: Vec<_> = figures.index().of_kind("unit").map(Some).chain([None]).collect();
    let mut out = Vec::new();
    for span in YEARS.map(Span::year) {
        for &unit in &units {
            out.extend(figures.figures(replica, unit, span, &indicators));
        }
    }
    out
}

fn cells(work: Work) -> usize {
    work.evaluated + work.added
}

/// Sets each field of a record in turn to another value of its type: the cells of the dearest edit.
fn dearest(figures: &mut Figures, replica: &mut Replica, key: &Key, height: &mut u64) -> (usize, &'static str) {
    let spec = kind_spec(key.kind.as_str()).expect("a kind of this version");
    let mut most = (0, "");
    for field in spec.fields.iter().filter(|field| !matches!(field.input, Input::Rows(_) | Input::Ref(_))) {
        let value = match field.input {
            Input::Choice(choices) => Value::text(choices[choices.len() / 2].value),
            Input::Date => Value::text("2024-06-15"),
            Input::Year => Value::Int(1975),
            Input::Flag => Value::Bool(true),
            Input::Text { .. } | Input::Note { .. } => Value::text("edited"),
            Input::Choices(choices) => Value::texts(choices.iter().map(|choice| choice.value)),
            Input::Interval => Value::text("2023-01-01/2024-12-31"),
            _ => Value::Int(7),
        };
        let after = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
        *height += 1;
        let dot = Dot { height: *height, session: SessionId::from_bytes([2; 10]) };
        let set = [(Name::known(field.name), Some(value))].into_iter().collect();
        let save = Save { dot, after, set, at: 0, by: "clerk".into() };
        let delta = replica.apply([Saved { key: key.clone(), save }]);
        let before = cells(figures.work());
        figures.update(replica, &delta.keys().cloned().collect::<Vec<_>>());
        all(figures, replica);
        let taken = cells(figures.work()) - before;
        if taken > most.0 {
            most = (taken, field.name);
        }
    }
    most
}

fn main() -> ExitCode {
    let mut office = Office::make();
    let today = parse_date(TODAY).expect("a day");
    println!(
        "{} records, {COMMUNITIES} communities, {} years, {} indicators",
        office.replica.len(),
        YEARS.count(),
        indicators::count()
    );
    let begun = Instant::now();
    let mut figures = Figures::read(&office.replica, today);
    let read = begun.elapsed();
    all(&mut figures, &office.replica);
    let full = cells(figures.work());
    println!(
        "full run: {full} cells ({} evaluated, {} added up); index {read:.1?}, all {:.1?}",
        figures.work().evaluated,
        figures.work().added,
        begun.elapsed()
    );
    let mut one_of_kind: BTreeMap<String, Key> = BTreeMap::new();
    for key in &office.first {
        one_of_kind.entry(key.kind.to_string()).or_insert_with(|| key.clone());
    }
    let (mut height, mut worst, begun) = (1, 0.0_f64, Instant::now());
    println!("\n{:<18}{:>8}{:>9}  dearest field", "edit of one", "cells", "share");
    for (kind, key) in &one_of_kind {
        let (taken, field) = dearest(&mut figures, &mut office.replica, key, &mut height);
        #[expect(clippy::cast_precision_loss, reason = "counts of cells")]
        let share = taken as f64 * 100.0 / full as f64;
        println!("{kind:<18}{taken:>8}{share:>8.2} %  {field}");
        if !WIDE.contains(&kind.as_str()) {
            worst = worst.max(share);
        }
    }
    println!("\nedits so far {}, {:.1?} each", height - 1, begun.elapsed() / u32::try_from(height - 1).unwrap_or(1));
    let mut fresh = Figures::read(&office.replica, today);
    let is_equal = all(&mut figures, &office.replica) == all(&mut fresh, &office.replica);
    println!("equal to a full run: {is_equal}");
    println!("dearest edit: {worst:.2} % of a full run; at most {PERCENT_MAX} %");
    if is_equal && worst <= PERCENT_MAX { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

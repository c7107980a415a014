//! Figures as they were when a period was frozen, what they rested on, and what differs since.
//!
//! Decides nothing about periods: when to freeze is a person's to say.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::figure::Figure;
use super::figures::Figures;
use super::indicator::{Indicator, When, indicator};
use super::indicators;
use super::span::Span;
use crate::model::kinds::{Period, ReportSnapshot};
use crate::model::rows::Cells;
use crate::model::{Choice, Label, Name, RecordId, Unit};
use crate::replica::{Key, Replica, View};

/// The figures of a unit on a day, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// One row for each figure: name, numerator, denominator, lacking, withheld. A blank denominator means "n/a"; that of a sum
    /// is 1, that of a median 2.
    pub values: Cells,
    /// How many records of the unit and those below it there were.
    pub records: usize,
    /// SHA-256 over the ids of these records and the dots of their heads, as hexadecimal: equal for equal contents.
    pub digest: String,
}

/// One figure that is no longer what was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The figure's name.
    pub name: String,
    /// Its cells then; nothing where it was not frozen.
    pub then: Option<Vec<String>>,
    /// Its cells now; nothing where this version has no such figure.
    pub now: Option<Vec<String>>,
}

/// Computes the indicators of a unit and all below it for a span, as of a day: what is so now, whatever the span, is no part
/// of them.
#[must_use]
pub fn freeze(replica: &Replica, unit: RecordId, span: Span, day: NaiveDate) -> Frozen {
    let mut figures = Figures::read(replica, day);
    let scope = figures.layer(replica, span).tree.scope(Some(unit));
    let index = figures.index();
    let mut hash = Sha256::new();
    let mut count = 0;
    // What freezing itself writes is not what it rests on.
    let is_basis = |kind: &str| ![Period::KIND, ReportSnapshot::KIND].contains(&kind);
    for (key, _, view) in replica.iter().filter(|(key, _, view)| is_basis(key.kind.as_str()) && view.is_present()) {
        if scope.holds(index.unit_on(index.lead(key.id), day)) {
            count += 1;
            hash.update(format!("{} {}", key.id, key.kind));
            for head in &view.heads {
                hash.update(format!(" {}@{}", head.dot.height, head.dot.session));
            }
            hash.update("\n");
        }
    }
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    // A snapshot travels with every file, so nothing that restricted amounts could be computed from is in it.
    let is_frozen = |indicator: &&Indicator| indicator.when != When::Now && !indicator.measure.hides_parts();
    let all: Vec<&'static Indicator> = indicators::all().filter(is_frozen).collect();
    let values = all.iter().zip(figures.figures(replica, Some(unit), span, &all));
    let values = Cells(values.map(|(indicator, figure)| row(indicator.name, &figure)).collect());
    Frozen { values, records: count, digest }
}

/// What a snapshot's figures are now, as of the same day: nothing where its unit or period is not here.
#[must_use]
pub fn now(replica: &Replica, snapshot: &View) -> Option<Frozen> {
    let snapshot = ReportSnapshot::read(snapshot);
    let (unit, taken) = (snapshot.unit.known()?.0, *snapshot.taken.known()?);
    let key = |kind, id| Key { id, kind: Name::known(kind) };
    replica.view(&key(Unit::KIND, unit)).filter(|unit| unit.is_present())?;
    let period = replica.view(&key(Period::KIND, snapshot.period.known()?.0)).filter(|period| period.is_present())?;
    let period = Period::read(period.as_ref());
    let (year, part) = (period.year.known()?.0, period.part.known()?);
    let Choice::Known(part) = part else { return None };
    let span = Span { year, part: (*part).into() };
    Some(freeze(replica, unit, span, span.as_of(taken)))
}

/// What differs between frozen figures and others.
#[must_use]
pub fn differences(then: &Cells, now: &Cells) -> Vec<Difference> {
    let name = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
    let find = |cells: &Cells, wanted: &str| cells.0.iter().find(|row| name(row) == wanted).cloned();
    let mut names: Vec<String> = then.0.iter().map(name).collect();
    names.extend(now.0.iter().map(name).filter(|new| find(then, new).is_none()));
    let compared = names.into_iter().map(|name| {
        let (then, now) = (find(then, &name), find(now, &name));
        Difference { name, then, now }
    });
    compared.filter(|difference| difference.then != difference.now).collect()
}

/// What people read of a frozen figure; nothing for one that this version does not have.
#[must_use]
pub fn label(name: &str) -> Option<Label> {
    indicator(name).map(|indicator| indicator.label)
}

fn row(name: &str, figure: &Figure) -> Vec<String> {
    let denominator = figure.denominator.map_or_else(String::new, |by| by.to_string());
    let [lacking, withheld] = [figure.lacking, figure.withheld].map(|count| count.to_string());
    vec![name.to_owned(), figure.numerator.to_string(), denominator, lacking, withheld]
}

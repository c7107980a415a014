//! Indicators against figures computed by hand, one file for each pillar.
//!
//! Cases are rows as in the tests above; what is expected is `name[@span]` and `numerator/denominator lacking withheld: ids`
//! (the ids behind the numerator), `n/a` where the figure is not applicable. Without a span it is the year 2026, as of
//! 2026-11-22.

mod coverage;
mod data;
mod engine;
mod money;
mod network;
mod people;
mod places;
mod service;

use super::{figure, id, replica, today};
use crate::insight::indicator::indicator;
use crate::insight::{Figures, Span};

/// Checks some figures of a unit; number 0 stands for everything. The figure without ids, added up along the tree, must
/// be that of all records behind it.
pub fn check(what: &str, rows: &str, unit: u32, expected: &[(&str, &str)]) {
    let replica = replica(rows);
    let mut figures = Figures::read(&replica, today());
    let unit = (unit > 0).then(|| id(unit));
    for (name, expected) in expected {
        let (name, span) = name.split_once('@').unwrap_or((name, "2026"));
        let indicator = indicator(name).unwrap_or_else(|| panic!("no indicator {name}"));
        let span = Span::parse(span).unwrap_or_else(|| panic!("no span {span}"));
        let behind = figures.behind(&replica, unit, span, indicator).figure(indicator.shape);
        assert_eq!(figure(&behind), *expected, "{what}: {name} {}", span.name());
        let added_up = figures.figure(&replica, unit, span, indicator);
        assert_eq!(added_up, super::Figure { ids: Vec::new(), ..behind }, "{what}: {name}, added up");
    }
}

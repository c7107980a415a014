//! What a form would say of a line: what must be filled in, and what disagrees across fields.

use std::collections::BTreeMap;

use super::held::HeldRecord;
use super::row::Fault;
use crate::exchange::csv::cell::Wrong;
use crate::exchange::csv::columns::{Column, Target};
use crate::exchange::csv::words::is_fillable;
use crate::model::rules::BLOCKING;
use crate::model::{FieldSource, Held, KindSpec, Problem, RecordId, Rule, SessionId, Value};

/// A line over the record that it is about, for the checks across fields.
pub struct Source<'a> {
    /// What the line sets.
    pub values: &'a BTreeMap<&'static str, Value>,
    /// The record that it changes.
    pub held: Option<&'a HeldRecord>,
}

impl Source<'_> {
    /// Adds what is broken to the faults of a line; of each field the first fault only.
    pub fn add_broken(&self, spec: &'static KindSpec, columns: &[Column], faults: &mut Vec<Fault>) {
        let column = |name: &str| {
            columns.iter().position(|column| matches!(column.target, Target::Field(field) if field.name == name))
        };
        let mut add = |field: &'static str, problem: Problem| {
            if !faults.iter().any(|fault| fault.field == field) {
                faults.push(Fault { field, column: column(field), wrong: Wrong::Field(problem) });
            }
        };
        let is_closed = |name: &str| self.held.is_some_and(|held| held.closed.contains(&name));
        for field in spec.fields.iter().filter(|field| is_fillable(field) && !is_closed(field.name)) {
            if field.required && self.held(field.name) == Held::Missing {
                add(field.name, Problem::Required);
            }
        }
        // A reference may be to the record that the line is about; a new one has no id that anything could name.
        let nobody = RecordId { session: SessionId::from_bytes([0; SessionId::BYTES]), counter: 0 };
        let own = self.held.map_or(nobody, |held| held.id);
        let rules = spec.rules.iter().filter(|rule| !matches!(rule, Rule::Needed { .. }));
        for at in rules.filter_map(|rule| rule.problem(spec, self)) {
            add(at.field, at.problem);
        }
        for at in (spec.check)(own, self).into_iter().filter(|at| BLOCKING.contains(&at.problem)) {
            add(at.field, at.problem);
        }
    }
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

//! What one line says: its cells read for the fields that their columns fill.

use std::collections::BTreeMap;

use super::Plan;
use super::asks::{Ask, Word};
use super::held::HeldRecord;
use super::row::Fault;
use crate::exchange::csv::cell::{self, Wrong};
use crate::exchange::csv::columns::{Column, Target};
use crate::exchange::csv::names::Found;
use crate::exchange::csv::words::{fold, unit_of};
use crate::exchange::csv::write;
use crate::i18n::Lang;
use crate::model::field::choices_value;
use crate::model::{ChoiceSpec, FieldSpec, Input, RecordId, Value};

/// What a line says.
#[derive(Default)]
pub struct Said {
    /// The record that it names by its id.
    pub named: Option<RecordId>,
    /// What it sets.
    pub values: BTreeMap<&'static str, Value>,
    /// The cells that cannot be read.
    pub faults: Vec<Fault>,
    /// The words that are asked for.
    pub asked: Vec<Word>,
}

/// A text that is not certain to stand for anything, while its cell is read.
struct Doubt<'a> {
    field: &'static FieldSpec,
    text: &'a str,
    guess: Option<&'a str>,
    candidates: Vec<RecordId>,
    wrong: fn(String) -> Wrong,
}

impl Plan {
    /// Reads the cells of a line.
    pub(super) fn said(&mut self, place: usize) -> Said {
        let mut said = Said { named: self.named_in(place), ..Said::default() };
        for column in 0..self.columns.len() {
            let Target::Field(field) = self.columns[column].target else { continue };
            self.cells_read += 1;
            let cell = self.cell(place, column).to_owned();
            if let Some(value) = said.named.and_then(|id| self.unchanged(self.held.get(id)?, field, &cell)) {
                said.values.insert(field.name, value);
                continue;
            }
            match self.value_of(field, column, &cell, &mut said.asked) {
                Ok(Value::Null) => {}
                Ok(value) => drop(said.values.insert(field.name, value)),
                Err(wrong) => said.faults.push(Fault { field: field.name, column: Some(column), wrong }),
            }
        }
        if let (Some(unit), Some(field)) = (self.unit, unit_of(self.spec))
            && !said.faults.iter().any(|fault| fault.field == field.name)
            && said.named.is_none()
        {
            said.values.entry(field.name).or_insert_with(|| Value::text(&unit.to_string()));
        }
        said
    }

    /// The record that a line names by its id.
    fn named_in(&self, place: usize) -> Option<RecordId> {
        let column = self.columns.iter().position(|column| column.target == Target::Id)?;
        let id: RecordId = cell::plain(self.cell(place, column)).parse().ok()?;
        self.held.get(id).map(|held| held.id)
    }

    /// The value that a record has, where a cell says it as an export writes it.
    fn unchanged(&self, held: &HeldRecord, field: &FieldSpec, cell: &str) -> Option<Value> {
        let value = held.values.get(field.name)?;
        let name = |kind: &'static str, id: &str| self.names.title(kind, id.parse().ok()?).map(str::to_owned);
        let text = cell::plain(cell);
        let says = |lang| cell::plain(&write::cell(lang, field.input, value, &name)) == text;
        (says(Lang::Zh) || says(Lang::En)).then(|| value.clone())
    }

    /// What a cell says in a field.
    fn value_of(
        &mut self,
        field: &'static FieldSpec,
        column: usize,
        cell: &str,
        asked: &mut Vec<Word>,
    ) -> Result<Value, Wrong> {
        let text = cell::plain(cell);
        match field.input {
            Input::Choice(_) | Input::Choices(_) | Input::Ref(_) if text.is_empty() => Ok(Value::Null),
            Input::Choice(specs) => match cell::choice(specs, text) {
                Some(value) => Ok(Value::text(value)),
                None if cell::is_nothing(text) => Ok(Value::Null),
                None => self.asked(Doubt::of_choice(field, specs, text), asked).map(text_or_null),
            },
            Input::Choices(specs) => self.choices_of(field, specs, text, asked),
            Input::Ref(kind) => self.record_of(field, kind, text, asked),
            input => {
                let Column { scale, order, .. } = self.columns[column];
                cell::read(input, cell, scale, order)
            }
        }
    }

    fn choices_of(
        &mut self,
        field: &'static FieldSpec,
        specs: &'static [ChoiceSpec],
        text: &str,
        asked: &mut Vec<Word>,
    ) -> Result<Value, Wrong> {
        let mut names: Vec<String> = Vec::new();
        let parts = match cell::choice(specs, text) {
            Some(value) => {
                names.push(value.to_owned());
                Vec::new()
            }
            None => match cell::several(text) {
                Some(parts) => parts,
                None => return Ok(Value::texts([])),
            },
        };
        if parts.is_empty() && names.is_empty() || cell::is_nothing(text) {
            return Ok(Value::Null);
        }
        for part in parts {
            match cell::choice(specs, part) {
                Some(value) => names.push(value.to_owned()),
                None => {
                    let value = self.asked(Doubt::of_choice(field, specs, part), asked)?;
                    names.extend((!value.is_empty()).then_some(value));
                }
            }
        }
        Ok(choices_value(specs, names.iter().map(String::as_str)))
    }

    fn record_of(
        &mut self,
        field: &'static FieldSpec,
        kind: &'static str,
        text: &str,
        asked: &mut Vec<Word>,
    ) -> Result<Value, Wrong> {
        if cell::is_nothing(text) {
            return Ok(Value::Null);
        }
        let (candidates, wrong): (_, fn(String) -> Wrong) = match self.names.find(kind, text, self.unit) {
            Found::One(id) => return Ok(Value::text(&id.to_string())),
            Found::Nothing => (Vec::new(), Wrong::NoRecord),
            Found::Several(ids) => (ids, Wrong::Several),
        };
        self.asked(Doubt { field, text, guess: None, candidates, wrong }, asked).map(text_or_null)
    }

    /// What a text stands for.
    fn asked(&mut self, doubt: Doubt<'_>, asked: &mut Vec<Word>) -> Result<String, Wrong> {
        let Doubt { field, text, guess, candidates, wrong } = doubt;
        let word = (field.name, fold(text));
        let said = self.asks.ask(&word, || Ask {
            count: 0,
            text: text.to_owned(),
            guess: guess.map(str::to_owned),
            candidates,
        });
        asked.push(word);
        said.ok_or_else(|| wrong(text.to_owned()))
    }
}

impl<'a> Doubt<'a> {
    fn of_choice(field: &'static FieldSpec, specs: &'static [ChoiceSpec], text: &'a str) -> Self {
        let guess = cell::likely_choice(specs, text);
        Self { field, text, guess, candidates: Vec::new(), wrong: Wrong::NoChoice }
    }
}

fn text_or_null(text: String) -> Value {
    if text.is_empty() { Value::Null } else { Value::text(&text) }
}

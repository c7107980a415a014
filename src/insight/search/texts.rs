//! The texts that people read of one record, and how each is read aloud.
//!
//! Restricted fields are left out unless they are revealed, and what was withheld is not here at all.

use std::borrow::Cow;

use super::sound::Voice;
use crate::i18n::{Lang, grouped, yuan};
use crate::insight::Records;
use crate::model::rows::Cells;
use crate::model::{ChoiceSpec, FieldSource, FieldSpec, Held, Input, KindSpec, Unit, Value};
use crate::replica::dated::{On, dated};
use crate::replica::{FieldView, Key, View};

/// Fields that hold a person's name and nothing else, by kind.
const PERSONS: &[(&str, &str)] = &[
    ("worker", "name"),
    ("candidate", "name"),
    ("member", "name"),
    ("liaison", "name"),
    ("volunteer", "name"),
    ("meeting", "chair"),
    ("meeting", "recorder"),
    ("action", "owner_name"),
    ("receipt", "person"),
    ("party_org", "secretary"),
    ("team", "leader"),
    ("evaluation", "evaluator"),
    ("comment", "by"),
    ("comment", "replied_by"),
    ("delivery", "confirmed_by"),
    ("delivery", "partner_by"),
];

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In a field, by its name.
    Field(&'static str),
    /// It says what the record is.
    Kind,
    /// It is the name of the unit that the record belongs to through another record.
    Unit,
}

/// One text of a record.
pub(super) struct Text<'a> {
    pub(super) spot: Spot,
    pub(super) text: Cow<'a, str>,
    pub(super) voice: Voice,
    /// It is a telephone number: compared by its ending.
    pub(super) is_phone: bool,
}

/// A record whose texts are read.
pub(super) struct Readable<'a> {
    pub(super) key: &'a Key,
    pub(super) spec: &'static KindSpec,
    pub(super) view: &'a View,
    pub(super) records: &'a Records,
    pub(super) is_revealed: bool,
}

impl Readable<'_> {
    /// The record's title in a language, as lists show it; nothing where it has none of its own.
    pub(super) fn title(&self, lang: Lang) -> Option<Text<'_>> {
        let field = self.spec.field(self.spec.title)?;
        let value = self.newest(field)?.value()?;
        let mut title = None;
        let mut first = |text: Text<'_>| {
            let voice = if text.voice == Voice::Line { Voice::Title } else { text.voice };
            title.get_or_insert(Text { text: Cow::Owned(text.text.into_owned()), voice, ..text });
        };
        match (field.input, value) {
            (Input::Choice(specs), Value::Text(name)) => match specs.iter().find(|spec| spec.value == &**name) {
                Some(spec) => first(line(field, lang.label(spec.label))),
                None => first(line(field, name)),
            },
            _ => self.each_of(field, value, &mut first),
        }
        title.filter(|title| !title.text.is_empty())
    }

    /// Calls back with every text of the record, the title's among them.
    pub(super) fn each(&self, found: &mut dyn FnMut(Text<'_>)) {
        for field in self.spec.fields.iter().filter(|field| self.is_revealed || !field.restricted) {
            for newest in self.newest(field).iter().flat_map(|field| &field.newest) {
                if let Some(value) = &newest.value {
                    self.each_of(field, value, found);
                }
            }
        }
        for label in [self.spec.label, self.spec.plural].iter().flat_map(|label| [label.zh, label.en]) {
            found(Text { spot: Spot::Kind, text: label.into(), voice: Voice::Line, is_phone: false });
        }
        let is_of_unit = self.spec.owner().is_some_and(|field| field.input == Input::Ref(Unit::KIND));
        let unit = self.records.unit_of(self.key).filter(|_| !is_of_unit && self.spec.kind != Unit::KIND);
        if let Some(name) = unit.and_then(|unit| self.records.title(unit)) {
            found(Text { spot: Spot::Unit, text: name.into(), voice: Voice::Line, is_phone: false });
        }
    }

    /// The newest values of a field as it holds on the day of the records, those in conflict too: people see them all.
    fn newest(&self, field: &FieldSpec) -> Option<&FieldView> {
        let day = self.records.day();
        let Held::Known(_) = On::new(self.view, self.spec, day).held(field.name) else { return None };
        let entry = dated(self.view, field.name, day).filter(|_| field.dated);
        entry.map(|entry| entry.field).or_else(|| self.view.fields.get(field.name))
    }

    fn each_of(&self, field: &'static FieldSpec, value: &Value, found: &mut dyn FnMut(Text<'_>)) {
        match (field.input, value) {
            (_, Value::Null) | (Input::Flag, _) => {}
            (Input::Choice(specs), Value::Text(name)) => choice(field, specs, name, found),
            (Input::Choices(specs), Value::Json(_)) => {
                value.as_texts().iter().flatten().for_each(|name| choice(field, specs, name, found));
            }
            (Input::Rows(_), Value::Json(_)) => {
                let cells = Cells::read(value).into_iter().flat_map(|cells| cells.0.into_iter().flatten());
                cells.for_each(|cell| found(line(field, &cell)));
            }
            (Input::Ref(kind), Value::Text(id)) => {
                if let Some(name) = id.parse().ok().and_then(|id| self.records.title(id)) {
                    let voice = if PERSONS.contains(&(kind, "name")) { Voice::Person } else { Voice::Line };
                    found(Text { voice, ..line(field, name) });
                }
            }
            (Input::Money, Value::Int(fen)) => both_ways(&yuan(*fen), |text| found(silent(field, text))),
            (Input::Count, Value::Int(count)) => both_ways(&grouped(*count), |text| found(silent(field, text))),
            (Input::Phone, Value::Text(phone)) => found(Text { is_phone: true, ..silent(field, phone) }),
            (Input::Text { .. } | Input::Note { .. }, _) => {
                let is_person = PERSONS.contains(&(self.spec.kind, field.name));
                let is_note = matches!(field.input, Input::Note { .. });
                let voice = match (is_person, is_note) {
                    (true, _) => Voice::Person,
                    (false, true) => Voice::Note,
                    (false, false) => Voice::Line,
                };
                found(Text { voice, ..line(field, &field.input.text(value)) });
            }
            _ => found(silent(field, &field.input.text(value))),
        }
    }
}

fn line<'a>(field: &'static FieldSpec, text: &'a str) -> Text<'a> {
    Text { spot: Spot::Field(field.name), text: text.into(), voice: Voice::Line, is_phone: false }
}

fn silent<'a>(field: &'static FieldSpec, text: &'a str) -> Text<'a> {
    Text { voice: Voice::Silent, ..line(field, text) }
}

/// A choice by its labels in both languages, or by its name where another version made it.
fn choice(field: &'static FieldSpec, specs: &[ChoiceSpec], name: &str, found: &mut dyn FnMut(Text<'_>)) {
    match specs.iter().find(|spec| spec.value == name) {
        Some(spec) => [spec.label.zh, spec.label.en].into_iter().for_each(|label| found(line(field, label))),
        None => found(line(field, name)),
    }
}

/// A number as people read it, and without the commas that nobody types.
fn both_ways(shown: &str, mut found: impl FnMut(&str)) {
    found(shown);
    if shown.contains(',') {
        found(&shown.replace(',', ""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind_spec;

    #[test]
    fn persons_stand_in_lines_of_text() {
        for (kind, field) in PERSONS {
            let field = kind_spec(kind).and_then(|spec| spec.field(field)).unwrap_or_else(|| panic!("{kind} {field}"));
            assert!(matches!(field.input, Input::Text { .. }), "{kind} {}", field.name);
        }
    }

    /// A person's record is known by the person's name, so that references to it are read as names.
    #[test]
    fn names_of_persons_are_titles() {
        for (kind, _) in PERSONS.iter().filter(|(_, field)| *field == "name") {
            assert_eq!(kind_spec(kind).map(|spec| spec.title), Some("name"), "{kind}");
        }
    }
}

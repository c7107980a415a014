//! Dated entries: a field `name@2025-01-01` says what holds from that day on, until the next entry of that name.
//!
//! Each entry is a field of its own, so that two devices may enter different days without a conflict. What is no day
//! after the last `@` is an ordinary field. Reads no clock: the day is an argument.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::view::{FieldView, View};
use crate::model::quantity::parse_date;
use crate::model::{FieldSource, Held, Input, KindSpec, Name, RecordId, Value};

/// One dated entry of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The first day on which it holds.
    pub day: NaiveDate,
    /// The field that holds it.
    pub name: &'a Name,
    /// Its newest values.
    pub field: &'a FieldView,
}

impl Entry<'_> {
    /// Tells whether the entry was cleared: then it is as if it had never been made. One that has a withheld value
    /// may say anything, so it is not known to be cleared.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.field.value() == Some(&Value::Null) && !self.field.is_withheld()
    }
}

/// The base and the day of a dated field's name; nothing where the name is an ordinary one.
#[must_use]
pub fn parts(name: &str) -> Option<(&str, NaiveDate)> {
    let (base, day) = name.rsplit_once('@')?;
    Some((base, parse_date(day)?))
}

/// All entries of a field in the order of their days, removed ones included.
pub fn entries<'a>(view: &'a View, field: &str) -> impl Iterator<Item = Entry<'a>> {
    // A day is written with all its digits, so names of one base are sorted by day.
    view.fields.iter().filter_map(move |(name, held)| {
        let (base, day) = parts(name.as_str())?;
        (base == field).then_some(Entry { day, name, field: held })
    })
}

/// The entry that holds on a day: the latest one not after it that was not removed.
///
/// Where a value of that entry is withheld what holds is unknown, and [`FieldView::is_withheld`] of its field says so:
/// an earlier entry does not stand in for it.
#[must_use]
pub fn dated<'a>(view: &'a View, field: &str, day: NaiveDate) -> Option<Entry<'a>> {
    entries(view, field).filter(|entry| entry.day <= day && !entry.is_removed()).last()
}

/// A record as it holds on a day: what is dated says what that day's entry says, all else what it says now.
pub struct On<'a> {
    view: &'a View,
    spec: &'static KindSpec,
    day: NaiveDate,
    leads: Option<&'a BTreeMap<RecordId, Value>>,
}

impl<'a> On<'a> {
    /// A record of a kind on a day.
    #[must_use]
    pub fn new(view: &'a View, spec: &'static KindSpec, day: NaiveDate) -> Self {
        Self { view, spec, day, leads: None }
    }

    /// The same, where references to records that are read as another name that one.
    #[must_use]
    pub fn with_leads(self, leads: &'a BTreeMap<RecordId, Value>) -> Self {
        Self { leads: Some(leads).filter(|leads| !leads.is_empty()), ..self }
    }

    fn lead_of(&self, field: &str, value: &Value) -> Option<&'a Value> {
        let leads = self.leads?;
        let is_ref = self.spec.field(field).is_some_and(|field| matches!(field.input, Input::Ref(_)));
        if is_ref { leads.get(&value.as_text()?.parse().ok()?) } else { None }
    }

    fn held_itself(&self, field: &str) -> Held<'_> {
        let is_dated = self.spec.field(field).is_some_and(|field| field.dated);
        match dated(self.view, field, self.day).filter(|_| is_dated) {
            None => self.view.held(field),
            Some(entry) if entry.field.is_withheld() => Held::Withheld,
            Some(entry) => entry.field.value().map_or(Held::Missing, Held::Known),
        }
    }
}

impl FieldSource for On<'_> {
    fn held(&self, field: &str) -> Held<'_> {
        let held = self.held_itself(field);
        match held {
            Held::Known(value) => self.lead_of(field, value).map_or(held, Held::Known),
            Held::Missing | Held::Withheld => held,
        }
    }
}

/// The name of the entry of a field for a day.
///
/// # Panics
/// Never: a declared field's name is short enough to take a day.
#[must_use]
pub fn entry_name(field: &str, day: NaiveDate) -> Name {
    Name::new(&format!("{field}@{day}")).expect("a declared name and a day are a name")
}

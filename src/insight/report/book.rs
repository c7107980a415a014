//! The records that a report or a sheet tells of, read field by field as they hold on the last day of its span.
//!
//! Restricted fields cannot be read here: what is printed goes anywhere.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Part;
use crate::i18n::{Lang, shown};
use crate::insight::figures::Figures;
use crate::insight::index::Index;
use crate::insight::indicator::label;
use crate::insight::layer::Layer;
use crate::insight::span::Span;
use crate::insight::tree::Scope;
use crate::model::field::FieldType;
use crate::model::kinds::Level;
use crate::model::quantity::{Interval, hundredths};
use crate::model::sorted::Sorted;
use crate::model::{Field, FieldSource, FieldSpec, Held, Input, KindSpec, Label, RecordId, Value, kind_spec};
use crate::replica::dated::On;
use crate::replica::{Replica, View};

/// How many records name each other before a name is found: an evaluation is known by its partner, and no further.
const TITLES_MAX: usize = 3;

/// The records of a unit and all below it in one span.
pub struct Book<'a> {
    replica: &'a Replica,
    index: &'a Index,
    layer: &'a Layer,
    scope: Scope,
    unit: Option<RecordId>,
    span: Span,
}

/// One record.
#[derive(Clone)]
pub struct Row {
    /// Its id.
    pub id: RecordId,
    spec: &'static KindSpec,
    view: Arc<View>,
    day: NaiveDate,
}

impl<'a> Book<'a> {
    /// The records of a unit and all below it as they hold on the day of a layer.
    #[must_use]
    pub fn open(
        figures: &'a Figures,
        replica: &'a Replica,
        layer: &'a Layer,
        unit: Option<RecordId>,
        span: Span,
    ) -> Self {
        Self { replica, index: figures.index(), layer, scope: layer.tree.scope(unit), unit, span }
    }

    /// The day on which all this holds.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.layer.day()
    }

    /// Tells whether a day lies within the span and is not ahead of the day on which all this holds.
    #[must_use]
    pub fn is_within(&self, day: NaiveDate) -> bool {
        self.span.first() <= day && day <= self.day()
    }

    /// Tells whether an interval has a day of the span.
    #[must_use]
    pub fn overlaps(&self, interval: Interval) -> bool {
        interval.from.is_none_or(|from| from <= self.day()) && interval.to.is_none_or(|to| self.span.first() <= to)
    }

    /// Tells whether the report is that of a unit with communities below it.
    #[must_use]
    pub fn is_above(&self) -> bool {
        let Some(unit) = self.unit else { return true };
        let level = self.layer.units.get(&unit).and_then(|unit| unit.level.known());
        !self.layer.tree.children(Some(unit)).is_empty() || level.is_some_and(|level| !level.is(Level::Community))
    }

    /// Tells whether this is the unit that is told of.
    #[must_use]
    pub fn is_unit(&self, id: RecordId) -> bool {
        self.unit == Some(id)
    }

    /// The unit by its name; all units where none is looked at.
    #[must_use]
    pub fn unit_part(&self) -> Part {
        self.unit.map_or(Part::Words(label("全部单位", "all units")), |unit| self.name(unit))
    }

    /// A record, when it is present.
    #[must_use]
    pub fn row(&self, id: RecordId) -> Option<Row> {
        let id = self.index.lead(id);
        let (spec, view) = self.index.view(self.replica, id)?;
        Some(Row { id, spec, view, day: self.day() })
    }

    /// The records of a kind that belong here, in the order of their ids.
    #[must_use]
    pub fn rows(&self, kind: &str) -> Vec<Row> {
        let is_here = |id: &RecordId| self.scope.holds(self.index.unit_on(*id, self.day()));
        self.index.of_kind(kind).filter(is_here).filter_map(|id| self.row(id)).collect()
    }

    /// The records of a kind that name a record in a field, wherever they belong.
    #[must_use]
    pub fn naming(&self, kind: &str, field: &str, id: RecordId) -> Vec<Row> {
        let named = self.index.named_by(id).filter(|by| self.index.kind(*by) == Some(kind));
        let rows = named.filter_map(|by| self.row(by));
        rows.filter(|row| self.target(row, field) == Some(id)).collect()
    }

    /// The record that a field names, under the id it is read by.
    #[must_use]
    pub fn target(&self, row: &Row, field: &str) -> Option<RecordId> {
        let value = row.value(field);
        let value = value.known()?;
        Some(self.index.lead(value.as_text()?.parse().ok()?))
    }

    /// The unit that a record belongs to on the day.
    #[must_use]
    pub fn unit_of(&self, id: RecordId) -> Option<RecordId> {
        self.index.unit_on(id, self.day())
    }

    /// The units that some records belong to, each once.
    #[must_use]
    pub fn units_of(&self, ids: &[RecordId]) -> Vec<RecordId> {
        ids.iter().filter_map(|id| self.unit_of(*id)).into_set().into_iter().collect()
    }

    /// The names of some records, the first of them shown.
    #[must_use]
    pub fn names(&self, ids: &[RecordId]) -> Part {
        Part::several(ids.iter().map(|id| self.name(*id)).collect())
    }

    /// What a record is called; a blank where nobody named it, or it is not here.
    #[must_use]
    pub fn name(&self, id: RecordId) -> Part {
        let mut at = id;
        for _ in 0..TITLES_MAX {
            let Some(row) = self.row(at) else { break };
            let Some(field) = row.spec.field(row.spec.title) else { break };
            match (field.input, row.value(field.name)) {
                (Input::Ref(_), Field::Known(_)) => match self.target(&row, field.name) {
                    Some(target) => at = target,
                    None => break,
                },
                (Input::Choice(specs), Field::Known(value)) => return choice(specs, &value),
                (_, Field::Known(value)) => {
                    return Part::Name { id, name: shown(Lang::Zh, field.input, &value) };
                }
                (_, held) => return blank(&held, field.label),
            }
        }
        Part::missing(label("名称", "name"))
    }

    /// The label of a value of an enumeration field.
    #[must_use]
    pub fn choice_part(&self, kind: &str, field: &str, value: &Value) -> Part {
        match kind_spec(kind).and_then(|spec| spec.field(field)).map(|spec| spec.input) {
            Some(Input::Choice(specs)) => choice(specs, value),
            _ => Part::Typed(value.to_json().into_owned()),
        }
    }

    /// What a field says, as it is printed.
    #[must_use]
    pub fn part(&self, row: &Row, field: &str) -> Part {
        let Some(spec) = row.spec.field(field) else { return Part::missing(label("内容", "content")) };
        match row.value(field) {
            Field::Known(value) => self.value_part(row, spec, &value),
            held => blank(&held, spec.label),
        }
    }

    fn value_part(&self, row: &Row, spec: &FieldSpec, value: &Value) -> Part {
        let part = match (spec.input, value) {
            (Input::Ref(_), _) => self.target(row, spec.name).map(|id| self.name(id)),
            (Input::Choice(specs), value) => Some(choice(specs, value)),
            (Input::Choices(specs), value) => value.as_texts().map(|texts| {
                if texts.is_empty() {
                    return Part::Words(label("无", "none"));
                }
                let all = texts.len();
                Part::Several { parts: texts.iter().map(|text| choice(specs, &Value::text(text))).collect(), all }
            }),
            (Input::Date, _) => NaiveDate::read(value).map(Part::Day),
            (Input::Money, Value::Int(fen)) => Some(Part::money(*fen)),
            (Input::Count, Value::Int(count)) => Some(Part::Count(*count)),
            (Input::Decimal, _) => hundredths(&value.to_json()).map(Part::decimal),
            _ => None,
        };
        part.unwrap_or_else(|| Part::Typed(spec.input.text(value)))
    }
}

impl Row {
    /// What stands in a field as it is stored; of a restricted one nothing does.
    #[must_use]
    pub fn value(&self, field: &str) -> Field<Value> {
        if self.spec.field(field).is_none_or(|spec| spec.restricted) {
            return Field::Missing;
        }
        match On::new(&self.view, self.spec, self.day).held(field) {
            Held::Missing | Held::Known(Value::Null) => Field::Missing,
            Held::Withheld => Field::Withheld,
            Held::Known(value) => Field::Known(value.clone()),
        }
    }

    /// The declaration of its kind.
    #[must_use]
    pub fn spec(&self) -> &'static KindSpec {
        self.spec
    }

    /// A field as a type.
    #[must_use]
    pub fn read<T: FieldType>(&self, field: &str) -> Field<T> {
        match self.value(field) {
            Field::Known(value) => T::read(&value).map_or(Field::Unreadable, Field::Known),
            Field::Withheld => Field::Withheld,
            Field::Missing | Field::Unreadable => Field::Missing,
        }
    }

    /// Tells whether something stands in a field, whether it can be read here or not.
    #[must_use]
    pub fn is_filled(&self, field: &str) -> bool {
        self.value(field) != Field::Missing
    }

    /// What people read for a field.
    #[must_use]
    pub fn label(&self, field: &str) -> Label {
        field_label(self.spec.kind, field)
    }
}

/// What people read for a field of a kind.
#[must_use]
pub fn field_label(kind: &str, field: &str) -> Label {
    let spec = kind_spec(kind).and_then(|spec| spec.field(field));
    spec.map_or(label("内容", "content"), |field| field.label)
}

/// The label of a value of an enumeration; a value that this version does not know stands as it is.
fn choice(specs: &[crate::model::ChoiceSpec], value: &Value) -> Part {
    let name = value.as_text().unwrap_or_default();
    let found = specs.iter().find(|spec| spec.value == name);
    found.map_or_else(|| Part::Typed(name.to_owned()), |spec| Part::Words(spec.label))
}

/// A blank for a field that says nothing here.
fn blank<T>(held: &Field<T>, what: Label) -> Part {
    Part::Blank { what, is_withheld: matches!(held, Field::Withheld) }
}

//! A replica read as people know it: titles, units, values.
//!
//! Changes nothing and decides nothing; restricted values come out only where they were asked for.

use chrono::NaiveDate;
use sanyou::insight::Records;
use sanyou::model::{Input, Name, RecordId, Value, kind_spec};
use sanyou::replica::{FieldView, Key, Newest, Replica, View};
use serde::Serialize;

use super::words::{Words, field_spec, is_restricted, moment, plain, raw};

/// The fields by which records of unknown kinds may be known.
const USUAL_TITLES: [&str; 3] = ["name", "title", "purpose"];

/// A replica with its typed rows.
pub struct Book<'a> {
    /// The records.
    pub replica: &'a Replica,
    /// The same as rows, where this version knows their kind.
    pub rows: Records,
}

/// One of the values that stand in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether the value is known here, withheld, or hidden because it is restricted.
    pub state: &'static str,
    /// The value where it is known and not hidden.
    pub value: Option<Value>,
    /// Who set it.
    pub by: String,
    /// When, as text.
    pub at: Option<String>,
    /// The save that set it, as `height.session`.
    pub save: String,
    /// The value as people read it.
    #[serde(skip)]
    pub shown: String,
}

/// Whether restricted values come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restricted {
    Hidden,
    Shown,
}

impl Restricted {
    /// What an option on the command line says.
    pub fn of(is_shown: bool) -> Self {
        if is_shown { Self::Shown } else { Self::Hidden }
    }

    /// Tells whether a field's values are to be kept back.
    pub fn hides(self, kind: &str, field: &str) -> bool {
        self == Self::Hidden && is_restricted(kind, field)
    }
}

impl<'a> Book<'a> {
    /// Reads a replica as it holds on a day.
    pub fn of(replica: &'a Replica, day: NaiveDate) -> Self {
        Self { replica, rows: Records::read(replica, day) }
    }

    /// What people know a record by; its id where it has no title.
    pub fn title(&self, key: &Key) -> String {
        let view = self.replica.view(key);
        view.and_then(|view| title(key.kind.as_str(), view)).unwrap_or_else(|| key.id.to_string())
    }

    /// The unit that a present record belongs to; one of an unknown kind to that which its field `unit` names.
    pub fn unit_of(&self, key: &Key, view: &View) -> Option<RecordId> {
        let unit = match kind_spec(key.kind.as_str()) {
            Some(_) => self.rows.unit_of(key),
            None => view.value("unit").and_then(Value::as_text).and_then(|text| text.parse().ok()),
        };
        unit.filter(|unit| self.rows.units.contains_key(unit))
    }

    /// The name of a unit; nothing where it has none.
    pub fn unit_name(&self, unit: RecordId) -> String {
        self.rows.title(unit).unwrap_or_default().to_owned()
    }

    /// The values that stand in a field, the greatest dot's first.
    pub fn standings(
        &self,
        words: Words,
        key: &Key,
        field: &Name,
        view: &FieldView,
        restricted: Restricted,
    ) -> Vec<Standing> {
        let is_hidden = restricted.hides(key.kind.as_str(), field.as_str());
        view.newest.iter().map(|newest| self.standing(words, key, field, newest, is_hidden)).collect()
    }

    fn standing(&self, words: Words, key: &Key, field: &Name, newest: &Newest, is_hidden: bool) -> Standing {
        let (state, value) = match &newest.value {
            None => ("withheld", None),
            Some(_) if is_hidden => ("hidden", None),
            Some(value) => ("known", Some(value.clone())),
        };
        let shown = match &value {
            None => format!("({state})"),
            Some(Value::Null) => "(cleared)".to_owned(),
            Some(value) => format!("“{}”", plain(&self.value(words, key, field.as_str(), value))),
        };
        Standing {
            state,
            value,
            by: newest.by.to_string(),
            at: moment(newest.at),
            save: format!("{}.{}", newest.dot.height, newest.dot.session),
            shown,
        }
    }

    /// A value as people read it; a reference by the title of what it names.
    pub fn value(&self, words: Words, key: &Key, field: &str, value: &Value) -> String {
        let kind = key.kind.as_str();
        let target = field_spec(kind, field).and_then(|spec| match spec.input {
            Input::Ref(target) => Some(Key { kind: Name::known(target), id: value.as_text()?.parse().ok()? }),
            _ => None,
        });
        match target {
            Some(target) if self.replica.view(&target).is_some() => self.title(&target),
            _ => words.value(kind, field, value),
        }
    }

    /// All present units, each after the one above it.
    pub fn units_in_order(&self) -> Vec<UnitAt> {
        let tree = self.rows.tree();
        let place = |unit: RecordId, parent: Option<RecordId>, depth| UnitAt { id: unit, parent, depth };
        let mut open: Vec<UnitAt> = tree.children(None).iter().rev().map(|&unit| place(unit, None, 0)).collect();
        let mut units = Vec::new();
        while let Some(unit) = open.pop() {
            let below = tree.children(Some(unit.id)).iter().rev();
            open.extend(below.map(|&child| place(child, Some(unit.id), unit.depth + 1)));
            units.push(unit);
        }
        units
    }
}

/// A unit and where it stands in the tree.
#[derive(Debug, Clone, Copy)]
pub struct UnitAt {
    /// The unit.
    pub id: RecordId,
    /// The one above it, cycles cut.
    pub parent: Option<RecordId>,
    /// How many stand above it.
    pub depth: usize,
}

fn title(kind: &str, view: &View) -> Option<String> {
    let spec = kind_spec(kind).map(|spec| spec.title);
    let fields = spec.into_iter().chain(USUAL_TITLES.iter().copied().filter(|_| spec.is_none()));
    let mut texts = fields.filter_map(|field| view.value(field)).map(raw).filter(|text| !text.is_empty());
    texts.next()
}

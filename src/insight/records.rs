//! The present records of one workspace as typed rows, and of all kinds what they are called and belong to, as they hold on
//! one day.
//!
//! Holds no second truth: every row is read from a view, and a caller passes each changed view on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::tree::{Scope, Tree};
use crate::model::kinds::Standard;
use crate::model::sorted::Sorted;
use crate::model::{
    Field, FieldSource, FundEntry, FundLine, Held, Input, KindSpec, Place, RecordId, Unit, Value, Worker, kind_spec,
};
use crate::replica::dated::On;
use crate::replica::joins::{Joins, SAME, Seen};
use crate::replica::{Key, Replica, View};

/// How many records a record belongs to, one through the other, before it reaches a unit: no kind needs more.
const OWNERS_MAX: usize = 8;

/// What a record is called, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Belonging {
    title: Option<Box<str>>,
    owner: Option<RecordId>,
    /// The owner is a unit.
    is_of_unit: bool,
}

/// Present records of one workspace as typed rows, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    day: NaiveDate,
    joins: Joins,
    /// The lead of each record that is read as another one, as the value of a reference.
    leads: BTreeMap<RecordId, Value>,
    belongings: BTreeMap<RecordId, Belonging>,
    /// Units.
    pub units: BTreeMap<RecordId, Box<Unit>>,
    /// Workers.
    pub workers: BTreeMap<RecordId, Box<Worker>>,
    /// Places.
    pub places: BTreeMap<RecordId, Box<Place>>,
    /// Fund lines.
    pub lines: BTreeMap<RecordId, Box<FundLine>>,
    /// Fund entries.
    pub entries: BTreeMap<RecordId, Box<FundEntry>>,
    /// Standards.
    pub standards: BTreeMap<RecordId, Box<Standard>>,
    /// Those of all these that a person has to settle; each counts once, by its single value.
    pub in_conflict: BTreeSet<Key>,
}

impl Records {
    /// No records, to be read as they hold on a day.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self {
            day,
            joins: Joins::default(),
            leads: BTreeMap::new(),
            belongings: BTreeMap::new(),
            units: BTreeMap::new(),
            workers: BTreeMap::new(),
            places: BTreeMap::new(),
            lines: BTreeMap::new(),
            entries: BTreeMap::new(),
            standards: BTreeMap::new(),
            in_conflict: BTreeSet::new(),
        }
    }

    /// Reads all present records of the kinds of this version as they hold on a day.
    #[must_use]
    pub fn read(replica: &Replica, day: NaiveDate) -> Self {
        let joins = Joins::of(replica);
        let others = joins.groups().flat_map(|group| group.iter().skip(1).map(move |other| (other, &group[0])));
        let leads = others.map(|(other, lead)| (other.id, Value::text(&lead.id.to_string()))).into_map();
        let mut records = Self { leads, ..Self::on(day) };
        for (key, view) in (Seen { replica, joins: &joins }).iter() {
            records.put(key, Some(&view));
        }
        records.joins = joins;
        records
    }

    /// Which records are read as one.
    #[must_use]
    pub fn joins(&self) -> &Joins {
        &self.joins
    }

    /// The day on which all this holds.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Takes in what is now seen of one record; one that is no longer present goes. Where records are joined or no longer
    /// joined by that, all are read anew; tells whether that is so.
    pub fn update(&mut self, replica: &Replica, key: &Key) -> bool {
        if key.kind.as_str() == SAME {
            *self = Self::read(replica, self.day);
            return true;
        }
        let lead = self.joins.lead(key).clone();
        let view = Seen { replica, joins: &self.joins }.view(&lead);
        self.put(&lead, view.as_deref());
        false
    }

    fn put(&mut self, key: &Key, view: Option<&View>) {
        let Some(spec) = kind_spec(key.kind.as_str()) else { return };
        let seen = view.filter(|view| view.is_present());
        let leads = std::mem::take(&mut self.leads);
        let held = seen.map(|view| On::new(view, spec, self.day).with_leads(&leads));
        let held = held.as_ref();
        match spec.kind {
            Unit::KIND => put(&mut self.units, key.id, held.map(|held| Box::new(Unit::read(held)))),
            Worker::KIND => put(&mut self.workers, key.id, held.map(|held| Box::new(Worker::read(held)))),
            Place::KIND => put(&mut self.places, key.id, held.map(|held| Box::new(Place::read(held)))),
            FundLine::KIND => put(&mut self.lines, key.id, held.map(|held| Box::new(FundLine::read(held)))),
            FundEntry::KIND => put(&mut self.entries, key.id, held.map(|held| Box::new(FundEntry::read(held)))),
            Standard::KIND => put(&mut self.standards, key.id, held.map(|held| Box::new(Standard::read(held)))),
            _ => {}
        }
        match held {
            Some(held) => drop(self.belongings.insert(key.id, Belonging::of(spec, held))),
            None => drop(self.belongings.remove(&key.id)),
        }
        self.leads = leads;
        if seen.is_some_and(View::in_conflict) {
            self.in_conflict.insert(key.clone());
        } else {
            self.in_conflict.remove(key);
        }
    }

    /// Everything seen that a person has to settle, of kinds unknown to this version too.
    #[must_use]
    pub fn conflicts_of(&self, replica: &Replica) -> BTreeSet<Key> {
        let all = Seen { replica, joins: &self.joins }.iter();
        all.filter(|(_, view)| view.in_conflict()).map(|(key, _)| key.clone()).into_set()
    }

    /// The id under which a record is read: another one's where a person said that both are the same.
    #[must_use]
    pub fn lead(&self, id: RecordId) -> RecordId {
        let lead = self.leads.get(&id).and_then(Value::as_text).and_then(|lead| lead.parse().ok());
        lead.unwrap_or(id)
    }

    /// The unit tree.
    #[must_use]
    pub fn tree(&self) -> Tree {
        Tree::of(&self.units)
    }

    /// The units directly under a unit, or the roots. For several at once take [`Records::tree`].
    #[must_use]
    pub fn children(&self, unit: Option<RecordId>) -> Vec<RecordId> {
        self.tree().children(unit.map(|unit| self.lead(unit))).to_vec()
    }

    /// The one unit that stands above all others, where there is one.
    #[must_use]
    pub fn root(&self) -> Option<RecordId> {
        match self.children(None)[..] {
            [root] => Some(root),
            _ => None,
        }
    }

    /// A unit and all below it; nothing means everything, records whose unit is unknown included.
    #[must_use]
    pub fn scope(&self, unit: Option<RecordId>) -> Scope {
        self.tree().scope(unit.map(|unit| self.lead(unit)))
    }

    /// What people know a record by: a name, a purpose, a document number. Nothing where that is no text of its own.
    #[must_use]
    pub fn title(&self, id: RecordId) -> Option<&str> {
        self.belongings.get(&self.lead(id))?.title.as_deref()
    }

    /// The unit that a record belongs to: a unit to itself, an entry to that of its line, a decision to that of its meeting.
    #[must_use]
    pub fn unit_of(&self, key: &Key) -> Option<RecordId> {
        let key = self.joins.lead(key);
        if key.kind.as_str() == Unit::KIND {
            return self.units.contains_key(&key.id).then_some(key.id);
        }
        let mut at = key.id;
        for _ in 0..OWNERS_MAX {
            let belonging = self.belongings.get(&at)?;
            at = belonging.owner?;
            if belonging.is_of_unit {
                return Some(at);
            }
        }
        None
    }
}

impl Belonging {
    fn of(spec: &KindSpec, source: &dyn FieldSource) -> Self {
        let text = |field: &str| match source.held(field) {
            Held::Known(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let is_text = spec.field(spec.title).is_some_and(|field| matches!(field.input, Input::Text { .. }));
        let owner = spec.owner();
        Self {
            title: text(spec.title).filter(|_| is_text).map(|text| text.as_ref().into()),
            owner: owner.and_then(|field| text(field.name)?.parse().ok()),
            is_of_unit: owner.is_some_and(|field| field.input == Input::Ref(Unit::KIND)),
        }
    }
}

fn put<T>(rows: &mut BTreeMap<RecordId, Box<T>>, id: RecordId, row: Option<Box<T>>) {
    match row {
        Some(row) => drop(rows.insert(id, row)),
        None => drop(rows.remove(&id)),
    }
}

/// The record a reference names, when it can be read.
pub(super) fn target<const KIND: char>(field: &Field<crate::model::quantity::Ref<KIND>>) -> Option<RecordId> {
    field.known().map(|reference| reference.0)
}

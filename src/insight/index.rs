//! Where each record belongs on which day, what names what, and what is not in order: read once, kept up to date.
//!
//! Holds no values of records: those are read from their views when they are needed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::sorted::Sorted;
use crate::model::{Field, Held, Input, KindSpec, Name, RecordId, Unit, Value, kind_spec};
use crate::replica::dated::{On, entries};
use crate::replica::joins::{Joins, Seen};
use crate::replica::{Key, Replica, View};

/// How many records a record belongs to, one through the other, before it reaches a unit: no kind needs more.
const OWNERS_MAX: usize = 8;

/// A record that is present.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    kind: &'static str,
    /// What it belongs to, from which day on; the first entry holds from the beginning.
    owners: Vec<(NaiveDate, Option<RecordId>)>,
    /// The owners are units.
    is_of_unit: bool,
    /// The records that it names in any field.
    names: BTreeSet<RecordId>,
    in_conflict: bool,
    is_whole: bool,
}

/// What is not in order about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// A person has to settle something.
    pub in_conflict: bool,
    /// Nothing that it must have is missing, everything it says can be read and fits together, and all it names is here.
    pub is_whole: bool,
}

/// All present records of the kinds of this version: where they belong and what they name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    joins: Joins,
    /// The lead of each record that is read as another one, as the value of a reference.
    leads: BTreeMap<RecordId, Value>,
    entries: BTreeMap<RecordId, Entry>,
    /// Who names a record.
    named_by: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// The records of each unit on any day, by kind; nothing stands for an unknown unit.
    members: BTreeMap<Option<RecordId>, BTreeMap<&'static str, BTreeSet<RecordId>>>,
}

impl Index {
    /// Reads all present records.
    #[must_use]
    pub fn read(replica: &Replica, today: NaiveDate) -> Self {
        let joins = Joins::of(replica);
        let others = joins.groups().flat_map(|group| group.iter().skip(1).map(move |other| (other, &group[0])));
        let leads = others.map(|(other, lead)| (other.id, Value::text(&lead.id.to_string()))).into_map();
        let mut index = Self { leads, ..Self::default() };
        for (key, view) in (Seen { replica, joins: &joins }).iter() {
            if let Some(entry) = index.entry(key, &view, today) {
                index.insert(key.id, entry);
            }
        }
        index.joins = joins;
        for id in index.entries.keys().copied().collect::<Vec<_>>() {
            index.join_units(id, true);
        }
        index
    }

    /// Takes in what is now seen of one record; tells which records may belong elsewhere, or read something else, since.
    pub fn update(&mut self, replica: &Replica, key: &Key, today: NaiveDate) -> Touched {
        let lead = self.joins.lead(key).clone();
        let seen = Seen { replica, joins: &self.joins }.view(&lead);
        let new = seen.and_then(|view| self.entry(&lead, &view, today));
        let old = self.entries.get(&lead.id);
        let moves = old.map(|old| &old.owners) != new.as_ref().map(|new| &new.owners);
        let mut ids = BTreeSet::from([lead.id]);
        if moves {
            self.add_owned(&mut ids);
        }
        // What names a unit reads its tree and its standards, which are renewed by themselves.
        let is_unit = lead.kind.as_str() == Unit::KIND;
        let readers = if is_unit { BTreeSet::new() } else { self.readers(&ids) };
        let named = [old, new.as_ref()].into_iter().flatten().flat_map(|entry| &entry.names).copied();
        // A record that is named may be read together with what names it: see `Group::naming`.
        let is_no_unit = |name: RecordId| self.kind(name).is_some_and(|kind| kind != Unit::KIND);
        let looked_at_from = named.filter(|&name| !is_unit && is_no_unit(name)).into_set();
        let mut touched = Touched::default();
        let kinds = |index: &Self, touched: &mut Touched| {
            for id in &ids {
                touched.kinds.extend(index.entries.get(id).map(|entry| entry.kind));
            }
            for id in ids.iter().chain(&readers).chain(&looked_at_from) {
                touched.units.extend(index.units_ever(*id));
            }
        };
        kinds(self, &mut touched);
        ids.iter().for_each(|&id| self.join_units(id, false));
        self.remove(lead.id);
        if let Some(entry) = new {
            self.insert(lead.id, entry);
        }
        ids.iter().for_each(|&id| self.join_units(id, true));
        kinds(self, &mut touched);
        touched
    }

    /// The records that may be judged by any of these: those that name one, and those that name such a one, as a receipt
    /// names a notice and is judged by its meeting.
    fn readers(&self, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
        let naming = |ids: &BTreeSet<RecordId>| ids.iter().flat_map(|&id| self.named_by(id)).into_set();
        let mut readers = naming(ids);
        readers.extend(naming(&readers));
        readers
    }

    /// Adds all that belongs to any of these records, one through the other.
    fn add_owned(&self, ids: &mut BTreeSet<RecordId>) {
        let mut open: Vec<RecordId> = ids.iter().copied().collect();
        while let Some(id) = open.pop() {
            for &by in self.named_by.get(&id).into_iter().flatten() {
                let entry = self.entries.get(&by);
                let is_owned = entry.is_some_and(|entry| entry.owners.iter().any(|(_, owner)| *owner == Some(id)));
                if is_owned && ids.insert(by) {
                    open.push(by);
                }
            }
        }
    }

    fn entry(&self, key: &Key, view: &View, today: NaiveDate) -> Option<Entry> {
        let spec = kind_spec(key.kind.as_str()).filter(|_| view.is_present())?;
        let held = On::new(view, spec, today).with_leads(&self.leads);
        let owner = spec.owner();
        Some(Entry {
            kind: spec.kind,
            owners: owner.map_or_else(Vec::new, |owner| self.owners(view, spec, owner.name)),
            is_of_unit: owner.is_some_and(|owner| owner.input == Input::Ref(Unit::KIND)),
            names: self.names(view, spec),
            in_conflict: view.in_conflict(),
            is_whole: spec.problems(key.id, &held).is_empty(),
        })
    }

    fn owners(&self, view: &View, spec: &'static KindSpec, field: &str) -> Vec<(NaiveDate, Option<RecordId>)> {
        let days = entries(view, field).map(|entry| entry.day);
        let mut owners: Vec<(NaiveDate, Option<RecordId>)> = Vec::new();
        for day in std::iter::once(NaiveDate::MIN).chain(days) {
            let owner = self.named(On::new(view, spec, day).with_leads(&self.leads).held_value(field));
            if owners.last().is_none_or(|(_, last)| *last != owner) {
                owners.push((day, owner));
            }
        }
        owners
    }

    fn names(&self, view: &View, spec: &'static KindSpec) -> BTreeSet<RecordId> {
        let refs = spec.fields.iter().filter(|field| matches!(field.input, Input::Ref(_)));
        let values = refs.flat_map(|field| {
            let dated = entries(view, field.name).filter_map(|entry| entry.field.value());
            view.value(field.name).into_iter().chain(dated)
        });
        values.filter_map(|value| self.named(Some(value))).into_set()
    }

    /// The record that a reference names, under the id it is read by.
    fn named(&self, value: Option<&Value>) -> Option<RecordId> {
        let id = value?.as_text()?.parse().ok()?;
        Some(self.leads.get(&id).and_then(Value::as_text).and_then(|lead| lead.parse().ok()).unwrap_or(id))
    }

    fn insert(&mut self, id: RecordId, entry: Entry) {
        for &name in &entry.names {
            self.named_by.entry(name).or_default().insert(id);
        }
        self.entries.insert(id, entry);
    }

    fn remove(&mut self, id: RecordId) {
        for name in self.entries.remove(&id).into_iter().flat_map(|entry| entry.names) {
            let by = self.named_by.entry(name).or_default();
            by.remove(&id);
            if by.is_empty() {
                self.named_by.remove(&name);
            }
        }
    }

    /// Puts a record to all units that it belongs to on any day, or takes it from them.
    fn join_units(&mut self, id: RecordId, is_in: bool) {
        let Some(kind) = self.entries.get(&id).map(|entry| entry.kind) else { return };
        for unit in self.units_ever(id) {
            let kinds = self.members.entry(unit).or_default();
            let of_kind = kinds.entry(kind).or_default();
            if is_in {
                of_kind.insert(id)
            } else {
                of_kind.remove(&id)
            };
            if of_kind.is_empty() {
                kinds.remove(kind);
            }
            if kinds.is_empty() {
                self.members.remove(&unit);
            }
        }
    }

    /// The units that a record belongs to on any day; nothing stands for an unknown one.
    fn units_ever(&self, id: RecordId) -> BTreeSet<Option<RecordId>> {
        let mut units = BTreeSet::new();
        let mut open = vec![(id, 0)];
        while let Some((id, depth)) = open.pop() {
            match self.entries.get(&id) {
                None => drop(units.insert(None)),
                Some(entry) if entry.kind == Unit::KIND => drop(units.insert(Some(id))),
                Some(entry) if entry.is_of_unit => units.extend(entry.owners.iter().map(|(_, owner)| *owner)),
                Some(_) if depth == OWNERS_MAX => drop(units.insert(None)),
                Some(entry) => {
                    for (_, owner) in &entry.owners {
                        match owner {
                            Some(owner) => open.push((*owner, depth + 1)),
                            None => drop(units.insert(None)),
                        }
                    }
                }
            }
        }
        units
    }

    /// The unit that a record belongs to on a day: a unit to itself, an entry to that of its line. A unit that is named and
    /// not here is one all the same; nothing stands for an unknown one.
    #[must_use]
    pub fn unit_on(&self, id: RecordId, day: NaiveDate) -> Option<RecordId> {
        let mut at = id;
        for _ in 0..=OWNERS_MAX {
            let entry = self.entries.get(&at)?;
            if entry.kind == Unit::KIND {
                return Some(at);
            }
            let held = entry.owners.iter().rev().find(|(from, _)| *from <= day);
            at = held.and_then(|(_, owner)| *owner)?;
            if entry.is_of_unit {
                return Some(at);
            }
        }
        None
    }

    /// The records of a kind that belong to a unit on any day, in the order of their ids.
    pub(super) fn members(&self, unit: Option<RecordId>, kind: &str) -> impl Iterator<Item = RecordId> + use<'_> {
        let kinds = self.members.get(&unit);
        kinds.and_then(|kinds| kinds.get(kind)).into_iter().flatten().copied()
    }

    /// All records that belong to a unit on any day.
    pub(super) fn all_members(&self, unit: Option<RecordId>) -> impl Iterator<Item = RecordId> + use<'_> {
        self.members.get(&unit).into_iter().flat_map(|kinds| kinds.values()).flatten().copied()
    }

    /// The units that any records belong to on any day, whether they are here or not.
    pub(super) fn units(&self) -> impl Iterator<Item = RecordId> + use<'_> {
        self.members.keys().filter_map(|unit| *unit)
    }

    /// All present records of a kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = RecordId> + use<'a> {
        self.entries.iter().filter(move |(_, entry)| entry.kind == kind).map(|(&id, _)| id)
    }

    /// The kind of a present record.
    #[must_use]
    pub fn kind(&self, id: RecordId) -> Option<&'static str> {
        Some(self.entries.get(&id)?.kind)
    }

    /// The records that name a record in any field, on any day.
    pub fn named_by(&self, id: RecordId) -> impl Iterator<Item = RecordId> + use<'_> {
        self.named_by.get(&id).into_iter().flatten().copied()
    }

    /// What is not in order about a present record.
    #[must_use]
    pub fn standing(&self, id: RecordId) -> Option<Standing> {
        let entry = self.entries.get(&id)?;
        let is_whole = entry.is_whole && entry.names.iter().all(|name| self.entries.contains_key(name));
        Some(Standing { in_conflict: entry.in_conflict, is_whole })
    }

    /// The id under which a record is read: another one's where a person said that both are the same.
    #[must_use]
    pub fn lead(&self, id: RecordId) -> RecordId {
        self.named(self.leads.get(&id)).unwrap_or(id)
    }

    /// What is seen of a present record.
    #[must_use]
    pub fn view(&self, replica: &Replica, id: RecordId) -> Option<(&'static KindSpec, std::sync::Arc<View>)> {
        let spec = kind_spec(self.kind(id)?)?;
        let key = Key { id, kind: Name::known(spec.kind) };
        Some((spec, Seen { replica, joins: &self.joins }.view(&key)?))
    }

    /// A present record as a type, as it holds on a day.
    pub(super) fn typed<T: crate::model::field::Typed>(
        &self,
        replica: &Replica,
        id: RecordId,
        day: NaiveDate,
    ) -> Option<T> {
        let (spec, view) = self.view(replica, id).filter(|(spec, _)| spec.kind == T::KIND)?;
        Some(T::read(&On::new(&view, spec, day).with_leads(&self.leads)))
    }
}

/// What a change may have touched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// The units whose own figures may have changed; nothing stands for records of unknown units.
    pub units: BTreeSet<Option<RecordId>>,
    /// The kinds of the records that changed or moved.
    pub kinds: BTreeSet<&'static str>,
}

/// The record a reference names, when it can be read.
pub(super) fn target<const KIND: char>(field: &Field<crate::model::quantity::Ref<KIND>>) -> Option<RecordId> {
    field.known().map(|reference| reference.0)
}

impl On<'_> {
    fn held_value(&self, field: &str) -> Option<&Value> {
        match crate::model::FieldSource::held(self, field) {
            Held::Known(value) => Some(value),
            Held::Missing | Held::Withheld => None,
        }
    }
}

//! The records of one unit as they hold in one span: what an indicator tallies.
//!
//! Computes no indicator. Rows of kinds that an indicator does not declare to read stop a debug build: an edit of such a
//! record would leave its figure as it was.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;

use super::index::{Index, Standing};
use super::indicator::Indicator;
use super::layer::Layer;
use super::span::Span;
use crate::model::field::Typed;
use crate::model::kinds::{Level, StandardKey};
use crate::model::quantity::Decimal;
use crate::model::{RecordId, Unit, kind_spec};
use crate::replica::Replica;

/// The records of a kind with their ids, in the order of these.
pub type Rows<T> = Rc<Vec<(RecordId, T)>>;

/// What the device itself knows and no record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Device {
    /// Days since the last full backup; nothing when there was none.
    pub backup_days: Option<i64>,
    /// How many files are missing from the sequences of those that were read; nothing when none was read.
    pub files_missing: Option<i64>,
    /// How many files the sequences that were read from should have.
    pub files_expected: i64,
}

/// Rows that were read, so that each record is read once for all indicators of its unit.
#[derive(Default)]
pub(super) struct Shelf(RefCell<BTreeMap<Stock, Rc<dyn Any>>>);

/// A kind, and the day as of which its records were read where that matters.
type Stock = (&'static str, Option<NaiveDate>);

/// The records of one unit, without those of the units below it, in one span.
pub struct Group<'a> {
    pub(super) replica: &'a Replica,
    pub(super) index: &'a Index,
    pub(super) layer: &'a Layer,
    pub(super) shelf: &'a Shelf,
    pub(super) unit: Option<RecordId>,
    pub(super) span: Span,
    pub(super) today: NaiveDate,
    pub(super) device: Device,
    pub(super) asking: Cell<Option<&'static Indicator>>,
}

impl Group<'_> {
    /// The unit; nothing stands for records whose unit is unknown.
    #[must_use]
    pub fn unit(&self) -> Option<RecordId> {
        self.unit
    }

    /// The span.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// The day on which all this holds: the span's last, or today while it goes on.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.layer.day()
    }

    /// Today, also where the span is over: as of when is judged what became of what began within the span.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Tells whether a day lies within the span and is not ahead of the day on which all this holds.
    #[must_use]
    pub fn is_within(&self, day: NaiveDate) -> bool {
        self.span.first() <= day && day <= self.day()
    }

    /// What the device knows. Only the records of unknown units have it, so that it is counted once.
    #[must_use]
    pub fn device(&self) -> Option<Device> {
        self.unit.is_none().then_some(self.device)
    }

    /// The unit itself, whatever it is.
    #[must_use]
    pub fn own(&self) -> Option<&Unit> {
        self.check_reads(Unit::KIND);
        self.layer.units.get(&self.unit?).map(AsRef::as_ref)
    }

    /// The unit itself, when it is a community that is in being on the day.
    #[must_use]
    pub fn community(&self) -> Option<(RecordId, &Unit)> {
        let unit = self.own()?;
        let in_being = unit.valid.known().is_none_or(|valid| valid.holds(self.day()));
        let is_community = unit.level.known().is_some_and(|level| level.is(Level::Community));
        (in_being && is_community).then_some((self.unit?, unit))
    }

    /// The unit's records of a kind.
    #[must_use]
    pub fn rows<T: Typed>(&self) -> Rows<T> {
        self.check_reads(T::KIND);
        let is_dated = kind_spec(T::KIND).is_some_and(|spec| spec.fields.iter().any(|field| field.dated));
        let of_any_day = self.shelf.rows::<T>((T::KIND, is_dated.then(|| self.day())), || {
            let read = |id| Some((id, self.index.typed::<T>(self.replica, id, self.day())?));
            self.index.members(self.unit, T::KIND).filter_map(read).collect()
        });
        let is_here = |id: RecordId| self.index.unit_on(id, self.day()) == self.unit;
        if of_any_day.iter().all(|(id, _)| is_here(*id)) {
            return of_any_day;
        }
        let key = (T::KIND, Some(self.day()));
        let elsewhere = Shelf::default();
        elsewhere.rows::<T>(key, || {
            let read = |id| Some((id, self.index.typed::<T>(self.replica, id, self.day())?));
            self.index.members(self.unit, T::KIND).filter(|id| is_here(*id)).filter_map(read).collect()
        })
    }

    /// A record of any unit, as it holds on the day.
    #[must_use]
    pub fn find<T: Typed>(&self, id: RecordId) -> Option<T> {
        self.check_reads(T::KIND);
        self.index.typed(self.replica, id, self.day())
    }

    /// The records of a kind, of any unit, that name a record in any field. Not for what names a unit: an edit of such a
    /// record does not reach the figures of the units that it names.
    pub fn naming<T: Typed>(&self, id: RecordId) -> impl Iterator<Item = (RecordId, T)> {
        self.check_reads(T::KIND);
        self.index.named_by(id).filter_map(|by| Some((by, self.index.typed(self.replica, by, self.day())?)))
    }

    /// What is not in order about the unit's records, of all kinds, as they are now.
    pub fn standings(&self) -> impl Iterator<Item = (RecordId, Standing)> {
        let here = self.index.all_members(self.unit).filter(|id| self.index.unit_on(*id, self.day()) == self.unit);
        here.filter_map(|id| Some((id, self.index.standing(id)?)))
    }

    /// The standard that holds for the unit on the day: its own, or that of the nearest unit above that has one.
    #[must_use]
    pub fn standard(&self, key: StandardKey) -> Option<Decimal> {
        let is_declared = self.asking.get().is_none_or(|asking| asking.standards.contains(&key));
        debug_assert!(is_declared, "an indicator uses a standard that it does not declare");
        self.layer.standard(self.unit?, key)
    }

    fn check_reads(&self, kind: &str) {
        let is_declared = self.asking.get().is_none_or(|asking| asking.reads_kind(kind));
        debug_assert!(
            is_declared,
            "{:?} reads {kind} and does not declare it",
            self.asking.get().map(|asking| asking.name)
        );
    }
}

impl Shelf {
    fn rows<T: 'static>(&self, key: Stock, read: impl FnOnce() -> Vec<(RecordId, T)>) -> Rows<T> {
        if let Some(held) = self.0.borrow().get(&key) {
            return held.clone().downcast().expect("a kind has one type");
        }
        let rows: Rows<T> = Rc::new(read());
        self.0.borrow_mut().insert(key, rows.clone());
        rows
    }
}

//! All indicators of all units in the spans that were asked for: computed once, rolled up through the tree, and after an
//! edit computed anew only where it can matter.
//!
//! A cell is what one unit's own records, without those of the units below, add to one indicator in one span. The figure of
//! a unit is the sum of the cells of all below it (counts and amounts add up, medians keep how often each value stands). An
//! edit evaluates the cells of the units that the record belongs or belonged to, or that name it, for the indicators that
//! read its kind; only where such a cell changed are the sums above it taken anew. Units and standards that change take
//! more with them: see [`Figures::update`].

use std::cell::Cell as Slot;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::figure::Figure;
use super::group::{Device, Group, Shelf};
use super::index::Index;
use super::indicator::{Indicator, When};
use super::indicators;
use super::layer::Layer;
use super::span::Span;
use super::tally::{Cell, Tally};
use crate::model::kinds::Standard;
use crate::model::sorted::Sorted;
use crate::model::{RecordId, Unit};
use crate::replica::drops::is_drop;
use crate::replica::joins::SAME;
use crate::replica::{Key, Replica};

/// The cells of one unit in one span, by the place of the indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cells {
    own: Vec<Option<Cell>>,
    /// With all units below; of a unit without any it is not kept apart.
    all: Vec<Option<Cell>>,
}

/// What was computed, for tests and benchmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Cells evaluated from records.
    pub evaluated: usize,
    /// Cells added up from those of the units below.
    pub added: usize,
}

/// The indicators of one workspace.
pub struct Figures {
    today: NaiveDate,
    device: Device,
    index: Index,
    layers: BTreeMap<NaiveDate, Layer>,
    cells: BTreeMap<(Span, Option<RecordId>), Cells>,
    work: Slot<Work>,
}

impl Figures {
    /// Reads the records, and computes nothing yet.
    #[must_use]
    pub fn read(replica: &Replica, today: NaiveDate) -> Self {
        let index = Index::read(replica, today);
        let (layers, cells) = (BTreeMap::new(), BTreeMap::new());
        Self { today, device: Device::default(), index, layers, cells, work: Slot::default() }
    }

    /// The day that counts as today.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Where the records belong.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What was computed so far.
    #[must_use]
    pub fn work(&self) -> Work {
        self.work.get()
    }

    /// Says what the device knows beside the records.
    pub fn set_device(&mut self, device: Device) {
        if self.device != device {
            self.device = device;
            self.cells.retain(|(_, unit), _| unit.is_some());
        }
    }

    /// The units, their tree and standards on the day of a span.
    pub fn layer(&mut self, replica: &Replica, span: Span) -> &Layer {
        let day = span.as_of(self.today);
        let index = &self.index;
        self.layers.entry(day).or_insert_with(|| Layer::read(replica, index, day))
    }

    /// The figure of a unit and all below it, without ids; no unit stands for everything.
    pub fn figure(&mut self, replica: &Replica, unit: Option<RecordId>, span: Span, of: &'static Indicator) -> Figure {
        self.figures(replica, unit, span, &[of]).pop().unwrap_or_default()
    }

    /// Several figures of a unit and all below it, without ids.
    pub fn figures(
        &mut self,
        replica: &Replica,
        unit: Option<RecordId>,
        span: Span,
        of: &[&'static Indicator],
    ) -> Vec<Figure> {
        let unit = unit.map(|unit| self.index.lead(unit));
        let (now, then): (Vec<_>, Vec<_>) = of.iter().partition(|indicator| indicator.when == When::Now);
        for (span, of) in [(self.present(), now), (span, then)] {
            if !of.is_empty() {
                self.add_up(replica, unit, span, &of.into_iter().map(indicators::place).collect::<Vec<_>>());
            }
        }
        let figure = |indicator: &&'static Indicator| {
            let span = self.span_of(indicator, span);
            let cell = self.cell(span, unit, indicators::place(indicator));
            cell.map_or_else(Figure::default, |cell| cell.figure(indicator.shape))
        };
        of.iter().map(figure).collect()
    }

    /// All records behind a figure: those of the numerator, those of the denominator alone, those that lack a value and
    /// those whose value was withheld.
    pub fn behind(&mut self, replica: &Replica, unit: Option<RecordId>, span: Span, of: &'static Indicator) -> Tally {
        let mut tally = Tally::default();
        self.each_group(replica, unit, self.span_of(of, span), |group| tally.add(group.tally(of)));
        tally
    }

    /// Calls a function with the records of a unit and of each unit below it, of every unit in turn; no unit stands for
    /// everything.
    pub fn each_group(
        &mut self,
        replica: &Replica,
        unit: Option<RecordId>,
        span: Span,
        mut read: impl FnMut(&Group<'_>),
    ) {
        let units = self.units_below(replica, unit, span);
        let layer = &self.layers[&span.as_of(self.today)];
        for unit in units {
            read(&self.group(replica, layer, &Shelf::default(), unit, span));
        }
    }

    /// All records behind several figures: each record is read once for all of them.
    pub fn all_behind(
        &mut self,
        replica: &Replica,
        unit: Option<RecordId>,
        span: Span,
        of: &[&'static Indicator],
    ) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); of.len()];
        for at in of.iter().map(|indicator| self.span_of(indicator, span)).into_set() {
            let units = self.units_below(replica, unit, at);
            let layer = &self.layers[&at.as_of(self.today)];
            for unit in units {
                let shelf = Shelf::default();
                let group = self.group(replica, layer, &shelf, unit, at);
                for (tally, indicator) in tallies.iter_mut().zip(of) {
                    if self.span_of(indicator, span) == at {
                        tally.add(group.tally(indicator));
                    }
                }
            }
        }
        tallies
    }

    /// Takes in that records changed, and computes anew what was computed and may have changed.
    ///
    /// Records joined or dropped, and units that came, went or stand elsewhere, take everything with them. A standard takes
    /// with it the indicators that use it, in its units and all below.
    pub fn update(&mut self, replica: &Replica, keys: &[Key]) {
        if keys.iter().any(|key| key.kind.as_str() == SAME || is_drop(key)) {
            self.index = Index::read(replica, self.today);
            self.forget();
            return;
        }
        let mut dirty: BTreeSet<(Option<RecordId>, usize)> = BTreeSet::new();
        let mut are_units_moved = false;
        for key in keys {
            let touched = self.index.update(replica, key, self.today);
            let is_read = |indicator: &Indicator| touched.kinds.iter().any(|kind| indicator.reads_kind(kind));
            let places =
                indicators::all().enumerate().filter(|(_, indicator)| is_read(indicator)).map(|(place, _)| place);
            for place in places {
                dirty.extend(touched.units.iter().map(|&unit| (unit, place)));
            }
            are_units_moved |= key.kind.as_str() == Unit::KIND;
        }
        if keys.iter().any(|key| [Unit::KIND, Standard::KIND].contains(&key.kind.as_str())) {
            self.renew_layers(replica, &mut dirty, are_units_moved);
        }
        self.evaluate_dirty(replica, &dirty);
    }

    /// Reads units and standards anew; where the tree is another one, or a unit came or went, nothing is kept.
    fn renew_layers(
        &mut self,
        replica: &Replica,
        dirty: &mut BTreeSet<(Option<RecordId>, usize)>,
        are_units_moved: bool,
    ) {
        let days: Vec<NaiveDate> = self.layers.keys().copied().collect();
        for day in days {
            let new = Layer::read(replica, &self.index, day);
            let old = self.layers.insert(day, new);
            let (Some(old), new) = (old, &self.layers[&day]) else { continue };
            if are_units_moved && old.tree != new.tree {
                self.forget();
                return;
            }
            for (place, indicator) in indicators::all().enumerate() {
                for &key in indicator.standards {
                    let units = new.units.keys().filter(|&&unit| old.standard(unit, key) != new.standard(unit, key));
                    dirty.extend(units.map(|&unit| (Some(unit), place)));
                }
            }
        }
    }

    fn forget(&mut self) {
        self.layers.clear();
        self.cells.clear();
    }

    fn evaluate_dirty(&mut self, replica: &Replica, dirty: &BTreeSet<(Option<RecordId>, usize)>) {
        let spans = self.cells.keys().map(|(span, _)| *span).into_set();
        let units = dirty.iter().map(|(unit, _)| *unit).into_set();
        for unit in units {
            let shelf = Shelf::default();
            for &span in &spans {
                let Some(held) = self.cells.get(&(span, unit)) else { continue };
                let places = dirty.range((unit, 0)..=(unit, usize::MAX)).map(|(_, place)| *place);
                let places: Vec<usize> = places.filter(|&place| held.own[place].is_some()).collect();
                let changed = self.evaluate(replica, &shelf, unit, span, &places);
                self.drop_sums(unit, span, &changed);
            }
        }
    }

    /// Takes the sums of a unit and of all above it away.
    fn drop_sums(&mut self, unit: Option<RecordId>, span: Span, places: &[usize]) {
        if places.is_empty() {
            return;
        }
        let layer = self.layers.get(&span.as_of(self.today));
        let mut at = unit;
        loop {
            if let Some(cells) = self.cells.get_mut(&(span, at)) {
                places.iter().for_each(|&place| cells.all[place] = None);
            }
            let Some(unit) = at else { return };
            at = layer.and_then(|layer| layer.parent(unit));
        }
    }

    /// Evaluates cells of one unit; tells which of them are others now.
    fn evaluate(
        &mut self,
        replica: &Replica,
        shelf: &Shelf,
        unit: Option<RecordId>,
        span: Span,
        places: &[usize],
    ) -> Vec<usize> {
        self.layer(replica, span);
        let group = self.group(replica, &self.layers[&span.as_of(self.today)], shelf, unit, span);
        let evaluated = places.iter().map(|&place| (place, group.tally(indicators::at(place)).cell()));
        let evaluated: Vec<(usize, Cell)> = evaluated.collect();
        let mut work = self.work.get();
        work.evaluated += evaluated.len();
        self.work.set(work);
        let cells = self.cells.entry((span, unit)).or_insert_with(Cells::new);
        let mut changed = Vec::new();
        for (place, cell) in evaluated {
            if cells.own[place].as_ref() != Some(&cell) {
                cells.own[place] = Some(cell);
                changed.push(place);
            }
        }
        changed
    }

    fn group<'a>(
        &'a self,
        replica: &'a Replica,
        layer: &'a Layer,
        shelf: &'a Shelf,
        unit: Option<RecordId>,
        span: Span,
    ) -> Group<'a> {
        let asking = Slot::new(None);
        Group { replica, index: &self.index, layer, shelf, unit, span, today: self.today, device: self.device, asking }
    }

    /// Evaluates and adds up what is missing below a unit, deepest first: how deep a tree goes is not for the stack.
    fn add_up(&mut self, replica: &Replica, unit: Option<RecordId>, span: Span, places: &[usize]) {
        let has_all = |cells: &Cells| places.iter().all(|&place| cells.all[place].is_some());
        if self.cells.get(&(span, unit)).is_some_and(has_all) {
            return;
        }
        let units = self.units_below(replica, unit, span);
        for &unit in units.iter().rev() {
            let held = self.cells.get(&(span, unit));
            let missing = |place: &&usize| held.is_none_or(|held| held.own[**place].is_none());
            let missing: Vec<usize> = places.iter().filter(missing).copied().collect();
            if !missing.is_empty() {
                self.evaluate(replica, &Shelf::default(), unit, span, &missing);
            }
            self.add_up_one(unit, span, places);
        }
    }

    fn add_up_one(&mut self, unit: Option<RecordId>, span: Span, places: &[usize]) {
        let Some(layer) = self.layers.get(&span.as_of(self.today)) else { return };
        let mut below = layer.tree.children(unit).to_vec();
        if unit.is_none() {
            below.extend(self.strangers(span));
        }
        let mut sums = Vec::new();
        let mut work = self.work.get();
        let held = &self.cells[&(span, unit)];
        for &place in places.iter().filter(|&&place| held.all[place].is_none()) {
            let mut sum = held.own[place].clone().unwrap_or_default();
            for &child in &below {
                if let Some(cell) = self.cell(span, Some(child), place) {
                    sum.add(cell);
                }
            }
            work.added += usize::from(!below.is_empty());
            sums.push((place, sum));
        }
        self.work.set(work);
        let cells = self.cells.get_mut(&(span, unit)).expect("it was evaluated");
        for (place, sum) in sums {
            cells.all[place] = Some(sum);
        }
    }

    fn cell(&self, span: Span, unit: Option<RecordId>, place: usize) -> Option<&Cell> {
        self.cells.get(&(span, unit))?.all[place].as_ref()
    }

    /// A unit and all below it, each before those below it; no unit stands for records of unknown units and all units.
    fn units_below(&mut self, replica: &Replica, unit: Option<RecordId>, span: Span) -> Vec<Option<RecordId>> {
        let unit = unit.map(|unit| self.index.lead(unit));
        self.layer(replica, span);
        let tree = &self.layers[&span.as_of(self.today)].tree;
        let mut units = Vec::new();
        let mut open = vec![unit];
        while let Some(unit) = open.pop() {
            units.push(unit);
            open.extend(tree.children(unit).iter().rev().map(|&child| Some(child)));
        }
        if unit.is_none() {
            units.extend(self.strangers(span).map(Some));
        }
        units
    }

    /// Units that records name and that are not here: what belongs to them counts where everything does.
    fn strangers(&self, span: Span) -> impl Iterator<Item = RecordId> + use<'_> {
        let layer = self.layers.get(&span.as_of(self.today));
        self.index.units().filter(move |unit| layer.is_some_and(|layer| !layer.units.contains_key(unit)))
    }

    /// The span under which an indicator is kept: what is so now is the same in all.
    fn span_of(&self, indicator: &Indicator, span: Span) -> Span {
        if indicator.when == When::Now { self.present() } else { span }
    }

    fn present(&self) -> Span {
        Span::year(self.today.year())
    }
}

impl Cells {
    fn new() -> Self {
        Self { own: vec![None; indicators::count()], all: vec![None; indicators::count()] }
    }
}

impl Group<'_> {
    fn tally(&self, of: &'static Indicator) -> Tally {
        let mut tally = Tally::default();
        self.asking.set(Some(of));
        (of.tally)(self, &mut tally);
        self.asking.set(None);
        tally
    }
}

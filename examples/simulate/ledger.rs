//! What users did and saw, written down apart from the program: an oracle that trusts no `after`.
//!
//! For each save it keeps the saves whose effect stood in the form that was saved. Where a record was never touched by
//! a forged file, that alone decides what must be seen.

use std::collections::{BTreeMap, BTreeSet};

use sanyou::model::{Name, Value};
use sanyou::replica::{DELETED, Dot, Key, Record, Save, State, View};

use crate::failure::{Failure, Invariant, ensure};

/// Saves of one record that the ledger keeps; a record with more is no longer judged.
const SAVES_MAX: usize = 256;

/// A set of a record's saves by their place in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Places([u64; SAVES_MAX / 64]);

impl Places {
    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] & (1 << (place % 64)) != 0
    }

    fn add_all(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    fn holds_all(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(word, part)| part & !word == 0)
    }

    fn list(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(word, bits)| {
            let next = |left: &u64| Some(left & (left - 1)).filter(|left| *left != 0);
            let words = std::iter::successors(Some(bits).filter(|bits| *bits != 0), next);
            words.map(move |left| word * 64 + left.trailing_zeros() as usize)
        })
    }
}

/// One press of "save".
struct Pressed {
    dot: Dot,
    seen: Places,
    set: BTreeMap<Name, Value>,
}

/// All presses of "save" in a run.
#[derive(Default)]
pub struct Ledger {
    records: BTreeMap<Key, Vec<Pressed>>,
    places: BTreeMap<(Key, Dot), usize>,
    tainted: BTreeSet<Key>,
}

impl Ledger {
    /// Stops judging a record: a file that no program wrote touched it.
    pub fn taint(&mut self, key: &Key) {
        self.tainted.insert(key.clone());
    }

    /// Tells whether a record is judged.
    pub fn judges(&self, key: &Key) -> bool {
        !self.tainted.contains(key)
    }

    /// The saves whose effect a form shows that displays a record as it is held now.
    pub fn shown(&self, key: &Key, record: Option<&Record>) -> Places {
        record.and_then(|record| self.held(key, record)).map_or_else(Places::default, |held| self.readable(key, held))
    }

    /// Notes a press of "save".
    ///
    /// # Errors
    /// When the dot was given out before.
    pub fn note(&mut self, key: &Key, save: &Save, seen: Places) -> Result<(), Failure> {
        let pressed = self.records.entry(key.clone()).or_default();
        let place = pressed.len();
        let known = |(name, value): (&Name, &Option<Value>)| Some((name.clone(), value.clone()?));
        pressed.push(Pressed { dot: save.dot, seen, set: save.set.iter().filter_map(known).collect() });
        if place + 1 >= SAVES_MAX {
            self.tainted.insert(key.clone());
        }
        let before = self.places.insert((key.clone(), save.dot), place);
        ensure(before.is_none(), Invariant::DotsUnique, || format!("{key:?} {:?} was saved twice", save.dot))
    }

    /// The saves of a record that are held; nothing when one of them was never pressed or the record is not judged.
    fn held(&self, key: &Key, record: &Record) -> Option<Places> {
        let mut held = Places::default();
        for variant in record.variants().filter(|_| self.judges(key)) {
            let place = *self.places.get(&(key.clone(), variant.dot()))?;
            (place < SAVES_MAX).then(|| held.add(place))?;
        }
        self.judges(key).then_some(held)
    }

    fn pressed(&self, key: &Key) -> &[Pressed] {
        self.records.get(key).map_or(&[], Vec::as_slice)
    }

    fn readable(&self, key: &Key, held: Places) -> Places {
        let pressed = self.pressed(key);
        let mut readable = Places::default();
        held.list().filter(|&place| held.holds_all(&pressed[place].seen)).for_each(|place| readable.add(place));
        readable
    }

    /// Those of the saves that nobody had seen who made another of them.
    fn newest(&self, key: &Key, of: &Places) -> Vec<usize> {
        let pressed = self.pressed(key);
        let mut seen = Places::default();
        of.list().for_each(|place| seen.add_all(&pressed[place].seen));
        of.list().filter(|&place| !seen.has(place)).collect()
    }

    /// Compares what a record shows with what its users saw and did; tells whether the record was judged.
    ///
    /// # Errors
    /// The first field, head or state that is not as the users left it.
    pub fn check(&self, key: &Key, record: &Record, view: &View) -> Result<bool, Failure> {
        let Some(held) = self.held(key, record) else { return Ok(false) };
        let pressed = self.pressed(key);
        let readable = self.readable(key, held);
        let dots = |places: &[usize]| places.iter().map(|&place| pressed[place].dot).collect::<BTreeSet<_>>();
        let wrong = |what: &str| Failure::new(Invariant::Intention, format!("{key:?}: {what}\n{view:?}"));
        let mut setters: BTreeMap<&Name, Places> = BTreeMap::new();
        for place in readable.list() {
            pressed[place].set.keys().for_each(|name| setters.entry(name).or_default().add(place));
        }
        if setters.len() != view.fields.len() || held.list().count() - readable.list().count() != view.waiting {
            return Err(wrong("other fields, or other saves waiting"));
        }
        let heads = self.newest(key, &readable);
        if dots(&heads) != view.heads.iter().map(|pred| pred.dot).collect() {
            return Err(wrong("other heads"));
        }
        let mut shown: Vec<usize> = Vec::new();
        let mut deletes: Vec<usize> = Vec::new();
        for (name, of) in setters {
            let newest = self.newest(key, &of);
            let field = view.fields.get(name).ok_or_else(|| wrong(name.as_str()))?;
            if dots(&newest) != field.newest.iter().map(|newest| newest.dot).collect() {
                return Err(wrong(name.as_str()));
            }
            let value_of =
                |dot: Dot| newest.iter().find(|&&place| pressed[place].dot == dot).map(|&p| &pressed[p].set[name]);
            let is_right =
                |seen: &sanyou::replica::Newest| seen.value.is_none() || seen.value.as_ref() == value_of(seen.dot);
            if !field.newest.iter().all(is_right) {
                return Err(wrong(name.as_str()));
            }
            if name.as_str() == DELETED { &mut deletes } else { &mut shown }.extend(newest);
        }
        let state = self.state(key, &readable, &deletes, &shown);
        let is_dropped = state == State::Incomplete && view.state == State::Dropped && held == Places::default();
        if state == view.state || is_dropped { Ok(true) } else { Err(wrong(&format!("it should be {state:?}"))) }
    }

    fn state(&self, key: &Key, readable: &Places, deletes: &[usize], shown: &[usize]) -> State {
        let pressed = self.pressed(key);
        let is_delete = |place: usize| {
            pressed[place].set.iter().any(|(name, value)| name.as_str() == DELETED && *value == Value::Bool(true))
        };
        let ends: Vec<usize> = deletes.iter().copied().filter(|&place| is_delete(place)).collect();
        let was_seen = |place: usize| ends.iter().any(|&end| end == place || pressed[end].seen.has(place));
        match (readable.list().next(), ends.len()) {
            (None, _) => State::Incomplete,
            (_, 0) => State::Live,
            (_, count) if count == deletes.len() && shown.iter().all(|&place| was_seen(place)) => State::Deleted,
            _ => State::Contested,
        }
    }
}

//! The sides of a conflict, how one of them is chosen in many conflicts at once, and how a choice is taken back.
//!
//! Chooses by who said something and by where it was entered, never by a clock. Saves nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::history::{Came, Clock, Step, first_said};
use crate::model::sorted::Sorted;
use crate::model::{Name, Value};
use crate::replica::{Dot, Key, View};

/// A save that says one of the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    /// The save.
    pub dot: Dot,
    /// Who it says made it.
    pub by: Arc<str>,
    /// When it says it was made, in seconds since 1970.
    pub at: i64,
    /// Where it came from; nothing where the history does not know the save.
    pub came: Option<Came>,
    /// What is to be thought of that time.
    pub clock: Clock,
    /// Who said the value before, and when, where this save only repeats it.
    pub first: Option<(Arc<str>, i64)>,
}

/// One value of a field in conflict, with all newest saves that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The value.
    pub value: Value,
    /// The saves, that of the greatest dot first.
    pub makers: Vec<Maker>,
}

/// The known values that stand side by side in a field, that of the greatest dot first.
#[must_use]
pub fn sides(view: &View, field: &str, steps: &[Step]) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for newest in view.fields.get(field).into_iter().flat_map(|held| &held.newest) {
        let Some(value) = &newest.value else { continue };
        let is_it = |step: &&Step| {
            let save = &step.save;
            (save.dot, save.at, &save.by) == (newest.dot, newest.at, &newest.by)
                && save.fields.get(field).is_some_and(|held| held.values.contains(value))
        };
        let step = steps.iter().find(is_it);
        let first = first_said(steps, field, value).filter(|(by, at)| (*by, *at) != (&newest.by, newest.at));
        let maker = Maker {
            dot: newest.dot,
            by: newest.by.clone(),
            at: newest.at,
            came: step.map(|step| step.came.clone()),
            clock: step.map_or(Clock::Right, |step| step.clock),
            first: first.map(|(by, at)| (by.clone(), at)),
        };
        match sides.iter_mut().find(|side| side.value == *value) {
            Some(side) => side.makers.push(maker),
            None => sides.push(Side { value: value.clone(), makers: vec![maker] }),
        }
    }
    sides
}

/// How one of the sides is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule<'a> {
    /// What was entered on this device, of several the newest.
    Here,
    /// What somebody said, of several the newest.
    Of(&'a str),
}

/// The side that a rule chooses; nothing where none is of that kind.
#[must_use]
pub fn chosen(sides: &[Side], rule: Rule<'_>) -> Option<usize> {
    let fits = |maker: &&Maker| match rule {
        Rule::Here => maker.came == Some(Came::Here),
        Rule::Of(author) => &*maker.by == author || maker.first.as_ref().is_some_and(|(first, _)| &**first == author),
    };
    let newest = |side: &Side| side.makers.iter().filter(fits).map(|maker| maker.dot).max();
    let sides = sides.iter().enumerate().filter_map(|(place, side)| Some((newest(side)?, place)));
    sides.max().map(|(_, place)| place)
}

/// A save that settled something, and what it settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The record.
    pub key: Key,
    /// The save.
    pub dot: Dot,
    /// The values that stood in each of its fields before, those of a conflict side by side.
    pub before: BTreeMap<Name, Vec<Value>>,
}

impl Settled {
    /// What a save of these fields settles in a record as it is displayed.
    #[must_use]
    pub fn of(key: Key, dot: Dot, set: &BTreeMap<Name, Value>, view: &View) -> Self {
        let values = |name: &Name| {
            let newest = view.fields.get(name).into_iter().flat_map(|field| &field.newest);
            let mut values: Vec<Value> = Vec::new();
            for value in newest.filter_map(|newest| newest.value.clone()) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            // Of a field that nobody had set, and of a record that is contested because one side did not know of the delete.
            let is_contested =
                name.as_str() == crate::replica::DELETED && view.state == crate::replica::State::Contested;
            if is_contested {
                values = vec![Value::Bool(true), Value::Bool(false)];
            } else if values.is_empty() {
                values.push(Value::Null);
            }
            values
        };
        Self { key, dot, before: set.keys().map(|name| (name.clone(), values(name))).into_map() }
    }
}

/// The saves that put side by side again what a choice settled, each upon the record as it is and none upon another; of
/// what somebody changed since nothing is touched. Nothing where nothing is left to take back.
#[must_use]
pub fn reopen(settled: &Settled, now: &View) -> Vec<BTreeMap<Name, Value>> {
    let is_standing = |name: &Name| {
        let newest = now.fields.get(name).map_or(&[][..], |field| &field.newest);
        matches!(newest, [only] if only.dot == settled.dot)
    };
    let standing: Vec<_> = settled.before.iter().filter(|(name, _)| is_standing(name)).collect();
    let count = standing.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let set = |place: usize| {
        let fields = standing.iter().filter_map(|(name, values)| Some(((*name).clone(), values.get(place)?.clone())));
        fields.into_map()
    };
    (0..count).map(set).collect()
}

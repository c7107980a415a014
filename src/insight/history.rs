//! A record's history as it is told to people: every save, when it came here and from where, what it changed; what the
//! record showed on a day, and what would bring that back.
//!
//! When a save came here is known of imports by their log and of what was entered here by its own label. Labels may be
//! wrong, so nothing is ever told as older than what it was saved upon. Reads no clock: the present is an argument.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::{Memory, Origin, Sources};
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Name, RecordId, Value};
use crate::replica::imports::{File, brought};
use crate::replica::joins::Seen;
use crate::replica::past::{self, PastSave, Standing, part};
use crate::replica::view::{Member, view_of};
use crate::replica::{DELETED, Dot, FieldView, Key, Record, State, View};

/// Seconds of a day: labels that are less far apart are no sign of a wrong clock.
const DAY: i64 = 86_400;

/// Where a save came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It was entered on this device.
    Here,
    /// It is part of the sample.
    Sample,
    /// This file brought it.
    File(File),
    /// This file may have brought it.
    Perhaps(File),
}

impl Came {
    fn of(origin: &Origin<'_>) -> Self {
        match *origin {
            Origin::Here => Self::Here,
            Origin::Sample => Self::Sample,
            Origin::File(file) => Self::File(file.clone()),
            Origin::Perhaps(file) => Self::Perhaps(file.clone()),
        }
    }
}

/// What the time that a save claims says of the clock it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Nothing speaks against it.
    Right,
    /// It lies so many days after the save was here.
    Ahead(i64),
    /// It lies so many days before that of a save it comes after.
    Behind(i64),
}

/// One save as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The record it is a save of; another one than was asked for where several are read as one.
    pub id: RecordId,
    /// The save.
    pub save: PastSave,
    /// What each field that it set held before, where that is known: nothing where nobody had set it.
    pub before: BTreeMap<Name, BTreeSet<Value>>,
    /// When it was here, in seconds since 1970.
    pub received: i64,
    /// Where it came from.
    pub came: Came,
    /// What is to be thought of the time it claims.
    pub clock: Clock,
    /// It was taken out of the records on purpose.
    pub is_dropped: bool,
}

/// All saves of a record, and of those that are read as one with it: what was here last comes first. Of what was here
/// within one second, what was saved upon the other comes first, and what was received comes before what was entered: a
/// file is taken after what was entered before it.
#[must_use]
pub fn history(sources: &Sources<'_>, key: &Key, now: i64) -> Vec<Step> {
    let Seen { replica, joins } = sources.seen;
    let mut steps = Vec::new();
    for key in joins.group(key).unwrap_or(std::slice::from_ref(key)) {
        if let (Some(record), Some(view)) = (replica.record(key), replica.view(key)) {
            add_steps(sources, key, (record, view), now, &mut steps);
        }
    }
    let late = |step: &Step| (step.received, step.save.dot.height, step.came != Came::Here, step.save.dot.session);
    in_order(steps, |one, other| late(other).cmp(&late(one)))
}

fn add_steps(sources: &Sources<'_>, key: &Key, (record, view): (&Record, &View), now: i64, steps: &mut Vec<Step>) {
    let history = past::history(record, view);
    let afters: Vec<Vec<usize>> = record.variants().map(|variant| places(&history, &variant)).collect();
    let received = arrivals(sources, key.id, &history, &afters, now);
    let ghosts = sources.seen.replica.drops().ghosts(&key.id);
    for (place, save) in history.iter().enumerate() {
        let upon = afters[place].iter().map(|&before| history[before].at.min(received[before])).max();
        let clock = match (save.at - received[place], upon.map_or(0, |upon| upon - save.at)) {
            (ahead, _) if ahead > DAY => Clock::Ahead(ahead / DAY),
            (_, behind) if behind > DAY => Clock::Behind(behind / DAY),
            _ => Clock::Right,
        };
        steps.push(Step {
            id: key.id,
            before: befores(&history, save),
            received: received[place],
            came: Came::of(&sources.origin(key.id, save.dot, save.at)),
            clock,
            is_dropped: ghosts.is_some_and(|ghosts| ghosts.contains_key(&save.dot)),
            save: save.clone(),
        });
    }
}

/// The places in the history of the saves that one names as those it comes after.
fn places(history: &[PastSave], variant: &crate::replica::Variant<'_>) -> Vec<usize> {
    let own = variant.after().iter().filter(|pred| pred.of.is_none());
    own.flat_map(|pred| history.iter().enumerate().filter(move |(_, save)| save.dot == pred.dot))
        .map(|(place, _)| place)
        .collect()
}

/// When each save was here. What claims to be of the future was here when something was saved upon it, or is here now;
/// and nothing was here before what it was saved upon.
fn arrivals(sources: &Sources<'_>, id: RecordId, history: &[PastSave], afters: &[Vec<usize>], now: i64) -> Vec<i64> {
    let mut received: Vec<i64> = history.iter().map(|save| arrival(sources, id, save)).collect();
    for place in (0..received.len()).rev() {
        if received[place] > now {
            let upon_it = (0..received.len()).filter(|&later| afters[later].contains(&place));
            received[place] = upon_it.map(|later| received[later]).min().unwrap_or(now).min(now);
        }
    }
    for place in 0..received.len() {
        let upon = afters[place].iter().map(|&before| received[before]).max();
        received[place] = received[place].max(upon.unwrap_or(i64::MIN));
    }
    received
}

fn arrival(sources: &Sources<'_>, id: RecordId, save: &PastSave) -> i64 {
    match sources.memory {
        Memory::Kept { imports, own, sample } if sample != Some(save.dot.session) && own != save.dot.session => {
            brought(imports, id, save.dot, save.at).map_or(save.at, |(import, _)| import.received)
        }
        Memory::Kept { .. } | Memory::File(_) => save.at,
    }
}

/// What the fields of a save held before: the values of the saves that it superseded.
fn befores(history: &[PastSave], save: &PastSave) -> BTreeMap<Name, BTreeSet<Value>> {
    let of_field = |name: &Name| {
        let superseded = history
            .iter()
            .filter_map(|earlier| earlier.fields.get(name))
            .filter(|field| matches!(&field.standing, Standing::Superseded(by) if by.contains(&save.dot)));
        superseded.flat_map(|field| field.values.iter().cloned()).into_set()
    };
    save.fields.keys().map(|name| (name.clone(), of_field(name))).into_map()
}

/// What a record showed here at a time: of its saves those that were here by then.
#[must_use]
pub fn as_it_was(seen: &Seen<'_>, key: &Key, steps: &[Step], is_by_then: &dyn Fn(i64) -> bool) -> View {
    let of = |id: RecordId| {
        steps.iter().filter(move |step| step.id == id && is_by_then(step.received)).map(|step| step.save.dot).into_set()
    };
    let keys = seen.joins.group(key).unwrap_or(std::slice::from_ref(key));
    let parts: Vec<(RecordId, Record)> = keys
        .iter()
        .filter_map(|key| {
            let dots: BTreeSet<Dot> = of(key.id);
            Some((key.id, part(seen.replica.record(key)?, &|dot| dots.contains(&dot))))
        })
        .collect();
    let members: Vec<Member<'_>> = parts.iter().map(|(id, record)| Member { id: *id, record, ghosts: None }).collect();
    view_of(&members)
}

/// Why a field is not brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A value that stands there now, or stood there then, is not held here.
    Withheld,
    /// Steps set it.
    BySteps,
}

/// What brings an earlier state back: a save like any other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restoration {
    /// The fields to set.
    pub set: BTreeMap<Name, Value>,
    /// Those that differ and stay as they are.
    pub kept: BTreeMap<Name, Kept>,
}

/// What makes a record show what it showed then, or one field of it. Where different values stood side by side, the one
/// of the greatest dot is taken. A record that was deleted since is there again; none is deleted by this.
#[must_use]
pub fn restore(now: &View, then: &View, only: Option<&str>, is_by_steps: &dyn Fn(&str) -> bool) -> Restoration {
    let mut restoration = Restoration::default();
    let names: BTreeSet<&Name> = now.fields.keys().chain(then.fields.keys()).into_set();
    for name in names {
        if name.as_str() == DELETED || only.is_some_and(|only| only != name.as_str()) {
            continue;
        }
        let nothing = FieldView::default();
        let (is, was) = (now.fields.get(name).unwrap_or(&nothing), then.fields.get(name).unwrap_or(&nothing));
        let (value, wanted) = (is.value().unwrap_or(&Value::Null), was.value().unwrap_or(&Value::Null));
        if is == was || !is.in_conflict() && !is.is_withheld() && !was.is_withheld() && value == wanted {
            continue;
        }
        if is_by_steps(name.as_str()) {
            restoration.kept.insert(name.clone(), Kept::BySteps);
        } else if is.is_withheld() || was.is_withheld() {
            restoration.kept.insert(name.clone(), Kept::Withheld);
        } else {
            restoration.set.insert(name.clone(), wanted.clone());
        }
    }
    if now.state == State::Deleted && then.is_present() {
        restoration.set.insert(Name::known(DELETED), Value::Bool(false));
    }
    restoration
}

/// Who said a value of a field first, where that is not who said it last: a value that was put side by side again was.
#[must_use]
pub fn first_said<'a>(steps: &'a [Step], field: &str, value: &Value) -> Option<(&'a Arc<str>, i64)> {
    let says = |step: &&Step| step.save.fields.get(field).is_some_and(|held| held.values.contains(value));
    let first = steps.iter().filter(says).min_by_key(|step| step.save.dot)?;
    Some((&first.save.by, first.save.at))
}

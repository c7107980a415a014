//! Which ways merging went: what a record shows now that it did not show before.
//!
//! Counts and nothing else: no law is judged here.

use std::collections::BTreeSet;

use sanyou::model::{KINDS, Value};
use sanyou::replica::{DELETED, FieldView, Key, Record, State, View};

use crate::tally::{Event, Tally};

/// Counts which ways merging went in a record.
pub fn count_branches(tally: &mut Tally, key: &Key, record: &Record, before: Option<&View>, view: &View) {
    let mut met = |event: Event, now: bool, was: bool| {
        if now && !was {
            tally.add(event);
        }
    };
    let had = |fact: &dyn Fn(&View) -> bool| before.is_some_and(fact);
    for (event, fact) in FACTS {
        met(*event, fact(view), had(&|view| fact(view)));
    }
    met(Event::WaitingEnded, view.waiting == 0, !had(&|view| view.waiting > 0));
    met(Event::Undeleted, view.is_present(), !had(&|view| view.state == State::Deleted));
    met(Event::Settled, !view.in_conflict(), !had(&View::in_conflict));
    met(Event::WithheldFilled, had(&|before| is_filled(before, view)), false);
    met(Event::UnknownKind, !KINDS.iter().any(|spec| spec.kind == key.kind.as_str()), before.is_some());
    met(Event::ContentNamed, names_content(record), !had(&|before| before.heads != view.heads));
    met(Event::StandInFilled, has_filled(record), !had(&|before| before.fields.len() < view.fields.len()));
    let torn = record.variants().any(|variant| variant.is_torn());
    met(Event::CloneTorn, torn, had(&|before| before.clones == view.clones));
    met(Event::CloneShape, has_shapes(record), had(&|before| before.clones == view.clones));
}

type Fact = fn(&View) -> bool;

/// What may be seen in a record; each is counted when it was not so before.
const FACTS: &[(Event, Fact)] = &[
    (Event::ConcurrentField, |view| view.conflicts().next().is_some()),
    (Event::ConcurrentEqual, |view| shown(view).any(|field| field.newest.len() > 1 && !field.in_conflict())),
    (Event::ConcurrentFields, |view| view.heads.len() > 1 && view.conflicts().next().is_none()),
    (Event::DeleteEdit, |view| view.state == State::Contested && ends(view, &[true])),
    (Event::DeleteRestore, |view| view.state == State::Contested && ends(view, &[false, true])),
    (Event::DeleteDelete, |view| view.state == State::Deleted && view.fields[DELETED].newest.len() > 1),
    (Event::RestoreEdit, |view| view.heads.len() > 1 && ends(view, &[false]) && edits_beside_restore(view)),
    (Event::Waiting, |view| view.waiting > 0),
    (Event::Incomplete, |view| view.state == State::Incomplete),
    (Event::WithheldNewest, |view| shown(view).any(|field| field.is_withheld())),
    (Event::UnknownField, |view| view.fields.keys().any(|name| name.as_str().starts_with("x."))),
];

fn shown(view: &View) -> impl Iterator<Item = &FieldView> {
    view.fields.iter().filter(|(name, _)| name.as_str() != DELETED).map(|(_, field)| field)
}

/// Tells whether a value that was withheld is known now.
fn is_filled(before: &View, view: &View) -> bool {
    let knows = |name, dot| {
        let newest = view.fields.get(name).into_iter().flat_map(|field: &FieldView| &field.newest);
        newest.into_iter().any(|newest| newest.dot == dot && newest.value.is_some())
    };
    let withheld = |field: &FieldView| field.newest.clone().into_iter().filter(|newest| newest.value.is_none());
    before.fields.iter().any(|(name, field)| withheld(field).any(|newest| knows(name, newest.dot)))
}

/// Tells whether the newest values of `deleted` are just these.
fn ends(view: &View, expected: &[bool]) -> bool {
    let newest = view.fields.get(DELETED).into_iter().flat_map(|field| &field.newest);
    let held: BTreeSet<&Value> = newest.filter_map(|newest| newest.value.as_ref()).collect();
    let expected: BTreeSet<Value> = expected.iter().map(|end| Value::Bool(*end)).collect();
    held.into_iter().eq(&expected)
}

/// Tells whether a restore and another save are both heads.
fn edits_beside_restore(view: &View) -> bool {
    let heads = || view.heads.iter().map(|pred| pred.dot);
    let restores = |dot| view.fields[DELETED].newest.iter().any(|newest| newest.dot == dot);
    heads().any(restores) && heads().any(|dot| !restores(dot))
}

fn names_content(record: &Record) -> bool {
    record.variants().any(|variant| variant.after().iter().any(|pred| pred.content.is_some()))
}

/// Tells whether an empty save stands beside what it stood in for.
fn has_filled(record: &Record) -> bool {
    let empty = record.variants().filter(|variant| variant.fields().len() == 0 && variant.after().is_empty());
    let dots: BTreeSet<_> = empty.map(|variant| variant.dot()).collect();
    record.variants().any(|variant| variant.fields().len() > 0 && dots.contains(&variant.dot()))
}

fn has_shapes(record: &Record) -> bool {
    let made = record.variants().filter(|variant| variant.fields().len() > 0 || !variant.after().is_empty());
    let dots: Vec<_> = made.map(|variant| variant.dot()).collect();
    dots.windows(2).any(|pair| pair[0] == pair[1])
}

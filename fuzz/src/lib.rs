//! What must hold of whatever each reader of foreign bytes takes; each target in `fuzz_targets` calls one module.
//!
//! Generates nothing and keeps nothing: libFuzzer makes the bytes, `examples/seeds.rs` the first of them. All use of the
//! program's own interface stands here, so that a change of it is mended in one place.

use std::collections::BTreeMap;

use sanyou::exchange::pack as pack_lines;
use sanyou::replica::definition::{Definition, Seen};
use sanyou::replica::drops::DROP;
use sanyou::replica::{Delta, Key, Lines, Record, Replica, Save, Saved, View};

pub mod csv;
pub mod envelope;
pub mod journal;
pub mod lines;
pub mod merge;
pub mod pack;
pub mod value;

/// What a target did with one input, after everything that must hold was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The reader took nothing.
    Refused,
    /// The reader took so many saves, values or bytes.
    Taken(usize),
}

/// What a target does with one input.
pub type Check = fn(&[u8]) -> Outcome;

/// Every target by its name.
pub const TARGETS: [(&str, Check); 7] = [
    ("csv", csv::check),
    ("envelope", envelope::check),
    ("journal", journal::check),
    ("lines", lines::check),
    ("merge", merge::check),
    ("pack", pack::check),
    ("value", value::check),
];

/// The plain definition walks every path through a record: past so many saves that is too slow to fuzz.
const DEFINED_SAVES_MAX: usize = 24;

/// A replica that holds these saves.
#[must_use]
pub fn replica(saves: &[Saved]) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves.iter().cloned());
    replica
}

/// All saves that a replica gives.
#[must_use]
pub fn saves(replica: &Replica) -> Vec<Saved> {
    replica.saves_of(replica.iter().map(|(key, ..)| key)).collect()
}

fn views(replica: &Replica) -> BTreeMap<Key, View> {
    replica.iter().map(|(key, _, view)| (key.clone(), View::clone(view))).collect()
}

/// Checks that two replicas hold and show the same.
#[track_caller]
fn check_same(left: &Replica, right: &Replica) {
    assert_eq!(left.canonical(), right.canonical());
    assert_eq!(views(left), views(right));
    assert_eq!(left.save_count(), right.save_count());
}

/// Tells whether saves say that others are dropped: what is seen is then not theirs alone.
fn has_drops(saves: &[Saved]) -> bool {
    saves.iter().any(|saved| saved.key.kind.as_str() == DROP)
}

/// A replica that took these lines, which come to the same as their saves.
#[track_caller]
fn united(lines: &[&Lines]) -> Replica {
    let (mut fast, mut plain) = (Replica::new(), Replica::new());
    for lines in lines {
        let (left, right) = (fast.unite(lines), plain.apply(lines.saves()));
        assert_eq!((sorted(left.added), sorted(left.changed)), (sorted(right.added), sorted(right.changed)));
        check_same(&fast, &plain);
        assert_eq!(pack_lines(&fast), pack_lines(&plain), "equal records are equal bytes");
        assert_eq!(fast.unite(lines), Delta::default(), "the second import changes nothing");
    }
    fast
}

fn sorted(mut keys: Vec<Key>) -> Vec<Key> {
    keys.sort();
    keys
}

/// Checks what holds of any saves that were taken: they are shown as defined, and arriving again changes nothing.
#[track_caller]
fn check_taken(taken: &[Saved]) -> Replica {
    let mut held = replica(taken);
    check_same(&replica(&taken.iter().rev().cloned().collect::<Vec<_>>()), &held);
    if !has_drops(taken) {
        check_shown(taken, &held);
    }
    let canonical = held.canonical();
    assert_eq!(held.news(taken.to_vec()), Vec::new(), "nothing of it is news any more");
    assert_eq!(held.apply(taken.iter().rev().cloned()), Delta::default(), "the second import changes nothing");
    assert_eq!(held.canonical(), canonical);
    held
}

#[track_caller]
fn check_shown(taken: &[Saved], held: &Replica) {
    for (key, record, view) in held.iter() {
        check_record(record, view);
        let of_record: Vec<Save> =
            taken.iter().filter(|saved| saved.key == *key).map(|saved| saved.save.clone()).collect();
        if of_record.len() <= DEFINED_SAVES_MAX {
            let defined = Definition::joined(&[(key.id, &of_record)], BTreeMap::new());
            assert_eq!(Seen::shown(view), defined.seen(), "{key:?}");
        }
    }
    check_same(&replica(&saves(held)), held);
}

fn check_record(record: &Record, view: &View) {
    assert!(record.variants().all(|variant| variant.after().iter().all(|pred| pred.dot.height < variant.dot().height)));
    assert!(view.waiting <= record.save_count());
    assert!(view.fields.values().all(|field| !field.newest.is_empty()), "a field that was set has a newest value");
}

//! The fast lane says what the plain one says: records that travel, unite and are read as lines come to the same.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sanyou::exchange::{self, Outgoing};
use sanyou::replica::{Delta, Key, Replica, Saved};

use crate::cases::read;
use crate::history::{contents, histories, replica};
use crate::laws::{all, config, same};

fn outgoing() -> Outgoing<'static> {
    Outgoing { by: "张三", ..Outgoing::default() }
}

fn file(replica: &Replica) -> exchange::Incoming {
    let text = exchange::write(replica, &outgoing());
    exchange::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// What is current, as a reader of values sees it.
fn values(replica: &Replica) -> BTreeMap<(Key, String), String> {
    let mut values = BTreeMap::new();
    replica.each_present(|key, fields| {
        for (name, value) in fields {
            let before = values.insert((key.clone(), (*name).to_owned()), (*value).to_owned());
            assert_eq!(before, None, "each field once");
        }
    });
    values
}

fn sorted(mut delta: Delta) -> Delta {
    delta.added.sort();
    delta.changed.sort();
    delta
}

/// Splits saves by the bits of their places.
fn parts(saves: &[Saved], bits: u64) -> (Replica, Replica) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (place, saved) in saves.iter().enumerate() {
        // Most saves are in both, as most records of two devices are.
        match (bits >> (place % 32 * 2)) & 3 {
            0 => left.push(saved.clone()),
            1 => right.push(saved.clone()),
            _ => {
                left.push(saved.clone());
                right.push(saved.clone());
            }
        }
    }
    (replica(left), replica(right))
}

/// Fails when two files united line by line are not their saves united one by one.
fn check_united(left: &Replica, right: &Replica) -> Result<(), TestCaseError> {
    let (mut by_lines, mut by_saves) = (Replica::new(), Replica::new());
    for file in [file(left), file(right)] {
        // Read upon what is held, which skips lines that are equal.
        let text = exchange::write(&replica(file.saves()), &outgoing());
        let upon = exchange::read_upon(text.as_bytes(), &by_lines).expect("a file");
        let (lines, saves) = (by_lines.unite(&upon.lines), by_saves.apply(upon.saves()));
        let (lines, saves) = (sorted(lines), sorted(saves));
        prop_assert_eq!((&lines.added, &lines.changed), (&saves.added, &saves.changed));
        // Written before anything opens what was united, and again after everything was opened.
        let text = exchange::write(&by_lines, &outgoing());
        prop_assert_eq!(&text, &exchange::write(&by_saves, &outgoing()));
        prop_assert_eq!(values(&by_lines), values(&by_saves));
        same(&by_lines, &by_saves)?;
        prop_assert_eq!(exchange::write(&replica(all(&by_lines)), &outgoing()), text);
    }
    prop_assert_eq!(by_lines.unite(&file(left).lines), Delta::default());
    prop_assert_eq!(by_lines.unite(&file(right).lines), Delta::default());
    Ok(())
}

/// Situations that histories seldom reach, each as the saves of two devices.
#[test]
fn two_lines_of_one_record() {
    let check = |situation: &str, left: &[&str], right: &[&str]| {
        let (left, right) = (replica(read(left)), replica(read(right)));
        for (one, other) in [(&left, &right), (&right, &left)] {
            check_united(one, other).unwrap_or_else(|error| panic!("{situation}: {error}"));
        }
    };
    check("one lacks a value that the other has", &["1a name=1 area=?"], &["1a name=1 area=2"]);
    check("each lacks a value that the other has", &["1a name=? area=2"], &["1a name=1 area=?"]);
    check("a superseded value is filled", &["1a name=?", "2a <1a name=2"], &["1a name=1", "2b <1a area=1"]);
    check(
        "a save that waits sets what is seen anyway",
        &["1a name=1", "3b <2c name=1"],
        &["1a name=1", "2a <1a name=2"],
    );
    check("what one waits for is in the other", &["1a name=1", "3b <2a name=1"], &["1a name=1", "2a <1a name=2"]);
    check(
        "both waited for the same",
        &["1a name=1", "3b <2a name=1"],
        &["1a name=1", "3b <2a name=1", "3c <1a name=2"],
    );
    check("values side by side", &["1a name=1", "2a <1a name=2"], &["1a name=1", "2b <1a name=3"]);
    check(
        "values side by side, one of them withheld",
        &["1a name=1", "2a <1a name=2"],
        &["1a name=1", "2b <1a name=?"],
    );
}

proptest! {
    #![proptest_config(config())]

    /// A file that is read and taken is what was written, and its values are those of the views.
    #[test]
    fn lines_arrive_whole(history in histories()) {
        for device in &history.devices {
            let mut arrived = Replica::new();
            let delta = arrived.unite(&file(&device.replica).lines);
            prop_assert_eq!(delta.added.len(), device.replica.len());
            let mut seen = BTreeMap::new();
            for (key, _, view) in device.replica.iter().filter(|(_, _, view)| view.is_present()) {
                for (name, field) in &view.fields {
                    if let Some(value) = field.value() {
                        seen.insert((key.clone(), name.to_string()), value.to_json().into_owned());
                    }
                }
            }
            prop_assert_eq!(values(&arrived), seen);
            prop_assert_eq!(exchange::write(&arrived, &outgoing()), exchange::write(&device.replica, &outgoing()));
            same(&arrived, &device.replica)?;
        }
    }

    /// Uniting files line by line is uniting their saves one by one, and says the same of what changed.
    #[test]
    fn uniting_lines_is_uniting_saves(history in histories(), bits: u64) {
        let (left, right) = parts(&history.saves, bits);
        check_united(&left, &right)?;
    }

    /// What was opened and edited unites with lines as well as what was not.
    #[test]
    fn lines_unite_with_opened_records(history in histories(), bits: u64) {
        let (mut left, right) = parts(&history.saves, bits);
        let (lines, saves) = (file(&right).lines, all(&right));
        let whole = replica(all(&left).into_iter().chain(saves));
        left.unite(&lines);
        same(&left, &whole)?;
        prop_assert_eq!(contents(&left), contents(&whole));
    }

    /// A preview names what taking the file changes, and changes nothing itself.
    #[test]
    fn a_preview_is_what_comes_true(history in histories(), bits: u64) {
        let (mut left, right) = parts(&history.saves, bits);
        let (file, before) = (file(&right), all(&left));
        let preview = exchange::preview(&left, &file, &|_, _, _| true);
        let held = replica(before);
        same(&left, &held)?;
        let delta = sorted(left.unite(&file.lines));
        let named = |is_added: bool| -> Vec<Key> {
            preview.records.iter().filter(|of| of.is_added == is_added).map(|of| of.key.clone()).collect()
        };
        prop_assert_eq!((named(true), named(false)), (delta.added, delta.changed));
        prop_assert_eq!(preview.records.len() + preview.unchanged, right.len());
        for of in &preview.records {
            let (was, is) = (held.view(&of.key), left.view(&of.key).expect("held now"));
            prop_assert_eq!(&of.after, is);
            for (field, now) in &is.fields {
                let then = was.and_then(|was| was.fields.get(field));
                let known = |field: &sanyou::replica::FieldView| {
                    field.newest.iter().map(|newest| (newest.dot, newest.value.clone())).collect::<Vec<_>>()
                };
                // What was shown and is no more is named; what is named was shown.
                let left = known(now);
                let gone = then.is_some_and(|then| then.newest.iter().any(|old| !left.iter().any(|new| new.0 == old.dot)));
                prop_assert_eq!(of.superseded.contains(field), gone);
                let is_new = now.in_conflict() && !then.is_some_and(|then| then.in_conflict());
                prop_assert_eq!(of.conflicts.contains(field), is_new);
            }
        }
    }

    /// Canonical bytes do not tell a line from an opened record, nor what was folded from what was not.
    #[test]
    fn canonical_bytes_have_no_lane(history in histories()) {
        let whole = replica(history.saves);
        let mut lines = Replica::new();
        lines.unite(&file(&whole).lines);
        prop_assert_eq!(lines.canonical(), whole.canonical());
    }
}

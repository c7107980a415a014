//! What the past of single situations looks like, in the notation of the truth table.

use std::collections::{BTreeMap, BTreeSet};

use sanyou::model::{Name, Value};
use sanyou::replica::dated::{dated, entries, parts};
use sanyou::replica::gaps::gap;
use sanyou::replica::past::{
    PastField, Reason, Standing, Undo, as_of, contest, field_history, fold, history, reject, undo,
};
use sanyou::replica::{Dot, Record, View};

use crate::cases::{read, read_dot, show, show_dot};
use crate::history::{key, replica};

fn record(saves: &[&str]) -> Record {
    replica(read(saves)).record(&key(0)).expect("a situation has saves").clone()
}

fn view(record: &Record) -> View {
    sanyou::replica::view::view(record)
}

fn json(value: &Value) -> String {
    value.to_json().into_owned()
}

fn show_dots<'a>(dots: impl IntoIterator<Item = &'a Dot>) -> String {
    dots.into_iter().map(|dot| format!(" {}", show_dot(dot))).collect()
}

fn show_undo(undo: &Undo) -> String {
    let set = undo.set.iter().map(|(name, value)| {
        format!("{name}={}{}", json(value), if undo.several.contains(name) { " (several)" } else { "" })
    });
    let kept = undo.kept.iter().map(|(name, reason)| match reason {
        Reason::Superseded(dots) => format!("{name}: superseded{}", show_dots(dots)),
        other => format!("{name}: {}", format!("{other:?}").to_lowercase()),
    });
    [set.collect::<Vec<_>>().join(" "), kept.collect::<Vec<_>>().join(" ")].join("; ").trim().to_owned()
}

/// Checks the draft that takes one save back: what it sets, then what stays and why.
#[track_caller]
fn check_undo(situation: &str, saves: &[&str], dot: &str, expected: &str) {
    let draft = undo(&record(saves), read_dot(dot)).unwrap_or_else(|| panic!("{situation}: {dot} is held"));
    assert_eq!(show_undo(&draft), expected, "{situation}");
}

/// Checks the draft that takes back what a file brought to one record.
#[track_caller]
fn check_reject(situation: &str, saves: &[&str], brought: &[&str], expected: &str) {
    let dots: BTreeSet<Dot> = brought.iter().map(|dot| read_dot(dot)).collect();
    let rejections = reject(&replica(read(saves)), &BTreeMap::from([(key(0), dots)]));
    let shown: Vec<String> = rejections.iter().map(|rejection| show_undo(&rejection.undo)).collect();
    assert_eq!(shown, [expected], "{situation}");
}

#[test]
fn undo_of_an_edit() {
    check_undo("an edit", &["1a name=1", "2a <1a name=2"], "2a", "name=1;");
    check_undo("of a field that was not there", &["1a name=1", "2a <1a area=2"], "2a", "area=null;");
    check_undo("that cleared what was not there", &["1a name=1", "2a <1a area=null"], "2a", "; area: unchanged");
    check_undo("that changed nothing", &["1a name=1", "2a <1a name=1"], "2a", "; name: unchanged");
    check_undo(
        "one field was edited since",
        &["1a name=1 area=1", "2a <1a name=2 area=2", "3b <2a name=3"],
        "2a",
        "area=1; name: superseded 3b",
    );
    check_undo(
        "two edited it since",
        &["1a name=1", "2a <1a name=2", "3b <2a name=3", "3c <2a name=4"],
        "2a",
        "; name: superseded 3b 3c",
    );
    check_undo(
        "the value before is withheld",
        &["1a name=? area=1", "2a <1a name=2 area=2"],
        "2a",
        "area=1; name: withheld",
    );
    check_undo("its own value is withheld", &["1a name=1", "2a <1a name=?"], "2a", "; name: withheld");
    check_undo(
        "another device's edit stands beside it and stays",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3"],
        "2a",
        "name=3;",
    );
    check_undo(
        "another device's equal edit stays",
        &["1a name=1", "2a <1a name=2", "2b <1a name=2"],
        "2a",
        "; name: unchanged",
    );
    check_undo(
        "it settled a conflict: the greatest dot of those before, and said so",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a <2b name=4"],
        "3c",
        "name=3 (several);",
    );
    check_undo(
        "it settled a conflict by the greatest dot: the same is shown",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a <2b name=3"],
        "3c",
        "; name: unchanged",
    );
    check_undo(
        "the same conflict stands without it",
        &["1a name=1", "2a <1a name=2", "2b <1a name=2", "2c <1a name=3"],
        "2a",
        "; name: unchanged",
    );
    check_undo("it waits", &["1a name=1", "3a <2a name=3"], "3a", "; name: waiting");
    check_undo("both contents of a cloned dot", &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60"], "2a", "name=1;");
    check_undo(
        "among contents of one dot the greater value",
        &["1a name=1", "2a <1a name=3", "2a <1a name=2 @60", "3b <2a#1 <2a#2 name=4"],
        "3b",
        "name=3 (several);",
    );
    assert_eq!(undo(&record(&["1a name=1"]), read_dot("2a")), None, "what is not held");
}

#[test]
fn undo_of_a_delete_and_of_a_restore() {
    check_undo("a delete", &["1a name=1", "2a <1a deleted=true"], "2a", "deleted=false;");
    check_undo("a restore", &["1a name=1", "2a <1a deleted=true", "3a <2a deleted=false"], "3a", "deleted=true;");
    check_undo("the creation", &["1a name=1", "2b <1a name=2"], "1a", "deleted=true; name: superseded 2b");
    check_undo("the creation, deleted already", &["1a name=1", "2b <1a deleted=true"], "1a", "; deleted: unchanged");
    check_undo("the creation, with a field withheld", &["1a name=? area=1"], "1a", "deleted=true;");
    check_undo(
        "a delete upon one that is withheld",
        &["1a name=1", "2b <1a deleted=?", "3a <2b deleted=true"],
        "3a",
        "; deleted: withheld",
    );
    check_undo("two created it", &["1a name=1 area=1", "1b name=2"], "1a", "area=null name=2;");
    check_undo(
        "an edit of what was deleted since: it stays deleted",
        &["1a name=1", "2a <1a name=2", "3b <2a deleted=true"],
        "2a",
        "deleted=true name=1;",
    );
    check_undo(
        "an edit that contests a delete",
        &["1a name=1", "2a <1a name=2", "2b <1a deleted=true"],
        "2a",
        "deleted=true name=1;",
    );
    check_undo(
        "a delete that contests an edit",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2"],
        "2a",
        "deleted=false;",
    );
    check_undo(
        "a delete that settled a contest: it is there again",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2", "3c <2a <2b deleted=true"],
        "3c",
        "deleted=false (several);",
    );
    check_undo(
        "a restore that settled a contest",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2", "3c <2a <2b deleted=false"],
        "3c",
        "; deleted: contested",
    );
    check_undo(
        "one of two deletes",
        &["1a name=1", "2a <1a deleted=true", "2b <1a deleted=true"],
        "2a",
        "; deleted: unchanged",
    );
    check_undo(
        "a delete that was undone",
        &["1a name=1", "2a <1a deleted=true", "3a <2a deleted=false"],
        "2a",
        "; deleted: superseded 3a",
    );
    check_undo(
        "a delete beside one that is withheld",
        &["1a name=1", "2a <1a deleted=true", "2b <1a deleted=?"],
        "2a",
        "; deleted: withheld",
    );
}

#[test]
fn rejection() {
    let situation = ["1a name=1 area=1", "2f <1a name=2", "3f <2f name=3 code=9", "3b <2f area=5"];
    check_reject("two saves of a file, one's own upon them", &situation, &["2f", "3f"], "code=null name=1;");
    check_reject("only the second", &situation, &["3f"], "code=null name=2;");
    check_reject("only the first", &situation, &["2f"], "; name: superseded 3f");
    check_reject("a record that only the file made", &["1f name=1", "2f <1f area=1"], &["1f", "2f"], "deleted=true;");
    check_reject(
        "a record that the file made and one's own save edits",
        &["1f name=1 area=1", "2a <1f name=2"],
        &["1f"],
        "area=null; name: superseded 2a",
    );
    check_reject(
        "the file brought an edit of what was deleted here",
        &["1a name=1", "2a <1a deleted=true", "2f <1a name=2"],
        &["2f"],
        "deleted=true name=1;",
    );
    check_reject(
        "the file filled a gap: what came after it stays",
        &["2a <1f name=2", "1f name=1 area=1"],
        &["1f"],
        "area=null; name: superseded 2a",
    );
    check_reject("what waits shows nothing", &["1a name=1", "3f <2f name=3"], &["3f"], "; name: waiting");
    let held = replica(read(&["1a name=1"]));
    let nowhere =
        BTreeMap::from([(key(0), BTreeSet::from([read_dot("7z")])), (key(1), BTreeSet::from([read_dot("1a")]))]);
    assert_eq!(reject(&held, &nowhere), [], "what is not held");
}

/// Checks a field's history, and the history's order.
#[track_caller]
fn check_history(situation: &str, saves: &[&str], field: &str, expected: &str) {
    let record = record(saves);
    let history = history(&record, &view(&record));
    let shown =
        field_history(&history, field).map(|(save, field)| format!("{}{}", show_dot(&save.dot), show_past(field)));
    assert_eq!(shown.collect::<Vec<_>>().join("; "), expected, "{situation}");
}

fn show_past(field: &PastField) -> String {
    let values: Vec<String> = field.values.iter().map(json).collect();
    let values = if values.is_empty() { "?".to_owned() } else { values.join("|") };
    match &field.standing {
        Standing::Superseded(by) => format!(" {values} superseded{}", show_dots(by)),
        other => format!(" {values} {}", format!("{other:?}").to_lowercase()),
    }
}

#[test]
fn histories_of_a_field() {
    check_history(
        "a chain: each is superseded by the next",
        &["1a name=1", "2a <1a name=2", "3a <2a area=1", "4a <3a name=4"],
        "name",
        "1a 1 superseded 2a; 2a 2 superseded 4a; 4a 4 newest",
    );
    check_history(
        "a fork",
        &["1a name=1", "2a <1a name=2", "2b <1a name=?", "3c <2b name=3"],
        "name",
        "1a 1 superseded 2a 2b; 2a 2 conflict; 2b ? superseded 3c; 3c 3 conflict",
    );
    check_history("equal values", &["1a name=1", "1b name=1"], "name", "1a 1 newest; 1b 1 newest");
    check_history("what waits", &["1a name=1", "3a <2a name=3"], "name", "1a 1 newest; 3a 3 waiting");
    check_history(
        "a contested delete",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2"],
        "deleted",
        "2a true conflict",
    );
    check_history("a torn content", &["1a name=1", "1a name=2"], "name", "1a 1|2 conflict");
    check_history("a field that no one set", &["1a name=1"], "area", "");
}

#[test]
fn as_it_was() {
    let saves = ["1a name=1", "2a <1a name=2", "2b <1a name=3", "3b <2a <2b area=1", "5c <4c name=9"];
    for (what, chosen, expected) in [
        ("all", &["1a", "2a", "2b", "3b", "5c"] as &[&str], "live area=1 name!=3|2; heads 3b; waiting 1"),
        ("the beginning", &["1a"], "live name=1; heads 1a"),
        ("without what the last one came after, it is left out", &["1a", "2a", "3b"], "live name=2; heads 2a"),
        ("nothing stands without the beginning", &["2a", "2b", "3b"], "incomplete; heads -"),
        ("nothing", &[], "incomplete; heads -"),
    ] {
        let chosen: Vec<Dot> = chosen.iter().map(|dot| read_dot(dot)).collect();
        let shown = as_of(&record(&saves), &|dot| chosen.contains(&dot));
        assert_eq!(show(&shown, &read(&saves)), expected, "{what}");
    }
}

#[test]
fn gaps_and_contests() {
    let waits = gap(&record(&["1a name=1", "3a <2a <2b name=3", "4b <3a area=4"]));
    assert_eq!((show_dots(&waits.waiting), show_dots(&waits.missing)), (" 3a 4b".to_owned(), " 2a 2b".to_owned()));
    let sides = |saves: &[&str]| {
        let record = record(saves);
        let contest = contest(&record, &view(&record))?;
        let unseen: String = contest.unseen.iter().map(|(name, dots)| format!(" {name}{}", show_dots(dots))).collect();
        Some(format!(
            "deleted{}; restored{}; unseen{unseen}",
            show_dots(&contest.deletes),
            show_dots(&contest.restores)
        ))
    };
    assert_eq!(
        sides(&["1a name=1 code=1", "2a <1a deleted=true", "2b <1a name=2", "3b <2b area=1", "3c <2a deleted=false"]),
        None,
        "a restore that saw the delete settles it"
    );
    assert_eq!(
        sides(&["1a name=1 code=1", "2a <1a deleted=true", "2b <1a name=2", "3b <2b area=1", "2c <1a deleted=false"]),
        Some("deleted 2a; restored 2c; unseen area 3b name 2b".to_owned())
    );
}

/// Checks what is left of the values after folding.
#[track_caller]
fn check_fold(situation: &str, saves: &[&str], keep: &[&str], expected: &str) {
    let keep: Vec<Dot> = keep.iter().map(|dot| read_dot(dot)).collect();
    let folded = fold(&record(saves), &|dot| keep.contains(&dot));
    let field = |(name, value): (&Name, &Option<Value>)| format!(" {name}={}", value.as_ref().map_or("?".into(), json));
    let shown =
        folded.saves().map(|save| format!("{}{}", show_dot(&save.dot), save.set.iter().map(field).collect::<String>()));
    assert_eq!(shown.collect::<Vec<_>>().join("; "), expected, "{situation}");
}

#[test]
fn folding() {
    let chain = ["1a name=1 area=1", "2a <1a name=2", "3a <2a name=3"];
    check_fold("superseded values go", &chain, &[], "1a area=1 name=?; 2a name=?; 3a name=3");
    check_fold("what is to be kept stays", &chain, &["2a"], "1a area=1 name=?; 2a name=2; 3a name=3");
    check_fold(
        "both sides of a conflict stay",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3"],
        &[],
        "1a name=?; 2a name=2; 2b name=3",
    );
    check_fold(
        "what waits stays, and supersedes nothing",
        &["1a name=1", "3a <1a <2a name=3"],
        &[],
        "1a name=1; 3a name=3",
    );
    check_fold(
        "contents of a cloned dot stay",
        &["1a name=1", "2a <1a name=2", "2a <1a area=2", "3b <2a name=3"],
        &[],
        "1a name=?; 2a area=2; 2a name=2; 3b name=3",
    );
    check_fold(
        "a record in which a hash names a content stays whole",
        &["1a name=1", "2a <1a name=2", "3b <2a#1 name=3"],
        &[],
        "1a name=1; 2a name=2; 3b name=3",
    );
    check_fold(
        "a delete supersedes no field",
        &["1a name=1", "2a <1a deleted=true", "3a <2a deleted=false"],
        &[],
        "1a name=1; 2a deleted=?; 3a deleted=false",
    );
}

/// Where folding is not safe, and that it cannot be: said here as facts, so that a change of either is seen.
#[test]
fn what_folding_cannot_promise() {
    let merged = |left: &[&str], right: &[&str], is_folded: bool| {
        let (x, y) = (record(left), record(right));
        let part = |record: &Record| if is_folded { fold(record, &|_| false) } else { record.clone() };
        let mut union = part(&x);
        for save in part(&y).saves() {
            union.insert(save);
        }
        show(&view(&union), &read(&[left, right].concat()))
    };
    for (what, left, right, full, folded) in [
        (
            "a clone that is found only now uncovers what was folded: withheld instead of its value",
            &["1a name=1", "2a <1a name=2", "3b <2a name=3"],
            &["1a name=1", "2a <1a area=9", "3c <2a area=8"],
            "live area!=8|9 name!=3|2; heads 2a#1 2a#2 3b 3c; clones 2a",
            "live area=8|? name=3|?; heads 2a#* 2a#* 3b 3c; clones 2a",
        ),
        (
            "a clone that differs only in the value that was folded is not found",
            &["1a name=1", "2a <1a name=2", "3b <2a name=3"],
            &["1a name=1", "2a <1a name=4", "3b <2a name=3"],
            "live name!=3|4|2; heads 2a#* 3b; clones 2a",
            "live name=3; heads 3b",
        ),
    ] {
        assert_eq!(merged(left, right, false), full, "{what}: full copies");
        assert_eq!(merged(left, right, true), folded, "{what}: folded copies");
    }
}

#[test]
fn dated_entries() {
    let saves = [
        "1a belongs=0 belongs@2025-01-01=1 belongs@2025-06-30=2 belongs@2025-13-01=3 belongs@=4 other@2025-02-01=5",
        "2a <1a belongs@2026-01-01=6 belongs@2026-06-01=7 belongs@2027-01-01=?",
        "3a <2a belongs@2026-06-01=null",
        "3b <2a belongs@2026-01-01=8",
        "3c <2a belongs@2026-01-01=9",
    ];
    let record = record(&saves);
    let view = view(&record);
    let held = |day: &str| {
        let day = sanyou::model::quantity::parse_date(day).expect("a day");
        dated(&view, "belongs", day).map(|entry| {
            let value = entry.field.value().map_or("?".into(), json);
            let doubt = if entry.field.in_conflict() { "!" } else { "" };
            format!("{} {doubt}{value}", entry.day)
        })
    };
    for (day, expected) in [
        ("2024-12-31", None),
        ("2025-01-01", Some("2025-01-01 1")),
        ("2025-06-29", Some("2025-01-01 1")),
        ("2025-06-30", Some("2025-06-30 2")),
        ("2026-03-01", Some("2026-01-01 !9")),
        ("2026-06-01", Some("2026-01-01 !9")),
        ("2027-01-01", Some("2027-01-01 ?")),
    ] {
        assert_eq!(held(day).as_deref(), expected, "{day}");
    }
    let days: Vec<String> = entries(&view, "belongs").map(|entry| entry.day.to_string()).collect();
    assert_eq!(days, ["2025-01-01", "2025-06-30", "2026-01-01", "2026-06-01", "2027-01-01"]);
    let removed: Vec<bool> = entries(&view, "belongs").map(|entry| entry.is_removed()).collect();
    assert_eq!(removed, [false, false, false, true, false]);
    assert_eq!(entries(&view, "name").count(), 0);
    for name in
        ["belongs", "belongs@", "belongs@2025-02-30", "belongs@2025-1-01", "belongs@2025-01-01.x", "b@0001-01-01"]
    {
        assert_eq!(parts(name), None, "{name} is an ordinary field");
    }
    assert_eq!(parts("a@b@2025-01-01").map(|(base, _)| base), Some("a@b"));
}

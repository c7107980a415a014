//! The truth table: what single situations look like.
//!
//! A situation is a list of saves in a short notation. `2a <1a <1b name="乙"` is the save of height 2 by session a,
//! after those of height 1 by a and b, that sets the name; `?` stands for a value that is withheld; `<2a#1` names the
//! content of the first save listed with that dot, `<2a#*` the one content that all of them make, `<2a#x` a content that
//! no one has seen; `@60` says that the clock was 60 seconds ahead.
//!
//! What is seen is written as the state, the fields (`!` marks a conflict, the value used where one is needed comes
//! first), then the heads, how many saves wait, and which dots were cloned.

use std::collections::BTreeSet;
use std::sync::Arc;

use sanyou::model::{FieldSource, Held, Name, SessionId, Value};
use sanyou::replica::limits::HEIGHT_REACH;
use sanyou::replica::{
    ContentHash, DELETED, Delta, Dot, FieldView, Pred, Record, Replica, Save, Saved, State, View, stage,
};

use crate::history::{NOW, TEN_YEARS, contents, key, name, of_record, press_save, replica, session};
use sanyou::replica::definition::{Definition, Seen};

/// Checks what is seen after every order of arrival, save by save and all at once, and against the definition.
#[track_caller]
fn check(situation: &str, saves: &[&str], expected: &str) {
    let saves = read(saves);
    let all_at_once = replica(saves.iter().cloned());
    let view = all_at_once.view(&key(0)).expect("a situation has saves");
    assert_eq!(Seen::shown(view), Definition::of(&of_record(&saves, &key(0))).seen(), "{situation}: the definition");
    assert_eq!(show(view, &saves), expected, "{situation}");
    let (canonical, contents) = (all_at_once.canonical(), contents(&all_at_once));
    let lines: BTreeSet<&str> = contents.lines().collect();
    assert_eq!(lines.len(), all_at_once.save_count(), "{situation}: different contents are different bytes");
    for order in orders(saves.len()) {
        let mut replica = Replica::new();
        for &place in &order {
            replica.apply([saves[place].clone()]);
        }
        assert_eq!(replica.canonical(), canonical, "{situation}: arrived as {order:?}");
        assert_eq!(replica.view(&key(0)), Some(view), "{situation}: arrived as {order:?}");
    }
}

/// All orders of up to six places, else all rotations forwards and backwards.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count > 6 {
        let turned = (0..count).map(|from| (0..count).map(|place| (from + place) % count).collect::<Vec<_>>());
        return turned.flat_map(|order| [order.clone(), order.into_iter().rev().collect()]).collect();
    }
    let longer = |orders: Vec<Vec<usize>>, last: usize| -> Vec<Vec<usize>> {
        let with_last = |order: &Vec<usize>, place| [&order[..place], &[last], &order[place..]].concat();
        orders.iter().flat_map(|order| (0..=last).map(move |place| with_last(order, place))).collect()
    };
    (0..count).fold(vec![Vec::new()], longer)
}

pub fn read(lines: &[&str]) -> Vec<Saved> {
    let mut saves: Vec<Saved> = Vec::new();
    for line in lines {
        let save = read_save(line, &saves);
        saves.push(Saved { key: key(0), save });
    }
    saves
}

fn read_save(line: &str, earlier: &[Saved]) -> Save {
    let mut words = line.split_whitespace();
    let dot = read_dot(words.next().expect("a save has a dot"));
    let mut save = Save { dot, after: Vec::new(), set: Default::default(), at: NOW, by: by(dot.session) };
    for word in words {
        if let Some(pred) = word.strip_prefix('<') {
            save.after.push(read_pred(pred, earlier));
        } else if let Some(seconds) = word.strip_prefix('@') {
            save.at += seconds.parse::<i64>().expect("seconds are a number");
        } else {
            let (field, value) = word.split_once('=').expect("a field has a value");
            let known = || Value::from_json(value).expect("a value is JSON");
            save.set.insert(name(field), (value != "?").then(known));
        }
    }
    save
}

pub fn read_dot(text: &str) -> Dot {
    let (height, letter) = text.split_at(text.len() - 1);
    Dot { height: height.parse().expect("a height is a number"), session: session(letter.as_bytes()[0]) }
}

fn read_pred(text: &str, earlier: &[Saved]) -> Pred {
    let Some((dot, content)) = text.split_once('#') else {
        return Pred::of_dot(read_dot(text));
    };
    let dot = read_dot(dot);
    let twins: Vec<Save> = of_record(earlier, &key(0)).into_iter().filter(|save| save.dot == dot).collect();
    let hash = match content {
        "x" => ContentHash(0),
        "*" => hash(&twins),
        place => hash(&twins[place.parse::<usize>().expect("a place is a number") - 1..][..1]),
    };
    Pred { dot, content: Some(hash), of: None }
}

fn hash(copies: &[Save]) -> ContentHash {
    let mut record = Record::default();
    for save in copies {
        record.insert(save.clone());
    }
    assert_eq!(record.save_count(), 1, "these are copies of one content");
    record.variants().next().expect("counted").content_hash()
}

fn by(session: SessionId) -> Arc<str> {
    session.to_string().into()
}

pub fn show(view: &View, saves: &[Saved]) -> String {
    let mut text = format!("{:?}", view.state).to_lowercase();
    let conflicts: Vec<&Name> = view.conflicts().map(|(name, _)| name).collect();
    for (name, field) in &view.fields {
        text += &format!(" {name}{}={}", if conflicts.contains(&name) { "!" } else { "" }, show_field(field));
    }
    let mut heads: Vec<String> = view.heads.iter().map(|pred| show_pred(pred, saves)).collect();
    // Contents of one dot have no order that a person would know.
    heads.sort_by_key(|head| (head.split('#').next().map(read_dot), head.clone()));
    text += &format!("; heads {}", if heads.is_empty() { "-".to_owned() } else { heads.join(" ") });
    if view.waiting > 0 {
        text += &format!("; waiting {}", view.waiting);
    }
    if !view.clones.is_empty() {
        text += &format!("; clones {}", view.clones.iter().map(show_dot).collect::<Vec<_>>().join(" "));
    }
    text
}

fn show_field(field: &FieldView) -> String {
    let text = |value: Option<&Value>| value.map_or("?".to_owned(), |value| value.to_json().into_owned());
    field.newest.iter().map(|newest| text(newest.value.as_ref())).collect::<Vec<_>>().join("|")
}

pub fn show_dot(dot: &Dot) -> String {
    let letter = (b'a'..=b'z').find(|&letter| session(letter) == dot.session).expect("sessions are letters");
    format!("{}{}", dot.height, char::from(letter))
}

fn show_pred(pred: &Pred, saves: &[Saved]) -> String {
    let twins: Vec<Save> = of_record(saves, &key(0)).into_iter().filter(|save| save.dot == pred.dot).collect();
    let place = |content| twins.iter().position(|save| hash(std::slice::from_ref(save)) == content);
    match pred.content {
        None => show_dot(&pred.dot),
        Some(content) => match place(content) {
            Some(place) => format!("{}#{}", show_dot(&pred.dot), place + 1),
            None => format!("{}#*", show_dot(&pred.dot)),
        },
    }
}

#[test]
fn edits() {
    check("one save", &["1a name=1 area=2"], "live area=2 name=1; heads 1a");
    check("an edit of what was seen", &["1a name=1", "2b <1a name=2"], "live name=2; heads 2b");
    check(
        "edits of different fields do not meet",
        &["1a name=1 area=1", "2a <1a name=2", "2b <1a area=2"],
        "live area=2 name=2; heads 2a 2b",
    );
    check(
        "different edits of one field stand side by side, the greatest dot first",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3"],
        "live name!=3|2; heads 2a 2b",
    );
    check(
        "a greater height wins over a greater session",
        &["1a name=1", "2z <1a name=2", "2b <1a area=1", "3b <2b name=3"],
        "live area=1 name!=3|2; heads 2z 3b",
    );
    check(
        "equal edits are no conflict",
        &["1a name=1", "2a <1a name=2", "2b <1a name=2"],
        "live name=2|2; heads 2a 2b",
    );
    check(
        "two of three are equal",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "2c <1a name=2"],
        "live name!=2|3|2; heads 2a 2b 2c",
    );
    check(
        "a save that sets the field after both settles it",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a <2b name=2"],
        "live name=2; heads 3c",
    );
    check(
        "a save of another field settles nothing",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a <2b area=9"],
        "live area=9 name!=3|2; heads 3c",
    );
    check(
        "only one side was seen",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a name=4"],
        "live name!=4|3; heads 2b 3c",
    );
    check(
        "two settle the same conflict differently",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3a <2a <2b name=2", "3b <2a <2b name=3"],
        "live name!=3|2; heads 3a 3b",
    );
    check("clearing is a value", &["1a name=1", "2a <1a name=null"], "live name=null; heads 2a");
    check(
        "clearing against an edit",
        &["1a name=1", "2a <1a name=null", "2b <1a name=2"],
        "live name!=2|null; heads 2a 2b",
    );
    check("two clear", &["1a name=1", "2a <1a name=null", "2b <1a name=null"], "live name=null|null; heads 2a 2b");
    check(
        "one number in two spellings is one value, a number and a text are two",
        &["1a name=1", "2a <1a name=7", "2b <1a name=7.00", r#"2c <1a name="7""#],
        r#"live name!="7"|7|7; heads 2a 2b 2c"#,
    );
    check("two create one record", &["1a name=1", "1b name=2"], "live name!=2|1; heads 1a 1b");
    check("a save that sets nothing", &["1a name=1", "2a <1a"], "live name=1; heads 2a");
}

#[test]
fn deleting() {
    check("a delete", &["1a name=1", "2a <1a deleted=true"], "deleted deleted=true name=1; heads 2a");
    check(
        "a delete against an edit",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2"],
        "contested deleted=true name=2; heads 2a 2b",
    );
    check(
        "a delete against a new field",
        &["1a name=1", "2a <1a deleted=true", "2b <1a area=2"],
        "contested area=2 deleted=true name=1; heads 2a 2b",
    );
    check(
        "a delete that saw the edit",
        &["1a name=1", "2b <1a name=2", "3a <2b deleted=true"],
        "deleted deleted=true name=2; heads 3a",
    );
    check(
        "an edit that saw the delete",
        &["1a name=1", "2a <1a deleted=true", "3b <2a name=2"],
        "contested deleted=true name=2; heads 3b",
    );
    check(
        "two delete",
        &["1a name=1", "2a <1a deleted=true", "2b <1a deleted=true"],
        "deleted deleted=true|true name=1; heads 2a 2b",
    );
    check(
        "two delete what each alone had not seen whole",
        &["1a name=1", "2a <1a name=2", "2b <1a area=2", "3a <2a deleted=true", "3b <2b deleted=true"],
        "deleted area=2 deleted=true|true name=2; heads 3a 3b",
    );
    check(
        "two delete and neither saw a third one's edit",
        &["1a name=1", "2a <1a deleted=true", "2b <1a deleted=true", "2c <1a name=2"],
        "contested deleted=true|true name=2; heads 2a 2b 2c",
    );
    check(
        "a restore",
        &["1a name=1", "2a <1a deleted=true", "3b <2a deleted=false"],
        "live deleted=false name=1; heads 3b",
    );
    check(
        "a restore against a delete",
        &["1a name=1", "2a <1a deleted=true", "3b <2a deleted=false", "2c <1a deleted=true"],
        "contested deleted=false|true name=1; heads 2c 3b",
    );
    check(
        "a restore against a second delete",
        &["1a name=1", "2a <1a deleted=true", "3b <2a deleted=false", "3c <2a deleted=true"],
        "contested deleted=true|false name=1; heads 3b 3c",
    );
    check(
        "a second delete settles it",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2", "3c <2a <2b deleted=true"],
        "deleted deleted=true name=2; heads 3c",
    );
    check(
        "a restore settles it",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=2", "3c <2a <2b deleted=false"],
        "live deleted=false name=2; heads 3c",
    );
    check(
        "an unseen edit that was superseded by a seen one does not count",
        &["1a name=1", "2b <1a name=2", "3a <2b name=3", "4a <3a deleted=true"],
        "deleted deleted=true name=3; heads 4a",
    );
    check(
        "an unseen save that sets nothing does not bring it back",
        &["1a name=1", "2a <1a deleted=true", "2b <1a"],
        "deleted deleted=true name=1; heads 2a 2b",
    );
    check(
        "conflicts of a deleted record are not listed",
        &["1a name=1", "2a <1a name=2", "2b <1a name=3", "3c <2a <2b deleted=true"],
        "deleted deleted=true name=3|2; heads 3c",
    );
    check(
        "a delete that sets a field too",
        &["1a name=1", "2a <1a deleted=true name=2"],
        "deleted deleted=true name=2; heads 2a",
    );
    check("only true deletes", &["1a name=1", r#"2a <1a deleted="true""#], r#"live deleted="true" name=1; heads 2a"#);
}

#[test]
fn withheld_values() {
    check("a field withheld", &["1a name=1 area=?"], "live area=? name=1; heads 1a");
    check("any copy fills it", &["1a name=1 area=?", "1a name=? area=2"], "live area=2 name=1; heads 1a");
    check(
        "an unknown value is not other content",
        &["1a name=1", "2a <1a name=?", "2a <1a name=2", "3b <2a area=1"],
        "live area=1 name=2; heads 3b",
    );
    check("a superseded value may be unknown", &["1a name=?", "2a <1a name=2"], "live name=2; heads 2a");
    check(
        "an unknown value beside a known one: no known difference, but not all is known",
        &["1a name=1", "2a <1a name=2", "2b <1a name=?"],
        "live name=?|2; heads 2a 2b",
    );
    check(
        "an unknown value that was edited keeps the record from being deleted",
        &["1a name=1", "2a <1a deleted=true", "2b <1a name=?"],
        "contested deleted=true name=?; heads 2a 2b",
    );
    check(
        "an unknown `deleted` deletes nothing",
        &["1a name=1", "2a <1a deleted=?"],
        "live deleted=? name=1; heads 2a",
    );
}

#[test]
fn withheld_is_read_only_and_not_missing() {
    let held = replica(read(&["1a name=? area=null"]));
    let view = held.view(&key(0)).expect("held");
    assert_eq!(view.held("name"), Held::Withheld);
    assert_eq!(view.held("area"), Held::Known(&Value::Null));
    assert_eq!(view.held("code"), Held::Missing);
    assert!(view.fields["name"].is_withheld() && !view.fields["area"].is_withheld());
    assert_eq!((view.value("name"), view.in_conflict()), (None, false));
}

#[test]
fn waiting_saves() {
    check("an edit whose creation has not arrived", &["2b <1a name=2"], "incomplete; heads -; waiting 1");
    check("the creation arrives", &["2b <1a name=2", "1a name=1"], "live name=2; heads 2b");
    check(
        "one in the middle of a chain is missing",
        &["1a name=1", "3a <2a name=3", "4b <3a area=4"],
        "live name=1; heads 1a; waiting 2",
    );
    check(
        "the middle arrives",
        &["1a name=1", "3a <2a name=3", "4b <3a area=4", "2a <1a name=2"],
        "live area=4 name=3; heads 4b",
    );
    check(
        "one of two ancestors is missing",
        &["1a name=1", "2a <1a name=2", "3c <2a <2b name=3"],
        "live name=2; heads 2a; waiting 1",
    );
    check(
        "a delete that waits deletes nothing",
        &["1a name=1", "3a <2b deleted=true"],
        "live name=1; heads 1a; waiting 1",
    );
    check(
        "an empty save stands for the missing one",
        &["1a name=1", "3a <2a name=3", "2a"],
        "live name!=3|1; heads 1a 3a",
    );
    check(
        "the missing one arrives beside the empty one and takes its place",
        &["1a name=1", "3a <2a name=3", "2a", "2a <1a name=2 @60"],
        "live name=3; heads 3a",
    );
    check("two accept the same gap", &["1a name=1", "3a <2a name=3", "2a", "2a @60"], "live name!=3|1; heads 1a 3a");
    check(
        "an empty save that names something is a save like any other",
        &["1a name=1", "3a <2a name=3", "2a <1a", "2a <1a name=2"],
        "live name!=3|2; heads 2a#1 2a#2 3a; clones 2a",
    );
    check(
        "a withheld ancestor is not a missing one",
        &["1a name=?", "2a <1a name=?", "3a <2a name=3"],
        "live name=3; heads 3a",
    );
}

#[test]
fn cloned_machines() {
    check(
        "both contents of one dot are kept",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60"],
        "live name!=3|2; heads 2a#1 2a#2; clones 2a",
    );
    check(
        "even where all labels agree",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3"],
        "live name!=3|2; heads 2a#*; clones 2a",
    );
    check(
        "a dot alone covers neither",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60", "3b <2a name=4"],
        "live name!=4|3|2; heads 2a#1 2a#2 3b; clones 2a",
    );
    check(
        "a content's hash covers that one",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60", "3b <2a#1 name=4"],
        "live name!=4|3; heads 2a#2 3b; clones 2a",
    );
    check(
        "and that one only",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60", "3b <2a#2 name=4"],
        "live name!=4|2; heads 2a#1 3b; clones 2a",
    );
    check(
        "both hashes cover both",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60", "3b <2a#1 <2a#2 name=4"],
        "live name=4; heads 3b; clones 2a",
    );
    check(
        "the hash of a content that was seen with several values covers them all",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3", "3b <2a#* name=4"],
        "live name=4; heads 3b; clones 2a",
    );
    check(
        "a hash that no content has covers none and waits for none",
        &["1a name=1", "2a <1a name=2", "3b <2a#x name=4"],
        "live name!=4|2; heads 2a 3b",
    );
    check(
        "a hash names a content also where the other never arrived",
        &["1a name=1", "2a <1a name=2", "3b <2a#1 name=4"],
        "live name=4; heads 3b",
    );
    check(
        "contents that set different fields",
        &["1a name=1 area=1", "2a <1a name=2", "2a <1a area=2", "3b <2a#1 <2a#2 code=3"],
        "live area=2 code=3 name=2; heads 3b; clones 2a",
    );
    check(
        "contents that differ only in which content they name",
        &["1a name=1", "2a <1a name=2", "2a <1a name=3 @60", "3b <2a#1 name=4", "3b <2a#2 name=4"],
        "live name=4|4; heads 3b#1 3b#2; clones 2a 3b",
    );
    check(
        "a content that waits covers nothing until it can be read",
        &["1a name=1", "2a <1a area=2", "2a <1a <1z area=3", "3b <2a#2 name=4"],
        "live area=2 name!=4|1; heads 2a#1 3b; waiting 1; clones 2a",
    );
    check(
        "and then it does",
        &["1a name=1", "2a <1a area=2", "2a <1a <1z area=3", "3b <2a#2 name=4", "1z"],
        "live area!=3|2 name=4; heads 2a#1 3b; clones 2a",
    );
    check(
        "one machine deletes, its clone edits",
        &["1a name=1", "2a <1a deleted=true", "2a <1a name=2"],
        "contested deleted=true name=2; heads 2a#1 2a#2; clones 2a",
    );
    check(
        "one machine deletes, its clone restores",
        &["1a name=1", "2a <1a deleted=true", "2a <1a deleted=false"],
        "contested deleted=true|false name=1; heads 2a#*; clones 2a",
    );
    check(
        "both delete",
        &["1a name=1", "2a <1a deleted=true", "2a <1a deleted=true @60"],
        "deleted deleted=true|true name=1; heads 2a#1 2a#2; clones 2a",
    );
    check(
        "the greater value of a cloned dot is used, whichever clock is ahead",
        &["1a name=1", "2a <1a name=3", "2a <1a name=2 @60"],
        "live name!=3|2; heads 2a#1 2a#2; clones 2a",
    );
}

#[test]
fn clocks() {
    // 315,576,000 seconds are ten years.
    check(
        "ten years behind",
        &["1a name=1", "2b <1a name=2 @-315576000", "3a <2b name=3 @-631152000"],
        "live name=3; heads 3a",
    );
    check(
        "ten years ahead",
        &["1a name=1 @315576000", "2a <1a name=2 @315576000", "3b <2a name=3"],
        "live name=3; heads 3b",
    );
    check(
        "side by side, the clock does not choose",
        &["1a name=1", "2a <1a name=2 @315576000", "2b <1a name=3 @-315576000"],
        "live name!=3|2; heads 2a 2b",
    );
    check(
        "a delete ten years ahead against an edit",
        &["1a name=1", "2a <1a deleted=true @315576000", "2b <1a name=2"],
        "contested deleted=true name=2; heads 2a 2b",
    );
}

#[test]
fn what_no_version_knows_survives() {
    check(
        "fields and values of a later version",
        &[r#"1a x.later={"b":[1e400,null],"a":"甲"}"#, "2b <1a @60 belongs@2025-01-01=0.1"],
        r#"live belongs@2025-01-01=0.1 x.later={"a":"甲","b":[1e400,null]}; heads 2b"#,
    );
    let of_later_kind = read(&["1a x.later=1", "2a <1a deleted=true"]);
    let of_later_kind: Vec<_> = of_later_kind.into_iter().map(|saved| Saved { key: key(1), ..saved }).collect();
    let held = replica(of_later_kind.clone());
    let given: Vec<Saved> = held.saves_of([&key(1)]).collect();
    assert_eq!(given, of_later_kind, "a record of an unknown kind is given on as it came");
    assert_eq!(held.view(&key(1)).map(|view| view.state), Some(State::Deleted), "and is merged by the same rules");
}

#[test]
fn forged_after() {
    check("a save that comes after itself", &["1a <1a name=1"], "live name=1; heads 1a");
    check(
        "two that come after each other at one height",
        &["2a <2b name=1", "2b <2a name=2"],
        "live name!=2|1; heads 2a 2b",
    );
    check("a circle of three", &["1a <3a name=1", "2a <1a name=2", "3a <2a name=3"], "live name=3; heads 3a");
    check(
        "a greater height is ignored, a smaller one named beside it is not",
        &["1a name=1", "2a <1a <9z <2b name=2"],
        "live name=2; heads 2a",
    );
    check(
        "a dot that no one has seen makes only the forged save wait",
        &["1a name=1", "9z <8z name=9", "2b <1a name=2"],
        "live name=2; heads 2b; waiting 1",
    );
    check(
        "a great height without ancestors is used where one value is needed, but covers nothing",
        &["1a name=1", "1000000z name=9"],
        "live name!=9|1; heads 1a 1000000z",
    );
    check(
        "predecessors in any order, any number of times, are the same save",
        &["1a name=1", "1b name=2", "2c <1a <1b name=3", "2c <1b <1a name=3", "2c <1b <1a <1b name=3"],
        "live name=3; heads 2c",
    );
    check(
        "with and without what is ignored it is one save",
        &["1a name=1", "2a <1a name=2", "2a <1a <2a <7b name=2"],
        "live name=2; heads 2a",
    );
}

#[test]
fn a_part_of_the_saves_deletes_nothing() {
    let full = read(&["1a name=1 area=1", "2a <1a name=2", "2b <1a area=2"]);
    let other: Vec<Saved> = full.iter().map(|saved| Saved { key: key(1), ..saved.clone() }).collect();
    let mut held = replica(full.iter().chain(&other).cloned());
    let before = held.canonical();
    for (part, given) in [("nothing", &full[..0]), ("the creation", &full[..1]), ("the last edit", &full[2..])] {
        assert_eq!(held.apply(given.iter().cloned()), Delta::default(), "{part}");
        assert_eq!((held.canonical(), held.len(), held.save_count()), (before.clone(), 2, 6), "{part}");
    }
}

#[test]
fn a_form_saves_on_what_it_displayed() {
    let mut held = replica(read(&["1a name=1 area=1"]));
    let displayed = held.view(&key(0)).expect("held").heads.clone();
    held.apply(read(&["2b <1a name=2"]));
    // The form still shows 1, the person turns it into 3: who wrote 2 meanwhile is not overwritten.
    let save = press_save(held.record(&key(0)), &displayed, b'a', &[("name", Value::Int(3))], NOW);
    assert_eq!((save.dot, save.after.clone()), (read_dot("3a"), displayed));
    held.apply([Saved { key: key(0), save }]);
    let view = held.view(&key(0)).expect("held");
    assert_eq!(show(view, &[]), "live area=1 name!=3|2; heads 2b 3a");
    // Both are on the screen now; choosing the other one settles it.
    let save = press_save(held.record(&key(0)), &view.heads, b'a', &[("name", Value::Int(2))], NOW - TEN_YEARS);
    held.apply([Saved { key: key(0), save }]);
    assert_eq!(show(held.view(&key(0)).expect("held"), &[]), "live area=1 name=2; heads 4a");
}

#[test]
fn a_save_rises_above_all_that_is_held() {
    let held = replica(read(&["1a name=1", "9z <8z name=9", "2b <1a name=2"]));
    let displayed = [Pred::of_dot(read_dot("1a"))];
    // Also above what waits and what the form did not show: else the session might use one dot for two saves.
    let save = press_save(held.record(&key(0)), &displayed, b'a', &[("name", Value::Int(3))], NOW);
    assert_eq!((save.dot, save.after), (read_dot("10a"), displayed.to_vec()));
    // And above what the form showed even if nothing is held, as when another tab dropped it.
    let save = press_save(None, &[Pred::of_dot(read_dot("5b"))], b'a', &[], NOW);
    assert_eq!(save.dot, read_dot("6a"));
    let save = press_save(None, &[], b'a', &[(DELETED, Value::Bool(true))], NOW);
    assert_eq!((save.dot, save.after), (read_dot("1a"), Vec::new()));
}

/// Beside a save of a height that a forger made as great as it may be, a form that displays little still saves, any
/// number of times, what every reader takes and no dot twice.
#[test]
fn a_save_stays_within_reach_of_what_it_displays() {
    let first = press_save(None, &[], b'a', &[("name", Value::Bool(true))], NOW);
    let displayed = [Pred::of_dot(first.dot)];
    let between = Dot { height: 9, session: session(b'x') };
    let forged = Save {
        dot: Dot { height: 9 + HEIGHT_REACH, session: session(b'x') },
        after: vec![Pred::of_dot(between)],
        ..press_save(None, &[], b'x', &[("name", Value::Null)], NOW)
    };
    let mut record = Record::default();
    record.insert(first.clone());
    record.insert(forged);
    let mut dots = BTreeSet::new();
    for _ in 0..5 {
        let save = press_save(Some(&record), &displayed, b'a', &[("name", Value::Bool(false))], NOW);
        assert!(dots.insert(save.dot), "{:?} was used before", save.dot);
        let height = save.dot.height;
        assert!(first.dot.height < height && height <= first.dot.height + HEIGHT_REACH, "{height}");
        assert!(record.insert(save));
    }
}

#[test]
fn what_is_displayed_is_named_in_order() {
    let preds = ["2b", "1a", "2a"].map(|dot| Pred::of_dot(read_dot(dot)));
    let draft = sanyou::replica::save::Draft { set: Default::default(), at: NOW, by: "a".into() };
    let save = stage(None, &preds, session(b'c'), draft);
    assert_eq!(save.after.iter().map(|pred| show_dot(&pred.dot)).collect::<Vec<_>>(), ["1a", "2a", "2b"]);
}

#[test]
fn what_is_new_is_reported_once() {
    let saves = read(&["1a name=1", "2a <1a name=?", "2a <1a name=2", "2a <1a name=3"]);
    let mut held = Replica::new();
    let (added, changed) = (
        |saves| Delta { added: vec![key(0)], saves, ..Delta::default() },
        |saves| Delta { changed: vec![key(0)], saves, ..Delta::default() },
    );
    assert_eq!(held.apply(saves[..2].iter().cloned()), added(2), "two saves of a new record");
    assert_eq!(held.apply(saves[1..3].iter().cloned()), changed(1), "a value that was unknown");
    assert_eq!(held.apply(saves.iter().cloned()), changed(1), "a second value of a cloned dot");
    assert_eq!(held.apply(saves.iter().cloned()), Delta::default(), "nothing");
    assert_eq!((held.len(), held.save_count()), (1, 2));
}

//! Histories told as stories (see the stories of sources); the moment at which a file is received is 7 in them.

use super::source::{OWN, key, told};
use crate::insight::history::{Came, Clock, Kept, Step, as_it_was, history, restore};
use crate::insight::settle::{Rule, Settled, chosen, reopen, sides};
use crate::insight::source::{Memory, Sources};
use crate::model::sorted::Sorted;
use crate::model::{Name, Value};
use crate::replica::imports;
use crate::replica::joins::{Joins, Seen};
use crate::replica::past::Standing;
use crate::replica::save::Draft;
use crate::replica::{DELETED, Replica, Saved, State, View, stage};

const DAY: i64 = 86_400;

fn steps(held: &Replica, now: i64) -> Vec<Step> {
    let joins = Joins::of(held);
    let imports = imports::all(held);
    let memory = Memory::Kept { imports: &imports, own: OWN, sample: None };
    history(&Sources { seen: Seen { replica: held, joins: &joins }, memory }, &key(1), now)
}

fn word(dot: crate::replica::Dot) -> String {
    let letters = (b'a'..=b'z').map(|letter| (letter, crate::model::SessionId::from_bytes([letter; 10])));
    let letter =
        letters.into_iter().find(|(_, session)| *session == dot.session).map_or('?', |(letter, _)| letter.into());
    format!("{letter}{}", dot.height)
}

fn texts<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    values.into_iter().map(|value| value.as_text().unwrap_or("-")).collect::<Vec<_>>().join("+")
}

/// A step as `a2 at 100 here name:a1→a2`; what is superseded has an `x`, what is in conflict a `!`, what waits a `~`.
fn shown(step: &Step) -> String {
    let came = match &step.came {
        Came::Here => "here".to_owned(),
        Came::Sample => "sample".to_owned(),
        Came::File(file) => file.name.clone(),
        Came::Perhaps(file) => format!("perhaps {}", file.name),
    };
    let clock = match step.clock {
        Clock::Right => String::new(),
        Clock::Ahead(days) => format!(" {days} days ahead"),
        Clock::Behind(days) => format!(" {days} days behind"),
    };
    let field = |(name, field): (&Name, &crate::replica::past::PastField)| {
        let mark = match field.standing {
            Standing::Waiting => "~",
            Standing::Newest => "",
            Standing::Conflict => "!",
            Standing::Superseded(_) => "x",
        };
        format!(" {name}:{}→{}{mark}", texts(&step.before[name]), texts(&field.values))
    };
    let fields: String = step.save.fields.iter().map(field).collect();
    let dropped = if step.is_dropped { " dropped" } else { "" };
    format!("{} at {} {came}{clock}{dropped}{fields}", word(step.save.dot), step.received)
}

fn check(what: &str, story: &str, expected: &[&str]) {
    let shown: Vec<String> = steps(&told(story), 1000 * DAY).iter().map(shown).collect();
    assert_eq!(shown, expected, "{what}");
}

#[test]
fn what_was_here_last_comes_first() {
    check(
        "own saves by their own time",
        "here\n a1 #1 100 name area\n a2<a1 #1 200 name",
        &["a2 at 200 here name:a1→a2", "a1 at 100 here area:→a1 name:→a1x"],
    );
    check(
        "an import by its log",
        "here\n z1 #1 3 name\n file f\n b2<z1 #1 900 area",
        &["b2 at 7 f area:→b2", "z1 at 3 here name:→z1"],
    );
    check(
        "nothing before what it was saved upon",
        "file f\n b1 #1 100 name\nhere\n z2<b1 #1 1 name",
        &["z2 at 7 here name:b1→z2", "b1 at 7 f name:→b1x"],
    );
    check(
        "both sides of a conflict, and what follows both",
        "here\n z1 #1 1 name\n z2<z1 #1 2 name\nfile f\n b2<z1 #1 3 name\nhere\n z3<z2<b2 #1 9 name",
        &["z3 at 9 here name:b2+z2→z3", "b2 at 7 f name:z1→b2x", "z2 at 2 here name:z1→z2x", "z1 at 1 here name:→z1x"],
    );
    check(
        "received in the second of an own save",
        "here\n z1 #1 3 name\n z2<z1 #1 7 name\nfile f\n b2<z1 #1 3 area",
        &["b2 at 7 f area:→b2", "z2 at 7 here name:z1→z2", "z1 at 3 here name:→z1x"],
    );
    check(
        "a conflict that stands, a value withheld, and what waits",
        "here\n z1 #1 1 name\nfile f\n b1 #1 3 name (area)\n c3<c2 #1 4 name",
        &["c3 at 7 f name:→c3~", "b1 at 7 f area:→ name:→b1!", "z1 at 1 here name:→z1!"],
    );
}

#[test]
fn a_wrong_clock_is_marked_and_orders_nothing() {
    let (ahead, behind) = (5000 * DAY, DAY);
    check(
        "ten years ahead",
        &format!("here\n z1 #1 {} name\nfile f\n b2<z1 #1 {ahead} name", 3),
        &["b2 at 7 f 4999 days ahead name:z1→b2", "z1 at 3 here name:→z1x"],
    );
    check(
        "ten years ahead here, then put right",
        &format!("here\n z1 #1 {ahead} name\n y2<z1 #1 {} name", 900 * DAY),
        &["y2 at 77760000 here name:z1→y2", "z1 at 77760000 here 4100 days ahead name:→z1x"],
    );
    check(
        "behind what it was saved upon",
        &format!("here\n z1 #1 {} name\n y2<z1 #1 {behind} name", 900 * DAY),
        &["y2 at 77760000 here 899 days behind name:z1→y2", "z1 at 77760000 here name:→z1x"],
    );
}

fn value(view: &View, field: &str) -> String {
    texts(view.value(field))
}

#[test]
fn as_it_was_by_when_it_was_here() {
    // What the file brought was entered long before, and was not here until 7.
    let held = told("here\n z1 #1 3 name\n z2<z1 #1 5 name\nfile f\n b2<z1 #1 1 name area\nhere\n z3<z2<b2 #1 9 name");
    let joins = Joins::of(&held);
    let seen = Seen { replica: &held, joins: &joins };
    let steps = steps(&held, 1000);
    for (until, state, name, area, is_conflict) in [
        (2, State::Incomplete, "", "", false),
        (3, State::Live, "z1", "", false),
        (6, State::Live, "z2", "", false),
        (7, State::Live, "z2", "b2", true),
        (9, State::Live, "z3", "b2", false),
    ] {
        let view = as_it_was(&seen, &key(1), &steps, &|received| received <= until);
        let is = (view.state, value(&view, "name"), value(&view, "area"), view.in_conflict());
        assert_eq!(is, (state, name.to_owned(), area.to_owned(), is_conflict), "at {until}");
    }
}

/// Saves upon what is displayed.
fn save(held: &mut Replica, view: &View, set: &[(&str, Value)]) -> crate::replica::Dot {
    let set = set.iter().map(|(name, value)| (Name::new(name).expect("a name"), value.clone())).into_map();
    let save = stage(held.record(&key(1)), &view.heads, OWN, Draft { set, at: 50, by: "z".into() });
    let dot = save.dot;
    held.apply([Saved { key: key(1), save }]);
    dot
}

#[test]
fn restoring_sets_what_differs_and_nothing_else() {
    let mut held = told(
        "here\n a1 #1 1 name area note (pay)\n a2<a1 #1 2 name phone\nhere\n a3<a2 #1 3 note state (pay)\n b3<a2 #1 3 area",
    );
    let now = held.view(&key(1)).expect("it is here").as_ref().clone();
    let joins = Joins::of(&held);
    let steps = steps(&held, 1000);
    let seen = Seen { replica: &held, joins: &joins };
    let then = as_it_was(&seen, &key(1), &steps, &|received| received <= 1);
    let is_by_steps = |field: &str| field == "state";
    let all = restore(&now, &then, None, &is_by_steps);
    let set: Vec<String> = all.set.iter().map(|(name, value)| format!("{name}={}", texts([value]))).collect();
    assert_eq!(set, ["area=a1", "name=a1", "note=a1", "phone=-"], "what came since is cleared");
    let kept: Vec<(&str, Kept)> = all.kept.iter().map(|(name, kept)| (name.as_str(), *kept)).collect();
    assert_eq!(kept, [("pay", Kept::Withheld), ("state", Kept::BySteps)]);
    let one = restore(&now, &then, Some("name"), &is_by_steps);
    assert_eq!(one.set.keys().map(Name::as_str).collect::<Vec<_>>(), ["name"]);
    assert!(restore(&now, &now, None, &is_by_steps).set.is_empty());

    // A restore is a save upon the heads shown: what arrives meanwhile stands beside it.
    let view = held.view(&key(1)).expect("it is here").clone();
    held.apply(told("here\n c4<a3 #1 4 name").saves_of([&key(1)]).collect::<Vec<_>>());
    save(&mut held, &view, &[("name", Value::text("a1"))]);
    let now = held.view(&key(1)).expect("it is here");
    assert_eq!(now.conflicts().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["name"]);
}

#[test]
fn a_deleted_record_is_there_again() {
    let mut held = told("here\n a1 #1 1 name");
    let before = held.view(&key(1)).expect("it is here").as_ref().clone();
    save(&mut held, &before.clone(), &[(DELETED, Value::Bool(true))]);
    let deleted = held.view(&key(1)).expect("it is here").as_ref().clone();
    assert_eq!(deleted.state, State::Deleted);
    let back = restore(&deleted, &before, None, &|_| false);
    assert_eq!(back.set.keys().map(Name::as_str).collect::<Vec<_>>(), [DELETED]);
    assert!(restore(&before, &deleted, None, &|_| false).set.is_empty(), "restoring deletes nothing");
}

const TWO_SIDES: &str =
    "here\n z1 #1 1 name area\n z2<z1 #1 2 name area\nfile f\n b2<z1 #1 3 name area\n c2<z1 #1 3 name";

#[test]
fn sides_and_how_one_is_chosen_in_many() {
    let held = told(TWO_SIDES);
    let view = held.view(&key(1)).expect("it is here");
    let steps = steps(&held, 1000);
    let shown = |field: &str| {
        let sides = sides(view, field, &steps);
        let one = |rule| chosen(&sides, rule).map(|place| texts([&sides[place].value]));
        let all = sides.iter().map(|side| texts([&side.value])).collect::<Vec<_>>().join(" ");
        (all, one(Rule::Here), one(Rule::Of("b")), one(Rule::Of("nobody")))
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(shown("name"), ("z2 c2 b2".to_owned(), text("z2"), text("b2"), None));
    assert_eq!(shown("area"), ("z2 b2".to_owned(), text("z2"), text("b2"), None));
    assert_eq!(shown("nothing"), (String::new(), None, None, None));
}

#[test]
fn a_choice_is_taken_back_as_one() {
    let mut held = told(TWO_SIDES);
    let before = held.view(&key(1)).expect("it is here").as_ref().clone();
    let set = [("name", Value::text("b2")), ("area", Value::text("third")), ("phone", Value::text("1"))];
    let dot_of_choice = save(&mut held, &before, &set);
    let names = set.iter().map(|(name, value)| (Name::new(name).expect("a name"), value.clone())).into_map();
    let settled = Settled::of(key(1), dot_of_choice, &names, &before);
    let now = held.view(&key(1)).expect("it is here").as_ref().clone();
    assert!(!now.in_conflict());

    let rows = reopen(&settled, &now);
    assert_eq!(rows.len(), 3, "as many saves as a field had values");
    for set in rows {
        let save = stage(held.record(&key(1)), &now.heads, OWN, Draft { set, at: 60, by: "z".into() });
        held.apply([Saved { key: key(1), save }]);
    }
    let again = held.view(&key(1)).expect("it is here").as_ref().clone();
    let values = |view: &View, field: &str| {
        texts(view.fields[field].newest.iter().filter_map(|held| held.value.as_ref()).into_set())
    };
    for field in ["name", "area"] {
        assert_eq!(values(&again, field), values(&before, field), "{field}");
    }
    assert_eq!(again.value("phone"), Some(&Value::Null));
    let steps = steps(&held, 1000);
    let side = sides(&again, "name", &steps).into_iter().find(|side| side.value == Value::text("b2")).expect("a side");
    assert_eq!(side.makers[0].first, Some(("b".into(), 3)), "who said it first is still known");
    assert_eq!(chosen(&sides(&again, "name", &steps), Rule::Of("b")).map(|place| place < 3), Some(true));

    // What was changed since is left alone.
    let view = held.view(&key(1)).expect("it is here").as_ref().clone();
    assert_eq!(reopen(&settled, &view), Vec::new());
}

#[test]
fn a_decision_over_delete_against_edit_is_taken_back() {
    let mut held = told("here\n a1 #1 1 name\n a2<a1 #1 2 name");
    let first = held.view(&key(1)).expect("it is here").as_ref().clone();
    let edited = save(&mut held, &first, &[("name", Value::text("x"))]);
    let mut stale = first.clone();
    stale.heads.retain(|head| head.dot != edited);
    save(&mut held, &stale, &[(DELETED, Value::Bool(true))]);
    let contested = held.view(&key(1)).expect("it is here").as_ref().clone();
    assert_eq!(contested.state, State::Contested);
    let before = contested.clone();
    let dot_of_choice = save(&mut held, &before, &[(DELETED, Value::Bool(false))]);
    let set = [(Name::known(DELETED), Value::Bool(false))].into_iter().into_map();
    let settled = Settled::of(key(1), dot_of_choice, &set, &before);
    let now = held.view(&key(1)).expect("it is here").as_ref().clone();
    assert_eq!(now.state, State::Live);
    for set in reopen(&settled, &now) {
        let save = stage(held.record(&key(1)), &now.heads, OWN, Draft { set, at: 60, by: "z".into() });
        held.apply([Saved { key: key(1), save }]);
    }
    assert_eq!(held.view(&key(1)).expect("it is here").state, State::Contested);
}

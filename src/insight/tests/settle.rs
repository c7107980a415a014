use super::{ids, saves};
use crate::insight::{Likeness, Matter, Records, matters};
use crate::model::SessionId;
use crate::replica::{Dot, Key, Pred, Replica};

/// Checks all that is to be settled; a dot is written as its session's letter, `.` for none.
fn check(what: &str, rows: &str, expected: &[&str]) {
    let mut replica = Replica::new();
    replica.apply(saves(rows));
    assert_eq!(listed(&replica), expected, "{what}");
}

fn listed(replica: &Replica) -> Vec<String> {
    matters(replica, &Records::read(replica, super::today())).iter().map(show).collect()
}

fn show(matter: &Matter) -> String {
    match matter {
        Matter::Conflict { key, field, dots } => format!("conflict{}.{field}{}", record(key), letters(dots)),
        Matter::Contested { key, contest } => {
            let unseen = contest.unseen.iter().map(|(name, dots)| format!(" {name}{}", letters(dots)));
            let restores = if contest.restores.is_empty() { "" } else { " restored" };
            let sides = (letters(&contest.deletes), unseen.collect::<String>());
            format!("contested{} deleted{}{restores}{}", record(key), sides.0, sides.1)
        }
        Matter::Cloned { key, dots } => format!("cloned{}{}", record(key), letters(dots)),
        Matter::Waiting { key, gap, is_incomplete } => {
            let kind = if *is_incomplete { "incomplete" } else { "waiting" };
            format!("{kind}{}{} for{}", record(key), letters(&gap.waiting), letters(&gap.missing))
        }
        Matter::Circle { units } => format!("circle{}", ids(units)),
        Matter::Broken { key, field, problem } => format!("broken{}.{field} {problem:?}", record(key)),
        Matter::Double { keys, likeness } => {
            let of = ids(&keys.iter().map(|key| key.id).collect::<Vec<_>>());
            let likeness = match likeness {
                Likeness::CodeAndName => "proposed",
                Likeness::Code => "equal code",
                Likeness::NameAndUnit => "equal name",
            };
            format!("{likeness} {}{of}", keys[0].kind)
        }
    }
}

fn record(key: &Key) -> String {
    ids(&[key.id])
}

fn letters<'a>(dots: impl IntoIterator<Item = &'a Dot>) -> String {
    let sessions = (b'a'..=b'z').map(|letter| (char::from(letter), SessionId::from_bytes([letter; 10])));
    let sessions: Vec<_> = sessions.chain([('.', SessionId::from_bytes([0; 10]))]).collect();
    let letter = |dot: &Dot| sessions.iter().find(|(_, session)| *session == dot.session).map(|(letter, _)| *letter);
    dots.into_iter().map(|dot| format!(" {}", letter(dot).expect("sessions are letters"))).collect()
}

const CITY: &str = "
    unit 1 level=city name=市
    unit 2 level=community parent=#1 name=甲";

#[test]
fn what_merging_left_open() {
    check("nothing", CITY, &[]);
    check("a conflict", &format!("{CITY}\nunit 2a name=乙"), &["conflict 2.name . a"]);
    check("equal values are none", &format!("{CITY}\nunit 2a name=甲"), &[]);
    check("of three saves two agree", &format!("{CITY}\nunit 2a name=乙\nunit 2b name=乙"), &["conflict 2.name . a b"]);
    check("delete against edit", &format!("{CITY}\nunit 1a deleted=true"), &["contested 1 deleted a level . name ."]);
    check(
        "delete against restore",
        &format!("{CITY}\nunit 3a deleted=true name=丙 level=city\nunit 3b deleted=false"),
        &["contested 3 deleted a restored"],
    );
    check("deleted is settled", "unit 3a deleted=true name=- level=nowhere", &[]);
    check(
        "a cloned machine",
        &format!("{CITY}\nunit 2 level=community parent=#1 name=乙"),
        &["conflict 2.name .", "cloned 2 ."],
    );
    check("kinds of a later version too", "later 9a x=1\nlater 9b x=2", &["conflict 9.x a b"]);
}

/// A machine's copies used one dot for two contents; whoever saves upon both has seen them.
#[test]
fn a_clone_that_was_saved_upon_is_settled() {
    let mut replica = Replica::new();
    replica.apply(saves(&format!("{CITY}\nunit 2 level=community parent=#1 name=乙")));
    let (key, view) = replica.iter().map(|(key, _, view)| (key.clone(), view.clone())).last().expect("a unit");
    assert!(crate::insight::has_loose_end(replica.record(&key).expect("a unit"), &view));
    let draft = crate::replica::save::Draft { set: [].into(), at: 0, by: "".into() };
    let save = crate::replica::stage(replica.record(&key), &view.heads, SessionId::from_bytes([b's'; 10]), draft);
    replica.apply([crate::replica::Saved { key: key.clone(), save }]);
    let left = listed(&replica);
    assert_eq!(left, ["conflict 2.name ."], "what differs is still to be settled");
    let view = replica.view(&key).expect("a unit");
    assert!(!crate::insight::has_loose_end(replica.record(&key).expect("a unit"), view));
}

/// Records that a person said are the same are looked at as one: what differs is a conflict of the first.
#[test]
fn joined_records_are_one() {
    let same = |one: u32, other: u32| format!("sanyou.same 9 one=#{one} other=#{other}");
    check("they agree", &format!("{CITY}\nunit 3 level=community parent=#1 name=甲\n{}", same(2, 3)), &[]);
    check(
        "they differ",
        &format!("{CITY}\nunit 3 level=community parent=#1 name=乙\n{}", same(2, 3)),
        &["conflict 2.name ."],
    );
}

/// A matter keeps its name while what stands in it changes, and no two have one name.
#[test]
fn matters_have_names() {
    let rows = format!("{CITY}\nunit 2a name=乙\nunit 1a deleted=true\nunit 3 level=street name=三 parent=#3");
    let named = |rows: &str| {
        let mut replica = Replica::new();
        replica.apply(saves(rows));
        let all = matters(&replica, &Records::read(&replica, super::today()));
        all.iter().map(|matter| (matter.name(), matter.is_open())).collect::<Vec<_>>()
    };
    let before = named(&rows);
    let words: Vec<&str> = before.iter().map(|(name, _)| name.split('.').next().unwrap_or_default()).collect();
    assert_eq!(words, ["contested", "conflict", "broken", "circle"]);
    assert_eq!(before.iter().map(|(_, is_open)| *is_open).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!(named(&format!("{rows}\nunit 2b name=丙")), before);
    let mut names: Vec<_> = before.into_iter().map(|(name, _)| name).collect();
    names.dedup();
    assert_eq!(names.len(), 4);
}

#[test]
fn what_waits() {
    let mut rows = saves(&format!("{CITY}\nunit 1a name=乙\nlater 7b x=1"));
    for saved in rows.iter_mut().filter(|saved| saved.save.dot.session != SessionId::from_bytes([0; 10])) {
        saved.save.dot.height = 3;
        let missing = |letter: u8| Dot { height: 2, session: SessionId::from_bytes([letter; 10]) };
        saved.save.after = [missing(b'x'), missing(b'y')].map(Pred::of_dot).to_vec();
    }
    let mut replica = Replica::new();
    replica.apply(rows);
    assert_eq!(listed(&replica), ["waiting 1 a for x y", "incomplete 7 b for x y"]);
}

#[test]
fn what_breaks_a_rule() {
    check(
        "one value",
        &format!("{CITY}\nplace 5 name=站 unit=#2 facility=office area=many"),
        &["broken 5.area NotADecimal { min: 0, max: 100000000 }"],
    );
    check(
        "two values that came from two sides",
        &format!("{CITY}\nplace 5 name=站 unit=#2 facility=office tenure=owned\nplace 5b tenure=rented"),
        &["conflict 5.tenure . b", "broken 5.lease LeaseMissing"],
    );
    check("what is withheld breaks none", &format!("{CITY}\nworker 6 name=? unit=#2 born_year=1980 born=?"), &[]);
    check(
        "the unit was deleted while a worker was entered",
        &format!("{CITY}\nunit 3a deleted=true\nworker 6 name=张 unit=#3"),
        &["broken 6.unit NoSuchRecord"],
    );
    check("the unit is not here", &format!("{CITY}\nworker 6 name=张 unit=#99"), &[]);
}

#[test]
fn circles() {
    let units = "
        unit 1 level=city name=市
        unit 2 level=street name=二 parent=#4
        unit 3 level=street name=三 parent=#2
        unit 4 level=street name=四 parent=#3
        unit 5 level=community name=五 parent=#4
        unit 6 level=street name=六 parent=#6";
    check("cut at the smallest", units, &["broken 6.parent ParentIsSelf", "circle 2 4 3", "circle 6"]);
}

#[test]
fn doubles() {
    let unit = |rows: &str| format!("unit 1 level=city name=市\n{rows}");
    let (one, other) = ("110101001001", "110101001002");
    for (what, rows, expected) in [
        ("equal code and name", [("甲", one), ("甲", one), ("丙", "")], &["proposed unit 2 3"] as &[&str]),
        ("equal code, another name", [("甲", one), ("乙", one), ("丙", "")], &["equal code unit 2 3"]),
        ("both", [("甲", one), ("甲", one), ("乙", one)], &["proposed unit 2 3", "equal code unit 2 3 4"]),
        ("equal name, different codes", [("甲", one), ("甲", other), ("丙", "")], &[]),
        ("equal name, one without a code", [("甲", one), ("甲", ""), ("丙", "")], &["equal name unit 2 3"]),
        ("nothing", [("甲", one), ("乙", other), ("丙", "")], &[]),
    ] {
        let row = |(place, (name, code)): (usize, &(&str, &str))| {
            let code = if code.is_empty() { String::new() } else { format!(" code={code}") };
            format!("unit {} level=community parent=#1 name={name}{code}\n", place + 2)
        };
        let rows: String = rows.iter().enumerate().map(row).collect();
        let mut rows = saves(&unit(&rows));
        // In this notation digits are a number, and a code is a text.
        for value in rows.iter_mut().filter_map(|saved| saved.save.set.get_mut("code")) {
            *value = value.as_ref().map(|value| crate::model::Value::text(&value.to_json()));
        }
        let mut replica = Replica::new();
        replica.apply(rows);
        assert_eq!(listed(&replica), expected, "{what}");
    }
    check(
        "equal name elsewhere, and what was deleted, is nobody's double",
        &format!("{CITY}\nworker 6 name=张 unit=#2\nworker 7 name=张 unit=#1\nworker 8 name=张 unit=#2 deleted=true"),
        &[],
    );
    check(
        "workers and places of one name in one unit",
        &format!(
            "{CITY}\nworker 6 name=张 unit=#2\nworker 7 name=张 unit=#2
             place 8 name=张 unit=#2 facility=office\nplace 9 name=张 unit=#2 facility=other"
        ),
        &["equal name place 8 9", "equal name worker 6 7"],
    );
    let line = |number, year, source| format!("fund_line {number} purpose=修路 unit=#2 year={year} source={source}");
    check(
        "a purpose returns every year and from each source",
        &format!("{CITY}\n{}\n{}\n{}", line(5, 2025, "dues"), line(6, 2026, "dues"), line(7, 2026, "district")),
        &[],
    );
    check(
        "a fund line entered twice",
        &format!("{CITY}\n{}\n{}", line(5, 2026, "dues"), line(6, 2026, "dues")),
        &["equal name fund_line 5 6"],
    );
}

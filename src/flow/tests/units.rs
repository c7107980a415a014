//! Units, periods, years.

use super::{Book, Refusal, id, required};
use crate::insight::frozen::{differences, freeze};
use crate::insight::{Records, Span};
use crate::model::quantity::parse_date;
use crate::model::rows::Cells;
use crate::model::{Problem, ProblemAt, RecordId};
use crate::replica::Key;

fn community(book: &mut Book, name: &str, parent: &Key) -> Key {
    book.make("unit", &[("name", name), ("level", "community"), ("parent", &id(parent))])
}

/// Which units stand under a unit on a day, and whose records count there.
fn under(book: &Book, unit: &Key, day: &str) -> Vec<RecordId> {
    let records = Records::read(&book.replica, parse_date(day).expect("a day"));
    records.children(Some(unit.id))
}

fn unit_on(book: &Book, key: &Key, day: &str) -> Option<RecordId> {
    Records::read(&book.replica, parse_date(day).expect("a day")).unit_of(key)
}

fn city(book: &mut Book) -> (Key, Key, Key) {
    let city = book.make("unit", &[("name", "示例市"), ("level", "city")]);
    let street = |book: &mut Book, name| {
        let fields = [("name", name), ("level", "street"), ("parent", &*id(&city))];
        book.make("unit", &fields)
    };
    let (one, other) = (street(book, "三化街道"), street(book, "河东街道"));
    (city, one, other)
}

#[test]
fn a_unit_moves_from_a_day_on() {
    let mut book = Book::new();
    let (city, one, other) = city(&mut book);
    let unit = community(&mut book, "幸福社区", &one);
    book.refused(&unit, "move", &[("day", "2026-07-01")], required("to"));
    book.refused(&unit, "move", &[("to", &id(&other))], required("day"));
    book.refused(
        &unit,
        "move",
        &[("to", "0000000000000000-9"), ("day", "2026-07-01")],
        Refusal::Missing { field: "to" },
    );
    let itself = Refusal::Field(ProblemAt { field: "to", problem: Problem::ParentIsSelf });
    book.refused(&unit, "move", &[("to", &id(&unit)), ("day", "2026-07-01")], itself.clone());
    book.refused(&city, "move", &[("to", &id(&unit)), ("day", "2026-07-01")], itself);
    book.refused(&unit, "move", &[("to", &id(&one)), ("day", "2026-07-01")], Refusal::Nothing);
    book.step(&unit, "move", &[("to", &id(&other)), ("day", "2026-07-01")]);
    assert_eq!((under(&book, &one, "2026-06-30"), under(&book, &other, "2026-06-30")), (vec![unit.id], vec![]));
    assert_eq!((under(&book, &one, "2026-07-01"), under(&book, &other, "2026-07-01")), (vec![], vec![unit.id]));
    // And back again: each day tells its own.
    book.step(&unit, "move", &[("to", &id(&one)), ("day", "2026-10-01")]);
    assert_eq!(under(&book, &other, "2026-09-30"), [unit.id]);
    assert_eq!(under(&book, &one, "2026-10-01"), [unit.id]);
}

#[test]
fn a_unit_is_split() {
    let mut book = Book::new();
    let (_, one, _) = city(&mut book);
    let unit = community(&mut book, "幸福社区", &one);
    book.refused(&unit, "split", &[("day", "2026-07-01")], required("new_name"));
    let new =
        book.step(&unit, "split", &[("new_name", "安居社区"), ("day", "2026-07-01"), ("document", "样〔2026〕9号")]);
    book.check(
        &new[0],
        &[
            ("name", "安居社区"),
            ("level", "community"),
            ("parent", &id(&one)),
            ("origin", &id(&unit)),
            ("valid", "2026-07-01/.."),
            ("change_document", "样〔2026〕9号"),
        ],
    );
}

#[test]
fn a_unit_is_merged_and_its_past_stays() {
    let mut book = Book::new();
    let (_, one, other) = city(&mut book);
    let (unit, heir) = (community(&mut book, "幸福社区", &one), community(&mut book, "安居社区", &other));
    let worker = book.make("worker", &[("name", "张三"), ("unit", &id(&unit))]);
    let line = [("purpose", "办公"), ("unit", &*id(&unit)), ("year", "2026"), ("source", "municipal"), ("need", "100")];
    let line = book.make("fund_line", &line);
    let itself = Refusal::Field(ProblemAt { field: "successor", problem: Problem::ParentIsSelf });
    book.refused(&unit, "merge", &[("successor", &id(&unit)), ("day", "2026-07-01")], itself);
    book.step(&unit, "merge", &[("successor", &id(&heir)), ("day", "2026-07-01")]);
    book.check(&unit, &[("valid", "../2026-06-30"), ("successor", &id(&heir))]);
    assert_eq!(unit_on(&book, &worker, "2026-06-30"), Some(unit.id));
    assert_eq!(unit_on(&book, &worker, "2026-07-01"), Some(heir.id));
    assert_eq!(unit_on(&book, &line, "2026-12-31"), Some(unit.id), "what a year needed stays where it was needed");
    let frozen = |day: &str| freeze(&book.replica, one.id, Span::year(2026), parse_date(day).expect("a day")).values;
    let row = |cells: &Cells, name: &str| cells.0.iter().find(|row| row[0] == name).cloned().expect("a figure");
    assert_eq!(row(&frozen("2026-06-30"), "people.workers")[1..3], ["1", "1"]);
    assert_eq!(row(&frozen("2026-07-01"), "people.workers")[1..3], ["0", ""]);
    book.refused(&unit, "close", &[("day", "2026-07-01")], Refusal::Nothing);
    book.refused(&unit, "merge", &[("successor", &id(&heir)), ("day", "2026-07-01")], Refusal::Nothing);
}

/// A unit that was entered twice is merged as one: what names either of its records goes along.
#[test]
fn a_unit_that_was_entered_twice_is_merged_as_one() {
    let mut book = Book::new();
    let (_, one, other) = city(&mut book);
    let (unit, twin) = (community(&mut book, "幸福社区", &one), community(&mut book, "幸福社区", &one));
    let heir = community(&mut book, "安居社区", &other);
    let workers = [&unit, &twin].map(|unit| book.make("worker", &[("name", "张三"), ("unit", &id(unit))]));
    book.join(&twin, &unit);
    book.step(&unit, "merge", &[("successor", &id(&heir)), ("day", "2026-07-01")]);
    for worker in workers {
        assert_eq!(unit_on(&book, &worker, "2026-06-30"), Some(unit.id));
        assert_eq!(unit_on(&book, &worker, "2026-07-01"), Some(heir.id));
    }
}

#[test]
fn a_unit_is_dissolved() {
    let mut book = Book::new();
    let (_, one, _) = city(&mut book);
    let fields = [("name", "短命社区"), ("level", "community"), ("parent", &*id(&one)), ("valid", "2026-03-01/..")];
    let unit = book.make("unit", &fields);
    assert!(matches!(
        book.try_step(&unit, "close", &[("day", "2026-03-01")]),
        Err(Refusal::Field(ProblemAt { field: "day", problem: Problem::Before { .. } }))
    ));
    book.step(&unit, "close", &[("day", "2026-09-01")]);
    book.check(&unit, &[("valid", "2026-03-01/2026-08-31")]);
}

#[test]
fn a_year_begins_with_what_the_last_one_had() {
    let mut book = Book::new();
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let unit_id = id(&unit);
    book.refused(&unit, "new_year", &[("year", "2027")], Refusal::Nothing);
    let line = |book: &mut Book, purpose, year| {
        let fields =
            [("purpose", purpose), ("unit", &*unit_id), ("year", year), ("source", "municipal"), ("need", "10")];
        book.make("fund_line", &fields)
    };
    line(&mut book, "办公", "2026");
    line(&mut book, "活动", "2026");
    line(&mut book, "旧账", "2024");
    line(&mut book, "办公", "2027");
    let form = [
        ("name", "共建评价表"),
        ("unit", &*unit_id),
        ("year", "2026"),
        ("weights", r#"[["出席","40"],["兑现","60"]]"#),
        ("excellent", "90"),
        ("good", "80"),
        ("pass", "60"),
    ];
    book.make("evaluation_form", &form);
    let standard = |book: &mut Book, key, until| {
        let fields = [
            ("key", key),
            ("unit", &*unit_id),
            ("value", "18"),
            ("document", "样〔2025〕1号"),
            ("from", "2025-01-01"),
            ("until", until),
        ];
        book.make("standard", &fields)
    };
    standard(&mut book, "workers_per_10000", "2026-12-31");
    standard(&mut book, "office_area", "2028-12-31");
    let made = book.step(&unit, "new_year", &[("year", "2027")]);
    let made: Vec<String> = made.iter().map(|key| format!("{} {}", key.kind, book.text(key, "year"))).collect();
    assert_eq!(made, ["fund_line 2027", "evaluation_form 2027", "standard "]);
    let standards = book.all("standard");
    book.check(&standards[2], &[("key", "workers_per_10000"), ("from", "2027-01-01"), ("until", ""), ("value", "18")]);
    book.refused(&unit, "new_year", &[("year", "2027")], Refusal::Nothing);
}

#[test]
fn a_period_is_frozen_and_stays() {
    let mut book = Book::new();
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let worker = book.make("worker", &[("name", "张三"), ("unit", &id(&unit))]);
    let period = [("name", "2026年上半年"), ("unit", &*id(&unit)), ("year", "2026"), ("part", "h1")];
    let period = book.make("period", &period);
    book.refused(&period, "freeze", &[], Refusal::State);
    book.step(&period, "check", &[]);
    book.check(&period, &[("state", "checked"), ("checked", "2026-11-22")]);
    let made = book.step(&period, "freeze", &[]);
    book.check(&period, &[("state", "frozen"), ("frozen", "2026-11-22")]);
    let shot = &made[0];
    book.check(shot, &[("period", &id(&period)), ("unit", &id(&unit)), ("records", "2"), ("name", "2026年上半年")]);
    let values = |book: &Book| Cells::read(book.view(shot).value("values").expect("figures")).expect("rows");
    let (then, digest) = (values(&book), book.text(shot, "digest"));
    let last = parse_date("2026-06-30").expect("a day");
    let now = |book: &Book| freeze(&book.replica, unit.id, Span::parse("2026-h1").expect("a span"), last);
    assert_eq!((&now(&book).values, &now(&book).digest), (&then, &digest), "freezing changes nothing that it rests on");
    // Somebody leaves in May: the frozen figures stay, and what differs is told.
    book.set(&worker, &[("left", "2026-05-01")]);
    assert_eq!(values(&book), then);
    let changed: Vec<String> = differences(&then, &now(&book).values).into_iter().map(|found| found.name).collect();
    assert_eq!(changed[0], "people.workers");
    assert_ne!(now(&book).digest, digest);
    book.refused(&period, "reopen", &[], required("reason"));
    book.step(&period, "reopen", &[("reason", "漏报离任")]);
    book.step(&period, "check", &[]);
    assert_eq!(book.step(&period, "freeze", &[]).len(), 1, "another snapshot beside the first");
    assert_eq!(book.all("report_snapshot").len(), 2);
}

#[test]
fn nothing_unsettled_is_frozen() {
    let mut book = Book::new();
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let worker = book.make("worker", &[("name", "张三"), ("unit", &id(&unit))]);
    let period = [("name", "2026年"), ("unit", &*id(&unit)), ("year", "2026"), ("part", "year")];
    let period = book.make("period", &period);
    book.concurrently(&worker, &[("name", "张珊")], &[("name", "章三")]);
    book.refused(&period, "check", &[], Refusal::Unsettled { count: 1 });
}

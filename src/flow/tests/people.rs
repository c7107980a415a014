//! Candidates, posts, workers, members.

use super::{Book, Key, Problem, ProblemAt, Refusal, before, id, required};
use crate::model::quantity::DECIMAL_MAX;

const NOBODY: &str = "0000000000000000-9";

/// A street and two communities of it.
fn units(book: &mut Book) -> [Key; 3] {
    let street = book.make("unit", &[("name", "东街街道"), ("level", "street")]);
    let above = id(&street);
    let mut below = |name| book.make("unit", &[("name", name), ("level", "community"), ("parent", &above)]);
    let (one, other) = (below("幸福社区"), below("和平社区"));
    [street, one, other]
}

fn post(book: &mut Book, unit: &Key, quota: &str) -> Key {
    book.make("post", &[("name", "网格岗"), ("unit", &id(unit)), ("quota", quota), ("role", "grid_worker")])
}

fn worker(book: &mut Book, unit: &Key, post: &str, left: &str) -> Key {
    let fields = [("name", "赵六"), ("unit", &id(unit)), ("post", post), ("since", "2020-01-01"), ("left", left)];
    book.make("worker", &fields)
}

fn shortlisted(book: &mut Book, unit: &Key, post: &str) -> Key {
    let candidate = book.make("candidate", &[("name", "李四"), ("unit", &id(unit)), ("post", post)]);
    book.step(&candidate, "shortlist", &[]);
    candidate
}

#[test]
fn a_post_finds_candidates() {
    let mut book = Book::new();
    let [_, one, other] = units(&mut book);
    let place = post(&mut book, &one, "1");
    book.refused(&place, "propose", &[("channel", "veteran")], required("person"));
    let made = book.step(&place, "propose", &[("person", "李四"), ("channel", "veteran")]);
    book.check(&made[0], &[("name", "李四"), ("channel", "veteran"), ("proposed", "2026-11-22"), ("state", "")]);
    book.check(&made[0], &[("unit", &id(&one)), ("post", &id(&place))]);
    book.set(&place, &[("unit@2026-11-22", &id(&other))]);
    let made = book.step(&place, "propose", &[("person", "王五")]);
    book.check(&made[0], &[("name", "王五"), ("unit", &id(&other)), ("channel", "")]);
    book.set(&place, &[("until", "2026-11-22")]);
    book.refused(&place, "propose", &[("person", "孙七")], Refusal::State);
    book.on("2026-11-21");
    let made = book.step(&place, "propose", &[("person", "孙七")]);
    book.check(&made[0], &[("unit", &id(&one)), ("proposed", "2026-11-21")]);
}

#[test]
fn a_candidate_becomes_a_worker() {
    let mut book = Book::new();
    let [_, one, other] = units(&mut book);
    let place = post(&mut book, &other, "1");
    let fields = [("name", "李四"), ("unit", &*id(&one)), ("born_year", "1990"), ("education", "bachelor")];
    let candidate = book.make("candidate", &fields);
    book.set(&candidate, &[("phone", "138 0000 0000")]);
    book.refused(&candidate, "appoint", &[("post", &id(&place))], Refusal::State);
    book.step(&candidate, "shortlist", &[("assessment", "群众认可")]);
    book.check(&candidate, &[("state", "shortlisted"), ("assessment", "群众认可"), ("decided", "")]);
    book.refused(&candidate, "appoint", &[], Refusal::Missing { field: "post" });
    book.refused(&candidate, "appoint", &[("post", NOBODY)], Refusal::Missing { field: "post" });
    let made = book.step(&candidate, "appoint", &[("post", &id(&place)), ("day", "2026-12-01")]);
    book.check(&candidate, &[("state", "appointed"), ("decided", "2026-11-22"), ("worker", &id(&made[0]))]);
    book.check(&candidate, &[("post", &id(&place))]);
    book.check(&made[0], &[("name", "李四"), ("role", "grid_worker"), ("since", "2026-12-01"), ("left", "")]);
    book.check(&made[0], &[("born_year", "1990"), ("education", "bachelor"), ("phone", "138 0000 0000")]);
    book.check(&made[0], &[("unit", &id(&other)), ("post", &id(&place))]);
    for step in ["shortlist", "appoint", "withdraw", "reject", "propose_again"] {
        book.refused(&candidate, step, &[], Refusal::State);
    }
}

/// Who fills the places of a post on the day of an appointment: quota, end of the post, who left when, whether there is
/// room.
#[test]
fn posts_have_so_many_places() {
    let full = |quota| Some(Refusal::QuotaFilled { quota });
    let cases: [(&str, &str, &[&str], Option<Refusal>); 9] = [
        ("0", "", &[], full(0)),
        ("1", "", &[], None),
        ("1", "", &[""], full(1)),
        ("2", "", &[""], None),
        ("2", "", &["", ""], full(2)),
        ("1", "", &["2026-11-22"], None),
        ("1", "", &["2026-11-23"], full(1)),
        ("1", "2026-11-22", &[], full(0)),
        ("", "", &["", "", ""], None),
    ];
    for (quota, until, left, expected) in cases {
        let mut book = Book::new();
        let [_, one, other] = units(&mut book);
        let place = post(&mut book, &one, quota);
        book.set(&place, &[("until", until)]);
        left.iter().for_each(|left| drop(worker(&mut book, &one, &id(&place), left)));
        let elsewhere = post(&mut book, &other, "1");
        worker(&mut book, &one, &id(&elsewhere), "");
        let candidate = shortlisted(&mut book, &one, &id(&place));
        let found = book.try_step(&candidate, "appoint", &[]).err();
        assert_eq!(found, expected, "quota {quota}, until {until}, {left:?}");
    }
}

#[test]
fn a_deleted_worker_fills_no_place() {
    let mut book = Book::new();
    let [_, one, _] = units(&mut book);
    let place = post(&mut book, &one, "1");
    let gone = worker(&mut book, &one, &id(&place), "");
    let candidate = shortlisted(&mut book, &one, &id(&place));
    book.refused(&candidate, "appoint", &[], Refusal::QuotaFilled { quota: 1 });
    book.delete(&gone);
    let made = book.step(&candidate, "appoint", &[]);
    book.check(&made[0], &[("since", "2026-11-22"), ("phone", "")]);
    book.refused(&gone, "promote", &[("day", "2026-11-22"), ("rank", "x")], Refusal::Gone);
}

#[test]
fn a_candidate_does_not_come() {
    let mut book = Book::new();
    let [_, one, _] = units(&mut book);
    for (step, to) in [("withdraw", "withdrawn"), ("reject", "rejected")] {
        let asked: &[(&str, &str)] = if step == "reject" { &[("assessment", "不胜任")] } else { &[] };
        let candidate = shortlisted(&mut book, &one, "");
        book.step(&candidate, step, asked);
        book.check(&candidate, &[("state", to), ("decided", "2026-11-22")]);
        book.refused(&candidate, step, asked, Refusal::State);
        book.step(&candidate, "propose_again", &[]);
        book.check(&candidate, &[("state", "proposed"), ("decided", "")]);
        book.step(&candidate, step, asked);
        book.check(&candidate, &[("state", to)]);
    }
    let candidate = shortlisted(&mut book, &one, "");
    book.refused(&candidate, "reject", &[], required("assessment"));
}

#[test]
fn a_worker_is_promoted() {
    let mut book = Book::new();
    let [street, one, other] = units(&mut book);
    let old = post(&mut book, &one, "1");
    let person = worker(&mut book, &one, &id(&old), "");
    book.set(&person, &[("role", "grid_worker"), ("rank", "三级")]);
    book.refused(&person, "promote", &[("rank", "二级")], required("day"));
    let day = ("day", "2026-11-01");
    book.refused(&person, "promote", &[day], Refusal::Nothing);
    let same = [day, ("post", &*id(&old)), ("role", "grid_worker"), ("rank", "三级")];
    book.refused(&person, "promote", &same, Refusal::Nothing);
    book.refused(&person, "promote", &[("day", "2019-12-31"), ("rank", "二级")], before("worker", "promoted", "since"));
    book.step(&person, "promote", &[day, ("post", &id(&old)), ("rank", "二级")]);
    book.check(&person, &[("rank", "二级"), ("promoted", "2026-11-01"), ("role", "grid_worker"), ("post", &id(&old))]);

    let fields = [("name", "主任岗"), ("unit", &*id(&one)), ("quota", "1"), ("role", "director")];
    let higher = book.make("post", &fields);
    let day = ("day", "2026-11-20");
    let asked = [day, ("post", &*id(&higher))];
    let holder = worker(&mut book, &one, &id(&higher), "2026-11-21");
    book.refused(&person, "promote", &asked, Refusal::QuotaFilled { quota: 1 });
    book.refused(&person, "promote", &[day, ("post", NOBODY)], Refusal::Missing { field: "post" });
    let far = post(&mut book, &other, "1");
    book.refused(&person, "promote", &[day, ("post", &id(&far))], Refusal::OtherUnit { field: "post" });
    book.set(&holder, &[("left", "2026-11-20")]);
    book.step(&person, "promote", &asked);
    book.check(&person, &[("post", &id(&higher)), ("role", "director"), ("promoted", "2026-11-20")]);

    let above = post(&mut book, &street, "1");
    book.step(&person, "promote", &[day, ("post", &id(&above)), ("role", "deputy")]);
    book.check(&person, &[("post", &id(&above)), ("role", "deputy"), ("unit", &id(&one))]);
    book.set(&person, &[("left", "2026-11-20")]);
    book.refused(&person, "promote", &[day, ("rank", "一级")], Refusal::State);
}

#[test]
fn a_worker_moves() {
    let mut book = Book::new();
    let [street, one, other] = units(&mut book);
    let (here, there, above) =
        (post(&mut book, &one, "1"), post(&mut book, &other, "1"), post(&mut book, &street, "1"));
    let person = worker(&mut book, &one, &id(&here), "");
    let (to, back) = (("new_unit", &*id(&other)), ("new_unit", &*id(&one)));
    let day = ("day", "2026-12-01");
    book.refused(&person, "move", &[to], required("day"));
    book.refused(&person, "move", &[day], required("new_unit"));
    book.refused(&person, "move", &[day, ("new_unit", NOBODY)], Refusal::Missing { field: "new_unit" });
    book.refused(&person, "move", &[day, back], Refusal::Nothing);
    book.refused(&person, "move", &[day, to, ("post", &id(&here))], Refusal::OtherUnit { field: "post" });
    let holder = worker(&mut book, &other, &id(&there), "");
    book.refused(&person, "move", &[day, to, ("post", &id(&there))], Refusal::QuotaFilled { quota: 1 });
    book.set(&holder, &[("left", "2026-12-01")]);
    book.step(&person, "move", &[day, to, ("post", &id(&there))]);
    book.check(&person, &[("unit", &id(&one)), ("unit@2026-12-01", &id(&other)), ("post", &id(&there))]);
    book.refused(&person, "move", &[("day", "2026-12-02"), to], Refusal::Nothing);

    // Who moves on without a new post no longer fills the old one; a post of the street above both units stays.
    book.step(&person, "move", &[("day", "2027-01-01"), back]);
    book.check(&person, &[("unit@2026-12-01", &id(&other)), ("unit@2027-01-01", &id(&one)), ("post", "")]);
    book.set(&person, &[("post", &id(&above)), ("left", "2028-01-01")]);
    book.step(&person, "move", &[("day", "2027-02-01"), to]);
    book.check(&person, &[("unit@2027-02-01", &id(&other)), ("post", &id(&above))]);
    book.step(&person, "move", &[("day", "2027-03-01"), back, ("post", &id(&above))]);
    book.check(&person, &[("unit@2027-03-01", &id(&one)), ("post", &id(&above))]);
    book.refused(&person, "move", &[("day", "2028-01-01"), to], Refusal::State);
}

/// A post, a unit and a person that were entered twice are each one post, one unit, one person.
#[test]
fn what_was_entered_twice_counts_once() {
    let mut book = Book::new();
    let [street, one, other] = units(&mut book);
    let (place, twin) = (post(&mut book, &one, "1"), post(&mut book, &one, "1"));
    let (person, double) = (worker(&mut book, &one, &id(&place), ""), worker(&mut book, &one, &id(&twin), ""));
    let (day, to) = (("day", "2026-12-01"), ("new_unit", &*id(&other)));
    let full = Refusal::QuotaFilled { quota: 1 };
    book.refused(&person, "promote", &[day, ("post", &id(&twin))], full.clone());
    for (one, other) in [(&place, &twin), (&person, &double), (&one, &other)] {
        book.join(one, other);
    }
    for key in [&person, &double] {
        for post in [&place, &twin] {
            book.refused(key, "promote", &[day, ("post", &id(post))], Refusal::Nothing);
        }
        book.refused(key, "move", &[day, to], Refusal::Nothing);
    }
    let candidate = shortlisted(&mut book, &one, &id(&twin));
    book.refused(&candidate, "appoint", &[], full);
    let above = post(&mut book, &street, "1");
    book.set(&person, &[("post", &id(&above))]);
    book.step(&double, "move", &[day, ("new_unit", &id(&street)), ("post", &id(&above))]);
    book.step(&candidate, "appoint", &[]);
}

#[test]
fn a_worker_leaves() {
    let mut book = Book::new();
    let [_, one, _] = units(&mut book);
    let person = worker(&mut book, &one, "", "");
    book.refused(&person, "leave", &[("leaving", "retired")], required("left"));
    book.refused(&person, "leave", &[("left", "2026-11-30")], required("leaving"));
    let early = [("left", "2019-12-31"), ("leaving", "resigned")];
    book.refused(&person, "leave", &early, before("worker", "left", "since"));
    book.step(&person, "leave", &[("left", "2026-11-30"), ("leaving", "retired")]);
    book.check(&person, &[("left", "2026-11-30"), ("leaving", "retired")]);
}

#[test]
fn a_member_claims_serves_and_moves_away() {
    let mut book = Book::new();
    let [_, one, _] = units(&mut book);
    let member = book.make("member", &[("name", "周八"), ("unit", &id(&one)), ("reported", "2026-03-01")]);
    book.refused(&member, "claim", &[], required("claimed"));
    book.step(&member, "claim", &[("claimed", "楼道长")]);
    book.check(&member, &[("claimed", "楼道长"), ("claimed_on", "2026-11-22")]);
    book.step(&member, "claim", &[("claimed", "政策宣传员"), ("claimed_on", "2026-11-20")]);
    book.check(&member, &[("claimed", "政策宣传员"), ("claimed_on", "2026-11-20")]);

    book.refused(&member, "record_hours", &[], required("added"));
    book.refused(&member, "record_hours", &[("added", "0")], Refusal::Nothing);
    book.step(&member, "record_hours", &[("added", "2.25")]);
    book.step(&member, "record_hours", &[("added", "1.5")]);
    book.check(&member, &[("hours", "3.75")]);
    book.step(&member, "record_hours", &[("added", "0.25")]);
    book.check(&member, &[("hours", "4")]);

    book.refused(&member, "transfer_out", &[], required("left"));
    book.refused(&member, "transfer_out", &[("left", "2026-02-28")], before("member", "left", "reported"));
    book.step(&member, "transfer_out", &[("left", "2026-11-22")]);
    book.check(&member, &[("left", "2026-11-22"), ("hours", "4")]);
    book.refused(&member, "claim", &[("claimed", "楼道长")], Refusal::State);
    book.step(&member, "claim", &[("claimed", "楼道长"), ("claimed_on", "2026-11-21")]);
}

/// Hours added on two devices stand side by side, and are not added to before a person chose.
#[test]
fn hours_are_not_lost() {
    let mut book = Book::new();
    let [_, one, _] = units(&mut book);
    let fields = [("name", "周八"), ("unit", &*id(&one)), ("reported", "2026-03-01"), ("hours", "10")];
    let member = book.make("member", &fields);
    let [here, there] =
        ["2", "3"].map(|added| book.try_step(&member, "record_hours", &[("added", added)]).expect("hours"));
    book.apply(here);
    book.apply(there);
    book.refused(&member, "record_hours", &[("added", "1")], Refusal::InConflict { field: "hours" });
    book.set(&member, &[("hours", "15")]);
    book.step(&member, "record_hours", &[("added", "1")]);
    book.check(&member, &[("hours", "16")]);
    let most = (DECIMAL_MAX / 100).to_string();
    let problem = Problem::NotADecimal { min: 0, max: DECIMAL_MAX / 100 };
    book.refused(&member, "record_hours", &[("added", &most)], Refusal::Field(ProblemAt { field: "added", problem }));
}

//! Requests and delegated tasks.

use super::{Book, Key, Problem, ProblemAt, Refusal, id, kind_spec, required};

const NOTHING: &str = "0000000000000000-9";

/// A street, a community of it, and a line of each.
struct Units {
    street: Key,
    community: Key,
    above: Key,
    own: Key,
}

fn units(book: &mut Book) -> Units {
    let street = book.make("unit", &[("name", "东街街道"), ("level", "street")]);
    let fields = [("name", "幸福社区"), ("level", "community"), ("parent", &*id(&street))];
    let community = book.make("unit", &fields);
    let mut line = |unit: &Key| {
        let fields = [("purpose", "办公经费"), ("unit", &*id(unit)), ("year", "2026"), ("source", "special")];
        book.make("fund_line", &fields)
    };
    let (above, own) = (line(&street), line(&community));
    Units { street, community, above, own }
}

fn request(book: &mut Book, units: &Units) -> Key {
    let (unit, upper) = (id(&units.community), id(&units.street));
    let fields = [("purpose", "修缮"), ("unit", &*unit), ("upper", &upper), ("amount", "1000"), ("date", "2026-01-05")];
    book.make("fund_request", &fields)
}

#[test]
fn a_request_is_sent_and_answered() {
    let mut book = Book::new();
    let units = units(&mut book);
    for (granted, state) in [
        ("0", "refused"),
        ("0.01", "partly_granted"),
        ("999.99", "partly_granted"),
        ("1000", "granted"),
        ("1200", "granted"),
    ] {
        let request = request(&mut book, &units);
        book.refused(&request, "answer", &[("granted", granted), ("answer", "x")], Refusal::State);
        book.step(&request, "send", &[]);
        book.check(&request, &[("state", "sent"), ("sent", "2026-11-22"), ("answered", "")]);
        book.refused(&request, "answer", &[("answer", "x")], required("granted"));
        book.refused(&request, "answer", &[("granted", granted)], required("answer"));
        book.step(&request, "answer", &[("granted", granted), ("answer", "财〔2026〕9号")]);
        let expected =
            [("state", state), ("granted", granted), ("answered", "2026-11-22"), ("answer", "财〔2026〕9号")];
        book.check(&request, &expected);
        for step in ["send", "answer", "withdraw", "redraft"] {
            book.refused(&request, step, &[], Refusal::State);
        }
    }
}

#[test]
fn a_request_is_taken_back() {
    let mut book = Book::new();
    let units = units(&mut book);
    let request = request(&mut book, &units);
    book.step(&request, "withdraw", &[]);
    book.check(&request, &[("state", "withdrawn")]);
    book.refused(&request, "send", &[], Refusal::State);
    book.step(&request, "redraft", &[]);
    book.check(&request, &[("state", "draft")]);
    book.step(&request, "send", &[]);
    book.step(&request, "withdraw", &[]);
    book.check(&request, &[("state", "withdrawn"), ("sent", "2026-11-22")]);
}

#[test]
fn what_was_granted_arrives_on_the_line() {
    let mut book = Book::new();
    let units = units(&mut book);
    let request = request(&mut book, &units);
    let asked = [("received", "300"), ("voucher", "凭1")];
    book.refused(&request, "receive", &asked, Refusal::State);
    book.step(&request, "send", &[]);
    book.step(&request, "answer", &[("granted", "500"), ("answer", "部分同意")]);
    book.refused(&request, "receive", &[("voucher", "凭1")], required("received"));
    book.refused(&request, "receive", &[("received", "300")], required("voucher"));
    book.refused(&request, "receive", &asked, Refusal::Missing { field: "line" });
    book.set(&request, &[("line", NOTHING)]);
    book.refused(&request, "receive", &asked, Refusal::Missing { field: "line" });
    book.set(&request, &[("line", &id(&units.own))]);
    book.refused(&request, "receive", &[("received", "0"), ("voucher", "凭1")], Refusal::Nothing);
    let made = book.step(&request, "receive", &asked);
    let expected = [("direction", "receipt"), ("amount", "300"), ("date", "2026-11-22"), ("document", "凭1")];
    book.check(&made[0], &expected);
    book.check(&made[0], &[("line", &id(&units.own)), ("request", &id(&request)), ("party", "东街街道")]);
    book.check(&request, &[("state", "partly_granted"), ("granted", "500")]);

    let other = kind_spec("fund_request").and_then(|spec| spec.field("granted")).expect("a field").label;
    let more = Refusal::Field(ProblemAt { field: "received", problem: Problem::More { other } });
    book.refused(&request, "receive", &[("received", "200.01"), ("voucher", "凭2")], more);
    book.set(&request, &[("upper", NOTHING)]);
    let made = book.step(&request, "receive", &[("received", "200"), ("day", "2026-11-30"), ("voucher", "凭2")]);
    book.check(&made[0], &[("amount", "200"), ("date", "2026-11-30"), ("party", "")]);
    assert_eq!(book.all("fund_entry").len(), 2);
    book.delete(&made[0]);
    book.step(&request, "receive", &[("received", "200"), ("voucher", "凭3")]);
}

fn task(book: &mut Book, units: &Units) -> Key {
    book.make("delegated_task", &[("name", "垃圾分类"), ("unit", &id(&units.community)), ("date", "2026-01-05")])
}

#[test]
fn a_task_goes_its_way() {
    let mut book = Book::new();
    let units = units(&mut book);
    let work = task(&mut book, &units);
    book.refused(&work, "finish", &[], Refusal::State);
    book.refused(&work, "return", &[], required("reason"));
    book.step(&work, "return", &[("reason", "无权办理")]);
    book.check(&work, &[("state", "returned"), ("reason", "无权办理")]);
    book.refused(&work, "fund", &[("line", &id(&units.own))], Refusal::State);
    book.step(&work, "resume", &[]);
    book.check(&work, &[("state", "doing")]);
    book.step(&work, "return", &[("reason", "无经费")]);
    book.step(&work, "resume", &[]);
    book.step(&work, "finish", &[("evidence", "报告3号")]);
    book.check(&work, &[("state", "done"), ("done", "2026-11-22"), ("evidence", "报告3号")]);
    for step in ["begin", "finish", "return", "resume"] {
        book.refused(&work, step, &[], Refusal::State);
    }
    let plain = task(&mut book, &units);
    book.step(&plain, "begin", &[]);
    book.check(&plain, &[("state", "doing")]);
    book.step(&plain, "finish", &[]);
    book.check(&plain, &[("state", "done"), ("evidence", "")]);
}

/// Money follows the task: the line is the unit's own or that of a unit above it.
#[test]
fn a_task_is_paid_for() {
    let mut book = Book::new();
    let units = units(&mut book);
    let work = task(&mut book, &units);
    book.refused(&work, "fund", &[], required("line"));
    book.refused(&work, "fund", &[("line", NOTHING)], Refusal::Missing { field: "line" });
    for line in [&units.own, &units.above] {
        book.step(&work, "fund", &[("line", &id(line))]);
        book.check(&work, &[("line", &id(line)), ("state", "")]);
    }
    let below = id(&units.own);
    let elsewhere = Refusal::OtherUnit { field: "line" };
    let fields = [("name", "整治"), ("unit", &*id(&units.street)), ("date", "2026-01-05")];
    let upper = book.make("delegated_task", &fields);
    book.refused(&upper, "fund", &[("line", &below)], elsewhere.clone());

    // The community moves to another street; from that day on the old street does not pay.
    let other = book.make("unit", &[("name", "西街街道"), ("level", "street")]);
    book.set(&units.community, &[("parent@2026-12-01", &id(&other))]);
    book.step(&work, "fund", &[("line", &id(&units.above))]);
    book.on("2026-12-01");
    book.refused(&work, "fund", &[("line", &id(&units.above))], elsewhere.clone());

    // Units that stand above each other in a circle end the search.
    book.set(&other, &[("parent", &id(&units.community))]);
    book.refused(&work, "fund", &[("line", &id(&units.above))], elsewhere);
    book.step(&work, "begin", &[]);
    book.step(&work, "finish", &[]);
    book.step(&work, "fund", &[("line", &below)]);
    book.check(&work, &[("state", "done"), ("line", &below)]);
}

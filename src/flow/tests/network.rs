//! Needs, pledges, deliveries, joint projects.

use super::{Book, Refusal, id, required};

#[test]
fn a_need_goes_its_way() {
    let mut book = Book::new();
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let partner = book.make("partner", &[("name", "供电所"), ("unit", &id(&unit))]);
    let fields = [("what", "场地"), ("partner", &id(&partner)), ("resource", "venue"), ("date", "2026-01-05")];
    let pledge = book.make("pledge", &fields);
    let fields = [("what", "缺活动场地"), ("unit", &id(&unit)), ("kind_of_need", "request"), ("raised", "2026-01-04")];
    let need = book.make("need", &fields);
    book.refused(&need, "solve", &[("answer", "x")], Refusal::State);
    book.step(&need, "accept", &[("due", "2026-02-01")]);
    book.check(&need, &[("state", "accepted"), ("accepted", "2026-11-22"), ("due", "2026-02-01")]);
    book.refused(&need, "claim", &[], required("pledge"));
    book.refused(&need, "claim", &[("pledge", "0000000000000000-9")], Refusal::Missing { field: "pledge" });
    book.step(&need, "claim", &[("pledge", &id(&pledge))]);
    book.check(&need, &[("state", "claimed"), ("partner", &id(&partner))]);
    book.check(&pledge, &[("need", &id(&need))]);
    book.step(&need, "begin", &[]);
    book.refused(&need, "solve", &[], required("answer"));
    book.step(&need, "solve", &[("answer", "周六开放"), ("satisfaction", "satisfied")]);
    book.check(&need, &[("state", "solved"), ("solved", "2026-11-22"), ("satisfaction", "satisfied")]);
    book.step(&need, "rate", &[("satisfaction", "dissatisfied")]);
    book.refused(&need, "reopen", &[], required("reason"));
    book.step(&need, "reopen", &[("reason", "又关门了")]);
    book.step(&need, "accept", &[]);
    book.step(&need, "give_up", &[("answer", "没有场地")]);
    book.check(&need, &[("state", "cannot_be_solved"), ("satisfaction", "dissatisfied")]);
}

//! Needs, pledges, deliveries, joint projects.

use super::{Book, Key, Refusal, id, required};

/// A community and its partner.
struct Street {
    book: Book,
    unit: Key,
    partner: Key,
}

impl Street {
    fn new() -> Self {
        let mut book = Book::new();
        let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
        let partner = book.make("partner", &[("name", "供电所"), ("unit", &id(&unit))]);
        Self { book, unit, partner }
    }

    /// What the partner offered of its own will, so that it is pledged from the beginning.
    fn pledge(&mut self, more: &[(&'static str, &str)]) -> Key {
        let partner = id(&self.partner);
        let fields = [("what", "场地"), ("partner", &partner), ("resource", "venue"), ("date", "2026-01-05")];
        let fields = [fields.as_slice(), &[("initiator", "partner")], more].concat();
        self.book.make("pledge", &fields)
    }

    fn need(&mut self, more: &[(&'static str, &str)]) -> Key {
        let unit = id(&self.unit);
        let fields = [("what", "缺活动场地"), ("unit", &unit), ("kind_of_need", "request"), ("raised", "2026-01-04")];
        self.book.make("need", &[fields.as_slice(), more].concat())
    }

    /// Delivers so much of a pledge.
    #[track_caller]
    fn deliver(&mut self, pledge: &Key, quantity: &str) -> Key {
        self.book.step(pledge, "deliver", &[("delivered_quantity", quantity)]).remove(0)
    }
}

const MISSING: &str = "0000000000000000-9";

#[test]
fn a_need_goes_its_way() {
    let mut street = Street::new();
    let pledge = street.pledge(&[]);
    let need = street.need(&[]);
    let (mut book, partner) = (street.book, street.partner);
    book.refused(&need, "solve", &[("answer", "x")], Refusal::State);
    book.step(&need, "accept", &[("due", "2026-02-01")]);
    book.check(&need, &[("state", "accepted"), ("accepted", "2026-11-22"), ("due", "2026-02-01")]);
    book.refused(&need, "claim", &[], required("pledge"));
    book.refused(&need, "claim", &[("pledge", MISSING)], Refusal::Missing { field: "pledge" });
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

/// What the community asked for waits for an answer; what the partner offered is pledged from the beginning.
#[test]
fn what_is_asked_for_is_answered() {
    for (step, typed, state) in [("promise", &[][..], "pledged"), ("refuse", &[("reason", "没有人手")], "refused")]
    {
        for initiator in ["community", ""] {
            let mut street = Street::new();
            let pledge = street.pledge(&[("initiator", initiator)]);
            street.book.refused(&pledge, "withdraw", &[("reason", "x")], Refusal::State);
            street.book.refused(&pledge, "refuse", &[], required("reason"));
            street.book.step(&pledge, step, typed);
            street.book.check(&pledge, &[("state", state), ("answered", "2026-11-22")]);
            let reason = typed.first().map_or("", |(_, text)| text);
            street.book.check(&pledge, &[("reason", reason)]);
        }
        let mut street = Street::new();
        let pledge = street.pledge(&[]);
        street.book.refused(&pledge, step, typed, Refusal::State);
    }
}

#[test]
fn a_pledge_claims_a_need() {
    // State of the need before, whether another pledge answers it, its state afterwards, whether this one claims it.
    for (before, is_answered, after, claims) in [
        ("raised", false, "claimed", true),
        ("accepted", false, "claimed", true),
        ("reopened", true, "claimed", true),
        ("doing", false, "doing", true),
        ("claimed", true, "claimed", false),
        ("doing", true, "doing", false),
    ] {
        let mut street = Street::new();
        let (other, pledge) = (street.pledge(&[]), street.pledge(&[]));
        let answered = if is_answered { id(&other) } else { String::new() };
        let need = street.need(&[("state", before), ("pledge", &answered)]);
        street.book.step(&pledge, "match", &[("need", &id(&need))]);
        street.book.check(&pledge, &[("need", &id(&need)), ("state", "")]);
        let (holder, partner) = if claims { (id(&pledge), id(&street.partner)) } else { (answered, String::new()) };
        street.book.check(&need, &[("state", after), ("pledge", &holder), ("partner", &partner)]);
    }
    let mut street = Street::new();
    let pledge = street.pledge(&[]);
    street.book.refused(&pledge, "match", &[], required("need"));
    street.book.refused(&pledge, "match", &[("need", MISSING)], Refusal::Missing { field: "need" });
}

/// A need is free again when its pledge goes to another need or is taken back, unless work on it has begun.
#[test]
fn a_need_is_released() {
    for (accepted, after) in [("", "raised"), ("2026-01-06", "accepted")] {
        for is_withdrawn in [false, true] {
            let mut street = Street::new();
            let pledge = street.pledge(&[]);
            let (need, other) = (street.need(&[("accepted", accepted)]), street.need(&[]));
            street.book.step(&pledge, "match", &[("need", &id(&need))]);
            if is_withdrawn {
                street.book.refused(&pledge, "withdraw", &[], required("reason"));
                street.book.step(&pledge, "withdraw", &[("reason", "搬走了")]);
                street.book.check(&pledge, &[("state", "withdrawn"), ("reason", "搬走了"), ("answered", "")]);
            } else {
                street.book.step(&pledge, "match", &[("need", &id(&other))]);
                street.book.check(&other, &[("state", "claimed"), ("pledge", &id(&pledge))]);
            }
            street.book.check(&need, &[("state", after), ("pledge", ""), ("partner", "")]);
        }
    }
    let mut street = Street::new();
    let pledge = street.pledge(&[("need", MISSING)]);
    street.book.step(&pledge, "withdraw", &[("reason", "搬走了")]);
    let pledge = street.pledge(&[]);
    let need = street.need(&[]);
    street.book.step(&pledge, "match", &[("need", &id(&need))]);
    street.book.step(&need, "begin", &[]);
    street.book.step(&pledge, "withdraw", &[("reason", "搬走了")]);
    street.book.check(&need, &[("state", "doing"), ("pledge", &id(&pledge))]);
}

#[test]
fn no_more_is_delivered_than_was_pledged() {
    let mut street = Street::new();
    let pledge = street.pledge(&[("quantity", "4"), ("measure", "次")]);
    street.book.refused(&pledge, "deliver", &[], required("delivered_quantity"));
    let first = street.deliver(&pledge, "2.5");
    let expected =
        [("what", "场地"), ("pledge", &id(&pledge)), ("date", "2026-11-22"), ("quantity", "2.5"), ("confirmed", "")];
    street.book.check(&first, &expected);
    street.book.refused(&pledge, "deliver", &[("delivered_quantity", "1.51")], Refusal::MoreThanPledged);
    let typed = [("delivered", "会议室"), ("delivered_quantity", "1.5"), ("delivered_on", "2026-11-20")];
    let second = street.book.step(&pledge, "deliver", &typed).remove(0);
    street.book.check(&second, &[("what", "会议室"), ("date", "2026-11-20"), ("quantity", "1.5")]);
    street.book.check(&pledge, &[("state", "")]);
    let unbounded = street.pledge(&[]);
    street.deliver(&unbounded, "1000");
}

#[test]
fn both_sides_confirm_what_was_delivered() {
    let mut street = Street::new();
    let pledge = street.pledge(&[("quantity", "4"), ("measure", "次")]);
    let (first, second) = (street.deliver(&pledge, "2"), street.deliver(&pledge, "2"));
    let book = &mut street.book;
    book.step(&first, "confirm", &[]);
    book.check(&first, &[("confirmed", "2026-11-22"), ("confirmed_by", "张三"), ("partner_confirmed", "")]);
    book.refused(&first, "confirm", &[], Refusal::Nothing);
    book.refused(&first, "partner_confirm", &[("device", "x")], required("partner_by"));
    book.refused(&first, "partner_confirm", &[("partner_by", "x")], required("device"));
    book.step(&first, "partner_confirm", &[("partner_by", "李四"), ("device", "李四的手机")]);
    let expected =
        [("partner_confirmed", "2026-11-22"), ("partner_by", "李四"), ("device", "李四的手机"), ("way", "file")];
    book.check(&first, &expected);
    book.refused(&first, "partner_confirm", &[("partner_by", "x"), ("device", "x")], Refusal::Nothing);
    book.check(&pledge, &[("state", "")]);

    // Paper takes the place of a file, and the day of the confirmation stays.
    book.on("2026-11-25");
    book.refused(&first, "paper_confirm", &[], required("paper"));
    book.step(&first, "paper_confirm", &[("paper", "供电〔2026〕3号")]);
    book.check(&first, &[("way", "paper"), ("paper", "供电〔2026〕3号"), ("partner_confirmed", "2026-11-22")]);
    book.refused(&first, "paper_confirm", &[("paper", "x")], Refusal::Nothing);

    // The second side to confirm the last delivery makes the pledge delivered, in the same command.
    book.step(&second, "paper_confirm", &[("paper", "供电〔2026〕4号"), ("partner_by", "李四")]);
    book.check(&second, &[("partner_confirmed", "2026-11-25"), ("way", "paper"), ("partner_by", "李四")]);
    book.check(&pledge, &[("state", "")]);
    book.refused(&second, "partner_confirm", &[("partner_by", "x"), ("device", "x")], Refusal::Nothing);
    let changes = book.try_step(&second, "confirm", &[]).expect("it is confirmed");
    assert_eq!(changes.iter().map(|change| &change.key).collect::<Vec<_>>(), [&second, &pledge]);
    book.apply(changes);
    book.check(&pledge, &[("state", "delivered")]);
    book.refused(&pledge, "deliver", &[("delivered_quantity", "1")], Refusal::State);
}

#[test]
fn confirmations_reach_the_pledge_from_either_side() {
    let (by_file, by_paper) = ([("partner_by", "李四"), ("device", "手机")], [("paper", "3号")]);
    for (step, typed) in [("confirm", &[][..]), ("partner_confirm", &by_file), ("paper_confirm", &by_paper)] {
        // The state of the pledge before and after.
        for (before, after) in [("", "delivered"), ("withdrawn", "withdrawn"), ("delivered", "delivered")] {
            let mut street = Street::new();
            let pledge = street.pledge(&[("quantity", "4"), ("measure", "次"), ("state", before)]);
            let other_side = if step == "confirm" { "partner_confirmed" } else { "confirmed" };
            let fields = [("what", "x"), ("pledge", &id(&pledge)), ("quantity", "4"), (other_side, "2026-11-01")];
            let delivery = street.book.make("delivery", &fields);
            let gone = street.book.make("delivery", &[("what", "x"), ("pledge", MISSING), ("quantity", "4")]);
            street.book.step(&delivery, step, typed);
            street.book.check(&pledge, &[("state", after)]);
            street.book.refused(&gone, step, typed, Refusal::Missing { field: "pledge" });
        }
    }
}

/// Where liaison officers in office name devices, a file counts from one of these only.
#[test]
fn the_device_is_a_known_one() {
    // The devices of officers, each with the day until which the officer was in office, and whether "手机" is known.
    for (officers, is_known) in [
        (&[][..], true),
        (&[("", "")], true),
        (&[("手机", "")], true),
        (&[("手机", "2026-11-22")], true),
        (&[("电脑", "")], false),
        (&[("电脑", ""), ("手机", "")], true),
        (&[("电脑", ""), ("手机", "2026-11-21")], false),
        (&[("电脑", "2026-11-21")], true),
    ] {
        let mut street = Street::new();
        let pledge = street.pledge(&[]);
        for (device, until) in officers {
            let fields = [("name", "李四"), ("partner", &id(&street.partner)), ("device", device), ("until", until)];
            street.book.make("liaison", &fields);
        }
        let other = street.book.make("partner", &[("name", "小学"), ("unit", &id(&street.unit))]);
        street.book.make("liaison", &[("name", "王五"), ("partner", &id(&other)), ("device", "平板")]);
        let delivery = street.deliver(&pledge, "1");
        let typed = [("partner_by", "李四"), ("device", "手机")];
        if is_known {
            street.book.step(&delivery, "partner_confirm", &typed);
        } else {
            street.book.refused(&delivery, "partner_confirm", &typed, Refusal::UnknownDevice);
        }
    }
}

/// People say that all is delivered where no confirmation could tell.
#[test]
fn a_pledge_is_completed_by_what_was_confirmed() {
    let both = [("confirmed", "2026-11-01"), ("partner_confirmed", "2026-11-02")];
    // The pledged quantity, quantities delivered, how many days of confirmation each has, and whether it is complete.
    for (pledged, delivered, sides, is_complete) in [
        ("", &[][..], 2, false),
        ("", &["1"], 1, false),
        ("", &["1"], 2, true),
        ("4", &["2"], 2, false),
        ("4", &["2", "2"], 1, false),
        ("4", &["2", "2"], 2, true),
    ] {
        let mut street = Street::new();
        let pledge = street.pledge(&[("quantity", pledged), ("measure", "次")]);
        for quantity in delivered {
            let fields = [("what", "x"), ("pledge", &id(&pledge)), ("quantity", quantity)];
            street.book.make("delivery", &[fields.as_slice(), &both[..sides]].concat());
        }
        if is_complete {
            street.book.step(&pledge, "complete", &[]);
            street.book.check(&pledge, &[("state", "delivered")]);
        } else {
            street.book.refused(&pledge, "complete", &[], Refusal::Undelivered);
        }
    }
}

#[test]
fn a_claimed_need_becomes_a_project() {
    for (name, expected) in [("", "缺活动场地"), ("周末礼堂", "周末礼堂")] {
        let mut street = Street::new();
        let (pledge, need) = (street.pledge(&[]), street.need(&[]));
        street.book.refused(&need, "project", &[], Refusal::State);
        street.book.step(&pledge, "match", &[("need", &id(&need))]);
        let typed: &[_] = if name.is_empty() { &[] } else { &[("project_name", name)] };
        let project = street.book.step(&need, "project", typed).remove(0);
        street.book.check(&need, &[("project", &id(&project)), ("state", "claimed")]);
        street.book.check(&pledge, &[("project", &id(&project))]);
        let (unit, partner) = (id(&street.unit), id(&street.partner));
        let fields = [("name", expected), ("unit", &unit), ("partner", &partner), ("need", &id(&need)), ("state", "")];
        street.book.check(&project, &fields);
        street.book.refused(&need, "project", typed, Refusal::Nothing);
    }
    let mut street = Street::new();
    let need = street.need(&[("state", "claimed"), ("pledge", MISSING)]);
    street.book.refused(&need, "project", &[], Refusal::Missing { field: "pledge" });
}

#[test]
fn a_project_solves_its_need() {
    // The state and satisfaction of the need before and after the project is done.
    for (before, after) in [
        (("claimed", ""), ("solved", "satisfied")),
        (("cannot_be_solved", "dissatisfied"), ("solved", "satisfied")),
        (("solved", "dissatisfied"), ("solved", "dissatisfied")),
    ] {
        let mut street = Street::new();
        let need = street.need(&[("state", before.0), ("satisfaction", before.1), ("answer", "旧")]);
        let fields = [("name", "周末礼堂"), ("unit", &id(&street.unit)), ("need", &id(&need))];
        let project = street.book.make("joint_project", &fields);
        let book = &mut street.book;
        book.refused(&project, "finish", &[("outcome", "x")], Refusal::State);
        book.step(&project, "begin", &[]);
        book.check(&project, &[("state", "doing")]);
        book.refused(&project, "finish", &[], required("outcome"));
        let typed = [("outcome", "每周开放"), ("satisfaction", "satisfied"), ("evidence", "照片")];
        book.step(&project, "finish", &typed);
        book.check(&project, &typed);
        book.check(&project, &[("state", "done"), ("done", "2026-11-22")]);
        book.check(&need, &[("state", after.0), ("satisfaction", after.1)]);
        let (answer, solved) = if before.0 == "solved" { ("旧", "") } else { ("每周开放", "2026-11-22") };
        book.check(&need, &[("answer", answer), ("solved", solved)]);
        book.refused(&project, "stop", &[("outcome", "x")], Refusal::State);
    }
}

#[test]
fn a_project_ends_without_a_need_or_is_stopped() {
    let mut street = Street::new();
    let unit = id(&street.unit);
    let mut make = |state, need| {
        street.book.make("joint_project", &[("name", "x"), ("unit", &unit), ("state", state), ("need", need)])
    };
    let (alone, lost) = (make("doing", ""), make("doing", MISSING));
    let stopped = [make("planned", ""), make("doing", "")];
    let book = &mut street.book;
    book.step(&alone, "finish", &[("outcome", "已建成")]);
    book.check(&alone, &[("state", "done"), ("satisfaction", "")]);
    book.refused(&lost, "finish", &[("outcome", "x")], Refusal::Missing { field: "need" });
    for project in stopped {
        book.refused(&project, "stop", &[], required("outcome"));
        book.step(&project, "stop", &[("outcome", "经费不足")]);
        book.check(&project, &[("state", "stopped"), ("outcome", "经费不足"), ("done", "")]);
    }
    // Without a word on satisfaction the need keeps its own.
    let need = street.need(&[("satisfaction", "satisfied")]);
    let fields = [("name", "x"), ("unit", &unit), ("state", "doing"), ("need", &id(&need))];
    let project = street.book.make("joint_project", &fields);
    street.book.step(&project, "finish", &[("outcome", "已建成")]);
    street.book.check(&need, &[("state", "solved"), ("satisfaction", "satisfied")]);
}

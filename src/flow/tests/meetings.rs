//! Meetings, decisions, actions, notices.

use super::{Book, Key, Refusal, id, required};
use crate::model::kinds::{Action, Meeting, Notice};
use crate::model::{KindSpec, Problem, ProblemAt};

const MISSING: &str = "0000000000000000-9";

/// A community whose people meet.
struct Hall {
    book: Book,
    unit: Key,
}

impl Hall {
    fn new() -> Self {
        let mut book = Book::new();
        let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
        Self { book, unit }
    }

    fn meeting(&mut self, more: &[(&'static str, &str)]) -> Key {
        let unit = id(&self.unit);
        let fields = [("name", "联席会议"), ("unit", &unit), ("kind_of_meeting", "joint"), ("date", "2026-12-31")];
        self.book.make("meeting", &[fields.as_slice(), more].concat())
    }

    fn action(&mut self, more: &[(&'static str, &str)]) -> Key {
        let unit = id(&self.unit);
        let fields = [("what", "修路灯"), ("unit", &unit), ("owner_name", "李四"), ("due", "2026-12-30")];
        self.book.make("action", &[fields.as_slice(), more].concat())
    }

    fn partner(&mut self, name: &'static str, left: &str) -> Key {
        let unit = id(&self.unit);
        self.book.make("partner", &[("name", name), ("unit", &unit), ("left", left)])
    }

    fn receipts(&self) -> Vec<(String, String)> {
        let receipts = self.book.all("receipt");
        receipts.iter().map(|key| (self.book.text(key, "partner"), self.book.text(key, "notice"))).collect()
    }
}

/// A day that is before that of another field.
fn before(field: &'static str, spec: KindSpec, other: &str) -> Refusal {
    let other = spec.field(other).expect("it is declared").label;
    Refusal::Field(ProblemAt { field, problem: Problem::Before { other } })
}

#[test]
fn a_meeting_goes_its_way() {
    let mut hall = Hall::new();
    let meeting = hall.meeting(&[("expected", "10"), ("quorum", "6")]);
    let book = &mut hall.book;
    book.refused(&meeting, "minute", &[("minutes", "x")], Refusal::State);
    book.refused(&meeting, "decide", &[("decision", "x")], Refusal::State);
    book.refused(&meeting, "next", &[], Refusal::State);
    book.step(&meeting, "call", &[]);
    book.check(&meeting, &[("state", "called")]);
    book.refused(&meeting, "hold", &[], required("present"));
    let other = Meeting::SPEC.field("expected").expect("it is declared").label;
    let more = Refusal::Field(ProblemAt { field: "present", problem: Problem::More { other } });
    book.refused(&meeting, "hold", &[("present", "11")], more);
    book.step(&meeting, "hold", &[("present", "6")]);
    book.check(&meeting, &[("state", "held"), ("present", "6")]);
    book.refused(&meeting, "cancel", &[("reason", "x")], Refusal::State);
    book.refused(&meeting, "minute", &[], required("minutes"));
    book.step(&meeting, "minute", &[("minutes", "议定两项"), ("document", "幸福〔2026〕1号")]);
    book.check(&meeting, &[("state", "minuted"), ("minutes", "议定两项"), ("document", "幸福〔2026〕1号")]);
    book.refused(&meeting, "hold", &[("present", "6")], Refusal::State);
}

#[test]
fn a_meeting_is_cancelled_or_held_uncalled() {
    let mut hall = Hall::new();
    for state in ["planned", "called"] {
        let (cancelled, held) = (hall.meeting(&[("state", state)]), hall.meeting(&[("state", state)]));
        hall.book.refused(&cancelled, "cancel", &[], required("reason"));
        hall.book.step(&cancelled, "cancel", &[("reason", "停电")]);
        hall.book.check(&cancelled, &[("state", "cancelled"), ("reason", "停电")]);
        hall.book.refused(&cancelled, "carry", &[], Refusal::State);
        hall.book.step(&held, "hold", &[("present", "3")]);
        hall.book.check(&held, &[("state", "held")]);
        // Nothing says how many it needs.
        hall.book.step(&held, "minute", &[("minutes", "x")]);
    }
}

/// Too few may come, but what they say makes no minutes.
#[test]
fn minutes_need_a_quorum() {
    for (quorum, present, is_met) in [("6", "6", true), ("6", "5", false), ("6", "", false), ("", "1", true)] {
        let mut hall = Hall::new();
        let meeting = hall.meeting(&[("quorum", quorum), ("present", present), ("state", "held")]);
        if is_met {
            hall.book.step(&meeting, "minute", &[("minutes", "x")]);
        } else {
            hall.book.refused(&meeting, "minute", &[("minutes", "x")], Refusal::NoQuorum { quorum: 6 });
        }
    }
}

#[test]
fn a_joint_meeting_calls_the_partners() {
    for (kind, is_awaited) in [("joint", true), ("committee", false), ("group", false), ("unheard_of", false)] {
        let mut hall = Hall::new();
        let elsewhere = hall.book.make("unit", &[("name", "和平社区"), ("level", "community")]);
        hall.book.make("partner", &[("name", "银行"), ("unit", &id(&elsewhere))]);
        // Who leaves tomorrow is still here.
        let here = [hall.partner("供电所", ""), hall.partner("小学", "2026-11-23")];
        hall.partner("工厂", "2026-11-22");
        let fields = [("kind_of_meeting", kind), ("agenda", "路灯")];
        let meeting = hall.meeting(&fields);
        hall.book.refused(&meeting, "call", &[("reply_by", "2026-11-21")], before("reply_by", Notice::SPEC, "date"));
        let notice = hall.book.step(&meeting, "call", &[("reply_by", "2026-11-22")]).remove(0);
        hall.book.check(&meeting, &[("state", "called")]);
        let (unit, meeting) = (id(&hall.unit), id(&meeting));
        let expected = [("name", "联席会议"), ("unit", &unit), ("meeting", &meeting), ("date", "2026-11-22")];
        hall.book.check(&notice, &expected);
        let expected = [("due", "2026-11-22"), ("content", "路灯"), ("state", "sent"), ("sent", "2026-11-22")];
        hall.book.check(&notice, &expected);
        let expected: Vec<_> = here.iter().map(|partner| (id(partner), id(&notice))).collect();
        assert_eq!(hall.receipts(), if is_awaited { expected } else { Vec::new() }, "{kind}");
    }
}

#[test]
fn a_notice_goes_its_way() {
    let mut hall = Hall::new();
    let (first, second) = (hall.partner("供电所", ""), hall.partner("小学", ""));
    hall.partner("工厂", "2026-11-01");
    let unit = id(&hall.unit);
    let fields = [("name", "消防检查"), ("unit", &unit), ("date", "2026-11-20")];
    let (notice, other) = (hall.book.make("notice", &fields), hall.book.make("notice", &fields));
    // Somebody answered before it was sent; an answer to another notice is none to this one.
    hall.book.make("receipt", &[("partner", &id(&first)), ("notice", &id(&notice)), ("coming", "yes")]);
    hall.book.make("receipt", &[("partner", &id(&second)), ("notice", &id(&other))]);
    hall.book.refused(&notice, "close", &[], Refusal::State);
    assert_eq!(hall.book.step(&notice, "send", &[]).len(), 1);
    hall.book.check(&notice, &[("state", "sent"), ("sent", "2026-11-22")]);
    let expected = [(&first, &notice), (&second, &other), (&second, &notice)];
    assert_eq!(hall.receipts(), expected.map(|(partner, notice)| (id(partner), id(notice))));
    hall.book.refused(&notice, "send", &[], Refusal::State);
    hall.book.step(&notice, "close", &[]);
    hall.book.check(&notice, &[("state", "closed")]);
}

#[test]
fn what_is_open_is_carried_over() {
    for state in ["planned", "called", "held"] {
        let mut hall = Hall::new();
        let carried = [
            hall.action(&[]),
            hall.action(&[("state", "doing"), ("meeting", MISSING), ("carried", "2")]),
            hall.action(&[("state", "blocked")]),
        ];
        let elsewhere = hall.book.make("unit", &[("name", "和平社区"), ("level", "community")]);
        let left = [
            hall.action(&[("state", "done")]),
            hall.action(&[("state", "dropped")]),
            hall.action(&[("due", "2026-12-31")]),
            hall.action(&[("unit", &id(&elsewhere))]),
        ];
        let meeting = hall.meeting(&[("state", state)]);
        hall.book.step(&meeting, "carry", &[]);
        for (key, times) in carried.iter().zip(["1", "3", "1"]) {
            hall.book.check(key, &[("meeting", &id(&meeting)), ("carried", times)]);
        }
        for key in &left {
            hall.book.check(key, &[("meeting", ""), ("carried", "")]);
        }
        hall.book.check(&meeting, &[("state", state)]);
        hall.book.refused(&meeting, "carry", &[], Refusal::Nothing);
        // What stays undone comes before the next meeting again.
        let next = hall.meeting(&[("date", "2027-01-31"), ("name", "下次会议")]);
        hall.book.step(&next, "carry", &[]);
        hall.book.check(&carried[1], &[("meeting", &id(&next)), ("carried", "4"), ("state", "doing")]);
        hall.book.check(&left[2], &[("meeting", &id(&next)), ("carried", "1")]);
    }
}

#[test]
fn meetings_decide_and_people_are_to_do_it() {
    for state in ["held", "minuted"] {
        let mut hall = Hall::new();
        let meeting = hall.meeting(&[("state", state)]);
        let worker = hall.book.make("worker", &[("name", "李四"), ("unit", &id(&hall.unit))]);
        let partner = hall.partner("供电所", "");
        let (book, unit) = (&mut hall.book, id(&hall.unit));
        book.refused(&meeting, "decide", &[], required("decision"));
        let decision = book.step(&meeting, "decide", &[("decision", "修路灯"), ("number", "1")]).remove(0);
        book.check(&decision, &[("what", "修路灯"), ("meeting", &id(&meeting)), ("number", "1")]);
        book.check(&meeting, &[("state", state)]);

        book.refused(&decision, "assign", &[("owner_name", "王五")], required("due"));
        let other = Action::SPEC.field("owner_name").expect("it is declared").label;
        let unowned = Refusal::Field(ProblemAt { field: "owner", problem: Problem::OneOf { other } });
        book.refused(&decision, "assign", &[("due", "2026-12-01")], unowned);
        for owner in ["owner", "owner_partner"] {
            let typed = [("due", "2026-12-01"), (owner, MISSING)];
            book.refused(&decision, "assign", &typed, Refusal::Missing { field: owner });
        }
        // What is typed, and what of it stands in the action.
        for (owner, name, task, what) in [
            ("owner", id(&worker), "买灯泡", "买灯泡"),
            ("owner_partner", id(&partner), "", "修路灯"),
            ("owner_name", "王五".to_owned(), "", "修路灯"),
        ] {
            let typed = [("due", "2026-12-01"), (owner, &name), ("task", task)];
            let typed: Vec<_> = typed.into_iter().filter(|(_, text)| !text.is_empty()).collect();
            let action = book.step(&decision, "assign", &typed).remove(0);
            let fields = [("what", what), ("unit", &unit), ("decision", &id(&decision)), ("due", "2026-12-01")];
            book.check(&action, &fields);
            for field in ["owner", "owner_partner", "owner_name"] {
                book.check(&action, &[(field, if field == owner { &name } else { "" })]);
            }
            book.step(&action, "begin", &[]);
        }
    }
    let mut hall = Hall::new();
    let decision = hall.book.make("decision", &[("what", "x"), ("meeting", MISSING)]);
    let typed = [("due", "2026-12-01"), ("owner_name", "王五")];
    hall.book.refused(&decision, "assign", &typed, Refusal::Missing { field: "meeting" });
}

#[test]
fn an_action_goes_its_way() {
    let mut hall = Hall::new();
    let action = hall.action(&[]);
    let book = &mut hall.book;
    book.refused(&action, "resume", &[], Refusal::State);
    book.step(&action, "begin", &[]);
    book.check(&action, &[("state", "doing"), ("begun", "2026-11-22")]);
    book.refused(&action, "begin", &[], Refusal::State);
    book.refused(&action, "block", &[], required("reason"));
    book.step(&action, "block", &[("reason", "没有材料")]);
    book.check(&action, &[("state", "blocked"), ("reason", "没有材料")]);
    book.on("2026-11-23");
    book.step(&action, "resume", &[]);
    book.check(&action, &[("state", "doing"), ("begun", "2026-11-22")]);
    book.refused(&action, "finish", &[], required("evidence"));
    book.step(&action, "finish", &[("evidence", "照片")]);
    book.check(&action, &[("state", "done"), ("done", "2026-11-23"), ("evidence", "照片")]);
    book.refused(&action, "drop", &[("reason", "x")], Refusal::State);

    // What was blocked before anybody began begins when it is resumed.
    let action = hall.action(&[]);
    hall.book.step(&action, "block", &[("reason", "没有钱")]);
    hall.book.check(&action, &[("begun", "")]);
    hall.book.step(&action, "resume", &[]);
    hall.book.check(&action, &[("state", "doing"), ("begun", "2026-11-23")]);
    for state in ["open", "doing", "blocked"] {
        let (dropped, done) = (hall.action(&[("state", state)]), hall.action(&[("state", state)]));
        hall.book.refused(&dropped, "drop", &[], required("reason"));
        hall.book.step(&dropped, "drop", &[("reason", "不再需要")]);
        hall.book.check(&dropped, &[("state", "dropped"), ("reason", "不再需要"), ("done", "")]);
        hall.book.step(&done, "finish", &[("evidence", "照片")]);
        hall.book.check(&done, &[("state", "done")]);
    }
}

#[test]
fn a_meeting_comes_again() {
    // How it repeats, its day, the day that is typed, the day of the next one.
    for (repeats, date, typed, expected) in [
        ("monthly", "2026-12-31", "", Ok("2027-01-31")),
        ("monthly", "2027-01-31", "", Ok("2027-02-28")),
        ("monthly", "2028-01-31", "", Ok("2028-02-29")),
        ("quarterly", "2026-11-30", "", Ok("2027-02-28")),
        ("half_yearly", "2026-08-31", "", Ok("2027-02-28")),
        ("yearly", "2028-02-29", "", Ok("2029-02-28")),
        ("monthly", "2026-12-31", "2027-01-20", Ok("2027-01-20")),
        ("once", "2026-12-31", "2027-01-20", Ok("2027-01-20")),
        ("", "2026-12-31", "2027-01-20", Ok("2027-01-20")),
        ("once", "2026-12-31", "", Err(Refusal::Nothing)),
        ("", "2026-12-31", "", Err(Refusal::Nothing)),
        ("unheard_of", "2026-12-31", "", Err(Refusal::Nothing)),
        ("monthly", "", "", Err(Refusal::Nothing)),
        ("monthly", "2026-12-31", "2026-12-30", Err(before("next_on", Meeting::SPEC, "date"))),
    ] {
        for state in ["held", "minuted"] {
            let mut hall = Hall::new();
            let meeting = hall.meeting(&[("repeats", repeats), ("date", date), ("state", state)]);
            let typed: &[_] = if typed.is_empty() { &[] } else { &[("next_on", typed)] };
            match &expected {
                Err(refusal) => hall.book.refused(&meeting, "next", typed, refusal.clone()),
                Ok(day) => {
                    let next = hall.book.step(&meeting, "next", typed).remove(0);
                    let expected = [("date", *day), ("previous", &id(&meeting)), ("repeats", repeats)];
                    hall.book.check(&next, &expected);
                    hall.book.check(&meeting, &[("state", state), ("date", date)]);
                }
            }
        }
    }
}

#[test]
fn the_next_meeting_is_like_the_one_before() {
    let mut hall = Hall::new();
    let place = hall.book.make("place", &[("name", "会议室"), ("unit", &id(&hall.unit))]);
    let org = hall.book.make("party_org", &[("name", "党总支"), ("unit", &id(&hall.unit))]);
    let (place, org, unit) = (id(&place), id(&org), id(&hall.unit));
    let copied = [("starts", "14:30"), ("place", &place), ("org", &org), ("chair", "张三"), ("recorder", "李四")];
    let copied = [copied.as_slice(), &[("expected", "12"), ("quorum", "7"), ("repeats", "monthly")]].concat();
    let own = [("agenda", "路灯"), ("state", "minuted"), ("present", "8"), ("minutes", "x"), ("document", "1号")];
    let meeting = hall.meeting(&[copied.as_slice(), own.as_slice()].concat());
    let next = hall.book.step(&meeting, "next", &[]).remove(0);
    hall.book.check(&next, &copied);
    hall.book.check(&next, &[("name", "联席会议"), ("unit", &unit), ("kind_of_meeting", "joint")]);
    for (field, _) in own {
        hall.book.check(&next, &[(field, "")]);
    }
    // It is planned once; where it was cancelled another takes its place.
    hall.book.refused(&meeting, "next", &[], Refusal::Nothing);
    hall.book.refused(&meeting, "next", &[("next_on", "2027-02-01")], Refusal::Nothing);
    hall.book.step(&next, "cancel", &[("reason", "停电")]);
    let other = hall.book.step(&meeting, "next", &[("next_on", "2027-02-01")]).remove(0);
    hall.book.check(&other, &[("date", "2027-02-01"), ("previous", &id(&meeting)), ("state", "")]);
}

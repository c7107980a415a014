//! Steps with meetings, decisions, actions and notices.

use chrono::{Months, NaiveDate};

use super::{Ask, Desk, Draft, Flow, Refusal, Step, day_value, ref_id, ref_value};
use crate::model::field::FieldType;
use crate::model::kinds::{Action, Decision, Meeting, Notice, Partner, Receipt};
use crate::model::quantity::{Count, PartnerRef, Text, WorkerRef, parse_date};
use crate::model::{FieldSource, FieldSpec, Held, Input, KindSpec, Label, Name, Problem, ProblemAt, RecordId, Value};
use crate::replica::{Key, View};

const REASON: &[Ask] = &[Ask::of("reason").needed()];

/// States of an action on which something is still to be done.
const PENDING: &[&str] = &["open", "doing", "blocked"];

const MEETING: Flow = Flow {
    kind: Meeting::KIND,
    state: Some("state"),
    first: |_| "planned",
    steps: &[
        Step::new("call", "发出通知", "Call")
            .leads(&["planned"], "called")
            .asks(&[Ask::own(FieldSpec::new("reply_by", "回执期限", "Answer by", Input::Date))])
            .more(call),
        Step::new("carry", "转入未完事项", "Carry over what is open")
            .within(&["planned", "called", "held"])
            .more(carry),
        Step::new("hold", "召开", "Held").leads(&["planned", "called"], "held").asks(&[Ask::of("present").needed()]),
        Step::new("decide", "登记议定事项", "Record a decision")
            .within(&["held", "minuted"])
            .asks(&[
                Ask::own(FieldSpec::new("decision", "议定内容", "What was decided", Text::INPUT)).needed(),
                Ask::own(FieldSpec::new("number", "编号", "Number", Text::INPUT)),
            ])
            .more(decide),
        Step::new("minute", "形成纪要", "Minutes")
            .leads(&["held"], "minuted")
            .asks(&[Ask::of("minutes").needed(), Ask::of("document")])
            .more(check_quorum),
        Step::new("next", "安排下次会议", "Plan the next one")
            .within(&["held", "minuted"])
            .asks(&[Ask::own(FieldSpec::new("next_on", "下次日期", "Day of the next one", Input::Date))])
            .more(plan_next),
        Step::new("cancel", "取消", "Cancel").leads(&["planned", "called"], "cancelled").asks(REASON),
    ],
};

const DECISION: Flow = Flow {
    kind: Decision::KIND,
    state: None,
    first: |_| "",
    steps: &[Step::new("assign", "分解落实", "Assign")
        .asks(&[
            Ask::own(FieldSpec::new("task", "事项", "What is to be done", Text::INPUT)),
            Ask::own(FieldSpec::new("due", "期限", "Due", Input::Date)).needed(),
            Ask::own(FieldSpec::new("owner", "责任人", "Owner", WorkerRef::INPUT)),
            Ask::own(FieldSpec::new("owner_partner", "责任单位", "Owning partner", PartnerRef::INPUT)),
            Ask::own(FieldSpec::new("owner_name", "其他责任人", "Other owner", Text::INPUT)),
        ])
        .more(assign)],
};

const ACTION: Flow = Flow {
    kind: Action::KIND,
    state: Some("state"),
    first: |_| "open",
    steps: &[
        Step::new("begin", "开始办理", "Begin").leads(&["open"], "doing").dates(&["begun"]),
        Step::new("block", "受阻", "Blocked").leads(&["open", "doing"], "blocked").asks(REASON),
        Step::new("resume", "恢复办理", "Resume").leads(&["blocked"], "doing").more(resume),
        Step::new("finish", "完成", "Done")
            .leads(PENDING, "done")
            .asks(&[Ask::of("evidence").needed()])
            .dates(&["done"]),
        Step::new("drop", "放弃", "Drop").leads(PENDING, "dropped").asks(REASON),
    ],
};

const NOTICE: Flow = Flow {
    kind: Notice::KIND,
    state: Some("state"),
    first: |_| "draft",
    steps: &[
        Step::new("send", "发出", "Send").leads(&["draft"], "sent").dates(&["sent"]).more(send),
        Step::new("close", "办结", "Close").leads(&["sent"], "closed"),
    ],
};

/// Those who are to come are told: a notice, and of a joint meeting a receipt to come from every partner. The other
/// kinds of meeting are not the partners'.
fn call(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let today = draft.desk.today;
    check_day(draft, "reply_by", today, label(Notice::SPEC, "date"))?;
    let set = [
        draft.copy("name"),
        draft.copy("unit"),
        ("meeting", ref_value(draft.key.id)),
        ("date", day_value(today)),
        ("due", draft.given("reply_by").cloned().unwrap_or(Value::Null)),
        ("content", draft.copy("agenda").1),
        ("state", Value::text("sent")),
        ("sent", day_value(today)),
    ];
    let notice = draft.make(Notice::KIND, set);
    if draft.value("kind_of_meeting").and_then(Value::as_text) == Some("joint") {
        await_receipts(draft, notice.id);
    }
    Ok(())
}

fn send(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    await_receipts(draft, draft.key.id);
    Ok(())
}

/// Makes a receipt for each partner of the unit that has not left, where there is none of the notice yet.
fn await_receipts(draft: &mut Draft<'_>, notice: RecordId) {
    let Some(unit) = draft.value("unit").and_then(ref_id) else { return };
    let desk = draft.desk;
    let receipts = desk.naming(Receipt::KIND, "notice", notice);
    let awaited: Vec<&Value> = receipts.filter_map(|(_, view)| view.value("partner")).collect();
    for (key, view) in desk.naming(Partner::KIND, "unit", unit) {
        let (partner, has_left) = (ref_value(key.id), day(view, "left").is_some_and(|left| left <= desk.today));
        if !has_left && !awaited.contains(&&partner) {
            draft.make(Receipt::KIND, [("partner", partner), ("notice", ref_value(notice))]);
        }
    }
}

/// What the unit should have done before this meeting comes before it; each time is counted once.
fn carry(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (Some(unit), Some(date)) = (draft.value("unit").and_then(ref_id), day(draft.view, "date")) else {
        return Err(Refusal::Nothing);
    };
    let this = ref_value(draft.key.id);
    for (key, view) in overdue(draft.desk, unit, date).filter(|(_, view)| view.value("meeting") != Some(&this)) {
        let carried = view.value("carried").and_then(Count::read).map_or(0, |count| count.0) + 1;
        let set = [("meeting", this.clone()), ("carried", Value::Int(carried))];
        draft.change(key.clone(), set.map(|(name, value)| (Name::known(name), value)));
    }
    Ok(())
}

/// The pending actions of a unit that are due before a day.
fn overdue<'a>(desk: &'a Desk<'a>, unit: RecordId, date: NaiveDate) -> impl Iterator<Item = (&'a Key, &'a View)> {
    let is_pending = |view: &View| PENDING.contains(&ACTION.state_of(view).as_str());
    let actions = desk.naming(Action::KIND, "unit", unit);
    actions.filter(move |(_, view)| is_pending(view) && day(view, "due").is_some_and(|due| due < date))
}

fn decide(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let given = |name: &str| draft.given(name).cloned().unwrap_or(Value::Null);
    let set = [("what", given("decision")), ("meeting", ref_value(draft.key.id)), ("number", given("number"))];
    draft.make(Decision::KIND, set);
    Ok(())
}

/// A meeting below its quorum has no minutes that bind; how many were there must be known to tell.
fn check_quorum(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some(quorum) = draft.value("quorum").and_then(Count::read) else { return Ok(()) };
    let is_met = draft.value("present").and_then(Count::read).is_some_and(|present| present >= quorum);
    if is_met { Ok(()) } else { Err(Refusal::NoQuorum { quorum: quorum.0 }) }
}

/// Plans the meeting after this one, once, unless the one that was planned is cancelled.
fn plan_next(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let mut planned = draft.desk.naming(Meeting::KIND, "previous", draft.key.id);
    if planned.any(|(_, view)| MEETING.state_of(view) != "cancelled") {
        return Err(Refusal::Nothing);
    }
    let date = day(draft.view, "date");
    let next = match (draft.given("next_on"), date) {
        (Some(_), _) => draft.day("next_on"),
        (None, Some(date)) => after_interval(draft, date).ok_or(Refusal::Nothing)?,
        (None, None) => return Err(Refusal::Nothing),
    };
    if let Some(date) = date {
        check_day(draft, "next_on", date, label(Meeting::SPEC, "date"))?;
    }
    let copied = [
        "name",
        "unit",
        "kind_of_meeting",
        "starts",
        "place",
        "org",
        "chair",
        "recorder",
        "expected",
        "quorum",
        "repeats",
    ];
    let set: Vec<_> = copied.into_iter().map(|field| draft.copy(field)).collect();
    let own = [("date", day_value(next)), ("previous", ref_value(draft.key.id))];
    draft.make(Meeting::KIND, set.into_iter().chain(own));
    Ok(())
}

/// The day on which a meeting comes again; in a shorter month it is the last one.
fn after_interval(draft: &Draft<'_>, date: NaiveDate) -> Option<NaiveDate> {
    let months = match draft.value("repeats")?.as_text()? {
        "monthly" => 1,
        "quarterly" => 3,
        "half_yearly" => 6,
        "yearly" => 12,
        _ => return None,
    };
    date.checked_add_months(Months::new(months))
}

/// Makes an action of the meeting's unit, which somebody owns.
fn assign(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    for ask in DECISION.steps.iter().flat_map(|step| step.asks) {
        check_target(draft, ask)?;
    }
    let owners = ["owner", "owner_partner", "owner_name"];
    if owners.iter().all(|owner| draft.given(owner).is_none()) {
        let problem = Problem::OneOf { other: label(Action::SPEC, "owner_name") };
        return Err(Refusal::Field(ProblemAt { field: "owner", problem }));
    }
    let (_, meeting) = draft.target("meeting")?;
    let unit = meeting.value("unit").cloned().unwrap_or(Value::Null);
    let what = draft.given("task").cloned().unwrap_or_else(|| draft.copy("what").1);
    let given = |name| (name, draft.given(name).cloned().unwrap_or(Value::Null));
    let set = [("what", what), ("unit", unit), ("decision", ref_value(draft.key.id)), given("due")];
    let set: Vec<_> = set.into_iter().chain(owners.map(given)).collect();
    draft.make(Action::KIND, set);
    Ok(())
}

/// What the step itself asks for and is a reference names a record that is here.
fn check_target(draft: &Draft<'_>, ask: &Ask) -> Result<(), Refusal> {
    let (Some(Input::Ref(kind)), Some(value)) = (ask.own.map(|own| own.input), draft.given(ask.name)) else {
        return Ok(());
    };
    let key = ref_id(value).map(|id| Key { id, kind: Name::known(kind) });
    let is_here = key.and_then(|key| draft.desk.view(&key)).is_some_and(|view| view.is_present());
    if is_here { Ok(()) } else { Err(Refusal::Missing { field: ask.name }) }
}

/// An action that was blocked before anybody began begins now.
fn resume(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if draft.value("begun").is_none() {
        draft.put("begun", day_value(draft.desk.today));
    }
    Ok(())
}

/// A day that was asked for is not before another.
fn check_day(draft: &Draft<'_>, ask: &'static str, than: NaiveDate, other: Label) -> Result<(), Refusal> {
    let is_before = draft.given(ask).is_some() && draft.day(ask) < than;
    if is_before { Err(Refusal::Field(ProblemAt { field: ask, problem: Problem::Before { other } })) } else { Ok(()) }
}

fn label(kind: KindSpec, field: &str) -> Label {
    kind.field(field).map_or(kind.label, |field| field.label)
}

fn day(view: &View, field: &str) -> Option<NaiveDate> {
    match view.held(field) {
        Held::Known(value) => parse_date(value.as_text()?),
        Held::Missing | Held::Withheld => None,
    }
}

pub(super) const FLOWS: &[Flow] = &[MEETING, DECISION, ACTION, NOTICE];

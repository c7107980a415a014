//! Steps with posts, candidates, workers and members who report in.
//!
//! Keeps no count of its own: who fills a post is read from the workers who name it.

use chrono::NaiveDate;

use super::{Ask, Desk, Draft, Flow, Refusal, Step, day_value, ref_id, ref_value, value_on};
use crate::model::choice::Enumeration;
use crate::model::field::FieldType;
use crate::model::kinds::{Candidate, CandidateState, Channel, Member, Post, Worker};
use crate::model::quantity::{Decimal, Text, UnitRef, decimal};
use crate::model::{Field, FieldSource, FieldSpec, Input, Problem, ProblemAt, Unit, Value};
use crate::replica::dated::entry_name;
use crate::replica::{FieldView, Key, View};

const PERSON: FieldSpec = FieldSpec::new("person", "姓名", "Name", Text::INPUT);
const CHANNEL: FieldSpec = FieldSpec::new("channel", "来源渠道", "Channel", Input::Choice(Channel::CHOICES));
const IN_POST_SINCE: FieldSpec = FieldSpec::new("day", "任职日期", "In post since", Input::Date);
const PROMOTED_ON: FieldSpec = FieldSpec::new("day", "晋升日期", "Promoted on", Input::Date);
const MOVED_ON: FieldSpec = FieldSpec::new("day", "调动日期", "Moved on", Input::Date);
const NEW_UNIT: FieldSpec = FieldSpec::new("new_unit", "调入单位", "Unit they move to", UnitRef::INPUT);
const ADDED: FieldSpec = FieldSpec::new("added", "本次服务小时", "Hours to be added", Decimal::INPUT);

const POST: Flow = Flow {
    kind: Post::KIND,
    state: None,
    first: |_| "",
    steps: &[Step::new("propose", "推荐后备人选", "Propose a candidate")
        .asks(&[Ask::own(PERSON).needed(), Ask::own(CHANNEL)])
        .more(propose)],
};

/// Makes a candidate for the post.
fn propose(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let today = draft.desk.today;
    if is_abolished(draft.view, today) {
        return Err(Refusal::State);
    }
    let given = |name| draft.given(name).cloned().unwrap_or(Value::Null);
    let set = [
        ("name", given("person")),
        ("unit", value_on(Post::KIND, draft.view, "unit", today).unwrap_or(Value::Null)),
        ("post", ref_value(draft.key.id)),
        ("channel", given("channel")),
        ("proposed", day_value(today)),
    ];
    draft.make(Candidate::KIND, set);
    Ok(())
}

const CANDIDATE: Flow = Flow {
    kind: Candidate::KIND,
    state: Some("state"),
    first: |_| CandidateState::Proposed.name(),
    steps: &[
        Step::new("shortlist", "列为考察对象", "Shortlist")
            .leads(&["proposed"], "shortlisted")
            .asks(&[Ask::of("assessment")]),
        Step::new("appoint", "任用", "Appoint")
            .leads(&["shortlisted"], "appointed")
            .asks(&[Ask::of("post"), Ask::own(IN_POST_SINCE)])
            .dates(&["decided"])
            .more(appoint),
        Step::new("withdraw", "本人退出", "Withdraws")
            .leads(&["proposed", "shortlisted"], "withdrawn")
            .dates(&["decided"]),
        Step::new("reject", "不予任用", "Not taken")
            .leads(&["proposed", "shortlisted"], "rejected")
            .asks(&[Ask::of("assessment").needed()])
            .dates(&["decided"]),
        Step::new("propose_again", "重新推荐", "Propose again")
            .leads(&["withdrawn", "rejected"], "proposed")
            .more(propose_again),
    ],
};

/// The candidate becomes a worker of the post's unit, where the post has a place for them.
fn appoint(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    let (post, view) = draft.target("post")?;
    find_place(draft, &post, view, day)?;
    let set = [
        draft.copy("name"),
        ("unit", value_on(Post::KIND, view, "unit", day).unwrap_or(Value::Null)),
        ("post", ref_value(post.id)),
        ("role", view.value("role").cloned().unwrap_or(Value::Null)),
        ("since", day_value(day)),
        draft.copy("born_year"),
        draft.copy("education"),
        draft.copy("phone"),
    ];
    let worker = draft.make(Worker::KIND, set);
    draft.put("worker", ref_value(worker.id));
    Ok(())
}

/// Nothing is decided any more.
fn propose_again(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.put("decided", Value::Null);
    Ok(())
}

const WORKER: Flow = Flow {
    kind: Worker::KIND,
    state: None,
    first: |_| "",
    steps: &[
        Step::new("promote", "晋升", "Promote")
            .asks(&[Ask::own(PROMOTED_ON).needed(), Ask::of("post"), Ask::of("role"), Ask::of("rank")])
            .more(promote),
        Step::new("move", "调动", "Move to another unit")
            .asks(&[Ask::own(NEW_UNIT).needed(), Ask::own(MOVED_ON).needed(), Ask::of("post")])
            .more(move_on),
        Step::new("leave", "离任", "Leave").asks(&[Ask::of("left").needed(), Ask::of("leaving").needed()]),
    ],
};

/// Another post, role or grade; a new post brings its role unless another is given.
fn promote(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    require_here(draft, day)?;
    let (desk, view) = (draft.desk, draft.view);
    draft.set.retain(|field, value| !is_same(desk, view.value(field.as_str()), value));
    if draft.set.is_empty() {
        return Err(Refusal::Nothing);
    }
    if draft.set.contains_key("post") {
        let (post, view) = draft.target("post")?;
        let unit = value_on(Worker::KIND, draft.view, "unit", day);
        require_unit(draft, view, unit.as_ref(), day)?;
        find_place(draft, &post, view, day)?;
        if let Some(role) = view.value("role").filter(|_| draft.given("role").is_none()) {
            draft.put("role", role.clone());
        }
    }
    draft.put("promoted", day_value(day));
    Ok(())
}

/// Another unit from a day on. The post is another one too: that of a unit they left would stay filled.
fn move_on(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    require_here(draft, day)?;
    let unit = ref_value(draft.given_record("new_unit", Unit::KIND)?.0.id);
    if is_same(draft.desk, value_on(Worker::KIND, draft.view, "unit", day).as_ref(), &unit) {
        return Err(Refusal::Nothing);
    }
    if draft.given("post").is_some() {
        let (post, view) = draft.target("post")?;
        require_unit(draft, view, Some(&unit), day)?;
        find_place(draft, &post, view, day)?;
    } else if let Ok(Some((_, view))) = draft.target_if_any("post")
        && require_unit(draft, view, Some(&unit), day).is_err()
    {
        draft.put("post", Value::Null);
    }
    draft.set.insert(entry_name("unit", day), unit);
    Ok(())
}

const MEMBER: Flow = Flow {
    kind: Member::KIND,
    state: None,
    first: |_| "",
    steps: &[
        Step::new("claim", "认领岗位或服务", "Claim a service")
            .asks(&[Ask::of("claimed").needed(), Ask::of("claimed_on")])
            .more(claim),
        Step::new("record_hours", "登记服务小时", "Record hours").asks(&[Ask::own(ADDED).needed()]).more(record_hours),
        Step::new("transfer_out", "转出", "Transfer out").asks(&[Ask::of("left").needed()]),
    ],
};

fn claim(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("claimed_on");
    require_here(draft, day)?;
    draft.put("claimed_on", day_value(day));
    Ok(())
}

/// Adds to the hours. What two devices added apart is a conflict, and adding to one side would hide the other.
fn record_hours(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let wrong = |field, problem| Refusal::Field(ProblemAt { field, problem });
    if draft.view.fields.get("hours").is_some_and(FieldView::in_conflict) {
        return Err(Refusal::InConflict { field: "hours" });
    }
    let before = match Field::<Decimal>::read(draft.view.held("hours")) {
        Field::Known(hours) => hours.0,
        Field::Missing => 0,
        Field::Withheld | Field::Unreadable => return Err(wrong("hours", Problem::WrongType)),
    };
    let added = draft.given("added").and_then(Decimal::read).map_or(0, |added| added.0);
    if added == 0 {
        return Err(Refusal::Nothing);
    }
    let hours = Decimal::INPUT.parse(&decimal(before + added)).map_err(|problem| wrong("added", problem))?;
    draft.put("hours", hours);
    Ok(())
}

fn day_in(view: &View, field: &str) -> Option<NaiveDate> {
    Field::<NaiveDate>::read(view.held(field)).known().copied()
}

pub(super) fn has_left(view: &View, day: NaiveDate) -> bool {
    day_in(view, "left").is_some_and(|left| left <= day)
}

fn require_here(draft: &Draft<'_>, day: NaiveDate) -> Result<(), Refusal> {
    if has_left(draft.view, day) { Err(Refusal::State) } else { Ok(()) }
}

/// Tells whether a field holds this value already; of a reference, whether it names what is read as one with it.
fn is_same(desk: &Desk<'_>, held: Option<&Value>, value: &Value) -> bool {
    let lead = |value: &Value| ref_id(value).map(|id| desk.joined.lead(id));
    held == Some(value) || held.and_then(lead).is_some_and(|held| lead(value) == Some(held))
}

fn is_abolished(post: &View, day: NaiveDate) -> bool {
    day_in(post, "until").is_some_and(|until| until <= day)
}

/// Refuses a post of a unit that is neither this one nor above it on that day.
fn require_unit(draft: &Draft<'_>, post: &View, unit: Option<&Value>, day: NaiveDate) -> Result<(), Refusal> {
    let id = |value: &Value| UnitRef::read(value).map(|unit| unit.0);
    let upper = value_on(Post::KIND, post, "unit", day).as_ref().and_then(id);
    let is_of_it = unit.and_then(id).zip(upper).is_some_and(|(unit, upper)| draft.desk.is_within(unit, upper, day));
    if is_of_it { Ok(()) } else { Err(Refusal::OtherUnit { field: "post" }) }
}

/// Refuses a post whose places others fill on a day; one that is abolished has none, one without a quota is not counted.
fn find_place(draft: &Draft<'_>, key: &Key, view: &View, day: NaiveDate) -> Result<(), Refusal> {
    let Some(quota) = Post::read(view).quota.known().map(|quota| quota.0) else { return Ok(()) };
    let quota = if is_abolished(view, day) { 0 } else { quota };
    let own = draft.desk.joined.lead(draft.key.id);
    let others = draft.desk.naming(Worker::KIND, "post", key.id).filter(|(worker, _)| worker.id != own);
    let filled = others.filter(|(_, worker)| !has_left(worker, day)).count();
    if i64::try_from(filled).is_ok_and(|filled| filled < quota) { Ok(()) } else { Err(Refusal::QuotaFilled { quota }) }
}

pub(super) const FLOWS: &[Flow] = &[POST, CANDIDATE, WORKER, MEMBER];

//! Steps with needs, pledges and deliveries, and with the joint projects that come of them.

use super::{After, Ask, Draft, Flow, Refusal, Step, day_value, is_filled, ref_id, ref_value};
use crate::model::field::FieldType;
use crate::model::kinds::{Delivery, JointProject, Liaison, Need, Pledge};
use crate::model::quantity::{Decimal, Text, parse_date};
use crate::model::{FieldSource, FieldSpec, Held, Input, Name, Value};
use crate::replica::{Key, View};

const REASON: &[Ask] = &[Ask::of("reason").needed()];

/// States of a need that nobody works on.
const UNCLAIMED: &[&str] = &["raised", "accepted", "reopened"];

const NEED: Flow = Flow {
    kind: Need::KIND,
    state: Some("state"),
    first: |_| "raised",
    steps: &[
        Step::new("accept", "受理", "Accept")
            .leads(&["raised", "reopened"], "accepted")
            .asks(&[Ask::of("handler"), Ask::of("due")])
            .dates(&["accepted"]),
        Step::new("claim", "由承诺认领", "Claimed by a pledge")
            .leads(UNCLAIMED, "claimed")
            .asks(&[Ask::of("pledge").needed()])
            .more(claim),
        Step::new("project", "立为共建项目", "Make it a joint project")
            .within(&["claimed"])
            .asks(&[Ask::own(FieldSpec::new("project_name", "项目名称", "Name of the project", Text::INPUT))])
            .more(make_project),
        Step::new("begin", "开始办理", "Begin").leads(&["accepted", "claimed"], "doing"),
        Step::new("solve", "办结", "Solved")
            .leads(&["accepted", "claimed", "doing"], "solved")
            .asks(&[Ask::of("answer").needed(), Ask::of("evidence"), Ask::of("satisfaction")])
            .dates(&["solved"]),
        Step::new("give_up", "无法解决", "Cannot be solved")
            .leads(&["accepted", "claimed", "doing"], "cannot_be_solved")
            .asks(&[Ask::of("answer").needed()])
            .dates(&["solved"]),
        Step::new("rate", "登记满意度", "Satisfaction")
            .within(&["solved", "cannot_be_solved"])
            .asks(&[Ask::of("satisfaction").needed()]),
        Step::new("reopen", "重新受理", "Reopen").leads(&["solved", "cannot_be_solved"], "reopened").asks(REASON),
    ],
};

const PLEDGE: Flow = Flow {
    kind: Pledge::KIND,
    state: Some("state"),
    first: |pledge| match pledge.held("initiator") {
        Held::Known(value) if value.as_text() == Some("partner") => "pledged",
        _ => "asked",
    },
    steps: &[
        Step::new("promise", "单位承诺", "Promised").leads(&["asked"], "pledged").dates(&["answered"]),
        Step::new("refuse", "未答应", "Not granted").leads(&["asked"], "refused").asks(REASON).dates(&["answered"]),
        Step::new("match", "对应需求", "Match to a need")
            .within(&["pledged"])
            .asks(&[Ask::of("need").needed()])
            .more(match_need),
        Step::new("deliver", "登记兑现", "Record a delivery")
            .within(&["pledged"])
            .asks(&[
                Ask::own(FieldSpec::new("delivered", "兑现内容", "What was delivered", Text::INPUT)),
                Ask::own(FieldSpec::new("delivered_quantity", "兑现数量", "Quantity", Input::Decimal)).needed(),
                Ask::own(FieldSpec::new("delivered_on", "兑现日期", "Day of the delivery", Input::Date)),
            ])
            .more(deliver),
        Step::new("complete", "全部兑现", "All delivered").leads(&["pledged"], "delivered").more(complete),
        Step::new("withdraw", "撤回承诺", "Withdraw").leads(&["pledged"], "withdrawn").asks(REASON).more(release),
    ],
};

const DELIVERY: Flow = Flow {
    kind: Delivery::KIND,
    state: None,
    first: |_| "",
    steps: &[
        Step::new("confirm", "社区确认", "The community confirms").dates(&["confirmed"]).more(confirm),
        Step::new("partner_confirm", "单位确认", "The partner confirms")
            .asks(&[Ask::of("partner_by").needed(), Ask::of("device").needed()])
            .dates(&["partner_confirmed"])
            .more(partner_confirm),
        Step::new("paper_confirm", "登记书面确认", "Confirmed on paper")
            .asks(&[Ask::of("paper").needed(), Ask::of("partner_by")])
            .dates(&["partner_confirmed"])
            .more(paper_confirm),
    ],
};

const JOINT_PROJECT: Flow = Flow {
    kind: JointProject::KIND,
    state: Some("state"),
    first: |_| "planned",
    steps: &[
        Step::new("begin", "开始实施", "Begin").leads(&["planned"], "doing"),
        Step::new("finish", "完成", "Done")
            .leads(&["doing"], "done")
            .asks(&[Ask::of("outcome").needed(), Ask::of("satisfaction"), Ask::of("evidence")])
            .dates(&["done"])
            .more(finish),
        Step::new("stop", "终止", "Stop").leads(&["planned", "doing"], "stopped").asks(&[Ask::of("outcome").needed()]),
    ],
};

/// The need and the pledge name each other, and the need its partner.
fn claim(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (pledge, view) = draft.target("pledge")?;
    let partner = view.value("partner").cloned().unwrap_or(Value::Null);
    draft.put("partner", partner);
    let need = ref_value(draft.key.id);
    draft.change(pledge, [(Name::known("need"), need)]);
    Ok(())
}

/// The claimed need becomes a project of the partner, which the need and its pledge name; one need has one project.
fn make_project(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if draft.value("project").is_some() {
        return Err(Refusal::Nothing);
    }
    let pledge = draft.target_if_any("pledge")?.map(|(key, _)| key);
    let name = draft.given("project_name").cloned().unwrap_or_else(|| draft.copy("what").1);
    let need = ref_value(draft.key.id);
    let set = [("name", name), draft.copy("unit"), draft.copy("partner"), ("need", need)];
    let project = ref_value(draft.make(JointProject::KIND, set).id);
    draft.put("project", project.clone());
    if let Some(pledge) = pledge {
        draft.change(pledge, [(Name::known("project"), project)]);
    }
    Ok(())
}

/// The need is claimed by the pledge, unless another pledge answers it already: then the pledge helps that one. A need
/// that the pledge answered before is free again.
fn match_need(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (key, need) = draft.target("need")?;
    let is_unclaimed = UNCLAIMED.contains(&NEED.state_of(need).as_str());
    let is_free = is_unclaimed || matches!(need.value("pledge"), None | Some(Value::Null));
    if draft.view.value("need") != draft.set.get("need") {
        release(draft)?;
    }
    if is_free {
        let mut set =
            vec![(Name::known("pledge"), ref_value(draft.key.id)), (Name::known("partner"), draft.copy("partner").1)];
        if is_unclaimed {
            set.push((Name::known("state"), Value::text("claimed")));
        }
        draft.change(key, set);
    }
    Ok(())
}

/// The need that the pledge answered goes back to where it was, where nothing more was done than claiming it.
fn release(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let desk = draft.desk;
    let Some(id) = draft.view.value("need").and_then(ref_id) else { return Ok(()) };
    let key = Key { id, kind: Name::known(Need::KIND) };
    // A need that is not here keeps nobody from taking a pledge back.
    let Some(need) = desk.view(&key).filter(|need| need.is_present()) else { return Ok(()) };
    if NEED.state_of(need.as_ref()) == "claimed" && need.value("pledge") == Some(&ref_value(draft.key.id)) {
        let state = if is_filled(need.as_ref(), "accepted") { "accepted" } else { "raised" };
        let set = [("state", Value::text(state)), ("pledge", Value::Null), ("partner", Value::Null)];
        draft.change(key, set.map(|(name, value)| (Name::known(name), value)));
    }
    Ok(())
}

/// Makes a delivery; all deliveries together, confirmed or not, are at most what was pledged.
fn deliver(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let quantity = draft.given("delivered_quantity").cloned().unwrap_or(Value::Null);
    if let Some(pledged) = draft.value("quantity").and_then(Decimal::read) {
        let deliveries = draft.desk.naming(Delivery::KIND, "pledge", draft.key.id);
        let before = deliveries.filter_map(|(_, view)| view.value("quantity").and_then(Decimal::read));
        let all: i64 = before.chain(Decimal::read(&quantity)).map(|number| number.0).sum();
        if all > pledged.0 {
            return Err(Refusal::MoreThanPledged);
        }
    }
    let what = draft.given("delivered").cloned().unwrap_or_else(|| draft.copy("what").1);
    let date = day_value(draft.day("delivered_on"));
    let pledge = ref_value(draft.key.id);
    draft.make(Delivery::KIND, [("what", what), ("pledge", pledge), ("date", date), ("quantity", quantity)]);
    Ok(())
}

/// What both sides confirmed on different devices met only later, and a pledge without a quantity is never reached by
/// itself: people say that all is there, and the confirmed deliveries must bear it out.
fn complete(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let deliveries = draft.desk.naming(Delivery::KIND, "pledge", draft.key.id);
    let confirmed: Vec<i64> = deliveries.filter_map(|(_, view)| confirmed_quantity(view)).collect();
    let pledged = draft.value("quantity").and_then(Decimal::read).map_or(0, |pledged| pledged.0);
    let is_all = !confirmed.is_empty() && confirmed.iter().sum::<i64>() >= pledged;
    if is_all { Ok(()) } else { Err(Refusal::Undelivered) }
}

/// The quantity of a delivery that both sides confirmed, in hundredths.
pub(super) fn confirmed_quantity(delivery: &dyn FieldSource) -> Option<i64> {
    let is_confirmed = is_filled(delivery, "confirmed") && is_filled(delivery, "partner_confirmed");
    let quantity = match delivery.held("quantity") {
        Held::Known(value) => Decimal::read(value),
        Held::Missing | Held::Withheld => None,
    };
    is_confirmed.then(|| quantity.map_or(0, |number| number.0))
}

fn confirm(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if is_filled(draft.view, "confirmed") {
        return Err(Refusal::Nothing);
    }
    draft.put("confirmed_by", Value::text(draft.desk.author));
    settle(draft)
}

fn partner_confirm(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if is_filled(draft.view, "partner_confirmed") {
        return Err(Refusal::Nothing);
    }
    check_device(draft)?;
    draft.put("way", Value::text("file"));
    settle(draft)
}

/// Paper stands above an unverified file and takes its place; the day of the confirmation stays the first one.
fn paper_confirm(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if is_filled(draft.view, "partner_confirmed") {
        if draft.view.value("way").and_then(Value::as_text) == Some("paper") {
            return Err(Refusal::Nothing);
        }
        draft.set.remove("partner_confirmed");
    }
    draft.put("way", Value::text("paper"));
    settle(draft)
}

/// Where liaison officers in office name their devices, it was confirmed on one of these.
fn check_device(draft: &Draft<'_>) -> Result<(), Refusal> {
    let (_, pledge) = draft.target("pledge")?;
    let Some(partner) = pledge.value("partner").and_then(ref_id) else { return Ok(()) };
    let is_in_office = |liaison: &View| {
        let until = liaison.value("until").and_then(Value::as_text).and_then(parse_date);
        until.is_none_or(|until| until >= draft.desk.today)
    };
    let officers = draft.desk.naming(Liaison::KIND, "partner", partner).filter(|(_, view)| is_in_office(view));
    let devices: Vec<&str> = officers.filter_map(|(_, view)| view.value("device")?.as_text()).collect();
    let device = draft.value("device").and_then(Value::as_text).unwrap_or_default();
    if devices.is_empty() || devices.contains(&device) { Ok(()) } else { Err(Refusal::UnknownDevice) }
}

/// The pledge is delivered as soon as what both sides confirmed reaches its quantity.
fn settle(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (pledge, view) = draft.target("pledge")?;
    let deliveries = draft.desk.naming(Delivery::KIND, "pledge", pledge.id).filter(|(key, _)| *key != draft.key);
    let others: i64 = deliveries.filter_map(|(_, view)| confirmed_quantity(view)).sum();
    let all = confirmed_quantity(&After(draft)).unwrap_or(0) + others;
    let is_reached = view.value("quantity").and_then(Decimal::read).is_some_and(|pledged| all >= pledged.0);
    if is_reached && PLEDGE.state_of(view) == "pledged" {
        draft.change(pledge, [(Name::known("state"), Value::text("delivered"))]);
    }
    Ok(())
}

/// The need that the project answers is solved by it.
fn finish(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some((need, view)) = draft.target_if_any("need")? else { return Ok(()) };
    if NEED.state_of(view) == "solved" {
        return Ok(());
    }
    let set = [
        ("state", Value::text("solved")),
        ("solved", day_value(draft.desk.today)),
        ("answer", draft.copy("outcome").1),
        ("satisfaction", draft.given("satisfaction").cloned().unwrap_or(Value::Null)),
    ];
    let set = set.into_iter().filter(|(_, value)| *value != Value::Null);
    draft.change(need, set.map(|(name, value)| (Name::known(name), value)));
    Ok(())
}

pub(super) const FLOWS: &[Flow] = &[NEED, PLEDGE, DELIVERY, JOINT_PROJECT];

//! Steps with requests for money and with delegated tasks.
//!
//! Adds up nothing that is stored: what a request received is read from the entries that name it.

use super::{Ask, Draft, Flow, Refusal, Step, day_value, ref_value};
use crate::model::choice::Enumeration;
use crate::model::field::FieldType;
use crate::model::kinds::{DelegatedTask, Direction, FundEntry, FundRequest, RequestState, TaskState};
use crate::model::quantity::{Fen, Text, UnitRef};
use crate::model::{Field, FieldSource, FieldSpec, Input, Problem, ProblemAt, Value};

const RECEIVED: FieldSpec = FieldSpec::new("received", "到账金额（元）", "Amount received (yuan)", Fen::INPUT);
const RECEIVED_ON: FieldSpec = FieldSpec::new("day", "到账日期", "Received on", Input::Date);
const VOUCHER: FieldSpec = FieldSpec::new("voucher", "凭证文号", "Document of the receipt", Text::INPUT);

const REQUEST: Flow = Flow {
    kind: FundRequest::KIND,
    state: Some("state"),
    first: |_| RequestState::Draft.name(),
    steps: &[
        Step::new("send", "报送", "Send").leads(&["draft"], "sent").dates(&["sent"]),
        Step::new("answer", "登记批复", "Record the answer")
            .leads_to_one(&["sent"], &["granted", "partly_granted", "refused"])
            .asks(&[Ask::of("granted").needed(), Ask::of("answer").needed()])
            .dates(&["answered"])
            .more(answer),
        Step::new("receive", "登记到账", "Record money received")
            .within(&["granted", "partly_granted"])
            .asks(&[Ask::own(RECEIVED).needed(), Ask::own(RECEIVED_ON), Ask::own(VOUCHER).needed()])
            .more(receive),
        Step::new("withdraw", "撤回", "Withdraw").leads(&["draft", "sent"], "withdrawn"),
        Step::new("redraft", "重新草拟", "Draft again").leads(&["withdrawn"], "draft"),
    ],
};

/// What was granted decides: all that was asked, a part of it, or nothing.
fn answer(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let fen = |field| draft.value(field).and_then(Fen::read).map(|fen| fen.0);
    let state = match (fen("granted"), fen("amount")) {
        (Some(0), _) => RequestState::Refused,
        (Some(granted), Some(amount)) if granted < amount => RequestState::Partly,
        _ => RequestState::Granted,
    };
    draft.put("state", Value::text(state.name()));
    Ok(())
}

/// Makes a receipt on the request's line; all receipts together are at most what was granted.
fn receive(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (line, _) = draft.target("line")?;
    let received = draft.given("received").and_then(Fen::read).unwrap_or_default().0;
    if received == 0 {
        return Err(Refusal::Nothing);
    }
    let entries = draft.desk.naming(FundEntry::KIND, "request", draft.key.id);
    let before: i64 = entries.filter_map(|(_, entry)| FundEntry::read(entry).amount.known().map(|fen| fen.0)).sum();
    let granted = FundRequest::read(draft.view).granted.known().map(|granted| granted.0);
    if let (Some(granted), Some(field)) = (granted, FundRequest::SPEC.field("granted"))
        && before.saturating_add(received) > granted
    {
        return Err(Refusal::Field(ProblemAt { field: "received", problem: Problem::More { other: field.label } }));
    }
    let upper = match draft.target_if_any("upper") {
        Ok(Some((_, unit))) => unit.value("name").cloned(),
        _ => None,
    };
    let set = [
        ("line", ref_value(line.id)),
        ("date", day_value(draft.day("day"))),
        ("direction", Value::text(Direction::Receipt.name())),
        ("amount", Value::Int(received)),
        ("document", draft.given("voucher").cloned().unwrap_or(Value::Null)),
        ("party", upper.unwrap_or(Value::Null)),
        ("request", ref_value(draft.key.id)),
    ];
    draft.make(FundEntry::KIND, set);
    Ok(())
}

const TASK: Flow = Flow {
    kind: DelegatedTask::KIND,
    state: Some("state"),
    first: |_| TaskState::Open.name(),
    steps: &[
        Step::new("begin", "开始办理", "Begin").leads(&["open"], "doing"),
        Step::new("fund", "落实经费", "Fund")
            .within(&["open", "doing", "done"])
            .asks(&[Ask::of("line").needed()])
            .more(fund),
        Step::new("finish", "办结", "Finish").leads(&["doing"], "done").asks(&[Ask::of("evidence")]).dates(&["done"]),
        Step::new("return", "退回", "Return").leads(&["open", "doing"], "returned").asks(&[Ask::of("reason").needed()]),
        Step::new("resume", "恢复办理", "Resume").leads(&["returned"], "doing"),
    ],
};

/// The line that pays is the unit's own or that of a unit above it.
fn fund(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (_, line) = draft.target("line")?;
    let unit = |source: &dyn FieldSource| Field::<UnitRef>::read(source.held("unit")).known().map(|unit| unit.0);
    let today = draft.desk.today;
    let is_payer =
        unit(draft.view).zip(unit(line)).is_some_and(|(unit, upper)| draft.desk.is_within(unit, upper, today));
    if is_payer { Ok(()) } else { Err(Refusal::OtherUnit { field: "line" }) }
}

pub(super) const FLOWS: &[Flow] = &[REQUEST, TASK];

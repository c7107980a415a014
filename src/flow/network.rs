//! Steps with needs, pledges and deliveries.

use super::{Ask, Draft, Flow, Refusal, Step, ref_value};
use crate::model::kinds::Need;
use crate::model::{Name, Value};

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
            .leads(&["raised", "accepted", "reopened"], "claimed")
            .asks(&[Ask::of("pledge").needed()])
            .more(claim),
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
        Step::new("reopen", "重新受理", "Reopen")
            .leads(&["solved", "cannot_be_solved"], "reopened")
            .asks(&[Ask::of("reason").needed()]),
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

pub(super) const FLOWS: &[Flow] = &[NEED];

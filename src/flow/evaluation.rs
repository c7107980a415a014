//! Steps with evaluation forms, evaluations, comments and selections.

use super::{Ask, Draft, Flow, Refusal, Step, ref_value};
use crate::model::field::FieldType;
use crate::model::kinds::{Comment, Evaluation, EvaluationForm, Selection};
use crate::model::quantity::{Percent, Text, decimal};
use crate::model::rows::{Score, Scores, Weights};
use crate::model::{FieldSource, FieldSpec, Held, ProblemAt, Value};
use crate::replica::View;

const FORM: Flow = Flow {
    kind: EvaluationForm::KIND,
    state: None,
    first: |_| "",
    steps: &[Step::new("revise", "修订", "Revise")
        .asks(&[Ask::own(FieldSpec::new("new_version", "新版本", "New version", Text::INPUT)).needed()])
        .dates(&["retired"])
        .more(revise)],
};

const EVALUATION: Flow = Flow {
    kind: Evaluation::KIND,
    state: Some("state"),
    first: |_| "draft",
    steps: &[
        Step::new("grade", "定级", "Grade").leads(&["draft", "reopened"], "graded").more(grade),
        Step::new("close", "办结", "Close").leads(&["graded"], "closed"),
        Step::new("reopen", "重新评价", "Reopen")
            .leads(&["graded", "closed"], "reopened")
            .asks(&[Ask::of("reason").needed()]),
    ],
};

const COMMENT: Flow = Flow {
    kind: Comment::KIND,
    state: None,
    first: |_| "",
    steps: &[Step::new("reply", "回复", "Reply")
        .asks(&[Ask::of("reply").needed()])
        .dates(&["replied"])
        .more(sign_reply)],
};

const SELECTION: Flow = Flow {
    kind: Selection::KIND,
    state: Some("state"),
    first: |_| "proposed",
    steps: &[
        Step::new("show", "公示", "Show to the public").leads(&["proposed"], "shown").dates(&["shown"]),
        Step::new("choose", "评定", "Choose")
            .leads(&["shown"], "chosen")
            .asks(&[Ask::of("document").needed()])
            .dates(&["decided"])
            .more(check_evaluation),
        Step::new("refuse", "不予评定", "Not chosen").leads(&["proposed", "shown"], "refused").dates(&["decided"]),
    ],
};

/// Makes the next version of a form, as a copy to be edited; past evaluations keep theirs.
fn revise(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if !matches!(draft.view.held("retired"), Held::Missing | Held::Known(Value::Null)) {
        return Err(Refusal::Nothing);
    }
    let copied = EvaluationForm::SPEC.fields.iter().filter(|field| !field.kept);
    let mut set: Vec<_> = copied.map(|field| draft.copy(field.name)).collect();
    // Stands over the copied one.
    set.push(("version", draft.given("new_version").cloned().unwrap_or(Value::Null)));
    set.push(("previous", ref_value(draft.key.id)));
    draft.make(EvaluationForm::KIND, set);
    Ok(())
}

/// The total is the weighted sum of the points, in hundredths and rounded half up; the form says what grade it comes to.
fn grade(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (key, form) = draft.target("form")?;
    // A merge may have broken the form: nobody is graded by one that is not whole.
    if let Some(ProblemAt { problem, .. }) = EvaluationForm::SPEC.problems(key.id, form).into_iter().next() {
        return Err(Refusal::Field(ProblemAt { field: "form", problem }));
    }
    let own = Evaluation::SPEC.field("scores");
    if let Some(problem) = own.and_then(|field| field.problem(draft.view.held("scores"))) {
        return Err(Refusal::Field(ProblemAt { field: "scores", problem }));
    }
    let weights = form.value("weights").and_then(Weights::read).unwrap_or_default();
    let scores = draft.value("scores").and_then(Scores::read).unwrap_or_default();
    let total = total(&weights, scores)?;
    let name = grade_of(form, total);
    draft.put("total", Value::from_json(&decimal(total)).unwrap_or(Value::Null));
    draft.put("grade", Value::text(name));
    Ok(())
}

/// Weighs the scores, each by one row of the form; whatever has no counterpart on the other side is told.
fn total(weights: &Weights, scores: Scores) -> Result<i64, Refusal> {
    let mut left = scores.0;
    let mut matched: Vec<(i64, Score)> = Vec::new();
    let mut unscored = Vec::new();
    for (criterion, weight) in &weights.0 {
        match left.iter().position(|score| score.criterion == *criterion && score.points.is_some()) {
            Some(place) => matched.push((*weight, left.remove(place))),
            None => unscored.push(criterion.clone()),
        }
    }
    let no_evidence = matched.iter().filter(|(_, score)| score.evidence.is_empty());
    let no_evidence: Vec<String> = no_evidence.map(|(_, score)| score.criterion.clone()).collect();
    if !unscored.is_empty() {
        return Err(Refusal::Unscored { criteria: unscored });
    }
    if !left.is_empty() {
        return Err(Refusal::NotInForm { criteria: left.into_iter().map(|score| score.criterion).collect() });
    }
    if !no_evidence.is_empty() {
        return Err(Refusal::NoEvidence { criteria: no_evidence });
    }
    let sum: i64 = matched.iter().map(|(weight, score)| weight * score.points.unwrap_or(0)).sum();
    Ok((sum + 5_000) / 10_000)
}

/// The best grade whose line the total reaches.
fn grade_of(form: &View, total: i64) -> &'static str {
    let reaches = |line: &str| form.value(line).and_then(Percent::read).is_some_and(|line| total >= line.0);
    ["excellent", "good", "pass"].into_iter().find(|line| reaches(line)).unwrap_or("fail")
}

fn sign_reply(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.put("replied_by", Value::text(draft.desk.author));
    Ok(())
}

/// A partner is chosen upon an evaluation of its own, and nobody upon a poor one.
fn check_evaluation(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let evaluation = draft.target_if_any("evaluation")?;
    let partner = draft.value("partner");
    let Some((_, view)) = evaluation else {
        return if partner.is_some() { Err(Refusal::Missing { field: "evaluation" }) } else { Ok(()) };
    };
    if partner.is_some() && view.value("partner") != partner {
        return Err(Refusal::Missing { field: "evaluation" });
    }
    let is_graded = ["graded", "closed"].contains(&EVALUATION.state_of(view).as_str());
    let is_enough = matches!(view.value("grade").and_then(Value::as_text), Some("excellent" | "good"));
    if is_graded && is_enough { Ok(()) } else { Err(Refusal::GradeTooLow) }
}

pub(super) const FLOWS: &[Flow] = &[FORM, EVALUATION, COMMENT, SELECTION];

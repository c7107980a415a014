//! Forms, evaluations, comments, selections.

use super::{Book, Key, Refusal, id, required};
use crate::flow::Change;
use crate::model::{Name, Problem, ProblemAt, Value};

const MISSING: &str = "0000000000000000-9";

const WEIGHTS: &str = r#"[["出席","30.5"],["兑现","69.5"]]"#;

/// A community that evaluates its partner by a form.
struct Jury {
    book: Book,
    unit: Key,
    partner: Key,
}

impl Jury {
    fn new() -> Self {
        let mut book = Book::new();
        let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
        let partner = book.make("partner", &[("name", "供电所"), ("unit", &id(&unit))]);
        Self { book, unit, partner }
    }

    fn form(&mut self, more: &[(&'static str, &str)]) -> Key {
        let unit = id(&self.unit);
        let fields =
            [("name", "共建评价表"), ("unit", &unit), ("year", "2026"), ("version", "1"), ("weights", WEIGHTS)];
        let lines = [("excellent", "90"), ("good", "80"), ("pass", "60")];
        self.book.make("evaluation_form", &[fields.as_slice(), &lines, more].concat())
    }

    fn evaluation(&mut self, form: &str, more: &[(&'static str, &str)]) -> Key {
        let (unit, partner) = (id(&self.unit), id(&self.partner));
        let fields = [("partner", partner.as_str()), ("unit", &unit), ("form", form), ("year", "2026")];
        self.book.make("evaluation", &[fields.as_slice(), more].concat())
    }

    fn selection(&mut self, more: &[(&'static str, &str)]) -> Key {
        let unit = id(&self.unit);
        let fields = [("name", "文明单位"), ("unit", &unit), ("award", "civilised_unit"), ("year", "2026")];
        self.book.make("selection", &[fields.as_slice(), more].concat())
    }
}

#[test]
fn a_form_is_revised() {
    let mut jury = Jury::new();
    let copied = [("subject", "partner"), ("document", "幸福〔2026〕2号"), ("note", "试行")];
    let form = jury.form(&copied);
    let (book, unit) = (&mut jury.book, id(&jury.unit));
    book.refused(&form, "revise", &[], required("new_version"));
    let next = book.step(&form, "revise", &[("new_version", "2")]).remove(0);
    book.check(&form, &[("retired", "2026-11-22"), ("version", "1"), ("previous", "")]);
    book.check(&next, &copied);
    let fields = [("name", "共建评价表"), ("unit", &unit), ("year", "2026"), ("weights", WEIGHTS), ("version", "2")];
    book.check(&next, &fields);
    let fields = [("excellent", "90"), ("good", "80"), ("pass", "60"), ("previous", &id(&form)), ("retired", "")];
    book.check(&next, &fields);
    book.refused(&form, "revise", &[("new_version", "3")], Refusal::Nothing);
}

/// The two points, the total and the grade they come to; weights are 30.5 and 69.5.
#[test]
fn points_come_to_a_grade() {
    for (first, second, total, grade) in [
        ("100", "100", "100", "excellent"),
        ("90", "90", "90", "excellent"),
        // 27.4469 and 62.55 are 89.9969, rounded up to the line.
        ("89.99", "90", "90", "excellent"),
        // 27.4439 and 62.55 are 89.9939, rounded down below it.
        ("89.98", "90", "89.99", "good"),
        ("80", "80", "80", "good"),
        ("79.9", "80", "79.97", "pass"),
        ("60", "60", "60", "pass"),
        ("0", "86.33", "60", "pass"),
        ("0", "86.32", "59.99", "fail"),
        // 0.305 × 0.1 is 0.0305; 0.695 × 0.1 is 0.0695.
        ("0.1", "0", "0.03", "fail"),
        ("0", "0.1", "0.07", "fail"),
        // 0.305 exactly, which goes up.
        ("1", "0", "0.31", "fail"),
        ("0", "0", "0", "fail"),
    ] {
        let mut jury = Jury::new();
        let form = id(&jury.form(&[]));
        // The order of rows is of no matter.
        let scores = format!(r#"[["兑现","{second}","台账"],["出席","{first}","签到"]]"#);
        for state in ["draft", "reopened"] {
            let evaluation = jury.evaluation(&form, &[("scores", &scores), ("state", state), ("total", "1")]);
            jury.book.step(&evaluation, "grade", &[]);
            jury.book.check(&evaluation, &[("state", "graded"), ("total", total), ("grade", grade)]);
        }
    }
}

#[test]
fn every_criterion_is_scored_with_evidence() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    for (scores, expected) in [
        ("", Refusal::Unscored { criteria: names(&["出席", "兑现"]) }),
        (r#"[["出席","80","签到"]]"#, Refusal::Unscored { criteria: names(&["兑现"]) }),
        (r#"[["出席","80","签到"],["兑现","",""]]"#, Refusal::Unscored { criteria: names(&["兑现"]) }),
        (r#"[["出席","80","签到"],["兑现 现","80","x"]]"#, Refusal::Unscored { criteria: names(&["兑现"]) }),
        (
            r#"[["出席","80","签到"],["兑现","80","台账"],["宣传","80","x"],["捐款","",""]]"#,
            Refusal::NotInForm { criteria: names(&["宣传", "捐款"]) },
        ),
        (
            r#"[["出席","80","签到"],["兑现","80","台账"],["出席","90","签到"]]"#,
            Refusal::NotInForm { criteria: names(&["出席"]) },
        ),
        (r#"[["出席","80",""],["兑现","80","台账"]]"#, Refusal::NoEvidence { criteria: names(&["出席"]) }),
        (r#"[["出席","80",""],["兑现","0",""]]"#, Refusal::NoEvidence { criteria: names(&["出席", "兑现"]) }),
    ] {
        let mut jury = Jury::new();
        let form = id(&jury.form(&[]));
        let evaluation = jury.evaluation(&form, &[("scores", scores)]);
        jury.book.refused(&evaluation, "grade", &[], expected);
    }
}

/// A form that is not here or was broken by a merge grades nobody.
#[test]
fn a_form_is_whole() {
    let mut jury = Jury::new();
    let scores = ("scores", r#"[["出席","80","签到"],["兑现","80","台账"]]"#);
    let lost = jury.evaluation(MISSING, &[scores]);
    jury.book.refused(&lost, "grade", &[], Refusal::Missing { field: "form" });
    for (field, text, problem) in [
        ("weights", r#"[["出席","30"],["兑现","69.5"]]"#, Problem::NotHundred { sum: 9_950 }),
        ("weights", "", Problem::Required),
        ("pass", "", Problem::Required),
    ] {
        let form = id(&jury.form(&[(field, text)]));
        let evaluation = jury.evaluation(&form, &[scores]);
        jury.book.refused(&evaluation, "grade", &[], Refusal::Field(ProblemAt { field: "form", problem }));
    }
}

/// Points that no form would take may come in a file; they make no total.
#[test]
fn foreign_points_make_no_total() {
    for (scores, problem) in [
        (r#"[["出席","101","签到"],["兑现","80","台账"]]"#, Problem::NotADecimal { min: 0, max: 100 }),
        (r#"[["出席","-1","签到"],["兑现","80","台账"]]"#, Problem::NotADecimal { min: 0, max: 100 }),
        (r#""80""#, Problem::WrongType),
    ] {
        let mut jury = Jury::new();
        let form = id(&jury.form(&[]));
        let key = jury.evaluation(&form, &[]);
        let heads = jury.book.view(&key).heads.clone();
        let set = [(Name::known("scores"), Value::from_json(scores).expect("it is JSON"))].into();
        jury.book.apply(vec![Change { key: key.clone(), heads, set }]);
        jury.book.refused(&key, "grade", &[], Refusal::Field(ProblemAt { field: "scores", problem }));
    }
}

#[test]
fn an_evaluation_goes_its_way() {
    let mut jury = Jury::new();
    let form = id(&jury.form(&[]));
    let evaluation = jury.evaluation(&form, &[("scores", r#"[["出席","80","签到"],["兑现","80","台账"]]"#)]);
    let book = &mut jury.book;
    book.refused(&evaluation, "close", &[], Refusal::State);
    book.refused(&evaluation, "reopen", &[("reason", "x")], Refusal::State);
    for reason in ["漏了一次", "单位申诉"] {
        book.step(&evaluation, "grade", &[]);
        book.refused(&evaluation, "grade", &[], Refusal::State);
        book.refused(&evaluation, "reopen", &[], required("reason"));
        if reason == "单位申诉" {
            book.step(&evaluation, "close", &[]);
            book.check(&evaluation, &[("state", "closed"), ("grade", "good")]);
            book.refused(&evaluation, "grade", &[], Refusal::State);
        }
        book.step(&evaluation, "reopen", &[("reason", reason)]);
        book.check(&evaluation, &[("state", "reopened"), ("reason", reason)]);
    }
}

#[test]
fn a_comment_is_answered() {
    let mut jury = Jury::new();
    let form = id(&jury.form(&[]));
    let evaluation = jury.evaluation(&form, &[]);
    let fields = [("what", "很少来"), ("evaluation", &id(&evaluation)), ("voice", "residents"), ("date", "2026-11-01")];
    let comment = jury.book.make("comment", &fields);
    jury.book.refused(&comment, "reply", &[], required("reply"));
    jury.book.step(&comment, "reply", &[("reply", "每周来一次")]);
    let expected = [("reply", "每周来一次"), ("replied", "2026-11-22"), ("replied_by", "张三"), ("what", "很少来")];
    jury.book.check(&comment, &expected);
}

#[test]
fn a_selection_goes_its_way() {
    let mut jury = Jury::new();
    let form = id(&jury.form(&[]));
    let evaluation = id(&jury.evaluation(&form, &[("state", "closed"), ("grade", "good")]));
    let partner = id(&jury.partner);
    let chosen = jury.selection(&[("partner", &partner), ("evaluation", &evaluation)]);
    let refused = ["proposed", "shown"].map(|state| jury.selection(&[("partner", &partner), ("state", state)]));
    let book = &mut jury.book;
    book.refused(&chosen, "choose", &[("document", "x")], Refusal::State);
    book.step(&chosen, "show", &[]);
    book.check(&chosen, &[("state", "shown"), ("shown", "2026-11-22"), ("decided", "")]);
    book.on("2026-11-30");
    book.refused(&chosen, "choose", &[], required("document"));
    book.step(&chosen, "choose", &[("document", "市文明委〔2026〕5号")]);
    let expected = [("state", "chosen"), ("shown", "2026-11-22"), ("decided", "2026-11-30")];
    book.check(&chosen, &expected);
    book.check(&chosen, &[("document", "市文明委〔2026〕5号")]);
    book.refused(&chosen, "refuse", &[], Refusal::State);
    for selection in refused {
        book.step(&selection, "refuse", &[]);
        book.check(&selection, &[("state", "refused"), ("decided", "2026-11-30")]);
    }
}

/// The state and grade of the evaluation that a selection of a partner rests on, and whether they do.
#[test]
fn a_partner_is_chosen_upon_a_good_evaluation() {
    for (state, grade, is_enough) in [
        ("graded", "excellent", true),
        ("closed", "good", true),
        ("closed", "pass", false),
        ("graded", "fail", false),
        ("graded", "", false),
        ("draft", "", false),
        ("reopened", "excellent", false),
    ] {
        let mut jury = Jury::new();
        let form = id(&jury.form(&[]));
        let evaluation = id(&jury.evaluation(&form, &[("state", state), ("grade", grade)]));
        let partner = id(&jury.partner);
        let selection = jury.selection(&[("partner", &partner), ("evaluation", &evaluation), ("state", "shown")]);
        if is_enough {
            jury.book.step(&selection, "choose", &[("document", "5号")]);
        } else {
            jury.book.refused(&selection, "choose", &[("document", "5号")], Refusal::GradeTooLow);
        }
    }
}

/// A partner needs an evaluation of its own; a party organisation needs none.
#[test]
fn a_selection_rests_on_the_right_evaluation() {
    let mut jury = Jury::new();
    let form = id(&jury.form(&[]));
    let partner = id(&jury.partner);
    let other = id(&jury.book.make("partner", &[("name", "小学"), ("unit", &id(&jury.unit))]));
    let org = id(&jury.book.make("party_org", &[("name", "党总支"), ("unit", &id(&jury.unit))]));
    let own = id(&jury.evaluation(&form, &[("state", "graded"), ("grade", "good")]));
    let poor = id(&jury.evaluation(&form, &[("state", "graded"), ("grade", "pass")]));
    let foreign = id(&jury.evaluation(&form, &[("partner", &other), ("state", "graded"), ("grade", "good")]));
    let missing = Refusal::Missing { field: "evaluation" };
    for (chosen, evaluation, expected) in [
        (("partner", &partner), own.as_str(), None),
        (("partner", &partner), "", Some(missing.clone())),
        (("partner", &partner), MISSING, Some(missing.clone())),
        (("partner", &partner), &foreign, Some(missing.clone())),
        (("org", &org), "", None),
        (("org", &org), &own, None),
        (("org", &org), &poor, Some(Refusal::GradeTooLow)),
        (("org", &org), MISSING, Some(missing.clone())),
    ] {
        let (field, name) = chosen;
        let selection = jury.selection(&[(field, name), ("evaluation", evaluation), ("state", "shown")]);
        match expected {
            Some(refusal) => jury.book.refused(&selection, "choose", &[("document", "5号")], refusal),
            None => drop(jury.book.step(&selection, "choose", &[("document", "5号")])),
        }
    }
}

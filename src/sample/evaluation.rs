//! The sample's evaluation of partners: forms of the city, scores with evidence, comments with replies, selections.
//!
//! Grades are computed from the scores, so that no sample grade says what its points do not.

use super::network::Ally;
use super::units::{City, Made};
use super::{Draw, Kit, Sheet};
use crate::model::RecordId;
use crate::model::kinds::{Comment, Evaluation, EvaluationForm, Selection};
use crate::model::quantity::decimal;

/// What partners are evaluated by, and how much it weighs: together 100.
const CRITERIA: [(&str, i64); 5] =
    [("组织领导", 20), ("联席会议出席", 20), ("承诺兑现", 30), ("服务居民", 20), ("信息交流", 10)];

/// From how many points on, in hundredths, a grade is given.
const GRADES: [(i64, &str); 4] = [(9000, "excellent"), (8000, "good"), (6000, "pass"), (0, "fail")];

/// How far evaluations are, in turn.
const STATES: [&str; 5] = ["closed", "graded", "draft", "reopened", "closed"];

/// A comment: who speaks, what they say, the reply.
const COMMENTS: [[&str; 3]; 4] = [
    ["community", "出席会议积极，承诺兑现还可加快。", "已列入下季度计划。"],
    ["residents", "希望操场开放时间更长。", ""],
    ["upper", "评分依据充分。", "感谢指导。"],
    ["partner", "宣传方面的分数偏低，请说明。", ""],
];

/// A selection: award, state, days it was shown and decided, document.
const SELECTIONS: [[&str; 5]; 5] = [
    ["civilised_unit", "chosen", "2026-09-01", "2026-09-20", "样文明〔2026〕5号（虚构）"],
    ["advanced_organisation", "proposed", "", "", ""],
    ["civilised_unit", "shown", "2026-11-10", "", ""],
    ["advanced_organisation", "chosen", "2026-06-10", "2026-06-25", "样组〔2026〕9号（虚构）"],
    ["other", "refused", "2026-05-06", "2026-05-20", ""],
];

/// The forms of the city: of this year, and of the year before.
pub(super) struct Forms {
    this_year: String,
    year_before: String,
}

/// The form for partners in two versions, and one for communities and one for party organisations.
pub(super) fn forms(sheet: &mut Sheet, city: &City) -> Forms {
    let unit = city.id.to_string();
    let rows: Vec<String> = CRITERIA.iter().map(|(name, weight)| format!(r#"["{name}","{weight}"]"#)).collect();
    let of_partners = format!("[{}]", rows.join(","));
    let others = r#"[["有人管事","30"],["有钱办事","20"],["有场所议事","20"],["区域共建","30"]]"#;
    let mut form = |name: &str, subject: &str, year: &str, weights: &str, more: &[(&'static str, &str)]| {
        let document = format!("样评〔{year}〕{}号（虚构）", sheet.next());
        let fields = [("name", name), ("unit", &unit), ("subject", subject), ("year", year), ("weights", weights)];
        let lines = [("excellent", "90"), ("good", "80"), ("pass", "60"), ("document", &document)];
        sheet.make(EvaluationForm::KIND, &[&fields[..], &lines, more].concat()).to_string()
    };
    let first = [("version", "1"), ("retired", "2025-12-31")];
    let year_before = form("驻区单位共建评价表", "partner", "2025", &of_partners, &first);
    let second = [("version", "2"), ("previous", year_before.as_str())];
    let this_year = form("驻区单位共建评价表", "partner", "2026", &of_partners, &second);
    form("社区工作评价表", "community", "2026", others, &[("version", "1")]);
    form("基层党组织评价表", "party_org", "2026", others, &[("version", "1")]);
    Forms { this_year, year_before }
}

/// Partners evaluated this year in every state, one also last year; what was said to it, and what they were selected for.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made, kit: &Kit, forms: &Forms) {
    let Some(rich) = community.rich else { return };
    let mut draw = Draw::new(10, community.place);
    let unit = community.id.to_string();
    evaluation(sheet, &unit, kit.partners[0].partner, (&forms.year_before, "2025"), ("closed", 55), &mut draw);
    let mut made: Vec<RecordId> = Vec::new();
    for (nth, &Ally { partner, .. }) in kit.partners.iter().enumerate() {
        // The first is the one that is selected, upon a good grade.
        let scored = if nth == 0 { (STATES[rich % 2], 85) } else { (STATES[(rich + nth) % STATES.len()], 55) };
        made.push(evaluation(sheet, &unit, partner, (&forms.this_year, "2026"), scored, &mut draw));
    }
    for nth in 0..2 {
        let ([voice, what, reply], evaluation) = (COMMENTS[(2 * rich + nth) % 4], made[nth].to_string());
        let on = |text| if reply.is_empty() { "" } else { text };
        let fields = [("what", what), ("evaluation", &evaluation), ("voice", voice), ("date", "2026-08-02")];
        let replied = [("by", "评议人（样本）"), ("reply", reply), ("replied", on("2026-08-09"))];
        sheet.make(Comment::KIND, &[&fields[..], &replied, &[("replied_by", on("社区书记"))]].concat());
    }
    let [award, state, shown, decided, document] = SELECTIONS[rich % SELECTIONS.len()];
    let [partner, org, evaluation] = [kit.partners[0].partner, kit.orgs[1], made[0]].map(|id| id.to_string());
    let is_org = award == "advanced_organisation";
    let whom = if is_org { ("org", org.as_str()) } else { ("partner", partner.as_str()) };
    let rests_on = [("evaluation", if is_org { "" } else { evaluation.as_str() })];
    let name = match award {
        "civilised_unit" => "文明单位推荐",
        "advanced_organisation" => "先进基层党组织推荐",
        _ => "共建之星推荐",
    };
    let fields = [("name", name), ("unit", &unit), ("award", award), ("year", "2026"), whom, ("state", state)];
    let course = [("shown", shown), ("decided", decided), ("document", document)];
    sheet.make(Selection::KIND, &[&fields[..], &course, &rests_on].concat());
}

/// What is still being scored lacks its last criterion, and with it total and grade.
fn evaluation(
    sheet: &mut Sheet,
    unit: &str,
    partner: RecordId,
    (form, year): (&str, &str),
    (state, least): (&str, u64),
    draw: &mut Draw,
) -> RecordId {
    let is_graded = state != "draft";
    let points = CRITERIA.map(|_| (least + 5 * draw.below((105 - least) / 5)).cast_signed());
    let row = |(nth, (name, _)): (usize, &(&str, i64))| {
        let is_scored = is_graded || nth + 1 < CRITERIA.len();
        let (points, evidence) = if is_scored { (points[nth].to_string(), "样台账") } else { Default::default() };
        format!(r#"["{name}","{points}","{evidence}"]"#)
    };
    let rows: Vec<String> = CRITERIA.iter().enumerate().map(row).collect();
    let sum: i64 = CRITERIA.iter().zip(points).map(|((_, weight), points)| weight * points).sum();
    let grade = GRADES.iter().find(|(from, _)| sum >= *from).map_or("", |(_, grade)| grade);
    let (total, grade) = if is_graded { (decimal(sum), grade) } else { (String::new(), "") };
    let (partner, scores) = (partner.to_string(), format!("[{}]", rows.join(",")));
    let date = format!("{year}-07-20");
    let fields = [("partner", partner.as_str()), ("unit", unit), ("form", form), ("year", year), ("date", &date)];
    let scored = [("evaluator", "共建评价小组（样本）"), ("scores", scores.as_str()), ("state", state)];
    let result = [("total", total.as_str()), ("grade", grade)];
    let reason = [("reason", if state == "reopened" { "单位对出席次数有异议" } else { "" })];
    sheet.make(Evaluation::KIND, &[&fields[..], &scored, &result, &reason].concat())
}

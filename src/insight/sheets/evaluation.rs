//! The evaluation of a partner: criteria, weights, points, grade, and what was said to it.

use super::{Block, Entry, Sheet, entry, entry_if_any};
use crate::insight::indicator::label;
use crate::insight::report::{Book, Line, Part, Row, field_label};
use crate::model::Label;
use crate::model::kinds::Comment;
use crate::model::rows::{Score, Scores, Weights};

const CRITERION: Label = label("评价项目", "Criterion");
const WEIGHT: Label = label("权重", "Weight");
const POINTS: Label = label("得分", "Points");
const WEIGHTED: Label = label("加权得分", "Weighted points");
const EVIDENCE: Label = label("依据", "Evidence");

/// The sheet.
pub fn sheet(book: &Book<'_>, evaluation: &Row) -> Sheet {
    let form = book.target(evaluation, "form").and_then(|id| book.row(id));
    let blocks = vec![
        Block::Entries(head(book, evaluation, form.as_ref())),
        scores(evaluation, form.as_ref()),
        Block::Entries(result(book, evaluation, form.as_ref())),
        comments(book, evaluation),
        Block::Signatures(vec![
            label("评价人（签字）", "Evaluated by (signature)"),
            label("评价单位（盖章）", "Evaluating unit (seal)"),
            label("被评单位（签章）", "Partner (signature and seal)"),
            label("日期", "Date"),
        ]),
    ];
    let title = label("驻区单位共建评价表", "Evaluation of a resident unit");
    Sheet { title, subject: vec![book.part(evaluation, "partner")], blocks }
}

fn head(book: &Book<'_>, evaluation: &Row, form: Option<&Row>) -> Vec<Entry> {
    let own = ["partner", "unit", "form"].map(|field| entry(book, evaluation, field));
    let version = form.and_then(|form| entry_if_any(book, form, "version"));
    let document = form.and_then(|form| entry_if_any(book, form, "document"));
    let rest = ["year", "date", "evaluator"].map(|field| entry(book, evaluation, field));
    own.into_iter().chain(version).chain(document).chain(rest).collect()
}

/// Each criterion of the form with the score of its name; scores that the form does not know come last.
fn scores(evaluation: &Row, form: Option<&Row>) -> Block {
    let weights = form.map(|form| form.read::<Weights>("weights"));
    let weights = weights.and_then(|weights| weights.known().cloned()).unwrap_or_default();
    let held = evaluation.read::<Scores>("scores");
    let is_withheld = matches!(held, crate::model::Field::Withheld);
    let mut left = held.known().cloned().unwrap_or_default().0;
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for (criterion, weight) in &weights.0 {
        let place = left.iter().position(|score| score.criterion == *criterion);
        let score = place.map(|place| left.remove(place));
        rows.push(score_row(criterion, Some(*weight), score.as_ref(), is_withheld));
    }
    rows.extend(left.iter().map(|score| score_row(&score.criterion, None, Some(score), is_withheld)));
    Block::Table {
        heading: label("评价项目和得分", "Criteria and points"),
        columns: vec![CRITERION, WEIGHT, POINTS, WEIGHTED, EVIDENCE],
        rows,
        none: label("评价表没有评价项目", "The form has no criteria"),
    }
}

fn score_row(criterion: &str, weight: Option<i64>, score: Option<&Score>, is_withheld: bool) -> Vec<Line> {
    let blank = |what| Part::Blank { what, is_withheld };
    let points = score.and_then(|score| score.points);
    // Both are in hundredths, and a weight of 100 % is 10,000 of them.
    let weighted = weight.zip(points).map(|(weight, points)| (weight * points + 5_000) / 10_000);
    let evidence = score.map(|score| score.evidence.clone()).filter(|evidence| !evidence.is_empty());
    [
        Part::Typed(criterion.to_owned()),
        weight.map_or(Part::missing(WEIGHT), Part::decimal),
        points.map_or_else(|| blank(POINTS), Part::decimal),
        weighted.map_or_else(|| blank(WEIGHTED), Part::decimal),
        evidence.map_or_else(|| blank(EVIDENCE), Part::Typed),
    ]
    .map(|part| vec![part])
    .to_vec()
}

/// The total and the grade as they were set, the lines of the form, and why it was opened again.
fn result(book: &Book<'_>, evaluation: &Row, form: Option<&Row>) -> Vec<Entry> {
    let own = ["total", "grade"].map(|field| entry(book, evaluation, field));
    let lines = form.into_iter().flat_map(|form| ["excellent", "good", "pass"].map(|field| entry(book, form, field)));
    let rest = ["state", "reason"].into_iter().filter_map(|field| entry_if_any(book, evaluation, field));
    own.into_iter().chain(lines).chain(rest).collect()
}

fn comments(book: &Book<'_>, evaluation: &Row) -> Block {
    let fields = ["what", "voice", "by", "date", "reply", "replied_by", "replied"];
    let rows = book.naming(Comment::KIND, "evaluation", evaluation.id);
    Block::Table {
        heading: label("评议意见和回复", "Comments and replies"),
        columns: fields.iter().map(|field| field_label(Comment::KIND, field)).collect(),
        rows: rows.iter().map(|row| fields.iter().map(|field| vec![book.part(row, field)]).collect()).collect(),
        none: label("没有记录", "None is recorded"),
    }
}

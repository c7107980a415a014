//! A request for money as it is sent to an upper unit.

use super::{Block, Entry, Sheet, capital, entry, entry_if_any, heading, known, lines, words};
use crate::insight::indicator::label;
use crate::insight::report::{Book, Line, Part, Row};
use crate::model::kinds::{DelegatedTask, Direction, FundEntry, FundLine, FundRequest};
use crate::model::quantity::Fen;
use crate::model::{Choice, Field};

/// The sheet.
pub fn sheet(book: &Book<'_>, request: &Row) -> Sheet {
    let mut blocks = vec![Block::Entries(head(book, request))];
    blocks.push(Block::Text { heading: Some(request.label("reason")), lines: lines(book, request, "reason") });
    let line = book.target(request, "line").and_then(|id| book.row(id));
    match &line {
        Some(line) => blocks.push(Block::Entries(of_line(book, line))),
        None => blocks.push(Block::Entries(vec![entry(book, request, "line")])),
    }
    blocks.push(tasks(book, line.as_ref()));
    blocks.push(Block::Entries(answer(book, request)));
    blocks.push(Block::Signatures(vec![
        label("申请单位负责人（签字）", "Head of the unit that asks (signature)"),
        label("经办人（签字）", "Prepared by (signature)"),
        label("申请单位（盖章）", "Unit that asks (seal)"),
        label("受理单位意见（签章）", "Opinion of the unit asked (signature and seal)"),
        label("日期", "Date"),
    ]));
    Sheet { title: label("经费申请", "Request for money"), subject: vec![book.part(request, "purpose")], blocks }
}

fn head(book: &Book<'_>, request: &Row) -> Vec<Entry> {
    let to = Entry { label: label("致", "To"), content: vec![book.part(request, "upper")] };
    let amount = Entry { label: heading(FundRequest::KIND, "amount"), content: amount(book, request, "amount") };
    let fields = ["unit", "document", "date", "purpose"].map(|field| entry(book, request, field));
    std::iter::once(to).chain(fields).chain([amount]).collect()
}

/// An amount in figures and in capital numerals.
fn amount(book: &Book<'_>, row: &Row, field: &str) -> Line {
    let part = book.part(row, field);
    match known(&row.read::<Fen>(field)).and_then(|fen| capital(fen.0)) {
        Some(capital) => {
            vec![part, words("（大写：", " (in capital numerals: "), Part::Typed(capital), words("）", ")")]
        }
        None => vec![part],
    }
}

/// The fund line with its year's need, plan, receipts and gap.
fn of_line(book: &Book<'_>, line: &Row) -> Vec<Entry> {
    let own = ["purpose", "year", "source", "need", "plan"].map(|field| entry(book, line, field));
    let (received, lacking, withheld) = received(book, line);
    let need = known(&line.read::<Fen>("need")).map(|fen| fen.0);
    let what = label("到账记录", "receipts of money");
    let mut content = vec![received.map_or(Part::missing(what), Part::money)];
    let gaps = [
        (lacking, words("（未填金额或收支的到账记录：", " (entries that do not state an amount or a direction: ")),
        (withheld, words("（未提供金额的到账记录：", " (entries whose amount is withheld: ")),
    ];
    for (count, text) in gaps.into_iter().filter(|(count, _)| *count > 0) {
        content.extend([text, Part::Count(count), words(" 条）", ")")]);
    }
    let gap = need.map(|need| need.saturating_sub(received.unwrap_or(0)));
    let gap = gap.map_or_else(|| book.part(line, "need"), Part::money);
    let counted = [
        Entry { label: label("已到位", "Received"), content },
        Entry { label: label("缺口", "Gap"), content: vec![gap] },
    ];
    let mut own = own.to_vec();
    own[0].label = FundLine::SPEC.label;
    own.into_iter().chain(counted).collect()
}

/// The receipts on a line: their sum, where any states an amount; how many lack it, and of how many it was withheld.
fn received(book: &Book<'_>, line: &Row) -> (Option<i64>, i64, i64) {
    let (mut sum, mut lacking, mut withheld) = (None, 0, 0);
    for entry in book.naming(FundEntry::KIND, "line", line.id) {
        match entry.read::<Choice<Direction>>("direction") {
            Field::Known(Choice::Known(Direction::Spending)) => continue,
            Field::Known(Choice::Known(Direction::Receipt)) => {}
            Field::Withheld => {
                withheld += 1;
                continue;
            }
            _ => {
                lacking += 1;
                continue;
            }
        }
        match entry.read::<Fen>("amount") {
            Field::Known(fen) => sum = Some(sum.unwrap_or(0_i64).saturating_add(fen.0)),
            Field::Withheld => withheld += 1,
            Field::Missing | Field::Unreadable => lacking += 1,
        }
    }
    (sum, lacking, withheld)
}

/// The unit's delegated tasks that nothing pays for yet, or that this line is to pay for.
fn tasks(book: &Book<'_>, line: Option<&Row>) -> Block {
    let is_meant = |task: &Row| match book.target(task, "line") {
        None => !task.is_filled("line"),
        Some(id) => line.is_some_and(|line| line.id == id),
    };
    let is_open = |task: &Row| match task.value("state") {
        Field::Known(state) => !matches!(state.as_text(), Some("done" | "returned")),
        _ => true,
    };
    let fields = ["name", "from", "date", "cost", "line"];
    let tasks = book.rows(DelegatedTask::KIND).into_iter().filter(|task| is_meant(task) && is_open(task));
    let rows = tasks.map(|task| fields.iter().map(|field| vec![book.part(&task, field)]).collect()).collect();
    Block::Table {
        heading: label(
            "尚待落实经费的下沉任务",
            "Delegated tasks that this money is for, or that nothing pays for yet",
        ),
        columns: fields.iter().map(|field| heading(DelegatedTask::KIND, field)).collect(),
        rows,
        none: label("没有记录", "None is recorded"),
    }
}

/// What the upper unit answered; a blank until it did.
fn answer(book: &Book<'_>, request: &Row) -> Vec<Entry> {
    let state = entry_if_any(book, request, "state");
    let granted = Entry { label: heading(FundRequest::KIND, "granted"), content: amount(book, request, "granted") };
    let rest = ["answer", "answered"].map(|field| entry(book, request, field));
    state.into_iter().chain([granted]).chain(rest).collect()
}

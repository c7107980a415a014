//! 有钱办事: what is lacking in money, of the year's fund lines up to the day.

use chrono::NaiveDate;

use super::facts::{Book, books, fen, is_past_midyear, quarter_begin, some};
use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Pillar, label};
use crate::insight::tally::Tally;
use crate::model::choice::Enumeration;
use crate::model::kinds::{DelegatedTask, FundRequest, FundSource, RequestState, ServiceItem, TaskState};
use crate::model::sorted::in_order;
use crate::model::{Choice, Field, RecordId};

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[
    Rule {
        lack: Lack::Gap,
        pillar: Pillar::Money,
        indicator: "money.gap",
        whom: Whom::Units,
        says: label(
            "本年经费需求 {} 元，到位 {} 元，缺口 {} 元",
            "This year's need is {} yuan, received {} yuan, the gap {} yuan",
        ),
        measure: measures::FUNDS,
        offers: &[Offer::request("补足经费缺口", "Close the funding gap"), Offer::action("筹措经费", "Find the money")],
        find: gap,
    },
    Rule {
        lack: Lack::NoPlan,
        pillar: Pillar::Money,
        indicator: "money.plan",
        whom: Whom::Communities,
        says: label(
            "本年经费项目 {} 个，都没有列入计划的金额",
            "Fund lines of this year: {}; no amount is planned on any",
        ),
        measure: measures::FUNDS,
        offers: &[
            Offer::action("编报本年经费计划", "Draw up this year's plan of funds"),
            Offer::request("列入本年经费计划", "To be put into this year's plan"),
        ],
        find: no_plan,
    },
    Rule {
        lack: Lack::NothingReceived,
        pillar: Pillar::Money,
        indicator: "money.received_of_plan",
        whom: Whom::Units,
        says: label(
            "已过半年，计划的 {} 元一分未到",
            "Half of the year is over, and nothing of the {} yuan planned has come",
        ),
        measure: measures::FUNDS,
        offers: &[
            Offer::action("催拨计划内经费", "Press for the planned funds"),
            Offer::request("拨付计划内经费", "Pay out the planned funds"),
        ],
        find: nothing_received,
    },
    Rule {
        lack: Lack::TasksUnfunded,
        pillar: Pillar::Money,
        indicator: "money.tasks_funded",
        whom: Whom::Units,
        says: label(
            "没有经费来源的下沉任务 {} 项，需 {} 元",
            "Delegated tasks that no fund line pays for: {}; their cost in yuan: {}",
        ),
        measure: measures::FEE_FOLLOWS,
        offers: &[
            Offer::request("下沉任务经费", "Money for delegated tasks"),
            Offer::action("落实下沉任务经费", "Get the delegated tasks paid for"),
        ],
        find: tasks_unfunded,
    },
    Rule {
        lack: Lack::OneSource,
        pillar: Pillar::Money,
        indicator: "money.self_raised",
        whom: Whom::Units,
        says: label("本年到位经费全部来自：{}", "All money received this year comes from one source: {}"),
        measure: measures::MANY_SOURCES,
        offers: &[Offer::action("开辟经费来源", "Open other sources of money")],
        find: one_source,
    },
    Rule {
        lack: Lack::RequestsUnanswered,
        pillar: Pillar::Money,
        indicator: "money.requests_answered",
        whom: Whom::Units,
        says: label(
            "已报送未答复的经费申请 {} 份，最早报送于 {}",
            "Fund requests without an answer: {}; the first was sent on {}",
        ),
        measure: measures::FUNDS,
        offers: &[Offer::action("催办经费申请", "Press for an answer")],
        find: requests_unanswered,
    },
];

/// Of the lines whose need is known. Notice before half of the year is over; after it grave where nothing has come, serious
/// otherwise.
fn gap(group: &Group<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    let (mut need, mut received, mut short) = (0_i64, 0_i64, Vec::new());
    for book in books(group) {
        let Some(needs) = fen(&book.line.need) else {
            tally.without(book.id, &book.line.need);
            continue;
        };
        book.receipts().for_each(|(id, entry)| tally.without(*id, &entry.amount));
        tally.lacking.extend(book.doubtful());
        let comes = book.received();
        (need, received) = (need.saturating_add(needs), received.saturating_add(comes));
        if comes < needs {
            tally.above(book.id, needs - comes);
            short.push((needs - comes, book.id));
        }
    }
    let severity = match is_past_midyear(group) {
        false => Severity::Notice,
        true if received == 0 => Severity::Grave,
        true => Severity::Serious,
    };
    // An answer begins with the line that is short of most.
    let short = in_order(short, |a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    let (most, _) = *short.first()?;
    let blanks = vec![Blank::Fen(need), Blank::Fen(received), Blank::Fen(need.saturating_sub(received))];
    let lines = short.into_iter().map(|(_, id)| id).collect();
    (received < need).then(|| Finding::new(severity, tally, blanks).about("line", lines).asks(most))
}

/// Serious where there is no fund line of the year at all, notice where no line says what is planned.
fn no_plan(group: &Group<'_>) -> Option<Finding> {
    let books = books(group);
    if books.iter().any(|book| matches!(book.line.plan, Field::Known(_) | Field::Withheld)) {
        return None;
    }
    let mut tally = Tally::default();
    books.iter().for_each(|book| tally.without(book.id, &book.line.plan));
    let severity = if books.is_empty() { Severity::Serious } else { Severity::Notice };
    let lines: Vec<RecordId> = books.iter().map(|book| book.id).collect();
    let records = if lines.is_empty() { group.unit().into_iter().collect() } else { lines.clone() };
    Some(Finding::new(severity, tally, vec![Blank::count(&lines)]).upon(records))
}

/// Grave, once half of the year is over. A receipt whose amount is not known may be something, and so may an entry that says
/// neither receipt nor spending.
fn nothing_received(group: &Group<'_>) -> Option<Finding> {
    let books = books(group);
    let is_something = |book: &Book| {
        book.doubtful().next().is_some() || book.receipts().any(|(_, entry)| fen(&entry.amount) != Some(0))
    };
    if !is_past_midyear(group) || books.iter().any(is_something) {
        return None;
    }
    let mut tally = Tally::default();
    books.iter().for_each(|book| tally.amount(book.id, &book.line.plan));
    let planned = books.iter().filter_map(|book| fen(&book.line.plan)).fold(0, i64::saturating_add);
    let lines = tally.counted.clone();
    (planned > 0)
        .then(|| Finding::new(Severity::Grave, tally, vec![Blank::Fen(planned)]).about("line", lines).asks(planned))
}

/// Of the tasks that are not done and were not returned: grave where the day of one is over, serious otherwise.
fn tasks_unfunded(group: &Group<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    let (mut cost, mut is_overdue) = (None, false);
    for (id, task) in some(group, |task: &DelegatedTask| task.date.known().is_none_or(|date| *date <= group.day())) {
        let is_open = |state: &Choice<TaskState>| match state {
            Choice::Known(state) => Some([TaskState::Open, TaskState::Doing].contains(state)),
            Choice::Other(_) => None,
        };
        let verdict = match (&task.state, &task.line) {
            (_, Field::Known(_)) => Verdict::No,
            (_, Field::Withheld) => Verdict::Withheld,
            (Field::Missing, _) => Verdict::Yes,
            (state, _) => Verdict::of(state, is_open),
        };
        if verdict == Verdict::Yes {
            is_overdue |= task.due.known().is_some_and(|due| *due < group.day());
            cost = fen(&task.cost).map(|fen| fen.saturating_add(cost.unwrap_or(0))).or(cost);
            tally.above(id, 1);
            tally.without(id, &task.cost);
        } else {
            tally.judge(id, verdict);
        }
    }
    let severity = if is_overdue { Severity::Grave } else { Severity::Serious };
    let blanks = vec![Blank::count(&tally.counted), Blank::fen(cost)];
    let is_any = !tally.counted.is_empty();
    let finding = Finding::new(severity, tally, blanks);
    is_any.then(|| match cost {
        Some(cost) => finding.asks(cost),
        None => finding,
    })
}

/// Notice. Not where the source is the unit's own, its services earned something, or a source or an amount is not known.
fn one_source(group: &Group<'_>) -> Option<Finding> {
    let own = [FundSource::OwnIncome, FundSource::Dues, FundSource::ManagementFee];
    let mut only = None;
    let mut tally = Tally::default();
    for book in books(group) {
        if book.doubtful().next().is_some() {
            return None;
        }
        for (id, entry) in book.receipts() {
            if fen(&entry.amount)? > 0 {
                let Choice::Known(source) = book.line.source.known()? else { return None };
                if own.contains(source) || only.is_some_and(|only| only != *source) {
                    return None;
                }
                only = Some(*source);
                tally.above(*id, 1);
            }
        }
    }
    let year = group.span().year;
    let earns = |item: &ServiceItem| {
        let is_of_year = item.year.known().is_none_or(|of| of.0 == year);
        is_of_year && fen(&item.income).is_some_and(|income| income > 0)
    };
    if !some(group, earns).is_empty() {
        return None;
    }
    Some(Finding::new(Severity::Notice, tally, vec![Blank::Word(only?.label())]))
}

/// Serious where the first was sent before the present quarter, notice otherwise.
fn requests_unanswered(group: &Group<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    let mut first: Option<NaiveDate> = None;
    let ahead = |request: &FundRequest| request.sent.known().is_some_and(|sent| *sent > group.day());
    for (id, request) in some(group, |request: &FundRequest| !ahead(request)) {
        let waits = |state: &Choice<RequestState>| match state {
            Choice::Known(state) => Some(*state == RequestState::Sent),
            Choice::Other(_) => None,
        };
        // One that states no state is being drafted.
        let verdict = match &request.state {
            Field::Missing => Verdict::No,
            state => Verdict::of(state, waits),
        };
        tally.judge(id, verdict);
        if verdict == Verdict::Yes {
            tally.without(id, &request.sent);
            first = first.into_iter().chain(request.sent.known().copied()).min();
        }
    }
    let is_old = first.is_some_and(|first| first < quarter_begin(group));
    let severity = if is_old { Severity::Serious } else { Severity::Notice };
    let blanks = vec![Blank::count(&tally.counted), Blank::day(first)];
    (!tally.counted.is_empty()).then(|| Finding::new(severity, tally, blanks))
}

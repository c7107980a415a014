//! 有钱办事: what a year's fund lines need, get and spend, requests and delegated tasks.
//!
//! An entry belongs to the year of its line, whatever its own date. Judges no entry by what its text says.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::people::is_in_post;
use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::index::target;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::span::Part;
use crate::insight::tally::{Shape, Tally};
use crate::model::kinds::{
    DelegatedTask, Direction, Fee, FundRequest, FundSource, FundUse, Level, RequestState, ServiceItem, StandardKey,
    TaskState,
};
use crate::model::quantity::{Count, Fen};
use crate::model::{Choice, Field, FundEntry, FundLine, RecordId, Unit, Worker};

/// What every indicator of lines and entries reads.
const BOOK: &[&str] = &[FundLine::KIND, FundEntry::KIND];

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "money.need",
        pillar: Pillar::Money,
        label: label("经费需求", "Need"),
        numerator: label("本年经费项目需求之和", "sum of what the year's fund lines need"),
        denominator: label("", ""),
        note: label(
            "需求未填的项目计为缺项；年度未填的项目无法归入哪一年，也计为缺项。",
            "A line without a need lacks; so does a line without a year, which belongs to none.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::Neither,
        when: When::YearToDate,
        standards: &[],
        reads: &[FundLine::KIND],
        tally: |group, tally| stated(group, tally, |line| &line.need),
    },
    Indicator {
        name: "money.plan",
        pillar: Pillar::Money,
        label: label("计划安排", "Planned"),
        numerator: label("本年经费项目计划之和", "sum of what the year's fund lines are promised"),
        denominator: label("", ""),
        note: label(
            "计划未填的项目计为缺项；年度未填的项目无法归入哪一年，也计为缺项。",
            "A line without a plan lacks; so does a line without a year, which belongs to none.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::Neither,
        when: When::YearToDate,
        standards: &[],
        reads: &[FundLine::KIND],
        tally: |group, tally| stated(group, tally, |line| &line.plan),
    },
    Indicator {
        name: "money.received",
        pillar: Pillar::Money,
        label: label("已到位", "Received"),
        numerator: label("本年经费项目的收入之和", "sum of the receipts on the year's fund lines"),
        denominator: label("", ""),
        note: label(
            "收支按项目的年度归年：全年计到今天，年内时段计到期末；日期未填的也计入。没有收入记录的为不适用，不是零。金额未填、收支方向不明、项目不存在、项目年度未填的记录计为缺项。",
            "An entry belongs to the year of its line. A whole year has all up to today, a part of one what is dated no later than its last day; what is not dated counts. Without any receipt it is not applicable, not zero. Entries without an amount, of unknown direction, whose line is not here or has no year, lack.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.add(tally, Direction::Receipt)),
    },
    Indicator {
        name: "money.spent",
        pillar: Pillar::Money,
        label: label("已支出", "Spent"),
        numerator: label("本年经费项目的支出之和", "sum of the spendings on the year's fund lines"),
        denominator: label("", ""),
        note: label(
            "算法同“已到位”。没有支出记录的为不适用，不是零。",
            "Counted as what was received. Without any spending it is not applicable, not zero.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::Neither,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.add(tally, Direction::Spending)),
    },
    Indicator {
        name: "money.gap",
        pillar: Pillar::Money,
        label: label("经费缺口", "Funding gap"),
        numerator: label("填有需求的项目：需求减去收入", "need less receipts, over the lines that state a need"),
        denominator: label("", ""),
        note: label(
            "没有收入的项目缺全部需求。未填需求的项目的收入不补其他项目的缺口。小于零表示收入多于需求。需求或年度未填的项目、所计项目上金额未填或方向不明的收支计为缺项。",
            "A line without receipts lacks its whole need. What came on lines without a need covers no other line's. Below zero, more came than was needed. Lines without a need or a year lack; so do receipts without an amount, and entries of unknown direction, on the lines that count.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::Less,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.gap(tally)),
    },
    Indicator {
        name: "money.received_of_plan",
        pillar: Pillar::Money,
        label: label("计划到位率", "Received of plan"),
        numerator: label("填有计划的项目的收入", "receipts on the lines that state a plan"),
        denominator: label("这些项目的计划", "what these lines are promised"),
        note: label(
            "计划是全年的。这些项目都没有收入记录的为不适用。计划或年度未填的项目、所计项目上金额未填或方向不明的收支计为缺项。",
            "A plan is for the whole year. Not applicable while none of these lines has a receipt. Lines without a plan or a year lack; so do receipts without an amount, and entries of unknown direction, on the lines that count.",
        ),
        shape: Shape::RatioOfStated,
        measure: Measure::PercentOfMoney,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.received_of_plan(tally)),
    },
    Indicator {
        name: "money.spent_of_received",
        pillar: Pillar::Money,
        label: label("支出占到位资金比例", "Spent of received"),
        numerator: label("本年经费项目的支出", "spendings on the year's fund lines"),
        denominator: label("本年经费项目的收入", "receipts on the year's fund lines"),
        note: label(
            "没有收入或没有支出记录的为不适用。缺项同“已到位”和“已支出”。",
            "Not applicable without any receipt or without any spending. What lacks is as for both.",
        ),
        shape: Shape::RatioOfStated,
        measure: Measure::PercentOfMoney,
        better: Better::Neither,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.spent_of_received(tally)),
    },
    Indicator {
        name: "money.self_raised",
        pillar: Pillar::Money,
        label: label("自筹资金占比", "Self-raised share"),
        numerator: label(
            "来源为自有收入、党费返还、管理费的收入",
            "receipts on lines whose source is own income, dues or management fees",
        ),
        denominator: label("来源已知的项目的收入", "receipts on lines of known source"),
        note: label(
            "有收入而来源未填或本版本不认识的项目计为缺项（按项目计一次），其收入不计。其余缺项同“已到位”。",
            "A line that has receipts and no source, or one that this version does not know, lacks (once a line) and its receipts are left out. What else lacks is as for what was received.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfMoney,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: BOOK,
        tally: |group, tally| in_book(group, |book| book.self_raised(tally)),
    },
    Indicator {
        name: "money.per_household",
        pillar: Pillar::Money,
        label: label("户均到位经费（元）", "Money per household (yuan)"),
        numerator: label("这些社区本年经费项目的收入", "receipts on the year's fund lines of these communities"),
        denominator: label("社区户数", "households of the communities"),
        note: label(
            "只计户数已知且不为零的社区；其余社区计为缺项，其收入不计。街道等单位自己的收入不计；已撤并社区的收入照计，其户数已在其他社区。没有收入记录的为不适用。标准只作对照。",
            "Only communities with known households, more than none, count; the others lack, and their receipts are left out, as are those of units that are no community. What a community that is no more received counts; its households are now those of others. Not applicable without any receipt. The standard is only shown beside it.",
        ),
        shape: Shape::RatioOfStated,
        measure: Measure::Yuan,
        better: Better::More,
        when: When::YearToDate,
        standards: &[StandardKey::MoneyPerHousehold],
        reads: &[Unit::KIND, FundLine::KIND, FundEntry::KIND],
        tally: per_household,
    },
    Indicator {
        name: "money.office_per_worker",
        pillar: Pillar::Money,
        label: label("人均办公经费（元）", "Office expense per worker (yuan)"),
        numerator: label("支出类别为办公经费的项目的支出", "spendings on the year's lines for office expense"),
        denominator: label("期末在任工作人员", "workers in post on the last day"),
        note: label(
            "从年初累计到期末。有支出而支出类别未填的项目计为缺项（按项目计一次）。没有办公支出记录的为不适用。标准是全年的，只作对照。",
            "Added up from the beginning of the year. A line that has spendings and does not state its kind of spending lacks (once a line). Not applicable without any office spending. The standard is that of a whole year and only shown beside it.",
        ),
        shape: Shape::RatioOfStated,
        measure: Measure::Yuan,
        better: Better::More,
        when: When::YearToDate,
        standards: &[StandardKey::OfficeExpense],
        reads: &[FundLine::KIND, FundEntry::KIND, Worker::KIND],
        tally: office_per_worker,
    },
    Indicator {
        name: "money.tasks_funded",
        pillar: Pillar::Money,
        label: label("下沉任务经费落实率", "Delegated tasks funded"),
        numerator: label("已有经费来源项目的任务所需经费", "cost of the tasks for which a fund line pays"),
        denominator: label("本年在办的下沉任务所需经费", "cost of the delegated tasks of the year"),
        note: label(
            "计期末前下达、未退回、本年之前没有完成的任务。未填经费来源项目的为未落实；所填项目不存在的、所需经费或下达日期未填的计为缺项。退回没有日期，退回的任务在任何时段都不计。",
            "Tasks given by the last day, not returned and not done before the year. One that states no fund line is not funded; one whose line is not here, or that has no cost or no day, lacks. A return has no day: a returned task counts in no span.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfMoney,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[DelegatedTask::KIND, FundLine::KIND],
        tally: tasks_funded,
    },
    Indicator {
        name: "money.requests_answered",
        pillar: Pillar::Money,
        label: label("经费申请答复率", "Requests answered"),
        numerator: label(
            "期末前已批复、部分批复或未批准的申请",
            "requests granted, granted in part or refused by the last day",
        ),
        denominator: label("本年报送的申请", "requests sent in the year"),
        note: label(
            "草拟和已撤回的申请不计；报送日期不明的、状态本版本不认识的计为缺项。",
            "Drafts and withdrawn requests do not count. One that was sent on no known day, or is in a state that this version does not know, lacks.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[FundRequest::KIND],
        tally: requests_answered,
    },
    Indicator {
        name: "money.service_income",
        pillar: Pillar::Money,
        label: label("社区服务收入", "Service income"),
        numerator: label("统计年度为本年的社区服务收入之和", "sum of the income of the services stated for the year"),
        denominator: label("", ""),
        note: label(
            "收入是按年填报的，本年各时段都计全数。免费服务未填收入的不算缺项；其他未填收入的、有收入而年度未填的计为缺项。",
            "Income is stated for a year, and counts whole in each span of it. A free service without an income lacks nothing; any other without an income, or without a year, lacks.",
        ),
        shape: Shape::Sum,
        measure: Measure::Yuan,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[ServiceItem::KIND],
        tally: service_income,
    },
];

/// A record and its id.
type Row<'a, T> = &'a (RecordId, T);

/// A fund line and its entries up to the day.
struct Line<'a> {
    id: RecordId,
    line: &'a FundLine,
    entries: Vec<Row<'a, FundEntry>>,
}

/// The unit's fund lines and entries, as far as they are or may be of the span's year.
struct Book<'a> {
    lines: Vec<Line<'a>>,
    /// Lines that state no year.
    undated: Vec<Line<'a>>,
    /// Entries whose line is unknown or not here.
    orphans: Vec<Row<'a, FundEntry>>,
}

/// Reads the unit's book. An entry without a day counts.
fn in_book(group: &Group<'_>, count: impl FnOnce(&Book<'_>)) {
    let (lines, entries) = (group.rows::<FundLine>(), group.rows::<FundEntry>());
    let mut by_line: BTreeMap<Option<RecordId>, Vec<Row<'_, FundEntry>>> = BTreeMap::new();
    // Money of a year may come after it: a whole year has all of its own, a part of one what came until then.
    let last = if group.span().part == Part::Year { group.today() } else { group.day() };
    for row in entries.iter().filter(|(_, entry)| entry.date.known().is_none_or(|date| *date <= last)) {
        by_line.entry(target(&row.1.line)).or_default().push(row);
    }
    let mut book = Book { lines: Vec::new(), undated: Vec::new(), orphans: Vec::new() };
    for (id, line) in lines.iter() {
        let entries = by_line.remove(&Some(*id)).unwrap_or_default();
        match line.year.known() {
            None => book.undated.push(Line { id: *id, line, entries }),
            Some(year) if year.0 == group.span().year => book.lines.push(Line { id: *id, line, entries }),
            Some(_) => {}
        }
    }
    book.orphans = by_line.into_values().flatten().collect();
    count(&book);
}

impl Line<'_> {
    /// Counts the entries that go one of these ways and have an amount; those that may go one, or have none, lack.
    fn each(&self, tally: &mut Tally, ways: &[Direction], mut count: impl FnMut(&mut Tally, RecordId, Direction, i64)) {
        for (id, entry) in &self.entries {
            match (direction(entry), &entry.amount) {
                (Ok(way), _) if !ways.contains(&way) => {}
                (Ok(way), Field::Known(Fen(fen))) => count(tally, *id, way, *fen),
                (Ok(_), amount) => tally.without(*id, amount),
                (Err(verdict), _) => tally.judge(*id, verdict),
            }
        }
    }

    /// Tells whether some entry goes this way, or may.
    fn has(&self, way: Direction) -> bool {
        self.entries
            .iter()
            .any(|(_, entry)| direction(entry).is_ok_and(|found| found == way) || direction(entry).is_err())
    }

    /// Why it is not known to be of the year.
    fn undated(&self) -> Verdict {
        Verdict::of(&self.line.year, |_| None)
    }
}

impl Book<'_> {
    fn add(&self, tally: &mut Tally, way: Direction) {
        self.lines.iter().for_each(|line| line.each(tally, &[way], |tally, id, _, fen| tally.above(id, fen)));
        self.judge_strays(tally, &[way]);
    }

    fn gap(&self, tally: &mut Tally) {
        self.judge_undated(tally);
        for line in &self.lines {
            let Field::Known(Fen(mut gap)) = line.line.need else {
                tally.without(line.id, &line.line.need);
                continue;
            };
            line.each(tally, &[Direction::Receipt], |tally, id, _, fen| {
                gap = gap.saturating_sub(fen);
                tally.below(id, 0);
            });
            tally.above(line.id, gap);
        }
    }

    fn received_of_plan(&self, tally: &mut Tally) {
        self.judge_undated(tally);
        for line in &self.lines {
            match &line.line.plan {
                Field::Known(Fen(plan)) => {
                    tally.below(line.id, *plan);
                    line.each(tally, &[Direction::Receipt], |tally, id, _, fen| tally.above(id, fen));
                }
                plan => tally.without(line.id, plan),
            }
        }
    }

    fn spent_of_received(&self, tally: &mut Tally) {
        let both = [Direction::Receipt, Direction::Spending];
        for line in &self.lines {
            line.each(tally, &both, |tally, id, way, fen| match way {
                Direction::Receipt => tally.below(id, fen),
                Direction::Spending => tally.above(id, fen),
            });
        }
        self.judge_strays(tally, &both);
    }

    fn self_raised(&self, tally: &mut Tally) {
        for line in &self.lines {
            let ways = &[Direction::Receipt];
            match Verdict::of(&line.line.source, is_self_raised) {
                Verdict::Yes => line.each(tally, ways, |tally, id, _, fen| tally.part(id, fen, fen)),
                Verdict::No => line.each(tally, ways, |tally, id, _, fen| tally.below(id, fen)),
                verdict if line.has(Direction::Receipt) => tally.judge(line.id, verdict),
                _ => {}
            }
        }
        self.judge_strays(tally, &[Direction::Receipt]);
    }

    fn office(&self, tally: &mut Tally) {
        for line in &self.lines {
            match is_for_office(line.line) {
                Verdict::Yes => line.each(tally, &[Direction::Spending], |tally, id, _, fen| tally.above(id, fen)),
                Verdict::No => {}
                verdict if line.has(Direction::Spending) => tally.judge(line.id, verdict),
                _ => {}
            }
        }
        for line in self.undated.iter().filter(|line| line.has(Direction::Spending)) {
            if is_for_office(line.line) != Verdict::No {
                tally.judge(line.id, line.undated());
            }
        }
        self.judge_orphans(tally, &[Direction::Spending]);
    }

    fn judge_undated(&self, tally: &mut Tally) {
        self.undated.iter().for_each(|line| tally.judge(line.id, line.undated()));
    }

    /// Entries of no year: those on lines that state none and those on no line.
    fn judge_strays(&self, tally: &mut Tally, ways: &[Direction]) {
        for line in &self.undated {
            judge_entries(tally, &line.entries, ways, |_| line.undated());
        }
        self.judge_orphans(tally, ways);
    }

    fn judge_orphans(&self, tally: &mut Tally, ways: &[Direction]) {
        judge_entries(tally, &self.orphans, ways, |entry| Verdict::of(&entry.line, |_| None));
    }
}

/// Judges the entries that go one of these ways, or may, all alike.
fn judge_entries(
    tally: &mut Tally,
    entries: &[Row<'_, FundEntry>],
    ways: &[Direction],
    verdict: impl Fn(&FundEntry) -> Verdict,
) {
    for (id, entry) in entries {
        if direction(entry).map_or(true, |way| ways.contains(&way)) {
            tally.judge(*id, verdict(entry));
        }
    }
}

/// Which way an entry goes; a direction that this version does not know is neither.
fn direction(entry: &FundEntry) -> Result<Direction, Verdict> {
    match &entry.direction {
        Field::Known(Choice::Known(way)) => Ok(*way),
        field => Err(Verdict::of(field, |_| None)),
    }
}

fn is_self_raised(source: &Choice<FundSource>) -> Option<bool> {
    match source {
        Choice::Known(source) => {
            Some(matches!(source, FundSource::OwnIncome | FundSource::Dues | FundSource::ManagementFee))
        }
        Choice::Other(_) => None,
    }
}

fn is_for_office(line: &FundLine) -> Verdict {
    Verdict::of(&line.use_of, |use_of| match use_of {
        Choice::Known(use_of) => Some(*use_of == FundUse::Office),
        Choice::Other(_) => None,
    })
}

/// Adds what each of the year's lines states; lines that state no year lack.
fn stated(group: &Group<'_>, tally: &mut Tally, amount: fn(&FundLine) -> &Field<Fen>) {
    for (id, line) in group.rows::<FundLine>().iter() {
        match line.year.known() {
            None => tally.without(*id, &line.year),
            Some(year) if year.0 == group.span().year => tally.amount(*id, amount(line)),
            Some(_) => {}
        }
    }
}

fn per_household(group: &Group<'_>, tally: &mut Tally) {
    match group.community().map(|(community, unit)| (community, &unit.households)) {
        None if !has_ended(group) => return,
        None => {}
        Some((community, Field::Known(Count(households)))) if *households > 0 => tally.below(community, *households),
        Some((community, households)) => return tally.judge(community, Verdict::of(households, |_| None)),
    }
    in_book(group, |book| book.add(tally, Direction::Receipt));
}

/// Tells whether the unit was a community and is no more: its households are now those of others.
fn has_ended(group: &Group<'_>) -> bool {
    group.own().is_some_and(|unit| {
        let last = unit.valid.known().and_then(|valid| valid.to);
        unit.level.known().is_some_and(|level| level.is(Level::Community))
            && last.is_some_and(|last| last < group.day())
    })
}

fn office_per_worker(group: &Group<'_>, tally: &mut Tally) {
    for (id, worker) in group.rows::<Worker>().iter() {
        match is_in_post(worker, group.day()) {
            Verdict::No => {}
            Verdict::Yes => tally.below(*id, 1),
            verdict => tally.judge(*id, verdict),
        }
    }
    in_book(group, |book| book.office(tally));
}

fn tasks_funded(group: &Group<'_>, tally: &mut Tally) {
    for (id, task) in group.rows::<DelegatedTask>().iter() {
        match (is_in_hand(task, group), &task.cost, is_funded(task, group)) {
            (Verdict::No, ..) => {}
            (Verdict::Yes, Field::Known(Fen(cost)), Verdict::Yes) => tally.part(*id, *cost, *cost),
            (Verdict::Yes, Field::Known(Fen(cost)), Verdict::No) => tally.below(*id, *cost),
            (Verdict::Yes, Field::Known(_), verdict) | (verdict @ (Verdict::Lacking | Verdict::Withheld), ..) => {
                tally.judge(*id, verdict);
            }
            (Verdict::Yes, cost, _) => tally.without(*id, cost),
        }
    }
}

/// Tells whether a task is the unit's in the year: given by the day, not returned, not done before the year.
fn is_in_hand(task: &DelegatedTask, group: &Group<'_>) -> Verdict {
    let before = |day: &NaiveDate| day.year() < group.span().year;
    if task.done.known().is_some_and(before) {
        return Verdict::No;
    }
    let is_kept = match &task.state {
        Field::Missing => Verdict::Yes,
        state => Verdict::of(state, |state| match state {
            Choice::Known(state) => Some(*state != TaskState::Returned),
            Choice::Other(_) => None,
        }),
    };
    // Of two verdicts the one that says less holds: "no" before "not known" before "yes".
    Verdict::of(&task.date, |date| Some(*date <= group.day())).min(is_kept)
}

fn is_funded(task: &DelegatedTask, group: &Group<'_>) -> Verdict {
    match &task.line {
        Field::Missing => Verdict::No,
        Field::Known(line) if group.find::<FundLine>(line.0).is_some() => Verdict::Yes,
        line => Verdict::of(line, |_| None),
    }
}

fn requests_answered(group: &Group<'_>, tally: &mut Tally) {
    for (id, request) in group.rows::<FundRequest>().iter() {
        let is_of_year = |sent: &NaiveDate| Some(sent.year() == group.span().year && *sent <= group.day());
        match (is_answered(request, group.day()), Verdict::of(&request.sent, is_of_year)) {
            (None, _) | (_, Verdict::No) => {}
            (Some(verdict), Verdict::Yes) | (Some(_), verdict) => tally.judge(*id, verdict),
        }
    }
}

/// Tells whether a request was answered by a day; nothing for one that waits for no answer.
fn is_answered(request: &FundRequest, day: NaiveDate) -> Option<Verdict> {
    use RequestState::{Draft, Granted, Partly, Refused, Sent, Withdrawn};
    let is_later = request.answered.known().is_some_and(|answered| day < *answered);
    match &request.state {
        Field::Missing | Field::Known(Choice::Known(Draft | Withdrawn)) => None,
        Field::Known(Choice::Known(Sent)) => Some(Verdict::No),
        Field::Known(Choice::Known(Granted | Partly | Refused)) if is_later => Some(Verdict::No),
        Field::Known(Choice::Known(Granted | Partly | Refused)) => Some(Verdict::Yes),
        state => Some(Verdict::of(state, |_| None)),
    }
}

fn service_income(group: &Group<'_>, tally: &mut Tally) {
    for (id, item) in group.rows::<ServiceItem>().iter() {
        let is_free = item.fee.known().is_some_and(|fee| fee.is(Fee::Free));
        let begins_later = item.since.known().is_some_and(|since| group.day() < *since);
        let is_of_year = Verdict::of(&item.year, |year| Some(year.0 == group.span().year));
        match is_of_year {
            _ if begins_later || is_free && matches!(item.income, Field::Missing) => {}
            Verdict::No => {}
            Verdict::Yes => tally.amount(*id, &item.income),
            verdict => tally.judge(*id, verdict),
        }
    }
}

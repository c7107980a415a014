//! 有人管事: the people who work in the communities.
//!
//! Ages come from birth years, which are not restricted; only pay is.

use chrono::{Datelike, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::{Shape, Tally};
use crate::model::kinds::{Education, Insurance};
use crate::model::quantity::Year;
use crate::model::{Choice, Choices, Field, RecordId, Unit, Worker};

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "people.workers",
        pillar: Pillar::People,
        label: label("社均工作人员", "Workers per community"),
        numerator: label("在任工作人员", "workers in post"),
        denominator: label("社区数", "communities"),
        note: label(
            "到任日期未到或离任日期已到的不算；离任日期无法读取的计为缺项。",
            "Whoever has not begun yet or has left is not counted; a leaving date that cannot be read counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::Neither,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Worker::KIND],
        tally: |group, tally| {
            if let Some((id, _)) = group.community() {
                tally.below(id, 1);
            }
            for (id, worker) in group.rows::<Worker>().iter() {
                match is_in_post(worker, group.day()) {
                    Verdict::Yes => tally.above(*id, 1),
                    Verdict::No => {}
                    verdict => tally.judge(*id, verdict),
                }
            }
        },
    },
    Indicator {
        name: "people.median_age",
        pillar: Pillar::People,
        label: label("年龄中位数", "Median age"),
        numerator: label("在任工作人员年龄", "ages of workers in post"),
        denominator: label("", ""),
        note: label(
            "年龄按期末年份减出生年份计算；出生年份晚于期末的计为缺项。",
            "An age is the year of the last day less the birth year; a birth year after that day counts as lacking.",
        ),
        shape: Shape::Median,
        measure: Measure::Years,
        better: Better::Neither,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| {
            for (id, worker) in &in_post(group) {
                match worker.born_year.known().and_then(|&born| age(born, group.day())) {
                    Some(age) => tally.value(*id, age),
                    None => tally.judge(*id, Verdict::of(&worker.born_year, |_| None)),
                }
            }
        },
    },
    Indicator {
        name: "people.aged_50_or_more",
        pillar: Pillar::People,
        label: label("50 岁及以上占比", "Aged 50 or more"),
        numerator: label("50 岁及以上的在任人员", "workers in post aged 50 or more"),
        denominator: label("出生年份已知的在任人员", "workers in post of known age"),
        note: label("年龄按期末年份减出生年份计算。", "An age is the year of the last day less the birth year."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| aged(group, tally, |age| age >= 50),
    },
    Indicator {
        name: "people.aged_35_or_less",
        pillar: Pillar::People,
        label: label("35 岁及以下占比", "Aged 35 or less"),
        numerator: label("35 岁及以下的在任人员", "workers in post aged 35 or less"),
        denominator: label("出生年份已知的在任人员", "workers in post of known age"),
        note: label("年龄按期末年份减出生年份计算。", "An age is the year of the last day less the birth year."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| aged(group, tally, |age| age <= 35),
    },
    Indicator {
        name: "people.college",
        pillar: Pillar::People,
        label: label("大专及以上占比", "College or more"),
        numerator: label("大专及以上学历的在任人员", "workers in post with a college diploma or more"),
        denominator: label("学历已知的在任人员", "workers in post of known education"),
        note: label("本版本不认识的学历计为缺项。", "An education that this version does not know counts as lacking."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| judge(group, tally, |worker| Verdict::of(&worker.education, is_college)),
    },
    Indicator {
        name: "people.insured",
        pillar: Pillar::People,
        label: label("养老医疗参保率", "Insured"),
        numerator: label("养老和医疗都参保的在任人员", "workers in post with endowment and medical insurance"),
        denominator: label("参保情况已填的在任人员", "workers in post whose insurance is stated"),
        note: label("填了“无”也算已填。", "Stated to have none is stated."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| judge(group, tally, |worker| Verdict::of(&worker.insurance, is_insured)),
    },
];

/// Tells whether a worker is in post on a day. A beginning that is missing or cannot be read was before it.
fn is_in_post(worker: &Worker, day: NaiveDate) -> Verdict {
    if worker.since.known().is_some_and(|since| day < *since) {
        return Verdict::No;
    }
    match &worker.left {
        Field::Missing => Verdict::Yes,
        field => Verdict::of(field, |&left| Some(left > day)),
    }
}

/// The workers who are known to be in post.
fn in_post(group: &Group<'_>) -> Vec<(RecordId, Worker)> {
    let workers = group.rows::<Worker>();
    workers.iter().filter(|(_, worker)| is_in_post(worker, group.day()) == Verdict::Yes).cloned().collect()
}

fn judge(group: &Group<'_>, tally: &mut Tally, verdict: impl Fn(&Worker) -> Verdict) {
    in_post(group).iter().for_each(|(id, worker)| tally.judge(*id, verdict(worker)));
}

fn aged(group: &Group<'_>, tally: &mut Tally, test: fn(i64) -> bool) {
    judge(group, tally, |worker| Verdict::of(&worker.born_year, |&born| age(born, group.day()).map(test)));
}

fn age(born: Year, day: NaiveDate) -> Option<i64> {
    Some(i64::from(day.year()) - i64::from(born.0)).filter(|&age| age >= 0)
}

/// A level that this version does not know cannot be ranked.
fn is_college(education: &Choice<Education>) -> Option<bool> {
    match education {
        Choice::Known(level) => Some(matches!(level, Education::College | Education::Bachelor | Education::Master)),
        Choice::Other(_) => None,
    }
}

fn is_insured(insurance: &Choices<Insurance>) -> Option<bool> {
    Some(insurance.has(Insurance::Endowment) && insurance.has(Insurance::Medical))
}

//! 有人管事: the people who work in the communities.
//!
//! Ages come from birth years, which are not restricted; only pay is.

use chrono::{Datelike, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::{Shape, Tally};
use crate::model::kinds::{
    Candidate, CandidateState, Certificate, Education, Insurance, PayChannel, Post, StandardKey, Training,
};
use crate::model::quantity::{Count, Decimal, Year};
use crate::model::sorted::Sorted;
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
        name: "people.quota_filled",
        pillar: Pillar::People,
        label: label("编制到岗率", "Quota filled"),
        numerator: label("在这些岗位上任职的人员", "workers in post on these posts"),
        denominator: label("现有岗位编制数", "quota of posts in being"),
        note: label(
            "人员计入岗位所属单位，不论本人在哪个单位。撤销当日起岗位不再计算。岗位编制数未填的，岗位计为缺项；未填岗位或所填岗位不存在的在任人员计为缺项。",
            "A worker counts at the unit of the post, wherever they work themselves. A post is none from the day on which it is abolished. A post without a quota lacks; so does a worker in post whose post is not stated or not here.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Post::KIND, Worker::KIND],
        tally: quota_filled,
    },
    Indicator {
        name: "people.workers_per_10000",
        pillar: Pillar::People,
        label: label("每万名居民工作人员", "Workers per 10,000 residents"),
        numerator: label("这些社区的在任工作人员", "workers in post in these communities"),
        denominator: label("社区常住人口", "residents of the communities"),
        note: label(
            "只计常住人口已知且不为零的社区；其余社区计为缺项，其人员不计。标准只作对照。",
            "Only communities with known residents, more than none, count; the others lack, and their workers are left out. The standard is only shown beside it.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PerTenThousand,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::WorkersPerTenThousand],
        reads: &[Unit::KIND, Worker::KIND],
        tally: workers_per_10000,
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
        name: "people.retiring",
        pillar: Pillar::People,
        label: label("24 个月内到龄退休占比", "Retiring within 24 months"),
        numerator: label(
            "24 个月内达到或已达到退休年龄的在任人员",
            "workers in post who reach the retirement age within 24 months, or have",
        ),
        denominator: label(
            "有退休年龄标准、出生年份已知的在任人员",
            "workers in post of known age where a retirement age is in force",
        ),
        note: label(
            "退休年龄用现行标准，整岁；年龄按出生年份计算，不用出生日期（受限）：期末年份之后第二年年底前达到退休年龄的都算，已经达到的也算，所以 24 个月内达到的人不会漏，有的人最多晚一年达到。没有标准的社区计为缺项。",
            "The retirement age is the standard in force, in whole years. Only the birth year is used, not the birth date, which is restricted: whoever reaches the age by the end of the second year after that of the last day counts, and whoever has reached it. So nobody who reaches it within 24 months is missed; some reach it up to a year later. A community without the standard lacks.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[StandardKey::RetirementAge],
        reads: &[Unit::KIND, Worker::KIND],
        tally: |group, tally| retiring(group, tally, Tally::judge),
    },
    Indicator {
        name: "people.candidates_for_retiring",
        pillar: Pillar::People,
        label: label("后备人选与到龄退休人数之比", "Candidates for those who retire"),
        numerator: label("储备或考察中的后备人选", "candidates proposed or shortlisted"),
        denominator: label(
            "24 个月内达到或已达到退休年龄的在任人员",
            "workers in post who reach the retirement age within 24 months, or have",
        ),
        note: label(
            "到龄退休的算法同“24 个月内到龄退休占比”。期末之后才决定的人选当时仍算后备；状态未填的算储备。没有标准的社区计为缺项，其人选不计。无人到龄退休的为不适用。",
            "Who retires is counted as in “Retiring within 24 months”. Who was decided on only after the last day was a candidate then; one without a state is proposed. A community without the standard lacks and its candidates are left out. Where nobody retires it is not applicable.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::RetirementAge],
        reads: &[Unit::KIND, Worker::KIND, Candidate::KIND],
        tally: candidates_for_retiring,
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
        name: "people.certified",
        pillar: Pillar::People,
        label: label("持社工证书占比", "With a certificate"),
        numerator: label("持有社会工作师类证书的在任人员", "workers in post with a social worker's certificate"),
        denominator: label("证书情况已填的在任人员", "workers in post whose certificate is stated"),
        note: label(
            "填了“无”也算已填；本版本不认识的证书计为缺项。",
            "Stated to have none is stated; a certificate that this version does not know counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| judge(group, tally, |worker| Verdict::of(&worker.certificate, is_certified)),
    },
    Indicator {
        name: "people.trained",
        pillar: Pillar::People,
        label: label("本年参加培训占比", "Trained this year"),
        numerator: label("本年有培训记录的在任人员", "workers in post with a training dated in the year"),
        denominator: label("在任工作人员", "workers in post"),
        note: label(
            "培训日期在本年且不晚于期末；只有日期不明的培训记录的人员计为缺项，人员不存在的培训记录也计为缺项。",
            "The training is dated in the year and not after the last day. A worker whose only training has no readable date lacks; so does a training whose worker is not here.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[Worker::KIND, Training::KIND],
        tally: trained,
    },
    Indicator {
        name: "people.training_hours",
        pillar: Pillar::People,
        label: label("培训学时完成率", "Training hours against the standard"),
        numerator: label("在任人员本年培训学时", "hours of training that workers in post had in the year"),
        denominator: label("标准学时 × 在任人员", "hours of the standard × workers in post"),
        note: label(
            "标准是全年的，年中不按月折算。只计有标准的单位：先按单位合计应有学时，再以实有合计除以应有合计。没有标准的社区计为缺项；日期或学时不明的培训记录计为缺项。",
            "The standard is that of the whole year and is not cut down in mid-year. Only units with the standard count: the sum of what was had by the sum of what should be. A community without the standard lacks; so does a training without a readable date or hours.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfHundredths,
        better: Better::More,
        when: When::YearToDate,
        standards: &[StandardKey::TrainingHours],
        reads: &[Unit::KIND, Worker::KIND, Training::KIND],
        tally: training_hours,
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
    Indicator {
        name: "people.pay",
        pillar: Pillar::People,
        label: label("月报酬与标准之比", "Pay against the standard"),
        numerator: label("在任人员月工资与月生活补贴之和", "monthly pay and living allowance of workers in post"),
        denominator: label("月工资标准 × 这些人员", "monthly pay of the standard × these workers"),
        note: label(
            "工资和补贴是受限项：未交给本机的计为未提供。补贴未填的不加；报酬渠道为“无报酬”且工资未填的按零计；其余工资未填的计为缺项。只计有标准的单位，实有合计除以应有合计；没有标准的社区计为缺项。",
            "Pay and allowance are restricted: what this device was not given counts as withheld. An allowance left blank adds nothing; who is stated to be unpaid and has no pay entered has none; any other blank pay lacks. Only units with the standard count: the sum of what is by the sum of what should be. A community without the standard lacks.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfRestricted,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::MonthlyPay],
        reads: &[Unit::KIND, Worker::KIND],
        tally: pay,
    },
    Indicator {
        name: "people.unpaid",
        pillar: Pillar::People,
        label: label("无报酬人员占比", "Unpaid"),
        numerator: label("报酬渠道为“无报酬”的在任人员", "workers in post stated to be unpaid"),
        denominator: label("报酬渠道已填的在任人员", "workers in post whose pay channel is stated"),
        note: label("本版本不认识的渠道计为缺项。", "A channel that this version does not know counts as lacking."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: |group, tally| judge(group, tally, |worker| Verdict::of(&worker.pay_channel, is_unpaid)),
    },
    Indicator {
        name: "people.years_since_promotion",
        pillar: Pillar::People,
        label: label("距上次晋升年数中位数", "Years since promotion"),
        numerator: label("在任人员距上次晋升的整年数", "full years since workers in post were last promoted"),
        denominator: label("", ""),
        note: label(
            "从未晋升的从任职日期起算；两者都未填的计为缺项。期末之后晋升的，此前的晋升已被覆盖，计为缺项。2 月 29 日晋升的，平年到 3 月 1 日满一年。",
            "Who was never promoted counts from the day they came into post; who states neither lacks. A promotion after the last day hides the one before it, so it lacks. From 29 February a year is full on 1 March.",
        ),
        shape: Shape::Median,
        measure: Measure::Years,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Worker::KIND],
        tally: years_since_promotion,
    },
];

/// Tells whether a worker is in post on a day. A beginning that is missing or cannot be read was before it.
pub(super) fn is_in_post(worker: &Worker, day: NaiveDate) -> Verdict {
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

fn is_certified(certificate: &Choice<Certificate>) -> Option<bool> {
    match certificate {
        Choice::Known(certificate) => Some(*certificate != Certificate::None),
        Choice::Other(_) => None,
    }
}

fn is_unpaid(channel: &Choice<PayChannel>) -> Option<bool> {
    match channel {
        Choice::Known(channel) => Some(*channel == PayChannel::Unpaid),
        Choice::Other(_) => None,
    }
}

/// Tells whether a post is in being on a day; on the day on which it is abolished it is none.
fn is_in_being(post: &Post, day: NaiveDate) -> Verdict {
    if post.since.known().is_some_and(|since| day < *since) {
        return Verdict::No;
    }
    match &post.until {
        Field::Missing => Verdict::Yes,
        field => Verdict::of(field, |&until| Some(day < until)),
    }
}

fn quota_filled(group: &Group<'_>, tally: &mut Tally) {
    for (id, post) in group.rows::<Post>().iter() {
        match (is_in_being(post, group.day()), &post.quota) {
            (Verdict::No, _) => {}
            (Verdict::Yes, Field::Known(quota)) => {
                tally.below(*id, quota.0);
                fill(group, tally, *id);
            }
            (Verdict::Yes, quota) => tally.without(*id, quota),
            (verdict, _) => tally.judge(*id, verdict),
        }
    }
    for (id, worker) in &in_post(group) {
        match &worker.post {
            Field::Known(post) if group.find::<Post>(post.0).is_some() => {}
            post => tally.judge(*id, Verdict::of(post, |_| None)),
        }
    }
}

/// Counts the workers whose post this is, of whatever unit.
fn fill(group: &Group<'_>, tally: &mut Tally, post: RecordId) {
    for (id, worker) in group.naming::<Worker>(post) {
        match is_in_post(&worker, group.day()) {
            Verdict::No => {}
            Verdict::Yes => tally.above(id, 1),
            verdict => tally.judge(id, verdict),
        }
    }
}

fn workers_per_10000(group: &Group<'_>, tally: &mut Tally) {
    let Some((community, unit)) = group.community() else { return };
    match &unit.residents {
        Field::Known(Count(residents)) if *residents > 0 => tally.below(community, *residents),
        residents => return tally.judge(community, Verdict::of(residents, |_| None)),
    }
    for (id, worker) in group.rows::<Worker>().iter() {
        match is_in_post(worker, group.day()) {
            Verdict::No => {}
            Verdict::Yes => tally.above(*id, 1),
            verdict => tally.judge(*id, verdict),
        }
    }
}

/// The standard that holds for the unit; where there is none the community lacks it, and workers who are in none themselves.
fn standard(group: &Group<'_>, tally: &mut Tally, key: StandardKey) -> Option<i64> {
    let held = group.standard(key).map(|Decimal(hundredths)| hundredths);
    if held.is_none() {
        match group.community() {
            Some((community, _)) => tally.lacking.push(community),
            None => tally.lacking.extend(in_post(group).iter().map(|(id, _)| *id)),
        }
    }
    held
}

/// Judges who reaches the retirement age by the end of the second year after that of the last day.
fn retiring(group: &Group<'_>, tally: &mut Tally, count: fn(&mut Tally, RecordId, Verdict)) {
    let Some(retirement) = standard(group, tally, StandardKey::RetirementAge) else { return };
    let reaches = |&born: &Year| age(born, group.day()).map(|age| age + 2 >= retirement / 100);
    for (id, worker) in &in_post(group) {
        count(tally, *id, Verdict::of(&worker.born_year, reaches));
    }
}

fn candidates_for_retiring(group: &Group<'_>, tally: &mut Tally) {
    retiring(group, tally, |tally, id, verdict| match verdict {
        Verdict::Yes => tally.below(id, 1),
        Verdict::No => {}
        verdict => tally.judge(id, verdict),
    });
    if group.standard(StandardKey::RetirementAge).is_none() {
        return;
    }
    for (id, candidate) in group.rows::<Candidate>().iter() {
        match is_candidate(candidate, group.day()) {
            Verdict::Yes => tally.above(*id, 1),
            Verdict::No => {}
            verdict => tally.judge(*id, verdict),
        }
    }
}

/// Tells whether somebody was proposed and not decided on yet.
fn is_candidate(candidate: &Candidate, day: NaiveDate) -> Verdict {
    if candidate.proposed.known().is_some_and(|proposed| day < *proposed) {
        return Verdict::No;
    }
    if matches!(candidate.state, Field::Missing) || candidate.decided.known().is_some_and(|decided| day < *decided) {
        return Verdict::Yes;
    }
    Verdict::of(&candidate.state, |state| match state {
        Choice::Known(state) => Some(matches!(state, CandidateState::Proposed | CandidateState::Shortlisted)),
        Choice::Other(_) => None,
    })
}

/// The trainings that are or may be of the year up to the day, each with its worker; one whose worker is not here lacks.
fn trainings(group: &Group<'_>, tally: &mut Tally) -> Vec<(RecordId, Training, RecordId, Verdict)> {
    let (workers, mut found) = (group.rows::<Worker>(), Vec::new());
    for (id, training) in group.rows::<Training>().iter() {
        let is_of_year = |date: &NaiveDate| Some(date.year() == group.span().year && *date <= group.day());
        let verdict = Verdict::of(&training.date, is_of_year);
        let worker = training.worker.known().map(|worker| worker.0);
        match worker.filter(|worker| workers.iter().any(|(id, _)| id == worker)) {
            _ if verdict == Verdict::No => {}
            Some(worker) => found.push((*id, training.clone(), worker, verdict)),
            None => tally.judge(*id, Verdict::of(&training.worker, |_| None)),
        }
    }
    found
}

fn trained(group: &Group<'_>, tally: &mut Tally) {
    let trainings = trainings(group, tally);
    for (id, _) in &in_post(group) {
        let of = trainings.iter().filter(|(_, _, worker, _)| worker == id);
        tally.judge(*id, of.map(|(.., verdict)| *verdict).max().unwrap_or(Verdict::No));
    }
}

fn training_hours(group: &Group<'_>, tally: &mut Tally) {
    let Some(hours) = standard(group, tally, StandardKey::TrainingHours) else { return };
    let workers = in_post(group);
    workers.iter().for_each(|(id, _)| tally.below(*id, hours));
    let workers = workers.into_iter().map(|(id, _)| id).into_set();
    for (id, training, worker, verdict) in trainings(group, tally) {
        match (&training.hours, verdict) {
            _ if !workers.contains(&worker) => {}
            (Field::Known(Decimal(hours)), Verdict::Yes) => tally.above(id, *hours),
            (hours, Verdict::Yes) => tally.without(id, hours),
            (_, verdict) => tally.judge(id, verdict),
        }
    }
}

fn pay(group: &Group<'_>, tally: &mut Tally) {
    let Some(expected) = standard(group, tally, StandardKey::MonthlyPay) else { return };
    for (id, worker) in &in_post(group) {
        match paid(worker) {
            Ok(fen) => tally.part(*id, fen, expected),
            Err(verdict) => tally.judge(*id, verdict),
        }
    }
}

/// Pay and allowance in fen; without them, why there is none. The standard is in hundredths of a yuan, which are fen.
fn paid(worker: &Worker) -> Result<i64, Verdict> {
    let is_unpaid = worker.pay_channel.known().is_some_and(|channel| channel.is(PayChannel::Unpaid));
    let pay = match &worker.pay {
        Field::Known(fen) => Ok(fen.0),
        Field::Missing if is_unpaid => Ok(0),
        pay => Err(Verdict::of(pay, |_| None)),
    };
    let allowance = match &worker.allowance {
        Field::Known(fen) => Ok(fen.0),
        Field::Missing => Ok(0),
        allowance => Err(Verdict::of(allowance, |_| None)),
    };
    match (pay, allowance) {
        (Ok(pay), Ok(allowance)) => Ok(pay + allowance),
        (Err(pay), Err(allowance)) => Err(pay.max(allowance)),
        (Err(verdict), _) | (_, Err(verdict)) => Err(verdict),
    }
}

fn years_since_promotion(group: &Group<'_>, tally: &mut Tally) {
    for (id, worker) in &in_post(group) {
        let from = if matches!(worker.promoted, Field::Missing) { &worker.since } else { &worker.promoted };
        match from.known().and_then(|&from| group.day().years_since(from)) {
            Some(years) => tally.value(*id, i64::from(years)),
            None => tally.judge(*id, Verdict::of(from, |_| None)),
        }
    }
}

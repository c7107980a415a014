//! 服务居民: volunteers, what they do, and what became of residents' needs.
//!
//! Holds no time limit of its own: within how many days a need is to be closed is asked of the standards.

use chrono::{Days, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::index::target;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::{Shape, Tally};
use crate::model::choice::Enumeration;
use crate::model::kinds::{
    Activity, Level, Member, Need, NeedKind, NeedState, Publicity, Satisfaction, ServiceItem, StandardKey, Survey,
    Volunteer,
};
use crate::model::quantity::Interval;
use crate::model::{Choice, Field, RecordId, Unit};

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "service.volunteers",
        pillar: Pillar::Service,
        label: label("每千名居民志愿者", "Volunteers per 1,000 residents"),
        numerator: label("在册志愿者", "volunteers who are registered and have not left"),
        denominator: label("常住人口", "residents"),
        note: label(
            "只计常住人口已填且大于零的社区；其余社区计为缺项，其志愿者不计；街道等上级单位的志愿者计入；所属单位不明或已撤销的志愿者计为缺项。",
            "Communities with known residents count; the others lack the value and their volunteers do not count. Volunteers of a unit above the communities count; those whose unit is unknown or no longer in being lack the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PerThousand,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::VolunteersPerThousand],
        reads: &[Unit::KIND, Volunteer::KIND],
        tally: tally_volunteers,
    },
    Indicator {
        name: "service.activities",
        pillar: Pillar::Service,
        label: label("社均志愿活动", "Activities per community"),
        numerator: label("期内志愿活动", "activities within the span"),
        denominator: label("社区数", "communities"),
        note: label(
            "日期未填或无法读取的活动计为缺项。",
            "An activity without a date that can be read lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Unit::KIND, Activity::KIND],
        tally: |group, tally| {
            if let Some((id, _)) = group.community() {
                tally.below(id, 1);
            }
            activities(group, tally).iter().for_each(|(id, _)| tally.above(*id, 1));
        },
    },
    Indicator {
        name: "service.hours",
        pillar: Pillar::Service,
        label: label("志愿服务时长", "Hours of volunteer service"),
        numerator: label("期内志愿活动服务总时长", "hours of all together in activities within the span"),
        denominator: label("", ""),
        note: label("没有活动填写时长时不适用。", "Not applicable where no activity states its hours."),
        shape: Shape::Sum,
        measure: Measure::Hours,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Activity::KIND],
        tally: |group, tally| {
            for (id, activity) in &activities(group, tally) {
                match &activity.hours {
                    Field::Known(hours) => tally.above(*id, hours.0),
                    hours => tally.without(*id, hours),
                }
            }
        },
    },
    Indicator {
        name: "service.served",
        pillar: Pillar::Service,
        label: label("志愿活动受益人次", "People served by activities"),
        numerator: label("期内志愿活动受益人数", "people served in activities within the span"),
        denominator: label("", ""),
        note: label("没有活动填写受益人数时不适用。", "Not applicable where no activity states whom it served."),
        shape: Shape::Sum,
        measure: Measure::Number,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Activity::KIND],
        tally: |group, tally| {
            for (id, activity) in &activities(group, tally) {
                match &activity.served {
                    Field::Known(people) => tally.above(*id, people.0),
                    people => tally.without(*id, people),
                }
            }
        },
    },
    Indicator {
        name: "service.breadth",
        pillar: Pillar::Service,
        label: label("社均服务领域", "Kinds of activity per community"),
        numerator: label(
            "各社区期内活动涉及的不同领域数之和",
            "different fields served within the span, counted for each community and added up",
        ),
        denominator: label("社区数", "communities"),
        note: label(
            "同一领域在两个社区各计一次，故可逐级相加；上级单位自办的活动不计；领域、单位未填或无法识别的活动计为缺项。",
            "A field that two communities serve counts for each, so that units add up. What units above the communities do is not counted. An activity whose field or unit is missing or unknown lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Unit::KIND, Activity::KIND],
        tally: tally_breadth,
    },
    Indicator {
        name: "service.publicised",
        pillar: Pillar::Service,
        label: label("活动宣传率", "Activities made known"),
        numerator: label("有宣传记录的活动", "activities with a record of publicity"),
        denominator: label("期内志愿活动", "activities within the span"),
        note: label(
            "只看本单位期末前的宣传记录。",
            "Publicity of the same unit counts, no later than the span's last day.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Activity::KIND, Publicity::KIND],
        tally: |group, tally| {
            let publicity = group.rows::<Publicity>();
            for (id, _) in activities(group, tally) {
                let of = publicity.iter().map(|(_, publicity)| is_about(publicity, id, group.day()));
                tally.judge(id, of.max().unwrap_or(Verdict::No));
            }
        },
    },
    Indicator {
        name: "service.needs_solved",
        pillar: Pillar::Service,
        label: label("居民需求解决率", "Needs solved"),
        numerator: label("期末前已解决的", "of them solved by the last day"),
        denominator: label("期内提出的需求", "needs raised within the span"),
        note: label(
            "无法解决和重新受理的按未解决计；已解决而无办结日期的计为缺项。",
            "One that cannot be solved, or was reopened, is not solved. One that is solved without a day lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Need::KIND],
        tally: |group, tally| tally_solved(group, tally, |_| Verdict::Yes),
    },
    Indicator {
        name: "service.disputes_resolved",
        pillar: Pillar::Service,
        label: label("矛盾纠纷化解率", "Disputes resolved"),
        numerator: label("期末前已解决的", "of them solved by the last day"),
        denominator: label("期内提出的矛盾纠纷", "disputes raised within the span"),
        note: label(
            "无法解决和重新受理的按未化解计；类别未填或无法识别的需求计为缺项。",
            "One that cannot be solved, or was reopened, is not resolved. A need whose kind is missing or unknown lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Need::KIND],
        tally: |group, tally| {
            tally_solved(group, tally, |need| is_one_of(&need.kind_of_need, &[NeedKind::Dispute]));
        },
    },
    Indicator {
        name: "service.days_to_solve",
        pillar: Pillar::Service,
        label: label("需求解决天数中位数", "Median days to solve a need"),
        numerator: label(
            "期内解决的需求从提出到解决的天数",
            "days from raised to solved, of needs solved within the span",
        ),
        denominator: label("", ""),
        note: label(
            "提出日期未填或晚于办结日期、已解决而无办结日期的计为缺项。",
            "A need without the day it was raised, with one after it was solved, or without the day it was solved lacks the value.",
        ),
        shape: Shape::Median,
        measure: Measure::Days,
        better: Better::Less,
        when: When::Within,
        standards: &[],
        reads: &[Need::KIND],
        tally: |group, tally| {
            for (id, need) in &closed(group, tally, &[NeedState::Solved]) {
                let solved = need.solved.known();
                let days = |raised: &NaiveDate| Some((*solved? - *raised).num_days()).filter(|&days| days >= 0);
                match need.raised.known().and_then(days) {
                    Some(days) => tally.value(*id, days),
                    None => tally.judge(*id, Verdict::of(&need.raised, |_| None)),
                }
            }
        },
    },
    Indicator {
        name: "service.needs_in_time",
        pillar: Pillar::Service,
        label: label("需求按期办结率", "Needs closed in time"),
        numerator: label("在期限内办结的", "of them closed within the time limit"),
        denominator: label(
            "期内提出、已办结或期限已过的需求",
            "needs raised within the span that are closed or whose limit has passed",
        ),
        note: label(
            "办结包括解决和说明无法解决；期限为提出之日起若干天，天数取各单位适用的标准，没有标准的单位计为缺项；未到期限且未办结的暂不计。",
            "Closed is solved, or said to be unsolvable. The limit is so many days after the need was raised, by each unit's own standard; a unit without one lacks the value. Who still has time is not counted yet.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::NeedDays],
        reads: &[Unit::KIND, Need::KIND],
        tally: tally_in_time,
    },
    Indicator {
        name: "service.satisfaction",
        pillar: Pillar::Service,
        label: label("居民满意率", "Satisfaction"),
        numerator: label("非常满意和满意的", "rated very satisfied or satisfied"),
        denominator: label("期内办结且有评价的需求", "needs closed within the span and rated"),
        note: label(
            "基本满意和不满意不算满意；已办结而未评价、无办结日期的计为缺项。",
            "Fair and dissatisfied do not count as satisfied. A closed need without a rating, or without the day it was closed, lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Need::KIND],
        tally: |group, tally| {
            for (id, need) in &closed(group, tally, CLOSED) {
                tally.judge(*id, is_one_of(&need.satisfaction, &[Satisfaction::Very, Satisfaction::Satisfied]));
            }
        },
    },
    Indicator {
        name: "service.survey_answers",
        pillar: Pillar::Service,
        label: label("需求调查回收率", "Survey answers"),
        numerator: label("回收份数", "answers"),
        denominator: label("发放份数", "households asked"),
        note: label(
            "计入期内结束的调查，未写结束日期的按开始日期；回收多于发放的计为缺项。",
            "A survey counts where it ended, or began if no end is stated. One with more answers than were asked lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Survey::KIND],
        tally: tally_surveys,
    },
    Indicator {
        name: "service.times_used",
        pillar: Pillar::Service,
        label: label("社区服务人次", "Use of community services"),
        numerator: label("统计年度为本年的社区服务人次", "times that services were used in the span's year"),
        denominator: label("", ""),
        note: label(
            "按服务登记的统计年度整年计算；没有服务填写人次时不适用。",
            "By the year that a service states, as a whole; not applicable where none states how often it was used.",
        ),
        shape: Shape::Sum,
        measure: Measure::Number,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[ServiceItem::KIND],
        tally: |group, tally| {
            for (id, item) in group.rows::<ServiceItem>().iter() {
                match (Verdict::of(&item.year, |year| Some(year.0 == group.span().year)), &item.served) {
                    (Verdict::No, _) => {}
                    (Verdict::Yes, Field::Known(times)) => tally.above(*id, times.0),
                    (Verdict::Yes, times) => tally.without(*id, times),
                    (unknown, _) => tally.judge(*id, unknown),
                }
            }
        },
    },
    Indicator {
        name: "service.members",
        pillar: Pillar::Service,
        label: label("社均报到党员", "Reporting members per community"),
        numerator: label("已报到且未转出的党员", "members who reported in and have not left"),
        denominator: label("社区数", "communities"),
        note: label(
            "报到日期晚于期末的不算；转出日期无法读取的计为缺项。",
            "Whoever reports in after the last day is not counted; a leaving date that cannot be read counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Member::KIND],
        tally: |group, tally| {
            if let Some((id, _)) = group.community() {
                tally.below(id, 1);
            }
            members(group, tally).iter().for_each(|(id, _)| tally.above(*id, 1));
        },
    },
    Indicator {
        name: "service.members_claimed",
        pillar: Pillar::Service,
        label: label("报到党员认领率", "Reporting members who claimed a service"),
        numerator: label("已认领岗位或服务的", "of them with a post or service they claimed"),
        denominator: label("已报到且未转出的党员", "members who reported in and have not left"),
        note: label(
            "未填认领内容的按未认领计；认领日期晚于期末的按未认领计。",
            "A blank means that nothing was claimed, as does a day of claiming after the last day.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Member::KIND],
        tally: |group, tally| {
            for (id, member) in &members(group, tally) {
                let is_ahead = member.claimed_on.known().is_some_and(|day| group.day() < *day);
                tally.judge(
                    *id,
                    match &member.claimed {
                        _ if is_ahead => Verdict::No,
                        Field::Missing => Verdict::No,
                        claimed => Verdict::of(claimed, |_| Some(true)),
                    },
                );
            }
        },
    },
];

/// The states in which nothing more is done.
const CLOSED: &[NeedState] = &[NeedState::Solved, NeedState::Cannot];

/// A value that this version does not know may be another name for any.
fn is_one_of<E: Enumeration>(held: &Field<Choice<E>>, values: &[E]) -> Verdict {
    Verdict::of(held, |held| match held {
        Choice::Known(known) => Some(values.contains(known)),
        Choice::Other(_) => None,
    })
}

/// Tells whether somebody who began on a day is still there; a beginning that is missing or cannot be read was before.
fn is_there(since: &Field<NaiveDate>, left: &Field<NaiveDate>, day: NaiveDate) -> Verdict {
    if since.known().is_some_and(|since| day < *since) {
        return Verdict::No;
    }
    match left {
        Field::Missing => Verdict::Yes,
        left => Verdict::of(left, |left| Some(day < *left)),
    }
}

/// Keeps the records that are meant; of one that may be meant nothing is guessed.
fn meant<T: Clone>(rows: &[(RecordId, T)], tally: &mut Tally, judge: impl Fn(&T) -> Verdict) -> Vec<(RecordId, T)> {
    let mut found = Vec::new();
    for (id, row) in rows {
        match judge(row) {
            Verdict::Yes => found.push((*id, row.clone())),
            Verdict::No => {}
            unknown => tally.judge(*id, unknown),
        }
    }
    found
}

fn activities(group: &Group<'_>, tally: &mut Tally) -> Vec<(RecordId, Activity)> {
    meant(&group.rows::<Activity>(), tally, |activity| is_within(&activity.date, group))
}

fn members(group: &Group<'_>, tally: &mut Tally) -> Vec<(RecordId, Member)> {
    meant(&group.rows::<Member>(), tally, |member| is_there(&member.reported, &member.left, group.day()))
}

fn is_within(date: &Field<NaiveDate>, group: &Group<'_>) -> Verdict {
    Verdict::of(date, |day| Some(group.is_within(*day)))
}

/// The needs that were closed within the span and are in one of these states.
fn closed(group: &Group<'_>, tally: &mut Tally, states: &[NeedState]) -> Vec<(RecordId, Need)> {
    meant(&group.rows::<Need>(), tally, |need| state(need, states).and(is_within(&need.solved, group)))
}

/// A need that says nothing of its state was raised, and no more.
fn state(need: &Need, states: &[NeedState]) -> Verdict {
    if matches!(need.state, Field::Missing) { Verdict::No } else { is_one_of(&need.state, states) }
}

fn tally_volunteers(group: &Group<'_>, tally: &mut Tally) {
    let rows = group.rows::<Volunteer>();
    let is_counted = match (group.community(), group.own()) {
        (Some((id, unit)), _) => match &unit.residents {
            Field::Known(residents) if residents.0 > 0 => {
                tally.below(id, residents.0);
                true
            }
            residents => return tally.judge(id, Verdict::of(residents, |_| None)),
        },
        (None, Some(unit)) => unit.level.known().is_some_and(is_above),
        (None, None) => false,
    };
    let serving = meant(&rows, tally, |volunteer| is_there(&volunteer.registered, &volunteer.left, group.day()));
    for (id, _) in serving {
        if is_counted { tally.above(id, 1) } else { tally.lacking.push(id) }
    }
}

fn is_above(level: &Choice<Level>) -> bool {
    matches!(level, Choice::Known(level) if *level != Level::Community)
}

fn tally_breadth(group: &Group<'_>, tally: &mut Tally) {
    let Some((community, _)) = group.community() else {
        if group.own().is_none() {
            activities(group, tally).iter().for_each(|(id, _)| tally.lacking.push(*id));
        }
        return;
    };
    tally.below(community, 1);
    let mut served = Vec::new();
    for (id, activity) in activities(group, tally) {
        match &activity.field {
            Field::Known(Choice::Known(field)) => {
                let is_first = !served.contains(field);
                tally.above(id, i64::from(is_first));
                served.push(*field);
            }
            field => tally.judge(id, Verdict::of(field, |_| None)),
        }
    }
}

fn is_about(publicity: &Publicity, activity: RecordId, day: NaiveDate) -> Verdict {
    match &publicity.activity {
        _ if publicity.date.known().is_some_and(|date| day < *date) => Verdict::No,
        Field::Missing => Verdict::No,
        named => Verdict::of(named, |_| Some(target(named) == Some(activity))),
    }
}

fn tally_solved(group: &Group<'_>, tally: &mut Tally, is_meant: impl Fn(&Need) -> Verdict) {
    let needs = group.rows::<Need>();
    for (id, need) in meant(&needs, tally, |need| is_within(&need.raised, group).and(is_meant(need))) {
        let is_by_then = Verdict::of(&need.solved, |solved| Some(*solved <= group.day()));
        tally.judge(id, state(&need, &[NeedState::Solved]).and(is_by_then));
    }
}

fn tally_in_time(group: &Group<'_>, tally: &mut Tally) {
    let needs = meant(&group.rows::<Need>(), tally, |need| is_within(&need.raised, group));
    let Some(days) = group.standard(StandardKey::NeedDays) else {
        let ids = needs.iter().map(|(id, _)| *id);
        return match group.unit().filter(|_| group.own().is_some()) {
            Some(unit) => tally.lacking.extend(ids.take(1).map(|_| unit)),
            None => tally.lacking.extend(ids),
        };
    };
    let days = Days::new(u64::try_from(days.0 / 100).unwrap_or(0));
    for (id, need) in needs {
        let limit = need.raised.known().and_then(|raised| raised.checked_add_days(days)).unwrap_or(NaiveDate::MAX);
        let is_closed = state(&need, CLOSED).and(Verdict::of(&need.solved, |solved| Some(*solved <= group.day())));
        match is_closed {
            Verdict::No if group.day() <= limit => {}
            Verdict::Yes => tally.judge(id, Verdict::of(&need.solved, |solved| Some(*solved <= limit))),
            verdict => tally.judge(id, verdict),
        }
    }
}

fn tally_surveys(group: &Group<'_>, tally: &mut Tally) {
    let day_of = |period: &Interval| period.to.or(period.from).map(|day| group.is_within(day));
    let surveys = meant(&group.rows::<Survey>(), tally, |survey| Verdict::of(&survey.period, day_of));
    for (id, survey) in surveys {
        match (&survey.answered, &survey.asked) {
            (Field::Known(answered), Field::Known(asked)) if answered <= asked => tally.part(id, answered.0, asked.0),
            (answered, asked) => {
                tally.judge(id, Verdict::of(answered, |_| None).max(Verdict::of(asked, |_| None)));
            }
        }
    }
}

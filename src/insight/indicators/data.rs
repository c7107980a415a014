//! 数据质量: how far the records themselves can be relied upon.
//!
//! Settles nothing, and knows of files and backups only what the device says.

use chrono::{Days, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Better, EVERY_KIND, Indicator, Measure, Pillar, When, label};
use crate::insight::span::Part;
use crate::insight::tally::Shape;
use crate::model::kinds::{Period, PeriodState, StandardKey};
use crate::model::quantity::Decimal;
use crate::model::{Choice, Field, Unit};

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "data.complete",
        pillar: Pillar::Data,
        label: label("记录完整率", "Complete records"),
        numerator: label(
            "必填齐全、内容有效且所引用记录都在的记录",
            "records with all they must have, in order, and all they name here",
        ),
        denominator: label("全部记录", "all records"),
        note: label(
            "按当前情况计算，与所选时段无关；未提供的内容不算缺。",
            "As the records are now, whatever the span. What was withheld is not missing.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Now,
        standards: &[],
        reads: EVERY_KIND,
        tally: |group, tally| {
            for (id, standing) in group.standings() {
                tally.judge(id, if standing.is_whole { Verdict::Yes } else { Verdict::No });
            }
        },
    },
    Indicator {
        name: "data.in_conflict",
        pillar: Pillar::Data,
        label: label("待处理冲突", "Open conflicts"),
        numerator: label("有冲突待处理的记录", "records that a person has to settle"),
        denominator: label("", ""),
        note: label(
            "按当前情况计算，与所选时段无关；没有记录时不适用。",
            "As the records are now, whatever the span; not applicable where there are no records.",
        ),
        shape: Shape::Sum,
        measure: Measure::Number,
        better: Better::Less,
        when: When::Now,
        standards: &[],
        reads: EVERY_KIND,
        tally: |group, tally| {
            for (id, standing) in group.standings() {
                tally.judge(id, if standing.in_conflict { Verdict::Yes } else { Verdict::No });
            }
        },
    },
    Indicator {
        name: "data.on_time",
        pillar: Pillar::Data,
        label: label("按时填报率", "Reported on time"),
        numerator: label("在期限内冻结本期的社区", "communities that froze the period in time"),
        denominator: label(
            "有期限且期限已过或已冻结的社区",
            "communities with a time limit that froze it or whose limit has passed",
        ),
        note: label(
            "期限为期末之后若干天，天数取各社区适用的标准，没有标准的计为缺项；期限未到且未冻结的暂不计；月度没有填报期。",
            "The limit is so many days after the period's end, by each community's own standard; without one it lacks the value. Who has not frozen it and still has time is not counted yet. No period is a month.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::ReportDays],
        reads: &[Unit::KIND, Period::KIND],
        tally: |group, tally| {
            let Some((id, _)) = group.community().filter(|_| has_periods(group)) else { return };
            let Some(limit) = group.standard(StandardKey::ReportDays).and_then(|days| limit(group, days)) else {
                return tally.lacking.push(id);
            };
            match best(group, |period| is_in_time(period, limit)) {
                Verdict::No if group.today() <= limit => {}
                verdict => tally.judge(id, verdict),
            }
        },
    },
    Indicator {
        name: "data.reported",
        pillar: Pillar::Data,
        label: label("已填报社区占比", "Communities that reported"),
        numerator: label("本期已核对或已冻结的社区", "communities that checked or froze the period"),
        denominator: label("社区数", "communities"),
        note: label(
            "按填报期当前状态计算；没有本期填报期的按未填报计；月度没有填报期。",
            "By the period's present state; a community without such a period has not reported. No period is a month.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Period::KIND],
        tally: |group, tally| {
            let Some((id, _)) = group.community().filter(|_| has_periods(group)) else { return };
            tally.judge(id, best(group, |period| is_in(period, &[PeriodState::Checked, PeriodState::Frozen])));
        },
    },
    Indicator {
        name: "data.backup_days",
        pillar: Pillar::Data,
        label: label("距上次备份天数", "Days since the last backup"),
        numerator: label("距上次完整备份的天数", "days since the last full backup"),
        denominator: label("", ""),
        note: label(
            "只对本机全部数据计算，不分单位；从未备份的不适用。",
            "For all that this device has, not by unit; not applicable where there was no backup.",
        ),
        shape: Shape::Sum,
        measure: Measure::Days,
        better: Better::Less,
        when: When::Now,
        standards: &[],
        reads: &[],
        tally: |group, tally| {
            if let Some(days) = group.device().and_then(|device| device.backup_days) {
                tally.fact(days, 1);
            }
        },
    },
    Indicator {
        name: "data.files_missing",
        pillar: Pillar::Data,
        label: label("缺失文件", "Files missing from the sequence"),
        numerator: label("序列中缺失的文件", "files missing from the sequences"),
        denominator: label("序列中应有的文件", "files that the sequences should have"),
        note: label(
            "只对本机全部数据计算，不分单位；从未读入带序号文件的不适用。",
            "For all that this device has, not by unit; not applicable where no numbered file was read.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::Now,
        standards: &[],
        reads: &[],
        tally: |group, tally| {
            let Some(device) = group.device() else { return };
            if let Some(missing) = device.files_missing {
                tally.fact(missing, device.files_expected);
            }
        },
    },
];

fn has_periods(group: &Group<'_>) -> bool {
    !matches!(group.span().part, Part::Month(_))
}

/// The last day on which the span is reported in time; a part of a day is none.
fn limit(group: &Group<'_>, days: Decimal) -> Option<NaiveDate> {
    group.span().last().checked_add_days(Days::new(u64::try_from(days.0 / 100).ok()?))
}

/// The greatest verdict of the unit's periods for the span. Where none is surely for it, one that may be leaves it open;
/// without any the answer is no.
fn best(group: &Group<'_>, judge: impl Fn(&Period) -> Verdict) -> Verdict {
    let periods = group.rows::<Period>();
    let of = |wanted: Verdict| periods.iter().filter(move |(_, period)| is_for(period, group) == wanted);
    let sure = of(Verdict::Yes).map(|(_, period)| judge(period)).max();
    let unsure = || [Verdict::Withheld, Verdict::Lacking].into_iter().find(|&verdict| of(verdict).next().is_some());
    sure.or_else(unsure).unwrap_or(Verdict::No)
}

fn is_for(period: &Period, group: &Group<'_>) -> Verdict {
    let span = group.span();
    let is_year = Verdict::of(&period.year, |year| Some(year.0 == span.year));
    let is_part = Verdict::of(&period.part, |part| match part {
        Choice::Known(part) => Some(Part::from(*part) == span.part),
        Choice::Other(_) => None,
    });
    is_year.and(is_part)
}

/// A period that says nothing of its state is open.
fn is_in(period: &Period, states: &[PeriodState]) -> Verdict {
    match &period.state {
        Field::Missing => Verdict::No,
        state => Verdict::of(state, |state| match state {
            Choice::Known(state) => Some(states.contains(state)),
            Choice::Other(_) => None,
        }),
    }
}

fn is_in_time(period: &Period, limit: NaiveDate) -> Verdict {
    is_in(period, &[PeriodState::Frozen]).and(Verdict::of(&period.frozen, |day| Some(*day <= limit)))
}

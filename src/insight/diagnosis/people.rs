//! 有人管事: what is lacking in people.

use chrono::{Datelike, NaiveDate};

use super::facts::{Row, ids, in_post, is_past_midyear, is_there, is_this_year, some};
use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::{Figure, Verdict, count};
use crate::insight::group::Group;
use crate::insight::indicator::{Measure, Pillar, label};
use crate::insight::tally::Tally;
use crate::model::kinds::{
    Candidate, CandidateState, Certificate, Education, Insurance, PayChannel, Post, Role, StandardKey, Training,
};
use crate::model::quantity::Year;
use crate::model::{Choice, Field, RecordId, Worker};

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[
    Rule {
        lack: Lack::PostsUnfilled,
        pillar: Pillar::People,
        indicator: "people.quota_filled",
        whom: Whom::Units,
        says: label("编制 {} 个，缺员 {} 名", "Places of the posts: {}; nobody fills {} of them"),
        measure: measures::CHANNELS,
        offers: &[Offer::action("补齐空缺岗位", "Fill the open posts")],
        find: posts_unfilled,
    },
    Rule {
        lack: Lack::FewWorkers,
        pillar: Pillar::People,
        indicator: "people.workers_per_10000",
        whom: Whom::Communities,
        says: label(
            "每万名居民有工作人员 {} 名，低于标准的 {} 名",
            "{} workers per 10,000 residents; the standard is {}",
        ),
        measure: measures::CHANNELS,
        offers: &[Offer::action("按标准充实工作人员", "More workers, up to the standard")],
        find: few_workers,
    },
    Rule {
        lack: Lack::NoSuccessor,
        pillar: Pillar::People,
        indicator: "people.retiring",
        whom: Whom::Units,
        says: label(
            "24 个月内到退休年龄 {} 人，后备人选 {} 名",
            "Workers who reach the age of retirement within 24 months: {}; candidates: {}",
        ),
        measure: measures::CHANNELS,
        offers: &[Offer::action("物色后备人选", "Find candidates to follow")],
        find: no_successor,
    },
    Rule {
        lack: Lack::Ageing,
        pillar: Pillar::People,
        indicator: "people.aged_50_or_more",
        whom: Whom::Units,
        says: label("年龄已知的 {} 人中，50 岁及以上 {} 人", "Of {} workers of known age, {} are 50 or over"),
        measure: measures::CHANNELS,
        offers: &[Offer::action("吸收年轻人才", "Bring in younger people")],
        find: ageing,
    },
    Rule {
        lack: Lack::LowEducation,
        pillar: Pillar::People,
        indicator: "people.college",
        whom: Whom::Units,
        says: label(
            "学历已知的 {} 人中，大专以下 {} 人",
            "Of {} workers of known education, {} have no college diploma",
        ),
        measure: measures::QUALITY,
        offers: &[Offer::action("提升工作人员学历", "Raise the workers' education")],
        find: low_education,
    },
    Rule {
        lack: Lack::NoCertificate,
        pillar: Pillar::People,
        indicator: "people.certified",
        whom: Whom::Units,
        says: label(
            "证书情况已知的 {} 人中，无人持社工证书",
            "Of {} workers, as far as they say, none holds a social worker's certificate",
        ),
        measure: measures::QUALITY,
        offers: &[Offer::action("组织报考社工证书", "Have workers take the certificate")],
        find: no_certificate,
    },
    Rule {
        lack: Lack::Untrained,
        pillar: Pillar::People,
        indicator: "people.trained",
        whom: Whom::Units,
        says: label(
            "{} 名工作人员中，本年没有培训记录的 {} 名",
            "Of {} workers, {} have no training on record this year",
        ),
        measure: measures::QUALITY,
        offers: &[Offer::action("安排年度培训", "Arrange this year's training")],
        find: untrained,
    },
    Rule {
        lack: Lack::Uninsured,
        pillar: Pillar::People,
        indicator: "people.insured",
        whom: Whom::Units,
        says: label("养老、医疗保险不全的工作人员 {} 名", "Workers without endowment or medical insurance: {}"),
        measure: measures::PAY,
        offers: &[
            Offer::action("落实养老、医疗保险", "Get the workers insured"),
            Offer::request("社会保险费用", "Social insurance of workers"),
        ],
        find: uninsured,
    },
    Rule {
        lack: Lack::Unpaid,
        pillar: Pillar::People,
        indicator: "people.unpaid",
        whom: Whom::Units,
        says: label("没有报酬的工作人员 {} 名", "Workers without pay: {}"),
        measure: measures::PAY,
        offers: &[
            Offer::action("落实工作人员报酬", "Get the workers paid"),
            Offer::request("工作人员报酬", "Pay of workers"),
        ],
        find: unpaid,
    },
    Rule {
        lack: Lack::PayBelow,
        pillar: Pillar::People,
        indicator: "people.pay",
        whom: Whom::Units,
        says: label(
            "月工资和补贴低于标准 {} 元的工作人员 {} 名",
            "The standard of monthly pay is {} yuan; workers who get less, allowance included: {}",
        ),
        measure: measures::PAY,
        offers: &[
            Offer::action("提高工作人员待遇", "Raise the pay up to the standard"),
            Offer::request("工作人员生活补贴", "Allowances of workers"),
        ],
        find: pay_below,
    },
];

/// Grave where a post of secretary or director has nobody; notice where as many workers as are missing do not say which
/// post they fill; serious otherwise. Whoever fills a post may work elsewhere.
fn posts_unfilled(group: &Group<'_>) -> Option<Finding> {
    let workers = in_post(group);
    let mut tally = Tally::default();
    let (mut places, mut missing, mut is_headless) = (0, 0, false);
    for (id, post) in some(group, |post: &Post| is_there(&post.since, &post.until, group.day())) {
        let Some(quota) = post.quota.known() else {
            tally.without(id, &post.quota);
            continue;
        };
        let fills = |worker: &Worker| {
            worker.post.known().is_some_and(|of| of.0 == id) && is_there(&worker.since, &worker.left, group.day())
        };
        let named_by = group.index.named_by(id).filter_map(|by| group.find::<Worker>(by));
        let here = named_by.filter(fills).count();
        let open = (quota.0 - count(here)).max(0);
        places += quota.0;
        missing += open;
        if open > 0 {
            tally.above(id, open);
            let leads = [Role::Secretary, Role::Director, Role::Both];
            let is_leading = post.role.known().is_some_and(|role| leads.iter().any(|lead| role.is(*lead)));
            is_headless |= here == 0 && is_leading;
        }
    }
    let unplaced = workers.iter().filter(|(_, worker)| worker.post.known().is_none()).count();
    workers.iter().for_each(|(id, worker)| tally.without(*id, &worker.post));
    let severity = match is_headless {
        _ if count(unplaced) >= missing => Severity::Notice,
        true => Severity::Grave,
        false => Severity::Serious,
    };
    (missing > 0).then(|| Finding::new(severity, tally, vec![Blank::Count(places), Blank::Count(missing)]))
}

/// Serious.
fn few_workers(group: &Group<'_>) -> Option<Finding> {
    let workers = in_post(group);
    let (blanks, mut records) = short_of(group, StandardKey::WorkersPerTenThousand, Measure::PerTenThousand, &workers)?;
    records.extend(ids(&workers));
    let mut tally = Tally::default();
    // Of whom it cannot be read whether they left.
    group.rows::<Worker>().iter().for_each(|(id, worker)| match &worker.left {
        Field::Withheld | Field::Unreadable => tally.without(*id, &worker.left),
        Field::Missing | Field::Known(_) => {}
    });
    Some(Finding::new(Severity::Serious, tally, blanks).upon(records))
}

/// How many there are by so many residents, and how many there should be, where there are fewer.
pub(super) fn short_of<T>(
    group: &Group<'_>,
    key: StandardKey,
    measure: Measure,
    here: &[T],
) -> Option<(Vec<Blank>, Vec<RecordId>)> {
    let (id, unit) = group.community()?;
    let residents = unit.residents.known().map(|residents| residents.0)?;
    let standard = group.standard(key)?;
    let figure = Figure { numerator: count(here.len()), denominator: Some(residents), ..Figure::default() };
    let there_are = measure.hundredths(&figure)?;
    (there_are < standard.0).then(|| (vec![Blank::Hundredths(there_are), Blank::Hundredths(standard.0)], vec![id]))
}

/// Grave where there is no candidate at all, serious where there are fewer than will retire.
///
/// A worker retires within 24 months where the year in which they reach the standard's age is at most the second after the
/// present one: only birth years are read.
fn no_successor(group: &Group<'_>) -> Option<Finding> {
    let retirement = group.standard(StandardKey::RetirementAge)?.0 / 100;
    let mut tally = Tally::default();
    for (id, worker) in in_post(group) {
        let verdict = Verdict::of(&worker.born_year, |&born| Some(age_of(group, born)? + 2 >= retirement));
        tally.judge(id, verdict);
    }
    let retiring = tally.counted.len();
    let mut candidates = 0;
    for (id, candidate) in group.rows::<Candidate>().iter() {
        let waits = |state: &Choice<CandidateState>| match state {
            Choice::Known(state) => Some([CandidateState::Proposed, CandidateState::Shortlisted].contains(state)),
            Choice::Other(_) => None,
        };
        match (&candidate.state, Verdict::of(&candidate.state, waits)) {
            (Field::Missing, _) | (_, Verdict::Yes) => candidates += 1,
            (_, Verdict::No) => {}
            (_, verdict) => tally.judge(*id, verdict),
        }
    }
    let severity = if candidates == 0 { Severity::Grave } else { Severity::Serious };
    let blanks = vec![Blank::Count(count(retiring)), Blank::Count(candidates)];
    (candidates < count(retiring)).then(|| Finding::new(severity, tally, blanks))
}

/// The age in the year of the day; nobody is born after it.
fn age_of(group: &Group<'_>, born: Year) -> Option<i64> {
    Some(i64::from(group.day().year()) - i64::from(born.0)).filter(|&age| age >= 0)
}

/// More than half are 50 or over. Serious where nobody is known to be 35 or under, notice otherwise.
fn ageing(group: &Group<'_>) -> Option<Finding> {
    let workers = in_post(group);
    let tally =
        judged(&workers, |worker| Verdict::of(&worker.born_year, |&born| age_of(group, born).map(|age| age >= 50)));
    let is_young = |worker: &Worker| {
        let age = worker.born_year.known().and_then(|&born| age_of(group, born));
        age.is_some_and(|age| age <= 35)
    };
    let severity =
        if workers.iter().any(|(_, worker)| is_young(worker)) { Severity::Notice } else { Severity::Serious };
    most(severity, tally)
}

/// More than half have less than a college diploma. Serious where nobody has one, notice otherwise.
fn low_education(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&in_post(group), |worker| {
        Verdict::of(&worker.education, |education| match education {
            Choice::Known(level) => Some(matches!(level, Education::Primary | Education::Junior | Education::Senior)),
            Choice::Other(_) => None,
        })
    });
    let severity = if tally.rest.is_empty() { Severity::Serious } else { Severity::Notice };
    most(severity, tally)
}

/// Serious: none of those who say so holds a certificate.
fn no_certificate(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&in_post(group), |worker| {
        Verdict::of(&worker.certificate, |certificate| match certificate {
            Choice::Known(certificate) => Some(*certificate == Certificate::None),
            Choice::Other(_) => None,
        })
    });
    let blanks = vec![Blank::count(&tally.counted)];
    (tally.rest.is_empty() && !tally.counted.is_empty()).then(|| Finding::new(Severity::Serious, tally, blanks))
}

/// Serious where half of the year is over and nobody was trained, notice otherwise.
fn untrained(group: &Group<'_>) -> Option<Finding> {
    let trainings = group.rows::<Training>();
    let of = |id: RecordId| {
        trainings.iter().filter(move |(_, training)| training.worker.known().is_some_and(|worker| worker.0 == id))
    };
    let workers = in_post(group);
    let mut tally = Tally::default();
    for (id, _) in &workers {
        // One training of this year is enough; one whose day cannot be read may have been of this year.
        let is_not = |day: &NaiveDate| Some(!is_this_year(group, *day));
        let verdicts: Vec<Verdict> = of(*id).map(|(_, training)| Verdict::of(&training.date, is_not)).collect();
        let is_trained = verdicts.contains(&Verdict::No);
        let unknown = verdicts.into_iter().filter(|verdict| *verdict != Verdict::Yes).max();
        tally.judge(*id, if is_trained { Verdict::No } else { unknown.unwrap_or(Verdict::Yes) });
    }
    let is_serious = is_past_midyear(group) && tally.counted.len() == workers.len();
    let severity = if is_serious { Severity::Serious } else { Severity::Notice };
    let blanks = vec![Blank::count(&workers), Blank::count(&tally.counted)];
    (!tally.counted.is_empty()).then(|| Finding::new(severity, tally, blanks))
}

/// Grave where somebody has neither, serious where one of both is missing.
fn uninsured(group: &Group<'_>) -> Option<Finding> {
    let both = [Insurance::Endowment, Insurance::Medical];
    let workers = in_post(group);
    let tally = judged(&workers, |worker| {
        Verdict::of(&worker.insurance, |held| Some(!both.iter().all(|insurance| held.has(*insurance))))
    });
    let has_none = |worker: &Worker| {
        worker.insurance.known().is_some_and(|held| !both.iter().any(|insurance| held.has(*insurance)))
    };
    let severity = if workers.iter().any(|(_, worker)| has_none(worker)) { Severity::Grave } else { Severity::Serious };
    any(severity, tally)
}

/// Grave.
fn unpaid(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&in_post(group), |worker| {
        Verdict::of(&worker.pay_channel, |channel| match channel {
            Choice::Known(channel) => Some(*channel == PayChannel::Unpaid),
            Choice::Other(_) => None,
        })
    });
    any(Severity::Grave, tally)
}

/// Serious. Pay that reaches the standard does so with any allowance; below it the allowance must be known.
fn pay_below(group: &Group<'_>) -> Option<Finding> {
    let standard = group.standard(StandardKey::MonthlyPay)?.0;
    let tally = judged(&in_post(group), |worker| match &worker.pay {
        Field::Known(pay) if pay.0 >= standard => Verdict::No,
        Field::Known(pay) => {
            Verdict::of(&worker.allowance, |allowance| Some(pay.0.saturating_add(allowance.0) < standard))
        }
        pay => Verdict::of(pay, |_| None),
    });
    let blanks = vec![Blank::Fen(standard), Blank::count(&tally.counted)];
    (!tally.counted.is_empty()).then(|| Finding::new(Severity::Serious, tally, blanks))
}

fn judged(workers: &[Row<Worker>], verdict: impl Fn(&Worker) -> Verdict) -> Tally {
    let mut tally = Tally::default();
    workers.iter().for_each(|(id, worker)| tally.judge(*id, verdict(worker)));
    tally
}

/// A finding where it is so of more than half of those who could be judged.
fn most(severity: Severity, tally: Tally) -> Option<Finding> {
    let (so, all) = (tally.counted.len(), tally.counted.len() + tally.rest.len());
    let blanks = vec![Blank::Count(count(all)), Blank::Count(count(so))];
    (2 * so > all).then(|| Finding::new(severity, tally, blanks))
}

/// A finding where it is so of anybody.
fn any(severity: Severity, tally: Tally) -> Option<Finding> {
    let blanks = vec![Blank::count(&tally.counted)];
    (!tally.counted.is_empty()).then(|| Finding::new(severity, tally, blanks))
}

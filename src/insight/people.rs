//! 有人管事: indicators of the people who work in the communities.
//!
//! Reads no restricted field: ages come from birth years.

use chrono::{Datelike, NaiveDate};

use super::figure::{Figure, Share, Verdict};
use super::layout::{Group, Row};
use crate::model::kinds::{Education, Insurance};
use crate::model::quantity::Year;
use crate::model::sorted::in_order;
use crate::model::{Choice, Choices, Field, Worker};

/// Indicators of the workers in post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Workers in post, per community: all whose leaving date is missing or after today. A leaving date that cannot
    /// be read or is withheld leaves a worker out and counts as lacking or withheld.
    pub workers: Figure,
    /// The median age in years: the numerator is the sum of the two middle ages, the denominator 2. An age is the
    /// year of today less the birth year; a birth year after today counts as lacking. The ids are all of known age.
    pub median_age: Figure,
    /// Workers aged 50 or more, among those of known age.
    pub aged_50_or_more: Figure,
    /// Workers aged 35 or less, among those of known age.
    pub aged_35_or_less: Figure,
    /// Workers with a college diploma or more, among those whose education is known to this version.
    pub college: Figure,
    /// Workers with endowment and medical insurance, among those whose insurance is stated.
    pub insured: Figure,
}

pub(super) fn people(groups: &[&Group<'_>], today: NaiveDate) -> People {
    let communities = groups.iter().filter(|group| group.community.is_some()).count();
    let mut in_post = Share::default();
    let mut workers: Vec<Row<'_, Worker>> = Vec::new();
    for &(id, worker) in groups.iter().flat_map(|group| &group.workers) {
        let verdict = is_in_post(&worker.left, today);
        in_post.add(id, verdict);
        if verdict == Verdict::Yes {
            workers.push((id, worker));
        }
    }
    let share = |judge: &dyn Fn(&Worker) -> Verdict| {
        let mut share = Share::default();
        workers.iter().for_each(|&(id, worker)| share.add(id, judge(worker)));
        share.among_judged()
    };
    let aged =
        |test: fn(i64) -> bool| share(&|worker| Verdict::of(&worker.born_year, |&born| age(born, today).map(test)));
    People {
        workers: in_post.among(communities),
        median_age: median_age(&workers, today, aged(|_| true)),
        aged_50_or_more: aged(|age| age >= 50),
        aged_35_or_less: aged(|age| age <= 35),
        college: share(&|worker| Verdict::of(&worker.education, is_college)),
        insured: share(&|worker| Verdict::of(&worker.insurance, is_insured)),
    }
}

fn is_in_post(left: &Field<NaiveDate>, today: NaiveDate) -> Verdict {
    match left {
        Field::Missing => Verdict::Yes,
        field => Verdict::of(field, |&left| Some(left > today)),
    }
}

fn age(born: Year, today: NaiveDate) -> Option<i64> {
    Some(i64::from(today.year()) - i64::from(born.0)).filter(|&age| age >= 0)
}

/// Takes the share of workers of known age and puts the median in its place.
fn median_age(workers: &[Row<'_, Worker>], today: NaiveDate, known: Figure) -> Figure {
    let ages = workers.iter().filter_map(|(_, worker)| age(*worker.born_year.known()?, today));
    let ages = in_order(ages.collect(), i64::cmp);
    let middle = ages.get(ages.len() / 2).zip(ages.get(ages.len().saturating_sub(1) / 2));
    match middle {
        Some((upper, lower)) => Figure { numerator: lower + upper, denominator: Some(2), ..known },
        None => Figure { numerator: 0, denominator: None, ..known },
    }
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

//! Which records belong to years that are closed, so that they can go into an archive.
//!
//! A record belongs to the year it names; something that happened, to that of its day; what belongs to such a record, to its
//! year. Everything else stays: a worker or a place belongs to no year, a pledge or a need may go on for several, and a form
//! is used until it is retired. Decides nothing about where records are kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::model::field::Input;
use crate::model::kinds::{Activity, Booking, EvaluationForm, ExchangeNote, Publicity, Training};
use crate::model::quantity::parse_date;
use crate::model::sorted::Sorted;
use crate::model::{Name, Value, kind_spec};
use crate::replica::{Dot, Key, Replica, State, View};

/// The field by which a record names its year; another year in it, such as that of a birth, is only a fact.
const YEAR: &str = "year";
/// The field by which something that happened names its day.
const DAY: &str = "date";
/// Kinds of things that happened and to which nothing else has to look back.
const EVENTS: [&str; 5] = [Training::KIND, Booking::KIND, Activity::KIND, Publicity::KIND, ExchangeNote::KIND];
/// Kinds that name a year and are used beyond it.
const STAYING: [&str; 1] = [EvaluationForm::KIND];

/// The years that records belong to, with the number of records of each that an archive would take, the oldest first.
#[must_use]
pub fn years(replica: &Replica) -> Vec<(i64, usize)> {
    let mut years: BTreeMap<i64, usize> = BTreeMap::new();
    for (_, year) in archivable(replica) {
        *years.entry(year).or_default() += 1;
    }
    years.into_iter().collect()
}

/// The records of a year and of those before it that an archive takes, with all their dots.
///
/// Left out is what is not settled: records in conflict, and those with saves that wait for others.
#[must_use]
pub fn until(replica: &Replica, year: i64) -> BTreeMap<Key, BTreeSet<Dot>> {
    let mut taken = BTreeMap::new();
    for (key, _) in archivable(replica).into_iter().filter(|(_, of)| *of <= year) {
        let dots = replica.record(&key).into_iter().flat_map(|record| record.variants()).map(|variant| variant.dot());
        let dots: BTreeSet<Dot> = dots.into_set();
        taken.insert(key, dots);
    }
    taken
}

fn archivable(replica: &Replica) -> Vec<(Key, i64)> {
    let settled = replica.iter().filter(|(_, _, view)| is_settled(view));
    settled.filter_map(|(key, _, view)| Some((key.clone(), year_of(replica, key, view)?))).collect()
}

fn is_settled(view: &View) -> bool {
    matches!(view.state, State::Live | State::Deleted) && !view.in_conflict() && view.waiting == 0
}

fn year_of(replica: &Replica, key: &Key, view: &View) -> Option<i64> {
    let spec = kind_spec(key.kind.as_str())?;
    if STAYING.contains(&spec.kind) {
        return None;
    }
    if spec.field(YEAR).is_some() {
        return stated(view);
    }
    if EVENTS.contains(&spec.kind) {
        let day = view.value(DAY)?.as_text().and_then(parse_date)?;
        return Some(i64::from(day.year()));
    }
    let owner = spec.owner()?;
    let Input::Ref(kind) = owner.input else { return None };
    let id = view.value(owner.name)?.as_text()?.parse().ok()?;
    // One step is as far as years reach.
    stated(replica.view(&Key { id, kind: Name::known(kind) })?)
}

fn stated(view: &View) -> Option<i64> {
    match view.value(YEAR) {
        Some(Value::Int(year)) => Some(*year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample_city;

    #[test]
    fn an_archive_takes_what_a_year_holds_and_nothing_else() {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let years = years(&replica);
        let count: usize = years.iter().map(|(_, count)| count).sum();
        let (oldest, of_oldest) = years[0];
        assert_eq!(until(&replica, oldest).len(), of_oldest);
        assert_eq!(until(&replica, oldest - 1).len(), 0);
        let taken = until(&replica, i64::MAX);
        assert_eq!(taken.len(), count);
        let kinds: BTreeSet<&str> = taken.keys().map(|key| key.kind.as_str()).collect();
        assert!(kinds.contains("fund_line") && kinds.contains("fund_entry"), "{kinds:?}");
        for staying in ["unit", "worker", "place", "partner", "pledge", "need", "building_project", "evaluation_form"] {
            assert!(!kinds.contains(staying), "{staying}");
        }
        for (key, dots) in taken {
            assert_eq!(dots.len(), replica.record(&key).map_or(0, |record| record.save_count()));
        }
    }
}

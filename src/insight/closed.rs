//! Which records belong to years that are closed, so that they can go into an archive.
//!
//! A record belongs to the year it names; one that names none, to that of the record it refers to. What names neither
//! stays: a worker or a place belongs to no year. Decides nothing about where records are kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::field::Input;
use crate::model::sorted::Sorted;
use crate::model::{Name, Value, kind_spec};
use crate::replica::{Dot, Key, Replica, State, View};

/// The field by which a record names its year; another year in it, such as that of a birth, is only a fact.
const YEAR: &str = "year";

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
    let fields = kind_spec(key.kind.as_str())?.fields;
    if fields.iter().any(|field| field.name == YEAR) {
        return stated(view);
    }
    fields.iter().find_map(|field| {
        let Input::Ref(kind) = field.input else { return None };
        let id = view.value(field.name)?.as_text()?.parse().ok()?;
        let target = Key { id, kind: Name::known(kind) };
        // One step is as far as years reach.
        stated(replica.view(&target)?)
    })
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
    fn the_sample_has_the_years_of_its_fund_lines_and_entries() {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let years = years(&replica);
        let of_kind = |kind: &str| replica.iter().filter(|(key, ..)| key.kind.as_str() == kind).count();
        let count: usize = years.iter().map(|(_, count)| count).sum();
        assert_eq!(count, of_kind("fund_line") + of_kind("fund_entry"), "{years:?}");
        let (oldest, of_oldest) = years[0];
        let taken = until(&replica, oldest);
        assert_eq!(taken.len(), of_oldest);
        assert!(taken.keys().all(|key| ["fund_line", "fund_entry"].contains(&key.kind.as_str())));
        assert_eq!(until(&replica, oldest - 1).len(), 0);
        assert_eq!(until(&replica, i64::MAX).len(), count);
        for (key, dots) in taken {
            assert_eq!(dots.len(), replica.record(&key).map_or(0, |record| record.save_count()));
        }
    }
}

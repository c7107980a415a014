//! 有场所议事: indicators of offices and facilities.
//!
//! Holds no standard: how much area is enough differs by place and is not judged here.

use chrono::{Days, NaiveDate};

use super::figure::{Figure, Share, Verdict};
use super::layout::{Group, Row};
use crate::model::kinds::{Facility, Tenure};
use crate::model::sorted::in_order;
use crate::model::{Choice, Field, Place, RecordId, Unit};

/// How many days ahead an ending lease is listed.
pub const LEASE_WARNING_DAYS: u64 = 180;

/// Indicators of offices and facilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Communities with a rented office, among all. Lacking: those without a rented one where there is no office, or
    /// an office whose tenure is missing, not stated or unknown to this version.
    pub rented: Figure,
    /// Street service centres, per community.
    pub street_centres: Figure,
    /// Community service stations, per community.
    pub service_stations: Figure,
    /// Community health centres, per community.
    pub health_centres: Figure,
    /// Starlight homes, per community.
    pub starlight_homes: Figure,
    /// Leases that end today or within [`LEASE_WARNING_DAYS`], among all leases; the soonest first. A place that is
    /// owned or allocated, or that is none, has no lease whatever its lease field keeps from before. Lacking: rented
    /// and borrowed places without a lease. A lease with an open end is one that does not end.
    pub leases_ending: Figure,
    /// Leases that ended before today, among all leases; the oldest first.
    pub leases_expired: Figure,
    /// Communities that have an office and know the area of all their offices, among all.
    pub area_known: Figure,
    /// m² of office per 100 households: hundredths of m² divided by households, over the communities that know the
    /// area of all their offices and their households. Lacking: the others, those with zero households included.
    pub area_per_100_households: Figure,
}

pub(super) fn places(groups: &[&Group<'_>], today: NaiveDate) -> Places {
    let communities = groups.iter().filter(|group| group.community.is_some()).count();
    let all = || groups.iter().flat_map(|group| &group.places);
    let facilities = |facility: Facility| {
        let mut share = Share::default();
        let of_kind = all().filter(|(_, place)| is_of_kind(place, facility));
        of_kind.for_each(|&(id, _)| share.add(id, Verdict::Yes));
        share.among(communities)
    };
    let offices = |judge: fn(&[&Place]) -> Verdict| {
        let mut share = Share::default();
        for (group, (id, _)) in groups.iter().filter_map(|group| Some((group, group.community?))) {
            share.add(id, judge(&offices_of(group)));
        }
        share.among(communities)
    };
    let leases = Leases::of(all(), today);
    Places {
        rented: offices(|offices| offices.iter().map(|office| is_rented(office)).max().unwrap_or(Verdict::Lacking)),
        street_centres: facilities(Facility::StreetCentre),
        service_stations: facilities(Facility::ServiceStation),
        health_centres: facilities(Facility::HealthCentre),
        starlight_homes: facilities(Facility::Starlight),
        leases_ending: leases.figure(&leases.ending),
        leases_expired: leases.figure(&leases.expired),
        area_known: offices(|offices| office_area(offices).map_or_else(|verdict| verdict, |_| Verdict::Yes)),
        area_per_100_households: area_per_100_households(groups),
    }
}

fn is_of_kind(place: &Place, facility: Facility) -> bool {
    place.facility.known().is_some_and(|known| known.is(facility))
}

fn offices_of<'a>(group: &Group<'a>) -> Vec<&'a Place> {
    group.places.iter().map(|(_, place)| *place).filter(|place| is_of_kind(place, Facility::Office)).collect()
}

fn is_rented(office: &Place) -> Verdict {
    Verdict::of(&office.tenure, |tenure| match tenure {
        Choice::Known(Tenure::NotStated) | Choice::Other(_) => None,
        Choice::Known(tenure) => Some(*tenure == Tenure::Rented),
    })
}

/// The area of all offices in hundredths of m²; without one, or without the area of one, why there is none.
fn office_area(offices: &[&Place]) -> Result<i64, Verdict> {
    let unknown = offices.iter().map(|office| Verdict::of(&office.area, |_| Some(false))).max();
    match unknown {
        Some(Verdict::No) => {
            let areas = offices.iter().filter_map(|office| office.area.known());
            Ok(areas.fold(0, |sum: i64, area| sum.saturating_add(area.0)))
        }
        verdict => Err(verdict.unwrap_or(Verdict::Lacking)),
    }
}

fn area_per_100_households(groups: &[&Group<'_>]) -> Figure {
    let mut figure = Figure::default();
    for (group, (id, unit)) in groups.iter().filter_map(|group| Some((group, group.community?))) {
        match (office_area(&offices_of(group)), households(unit)) {
            (Ok(area), Ok(households)) => {
                figure.numerator = figure.numerator.saturating_add(area);
                figure.denominator = Some(figure.denominator.unwrap_or(0).saturating_add(households));
                figure.ids.push(id);
            }
            (Err(Verdict::Withheld), _) | (_, Err(Verdict::Withheld)) => figure.withheld += 1,
            _ => figure.lacking += 1,
        }
    }
    figure
}

fn households(unit: &Unit) -> Result<i64, Verdict> {
    match &unit.households {
        Field::Known(count) if count.0 > 0 => Ok(count.0),
        field => Err(Verdict::of(field, |_| None)),
    }
}

/// The leases among places, by when they end.
#[derive(Default)]
struct Leases {
    ending: Vec<(NaiveDate, RecordId)>,
    expired: Vec<(NaiveDate, RecordId)>,
    stated: usize,
    lacking: usize,
    withheld: usize,
}

impl Leases {
    fn of<'a>(places: impl Iterator<Item = &'a Row<'a, Place>>, today: NaiveDate) -> Self {
        let mut leases = Self::default();
        let last = today.checked_add_days(Days::new(LEASE_WARNING_DAYS)).unwrap_or(NaiveDate::MAX);
        for &(id, place) in places.filter(|(_, place)| may_be_leased(place)) {
            match &place.lease {
                Field::Known(lease) => {
                    leases.stated += 1;
                    match lease.to {
                        Some(to) if to < today => leases.expired.push((to, id)),
                        Some(to) if to <= last => leases.ending.push((to, id)),
                        _ => {}
                    }
                }
                Field::Withheld => leases.withheld += 1,
                Field::Missing | Field::Unreadable => leases.lacking += usize::from(must_be_leased(place)),
            }
        }
        let sorted = |found: Vec<(NaiveDate, RecordId)>| in_order(found, |a, b| a.cmp(b));
        Leases { ending: sorted(leases.ending), expired: sorted(leases.expired), ..leases }
    }

    fn figure(&self, found: &[(NaiveDate, RecordId)]) -> Figure {
        let mut share = Share::default();
        found.iter().for_each(|&(_, id)| share.add(id, Verdict::Yes));
        Figure { lacking: self.lacking, withheld: self.withheld, ..share.among(self.stated) }
    }
}

fn may_be_leased(place: &Place) -> bool {
    let held = place.tenure.known();
    !held.is_some_and(|tenure| [Tenure::Owned, Tenure::Allocated, Tenure::None].iter().any(|&own| tenure.is(own)))
}

fn must_be_leased(place: &Place) -> bool {
    place.tenure.known().is_some_and(|tenure| tenure.is(Tenure::Rented) || tenure.is(Tenure::Borrowed))
}

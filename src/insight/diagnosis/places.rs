//! 有场所议事: what is lacking in places.

use chrono::{Days, NaiveDate};

use super::facts::{Row, fen, has_tenure, ids, in_use, offices};
use super::sentence::Blank;
use super::{Finding, Lack, Offer, Rule, Severity, Whom, measures};
use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::indicator::{Pillar, label};
use crate::insight::indicators::LEASE_WARNING_DAYS;
use crate::insight::tally::Tally;
use crate::model::kinds::{Facility, StandardKey, Tenure};
use crate::model::sorted::in_order;
use crate::model::{Choice, Field, Place, RecordId};

/// A lease that ends within so many days leaves no time for a way out.
const GRAVE_DAYS: u64 = 90;

/// The rules of this pillar.
pub(super) static RULES: &[Rule] = &[
    Rule {
        lack: Lack::NoOffice,
        pillar: Pillar::Places,
        indicator: "places.without_office",
        whom: Whom::Communities,
        says: label("没有办公用房", "There is no office"),
        measure: measures::OFFICE,
        offers: &[
            Offer::project("社区办公用房", "Office of the community"),
            Offer::action("解决办公用房", "Find an office"),
        ],
        find: no_office,
    },
    Rule {
        lack: Lack::Renting,
        pillar: Pillar::Places,
        indicator: "places.rented",
        whom: Whom::Communities,
        says: label("租用办公用房 {} 处，年租金 {} 元", "Rented offices: {}; yearly rent in yuan: {}"),
        measure: measures::OFFICE,
        offers: &[
            Offer::project("自有办公用房", "Office of one's own"),
            Offer::request("解决办公用房", "An office of one's own"),
            Offer::action("解决租房办公", "Find a way out of rent"),
        ],
        find: renting,
    },
    Rule {
        lack: Lack::LeaseEnded,
        pillar: Pillar::Places,
        indicator: "places.leases_expired",
        whom: Whom::Units,
        says: label("租期已满的场所 {} 处，最早于 {} 到期", "Places whose lease has ended: {}; the first ended on {}"),
        measure: measures::OFFICE,
        offers: &[
            Offer::project("替代到期租用场所", "In place of what was rented"),
            Offer::action("续租或另行安排场所", "Renew the lease or find another place"),
        ],
        find: lease_ended,
    },
    Rule {
        lack: Lack::LeaseEnding,
        pillar: Pillar::Places,
        indicator: "places.leases_ending",
        whom: Whom::Units,
        says: label(
            "180 天内租期将满的场所 {} 处，最早于 {} 到期",
            "Places whose lease ends within 180 days: {}; the first ends on {}",
        ),
        measure: measures::OFFICE,
        offers: &[
            Offer::project("替代到期租用场所", "In place of what is rented"),
            Offer::action("续租或另行安排场所", "Renew the lease or find another place"),
        ],
        find: lease_ending,
    },
    Rule {
        lack: Lack::OfficeSmall,
        pillar: Pillar::Places,
        indicator: "places.below_area",
        whom: Whom::Communities,
        says: label("办公用房 {} m²，低于标准的 {} m²", "The offices have {} m²; the standard is {} m²"),
        measure: measures::RESERVE,
        offers: &[
            Offer::project("办公用房达标建设", "Offices up to the standard"),
            Offer::action("落实预留用房", "Get the reserved space"),
        ],
        find: office_small,
    },
    Rule {
        lack: Lack::AreaShort,
        pillar: Pillar::Places,
        indicator: "places.below_area_per_100_households",
        whom: Whom::Communities,
        says: label("每百户 {} m²，低于标准的 {} m²", "{} m² per 100 households; the standard is {} m²"),
        measure: measures::RESERVE,
        offers: &[
            Offer::project("服务用房达标建设", "Service rooms up to the standard"),
            Offer::action("落实预留用房", "Get the reserved space"),
        ],
        find: area_short,
    },
    Rule {
        lack: Lack::SingleUse,
        pillar: Pillar::Places,
        indicator: "places.multiple_use",
        whom: Whom::Communities,
        says: label(
            "功能已知的场所 {} 处，没有一处兼有两种以上功能",
            "Places of known functions: {}; none serves for more than one",
        ),
        measure: measures::MANY_USES,
        offers: &[Offer::action("场所一处多用", "Use a place for several functions")],
        find: single_use,
    },
    Rule {
        lack: Lack::NoStreetCentre,
        pillar: Pillar::Places,
        indicator: "places.street_centres",
        whom: Whom::Streets,
        says: label("没有街道服务中心", "There is no street service centre"),
        measure: measures::CENTRES,
        offers: &[
            Offer::project("街道服务中心", "Street service centre"),
            Offer::action("筹建街道服务中心", "Prepare a street service centre"),
        ],
        find: no_street_centre,
    },
    Rule {
        lack: Lack::TenureUnknown,
        pillar: Pillar::Places,
        indicator: "places.rented",
        whom: Whom::Communities,
        says: label(
            "办公用房没有登记或没有说明权属，是否租用无从判断",
            "No office is recorded, or its tenure is not stated: nobody can say whether it is rented",
        ),
        measure: measures::KNOW,
        offers: &[Offer::action("查清办公用房权属", "Find out by what right the office is held")],
        find: tenure_unknown,
    },
];

fn judged(places: &[Row<Place>], verdict: impl Fn(&Place) -> Verdict) -> Tally {
    let mut tally = Tally::default();
    places.iter().for_each(|(id, place)| tally.judge(*id, verdict(place)));
    tally
}

/// Grave: what is recorded as its office says that there is none, and nothing else is one.
fn no_office(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&offices(group), |office| has_tenure(office, &[Tenure::None]));
    let is_so = tally.rest.is_empty() && tally.lacking.is_empty() && tally.withheld.is_empty();
    let about = tally.counted.clone();
    (is_so && !about.is_empty()).then(|| Finding::new(Severity::Grave, tally, Vec::new()).about("replaces", about))
}

/// Serious. The rent is named where all of it is known.
fn renting(group: &Group<'_>) -> Option<Finding> {
    let offices = offices(group);
    let tally = judged(&offices, |office| has_tenure(office, &[Tenure::Rented]));
    let rented: Vec<&Row<Place>> = offices.iter().filter(|(id, _)| tally.counted.contains(id)).collect();
    let rent = rented
        .iter()
        .map(|(_, office)| fen(&office.rent))
        .try_fold(0, |sum: i64, rent| Some(sum.saturating_add(rent?)));
    let about = tally.counted.clone();
    let blanks = vec![Blank::count(&about), Blank::fen(rent)];
    (!about.is_empty()).then(|| Finding::new(Severity::Serious, tally, blanks).about("replaces", about))
}

/// Grave.
fn lease_ended(group: &Group<'_>) -> Option<Finding> {
    leases(group, |_| Severity::Grave, |end| end < group.day())
}

/// Grave where one ends within 90 days, serious otherwise.
fn lease_ending(group: &Group<'_>) -> Option<Finding> {
    let within = |days| group.day().checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let severity = |end| if end <= within(GRAVE_DAYS) { Severity::Grave } else { Severity::Serious };
    leases(group, severity, |end| group.day() <= end && end <= within(LEASE_WARNING_DAYS))
}

/// The leases of rented, borrowed and shared places, by when they end; one with an open end does not.
fn leases(
    group: &Group<'_>,
    severity: impl Fn(NaiveDate) -> Severity,
    is_meant: impl Fn(NaiveDate) -> bool,
) -> Option<Finding> {
    let mut tally = Tally::default();
    let mut ends = Vec::new();
    for (id, place) in in_use(group) {
        let is_lent = has_tenure(&place, &[Tenure::Rented, Tenure::Borrowed, Tenure::Shared]) == Verdict::Yes;
        let is_shared = has_tenure(&place, &[Tenure::Shared]) == Verdict::Yes;
        match &place.lease {
            _ if !is_lent => {}
            Field::Known(lease) => {
                ends.extend(lease.to.filter(|to| is_meant(*to)).map(|to| (to, id)));
            }
            // What is shared need not have one.
            Field::Missing if is_shared => {}
            lease => tally.without(id, lease),
        }
    }
    let ends = in_order(ends, |a, b| a.cmp(b));
    let (first, _) = *ends.first()?;
    let about: Vec<RecordId> = ends.into_iter().map(|(_, id)| id).collect();
    about.iter().for_each(|id| tally.above(*id, 1));
    let blanks = vec![Blank::count(&about), Blank::Day(first)];
    Some(Finding::new(severity(first), tally, blanks).about("replaces", about))
}

/// The area of all offices in hundredths of m²; nothing where there is none or the area of one is not known.
fn office_area(offices: &[Row<Place>]) -> Option<i64> {
    let mut areas = offices.iter().map(|(_, office)| office.area.known().map(|area| area.0));
    let sum = areas.try_fold(0, |sum: i64, area| Some(sum.saturating_add(area?)));
    sum.filter(|_| !offices.is_empty())
}

/// Serious.
fn office_small(group: &Group<'_>) -> Option<Finding> {
    let (offices, standard) = (offices(group), group.standard(StandardKey::OfficeArea)?.0);
    let area = office_area(&offices)?;
    let blanks = vec![Blank::Hundredths(area), Blank::Hundredths(standard)];
    (area < standard).then(|| Finding::new(Severity::Serious, Tally::default(), blanks).upon(ids(&offices)))
}

/// Serious.
fn area_short(group: &Group<'_>) -> Option<Finding> {
    let (id, unit) = group.community()?;
    let (offices, standard) = (offices(group), group.standard(StandardKey::AreaPerHundredHouseholds)?.0);
    let households = unit.households.known().map(|households| households.0).filter(|&households| households > 0)?;
    let by_hundred = office_area(&offices)?.saturating_mul(100) / households;
    let blanks = vec![Blank::Hundredths(by_hundred), Blank::Hundredths(standard)];
    let records = std::iter::once(id).chain(ids(&offices)).collect();
    (by_hundred < standard).then(|| Finding::new(Severity::Serious, Tally::default(), blanks).upon(records))
}

/// Notice: no place of known functions has two of them.
fn single_use(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&in_use(group), |place| Verdict::of(&place.functions, |functions| Some(functions.0.len() < 2)));
    let blanks = vec![Blank::count(&tally.counted)];
    (tally.rest.is_empty() && !tally.counted.is_empty()).then(|| Finding::new(Severity::Notice, tally, blanks))
}

/// Serious. A place whose facility is not known may be one.
fn no_street_centre(group: &Group<'_>) -> Option<Finding> {
    let tally = judged(&in_use(group), |place| {
        Verdict::of(&place.facility, |facility| match facility {
            Choice::Known(facility) => Some(*facility == Facility::StreetCentre),
            Choice::Other(_) => None,
        })
    });
    let is_known = tally.counted.is_empty() && tally.lacking.is_empty() && tally.withheld.is_empty();
    let unit = group.unit().into_iter().collect();
    is_known.then(|| Finding::new(Severity::Serious, Tally::default(), Vec::new()).upon(unit))
}

/// Notice: not where an office is known to be rented, or where this device was only not given the tenure.
fn tenure_unknown(group: &Group<'_>) -> Option<Finding> {
    let mut tally = judged(&offices(group), |office| has_tenure(office, &[Tenure::Rented]));
    let is_recorded = !tally.rest.is_empty() || !tally.withheld.is_empty();
    if tally.lacking.is_empty() && !is_recorded {
        tally.lacking.extend(group.unit());
    }
    (tally.counted.is_empty() && !tally.lacking.is_empty()).then(|| Finding::new(Severity::Notice, tally, Vec::new()))
}

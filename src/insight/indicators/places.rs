//! 有场所议事: offices and facilities, by which right they are held and how they are used.
//!
//! Holds no standard: how much area or how many open hours are enough differs by place and is asked of the records.

use chrono::{Days, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::Group;
use crate::insight::index::target;
use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::{Shape, Tally};
use crate::model::kinds::{
    Booking, BookingState, BuildingProject, Facility, Function, ProjectState, StandardKey, Tenure,
};
use crate::model::sorted::in_order;
use crate::model::{Choice, Choices, Field, Label, Place, RecordId, Unit};

/// How many days ahead an ending lease is counted.
pub const LEASE_WARNING_DAYS: u64 = 180;

/// A week has no more hours than these: an entry beyond is none.
const WEEK_HOURS: i64 = 168;

/// What is counted by 100 communities.
const SERVICES: [Facility; 4] =
    [Facility::StreetCentre, Facility::ServiceStation, Facility::HealthCentre, Facility::Starlight];

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "places.rented",
        pillar: Pillar::Places,
        label: label("办公用房租用率", "Communities that rent their office"),
        numerator: label("有租用办公用房的社区", "communities with a rented office"),
        denominator: label("全部社区", "all communities"),
        note: label(
            "没有租用用房、且未登记办公用房或有办公用房权属未填、未说明、无法识别的社区计为缺项，仍在分母中。",
            "A community without a rented office that has no office, or one whose tenure is missing, not stated or unknown, lacks the value and stays in the denominator.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| among_communities(group, tally, |offices| of_any(offices, is_rented)),
    },
    facilities("places.street_centres", label("街道服务中心", "Street service centres"), &[], |group, tally| {
        count_facilities(group, tally, &[Facility::StreetCentre])
    }),
    facilities(
        "places.service_stations",
        label("社区服务站", "Community service stations"),
        &[],
        |group, tally| count_facilities(group, tally, &[Facility::ServiceStation]),
    ),
    facilities(
        "places.health_centres",
        label("社区卫生服务中心", "Community health centres"),
        &[],
        |group, tally| count_facilities(group, tally, &[Facility::HealthCentre]),
    ),
    facilities("places.starlight_homes", label("星光老年之家", "Starlight homes"), &[], |group, tally| {
        count_facilities(group, tally, &[Facility::Starlight])
    }),
    facilities(
        "places.facilities",
        label("以上四类服务设施合计", "Service facilities of these four kinds"),
        &[StandardKey::Facilities],
        |group, tally| count_facilities(group, tally, &SERVICES),
    ),
    Indicator {
        name: "places.leases_ending",
        pillar: Pillar::Places,
        label: label("180 天内到期的租约", "Leases that end within 180 days"),
        numerator: label(
            "期末当天起 180 天内到期的租约",
            "leases that end on the last day or within 180 days after it",
        ),
        denominator: label("全部租约", "all leases"),
        note: LEASES,
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Place::KIND],
        tally: |group, tally| {
            let last = group.day().checked_add_days(Days::new(LEASE_WARNING_DAYS)).unwrap_or(NaiveDate::MAX);
            leases(group, tally, |end| group.day() <= end && end <= last);
        },
    },
    Indicator {
        name: "places.leases_expired",
        pillar: Pillar::Places,
        label: label("已到期的租约", "Leases that ended"),
        numerator: label("期末之前已到期的租约", "leases that ended before the last day"),
        denominator: label("全部租约", "all leases"),
        note: LEASES,
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Place::KIND],
        tally: |group, tally| leases(group, tally, |end| end < group.day()),
    },
    Indicator {
        name: "places.area_known",
        pillar: Pillar::Places,
        label: label("办公面积已填的社区", "Communities with known office area"),
        numerator: label("全部办公用房面积已填的社区", "communities that know the area of all their offices"),
        denominator: label("全部社区", "all communities"),
        note: label(
            "未登记办公用房或有面积未填的社区计为缺项，仍在分母中。",
            "A community without an office, or with one of unknown area, lacks the value and stays in the denominator.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| {
            among_communities(group, tally, |offices| office_area(offices).map_or_else(|why| why, |_| Verdict::Yes));
        },
    },
    Indicator {
        name: "places.area_per_100_households",
        pillar: Pillar::Places,
        label: label("每百户办公用房面积", "Office area per 100 households"),
        numerator: label("办公用房面积（0.01 m²）", "area of offices (0.01 m²)"),
        denominator: label("户数", "households"),
        note: label(
            "只计全部办公用房面积和户数都已填的社区，其余（含户数为零的）计为缺项。",
            "Only communities that know the area of all offices and their households count; the others, those with zero households included, lack the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::AreaPerHundred,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::AreaPerHundredHouseholds],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| {
            let Some((id, unit)) = group.community() else { return };
            match (office_area(&offices(group)), households(unit)) {
                (Ok(area), Ok(households)) => tally.part(id, area, households),
                (area, households) => tally.judge(id, why_not(area, households)),
            }
        },
    },
    Indicator {
        name: "places.below_area",
        pillar: Pillar::Places,
        label: label("办公面积不达标的社区", "Communities below the office area standard"),
        numerator: label("办公用房面积小于标准的社区", "communities whose office area is below the standard"),
        denominator: label("有标准且面积已填的社区", "communities that have a standard and know their area"),
        note: label(
            "标准为各社区适用的“办公和服务用房面积”；只计办公用房，已注明权属为“无”的按 0 计；没有标准的社区计为缺项。",
            "Each community is judged by its own standard of area. Offices alone are added up; one stated to be none has no area. A community without a standard lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[StandardKey::OfficeArea],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| {
            let Some((id, _)) = group.community() else { return };
            let verdict = match (group.standard(StandardKey::OfficeArea), area_that_is_there(&offices(group))) {
                (None, _) => Verdict::Lacking,
                (_, Err(why)) => why,
                (Some(standard), Ok(area)) => yes_if(area < standard.0),
            };
            tally.judge(id, verdict);
        },
    },
    Indicator {
        name: "places.below_area_per_100_households",
        pillar: Pillar::Places,
        label: label("每百户面积不达标的社区", "Communities below the standard of area per 100 households"),
        numerator: label(
            "每百户办公用房面积小于标准的社区",
            "communities whose office area per 100 households is below the standard",
        ),
        denominator: label(
            "有标准且面积、户数已填的社区",
            "communities that have a standard and know area and households",
        ),
        note: label(
            "标准为各社区适用的“每百户服务用房面积”；只计办公用房，已注明权属为“无”的按 0 计；没有标准、户数为零或未填的社区计为缺项。",
            "Each community is judged by its own standard. Offices alone are added up; one stated to be none has no area. A community without a standard or without households lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[StandardKey::AreaPerHundredHouseholds],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| {
            let Some((id, unit)) = group.community() else { return };
            let standard = group.standard(StandardKey::AreaPerHundredHouseholds);
            let verdict = match (standard, area_that_is_there(&offices(group)), households(unit)) {
                (None, ..) => Verdict::Lacking,
                (Some(standard), Ok(area), Ok(households)) => {
                    yes_if(area.saturating_mul(100) < standard.0.saturating_mul(households))
                }
                (_, area, households) => why_not(area, households),
            };
            tally.judge(id, verdict);
        },
    },
    Indicator {
        name: "places.activity_share",
        pillar: Pillar::Places,
        label: label("活动用房占比", "Share of activity rooms"),
        numerator: label("活动用房面积（0.01 m²）", "area of activity rooms (0.01 m²)"),
        denominator: label("总面积（0.01 m²）", "area (0.01 m²)"),
        note: label(
            "只计两项面积都已填的在用场所；活动用房面积大于总面积的计为缺项。",
            "Places in use that know both areas count; one whose activity rooms are larger than itself lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfHundredths,
        better: Better::More,
        when: When::AtEnd,
        standards: &[StandardKey::ActivityShare],
        reads: &[Place::KIND],
        tally: |group, tally| {
            for (id, place) in &there(group) {
                match (&place.activity_area, &place.area) {
                    (Field::Known(activity), Field::Known(area)) if activity <= area => {
                        tally.part(*id, activity.0, area.0);
                    }
                    (activity, area) => {
                        tally.judge(*id, Verdict::of(activity, |_| None).max(Verdict::of(area, |_| None)));
                    }
                }
            }
        },
    },
    Indicator {
        name: "places.use",
        pillar: Pillar::Places,
        label: label("场所利用率", "Use of places"),
        numerator: label("预约和使用小时（0.01 小时）", "booked and used hours (0.01 hour)"),
        denominator: label("开放小时（0.01 小时）", "open hours (0.01 hour)"),
        note: label(
            "开放小时为每周开放小时乘以期内（截至期末或今天）在用周数；场所未填开放小时的按适用标准，没有标准的计为缺项；已取消的预约不计，未填使用情况的按已预约计；所约之日场所不在用的计为缺项。",
            "Open hours are those of a week times the weeks of the span, up to its last day or today, in which the place was in use. A place that does not say takes the standard; without one it lacks the value. Cancelled bookings do not count, one that says nothing else is booked; one on a day on which the place was not in use lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfHundredths,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::OpenHours],
        reads: &[Place::KIND, Booking::KIND],
        tally: tally_use,
    },
    Indicator {
        name: "places.multiple_use",
        pillar: Pillar::Places,
        label: label("一室多用占比", "Places in multiple use"),
        numerator: label("有两项及以上功能的场所", "places with two or more functions"),
        denominator: label("功能已填的在用场所", "places in use whose functions are stated"),
        note: label(
            "填了“无”也算已填；已认识的功能不足两项而另有本版本不认识的，计为缺项。",
            "Stated to have none is stated. A place with fewer than two functions that are known, and another that this version does not know, lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Place::KIND],
        tally: |group, tally| {
            for (id, place) in &there(group) {
                tally.judge(*id, Verdict::of(&place.functions, has_several));
            }
        },
    },
    Indicator {
        name: "places.without_office",
        pillar: Pillar::Places,
        label: label("无办公用房的社区", "Communities without any office"),
        numerator: label("办公用房都注明为“无”的社区", "communities all of whose offices are stated to be none"),
        denominator: label("登记了办公用房情况的社区", "communities that have an office record"),
        note: label(
            "权属未填或未说明的办公用房仍算有；没有任何办公用房记录的社区计为缺项。",
            "An office whose tenure is missing or not stated is one. A community without any record of an office lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Unit::KIND, Place::KIND],
        tally: |group, tally| {
            let Some((id, _)) = group.community() else { return };
            tally.judge(
                id,
                match of_any(&offices(group), is_one) {
                    Verdict::Yes => Verdict::No,
                    Verdict::No => Verdict::Yes,
                    unknown => unknown,
                },
            );
        },
    },
    Indicator {
        name: "places.way_out",
        pillar: Pillar::Places,
        label: label("租用办公用房有脱租项目的占比", "Rented offices with a way out of rent"),
        numerator: label(
            "有本单位建设项目替代的租用办公用房",
            "rented offices that a building project of the unit replaces",
        ),
        denominator: label("租用的办公用房", "rented offices"),
        note: label(
            "期末前已建成或已终止的项目不算；只看用房所属单位的项目；权属未填、未说明或无法识别的办公用房计为缺项。",
            "A project that is dropped, or done by the last day, does not count, nor does one of another unit. An office whose tenure is missing, not stated or unknown lacks the value.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Place::KIND, BuildingProject::KIND],
        tally: |group, tally| {
            let projects = group.rows::<BuildingProject>();
            for (id, office) in in_use(group).iter().filter(|(_, place)| is_of(place, &[Facility::Office])) {
                match is_rented(office) {
                    Verdict::No => {}
                    Verdict::Yes => {
                        let ways = projects.iter().map(|(_, project)| is_replaced(*id, project, group.day()));
                        tally.judge(*id, ways.max().unwrap_or(Verdict::No));
                    }
                    unknown => tally.judge(*id, unknown),
                }
            }
        },
    },
];

const LEASES: Label = label(
    "自有、划拨或注明为“无”的场所不算；期末尚未开始的租约不算；租用、借用而未填租借期间的计为缺项；未写截止日期的按长期计。",
    "A place that is owned, allocated or stated to be none has no lease, nor does one whose lease has not begun on the last day. Rented and borrowed places without a lease lack the value. A lease with an open end does not end.",
);

/// A kind of facility, by 100 communities.
const fn facilities(
    name: &'static str,
    what: Label,
    standards: &'static [StandardKey],
    tally: fn(&Group<'_>, &mut Tally),
) -> Indicator {
    Indicator {
        name,
        pillar: Pillar::Places,
        label: what,
        numerator: label("在用的该类设施", "facilities of this kind in use"),
        denominator: label("社区数", "communities"),
        note: label(
            "每百个社区的设施数；所属单位不明的设施只计入全部。",
            "Facilities per 100 communities; one whose unit is unknown counts where everything does.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PerHundred,
        better: Better::More,
        when: When::AtEnd,
        standards,
        reads: &[Unit::KIND, Place::KIND],
        tally,
    }
}

fn count_facilities(group: &Group<'_>, tally: &mut Tally, kinds: &[Facility]) {
    if let Some((id, _)) = group.community() {
        tally.below(id, 1);
    }
    for (id, _) in in_use(group).iter().filter(|(_, place)| is_of(place, kinds)) {
        tally.above(*id, 1);
    }
}

/// The places in use on the day: one that is closed on it, or not yet in use, is none of them.
fn in_use(group: &Group<'_>) -> Vec<(RecordId, Place)> {
    let day = group.day();
    let is_in_use = |place: &Place| {
        let is_open = place.closed.known().is_none_or(|closed| day < *closed);
        is_open && place.since.known().is_none_or(|since| *since <= day)
    };
    group.rows::<Place>().iter().filter(|(_, place)| is_in_use(place)).cloned().collect()
}

/// The places in use, without those that are stated to be none.
fn there(group: &Group<'_>) -> Vec<(RecordId, Place)> {
    let mut places = in_use(group);
    places.retain(|(_, place)| !is_none(place));
    places
}

fn is_of(place: &Place, kinds: &[Facility]) -> bool {
    place.facility.known().is_some_and(|known| kinds.iter().any(|&kind| known.is(kind)))
}

fn is_none(place: &Place) -> bool {
    place.tenure.known().is_some_and(|tenure| tenure.is(Tenure::None))
}

fn offices(group: &Group<'_>) -> Vec<Place> {
    in_use(group).into_iter().map(|(_, place)| place).filter(|place| is_of(place, &[Facility::Office])).collect()
}

/// The greatest verdict of any office; without one nothing is known.
fn of_any(offices: &[Place], judge: fn(&Place) -> Verdict) -> Verdict {
    offices.iter().map(judge).max().unwrap_or(Verdict::Lacking)
}

/// Judges a community by its offices; one that cannot be judged stays in the denominator.
fn among_communities(group: &Group<'_>, tally: &mut Tally, judge: fn(&[Place]) -> Verdict) {
    let Some((id, _)) = group.community() else { return };
    match judge(&offices(group)) {
        verdict @ (Verdict::Yes | Verdict::No) => tally.judge(id, verdict),
        unknown => {
            tally.below(id, 1);
            tally.judge(id, unknown);
        }
    }
}

fn is_rented(office: &Place) -> Verdict {
    Verdict::of(&office.tenure, |tenure| match tenure {
        Choice::Known(Tenure::NotStated) | Choice::Other(_) => None,
        Choice::Known(tenure) => Some(*tenure == Tenure::Rented),
    })
}

/// Tells whether the record of an office says that there is one: it does unless it is stated to be none.
fn is_one(office: &Place) -> Verdict {
    match &office.tenure {
        Field::Missing => Verdict::Yes,
        tenure => Verdict::of(tenure, |tenure| match tenure {
            Choice::Known(tenure) => Some(*tenure != Tenure::None),
            Choice::Other(_) => None,
        }),
    }
}

/// The area of all offices in hundredths of m²; without one, or without the area of one, why there is none.
fn office_area(offices: &[Place]) -> Result<i64, Verdict> {
    match of_any(offices, |office| Verdict::of(&office.area, |_| Some(false))) {
        Verdict::No => {
            let areas = offices.iter().filter_map(|office| office.area.known());
            Ok(areas.fold(0, |sum: i64, area| sum.saturating_add(area.0)))
        }
        why => Err(why),
    }
}

/// The same, where an office that is stated to be none has no area.
fn area_that_is_there(offices: &[Place]) -> Result<i64, Verdict> {
    let there: Vec<Place> = offices.iter().filter(|office| !is_none(office)).cloned().collect();
    if there.is_empty() && !offices.is_empty() { Ok(0) } else { office_area(&there) }
}

fn households(unit: &Unit) -> Result<i64, Verdict> {
    match &unit.households {
        Field::Known(count) if count.0 > 0 => Ok(count.0),
        field => Err(Verdict::of(field, |_| None)),
    }
}

/// Why two values of which at least one is unknown give no figure.
fn why_not(one: Result<i64, Verdict>, other: Result<i64, Verdict>) -> Verdict {
    one.err().max(other.err()).unwrap_or(Verdict::Lacking)
}

fn yes_if(is_so: bool) -> Verdict {
    if is_so { Verdict::Yes } else { Verdict::No }
}

/// Counts leases by their last day, the soonest first.
fn leases(group: &Group<'_>, tally: &mut Tally, test: impl Fn(NaiveDate) -> bool) {
    let mut found = Vec::new();
    for (id, place) in in_use(group).iter().filter(|(_, place)| may_be_leased(place)) {
        match &place.lease {
            Field::Known(lease) if lease.from.is_none_or(|from| from <= group.day()) => match lease.to {
                Some(to) if test(to) => found.push((to, *id)),
                _ => tally.below(*id, 1),
            },
            Field::Withheld => tally.withheld.push(*id),
            _ if must_be_leased(place) => tally.lacking.push(*id),
            _ => {}
        }
    }
    in_order(found, |a, b| a.cmp(b)).into_iter().for_each(|(_, id)| tally.part(id, 1, 1));
}

fn may_be_leased(place: &Place) -> bool {
    let held = place.tenure.known();
    !held.is_some_and(|tenure| [Tenure::Owned, Tenure::Allocated, Tenure::None].iter().any(|&own| tenure.is(own)))
}

fn must_be_leased(place: &Place) -> bool {
    place.tenure.known().is_some_and(|tenure| tenure.is(Tenure::Rented) || tenure.is(Tenure::Borrowed))
}

fn has_several(functions: &Choices<Function>) -> Option<bool> {
    let is_first = |place: usize| !functions.0[..place].contains(&functions.0[place]);
    let of = |is_known: bool| {
        let places = 0..functions.0.len();
        places.filter(|&place| is_first(place) && matches!(functions.0[place], Choice::Known(_)) == is_known).count()
    };
    match of(true) {
        0 | 1 if of(false) > 0 => None,
        count => Some(count >= 2),
    }
}

/// Tells whether a project is to replace a place and is neither dropped nor, by the day, done.
fn is_replaced(place: RecordId, project: &BuildingProject, day: NaiveDate) -> Verdict {
    let is_meant = match &project.replaces {
        Field::Missing => Verdict::No,
        replaces => Verdict::of(replaces, |replaces| Some(replaces.0 == place)),
    };
    let is_open = match &project.state {
        Field::Missing => Verdict::Yes,
        state => Verdict::of(state, |state| match state {
            Choice::Known(ProjectState::Done) => Some(project.finished.known().is_some_and(|done| *done > day)),
            Choice::Known(state) => Some(*state != ProjectState::Dropped),
            Choice::Other(_) => None,
        }),
    };
    is_meant.and(is_open)
}

/// From when to when within the span, both included, a place was in use; nothing where it was not, or where there is none.
fn days_of_use(group: &Group<'_>, place: &Place) -> Option<(NaiveDate, NaiveDate)> {
    let from = place.since.known().map_or(group.span().first(), |since| group.span().first().max(*since));
    let last = place.closed.known().and_then(NaiveDate::pred_opt);
    let to = last.map_or(group.day(), |last| group.day().min(last));
    Some((from, to)).filter(|_| from <= to && !is_none(place))
}

/// The hours in which a place was open, in hundredths.
fn open_hours(group: &Group<'_>, place: &Place, (from, to): (NaiveDate, NaiveDate)) -> Result<i64, Verdict> {
    let weekly = match &place.hours {
        Field::Known(hours) if hours.0 <= WEEK_HOURS => hours.0 * 100,
        Field::Missing => group.standard(StandardKey::OpenHours).ok_or(Verdict::Lacking)?.0,
        field => return Err(Verdict::of(field, |_| None)),
    };
    let days = (to - from).num_days() + 1;
    Ok(weekly.saturating_mul(2 * days).saturating_add(7) / 14)
}

fn tally_use(group: &Group<'_>, tally: &mut Tally) {
    let places = group.rows::<Place>();
    for (id, place) in places.iter() {
        let Some(days) = days_of_use(group, place) else { continue };
        match open_hours(group, place, days) {
            Ok(hours) => tally.below(*id, hours),
            Err(why) => tally.judge(*id, why),
        }
    }
    for (id, booking) in group.rows::<Booking>().iter() {
        let is_within = Verdict::of(&booking.date, |day| Some(group.is_within(*day)));
        let is_kept = match &booking.outcome {
            Field::Missing => Verdict::Yes,
            outcome => Verdict::of(outcome, is_kept),
        };
        let is_counted = is_within.and(is_kept).and(is_in_open_place(group, &places, booking));
        match is_counted {
            Verdict::Yes => match &booking.hours {
                Field::Known(hours) => tally.above(*id, hours.0),
                hours => tally.without(*id, hours),
            },
            Verdict::No => {}
            unknown => tally.judge(*id, unknown),
        }
    }
}

fn is_kept(outcome: &Choice<BookingState>) -> Option<bool> {
    match outcome {
        Choice::Known(state) => Some(*state != BookingState::Cancelled),
        Choice::Other(_) => None,
    }
}

/// A booking of a place that is never open, or of which the open hours are unknown, adds nothing to what it is divided by.
fn is_in_open_place(group: &Group<'_>, places: &[(RecordId, Place)], booking: &Booking) -> Verdict {
    let Some(named) = target(&booking.place) else { return Verdict::of(&booking.place, |_| None) };
    let Some((_, place)) = places.iter().find(|(id, _)| *id == named) else { return Verdict::Lacking };
    let Some((from, to)) = days_of_use(group, place) else { return Verdict::Lacking };
    match open_hours(group, place, (from, to)) {
        Ok(hours) if hours > 0 => match booking.date.known() {
            Some(day) if *day < from || to < *day => Verdict::Lacking,
            _ => Verdict::Yes,
        },
        _ => Verdict::No,
    }
}

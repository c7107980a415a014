use super::{id, replica, today};
use crate::insight::Records;
use crate::insight::standards::{all_in_force, in_force};
use crate::model::kinds::StandardKey;

const RULES: &str = "
    unit 1 level=city
    unit 2 level=street parent=#1
    unit 3 level=community parent=#2
    unit 4 level=community parent=#2
    unit 5 level=street parent=#6
    unit 6 level=street parent=#5
    standard 11 unit=#1 key=workers_per_10000 value=18 from=2020-01-01
    standard 12 unit=#3 key=workers_per_10000 value=25 from=2024-01-01
    standard 13 unit=#3 key=workers_per_10000 value=30 from=2027-01-01
    standard 14 unit=#2 key=office_area value=300 from=2020-01-01 until=2025-12-31
    standard 15 unit=#2 key=open_hours value=? from=2020-01-01
    standard 16 unit=#1 key=open_hours value=40 from=2020-01-01
    standard 17 unit=#2 key=quorum from=2020-01-01
    standard 18 unit=#4 key=monthly_pay value=3000 from=2026-01-01
    standard 19 unit=#4 key=monthly_pay value=3200 from=2026-01-01
    standard 20 unit=#4 key=of_a_later_version value=1 from=2026-01-01";

#[test]
fn a_standard_is_own_or_inherited() {
    let records = Records::read(&replica(RULES), today());
    let check = |unit: u32, key: StandardKey, expected: Option<(u32, i64, u32)>| {
        let found =
            in_force(&records, id(unit), key).map(|found| (found.id.counter, found.value.0, found.unit.counter));
        assert_eq!(found, expected, "{unit} {key:?}");
    };
    check(1, StandardKey::WorkersPerTenThousand, Some((11, 1800, 1)));
    check(2, StandardKey::WorkersPerTenThousand, Some((11, 1800, 1)));
    check(4, StandardKey::WorkersPerTenThousand, Some((11, 1800, 1)));
    check(3, StandardKey::WorkersPerTenThousand, Some((12, 2500, 3)));
    // What ended, or has not begun, is none; nor is what has no value.
    check(3, StandardKey::OfficeArea, None);
    check(4, StandardKey::OpenHours, Some((16, 4000, 1)));
    check(2, StandardKey::Quorum, None);
    // Of two that began on one day every device takes the same.
    check(4, StandardKey::MonthlyPay, Some((19, 320_000, 4)));
    check(5, StandardKey::WorkersPerTenThousand, None);
    check(99, StandardKey::WorkersPerTenThousand, None);
    let all: Vec<u32> = all_in_force(&records, id(4)).into_iter().map(|found| found.id.counter).collect();
    assert_eq!(all, [11, 19, 16]);
}

#[test]
fn a_standard_follows_the_day() {
    let held = replica(RULES);
    let on = |day: &str| {
        let records = Records::read(&held, crate::model::quantity::parse_date(day).expect("a day"));
        in_force(&records, id(3), StandardKey::WorkersPerTenThousand).map(|found| found.id.counter)
    };
    assert_eq!(
        (on("2019-12-31"), on("2023-06-01"), on("2024-01-01"), on("2027-01-01")),
        (None, Some(11), Some(12), Some(13))
    );
    let area = Records::read(&held, crate::model::quantity::parse_date("2025-12-31").expect("a day"));
    assert!(in_force(&area, id(3), StandardKey::OfficeArea).is_some(), "the last day counts");
}

use super::super::figure;
use super::{check, id, replica, today};
use crate::insight::indicator::indicator;
use crate::insight::{Device, Figures, Span};

/// A withheld value never counts here: what this device was not given is neither missing nor in conflict, which the team with
/// two withheld fields shows.
#[test]
fn records_are_complete_and_settled_or_not() {
    let rows = "
        unit 1 level=city name=市
        team 2 name=一 unit=#1
        team 3 unit=#1
        team 4 name=? unit=#1 founded=?
        team 5 name=二 unit=#99
        team 6 name=三
        team 7 name=四 unit=#1 founded=someday
        team 8 name=五 unit=#1 field=gardening
        team 2b name=六
        team 9 name=七 unit=#1 deleted=true";
    let names = ["data.complete", "data.in_conflict"];
    let both = |what: &str, rows: &str, unit: u32, complete: &str, conflicts: &str| {
        check(what, rows, unit, &[(names[0], complete), (names[1], conflicts)]);
    };
    both("a city", rows, 1, "4/6 0 0: 2 4 8 1", "1/1 0 0: 2");
    both("everything", rows, 0, "4/8 0 0: 2 4 8 1", "1/1 0 0: 2");
    both("a unit that is not here", rows, 99, "0/1 0 0:", "0/1 0 0:");
    both("nothing", "", 0, "n/a 0 0:", "n/a 0 0:");
    both("a unit of an unknown level", "unit 1 name=甲 level=village_group", 1, "1/1 0 0: 1", "0/1 0 0:");
    let twice = "
        unit 1 level=community name=甲
        unit 2 level=community name=乙
        team 3 name=一 unit=#2
        sanyou.same 4 one=#1 other=#2";
    both("joined units of two names", twice, 1, "2/2 0 0: 3 1", "1/1 0 0: 1");
    let past = [("data.complete@2020", "4/6 0 0: 2 4 8 1"), ("data.in_conflict@2026-m1", "1/1 0 0: 2")];
    check("as it is now, whatever the span", rows, 1, &past);
}

const PERIODS: &str = "
    unit 1 level=city
    standard 90 unit=#1 key=report_days value=15 from=2025-01-01
    standard 91 unit=#9 key=report_days value=60 from=2026-06-01
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    unit 4 level=community parent=#1
    unit 5 level=community parent=#1
    unit 6 level=community parent=#1
    unit 7 level=community parent=#1
    unit 8 level=community parent=#1
    unit 9 level=community parent=#1
    unit 10 level=community
    period 22 unit=#2 year=2026 part=h1 state=frozen frozen=2026-07-15
    period 32 unit=#2 year=2026 part=h1 state=open
    period 23 unit=#3 year=2026 part=h1 state=frozen frozen=2026-07-16
    period 25 unit=#5 year=2026 part=h1 state=checked
    period 26 unit=#6 year=2026 part=h1 state=frozen
    period 27 unit=#7 year=2026 part=h1 state=?
    period 28 unit=#8 year=2026 part=weekly state=frozen frozen=2026-07-01
    period 29 unit=#9 year=2026 part=h1 state=frozen frozen=2026-08-01";

#[test]
fn a_period_is_on_time_by_the_standard_of_each_community() {
    let cases = [
        (1, "2026-h1", "2/5 2 1: 2 9"),
        (0, "2026-h1", "2/5 3 1: 2 9"),
        (1, "2026-q3", "0/6 1 0:"),
        (1, "2026", "n/a 1 0:"),
        (1, "2024", "n/a 8 0:"),
        (1, "2026-m6", "n/a 0 0:"),
        (4, "2026-h1", "0/1 0 0:"),
        (7, "2026-h1", "n/a 0 1:"),
        (10, "2026-h1", "n/a 1 0:"),
    ];
    for (unit, span, expected) in cases {
        check(&format!("unit {unit}"), PERIODS, unit, &[(&format!("data.on_time@{span}"), expected)]);
    }
    let limits = |days: u32| {
        let rows = format!(
            "unit 1 level=community
            standard 2 unit=#1 key=report_days value={days} from=2026-01-01
            period 3 unit=#1 year=2026 part=q3 state=checked"
        );
        // 53 days after 30 September it is 22 November.
        let expected = if days < 53 { "0/1 0 0:" } else { "n/a 0 0:" };
        check(&format!("{days} days"), &rows, 1, &[("data.on_time@2026-q3", expected)]);
    };
    [0, 52, 53, 54].into_iter().for_each(limits);
    check("nothing", "", 0, &[("data.on_time@2026-h1", "n/a 0 0:")]);
}

#[test]
fn a_community_reported_when_its_period_is_checked() {
    let cases = [
        (1, "2026-h1", "5/6 1 1: 2 3 5 6 9"),
        (0, "2026-h1", "5/7 1 1: 2 3 5 6 9"),
        (1, "2026-q3", "0/7 1 0:"),
        (1, "2024", "0/8 0 0:"),
        (1, "2026-m6", "n/a 0 0:"),
        (7, "2026-h1", "n/a 0 1:"),
        (8, "2026-h1", "n/a 1 0:"),
    ];
    for (unit, span, expected) in cases {
        check(&format!("unit {unit}"), PERIODS, unit, &[(&format!("data.reported@{span}"), expected)]);
    }
    let split = "
        unit 1 level=community valid=../2026-03-31
        unit 2 level=community valid=2026-04-01/..
        period 3 unit=#1 year=2026 part=q1 state=frozen frozen=2026-04-02
        period 4 unit=#2 year=2026 part=h1 state=withdrawn";
    let of = [("data.reported@2026-q1", "1/1 0 0: 1"), ("data.reported@2026-h1", "n/a 1 0:")];
    check("a community that was split", split, 0, &of);
}

/// What the device knows belongs to no record, so nothing of it can be withheld.
#[test]
fn the_device_speaks_for_everything_and_for_no_unit() {
    let replica = replica("unit 1 level=community name=甲");
    let mut figures = Figures::read(&replica, today());
    let cases: [(Device, &str, &str); 6] = [
        (Device::default(), "n/a 0 0:", "n/a 0 0:"),
        (Device { backup_days: Some(0), ..Device::default() }, "0/1 0 0:", "n/a 0 0:"),
        (Device { backup_days: Some(8), files_missing: Some(0), files_expected: 7 }, "8/1 0 0:", "0/7 0 0:"),
        (Device { backup_days: None, files_missing: Some(2), files_expected: 40 }, "n/a 0 0:", "2/40 0 0:"),
        (Device { backup_days: Some(400), files_missing: Some(0), files_expected: 0 }, "400/1 0 0:", "n/a 0 0:"),
        (Device { backup_days: Some(1), files_missing: Some(1), files_expected: 1 }, "1/1 0 0:", "1/1 0 0:"),
    ];
    for (device, backup, missing) in cases {
        figures.set_device(device);
        for (name, expected) in [("data.backup_days", backup), ("data.files_missing", missing)] {
            let of = indicator(name).expect("it is declared");
            for span in ["2026", "2020-m1"].map(|span| Span::parse(span).expect("a span")) {
                assert_eq!(figure(&figures.figure(&replica, None, span, of)), expected, "{name} {device:?}");
                let behind = figures.behind(&replica, None, span, of).figure(of.shape);
                assert_eq!(figure(&behind), expected, "{name} {device:?}");
                assert_eq!(figure(&figures.figure(&replica, Some(id(1)), span, of)), "n/a 0 0:", "{name} of a unit");
            }
        }
    }
}

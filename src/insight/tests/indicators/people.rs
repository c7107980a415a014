use super::super::saves;
use super::{check, id, replica, today};
use crate::insight::indicator::indicator;
use crate::insight::{Figures, Span};
use crate::replica::Key;

#[test]
fn nothing_to_divide_by_is_not_available() {
    let all = [
        ("people.workers", "n/a 0 0:"),
        ("people.median_age", "n/a 0 0:"),
        ("people.aged_50_or_more", "n/a 0 0:"),
        ("people.aged_35_or_less", "n/a 0 0:"),
        ("people.college", "n/a 0 0:"),
        ("people.insured", "n/a 0 0:"),
        ("people.quota_filled", "n/a 0 0:"),
        ("people.workers_per_10000", "n/a 0 0:"),
        ("people.retiring", "n/a 0 0:"),
        ("people.candidates_for_retiring", "n/a 0 0:"),
        ("people.certified", "n/a 0 0:"),
        ("people.trained", "n/a 0 0:"),
        ("people.training_hours", "n/a 0 0:"),
        ("people.pay", "n/a 0 0:"),
        ("people.unpaid", "n/a 0 0:"),
        ("people.years_since_promotion", "n/a 0 0:"),
    ];
    check("nothing at all", "", 0, &all);
    check("a unit that is not here", "", 9, &all);
    check("a community without workers", "unit 1 level=community", 1, &[all[1], ("people.workers", "0/1 0 0:")]);
    check(
        "workers without a community",
        "worker 2 born_year=1970",
        0,
        &[("people.workers", "n/a 0 0: 2"), ("people.aged_50_or_more", "1/1 0 0: 2")],
    );
}

#[test]
fn workers_count_from_the_day_they_begin_until_the_day_they_leave() {
    let rows = "
        unit 1 level=community
        worker 2 unit=#1
        worker 3 unit=#1 left=2026-11-21
        worker 4 unit=#1 left=2026-11-22
        worker 5 unit=#1 left=2026-11-23
        worker 6 unit=#1 left=-
        worker 7 unit=#1 left=?
        worker 8 unit=#1 left=soon
        worker 9 unit=#1 deleted=true
        worker 10 unit=#1 since=2026-11-23
        worker 11 unit=#1 since=2026-11-22";
    check(
        "leaving",
        rows,
        1,
        &[
            ("people.workers", "4/1 1 1: 2 5 6 11"),
            ("people.workers@2026-m10", "5/1 1 1: 2 3 4 5 6"),
            ("people.college", "n/a 4 0:"),
        ],
    );
}

#[test]
fn ages_come_from_birth_years() {
    let rows = "
        unit 1 level=community
        worker 2 unit=#1 born_year=1976
        worker 3 unit=#1 born_year=1977
        worker 4 unit=#1 born_year=1991
        worker 5 unit=#1 born_year=1990
        worker 6 unit=#1 born_year=?
        worker 7 unit=#1
        worker 8 unit=#1 born_year=2027
        worker 9 unit=#1 born_year=long_ago
        worker 10 unit=#1 born_year=1950 left=2020-01-01";
    check(
        "ages 50, 49, 35, 36",
        rows,
        1,
        &[
            ("people.workers", "8/1 0 0: 2 3 4 5 6 7 8 9"),
            ("people.median_age", "85/2 3 1: 2 3 4 5"),
            ("people.median_age@2025", "83/2 3 1: 2 3 4 5"),
            ("people.aged_50_or_more", "1/4 3 1: 2"),
            ("people.aged_50_or_more@2025", "0/4 3 1:"),
            ("people.aged_35_or_less", "1/4 3 1: 4"),
        ],
    );
    check("one age", "worker 2 born_year=1976", 0, &[("people.median_age", "100/2 0 0: 2")]);
    let odd = "worker 2 born_year=1976\nworker 3 born_year=2000\nworker 4 born_year=1960";
    check("the middle of three", odd, 0, &[("people.median_age", "100/2 0 0: 2 3 4")]);
    let withheld = "worker 2 born_year=?\nworker 3 born_year=?";
    check("all withheld", withheld, 0, &[("people.median_age", "n/a 0 2:"), ("people.aged_50_or_more", "n/a 0 2:")]);
}

#[test]
fn what_this_version_does_not_know_is_not_judged() {
    let rows = "
        worker 1 education=college insurance=[endowment,medical]
        worker 2 education=postgraduate insurance=[endowment]
        worker 3 education=senior_secondary insurance=[]
        worker 4 education=academician insurance=[endowment,long_term_care,medical]
        worker 5 education=7 insurance=endowment
        worker 6 education=? insurance=?
        worker 7";
    check(
        "schooling and insurance",
        rows,
        0,
        &[("people.college", "2/3 3 1: 1 2"), ("people.insured", "2/4 2 1: 1 4")],
    );
}

/// A city with standards; community 3 stands apart and has none.
const CITY: &str = "
    unit 1 level=city
    unit 2 level=community parent=#1
    unit 3 level=community
    standard 4 unit=#1 key=retirement_age value=60 from=2020-01-01
    standard 5 unit=#1 key=training_hours value=24 from=2024-01-01
    standard 6 unit=#1 key=monthly_pay value=3200 from=2026-01-01";

fn check_in_city(what: &str, rows: &str, unit: u32, expected: &[(&str, &str)]) {
    check(what, &format!("{CITY}\n{rows}"), unit, expected);
}

#[test]
fn a_worker_fills_the_post_they_name_once() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        post 11 unit=#2 quota=3 since=2024-07-01
        post 12 unit=#2 quota=1 until=2026-06-30
        post 13 unit=#1 quota=2
        post 14 unit=#3
        post 15 unit=#3 quota=?
        worker 21 unit=#2 post=#11
        worker 22 unit=#2 post=#11 left=2026-05-01
        worker 23 unit=#2 post=#12
        worker 24 unit=#2 post=#13
        worker 25 unit=#3 post=#14
        worker 26 unit=#3
        worker 27 unit=#3 post=?
        worker 28 unit=#3 post=#99
        worker 29 unit=#3 post=#11 left=soon";
    let name = "people.quota_filled";
    check(
        "posts of two communities and their street",
        rows,
        1,
        &[(name, "2/5 4 2: 24 21"), ("people.quota_filled@2026-q1", "4/6 4 2: 24 21 22 23")],
    );
    check(
        "a post that is abolished on 30 June, and one that began in 2024",
        rows,
        2,
        &[
            (name, "1/3 1 0: 21"),
            ("people.quota_filled@2026-q1", "3/4 1 0: 21 22 23"),
            ("people.quota_filled@2026-m6", "1/3 1 0: 21"),
            ("people.quota_filled@2023", "1/1 0 0: 23"),
        ],
    );
    check("no quota is known", rows, 3, &[(name, "n/a 3 2:")]);
    check("nobody on it", "post 1 quota=2", 0, &[(name, "0/2 0 0:")]);
    check("a quota of none", "post 1 quota=0\nworker 2 post=#1", 0, &[(name, "n/a 0 0: 2")]);
    check("more than the quota", "post 1 quota=1\nworker 2 post=#1\nworker 3 post=#1", 0, &[(name, "2/1 0 0: 2 3")]);
    check("an end that cannot be read", "post 1 quota=1 until=soon\npost 2 quota=1 until=?", 0, &[(name, "n/a 1 1:")]);
    let moved = "
        unit 1 level=community
        unit 2 level=community
        post 3 unit=#1 unit@2026-04-01=#2 quota=2
        worker 4 unit=#1 unit@2026-04-01=#2 post=#3";
    check(
        "before the split",
        moved,
        1,
        &[("people.quota_filled@2026-q1", "1/2 0 0: 4"), ("people.quota_filled@2026-q2", "n/a 0 0:")],
    );
    check("after the split", moved, 2, &[("people.quota_filled@2026-q1", "n/a 0 0:"), (name, "1/2 0 0: 4")]);
    let joined = "post 1 quota=1\npost 2 quota=1\nworker 3 post=#2\nsanyou.same 90 one=#2 other=#1";
    check("a post that two devices made", joined, 0, &[(name, "1/1 0 0: 3")]);
}

/// The worker is of another unit than the post, so the edit has to reach a unit that the worker does not belong to.
#[test]
fn an_edit_of_a_worker_reaches_the_unit_of_the_post() {
    let mut replica = replica(
        "
        unit 1 level=street
        unit 2 level=community
        post 3 unit=#1 quota=2
        worker 4 unit=#2 post=#3
        worker 5 unit=#2",
    );
    let filled = indicator("people.quota_filled").expect("it is declared");
    let mut figures = Figures::read(&replica, today());
    let mut held = Vec::new();
    for edit in ["unit 1a note=x", "worker 5a post=#3", "worker 4a left=2026-01-01", "worker 5b deleted=true"] {
        let keys: Vec<Key> = replica.apply(saves(edit)).keys().cloned().collect();
        figures.update(&replica, &keys);
        let figure = figures.figure(&replica, Some(id(1)), Span::year(2026), filled);
        assert_eq!(figure, Figures::read(&replica, today()).figure(&replica, Some(id(1)), Span::year(2026), filled));
        held.push(figure.numerator);
    }
    assert_eq!(held, [1, 2, 1, 1], "a deletion that another save does not come before is a conflict, and seen");
}

#[test]
fn workers_are_counted_against_known_residents() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1 residents=5000
        unit 3 level=community parent=#1 residents=0
        unit 4 level=community parent=#1 residents=?
        unit 5 level=community parent=#1
        unit 6 level=community parent=#1 residents=many
        unit 7 level=community parent=#1 residents=10000 valid=../2025-12-31
        worker 11 unit=#2
        worker 12 unit=#2 left=2026-01-31
        worker 13 unit=#3
        worker 14 unit=#4
        worker 15 unit=#1
        worker 16 unit=#2 left=?
        worker 17 unit=#7";
    let name = "people.workers_per_10000";
    check("a street", rows, 1, &[(name, "1/5000 3 2: 11"), ("people.workers_per_10000@2025", "3/15000 3 2: 11 12 17")]);
    check("known residents", rows, 2, &[(name, "1/5000 0 1: 11")]);
    check("zero residents", rows, 3, &[(name, "n/a 1 0:")]);
    check("withheld residents", rows, 4, &[(name, "n/a 0 1:")]);
    check("a community that was", rows, 7, &[(name, "n/a 0 0:"), ("people.workers_per_10000@2025", "1/10000 0 0: 17")]);
    check("nobody", "unit 1 level=community residents=800", 0, &[(name, "0/800 0 0:")]);
}

#[test]
fn the_retirement_age_is_reached_in_a_year() {
    let rows = "
        worker 11 unit=#2 born_year=1968
        worker 12 unit=#2 born_year=1969
        worker 13 unit=#2 born_year=1966
        worker 14 unit=#2 born_year=?
        worker 15 unit=#2
        worker 16 unit=#2 born_year=2027
        worker 17 unit=#2 born_year=1950 left=2020-01-01
        worker 18 unit=#3 born_year=1950";
    let name = "people.retiring";
    check_in_city(
        "60 in 2028, in 2029 and in 2026, as of three days",
        rows,
        2,
        &[
            (name, "2/3 2 1: 11 13"),
            ("people.retiring@2026-m1", "2/3 2 1: 11 13"),
            ("people.retiring@2025", "1/3 2 1: 13"),
            ("people.retiring@2019", "n/a 1 0:"),
        ],
    );
    check_in_city("a community without the standard", rows, 3, &[(name, "n/a 1 0:")]);
    check_in_city("both", rows, 0, &[(name, "2/3 3 1: 11 13")]);
    let own = "standard 9 unit=#3 key=retirement_age value=58.5 from=2026-01-01\nworker 19 unit=#3 born_year=1970";
    check_in_city("an age of 58 and a half is 58", own, 3, &[(name, "1/1 0 0: 19")]);
    check("no unit, no standard", "worker 1 born_year=1950", 0, &[(name, "n/a 1 0:")]);
}

#[test]
fn candidates_stand_against_those_who_retire() {
    let rows = "
        worker 11 unit=#2 born_year=1968
        worker 12 unit=#2 born_year=1969
        worker 13 unit=#2 born_year=1966
        worker 15 unit=#2
        candidate 21 unit=#2 state=proposed proposed=2026-02-01
        candidate 22 unit=#2 state=shortlisted
        candidate 23 unit=#2 state=appointed proposed=2026-01-01 decided=2026-05-01
        candidate 24 unit=#2 state=nominated
        candidate 25 unit=#2
        candidate 26 unit=#2 state=?
        candidate 27 unit=#2 state=rejected
        candidate 28 unit=#3 state=shortlisted";
    let name = "people.candidates_for_retiring";
    check_in_city(
        "who was not decided on yet",
        rows,
        2,
        &[
            (name, "3/2 2 1: 21 22 25"),
            ("people.candidates_for_retiring@2026-q1", "4/2 2 1: 21 22 23 25"),
            ("people.candidates_for_retiring@2025", "2/1 2 1: 22 25"),
        ],
    );
    check_in_city("without the standard", rows, 3, &[(name, "n/a 1 0:")]);
    check_in_city("both", rows, 0, &[(name, "3/2 3 1: 21 22 25")]);
    let young = "worker 11 unit=#2 born_year=1999\ncandidate 21 unit=#2";
    check_in_city("nobody retires", young, 2, &[(name, "n/a 0 0: 21")]);
    let withheld = "worker 11 unit=#2 born_year=?\ncandidate 21 unit=#2";
    check_in_city("nobody knows who retires", withheld, 2, &[(name, "n/a 0 1: 21")]);
}

#[test]
fn certificates_and_pay_channels_are_stated() {
    let rows = "
        unit 9 level=community
        worker 1 unit=#9 certificate=assistant_social_worker pay_channel=fiscal
        worker 2 unit=#9 certificate=none pay_channel=unpaid
        worker 3 certificate=senior_social_worker pay_channel=street
        worker 4 certificate=? pay_channel=?
        worker 5
        worker 6 certificate=notary pay_channel=lottery
        worker 7 certificate=social_worker pay_channel=unpaid left=2026-06-01
        worker 8 certificate=7 pay_channel=7";
    check(
        "everything",
        rows,
        0,
        &[
            ("people.certified", "2/3 3 1: 3 1"),
            ("people.certified@2026-q1", "3/4 3 1: 3 7 1"),
            ("people.unpaid", "1/3 3 1: 2"),
            ("people.unpaid@2026-q1", "2/4 3 1: 7 2"),
        ],
    );
    check("a community", rows, 9, &[("people.certified", "1/2 0 0: 1"), ("people.unpaid", "1/2 0 0: 2")]);
    let none = "worker 2 certificate=none pay_channel=community";
    check("stated to have none", none, 0, &[("people.certified", "0/1 0 0:"), ("people.unpaid", "0/1 0 0:")]);
    let withheld = "worker 2 certificate=? pay_channel=?";
    check("withheld", withheld, 0, &[("people.certified", "n/a 0 1:"), ("people.unpaid", "n/a 0 1:")]);
}

#[test]
fn trainings_count_in_their_year() {
    let rows = "
        unit 1 level=community
        worker 11 unit=#1
        worker 12 unit=#1
        worker 13 unit=#1
        worker 14 unit=#1
        worker 15 unit=#1
        worker 16 unit=#1
        worker 17 unit=#1 left=2026-06-30
        worker 18 unit=#1
        training 21 worker=#11 date=2026-03-10
        training 22 worker=#12 date=2025-12-31
        training 23 worker=#13
        training 24 worker=#14 date=?
        training 25 worker=#15 date=2026-12-01
        training 26 worker=#17 date=2026-02-01
        training 27 worker=#18 date=soon
        training 28 worker=#18 date=2026-04-01
        training 29 worker=#99 date=2026-05-05
        training 30 date=2026-05-05
        training 31 worker=? date=2026-05-05
        training 32 worker=#99 date=2020-01-01";
    check(
        "a community",
        rows,
        1,
        &[
            ("people.trained", "2/5 1 1: 11 18"),
            ("people.trained@2026-q1", "2/5 2 1: 11 17"),
            ("people.trained@2025", "1/5 2 1: 12"),
        ],
    );
    check("with trainings of unknown workers", rows, 0, &[("people.trained", "2/5 3 2: 11 18")]);
    check("nobody trained", "worker 1", 0, &[("people.trained", "0/1 0 0:")]);
    let leap = "worker 1\ntraining 2 worker=#1 date=2024-02-29";
    let days = [("people.trained@2024-m1", "0/1 0 0:"), ("people.trained@2024-m2", "1/1 0 0: 1")];
    check("29 February", leap, 0, &days);
    let moved = "
        unit 1 level=community
        unit 2 level=community
        worker 3 unit=#1 unit@2026-04-01=#2
        training 4 worker=#3 date=2026-01-15";
    check(
        "a training goes along",
        moved,
        2,
        &[("people.trained@2026-q1", "n/a 0 0:"), ("people.trained", "1/1 0 0: 3")],
    );
}

#[test]
fn training_hours_stand_against_the_standard() {
    let rows = "
        worker 11 unit=#2
        worker 12 unit=#2
        worker 13 unit=#2 left=2026-01-31
        worker 14 unit=#3
        training 21 worker=#11 date=2026-03-10 hours=16
        training 22 worker=#11 date=2026-04-01 hours=4.5
        training 23 worker=#12 date=2026-05-01
        training 24 worker=#12 date=2026-06-01 hours=?
        training 25 worker=#12 hours=8
        training 26 worker=#13 date=2026-01-10 hours=8
        training 27 worker=#12 date=2025-06-01 hours=24
        training 28 worker=#14 date=2026-03-03 hours=40";
    let name = "people.training_hours";
    check_in_city(
        "hundredths of hours",
        rows,
        2,
        &[
            (name, "2050/4800 2 1: 21 22"),
            ("people.training_hours@2026-q1", "1600/4800 1 0: 21"),
            ("people.training_hours@2025", "2400/7200 1 0: 27"),
            ("people.training_hours@2023", "n/a 1 0:"),
        ],
    );
    check_in_city("without the standard", rows, 3, &[(name, "n/a 1 0:")]);
    check_in_city("both", rows, 0, &[(name, "2050/4800 3 1: 21 22")]);
    let zero = "standard 9 unit=#3 key=training_hours value=0 from=2026-01-01\nworker 14 unit=#3";
    check_in_city("a standard of none", zero, 3, &[(name, "n/a 0 0:")]);
}

#[test]
fn pay_stands_against_the_standard() {
    let rows = "
        worker 11 unit=#2 pay=300000 allowance=20000
        worker 12 unit=#2 pay=280000
        worker 13 unit=#2 pay=?
        worker 14 unit=#2 pay=250000 allowance=?
        worker 15 unit=#2
        worker 16 unit=#2 pay_channel=unpaid
        worker 17 unit=#2 pay_channel=unpaid allowance=30000
        worker 18 unit=#2 pay=much
        worker 19 unit=#2 pay=100 left=2025-12-31
        worker 20 unit=#3 pay=100";
    let name = "people.pay";
    check_in_city("in fen", rows, 2, &[(name, "630000/1280000 2 2: 11 12 16 17"), ("people.pay@2025", "n/a 1 0:")]);
    check_in_city("without the standard", rows, 3, &[(name, "n/a 1 0:")]);
    check_in_city("both", rows, 0, &[(name, "630000/1280000 3 2: 11 12 16 17")]);
    check_in_city("stated to be nothing", "worker 11 unit=#2 pay=0", 2, &[(name, "0/320000 0 0: 11")]);
    check_in_city("both parts fail", "worker 11 unit=#2 allowance=?", 2, &[(name, "n/a 0 1:")]);
    check_in_city("a city's own worker", "worker 11 unit=#1 pay=160000", 1, &[(name, "160000/320000 0 0: 11")]);
}

#[test]
fn years_since_promotion_are_full_years() {
    let rows = "
        worker 11 since=2010-05-01 promoted=2020-11-22
        worker 12 since=2016-11-23
        worker 13 since=2012-02-29 promoted=?
        worker 14
        worker 15 since=2000-01-01 promoted=2026-12-01
        worker 16 since=2000-01-01 promoted=soon
        worker 17 since=2024-02-29
        worker 18 since=2000-01-01 left=2020-01-01";
    let name = "people.years_since_promotion";
    check(
        "6, 9 and 2 years",
        rows,
        0,
        &[(name, "12/2 3 1: 11 12 17"), ("people.years_since_promotion@2025", "10/2 3 1: 11 12 17")],
    );
    check(
        "since 29 February",
        "worker 1 since=2024-02-29",
        0,
        &[
            ("people.years_since_promotion@2024-m2", "0/2 0 0: 1"),
            ("people.years_since_promotion@2025-m2", "0/2 0 0: 1"),
            ("people.years_since_promotion@2025-m3", "2/2 0 0: 1"),
            ("people.years_since_promotion@2024-m1", "n/a 0 0:"),
        ],
    );
    check("the middle of two", "worker 1 since=2020-01-01\nworker 2 since=2023-01-01", 0, &[(name, "9/2 0 0: 1 2")]);
    check("withheld", "worker 1 since=?", 0, &[(name, "n/a 0 1:")]);
}

#[test]
fn insurance_schooling_and_youth_by_unit_and_span() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        worker 11 unit=#1 born_year=1990 education=bachelor insurance=[medical,endowment]
        worker 12 unit=#2 born_year=1991 education=college insurance=[injury] left=2026-06-01
        worker 13 unit=#2 born_year=1992 education=primary insurance=? since=2026-02-01";
    check(
        "a street",
        rows,
        1,
        &[
            ("people.insured", "1/1 0 1: 11"),
            ("people.insured@2025", "1/2 0 0: 11"),
            ("people.college", "1/2 0 0: 11"),
            ("people.college@2025", "2/2 0 0: 11 12"),
            ("people.aged_35_or_less", "1/2 0 0: 13"),
            ("people.aged_50_or_more", "0/2 0 0:"),
        ],
    );
    check(
        "a community",
        rows,
        2,
        &[
            ("people.insured", "n/a 0 1:"),
            ("people.college@2026-m1", "1/1 0 0: 12"),
            ("people.aged_35_or_less@2025", "1/1 0 0: 12"),
        ],
    );
}

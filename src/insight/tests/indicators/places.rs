use super::check;

#[test]
fn rented_share_says_what_it_does_not_know() {
    check("no community", "place 1 facility=office tenure=rented", 0, &[("places.rented", "n/a 0 0:")]);
    let all_missing = "
        unit 1 level=community
        unit 2 level=community
        unit 3 level=community
        place 4 unit=#1 facility=office
        place 5 unit=#2 facility=office tenure=not_stated";
    check("all tenure missing", all_missing, 0, &[("places.rented", "0/3 3 0:")]);
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        unit 4 level=community parent=#1
        unit 5 level=community parent=#1
        unit 6 level=community parent=#1
        unit 7 level=community parent=#1
        place 11 unit=#1 facility=office tenure=rented
        place 12 unit=#2 facility=office tenure=rented
        place 13 unit=#2 facility=office tenure=rented
        place 14 unit=#3 facility=office tenure=owned
        place 15 unit=#3 facility=activity_room tenure=rented
        place 16 unit=#4 facility=office tenure=owned
        place 17 unit=#4 facility=office
        place 18 unit=#5 facility=office tenure=?
        place 19 unit=#5 facility=office tenure=leased_back
        place 20 unit=#6 facility=office tenure=leased_back
        place 21 unit=#7 facility=office tenure=none";
    check("one of each", rows, 1, &[("places.rented", "1/6 2 1: 2")]);
    check("withheld", rows, 5, &[("places.rented", "0/1 0 1:")]);
    let out_of_rent = "
        unit 1 level=community
        place 2 unit=#1 facility=office tenure=rented closed=2026-04-01
        place 3 unit=#1 facility=office tenure=owned since=2026-04-01
        unit 4 level=community
        place 5 unit=#4 facility=office tenure=rented tenure@2026-07-01=allocated";
    check(
        "a lease that ended and a tenure that changed",
        out_of_rent,
        0,
        &[
            ("places.rented@2025", "2/2 0 0: 1 4"),
            ("places.rented@2026-q2", "1/2 0 0: 4"),
            ("places.rented", "0/2 0 0:"),
        ],
    );
}

#[test]
fn communities_count_while_they_are_in_being() {
    let rows = "
        unit 1 level=community valid=2000-01-01/2026-11-21
        unit 2 level=community valid=2026-11-22/..
        unit 3 level=community valid=?
        unit 4 level=village_group
        unit 5 level=?
        unit 6";
    let figures =
        [("places.rented", "0/2 2 0:"), ("places.rented@2025", "0/2 2 0:"), ("places.area_known", "0/2 2 0:")];
    check("in being", rows, 0, &figures);
    check("until the day before", rows, 1, &[("places.rented", "n/a 0 0:"), ("places.rented@2025", "0/1 1 0:")]);
}

/// What a place is has to be known for it to be counted: one whose kind is withheld, missing or of a later version is none
/// of those counted, as it has always been.
#[test]
fn facilities_are_counted_by_kind() {
    let kinds = [
        ("places.street_centres", "street_service_centre"),
        ("places.service_stations", "service_station"),
        ("places.health_centres", "health_centre"),
        ("places.starlight_homes", "starlight_home"),
    ];
    for (name, kind) in kinds.into_iter().chain(kinds.map(|(_, kind)| ("places.facilities", kind))) {
        let rows = format!(
            "
            unit 1 level=street
            unit 2 level=community parent=#1
            unit 3 level=community parent=#1 valid=2026-07-01/..
            place 11 unit=#2 facility={kind}
            place 12 unit=#3 facility={kind} since=2026-08-01
            place 13 unit=#1 facility={kind} closed=2026-11-22
            place 14 unit=#2 facility=?
            place 15 unit=#2 facility=reading_room
            place 16 facility={kind}
            place 17 unit=#2
            place 18 unit=#2 facility=activity_room
            place 19 unit=#2 facility=office"
        );
        let at = |span: &str| format!("{name}@{span}");
        check("a street", &rows, 1, &[(name, "2/2 0 0: 11 12")]);
        check("before the second community", &rows, 1, &[(&at("2025"), "2/1 0 0: 13 11")]);
        check("before one was closed", &rows, 1, &[(&at("2026-q3"), "3/2 0 0: 13 11 12")]);
        check("everything, with what has no unit", &rows, 0, &[(name, "3/2 0 0: 16 11 12")]);
        check("a community, withheld and unknown kinds left out", &rows, 2, &[(name, "1/1 0 0: 11")]);
        check("a community that is not there yet", &rows, 3, &[(&at("2025"), "n/a 0 0:")]);
        check("no community", &format!("place 3 facility={kind}"), 0, &[(name, "n/a 0 0: 3")]);
    }
    let each = "
        unit 1 level=community
        place 2 unit=#1 facility=street_service_centre
        place 3 unit=#1 facility=service_station
        place 4 unit=#1 facility=health_centre
        place 5 unit=#1 facility=starlight_home
        place 6 unit=#1 facility=starlight_home";
    check("all four kinds", each, 1, &[("places.facilities", "5/1 0 0: 2 3 4 5 6")]);
}

#[test]
fn leases_warn_before_they_end() {
    let rows = "
        place 1 tenure=rented lease=2020-01-01/2026-11-21
        place 2 tenure=rented lease=2020-01-01/2026-11-22
        place 3 tenure=borrowed lease=2020-01-01/2027-05-21
        place 4 tenure=rented lease=2020-01-01/2027-05-22
        place 5 tenure=rented lease=2020-01-01/..
        place 6 tenure=owned lease=2020-01-01/2026-12-31
        place 7 lease=../2026-12-31
        place 8 tenure=rented
        place 9 tenure=rented lease=until_spring
        place 10 tenure=rented lease=?
        place 11 tenure=shared
        place 12 tenure=shared lease=../2026-10-01
        place 13 tenure=none lease=../2026-12-01";
    check(
        "180 days",
        rows,
        0,
        &[
            ("places.leases_ending", "3/7 2 1: 2 7 3"),
            ("places.leases_expired", "2/7 2 1: 12 1"),
            ("places.leases_ending@2026-q3", "4/7 2 1: 12 1 2 7"),
            ("places.leases_expired@2026-m10", "1/7 2 1: 12"),
            ("places.leases_ending@2025", "0/7 2 1:"),
            ("places.leases_expired@2025", "0/7 2 1:"),
        ],
    );
    let none = [("places.leases_ending", "n/a 0 0:"), ("places.leases_expired", "n/a 0 0:")];
    check("no lease at all", "place 1 tenure=owned", 0, &none);
    check("nothing", "", 0, &none);
    let withheld = [("places.leases_ending", "n/a 0 1:"), ("places.leases_expired", "n/a 0 1:")];
    check("withheld", "place 1 tenure=rented lease=?", 0, &withheld);
    check(
        "until 29 February",
        "place 1 tenure=rented lease=2020-02-29/2024-02-29",
        0,
        &[
            ("places.leases_ending@2024-m2", "1/1 0 0: 1"),
            ("places.leases_expired@2024-m2", "0/1 0 0:"),
            ("places.leases_ending@2024-q1", "0/1 0 0:"),
            ("places.leases_expired@2024-q1", "1/1 0 0: 1"),
        ],
    );
    check(
        "a lease that begins after the span, of a place that was rented before",
        "place 1 tenure=rented lease=2026-01-01/2026-12-31",
        0,
        &[("places.leases_ending@2025", "n/a 1 0:"), ("places.leases_ending", "1/1 0 0: 1")],
    );
}

#[test]
fn area_needs_all_offices_and_households() {
    let rows = "
        unit 1 level=community households=1000
        unit 2 level=community households=2000
        unit 3 level=community households=0
        unit 4 level=community
        unit 5 level=community households=500
        unit 6 level=community households=?
        unit 7 level=community households=800
        place 11 unit=#1 facility=office area=100
        place 12 unit=#1 facility=office area=50 closed=2026-11-30
        place 13 unit=#1 facility=starlight_home area=900
        place 14 unit=#2 facility=office area=150 since=2026-05-01
        place 15 unit=#3 facility=office area=80
        place 16 unit=#4 facility=office area=80
        place 17 unit=#5 facility=office area=80
        place 18 unit=#5 facility=office
        place 19 unit=#6 facility=office area=80
        place 20 unit=#7 facility=office area=?";
    let both = |what: &str, unit: u32, known: &str, per_100: &str| {
        check(what, rows, unit, &[("places.area_known", known), ("places.area_per_100_households", per_100)]);
    };
    both("300 m² for 3000 households", 0, "5/7 1 1: 1 2 3 4 6", "30000/3000 3 2: 1 2");
    both("one", 1, "1/1 0 0: 1", "15000/1000 0 0: 1");
    both("zero households", 3, "1/1 0 0: 3", "n/a 1 0:");
    both("an office of unknown area", 5, "0/1 1 0:", "n/a 1 0:");
    both("withheld households", 6, "1/1 0 0: 6", "n/a 0 1:");
    both("withheld area", 7, "0/1 0 1:", "n/a 0 1:");
    check(
        "before one had an office",
        rows,
        0,
        &[("places.area_known@2025", "4/7 2 1: 1 3 4 6"), ("places.area_per_100_households@2025", "15000/1000 4 2: 1")],
    );
    check("no community", "place 1 facility=office area=9", 0, &[("places.area_known", "n/a 0 0:")]);
}

#[test]
fn area_is_measured_by_the_standard_of_each_community() {
    let rows = "
        unit 1 level=city
        standard 90 unit=#1 key=office_area value=300 from=2024-01-01
        standard 91 unit=#3 key=office_area value=100 from=2026-04-01
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        unit 4 level=community parent=#1
        unit 5 level=community parent=#1
        unit 6 level=community parent=#1
        unit 7 level=community parent=#1
        unit 8 level=community parent=#1
        unit 9 level=community
        place 11 unit=#2 facility=office area=299
        place 12 unit=#3 facility=office area=200
        place 13 unit=#4 facility=office area=150
        place 14 unit=#4 facility=office area=150
        place 15 unit=#5 facility=starlight_home area=900
        place 16 unit=#6 facility=office area=?
        place 17 unit=#7 facility=office tenure=none
        place 18 unit=#8 facility=office tenure=none
        place 19 unit=#8 facility=office area=400
        place 20 unit=#9 facility=office area=10";
    let name = "places.below_area";
    check(
        "a city",
        rows,
        1,
        &[
            (name, "2/5 1 1: 2 7"),
            ("places.below_area@2026-q1", "3/5 1 1: 2 3 7"),
            ("places.below_area@2023", "n/a 7 0:"),
        ],
    );
    check("by its own standard", rows, 3, &[(name, "0/1 0 0:")]);
    check("exactly the standard", rows, 4, &[(name, "0/1 0 0:")]);
    check("withheld", rows, 6, &[(name, "n/a 0 1:")]);
    check("without a standard", rows, 9, &[(name, "n/a 1 0:")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn area_by_households_is_measured_by_the_standard_of_each_community() {
    let rows = "
        unit 1 level=city
        standard 90 unit=#1 key=area_per_100_households value=30 from=2024-01-01
        standard 91 unit=#8 key=area_per_100_households value=20 from=2026-04-01
        unit 2 level=community parent=#1 households=1000
        unit 3 level=community parent=#1 households=1001
        unit 4 level=community parent=#1 households=0
        unit 5 level=community parent=#1 households=?
        unit 6 level=community parent=#1 households=100
        unit 7 level=community parent=#1 households=10
        unit 8 level=community parent=#1 households=1000
        unit 9 level=community households=10
        place 11 unit=#2 facility=office area=300
        place 12 unit=#3 facility=office area=300
        place 13 unit=#4 facility=office area=300
        place 14 unit=#5 facility=office area=300
        place 15 unit=#6 facility=office area=?
        place 16 unit=#7 facility=office tenure=none
        place 17 unit=#8 facility=office area=250
        place 18 unit=#9 facility=office area=300";
    let name = "places.below_area_per_100_households";
    check(
        "a city",
        rows,
        1,
        &[
            (name, "2/4 1 2: 3 7"),
            ("places.below_area_per_100_households@2026-q1", "3/4 1 2: 3 7 8"),
            ("places.below_area_per_100_households@2023", "n/a 7 0:"),
        ],
    );
    check("exactly the standard", rows, 2, &[(name, "0/1 0 0:")]);
    check("zero households", rows, 4, &[(name, "n/a 1 0:")]);
    check("withheld households", rows, 5, &[(name, "n/a 0 1:")]);
    check("without a standard", rows, 9, &[(name, "n/a 1 0:")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn activity_rooms_are_a_part_of_places_that_know_both_areas() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        place 11 unit=#2 area=200 activity_area=120
        place 12 unit=#2 area=100 activity_area=0
        place 13 unit=#2 area=100
        place 14 unit=#2 area=100 activity_area=?
        place 15 unit=#2 area=50 activity_area=60
        place 16 unit=#2 tenure=none
        place 17 unit=#1 area=100 activity_area=80 closed=2026-06-30
        place 18 unit=#2 area=0 activity_area=0
        place 19 unit=#2 area=large activity_area=10";
    let name = "places.activity_share";
    check("a community", rows, 2, &[(name, "12000/30000 3 1: 11 12 18")]);
    check(
        "its street",
        rows,
        1,
        &[(name, "12000/30000 3 1: 11 12 18"), ("places.activity_share@2025", "20000/40000 3 1: 17 11 12 18")],
    );
    check("no area", "place 1 area=0 activity_area=0", 0, &[(name, "n/a 0 0: 1")]);
    check("withheld", "place 1 area=? activity_area=5", 0, &[(name, "n/a 0 1:")]);
    check("withheld and missing", "place 1 area=?", 0, &[(name, "n/a 0 1:")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn use_is_what_was_booked_of_open_hours() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        standard 90 unit=#1 key=open_hours value=40 from=2024-01-01
        place 11 unit=#2 hours=35
        place 12 unit=#2
        place 13 unit=#2 hours=?
        place 14 unit=#2 hours=0
        place 15 unit=#2 tenure=none
        place 16 unit=#2 hours=7 since=2026-02-22 closed=2026-02-26
        place 17 unit=#2 hours=200
        booking 21 place=#11 date=2026-02-10 hours=2 outcome=used
        booking 22 place=#11 date=2026-02-11 hours=3 outcome=cancelled
        booking 23 place=#12 date=2026-02-12 hours=4
        booking 24 place=#12 date=2026-02-13 hours=? outcome=booked
        booking 25 place=#13 date=2026-02-13 hours=2 outcome=used
        booking 26 place=#14 date=2026-02-13 hours=2 outcome=used
        booking 27 place=#16 date=2026-02-21 hours=2 outcome=used
        booking 28 place=#11 date=2026-03-01 hours=1 outcome=used
        booking 29 place=#99 date=2026-02-02 hours=1 outcome=used
        booking 30 place=#11 date=2026-02-02 hours=1 outcome=moved
        booking 31 place=#11 date=? hours=1 outcome=used
        booking 32 place=#16 date=2026-02-25 hours=1 outcome=used
        booking 33 place=#11 date=2026-12-03 hours=9 outcome=booked";
    check(
        "four weeks, a leap month, a month without a standard, the year so far",
        rows,
        1,
        &[
            ("places.use@2026-m2", "700/30400 3 3: 21 23 32"),
            ("places.use@2024-m2", "0/31071 1 2:"),
            ("places.use@2023-m2", "0/14000 2 2:"),
            ("places.use", "800/349686 3 3: 21 23 28 32"),
        ],
    );
    check("everything", rows, 0, &[("places.use@2026-m2", "700/30400 4 3: 21 23 32")]);
    check(
        "no hours and no standard",
        "place 1\nbooking 2 place=#1 date=2026-01-01 hours=1",
        0,
        &[("places.use", "n/a 1 0:")],
    );
    check("withheld", "place 1 hours=?", 0, &[("places.use", "n/a 0 1:")]);
    check("nothing", "", 0, &[("places.use", "n/a 0 0:")]);
}

#[test]
fn multiple_use_counts_different_functions() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        place 11 unit=#2 functions=[activity,culture]
        place 12 unit=#2 functions=[activity]
        place 13 unit=#2 functions=[]
        place 14 unit=#2 functions=[activity,activity]
        place 15 unit=#2 functions=[activity,robotics]
        place 16 unit=#2 functions=[activity,culture,robotics]
        place 17 unit=#2 functions=?
        place 18 unit=#2
        place 19 unit=#2 functions=[activity,culture] tenure=none
        place 20 unit=#1 functions=[activity,culture] since=2026-05-01";
    let name = "places.multiple_use";
    check("a community", rows, 2, &[(name, "2/5 2 1: 11 16")]);
    check("its street", rows, 1, &[(name, "3/6 2 1: 20 11 16"), ("places.multiple_use@2025", "2/5 2 1: 11 16")]);
    check("no list", "place 1 functions=activity", 0, &[(name, "n/a 1 0:")]);
    check("withheld", "place 1 functions=?", 0, &[(name, "n/a 0 1:")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn without_an_office_is_who_says_so() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        unit 4 level=community parent=#1
        unit 5 level=community parent=#1
        unit 6 level=community parent=#1
        unit 7 level=community parent=#1
        unit 8 level=community parent=#1
        unit 9 level=community parent=#1
        unit 10 level=community parent=#1
        place 12 unit=#2 facility=office tenure=none
        place 13 unit=#3 facility=office tenure=owned
        place 14 unit=#4 facility=office
        place 15 unit=#5 facility=office tenure=not_stated
        place 16 unit=#6 facility=starlight_home tenure=owned
        place 17 unit=#7 facility=office tenure=?
        place 18 unit=#8 facility=office tenure=on_wheels
        place 19 unit=#9 facility=office tenure=none
        place 20 unit=#9 facility=office tenure=rented
        place 21 unit=#10 facility=office tenure=none tenure@2026-05-01=owned";
    let name = "places.without_office";
    check("a street", rows, 1, &[(name, "1/6 2 1: 2"), ("places.without_office@2026-q1", "2/6 2 1: 2 10")]);
    check("one without", rows, 2, &[(name, "1/1 0 0: 2")]);
    check("no office record", rows, 6, &[(name, "n/a 1 0:")]);
    check("withheld", rows, 7, &[(name, "n/a 0 1:")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn a_way_out_of_rent_is_a_project_under_way() {
    let rows = "
        unit 9 level=street
        unit 1 level=community parent=#9
        unit 2 level=community parent=#9
        unit 3 level=community parent=#9
        unit 4 level=community parent=#9
        place 11 unit=#1 facility=office tenure=rented
        place 12 unit=#1 facility=office tenure=rented
        place 13 unit=#1 facility=office tenure=rented
        place 14 unit=#1 facility=office tenure=rented
        place 15 unit=#1 facility=office tenure=rented
        place 16 unit=#1 facility=office tenure=rented
        place 17 unit=#1 facility=office tenure=not_stated
        place 18 unit=#1 facility=office tenure=?
        place 19 unit=#1 facility=office tenure=owned
        place 20 unit=#1 facility=activity_room tenure=rented
        building_project 21 unit=#1 replaces=#11 state=building
        building_project 22 unit=#1 replaces=#12 state=dropped
        building_project 23 unit=#1 replaces=#13 state=done finished=2026-06-01
        building_project 24 unit=#1 replaces=#15
        building_project 25 unit=#1 replaces=#16 state=paused
        building_project 26 unit=#1 replaces=#19 state=planned
        building_project 27 unit=#1 state=planned
        place 31 unit=#2 facility=office tenure=rented closed=2026-04-01
        building_project 32 unit=#2 replaces=? state=planned
        place 41 unit=#3 facility=office tenure=rented
        building_project 42 unit=#1 replaces=#41 state=planned
        place 51 unit=#4 facility=office tenure=rented
        place 52 unit=#4 facility=office tenure=rented
        building_project 53 unit=#4 replaces=#52 state=approved
        sanyou.same 54 one=#52 other=#51";
    let name = "places.way_out";
    check("one of each", rows, 1, &[(name, "2/5 2 1: 11 15"), ("places.way_out@2026-q1", "3/5 2 1: 11 13 15")]);
    check("what is replaced is withheld", rows, 2, &[("places.way_out@2026-q1", "n/a 0 1:"), (name, "n/a 0 0:")]);
    check("a project of another unit", rows, 3, &[(name, "0/1 0 0:")]);
    check("two records of one office", rows, 4, &[(name, "1/1 0 0: 51")]);
    check("a street", rows, 9, &[(name, "3/7 2 1: 11 15 51")]);
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

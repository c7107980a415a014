use super::check;

#[test]
fn rented_share_says_what_it_does_not_know() {
    check("no community", "place 1 facility=office tenure=rented", 0, &[("rented", "n/a 0 0:")]);
    let all_missing = "
        unit 1 level=community
        unit 2 level=community
        unit 3 level=community
        place 4 unit=#1 facility=office
        place 5 unit=#2 facility=office tenure=not_stated";
    check("all tenure missing", all_missing, 0, &[("rented", "0/3 3 0:")]);
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
    check("one of each", rows, 1, &[("rented", "1/6 2 1: 2"), ("communities", " 2 3 4 5 6 7")]);
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
    check("in being today", rows, 0, &[("communities", " 2 3"), ("rented", "0/2 2 0:")]);
}

#[test]
fn facilities_are_counted_by_kind() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        place 3 unit=#1 facility=street_service_centre
        place 4 unit=#2 facility=service_station
        place 5 unit=#2 facility=health_centre
        place 6 unit=#2 facility=starlight_home
        place 7 unit=#2 facility=starlight_home
        place 8 unit=#2 facility=reading_room
        place 9 unit=#2 facility=?
        place 10 facility=starlight_home";
    check(
        "a street",
        rows,
        1,
        &[
            ("street centres", "1/1 0 0: 3"),
            ("stations", "1/1 0 0: 4"),
            ("health centres", "1/1 0 0: 5"),
            ("starlight", "2/1 0 0: 6 7"),
        ],
    );
    check("its community", rows, 2, &[("street centres", "0/1 0 0:"), ("starlight", "2/1 0 0: 6 7")]);
    check("everything, with what has no unit", rows, 0, &[("starlight", "3/1 0 0: 10 6 7")]);
    check("no community", "place 3 facility=starlight_home", 0, &[("starlight", "n/a 0 0: 3")]);
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
    check("180 days", rows, 0, &[("leases ending", "3/7 2 1: 2 7 3"), ("leases expired", "2/7 2 1: 12 1")]);
    check(
        "no lease at all",
        "place 1 tenure=owned",
        0,
        &[("leases ending", "n/a 0 0:"), ("leases expired", "n/a 0 0:")],
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
        place 12 unit=#1 facility=office area=50
        place 13 unit=#1 facility=starlight_home area=900
        place 14 unit=#2 facility=office area=150
        place 15 unit=#3 facility=office area=80
        place 16 unit=#4 facility=office area=80
        place 17 unit=#5 facility=office area=80
        place 18 unit=#5 facility=office
        place 19 unit=#6 facility=office area=80
        place 20 unit=#7 facility=office area=?";
    check(
        "300 m² for 3000 households",
        rows,
        0,
        &[("area known", "5/7 1 1: 1 2 3 4 6"), ("area per 100", "30000/3000 3 2: 1 2")],
    );
    check("zero households", rows, 3, &[("area known", "1/1 0 0: 3"), ("area per 100", "n/a 1 0:")]);
}

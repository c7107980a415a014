use super::check;

#[test]
fn no_office() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 facility=office tenure=none
        unit 2 level=community
        place 20 unit=#2 facility=office tenure=none
        place 21 unit=#2 facility=office tenure=owned
        unit 3 level=community
        place 30 unit=#3 facility=office tenure=none
        place 31 unit=#3 facility=office
        unit 4 level=community
        place 40 unit=#4 facility=office tenure=none
        place 41 unit=#4 facility=office tenure=?
        unit 5 level=community
        unit 6 level=street
        place 60 unit=#6 facility=office tenure=none
        unit 7 level=community
        place 70 unit=#7 facility=office tenure=none closed=2026-11-22";
    check("places.no_office", rows, &["1 grave (): 10"]);
}

#[test]
fn renting() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 facility=office tenure=rented rent=1200000
        place 11 unit=#1 facility=office
        place 12 unit=#1 facility=office tenure=?
        unit 2 level=community
        place 20 unit=#2 facility=office tenure=rented rent=1200000
        place 21 unit=#2 facility=office tenure=rented rent=?
        unit 3 level=community
        place 30 unit=#3 facility=office tenure=borrowed
        unit 4 level=community
        place 40 unit=#4 facility=office tenure=not_stated
        unit 5 level=community
        place 50 unit=#5 facility=activity_room tenure=rented
        unit 6 level=community
        place 60 unit=#6 facility=office tenure=rented since=2026-11-23
        unit 7 level=community
        place 70 unit=#7 facility=office tenure=rented tenure@2026-06-01=owned";
    let expected = ["1 serious (1, 12,000): 10; lacking 11; withheld 12", "2 serious (2, not stated): 20 21"];
    check("places.renting", rows, &expected);
    check("places.renting@2026-q1", rows, &[expected[0], expected[1], "7 serious (1, not stated): 70"]);
}

#[test]
fn leases() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 facility=office tenure=rented lease=2020-01-01/2026-11-21
        place 11 unit=#1 facility=other tenure=borrowed lease=2020-01-01/2025-01-01
        place 12 unit=#1 facility=other tenure=borrowed
        place 13 unit=#1 facility=other tenure=shared
        place 14 unit=#1 facility=other tenure=rented lease=?
        unit 2 level=community
        place 20 unit=#2 facility=office tenure=rented lease=2020-01-01/2026-11-22
        unit 3 level=community
        place 30 unit=#3 facility=office tenure=rented lease=2020-01-01/2027-02-20
        place 31 unit=#3 facility=office tenure=rented lease=2020-01-01/2027-02-21
        unit 4 level=community
        place 40 unit=#4 facility=office tenure=rented lease=2020-01-01/2027-02-21
        unit 5 level=community
        place 50 unit=#5 facility=office tenure=rented lease=2020-01-01/2027-05-21
        place 51 unit=#5 facility=office tenure=rented lease=2020-01-01/2027-05-22
        unit 6 level=community
        place 60 unit=#6 facility=office tenure=rented lease=2020-01-01/..
        place 61 unit=#6 facility=office tenure=owned lease=2020-01-01/2025-01-01
        place 62 unit=#6 facility=office tenure=rented lease=2020-01-01/2025-01-01 closed=2025-01-01
        unit 7 level=community
        place 70 unit=#7 facility=office tenure=rented";
    let ended = ["1 grave (2, 2025-01-01): 11 10; lacking 12; withheld 14"];
    check("places.lease_ended", rows, &ended);
    let ending = [
        "2 grave (1, 2026-11-22): 20",
        "3 grave (2, 2027-02-20): 30 31",
        "4 serious (1, 2027-02-21): 40",
        "5 serious (1, 2027-05-21): 50",
    ];
    check("places.lease_ending", rows, &ending);
}

#[test]
fn too_small() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=office_area value=300 from=2020-01-01
        standard 91 unit=#9 key=area_per_100_households value=30 from=2020-01-01
        unit 1 level=community parent=#9 households=1000
        place 10 unit=#1 facility=office area=200
        place 11 unit=#1 facility=office area=99
        unit 2 level=community parent=#9 households=1000
        place 20 unit=#2 facility=office area=300
        unit 3 level=community parent=#9 households=1000
        place 30 unit=#3 facility=office area=10
        place 31 unit=#3 facility=office
        unit 4 level=community parent=#9 households=1000
        place 40 unit=#4 facility=office area=?
        unit 5 level=community households=1000
        place 50 unit=#5 facility=office area=1
        unit 6 level=community parent=#9 households=0
        place 60 unit=#6 facility=office area=299
        unit 7 level=community parent=#9 households=?
        place 70 unit=#7 facility=office area=300
        unit 8 level=community parent=#9 households=5";
    check("places.office_small", rows, &["1 serious (299, 300): 10 11", "6 serious (299, 300): 60"]);
    check("places.area_short", rows, &["1 serious (29.9, 30): 1 10 11"]);
}

#[test]
fn single_use() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 functions=[activity]
        place 11 unit=#1 functions=[]
        place 12 unit=#1
        place 13 unit=#1 functions=?
        unit 2 level=community
        place 20 unit=#2 functions=[activity]
        place 21 unit=#2 functions=[activity,culture]
        unit 3 level=community
        place 30 unit=#3
        unit 4 level=community
        place 40 unit=#4 functions=[culture] closed=2026-01-01";
    check("places.single_use", rows, &["1 notice (2): 10 11; lacking 12; withheld 13"]);
}

#[test]
fn no_street_centre() {
    let rows = "
        unit 1 level=street
        place 10 unit=#1 facility=street_service_centre closed=2026-11-01
        place 11 unit=#1 facility=office
        unit 2 level=street
        place 20 unit=#2 facility=street_service_centre
        unit 3 level=street
        place 30 unit=#3 facility=pavilion
        unit 4 level=street
        place 40 unit=#4 facility=?
        unit 5 level=community";
    check("places.no_street_centre", rows, &["1 serious (): 1"]);
}

#[test]
fn tenure_unknown() {
    let rows = "
        unit 1 level=community
        unit 2 level=community
        place 20 unit=#2 facility=office tenure=not_stated
        place 21 unit=#2 facility=office tenure=leasehold
        place 22 unit=#2 facility=office
        place 23 unit=#2 facility=office tenure=?
        unit 3 level=community
        place 30 unit=#3 facility=office tenure=rented
        place 31 unit=#3 facility=office
        unit 4 level=community
        place 40 unit=#4 facility=office tenure=owned
        unit 5 level=community
        place 50 unit=#5 facility=office tenure=?";
    check("places.tenure_unknown", rows, &["1 notice ():; lacking 1", "2 notice ():; lacking 20 21 22; withheld 23"]);
}

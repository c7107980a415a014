use super::check;

#[test]
fn posts_unfilled() {
    let rows = "
        unit 1 level=community
        post 10 unit=#1 role=secretary quota=1
        post 11 unit=#1 role=grid_worker quota=3
        worker 12 unit=#1 post=#11
        worker 13 unit=#1 post=#11 left=2026-11-22
        unit 2 level=street
        post 20 unit=#2 quota=2
        post 21 unit=#2 quota=1 until=2026-11-22
        post 22 unit=#2
        post 23 unit=#2 quota=?
        worker 24 unit=#2 post=#20
        unit 3 level=community
        post 30 unit=#3 quota=2
        worker 31 unit=#3 post=#30
        worker 32 unit=#2 post=#30
        unit 4 level=community
        post 40 unit=#4 role=secretary quota=2
        worker 41 unit=#4
        worker 42 unit=#4 post=?
        unit 5 level=community
        post 50 unit=#5 quota=1 since=2027-01-01
        unit 6 level=community
        post 60 unit=#6 quota=many";
    let expected = [
        "1 grave (4, 3): 10 11",
        "2 serious (2, 1): 20; lacking 22; withheld 23",
        "4 notice (2, 2): 40; lacking 41; withheld 42",
    ];
    check("people.posts_unfilled", rows, &expected);
}

#[test]
fn few_workers() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=workers_per_10000 value=18 from=2026-01-01
        unit 1 level=community parent=#9 residents=2000
        worker 10 unit=#1
        worker 11 unit=#1
        worker 12 unit=#1
        worker 13 unit=#1 left=soon
        worker 14 unit=#1 left=?
        unit 2 level=community parent=#9 residents=1000
        worker 20 unit=#2
        worker 21 unit=#2
        unit 3 level=community parent=#9
        unit 4 level=community parent=#9 residents=?
        unit 5 level=community residents=2000
        unit 6 level=community parent=#9 residents=0
        unit 7 level=street parent=#9 residents=2000";
    check("people.few_workers", rows, &["1 serious (15, 18): 1 10 11 12; lacking 13; withheld 14"]);
    check("people.few_workers@2025", rows, &[]);
}

#[test]
fn no_successor() {
    // Sixty in 2028, the second year after this one.
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=retirement_age value=60 from=2020-01-01
        unit 1 level=community parent=#9
        worker 10 unit=#1 born_year=1968
        worker 11 unit=#1 born_year=1950
        worker 12 unit=#1 born_year=1969
        worker 13 unit=#1
        worker 14 unit=#1 born_year=?
        worker 15 unit=#1 born_year=2027
        unit 2 level=community parent=#9
        worker 20 unit=#2 born_year=1960
        worker 21 unit=#2 born_year=1960
        candidate 22 unit=#2
        candidate 23 unit=#2 state=rejected
        candidate 24 unit=#2 state=on_probation
        candidate 25 unit=#2 state=?
        unit 3 level=community parent=#9
        worker 30 unit=#3 born_year=1960
        candidate 31 unit=#3 state=shortlisted
        unit 4 level=community
        worker 40 unit=#4 born_year=1960";
    let expected =
        ["1 grave (2, 0): 10 11; lacking 13 15; withheld 14", "2 serious (2, 1): 20 21; lacking 24; withheld 25"];
    check("people.no_successor", rows, &expected);
}

#[test]
fn ageing() {
    let rows = "
        unit 1 level=community
        worker 10 unit=#1 born_year=1976
        worker 11 unit=#1 born_year=1970
        worker 12 unit=#1 born_year=1977
        worker 13 unit=#1 born_year=2027
        worker 14 unit=#1 born_year=?
        unit 2 level=community
        worker 20 unit=#2 born_year=1960
        worker 21 unit=#2 born_year=1965
        worker 22 unit=#2 born_year=1991
        unit 3 level=community
        worker 30 unit=#3 born_year=1960
        worker 31 unit=#3 born_year=1980
        unit 4 level=community
        worker 40 unit=#4
        worker 41 unit=#4 born_year=?";
    check("people.ageing", rows, &["1 serious (3, 2): 10 11; lacking 13; withheld 14", "2 notice (3, 2): 20 21"]);
    check("people.ageing@2025", rows, &["2 notice (3, 2): 20 21"]);
}

#[test]
fn low_education() {
    let rows = "
        unit 1 level=community
        worker 10 unit=#1 education=junior_secondary
        worker 11 unit=#1 education=academician
        worker 12 unit=#1 education=?
        unit 2 level=community
        worker 20 unit=#2 education=primary
        worker 21 unit=#2 education=senior_secondary
        worker 22 unit=#2 education=college
        unit 3 level=community
        worker 30 unit=#3 education=primary
        worker 31 unit=#3 education=bachelor
        unit 4 level=community
        worker 40 unit=#4";
    let expected = ["1 serious (1, 1): 10; lacking 11; withheld 12", "2 notice (3, 2): 20 21"];
    check("people.low_education", rows, &expected);
}

#[test]
fn no_certificate() {
    let rows = "
        unit 1 level=community
        worker 10 unit=#1 certificate=none
        worker 11 unit=#1
        worker 12 unit=#1 certificate=?
        unit 2 level=community
        worker 20 unit=#2 certificate=none
        worker 21 unit=#2 certificate=social_worker
        unit 3 level=community
        worker 30 unit=#3
        worker 31 unit=#3 certificate=doctor";
    check("people.no_certificate", rows, &["1 serious (1): 10; lacking 11; withheld 12"]);
}

#[test]
fn untrained() {
    let rows = "
        unit 1 level=community
        worker 10 unit=#1
        training 11 worker=#10 date=2025-12-31
        training 12 worker=#10 date=2026-11-23
        unit 2 level=community
        worker 20 unit=#2
        worker 21 unit=#2
        worker 22 unit=#2
        worker 23 unit=#2
        training 24 worker=#20 date=2026-11-22
        training 25 worker=#21 date=spring
        training 26 worker=#22 date=?
        training 27 worker=#20 date=?
        unit 3 level=community
        worker 30 unit=#3
        training 31 worker=#30 date=2026-03-01";
    check("people.untrained", rows, &["1 serious (1, 1): 10", "2 notice (4, 1): 23; lacking 21; withheld 22"]);
    // Nobody was trained by the end of March but half of the year is not over.
    let first = ["1 notice (1, 1): 10", "2 notice (4, 1): 23; lacking 21; withheld 20 22"];
    check("people.untrained@2026-q1", rows, &first);
}

#[test]
fn uninsured() {
    let rows = "
        unit 1 level=community
        worker 10 unit=#1 insurance=[]
        worker 11 unit=#1 insurance=[endowment]
        worker 12 unit=#1
        worker 13 unit=#1 insurance=?
        unit 2 level=community
        worker 20 unit=#2 insurance=[medical,injury]
        worker 21 unit=#2 insurance=[endowment,medical]
        unit 3 level=community
        worker 30 unit=#3 insurance=[endowment,medical]
        unit 4 level=community
        worker 40 unit=#4
        worker 41 unit=#4 insurance=all";
    check("people.uninsured", rows, &["1 grave (2): 10 11; lacking 12; withheld 13", "2 serious (1): 20"]);
}

#[test]
fn unpaid() {
    let rows = "
        unit 1 level=street
        worker 10 unit=#1 pay_channel=unpaid
        worker 11 unit=#1
        worker 12 unit=#1 pay_channel=?
        worker 13 unit=#1 pay_channel=unpaid left=2026-11-22
        unit 2 level=community
        worker 20 unit=#2 pay_channel=fiscal
        unit 3 level=community
        worker 30 unit=#3 pay_channel=barter";
    check("people.unpaid", rows, &["1 grave (1): 10; lacking 11; withheld 12"]);
}

#[test]
fn pay_below() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=monthly_pay value=3200 from=2020-01-01
        unit 1 level=community parent=#9
        worker 10 unit=#1 pay=300000 allowance=19999
        worker 11 unit=#1 pay=300000 allowance=20000
        worker 12 unit=#1 pay=300000
        worker 13 unit=#1 pay=300000 allowance=?
        worker 14 unit=#1 pay=?
        worker 15 unit=#1
        unit 2 level=community parent=#9
        worker 20 unit=#2 pay=320000
        unit 3 level=community parent=#9
        worker 30 unit=#3 pay=? allowance=?
        unit 4 level=community
        worker 40 unit=#4 pay=1 allowance=1";
    check("people.pay_below", rows, &["1 serious (3,200, 1): 10; lacking 12 15; withheld 13 14"]);
}

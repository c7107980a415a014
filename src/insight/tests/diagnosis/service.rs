//! Coverage, service and data.

use super::check;

#[test]
fn uncovered() {
    let rows = "
        unit 1 level=community
        party_org 10 unit=#1
        party_org 11 unit=#1 dissolved=2026-11-22
        party_org 12 unit=#1 dissolved=?
        site 13 unit=#1 eligible=true
        site 14 unit=#1 eligible=true org=#10
        site 15 unit=#1 eligible=true org=#11
        site 16 unit=#1 eligible=true org=#10 covered=2026-11-23
        site 17 unit=#1 eligible=true org=#99
        site 18 unit=#1
        site 19 unit=#1 eligible=true org=#12
        site 20 unit=#1 eligible=true org=?
        site 21 unit=#1 eligible=?
        unit 2 level=community
        site 22 unit=#2 eligible=true org=#10
        site 23 unit=#2 eligible=false
        unit 3 level=community
        site 31 unit=#3";
    check("coverage.uncovered", rows, &["1 serious (4, 3): 13 15 16; lacking 17 18; withheld 19 20 21"]);
}

#[test]
fn few_volunteers() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=volunteers_per_1000 value=20 from=2020-01-01
        unit 1 level=community parent=#9 residents=100
        volunteer 10 unit=#1
        volunteer 11 unit=#1 left=2026-11-22
        volunteer 12 unit=#1 registered=2026-11-23
        volunteer 13 unit=#1 left=soon
        volunteer 14 unit=#1 left=?
        unit 2 level=community parent=#9 residents=100
        volunteer 20 unit=#2
        volunteer 21 unit=#2
        unit 3 level=community parent=#9
        unit 4 level=community parent=#9 residents=?
        unit 5 level=community residents=1000";
    check("service.few_volunteers", rows, &["1 serious (10, 20): 1 10; lacking 13; withheld 14"]);
}

#[test]
fn no_activity() {
    let rows = "
        unit 1 level=community
        activity 10 unit=#1 date=2026-05-22
        activity 11 unit=#1 date=2026-11-23
        unit 2 level=community
        activity 20 unit=#2 date=2026-05-23
        unit 3 level=community
        activity 30 unit=#3 date=spring
        unit 4 level=community
        activity 40 unit=#4 date=?
        unit 5 level=street";
    check("service.no_activity", rows, &["1 serious (): 1"]);
}

#[test]
fn needs_late() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=need_days value=15 from=2020-01-01
        unit 1 level=community parent=#9
        need 10 unit=#1 kind_of_need=help raised=2026-11-06
        need 11 unit=#1 kind_of_need=question raised=2026-01-01 due=2026-11-21 state=doing
        need 12 unit=#1 raised=spring
        need 13 unit=#1 raised=2026-01-01 state=shelved
        need 14 unit=#1 raised=2026-01-01 due=?
        unit 2 level=community parent=#9
        need 20 unit=#2 kind_of_need=request raised=2026-11-06 state=reopened
        need 21 unit=#2 kind_of_need=dispute raised=2026-01-01 due=2026-11-22
        unit 3 level=community parent=#9
        need 30 unit=#3 raised=2026-11-07
        need 31 unit=#3 raised=2026-01-01 state=solved
        need 32 unit=#3 raised=2026-01-01 state=cannot_be_solved
        unit 4 level=community
        need 40 unit=#4 raised=2026-01-01
        unit 5 level=community parent=#9
        need 50 unit=#5 raised=2026-01-01 state=?";
    let expected = ["1 grave (2, 2026-01-01): 10 11; lacking 12 13; withheld 14", "2 serious (1, 2026-11-06): 20"];
    check("service.needs_late", rows, &expected);
}

#[test]
fn population_unknown() {
    let rows = "
        unit 1 level=community households=100
        unit 2 level=community
        unit 3 level=community households=100 residents=300
        unit 4 level=community households=? residents=?
        unit 5 level=street
        unit 6 level=community households=? residents=many";
    let expected = ["1 notice ():; lacking 1", "2 notice ():; lacking 2", "6 notice ():; lacking 6; withheld 6"];
    check("data.population_unknown", rows, &expected);
}

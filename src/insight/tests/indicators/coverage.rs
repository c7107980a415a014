use super::check;
use crate::model::choice::Enumeration;
use crate::model::kinds::SiteKind;

const SITES: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    party_org 11 unit=#2 level=branch founded=2020-02-29
    party_org 12 unit=#2 level=branch dissolved=2026-06-30
    party_org 13 unit=#2 level=branch dissolved=?
    party_org 14 unit=#1 level=branch founded=2026-05-01
    site 21 unit=#2 eligible=true org=#11 covered=2021-01-01
    site 22 unit=#2 eligible=true org=#12 covered=2021-01-01
    site 23 unit=#2 eligible=true
    site 24 unit=#2 eligible=true org=?
    site 25 unit=#2 eligible=true org=#99
    site 26 unit=#2 eligible=true covered=2020-01-01
    site 27 unit=#2 eligible=true org=#11 covered=2026-12-01
    site 28 unit=#2 eligible=true org=#13
    site 29 unit=#2 eligible=true org=#14 covered=2026-05-01
    site 30 unit=#2 eligible=false org=#11
    site 31 unit=#2 eligible=? org=#11
    site 32 unit=#2
    site 33 unit=#2 eligible=true org=later
    site 34 unit=#3 unit@2026-07-01=#2 eligible=false";

#[test]
fn eligible_sites_and_all_sites_are_two_denominators() {
    let both = |what: &str, rows: &str, unit: u32, span: &str, eligible: &str, all: &str| {
        let names = ["eligible", "all"].map(|name| format!("coverage.{name}@{span}"));
        check(what, rows, unit, &[(&names[0], eligible), (&names[1], all)]);
    };
    both("a street", SITES, 1, "2026", "2/5 4 3: 21 29", "4/9 3 2: 21 29 30 31");
    both("before one was dissolved and one founded", SITES, 1, "2026-q1", "2/5 4 3: 21 22", "4/9 3 2: 21 22 30 31");
    both("before any was founded", SITES, 1, "2019", "0/6 3 3:", "0/10 2 2:");
    both("on 29 February", SITES, 1, "2020-m2", "0/5 4 3:", "2/9 3 2: 30 31");
    both("a site that went elsewhere", SITES, 3, "2026", "n/a 0 0:", "n/a 0 0:");
    both("where it was", SITES, 3, "2026-q1", "n/a 0 0:", "0/1 0 0:");
    both("nothing", "", 0, "2026", "n/a 0 0:", "n/a 0 0:");
    both("withheld", "site 1 eligible=true org=?", 0, "2026", "n/a 0 1:", "n/a 0 1:");
    both("an organisation that is not here", "site 1 eligible=? org=#2", 0, "2026", "n/a 0 1:", "n/a 1 0:");
    let joined = "
        party_org 1 level=branch
        party_org 2 level=branch
        site 3 eligible=true org=#2
        site 4 eligible=true org=#2
        sanyou.same 5 one=#1 other=#2
        sanyou.same 6 one=#3 other=#4";
    both("joined sites and organisations", joined, 0, "2026", "1/1 0 0: 3", "1/1 0 0: 3");
}

#[test]
fn each_kind_of_site_has_its_share() {
    for choice in SiteKind::CHOICES {
        let (name, kind) = (format!("coverage.{}", choice.value), choice.value);
        let other = if kind == "estate" { "block" } else { "estate" };
        let indicator = crate::insight::indicator::indicator(&name).expect("each kind has an indicator");
        assert_eq!(indicator.label, choice.label);
        let rows = format!(
            "
            unit 1 level=street
            unit 2 level=community parent=#1
            party_org 11 unit=#1 level=branch founded=2020-01-01
            site 21 unit=#2 kind_of_site={kind} org=#11
            site 22 unit=#2 kind_of_site={kind}
            site 23 unit=#2 kind_of_site=?
            site 24 unit=#2 kind_of_site=of_a_later_version
            site 25 unit=#2 kind_of_site={other} org=#11
            site 26 unit=#2
            site 27 unit=#1 kind_of_site={kind} org=#11 covered=2026-05-01"
        );
        check("a community", &rows, 2, &[(&name, "1/2 2 1: 21")]);
        check("its street", &rows, 1, &[(&name, "2/3 2 1: 27 21")]);
        check("before one was covered", &rows, 1, &[(&format!("{name}@2026-q1"), "1/3 2 1: 21")]);
        check("before the organisation was founded", &rows, 1, &[(&format!("{name}@2019"), "0/3 2 1:")]);
        check("another kind", &format!("site 1 kind_of_site={other}"), 0, &[(&name, "n/a 0 0:")]);
        check("withheld", &format!("site 1 kind_of_site={kind} org=?"), 0, &[(&name, "n/a 0 1:")]);
    }
}

#[test]
fn households_show_the_way_where_they_say_so() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        party_org 11 unit=#2 level=household demonstration=敲门岗
        party_org 12 unit=#2 level=household
        party_org 13 unit=#2 level=household demonstration=?
        party_org 14 unit=#2 level=household demonstration=一 dissolved=2026-06-30
        party_org 15 unit=#2 level=household demonstration=二 founded=2026-05-01
        party_org 16 unit=#2 level=? demonstration=三
        party_org 17 unit=#2 level=cell demonstration=四
        party_org 18 unit=#2 level=branch demonstration=五
        party_org 19 unit=#2 level=household demonstration=六 dissolved=?
        party_org 20 unit=#1 level=household demonstration=七 dissolved=soon";
    let name = "coverage.demonstration";
    check("a community", rows, 2, &[(name, "2/3 1 3: 11 15")]);
    check("its street", rows, 1, &[(name, "2/3 2 3: 11 15"), ("coverage.demonstration@2026-q1", "2/3 2 3: 11 14")]);
    check("only a branch", "party_org 1 level=branch demonstration=一", 0, &[(name, "n/a 0 0:")]);
    check("withheld", "party_org 1 level=household demonstration=?", 0, &[(name, "n/a 0 1:")]);
    check("none declared", "party_org 1 level=household", 0, &[(name, "0/1 0 0:")]);
}

//! The hot–cold index, as a figure and by partner.

use super::{check, id, replica, today};
use crate::insight::indicator::indicator;
use crate::insight::{Figures, Span, hot_cold};
use crate::model::quantity::parse_date;

const NAME: &str = "network.hot_cold";

/// Checks the index of one community; `ASKED` and `OFFERED` stand for a pledge of its partner.
fn check_index(what: &str, rows: &str, expected: &[(&str, &str)]) {
    let rows =
        rows.replace("ASKED", "partner=#11 initiator=community").replace("OFFERED", "partner=#11 initiator=partner");
    check(what, &format!("unit 2 level=community\npartner 11 unit=#2\n{rows}"), 2, expected);
}

#[test]
fn the_index_is_what_comes_back_by_all_that_was_asked_and_offered() {
    check_index("nothing asked, nothing offered", "", &[(NAME, "n/a 0 0:")]);
    check_index("an offer only", "pledge 21 OFFERED date=2026-03-01 state=pledged", &[(NAME, "1/1 0 0: 21")]);
    check_index(
        "all refused or unanswered",
        "pledge 21 ASKED date=2026-03-01 state=refused\npledge 22 ASKED date=2026-03-02 state=asked\npledge 23 ASKED date=2026-03-03",
        &[(NAME, "0/3 0 0:")],
    );
    check_index(
        "promised, delivered, refused, offered",
        "pledge 21 ASKED date=2026-03-01 state=pledged
         pledge 22 ASKED date=2026-03-02 state=delivered
         pledge 23 ASKED date=2026-03-03 state=refused
         pledge 24 OFFERED date=2026-03-04
         pledge 25 OFFERED date=2026-03-05 state=delivered",
        &[(NAME, "4/5 0 0: 21 22 24 25")],
    );
    check_index(
        "two periods",
        "pledge 21 ASKED date=2025-12-31 state=refused
         pledge 22 ASKED date=2026-01-01 state=pledged answered=2026-01-20
         pledge 23 ASKED date=2026-06-30 state=refused
         pledge 24 ASKED date=2026-11-23 state=pledged",
        &[
            (NAME, "1/2 0 0: 22"),
            ("network.hot_cold@2025", "0/1 0 0:"),
            ("network.hot_cold@2026-q1", "1/1 0 0: 22"),
            ("network.hot_cold@2026-h1", "1/2 0 0: 22"),
            ("network.hot_cold@2026-q3", "n/a 0 0:"),
        ],
    );
    check_index(
        "an answer that came after the year of the question",
        "pledge 21 ASKED date=2025-12-28 state=pledged answered=2026-02-01",
        &[("network.hot_cold@2025", "1/1 0 0: 21"), (NAME, "n/a 0 0:")],
    );
    check_index(
        "withdrawn or deleted",
        "pledge 21 ASKED date=2026-03-01 state=withdrawn
         pledge 22 OFFERED date=2026-03-01 state=withdrawn
         pledge 23 ASKED date=2026-03-01 state=refused deleted=true
         pledge 24 ASKED date=2026-03-01 state=pledged",
        &[(NAME, "1/1 0 0: 24")],
    );
    check_index(
        "withheld",
        "pledge 21 partner=#11 initiator=? date=2026-03-01 state=pledged
         pledge 22 ASKED date=2026-03-01 state=?
         pledge 23 ASKED date=? state=pledged
         pledge 24 partner=#11 initiator=? date=2026-03-01",
        &[(NAME, "n/a 0 4:"), ("network.hot_cold@2025", "n/a 0 1:")],
    );
    check_index(
        "unknown enumerations and what is missing",
        "pledge 21 partner=#11 initiator=neighbour date=2026-03-01 state=pledged
         pledge 22 ASKED date=2026-03-01 state=promised
         pledge 23 OFFERED date=2026-03-01 state=promised
         pledge 24 partner=#11 date=2026-03-01 state=pledged
         pledge 25 ASKED state=pledged
         pledge 26 ASKED date=2026-03-01 state=pledged",
        &[(NAME, "1/1 5 0: 26"), ("network.hot_cold@2025", "n/a 1 0:")],
    );
}

#[test]
fn a_request_is_open_for_as_many_days_as_the_standard_leaves() {
    let rows = "
        standard 80 unit=#2 key=notice_days value=7 from=2026-01-01
        pledge 21 ASKED date=2026-11-14 state=asked
        pledge 22 ASKED date=2026-11-15 state=asked
        pledge 23 ASKED date=2026-11-22
        pledge 24 ASKED date=2026-11-20 state=refused
        pledge 25 ASKED date=2026-11-21 state=pledged
        pledge 26 ASKED date=2026-06-30 state=asked
        pledge 27 ASKED date=2025-12-31 state=asked";
    check_index(
        "as it is today, also where the span is over",
        rows,
        &[(NAME, "1/4 0 0: 25"), ("network.hot_cold@2026-q2", "0/1 0 0:"), ("network.hot_cold@2025", "0/1 0 0:")],
    );
    let without = rows.replace("value=7", "value=7 until=2026-10-31");
    check_index("without a standard nobody has time", &without, &[(NAME, "1/6 0 0: 25")]);
}

const MANY: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    standard 80 unit=#1 key=notice_days value=7 from=2020-01-01
    partner 10 unit=#1
    partner 11 unit=#2
    partner 12 unit=#2
    partner 13 unit=#2
    partner 14 unit=#2 left=2026-06-01
    partner 15 unit=#2 left=2026-06-01
    partner 16 unit=#3
    partner 17 unit=#3
    pledge 20 partner=#10 initiator=partner date=2026-03-01 state=pledged
    pledge 21 partner=#11 initiator=community date=2026-03-01 state=pledged
    pledge 22 partner=#11 initiator=community date=2026-03-01 state=refused
    pledge 23 partner=#11 initiator=partner date=2026-03-01 state=pledged
    pledge 24 partner=#12 initiator=community date=2026-03-01 state=refused
    pledge 25 partner=#13 initiator=community date=2026-11-20 state=asked
    pledge 26 partner=#14 initiator=community date=2026-03-01 state=asked
    pledge 27 partner=#14 initiator=community date=2026-04-01 state=refused
    pledge 28 partner=#16 initiator=? date=2026-04-01 state=pledged
    pledge 29 partner=#99 initiator=partner date=2026-04-01 state=pledged
    pledge 30 partner=#17 initiator=community date=2025-04-01 state=pledged";

#[test]
fn partners_add_up_to_their_unit() {
    check("a community", MANY, 2, &[(NAME, "2/6 0 0: 21 23")]);
    check("the street", MANY, 1, &[(NAME, "3/7 0 1: 20 21 23")]);
    check("a pledge of a partner that is not here", MANY, 0, &[(NAME, "3/7 1 1: 20 21 23")]);
    let joined = format!("{MANY}\nsanyou.same 90 one=#12 other=#11");
    check("two partners that are one", &joined, 2, &[(NAME, "2/6 0 0: 21 23")]);
    let moved = "
        unit 2 level=community
        unit 3 level=community
        partner 11 unit=#2 unit@2026-04-01=#3
        pledge 21 partner=#11 initiator=partner date=2026-03-01";
    check("a partner that moved", moved, 2, &[("network.hot_cold@2026-q1", "1/1 0 0: 21"), (NAME, "n/a 0 0:")]);
}

/// Each row is `partner: promised/requests offers open index`.
fn check_rows(what: &str, rows: &str, (unit, span): (u32, &str), expected: &[&str]) {
    let replica = replica(rows);
    let mut figures = Figures::read(&replica, today());
    let span = Span::parse(span).expect("a span");
    let found = hot_cold::by_partner(&mut figures, &replica, (unit > 0).then(|| id(unit)), span);
    let shown = |row: &hot_cold::Warmth| {
        let index = super::super::figure(&row.index());
        format!("{}: {}/{} {} {} {index}", row.partner.counter, row.promised, row.requests, row.offers, row.open)
    };
    assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected, "{what}");
}

#[test]
fn partners_are_listed_from_the_coldest_on() {
    let warm = ["11: 1/2 1 0 2/3 0 0: 21 23", "10: 0/0 1 0 1/1 0 0: 20"];
    let none = ["13: 0/0 0 1 n/a 0 0:", "16: 0/0 0 0 n/a 0 1:", "17: 0/0 0 0 n/a 0 0:"];
    let cold = ["14: 0/2 0 0 0/2 0 0:", "12: 0/1 0 0 0/1 0 0:"];
    check_rows("the street", MANY, (1, "2026"), &[&cold[..], &warm, &none].concat());
    check_rows("a community", MANY, (2, "2026"), &[cold[0], cold[1], warm[0], none[0]]);
    check_rows("another period", MANY, (3, "2025"), &["17: 1/1 0 0 1/1 0 0: 30", "16: 0/0 0 0 n/a 0 0:"]);
    check_rows("nothing", "", (0, "2026"), &[]);
    let joined = format!("{MANY}\nsanyou.same 90 one=#12 other=#11");
    check_rows("two partners that are one", &joined, (2, "2026"), &[cold[0], "11: 1/3 1 0 2/4 0 0: 21 23", none[0]]);
}

/// `docs/indicators.md` works this one out.
#[test]
fn the_example_of_the_page_is_right() {
    let asked = |state: &str| {
        let rows = "
            unit 2 level=community
            standard 80 unit=#2 key=notice_days value=7 from=2020-01-01
            partner 11 unit=#2 name=小学
            partner 12 unit=#2 name=超市
            partner 13 unit=#2 name=医院
            partner 14 unit=#2 name=派出所
            pledge 21 partner=#11 initiator=community date=2026-02-01 state=pledged
            pledge 22 partner=#11 initiator=community date=2026-02-02 state=refused
            pledge 23 partner=#11 initiator=partner date=2026-05-01
            pledge 24 partner=#12 initiator=community date=2026-04-01 state=refused
            pledge 25 partner=#13 initiator=community date=2026-11-20 state=ASKED
            pledge 26 partner=#14 initiator=community date=2026-03-01 state=asked
            pledge 27 partner=#14 initiator=community date=2026-04-01 state=refused";
        replica(&rows.replace("ASKED", state))
    };
    let index = indicator(NAME).expect("it is declared");
    for (day, state, expected) in [
        ("2026-11-22", "asked", "2/6 0 0:"),
        ("2026-11-27", "asked", "2/6 0 0:"),
        ("2026-11-28", "asked", "2/7 0 0:"),
        ("2026-12-31", "pledged", "3/7 0 0:"),
    ] {
        let (replica, day) = (asked(state), parse_date(day).expect("a day"));
        let figure = Figures::read(&replica, day).figure(&replica, Some(id(2)), Span::year(2026), index);
        assert_eq!(super::super::figure(&figure), expected, "{day}");
    }
    let by_partner =
        hot_cold::by_partner(&mut Figures::read(&asked("asked"), today()), &asked("asked"), None, Span::year(2026));
    let shown = by_partner.iter().map(|row| (row.partner.counter, index.value(&row.index())));
    assert_eq!(shown.collect::<Vec<_>>(), [(14, Some(0)), (12, Some(0)), (11, Some(6_667)), (13, None)]);
}

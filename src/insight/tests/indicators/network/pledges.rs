use super::check;

const BOTH: &str = "confirmed=2026-05-17 partner_confirmed=2026-05-20";

/// Checks the delivered share of the pledges of one partner; `BOTH` stands for both confirmations.
fn check_delivered(what: &str, rows: &str, expected: &[(&str, &str)]) {
    check(what, &format!("unit 2 level=community\npartner 11 unit=#2\n{}", rows.replace("BOTH", BOTH)), 2, expected);
}

#[test]
fn each_pledge_has_a_share_of_its_own() {
    let name = "network.pledges_delivered";
    check_delivered(
        "half, a third, nothing, more than all",
        "pledge 21 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-12-31
         delivery 41 pledge=#21 quantity=2 BOTH
         pledge 22 partner=#11 state=pledged date=2026-03-01 quantity=3
         delivery 42 pledge=#22 quantity=1 BOTH
         pledge 23 partner=#11 state=pledged date=2026-03-01 quantity=5 due=2026-11-21
         pledge 24 partner=#11 state=delivered date=2026-03-01 quantity=2
         delivery 43 pledge=#24 quantity=2 BOTH
         delivery 44 pledge=#24 quantity=1 BOTH",
        &[
            (name, "183/400 0 0: 21 22 24"),
            ("network.pledges_delivered@2026-m5", "183/300 0 0: 21 22 24"),
            ("network.pledges_delivered@2026-q1", "n/a 2 0:"),
            ("network.pledges_delivered@2025", "n/a 0 0:"),
        ],
    );
    check_delivered(
        "not due, on its day, without a day",
        "pledge 21 partner=#11 state=pledged date=2026-03-01 quantity=5 due=2026-11-22
         pledge 22 partner=#11 state=pledged date=2026-03-01 quantity=5 due=2026-11-23
         pledge 23 partner=#11 state=pledged date=2026-03-01 quantity=5
         pledge 24 partner=#11 state=pledged date=2026-11-23 quantity=5 due=2026-11-01",
        &[(name, "n/a 1 0:")],
    );
    check_delivered(
        "nobody promised",
        "pledge 21 partner=#11 state=asked date=2026-03-01 quantity=5 due=2026-05-01
         pledge 22 partner=#11 state=refused date=2026-03-01 quantity=5 due=2026-05-01
         pledge 23 partner=#11 state=withdrawn date=2026-03-01 quantity=5 due=2026-05-01
         pledge 24 partner=#11 date=2026-03-01 quantity=5 due=2026-05-01
         pledge 25 partner=#11 state=promised date=2026-03-01 quantity=5 due=2026-05-01
         pledge 26 partner=#11 initiator=partner date=2026-03-01 quantity=5 due=2026-05-01
         pledge 27 partner=#11 initiator=? date=2026-03-01 quantity=5 due=2026-05-01
         pledge 28 partner=#11 state=pledged quantity=5 due=2026-05-01",
        &[(name, "0/100 2 1:")],
    );
}

#[test]
fn a_delivery_counts_when_both_sides_confirmed_it() {
    let name = "network.pledges_delivered";
    check_delivered(
        "one side only, a day ahead, withheld",
        "pledge 21 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 41 pledge=#21 quantity=4 confirmed=2026-05-17
         delivery 42 pledge=#21 quantity=4 partner_confirmed=2026-05-17
         delivery 43 pledge=#21 quantity=4 confirmed=2026-05-17 partner_confirmed=2026-11-23
         pledge 22 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 44 pledge=#22 quantity=4 confirmed=2026-05-17 partner_confirmed=?
         pledge 23 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 45 pledge=#23 quantity=? BOTH
         pledge 24 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 46 pledge=#24 quantity=? BOTH
         delivery 47 pledge=#24 quantity=4 BOTH
         pledge 25 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 48 pledge=#25 BOTH
         pledge 26 partner=#11 state=pledged date=2026-03-01 quantity=4 due=2026-05-01
         delivery 49 pledge=#26 quantity=2 BOTH deleted=true",
        &[(name, "100/300 1 2: 24")],
    );
    check_delivered(
        "no quantity, none that can be read, one of zero",
        "pledge 21 partner=#11 state=delivered date=2026-03-01
         delivery 41 pledge=#21 quantity=1 BOTH
         pledge 22 partner=#11 state=delivered date=2026-03-01
         pledge 23 partner=#11 state=pledged date=2026-03-01
         delivery 43 pledge=#23 quantity=1 BOTH
         pledge 24 partner=#11 state=pledged date=2026-03-01 quantity=many
         pledge 25 partner=#11 state=pledged date=2026-03-01 quantity=?
         pledge 26 partner=#11 state=pledged date=2026-03-01 quantity=0 due=2026-05-01",
        &[(name, "100/100 4 1: 21")],
    );
    let lost = "
        delivery 41 pledge=#98 quantity=1 confirmed=2026-05-17 partner_confirmed=2026-05-20
        pledge 22 partner=#97 state=pledged date=2026-03-01 quantity=2 due=2026-05-01
        delivery 42 pledge=#22 quantity=1 confirmed=2026-05-17 partner_confirmed=2026-05-20";
    check("what names nothing that is here", lost, 0, &[(name, "n/a 2 0:")]);
}

#[test]
fn pledged_funds_are_fen_by_fen() {
    let name = "network.funds_delivered";
    let funds = "partner=#11 state=pledged date=2026-03-01 resource=funds";
    let rows = |rows: &str| rows.replace("FUNDS", funds);
    check_delivered(
        "part, too much, overdue, not due",
        &rows(
            "pledge 21 FUNDS value=10000
             delivery 41 pledge=#21 value=2500 BOTH
             pledge 22 FUNDS value=300
             delivery 42 pledge=#22 value=500 BOTH
             pledge 23 FUNDS value=700 due=2026-11-21
             pledge 24 FUNDS value=900 due=2026-11-22
             pledge 25 partner=#11 state=pledged date=2026-03-01 resource=venue value=100
             delivery 45 pledge=#25 value=100 BOTH",
        ),
        &[(name, "2800/11000 0 0: 21 22"), ("network.funds_delivered@2026-m5", "2800/10300 0 0: 21 22")],
    );
    check_delivered(
        "lacking and withheld",
        &rows(
            "pledge 21 FUNDS due=2026-05-01
             pledge 22 FUNDS value=? due=2026-05-01
             pledge 23 FUNDS value=100
             delivery 43 pledge=#23 quantity=1 BOTH
             pledge 24 FUNDS value=100
             delivery 44 pledge=#24 value=? BOTH
             pledge 25 partner=#11 state=pledged date=2026-03-01 resource=land value=100
             pledge 26 partner=#11 state=pledged date=2026-03-01 resource=? value=100
             pledge 27 FUNDS value=0 due=2026-05-01
             pledge 28 FUNDS value=100",
        ),
        &[(name, "n/a 5 3:")],
    );
    check_delivered(
        "venues only",
        "pledge 25 partner=#11 state=pledged date=2026-03-01 resource=venue",
        &[(name, "n/a 0 0:")],
    );
    check_delivered(
        "one side only, overdue",
        &rows("pledge 21 FUNDS value=100 due=2026-05-01\ndelivery 41 pledge=#21 value=100 confirmed=2026-05-02"),
        &[(name, "0/100 0 0:"), ("network.funds_delivered@2026-m4", "n/a 0 0:")],
    );
}

const KINDS: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    partner 10 unit=#1
    partner 11 unit=#2
    partner 12 unit=#3
    pledge 20 partner=#10 initiator=partner resource=policy date=2026-03-01 state=pledged
    pledge 21 partner=#11 initiator=partner resource=venue date=2026-03-01 state=pledged
    pledge 22 partner=#11 initiator=community resource=venue date=2026-05-01 state=delivered
    pledge 23 partner=#11 initiator=community resource=funds date=2026-05-01 state=pledged
    pledge 24 partner=#11 initiator=community resource=talent date=2026-05-01 state=refused
    pledge 25 partner=#11 initiator=community resource=policy date=2026-05-01 state=withdrawn
    pledge 26 partner=#11 initiator=community resource=land date=2026-06-01 state=pledged
    pledge 27 partner=#11 initiator=community resource=? date=2026-06-01 state=pledged
    pledge 28 partner=#11 initiator=partner resource=education date=2025-06-01 state=pledged
    pledge 29 partner=#12 initiator=partner resource=venue date=2026-03-01 state=pledged
    pledge 30 partner=#11 initiator=? resource=education date=2026-07-01 state=pledged";

#[test]
fn a_kind_of_resource_counts_once_in_a_community() {
    let name = "network.resources";
    check(
        "a community",
        KINDS,
        2,
        &[
            (name, "2/1 1 2: 21 23"),
            ("network.resources@2026-q2", "2/1 1 1: 22 23"),
            ("network.resources@2026-q1", "1/1 0 0: 21"),
            ("network.resources@2025", "1/1 0 0: 28"),
            ("network.resources@2024", "0/1 0 0:"),
        ],
    );
    check("the street: venues of two communities are two", KINDS, 1, &[(name, "3/2 1 2: 21 23 29")]);
}

#[test]
fn own_offers_are_a_share_of_all_that_was_asked_and_offered() {
    let name = "network.own_offers";
    check("a community", KINDS, 2, &[(name, "1/6 0 1: 21"), ("network.own_offers@2025", "1/1 0 0: 28")]);
    check("the street and its own partner", KINDS, 1, &[(name, "3/8 0 1: 20 21 29")]);
    check("nothing in the year", KINDS, 3, &[("network.own_offers@2025", "n/a 0 0:")]);
    let asked = "
        unit 2 level=community
        standard 80 unit=#2 key=notice_days value=7 from=2020-01-01
        partner 11 unit=#2
        pledge 21 partner=#11 initiator=community date=2026-11-22 state=asked
        pledge 22 partner=#11 initiator=bystander date=2026-11-22 state=pledged";
    check("a request that is still open is no offer", asked, 2, &[(name, "0/1 1 0:")]);
    check("withheld", "partner 1\npledge 2 partner=#1 date=2026-01-01 initiator=?", 0, &[(name, "n/a 0 1:")]);
}

#[test]
fn a_need_is_matched_by_the_pledge_that_it_names() {
    let rows = "
        unit 2 level=community
        unit 3 level=community
        partner 12 unit=#3
        pledge 22 partner=#12
        need 31 unit=#2 raised=2026-03-01 pledge=#22
        need 32 unit=#2 raised=2026-04-01
        need 33 unit=#2 raised=2026-04-02 pledge=#98
        need 34 unit=#2 raised=2026-04-03 pledge=?
        need 35 unit=#2 pledge=#22
        need 36 unit=#2 raised=2026-11-23 pledge=#22
        need 37 unit=#2 raised=2025-04-01 pledge=#22
        need 38 unit=#2 raised=? pledge=#22
        need 39 unit=#7 raised=2026-04-01";
    let name = "network.needs_matched";
    check(
        "a community",
        rows,
        2,
        &[
            (name, "1/2 2 2: 31"),
            ("network.needs_matched@2025", "1/1 1 1: 37"),
            ("network.needs_matched@2026-q1", "1/1 1 1: 31"),
            ("network.needs_matched@2026-q2", "0/1 2 2:"),
        ],
    );
    check("none", rows, 3, &[(name, "n/a 0 0:")]);
    check("a unit that is not here", rows, 0, &[(name, "1/3 2 2: 31")]);
}

use super::check;

/// Partners 11, 12 and 15 of the first community are in being today.
const PARTNERS: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    partner 11 unit=#2
    partner 12 unit=#2 since=2026-11-22
    partner 13 unit=#2 since=2026-11-23
    partner 14 unit=#2 left=2026-11-22
    partner 15 unit=#2 left=2026-11-23
    partner 16 unit=#2 left=?
    partner 17 unit=#2 left=soon
    partner 18 unit=#2 deleted=true
    partner 19 unit=#3
    partner 20 unit=#99";

#[test]
fn an_agreement_holds_within_its_term() {
    let rows = format!(
        "{PARTNERS}
        agreement 31 partner=#11 term=2025-01-01/2026-12-31
        agreement 32 partner=#12 term=2024-01-01/2026-11-21
        agreement 33 partner=#15
        agreement 34 partner=#19 term=?
        agreement 35 partner=#11
        agreement 36 partner=#77 term=2026-01-01/..
        agreement 37 partner=#12 signed=2026-12-01 term=2026-01-01/.."
    );
    let name = "network.agreements";
    check(
        "one without a term is lacking",
        &rows,
        2,
        &[(name, "1/2 2 1: 11"), ("network.agreements@2025", "1/2 2 1: 11")],
    );
    check("before any term", &rows, 2, &[("network.agreements@2024", "0/1 3 1:")]);
    check("a term that was withheld", &rows, 3, &[(name, "n/a 0 1:")]);
    check("the street", &rows, 1, &[(name, "1/2 2 2: 11")]);
    check("with units and partners that are not here", &rows, 0, &[(name, "1/3 3 2: 11")]);
    let joined = "
        unit 2 level=community
        partner 11 unit=#2
        partner 12 unit=#2
        agreement 31 partner=#12 term=2026-01-01/..
        sanyou.same 90 one=#12 other=#11";
    check("two partners that are one", joined, 2, &[(name, "1/1 0 0: 11")]);
    let moved = "
        unit 2 level=community valid=../2026-03-31
        unit 3 level=community valid=2026-04-01/..
        partner 11 unit=#2 unit@2026-04-01=#3
        agreement 31 partner=#11 term=2026-01-01/..";
    check("a community that was split", moved, 2, &[("network.agreements@2026-q1", "1/1 0 0: 11"), (name, "n/a 0 0:")]);
    check("its successor", moved, 3, &[("network.agreements@2026-q1", "n/a 0 0:"), (name, "1/1 0 0: 11")]);
}

#[test]
fn a_partner_without_an_officer_in_office_is_vacant() {
    let rows = format!(
        "{PARTNERS}
        liaison 41 partner=#11 since=2025-04-01
        liaison 42 partner=#12 until=2026-11-21
        liaison 43 partner=#15 until=2026-11-22
        liaison 44 partner=#19 until=?
        liaison 46 partner=#77"
    );
    let name = "network.liaison_vacancy";
    check("the last day is one in office", &rows, 2, &[(name, "1/3 1 1: 12")]);
    check(
        "before",
        &rows,
        2,
        &[("network.liaison_vacancy@2025", "1/3 1 1: 14"), ("network.liaison_vacancy@2025-q1", "2/3 1 1: 11 14")],
    );
    check("withheld", &rows, 3, &[(name, "n/a 0 1:")]);
    check("an officer of a partner that is not here", &rows, 0, &[(name, "2/4 2 2: 12 20")]);
    let two = "partner 11\nliaison 41 partner=#11 until=?\nliaison 42 partner=#11\nliaison 43 partner=#11 until=later";
    check("one in office is enough", two, 0, &[(name, "0/1 0 0:")]);
    let unread = "partner 11\nliaison 43 partner=#11 until=later\nliaison 44 partner=#11 deleted=true";
    check("a last day that cannot be read", unread, 0, &[(name, "n/a 1 0:")]);
}

#[test]
fn evaluations_of_any_unit_count_where_the_partner_resides() {
    let rows = format!(
        "{PARTNERS}
        evaluation 51 partner=#11 unit=#1 year=2026 state=graded
        evaluation 52 partner=#12 unit=#2 year=2026 state=draft
        evaluation 53 partner=#15 unit=#2 year=2026 state=closed date=2026-11-23
        evaluation 54 partner=#15 unit=#2 year=2025 state=closed date=2025-12-20
        evaluation 55 partner=#19 unit=#3 year=2026 state=?
        evaluation 56 partner=#77 unit=#2 year=2026 state=graded"
    );
    let name = "network.evaluated";
    check("by a street", &rows, 2, &[(name, "1/3 2 1: 11"), ("network.evaluated@2025", "1/3 1 1: 15")]);
    check("up to the last day of a quarter", &rows, 2, &[("network.evaluated@2026-q1", "1/3 2 1: 11")]);
    check("withheld", &rows, 3, &[(name, "n/a 0 1:")]);
    check("the street", &rows, 1, &[(name, "1/3 2 2: 11")]);
    let states = "
        partner 11\npartner 12\npartner 13\npartner 14\npartner 15\npartner 16
        evaluation 51 partner=#11 year=2026 state=archived
        evaluation 52 partner=#12 year=2026 state=reopened
        evaluation 53 partner=#13 year=? state=graded
        evaluation 54 partner=#14 state=graded
        evaluation 55 partner=#15 year=2026
        evaluation 56 partner=#16 year=2026 state=draft
        evaluation 57 partner=#16 year=2026 state=closed
        evaluation 58 partner=#16 year=2026 state=graded";
    check("states and years", states, 0, &[(name, "1/3 2 1: 16")]);
}

#[test]
fn a_partner_is_chosen_once_a_year() {
    let rows = format!(
        "{PARTNERS}
        selection 61 unit=#1 partner=#11 year=2026 state=chosen
        selection 62 unit=#2 partner=#11 year=2026 state=chosen
        selection 63 unit=#2 partner=#12 year=2026 state=shown
        selection 64 unit=#2 partner=#15 year=2025 state=chosen
        selection 65 unit=#3 partner=#19 year=2026 state=?
        selection 66 unit=#2 org=#71 year=2026 state=chosen
        selection 67 unit=#2 partner=#77 year=2026 state=chosen"
    );
    let name = "network.selected";
    check("two awards", &rows, 2, &[(name, "1/3 2 1: 11"), ("network.selected@2025", "1/3 1 1: 15")]);
    check("withheld", &rows, 3, &[(name, "n/a 0 1:")]);
    check("the street", &rows, 1, &[(name, "1/3 2 2: 11")]);
    let states = "
        partner 11\npartner 12\npartner 13
        selection 61 partner=#11 year=2026 state=voted
        selection 62 partner=#12 year=2026
        selection 63 partner=#13 year=2026 state=chosen decided=2026-11-23";
    check("not yet, not at all, and unknown", states, 0, &[(name, "0/2 1 0:"), ("network.selected@2025", "0/3 0 0:")]);
}

#[test]
fn a_comment_is_answered_by_a_reply() {
    let rows = "
        unit 2 level=community
        partner 11 unit=#2
        evaluation 51 partner=#11 unit=#2 year=2026
        comment 61 evaluation=#51 date=2026-03-01 reply=谢谢
        comment 62 evaluation=#51 date=2026-05-01
        comment 63 evaluation=#51 date=2025-12-31 reply=已改进 replied=2026-01-05
        comment 64 evaluation=#51 date=2026-06-01 reply=?
        comment 65 evaluation=#51 reply=已阅
        comment 66 evaluation=#51 date=2026-11-23 reply=已阅
        comment 67 evaluation=#98 date=2026-04-01 reply=已阅
        comment 68 evaluation=#51 date=2026-07-01 reply=-
        comment 69 evaluation=#51 date=2026-08-01 deleted=true";
    check(
        "by the year of the comment",
        rows,
        2,
        &[
            ("network.comments_answered", "1/3 1 1: 61"),
            ("network.comments_answered@2025", "1/1 1 0: 63"),
            ("network.comments_answered@2024", "n/a 1 0:"),
            ("network.comments_answered@2026-q1", "1/1 1 0: 61"),
            ("network.comments_answered@2026-q2", "1/2 1 1: 61"),
        ],
    );
    check("an evaluation that is not here", rows, 0, &[("network.comments_answered", "1/3 2 1: 61")]);
}

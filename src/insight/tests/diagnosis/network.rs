use super::check;

#[test]
fn no_agreement() {
    let rows = "
        unit 1 level=community
        partner 10 unit=#1
        partner 11 unit=#1
        agreement 12 partner=#10 term=2024-01-01/2026-11-21
        agreement 13 partner=#11 signed=2026-11-23 term=2026-01-01/..
        unit 2 level=community
        partner 20 unit=#2
        partner 21 unit=#2
        partner 22 unit=#2
        partner 23 unit=#2
        agreement 24 partner=#20 term=2026-11-22/2026-11-22
        agreement 25 partner=#21 signed=2026-01-01
        agreement 26 partner=#22 term=?
        unit 3 level=community
        partner 30 unit=#3
        agreement 31 partner=#30 term=2026-01-01/..
        agreement 32 partner=#30
        unit 4 level=community
        partner 40 unit=#4 left=2026-11-22
        partner 41 unit=#4 since=2026-11-23
        unit 5 level=community
        partner 50 unit=#5
        agreement 51 partner=#50";
    let expected = ["1 serious (2, 2): 10 11", "2 notice (2, 1): 23; lacking 21; withheld 22"];
    check("network.no_agreement", rows, &expected);
}

#[test]
fn no_liaison() {
    let rows = "
        unit 1 level=community
        partner 10 unit=#1
        liaison 11 partner=#10 until=2026-11-21
        liaison 12 partner=#10 since=2026-11-23
        unit 2 level=community
        partner 20 unit=#2
        partner 21 unit=#2
        partner 22 unit=#2
        partner 23 unit=#2
        liaison 24 partner=#20 until=2026-11-22
        liaison 25 partner=#21 until=soon
        liaison 26 partner=#22 until=?
        unit 3 level=community
        partner 30 unit=#3
        liaison 31 partner=#30
        unit 4 level=community
        partner 40 unit=#4
        liaison 41 partner=#40 until=?";
    let expected = ["1 serious (1, 1): 10", "2 notice (2, 1): 23; lacking 21; withheld 22"];
    check("network.no_liaison", rows, &expected);
}

#[test]
fn few_meetings() {
    // Four a year come to three by the end of October.
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=joint_meetings value=4 from=2020-01-01
        unit 1 level=community parent=#9
        meeting 10 unit=#1 kind_of_meeting=joint date=2026-03-01 state=called
        meeting 11 unit=#1 kind_of_meeting=committee date=2026-03-01 state=held
        meeting 12 unit=#1 kind_of_meeting=joint date=2025-03-01 state=held
        unit 2 level=community parent=#9
        meeting 20 unit=#2 kind_of_meeting=joint date=2026-03-01 state=minuted
        meeting 21 unit=#2 kind_of_meeting=joint date=2026-06-01 state=postponed
        meeting 22 unit=#2 kind_of_meeting=joint date=2026-06-01
        unit 3 level=community parent=#9
        meeting 30 unit=#3 kind_of_meeting=joint date=2026-03-01 state=held
        meeting 31 unit=#3 kind_of_meeting=joint date=2026-06-01 state=held
        meeting 32 unit=#3 kind_of_meeting=joint date=2026-11-22 state=held
        unit 4 level=community parent=#9
        meeting 40 unit=#4 kind_of_meeting=joint date=2026-03-01 state=held
        meeting 41 unit=#4 kind_of_meeting=joint date=2026-06-01 state=?
        meeting 42 unit=#4 kind_of_meeting=joint date=2026-09-01 state=postponed
        unit 5 level=community";
    check("network.few_meetings", rows, &["1 grave (0, 3): 1", "2 serious (1, 3): 20; lacking 21"]);
    check("network.few_meetings@2026-q1", rows, &["1 grave (0, 1): 1"]);
}

#[test]
fn actions_overdue() {
    let rows = "
        unit 1 level=community
        action 10 unit=#1 due=2026-11-21
        action 11 unit=#1 due=2026-10-01 state=blocked carried=1
        action 12 unit=#1 due=soon
        action 13 unit=#1 due=2026-01-01 state=waiting
        action 14 unit=#1 due=?
        unit 2 level=community
        action 20 unit=#2 due=2026-11-21 state=doing
        action 21 unit=#2 due=2027-01-01 carried=2
        unit 3 level=community
        action 30 unit=#3 due=2026-11-22
        action 31 unit=#3 due=2026-01-01 state=done
        action 32 unit=#3 due=2026-01-01 state=dropped
        unit 4 level=community
        action 40 unit=#4 due=2026-01-01 state=?";
    let expected = ["1 grave (2, 2026-10-01): 10 11; lacking 12 13; withheld 14", "2 serious (1, 2026-11-21): 20"];
    check("network.actions_overdue", rows, &expected);
}

#[test]
fn pledges_overdue() {
    let rows = "
        unit 1 level=community
        partner 10 unit=#1
        pledge 11 partner=#10 state=pledged due=2026-11-21
        pledge 12 partner=#10 initiator=partner due=2026-01-01
        pledge 13 partner=#10 initiator=community due=2026-01-01
        pledge 14 partner=#10 state=pledged due=soon
        pledge 15 partner=#10 state=? due=2026-01-01
        pledge 16 partner=#10 state=pledged
        pledge 17 partner=#10 initiator=? due=2026-01-01
        unit 2 level=community
        partner 20 unit=#2
        pledge 21 partner=#20 state=pledged due=2026-11-22
        pledge 22 partner=#20 state=delivered due=2026-01-01
        unit 3 level=community
        partner 30 unit=#3
        pledge 31 partner=#30 state=pledged due=?";
    check("network.pledges_overdue", rows, &["1 serious (2, 2026-01-01): 11 12; lacking 14; withheld 15 17"]);
}

#[test]
fn one_hot_one_cold() {
    let rows = "
        unit 9 level=city
        standard 90 unit=#9 key=notice_days value=7 from=2020-01-01
        unit 1 level=community parent=#9
        partner 10 unit=#1
        pledge 11 partner=#10 initiator=community date=2026-02-01
        pledge 12 partner=#10 initiator=community date=2026-03-01 state=refused
        pledge 13 partner=#10 initiator=community date=2026-03-01 state=withdrawn
        partner 14 unit=#1
        pledge 15 partner=#14 date=2026-02-01
        partner 16 unit=#1
        pledge 17 partner=#16 initiator=? date=2026-02-01
        unit 2 level=community parent=#9
        partner 20 unit=#2
        pledge 21 partner=#20 initiator=community date=2026-02-01
        partner 22 unit=#2
        pledge 23 partner=#22 initiator=community date=2026-02-01 state=pledged
        unit 3 level=community parent=#9
        partner 30 unit=#3
        pledge 31 partner=#30 initiator=community date=2026-02-01
        pledge 32 partner=#30 initiator=partner date=2026-02-01
        unit 4 level=community parent=#9
        partner 40 unit=#4
        pledge 41 partner=#40 initiator=community date=2026-11-15
        pledge 42 partner=#40 initiator=community date=2025-02-01
        unit 5 level=community parent=#9
        partner 50 unit=#5
        pledge 51 partner=#50 initiator=community date=2026-11-14
        unit 6 level=community
        partner 60 unit=#6
        pledge 61 partner=#60 initiator=community date=2026-11-21
        unit 7 level=community
        partner 70 unit=#7
        pledge 71 partner=#70 initiator=community date=2026-02-01
        pledge 72 partner=#70 initiator=community date=2026-02-01 state=?";
    let expected = [
        "1 serious (1, 2): 11 12; lacking 15; withheld 17",
        "5 serious (1, 1): 51",
        "6 serious (1, 1): 61",
        "2 notice (1, 1): 21",
    ];
    check("network.one_hot_one_cold", rows, &expected);
}

#[test]
fn unevaluated() {
    let rows = "
        unit 1 level=community
        partner 10 unit=#1
        evaluation 11 partner=#10 unit=#1 year=2026
        evaluation 12 partner=#10 unit=#1 year=2024 state=closed
        unit 2 level=community
        partner 20 unit=#2
        partner 21 unit=#2
        partner 22 unit=#2
        partner 23 unit=#2
        evaluation 24 partner=#20 unit=#9 year=2025 state=graded
        evaluation 25 partner=#21 unit=#2 year=2026 state=pending
        evaluation 26 partner=#22 unit=#2 year=? state=closed
        unit 3 level=community
        partner 30 unit=#3
        evaluation 31 partner=#30 unit=#3 year=2026 state=closed
        unit 4 level=community
        partner 40 unit=#4
        evaluation 41 partner=#40 unit=#4 state=closed
        unit 9 level=street";
    let expected = ["1 serious (1, 1): 10", "2 notice (2, 1): 23; lacking 21; withheld 22"];
    check("network.unevaluated", rows, &expected);
}

#[test]
fn comments_unanswered() {
    let rows = "
        unit 1 level=community
        evaluation 10 unit=#1
        comment 11 evaluation=#10 date=2026-09-30
        comment 12 evaluation=#10 date=2026-11-01
        comment 13 evaluation=#10 date=2026-01-01 reply=?
        comment 14 evaluation=#10 date=2026-01-01 reply=7
        unit 2 level=community
        evaluation 20 unit=#2
        comment 21 evaluation=#20 date=2026-10-01
        unit 3 level=community
        evaluation 30 unit=#3
        comment 31 evaluation=#30 date=2026-10-01 reply=seen
        comment 32 evaluation=#30 date=2026-11-23
        comment 33 evaluation=#30
        unit 4 level=community
        evaluation 40 unit=#4
        comment 41 evaluation=#40 date=2026-10-01 reply=?";
    let expected = ["1 serious (2, 2026-09-30): 11 12; lacking 14; withheld 13", "2 notice (1, 2026-10-01): 21"];
    check("network.comments_unanswered", rows, &expected);
}

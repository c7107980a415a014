use super::check;

#[test]
fn gap() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2026 need=100000
        fund_line 11 unit=#1 year=2026 need=300000
        fund_line 12 unit=#1 year=2026
        fund_line 13 unit=#1 year=2026 need=?
        fund_line 14 unit=#1 year=2025 need=900000
        fund_entry 15 line=#11 date=2026-02-01 direction=spending amount=500000
        unit 2 level=community
        fund_line 20 unit=#2 year=2026 need=100000
        fund_entry 21 line=#20 date=2026-07-01 direction=receipt amount=40000
        fund_entry 22 line=#20 date=2026-11-23 direction=receipt amount=60000
        fund_entry 23 line=#20 direction=receipt
        fund_entry 24 line=#20 direction=receipt amount=?
        fund_entry 25 line=#20 direction=sideways amount=1
        unit 3 level=community
        fund_line 30 unit=#3 year=2026 need=100000
        fund_entry 31 line=#30 direction=receipt amount=100000
        unit 4 level=community
        fund_line 40 unit=#4 year=2026
        unit 5 level=community
        fund_line 50 unit=#5 year=2026 need=100000
        fund_line 51 unit=#5 year=2026 need=100000
        fund_entry 52 line=#51 date=2026-01-01 direction=receipt amount=250000";
    let expected = [
        "1 grave (4,000, 0, 4,000): 10 11; lacking 12; withheld 13",
        "2 serious (1,000, 400, 600): 20; lacking 23 25; withheld 24",
    ];
    check("money.gap", rows, &expected);
    let before = [
        "1 notice (4,000, 0, 4,000): 10 11; lacking 12; withheld 13",
        "2 notice (1,000, 0, 1,000): 20; lacking 23 25; withheld 24",
    ];
    check("money.gap@2026-h1", rows, &before);
}

#[test]
fn no_plan() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2025 plan=100000
        unit 2 level=community
        fund_line 20 unit=#2 year=2026
        unit 3 level=community
        fund_line 30 unit=#3 year=2026
        fund_line 31 unit=#3 year=2026 plan=0
        unit 4 level=community
        fund_line 40 unit=#4 year=2026 plan=?
        unit 5 level=street";
    check("money.no_plan", rows, &["1 serious (0): 1", "2 notice (1): 20; lacking 20"]);
}

#[test]
fn nothing_received() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2026 plan=100000
        fund_line 11 unit=#1 year=2026
        fund_line 12 unit=#1 year=2026 plan=?
        fund_entry 13 line=#10 direction=spending amount=10
        fund_entry 14 line=#10 direction=receipt amount=0
        unit 2 level=community
        fund_line 20 unit=#2 year=2026 plan=100000
        fund_entry 21 line=#20 direction=receipt amount=1
        unit 3 level=community
        fund_line 30 unit=#3 year=2026 plan=100000
        fund_entry 31 line=#30 direction=receipt amount=?
        unit 4 level=community
        fund_line 40 unit=#4 year=2026 plan=100000
        fund_entry 41 line=#40 amount=5
        unit 5 level=community
        fund_line 50 unit=#5 year=2026 plan=0";
    check("money.nothing_received", rows, &["1 grave (1,000): 10; lacking 11; withheld 12"]);
    check("money.nothing_received@2026-h1", rows, &[]);
}

#[test]
fn tasks_unfunded() {
    let rows = "
        unit 1 level=community
        delegated_task 10 unit=#1 date=2026-01-01 cost=5000 due=2026-11-21
        delegated_task 11 unit=#1 date=2026-01-01 state=doing
        delegated_task 12 unit=#1 date=2026-01-01 state=on_hold
        delegated_task 13 unit=#1 date=2026-01-01 line=?
        delegated_task 14 unit=#1 date=2026-01-01 state=?
        unit 2 level=community
        delegated_task 20 unit=#2 date=2026-01-01 due=2026-11-22
        delegated_task 21 unit=#2 date=2026-01-01 line=#30
        delegated_task 22 unit=#2 date=2026-01-01 state=returned
        delegated_task 23 unit=#2 date=2026-11-23
        unit 3 level=community
        fund_line 30 unit=#3 year=2026
        delegated_task 31 unit=#3 date=2026-01-01 line=#30
        delegated_task 32 unit=#3 date=2026-01-01 state=done
        unit 4 level=community
        delegated_task 40 unit=#4 date=2026-01-01 state=on_hold";
    let expected =
        ["1 grave (2, 50): 10 11; lacking 11 12; withheld 13 14", "2 serious (1, not stated): 20; lacking 20"];
    check("money.tasks_unfunded", rows, &expected);
}

#[test]
fn one_source() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2026 source=municipal
        fund_line 11 unit=#1 year=2026 source=dues
        fund_entry 12 line=#10 direction=receipt amount=100
        fund_entry 13 line=#10 direction=receipt amount=100
        unit 2 level=community
        fund_line 20 unit=#2 year=2026 source=municipal
        fund_line 21 unit=#2 year=2026 source=district
        fund_entry 22 line=#20 direction=receipt amount=100
        fund_entry 23 line=#21 direction=receipt amount=100
        unit 3 level=community
        fund_line 30 unit=#3 year=2026 source=own_income
        fund_entry 31 line=#30 direction=receipt amount=100
        unit 4 level=community
        fund_line 40 unit=#4 year=2026 source=municipal
        fund_line 41 unit=#4 year=2026
        fund_entry 42 line=#40 direction=receipt amount=100
        fund_entry 43 line=#41 direction=receipt amount=100
        unit 5 level=community
        fund_line 50 unit=#5 year=2026 source=municipal
        fund_entry 51 line=#50 direction=receipt amount=100
        fund_entry 52 line=#50 direction=receipt amount=?
        unit 6 level=community
        fund_line 60 unit=#6 year=2026 source=municipal
        fund_entry 61 line=#60 direction=receipt amount=100
        service_item 62 unit=#6 year=2026 income=1
        unit 7 level=community
        fund_line 70 unit=#7 year=2026 source=municipal";
    check("money.one_source", rows, &["1 notice (Municipal allocation): 12 13"]);
}

#[test]
fn requests_unanswered() {
    let rows = "
        unit 1 level=community
        fund_request 10 unit=#1 state=sent sent=2026-09-30
        fund_request 11 unit=#1 state=sent sent=2026-11-01
        fund_request 12 unit=#1 state=sent
        fund_request 13 unit=#1 state=lost
        fund_request 14 unit=#1 state=?
        unit 2 level=community
        fund_request 20 unit=#2 state=sent sent=2026-10-01
        unit 3 level=community
        fund_request 30 unit=#3
        fund_request 31 unit=#3 state=granted sent=2026-01-01
        fund_request 32 unit=#3 state=sent sent=2026-11-23
        unit 4 level=community
        fund_request 40 unit=#4 state=?";
    let expected = ["1 serious (3, 2026-09-30): 10 11 12; lacking 12 13; withheld 14", "2 notice (1, 2026-10-01): 20"];
    check("money.requests_unanswered", rows, &expected);
}

use super::check;

#[test]
fn blanks_are_not_zero() {
    let blank = [
        ("money.need", "n/a 0 0:"),
        ("money.plan", "n/a 0 0:"),
        ("money.received", "n/a 0 0:"),
        ("money.spent", "n/a 0 0:"),
        ("money.gap", "n/a 0 0:"),
        ("money.received_of_plan", "n/a 0 0:"),
        ("money.spent_of_received", "n/a 0 0:"),
        ("money.self_raised", "n/a 0 0:"),
        ("money.per_household", "n/a 0 0:"),
        ("money.office_per_worker", "n/a 0 0:"),
        ("money.tasks_funded", "n/a 0 0:"),
        ("money.requests_answered", "n/a 0 0:"),
        ("money.service_income", "n/a 0 0:"),
    ];
    check("nothing", "", 0, &blank);
    check("a unit that is not here", "", 9, &blank);
    check("another year", "fund_line 1 year=2025 need=100 plan=80", 0, &blank);
    check(
        "nothing came",
        "fund_line 1 year=2026 need=100 plan=80",
        0,
        &[
            ("money.need", "100/1 0 0: 1"),
            ("money.plan", "80/1 0 0: 1"),
            ("money.received", "n/a 0 0:"),
            ("money.gap", "100/1 0 0: 1"),
            ("money.received_of_plan", "n/a 0 0:"),
        ],
    );
    let unspent = "
        fund_line 1 year=2026 need=100 plan=80
        fund_entry 2 line=#1 direction=receipt amount=60";
    check(
        "nothing spent",
        unspent,
        0,
        &[
            ("money.received", "60/1 0 0: 2"),
            ("money.spent", "n/a 0 0:"),
            ("money.spent_of_received", "n/a 0 0:"),
            ("money.received_of_plan", "60/80 0 0: 2"),
        ],
    );
    let nothing_needed = "
        fund_line 1 year=2026 need=0 plan=0
        fund_entry 2 line=#1 direction=receipt amount=0
        fund_entry 3 line=#1 direction=spending amount=0";
    check(
        "zeros are stated",
        nothing_needed,
        0,
        &[
            ("money.need", "0/1 0 0: 1"),
            ("money.plan", "0/1 0 0: 1"),
            ("money.gap", "0/1 0 0: 1"),
            ("money.received", "0/1 0 0: 2"),
            ("money.spent", "0/1 0 0: 3"),
            ("money.received_of_plan", "n/a 0 0: 2"),
            ("money.spent_of_received", "n/a 0 0: 3"),
        ],
    );
}

#[test]
fn receipts_cover_only_their_own_kind_of_line() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#1 year=2026 need=1000 plan=800
        fund_line 3 unit=#1 year=2026 plan=500
        fund_line 4 unit=#1 year=2026 need=300
        fund_line 5 unit=#1 year=2026 need=? plan=?
        fund_entry 11 line=#2 direction=receipt amount=600
        fund_entry 12 line=#2 direction=receipt amount=100 date=2026-11-22
        fund_entry 13 line=#3 direction=receipt amount=450
        fund_entry 14 line=#4 direction=receipt amount=400
        fund_entry 15 line=#2 direction=spending amount=310
        fund_entry 16 line=#5 direction=receipt amount=?
        fund_entry 17 line=#2 direction=receipt
        fund_entry 18 line=#2 direction=receipt amount=5 date=2026-11-23";
    check(
        "need of 2 and 4, plan of 2 and 3",
        rows,
        1,
        &[
            ("money.need", "1300/1 1 1: 2 4"),
            ("money.plan", "1300/1 1 1: 2 3"),
            ("money.received", "1550/1 1 1: 11 12 13 14"),
            ("money.spent", "310/1 0 0: 15"),
            ("money.gap", "200/1 2 1: 2 4"),
            ("money.received_of_plan", "1150/1300 2 1: 11 12 13"),
            ("money.spent_of_received", "310/1550 1 1: 15"),
        ],
    );
    let no_need = "fund_line 2 year=2026\nfund_entry 3 line=#2 direction=receipt amount=60";
    check("entries but no need", no_need, 0, &[("money.gap", "n/a 1 0:"), ("money.received", "60/1 0 0: 3")]);
    let more = "fund_line 2 year=2026 need=50\nfund_entry 3 line=#2 direction=receipt amount=60";
    check("more than was needed", more, 0, &[("money.gap", "-10/1 0 0: 2")]);
}

/// What no sum can hold lacks once in each figure that it may belong to.
#[test]
fn what_belongs_to_no_year_lacks() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#1 year=2026
        fund_line 3 unit=#1
        fund_line 4 unit=#1 year=?
        fund_line 5 unit=#9 year=2026 need=40 plan=14
        fund_entry 11 line=#2 direction=refund amount=5
        fund_entry 12 line=#2 amount=5
        fund_entry 13 line=#99 direction=receipt amount=5
        fund_entry 14 line=#1 direction=receipt amount=5
        fund_entry 15 direction=receipt amount=5
        fund_entry 16 line=#5 direction=receipt amount=7
        fund_entry 17 line=#3 direction=receipt amount=9
        fund_entry 18 line=#4 direction=spending amount=3
        fund_entry 19 line=? direction=receipt amount=1
        fund_entry 20 line=#2 direction=? amount=1";
    check(
        "the community",
        rows,
        1,
        &[
            ("money.need", "n/a 2 1:"),
            ("money.plan", "n/a 2 1:"),
            ("money.gap", "n/a 2 1:"),
            ("money.received_of_plan", "n/a 2 1:"),
            ("money.received", "n/a 4 1:"),
            ("money.spent", "n/a 2 2:"),
            ("money.spent_of_received", "n/a 4 2:"),
        ],
    );
    check(
        "everything",
        rows,
        0,
        &[
            ("money.need", "40/1 2 1: 5"),
            ("money.plan", "14/1 2 1: 5"),
            ("money.gap", "33/1 2 1: 5"),
            ("money.received", "7/1 6 2: 16"),
            ("money.spent", "n/a 2 2:"),
            ("money.received_of_plan", "7/14 2 1: 16"),
            ("money.spent_of_received", "n/a 6 3:"),
        ],
    );
    check("a unit that is not here", rows, 9, &[("money.received", "7/1 0 0: 16"), ("money.need", "40/1 0 0: 5")]);
}

#[test]
fn an_amount_beyond_the_greatest_is_not_summed() {
    let mut rows = String::new();
    for line in 1..=3 {
        rows.push_str(&format!("fund_line {line} year=2026 need=100000000000000\n"));
    }
    check("the greatest amounts", &rows, 0, &[("money.need", "300000000000000/1 0 0: 1 2 3")]);
    check("more than an amount can be", "fund_line 1 year=2026 need=100000000000001", 0, &[("money.need", "n/a 1 0:")]);
}

#[test]
fn an_entry_belongs_to_the_year_of_its_line_and_counts_from_its_day() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#1 year=2025 need=100 plan=100
        fund_line 3 unit=#1 year=2026 need=50 plan=40
        fund_entry 11 line=#2 direction=receipt amount=60 date=2025-03-01
        fund_entry 12 line=#2 direction=receipt amount=30 date=2026-02-01
        fund_entry 13 line=#2 direction=receipt amount=5
        fund_entry 14 line=#3 direction=receipt amount=20 date=2026-01-10
        fund_entry 15 line=#3 direction=receipt amount=10 date=2026-08-01
        fund_entry 16 line=#3 direction=spending amount=15 date=2026-03-31
        fund_entry 17 line=#3 direction=spending amount=4 date=2025-12-20";
    check(
        "all of it",
        rows,
        0,
        &[
            ("money.received@2025", "95/1 0 0: 11 12 13"),
            ("money.received@2025-h2", "65/1 0 0: 11 13"),
            ("money.gap@2025", "5/1 0 0: 2"),
            ("money.gap@2025-q4", "35/1 0 0: 2"),
            ("money.plan@2025", "100/1 0 0: 2"),
            ("money.received", "30/1 0 0: 14 15"),
            ("money.spent", "19/1 0 0: 16 17"),
            ("money.spent_of_received@2026-q1", "19/20 0 0: 16 17"),
            ("money.spent@2026-m2", "4/1 0 0: 17"),
            ("money.received_of_plan@2026-h1", "20/40 0 0: 14"),
            ("money.need@2024", "n/a 0 0:"),
        ],
    );
    let split = "
        unit 1 level=street
        unit 2 level=community parent=#1 valid=../2026-03-31 households=900
        unit 3 level=community parent=#1 valid=2026-04-01/.. households=400
        unit 4 level=community parent=#1 valid=2026-04-01/.. households=500
        fund_line 5 unit=#2 year=2026
        fund_line 6 unit=#3 year=2026
        fund_entry 15 line=#5 direction=receipt amount=1000 date=2026-02-01
        fund_entry 16 line=#6 direction=receipt amount=800 date=2026-05-01";
    check(
        "a community that was split on 1 April",
        split,
        1,
        &[
            ("money.received@2026-q1", "1000/1 0 0: 15"),
            ("money.received", "1800/1 0 0: 15 16"),
            ("money.per_household@2026-q1", "1000/900 0 0: 15"),
            ("money.per_household", "1800/900 0 0: 15 16"),
        ],
    );
    check(
        "the one that ended",
        split,
        2,
        &[("money.per_household", "n/a 0 0: 15"), ("money.per_household@2026-q1", "1000/900 0 0: 15")],
    );
    let joined = "
        fund_line 1 year=2026 need=10
        fund_line 2 year=2026 need=10
        fund_entry 3 line=#2 direction=receipt amount=4
        sanyou.same 90 one=#2 other=#1";
    check("a line that two devices made", joined, 0, &[("money.need", "10/1 0 0: 1"), ("money.gap", "6/1 0 0: 1")]);
}

#[test]
fn what_a_unit_raises_itself() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#1 year=2026 source=own_income
        fund_line 3 unit=#1 year=2026 source=dues
        fund_line 4 unit=#1 year=2026 source=municipal
        fund_line 5 unit=#1 year=2026
        fund_line 6 unit=#1 year=2026 source=?
        fund_line 7 unit=#1 year=2026 source=lottery
        fund_line 8 unit=#1 year=2026
        fund_line 9 unit=#1 year=2026 source=management_fee
        fund_line 10 unit=#1 year=2026 source=upper_unit
        fund_entry 21 line=#2 direction=receipt amount=10 date=2026-02-01
        fund_entry 22 line=#3 direction=receipt amount=20 date=2026-05-01
        fund_entry 23 line=#4 direction=receipt amount=100 date=2026-03-01
        fund_entry 24 line=#5 direction=receipt amount=1
        fund_entry 25 line=#5 direction=receipt amount=1
        fund_entry 26 line=#6 direction=receipt amount=1
        fund_entry 27 line=#7 direction=receipt amount=1
        fund_entry 28 line=#8 direction=spending amount=1
        fund_entry 29 line=#9 direction=receipt
        fund_entry 30 line=#10 direction=receipt amount=70
        fund_entry 31 line=#2 direction=spending amount=9
        fund_entry 32 line=#99 direction=receipt amount=9
        fund_entry 33 line=#4 direction=receipt amount=?";
    let name = "money.self_raised";
    check(
        "30 of 200",
        rows,
        1,
        &[
            (name, "30/200 3 2: 21 22"),
            ("money.self_raised@2026-q1", "10/180 3 2: 21"),
            ("money.self_raised@2025", "n/a 0 0:"),
        ],
    );
    check("with an entry of no line", rows, 0, &[(name, "30/200 4 2: 21 22")]);
    let none = "fund_line 1 year=2026 source=other\nfund_entry 2 line=#1 direction=receipt amount=8";
    check("nothing of its own", none, 0, &[(name, "0/8 0 0:")]);
    let zero = "fund_line 1 year=2026 source=dues\nfund_entry 2 line=#1 direction=receipt amount=0";
    check("nothing at all", zero, 0, &[(name, "n/a 0 0: 2")]);
}

#[test]
fn receipts_are_shared_by_known_households() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1 households=1000
        unit 3 level=community parent=#1 households=0
        unit 4 level=community parent=#1 households=?
        unit 5 level=community parent=#1
        unit 6 level=community parent=#1 households=500
        fund_line 11 unit=#1 year=2026
        fund_line 12 unit=#2 year=2026
        fund_line 13 unit=#3 year=2026
        fund_line 14 unit=#4 year=2026
        fund_entry 21 line=#11 direction=receipt amount=7
        fund_entry 22 line=#12 direction=receipt amount=500000 date=2026-06-30
        fund_entry 23 line=#13 direction=receipt amount=100
        fund_entry 24 line=#14 direction=receipt amount=100
        fund_entry 25 line=#12 direction=receipt amount=?";
    let name = "money.per_household";
    check(
        "a street",
        rows,
        1,
        &[
            (name, "500000/1500 2 2: 22"),
            ("money.per_household@2026-q1", "n/a 2 2:"),
            ("money.per_household@2026-h1", "500000/1500 2 2: 22"),
            ("money.per_household@2025", "n/a 2 1:"),
        ],
    );
    check("a community", rows, 2, &[(name, "500000/1000 0 1: 22")]);
    check("zero households", rows, 3, &[(name, "n/a 1 0:")]);
    check("withheld households", rows, 4, &[(name, "n/a 0 1:")]);
    check("no receipts", rows, 6, &[(name, "n/a 0 0:")]);
}

#[test]
fn office_expense_is_what_lines_say_it_is() {
    let rows = "
        unit 1 level=community
        worker 2 unit=#1
        worker 3 unit=#1
        worker 4 unit=#1 left=2026-06-30
        worker 5 unit=#1 left=?
        fund_line 11 unit=#1 year=2026 use_of=office
        fund_line 12 unit=#1 year=2026 use_of=activities
        fund_line 13 unit=#1 year=2026
        fund_line 14 unit=#1 year=2026 use_of=?
        fund_line 15 unit=#1 year=2026 use_of=gifts
        fund_line 16 unit=#1 year=2026
        fund_line 17 unit=#1 use_of=office
        fund_line 18 unit=#1 use_of=wages
        fund_entry 21 line=#11 direction=spending amount=60000 date=2026-03-01
        fund_entry 22 line=#11 direction=spending amount=20000 date=2026-10-01
        fund_entry 23 line=#11 direction=receipt amount=999
        fund_entry 24 line=#12 direction=spending amount=50
        fund_entry 25 line=#13 direction=spending amount=50
        fund_entry 26 line=#14 direction=spending amount=50
        fund_entry 27 line=#15 direction=spending amount=50
        fund_entry 28 line=#16 direction=receipt amount=1
        fund_entry 29 line=#17 direction=spending amount=50
        fund_entry 30 line=#18 direction=spending amount=50
        fund_entry 31 line=#11 direction=spending
        fund_entry 32 line=#99 direction=spending amount=1";
    let name = "money.office_per_worker";
    check(
        "a community",
        rows,
        1,
        &[
            (name, "80000/2 4 2: 21 22"),
            ("money.office_per_worker@2026-q1", "60000/3 4 2: 21"),
            ("money.office_per_worker@2025", "n/a 1 1:"),
        ],
    );
    check("with an entry of no line", rows, 0, &[(name, "80000/2 5 2: 21 22")]);
    let nobody = "fund_line 1 year=2026 use_of=office\nfund_entry 2 line=#1 direction=spending amount=5";
    check("nobody in post", nobody, 0, &[(name, "n/a 0 0: 2")]);
    check("nothing spent", "worker 1\nfund_line 2 year=2026 use_of=office", 0, &[(name, "n/a 0 0:")]);
    check("stated to be nothing", &format!("{}\nworker 3", nobody.replace("=5", "=0")), 0, &[(name, "0/1 0 0: 2")]);
}

#[test]
fn money_follows_the_task() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#3 year=2026
        delegated_task 11 unit=#1 date=2026-04-15 cost=8000 line=#2
        delegated_task 12 unit=#1 date=2026-04-15 cost=5000 state=open
        delegated_task 13 unit=#1 date=2026-04-15 cost=400 state=returned line=#2
        delegated_task 14 unit=#1 date=2026-04-15 line=#2
        delegated_task 15 unit=#1 date=2026-04-15 cost=?
        delegated_task 16 unit=#1 date=2026-04-15 cost=10 line=#99
        delegated_task 17 unit=#1 date=2026-04-15 cost=10 line=?
        delegated_task 18 unit=#1 cost=10
        delegated_task 19 unit=#1 date=2026-12-01 cost=10
        delegated_task 20 unit=#1 date=2024-05-01 done=2025-03-01 state=done cost=100 line=#2
        delegated_task 21 unit=#1 date=2024-05-01 cost=300 state=doing
        delegated_task 22 unit=#1 date=2026-04-15 cost=10 state=paused";
    let name = "money.tasks_funded";
    check(
        "by cost",
        rows,
        1,
        &[
            (name, "8000/13300 4 2: 11"),
            ("money.tasks_funded@2026-q1", "0/300 1 0:"),
            ("money.tasks_funded@2025", "100/400 1 0: 20"),
            ("money.tasks_funded@2024-m4", "n/a 1 0:"),
        ],
    );
    let free = "fund_line 1\ndelegated_task 2 date=2026-04-15 cost=0 line=#1";
    check("it costs nothing", free, 0, &[(name, "n/a 0 0: 2")]);
    let gone = "fund_line 1 deleted=true\ndelegated_task 2 date=2026-04-15 cost=5 line=#1";
    check("the line was deleted", gone, 0, &[(name, "n/a 1 0:")]);
    check("the line is no line", "delegated_task 2 date=2026-04-15 cost=5 line=#2", 0, &[(name, "n/a 1 0:")]);
}

#[test]
fn requests_are_answered_from_the_day_of_the_answer() {
    let rows = "
        unit 1 level=community
        fund_request 11 unit=#1 state=granted sent=2026-04-08 answered=2026-05-06
        fund_request 12 unit=#1 state=sent sent=2026-10-09
        fund_request 13 unit=#1 state=draft
        fund_request 14 unit=#1 state=withdrawn sent=2026-05-05
        fund_request 15 unit=#1 state=partly_granted sent=2026-06-11 answered=2026-07-20
        fund_request 16 unit=#1 state=refused sent=2025-12-20 answered=2026-01-30
        fund_request 17 unit=#1 state=granted
        fund_request 18 unit=#1 state=escalated sent=2026-03-01
        fund_request 19 unit=#1 state=? sent=2026-03-01
        fund_request 20 unit=#1 state=refused sent=2026-03-02
        fund_request 21 unit=#1 state=sent sent=2026-12-01
        fund_request 22 unit=#1
        fund_request 23 unit=#1 state=sent sent=?";
    let name = "money.requests_answered";
    check(
        "a community",
        rows,
        1,
        &[
            (name, "3/4 2 2: 11 15 20"),
            ("money.requests_answered@2026-h1", "2/3 2 2: 11 20"),
            ("money.requests_answered@2026-m1", "n/a 1 1:"),
            ("money.requests_answered@2025", "0/1 1 1:"),
        ],
    );
    check("only drafts", "fund_request 1 state=draft\nfund_request 2", 0, &[(name, "n/a 0 0:")]);
    check("a unit that is not here", "fund_request 1 unit=#9 state=sent sent=2026-01-01", 0, &[(name, "0/1 0 0:")]);
}

#[test]
fn services_bring_an_income() {
    let rows = "
        unit 1 level=community
        service_item 11 unit=#1 year=2026 income=9600 fee=low
        service_item 12 unit=#1 year=2026 fee=free
        service_item 13 unit=#1 year=2026 fee=paid
        service_item 14 unit=#1 year=2026 income=?
        service_item 15 unit=#1 year=2025 income=500
        service_item 16 unit=#1 income=70
        service_item 17 unit=#1 year=? income=1
        service_item 18 unit=#1 fee=free
        service_item 19 unit=#1 year=2026 income=400 since=2026-05-01";
    let name = "money.service_income";
    check(
        "a community",
        rows,
        1,
        &[
            (name, "10000/1 2 2: 11 19"),
            ("money.service_income@2026-q1", "9600/1 2 2: 11"),
            ("money.service_income@2025", "500/1 1 1: 15"),
        ],
    );
    check("free services only", "service_item 1 year=2026 fee=free", 0, &[(name, "n/a 0 0:")]);
    check("stated to be nothing", "service_item 1 year=2026 income=0", 0, &[(name, "0/1 0 0: 1")]);
    check("free and yet paid", "service_item 1 year=2026 fee=free income=30", 0, &[(name, "30/1 0 0: 1")]);
    check("a fee that is not known", "service_item 1 year=2026 fee=barter", 0, &[(name, "n/a 1 0:")]);
}

use super::check;

#[test]
fn blanks_are_not_zero() {
    let blank = [
        ("need", "n/a 0 0:"),
        ("plan", "n/a 0 0:"),
        ("received", "n/a 0 0:"),
        ("spent", "n/a 0 0:"),
        ("gap", "n/a 0 0:"),
        ("received of plan", "n/a 0 0:"),
        ("spent of received", "n/a 0 0:"),
        ("in no sum", ""),
    ];
    check("nothing", "", 0, &blank);
    check("another year", "fund_line 1 year=2025 need=100 plan=80", 0, &blank);
    check(
        "nothing came",
        "fund_line 1 year=2026 need=100 plan=80",
        0,
        &[("need", "100 0 0: 1"), ("received", "n/a 0 0:"), ("gap", "100 0 0: 1"), ("received of plan", "n/a 0 0:")],
    );
    let unspent = "
        fund_line 1 year=2026 need=100 plan=80
        fund_entry 2 line=#1 direction=receipt amount=60";
    check(
        "nothing spent",
        unspent,
        0,
        &[
            ("received", "60 0 0: 2"),
            ("spent", "n/a 0 0:"),
            ("spent of received", "n/a 0 0:"),
            ("received of plan", "60/80 0 0: 2"),
        ],
    );
    let nothing_needed = "fund_line 1 year=2026 need=0 plan=0\nfund_entry 2 line=#1 direction=receipt amount=0";
    check(
        "zeros are stated",
        nothing_needed,
        0,
        &[("gap", "0 0 0: 1"), ("received", "0 0 0: 2"), ("received of plan", "n/a 0 0: 2")],
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
        fund_entry 12 line=#2 direction=receipt amount=100 date=2027-01-15
        fund_entry 13 line=#3 direction=receipt amount=450
        fund_entry 14 line=#4 direction=receipt amount=400
        fund_entry 15 line=#2 direction=spending amount=310
        fund_entry 16 line=#5 direction=receipt amount=?
        fund_entry 17 line=#2 direction=receipt";
    check(
        "need of 2 and 4, plan of 2 and 3",
        rows,
        1,
        &[
            ("need", "1300 1 1: 2 4"),
            ("plan", "1300 1 1: 2 3"),
            ("received", "1550 1 1: 11 12 13 14"),
            ("spent", "310 0 0: 15"),
            ("gap", "200 2 1: 2 4"),
            ("received of plan", "1150/1300 2 1: 11 12 13"),
            ("spent of received", "310/1550 1 1: 15"),
        ],
    );
    let no_need = "fund_line 2 year=2026\nfund_entry 3 line=#2 direction=receipt amount=60";
    check("entries but no need", no_need, 0, &[("gap", "n/a 1 0:"), ("received", "60 0 0: 3")]);
}

#[test]
fn what_no_sum_can_hold_is_listed() {
    let rows = "
        unit 1 level=community
        fund_line 2 unit=#1 year=2026
        fund_line 3 unit=#1
        fund_line 4 unit=#1 year=?
        fund_line 5 unit=#9 year=2026 need=40
        fund_entry 11 line=#2 direction=refund amount=5
        fund_entry 12 line=#2 amount=5
        fund_entry 13 line=#99 direction=receipt amount=5
        fund_entry 14 line=#1 direction=receipt amount=5
        fund_entry 15 direction=receipt amount=5
        fund_entry 16 line=#5 direction=receipt amount=7";
    check("the community", rows, 1, &[("in no sum", " 11 12 3 4"), ("received", "n/a 0 0:")]);
    check("everything", rows, 0, &[("in no sum", " 11 12 3 4 13 14 15"), ("gap", "33 1 0: 5")]);
    check("a unit that is not here", rows, 9, &[("received", "7 0 0: 16"), ("in no sum", "")]);
}

#[test]
fn an_amount_beyond_the_greatest_is_not_summed() {
    let mut rows = String::new();
    for line in 1..=3 {
        rows.push_str(&format!("fund_line {line} year=2026 need=100000000000000\n"));
    }
    check("the greatest amounts", &rows, 0, &[("need", "300000000000000 0 0: 1 2 3")]);
    check("more than an amount can be", "fund_line 1 year=2026 need=100000000000001", 0, &[("need", "n/a 1 0:")]);
}

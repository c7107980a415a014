use super::check;

#[test]
fn nothing_to_divide_by_is_not_available() {
    let all = [
        ("people.workers", "n/a 0 0:"),
        ("people.median_age", "n/a 0 0:"),
        ("people.aged_50_or_more", "n/a 0 0:"),
        ("people.aged_35_or_less", "n/a 0 0:"),
        ("people.college", "n/a 0 0:"),
        ("people.insured", "n/a 0 0:"),
    ];
    check("nothing at all", "", 0, &all);
    check("a unit that is not here", "", 9, &all);
    check("a community without workers", "unit 1 level=community", 1, &[all[1], ("people.workers", "0/1 0 0:")]);
    check(
        "workers without a community",
        "worker 2 born_year=1970",
        0,
        &[("people.workers", "n/a 0 0: 2"), ("people.aged_50_or_more", "1/1 0 0: 2")],
    );
}

#[test]
fn workers_count_from_the_day_they_begin_until_the_day_they_leave() {
    let rows = "
        unit 1 level=community
        worker 2 unit=#1
        worker 3 unit=#1 left=2026-11-21
        worker 4 unit=#1 left=2026-11-22
        worker 5 unit=#1 left=2026-11-23
        worker 6 unit=#1 left=-
        worker 7 unit=#1 left=?
        worker 8 unit=#1 left=soon
        worker 9 unit=#1 deleted=true
        worker 10 unit=#1 since=2026-11-23
        worker 11 unit=#1 since=2026-11-22";
    check(
        "leaving",
        rows,
        1,
        &[
            ("people.workers", "4/1 1 1: 2 5 6 11"),
            ("people.workers@2026-m10", "5/1 1 1: 2 3 4 5 6"),
            ("people.college", "n/a 4 0:"),
        ],
    );
}

#[test]
fn ages_come_from_birth_years() {
    let rows = "
        unit 1 level=community
        worker 2 unit=#1 born_year=1976
        worker 3 unit=#1 born_year=1977
        worker 4 unit=#1 born_year=1991
        worker 5 unit=#1 born_year=1990
        worker 6 unit=#1 born_year=?
        worker 7 unit=#1
        worker 8 unit=#1 born_year=2027
        worker 9 unit=#1 born_year=long_ago
        worker 10 unit=#1 born_year=1950 left=2020-01-01";
    check(
        "ages 50, 49, 35, 36",
        rows,
        1,
        &[
            ("people.workers", "8/1 0 0: 2 3 4 5 6 7 8 9"),
            ("people.median_age", "85/2 3 1: 2 3 4 5"),
            ("people.median_age@2025", "83/2 3 1: 2 3 4 5"),
            ("people.aged_50_or_more", "1/4 3 1: 2"),
            ("people.aged_50_or_more@2025", "0/4 3 1:"),
            ("people.aged_35_or_less", "1/4 3 1: 4"),
        ],
    );
    check("one age", "worker 2 born_year=1976", 0, &[("people.median_age", "100/2 0 0: 2")]);
    let odd = "worker 2 born_year=1976\nworker 3 born_year=2000\nworker 4 born_year=1960";
    check("the middle of three", odd, 0, &[("people.median_age", "100/2 0 0: 2 3 4")]);
    let withheld = "worker 2 born_year=?\nworker 3 born_year=?";
    check("all withheld", withheld, 0, &[("people.median_age", "n/a 0 2:"), ("people.aged_50_or_more", "n/a 0 2:")]);
}

#[test]
fn what_this_version_does_not_know_is_not_judged() {
    let rows = "
        worker 1 education=college insurance=[endowment,medical]
        worker 2 education=postgraduate insurance=[endowment]
        worker 3 education=senior_secondary insurance=[]
        worker 4 education=academician insurance=[endowment,long_term_care,medical]
        worker 5 education=7 insurance=endowment
        worker 6 education=? insurance=?
        worker 7";
    check(
        "schooling and insurance",
        rows,
        0,
        &[("people.college", "2/3 3 1: 1 2"), ("people.insured", "2/4 2 1: 1 4")],
    );
}

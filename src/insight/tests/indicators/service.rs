use super::check;

/// Checks one figure: each case is a unit, a span and what is expected.
fn table(name: &str, rows: &str, cases: &[(u32, &str, &str)]) {
    for (unit, span, expected) in cases {
        check(&format!("unit {unit}"), rows, *unit, &[(&format!("{name}@{span}"), expected)]);
    }
    check("nothing", "", 0, &[(name, "n/a 0 0:")]);
}

#[test]
fn volunteers_count_where_residents_are_known() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1 residents=1000
        unit 3 level=community parent=#1 residents=0
        unit 4 level=community parent=#1
        unit 5 level=community parent=#1 residents=?
        unit 6 level=community parent=#1 residents=500 valid=../2026-06-30
        unit 7 parent=#1
        volunteer 11 unit=#2
        volunteer 12 unit=#2 left=2026-11-22
        volunteer 13 unit=#2 left=2026-11-23
        volunteer 14 unit=#2 registered=2026-11-23
        volunteer 15 unit=#2 left=?
        volunteer 16 unit=#3
        volunteer 17 unit=#4
        volunteer 18 unit=#5
        volunteer 19 unit=#1
        volunteer 20 unit=#6
        volunteer 21
        volunteer 22 unit=#99
        volunteer 23 unit=#2 registered=2026-06-01
        volunteer 24 unit=#7";
    let cases = [
        (1, "2026", "4/1000 4 2: 19 11 13 23"),
        (1, "2026-h1", "6/1500 3 2: 19 11 12 13 23 20"),
        (0, "2026", "4/1000 6 2: 19 11 13 23"),
        (2, "2026", "3/1000 0 1: 11 13 23"),
        (3, "2026", "n/a 1 0:"),
        (5, "2026", "n/a 0 1:"),
    ];
    table("service.volunteers", rows, &cases);
    let leap = "unit 1 level=community residents=100\nvolunteer 2 unit=#1 left=2024-02-29";
    table("service.volunteers", leap, &[(1, "2024-m1", "1/100 0 0: 2"), (1, "2024-m2", "0/100 0 0:")]);
    let split = "
        unit 1 level=community residents=100 valid=../2026-03-31
        unit 2 level=community residents=60 valid=2026-04-01/..
        volunteer 3 unit=#1 unit@2026-04-01=#2";
    table("service.volunteers", split, &[(0, "2026-q1", "1/100 0 0: 3"), (0, "2026-q2", "1/60 0 0: 3")]);
}

const ACTIVITIES: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    activity 11 unit=#2 date=2026-03-05 field=elderly hours=36 served=15
    activity 12 unit=#2 date=2026-04-22 field=environment hours=50 served=?
    activity 13 unit=#2 date=2026-11-22 field=elderly hours=? served=40
    activity 14 unit=#2 date=2026-11-23 field=law hours=9
    activity 15 unit=#2 date=? field=law hours=9 served=9
    activity 16 unit=#2 field=law hours=9
    activity 17 unit=#3 date=2026-05-01 field=gardening hours=4
    activity 18 unit=#1 date=2026-05-02 field=elderly hours=10 served=5
    activity 19 unit=#3 date=2025-06-01 field=health hours=7 served=7
    activity 20 date=2026-01-02 field=culture hours=1 served=1
    activity 21 unit=#2 date=2026-05-03 field=? hours=2 served=2
    publicity 31 unit=#2 activity=#11 date=2026-03-06
    publicity 32 unit=#2 activity=#12 date=2026-12-01
    publicity 33 unit=#1 activity=#17 date=2026-05-02
    publicity 34 unit=#3 activity=? date=2026-01-01
    publicity 35 unit=#2 date=2026-01-01";

#[test]
fn activities_count_on_their_day() {
    let cases = [
        (1, "2026", "6/2 1 1: 18 11 12 13 21 17"),
        (1, "2026-q2", "4/2 1 1: 18 12 21 17"),
        (1, "2025", "1/2 1 1: 19"),
        (1, "2024", "0/2 1 1:"),
        (0, "2026", "7/2 1 1: 20 18 11 12 13 21 17"),
        (3, "2026", "1/1 0 0: 17"),
    ];
    table("service.activities", ACTIVITIES, &cases);
    let leap = "unit 1 level=community\nactivity 2 unit=#1 date=2024-02-29";
    table("service.activities", leap, &[(1, "2024-m2", "1/1 0 0: 2"), (1, "2024-m3", "0/1 0 0:")]);
    table("service.activities", "activity 2 date=2026-01-01", &[(0, "2026", "n/a 0 0: 2")]);
}

#[test]
fn hours_and_people_served_are_sums_of_what_is_stated() {
    let hours = [
        (1, "2026", "10200/1 1 2: 18 11 12 21 17"),
        (1, "2026-q2", "6600/1 1 1: 18 12 21 17"),
        (1, "2025", "700/1 1 1: 19"),
        (0, "2026", "10300/1 1 2: 20 18 11 12 21 17"),
        (3, "2026", "400/1 0 0: 17"),
        (3, "2024", "n/a 0 0:"),
    ];
    table("service.hours", ACTIVITIES, &hours);
    let served = [
        (1, "2026", "62/1 2 2: 18 11 13 21"),
        (1, "2026-q2", "7/1 2 2: 18 21"),
        (1, "2025", "7/1 1 1: 19"),
        (0, "2026", "63/1 2 2: 20 18 11 13 21"),
        (3, "2026", "n/a 1 0:"),
        (3, "2025", "7/1 0 0: 19"),
    ];
    table("service.served", ACTIVITIES, &served);
}

#[test]
fn breadth_is_the_mean_number_of_kinds() {
    let cases = [
        (1, "2026", "2/2 2 2: 11 12 13"),
        (1, "2026-q2", "1/2 2 2: 12"),
        (1, "2025", "1/2 1 1: 19"),
        (2, "2026", "2/1 1 2: 11 12 13"),
        (3, "2026", "0/1 1 0:"),
        (0, "2026", "2/2 3 2: 11 12 13"),
    ];
    table("service.breadth", ACTIVITIES, &cases);
    let alike = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        activity 4 unit=#2 date=2026-01-01 field=elderly
        activity 5 unit=#3 date=2026-01-01 field=elderly
        activity 6 unit=#1 date=2026-01-01 field=law";
    table("service.breadth", alike, &[(1, "2026", "2/2 0 0: 4 5"), (0, "2026", "2/2 0 0: 4 5")]);
}

#[test]
fn what_was_made_known_has_publicity_of_its_unit() {
    let cases = [
        (1, "2026", "1/5 1 2: 11"),
        (1, "2026-q2", "0/3 1 2:"),
        (1, "2025", "0/1 1 1:"),
        (2, "2026", "1/4 1 1: 11"),
        (3, "2026", "n/a 0 1:"),
        (3, "2024", "n/a 0 0:"),
        (0, "2026", "1/6 1 2: 11"),
    ];
    table("service.publicised", ACTIVITIES, &cases);
    let unreadable = "activity 1 date=2026-01-01\npublicity 2 date=2026-01-02 activity=soon";
    table("service.publicised", unreadable, &[(0, "2026", "n/a 1 0:")]);
    let joined = "
        activity 1 date=2026-01-01
        activity 2 date=2026-01-01
        publicity 3 date=2026-01-02 activity=#2
        sanyou.same 4 one=#1 other=#2";
    table("service.publicised", joined, &[(0, "2026", "1/1 0 0: 1")]);
}

const NEEDS: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    standard 90 unit=#2 key=need_days value=15 from=2025-01-01
    need 11 unit=#2 raised=2026-02-14 state=solved solved=2026-03-01 kind_of_need=dispute satisfaction=very_satisfied
    need 12 unit=#2 raised=2026-02-14 state=solved solved=2026-03-02 kind_of_need=request satisfaction=fair
    need 13 unit=#2 raised=2026-03-20 state=cannot_be_solved solved=2026-03-25 kind_of_need=dispute satisfaction=dissatisfied
    need 14 unit=#2 raised=2026-03-01 kind_of_need=complaint
    need 15 unit=#2 raised=2026-11-10 state=doing kind_of_need=dispute
    need 16 unit=#2 raised=2026-05-01 state=? solved=? kind_of_need=dispute
    need 17 unit=#2 raised=? kind_of_need=dispute
    need 18 unit=#2 state=solved solved=2026-04-01 kind_of_need=dispute
    need 19 unit=#2 raised=2026-06-01 state=solved kind_of_need=request
    need 20 unit=#2 raised=2026-06-01 state=parked solved=2026-06-05 kind_of_need=mystery
    need 21 unit=#3 raised=2026-04-01 state=solved solved=2026-04-11 kind_of_need=? satisfaction=satisfied
    need 22 unit=#3 raised=2025-12-30 state=solved solved=2026-01-04 kind_of_need=dispute satisfaction=satisfied
    need 23 unit=#2 raised=2026-07-01 state=reopened solved=2026-07-03 kind_of_need=dispute
    need 24 unit=#3 raised=2026-08-01 state=solved solved=2026-07-30 kind_of_need=dispute satisfaction=delighted";

#[test]
fn needs_are_solved_of_those_raised_within_the_span() {
    let solved = [
        (1, "2026", "4/8 3 2: 11 12 21 24"),
        (1, "2026-q1", "2/4 1 1: 11 12"),
        (1, "2026-m2", "0/2 1 1:"),
        (1, "2025", "0/1 1 1:"),
        (3, "2026", "2/2 0 0: 21 24"),
        (3, "2024", "n/a 0 0:"),
    ];
    table("service.needs_solved", NEEDS, &solved);
    table("service.needs_solved", "need 1 raised=2026-01-01 state=?", &[(0, "2026", "n/a 0 1:")]);
    let disputes = [
        (1, "2026", "2/5 2 3: 11 24"),
        (1, "2026-q1", "1/2 1 1: 11"),
        (1, "2025", "0/1 1 1:"),
        (3, "2026", "1/1 0 1: 24"),
        (3, "2025", "0/1 0 0:"),
        (3, "2024", "n/a 0 0:"),
    ];
    table("service.disputes_resolved", NEEDS, &disputes);
}

#[test]
fn days_count_from_raised_to_solved() {
    let cases = [
        (1, "2026", "25/2 4 1: 11 12 21 22"),
        (1, "2026-q1", "30/2 1 1: 11 12 22"),
        (1, "2025", "n/a 1 1:"),
        (2, "2026", "31/2 3 1: 11 12"),
        (3, "2026", "15/2 1 0: 21 22"),
        (3, "2025", "n/a 0 0:"),
    ];
    table("service.days_to_solve", NEEDS, &cases);
    let leap = "need 1 raised=2024-02-28 state=solved solved=2024-03-01";
    table("service.days_to_solve", leap, &[(0, "2024", "4/2 0 0: 1")]);
    let withheld = "need 1 raised=? state=solved solved=2024-03-01";
    table("service.days_to_solve", withheld, &[(0, "2024", "n/a 0 1:")]);
}

#[test]
fn needs_are_closed_in_time_by_the_standard_of_their_unit() {
    let rows = format!("{NEEDS}\nneed 25 raised=2026-01-01\nneed 26 unit=#99 raised=2026-01-01");
    let cases = [
        (2, "2026", "2/5 3 2: 11 13"),
        (1, "2026", "2/5 4 2: 11 13"),
        (0, "2026", "2/5 6 2: 11 13"),
        (2, "2026-q1", "2/4 1 1: 11 13"),
        (2, "2026-m2", "n/a 1 1:"),
        (3, "2026", "n/a 1 0:"),
        (3, "2024", "n/a 0 0:"),
    ];
    table("service.needs_in_time", &rows, &cases);
    let leap = "
        unit 1 level=community
        standard 2 unit=#1 key=need_days value=1 from=2024-02-29
        need 3 unit=#1 raised=2024-02-28 state=solved solved=2024-02-29
        need 4 unit=#1 raised=2024-02-28";
    table("service.needs_in_time", leap, &[(1, "2024-m2", "1/1 0 0: 3"), (1, "2024-q1", "1/2 0 0: 3")]);
}

#[test]
fn satisfaction_is_among_those_who_were_asked() {
    let cases = [
        (1, "2026", "3/5 4 1: 11 21 22"),
        (1, "2026-q1", "2/4 1 1: 11 22"),
        (1, "2025", "n/a 1 1:"),
        (3, "2026", "2/2 1 0: 21 22"),
        (3, "2025", "n/a 0 0:"),
        (2, "2026", "1/3 3 1: 11"),
    ];
    table("service.satisfaction", NEEDS, &cases);
    let withheld = "need 1 state=solved solved=2026-01-01 satisfaction=?";
    table("service.satisfaction", withheld, &[(0, "2026", "n/a 0 1:")]);
}

#[test]
fn surveys_count_where_they_ended() {
    let rows = "
        unit 90 level=community
        survey 1 unit=#90 period=2026-01-01/2026-02-28 asked=100 answered=80
        survey 2 period=2026-11-01/2026-12-31 asked=50 answered=10
        survey 3 period=2026-03-01/.. asked=40 answered=40
        survey 4 period=2026-05-01/2026-05-31 asked=10 answered=11
        survey 5 period=2026-05-01/2026-05-31 asked=? answered=1
        survey 6 period=2026-05-01/2026-05-31 asked=10
        survey 7 period=? asked=10 answered=10
        survey 8 asked=10 answered=10
        survey 9 period=2025-12-01/2026-01-31 asked=0 answered=0
        survey 10 period=2025-01-01/2025-02-01 asked=20 answered=5";
    let cases = [
        (0, "2026", "120/140 3 2: 3 9 1"),
        (0, "2026-q1", "120/140 1 1: 3 9 1"),
        (0, "2026-m1", "n/a 1 1: 9"),
        (0, "2025", "5/20 1 1: 10"),
        (0, "2024", "n/a 1 1:"),
        (90, "2026", "80/100 0 0: 1"),
        (90, "2025", "n/a 0 0:"),
    ];
    table("service.survey_answers", rows, &cases);
}

#[test]
fn services_state_how_often_they_were_used_in_a_year() {
    let rows = "
        unit 90 level=community
        service_item 1 year=2026 served=100
        service_item 2 year=2025 served=50
        service_item 3 year=2026 served=?
        service_item 4 year=2026
        service_item 5 served=9
        service_item 6 year=? served=1
        service_item 7 year=2026 served=0
        service_item 8 unit=#90 year=2026 served=7";
    let cases = [
        (0, "2026", "107/1 2 2: 1 7 8"),
        (0, "2026-q1", "107/1 2 2: 1 7 8"),
        (0, "2025", "50/1 1 1: 2"),
        (0, "2024", "n/a 1 1:"),
        (90, "2026", "7/1 0 0: 8"),
        (90, "2025", "n/a 0 0:"),
    ];
    table("service.times_used", rows, &cases);
}

#[test]
fn members_report_in_and_claim() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1
        member 11 unit=#2 reported=2026-01-10 claimed=巡逻
        member 12 unit=#2 reported=2026-12-01
        member 13 unit=#2 reported=2025-05-05 left=2026-11-22
        member 14 unit=#2 left=?
        member 15 unit=#3 reported=2025-01-01
        member 16 unit=#3 reported=2025-01-01 claimed=一 claimed_on=2026-12-01
        member 17 unit=#3 reported=2024-02-29 claimed=?
        member 18 unit=#3 left=soon
        member 19 unit=#1 reported=2026-05-01 claimed=二 claimed_on=2026-06-01";
    let members = [
        (1, "2026", "5/2 1 1: 19 11 15 16 17"),
        (1, "2025", "4/2 1 1: 13 15 16 17"),
        (1, "2024-m2", "1/2 1 1: 17"),
        (1, "2024-m1", "0/2 1 1:"),
        (2, "2026", "1/1 0 1: 11"),
        (3, "2026", "3/1 1 0: 15 16 17"),
    ];
    table("service.members", rows, &members);
    let claimed = [
        (1, "2026", "2/4 1 2: 19 11"),
        (1, "2026-q2", "2/5 1 2: 19 11"),
        (1, "2025", "0/3 1 2:"),
        (2, "2026", "1/1 0 1: 11"),
        (3, "2026", "0/2 1 1:"),
        (3, "2024-m1", "n/a 1 0:"),
    ];
    table("service.members_claimed", rows, &claimed);
    table("service.members", "member 1", &[(0, "2026", "n/a 0 0: 1")]);
}

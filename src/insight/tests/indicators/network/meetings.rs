use super::check;

const MEETINGS: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1 valid=2026-04-01/..
    unit 5 level=community
    standard 80 unit=#1 key=joint_meetings value=4 from=2020-01-01
    meeting 21 unit=#2 kind_of_meeting=joint date=2026-02-10 state=minuted
    meeting 22 unit=#2 kind_of_meeting=joint date=2026-05-10 state=held
    meeting 23 unit=#2 kind_of_meeting=joint date=2026-08-10 state=cancelled
    meeting 24 unit=#2 kind_of_meeting=joint date=2026-11-22 state=held
    meeting 25 unit=#2 kind_of_meeting=joint date=2026-11-23 state=held
    meeting 26 unit=#2 kind_of_meeting=committee date=2026-03-03 state=minuted
    meeting 27 unit=#2 kind_of_meeting=joint date=2026-06-06
    meeting 28 unit=#2 kind_of_meeting=joint date=2026-06-07 state=?
    meeting 29 unit=#2 kind_of_meeting=joint date=2026-06-08 state=postponed
    meeting 30 unit=#2 kind_of_meeting=? date=2026-01-05 state=held
    meeting 31 unit=#2 kind_of_meeting=joint state=held
    meeting 32 unit=#2 kind_of_meeting=assembly date=2026-01-06 state=held
    meeting 33 unit=#3 kind_of_meeting=joint date=2026-04-20 state=minuted
    meeting 34 unit=#5 kind_of_meeting=joint date=2026-01-01 state=minuted
    meeting 35 unit=#1 kind_of_meeting=joint date=2026-03-03 state=minuted";

#[test]
fn joint_meetings_are_counted_against_the_standard() {
    let name = "network.joint_meetings";
    check(
        "parts of a year",
        MEETINGS,
        2,
        &[
            (name, "300/400 3 2: 21 22 24"),
            ("network.joint_meetings@2026-q2", "100/100 2 1: 22"),
            ("network.joint_meetings@2026-m5", "100/33 1 0: 22"),
            ("network.joint_meetings@2025", "0/400 1 0:"),
            ("network.joint_meetings@2019", "n/a 1 0:"),
        ],
    );
    check(
        "a community that came of a split",
        MEETINGS,
        3,
        &[
            (name, "100/301 0 0: 33"),
            ("network.joint_meetings@2026-q1", "n/a 0 0:"),
            ("network.joint_meetings@2026-q2", "100/100 0 0: 33"),
        ],
    );
    check("no standard", MEETINGS, 5, &[(name, "n/a 1 0:")]);
    check("the street, whose own meeting no community must hold", MEETINGS, 1, &[(name, "400/701 3 2: 21 22 24 33")]);
    check("everything", MEETINGS, 0, &[(name, "400/701 4 2: 21 22 24 33")]);
    let none = "unit 2 level=community\nstandard 80 unit=#2 key=joint_meetings value=0 from=2020-01-01";
    check("a standard of none", none, 2, &[(name, "n/a 0 0:")]);
    let closed = "
        unit 2 level=community valid=../2026-06-30
        standard 80 unit=#2 key=joint_meetings value=2 from=2020-01-01
        meeting 21 unit=#2 kind_of_meeting=joint date=2026-02-10 state=held";
    check("closed since", closed, 2, &[(name, "n/a 0 0:"), ("network.joint_meetings@2026-h1", "100/100 0 0: 21")]);
}

#[test]
fn a_meeting_has_minutes_by_its_state() {
    let name = "network.minutes";
    check(
        "a community",
        MEETINGS,
        2,
        &[
            (name, "1/3 3 2: 21"),
            ("network.minutes@2026-q1", "1/1 2 1: 21"),
            ("network.minutes@2026-q2", "0/1 2 1:"),
            ("network.minutes@2025", "n/a 1 0:"),
        ],
    );
    check("the street", MEETINGS, 1, &[(name, "3/5 3 2: 35 21 33"), ("network.minutes@2026-m3", "1/1 1 0: 35")]);
}

#[test]
fn turnout_is_people_by_people() {
    let rows = "
        meeting 21 kind_of_meeting=joint state=held date=2026-02-10 expected=8 present=7
        meeting 22 kind_of_meeting=joint state=held date=2026-02-11 expected=8 present=?
        meeting 23 kind_of_meeting=joint state=held date=2026-02-12 expected=8
        meeting 24 kind_of_meeting=joint state=held date=2026-02-13 present=5
        meeting 25 kind_of_meeting=joint state=held date=2025-02-14 expected=0 present=0
        meeting 26 kind_of_meeting=joint state=held date=2026-02-15 expected=8 present=many
        meeting 27 kind_of_meeting=joint state=called date=2026-02-16 expected=8 present=8
        meeting 28 kind_of_meeting=joint state=minuted date=2026-04-16 expected=12 present=6
        meeting 29 kind_of_meeting=lecture state=held date=2026-04-16 expected=90 present=90";
    check(
        "the whole",
        rows,
        0,
        &[
            ("network.turnout", "13/20 3 1: 21 28"),
            ("network.turnout@2026-q1", "7/8 3 1: 21"),
            ("network.turnout@2026-q2", "6/12 0 0: 28"),
            ("network.turnout@2025", "n/a 0 0: 25"),
            ("network.turnout@2024", "n/a 0 0:"),
        ],
    );
    check("another unit's", rows, 5, &[("network.turnout", "n/a 0 0:")]);
}

#[test]
fn a_quorum_is_the_meetings_own_or_the_standards_share() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        standard 80 unit=#1 key=quorum value=60 from=2026-01-01
        meeting 21 unit=#2 kind_of_meeting=joint state=held date=2026-02-10 quorum=6 present=6
        meeting 22 unit=#2 kind_of_meeting=joint state=held date=2026-02-11 quorum=6 present=5 expected=8
        meeting 23 unit=#2 kind_of_meeting=joint state=held date=2026-02-12 expected=10 present=6
        meeting 24 unit=#2 kind_of_meeting=joint state=held date=2026-02-13 expected=10 present=5
        meeting 25 unit=#2 kind_of_meeting=joint state=held date=2026-03-14 quorum=6 present=?
        meeting 26 unit=#2 kind_of_meeting=joint state=held date=2026-03-15 quorum=? present=6
        meeting 27 unit=#2 kind_of_meeting=joint state=held date=2026-03-16 expected=? present=6
        meeting 28 unit=#2 kind_of_meeting=joint state=held date=2026-03-17 present=6
        meeting 29 unit=#2 kind_of_meeting=joint state=held date=2025-03-17 expected=10 present=9
        meeting 30 unit=#2 kind_of_meeting=joint state=held date=2025-06-17 quorum=6 present=9
        meeting 31 unit=#2 kind_of_meeting=joint state=planned date=2026-03-18 quorum=6";
    check(
        "a community",
        rows,
        2,
        &[
            ("network.quorum", "2/4 1 3: 21 23"),
            ("network.quorum@2026-m2", "2/4 0 0: 21 23"),
            ("network.quorum@2026-m3", "n/a 1 3:"),
            ("network.quorum@2025", "1/1 1 0: 30"),
            ("network.quorum@2025-q1", "n/a 1 0:"),
            ("network.quorum@2024", "n/a 0 0:"),
        ],
    );
}

#[test]
fn receipts_tell_who_came_to_a_meeting_of_any_unit() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        partner 11 unit=#2
        partner 12 unit=#2
        partner 13 unit=#2
        meeting 21 unit=#1 kind_of_meeting=joint date=2026-03-10 state=held
        meeting 22 unit=#1 kind_of_meeting=joint date=2026-12-10 state=called
        meeting 23 unit=#1 kind_of_meeting=joint date=2025-12-20 state=minuted
        notice 31 unit=#1 meeting=#21
        notice 32 unit=#1 meeting=#22
        notice 33 unit=#1 meeting=#23
        notice 34 unit=#1
        notice 35 unit=#1 meeting=#98
        receipt 41 partner=#11 notice=#31 attended=present
        receipt 42 partner=#12 notice=#31 attended=represented
        receipt 43 partner=#13 notice=#31 attended=absent
        receipt 44 partner=#11 notice=#32
        receipt 45 partner=#11 notice=#33 attended=excused
        receipt 46 partner=#12 notice=#33 attended=present
        receipt 47 partner=#11 notice=#34 attended=present
        receipt 48 partner=#12 notice=#35 attended=present
        receipt 49 partner=#13 notice=#97 attended=present
        receipt 50 partner=#12 notice=#31 attended=?
        receipt 51 partner=#12 notice=#31
        receipt 52 partner=#12 notice=#31 attended=online
        receipt 53 partner=#96 notice=#31 attended=present
        receipt 54 partner=#12 notice=? attended=present";
    check(
        "where the partners reside",
        rows,
        2,
        &[
            ("network.attendance", "2/3 4 2: 41 42"),
            ("network.attendance@2025", "1/2 2 1: 46"),
            ("network.attendance@2026-q2", "n/a 2 1:"),
            ("network.attendance@2026-m3", "2/3 4 2: 41 42"),
        ],
    );
    check("the street", rows, 1, &[("network.attendance", "2/3 4 2: 41 42")]);
    check("a partner that is not here", rows, 0, &[("network.attendance", "2/3 5 2: 41 42")]);
}

#[test]
fn a_receipt_is_in_time_until_its_last_day() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        standard 80 unit=#1 key=notice_days value=7 from=2026-01-01
        partner 11 unit=#2
        notice 31 unit=#1 state=sent sent=2026-03-01 due=2026-03-10
        notice 32 unit=#1 state=closed sent=2026-04-01
        notice 33 unit=#1 state=draft sent=2026-05-01 due=2026-05-05
        notice 34 unit=#1 state=sent sent=2026-11-20 due=2026-11-22
        notice 35 unit=#1 state=sent sent=2025-12-28 due=2026-01-05
        notice 36 unit=#1 state=sent sent=2025-11-01
        notice 37 unit=#1 state=sent due=2026-03-10
        notice 38 unit=#1 state=? sent=2026-06-01 due=2026-06-05
        notice 39 unit=#1 sent=2026-06-01 due=2026-06-05
        receipt 41 partner=#11 notice=#31 received=2026-03-10
        receipt 42 partner=#11 notice=#31 received=2026-03-11
        receipt 43 partner=#11 notice=#31
        receipt 44 partner=#11 notice=#32 received=2026-04-08
        receipt 45 partner=#11 notice=#32 received=2026-04-09
        receipt 46 partner=#11 notice=#33 received=2026-05-02
        receipt 47 partner=#11 notice=#34 received=2026-11-21
        receipt 48 partner=#11 notice=#35 received=2026-01-05
        receipt 49 partner=#11 notice=#36 received=2025-11-02
        receipt 50 partner=#11 notice=#37 received=2026-03-02
        receipt 51 partner=#11 notice=#38 received=2026-06-02
        receipt 52 partner=#11 notice=#31 received=?
        receipt 53 partner=#11 notice=#39 received=2026-06-02
        receipt 54 partner=#11 notice=#31 received=soon
        receipt 55 partner=#96 notice=#31 received=2026-03-02";
    check(
        "where the partner resides",
        rows,
        2,
        &[
            ("network.receipts", "2/5 2 2: 41 44"),
            ("network.receipts@2025", "1/1 2 0: 48"),
            ("network.receipts@2026-q1", "1/3 2 1: 41"),
            ("network.receipts@2026-q2", "1/2 1 1: 44"),
            ("network.receipts@2026-m11", "n/a 1 0:"),
        ],
    );
    check("a partner that is not here", rows, 0, &[("network.receipts", "2/5 3 2: 41 44")]);
}

const ACTIONS: &str = "
    unit 2 level=community
    action 21 unit=#2 due=2026-03-10 state=done done=2026-03-10
    action 22 unit=#2 due=2026-03-10 state=done done=2026-03-11
    action 23 unit=#2 due=2026-11-21 state=doing
    action 24 unit=#2 due=2026-11-22 state=open
    action 25 unit=#2 due=2026-12-31 state=done done=2026-11-01
    action 26 unit=#2 due=2026-05-01 state=dropped
    action 27 unit=#2 due=2026-05-01
    action 28 unit=#2 due=2026-05-02 state=done
    action 29 unit=#2 due=2026-05-03 state=?
    action 30 unit=#2 due=2026-05-04 state=paused
    action 31 unit=#2 state=open
    action 32 unit=#2 due=? state=blocked
    action 33 unit=#2 due=2025-12-31 state=done done=2026-01-05
    action 34 unit=#2 due=2025-06-30 state=done done=2025-06-01
    action 35 unit=#2 due=2026-05-05 state=done done=?
    action 36 unit=#7 due=2026-05-05 state=blocked
    action 37 unit=#2 state=dropped";

#[test]
fn an_action_is_on_time_until_its_due_day() {
    check(
        "a community",
        ACTIONS,
        2,
        &[
            ("network.actions_on_time", "1/4 3 3: 21"),
            ("network.actions_on_time@2025", "1/2 1 1: 34"),
            ("network.actions_on_time@2025-h2", "0/1 1 1:"),
            ("network.actions_on_time@2026-q1", "1/2 1 1: 21"),
            ("network.actions_on_time@2026-m12", "n/a 1 1:"),
        ],
    );
    check("a unit that is not here", ACTIONS, 0, &[("network.actions_on_time", "1/5 3 3: 21")]);
}

#[test]
fn an_action_is_overdue_from_the_day_after() {
    let name = "network.actions_overdue";
    check("a community", ACTIONS, 2, &[(name, "2/3 2 2: 23 27"), ("network.actions_overdue@2025", "2/3 2 2: 23 27")]);
    check("a unit that is not here", ACTIONS, 0, &[(name, "3/4 2 2: 23 27 36")]);
    check("nothing pending", "action 1 due=2026-01-01 state=done\naction 2 state=dropped", 0, &[(name, "n/a 0 0:")]);
    check("withheld", "action 1 due=? state=open\naction 2 due=2026-01-01 state=?", 0, &[(name, "n/a 0 2:")]);
    check("deleted", "action 1 due=2026-01-01 deleted=true\naction 2 due=2027-01-01", 0, &[(name, "0/1 0 0:")]);
}

#[test]
fn exchange_notes_are_counted_by_communities() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1
        unit 3 level=community parent=#1 valid=2026-07-01/..
        exchange_note 21 unit=#2 date=2026-01-05
        exchange_note 22 unit=#2 date=2026-11-22
        exchange_note 23 unit=#2 date=2026-11-23
        exchange_note 24 unit=#1 date=2026-02-05
        exchange_note 25 unit=#2
        exchange_note 26 unit=#2 date=?
        exchange_note 27 unit=#3 date=2025-02-05
        exchange_note 28 unit=#9 date=2026-02-06";
    let name = "network.exchange_notes";
    check("a community", rows, 2, &[(name, "2/1 1 1: 21 22"), ("network.exchange_notes@2026-q1", "1/1 1 1: 21")]);
    check("one without notes", rows, 3, &[(name, "0/1 0 0:"), ("network.exchange_notes@2026-q1", "n/a 0 0:")]);
    check("the street's own too", rows, 1, &[(name, "3/2 1 1: 24 21 22")]);
    check(
        "a unit that is not here",
        rows,
        0,
        &[(name, "4/2 1 1: 24 21 22 28"), ("network.exchange_notes@2025", "1/1 1 1: 27")],
    );
}

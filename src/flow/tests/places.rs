//! Building projects and places.

use super::{Book, Key, Problem, ProblemAt, Refusal, before, id, required};

const NOTHING: &str = "0000000000000000-9";

fn lease_missing() -> Refusal {
    Refusal::Field(ProblemAt { field: "lease", problem: Problem::LeaseMissing })
}

/// A community with a rented office.
fn office(book: &mut Book) -> (Key, Key) {
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let fields = [("name", "旧办公室"), ("unit", &*id(&unit)), ("facility", "service_station"), ("tenure", "rented")];
    let place = book.make("place", &fields);
    book.set(&place, &[("lease", "2024-01-01/2026-12-31"), ("since", "2024-01-01")]);
    (unit, place)
}

fn project(book: &mut Book, unit: &Key, replaces: &str, state: &str) -> Key {
    let fields = [("name", "新区用房"), ("unit", &*id(unit)), ("way", "reserved"), ("replaces", replaces)];
    let project = book.make("building_project", &fields);
    book.set(&project, &[("area", "320.5"), ("state", state)]);
    project
}

#[test]
fn a_lease_ends_in_a_place_of_ones_own() {
    let mut book = Book::new();
    let (unit, old) = office(&mut book);
    let project = project(&mut book, &unit, &id(&old), "");
    book.refused(&project, "begin", &[], Refusal::State);
    book.refused(&project, "approve", &[], required("document"));
    book.step(&project, "approve", &[("document", "规〔2026〕2号")]);
    book.check(&project, &[("state", "approved"), ("approved", "2026-11-22"), ("document", "规〔2026〕2号")]);
    book.refused(&project, "approve", &[("document", "x")], Refusal::State);
    book.on("2026-11-25");
    book.step(&project, "begin", &[]);
    book.check(&project, &[("state", "building"), ("started", "2026-11-25")]);
    book.refused(&project, "finish", &[("tenure", "owned")], required("place_name"));
    book.refused(&project, "finish", &[("place_name", "新办公室")], required("tenure"));
    let asked = [("place_name", "新办公室"), ("day", "2026-12-01"), ("tenure", "owned")];
    let made = book.step(&project, "finish", &asked);
    book.check(&project, &[("state", "done"), ("finished", "2026-12-01"), ("place", &id(&made[0]))]);
    let expected = [("name", "新办公室"), ("tenure", "owned"), ("area", "320.5"), ("since", "2026-12-01")];
    book.check(&made[0], &expected);
    book.check(&made[0], &[("unit", &id(&unit)), ("facility", "service_station"), ("lease", ""), ("closed", "")]);
    let expected = [("closed", "2026-12-01"), ("tenure", "rented"), ("lease", "2024-01-01/2026-12-31")];
    book.check(&old, &expected);
    for step in ["approve", "begin", "finish", "drop"] {
        book.refused(&project, step, &[], Refusal::State);
    }
}

/// What a finished project asks for and what its place becomes: what was asked, refused or facility, tenure and lease.
#[test]
fn a_finished_project_becomes_a_place() {
    type Made = Result<[&'static str; 3], Refusal>;
    let cases: [(&[(&str, &str)], Made); 5] = [
        (&[("tenure", "allocated")], Ok(["office", "allocated", ""])),
        (&[("tenure", "shared"), ("facility", "activity_room")], Ok(["activity_room", "shared", ""])),
        (&[("tenure", "borrowed")], Err(lease_missing())),
        (&[("tenure", "rented"), ("lease", "../2026-11-21")], Err(lease_missing())),
        (&[("tenure", "rented"), ("lease", "../2026-11-22")], Ok(["office", "rented", "../2026-11-22"])),
    ];
    for (asked, expected) in cases {
        let mut book = Book::new();
        let (unit, _) = office(&mut book);
        let project = project(&mut book, &unit, "", "building");
        let asked = [asked, &[("place_name", "新办公室")]].concat();
        match expected {
            Err(refusal) => book.refused(&project, "finish", &asked, refusal),
            Ok([facility, tenure, lease]) => {
                let made = book.step(&project, "finish", &asked);
                book.check(&made[0], &[("facility", facility), ("tenure", tenure), ("lease", lease)]);
                book.check(&made[0], &[("since", "2026-11-22")]);
            }
        }
    }
}

#[test]
fn the_place_that_is_replaced_is_closed_once() {
    let mut book = Book::new();
    let (unit, old) = office(&mut book);
    let asked = [("place_name", "新办公室"), ("tenure", "owned"), ("day", "2026-11-20")];
    let lost = project(&mut book, &unit, NOTHING, "building");
    book.refused(&lost, "finish", &asked, Refusal::Missing { field: "replaces" });
    let early = project(&mut book, &unit, &id(&old), "building");
    let too_early = [("place_name", "新办公室"), ("tenure", "owned"), ("day", "2023-12-31")];
    book.refused(&early, "finish", &too_early, before("place", "day", "since"));
    for (closed, expected) in [("2026-10-01", "2026-10-01"), ("2026-12-31", "2026-11-20")] {
        book.set(&old, &[("closed", closed)]);
        let project = project(&mut book, &unit, &id(&old), "building");
        book.step(&project, "finish", &asked);
        book.check(&old, &[("closed", expected)]);
    }
}

#[test]
fn a_project_is_dropped() {
    let mut book = Book::new();
    let (unit, old) = office(&mut book);
    for state in ["planned", "approved", "building"] {
        let project = project(&mut book, &unit, &id(&old), state);
        book.refused(&project, "drop", &[], required("reason"));
        book.step(&project, "drop", &[("reason", "规划调整")]);
        book.check(&project, &[("state", "dropped"), ("reason", "规划调整"), ("place", "")]);
        book.refused(&project, "drop", &[("reason", "x")], Refusal::State);
    }
    book.check(&old, &[("closed", "")]);
    assert_eq!(book.all("place").len(), 1);
}

#[test]
fn a_tenure_changes_from_a_day_on() {
    let mut book = Book::new();
    let (_, place) = office(&mut book);
    let day = ("day", "2026-12-01");
    book.refused(&place, "change_tenure", &[day], required("new_tenure"));
    book.refused(&place, "change_tenure", &[("new_tenure", "owned")], required("day"));
    book.refused(&place, "change_tenure", &[day, ("new_tenure", "rented")], Refusal::Nothing);
    book.step(&place, "change_tenure", &[day, ("new_tenure", "allocated")]);
    let expected = [("tenure", "rented"), ("tenure@2026-12-01", "allocated"), ("lease", "2024-01-01/2026-12-31")];
    book.check(&place, &expected);
    book.refused(&place, "change_tenure", &[("day", "2027-01-01"), ("new_tenure", "allocated")], Refusal::Nothing);

    // A lease that is over is none.
    let again = [("day", "2027-01-01"), ("new_tenure", "borrowed")];
    book.refused(&place, "change_tenure", &again, lease_missing());
    book.step(&place, "change_tenure", &[&again[..], &[("lease", "2027-01-01/..")]].concat());
    let expected = [("tenure@2026-12-01", "allocated"), ("tenure@2027-01-01", "borrowed"), ("lease", "2027-01-01/..")];
    book.check(&place, &expected);
    book.step(&place, "change_tenure", &[("day", "2028-01-01"), ("new_tenure", "rented")]);
    book.check(&place, &[("tenure@2028-01-01", "rented")]);
}

#[test]
fn a_place_is_closed() {
    let mut book = Book::new();
    let (_, place) = office(&mut book);
    book.refused(&place, "close", &[], required("closed"));
    book.refused(&place, "close", &[("closed", "2023-12-31")], before("place", "closed", "since"));
    book.step(&place, "close", &[("closed", "2026-12-01")]);
    book.check(&place, &[("closed", "2026-12-01"), ("tenure", "rented")]);
    let asked = |day| [("day", day), ("new_tenure", "owned")];
    book.refused(&place, "change_tenure", &asked("2026-12-01"), Refusal::State);
    book.step(&place, "change_tenure", &asked("2026-11-30"));
    book.check(&place, &[("tenure@2026-11-30", "owned")]);
}

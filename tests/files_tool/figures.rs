//! `indicators`: the library's figures, whole and in one order.

use sanyou::insight::{Figure, Overview, Records, Scope, Sum, overview};
use sanyou::sample::SAMPLE_DAY;
use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{city, community, of_sample, own, without_restricted};

fn figure(of: &Figure) -> Json {
    let ids: Vec<String> = of.ids.iter().map(ToString::to_string).collect();
    json!({"numerator": of.numerator, "denominator": of.denominator, "lacking": of.lacking, "withheld": of.withheld, "ids": ids})
}

fn sum(of: &Sum) -> Json {
    let ids: Vec<String> = of.ids.iter().map(ToString::to_string).collect();
    json!({"fen": of.fen, "lacking": of.lacking, "withheld": of.withheld, "ids": ids})
}

#[track_caller]
fn check(said: &Json, of: &Overview) {
    let (people, money, places) = (&of.people, &of.money, &of.places);
    let figures = [
        ("/people/workers", &people.workers),
        ("/people/median_age", &people.median_age),
        ("/people/aged_50_or_more", &people.aged_50_or_more),
        ("/people/aged_35_or_less", &people.aged_35_or_less),
        ("/people/college", &people.college),
        ("/people/insured", &people.insured),
        ("/money/received_of_plan", &money.received_of_plan),
        ("/money/spent_of_received", &money.spent_of_received),
        ("/places/rented", &places.rented),
        ("/places/street_centres", &places.street_centres),
        ("/places/service_stations", &places.service_stations),
        ("/places/health_centres", &places.health_centres),
        ("/places/starlight_homes", &places.starlight_homes),
        ("/places/leases_ending", &places.leases_ending),
        ("/places/leases_expired", &places.leases_expired),
        ("/places/area_known", &places.area_known),
        ("/places/area_per_100_households", &places.area_per_100_households),
    ];
    for (path, of) in figures {
        assert_eq!(said.pointer(path), Some(&figure(of)), "{path}");
    }
    let sums = [
        ("need", &money.need),
        ("plan", &money.plan),
        ("received", &money.received),
        ("spent", &money.spent),
        ("gap", &money.gap),
    ];
    for (name, of) in sums {
        assert_eq!(said["money"][name], sum(of), "{name}");
    }
    assert_eq!(said["communities"].as_array().map(Vec::len), Some(of.communities.len()));
    assert_eq!(said["money"]["in_no_sum"].as_array().map(Vec::len), Some(of.money.in_no_sum.len()));
    assert_eq!(said["in_conflict"], json!(of.in_conflict));
}

#[test]
fn the_samples_figures_are_the_librarys() {
    let desk = Desk::with(&[("city.json", &of_sample(&city()))]);
    let said = desk.json(&["indicators", "--sample"], 0);
    let rows = Records::read(&city(), SAMPLE_DAY);
    check(&said["overview"], &overview(&rows, &Scope::Everything, 2026, SAMPLE_DAY));
    assert_eq!(said["overview"]["places"]["rented"]["numerator"], 7);
    assert_eq!(said["overview"]["places"]["rented"]["denominator"], 68);
    let units = said["units"].as_array().expect("a list");
    assert_eq!(units.len(), rows.units.len());
    for unit in units {
        let id = unit["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        check(&unit["overview"], &overview(&rows, &rows.scope(Some(id)), 2026, SAMPLE_DAY));
    }
    let from_file = desk.json(&["indicators", "city.json", "--day", "2026-11-22"], 0);
    assert_eq!((&from_file["overview"], &from_file["units"]), (&said["overview"], &said["units"]));
    let [once, again] = [(); 2].map(|()| desk.run(&["indicators", "--sample"]).out);
    assert_eq!(once, again);
    let order = r#"{"day":"2026-11-22","year":2026,"sample":"2026.2","files":[],"overview":{"communities":["#;
    assert!(once.starts_with(order), "members keep their order");
}

#[test]
fn files_are_taken_together() {
    let mut ours = community();
    let bare = without_restricted(&ours);
    crate::office::LI.save(&mut ours, &crate::office::LI.key("worker", 9), &[("name", "\"赵六\"")]);
    let desk = Desk::with(&[("bare.json", &bare), ("own.json", &own(&ours))]);
    let workers = |words: &[&str]| desk.json(words, 0)["overview"]["people"]["workers"]["numerator"].as_u64();
    assert_eq!(workers(&["indicators", "bare.json", "--day", "2026-11-22"]), Some(1));
    assert_eq!(workers(&["indicators", "bare.json", "own.json", "--day", "2026-11-22"]), Some(2));
    let year = desk.json(&["indicators", "bare.json", "--day", "2026-11-22", "--year", "2025"], 0);
    assert_eq!((&year["year"], &year["day"]), (&json!(2025), &json!("2026-11-22")));
}

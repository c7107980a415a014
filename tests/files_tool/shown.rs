//! `show`: counts and lists, as JSON and as text.

use serde_json::json;

use crate::desk::Desk;
use crate::office::{city, community, of_sample, own, without_restricted};

/// A file in which every part of the format is used at least once.
const EVERY_PART: &str = include_str!("../vectors/first-every-part.json");

#[test]
fn all_that_is_to_be_settled_is_listed() {
    let desk = Desk::with(&[("x.json", EVERY_PART)]);
    let shown = desk.json(&["show", "--json", "x.json"], 0);
    let ids = |list: &str| -> Vec<String> {
        let items = shown[list].as_array().expect("a list").iter();
        items.map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!((shown["records"].as_u64(), shown["saves"].as_u64()), (Some(6), Some(14)));
    assert_eq!(ids("conflicts"), ["aaaaaaaaaaaaaaaa-3", "bbbbbbbbbbbbbbbb-1"]);
    assert_eq!(ids("deleted"), ["aaaaaaaaaaaaaaaa-10"]);
    assert_eq!(ids("incomplete"), ["bbbbbbbbbbbbbbbb-2"]);
    assert_eq!(ids("clones"), ["bbbbbbbbbbbbbbbb-1"]);
    assert_eq!(shown["authors"], json!([{"name": "张三", "saves": 8}, {"name": "李四", "saves": 6}]));
    assert_eq!(shown["sessions"].as_array().map(Vec::len), Some(2));
    assert_eq!(shown["withheld"], json!([{"field": "worker.phone", "records": 1}]));
    let values = &shown["conflicts"][0]["fields"][0]["values"];
    assert_eq!(
        (&values[0]["value"], &values[0]["by"], &values[1]["value"]),
        (&json!(400), &json!("李四"), &json!(412.5))
    );
    desk.check("check x.json", "", 0, &["6 records, 14 saves", "without worker.phone"], &[]);
}

#[test]
fn restricted_values_are_named_and_stay_hidden() {
    let desk = Desk::with(&[("full.json", &own(&community())), ("bare.json", &without_restricted(&community()))]);
    let restricted = json!([{"field": "worker.pay", "records": 1}, {"field": "worker.phone", "records": 1}]);
    let full = desk.json(&["show", "--json", "full.json"], 0);
    assert_eq!((&full["restricted"], &full["withheld"]), (&restricted, &json!([])));
    let bare = desk.json(&["show", "--json", "bare.json"], 0);
    assert_eq!(bare["restricted"], json!([]));
    let named: Vec<_> = bare["withheld"].as_array().expect("a list").iter().map(|of| of["records"].as_u64()).collect();
    assert_eq!(named, [Some(0), Some(0), Some(1), Some(1)], "all that the head names, with what lacks it");
    desk.check(
        "show full.json",
        "",
        0,
        &["Restricted fields that are in the file: 2", "worker.phone in 1 record"],
        &[],
    );
    let text = desk.run(&["show", "full.json"]).out;
    assert!(!text.contains("13800138000"), "{text}");
}

#[test]
fn the_sample_is_shown_by_kind_and_unit() {
    let city = city();
    let desk = Desk::with(&[("city.json", &of_sample(&city))]);
    let shown = desk.json(&["show", "--json", "city.json"], 0);
    let of_kinds: u64 = shown["kinds"].as_array().expect("a list").iter().filter_map(|of| of["present"].as_u64()).sum();
    let units = shown["units"].as_array().expect("a list");
    let of_units: u64 = units.iter().filter_map(|of| of["present"].as_u64()).sum();
    assert_eq!((of_kinds, of_units), (city.len() as u64, city.len() as u64), "every record is counted once");
    let rows = sanyou::insight::Records::read(&city, sanyou::sample::SAMPLE_DAY);
    assert_eq!(units.iter().filter(|unit| !unit["id"].is_null()).count(), rows.units.len());
    assert!(units[0]["parent"].is_null() && units[1]["parent"] == units[0]["id"], "a unit follows the one above it");
    desk.check("--lang zh show city.json", "", 0, &["工作人员", "is of the sample 2026.3"], &[]);
}

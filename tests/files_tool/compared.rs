//! `diff`: both directions, field by field.

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{LI, ZHANG, community, copy, own, without_restricted};

/// Two copies of one community, edited apart.
fn desk() -> Desk {
    let base = community();
    let (mut a, mut b) = (copy(&base), copy(&base));
    let (unit, worker) = (ZHANG.key("unit", 1), ZHANG.key("worker", 2));
    ZHANG.save(&mut a, &unit, &[("households", "1200"), ("note", "\"同\"")]);
    LI.save(&mut b, &unit, &[("residents", "3100"), ("note", "\"同\"")]);
    ZHANG.save(&mut a, &worker, &[("role", "\"member\""), ("pay", "1")]);
    LI.save(&mut b, &worker, &[("role", "\"deputy\""), ("pay", "2")]);
    ZHANG.save(&mut a, &ZHANG.key("place", 3), &[("name", "\"甲室\"")]);
    LI.save(&mut b, &LI.key("place", 4), &[("name", "\"乙室\"")]);
    Desk::with(&[("a.json", &own(&a)), ("b.json", &own(&b)), ("bare.json", &without_restricted(&a))])
}

/// One line for each field that differs, and one for each record that only one file holds.
fn lines(said: &Json) -> Vec<String> {
    let mut lines = Vec::new();
    for record in said["records"].as_array().expect("a list") {
        let text = |member: &str| record[member].as_str().unwrap_or_default().to_owned();
        if text("held_by") != "both" {
            lines.push(format!("{} only in {}", text("title"), text("held_by")));
            continue;
        }
        for field in record["fields"].as_array().expect("a list") {
            let values = |side: &str| -> Vec<String> {
                let said = |value: &Json| {
                    if value["state"] == "known" { value["value"].to_string() } else { value["state"].to_string() }
                };
                field[side].as_array().expect("a list").iter().map(said).collect()
            };
            let (name, merged) = (&field["field"], &field["merged"]);
            lines.push(
                format!("{} {name} {:?} {:?} {merged}", text("title"), values("a"), values("b"))
                    .replace(['"', '\\'], ""),
            );
        }
    }
    lines
}

#[test]
fn both_directions_are_told() {
    let desk = desk();
    assert_eq!(
        lines(&desk.json(&["diff", "--json", "a.json", "b.json"], 1)),
        [
            "三有社区 households [1200] [] a",
            "三有社区 residents [] [3100] b",
            "王五 pay [hidden] [hidden] conflict",
            "王五 role [member] [deputy] conflict",
            "甲室 only in a",
            "乙室 only in b",
        ]
    );
    let turned = desk.json(&["diff", "--json", "b.json", "a.json", "--restricted"], 1);
    assert_eq!(
        lines(&turned),
        [
            "三有社区 households [] [1200] b",
            "三有社区 residents [3100] [] a",
            "王五 pay [2] [1] conflict",
            "王五 role [deputy] [member] conflict",
            "甲室 only in b",
            "乙室 only in a",
        ]
    );
    assert_eq!((&turned["a"]["saves_only_here"], &turned["b"]["records_only_here"]), (&json!(3), &json!(1)));
    desk.check(
        "--lang zh diff a.json b.json",
        "",
        1,
        &["- a.json", "+ b.json", "职务: “委员” → “副职”, in conflict", "- 场所 “甲室”", "+ 场所 “乙室”", "(hidden)"],
        &[],
    );
}

#[test]
fn withheld_is_not_missing() {
    let desk = desk();
    let expected = ["王五 pay [hidden] [withheld] a", "王五 phone [hidden] [withheld] a"];
    assert_eq!(lines(&desk.json(&["diff", "--json", "a.json", "bare.json"], 1)), expected);
}

#[test]
fn a_deletion_is_a_difference() {
    let base = community();
    let (mut a, mut b) = (copy(&base), copy(&base));
    let worker = ZHANG.key("worker", 2);
    ZHANG.save(&mut a, &worker, &[("deleted", "true")]);
    LI.save(&mut b, &worker, &[("note", "\"改\"")]);
    let desk = Desk::with(&[("a.json", &own(&a)), ("b.json", &own(&b))]);
    let said = desk.json(&["diff", "--json", "a.json", "b.json"], 1);
    assert_eq!(said["records"][0]["state"], json!({"a": "deleted", "b": "live", "merged": "deleted and edited"}));
    desk.check("diff a.json b.json", "", 1, &["A deleted, B live, merged deleted and edited"], &[]);
}

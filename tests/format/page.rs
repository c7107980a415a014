//! The format's page: what it shows is read and verified here, and its numbers are those of the program.

use std::collections::BTreeMap;

use sanyou::exchange::receipt::Receipt;
use sanyou::model::id::NAME_BYTES_MAX;
use sanyou::model::value::{MEMBERS_MAX, VALUE_BYTES_MAX, VALUE_DEPTH_MAX};
use sanyou::replica::State;
use sanyou::replica::limits::{
    AFTER_MAX, AUTHOR_CHARS_MAX, FIELDS_MAX, FILE_BYTES_MAX, HEIGHT_MAX, HEIGHT_REACH, RECEIPT_BYTES_MAX,
    RECORD_FIELDS_MAX, RECORDS_MAX, SAVES_MAX, SHEET_BYTES_MAX, SHEET_CELL_BYTES_MAX, SHEET_COLUMNS_MAX,
    SHEET_ROWS_MAX, STAND_IN_HEIGHT_MAX, TABLE_MAX, UNITS_MAX, WITHHELD_MAX,
};

use crate::properties::read;
use crate::schema;
use crate::vector::{HEAD, replica, rewritten};

const PAGE: &str = include_str!("../../docs/format.md");

/// The page's examples in JSON, each with its last line end.
fn examples() -> Vec<&'static str> {
    PAGE.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(example, _)| example).collect()
}

#[test]
fn its_examples_are_right() {
    let [file, receipt] = examples()[..] else { panic!("a file and a receipt") };
    let incoming = read(file);
    assert_eq!(rewritten(&incoming), file, "to the byte");
    schema::check_file(file);
    let held = replica(incoming.saves());
    let views: Vec<_> = held.iter().map(|(_, _, view)| view).collect();
    assert!(!views[0].in_conflict() && views[1].in_conflict() && views[2].state == State::Deleted, "as the page tells");
    assert_eq!(incoming.header.withheld, ["worker.phone"]);

    let read = Receipt::read(receipt.as_bytes()).expect("it is right");
    assert_eq!(read.write(), receipt, "to the byte");
    schema::check_file(receipt);
    assert_eq!(read.of, incoming.header.digest, "it is the receipt for the file");
    assert!(incoming.lines.keys().any(|key| read.not_taken.contains(&key.id)));
}

#[test]
fn its_limits_are_those_of_the_program() {
    let limits: [(&str, u64); 22] = [
        ("FILE_BYTES_MAX", FILE_BYTES_MAX as u64),
        ("RECORDS_MAX", RECORDS_MAX as u64),
        ("UNITS_MAX", UNITS_MAX as u64),
        ("WITHHELD_MAX", WITHHELD_MAX as u64),
        ("TABLE_MAX", TABLE_MAX as u64),
        ("AUTHOR_CHARS_MAX", AUTHOR_CHARS_MAX as u64),
        ("SAVES_MAX", SAVES_MAX as u64),
        ("AFTER_MAX", AFTER_MAX as u64),
        ("RECORD_FIELDS_MAX", RECORD_FIELDS_MAX as u64),
        ("FIELDS_MAX", FIELDS_MAX as u64),
        ("HEIGHT_REACH", HEIGHT_REACH),
        ("STAND_IN_HEIGHT_MAX", STAND_IN_HEIGHT_MAX),
        ("HEIGHT_MAX", HEIGHT_MAX),
        ("NAME_BYTES_MAX", NAME_BYTES_MAX as u64),
        ("VALUE_BYTES_MAX", VALUE_BYTES_MAX as u64),
        ("MEMBERS_MAX", MEMBERS_MAX as u64),
        ("VALUE_DEPTH_MAX", VALUE_DEPTH_MAX as u64),
        ("RECEIPT_BYTES_MAX", RECEIPT_BYTES_MAX as u64),
        ("SHEET_BYTES_MAX", SHEET_BYTES_MAX as u64),
        ("SHEET_ROWS_MAX", SHEET_ROWS_MAX as u64),
        ("SHEET_COLUMNS_MAX", SHEET_COLUMNS_MAX as u64),
        ("SHEET_CELL_BYTES_MAX", SHEET_CELL_BYTES_MAX as u64),
    ];
    let (_, table) = PAGE.split_once("## Limits").expect("the page names the limits");
    let row = |line: &'static str| {
        let (_, rest) = line.split_once("(`")?;
        let (name, rest) = rest.split_once("`) | ")?;
        Some((name, rest.strip_suffix(" |")?.parse().ok()?))
    };
    let told: BTreeMap<&str, u64> = table.lines().filter_map(row).collect();
    assert_eq!(told, limits.into_iter().collect());
    // Every constant of the program's own list stands on the page.
    let source = include_str!("../../src/replica/limits.rs");
    let constants = source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next());
    for name in constants {
        assert!(told.contains_key(name), "{name} is on the page");
    }
    assert!(PAGE.contains(&format!("by at most {HEIGHT_REACH}.")), "the reach stands in the text too");
}

#[test]
fn it_names_every_member_of_the_head() {
    let (_, rest) = PAGE.split_once("## The head").expect("the page tells of the head");
    let (table, _) = rest.split_once("## ").expect("and of more");
    for member in HEAD {
        assert!(table.contains(&format!("`{member}`")), "{member}");
    }
}

//! Record lines: what is taken is within the bounds, and can be written and read again as the same.

use sanyou::exchange::{pack, unpack};
use sanyou::replica::Lines;

use crate::{Outcome, check_same, check_taken, envelope, has_drops, united};

/// Begins the second of two files in one input.
const SECOND: &str = "\n\n";

/// Checks whatever the line reader makes of the records of one or two files, as lines that name sessions and authors
/// themselves and as lines that name them by their place in a table.
pub fn check(records: &[u8]) -> Outcome {
    let Ok(records) = std::str::from_utf8(records) else { return Outcome::Refused };
    let (first, second) = records.split_once(SECOND).unwrap_or((records, ""));
    let read = |around: fn(&str) -> String| [first, second].map(|records| unpack(&around(records)).ok());
    match [read(without_tables), read(around)] {
        [[Some(first), Some(second)], _] | [_, [Some(first), Some(second)]] => check_lines(&first, &second),
        _ => Outcome::Refused,
    }
}

fn check_lines(first: &Lines, second: &Lines) -> Outcome {
    let (held, other) = (united(&[first, second]), united(&[second, first]));
    check_same(&held, &other);
    let saves = [first.saves(), second.saves()].concat();
    check_same(&check_taken(&saves), &held);
    let text = pack(&held);
    let again = unpack(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let again = united(&[&again]);
    check_same(&again, &held);
    assert_eq!(pack(&again), text);
    if !has_drops(&saves) {
        envelope::check_written(&held, None, "张三");
    }
    Outcome::Taken(saves.len())
}

fn without_tables(records: &str) -> String {
    format!("{{\"records\":[\n{records}\n]}}")
}

/// Records with the tables that saves of version 1 name.
pub(crate) fn around(records: &str) -> String {
    let (sessions, authors) = (r#"["aaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb"]"#, r#"["张三","李四"]"#);
    format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":[\n{records}\n]}}")
}

//! Record lines: what is taken is within the bounds, and can be written and read again as the same.

use sanyou::exchange::{Tables, packed_lines};

use crate::{check_same, check_taken, file, replica};

/// Checks whatever the line reader makes of some records.
pub fn check(records: &str) {
    let Ok(taken) = Tables::unpack(&around(records)) else { return };
    let held = check_taken(&taken);
    let text = packed_lines(held.iter());
    let again = Tables::unpack(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let again = replica(&again);
    check_same(&again, &held);
    assert_eq!(packed_lines(again.iter()), text);
    file::check_written(&held, None, "张三");
}

/// Records with the tables that their saves name.
#[must_use]
pub fn around(records: &str) -> String {
    let (sessions, authors) = (r#"["aaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb"]"#, r#"["张三","李四"]"#);
    format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":[\n{records}\n]}}")
}

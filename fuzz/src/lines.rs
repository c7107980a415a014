//! Record lines: what is taken is within the bounds, and can be written and read again as the same.

use sanyou::exchange::{Tables, packed_lines};

use crate::{Outcome, check_same, check_taken, envelope, replica};

/// Checks whatever the line reader makes of some records.
pub fn check(records: &[u8]) -> Outcome {
    let Ok(records) = std::str::from_utf8(records) else { return Outcome::Refused };
    let Ok(taken) = Tables::unpack(&around(records)) else { return Outcome::Refused };
    let held = check_taken(&taken);
    let text = packed_lines(held.iter());
    let again = Tables::unpack(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let again = replica(&again);
    check_same(&again, &held);
    assert_eq!(packed_lines(again.iter()), text);
    envelope::check_written(&held, None, "张三");
    Outcome::Taken(taken.len())
}

/// Records with the tables that their saves name.
pub(crate) fn around(records: &str) -> String {
    let (sessions, authors) = (r#"["aaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb"]"#, r#"["张三","李四"]"#);
    format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":[\n{records}\n]}}")
}

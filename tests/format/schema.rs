//! The published schema: every file that a test writes is held against it, and so are files that it is to refuse.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value as Json;

/// The schema as it is published.
pub const SCHEMA: &str = include_str!("../../docs/sanyou-1.0.schema.json");

fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        let schema: Json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        jsonschema::draft202012::new(&schema).expect("the schema is one of 2020-12")
    })
}

/// The same text with another number for each that no floating point holds: those are values, of which the schema asks
/// nothing, and the library that checks reads no others.
fn narrowed(text: &str) -> String {
    let (mut out, mut in_text, mut escaped, mut from) = (String::new(), false, false, None);
    for c in text.chars() {
        let is_digit = !in_text && (c.is_ascii_digit() || (from.is_some() && "+-.eE".contains(c)));
        if is_digit {
            from.get_or_insert(out.len());
        } else if let Some(from) = from.take()
            && (out.len() - from > 20 || out[from..].contains(['e', 'E']))
        {
            out.truncate(from);
            out.push_str("0.5");
        }
        out.push(c);
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    out
}

/// What the schema has against a JSON text; nothing when it is content.
pub fn complaint(text: &str) -> Option<String> {
    let json: Json = serde_json::from_str(&narrowed(text)).expect("it is JSON");
    let complaint = validator().iter_errors(&json).next();
    complaint.map(|error| format!("{error} at {}", error.instance_path()))
}

/// Checks that a file that this program wrote is one by the schema.
#[track_caller]
pub fn check_file(text: &str) {
    if let Some(complaint) = complaint(text) {
        panic!("{complaint}\n{text}");
    }
}

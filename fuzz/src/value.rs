//! Values: one canonical spelling, which means the same and reads back to itself, and one order.

use std::cmp::Ordering;

use sanyou::model::Value;

use crate::Outcome;

/// How many values of one text are looked at: three are enough to ask whether the order holds together.
const VALUES_MAX: usize = 3;

/// Checks values that stand one a line.
pub fn check(bytes: &[u8]) -> Outcome {
    let Ok(text) = std::str::from_utf8(bytes) else { return Outcome::Refused };
    let values: Vec<Value> = text.split('\n').take(VALUES_MAX).filter_map(read).collect();
    for left in &values {
        for right in &values {
            assert_eq!(left.cmp(right), right.cmp(left).reverse());
            assert_eq!(left.cmp(right) == Ordering::Equal, left.to_json() == right.to_json());
            assert_eq!(left == right, left.to_json() == right.to_json());
            for middle in &values {
                assert!(left > middle || middle > right || left <= right, "{left:?} {middle:?} {right:?}");
            }
        }
    }
    if values.is_empty() { Outcome::Refused } else { Outcome::Taken(values.len()) }
}

/// Reads one value and checks its canonical form.
fn read(text: &str) -> Option<Value> {
    let value = Value::from_json(text).ok()?;
    let canonical = value.to_json();
    assert_eq!(Value::from_json(&canonical).as_ref(), Ok(&value), "the canonical form reads back");
    assert!(canonical.len() <= text.len(), "no spelling is shorter than the canonical one");
    assert_eq!(serde_json::to_string(&value).expect("values serialise"), canonical);
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    // Numbers past the end of floating point have no other reader here to ask.
    if let (Some(plain), Some(kept)) = (parsed(text), parsed(&canonical)) {
        assert!(means_same(&plain, &kept), "{text} became {canonical}");
    } else {
        assert!(serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok(), "{text:?} is no JSON");
    }
    if let Some(texts) = value.as_texts() {
        assert_eq!(Value::texts(texts.iter().map(String::as_str)), value);
    }
    Some(value)
}

/// Tells whether two texts mean the same JSON; numbers are compared as what they measure.
fn means_same(left: &serde_json::Value, right: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (left, right) {
        (Number(left), Number(right)) => left.as_f64() == right.as_f64(),
        (Array(left), Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| means_same(left, right))
        }
        (Object(left), Object(right)) => {
            let other = |name: &String| right.get(name);
            left.len() == right.len()
                && left.iter().all(|(name, left)| other(name).is_some_and(|right| means_same(left, right)))
        }
        (left, right) => left == right,
    }
}

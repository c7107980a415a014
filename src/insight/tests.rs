//! Indicators against figures computed by hand.
//!
//! A record is a row `kind number field=value …`: digits are an integer, with a point a decimal, `#7` is a reference, `?` a
//! withheld value, `[a,b]` a list, `-` a cleared field, `=…` any JSON. A letter after the number is another session, so a
//! second row of one number is a concurrent save. A figure is written `numerator/denominator lacking withheld: ids`.

mod compare;
mod diagnosis;
mod history;
mod indicators;
mod joins;
mod report;
mod scope;
mod search;
mod settle;
mod source;
mod standards;

use chrono::NaiveDate;

use super::Figure;
use crate::model::quantity::{hundredths, parse_date};
use crate::model::{Name, RecordId, SessionId, Value};
use crate::replica::{Dot, Key, Replica, Save, Saved};
use indicators::check;

fn today() -> NaiveDate {
    parse_date("2026-11-22").expect("a day")
}

fn figure(figure: &Figure) -> String {
    let value = figure.denominator.map(|denominator| format!("{}/{denominator}", figure.numerator));
    format!("{} {} {}:{}", value.as_deref().unwrap_or("n/a"), figure.lacking, figure.withheld, ids(&figure.ids))
}

fn ids(ids: &[RecordId]) -> String {
    ids.iter().map(|id| format!(" {}", id.counter)).collect()
}

fn id(counter: u32) -> RecordId {
    RecordId { session: SessionId::from_bytes([0; 10]), counter }
}

fn replica(rows: &str) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves(rows));
    replica
}

fn saves(rows: &str) -> Vec<Saved> {
    rows.lines().map(str::trim).filter(|row| !row.is_empty()).map(saved).collect()
}

fn saved(row: &str) -> Saved {
    let mut words = row.split(' ');
    let kind = Name::new(words.next().expect("a kind")).expect("a name");
    let number = words.next().expect("a number");
    let counter = number.trim_end_matches(char::is_alphabetic);
    let session = number.bytes().last().filter(u8::is_ascii_alphabetic).unwrap_or(0);
    let set = words.map(|word| word.split_once('=').expect("field=value"));
    let save = Save {
        dot: Dot { height: 1, session: SessionId::from_bytes([session; 10]) },
        after: Vec::new(),
        set: set.map(|(name, text)| (Name::new(name).expect("a name"), value(text))).collect(),
        at: 0,
        by: "".into(),
    };
    Saved { key: Key { id: id(counter.parse().expect("a counter")), kind }, save }
}

fn value(text: &str) -> Option<Value> {
    if text == "?" {
        return None;
    }
    if let Some(json) = text.strip_prefix('=') {
        return Some(Value::from_json(json).expect("JSON"));
    }
    let list = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    Some(match (text, list, text.strip_prefix('#'), text.parse()) {
        ("-", ..) => Value::Null,
        ("true", ..) => Value::Bool(true),
        ("false", ..) => Value::Bool(false),
        (_, Some(list), ..) => Value::texts(list.split(',').filter(|item| !item.is_empty())),
        (_, _, Some(number), _) => Value::text(&id(number.parse().expect("a number")).to_string()),
        (_, _, _, Ok(number)) => Value::Int(number),
        _ if text.contains('.') && hundredths(text).is_some() => Value::from_json(text).expect("a number"),
        (text, ..) => Value::text(text),
    })
}

#[test]
fn quotients_round_half_up_and_are_absent_without_a_denominator() {
    use super::permille;
    let cases: [(i64, [Option<i64>; 2]); 13] = [
        (7, [None, None]),
        (7, [Some(0), None]),
        (7, [Some(-1), None]),
        (0, [Some(0), None]),
        (0, [Some(68), Some(0)]),
        (7, [Some(68), Some(103)]),
        (27, [Some(68), Some(397)]),
        (1, [Some(2000), Some(1)]),
        (1, [Some(2001), Some(0)]),
        (97, [Some(2), Some(48_500)]),
        (-1, [Some(2000), Some(0)]),
        (-3, [Some(2000), Some(-1)]),
        (i64::MAX, [Some(1), None]),
    ];
    for (numerator, [denominator, thousandths]) in cases {
        let figure = Figure { numerator, denominator, ..Figure::default() };
        assert_eq!(permille(&figure), thousandths, "{numerator}/{denominator:?}");
    }
    let sums = Figure { numerator: i64::MAX / 20, denominator: Some(i64::MAX / 10), ..Figure::default() };
    assert_eq!(permille(&sums), Some(500));
}

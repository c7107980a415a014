//! Indicators against figures computed by hand.
//!
//! A record is a row `kind number field=value …`: digits are an integer, with a point a decimal, `#7` is a reference, `?` a withheld value,
//! `[a,b]` a list, `-` a cleared field. A letter after the number is another session, so a second row of one number is
//! a concurrent save. A figure is written `numerator/denominator lacking withheld: ids`.

mod compare;
mod indicators;
mod joins;
mod money;
mod people;
mod places;
mod scope;
mod search;
mod settle;
mod source;
mod standards;

use chrono::NaiveDate;

use super::{Figure, Overview, Records, Sum, overview};
use crate::model::quantity::{hundredths, parse_date};
use crate::model::{Name, RecordId, SessionId, Value};
use crate::replica::{Dot, Key, Replica, Save, Saved};

const YEAR: i32 = 2026;

fn today() -> NaiveDate {
    parse_date("2026-11-22").expect("a day")
}

/// Checks some figures of a scope; number 0 stands for everything.
fn check(what: &str, rows: &str, scope: u32, figures: &[(&str, &str)]) {
    let records = Records::read(&replica(rows), today());
    let scope = records.scope((scope > 0).then(|| id(scope)));
    let overview = overview(&records, &scope, YEAR, today());
    for (name, expected) in figures {
        assert_eq!(shown(&overview, name), *expected, "{what}: {name}");
    }
}

fn shown(overview: &Overview, name: &str) -> String {
    let Overview { people, money, places, .. } = overview;
    match name {
        "workers" => figure(&people.workers),
        "median age" => figure(&people.median_age),
        "50 or more" => figure(&people.aged_50_or_more),
        "35 or less" => figure(&people.aged_35_or_less),
        "college" => figure(&people.college),
        "insured" => figure(&people.insured),
        "need" => sum(&money.need),
        "plan" => sum(&money.plan),
        "received" => sum(&money.received),
        "spent" => sum(&money.spent),
        "gap" => sum(&money.gap),
        "received of plan" => figure(&money.received_of_plan),
        "spent of received" => figure(&money.spent_of_received),
        "in no sum" => ids(&money.in_no_sum),
        "rented" => figure(&places.rented),
        "street centres" => figure(&places.street_centres),
        "stations" => figure(&places.service_stations),
        "health centres" => figure(&places.health_centres),
        "starlight" => figure(&places.starlight_homes),
        "leases ending" => figure(&places.leases_ending),
        "leases expired" => figure(&places.leases_expired),
        "area known" => figure(&places.area_known),
        "area per 100" => figure(&places.area_per_100_households),
        "communities" => ids(&overview.communities),
        "in conflict" => overview.in_conflict.to_string(),
        _ => panic!("no figure {name}"),
    }
}

fn figure(figure: &Figure) -> String {
    let value = figure.denominator.map(|denominator| format!("{}/{denominator}", figure.numerator));
    format!("{} {} {}:{}", value.as_deref().unwrap_or("n/a"), figure.lacking, figure.withheld, ids(&figure.ids))
}

fn sum(sum: &Sum) -> String {
    let fen = sum.fen.map(|fen| fen.to_string());
    format!("{} {} {}:{}", fen.as_deref().unwrap_or("n/a"), sum.lacking, sum.withheld, ids(&sum.ids))
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
    use super::{permille, tenths};
    let cases: [(i64, [Option<i64>; 3]); 13] = [
        (7, [None, None, None]),
        (7, [Some(0), None, None]),
        (7, [Some(-1), None, None]),
        (0, [Some(0), None, None]),
        (0, [Some(68), Some(0), Some(0)]),
        (7, [Some(68), Some(103), Some(1)]),
        (27, [Some(68), Some(397), Some(4)]),
        (1, [Some(2000), Some(1), Some(0)]),
        (1, [Some(2001), Some(0), Some(0)]),
        (97, [Some(2), Some(48_500), Some(485)]),
        (-1, [Some(2000), Some(0), Some(0)]),
        (-3, [Some(2000), Some(-1), Some(0)]),
        (i64::MAX, [Some(1), None, None]),
    ];
    for (numerator, [denominator, thousandths, expected_tenths]) in cases {
        let figure = Figure { numerator, denominator, ..Figure::default() };
        assert_eq!(permille(&figure), thousandths, "{numerator}/{denominator:?}");
        assert_eq!(tenths(&figure), expected_tenths, "{numerator}/{denominator:?}");
    }
    let sums = Figure { numerator: i64::MAX / 20, denominator: Some(i64::MAX / 10), ..Figure::default() };
    assert_eq!(permille(&sums), Some(500));
}

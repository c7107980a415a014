//! What offices write, and what comes of it.

mod cells;
mod plans;
mod sheets;
mod steps;
mod vectors;
mod written;

use std::collections::BTreeMap;

use super::names::{Named, Names};
use super::plan::{Change, HeldRecord, HeldRecords, Plan};
use super::sheet;
use crate::model::{KindSpec, RecordId, SessionId, Value, kind_spec};

/// A record's id, by a number.
fn id(counter: u32) -> RecordId {
    RecordId { session: SessionId::from_bytes([7; SessionId::BYTES]), counter }
}

/// The units that the tests know: a street, three communities, and two of one name.
fn names() -> Names {
    let named = |counter: u32, title: &str, code: Option<&str>| Named {
        id: id(counter),
        title: title.to_owned(),
        code: code.map(str::to_owned),
        unit: Some(id(counter)),
    };
    let mut names = Names::default();
    names.add(
        "unit",
        vec![
            named(1, "三化街道", Some("210102001000")),
            named(2, "幸福社区", Some("210102001001")),
            named(3, "和平社区", Some("210102001002")),
            named(4, "新华社区", None),
            named(5, "新华社区", None),
        ],
    );
    let worker = |counter: u32, title: &str, unit: u32| Named {
        id: id(counter),
        title: title.to_owned(),
        code: None,
        unit: Some(id(unit)),
    };
    names.add("worker", vec![worker(11, "王五", 2), worker(12, "王五", 3), worker(13, "赵六", 3)]);
    names
}

/// The records of a kind that are here: three workers.
fn held(spec: &'static KindSpec) -> HeldRecords {
    let mut held = HeldRecords::of(spec);
    let mut worker = |counter: u32, name: &str, unit: u32, phone: &str| {
        let mut values = BTreeMap::from([("name", Value::text(name)), ("unit", Value::text(&id(unit).to_string()))]);
        if !phone.is_empty() {
            values.insert("phone", Value::text(phone));
        }
        held.add(HeldRecord { id: id(counter), values, closed: Vec::new() });
    };
    if spec.kind == "worker" {
        worker(11, "王五", 2, "138-0013-8000");
        worker(12, "王五", 3, "");
        worker(13, "赵六", 3, "");
    }
    held
}

/// A plan of a text about records of a kind, of which no line is read.
fn begun(kind: &str, text: &str) -> Plan {
    let spec = kind_spec(kind).expect("a kind");
    let mut plan = Plan::new(spec, sheet::read(text).expect("a sheet"), names(), held(spec));
    plan.guess(&|_| None, &[]);
    plan
}

/// The whole plan of a text about records of a kind.
fn plan_of(kind: &str, text: &str) -> Plan {
    let mut plan = begun(kind, text);
    plan.go_on(usize::MAX);
    plan
}

/// All that a plan would change.
fn changes(plan: &Plan) -> Vec<Change> {
    (0..plan.rows.len()).filter_map(|place| plan.change(place)).collect()
}

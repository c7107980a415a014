//! What offices write, and what comes of it.

mod cells;
mod plans;
mod sheets;
mod vectors;
mod written;

use std::collections::BTreeMap;

use super::names::{Named, Names};
use super::plan::{HeldRecord, Plan};
use super::sheet;
use crate::model::{RecordId, SessionId, Value, kind_spec};

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

/// The workers that are here.
fn held() -> Vec<HeldRecord> {
    let worker = |counter: u32, name: &str, unit: u32, phone: &str| {
        let mut values = BTreeMap::from([("name", Value::text(name)), ("unit", Value::text(&id(unit).to_string()))]);
        if !phone.is_empty() {
            values.insert("phone", Value::text(phone));
        }
        HeldRecord { id: id(counter), values, closed: Vec::new() }
    };
    vec![worker(11, "王五", 2, "138-0013-8000"), worker(12, "王五", 3, ""), worker(13, "赵六", 3, "")]
}

/// The whole plan of a text about records of a kind.
fn plan_of(kind: &str, text: &str) -> Plan {
    let spec = kind_spec(kind).expect("a kind");
    let sheet = sheet::read(text).expect("a sheet");
    let held = if kind == "worker" { held() } else { Vec::new() };
    let mut plan = Plan::new(spec, sheet, names(), held);
    plan.guess(&|_| None, &[]);
    plan.read_some(usize::MAX);
    plan
}

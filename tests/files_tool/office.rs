//! The files of an office: the sample city and small workspaces, edited by several people.

use sanyou::exchange::{self, Outgoing};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{Key, Replica, Saved, stage};
use sanyou::sample::{SAMPLE_VERSION, sample_city};

/// The moment that files name: 2026-11-22, 00:00 UTC.
pub const WRITTEN_AT: i64 = 1_795_305_600;

/// The restricted fields of workers.
pub const RESTRICTED: &[(&str, &str)] =
    &[("worker", "allowance"), ("worker", "born"), ("worker", "pay"), ("worker", "phone")];

/// A person's device with what it holds.
#[derive(Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub session: u8,
}

pub const ZHANG: Person = Person { name: "张三", session: 1 };
pub const LI: Person = Person { name: "李四", session: 2 };

impl Person {
    /// The id of one of the records that this person created.
    pub fn id(self, counter: u32) -> RecordId {
        RecordId { session: SessionId::from_bytes([self.session; 10]), counter }
    }

    /// The key of one of the records that this person created.
    pub fn key(self, kind: &'static str, counter: u32) -> Key {
        Key { kind: Name::known(kind), id: self.id(counter) }
    }

    /// Saves fields of a record upon what is shown of it; values are given as JSON.
    pub fn save(self, replica: &mut Replica, key: &Key, fields: &[(&'static str, &str)]) {
        let heads = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
        let value = |json: &str| Value::from_json(json).expect("a value");
        let draft = Draft {
            set: fields.iter().map(|(name, json)| (Name::known(name), value(json))).collect(),
            at: WRITTEN_AT - 3600,
            by: self.name.into(),
        };
        let session = SessionId::from_bytes([self.session; 10]);
        let save = stage(replica.record(key), &heads, session, draft);
        replica.apply([Saved { key: key.clone(), save }]);
    }
}

/// The sample city.
pub fn city() -> Replica {
    let mut replica = Replica::new();
    replica.apply(sample_city());
    replica
}

/// The same content once more, to be edited elsewhere.
pub fn copy(replica: &Replica) -> Replica {
    let mut copy = Replica::new();
    copy.apply(replica.saves_of(replica.iter().map(|(key, _, _)| key)));
    copy
}

/// A community with a worker whose restricted fields are filled in.
pub fn community() -> Replica {
    let mut replica = Replica::new();
    ZHANG.save(&mut replica, &ZHANG.key("unit", 1), &[("name", "\"三有社区\""), ("level", "\"community\"")]);
    let worker = [
        ("name", "\"王五\""),
        ("unit", &*format!("\"{}\"", ZHANG.id(1))),
        ("phone", "\"13800138000\""),
        ("pay", "412350"),
    ];
    ZHANG.save(&mut replica, &ZHANG.key("worker", 2), &worker);
    replica
}

/// A replica as a file of the own records.
pub fn own(replica: &Replica) -> String {
    file(replica, None, &[])
}

/// A replica as a file of the own records without restricted fields.
pub fn without_restricted(replica: &Replica) -> String {
    file(replica, None, RESTRICTED)
}

/// A replica as a file of the sample.
pub fn of_sample(replica: &Replica) -> String {
    file(replica, Some(SAMPLE_VERSION), &[])
}

fn file(replica: &Replica, sample: Option<&str>, withhold: &[(&'static str, &'static str)]) -> String {
    exchange::write(replica, &Outgoing { sample, by: ZHANG.name, at: WRITTEN_AT, withhold, ..Outgoing::default() })
}

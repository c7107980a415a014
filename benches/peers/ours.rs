//! This project's merge, through the calls that the app itself makes.

use std::sync::Arc;

use sanyou::exchange::{Outgoing, read_upon, write};
use sanyou::model::{Name, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{Key, Replica, Save, Saved, stage};

use crate::contender::Contender;
use crate::digest;
use crate::workload::{Act, Clash, Edit, Label, Record};

/// Sanyou.
pub struct Ours;

impl Contender for Ours {
    type State = Replica;

    const NAME: &'static str = "ours";

    fn base(records: &[Record], _device: u64) -> Replica {
        let mut replica = Replica::new();
        replica.apply(records.iter().map(first));
        replica
    }

    fn edit(replica: &mut Replica, edits: &[Edit]) {
        for edit in edits {
            let saved = match &edit.act {
                Act::Insert(record) => first(record),
                Act::Set(field, held) => next(replica, edit, field, value(held)),
                Act::Delete => next(replica, edit, sanyou::replica::DELETED, Value::Bool(true)),
            };
            replica.apply([saved]);
        }
    }

    fn export(replica: &mut Replica) -> Vec<u8> {
        file(replica)
    }

    fn load(bytes: &[u8]) -> Replica {
        let mut replica = Replica::new();
        Self::merge(&mut replica, bytes);
        replica
    }

    fn merge(replica: &mut Replica, bytes: &[u8]) {
        let incoming = read_upon(bytes, replica).unwrap_or_else(|error| panic!("refuses its own file: {error:?}"));
        replica.unite(&incoming.lines);
    }

    fn read_all(replica: &Replica) -> u64 {
        let mut sum = digest::sum(std::iter::empty());
        replica.each_present(|key, fields| {
            let kind = digest::named("kind", digest::text(key.kind.as_str()));
            let fields = fields.iter().filter(|(name, _)| *name != sanyou::replica::DELETED);
            let fields = fields.map(|(name, json)| digest::named(name, digest_of_json(json)));
            sum = digest::sum([sum, digest::whole_of(kind.wrapping_add(digest::sum(fields)))].into_iter());
        });
        sum
    }

    fn both_values(replica: &Replica, clash: &Clash) -> usize {
        let key = Key { id: clash.id, kind: Name::known(clash.kind) };
        let newest = replica.view(&key).and_then(|view| view.fields.get(clash.field)).map(|field| &field.newest);
        let held: Vec<u64> =
            newest.into_iter().flatten().filter_map(|newest| newest.value.as_ref()).map(digest_of).collect();
        clash.values.iter().filter(|value| held.contains(value)).count()
    }

    /// Equal values are not enough: equal files, byte for byte, hold the same saves too.
    fn is_same(left: &Replica, right: &Replica) -> bool {
        Self::read_all(left) == Self::read_all(right) && file(left) == file(right)
    }
}

/// Constant labels, so that equal content is equal bytes.
fn file(replica: &Replica) -> Vec<u8> {
    write(replica, &Outgoing { by: "peers", at: 1_790_000_000, ..Outgoing::default() }).into_bytes()
}

/// As [`digest_of`], of a value's JSON text.
fn digest_of_json(json: &str) -> u64 {
    match json.as_bytes() {
        [b'"', .., b'"'] if !json.contains('\\') => digest::text(&json[1..json.len() - 1]),
        b"null" | b"true" | b"false" | [b'"' | b'[' | b'{', ..] => digest_of(&Value::from_json(json).expect("a value")),
        _ => json.parse().map_or_else(|_| digest::of_json(json).expect("a value"), digest::whole),
    }
}

fn digest_of(value: &Value) -> u64 {
    match value {
        Value::Null => digest::NOTHING,
        Value::Bool(truth) => digest::truth(*truth),
        Value::Int(number) => digest::whole(*number),
        Value::Text(text) => digest::text(text),
        Value::Json(text) => digest::of_json(text).expect("a value holds JSON"),
    }
}

fn value(json: &serde_json::Value) -> Value {
    Value::from_json(&json.to_string()).expect("the workload's values are within the caps")
}

/// The save that makes a record.
fn first(record: &Record) -> Saved {
    let set = record.fields.iter().map(|(name, held)| (Name::known(name), value(held))).collect();
    let save = stage(None, &[], record.label.session, draft(set, &record.label));
    Saved { key: Key { id: record.id, kind: Name::known(record.kind) }, save }
}

/// The save that sets one field of a record, upon what is seen of it.
fn next(replica: &Replica, edit: &Edit, field: &'static str, value: Value) -> Saved {
    let key = Key { id: edit.id, kind: Name::known(edit.kind) };
    let view = replica.view(&key).expect("only held records are edited");
    let set = [(Name::known(field), value)].into_iter().collect();
    let save: Save = stage(replica.record(&key), &view.heads, edit.label.session, draft(set, &edit.label));
    Saved { key, save }
}

fn draft(set: std::collections::BTreeMap<Name, Value>, label: &Label) -> Draft {
    Draft { set, at: label.at, by: Arc::from(label.by.as_str()) }
}

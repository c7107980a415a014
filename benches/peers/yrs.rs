//! yrs: a map of maps; files are updates of the whole document (encoding 1, its faster one).
//!
//! A save is a transaction. A field's value is one value of its `Any`, lists and objects included.

use ::yrs::updates::decoder::Decode;
use ::yrs::{Any, Doc, Map, MapPrelim, MapRef, Out, ReadTxn, StateVector, Transact, TransactionMut, Update};
use serde_json::Value;

use crate::contender::Contender;
use crate::digest;
use crate::workload::{Act, Clash, Edit, Record};

/// yrs, the Rust port of Yjs.
pub struct Yrs;

const RECORDS: &str = "records";

impl Contender for Yrs {
    type State = Doc;

    const NAME: &'static str = "yrs";

    fn base(records: &[Record], device: u64) -> Doc {
        let doc = Doc::with_client_id(device);
        let map = doc.get_or_insert_map(RECORDS);
        for record in records {
            insert(&map, &mut doc.transact_mut(), record);
        }
        doc
    }

    fn edit(doc: &mut Doc, edits: &[Edit]) {
        let Some(first) = edits.first() else { return };
        // A document's client is fixed: another device opens it anew.
        *doc = open(&Self::export(doc), first.device);
        let map = doc.get_or_insert_map(RECORDS);
        for edit in edits {
            let mut txn = doc.transact_mut();
            match &edit.act {
                Act::Insert(record) => insert(&map, &mut txn, record),
                Act::Set(field, value) => {
                    let Some(Out::YMap(record)) = map.get(&txn, &edit.id.to_string()) else {
                        unreachable!("only held records are edited")
                    };
                    record.insert(&mut txn, *field, any(value));
                }
                Act::Delete => drop(map.remove(&mut txn, &edit.id.to_string())),
            }
        }
    }

    fn export(doc: &mut Doc) -> Vec<u8> {
        doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    fn load(bytes: &[u8]) -> Doc {
        open(bytes, 1_000)
    }

    fn merge(doc: &mut Doc, bytes: &[u8]) {
        let update = Update::decode_v1(bytes).expect("reads its own file");
        doc.transact_mut().apply_update(update).expect("takes its own file");
    }

    fn read_all(doc: &Doc) -> u64 {
        let map = doc.get_or_insert_map(RECORDS);
        let txn = doc.transact();
        digest::sum(map.iter(&txn).filter_map(|(_, record)| match record {
            Out::YMap(record) => Some(digest::whole_of(digest::sum(
                record.iter(&txn).filter_map(|(name, value)| Some(digest::named(name, seen(&value)?))),
            ))),
            _ => None,
        }))
    }

    fn both_values(doc: &Doc, clash: &Clash) -> usize {
        let map = doc.get_or_insert_map(RECORDS);
        let txn = doc.transact();
        let Some(Out::YMap(record)) = map.get(&txn, &clash.id.to_string()) else { return 0 };
        let held = record.get(&txn, clash.field).and_then(|value| seen(&value));
        clash.values.iter().filter(|value| Some(**value) == held).count()
    }
}

fn open(bytes: &[u8], client: u64) -> Doc {
    let mut doc = Doc::with_client_id(client);
    // Named before it is filled: a root that comes with an update has no type.
    doc.get_or_insert_map(RECORDS);
    Yrs::merge(&mut doc, bytes);
    doc
}

fn insert(map: &MapRef, txn: &mut TransactionMut<'_>, record: &Record) {
    let held = map.insert(txn, record.id.to_string(), MapPrelim::default());
    held.insert(txn, "kind", record.kind);
    for (name, value) in &record.fields {
        held.insert(txn, *name, any(value));
    }
}

fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(truth) => Any::from(*truth),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Any::from(integer),
            None => Any::from(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(members) => Any::Array(members.iter().map(any).collect()),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), any(value)));
            Any::Map(std::sync::Arc::new(members.collect()))
        }
    }
}

fn seen(value: &Out) -> Option<u64> {
    match value {
        Out::Any(value) => Some(digest_of(value)),
        _ => None,
    }
}

fn digest_of(value: &Any) -> u64 {
    match value {
        Any::Null | Any::Undefined => digest::NOTHING,
        Any::Bool(truth) => digest::truth(*truth),
        Any::Number(::yrs::any::Number::Int(number)) => digest::whole(*number),
        Any::Number(::yrs::any::Number::Float(number)) => digest::number(*number),
        Any::String(text) => digest::text(text),
        Any::Buffer(bytes) => digest::list(bytes.iter().map(|byte| u64::from(*byte))),
        Any::Array(members) => digest::list(members.iter().map(digest_of)),
        Any::Map(members) => {
            digest::whole_of(digest::sum(members.iter().map(|(name, value)| digest::named(name, digest_of(value)))))
        }
    }
}

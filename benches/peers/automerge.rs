//! Automerge: a map of maps, the outer one being the document's root, which all devices share; files are saved documents.
//!
//! A save is a change with its time. Lists and objects are kept as JSON text, because a field is one register here
//! and Automerge's scalars hold none; nested objects would cost it more.

use ::automerge::transaction::{CommitOptions, Transactable};
use ::automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, ScalarValueRef, Value, ValueRef};

use crate::contender::Contender;
use crate::digest;
use crate::workload::{Act, Clash, Edit, Label, Record};

/// Automerge.
pub struct Automerge;

/// Stands before a text that is JSON, so that it is told from a text.
const JSON: char = '\u{1}';

impl Contender for Automerge {
    type State = AutoCommit;

    const NAME: &'static str = "automerge";

    fn base(records: &[Record], device: u64) -> AutoCommit {
        let mut doc = AutoCommit::new().with_actor(actor(device));
        for record in records {
            insert(&mut doc, record);
        }
        if let Some(last) = records.last() {
            commit(&mut doc, &last.label);
        }
        doc
    }

    fn edit(doc: &mut AutoCommit, edits: &[Edit]) {
        let Some(first) = edits.first() else { return };
        doc.set_actor(actor(first.device));
        for edit in edits {
            let id = edit.id.to_string();
            match &edit.act {
                Act::Insert(record) => insert(doc, record),
                Act::Set(field, value) => {
                    let record = child(doc, &ROOT, &id).expect("only held records are edited");
                    doc.put(&record, *field, scalar(value)).expect("a map takes values");
                }
                Act::Delete => doc.delete(ROOT, id.as_str()).expect("only held records are deleted"),
            }
            commit(doc, &edit.label);
        }
    }

    fn export(doc: &mut AutoCommit) -> Vec<u8> {
        doc.save()
    }

    fn load(bytes: &[u8]) -> AutoCommit {
        AutoCommit::load(bytes).expect("reads its own file")
    }

    fn merge(doc: &mut AutoCommit, bytes: &[u8]) {
        let mut other = Self::load(bytes);
        doc.merge(&mut other).expect("takes its own file");
    }

    fn read_all(doc: &AutoCommit) -> u64 {
        digest::sum(doc.map_range(ROOT, ..).map(|record| {
            let fields = doc.map_range(record.id(), ..);
            digest::whole_of(digest::sum(fields.map(|field| digest::named(&field.key, seen(&field.value)))))
        }))
    }

    fn both_values(doc: &AutoCommit, clash: &Clash) -> usize {
        let Some(record) = child(doc, &ROOT, &clash.id.to_string()) else { return 0 };
        let held = doc.get_all(&record, clash.field).expect("a map has fields");
        let held: Vec<u64> = held.iter().map(|(value, _)| digest_of(value)).collect();
        clash.values.iter().filter(|value| held.contains(value)).count()
    }
}

/// Sixteen bytes, as actors are by default.
fn actor(device: u64) -> ActorId {
    ActorId::from(u128::from(device).to_be_bytes())
}

fn child(doc: &AutoCommit, of: &ObjId, name: &str) -> Option<ObjId> {
    doc.get(of, name).ok().flatten().map(|(_, id)| id)
}

fn insert(doc: &mut AutoCommit, record: &Record) {
    let held = doc.put_object(ROOT, record.id.to_string(), ObjType::Map).expect("the root takes maps");
    doc.put(&held, "kind", record.kind).expect("a map takes values");
    for (name, value) in &record.fields {
        doc.put(&held, *name, scalar(value)).expect("a map takes values");
    }
}

fn commit(doc: &mut AutoCommit, label: &Label) {
    doc.commit_with(CommitOptions::default().with_time(label.at));
}

fn scalar(value: &serde_json::Value) -> ScalarValue {
    use serde_json::Value as Json;
    match value {
        Json::Null => ScalarValue::Null,
        Json::Bool(truth) => ScalarValue::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => ScalarValue::Int(integer),
            None => ScalarValue::F64(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => ScalarValue::from(text.as_str()),
        tree => ScalarValue::from(format!("{JSON}{tree}").as_str()),
    }
}

fn text(text: &str) -> u64 {
    match text.strip_prefix(JSON) {
        Some(json) => digest::of_json(json).expect("was written as JSON"),
        None => digest::text(text),
    }
}

fn seen(value: &ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Scalar(ScalarValueRef::Str(value)) => text(value),
        ValueRef::Scalar(ScalarValueRef::Int(number)) => digest::whole(*number),
        ValueRef::Scalar(ScalarValueRef::F64(value)) => digest::number(*value),
        ValueRef::Scalar(ScalarValueRef::Boolean(truth)) => digest::truth(*truth),
        _ => digest::NOTHING,
    }
}

fn digest_of(value: &Value<'_>) -> u64 {
    match value {
        Value::Scalar(scalar) => match scalar.as_ref() {
            ScalarValue::Str(value) => text(value),
            ScalarValue::Int(number) => digest::whole(*number),
            ScalarValue::F64(value) => digest::number(*value),
            ScalarValue::Boolean(truth) => digest::truth(*truth),
            _ => digest::NOTHING,
        },
        Value::Object(_) => digest::NOTHING,
    }
}

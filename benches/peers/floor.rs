//! The floor: what a program does that knows no merging. Plain objects in one JSON array; what comes overwrites what is
//! there, by id.
//!
//! Loading parses to values and indexes them by id, since that is what is merged into.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::contender::Contender;
use crate::digest;
use crate::workload::{Act, Clash, Edit, Record};

/// Plain `serde_json`.
pub struct Floor;

impl Contender for Floor {
    type State = HashMap<String, Value>;

    const NAME: &'static str = "serde_json";

    fn base(records: &[Record], _device: u64) -> Self::State {
        records.iter().map(|record| (record.id.to_string(), plain(record))).collect()
    }

    fn edit(state: &mut Self::State, edits: &[Edit]) {
        for edit in edits {
            let id = edit.id.to_string();
            match &edit.act {
                Act::Insert(record) => drop(state.insert(id, plain(record))),
                Act::Set(field, value) => members(state, &id).extend([((*field).to_owned(), value.clone())]),
                // A plain file says so in the record: absence would say nothing.
                Act::Delete => members(state, &id).extend([("deleted".to_owned(), Value::Bool(true))]),
            }
        }
    }

    fn export(state: &mut Self::State) -> Vec<u8> {
        serde_json::to_vec(&state.values().collect::<Vec<_>>()).expect("values always serialise")
    }

    fn load(bytes: &[u8]) -> Self::State {
        let mut state = HashMap::new();
        Self::merge(&mut state, bytes);
        state
    }

    fn merge(state: &mut Self::State, bytes: &[u8]) {
        let records: Vec<Value> = serde_json::from_slice(bytes).expect("reads its own file");
        state.reserve(records.len().saturating_sub(state.len()));
        for record in records {
            let id = record["id"].as_str().expect("every record has an id").to_owned();
            state.insert(id, record);
        }
    }

    fn read_all(state: &Self::State) -> u64 {
        digest::sum(state.values().filter_map(Value::as_object).filter_map(read))
    }

    fn both_values(state: &Self::State, clash: &Clash) -> usize {
        let held = state.get(&clash.id.to_string()).and_then(|record| record.get(clash.field)).map(digest::of);
        clash.values.iter().filter(|value| Some(**value) == held).count()
    }
}

fn plain(record: &Record) -> Value {
    let mut members: Map<String, Value> =
        record.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    members.extend([("id".to_owned(), json!(record.id.to_string())), ("kind".to_owned(), json!(record.kind))]);
    Value::Object(members)
}

fn members<'a>(state: &'a mut HashMap<String, Value>, id: &str) -> &'a mut Map<String, Value> {
    state.get_mut(id).and_then(Value::as_object_mut).expect("only held records are edited")
}

fn read(record: &Map<String, Value>) -> Option<u64> {
    let mut sum: u64 = 0;
    for (name, value) in record.iter().filter(|(name, _)| *name != "id") {
        if name == "deleted" && value == &Value::Bool(true) {
            return None;
        }
        sum = sum.wrapping_add(digest::named(name, digest::of(value)));
    }
    Some(digest::whole_of(sum))
}

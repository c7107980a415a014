//! Loro: a map of maps; files are all updates of the document. (Measured: its snapshots load at once, being read later,
//! but merge at nearly half the speed.)
//!
//! A save is a commit. A field's value is one value, lists and objects included.

use ::loro::{Container, ExportMode, LoroDoc, LoroMap, LoroValue, ValueOrContainer};

use crate::contender::Contender;
use crate::digest;
use crate::workload::{Act, Clash, Edit, Record};

/// Loro.
pub struct Loro;

const RECORDS: &str = "records";

impl Contender for Loro {
    type State = LoroDoc;

    const NAME: &'static str = "loro";

    fn base(records: &[Record], device: u64) -> LoroDoc {
        let doc = LoroDoc::new();
        doc.set_peer_id(device).expect("a peer id is set before any edit");
        for record in records {
            insert(&doc, record);
        }
        doc
    }

    fn edit(doc: &mut LoroDoc, edits: &[Edit]) {
        let Some(first) = edits.first() else { return };
        doc.set_peer_id(first.device).expect("a peer id is set between edits");
        for edit in edits {
            match &edit.act {
                Act::Insert(record) => insert(doc, record),
                Act::Set(field, value) => {
                    let record = record(doc, &edit.id.to_string()).expect("only held records are edited");
                    record.insert(field, LoroValue::from(value.clone())).expect("an attached map takes values");
                }
                Act::Delete => {
                    doc.get_map(RECORDS).delete(&edit.id.to_string()).expect("only held records are deleted");
                }
            }
            doc.commit();
        }
    }

    fn export(doc: &mut LoroDoc) -> Vec<u8> {
        doc.export(ExportMode::all_updates()).expect("a document always exports")
    }

    fn load(bytes: &[u8]) -> LoroDoc {
        let mut doc = LoroDoc::new();
        Self::merge(&mut doc, bytes);
        doc
    }

    fn settle(doc: &LoroDoc) {
        Self::read_all(doc);
    }

    fn merge(doc: &mut LoroDoc, bytes: &[u8]) {
        let status = doc.import(bytes).expect("reads its own file");
        assert!(status.pending.is_none(), "a whole file leaves nothing pending");
    }

    fn read_all(doc: &LoroDoc) -> u64 {
        // Measured: quicker than asking for the whole document's value at once.
        let mut sum: u64 = 0;
        doc.get_map(RECORDS).for_each(|_, record| {
            if let ValueOrContainer::Container(Container::Map(record)) = record {
                sum = sum.wrapping_add(digest_of(&record.get_value()));
            }
        });
        sum
    }

    fn both_values(doc: &LoroDoc, clash: &Clash) -> usize {
        let held = record(doc, &clash.id.to_string()).and_then(|record| record.get(clash.field));
        let held = held.map(|value| digest_of(&value.get_deep_value()));
        clash.values.iter().filter(|value| Some(**value) == held).count()
    }
}

fn record(doc: &LoroDoc, id: &str) -> Option<LoroMap> {
    match doc.get_map(RECORDS).get(id)? {
        ValueOrContainer::Container(container) => container.into_map().ok(),
        ValueOrContainer::Value(_) => None,
    }
}

fn insert(doc: &LoroDoc, record: &Record) {
    let records = doc.get_map(RECORDS);
    let held = records.insert_container(&record.id.to_string(), LoroMap::new()).expect("an attached map takes maps");
    held.insert("kind", record.kind).expect("an attached map takes values");
    for (name, value) in &record.fields {
        held.insert(name, LoroValue::from(value.clone())).expect("an attached map takes values");
    }
    doc.commit();
}

fn digest_of(value: &LoroValue) -> u64 {
    match value {
        LoroValue::Null | LoroValue::Container(_) => digest::NOTHING,
        LoroValue::Bool(truth) => digest::truth(*truth),
        LoroValue::Double(number) => digest::number(*number),
        LoroValue::I64(number) => digest::whole(*number),
        LoroValue::Binary(bytes) => digest::list(bytes.iter().map(|byte| u64::from(*byte))),
        LoroValue::String(text) => digest::text(text),
        LoroValue::List(members) => digest::list(members.iter().map(digest_of)),
        LoroValue::Map(members) => {
            digest::whole_of(digest::sum(members.iter().map(|(name, value)| digest::named(name, digest_of(value)))))
        }
    }
}

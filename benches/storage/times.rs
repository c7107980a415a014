//! Times of start-up, shards and compaction, each beside plain JSON of the same records.

use std::collections::HashMap;
use std::hint::black_box;

use sanyou::replica::Replica;
use sanyou::store::{JOURNAL_ENTRIES_MAX, entry};

use crate::clock::{median, ratio, timed};
use crate::homes::{Device, LOCAL_UNITS_MAX, Meter};
use crate::table::{Row, Section, grouped};
use crate::{RECORDS, room, years};

/// A city with two years at hand.
const YEARS: usize = 2 * years::COMMUNITIES;

/// What was measured, in seconds of each round.
#[derive(Default)]
struct Times {
    floor_read: Vec<f64>,
    floor_write: Vec<f64>,
    start: Vec<f64>,
    decode: Vec<f64>,
    encode: Vec<f64>,
    compact: Vec<f64>,
}

/// Times a city's two years.
pub fn section(rounds: usize) -> Section {
    eprintln!("times: {YEARS} community-years");
    let device = room::device_with(YEARS, 4);
    let shards = device.local.as_ref().map(Meter::shards).unwrap_or_default();
    let mut replica = Replica::new();
    replica.apply(device.read());
    let plain = plain(&replica);
    let mut times = Times::default();
    for round in 0..rounds {
        eprintln!("times: round {}", round + 1);
        times.measure(&device, &shards, &plain);
    }
    let share = shards.len() as f64;
    let row = |what: &str, of: &[f64], to: &[f64], parts: f64, floor: &str| {
        Row::words(what, format!("{:.1} ms = {:.2} × {floor}", median(of) * 1e3 / parts, ratio(of, to)))
    };
    let (read, write) = ("plain read", "plain write");
    let rows = vec![
        Row::words(
            "plain JSON of the same current values, read and write",
            format!("{:.0} and {:.0} ms", median(&times.floor_read) * 1e3, median(&times.floor_write) * 1e3),
        ),
        row("start-up: read both homes, into memory", &times.start, &times.floor_read, 1.0, read),
        row("decode one shard to saves", &times.decode, &times.floor_read, share, read),
        row("encode one shard from saves", &times.encode, &times.floor_write, share, write),
        row(
            &format!("compaction of {JOURNAL_ENTRIES_MAX} saves, read-back included"),
            &times.compact,
            &times.floor_read,
            1.0,
            read,
        ),
    ];
    let units: usize = shards.iter().map(|(_, text)| text.chars().count()).sum();
    let title = format!(
        "Times, {YEARS} community-years = {} records, {} of {} units; the fast lane is {}",
        grouped(YEARS * RECORDS),
        grouped(units),
        grouped(LOCAL_UNITS_MAX),
        if cfg!(feature = "lane") { "built in" } else { "left out" },
    );
    Section { title, rows }
}

impl Times {
    fn measure(&mut self, device: &Device, shards: &[(String, String)], plain: &str) {
        let (read, records) = timed(|| plain_read(plain));
        let (write, _) = timed(|| black_box(serde_json::to_string(&records.values().collect::<Vec<_>>())));
        drop(records);
        let (start, _) = timed(|| {
            let mut replica = Replica::new();
            replica.apply(device.read());
            black_box(replica)
        });
        let (decode, saves) =
            timed(|| shards.iter().filter_map(|(key, text)| entry::read(key, text)).collect::<Vec<_>>());
        let (encode, _) = timed(|| {
            for ((key, _), saves) in shards.iter().zip(saves) {
                black_box(entry::write(key, &entry::Head::default(), &room::packed(saves)));
            }
        });
        let later = device.copy();
        room::journal(&later, 4);
        let (compact, ()) = timed(|| later.compact(0));
        let all = [
            &mut self.floor_read,
            &mut self.floor_write,
            &mut self.start,
            &mut self.decode,
            &mut self.encode,
            &mut self.compact,
        ];
        for (figures, seconds) in all.into_iter().zip([read, write, start, decode, encode, compact]) {
            figures.push(seconds);
        }
    }
}

/// What a program writes that knows no merging: the current values as one array of objects.
fn plain(replica: &Replica) -> String {
    let mut records: Vec<serde_json::Value> = Vec::new();
    replica.each_present(|key, fields| {
        let value = |json: &str| serde_json::from_str(json).expect("a field holds JSON");
        let mut record: serde_json::Map<String, serde_json::Value> =
            fields.iter().map(|(name, json)| ((*name).to_owned(), value(json))).collect();
        record.extend([("id".to_owned(), key.id.to_string().into()), ("kind".to_owned(), key.kind.as_str().into())]);
        records.push(record.into());
    });
    serde_json::to_string(&records).expect("values always serialise")
}

fn plain_read(text: &str) -> HashMap<String, serde_json::Value> {
    let records: Vec<serde_json::Value> = serde_json::from_str(text).expect("reads what it wrote");
    let id = |record: &serde_json::Value| record["id"].as_str().map(str::to_owned).expect("every record has an id");
    records.into_iter().map(|record| (id(&record), record)).collect()
}

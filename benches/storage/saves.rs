//! What one save writes, and that it is the same however much is held.

use std::collections::BTreeMap;

use sanyou::model::{Name, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{Pred, Saved, stage};

use crate::clock::{median, ratio, timed};
use crate::homes::{Asked, Device};
use crate::table::{Budget, Row, Section, grouped};
use crate::{RECORDS, room, years};

/// Most bytes of one save, key included.
pub const SAVE_BYTES_MAX: usize = 2048;
/// Communities with a year each, of the two sizes at which saves are compared.
const SIZES: [usize; 2] = [1, years::COMMUNITIES];
/// Saves in one measured time: one alone is too short for the clock.
const REPEATS: usize = 200;

/// One command, and the saves it makes.
struct Command {
    what: &'static str,
    saves: Vec<Saved>,
    bytes_max: Option<usize>,
}

/// What a command asked of the homes, local storage first.
type Work = [Asked; 2];

/// Runs each command at both sizes.
pub fn section(rounds: usize) -> Section {
    let commands = commands();
    let devices = SIZES.map(|size| {
        eprintln!("saves: {size} community-years");
        room::device_with(size, 4)
    });
    let mut rows = Vec::new();
    for command in &commands {
        let [small, large] = [0, 1].map(|place| work(&devices[place], &command.saves));
        let budget = command.bytes_max.map_or(Budget::None, Budget::Most);
        let put = &small[0];
        let what = |figure: &str| format!("{}: {figure}", command.what);
        rows.push(Row::count(what("writes to local storage"), put.writes, "", &Budget::Same(1)));
        rows.push(Row::count(what("transactions of IndexedDB"), small[1].writes, "", &Budget::Same(1)));
        rows.push(Row::words(what("UTF-16 units, key included"), grouped(put.units_put)));
        rows.push(Row::count(what("bytes of UTF-8, key included"), put.bytes_put, "B", &budget));
        rows.push(Row::check(
            what(&format!("the same reads, writes and units at {} and {} records", records(0), records(1))),
            small == large,
        ));
    }
    let longest = years::saves(0, 4).into_iter().map(|saved| work(&Device::new(), &[saved])[0].bytes_put).max();
    rows.push(Row::count(
        "the longest save of a year, bytes",
        longest.unwrap_or(0),
        "B",
        &Budget::Most(SAVE_BYTES_MAX),
    ));
    let [small, large] = times(&devices, &commands[0], rounds);
    let figure = format!("{:.3} ms, × {:.2}", median(&large) * 1e3 / REPEATS as f64, ratio(&large, &small));
    rows.push(Row::words(format!("time of a small edit at {} records, against {}", records(1), records(0)), figure));
    Section { title: "One save: one command is one journal entry in each home".to_owned(), rows }
}

/// How many records are held at a size.
fn records(size: usize) -> String {
    grouped(SIZES[size] * RECORDS)
}

fn commands() -> [Command; 3] {
    let held = &years::saves(0, 4)[1];
    let session = SessionId::from_bytes(*b"small-edit");
    let set = BTreeMap::from([(Name::known("note"), Value::text("待补充材料，周五前补齐。"))]);
    let draft = Draft { set, at: held.save.at + 86_400, by: held.save.by.clone() };
    let edit = stage(None, &[Pred::of_dot(held.save.dot)], session, draft);
    let new = years::saves(20_000, 4);
    [
        Command {
            what: "small edit",
            saves: vec![Saved { key: held.key.clone(), save: edit }],
            bytes_max: Some(SAVE_BYTES_MAX),
        },
        Command { what: "new record", saves: vec![new[1].clone()], bytes_max: Some(SAVE_BYTES_MAX) },
        Command {
            what: "import of 500 records",
            saves: new.into_iter().filter(|saved| saved.save.after.is_empty()).collect(),
            bytes_max: None,
        },
    ]
}

/// What saving asks of a device; the device stays as it was.
fn work(device: &Device, saves: &[Saved]) -> Work {
    let device = device.copy();
    device.take_asked();
    device.save(saves[0].save.dot.session, saves.to_vec());
    device.take_asked()
}

/// The time of many saves like this one at each size, in seconds, one figure a round.
fn times(devices: &[Device; 2], command: &Command, rounds: usize) -> [Vec<f64>; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (device, times) in devices.iter().zip(&mut times) {
            let device = device.copy();
            let (seconds, ()) = timed(|| {
                for _ in 0..REPEATS {
                    device.save(command.saves[0].save.dot.session, command.saves.clone());
                }
            });
            times.push(seconds);
        }
    }
    times
}

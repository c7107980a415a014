//! A field saved daily for ten years from five devices, each upon what the one before it saved.

use std::collections::BTreeMap;

use miniz_oxide::deflate::compress_to_vec;
use sanyou::exchange::{Outgoing, write};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{Key, Replica, Saved, stage};

use crate::clock::timed;
use crate::homes::Device;
use crate::saves::SAVE_BYTES_MAX;
use crate::table::{Budget, Row, Section, grouped};

/// Ten years of days.
const DAYS: usize = 3650;
/// Devices that take turns.
const DEVICES: usize = 5;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// The first day, in seconds since 1970: 2026-01-01.
const BEGIN: i64 = 1_767_225_600;
/// The last saves, of which the time is told: the record is as long as it gets.
const TIMED: usize = 50;
/// Deflate's level in the store.
const LEVEL: u8 = 6;

/// How long a run of the program lasts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// Each device runs once, for ten years.
    Endless,
    /// Each day is a run of its own, as the program makes them.
    Daily,
}

/// One record, its device and what is known of it there.
struct Book {
    device: Device,
    replica: Replica,
    key: Key,
    runs: Runs,
}

/// Saves for ten years and weighs.
pub fn section(runs: Runs) -> Section {
    let mut book = Book::new(runs);
    (0..DAYS - TIMED).for_each(|day| book.save(day));
    let (seconds, ()) = timed(|| (DAYS - TIMED..DAYS).for_each(|day| book.save(day)));
    book.device.end_sessions();
    book.device.compact(0);
    let held_units = book.device.local_units();
    book.device.take_asked();
    book.save(DAYS);
    let [next, _] = book.device.take_asked();
    let file = write(&book.replica, &Outgoing { by: "storage", at: BEGIN, ..Outgoing::default() });
    let folded = book.replica.canonical();
    let deflated = |text: &str| compress_to_vec(text.as_bytes(), LEVEL).len();
    let sketch = |text| if runs == Runs::Endless { Budget::Sketch(text) } else { Budget::None };
    let rows = vec![
        Row::count("journal write of the next save: writes", next.writes, "", &Budget::Same(1)),
        Row::count("journal write of the next save: bytes", next.bytes_put, "B", &Budget::Most(SAVE_BYTES_MAX)),
        Row::words("units in local storage, compacted", grouped(held_units)),
        Row::count("in an exported file", file.len(), "B", &sketch("40 KB")),
        Row::count("in an exported file, deflated", deflated(&file), "B", &sketch("0.5 KB")),
        Row::count("the same folded, without superseded values", folded.len(), "B", &Budget::None),
        Row::count("the same folded, deflated", deflated(&folded), "B", &Budget::None),
        Row::words(
            "time of a save, view and read-back included",
            format!("{:.2} ms (sketch: 0.4 ms)", seconds * 1e3 / TIMED as f64),
        ),
        Row::check("every save is read back", book.device.read().len() == DAYS + 1),
    ];
    let runs = match runs {
        Runs::Endless => "five sessions in all",
        Runs::Daily => "a fresh session every day",
    };
    Section {
        title: format!("A field saved daily for ten years from five devices: {} saves, {runs}", grouped(DAYS)),
        rows,
    }
}

impl Book {
    fn new(runs: Runs) -> Self {
        let id = RecordId { session: session(0), counter: 1 };
        let key = Key { id, kind: Name::known("unit") };
        Self { device: Device::new(), replica: Replica::new(), key, runs }
    }

    /// What a form's "save" does, from the heads it displays to the view after it.
    fn save(&mut self, day: usize) {
        let heads = self.replica.view(&self.key).map(|view| view.heads.clone()).unwrap_or_default();
        let number = if self.runs == Runs::Endless { day % DEVICES } else { day };
        let set = BTreeMap::from([(Name::known("residents"), Value::Int(3_000 + (day * 7 % 90) as i64))]);
        let author = ["张三", "李四", "王五", "赵六", "孙七"][day % DEVICES];
        let draft = Draft { set, at: BEGIN + day as i64 * DAY, by: author.into() };
        let save = stage(self.replica.record(&self.key), &heads, session(number), draft);
        let saved = Saved { key: self.key.clone(), save };
        self.device.save(session(number), vec![saved.clone()]);
        self.replica.apply([saved]);
        assert!(self.replica.view(&self.key).is_some_and(|view| view.is_present()), "what was saved is seen");
    }
}

fn session(number: usize) -> SessionId {
    let mut draw = crate::draw::Draw::new(30, number as u64);
    SessionId::from_bytes(std::array::from_fn(|_| draw.below(256) as u8))
}

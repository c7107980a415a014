//! Histories: devices that edit, exchange any part of what they hold, are cloned while they run, and are lied to.
//!
//! A history is played from a list of small steps, so that a failing one shrinks to a few steps that can be read.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::gaps::stand_ins as stand_in_for;
use sanyou::replica::save::Draft;
use sanyou::replica::{ContentHash, DELETED, Dot, Key, Pred, Record, Replica, Save, Saved, stage};

/// A day in 2026: labels only, so any number would do.
pub const NOW: i64 = 1_790_000_000;
/// How far a wrong clock is off.
pub const TEN_YEARS: i64 = 315_576_000;

/// The fields that histories set: two that this program knows, one that no version knows yet.
pub const FIELDS: [&str; 3] = ["name", "area", "x.of-a-later-version"];

pub fn name(text: &str) -> Name {
    Name::new(text).expect("names in tests are names")
}

/// A session named by one letter.
pub fn session(letter: u8) -> SessionId {
    SessionId::from_bytes([letter; SessionId::BYTES])
}

/// One of two records: the second of a kind that this program does not know.
pub fn key(place: usize) -> Key {
    let kind = ["unit", "kind-of-a-later-version"][place % 2];
    Key { id: RecordId { session: session(b'a'), counter: place as u32 % 2 }, kind: name(kind) }
}

/// One of a few values, of every type, so that devices often agree by chance.
pub fn value(place: u8) -> Value {
    match place % 5 {
        0 => Value::Null,
        1 => Value::Int(7),
        2 => Value::text("甲"),
        3 => Value::text("乙"),
        _ => Value::from_json(r#"{"of":["a later version",1.50]}"#).expect("it is JSON"),
    }
}

/// The saves of one record out of a list.
pub fn of_record(saves: &[Saved], key: &Key) -> Vec<Save> {
    saves.iter().filter(|saved| saved.key == *key).map(|saved| saved.save.clone()).collect()
}

/// A replica that holds these saves.
pub fn replica(saves: impl IntoIterator<Item = Saved>) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica
}

/// All contents and values that a replica holds, one line a content.
pub fn contents(replica: &Replica) -> String {
    let mut text = String::new();
    for (key, record, _) in replica.iter() {
        record.write_contents(key, &mut text);
    }
    text
}

/// A save that no device holds yet, on whatever a form displayed.
pub fn press_save(record: Option<&Record>, displayed: &[Pred], by: u8, set: &[(&str, Value)], at: i64) -> Save {
    let set = set.iter().map(|(field, value)| (name(field), value.clone())).collect();
    stage(record, displayed, session(by), Draft { set, at, by: label(by) })
}

/// An empty save for each dot that is named but not held.
pub fn stand_ins(replica: &Replica) -> Vec<Saved> {
    let of_record = |(key, record, _): (&Key, &Record, _)| {
        let empty = stand_in_for(record, NOW, &label(b's'));
        empty.into_iter().map(|save| Saved { key: key.clone(), save }).collect::<Vec<_>>()
    };
    replica.iter().flat_map(of_record).collect()
}

fn label(letter: u8) -> Arc<str> {
    char::from(letter).to_string().into()
}

/// The same save as it travels when some fields are withheld.
pub fn withhold(mut save: Save, fields: u8) -> Save {
    for (place, field) in FIELDS.iter().enumerate().filter(|(place, _)| fields & (1 << place) != 0) {
        debug_assert!(place < FIELDS.len());
        if let Some(value) = save.set.get_mut(*field) {
            *value = None;
        }
    }
    save
}

/// What a step sets: fields by number (the last one is `deleted`), each with the number of a value.
type SetPlan = Vec<(u8, u8)>;

/// How a forged `after` names a save.
#[derive(Debug, Clone)]
pub enum PredPlan {
    /// A save that the device holds, by number, plainly.
    Plain(u8),
    /// A save that the device holds, by number, with the hash of its content.
    Content(u8),
    /// A save that the device holds, by number, with the hash of no content.
    WrongContent(u8),
    /// Any dot, held or not, of a smaller, equal or greater height.
    Any { height: u64, session: u8 },
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Step {
    /// A form opens: what it displays is what its save will come after.
    Open { device: u8, record: u8 },
    /// A form is saved: the open one, else one that displays the present.
    Save { device: u8, record: u8, set: SetPlan, at: i64 },
    /// A file with any part of the saves, with or without some fields, travels.
    Share { from: u8, to: u8, which: u32, withheld: u8 },
    /// A running machine is copied: the other goes on with the same session.
    Clone { from: u8, to: u8 },
    /// A person accepts that some saves will not come: an empty one stands for each.
    Accept { device: u8 },
    /// A save turns up once more with the same labels and fields but another value.
    Twin { device: u8, record: u8, which: u8, value: u8 },
    /// A file holds a save that no program made; where `twin` says so, with the dot of one that is held.
    Forge { device: u8, record: u8, twin: Option<u8>, dot: (u64, u8), after: Vec<PredPlan>, set: SetPlan, at: i64 },
}

fn at() -> impl Strategy<Value = i64> {
    let fixed = prop::sample::select(vec![NOW - TEN_YEARS, NOW, NOW + TEN_YEARS]);
    prop_oneof![fixed, NOW - TEN_YEARS..=NOW + TEN_YEARS]
}

fn set_plan() -> impl Strategy<Value = SetPlan> {
    let deleted = prop_oneof![4 => Just(None), 1 => (0_u8..3).prop_map(Some)];
    let fields = prop::collection::vec((0_u8..FIELDS.len() as u8, 0_u8..6), 1..=2);
    (fields, deleted, any::<bool>()).prop_map(|(mut fields, deleted, alone)| {
        if let Some(value) = deleted {
            if alone {
                fields.clear();
            }
            fields.push((FIELDS.len() as u8, value));
        }
        fields
    })
}

fn pred_plan() -> impl Strategy<Value = PredPlan> {
    prop_oneof![
        2 => any::<u8>().prop_map(PredPlan::Plain),
        1 => any::<u8>().prop_map(PredPlan::Content),
        1 => any::<u8>().prop_map(PredPlan::WrongContent),
        1 => (1_u64..10, 0_u8..5).prop_map(|(height, session)| PredPlan::Any { height, session }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let (device, record) = (|| 0_u8..4, || prop_oneof![3 => Just(0_u8), 1 => Just(1_u8)]);
    let withheld = prop_oneof![3 => Just(0_u8), 1 => 0_u8..8];
    let which = prop_oneof![1 => Just(u32::MAX), 2 => any::<u32>()];
    let forge = (
        (device(), record(), prop::option::of(any::<u8>()), (1_u64..8, 0_u8..5)),
        prop::collection::vec(pred_plan(), 0..4),
        (set_plan(), at()),
    );
    prop_oneof![
        2 => (device(), record()).prop_map(|(device, record)| Step::Open { device, record }),
        6 => (device(), record(), set_plan(), at())
            .prop_map(|(device, record, set, at)| Step::Save { device, record, set, at }),
        4 => (device(), device(), which, withheld)
            .prop_map(|(from, to, which, withheld)| Step::Share { from, to, which, withheld }),
        1 => (device(), device()).prop_map(|(from, to)| Step::Clone { from, to }),
        1 => device().prop_map(|device| Step::Accept { device }),
        1 => (device(), record(), any::<u8>(), any::<u8>())
            .prop_map(|(device, record, which, value)| Step::Twin { device, record, which, value }),
        2 => forge.prop_map(|((device, record, twin, dot), after, (set, at))| Step::Forge {
            device, record, twin, dot, after, set, at
        }),
    ]
}

/// Histories of two to four devices.
pub fn histories() -> impl Strategy<Value = History> {
    let lost = prop_oneof![1 => Just(0), 1 => (any::<u64>(), any::<u64>()).prop_map(|(a, b)| a & b)];
    (2_usize..=4, prop::collection::vec(step(), 1..=18), lost).prop_map(|(devices, steps, lost)| {
        let mut history = History::play(devices, &steps);
        let mut place = 0;
        history.saves.retain(|_| {
            place += 1;
            lost & (1 << (place % 64)) == 0
        });
        history
    })
}

/// A running program with what it holds.
#[derive(Default)]
pub struct Device {
    letter: u8,
    pub replica: Replica,
    /// The heads that open forms display.
    forms: BTreeMap<Key, Vec<Pred>>,
}

/// What came of a list of steps.
pub struct History {
    pub devices: Vec<Device>,
    /// Every copy of a save that was made or travelled, in order: full ones, withheld ones, forged ones. Now and then
    /// some are lost, so that what came after them waits.
    pub saves: Vec<Saved>,
}

impl std::fmt::Debug for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for Saved { key, save } in &self.saves {
            let after: Vec<_> = save.after.iter().map(|pred| (pred.dot, pred.content)).collect();
            writeln!(f, "{} {:?} <{after:?} {:?} at {}", key.id.counter, save.dot, save.set, save.at)?;
        }
        Ok(())
    }
}

impl History {
    fn play(devices: usize, steps: &[Step]) -> Self {
        let device = |place| Device { letter: b'a' + place as u8, ..Device::default() };
        let mut history = Self { devices: (0..devices).map(device).collect(), saves: Vec::new() };
        for step in steps {
            history.step(step);
        }
        history
    }

    fn step(&mut self, step: &Step) {
        let count = self.devices.len();
        let place = |device: u8| usize::from(device) % count;
        match step {
            Step::Open { device, record } => {
                let (device, key) = (&mut self.devices[place(*device)], key(usize::from(*record)));
                let displayed = device.displayed(&key);
                device.forms.insert(key, displayed);
            }
            Step::Save { device, record, set, at } => {
                let key = key(usize::from(*record));
                let save = self.devices[place(*device)].save(&key, set, *at);
                self.arrive(place(*device), vec![Saved { key, save }]);
            }
            Step::Share { from, to, which, withheld } => {
                let held = self.devices[place(*from)].all();
                let chosen = held.into_iter().enumerate().filter(|(place, _)| which & (1 << (place % 32)) != 0);
                let saves = chosen.map(|(_, Saved { key, save })| Saved { key, save: withhold(save, *withheld) });
                self.arrive(place(*to), saves.collect());
            }
            Step::Clone { from, to } => {
                let (held, letter) = (self.devices[place(*from)].all(), self.devices[place(*from)].letter);
                self.devices[place(*to)].letter = letter;
                self.arrive(place(*to), held);
            }
            Step::Accept { device } => {
                let stand_ins = stand_ins(&self.devices[place(*device)].replica);
                self.arrive(place(*device), stand_ins);
            }
            Step::Twin { device, record, which, value: other } => {
                let key = key(usize::from(*record));
                if let Some(mut save) = self.devices[place(*device)].nth(&key, *which) {
                    for (field, held) in save.set.iter_mut() {
                        *held =
                            Some(if field.as_str() == DELETED { Value::Bool(other % 2 == 0) } else { value(*other) });
                    }
                    self.arrive(place(*device), vec![Saved { key, save }]);
                }
            }
            Step::Forge { device, record, twin, dot, after, set, at } => {
                let (held, key) = (&self.devices[place(*device)], key(usize::from(*record)));
                let any = Dot { height: dot.0, session: session(b'a' + dot.1) };
                let dot = twin.and_then(|which| held.nth(&key, which)).map_or(any, |save| save.dot);
                let after = after.iter().filter_map(|plan| held.pred(&key, plan)).collect();
                let set = fields(set).map(|(field, place)| (name(field), plan_value(field, place))).collect();
                self.arrive(
                    place(*device),
                    vec![Saved { key, save: Save { dot, after, set, at: *at, by: label(b'f') } }],
                );
            }
        }
    }

    fn arrive(&mut self, device: usize, saves: Vec<Saved>) {
        self.saves.extend(saves.iter().cloned());
        self.devices[device].replica.apply(saves);
    }
}

fn fields(set: &SetPlan) -> impl Iterator<Item = (&'static str, u8)> {
    set.iter().map(|&(field, place)| (FIELDS.get(usize::from(field)).copied().unwrap_or(DELETED), place))
}

/// The value of a plan; the last number stands for a value that is withheld.
fn plan_value(field: &str, place: u8) -> Option<Value> {
    match (field, place) {
        (DELETED, place) => Some(Value::Bool(place != 2)),
        (_, 5) => None,
        (_, place) => Some(value(place)),
    }
}

impl Device {
    fn displayed(&self, key: &Key) -> Vec<Pred> {
        self.replica.view(key).map(|view| view.heads.clone()).unwrap_or_default()
    }

    fn save(&mut self, key: &Key, set: &SetPlan, at: i64) -> Save {
        let displayed = self.forms.remove(key).unwrap_or_else(|| self.displayed(key));
        let known = |field: &'static str, place| (field, plan_value(field, place).unwrap_or(Value::Int(0)));
        let set: Vec<_> = fields(set).map(|(field, place)| known(field, place)).collect();
        press_save(self.replica.record(key), &displayed, self.letter, &set, at)
    }

    fn all(&self) -> Vec<Saved> {
        let keys: Vec<&Key> = self.replica.iter().map(|(key, ..)| key).collect();
        self.replica.saves_of(keys).collect()
    }

    fn nth(&self, key: &Key, which: u8) -> Option<Save> {
        let saves: Vec<Save> = self.replica.record(key)?.saves().collect();
        saves.get(usize::from(which) % saves.len().max(1)).cloned()
    }

    fn pred(&self, key: &Key, plan: &PredPlan) -> Option<Pred> {
        let variant = |which: u8| {
            let record = self.replica.record(key)?;
            record.variants().nth(usize::from(which) % record.save_count().max(1))
        };
        let dot = |which| variant(which).map(|variant| variant.dot());
        Some(match *plan {
            PredPlan::Plain(which) => Pred::of_dot(dot(which)?),
            PredPlan::Content(which) => {
                Pred { dot: dot(which)?, content: Some(variant(which)?.content_hash()), of: None }
            }
            PredPlan::WrongContent(which) => {
                Pred { dot: dot(which)?, content: Some(ContentHash(u64::from(which))), of: None }
            }
            PredPlan::Any { height, session: letter } => {
                Pred { dot: Dot { height, session: session(b'a' + letter) }, content: None, of: None }
            }
        })
    }
}

//! Histories of a few devices that edit, delete, share files in part, withhold a field, and are copied while they run.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Key, Pred, Replica, Save, Saved, State, stage};

use crate::vector::replica;

/// The field that is withheld, of one kind only.
pub const WITHHELD: (&str, &str) = ("worker", "phone");
/// Begins every value of the withheld field, and no other value: the same field of another kind is not withheld.
pub const SECRET: &str = "不外传";

/// How many devices there are.
const DEVICES: usize = 3;

/// One of a few records: ids whose order as text is another than theirs, two kinds under one id.
fn key(place: usize) -> Key {
    let (counter, kind) = [(2, "worker"), (10, "worker"), (10, "kind-of-a-later-version")][place % 3];
    Key { id: RecordId { session: session(0), counter }, kind: name(kind) }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("names in tests are names")
}

fn session(device: usize) -> SessionId {
    SessionId::from_bytes([b'a' + device as u8; SessionId::BYTES])
}

/// The fields that a form sets.
type Set = Vec<(&'static str, Value)>;

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Step {
    /// A form is saved, on what is seen now or on what an earlier form displayed.
    Save { device: usize, record: usize, is_stale: bool, set: Set, at: i64 },
    /// Some saves travel, with or without the values of one field.
    Share { from: usize, to: usize, which: u32, withheld: bool },
    /// A running machine and its copy save the same form, and the copy's save comes to a device.
    Twin { device: usize, to: usize, record: usize, sets: [Set; 2], at: [i64; 2] },
    /// A running machine is copied: both go on with one session.
    Clone { from: usize, to: usize },
}

fn value() -> impl Strategy<Value = Value> {
    let json = |text: String| Value::from_json(&text).expect("it is JSON");
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        prop::sample::select(vec!["甲", "乙"]).prop_map(Value::text),
        any::<String>().prop_map(|text| Value::text(&text)),
        "-?[1-9][0-9]{0,30}\\.[0-9]{1,30}".prop_map(json),
        "[1-9][0-9]{20,40}".prop_map(json),
        prop::collection::vec(any::<String>(), 0..3).prop_map(|texts| Value::texts(texts.iter().map(String::as_str))),
        any::<String>()
            .prop_map(move |text| json(format!("{{\"of\":[{},null,{{\"a\":1.50}}]}}", Value::text(&text).to_json()))),
    ]
}

fn field() -> impl Strategy<Value = (&'static str, Value)> {
    prop_oneof![
        3 => value().prop_map(|value| ("name", value)),
        2 => value().prop_map(|value| ("x.of-a-later-version@2031-01-01", value)),
        2 => (0_i64..9).prop_map(|number| (WITHHELD.1, Value::Int(number))),
        1 => prop::sample::select(vec![Value::Bool(true), Value::Bool(false), Value::text("perhaps")])
            .prop_map(|value| (DELETED, value)),
    ]
}

/// Clocks agree often, so that a copied machine makes one dot with two values and the same labels, and are wild at times.
fn at() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => Just(1_795_305_600),
        2 => 1_400_000_000_i64..2_200_000_000,
        1 => prop::sample::select(vec![i64::MIN, -1, 0, i64::MAX]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let device = || 0..DEVICES;
    let set = || prop::collection::vec(field(), 0..4);
    // The same field twice, so that a dot has two values under one set of labels as well.
    let twins = prop_oneof![
        (set(), set()).prop_map(|(one, other)| [one, other]),
        (0_i64..9, 0_i64..9).prop_map(|(one, other)| [one, other].map(|number| vec![("name", Value::Int(number))])),
    ];
    prop_oneof![
        8 => (device(), 0_usize..3, any::<bool>(), set(), at())
            .prop_map(|(device, record, is_stale, set, at)| Step::Save { device, record, is_stale, set, at }),
        4 => (device(), device(), any::<u32>(), prop::bool::weighted(0.3))
            .prop_map(|(from, to, which, withheld)| Step::Share { from, to, which, withheld }),
        2 => (device(), device(), 0_usize..3, twins, [at(), at()])
            .prop_map(|(device, to, record, sets, at)| Step::Twin { device, to, record, sets, at }),
        1 => (device(), device()).prop_map(|(from, to)| Step::Clone { from, to }),
    ]
}

/// A history of up to thirty steps.
pub fn history() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..30)
}

struct Device {
    session: SessionId,
    replica: Replica,
    /// What the last form of each record displayed.
    displayed: BTreeMap<Key, Vec<Pred>>,
}

/// All saves that a replica holds.
pub fn saves(replica: &Replica) -> Vec<Saved> {
    replica.saves_of(replica.iter().map(|(key, _, _)| key)).collect()
}

/// Plays a history; gives what each device holds in the end.
pub fn play(steps: &[Step]) -> Vec<Replica> {
    let fresh = |device| Device { session: session(device), replica: Replica::new(), displayed: BTreeMap::new() };
    let mut devices: Vec<Device> = (0..DEVICES).map(fresh).collect();
    for step in steps {
        match step {
            Step::Save { device, record, is_stale, set, at } => {
                save(&mut devices[*device], key(*record), *is_stale, set, *at)
            }
            Step::Share { from, to, which, withheld } => {
                let shared = shared(&devices[*from].replica, *which, *withheld);
                devices[*to].replica.apply(shared);
            }
            Step::Twin { device, to, record, sets, at } => twin(&mut devices, (*device, *to), &key(*record), sets, at),
            Step::Clone { from, to } => {
                let (session, held) = (devices[*from].session, saves(&devices[*from].replica));
                devices[*to] = Device { session, replica: replica(held), displayed: BTreeMap::new() };
            }
        }
    }
    devices.into_iter().map(|device| device.replica).collect()
}

fn save(device: &mut Device, key: Key, is_stale: bool, set: &Set, at: i64) {
    let now = device.replica.view(&key).map(|view| view.heads.clone()).unwrap_or_default();
    let displayed = device.displayed.get(&key).filter(|_| is_stale).unwrap_or(&now).clone();
    device.displayed.insert(key.clone(), now);
    let save = staged(device, &key, &displayed, set, at);
    device.replica.apply([Saved { key, save }]);
}

fn twin(devices: &mut [Device], (from, to): (usize, usize), key: &Key, sets: &[Set; 2], at: &[i64; 2]) {
    let device = &devices[from];
    let displayed = device.replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
    let saves = [0, 1].map(|twin| staged(device, key, &displayed, &sets[twin], at[twin]));
    for (device, save) in [from, to].into_iter().zip(saves) {
        devices[device].replica.apply([Saved { key: key.clone(), save }]);
    }
}

fn staged(device: &Device, key: &Key, displayed: &[Pred], set: &Set, at: i64) -> Save {
    let telling = |field: &str, value: &Value| match (key.kind.as_str(), field) {
        WITHHELD => Value::text(&format!("{SECRET}“{value:?}”")),
        _ => value.clone(),
    };
    let set = set.iter().map(|(field, value)| (name(field), telling(field, value))).collect();
    // One author for all devices, so that copies of a machine differ in nothing but what they set.
    stage(device.replica.record(key), displayed, device.session, Draft { set, at, by: "张三".into() })
}

fn shared(from: &Replica, which: u32, withheld: bool) -> Vec<Saved> {
    let chosen = saves(from).into_iter().enumerate().filter(|(place, _)| which & (1 << (place % 32)) != 0);
    let mut chosen: Vec<Saved> = chosen.map(|(_, saved)| saved).collect();
    for saved in chosen.iter_mut().filter(|saved| withheld && saved.key.kind.as_str() == WITHHELD.0) {
        if let Some(value) = saved.save.set.get_mut(WITHHELD.1) {
            *value = None;
        }
    }
    chosen
}

/// The properties are worth what the histories hold: each situation comes up often.
#[test]
fn histories_are_varied() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..256 {
        let steps = history().new_tree(&mut runner).expect("nothing is filtered").current();
        for (_, record, view) in play(&steps).iter().flat_map(Replica::iter) {
            let situations = [
                ("conflict", view.conflicts().next().is_some()),
                ("deleted", view.state == State::Deleted),
                ("contested", view.state == State::Contested),
                ("incomplete", view.state == State::Incomplete),
                ("waiting", view.waiting > 0),
                ("cloned", !view.clones.is_empty()),
                ("torn", record.variants().any(|variant| variant.is_torn())),
                ("withheld", record.saves().any(|save| save.set.values().any(Option::is_none))),
                ("content named", record.variants().any(|save| save.after().iter().any(|pred| pred.content.is_some()))),
                ("wild clock", record.variants().any(|save| save.at() == i64::MIN || save.at() == i64::MAX)),
            ];
            for (situation, is_so) in situations {
                *seen.entry(situation).or_default() += usize::from(is_so);
            }
        }
    }
    println!("{seen:?}");
    assert!(seen.values().all(|count| *count >= 10), "{seen:?}");
}

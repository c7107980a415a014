//! Small histories out of any bytes: honest saves, forged ones, clones, withheld values, stand-ins, lost parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use arbitrary::{Arbitrary, Unstructured};
use sanyou::exchange::{self, Outgoing};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::save::Draft;
use sanyou::replica::{ContentHash, DELETED, Dot, Key, Lines, Pred, Record, Replica, Save, Saved, stage};

use crate::{Outcome, check_same, check_taken, envelope, replica, saves, united};

/// The most steps that are played: the plain definition is slow.
const STEPS_MAX: usize = 16;
/// The most fields that one save sets, and the most saves that it names.
const PARTS_MAX: usize = 3;
/// The fields that histories set; `deleted` is among them.
const FIELDS: [&str; 4] = ["name", "phone", "x.of-a-later-version@2031-01-01", DELETED];

/// A list of saves to be made, and how they travel.
#[derive(Debug, Arbitrary)]
struct History {
    /// Which saves are in the first of two parts; those in neither come last.
    first: u32,
    /// Which saves are in the second of two parts.
    second: u32,
    /// Which fields travel without their values before they travel whole.
    withheld: u8,
    /// What happens, in order.
    steps: Vec<Step>,
}

/// A field by its number and its value by number.
type Set = Vec<(u8, u8)>;

#[derive(Debug, Arbitrary)]
enum Step {
    /// A form is saved that displayed some of the heads.
    Press { record: bool, session: u8, displayed: u8, set: Set, at: Option<i64> },
    /// A save that no program made.
    Forge { record: bool, session: u8, height: u8, after: Vec<Named>, set: Set, at: Option<i64> },
    /// A save once more, with other values: of a machine that was copied while it ran.
    Twin { which: u8, set: Set },
    /// A save once more, without some of its values.
    Withhold { which: u8, fields: u8 },
    /// A person accepts that a save will not come: an empty one stands for it.
    Accept { which: u8 },
}

/// How a forged save names another.
#[derive(Debug, Arbitrary)]
enum Named {
    /// One that is held, plainly.
    Held(u8),
    /// One that is held, by the hash of its content.
    Content(u8),
    /// Any dot.
    Any { height: u8, session: u8, hash: Option<u8>, other: bool },
}

/// Checks that a history merges to the same in any order, as defined, and travels by file.
pub fn check(bytes: &[u8]) -> Outcome {
    let Ok(history) = History::arbitrary_take_rest(Unstructured::new(bytes)) else { return Outcome::Refused };
    let all = history.play();
    let held = check_taken(&all);
    let part = |bits: u32| -> Vec<Saved> {
        let chosen = all.iter().enumerate().filter(|(place, _)| bits & (1 << (place % 32)) != 0);
        chosen.map(|(_, saved)| saved.clone()).collect()
    };
    let (first, second) = (part(history.first), part(history.second));
    let rest = part(!(history.first | history.second));
    let [first, second, rest] = [first, second, rest].map(|part| saves(&replica(&part)));
    check_same(&replica(&[&first[..], &second, &rest].concat()), &held);
    let files = [&first, &second, &rest].map(|part| as_file(part));
    check_same(&united(&[&files[0], &files[1], &files[2]]), &held);
    check_same(&united(&[&files[2], &files[0], &files[1]]), &held);
    check_same(&replica(&[&rest[..], &second, &first].concat()), &held);
    let mut one_by_one = Replica::new();
    for saved in all.iter().rev() {
        one_by_one.apply([withheld(saved, history.withheld)]);
    }
    for saved in all.iter().cloned() {
        one_by_one.apply([saved]);
    }
    check_same(&one_by_one, &held);
    envelope::check_written(&held, Some("2026.1"), "李四");
    envelope::check_written(&replica(&first), None, "");
    Outcome::Taken(all.len())
}

/// A part as the file that holds it.
fn as_file(part: &[Saved]) -> Lines {
    let text = exchange::write(&replica(part), &Outgoing::default());
    exchange::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}\n{text}")).lines
}

impl History {
    fn play(&self) -> Vec<Saved> {
        let (mut all, mut held) = (Vec::new(), Replica::new());
        for step in self.steps.iter().take(STEPS_MAX) {
            if let Some(saved) = step.play(&all, &held) {
                held.apply([saved.clone()]);
                all.push(saved);
            }
        }
        all
    }
}

impl Step {
    fn play(&self, all: &[Saved], held: &Replica) -> Option<Saved> {
        let nth = |which: u8| all.get(usize::from(which) % all.len().max(1)).cloned();
        match self {
            Self::Press { record, session: by, displayed, set, at } => {
                let key = key(*record);
                let heads = held.view(&key).map(|view| view.heads.clone()).unwrap_or_default();
                // No bit stands for a form that shows the present, as nearly all do.
                let shown = heads.into_iter().enumerate().filter(|(place, _)| displayed & (1 << (place % 8)) == 0);
                let displayed: Vec<Pred> = shown.map(|(_, pred)| pred).collect();
                let set = self::set(set).into_iter().map(|(name, value)| (name, value.unwrap_or(Value::Null)));
                let draft = Draft { set: set.collect(), at: at.unwrap_or(0), by: label(*by) };
                Some(Saved { save: stage(held.record(&key), &displayed, session(*by), draft), key })
            }
            Self::Forge { record, session: by, height, after, set, at } => {
                let key = key(*record);
                let dot = Dot { height: 1 + u64::from(height % 8), session: session(*by) };
                let after = after.iter().take(PARTS_MAX).filter_map(|named| named.pred(held.record(&key)));
                let save =
                    Save { dot, after: after.collect(), set: self::set(set), at: at.unwrap_or(0), by: label(*by) };
                Some(Saved { key, save })
            }
            Self::Twin { which, set } => {
                let mut saved = nth(*which)?;
                let others = set.iter().map(|&(_, value)| value).chain([1]);
                for ((name, held), other) in saved.save.set.iter_mut().zip(others) {
                    *held = value(name.as_str(), other);
                }
                Some(saved)
            }
            Self::Withhold { which, fields } => nth(*which).map(|saved| withheld(&saved, *fields)),
            Self::Accept { which } => {
                let Saved { key, save } = nth(*which)?;
                let dot = save.after.first()?.dot;
                let save = Save { dot, after: Vec::new(), set: BTreeMap::new(), at: 0, by: label(0) };
                Some(Saved { key, save })
            }
        }
    }
}

impl Named {
    fn pred(&self, record: Option<&Record>) -> Option<Pred> {
        let variant = |which: u8| {
            let record = record?;
            record.variants().nth(usize::from(which) % record.save_count().max(1))
        };
        Some(match *self {
            Self::Held(which) => Pred { dot: variant(which)?.dot(), content: None, of: None },
            Self::Content(which) => {
                let variant = variant(which)?;
                Pred { dot: variant.dot(), content: Some(variant.content_hash()), of: None }
            }
            Self::Any { height, session: of, hash, other } => Pred {
                dot: Dot { height: 1 + u64::from(height % 8), session: session(of) },
                content: hash.map(|hash| ContentHash(u64::from(hash))),
                of: other.then(|| key(true).id),
            },
        })
    }
}

/// One of two records: the second of a kind that no version knows.
fn key(second: bool) -> Key {
    let kind = if second { "kind-of-a-later-version" } else { "worker" };
    Key { id: RecordId { session: session(0), counter: u32::from(second) }, kind: name(kind) }
}

fn session(number: u8) -> SessionId {
    SessionId::from_bytes([b'a' + number % 4; SessionId::BYTES])
}

fn label(number: u8) -> Arc<str> {
    ["张三", "李四"][usize::from(number / 4 % 2)].into()
}

fn name(text: &str) -> Name {
    Name::new(text).expect("it is a name")
}

fn set(plan: &Set) -> BTreeMap<Name, Option<Value>> {
    let field = |number: u8| FIELDS[usize::from(number) % FIELDS.len()];
    plan.iter().take(PARTS_MAX).map(|&(of, number)| (name(field(of)), value(field(of), number))).collect()
}

/// One of a few values, so that saves often agree by chance; nothing for one that is withheld.
fn value(field: &str, number: u8) -> Option<Value> {
    Some(match (field, number % 8) {
        (DELETED, 0..5) => Value::Bool(true),
        (DELETED, 5..7) | (_, 1) => Value::Bool(false),
        (_, 0) => Value::Null,
        (_, 2) => Value::Int(i64::MIN),
        (_, 3) => Value::text("甲"),
        (_, 4) => Value::text("|=\n\" <#"),
        (_, 5) => Value::from_json("1.50").expect("it is JSON"),
        (_, 6) => Value::from_json(r#"{"of":["a later version",null]}"#).expect("it is JSON"),
        _ => return None,
    })
}

/// The same save as it travels when some fields are withheld.
fn withheld(saved: &Saved, fields: u8) -> Saved {
    let mut saved = saved.clone();
    for (place, field) in FIELDS.iter().enumerate() {
        if let Some(value) = saved.save.set.get_mut(*field).filter(|_| fields & (1 << place) != 0) {
            *value = None;
        }
    }
    saved
}

//! Files that no program wrote: forged predecessors and heights, and dots with another content.

use std::collections::BTreeMap;

use sanyou::model::{Name, Value};
use sanyou::replica::limits::{HEIGHT_MAX, HEIGHT_REACH, STAND_IN_HEIGHT_MAX};
use sanyou::replica::{ContentHash, DELETED, Dot, Key, Pred, Record, Save, Saved};

use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::random::Random;
use crate::tally::Event;
use crate::world::{Here, World};

/// How a forger names a predecessor.
fn forged_pred(record: &Record, random: &mut Random) -> Pred {
    let variants: Vec<_> = record.variants().collect();
    let held = random.below(variants.len());
    let dot = variants.get(held).map(|variant| variant.dot());
    let any = Dot { height: 1 + random.below(9) as u64, session: random.session() };
    let content = match (random.below(4), variants.get(held)) {
        (0, Some(variant)) => Some(variant.content_hash()),
        (1, _) => Some(ContentHash(random.draw())),
        _ => None,
    };
    Pred { dot: dot.filter(|_| random.percent(85)).unwrap_or(any), content, of: None }
}

fn forged_save(record: &Record, random: &mut Random) -> Save {
    let after: Vec<Pred> = (0..random.below(4)).map(|_| forged_pred(record, random)).collect();
    let reach = after.iter().map(|pred| pred.dot.height).max().unwrap_or(0) + HEIGHT_REACH;
    let height = match random.below(30) {
        0 => HEIGHT_MAX,
        1 => reach + 1,
        2 => reach,
        number => 1 + random.below(record.height_max() as usize % 1000 + number) as u64,
    };
    let dot = Dot { height, session: random.session() };
    let mut set: BTreeMap<Name, Option<Value>> = BTreeMap::new();
    for field in ["name", "note", "x.forged", DELETED] {
        if random.percent(35) {
            let value = match (field, random.below(4)) {
                (DELETED, number) if number > 0 => Some(Value::Bool(number > 1)),
                (_, 0) => None,
                (_, number) => Some(Value::Int(number as i64)),
            };
            set.insert(Name::known(field), value);
        }
    }
    Save { dot, after, set, at: random.clock(), by: "伪造".into() }
}

/// Tells whether a save's height is one that a reader takes.
fn is_within_reach(save: &Save) -> bool {
    let below = save.after.iter().map(|pred| pred.dot.height).filter(|height| *height < save.dot.height);
    let is_stand_in = save.after.is_empty() && save.set.is_empty();
    let height_max = if is_stand_in { STAND_IN_HEIGHT_MAX } else { below.max().unwrap_or(0) + HEIGHT_REACH };
    save.dot.height <= height_max
}

/// The same dot with another content: other values, other labels, or other fields.
fn twin(save: &Save, random: &mut Random) -> Save {
    let mut twin = save.clone();
    match random.below(3) {
        0 => twin.at = random.clock(),
        1 => drop(twin.set.insert(Name::known("x.twin"), Some(Value::Int(1)))),
        _ => {
            for (field, value) in &mut twin.set {
                let other =
                    if field.as_str() == DELETED { Value::Bool(random.percent(50)) } else { Value::text("戊") };
                *value = Some(other);
            }
        }
    }
    twin
}

impl World {
    /// Somebody writes a file with forged saves of a record.
    ///
    /// # Errors
    /// When the forged file changes in the program's hands.
    pub fn forge(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let Some(key) = self.some_key(here, random, |_| true) else { return Ok(()) };
        let Some(record) = self.replica(here).record(&key) else { return Ok(()) };
        let count = 1 + random.below(3);
        let mut saves: Vec<Saved> =
            (0..count).map(|_| Saved { key: key.clone(), save: forged_save(record, random) }).collect();
        if random.percent(50) {
            saves.extend(record.saves().map(|save| Saved { key: key.clone(), save }));
        }
        self.tally.add(Event::ForgedAfter);
        self.send_forged(here, &key, saves, random)
    }

    /// Somebody writes a file in which a dot of a record has another content.
    ///
    /// # Errors
    /// As [`World::forge`].
    pub fn clone_dot(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let Some(key) = self.some_key(here, random, |_| true) else { return Ok(()) };
        let saves: Vec<Save> = self.replica(here).record(&key).into_iter().flat_map(Record::saves).collect();
        let Some(save) = random.pick(&saves) else { return Ok(()) };
        let twin = Saved { key: key.clone(), save: twin(save, random) };
        self.tally.add(Event::ForgedDot);
        self.send_forged(here, &key, vec![twin], random)
    }

    fn send_forged(&mut self, here: Here, key: &Key, saves: Vec<Saved>, random: &mut Random) -> Result<(), Failure> {
        self.ledger.taint(key);
        self.say(here, || format!("forges {saves:?}"));
        let is_sound = saves.iter().all(|saved| is_within_reach(&saved.save));
        let held = files::replica(saves);
        let mut bytes = files::write(&held, &[], self.clock(here));
        if !is_sound {
            self.tally.add(Event::ForgedReach);
            return ensure(files::read(&bytes).is_err(), Invariant::DamagedRefused, || {
                "a height that nothing leads up to is taken".to_owned()
            });
        }
        if random.percent(50)
            && let Some(cyclic) = files::with_cycle(&bytes)
        {
            self.tally.add(Event::ForgedHeight);
            let read = files::read(&cyclic)
                .map_err(|error| Failure::new(Invariant::GoodTaken, format!("with a cycle: {error:?}")))?;
            let is_dropped = files::replica(read).canonical() == held.canonical();
            ensure(is_dropped, Invariant::Definition, || "a predecessor not below its save counts".to_owned())?;
            self.tally.add(Event::ForgedDropped);
            bytes = cyclic;
        }
        self.send(here, bytes, random);
        Ok(())
    }
}

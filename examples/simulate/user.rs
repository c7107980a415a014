//! What users do: forms, deletes, restores, settling conflicts, and accepting that something will not come.

use std::collections::BTreeMap;

use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::gaps::stand_ins;
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Key, Replica, Save, Saved, State, View, stage};

use crate::device::Form;
use crate::failure::{Failure, Invariant, ensure};
use crate::files::{self, SECRET_NUMBER, SECRET_TEXT};
use crate::random::Random;
use crate::step::Act;
use crate::tally::Event;
use crate::world::{Here, World};

/// The kinds that users fill in, with the fields they use: some restricted, some that no version knows yet.
const KINDS: [(&str, &[&str]); 4] = [
    ("unit", &["name", "note", "households", "x.of-a-later-version"]),
    ("worker", &["name", "phone", "pay", "note", "belongs@2025-01-01"]),
    ("worker", &["name", "phone"]),
    ("kind-of-a-later-version", &["name", "x.of-a-later-version"]),
];

/// The fields of a kind.
fn fields(kind: &str) -> &'static [&'static str] {
    KINDS.iter().find(|(name, _)| *name == kind).map_or(KINDS[0].1, |(_, fields)| fields)
}

fn name(text: &str) -> Name {
    Name::new(text).expect("names in the simulator are names")
}

/// A value for a field: few of every type, so that devices often agree by chance; restricted ones can be searched for.
fn value(kind: &str, field: &str, random: &mut Random) -> Value {
    match (kind, field, random.below(8)) {
        (_, _, 0) => Value::Null,
        ("worker", "phone", number) => Value::text(&format!("{SECRET_TEXT}{}", number % 4)),
        ("worker", "pay", number) => Value::Int(SECRET_NUMBER + number as i64 % 4),
        (_, _, 1) => Value::Int(7),
        (_, _, 2) => Value::from_json(r#"{"of":["a later version",1.50]}"#).expect("it is JSON"),
        (_, _, 3) => Value::Bool(true),
        (_, _, number) => Value::text(["甲", "乙", "a \"b\"\n\u{2028}", "丙"][number % 4]),
    }
}

/// Which fields a form changes, and to what.
fn changes(key: &Key, view: Option<&View>, random: &mut Random) -> BTreeMap<Name, Value> {
    let kind = key.kind.as_str();
    let mut set = BTreeMap::new();
    for _ in 0..=random.below(3) {
        let Some(field) = random.pick(fields(kind)) else { continue };
        // A field whose newest value is withheld is read-only.
        let is_open = view.and_then(|view| view.fields.get(*field)).is_none_or(|held| !held.is_withheld());
        let value = value(kind, field, random);
        if is_open {
            set.insert(name(field), value);
        }
    }
    set
}

impl World {
    /// A user's act on one record.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn use_form(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        if act == Act::Create {
            let is_full = self.own_count(here) >= self.records;
            return if is_full { self.use_form(Act::Edit, here, random) } else { self.create(here, random) };
        }
        if act == Act::Save {
            let here = self.elsewhere(here, random, |device, tab| !device.tabs[tab].forms.is_empty());
            let forms = &mut self.devices[here.device].tabs[here.tab].forms;
            if forms.is_empty() {
                return Ok(());
            }
            let form = forms.remove(random.below(forms.len()));
            let set = changes(&form.key, Some(&form.view), random);
            return self.press(here, form, set, random);
        }
        let fits: fn(&View) -> bool = match act {
            Act::Restore => |view| matches!(view.state, State::Deleted | State::Contested),
            Act::Settle => View::in_conflict,
            _ => View::is_present,
        };
        let Some(form) = self.some_key(here, random, fits).and_then(|key| self.form(here, key)) else {
            let is_bare = act == Act::Edit && self.own_count(here) < self.records;
            return if is_bare { self.create(here, random) } else { Ok(()) };
        };
        let end = |is_deleted| BTreeMap::from([(name(DELETED), Value::Bool(is_deleted))]);
        let set = match act {
            Act::Open => {
                self.tally.add(Event::Forms);
                self.say(here, || format!("opens {:?} upon {:?}", form.key, form.heads));
                self.devices[here.device].tabs[here.tab].keep_open(form);
                return Ok(());
            }
            Act::Edit => changes(&form.key, Some(&form.view), random),
            Act::Delete => end(true),
            Act::Restore => end(false),
            _ => self.choice(&form, random),
        };
        self.press(here, form, set, random)
    }

    /// A user edits this record, where a tab shows it.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn edit_one(&mut self, here: Here, key: Key, random: &mut Random) -> Result<(), Failure> {
        let Some(form) = self.form(here, key).filter(|form| form.view.is_present()) else { return Ok(()) };
        let set = changes(&form.key, Some(&form.view), random);
        self.press(here, form, set, random)
    }

    /// How many records that users fill in a tab holds.
    fn own_count(&self, here: Here) -> usize {
        self.replica(here).iter().filter(|(key, ..)| files::is_own(key)).count()
    }

    /// A form that shows a record as it is now.
    fn form(&self, here: Here, key: Key) -> Option<Form> {
        let replica = self.replica(here);
        let view = replica.view(&key)?.clone();
        let visible = replica.record(&key).map(|record| files::visible(record, replica.drops().ghosts(&key.id)));
        let seen = self.ledger.shown(&key, visible.as_deref());
        Some(Form { heads: view.heads.clone(), seen, view, key })
    }

    fn create(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let (kind, _) = KINDS[random.below(KINDS.len())];
        let tab = &mut self.devices[here.device].tabs[here.tab];
        let id = RecordId { session: tab.session, counter: tab.fresh_counter() };
        let key = Key { id, kind: name(kind) };
        let mut set = changes(&key, None, random);
        set.insert(name("name"), value(kind, "name", random));
        let view = sanyou::replica::view::view(&sanyou::replica::Record::default());
        let seen = self.ledger.shown(&key, None);
        self.press(here, Form { key, heads: Vec::new(), seen, view: view.into() }, set, random)
    }

    /// Chooses among what stands side by side: for every such field one of its values, or a new one.
    fn choice(&mut self, form: &Form, random: &mut Random) -> BTreeMap<Name, Value> {
        self.tally.add(Event::Settles);
        let kind = form.key.kind.as_str();
        let mut set = BTreeMap::new();
        for (field, held) in form.view.conflicts().filter(|(_, held)| !held.is_withheld()) {
            let shown: Vec<&Value> = held.newest.iter().filter_map(|newest| newest.value.as_ref()).collect();
            let chosen = random.pick(&shown).filter(|_| random.clone().percent(70)).copied().cloned();
            let is_restricted = kind == "worker" && ["phone", "pay"].contains(&field.as_str());
            let other = if is_restricted { Value::Null } else { Value::text("丁") };
            set.insert(field.clone(), chosen.unwrap_or(other));
        }
        if form.view.state == State::Contested {
            set.insert(name(DELETED), Value::Bool(random.percent(50)));
        }
        set
    }

    /// Presses "save": the save comes after what the form shows and nothing else.
    fn press(
        &mut self,
        here: Here,
        form: Form,
        set: BTreeMap<Name, Value>,
        random: &mut Random,
    ) -> Result<(), Failure> {
        // Nobody saves a form of what was erased meanwhile: its dots are forgotten, so the next would be one of them.
        if set.is_empty() || self.replica(here).drops().is_erased(&form.key.id) {
            return Ok(());
        }
        let Form { key, heads, seen, view } = form;
        let (at, by) = (self.clock(here), ["张三", "李四", ""][random.below(3)].into());
        let tab = &self.devices[here.device].tabs[here.tab];
        let save = stage(tab.replica.record(&key), &heads, tab.session, Draft { set, at, by });
        self.say(here, || format!("saves {key:?} {:?} upon {heads:?}: {:?}", save.dot, save.set));
        // It is written down when a home took it: else nothing happened.
        let saved = Saved { key: key.clone(), save: save.clone() };
        if !self.append(here, std::slice::from_ref(&saved))? {
            return Ok(());
        }
        let now = self.replica(here).view(&key).map(|view| view.heads.clone()).unwrap_or_default();
        self.ledger.note(&key, &save, seen)?;
        self.tally.add(Event::Saves);
        if now != view.heads {
            self.tally.add(Event::StaleForm);
        }
        self.apply(here, vec![saved])?;
        if now != view.heads && self.replica(here).drops().ghosts(&key.id).is_some() {
            // What the form displayed was dropped meanwhile: the save waits, or stands beside what is seen.
            self.tally.add(Event::SavedUponDropped);
        } else {
            check_settled(self.replica(here), &key, &save, now == view.heads)?;
        }
        self.finish_soon(here, random)
    }

    /// A user accepts that what is missing will not come: an empty save stands for each missing dot.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn accept_gap(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let Some(key) = self.some_key(here, random, |view| view.waiting > 0) else { return Ok(()) };
        self.catch_up(here)?;
        let at = self.clock(here);
        let replica = self.replica(here);
        // What waits for dropped saves waits until the drop is ended.
        let Some(record) = replica.record(&key).filter(|_| replica.drops().ghosts(&key.id).is_none()) else {
            return Ok(());
        };
        let saves = stand_ins(record, at, &"张三".into());
        let saves: Vec<Saved> = saves.into_iter().map(|save| Saved { key: key.clone(), save }).collect();
        self.say(here, || format!("accepts that {} saves of {key:?} are missing", saves.len()));
        self.ledger.taint(&key);
        if self.commit(here, saves, random)? {
            self.tally.add(Event::StandIn);
            let waiting = self.replica(here).view(&key).map_or(0, |view| view.waiting);
            ensure(waiting == 0, Invariant::SaveSettles, || {
                format!("{key:?}: {waiting} wait after the gap was accepted")
            })?;
        }
        Ok(())
    }
}

/// Fails when a save does not settle what it set upon the present heads, or is not seen at all.
///
/// # Errors
/// With the field or the state.
pub fn check_settled(replica: &Replica, key: &Key, save: &Save, is_upon_all: bool) -> Result<(), Failure> {
    let Some(view) = replica.view(key) else {
        return Err(Failure::new(Invariant::SaveSettles, format!("{key:?} is not here")));
    };
    for (field, value) in &save.set {
        let newest = view.fields.get(field).map_or(&[][..], |field| &field.newest);
        let is_there = newest.iter().any(|newest| newest.dot == save.dot && newest.value == *value);
        let is_alone = newest.len() == 1 || !is_upon_all;
        ensure(is_there && is_alone, Invariant::SaveSettles, || format!("{key:?} {field} {:?}: {newest:?}", save.dot))?;
    }
    let state = match save.set.get(DELETED) {
        Some(Some(Value::Bool(true))) => State::Deleted,
        Some(_) => State::Live,
        None => return Ok(()),
    };
    ensure(!is_upon_all || view.state == state, Invariant::SaveSettles, || {
        format!("{key:?} is {:?} after {:?} said {state:?}", view.state, save.dot)
    })
}

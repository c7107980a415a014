//! Every step of every flow, as tables; and the kit to take steps with.

mod evaluation;
mod meetings;
mod money;
mod network;
mod people;
mod places;
mod progress;
mod units;

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::progress::{Progress, progress};
use super::{Asked, Change, Desk, FLOWS, LOCKS, Lock, Refusal, When, flow, take};
use crate::model::sorted::Sorted;
use crate::model::{Input, Name, Problem, ProblemAt, RecordId, SessionId, Value, kind_spec};
use crate::replica::joins::{Joins, SAME, Seen, join};
use crate::replica::save::Draft as SaveDraft;
use crate::replica::{DELETED, Key, Replica, Saved, View, dated, stage};

const SESSION: SessionId = SessionId::from_bytes([b't'; SessionId::BYTES]);

/// Records in memory on which steps are taken.
pub struct Book {
    replica: Replica,
    created: Cell<u32>,
    today: NaiveDate,
}

impl Book {
    pub fn new() -> Self {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Self { replica: Replica::new(), created: Cell::new(0), today }
    }

    /// Goes on to another day.
    pub fn on(&mut self, day: &str) {
        self.today = crate::model::quantity::parse_date(day).expect("a day");
    }

    fn fresh(&self, kind: &'static str) -> Key {
        self.created.set(self.created.get() + 1);
        Key { id: RecordId { session: SESSION, counter: self.created.get() }, kind: Name::known(kind) }
    }

    /// Makes a record from texts as people type them.
    #[track_caller]
    pub fn make(&mut self, kind: &'static str, fields: &[(&'static str, &str)]) -> Key {
        let key = self.fresh(kind);
        let set = values(kind, fields);
        self.apply(vec![Change { key: key.clone(), heads: Vec::new(), set }]);
        key
    }

    /// Deletes a record.
    pub fn delete(&mut self, key: &Key) {
        let set = [(Name::known(DELETED), Value::Bool(true))].into_iter().into_map();
        let heads = self.view(key).heads.clone();
        self.apply(vec![Change { key: key.clone(), heads, set }]);
    }

    /// Changes a record, upon all that is seen of it; a field's name may have a day.
    #[track_caller]
    pub fn set(&mut self, key: &Key, fields: &[(&'static str, &str)]) {
        let change = self.edit(key, fields);
        self.apply(vec![change]);
    }

    /// Two people edit a record, neither seeing the other.
    #[track_caller]
    pub fn concurrently(&mut self, key: &Key, one: &[(&'static str, &str)], other: &[(&'static str, &str)]) {
        let changes = [one, other].map(|fields| self.edit(key, fields));
        for change in changes {
            self.apply(vec![change]);
        }
    }

    fn edit(&self, key: &Key, fields: &[(&'static str, &str)]) -> Change {
        let set = values(key.kind.as_str(), fields);
        Change { key: key.clone(), heads: self.view(key).heads.clone(), set }
    }

    /// Says that two records are the same.
    pub fn join(&mut self, one: &Key, other: &Key) {
        let key = self.fresh(SAME);
        self.apply(vec![Change { key, heads: Vec::new(), set: join(one.id, other.id) }]);
    }

    /// How far a record is.
    pub fn progress(&self, key: &Key) -> Vec<Progress> {
        let joined = Seen { replica: &self.replica, joins: &Joins::of(&self.replica) }.joined();
        let fresh = |kind| self.fresh(kind);
        progress(&Desk { replica: &self.replica, joined: &joined, today: self.today, author: "", fresh: &fresh }, key)
    }

    /// Saves changes as one command.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let saved = changes.into_iter().map(|Change { key, heads, set }| {
            let save = stage(self.replica.record(&key), &heads, SESSION, SaveDraft { set, at: 0, by: "张三".into() });
            Saved { key, save }
        });
        let saved: Vec<Saved> = saved.collect();
        self.replica.apply(saved);
    }

    /// Takes a step with texts as people type them.
    pub fn try_step(&self, key: &Key, step: &str, typed: &[(&str, &str)]) -> Result<Vec<Change>, Refusal> {
        let spec = kind_spec(key.kind.as_str()).expect("a kind");
        let step = flow(spec.kind).and_then(|flow| flow.step(step)).unwrap_or_else(|| panic!("no step {step}"));
        let mut asked = Asked::new();
        for (name, text) in typed {
            let ask = step.asks.iter().find(|ask| ask.name == *name).unwrap_or_else(|| panic!("{name} is not asked"));
            let field = ask.spec(spec).expect("it is declared");
            match field.input.parse(text) {
                Ok(value) => drop(asked.insert(ask.name, value)),
                Err(problem) => return Err(Refusal::Field(ProblemAt { field: ask.name, problem })),
            }
        }
        let fresh = |kind| self.fresh(kind);
        let joined = Seen { replica: &self.replica, joins: &Joins::of(&self.replica) }.joined();
        let desk = Desk { replica: &self.replica, joined: &joined, today: self.today, author: "张三", fresh: &fresh };
        let heads = self.replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
        take(&desk, key, &heads, step, &asked)
    }

    /// Takes a step that must go well, and gives the keys of the records it made.
    #[track_caller]
    pub fn step(&mut self, key: &Key, step: &str, typed: &[(&str, &str)]) -> Vec<Key> {
        let changes = self.try_step(key, step, typed).unwrap_or_else(|refusal| panic!("{step}: {refusal:?}"));
        check_state(key, step, &changes);
        let made = changes.iter().filter(|change| change.heads.is_empty() && self.replica.view(&change.key).is_none());
        let made: Vec<Key> = made.map(|change| change.key.clone()).collect();
        self.apply(changes);
        made
    }

    /// Checks that a step is refused for this reason.
    #[track_caller]
    pub fn refused(&self, key: &Key, step: &str, typed: &[(&str, &str)], expected: Refusal) {
        assert_eq!(self.try_step(key, step, typed).map(drop), Err(expected), "{step}");
    }

    #[track_caller]
    pub fn view(&self, key: &Key) -> &View {
        self.replica.view(key).unwrap_or_else(|| panic!("{key:?} is not here"))
    }

    /// A field as the text a form shows.
    #[track_caller]
    pub fn text(&self, key: &Key, field: &str) -> String {
        let input = kind_spec(key.kind.as_str()).and_then(|spec| spec.field(field)).map(|field| field.input);
        self.view(key).value(field).map_or_else(String::new, |value| input.unwrap_or(Input::Flag).text(value))
    }

    /// Checks fields as the texts a form shows.
    #[track_caller]
    pub fn check(&self, key: &Key, expected: &[(&str, &str)]) {
        for (field, text) in expected {
            assert_eq!(self.text(key, field), *text, "{}", field);
        }
    }

    /// The present records of a kind.
    pub fn all(&self, kind: &str) -> Vec<Key> {
        let present = self.replica.iter().filter(|(key, _, view)| key.kind.as_str() == kind && view.is_present());
        present.map(|(key, ..)| key.clone()).collect()
    }
}

/// Fields from texts as people type them.
#[track_caller]
fn values(kind: &str, fields: &[(&'static str, &str)]) -> BTreeMap<Name, Value> {
    let spec = kind_spec(kind).expect("a kind");
    let value = |&(name, text): &(&'static str, &str)| {
        let base = dated::parts(name).map_or(name, |(base, _)| base);
        let field = spec.field(base).unwrap_or_else(|| panic!("{kind} has no {name}"));
        (Name::known(name), field.input.parse(text).unwrap_or_else(|problem| panic!("{name}: {problem:?}")))
    };
    fields.iter().map(value).into_map()
}

/// Checks that a step changes the state as it says it does.
#[track_caller]
fn check_state(key: &Key, step: &str, changes: &[Change]) {
    let Some(flow) = flow(key.kind.as_str()) else { return };
    let Some(step) = flow.step(step) else { return };
    let own = changes.iter().find(|change| change.key == *key);
    let state = own.zip(flow.state).and_then(|(change, field)| change.set.get(field)).and_then(|value| value.as_text());
    match state {
        None => assert!(step.to.is_none() && step.or.is_empty(), "{} leaves the state", step.name),
        Some(state) => assert!(step.to == Some(state) || step.or.contains(&state), "{} leads to {state}", step.name),
    }
}

pub fn id(key: &Key) -> String {
    key.id.to_string()
}

/// What a step lacks.
pub fn required(field: &'static str) -> Refusal {
    Refusal::Field(ProblemAt { field, problem: Problem::Required })
}

/// A day that is before that of another field of a kind.
pub fn before(kind: &str, field: &'static str, other: &str) -> Refusal {
    let other = kind_spec(kind).and_then(|spec| spec.field(other)).expect("a field").label;
    Refusal::Field(ProblemAt { field, problem: Problem::Before { other } })
}

/// Flows name fields, states and asks that are declared; every state but the first is led to by some step; each step
/// leads somewhere or asks something; names are single.
#[test]
fn flows_are_whole() {
    for flow in FLOWS.iter().copied().flatten() {
        let spec = kind_spec(flow.kind).expect("a kind");
        let states: Vec<&str> = match flow.state.map(|state| spec.field(state).expect("a field")) {
            None => Vec::new(),
            Some(field) => {
                assert!(field.kept, "{} {}: steps alone set it", spec.kind, field.name);
                let Input::Choice(choices) = field.input else { panic!("{} is no choice", field.name) };
                choices.iter().map(|choice| choice.value).collect()
            }
        };
        for (place, step) in flow.steps.iter().enumerate() {
            let name = format!("{} {}", spec.kind, step.name);
            assert!(flow.steps[place + 1..].iter().all(|other| other.name != step.name), "{name} twice");
            let named = step.from.iter().chain(&step.to).chain(step.or);
            assert!(named.copied().all(|state| states.contains(&state)), "{name}: an unknown state");
            assert!(step.or.is_empty() || (step.to.is_none() && step.more.is_some()), "{name}: nothing sets the state");
            assert!(step.dates.iter().all(|date| spec.field(date).is_some_and(|f| f.input == Input::Date)), "{name}");
            for ask in step.asks {
                assert!(ask.spec(spec).is_some(), "{name} asks for {}", ask.name);
                assert!(ask.own.is_none() || spec.field(ask.name).is_none(), "{name}: {} is a field", ask.name);
            }
        }
        let is_led_to = |state: &&str| flow.steps.iter().any(|step| step.to == Some(state) || step.or.contains(state));
        let unreached: Vec<&&str> = states.iter().skip(1).filter(|state| !is_led_to(state)).collect();
        assert_eq!(unreached, Vec::<&&str>::new(), "{}", spec.kind);
    }
}

/// Locks name fields and states that are declared; what steps set needs none.
#[test]
fn locks_are_whole() {
    for Lock { kind, when, fields } in LOCKS {
        let spec = kind_spec(kind).expect("a kind");
        let is_open = |name: &&str| spec.field(name).is_some_and(|field| !field.kept);
        assert!(fields.iter().all(is_open), "{kind}: {fields:?}");
        match when {
            When::Filled(fields) => assert!(fields.iter().all(|name| spec.field(name).is_some()), "{kind}: {fields:?}"),
            When::State(states) => {
                let field = flow(kind).and_then(|flow| spec.field(flow.state?)).expect("a state");
                let Input::Choice(choices) = field.input else { panic!("{kind}: no choice") };
                assert!(states.iter().all(|state| choices.iter().any(|choice| choice.value == *state)), "{kind}");
            }
        }
    }
}

/// From every state, every step either is refused for the state or is among those that lead from it: the table of
/// transitions, tried out.
#[test]
fn steps_are_taken_from_their_states_only() {
    for flow in FLOWS.iter().copied().flatten() {
        let Some(state) = flow.state else { continue };
        let spec = kind_spec(flow.kind).expect("a kind");
        let Some(Input::Choice(choices)) = spec.field(state).map(|field| field.input) else { continue };
        for choice in choices {
            let mut book = Book::new();
            let key = book.make(flow.kind, &[(state, choice.value)]);
            for step in flow.steps {
                let is_refused = book.try_step(&key, step.name, &[]) == Err(Refusal::State);
                let leads = step.from.is_empty() || step.from.contains(&choice.value);
                assert_eq!(is_refused, !leads, "{} {} from {}", spec.kind, step.name, choice.value);
            }
        }
    }
}

//! The records that all contenders hold and the edits that two sides make, the same at every run.
//!
//! Knows no contender. Ids have the form that the app's ids have; the others take them as text.

mod fields;

use std::collections::{BTreeSet, HashMap, HashSet};

use sanyou::model::{RecordId, SessionId};
use serde_json::Value;

use crate::digest;
use crate::draw::Draw;

/// Records of one community.
pub const RECORDS: usize = 500;
/// Communities of a city.
pub const COMMUNITIES: usize = 68;
/// Every record is made a minute after the one before it, from 2026-01-01; seconds since 1970.
const MADE_AT: i64 = 1_767_225_600;
/// Edits begin on 2026-06-01; seconds since 1970.
const EDITED_AT: i64 = 1_780_272_000;

/// Who edits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Whoever made the records that both sides begin with.
    Base,
    /// The device that takes the other's file.
    Here,
    /// The device that sends its file.
    There,
}

impl Side {
    fn number(self) -> u8 {
        match self {
            Self::Base => 1,
            Self::Here => 2,
            Self::There => 3,
        }
    }
}

/// Whose work and when: a label for each save.
#[derive(Clone)]
pub struct Label {
    /// The run of the program that saves.
    pub session: SessionId,
    /// Seconds since 1970.
    pub at: i64,
    /// A name.
    pub by: String,
}

/// One record as first made.
#[derive(Clone)]
pub struct Record {
    /// Unique in the whole city.
    pub id: RecordId,
    /// What it is; contenders without kinds hold it as one more field.
    pub kind: &'static str,
    /// Its values by field.
    pub fields: Vec<(&'static str, Value)>,
    /// Who made it.
    pub label: Label,
}

impl Record {
    /// The digests of its kind and of its values by field.
    fn digests(&self) -> HashMap<&str, u64> {
        let fields = self.fields.iter().map(|(name, value)| (*name, digest::of(value)));
        fields.chain([("kind", digest::text(self.kind))]).collect()
    }
}

/// What one save does.
#[derive(Clone)]
pub enum Act {
    /// A new record.
    Insert(Box<Record>),
    /// A new value for one field.
    Set(&'static str, Value),
    /// The end of a record.
    Delete,
}

/// One save.
#[derive(Clone)]
pub struct Edit {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: &'static str,
    /// What is done.
    pub act: Act,
    /// Who did it.
    pub label: Label,
    /// On which device.
    pub device: u64,
}

/// A field that both sides set, each to another value.
pub struct Clash {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: &'static str,
    /// The field.
    pub field: &'static str,
    /// The digests of the two values.
    pub values: [u64; 2],
}

/// What travels as one file: the whole city, or one community of it.
#[derive(Default)]
pub struct Part {
    /// The device that made its records.
    pub device: u64,
    /// The records that both sides begin with.
    pub base: Vec<Record>,
    /// What is done on the device that takes the file.
    pub here: Vec<Edit>,
    /// What is done on the device that sends it.
    pub there: Vec<Edit>,
}

/// How the work is spread over devices.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Two devices edit the whole city; five edits in a hundred set the same field of the same record.
    TwoSides,
    /// Each community is edited on one device; the city gathers their files.
    OneDeviceEach,
}

/// Records and edits.
pub struct Workload {
    /// What travels file by file.
    pub parts: Vec<Part>,
    /// The fields that both sides set.
    pub clashes: Vec<Clash>,
}

impl Workload {
    /// Makes a workload; equal arguments make equal workloads.
    pub fn new(communities: usize, sessions: usize, spread: Spread) -> Self {
        let plan = Plan { communities, sessions, spread };
        let base: Vec<Record> = (0..communities * RECORDS).map(|place| plan.record(place)).collect();
        let mut there = Maker::new(&plan, &base, Side::There);
        let mut here = Maker::new(&plan, &base, Side::Here);
        let mut clashes = Vec::new();
        if spread == Spread::TwoSides {
            clashes = clash(&mut here, &mut there, plan.share(1_000));
            here.fill();
            // What one side has set the other leaves alone from here on.
            there.taken.clone_from(&here.taken);
        }
        there.fill();
        let part = |community| Part { device: plan.device(community, Side::Base), ..Part::default() };
        let mut parts: Vec<Part> = (0..plan.parts()).map(part).collect();
        for (community, edit) in there.edits {
            parts[plan.part(community)].there.push(edit);
        }
        for (community, edit) in here.edits {
            parts[plan.part(community)].here.push(edit);
        }
        for (place, record) in base.into_iter().enumerate() {
            parts[plan.part(place / RECORDS)].base.push(record);
        }
        Self { parts, clashes }
    }

    /// How many edits, new records and deletions the sending side makes, or all sending sides together.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for edit in self.parts.iter().flat_map(|part| &part.there) {
            let place = match edit.act {
                Act::Set(..) => 0,
                Act::Insert(_) => 1,
                Act::Delete => 2,
            };
            counts[place] += 1;
        }
        counts
    }

    /// The digest that a state must have which holds all of this, computed from the workload alone. Nothing where two
    /// sides gave one field different values: what is current then is the contender's choice.
    pub fn digest(&self) -> Option<u64> {
        if !self.clashes.is_empty() {
            return None;
        }
        let mut records: HashMap<RecordId, HashMap<&str, u64>> = HashMap::new();
        for record in self.parts.iter().flat_map(|part| &part.base) {
            records.insert(record.id, record.digests());
        }
        for edit in self.parts.iter().flat_map(|part| part.here.iter().chain(&part.there)) {
            match &edit.act {
                Act::Insert(record) => {
                    records.insert(record.id, record.digests());
                }
                Act::Set(field, value) => {
                    records.entry(edit.id).or_default().insert(field, digest::of(value));
                }
                Act::Delete => {
                    records.remove(&edit.id);
                }
            }
        }
        let record = |fields: &HashMap<&str, u64>| {
            digest::whole_of(digest::sum(fields.iter().map(|(name, value)| digest::named(name, *value))))
        };
        Some(digest::sum(records.values().map(record)))
    }
}

/// The sizes of a workload.
struct Plan {
    communities: usize,
    sessions: usize,
    spread: Spread,
}

impl Plan {
    /// So many of a full city as this city is of one, at least one.
    fn share(&self, of_city: usize) -> usize {
        (of_city * self.communities / COMMUNITIES).max(1)
    }

    fn parts(&self) -> usize {
        if self.spread == Spread::TwoSides { 1 } else { self.communities }
    }

    fn part(&self, community: usize) -> usize {
        if self.spread == Spread::TwoSides { 0 } else { community }
    }

    /// A number that no other device of the workload has.
    fn device(&self, community: usize, side: Side) -> u64 {
        3 * self.part(community) as u64 + u64::from(side.number())
    }

    /// Half of a community's sessions made its records, and each side's edits come from a quarter.
    fn makers(&self) -> usize {
        (self.sessions / 2).max(1)
    }

    fn editors(&self) -> usize {
        (self.sessions / 4).max(1)
    }

    /// The id of a community's record: sessions made one stretch of records each.
    fn id(&self, community: usize, place: usize) -> RecordId {
        let number = place * self.makers() / RECORDS;
        let first = (number * RECORDS).div_ceil(self.makers());
        RecordId { session: session(community, Side::Base, number), counter: (place - first + 1) as u32 }
    }

    fn record(&self, place: usize) -> Record {
        let (community, place) = (place / RECORDS, place % RECORDS);
        let id = self.id(community, place);
        let mut draw = Draw::new(1, (community * RECORDS + place) as u64);
        let by = fields::author(community, place * 3 / RECORDS);
        let at = MADE_AT + 60 * place as i64 + community as i64;
        Record {
            id,
            kind: fields::kind_at(place).name,
            fields: fields::record(fields::kind_at(place), &|line| self.id(community, line), &mut draw),
            label: Label { session: id.session, at, by },
        }
    }
}

/// Ten bytes drawn from what the session is.
fn session(community: usize, side: Side, number: usize) -> SessionId {
    let mut draw = Draw::new(2 + u64::from(side.number()), (community * 1_000_000 + number) as u64);
    let mut bytes = [0; SessionId::BYTES];
    bytes.fill_with(|| draw.below(256) as u8);
    SessionId::from_bytes(bytes)
}

/// Makes the edits of one side.
struct Maker<'a> {
    plan: &'a Plan,
    base: &'a [Record],
    side: Side,
    draw: Draw,
    /// The records that this side will delete: it edits none of them.
    doomed: BTreeSet<usize>,
    /// The fields that have been set, by record and place: no side sets what the other has set, unless it is to clash.
    taken: HashSet<(usize, usize)>,
    edits: Vec<(usize, Edit)>,
}

impl<'a> Maker<'a> {
    fn new(plan: &'a Plan, base: &'a [Record], side: Side) -> Self {
        let mut draw = Draw::new(7, u64::from(side.number()));
        let mut doomed = BTreeSet::new();
        while doomed.len() < plan.share(300) {
            let place = draw.place(base.len());
            // The first record of a community is the community itself; nobody deletes that.
            if !place.is_multiple_of(RECORDS) {
                doomed.insert(place);
            }
        }
        Self { plan, base, side, draw, doomed, taken: HashSet::new(), edits: Vec::new() }
    }

    /// A field that has not been set on this side.
    fn slot(&mut self) -> (usize, usize) {
        loop {
            let record = self.draw.place(self.base.len());
            let slot = (record, self.draw.place(self.base[record].fields.len()));
            if !self.doomed.contains(&record) && self.taken.insert(slot) {
                return slot;
            }
        }
    }

    /// Another value for a field than those given; nothing where the field hardly has another.
    fn value(&mut self, (record, field): (usize, usize), not: &[&Value]) -> Option<Value> {
        let (plan, community) = (self.plan, record / RECORDS);
        let name = self.base[record].fields[field].0;
        (0..20).find_map(|_| {
            let value = fields::value(
                fields::kind_at(record % RECORDS),
                name,
                &|line| plan.id(community, line),
                &mut self.draw,
            );
            (!not.contains(&&value) && value != self.base[record].fields[field].1).then_some(value)
        })
    }

    fn set(&mut self, (record, field): (usize, usize), value: Value) {
        let act = Act::Set(self.base[record].fields[field].0, value);
        self.push(record / RECORDS, self.base[record].id, self.base[record].kind, act);
    }

    fn push(&mut self, community: usize, id: RecordId, kind: &'static str, act: Act) {
        let label = self.label(community);
        self.edits.push((community, Edit { id, kind, act, label, device: self.plan.device(community, self.side) }));
    }

    fn label(&mut self, community: usize) -> Label {
        Label {
            session: session(community, self.side, self.draw.place(self.plan.editors())),
            at: EDITED_AT + 40 * self.edits.len() as i64,
            by: fields::author(community, self.draw.place(3)),
        }
    }

    /// Makes the rest of the edits, the new records and the deletions.
    fn fill(&mut self) {
        while self.edits.len() < self.plan.share(20_000) {
            let slot = self.slot();
            if let Some(value) = self.value(slot, &[]) {
                self.set(slot, value);
            }
        }
        for number in 0..self.plan.share(500) {
            self.insert(number);
        }
        for place in self.doomed.clone() {
            self.push(place / RECORDS, self.base[place].id, self.base[place].kind, Act::Delete);
        }
    }

    fn insert(&mut self, number: usize) {
        let community = self.draw.place(self.plan.communities);
        let kind = fields::kind_at(1 + self.draw.place(RECORDS - 1));
        let label = self.label(community);
        let id = RecordId { session: label.session, counter: number as u32 + 1 };
        let plan = self.plan;
        let fields = fields::record(kind, &|line| plan.id(community, line), &mut self.draw);
        let record = Record { id, kind: kind.name, fields, label: label.clone() };
        let edit = Edit {
            id,
            kind: kind.name,
            act: Act::Insert(Box::new(record)),
            label,
            device: self.plan.device(community, self.side),
        };
        self.edits.push((community, edit));
    }
}

/// Lets both sides set the same fields to different values; neither side deletes their records, so that both values
/// are there to be seen.
fn clash(here: &mut Maker<'_>, there: &mut Maker<'_>, count: usize) -> Vec<Clash> {
    let mut clashes = Vec::new();
    while clashes.len() < count {
        let slot = here.slot();
        let Some(ours) = here.value(slot, &[]) else { continue };
        let Some(theirs) = here.value(slot, &[&ours]) else { continue };
        if there.doomed.contains(&slot.0) {
            continue;
        }
        let record = &here.base[slot.0];
        clashes.push(Clash {
            id: record.id,
            kind: record.kind,
            field: record.fields[slot.1].0,
            values: [digest::of(&ours), digest::of(&theirs)],
        });
        here.set(slot, ours);
        there.set(slot, theirs);
    }
    clashes
}

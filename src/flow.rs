//! Steps: what people do with records that carry a state, each with what it asks, checks and changes.
//!
//! A step is data: from which states it leads where, which fields it asks for and dates, and one function for what more
//! it checks or changes. All that a step changes is saved as one command. Steps guide; the records merge like all
//! others, so a state may be in conflict and whatever arrives is kept.
//!
//! Reads no clock and draws nothing at random: the day and fresh keys are given.

mod evaluation;
mod meetings;
mod money;
mod network;
mod people;
mod places;
pub mod progress;
mod units;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::kinds::{Delivery, Evaluation, EvaluationForm, FundRequest, Period, Pledge, Selection};
use crate::model::sorted::Sorted;
use crate::model::{
    FieldSource, FieldSpec, Held, Input, KindSpec, Label, Name, Problem, ProblemAt, RecordId, Unit, Value, kind_spec,
};
use crate::replica::dated::On;
use crate::replica::joins::Joined;
use crate::replica::{Key, Pred, Replica, View};

/// What a step may read and use.
pub struct Desk<'a> {
    /// The records.
    pub replica: &'a Replica,
    /// Those of them that are read as one.
    pub joined: &'a Joined,
    /// The day on which the step is taken.
    pub today: NaiveDate,
    /// Who takes it.
    pub author: &'a str,
    /// Makes a key for a new record.
    pub fresh: &'a dyn Fn(&'static str) -> Key,
}

/// What a step asks for, as values; what was left blank is not in it.
pub type Asked = BTreeMap<&'static str, Value>;

/// A field that a step asks for.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The name of the record's field, or of a field of the step's own.
    pub name: &'static str,
    /// The step's own field; nothing stands for the record's field of that name.
    pub own: Option<FieldSpec>,
    /// The step is not taken without it.
    pub needed: bool,
}

impl Ask {
    /// Asks for a field of the record.
    #[must_use]
    pub const fn of(name: &'static str) -> Self {
        Self { name, own: None, needed: false }
    }

    /// Asks for something that the step itself needs to know.
    #[must_use]
    pub const fn own(spec: FieldSpec) -> Self {
        Self { name: spec.name, own: Some(spec), needed: false }
    }

    /// Does not take the step without it.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// The declaration of the field.
    #[must_use]
    pub fn spec(&self, kind: &KindSpec) -> Option<FieldSpec> {
        self.own.or_else(|| kind.field(self.name).copied())
    }
}

/// What one record becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record.
    pub key: Key,
    /// What the change comes after; nothing for a new record.
    pub heads: Vec<Pred>,
    /// The fields it sets.
    pub set: BTreeMap<Name, Value>,
}

/// Why a step is not taken. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The record is not here, deleted or not complete.
    Gone,
    /// The record's state is another one.
    State,
    /// Something is wrong with what was asked for, or would be with the record afterwards.
    Field(ProblemAt),
    /// The record that a field names is not here.
    Missing { field: &'static str },
    /// The record that a field names belongs neither to the unit nor to one above it.
    OtherUnit { field: &'static str },
    /// Different values of a field stand side by side; a person chooses one first.
    InConflict { field: &'static str },
    /// All places of the post are filled.
    QuotaFilled { quota: i64 },
    /// More would be delivered than was pledged.
    MoreThanPledged,
    /// Less was delivered, confirmed by both sides, than was pledged.
    Undelivered,
    /// The device is none that a liaison officer of the partner is known to use.
    UnknownDevice,
    /// Fewer are present than the meeting needs.
    NoQuorum { quorum: i64 },
    /// These criteria of the form have no points.
    Unscored { criteria: Vec<String> },
    /// These criteria are scored and are not in the form.
    NotInForm { criteria: Vec<String> },
    /// These criteria have points without evidence.
    NoEvidence { criteria: Vec<String> },
    /// The evaluation has no grade, or one that does not do.
    GradeTooLow,
    /// So many records of the period have something to settle.
    Unsettled { count: usize },
    /// There is nothing to do.
    Nothing,
}

/// What a step does beyond setting its fields: it looks at other records, refuses, or changes more.
pub type More = fn(&mut Draft<'_>) -> Result<(), Refusal>;

/// One step.
#[derive(Clone, Copy)]
pub struct Step {
    /// Its name in tests.
    pub name: &'static str,
    /// What people press.
    pub label: Label,
    /// The states in which it can be taken; none at all stands for any.
    pub from: &'static [&'static str],
    /// The state it leads to, where it changes it.
    pub to: Option<&'static str>,
    /// The states to one of which it leads where what was asked decides; what more it does sets the state.
    pub or: &'static [&'static str],
    /// What it asks for.
    pub asks: &'static [Ask],
    /// The day fields that it fills with the present day.
    pub dates: &'static [&'static str],
    /// What more it does.
    pub more: Option<More>,
}

impl Step {
    /// Begins a step.
    #[must_use]
    pub const fn new(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self { name, label: Label { zh, en }, from: &[], to: None, or: &[], asks: &[], dates: &[], more: None }
    }

    /// From which states to which it leads.
    #[must_use]
    pub const fn leads(self, from: &'static [&'static str], to: &'static str) -> Self {
        Self { from, to: Some(to), ..self }
    }

    /// From which states it leads to one of several; what more it does sets which.
    #[must_use]
    pub const fn leads_to_one(self, from: &'static [&'static str], or: &'static [&'static str]) -> Self {
        Self { from, or, ..self }
    }

    /// In which states it can be taken without changing them.
    #[must_use]
    pub const fn within(self, from: &'static [&'static str]) -> Self {
        Self { from, ..self }
    }

    /// What it asks for.
    #[must_use]
    pub const fn asks(self, asks: &'static [Ask]) -> Self {
        Self { asks, ..self }
    }

    /// Which day fields it fills.
    #[must_use]
    pub const fn dates(self, dates: &'static [&'static str]) -> Self {
        Self { dates, ..self }
    }

    /// What more it does.
    #[must_use]
    pub const fn more(self, more: More) -> Self {
        Self { more: Some(more), ..self }
    }
}

/// The steps of one kind.
pub struct Flow {
    /// The kind.
    pub kind: &'static str,
    /// The field that holds the state, where there is one.
    pub state: Option<&'static str>,
    /// The state of a record that states none.
    pub first: fn(&dyn FieldSource) -> &'static str,
    /// The steps, in the order in which people take them.
    pub steps: &'static [Step],
}

/// All flows.
pub const FLOWS: &[&[Flow]] =
    &[units::FLOWS, people::FLOWS, money::FLOWS, places::FLOWS, network::FLOWS, meetings::FLOWS, evaluation::FLOWS];

/// What settles fields of a kind: nobody edits them afterwards, unless a step opens the record again.
struct Lock {
    kind: &'static str,
    when: When,
    fields: &'static [&'static str],
}

/// When fields are settled.
enum When {
    /// The record is in one of these states.
    State(&'static [&'static str]),
    /// One of these fields is filled.
    Filled(&'static [&'static str]),
}

const LOCKS: &[Lock] = &[
    Lock { kind: Period::KIND, when: When::State(&["checked", "frozen"]), fields: &["unit", "year", "part"] },
    Lock {
        kind: FundRequest::KIND,
        when: When::State(&["sent", "granted", "partly_granted", "refused"]),
        fields: &["unit", "line", "upper", "amount"],
    },
    Lock {
        kind: Pledge::KIND,
        when: When::State(&["delivered"]),
        fields: &["partner", "resource", "quantity", "measure", "what"],
    },
    Lock {
        kind: Delivery::KIND,
        when: When::Filled(&["confirmed", "partner_confirmed"]),
        fields: &["what", "pledge", "date", "quantity", "value"],
    },
    Lock {
        kind: EvaluationForm::KIND,
        when: When::Filled(&["retired"]),
        fields: &["subject", "year", "version", "weights", "excellent", "good", "pass"],
    },
    Lock {
        kind: Evaluation::KIND,
        when: When::State(&["graded", "closed"]),
        fields: &["partner", "unit", "form", "year", "scores"],
    },
    Lock {
        kind: Selection::KIND,
        when: When::State(&["chosen", "refused"]),
        fields: &["award", "year", "partner", "org", "evaluation"],
    },
];

/// Tells whether a field of a record is settled as the record stands.
#[must_use]
pub fn is_settled(kind: &str, field: &str, source: &dyn FieldSource) -> bool {
    let is_filled = |field: &&str| !matches!(source.held(field), Held::Missing | Held::Known(Value::Null));
    let holds = |when: &When| match when {
        When::State(states) => flow(kind).is_some_and(|flow| states.contains(&flow.state_of(source).as_str())),
        When::Filled(fields) => fields.iter().any(is_filled),
    };
    LOCKS.iter().any(|lock| lock.kind == kind && lock.fields.contains(&field) && holds(&lock.when))
}

/// The steps of a kind.
#[must_use]
pub fn flow(kind: &str) -> Option<&'static Flow> {
    FLOWS.iter().copied().flatten().find(|flow| flow.kind == kind)
}

impl Flow {
    /// The state that a record is in; one that this version does not know is in none from which a step leads.
    #[must_use]
    pub fn state_of(&self, source: &dyn FieldSource) -> String {
        let Some(field) = self.state else { return String::new() };
        match source.held(field) {
            Held::Missing | Held::Known(Value::Null) => (self.first)(source).to_owned(),
            Held::Known(value) => value.as_text().unwrap_or_default().to_owned(),
            Held::Withheld => String::new(),
        }
    }

    /// The steps that can be taken with a record as it is.
    pub fn open<'a>(&'a self, source: &'a dyn FieldSource) -> impl Iterator<Item = &'static Step> + 'a {
        let state = self.state_of(source);
        self.steps.iter().filter(move |step| step.from.is_empty() || step.from.contains(&state.as_str()))
    }

    /// The step of a name.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<&'static Step> {
        self.steps.iter().find(|step| step.name == name)
    }
}

/// A step being taken.
pub struct Draft<'a> {
    /// What it may read.
    pub desk: &'a Desk<'a>,
    /// The record.
    pub key: &'a Key,
    /// What is seen of it.
    pub view: &'a View,
    /// What was asked for.
    pub asked: &'a Asked,
    /// The fields of the record that the step sets.
    pub set: BTreeMap<Name, Value>,
    /// What else it changes.
    pub others: Vec<Change>,
}

/// Takes a step: all that it changes, the record itself first, to be saved as one command.
///
/// `displayed` is what the page showed of the record; the changes of other records come after all that is seen.
///
/// # Errors
/// The [`Refusal`] that keeps it from being taken.
pub fn take(
    desk: &Desk<'_>,
    key: &Key,
    displayed: &[Pred],
    step: &'static Step,
    asked: &Asked,
) -> Result<Vec<Change>, Refusal> {
    let spec = kind_spec(key.kind.as_str()).ok_or(Refusal::Gone)?;
    let flow = flow(spec.kind).ok_or(Refusal::Gone)?;
    let view = desk.view(key).filter(|view| view.is_present()).ok_or(Refusal::Gone)?;
    if !flow.open(view.as_ref()).any(|open| open.name == step.name) {
        return Err(Refusal::State);
    }
    check_asked(spec, step, asked)?;
    let mut draft = Draft { desk, key, view, asked, set: BTreeMap::new(), others: Vec::new() };
    if let (Some(field), Some(to)) = (flow.state, step.to) {
        draft.put(field, Value::text(to));
    }
    for date in step.dates {
        draft.put(date, day_value(desk.today));
    }
    for ask in step.asks.iter().filter(|ask| ask.own.is_none()) {
        if let Some(value) = asked.get(ask.name) {
            draft.put(ask.name, value.clone());
        }
    }
    if let Some(more) = step.more {
        more(&mut draft)?;
    }
    draft.check(spec)?;
    let Draft { set, others, .. } = draft;
    let own = (!set.is_empty()).then(|| Change { key: key.clone(), heads: displayed.to_vec(), set });
    let changes: Vec<Change> = own.into_iter().chain(others).collect();
    if changes.is_empty() { Err(Refusal::Nothing) } else { Ok(changes) }
}

fn check_asked(spec: &KindSpec, step: &Step, asked: &Asked) -> Result<(), Refusal> {
    for ask in step.asks {
        let Some(field) = ask.spec(spec) else { continue };
        let value = asked.get(ask.name).unwrap_or(&Value::Null);
        let is_blank = *value == Value::Null;
        let problem = if is_blank && ask.needed {
            Some(Problem::Required)
        } else {
            field.problem(Held::Known(value)).filter(|_| !is_blank)
        };
        if let Some(problem) = problem {
            return Err(Refusal::Field(ProblemAt { field: ask.name, problem }));
        }
    }
    Ok(())
}

impl<'a> Draft<'a> {
    /// Sets a field of the record.
    pub fn put(&mut self, field: &'static str, value: Value) {
        self.set.insert(Name::known(field), value);
    }

    /// What the step asked for.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<&Value> {
        self.asked.get(name)
    }

    /// The day that the step asked for, or the present one.
    #[must_use]
    pub fn day(&self, name: &str) -> NaiveDate {
        let given = self.given(name).and_then(Value::as_text).and_then(crate::model::quantity::parse_date);
        given.unwrap_or(self.desk.today)
    }

    /// What a field of the record holds, the step's own changes included.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        let known = match self.set.get(field) {
            Some(value) => Some(value),
            None => match self.view.held(field) {
                Held::Known(value) => Some(value),
                Held::Missing | Held::Withheld => None,
            },
        };
        known.filter(|value| **value != Value::Null)
    }

    /// The record that a field names.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when it names none, or one that is not here.
    pub fn target(&self, field: &'static str) -> Result<(Key, &'a View), Refusal> {
        self.target_if_any(field)?.ok_or(Refusal::Missing { field })
    }

    /// The record that a field names, if it names one.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when it names one that is not here.
    pub fn target_if_any(&self, field: &'static str) -> Result<Option<(Key, &'a View)>, Refusal> {
        let spec = kind_spec(self.key.kind.as_str()).and_then(|spec| spec.field(field));
        let Some(Input::Ref(kind)) = spec.map(|field| field.input) else { return Ok(None) };
        self.value(field).map(|value| self.named(field, kind, value)).transpose()
    }

    /// The record of a kind that was asked for in a field of the step's own.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when none was given, or one that is not here.
    pub fn given_record(&self, field: &'static str, kind: &'static str) -> Result<(Key, &'a View), Refusal> {
        let value = self.given(field).ok_or(Refusal::Missing { field })?;
        self.named(field, kind, value)
    }

    fn named(&self, field: &'static str, kind: &'static str, value: &Value) -> Result<(Key, &'a View), Refusal> {
        let missing = Refusal::Missing { field };
        let id = self.desk.joined.lead(ref_id(value).ok_or(missing.clone())?);
        let key = Key { id, kind: Name::known(kind) };
        let view = self.desk.view(&key).filter(|view| view.is_present()).ok_or(missing)?;
        Ok((key, view))
    }

    /// Changes another record, upon all that is seen of it.
    pub fn change(&mut self, key: Key, set: impl IntoIterator<Item = (Name, Value)>) {
        let heads = self.desk.view(&key).map(|view| view.heads.clone()).unwrap_or_default();
        let set = set.into_iter().into_map();
        self.others.push(Change { key, heads, set });
    }

    /// Makes a record and gives its key; values that are blank are left out.
    pub fn make(&mut self, kind: &'static str, set: impl IntoIterator<Item = (&'static str, Value)>) -> Key {
        let key = (self.desk.fresh)(kind);
        let set = set.into_iter().filter(|(_, value)| *value != Value::Null);
        let set = set.map(|(name, value)| (Name::known(name), value)).into_map();
        self.others.push(Change { key: key.clone(), heads: Vec::new(), set });
        key
    }

    /// What the record holds, to be copied; blank where nothing is known.
    #[must_use]
    pub fn copy(&self, field: &'static str) -> (&'static str, Value) {
        (field, self.value(field).cloned().unwrap_or(Value::Null))
    }

    /// Refuses what would break a rule that the record does not break already.
    fn check(&self, spec: &'static KindSpec) -> Result<(), Refusal> {
        let after = After(self);
        let before = spec.cross_problems(self.key.id, self.view);
        let mut after = spec.cross_problems(self.key.id, &after).into_iter();
        after.find(|problem| !before.contains(problem)).map_or(Ok(()), |problem| Err(Refusal::Field(problem)))
    }
}

/// The record as it is after a step.
struct After<'a>(&'a Draft<'a>);

impl FieldSource for After<'_> {
    fn held(&self, field: &str) -> Held<'_> {
        self.0.set.get(field).map_or_else(|| self.0.view.held(field), Held::Known)
    }
}

impl<'a> Desk<'a> {
    /// What is seen of a record, and of all that are read as one with it.
    #[must_use]
    pub fn view(&self, key: &Key) -> Option<&'a Arc<View>> {
        self.joined.view(self.replica, key)
    }

    /// The present records of a kind.
    pub fn present(&self, kind: &'static str) -> impl Iterator<Item = (&'a Key, &'a View)> {
        let Self { replica, joined, .. } = *self;
        let of_kind = replica.keys().filter(move |key| key.kind.as_str() == kind && joined.lead(key.id) == key.id);
        let seen = of_kind.filter_map(move |key| Some((key, joined.view(replica, key)?.as_ref())));
        seen.filter(|(_, view)| view.is_present())
    }

    /// Tells whether a unit is another one or stands below it on a day.
    #[must_use]
    pub fn is_within(&self, unit: RecordId, upper: RecordId, day: NaiveDate) -> bool {
        let (mut at, upper, mut passed) = (self.joined.lead(unit), self.joined.lead(upper), Vec::new());
        // Units that stand above each other in a circle are passed once.
        while at != upper && !passed.contains(&at) {
            passed.push(at);
            let key = Key { id: at, kind: Name::known(Unit::KIND) };
            let parent = self.view(&key).and_then(|view| value_on(Unit::KIND, view, "parent", day));
            let Some(parent) = parent.as_ref().and_then(ref_id) else { return false };
            at = self.joined.lead(parent);
        }
        at == upper
    }

    /// The present records of a kind whose field names a record, on the present day.
    pub fn naming(
        &self,
        kind: &'static str,
        field: &'static str,
        id: RecordId,
    ) -> impl Iterator<Item = (&'a Key, &'a View)> {
        self.naming_on(kind, field, id, self.today)
    }

    /// The present records of a kind whose field names a record on a day.
    pub fn naming_on(
        &self,
        kind: &'static str,
        field: &'static str,
        id: RecordId,
        day: NaiveDate,
    ) -> impl Iterator<Item = (&'a Key, &'a View)> {
        let (joined, id) = (self.joined, self.joined.lead(id));
        self.present(kind).filter(move |(_, view)| {
            let named = value_on(kind, view, field, day).as_ref().and_then(ref_id);
            named.is_some_and(|named| joined.lead(named) == id)
        })
    }
}

/// What a field of a record of a kind holds on a day, where that is known and not blank.
#[must_use]
pub fn value_on(kind: &str, view: &View, field: &str, day: NaiveDate) -> Option<Value> {
    match On::new(view, kind_spec(kind)?, day).held(field) {
        Held::Known(value) if *value != Value::Null => Some(value.clone()),
        _ => None,
    }
}

/// Tells whether a field holds anything known.
fn is_filled(source: &dyn FieldSource, field: &str) -> bool {
    matches!(source.held(field), Held::Known(value) if *value != Value::Null)
}

/// A day as a value.
#[must_use]
pub fn day_value(day: NaiveDate) -> Value {
    Value::text(&day.to_string())
}

/// The id that a reference holds.
#[must_use]
pub fn ref_id(value: &Value) -> Option<RecordId> {
    value.as_text()?.parse().ok()
}

/// A reference as a value.
#[must_use]
pub fn ref_value(id: RecordId) -> Value {
    Value::text(&id.to_string())
}

#[cfg(test)]
mod tests;

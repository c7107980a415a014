//! What a form holds while a person fills it in: texts, what they come to, what is wrong with them, what is to be saved.
//!
//! Shows nothing and saves nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::text::on_day;
use crate::app::app;
use crate::model::quantity::parse_date;
use crate::model::rules::BLOCKING;
use crate::model::sorted::Sorted;
use crate::model::{FieldSource, FieldSpec, Held, KindSpec, Name, Problem, ProblemAt, Rule, Value};
use crate::platform;
use crate::replica::dated::{dated, entry_name};
use crate::replica::{Key, View};

/// A value of a dated field that is being entered for a day of its own.
#[derive(Clone, Copy)]
pub struct Later {
    /// The first day on which it holds.
    pub day: RwSignal<String>,
    /// The value.
    pub value: RwSignal<String>,
}

/// What a form holds: the view it displayed when it was opened, and a text for each field.
#[derive(Clone, Copy)]
pub struct Form {
    /// The kind of the record.
    pub spec: &'static KindSpec,
    /// The record.
    pub key: StoredValue<Key>,
    /// What the form displayed: saving comes after these heads and no others.
    pub base: RwSignal<Option<Arc<View>>>,
    drafts: StoredValue<BTreeMap<&'static str, RwSignal<String>>>,
    later: StoredValue<BTreeMap<&'static str, Later>>,
    /// Dated entries that are to be taken back.
    pub removed: RwSignal<Vec<Name>>,
    /// Fields whose shown value was chosen, so that it is saved although it does not differ.
    pub chosen: RwSignal<Vec<&'static str>>,
    /// Restricted fields are shown.
    pub revealed: RwSignal<bool>,
    /// Saving was tried: what is missing is said.
    pub is_tried: RwSignal<bool>,
    /// It is being saved.
    pub is_busy: RwSignal<bool>,
}

impl Form {
    /// A form for a record as it is displayed, or for a new one that starts with some texts.
    #[must_use]
    pub fn new(
        spec: &'static KindSpec,
        key: Key,
        base: Option<Arc<View>>,
        prefilled: &[(&'static str, String)],
    ) -> Self {
        let text = |field: &FieldSpec| {
            let given = prefilled.iter().find(|(name, _)| *name == field.name).map(|(_, text)| text.clone());
            given.unwrap_or_else(|| base_text(spec, field, base.as_deref()))
        };
        let drafts = spec.fields.iter().map(|field| (field.name, RwSignal::new(text(field)))).into_map();
        let blank = || Later { day: RwSignal::new(String::new()), value: RwSignal::new(String::new()) };
        let later = spec.fields.iter().filter(|field| field.dated).map(|field| (field.name, blank())).into_map();
        Self {
            spec,
            key: StoredValue::new(key),
            base: RwSignal::new(base),
            drafts: StoredValue::new(drafts),
            later: StoredValue::new(later),
            removed: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(Vec::new()),
            revealed: RwSignal::new(false),
            is_tried: RwSignal::new(false),
            is_busy: RwSignal::new(false),
        }
    }

    /// The text of a field.
    ///
    /// # Panics
    /// When the kind does not declare the field.
    #[must_use]
    pub fn draft(self, field: &str) -> RwSignal<String> {
        self.drafts.with_value(|drafts| drafts.get(field).copied()).expect("every declared field has a draft")
    }

    /// What a dated field is to hold from another day on.
    #[must_use]
    pub fn later(self, field: &str) -> Option<Later> {
        self.later.with_value(|later| later.get(field).copied())
    }

    /// Tells whether the person changed a field.
    #[must_use]
    pub fn is_changed(self, field: &FieldSpec) -> bool {
        self.chosen.with(|chosen| chosen.contains(&field.name))
            || self.draft(field.name).get() != self.base.with(|base| base_text(self.spec, field, base.as_deref()))
    }

    /// Tells whether a field is settled as the record stands: it is shown and not edited.
    #[must_use]
    pub fn is_settled(self, field: &FieldSpec) -> bool {
        let settled = |view: &Arc<View>| crate::flow::is_settled(self.spec.kind, field.name, view.as_ref());
        self.base.with(|base| base.as_ref().is_some_and(settled))
    }

    /// Tells whether the person changed anything.
    #[must_use]
    pub fn is_dirty(self) -> bool {
        let is_entered = |later: &Later| !later.day.get().is_empty() || !later.value.get().is_empty();
        self.spec.fields.iter().any(|field| self.is_changed(field))
            || !self.removed.with(Vec::is_empty)
            || self.later.with_value(|later| later.values().any(is_entered))
    }

    /// Shows another view in place of the one displayed.
    pub fn rebase(self, view: Option<Arc<View>>) {
        for field in self.spec.fields {
            self.draft(field.name).set(base_text(self.spec, field, view.as_deref()));
            if let Some(later) = self.later(field.name) {
                later.day.set(String::new());
                later.value.set(String::new());
            }
        }
        self.removed.set(Vec::new());
        self.chosen.set(Vec::new());
        self.is_tried.set(false);
        self.base.set(view);
    }

    /// What is wrong with a field as typed; a field that was not touched is not held against the person.
    #[must_use]
    pub fn problem(self, field: &'static FieldSpec) -> Option<Problem> {
        let broken = || self.broken().into_iter().find(|at| at.field == field.name).map(|at| at.problem);
        if field.kept {
            return broken();
        }
        match field.input.parse(&self.draft(field.name).get()) {
            Err(problem) if self.is_changed(field) => Some(problem),
            Ok(Value::Null) if field.required && !self.is_withheld(field) => Some(Problem::Required),
            Ok(_) => broken(),
            Err(_) => None,
        }
    }

    /// What is wrong with what a dated field is to hold from another day on.
    #[must_use]
    pub fn later_problem(self, field: &'static FieldSpec) -> Option<Problem> {
        let later = self.later(field.name)?;
        let (day, value) = (later.day.get(), later.value.get());
        match field.input.parse(&value) {
            _ if day.is_empty() && value.is_empty() => None,
            Err(problem) => Some(problem),
            Ok(_) if day.is_empty() => Some(Problem::Required),
            Ok(_) if parse_date(&day).is_none() => Some(Problem::NotADate),
            Ok(Value::Null) => Some(Problem::Required),
            Ok(_) => None,
        }
    }

    /// What these edits would break across fields. What was broken before them is listed to be checked and keeps nothing
    /// else from being saved.
    fn broken(self) -> Vec<ProblemAt> {
        let id = self.key.get_value().id;
        let drafted = Drafted::of(self);
        let is_new = self.base.with(Option::is_none);
        let is_touched = |name: &str| is_new || self.spec.field(name).is_some_and(|field| self.is_changed(field));
        let rules = self.spec.rules.iter().filter(|rule| !matches!(rule, Rule::Needed { .. }));
        let rules = rules.filter(|rule| rule.fields().into_iter().any(is_touched));
        let mut broken: Vec<ProblemAt> = rules.filter_map(|rule| rule.problem(self.spec, &drafted)).collect();
        let before = self
            .base
            .with(|base| base.as_ref().map(|view| (self.spec.check)(id, &on_day(self.spec, view))).unwrap_or_default());
        let checks = (self.spec.check)(id, &drafted).into_iter();
        broken.extend(checks.filter(|at| BLOCKING.contains(&at.problem) && !before.contains(at)));
        broken
    }

    /// Tells whether a field has a value that this device was not given.
    #[must_use]
    pub fn is_withheld(self, field: &FieldSpec) -> bool {
        let is_withheld = |view: &Arc<View>| on_day(self.spec, view).held(field.name) == Held::Withheld;
        self.base.with(|base| base.as_ref().is_some_and(is_withheld))
    }

    /// How many fields keep the form from being saved.
    #[must_use]
    pub fn problem_count(self) -> usize {
        let fields = self.spec.fields.iter();
        fields
            .map(|field| usize::from(self.problem(field).is_some()) + usize::from(self.later_problem(field).is_some()))
            .sum()
    }

    /// The fields to save: those that changed, as values.
    #[must_use]
    pub fn changes(self) -> BTreeMap<Name, Value> {
        let parse = |field: &FieldSpec, text: RwSignal<String>| {
            field.input.parse(&platform::normalized(&text.get_untracked())).ok()
        };
        let base = self.base.get_untracked();
        let mut set = BTreeMap::new();
        for field in self.spec.fields {
            if let Some(value) = parse(field, self.draft(field.name)).filter(|_| self.is_changed(field)) {
                set.insert(place(field, base.as_deref()), value);
            }
            let Some(later) = self.later(field.name) else { continue };
            let value = parse(field, later.value).filter(|value| *value != Value::Null);
            if let (Some(day), Some(value)) = (parse_date(&later.day.get_untracked()), value) {
                set.insert(entry_name(field.name, day), value);
            }
        }
        for name in self.removed.get_untracked() {
            set.insert(name, Value::Null);
        }
        set
    }
}

/// The name under which a field is held on the present day: its own, or that of the dated entry that holds.
#[must_use]
pub fn place(field: &'static FieldSpec, base: Option<&View>) -> Name {
    let entry = base.filter(|_| field.dated).and_then(|view| dated(view, field.name, app().day()));
    entry.map_or_else(|| Name::known(field.name), |entry| entry.name.clone())
}

/// The text that a form shows for what a record holds in a field on the present day.
#[must_use]
pub fn base_text(spec: &'static KindSpec, field: &FieldSpec, base: Option<&View>) -> String {
    let Some(view) = base else { return String::new() };
    match on_day(spec, view).held(field.name) {
        Held::Known(value) => field.input.text(value),
        Held::Missing | Held::Withheld => String::new(),
    }
}

/// The form's texts as values, for the checks that look at several fields.
struct Drafted {
    values: BTreeMap<&'static str, Value>,
    withheld: Vec<&'static str>,
}

impl Drafted {
    fn of(form: Form) -> Self {
        let (withheld, open): (Vec<_>, Vec<_>) = form.spec.fields.iter().partition(|field| form.is_withheld(field));
        let value =
            |field: &&'static FieldSpec| Some((field.name, field.input.parse(&form.draft(field.name).get()).ok()?));
        Self {
            values: open.iter().filter_map(value).into_map(),
            withheld: withheld.iter().map(|field| field.name).collect(),
        }
    }
}

impl FieldSource for Drafted {
    fn held(&self, name: &str) -> Held<'_> {
        match self.values.get(name) {
            _ if self.withheld.contains(&name) => Held::Withheld,
            None | Some(Value::Null) => Held::Missing,
            Some(value) => Held::Known(value),
        }
    }
}

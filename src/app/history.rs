//! The history of a record: what is told of it, what it showed on a day, what would take a save back.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use super::App;
use crate::flow::is_settled;
use crate::insight::history::{Came, Restoration, Step, as_it_was, history, restore};
use crate::model::kind_spec;
use crate::platform;
use crate::replica::dated::parts;
use crate::replica::joins::Seen;
use crate::replica::past::{Undo, undo};
use crate::replica::{Key, View};

impl App {
    /// Every save of a record, what was here last first; tracks the record.
    #[must_use]
    pub fn history(&self, key: &Key) -> Vec<Step> {
        self.record(key).track();
        let now = self.now();
        self.with_sources(|sources| history(sources, key, now))
    }

    /// What a record showed here at the end of a day.
    #[must_use]
    pub fn as_it_was(&self, key: &Key, steps: &[Step], day: NaiveDate) -> View {
        let is_by_then = |at: i64| platform::local_time(at).is_some_and(|time| time.date() <= day);
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        as_it_was(&Seen { replica: &replica, joins: rows.joins() }, key, steps, &is_by_then)
    }

    /// What makes a record show what it showed then, or one field of it.
    #[must_use]
    pub fn restoration(&self, key: &Key, now: &View, then: &View, only: Option<&str>) -> Restoration {
        restore(now, then, only, &|field| is_by_steps(key, now, field))
    }

    /// What takes a save back that was entered here; nothing where that is not offered: others' saves are theirs, and of
    /// records that are read as one each would have to be looked at by itself.
    #[must_use]
    pub fn undo_of(&self, key: &Key, step: &Step) -> Option<Undo> {
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let is_own = step.came == Came::Here && !step.is_dropped && rows.joins().group(key).is_none();
        let record = replica.record(key).filter(|_| is_own)?;
        undo(record, step.save.dot).filter(|undo| !undo.set.is_empty())
    }

    /// What is seen of a record now, without being followed.
    #[must_use]
    pub fn now_of(&self, key: &Key) -> Option<Arc<View>> {
        self.record(key).get_untracked()
    }
}

/// Tells whether a field is set by steps alone, or is settled by one as the record stands.
#[must_use]
pub fn is_by_steps(key: &Key, view: &View, field: &str) -> bool {
    let base = parts(field).map_or(field, |(base, _)| base);
    let spec = kind_spec(key.kind.as_str()).and_then(|spec| spec.field(base));
    spec.is_some_and(|spec| spec.kept) || is_settled(key.kind.as_str(), base, view)
}

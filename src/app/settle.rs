//! Settling what merging left open: choices, alone and many at once, as one command that is undone as one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::{App, Failure};
use crate::insight::settle::{Settled, Side, reopen, sides};
use crate::insight::{Matter, history, matters};
use crate::model::{Name, Value};
use crate::replica::gaps::stand_ins;
use crate::replica::joins::Seen;
use crate::replica::{Key, Saved, View, stage};

/// What a person chose in one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The record.
    pub key: Key,
    /// What was displayed of it.
    pub view: Arc<View>,
    /// The fields that are settled by it.
    pub set: BTreeMap<Name, Value>,
}

/// What one command settled, in the workspace it was in.
type Command = (String, Vec<Settled>);

thread_local! {
    // Beside the program and not in it, so that the main part of the page does not hold it.
    static SETTLED: RefCell<Option<ArcRwSignal<Vec<Command>>>> = const { RefCell::new(None) };
}

/// What was settled since the page was loaded, the last one last.
fn settled() -> ArcRwSignal<Vec<Command>> {
    SETTLED.with_borrow_mut(|held| held.get_or_insert_with(|| ArcRwSignal::new(Vec::new())).clone())
}

impl App {
    /// All that a person has to settle; tracks all records.
    #[must_use]
    pub fn matters(&self) -> Vec<Matter> {
        self.conflicts.track();
        self.loose_ends.track();
        self.with_rows(|rows| matters(&self.replica.borrow(), rows))
    }

    /// The sides of conflicts, given as record and field; tracks nothing.
    #[must_use]
    pub fn sides(&self, of: &[(Key, Name)]) -> Vec<Vec<Side>> {
        let now = self.now();
        self.with_sources(|sources| {
            let sides_of = |(key, field): &(Key, Name)| {
                let view = sources.seen.view(key);
                let steps = history::history(sources, key, now);
                view.map(|view| sides(&view, field.as_str(), &steps)).unwrap_or_default()
            };
            of.iter().map(sides_of).collect()
        })
    }

    /// Settles what was chosen upon what was displayed: all as one command.
    ///
    /// # Errors
    /// As [`App::save`]; nothing changed then.
    pub async fn settle(&'static self, choices: Vec<Choice>) -> Result<(), Failure> {
        let mut whole: Vec<Choice> = Vec::new();
        for choice in choices {
            match whole.iter_mut().find(|held| held.key == choice.key) {
                Some(held) => held.set.extend(choice.set),
                None => whole.push(choice),
            }
        }
        let mut saves = Vec::new();
        let mut done = Vec::new();
        for Choice { key, view, set } in whole {
            let saved = self.staged(&key, &view.heads, self.draft(set.clone()))?;
            done.push(Settled::of(key, saved.save.dot, &set, &view));
            saves.push(saved);
        }
        if saves.is_empty() {
            return Ok(());
        }
        let workspace = self.workspace.get_untracked().id;
        self.commit(saves).await?;
        settled().update(|commands| commands.push((workspace, done)));
        Ok(())
    }

    /// How many records the last choice settled that can still be undone; tracks that. 0 where there is none.
    #[must_use]
    pub fn can_unsettle(&self) -> usize {
        let workspace = self.workspace.get().id;
        settled().with(|commands| commands.last().filter(|last| last.0 == workspace).map_or(0, |last| last.1.len()))
    }

    /// Undoes the last choice: what stood side by side stands so again. Gives the number of records; 0 where others changed
    /// them since, and nothing is left to undo.
    ///
    /// # Errors
    /// As [`App::save`]; nothing changed then.
    pub async fn unsettle(&'static self) -> Result<usize, Failure> {
        let Some((_, last)) = settled().with_untracked(|commands| commands.last().cloned()) else { return Ok(0) };
        let saves: Vec<Vec<Saved>> = last.iter().map(|settled| self.reopened(settled)).collect();
        let count = saves.iter().filter(|saves| !saves.is_empty()).count();
        let saves: Vec<Saved> = saves.into_iter().flatten().collect();
        if !saves.is_empty() {
            self.commit(saves).await?;
        }
        settled().update(|commands| drop(commands.pop()));
        Ok(count)
    }

    /// The saves that put side by side again what was settled in one record.
    fn reopened(&self, settled: &Settled) -> Vec<Saved> {
        let (replica, rows) = (self.replica.borrow(), self.rows.borrow());
        let seen = Seen { replica: &replica, joins: rows.joins() };
        let key = rows.joins().lead(&settled.key).clone();
        let Some(view) = seen.view(&key) else { return Vec::new() };
        let records = seen.records(&key);
        let Some((first, others)) = records.split_first() else { return Vec::new() };
        // Each save takes a height of its own, and none comes after another.
        let mut first = (*first).clone();
        let one = |set| {
            let records = std::iter::once(&first).chain(others.iter().copied());
            let save = stage(records, &view.heads, self.session, self.draft(set));
            first.insert(save.clone());
            Saved { key: key.clone(), save }
        };
        reopen(settled, &view).into_iter().map(one).collect()
    }

    /// Accepts that what saves of these records wait for will not come: an empty save stands for each.
    ///
    /// # Errors
    /// As [`App::save`]; nothing changed then.
    pub async fn accept_gaps(&'static self, keys: Vec<Key>) -> Result<(), Failure> {
        let (at, by) = (self.now(), self.author.get_untracked().as_str().into());
        let saves = {
            let replica = self.replica.borrow();
            let of = |key: &Key| replica.record(key).map(|record| stand_ins(record, at, &by)).unwrap_or_default();
            let saves = keys.iter().flat_map(|key| of(key).into_iter().map(|save| Saved { key: key.clone(), save }));
            saves.collect::<Vec<_>>()
        };
        if saves.is_empty() { Ok(()) } else { self.commit(saves).await.map(drop) }
    }
}

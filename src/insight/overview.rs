//! All indicators of a scope, and the table that compares the units under one.
//!
//! Ranks nothing and judges nothing: that is a diagnosis.

use chrono::NaiveDate;

use super::layout::{Group, Groups};
use super::money::{Money, money};
use super::people::{People, people};
use super::places::{Places, places};
use super::records::Records;
use super::tree::Scope;
use crate::model::RecordId;

/// All indicators of one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The communities in being, by which averages are divided.
    pub communities: Vec<RecordId>,
    /// People.
    pub people: People,
    /// Money of one year.
    pub money: Money,
    /// Places.
    pub places: Places,
    /// How many records of the scope a person has to settle; figures hold each by its single value.
    pub in_conflict: usize,
}

/// Computes all indicators of a scope for a year's money and as of a day.
#[must_use]
pub fn overview(records: &Records, scope: &Scope, year: i32, today: NaiveDate) -> Overview {
    of_groups(&Groups::of(records, today).within(scope), year, today)
}

/// Computes all indicators of each unit directly under a unit, or of each root, in the order of their ids.
#[must_use]
pub fn compare(records: &Records, unit: Option<RecordId>, year: i32, today: NaiveDate) -> Vec<(RecordId, Overview)> {
    let (groups, tree) = (Groups::of(records, today), records.tree());
    let of_child = |&child| (child, of_groups(&groups.within(&tree.scope(Some(child))), year, today));
    tree.children(unit).iter().map(of_child).collect()
}

fn of_groups(groups: &[&Group<'_>], year: i32, today: NaiveDate) -> Overview {
    Overview {
        communities: groups.iter().filter_map(|group| Some(group.community?.0)).collect(),
        people: people(groups, today),
        money: money(groups, year),
        places: places(groups, today),
        in_conflict: groups.iter().map(|group| group.in_conflict).sum(),
    }
}

//! What records are called, so that a cell can name one: by its name, by a unit's official code, or by its id.

use std::collections::BTreeMap;

use super::words::fold;
use crate::model::RecordId;

/// A record that a cell may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// Its official code, if it has one.
    pub code: Option<String>,
    /// The unit it belongs to.
    pub unit: Option<RecordId>,
}

/// The records that cells may name, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    kinds: BTreeMap<&'static str, Kind>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Kind {
    all: Vec<Named>,
    by_word: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<RecordId, usize>,
}

/// Which records a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// None.
    Nothing,
    /// One.
    One(RecordId),
    /// Several of one name.
    Several(Vec<RecordId>),
}

/// What ends the name of a unit and is often left out, or put in its place.
const UNIT_ENDS: [&str; 8] =
    ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "街道办事处", "街道办", "社区", "街道"];

impl Names {
    /// Takes the records of a kind.
    pub fn add(&mut self, kind: &'static str, records: Vec<Named>) {
        let held = self.kinds.entry(kind).or_default();
        for named in records {
            let place = held.all.len();
            let mut words = vec![fold(&named.title)];
            words.extend(named.code.as_deref().map(fold));
            if kind == "unit" {
                words.extend(stem(&words[0]).map(|stem| format!("{stem}\u{1}")));
            }
            for word in words.into_iter().filter(|word| !word.is_empty()) {
                let places = held.by_word.entry(word).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
            held.by_id.insert(named.id, place);
            held.all.push(named);
        }
    }

    /// The records of a kind, in the order in which they were taken.
    #[must_use]
    pub fn of(&self, kind: &str) -> &[Named] {
        self.kinds.get(kind).map_or(&[], |kind| &kind.all)
    }

    /// The name of a record.
    #[must_use]
    pub fn title(&self, kind: &str, id: RecordId) -> Option<&str> {
        let held = self.kinds.get(kind)?;
        held.all.get(*held.by_id.get(&id)?).map(|named| named.title.as_str())
    }

    /// The record of a kind that a text names. Where several have the name, the one that belongs to the given unit does.
    #[must_use]
    pub fn find(&self, kind: &str, text: &str, unit: Option<RecordId>) -> Found {
        let Some(held) = self.kinds.get(kind) else { return Found::Nothing };
        if let Some(id) = text.trim().parse().ok().filter(|id| held.by_id.contains_key(id)) {
            return Found::One(id);
        }
        let word = fold(text);
        let short = || stem(&word).map(|stem| format!("{stem}\u{1}"));
        let bare = || held.by_word.get(&format!("{word}\u{1}")).filter(|_| kind == "unit");
        let places = held.by_word.get(&word).or_else(|| held.by_word.get(&short()?).filter(|_| kind == "unit"));
        let Some(places) = places.or_else(bare) else { return Found::Nothing };
        let all = || places.iter().filter_map(|place| held.all.get(*place));
        let near: Vec<RecordId> =
            all().filter(|named| unit.is_some() && named.unit == unit).map(|named| named.id).collect();
        match (near.as_slice(), places.len()) {
            (_, 1) => all().next().map_or(Found::Nothing, |named| Found::One(named.id)),
            ([one], _) => Found::One(*one),
            _ => Found::Several(all().map(|named| named.id).collect()),
        }
    }
}

/// The name of a unit without what it ends with.
fn stem(word: &str) -> Option<&str> {
    let stem = UNIT_ENDS.iter().find_map(|end| word.strip_suffix(end))?;
    (!stem.is_empty()).then_some(stem)
}

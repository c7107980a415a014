//! A record as the set of its saves, kept sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::Key;
use super::save::{ContentHash, Dot, Pred, Save};
use crate::model::sorted::{Sorted, in_order};
use crate::model::{Name, SessionId, Value};
use crate::planted::{Bug, planted};

/// What of a save always travels: two saves that differ here are two contents of one dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    dot: Dot,
    after: Vec<Pred>,
    names: Vec<Name>,
    at: i64,
    by: Arc<str>,
}

impl Shape {
    fn of(mut save: Save) -> (Self, Vec<Option<Value>>) {
        // An `after` that names an equal or greater height would allow cycles; it never counted, so it is not kept.
        let reach = save.dot.height.saturating_add(u64::from(planted(Bug::EqualHeight)));
        save.after.retain(|pred| pred.dot.height < reach);
        save.after = in_order(save.after, Pred::cmp);
        save.after.dedup();
        let (names, values) = save.set.into_iter().unzip();
        (Self { dot: save.dot, after: save.after, names, at: save.at, by: save.by }, values)
    }
}

/// One content of a dot. Each field holds the set of its known values: none when withheld or folded away, one as a
/// rule, several when a cloned machine used the dot for different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<'a> {
    shape: &'a Shape,
    values: &'a Values,
}

type Values = Vec<BTreeSet<Value>>;

/// A record: the set of its saves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Sorted. A list, not a map: records have few saves, and a map of them is more code to load.
    variants: Vec<(Shape, Values)>,
}

impl Record {
    /// Unites one save with the set, and tells whether it brought anything.
    pub fn insert(&mut self, save: Save) -> bool {
        let (shape, values) = Shape::of(save);
        let (place, mut grown) = match self.find(&shape) {
            Ok(place) => (place, false),
            Err(place) => {
                let unknown = vec![BTreeSet::new(); values.len()];
                self.variants.insert(place, (shape, unknown));
                (place, true)
            }
        };
        let (_, held) = &mut self.variants[place];
        for (set, value) in held.iter_mut().zip(values) {
            if value.is_none() && planted(Bug::WithheldOverwrites) {
                set.clear();
            }
            grown |= value.is_some_and(|value| set.insert(value));
        }
        grown
    }

    fn find(&self, shape: &Shape) -> Result<usize, usize> {
        self.variants.binary_search_by(|(held, _)| held.cmp(shape))
    }

    /// Tells whether a save would bring nothing.
    #[must_use]
    pub fn holds(&self, save: &Save) -> bool {
        let (shape, values) = Shape::of(save.clone());
        let is_held = |(set, value): (&BTreeSet<Value>, Option<Value>)| value.is_none_or(|value| set.contains(&value));
        self.find(&shape).is_ok_and(|place| self.variants[place].1.iter().zip(values).all(is_held))
    }

    /// All contents in the order of their dots.
    pub fn variants(&self) -> impl ExactSizeIterator<Item = Variant<'_>> {
        self.variants.iter().map(|(shape, values)| Variant { shape, values })
    }

    /// All contents as saves; a content with several values for a field becomes as many saves as are needed.
    pub fn saves(&self) -> impl Iterator<Item = Save> {
        self.variants().flat_map(|variant| {
            let columns: Vec<Vec<&Value>> = variant.values.iter().map(|values| values.iter().collect()).collect();
            let count = columns.iter().map(Vec::len).max().unwrap_or(0).max(1);
            (0..count).map(move |place| variant.save(&columns, place))
        })
    }

    /// How many contents are held.
    #[must_use]
    pub fn save_count(&self) -> usize {
        self.variants.len()
    }

    /// The greatest height of any save held, waiting ones included; 0 when there is none.
    #[must_use]
    pub fn height_max(&self) -> u64 {
        self.variants.last().map_or(0, |(shape, _)| shape.dot.height)
    }

    /// The heights of a session's saves.
    #[must_use]
    pub fn heights_of(&self, session: SessionId) -> Vec<u64> {
        let shapes = self.variants.iter().map(|(shape, _)| shape.dot);
        shapes.filter(|dot| dot.session == session).map(|dot| dot.height).collect()
    }

    /// The same contents, with those values unknown that a function does not keep; it is given places and names.
    #[must_use]
    pub fn with_values(&self, keep: &dyn Fn(usize, &Name) -> bool) -> Self {
        let mut variants = self.variants.clone();
        for (place, (shape, values)) in variants.iter_mut().enumerate() {
            for (name, set) in shape.names.iter().zip(values) {
                if !keep(place, name) {
                    set.clear();
                }
            }
        }
        Self { variants }
    }

    /// The contents whose dots are not among those named.
    #[must_use]
    pub fn without<T>(&self, dots: &BTreeMap<Dot, T>) -> Self {
        let mut variants = self.variants.clone();
        variants.retain(|(shape, _)| !dots.contains_key(&shape.dot));
        Self { variants }
    }

    /// Writes all contents and values, one line a content: what a file of version 1 is verified by.
    pub fn write_contents(&self, key: &Key, out: &mut String) {
        for variant in self.variants() {
            out.push_str(&format!("{} {} ", key.id, key.kind));
            variant.write_canonical(out);
            out.push('\n');
        }
    }
}

impl Variant<'_> {
    /// The save's dot.
    #[must_use]
    pub fn dot(&self) -> Dot {
        self.shape.dot
    }

    /// The saves it names as those it comes after.
    #[must_use]
    pub fn after(&self) -> &[Pred] {
        &self.shape.after
    }

    /// When it says it was made, in seconds since 1970.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.shape.at
    }

    /// Who it says made it.
    #[must_use]
    pub fn by(&self) -> &Arc<str> {
        &self.shape.by
    }

    /// The fields it sets, each with its known values.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = (&Name, &BTreeSet<Value>)> {
        self.shape.names.iter().zip(self.values)
    }

    /// The known values of one field, when the save sets it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&BTreeSet<Value>> {
        let place = self.shape.names.binary_search_by(|held| held.as_str().cmp(name)).ok()?;
        self.values.get(place)
    }

    /// Tells whether it is more than an empty save that names nothing, which stands for one that is missing.
    #[must_use]
    pub fn is_made(&self) -> bool {
        !self.shape.names.is_empty() || !self.shape.after.is_empty()
    }

    /// Tells whether one field has several values.
    #[must_use]
    pub fn is_torn(&self) -> bool {
        self.values.iter().any(|set| set.len() > 1)
    }

    /// The hash by which an `after` names this content where its dot has several.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        let mut text = String::new();
        self.write_canonical(&mut text);
        let digest = Sha256::digest(text.as_bytes());
        let (head, _) = digest.split_at(8);
        ContentHash(head.iter().fold(0, |acc, &byte| (acc << 8) | u64::from(byte)))
    }

    /// One of the saves that together hold all values; a field with fewer values repeats its last.
    fn save(&self, columns: &[Vec<&Value>], place: usize) -> Save {
        let value = |column: &Vec<&Value>| column.get(place).or(column.last()).map(|value| (*value).clone());
        let set = self.shape.names.iter().zip(columns).map(|(name, column)| (name.clone(), value(column)));
        Save {
            dot: self.shape.dot,
            after: self.shape.after.clone(),
            set: set.into_map(),
            at: self.shape.at,
            by: self.shape.by.clone(),
        }
    }

    fn write_canonical(&self, out: &mut String) {
        let dot = |dot: Dot| format!("{}.{}", dot.height, dot.session);
        out.push_str(&dot(self.shape.dot));
        for pred in &self.shape.after {
            out.push('<');
            out.push_str(&dot(pred.dot));
            if let Some(ContentHash(hash)) = pred.content {
                out.push_str(&format!("#{hash:016x}"));
            }
            if let Some(record) = pred.of {
                out.push_str(&format!("@{record}"));
            }
        }
        out.push_str(&format!(" {} {}", self.shape.at, Value::Text(self.shape.by.clone()).to_json()));
        for (name, values) in self.fields() {
            out.push_str(&format!(" {name}="));
            for (place, value) in values.iter().enumerate() {
                out.push_str(if place > 0 { "|" } else { "" });
                out.push_str(&value.to_json());
            }
        }
    }
}

//! The parts of a workspace, opened: journal entries, shards, manifests, and what is damaged.

use std::collections::BTreeMap;

use super::entry::{self, Opened, Sum};
use super::gaps::{Covered, Gap, Stretch};
use super::keys::{self, Part};
use super::manifest::{DotsSum, Manifest, Named};
use super::plan::place_of;
use crate::model::SessionId;
use crate::planted::{Bug, planted};
use crate::replica::drops::is_drop;
use crate::replica::{HAS_DROPS, Replica, Saved};

/// One journal entry or shard that was read and found right.
pub(super) struct Whole {
    pub key: String,
    pub text: String,
    pub part: Part,
    pub opened: Opened,
    pub saves: Vec<Saved>,
    /// No other home has another whole text under this key.
    pub is_only: bool,
}

/// All parts of a workspace, of one home or of both.
#[derive(Default)]
pub(super) struct Parts {
    pub wholes: Vec<Whole>,
    /// Keys, texts and what they say.
    pub manifests: Vec<(String, String, Manifest)>,
    /// Keys whose text is damaged in every home that has them, with that text.
    pub damaged: Vec<(String, String)>,
}

impl Parts {
    /// Opens all texts under the keys that begin with a prefix.
    pub fn open(prefix: &str, texts: BTreeMap<String, Vec<String>>) -> Self {
        let mut parts = Self::default();
        for (key, texts) in texts {
            let count = parts.wholes.len() + parts.manifests.len();
            let part = keys::part(key.strip_prefix(prefix).unwrap_or_default());
            for text in &texts {
                parts.open_one(&key, text, part);
            }
            let read = parts.wholes.len() + parts.manifests.len() - count;
            if read == 0 && !planted(Bug::DamageUnreported) {
                parts.damaged.extend(texts.into_iter().map(|text| (key.clone(), text)));
            }
            // Two whole texts under one key stay where they are: each home given the other's, they would swap for ever.
            if read > 1 && !planted(Bug::HealOverwrites) {
                let place = parts.wholes.len().saturating_sub(read);
                parts.wholes[place..].iter_mut().for_each(|whole| whole.is_only = false);
            }
        }
        parts
    }

    fn open_one(&mut self, key: &str, text: &str, part: Part) {
        let Some(opened) = entry::open(key, text) else { return };
        if let Part::Manifest(_) = part {
            let manifest = Manifest::read(&opened);
            self.manifests.extend(manifest.map(|manifest| (key.to_owned(), text.to_owned(), manifest)));
        } else if let Some(saves) = opened.saves() {
            self.wholes.push(Whole { key: key.to_owned(), text: text.to_owned(), part, opened, saves, is_only: true });
        }
    }

    /// The manifest that counts.
    pub fn manifest(&self) -> Option<&Manifest> {
        let newest = self.manifests.iter().max_by_key(|(key, _, manifest)| (manifest.number, key));
        newest.map(|(_, _, manifest)| manifest)
    }

    /// All that shards stand for, whichever manifest or shard says so.
    pub fn covered(&self) -> Covered {
        let mut covered = Covered::default();
        self.manifests.iter().for_each(|(_, _, manifest)| covered.add_all(&manifest.covered));
        for whole in &self.wholes {
            covered.add_text(whole.opened.head.covers.as_deref().unwrap_or_default());
        }
        covered
    }

    /// What is missing of the journal: entries before and between those accounted for, and entries that are here with another
    /// content only.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut covered = self.covered();
        for (session, number, whole) in self.entries() {
            covered.add(stretch_of(session, number, whole));
        }
        let mut gaps = covered.gaps();
        gaps.extend(self.broken().map(|(session, number)| Gap { session, first: number, last: number, saves: None }));
        gaps
    }

    fn entries(&self) -> impl Iterator<Item = (SessionId, u32, &Whole)> {
        self.wholes.iter().filter_map(|whole| match whole.part {
            Part::Entry(session, number) => Some((session, number, whole)),
            _ => None,
        })
    }

    /// The entries that another names as the one before it and that are here with another content only.
    pub fn broken(&self) -> impl Iterator<Item = (SessionId, u32)> {
        let is_broken = |session: SessionId, before: u32, whole: &Whole| {
            let sums = self.entries().filter(|(of, number, _)| (*of, *number) == (session, before));
            let sums: Vec<Sum> = sums.map(|(_, _, before)| before.opened.sum).collect();
            !sums.is_empty() && !sums.contains(&whole.opened.head.before) && !planted(Bug::ChainUnchecked)
        };
        self.entries().filter_map(move |(session, number, whole)| {
            let before = number.checked_sub(1)?;
            is_broken(session, before, whole).then_some((session, before))
        })
    }

    /// The shards that the manifest names and that no home has, unless what else is here holds as many saves.
    pub fn lost(&self, prefix: &str) -> Vec<Named> {
        let known = self.manifest().map_or(&[][..], |manifest| &manifest.lost);
        let known = known.iter().filter(|named| !self.holds(prefix, named)).cloned();
        known.chain(self.missing(prefix)).collect()
    }

    /// Tells whether a shard is here with the content that is named.
    pub fn holds(&self, prefix: &str, named: &Named) -> bool {
        let key = format!("{prefix}{}", named.key);
        self.wholes.iter().any(|whole| whole.key == key && whole.opened.sum.text() == named.sum)
    }

    /// The shards that the manifest names, that are not here, damaged ones aside, and that nothing else stands for: neither a
    /// newer shard that holds all of them, nor older parts with just the same saves.
    ///
    /// Numbers would not do: as many others, of what was erased since for one, may be here instead.
    pub fn missing(&self, prefix: &str) -> Vec<Named> {
        let Some(manifest) = self.manifest() else { return Vec::new() };
        let absent = self.absent(manifest, prefix).filter(|_| !planted(Bug::LossUnnoticed));
        absent.filter(|named| !self.is_made_up(manifest, prefix, named)).cloned().collect()
    }

    /// The shards that the manifest names, that are not here, and that older parts stand for: places and keys.
    pub fn stood_for(&self, prefix: &str) -> Vec<(usize, String)> {
        let Some(manifest) = self.manifest() else { return Vec::new() };
        let missing = self.missing(prefix);
        let absent = self.absent(manifest, prefix).filter(|named| !missing.iter().any(|gone| gone.key == named.key));
        let placed = absent.filter_map(|named| match keys::part(&named.key) {
            Part::Shard(place) if place < super::plan::SHARDS => Some((place, named.key.clone())),
            _ => None,
        });
        placed.collect()
    }

    /// The shards that a manifest names and that are neither here, damaged ones aside, nor held by a newer one.
    fn absent<'a>(&'a self, manifest: &'a Manifest, prefix: &'a str) -> impl Iterator<Item = &'a Named> {
        let is_here = move |named: &Named| {
            self.is_damaged(&format!("{prefix}{}", named.key))
                || self.holds(prefix, named)
                || self.is_replaced(&named.key)
        };
        manifest.shards.iter().filter(move |named| !is_here(named))
    }

    /// Tells whether a shard that is here says that it holds all of another.
    fn is_replaced(&self, shard: &str) -> bool {
        let replaces = |whole: &Whole| {
            let replaced = whole.opened.head.replaces.as_deref().unwrap_or_default();
            replaced.split(' ').any(|replaced| replaced == shard)
        };
        self.wholes.iter().any(replaces)
    }

    /// Tells whether what is under a key is damaged in every home that has it.
    pub fn is_damaged(&self, key: &str) -> bool {
        self.damaged.iter().any(|(held, _)| held == key)
    }

    /// Tells whether parts that are older than a manifest hold just the saves of a shard that it names.
    fn is_made_up(&self, manifest: &Manifest, prefix: &str, named: &Named) -> bool {
        let Part::Shard(place) = keys::part(&named.key) else { return false };
        let older = self.wholes.iter().filter(|whole| is_older(manifest, prefix, whole));
        let saves = older.flat_map(|whole| &whole.saves).filter(|saved| place_of(&saved.key) == place).cloned();
        // Apart from each other, so that what erases leaves here what it erases.
        let (dropping, saves): (Vec<Saved>, Vec<Saved>) = saves.partition(|saved| is_drop(&saved.key));
        let (mut held, mut held_drops) = (Replica::new(), Replica::new());
        held.apply(saves);
        held_drops.apply(dropping);
        // What was erased before the manifest was written was in no shard that it names; what was erased since was.
        let then = self.drops_of(|whole| match whole.part {
            Part::Entry(session, number) => manifest.covered.holds(session, number),
            _ => manifest.names(&whole.key[prefix.len()..]),
        });
        [Replica::new(), then, self.drops()].iter().any(|drops| {
            let left = held.iter().filter(|(key, ..)| !drops.drops().is_erased(&key.id)).chain(held_drops.iter());
            DotsSum::of(left.flat_map(|(key, record, _)| record.saves().map(|save| (key.id, save.dot)))) == named.dots
        })
    }

    /// What drops something, wherever it stands.
    pub fn drops(&self) -> Replica {
        self.drops_of(|_| true)
    }

    fn drops_of(&self, is_meant: impl Fn(&Whole) -> bool) -> Replica {
        let mut drops = Replica::new();
        let saves = self.wholes.iter().filter(|whole| is_meant(whole)).flat_map(|whole| &whole.saves);
        drops.apply(saves.filter(|saved| HAS_DROPS && is_drop(&saved.key)).cloned());
        drops
    }

    /// The keys of parts that are older than the manifest and bring nothing that its shards do not hold.
    pub fn stale(&self, prefix: &str) -> Vec<String> {
        let Some(manifest) = self.manifest() else { return Vec::new() };
        let older: Vec<&Whole> = self.wholes.iter().filter(|whole| is_older(manifest, prefix, whole)).collect();
        // As long as a shard is looked for, what it was made from stays.
        if older.is_empty() || self.absent(manifest, prefix).next().is_some() {
            return Vec::new();
        }
        let mut held = Replica::new();
        let newer = self.wholes.iter().filter(|whole| !is_older(manifest, prefix, whole));
        newer.for_each(|whole| drop(held.apply(whole.saves.iter().cloned())));
        // What drops something counts wherever it stands, so that what it drops is not taken for news.
        let drops = self.drops();
        let brings = |saved: &Saved| super::plan::brings(&held, &drops, saved) && !planted(Bug::NewsTakenForStale);
        // Of a key with two texts each home keeps its own: the key says nothing of which one is meant.
        let stale = older.into_iter().filter(|whole| whole.is_only && !whole.saves.iter().any(brings));
        stale.map(|whole| whole.key.clone()).collect()
    }

    /// How many parts a compaction would replace.
    pub fn replaceable(&self, prefix: &str) -> usize {
        let manifest = self.manifest();
        let mut places: Vec<usize> = Vec::new();
        let mut count = self.manifests.len().saturating_sub(1);
        for whole in &self.wholes {
            let stays = match (whole.part, manifest) {
                (Part::Shard(_), Some(manifest)) => manifest.names(&whole.key[prefix.len()..]),
                (Part::Shard(place), None) if !places.contains(&place) => {
                    places.push(place);
                    true
                }
                _ => false,
            };
            count += usize::from(!stays);
        }
        count
    }
}

/// The stretch that an entry itself is.
pub(super) fn stretch_of(session: SessionId, number: u32, whole: &Whole) -> Stretch {
    let from = whole.opened.head.from;
    let saves = u32::try_from(whole.saves.len()).unwrap_or(u32::MAX);
    let to = from.map(|from| from.saturating_add(saves));
    Stretch { session, first: number, last: number, from, to }
}

/// Tells whether a part is older than a manifest: an entry that its shards stand for, or a shard that it does not name.
fn is_older(manifest: &Manifest, prefix: &str, whole: &Whole) -> bool {
    match whole.part {
        Part::Entry(session, number) => manifest.covered.holds(session, number),
        Part::Shard(_) => !manifest.names(&whole.key[prefix.len()..]),
        Part::Manifest(_) | Part::Other => false,
    }
}

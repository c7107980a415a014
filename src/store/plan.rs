//! What one compaction writes and removes, decided from what its own transaction read and from nothing else.

use super::Batch;
use super::entry::{self, Head, Sum};
use super::gaps::{Gap, Stretch};
use super::keys::{self, Part};
use super::manifest::{DotsSum, Manifest, Named};
use super::parts::{Parts, Whole, stretch_of};
use crate::exchange::pack;
use crate::model::SessionId;
use crate::model::Value;
use crate::model::sorted::Sorted;
use crate::planted::{Bug, planted};
use crate::replica::drops::is_drop;
use crate::replica::{DELETED, HAS_DROPS, Key, Replica, Saved};

/// How many shards a workspace's snapshot has.
pub(super) const SHARDS: usize = 16;

/// What a compaction is asked for.
pub(super) struct Order<'a> {
    /// Begins the keys of all parts.
    pub prefix: &'a str,
    /// Whose compaction it is.
    pub session: SessionId,
    /// Tells this session's compactions apart.
    pub generation: &'a str,
    /// The greatest number of a manifest that is known.
    pub number: u32,
    /// Where shards are to be kept from now on; nothing leaves it as it is.
    pub only_durable: Option<bool>,
    /// What the journal in local storage says of drops: one that was ended there clears nothing.
    pub drops: &'a [Saved],
    /// Shards that are known to be nowhere.
    pub lost: &'a [Named],
    /// Entries that are known to be here with another content only, which local storage alone may tell.
    pub broken: &'a [(SessionId, u32)],
    /// A person accepted that these entries, and whatever is damaged or lost, are gone.
    pub accepted: Option<&'a [Gap]>,
}

/// What a compaction writes and removes; nothing to write when nothing would change.
#[derive(Default)]
pub(super) struct Plan {
    /// What the transaction does.
    pub batch: Batch,
    /// The snapshot's shards, those that stay as they were included.
    pub live: Vec<Live>,
    /// The new manifest's key and text.
    pub manifest: Option<(String, String)>,
    /// Shards are kept in IndexedDB only.
    pub only_durable: bool,
}

/// One shard of the snapshot.
pub(super) struct Live {
    pub key: String,
    pub text: String,
    /// The keys of older shards all of which it holds.
    pub replaces: Vec<String>,
}

/// How many older shards a shard names as those it holds all of.
const REPLACED_MAX: usize = 16;
/// How many records of one session are kept in one shard before the next one takes over.
const STRETCH: u32 = 256;

/// The place of a record's shard: those that one session made stay together, a stretch of them at a time.
///
/// What was made together says like things and deflates better together. By the counter alone nearly all of it would be
/// in the first shards, since most sessions make few records.
pub(super) fn place_of(key: &Key) -> usize {
    let bytes = key.id.session.to_bytes();
    let spread = bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    spread.wrapping_add(key.id.counter / STRETCH) as usize % SHARDS
}

/// Tells whether a save would bring something: not when it was dropped on purpose and its place is held.
pub(super) fn brings(held: &Replica, drops: &Replica, saved: &Saved) -> bool {
    let mut saved = saved.clone();
    if HAS_DROPS && !is_drop(&saved.key) {
        if drops.drops().is_erased(&saved.key.id) {
            return false;
        }
        clear(&[drops], &mut saved);
    }
    !held.record(&saved.key).is_some_and(|record| record.holds(&saved.save))
}

/// Forgets the values of a save that was dropped, and tells whether it had any; its place among the saves stays. Whether it
/// deletes stays too: else ending the drop would bring back what was deleted.
fn clear(drops: &[&Replica], saved: &mut Saved) -> bool {
    let ghosts = |drops: &&Replica| {
        drops.drops().ghosts(&saved.key.id).is_some_and(|ghosts| ghosts.contains_key(&saved.save.dot))
    };
    if !drops.iter().all(ghosts) || planted(Bug::DroppedUncleared) {
        return false;
    }
    let mut had = false;
    for (name, value) in &mut saved.save.set {
        if name.as_str() != DELETED || !matches!(value, Some(Value::Bool(_))) {
            had |= value.take().is_some();
        }
    }
    had
}

/// What one compaction read of one shard.
#[derive(Default)]
struct Shard<'a> {
    saves: Vec<Saved>,
    snapshots: Vec<&'a Whole>,
    is_changed: bool,
    is_left: bool,
    /// What one of its snapshots holds belongs elsewhere now.
    has_strays: bool,
    /// Shards that the manifest names, that are gone, and all of which older parts hold.
    stands_for: Vec<String>,
}

impl Shard<'_> {
    fn is_dirty(&self) -> bool {
        self.is_changed || self.snapshots.len() > 1
    }
}

pub(super) fn packed(saves: Vec<Saved>) -> String {
    let mut replica = Replica::new();
    replica.apply(saves);
    pack(&replica)
}

/// Decides. Shards that nothing changes stay as they are; damaged parts are never removed unless that was accepted, nor
/// is what belongs to a shard that could not be read back.
pub(super) fn plan(order: &Order<'_>, held: &[(String, String)]) -> Plan {
    let texts = held.iter().map(|(key, text)| (key.clone(), vec![text.clone()])).into_map();
    let parts = Parts::open(order.prefix, texts);
    let old = parts.manifest().cloned().unwrap_or_default();
    let mut shards = distribute(&parts, order.drops);
    for (place, key) in parts.stood_for(order.prefix) {
        shards[place].stands_for.push(key);
    }
    let mut plan = Plan { only_durable: order.only_durable.unwrap_or(old.only_durable), ..Plan::default() };
    let mut named: Vec<Named> = Vec::new();
    for (place, shard) in shards.iter_mut().enumerate() {
        if shard.is_dirty() {
            write_shard(order, place, shard, &mut plan, &mut named);
        }
        if !shard.is_dirty() || shard.is_left {
            for whole in &shard.snapshots {
                plan.live.push(Live { key: whole.key.clone(), text: whole.text.clone(), replaces: Vec::new() });
                named.push(name(order.prefix, &whole.key, whole.opened.sum, &whole.saves));
            }
        }
    }
    let mut covered = parts.covered();
    // What is here with another content than it had stays missing until that is accepted.
    let broken: Vec<(SessionId, u32)> = parts.broken().chain(order.broken.iter().copied()).collect();
    for whole in &parts.wholes {
        if is_replaced(&shards, whole) {
            if let Part::Entry(session, number) = whole.part
                && !broken.contains(&(session, number))
            {
                covered.add(stretch_of(session, number, whole));
            }
            plan.batch.remove.push(whole.key.clone());
        }
    }
    if planted(Bug::DamagedRemoved) {
        plan.batch.remove.extend(parts.damaged.iter().map(|(key, _)| key.clone()));
    }
    let mut lost = Vec::new();
    match order.accepted {
        None => {
            // What is named and not here may be in the other home, or damaged: it stays named until it is known to be lost.
            if !planted(Bug::LossForgotten) {
                lost = union(&old.lost, order.lost);
                // One that came back is not lost any more.
                lost.retain(|named| !parts.holds(order.prefix, named));
                keep_named(order.prefix, &parts, &old, &plan.batch, &mut named, &mut lost);
            }
        }
        Some(gaps) => {
            plan.batch.remove.extend(parts.damaged.iter().map(|(key, _)| key.clone()));
            for Gap { session, first, last, .. } in gaps {
                covered.add(Stretch { session: *session, first: *first, last: *last, from: None, to: None });
            }
        }
    }
    let is_same = plan.batch == Batch::default()
        && parts.manifests.len() == 1
        && (&named, &lost, plan.only_durable) == (&old.shards, &old.lost, old.only_durable)
        && (order.accepted.is_none() || covered == old.covered);
    let is_empty = parts.manifests.is_empty() && named.is_empty() && plan.batch == Batch::default();
    if !is_same && !is_empty {
        let number = old.number.max(order.number).saturating_add(1);
        let key = format!("{}{}", order.prefix, keys::manifest(number, order.session));
        let manifest = Manifest { number, only_durable: plan.only_durable, shards: named, lost, covered };
        let text = manifest.write(&key);
        plan.batch.remove.extend(parts.manifests.iter().map(|(key, ..)| key.clone()));
        plan.batch.put.push((key.clone(), text.clone()));
        plan.manifest = Some((key, text));
    }
    plan
}

/// Goes on naming the shards that are damaged, or missing: one that older parts stood for is not, since those parts go. Where
/// another content stands under a missing one's key it is named as lost.
fn keep_named(
    prefix: &str,
    parts: &Parts,
    old: &Manifest,
    batch: &Batch,
    named: &mut Vec<Named>,
    lost: &mut Vec<Named>,
) {
    let missing = parts.missing(prefix);
    for shard in &old.shards {
        let key = format!("{prefix}{}", shard.key);
        let is_missing = missing.contains(shard);
        if lost.iter().any(|lost| lost.key == shard.key) || !(is_missing || parts.is_damaged(&key)) {
            continue;
        }
        let is_taken = batch.remove.contains(&key) || named.iter().any(|new| new.key == shard.key);
        match (is_taken, is_missing) {
            (false, _) => named.push(shard.clone()),
            (true, true) => lost.push(shard.clone()),
            (true, false) => {}
        }
    }
}

/// Puts the saves of all parts to their shards, without what was dropped on purpose.
fn distribute<'a>(parts: &'a Parts, ended: &[Saved]) -> [Shard<'a>; SHARDS] {
    let (drops, mut known) = (parts.drops(), parts.drops());
    known.apply(ended.iter().filter(|_| !planted(Bug::EndOverlooked)).cloned());
    let mut shards: [Shard<'_>; SHARDS] = std::array::from_fn(|_| Shard::default());
    for whole in &parts.wholes {
        let own = match whole.part {
            Part::Shard(place) if place < SHARDS => Some(place),
            _ => None,
        };
        if let Some(place) = own {
            shards[place].snapshots.push(whole);
        }
        for saved in &whole.saves {
            let (place, mut saved) = (place_of(&saved.key), saved.clone());
            let is_erased = HAS_DROPS && drops.drops().is_erased(&saved.key.id) && !is_drop(&saved.key);
            let is_cleared = HAS_DROPS && !is_drop(&saved.key) && clear(&[&drops, &known], &mut saved);
            shards[place].is_changed |= own != Some(place) || is_erased || is_cleared;
            if let Some(own) = own.filter(|own| *own != place) {
                // Records were shared out otherwise when it was written: it is written anew with what it keeps.
                (shards[own].is_changed, shards[own].has_strays) = (true, true);
            }
            if !is_erased {
                shards[place].saves.push(saved);
            }
        }
    }
    shards
}

/// Writes one shard anew, unless reading it back gives something else: parts that can each be read may be more together
/// than what reading takes.
fn write_shard(order: &Order<'_>, place: usize, shard: &mut Shard<'_>, plan: &mut Plan, named: &mut Vec<Named>) {
    let key = format!("{}{}", order.prefix, keys::shard(place, order.generation));
    let saves = std::mem::take(&mut shard.saves);
    if saves.is_empty() {
        return;
    }
    let body = packed(saves);
    let replaced = shard.snapshots.iter().filter(|_| !shard.has_strays);
    let replaces: Vec<String> = replaced.map(|whole| whole.key.clone()).collect();
    let head = Head { replaces: replaced_text(order.prefix, shard), ..Head::default() };
    let (text, sum) = entry::write(&key, &head, &body);
    let read = entry::read(&key, &text).unwrap_or_default();
    let named_as = name(order.prefix, &key, sum, &read);
    if planted(Bug::ShardUnread) || packed(read) == body {
        named.push(named_as);
        plan.live.push(Live { key: key.clone(), text: text.clone(), replaces });
        plan.batch.put.push((key, text));
    } else {
        shard.is_left = true;
    }
}

/// What a shard says of the older ones that it holds all of, the newest first; those they replaced themselves included, as
/// far as may still matter.
fn replaced_text(prefix: &str, shard: &Shard<'_>) -> Option<String> {
    let own = shard.snapshots.iter().map(|whole| whole.key.strip_prefix(prefix).unwrap_or_default());
    let before =
        shard.snapshots.iter().flat_map(|whole| whole.opened.head.replaces.iter().flat_map(|text| text.split(' ')));
    let held = own.chain(before).filter(|_| !shard.has_strays);
    let gone = shard.stands_for.iter().map(String::as_str);
    let replaced: Vec<&str> = gone.chain(held).take(REPLACED_MAX).collect();
    (!replaced.is_empty()).then(|| replaced.join(" "))
}

fn name(prefix: &str, key: &str, sum: Sum, saves: &[Saved]) -> Named {
    let count = u32::try_from(saves.len()).unwrap_or(u32::MAX);
    let key = key.strip_prefix(prefix).unwrap_or(key).to_owned();
    Named {
        key,
        sum: sum.text(),
        saves: count,
        dots: DotsSum::of(saves.iter().map(|saved| (saved.key.id, saved.save.dot))),
    }
}

/// Tells whether all of a part is in shards that were written anew.
fn is_replaced(shards: &[Shard<'_>; SHARDS], whole: &Whole) -> bool {
    let is_in = |place: usize| !shards[place].is_left;
    let is_rewritten = match whole.part {
        Part::Shard(place) if place < SHARDS => shards[place].is_dirty() && is_in(place),
        _ => true,
    };
    is_rewritten && whole.saves.iter().all(|saved| is_in(place_of(&saved.key)))
}

fn union(one: &[Named], other: &[Named]) -> Vec<Named> {
    let mut all = one.to_vec();
    all.extend(other.iter().filter(|named| !one.iter().any(|held| held.key == named.key)).cloned());
    all
}

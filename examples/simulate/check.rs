//! Comparisons that need nothing but what is held: each can be tried on a state that is wrong on purpose.

use std::collections::{BTreeMap, BTreeSet};

use sanyou::exchange::{Incoming, Preview, ReadError, pack, unpack};
use sanyou::model::{RecordId, Value};
use sanyou::replica::definition::{Definition, Seen};
use sanyou::replica::drops::{Drop, is_drop};
use sanyou::replica::view::{self, Ghost};
use sanyou::replica::{DELETED, Dot, Key, LinesOut, Record, Replica, Save, Saved, State, View};

use crate::failure::{Failure, Invariant, ensure};
use crate::files::{all, replica};
use crate::random::Random;

/// Fails when a dot with several contents is not listed, or another is.
///
/// # Errors
/// With the dots.
pub fn check_clones(key: &Key, record: &Record, view: &View) -> Result<(), Failure> {
    let mut made: BTreeMap<Dot, usize> = BTreeMap::new();
    let mut twice: BTreeSet<Dot> = BTreeSet::new();
    for variant in record.variants() {
        let is_made = variant.fields().len() > 0 || !variant.after().is_empty();
        let count = made.entry(variant.dot()).or_default();
        *count += usize::from(is_made);
        if *count > 1 || variant.fields().any(|(_, values)| values.len() > 1) {
            twice.insert(variant.dot());
        }
    }
    let listed: BTreeSet<Dot> = view.clones.iter().copied().collect();
    ensure(listed == twice, Invariant::ClonesListed, || format!("{key:?}: {twice:?} but {listed:?} are listed"))
}

/// Fails when different values stand side by side and no conflict is listed.
///
/// # Errors
/// With the field.
pub fn check_conflicts(key: &Key, view: &View) -> Result<(), Failure> {
    let listed: BTreeSet<&str> = view.conflicts().map(|(name, _)| name.as_str()).collect();
    for (name, field) in view.fields.iter().filter(|(name, _)| name.as_str() != DELETED) {
        let known: BTreeSet<&Value> = field.newest.iter().filter_map(|newest| newest.value.as_ref()).collect();
        let is_conflict = known.len() > 1 && view.state != State::Deleted;
        ensure(listed.contains(name.as_str()) == is_conflict, Invariant::ConflictsListed, || {
            format!("{key:?}: {name} has {known:?}, listed are {listed:?}")
        })?;
    }
    let ends: BTreeSet<&Value> =
        view.fields.get(DELETED).into_iter().flat_map(|field| &field.newest).filter_map(|n| n.value.as_ref()).collect();
    let is_disputed = ends.len() > 1 && ends.contains(&Value::Bool(true));
    let is_said = view.in_conflict() && view.is_present();
    ensure(!is_disputed || is_said, Invariant::ConflictsListed, || format!("{key:?}: deleted is {ends:?}, unsaid"))
}

/// Fails when what is seen is not the plain definition.
///
/// # Errors
/// With both.
pub fn check_definition(
    key: &Key,
    record: &Record,
    view: &View,
    ghosts: Option<&BTreeMap<Dot, Ghost>>,
) -> Result<(), Failure> {
    let saves: Vec<Save> = record.saves().collect();
    let ghosts = ghosts.into_iter().flatten().map(|(dot, ghost)| ((0, *dot), *ghost)).collect();
    let (seen, defined) = (Seen::shown(view), Definition::joined(&[(key.id, &saves)], ghosts).seen());
    ensure(seen == defined, Invariant::Definition, || {
        format!("{key:?}: seen {seen:?}\ndefined {defined:?}\nof {saves:?}")
    })?;
    let is_single = |name: &str, value: Option<&Value>| match value {
        None => defined.singles(name).is_empty(),
        Some(value) => defined.singles(name).contains(value),
    };
    let odd = view.fields.keys().find(|name| !is_single(name.as_str(), view.value(name.as_str())));
    ensure(odd.is_none(), Invariant::Definition, || format!("{key:?}: the one value of {odd:?}"))
}

/// Fails when a record is no longer deleted though nothing in it was unseen by who deleted it.
///
/// # Errors
/// With the record.
pub fn check_still_deleted(key: &Key, before: &View, record: &Record, view: &View) -> Result<(), Failure> {
    if before.state != State::Deleted || view.state == State::Deleted {
        return Ok(());
    }
    let variants: Vec<_> = record.variants().collect();
    let places = |fits: &dyn Fn(usize) -> bool| (0..variants.len()).filter(|place| fits(*place)).collect::<Vec<_>>();
    let ends = || before.fields.get(DELETED).into_iter().flat_map(|field| &field.newest).map(|newest| newest.dot);
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut open = places(&|place| ends().any(|dot| dot == variants[place].dot()));
    while let Some(place) = open.pop() {
        if seen.insert(place) {
            for pred in variants[place].after().iter().filter(|pred| pred.of.is_none()) {
                // Who names another content than the one held has not seen the one held.
                let is_meant = |place: usize| pred.content.is_none_or(|hash| hash == variants[place].content_hash());
                open.extend(places(&|place| variants[place].dot() == pred.dot && is_meant(place)));
            }
        }
    }
    let is_new = (0..variants.len()).any(|place| !seen.contains(&place) && variants[place].fields().len() > 0);
    ensure(is_new || !view.clones.is_empty(), Invariant::DeletedStays, || {
        format!("{key:?} is {:?} again, and nothing unseen arrived", view.state)
    })
}

/// Fails when two replicas that hold the same saves differ in bytes or in what they show.
///
/// # Errors
/// With the first record that differs.
pub fn check_same(left: &Replica, right: &Replica, invariant: Invariant, what: &str) -> Result<(), Failure> {
    let (one, other) = (left.canonical(), right.canonical());
    ensure(one == other, invariant, || {
        let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        format!("{what}: {} and {} bytes, first {differs:?}", one.len(), other.len())
    })?;
    let differs = left.iter().zip(right.iter()).find(|(one, other)| one.0 != other.0 || one.2 != other.2);
    let differs = differs.map(|(one, other)| format!("{what}: {:?}\n{:?}\n{:?}", one.0, one.2, other.2));
    ensure(left.save_count() == right.save_count(), invariant, || format!("{what}: other counts of saves"))?;
    differs.map_or(Ok(()), |detail| Err(Failure::new(invariant, detail)))
}

/// Fails when a replica is not what its saves give in another order, some of them twice.
///
/// # Errors
/// With the first record that differs.
pub fn check_rebuilt(held: &Replica, random: &mut Random) -> Result<(), Failure> {
    let mut saves = all(held);
    for place in (1..saves.len()).rev() {
        saves.swap(place, random.below(place + 1));
    }
    saves.extend_from_within(..saves.len() / 8);
    let mut other = Replica::new();
    let (first, second) = saves.split_at(random.below(saves.len() + 1));
    other.apply(first.iter().cloned());
    other.apply(second.iter().cloned());
    check_same(held, &other, Invariant::SameSetSameView, "rebuilt in another order")
}

/// Fails when a file's lines and its saves do not come to the same upon a copy of a replica.
///
/// # Errors
/// With the first record that differs.
pub fn check_lanes(held: &Replica, incoming: &Incoming) -> Result<(), Failure> {
    let copy = |text: &str| {
        let mut copy = Replica::new();
        let lines = unpack(text);
        let lines = lines.map_err(|error| Failure::new(Invariant::MergeLaws, format!("not read back: {error:?}")))?;
        copy.unite(&lines);
        Ok(copy)
    };
    let text = pack(held);
    let (mut by_line, mut by_save) = (copy(&text)?, copy(&text)?);
    check_same(held, &by_line, Invariant::SameSetSameView, "read back from the store's form")?;
    by_line.unite(&incoming.lines);
    by_save.apply(incoming.saves());
    check_same(&by_line, &by_save, Invariant::MergeLaws, "by lines and by saves")
}

/// What is dropped, as the drops that are held say it, read anew.
fn dropped(held: &Replica) -> (BTreeMap<RecordId, BTreeMap<Dot, Ghost>>, BTreeSet<RecordId>) {
    let mut ghosts: BTreeMap<RecordId, BTreeMap<Dot, Ghost>> = BTreeMap::new();
    let mut erased = BTreeSet::new();
    for (_, _, view) in held.iter().filter(|(key, ..)| is_drop(key)) {
        let Some(drop) = Drop::read(view).filter(|drop| !drop.is_ended) else { continue };
        let is_through = view.fields.get("through").is_some_and(|field| !field.newest.is_empty());
        let ghost = if is_through { Ghost::Through } else { Ghost::Waits };
        for (id, dots) in drop.dots {
            for dot in dots {
                let held = ghosts.entry(id).or_default().entry(dot).or_insert(ghost);
                *held = ghost.min(*held);
            }
        }
        erased.extend(drop.erased);
    }
    (ghosts, erased)
}

/// Fails when something dropped is seen, or something else is not, or something erased is here.
///
/// # Errors
/// With the record.
pub fn check_drops(held: &Replica) -> Result<(), Failure> {
    check_dropped(held, held)
}

/// Fails when a replica shows what the drops of another, or its own, say is gone.
///
/// # Errors
/// As [`check_drops`].
pub fn check_dropped(said: &Replica, held: &Replica) -> Result<(), Failure> {
    let (ghosts, erased) = dropped(said);
    for (key, record, view) in held.iter().filter(|(key, ..)| !is_drop(key)) {
        ensure(!erased.contains(&key.id), Invariant::ErasedStays, || format!("{key:?} was erased and is here"))?;
        let Some(ghosts) = ghosts.get(&key.id).filter(|_| record.save_count() <= 24) else { continue };
        check_definition(key, record, view, Some(ghosts))
            .map_err(|failure| Failure::new(Invariant::DroppedStays, failure.detail))?;
    }
    let (known, known_erased) = (held.drops(), held.drops().erased());
    ensure(*known_erased == erased, Invariant::ErasedStays, || format!("{erased:?} but {known_erased:?}"))?;
    let ids: BTreeSet<RecordId> = held.iter().map(|(key, ..)| key.id).chain(ghosts.keys().copied()).collect();
    let differs = ids.into_iter().find(|id| known.ghosts(id) != ghosts.get(id));
    ensure(differs.is_none(), Invariant::DroppedStays, || format!("{differs:?} is not what is known as dropped"))
}

/// Fails when a preview said something else than came true; `records` is how many the file holds. A record of which
/// nothing at all is taken is not here afterwards, which a preview tells as a record in which nothing stands.
///
/// # Errors
/// With the first record of which that is so.
pub fn check_preview(preview: &Preview, held: &Replica, records: usize) -> Result<(), Failure> {
    for expected in &preview.records {
        let now = held.view(&expected.key);
        let is_true = now.map_or_else(|| is_nothing(&expected.after), |now| *now == expected.after);
        ensure(is_true, Invariant::PreviewTrue, || {
            format!("{:?}: expected {:?}\nnow {now:?}", expected.key, expected.after)
        })?;
    }
    let counted = preview.records.len() + preview.unchanged;
    ensure(counted == records, Invariant::PreviewTrue, || format!("{counted} of {records} records are previewed"))
}

fn is_nothing(view: &View) -> bool {
    view.fields.is_empty() && view.heads.is_empty() && view.waiting == 0 && view.clones.is_empty()
}

/// Fails when folded copies show together something else than full ones do, where folding promises the same: no dot is
/// cloned, and no content is named by its hash. Gives how many records were compared.
///
/// # Errors
/// With the record.
pub fn check_fold(left: &Replica, right: &Replica, fold: &dyn Fn(&Record) -> Record) -> Result<usize, Failure> {
    let union = |one: &Record, other: &Record| {
        let mut union = one.clone();
        for save in other.saves() {
            union.insert(save);
        }
        union
    };
    let mut count = 0;
    for (key, record, _) in left.iter() {
        let other = right.record(key).cloned().unwrap_or_default();
        let full = union(record, &other);
        let seen = view::view(&full);
        if !seen.clones.is_empty() || names_content(&full) {
            continue;
        }
        let folded = view::view(&union(&fold(record), &fold(&other)));
        let half = view::view(&union(&fold(record), &other));
        ensure(folded == seen && half == seen, Invariant::FoldedSame, || {
            format!("{key:?}: full {seen:?}\nfolded {folded:?}\none folded {half:?}")
        })?;
        count += 1;
    }
    Ok(count)
}

fn names_content(record: &Record) -> bool {
    record.variants().any(|variant| variant.after().iter().any(|pred| pred.content.is_some()))
}

/// Fails when a device that folds what it holds, starts anew and takes a file shows something else than one that keeps
/// everything, where folding promises the same.
///
/// # Errors
/// With the record.
pub fn check_folded_start(held: &Replica, file: &Incoming, fold: fn(&Record) -> Record) -> Result<(), Failure> {
    let start = |text: &str| {
        let lines = unpack(text);
        let lines = lines.map_err(|error| Failure::new(Invariant::FoldedSame, format!("not read back: {error:?}")))?;
        let mut replica = Replica::new();
        replica.unite(&lines);
        replica.unite(&file.lines);
        Ok(replica)
    };
    let mut lines = String::new();
    held.write_lines(&LinesOut { fold: Some(fold), with_dropped: true, ..LinesOut::all() }, &mut lines);
    let (full, folded) = (start(&pack(held))?, start(&format!("{{\"records\":[\n{lines}\n]}}"))?);
    ensure(full.len() == folded.len(), Invariant::FoldedSame, || "folding lost a record".to_owned())?;
    for (key, record, view) in full.iter() {
        let is_promised = view.clones.is_empty() && !names_content(record);
        let seen = folded.view(key);
        ensure(!is_promised || seen == Some(view), Invariant::FoldedSame, || {
            format!("{key:?}: full {view:?}\nafter a folded start {seen:?}")
        })?;
    }
    Ok(())
}

/// How a file becomes saves.
pub type Read<'a> = &'a mut dyn FnMut(&[u8]) -> Result<Vec<Saved>, ReadError>;
/// How saves become a file.
pub type Write<'a> = &'a dyn Fn(&Replica) -> Vec<u8>;

/// Fails when three files merged in other orders, groups and numbers are not the same.
///
/// # Errors
/// With the law.
pub fn check_laws(files: &[Vec<u8>; 3], read: Read<'_>, write: Write<'_>) -> Result<(), Failure> {
    let mut saves = |bytes: &[u8]| {
        read(bytes).map_err(|error| Failure::new(Invariant::MergeLaws, format!("a file is refused: {error:?}")))
    };
    let [a, b, c] = files;
    let mut joined = |one: &[u8], other: &[u8]| -> Result<Replica, Failure> {
        let mut joined = replica(saves(one)?);
        joined.apply(saves(other)?);
        Ok(joined)
    };
    let (ab, ba) = (joined(a, b)?, joined(b, a)?);
    check_same(&ab, &ba, Invariant::MergeLaws, "commutative")?;
    let bc = joined(b, c)?;
    let (left, right) = (joined(&write(&ab), c)?, joined(a, &write(&bc))?);
    check_same(&left, &right, Invariant::MergeLaws, "associative")?;
    check_same(&joined(a, a)?, &replica(saves(a)?), Invariant::MergeLaws, "idempotent")
}

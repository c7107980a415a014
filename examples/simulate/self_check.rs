//! Breaks each law on purpose: a law that cannot be seen to fail proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use sanyou::exchange::sequence::Sighting;
use sanyou::exchange::{Number, ReadError, pack, preview};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::drops::{self, DROP, Why, drop_dots};
use sanyou::replica::past::fold;
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Delta, Dot, Key, Pred, Record, Replica, Save, Saved, State, View, stage};
use sanyou::store::entry;

use crate::check::{
    check_clones, check_conflicts, check_definition, check_dropped, check_drops, check_fold, check_folded_start,
    check_laws, check_preview, check_rebuilt, check_same, check_still_deleted,
};
use crate::device::Device;
use crate::disk::Content;
use crate::dropping::{Fields, check_as_before};
use crate::failure::{Failure, INVARIANTS, Invariant};
use crate::files::{self, Harm};
use crate::forgotten::check_forgotten;
use crate::joining::{check_joined, check_news, check_place};
use crate::ledger::Ledger;
use crate::random::Random;
use crate::run;
use crate::step::{Act, Plan};
use crate::tally::Tally;
use crate::user::check_settled;
use crate::world::{Here, World, check_delta, check_unchanged};

/// A law, and something that breaks it.
type Case = (Invariant, fn() -> Result<(), Failure>);

const CASES: &[Case] = &[
    (Invariant::Promised, || forgotten_by_the_disk()),
    (Invariant::Promised, || forgotten_by_all_devices()),
    (Invariant::SameSetSameView, || {
        let held = pair();
        check_same(&held, &without_last(&held), Invariant::SameSetSameView, "one lacks a save")
    }),
    (Invariant::MergeLaws, || a_save_is_lost_in_a_merge()),
    (Invariant::DeletedStays, || {
        let held = deleted();
        let (key, record, view) = first(&held);
        check_still_deleted(&key, view, record, &View { state: State::Live, ..view.clone() })
    }),
    (Invariant::ClonesListed, || {
        let held = cloned();
        let (key, record, view) = first(&held);
        check_clones(&key, record, &View { clones: Vec::new(), ..view.clone() })
    }),
    (Invariant::RefusedChangesNothing, || check_unchanged(Some("other"), &pair())),
    (Invariant::GoodTaken, || files::judge(&[], Harm::None, &Err(ReadError::Empty))),
    (Invariant::DamagedRefused, || files::judge(&file(&pair()), Harm::Newer, &Ok(Vec::new()))),
    (Invariant::DamagedRefused, || files::judge(&file(&pair()), Harm::Flipped, &Ok(Vec::new()))),
    (Invariant::DamagedRefused, || files::judge(&file(&pair()), Harm::Newer, &Err(ReadError::NotOurs))),
    (Invariant::ConflictsListed, || {
        let held = disputed();
        let (key, _, view) = first(&held);
        check_conflicts(&key, &View { state: State::Live, ..view.clone() })
    }),
    (Invariant::Intention, || saved_on_what_was_not_seen()),
    (Invariant::WithheldStays, || files::check_secret(&file(&replica(vec![saved(&[], "phone", text("secret-1"), 1)])))),
    (Invariant::WithheldStays, || {
        files::check_secret(&file(&replica(vec![saved(&[], "pay", Value::Int(files::SECRET_NUMBER), 1)])))
    }),
    (Invariant::OwnExport, || files::check_own(&file(&pair()), &without_last(&pair()))),
    (Invariant::Definition, || {
        let held = pair();
        let (key, record, view) = first(&held);
        check_definition(&key, record, &View { fields: BTreeMap::new(), ..view.clone() }, None)
    }),
    (Invariant::DotsUnique, || {
        let (mut ledger, saved) = (Ledger::default(), saved(&[], "name", text("甲"), 1));
        let seen = ledger.shown(&saved.key, None);
        ledger.note(&saved.key, &saved.save, seen)?;
        ledger.note(&saved.key, &saved.save, seen)
    }),
    (Invariant::SaveTaken, || {
        let mut world = played()?;
        let device = &mut world.devices[0];
        device.fill_unseen();
        let saves = [saved(&[], "name", text("甲"), 9)];
        device.append(0, &saves, &mut Tally::new()).map(drop)
    }),
    (Invariant::SaveSettles, || {
        let other = saved(&[], "name", text("乙"), 9);
        check_settled(&pair(), &other.key, &other.save, false)
    }),
    (Invariant::DeltaRight, || {
        let new = saved(&[], "name", text("甲"), 1);
        check_delta(&Delta::default(), std::slice::from_ref(&new), &[(new.key.clone(), None)])
    }),
    (Invariant::DroppedStays, || check_dropped(&pair_with(DROP, drop_dots(Why::Undo, "", &dots())), &pair())),
    (Invariant::DroppedStays, || check_dropped(&pair(), &pair_with(DROP, drop_dots(Why::Undo, "", &dots())))),
    (Invariant::ErasedStays, || check_dropped(&pair_with(DROP, drops::erase(&[key().id].into())), &pair())),
    (Invariant::AsBefore, || check_as_before(&files::shown_lines(&pair()), &files::shown_lines(&disputed()), "")),
    (Invariant::JoinedAsOne, || {
        let held = pair();
        let (key, ..) = first(&held);
        check_joined(&held, &[key], &View { heads: Vec::new(), ..first(&held).2.clone() })
    }),
    (Invariant::NewsWhole, || check_news(&[file(&without_last(&pair()))], &pair())),
    (Invariant::NewsWhole, || {
        let number = Number { series: session(1), number: 2, base: Some("0".repeat(64)) };
        let own = Sighting { number, digest: "1".repeat(64), since: None };
        check_place(&own, std::slice::from_ref(&own))
    }),
    (Invariant::PreviewTrue, || previewed(&without_last(&pair()), &pair())),
    (Invariant::FoldedSame, || check_fold(&pair(), &pair(), &|record| record.with_values(&|_, _| false)).map(drop)),
    (Invariant::FoldedSame, || folded_start(|record| record.with_values(&|_, _| false))),
    (Invariant::DroppedCleared, || {
        let held = pair_with(DROP, drop_dots(Why::Undo, "", &dots()));
        check_forgotten(&text_of(&pair()), "", &held)
    }),
    (Invariant::ErasedStays, || {
        check_forgotten(&text_of(&pair()), "", &pair_with(DROP, drops::erase(&[key().id].into())))
    }),
    (Invariant::DropsRead, || a_drop_is_overlooked()),
    (Invariant::LossNamed, || a_loss_is_hushed_up()),
    (Invariant::LossHealed, || {
        let mut world = played()?;
        let backup = files::open(&file(&replica(vec![saved(&[], "name", text("庚"), 8)])))
            .map_err(|error| Failure::new(Invariant::GoodTaken, format!("refused: {error:?}")))?;
        world.check_healed(Here { device: 0, tab: 0 }, &backup, false)
    }),
    (Invariant::NewerUntouched, || {
        let mut world = played()?;
        world.devices[0].meet_newer(&mut Random::new(3));
        let before = vec![Some((0, 0)); world.devices.len()];
        world.check_newer(Act::Compact, &before)
    }),
    (Invariant::RemovedStays, || a_sample_is_back()),
    (Invariant::NoFalseAlarm, || {
        let mut world = played()?;
        world.devices[0].tamper(|content| drop(content.insert("sanyou1/own/j/odd".to_owned(), "{}".to_owned())));
        world.devices[0].start(&mut Random::new(1), &mut Tally::new())
    }),
    (Invariant::Converged, || {
        let mut world = played()?;
        let replica = &mut world.devices[1].tabs[0].replica;
        *replica = without_last(replica);
        world.compare_all(&mut Random::new(1))
    }),
    (Invariant::NoPanic, || {
        let plan = Plan { devices: 0, ..Plan::of(1) };
        run::play(&plan, false).failure.map_or(Ok(()), |(_, failure)| Err(failure))
    }),
];

/// Tries every case; tells whether each law was seen broken, and a sound world is not.
pub fn run() -> bool {
    let mut is_right = true;
    for (place, (invariant, broken)) in CASES.iter().enumerate() {
        let seen = broken().err().map(|failure| failure.invariant);
        let is_seen = seen == Some(*invariant);
        println!("{:>2} {:<24} {}", place + 1, format!("{invariant:?}"), if is_seen { "seen" } else { "NOT SEEN" });
        if !is_seen {
            println!("   but {seen:?}");
        }
        is_right &= is_seen;
    }
    for law in INVARIANTS.iter().filter(|law| !CASES.iter().any(|(of, _)| of == *law)) {
        println!("no case breaks {law:?}");
        is_right = false;
    }
    let sound = sound();
    println!("a sound world: {sound:?}");
    is_right && sound.is_ok()
}

/// What the cases break holds before it is broken.
fn sound() -> Result<(), Failure> {
    played()?.compare_all(&mut Random::new(1))?;
    check_drops(&pair_with(DROP, drop_dots(Why::Undo, "", &dots())))?;
    check_drops(&pair_with(DROP, drops::erase(&[key().id].into())))?;
    for held in [pair(), deleted(), cloned(), disputed()] {
        let (key, record, view) = first(&held);
        check_clones(&key, record, view)?;
        check_conflicts(&key, view)?;
        check_definition(&key, record, view, None)?;
        check_still_deleted(&key, view, record, view)?;
        check_rebuilt(&held, &mut Random::new(1))?;
        let mut read = |bytes: &[u8]| files::read(bytes);
        check_laws(&[file(&held), file(&pair()), file(&cloned())], &mut read, &file)?;
        files::check_own(&file(&held), &held)?;
        files::check_secret(&file(&held))?;
        check_fold(&held, &pair(), &|record| fold(record, &|_| false))?;
        check_joined(&held, std::slice::from_ref(&key), view)?;
        check_news(&[file(&held)], &held)?;
        previewed(&held, &held)?;
        folded_start(|record| fold(record, &|_| false))?;
    }
    Ok(())
}

/// A world in which a little happened without any fault, after everything was exchanged.
fn played() -> Result<World, Failure> {
    let plan = Plan { devices: 3, records: 3, seed: 1, steps: Vec::new() };
    let mut world = World::new(&plan, false)?;
    for device in 0..3 {
        let key = Key { id: RecordId { session: session(device), counter: 1 }, ..key() };
        let save = Saved { key, ..saved(&[], "name", text("甲"), device) };
        world.commit(Here { device: usize::from(device), tab: 0 }, vec![save], &mut Random::new(1))?;
    }
    world.end(&mut Random::new(1))?;
    Ok(world)
}

fn forgotten_by_the_disk() -> Result<(), Failure> {
    let mut world = played()?;
    world.devices[0].tamper(Content::clear);
    world.devices[0].start(&mut Random::new(1), &mut Tally::new())
}

fn forgotten_by_all_devices() -> Result<(), Failure> {
    let mut world = played()?;
    for device in &mut world.devices {
        device.tabs[0].replica = without_last(&device.tabs[0].replica);
    }
    world.compare_all(&mut Random::new(1))
}

fn a_save_is_lost_in_a_merge() -> Result<(), Failure> {
    let held = pair();
    let mut reads = 0;
    let mut read = |bytes: &[u8]| {
        reads += 1;
        let saves = files::read(bytes)?;
        Ok(if reads == 4 { Vec::new() } else { saves })
    };
    check_laws(&[file(&held), file(&deleted()), file(&cloned())], &mut read, &file)
}

/// What the store would hold of a replica, under one key.
fn text_of(held: &Replica) -> Content {
    let key = "s/0/x".to_owned();
    let (text, _) = entry::write(&key, &entry::Head::default(), &pack(held));
    Content::from([(key, text)])
}

/// A tab forgets what another dropped, and saves all the same.
fn a_drop_is_overlooked() -> Result<(), Failure> {
    let mut world = played()?;
    let mut random = Random::new(7);
    world.devices[0].start(&mut random, &mut Tally::new())?;
    let dropped = world.replica(Here { device: 0, tab: 0 }).iter().map(|(key, ..)| key.id).collect::<BTreeSet<_>>();
    let fields = drops::erase(&dropped).remove(0);
    let key = Key { id: RecordId { session: session(77), counter: 1 }, kind: Name::known(DROP) };
    world.save_upon(Here { device: 0, tab: 1 }, &key, fields, &mut random)?;
    let first = Here { device: 0, tab: 0 };
    world.read_again(first)?;
    world.devices[0].tabs[0].replica = Replica::new();
    world.append(first, &[saved(&[], "name", text("甲"), 9)]).map(drop)
}

/// Shards in IndexedDB alone are gone, and the manifest that named them too.
fn a_loss_is_hushed_up() -> Result<(), Failure> {
    let mut world = played()?;
    let (place, mut tally) = (world.devices.iter().position(Device::has_both).unwrap_or(0), Tally::new());
    let device = &mut world.devices[place];
    device.keep_shards(0, &mut tally)?;
    device.evict();
    device.tamper(Content::clear);
    device.start(&mut Random::new(1), &mut tally)
}

/// The note of a removal is gone from both homes, and what was removed is there again.
fn a_sample_is_back() -> Result<(), Failure> {
    let mut world = played()?;
    let (device, mut tally) = (&mut world.devices[0], Tally::new());
    let mut random = Random::new(1);
    // Each use draws whether it opens, removes or edits; after so many there is a removed sample.
    for _ in 0..40 {
        device.use_sample(0, vec![saved(&[], "name", text("甲"), 1)], &mut random, &mut tally)?;
    }
    device.tamper(|content| {
        let notes: Vec<String> = content.keys().filter(|key| key.starts_with("sanyou1/x/")).cloned().collect();
        for note in notes {
            content.remove(&note);
            content.insert(note.replace("/x/", "/w/"), "\"1\"".to_owned());
        }
    });
    device.start(&mut random, &mut tally)
}

/// A form displayed nothing of another's save, yet its save comes after it.
fn saved_on_what_was_not_seen() -> Result<(), Failure> {
    let mut ledger = Ledger::default();
    let one = saved(&[], "name", text("甲"), 1);
    let unseen = ledger.shown(&one.key, None);
    ledger.note(&one.key, &one.save, unseen)?;
    let other = saved(std::slice::from_ref(&one), "name", text("乙"), 2);
    ledger.note(&other.key, &other.save, unseen)?;
    let held = replica(vec![one, other]);
    let (key, record, view) = first(&held);
    ledger.check(&key, record, view).map(drop)
}

fn session(letter: u8) -> SessionId {
    SessionId::from_bytes([letter; SessionId::BYTES])
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn key() -> Key {
    Key { id: RecordId { session: session(0), counter: 1 }, kind: Name::known("worker") }
}

/// A save upon everything in a list.
fn saved(upon: &[Saved], field: &'static str, value: Value, by: u8) -> Saved {
    let held = replica(upon.to_vec());
    let heads: Vec<Pred> = held.view(&key()).map(|view| view.heads.clone()).unwrap_or_default();
    let draft = Draft { set: BTreeMap::from([(Name::known(field), value)]), at: 0, by: "张三".into() };
    Saved { key: key(), save: stage(held.record(&key()), &heads, session(by), draft) }
}

fn replica(saves: Vec<Saved>) -> Replica {
    files::replica(saves)
}

/// A record with two saves, the later upon the earlier.
fn pair() -> Replica {
    let one = saved(&[], "name", text("甲"), 1);
    let other = saved(std::slice::from_ref(&one), "note", text("乙"), 2);
    replica(vec![one, other])
}

/// A record that was deleted.
fn deleted() -> Replica {
    let one = saved(&[], "name", text("甲"), 1);
    let end = saved(std::slice::from_ref(&one), DELETED, Value::Bool(true), 2);
    replica(vec![one, end])
}

/// A record that one deleted while another said that it stays.
fn disputed() -> Replica {
    let one = saved(&[], "name", text("甲"), 1);
    let ends =
        [(true, 2), (false, 3)].map(|(end, by)| saved(std::slice::from_ref(&one), DELETED, Value::Bool(end), by));
    replica([vec![one], ends.to_vec()].concat())
}

/// A record in which one dot has two values.
fn cloned() -> Replica {
    let one = saved(&[], "name", text("甲"), 1);
    let twin = Save { set: BTreeMap::from([(Name::known("name"), Some(text("乙")))]), ..one.save.clone() };
    replica(vec![one.clone(), Saved { save: twin, ..one }])
}

/// Tells whether what a file with both replicas' saves is said to change comes true in the second.
fn previewed(before: &Replica, after: &Replica) -> Result<(), Failure> {
    let incoming = files::open(&file(&disputed()))
        .map_err(|error| Failure::new(Invariant::GoodTaken, format!("refused: {error:?}")))?;
    let mut now = Replica::new();
    now.apply(files::all(after));
    if before.canonical() == after.canonical() {
        now.unite(&incoming.lines);
    }
    check_preview(&preview(before, &incoming, &|_, _, _| true), &now, incoming.lines.len())
}

fn folded_start(fold: fn(&Record) -> Record) -> Result<(), Failure> {
    let incoming = files::open(&file(&without_last(&pair())))
        .map_err(|error| Failure::new(Invariant::GoodTaken, format!("refused: {error:?}")))?;
    check_folded_start(&pair(), &incoming, fold)
}

/// The dots of a record with two saves.
fn dots() -> BTreeMap<RecordId, BTreeSet<Dot>> {
    let held = pair();
    let (key, record, _) = first(&held);
    BTreeMap::from([(key.id, record.variants().skip(1).map(|variant| variant.dot()).collect())])
}

/// A record with two saves, and records of the program's own.
fn pair_with(kind: &'static str, drops: Vec<Fields>) -> Replica {
    let mut held = pair();
    for (set, counter) in drops.into_iter().zip(100..) {
        let key = Key { id: RecordId { session: session(9), counter }, kind: Name::known(kind) };
        let draft = Draft { set, at: 0, by: "张三".into() };
        held.apply([Saved { key, save: stage(None::<&Record>, &[], session(9), draft) }]);
    }
    held
}

fn without_last(held: &Replica) -> Replica {
    let mut saves = files::all(held);
    saves.pop();
    replica(saves)
}

fn first(held: &Replica) -> (Key, &sanyou::replica::Record, &View) {
    let (key, record, view) = held.iter().next().expect("it holds a record");
    (key.clone(), record, view)
}

fn file(held: &Replica) -> Vec<u8> {
    files::write(held, &[], 0)
}

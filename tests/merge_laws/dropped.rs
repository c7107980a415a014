//! What is dropped, ended, seen through and joined, against the definition.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sanyou::exchange::{self, Outgoing};
use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::definition::{Definition, Seen};
use sanyou::replica::drops::{DROP, Why, drop_dots, end, erase, see_through};
use sanyou::replica::joins::{Joins, SAME, join};
use sanyou::replica::past::fold;
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Dot, Ghost, Key, LinesOut, Record, Replica, Save, Saved, State, stage};

use crate::history::{FIELDS, NOW, contents, histories, key, name, of_record, replica, session};
use crate::laws::{all, config, same};

/// A save by session `z` upon all that is seen of a record.
fn upon(replica: &Replica, key: &Key, set: BTreeMap<Name, Value>) -> Saved {
    let heads = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
    let draft = Draft { set, at: NOW, by: "z".into() };
    Saved { key: key.clone(), save: stage(replica.record(key), &heads, session(b'z'), draft) }
}

fn system_key(kind: &str, counter: u32) -> Key {
    Key { id: RecordId { session: session(b'z'), counter }, kind: name(kind) }
}

/// The records of a drop, as saves.
fn drop_saves(replica: &Replica, drops: Vec<BTreeMap<Name, Value>>) -> Vec<Saved> {
    let numbered = drops.into_iter().zip(100..);
    numbered.map(|(set, counter)| upon(replica, &system_key(DROP, counter), set)).collect()
}

/// Some of the dots of each record.
fn chosen(replica: &Replica, bits: u64) -> BTreeMap<RecordId, BTreeSet<Dot>> {
    let mut place = 0;
    let mut dots: BTreeMap<RecordId, BTreeSet<Dot>> = BTreeMap::new();
    for (key, record, _) in replica.iter() {
        for variant in record.variants() {
            place += 1;
            if bits & (1 << (place % 64)) != 0 {
                dots.entry(key.id).or_default().insert(variant.dot());
            }
        }
    }
    dots
}

fn defined(saves: &[Saved], key: &Key, dots: &BTreeMap<RecordId, BTreeSet<Dot>>, ghost: Ghost) -> Seen {
    let ghosts = dots.get(&key.id).into_iter().flatten().map(|dot| ((0, *dot), ghost)).collect();
    Definition::joined(&[(key.id, &of_record(saves, key))], ghosts).seen()
}

fn check_all(
    replica: &Replica,
    saves: &[Saved],
    dots: &BTreeMap<RecordId, BTreeSet<Dot>>,
    ghost: Ghost,
) -> Result<(), TestCaseError> {
    for (key, _, view) in replica.iter().filter(|(key, ..)| key.kind.as_str() != DROP) {
        prop_assert_eq!(Seen::shown(view), defined(saves, key, dots, ghost));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    /// A dropped save leaves its place in the order and nothing else, whether what comes after it waits or is seen; the
    /// drop may arrive before or after what it drops; once it is ended, everything is as it was.
    #[test]
    fn drops_leave_ghosts(history in histories(), bits: u64) {
        let whole = replica(history.saves.iter().cloned());
        let dots = chosen(&whole, bits);
        let drops = drop_saves(&whole, drop_dots(Why::Undo, "sha256:0", &dots));
        let mut dropped = replica(all(&whole).into_iter().chain(drops.clone()));
        check_all(&dropped, &history.saves, &dots, Ghost::Waits)?;
        same(&dropped, &replica(drops.iter().cloned().chain(all(&whole))))?;
        let seen_through: Vec<Saved> = drops.iter().map(|drop| upon(&dropped, &drop.key, see_through())).collect();
        dropped.apply(seen_through);
        check_all(&dropped, &history.saves, &dots, Ghost::Through)?;
        let ended: Vec<Saved> = drops.iter().map(|drop| upon(&dropped, &drop.key, end())).collect();
        dropped.apply(ended);
        check_all(&dropped, &history.saves, &BTreeMap::new(), Ghost::Waits)?;
    }

    /// What was dropped leaves in no file, comes back from the store's form, and a file that brings it once more
    /// changes nothing.
    #[test]
    fn what_was_dropped_stays_home(history in histories(), bits: u64) {
        let whole = replica(history.saves.iter().cloned());
        let dots = chosen(&whole, bits);
        let drops = drop_saves(&whole, drop_dots(Why::Archive, "", &dots));
        let mut dropped = replica(all(&whole).into_iter().chain(drops));
        let file = exchange::write(&dropped, &Outgoing::default());
        let incoming = exchange::read(file.as_bytes()).expect("an own file");
        for Saved { key, save } in incoming.saves() {
            prop_assert!(key.kind.as_str() != DROP, "a drop concerns this device");
            prop_assert!(!dots.get(&key.id).is_some_and(|dots| dots.contains(&save.dot)));
        }
        let kept = exchange::unpack(&exchange::pack(&dropped)).expect("the own store");
        let mut restarted = Replica::new();
        restarted.unite(&kept);
        same(&restarted, &dropped)?;
        let before = (contents(&dropped), dropped.canonical());
        dropped.apply(all(&whole));
        prop_assert_eq!((contents(&dropped), dropped.canonical()), before);
    }

    /// An erased record is gone, and nothing that arrives later brings it back.
    #[test]
    fn erased_stays_erased(history in histories()) {
        let whole = replica(history.saves.iter().cloned());
        let gone = key(0);
        let erasing = drop_saves(&whole, erase(&BTreeSet::from([gone.id])));
        let mut early = replica(erasing.iter().cloned().chain(history.saves.iter().cloned()));
        let mut late = replica(history.saves.iter().cloned().chain(erasing.iter().cloned()));
        early.unite(&exchange::read(exchange::write(&whole, &Outgoing::default()).as_bytes()).expect("a file").lines);
        late.apply(history.saves.iter().cloned());
        for replica in [&early, &late] {
            prop_assert!(replica.view(&gone).is_none() && replica.record(&gone).is_none());
            prop_assert_eq!(replica.save_count(), replica.iter().map(|(_, record, _)| record.save_count()).sum::<usize>());
        }
        same(&early, &late)?;
        // The erasure travels, apart from everything else, for the receiver to be asked.
        let incoming = exchange::read(exchange::write(&early, &Outgoing::default()).as_bytes()).expect("a file");
        prop_assert_eq!(incoming.erased(), vec![gone.id]);
        prop_assert!(incoming.lines.keys().all(|key| key.id != gone.id && key.kind.as_str() != DROP));
    }

    /// Records that are read as one show the union of their saves; a save upon them settles what was seen of all; and
    /// read alone, each is what it was.
    #[test]
    fn joined_records_are_one(history in histories(), field in 0_usize..4, more in 0_usize..3) {
        let mut union = replica(history.saves.iter().cloned());
        let (one, other) = (key(0), key(1));
        let group = [one.clone(), other.clone()];
        if union.view(&one).is_none() || union.view(&other).is_none() {
            return Ok(());
        }
        let mut saves = history.saves.clone();
        for round in 0..=more {
            let joined = union.joined_view(&group);
            let lists = [of_record(&saves, &one), of_record(&saves, &other)];
            let records = [(one.id, lists[0].as_slice()), (other.id, lists[1].as_slice())];
            prop_assert_eq!(Seen::shown(&joined), Definition::joined(&records, BTreeMap::new()).seen());
            for (key, list) in group.iter().zip(&lists) {
                let alone = Definition::joined(&[(key.id, list)], BTreeMap::new()).seen();
                prop_assert_eq!(Seen::shown(union.view(key).expect("held")), alone);
            }
            if joined.heads.is_empty() {
                break;
            }
            let chosen = FIELDS.get((field + round) % 4).copied().unwrap_or(DELETED);
            let set = BTreeMap::from([(name(chosen), Value::Bool(true))]);
            let records = group.iter().filter_map(|key| union.record(key));
            let save: Save = stage(records, &joined.heads, session(b'z'), Draft { set, at: NOW, by: "z".into() });
            let saved = Saved { key: one.clone(), save };
            saves.push(saved.clone());
            union.apply([saved]);
            let after = union.joined_view(&group);
            prop_assert_eq!(&after.heads.len(), &1);
            prop_assert!(!after.fields[chosen].in_conflict());
            prop_assert!(chosen != DELETED || after.state == State::Deleted);
            let file = exchange::read(exchange::write(&union, &Outgoing::default()).as_bytes()).expect("an own file");
            same(&replica(file.saves()), &union)?;
        }
    }
}

/// What a dropped save superseded is seen, so folding the store's form keeps it.
#[test]
fn folding_keeps_what_a_dropped_save_superseded() {
    let unit = Key { id: RecordId { session: session(b'a'), counter: 1 }, kind: name("unit") };
    let mut held = Replica::new();
    for text in ["甲", "乙", "丙"] {
        let saved = upon(&held, &unit, BTreeMap::from([(name("name"), Value::text(text))]));
        held.apply([saved]);
    }
    let last = held.view(&unit).expect("it is held").heads[0].dot;
    let drops = drop_dots(Why::Undo, "sha256:0", &BTreeMap::from([(unit.id, BTreeSet::from([last]))]));
    let saves = drop_saves(&held, drops);
    held.apply(saves);
    let mut lines = String::new();
    let fold = |record: &Record| fold(record, &|_| false);
    held.write_lines(&LinesOut { fold: Some(fold), with_dropped: true, ..LinesOut::all() }, &mut lines);
    let mut again = Replica::new();
    again.unite(&exchange::unpack(&format!("{{\"records\":[\n{lines}\n]}}")).expect("the store's form"));
    for replica in [&held, &again] {
        assert_eq!(replica.view(&unit).and_then(|view| view.value("name")), Some(&Value::text("乙")));
    }
}

/// Edges connect, a deleted edge does not, and an edge between kinds or to nothing joins nothing.
#[test]
fn edges_make_groups() {
    let unit = |counter| Key { id: RecordId { session: session(b'a'), counter }, kind: name("unit") };
    let place = Key { id: RecordId { session: session(b'a'), counter: 9 }, kind: name("place") };
    let mut replica = Replica::new();
    for key in (1..=4).map(unit).chain([place.clone()]) {
        let saved = upon(&replica, &key, BTreeMap::from([(name("name"), Value::text("甲"))]));
        replica.apply([saved]);
    }
    let edge = |replica: &mut Replica, counter, one: RecordId, other: RecordId| {
        let saved = upon(replica, &system_key(SAME, counter), join(one, other));
        replica.apply([saved]);
    };
    let groups = |replica: &Replica| Joins::of(replica).groups().map(<[Key]>::to_vec).collect::<Vec<_>>();
    assert_eq!(groups(&replica), Vec::<Vec<Key>>::new());
    edge(&mut replica, 1, unit(3).id, unit(2).id);
    edge(&mut replica, 2, unit(2).id, unit(1).id);
    edge(&mut replica, 3, unit(4).id, place.id);
    edge(&mut replica, 4, unit(4).id, unit(77).id);
    assert_eq!(groups(&replica), vec![vec![unit(1), unit(2), unit(3)]]);
    assert_eq!(Joins::of(&replica).group(&unit(3)), Some(&[unit(1), unit(2), unit(3)][..]));
    assert_eq!(Joins::of(&replica).group(&unit(4)), None);
    edge(&mut replica, 5, unit(4).id, unit(3).id);
    assert_eq!(groups(&replica), vec![vec![unit(1), unit(2), unit(3), unit(4)]]);
    let undone = upon(&replica, &system_key(SAME, 2), BTreeMap::from([(name(DELETED), Value::Bool(true))]));
    replica.apply([undone]);
    assert_eq!(groups(&replica), vec![vec![unit(2), unit(3), unit(4)]]);
}

/// More records than one save may name, and more dots than one value lists, go into several drops.
#[test]
fn large_drops_are_divided() {
    let dot = |height| Dot { height, session: session(b'a') };
    let id = |counter| RecordId { session: session(b'a'), counter };
    let mut dots: BTreeMap<RecordId, BTreeSet<Dot>> = (0..450).map(|n| (id(n), BTreeSet::from([dot(1)]))).collect();
    dots.insert(id(7), (1..=2500).map(dot).collect());
    let drops = drop_dots(Why::Purge, "", &dots);
    let mut replica = Replica::new();
    let saves = drop_saves(&replica, drops);
    replica.apply(saves);
    for (id, dots) in &dots {
        let ghosts = replica.drops().ghosts(id).expect("dropped");
        assert_eq!(ghosts.keys().copied().collect::<BTreeSet<_>>(), *dots, "{id}");
    }
    let text = exchange::pack(&replica);
    let mut again = Replica::new();
    again.unite(&exchange::unpack(&text).expect("every drop is within what is read"));
    assert_eq!(again.drops(), replica.drops());
}

/// A drop that says it erases itself, or another drop, erases neither: in every order of arrival the same is left.
#[test]
fn drops_erase_no_drops() {
    let (one, other) = (system_key(DROP, 1), system_key(DROP, 2));
    let erasing = |key: &Key| {
        let mut fields = erase(&BTreeSet::from([one.id, other.id]));
        upon(&Replica::new(), key, fields.remove(0))
    };
    let saves = [erasing(&one), erasing(&other)];
    let forwards = replica(saves.clone());
    let backwards = replica(saves.into_iter().rev());
    assert_eq!(forwards.len(), 2);
    assert_eq!(contents(&forwards), contents(&backwards));
    let file = exchange::pack(&forwards);
    let mut united = Replica::new();
    united.unite(&exchange::unpack(&file).expect("the own store"));
    assert_eq!(contents(&united), contents(&forwards));
}

//! What holds for every file: it gives back what was written, says nothing that is withheld, and damage never passes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sanyou::exchange::{self, Incoming, Manifest, Number, Outgoing, Part};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::drops::{DROP, Why, drop_dots, erase, is_drop};
use sanyou::replica::joins::{SAME, join};
use sanyou::replica::save::Draft;
use sanyou::replica::{Key, Replica, Saved, stage};

use crate::history::{SECRET, WITHHELD, history, play, saves};
use crate::kept::{check_layout, dense, spaced};
use crate::vector::{EVERY_PART, MINIMAL, WRITTEN_AT, canonical, contents, replica, rewritten};

fn write(held: &Replica, withhold: &[(&'static str, &'static str)]) -> String {
    crate::vector::write(held, &Outgoing { by: "张三", at: WRITTEN_AT, withhold, ..Outgoing::default() })
}

pub fn read(text: &str) -> Incoming {
    exchange::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// The same replica as it is when every value of the withheld field is unknown.
fn without_secrets(held: &Replica) -> Replica {
    let mut saves = saves(held);
    for saved in saves.iter_mut().filter(|saved| saved.key.kind.as_str() == WITHHELD.0) {
        if let Some(value) = saved.save.set.get_mut(WITHHELD.1) {
            *value = None;
        }
    }
    replica(saves)
}

/// Joins the first two records, drops the newest save of one and erases another, as the choices say.
fn say_of_records(held: &mut Replica, keys: &[Key], choices: u64) {
    let session = SessionId::from_bytes([8; SessionId::BYTES]);
    let mut sayings: Vec<(&'static str, BTreeMap<Name, Value>)> = Vec::new();
    if let [one, other, ..] = keys {
        sayings.push((SAME, join(one.id, other.id)));
    }
    let chosen = |from: u32| keys.get(((choices >> from) % 4) as usize);
    if let Some(key) = chosen(16)
        && let Some(save) = held.record(key).and_then(|record| record.variants().last())
    {
        let dots = BTreeMap::from([(key.id, BTreeSet::from([save.dot()]))]);
        sayings.extend(drop_dots(Why::Undo, "an import", &dots).into_iter().map(|set| (DROP, set)));
    }
    if let Some(key) = chosen(24) {
        sayings.extend(erase(&BTreeSet::from([key.id])).into_iter().map(|set| (DROP, set)));
    }
    for (counter, (kind, set)) in (0..).zip(sayings) {
        let key = Key { id: RecordId { session, counter }, kind: Name::known(kind) };
        let save = stage(None, &[], session, Draft { set, at: WRITTEN_AT, by: "张三".into() });
        held.apply([Saved { key, save }]);
    }
}

/// Checks what may come of a file that was damaged.
#[track_caller]
pub fn check_damaged(bytes: &[u8], whole: &str) -> bool {
    match exchange::read(bytes) {
        Ok(incoming) => {
            assert_eq!(canonical(incoming.saves()), whole, "damage changed what the file says, and passed");
            true
        }
        Err(_) => false,
    }
}

proptest! {
    /// Conflicts, deletions, copied machines, waiting saves and values that were withheld before: all of it arrives.
    #[test]
    fn what_is_written_is_read(steps in history()) {
        for held in play(&steps) {
            let text = write(&held, &[]);
            let incoming = read(&text);
            prop_assert_eq!(held.news(incoming.saves()), Vec::new(), "importing the own file changes nothing");
            let arrived = replica(incoming.saves());
            prop_assert_eq!(arrived.canonical(), held.canonical());
            prop_assert_eq!(rewritten(&incoming), text.as_str(), "equal sets of saves are equal bytes");
            for (key, _, view) in held.iter() {
                prop_assert_eq!(arrived.view(key), Some(view));
            }
            check_layout(&text, &held);
            for text in [spaced(&text), dense(&text)] {
                prop_assert_eq!(canonical(read(&text).saves()), held.canonical());
            }
        }
    }

    /// Parts, news, drops, erasures, joins and what is withheld, all at once: what is written is read, to the byte.
    #[test]
    fn whatever_is_written_is_read(steps in history(), choices in any::<u64>(), cut in any::<prop::sample::Index>()) {
        for mut held in play(&steps).into_iter().take(1) {
            let chosen = |bit: u32| choices & (1 << bit) != 0;
            let before = Manifest::of(&read(&write(&held, &[])));
            let keys: Vec<Key> = held.iter().map(|(key, ..)| key.clone()).collect();
            say_of_records(&mut held, &keys, choices);
            let since = chosen(0).then_some(&before);
            let units = [keys.first().map_or(RecordId { session: SessionId::from_bytes([1; 10]), counter: 0 }, |key| key.id)];
            let keep = |key: &Key| key.id.counter.is_multiple_of(2);
            let part = chosen(1).then_some(Part { units: &units, keep: &keep });
            let base = chosen(3).then(|| before.digest.clone());
            let number = Number { series: SessionId::from_bytes([9; 10]), number: 1 + u32::from(chosen(4)), base };
            let outgoing = Outgoing {
                by: "张三",
                at: WRITTEN_AT,
                withhold: if chosen(5) { &[WITHHELD] } else { &[] },
                number: chosen(2).then_some(&number),
                since,
                part,
                sample: chosen(6).then_some("2026.1"),
                is_folded: false,            };
            let text = crate::vector::write(&held, &outgoing);
            let incoming = read(&text);
            prop_assert_eq!(rewritten(&incoming), text.as_str());
            prop_assert_eq!(&incoming.header.number, &outgoing.number.cloned());
            prop_assert_eq!(incoming.header.units.is_some(), chosen(1));
            prop_assert_eq!(incoming.header.since.as_ref(), since.map(|since| &since.digest));
            prop_assert!(!chosen(5) || !text.contains(SECRET));
            prop_assert!(incoming.lines.keys().all(|key| !is_drop(key)), "no drop is among what is taken");
            let erased: Vec<RecordId> = held.drops().erased().iter().copied().collect();
            prop_assert_eq!(incoming.erased(), erased, "erasures travel, whatever part it is");
            for (key, record, _) in replica(incoming.saves()).iter() {
                prop_assert!(!held.drops().is_erased(&key.id), "what was erased does not travel");
                prop_assert!(part.is_none() || keep(key), "what is in no part does not travel");
                let ghosts = held.drops().ghosts(&key.id);
                prop_assert!(record.variants().all(|save| ghosts.is_none_or(|ghosts| !ghosts.contains_key(&save.dot()))));
            }
            prop_assert_eq!(held.news(incoming.saves()), Vec::new(), "importing the own file changes nothing");
            for text in [spaced(&text), dense(&text), text.replace('\n', "\r\n")] {
                let again = read(&text);
                prop_assert_eq!((&again.header, canonical(again.saves())), (&incoming.header, canonical(incoming.saves())));
            }
            let place = (0..=cut.index(text.len() - 1)).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0);
            prop_assert!(exchange::read(&text.as_bytes()[..place]).is_err(), "a file without its end");
        }
    }

    #[test]
    fn the_stores_form_is_read(steps in history()) {
        for held in play(&steps) {
            let lines = exchange::unpack(&exchange::pack(&held));
            prop_assert_eq!(lines.map(|lines| contents(lines.saves())), Ok(contents(saves(&held))));
        }
    }

    #[test]
    fn what_is_withheld_stays_home(steps in history()) {
        for mut held in play(&steps) {
            let text = write(&held, &[WITHHELD]);
            prop_assert!(!text.contains(SECRET), "{}", text);
            let incoming = read(&text);
            prop_assert_eq!(&incoming.header.withheld, &["worker.phone"]);
            prop_assert_eq!(canonical(incoming.saves()), without_secrets(&held).canonical());
            prop_assert_eq!(held.news(incoming.saves()), Vec::new());
            let before = held.canonical();
            held.apply(incoming.saves());
            prop_assert_eq!(held.canonical(), before.as_str(), "withheld here is not lost at home");
            let mut filled = replica(incoming.saves());
            filled.apply(saves(&held));
            prop_assert_eq!(filled.canonical(), before, "the full file fills what was withheld");
        }
    }

    #[test]
    fn files_unite_in_any_order(steps in history()) {
        let files: Vec<Incoming> = play(&steps).iter().map(|held| read(&write(held, &[]))).collect();
        let forwards = files.iter().flat_map(|incoming| incoming.saves()).collect();
        let backwards = files.iter().rev().flat_map(|incoming| incoming.saves()).collect();
        prop_assert_eq!(canonical(forwards), canonical(backwards));
    }

    #[test]
    fn damage_is_noticed(steps in history(), flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..16), cut in any::<prop::sample::Index>()) {
        for held in play(&steps) {
            let (bytes, whole) = (write(&held, &[]).into_bytes(), held.canonical());
            for (place, flip) in &flips {
                let mut damaged = bytes.clone();
                damaged[place.index(bytes.len())] ^= flip;
                check_damaged(&damaged, &whole);
            }
            let end = cut.index(bytes.len() - 1);
            prop_assert_eq!(check_damaged(&bytes[..end], &whole), false, "a file without its end");
        }
    }

    #[test]
    fn anything_is_read_without_panic(bytes: Vec<u8>, text: String, at in any::<prop::sample::Index>()) {
        prop_assert!(exchange::read(&bytes).is_err());
        prop_assert!(exchange::read(text.as_bytes()).is_err());
        // Anything in the middle of a file comes further than anything by itself.
        let place = (0..=at.index(EVERY_PART.len())).rev().find(|place| EVERY_PART.is_char_boundary(*place)).unwrap_or(0);
        let (head, tail) = EVERY_PART.split_at(place);
        let _ = exchange::read(format!("{head}{text}{tail}").as_bytes());
        let _ = exchange::read(&[head.as_bytes(), &bytes, tail.as_bytes()].concat());
    }
}

/// Every bit of one file and two bits of every byte of another flipped: what passes says the very same, head and all.
#[test]
fn every_flipped_bit_is_noticed() {
    let (mut files, mut passed) = (0, 0);
    for (text, bits) in [(MINIMAL, 8), (EVERY_PART, 2)] {
        let whole = read(text);
        for place in 0..text.len() {
            for bit in (0..8).filter(|bit| (bit + place) % 8 < bits) {
                let mut damaged = text.as_bytes().to_vec();
                damaged[place] ^= 1 << bit;
                files += 1;
                if let Ok(incoming) = exchange::read(&damaged) {
                    passed += 1;
                    assert_eq!(incoming.header, whole.header, "{}", String::from_utf8_lossy(&damaged));
                    assert_eq!(rewritten(&incoming), text, "{}", String::from_utf8_lossy(&damaged));
                }
            }
        }
    }
    // White space for other white space, and nothing else: tab for line end, or a space for what follows a comma.
    println!("{files} files with one flipped bit, {passed} of them say the same as before");
    assert!(passed * 50 < files, "{passed} of {files} passed");
}

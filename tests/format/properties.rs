//! What holds for every file: it gives back what was written, says nothing that is withheld, and damage never passes.

use proptest::prelude::*;
use sanyou::exchange::{self, Incoming, Outgoing};
use sanyou::replica::Replica;

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

//! Imports taken in part, undone, and taken again.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sanyou::exchange::{self, Incoming, Outgoing, Previewing, Taking};
use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::drops::{DROP, Why, drop_dots, end};
use sanyou::replica::imports::{self, IMPORT};
use sanyou::replica::save::Draft;
use sanyou::replica::undone::{Dots, reopening, undoing, undone};
use sanyou::replica::{Key, Replica, Saved, View, stage};

use crate::history::{NOW, histories, name, replica, session};
use crate::laws::{all, config};

/// A device that remembers what it imports.
struct Device {
    replica: Replica,
    made: u32,
}

impl Device {
    fn saved(&mut self, key: Option<Key>, kind: &str, set: BTreeMap<Name, Value>) -> Saved {
        self.made += 1;
        let fresh = || Key { id: RecordId { session: session(b'y'), counter: self.made }, kind: name(kind) };
        let key = key.unwrap_or_else(fresh);
        let heads = self.replica.view(&key).map(|view| view.heads.clone()).unwrap_or_default();
        let draft = Draft { set, at: NOW + i64::from(self.made), by: "y".into() };
        Saved { save: stage(self.replica.record(&key), &heads, session(b'y'), draft), key }
    }

    fn undone(&self) -> Dots {
        let mut all = Dots::new();
        for (_, drop) in undone(&self.replica) {
            for (id, dots) in drop.dots {
                all.entry(id).or_default().extend(dots);
            }
        }
        all
    }

    /// Takes the records that a function names, as the program does.
    fn take(&mut self, incoming: &Incoming, is_taken: &dyn Fn(&Key) -> bool) {
        let undone = self.undone();
        let mut taking = Taking::default();
        while taking.go_on(&self.replica, incoming, &undone, is_taken) {}
        let mut saves = Vec::new();
        let back = reopening(&self.replica, &taking.back);
        for key in back.ended {
            saves.push(self.saved(Some(key), DROP, end()));
        }
        for (of, dots) in back.anew {
            for set in drop_dots(Why::Undo, &of, &dots) {
                saves.push(self.saved(None, DROP, set));
            }
        }
        if !taking.news.is_empty() {
            let log = imports::log(&self.replica, &taking.news, &incoming.header.file("a.json"));
            saves.push(self.saved(None, IMPORT, log));
        }
        self.replica.apply(taking.news.into_iter().chain(saves));
    }

    /// Takes back every import, the last one first.
    fn undo_all(&mut self) {
        for id in imports::all(&self.replica).into_iter().rev().map(|import| import.id).collect::<Vec<_>>() {
            let undoing = undoing(&self.replica, &imports::all(&self.replica), id);
            let dots = undoing.dots.into_iter().map(|(key, dots)| (key.id, dots)).collect();
            for set in drop_dots(Why::Undo, &id.to_string(), &dots) {
                let drop = self.saved(None, DROP, set);
                self.replica.apply([drop]);
            }
        }
    }

    /// What is seen of the records that are no log and no drop, and of which anything is.
    fn seen(&self) -> BTreeMap<Key, View> {
        let records = self.replica.iter().filter(|(key, ..)| !key.kind.as_str().starts_with("sanyou."));
        let shown = records.filter(|(_, _, view)| !view.fields.is_empty());
        shown.map(|(key, _, view)| (key.clone(), plain(view))).collect()
    }
}

/// A view without its clones: an undo keeps the place of a dot that had several contents.
fn plain(view: &View) -> View {
    View { clones: Vec::new(), ..view.clone() }
}

fn file(replica: &Replica) -> Incoming {
    exchange::read(exchange::write(replica, &Outgoing::default()).as_bytes()).expect("a file of our own")
}

/// What is held by nobody but the file: no dot is on both sides, or an undo would have to tell values of one dot apart.
fn parts(saves: &[Saved], bits: u64) -> (Vec<Saved>, Vec<Saved>) {
    let dots: Vec<_> = saves.iter().map(|saved| (saved.key.id, saved.save.dot)).collect();
    let place = |saved: &Saved| dots.iter().position(|dot| *dot == (saved.key.id, saved.save.dot)).unwrap_or(0) % 64;
    saves.iter().cloned().partition(|saved| bits & (1 << place(saved)) != 0)
}

proptest! {
    #![proptest_config(config())]

    /// An undo leaves what was seen before the import, a second import what was seen after the first one, and so does one
    /// of all records by halves.
    #[test]
    fn an_import_comes_and_goes(history in histories(), bits: u64, halves: u8) {
        let (here, there) = parts(&history.saves, bits);
        let mut device = Device { replica: replica(here), made: 0 };
        let incoming = file(&replica(there));
        let half = |key: &Key| (halves >> (key.id.counter % 8)) & 1 == 1;
        let before = device.seen();
        device.take(&incoming, &|_| true);
        let after = device.seen();
        device.undo_all();
        prop_assert_eq!(&device.seen(), &before);
        device.take(&incoming, &|_| true);
        prop_assert_eq!(&device.seen(), &after);
        device.undo_all();
        device.take(&incoming, &half);
        device.take(&incoming, &|key| !half(key));
        prop_assert_eq!(&device.seen(), &after);
        device.undo_all();
        prop_assert_eq!(&device.seen(), &before);
    }

    /// What a preview says of a record is what is seen once it was taken, in part as well; nothing else changes.
    #[test]
    fn what_is_chosen_comes_true(history in histories(), bits: u64, halves: u8, is_undone: bool) {
        let (here, there) = parts(&history.saves, bits);
        let mut device = Device { replica: replica(here), made: 0 };
        let incoming = file(&replica(there));
        if is_undone {
            device.take(&incoming, &|_| true);
            device.undo_all();
        }
        let half = |key: &Key| (halves >> (key.id.counter % 8)) & 1 == 1;
        let mut previewing = Previewing::of(&incoming);
        let undone = device.undone();
        while previewing.go_on(&device.replica, &incoming, &undone, &|_, _, _| true) {}
        let preview = previewing.end(&device.replica, &incoming);
        prop_assert_eq!(preview.records.len() + preview.unchanged, incoming.lines.len());
        let mut expected = device.seen();
        for of in preview.records.iter().filter(|of| half(&of.key)) {
            prop_assert!(of.can_be_taken());
            prop_assert_eq!(of.is_taken_by_default(is_undone), true);
            if !of.after.fields.is_empty() {
                expected.insert(of.key.clone(), plain(&of.after));
            }
        }
        device.take(&incoming, &half);
        prop_assert_eq!(device.seen(), expected);
    }

    /// What was saved upon an import waits while that is undone, is named before, and is seen again afterwards.
    #[test]
    fn later_saves_wait(history in histories(), bits: u64) {
        let (here, there) = parts(&history.saves, bits);
        let mut device = Device { replica: replica(here), made: 0 };
        let incoming = file(&replica(there));
        device.take(&incoming, &|_| true);
        let shown: Vec<Key> = device.seen().into_iter().filter(|(_, view)| view.waiting == 0).map(|(key, _)| key).collect();
        for key in &shown {
            let set = BTreeMap::from([(name("name"), Value::text("later"))]);
            let saved = device.saved(Some(key.clone()), "", set);
            device.replica.apply([saved]);
        }
        let after = device.seen();
        let imports = imports::all(&device.replica);
        for import in &imports {
            let undoing = undoing(&device.replica, &imports, import.id);
            for key in undoing.dots.keys().filter(|key| shown.contains(key)) {
                prop_assert!(undoing.waiting.contains(key));
            }
        }
        let held = all(&device.replica).len();
        device.undo_all();
        prop_assert!(all(&device.replica).len() >= held, "nothing is lost");
        device.take(&incoming, &|_| true);
        prop_assert_eq!(device.seen(), after);
    }
}

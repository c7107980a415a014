//! Compaction: nothing that is read changes, and nothing goes that is not held elsewhere.

use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::imports;
use sanyou::replica::limits::{FIELDS_MAX, RECORD_FIELDS_MAX};
use sanyou::replica::{Dot, Key, Replica, Save, Saved};
use sanyou::store::{Found, HomeError, Store};

use crate::homes::{Homes, OWN, Tab, canonical, edit, edits, homes_with, keys, put, ready, save, session};

#[test]
fn compaction_changes_nothing_that_is_read() {
    let homes = homes_with(0..100);
    save(&homes.tab(b'b'), OWN, edits(100..300));
    let before = homes.whole();
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    let [local, durable] = homes.contents();
    assert_eq!(homes.whole(), before);
    assert_eq!(keys(&local, "/j/"), Vec::<String>::new(), "the journal is gone");
    assert_eq!(local, durable, "both homes hold the same");
    assert_eq!((local.len(), homes.found().parts), (17, 0), "one snapshot a shard, a manifest, and nothing left to do");
    for half in homes.halves() {
        assert_eq!(half.whole(), before, "one home is enough");
    }
    let tab = homes.tab(b'd');
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!(homes.contents(), [local.clone(), durable], "without a journal nothing is written");
    // One more entry touches one shard, and the next compaction leaves the others alone.
    save(&tab, OWN, edits([300]));
    ready(tab.compact(OWN)).expect("there is room");
    let [after, _] = homes.contents();
    assert_eq!(after.keys().filter(|key| !local.contains_key(*key)).count(), 2, "a shard and the manifest");
    assert_eq!(after.len(), 17, "the older ones are gone");
    assert_eq!(homes.whole(), canonical(edits(0..301)));
    // The same tab once more on the same shard: its new snapshot is not the one it removes.
    save(&tab, OWN, edits([340]));
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!((homes.whole(), homes.contents()[0].len()), (canonical(edits((0..301).chain([340]))), 17));
}

/// An import and its log are one entry, and the log is still there when the entry is gone.
#[test]
fn the_log_of_an_import_outlives_the_journal() {
    let homes = homes_with(0..3);
    let news = edits(100..300);
    let file =
        imports::File { name: "幸福社区.json".to_owned(), digest: "d1".to_owned(), ..imports::File::default() };
    let mut held = Replica::new();
    held.apply(edits(0..3));
    let set = imports::log(&held, &news, &file).into_iter().map(|(name, value)| (name, Some(value))).collect();
    let dot = Dot { height: 1, session: session(b'b') };
    let key = Key { id: RecordId { session: session(b'b'), counter: 1 }, kind: Name::known(imports::IMPORT) };
    let log = Saved { key, save: Save { dot, after: Vec::new(), set, at: 9, by: "王芳".into() } };
    save(&homes.tab(b'b'), OWN, news.iter().cloned().chain([log]).collect());
    assert_eq!(keys(&homes.contents()[0], "/j/").len(), 4, "one entry more");
    let logs = |homes: &Homes| {
        let mut found = Replica::new();
        found.apply(homes.found().saves);
        let all = imports::all(&found);
        let came = news.iter().filter(|saved| {
            imports::brought(&all, saved.key.id, saved.save.dot, saved.save.at)
                .is_some_and(|(import, is_certain)| is_certain && import.file == file)
        });
        (all.len(), came.count())
    };
    assert_eq!(logs(&homes), (1, 200));
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    assert_eq!(keys(&homes.contents()[0], "/j/"), Vec::<String>::new(), "the journal is gone");
    assert_eq!(logs(&homes), (1, 200));
    for half in homes.halves() {
        assert_eq!(logs(&half), (1, 200), "one home is enough");
    }
}

#[test]
fn compaction_leaves_damaged_parts_alone() {
    let homes = homes_with(0..80);
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'c');
    for number in 80..90 {
        save(&tab, OWN, edits([number]));
    }
    let [local, _] = homes.contents();
    let damaged = [keys(&local, "/s/").swap_remove(3), keys(&local, "/j/").swap_remove(4)];
    damaged.iter().for_each(|key| homes.put_both(key, Some("\"damaged\"")));
    let before = homes.found();
    ready(homes.tab(b'd').compact(OWN)).expect("there is room");
    let after = homes.found();
    assert_eq!(before.damaged.len(), 2);
    assert_eq!(after.damaged, before.damaged);
    assert_eq!(canonical(after.saves), canonical(before.saves));
    assert_eq!(keys(&homes.contents()[0], "/j/"), damaged[1..], "the rest of the journal is compacted");
}

/// Parts that can each be read may be more together than what reading takes; then they stay apart.
#[test]
fn compaction_never_makes_what_cannot_be_read() {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    let mut all = Vec::new();
    for place in 0..=RECORD_FIELDS_MAX / FIELDS_MAX {
        let Saved { key, mut save } = edit(0);
        save.dot.height = place as u64 + 1;
        let name = |number| Name::new(&format!("field{number}")).expect("it is a name");
        let numbers = place * FIELDS_MAX..(place + 1) * FIELDS_MAX;
        save.set = numbers.map(|number| (name(number), Some(Value::Int(number as i64)))).collect();
        all.push(Saved { key, save });
    }
    all.extend(edits(1..10));
    for saved in &all {
        save(&tab, OWN, vec![saved.clone()]);
    }
    ready(tab.compact(OWN)).expect("there is room");
    let left = keys(&homes.contents()[1], "/j/").len();
    assert_eq!(left, RECORD_FIELDS_MAX / FIELDS_MAX + 1, "the parts of the record that is too much together");
    assert_eq!(homes.whole(), canonical(all));
}

/// Without IndexedDB the new shards stand beside the old parts until the next start, when local storage has committed both.
#[test]
fn local_storage_alone_is_compacted_in_two_steps() {
    let homes = homes_with(0..60);
    let start = |letter| -> (Tab, Found) {
        let tab: Tab = Store::new(Some(homes.local.clone()), None, session(letter));
        let found = ready(tab.read(OWN)).expect("it can be read");
        assert_eq!(canonical(found.saves.clone()), canonical(edits(0..60)));
        assert!(found.is_whole());
        (tab, found)
    };
    let (tab, found) = start(b'b');
    assert_eq!(found.parts, 60);
    ready(tab.compact(OWN)).expect("there is room");
    let both = homes.contents()[0].clone();
    assert_eq!((keys(&both, "/j/").len(), keys(&both, "/s/").len()), (60, 16), "both are there until the next start");
    // Whatever of the new parts a power cut takes, all saves are there and nothing is said to be missing.
    for lost in keys(&both, "/s/").iter().chain(&keys(&both, "/m/")) {
        put(&homes.local, lost, None);
        start(b'l');
        *homes.local.content.borrow_mut() = both.clone();
    }
    assert_eq!(start(b'c').1.parts, 0);
    let after = homes.contents()[0].clone();
    assert_eq!((keys(&after, "/j/").len(), after.len()), (0, 17), "the journal is gone");
    start(b'd');
}

#[test]
fn compaction_needs_room() {
    let homes = homes_with(0..20);
    let before = homes.contents();
    homes.durable.writes_left.set(Some(0));
    assert_eq!(ready(homes.tab(b'c').compact(OWN)), Err(HomeError::Full));
    assert_eq!(homes.contents(), before, "nothing changed");
    // What IndexedDB does not hold yet is not covered, so it stays in local storage.
    homes.durable.writes_left.set(None);
    let tab = homes.tab(b'd');
    let (_, late) = ready(tab.append(OWN, edits([20]))).expect("there is room");
    ready(homes.tab(b'e').compact(OWN)).expect("there is room");
    assert_eq!(keys(&homes.contents()[0], "/j/").len(), 1);
    ready(tab.make_durable(&late)).expect("there is room");
    assert_eq!(homes.halves().map(|half| half.whole()), [canonical(edits(0..21)), canonical(edits(0..21))]);
}

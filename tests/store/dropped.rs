//! What was dropped on purpose: its values and all that was erased leave both homes, and come back from no older one.

use std::collections::BTreeMap;

use sanyou::model::{Name, RecordId, Value};
use sanyou::replica::drops::{DROP, Why, drop_dots, end, erase};
use sanyou::replica::{DELETED, Dot, Key, Pred, Replica, Save, Saved};
use sanyou::store::{Store, entry};

use crate::homes::{Content, Homes, OWN, Tab, canonical, edit, edits, homes_with, keys, put, ready, save, session};

/// Saves of one drop's record: what it drops, or that it is ended.
fn drop_save(height: u64, set: BTreeMap<Name, Value>) -> Saved {
    let dot = |height| Dot { height, session: session(b'd') };
    let save = Save {
        dot: dot(height),
        after: if height > 1 { vec![Pred::of_dot(dot(height - 1))] } else { Vec::new() },
        set: set.into_iter().map(|(name, value)| (name, Some(value))).collect(),
        at: 0,
        by: "张三".into(),
    };
    Saved { key: Key { id: RecordId { session: session(b'd'), counter: 1 }, kind: Name::known(DROP) }, save }
}

fn archive(of: &[&Saved]) -> Saved {
    let mut dots: BTreeMap<_, std::collections::BTreeSet<Dot>> = BTreeMap::new();
    for saved in of {
        dots.entry(saved.key.id).or_default().insert(saved.save.dot);
    }
    drop_save(1, drop_dots(Why::Archive, "", &dots).remove(0))
}

fn erasure(id: RecordId) -> Saved {
    drop_save(1, erase(&[id].into()).remove(0))
}

/// All saves in a home's texts, each read by itself.
fn saves_in(content: &Content) -> Vec<Saved> {
    let parts = content.iter().filter(|(key, _)| key.contains("/own/") && !key.contains("/m/"));
    parts.flat_map(|(key, text)| entry::read(key, text).expect("it is whole")).collect()
}

/// Checks that a home holds no value of one save, and its place.
#[track_caller]
fn check_cleared(content: &Content, saved: &Saved) {
    let held: Vec<Saved> =
        saves_in(content).into_iter().filter(|held| held.key == saved.key && held.save.dot == saved.save.dot).collect();
    assert!(!held.is_empty(), "its place is kept");
    assert!(held.iter().all(|held| held.save.set.values().all(Option::is_none)), "{held:?}");
    assert!(
        held.iter().all(|held| held.save.set.keys().eq(saved.save.set.keys()) && held.save.after == saved.save.after)
    );
}

#[test]
fn the_values_of_dropped_saves_are_cleared() {
    let homes = homes_with(0..60);
    let older = homes.contents();
    let (one, other) = (edit(3), edit(43));
    save(&homes.tab(b'b'), OWN, vec![archive(&[&one, &other])]);
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    for content in homes.contents() {
        check_cleared(&content, &one);
        check_cleared(&content, &other);
    }
    // An older home comes back with the values: one more start and compaction clear them again.
    for place in [0, 1] {
        let mut contents = homes.contents();
        contents[place] = older[place].clone();
        let homes = Homes::of(contents);
        let tab = homes.tab(b'e');
        assert!(ready(tab.read(OWN)).expect("it can be read").is_whole());
        ready(tab.compact(OWN)).expect("there is room");
        for content in homes.contents() {
            check_cleared(&content, &one);
        }
    }
    // Taken again from the archive once the drop is ended, they stay.
    let tab = homes.tab(b'f');
    ready(tab.read(OWN)).expect("it can be read");
    save(&tab, OWN, vec![drop_save(2, end())]);
    save(&tab, OWN, vec![one.clone(), other]);
    ready(tab.compact(OWN)).expect("there is room");
    let mut held = Replica::new();
    held.apply(homes.found().saves);
    assert_eq!(held.news(edits(0..60)), Vec::new());
}

/// The end of a drop is in local storage and not in IndexedDB yet: what was taken again is not cleared.
#[test]
fn an_end_in_local_storage_alone_counts() {
    let homes = homes_with(0..20);
    let one = edit(3);
    let tab = homes.tab(b'b');
    save(&tab, OWN, vec![archive(&[&one])]);
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'e');
    ready(tab.read(OWN)).expect("it can be read");
    let (_, _late) = ready(tab.append(OWN, vec![drop_save(2, end())])).expect("there is room");
    save(&tab, OWN, vec![one.clone()]);
    ready(tab.compact(OWN)).expect("there is room");
    let mut held = Replica::new();
    held.apply(homes.found().saves);
    assert_eq!(held.news(vec![one]), Vec::new());
}

/// A drop in local storage alone clears nothing: should it be lost with local storage, what IndexedDB had is whole.
#[test]
fn a_drop_in_local_storage_alone_clears_nothing() {
    let homes = homes_with(0..20);
    let (_, _late) = ready(homes.tab(b'b').append(OWN, vec![archive(&[&edit(3)])])).expect("there is room");
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    homes.local.content.borrow_mut().clear();
    assert_eq!(homes.whole(), canonical(edits(0..20)));
}

/// Local storage alone lost its shards, which older parts stand for, and then a record is erased: it is not looked for.
#[test]
fn what_was_erased_since_is_not_looked_for() {
    let homes = homes_with(0..40);
    let alone = |letter| -> Tab { Store::new(Some(homes.local.clone()), None, session(letter)) };
    ready(alone(b'b').compact(OWN)).expect("there is room");
    keys(&homes.contents()[0], "/s/").iter().for_each(|shard| put(&homes.local, shard, None));
    let tab = alone(b'c');
    ready(tab.read(OWN)).expect("it can be read");
    let (_, _) = ready(tab.append(OWN, vec![erasure(edit(3).key.id)])).expect("there is room");
    let found = ready(alone(b'e').read(OWN)).expect("it can be read");
    assert!(found.is_whole(), "{:?}", found.lost);
}

/// Deleted records are cleared away and the drop is ended without the values: they are still deleted.
#[test]
fn what_was_deleted_stays_deleted() {
    let homes = homes_with(0..1);
    let mut delete = edit(40);
    delete.save.set = [(Name::known(DELETED), Some(Value::Bool(true)))].into();
    save(&homes.tab(b'b'), OWN, vec![delete.clone()]);
    save(&homes.tab(b'c'), OWN, vec![archive(&[&edit(0), &delete])]);
    ready(homes.tab(b'e').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'f');
    ready(tab.read(OWN)).expect("it can be read");
    save(&tab, OWN, vec![drop_save(2, end())]);
    let mut held = Replica::new();
    held.apply(homes.found().saves);
    let view = held.view(&delete.key).expect("it is here");
    assert!(!view.is_present(), "{:?}", view.state);
    assert_eq!(view.value("name"), None, "its values are gone");
}

#[test]
fn what_was_erased_is_in_no_text() {
    let homes = homes_with(0..60);
    let older = homes.contents();
    let id = edit(3).key.id;
    save(&homes.tab(b'b'), OWN, vec![erasure(id)]);
    ready(homes.tab(b'c').compact(OWN)).expect("there is room");
    let is_clean = |homes: &Homes| {
        homes.contents().iter().all(|content| {
            let texts = content.iter().filter(|(key, _)| key.contains("/own/"));
            let bodies = texts.filter_map(|(key, text)| entry::open(key, text)).map(|opened| opened.body);
            let mut lines = bodies.flat_map(|body| body.lines().map(str::to_owned).collect::<Vec<_>>());
            !lines.any(|line| line.contains(&format!("\"{id}\"")) && !line.contains(DROP))
        })
    };
    assert!(is_clean(&homes));
    for place in [0, 1] {
        let mut contents = homes.contents();
        contents[place] = older[place].clone();
        let homes = Homes::of(contents);
        assert!(!is_clean(&homes), "the older home brings it back");
        let tab = homes.tab(b'e');
        assert!(ready(tab.read(OWN)).expect("it can be read").is_whole());
        ready(tab.compact(OWN)).expect("there is room");
        assert!(is_clean(&homes));
    }
}

/// Older parts that still hold what was erased do not stand for what else a missing shard held.
#[test]
fn what_was_erased_stands_for_nothing() {
    let homes = homes_with(0..120);
    let older = homes.contents();
    let tab = homes.tab(b'b');
    // Records 3 and 19 share a shard; six edits of them, of which three are erased, and two more come later.
    save(&tab, OWN, vec![erasure(edit(3).key.id)]);
    save(&tab, OWN, edits([139, 179]));
    ready(tab.compact(OWN)).expect("there is room");
    let shard = keys(&homes.contents()[0], "/s/3/").remove(0);
    for home in [&homes.local, &homes.durable] {
        put(home, &shard, None);
        home.content.borrow_mut().extend(older[0].iter().map(|(key, text)| (key.clone(), text.clone())));
    }
    let found = homes.found();
    // Which of the shard's saves older parts hold too cannot be told, so all of them are named.
    assert_eq!(found.saves_missing(), 8, "{:?}", found.lost);
}

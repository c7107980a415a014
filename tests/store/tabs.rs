//! Two tabs on one store.

use sanyou::store::{Entry, Kept, PREFIX};

use crate::homes::{Homes, OWN, canonical, edits, homes_with_samples, ready, save, session};

#[test]
fn two_tabs_lose_nothing() {
    let homes = Homes::default();
    let tabs = [homes.tab(b'a'), homes.tab(b'b')];
    // How fast each tab saves is not even: which one is next, and when IndexedDB has it, changes from edit to edit.
    let mut waiting: Vec<(usize, Entry)> = Vec::new();
    for number in 0..1000 {
        let turn = (number as usize * 7 / 3) % 2;
        let (kept, entry) = ready(tabs[turn].append(OWN, edits([number]))).expect("there is room");
        assert_eq!(kept, Kept::Local);
        waiting.push((turn, entry));
        if number % 5 == 4 {
            for (turn, entry) in waiting.drain(..) {
                ready(tabs[turn].make_durable(&entry)).expect("there is room");
            }
        }
        if number % 100 == 49 {
            ready(tabs[(number as usize / 100) % 2].compact(OWN)).expect("there is room");
        }
    }
    let expected = canonical(edits(0..1000));
    assert_eq!(homes.whole(), expected);
    for half in homes.halves() {
        assert_eq!(half.whole(), expected);
    }
    for tab in &tabs {
        ready(tab.compact(OWN)).expect("there is room");
        assert_eq!(homes.whole(), expected);
    }
    assert_eq!(homes.found().parts, 0);
}

#[test]
fn only_other_sessions_entries_are_heard() {
    let homes = homes_with_samples();
    let tab = homes.tab(b'b');
    save(&tab, OWN, edits(3..5));
    ready(homes.tab(b'c').compact("sample-1")).expect("there is room");
    ready(homes.tab(b'c').drop_workspace("sample-12")).expect("there is room");
    let [local, _] = homes.contents();
    let heard: Vec<(&str, usize)> =
        local.iter().filter_map(|(key, text)| Some((key.as_str(), tab.read_foreign(OWN, key, text)?.len()))).collect();
    let of = |place| format!("{PREFIX}own/j/{}/{place:08}", session(b'a'));
    assert_eq!(heard, [(of(0).as_str(), 1), (of(1).as_str(), 1), (of(2).as_str(), 1)]);
    assert_eq!(local.len(), 3 + 1 + 5 + 1 + 1 + 1, "entries, own entry, snapshots, manifest, one sample, one removal");
    let text = &local[&of(0)];
    assert_eq!(tab.read_foreign(OWN, &of(1), text), None, "a text under another key is damaged");
    assert_eq!(tab.read_foreign(OWN, &of(0), &text[1..]), None);
    assert_eq!(tab.read_foreign("sample-1", &of(0), text), None, "another workspace");
}

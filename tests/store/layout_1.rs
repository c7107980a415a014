//! What layout 1 wrote: entries without counts, shards that say what they cover, no manifest. It opens, and is compacted
//! into this layout without an alarm.
//!
//! The vector was written by the last program of layout 1: a snapshot of edits 0 to 59, ten entries of one edit, one of
//! sixty, one that only local storage has, one that only IndexedDB has, and an opened sample.

use sanyou::replica::Saved;

use crate::homes::{self, Content, Homes, OWN, canonical, keys, ready, sample, save, session};

/// The edits of records that one session made, as they were then.
fn edits(numbers: impl IntoIterator<Item = u32>) -> Vec<Saved> {
    let mut edits = homes::edits(numbers);
    edits.iter_mut().for_each(|saved| saved.key.id.session = session(b'x'));
    edits
}

fn homes() -> Homes {
    let text = include_str!("../vectors/layout-1.json");
    let mut homes: std::collections::BTreeMap<String, Content> = serde_json::from_str(text).expect("it is JSON");
    Homes::of(["local", "durable"].map(|home| homes.remove(home).expect("both homes are there")))
}

#[test]
fn what_layout_1_wrote_opens() {
    assert_eq!(keys(&homes().contents()[0], "/m/"), Vec::<String>::new());
    assert_eq!(homes().whole(), canonical(edits(0..132)));
    assert_eq!(ready(homes().tab(b'r').workspaces()), Ok(vec![sample("sample-1")]));
    let [local, durable] = homes().halves();
    let found = [local.found(), durable.found()];
    assert!(found.iter().all(|found| found.is_whole()));
    let [without_local, without_durable] = found.map(|found| canonical(found.saves));
    assert_eq!(without_local, canonical(edits((0..130).chain([131]))));
    assert_eq!(without_durable, canonical(edits(0..131)));
}

#[test]
fn it_is_compacted_without_an_alarm() {
    let homes = homes();
    let tab = homes.tab(b'r');
    assert_eq!(ready(tab.start()), Ok(()));
    let found = ready(tab.read(OWN)).expect("it can be read");
    assert!(found.is_whole() && found.parts > 10, "{:?} {}", found.gaps, found.parts);
    save(&tab, OWN, edits([132]));
    for _ in 0..2 {
        ready(tab.compact(OWN)).expect("there is room");
        assert_eq!((homes.whole(), homes.found().parts), (canonical(edits(0..133)), 0));
        assert_eq!(keys(&homes.contents()[0], "/m/").len(), 1);
    }
    homes.halves().iter().for_each(|half| assert_eq!(half.whole(), canonical(edits(0..133))));
    // Shards of layout 1 that nothing changed stay, and are named like others.
    let shard = keys(&homes.contents()[0], "/s/").remove(0);
    homes.put_both(&shard, None);
    assert_eq!(homes.found().lost.len(), 1);
}

/// An entry of layout 1 that is missing between others is noticed as it was.
#[test]
fn its_gaps_are_noticed() {
    let homes = homes();
    let entries = keys(&homes.contents()[0], &format!("/j/{}/", session(b'c')));
    homes.put_both(&entries[4], None);
    let gaps = homes.found().gaps;
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].first, gaps[0].last, gaps[0].saves), (4, 4, None));
}

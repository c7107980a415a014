//! Manifests: what is named and nowhere is lost and said so; what older parts stand for is not; what a person accepted is
//! not said again.

use sanyou::store::{Gap, HomeError, PREFIX, Store};

use crate::homes::{Content, Homes, OWN, Tab, canonical, edits, gap, homes_with, keys, put, ready, save};

/// Homes with a snapshot of eighty edits and nothing else.
fn compacted() -> Homes {
    let homes = homes_with(0..80);
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    homes
}

/// Homes with the same, the shards in IndexedDB only.
fn apart() -> Homes {
    let homes = homes_with(0..80);
    let tab = homes.tab(b'b');
    ready(tab.read(OWN)).expect("it can be read");
    ready(tab.keep_shards(OWN, true)).expect("there is room");
    homes
}

#[test]
fn a_shard_that_is_nowhere_is_named() {
    let homes = compacted();
    let shards = keys(&homes.contents()[0], "/s/");
    homes.put_both(&shards[3], None);
    let found = homes.found();
    assert_eq!(
        found.lost.iter().map(|named| format!("{PREFIX}{OWN}/{}", named.key)).collect::<Vec<_>>(),
        [shards[3].clone()]
    );
    assert_eq!(u64::try_from(found.saves.len()).expect("few") + found.saves_missing(), 80);
    assert!(!found.is_apart && !found.only_durable);
    // It stays named through compactions, until a person accepts it or the shard comes back.
    let tab = homes.tab(b'c');
    ready(tab.read(OWN)).expect("it can be read");
    save(&tab, OWN, edits(80..100));
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!(homes.found().lost, found.lost);
    ready(tab.accept_losses(OWN)).expect("there is room");
    assert!(homes.found().is_whole());
}

#[test]
fn shards_in_an_evicted_indexed_db_are_named() {
    let homes = apart();
    let [local, durable] = homes.contents();
    assert_eq!((keys(&local, "/s/").len(), keys(&durable, "/s/").len()), (0, 16));
    assert!(homes.found().is_whole() && homes.found().only_durable);
    // It cannot be opened today: what is named may be out of reach only.
    let tab: Tab = Store::new(Some(homes.local.clone()), None, crate::homes::session(b'c'));
    let found = ready(tab.read(OWN)).expect("it can be read");
    assert_eq!((found.is_apart, found.lost.len(), found.saves_missing()), (true, 16, 80));
    assert_eq!(ready(tab.accept_losses(OWN)), Err(HomeError::Unavailable), "nobody accepts what may be there");
    assert_eq!(ready(tab.compact(OWN)), Err(HomeError::Unavailable));
    assert_eq!(homes.contents(), [local.clone(), durable]);
    // It is gone.
    let homes = Homes::of([local, Content::new()]);
    let tab = homes.tab(b'd');
    let found = ready(tab.read(OWN)).expect("it can be read");
    assert_eq!((found.is_apart, found.lost.len(), found.saves_missing()), (false, 16, 80));
    // A start, more edits and a compaction do not make it be forgotten; accepting does, and an import brings all back.
    save(&tab, OWN, edits(80..90));
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!(homes.found().saves_missing(), 80);
    ready(tab.accept_losses(OWN)).expect("there is room");
    assert!(homes.found().is_whole());
    save(&tab, OWN, edits(0..80));
    assert_eq!(homes.whole(), canonical(edits(0..90)));
}

#[test]
fn shards_move_back_into_both_homes() {
    let homes = apart();
    let tab = homes.tab(b'c');
    ready(tab.read(OWN)).expect("it can be read");
    homes.local.writes_left.set(Some(5));
    assert_eq!(ready(tab.keep_shards(OWN, false)), Err(HomeError::Full));
    assert_eq!(homes.whole(), canonical(edits(0..80)));
    homes.make_room();
    ready(tab.keep_shards(OWN, false)).expect("there is room");
    for half in homes.halves() {
        assert_eq!(half.whole(), canonical(edits(0..80)));
    }
    assert!(!homes.found().only_durable);
}

/// One home comes back from before a compaction, and two manifests meet: everything is there, and nothing is said.
#[test]
fn a_stale_manifest_is_no_loss() {
    let homes = compacted();
    let older = homes.contents();
    let tab = homes.tab(b'c');
    for number in 80..120 {
        save(&tab, OWN, edits([number]));
    }
    ready(tab.compact(OWN)).expect("there is room");
    let newer = homes.contents();
    let all = canonical(edits(0..120));
    for contents in [[older[0].clone(), newer[1].clone()], [newer[0].clone(), older[1].clone()]] {
        let homes = Homes::of(contents);
        assert_eq!(homes.whole(), all);
        let tab = homes.tab(b'd');
        ready(tab.read(OWN)).expect("it can be read");
        ready(tab.compact(OWN)).expect("there is room");
        assert_eq!((homes.whole(), homes.found().parts), (all.clone(), 0));
        assert_eq!(keys(&homes.contents()[0], "/m/").len(), 1, "the older one goes");
    }
    // Two with one number: a tab that could not open IndexedDB compacted beside one that could.
    let homes = homes_with(0..40);
    let apart: Tab = Store::new(Some(homes.local.clone()), None, crate::homes::session(b'k'));
    ready(apart.compact(OWN)).expect("there is room");
    ready(homes.tab(b'l').compact(OWN)).expect("there is room");
    assert_eq!(keys(&homes.contents()[0], "/m/").len(), 2);
    assert_eq!(homes.whole(), canonical(edits(0..40)));
    let tab = homes.tab(b'n');
    ready(tab.read(OWN)).expect("it can be read");
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!((homes.whole(), homes.found().parts), (canonical(edits(0..40)), 0));
}

/// A start that copies from one home to the other dies after any write: local storage alone never names what it lacks.
#[test]
fn a_manifest_comes_after_what_it_names() {
    let whole = compacted().contents();
    for writes in 0..20 {
        let homes = Homes::of([Content::new(), whole[1].clone()]);
        homes.local.writes_left.set(Some(writes));
        ready(homes.tab(b'c').read(OWN)).expect("it can be read");
        let [_, local] = homes.halves();
        assert!(local.found().is_whole(), "after {writes} writes: {:?}", local.found().lost);
    }
}

/// Local storage comes back with shards that IndexedDB is to keep alone and does not have: they stay until it does.
#[test]
fn shards_leave_local_storage_only_for_indexed_db() {
    let [local, durable] = apart().contents();
    let older: Content = local.into_iter().chain(durable.clone()).collect();
    let homes = Homes::of([older, Content::new()]);
    homes.durable.writes_left.set(Some(0));
    for letter in [b'c', b'd'] {
        ready(homes.tab(letter).read(OWN)).expect("it can be read");
        assert_eq!(homes.whole(), canonical(edits(0..80)));
    }
    homes.make_room();
    ready(homes.tab(b'e').read(OWN)).expect("it can be read");
    assert_eq!((homes.whole(), keys(&homes.contents()[0], "/s/")), (canonical(edits(0..80)), Vec::new()));
    // Without IndexedDB nothing leaves either.
    let alone = Homes::of([durable, Content::new()]);
    let tab: Tab = Store::new(Some(alone.local.clone()), None, crate::homes::session(b'f'));
    ready(tab.read(OWN)).expect("it can be read");
    assert_eq!(alone.whole(), canonical(edits(0..80)));
}

/// A home comes back from before a compaction with what the compaction never saw: that is news, not stale.
#[test]
fn what_an_older_home_brings_is_kept() {
    let homes = homes_with(0..40);
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    // Another copy of the machine wrote other saves under the same keys.
    let ([local, _], [_, durable]) = (homes_with(40..80).contents(), homes.contents());
    let homes = Homes::of([local, durable]);
    let tab = homes.tab(b'c');
    ready(tab.read(OWN)).expect("it can be read");
    assert_eq!(homes.whole(), canonical(edits(0..80)));
    ready(tab.compact(OWN)).expect("there is room");
    assert_eq!(homes.whole(), canonical(edits(0..80)));
}

#[test]
fn a_damaged_manifest_is_healed_or_reported() {
    for homes in [compacted(), apart()] {
        let key = keys(&homes.contents()[0], "/m/").remove(0);
        for home in [&homes.local, &homes.durable] {
            let whole = home.content.borrow()[&key].clone();
            put(home, &key, Some("{}"));
            ready(homes.tab(b'c').read(OWN)).expect("it can be read");
            assert_eq!(home.content.borrow()[&key], whole, "healed");
        }
        homes.put_both(&key, Some("{}"));
        let found = homes.found();
        assert_eq!(found.damaged, [(key.clone(), "{}".to_owned())]);
        assert_eq!(canonical(found.saves), canonical(edits(0..80)));
        // Shards and entries go on without it, and with it gone nothing is said.
        let tab = homes.tab(b'd');
        ready(tab.read(OWN)).expect("it can be read");
        save(&tab, OWN, edits([80]));
        ready(tab.accept_losses(OWN)).expect("there is room");
        assert_eq!(homes.whole(), canonical(edits(0..81)));
    }
}

/// Local storage alone lost a new shard and kept its manifest: the older parts stand for it, once, and then are not
/// looked for.
#[test]
fn what_older_parts_stand_for_is_not_lost() {
    let homes = homes_with(0..40);
    let alone = |letter| -> Tab { Store::new(Some(homes.local.clone()), None, crate::homes::session(letter)) };
    ready(alone(b'b').compact(OWN)).expect("there is room");
    let shard = keys(&homes.contents()[0], "/s/").remove(5);
    put(&homes.local, &shard, None);
    for letter in [b'c', b'd', b'e'] {
        let tab = alone(letter);
        let found = ready(tab.read(OWN)).expect("it can be read");
        assert!(found.is_whole(), "{:?}", found.lost);
        assert_eq!(canonical(found.saves), canonical(edits(0..40)));
        ready(tab.compact(OWN)).expect("there is room");
    }
}

/// The same with all shards gone, and a compaction that takes in later saves ends after any write: what it wrote holds what
/// is gone, and says so.
#[test]
fn an_unfinished_compaction_stands_for_what_it_took_in() {
    let homes = homes_with(0..40);
    let alone =
        |homes: &Homes, letter| -> Tab { Store::new(Some(homes.local.clone()), None, crate::homes::session(letter)) };
    ready(alone(&homes, b'b').compact(OWN)).expect("there is room");
    keys(&homes.contents()[0], "/s/").iter().for_each(|shard| put(&homes.local, shard, None));
    let tab = alone(&homes, b'c');
    ready(tab.read(OWN)).expect("it can be read");
    let (_, _) = ready(tab.append(OWN, edits(40..80))).expect("there is room");
    for writes in 0.. {
        let homes = Homes::of([homes.contents()[0].clone(), Content::new()]);
        homes.local.writes_left.set(Some(writes));
        let tab = alone(&homes, b'd');
        ready(tab.compact(OWN)).expect("the plan is made");
        let is_done = tab.take_trouble().is_empty();
        homes.make_room();
        let found = ready(alone(&homes, b'e').read(OWN)).expect("it can be read");
        assert!(found.is_whole(), "after {writes} writes: {:?}", found.lost);
        assert_eq!(canonical(found.saves), canonical(edits(0..80)));
        if is_done {
            break;
        }
    }
}

/// Of a dot with two contents one is left in an older shard: the one that held both is lost.
#[test]
fn another_content_of_a_dot_stands_for_nothing() {
    let homes = homes_with(0..1);
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    let older = homes.contents();
    let mut other = edits([0]);
    other[0].save.set = edits([1])[0].save.set.clone();
    save(&homes.tab(b'c'), OWN, other);
    ready(homes.tab(b'd').compact(OWN)).expect("there is room");
    let shard = keys(&homes.contents()[0], "/s/").remove(0);
    let shard_before = keys(&older[0], "/s/").remove(0);
    homes.put_both(&shard, None);
    homes.put_both(&shard_before, Some(&older[0][&shard_before]));
    let found = homes.found();
    assert_eq!((found.saves.len(), found.saves_missing()), (1, 2), "{:?}", found.lost);
}

/// What stands in a newer shard of the same place does not stand for a lost one too.
#[test]
fn saves_stand_for_one_shard_only() {
    let homes = compacted();
    let shard = keys(&homes.contents()[0], "/s/").remove(5);
    let alone = |letter| -> Tab { Store::new(Some(homes.local.clone()), None, crate::homes::session(letter)) };
    put(&homes.local, &shard, None);
    let lost = ready(alone(b'c').read(OWN)).expect("it can be read").saves_missing();
    assert_eq!(lost, 4, "two records have two edits each");
    for number in 0..3 {
        let tab = alone(b'd' + number);
        ready(tab.read(OWN)).expect("it can be read");
        let (_, _) = ready(tab.append(OWN, edits(80 + u32::from(number) * 20..100 + u32::from(number) * 20)))
            .expect("there is room");
        ready(tab.compact(OWN)).expect("there is room");
        let found = ready(alone(b'k' + number).read(OWN)).expect("it can be read");
        assert_eq!(found.saves_missing(), lost, "{:?}", found.lost);
    }
}

#[test]
fn accepted_losses_are_not_told_again() {
    // Gaps where nothing else would change.
    let homes = homes_with(0..6);
    ready(homes.tab(b'z').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'b');
    save(&tab, OWN, edits([6]));
    save(&tab, OWN, edits([7]));
    let first = format!("{PREFIX}{OWN}/j/{}/00000000", crate::homes::session(b'b'));
    homes.put_both(&first, None);
    ready(homes.tab(b'y').compact(OWN)).expect("there is room");
    let of_b = Gap { session: crate::homes::session(b'b'), ..gap(0, 0, Some(1)) };
    assert_eq!(homes.found().gaps, [of_b]);
    ready(homes.tab(b'x').accept_losses(OWN)).expect("there is room");
    assert!(homes.found().is_whole());
    // Damage in one home or in both, under a key that the other home has or has not.
    for places in [[true, false], [false, true], [true, true]] {
        let homes = homes_with(0..6);
        let key = format!("{PREFIX}{OWN}/j/{}/00000000", crate::homes::session(b'k'));
        for (home, is_in) in [&homes.local, &homes.durable].into_iter().zip(places) {
            if is_in {
                put(home, &key, Some("damaged"));
            }
        }
        assert_eq!(homes.found().damaged.len(), 1);
        let tab = homes.tab(b'w');
        ready(tab.accept_losses(OWN)).expect("there is room");
        assert_eq!(homes.whole(), canonical(edits(0..6)), "{places:?}");
        assert!(homes.contents().iter().all(|content| !content.contains_key(&key)), "{places:?}");
    }
}

//! Workspaces: found in either home, and gone for good when they are removed.

use sanyou::store::{Entry, HomeError, PREFIX, Store};

use crate::homes::{Homes, Tab, edits, homes_with_samples, ready, sample, session, traces};

#[test]
fn workspaces_are_found_in_either_home() {
    let homes = homes_with_samples();
    let expected = Ok(vec![sample("sample-1"), sample("sample-12")]);
    assert_eq!(ready(homes.tab(b'a').workspaces()), expected);
    for half in homes.halves() {
        assert_eq!(ready(half.tab(b'a').workspaces()), expected);
    }
    let nowhere: Tab = Store::new(None, None, session(b'a'));
    assert_eq!(ready(nowhere.workspaces()), Ok(Vec::new()));
}

#[test]
fn what_is_dropped_stays_dropped() {
    let homes = homes_with_samples();
    let others = |homes: &Homes| {
        let [local, durable] = homes.contents();
        [local, durable].map(|mut content| {
            content.retain(|key, _| key.contains("/own/") || key.contains("sample-12"));
            content
        })
    };
    let (older, kept) = (homes.contents(), others(&homes));
    let tombstone = format!("{PREFIX}x/sample-1");
    let other_tab = homes.tab(b't');
    let (_, late) = ready(other_tab.append("sample-1", edits([15]))).expect("it is not dropped yet");

    ready(homes.tab(b'a').drop_workspace("sample-1")).expect("there is room");
    assert_eq!(traces(&homes, "sample-1"), [tombstone.clone(), tombstone.clone()], "its id is all that is left");
    assert_eq!(others(&homes), kept, "nothing else is touched");
    assert!(Tab::is_tombstone("sample-1", &tombstone) && !Tab::is_tombstone("sample-12", &tombstone));
    let dropped = homes.contents();
    check_dropped(&homes, &other_tab, &late);

    // Of what was removed nothing but its name comes back.
    for home in 0..2 {
        let mut restored = dropped.clone();
        restored[home].insert(format!("{PREFIX}w/sample-1"), "\"1\"".to_owned());
        let homes = Homes::of(restored);
        ready(homes.tab(b'w').start()).expect("no newer version wrote");
        assert_eq!(traces(&homes, "sample-1"), [tombstone.clone(), tombstone.clone()]);
        assert_eq!(others(&homes), kept);
    }
    // A home comes back from an older copy, with the content and without the note.
    for restored in [[older[0].clone(), dropped[1].clone()], [dropped[0].clone(), older[1].clone()]] {
        let homes = Homes::of(restored);
        assert_eq!(ready(homes.tab(b'u').workspaces()), Ok(vec![sample("sample-12")]), "it is not listed even before");
        let tab = homes.tab(b'v');
        ready(tab.start()).expect("no newer version wrote");
        assert_eq!(tab.take_trouble(), Vec::new());
        assert_eq!(ready(tab.workspaces()), Ok(vec![sample("sample-12")]));
        assert_eq!(traces(&homes, "sample-1"), [tombstone.clone(), tombstone.clone()]);
        assert_eq!(others(&homes), kept);
        check_dropped(&homes, &tab, &late);
    }
}

/// Checks that a dropped workspace takes nothing from any tab.
#[track_caller]
fn check_dropped(homes: &Homes, tab: &Tab, late: &Entry) {
    let before = homes.contents();
    assert_eq!(ready(tab.append("sample-1", edits([16]))).map(|(kept, _)| kept), Err(HomeError::Dropped));
    assert_eq!(ready(tab.make_durable(late)), Err(HomeError::Dropped));
    assert_eq!(ready(tab.compact("sample-1")), Err(HomeError::Dropped));
    assert_eq!(ready(tab.read("sample-1")).expect("it can be read").saves, Vec::new());
    assert_eq!(homes.contents(), before);
}

/// A removal that one home alone could note holds in both; one that no home could note removed nothing.
#[test]
fn a_removal_is_noted_before_anything_goes() {
    for (local_full, durable_full) in [(true, false), (false, true), (true, true)] {
        let homes = homes_with_samples();
        let before = homes.contents();
        homes.local.writes_left.set(local_full.then_some(0));
        homes.durable.writes_left.set(durable_full.then_some(0));
        let result = ready(homes.tab(b'a').drop_workspace("sample-1"));
        if local_full && durable_full {
            assert_eq!((result, homes.contents()), (Err(HomeError::Full), before));
            continue;
        }
        assert_eq!(result, Ok(()));
        homes.make_room();
        assert_eq!(ready(homes.tab(b'b').workspaces()), Ok(vec![sample("sample-12")]));
        if durable_full {
            let refused = ready(homes.tab(b'c').append("sample-1", edits([16]))).map(|(kept, _)| kept);
            assert_eq!(refused, Err(HomeError::Dropped), "the home with room does not take what the other refuses");
        }
        ready(homes.tab(b'd').start()).expect("no newer version wrote");
        assert_eq!(traces(&homes, "sample-1").len(), 2, "the next start finishes the removal and notes it twice");
    }
}

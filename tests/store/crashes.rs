//! Crashes after any write: what was acknowledged is there.

use sanyou::replica::{Replica, Saved};
use sanyou::store::Kept;
use sanyou::store::memory::MemoryHome;

use crate::homes::{Content, Homes, OWN, canonical, edit, edits, homes_with, keys, ready, save};

/// The transaction completed and the program dies while it trims local storage: both homes hold everything throughout.
#[test]
fn a_crash_within_compaction_loses_nothing() {
    let homes = homes_with(0..40);
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'c');
    for number in 40..60 {
        save(&tab, OWN, edits([number]));
    }
    let expected = canonical(edits(0..60));
    let mut crashes = 0;
    loop {
        let homes = homes.copy();
        homes.local.writes_left.set(Some(crashes));
        let dying = homes.tab(b'd');
        ready(dying.compact(OWN)).expect("the transaction completed");
        let is_done = dying.take_trouble().is_empty();
        assert_eq!(homes.whole(), expected, "after {crashes} writes");
        for half in homes.halves() {
            assert_eq!(half.whole(), expected, "after {crashes} writes, with one home lost");
        }
        // The next start finishes the work.
        homes.local.writes_left.set(None);
        let next = homes.tab(b'e');
        ready(next.read(OWN)).expect("it can be read");
        ready(next.compact(OWN)).expect("there is room");
        assert_eq!(homes.whole(), expected);
        let [local, durable] = homes.contents();
        assert_eq!((keys(&local, "/j/").len(), &local), (0, &durable), "after {crashes} writes");
        if is_done {
            break;
        }
        crashes += 1;
    }
    println!("{crashes} crashes");
    assert!(crashes > 30);
}

/// What a run acknowledged before it crashed, and how the homes looked after each step.
struct Run {
    homes: Homes,
    kept: Vec<Saved>,
    durable: Vec<Saved>,
    history: Vec<[Content; 2]>,
    is_whole: bool,
}

/// Two tabs save and compact in turns, until both homes together took so many writes.
fn run(writes: usize) -> Run {
    let homes = Homes::default();
    let homes =
        Homes { durable: MemoryHome { writes_left: homes.local.writes_left.clone(), ..homes.durable }, ..homes };
    homes.local.writes_left.set(Some(writes));
    let tabs = [homes.tab(b'a'), homes.tab(b'b')];
    let mut run =
        Run { homes: homes.clone(), kept: Vec::new(), durable: Vec::new(), history: Vec::new(), is_whole: true };
    for number in 0..30 {
        let tab = &tabs[number as usize % 2];
        if let Ok((kept, entry)) = ready(tab.append(OWN, edits([number]))) {
            run.kept.push(edit(number));
            run.history.push(homes.contents());
            if kept == Kept::Durable || ready(tab.make_durable(&entry)).is_ok() {
                run.durable.push(edit(number));
            }
        }
        if number % 12 == 11 {
            let _ = ready(tabs[(number as usize / 12) % 2].compact(OWN));
        }
        run.history.push(homes.contents());
    }
    run.is_whole = homes.local.writes_left.get() != Some(0);
    run
}

/// Tells which acknowledged saves are gone.
fn lost(acknowledged: &[Saved], homes: &Homes) -> Vec<Saved> {
    let mut replica = Replica::new();
    replica.apply(homes.found().saves);
    replica.news(acknowledged.to_vec())
}

#[test]
fn a_crash_after_any_write_loses_nothing_acknowledged() {
    let mut crashes = 0;
    loop {
        let run = run(crashes);
        assert_eq!(lost(&run.kept, &run.homes), Vec::new(), "crash after {crashes} writes");
        if run.is_whole {
            break;
        }
        crashes += 1;
    }
    println!("crashes after each of {crashes} writes");
    // Local storage goes back by any time, as after a power cut: what was said to be durable is there. When IndexedDB
    // goes back instead, what local storage took is there.
    let run = run(crashes);
    for [local, durable] in &run.history {
        let [now_local, now_durable] = run.homes.contents();
        assert_eq!(lost(&run.durable, &Homes::of([local.clone(), now_durable])), Vec::new());
        assert_eq!(lost(&run.kept, &Homes::of([now_local, durable.clone()])), Vec::new());
    }
}

//! Journal entries: kept where there is room, read from either home, copied to the one that lacks them.

use std::collections::BTreeSet;

use sanyou::model::{Name, Value};
use sanyou::store::memory::MemoryHome;
use sanyou::store::{Batch, DurableHome, Guard, HomeError, Kept, LocalHome, PREFIX, Store, Workspace};

use crate::homes::{Content, Homes, OWN, Tab, canonical, edit, edits, homes_with, keys, put, ready, save, session};

#[test]
fn what_is_appended_is_read_from_either_home() {
    let homes = homes_with(0..50);
    // A large entry is deflated, and one command may save many records.
    save(&homes.tab(b'b'), OWN, edits(50..400));
    let expected = canonical(edits(0..400));
    assert_eq!(homes.whole(), expected);
    for half in homes.halves() {
        assert_eq!(half.whole(), expected, "one home is enough");
    }
    assert_eq!(homes.found().parts, 51);
    assert_eq!(ready(homes.tab(b'c').read("other")).expect("it can be read").saves, Vec::new());
}

/// So that a person with a damaged store can tell which texts follow which.
#[test]
fn each_entry_names_the_one_before_it() {
    let [local, _] = homes_with(0..5).contents();
    let mut before = "0".repeat(16);
    for text in local.values() {
        let entry: serde_json::Value = serde_json::from_str(text).expect("an entry is JSON");
        assert_eq!(entry["before"], before.as_str());
        before = entry["sum"].as_str().expect("a checksum is text").to_owned();
    }
}

#[test]
fn what_one_home_lacks_is_copied_from_the_other() {
    let homes = homes_with(0..6);
    let whole = homes.contents();
    let cases: [(&str, &[usize], &[usize]); 4] = [
        ("local storage was cleared", &[0, 1, 2, 3, 4, 5], &[]),
        ("IndexedDB was evicted", &[], &[0, 1, 2, 3, 4, 5]),
        ("each lost some", &[0, 2], &[1, 5]),
        ("nothing was lost", &[], &[]),
    ];
    for (name, from_local, from_durable) in cases {
        let homes = Homes::of(whole.clone());
        let all: Vec<String> = whole[0].keys().cloned().collect();
        from_local.iter().for_each(|place| put(&homes.local, &all[*place], None));
        from_durable.iter().for_each(|place| put(&homes.durable, &all[*place], None));
        let tab = homes.tab(b'b');
        let found = ready(tab.read(OWN)).expect("it can be read");
        assert_eq!(canonical(found.saves), canonical(edits(0..6)), "{name}");
        assert_eq!(homes.contents(), whole, "{name}");
        assert_eq!(tab.take_trouble(), Vec::new(), "{name}");
    }
}

/// A machine that was copied while it ran gives one key two texts; a home of each copy may meet in one place.
#[test]
fn two_whole_texts_under_one_key_are_both_kept() {
    let [one, other] = [homes_with([0, 1]), homes_with([0, 2])].map(|homes| homes.contents());
    let homes = Homes::of([one[0].clone(), other[1].clone()]);
    let all = canonical(edits(0..3));
    for letter in [b'b', b'c'] {
        assert_eq!(canonical(ready(homes.tab(letter).read(OWN)).expect("it can be read").saves), all);
        assert_eq!(homes.contents(), [one[0].clone(), other[1].clone()], "each home keeps its own");
    }
    for letter in [b'd', b'e'] {
        let tab = homes.tab(letter);
        ready(tab.compact(OWN)).expect("there is room");
        assert_eq!(homes.whole(), all, "a compaction removes only what it read");
        ready(tab.read(OWN)).expect("it can be read");
    }
    let [local, durable] = homes.contents();
    assert_eq!((keys(&local, "/j/"), keys(&durable, "/j/")), (Vec::new(), Vec::new()), "the second covers the rest");
    homes.halves().iter().for_each(|half| assert_eq!(half.whole(), all));
}

/// Whether a home is there, and takes a write.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Room {
    Enough,
    Full,
    Absent,
}

impl Room {
    fn of(self, home: &MemoryHome) -> Option<MemoryHome> {
        home.writes_left.set((self == Self::Full).then_some(0));
        (self != Self::Absent).then(|| home.clone())
    }
}

#[test]
fn an_entry_is_kept_where_there_is_room() {
    use HomeError::Unavailable;
    use Room::{Absent, Enough, Full};
    let is_full = HomeError::Full;
    // What each home is, what appending says, what keeps the entry from being durable, what is reported besides.
    let cases = [
        (Enough, Enough, Ok(Kept::Local), None, None),
        (Enough, Full, Ok(Kept::Local), Some(is_full.clone()), None),
        (Enough, Absent, Ok(Kept::Local), Some(Unavailable), None),
        (Full, Enough, Ok(Kept::Durable), None, Some(is_full.clone())),
        (Full, Full, Err(is_full.clone()), None, None),
        (Full, Absent, Err(is_full.clone()), None, None),
        (Absent, Enough, Ok(Kept::Durable), None, None),
        (Absent, Full, Err(is_full), None, None),
        (Absent, Absent, Ok(Kept::Memory), Some(Unavailable), None),
    ];
    for (local, durable, kept, not_durable, trouble) in cases {
        let name = format!("local {local:?}, durable {durable:?}");
        let homes = Homes::default();
        let tab = Store::new(local.of(&homes.local), durable.of(&homes.durable), session(b'a'));
        assert_eq!(tab.homes(), (local != Absent, durable != Absent), "{name}");
        let appended = ready(tab.append(OWN, edits([0])));
        assert_eq!(appended.as_ref().map(|(kept, _)| *kept).map_err(Clone::clone), kept, "{name}");
        assert_eq!(tab.take_trouble(), Vec::from_iter(trouble), "{name}");
        assert_eq!(tab.take_trouble(), Vec::new(), "{name}: said once");
        match appended {
            Ok((_, entry)) => assert_eq!(ready(tab.make_durable(&entry)).err(), not_durable, "{name}"),
            Err(_) => assert_eq!(homes.contents(), [Content::new(), Content::new()], "{name}: nothing changed"),
        }
        // With room again, the journal goes on without a gap.
        homes.make_room();
        ready(tab.append(OWN, edits([1]))).expect("there is room, or nothing at all");
        let expected = match (local, durable) {
            (Absent, Absent) => String::new(),
            _ if kept.is_ok() => canonical(edits([0, 1])),
            _ => canonical(edits([1])),
        };
        assert_eq!(homes.whole(), expected, "{name}");
        let places = [&homes.local, &homes.durable].map(|home| keys(&home.content.borrow(), "/j/"));
        let places: BTreeSet<&str> = places.iter().flatten().filter_map(|key| key.rsplit('/').next()).collect();
        let first = if expected.is_empty() { None } else { Some(&"00000000") };
        assert_eq!(places.first(), first, "{name}: what was refused leaves its place to the next");
    }
}

/// What reading would refuse is refused when it is appended, not found damaged at the next start.
#[test]
fn an_entry_that_cannot_be_read_is_not_kept() {
    let homes = homes_with(0..1);
    let tab = homes.tab(b'b');
    let before = homes.contents();
    let mut reserved = edit(1);
    reserved.save.set = [(Name::known("id"), Some(Value::Int(1)))].into();
    let result = ready(tab.append(OWN, vec![edit(2), reserved])).map(|(kept, _)| kept);
    assert!(matches!(result, Err(HomeError::Failed(_))), "{result:?}");
    assert_eq!(homes.contents(), before, "nothing changed");
    save(&tab, OWN, edits(1..3));
    assert_eq!(homes.whole(), canonical(edits(0..3)));
}

/// A home whose every access fails.
struct Broken;

fn broken<T>() -> Result<T, HomeError> {
    Err(HomeError::Failed("it is broken".to_owned()))
}

impl LocalHome for Broken {
    fn keys(&self, _: &str) -> Result<Vec<String>, HomeError> {
        broken()
    }
    fn get(&self, _: &str) -> Result<Option<String>, HomeError> {
        broken()
    }
    fn set(&self, _: &str, _: &str) -> Result<(), HomeError> {
        broken()
    }
    fn remove(&self, _: &str) -> Result<(), HomeError> {
        broken()
    }
}

impl DurableHome for Broken {
    async fn read(&self, _: &str) -> Result<Vec<(String, String)>, HomeError> {
        broken()
    }
    async fn commit(&self, _: &Guard, _: &Batch) -> Result<(), HomeError> {
        broken()
    }
    async fn rewrite(
        &self,
        _: &Guard,
        _: &str,
        _: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        broken()
    }
}

/// Checks what one broken home does to a store whose other home holds three edits.
fn check_broken<L: LocalHome, D: DurableHome>(store: &Store<L, D>, kept: Kept) {
    let found = ready(store.read(OWN)).expect("the other home can be read");
    assert_eq!(canonical(found.saves), canonical(edits(0..3)));
    assert!(found.is_unread, "more may be there than was found");
    assert!(!store.take_trouble().is_empty(), "the failure is reported");
    assert_eq!(ready(store.append(OWN, edits([3]))).map(|(kept, _)| kept), Ok(kept));
    ready(store.workspaces()).expect("the other home can be read");
    ready(store.start()).expect("no newer version wrote");
    ready(store.drop_workspace("sample")).expect("the other home notes it");
}

#[test]
fn a_broken_home_is_made_good_by_the_other() {
    let homes = homes_with(0..3);
    check_broken(&Store::new(Some(Broken), Some(homes.durable.clone()), session(b'b')), Kept::Durable);
    check_broken(&Store::new(Some(homes.local.clone()), Some(Broken), session(b'c')), Kept::Local);
    let nowhere = Store::new(Some(Broken), Some(Broken), session(b'd'));
    assert_eq!(
        ready(nowhere.read(OWN)).map(|found| found.saves),
        broken(),
        "what cannot be read is never read as empty"
    );
    assert_eq!(ready(nowhere.workspaces()), broken());
    assert_eq!(ready(nowhere.append(OWN, edits([0]))).map(|(kept, _)| kept), broken());
    assert_eq!(ready(nowhere.drop_workspace(OWN)), broken());
    assert_eq!(ready(nowhere.create(&Workspace { id: OWN.to_owned(), sample: None })), broken());
}

#[test]
fn units_of_local_storage_are_counted() {
    let homes = Homes::default();
    assert_eq!(homes.tab(b'a').local_units(), 0);
    put(&homes.local, &format!("{PREFIX}键"), Some("值𠮷"));
    put(&homes.local, "of another page", Some("…"));
    assert_eq!(
        homes.tab(b'a').local_units(),
        PREFIX.len() + 1 + 3 + 15 + 1,
        "a character outside the plane takes two, and others' pages count"
    );
    let nowhere: Tab = Store::new(None, Some(homes.durable), session(b'a'));
    assert_eq!(nowhere.local_units(), 0);
}

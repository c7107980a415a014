//! The store: what is said to be kept is kept, in either of two homes, through full storage, damage, crashes, removals
//! and other tabs.
//!
//! Homes are in memory and fail where a case says so; nothing here waits, so a future is ready when it is first asked.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::limits::{FIELDS_MAX, RECORD_FIELDS_MAX};
use sanyou::replica::{Dot, Key, Pred, Replica, Save, Saved};
use sanyou::store::memory::MemoryHome;
use sanyou::store::{
    Batch, DurableHome, Entry, Found, Gap, Guard, HomeError, Kept, LocalHome, PREFIX, Store, Workspace, entry,
};

type Tab = Store<MemoryHome, MemoryHome>;
type Content = BTreeMap<String, String>;

/// The workspace of most cases.
const OWN: &str = "own";
/// How many records the edits of a case go round.
const RECORDS: u32 = 40;

fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("homes in memory make nobody wait"),
    }
}

fn session(letter: u8) -> SessionId {
    SessionId::from_bytes([letter; SessionId::BYTES])
}

/// The edit of a number: all are different saves, and each comes after the one before it in its record.
fn edit(number: u32) -> Saved {
    let (counter, height) = (number % RECORDS, u64::from(number / RECORDS) + 1);
    let dot = |height| Dot { height, session: session(b'x') };
    let text = format!("第{number}次");
    let save = Save {
        dot: dot(height),
        after: if height > 1 { vec![Pred::of_dot(dot(height - 1))] } else { Vec::new() },
        set: [(Name::known("name"), Some(Value::text(&text)))].into(),
        at: 1_795_305_600,
        by: "张三".into(),
    };
    Saved { key: Key { id: RecordId { session: session(b'x'), counter }, kind: Name::known("unit") }, save }
}

fn edits(numbers: impl IntoIterator<Item = u32>) -> Vec<Saved> {
    numbers.into_iter().map(edit).collect()
}

fn canonical(saves: Vec<Saved>) -> String {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica.canonical()
}

/// Both homes of one device.
#[derive(Clone, Default)]
struct Homes {
    local: MemoryHome,
    durable: MemoryHome,
}

impl Homes {
    /// A tab that opens on these homes.
    fn tab(&self, letter: u8) -> Tab {
        Store::new(Some(self.local.clone()), Some(self.durable.clone()), session(letter))
    }

    /// The same content in homes of its own, which take any number of writes.
    fn copy(&self) -> Self {
        Self::of(self.contents())
    }

    fn of([local, durable]: [Content; 2]) -> Self {
        let homes = Self::default();
        *homes.local.content.borrow_mut() = local;
        *homes.durable.content.borrow_mut() = durable;
        homes
    }

    fn contents(&self) -> [Content; 2] {
        [self.local.content.borrow().clone(), self.durable.content.borrow().clone()]
    }

    /// What a new tab finds; the homes stay as they are.
    fn found(&self) -> Found {
        ready(self.copy().tab(b'r').read(OWN)).expect("homes in memory can be read")
    }

    /// The canonical form of what a new tab finds, all of it whole.
    #[track_caller]
    fn whole(&self) -> String {
        let found = self.found();
        assert!(found.is_whole(), "{:?} {:?} {:?}", found.damaged, found.gaps, found.lost);
        canonical(found.saves)
    }

    /// The same with one home lost: first without local storage, then without IndexedDB.
    fn halves(&self) -> [Self; 2] {
        let [local, durable] = self.contents();
        [Self::of([Content::new(), durable]), Self::of([local, Content::new()])]
    }

    /// Both homes take any number of writes again.
    fn make_room(&self) {
        self.local.writes_left.set(None);
        self.durable.writes_left.set(None);
    }

    /// Puts a text into both homes, or removes what is there.
    fn put_both(&self, key: &str, text: Option<&str>) {
        for home in [&self.local, &self.durable] {
            put(home, key, text);
        }
    }
}

fn put(home: &MemoryHome, key: &str, text: Option<&str>) {
    match text {
        Some(text) => drop(home.content.borrow_mut().insert(key.to_owned(), text.to_owned())),
        None => drop(home.content.borrow_mut().remove(key)),
    }
}

fn keys(content: &Content, part: &str) -> Vec<String> {
    content.keys().filter(|key| key.contains(part)).cloned().collect()
}

/// Appends one entry and waits until it is in both homes, as the program does.
#[track_caller]
fn save(tab: &Tab, workspace: &str, saves: Vec<Saved>) -> Entry {
    let (kept, entry) = ready(tab.append(workspace, saves)).expect("there is room");
    assert_eq!(kept, Kept::Local);
    ready(tab.make_durable(&entry)).expect("there is room");
    entry
}

/// Homes into which one tab saved these edits, one entry each.
fn homes_with(numbers: impl IntoIterator<Item = u32>) -> Homes {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    for number in numbers {
        save(&tab, OWN, edits([number]));
    }
    homes
}

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

/// Checks damage to one text: the other home heals it; in both homes it is set aside, and all else is still read.
///
/// Tells whether the damage was noticed; where it was not, the text must still say the same.
fn check_damage(whole: &[Content; 2], key: &str, damaged: &str, all: &str, others: &str) -> bool {
    if let Some(saves) = entry::read(key, damaged) {
        let undamaged = entry::read(key, &whole[0][key]).expect("it was whole");
        assert_eq!(canonical(saves), canonical(undamaged), "{key}: {damaged}");
        return false;
    }
    for place in [0, 1] {
        let homes = Homes::of(whole.clone());
        put([&homes.local, &homes.durable][place], key, Some(damaged));
        let found = ready(homes.tab(b'r').read(OWN)).expect("it can be read");
        assert_eq!((canonical(found.saves).as_str(), found.damaged.as_slice()), (all, &[][..]), "{key}: {damaged}");
        assert_eq!(&homes.contents(), whole, "{key}: healed");
    }
    let homes = Homes::of(whole.clone());
    homes.put_both(key, Some(damaged));
    let found = ready(homes.tab(b'r').read(OWN)).expect("it can be read");
    assert_eq!(found.damaged, [(key.to_owned(), damaged.to_owned())]);
    assert_eq!(canonical(found.saves), others, "{key}: {damaged}");
    for content in homes.contents() {
        assert_eq!(content[key], damaged, "what is damaged stays for a person to look at");
    }
    true
}

/// All texts that differ from one in a single character, in several ways, or end early.
fn damaged(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let flipped = (0..chars.len()).flat_map(|place| {
        let flips = [1, 0x20].map(|flip| char::from_u32(chars[place] as u32 ^ flip).unwrap_or('?'));
        let with = |c: char| chars[..place].iter().chain([&c]).chain(&chars[place + 1..]).collect::<String>();
        flips.map(with)
    });
    let cut = (0..chars.len()).step_by(7).map(|end| chars[..end].iter().collect());
    flipped.chain(cut).collect()
}

#[test]
fn damage_is_healed_or_reported() {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    for numbers in [0..1, 1..25, 25..26] {
        save(&tab, OWN, edits(numbers));
    }
    let whole = homes.contents();
    assert!(whole[0].values().nth(1).is_some_and(|text| text.contains("\"packed\"")), "the middle one is deflated");
    let all = canonical(edits(0..26));
    let others = [canonical(edits(1..26)), canonical(edits([0, 25])), canonical(edits(0..25))];
    let (mut count, mut unnoticed) = (0, [0; 3]);
    for (place, key) in keys(&whole[0], "/j/").iter().enumerate() {
        for damaged in damaged(&whole[0][key]) {
            count += 1;
            unnoticed[place] += usize::from(!check_damage(&whole, key, &damaged, &all, &others[place]));
        }
    }
    println!("{count} damaged texts, {unnoticed:?} of them say the same as before");
    // The last unit of a packed text may have bits to spare.
    assert_eq!((unnoticed[0], unnoticed[2]), (0, 0));
    assert!(unnoticed[1] <= 3);
}

#[test]
fn damage_of_other_kinds_is_reported() {
    let homes = homes_with(0..3);
    let whole = homes.contents();
    let all = keys(&whole[0], "/j/");
    let cases: [(&str, String); 6] = [
        ("an empty text", String::new()),
        ("the text of another entry", whole[0][&all[0]].clone()),
        ("JSON of something else", "{}".to_owned()),
        ("no JSON", "\u{fffd}".to_owned()),
        ("twice the text", whole[0][&all[1]].repeat(2)),
        (
            "a bomb",
            format!("{{\"length\":4294967295,\"sum\":\"\",\"before\":\"\",\"packed\":\"{}\"}}", "㐀".repeat(99)),
        ),
    ];
    for (name, damaged) in cases {
        let (all_edits, others) = (canonical(edits(0..3)), canonical(edits([0, 2])));
        assert!(check_damage(&whole, &all[1], &damaged, &all_edits, &others), "{name}");
    }
    // Different damage in each home: both texts are handed on.
    put(&homes.local, &all[1], Some("one"));
    put(&homes.durable, &all[1], Some("other"));
    let found = homes.found();
    assert_eq!(found.damaged, [(all[1].clone(), "one".to_owned()), (all[1].clone(), "other".to_owned())]);
    assert_eq!(found.gaps, [gap(1, 1, Some(1))], "the entry between two others is not there to be read");
}

/// A gap in the journal of session `a`.
fn gap(first: u32, last: u32, saves: Option<u32>) -> Gap {
    Gap { session: session(b'a'), first, last, saves }
}

/// Six entries, the third of which holds four saves: what is missing before others is named exactly, and that the last are
/// missing cannot be known.
#[test]
fn entries_missing_before_others_are_named() {
    let cases: [(&[usize], &[Gap]); 8] = [
        (&[], &[]),
        (&[3], &[gap(3, 3, Some(1))]),
        (&[2], &[gap(2, 2, Some(4))]),
        (&[1, 2, 3], &[gap(1, 3, Some(6))]),
        (&[1, 3], &[gap(1, 1, Some(1)), gap(3, 3, Some(1))]),
        (&[0], &[gap(0, 0, Some(1))]),
        (&[5], &[]),
        (&[0, 1, 4, 5], &[gap(0, 1, Some(2))]),
    ];
    let saved = [0..1, 1..2, 2..6, 6..7, 7..8, 8..9];
    for (lost, gaps) in cases {
        let homes = Homes::default();
        let tab = homes.tab(b'a');
        for numbers in saved.clone() {
            save(&tab, OWN, edits(numbers));
        }
        save(&homes.tab(b'b'), OWN, edits([9]));
        let all = keys(&homes.contents()[0], "/j/");
        lost.iter().for_each(|place| homes.put_both(&all[*place], None));
        let found = homes.found();
        assert_eq!(found.gaps, gaps, "{lost:?} lost");
        let left = saved.iter().enumerate().filter(|(place, _)| !lost.contains(place)).flat_map(|(_, n)| n.clone());
        assert_eq!(canonical(found.saves), canonical(edits(left.chain([9]))), "{lost:?} lost");
    }
}

/// What a shard stands for is not missing, whichever of its neighbours came too late for it and however often it was
/// replaced; what is lost after it is.
#[test]
fn entries_that_shards_stand_for_are_not_missing() {
    for compactions in 1..=3 {
        for is_late in [false, true] {
            let homes = Homes::default();
            let tab = homes.tab(b'a');
            let (_, first) = ready(tab.append(OWN, edits([0]))).expect("there is room");
            save(&tab, OWN, edits([1]));
            save(&tab, OWN, edits([2]));
            for number in 0..compactions {
                ready(homes.tab(b'c' + number).compact(OWN)).expect("there is room");
                save(&homes.tab(b'k' + number), OWN, edits([5 + u32::from(number)]));
            }
            if is_late {
                ready(tab.make_durable(&first)).expect("there is room");
            }
            save(&tab, OWN, edits([3]));
            save(&tab, OWN, edits([4]));
            let all = canonical(edits(0..5 + u32::from(compactions)));
            assert_eq!(homes.whole(), all, "{compactions} compactions, late: {is_late}");
            let fourth = format!("{}/00000003", first_part(&homes));
            homes.put_both(&fourth, None);
            assert_eq!(homes.found().gaps, [gap(3, 3, Some(1))], "{compactions} compactions, late: {is_late}");
        }
    }
}

/// The key of session `a`'s entries without their number.
fn first_part(homes: &Homes) -> String {
    let all = keys(&homes.contents()[0], &format!("/j/{}/", session(b'a')));
    all[0].rsplit_once('/').map(|(part, _)| part.to_owned()).expect("keys end with a number")
}

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
        self::save(&tab, OWN, vec![saved.clone()]);
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

fn sample(id: &str) -> Workspace {
    Workspace { id: id.to_owned(), sample: Some("2026.1".to_owned()) }
}

/// Homes that hold own edits and two samples, whose ids begin alike.
fn homes_with_samples() -> Homes {
    let homes = homes_with(0..3);
    let tab = homes.tab(b's');
    for id in ["sample-1", "sample-12"] {
        ready(tab.create(&sample(id))).expect("there is room");
        save(&tab, id, edits(10..15));
    }
    homes
}

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

/// Keys that belong to a workspace, in both homes.
fn traces(homes: &Homes, workspace: &str) -> Vec<String> {
    let [local, durable] = homes.contents();
    let part = format!("/{workspace}");
    let is_of = |key: &String| key.ends_with(&part) || key.contains(&format!("{part}/"));
    local.into_keys().chain(durable.into_keys()).filter(is_of).collect()
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

#[test]
fn units_of_local_storage_are_counted() {
    let homes = Homes::default();
    assert_eq!(homes.tab(b'a').local_units(), 0);
    put(&homes.local, &format!("{PREFIX}键"), Some("值𠮷"));
    put(&homes.local, "of another page", Some("…"));
    assert_eq!(homes.tab(b'a').local_units(), PREFIX.len() + 1 + 3, "a character outside the plane takes two");
    let nowhere: Tab = Store::new(None, Some(homes.durable), session(b'a'));
    assert_eq!(nowhere.local_units(), 0);
}

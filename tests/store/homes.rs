//! The kit: edits, homes in memory, and what a new tab finds in them.

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::{Dot, Key, Pred, Replica, Save, Saved};
use sanyou::store::memory::MemoryHome;
use sanyou::store::{Entry, Found, Gap, Kept, Store, Workspace};

pub type Tab = Store<MemoryHome, MemoryHome>;

pub type Content = BTreeMap<String, String>;

/// The workspace of most cases.
pub const OWN: &str = "own";

/// How many records the edits of a case go round.
pub const RECORDS: u32 = 40;

pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("homes in memory make nobody wait"),
    }
}

pub fn session(letter: u8) -> SessionId {
    SessionId::from_bytes([letter; SessionId::BYTES])
}

/// The edit of a number: all are different saves, and each comes after the one before it in its record.
pub fn edit(number: u32) -> Saved {
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
    // Made by as many sessions, so that the records are in all shards.
    let mut made_by = [0; SessionId::BYTES];
    made_by[SessionId::BYTES - 1] = u8::try_from(counter).expect("there are few records");
    let id = RecordId { session: SessionId::from_bytes(made_by), counter };
    Saved { key: Key { id, kind: Name::known("unit") }, save }
}

pub fn edits(numbers: impl IntoIterator<Item = u32>) -> Vec<Saved> {
    numbers.into_iter().map(edit).collect()
}

pub fn canonical(saves: Vec<Saved>) -> String {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica.canonical()
}

/// Both homes of one device.
#[derive(Clone, Default)]
pub struct Homes {
    pub local: MemoryHome,
    pub durable: MemoryHome,
}

impl Homes {
    /// A tab that opens on these homes.
    pub fn tab(&self, letter: u8) -> Tab {
        Store::new(Some(self.local.clone()), Some(self.durable.clone()), session(letter))
    }

    /// The same content in homes of its own, which take any number of writes.
    pub fn copy(&self) -> Self {
        Self::of(self.contents())
    }

    pub fn of([local, durable]: [Content; 2]) -> Self {
        let homes = Self::default();
        *homes.local.content.borrow_mut() = local;
        *homes.durable.content.borrow_mut() = durable;
        homes
    }

    pub fn contents(&self) -> [Content; 2] {
        [self.local.content.borrow().clone(), self.durable.content.borrow().clone()]
    }

    /// What a new tab finds; the homes stay as they are.
    pub fn found(&self) -> Found {
        ready(self.copy().tab(b'r').read(OWN)).expect("homes in memory can be read")
    }

    /// The canonical form of what a new tab finds, all of it whole.
    #[track_caller]
    pub fn whole(&self) -> String {
        let found = self.found();
        assert!(found.is_whole(), "{:?} {:?} {:?}", found.damaged, found.gaps, found.lost);
        canonical(found.saves)
    }

    /// The same with one home lost: first without local storage, then without IndexedDB.
    pub fn halves(&self) -> [Self; 2] {
        let [local, durable] = self.contents();
        [Self::of([Content::new(), durable]), Self::of([local, Content::new()])]
    }

    /// Both homes take any number of writes again.
    pub fn make_room(&self) {
        self.local.writes_left.set(None);
        self.durable.writes_left.set(None);
    }

    /// Puts a text into both homes, or removes what is there.
    pub fn put_both(&self, key: &str, text: Option<&str>) {
        for home in [&self.local, &self.durable] {
            put(home, key, text);
        }
    }
}

pub fn put(home: &MemoryHome, key: &str, text: Option<&str>) {
    match text {
        Some(text) => drop(home.content.borrow_mut().insert(key.to_owned(), text.to_owned())),
        None => drop(home.content.borrow_mut().remove(key)),
    }
}

pub fn keys(content: &Content, part: &str) -> Vec<String> {
    content.keys().filter(|key| key.contains(part)).cloned().collect()
}

/// Appends one entry and waits until it is in both homes, as the program does.
#[track_caller]
pub fn save(tab: &Tab, workspace: &str, saves: Vec<Saved>) -> Entry {
    let (kept, entry) = ready(tab.append(workspace, saves)).expect("there is room");
    assert_eq!(kept, Kept::Local);
    ready(tab.make_durable(&entry)).expect("there is room");
    entry
}

/// Homes into which one tab saved these edits, one entry each.
pub fn homes_with(numbers: impl IntoIterator<Item = u32>) -> Homes {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    for number in numbers {
        save(&tab, OWN, edits([number]));
    }
    homes
}

/// A gap in the journal of session `a`.
pub fn gap(first: u32, last: u32, saves: Option<u32>) -> Gap {
    Gap { session: session(b'a'), first, last, saves }
}

/// The key of session `a`'s entries without their number.
pub fn first_part(homes: &Homes) -> String {
    let all = keys(&homes.contents()[0], &format!("/j/{}/", session(b'a')));
    all[0].rsplit_once('/').map(|(part, _)| part.to_owned()).expect("keys end with a number")
}

pub fn sample(id: &str) -> Workspace {
    Workspace { id: id.to_owned(), sample: Some("2026.1".to_owned()) }
}

/// Homes that hold own edits and two samples, whose ids begin alike.
pub fn homes_with_samples() -> Homes {
    let homes = homes_with(0..3);
    let tab = homes.tab(b's');
    for id in ["sample-1", "sample-12"] {
        ready(tab.create(&sample(id))).expect("there is room");
        save(&tab, id, edits(10..15));
    }
    homes
}

/// Keys that belong to a workspace, in both homes.
pub fn traces(homes: &Homes, workspace: &str) -> Vec<String> {
    let [local, durable] = homes.contents();
    let part = format!("/{workspace}");
    let is_of = |key: &String| key.ends_with(&part) || key.contains(&format!("{part}/"));
    local.into_keys().chain(durable.into_keys()).filter(is_of).collect()
}

//! Homes in memory that count what is asked of them, and the store upon them: the only place that knows the store's
//! interface.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use sanyou::model::SessionId;
use sanyou::replica::Saved;
use sanyou::store::memory::MemoryHome;
use sanyou::store::{Batch, DurableHome, Guard, HomeError, Kept, LocalHome, Store};

/// UTF-16 units that local storage holds in Chromium, keys included.
pub const LOCAL_UNITS_MAX: usize = 5_242_880;
/// The workspace of all figures.
const OWN: &str = "0123456789abcdef";
/// Stands in the key of every journal entry.
const JOURNAL: &str = "/j/";

/// What was asked of a home so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Questions: a key, a list of keys, a prefix.
    pub reads: usize,
    /// Calls that write: one key, or one transaction.
    pub writes: usize,
    /// UTF-16 units of keys and texts put.
    pub units_put: usize,
    /// Bytes of the same as UTF-8.
    pub bytes_put: usize,
}

/// A home in memory that counts; its clones share content and counts.
#[derive(Clone, Default)]
pub struct Meter {
    home: MemoryHome,
    asked: Rc<Cell<Asked>>,
    held_units: Rc<Cell<usize>>,
    peak_units: Rc<Cell<usize>>,
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Meter {
    /// What was asked since the last call.
    pub fn take_asked(&self) -> Asked {
        self.asked.take()
    }

    /// UTF-16 units held, keys included.
    pub fn held_units(&self) -> usize {
        self.held_units.get()
    }

    /// The most units held since the last call.
    pub fn take_peak_units(&self) -> usize {
        self.peak_units.replace(self.held_units.get())
    }

    /// Keys and texts held, journal left out.
    pub fn shards(&self) -> Vec<(String, String)> {
        let content = self.home.content.borrow();
        content
            .iter()
            .filter(|(key, _)| !key.contains(JOURNAL))
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect()
    }

    fn copy(&self) -> Self {
        let copy = Self::default();
        copy.home.content.borrow_mut().clone_from(&self.home.content.borrow());
        copy.held_units.set(self.held_units.get());
        copy
    }

    fn count(&self, count: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get();
        count(&mut asked);
        self.asked.set(asked);
    }

    fn read_once(&self) {
        self.count(|asked| asked.reads += 1);
    }

    /// Counts what is about to be put and removed.
    fn write_once(&self, put: &[(String, String)], remove: &[String]) {
        let content = self.home.content.borrow();
        let held = |key: &str| content.get(key).map_or(0, |text| units(key) + units(text));
        let (mut more, mut less) = (0, 0);
        self.count(|asked| {
            asked.writes += 1;
            for (key, text) in put {
                let length = units(key) + units(text);
                asked.units_put += length;
                asked.bytes_put += key.len() + text.len();
                more += length;
                less += held(key);
            }
        });
        less += remove.iter().map(|key| held(key)).sum::<usize>();
        let held = self.held_units.get() + more;
        self.peak_units.set(self.peak_units.get().max(held));
        self.held_units.set(held - less);
    }
}

impl LocalHome for Meter {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.read_once();
        self.home.keys(prefix)
    }

    fn get(&self, key: &str) -> Result<Option<String>, HomeError> {
        self.read_once();
        self.home.get(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), HomeError> {
        self.write_once(&[(key.to_owned(), text.to_owned())], &[]);
        self.home.set(key, text)
    }

    fn remove(&self, key: &str) -> Result<(), HomeError> {
        self.write_once(&[], &[key.to_owned()]);
        LocalHome::remove(&self.home, key)
    }
}

impl DurableHome for Meter {
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        self.read_once();
        self.home.read(prefix).await
    }

    async fn commit(&self, guard: &Guard, batch: &Batch) -> Result<(), HomeError> {
        self.write_once(&batch.put, &batch.remove);
        self.home.commit(guard, batch).await
    }

    async fn rewrite(
        &self,
        guard: &Guard,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        self.read_once();
        let mut counted = |held| {
            let batch = plan(held);
            self.write_once(&batch.put, &batch.remove);
            batch
        };
        self.home.rewrite(guard, prefix, &mut counted).await
    }
}

/// The homes of one device, and a store for each run of the program that saves there.
pub struct Device {
    /// Local storage.
    pub local: Option<Meter>,
    /// IndexedDB.
    pub durable: Meter,
    stores: RefCell<BTreeMap<SessionId, Store<Meter, Meter>>>,
}

impl Device {
    /// A device with both homes, both empty.
    pub fn new() -> Self {
        Self { local: Some(Meter::default()), ..Self::without_local() }
    }

    /// A device whose local storage is left out: what it holds of snapshots then is what IndexedDB holds.
    pub fn without_local() -> Self {
        Self { local: None, durable: Meter::default(), stores: RefCell::default() }
    }

    /// The same content in homes of its own, without the runs of the program.
    pub fn copy(&self) -> Self {
        let local = self.local.as_ref().map(Meter::copy);
        Self { local, durable: self.durable.copy(), stores: RefCell::default() }
    }

    /// What was asked of local storage and of IndexedDB since the last call.
    pub fn take_asked(&self) -> [Asked; 2] {
        [self.local.as_ref().map(Meter::take_asked).unwrap_or_default(), self.durable.take_asked()]
    }

    /// UTF-16 units in local storage, keys included.
    pub fn local_units(&self) -> usize {
        self.local.as_ref().map_or(0, Meter::held_units)
    }

    /// The most units in local storage since the last call.
    pub fn take_local_peak_units(&self) -> usize {
        self.local.as_ref().map_or(0, Meter::take_peak_units)
    }

    fn store(&self, session: SessionId) -> Store<Meter, Meter> {
        Store::new(self.local.clone(), Some(self.durable.clone()), session)
    }

    /// Saves as one command does, in both homes.
    pub fn save(&self, session: SessionId, saves: Vec<Saved>) {
        let mut stores = self.stores.borrow_mut();
        let store = stores.entry(session).or_insert_with(|| self.store(session));
        let (kept, entry) = ready(store.append(OWN, saves)).expect("there is room");
        if kept != Kept::Durable {
            ready(store.make_durable(&entry)).expect("there is room");
        }
    }

    /// Ends all runs of the program: their journals get no more entries.
    pub fn end_sessions(&self) {
        self.stores.borrow_mut().clear();
    }

    /// Compacts as a start-up does; the number tells this run of the program from others.
    pub fn compact(&self, number: usize) {
        let store = self.store(starter(number));
        ready(store.compact(OWN)).expect("there is room");
        assert_eq!(store.take_trouble(), Vec::new(), "both homes take the shards");
    }

    /// Reads everything as a start-up does.
    pub fn read(&self) -> Vec<Saved> {
        let found = ready(self.store(starter(0)).read(OWN)).expect("homes in memory can be read");
        assert!(found.is_whole(), "nothing is damaged, nothing is missing");
        found.saves
    }
}

/// The session of a run of the program that only reads and compacts.
fn starter(number: usize) -> SessionId {
    let mut bytes = [0xff; SessionId::BYTES];
    bytes[2..].copy_from_slice(&(number as u64).to_be_bytes());
    SessionId::from_bytes(bytes)
}

/// Homes in memory make nobody wait.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("homes in memory make nobody wait"),
    }
}

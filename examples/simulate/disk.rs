//! A home on a disk: the in-memory home, made to forget and to die.
//!
//! Local storage commits late, so what was written since the last commit is remembered write by write and a crash may
//! take back any part of it. A fuse shared by both homes of a device ends all writing after so many writes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use sanyou::store::memory::MemoryHome;
use sanyou::store::{Batch, DurableHome, Guard, HomeError, LocalHome};

/// All keys and texts of a home.
pub type Content = BTreeMap<String, String>;
/// How many writes both homes of a device still do before it dies; without a number, any.
pub type Fuse = Rc<Cell<Option<usize>>>;

/// Writes that local storage has not committed at most; older ones count as committed.
const UNCOMMITTED_MAX: usize = 48;

/// One write of one key.
struct Write {
    number: u64,
    key: String,
    before: Option<String>,
    after: Option<String>,
}

/// What a home forgets and tells.
#[derive(Default)]
struct Memory {
    /// The number of the last write.
    number: u64,
    /// The number of the last write that survives any crash.
    committed: u64,
    uncommitted: Vec<Write>,
    /// Every key that was put, for the other tabs to hear of.
    told: Vec<(String, String)>,
}

impl Memory {
    /// Notes that the content is not what the last write left: numbers given out so far say nothing of it.
    fn turn(&mut self) {
        self.number += 1;
    }
}

/// A home on a disk; its clones share one content.
#[derive(Clone)]
pub struct Disk {
    home: MemoryHome,
    fuse: Fuse,
    memory: Rc<RefCell<Memory>>,
}

impl Disk {
    /// A home that holds this content.
    pub fn new(content: Content, fuse: Fuse) -> Self {
        let home = MemoryHome::default();
        *home.content.borrow_mut() = content;
        Self { home, fuse, memory: Rc::default() }
    }

    /// The number of the last write.
    pub fn number(&self) -> u64 {
        self.memory.borrow().number
    }

    /// A copy of the content.
    pub fn content(&self) -> Content {
        self.home.content.borrow().clone()
    }

    /// The keys that fit.
    pub fn keys(&self, fits: impl Fn(&str) -> bool) -> Vec<String> {
        self.home.content.borrow().keys().filter(|key| fits(key)).cloned().collect()
    }

    /// Lets so many more writes fit in.
    pub fn set_room(&self, writes: Option<usize>) {
        self.home.writes_left.set(writes);
    }

    /// What was put since a place in the list of all puts, and the place where the list ends now.
    pub fn told_since(&self, place: usize) -> (Vec<(String, String)>, usize) {
        let memory = self.memory.borrow();
        (memory.told[place.min(memory.told.len())..].to_vec(), memory.told.len())
    }

    /// Commits everything: no crash takes it back.
    pub fn commit_all(&self) {
        let mut memory = self.memory.borrow_mut();
        memory.committed = memory.number;
        memory.uncommitted.clear();
    }

    /// How many writes a crash could take back.
    pub fn uncommitted(&self) -> usize {
        self.memory.borrow().uncommitted.len()
    }

    /// Takes back the last writes and returns the number of the last that is left.
    pub fn lose_suffix(&self, count: usize) -> u64 {
        let mut memory = self.memory.borrow_mut();
        for _ in 0..count {
            if let Some(write) = memory.uncommitted.pop() {
                self.put(&write.key, write.before);
            }
        }
        let left = memory.uncommitted.last().map_or(memory.committed, |write| write.number);
        memory.turn();
        left
    }

    /// Takes back some writes in the middle; what was written after them stays. Gives the number of the last write before
    /// them, unless something was removed meanwhile: it may have been replaced by what is gone.
    pub fn lose_middle(&self, lost: Range<usize>) -> Option<u64> {
        let mut memory = self.memory.borrow_mut();
        let writes = std::mem::take(&mut memory.uncommitted);
        for write in writes.iter().rev() {
            self.put(&write.key, write.before.clone());
        }
        let is_removed = writes.iter().any(|write| write.after.is_none());
        let before = lost.start.checked_sub(1).map_or(memory.committed, |place| writes[place].number);
        for (place, write) in writes.into_iter().enumerate() {
            if !lost.contains(&place) {
                self.put(&write.key, write.after);
            }
        }
        memory.turn();
        memory.committed = memory.number;
        (!is_removed).then_some(before)
    }

    /// Removes a key, whatever else holds.
    pub fn forget(&self, key: &str) {
        self.put(key, None);
    }

    /// Puts an older content in the place of what is held.
    pub fn revert(&self, content: Content) {
        *self.home.content.borrow_mut() = content;
        self.memory.borrow_mut().turn();
        self.commit_all();
    }

    /// Changes one character of the text under a key, by numbers drawn by chance; tells whether there was one.
    pub fn damage(&self, which: usize, place: usize) -> bool {
        let mut content = self.home.content.borrow_mut();
        let count = content.len().max(1);
        let Some(text) = content.values_mut().nth(which % count) else { return false };
        let mut chars: Vec<char> = text.chars().collect();
        let place = place % chars.len().max(1);
        let Some(held) = chars.get_mut(place) else { return false };
        *held = if *held == '0' { '1' } else { '0' };
        *text = chars.into_iter().collect();
        self.memory.borrow_mut().turn();
        true
    }

    fn put(&self, key: &str, text: Option<String>) {
        let mut content = self.home.content.borrow_mut();
        match text {
            Some(text) => content.insert(key.to_owned(), text),
            None => content.remove(key),
        };
    }

    /// Fails when the device is dead, else burns one write off the fuse.
    fn burn(&self) -> Result<(), HomeError> {
        match self.fuse.get() {
            None => Ok(()),
            Some(0) => Err(HomeError::Failed("the device is dead".to_owned())),
            Some(left) => {
                self.fuse.set(Some(left - 1));
                Ok(())
            }
        }
    }

    fn remember(&self, key: &str, before: Option<String>, after: Option<&str>) {
        let mut memory = self.memory.borrow_mut();
        memory.number += 1;
        let number = memory.number;
        memory.uncommitted.push(Write { number, key: key.to_owned(), before, after: after.map(str::to_owned) });
        if memory.uncommitted.len() > UNCOMMITTED_MAX {
            memory.committed = memory.uncommitted.remove(0).number;
        }
        if let Some(text) = after {
            memory.told.push((key.to_owned(), text.to_owned()));
        }
    }

    fn count(&self) {
        let mut memory = self.memory.borrow_mut();
        memory.number += 1;
        memory.committed = memory.number;
    }
}

impl LocalHome for Disk {
    const UNITS_MAX: usize = 9_000;
    const BULK_BYTES_MIN: usize = 1000;

    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.home.keys(prefix)
    }

    fn get(&self, key: &str) -> Result<Option<String>, HomeError> {
        self.home.get(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), HomeError> {
        let before = self.home.get(key)?;
        self.burn()?;
        self.home.set(key, text)?;
        self.remember(key, before, Some(text));
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), HomeError> {
        let before = self.home.get(key)?;
        self.burn()?;
        // What goes makes room, however full it is.
        let room = self.home.writes_left.replace(None);
        self.home.remove(key)?;
        self.home.writes_left.set(room.map(|room| room + 1));
        self.remember(key, before, None);
        Ok(())
    }
}

impl DurableHome for Disk {
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        self.home.read(prefix).await
    }

    async fn commit(&self, guard: &Guard, batch: &Batch) -> Result<(), HomeError> {
        self.burn()?;
        self.home.commit(guard, batch).await?;
        self.count();
        Ok(())
    }

    async fn rewrite(
        &self,
        guard: &Guard,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        self.burn()?;
        self.home.rewrite(guard, prefix, plan).await?;
        self.count();
        Ok(())
    }
}

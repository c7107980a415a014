//! What was promised to the people who use a device, and in which homes it must be found.

use std::rc::Rc;

use sanyou::model::Value;
use sanyou::replica::drops::is_drop;
use sanyou::replica::{DELETED, Replica, Saved};

use crate::files;

/// In which homes something is, by the number of the write after which it was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// In local storage.
    pub local: Option<u64>,
    /// In IndexedDB.
    pub durable: Option<u64>,
}

impl Place {
    /// Tells whether a home owes it.
    pub fn is_any(self) -> bool {
        self.local.is_some() || self.durable.is_some()
    }

    /// What is left of it when the homes go back to these writes.
    pub fn until(self, local: u64, durable: u64) -> Self {
        Self {
            local: self.local.filter(|number| *number <= local),
            durable: self.durable.filter(|number| *number <= durable),
        }
    }

    /// Tells whether a home owes it that can be read: local storage, IndexedDB.
    pub fn is_within(self, reach: (bool, bool)) -> bool {
        (reach.0 && self.local.is_some()) || (reach.1 && self.durable.is_some())
    }
}

/// A save that the program showed as kept or saved.
#[derive(Clone)]
pub struct Promise {
    /// Which of all that the device promised.
    pub id: u64,
    /// What owes it.
    pub place: Place,
    /// It may have been copied to IndexedDB without that being known.
    pub may_be_copied: bool,
    /// A manifest in local storage stands for it: were it gone, that must be said.
    pub is_named: bool,
    /// The save, without the values that nobody owes any more.
    pub saved: Rc<Saved>,
    is_cleared: bool,
}

impl Promise {
    /// A promise of a save as it is.
    pub fn new(id: u64, place: Place, saved: Saved) -> Self {
        Self { id, place, may_be_copied: false, is_named: false, saved: Rc::new(saved), is_cleared: false }
    }

    /// Tells whether a replica holds it, or its record was erased.
    pub fn is_kept(&self, replica: &Replica) -> bool {
        files::holds(replica, &self.saved)
    }

    /// Tells whether its record was erased.
    pub fn is_erased(&self, said: &Replica) -> bool {
        !is_drop(&self.saved.key) && said.drops().is_erased(&self.saved.key.id)
    }

    /// Owes no values where the save was dropped: a compaction may have cleared them.
    pub fn relax(&mut self, said: &Replica) {
        self.is_named &= !self.is_erased(said);
        let Saved { key, save } = self.saved.as_ref();
        let ghosts = said.drops().ghosts(&key.id).filter(|_| !is_drop(key) && !self.is_cleared);
        if ghosts.is_some_and(|ghosts| ghosts.contains_key(&save.dot)) {
            self.saved = Rc::new(without_values(&self.saved));
            self.is_cleared = true;
        }
    }
}

/// A save without its values; whether it deletes stays.
fn without_values(saved: &Saved) -> Saved {
    let mut saved = saved.clone();
    for (name, value) in &mut saved.save.set {
        if name.as_str() != DELETED || !matches!(value, Some(Value::Bool(_))) {
            *value = None;
        }
    }
    saved
}

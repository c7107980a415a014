//! Homes in memory that fail on demand: for tests, and to think with.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Batch, DurableHome, HomeError, LocalHome};

/// A home in memory; its clones share one content, as tabs share one storage.
#[derive(Debug, Clone, Default)]
pub struct MemoryHome {
    /// What it holds.
    pub content: Rc<RefCell<BTreeMap<String, String>>>,
    /// How many writes it still takes before it says it is full; without a number, any.
    pub writes_left: Rc<Cell<Option<usize>>>,
}

impl MemoryHome {
    fn write(&self) -> Result<(), HomeError> {
        match self.writes_left.get() {
            None => Ok(()),
            Some(0) => Err(HomeError::Full),
            Some(left) => {
                self.writes_left.set(Some(left - 1));
                Ok(())
            }
        }
    }

    fn prefixed(&self, prefix: &str) -> Vec<(String, String)> {
        let content = self.content.borrow();
        content
            .iter()
            .filter(|(key, _)| key.starts_with(prefix))
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect()
    }

    fn apply(&self, unless: Option<&str>, batch: &Batch) -> Result<(), HomeError> {
        if unless.is_some_and(|key| self.content.borrow().contains_key(key)) {
            return Err(HomeError::Dropped);
        }
        self.write()?;
        let mut content = self.content.borrow_mut();
        content.extend(batch.put.iter().cloned());
        for key in &batch.remove {
            content.remove(key);
        }
        Ok(())
    }
}

impl LocalHome for MemoryHome {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        Ok(self.prefixed(prefix).into_iter().map(|(key, _)| key).collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, HomeError> {
        Ok(self.content.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), HomeError> {
        self.apply(None, &Batch { put: vec![(key.to_owned(), text.to_owned())], remove: Vec::new() })
    }

    fn remove(&self, key: &str) -> Result<(), HomeError> {
        self.apply(None, &Batch { put: Vec::new(), remove: vec![key.to_owned()] })
    }
}

impl DurableHome for MemoryHome {
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        Ok(self.prefixed(prefix))
    }

    async fn commit(&self, unless: Option<&str>, batch: &Batch) -> Result<(), HomeError> {
        self.apply(unless, batch)
    }

    async fn rewrite(
        &self,
        unless: &str,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        let batch = plan(self.prefixed(prefix));
        self.apply(Some(unless), &batch)
    }
}

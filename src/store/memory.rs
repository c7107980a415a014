//! Homes in memory that fail on demand: for tests, and to think with.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Batch, DurableHome, Guard, HomeError, LocalHome};

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

    fn apply(&self, batch: &Batch) -> Result<(), HomeError> {
        self.write()?;
        let mut content = self.content.borrow_mut();
        content.extend(batch.put.iter().cloned());
        for key in &batch.remove {
            content.remove(key);
        }
        Ok(())
    }
}

impl MemoryHome {
    fn judge(&self, guard: &Guard) -> Result<(), HomeError> {
        let content = self.content.borrow();
        let texts: Vec<Option<String>> = guard.keys().iter().map(|key| content.get(key).cloned()).collect();
        guard.judge(&texts)
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
        self.apply(&Batch { put: vec![(key.to_owned(), text.to_owned())], remove: Vec::new() })
    }

    fn remove(&self, key: &str) -> Result<(), HomeError> {
        self.apply(&Batch { put: Vec::new(), remove: vec![key.to_owned()] })
    }
}

impl DurableHome for MemoryHome {
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        Ok(self.prefixed(prefix))
    }

    async fn commit(&self, guard: &Guard, batch: &Batch) -> Result<(), HomeError> {
        self.judge(guard)?;
        self.apply(batch)
    }

    async fn rewrite(
        &self,
        guard: &Guard,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        self.judge(guard)?;
        let batch = plan(self.prefixed(prefix));
        self.apply(&batch)
    }
}

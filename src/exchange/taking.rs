//! What is taken of a file once a person has seen what it would do: the saves of the records that were chosen.
//!
//! Collects and changes nothing. What was dropped here stays out, unless an undo dropped it and its record was chosen.

use super::Incoming;
use crate::replica::undone::Dots;
use crate::replica::{DELETED, Key, Replica, Saved};

/// Collects record by record, so that nobody has to wait for it.
#[derive(Debug, Default)]
pub struct Taking {
    next: usize,
    /// The saves that bring something.
    pub news: Vec<Saved>,
    /// The saves that undos dropped and that come back.
    pub back: Dots,
    /// How many records hold something that was taken out here on purpose and stays out.
    pub kept_out: usize,
}

impl Taking {
    /// How many records were looked at.
    #[must_use]
    pub fn count(&self) -> usize {
        self.next
    }

    /// Looks at one more record, and tells whether there was one. `undone` names the saves that undos dropped.
    pub fn go_on(
        &mut self,
        replica: &Replica,
        incoming: &Incoming,
        undone: &Dots,
        is_taken: &dyn Fn(&Key) -> bool,
    ) -> bool {
        let Some((key, their)) = incoming.lines.record(self.next) else { return false };
        self.next += 1;
        let is_taken = is_taken(key) && !replica.drops().is_erased(&key.id);
        let ghosts = replica.drops().ghosts(&key.id);
        let held = replica.record(key);
        let mut is_kept_out = replica.drops().is_erased(&key.id);
        for save in their.saves() {
            let is_dropped = ghosts.is_some_and(|ghosts| ghosts.contains_key(&save.dot));
            let comes_back = is_dropped && undone.get(&key.id).is_some_and(|dots| dots.contains(&save.dot));
            if is_dropped && !(comes_back && is_taken) {
                is_kept_out |= save.set.iter().any(|(name, value)| name.as_str() != DELETED && value.is_some());
                continue;
            }
            if !is_taken {
                continue;
            }
            if comes_back {
                self.back.entry(key.id).or_default().insert(save.dot);
            }
            if held.is_none_or(|held| !held.holds(&save)) {
                self.news.push(Saved { key: key.clone(), save });
            }
        }
        self.kept_out += usize::from(is_kept_out);
        true
    }
}

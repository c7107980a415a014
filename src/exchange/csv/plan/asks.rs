//! What texts of a sheet stand for, where that is not certain: asked once for all lines.

use std::collections::BTreeMap;

use crate::exchange::csv::words::fold;
use crate::model::RecordId;

/// A field, and a text folded.
pub type Word = (&'static str, String);

/// What a text of the sheet stands for in a field, where that is not certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// How many times it stands in the sheet.
    pub count: usize,
    /// The text as it stands where it was found first.
    pub text: String,
    /// What it probably stands for; an empty text is nothing.
    pub guess: Option<String>,
    /// The records that are called so, where there are several.
    pub candidates: Vec<RecordId>,
}

/// The texts that are asked for, and what a person said of them.
#[derive(Default)]
pub struct Asks {
    asked: BTreeMap<Word, Ask>,
    told: BTreeMap<Word, String>,
}

impl Asks {
    /// All that is asked, by field and folded text.
    pub fn iter(&self) -> impl Iterator<Item = (&Word, &Ask)> {
        self.asked.iter()
    }

    /// How many texts are asked for.
    #[must_use]
    pub fn count(&self) -> usize {
        self.asked.len()
    }

    /// Says what a text stands for in a field; an empty value is nothing.
    pub(super) fn tell(&mut self, word: Word, value: &str) {
        self.told.insert(word, value.to_owned());
    }

    /// What a text stands for in a field, as a person said.
    #[must_use]
    pub fn told(&self, field: &'static str, text: &str) -> Option<&str> {
        self.told.get(&(field, fold(text))).map(String::as_str)
    }

    /// All that a person said.
    pub(super) fn all_told(&self) -> impl Iterator<Item = (&Word, &String)> {
        self.told.iter()
    }

    /// Asks what a word of a line stands for: gives what a person said, else what it probably is. Both are listed, to be
    /// changed once for all.
    pub(super) fn ask(&mut self, word: &Word, ask: impl FnOnce() -> Ask) -> Option<String> {
        let ask = self.asked.entry(word.clone()).or_insert_with(ask);
        ask.count += 1;
        self.told.get(word).cloned().or_else(|| ask.guess.clone())
    }

    /// Takes back that a line asks for a word.
    pub(super) fn give_back(&mut self, word: &Word) {
        if let Some(ask) = self.asked.get_mut(word) {
            ask.count -= 1;
            if ask.count == 0 {
                self.asked.remove(word);
            }
        }
    }

    /// Forgets what was asked, and not what a person said.
    pub(super) fn restart(&mut self) {
        self.asked.clear();
    }
}

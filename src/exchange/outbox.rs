//! What an installation remembers of the files it handed over: their numbers, and who has which.
//!
//! One series of numbers for each installation, begun anew where this memory is lost. Numbers are given out one after the
//! other by whoever writes the memory back in one transaction; nothing here stores anything, reads a clock or draws a random
//! number. A receipt is believed only of a file that is remembered here.

use serde::{Deserialize, Serialize};

use super::receipt::Receipt;
use super::{Manifest, Number, Written};
use crate::model::SessionId;

/// How many files are remembered by their heads.
pub const FILES_MAX: usize = 100;
/// How many of these with all they said, so that a receipt for them can be a base for what is new since.
pub const MANIFESTS_MAX: usize = 12;
/// How many offices are remembered.
pub const OFFICES_MAX: usize = 200;

/// The memory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outbox {
    /// The series, as text; nothing before the first file.
    series: Option<String>,
    /// The last number given out.
    number: u32,
    /// The day on which files were last numbered for people, as this device's clock on the wall shows it.
    day: String,
    /// The last of these numbers.
    of_day: u32,
    /// The files, the last one last.
    pub files: Vec<Sent>,
    /// The offices that sent a receipt, in the order of their names.
    pub offices: Vec<Office>,
}

/// A file that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// What names it.
    pub digest: String,
    /// Its number in the series.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// When it was written, in seconds since 1970.
    pub at: i64,
    /// How many records it holds.
    pub records: usize,
    /// The digest of the file since which it holds what is new.
    pub since: Option<String>,
    /// What the file was about, so that another one can be; as this device's pages write it.
    pub about: String,
    /// It never left: nobody found it where it was to be.
    pub is_lost: bool,
}

/// Who answered with a receipt, and for which file last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Who says to have taken it.
    pub by: String,
    /// The digest of the file.
    pub digest: String,
    /// When the receipt says it was taken, as RFC 3339 text.
    pub at: String,
    /// How many records of it were not taken.
    pub not_taken: usize,
    /// The digest of the manifest that is kept of all that it has; nothing where that is not known any more.
    pub base: Option<String>,
}

/// Why a receipt says nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOurs {
    /// Its file was written by this installation, and is not remembered any more or never was.
    Forgotten,
    /// Its file was not written here.
    Foreign,
}

/// What a receipt told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The file that it is for.
    pub sent: Sent,
    /// Who has it.
    pub office: Office,
    /// All that the office has, to be kept under the name of the office; nothing where a full file is needed next.
    pub base: Option<Manifest>,
}

impl Outbox {
    /// Reads the memory; a damaged one is as none, and a new series begins.
    #[must_use]
    pub fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The memory as JSON.
    ///
    /// # Panics
    /// Never: texts and numbers always serialise.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers always serialise")
    }

    /// The number that people will read in the name of the next file of a day.
    #[must_use]
    pub fn next_of_day(&self, day: &str) -> u32 {
        if self.day == day { self.of_day.saturating_add(1) } else { 1 }
    }

    /// The number that people read in the name of the last file.
    #[must_use]
    pub fn of_day(&self) -> u32 {
        self.of_day
    }

    /// Counts a file of a day. That is all for one that is handed to nobody: its number would be missing everywhere.
    pub fn count(&mut self, day: &str) {
        self.of_day = self.next_of_day(day);
        day.clone_into(&mut self.day);
    }

    /// Gives out the next number. `fresh` begins the series where there is none.
    pub fn give_number(&mut self, day: &str, fresh: SessionId) -> Number {
        self.count(day);
        let held = self.series.as_deref().and_then(|series| series.parse().ok());
        let series = held.unwrap_or_else(|| {
            // Another series counts from 1, and follows no file.
            (self.number, self.files) = (0, Vec::new());
            fresh
        });
        self.series = Some(series.to_string());
        self.number = self.number.saturating_add(1);
        Number { series, number: self.number, base: self.last().map(|last| last.digest.clone()) }
    }

    /// The last file that left.
    #[must_use]
    pub fn last(&self) -> Option<&Sent> {
        self.files.iter().rev().find(|sent| !sent.is_lost)
    }

    /// Remembers a file, and gives the digests of those of which only the head is remembered from now on.
    pub fn put(&mut self, sent: Sent) -> Vec<String> {
        self.files.push(sent);
        let more = self.files.len().saturating_sub(FILES_MAX);
        let mut out: Vec<String> = self.files.drain(..more).map(|sent| sent.digest).collect();
        let old = self.files.len().saturating_sub(MANIFESTS_MAX);
        out.extend(self.files[..old].iter().rev().take(1).map(|sent| sent.digest.clone()));
        out
    }

    /// The file just written, as it is remembered.
    #[must_use]
    pub fn sent(&self, written: &Written, name: &str, at: i64, since: Option<String>, about: String) -> Sent {
        Sent {
            digest: written.manifest.digest.clone(),
            number: self.number,
            name: name.to_owned(),
            at,
            records: written.manifest.len(),
            since,
            about,
            is_lost: false,
        }
    }

    /// Notes that a file never left, or that it did. The last one that did is the one before the next.
    pub fn set_lost(&mut self, digest: &str, is_lost: bool) {
        for sent in self.files.iter_mut().filter(|sent| sent.digest == digest) {
            sent.is_lost = is_lost;
        }
    }

    /// The file of a digest.
    #[must_use]
    pub fn file(&self, digest: &str) -> Option<&Sent> {
        self.files.iter().find(|sent| sent.digest == digest)
    }

    /// The office of a name.
    #[must_use]
    pub fn office(&self, by: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.by == by)
    }

    /// Tells whether a file left after the one that an office has.
    #[must_use]
    pub fn is_behind(&self, office: &Office) -> bool {
        self.last().is_some_and(|last| last.digest != office.digest)
    }

    /// Takes a receipt. `of_file` is what the file said and `held` all that the office was known to have, where these are
    /// still kept. What was not taken is not in what comes of it, so that it is in the next file.
    ///
    /// # Errors
    /// When the file is not remembered here: then nothing changed.
    pub fn take(
        &mut self,
        receipt: &Receipt,
        of_file: Option<&Manifest>,
        held: Option<&Manifest>,
    ) -> Result<Told, NotOurs> {
        let Some(sent) = self.file(&receipt.of).cloned() else {
            let series = receipt.place.map(|(series, _)| series.to_string());
            return Err(if series.is_some() && series == self.series { NotOurs::Forgotten } else { NotOurs::Foreign });
        };
        let before = self.office(&receipt.by);
        let number_before = before.and_then(|office| self.file(&office.digest)).map_or(0, |sent| sent.number);
        let base = match (of_file.and_then(|manifest| receipt.base(manifest)), held) {
            // An older receipt that comes late says less of what is held now than the newer one did.
            (Some(base), Some(held)) if number_before > sent.number => Some(held.clone().over(&base)),
            (Some(base), Some(held)) => Some(base.over(held)),
            (base, held) => base.or_else(|| held.cloned()),
        };
        let office = Office {
            by: receipt.by.clone(),
            digest: receipt.of.clone(),
            at: receipt.at.clone(),
            not_taken: receipt.not_taken.len(),
            base: base.as_ref().map(|base| base.digest.clone()),
        };
        let office = match before {
            Some(before) if number_before > sent.number => before.clone(),
            _ => office,
        };
        self.set_lost(&sent.digest, false);
        self.put_office(office.clone());
        Ok(Told { sent, office, base })
    }

    fn put_office(&mut self, office: Office) {
        match self.offices.binary_search_by(|held| held.by.cmp(&office.by)) {
            Ok(place) => self.offices[place] = office,
            Err(place) if self.offices.len() < OFFICES_MAX => self.offices.insert(place, office),
            // More offices than any file goes to: what is not remembered gets full files.
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::exchange::sequence::{Place, Sighting};
    use crate::exchange::{Header, Outgoing, read, write_noted};
    use crate::model::{Name, RecordId, Value};
    use crate::replica::{Dot, Key, Replica, Save, Saved};

    fn session(number: u8) -> SessionId {
        SessionId::from_bytes([number; SessionId::BYTES])
    }

    fn id(counter: u32) -> RecordId {
        RecordId { session: session(1), counter }
    }

    fn named(replica: &mut Replica, counter: u32, height: u64, name: &str) {
        let set = [(Name::known("name"), Some(Value::text(name)))].into_iter().collect();
        let after =
            (1..height).map(|height| crate::replica::Pred::of_dot(Dot { session: session(1), height })).collect();
        let save = Save { dot: Dot { session: session(1), height }, after, set, at: 0, by: "王芳".into() };
        replica.apply(vec![Saved { key: Key { id: id(counter), kind: Name::known("unit") }, save }]);
    }

    /// One office's desk: its records, and its memory with what it keeps of files.
    #[derive(Default)]
    struct Desk {
        replica: Replica,
        outbox: Outbox,
        manifests: Vec<Manifest>,
        bases: Vec<(String, Manifest)>,
    }

    impl Desk {
        fn export(&mut self, since: Option<&str>) -> (Header, usize) {
            let number = self.outbox.give_number("2026-11-22", session(9));
            let base = since.and_then(|by| self.bases.iter().find(|(of, _)| of == by)).map(|(_, base)| base);
            let outgoing = Outgoing { by: "王芳", number: Some(&number), since: base, ..Outgoing::default() };
            let written = write_noted(&self.replica, &outgoing);
            let incoming = read(written.text.as_bytes()).expect("it can be read");
            assert_eq!(Manifest::of(&incoming), written.manifest, "what is remembered is what was written");
            let sent = self.outbox.sent(&written, "a.json", 0, incoming.header.since.clone(), String::new());
            let gone = self.outbox.put(sent);
            self.manifests.retain(|held| !gone.contains(&held.digest));
            self.manifests.push(written.manifest);
            (incoming.header, incoming.lines.len())
        }

        fn take(&mut self, receipt: &Receipt) -> Result<Told, NotOurs> {
            let of_file = self.manifests.iter().find(|held| held.digest == receipt.of).cloned();
            let held = self.bases.iter().find(|(by, _)| *by == receipt.by).map(|(_, base)| base.clone());
            let told = self.outbox.take(receipt, of_file.as_ref(), held.as_ref())?;
            self.bases.retain(|(by, _)| *by != receipt.by);
            self.bases.extend(told.base.clone().map(|base| (receipt.by.clone(), base)));
            Ok(told)
        }
    }

    fn receipt(of: &Header, by: &str, not_taken: &[u32]) -> Receipt {
        Receipt::of(of, by, 60, not_taken.iter().map(|&counter| id(counter)).collect::<BTreeSet<_>>())
    }

    #[test]
    fn numbers_follow_each_other_and_name_the_file_before() {
        let mut desk = Desk::default();
        named(&mut desk.replica, 1, 1, "幸福社区");
        let (first, _) = desk.export(None);
        let (lost, _) = desk.export(None);
        desk.outbox.set_lost(&lost.digest, true);
        let (third, _) = desk.export(None);
        let places = [&first, &third].map(|header| header.number.clone().expect("it has a number"));
        assert_eq!((places[0].number, &places[0].base), (1, &None));
        assert_eq!((places[1].number, places[1].base.as_ref()), (3, Some(&first.digest)));
        let seen = [Sighting::of(&first).expect("a place")];
        let place = Sighting::of(&third).expect("a place").place(&seen);
        assert_eq!(place, Place::Next, "a number of a file that never left is no gap");
        assert_eq!((desk.outbox.next_of_day("2026-11-22"), desk.outbox.next_of_day("2026-11-23")), (4, 1));
        let again = Outbox::read(Some(&desk.outbox.to_json()));
        assert_eq!(again, desk.outbox);
        assert_eq!(Outbox::read(Some("{")), Outbox::default());
    }

    #[test]
    fn what_is_new_since_a_receipt_is_what_its_writer_lacks() {
        let mut desk = Desk::default();
        (1..=3).for_each(|counter| named(&mut desk.replica, counter, 1, "旧名"));
        let (first, _) = desk.export(None);
        let told = desk.take(&receipt(&first, "市里", &[2])).expect("it is ours");
        assert_eq!(told.office.not_taken, 1);
        assert_eq!(desk.take(&receipt(&first, "市里", &[2])), Ok(told), "twice is once");
        named(&mut desk.replica, 3, 2, "新名");
        let (news, count) = desk.export(Some("市里"));
        assert_eq!((count, news.since.as_ref()), (2, Some(&first.digest)), "what was not taken, and what changed");
        assert!(desk.outbox.is_behind(desk.outbox.office("市里").expect("it answered")));
        let told = desk.take(&receipt(&news, "市里", &[])).expect("it is ours");
        assert!(!desk.outbox.is_behind(&told.office));
        let (_, count) = desk.export(Some("市里"));
        assert_eq!(count, 0, "all of it is there: of both files together");
    }

    #[test]
    fn an_old_receipt_that_comes_late_takes_nothing_back() {
        let mut desk = Desk::default();
        named(&mut desk.replica, 1, 1, "旧名");
        let (first, _) = desk.export(None);
        named(&mut desk.replica, 1, 2, "新名");
        let (second, _) = desk.export(None);
        desk.take(&receipt(&second, "市里", &[])).expect("it is ours");
        let told = desk.take(&receipt(&first, "市里", &[])).expect("it is ours");
        assert_eq!(told.office.digest, second.digest);
        assert_eq!(desk.export(Some("市里")).1, 0);
    }

    #[test]
    fn receipts_for_other_files_are_kept_out() {
        let (mut desk, mut other) = (Desk::default(), Desk::default());
        named(&mut desk.replica, 1, 1, "幸福社区");
        let (ours, _) = desk.export(None);
        let foreign = Receipt { of: "0".repeat(64), place: None, ..receipt(&ours, "李四", &[]) };
        assert_eq!(desk.take(&foreign), Err(NotOurs::Foreign));
        let forged = Receipt { of: "0".repeat(64), ..receipt(&ours, "李四", &[]) };
        assert_eq!(desk.take(&forged), Err(NotOurs::Forgotten));
        assert_eq!(other.take(&receipt(&ours, "李四", &[])), Err(NotOurs::Foreign));
        assert!(desk.outbox.offices.is_empty() && other.outbox.offices.is_empty());
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut desk = Desk::default();
        named(&mut desk.replica, 1, 1, "幸福社区");
        let (first, _) = desk.export(None);
        (0..FILES_MAX).for_each(|_| drop(desk.export(None)));
        desk.outbox.count("2026-11-22");
        assert_eq!(desk.outbox.give_number("2026-11-22", session(9)).number, 102, "what is only counted has no number");
        assert_eq!((desk.outbox.files.len(), desk.manifests.len()), (FILES_MAX, MANIFESTS_MAX));
        assert_eq!(desk.take(&receipt(&first, "市里", &[])), Err(NotOurs::Forgotten));
        let old = desk.outbox.files[0].clone();
        let header = Header { digest: old.digest, ..first };
        let told = desk.take(&receipt(&header, "市里", &[])).expect("its head is remembered");
        assert_eq!(told.base, None, "a full file is needed next");
    }
}

//! The merge: a record is the set of its saves, and merging is the union of sets.
//!
//! Grow-only sets (Shapiro et al., *A comprehensive study of Convergent and Commutative Replicated Data Types*, 2011)
//! make merging commutative, associative and idempotent by construction. What people see is computed from the set:
//! each field is a multi-value register over the causal order that saves name (their `after`). Clocks decide nothing.
//!
//! Knows no record kinds, reads no clock, draws no random numbers and touches nothing outside.

pub mod dated;
pub mod definition;
pub mod drops;
pub mod gaps;
pub mod imports;
pub mod joins;
pub mod limits;
pub mod lines;
pub mod past;
pub mod record;
mod row;
pub mod save;
pub mod undone;
pub mod view;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::model::sorted::{Sorted, in_order, sort_short};
use crate::model::{Name, RecordId, SessionId};
use crate::planted::{Bug, planted};
use drops::{Drop, Drops};
use limits::HEIGHT_REACH;
use lines::{LineError, NameTable, Tables};
pub use record::{Record, Variant};
use row::{More, Row};
pub use save::{ContentHash, Dot, Pred, Save, Saved};
pub use view::{FieldView, Ghost, Newest, State, View};
use view::{Member, view_of};

/// The name of the field that says whether a record is deleted.
pub const DELETED: &str = "deleted";

/// What names a record: its id, unique by itself, and the kind that travels with every save.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The record's id.
    pub id: RecordId,
    /// The record's kind, known to this version or not.
    pub kind: Name,
}

/// What applying saves changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Records that were not here before.
    pub added: Vec<Key>,
    /// Records that were here and hold something new.
    pub changed: Vec<Key>,
    /// How many saves, or values of saves, were new.
    pub saves: usize,
}

impl Delta {
    /// All records that hold something new.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.added.iter().chain(&self.changed)
    }
}

/// A stretch of a text that many share: a file, or the lines that one merge wrote.
#[derive(Clone)]
struct Line {
    text: Arc<String>,
    range: Range<usize>,
}

impl Line {
    fn get(&self) -> &str {
        &self.text[self.range.clone()]
    }
}

/// Of a line: how many saves it has, and whether any sets a value that is not known.
type Facts = (usize, bool);

/// One record: its line as long as nothing else is known of it, taken apart when it is read.
#[derive(Default)]
struct Entry {
    line: Option<Line>,
    record: OnceCell<Record>,
    view: OnceCell<Arc<View>>,
    saves: usize,
    /// Of a record with a line: whether any save in it sets a value that is not known.
    has_unknown: bool,
}

impl Entry {
    fn of_line(line: Line, (saves, has_unknown): Facts) -> Self {
        Self { line: Some(line), saves, has_unknown, ..Self::default() }
    }

    fn record(&self) -> &Record {
        self.record.get_or_init(|| {
            let mut saves = Vec::new();
            if let Some(line) = &self.line
                && lines::read_line(line.get(), &Tables::default(), &mut NameTable::default(), &mut saves).is_err()
            {
                // Without the error's own words: what would print them is more to load than all of this.
                panic!("the fast lane takes no line that the other reader refuses");
            }
            let mut record = Record::default();
            for saved in saves {
                record.insert(saved.save);
            }
            record
        })
    }

    /// Unites one save with the record, and tells whether it brought anything.
    fn insert(&mut self, save: Save) -> bool {
        self.record();
        let grown = self.record.get_mut().is_some_and(|record| record.insert(save));
        if grown {
            self.line = None;
            self.view.take();
            self.saves = self.record().save_count();
        }
        grown
    }
}

/// All records of one workspace; what is seen of each is computed when it is asked for.
#[derive(Default)]
pub struct Replica {
    entries: BTreeMap<Key, Entry>,
    saves: usize,
    drops: Drops,
}

/// Records as a file holds them, read and found right; the only way from a file's bytes into a replica.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    text: Arc<String>,
    records: Vec<(Key, Content)>,
}

#[derive(Debug, Clone)]
enum Content {
    /// A line that the fast lane takes.
    #[cfg_attr(not(feature = "lane"), allow(dead_code, reason = "without the lane no line is taken"))]
    Line(Range<usize>, Facts),
    /// The saves of a line that it does not take.
    Saves(Vec<Save>),
}

/// Lines that are read one after the other.
pub struct LinesReader {
    text: Arc<String>,
    records: Vec<(Key, Content)>,
    names: NameTable,
    scratch: String,
    is_sorted: bool,
}

impl LinesReader {
    /// Begins to read so many lines of a text.
    #[must_use]
    pub fn of(text: Arc<String>, count: usize) -> Self {
        let (names, scratch) = (NameTable::default(), String::new());
        Self { text, records: Vec::with_capacity(count), names, scratch, is_sorted: true }
    }

    /// Reads the line at a place of the text. One that is held already needs no second look.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn read(&mut self, range: &Range<usize>, tables: &Tables, held: &Replica) -> Result<(), LineError> {
        let (key, content) = self.content(range, tables, held)?;
        self.is_sorted &= self.records.last().is_none_or(|(last, _)| *last < key);
        self.records.push((key, content));
        Ok(())
    }

    /// Ends reading.
    ///
    /// # Errors
    /// The place of the first line of a record that has one already, counted from 1.
    pub fn end(self) -> Result<Lines, (usize, LineError)> {
        if !self.is_sorted {
            let keys = self.records.iter().enumerate().map(|(place, (key, _))| (key, place));
            let keys = in_order(keys.collect::<Vec<_>>(), Ord::cmp);
            let again = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1);
            if let Some(place) = again.min() {
                return Err((place + 1, LineError::Twice));
            }
        }
        Ok(Lines { text: self.text, records: self.records })
    }

    fn content(&mut self, range: &Range<usize>, tables: &Tables, held: &Replica) -> Result<(Key, Content), LineError> {
        let (names, line) = (&mut self.names, &self.text[range.clone()]);
        if HAS_LANE
            && !held.is_empty()
            && let Some((id, kind)) = row::names_of(line)
            && let (Ok(id), Some(kind)) = (id.parse(), names.name(kind))
            && let key = (Key { id, kind })
            && let Some(entry) = held.entries.get(&key)
            && entry.line.as_ref().is_some_and(|mine| mine.get() == line)
        {
            return Ok((key, Content::Line(range.clone(), (entry.saves, entry.has_unknown))));
        }
        if HAS_LANE
            && let Some(row) = Row::read(line)
            && let (Ok(id), Some(kind)) = (row.id.parse(), names.name(row.kind))
            && row.is_written_as(line, &mut self.scratch)
        {
            return Ok((Key { id, kind }, Content::Line(range.clone(), row.facts())));
        }
        let mut saves = Vec::new();
        let id = lines::read_line(line, tables, names, &mut saves)?;
        let kind = saves.first().map(|saved| saved.key.kind.clone()).ok_or(LineError::Saves)?;
        Ok((Key { id, kind }, Content::Saves(saves.into_iter().map(|saved| saved.save).collect())))
    }
}

impl Lines {
    /// Reads the lines of a text, given by their places in it. Lines that are held already need no second look.
    ///
    /// # Errors
    /// The place of the first line that is refused, counted from 1, and why.
    pub fn read(
        text: Arc<String>,
        places: &[Range<usize>],
        tables: &Tables,
        held: &Replica,
    ) -> Result<Self, (usize, LineError)> {
        if places.len() > limits::RECORDS_MAX {
            return Err((limits::RECORDS_MAX + 1, LineError::TooMany { what: "records" }));
        }
        let mut reader = LinesReader::of(text, places.len());
        for (place, range) in places.iter().enumerate() {
            reader.read(range, tables, held).map_err(|error| (place + 1, error))?;
        }
        reader.end()
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many saves there are; a dot that a copied machine used for several values counts once.
    #[must_use]
    pub fn save_count(&self) -> usize {
        let count = |(_, content): &(Key, Content)| match content {
            Content::Line(_, facts) => facts.0,
            Content::Saves(saves) => record_of(saves).save_count(),
        };
        self.records.iter().map(count).sum()
    }

    /// The records' keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.records.iter().map(|(key, _)| key)
    }

    /// One record by its place among them; nothing past the last.
    #[must_use]
    pub fn record(&self, place: usize) -> Option<(&Key, Record)> {
        let (key, content) = self.records.get(place)?;
        let record = match content {
            Content::Line(range, facts) => {
                let line = Line { text: self.text.clone(), range: range.clone() };
                Entry::of_line(line, *facts).record().clone()
            }
            Content::Saves(saves) => record_of(saves),
        };
        Some((key, record))
    }

    /// Takes out the records that a function does not keep.
    #[must_use]
    pub fn split(&mut self, keep: impl Fn(&Key) -> bool) -> Self {
        let all = std::mem::take(&mut self.records);
        let (kept, out) = all.into_iter().partition(|(key, _)| keep(key));
        self.records = kept;
        Self { text: self.text.clone(), records: out }
    }

    /// How many times a save names one of an equal or greater height as one it comes after. No program writes that, and
    /// it orders nothing.
    #[must_use]
    pub fn forged(&self) -> usize {
        let saves = self.records.iter().filter_map(|(_, content)| match content {
            Content::Saves(saves) => Some(saves),
            Content::Line(..) => None,
        });
        let forged = |save: &Save| save.after.iter().filter(|pred| pred.dot.height >= save.dot.height).count();
        saves.flatten().map(forged).sum()
    }

    /// Calls a function with each record's line as this program writes it.
    pub fn each_line<'a>(&'a self, mut each: impl FnMut(&'a Key, &str)) {
        for (key, content) in &self.records {
            match content {
                Content::Line(range, _) => each(key, &self.text[range.clone()]),
                Content::Saves(saves) => {
                    let record = record_of(saves);
                    let mut line = String::new();
                    lines::write_line(key, &record, &view::view(&record), &mut line);
                    each(key, &line);
                }
            }
        }
    }

    /// All saves.
    #[must_use]
    pub fn saves(&self) -> Vec<Saved> {
        let mut all = Vec::new();
        for (key, content) in &self.records {
            match content {
                Content::Line(range, facts) => {
                    let entry = Entry::of_line(Line { text: self.text.clone(), range: range.clone() }, *facts);
                    all.extend(entry.record().saves().map(|save| Saved { key: key.clone(), save }));
                }
                Content::Saves(saves) => {
                    all.extend(saves.iter().map(|save| Saved { key: key.clone(), save: save.clone() }));
                }
            }
        }
        all
    }
}

impl Replica {
    /// An empty replica.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Unites saves with what is held. Saves that are held already change nothing, and nothing comes back of a record
    /// that was erased.
    pub fn apply(&mut self, saves: impl IntoIterator<Item = Saved>) -> Delta {
        let mut touched: BTreeMap<Key, bool> = BTreeMap::new();
        let mut delta = Delta::default();
        for Saved { key, save } in saves {
            if self.is_erased(&key) {
                continue;
            }
            let is_new = !self.entries.contains_key(&key);
            let entry = self.entries.entry(key.clone()).or_default();
            let before = entry.saves;
            if entry.insert(save) {
                delta.saves += 1;
                self.saves += entry.saves - before;
                touched.entry(key).and_modify(|new| *new |= is_new).or_insert(is_new);
            }
        }
        for (key, is_new) in touched {
            if is_new { delta.added.push(key) } else { delta.changed.push(key) }
        }
        self.obey_drops(&mut delta);
        delta
    }

    /// Unites a file's records with what is held: as [`Replica::apply`] does, but most of it without taking apart what
    /// is equal, and without building what nobody reads.
    pub fn unite(&mut self, lines: &Lines) -> Delta {
        if !HAS_LANE {
            return self.apply(lines.saves());
        }
        let mut delta = Delta::default();
        let mut out = String::new();
        let mut written: Vec<(&Key, Option<Line>, Range<usize>, Facts)> = Vec::new();
        let (mut left, mut added): (Vec<Saved>, Vec<(Key, Entry)>) = (Vec::new(), Vec::new());
        for (key, content) in &lines.records {
            if self.is_erased(key) && !planted(Bug::ErasedComesBack) {
                continue;
            }
            let saved = |save: Save| Saved { key: key.clone(), save };
            let Content::Line(range, facts) = content else {
                if let Content::Saves(saves) = content {
                    left.extend(saves.iter().cloned().map(saved));
                }
                continue;
            };
            let theirs = Line { text: lines.text.clone(), range: range.clone() };
            let Some(entry) = self.entries.get(key) else {
                self.saves += facts.0;
                delta.saves += facts.0;
                delta.added.push(key.clone());
                added.push((key.clone(), Entry::of_line(theirs, *facts)));
                continue;
            };
            match entry.line.as_ref().map(|mine| unite_lines(mine.get(), theirs.get(), &mut out)) {
                Some(United::Same) => {}
                Some(United::Other) => written.push((key, Some(theirs), 0..0, *facts)),
                Some(United::Written(range, facts)) => written.push((key, None, range, facts)),
                Some(United::Unlike) | None => {
                    left.extend(Entry::of_line(theirs, *facts).record().saves().map(saved));
                }
            }
        }
        // Sorted as files are, they are put in at once.
        self.entries.append(&mut added.into_iter().collect());
        let text = Arc::new(out);
        for (key, line, range, facts) in written {
            let Some(entry) = self.entries.get_mut(key) else { continue };
            let more = facts.0 - entry.saves;
            self.saves += more;
            delta.saves += more.max(1);
            *entry = Entry::of_line(line.unwrap_or_else(|| Line { text: text.clone(), range }), facts);
            delta.changed.push(key.clone());
        }
        self.obey_drops(&mut delta);
        let rest = self.apply(left);
        delta.saves += rest.saves;
        delta.added.extend(rest.added);
        delta.changed.extend(rest.changed);
        delta
    }

    /// Computes anew what is dropped, if drops changed, and what is seen of the records they are about.
    fn obey_drops(&mut self, delta: &mut Delta) {
        if !HAS_DROPS || !delta.keys().any(drops::is_drop) {
            return;
        }
        let held = self.entries.iter().filter(|(key, _)| drops::is_drop(key));
        let read = held.filter_map(|(_, entry)| Drop::read(&view_of(&[Member::alone(entry.record())])));
        let drops = Drops::of(read.collect::<Vec<_>>().into_iter());
        let differing = drops.differing(&self.drops);
        self.drops = drops;
        let mut gone: Vec<Key> = Vec::new();
        for (key, entry) in &mut self.entries {
            if differing.contains(&key.id) && !drops::is_drop(key) {
                entry.view.take();
                gone.push(key.clone());
            }
        }
        for key in gone {
            if self.drops.is_erased(&key.id)
                && let Some(entry) = self.entries.remove(&key)
            {
                self.saves -= entry.saves;
            }
            if !delta.added.contains(&key) && !delta.changed.contains(&key) {
                delta.changed.push(key);
            }
        }
    }

    /// Those of the saves that would bring something.
    #[must_use]
    pub fn news(&self, saves: Vec<Saved>) -> Vec<Saved> {
        let is_news = |saved: &Saved| {
            let is_held = self.record(&saved.key).is_some_and(|record| record.holds(&saved.save));
            let is_erased = self.is_erased(&saved.key);
            !is_held && !is_erased
        };
        saves.into_iter().filter(is_news).collect()
    }

    /// The keys of all records, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.entries.keys()
    }

    /// The view of a record.
    #[must_use]
    pub fn view(&self, key: &Key) -> Option<&Arc<View>> {
        self.entries.get(key).map(|entry| self.view_of_entry(key, entry))
    }

    /// Tells whether a record was erased for good; a drop erases no drop, or the order of arrival would decide.
    fn is_erased(&self, key: &Key) -> bool {
        HAS_DROPS && !drops::is_drop(key) && self.drops.is_erased(&key.id)
    }

    /// The dropped dots of a record; a drop itself has none.
    fn ghosts(&self, key: &Key) -> Option<&BTreeMap<Dot, Ghost>> {
        if HAS_DROPS { self.drops.ghosts(&key.id).filter(|_| !drops::is_drop(key)) } else { None }
    }

    fn view_of_entry<'a>(&'a self, key: &Key, entry: &'a Entry) -> &'a Arc<View> {
        entry.view.get_or_init(|| {
            let ghosts = self.ghosts(key);
            Arc::new(view_of(&[Member { id: key.id, record: entry.record(), ghosts }]))
        })
    }

    /// What is seen of records that are read as one; a save upon it goes to the first of them.
    #[must_use]
    pub fn joined_view(&self, keys: &[Key]) -> View {
        let held = keys.iter().filter_map(|key| Some((key, self.entries.get(key)?)));
        let members =
            held.map(|(key, entry)| Member { id: key.id, record: entry.record(), ghosts: self.drops.ghosts(&key.id) });
        view_of(&members.collect::<Vec<_>>())
    }

    /// The saves of a record, dropped ones included.
    #[must_use]
    pub fn record(&self, key: &Key) -> Option<&Record> {
        self.entries.get(key).map(Entry::record)
    }

    /// All records in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Record, &Arc<View>)> {
        self.entries.iter().map(|(key, entry)| (key, entry.record(), self.view_of_entry(key, entry)))
    }

    /// What is dropped here.
    #[must_use]
    pub fn drops(&self) -> &Drops {
        &self.drops
    }

    /// How many saves are held.
    #[must_use]
    pub fn save_count(&self) -> usize {
        self.saves
    }

    /// How many records are held, deleted and incomplete ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The saves of the given records, each with its key.
    pub fn saves_of<'a>(&'a self, keys: impl IntoIterator<Item = &'a Key>) -> impl Iterator<Item = Saved> {
        keys.into_iter().flat_map(|key| {
            let saves = self.record(key).into_iter().flat_map(Record::saves);
            saves.map(|save| Saved { key: key.clone(), save })
        })
    }

    /// Calls a function with each record that is there and the current values of its fields, as JSON texts by name.
    ///
    /// Records that nothing opened are read from their lines: this is the way to read everything once.
    pub fn each_present(&self, mut each: impl FnMut(&Key, &[(&str, &str)])) {
        for (key, entry) in &self.entries {
            let line = entry.line.as_ref().filter(|_| self.drops.ghosts(&key.id).is_none());
            let fields = line.and_then(|line| row::fields_of(line.get()));
            // Only a record whose `deleted` is true in place can be deleted.
            if let Some(fields) = fields
                && (!fields.contains(&(DELETED, "true")) || self.view_of_entry(key, entry).is_present())
            {
                each(key, &fields);
            } else if self.view_of_entry(key, entry).is_present() {
                let view = self.view_of_entry(key, entry);
                let values =
                    view.fields.iter().filter_map(|(name, field)| Some((name.as_str(), field.value()?.to_json())));
                let values: Vec<(&str, Cow<'_, str>)> = values.collect();
                each(key, &values.iter().map(|(name, value)| (*name, value.as_ref())).collect::<Vec<_>>());
            }
        }
    }

    /// Writes the lines of the records that leave this device, with `,` and a line end between them: without what was
    /// dropped, with the values of some fields unknown, folded where that is asked for. Gives the fields of which they do
    /// not hold every value that may count, newest ones and those of saves that wait, as `kind.field`.
    pub fn write_lines(&self, outgoing: &LinesOut<'_>, out: &mut String) -> Vec<String> {
        let mut lacking: Vec<String> = Vec::new();
        let mut is_first = true;
        for (key, entry) in self.entries.iter().filter(|(key, _)| (outgoing.keep)(key)) {
            let from = out.len();
            out.push_str(if is_first { "" } else { ",\n" });
            let start = out.len();
            let lacks = self.write_line(key, entry, outgoing, out);
            if out.len() > start && (outgoing.keep_line)(key, &out[start..]) {
                is_first = false;
                for name in lacks {
                    let name = format!("{}.{name}", key.kind);
                    if !lacking.contains(&name) {
                        lacking.push(name);
                    }
                }
            } else {
                out.truncate(from);
            }
        }
        lacking
    }

    /// Writes one line, or nothing where nothing of the record leaves, and gives the fields it lacks values of.
    fn write_line(&self, key: &Key, entry: &Entry, outgoing: &LinesOut<'_>, out: &mut String) -> Vec<Name> {
        let withheld = outgoing.withheld.iter().filter(|(kind, _)| *kind == key.kind.as_str());
        let withheld: Vec<&str> = withheld.map(|(_, field)| *field).filter(|_| !planted(Bug::WithheldLeaves)).collect();
        let ghosts = self.ghosts(key);
        // What a dropped save superseded is seen: where both are written, folding would lose the value seen.
        let fold = outgoing.fold.filter(|_| !outgoing.with_dropped || ghosts.is_none());
        let ghosts = ghosts.filter(|_| !outgoing.with_dropped);
        if HAS_LANE && let (Some(line), None) = (&entry.line, ghosts) {
            if withheld.is_empty() && fold.is_none() && !entry.has_unknown {
                out.push_str(line.get());
                return Vec::new();
            }
            let row = Row::read(line.get()).map(|row| row.without(&withheld));
            if let Some((row, mut seen)) = row.and_then(|row| row.seen().map(|seen| (row, seen))) {
                let row = if fold.is_some() { row.folded(&seen) } else { row };
                row.write(&mut seen, out);
                return row.lacking(&seen).filter_map(|name| Name::new(name).ok()).collect();
            }
        }
        let mut record = Cow::Borrowed(entry.record());
        if let Some(ghosts) = ghosts {
            record = Cow::Owned(record.without(ghosts));
        }
        if !withheld.is_empty() {
            record = Cow::Owned(record.with_values(&|_, name| !withheld.contains(&name.as_str())));
        }
        if let Some(fold) = fold {
            record = Cow::Owned(fold(&record));
        }
        let view = match &record {
            Cow::Borrowed(_) if !outgoing.with_dropped => self.view_of_entry(key, entry).clone(),
            record => Arc::new(view::view(record)),
        };
        if record.save_count() > 0 {
            lines::write_line(key, &record, &view, out);
        }
        lacking(&record, &view)
    }

    /// The same bytes on every device that holds the same saves: one line a record, sorted, without superseded values.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        let fold = |record: &Record| past::fold(record, &|_| planted(Bug::CanonicalUnfolded));
        self.write_lines(&LinesOut { fold: Some(fold), ..LinesOut::all() }, &mut text);
        text
    }

    /// SHA-256 over the canonical bytes.
    #[must_use]
    pub fn canonical_hash(&self) -> [u8; 32] {
        Sha256::digest(self.canonical().as_bytes()).into()
    }
}

/// The fields of which a newest value is not known, and those of which a save that waits sets an unknown one.
fn lacking(record: &Record, view: &View) -> Vec<Name> {
    let seen = view.fields.iter().filter(|(_, field)| field.is_withheld()).map(|(name, _)| name.clone());
    let waiting = record.variants().filter(|_| view.waiting > 0).flat_map(|variant| {
        let unknown = variant.fields().filter(|(_, values)| values.is_empty());
        unknown.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    });
    seen.chain(waiting).collect()
}

fn record_of(saves: &[Save]) -> Record {
    let mut record = Record::default();
    for save in saves {
        record.insert(save.clone());
    }
    record
}

/// What of a replica is written.
pub struct LinesOut<'a> {
    /// Which records.
    pub keep: &'a dyn Fn(&Key) -> bool,
    /// Which of their lines, once written.
    pub keep_line: &'a dyn Fn(&Key, &str) -> bool,
    /// The fields whose values stay out, as kind and field.
    pub withheld: &'a [(&'a str, &'a str)],
    /// Takes the superseded values out, where they are to stay out.
    pub fold: Option<fn(&Record) -> Record>,
    /// Whether what was dropped is written too, as the store does.
    pub with_dropped: bool,
}

impl LinesOut<'_> {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self { keep: &|_| true, keep_line: &|_, _| true, withheld: &[], fold: None, with_dropped: false }
    }
}

/// Whether drops are obeyed. Without them nothing can be dropped, and what other programs dropped stays theirs.
pub(crate) const HAS_DROPS: bool = cfg!(feature = "drops");

/// Whether the fast lane is built in. Without it everything goes the general one, which is slower and smaller.
pub(crate) const HAS_LANE: bool = cfg!(feature = "lane");

enum United {
    /// The other line brings nothing.
    Same,
    /// The other line holds all that this one does, and more.
    Other,
    /// The union was written; its place, and what is to be known of it.
    Written(Range<usize>, Facts),
    /// This lane cannot unite them.
    Unlike,
}

fn unite_lines(mine: &str, theirs: &str, out: &mut String) -> United {
    if mine == theirs {
        return United::Same;
    }
    let rows = (Row::read(mine), Row::read(theirs));
    let (Some(mine_row), Some(theirs_row)) = rows else { return United::Unlike };
    let Some((union, more)) = mine_row.union(&theirs_row) else { return United::Unlike };
    match more {
        More { than_self: false, .. } => return United::Same,
        More { than_other: false, .. } => return United::Other,
        More { .. } => {}
    }
    let Some(mut seen) = union.seen() else { return United::Unlike };
    let from = out.len();
    union.write(&mut seen, out);
    United::Written(from..out.len(), union.facts())
}

/// Makes the save that a form's "save" means: it comes after the heads that the form displayed, and no others.
///
/// The height is one more than the greatest height this device knows in the record, so that a dot is used once even
/// where the form displayed less than is held; but never so great, whatever a forged file made others' heights, that
/// readers would refuse it.
///
/// Takes the record, if there is one already, or all that are read as one; the save then belongs to the first of these.
#[must_use]
pub fn stage<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    displayed: &[Pred],
    session: SessionId,
    draft: save::Draft,
) -> Save {
    let shown = displayed.iter().map(|pred| pred.dot.height).max().unwrap_or(0);
    let (mut known, mut own) = (shown, Vec::new());
    let mut after = displayed.to_vec();
    for (place, record) in records.into_iter().enumerate() {
        if planted(Bug::SavedOnNewest) {
            after = view::view(record).heads;
        }
        if place == 0 {
            own = record.heights_of(session);
        }
        if !planted(Bug::HeightOfDisplayed) {
            known = known.max(record.height_max());
        }
    }
    let mut height = known.saturating_add(1).min(shown + HEIGHT_REACH);
    // Only below a height that was cut off can this session have a save; a record has fewer saves than the reach has
    // heights, so one of them is free.
    while !planted(Bug::HeightOfDisplayed) && own.contains(&height) {
        height -= 1;
    }
    sort_short(&mut after, |a, b| a < b);
    let set = draft.set.into_iter().map(|(name, value)| (name, Some(value))).into_map();
    Save { dot: Dot { height, session }, after, set, at: draft.at, by: draft.by }
}

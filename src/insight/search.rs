//! Finding: one search over all records, by what people read of them and by how Chinese is read aloud.
//!
//! Looks at each record once and keeps no index. Restricted fields are looked at only where the caller says that they are
//! revealed. Where the readings are not here yet it searches by characters alone.

mod excerpt;
pub mod pinyin;
mod sound;
mod surnames;
mod texts;
mod words;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use super::records::Records;
use crate::i18n::Lang;
use crate::model::sorted::in_order;
use crate::model::{KINDS, RecordId};
use crate::replica::{Key, View};
pub use excerpt::{EXCERPT_CHARS_MAX, Excerpt};
pub use sound::{Readings, Way};
pub use texts::Spot;
use texts::{Readable, Text};
pub use words::{PHONE_DIGITS_MIN, TYPED_CHARS_MAX};
use words::{Query, Word};

/// Most records that a search gives; all are counted.
pub const HITS_MAX: usize = 100;

/// What is looked for, and where.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// What was typed: words, all of which a record must hold.
    pub typed: &'a str,
    /// The language that titles are shown in.
    pub lang: Lang,
    /// Only records of this unit and of those below it.
    pub unit: Option<RecordId>,
    /// Only records of this kind.
    pub kind: Option<&'a str>,
    /// Restricted fields are revealed.
    pub is_revealed: bool,
    /// The readings of characters, once they are here.
    pub readings: Option<Readings>,
}

/// Which part of a title was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its beginning.
    Beginning,
    /// Something in it.
    Inside,
}

/// How well a record answers, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Its title holds the characters.
    Title(Part),
    /// Its title sounds so.
    Sound(Way, Part),
    /// Something else of it does.
    Other,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub key: Key,
    /// How well it answers: by that of its words which answers worst, then by that which answers best.
    pub rank: (Rank, Rank),
    /// Its title, with what was found in it; nothing where it has none of its own.
    pub title: Option<Excerpt>,
    /// Where a word was found that its title does not hold.
    pub other: Option<(Spot, Excerpt)>,
    /// The unit it belongs to.
    pub unit: Option<RecordId>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The best, in their order.
    pub hits: Vec<Hit>,
    /// How many records answer.
    pub count: usize,
}

/// Searches records, given as they are seen, each once.
#[must_use]
pub fn search<'v>(records: &Records, seen: impl Iterator<Item = (&'v Key, Arc<View>)>, ask: &Ask<'_>) -> Found {
    let query = Query::new(ask.typed);
    let scope = records.scope(ask.unit);
    let mut found = Found::default();
    if query.is_empty() {
        return found;
    }
    let of_kind = seen.filter(|(key, _)| ask.kind.is_none_or(|kind| kind == key.kind.as_str()));
    for (key, view) in of_kind.filter(|(_, view)| view.is_present()) {
        let Some(spec) = KINDS.iter().find(|spec| spec.kind == key.kind.as_str()) else { continue };
        let unit = records.unit_of(key);
        if scope.holds(unit) {
            let record = Readable { key, spec, view: &view, records, is_revealed: ask.is_revealed };
            if let Some(hit) = look(&record, &query, ask, unit) {
                found.take(hit);
            }
        }
    }
    found.keep_best();
    found
}

impl Found {
    fn take(&mut self, hit: Hit) {
        self.count += 1;
        self.hits.push(hit);
        if self.hits.len() == 4 * HITS_MAX {
            self.keep_best();
        }
    }

    fn keep_best(&mut self) {
        self.hits = in_order(std::mem::take(&mut self.hits), compare);
        self.hits.truncate(HITS_MAX);
    }
}

/// Best first; equal ones in the order of the kinds, of the titles, of the ids.
fn compare(one: &Hit, other: &Hit) -> Ordering {
    let place = |hit: &Hit| KINDS.iter().position(|spec| spec.kind == hit.key.kind.as_str());
    let title = |hit: &Hit| hit.title.as_ref().map(|title| title.text.clone());
    let by_rank = one.rank.cmp(&other.rank).then_with(|| place(one).cmp(&place(other)));
    by_rank.then_with(|| title(one).cmp(&title(other))).then_with(|| one.key.cmp(&other.key))
}

/// What is found of a record, when it holds every word.
fn look(record: &Readable<'_>, query: &Query, ask: &Ask<'_>, unit: Option<RecordId>) -> Option<Hit> {
    let title = record.title(ask.lang);
    let in_title = |word: &Word| title.as_ref().and_then(|title| rank_in_title(title, word, ask.readings));
    let whole = query.wholes.iter().filter_map(in_title).min_by_key(|(rank, _)| *rank);
    let mut hit = Hit { key: record.key.clone(), rank: (Rank::Other, Rank::Other), title: None, other: None, unit };
    let mut marks: Vec<Range<usize>> = Vec::new();
    if let Some((rank, range)) = whole {
        hit.rank = (rank, rank);
        marks.push(range);
    } else {
        let words: Vec<Option<(Rank, Range<usize>)>> = query.words.iter().map(in_title).collect();
        if words.iter().any(Option::is_none) {
            let lacking: Vec<bool> = words.iter().map(Option::is_none).collect();
            hit.other = Some(look_elsewhere(record, query, &lacking, ask.readings)?);
        }
        let ranks = words.iter().map(|word| word.as_ref().map_or(Rank::Other, |(rank, _)| *rank));
        hit.rank = (ranks.clone().max()?, ranks.min()?);
        marks.extend(words.into_iter().flatten().map(|(_, range)| range));
    }
    hit.title = title.map(|title| Excerpt::whole(title.text.into_owned(), marks));
    Some(hit)
}

fn rank_in_title(title: &Text<'_>, word: &Word, readings: Option<Readings>) -> Option<(Rank, Range<usize>)> {
    let part = |range: &Range<usize>| match (range.start, range.end == title.text.len()) {
        (0, true) => Part::Whole,
        (0, false) => Part::Beginning,
        _ => Part::Inside,
    };
    if let Some(range) = words::find(&title.text, &word.text) {
        return Some((Rank::Title(part(&range)), range));
    }
    let (range, way) = sound::hear(&title.text, title.voice, &word.sound, readings?)?;
    Some((Rank::Sound(way, part(&range)), range))
}

/// Where a word that the title lacks is found, when every such word is found somewhere.
fn look_elsewhere(
    record: &Readable<'_>,
    query: &Query,
    lacking: &[bool],
    readings: Option<Readings>,
) -> Option<(Spot, Excerpt)> {
    let mut lacking = lacking.to_vec();
    let mut first: Option<(Spot, Excerpt)> = None;
    record.each(&mut |text| {
        let whole_phone = query.wholes.iter().filter(|_| text.is_phone).find_map(|whole| find_in(&text, whole, None));
        for (word, lacks) in query.words.iter().zip(&mut lacking).filter(|(_, lacks)| **lacks) {
            let range = whole_phone.clone().or_else(|| find_in(&text, word, readings));
            *lacks = range.is_none();
            if let (Some(range), None) = (range, &first) {
                first = Some((text.spot, Excerpt::around(&text.text, range)));
            }
        }
    });
    first.filter(|_| lacking.iter().all(|lacks| !lacks))
}

fn find_in(text: &Text<'_>, word: &Word, readings: Option<Readings>) -> Option<Range<usize>> {
    if text.is_phone {
        return words::find_ending(&text.text, word.digits.as_deref()?);
    }
    let heard = || {
        // A single letter is heard in nearly every line.
        let word = Some(&word.sound).filter(|sound| sound.len() > 1)?;
        sound::hear(&text.text, text.voice, word, readings?).map(|(range, _)| range)
    };
    words::find(&text.text, &word.text).or_else(heard)
}

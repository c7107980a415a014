//! A record's line taken apart without copying: the fast lane of loading and merging.
//!
//! It takes what nearly every line is: written by this program, all saves at hand, no dot with two contents. Whatever is
//! otherwise is left to [`super::lines`] and [`super::view`], which take everything; both must agree, and tests hold
//! them to that. Nothing here decides what a line means: a line that this lane does not take is not wrong.

use std::cmp::Ordering;

use super::limits::{AUTHOR_CHARS_MAX, FIELDS_MAX, HEIGHT_REACH, STAND_IN_HEIGHT_MAX};
use crate::model::Value;
use crate::model::id::ALPHABET;
use crate::model::value::VALUE_BYTES_MAX;
use crate::planted::{Bug, planted};

/// The bytes that a session's text is made of.
const SESSION_DIGITS: [bool; 256] = {
    let mut digits = [false; 256];
    let mut place = 0;
    while place < ALPHABET.len() {
        digits[ALPHABET[place] as usize] = true;
        place += 1;
    }
    digits
};

/// Most saves of a record in this lane: sets of saves are the bits of one word.
const SAVES_MAX: usize = 64;

/// A line taken apart. Texts are slices of the line; sessions and ids in their written form, whose order is theirs.
#[derive(Default)]
pub(super) struct Row<'a> {
    /// The record's id.
    pub id: &'a str,
    /// The record's kind.
    pub kind: &'a str,
    /// The fields in place with their values as JSON, sorted by name.
    pub fields: Vec<(&'a str, &'a str)>,
    /// The saves in the order of their dots.
    pub saves: Vec<RowSave<'a>>,
    sets: Vec<(&'a str, Option<&'a str>)>,
    preds: Vec<RowDot<'a>>,
}

type RowDot<'a> = (u64, &'a str);

/// One save of a line.
#[derive(Clone, Copy)]
pub(super) struct RowSave<'a> {
    dot: RowDot<'a>,
    at: i64,
    /// Who, as JSON text.
    by: &'a str,
    sets: (u32, u32),
    preds: (u32, u32),
}

/// Which of two rows their union says more than.
#[derive(Default)]
pub(super) struct More {
    pub than_self: bool,
    pub than_other: bool,
}

/// What is seen of a record of this lane.
pub(super) struct Seen<'a> {
    slots: Vec<Slot<'a>>,
}

/// One field: its newest saves as bits, and the value where one is needed.
#[derive(Clone, Copy)]
struct Slot<'a> {
    name: &'a str,
    newest: u64,
    value: Option<&'a str>,
    placed_by: u8,
}

impl<'a> Row<'a> {
    /// Takes a line apart that is spelled as this program spells it; nothing when it is not.
    pub fn read(line: &'a str) -> Option<Self> {
        let mut scan = Scan(line);
        scan.skip("{\"id\":")?;
        let id = scan.plain()?;
        scan.skip(",\"kind\":")?;
        let mut row = Self { id, kind: scan.plain()?, ..Self::default() };
        row.fields.reserve(16);
        row.sets.reserve(24);
        row.saves.reserve(4);
        row.preds.reserve(4);
        loop {
            scan.skip(",")?;
            if scan.0.starts_with("\"_\":") {
                scan.skip("\"_\":")?;
                break;
            }
            let name = scan.name()?;
            scan.skip(":")?;
            if row.fields.last().is_some_and(|(last, _)| *last >= name) {
                return None;
            }
            row.fields.push((name, scan.value()?));
        }
        row.saves(&mut scan)?;
        scan.skip("}")?;
        scan.0.is_empty().then_some(row)
    }

    fn saves(&mut self, scan: &mut Scan<'a>) -> Option<()> {
        // The save that sets all fields in place but those that others name, and which ones these are.
        let (mut rest, mut named) = (None, 0_u64);
        if self.fields.len() > 64 {
            return None;
        }
        let mut before: Option<(RowDot<'a>, i64)> = None;
        scan.skip("[")?;
        loop {
            scan.skip("[")?;
            let session = scan.session()?;
            scan.skip(",")?;
            let height = scan.number()?;
            scan.skip(",")?;
            let at = scan.integer()?.wrapping_add(before.map_or(0, |(_, at)| at));
            scan.skip(",")?;
            let by = scan.value()?;
            let (dot, from, preds_from) = ((height, session), self.sets.len(), self.preds.len());
            if before.is_some_and(|(last, _)| last >= dot) || height == 0 || !is_author(by) {
                return None;
            }
            let mut parts = 0;
            while scan.take(b',') {
                match parts {
                    0 if scan.0.starts_with("true") => {
                        scan.skip("true")?;
                        if rest.replace((self.saves.len(), from)).is_some() {
                            return None;
                        }
                    }
                    0 => named |= self.placed(scan)?,
                    1 => self.others(scan)?,
                    2 => self.unknown(scan)?,
                    3 => self.after(scan)?,
                    _ => return None,
                }
                parts += 1;
            }
            if parts < 4 {
                self.preds.extend(before.map(|(dot, _)| dot));
            }
            scan.skip("]")?;
            let place = |length: usize| u32::try_from(length).ok();
            self.saves.push(RowSave {
                dot,
                at,
                by,
                sets: (place(from)?, place(self.sets.len())?),
                preds: (place(preds_from)?, place(self.preds.len())?),
            });
            before = Some((dot, at));
            if self.saves.len() > SAVES_MAX {
                return None;
            }
            if !scan.take(b',') {
                break;
            }
        }
        scan.skip("]")?;
        if let Some((save, from)) = rest {
            self.fill_in(save, from, named)?;
        }
        self.saves.iter().all(|save| in_order(&mut self.sets, save.sets)).then_some(())
    }

    fn placed(&mut self, scan: &mut Scan<'a>) -> Option<u64> {
        let mut named = 0;
        scan.each(b']', |scan| {
            let name = scan.name()?;
            let place = self.fields.binary_search_by(|(held, _)| (*held).cmp(name)).ok()?;
            let (name, value) = self.fields[place];
            self.sets.push((name, Some(value)));
            named |= 1_u64 << place;
            Some(())
        })?;
        Some(named)
    }

    fn others(&mut self, scan: &mut Scan<'a>) -> Option<()> {
        scan.each(b'}', |scan| {
            let name = scan.name()?;
            scan.skip(":")?;
            self.sets.push((name, Some(scan.value()?)));
            Some(())
        })
    }

    fn unknown(&mut self, scan: &mut Scan<'a>) -> Option<()> {
        scan.each(b']', |scan| {
            let name = scan.name()?;
            self.sets.push((name, None));
            Some(())
        })
    }

    fn after(&mut self, scan: &mut Scan<'a>) -> Option<()> {
        let from = self.preds.len();
        scan.each(b']', |scan| {
            scan.skip("[")?;
            let session = scan.session()?;
            scan.skip(",")?;
            let dot = (scan.number()?, session);
            scan.skip("]")?;
            let is_sorted = self.preds.len() == from || self.preds.last() < Some(&dot);
            self.preds.push(dot);
            is_sorted.then_some(())
        })
    }

    /// Puts the fields that no save names into the one save that sets all the others.
    fn fill_in(&mut self, save: usize, from: usize, named: u64) -> Option<()> {
        let fields = self.fields.iter().enumerate().filter(|(place, _)| named & (1 << place) == 0);
        let more: Vec<(&str, Option<&str>)> = fields.map(|(_, (name, value))| (*name, Some(*value))).collect();
        let count = u32::try_from(more.len()).ok()?;
        self.sets.splice(from..from, more);
        self.saves[save].sets.1 += count;
        for later in &mut self.saves[save + 1..] {
            later.sets = (later.sets.0 + count, later.sets.1 + count);
        }
        Some(())
    }

    fn sets_of(&self, save: &RowSave<'a>) -> &[(&'a str, Option<&'a str>)] {
        &self.sets[save.sets.0 as usize..save.sets.1 as usize]
    }

    fn preds_of(&self, save: &RowSave<'a>) -> &[RowDot<'a>] {
        &self.preds[save.preds.0 as usize..save.preds.1 as usize]
    }

    /// How many saves it has, and whether any sets a value that is not known.
    pub fn facts(&self) -> (usize, bool) {
        (self.saves.len(), self.sets.iter().any(|(_, value)| value.is_none()))
    }

    /// The fields of which a newest value is not known.
    pub fn lacking<'b>(&'b self, seen: &'b Seen<'a>) -> impl Iterator<Item = &'a str> + 'b {
        let is_unknown = |slot: &&Slot<'a>| {
            let mut newest = (0..self.saves.len()).filter(|place| slot.newest & (1 << place) != 0);
            newest.any(|place| self.value_in(place, slot.name).is_none())
        };
        seen.slots.iter().filter(is_unknown).map(|slot| slot.name)
    }

    /// Computes what is seen; nothing when a save waits or the record is not one for this lane.
    pub fn seen(&self) -> Option<Seen<'a>> {
        let mut ancestors = [0_u64; SAVES_MAX];
        let mut slots: Vec<Slot<'a>> = Vec::with_capacity(self.fields.len() + 4);
        for (place, save) in self.saves.iter().enumerate() {
            ancestors[place] = self.ancestors(place, save, &ancestors)?;
            let sets = self.sets_of(save);
            if sets.len() > FIELDS_MAX {
                return None;
            }
            let mut found = 0;
            for &(name, value) in sets {
                // Both lists are sorted: the search goes on where the last one ended.
                found += slots[found..].partition_point(|slot| slot.name < name);
                if slots.get(found).is_none_or(|slot| slot.name != name) {
                    slots.insert(found, Slot { name, newest: 0, value: None, placed_by: 0 });
                }
                let slot = &mut slots[found];
                let covered = if planted(Bug::LaneForgetsConflict) { u64::MAX } else { ancestors[place] };
                slot.newest = slot.newest & !covered | 1 << place;
                slot.value = value;
            }
        }
        for slot in &mut slots {
            if slot.newest.count_ones() > 1 {
                // Where saves stand side by side, the greatest dot with a known value gives it.
                let newest = (0..self.saves.len()).rev().filter(|place| slot.newest & (1 << place) != 0);
                slot.value = newest.filter_map(|place| self.value_in(place, slot.name)).next();
            }
        }
        Some(Seen { slots })
    }

    fn ancestors(&self, place: usize, save: &RowSave<'a>, known: &[u64; SAVES_MAX]) -> Option<u64> {
        let mut all = 0;
        let mut reach = 0;
        for pred in self.preds_of(save) {
            let earlier = &self.saves[..place];
            let last = place.checked_sub(1).filter(|last| earlier[*last].dot == *pred);
            let found = last.or_else(|| earlier.binary_search_by(|save| save.dot.cmp(pred)).ok());
            if found.is_none() && planted(Bug::LaneIgnoresWaiting) {
                continue;
            }
            let found = found?;
            if pred.0 >= save.dot.0 {
                return None;
            }
            all |= known[found] | 1 << found;
            reach = reach.max(pred.0);
        }
        let is_stand_in = save.sets.0 == save.sets.1 && save.preds.0 == save.preds.1;
        let height_max = if is_stand_in { STAND_IN_HEIGHT_MAX } else { reach + HEIGHT_REACH };
        (save.dot.0 <= height_max).then_some(all)
    }

    fn value_in(&self, save: usize, name: &str) -> Option<&'a str> {
        let sets = self.sets_of(&self.saves[save]);
        sets.binary_search_by(|(held, _)| (*held).cmp(name)).ok().and_then(|found| sets[found].1)
    }

    /// Tells whether the line is what this program would write: the right values in place, and all in order.
    pub fn is_written_as(&self, line: &str, scratch: &mut String) -> bool {
        let Some(mut seen) = self.seen() else { return false };
        if planted(Bug::LaneValueUnchecked) {
            return true;
        }
        let known = seen.slots.iter().filter_map(|slot| Some((slot.name, slot.value?)));
        if !known.eq(self.fields.iter().copied()) {
            return false;
        }
        scratch.clear();
        self.write(&mut seen, scratch);
        scratch == line
    }

    /// The union of two rows of one record, and which of them it says more than; nothing when a dot has two contents.
    pub fn union(&self, other: &Row<'a>) -> Option<(Row<'a>, More)> {
        let mut union = Row { id: self.id, kind: self.kind, ..Row::default() };
        let mut more = More::default();
        union.saves.reserve(self.saves.len() + 2);
        union.sets.reserve(self.sets.len() + 8);
        let (mut mine, mut theirs) = (self.saves.iter().peekable(), other.saves.iter().peekable());
        loop {
            let order = match (mine.peek(), theirs.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(left), Some(right)) => left.dot.cmp(&right.dot),
            };
            match order {
                Ordering::Less => {
                    more.than_other = true;
                    union.push(self, mine.next()?);
                }
                Ordering::Greater => {
                    more.than_self = true;
                    union.push(other, theirs.next()?);
                }
                Ordering::Equal => {
                    let (left, right) = (mine.next()?, theirs.next()?);
                    let same = left.at == right.at && left.by == right.by;
                    if !same || self.preds_of(left) != other.preds_of(right) {
                        return None;
                    }
                    union.push(self, left);
                    union.fill(other.sets_of(right), &mut more)?;
                }
            }
        }
        (union.saves.len() <= SAVES_MAX).then_some((union, more))
    }

    fn push(&mut self, from: &Row<'a>, save: &RowSave<'a>) {
        let place = |length: usize| length as u32;
        let (sets, preds) = (place(self.sets.len()), place(self.preds.len()));
        self.sets.extend_from_slice(from.sets_of(save));
        self.preds.extend_from_slice(from.preds_of(save));
        self.saves.push(RowSave {
            sets: (sets, place(self.sets.len())),
            preds: (preds, place(self.preds.len())),
            ..*save
        });
    }

    /// Fills the last save's unknown values from the same save of another row; nothing when they differ.
    fn fill(&mut self, others: &[(&'a str, Option<&'a str>)], more: &mut More) -> Option<()> {
        let from = self.saves.last()?.sets.0 as usize;
        let mine = &mut self.sets[from..];
        if mine.len() != others.len() {
            return None;
        }
        for (mine, theirs) in mine.iter_mut().zip(others) {
            if mine.0 != theirs.0 || (mine.1 != theirs.1 && mine.1.is_some() && theirs.1.is_some()) {
                return None;
            }
            more.than_self |= mine.1.is_none() && theirs.1.is_some();
            more.than_other |= mine.1.is_some() && theirs.1.is_none();
            mine.1 = if planted(Bug::LaneFillsNothing) { mine.1 } else { mine.1.or(theirs.1) };
        }
        Some(())
    }

    /// The same row with the values of some fields unknown; what is in place then is no longer what is seen.
    pub fn without(mut self, fields: &[&str]) -> Self {
        for (name, value) in &mut self.sets {
            if fields.contains(name) {
                *value = None;
            }
        }
        self
    }

    /// The same row without the values that are superseded.
    pub fn folded(mut self, seen: &Seen<'a>) -> Self {
        for (place, save) in self.saves.iter().enumerate() {
            let mut slots = seen.slots.iter();
            for (name, value) in &mut self.sets[save.sets.0 as usize..save.sets.1 as usize] {
                if slots.by_ref().find(|slot| slot.name == *name).is_some_and(|slot| slot.newest & (1 << place) == 0) {
                    *value = None;
                }
            }
        }
        self
    }

    /// Writes the line.
    pub fn write(&self, seen: &mut Seen<'a>, out: &mut String) {
        push_all(out, &["{\"id\":\"", self.id, "\",\"kind\":\"", self.kind, "\""]);
        for slot in &seen.slots {
            if let Some(value) = slot.value {
                push_all(out, &[",\"", slot.name, "\":", value]);
            }
        }
        out.push_str(",\"_\":[");
        let rest = self.rest(seen);
        let mut before: Option<&RowSave<'a>> = None;
        for (place, save) in self.saves.iter().enumerate() {
            out.push_str(if before.is_some() { ",[\"" } else { "[\"" });
            push_all(out, &[save.dot.1, "\","]);
            push_number(out, save.dot.0.cast_signed());
            out.push(',');
            push_number(out, save.at.wrapping_sub(before.map_or(0, |save| save.at)));
            push_all(out, &[",", save.by]);
            self.write_sets(save, seen, rest == Some(place), out);
            let by_default = before.map(|save| save.dot);
            if !self.preds_of(save).iter().copied().eq(by_default) {
                self.write_after(save, out);
            } else {
                trim_empty_parts(out);
            }
            out.push(']');
            before = Some(save);
        }
        out.push_str("]}");
    }

    /// The save that is written as setting all the others: the first that places anything, if no other places the same.
    fn rest(&self, seen: &mut Seen<'a>) -> Option<usize> {
        seen.slots.iter_mut().for_each(|slot| slot.placed_by = 0);
        let mut first = None;
        for (place, save) in self.saves.iter().enumerate() {
            let mut slots = seen.slots.iter_mut();
            for (name, value) in self.sets_of(save) {
                let slot = slots.by_ref().find(|slot| slot.name == *name)?;
                if value.is_some() && *value == slot.value {
                    slot.placed_by = slot.placed_by.saturating_add(1);
                    first = first.or(Some(place));
                }
            }
        }
        let place = first?;
        let mut slots = seen.slots.iter();
        let mut alone = true;
        for (name, value) in self.sets_of(&self.saves[place]) {
            let slot = slots.by_ref().find(|slot| slot.name == *name)?;
            alone &= value.is_none() || *value != slot.value || slot.placed_by <= 1;
        }
        alone.then_some(place)
    }

    fn write_sets(&self, save: &RowSave<'a>, seen: &Seen<'a>, is_rest: bool, out: &mut String) {
        let kind_of = |slot: &Slot<'a>, value: Option<&str>| match value {
            None => 2,
            value if value == slot.value => 0,
            Some(_) => 1,
        };
        for part in 0..3 {
            let (open, close) = if part == 1 { (",{", "}") } else { (",[", "]") };
            if part == 0 && is_rest {
                out.push_str(",true");
                continue;
            }
            out.push_str(open);
            let mut is_first = true;
            let mut slots = seen.slots.iter();
            for (name, value) in self.sets_of(save) {
                let Some(slot) = slots.by_ref().find(|slot| slot.name == *name) else { continue };
                if kind_of(slot, *value) != part {
                    continue;
                }
                push_all(out, &[if is_first { "\"" } else { ",\"" }, name, "\""]);
                is_first = false;
                if part == 1 {
                    push_all(out, &[":", value.unwrap_or("null")]);
                }
            }
            out.push_str(close);
        }
    }

    fn write_after(&self, save: &RowSave<'a>, out: &mut String) {
        out.push_str(",[");
        for (place, pred) in self.preds_of(save).iter().enumerate() {
            push_all(out, &[if place > 0 { ",[\"" } else { "[\"" }, pred.1, "\","]);
            push_number(out, pred.0.cast_signed());
            out.push(']');
        }
        out.push(']');
    }
}

fn push_all(out: &mut String, texts: &[&str]) {
    texts.iter().for_each(|text| out.push_str(text));
}

fn push_number(out: &mut String, number: i64) {
    use std::fmt::Write;
    // Writing into a text cannot fail.
    let _ = write!(out, "{number}");
}

/// Takes back the parts at the end that say nothing.
fn trim_empty_parts(out: &mut String) {
    while out.ends_with(",[]") || out.ends_with(",{}") {
        out.truncate(out.len() - 3);
    }
}

/// Tells whether a JSON text can be an author; bytes are counted, so a long name is left to the other reader.
fn is_author(by: &str) -> bool {
    by.starts_with('"') && by.len() <= AUTHOR_CHARS_MAX + 2
}

/// Sorts one save's fields by name, nearly sorted as they are, and tells whether each is there once. More than a save may
/// set are not sorted at all: that would take time by their square.
fn in_order(sets: &mut [(&str, Option<&str>)], (from, to): (u32, u32)) -> bool {
    let sets = &mut sets[from as usize..to as usize];
    if sets.len() > FIELDS_MAX {
        return false;
    }
    crate::model::sorted::sort_short(sets, |left, right| left.0 < right.0);
    sets.windows(2).all(|pair| pair[0].0 < pair[1].0)
}

/// What is left of a line.
struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.0.as_bytes().first() == Some(&byte);
        if is_next {
            self.0 = &self.0[1..];
        }
        is_next
    }

    fn split(&mut self, length: usize) -> &'a str {
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        head
    }

    /// The items of a list or an object, whose opening is next.
    fn each(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.skip(if close == b']' { "[" } else { "{" })?;
        if self.take(close) {
            return Some(());
        }
        loop {
            item(self)?;
            if !self.take(b',') {
                break;
            }
        }
        self.take(close).then_some(())
    }

    /// A text that needs no escapes and is no longer than names and ids are.
    fn plain(&mut self) -> Option<&'a str> {
        self.skip("\"")?;
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@.-".contains(byte);
        let length = self.0.bytes().take_while(is_plain).count();
        let text = self.split(length);
        self.skip("\"")?;
        (1..=64).contains(&length).then_some(text)
    }

    /// The name of a field.
    fn name(&mut self) -> Option<&'a str> {
        self.plain().filter(|name| name.as_bytes()[0].is_ascii_alphabetic() && *name != "id" && *name != "kind")
    }

    fn session(&mut self) -> Option<&'a str> {
        let is_digit = |byte: u8| SESSION_DIGITS[usize::from(byte)];
        self.plain().filter(|session| session.len() == 16 && session.bytes().all(is_digit))
    }

    fn digits(&self, from: usize) -> usize {
        self.0.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn number(&mut self) -> Option<u64> {
        let length = self.digits(0);
        let is_canonical = length == 1 || !self.0.starts_with('0');
        self.split(length).parse().ok().filter(|_| is_canonical)
    }

    fn integer(&mut self) -> Option<i64> {
        let sign = usize::from(self.0.starts_with('-'));
        let length = self.digits(sign);
        let is_canonical = !self.0[sign..].starts_with('0') || (length == 1 && sign == 0);
        self.split(sign + length).parse().ok().filter(|_| is_canonical)
    }

    /// A value in canonical spelling.
    fn value(&mut self) -> Option<&'a str> {
        let text = match self.0.as_bytes().first()? {
            b'"' => self.text()?,
            b'-' | b'0'..=b'9' => {
                let before = self.0;
                let is_integer = self.integer().is_some();
                let length = before.len() - self.0.len();
                if !is_integer || self.0.starts_with(['.', 'e', 'E']) {
                    self.0 = before;
                    return self.complex();
                }
                &before[..length]
            }
            b't' if self.0.starts_with("true") => self.split(4),
            b'f' if self.0.starts_with("false") => self.split(5),
            b'n' if self.0.starts_with("null") => self.split(4),
            b'[' | b'{' => self.complex()?,
            _ => return None,
        };
        (text.len() <= VALUE_BYTES_MAX).then_some(text)
    }

    /// A value of a line that was read before, so only its end is to be found.
    fn known_value(&mut self) -> Option<&'a str> {
        match self.0.as_bytes().first()? {
            b'"' | b'[' | b'{' => self.value(),
            _ => {
                let length = self.0.bytes().position(|byte| byte == b',')?;
                Some(self.split(length))
            }
        }
    }

    fn text(&mut self) -> Option<&'a str> {
        let bytes = self.0.as_bytes();
        let mut place = 1;
        loop {
            match *bytes.get(place)? {
                b'"' => return Some(self.split(place + 1)),
                b'\\' => return self.complex(),
                0..0x20 => return None,
                _ => place += 1,
            }
        }
    }

    /// A value whose canonical spelling has to be asked for.
    fn complex(&mut self) -> Option<&'a str> {
        let mut stream = serde_json::Deserializer::from_str(self.0).into_iter::<&serde_json::value::RawValue>();
        stream.next()?.ok()?;
        let length = stream.byte_offset();
        let text = &self.0[..length];
        let is_canonical = Value::from_json(text).is_ok_and(|value| value.to_json() == text);
        is_canonical.then(|| self.split(length))
    }
}

/// The id and the kind that a line begins with.
pub(super) fn names_of(line: &str) -> Option<(&str, &str)> {
    let mut scan = Scan(line);
    scan.skip("{\"id\":")?;
    let id = scan.plain()?;
    scan.skip(",\"kind\":")?;
    Some((id, scan.plain()?))
}

/// The fields in place of a line of this lane, each with its value as JSON; nothing when it is not one.
pub(super) fn fields_of(line: &str) -> Option<Vec<(&str, &str)>> {
    let mut scan = Scan(line);
    scan.skip("{\"id\":")?;
    scan.plain()?;
    scan.skip(",\"kind\":")?;
    scan.plain()?;
    let mut fields = Vec::with_capacity(16);
    loop {
        scan.skip(",\"")?;
        if scan.0.starts_with("_\":") {
            return Some(fields);
        }
        let length = scan.0.find('"')?;
        let name = scan.split(length);
        scan.skip("\":")?;
        fields.push((name, scan.known_value()?));
    }
}

//! Where a text sounds like what was typed: full pinyin, initials, or both mixed with characters.
//!
//! Holds no readings: they are a function, because their table is a part of the page that comes later. No tones.

use std::ops::Range;

use super::surnames;
use super::words::fold;

/// Calls back with each reading of a character, the usual ones first, in small letters without tones; `ü` may stand in
/// them.
pub type Readings = fn(char, Each<'_>);

/// Takes the readings of one character, one after the other.
pub type Each<'a> = &'a mut dyn FnMut(&'static str);

/// How much of the pinyin was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Every syllable in full.
    Full,
    /// Some by their first letters, or the last one begun.
    Short,
}

/// How a text is read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// As a person's name, which begins with a surname.
    Person,
    /// As a title, by any reading.
    Title,
    /// As a line of something else, in which two initials would be found everywhere.
    Line,
    /// As a long text, in which initials are not looked for.
    Note,
    /// Not at all: numbers, days, codes.
    Silent,
}

/// How many syllables of a character are heard shortened: rare readings would let any initials be found anywhere.
const USUAL_SYLLABLES: usize = 2;

impl Voice {
    /// The fewest letters that are heard when they are shortened.
    fn short_letters_min(self) -> usize {
        match self {
            Self::Title | Self::Person => 1,
            Self::Line => 3,
            Self::Note | Self::Silent => usize::MAX,
        }
    }
}

/// Where a text first sounds like a word: in full syllables if it does so anywhere, otherwise shortened.
///
/// The work grows with the length of the text times that of the word, whatever both are.
#[must_use]
pub fn hear(text: &str, voice: Voice, word: &[char], readings: Readings) -> Option<(Range<usize>, Way)> {
    if word.is_empty() || voice == Voice::Silent {
        return None;
    }
    let mut short = None;
    for (start, _) in text.char_indices() {
        match hear_from(text, start, voice, word, readings) {
            Some((end, Way::Full)) => return Some((start..end, Way::Full)),
            Some((end, Way::Short)) if short.is_none() => short = Some((start..end, Way::Short)),
            _ => {}
        }
    }
    short.filter(|_| word.len() >= voice.short_letters_min())
}

fn hear_from(text: &str, start: usize, voice: Voice, word: &[char], readings: Readings) -> Option<(usize, Way)> {
    let mut heard = Heard { full: 1, short: 0 };
    let mut short = None;
    for (place, c) in text[start..].char_indices() {
        let at = start + place;
        // A Chinese name may be written with a space or a dot inside; neither is heard, and no match begins with one.
        if matches!(fold(c), ' ' | '·') && text[start..at].ends_with(|before: char| !before.is_ascii()) {
            continue;
        }
        heard = heard.after(c, word, &mut |each| read(text, at, c, voice, readings, each));
        let end = at + c.len_utf8();
        if heard.full >> word.len() & 1 == 1 {
            return Some((end, Way::Full));
        }
        if heard.short >> word.len() & 1 == 1 && short.is_none() {
            short = Some((end, Way::Short));
        }
        if heard.full | heard.short == 0 {
            break;
        }
    }
    short
}

fn read(text: &str, at: usize, c: char, voice: Voice, readings: Readings, each: Each<'_>) {
    let surname = if voice == Voice::Person { surnames::readings_at(text, at) } else { None };
    match surname {
        Some(surname) => surname.iter().for_each(|reading| each(reading)),
        None => readings(c, each),
    }
}

/// How many letters of the word may have been heard so far, as sets of bits: in full syllables, or shortened.
struct Heard {
    full: u64,
    short: u64,
}

impl Heard {
    fn after(&self, c: char, word: &[char], read: &mut dyn FnMut(Each<'_>)) -> Self {
        let mut next = Self { full: 0, short: 0 };
        for (heard, letter) in word.iter().enumerate() {
            next.keep(self, heard, usize::from(*letter == fold(c)));
        }
        let (mut last, mut syllables) = ("", 0);
        read(&mut |reading| {
            syllables += usize::from(reading != last);
            last = reading;
            for heard in (0..word.len()).filter(|heard| (self.full | self.short) >> heard & 1 == 1) {
                let rest = &word[heard..];
                let equal = equal_letters(reading, rest);
                if equal == reading.chars().count() {
                    next.keep(self, heard, equal);
                }
                if syllables > USUAL_SYLLABLES {
                    continue;
                }
                if equal == rest.len() {
                    next.short |= 1 << word.len();
                }
                let initials = if matches!(reading.get(..2), Some("zh" | "ch" | "sh")) { 2 } else { 1 };
                (1..=equal.min(initials)).for_each(|letters| next.short |= 1 << (heard + letters));
            }
        });
        next
    }

    /// Goes on from a number of letters, in the way they were heard.
    fn keep(&mut self, before: &Self, heard: usize, letters: usize) {
        if letters > 0 {
            self.full |= (before.full >> heard & 1) << (heard + letters);
            self.short |= (before.short >> heard & 1) << (heard + letters);
        }
    }
}

/// How many letters at the beginning are the same; `ü` is typed as `v`, or as `u` where no key has it.
fn equal_letters(reading: &str, typed: &[char]) -> usize {
    let is_equal = |(read, typed): &(char, &char)| match read {
        'ü' => matches!(typed, 'v' | 'u'),
        'ê' => **typed == 'e',
        _ => read == *typed,
    };
    reading.chars().zip(typed).take_while(is_equal).count()
}

//! What was typed, and where a text holds it.
//!
//! Compares character by character, so that what is found lies on characters of the text as it was typed. Knows no
//! pinyin, and of case only that of Latin letters: the browser's tables are not here, and records are in Chinese.

use std::ops::Range;

/// Most characters of a search; what is typed beyond them is not looked for.
pub const TYPED_CHARS_MAX: usize = 60;
/// Fewest digits that are compared with the end of a telephone number: fewer would let anybody guess it.
pub const PHONE_DIGITS_MIN: usize = 4;

/// A character as it is compared: small letters, half width, one kind of space.
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        // The capitals of Latin-1 stand 32 before their small letters; the sign between them is none.
        'À'..='Þ' if c != '×' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).map_or(c, fold),
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// One of the words that were typed, in the forms in which it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is compared with a text.
    pub text: Vec<char>,
    /// As it is compared with pinyin: without apostrophes, `v` for `ü`. Nothing when it holds no letter.
    pub sound: Vec<char>,
    /// As it is compared with the end of a telephone number, when it can be one.
    pub digits: Option<String>,
}

impl Word {
    fn new(text: Vec<char>) -> Self {
        Self { sound: sound(&text), digits: digits(&text), text }
    }
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Each word; a record holds them all.
    pub words: Vec<Word>,
    /// All words with one space between them, and all without: titles are compared with the whole first.
    pub wholes: Vec<Word>,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let folded: String = typed.chars().take(TYPED_CHARS_MAX).map(fold).collect();
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut wholes = vec![words.join(" "), words.concat()];
        wholes.dedup();
        Self {
            words: words.iter().map(|word| Word::new(word.chars().collect())).collect(),
            wholes: wholes.iter().map(|whole| Word::new(whole.chars().collect())).collect(),
        }
    }

    /// Tells whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

fn sound(text: &[char]) -> Vec<char> {
    let mut sound: Vec<char> = Vec::new();
    for &c in text {
        match c {
            '\'' | '’' => {}
            'ü' => sound.push('v'),
            // Without composition the two dots come as a character of their own.
            '\u{308}' if sound.last() == Some(&'u') => *sound.last_mut().expect("it was just seen") = 'v',
            _ => sound.push(c),
        }
    }
    if !sound.iter().any(char::is_ascii_lowercase) {
        sound.clear();
    }
    sound
}

fn digits(text: &[char]) -> Option<String> {
    let is_phone = text.iter().all(|c| c.is_ascii_digit() || " +-()".contains(*c));
    let digits: String = text.iter().filter(|c| c.is_ascii_digit()).collect();
    (is_phone && digits.len() >= PHONE_DIGITS_MIN).then_some(digits)
}

/// Where a text first holds a word, in bytes.
#[must_use]
pub fn find(text: &str, word: &[char]) -> Option<Range<usize>> {
    let first = word.first()?;
    let starts = text.char_indices().filter(|(_, c)| fold(*c) == *first);
    starts.into_iter().find_map(|(start, _)| Some(start..start + beginning(&text[start..], word)?))
}

/// How many bytes of a text are a word, when it begins with that.
fn beginning(text: &str, word: &[char]) -> Option<usize> {
    let mut chars = text.chars();
    let mut bytes = 0;
    for expected in word {
        let c = chars.next().filter(|c| fold(*c) == *expected)?;
        bytes += c.len_utf8();
    }
    Some(bytes)
}

/// Where a telephone number ends with these digits, whatever stands between them.
#[must_use]
pub fn find_ending(phone: &str, digits: &str) -> Option<Range<usize>> {
    let mut held = phone.char_indices().rev().filter(|(_, c)| fold(*c).is_ascii_digit());
    let mut range: Option<Range<usize>> = None;
    for expected in digits.chars().rev() {
        let (start, c) = held.next().filter(|(_, c)| fold(*c) == expected)?;
        range = Some(start..range.map_or(start + c.len_utf8(), |range| range.end));
    }
    range
}

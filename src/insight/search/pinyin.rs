//! The readings of Chinese characters: the only place that names the table, which `build.rs` makes of the crate `pinyin`.
//!
//! The table is the largest piece of data that a page downloads, so only a late part of the page may call this.

use std::sync::LazyLock;

/// The syllables, one a line; the first one has the number 2.
static SYLLABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/syllables.txt"));

/// The first character and the number of characters of each span, in their order.
static SPANS: &[(u32, u32)] = include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// For each character of the spans the numbers of its syllables, as `build.rs` says.
static NUMBERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/readings.bin"));

const NONE: usize = 0;
const MORE: u8 = 1;
const FIRST: usize = 2;
const WIDE: u8 = 255;

/// What is found again of the table when it is first asked.
struct Table {
    syllables: Vec<&'static str>,
    /// Where the numbers of each character begin.
    starts: Vec<usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut starts = Vec::new();
    let mut at = 0;
    while at < NUMBERS.len() {
        starts.push(at);
        number(&mut at);
        while more(&mut at) {
            number(&mut at);
        }
    }
    Table { syllables: SYLLABLES.lines().collect(), starts }
});

/// Calls back with each reading of a character, the usual one first; nothing for what has none.
pub fn readings(c: char, each: &mut dyn FnMut(&'static str)) {
    let Some(place) = place_of(c) else { return };
    let mut at = TABLE.starts[place];
    loop {
        match number(&mut at) {
            NONE => return,
            number => each(TABLE.syllables[number - FIRST]),
        }
        if !more(&mut at) {
            return;
        }
    }
}

fn number(at: &mut usize) -> usize {
    let byte = NUMBERS[*at];
    *at += 1;
    if byte != WIDE {
        return usize::from(byte);
    }
    *at += 1;
    usize::from(WIDE) + usize::from(NUMBERS[*at - 1])
}

fn more(at: &mut usize) -> bool {
    let is_more = NUMBERS.get(*at) == Some(&MORE);
    *at += usize::from(is_more);
    is_more
}

/// Which of the characters of all spans it is.
fn place_of(c: char) -> Option<usize> {
    let code = u32::from(c);
    let mut before = 0;
    for (first, length) in SPANS {
        if let Some(place) = code.checked_sub(*first).filter(|place| place < length) {
            return Some((before + place) as usize);
        }
        before += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use pinyin::ToPinyinMulti;

    /// The crate says a reading once for each tone; here it is said once.
    #[test]
    fn every_character_reads_as_the_crate_says() {
        let mut known = 0;
        for c in '\0'..=char::MAX {
            let mut expected: Vec<&str> = Vec::new();
            for reading in c.to_pinyin_multi().into_iter().flatten() {
                if !expected.contains(&reading.plain()) {
                    expected.push(reading.plain());
                }
            }
            let mut found = Vec::new();
            super::readings(c, &mut |reading| found.push(reading));
            assert_eq!(found, expected, "{c}");
            known += usize::from(!found.is_empty());
        }
        assert!(known > 40_000, "only {known} characters are known");
    }
}

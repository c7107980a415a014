//! The readings of Chinese characters: the only place that names the table, which `build.rs` makes of the crate `pinyin`.
//!
//! The table is the largest piece of data that a page downloads, so only a late part of the page may call this.

/// The sets of readings, one a line, the readings of a set with spaces between them.
static SETS: &str = include_str!(concat!(env!("OUT_DIR"), "/readings.txt"));

/// The first character and the number of characters of each span, in their order.
static SPANS: &[(u32, u32)] = include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// Where the set of each character of the spans begins in the sets, two bytes each, the lower one first.
static STARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/readings.bin"));

/// Calls back with each reading of a character, the usual one first; nothing for what has none.
pub fn readings(c: char, each: &mut dyn FnMut(&'static str)) {
    set_of(c).split(' ').filter(|reading| !reading.is_empty()).for_each(each);
}

fn set_of(c: char) -> &'static str {
    let code = u32::from(c);
    let mut before = 0;
    for (first, length) in SPANS {
        if let Some(place) = code.checked_sub(*first).filter(|place| place < length) {
            let at = (before + place) as usize * 2;
            let start = u16::from_le_bytes([STARTS[at], STARTS[at + 1]]);
            return SETS[usize::from(start)..].lines().next().unwrap_or_default();
        }
        before += length;
    }
    ""
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

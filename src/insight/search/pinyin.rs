//! The readings of Chinese characters: the only place that names the table.
//!
//! The table is 97 KiB of what a page downloads (brotli), so only a late part of the page may call this.

use pinyin::ToPinyinMulti;

/// Calls back with each reading of a character, the usual one first; nothing for what has none.
pub fn readings(c: char, each: &mut dyn FnMut(&'static str)) {
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        each(reading.plain());
    }
}

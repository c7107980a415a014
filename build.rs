//! Makes what the compiler needs before it compiles: the table of readings, and for the page the linker's relocations.
//!
//! Must not depend on anything but the crates named in `Cargo.toml`: the same sources give the same bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use pinyin::ToPinyinMulti;

/// Fewer characters than these without readings between two that have some do not begin a new span.
const GAP_MAX: u32 = 16;

/// This byte and the next one together are a number; `insight::search::pinyin` reads them.
const WIDE: u8 = 255;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_divided = env::var_os("CARGO_FEATURE_PARTS").is_some();
    if is_divided && env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // By them the program is split into parts (`.ci/bin/wasm-bindgen`).
        println!("cargo::rustc-link-arg-bin=sanyou=--emit-relocs");
        // By it the undivided program calls back what waits for a part (`web/whole.js`).
        println!("cargo::rustc-link-arg-bin=sanyou=--export-table");
    }
    let out = env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
    write_readings(Path::new(&out));
}

/// Writes the readings of all characters: the syllables as lines, the spans of characters that have some, and for each
/// character of a span the numbers of its syllables. 0 says that there is none, 1 that one more follows; the frequent
/// syllables come first, and from `WIDE` on a number takes two bytes.
fn write_readings(out: &Path) {
    let sets: BTreeMap<u32, Vec<&str>> = ('\0'..=char::MAX).filter_map(|c| Some((u32::from(c), set_of(c)?))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for syllable in sets.values().flatten().copied() {
        *counts.entry(syllable).or_default() += 1;
    }
    let mut ordered: Vec<&str> = counts.keys().copied().collect();
    ordered.sort_by_key(|syllable| std::cmp::Reverse(counts[syllable]));
    let numbers: BTreeMap<&str, usize> = ordered.iter().copied().zip(2..).collect();
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for code in sets.keys().copied() {
        match spans.last_mut() {
            Some((first, length)) if code - (*first + *length) < GAP_MAX => *length = code - *first + 1,
            _ => spans.push((code, 1)),
        }
    }
    let mut bytes = Vec::new();
    for code in spans.iter().flat_map(|(first, length)| *first..first + length) {
        match sets.get(&code) {
            None => bytes.push(0),
            Some(set) => {
                for (place, syllable) in set.iter().enumerate() {
                    bytes.extend((place > 0).then_some(1));
                    match u8::try_from(numbers[syllable]) {
                        Ok(number) if number < WIDE => bytes.push(number),
                        _ => {
                            let rest = u8::try_from(numbers[syllable] - usize::from(WIDE));
                            bytes.extend([WIDE, rest.expect("there are fewer than 511 syllables")]);
                        }
                    }
                }
            }
        }
    }
    let spans: String = spans.iter().map(|(first, length)| format!("({first}, {length}), ")).collect();
    let write = |name: &str, bytes: &[u8]| fs::write(out.join(name), bytes).expect("the folder can be written");
    write("syllables.txt", ordered.join("\n").as_bytes());
    write("readings.bin", &bytes);
    write("readings.rs", format!("&[{spans}]").as_bytes());
}

/// The readings of a character, the usual one first and each once, without tones.
fn set_of(c: char) -> Option<Vec<&'static str>> {
    let mut set = Vec::new();
    for reading in c.to_pinyin_multi()? {
        if !set.contains(&reading.plain()) {
            set.push(reading.plain());
        }
    }
    Some(set)
}

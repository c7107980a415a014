//! Makes what the compiler needs before it compiles: the table of readings, and for the page the linker's relocations.
//!
//! Must not depend on anything but the crates named in `Cargo.toml`: the same sources give the same bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use pinyin::ToPinyinMulti;

/// Fewer characters than these without readings between two that have some do not begin a new span.
const GAP_MAX: u32 = 16;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_divided = env::var_os("CARGO_FEATURE_PARTS").is_some();
    if is_divided && env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // By them the program is split into parts (`.ci/bin/wasm-bindgen`).
        println!("cargo::rustc-link-arg-bin=sanyou=--emit-relocs");
    }
    let out = env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
    write_readings(Path::new(&out));
}

/// Writes the readings of all characters: the sets of readings as lines, the spans of characters that have some, and for
/// each character of a span where in the text its set begins.
fn write_readings(out: &Path) {
    let sets: BTreeMap<u32, String> = ('\0'..=char::MAX).filter_map(|c| Some((u32::from(c), set_of(c)?))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for set in sets.values() {
        *counts.entry(set).or_default() += 1;
    }
    // The frequent ones first: small numbers are what compresses.
    let mut ordered: Vec<&str> = counts.keys().copied().collect();
    ordered.sort_by_key(|set| std::cmp::Reverse(counts[set]));
    let mut text = "\n".to_owned();
    let mut starts = BTreeMap::new();
    for set in ordered {
        let start = u16::try_from(text.len()).expect("the sets of readings fit into 64 KiB");
        starts.insert(set, start);
        text += set;
        text += "\n";
    }
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for code in sets.keys().copied() {
        match spans.last_mut() {
            Some((first, length)) if code - (*first + *length) < GAP_MAX => *length = code - *first + 1,
            _ => spans.push((code, 1)),
        }
    }
    let codes = spans.iter().flat_map(|(first, length)| *first..first + length);
    // The start of the text, an empty line, stands for no readings.
    let places: Vec<u16> = codes.map(|code| sets.get(&code).map_or(0, |set| starts[set.as_str()])).collect();
    let bytes: Vec<u8> = places.iter().flat_map(|place| place.to_le_bytes()).collect();
    let spans: String = spans.iter().map(|(first, length)| format!("({first}, {length}), ")).collect();
    let write = |name: &str, bytes: &[u8]| fs::write(out.join(name), bytes).expect("the folder can be written");
    write("readings.txt", text.as_bytes());
    write("readings.bin", &bytes);
    write("readings.rs", format!("&[{spans}]").as_bytes());
}

/// The readings of a character, the usual one first and each once, without tones.
fn set_of(c: char) -> Option<String> {
    let mut set: Vec<&str> = Vec::new();
    for reading in c.to_pinyin_multi()? {
        if !set.contains(&reading.plain()) {
            set.push(reading.plain());
        }
    }
    Some(set.join(" "))
}

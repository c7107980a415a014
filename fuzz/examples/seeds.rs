//! Writes the first inputs of every target into `corpus/`: vectors, found inputs, parts of the sample city.
//!
//! `cargo run --example seeds` in this folder. What it writes depends on nothing but the project's own files.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use sanyou::exchange::{self, Outgoing, pack as pack_lines};
use sanyou::model::{KINDS, SessionId};
use sanyou::replica::{Replica, Saved};
use sanyou::sample::{SAMPLE_VERSION, sample_city};
use sanyou::store::pack::pack;
use sanyou_fuzz::{TARGETS, replica, saves};
use sha2::{Digest, Sha256};

/// How many records of the sample city a seed holds at most: small inputs are tried far more often.
const RECORDS_MAX: usize = 4;
/// How many seeds of bytes without meaning the target has whose bytes are choices.
const CHOICES: usize = 64;

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vectors = root.join("../tests/vectors");
    let files = ["minimal.json", "every-part.json", "later.json"];
    let mut files: Vec<String> =
        files.iter().map(|file| fs::read_to_string(vectors.join(file))).collect::<Result<_, _>>()?;
    let city = city();
    let outgoing = Outgoing { sample: Some(SAMPLE_VERSION), by: "样本", at: 1_793_491_200, ..Outgoing::default() };
    files.extend(city.iter().map(|part| exchange::write(part, &outgoing)));
    // Once more as the newest version writes it, whatever version a vector is of.
    files.extend(files.clone().iter().filter_map(|file| {
        let incoming = exchange::read(file.as_bytes()).ok()?;
        Some(exchange::write(&replica(&incoming.saves()), &outgoing))
    }));
    let mut lines = lines(&fs::read_to_string(vectors.join("lines.txt"))?, &files);
    // What a line may leave out, said all the same.
    lines.extend([r#"[],{},[],[]"#, r#"true,{},[],[]"#, r#"["name"],{},[],[]"#, r#"["name"]"#].map(|parts| {
        let save = format!(r#"["aaaaaaaaaaaaaaaa",1,0,"张三",{parts}]"#);
        format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","name":"三有社区","_":[{save}]}}"#)
    }));
    lines.extend(lines.clone().chunks(2).map(|pair| pair.join("\n\n")));
    let held = || city.iter().flat_map(saves).flat_map(|saved| saved.save.set.into_values().flatten());
    let values: BTreeSet<String> = held().map(|value| value.to_json().into_owned()).collect();
    let values: Vec<String> = values.into_iter().chain(lines.iter().cloned()).collect();
    let bodies: Vec<String> = city.iter().map(pack_lines).collect();

    let corpus = root.join("corpus");
    write(&corpus.join("envelope"), files.iter().map(|text| text.as_bytes().to_vec()))?;
    write(&corpus.join("lines"), lines.iter().map(|text| text.as_bytes().to_vec()))?;
    write(&corpus.join("value"), values.iter().map(|text| text.as_bytes().to_vec()))?;
    write(&corpus.join("pack"), bodies.iter().flat_map(|text| [text.clone(), pack(text)]).map(String::into_bytes))?;
    // Each plan byte with a body that a sum can be right about, with lines, and with nothing.
    let texts: Vec<&str> = bodies.iter().take(2).chain(lines.iter().take(2)).map(String::as_str).chain([""]).collect();
    let entries = (0..128_u8).map(|plan| [&[plan], texts[usize::from(plan) % texts.len()].as_bytes()].concat());
    // Manifests that name shards which are there and which are not, and stand for entries or for none.
    let [a, z] = [b'a', b'z'].map(|letter| SessionId::from_bytes([letter; SessionId::BYTES]));
    let named = |key: &str| format!(r#"{{"key":"{key}","sum":"0000000000000000","saves":3}}"#);
    let manifest = |number: u32, only_durable: bool, shards: &str, lost: &str| {
        format!(r#"{{"number":{number},"only_durable":{only_durable},"shards":[{shards}],"lost":[{lost}]}}"#)
    };
    let shard = named(&format!("s/0/{z}-1"));
    let manifests = [
        format!("{a}/0-2@0+3\n{}", manifest(1, false, &shard, "")),
        format!("{a}/0-1 {a}/5-9@7+4\n{}", manifest(9, true, &named("s/3/gone"), &named("s/4/lost"))),
        format!("\n{}", manifest(u32::MAX, true, "", &shard)),
    ];
    let hostile = (128..=255_u8).map(|plan| [&[plan], manifests[usize::from(plan) % 3].as_bytes()].concat());
    write(&corpus.join("journal"), entries.chain(hostile))?;
    write(&corpus.join("merge"), (0..CHOICES).map(choices))?;
    write(&corpus.join("csv"), sheets(&vectors.join("csv"))?.into_iter())?;
    for (target, _) in TARGETS {
        copy(&vectors.join("found").join(target), &corpus.join(target))?;
    }
    Ok(())
}

/// The sheets among the vectors that are UTF-8, each after the byte that chooses its kind.
fn sheets(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let mut seeds = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "csv")) {
        let name = file.file_stem().map(|name| name.display().to_string()).unwrap_or_default();
        let kind = KINDS.iter().position(|spec| name.ends_with(spec.kind)).and_then(|place| u8::try_from(place).ok());
        seeds.push([vec![kind.unwrap_or_default()], fs::read(file)?].concat());
    }
    Ok(seeds)
}

/// Small parts of the sample city, one for each kind of record.
fn city() -> Vec<Replica> {
    let all = sample_city();
    let kinds: BTreeSet<_> = all.iter().map(|saved| saved.key.kind.clone()).collect();
    let part = |kind| {
        let of_kind: Vec<Saved> =
            all.iter().filter(|saved| saved.key.kind == kind).take(RECORDS_MAX).cloned().collect();
        replica(&of_kind)
    };
    kinds.into_iter().map(part).collect()
}

/// The records of a table of vectors, and every record line of whole files.
fn lines(table: &str, files: &[String]) -> Vec<String> {
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with("//")).collect();
    let vectors = rows.split(|line| line.is_empty()).filter(|block| block.len() > 2);
    let vectors = vectors.map(|block| block[1..block.len() - 1].join("\n"));
    let of_files = files.iter().flat_map(|file| file.lines()).filter(|line| line.starts_with("{\"id\""));
    vectors.chain(of_files.map(|line| line.trim_end_matches(',').to_owned())).collect()
}

/// Bytes without meaning, the same on every machine.
fn choices(number: usize) -> Vec<u8> {
    let block = |place: usize| Sha256::digest(format!("{number} {place}").as_bytes()).to_vec();
    (0..2 + number % 14).flat_map(block).collect()
}

fn write(folder: &Path, seeds: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (place, seed) in seeds.enumerate() {
        fs::write(folder.join(format!("seed-{place:03}")), seed)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for found in fs::read_dir(from).into_iter().flatten() {
        let path = found?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, to.join(format!("found-{}", name.display())))?;
        }
    }
    Ok(())
}

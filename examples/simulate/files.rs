//! Files on their way between devices, and what happens to them there. The only place that knows the file format.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sanyou::exchange::{self, Incoming, Manifest, Number, Outgoing, Part, ReadError, Taking, VERSION};
use sanyou::model::{KINDS, RecordId};
use sanyou::replica::drops::is_drop;
use sanyou::replica::undone::Dots;
use sanyou::replica::{Dot, Ghost, Key, Record, Replica, Saved};
use sha2::{Digest, Sha256};

use crate::failure::{Failure, Invariant, ensure};
use crate::random::Random;
use crate::tally::{Event, Tally};

/// Begins every text that must not leave; no other value has it.
pub const SECRET_TEXT: &str = "secret-";
/// Begins every number that must not leave; no other value has it.
pub const SECRET_NUMBER: i64 = 777_000_777_000;
/// What a search for [`SECRET_NUMBER`] looks for.
const SECRET_DIGITS: &str = "777000777";

/// A file that some device wrote.
#[derive(Clone)]
pub struct File {
    /// Its bytes.
    pub bytes: Rc<[u8]>,
    /// The device that wrote it, or whose record was forged.
    pub from: usize,
    /// Which of all files it is.
    pub number: u64,
}

/// What a file leaves out.
pub type Withheld = Vec<(&'static str, &'static str)>;

/// The restricted fields of all kinds.
pub fn restricted() -> Withheld {
    let of_kind = |spec: &'static sanyou::model::KindSpec| {
        spec.fields.iter().filter(|field| field.restricted).map(|field| (spec.kind, field.name))
    };
    KINDS.iter().flat_map(of_kind).collect()
}

/// Writes a file.
pub fn write(replica: &Replica, withheld: &[(&'static str, &'static str)], at: i64) -> Vec<u8> {
    exchange::write(replica, &Outgoing { by: "张三", at, withhold: withheld, ..Outgoing::default() }).into_bytes()
}

/// Reads a file.
///
/// # Errors
/// As the program refuses it.
pub fn open(bytes: &[u8]) -> Result<Incoming, ReadError> {
    exchange::read(bytes)
}

/// What is taken of a file that a person looked at.
pub fn taken(held: &Replica, incoming: &Incoming) -> Vec<Saved> {
    let mut taking = Taking::default();
    while taking.go_on(held, incoming, &Dots::new(), &|_| true) {}
    taking.news
}

/// Reads a file's saves.
///
/// # Errors
/// As the program refuses it.
pub fn read(bytes: &[u8]) -> Result<Vec<Saved>, ReadError> {
    open(bytes).map(|incoming| incoming.saves())
}

/// A replica of some saves.
pub fn replica(saves: impl IntoIterator<Item = Saved>) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica
}

/// All saves that a replica holds.
pub fn all(replica: &Replica) -> Vec<Saved> {
    replica.saves_of(replica.iter().map(|(key, ..)| key)).collect()
}

/// Fails when bytes hold what must not leave.
///
/// # Errors
/// With the place of the first secret.
pub fn check_secret(bytes: &[u8]) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(bytes);
    let place = text.find(SECRET_TEXT).or_else(|| text.find(SECRET_DIGITS));
    ensure(place.is_none(), Invariant::WithheldStays, || format!("a secret at byte {place:?} of a file without it"))
}

/// Fails when a file does not read back, or brings something to who wrote it.
///
/// # Errors
/// With what it brings.
pub fn check_own(bytes: &[u8], replica: &Replica) -> Result<(), Failure> {
    let saves = read(bytes).map_err(|error| Failure::new(Invariant::OwnExport, format!("refused: {error:?}")))?;
    let news = replica.news(saves);
    ensure(news.is_empty(), Invariant::OwnExport, || format!("brings {news:?}"))
}

/// Tells whether a record is one that users fill in.
pub fn is_own(key: &Key) -> bool {
    !key.kind.as_str().starts_with("sanyou.")
}

/// The saves of a record that were not dropped.
pub fn visible<'a>(record: &'a Record, ghosts: Option<&BTreeMap<Dot, Ghost>>) -> Cow<'a, Record> {
    ghosts.map_or(Cow::Borrowed(record), |ghosts| Cow::Owned(record.without(ghosts)))
}

/// Tells whether a save is held, or its record was erased.
pub fn holds(replica: &Replica, saved: &Saved) -> bool {
    let is_held = replica.record(&saved.key).is_some_and(|record| record.holds(&saved.save));
    is_held || replica.drops().is_erased(&saved.key.id)
}

/// What devices share: all but their drops.
pub fn shared(replica: &Replica) -> Replica {
    self::replica(all(replica).into_iter().filter(|saved| !is_drop(&saved.key)))
}

/// The canonical lines of what is not dropped, without those of drops.
pub fn shown_lines(replica: &Replica) -> Vec<String> {
    let text = replica.canonical();
    let lines = text.lines().filter(|line| !line.contains("\"kind\":\"sanyou.drop\""));
    lines.map(|line| line.trim_end_matches(',').to_owned()).collect()
}

/// Writes a file with all of a replica, or a part of it.
pub fn write_part(
    replica: &Replica,
    withheld: &[(&'static str, &'static str)],
    at: i64,
    random: &mut Random,
    tally: &mut Tally,
) -> Vec<u8> {
    let bits = random.draw() | random.draw();
    match random.below(10) {
        0 => {
            tally.add(Event::FileSubset);
            let keep = |key: &Key| bits & (1 << (u64::from(key.id.counter) * 7 % 64)) != 0;
            write_records(replica, withheld, at, &keep)
        }
        1 => {
            tally.add(Event::FileBare);
            let saves = all(replica).into_iter().filter(|saved| is_own(&saved.key)).enumerate();
            let kept = saves.filter(|(place, _)| bits & (1 << (place % 64)) == 0).map(|(_, saved)| saved);
            write(&self::replica(kept), withheld, at)
        }
        _ => write(replica, withheld, at),
    }
}

/// Writes a file with some records of a replica.
pub fn write_records(
    replica: &Replica,
    withheld: &[(&'static str, &'static str)],
    at: i64,
    keep: &dyn Fn(&Key) -> bool,
) -> Vec<u8> {
    let units: Vec<RecordId> = replica.iter().map(|(key, ..)| key.id).take(2).collect();
    let part = Some(Part { units: &units, keep });
    exchange::write(replica, &Outgoing { by: "李四", at, withhold: withheld, part, ..Outgoing::default() }).into_bytes()
}

/// Writes a numbered file, with all or with what is new since another.
pub fn write_numbered(replica: &Replica, at: i64, number: &Number, since: Option<&Manifest>) -> Vec<u8> {
    let outgoing = Outgoing { by: "王五", at, number: Some(number), since, ..Outgoing::default() };
    exchange::write(replica, &outgoing).into_bytes()
}

/// What happened to a file on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// Nothing.
    None,
    /// Cut off.
    Truncated,
    /// One bit is another.
    Flipped,
    /// Written by a version whose files this one cannot merge.
    Newer,
    /// Written by a later version that this one can still merge.
    Later,
}

/// A file's bytes as they arrive.
pub fn deliver(bytes: &[u8], random: &mut Random, tally: &mut Tally) -> (Vec<u8>, Harm) {
    let mut bytes = bytes.to_vec();
    match random.below(100) {
        0..5 => {
            tally.add(Event::FileTruncated);
            bytes.truncate(random.below(bytes.len()));
            (bytes, Harm::Truncated)
        }
        5..10 => {
            tally.add(Event::FileFlipped);
            let place = random.below(bytes.len());
            bytes[place] ^= 1 << random.below(8);
            (bytes, Harm::Flipped)
        }
        10..13 => {
            tally.add(Event::FileNewer);
            (reheaded(&bytes, VERSION + 1), Harm::Newer)
        }
        13..15 => {
            tally.add(Event::FileForeignMember);
            (reheaded(&bytes, VERSION), Harm::Later)
        }
        _ => (bytes, Harm::None),
    }
}

/// The file as a later version would have written it: its number, the reader it asks for, a member unknown here, and the
/// digest of all that.
fn reheaded(bytes: &[u8], min_reader: u32) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let Some((mut head, lines)) = taken_apart(&text) else { return bytes.to_vec() };
    head.insert("version".to_owned(), (VERSION + 1).into());
    head.insert("min_reader".to_owned(), min_reader.into());
    head.insert("of-a-later-version".to_owned(), serde_json::json!([{ "a": 1 }]));
    put_together(head, lines)
}

/// The head of a file that is laid out as the program does it, and its lines.
fn taken_apart(text: &str) -> Option<(serde_json::Map<String, serde_json::Value>, &str)> {
    const RECORDS: &str = "\"records\":[\n";
    let (head, rest) = text.split_once(RECORDS)?;
    Some((serde_json::from_str(&format!("{head}\"records\":[]}}")).ok()?, rest.strip_suffix("\n]\n}\n")?))
}

/// A file of a head and lines, with its digest as the page of the format says it.
fn put_together(mut head: serde_json::Map<String, serde_json::Value>, lines: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    let covered = head.iter().filter(|(name, _)| !["digest", "records"].contains(&name.as_str()));
    for (name, value) in covered.collect::<BTreeMap<_, _>>() {
        hash.update(format!("{}:{value}\n", serde_json::json!(name)));
    }
    hash.update(lines);
    let digest = hash.finalize().iter().fold(String::from("sha256:"), |text, byte| text + &format!("{byte:02x}"));
    head.insert("digest".to_owned(), digest.into());
    head.remove("records");
    let head: Vec<String> = head.iter().map(|(name, value)| format!("{}:{value}", serde_json::json!(name))).collect();
    format!("{{{},\n\"records\":[\n{lines}\n]\n}}\n", head.join(",\n")).into_bytes()
}

/// Judges what the program made of a file that arrived.
///
/// # Errors
/// When a good file is refused, or a harmed one is taken for something else.
pub fn judge(original: &[u8], harm: Harm, result: &Result<Vec<Saved>, ReadError>) -> Result<(), Failure> {
    match (harm, result) {
        (Harm::None | Harm::Later, Err(error)) => {
            Err(Failure::new(Invariant::GoodTaken, format!("{harm:?} file refused: {error:?}")))
        }
        (Harm::Newer, Ok(_)) => Err(Failure::new(Invariant::DamagedRefused, "a file for newer readers is merged")),
        (Harm::Newer, Err(error)) => {
            let is_said = matches!(error, ReadError::NewerReader { .. });
            ensure(is_said, Invariant::DamagedRefused, || format!("a file for newer readers is refused as {error:?}"))
        }
        (Harm::Truncated | Harm::Flipped, Ok(saves)) => {
            let whole = read(original).map_err(|error| Failure::new(Invariant::GoodTaken, format!("{error:?}")))?;
            let is_same = replica(saves.iter().cloned()).canonical() == replica(whole).canonical();
            ensure(is_same, Invariant::DamagedRefused, || format!("{harm:?} file taken as something else"))
        }
        _ => Ok(()),
    }
}

/// The same file with a predecessor in it that does not stand below its save: the last save of the first record names
/// itself. Nothing when the records are not written as expected here.
pub fn with_cycle(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = lines.iter_mut().find(|line| line.starts_with("{\"id\":"))?;
    let (head, rest) = line.split_once(",\"_\":")?;
    let (list, end) = match rest.strip_suffix("},") {
        Some(list) => (list, "},"),
        None => (rest.strip_suffix('}')?, "}"),
    };
    let mut saves: Vec<Vec<serde_json::Value>> = serde_json::from_str(list).ok()?;
    let before = saves.len().checked_sub(2).map(|place| saves[place][..2].to_vec());
    let save = saves.last_mut()?;
    if save.len() < 8 {
        let empty = [serde_json::json!([]), serde_json::json!({}), serde_json::json!([])];
        while save.len() < 7 {
            save.push(empty[save.len() - 4].clone());
        }
        save.push(before.map_or_else(|| serde_json::json!([]), |dot| serde_json::json!([dot])));
    }
    let is_stand_in = save[4..].iter().all(|part| part.as_array().is_none_or(Vec::is_empty) && *part != true);
    if is_stand_in && save[5] == serde_json::json!({}) {
        // It may stand higher than any save that comes after another.
        return None;
    }
    let own = save[..2].to_vec();
    save[7].as_array_mut()?.push(own.into());
    *line = format!("{head},\"_\":{}{end}", serde_json::to_string(&saves).ok()?);
    Some((lines.join("\n") + "\n").into_bytes())
}

/// The keys of the records in some saves.
pub fn keys(saves: &[Saved]) -> BTreeSet<Key> {
    saves.iter().map(|saved| saved.key.clone()).collect()
}

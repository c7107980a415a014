//! Files on their way between devices, and what happens to them there. The only place that knows the file format.

use std::collections::BTreeSet;
use std::rc::Rc;

use sanyou::exchange::{self, Outgoing, ReadError, VERSION};
use sanyou::model::KINDS;
use sanyou::replica::{Key, Replica, Saved};

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

/// Reads a file's saves.
///
/// # Errors
/// As the program refuses it.
pub fn read(bytes: &[u8]) -> Result<Vec<Saved>, ReadError> {
    exchange::read(bytes).map(|incoming| incoming.saves())
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

/// Which part of a replica goes into a file.
pub fn part(replica: &Replica, random: &mut Random, tally: &mut Tally) -> Option<Replica> {
    match random.below(10) {
        0 => {
            tally.add(Event::FileSubset);
            let bits = random.draw();
            let places = replica.iter().map(|(key, ..)| key).enumerate();
            let keys: Vec<&Key> =
                places.filter(|(place, _)| bits & (1 << (place % 64)) != 0).map(|(_, key)| key).collect();
            Some(self::replica(replica.saves_of(keys).collect::<Vec<_>>()))
        }
        1 => {
            tally.add(Event::FileBare);
            let bits = random.draw() | random.draw();
            let saves = all(replica).into_iter().enumerate();
            Some(self::replica(saves.filter(|(place, _)| bits & (1 << (place % 64)) == 0).map(|(_, saved)| saved)))
        }
        _ => None,
    }
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

/// The file as a later version would have written it: its number, the reader it asks for, a member unknown here.
fn reheaded(bytes: &[u8], min_reader: u32) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let later = |text: &str, member: &str, number: u32| match text.split_once(&format!("\"{member}\":")) {
        Some((head, rest)) => {
            let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
            format!("{head}\"{member}\":{number}{rest}")
        }
        None => text.to_owned(),
    };
    let text = later(&later(&text, "version", VERSION + 1), "min_reader", min_reader);
    text.replacen('{', "{\"of-a-later-version\":[{\"a\":1}],", 1).into_bytes()
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
    let own = save[..2].to_vec();
    save[7].as_array_mut()?.push(own.into());
    *line = format!("{head},\"_\":{}{end}", serde_json::to_string(&saves).ok()?);
    Some((lines.join("\n") + "\n").into_bytes())
}

/// The keys of the records in some saves.
pub fn keys(saves: &[Saved]) -> BTreeSet<Key> {
    saves.iter().map(|saved| saved.key.clone()).collect()
}

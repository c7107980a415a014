//! Files: what is taken can be written, and read again as the same.

use sanyou::exchange::{self, Incoming, Outgoing, ReadError, Tables};
use sanyou::model::value::Members;
use sanyou::replica::Replica;
use sha2::{Digest, Sha256};

use crate::{Outcome, check_same, check_taken, replica};

/// The moment that files written here name: 2026-11-22, 00:00 UTC.
const WRITTEN_AT: i64 = 1_795_305_600;

/// Checks whatever the file reader makes of some bytes. Where only the digest is wrong the same file is read again under
/// the right one: nobody guesses SHA-256.
pub fn check(bytes: &[u8]) -> Outcome {
    let incoming = match exchange::read(bytes) {
        Err(ReadError::Digest) => {
            let mended = with_right_digest(bytes).expect("a file refused for its digest alone has all its members");
            exchange::read(mended.as_bytes()).expect("its digest is right now")
        }
        Err(_) => return Outcome::Refused,
        Ok(incoming) => incoming,
    };
    check_incoming(&incoming);
    Outcome::Taken(incoming.saves.len())
}

/// Checks a file that was taken: its digest is that of its saves, and writing it gives a file of the same content.
fn check_incoming(incoming: &Incoming) {
    let held = check_taken(&incoming.saves);
    assert_eq!(incoming.header.digest, digest(&held));
    check_written(&held, incoming.header.sample.as_deref(), &incoming.header.by);
}

/// Checks that what is held can be written and read, and that writing it once more gives the same bytes.
pub(crate) fn check_written(held: &Replica, sample: Option<&str>, by: &str) {
    let outgoing = Outgoing { sample, by, at: WRITTEN_AT, withhold: &[] };
    let text = exchange::write(held, &outgoing);
    let again = exchange::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!((again.header.sample.as_deref(), again.header.by.as_str()), (sample, by));
    let read = replica(&again.saves);
    check_same(&read, held);
    assert_eq!(exchange::write(&read, &outgoing), text);
}

fn digest(held: &Replica) -> String {
    Sha256::digest(held.canonical().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same file with the digest of what is in it.
fn with_right_digest(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let Members(members) = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?;
    let of = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, raw)| raw.get());
    let (sessions, authors, records) = (of("sessions")?, of("authors")?, of("records")?);
    let packed = format!("{{\"sessions\":{sessions},\"authors\":{authors},\"records\":{records}}}");
    let right = format!("\"sha256:{}\"", digest(&replica(&Tables::unpack(&packed).ok()?)));
    let members = members.iter().map(|(name, raw)| {
        let name = serde_json::to_string(name).expect("texts serialise");
        format!("{name}:{}", if name == "\"digest\"" { &right } else { raw.get() })
    });
    Some(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
}

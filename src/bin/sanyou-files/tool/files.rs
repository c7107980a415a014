//! Files as the library reads and writes them: the only place of the tool that knows the exchange's interface.
//!
//! Judges nothing itself; what is refused, and why, is the library's word.

use sanyou::exchange::{self, FILE_BYTES_MAX, Header, Incoming, Outgoing, ReadError};
use sanyou::replica::{Delta, Lines, Replica};

use super::failure::{Failure, Sample};
use super::refusal::Refusal;
use super::source::{Reader, Source};
use super::words::Words;

/// Longest name of an author, in characters: that of the format.
const AUTHOR_CHARS_MAX: usize = 120;

/// What a file says of itself.
#[derive(Debug, Clone)]
pub struct Head {
    /// The format's version it was written in.
    pub version: u32,
    /// The workspace it belongs to.
    pub sample: Sample,
    /// Who wrote it.
    pub by: String,
    /// When, as text; a label.
    pub at: String,
    /// The fields of which values are not in it, as `kind.field`.
    pub withheld: Vec<String>,
    /// The digest that names it.
    pub digest: String,
}

impl From<Header> for Head {
    fn from(header: Header) -> Self {
        let Header { version, sample, by, at, withheld, digest, .. } = header;
        Self { version, sample, by, at, withheld, digest }
    }
}

/// A file that passed every check.
pub struct Checked {
    /// What it says of itself.
    pub head: Head,
    lines: Lines,
}

impl Checked {
    /// How many saves it holds.
    pub fn save_count(&self) -> usize {
        self.lines.save_count()
    }

    /// How many records it holds.
    pub fn record_count(&self) -> usize {
        self.lines.len()
    }

    /// Unites its content with a replica.
    pub fn unite_into(self, replica: &mut Replica) -> Delta {
        replica.unite(&self.lines)
    }
}

/// Reads and checks a file.
///
/// # Errors
/// When it cannot be read, or is refused.
pub fn open(source: &Source, reader: &mut Reader, words: Words) -> Result<Checked, Failure> {
    let read = reader.read(source, FILE_BYTES_MAX)?;
    let checked = match read.length {
        bytes if bytes > FILE_BYTES_MAX => Err(ReadError::TooLarge { bytes, bytes_max: FILE_BYTES_MAX }),
        _ => exchange::read(read.bytes),
    };
    match checked {
        Ok(Incoming { header, lines, .. }) => Ok(Checked { head: Head::from(header), lines }),
        Err(error) => {
            let refusal = Box::new(Refusal::of(read.bytes, &error, words));
            Err(Failure::Refused { source: source.clone(), refusal })
        }
    }
}

/// Reads one file into a replica of its own.
///
/// # Errors
/// When it cannot be read, or is refused.
pub fn open_replica(source: &Source, words: Words) -> Result<(Head, Replica), Failure> {
    let checked = open(source, &mut Reader::default(), words)?;
    let (head, mut replica) = (checked.head.clone(), Replica::new());
    checked.unite_into(&mut replica);
    Ok((head, replica))
}

/// Writes a replica as a file. Nothing is left out; the file names what is missing.
pub fn write(replica: &Replica, sample: Option<&str>, by: &str, at: i64) -> String {
    exchange::write(replica, &Outgoing { sample, by, at, ..Outgoing::default() })
}

/// Reads a file that was just written, before anything is replaced by it: what exceeds a bound is nobody's to read.
///
/// # Errors
/// Why it is refused.
pub fn read_back(text: &str, words: Words) -> Result<Head, Failure> {
    match exchange::read(text.as_bytes()) {
        Ok(Incoming { header, .. }) => Ok(Head::from(header)),
        Err(error) => Err(Failure::TooMuch(Box::new(Refusal::of(text.as_bytes(), &error, words)))),
    }
}

/// Takes the name of an author from the command line.
///
/// # Errors
/// When it is longer than the format takes.
pub fn author(text: &str) -> Result<String, String> {
    if text.chars().count() > AUTHOR_CHARS_MAX {
        return Err(format!("at most {AUTHOR_CHARS_MAX} characters"));
    }
    Ok(text.to_owned())
}

/// Takes a moment from the command line, as seconds since 1970.
///
/// # Errors
/// When it is written in any other way than files write it.
pub fn moment(text: &str) -> Result<i64, String> {
    exchange::read_moment(text).ok_or_else(|| "give a moment in UTC in the form 2026-11-22T00:00:00Z".to_owned())
}

//! Where bytes come from: files, or standard input.
//!
//! Reads no more than a file may have, and keeps no more than one file.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;

use super::failure::Failure;
use super::words::plain;

/// What a FILE on the command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl From<OsString> for Source {
    fn from(text: OsString) -> Self {
        if text == "-" { Self::Stdin } else { Self::File(text.into()) }
    }
}

impl std::str::FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(OsString::from(text).into())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => f.write_str(&plain(&path.to_string_lossy())),
        }
    }
}

/// Reads one source after the other into one buffer, so that ten thousand files need the memory of the largest.
#[derive(Default)]
pub struct Reader {
    bytes: Vec<u8>,
}

/// What was read of a source.
pub struct Bytes<'a> {
    /// The bytes, at most one more than asked for.
    pub bytes: &'a [u8],
    /// How many bytes there are in all, where the system says so.
    pub length: usize,
}

impl Reader {
    /// Reads a source, at most one byte more than `bytes_max`: enough to see that it is too long.
    ///
    /// # Errors
    /// When the source cannot be opened or read.
    pub fn read(&mut self, source: &Source, bytes_max: usize) -> Result<Bytes<'_>, Failure> {
        self.bytes.clear();
        let length = self.fill(source, bytes_max).map_err(|error| Failure::Read { source: source.clone(), error })?;
        Ok(Bytes { length: length.max(self.bytes.len()), bytes: &self.bytes })
    }

    fn fill(&mut self, source: &Source, bytes_max: usize) -> io::Result<usize> {
        let bound = bytes_max as u64 + 1;
        match source {
            Source::Stdin => io::stdin().lock().take(bound).read_to_end(&mut self.bytes),
            Source::File(path) => {
                let file = File::open(path)?;
                let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
                if length > bytes_max {
                    return Ok(length);
                }
                self.bytes.reserve(length + 1);
                file.take(bound).read_to_end(&mut self.bytes)
            }
        }
    }
}

/// Refuses a command line that names standard input twice: the second time there would be nothing.
///
/// # Errors
/// [`Failure::StdinTwice`].
pub fn check_stdin<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Result<(), Failure> {
    let times = sources.into_iter().filter(|source| **source == Source::Stdin).count();
    if times > 1 { Err(Failure::StdinTwice) } else { Ok(()) }
}

/// The files among sources as the system knows them, with symbolic links followed; those not there are left out, since
/// reading them says so.
pub fn real_paths<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<(&'a PathBuf, PathBuf)> {
    let real = |source: &'a Source| match source {
        Source::Stdin => None,
        Source::File(path) => Some((path, fs::canonicalize(path).ok()?)),
    };
    sources.into_iter().filter_map(real).collect()
}

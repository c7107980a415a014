//! Files: bytes in, verified saves out, and back.
//!
//! Nothing here decides what is merged or shown; it bounds, parses, checks and writes. No I/O, no clock.

pub mod batch;
pub mod csv;
mod envelope;
pub mod file_name;
pub mod glance;
mod manifest;
mod migrations;
pub mod outbox;
mod preview;
pub mod readable;
mod reading;
pub mod receipt;
pub mod sequence;
mod taking;

pub use crate::replica::limits::FILE_BYTES_MAX;
pub use crate::replica::lines::LineError;
pub use envelope::{
    FORMAT, Header, Incoming, Number, Outgoing, Part, VERSION, Written, leaves, pack, read, read_moment, read_upon,
    unpack, write, write_noted,
};
pub use manifest::Manifest;
pub use preview::{Preview, Previewing, RecordPreview, Sort, preview};
pub use reading::Reading;
pub use taking::Taking;

/// Why a file was refused. Nothing of a refused file is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The file holds nothing.
    Empty,
    /// The file is larger than this program reads.
    TooLarge { bytes: usize, bytes_max: usize },
    /// The file is not text in UTF-8; the first wrong byte is named.
    NotUtf8 { at: usize },
    /// The file ends in the middle.
    Truncated { line: usize },
    /// The file is not JSON, from this place on.
    NotJson { line: usize, column: usize },
    /// The file is JSON of another program.
    NotOurs,
    /// The file asks for a newer reader.
    NewerReader { min_reader: u32, version: u32 },
    /// A member of the file's head is missing, doubled or of another type.
    Head { member: &'static str },
    /// There are more of something than this program reads.
    TooMany { what: &'static str, count: usize, count_max: usize },
    /// A record cannot be read; records count from 1, one a line.
    Record { place: usize, error: LineError },
    /// The content is not what was written: the digest differs.
    Digest,
}

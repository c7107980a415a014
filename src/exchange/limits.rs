//! The caps on everything read from outside, in one place.

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most records in a file.
pub const RECORDS_MAX: usize = 200_000;
/// Most sessions a file may name.
pub const SESSIONS_MAX: usize = 200_000;
/// Most authors a file may name.
pub const AUTHORS_MAX: usize = 20_000;
/// Longest name of an author, in characters.
pub const AUTHOR_CHARS_MAX: usize = 120;
/// Most saves of one record: five devices that save it daily for ten years make 18,250.
pub const SAVES_MAX: usize = 30_000;
/// Most saves that one save may name as those it comes after.
pub const AFTER_MAX: usize = 1024;
/// Most fields of one record: saves of several versions and kinds of devices together may set more than one save.
pub const RECORD_FIELDS_MAX: usize = 4096;
/// Most fields that one save may set.
pub const FIELDS_MAX: usize = 256;

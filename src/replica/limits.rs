//! The caps on everything read from outside, in one place.

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Largest receipt, in bytes: one that names every record of a file as not taken.
pub const RECEIPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most records in a file.
pub const RECORDS_MAX: usize = 200_000;
/// Most sessions, and most authors, in the tables of a file of version 1.
pub const TABLE_MAX: usize = 200_000;
/// Most units that a file may say it is about: a city has hundreds.
pub const UNITS_MAX: usize = 20_000;
/// Most fields that a file may say it lacks values of.
pub const WITHHELD_MAX: usize = 200_000;
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
/// By how much the height of a save may exceed the greatest height it comes after.
///
/// A form may display less than is held, but a record holds no more than [`SAVES_MAX`] saves. So heights that are read
/// grow from each other, and no file, whatever it claims, can bring a record to a height past which no save is possible.
pub const HEIGHT_REACH: u64 = SAVES_MAX as u64 + 1;
/// Greatest height of a save that sets nothing and names nothing: it stands for one that is missing, wherever that was.
pub const STAND_IN_HEIGHT_MAX: u64 = 1 << 40;
/// Greatest height that is read at all: every JSON reader has integers up to here.
pub const HEIGHT_MAX: u64 = (1 << 53) - 1;
/// Largest sheet that is read as a table, in bytes.
pub const SHEET_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most lines of a sheet, those of its title and its sums included.
pub const SHEET_ROWS_MAX: usize = 20_000;
/// Most columns of a sheet.
pub const SHEET_COLUMNS_MAX: usize = 200;
/// Longest cell of a sheet, in bytes: a note of 4,000 characters takes less.
pub const SHEET_CELL_BYTES_MAX: usize = 16 * 1024;

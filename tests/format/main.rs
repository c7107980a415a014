//! The file format: named vectors for every way a file can be wrong, and properties of every file that is right.
//!
//! `head` and `lines` hold what is refused, and with which words; `kept` holds what files of later versions bring and
//! this version must hand on; `properties` plays histories of several devices (`history`) and damages their files.
//! What a vector expects is the error as `Debug` shows it, so that a message that names a wrong place fails as well.

mod first;
mod glance;
mod head;
mod history;
mod kept;
mod lines;
mod page;
mod properties;
mod readable;
mod receipt;
mod schema;
mod sequence;
mod vector;

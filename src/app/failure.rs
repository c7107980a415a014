//! What went wrong, turned into a message and a remedy, once and in both languages.

use crate::exchange::{LineError, ReadError};
use crate::i18n::{Lang, Message};
use crate::store::HomeError;

use super::ReadOnly;

/// Why a command did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No storage took the save.
    Store(HomeError),
    /// The browser gave no random numbers.
    Random,
    /// The browser did not take the file.
    Export(String),
    /// What was read back is not what was written.
    ReadBack(String),
    /// A receipt is for a file that was not written here, or that is not remembered any more.
    Receipt { file_name: String, is_forgotten: bool },
    /// What a receipt says could not be kept.
    ReceiptUnkept,
    /// A part of the program did not arrive.
    Part,
    /// A chosen file could not be read.
    Read(String),
    /// Nothing can be changed now.
    ReadOnly(ReadOnly),
    /// The record was erased for good.
    Erased,
    /// An archive's records were changed after its file was written.
    ArchiveBehind,
    /// The file chosen is not the archive that was to be brought back.
    NotArchive,
    /// A person stopped the work.
    Stopped,
    /// A file is not what this program merges.
    Refused { file_name: String, error: ReadError },
}

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Failure {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::Part
    }
}

/// What people are told after a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What to do now; nothing is to be done after success.
    pub remedy: Option<String>,
}

impl Notice {
    /// A notice of success.
    #[must_use]
    pub fn done(title: String) -> Self {
        Self { title, remedy: None }
    }

    /// Tells whether something failed.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.remedy.is_some()
    }
}

impl Failure {
    /// The failure in words: what happened, that the data is safe, what to do.
    #[must_use]
    pub fn notice(&self, lang: Lang) -> Notice {
        let (title, remedy) = match self {
            Self::Store(HomeError::Full) => (lang.text(Message::FailFull).to_owned(), Message::FailFullRemedy),
            Self::Store(HomeError::Dropped) => (lang.text(Message::FailDropped).to_owned(), Message::FailDroppedRemedy),
            Self::Store(HomeError::Tight) => (lang.text(Message::FailTight).to_owned(), Message::FailTightRemedy),
            Self::Store(HomeError::Newer) | Self::ReadOnly(ReadOnly::Newer) => {
                (lang.text(Message::FailNewer).to_owned(), Message::FailNewerRemedy)
            }
            Self::ReadOnly(ReadOnly::File(file_name)) => {
                (lang.fill(Message::FailLooking, &[file_name]), Message::FailLookingRemedy)
            }
            Self::Erased => (lang.text(Message::FailErased).to_owned(), Message::FailErasedRemedy),
            Self::ArchiveBehind => (lang.text(Message::FailArchiveBehind).to_owned(), Message::FailArchiveBehindRemedy),
            Self::NotArchive => (lang.text(Message::FailNotArchive).to_owned(), Message::FailNotArchiveRemedy),
            Self::Store(HomeError::Changed | HomeError::Unavailable) => {
                (lang.fill(Message::FailStore, &["–"]), Message::FailStoreRemedy)
            }
            Self::Store(HomeError::Failed(cause)) => {
                (lang.fill(Message::FailStore, &[cause]), Message::FailStoreRemedy)
            }
            Self::Stopped => (lang.text(Message::FailStopped).to_owned(), Message::FailStoppedRemedy),
            Self::Random => (lang.text(Message::FailRandom).to_owned(), Message::FailRandomRemedy),
            Self::Export(cause) => (lang.fill(Message::FailExport, &[cause]), Message::FailExportRemedy),
            Self::ReadBack(name) => (lang.fill(Message::FailReadBack, &[name]), Message::FailReadBackRemedy),
            Self::Receipt { file_name, is_forgotten: true } => {
                (lang.fill(Message::FailReceiptForgotten, &[file_name]), Message::FailReceiptForgottenRemedy)
            }
            Self::Receipt { file_name, is_forgotten: false } => {
                (lang.fill(Message::FailReceiptForeign, &[file_name]), Message::FailReceiptForeignRemedy)
            }
            Self::ReceiptUnkept => (lang.text(Message::FailReceiptUnkept).to_owned(), Message::FailReceiptUnkeptRemedy),
            Self::Part => (lang.text(Message::FailPart).to_owned(), Message::FailPartRemedy),
            Self::Read(cause) => (lang.fill(Message::FailRead, &[cause]), Message::FailReadRemedy),
            Self::Refused { file_name, error } => {
                let space = if lang == Lang::En { " " } else { "" };
                let title = lang.fill(Message::FileRefused, &[file_name]);
                let stop = if lang == Lang::En { "." } else { "。" };
                (format!("{title}{stop}{space}{}", refusal(lang, error)), remedy(error))
            }
        };
        let space = if lang == Lang::En { " " } else { "" };
        Notice { title, remedy: Some(format!("{}{space}{}", lang.text(Message::DataSafe), lang.text(remedy))) }
    }
}

fn refusal(lang: Lang, error: &ReadError) -> String {
    let megabytes = |bytes: usize| bytes.div_ceil(1024 * 1024).to_string();
    match error {
        ReadError::Empty => lang.text(Message::FileEmpty).to_owned(),
        ReadError::TooLarge { bytes, bytes_max } => {
            lang.fill(Message::FileTooLarge, &[&megabytes(*bytes), &megabytes(*bytes_max)])
        }
        ReadError::NotUtf8 { at } => lang.fill(Message::FileNotUtf8, &[&(at + 1).to_string()]),
        ReadError::Truncated { line } => lang.fill(Message::FileTruncated, &[&line.to_string()]),
        ReadError::NotJson { line, column } => {
            lang.fill(Message::FileNotJson, &[&line.to_string(), &column.to_string()])
        }
        ReadError::NotOurs => lang.text(Message::FileNotOurs).to_owned(),
        ReadError::NewerReader { min_reader, .. } => {
            lang.fill(Message::FileNewer, &[&min_reader.to_string(), &exchange_version()])
        }
        ReadError::Head { member } => lang.fill(Message::FileHead, &[member]),
        ReadError::TooMany { what, count, count_max } => {
            lang.fill(Message::FileTooMany, &counted(lang, what, &count.to_string(), &count_max.to_string()))
        }
        ReadError::Record { place, error } => {
            lang.fill(Message::FileRecord, &[&place.to_string(), &line_error(lang, error)])
        }
        ReadError::Digest => lang.text(Message::FileDigest).to_owned(),
    }
}

fn exchange_version() -> String {
    crate::exchange::VERSION.to_string()
}

/// English counts before the noun, Chinese after it.
fn counted<'a>(lang: Lang, what: &'a str, count: &'a str, count_max: &'a str) -> [&'a str; 3] {
    match lang {
        Lang::Zh => [what, count, count_max],
        Lang::En => [count, what, count_max],
    }
}

fn line_error(lang: Lang, error: &LineError) -> String {
    match error {
        LineError::Json(_) => lang.text(Message::RecordJson).to_owned(),
        LineError::Id => lang.text(Message::RecordId).to_owned(),
        LineError::Kind => lang.text(Message::RecordKind).to_owned(),
        LineError::Field(field) => lang.fill(Message::RecordField, &[field]),
        LineError::Value { field, .. } => lang.fill(Message::RecordValue, &[field]),
        LineError::Saves => lang.text(Message::RecordSaves).to_owned(),
        LineError::Save { place } => lang.fill(Message::RecordSave, &[&place.to_string()]),
        LineError::Twice => lang.text(Message::RecordTwice).to_owned(),
        LineError::TooMany { what } => lang.fill(Message::RecordTooMany, &[what]),
        LineError::Unexplained(field) => lang.fill(Message::RecordUnexplained, &[field]),
    }
}

fn remedy(error: &ReadError) -> Message {
    match error {
        ReadError::NotOurs | ReadError::NotUtf8 { .. } | ReadError::TooLarge { .. } | ReadError::Empty => {
            Message::RemedyChoose
        }
        ReadError::NewerReader { .. } => Message::RemedyUpdate,
        ReadError::Truncated { .. }
        | ReadError::NotJson { .. }
        | ReadError::Head { .. }
        | ReadError::TooMany { .. }
        | ReadError::Record { .. }
        | ReadError::Digest => Message::RemedyResend,
    }
}

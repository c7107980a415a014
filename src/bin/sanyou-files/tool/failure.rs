//! Why a subcommand did not do what it was asked, in words and as an exit status.
//!
//! Prints nothing.

use std::io;
use std::process::ExitCode;

use super::refusal::Refusal;
use super::source::Source;
use super::target::Target;
use super::words::Words;

/// How the process ends; the greatest counts where several apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// A file says no.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// Reading or writing failed.
    Io = 3,
}

impl Exit {
    /// The status for the system.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Which workspace a file belongs to: the own records, or a version of the sample.
pub type Sample = Option<String>;

/// Why a subcommand stopped.
#[derive(Debug)]
pub enum Failure {
    /// A file cannot be read.
    Read { source: Source, error: io::Error },
    /// A file cannot be written.
    Write { target: Target, error: io::Error },
    /// Standard output cannot be written.
    Output(io::Error),
    /// Standard input is named more than once.
    StdinTwice,
    /// The output is there already.
    Exists { target: Target, is_input: bool },
    /// The output is an input under another name.
    OtherNameOfInput { target: Target, input: Source },
    /// The output is a folder, a device or the like.
    NotAFile(Target),
    /// A file is invalid.
    Refused { source: Source, refusal: Box<Refusal> },
    /// Some of the files to be united cannot be used; each was named before.
    SomeRefused { refused: usize, of: usize, exit: Exit },
    /// Files of different workspaces cannot be united.
    Mixed { first: Source, first_is: Sample, other: Source, other_is: Sample },
    /// All files together are more than one file may hold.
    TooMuch(Box<Refusal>),
    /// No record of the file is of the kind asked for, and this version does not know the kind.
    NoSuchKind { kind: String, present: Vec<String> },
}

impl Failure {
    /// The exit status.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Read { .. } | Self::Write { .. } | Self::Output(_) => Exit::Io,
            Self::StdinTwice | Self::Exists { .. } | Self::OtherNameOfInput { .. } | Self::NotAFile(_) => Exit::Usage,
            Self::Refused { .. } | Self::Mixed { .. } | Self::TooMuch(_) | Self::NoSuchKind { .. } => Exit::No,
            Self::SomeRefused { exit, .. } => *exit,
        }
    }

    /// What happened and what to do; nothing where whoever reads the output has gone away, as `head` does.
    pub fn message(&self, words: Words) -> Option<String> {
        Some(match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return None,
            Self::Output(error) => format!("standard output cannot be written: {error}"),
            Self::Read { source, error } => {
                format!("{source} cannot be read: {error}. Check the name and that you may read it.")
            }
            Self::Write { target, error } => {
                format!(
                    "{target} was not written: {error}. What was there before is unchanged. Check the folder and its free space."
                )
            }
            Self::StdinTwice => "standard input (-) can be named once only.".into(),
            Self::Exists { target, is_input: false } => {
                format!("{target} is there already. Name another file, or replace it with --force.")
            }
            Self::Exists { target, is_input: true } => {
                format!("{target} is one of the inputs. Name another file, or replace it with --force.")
            }
            Self::OtherNameOfInput { target, input } => {
                format!("{target} is another name of the input {input}. Name the file itself, or another one.")
            }
            Self::NotAFile(target) => format!("{target} is no file. Name a file, or - for standard output."),
            Self::Refused { source, refusal } => refusal.sentence(&source.to_string(), words),
            Self::SomeRefused { refused, of, .. } => {
                format!("{refused} of {of} files cannot be used; nothing was written. Leave them out or mend them.")
            }
            Self::Mixed { first, first_is, other, other_is } => format!(
                "{first} {} and {other} {}: they do not merge. Unite each workspace by itself.",
                words.workspace(first_is.as_deref()),
                words.workspace(other_is.as_deref()),
            ),
            Self::TooMuch(refusal) => {
                format!(
                    "all together is more than one file may hold; nothing was written. {} Unite fewer files.",
                    refusal.reason
                )
            }
            Self::NoSuchKind { kind, present } => {
                format!(
                    "this version knows no kind {kind}, and the file has no records of it. It has: {}.",
                    present.join(", ")
                )
            }
        })
    }
}

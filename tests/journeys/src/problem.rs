//! What goes wrong in a journey: on a page, and at which line of the journey.

use std::fmt;
use std::panic::Location;

use thirtyfour::error::WebDriverError;

/// What stopped a page object.
#[derive(Debug)]
pub enum Problem {
    /// The browser refused a command.
    Driver { doing: String, error: Box<WebDriverError> },
    /// What was waited for did not come; `seen` is what was there instead.
    Late { awaited: String, seen: String },
    /// A file or folder could not be read or written.
    Disk { doing: String, error: std::io::Error },
    /// A text that should be JSON is not, or not of the form expected.
    Json { what: String, error: serde_json::Error },
    /// Something is as it must not be.
    Wrong(String),
}

/// What a page object found.
pub type Found<T = ()> = Result<T, Problem>;

/// How a journey ended.
pub type Outcome<T = ()> = Result<T, Failed>;

/// A problem and the line of the journey that met it.
pub struct Failed {
    at: &'static Location<'static>,
    problem: Problem,
}

impl From<Problem> for Failed {
    /// Made by `?` in a journey, whose line it keeps.
    #[track_caller]
    fn from(problem: Problem) -> Self {
        Self { at: Location::caller(), problem }
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.at, self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Driver { doing, error } => write!(out, "{doing}: {error}"),
            Self::Late { awaited, seen } => write!(out, "waited in vain: {awaited}. Seen instead: {seen}"),
            Self::Disk { doing, error } => write!(out, "{doing}: {error}"),
            Self::Json { what, error } => write!(out, "{what}: {error}"),
            Self::Wrong(what) => out.write_str(what),
        }
    }
}

impl Problem {
    /// Says what was being done when the browser refused; for `map_err`.
    pub fn driver(doing: impl Into<String>) -> impl FnOnce(WebDriverError) -> Self {
        |error| Self::Driver { doing: doing.into(), error: Box::new(error) }
    }

    /// Says what was being done when a file or folder failed; for `map_err`.
    pub fn disk(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        |error| Self::Disk { doing: doing.into(), error }
    }

    /// Says what is no JSON of the form expected; for `map_err`.
    pub fn json(what: impl Into<String>) -> impl FnOnce(serde_json::Error) -> Self {
        |error| Self::Json { what: what.into(), error }
    }
}

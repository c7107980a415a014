//! The table: a line for each bug, a column for each detector.

use sanyou::planted::{Bug, Detector};

use crate::detect::{ALL, Run, Sight};

/// The widest name of a bug.
const NAME_CHARS: usize = 20;
/// The width of a detector's column.
const CELL_CHARS: usize = 11;

/// What was seen of one bug.
pub struct Row {
    /// The bug.
    pub bug: Bug,
    /// What the detectors saw that were tried.
    pub runs: Vec<(Detector, Run)>,
}

/// The line above all others.
#[must_use]
pub fn head() -> String {
    let cells = ALL.map(|detector| format!("{:CELL_CHARS$}", format!("{detector:?}").to_lowercase())).concat();
    format!("{:NAME_CHARS$} {cells}{:>7}  what is named for it saw", "bug", "seconds")
}

impl Row {
    /// Tells whether what is named for the bug noticed it.
    #[must_use]
    pub fn is_noticed_as_named(&self) -> bool {
        self.named().is_some_and(|run| matches!(run.sight, Sight::Failure(_)))
    }

    fn named(&self) -> Option<&Run> {
        self.runs.iter().find(|(detector, _)| *detector == self.bug.detector()).map(|(_, run)| run)
    }

    /// The line.
    #[must_use]
    pub fn text(&self) -> String {
        let run = |wanted: Detector| self.runs.iter().find(|(held, _)| *held == wanted).map(|(_, run)| run);
        let cell = |detector| match run(detector).map(|run| &run.sight) {
            None => String::new(),
            Some(Sight::Nothing) => "no".to_owned(),
            Some(Sight::Endless) => "no end".to_owned(),
            Some(Sight::Failure(failure)) => failure.seed.map_or("yes".to_owned(), |seed| format!("seed {seed}")),
        };
        let cells = ALL.map(|detector| format!("{:CELL_CHARS$}", cell(detector))).concat();
        let seconds: f64 = self.runs.iter().map(|(_, run)| run.seconds).sum();
        let what = match self.named().map(|run| &run.sight) {
            Some(Sight::Failure(failure)) => &failure.what,
            _ => "NOT NOTICED",
        };
        format!("{:NAME_CHARS$} {cells}{seconds:7.1}  {what}", format!("{:?}", self.bug))
    }
}

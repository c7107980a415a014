//! `check`: says of each file whether it is valid.
//!
//! Keeps nothing of a file once it was judged.

use std::io::{self, Write};

use serde::Serialize;

use super::Ended;
use super::arguments::Check;
use super::failure::{Exit, Failure};
use super::files::{self, Checked};
use super::refusal::Refusal;
use super::source::{Reader, Source, check_stdin};
use super::words::{Words, count, plain};

/// What is said of one file.
#[derive(Serialize)]
struct Verdict {
    file: String,
    verdict: &'static str,
    records: Option<usize>,
    saves: Option<usize>,
    version: Option<u32>,
    sample: Option<String>,
    written_by: Option<String>,
    written_at: Option<String>,
    withheld: Option<Vec<String>>,
    refusal: Option<Box<Refusal>>,
}

/// Checks one file after the other.
pub fn run(asked: &Check, words: Words, out: &mut dyn Write) -> Ended {
    check_stdin(&asked.files)?;
    let mut reader = Reader::default();
    let mut exit = Exit::Fine;
    for (place, source) in asked.files.iter().enumerate() {
        let opened = files::open(source, &mut reader, words);
        exit = exit.max(opened.as_ref().err().map_or(Exit::Fine, Failure::exit));
        if let Err(failure @ Failure::Read { .. }) = &opened
            && let Some(message) = failure.message(words)
        {
            eprintln!("sanyou-files: {message}");
        }
        let verdict = Verdict::of(source, opened)?;
        let written = if asked.json { verdict.write_json(place == 0, out) } else { verdict.write_text(words, out) };
        written.map_err(Failure::Output)?;
    }
    if asked.json {
        out.write_all(b"\n]\n").map_err(Failure::Output)?;
    }
    Ok(exit)
}

impl Verdict {
    fn of(source: &Source, opened: Result<Checked, Failure>) -> Result<Self, Failure> {
        let mut verdict = Self {
            file: source.to_string(),
            verdict: "unreadable",
            records: None,
            saves: None,
            version: None,
            sample: None,
            written_by: None,
            written_at: None,
            withheld: None,
            refusal: None,
        };
        match opened {
            Ok(checked) => verdict.is_valid(checked),
            Err(Failure::Refused { refusal, .. }) => {
                verdict.verdict = "invalid";
                verdict.refusal = Some(refusal);
            }
            Err(Failure::Read { .. }) => {}
            Err(failure) => return Err(failure),
        }
        Ok(verdict)
    }

    fn is_valid(&mut self, checked: Checked) {
        self.verdict = "valid";
        self.records = Some(checked.record_count());
        self.saves = Some(checked.save_count());
        self.version = Some(checked.head.version);
        self.sample = checked.head.sample;
        self.written_by = Some(checked.head.by);
        self.written_at = Some(checked.head.at);
        self.withheld = Some(checked.head.withheld);
    }

    fn write_json(&self, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if is_first { b"[\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(out, self)?)
    }

    /// One line; a file that cannot be read was named on standard error.
    fn write_text(&self, words: Words, out: &mut dyn Write) -> io::Result<()> {
        if let Some(refusal) = &self.refusal {
            return writeln!(out, "{}", refusal.sentence(&self.file, words));
        }
        let (Some(records), Some(saves), Some(version)) = (self.records, self.saves, self.version) else {
            return Ok(());
        };
        write!(out, "{}: valid, {}, {}, format {version}", self.file, count(records, "record"), count(saves, "save"))?;
        write!(out, ", written by “{}”", plain(self.written_by.as_deref().unwrap_or_default()))?;
        write!(out, " at {}", plain(self.written_at.as_deref().unwrap_or_default()))?;
        if let Some(sample) = &self.sample {
            write!(out, ", sample {}", plain(sample))?;
        }
        match self.withheld.as_deref() {
            None | Some([]) => writeln!(out),
            Some(withheld) => writeln!(out, ", without {}", plain(&withheld.join(", "))),
        }
    }
}

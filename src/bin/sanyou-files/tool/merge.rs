//! `merge`: unites files in one.
//!
//! Holds one file's bytes at a time, and writes nothing unless every file could be used.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};
use sanyou::replica::{Replica, State, View};

use super::Ended;
use super::arguments::Merge;
use super::failure::{Exit, Failure, Sample};
use super::files;
use super::source::{Reader, Source, check_stdin};
use super::words::{Words, count as number, plain};

/// Unites the files and writes the result.
pub fn run(asked: &Merge, words: Words, out: &mut dyn Write) -> Ended {
    check_stdin(&asked.files)?;
    let place = asked.output.target.place(asked.output.force, &asked.files)?;
    let (sample, replica) = unite(&asked.files, words)?;
    let text = files::write(&replica, sample.as_deref(), &asked.by, asked.at.unwrap_or_else(now));
    let summary = summary(&replica);
    drop(replica); // What was written is read back: both at once would take twice the memory.
    let head = files::read_back(&text, words)?;
    place.write(&text, out)?;
    eprintln!("{}: {}, {summary}", asked.output.target, number(asked.files.len(), "file"));
    if !head.withheld.is_empty() {
        eprintln!("The result lacks values of: {}.", plain(&head.withheld.join(", ")));
    }
    Ok(Exit::Fine)
}

/// Unites files of one workspace. All files that cannot be used are named, not only the first.
///
/// # Errors
/// When any file cannot be used, or when they are not of one workspace.
pub fn unite(sources: &[Source], words: Words) -> Result<(Sample, Replica), Failure> {
    let mut reader = Reader::default();
    let mut replica = Replica::new();
    let mut first: Option<(&Source, Sample)> = None;
    let (mut refused, mut exit) = (0, Exit::Fine);
    for source in sources {
        match files::open(source, &mut reader, words) {
            Ok(checked) => {
                let (first, first_is) = first.get_or_insert_with(|| (source, checked.head.sample.clone()));
                if *first_is != checked.head.sample {
                    let (first, first_is) = ((*first).clone(), first_is.clone());
                    return Err(Failure::Mixed {
                        first,
                        first_is,
                        other: source.clone(),
                        other_is: checked.head.sample,
                    });
                }
                if refused == 0 {
                    checked.unite_into(&mut replica);
                }
            }
            Err(failure) => {
                refused += 1;
                exit = exit.max(failure.exit());
                if let Some(message) = failure.message(words) {
                    eprintln!("sanyou-files: {message}");
                }
            }
        }
    }
    if refused > 0 {
        return Err(Failure::SomeRefused { refused, of: sources.len(), exit });
    }
    Ok((first.and_then(|(_, sample)| sample), replica))
}

fn summary(replica: &Replica) -> String {
    let count = |test: &dyn Fn(&View) -> bool| replica.iter().filter(|(_, _, view)| test(view)).count();
    format!(
        "{}, {}, {} in conflict, {} incomplete",
        number(replica.len(), "record"),
        number(replica.save_count(), "save"),
        count(&|view| view.in_conflict()),
        count(&|view| view.state == State::Incomplete || view.waiting > 0),
    )
}

/// The present by the system's clock, in seconds since 1970. A label: nothing is decided by it.
pub fn now() -> i64 {
    let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    SystemTime::now().duration_since(UNIX_EPOCH).map_or_else(|error| -seconds(error.duration()), seconds)
}

/// The present day in UTC.
pub fn today() -> NaiveDate {
    DateTime::from_timestamp(now(), 0).unwrap_or_default().date_naive()
}

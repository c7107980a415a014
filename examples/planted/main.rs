//! Plants each bug of `sanyou::planted` in turn and shows what notices it: the device simulator, the merge laws, the
//! tests of the format and of the store, the unit tests.
//!
//! `cargo run --release --no-default-features --features drops,lane,planted --example planted` tries every bug against
//! everything. `-- --quick` tries each bug only against what is named for it; `--bug NAME` tries one bug; `--seeds N`
//! says how many seeds the simulator plays (300 when not given). What fails without a bug says nothing of one and is passed
//! over where a bug is tried: the table is right even then. Fails when a bug is not noticed, by what is named for it
//! or at all, and when anything fails without a bug.
//!
//! Must not know how a bug is noticed: it builds the tests as they are, and looks at what they print.

mod detect;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use sanyou::planted::{Bug, Detector};

use crate::detect::{Detectors, Failure};
use crate::table::Row;

/// The seeds that the simulator plays when nothing else is said.
const SEEDS: u64 = 300;
/// Failures without a bug that are named; of others only the count is.
const NAMED_MAX: usize = 8;

/// What the command line asks for.
struct Wanted {
    is_quick: bool,
    seeds: u64,
    bugs: Vec<Bug>,
}

impl Wanted {
    /// Reads the arguments.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut wanted = Self { is_quick: false, seeds: SEEDS, bugs: Bug::ALL.to_vec() };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => wanted.is_quick = true,
                "--seeds" => {
                    let text = arguments.next().unwrap_or_default();
                    wanted.seeds = text.parse().map_err(|_| format!("--seeds takes a number, not {text:?}"))?;
                }
                "--bug" => {
                    let name = arguments.next().unwrap_or_default();
                    wanted.bugs.retain(|bug| format!("{bug:?}") == name);
                    if wanted.bugs.is_empty() {
                        return Err(format!("there is no bug {name:?}"));
                    }
                }
                _ => return Err(format!("unknown argument {argument}")),
            }
        }
        Ok(wanted)
    }

    /// What a bug is tried against.
    fn detectors(&self, bug: Bug) -> Vec<Detector> {
        if self.is_quick { vec![bug.detector()] } else { detect::ALL.to_vec() }
    }
}

fn main() -> ExitCode {
    let wanted = match Wanted::read(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let needed: BTreeSet<Detector> = wanted.bugs.iter().flat_map(|bug| wanted.detectors(*bug)).collect();
    match Detectors::build(&needed, wanted.seeds).and_then(|detectors| try_all(&wanted, &needed, &detectors)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Tries all bugs, and tells whether each was noticed by what is named for it.
fn try_all(wanted: &Wanted, needed: &BTreeSet<Detector>, detectors: &Detectors) -> Result<bool, String> {
    let mut known: BTreeMap<Detector, Vec<Failure>> = BTreeMap::new();
    for &detector in needed {
        let failures = detectors.survey(detector)?;
        for Failure { what, seed } in failures.iter().take(NAMED_MAX) {
            let seed = seed.map_or(String::new(), |seed| format!(" of seed {seed}"));
            println!("without a bug, {detector:?} fails: {what}{seed}");
        }
        if failures.len() > NAMED_MAX {
            println!("without a bug, {detector:?} fails {} times in all", failures.len());
        }
        known.insert(detector, failures);
    }
    println!("{}", table::head());
    let mut unnoticed: Vec<Bug> = Vec::new();
    for &bug in &wanted.bugs {
        let tried = wanted.detectors(bug).into_iter();
        let runs = tried.map(|detector| Ok((detector, detectors.run(detector, bug, &known[&detector])?)));
        let row = Row { bug, runs: runs.collect::<Result<_, String>>()? };
        println!("{}", row.text());
        if !row.is_noticed_as_named() {
            unnoticed.push(bug);
        }
    }
    let (all, lacking) = (wanted.bugs.len(), unnoticed.len());
    println!("{all} bugs planted, {} noticed by what is named for them", all - lacking);
    for bug in &unnoticed {
        let (named, place, what) = (bug.detector(), bug.place(), bug.description());
        println!("{bug:?} in {place} is not noticed by {named:?}: {what}");
    }
    Ok(known.values().all(Vec::is_empty) && unnoticed.is_empty())
}

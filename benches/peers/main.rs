//! Compares the merge with plain JSON and with the libraries that others would take: `cargo bench --bench peers`.
//!
//! Everything is computed in one run on the same records and edits, and shown in one table with the budgets. Ends with
//! status 1 when a check of this project's side fails; a missed budget is printed and does not fail the run.
//!
//! Options, after `--`: `--communities N` (68), `--runs N` (7), `--only NAME`, which may be given several times.

mod automerge;
mod contender;
mod digest;
mod draw;
mod floor;
mod loro;
mod memory;
mod ours;
mod race;
mod table;
mod workload;
mod yrs;

use std::process::ExitCode;

use race::{Lane, lane};
use table::{Entry, Line, Unit};
use workload::{COMMUNITIES, RECORDS, Spread, Workload};

/// A way to run the workload, and the figures that are shown of it.
struct Heat {
    title: &'static str,
    spread: Spread,
    /// Runs of the program in which a community's records were made and edited.
    sessions: usize,
    /// Whether each community is kept apart from the others; otherwise one state takes all files.
    is_apart: bool,
    /// Whether it is timed, by all contenders; otherwise only the floor and ours are weighed.
    is_timed: bool,
    lines: &'static [Line],
}

const HEATS: [Heat; 4] = [
    Heat {
        title: "Two sides edit a common base",
        spread: Spread::TwoSides,
        sessions: 4,
        is_apart: false,
        is_timed: true,
        lines: &[
            Line {
                what: "merge, read all",
                unit: Unit::Merging,
                figures: |entry| entry.times.merge_and_read.clone(),
                floor_max: Some(0.8),
                peers_min: &[("yrs", 2.5), ("loro", 4.0), ("automerge", 12.0)],
            },
            MERGE,
            Line {
                what: "load, validate",
                unit: Unit::Time,
                figures: |entry| entry.times.load.clone(),
                floor_max: Some(0.6),
                peers_min: &[],
            },
            Line {
                what: "export",
                unit: Unit::Time,
                figures: |entry| entry.times.export.clone(),
                floor_max: Some(0.4),
                peers_min: &[],
            },
            GZIP_SENT,
            Line {
                what: "gzip, merged file",
                unit: Unit::Bytes,
                figures: |entry| vec![entry.weights.merged_gzip as f64],
                floor_max: Some(1.2),
                peers_min: &[],
            },
            Line {
                what: "merged file",
                unit: Unit::Bytes,
                figures: |entry| vec![entry.weights.merged as f64],
                floor_max: None,
                peers_min: &[],
            },
            Line {
                what: "load, peak memory",
                unit: Unit::Bytes,
                figures: |entry| vec![entry.weights.load_memory as f64],
                floor_max: Some(0.8),
                peers_min: &[],
            },
        ],
    },
    Heat {
        title: "City: each community is edited on one device, and the city gathers their files onto its base",
        spread: Spread::OneDeviceEach,
        sessions: 4,
        is_apart: false,
        is_timed: true,
        lines: &[
            Line {
                what: "merge, read all",
                unit: Unit::Merging,
                figures: |entry| entry.times.merge_and_read.clone(),
                floor_max: Some(0.6),
                peers_min: &[("yrs", 3.5), ("loro", 4.5), ("automerge", 15.0)],
            },
            MERGE,
        ],
    },
    Heat {
        title: "City, each community kept as a document of its own, which suits the peers",
        spread: Spread::OneDeviceEach,
        sessions: 4,
        is_apart: true,
        is_timed: true,
        lines: &[
            Line {
                what: "merge, read all",
                unit: Unit::Merging,
                figures: |entry| entry.times.merge_and_read.clone(),
                floor_max: None,
                peers_min: &[],
            },
            MERGE,
        ],
    },
    Heat {
        title: "Two sides, 500 sessions a community instead of 4",
        spread: Spread::TwoSides,
        sessions: 500,
        is_apart: false,
        is_timed: false,
        lines: &[Line { floor_max: Some(1.5), ..GZIP_SENT }],
    },
];

const MERGE: Line = Line {
    what: "merge alone",
    unit: Unit::Time,
    figures: |entry| entry.times.merge.clone(),
    floor_max: None,
    peers_min: &[],
};

const GZIP_SENT: Line = Line {
    what: "gzip, one side's file",
    unit: Unit::Bytes,
    figures: |entry| vec![entry.weights.sent_gzip as f64],
    floor_max: Some(1.2),
    peers_min: &[],
};

/// Makes one contender's files of a workload, for one state or for one a community.
type Starter = fn(&Workload, bool) -> Box<dyn Lane>;

const CONTENDERS: [(&str, Starter); 5] = [
    ("serde_json", lane::<floor::Floor>),
    ("ours", lane::<ours::Ours>),
    ("yrs", lane::<yrs::Yrs>),
    ("loro", lane::<loro::Loro>),
    ("automerge", lane::<automerge::Automerge>),
];

/// What was asked for on the command line.
struct Options {
    communities: usize,
    runs: usize,
    only: Vec<String>,
}

impl Options {
    fn read() -> Result<Self, lexopt::Error> {
        use lexopt::prelude::*;
        let mut options = Self { communities: COMMUNITIES, runs: 7, only: Vec::new() };
        let mut parser = lexopt::Parser::from_env();
        while let Some(arg) = parser.next()? {
            match arg {
                // What cargo passes to every benchmark.
                Long("bench") => {}
                Long("communities") => options.communities = parser.value()?.parse_with(at_least_one)?,
                Long("runs") => options.runs = parser.value()?.parse_with(at_least_one)?,
                Long("only") => options.only.push(parser.value()?.parse_with(contender)?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }

    fn asks_for(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "a whole number from 1 on is needed".to_owned())
}

fn contender(text: &str) -> Result<String, String> {
    let names = CONTENDERS.map(|(name, _)| name);
    if names.contains(&text) { Ok(text.to_owned()) } else { Err(format!("one of {} is needed", names.join(", "))) }
}

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("peers: {error}");
            return ExitCode::from(2);
        }
    };
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for heat in &HEATS {
        let workload = Workload::new(options.communities, heat.sessions, heat.spread);
        let entries = run(heat, &options, &workload);
        let clashes = workload.clashes.len();
        let [edits, records, deletions] = workload.counts();
        let title = format!(
            "{}. A side: {edits} edits ({clashes} of them of the same field as the other side's), {records} new records, \
             {deletions} deletions.",
            heat.title
        );
        rows.extend(table::rows(&title, heat.lines, &entries, clashes));
        let ours = entries.iter().filter(|entry| entry.name == "ours");
        failed.extend(ours.flat_map(|entry| faults(entry, clashes)).map(|fault| format!("{}: {fault}", heat.title)));
    }
    println!(
        "{} communities × {RECORDS} records. Times are of the processor, medians of {} rounds; ratios \
         are medians of the rounds' ratios.\n\n{}",
        options.communities,
        options.runs,
        table::text(&rows)
    );
    for fault in &failed {
        eprintln!("FAILED  {fault}");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(heat: &Heat, options: &Options, workload: &Workload) -> Vec<Entry> {
    let enters = |name: &str| options.asks_for(name) && (heat.is_timed || matches!(name, "serde_json" | "ours"));
    let starters = CONTENDERS.iter().filter(|(name, _)| enters(name));
    let mut lanes: Vec<Box<dyn Lane>> = starters.map(|(_, start)| start(workload, heat.is_apart)).collect();
    let settled: Vec<_> = lanes.iter().map(|lane| (lane.check(workload), lane.weigh())).collect();
    for round in 0..if heat.is_timed { options.runs } else { 0 } {
        eprintln!("{}: round {}", heat.title, round + 1);
        lanes.iter_mut().for_each(|lane| lane.round());
    }
    let entered = lanes.iter().zip(settled);
    entered
        .map(|(lane, (checks, weights))| Entry { name: lane.name(), times: lane.times().clone(), checks, weights })
        .collect()
}

/// What a contender fails to hold to.
fn faults(entry: &Entry, clashes: usize) -> Vec<&'static str> {
    let checks = &entry.checks;
    [
        (checks.kept == clashes, "values of both sides are lost"),
        (checks.converges, "the order of merging changes what is held"),
        (checks.is_idempotent, "merging the same again changes what is held"),
        (checks.is_right.unwrap_or(true), "values are not those that were written"),
    ]
    .into_iter()
    .filter_map(|(holds, fault)| (!holds).then_some(fault))
    .collect()
}

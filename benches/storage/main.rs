//! Weighs and times the store: `cargo bench --bench storage`.
//!
//! Runs the real store upon homes in memory that count, and prints one table with what was measured beside its budget.
//! A community-year is 500 records as in `benches/peers`, each made by one save, then edited 588 times in all (one field
//! each) and 8 of them deleted, by three authors on two devices; 4 or 500 runs of the program (sessions) share this.
//! Everything but the times is the same at every run. Ends with status 1 when a budget of counted work is missed or a
//! check fails; times are printed and not held to. Of the browser it knows only the room of local storage and the
//! bytes of a unit.
//!
//! Options, after `--`: `--rounds N` (5) of times, `--only NAME` of a section, which may be given several times.
//! All sections together take some minutes of the processor and 2 GB of memory.

mod clock;
mod daily;
#[path = "../peers/draw.rs"]
mod draw;
#[path = "../peers/workload/fields.rs"]
mod fields;
mod homes;
mod packing;
mod room;
mod saves;
mod table;
mod times;
mod years;

use std::process::ExitCode;

use clap::Parser;
use table::Section;

/// Records of one community.
const RECORDS: usize = 500;

/// Weighs or times one thing.
type Measure = fn(&Options) -> Section;

/// The sections by the name that `--only` takes.
const SECTIONS: [(&str, Measure); 9] = [
    ("local", |_| room::local(4, 200)),
    ("sessions", |_| room::local(500, 160)),
    ("durable", |_| room::durable()),
    ("save", |options| saves::section(options.rounds)),
    ("daily", |_| daily::section(daily::Runs::Endless)),
    ("daily-runs", |_| daily::section(daily::Runs::Daily)),
    ("times", |options| times::section(options.rounds)),
    ("packing", |_| packing::section(4)),
    ("packing-sessions", |_| packing::section(500)),
];

/// Weighs and times the store.
#[derive(Parser)]
struct Options {
    /// How often times are measured.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Runs only the section of this name.
    #[arg(long, value_parser = SECTIONS.map(|(name, _)| name))]
    only: Vec<String>,
    /// What cargo passes to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let is_asked_for = |name: &str| options.only.is_empty() || options.only.iter().any(|only| only == name);
    let asked_for = SECTIONS.iter().filter(|(name, _)| is_asked_for(name));
    let sections: Vec<Section> = asked_for.map(|(_, section)| section(&options)).collect();
    println!("{}", table::text(&sections));
    let missed: Vec<String> = sections
        .iter()
        .flat_map(|section| section.rows.iter().filter_map(|row| Some(format!("{}: {}", section.title, row.missed()?))))
        .collect();
    for missed in &missed {
        eprintln!("MISSED  {missed}");
    }
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

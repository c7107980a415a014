//! The device simulator: the real core on devices that fail, clocks that jump, and files that are lost, doubled,
//! damaged and forged. One seed reproduces one run.
//!
//! `cargo run --release --example simulate -- --seeds 1000 [--seed 1] [--threads 2] [--require 1000]` plays seeds and
//! prints what they met; a seed that breaks a law is printed as the shortest list of steps that still breaks it.
//! `--story` tells one seed step by step. `--self-check` breaks each law on purpose and fails unless that is seen.
//!
//! Reads no clock that decides anything, and draws every number from the seed. It must not know how the core works
//! inside: it judges by what users did, by the plain definition, and by what was promised.

mod attack;
mod branches;
mod check;
mod device;
mod disk;
mod dropping;
mod failure;
mod files;
mod forgotten;
mod joining;
mod keeping;
mod ledger;
mod promise;
mod random;
mod run;
mod self_check;
mod step;
mod tally;
mod user;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::step::Plan;
use crate::tally::{Event, Tally};

/// Failing seeds that are shortened and printed; of others only the law is named.
const TRACES_MAX: usize = 3;

/// What the command line asks for.
struct Wanted {
    first: u64,
    count: u64,
    threads: usize,
    required: Option<u64>,
    is_story: bool,
    is_self_check: bool,
}

impl Wanted {
    /// Reads the arguments.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(2);
        let mut wanted = Self { first: 1, count: 1, threads, required: None, is_story: false, is_self_check: false };
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let text = arguments.next().unwrap_or_default();
                text.parse::<u64>().map_err(|_| format!("{argument} takes a number, not {text:?}"))
            };
            match argument.as_str() {
                "--seeds" => wanted.count = number()?,
                "--seed" => wanted.first = number()?,
                "--threads" => wanted.threads = number()? as usize,
                "--require" => wanted.required = Some(number()?),
                "--story" => wanted.is_story = true,
                "--self-check" => wanted.is_self_check = true,
                _ => return Err(format!("unknown argument {argument}")),
            }
        }
        Ok(wanted)
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
    run::keep_panics();
    let is_right = match &wanted {
        Wanted { is_self_check: true, .. } => self_check::run(),
        Wanted { is_story: true, .. } => tell(&Plan::of(wanted.first)),
        _ => simulate(&wanted),
    };
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells a plan step by step.
fn tell(plan: &Plan) -> bool {
    let outcome = run::play(plan, true);
    println!("{} devices, {} steps", plan.devices, plan.steps.len());
    outcome.story.iter().for_each(|line| println!("  {line}"));
    match &outcome.failure {
        Some((place, failure)) => println!("  step {place} breaks {failure}"),
        None => println!("  all is well, trace {}", outcome.hash_text()),
    }
    outcome.failure.is_none()
}

fn simulate(wanted: &Wanted) -> bool {
    let start = Instant::now();
    let (mut tally, mut trace) = (Tally::new(), Sha256::new());
    let mut failures: Vec<(u64, Failure)> = Vec::new();
    run::play_all(wanted.first, wanted.count, wanted.threads, |seed, outcome| {
        tally.join(&outcome.tally);
        trace.update(outcome.hash);
        if let Some((place, failure)) = outcome.failure {
            println!("seed {seed}, step {place}: {:?}", failure.invariant);
            failures.push((seed, failure));
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    for (seed, failure) in failures.iter().take(TRACES_MAX) {
        println!("\nseed {seed} breaks {failure}\nshortest trace:");
        let short = run::shorten(&Plan::of(*seed), failure.invariant);
        tell(&short);
    }
    let hash = trace.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    println!("{}", tally.table());
    let steps = tally.count(Event::Steps);
    println!(
        "{} seeds, {steps} steps, {} failures, trace {hash}\n{seconds:.1} s on {} threads, {:.0} µs a step",
        wanted.count,
        failures.len(),
        wanted.threads,
        seconds * 1e6 * wanted.threads as f64 / steps.max(1) as f64,
    );
    let lacking = tally.lacking(wanted.required.unwrap_or(0));
    if !lacking.is_empty() {
        println!("not met often enough: {}", lacking.join(", "));
    }
    failures.is_empty() && lacking.is_empty()
}

//! Runs of many seeds over a few threads, each run apart from all others, and the shortest trace of one that fails.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use crate::failure::{Failure, Invariant};
use crate::step::Plan;
use crate::tally::Tally;
use crate::world::{Outcome, World};

/// Runs that shortening one trace may take.
const SHORTENINGS_MAX: usize = 3000;

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what a panic says for the report of the run it ends.
pub fn keep_panics() {
    set_hook(Box::new(|panic| PANIC.with(|kept| *kept.borrow_mut() = panic.to_string())));
}

/// Plays a plan; a panic is a failure of it.
pub fn play(plan: &Plan, is_told: bool) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| World::play(plan, is_told))).unwrap_or_else(|_| {
        let failure = Failure::new(Invariant::NoPanic, PANIC.with(|kept| kept.borrow().clone()));
        Outcome { hash: [0; 32], tally: Tally::new(), failure: Some((plan.steps.len(), failure)), story: Vec::new() }
    })
}

/// Plays seeds and hands over each outcome in the order of the seeds.
pub fn play_all(first: u64, count: u64, threads: usize, mut take: impl FnMut(u64, Outcome)) {
    let next = AtomicU64::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= count || send.send((place, play(&Plan::of(first + place), false))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = std::collections::BTreeMap::new();
        let mut due = 0;
        for (place, outcome) in receive {
            early.insert(place, outcome);
            while let Some(outcome) = early.remove(&due) {
                take(first + due, outcome);
                due += 1;
            }
        }
    });
}

/// The shortest plan found that breaks the same law: chunks of steps are left out, then single ones.
pub fn shorten(plan: &Plan, invariant: Invariant) -> Plan {
    let breaks = |plan: &Plan| play(plan, false).failure.is_some_and(|(_, failure)| failure.invariant == invariant);
    let mut short = plan.clone();
    let mut runs = 0;
    let mut chunk = short.steps.len().div_ceil(2).max(1);
    loop {
        let before = short.steps.len();
        let mut place = 0;
        while place < short.steps.len() && runs < SHORTENINGS_MAX {
            let mut candidate = short.clone();
            candidate.steps.drain(place..(place + chunk).min(short.steps.len()));
            runs += 1;
            if breaks(&candidate) { short = candidate } else { place += chunk }
        }
        if runs >= SHORTENINGS_MAX || (chunk == 1 && short.steps.len() == before) {
            return short;
        }
        chunk = if short.steps.len() < before { chunk } else { chunk / 2 }.max(1);
    }
}

//! How many community-years fit.

use sanyou::replica::{Replica, Saved};
use sanyou::store::JOURNAL_ENTRIES_MAX;

use crate::homes::{Device, LOCAL_UNITS_MAX};
use crate::table::{Budget, Row, Section, grouped};
use crate::years;

/// Sizes at which is weighed, in community-years. Between two the units held grow evenly.
const SIZES: [usize; 5] = [1, 50, 150, 200, 300];
/// Community-years that are kept with snapshots in IndexedDB only.
const DURABLE_YEARS: usize = 700;
/// Bytes that IndexedDB takes for one unit of a text that is not all Latin.
const UNIT_BYTES: usize = 2;
/// Begins the numbers of community-years that are only there to be in the journal.
const LATER: usize = 10_000;

/// What local storage holds with so many community-years.
struct Weight {
    years: usize,
    /// Units once everything is in shards.
    held_units: usize,
    /// The most units held while the next start-up compacts a journal on top of that.
    peak_units: usize,
}

/// Grows until local storage is full, by the units held and by those that a compaction needs.
pub fn local(sessions: usize, years_min: usize) -> Section {
    let device = Device::new();
    let mut weights: Vec<Weight> = Vec::new();
    let mut years = 0;
    for size in SIZES {
        eprintln!("room: {size} community-years, {sessions} sessions each");
        grow(&device, years..size, sessions);
        years = size;
        let weight = weigh(&device, size, sessions);
        let is_full = weight.held_units > LOCAL_UNITS_MAX;
        weights.push(weight);
        if is_full {
            break;
        }
    }
    let mut rows: Vec<Row> = weights
        .iter()
        .map(|Weight { years, held_units, .. }| {
            let what = format!("units in local storage, {years} community-years");
            Row::words(what, format!("{} = {} a year", grouped(*held_units), grouped(held_units / years)))
        })
        .collect();
    let held = fitting(&weights, |weight| weight.held_units);
    let compacted = fitting(&weights, |weight| weight.peak_units);
    rows.push(Row::count("community-years that fit once compacted", held, "", &Budget::Least(years_min)));
    let what = "community-years with room for the compaction itself";
    rows.push(Row::count(what, compacted, "", &Budget::Least(years_min)));
    rows.push(Row::check("everything is read back as it was saved", is_whole(&device, years, sessions)));
    Section {
        title: format!("Local storage, {} units, {sessions} sessions a community-year", grouped(LOCAL_UNITS_MAX)),
        rows,
    }
}

/// The same with snapshots in IndexedDB only: local storage then holds the journal.
pub fn durable() -> Section {
    let device = Device::without_local();
    for step in (0..DURABLE_YEARS).step_by(DURABLE_YEARS / 2) {
        eprintln!("room: {step} community-years in IndexedDB and more");
        grow(&device, step..step + DURABLE_YEARS / 2, 4);
    }
    let held = device.durable.held_units();
    device.durable.take_peak_units();
    journal(&device, 4);
    device.compact(LATER);
    let peak = device.durable.take_peak_units();
    let with_local = Device::new();
    journal(&with_local, 4);
    let journal_units = with_local.local_units();
    let read = device.read();
    let expected = DURABLE_YEARS * years::SAVES + JOURNAL_ENTRIES_MAX;
    let megabytes = |units: usize| format!("{:.1} MB", (units * UNIT_BYTES) as f64 / 1e6);
    let rows = vec![
        Row::check(format!("{DURABLE_YEARS} community-years are kept and read back"), read.len() == expected),
        Row::words("in IndexedDB, two bytes a unit", megabytes(held)),
        Row::words(
            "in IndexedDB, of one community-year",
            format!("{:.1} KB", (held * UNIT_BYTES / DURABLE_YEARS) as f64 / 1e3),
        ),
        Row::words("in IndexedDB while compacting, at most", megabytes(peak)),
        Row::count(
            format!("in local storage: the journal of {JOURNAL_ENTRIES_MAX} saves"),
            journal_units,
            "units",
            &Budget::Most(LOCAL_UNITS_MAX),
        ),
    ];
    Section { title: "Snapshots in IndexedDB only, 4 sessions a community-year".to_owned(), rows }
}

/// A device that holds so many community-years, compacted.
pub fn device_with(years: usize, sessions: usize) -> Device {
    let device = Device::new();
    grow(&device, 0..years, sessions);
    device
}

/// Saves community-years, each save by the run of the program that made it, and compacts.
fn grow(device: &Device, years: std::ops::Range<usize>, sessions: usize) {
    let last = years.end;
    for year in years {
        for saved in years::saves(year, sessions) {
            device.save(saved.save.dot.session, vec![saved]);
        }
        device.end_sessions();
    }
    device.compact(last);
}

/// Leaves as many saves in the journal as bring a compaction about.
pub fn journal(device: &Device, sessions: usize) {
    for saved in years::saves(LATER, sessions).into_iter().take(JOURNAL_ENTRIES_MAX) {
        device.save(saved.save.dot.session, vec![saved]);
    }
    device.end_sessions();
}

fn weigh(device: &Device, years: usize, sessions: usize) -> Weight {
    let later = device.copy();
    journal(&later, sessions);
    later.take_local_peak_units();
    later.compact(LATER);
    Weight { years, held_units: device.local_units(), peak_units: later.take_local_peak_units() }
}

/// The most community-years for which a figure stays within local storage, between two sizes by a straight line.
fn fitting(weights: &[Weight], figure: fn(&Weight) -> usize) -> usize {
    let over = weights.iter().position(|weight| figure(weight) > LOCAL_UNITS_MAX);
    let Some(over) = over else { return weights.last().map_or(0, |weight| weight.years) };
    let Some(under) = over.checked_sub(1) else { return 0 };
    let (under, over) = (&weights[under], &weights[over]);
    let room = LOCAL_UNITS_MAX - figure(under);
    under.years + room * (over.years - under.years) / (figure(over) - figure(under))
}

/// Tells whether a start-up reads exactly what was saved.
fn is_whole(device: &Device, years: usize, sessions: usize) -> bool {
    packed((0..years).flat_map(|year| years::saves(year, sessions))) == packed(device.read())
}

/// The store's own form of saves.
pub fn packed(saves: impl IntoIterator<Item = Saved>) -> String {
    let mut replica = Replica::new();
    replica.apply(saves);
    sanyou::exchange::pack(&replica)
}

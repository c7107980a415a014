//! Runs the contenders side by side: setting up, checking, timing, weighing.
//!
//! Only what a row of the table names is timed, in processor time: all contenders run in one thread and wait for
//! nothing, and machines are shared. They take turns within each round, so that what else the machine does hits all
//! alike, and a ratio compares the two times of one round.

use std::hint::black_box;
use std::io::Write;

use cpu_time::ProcessTime;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::contender::Contender;
use crate::memory;
use crate::workload::{Edit, Workload};

/// What was measured in each round, in seconds of processor time.
#[derive(Default, Clone)]
pub struct Times {
    /// A file's bytes into an empty memory.
    pub load: Vec<f64>,
    /// The other side's files read and merged.
    pub merge: Vec<f64>,
    /// The same, and every value read.
    pub merge_and_read: Vec<f64>,
    /// Everything held after the merge to bytes.
    pub export: Vec<f64>,
}

/// What was checked.
pub struct Checks {
    /// How many fields show the values of both sides, of those that both set.
    pub kept: usize,
    /// Whether the other order of merging gives the same.
    pub converges: bool,
    /// Whether merging the same files again changes nothing.
    pub is_idempotent: bool,
    /// Whether every value is the one that the workload says; nothing where that is open.
    pub is_right: Option<bool>,
}

/// What was weighed, in bytes.
#[derive(Clone, Copy)]
pub struct Weights {
    /// The files that are merged.
    pub sent: u64,
    /// The same, with gzip at level 6.
    pub sent_gzip: u64,
    /// Everything held after the merge, as a file.
    pub merged: u64,
    /// The same, with gzip at level 6.
    pub merged_gzip: u64,
    /// The most memory that loading one's own files takes.
    pub load_memory: u64,
}

/// One contender with one workload.
pub trait Lane {
    /// What the table calls it.
    fn name(&self) -> &'static str;
    /// Computes what the merge must hold to.
    fn check(&self, workload: &Workload) -> Checks;
    /// Weighs files and memory.
    fn weigh(&self) -> Weights;
    /// Measures everything once more.
    fn round(&mut self);
    /// What was measured so far.
    fn times(&self) -> &Times;
}

/// The files of one contender. Each group has one's own file first, then those that are merged into it.
struct Files<C: Contender> {
    groups: Vec<Vec<Vec<u8>>>,
    times: Times,
    contender: std::marker::PhantomData<C>,
}

/// Makes one contender's files, to be merged into one state, or into a state for each part.
pub fn lane<C: Contender + 'static>(workload: &Workload, is_apart: bool) -> Box<dyn Lane> {
    let bases: Vec<Vec<u8>> =
        workload.parts.iter().map(|part| C::export(&mut C::base(&part.base, part.device))).collect();
    let theirs = workload.parts.iter().zip(&bases).map(|(part, base)| file::<C>(base, &part.there));
    let groups = if is_apart {
        let own = workload.parts.iter().zip(&bases).map(|(part, base)| file::<C>(base, &part.here));
        own.zip(theirs).map(|(own, theirs)| vec![own, theirs]).collect()
    } else {
        let here: Vec<Edit> = workload.parts.iter().flat_map(|part| part.here.iter().cloned()).collect();
        let base = C::export(&mut united::<C>(bases.iter()));
        vec![[file::<C>(&base, &here)].into_iter().chain(theirs).collect()]
    };
    Box::new(Files::<C> { groups, times: Times::default(), contender: std::marker::PhantomData })
}

/// Both sides begin with the same bytes.
fn file<C: Contender>(base: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut state = C::load(base);
    C::edit(&mut state, edits);
    C::export(&mut state)
}

fn united<'a, C: Contender>(mut files: impl Iterator<Item = &'a Vec<u8>>) -> C::State {
    let mut state = C::load(files.next().expect("a group has files"));
    files.for_each(|file| C::merge(&mut state, file));
    state
}

impl<C: Contender> Files<C> {
    fn states(&self) -> Vec<C::State> {
        self.groups.iter().map(|files| C::load(&files[0])).collect()
    }

    fn merge(&self, states: &mut [C::State]) {
        for (state, files) in states.iter_mut().zip(&self.groups) {
            files[1..].iter().for_each(|file| C::merge(state, file));
        }
    }

    fn sent(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.groups.iter().flat_map(|files| &files[1..])
    }
}

impl<C: Contender> Lane for Files<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn check(&self, workload: &Workload) -> Checks {
        let mut checks = Checks { kept: 0, converges: true, is_idempotent: true, is_right: None };
        let mut sum: u64 = 0;
        for files in &self.groups {
            let forth = united::<C>(files.iter());
            // One after the other: three states of a city at once would be much memory for a check.
            checks.converges &= C::is_same(&forth, &united::<C>(files.iter().rev()));
            checks.is_idempotent &= C::is_same(&forth, &united::<C>(files.iter().chain(&files[1..])));
            checks.kept += workload.clashes.iter().filter(|clash| C::both_values(&forth, clash) == 2).count();
            sum = sum.wrapping_add(C::read_all(&forth));
        }
        checks.is_right = workload.digest().map(|digest| digest == sum);
        checks
    }

    fn weigh(&self) -> Weights {
        let (load_memory, mut states) = memory::peak_bytes(|| self.states());
        self.merge(&mut states);
        let merged: Vec<Vec<u8>> = states.iter_mut().map(C::export).collect();
        let bytes = |files: &mut dyn Iterator<Item = &Vec<u8>>| files.map(|file| file.len() as u64).sum();
        let gzipped = |files: &mut dyn Iterator<Item = &Vec<u8>>| files.map(|file| gzip_bytes(file)).sum();
        Weights {
            sent: bytes(&mut self.sent()),
            sent_gzip: gzipped(&mut self.sent()),
            merged: bytes(&mut merged.iter()),
            merged_gzip: gzipped(&mut merged.iter()),
            load_memory,
        }
    }

    fn round(&mut self) {
        let start = ProcessTime::now();
        let mut states = self.states();
        let load = start.elapsed();
        states.iter().for_each(C::settle);

        let start = ProcessTime::now();
        self.merge(&mut states);
        let merge = start.elapsed();
        let digest = states.iter().fold(0, |sum: u64, state| sum.wrapping_add(C::read_all(state)));
        let merge_and_read = start.elapsed();
        black_box(digest);

        let start = ProcessTime::now();
        let files: Vec<Vec<u8>> = states.iter_mut().map(C::export).collect();
        let export = start.elapsed();
        black_box(files);

        self.times.load.push(load.as_secs_f64());
        self.times.merge.push(merge.as_secs_f64());
        self.times.merge_and_read.push(merge_and_read.as_secs_f64());
        self.times.export.push(export.as_secs_f64());
    }

    fn times(&self) -> &Times {
        &self.times
    }
}

fn gzip_bytes(file: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(file).expect("memory takes all");
    encoder.finish().expect("memory takes all").len() as u64
}

/// The middle of what was measured; between two, their mean.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => sorted[len / 2],
        len => f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]),
    }
}

/// How many times as long one took as the other: the median over the rounds.
pub fn ratio(of: &[f64], to: &[f64]) -> f64 {
    median(&of.iter().zip(to).map(|(of, to)| of / to).collect::<Vec<_>>())
}

//! The detectors: built once, run as processes of their own, each with one bug or none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use sanyou::planted::{Bug, Detector, VARIABLE};

/// All detectors, in the order of the table.
pub const ALL: [Detector; 5] = [Detector::Simulator, Detector::Laws, Detector::Format, Detector::Store, Detector::Unit];

/// Longest run; one that takes longer says nothing, neither that the bug was noticed nor that it was not.
const LIMIT: Duration = Duration::from_secs(180);

/// What property tests are told: few cases, the same in every run, a failure reported at once and kept nowhere.
const PROPERTIES: [(&str, &str); 4] = [
    ("PROPTEST_CASES", "64"),
    ("PROPTEST_RNG_SEED", "1"),
    ("PROPTEST_MAX_SHRINK_ITERS", "0"),
    ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true"),
];

/// The name of a detector's target for cargo; the library has none.
fn target(detector: Detector) -> Option<&'static str> {
    match detector {
        Detector::Simulator => Some("simulate"),
        Detector::Laws => Some("merge_laws"),
        Detector::Format => Some("format"),
        Detector::Store => Some("store"),
        Detector::Unit => None,
    }
}

/// Something that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The law, or the test.
    pub what: String,
    /// The seed, where there is one.
    pub seed: Option<u64>,
}

impl Failure {
    /// Tells whether two failures are of one test, or of one seed.
    fn is_of_same(&self, other: &Self) -> bool {
        self.seed == other.seed && (self.seed.is_some() || self.what == other.what)
    }
}

/// What a detector saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// All was well, or as it is without a bug.
    Nothing,
    /// Something failed that does not fail without a bug.
    Failure(Failure),
    /// It did not end in time.
    Endless,
}

/// One run of a detector.
#[derive(Debug)]
pub struct Run {
    /// What was seen.
    pub sight: Sight,
    /// How long it took.
    pub seconds: f64,
}

/// The detectors as programs.
pub struct Detectors {
    programs: BTreeMap<Detector, PathBuf>,
    seeds: u64,
}

impl Detectors {
    /// Builds detectors with the bugs in them.
    ///
    /// # Errors
    /// What cannot be built or is not found.
    pub fn build(wanted: &BTreeSet<Detector>, seeds: u64) -> Result<Self, String> {
        let mut tests = vec!["test".to_owned(), "--no-run".to_owned()];
        let mut built = BTreeMap::new();
        for &detector in wanted {
            match (detector, target(detector)) {
                (Detector::Simulator, _) => {
                    built.extend(cargo(&["build", "--example", "simulate"].map(str::to_owned))?);
                }
                (_, Some(target)) => tests.extend(["--test".to_owned(), target.to_owned()]),
                (_, None) => tests.push("--lib".to_owned()),
            }
        }
        if tests.len() > 2 {
            built.extend(cargo(&tests)?);
        }
        let programs = wanted.iter().map(|&detector| {
            let name = target(detector).unwrap_or(env!("CARGO_PKG_NAME"));
            let program = built.get(name).cloned().ok_or_else(|| format!("{name} was not built"))?;
            Ok((detector, program))
        });
        Ok(Self { programs: programs.collect::<Result<_, String>>()?, seeds })
    }

    /// All failures of a detector without a bug.
    ///
    /// # Errors
    /// When the program does not start or does not end, or fails without saying what.
    pub fn survey(&self, detector: Detector) -> Result<Vec<Failure>, String> {
        let mut failures: Vec<Failure> = Vec::new();
        let (end, _) = self.play(detector, None, &mut |failure| {
            failures.push(failure);
            false
        })?;
        match end {
            End::Late => Err(format!("{detector:?} does not end without a bug")),
            End::Failed(status) if failures.is_empty() => Err(format!("{detector:?} ends with {status} without a bug")),
            _ => Ok(failures),
        }
    }

    /// Runs a detector with a bug planted until it ends or something fails that is not known to fail without.
    ///
    /// # Errors
    /// When the program does not start.
    pub fn run(&self, detector: Detector, bug: Bug, known: &[Failure]) -> Result<Run, String> {
        let mut found: Option<Failure> = None;
        let (end, seconds) = self.play(detector, Some(bug), &mut |failure| {
            let is_new = !known.iter().any(|held| held.is_of_same(&failure));
            found = Some(failure).filter(|_| is_new);
            is_new
        })?;
        let sight = match (found, end) {
            (Some(failure), _) => Sight::Failure(failure),
            (None, End::Late) => Sight::Endless,
            (None, End::Failed(status)) if known.is_empty() => {
                Sight::Failure(Failure { what: format!("ends with {status}"), seed: None })
            }
            _ => Sight::Nothing,
        };
        Ok(Run { sight, seconds })
    }

    /// Runs a detector, hands over each failure it speaks of until that is enough, and gives how it ended and after how
    /// many seconds.
    fn play(
        &self,
        detector: Detector,
        bug: Option<Bug>,
        take: &mut dyn FnMut(Failure) -> bool,
    ) -> Result<(End, f64), String> {
        let mut command = Command::new(&self.programs[&detector]);
        if detector == Detector::Simulator {
            command.args(["--threads", "2", "--seeds", &self.seeds.to_string()]);
        }
        command.current_dir(env!("CARGO_MANIFEST_DIR")).envs(PROPERTIES).env_remove(VARIABLE);
        command.envs(bug.map(|bug| (VARIABLE, format!("{bug:?}"))));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("{detector:?} does not start: {error}"))?;
        let over = watch(&mut child, start + LIMIT, take);
        if over != Over::Ended {
            // It may end by itself just now; then there is nothing to kill, and that is all right.
            let _ = child.kill();
        }
        let status = child.wait().map_err(|error| format!("{detector:?} is lost: {error}"))?;
        let end = match over {
            Over::Late => End::Late,
            Over::Ended if !status.success() => End::Failed(status),
            Over::Ended | Over::Enough => End::Told,
        };
        Ok((end, start.elapsed().as_secs_f64()))
    }
}

/// Builds with cargo, in the profile of this program, and gives the programs by the names of their targets.
fn cargo(arguments: &[String]) -> Result<BTreeMap<String, PathBuf>, String> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).args(["--package", env!("CARGO_PKG_NAME"), "--message-format", "json"]);
    command.args(["--no-default-features", "--features", "drops,lane,planted"]);
    command.args((!cfg!(debug_assertions)).then_some("--release"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo {} ends with {}", arguments.join(" "), output.status));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let read = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let program = message.get("executable")?.as_str()?;
        let name = message.get("target")?.get("name")?.as_str()?;
        Some((name.to_owned(), PathBuf::from(program)))
    };
    Ok(messages.lines().filter_map(read).collect())
}

/// How a run ended.
enum End {
    /// All was well, or all that matters was said.
    Told,
    /// It failed.
    Failed(ExitStatus),
    /// It did not end in time.
    Late,
}

/// Why a program's output is read no further.
#[derive(PartialEq, Eq)]
enum Over {
    Ended,
    Enough,
    Late,
}

/// Reads what a program prints, and hands over the failures it speaks of until that is enough.
fn watch(child: &mut Child, end: Instant, take: &mut dyn FnMut(Failure) -> bool) -> Over {
    let (send, receive) = mpsc::channel();
    let Some(output) = child.stdout.take().map(BufReader::new) else { return Over::Ended };
    // The thread ends with the program's output; a line that nobody takes any more ends it too.
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line).map_err(drop)));
    loop {
        match receive.recv_timeout(end.saturating_duration_since(Instant::now())) {
            // The simulator has played all seeds, and only shortens the traces of those that failed.
            Ok(line) if line == "shortest trace:" => return Over::Enough,
            Ok(line) => {
                if failure(&line).is_some_and(&mut *take) {
                    return Over::Enough;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Over::Late,
            Err(RecvTimeoutError::Disconnected) => return Over::Ended,
        }
    }
}

/// The failure that a line of a test program, or of the simulator, speaks of.
fn failure(line: &str) -> Option<Failure> {
    if let Some(test) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
        return Some(Failure { what: test.to_owned(), seed: None });
    }
    let (seed, rest) = line.strip_prefix("seed ")?.split_once(", step ")?;
    let (_, law) = rest.split_once(": ")?;
    Some(Failure { what: law.to_owned(), seed: Some(seed.parse().ok()?) })
}

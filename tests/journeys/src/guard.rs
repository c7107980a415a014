//! Chromedriver with everything it starts, as one group of processes that ends with this one, however this one ends.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::problem::{Found, Problem};
use crate::setting;

/// Runs a command until the input ends, then kills the whole group, this shell included. The input is a pipe that only
/// the test process holds: it ends when the guard is dropped and just as well when the test process is killed. The
/// output is left to the command, so that it ends when the command does.
const WATCH: &str = r#""$@" & exec >/dev/null; read -r _; kill -KILL 0"#;

/// What chromedriver says once it listens; the port follows.
const READY: &str = "started successfully on port ";

/// How often chromedriver is started at most.
const STARTS_MAX: usize = 5;

/// A running chromedriver; dropping it kills the driver and its browsers without warning.
pub struct Guard {
    shell: Child,
    port: u16,
    /// Kept open: a driver whose output is closed would be stopped by the next line it writes.
    output: BufReader<ChildStdout>,
}

impl Guard {
    /// Starts chromedriver on a free port; whatever its browsers leave lying about goes into the folder given.
    ///
    /// # Errors
    /// When it cannot be started or ends before it listens.
    pub fn start(scratch: &Path) -> Found<Self> {
        // The driver takes a port that is free in one family of addresses and ends when it is taken in the other.
        let mut tries = 1;
        loop {
            match Self::try_start(scratch) {
                Err(Problem::Wrong(_)) if tries < STARTS_MAX => tries += 1,
                result => return result,
            }
        }
    }

    fn try_start(scratch: &Path) -> Found<Self> {
        let driver = setting::chromedriver();
        let doing = || format!("starting {}", driver.display());
        let argument: [OsString; 5] =
            ["-c".into(), WATCH.into(), "watch".into(), driver.clone().into(), "--port=0".into()];
        let mut shell = Command::new("sh")
            .args(argument)
            .env("TMPDIR", scratch)
            .env("XDG_CONFIG_HOME", scratch)
            .env("XDG_CACHE_HOME", scratch)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(Problem::disk(doing()))?;
        let output = shell.stdout.take().ok_or_else(|| Problem::Wrong("a piped output is missing".to_owned()))?;
        let mut guard = Self { shell, port: 0, output: BufReader::new(output) };
        let mut said = String::new();
        while guard.port == 0 {
            let line_start = said.len();
            let length = guard.output.read_line(&mut said).map_err(Problem::disk(doing()))?;
            if length == 0 {
                return Err(Problem::Wrong(format!("{} ended before it listened. It said: {said}", driver.display())));
            }
            let port = said[line_start..].split_once(READY).map(|(_, port)| port.trim().trim_end_matches('.'));
            guard.port = port.and_then(|port| port.parse().ok()).unwrap_or_default();
        }
        Ok(guard)
    }

    /// Where the driver listens.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // The shell kills itself with its group; an error would mean that it is gone already.
        let _ = self.shell.wait();
    }
}

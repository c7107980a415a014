//! A folder with files, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use sanyou::exchange;
use sanyou::replica::Replica;
use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder that goes when the test ends.
pub struct Desk(TempDir);

/// What a run of the program came to.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self(TempDir::new().expect("a folder"));
        for (name, content) in files {
            desk.put(name, content);
        }
        desk
    }

    pub fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.0.path().join(name.as_ref())
    }

    pub fn put(&self, name: impl AsRef<OsStr>, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("a file is written");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file is read")
    }

    /// The names of all files, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder is read");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The replica that a file holds.
    #[track_caller]
    pub fn replica(&self, name: &str) -> Replica {
        let incoming = exchange::read(self.read(name).as_bytes()).expect("the file is valid");
        let mut replica = Replica::new();
        replica.apply(incoming.saves());
        replica
    }

    /// Runs the program in the folder with nothing on standard input.
    pub fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Run {
        self.run_with(words, "")
    }

    /// Runs the program in the folder.
    pub fn run_with<S: AsRef<OsStr>>(&self, words: &[S], stdin: &str) -> Run {
        finish(self.start(words), stdin)
    }

    /// Runs the program in the folder while nobody reads what it writes on standard output.
    pub fn run_unread<S: AsRef<OsStr>>(&self, words: &[S], stdin: &str) -> Run {
        let mut child = self.start(words);
        drop(child.stdout.take());
        finish(child, stdin)
    }

    fn start<S: AsRef<OsStr>>(&self, words: &[S]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_sanyou-files"))
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// Runs the program and takes what it wrote as JSON.
    #[track_caller]
    pub fn json(&self, words: &[&str], code: i32) -> Json {
        let run = self.run(words);
        assert_eq!(run.code, code, "{words:?}: {}", run.err);
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{words:?}: {error}: {}", run.out))
    }

    /// Runs a command line, written with spaces between its words, and tells everything that differs at once.
    #[track_caller]
    pub fn check(&self, line: &str, stdin: &str, code: i32, out: &[&str], err: &[&str]) {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let run = self.run_with(&words, stdin);
        let missing = |text: &str, parts: &[&str]| -> Vec<String> {
            let silent = parts.is_empty() && !text.is_empty();
            let absent = parts.iter().filter(|part| !text.contains(**part)).map(|part| (*part).to_owned());
            absent.chain(silent.then(|| "nothing at all".to_owned())).collect()
        };
        let wrong = (missing(&run.out, out), missing(&run.err, err));
        assert!(
            run.code == code && wrong == (vec![], vec![]),
            "{line}\nends with {} not {code}, lacks {wrong:?}\nout: {}\nerr: {}",
            run.code,
            run.out,
            run.err,
        );
    }
}

/// Gives a running program its standard input and waits for its end.
fn finish(mut child: Child, stdin: &str) -> Run {
    match child.stdin.take().expect("it has an input").write_all(stdin.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => {} // Who asks for nothing on standard input may end before it is written.
    }
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let code = output.status.code().expect("the program ends by itself");
    Run { code, out: text(output.stdout), err: text(output.stderr) }
}

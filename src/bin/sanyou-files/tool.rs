//! The tool itself: takes the command line apart and hands each subcommand its part.
//!
//! Results go to standard output and messages to standard error, so that scripts can tell them apart.

mod arguments;
mod book;
mod check;
mod diff;
mod failure;
mod files;
mod indicators;
mod merge;
mod refusal;
mod sample;
mod show;
mod source;
mod table;
mod target;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::{Exit, Failure};
use words::Words;

/// What a subcommand comes to: how it ends, or why it could not.
type Ended = Result<Exit, Failure>;

/// Runs what the command line asks for; a command line that cannot be understood ends the process with status 2.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let words = Words::new(arguments.language());
    let mut out = io::BufWriter::new(io::stdout().lock());
    let ended = run_command(&arguments.command, words, &mut out)
        .and_then(|exit| out.flush().map(|()| exit).map_err(Failure::Output));
    let exit = ended.unwrap_or_else(|failure| {
        if let Some(message) = failure.message(words) {
            eprintln!("sanyou-files: {message}");
        }
        failure.exit()
    });
    exit.code()
}

fn run_command(command: &Command, words: Words, out: &mut dyn Write) -> Ended {
    match command {
        Command::Check(asked) => check::run(asked, words, out),
        Command::Merge(asked) => merge::run(asked, words, out),
        Command::Show(asked) => show::run(asked, words, out),
        Command::Diff(asked) => diff::run(asked, words, out),
        Command::Csv(asked) => table::run(asked, words, out),
        Command::Indicators(asked) => indicators::run(asked, words, out),
        Command::Sample(asked) => sample::run(asked, out),
    }
}

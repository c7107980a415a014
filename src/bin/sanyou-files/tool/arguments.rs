//! The command line: subcommands, options and their help.
//!
//! Opens no file; what is wrong with a command line as such is said by clap, with status 2.

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use sanyou::i18n::Lang;
use sanyou::insight::Span;
use sanyou::model::Name;
use sanyou::model::quantity::parse_date;

use super::files;
use super::source::Source;
use super::target::Target;

const EXIT_CODES: &str = "\
Exit status:
  0  fine
  1  the file says no: it is invalid, files do not belong together, or (diff) they differ
  2  the command line is wrong, or asks to replace a file without --force
  3  a file cannot be read or written
Where several apply, the greatest. Results go to standard output, messages to standard error.
A FILE of - is standard input, an OUT of - standard output.";

/// Checks, merges, shows, compares and tabulates files of the Sanyou record book.
#[derive(Debug, Parser)]
#[command(name = "sanyou-files", version, after_help = EXIT_CODES)]
pub struct Arguments {
    /// Language of kinds, fields, values and reasons
    #[arg(long, value_enum, global = true, default_value = "en")]
    lang: Tongue,
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    /// The language of labels.
    pub fn language(&self) -> Lang {
        match self.lang {
            Tongue::En => Lang::En,
            Tongue::Zh => Lang::Zh,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tongue {
    En,
    Zh,
}

/// What the tool can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say of each file whether it is valid, or where it is not, why, and what to do
    Check(Check),
    /// Unite files in one; nothing in any of them is lost
    Merge(Merge),
    /// Say what a file holds: records by kind and unit, authors, sessions, what is to be settled
    Show(Show),
    /// Say what each of two files holds that the other lacks, field by field
    Diff(Diff),
    /// Write the records of one kind as a table for spreadsheets
    Csv(Csv),
    /// Write all indicators of the files together as JSON
    Indicators(Indicators),
    /// Write the sample city as a file
    Sample(Sample),
}

#[derive(Debug, Args)]
pub struct Check {
    /// Files to check
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<Source>,
    /// Write one JSON array, a file a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Merge {
    /// Files to unite; all of the same workspace, or all of the sample
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<Source>,
    #[command(flatten)]
    pub output: Output,
    /// Who the new file says wrote it
    #[arg(long, value_name = "NAME", default_value = "sanyou-files", value_parser = files::author)]
    pub by: String,
    /// When the new file says it was written, as 2026-11-22T00:00:00Z [default: now]
    #[arg(long, value_name = "MOMENT", value_parser = files::moment, allow_hyphen_values = true)]
    pub at: Option<i64>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The file to show
    #[arg(value_name = "FILE")]
    pub file: Source,
    /// Write JSON, with whole lists
    #[arg(long)]
    pub json: bool,
    /// Show the values of restricted fields too
    #[arg(long)]
    pub restricted: bool,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The first file
    #[arg(value_name = "A")]
    pub a: Source,
    /// The second file
    #[arg(value_name = "B")]
    pub b: Source,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// Show the values of restricted fields too
    #[arg(long)]
    pub restricted: bool,
}

#[derive(Debug, Args)]
pub struct Csv {
    /// The file to read
    #[arg(value_name = "FILE")]
    pub file: Source,
    /// The kind of records, by its name in files: unit, worker, fund_line, fund_entry, place, or any other
    #[arg(long, value_name = "K", value_parser = kind)]
    pub kind: Name,
    /// Write restricted fields too
    #[arg(long)]
    pub restricted: bool,
    /// Write names and values as files hold them: choices by name, money in fen
    #[arg(long)]
    pub stored: bool,
}

#[derive(Debug, Args)]
pub struct Indicators {
    /// Files to compute from, taken together
    #[arg(value_name = "FILE", required_unless_present = "sample", conflicts_with = "sample")]
    pub files: Vec<Source>,
    /// Compute from the sample city, as of its own day
    #[arg(long)]
    pub sample: bool,
    /// The day that counts as today: spans that go on are computed up to it, as 2026-11-22 [default: today in UTC]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub day: Option<NaiveDate>,
    /// The span: 2026, 2026-h1, 2026-q3 or 2026-m11 [default: the year of the day]
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub span: Option<Span>,
    /// How many spans before it to compute of everything
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=120))]
    pub series: u16,
}

#[derive(Debug, Args)]
pub struct Sample {
    #[command(flatten)]
    pub output: Output,
}

/// Where a new file goes.
#[derive(Debug, Args)]
pub struct Output {
    /// The file to write; it appears whole or not at all
    #[arg(short = 'o', long = "output", value_name = "OUT")]
    pub target: Target,
    /// Replace OUT when it is there already, also when it is one of the inputs
    #[arg(long)]
    pub force: bool,
}

fn kind(text: &str) -> Result<Name, String> {
    Name::new(text)
        .map_err(|_| "a kind's name begins with a letter and has letters, digits and _ @ . - only".to_owned())
}

fn span(text: &str) -> Result<Span, String> {
    Span::parse(text).ok_or_else(|| "give a span in the form 2026, 2026-h1, 2026-q3 or 2026-m11".to_owned())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    parse_date(text).ok_or_else(|| "give a day in the form 2026-11-22".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}

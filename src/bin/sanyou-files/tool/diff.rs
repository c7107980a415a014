//! `diff`: says what each of two files holds that the other lacks.
//!
//! Which side's value stands after merging is the replica's to say, never the clock's: both are united and looked at.

use std::collections::BTreeSet;
use std::io::{self, Write};

use sanyou::model::Name;
use sanyou::replica::{FieldView, Key, Replica, State, View};
use serde::Serialize;

use super::Ended;
use super::arguments::Diff;
use super::book::{Book, Restricted, Standing};
use super::failure::{Exit, Failure, Sample};
use super::files;
use super::merge::today;
use super::show::write_json;
use super::source::check_stdin;
use super::words::{Words, count, plain};

#[derive(Serialize)]
struct Difference {
    a: Side,
    b: Side,
    records: Vec<Changed>,
}

/// One of the two files.
#[derive(Serialize)]
struct Side {
    file: String,
    sample: Sample,
    records: usize,
    saves: usize,
    /// Records that only this file holds.
    records_only_here: usize,
    /// Saves of which only this file holds all.
    saves_only_here: usize,
}

/// A record that the files hold differently.
#[derive(Serialize)]
struct Changed {
    kind: String,
    id: String,
    title: String,
    /// Which files hold the record: `a`, `b` or `both`.
    held_by: &'static str,
    /// What state it is in, in each file and after merging.
    state: States,
    saves_only_in_a: usize,
    saves_only_in_b: usize,
    fields: Vec<ChangedField>,
}

#[derive(Serialize)]
struct States {
    a: Option<&'static str>,
    b: Option<&'static str>,
    merged: Option<&'static str>,
}

/// A field in which the files show different values.
#[derive(Serialize)]
struct ChangedField {
    field: String,
    a: Vec<Standing>,
    b: Vec<Standing>,
    /// Whose value stands after merging: `a`, `b`, `both` where both show it besides others, or `conflict`.
    merged: &'static str,
}

/// Compares two files; differences are status 1.
pub fn run(asked: &Diff, words: Words, out: &mut dyn Write) -> Ended {
    check_stdin([&asked.a, &asked.b])?;
    let (head_a, a) = files::open_replica(&asked.a, words)?;
    let (head_b, b) = files::open_replica(&asked.b, words)?;
    let side = |file: String, sample: Sample, replica: &Replica| Side {
        file,
        sample,
        records: replica.len(),
        saves: replica.save_count(),
        records_only_here: 0,
        saves_only_here: 0,
    };
    let mut difference = Difference {
        a: side(asked.a.to_string(), head_a.sample, &a),
        b: side(asked.b.to_string(), head_b.sample, &b),
        records: compare(&a, &b, words, Restricted::of(asked.restricted)),
    };
    difference.count();
    let written = if asked.json { write_json(&difference, out) } else { difference.write(words, out) };
    written.map_err(Failure::Output)?;
    Ok(if difference.is_none() { Exit::Fine } else { Exit::No })
}

fn compare(a: &Replica, b: &Replica, words: Words, restricted: Restricted) -> Vec<Changed> {
    let keys: BTreeSet<&Key> = a.iter().chain(b.iter()).map(|(key, _, _)| key).collect();
    let differing: Vec<&Key> = keys.into_iter().filter(|key| a.record(key) != b.record(key)).collect();
    let mut merged = Replica::new();
    merged.apply(a.saves_of(differing.iter().copied()));
    merged.apply(b.saves_of(differing.iter().copied()));
    let compared = Compared { a: &Book::of(a, today()), b: &Book::of(b, today()), merged: &merged, words, restricted };
    differing.into_iter().map(|key| compared.changed(key)).collect()
}

/// Both files and what they come to together.
struct Compared<'a> {
    a: &'a Book<'a>,
    b: &'a Book<'a>,
    merged: &'a Replica,
    words: Words,
    restricted: Restricted,
}

impl Compared<'_> {
    fn changed(&self, key: &Key) -> Changed {
        let [in_a, in_b, merged] =
            [self.a.replica, self.b.replica, self.merged].map(|replica| replica.view(key).map(AsRef::as_ref));
        let news = |to: &Replica, from: &Replica| {
            let mut news = Replica::new();
            news.apply(to.news(from.saves_of([key]).collect()));
            news.save_count()
        };
        Changed {
            kind: key.kind.to_string(),
            id: key.id.to_string(),
            title: if in_a.is_some() { self.a.title(key) } else { self.b.title(key) },
            held_by: match (in_a, in_b) {
                (Some(_), None) => "a",
                (None, Some(_)) => "b",
                _ => "both",
            },
            state: States { a: in_a.map(state), b: in_b.map(state), merged: merged.map(state) },
            saves_only_in_a: news(self.b.replica, self.a.replica),
            saves_only_in_b: news(self.a.replica, self.b.replica),
            fields: self.fields(key, [in_a, in_b, merged]),
        }
    }

    fn fields(&self, key: &Key, views: [Option<&View>; 3]) -> Vec<ChangedField> {
        let names: BTreeSet<&Name> = views.iter().flatten().flat_map(|view| view.fields.keys()).collect();
        let field = |name: &Name| {
            let nothing = FieldView::default();
            let [a, b, merged] = views.map(|view| view.and_then(|view| view.fields.get(name)).unwrap_or(&nothing));
            (values(a) != values(b)).then(|| ChangedField {
                field: name.to_string(),
                a: self.a.standings(self.words, key, name, a, self.restricted),
                b: self.b.standings(self.words, key, name, b, self.restricted),
                merged: stands(a, b, merged),
            })
        };
        names.into_iter().filter_map(field).collect()
    }
}

/// The values that stand in a field, whoever set them; a withheld one is none of them but is told apart.
fn values(field: &FieldView) -> BTreeSet<Option<&sanyou::model::Value>> {
    field.newest.iter().map(|newest| newest.value.as_ref()).collect()
}

/// Whose value stands after merging.
fn stands(a: &FieldView, b: &FieldView, merged: &FieldView) -> &'static str {
    match (values(merged) == values(a), values(merged) == values(b)) {
        _ if merged.in_conflict() => "conflict",
        (true, _) => "a",
        (_, true) => "b",
        _ => "both",
    }
}

fn state(view: &View) -> &'static str {
    match view.state {
        State::Incomplete => "incomplete",
        State::Live => "live",
        State::Deleted => "deleted",
        State::Contested => "deleted and edited",
        State::Dropped => "dropped",
    }
}

impl Difference {
    fn count(&mut self) {
        let only = |held_by: &str| self.records.iter().filter(|record| record.held_by == held_by).count();
        (self.a.records_only_here, self.b.records_only_here) = (only("a"), only("b"));
        self.a.saves_only_here = self.records.iter().map(|record| record.saves_only_in_a).sum();
        self.b.saves_only_here = self.records.iter().map(|record| record.saves_only_in_b).sum();
    }

    fn is_none(&self) -> bool {
        self.records.is_empty() && self.a.sample == self.b.sample
    }

    fn write(&self, words: Words, out: &mut dyn Write) -> io::Result<()> {
        if self.is_none() {
            return Ok(());
        }
        for (sign, side) in [("-", &self.a), ("+", &self.b)] {
            writeln!(
                out,
                "{sign} {} {}: {}, {} only here; {}, {} only here",
                side.file,
                words.workspace(side.sample.as_deref()),
                count(side.records, "record"),
                side.records_only_here,
                count(side.saves, "save"),
                side.saves_only_here,
            )?;
        }
        self.records.iter().try_for_each(|record| record.write(words, out))
    }
}

impl Changed {
    fn write(&self, words: Words, out: &mut dyn Write) -> io::Result<()> {
        let sign = match self.held_by {
            "a" => "-",
            "b" => "+",
            _ => "~",
        };
        write!(out, "{sign} {} “{}” ({})", words.one_of(&self.kind), plain(&self.title), self.id)?;
        if self.held_by == "both" {
            write!(out, ": {} only in A, {} only in B", count(self.saves_only_in_a, "save"), self.saves_only_in_b)?;
        }
        if self.held_by == "both" && (self.state.a != self.state.b || self.state.merged == Some("deleted and edited")) {
            let said = |state: Option<&'static str>| state.unwrap_or("not there");
            write!(out, "; A {}, B {}, merged {}", said(self.state.a), said(self.state.b), said(self.state.merged))?;
        }
        writeln!(out)?;
        self.fields.iter().try_for_each(|field| {
            let shown = |standings: &[Standing]| {
                let shown: Vec<&str> = standings.iter().map(|standing| standing.shown.as_str()).collect();
                if shown.is_empty() { "(nothing)".to_owned() } else { shown.join(" | ") }
            };
            let label = words.field(&self.kind, &field.field);
            let merged = match field.merged {
                "a" => "A’s stands",
                "b" => "B’s stands",
                "both" => "they complete each other",
                _ => "in conflict",
            };
            match self.held_by {
                "a" => writeln!(out, "    {label}: {}", shown(&field.a)),
                "b" => writeln!(out, "    {label}: {}", shown(&field.b)),
                _ => writeln!(out, "    {label}: {} → {}, {merged}", shown(&field.a), shown(&field.b)),
            }
        })
    }
}

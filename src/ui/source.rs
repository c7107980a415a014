//! Where a record is from, in words: entered here, or brought by a file.

use leptos::prelude::*;

use super::dynamic::list;
use super::text::fill;
use crate::app::app;
use crate::exchange::read_moment;
use crate::i18n::Message;
use crate::insight::source::{Origin, Source};
use crate::platform;
use crate::replica::Key;
use crate::replica::imports::File;

/// How many sources are named.
const NAMED_MAX: usize = 3;

/// Where what is seen of a record is from, what was saved last first.
pub fn sources_of(key: Key) -> AnyView {
    let lines = move || {
        // What is known of sources changes only together with the records that are from there.
        app().record(&key).track();
        let mut lines = untrack(|| app().with_sources(|sources| told(&sources.of_record(&key))));
        let more = lines.len().saturating_sub(NAMED_MAX);
        lines.truncate(NAMED_MAX);
        let lang = app().lang.get();
        let more = (more > 0).then(|| lang.fill(Message::MoreSources, &[&more.to_string()]));
        let texts = lines.into_iter().map(|line| lang.fill(line.text, &line.blanks.each_ref().map(String::as_str)));
        texts.chain(more).collect::<Vec<_>>()
    };
    view! { <div class="from" id="from">{list(lines, |line| view! { <p>{line}</p> }.into_any())}</div> }.into_any()
}

/// The source of a record that was saved last, in words; of several the rest is left to the record's page.
#[must_use]
pub fn first_source(key: &Key) -> String {
    let lines = app().with_sources(|sources| told(&sources.of_record(key)));
    let lang = app().lang.get();
    let line = lines.into_iter().next();
    line.map_or_else(String::new, |line| lang.fill(line.text, &line.blanks.each_ref().map(String::as_str)))
}

/// One source in words.
struct Line {
    text: Message,
    blanks: [String; 3],
    /// What tells sources apart: two saves of one person, or of one file, are one.
    name: (String, bool),
}

fn told(sources: &[Source<'_>]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for source in sources {
        let line = told_of(source);
        if !lines.iter().any(|held| held.name == line.name) {
            lines.push(line);
        }
    }
    lines
}

fn told_of(source: &Source<'_>) -> Line {
    let of_file = |text: Message, file: &File| Line {
        text,
        blanks: [file.name.clone(), named(&file.by), day_of_file(file)],
        name: (file.digest.clone(), true),
    };
    match source.origin {
        Origin::Here => Line {
            text: Message::FromHere,
            blanks: [named(&source.by), day(source.at), String::new()],
            name: (source.by.to_string(), false),
        },
        Origin::Sample => Line { text: Message::FromSample, blanks: Default::default(), name: (String::new(), true) },
        Origin::File(file) => of_file(Message::FromFile, file),
        Origin::Perhaps(file) => of_file(Message::FromFilePerhaps, file),
    }
}

/// A person's name as it is shown.
#[must_use]
pub fn named(by: &str) -> String {
    if by.is_empty() { fill(Message::NoName, &[]) } else { by.to_owned() }
}

fn day(at: i64) -> String {
    platform::local_time(at).map_or_else(String::new, |time| time.date().to_string())
}

/// The day a file was written, as it says; what cannot be read stands as it is.
fn day_of_file(file: &File) -> String {
    read_moment(&file.at).map_or_else(|| file.at.clone(), day)
}

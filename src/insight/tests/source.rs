//! Where what is seen came from, told as stories.
//!
//! A story is lines: `file NAME` begins an import and `here` what is entered on this device; the indented lines below are
//! the saves, `a2<a1 #1 100 name area`: session and height, those it comes after, record, moment, fields. A field in brackets is
//! withheld. What is expected is each save of which something is seen, and the file that brought it.

use super::id;
use crate::insight::source::{Memory, Origin, Source, Sources};
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId, SessionId, Value};
use crate::replica::imports::{self, File, IMPORT, SPANS_MAX};
use crate::replica::joins::{Joins, Seen};
use crate::replica::{Dot, Key, Pred, Replica, Save, Saved};

pub(super) const OWN: SessionId = SessionId::from_bytes([b'z'; 10]);

fn dot(text: &str) -> Dot {
    let (session, height) = text.split_at(1);
    Dot { session: SessionId::from_bytes([session.as_bytes()[0]; 10]), height: height.parse().expect("a height") }
}

fn saved(line: &str) -> Saved {
    let mut words = line.split_whitespace();
    let mut dots = words.next().expect("dots").split('<');
    let name = dots.next().expect("a dot");
    let number = words.next().and_then(|word| word.strip_prefix('#')).expect("a record");
    let at = words.next().and_then(|word| word.parse().ok()).expect("a moment");
    let set = words.map(|field| match field.strip_prefix('(') {
        Some(withheld) => (Name::new(withheld.trim_end_matches(')')).expect("a name"), None),
        None => (Name::new(field).expect("a name"), Some(Value::text(name))),
    });
    let after = dots.map(|before| Pred::of_dot(dot(before))).collect();
    let save = Save { dot: dot(name), after, set: set.into_map(), at, by: name[..1].into() };
    Saved { key: key(number.parse().expect("a number")), save }
}

pub(super) fn key(number: u32) -> Key {
    Key { id: id(number), kind: Name::known("unit") }
}

fn log_key(counter: u32) -> Key {
    Key { id: RecordId { session: OWN, counter }, kind: Name::known(IMPORT) }
}

/// Unites what an import brings and its log, as the program does; what brings nothing leaves no log.
fn import(held: &mut Replica, name: &str, saves: Vec<Saved>) {
    let news = held.news(saves);
    if news.is_empty() {
        return;
    }
    let file = File { name: name.to_owned(), digest: format!("digest of {name}"), ..File::default() };
    let set = imports::log(held, &news, &file).into_iter().map(|(name, value)| (name, Some(value))).into_map();
    let counter = 1000 + u32::try_from(imports::all(held).len()).expect("few imports");
    let save = Save { dot: Dot { height: 1, session: OWN }, after: Vec::new(), set, at: 7, by: "z".into() };
    held.apply(news.into_iter().chain([Saved { key: log_key(counter), save }]));
}

pub(super) fn told(story: &str) -> Replica {
    let mut held = Replica::new();
    let mut parts: Vec<(&str, Vec<Saved>)> = Vec::new();
    for line in story.lines().filter(|line| !line.trim().is_empty()) {
        match (line.trim().strip_prefix("file "), line.trim()) {
            (Some(name), _) => parts.push((name, Vec::new())),
            (None, "here") => parts.push(("", Vec::new())),
            (None, line) => parts.last_mut().expect("a beginning").1.push(saved(line)),
        }
    }
    for (name, saves) in parts {
        if name.is_empty() { drop(held.apply(saves)) } else { import(&mut held, name, saves) }
    }
    held
}

fn said(sources: &[Source<'_>]) -> String {
    let one = |source: &Source<'_>| {
        let origin = match source.origin {
            Origin::Here => "here",
            Origin::Sample => "sample",
            Origin::File(file) => &file.name,
            Origin::Perhaps(file) => &format!("perhaps {}", file.name),
        };
        format!("{}{} {origin}", source.by, source.dot.height)
    };
    sources.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Asks for a record, `#1`, or for a field of it, `#1 name`.
fn asked(held: &Replica, memory: Memory<'_>, of: &str) -> String {
    let sources = Sources { seen: Seen { replica: held, joins: &Joins::of(held) }, memory };
    let mut words = of.trim_start_matches('#').split(' ');
    let key = key(words.next().and_then(|number| number.parse().ok()).expect("a record"));
    match words.next() {
        Some(field) => said(&sources.of_field(&key, field)),
        None => said(&sources.of_record(&key)),
    }
}

#[track_caller]
fn check(what: &str, story: &str, expected: &[(&str, &str)]) {
    let held = told(story);
    let imports = imports::all(&held);
    let memory = Memory::Kept { imports: &imports, own: OWN, sample: None };
    for (of, sources) in expected {
        assert_eq!(asked(&held, memory, of), *sources, "{what}: {of}");
    }
}

#[test]
fn what_is_seen_names_who_entered_it_and_the_file_that_brought_it() {
    check(
        "an own record, and one that a file brought and that was changed here",
        "here
           z1 #1 100 name area
         file one
           a1 #2 100 name area
         here
           z2<a1 #2 90 area",
        &[("#1", "z1 here"), ("#2", "z2 here, a1 one"), ("#2 name", "a1 one"), ("#2 area", "z2 here"), ("#3", "")],
    );
    check(
        "one field with two values that contradict each other",
        "file one
           a1 #1 100 name
         file two
           b1 #1 100 name",
        &[("#1 name", "b1 two, a1 one"), ("#1 area", "")],
    );
    check(
        "one session exported twice: early saves, then later ones",
        "file one
           a1 #1 100 name
           a1 #2 110 name
         file two
           a1 #1 100 name
           a1 #2 110 name
           a2<a1 #1 120 area
           a1 #3 130 name",
        &[("#1", "a2 two, a1 one"), ("#2", "a1 one"), ("#3", "a1 two")],
    );
    check(
        "the later saves first, by a part of a workspace, then the early ones",
        "file two
           a1 #2 120 name
         file one
           a1 #1 100 name
           a1 #2 120 name
           a1 #3 140 name",
        &[("#1", "a1 one"), ("#2", "a1 two"), ("#3", "a1 one")],
    );
    check(
        "two parts of a workspace that were entered in turn, some in the same moment",
        "file east
           a1 #1 100 name
           a1 #3 100 name
           a1 #5 120 name
           a1 #7 140 name
         file west
           a1 #2 100 name
           a1 #4 100 name
           a1 #6 130 name
           a1 #8 140 name",
        &[
            ("#1", "a1 east"),
            ("#2", "a1 west"),
            ("#3", "a1 east"),
            ("#4", "a1 west"),
            ("#5", "a1 east"),
            ("#6", "a1 west"),
            ("#7", "a1 east"),
            ("#8", "a1 west"),
        ],
    );
    check(
        "the file a second time, under another name",
        "file one
           a1 #1 100 name
         file copy
           a1 #1 100 name",
        &[("#1", "a1 one")],
    );
    check(
        "one's own export",
        "here
           z1 #1 100 name
         file own
           z1 #1 100 name",
        &[("#1", "z1 here")],
    );
    check(
        "one's own export with what another device added",
        "here
           z1 #1 100 name
           z1 #2 200 name
         file back
           z1 #1 100 name
           a2<z1 #1 150 area
           z1 #2 200 name",
        &[("#1", "a2 back, z1 here"), ("#2", "z1 here")],
    );
    check(
        "clocks ten years wrong, in one session and between two",
        "file one
           a1 #1 315576100 name
           b1 #2 100 name
         file two
           a2<a1 #1 100 area
           b2<b1 #2 -315576000 area",
        &[("#1", "a2 two, a1 one"), ("#2", "b2 two, b1 one")],
    );
    check(
        "a value that was withheld in the first file stays with it",
        "file one
           a1 #1 100 name (phone)
         file two
           a1 #1 100 name phone",
        &[("#1", "a1 one"), ("#1 phone", "a1 one")],
    );
}

#[test]
fn records_that_are_read_as_one_name_the_sources_of_all() {
    let mut held = told(
        "here
           z1 #1 100 name
         file one
           a1 #2 100 name area",
    );
    let set = crate::replica::joins::join(id(1), id(2));
    let set = set.into_iter().map(|(name, value)| (name, Some(value))).into_map();
    let save = Save { dot: Dot { height: 1, session: OWN }, after: Vec::new(), set, at: 0, by: "z".into() };
    let same = Key { id: RecordId { session: OWN, counter: 1 }, kind: Name::known(crate::replica::joins::SAME) };
    held.apply([Saved { key: same, save }]);
    let imports = imports::all(&held);
    let memory = Memory::Kept { imports: &imports, own: OWN, sample: None };
    assert_eq!(asked(&held, memory, "#1"), "z1 here, a1 one");
    assert_eq!(asked(&held, memory, "#1 area"), "a1 one");
}

#[test]
fn samples_and_files_that_are_looked_at_need_no_log() {
    let held = told(
        "here
           s1 #1 100 name area
           z2<s1 #1 200 area",
    );
    let file = File { name: "archive".to_owned(), ..File::default() };
    let sample = Some(SessionId::from_bytes([b's'; 10]));
    for (memory, expected) in [
        (Memory::Kept { imports: &[], own: OWN, sample }, "z2 here, s1 sample"),
        (Memory::File(&file), "z2 archive, s1 archive"),
    ] {
        assert_eq!(asked(&held, memory, "#1"), expected);
    }
}

/// A file of more sessions than a log names: what was saved last is named, the rest may be the file's.
#[test]
fn a_log_is_bounded() {
    let more = 50;
    let mut held = told(
        "here
           z1 #1 5 name
           y1 #2 5 name
           y1 #3 5000 name",
    );
    let of_session = |place: usize| {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&(1 + place as u64).to_be_bytes());
        let dot = Dot { height: 1, session: SessionId::from_bytes(bytes) };
        let set = [(Name::known("name"), Some(Value::text("x")))].into_iter().into_map();
        let number = u32::try_from(100 + place).expect("a number");
        Saved {
            key: key(number),
            save: Save { dot, after: Vec::new(), set, at: place.try_into().expect("a moment"), by: "b".into() },
        }
    };
    import(&mut held, "large", (0..SPANS_MAX + more).map(of_session).collect());
    let imports = imports::all(&held);
    assert_eq!(imports[0].added, SPANS_MAX + more);
    let memory = Memory::Kept { imports: &imports, own: OWN, sample: None };
    for (of, expected) in [
        ("#150", "b1 large"),
        ("#1149", "b1 large"),
        ("#149", "b1 perhaps large"),
        ("#100", "b1 perhaps large"),
        ("#1", "z1 here"),
        ("#2", "y1 perhaps large"),
        ("#3", "y1 here"),
    ] {
        assert_eq!(asked(&held, memory, of), expected, "{of}");
    }
    let log = held.record(&log_key(1000)).expect("the log is here");
    let bytes: usize =
        log.saves().flat_map(|save| save.set).filter_map(|(_, value)| value).map(|value| value.to_json().len()).sum();
    assert!(bytes < 120_000, "{bytes}");
}

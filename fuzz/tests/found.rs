//! Every input in which a target once found a defect, with what becomes of it now.
//!
//! An input stands in `tests/vectors/found/TARGET/NAME`, as small as it could be made and as text where it is text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sanyou_fuzz::{Outcome, TARGETS};

const FOUND: [(&str, &str, Outcome); 5] = [
    ("journal", "two-whole-texts-under-one-key", Outcome::Taken(1)),
    ("lines", "a-superseded-value-that-two-newest-repeat", Outcome::Taken(3)),
    ("value", "ideographic-space-before-a-number", Outcome::Refused),
    ("value", "non-breaking-space-after-a-list", Outcome::Refused),
    ("value", "vertical-tab-after-a-text", Outcome::Refused),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/found")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder of found inputs is there");
    entries.map(|entry| entry.expect("it can be listed").file_name().display().to_string()).collect()
}

#[test]
fn every_found_input_says_what_it_should() {
    for (target, name, outcome) in FOUND {
        let bytes =
            fs::read(folder().join(target).join(name)).unwrap_or_else(|error| panic!("{target}/{name}: {error}"));
        let (_, check) = TARGETS.iter().find(|(known, _)| *known == target).expect("it is a target");
        assert_eq!(check(&bytes), outcome, "{target}/{name}");
    }
}

#[test]
fn every_found_input_is_listed() {
    let listed: BTreeSet<String> = FOUND.iter().map(|(target, name, _)| format!("{target}/{name}")).collect();
    let of_target = |target: String| {
        names(&folder().join(&target)).into_iter().map(move |name| format!("{target}/{name}")).collect::<Vec<_>>()
    };
    assert_eq!(names(&folder()).into_iter().flat_map(of_target).collect::<BTreeSet<_>>(), listed);
}

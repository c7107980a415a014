//! `docs/indicators.md`: what is said of each indicator is what its declaration says.
//!
//! The part after the mark is written by this test when it runs with `SANYOU_RENEW=1`; the head is written by people, and
//! every indicator that it names must be there.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sanyou::insight::indicator::{Better, EVERY_KIND, Indicator, Pillar, When, indicator};
use sanyou::insight::indicators;
use sanyou::insight::tally::Shape;
use sanyou::model::choice::Enumeration;
use sanyou::model::{Label, kind_spec};

/// Where the written part ends.
const MARK: &str = "<!-- From here on the declarations speak: `SANYOU_RENEW=1 cargo test --test indicator_docs` -->";

/// How a measure is read, by its name in files: unit in both languages, and what the quotient is multiplied with.
const MEASURES: [(&str, &str, &str, &str); 13] = [
    ("percent", "%", "%", " × 100 %"),
    ("percent_of_hundredths", "%（分子、分母以百分之一计）", "% (numerator and denominator in hundredths)", " × 100 %"),
    ("percent_of_money", "%（分子、分母为金额）", "% (numerator and denominator are money)", " × 100 %"),
    (
        "percent_of_restricted",
        "%（分子、分母为受限金额，不显示）",
        "% (numerator and denominator are restricted and not shown)",
        " × 100 %",
    ),
    ("number", "数", "number", ""),
    ("per_100", "每百个", "by 100", " × 100"),
    ("per_1000", "每千人", "by 1,000", " × 1,000"),
    ("per_10000", "每万人", "by 10,000", " × 10,000"),
    ("years", "年", "years", ""),
    ("days", "天", "days", ""),
    ("yuan", "元", "yuan", ""),
    ("hours", "小时", "hours", ""),
    ("m2_per_100", "m²／百户", "m² by 100 households", " × 100"),
];

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/indicators.md")
}

fn read() -> String {
    fs::read_to_string(path()).unwrap_or_else(|error| panic!("docs/indicators.md: {error}"))
}

/// The written head and what follows the mark.
fn parts(text: &str) -> (&str, &str) {
    text.split_once(MARK).unwrap_or_else(|| panic!("docs/indicators.md lacks the line\n{MARK}"))
}

/// All indicators, pillar by pillar.
fn generated() -> String {
    let mut text = String::new();
    for pillar in Pillar::ALL {
        let of_pillar: Vec<_> = indicators::all().filter(|indicator| indicator.pillar == pillar).collect();
        let Label { zh, en } = pillar.label();
        writeln!(text, "\n## {zh} · {en}").expect("a string takes all");
        for indicator in of_pillar {
            text.push_str(&described(indicator));
        }
    }
    text
}

fn described(indicator: &Indicator) -> String {
    let unit = measure(indicator);
    let rows = [
        ("formula", formula(indicator)),
        ("note", (indicator.note.zh.to_owned(), indicator.note.en.to_owned())),
        ("unit", (unit.1.to_owned(), unit.2.to_owned())),
        ("better", owned(better(indicator.better))),
        ("period", owned(period(indicator.when))),
        ("standards", standards(indicator)),
        ("records", records(indicator)),
    ];
    let mut text = format!("\n### {} · {}\n\n", indicator.label.zh, indicator.label.en);
    writeln!(text, "| `{}` | 中文 | English |\n| --- | --- | --- |", indicator.name).expect("a string takes all");
    for (row, (zh, en)) in rows {
        writeln!(text, "| {row} | {} | {} |", cell(&zh), cell(&en)).expect("a string takes all");
    }
    text
}

/// A text that cannot break its table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn owned((zh, en): (&str, &str)) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}

fn measure(indicator: &Indicator) -> &'static (&'static str, &'static str, &'static str, &'static str) {
    let name = indicator.measure.name();
    let found = MEASURES.iter().find(|(known, ..)| *known == name);
    found.unwrap_or_else(|| panic!("{}: tests/indicator_docs.rs does not say how {name} is read", indicator.name))
}

fn formula(indicator: &Indicator) -> (String, String) {
    let (over, under, times) = (indicator.numerator, indicator.denominator, measure(indicator).3);
    match indicator.shape {
        Shape::Ratio | Shape::RatioOfStated => {
            (format!("{} ÷ {}{times}", over.zh, under.zh), format!("{} ÷ {}{times}", over.en, under.en))
        }
        Shape::Sum => (format!("{}之和", over.zh), format!("sum of {}", over.en)),
        Shape::Median => (format!("{}的中位数", over.zh), format!("median of {}", over.en)),
    }
}

fn better(better: Better) -> (&'static str, &'static str) {
    match better {
        Better::More => ("越高越好", "more"),
        Better::Less => ("越低越好", "less"),
        Better::Neither => ("不评优劣", "neither"),
    }
}

fn period(when: When) -> (&'static str, &'static str) {
    match when {
        When::AtEnd => ("期末时点", "as on the span's last day"),
        When::Within => ("本期内", "what happened within the span"),
        When::YearToDate => ("本年度截至期末", "the year up to the span's last day"),
        When::Now => ("今天，与期间无关", "as of today, whatever the span"),
    }
}

fn standards(indicator: &Indicator) -> (String, String) {
    let names = |text: fn(Label) -> &'static str| {
        let standards = indicator.standards.iter().map(|key| format!("{} `{}`", text(key.label()), key.name()));
        standards.collect::<Vec<_>>()
    };
    either(names(|label| label.zh), names(|label| label.en), ("无", "none"))
}

fn records(indicator: &Indicator) -> (String, String) {
    let of_kind = |kind: &&str| kind_spec(kind).unwrap_or_else(|| panic!("{}: no kind {kind}", indicator.name));
    let names = |text: fn(Label) -> &'static str| {
        let kinds = indicator.reads.iter().filter(|_| indicator.reads != EVERY_KIND);
        kinds.map(|kind| format!("{} `{kind}`", text(of_kind(kind).label))).collect::<Vec<_>>()
    };
    let none = if indicator.reads == EVERY_KIND { ("全部记录", "records of all kinds") } else { ("无", "none") };
    either(names(|label| label.zh), names(|label| label.en), none)
}

/// Names one after the other, or what stands for none.
fn either(zh: Vec<String>, en: Vec<String>, none: (&str, &str)) -> (String, String) {
    if zh.is_empty() { owned(none) } else { (zh.join("、"), en.join(", ")) }
}

/// The first line in which two texts differ.
fn difference(held: &str, wanted: &str) -> Option<String> {
    let (mut held, mut wanted) = (held.trim().lines(), wanted.trim().lines());
    loop {
        match (held.next(), wanted.next()) {
            (None, None) => return None,
            (held, wanted) if held == wanted => {}
            (held, wanted) => {
                return Some(format!("it says\n  {}\nand not\n  {}", held.unwrap_or("-"), wanted.unwrap_or("-")));
            }
        }
    }
}

/// The names of indicators between backquotes, with a span or without.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split('`').skip(1).step_by(2).map(|word| word.split_once('@').map_or(word, |(name, _)| name));
    words.filter(|word| {
        word.split_once('.').is_some_and(|(pillar, _)| Pillar::ALL.iter().any(|known| known.name() == pillar))
    })
}

/// Renews the page where that was asked for; else holds it to the declarations.
#[test]
fn the_page_says_what_the_declarations_say() {
    let (text, wanted) = (read(), generated());
    let (head, held) = parts(&text);
    let unknown: Vec<&str> = named(head).filter(|name| indicator(name).is_none()).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "the head names indicators that are not there");
    assert!(named(head).any(|name| name == "network.hot_cold"), "the head explains the index");
    if std::env::var("SANYOU_RENEW").is_ok_and(|value| value == "1") {
        fs::write(path(), format!("{head}{MARK}\n{wanted}")).expect("docs/indicators.md can be written");
        return;
    }
    let difference = difference(held, &wanted);
    let renew = "renew it by SANYOU_RENEW=1 cargo test -p sanyou --test indicator_docs";
    assert_eq!(difference, None, "docs/indicators.md is not what the declarations say; {renew}");
}

#[test]
fn declarations_are_complete() {
    let mut names = BTreeSet::new();
    for indicator in indicators::all() {
        let name = indicator.name;
        assert!(names.insert(name), "{name} twice");
        let pillar = name.split_once('.').map(|(pillar, _)| pillar);
        assert_eq!(pillar, Some(indicator.pillar.name()), "{name}");
        for Label { zh, en } in [indicator.label, indicator.numerator, indicator.note] {
            assert!(!en.trim().is_empty(), "{name} has a blank text");
            assert!(has_chinese(zh) && !has_chinese(en), "{name}: {zh} / {en}");
        }
        let is_divided = !indicator.denominator.zh.is_empty() && !indicator.denominator.en.is_empty();
        assert_eq!(is_divided, matches!(indicator.shape, Shape::Ratio | Shape::RatioOfStated), "{name}");
        let is_of_device = ["data.backup_days", "data.files_missing"].contains(&name);
        assert_eq!(indicator.reads.is_empty(), is_of_device, "{name}: only what the device knows is in no record");
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// Planted faults that the comparison must not survive.
#[test]
fn faults_are_found() {
    let whole = generated();
    assert_eq!(difference(&format!("\n{whole}\n"), &whole), None);
    let name = indicators::all().last().expect("there are indicators").name;
    let edits = [
        whole.replace(name, "data.colour"),
        whole.replacen("÷", "×", 1),
        whole.lines().skip(1).filter(|line| !line.contains(name)).collect::<Vec<_>>().join("\n"),
        format!("{whole}\nmore"),
        String::new(),
    ];
    for edited in edits {
        assert!(difference(&edited, &whole).is_some());
    }
    assert_eq!(named("`network.colour@2026` `unit.name` `2026-q1` network.x").collect::<Vec<_>>(), ["network.colour"]);
    assert_eq!(cell("a|b\nc"), "a\\|b c");
}

//! Rules of the diagnosis against findings made out by hand, one file for each pillar.
//!
//! Cases are rows as in the tests above: each unit is a case. What is expected is a finding a line, in the order in which
//! people see them: `unit severity (blanks): records`, then what is lacking, withheld, done and begun. A unit that is not
//! named has none. The day is 2026-11-22.

mod acts;
mod money;
mod network;
mod people;
mod places;
mod service;

use std::collections::BTreeSet;

use super::{id, ids, replica, today};
use crate::i18n::Lang;
use crate::insight::diagnosis::{Answered, Found, Lack, Severity, diagnose, fill, rules};
use crate::insight::indicator::indicator;
use crate::insight::{Figures, Span};
use crate::model::choice::Enumeration;
use crate::model::{KINDS, Label, RecordId};

/// What one rule finds in all units together; a span may be named after the rule.
pub fn check(lack: &str, rows: &str, expected: &[&str]) {
    let (lack, span) = lack.split_once('@').unwrap_or((lack, "2026"));
    let of_rule: Vec<String> =
        found(rows, 0, span).iter().filter(|found| found.rule.lack.name() == lack).map(shown).collect();
    assert_eq!(of_rule, expected, "{lack} in {span}");
}

/// All that is found in a unit and all below it; number 0 stands for everything.
pub fn found(rows: &str, unit: u32, span: &str) -> Vec<Found> {
    let replica = replica(rows);
    let span = Span::parse(span).expect("a span");
    let unit = (unit > 0).then(|| id(unit));
    diagnose(&mut Figures::read(&replica, today()), &replica, unit, span).found
}

pub fn shown(found: &Found) -> String {
    const BLANKS: [&str; 6] = ["", "{}", "{}, {}", "{}, {}, {}", "", ""];
    let blanks = BLANKS[found.blanks.len()];
    let blanks = fill(Lang::En, Label { zh: blanks, en: blanks }, &found.blanks);
    let acts = |is_done: bool| -> Vec<RecordId> {
        found.acts.iter().filter(|act| act.is_done == is_done).map(|act| act.id).collect()
    };
    let parts = [
        ("lacking", found.lacking.clone()),
        ("withheld", found.withheld.clone()),
        ("done", acts(true)),
        ("begun", acts(false)),
    ];
    let more = parts.iter().filter(|(_, of)| !of.is_empty()).map(|(what, of)| format!("; {what}{}", ids(of)));
    let head = format!("{} {} ({blanks}):{}", found.unit.counter, found.severity.name(), ids(&found.records));
    more.fold(head, |head, more| head + &more)
}

/// Every rule that has a name is there once, says something in both languages with the same blanks, names a pillar that its
/// name begins with, and offers records whose kinds hold from which finding they come.
#[test]
fn rules_are_whole() {
    let names: BTreeSet<&str> = Lack::CHOICES.iter().map(|choice| choice.value).collect();
    let rules: Vec<_> = rules().collect();
    assert_eq!(rules.iter().map(|rule| rule.lack.name()).collect::<BTreeSet<_>>(), names);
    assert_eq!(rules.len(), names.len(), "a name for each rule");
    for rule in rules {
        let name = rule.lack.name();
        assert_eq!(name.split('.').next(), Some(rule.pillar.name()), "{name}");
        assert_eq!(rule.says.zh.matches("{}").count(), rule.says.en.matches("{}").count(), "{name}");
        assert!(!rule.measure.zh.is_empty() && !rule.measure.en.is_empty(), "{name}");
        assert!(!rule.offers.is_empty(), "{name} offers nothing");
        for offer in rule.offers {
            let kind = KINDS.iter().find(|spec| spec.kind == offer.kind).expect("a kind");
            assert!(kind.field("finding").is_some_and(|field| field.kept), "{name}: {}", offer.kind);
        }
    }
}

/// Every rule leads to an indicator that counts the same over many units.
#[test]
fn rules_name_indicators() {
    let missing: Vec<_> = rules().filter(|rule| indicator(rule.indicator).is_none()).collect();
    let missing: Vec<_> = missing.iter().map(|rule| (rule.lack.name(), rule.indicator)).collect();
    assert_eq!(missing, []);
}

/// What is found fills all blanks of its sentence; nothing at all finds nothing.
#[test]
fn sentences_are_whole() {
    assert_eq!(found("", 0, "2026").len(), 0);
    let sample = crate::sample::sample_city();
    let mut replica = crate::replica::Replica::new();
    replica.apply(sample);
    let span = Span::year(2026);
    let diagnosis = diagnose(&mut Figures::read(&replica, today()), &replica, None, span);
    for found in &diagnosis.found {
        for lang in [Lang::Zh, Lang::En] {
            let sentence = found.sentence(lang);
            assert!(!sentence.contains("{}"), "{sentence}");
        }
    }
    let renting = diagnosis.by_rule().into_iter().find(|of| of.found[0].rule.lack == Lack::Renting).expect("they rent");
    assert_eq!((renting.found.len(), renting.asked), (7, 68), "the report's figure");
}

/// Those that nobody acted on come first, the worst of them first, then by pillar and unit; what is the same is the same
/// whatever the order in which the records came.
#[test]
fn findings_are_in_one_order() {
    let rows = "
        unit 1 level=community name=B households=10 residents=20
        unit 2 level=community name=A households=10 residents=20
        worker 3 unit=#1 pay_channel=unpaid
        worker 4 unit=#2 pay_channel=unpaid
        place 5 unit=#1 facility=office tenure=rented lease=2020-01-01/2026-11-21
        place 6 unit=#2 facility=office tenure=none
        building_project 7 unit=#1 replaces=#5";
    let order = |found: Vec<Found>| -> Vec<(String, &'static str, Severity, Answered)> {
        let row = |found: &Found| {
            let name = found.unit.counter.to_string();
            (name, found.rule.lack.name(), found.severity, found.answered())
        };
        found.iter().map(row).collect()
    };
    let all = order(found(rows, 0, "2026"));
    let grave: Vec<_> = all.iter().filter(|row| row.2 == Severity::Grave).map(|row| (&row.0[..], row.1)).collect();
    let unpaid = "people.unpaid";
    assert_eq!(grave, [("2", unpaid), ("1", unpaid), ("2", "places.no_office"), ("1", "places.lease_ended")]);
    let ranks: Vec<_> = all.iter().map(|row| (row.3, std::cmp::Reverse(row.2))).collect();
    assert!(ranks.is_sorted(), "{all:?}");
    assert_eq!(all.last().map(|row| (row.1, row.3)), Some(("places.renting", Answered::Underway)));
    let mut reversed: Vec<&str> = rows.lines().collect();
    reversed.reverse();
    assert_eq!(order(found(&reversed.join("\n"), 0, "2026")), all);
}

/// Over several units: rules on which somebody is still to act first, the worst of them first, then those of most units; each
/// of so many units of those it is asked of.
#[test]
fn rules_come_with_their_units() {
    let rows = "
        unit 1 level=community
        unit 2 level=community
        unit 3 level=street
        worker 4 unit=#1 insurance=[]
        worker 5 unit=#2 insurance=[medical]
        worker 6 unit=#2 pay_channel=unpaid
        place 7 unit=#1 facility=office tenure=rented
        building_project 8 unit=#1 replaces=#7";
    let replica = replica(rows);
    let diagnosis = diagnose(&mut Figures::read(&replica, today()), &replica, None, Span::year(2026));
    let asked = [Lack::Uninsured, Lack::Unpaid, Lack::NoStreetCentre, Lack::Renting];
    let of_rules = diagnosis.by_rule().into_iter().filter(|of| asked.contains(&of.found[0].rule.lack));
    let rows = of_rules.map(|of| (of.found[0].rule.lack, of.found.len(), of.asked, of.as_bad(), of.answered()));
    let expected = [
        (Lack::Uninsured, 2, 3, 1, 0),
        (Lack::Unpaid, 1, 3, 1, 0),
        (Lack::NoStreetCentre, 1, 1, 1, 0),
        (Lack::Renting, 1, 2, 1, 1),
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(diagnosis.units(), 3);
}

/// Units that are no more, records of unknown units and those of other units are none of a unit's.
#[test]
fn only_units_in_being_are_diagnosed() {
    let rows = "
        unit 1 level=community valid=2020-01-01/2026-06-30
        unit 2 level=community
        worker 3 unit=#1 pay_channel=unpaid
        worker 4 unit=#9 pay_channel=unpaid
        worker 5 pay_channel=unpaid
        worker 6 unit=#2 pay_channel=unpaid";
    check("people.unpaid", rows, &["2 grave (1): 6"]);
    check("people.unpaid@2026-q1", rows, &["1 grave (1): 3", "2 grave (1): 6"]);
    let of_first = found(rows, 1, "2026-q1");
    assert!(!of_first.is_empty() && of_first.iter().all(|found| found.unit == id(1)));
}

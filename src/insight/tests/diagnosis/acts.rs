//! What was begun in answer to a finding, and what is offered.

use super::{check, found, id, shown};
use crate::i18n::Lang;
use crate::insight::diagnosis::{Answered, Found};
use crate::model::choice::Enumeration;

/// What came from the finding answers it, in every state but those in which it was given up; so does what replaces the place.
#[test]
fn acts_answer() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 facility=office tenure=rented
        action 11 unit=#1 finding=places.renting
        action 12 unit=#1 finding=places.renting state=dropped
        action 13 unit=#1 finding=places.no_office
        action 14 unit=#2 finding=places.renting
        action 15 unit=#1 finding=places.renting state=done
        action 16 unit=#1 finding=places.renting state=?
        action 17 unit=#1 finding=?
        building_project 18 unit=#1 replaces=#10
        building_project 19 unit=#1 replaces=#10 state=dropped
        building_project 20 unit=#1 replaces=#99
        fund_request 21 unit=#1 finding=places.renting state=refused
        fund_request 22 unit=#1 finding=places.renting state=withdrawn
        fund_request 23 unit=#1 finding=places.renting state=partly_granted
        fund_request 24 unit=#1 finding=places.renting state=under_review
        unit 2 level=community
        place 30 unit=#2 facility=office tenure=rented";
    let expected = ["1 serious (1, not stated): 10; done 15 23; begun 11 16 18 24"];
    check("places.renting", rows, &[expected[0], "2 serious (1, not stated): 30; begun 14"]);
}

/// A request for the line that is short answers the gap; done work does not make a finding that still stands go away.
#[test]
fn done_and_still_so() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2026 need=100
        fund_request 11 unit=#1 line=#10 state=granted
        unit 2 level=community
        fund_line 20 unit=#2 year=2026 need=100
        fund_request 21 unit=#2 line=#20 state=sent
        unit 3 level=community
        fund_line 30 unit=#3 year=2026 need=100
        fund_request 31 unit=#3 line=#20 state=sent
        unit 4 level=community
        fund_line 40 unit=#4 year=2026 need=100
        fund_request 41 unit=#4 line=#40
        fund_entry 42 line=#40 direction=receipt amount=100";
    let order = ["3 grave (1, 0, 1): 30", "1 grave (1, 0, 1): 10; done 11", "2 grave (1, 0, 1): 20; begun 21"];
    check("money.gap", rows, &order);
    let of_rule = |found: &Found| found.rule.lack.label().en == "Funding gap";
    let answered: Vec<Answered> =
        found(rows, 0, "2026").iter().filter(|found| of_rule(found)).map(Found::answered).collect();
    assert_eq!(answered, [Answered::No, Answered::InVain, Answered::Underway]);
}

/// What is offered begins with the finding: its unit, its words, its sentence, what it is about and what it comes to.
#[test]
fn offers_begin_with_the_finding() {
    let rows = "
        unit 1 level=community
        fund_line 10 unit=#1 year=2026 need=100000
        fund_line 11 unit=#1 year=2026 need=300050
        place 12 unit=#1 facility=office tenure=rented lease=2020-01-01/2026-12-31
        place 13 unit=#1 facility=office tenure=rented lease=2020-01-01/2026-11-30";
    let all = found(rows, 1, "2026");
    let fills = |lack: &str, kind: &str, lang| {
        let found = all.iter().find(|found| found.rule.lack.name() == lack).expect("found");
        let offer = found.rule.offers.iter().find(|offer| offer.kind == kind).expect("offered");
        found.fills(offer, lang)
    };
    let (unit, line, place) = (id(1).to_string(), id(11).to_string(), id(13).to_string());
    let gap = "This year's need is 4,000.50 yuan, received 0 yuan, the gap 4,000.50 yuan";
    let expected = [
        ("unit", unit.as_str()),
        ("purpose", "Close the funding gap"),
        ("reason", gap),
        ("finding", "money.gap"),
        ("line", &line),
        ("amount", "3000.5"),
    ];
    assert_eq!(fills("money.gap", "fund_request", Lang::En), expected.map(|(name, text)| (name, text.to_owned())));
    let expected = [
        ("unit", unit.as_str()),
        ("what", "筹措经费"),
        ("note", "本年经费需求 4,000.50 元，到位 0 元，缺口 4,000.50 元"),
        ("finding", "money.gap"),
    ];
    assert_eq!(fills("money.gap", "action", Lang::Zh), expected.map(|(name, text)| (name, text.to_owned())));
    let says = "Places whose lease ends within 180 days: 2; the first ends on 2026-11-30";
    let expected = [
        ("unit", unit.as_str()),
        ("name", "In place of what is rented"),
        ("note", says),
        ("finding", "places.lease_ending"),
        ("replaces", &place),
    ];
    let project = fills("places.lease_ending", "building_project", Lang::En);
    assert_eq!(project, expected.map(|(name, text)| (name, text.to_owned())));
}

/// Joined places are one: what replaces either answers.
#[test]
fn what_is_joined_is_answered_once() {
    let rows = "
        unit 1 level=community
        place 10 unit=#1 facility=office tenure=rented
        place 11 unit=#1 facility=office tenure=rented
        building_project 12 unit=#1 replaces=#11
        sanyou.same 13 one=#10 other=#11";
    let all = found(rows, 1, "2026");
    let renting = all.iter().find(|found| found.rule.lack.name() == "places.renting").map(shown);
    assert_eq!(renting.as_deref(), Some("1 serious (1, not stated): 10; begun 12"));
}

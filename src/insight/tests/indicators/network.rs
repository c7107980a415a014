//! The network's indicators. No field that they read is restricted, and yet any may be withheld.

mod hot_cold;
mod meetings;
mod partners;
mod pledges;

use super::{check, id, replica, today};
use crate::insight::{Figures, Span, indicators};
use crate::model::{Name, Value};
use crate::replica::{Dot, Key, Replica, Save, Saved};

/// A share of records is absent without records; a mean by communities without communities.
#[test]
fn nothing_to_divide_by_is_not_available() {
    for indicator in indicators::all().filter(|indicator| indicator.name.starts_with("network.")) {
        check("nothing at all", "", 0, &[(indicator.name, "n/a 0 0:")]);
        check("a unit that is not here", "", 9, &[(indicator.name, "n/a 0 0:")]);
        let expected = match indicator.name {
            "network.joint_meetings" => "n/a 1 0:",
            "network.exchange_notes" | "network.resources" => "0/1 0 0:",
            _ => "n/a 0 0:",
        };
        check("a community without records", "unit 1 level=community", 1, &[(indicator.name, expected)]);
    }
}

/// A street calls a meeting, sends a notice and evaluates; the partner resides in a community.
const ACROSS: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1
    unit 3 level=community parent=#1
    partner 11 unit=#2
    partner 12 unit=#3
    meeting 21 unit=#1 kind_of_meeting=joint date=2026-03-10 state=called
    notice 31 unit=#1 meeting=#21 state=sent sent=2026-03-01 due=2026-03-08
    receipt 41 partner=#11 notice=#31 attended=present received=2026-03-07
    evaluation 51 partner=#11 unit=#1 year=2026 state=draft
    selection 61 unit=#1 partner=#11 award=other year=2026 state=shown";

/// What one unit edits changes the figures of another, as a full run would.
#[test]
fn an_edit_reaches_what_other_units_judge_by_it() {
    let steps = [
        ("meeting", 21, "state", Value::text("held")),
        ("notice", 31, "due", Value::text("2026-03-06")),
        ("evaluation", 51, "state", Value::text("graded")),
        ("evaluation", 51, "partner", Value::text(&id(12).to_string())),
        ("selection", 61, "state", Value::text("chosen")),
        ("notice", 31, "meeting", Value::Null),
        ("partner", 11, "unit", Value::text(&id(3).to_string())),
        ("meeting", 21, "unit", Value::text(&id(3).to_string())),
    ];
    let mut replica = replica(ACROSS);
    let mut figures = Figures::read(&replica, today());
    let mut before = all(&mut figures, &replica);
    for (kind, number, field, value) in steps {
        let key = Key { id: id(number), kind: Name::known(kind) };
        replica.apply([edit(&replica, &key, field, value)]);
        figures.update(&replica, &[key]);
        let after = all(&mut figures, &replica);
        assert_eq!(after, all(&mut Figures::read(&replica, today()), &replica), "{kind} {field}");
        assert_ne!(after, before, "{kind} {field}");
        before = after;
    }
}

/// The network's figures of all units, as text.
fn all(figures: &mut Figures, replica: &Replica) -> Vec<String> {
    let network: Vec<_> = indicators::all().filter(|indicator| indicator.name.starts_with("network.")).collect();
    let units = [None, Some(id(1)), Some(id(2)), Some(id(3))];
    let mut shown = Vec::new();
    for unit in units {
        let found = figures.figures(replica, unit, Span::year(2026), &network);
        let texts =
            network.iter().zip(&found).map(|(indicator, it)| format!("{} {}", indicator.name, super::figure(it)));
        shown.extend(texts);
    }
    shown
}

fn edit(replica: &Replica, key: &Key, field: &'static str, value: Value) -> Saved {
    let after = replica.view(key).expect("it is here").heads.clone();
    let height = after.iter().map(|head| head.dot.height).max().unwrap_or(0) + 1;
    let dot = Dot { height, session: crate::model::SessionId::from_bytes([7; 10]) };
    let set = [(Name::known(field), Some(value))].into_iter().collect();
    Saved { key: key.clone(), save: Save { dot, after, set, at: 0, by: "".into() } }
}

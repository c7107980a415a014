//! How figures add up, and that an edit leaves what a full run would give.

use proptest::prelude::*;

use super::{check, id, replica, today};
use crate::insight::{Figures, Span, indicators};
use crate::model::{KINDS, Name, RecordId, Value};
use crate::replica::{DELETED, Dot, Key, Replica, Save, Saved};
use crate::sample::{SAMPLE_DAY, sample_city};

const TREE: &str = "
    unit 1 level=city
    unit 2 level=district parent=#1
    unit 3 level=street parent=#2
    unit 4 level=community parent=#3
    unit 5 level=community parent=#3
    unit 6 level=street parent=#2
    unit 7 level=community parent=#99
    worker 21 unit=#4 born_year=1960
    worker 22 unit=#4 born_year=1970
    worker 23 unit=#5 born_year=1980
    worker 24 unit=#2 born_year=1990
    worker 25 unit=#99
    worker 26 name=无单位";

#[test]
fn a_unit_has_all_below_it() {
    check(
        "the city",
        TREE,
        1,
        &[("people.workers", "4/2 0 0: 24 21 22 23"), ("people.median_age", "102/2 0 0: 24 21 22 23")],
    );
    check(
        "a street",
        TREE,
        3,
        &[("people.workers", "3/2 0 0: 21 22 23"), ("people.median_age", "112/2 0 0: 21 22 23")],
    );
    check("an empty street", TREE, 6, &[("people.workers", "n/a 0 0:")]);
    check("a community", TREE, 4, &[("people.workers", "2/1 0 0: 21 22")]);
    check("everything", TREE, 0, &[("people.workers", "6/3 0 0: 26 24 21 22 23 25")]);
    check(
        "a cycle",
        "unit 1 level=street parent=#2\nunit 2 level=community parent=#1\nworker 3 unit=#2",
        1,
        &[("people.workers", "1/1 0 0: 3")],
    );
}

#[test]
fn a_past_span_has_the_tree_and_the_people_of_its_last_day() {
    let rows = "
        unit 1 level=street
        unit 2 level=community parent=#1 valid=../2026-03-31
        unit 3 level=community parent=#1 valid=2026-04-01/..
        unit 4 level=community parent=#1 valid=2026-04-01/..
        unit 5 level=street
        worker 6 unit=#2 unit@2026-04-01=#3
        worker 7 unit=#2 unit@2026-04-01=#4
        worker 8 unit=#4 unit@2026-08-01=#5";
    check(
        "a community that was split in the second quarter",
        rows,
        1,
        &[
            ("people.workers@2026-q1", "3/1 0 0: 6 7 8"),
            ("people.workers@2026-q2", "3/2 0 0: 6 7 8"),
            ("people.workers@2026-q3", "2/2 0 0: 6 7"),
        ],
    );
    check(
        "the split one",
        rows,
        2,
        &[("people.workers@2026-q1", "2/1 0 0: 6 7"), ("people.workers@2026-q2", "n/a 0 0:")],
    );
}

#[test]
fn a_deep_tree_needs_no_stack() {
    let rows: String = (2..=20_000).map(|unit| format!("unit {unit} level=community parent=#{}\n", unit - 1)).collect();
    let replica = replica(&format!("unit 1\n{rows}worker 30000 unit=#20000"));
    let mut figures = Figures::read(&replica, today());
    let workers = crate::insight::indicator::indicator("people.workers").expect("it is declared");
    let figure = figures.figure(&replica, Some(id(1)), Span::year(2026), workers);
    assert_eq!((figure.numerator, figure.denominator), (1, Some(19_999)));
}

/// All figures of all units in some spans.
fn all(figures: &mut Figures, replica: &Replica, spans: &[Span]) -> Vec<super::super::Figure> {
    let indicators: Vec<_> = indicators::all().collect();
    let units: Vec<RecordId> = figures.index().of_kind("unit").collect();
    let units = units.into_iter().map(Some).chain([None]);
    let pairs = units.flat_map(|unit| spans.iter().map(move |span| (unit, *span)));
    pairs
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|(unit, span)| figures.figures(replica, unit, span, &indicators))
        .collect()
}

fn spans() -> Vec<Span> {
    ["2026", "2025", "2026-h1", "2026-m3"].iter().map(|name| Span::parse(name).expect("a span")).collect()
}

/// A save upon all heads of a record.
fn edit(replica: &Replica, key: &Key, set: Vec<(Name, Option<Value>)>, height: u64) -> Saved {
    let after = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
    let height = after.iter().map(|head| head.dot.height).max().unwrap_or(0).max(height) + 1;
    let dot = Dot { height, session: crate::model::SessionId::from_bytes([7; 10]) };
    Saved { key: key.clone(), save: Save { dot, after, set: set.into_iter().collect(), at: 0, by: "".into() } }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Records take over fields of others of their kind, are deleted, restored and made: whatever is edited, the figures are
    /// those of a full run.
    #[test]
    fn an_edit_leaves_what_a_full_run_gives(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..12_u8), 12)) {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let mut figures = Figures::read(&replica, SAMPLE_DAY);
        let spans = spans();
        all(&mut figures, &replica, &spans);
        let keys: Vec<Key> = replica.keys().filter(|key| KINDS.iter().any(|spec| spec.kind == key.kind.as_str())).cloned().collect();
        for (nth, (one, other, field, what)) in edits.iter().enumerate() {
            let key = one.get(&keys).clone();
            let spec = crate::model::kind_spec(key.kind.as_str()).expect("a kind of this version");
            let of_kind: Vec<&Key> = keys.iter().filter(|other| other.kind == key.kind).collect();
            let other = replica.view(other.get::<&Key>(&of_kind)).expect("it is here").clone();
            let field = field.get(spec.fields);
            let set = match what {
                0 => vec![(Name::known(DELETED), Some(Value::Bool(true)))],
                1 => vec![(Name::known(field.name), Some(Value::Null))],
                2 => vec![(Name::known(field.name), None)],
                3 if field.dated => vec![(crate::replica::dated::entry_name(field.name, spans[3].first()), other.value(field.name).cloned())],
                _ => vec![(Name::known(field.name), Some(other.value(field.name).cloned().unwrap_or(Value::Null)))],
            };
            let saved = edit(&replica, &key, set, nth as u64);
            let delta = replica.apply([saved]);
            let touched: Vec<Key> = delta.keys().cloned().collect();
            figures.update(&replica, &touched);
            if nth % 4 == 3 {
                let mut fresh = Figures::read(&replica, SAMPLE_DAY);
                prop_assert_eq!(figures.index(), fresh.index());
                prop_assert_eq!(all(&mut figures, &replica, &spans), all(&mut fresh, &replica, &spans));
            }
        }
    }
}

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::found_in;
use crate::i18n::{Lang, shown};
use crate::insight::Records;
use crate::insight::search::{EXCERPT_CHARS_MAX, Excerpt, TYPED_CHARS_MAX};
use crate::insight::tests::{id, today};
use crate::model::rows::Cells;
use crate::model::{Input, Name, RecordId, SessionId, Value, kind_spec};
use crate::replica::{Dot, Key, Replica, Save, Saved};

/// Kinds with a field each of what a field can hold; the letters of values and searches are few, so that many meet.
const FIELDS: &[(&str, &[&str])] = &[
    ("unit", &["name", "code", "note", "households", "level", "parent"]),
    ("worker", &["name", "unit", "note", "role", "insurance", "phone", "born_year", "since", "pay"]),
    ("fund_line", &["purpose", "unit", "need"]),
    ("fund_entry", &["line", "document", "amount", "date"]),
    ("evaluation_form", &["name", "weights", "good"]),
];

fn text() -> impl Strategy<Value = String> {
    "[张伟ZzＺ1１2,é　 É\n-]{0,6}"
}

fn value(input: Input, text: &str, number: i64) -> Value {
    match input {
        Input::Money | Input::Count | Input::Year | Input::Percent => Value::Int(number),
        Input::Ref(_) => Value::text(&id(u32::try_from(number % 6).expect("small")).to_string()),
        Input::Choice(specs) => match specs.get(usize::try_from(number).expect("small")) {
            Some(choice) => Value::text(choice.value),
            None => Value::text(text),
        },
        Input::Choices(_) => Value::texts(["medical", text]),
        Input::Rows(_) => Value::from_json(&Cells(vec![vec![text.to_owned()]]).text()).expect("texts"),
        Input::Flag => Value::Bool(true),
        _ => Value::text(text),
    }
}

fn saved(place: usize, (kind, texts, numbers): &(usize, Vec<String>, Vec<i64>)) -> Saved {
    let (kind, fields) = FIELDS[kind % FIELDS.len()];
    let spec = kind_spec(kind).expect("a kind");
    let set = fields.iter().zip(texts).zip(numbers).map(|((field, text), number)| {
        let field = spec.field(field).expect("a field");
        (Name::known(field.name), Some(value(field.input, text, *number)))
    });
    let dot = Dot { height: 1, session: SessionId::from_bytes([0; 10]) };
    let save = Save { dot, after: Vec::new(), set: set.collect(), at: 0, by: "".into() };
    Saved { key: Key { id: id(u32::try_from(place).expect("small")), kind: Name::known(kind) }, save }
}

fn city() -> impl Strategy<Value = Vec<Saved>> {
    let texts = prop::collection::vec(text(), 9);
    let numbers = prop::collection::vec(prop_oneof![0..8_i64, 0..300_000_i64], 9);
    prop::collection::vec((0..5_usize, texts, numbers), 1..7)
        .prop_map(|records| records.iter().enumerate().map(|(place, record)| saved(place, record)).collect())
}

fn holding(saves: Vec<Saved>) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves);
    replica
}

/// All that people read of each record, joined: what holds every word is found.
fn oracle(replica: &Replica, typed: &str) -> BTreeSet<RecordId> {
    let records = Records::read(replica, today());
    let words: Vec<String> = plain(typed).split(' ').map(str::to_owned).collect();
    let is_found = |all: &str| words.iter().any(|word| !word.is_empty()) && words.iter().all(|word| all.contains(word));
    let mut found = BTreeSet::new();
    for (key, _, view) in replica.iter() {
        let spec = kind_spec(key.kind.as_str()).expect("a kind");
        let mut all = [spec.label.zh, spec.label.en, spec.plural.zh, spec.plural.en].join("\n");
        for field in spec.fields.iter().filter(|field| !field.restricted) {
            let Some(value) = view.value(field.name) else { continue };
            let both = || [Lang::Zh, Lang::En].map(|lang| shown(lang, field.input, value)).join("\n");
            let texts = match field.input {
                Input::Ref(_) => value.as_text().and_then(|id| Some(records.title(id.parse().ok()?)?.to_owned())),
                Input::Choice(_) => Some(both()),
                Input::Choices(specs) => value.as_texts().map(|names| {
                    let both = names.iter().flat_map(|name| {
                        [Lang::Zh, Lang::En].map(|lang| shown(lang, Input::Choice(specs), &Value::text(name)))
                    });
                    both.collect::<Vec<_>>().join("\n")
                }),
                Input::Money | Input::Count => Some(format!("{}\n{}", both(), both().replace(',', ""))),
                Input::Rows(_) => Cells::read(value).map(|cells| cells.0.concat().join("\n")),
                _ => Some(field.input.text(value)),
            };
            all = format!("{all}\n{}", texts.unwrap_or_default());
        }
        if let (None, Some(unit)) = (spec.field("unit").or(spec.field("parent")), records.unit_of(key)) {
            all = format!("{all}\n{}", records.title(unit).unwrap_or_default());
        }
        if is_found(&plain(&all)) {
            found.insert(key.id);
        }
    }
    found
}

/// The few letters of these tests in one form; a space and a line end are not told apart, and no word holds either.
fn plain(text: &str) -> String {
    text.replace(['\n', '　'], " ").replace(['Z', 'Ｚ'], "z").replace('１', "1").replace('É', "é").to_ascii_lowercase()
}

fn has_whole_marks(excerpt: &Excerpt) -> bool {
    let mut end = 0;
    excerpt.marks.iter().all(|mark| {
        let is_after = mark.start >= end && mark.end > mark.start;
        end = mark.end;
        is_after && excerpt.text.get(mark.clone()).is_some()
    })
}

proptest! {
    #[test]
    fn what_is_found_by_characters_is_what_holds_them(saves in city(), typed in "[张伟zZＺ1１2,éÉ -]{0,4}") {
        let replica = holding(saves);
        let found = found_in(&replica, &typed, "plain");
        let hits: BTreeSet<RecordId> = found.hits.iter().map(|hit| hit.key.id).collect();
        prop_assert_eq!(hits, oracle(&replica, &typed));
    }

    #[test]
    fn pinyin_and_what_is_revealed_only_add(saves in city(), typed in "[张zhwei1 ]{0,4}") {
        let replica = holding(saves);
        let ids = |how| found_in(&replica, &typed, how).hits.iter().map(|hit| hit.key.id).collect::<BTreeSet<_>>();
        prop_assert!(ids("").is_superset(&ids("plain")));
        prop_assert!(ids("revealed").is_superset(&ids("")));
    }

    #[test]
    fn any_text_is_searched_for(name in "\\PC{0,20}|[单伟zh ü·]{0,9}", note: String, typed in "\\PC{0,90}|[单伟shanwü '·1]{0,90}") {
        let piece: String = typed.chars().take(TYPED_CHARS_MAX).collect();
        let texts = vec![name, "#".into(), note + &piece, "x".into(), "y".into(), typed.clone()];
        let replica = holding(vec![saved(1, &(1, texts, vec![0; 9]))]);
        let found = found_in(&replica, &typed, "revealed");
        prop_assert_eq!(found.count, usize::from(!piece.trim().is_empty()), "the note holds all of it");
        for hit in &found.hits {
            for excerpt in hit.title.iter().chain(hit.other.iter().map(|(_, excerpt)| excerpt)) {
                prop_assert!(has_whole_marks(excerpt), "{excerpt:?}");
            }
            if let Some((_, excerpt)) = &hit.other {
                prop_assert!(!excerpt.marks.is_empty() && excerpt.text.chars().count() <= 2 * EXCERPT_CHARS_MAX);
            }
        }
    }
}

//! What holds for every history.
//!
//! PROPTEST_CASES sets how many histories each law is tried on.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sanyou::model::{Name, Value};
use sanyou::replica::{
    ContentHash, DELETED, Delta, Dot, FieldView, Key, Newest, Pred, Record, Replica, Save, Saved, State, Variant, View,
};

use crate::history::{
    FIELDS, History, NOW, TEN_YEARS, contents, histories, of_record, press_save, replica, stand_ins, value, withhold,
};
use sanyou::replica::definition::{Definition, Seen};

/// The defaults, but no file of failures is written: a history worth keeping becomes a row in the truth table.
pub fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn keys(replica: &Replica) -> Vec<Key> {
    replica.iter().map(|(key, ..)| key.clone()).collect()
}

pub fn all(replica: &Replica) -> Vec<Saved> {
    let keys = keys(replica);
    replica.saves_of(&keys).collect()
}

fn views(replica: &Replica) -> BTreeMap<Key, View> {
    replica.iter().map(|(key, _, view)| (key.clone(), View::clone(view))).collect()
}

pub fn same(left: &Replica, right: &Replica) -> Result<(), TestCaseError> {
    prop_assert_eq!(left.canonical(), right.canonical());
    prop_assert_eq!(contents(left), contents(right));
    prop_assert_eq!(views(left), views(right));
    prop_assert_eq!(left.save_count(), right.save_count());
    Ok(())
}

/// The same saves in an order that the numbers decide, the first few of them once more at the end.
fn shuffled(saves: &[Saved], numbers: &[u16]) -> Vec<Saved> {
    let number = |place: usize| numbers[place % numbers.len()].wrapping_mul(place as u16 | 1);
    let mut places: Vec<usize> = (0..saves.len()).collect();
    places.sort_by_key(|&place| number(place));
    let again = places.len().min(usize::from(numbers[0]) % 8);
    places.extend_from_within(..again);
    places.into_iter().map(|place| saves[place].clone()).collect()
}

/// Each save with whether the bit of its place is set.
pub fn part<'a>(saves: &'a [Saved], bits: u64) -> impl Iterator<Item = Saved> + 'a {
    saves.iter().enumerate().filter(move |(place, _)| bits & (1 << (place % 64)) != 0).map(|(_, saved)| saved.clone())
}

/// All that is known, piece by piece: each content of a dot, and each value of its fields.
fn facts(replica: &Replica) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (key, record, _) in replica.iter() {
        for variant in record.variants() {
            let names: Vec<&Name> = variant.fields().map(|(name, _)| name).collect();
            let (dot, after) = (variant.dot(), variant.after());
            let content = format!("{key:?} {dot:?} {after:?} {names:?} {} {}", variant.at(), variant.by());
            let values = variant.fields().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
            facts.extend(values.map(|(name, value)| format!("{content} {name}={value:?}")));
            facts.insert(content);
        }
    }
    facts
}

fn numbers() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 16)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn merging_has_no_order(history in histories(), numbers in numbers()) {
        let forward = replica(history.saves.iter().cloned());
        let mut one_by_one = Replica::new();
        for saved in shuffled(&history.saves, &numbers) {
            one_by_one.apply([saved]);
        }
        same(&forward, &one_by_one)?;
    }

    #[test]
    fn merging_has_no_grouping(history in histories(), numbers in numbers()) {
        // Every save lands in one of four replicas; these are merged as (a b)(c d) and as d(c(b a)).
        let mut parts: [Vec<Saved>; 4] = Default::default();
        for (place, saved) in history.saves.iter().enumerate() {
            parts[usize::from(numbers[place % numbers.len()] % 4)].push(saved.clone());
        }
        let [a, b, c, d] = parts.map(replica);
        let merge = |left: &Replica, right: &Replica| replica(all(left).into_iter().chain(all(right)));
        let (pairs, chain) = (merge(&merge(&a, &b), &merge(&c, &d)), merge(&d, &merge(&c, &merge(&b, &a))));
        same(&pairs, &chain)?;
        same(&pairs, &replica(history.saves))?;
    }

    #[test]
    fn merging_twice_is_merging_once(history in histories(), bits: u64, withheld in 0_u8..8) {
        let mut held = replica(history.saves.iter().cloned());
        let (whole, before) = (contents(&held), views(&held));
        let stale = part(&history.saves, bits).map(|saved| Saved { save: withhold(saved.save, withheld), ..saved });
        prop_assert_eq!(held.apply(stale), Delta::default());
        let own = all(&held);
        prop_assert_eq!(held.apply(own), Delta::default());
        prop_assert_eq!((contents(&held), views(&held)), (whole, before));
    }

    #[test]
    fn what_is_news_is_what_brings_something(history in histories(), bits: u64) {
        let held = || replica(part(&history.saves, bits));
        let mut from_all = held();
        for saved in &history.saves {
            let brings = held().apply([saved.clone()]) != Delta::default();
            prop_assert_eq!(from_all.news(vec![saved.clone()]), if brings { vec![saved.clone()] } else { Vec::new() });
        }
        let mut from_news = held();
        let news = from_news.news(history.saves.clone());
        from_news.apply(news);
        from_all.apply(history.saves.iter().cloned());
        same(&from_news, &from_all)?;
        prop_assert_eq!(from_all.news(history.saves.clone()), Vec::new());
    }

    #[test]
    fn a_replica_is_rebuilt_from_the_saves_it_gives(history in histories()) {
        for device in &history.devices {
            same(&device.replica, &replica(all(&device.replica)))?;
        }
    }

    #[test]
    fn a_withheld_value_is_filled_by_any_copy(history in histories(), withheld in 0_u8..8) {
        let blind = |saved: Saved| Saved { save: withhold(saved.save, withheld), ..saved };
        let mut filled = replica(history.saves.iter().cloned().map(blind));
        filled.apply(history.saves.iter().cloned());
        same(&filled, &replica(history.saves))?;
    }

    #[test]
    fn what_is_seen_is_the_definition(history in histories()) {
        let union = replica(history.saves.iter().cloned());
        for replica in history.devices.iter().map(|device| &device.replica).chain([&union]) {
            for (key, record, view) in replica.iter() {
                let saves: Vec<Save> = record.saves().collect();
                check_view(view, &Definition::of(&saves).seen())?;
                if std::ptr::eq(replica, &raw const union) {
                    // The union is also read from what arrived, so that the record's own list is checked too.
                    check_view(view, &Definition::of(&of_record(&history.saves, key)).seen())?;
                }
            }
        }
    }

    #[test]
    fn no_value_disappears(history in histories()) {
        let union = replica(history.saves.iter().cloned());
        for (key, _, view) in union.iter() {
            let definition = Definition::of(&of_record(&history.saves, key));
            for &place in &definition.readable {
                let content = &definition.contents[place];
                for (field, values) in &content.set {
                    let settles = |later: usize| definition.contents[later].set.contains_key(field);
                    let mut others = definition.readable.iter().copied();
                    let settled = others.any(|later| settles(later) && definition.comes_after(later, place));
                    let listed = |value: &Value| {
                        let mut newest = view.fields[field].newest.iter();
                        newest.any(|newest| newest.dot == content.dot && newest.value.as_ref() == Some(value))
                    };
                    prop_assert!(settled || values.iter().all(listed), "{:?} {} {:?}", content.dot, field, values);
                    prop_assert!(settled || values.is_subset(&known(view, field)), "{:?} {}", content.dot, field);
                }
            }
            for (field, seen) in &view.fields {
                prop_assert_eq!(seen.in_conflict(), known(view, field).len() > 1);
            }
        }
    }

    #[test]
    fn no_history_is_a_cycle(history in histories()) {
        for (_, record, view) in replica(history.saves).iter() {
            prop_assert_eq!(view.heads.is_empty(), view.state == State::Incomplete);
            prop_assert!(view.waiting < record.save_count() || view.state == State::Incomplete);
            prop_assert!(view.fields.values().all(|field| !field.newest.is_empty()));
            for variant in record.variants() {
                prop_assert!(variant.after().iter().all(|pred| pred.dot.height < variant.dot().height));
            }
        }
    }

    #[test]
    fn an_accepted_gap_lets_everything_be_read(history in histories()) {
        let mut union = replica(history.saves);
        let readable = |replica: &Replica| -> usize {
            replica.iter().map(|(_, record, view)| record.save_count() - view.waiting).sum()
        };
        let (before, stand_ins) = (readable(&union), stand_ins(&union));
        let added = stand_ins.len();
        union.apply(stand_ins);
        prop_assert!(union.iter().all(|(_, _, view)| view.waiting == 0 && view.state != State::Incomplete));
        prop_assert!(readable(&union) >= before + added);
    }

    #[test]
    fn clocks_decide_nothing(history in histories(), clocks in prop::collection::vec(-TEN_YEARS..=TEN_YEARS, 32)) {
        let union = replica(history.saves);
        for (key, record, view) in union.iter() {
            let moved = relabelled(record, &clocks);
            let moved = replica(moved.into_iter().map(|save| Saved { key: key.clone(), save }));
            let moved = moved.view(key).expect("it has as many saves as before");
            prop_assert_eq!(moved.state, view.state);
            prop_assert_eq!(moved.waiting, view.waiting);
            prop_assert_eq!(&moved.clones, &view.clones);
            let dots = |view: &View| view.heads.iter().map(|pred| pred.dot).collect::<Vec<_>>();
            prop_assert_eq!(dots(moved), dots(view));
            for (field, seen) in &view.fields {
                prop_assert_eq!(dots_and_values(&moved.fields[field].newest), dots_and_values(&seen.newest));
                prop_assert_eq!(moved.value(field.as_str()), view.value(field.as_str()), "{}", field);
            }
        }
    }

    #[test]
    fn a_save_settles_what_it_sets_and_nothing_else(history in histories(), field in 0_usize..4, number: u8) {
        let mut union = replica(history.saves);
        let field = FIELDS.get(field).copied().unwrap_or(DELETED);
        let chosen = if field == DELETED { Value::Bool(number % 2 == 0) } else { value(number) };
        for key in keys(&union) {
            let before = View::clone(union.view(&key).expect("held"));
            if before.state == State::Incomplete {
                continue;
            }
            // Ten years behind every clock that the history knows: that must not weaken it.
            let at = NOW - 2 * TEN_YEARS;
            let save = press_save(union.record(&key), &before.heads, b'z', &[(field, chosen.clone())], at);
            let dot = save.dot;
            let delta = union.apply([Saved { key: key.clone(), save }]);
            prop_assert_eq!(delta, Delta { changed: vec![key.clone()], saves: 1, ..Delta::default() });
            let after = union.view(&key).expect("held");
            prop_assert_eq!(dots_and_values(&after.fields[field].newest), vec![(dot, Some(chosen.clone()))]);
            let others = |view: &View| -> Vec<(Name, FieldView)> {
                view.fields.clone().into_iter().filter(|(name, _)| name.as_str() != field).collect()
            };
            prop_assert_eq!(others(after), others(&before));
            prop_assert_eq!(&after.heads, &vec![Pred::of_dot(dot)]);
            prop_assert_eq!((after.waiting, &after.clones), (before.waiting, &before.clones));
            let expected = match (field == DELETED, before.state) {
                (true, _) => if chosen == Value::Bool(true) { State::Deleted } else { State::Live },
                (false, State::Deleted) => State::Contested,
                (false, state) => state,
            };
            prop_assert_eq!(after.state, expected);
        }
    }

    #[test]
    fn deleted_stays_deleted(history in histories(), bits: u64, withheld in 0_u8..8, numbers in numbers()) {
        let mut union = replica(history.saves.iter().cloned());
        for key in keys(&union) {
            let heads = union.view(&key).expect("held").heads.clone();
            if heads.is_empty() {
                continue;
            }
            let save = press_save(union.record(&key), &heads, b'z', &[(DELETED, Value::Bool(true))], NOW);
            union.apply([Saved { key: key.clone(), save }]);
        }
        let deleted = all(&union);
        // One device that held only a stale part gets the rest, another that has it all gets the stale part once more.
        let stale = part(&history.saves, bits).map(|saved| Saved { save: withhold(saved.save, withheld), ..saved });
        let mut behind = replica(stale.collect::<Vec<_>>());
        behind.apply(shuffled(&deleted, &numbers));
        let stale = part(&history.saves, bits).map(|saved| Saved { save: withhold(saved.save, withheld), ..saved });
        prop_assert_eq!(union.apply(stale.collect::<Vec<_>>()), Delta::default());
        for replica in [&union, &behind] {
            let mut seen = replica.iter().map(|(_, _, view)| view.state);
            prop_assert!(seen.all(|state| matches!(state, State::Deleted | State::Incomplete)));
        }
    }

    #[test]
    fn what_is_held_and_what_can_be_read_never_shrink(history in histories(), numbers in numbers()) {
        let mut growing = Replica::new();
        let mut arrived: Vec<Saved> = Vec::new();
        let mut before: (BTreeSet<String>, BTreeSet<(Key, Dot)>) = Default::default();
        for saved in shuffled(&history.saves, &numbers) {
            let (was_here, before_contents) = (growing.view(&saved.key).is_some(), contents(&growing));
            arrived.push(saved.clone());
            let delta = growing.apply([saved.clone()]);
            let now = (facts(&growing), readable(&arrived, &keys(&growing)));
            prop_assert!(before.0.is_subset(&now.0) && before.1.is_subset(&now.1));
            // The delta names the record exactly where the set grew.
            let grew = contents(&growing) != before_contents;
            prop_assert_eq!(now.0 != before.0, grew);
            let named = |yes: bool| if yes { vec![saved.key.clone()] } else { Vec::new() };
            let (added, changed) = (named(!was_here), named(was_here && grew));
            prop_assert_eq!(delta, Delta { added, changed, saves: usize::from(grew) });
            before = now;
        }
        prop_assert_eq!(growing.save_count(), growing.iter().map(|(_, record, _)| record.save_count()).sum::<usize>());
    }
}

fn known(view: &View, field: &Name) -> BTreeSet<Value> {
    view.fields[field].newest.iter().filter_map(|newest| newest.value.clone()).collect()
}

/// Sorted, because the order among contents of one dot is no one's promise.
fn dots_and_values(newest: &[Newest]) -> Vec<(Dot, Option<Value>)> {
    let mut list: Vec<_> = newest.iter().map(|newest| (newest.dot, newest.value.clone())).collect();
    list.sort();
    list
}

fn readable(saves: &[Saved], keys: &[Key]) -> BTreeSet<(Key, Dot)> {
    let of_key = |key: &Key| {
        let definition = Definition::of(&of_record(saves, key));
        let dots: Vec<Dot> = definition.readable.iter().map(|&place| definition.contents[place].dot).collect();
        dots.into_iter().map(|dot| (key.clone(), dot)).collect::<Vec<_>>()
    };
    keys.iter().flat_map(of_key).collect()
}

fn check_view(view: &View, defined: &Seen) -> Result<(), TestCaseError> {
    prop_assert_eq!(&Seen::shown(view), defined);
    for (name, field) in &view.fields {
        let dots: Vec<Dot> = field.newest.iter().map(|newest| newest.dot).collect();
        prop_assert!(dots.is_sorted_by(|left, right| left >= right), "{}: the greatest dot is not first", name);
        prop_assert_eq!(field.in_conflict(), defined.known(name.as_str()).len() > 1);
        prop_assert_eq!(field.is_withheld(), defined.fields[name].iter().any(|(_, value, ..)| value.is_none()));
        let singles = defined.singles(name.as_str());
        prop_assert_eq!(view.value(name.as_str()).is_some(), !singles.is_empty());
        prop_assert!(view.value(name.as_str()).is_none_or(|value| singles.contains(value)), "{}", name);
    }
    let listed: BTreeSet<&str> = view.conflicts().map(|(name, _)| name.as_str()).collect();
    let expected = defined.fields.keys().map(Name::as_str).filter(|field| *field != DELETED);
    let expected: BTreeSet<&str> = expected.filter(|field| defined.known(field).len() > 1).collect();
    prop_assert_eq!(listed, if view.state == State::Deleted { BTreeSet::new() } else { expected });
    prop_assert_eq!(view.is_present(), matches!(defined.state, State::Live | State::Contested));
    Ok(())
}

/// The same record made under other clocks: every content has another label, and whoever named a content by its hash
/// names the one that it became.
fn relabelled(record: &Record, clocks: &[i64]) -> Vec<Save> {
    let mut became: BTreeMap<(Dot, ContentHash), ContentHash> = BTreeMap::new();
    let mut moved: Vec<Save> = Vec::new();
    for (place, variant) in record.variants().enumerate() {
        let mut alone = Record::default();
        for mut save in record.saves().filter(|save| is_of(save, &variant)) {
            // The place makes two labels of one dot differ, as they may have before: equal ones would be one content.
            save.at = (NOW + clocks[place % clocks.len()]) * 64 + place as i64;
            for pred in &mut save.after {
                pred.content = pred.content.map(|hash| became.get(&(pred.dot, hash)).copied().unwrap_or(hash));
            }
            alone.insert(save);
        }
        let new = alone.variants().next().expect("a content is made of at least one save").content_hash();
        became.insert((variant.dot(), variant.content_hash()), new);
        moved.extend(alone.saves());
    }
    moved
}

fn is_of(save: &Save, variant: &Variant<'_>) -> bool {
    save.dot == variant.dot()
        && save.after == variant.after()
        && (save.at, &save.by) == (variant.at(), variant.by())
        && save.set.keys().eq(variant.fields().map(|(name, _)| name))
}

/// Laws say nothing where nothing happens: each situation they are about turns up in a fair share of histories.
#[test]
fn histories_reach_every_situation() {
    let mut runner = TestRunner::deterministic();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..300 {
        let history = histories().new_tree(&mut runner).expect("a history is made without refusals").current();
        for situation in situations(&history) {
            *counts.entry(situation).or_default() += 1;
        }
    }
    for (situation, least) in [
        ("clone", 55),
        ("conflict", 75),
        ("contested", 50),
        ("deleted", 40),
        ("ignored after", 40),
        ("incomplete", 12),
        ("named content covers", 14),
        ("several heads", 100),
        ("torn", 25),
        ("two records", 80),
        ("waiting", 30),
        ("withheld", 28),
    ] {
        assert!(counts.get(situation).is_some_and(|&count| count >= least), "{situation}: {counts:?}");
    }
}

fn situations(history: &History) -> BTreeSet<&'static str> {
    let union = replica(history.saves.iter().cloned());
    let mut found = BTreeSet::new();
    let mut note = |situation, is_so| {
        if is_so {
            found.insert(situation);
        }
    };
    note("two records", union.len() == 2);
    let above = |saved: &Saved| saved.save.after.iter().any(|pred| pred.dot.height >= saved.save.dot.height);
    note("ignored after", history.saves.iter().any(above));
    let replicas = history.devices.iter().map(|device| &device.replica).chain([&union]);
    for (key, record, view) in replicas.flat_map(Replica::iter) {
        note("conflict", view.conflicts().next().is_some());
        note("waiting", view.waiting > 0);
        note("incomplete", view.state == State::Incomplete);
        note("deleted", view.state == State::Deleted);
        note("contested", view.state == State::Contested);
        note("withheld", view.fields.values().any(FieldView::is_withheld));
        note("clone", !view.clones.is_empty());
        note("torn", record.variants().any(|variant| variant.is_torn()));
        note("several heads", view.heads.len() > 1);
        let definition = Definition::of(&of_record(&history.saves, key));
        let covered = |place: usize| {
            definition.is_cloned(place) && definition.readable.iter().any(|&later| definition.comes_after(later, place))
        };
        note("named content covers", definition.readable.iter().any(|&place| covered(place)));
    }
    found
}

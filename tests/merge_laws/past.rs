//! What holds for every record's past: history, undo, rejection and folding, against the plain definition.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sanyou::model::{Name, Value};
use sanyou::replica::definition::{Definition, Seen};
use sanyou::replica::gaps::gap;
use sanyou::replica::past::{Reason, Standing, Undo, as_of, contest, fold, history, reject, undo};
use sanyou::replica::{DELETED, Dot, Key, Record, Save, Saved, State, View};

use crate::history::{NOW, histories, of_record, press_save, replica};
use crate::laws::{config, part};

fn dots(record: &Record) -> BTreeSet<Dot> {
    record.variants().map(|variant| variant.dot()).collect()
}

/// The dots whose bit is set.
fn some_dots(record: &Record, bits: u64) -> BTreeSet<Dot> {
    dots(record)
        .into_iter()
        .enumerate()
        .filter(|(place, _)| bits & (1 << (place % 64)) != 0)
        .map(|(_, dot)| dot)
        .collect()
}

fn view(record: &Record) -> View {
    sanyou::replica::view::view(record)
}

fn of(saves: impl IntoIterator<Item = Save>) -> Record {
    let mut record = Record::default();
    for save in saves {
        record.insert(save);
    }
    record
}

/// The union of two copies.
fn union(left: &Record, right: &Record) -> Record {
    of(left.saves().chain(right.saves()))
}

/// The different known values of a field.
fn known(view: &View, field: &str) -> BTreeSet<Value> {
    let newest = view.fields.get(field).into_iter().flat_map(|field| &field.newest);
    newest.filter_map(|newest| newest.value.clone()).collect()
}

/// What the record would show had some dots set nothing, all others keeping their places: said plainly.
struct Without {
    definition: Definition,
    gone: BTreeSet<Dot>,
}

impl Without {
    fn of(record: &Record, gone: &BTreeSet<Dot>) -> Self {
        Self { definition: Definition::of(&record.saves().collect::<Vec<_>>()), gone: gone.clone() }
    }

    /// The newest of the readable contents that set a field and are not gone.
    fn newest(&self, field: &str) -> Vec<usize> {
        let definition = &self.definition;
        let sets = |place: &usize| definition.contents[*place].set.contains_key(field);
        let stays = |place: &usize| !self.gone.contains(&definition.contents[*place].dot);
        let setters: Vec<usize> = definition.readable.iter().copied().filter(|p| sets(p) && stays(p)).collect();
        let beaten = |place: usize| setters.iter().any(|&other| definition.comes_after(other, place));
        setters.iter().copied().filter(|&place| !beaten(place)).collect()
    }

    fn values(&self, field: &str) -> BTreeSet<Option<Value>> {
        self.newest(field).into_iter().flat_map(|place| self.definition.contents[place].values(field)).collect()
    }

    fn fields(&self) -> BTreeSet<Name> {
        self.definition.fields().into_iter().filter(|field| !self.newest(field.as_str()).is_empty()).collect()
    }

    fn state(&self) -> State {
        let is_true = Some(Value::Bool(true));
        let values = self.values(DELETED);
        if self.definition.readable.is_empty() {
            return State::Incomplete;
        }
        if !values.contains(&is_true) {
            return State::Live;
        }
        let deletes: Vec<usize> = self.newest(DELETED);
        let deletes = deletes.into_iter().filter(|&p| self.definition.contents[p].values(DELETED).contains(&is_true));
        let deletes: Vec<usize> = deletes.collect();
        let seen = |place| deletes.iter().any(|&end| end == place || self.definition.comes_after(end, place));
        let others = self.fields().into_iter().filter(|field| field.as_str() != DELETED);
        let all_seen = others.flat_map(|field| self.newest(field.as_str())).all(seen);
        if all_seen && values.len() == 1 { State::Deleted } else { State::Contested }
    }
}

/// Saves a draft upon what is displayed.
fn press(record: &Record, set: &BTreeMap<Name, Value>) -> (Record, Dot) {
    let set: Vec<(&str, Value)> = set.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let save = press_save(Some(record), &view(record).heads, b'z', &set, NOW);
    (of(record.saves().chain([save.clone()])), save.dot)
}

/// Checks a draft that takes dots back against what the record would show without them.
fn check_taken_back(record: &Record, gone: &BTreeSet<Dot>, undo: &Undo, deletes: bool) -> Result<(), TestCaseError> {
    let (before, without) = (view(record), Without::of(record, gone));
    let after = if undo.set.is_empty() { before.clone() } else { view(&press(record, &undo.set).0) };
    prop_assert!(undo.set.keys().all(|field| !undo.kept.contains_key(field)));
    prop_assert!(undo.several.iter().all(|field| undo.set.contains_key(field)));
    // What is not set stays as it is.
    for (name, field) in before.fields.iter().filter(|(name, _)| !undo.set.contains_key(*name)) {
        prop_assert_eq!(&after.fields[name], field);
    }
    for (name, value) in &undo.set {
        prop_assert_eq!(known(&after, name.as_str()), BTreeSet::from([value.clone()]));
    }
    if deletes {
        let withheld = undo.kept.get(DELETED) == Some(&Reason::Withheld);
        prop_assert!(withheld || after.state == State::Deleted);
        return Ok(());
    }
    let state = without.state();
    match undo.kept.get(DELETED) {
        Some(Reason::Withheld | Reason::Contested) => {}
        _ if undo.several.contains(DELETED) => prop_assert_eq!((state, after.state), (State::Contested, State::Live)),
        _ => prop_assert_eq!(after.state, state),
    }
    for name in before.fields.keys().filter(|name| name.as_str() != DELETED) {
        check_field(name, &without, &after, undo)?;
    }
    Ok(())
}

fn check_field(name: &Name, without: &Without, after: &View, undo: &Undo) -> Result<(), TestCaseError> {
    let shown = known(after, name.as_str());
    let defined = without.values(name.as_str());
    let is_held = !defined.contains(&None);
    let defined: BTreeSet<Value> = match defined.len() {
        0 => BTreeSet::from([Value::Null]),
        _ => defined.into_iter().flatten().collect(),
    };
    match undo.kept.get(name) {
        Some(Reason::Withheld) => prop_assert!(!is_held || after.fields[name].is_withheld(), "{}", name),
        Some(Reason::Unchanged) if defined.len() > 1 => prop_assert!(shown.is_subset(&defined), "{}", name),
        Some(Reason::Waiting) => prop_assert!(defined == shown || !is_held),
        _ if undo.several.contains(name) => {
            prop_assert!(defined.len() > 1 && shown.len() == 1 && shown.is_subset(&defined), "{}", name);
            let greatest = without.newest(name.as_str()).into_iter().map(|p| &without.definition.contents[p]);
            let greatest = greatest.max_by_key(|content| (content.dot, content.set[name].last().cloned()));
            prop_assert_eq!(greatest.expect("several").set[name].last(), shown.first(), "{}", name);
        }
        _ if is_held => prop_assert_eq!(shown, defined, "{}", name),
        _ => prop_assert!(shown.is_subset(&defined)),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    // A history lists every content once, each after all that it comes after, and says of each value what the
    // definition says: waiting, newest, or superseded by the setters that follow it directly.
    #[test]
    fn a_history_tells_what_the_definition_tells(past in histories()) {
        for (_, record, view) in replica(past.saves).iter() {
            let definition = Definition::of(&record.saves().collect::<Vec<_>>());
            let saves = history(record, view);
            prop_assert_eq!(saves.len(), definition.contents.len());
            prop_assert!(saves.is_sorted_by_key(|save| save.dot));
            for (place, save) in saves.iter().enumerate() {
                // Both list contents in the order of the record's saves.
                let content = &definition.contents[place];
                prop_assert_eq!((save.dot, save.at, &save.by), (content.dot, content.at, &content.by));
                prop_assert_eq!(save.is_waiting, !definition.readable.contains(&place));
                prop_assert_eq!(save.content.is_some(), definition.is_cloned_dot(save.dot));
                for (name, field) in &save.fields {
                    prop_assert_eq!(&field.values, &content.set[name]);
                    prop_assert_eq!(&field.standing, &standing(&definition, view, place, name));
                }
            }
        }
    }

    // What a record showed as of a set of dots is what the definition sees of its part that is closed under ancestors;
    // as of all dots it is what is seen now, and of a part that arrived first what was seen then.
    #[test]
    fn as_of_a_part_is_what_the_part_shows(past in histories(), bits: u64) {
        for (_, record, now) in replica(past.saves).iter() {
            prop_assert_eq!(&as_of(record, &|_| true), &**now);
            let chosen = some_dots(record, bits);
            let shown = as_of(record, &|dot| chosen.contains(&dot));
            let closed = closed(record, &chosen);
            prop_assert_eq!(Seen::shown(&shown), Definition::of(&closed).seen());
            if now.clones.is_empty() {
                let then = view(&of(record.saves().filter(|save| chosen.contains(&save.dot))));
                prop_assert_eq!((&then.fields, &then.heads, then.state), (&shown.fields, &shown.heads, shown.state));
            }
        }
    }

    // A save that was just made is taken back whole: every field shows what it showed before, and so does the record.
    #[test]
    fn undo_of_the_last_save_puts_back_what_was(past in histories(), set in prop::collection::btree_map(0_usize..4, 0_u8..5, 1..4)) {
        for (_, record, before) in replica(past.saves).iter().filter(|(_, _, view)| view.state != State::Incomplete) {
            let set = set.iter().map(|(&field, &number)| planned(field, number)).collect();
            let (saved, dot) = press(record, &set);
            let draft = undo(&saved, dot).expect("it is held");
            check_taken_back(&saved, &BTreeSet::from([dot]), &draft, draft_deletes(&saved, &BTreeSet::from([dot])))?;
            let after = if draft.set.is_empty() { view(&saved) } else { view(&press(&saved, &draft.set).0) };
            if before.state != State::Contested && !before.fields.is_empty() {
                let withheld = draft.kept.get(DELETED) == Some(&Reason::Withheld);
                prop_assert!(after.state == before.state || withheld);
            }
            for name in set.keys().filter(|name| name.as_str() != DELETED) {
                let was = before.fields.get(name).cloned().unwrap_or_default();
                let values = if was.newest.is_empty() { BTreeSet::from([Value::Null]) } else { known(before, name.as_str()) };
                if values.len() == 1 && !was.is_withheld() {
                    prop_assert_eq!(known(&after, name.as_str()), values, "{}", name);
                }
                prop_assert_eq!(was.is_withheld(), draft.kept.get(name) == Some(&Reason::Withheld), "{}", name);
            }
        }
    }

    // Whichever save is taken back, each field it set that is still newest shows what it would show had the save set
    // nothing; every other field stays, and is named with the reason.
    #[test]
    fn undo_of_any_save_takes_back_that_save_alone(past in histories(), which: u8) {
        for (_, record, _) in replica(past.saves).iter() {
            let dots: Vec<Dot> = dots(record).into_iter().collect();
            let gone = BTreeSet::from([dots[usize::from(which) % dots.len()]]);
            let draft = undo(record, *gone.first().expect("one")).expect("it is held");
            check_taken_back(record, &gone, &draft, draft_deletes(record, &gone))?;
            let saves = record.saves().filter(|save| gone.contains(&save.dot));
            let names: BTreeSet<Name> = saves.flat_map(|save| save.set.into_keys()).collect();
            if !draft_deletes(record, &gone) {
                let told = |name: &Name| draft.set.contains_key(name) || draft.kept.contains_key(name);
                prop_assert!(names.iter().all(told), "{:?}", draft);
            }
            let absent = Dot { height: 1 << 39, session: crate::history::session(b'q') };
            prop_assert_eq!(undo(record, absent), None);
        }
    }

    // After a rejection a record shows what it would show had the rejected dots set nothing, own saves upon them
    // keeping their places; a record that nothing else made is deleted.
    #[test]
    fn a_rejection_takes_back_what_was_brought_and_nothing_else(past in histories(), bits: u64) {
        let held = replica(past.saves);
        let brought: BTreeMap<Key, BTreeSet<Dot>> =
            held.iter().map(|(key, record, _)| (key.clone(), some_dots(record, bits))).collect();
        let rejections = reject(&held, &brought);
        let listed: Vec<&Key> = rejections.iter().map(|rejection| &rejection.key).collect();
        let expected: Vec<&Key> = brought.iter().filter(|(_, dots)| !dots.is_empty()).map(|(key, _)| key).collect();
        prop_assert_eq!(listed, expected);
        for rejection in &rejections {
            let record = held.record(&rejection.key).expect("held");
            let gone = &brought[&rejection.key];
            let without = Without::of(record, gone);
            let sets = |place: &usize| !without.definition.contents[*place].set.is_empty();
            let taken = |place: &usize| gone.contains(&without.definition.contents[*place].dot);
            let setters: Vec<usize> = without.definition.readable.iter().copied().filter(sets).collect();
            let deletes = !setters.is_empty() && setters.iter().all(taken);
            check_taken_back(record, gone, &rejection.undo, deletes)?;
        }
    }

    // Folding shows the same, twice is once, a full copy fills a folded one, and what is to be kept is kept.
    #[test]
    fn folding_changes_nothing_that_is_seen(past in histories(), bits: u64) {
        for (_, record, view) in replica(past.saves).iter() {
            let kept = some_dots(record, bits);
            let keep = |dot: Dot| kept.contains(&dot);
            let folded = fold(record, &keep);
            prop_assert_eq!(&sanyou::replica::view::view(&folded), &**view);
            prop_assert_eq!(&fold(&folded, &keep), &folded);
            prop_assert_eq!(&union(&folded, record), record);
            prop_assert_eq!(&union(record, &folded), record);
            prop_assert_eq!(folded.save_count(), record.save_count());
            let of_kept = |record: &Record| record.saves().filter(|save| keep(save.dot)).collect::<Vec<_>>();
            prop_assert_eq!(of_kept(&folded), of_kept(record));
        }
    }

    // Merging folded copies shows what merging full copies shows, unless one device turns out to have folded a save of
    // a dot that is cloned, or a content that the other names by its hash.
    #[test]
    fn folded_copies_merge_as_full_ones(past in histories(), bits: (u64, u64)) {
        let (left, right) = (replica(part(&past.saves, bits.0)), replica(part(&past.saves, bits.1)));
        for (key, x, _) in left.iter() {
            let Some(y) = right.record(key) else { continue };
            let full = union(x, y);
            if foreseen(x, &full) && foreseen(y, &full) {
                let folded = union(&fold(x, &|_| false), &fold(y, &|_| false));
                prop_assert_eq!(view(&folded), view(&full));
            }
        }
    }

    // Otherwise a value that folding lost leaves its field withheld, so that nobody takes the rest for all there is.
    // Not so where one content had several values: of one that was folded and another that is held, only that is seen.
    #[test]
    fn what_folding_lost_is_shown_as_withheld(past in histories(), bits: (u64, u64)) {
        let (left, right) = (replica(part(&past.saves, bits.0)), replica(part(&past.saves, bits.1)));
        for (key, x, _) in left.iter() {
            let Some(y) = right.record(key).filter(|y| !names_content(x) && !names_content(y)) else { continue };
            let full = union(x, y);
            if full.variants().any(|variant| variant.is_torn()) {
                continue;
            }
            let (full, folded) = (view(&full), view(&union(&fold(x, &|_| false), &fold(y, &|_| false))));
            prop_assert_eq!((&folded.clones, &folded.heads.len()), (&full.clones, &full.heads.len()));
            for name in full.fields.keys() {
                let is_whole = known(&full, name.as_str()) == known(&folded, name.as_str());
                prop_assert!(is_whole || folded.fields[name].is_withheld(), "{}", name);
            }
        }
    }

    // The gap lists the saves that cannot be read and exactly those named dots that would make them readable.
    #[test]
    fn a_gap_lists_what_waits_and_what_is_missing(past in histories()) {
        let held = replica(past.saves);
        let stand_ins = crate::history::stand_ins(&held);
        for (key, record, view) in held.iter() {
            let definition = Definition::of(&record.saves().collect::<Vec<_>>());
            let waiting = |place: &usize| !definition.readable.contains(place);
            let waiting: BTreeSet<Dot> = (0..definition.contents.len()).filter(waiting).map(|p| definition.contents[p].dot).collect();
            let gap = gap(record);
            let missing: BTreeSet<Dot> = of_record(&stand_ins, key).into_iter().map(|save| save.dot).collect();
            prop_assert_eq!((gap.waiting.is_empty(), &gap.waiting, &gap.missing), (view.waiting == 0, &waiting, &missing));
        }
    }

    // A contest lists the saves that delete and whatever they had not seen; there is one exactly where the record is
    // contested.
    #[test]
    fn a_contest_has_two_sides(past in histories()) {
        for (_, record, view) in replica(past.saves).iter() {
            let contest = contest(record, view);
            prop_assert_eq!(contest.is_some(), view.state == State::Contested);
            let Some(contest) = contest else { continue };
            prop_assert!(!contest.deletes.is_empty());
            prop_assert!(!contest.restores.is_empty() || !contest.unseen.is_empty());
            let definition = Definition::of(&record.saves().collect::<Vec<_>>());
            let deletes = definition.newest(DELETED).into_iter()
                .filter(|&place| definition.contents[place].set[DELETED].contains(&Value::Bool(true))).collect::<Vec<_>>();
            for (name, dots) in &contest.unseen {
                let unseen = |place: &usize| !deletes.iter().any(|end| end == place || definition.comes_after(*end, *place));
                let unseen = definition.newest(name.as_str()).into_iter().filter(unseen);
                let unseen: BTreeSet<Dot> = unseen.map(|place| definition.contents[place].dot).collect();
                prop_assert_eq!(dots, &unseen, "{}", name);
            }
        }
    }
}

/// A field by number, and a value for it.
fn planned(field: usize, number: u8) -> (Name, Value) {
    match crate::history::FIELDS.get(field) {
        Some(field) => (crate::history::name(field), crate::history::value(number)),
        None => (crate::history::name(DELETED), Value::Bool(number.is_multiple_of(2))),
    }
}

/// Whether taking a save back means deleting the record: everything else that was set came after it.
fn draft_deletes(record: &Record, gone: &BTreeSet<Dot>) -> bool {
    let definition = Definition::of(&record.saves().collect::<Vec<_>>());
    let setters: Vec<usize> =
        definition.readable.iter().copied().filter(|&place| !definition.contents[place].set.is_empty()).collect();
    let (taken, others): (Vec<usize>, Vec<usize>) =
        setters.into_iter().partition(|&place| gone.contains(&definition.contents[place].dot));
    let readable = definition.readable.iter().copied().filter(|&p| gone.contains(&definition.contents[p].dot));
    let readable: Vec<usize> = readable.collect();
    !taken.is_empty() && others.iter().all(|&other| readable.iter().any(|&first| definition.comes_after(other, first)))
}

fn standing(definition: &Definition, view: &View, place: usize, name: &Name) -> Standing {
    if !definition.readable.contains(&place) {
        return Standing::Waiting;
    }
    if definition.newest(name.as_str()).contains(&place) {
        let contested = name.as_str() == DELETED && view.state == State::Contested;
        let differs = name.as_str() != DELETED && known(view, name.as_str()).len() > 1;
        return if contested || differs { Standing::Conflict } else { Standing::Newest };
    }
    let setters = definition.readable.iter().copied().filter(|&p| definition.contents[p].set.contains_key(name));
    let later: Vec<usize> = setters.filter(|&p| definition.comes_after(p, place)).collect();
    let between = |end: usize| later.iter().any(|&p| definition.comes_after(end, p));
    let next: BTreeSet<Dot> =
        later.iter().copied().filter(|&p| !between(p)).map(|p| definition.contents[p].dot).collect();
    Standing::Superseded(next.into_iter().collect())
}

/// The chosen saves of which all that is named was chosen too, or was never held.
fn closed(record: &Record, chosen: &BTreeSet<Dot>) -> Vec<Save> {
    let mut saves: Vec<Save> = record.saves().filter(|save| chosen.contains(&save.dot)).collect();
    loop {
        let has = |dot: Dot| saves.iter().any(|save| save.dot == dot) || !dots(record).contains(&dot);
        let whole: Vec<Save> =
            saves.iter().filter(|save| save.after.iter().all(|pred| has(pred.dot))).cloned().collect();
        if whole.len() == saves.len() {
            return saves;
        }
        saves = whole;
    }
}

fn names_content(record: &Record) -> bool {
    record.variants().any(|variant| variant.after().iter().any(|pred| pred.content.is_some()))
}

/// Whether whoever folds this part knows all that folding depends on: which dots are cloned, and that no content it
/// folds is named by its hash.
fn foreseen(part: &Record, union: &Record) -> bool {
    let (known, all) = (view(part).clones, view(union).clones);
    let held = dots(part);
    let folded = fold(part, &|_| false);
    let named = union.variants().flat_map(|variant| variant.after().to_vec()).filter(|pred| pred.content.is_some());
    let named: BTreeSet<Dot> = named.map(|pred| pred.dot).collect();
    let is_folded =
        |dot: Dot| folded.saves().filter(|save| save.dot == dot).ne(part.saves().filter(|save| save.dot == dot));
    all.iter().all(|dot| !held.contains(dot) || known.contains(dot)) && !named.into_iter().any(is_folded)
}

/// Laws say nothing where nothing happens: each situation they are about turns up in a fair share of histories.
#[test]
fn histories_reach_every_situation_of_the_past() {
    let mut runner = TestRunner::deterministic();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..600_u64 {
        let past = histories().new_tree(&mut runner).expect("a history is made without refusals").current();
        let bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let found = drafts(&past.saves, bits).into_iter().chain(folds(&past.saves, bits));
        for situation in found.collect::<BTreeSet<_>>() {
            *counts.entry(situation).or_default() += 1;
        }
    }
    for (situation, least) in [
        ("fold: something is forgotten", 50),
        ("fold: a content is named by its hash", 50),
        ("fold: both copies forget something", 20),
        ("fold: not foreseen", 60),
        ("taken back: a conflict", 220),
        ("taken back: contested", 3),
        ("taken back: deleted", 310),
        ("taken back: restored", 120),
        ("taken back: several", 100),
        ("taken back: superseded", 170),
        ("taken back: unchanged", 220),
        ("taken back: waiting", 60),
        ("taken back: withheld", 50),
    ] {
        assert!(counts.get(situation).is_some_and(|&count| count >= least), "{situation}: {counts:?}");
    }
}

fn drafts(saves: &[Saved], bits: u64) -> Vec<&'static str> {
    let held = replica(saves.iter().cloned());
    let mut found = Vec::new();
    for (key, record, view) in held.iter() {
        let rejections = reject(&held, &BTreeMap::from([(key.clone(), some_dots(record, bits))]));
        let undone = dots(record).into_iter().filter_map(|dot| undo(record, dot));
        for draft in undone.chain(rejections.into_iter().map(|rejection| rejection.undo)) {
            found.extend(draft.kept.values().map(|reason| match reason {
                Reason::Waiting => "taken back: waiting",
                Reason::Superseded(_) => "taken back: superseded",
                Reason::Withheld => "taken back: withheld",
                Reason::Unchanged => "taken back: unchanged",
                Reason::Contested => "taken back: contested",
            }));
            found.extend(draft.set.get(DELETED).map(|value| match value {
                Value::Bool(true) => "taken back: deleted",
                _ => "taken back: restored",
            }));
            found.extend(draft.several.first().map(|_| "taken back: several"));
            let in_conflict = draft.set.keys().any(|name| view.conflicts().any(|(other, _)| name == other));
            found.extend(in_conflict.then_some("taken back: a conflict"));
        }
    }
    found
}

fn folds(saves: &[Saved], bits: u64) -> Vec<&'static str> {
    let (left, right) = (replica(part(saves, bits)), replica(part(saves, bits.rotate_left(29))));
    let forgets = |record: &Record| fold(record, &|_| false) != *record;
    let mut found = Vec::new();
    for (key, x, _) in left.iter() {
        found.extend(forgets(x).then_some("fold: something is forgotten"));
        found.extend(names_content(x).then_some("fold: a content is named by its hash"));
        let Some(y) = right.record(key) else { continue };
        let full = union(x, y);
        found.extend((forgets(x) && forgets(y)).then_some("fold: both copies forget something"));
        found.extend((!foreseen(x, &full) || !foreseen(y, &full)).then_some("fold: not foreseen"));
    }
    found
}

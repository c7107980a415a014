//! Guards: what forbids a write, and every operation that must ask.

use sanyou::model::{Name, Value};
use sanyou::replica::Saved;
use sanyou::replica::drops::DROP;
use sanyou::store::{Entry, HomeError, LAYOUT, LOCAL_UNITS_MAX, PREFIX, TIGHT_PERCENT, Workspace};

use crate::homes::{Homes, OWN, Tab, edit, edits, homes_with, put, ready, save};

/// What a home may hold that forbids something.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Note {
    Newer,
    Removed,
    Changed,
    Tight,
}

/// Everything that writes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Operation {
    Append,
    AppendMany,
    MakeDurable,
    Compact,
    KeepShards,
    AcceptLosses,
    Create,
    DropWorkspace,
    Heal,
}

use Note::{Changed, Newer, Removed, Tight};
use Operation::{AcceptLosses, Append, AppendMany, Compact, Create, DropWorkspace, Heal, KeepShards, MakeDurable};

const OPERATIONS: [Operation; 9] =
    [Append, AppendMany, MakeDurable, Compact, KeepShards, AcceptLosses, Create, DropWorkspace, Heal];

/// What an operation says beside a note. Reading always works: what it would copy and remove stays as it is.
fn expected(note: Note, operation: Operation) -> Result<(), HomeError> {
    match (note, operation) {
        (_, Heal) | (Removed, DropWorkspace) => Ok(()),
        (Newer, _) => Err(HomeError::Newer),
        (Removed, _) => Err(HomeError::Dropped),
        (Changed, Append | AppendMany | MakeDurable) => Err(HomeError::Changed),
        (Tight, AppendMany) => Err(HomeError::Tight),
        (Changed | Tight, _) => Ok(()),
    }
}

/// Saves that do not shrink: more than what is taken as many at once.
fn many() -> Vec<Saved> {
    let mut state = 1_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + u8::try_from((state >> 40) % 90).expect("it is below 90"))
            .to_string()
            .replace(['"', '\\'], "x")
    };
    let mut long = |number| {
        let mut saved = edit(number);
        let text: String = (0..60_000).map(|_| letter()).collect();
        saved.save.set = [(Name::known("note"), Some(Value::text(&text)))].into();
        saved
    };
    (900..903).map(&mut long).collect()
}

/// Puts a note into these homes: local storage, IndexedDB.
fn put_note(homes: &Homes, note: Note, places: [bool; 2]) {
    let fill = LOCAL_UNITS_MAX / 100 * TIGHT_PERCENT - 1000;
    let (key, text) = match note {
        Newer => (format!("{PREFIX}v"), (LAYOUT + 1).to_string()),
        Removed => (format!("{PREFIX}x/{OWN}"), "true".to_owned()),
        Changed => (format!("{PREFIX}d/{OWN}"), format!("\"{PREFIX}{OWN}/j/another/00000000\"")),
        Tight => (format!("{PREFIX}other/j/fill"), "x".repeat(fill)),
    };
    for (home, is_in) in [&homes.local, &homes.durable].into_iter().zip(places) {
        if is_in {
            put(home, &key, Some(&text));
        }
    }
}

fn play(tab: &Tab, late: &Entry, operation: Operation) -> Result<(), HomeError> {
    match operation {
        Append => ready(tab.append(OWN, edits([800]))).map(drop),
        AppendMany => ready(tab.append(OWN, many())).map(drop),
        MakeDurable => ready(tab.make_durable(late)),
        Compact => ready(tab.compact(OWN)),
        KeepShards => ready(tab.keep_shards(OWN, true)),
        AcceptLosses => ready(tab.accept_losses(OWN)),
        Create => ready(tab.create(&Workspace { id: OWN.to_owned(), sample: None })),
        DropWorkspace => ready(tab.drop_workspace(OWN)),
        Heal => ready(tab.read(OWN)).map(drop),
    }
}

/// Checks one operation of a running tab beside a note that came while it ran.
#[track_caller]
fn check(note: Note, operation: Operation, places: [bool; 2], is_told: bool) {
    let name = format!("{operation:?} beside {note:?} in {places:?}, told: {is_told}");
    let homes = homes_with(0..20);
    ready(homes.tab(b'z').compact(OWN)).expect("there is room");
    let tab = homes.tab(b'b');
    ready(tab.read(OWN)).expect("it can be read");
    save(&tab, OWN, edits(20..30));
    let (_, late) = ready(tab.append(OWN, edits([30]))).expect("there is room");
    put_note(&homes, note, places);
    if is_told {
        let _ = ready(tab.start());
    }
    // Something that reading would copy and something that it would remove.
    put(&homes.durable, &format!("{PREFIX}{OWN}/j/stray"), Some("damaged"));
    let before = homes.contents();
    let result = play(&tab, &late, operation);
    assert_eq!(result, expected(note, operation), "{name}");
    let may_change = result.is_ok() && !(operation == Heal && matches!(note, Newer | Removed));
    assert!(may_change || homes.contents() == before, "{name}: nothing changes");
}

#[test]
fn every_operation_asks_before_it_writes() {
    for operation in OPERATIONS {
        for note in [Newer, Removed, Changed, Tight] {
            check(note, operation, [true, true], false);
            if note != Tight {
                // Local storage is asked first and speaks for both.
                check(note, operation, [true, false], false);
            }
        }
        // What was seen at the start holds for as long as the tab runs, whichever home said it.
        check(Newer, operation, [false, true], true);
        check(Newer, operation, [true, false], true);
    }
}

/// A newer version wrote: reading and exporting go on, and after an update everything does.
#[test]
fn what_is_newer_is_read_and_left_alone() {
    let homes = homes_with(0..5);
    let before = homes.whole();
    put_note(&homes, Newer, [true, true]);
    let tab = homes.tab(b'b');
    assert_eq!(ready(tab.start()), Err(HomeError::Newer));
    assert!(Tab::is_newer(&format!("{PREFIX}v"), &(LAYOUT + 1).to_string()));
    assert_eq!(homes.whole(), before);
    for home in [&homes.local, &homes.durable] {
        put(home, &format!("{PREFIX}v"), Some(&LAYOUT.to_string()));
    }
    let updated = homes.tab(b'c');
    assert_eq!(ready(updated.start()), Ok(()));
    save(&updated, OWN, edits([5]));
}

/// Moving shards and accepting losses read the workspace for themselves: the tab was not given what another dropped.
#[test]
fn only_reading_makes_a_drop_known() {
    for operation in [KeepShards, AcceptLosses, Compact] {
        let homes = homes_with(0..5);
        let tab = homes.tab(b'b');
        ready(tab.read(OWN)).expect("it can be read");
        put_note(&homes, Changed, [true, true]);
        let (_, late) = ready(homes.tab(b'c').append("other", edits([0]))).expect("there is room");
        play(&tab, &late, operation).expect("it is not forbidden");
        assert_eq!(ready(tab.append(OWN, edits([6]))).map(drop), Err(HomeError::Changed), "{operation:?}");
        ready(tab.read(OWN)).expect("it can be read");
        save(&tab, OWN, edits([6]));
    }
}

/// Many saves at once leave room for single ones: into IndexedDB where shards are kept there, else not at all.
#[test]
fn many_saves_leave_room_for_single_ones() {
    let homes = homes_with(0..20);
    let tab = homes.tab(b'b');
    ready(tab.read(OWN)).expect("it can be read");
    put_note(&homes, Tight, [true, false]);
    assert_eq!(ready(tab.append(OWN, many())).map(drop), Err(HomeError::Tight));
    save(&tab, OWN, edits([20]));
    // What only drops is taken at any length: it is what makes room.
    let mut dropping = many();
    dropping.iter_mut().for_each(|saved| saved.key.kind = Name::known(DROP));
    save(&tab, OWN, dropping);
    ready(tab.keep_shards(OWN, true)).expect("IndexedDB has room");
    let (kept, _) = ready(tab.append(OWN, many())).expect("IndexedDB has room");
    assert_eq!(kept, sanyou::store::Kept::Durable);
    let ping = homes.contents()[0].keys().find(|key| Tab::is_ping(OWN, key)).cloned();
    assert!(ping.is_some(), "other tabs are told");
    assert_eq!(homes.found().saves.len(), 21 + 3 + 3);
}

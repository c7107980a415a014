//! A bit that flips in the browser's own files changes nothing unseen: what it took is healed from the other home, or
//! the page says that something is damaged or missing.
//!
//! Measured: one bit in what `IndexedDB` wrote makes Chromium drop the whole database, one bit in local storage's log
//! drops all that was written in one go, and neither is an error that a page could see. So bits in both homes at once can
//! take a session's last saves without a trace. That, and nothing else, may go unsaid.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;

use sanyou_journeys::homes::Kept;
use sanyou_journeys::{Device, Edit, Export, Home, Outcome, Profile, Seed, Stage, journey, setting};

/// What is damaged in a start, in turn.
const TURNS: [&[Home]; 3] = [&[Home::Local], &[Home::Indexed], &Home::BOTH];

/// Saves of the first session, more than the next start leaves in the journal, and of the second.
const SAVES: [usize; 2] = [80, 30];

/// What was entered, and the browser's files that hold it.
struct Entered {
    profile: Rc<Profile>,
    kept: Kept,
    whole: Export,
    /// What each session saved, in order; every value is one of its kind.
    sessions: [Vec<Edit>; 2],
}

/// What came of one start.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Everything is there, all history included.
    Whole,
    /// Something is not, and the page says so.
    Said,
    /// Of both homes' last saves some are gone without a trace.
    LastSavesGone,
}

#[tokio::test]
async fn flipped_bits() -> Outcome {
    journey("flipped_bits", 1, async |stage| {
        let entered = enter(stage).await?;
        let mut seed = Seed(60);
        let mut ends = BTreeMap::new();
        for start in 0..if setting::is_deep() { 60 } else { 6 } {
            let turn = TURNS[start % TURNS.len()];
            let mut hits = Vec::new();
            for home in Home::BOTH {
                entered.profile.put_back(&entered.kept, home)?;
                if turn.contains(&home) {
                    hits.push(entered.profile.flip(home, &mut seed)?);
                }
            }
            let device = stage.reopen(&format!("start {start}"), entered.profile.clone()).await?;
            println!("start {start}: {hits:?}");
            let end = look(&device, &entered).await?;
            device.kill();
            assert!(end == End::Whole || turn.len() == 2, "{end:?}: one home heals what {hits:?} took from the other");
            *ends.entry((format!("{turn:?}"), end)).or_insert(0) += 1;
        }
        println!("flipped bits: {ends:?}");
        Ok(())
    })
    .await
}

/// Enters so much that a home has snapshots and a journal, in several files of the browser.
async fn enter(stage: &Stage) -> Outcome<Entered> {
    let device = stage.device("first session").await?;
    let profile = device.profile.clone();
    let unit = device.found_unit("梧桐里社区").await?;
    let first: Vec<Edit> = (0..SAVES[0]).map(|number| edit(&unit, 0, number)).collect();
    device.make(&first).await?;
    device.close().await?;

    // What was read at this start is packed into snapshots, and the browser's files are rewritten.
    let device = stage.reopen("second session", profile.clone()).await?;
    device.until_mended().await?;
    let second: Vec<Edit> = (0..SAVES[1]).map(|number| edit(&unit, 1, number)).collect();
    device.make(&second).await?;
    let whole = device.files().await?.export().await?;
    device.close().await?;
    assert_eq!(whole.saves(), 1 + SAVES[0] + SAVES[1]);
    let kept = profile.keep()?;
    Ok(Entered { profile, kept, whole, sessions: [first, second] })
}

fn edit(unit: &str, session: usize, number: usize) -> Edit {
    let value = format!("{session}-{number:03}");
    if number.is_multiple_of(2) {
        Edit::of(&format!("#/own/worker/new?unit={unit}"), &[("note", &value), ("name", &format!("工作人员{value}"))])
    } else {
        Edit::of(&format!("#/own/unit/{unit}"), &[("note", &format!("{value}，{}", "三有".repeat(40)))])
    }
}

/// What is there at a start, and whether the page says what is not. No value may be another than was entered.
async fn look(device: &Device, entered: &Entered) -> Outcome<End> {
    let said = device.texts(".banner, .notice.bad").await?;
    let held = device.files().await?.export().await?;
    println!("{} of {} saves, said {said:?}", held.saves(), entered.whole.saves());
    if held.digest() == entered.whole.digest() {
        return Ok(End::Whole);
    }
    let notes = held.values_ever("note");
    let known: BTreeSet<&String> = entered.sessions.iter().flatten().map(|edit| &edit.fields[0].1).collect();
    let foreign: Vec<_> = notes.iter().filter(|note| !known.contains(note)).collect();
    assert!(foreign.is_empty(), "nobody entered {foreign:?}");
    if !said.is_empty() {
        return Ok(End::Said);
    }
    for session in &entered.sessions {
        let is_held: Vec<bool> = session.iter().map(|edit| notes.contains(&edit.fields[0].1)).collect();
        let is_tail = is_held.is_sorted_by(|before, after| before >= after);
        assert!(is_tail, "saves before others are gone and nothing is said; of the session are there: {is_held:?}");
    }
    Ok(End::LastSavesGone)
}

/// A home that goes back to what it held before brings nothing back that was removed, and takes nothing away.
#[tokio::test]
async fn a_stale_home() -> Outcome {
    journey("a_stale_home", 1, async |stage| {
        for home in Home::BOTH {
            let device = stage.device("before").await?;
            let profile = device.profile.clone();
            let unit = device.found_unit("梧桐里社区").await?;
            device.make(&[edit(&unit, 0, 0), edit(&unit, 0, 1)]).await?;
            device.go("#/own/settings").await?;
            device.open_sample().await?;
            let sample = device.workspace().await?;
            device.close().await?;
            let kept = profile.keep()?;

            let device = stage.reopen("removes", profile.clone()).await?;
            device.go(&format!("#/{sample}/overview")).await?;
            device.remove_sample().await?;
            device.make(&[edit(&unit, 1, 1)]).await?;
            let whole = device.files().await?.export().await?;
            device.close().await?;
            profile.put_back(&kept, home)?;

            let device = stage.reopen("after", profile).await?;
            device.is_sound().await?;
            assert_eq!(device.count(".workspaces").await?, 0, "{home:?}: the removed sample is not offered");
            let held = device.files().await?.export().await?;
            assert_eq!(held.digest(), whole.digest(), "{home:?}: the own records are as they were");
            let keys = device.until_mended().await?;
            let left: Vec<_> = keys.iter().filter(|key| key.contains(&sample) && !key.contains("/x/")).collect();
            assert!(left.is_empty(), "{home:?}: {left:?} came back");
            device.close().await?;
        }
        Ok(())
    })
    .await
}

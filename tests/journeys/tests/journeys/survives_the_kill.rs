//! What is shown as saved is there after the browser was killed, with both storages or with either one alone.

use std::collections::BTreeSet;

use sanyou_journeys::{Device, Edit, Export, Home, Outcome, Seed, journey, setting};

const WORKER: &str = "柳如是";

#[tokio::test]
async fn survives_the_kill() -> Outcome {
    journey("survives_the_kill", 1, async |stage| {
        let device = stage.device("before").await?;
        device.found_unit("梧桐里社区").await?;
        let form = device.list("worker").await?.add().await?;
        form.type_into("name", WORKER).await?;
        let units = form.offers("unit").await?;
        form.choose("unit", &units[0]).await?;
        form.save().await?;
        device.kill();

        let device = stage.reopen("after the kill", device.profile.clone()).await?;
        check(&device).await?;
        // Local storage is written to disk within a minute, or when the browser is closed.
        device.close().await?;
        device.profile.wipe(Home::Indexed)?;

        let device = stage.reopen("without IndexedDB", device.profile.clone()).await?;
        check(&device).await?;
        device.kill();
        device.profile.wipe(Home::Local)?;

        let device = stage.reopen("without local storage", device.profile.clone()).await?;
        check(&device).await
    })
    .await
}

/// The worker is there, and both storages hold the same again.
async fn check(device: &Device) -> Outcome {
    device.is_sound().await?;
    let workers = device.list("worker").await?;
    workers.until_rows(1).await?;
    workers.until_named(WORKER).await?;
    device.until_mended().await?;
    Ok(())
}

/// How long a browser is left to save at most, in looks at how far it is. A look takes less than a save, so that the
/// kill comes anywhere in a save.
const LOOKS_MAX: usize = 24;
/// More edits than are made in so many looks.
const EDITS: usize = 400;

/// Kills the browser again and again in the midst of saves that follow each other without a pause. What was seen as
/// saved before the kill is there afterwards, and what was not is there whole or not at all. Most browsers live too short
/// here for local storage to reach the disk, so that what is there afterwards came from `IndexedDB`.
#[tokio::test]
async fn killed_at_any_moment() -> Outcome {
    journey("killed_at_any_moment", 1, async |stage| {
        let mut device = stage.device("round 0").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let (mut seed, mut shown_as_saved, mut within) = (Seed(50), BTreeSet::new(), 0);
        let rounds = if setting::is_deep() { 50 } else { 5 };
        for round in 0..rounds {
            let plan: Vec<Edit> = (0..EDITS).map(|number| saved_without_pause(&unit, round, number)).collect();
            device.take_up().await?;
            device.begin(&plan, false).await?;
            let mut progress = device.progress().await?;
            for _ in 0..seed.below(LOOKS_MAX) {
                progress = device.progress().await?;
            }
            device.kill();
            assert!(progress.begun < EDITS, "the browser is killed in the midst of saves");
            within += usize::from(progress.begun > progress.shown);
            shown_as_saved.extend(plan[..progress.shown].iter().map(|edit| edit.fields[0].1.clone()));

            let profile = device.profile.clone();
            device = stage.reopen(&format!("round {}", round + 1), profile).await?;
            device.is_sound().await?;
            let export = device.files().await?.export().await?;
            let lost = not_in(&shown_as_saved, &export);
            if !lost.is_empty() {
                let keys = device.stored_keys().await?;
                device.reload().await?;
                let again = device.files().await?.export().await?;
                let again = not_in(&shown_as_saved, &again);
                panic!("round {round}, shown as saved and lost: {lost:?}; after a reload: {again:?}; stored: {keys:?}");
            }
            for [name, note] in export.present("worker", ["name", "note"]) {
                assert_eq!(note, format!("{name}的备注"), "round {round}: a save is there whole or not at all");
            }
        }
        let count = shown_as_saved.len();
        assert!(count > 0, "there was something to lose");
        println!("{rounds} kills, {within} seen within a save; of {count} saves shown as saved none is lost");
        Ok(())
    })
    .await
}

/// The values that no record of an export has or ever had.
fn not_in(values: &BTreeSet<String>, export: &Export) -> Vec<String> {
    let (names, notes) = (export.values_ever("name"), export.values_ever("note"));
    values.iter().filter(|value| !names.contains(*value) && !notes.contains(*value)).cloned().collect()
}

/// New workers and edits of one record in turn; the first value is one of its kind.
fn saved_without_pause(unit: &str, round: usize, number: usize) -> Edit {
    let name = format!("工作{round:02}-{number:03}");
    if number.is_multiple_of(2) {
        let note = format!("{name}的备注");
        Edit::of(&format!("#/own/worker/new?unit={unit}"), &[("name", &name), ("note", &note)])
    } else {
        Edit::of(&format!("#/own/unit/{unit}"), &[("note", &name)])
    }
}

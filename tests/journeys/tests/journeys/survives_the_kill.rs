//! What is shown as saved is there after the browser was killed, with both storages or with either one alone.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Outcome, journey, setting};

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
        device.profile.wipe("IndexedDB")?;

        let device = stage.reopen("without IndexedDB", device.profile.clone()).await?;
        check(&device).await?;
        device.kill();
        device.profile.wipe("Local Storage")?;

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

/// Kills the browser a little later in every round, from before the save to long after it.
#[tokio::test]
async fn killed_at_any_moment() -> Outcome {
    journey("killed_at_any_moment", 1, async |stage| {
        let mut device = stage.device("round 0").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let mut shown_as_saved = Vec::new();
        let rounds = if setting::is_deep() { 50 } else { 5 };
        for round in 0..rounds {
            let name = format!("工作人员{round:02}");
            device.go(&format!("#/own/worker/new?unit={unit}")).await?;
            let form = Form::shown(&device).await?;
            form.type_into("name", &name).await?;
            form.press_save().await?;
            // Each look is a round trip to the browser: the moments lie close together, and none is like another.
            let mut is_saved = false;
            for _ in 0..round % 10 {
                is_saved |= form.look_saved().await?.is_ok();
            }
            if round + 1 == rounds {
                form.until_saved().await?;
                is_saved = true;
            }
            device.kill();
            shown_as_saved.extend(is_saved.then_some(name));

            let profile = device.profile.clone();
            device = stage.reopen(&format!("round {}", round + 1), profile).await?;
            device.is_sound().await?;
            let workers = device.list("worker").await?;
            let names = workers.names().await?;
            let lost: Vec<_> = shown_as_saved.iter().filter(|name| !names.contains(name)).collect();
            assert!(lost.is_empty(), "shown as saved and lost: {lost:?}");
        }
        Ok(())
    })
    .await
}

//! What is shown as saved is there after the browser was killed, with both storages or with either one alone.

use sanyou_journeys::{Device, Outcome, journey};

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

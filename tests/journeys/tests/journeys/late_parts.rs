//! Parts of the program that do not arrive: the rest works, it is said, and they are asked for again when wanted.

use sanyou_journeys::{Device, Found, Outcome, Problem, journey};

/// What the app says of a part that did not arrive.
const MISSING: &str = "没有下载下来";

#[tokio::test]
async fn nothing_but_the_main_part() -> Outcome {
    journey("nothing_but_the_main_part", 1, async |stage| {
        stage.site.withhold(Some("late-"));
        let device = stage.device("village").await?;
        device.press("#open-sample").await?;
        until_told(&device).await?;
        device.visit("worker").await?;
        until_told(&device).await?;

        stage.site.withhold(None);
        device.visit("overview").await?;
        device.open_sample().await?;
        device.list("worker").await?.open_first().await?;
        only_parts_are_missed(&device).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn saving_needs_no_desk() -> Outcome {
    journey("saving_needs_no_desk", 1, async |stage| {
        stage.site.withhold(Some("late-desk"));
        let device = stage.device("village").await?;
        device.found_unit("梧桐里社区").await?;
        device.until_saved().await?;
        device.visit("files").await?;
        until_told(&device).await?;

        stage.site.withhold(None);
        device.visit("overview").await?;
        let export = device.files().await?.export().await?;
        assert!(export.text.contains("梧桐里社区"));
        only_parts_are_missed(&device).await?;
        Ok(())
    })
    .await
}

/// Waits until the app says that a part is missing, and closes what it says.
async fn until_told(device: &Device) -> Found {
    device.until_text(".notice.bad p", MISSING, |text| text.contains(MISSING)).await?;
    device.close_notices().await
}

/// What was withheld is in the browser's log, and nothing else may be.
async fn only_parts_are_missed(device: &Device) -> Found {
    let errors = device.errors().await?;
    let is_expected = |error: &String| error.contains("/late-") || error.contains("Failed to fetch");
    match errors.iter().find(|error| !is_expected(error)) {
        None if errors.is_empty() => Err(Problem::Wrong("no part was missed".to_owned())),
        None => Ok(()),
        Some(error) => Err(Problem::Wrong(format!("the browser noted {error}"))),
    }
}

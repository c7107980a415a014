//! What changes from a day on: it holds since then, what was before is kept, and it can be taken back.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Outcome, journey};

const WORKER: &str = "柳如是";

#[tokio::test]
async fn a_worker_moves() -> Outcome {
    journey("a_worker_moves", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let west = device.found_unit("梧桐西里社区").await?;
        let east = device.found_unit("梧桐东里社区").await?;
        device.enter("worker", &format!("unit={west}"), &[("name", WORKER)]).await?;
        works_in(&device, &west, &east).await?;

        let form = device.list("worker").await?.open(WORKER).await?;
        device.press("details.later summary").await?;
        device.choose("#later-unit", &east).await?;
        form.press_save().await?;
        device.until_text("#later-unit-problem", "that the day is missing", |text| text.contains("必填")).await?;
        device.date_into("#day-unit", "2020-01-01").await?;
        form.save().await?;
        device.until_text(".dated li span", "the entry", |text| text == "2020-01-01 起：梧桐东里社区").await?;
        form.until_value("unit", &east).await?;
        works_in(&device, &east, &west).await?;

        device.reload().await?;
        device.list("worker").await?.open(WORKER).await?;
        device.press(".dated button").await?;
        let form = Form::shown(&device).await?;
        form.save().await?;
        form.until_value("unit", &west).await?;
        device.until_count(".dated li", 0).await?;
        works_in(&device, &west, &east).await
    })
    .await
}

/// Waits until the worker is in the list of one unit, and makes sure that it is not in the other's.
async fn works_in(device: &Device, unit: &str, other: &str) -> Outcome {
    for (unit, rows) in [(unit, 1), (other, 0)] {
        device.go(&format!("#/own/worker?unit={unit}")).await?;
        device.until_count("#records tbody tr", rows).await?;
    }
    device.go("#/own/worker").await?;
    device.until_count("#records tbody tr", 1).await?;
    Ok(())
}

//! One unit that two people entered before their files met: the import proposes to read both as one; differences are to be
//! settled, and the two can be taken apart again.

use sanyou_journeys::{Device, Outcome, journey};

const UNIT: &str = "梧桐里社区";

#[tokio::test]
async fn entered_twice() -> Outcome {
    journey("entered_twice", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        enters(&clerk, "1200", "张三").await?;
        let other = stage.device("other").await?;
        enters(&other, "1300", "李四").await?;
        let export = other.files().await?.export().await?;

        let report = clerk.files().await?.import(&export.path).await?;
        assert_eq!((report.added, report.conflicts), (2, 0), "two records of their own");
        assert_eq!(clerk.count("#doubles li").await?, 1, "the unit is listed once");
        clerk.until_count("#doubles input:checked", 1).await?;
        clerk.press("#join").await?;
        clerk.until_count("#doubles", 0).await?;
        clerk.until_saved().await?;

        clerk.list("unit").await?.until_rows(1).await?;
        let conflicts = clerk.conflicts().await?;
        assert_eq!(conflicts.fields().await?, ["households"]);
        conflicts.settle("households", "1,300").await?;
        conflicts.until_none().await?;
        let form = clerk.list("unit").await?.open(UNIT).await?;
        form.until_value("households", "1300").await?;
        clerk.until_count("#joined", 1).await?;
        clerk.until_count("#pointing [data-kind='worker'] li", 2).await?;
        clerk.is_sound().await?;

        // It holds at the next start, and both are there again once they are taken apart.
        clerk.reload().await?;
        clerk.list("unit").await?.open(UNIT).await?;
        clerk.press("#unjoin").await?;
        clerk.until_count("#joined", 0).await?;
        clerk.go("#/own/unit").await?;
        clerk.until_count("#records tbody tr", 2).await?;
        clerk.go("#/own/conflicts").await?;
        clerk.until_count("#doubles li", 1).await?;
        Ok(())
    })
    .await
}

async fn enters(device: &Device, households: &str, worker: &str) -> Outcome {
    let fields = [("name", UNIT), ("level", "community"), ("code", "110101001001"), ("households", households)];
    let unit = device.enter("unit", "", &fields).await?;
    device.enter("worker", &format!("unit={unit}"), &[("name", worker)]).await?;
    Ok(())
}

//! A period is checked and frozen; what is edited afterwards changes the records and not the report, and the difference is
//! shown.

use sanyou_journeys::{Outcome, journey};

#[tokio::test]
async fn a_frozen_period() -> Outcome {
    journey("a_frozen_period", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        let unit = clerk.found_unit("梧桐里社区").await?;
        let worker = clerk.enter("worker", &format!("unit={unit}"), &[("name", "柳如是")]).await?;
        let fields = [("name", "2025年上半年"), ("year", "2025"), ("part", "h1")];
        let period = clerk.enter("period", &format!("unit={unit}"), &fields).await?;
        clerk.until_fact("state", "填报中").await?;
        clerk.take("check", &[]).await?;
        let made = clerk.take("freeze", &[]).await?;
        clerk.until_fact("state", "已冻结").await?;
        assert_eq!(made.len(), 1, "a snapshot is made: {made:?}");

        clerk.record("report_snapshot", &made[0]).await?;
        clerk.until_fact("records", "2").await?;
        clerk.until_text("#frozen .note", "that nothing differs", |text| text.contains("没有变化")).await?;
        let form = clerk.record("worker", &worker).await?;
        form.date("left", "2025-05-01").await?;
        form.save().await?;
        clerk.record("report_snapshot", &made[0]).await?;
        clerk.until_text("#frozen tbody tr", "the workers", |text| text.contains("工作人员")).await?;
        let cells = clerk.texts("#frozen tbody tr:first-child td").await?;
        assert_eq!(cells, ["1", "0"], "then and now, in one community");
        clerk.is_sound().await?;

        clerk.record("period", &period).await?;
        let said = clerk.refused("reopen", &[]).await?;
        assert!(said.contains("必填"), "{said}");
        clerk.take("reopen", &[("reason", "漏报离任")]).await?;
        clerk.until_fact("state", "填报中").await?;
        Ok(())
    })
    .await
}

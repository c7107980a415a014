//! Once loaded, the app asks the network for nothing, and everything works without it.

use sanyou_journeys::{Outcome, journey};

#[tokio::test]
async fn offline_after_load() -> Outcome {
    journey("offline_after_load", 1, async |stage| {
        let device = stage.device("field").await?;
        // The service worker asks for everything once; what the page asks is to be counted.
        device.until_kept().await?;
        stage.site.go_offline();
        let asked = stage.site.requests();

        device.open_sample().await?;
        let worker = device.list("worker").await?.open_first().await?;
        worker.type_into("name", "欧阳离线").await?;
        worker.save().await?;
        let renting = device.overview().await?.open("renting").await?;
        renting.until_rows(7).await?;
        let export = device.files().await?.export().await?;
        assert!(export.text.contains("欧阳离线"));
        let again = device.files().await?.import(&export.path).await?;
        assert!(again.is_nothing_new, "{again:?}");
        device.conflicts().await?.until_none().await?;
        device.remove_sample().await?;
        device.found_unit("梧桐里社区").await?;

        assert_eq!(stage.site.requests(), asked, "nothing more was asked of the network");
        Ok(())
    })
    .await
}

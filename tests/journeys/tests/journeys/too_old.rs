//! A browser that lacks what the program is compiled to: it is told which ones will do, in both languages.

use sanyou_journeys::{Outcome, journey};

#[tokio::test]
async fn too_old() -> Outcome {
    journey("too_old", 1, async |stage| {
        let device = stage.device("old").await?;
        device.before_each_page("WebAssembly.validate = () => false").await?;
        device.ask::<Option<u8>>("location.reload(); return null", Vec::new()).await?;
        let told = device.until_text("#old", "which browsers will do", |text| !text.is_empty()).await?;
        assert!(
            ["Chrome 或 Edge 109", "Firefox 128", "Safari 16.4, or newer"].iter().all(|part| told.contains(part)),
            "{told}"
        );
        assert_eq!(device.count("main").await?, 0, "the program is not started");
        assert_eq!(device.violations().await?, [""; 0]);
        Ok(())
    })
    .await
}

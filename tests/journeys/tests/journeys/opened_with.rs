//! A file that the system opens with the installed program. The system's part is played by a stub: no browser without a
//! display installs anything.

use sanyou_journeys::{Outcome, journey};

const STUB: &str = "Object.defineProperty(window, 'launchQueue', {
    value: { setConsumer(consumer) { window.openWith = consumer } } })";

const OPEN: &str = "const [name, text] = arguments;
    openWith({ files: [{ getFile: async () => new File([text], name) }] });
    return null";

#[tokio::test]
async fn opened_with() -> Outcome {
    journey("opened_with", 1, async |stage| {
        let device = stage.device("office").await?;
        device.found_unit("梧桐里社区").await?;
        let export = device.files().await?.export().await?;
        device.before_each_page(STUB).await?;
        device.visit("overview").await?;
        device.reload().await?;
        device.until_kept().await?;

        device.ask::<Option<u8>>(OPEN, vec!["梧桐里.json".into(), export.text.as_str().into()]).await?;
        device.until_count("#take", 1).await?;
        assert!(device.address_now().await?.contains("/files"), "it is opened on the page for files");
        Ok(())
    })
    .await
}

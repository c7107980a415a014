//! A record says where it is from: entered here, or brought by a file that someone else wrote; and the list of received
//! files stays.

use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Outcome, journey};

#[tokio::test]
async fn where_from() -> Outcome {
    journey("where_from", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        let own = clerk.found_unit("幸福社区").await?;
        clerk.record("unit", &own).await?;
        let from = says(&clerk, 1).await?;
        assert!(from[0].contains("王芳") && from[0].contains("在本机录入"), "{from:?}");

        let other = stage.device("other").await?;
        other.sign("李强").await?;
        let unit = other.found_unit("梧桐里社区").await?;
        let export = other.files().await?.export().await?;
        let file = export.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();

        let files = clerk.files().await?;
        assert_eq!(clerk.count("#received").await?, 0, "nothing was received yet");
        let report = files.import(&export.path).await?;
        assert_eq!((report.added, report.changed), (1, 0), "the log is no record that came");
        let listed = async || clerk.texts("#received li").await;
        assert_eq!(listed().await?.len(), 1);
        let again = files.import(&export.path).await?;
        assert!(again.is_nothing_new);
        let row = listed().await?.join(" | ");
        assert!(row.contains(&file) && row.contains("李强") && row.contains("王芳"), "{row}");
        assert!(row.contains("新增 1 条，更新 0 条") && !row.contains('|'), "once: {row}");
        clerk.is_sound().await?;

        let form = clerk.record("unit", &unit).await?;
        let from = says(&clerk, 1).await?;
        assert!(from[0].contains("来自文件") && from[0].contains(&file) && from[0].contains("李强"), "{from:?}");
        form.type_into("households", "1200").await?;
        form.save().await?;
        clerk.reload().await?;
        let from = says(&clerk, 2).await?;
        assert!(from[0].contains("王芳") && from[1].contains(&file), "what was saved last comes first: {from:?}");
        for is_english in [true, false] {
            clerk.wear(Variant { is_english, is_dark: false, is_narrow: true }).await?;
            clerk.is_sound().await?;
        }
        let from = clerk.texts("#from p").await?;
        assert!(from[0].contains("在本机录入"), "{from:?}");

        clerk.go("#/own/files").await?;
        clerk.until_count("#received li", 1).await?;
        clerk.is_sound().await?;

        clerk.wear(Variant { is_english: false, is_dark: false, is_narrow: false }).await?;
        let export = clerk.files().await?.export().await?;
        assert!(!export.text.contains("sanyou.import") && !export.text.contains(&file), "the log stays at home");
        assert_eq!(listed().await?.len(), 1, "and is there at the next start");
        Ok(())
    })
    .await
}

/// The lines that say where the record that is shown is from.
async fn says(device: &Device, count: usize) -> Outcome<Vec<String>> {
    device.until_count("#from p", count).await?;
    Ok(device.texts("#from p").await?)
}

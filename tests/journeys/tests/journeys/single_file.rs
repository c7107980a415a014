//! What is special in the single file: it says where the data is, and a damaged copy says so instead of failing.

use std::fs;

use sanyou_journeys::{Outcome, journey_of_file, setting};

#[tokio::test]
async fn it_says_where_the_data_is() -> Outcome {
    journey_of_file("it_says_where_the_data_is", 1, async |stage| {
        let device = stage.device("stick").await?;
        device.until_text(".banner", "where the data is", |text| text.contains("不在文件里")).await?;
        device.press("#told").await?;
        device.until_count("#told", 0).await?;
        device.found_unit("梧桐里社区").await?;
        device.reload().await?;
        device.until_count("#told", 0).await?;
        device.visit("settings").await?;
        device.until_text("#edition", "how to upgrade", |text| text.contains("位置和名称都不变")).await?;
        assert_eq!(device.violations().await?, [""; 0]);
        Ok(())
    })
    .await
}

/// The same browser has the data, whichever copy of the file it opens; a copy that is not whole says so.
#[tokio::test]
async fn copies_share_the_data() -> Outcome {
    journey_of_file("copies_share_the_data", 1, async |stage| {
        let device = stage.device("first copy").await?;
        device.found_unit("梧桐里社区").await?;
        device.until_saved().await?;

        let whole = fs::read(setting::single()).expect("the single file can be read");
        let copy = device.profile.downloads().join("copy.html");
        fs::write(&copy, &whole).expect("a copy can be written");
        device.open_file(&copy).await?;
        device.await_start().await?;
        device.list("unit").await?.until_named("梧桐里社区").await?;

        let place = whole.len() / 2;
        let mut damaged = whole;
        damaged[place] ^= 1;
        fs::write(&copy, &damaged).expect("a copy can be written");
        device.open_file(&copy).await?;
        device.until_text("#opening", "that the file is damaged", |text| text.contains("重新取得这个文件")).await?;
        let errors = device.errors().await?;
        assert!(errors.iter().all(|error| error.contains("damaged")), "{errors:#?}");
        Ok(())
    })
    .await
}

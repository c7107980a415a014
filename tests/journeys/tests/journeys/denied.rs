//! Where the browser grants one storage or none, the page opens, says what that means in both languages, works as far
//! as it can, and hands its records over.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Grant, Outcome, Profile, journey};

/// What a person is told, in the order of the languages, and what the lamp shows once something was saved.
struct Told {
    banner: &'static str,
    words: [&'static str; 2],
    standing: &'static str,
}

const ONE_HOME: [&str; 2] = ["一处存储不可用", "One of the browser's two storages is not available"];

/// What is told where; a storage that is there keeps what was saved.
fn told(grant: Grant) -> Option<Told> {
    let banner = ".banner.warn";
    match grant {
        Grant::Both => None,
        Grant::LocalOnly => Some(Told { banner, words: ONE_HOME, standing: "warn" }),
        Grant::IndexedOnly => Some(Told { banner, words: ONE_HOME, standing: "good" }),
        Grant::Nothing => {
            let words = ["关闭页面后，未导出的内容会丢失", "what is not exported is lost when the page closes"];
            Some(Told { banner: ".banner.bad[role=alert]", words, standing: "bad" })
        }
    }
}

#[tokio::test]
async fn no_storage() -> Outcome {
    check("no_storage", Grant::Nothing).await
}

#[tokio::test]
async fn local_storage_alone() -> Outcome {
    check("local_storage_alone", Grant::LocalOnly).await
}

#[tokio::test]
async fn indexed_db_alone() -> Outcome {
    check("indexed_db_alone", Grant::IndexedOnly).await
}

async fn check(name: &str, grant: Grant) -> Outcome {
    let is_kept = grant != Grant::Nothing;
    journey(name, 1, async |stage| {
        let profile = Profile::fresh()?;
        let device = stage.reopen_granted("granted less", profile.clone(), grant).await?;
        says(&device, grant).await?;
        let standing = told(grant).map_or("good", |told| told.standing);
        let form = device.list("unit").await?.add().await?;
        form.type_into("name", "梧桐里社区").await?;
        form.choose("level", "community").await?;
        form.press_save().await?;
        form.until_taken(standing).await?;
        let form = Form::shown(&device).await?;
        form.type_into("households", "1234").await?;
        form.press_save().await?;
        form.until_taken(standing).await?;
        device.list("unit").await?.until_named("梧桐里社区").await?;
        let export = device.files().await?.export().await?;
        assert_eq!(export.present("unit", ["name", "households"]), [["梧桐里社区", "1234"]], "the export holds it");
        let again = device.files().await?.import(&export.path).await?;
        assert!(again.is_nothing_new, "{again:?}");

        device.reload().await?;
        says(&device, grant).await?;
        device.list("unit").await?.until_all(usize::from(is_kept)).await?;
        if !is_kept {
            // What was handed over is the way back.
            let report = device.files().await?.import(&export.path).await?;
            assert_eq!((report.added, report.changed), (1, 0));
        }
        let now = device.files().await?.export().await?;
        assert_eq!(now.digest(), export.digest());
        device.close().await?;

        let device = stage.reopen("granted both", profile).await?;
        assert_eq!(device.count(".banner").await?, 0, "nothing is left to say");
        device.list("unit").await?.until_all(usize::from(is_kept)).await?;
        if is_kept {
            device.until_mended().await?;
        } else {
            assert_eq!(device.content_keys().await?, [""; 0], "nothing was stored");
        }
        Ok(())
    })
    .await
}

/// The page says what the grant means, in both languages.
async fn says(device: &Device, grant: Grant) -> Outcome {
    let Some(told) = told(grant) else { return Ok(()) };
    for words in told.words {
        device.until_text(told.banner, words, |text| text.contains(words)).await?;
        device.press(".language").await?;
    }
    Ok(())
}

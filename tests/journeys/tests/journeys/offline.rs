//! Hosted, and then without the host: after the first visit everything opens, and a newer version waits to be let in.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sanyou_journeys::{Device, Found, Outcome, Problem, journey, journey_under, setting};
use sha2::{Digest, Sha256};

const UNIT: &str = "梧桐里社区";
/// Not the root of its host: other things are there too.
const PATH: &str = "/offices/huangnan/sanyou/";
const RELOADS: usize = 20;

#[tokio::test]
async fn everything_opens_without_the_host() -> Outcome {
    journey_under(PATH, "everything_opens_without_the_host", 1, async |stage| {
        let device = stage.device("field").await?;
        device.found_unit(UNIT).await?;
        device.until_saved().await?;
        device.until_kept().await?;
        assert_eq!(stage.site.strange_requests(), 0, "nothing was asked outside of the app's own path");
        stage.site.go_offline();
        for _ in 0..RELOADS {
            device.reload().await?;
            assert_eq!(device.attributes("html", "data-parts").await?, ["here"]);
            device.list("unit").await?.until_named(UNIT).await?;
        }
        // The part that comes last of all, and only when it is wanted.
        device.go("#/own/search?q=wtl").await?;
        device.until_text("main", "what pinyin finds", |text| text.contains(UNIT)).await?;
        device.visit("settings").await?;
        device.until_text("#edition", "that it is kept", |text| text.contains("断网也能打开")).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_newer_version_waits() -> Outcome {
    journey("a_newer_version_waits", 1, async |stage| {
        let device = stage.device("clerk").await?;
        device.found_unit(UNIT).await?;
        device.until_saved().await?;
        device.until_kept().await?;
        let other = "const [later] = arguments; caches.open('another app').then(() => later(true))";
        device.ask_later::<bool>(other, Vec::new()).await?;

        stage.site.publish(newer(&device.profile.downloads())?);
        device.reload().await?;
        device.until_count("#update", 1).await?;
        assert!(!is_newer(&device).await?, "it waits");
        device.reload().await?;
        device.until_count("#update", 1).await?;
        assert!(!is_newer(&device).await?, "opening the page again does not let it in");
        assert_eq!(device.violations().await?, [""; 0]);

        device.press("#update").await?;
        device
            .until("the newer version", async || {
                Ok(if is_newer(&device).await? { Ok(()) } else { Err("the old one".to_owned()) })
            })
            .await?;
        device.await_start().await?;
        device.until_count("#update", 0).await?;
        device.list("unit").await?.until_named(UNIT).await?;
        let kept = "const [later] = arguments; caches.keys().then(later)";
        let kept: Vec<String> = device.ask_later(kept, Vec::new()).await?;
        assert_eq!(kept.len(), 2, "one of this version, none of the old one, and another app's own: {kept:?}");
        assert!(kept.contains(&"another app".to_owned()), "{kept:?}");
        stage.site.go_offline();
        device.reload().await?;
        assert!(is_newer(&device).await?, "it is what is kept now");
        Ok(())
    })
    .await
}

async fn is_newer(device: &Device) -> Found<bool> {
    device.ask("return document.querySelector('meta[name=newer]') !== null", Vec::new()).await
}

/// Makes a build that differs in its page, as a newer one would, and in what its service worker keeps for that.
fn newer(beside: &Path) -> Found<PathBuf> {
    let folder = beside.join("newer");
    let doing = || Problem::disk("making a newer build");
    fs::create_dir(&folder).map_err(doing())?;
    for entry in fs::read_dir(setting::dist()).map_err(doing())? {
        let path = entry.map_err(doing())?.path();
        fs::copy(&path, folder.join(path.file_name().unwrap_or_default())).map_err(doing())?;
    }
    let digest = |text: &str| format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())));
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(doing());
    let page = read("index.html")?;
    let changed = page.replacen("<title>", "<meta name=newer><title>", 1);
    let worker = read("service-worker.js")?;
    let worker =
        worker.replace(&digest(&page), &digest(&changed)).replacen("\"version\":\"", "\"version\":\"newer-", 1);
    fs::write(folder.join("index.html"), changed).map_err(doing())?;
    fs::write(folder.join("service-worker.js"), worker).map_err(doing())?;
    Ok(folder)
}

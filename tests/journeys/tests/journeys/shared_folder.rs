//! The shared folder: each device writes its own file there and reads those of all others. The folder is one of the
//! browser's own, so what the disk and the dialog do on a real machine is not tried here.

use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Found, Outcome, Problem, journey};

/// The dialog chooses the folder that the browser keeps for the page.
const CHOOSES: &str = "window.showDirectoryPicker = () => navigator.storage.getDirectory(); return true";

const WRITES: &str = "const [name, text, done] = arguments;
    (async () => {
        const folder = await navigator.storage.getDirectory();
        const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await stream.write(text);
        await stream.close();
    })().then(() => done(true), (error) => done(String(error)))";

const READS: &str = "const [done] = arguments;
    (async () => {
        const files = [];
        for await (const handle of (await navigator.storage.getDirectory()).values())
            files.push([handle.name, await (await handle.getFile()).text()]);
        return files.sort();
    })().then(done, (error) => done([[String(error), '']]))";

async fn put(device: &Device, name: &str, text: &str) -> Outcome {
    let done: serde_json::Value = device.ask_later(WRITES, vec![name.into(), text.into()]).await?;
    assert_eq!(done, true, "{name} is in the folder");
    Ok(())
}

async fn come_back(device: &Device) -> Outcome {
    let _: bool = device.ask("window.dispatchEvent(new Event('focus')); return true", vec![]).await?;
    Ok(())
}

/// Waits until the folder's list says something of a file.
async fn until_said(device: &Device, name: &str, what: &str) -> Found<String> {
    let says = |text: &str| text.contains(name) && text.contains(what);
    device
        .until_text("#folder-files", what, |all| {
            all.lines().collect::<Vec<_>>().windows(2).any(|two| says(&two.join(" ")))
        })
        .await
}

#[tokio::test]
async fn shared_folder() -> Outcome {
    journey("shared_folder", 2, async |stage| {
        let other = stage.device("other").await?;
        other.sign("李强").await?;
        let unit = other.found_unit("梧桐里社区").await?;
        let theirs = other.files().await?.export().await?.text;

        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        let own = clerk.found_unit("幸福社区").await?;
        clerk.files().await?;
        let _: bool = clerk.ask(CHOOSES, vec![]).await?;
        clerk.press("#folder-choose").await?;
        until_said(&clerk, "三有-", "本机写的文件").await?;
        let files: Vec<(String, String)> = clerk.ask_later(READS, vec![]).await?;
        assert!(files.len() == 1 && files[0].1.contains(&own), "one file, the own one: {files:?}");
        let own_name = files[0].0.clone();

        // A copy that a program for synced folders set aside, one that is still being written, and a stranger's.
        let half: String = theirs.chars().take(theirs.chars().count() / 2).collect();
        put(&clerk, "三有-abcd2345.sync-conflict-20261122-101112-KLMNOPQ.json", &half).await?;
        put(&clerk, "packages.json", "{\"name\":\"app\"}").await?;
        come_back(&clerk).await?;
        until_said(&clerk, "sync-conflict", "还没有传完整").await?;
        until_said(&clerk, "packages.json", "不是本台账的文件").await?;
        clerk.is_sound().await?;

        put(&clerk, "三有-abcd2345.sync-conflict-20261122-101112-KLMNOPQ.json", &theirs).await?;
        come_back(&clerk).await?;
        until_said(&clerk, "sync-conflict", "已读入 1 条").await?;
        clerk.record("unit", &unit).await?;

        // The own file holds by now what was read, and another device takes it like any.
        clerk.files().await?;
        clerk.press("#folder-look").await?;
        clerk.until_count("#folder-look:not([disabled])", 1).await?;
        let files: Vec<(String, String)> = clerk.ask_later(READS, vec![]).await?;
        let written =
            files.iter().find(|(name, _)| *name == own_name).map(|(_, text)| text.clone()).unwrap_or_default();
        assert!(written.contains(&own) && written.contains(&unit), "both communities are in the own file");
        let path = other.profile.downloads().join(&own_name);
        std::fs::write(&path, &written).map_err(Problem::disk("writing the file".to_owned()))?;
        let report = other.files().await?.import(&path).await?;
        assert_eq!((report.added, report.conflicts), (1, 0));

        // The folder is known at the next visit, without choosing it again, and looked into from any page.
        other.found_unit("槐树岭社区").await?;
        let more = other.files().await?.export().await?.text;
        put(&clerk, "三有-abcd2345.json", &more).await?;
        clerk.list("unit").await?;
        clerk.reload().await?;
        clerk.until_count("#records tbody tr", 3).await?;
        // It is that of the own records, not of a sample that is looked at meanwhile.
        clerk.visit("settings").await?;
        clerk.open_sample().await?;
        clerk.files().await?;
        clerk.until_count("#folder-choose", 1).await?;
        clerk.go("#/own/files").await?;
        until_said(&clerk, &own_name, "本机写的文件").await?;
        until_said(&clerk, "sync-conflict", "没有新内容").await?;
        for variant in [
            Variant { is_english: true, is_dark: false, is_narrow: true },
            Variant { is_english: false, is_dark: true, is_narrow: false },
        ] {
            clerk.wear(variant).await?;
            clerk.is_sound().await?;
        }
        clerk.press("#folder-leave").await?;
        clerk.until_count("#folder-choose", 1).await?;
        let files: Vec<(String, String)> = clerk.ask_later(READS, vec![]).await?;
        assert_eq!(files.len(), 4, "what is in the folder stays there");
        Ok(())
    })
    .await
}

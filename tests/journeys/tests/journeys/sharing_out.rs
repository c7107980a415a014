//! Sharing: a part of the records goes out, a receipt comes back, what is new since goes out; and the ways by which a file
//! leaves the page.

use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Outcome, journey};

const PHONE: &str = "13800000042";

/// A community sends its part without restricted fields, gets a receipt, and sends what is new since.
#[tokio::test]
async fn sharing_out() -> Outcome {
    journey("sharing_out", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        let unit = clerk.found_unit("幸福社区").await?;
        let other = clerk.found_unit("梧桐里社区").await?;
        clerk.enter("worker", &format!("unit={unit}"), &[("name", "张小云"), ("phone", PHONE)]).await?;
        clerk.enter("worker", &format!("unit={other}"), &[("name", "陈大海")]).await?;

        let files = clerk.files().await?;
        says(&clerk, &["全部单位的 4 条记录", "不含受限字段", "含修改历史"]).await?;
        clerk.choose("#export-unit", &unit).await?;
        says(&clerk, &["“幸福社区”及其下级单位的 2 条记录"]).await?;
        let first = files.export().await?;
        let name = name_of(&first.path);
        assert!(name.starts_with("幸福社区-20") && name.ends_with("-01.json"), "{name}");
        assert!(first.text.contains("张小云") && !first.text.contains("陈大海"), "only what was chosen");
        assert!(!first.text.contains(PHONE) && first.withheld().contains(&"worker.phone".to_owned()));
        assert!(clerk.text("#exported").await?.contains("第 1 号文件"));
        clerk.is_sound().await?;

        let city = stage.device("city").await?;
        city.sign("李强").await?;
        let office = city.files().await?;
        assert_eq!(office.import(&first.path).await?.added, 2);
        let receipt = office.receipt().await?;
        assert!(name_of(&receipt.path).contains("回执-1"), "{receipt:?}");
        office.choose(&receipt.path).await?;
        let refused = "不是本机写出的";
        city.until_text("#imported .refused", refused, |text| text.contains(refused)).await?;
        assert_eq!(city.count("#who-has").await?, 0);

        let said = files.take_receipt(&receipt.path).await?;
        assert!(said.contains("李强") && said.contains("第 1 号文件"), "{said}");
        clerk
            .until_text("#who-has tbody tr", "the office", |row| row.contains("李强") && row.contains("全部收下"))
            .await?;
        clerk.is_sound().await?;

        clerk.enter("worker", &format!("unit={unit}"), &[("name", "赵新来")]).await?;
        let files = clerk.files().await?;
        clerk.press("#who-has button.news").await?;
        says(&clerk, &["“李强”还没有的", "1 条记录"]).await?;
        clerk.until_focused("#export").await?;
        let news = files.export().await?;
        assert!(news.text.contains("赵新来") && !news.text.contains("张小云"), "only what is new since");
        assert!(news.text.len() < first.text.len() && name_of(&news.path).ends_with("-02-新增.json"));
        assert_eq!(office.import(&news.path).await?.added, 1);
        city.list("worker").await?.until_named("赵新来").await?;

        // Two files that the office never gets, and one that it does; a backup is handed to nobody and has no number.
        let files = clerk.files().await?;
        files.export().await?;
        files.export_everything().await?;
        files.export().await?;
        let fifth = files.export().await?;
        city.files().await?.import(&fifth.path).await?;
        let radar = city.until_text("#radar li", "what is missing", |text| text.contains("3–4")).await?;
        assert!(radar.contains("第 5 号"), "{radar}");
        for is_english in [true, false] {
            for device in [&clerk, &city] {
                device.wear(Variant { is_english, is_dark: is_english, is_narrow: true }).await?;
                device.is_sound().await?;
            }
        }
        Ok(())
    })
    .await
}

/// The picker with reading back, the share sheet, the clipboard, a text to copy by hand, and a download that never came.
#[tokio::test]
async fn ways_out() -> Outcome {
    journey("ways_out", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        clerk.found_unit("幸福社区").await?;
        let files = clerk.files().await?;
        let download = files.export().await?;
        clerk.press("#found-no").await?;
        clerk.until_text("#exported.bad", "that it did not arrive", |text| text.contains("没有保存下来")).await?;
        clerk.is_sound().await?;

        clerk.ask::<()>("navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError') }; return null", vec![]).await?;
        clerk.press("#copy").await?;
        clerk.until_count("#copied-text", 1).await?;
        let shown: String = clerk.ask("return document.querySelector('#copied-text').value", vec![]).await?;
        assert_eq!(shown, download.text);
        clerk.is_sound().await?;

        let share = "window.shared = [];
            navigator.canShare = (data) => data.files[0].type === 'text/plain';
            navigator.share = async (data) => { window.shared.push(data.files[0].name, await data.files[0].text()) };
            window.showSaveFilePicker = async (options) => {
                const root = await navigator.storage.getDirectory();
                return root.getFileHandle(options.suggestedName, { create: true });
            }; return null";
        clerk.ask::<()>(share, vec![]).await?;
        clerk.press("#export").await?;
        let said = clerk.until_text("#exported", "that it was read back", |text| text.contains("读回核对无误")).await?;
        assert!(said.contains("-02.json") && said.contains("第 2 号文件"), "{said}");
        clerk.press("#share").await?;
        let shared = async || clerk.ask::<Vec<String>>("return window.shared", vec![]).await;
        clerk.until("the share sheet", async || Ok(if shared().await?.len() == 2 { Ok(()) } else { Err("nothing".to_owned()) })).await?;
        let [name, text] = &shared().await?[..] else { unreachable!("two were pushed") };
        assert!(name.ends_with("-02.json.txt"), "{name}");
        let (read, base) = (saved(&clerk, "-02.json").await?, "\"base\":null");
        assert_eq!(*text, read);
        assert!(read.contains(base), "what was lost is before nothing");

        assert!(clerk.text("#last-backup").await?.contains("还没有备份过"));
        clerk.type_into("#export-phrase", "包含个人信息").await?;
        clerk.press("#export-full:not([disabled])").await?;
        clerk.until_text("#last-backup", "the backup", |text| text.contains("完整备份.json") && text.contains("已读回核对")).await?;
        clerk.until_text(".state .backup", "backed up", |text| text == "已备份").await?;
        clerk.is_sound().await?;

        // The dialog is closed: nothing happens, and no number is used up.
        clerk.ask::<()>("window.showSaveFilePicker = async () => { throw new DOMException('', 'AbortError') }; return null", vec![]).await?;
        clerk.press("#export").await?;
        clerk.ask::<()>("delete window.showSaveFilePicker; return null", vec![]).await?;
        assert!(files.export().await?.path.to_string_lossy().ends_with("-04.json"));
        clerk.visit("settings").await?;
        clerk.until_count("#kept", 1).await?;
        clerk.is_sound().await?;
        Ok(())
    })
    .await
}

/// Waits until the sentence before the button says all of this.
async fn says(device: &Device, parts: &[&str]) -> Outcome {
    device.until_text("#export-says", parts[0], |text| parts.iter().all(|part| text.contains(part))).await?;
    Ok(())
}

fn name_of(path: &std::path::Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The file of an ending that the picker was given.
async fn saved(device: &Device, ending: &str) -> Outcome<String> {
    let script = "const [ending, done] = arguments; (async () => {
        const root = await navigator.storage.getDirectory();
        for await (const [name, handle] of root.entries()) if (name.endsWith(ending)) return (await handle.getFile()).text();
        return '';
    })().then(done)";
    Ok(device.ask_later(script, vec![ending.into()]).await?)
}

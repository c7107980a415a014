//! A clerk's own records: entered, checked, handed over with and without restricted fields, kept apart from the sample,
//! and not touched by files that are wrong.

use std::fs;

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::problem::Problem;
use sanyou_journeys::{Device, Export, Outcome, journey};

const WORKER: &str = "柳如是";
const PHONE: &str = "138-0013-8000";

#[tokio::test]
async fn own_records() -> Outcome {
    journey("own_records", 1, async |stage| {
        let device = stage.device("clerk").await?;
        device.sign("办事员").await?;
        nothing_half_done_is_saved(&device).await?;
        restricted_fields_stay_hidden(&device).await?;
        let backup = restricted_fields_stay_here(&device).await?;
        the_sample_leaves_nothing(&device, &backup).await?;
        wrong_files_change_nothing(&device, &backup).await
    })
    .await
}

async fn nothing_half_done_is_saved(device: &Device) -> Outcome {
    device.press(".welcome a[href*='/unit/new']").await?;
    let form = Form::shown(device).await?;
    form.press_save().await?;
    device.until_text("form .foot .problem", "2", |text| text.contains("有 2 处")).await?;
    assert_eq!(form.problem("name").await?, "此项必填。");
    assert_eq!(form.problem("level").await?, "此项必填。");
    assert_eq!(form.problem("code").await?, "");
    assert_eq!(device.content_keys().await?, [""; 0], "nothing was saved");

    form.type_into("name", "梧桐里社区").await?;
    form.choose("level", "community").await?;
    form.type_into("code", "12345").await?;
    form.press_save().await?;
    device.until_text("#field-code-problem", "the number of digits", |text| text.contains("12 位")).await?;
    assert_eq!(device.content_keys().await?, [""; 0], "nothing was saved");
    form.type_into("code", "").await?;
    form.save().await?;
    Ok(())
}

async fn restricted_fields_stay_hidden(device: &Device) -> Outcome {
    let form = device.list("worker").await?.add().await?;
    form.type_into("name", WORKER).await?;
    let units = form.offers("unit").await?;
    form.choose("unit", &units[0]).await?;
    form.type_into("phone", PHONE).await?;
    form.save().await?;
    device.reload().await?;

    let is_in_page = "return document.documentElement.outerHTML.includes(arguments[0])
        || Array.from(document.querySelectorAll('input'), control => control.value).includes(arguments[0])";
    let is_in_page = async || device.ask::<bool>(is_in_page, vec![PHONE.into()]).await;
    let form = device.list("worker").await?.open(WORKER).await?;
    assert!(!is_in_page().await?, "the phone number is hidden");
    device.press("button#field-phone").await?;
    device.until_count("input#field-phone", 1).await?;
    assert_eq!(form.value("phone").await?, PHONE);
    device.list("worker").await?.until_named(WORKER).await?;
    assert!(!is_in_page().await?, "the list never shows it");
    Ok(())
}

/// Exports both ways; gives the full backup.
async fn restricted_fields_stay_here(device: &Device) -> Outcome<Export> {
    let backup_text = async |wanted: &str| device.until_text(".state .backup", wanted, |text| text == wanted).await;
    let files = device.files().await?;
    let plain = files.export().await?;
    assert!(plain.text.contains(WORKER) && !plain.text.contains(PHONE), "the phone number stays here");
    assert!(plain.withheld().contains(&"worker.phone".to_owned()), "{:?}", plain.withheld());
    backup_text("从未备份").await?;

    device.type_into("#export-phrase", "包含个人").await?;
    assert_eq!(device.count("#export-full[disabled]").await?, 1, "half a phrase opens nothing");
    device.send("#export-phrase", "\u{e007}").await?;
    let full = files.export_everything().await?;
    assert!(full.text.contains(PHONE), "a full backup holds everything");
    assert_eq!(full.withheld(), [""; 0]);
    backup_text("已备份").await?;
    let again = files.import(&full.path).await?;
    assert!(again.is_nothing_new, "one's own backup brings nothing: {again:?}");
    Ok(full)
}

async fn the_sample_leaves_nothing(device: &Device, backup: &Export) -> Outcome {
    let before = device.content_keys().await?;
    device.visit("settings").await?;
    device.open_sample().await?;
    let sample = device.workspace().await?;
    let form = device.list("worker").await?.open_first().await?;
    form.type_into("note", "样本中的修改").await?;
    form.save().await?;
    device.files().await?.export_everything().await?;
    // One's own file opens among one's own records, also from here.
    let report = device.files().await?.import(&backup.path).await?;
    assert!(report.is_nothing_new, "{report:?}");
    device.until_workspace("own").await?;

    device.go(&format!("#/{sample}/overview")).await?;
    device.remove_sample().await?;
    device.until_saved().await?;
    device.back().await?;
    device.until_workspace("own").await?;
    assert_eq!(device.count(".banner.sample").await?, 0, "the way back does not lead into the removed sample");
    let left: Vec<String> = device.stored_keys().await?.into_iter().filter(|key| key.contains(&sample)).collect();
    let noted = ["durable", "local"].map(|home| format!("{home} sanyou1/x/{sample}"));
    assert_eq!(left, noted, "of the sample only the note of its removal is left");
    let own: Vec<String> = device.content_keys().await?.into_iter().filter(|key| !key.contains(&sample)).collect();
    assert_eq!(own, before, "the own records were not touched");
    device.reload().await?;
    assert_eq!(device.count(".workspaces").await?, 0, "no sample is offered any more");
    let now = device.files().await?.export_everything().await?;
    assert_eq!(now.digest(), backup.digest(), "the own records were not touched");
    Ok(())
}

async fn wrong_files_change_nothing(device: &Device, backup: &Export) -> Outcome {
    let before = device.stored_keys().await?;
    let cut = backup.text.char_indices().nth(backup.text.chars().count() / 2).map_or(0, |(place, _)| place);
    let altered = backup.text.replace(WORKER, "柳如非");
    assert_ne!(altered, backup.text);
    let wrong = [
        ("empty.json", String::new(), "文件是空的"),
        ("cut.json", backup.text[..cut].to_owned(), "没有传完整"),
        ("other.json", r#"{"records":[]}"#.to_owned(), "不是三有导出的文件"),
        ("letter.json", "您好！".to_owned(), "不是有效的 JSON"),
        ("altered.json", altered, "内容与写出时不符"),
        ("newer.json", backup.text.replace(r#""min_reader":2"#, r#""min_reader":99"#), "更新版本"),
    ];
    let files = device.files().await?;
    for (name, text, reason) in wrong {
        let path = device.profile.downloads().join(name);
        fs::write(&path, text).map_err(Problem::disk(format!("writing {name}")))?;
        let said = files.refusal(&path).await?;
        assert!(said.contains(reason) && said.contains("已有数据没有改动"), "{name}: {said}");
        assert_eq!(device.stored_keys().await?, before, "{name} changed nothing");
    }
    let cut = device.profile.downloads().join("cut.json");
    let said = files.import_all(&[&cut, &backup.path]).await?;
    assert!(said[0].contains("cut.json") && said[0].contains("没有导入"), "{said:?}");
    assert!(said[1].contains("没有变化"), "a wrong file keeps no other from being read: {said:?}");
    let now = files.export_everything().await?;
    assert_eq!(now.digest(), backup.digest(), "the records are as they were");
    Ok(())
}

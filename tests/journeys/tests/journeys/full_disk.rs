//! Where there is no more room: what is saved goes where there is some, and when there is none at all nothing is lost,
//! nothing is said to be saved, and the records can be handed over.

use std::collections::BTreeSet;
use std::rc::Rc;

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Edit, Export, Outcome, Stage, journey};

const UNIT: &str = "梧桐里社区";

/// A file from elsewhere with one worker.
async fn sent(stage: &Stage, worker: &str) -> Outcome<Export> {
    let sender = stage.device("sender").await?;
    let unit = sender.found_unit("榆树里社区").await?;
    sender.make(&[new_worker(&unit, worker)]).await?;
    let export = sender.files().await?.export().await?;
    sender.close().await?;
    Ok(export)
}

fn new_worker(unit: &str, name: &str) -> Edit {
    Edit::of(&format!("#/own/worker/new?unit={unit}"), &[("name", name)])
}

/// The names of all workers that are on the device.
async fn workers(device: &Device) -> Outcome<BTreeSet<String>> {
    let export = device.files().await?.export().await?;
    Ok(export.present("worker", ["name"]).into_iter().flatten().collect())
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn full_disk() -> Outcome {
    journey("full_disk", 1, async |stage| {
        let files = [sent(stage, "来自文件").await?, sent(stage, "来自另一文件").await?];
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        device.make(&[new_worker(&unit, "有余地时")]).await?;
        device.close().await?;

        let device = local_storage_is_full(stage, &device, &unit, &files[0]).await?;
        let device = both_are_full(stage, &device, &unit, &files[1]).await?;

        // Room again, in both.
        device.limit(None).await?;
        device.empty_local().await?;
        device.reload().await?;
        device.until_mended().await?;
        let all = names(&["有余地时", "本地存储满时", "来自文件", "磁盘满时"]);
        assert_eq!(workers(&device).await?, all);
        Ok(())
    })
    .await
}

/// Another page filled local storage: saves, imports and edits go to `IndexedDB` alone and are still there after a reload.
async fn local_storage_is_full(stage: &Stage, before: &Device, unit: &str, file: &Export) -> Outcome<Rc<Device>> {
    let device = stage.reopen("local storage full", before.profile.clone()).await?;
    let (local_before, durable_before) = held(&device).await?;
    device.fill_local().await?;
    device.go(&format!("#/own/worker/new?unit={unit}")).await?;
    let form = Form::shown(&device).await?;
    form.type_into("name", "本地存储满时").await?;
    form.save().await?;
    let report = device.files().await?.import(&file.path).await?;
    assert_eq!((report.added, report.changed), (2, 0));
    device.until_saved().await?;
    device.make(&[Edit::of(&format!("#/own/unit/{unit}"), &[("note", "本地存储满时修改")])]).await?;

    let (local, durable) = held(&device).await?;
    assert_eq!(
        (local, durable),
        (local_before, durable_before + 3),
        "local storage took nothing, IndexedDB everything"
    );
    device.reload().await?;
    device.is_sound().await?;
    assert_eq!(workers(&device).await?, names(&["有余地时", "本地存储满时", "来自文件"]));
    device.go(&format!("#/own/unit/{unit}")).await?;
    assert_eq!(Form::shown(&device).await?.value("note").await?, "本地存储满时修改");
    device.close().await?;
    Ok(device)
}

/// How many parts each home holds: local storage, `IndexedDB`.
async fn held(device: &Device) -> Outcome<(usize, usize)> {
    let keys = device.content_keys().await?;
    let local = keys.iter().filter(|key| key.starts_with("local ")).count();
    Ok((local, keys.len() - local))
}

/// There is no room in either home: everything is refused and says so, the form keeps what was typed, nothing earlier is
/// lost, and export works. The same form saves once there is room in one of them.
async fn both_are_full(stage: &Stage, before: &Device, unit: &str, file: &Export) -> Outcome<Rc<Device>> {
    let device = stage.reopen("both full", before.profile.clone()).await?;
    // Before this browser's first write, and an export notes its number: how much room there is, it remembers for half a
    // minute.
    device.limit(Some(1)).await?;
    let earlier = device.files().await?.export().await?.digest();
    // What a page wrote to local storage last, a browser that is closed in haste may not have kept.
    device.fill_local().await?;
    device.go(&format!("#/own/worker/new?unit={unit}")).await?;
    let form = Form::shown(&device).await?;
    form.type_into("name", "磁盘满时").await?;
    form.until_no_room().await?;

    let tabs = device.second_tab().await?;
    device.go(&format!("#/own/unit/{unit}")).await?;
    let edit = Form::shown(&device).await?;
    edit.type_into("note", "磁盘满时修改").await?;
    edit.until_no_room().await?;
    assert_eq!(edit.value("note").await?, "磁盘满时修改", "the form keeps what was typed");
    let files = device.files().await?;
    files.hand_in(&file.path).await?;
    device.until_text("#imported .refused", "that there is no room", |text| text.contains("存储已满")).await?;
    for _ in 0..2 {
        let export = device.files().await?.export().await?;
        assert_eq!(export.digest(), earlier, "nothing was lost, nothing half taken");
        device.reload().await?;
    }

    device.turn_to(&tabs[0]).await?;
    let form = Form::shown(&device).await?;
    assert_eq!(form.value("name").await?, "磁盘满时", "the form keeps what was typed");
    device.limit(None).await?;
    form.save().await?;
    Ok(device)
}

/// `IndexedDB` failed for one save and works for the next. As long as the first is kept only, the page does not say that
/// everything is saved; once it says so, both survive a kill.
#[tokio::test]
async fn saved_means_all_of_it() -> Outcome {
    journey("saved_means_all_of_it", 1, async |stage| {
        let device = stage.device("before").await?;
        let unit = device.found_unit(UNIT).await?;
        device.close().await?;

        let device = stage.reopen("one failure", device.profile.clone()).await?;
        device.limit(Some(1)).await?;
        for (name, standing) in [("未写入磁盘", "warn"), ("写入磁盘", "good")] {
            device.go(&format!("#/own/worker/new?unit={unit}")).await?;
            let form = Form::shown(&device).await?;
            form.type_into("name", name).await?;
            form.press_save().await?;
            form.until_taken(standing).await?;
            device.limit(None).await?;
        }
        device.kill();

        let device = stage.reopen("after the kill", device.profile.clone()).await?;
        assert_eq!(workers(&device).await?, names(&["未写入磁盘", "写入磁盘"]));
        Ok(())
    })
    .await
}

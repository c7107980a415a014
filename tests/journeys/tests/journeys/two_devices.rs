//! One community, two devices: different fields merge, one field that both changed is to be settled, a deletion does not
//! come back, and in whatever order files are exchanged both ends are equal; all again with one clock ten years wrong.

use sanyou_journeys::{Device, Export, Outcome, journey};

const WORKER: &str = "欧阳更新";
const GONE: &str = "柳如是";
const TEN_YEARS: i64 = 3653;

#[tokio::test]
async fn two_devices() -> Outcome {
    play("two_devices", 0).await
}

#[tokio::test]
async fn two_devices_one_ten_years_ahead() -> Outcome {
    play("two_devices_ahead", TEN_YEARS).await
}

#[tokio::test]
async fn two_devices_one_ten_years_behind() -> Outcome {
    play("two_devices_behind", -TEN_YEARS).await
}

async fn play(name: &str, days: i64) -> Outcome {
    journey(name, 2, async |stage| {
        let first = stage.device("first").await?;
        first.sign("甲").await?;
        let second = stage.device("second").await?;
        second.sign("乙").await?;
        if days != 0 {
            second.turn_clock(days).await?;
        }
        let start = begin(&first, &second).await?;
        let [one, other] = both_edit(&first, &second, &start.worker).await?;
        first.files().await?.import(&other.path).await?;
        second.files().await?.import(&one.path).await?;
        what_differs(&first, &second, days).await?;
        let settled = settle(&first, &second).await?;
        in_another_order(&first, &second, &[&settled, &other, &one, &start.export]).await
    })
    .await
}

/// What both devices hold before they part.
struct Start {
    worker: String,
    export: Export,
}

async fn begin(first: &Device, second: &Device) -> Outcome<Start> {
    let unit = first.found_unit("梧桐里社区").await?;
    let worker = first.enter("worker", &format!("unit={unit}"), &[("name", WORKER)]).await?;
    first.enter("worker", &format!("unit={unit}"), &[("name", GONE)]).await?;
    let export = first.files().await?.export().await?;
    second.files().await?.import(&export.path).await?;
    second.until_saved().await?;
    Ok(Start { worker, export })
}

/// Both change the name, each another field beside it; the second deletes the other worker. Gives both files.
async fn both_edit(first: &Device, second: &Device, worker: &str) -> Outcome<[Export; 2]> {
    second.list("worker").await?.open(GONE).await?.delete().await?;
    let mut exports = Vec::new();
    for (device, name, field, value) in
        [(first, "欧阳甲", "role", "deputy"), (second, "欧阳乙", "education", "postgraduate")]
    {
        let form = device.record("worker", worker).await?;
        form.type_into("name", name).await?;
        form.choose(field, value).await?;
        form.save().await?;
        exports.push(device.files().await?.export().await?);
    }
    Ok(<[Export; 2]>::try_from(exports).expect("one for each device"))
}

async fn what_differs(first: &Device, second: &Device, days: i64) -> Outcome {
    for device in [first, second] {
        device.until_saved().await?;
        device.until_text("nav.rail a[href*='/conflicts'] .count", "1", |text| text == "1").await?;
        let conflicts = device.conflicts().await?;
        assert_eq!(conflicts.fields().await?, ["name"], "{}", device.name);
        assert_eq!(conflicts.sides("name").await?, ["欧阳乙", "欧阳甲"], "{}", device.name);
        let makers = conflicts.makers("name").await?.join(" ");
        for said in ["甲，20", "乙，20", "本机录入", "另一台设备"] {
            assert!(makers.contains(said), "{said} on {}: {makers}", device.name);
        }
        let workers = device.list("worker").await?;
        workers.until_rows(1).await?;
    }
    // The clock that is right sees that the other is not.
    let makers = first.conflicts().await?.makers("name").await?.join(" ");
    assert_eq!(makers.contains("时钟快了"), days > 0, "{makers}");
    assert_eq!(makers.contains("时钟慢了"), days < 0, "{makers}");
    Ok(())
}

/// What is chosen on one device, undone and chosen again, is settled on the other once it has the file; gives the file.
async fn settle(first: &Device, second: &Device) -> Outcome<Export> {
    let conflicts = first.conflicts().await?;
    conflicts.settle("name", "欧阳甲").await?;
    conflicts.until_none().await?;
    conflicts.undo().await?;
    conflicts.until_left(1).await?;
    assert_eq!(conflicts.sides("name").await?, ["欧阳乙", "欧阳甲"]);
    let makers = conflicts.makers("name").await?.join(" ");
    assert!(makers.contains("最早由 乙"), "who entered it first is still said: {makers}");
    conflicts.settle("name", "欧阳乙").await?;
    conflicts.until_none().await?;
    let export = first.files().await?.export().await?;
    second.files().await?.import(&export.path).await?;
    second.until_saved().await?;
    second.conflicts().await?.until_none().await?;
    Ok(export)
}

/// All files once more on both, in two orders: nothing changes, nothing comes back, both ends are equal.
async fn in_another_order(first: &Device, second: &Device, files: &[&Export]) -> Outcome {
    for file in files {
        first.files().await?.import(&file.path).await?;
    }
    for file in files.iter().rev() {
        second.files().await?.import(&file.path).await?;
    }
    for device in [first, second] {
        device.until_saved().await?;
        device.conflicts().await?.until_none().await?;
        let workers = device.list("worker").await?;
        workers.until_rows(1).await?;
        assert_eq!(workers.names().await?, ["欧阳乙"], "{}", device.name);
        let form = workers.open("欧阳乙").await?;
        assert_eq!(form.value("role").await?, "deputy", "{}", device.name);
        assert_eq!(form.value("education").await?, "postgraduate", "{}", device.name);
    }
    let [one, other] = [first.files().await?.export().await?, second.files().await?.export().await?];
    assert_eq!(one.records(), other.records(), "the same present values in both files");
    assert_eq!(one.digest(), other.digest(), "the same content in both files");
    Ok(())
}

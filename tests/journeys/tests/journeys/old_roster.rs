//! The old Excel roster, brought in: mapped, mended, a duplicate skipped, taken back once and brought in again; what was
//! written as a sheet brings nothing new.

use std::fs;
use std::path::{Path, PathBuf};

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::pages::table::Table;
use sanyou_journeys::problem::Problem;
use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Outcome, journey};

const IDENTITY: &str = "11010519491231002X";
const LONG: &str = "123456789012345678";

fn vector(name: &str) -> PathBuf {
    // The browser's driver takes no path that goes up.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of tests");
    folder.join("vectors/csv").join(name)
}

#[tokio::test]
async fn old_roster() -> Outcome {
    journey("old_roster", 1, async |stage| {
        let device = stage.device("clerk").await?;
        device.sign("办事员").await?;
        device.found_unit("梧桐里社区").await?;
        let form = device.list("worker").await?.add().await?;
        form.type_into("name", "柳如是").await?;
        let units = form.offers("unit").await?;
        form.choose("unit", &units[0]).await?;
        form.type_into("phone", "138-0013-8000").await?;
        form.save().await?;
        wrong_files_change_nothing(&device).await?;
        the_roster_comes_in(&device).await?;
        the_same_again_brings_nothing(&device).await?;
        what_is_written_brings_nothing(&device).await
    })
    .await
}

async fn wrong_files_change_nothing(device: &Device) -> Outcome {
    let table = device.table("worker").await?;
    let before = device.stored_keys().await?;
    for (name, reason) in
        [("workbook.worker.csv", "Excel 工作簿"), ("open-quote.worker.csv", "引号"), ("empty.worker.csv", "没有内容")]
    {
        device.send("#sheet-file", &vector(name).to_string_lossy()).await?;
        let said = device.until_text("#sheet-refused", reason, |text| text.contains(reason)).await?;
        assert!(said.contains(name) && said.contains("已有数据没有改动"), "{said}");
    }
    assert_eq!(device.stored_keys().await?, before);
    table.until_records(1).await?;
    Ok(())
}

async fn the_roster_comes_in(device: &Device) -> Outcome {
    let table = device.table("worker").await?;
    table.choose(&vector("old-roster.worker.csv")).await?;
    assert_eq!(
        device.ask::<String>("return document.querySelector('#sheet-encoding').value", Vec::new()).await?,
        "gb18030"
    );
    table.until_counts([5, 2, 2, 1]).await?;
    let page: String = device.ask("return document.documentElement.outerHTML", Vec::new()).await?;
    assert!(!page.contains(IDENTITY), "identity numbers are not even shown");
    for variant in [
        Variant { is_english: false, is_dark: false, is_narrow: false },
        Variant { is_english: false, is_dark: true, is_narrow: true },
    ] {
        device.wear(variant).await?;
        look(device).await?;
    }
    device.wear(Variant { is_english: false, is_dark: false, is_narrow: false }).await?;

    table.mend(5, 2, "13900002222").await?;
    table.until_counts([5, 3, 1, 1]).await?;
    table.mend(6, 4, "2021-12-6").await?;
    table.until_counts([5, 4, 0, 1]).await?;
    let said = table.take().await?;
    assert!(said.contains("新增 4 条") && said.contains("更新 0 条"), "{said}");
    table.until_records(5).await?;
    let said = table.undo().await?;
    assert!(said.contains("已撤销"), "{said}");
    table.until_records(1).await?;
    table.redo().await?;
    table.until_records(5).await?;

    device.reload().await?;
    let list = device.list("worker").await?;
    list.until_rows(5).await?;
    let form = list.open("张三").await?;
    check(&form, "note", LONG).await?;
    check(&form, "since", "2020-03-01").await?;
    check(&form, "education", "bachelor").await?;
    let form = device.list("worker").await?.open("孙八").await?;
    check(&form, "note", "0012").await?;
    check(&form, "since", "2024-03-05").await?;
    device.press("button#field-pay").await?;
    device.until_count("input#field-pay", 1).await?;
    check(&form, "pay", "3000").await?;
    Ok(())
}

async fn check(form: &Form<'_>, field: &str, value: &str) -> Outcome {
    assert_eq!(form.value(field).await?, value, "{field}");
    Ok(())
}

async fn look(device: &Device) -> Outcome {
    let mut found = device.violations().await?;
    found.extend(device.hidden_parts().await?);
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// The mended lines are doubles now, whatever stands in them; all others are equal to what is here.
async fn the_same_again_brings_nothing(device: &Device) -> Outcome {
    let table = device.table("worker").await?;
    table.choose(&vector("old-roster-utf8.worker.csv")).await?;
    let [all, new, _, doubles] = table.counts().await?;
    assert_eq!((all, new), (5, 0));
    assert!(doubles >= 1, "柳如是 is here with less than the sheet says");
    assert_eq!(device.count("#sheet-take[disabled]").await?, 1, "there is nothing to bring in");
    device.press("#sheet-discard").await?;
    device.until_count("#sheet-rows", 0).await?;
    table.paste("姓名\t备注\n周九\t从表格复制\n").await?;
    table.until_counts([1, 1, 0, 0]).await?;
    table.take().await?;
    table.until_records(6).await?;
    Ok(())
}

async fn what_is_written_brings_nothing(device: &Device) -> Outcome {
    let table = device.table("worker").await?;
    let plain = read(&table.write().await?)?;
    assert!(plain.starts_with('\u{feff}') && plain.contains("周九") && !plain.contains("13900002222"), "{plain}");
    let whole = table.write_all().await?;
    let text = read(&whole)?;
    assert!(text.contains("13900002222") && text.contains(&format!("\'{LONG}")) || text.contains(LONG), "{text}");
    nothing_new(device, &table, &whole, 6).await?;
    let blank = table.template().await?;
    assert!(read(&blank)?.contains("身份证号不填"));
    device.send("#sheet-file", &blank.to_string_lossy()).await?;
    let name = blank.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    device.until_text("#sheet-name", &name, |text| text == name).await?;
    table.until_counts([0, 0, 0, 0]).await?;
    Ok(())
}

async fn nothing_new(device: &Device, table: &Table<'_>, path: &Path, lines: usize) -> Outcome {
    table.choose(path).await?;
    table.until_counts([lines, 0, 0, 0]).await?;
    let said = device.text("#sheet-rows .chips .note").await?;
    assert!(said.contains(&format!("无变化 {lines}")) && said.contains("更新 0"), "{said}");
    Ok(())
}

fn read(path: &Path) -> Outcome<String> {
    Ok(fs::read_to_string(path).map_err(Problem::disk(format!("reading {}", path.display())))?)
}

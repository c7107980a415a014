//! A sheet of ten thousand lines: looked at, mapped otherwise and back, mended in one cell, brought in, taken back and
//! brought in again. What comes of each is checked; how long the page was kept from anything else is printed, not judged.

use std::fs;

use sanyou_journeys::pages::table::Table;
use sanyou_journeys::problem::Problem;
use sanyou_journeys::{Device, Outcome, journey};

const LINES: usize = 10_000;
/// The line of the text in which a telephone number is none.
const WRONG: usize = 5_002;

#[tokio::test]
async fn long_sheet() -> Outcome {
    journey("long_sheet", 1, async |stage| {
        let device = stage.device("clerk").await?;
        device.sign("办事员").await?;
        device.found_unit("梧桐里社区").await?;
        let folder = tempfile::tempdir().map_err(Problem::disk("making a folder".to_owned()))?;
        let path = folder.path().join("long.csv");
        fs::write(&path, text()).map_err(Problem::disk(format!("writing {}", path.display())))?;
        let table = device.table("worker").await?;
        watch(&device).await?;

        table.choose(&path).await?;
        table.until_counts([LINES, LINES - 1, 1, 0]).await?;
        told(&device, "reading").await?;
        device.choose("select[data-column='0']", "-").await?;
        table.until_counts([LINES, 0, LINES, 0]).await?;
        told(&device, "leaving a column out").await?;
        device.choose("select[data-column='0']", "name").await?;
        table.until_counts([LINES, LINES - 1, 1, 0]).await?;
        told(&device, "taking it in again").await?;
        device.press(".chip:has(#sheet-wrong)").await?;
        table.mend(WRONG, 1, "13900002222").await?;
        table.until_counts([LINES, LINES, 0, 0]).await?;
        told(&device, "mending a cell").await?;
        comes_and_goes(&device, &table).await
    })
    .await
}

async fn comes_and_goes(device: &Device, table: &Table<'_>) -> Outcome {
    table.take().await?;
    table.until_records(LINES).await?;
    told(device, "bringing in").await?;
    table.undo().await?;
    table.until_records(0).await?;
    told(device, "taking back").await?;
    table.redo().await?;
    table.until_records(LINES).await?;
    told(device, "bringing in again").await
}

fn text() -> String {
    let phone = |line: usize| if line == WRONG { "call me".to_owned() } else { format!("139{line:08}") };
    let line = |line: usize| format!("人员{line},{},本科,2020-01-01,第{line}行\n", phone(line));
    format!("姓名,手机号,学历,入职时间,备注\n{}", (2..LINES + 2).map(line).collect::<String>())
}

/// Has the browser note what keeps the page from anything else for longer than 50 ms, as far as it tells.
async fn watch(device: &Device) -> Outcome {
    let script =
        "window.longTasks = []; const note = list => list.getEntries().forEach(task => longTasks.push(task.duration));
        new PerformanceObserver(note).observe({type: 'longtask'}); return true";
    device.ask::<bool>(script, Vec::new()).await?;
    Ok(())
}

async fn told(device: &Device, what: &str) -> Outcome {
    let script = "const tasks = longTasks.splice(0); return [tasks.length, Math.max(0, ...tasks)]";
    let [count, longest] = device.ask::<[f64; 2]>(script, Vec::new()).await?;
    println!("long_sheet: {what}: {count} tasks over 50 ms, the longest {longest} ms");
    Ok(())
}

//! The main job: look at the sample, go down to the records behind a figure, edit, hand the file over, merge both ways,
//! settle what differs.

use sanyou_journeys::pages::list::List;
use sanyou_journeys::pages::overview::Figures;
use sanyou_journeys::{Device, Outcome, Stage, journey, journey_of_file};

/// A receipt in yuan, and what it is in tenths of the unit that the gap is shown in: ten thousand yuan.
const RECEIPT: (&str, i64) = ("100000", 100);

/// Rows in a list at any time.
const ROWS_MAX: usize = 50;

#[tokio::test]
async fn main_job() -> Outcome {
    journey("main_job", 2, async |stage| done(stage).await).await
}

#[tokio::test]
async fn main_job_in_a_single_file() -> Outcome {
    journey_of_file("main_job_in_a_single_file", 2, async |stage| done(stage).await).await
}

async fn done(stage: &Stage) -> Outcome {
    let first = stage.device("first").await?;
    first.open_sample().await?;
    first.sign("甲").await?;
    figures_lead_to_their_records(&first).await?;
    let worker = edits_survive_a_reload(&first).await?;

    let second = stage.device("second").await?;
    let figures = hand_over(&first, &second).await?;
    assert_eq!(second.overview().await?.figures().await?, figures, "the same figures on both devices");

    both_edit(&first, &second, &worker).await?;
    settle(&first, &second).await
}

async fn figures_lead_to_their_records(device: &Device) -> Outcome {
    let overview = device.overview().await?;
    let figures = overview.figures().await?;
    assert_eq!([figures.renting.as_str(), figures.renting_of.as_str()], ["7", "/ 68 个社区租房办公"]);
    assert_eq!(figures.renting_share, "租用率 10.3 %");
    let facilities = [&figures.street_centres, &figures.stations, &figures.health, &figures.starlight];
    assert_eq!(facilities, ["19", "17", "9", "27"]);
    assert_ne!(figures.gap_in_tenths()?, 0, "the sample's communities lack money");

    for (figure, rows) in [("renting", 7), ("street-centres", 19), ("stations", 17), ("health", 9), ("starlight", 27)] {
        let list = device.overview().await?.open(figure).await?;
        list.until_rows(rows).await?;
        assert_eq!(list.counts().await?, (rows, rows), "{figure}");
    }
    let workers = device.overview().await?.open("workers").await?;
    workers.until_rows(ROWS_MAX).await?;
    let all = figures.workers.replace(',', "");
    assert_eq!(workers.counts().await?, (ROWS_MAX, all.parse().expect("a number of workers")));
    Ok(())
}

/// Renames a worker, enters a receipt and deletes a Starlight home; gives the worker's new name.
async fn edits_survive_a_reload(device: &Device) -> Outcome<String> {
    let before = device.overview().await?.figures().await?;
    let worker = "欧阳更新".to_owned();
    let form = device.list("worker").await?.open_first().await?;
    form.type_into("name", &worker).await?;
    form.save().await?;

    let form = device.list("fund_entry").await?.add().await?;
    let lines = form.offers("line").await?;
    form.choose("line", &lines[0]).await?;
    form.date("date", "2026-11-20").await?;
    form.choose("direction", "receipt").await?;
    form.type_into("amount", RECEIPT.0).await?;
    form.type_into("document", "旅〔2026〕1号").await?;
    form.save().await?;

    let homes = device.overview().await?.open("starlight").await?;
    let home = homes.names().await?[0].clone();
    homes.open(&home).await?.delete().await?;

    check_edits(device, &worker, &home, &before).await?;
    device.reload().await?;
    check_edits(device, &worker, &home, &before).await?;
    Ok(worker)
}

async fn check_edits(device: &Device, worker: &str, home: &str, before: &Figures) -> Outcome {
    let after = device.overview().await?.figures().await?;
    let gap = format!("{}.{}", (before.gap_in_tenths()? - RECEIPT.1) / 10, (before.gap_in_tenths()? - RECEIPT.1) % 10);
    let expected = Figures { starlight: "26".to_owned(), gap, ..before.clone() };
    let after = Figures { gap: after.gap.replace(',', ""), ..after };
    assert_eq!(after, expected);
    let homes = device.overview().await?.open("starlight").await?;
    homes.until_rows(26).await?;
    assert!(!homes.names().await?.contains(&home.to_owned()), "{home} is deleted");
    named(device, worker).await?;
    let entries = device.list("fund_entry").await?;
    entries.filter("旅〔2026〕1号").await?;
    entries.until_rows(1).await?;
    Ok(())
}

/// The list of workers of that name, of whom there is one.
async fn named<'a>(device: &'a Device, worker: &str) -> Outcome<List<'a>> {
    let workers = device.list("worker").await?;
    workers.filter(worker).await?;
    workers.until_rows(1).await?;
    workers.until_named(worker).await?;
    Ok(workers)
}

/// The second device opens what the first exports; gives the first one's figures.
async fn hand_over(first: &Device, second: &Device) -> Outcome<Figures> {
    let export = first.files().await?.export().await?;
    second.sign("乙").await?;
    second.files().await?.open_sample_file(&export.path).await?;
    Ok(first.overview().await?.figures().await?)
}

/// Both change the same field, and each another one; each imports the other's file.
async fn both_edit(first: &Device, second: &Device, worker: &str) -> Outcome {
    let mut exports = Vec::new();
    for (device, name, field, value) in
        [(first, "欧阳甲", "role", "deputy"), (second, "欧阳乙", "education", "postgraduate")]
    {
        let form = named(device, worker).await?.open(worker).await?;
        form.type_into("name", name).await?;
        form.choose(field, value).await?;
        form.save().await?;
        exports.push(device.files().await?.export().await?);
    }
    assert_ne!(exports[0].digest(), exports[1].digest(), "the devices differ before they exchange files");
    for (device, export) in [(first, &exports[1]), (second, &exports[0])] {
        let report = device.files().await?.import(&export.path).await?;
        assert_eq!((report.added, report.changed, report.conflicts), (0, 1, 1), "{}", device.name);
        device.until_saved().await?;
    }

    let mut forms = Vec::new();
    for device in [first, second] {
        let conflicts = device.conflicts().await?;
        assert_eq!(conflicts.fields().await?, ["name"], "{}", device.name);
        assert_eq!(conflicts.sides("name").await?, ["欧阳乙", "欧阳甲"], "{}", device.name);
        let makers = conflicts.makers("name").await?.join(" ");
        assert!(makers.contains('甲') && makers.contains('乙'), "{}: {makers}", device.name);
        let workers = device.list("worker").await?;
        workers.filter("欧阳").await?;
        workers.until_rows(1).await?;
        let form = workers.open_first().await?;
        assert_eq!(form.value("role").await?, "deputy", "{}", device.name);
        assert_eq!(form.value("education").await?, "postgraduate", "{}", device.name);
        forms.push(form.values().await?);
    }
    assert_eq!(forms[0], forms[1], "the same record on both devices");
    same_content(first, second).await
}

async fn same_content(first: &Device, second: &Device) -> Outcome {
    let [one, other] = [first.files().await?.export().await?, second.files().await?.export().await?];
    assert_eq!(one.records(), other.records(), "the same present values in both files");
    assert_eq!(one.digest(), other.digest(), "the same content in both files");
    let again = first.files().await?.import(&one.path).await?;
    assert!(again.is_nothing_new, "one's own file brings nothing: {again:?}");
    assert_eq!((again.added, again.changed, again.conflicts), (0, 0, 0));
    Ok(())
}

/// What one device settles is settled on the other once it has the file.
async fn settle(first: &Device, second: &Device) -> Outcome {
    let conflicts = first.conflicts().await?;
    conflicts.settle("name", "欧阳甲").await?;
    conflicts.until_none().await?;
    let export = first.files().await?.export().await?;
    let report = second.files().await?.import(&export.path).await?;
    assert_eq!((report.added, report.changed, report.conflicts), (0, 1, 0));
    second.conflicts().await?.until_none().await?;
    named(second, "欧阳甲").await?;
    same_content(first, second).await
}

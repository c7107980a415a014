//! Funding gap: allocation, special fund, dues and an unfunded task; the gap is explained down to its records, the request
//! is answered, the money comes and the gap falls. Blank spending is not applicable, not zero.

use sanyou_journeys::{Device, Outcome, Stage, journey, journey_of_file};

#[tokio::test]
async fn funding_gap() -> Outcome {
    journey("funding_gap", 1, async |stage| explained(stage).await).await
}

#[tokio::test]
async fn funding_gap_in_a_single_file() -> Outcome {
    journey_of_file("funding_gap_in_a_single_file", 1, async |stage| explained(stage).await).await
}

async fn explained(stage: &Stage) -> Outcome {
    let clerk = stage.device("clerk").await?;
    let unit = clerk.found_unit("梧桐里社区").await?;
    let line = line(&clerk, &unit, "办公经费", "municipal", "50000").await?;
    let dues = self::line(&clerk, &unit, "党员活动", "dues", "8000").await?;
    self::line(&clerk, &unit, "阵地改造", "special", "30000").await?;
    receive(&clerk, &line, "20000").await?;
    receive(&clerk, &dues, "8000").await?;
    let task = [("name", "人口普查"), ("date", "2026-03-01"), ("cost", "6000")];
    clerk.enter("delegated_task", &format!("unit={unit}"), &task).await?;

    // 50,000 − 20,000 + 8,000 − 8,000 + 30,000, and nobody entered what was spent.
    assert_eq!(gap(&clerk, &unit).await?, "60,000 元");
    assert_eq!(clerk.indicator("own", "money.spent_of_received", &unit).await?, "不适用");
    assert_eq!(clerk.indicator("own", "money.tasks_funded", &unit).await?, "0.0 %");
    let gap = clerk.explained("own", "money.gap", &unit).await?;
    let mut behind = gap.records().await?;
    behind.sort();
    let receipts = ["党员活动 · 2026-02-01", "办公经费 · 2026-02-01"];
    assert_eq!(behind, ["党员活动", receipts[0], "办公经费", receipts[1], "阵地改造"]);

    ask(&clerk, &unit, &line).await?;
    receive(&clerk, &line, "30000").await?;
    assert_eq!(self::gap(&clerk, &unit).await?, "30,000 元");
    Ok(())
}

async fn line(clerk: &Device, unit: &str, purpose: &str, source: &str, need: &str) -> Outcome<String> {
    let fields = [("purpose", purpose), ("year", "2026"), ("source", source), ("need", need)];
    Ok(clerk.enter("fund_line", &format!("unit={unit}"), &fields).await?)
}

async fn receive(clerk: &Device, line: &str, amount: &str) -> Outcome {
    let fields = [("date", "2026-02-01"), ("direction", "receipt"), ("amount", amount)];
    clerk.enter("fund_entry", &format!("line={line}"), &fields).await?;
    Ok(())
}

async fn gap(clerk: &Device, unit: &str) -> Outcome<String> {
    Ok(clerk.indicator("own", "money.gap", unit).await?)
}

/// The request is sent, and granted in full.
async fn ask(clerk: &Device, unit: &str, line: &str) -> Outcome {
    let fields = [("purpose", "补足办公经费"), ("amount", "30000"), ("date", "2026-04-01")];
    clerk.enter("fund_request", &format!("unit={unit}&line={line}"), &fields).await?;
    clerk.take("send", &[]).await?;
    clerk.take("answer", &[("granted", "30000"), ("answer", "财预〔2026〕9号")]).await?;
    clerk.until_fact("state", "已批复").await?;
    // The sheet to print: what is asked in figures and in capital numerals, and the answer.
    clerk.press("#sheet-link").await?;
    let sheet = clerk.until_text("#sheet", "the request", |text| text.contains("叁万元整")).await?;
    assert!(sheet.contains("补足办公经费") && sheet.contains("财预〔2026〕9号"), "{sheet}");
    Ok(())
}

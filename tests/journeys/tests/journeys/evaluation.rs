//! Evaluating a partner: a form whose weights sum to 100, scores with evidence, a grade, a comment and its reply, a
//! selection that rests on the grade; reopening needs a reason.

use sanyou_journeys::{Device, Outcome, journey};

#[tokio::test]
async fn evaluate() -> Outcome {
    journey("evaluate", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("办事员").await?;
        clerk.found_unit("梧桐里社区").await?;
        let partner = clerk.enter("partner", "", &[("name", "城东供电所")]).await?;
        let form = makes_a_form(&clerk).await?;
        let evaluation = scores(&clerk, &partner, &form).await?;
        is_commented(&clerk, &evaluation).await?;
        is_selected(&clerk, &partner, &evaluation).await?;

        clerk.record("evaluation", &evaluation).await?;
        clerk.press("#sheet-link").await?;
        let sheet = clerk.until_text("#sheet", "the evaluation sheet", |text| text.contains("兑现承诺")).await?;
        for held in ["出席会议", "40", "签到表", "84", "良好", "会议室常常锁着", "已请单位周末开放。"]
        {
            assert!(sheet.contains(held), "{held}: {sheet}");
        }
        clerk.record("evaluation", &evaluation).await?;
        let said = clerk.refused("reopen", &[]).await?;
        assert!(said.contains("必填"), "{said}");
        clerk.take("reopen", &[("reason", "漏计一次活动")]).await?;
        clerk.until_fact("state", "重新评价").await?;
        clerk.until_fact("reason", "漏计一次活动").await?;
        Ok(())
    })
    .await
}

/// The form cannot be saved while its weights sum to something else, nor with grades that do not fall.
async fn makes_a_form(clerk: &Device) -> Outcome<String> {
    let form = clerk.list("evaluation_form").await?.add().await?;
    for (field, text) in [("name", "驻区单位评价表"), ("excellent", "90"), ("good", "80"), ("pass", "85")] {
        form.type_into(field, text).await?;
    }
    form.row("weights", 0, &["出席会议", "40"]).await?;
    form.row("weights", 1, &["兑现承诺", "50"]).await?;
    form.press_save().await?;
    clerk.until_text("#field-weights-problem", "the sum", |text| text.contains("现为 90")).await?;
    assert!(form.problem("pass").await?.contains("良好线"), "the line to pass is not above that of good");
    assert_eq!(clerk.count("#field-name").await?, 1, "the form is still there");
    form.row("weights", 1, &["兑现承诺", "60"]).await?;
    form.type_into("pass", "60").await?;
    form.save().await?;
    Ok(clerk.id_shown().await?)
}

/// The form's criteria are offered; without evidence there is no grade. Gives the graded evaluation.
async fn scores(clerk: &Device, partner: &str, form: &str) -> Outcome<String> {
    clerk.record("evaluation_form", form).await?;
    let page = clerk.add_to_it("evaluation").await?;
    assert_eq!(page.value("form").await?, form);
    page.choose("partner", partner).await?;
    page.offered_rows("scores").await?;
    page.row("scores", 0, &["出席会议", "90", "签到表"]).await?;
    page.row("scores", 1, &["兑现承诺", "80"]).await?;
    page.save().await?;
    let evaluation = clerk.id_shown().await?;
    clerk.press("[data-step='grade']").await?;
    clerk.until_text(".notice.bad", "what lacks evidence", |text| text.contains("没有依据：兑现承诺")).await?;
    clerk.close_notices().await?;
    let page = clerk.record("evaluation", &evaluation).await?;
    page.row("scores", 1, &["兑现承诺", "80", "兑现台账"]).await?;
    page.save().await?;
    clerk.take("grade", &[]).await?;
    clerk.until_fact("total", "84").await?;
    clerk.until_fact("grade", "良好").await?;
    Ok(evaluation)
}

async fn is_commented(clerk: &Device, evaluation: &str) -> Outcome {
    let form = clerk.add_to_it("comment").await?;
    assert_eq!(form.value("evaluation").await?, evaluation);
    form.type_into("what", "会议室常常锁着").await?;
    form.choose("voice", "residents").await?;
    form.date("date", "2026-11-01").await?;
    form.save().await?;
    clerk.take("reply", &[("reply", "已请单位周末开放。")]).await?;
    clerk.until_fact("reply", "已请单位周末开放。").await?;
    clerk.until_fact("replied_by", "办事员").await?;
    Ok(())
}

async fn is_selected(clerk: &Device, partner: &str, evaluation: &str) -> Outcome {
    let fields = [("name", "文明单位推荐"), ("award", "civilised_unit")];
    clerk.enter("selection", &format!("partner={partner}&evaluation={evaluation}"), &fields).await?;
    clerk.take("show", &[]).await?;
    clerk.take("choose", &[("document", "文明委〔2026〕8号")]).await?;
    clerk.until_fact("state", "评定").await?;
    Ok(())
}

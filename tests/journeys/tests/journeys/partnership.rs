//! A partner from the agreement to the delivery: what it promised answers a need, is delivered, and both sides confirm it,
//! the partner in a file from its own device, or on paper.

use sanyou_journeys::{Device, Outcome, journey};

const PARTNER: &str = "城东供电所";
const DEVICE: &str = "供电所一号机";

#[tokio::test]
async fn from_agreement_to_delivery() -> Outcome {
    journey("from_agreement_to_delivery", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("办事员").await?;
        clerk.found_unit("梧桐里社区").await?;
        let pledge = promises(&clerk).await?;
        answers_a_need(&clerk, &pledge).await?;

        let first = delivers(&clerk, &pledge).await?;
        clerk.record("delivery", &first).await?;
        clerk.take("confirm", &[]).await?;
        clerk.until_fact("confirmed_by", "办事员").await?;
        let officer = stage.device("officer").await?;
        confirms_in_a_file(&clerk, &officer, &first).await?;
        // Two of four, confirmed by both, as of now.
        clerk.go("#/own/indicator?name=network.pledges_delivered").await?;
        clerk.until_text("#formula .figure b", "what was delivered", |text| text == "50.0 %").await?;
        clerk.record("pledge", &pledge).await?;
        clerk.until_fact("state", "已承诺").await?;

        confirms_on_paper(&clerk, &pledge).await
    })
    .await
}

/// The partner, its officer, an agreement and what was promised by it; gives the pledge of the venue.
async fn promises(clerk: &Device) -> Outcome<String> {
    let fields = [("name", PARTNER), ("kind_of_partner", "state_enterprise")];
    let partner = clerk.enter("partner", "", &fields).await?;
    let form = clerk.add_to_it("liaison").await?;
    assert_eq!(form.value("partner").await?, partner, "whose officer it is need not be said again");
    form.type_into("name", "王联络").await?;
    form.type_into("device", DEVICE).await?;
    form.save().await?;
    let fields = [("name", "共建协议"), ("way", "pair_building"), ("signed", "2026-01-05")];
    let agreement = clerk.enter("agreement", &format!("partner={partner}"), &fields).await?;

    let of = format!("partner={partner}&agreement={agreement}");
    let fields = [("what", "会议补助"), ("resource", "funds"), ("initiator", "partner"), ("date", "2026-02-01")];
    clerk.enter("pledge", &of, &fields).await?;
    clerk.until_fact("state", "已承诺").await?;
    let fields = [("what", "提供会议室"), ("resource", "venue"), ("initiator", "community"), ("date", "2026-02-01")];
    let fields: Vec<_> = fields.into_iter().chain([("quantity", "4"), ("measure", "次")]).collect();
    let pledge = clerk.enter("pledge", &of, &fields).await?;
    clerk.until_fact("state", "已提出").await?;
    assert_eq!(clerk.steps().await?, ["promise", "refuse"]);
    // One offer of the unit's own, one request without an answer; then it answers, and nothing is cold.
    assert_eq!(clerk.indicator("own", "network.hot_cold", "").await?, "50.0 %");
    clerk.record("pledge", &pledge).await?;
    clerk.take("promise", &[]).await?;
    clerk.until_fact("state", "已承诺").await?;
    assert_eq!(clerk.indicator("own", "network.hot_cold", "").await?, "100.0 %");

    clerk.record("partner", &partner).await?;
    let groups = ["liaison", "agreement", "pledge"];
    assert_eq!(clerk.attributes("#pointing .group", "data-kind").await?, groups, "what points to the partner");
    Ok(pledge)
}

async fn answers_a_need(clerk: &Device, pledge: &str) -> Outcome {
    let fields = [("what", "缺开会的地方"), ("kind_of_need", "request"), ("raised", "2026-01-20")];
    let need = clerk.enter("need", "", &fields).await?;
    clerk.take("accept", &[("due", "2026-12-31")]).await?;
    clerk.record("pledge", pledge).await?;
    clerk.take("match", &[("need", &need)]).await?;
    clerk.record("need", &need).await?;
    clerk.until_fact("state", "已认领").await?;
    clerk.until_fact("partner", PARTNER).await?;
    clerk.take("begin", &[]).await?;
    clerk.until_fact("state", "办理中").await?;
    Ok(())
}

/// Two of four are delivered, and no more than four can be; gives the delivery.
async fn delivers(clerk: &Device, pledge: &str) -> Outcome<String> {
    clerk.record("pledge", pledge).await?;
    let made = clerk.take("deliver", &[("delivered_quantity", "2"), ("delivered_on", "2026-03-01")]).await?;
    let said = clerk.refused("deliver", &[("delivered_quantity", "3")]).await?;
    assert!(said.contains("超过了承诺数量"), "{said}");
    assert_eq!(made.len(), 1, "a delivery is made: {made:?}");
    Ok(made[0].clone())
}

/// The officer confirms on a device of their own; the clerk sees so once the file is here, and that it is unverified.
async fn confirms_in_a_file(clerk: &Device, officer: &Device, delivery: &str) -> Outcome {
    let export = clerk.files().await?.export().await?;
    officer.sign("王联络").await?;
    officer.files().await?.import(&export.path).await?;
    officer.record("delivery", delivery).await?;
    let said = officer.refused("partner_confirm", &[("partner_by", "王联络"), ("device", "别人的电脑")]).await?;
    assert!(said.contains("没有登记这台设备"), "{said}");
    officer.take("partner_confirm", &[("partner_by", "王联络"), ("device", DEVICE)]).await?;
    let export = officer.files().await?.export().await?;
    let report = clerk.files().await?.import(&export.path).await?;
    assert_eq!((report.added, report.changed, report.conflicts), (0, 1, 0));
    clerk.record("delivery", delivery).await?;
    clerk.until_fact("way", "单位文件（未验证）").await?;
    clerk.until_fact("device", DEVICE).await?;
    clerk.until_fact("partner_by", "王联络").await?;
    Ok(())
}

/// The rest is confirmed on paper, with the paper's number; then all that was promised is delivered.
async fn confirms_on_paper(clerk: &Device, pledge: &str) -> Outcome {
    clerk.take("deliver", &[("delivered_quantity", "2")]).await?;
    clerk.press(".made a").await?;
    clerk.until_count("[data-step='paper_confirm']", 1).await?;
    let said = clerk.refused("paper_confirm", &[]).await?;
    assert!(said.contains("必填"), "{said}");
    clerk.take("paper_confirm", &[("paper", "供电函〔2026〕3号")]).await?;
    clerk.until_fact("way", "书面确认").await?;
    clerk.take("confirm", &[]).await?;
    clerk.record("pledge", pledge).await?;
    clerk.until_fact("state", "已兑现").await?;
    assert_eq!(clerk.steps().await?, [""; 0], "nothing more is to be done");
    Ok(())
}

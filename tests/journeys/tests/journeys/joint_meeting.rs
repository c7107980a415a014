//! A joint meeting: notice, receipts, attendance, decisions with owners, minutes; what is overdue goes on to the next one
//! and is closed with evidence.

use sanyou_journeys::{Device, Outcome, journey};

const PARTNERS: [&str; 2] = ["城东供电所", "梧桐中学"];

#[tokio::test]
async fn a_joint_meeting() -> Outcome {
    journey("a_joint_meeting", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.found_unit("梧桐里社区").await?;
        for partner in PARTNERS {
            clerk.enter("partner", "", &[("name", partner)]).await?;
        }
        let worker = clerk.enter("worker", "", &[("name", "柳如是")]).await?;
        let meeting = is_called_and_held(&clerk).await?;
        let late = decides(&clerk, &meeting, &worker).await?;

        clerk.record("meeting", &meeting).await?;
        let said = clerk.refused("minute", &[]).await?;
        assert!(said.contains("必填"), "{said}");
        clerk.take("minute", &[("minutes", "议定路灯和会议室两件事。")]).await?;
        clerk.until_fact("state", "已有纪要").await?;
        goes_on(&clerk, &meeting, &late).await
    })
    .await
}

/// The meeting is called, its partners answer and come; gives the meeting.
async fn is_called_and_held(clerk: &Device) -> Outcome<String> {
    let fields = [("name", "三月联席会议"), ("kind_of_meeting", "joint"), ("date", "2020-03-10")];
    let fields: Vec<_> = fields.into_iter().chain([("expected", "3"), ("quorum", "2")]).collect();
    let meeting = clerk.enter("meeting", "", &fields).await?;
    let made = clerk.take("call", &[]).await?;
    let [notice, receipts @ ..] = made.as_slice() else { return Err(wrong(&made).into()) };
    assert_eq!(receipts.len(), PARTNERS.len(), "every partner is to answer: {made:?}");
    for receipt in receipts {
        let form = clerk.record("receipt", receipt).await?;
        assert_eq!(form.value("notice").await?, *notice);
        form.date("received", "2020-03-05").await?;
        form.choose("coming", "yes").await?;
        form.choose("attended", "present").await?;
        form.save().await?;
    }
    let receipts = clerk.list("receipt").await?;
    receipts.until_rows(PARTNERS.len()).await?;
    for partner in PARTNERS {
        assert!(receipts.cells(partner).await?.contains(&"到会".to_owned()), "{partner} came");
    }
    clerk.record("meeting", &meeting).await?;
    clerk.take("hold", &[("present", "2")]).await?;
    clerk.until_fact("present", "2").await?;
    Ok(meeting)
}

fn wrong(made: &[String]) -> sanyou_journeys::Problem {
    sanyou_journeys::Problem::Wrong(format!("a notice and its receipts are made, not {made:?}"))
}

/// Two decisions, each assigned; gives the action that is due before the next meeting.
async fn decides(clerk: &Device, meeting: &str, worker: &str) -> Outcome<String> {
    let mut decisions = Vec::new();
    for (number, decision) in [("1", "修好路灯"), ("2", "开放会议室")] {
        let made = clerk.take("decide", &[("decision", decision), ("number", number)]).await?;
        decisions.extend(made);
    }
    assert_eq!(decisions.len(), 2);
    clerk.record("decision", &decisions[1]).await?;
    let said = clerk.refused("assign", &[("due", "2020-09-01")]).await?;
    assert!(said.contains("至少填一项"), "somebody has to do it: {said}");
    clerk.take("assign", &[("due", "2020-09-01"), ("owner_name", "校长")]).await?;
    clerk.record("decision", &decisions[0]).await?;
    let made = clerk.take("assign", &[("due", "2020-03-20"), ("owner", worker)]).await?;
    assert_eq!(made.len(), 1);
    clerk.record("meeting", meeting).await?;
    clerk.until_count("#pointing .group[data-kind='decision'] li", 2).await?;
    Ok(made[0].clone())
}

/// The next meeting takes over what is overdue and nothing else; it is closed with evidence.
async fn goes_on(clerk: &Device, meeting: &str, late: &str) -> Outcome {
    let next = clerk.take("next", &[("next_on", "2020-06-10")]).await?;
    clerk.record("meeting", &next[0]).await?;
    clerk.until_fact("previous", "三月联席会议").await?;
    clerk.take("carry", &[]).await?;
    clerk.until_count("#pointing .group[data-kind='action'] li", 1).await?;
    clerk.record("action", late).await?;
    clerk.until_fact("carried", "1").await?;
    let said = clerk.refused("finish", &[]).await?;
    assert!(said.contains("必填"), "{said}");
    clerk.take("finish", &[("evidence", "验收单第7号")]).await?;
    clerk.until_fact("state", "已完成").await?;
    clerk.record("meeting", meeting).await?;
    clerk.until_fact("minutes", "议定路灯和会议室两件事。").await?;
    // The minutes to print hold what was decided, by whom it is to be done, and who was there.
    clerk.press("#sheet-link").await?;
    let sheet = clerk.until_text("#sheet", "the minutes", |text| text.contains("议定路灯和会议室两件事。")).await?;
    for held in ["城东供电所", "梧桐中学", "到会", "修好路灯", "开放会议室", "柳如是", "校长", "2020-03-20"]
    {
        assert!(sheet.contains(held), "{held}: {sheet}");
    }
    Ok(())
}

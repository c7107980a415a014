//! From the gap to the action: the city sees in how many communities the office is rented, a community what is worst, and a
//! project that is begun from there is what the diagnosis says was done about it.

use sanyou_journeys::{Device, Outcome, journey};

const RENTING: &str = "places.renting";

#[tokio::test]
async fn from_the_gap_to_the_action() -> Outcome {
    journey("from_the_gap_to_the_action", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("办事员").await?;
        clerk.open_sample().await?;
        let diagnosis = clerk.diagnosis().await?;
        diagnosis.until_says(RENTING, "7 个社区（共 68 个） · 其中 7 个已采取措施").await?;
        assert_eq!(diagnosis.standing().await?[0], ("no".to_owned(), "grave".to_owned()), "the worst stands first");
        assert_eq!(diagnosis.unfold(RENTING).await?, 7);
        diagnosis.open_unit(RENTING).await?;
        let community = clerk.address_now().await?;

        drops_its_project(&clerk, &community).await?;
        let project = begins_another(&clerk).await?;
        is_told(&clerk, &project).await
    })
    .await
}

/// What somebody was doing about the rent is given up: the rent is to be acted on again.
async fn drops_its_project(clerk: &Device, community: &str) -> Outcome {
    let diagnosis = clerk.diagnosis_shown().await?;
    diagnosis.until_answered(RENTING, "underway").await?;
    diagnosis.open_act(RENTING, "building_project").await?;
    clerk.take("drop", &[("reason", "选址未通过")]).await?;
    clerk.go(community).await?;
    let diagnosis = clerk.diagnosis_shown().await?;
    diagnosis.until_answered(RENTING, "no").await?;
    diagnosis.until_says(RENTING, "租用办公用房 1 处").await?;
    let order = ["grave", "serious", "notice"];
    let ranks = diagnosis
        .standing()
        .await?
        .into_iter()
        .map(|(answered, severity)| (answered != "no", order.iter().position(|name| *name == severity)));
    let ranks: Vec<_> = ranks.collect();
    assert!(ranks.is_sorted(), "first what nobody acted on, the worst of it at the top: {ranks:?}");
    Ok(())
}

/// A project from the finding, which knows the place it replaces; gives its name.
async fn begins_another(clerk: &Device) -> Outcome<String> {
    let diagnosis = clerk.diagnosis_shown().await?;
    let form = diagnosis.answer(RENTING, "building_project").await?;
    clerk.until_text("#from-finding", "where it comes from", |text| text == "来自诊断：租用办公用房").await?;
    assert_eq!(form.value("name").await?, "自有办公用房");
    assert!(!form.value("replaces").await?.is_empty(), "the rented office");
    let told = form.value("note").await?;
    assert!(told.contains("租用办公用房 1 处"), "the note says what was found: {told}");
    form.type_into("name", "和平里社区用房").await?;
    form.choose("way", "reserved").await?;
    form.save().await?;
    clerk.until_fact("finding", "租用办公用房").await?;
    Ok("和平里社区用房".to_owned())
}

/// Back at the diagnosis, which names the project with its state.
async fn is_told(clerk: &Device, project: &str) -> Outcome {
    clerk.press("#steps [data-fact='finding'] a").await?;
    let diagnosis = clerk.diagnosis_shown().await?;
    diagnosis.until_answered(RENTING, "underway").await?;
    let wanted = format!("{project} 计划");
    let acts = format!("#findings > [data-rule='{RENTING}'] .acts");
    let said = clerk.until_text(&acts, &wanted, |text| text.contains(project) && text.contains("计划")).await?;
    assert!(!said.contains("选址未通过"), "what was given up is no answer: {said}");
    let last = diagnosis.standing().await?.pop();
    assert!(last.is_some_and(|(answered, _)| answered == "underway"), "what is being done sinks");
    Ok(())
}

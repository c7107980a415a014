//! The history of a record: every save as it came here, one field of it, the record as it was on a day, and the ways back.

use sanyou_journeys::pages::history::History;
use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Outcome, journey};

const PHONE: &str = "13800138000";

#[tokio::test]
async fn history() -> Outcome {
    journey("history", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("甲").await?;
        let unit = clerk.found_unit("梧桐里社区").await?;
        let worker = clerk.enter("worker", &format!("unit={unit}"), &[("name", "柳一")]).await?;
        let other = stage.device("other").await?;
        other.sign("乙").await?;
        from_two(&clerk, &other, &worker).await?;
        ways_back(&clerk, &worker).await?;
        deleted(&clerk, &worker).await
    })
    .await
}

/// The clerk renames a worker, the other enters the role and the phone number; the clerk takes the file.
async fn from_two(clerk: &Device, other: &Device, worker: &str) -> Outcome {
    let export = clerk.files().await?.export().await?;
    other.files().await?.import(&export.path).await?;
    other.until_saved().await?;
    let form = other.record("worker", worker).await?;
    form.choose("role", "deputy").await?;
    form.type_into("phone", PHONE).await?;
    form.save().await?;
    let export = other.files().await?.export_everything().await?;
    let form = clerk.record("worker", worker).await?;
    form.type_into("name", "柳二").await?;
    form.save().await?;
    clerk.files().await?.import(&export.path).await?;
    clerk.until_saved().await?;

    // By the link on the record, and back.
    clerk.record("worker", worker).await?;
    clerk.press("#to-history a").await?;
    let history = History::shown(clerk).await?;
    history.until_saves(3).await?;
    assert_eq!(history.makers().await?, ["乙", "甲", "甲"], "what was received last comes first");
    let head = history.head(1).await?;
    assert!(head.contains("收到") && head.contains("文件"), "{head}");
    assert_eq!(history.field(1, "role").await?[2], "现值");
    assert_eq!(history.field(2, "name").await?, ["柳一", "柳二", "现值"]);
    assert_eq!(history.field(3, "name").await?[1..], ["柳一", "已被取代"]);
    let page = "return document.documentElement.outerHTML.includes(arguments[0])";
    assert!(!clerk.ask::<bool>(page, vec![PHONE.into()]).await?, "a restricted field is masked");
    clerk.press("#history-revealed").await?;
    clerk.until_text("#history tr[data-field='phone'] td", PHONE, |text| text == PHONE).await?;
    assert_eq!(clerk.violations().await?, [""; 0]);

    // One field of it; back and forth by the browser.
    clerk.choose("#history-field", "name").await?;
    history.until_saves(2).await?;
    clerk.back().await?;
    history.until_saves(3).await?;
    clerk.back().await?;
    Form::shown(clerk).await?;
    Ok(())
}

async fn ways_back(clerk: &Device, worker: &str) -> Outcome {
    let history = clerk.history("worker", worker).await?;
    history.until_saves(3).await?;
    // One value, by a save that stands in the history itself.
    history.restore_field(3, "name").await?;
    assert_eq!(history.plan().await?, [["name".to_owned(), "柳二".to_owned(), "柳一".to_owned()]]);
    history.save().await?;
    history.until_saves(4).await?;
    assert_eq!(history.field(1, "name").await?, ["柳二", "柳一", "现值"]);
    // That save is taken back.
    history.undo(1).await?;
    assert_eq!(history.plan().await?, [["name".to_owned(), "柳一".to_owned(), "柳二".to_owned()]]);
    history.save().await?;
    history.until_saves(5).await?;

    // As it was today it is now; long ago it was not here.
    let today: String = clerk.ask("return document.querySelector('#history-day').max", Vec::new()).await?;
    let place = clerk.address_now().await?;
    clerk.go(&format!("{place}?day={today}")).await?;
    assert_eq!(History::shown(clerk).await?.then("name").await?, ["柳二", "柳二"]);
    clerk.go(&format!("{place}?day=2001-01-01")).await?;
    clerk.until_count("#then-note", 1).await?;
    assert_eq!(clerk.count("#then-restore").await?, 0);
    clerk.is_sound().await?;
    Ok(())
}

/// A deleted record's history is found, and the record comes back from there.
async fn deleted(clerk: &Device, worker: &str) -> Outcome {
    clerk.record("worker", worker).await?.delete().await?;
    clerk.go("#/own/conflicts").await?;
    clerk.until_count("#deleted", 1).await?;
    clerk.unfold("#deleted").await?;
    clerk.press("#deleted a[data-history]").await?;
    let history = History::shown(clerk).await?;
    history.until_saves(6).await?;
    clerk.press("#history-restore").await?;
    history.save().await?;
    history.until_saves(7).await?;
    clerk.until_count("#history-restore", 0).await?;
    let form = clerk.record("worker", worker).await?;
    assert_eq!(form.value("name").await?, "柳二");
    Ok(())
}

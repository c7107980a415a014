//! Twenty conflicts settled without a mouse: moved through, kept, written anew, undone; and the same many at once by one
//! rule.

use sanyou_journeys::problem::Problem;
use sanyou_journeys::{Device, Edit, Found, Outcome, journey};
use thirtyfour::Key;

const COUNT: usize = 20;
/// More stops than the page has before the list.
const STOPS_MAX: usize = 60;

#[tokio::test]
async fn twenty_conflicts() -> Outcome {
    journey("twenty_conflicts", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("甲").await?;
        let other = stage.device("other").await?;
        other.sign("乙").await?;
        differ(&clerk, &other).await?;
        by_keys(&clerk).await?;
        many_at_once(&other, &clerk).await
    })
    .await
}

/// Twenty communities, each of which both give another number of households.
async fn differ(clerk: &Device, other: &Device) -> Outcome {
    let new = |place: usize| {
        let name = format!("社区{place:02}");
        Edit::of("#/own/unit/new", &[("name", &name), ("level", "community"), ("households", "1")])
    };
    clerk.make(&(0..COUNT).map(new).collect::<Vec<_>>()).await?;
    clerk.until_saved().await?;
    let start = clerk.files().await?.export().await?;
    other.files().await?.import(&start.path).await?;
    other.until_saved().await?;
    let units = start.present("unit", ["id"]);
    assert_eq!(units.len(), COUNT);
    for (device, households) in [(clerk, "100"), (other, "200")] {
        let edit = |[id]: &[String; 1]| Edit::of(&format!("#/own/unit/{id}"), &[("households", households)]);
        device.make(&units.iter().map(edit).collect::<Vec<_>>()).await?;
        device.until_saved().await?;
    }
    let [one, two] = [clerk.files().await?.export().await?, other.files().await?.export().await?];
    clerk.files().await?.import(&two.path).await?;
    other.files().await?.import(&one.path).await?;
    Ok(())
}

async fn by_keys(clerk: &Device) -> Outcome {
    let conflicts = clerk.conflicts().await?;
    conflicts.until_left(COUNT).await?;
    assert_eq!(clerk.violations().await?, [""; 0]);
    tab_to_list(clerk).await?;

    // Down to the last and back; Tab is not kept in the list.
    clerk.key(Key::End).await?;
    clerk.until_focused(".matter:last-child").await?;
    clerk.key(Key::Home).await?;
    clerk.until_focused(".matter:first-child").await?;
    clerk.key(Key::Down).await?;
    clerk.until_focused(".matter:nth-child(2)").await?;
    clerk.key(Key::Up).await?;
    clerk.until_focused(".matter:first-child").await?;
    clerk.key(Key::Tab).await?;
    assert!(!clerk.is_focused(".matter:first-child").await?, "Tab goes on");

    // Another value is written; digits typed there decide nothing.
    clerk.key(Key::Home).await?;
    clerk.keys("e").await?;
    clerk.until_focused("#third-households").await?;
    assert_eq!(clerk.count("#third-households").await?, 1);
    clerk.type_into("#third-households", "121").await?;
    conflicts.until_left(COUNT).await?;
    clerk.key(Key::Enter).await?;
    conflicts.until_left(COUNT - 1).await?;
    clerk.until_focused(".matter").await?;

    // One is decided, taken back, and decided otherwise.
    clerk.keys("1").await?;
    conflicts.until_left(COUNT - 2).await?;
    clerk.until_focused(".matter").await?;
    clerk.keys("u").await?;
    conflicts.until_left(COUNT - 1).await?;
    clerk.until_focused(".matter").await?;
    for left in (0..COUNT - 1).rev() {
        clerk.keys(if left % 2 == 0 { "1" } else { "2" }).await?;
        conflicts.until_left(left).await?;
        clerk.until_focused(if left > 0 { ".matter" } else { "#settle" }).await?;
    }
    clerk.until_saved().await?;
    clerk.until_count("nav.rail .count", 0).await?;
    let export = clerk.files().await?.export().await?;
    let mut households: Vec<String> = export.present("unit", ["households"]).into_iter().map(|[text]| text).collect();
    households.sort();
    let of = |text: &str| households.iter().filter(|held| *held == text).count();
    assert_eq!(of("121"), 1, "{households:?}");
    assert_eq!(of("100") + of("200"), COUNT - 1, "{households:?}");
    Ok(())
}

/// The other device decides all by what one person entered, undoes that as one, and takes the clerk's file instead.
async fn many_at_once(other: &Device, clerk: &Device) -> Outcome {
    let conflicts = other.conflicts().await?;
    conflicts.until_left(COUNT).await?;
    let preview = conflicts.keep_all_of("甲").await?;
    assert!(preview.contains("20 项中有 20 项"), "{preview}");
    conflicts.until_none().await?;
    let export = other.files().await?.export().await?;
    assert!(export.present("unit", ["households"]).iter().all(|[text]| text == "100"));
    let conflicts = other.conflicts().await?;
    conflicts.undo().await?;
    conflicts.until_left(COUNT).await?;
    conflicts.keep_all_of("乙").await?;
    conflicts.until_none().await?;

    // Both decided differently: that is to be settled again, and nothing is lost.
    let export = clerk.files().await?.export().await?;
    other.files().await?.import(&export.path).await?;
    let left = other.conflicts().await?.count().await?;
    assert!(left > 0 && left <= COUNT, "{left}");
    Ok(())
}

/// Presses Tab until a matter of the list has the focus.
async fn tab_to_list(device: &Device) -> Found {
    for _ in 0..STOPS_MAX * 3 {
        device.key(Key::Tab).await?;
        if device.is_focused(".matter").await? {
            return Ok(());
        }
    }
    Err(Problem::Wrong("Tab does not lead to the list".to_owned()))
}

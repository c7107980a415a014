//! Without a mouse: straight to the content, and a worker entered, the name through an input method; where the focus is
//! can be seen all the way.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::problem::Problem;
use sanyou_journeys::{Device, Found, Outcome, journey};
use thirtyfour::Key;

/// More stops than any page has before what is looked for.
const STOPS_MAX: usize = 60;

#[tokio::test]
async fn keyboard() -> Outcome {
    journey("keyboard", 1, async |stage| {
        let device = stage.device("clerk").await?;
        device.found_unit("梧桐里社区").await?;
        device.list("worker").await?;
        device.reload().await?;

        device.key(Key::Tab).await?;
        assert!(device.is_focused(".skip").await?, "the first stop is the link to the content");
        let place = device.address_now().await?;
        device.key(Key::Enter).await?;
        device.until_focused("main").await?;
        assert_eq!(device.address_now().await?, place, "the link to the content leaves the address alone");

        tab_to(&device, "#new-record").await?;
        device.key(Key::Enter).await?;
        let form = Form::shown(&device).await?;
        tab_to(&device, "#field-name").await?;
        device.compose("liu", "柳").await?;
        device.keys("如是").await?;
        tab_to(&device, "#field-unit").await?;
        device.key(Key::Down).await?;
        assert_ne!(form.value("unit").await?, "", "an arrow key chooses the unit");
        tab_to(&device, "#save").await?;
        device.key(Key::Enter).await?;
        form.until_saved().await?;

        let workers = device.list("worker").await?;
        workers.until_named("柳如是").await?;
        for (sound, word, rows) in [("liu", "柳", 1), ("hua", "花", 0)] {
            workers.filter("").await?;
            workers.until_rows(1).await?;
            device.compose(sound, word).await?;
            workers.until_rows(rows).await?;
            assert_eq!(workers.words().await?, word, "the filter holds what was entered");
        }
        Ok(())
    })
    .await
}

/// Presses Tab until a control has the focus; no stop on the way may be out of sight or under something else.
async fn tab_to(device: &Device, css: &str) -> Found {
    for _ in 0..STOPS_MAX {
        if device.is_focused(css).await? {
            return Ok(());
        }
        device.key(Key::Tab).await?;
        if let Some(hidden) = device.hidden_focus().await? {
            return Err(Problem::Wrong(format!("the focus is on {hidden}, which cannot be seen")));
        }
    }
    Err(Problem::Wrong(format!("{STOPS_MAX} times Tab do not lead to {css}")))
}

//! A large file is read by a worker of the page: it says how far it is, can be stopped, and where no worker can be had, or
//! it breaks or refuses, the page reads the file by itself.

use sanyou_journeys::pages::files::Files;
use sanyou_journeys::{Device, Outcome, journey};

/// Counts the workers that the page starts.
const COUNT: &str = "
    window.made = 0;
    window.realWorker ??= globalThis.sanyouWorker;
    globalThis.sanyouWorker = () => { window.made += 1; return window.realWorker(); };
    return null";

/// Puts a worker in place of the page's own that answers with the words given: as soon as it is heard, and when it is asked
/// to read.
const PRETEND: &str = "
    const [first, then] = arguments;
    window.ended = false;
    globalThis.sanyouWorker = () => {
        const worker = Object.create(Worker.prototype);
        let hear = null;
        const post = words => words && setTimeout(() => hear({ data: words }), 0);
        Object.defineProperties(worker, {
            onmessage: { set: heard => { hear = heard; post(first); } },
            onerror: { set: broken => { if (!first) setTimeout(() => broken(new Event('error')), 0); } },
            postMessage: { value: () => post(then) },
            terminate: { value: () => { window.ended = true; } },
        });
        return worker;
    };
    return null";

#[tokio::test]
async fn read_aside() -> Outcome {
    journey("read_aside", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.open_sample().await?;
        let export = clerk.files().await?.export().await?;
        assert!(export.text.len() > 256 * 1024, "large enough for a worker: {}", export.text.len());

        let city = stage.device("city").await?;
        let () = city.ask(COUNT, Vec::new()).await?;
        let files = city.files().await?;
        files.choose_all(&[&export.path]).await?;
        assert_eq!(city.ask::<usize>("return window.made", Vec::new()).await?, 1, "a worker read it");
        let read = city.text(".dry-file").await?;
        city.press("#take-nothing").await?;

        let stays = [
            ("it is not there", serde_json::json!([null, null])),
            ("it refuses", serde_json::json!([["ready", null], ["refused", null]])),
            ("it says something else", serde_json::json!([["ready", null], ["what", null]])),
        ];
        for (name, answers) in stays {
            pretend(&city, answers).await?;
            files.choose_all(&[&export.path]).await?;
            assert_eq!(city.text(".dry-file").await?, read, "{name}");
            city.press("#take-nothing").await?;
        }
        stops(&city, &files, &export.path).await
    })
    .await
}

async fn pretend(device: &Device, answers: serde_json::Value) -> Outcome {
    let serde_json::Value::Array(answers) = answers else { unreachable!("answers are a list") };
    let () = device.ask(PRETEND, answers).await?;
    Ok(())
}

/// A worker that does not come to an end is stopped, and nothing was taken.
async fn stops(city: &Device, files: &Files<'_>, path: &std::path::Path) -> Outcome {
    let texts = city.stored_texts().await?;
    pretend(city, serde_json::json!([["ready", null], ["share", 40]])).await?;
    files.choose(path).await?;
    let said = city.until_text("#progress span", "how far it is", |text| text.contains("40 %")).await?;
    assert!(said.contains(".json"), "{said}");
    assert!(city.violations().await?.is_empty());
    city.press("#stop").await?;
    city.until_text("#imported .refused", "that it was stopped", |text| text.contains("没有收下任何内容")).await?;
    city.until_count("#progress", 0).await?;
    assert!(city.ask::<bool>("return window.ended", Vec::new()).await?, "the worker is gone");
    assert_eq!(city.stored_texts().await?, texts, "nothing was taken");
    Ok(())
}

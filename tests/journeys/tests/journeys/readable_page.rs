//! The self-reading export: anybody's browser shows it without the app and without running anything, and the app imports
//! it like any export.

use sanyou_journeys::{Outcome, Problem, journey};

const PHONE: &str = "13800000042";

/// What a browser makes of the page: its headings, its tables' cells, and whether anything in it could run or be loaded.
/// Without its styles: it is looked at within the app, whose policy forbids them.
const SHOWS: &str = "const text = arguments[0].replace(/<style>[^]*<\\/style>/, '');
    const page = new DOMParser().parseFromString(text, 'text/html');
    const texts = (css) => [...page.querySelectorAll(css)].map((element) => element.textContent.trim());
    return [page.documentElement.lang, texts('h1'), texts('h2'), texts('td'), texts('p'),
        texts('script, iframe, object, embed, link, img, form, [onclick], [src]'),
        [page.querySelector('pre').hidden ? 'hidden' : 'shown']].map((all) => [].concat(all))";

#[tokio::test]
async fn readable_page() -> Outcome {
    journey("readable_page", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        let unit = clerk.found_unit("幸福社区 <b>&</b>").await?;
        clerk.enter("worker", &format!("unit={unit}"), &[("name", "张小云"), ("phone", PHONE)]).await?;
        let path = clerk.files().await?.export_page().await?;
        assert!(path.extension().is_some_and(|ending| ending == "html"), "{path:?}");
        let text = std::fs::read_to_string(&path).map_err(Problem::disk(format!("reading {}", path.display())))?;
        assert!(!text.contains(PHONE), "restricted fields stay at home");

        let shown: Vec<Vec<String>> = clerk.ask(SHOWS, vec![text.into()]).await?;
        let [lang, title, chapters, cells, sentences, active, data] = &shown[..] else { panic!("{shown:?}") };
        assert_eq!((lang[0].as_str(), data[0].as_str(), active.len()), ("zh-CN", "hidden", 0), "{active:?}");
        assert!(title[0].contains("幸福社区 <b>&</b>") && title[0].contains("工作报告"), "{title:?}");
        assert!(chapters.iter().any(|chapter| chapter == "指标") && chapters.len() >= 6, "{chapters:?}");
        assert!(cells.iter().any(|cell| cell == "张小云"), "the records stand in tables");
        assert!(
            sentences.iter().any(|text| text.contains("王芳"))
                && sentences.iter().any(|text| text.contains("2 条记录"))
        );

        let other = stage.device("other").await?;
        other.sign("李强").await?;
        let report = other.files().await?.import(&path).await?;
        assert_eq!((report.added, report.conflicts), (2, 0));
        other.list("worker").await?.until_named("张小云").await?;
        assert!(other.files().await?.import(&path).await?.is_nothing_new, "taken twice is taken once");
        clerk.is_sound().await?;
        Ok(())
    })
    .await
}

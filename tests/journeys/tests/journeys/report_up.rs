//! The city takes twelve files at once: one of them twice, one damaged, one for newer readers. Nothing doubles, nothing is
//! taken before a person says so, what was taken can be taken back and taken again, and a receipt names what was not.

use std::fs;
use std::path::{Path, PathBuf};

use sanyou_journeys::export::Export;
use sanyou_journeys::problem::Problem;
use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Outcome, journey};

/// The communities that report; the first one's file is the one that the others are made after.
const UNITS: [&str; 9] =
    ["幸福社区", "梧桐里社区", "桥东社区", "北苑社区", "柳河社区", "东风社区", "槐树社区", "南湖社区", "西街社区"];
const WORKER: &str = "赵晓梅";

#[tokio::test]
async fn report_up() -> Outcome {
    journey("report_up", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("王芳").await?;
        let unit = clerk.found_unit(UNITS[0]).await?;
        let worker = clerk.enter("worker", &format!("unit={unit}"), &[("name", WORKER)]).await?;
        let export = clerk.files().await?.export().await?;
        let paths = files(&export, &unit)?;
        let chosen: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();

        let city = stage.device("city").await?;
        city.sign("李强").await?;
        let texts = city.stored_texts().await?;
        let page = city.files().await?;
        page.choose_all(&chosen).await?;
        looks_before_it_takes(&city).await?;
        assert_eq!(city.stored_texts().await?, texts, "nothing was taken yet");

        // Of the first file the worker stays out.
        city.unfold(".dry-file .records-of").await?;
        city.press(&format!("[data-record='{worker}']")).await?;
        let said = city.text("#take").await?;
        assert!(said.contains("17 条"), "nine units and eight workers: {said}");
        page.take().await?;
        city.until_count("#imported .result.good", UNITS.len()).await?;
        city.until_count("#received li", UNITS.len()).await?;
        city.until_saved().await?;
        city.list("unit").await?.until_rows(UNITS.len()).await?;
        city.list("worker").await?.until_rows(UNITS.len() - 1).await?;

        comes_and_goes(&city, &paths, &worker).await?;
        a_receipt_goes_back(&city, &clerk, &export, &worker).await?;
        taken_back_for_others_too(&city).await
    })
    .await
}

/// Twelve files: nine of communities, the first once more under another name, one cut off, one for newer readers.
fn files(export: &Export, unit: &str) -> Outcome<Vec<PathBuf>> {
    let folder = export.path.parent().expect("a folder").to_owned();
    let session = unit.split('-').next().unwrap_or_default();
    let series = export.member("series").as_str().unwrap_or(session).to_owned();
    let mut paths = Vec::new();
    let mut write = |name: String, text: &str| -> Outcome {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Problem::disk(format!("writing {}", path.display())))?;
        paths.push(path);
        Ok(())
    };
    for (place, name) in UNITS.iter().enumerate() {
        // Another device's records: its session is another, and so are its series and the names.
        let letter = char::from(b"zabcdefgh"[place]);
        let other: String = std::iter::repeat_n(letter, session.len()).collect();
        let worker = format!("{WORKER}{place}");
        let text = if place == 0 {
            export.text.clone()
        } else {
            let counted = format!("k{}", &other[1..]);
            export.rewritten(&[(&series, &counted), (session, &other), (UNITS[0], name), (WORKER, &worker)])?
        };
        write(format!("{name}.json"), &text)?;
    }
    write("再发一次.json".to_owned(), &export.text)?;
    let cut: String = export.text.chars().take(export.text.chars().count() * 2 / 3).collect();
    write("没有传完.json".to_owned(), &cut)?;
    write("新版.json".to_owned(), &export.rewritten(&[("\"min_reader\":2", "\"min_reader\":99")])?)?;
    Ok(paths)
}

/// What each file would do is said, and why of three nothing is taken.
async fn looks_before_it_takes(city: &Device) -> Outcome {
    city.until_count(".dry-file", UNITS.len()).await?;
    let said = city.texts("#imported .result").await?;
    assert_eq!(said.len(), 3, "{said:?}");
    let of = |part: &str| said.iter().find(|said| said.contains(part)).unwrap_or_else(|| panic!("{part}: {said:?}"));
    assert!(of("再发一次.json").contains("是同一个文件"), "{said:?}");
    assert!(of("没有传完.json").contains("重新导出并发送"), "{said:?}");
    assert!(of("新版.json").contains("没有合并任何内容"), "{said:?}");
    city.unfold("#imported .newer details").await?;
    let glance = city.texts("#imported .newer li").await?.join(" | ");
    assert!(glance.contains(UNITS[0]) && glance.contains(WORKER), "its values can be read: {glance}");
    let first = city.text(".dry-file").await?;
    assert!(first.contains("王芳") && first.contains("今天") && first.contains("完整内容"), "{first}");
    for is_english in [false, true] {
        for (is_dark, is_narrow) in [(false, false), (true, true)] {
            city.wear(Variant { is_english, is_dark, is_narrow }).await?;
            city.unfold(".dry-file .records-of").await?;
            city.until_count(".dry-file", UNITS.len()).await?;
            let found = city.violations().await?;
            assert!(found.is_empty(), "{found:?}");
            let hidden = city.hidden_parts().await?;
            assert!(hidden.is_empty(), "{hidden:?}");
        }
    }
    city.wear(Variant { is_english: false, is_dark: false, is_narrow: false }).await?;
    city.until_count(".dry-file", UNITS.len()).await?;
    Ok(())
}

/// One import is taken back, stays so at the next start, and comes back with its file; then the worker that was left.
async fn comes_and_goes(city: &Device, paths: &[PathBuf], worker: &str) -> Outcome {
    let said = city.files().await?.undo_last().await?;
    assert!(said.contains("2 条记录不再显示") && !said.contains("可传出的修改"), "nothing left since: {said}");
    city.list("unit").await?.until_rows(UNITS.len() - 1).await?;
    city.reload().await?;
    city.list("unit").await?.until_rows(UNITS.len() - 1).await?;
    city.files().await?;
    let log = city.text("#received li").await?;
    assert!(log.contains("已撤回"), "{log}");

    let page = city.files().await?;
    page.choose_all(&[&paths[8]]).await?;
    let said = city.text(".dry-file").await?;
    assert!(said.contains("以前收过又撤回"), "{said}");
    page.take().await?;
    city.until_count("#imported .result.good", 1).await?;
    city.list("unit").await?.until_rows(UNITS.len()).await?;
    city.list("worker").await?.until_rows(UNITS.len() - 1).await?;

    let page = city.files().await?;
    page.choose_all(&[&paths[0]]).await?;
    city.unfold(".dry-file .records-of").await?;
    assert_eq!(city.attributes(".dry-file [data-record]", "data-record").await?, [worker], "only what was left is new");
    city.press("#take-nothing").await?;
    city.until_count("#dry", 0).await?;
    city.list("worker").await?.until_rows(UNITS.len() - 1).await?;
    Ok(())
}

/// A receipt says what was not taken.
async fn a_receipt_goes_back(city: &Device, clerk: &Device, export: &Export, worker: &str) -> Outcome {
    let page = city.files().await?;
    page.choose_all(&[&export.path]).await?;
    city.unfold(".dry-file .records-of").await?;
    city.press(&format!("[data-record='{worker}']")).await?;
    page.take().await?;
    city.until_count("#imported .result.good", 1).await?;
    let receipt = page.receipt().await?;
    assert_eq!(receipt.member("format"), "sanyou-receipt");
    assert_eq!(receipt.member("of"), export.member("digest"));
    assert_eq!((receipt.member("by"), receipt.member("taken")), ("李强".into(), "part".into()));
    assert_eq!(receipt.member("not_taken"), serde_json::json!([worker]));

    let page = clerk.files().await?;
    page.choose(&receipt.path).await?;
    clerk.until_text("#imported .result", "that it was received", |text| text.contains("李强")).await?;
    Ok(())
}

/// Once the city passed its records on, what it takes back can travel after them.
async fn taken_back_for_others_too(city: &Device) -> Outcome {
    let of_units = |export: &Export| export.present("unit", ["deleted"]).iter().filter(|[is]| is != "true").count();
    let before = city.files().await?.export().await?;
    assert_eq!(of_units(&before), UNITS.len());
    let said = city.files().await?.reject_last().await?;
    assert!(said.contains("您导出过文件"), "{said}");
    city.list("unit").await?.until_rows(UNITS.len() - 1).await?;
    let after = city.files().await?.export().await?;
    assert_eq!(of_units(&after), UNITS.len() - 1);
    Ok(())
}

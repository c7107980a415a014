//! What the page says of a storage that is not as it should be, in both languages, and what a person can do about it:
//! written by a newer version, with a gap, damaged, with its snapshots in one home only, nearly full.

use std::collections::BTreeMap;

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::texts::{LAYOUT, Texts};
use sanyou_journeys::variant::Variant;
use sanyou_journeys::{Device, Edit, Export, Home, Outcome, Seed, Stage, journey};

const UNIT: &str = "梧桐里社区";
const WORKERS: [&str; 2] = ["柳如是", "柳三变"];

/// A layout that no version of this program writes yet, and the present one.
const NEWER: &str = "99";
const PRESENT: &str = "2";

fn new_worker(unit: &str, name: &str) -> Edit {
    Edit::of(&format!("#/own/worker/new?unit={unit}"), &[("name", name)])
}

/// A unit and two workers, each saved by itself in one session: its entries 1, 2 and 3 as people count.
async fn three_saves(device: &Device) -> Outcome<String> {
    let unit = device.found_unit(UNIT).await?;
    device.make(&WORKERS.map(|name| new_worker(&unit, name))).await?;
    device.until_mended().await?;
    Ok(unit)
}

/// The keys of both homes that go on after the own workspace's name with a word, such as `j/` for the journal.
fn keys_of(texts: &Texts, word: &str) -> Vec<String> {
    let begin = format!("local sanyou1/own/{word}");
    let keys = texts.keys().filter(|key| key.starts_with(&begin));
    keys.filter_map(|key| key.split_once(' ')).map(|(_, key)| key.to_owned()).collect()
}

/// Waits until the banners say something in both languages, given in that order, and leaves the page in the first.
async fn says(device: &Device, words: [&str; 2]) -> Outcome {
    for words in words {
        device.until_text(".banner > span", words, |text| text.contains(words)).await?;
        device.press(".language").await?;
    }
    device.until_count("html[lang=zh-CN]", 1).await?;
    Ok(())
}

/// Ends a browser whose page had something bad to say; what it noted as an error is bad all the same.
async fn leave(device: &Device) -> Outcome {
    assert_eq!(device.errors().await?, [""; 0]);
    Ok(device.close().await?)
}

/// A newer version wrote here, seen while the page is open and at a start: it says so, shows and exports everything, and
/// writes to neither home, whichever of them says what is newer.
#[tokio::test]
async fn a_newer_version() -> Outcome {
    journey("a_newer_version", 1, async |stage| {
        let device = stage.device("older").await?;
        let unit = device.found_unit(UNIT).await?;
        let whole = device.files().await?.export().await?;
        device.go(&format!("#/own/unit/{unit}")).await?;
        let tabs = device.second_tab().await?;
        device.turn_to(&tabs[0]).await?;
        let form = Form::shown(&device).await?;
        form.type_into("note", "写了一半").await?;
        device.turn_to(&tabs[1]).await?;
        for home in Home::BOTH {
            device.put_text(home, LAYOUT, Some(NEWER)).await?;
        }
        let texts = device.stored_texts().await?;

        // The tab that is not told of it notices when it is about to write.
        let form = Form::shown(&device).await?;
        form.type_into("note", "不该写入").await?;
        form.press_save().await?;
        device.until_text(".notice.bad", "why nothing is saved", |text| text.contains("先导出")).await?;
        assert_eq!(form.value("note").await?, "不该写入", "the form keeps what was typed");
        assert_eq!(device.stored_texts().await?, texts);
        reads_only(&device, &unit, &whole).await?;

        device.turn_to(&tabs[0]).await?;
        device.until_count("form.record fieldset[disabled]", 1).await?;
        assert_eq!(Form::shown(&device).await?.value("note").await?, "写了一半", "the form keeps what was typed");
        reads_only(&device, &unit, &whole).await?;

        for [local, durable] in [[NEWER, NEWER], [PRESENT, NEWER], [NEWER, PRESENT]] {
            device.put_text(Home::Local, LAYOUT, Some(local)).await?;
            device.put_text(Home::Indexed, LAYOUT, Some(durable)).await?;
            let texts = device.stored_texts().await?;
            device.reload().await?;
            reads_only(&device, &unit, &whole).await?;
            assert_eq!(device.stored_texts().await?, texts, "local storage {local}, IndexedDB {durable}");
        }
        leave(&device).await
    })
    .await
}

/// The page says why, offers no change anywhere, refuses those that it cannot hide, and hands the records over.
async fn reads_only(device: &Device, unit: &str, whole: &Export) -> Outcome {
    let texts = device.stored_texts().await?;
    says(device, ["更新版本的三有已在此写入数据", "A newer version of Sanyou has been writing here"]).await?;
    device.visit("unit").await?;
    device.until_count("#records tbody tr", 1).await?;
    assert_eq!(device.count("#new-record").await?, 0, "nothing new is offered");
    for place in [format!("#/own/unit/{unit}"), "#/own/unit/new".to_owned()] {
        device.go(&place).await?;
        device.until_count("form.record fieldset[disabled]", 1).await?;
        assert_eq!(device.count("#save[disabled]").await?, 1, "{place}: nothing is saved");
        assert_eq!(device.count("#delete, .foot .danger").await?, 0, "{place}: nothing is deleted");
    }
    device.settings().await?;
    assert_eq!(device.count("#keep-apart, #archive, #purge").await?, 0, "the settings offer no change");
    device.press("#open-sample").await?;
    device.until_text(".notice.bad", "why no sample opens", |text| text.contains("不能再修改")).await?;
    device.close_notices().await?;
    let export = device.files().await?.export().await?;
    assert_eq!(export.digest(), whole.digest(), "everything is handed over");
    device.files().await?.hand_in(&export.path).await?;
    device.until_text("#imported .refused", "why nothing is taken", |text| text.contains("不能再修改")).await?;
    assert_eq!(device.stored_texts().await?, texts, "neither home was written to");
    Ok(())
}

/// One save is missing from both homes: the page counts it and names its place, an export brings the record back, and once
/// a person knows of it nothing is said any more.
#[tokio::test]
async fn a_missing_save() -> Outcome {
    journey("a_missing_save", 1, async |stage| {
        let device = stage.device("clerk").await?;
        three_saves(&device).await?;
        let whole = device.files().await?.export().await?;
        let entries = keys_of(&device.stored_texts().await?, "j/");
        assert_eq!(entries.len(), 3, "{entries:?}");
        for home in Home::BOTH {
            device.put_text(home, &entries[1], None).await?;
        }
        device.reload().await?;

        says(&device, ["1 次保存缺失", "issing"]).await?;
        device.list("worker").await?.until_rows(1).await?;
        device.list("worker").await?.until_named(WORKERS[1]).await?;
        device.list("unit").await?.until_named(UNIT).await?;
        let session = entries[1].split('/').nth(3).unwrap_or_default();
        let settings = device.settings().await?;
        settings.until_damage(&[format!("会话 {session}：第 2 至 2 号条目缺失，1 次保存")]).await?;
        device.press(".language").await?;
        let place = format!("Session {session}: entries 2 to 2");
        device.until_text("#damage li", &place, |text| text.starts_with(&place)).await?;
        device.press(".language").await?;

        comes_back(&device, &whole, 1).await
    })
    .await
}

/// Imports the last export, which brings back so many records; the notice stays until a person says that it is known, and
/// is then gone for good.
async fn comes_back(device: &Device, whole: &Export, lost: usize) -> Outcome {
    let report = device.files().await?.import(&whole.path).await?;
    assert_eq!((report.added, report.changed), (lost, 0));
    device.until_saved().await?;
    assert_eq!(device.files().await?.export().await?.digest(), whole.digest(), "everything is back");
    device.reload().await?;
    device.until_count(".banner.bad", device.count(".banner").await?).await?;
    assert_ne!(device.count(".banner").await?, 0, "the notice stays until it is accepted");
    device.settings().await?.accept().await?;
    for _ in 0..2 {
        device.settings().await?.until_damage(&[]).await?;
        device.is_sound().await?;
        assert_eq!(device.count(".banner").await?, 0);
        assert_eq!(device.files().await?.export().await?.digest(), whole.digest(), "nothing else was touched");
        device.until_mended().await?;
        device.reload().await?;
    }
    Ok(())
}

/// One character of a stored part was changed in both homes: the part is set aside, handed over as it is, and goes only
/// when a person says so.
#[tokio::test]
async fn a_damaged_entry() -> Outcome {
    damaged("a_damaged_entry", "j/", 1).await
}

#[tokio::test]
async fn a_damaged_snapshot() -> Outcome {
    damaged("a_damaged_snapshot", "s/", 0).await
}

/// `missing` is how many saves are known to be missing besides what is in the damaged text.
async fn damaged(name: &str, part: &str, missing: usize) -> Outcome {
    journey(name, 1, async |stage| {
        let device = stage.device("clerk").await?;
        three_saves(&device).await?;
        let settings = device.settings().await?;
        if part == "s/" {
            settings.keep(true).await?;
            settings.keep(false).await?;
            device.until_mended().await?;
        }
        let whole = device.files().await?.export().await?;
        let texts = device.stored_texts().await?;
        let readable = device.unpacked_texts().await?;
        let holds = |key: &&String| readable[&format!("local {key}")].contains(WORKERS[0]);
        let keys = keys_of(&texts, part);
        let key = keys.iter().find(holds).unwrap_or_else(|| panic!("no {part} of {keys:?} holds {}", WORKERS[0]));
        let text = &texts[&format!("local {key}")];
        let damaged = text.replacen(WORKERS[0], "柳如非", 1);
        assert_ne!(&damaged, text, "short parts are readable");
        for home in Home::BOTH {
            device.put_text(home, key, Some(&damaged)).await?;
        }
        device.reload().await?;

        says(&device, ["1 段存储的数据已损坏", "amaged"]).await?;
        let present = device.files().await?.export().await?.present("worker", ["name"]).concat();
        assert!(!present.contains(&WORKERS[0].to_owned()), "{present:?}: nothing is read from what is damaged");
        let settings = device.settings().await?;
        let said = settings.damage().await?;
        assert_eq!(said[0], "1 段损坏的数据已原样留存。");
        assert_eq!(said.len(), 1 + missing, "{said:?}");
        let file = settings.download_damaged().await?;
        let file: BTreeMap<String, String> = serde_json::from_str(&file).unwrap_or_else(|e| panic!("{e}: {file}"));
        assert_eq!(file, BTreeMap::from([(key.clone(), damaged.clone())]), "the file holds the raw text");

        let lost = whole.records().len() - device.files().await?.export().await?.records().len();
        let now = device.stored_texts().await?;
        for home in Home::BOTH {
            assert_eq!(now.get(&format!("{} {key}", home.word())), Some(&damaged), "{home:?} keeps it untouched");
        }
        comes_back(&device, &whole, lost).await?;
        let left = device.stored_texts().await?;
        assert!(!left.values().any(|held| *held == damaged), "what was accepted is removed");
        Ok(())
    })
    .await
}

/// Snapshots in `IndexedDB` only: local storage keeps the manifest, by which the loss of `IndexedDB` is named and counted.
#[tokio::test]
async fn snapshots_apart() -> Outcome {
    journey("snapshots_apart", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = three_saves(&device).await?;
        let whole = device.files().await?.export().await?;

        for is_apart in [true, false, true] {
            device.settings().await?.keep(is_apart).await?;
            for is_again in [false, true] {
                let texts = device.stored_texts().await?;
                assert_eq!(keys_of(&texts, "s/").is_empty(), is_apart, "again: {is_again}: {:?}", texts.keys());
                assert_eq!(keys_of(&texts, "m/").len(), 1, "again: {is_again}: {:?}", texts.keys());
                assert_eq!(keys_of(&texts, "j/"), [""; 0], "the snapshot stands for the journal");
                assert!(texts.keys().any(|key| key.starts_with("durable sanyou1/own/s/")), "{:?}", texts.keys());
                if !is_apart {
                    device.until_mended().await?;
                }
                device.reload().await?;
                device.is_sound().await?;
                assert_eq!(device.files().await?.export().await?.digest(), whole.digest(), "apart: {is_apart}");
            }
        }
        device.make(&[new_worker(&unit, "快照以后")]).await?;
        let whole = device.files().await?.export().await?;
        device.close().await?;
        device.profile.wipe(Home::Indexed)?;

        let device = stage.reopen("IndexedDB is gone", device.profile.clone()).await?;
        says(&device, ["快照中的 3 次保存不在本机了", "The browser has emptied IndexedDB"]).await?;
        device.list("worker").await?.until_rows(1).await?;
        device.list("worker").await?.until_named("快照以后").await?;
        device.settings().await?.until_damage(&["快照中缺失 3 次保存。".to_owned()]).await?;
        device.reload().await?;
        device.settings().await?.until_damage(&["快照中缺失 3 次保存。".to_owned()]).await?;
        let report = device.files().await?.import(&whole.path).await?;
        assert_eq!((report.added, report.changed), (3, 0));
        device.until_saved().await?;
        device.settings().await?.accept().await?;
        for _ in 0..2 {
            device.reload().await?;
            device.is_sound().await?;
            assert_eq!(device.count(".banner").await?, 0);
            assert_eq!(device.files().await?.export().await?.digest(), whole.digest(), "everything is back");
        }
        assert_eq!(device.count(".notice").await?, 0);
        device.settings().await?;
        assert_eq!(device.count("#keep-both").await?, 1, "the choice is as it was");
        Ok(())
    })
    .await
}

/// Two files, each of more content that the other lacks than single saves have: notes that do not deflate well.
async fn large_files(stage: &Stage) -> Outcome<[Export; 2]> {
    let sender = stage.device("sender").await?;
    let unit = sender.found_unit("榆树里社区").await?;
    let mut seed = Seed(70);
    let mut letter = || char::from_u32(0x4e00 + u32::try_from(seed.below(20_000)).unwrap_or_default());
    let plan = (0..2 * LARGE_WORKERS).map(|number| {
        let note: String = (0..3000).filter_map(|_| letter()).collect();
        let place = format!("#/own/worker/new?unit={unit}");
        Edit::of(&place, &[("name", &format!("来自文件{number}")), ("note", &note)])
    });
    let plan: Vec<Edit> = plan.collect();
    let (one, other) = plan.split_at(LARGE_WORKERS);
    sender.make(one).await?;
    let first = sender.files().await?.export().await?;
    sender.make(other).await?;
    let second = sender.files().await?.export().await?;
    sender.close().await?;
    Ok([first, second])
}

const LARGE_WORKERS: usize = 12;

/// Other pages fill local storage: past 60 % the page says so; past 90 % it takes no large file and says what to do, takes
/// single saves all the same, and takes the file once the snapshots are elsewhere.
#[tokio::test]
async fn nearly_full() -> Outcome {
    journey("nearly_full", 1, async |stage| {
        let files = large_files(stage).await?;
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        for percent in [59, 61, 91] {
            device.fill_local_to(percent).await?;
            device.reload().await?;
            assert_eq!(device.settings().await?.percent().await?, percent);
            device.until_text(".card p", "how full it is", |text| text.contains(&format!("已用 {percent} %"))).await?;
            match percent {
                59 => assert_eq!(device.count(".banner").await?, 0, "there is nothing to say yet"),
                61 => says(&device, ["本地存储已用 61 %。", "Local storage is 61 % full."]).await?,
                _ => says(&device, ["本地存储已用 91 %，不再接收大批数据", "91 % full and takes no large"]).await?,
            }
        }
        // What a file brings is counted at once.
        device.fill_local_to(59).await?;
        device.reload().await?;
        assert_eq!(device.count(".banner").await?, 0);
        let report = device.files().await?.import(&files[0].path).await?;
        assert_eq!((report.added, report.changed), (1 + LARGE_WORKERS, 0));
        device.until_text(".banner > span", "60 %", |text| text.contains("已用 60 %")).await?;
        device.until_saved().await?;

        device.fill_local_to(91).await?;
        device.reload().await?;
        let whole = device.files().await?.export().await?;
        let texts = device.stored_texts().await?;
        device.files().await?.hand_in(&files[1].path).await?;
        let said = device.until_text("#imported .refused", "that it is too much", |text| text.contains("九成")).await?;
        assert!(said.contains("把快照只放在 IndexedDB"), "{said}");
        assert_eq!(device.stored_texts().await?, texts, "nothing changed");
        assert_eq!(device.files().await?.export().await?.digest(), whole.digest(), "nothing changed");

        device.make(&[new_worker(&unit, WORKERS[0])]).await?;
        device.reload().await?;
        device.list("worker").await?.until_named(WORKERS[0]).await?;

        device.settings().await?.keep(true).await?;
        let report = device.files().await?.import(&files[1].path).await?;
        assert_eq!((report.added, report.changed), (LARGE_WORKERS, 0));
        device.until_saved().await?;
        device.reload().await?;
        let held = device.files().await?.export().await?.present("worker", ["name"]);
        assert_eq!(held.len(), 1 + 2 * LARGE_WORKERS, "{held:?}");
        device.is_sound().await?;
        Ok(())
    })
    .await
}

/// The settings at their longest, with every question asked: no barrier that axe-core finds, nothing hidden, nothing in the
/// other language.
#[tokio::test]
async fn settings_with_everything() -> Outcome {
    journey("settings_with_everything", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = three_saves(&device).await?;
        let line = format!("#/own/fund_line/new?unit={unit}");
        device.make(&[Edit::of(&line, &[("purpose", "旧账"), ("year", "2020"), ("source", "district")])]).await?;
        device.list("worker").await?.open(WORKERS[1]).await?.delete().await?;
        let entries = keys_of(&device.stored_texts().await?, "j/");
        for home in Home::BOTH {
            device.put_text(home, &entries[1], Some("{}")).await?;
        }
        device.fill_local_to(91).await?;
        device.reload().await?;
        let mut found = Vec::new();
        for number in 0..4 {
            // Both languages, and both themes.
            let variant = Variant::nth(number);
            device.wear(variant).await?;
            device.settings().await?;
            found.extend(look(&device, variant).await?);
            for ask in ["#accept", "#archive-write", "#purge"] {
                device.press(ask).await?;
            }
            device.until_count("#accept-yes, #archive-take, #purge-yes", 3).await?;
            found.extend(look(&device, variant).await?);
            device.reload().await?;
        }
        assert_eq!(device.count("#damage, #archive, #used").await?, 3, "everything is shown");
        assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
        leave(&device).await
    })
    .await
}

async fn look(device: &Device, variant: Variant) -> Outcome<Vec<String>> {
    let mut found = device.violations().await?;
    found.extend(device.hidden_parts().await?);
    found.extend(device.foreign_words(variant, false).await?);
    // The checker does not ask for the name of a meter.
    let named = device.attributes("#used", "aria-label").await?;
    let wanted = if variant.is_english { "Local storage in use" } else { "本地存储用量" };
    found.extend((named != [wanted]).then(|| format!("the meter is named {named:?}")));
    Ok(found.into_iter().map(|finding| format!("{variant:?}: {finding}")).collect())
}

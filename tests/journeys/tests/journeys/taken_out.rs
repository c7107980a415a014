//! What is taken out on purpose, a closed year, deleted records, one record for good, is gone from the page, from every
//! tab and from both homes, stays gone, and comes back only where that was promised.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Device, Edit, Home, Outcome, journey};

const UNIT: &str = "梧桐里社区";

/// What belongs to last year: a fund line and an entry on it; and the same of this year.
const OLD: [&str; 2] = ["去年的路灯经费", "去年第七号凭证"];
const NEW: [&str; 2] = ["今年的路灯经费", "今年第八号凭证"];

/// What stands for the name of a record that is not here.
const MISSING: &str = "（尚未收到）";
const TASK: &str = "路灯巡查";

/// Enters a fund line of a year and an entry on it.
async fn enter_money(device: &Device, unit: &str, year: i32, [purpose, document]: [&str; 2]) -> Outcome {
    let year = year.to_string();
    let fields = [("purpose", purpose), ("year", &year), ("source", "district"), ("need", "1200000")];
    let line = device.enter("fund_line", &format!("unit={unit}"), &fields).await?;
    let date = format!("{year}-06-01");
    let fields = [("line", &*line), ("date", &*date), ("direction", "receipt"), ("amount", "50000")];
    let fields: Vec<_> = fields.into_iter().chain([("document", document)]).collect();
    device.make(&[Edit::of(&format!("#/own/fund_entry/new?unit={unit}"), &fields)]).await?;
    Ok(())
}

/// Waits until the lists of money name these and nothing else.
async fn names_money(device: &Device, wanted: &[[&str; 2]]) -> Outcome {
    let lists = [("fund_line", "#records tbody th > a"), ("fund_entry", "#records tbody td:last-child")];
    for (place, (kind, css)) in lists.into_iter().enumerate() {
        device.visit(kind).await?;
        device.until_count("#records tbody tr", wanted.len()).await?;
        let mut names = device.texts(css).await?;
        let mut wanted: Vec<&str> = wanted.iter().map(|pair| pair[place]).collect();
        names.sort();
        wanted.sort_unstable();
        assert_eq!(names, wanted, "{kind}");
    }
    Ok(())
}

/// A closed year goes into a file and out of the records, in every tab and both homes; the file shows it, and brings it
/// back as it was.
#[tokio::test]
async fn an_archive() -> Outcome {
    journey("an_archive", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        let this_year: i32 = device.ask("return new Date().getFullYear()", Vec::new()).await?;
        let year = this_year - 1;
        enter_money(&device, &unit, year, OLD).await?;
        enter_money(&device, &unit, this_year, NEW).await?;
        names_money(&device, &[OLD, NEW]).await?;
        let whole = device.files().await?.export_everything().await?;
        for text in OLD {
            assert_eq!(device.homes_with(text).await?, Home::BOTH, "{text} can be found where it is");
        }
        device.go(&format!("#/own/overview?year={year}")).await?;
        let gap = device.text("#figure-gap b").await?;
        let tabs = device.second_tab().await?;
        device.until_text("#figure-gap b", &gap, |text| text == gap).await?;

        device.turn_to(&tabs[0]).await?;
        let settings = device.settings().await?;
        let archive = settings.write_archive(year).await?;
        assert_eq!(archive.records().len(), 3, "{:?}", archive.records());
        assert_eq!(archive.present("unit", ["name"]), [[UNIT]], "the unit goes along");
        assert_eq!(archive.present("fund_line", ["purpose"]), [[OLD[0]]]);
        assert_eq!(archive.present("fund_entry", ["document"]), [[OLD[1]]]);
        assert_eq!(device.homes_with(OLD[0]).await?, Home::BOTH, "nothing goes before a person says so");
        let said = settings.take_out().await?;
        assert!(said.starts_with("2 条记录已移出"), "{said}");

        device.turn_to(&tabs[1]).await?;
        device.until_text("#figure-gap b", "another figure", |text| text != gap).await?;
        for tab in &tabs {
            device.turn_to(tab).await?;
            names_money(&device, &[NEW]).await?;
        }
        device.until_unheard_of(&OLD).await?;
        for tab in &tabs {
            device.turn_to(tab).await?;
            hands_over_none(&device, &OLD).await?;
            device.reload().await?;
            names_money(&device, &[NEW]).await?;
            hands_over_none(&device, &OLD).await?;
        }
        device.until_unheard_of(&OLD).await?;
        device.list("unit").await?.until_rows(1).await?;

        device.turn_to(&tabs[0]).await?;
        shows_but_keeps_nothing(&device, &archive.path).await?;

        let files = device.files().await?;
        files.choose_archive(&archive.path).await?;
        let said = files.reopen().await?;
        assert!(said.contains("已放回 2 条"), "{said}");
        for is_again in [false, true] {
            for tab in &tabs {
                device.turn_to(tab).await?;
                if is_again {
                    device.reload().await?;
                }
                names_money(&device, &[OLD, NEW]).await?;
                device.go(&format!("#/own/overview?year={year}")).await?;
                device.until_text("#figure-gap b", &gap, |text| text == gap).await?;
                let now = device.files().await?.export_everything().await?;
                assert_eq!(now.digest(), whole.digest(), "everything is as it was; after a reload: {is_again}");
            }
            assert_eq!(device.homes_with(OLD[0]).await?, Home::BOTH, "after a reload: {is_again}");
        }
        Ok(())
    })
    .await
}

/// No file that is written now holds what was taken out.
async fn hands_over_none(device: &Device, gone: &[&str]) -> Outcome {
    let export = device.files().await?.export_everything().await?;
    let held: Vec<_> = gone.iter().filter(|text| export.text.contains(**text)).collect();
    assert!(held.is_empty(), "the export still holds {held:?}");
    Ok(())
}

/// The archive's file is known as such and can be looked at; neither home takes anything of it.
async fn shows_but_keeps_nothing(device: &Device, path: &std::path::Path) -> Outcome {
    let texts = device.stored_texts().await?;
    let out = device.files().await?.export_everything().await?.digest();
    let files = device.files().await?;
    files.choose_archive(path).await?;
    names_money(device, &[NEW]).await?;
    device.files().await?.choose_archive(path).await?;
    device.files().await?.look().await?;
    names_money(device, &[OLD]).await?;
    assert_eq!(device.count("#new-record").await?, 0, "nothing new is offered");
    device.visit("fund_line").await?;
    device.press("#records tbody th > a").await?;
    let form = Form::shown(device).await?;
    assert_eq!(form.value("purpose").await?, OLD[0]);
    device.until_count("form.record fieldset[disabled]", 1).await?;
    assert_eq!(device.count("#save[disabled]").await?, 1);
    assert_eq!(device.count("#delete").await?, 0);
    device.press(".banner a[href*='own']").await?;
    device.until_workspace("own").await?;
    device.until_count(".banner", 0).await?;
    assert_eq!(device.stored_texts().await?, texts, "neither home was written to");
    names_money(device, &[NEW]).await?;
    assert_eq!(device.files().await?.export_everything().await?.digest(), out);
    Ok(())
}

const CLEARED: &str = "将被清除的人";
const ERASED: &str = "将被抹除的人";
const STAYS: &str = "留下来的人";

/// Deleted records that were cleared away and one that was erased for good are in neither home any more, do not come back
/// with an older file, and take no more saves.
#[tokio::test]
async fn cleared_and_erased() -> Outcome {
    journey("cleared_and_erased", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        let place = format!("#/own/worker/new?unit={unit}");
        device.make(&[CLEARED, ERASED, STAYS].map(|name| Edit::of(&place, &[("name", name)]))).await?;
        let older = device.files().await?.export_everything().await?;
        for text in [CLEARED, ERASED] {
            assert_eq!(device.homes_with(text).await?, Home::BOTH, "{text} can be found where it is");
        }
        device.list("worker").await?.open(ERASED).await?;
        let tabs = device.second_tab().await?;
        Form::shown(&device).await?.type_into("note", "正在填写").await?;

        device.turn_to(&tabs[0]).await?;
        device.list("worker").await?.open(CLEARED).await?.delete().await?;
        let said = device.settings().await?.purge().await?;
        assert!(said.contains("已清除 1 条"), "{said}");
        device.list("worker").await?.open(ERASED).await?.delete().await?;
        device.press("#erase").await?;
        device.until_text(".sure", "whose record it is", |text| text.contains(ERASED)).await?;
        device.press("#erase-yes").await?;
        device.until_notice("已抹除").await?;
        device.until_saved().await?;
        device.list("worker").await?.until_rows(1).await?;
        device.until_unheard_of(&[CLEARED, ERASED]).await?;
        hands_over_none(&device, &[CLEARED, ERASED]).await?;

        device.turn_to(&tabs[1]).await?;
        let texts = device.stored_texts().await?;
        let form = Form::shown(&device).await?;
        form.press_save().await?;
        device.until_text(".notice.bad", "why it is not saved", |text| text.contains("已被彻底抹除")).await?;
        assert_eq!(form.value("note").await?, "正在填写", "the form keeps what was typed");
        assert_eq!(device.stored_texts().await?, texts, "nothing was written");
        device.close_notices().await?;

        for tab in &tabs {
            device.turn_to(tab).await?;
            device.reload().await?;
            device.list("worker").await?.until_rows(1).await?;
            for _ in 0..2 {
                let report = device.files().await?.import(&older.path).await?;
                assert_eq!((report.added, report.changed), (0, 0));
                assert!(!report.is_nothing_new, "there is something in it that is not here");
                device.until_text("#imported", "that two stay out", |text| text.contains("其中 2 条记录")).await?;
            }
            device.until_saved().await?;
        }
        device.reload().await?;
        device.list("worker").await?.until_rows(1).await?;
        device.list("worker").await?.until_named(STAYS).await?;
        device.until_unheard_of(&[CLEARED, ERASED]).await?;
        hands_over_none(&device, &[CLEARED, ERASED]).await?;
        device.settings().await?;
        assert_eq!(device.count("#purge").await?, 0, "there is nothing left to clear away");
        Ok(())
    })
    .await
}

/// The settings that are open follow what is done there and in another tab, also where nothing was ever exported.
#[tokio::test]
async fn open_settings_follow() -> Outcome {
    journey("open_settings_follow", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        let place = format!("#/own/worker/new?unit={unit}");
        device.make(&[Edit::of(&place, &[("name", CLEARED)])]).await?;
        let tabs = device.second_tab().await?;
        let settings = device.settings().await?;
        assert_eq!(device.count("#purge, #archive-write").await?, 0, "there is nothing to take out yet");

        device.turn_to(&tabs[0]).await?;
        device.list("worker").await?.open(CLEARED).await?.delete().await?;
        enter_money(&device, &unit, 2020, OLD).await?;

        device.turn_to(&tabs[1]).await?;
        device.until_count("#purge, #archive-write", 2).await?;
        settings.purge().await?;
        device.until_count("#purge", 0).await?;
        settings.write_archive(2020).await?;
        settings.take_out().await?;
        device.until_count("#archive-write", 0).await?;
        device.until_text("#archive li", "what was taken out", |text| text.contains("2 条记录")).await?;
        device.until_unheard_of(&[CLEARED, OLD[0], OLD[1]]).await?;
        Ok(())
    })
    .await
}

/// What is saved in a closed year after its archive was written is not in the file: it stays in sight, and the file is
/// written again.
#[tokio::test]
async fn an_archive_that_fell_behind() -> Outcome {
    journey("an_archive_that_fell_behind", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        enter_money(&device, &unit, 2020, OLD).await?;
        let place = device.address_now().await?;
        let tabs = device.second_tab().await?;
        device.turn_to(&tabs[0]).await?;
        let settings = device.settings().await?;
        settings.write_archive(2020).await?;
        device.turn_to(&tabs[1]).await?;
        device.make(&[Edit::of(&place, &[("party", "后来补记")])]).await?;

        device.turn_to(&tabs[0]).await?;
        device.press("#archive-take").await?;
        device.until_text(".notice.bad", "that the file fell behind", |text| text.contains("重新写出")).await?;
        device.close_notices().await?;
        names_money(&device, &[OLD]).await?;
        let settings = device.settings().await?;
        let archive = settings.write_archive(2020).await?;
        assert_eq!(archive.present("fund_entry", ["party"]), [["后来补记"]]);
        settings.take_out().await?;
        names_money(&device, &[]).await?;
        device.until_unheard_of(&[OLD[0], OLD[1], "后来补记"]).await?;
        Ok(())
    })
    .await
}

/// What is named and was taken out is shown as not here yet, in lists and forms; it is kept when the record is saved, and
/// it has its name again once it comes back.
#[tokio::test]
async fn a_name_that_comes_back() -> Outcome {
    journey("a_name_that_comes_back", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit(UNIT).await?;
        let this_year: i32 = device.ask("return new Date().getFullYear()", Vec::new()).await?;
        enter_money(&device, &unit, this_year - 1, OLD).await?;
        device.list("fund_line").await?.open(OLD[0]).await?;
        let line = device.id_shown().await?;
        let fields = [("name", TASK), ("date", "2020-01-06")];
        device.enter("delegated_task", &format!("line={line}"), &fields).await?;
        shows_line(&device, OLD[0]).await?;

        let settings = device.settings().await?;
        let archive = settings.write_archive(this_year - 1).await?;
        settings.take_out().await?;
        shows_line(&device, MISSING).await?;
        let page = Form::shown(&device).await?;
        page.type_into("note", "仍用去年的经费").await?;
        page.save().await?;
        assert_eq!(page.value("line").await?, line, "what is not here is not forgotten");
        device.reload().await?;
        shows_line(&device, MISSING).await?;

        let files = device.files().await?;
        files.choose_archive(&archive.path).await?;
        files.reopen().await?;
        shows_line(&device, OLD[0]).await?;
        Ok(())
    })
    .await
}

/// Waits until the list of tasks and the page of the one there is name its fund line so, and leaves the page open.
async fn shows_line(device: &Device, wanted: &str) -> Outcome {
    let tasks = device.list("delegated_task").await?;
    device.until_text("#records td[data-label='经费来源项目']", wanted, |text| text == wanted).await?;
    tasks.open(TASK).await?;
    device.until_text("#field-line option:checked", wanted, |text| text == wanted).await?;
    Ok(())
}

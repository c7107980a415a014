//! Every screen: no barrier that axe-core finds, nothing that lies over something else or sticks out of the window, no
//! words left in the other language. Each in one of the eight variants in turn, and in all of them when everything is to
//! be looked at.

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::variant::{VARIANTS, Variant};
use sanyou_journeys::{Device, Outcome, journey, setting};

/// A screen and what is done there before it is looked at.
#[derive(Debug, Clone, Copy)]
enum Screen {
    Welcome,
    Overview,
    Diagnosis,
    Findings,
    Workers,
    Worker,
    NewPlace,
    Unit,
    NewForm,
    Files,
    Conflicts,
    History,
    Settings,
    Indicators,
    Indicator,
    HotCold,
    Compare,
    Report,
    Search,
    Menus,
}

/// The screens, each with the variant in which it is looked at when there is time for one. The menus come last: they
/// stay open.
const SCREENS: [(Screen, usize); 20] = [
    (Screen::Welcome, 7),
    (Screen::Overview, 1),
    (Screen::Workers, 4),
    (Screen::Worker, 3),
    (Screen::NewPlace, 6),
    (Screen::Unit, 5),
    (Screen::NewForm, 2),
    (Screen::Files, 5),
    (Screen::Conflicts, 2),
    (Screen::History, 7),
    (Screen::Settings, 0),
    (Screen::Indicators, 3),
    (Screen::Indicator, 6),
    (Screen::HotCold, 1),
    (Screen::Compare, 4),
    (Screen::Report, 2),
    (Screen::Search, 5),
    (Screen::Diagnosis, 6),
    (Screen::Findings, 3),
    (Screen::Menus, 4),
];

#[tokio::test]
async fn screens() -> Outcome {
    journey("screens", 1, async |stage| {
        let device = stage.device("screens").await?;
        device.sign("Lin").await?;
        let mut found = Vec::new();
        let sample = sample_with_a_conflict(&device).await?;
        for (screen, turn) in SCREENS {
            let variants = if setting::is_deep() { 0..VARIANTS } else { turn..turn + 1 };
            device.wear(Variant::nth(0)).await?;
            screen.open(&device, &sample).await?;
            for variant in variants.map(Variant::nth) {
                device.wear(variant).await?;
                found.extend(screen.look(&device, variant).await?);
            }
        }
        assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
        Ok(())
    })
    .await
}

/// What was unfolded to go somewhere folds up once one is there.
#[tokio::test]
async fn menus_fold_up() -> Outcome {
    journey("menus_fold_up", 1, async |stage| {
        let device = stage.device("phone").await?;
        device.press("#author").await?;
        device.until_count("#author-name", 1).await?;
        device.visit("settings").await?;
        device.until_count("#author-name", 0).await?;
        device.wear(Variant { is_english: false, is_dark: false, is_narrow: true }).await?;
        device.press("nav.tabs .more > summary").await?;
        device.press("nav.tabs .more[open] a[href*='/conflicts']").await?;
        device.until_count("nav.tabs .more[open]", 0).await?;
        device.until_text("main h1", "the page gone to", |text| text == "冲突").await?;
        Ok(())
    })
    .await
}

/// On a phone, what the program reports does not lie over what comes next.
#[tokio::test]
async fn one_save_after_another_on_a_phone() -> Outcome {
    journey("phone", 1, async |stage| {
        let device = stage.device("phone").await?;
        device.found_unit("梧桐里社区").await?;
        device.wear(Variant { is_english: false, is_dark: false, is_narrow: true }).await?;
        for households in ["1200", "1201"] {
            let form = Form::shown(&device).await?;
            form.type_into("households", households).await?;
            form.save().await?;
        }
        Form::shown(&device).await?.delete().await?;
        device.restore().await?;
        Ok(())
    })
    .await
}

/// The first district of the sample, by its id.
async fn district(device: &Device) -> Outcome<String> {
    device.overview().await?;
    device.until_count("#below tbody tr", 3).await?;
    let places = device.attributes("#below tbody th a", "href").await?;
    let unit = places.first().and_then(|place| place.split("unit=").nth(1)).unwrap_or_default();
    Ok(unit.split('&').next().unwrap_or_default().to_owned())
}

/// Opens the sample and makes a difference to settle in it; gives the sample's id.
async fn sample_with_a_conflict(device: &Device) -> Outcome<String> {
    device.open_sample().await?;
    device.list("unit").await?.open_first().await?;
    let tabs = device.differ_in_name().await?;
    device.turn_to(&tabs[0]).await?;
    device.close_notices().await?;
    Ok(device.workspace().await?)
}

impl Screen {
    async fn open(self, device: &Device, sample: &str) -> Outcome {
        match self {
            Self::Welcome => {
                device.go("#/own/overview").await?;
                device.until_count("#open-sample", 1).await?;
            }
            Self::Overview => {
                device.go(&format!("#/{sample}/overview")).await?;
                device.until_count("#figure-renting b", 1).await?;
            }
            Self::Diagnosis => {
                // With the units of a rule shown.
                device.go(&format!("#/{sample}/diagnosis")).await?;
                device.diagnosis_shown().await?.unfold("places.renting").await?;
            }
            Self::Findings => {
                device.go(&format!("#/{sample}/diagnosis")).await?;
                let diagnosis = device.diagnosis_shown().await?;
                diagnosis.unfold("places.renting").await?;
                diagnosis.open_unit("places.renting").await?;
            }
            Self::Workers => device.list("worker").await?.until_rows(50).await?,
            Self::Worker => {
                device.list("worker").await?.open_first().await?;
            }
            Self::NewPlace => {
                device.go(&format!("#/{sample}/place/new")).await?;
                // With what is wrong shown.
                Form::shown(device).await?.press_save().await?;
                device.until_count("form .foot .problem", 1).await?;
            }
            Self::Unit => {
                // With a step that asks something, what is to change from a day on, and all that can be added.
                device.list("unit").await?.open_first().await?;
                device.press("[data-step]").await?;
                device.until_count("#step", 1).await?;
                device.unfold("details.later").await?;
                device.unfold("details.offers").await?;
            }
            Self::NewForm => {
                device.go(&format!("#/{sample}/evaluation_form/new")).await?;
                let form = Form::shown(device).await?;
                form.row("weights", 0, &["签到", "40"]).await?;
                form.press_save().await?;
                device.until_count("form .foot .problem", 1).await?;
            }
            Self::Files => {
                // With what both directions report.
                let files = device.files().await?;
                let export = files.export().await?;
                files.import(&export.path).await?;
            }
            Self::Conflicts => {
                // With another value being written.
                assert_eq!(device.conflicts().await?.count().await?, 1);
                device.press("#conflicts [data-matter='conflict'] .write").await?;
                device.until_count("#third-name", 1).await?;
            }
            Self::History => {
                // With the record as it was today, and what would be saved.
                device.list("unit").await?.open_first().await?;
                device.press("#to-history a").await?;
                device.until_count("#history", 1).await?;
                let history = device.address_now().await?;
                let day = device.ask::<String>("return document.querySelector('#history-day').max", Vec::new()).await?;
                let mark = if history.contains('?') { "&" } else { "?" };
                device.go(&format!("{history}{mark}day={day}")).await?;
                device.press("#then-restore").await?;
                device.until_count("#plan", 1).await?;
            }
            Self::Settings => {
                device.visit("settings").await?;
                device.until_count("#open-sample", 1).await?;
            }
            Self::Indicators => {
                device.indicator(sample, "people.median_age", &district(device).await?).await?;
            }
            Self::Indicator => {
                device.explained(sample, "people.aged_50_or_more", "").await?;
            }
            Self::HotCold => {
                device.explained(sample, "network.hot_cold", "").await?;
                device.until_count("#partners tbody tr", 50).await?;
            }
            Self::Compare => {
                device.go(&format!("#/{sample}/compare?pillar=data&span=2026")).await?;
                device.until_count("#compared tfoot tr", 3).await?;
            }
            Self::Report => {
                device.go(&format!("#/{sample}/report?span=2026-h1")).await?;
                device.until_text("main h1", "the report", |text| !text.is_empty()).await?;
            }
            Self::Search => {
                device.go(&format!("#/{sample}/search?q=wang")).await?;
                device.until_text("main h1", "the search", |text| !text.is_empty()).await?;
            }
            Self::Menus => {
                // Who works, and what a phone keeps behind "more"; beside it on a desk, where it is not shown.
                device.visit("settings").await?;
                device.press("#author").await?;
                device.until_count("#author-name", 1).await?;
                device.unfold("nav.tabs .more").await?;
            }
        }
        Ok(())
    }

    async fn look(self, device: &Device, variant: Variant) -> Outcome<Vec<String>> {
        let is_titled_by_data = matches!(
            self,
            Self::Overview | Self::Worker | Self::Unit | Self::Indicators | Self::Compare | Self::Report
        );
        let mut found = device.violations().await?;
        found.extend(
            device.foreign_words(variant, is_titled_by_data).await?.into_iter().map(|text| format!("words: {text}")),
        );
        found.extend(device.hidden_parts().await?);
        Ok(found.into_iter().map(|finding| format!("{self:?}, {variant:?}: {finding}")).collect())
    }
}

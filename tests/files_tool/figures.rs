//! `indicators`: the library's figures, all of them, in one order.

use sanyou::insight::{Figures, Span, indicators};
use sanyou::model::RecordId;
use sanyou::replica::Replica;
use sanyou::sample::SAMPLE_DAY;
use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{city, community, of_sample, own, without_restricted};

#[track_caller]
fn check(said: &Json, figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) {
    let ids = |ids: &[RecordId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(said.as_object().map(serde_json::Map::len), Some(indicators::count()));
    let all: Vec<_> = indicators::all().collect();
    let added_up = figures.figures(replica, unit, span, &all);
    let behind = figures.all_behind(replica, unit, span, &all);
    for ((indicator, figure), behind) in all.into_iter().zip(added_up).zip(behind) {
        let (said, is_open) = (&said[indicator.name], !indicator.measure.hides_parts());
        #[expect(clippy::cast_precision_loss, reason = "so does the tool")]
        let value = indicator.value(&figure).map(|hundredths| hundredths as f64 / 100.0);
        let expected = json!({
            "value": value,
            "numerator": Some(figure.numerator).filter(|_| is_open),
            "denominator": figure.denominator.filter(|_| is_open),
            "lacking": figure.lacking,
            "withheld": figure.withheld,
            "ids": ids(&behind.counted),
            "rest": ids(&behind.rest),
            "lacking_ids": ids(&behind.lacking),
            "withheld_ids": ids(&behind.withheld),
        });
        assert_eq!(*said, expected, "{}", indicator.name);
    }
}

#[test]
fn the_samples_figures_are_the_librarys() {
    let desk = Desk::with(&[("city.json", &of_sample(&city()))]);
    let said = desk.json(&["indicators", "--sample", "--series", "2"], 0);
    let (replica, span) = (city(), Span::year(2026));
    let mut figures = Figures::read(&replica, SAMPLE_DAY);
    check(&said["overview"], &mut figures, &replica, None, span);
    for (past, year) in said["series"].as_array().expect("a list").iter().zip([2024, 2025]) {
        assert_eq!(past["span"], json!(year.to_string()));
        check(&past["figures"], &mut figures, &replica, None, Span::year(year));
    }
    let units = said["units"].as_array().expect("a list");
    assert_eq!(units.len(), figures.index().of_kind("unit").count());
    for unit in units {
        let id = unit["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        check(&unit["figures"], &mut figures, &replica, Some(id), span);
    }
    let lacks = sanyou::insight::diagnosis::diagnose(&mut figures, &replica, None, span).found;
    let lacks: Vec<String> = lacks.iter().map(|found| found.sentence(sanyou::i18n::Lang::Zh)).collect();
    let told: Vec<_> =
        said["diagnosis"].as_array().expect("a list").iter().map(|found| found["says"]["zh"].as_str()).collect();
    assert_eq!(told, lacks.iter().map(|says| Some(says.as_str())).collect::<Vec<_>>());
    let renting =
        said["diagnosis"].as_array().expect("a list").iter().filter(|found| found["rule"] == "places.renting");
    assert_eq!(renting.count(), 7);
    let warmth = sanyou::insight::hot_cold::by_partner(&mut figures, &replica, None, span);
    assert_eq!(said["hot_cold"].as_array().map(Vec::len), Some(warmth.len()));
    let declared = said["indicators"].as_array().expect("a list");
    assert_eq!(declared.len(), indicators::count());
    let from_file = desk.json(&["indicators", "city.json", "--day", "2026-11-22", "--series", "2"], 0);
    assert_eq!((&from_file["overview"], &from_file["units"]), (&said["overview"], &said["units"]));
    let [once, again] = [(); 2].map(|()| desk.run(&["indicators", "--sample"]).out);
    assert_eq!(once, again);
    assert!(once.starts_with(r#"{"day":"2026-11-22","span":"2026","sample":"#), "members keep their order");
}

/// The figures that the report which the product comes from states.
#[test]
fn the_sample_states_the_figures_of_the_seed() {
    let desk = Desk::with(&[]);
    let said = desk.json(&["indicators", "--sample"], 0)["overview"].take();
    let expected = [
        ("places.rented", 7, 68, json!(10.29)),
        ("places.street_centres", 19, 68, json!(27.94)),
        ("places.service_stations", 17, 68, json!(25.0)),
        ("places.health_centres", 9, 68, json!(13.24)),
        ("places.starlight_homes", 27, 68, json!(39.71)),
    ];
    for (name, numerator, denominator, value) in expected {
        let said = &said[name];
        assert_eq!((&said["numerator"], &said["denominator"]), (&json!(numerator), &json!(denominator)), "{name}");
        assert_eq!(said["value"], value, "{name}");
    }
    assert_eq!(said["places.rented"]["ids"].as_array().map(Vec::len), Some(7));
}

#[test]
fn files_are_taken_together() {
    let mut ours = community();
    let bare = without_restricted(&ours);
    crate::office::LI.save(&mut ours, &crate::office::LI.key("worker", 9), &[("name", "\"赵六\"")]);
    let desk = Desk::with(&[("bare.json", &bare), ("own.json", &own(&ours))]);
    let workers = |words: &[&str]| desk.json(words, 0)["overview"]["people.workers"]["numerator"].as_u64();
    assert_eq!(workers(&["indicators", "bare.json", "--day", "2026-11-22"]), Some(1));
    assert_eq!(workers(&["indicators", "bare.json", "own.json", "--day", "2026-11-22"]), Some(2));
    let past = desk.json(&["indicators", "bare.json", "--day", "2026-11-22", "--span", "2025-q4"], 0);
    assert_eq!((&past["span"], &past["day"]), (&json!("2025-q4"), &json!("2026-11-22")));
    for wrong in ["2026-q5", "26", "2026-x1", ""] {
        assert_eq!(desk.run(&["indicators", "bare.json", "--span", wrong]).code, 2, "{wrong}");
    }
}

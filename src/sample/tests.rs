use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{SAMPLE_DAY, SAMPLE_SESSION, SAMPLE_VERSION, sample_city};
use crate::insight::{Overview, Records, compare, overview, permille, tenths};
use crate::model::field::choices_value;
use crate::model::kinds::{Facility, Insurance, Level, Role, Tenure};
use crate::model::quantity::parse_date;
use crate::model::{Field, FieldSource, Held, Input, RecordId, kind_spec};
use crate::replica::Replica;

/// SHA-256 of the canonical form, by version: other content under the same dots would be a second sample that
/// quarrels with the first, so a change here comes with another version and another session.
const CANONICAL: (&str, &str) = ("2026.1", "24be93a929980c8273b608d457ae8ba2a6fe5534f74283cd5499522c980e0b39");

fn replica() -> Replica {
    let mut replica = Replica::new();
    replica.apply(sample_city());
    replica
}

fn seen(unit: Option<RecordId>) -> (Records, Overview) {
    let records = Records::read(&replica(), SAMPLE_DAY);
    let today = parse_date("2026-11-22").expect("a day");
    let overview = overview(&records, &records.scope(unit), 2026, today);
    (records, overview)
}

fn sanhua(records: &Records) -> RecordId {
    let found = records.units.iter().find(|(_, unit)| unit.name.known().is_some_and(|name| name.0 == "三化街道"));
    *found.expect("a street").0
}

#[test]
fn the_saves_of_a_version_never_change() {
    let mut contents = String::new();
    for (key, record, _) in replica().iter() {
        record.write_contents(key, &mut contents);
    }
    let hex: String = Sha256::digest(contents).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((SAMPLE_VERSION, hex.as_str()), CANONICAL);
    assert_eq!(sample_city(), sample_city());
}

#[test]
fn every_record_is_one_save_under_its_own_id() {
    let saves = sample_city();
    let ids: BTreeSet<RecordId> = saves.iter().map(|saved| saved.key.id).collect();
    assert_eq!(ids.len(), saves.len());
    for saved in &saves {
        assert_eq!((saved.key.id.session, saved.save.dot.session), (SAMPLE_SESSION, SAMPLE_SESSION));
        assert_eq!((saved.save.dot.height, saved.save.after.len()), (1, 0));
    }
    let delta = replica().apply(saves);
    assert_eq!(delta.saves, 0, "loading it twice changes nothing");
}

#[test]
fn every_record_is_valid_and_present() {
    for (key, _, view) in replica().iter() {
        let kind = kind_spec(key.kind.as_str()).expect("a known kind");
        assert_eq!(kind.problems(key.id, view.as_ref()), [], "{key:?}");
        assert!(view.is_present() && !view.in_conflict());
        for name in view.fields.keys() {
            assert!(kind.field(name.as_str()).is_some(), "{key:?} {name}");
        }
    }
}

#[test]
fn every_choice_and_reference_is_known() {
    let mut kinds = BTreeMap::new();
    for saved in sample_city() {
        let spec = kind_spec(saved.key.kind.as_str()).expect("a known kind");
        for (name, value) in &saved.save.set {
            let value = value.as_ref().expect("nothing is withheld");
            match spec.field(name.as_str()).expect("declared").input {
                Input::Ref(kind) => {
                    let id = value.as_text().and_then(|text| text.parse().ok()).expect("an id");
                    assert_eq!(kinds.get::<RecordId>(&id), Some(&kind), "made before, of the right kind");
                }
                Input::Choice(specs) => assert!(specs.iter().any(|spec| Some(spec.value) == value.as_text())),
                Input::Choices(specs) => {
                    let names = value.as_texts().expect("a list");
                    assert!(names.iter().all(|name| specs.iter().any(|spec| spec.value == name)));
                    assert_eq!(*value, choices_value(specs, names.iter().map(String::as_str)), "in the order of forms");
                }
                _ => {}
            }
        }
        kinds.insert(saved.key.id, spec.kind);
    }
}

#[test]
fn the_tree_is_that_of_the_report() {
    let (records, overview) = seen(None);
    let of_level =
        |level| records.units.values().filter(|unit| unit.level.known().is_some_and(|l| l.is(level))).count();
    let levels = [Level::City, Level::District, Level::Street, Level::Community].map(of_level);
    assert_eq!(levels, [1, 3, 22, 68]);
    assert_eq!(overview.communities.len(), 68);
    let names: BTreeSet<&str> = records.units.keys().filter_map(|&id| records.title(id)).collect();
    assert_eq!(names.len(), 94, "names are distinct");
    let tree = records.tree();
    let city = tree.children(None);
    assert_eq!(city.len(), 1);
    for district in tree.children(Some(city[0])) {
        assert!((7..=8).contains(&tree.children(Some(*district)).len()));
        for street in tree.children(Some(*district)) {
            let communities = tree.children(Some(*street)).len();
            let fits = if *street == sanhua(&records) { communities == 12 } else { (2..=3).contains(&communities) };
            assert!(fits, "{communities} in {:?}", records.title(*street));
        }
    }
    for unit in records.units.values().filter(|unit| unit.level.known().is_some_and(|l| l.is(Level::Community))) {
        let households = unit.households.known().expect("stated").0;
        let residents = unit.residents.known().expect("stated").0;
        assert!((1200..=3200).contains(&households) && residents > 2 * households);
        assert_eq!(unit.code, Field::Missing, "no invented official code");
    }
}

#[test]
fn the_places_are_those_of_the_report() {
    let (records, overview) = seen(None);
    let places = &overview.places;
    assert_eq!((places.rented.numerator, places.rented.denominator, places.rented.lacking), (7, Some(68), 61));
    assert_eq!(permille(&places.rented), Some(103), "10.3 %");
    let facilities =
        [&places.street_centres, &places.service_stations, &places.health_centres, &places.starlight_homes];
    assert_eq!(facilities.map(|figure| figure.numerator), [19, 17, 9, 27]);
    assert_eq!(facilities.map(permille), [Some(279), Some(250), Some(132), Some(397)]);
    let units = |facility| {
        let of_kind = records.places.values().filter(move |p| p.facility.known().is_some_and(|f| f.is(facility)));
        of_kind.filter_map(|place| place.unit.known().map(|unit| unit.0)).collect::<BTreeSet<_>>().len()
    };
    let spread = [Facility::Office, Facility::StreetCentre, Facility::ServiceStation, Facility::HealthCentre];
    assert_eq!(spread.map(units), [68, 19, 17, 9], "one each");
    assert_eq!(units(Facility::Starlight), 27);
    assert_eq!(seen(Some(sanhua(&records))).1.places.rented.numerator, 2);
}

#[test]
fn offices_are_rented_or_not_stated() {
    let (records, overview) = seen(None);
    let offices = records.places.values().filter(|p| p.facility.known().is_some_and(|f| f.is(Facility::Office)));
    let (rented, others): (Vec<_>, Vec<_>) =
        offices.partition(|p| p.tenure.known().is_some_and(|t| t.is(Tenure::Rented)));
    assert_eq!((rented.len(), others.len()), (7, 61));
    assert!(others.iter().all(|p| p.tenure.known().is_some_and(|t| t.is(Tenure::NotStated))));
    assert!(rented.iter().all(|p| p.area.known().is_some() && p.landlord.known().is_some()));
    let without_area = others.iter().filter(|p| p.area == Field::Missing).count();
    assert!((5..=15).contains(&without_area), "{without_area}");
    let today = parse_date("2026-11-22").expect("a day");
    let days = rented.iter().map(|p| (p.lease.known().expect("stated").to.expect("an end") - today).num_days());
    let mut days: Vec<i64> = days.collect();
    days.sort_unstable();
    assert!(days[0] > 0 && days[0] <= 90 && days[1] > 90, "{days:?}");
    assert_eq!((overview.places.leases_ending.numerator, overview.places.leases_expired.numerator), (2, 0));
}

#[test]
fn workers_are_as_the_report_describes_them() {
    let (records, overview) = seen(None);
    let people = &overview.people;
    assert!((400..=480).contains(&records.workers.len()), "{}", records.workers.len());
    assert_eq!(people.workers.numerator, records.workers.len() as i64);
    let percent = |figure| permille(figure).expect("stated") / 10;
    assert!(percent(&people.aged_50_or_more) >= 50 && percent(&people.aged_35_or_less) <= 15, "old");
    assert!((450..=550).contains(&tenths(&people.median_age).expect("stated")));
    assert!((15..=35).contains(&percent(&people.college)), "little schooling");
    assert!((50..=80).contains(&percent(&people.insured)) && people.insured.lacking > 10, "partly insured");
    let uninsured = records.workers.values().filter_map(|w| w.insurance.known());
    assert!(uninsured.filter(|held| !held.has(Insurance::Endowment) && !held.has(Insurance::Medical)).count() > 20);
    let mut rosters: BTreeMap<RecordId, (usize, usize, BTreeSet<&str>)> = BTreeMap::new();
    for (id, worker) in &records.workers {
        let roster = rosters.entry(worker.unit.known().expect("stated").0).or_default();
        let role = worker.role.known().expect("stated");
        roster.0 += 1;
        roster.1 += usize::from(role.is(Role::Secretary) || role.is(Role::Both));
        assert!(roster.2.insert(records.title(*id).expect("a name")), "no two of a name in a community");
        if let Some(phone) = worker.phone.known() {
            assert!(phone.0.starts_with("000-0000-"), "nobody's number");
        }
        let since = worker.since.known();
        assert!(worker.promoted.known().is_none_or(|day| since.is_none_or(|since| since < day)));
    }
    assert_eq!(rosters.len(), 68);
    assert!(rosters.values().all(|(size, heads, _)| (4..=9).contains(size) && *heads == 1));
    let filled = |field: &str| {
        let workers = sample_city().into_iter().filter(|saved| saved.key.kind.as_str() == "worker");
        workers.filter(|saved| saved.save.set.contains_key(field)).count()
    };
    assert!(["phone", "pay", "allowance"].map(filled).iter().all(|&count| count > 10));
    assert_eq!(filled("born"), 0);
}

#[test]
fn money_falls_short_of_the_need() {
    let (records, overview) = seen(None);
    let money = &overview.money;
    assert_eq!(records.lines.len(), 204);
    assert!(money.need.lacking > 0 && money.in_no_sum.is_empty());
    let (need, gap) = (money.need.fen.expect("stated"), money.gap.fen.expect("stated"));
    assert!(gap > need / 4 && gap < need, "{gap} of {need}");
    assert!((500..1000).contains(&permille(&money.received_of_plan).expect("stated")));
    assert!((100..900).contains(&permille(&money.spent_of_received).expect("stated")));
    let documents: BTreeSet<&str> = records.entries.keys().filter_map(|&id| records.title(id)).collect();
    assert_eq!(documents.len(), records.entries.len(), "each entry has its own document");
    let today = parse_date("2026-11-22").expect("a day");
    let tree = records.tree();
    let streets = compare(&records, Some(tree.children(None)[0]), 2026, today);
    let communities = compare(&records, Some(sanhua(&records)), 2026, today);
    assert_eq!(streets.iter().map(|(_, overview)| overview.communities.len()).sum::<usize>(), 68);
    assert!(communities.iter().any(|(_, overview)| overview.money.spent.fen.is_none()), "one enters no spending");
}

#[test]
fn the_whole_is_about_1500_records() {
    let replica = replica();
    assert!((1400..=1600).contains(&replica.len()), "{}", replica.len());
    let view = replica.iter().next().expect("a record").2;
    assert!(matches!(view.held("name"), Held::Known(_)));
}

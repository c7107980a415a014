use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{SAMPLE_DAY, SAMPLE_SESSION, SAMPLE_VERSION, sample_city};
use crate::insight::frozen::{differences, freeze};
use crate::insight::indicator::indicator;
use crate::insight::{Figure, Figures, Records, Span, matters, permille};
use crate::model::field::choices_value;
use crate::model::kinds::{
    Evaluation, EvaluationForm, EvaluationState, Facility, Grade, Insurance, Level, ReportSnapshot, Role, Tenure,
};
use crate::model::quantity::{Decimal, parse_date};
use crate::model::{Field, FieldSource, Held, Input, KINDS, Name, RecordId, kind_spec};
use crate::replica::dated::{self, On};
use crate::replica::{Dot, Key, Pred, Replica, Saved, View};

/// SHA-256 of the canonical form, by version: other content under the same dots would be a second sample that
/// quarrels with the first, so a change here comes with another version and another session.
const CANONICAL: (&str, &str) = ("2026.3", "57eb144675c6b65d24ab5675e50552882c1d261433199f282aa0b948c59dd8de");

fn replica() -> Replica {
    replica_of(&sample_city())
}

fn replica_of(saves: &[Saved]) -> Replica {
    let mut replica = Replica::new();
    replica.apply(saves.to_vec());
    replica
}

/// The sample's figures of 2026 as of its day.
struct Seen {
    replica: Replica,
    records: Records,
    figures: Figures,
}

impl Seen {
    fn read() -> Self {
        let replica = replica();
        let (records, figures) = (Records::read(&replica, SAMPLE_DAY), Figures::read(&replica, SAMPLE_DAY));
        Self { replica, records, figures }
    }

    fn of(&mut self, unit: Option<RecordId>, name: &str) -> Figure {
        let indicator = indicator(name).expect("it is declared");
        self.figures.figure(&self.replica, unit, Span::year(2026), indicator)
    }

    fn all(&mut self, name: &str) -> Figure {
        self.of(None, name)
    }

    fn communities(&mut self) -> Vec<RecordId> {
        self.figures.layer(&self.replica, Span::year(2026)).communities(None)
    }
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
fn every_save_comes_after_the_one_before_it() {
    let saves = sample_city();
    let mut heights: BTreeMap<RecordId, u64> = BTreeMap::new();
    for saved in &saves {
        let height = heights.entry(saved.key.id).or_default();
        let before = (*height > 0).then(|| Pred::of_dot(Dot { height: *height, session: SAMPLE_SESSION }));
        *height += 1;
        assert_eq!(saved.key.id.session, SAMPLE_SESSION);
        assert_eq!(saved.save.dot, Dot { height: *height, session: SAMPLE_SESSION });
        assert_eq!(saved.save.after, before.into_iter().collect::<Vec<_>>());
    }
    assert_eq!(heights.len(), replica().len());
    assert!(heights.values().any(|&height| height > 1), "some records have a history");
    let delta = replica().apply(saves);
    assert_eq!(delta.saves, 0, "loading it twice changes nothing");
}

/// What is wrong on purpose: a clerk sees what "to check" looks like.
const TO_CHECK: [(&str, &str); 4] =
    [("action", "owner"), ("place", "lease"), ("pledge", "measure"), ("service_item", "price")];

#[test]
fn every_record_is_valid_and_present_but_a_few() {
    let mut broken = BTreeSet::new();
    for (key, _, view) in replica().iter() {
        let kind = kind_spec(key.kind.as_str()).expect("a known kind");
        broken.extend(kind.problems(key.id, view.as_ref()).iter().map(|problem| (kind.kind, problem.field, key.id)));
        assert!(view.is_present() && !view.in_conflict());
        for (name, held) in &view.fields {
            let base = dated::parts(name.as_str()).map(|(base, _)| base);
            let field = kind.field(base.unwrap_or(name.as_str()));
            let field = field.unwrap_or_else(|| panic!("{key:?} {name}"));
            assert!(base.is_none() || field.dated, "{key:?} {name}");
            assert_eq!(field.problem(Held::Known(held.value().expect("a value"))), None, "{key:?} {name}");
        }
    }
    assert_eq!(broken.iter().map(|(kind, field, _)| (*kind, *field)).collect::<BTreeSet<_>>(), TO_CHECK.into());
    assert!(broken.len() <= 6, "{broken:?}");
    assert_eq!(matters(&replica(), &Seen::read().records).len(), broken.len(), "nothing else is to be settled");
}

/// Every kind has records in every state; a record that states none is in the first.
#[test]
fn every_kind_is_met_in_every_state() {
    let replica = replica();
    for kind in KINDS {
        let of_kind: Vec<_> = replica.iter().filter(|(key, ..)| key.kind.as_str() == kind.kind).collect();
        assert!(!of_kind.is_empty(), "no {}", kind.kind);
        let states = kind.fields.iter().filter(|field| ["state", "outcome"].contains(&field.name));
        for (field, input) in states.map(|field| (field.name, field.input)) {
            let Input::Choice(choices) = input else { continue };
            let met: BTreeSet<&str> = of_kind.iter().filter_map(|(_, _, view)| view.value(field)?.as_text()).collect();
            let unmet: Vec<&str> =
                choices.iter().map(|choice| choice.value).filter(|choice| !met.contains(choice)).collect();
            assert_eq!(unmet, Vec::<&str>::new(), "{} {field}", kind.kind);
        }
    }
}

/// What is left blank everywhere: an invented official code would be wrong, nobody's birth date is invented, and what a
/// diagnosis finds in the sample is for people to try.
const BLANK: [&str; 6] =
    ["action.finding", "building_project.finding", "fund_request.finding", "member.born", "unit.code", "worker.born"];

/// Every page has something to show in every field.
#[test]
fn every_field_is_filled_somewhere() {
    let mut filled = BTreeSet::new();
    for saved in sample_city() {
        for name in saved.save.set.keys() {
            let name = dated::parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
            filled.insert(format!("{}.{name}", saved.key.kind.as_str()));
        }
    }
    let fields = KINDS.iter().flat_map(|kind| kind.fields.iter().map(|field| format!("{}.{}", kind.kind, field.name)));
    let blank: BTreeSet<String> = fields.filter(|field| !field.ends_with(".note") && !filled.contains(field)).collect();
    assert_eq!(blank, BLANK.map(str::to_owned).into());
}

#[test]
fn units_moved_split_and_merged() {
    let mut seen = Seen::read();
    let records = seen.records.clone();
    let day = |text| parse_date(text).expect("a day");
    let unit = |of: &dyn Fn(&crate::model::Unit) -> bool| {
        let found: Vec<_> = records.units.iter().filter(|(_, unit)| of(unit)).collect();
        assert_eq!(found.len(), 1);
        found[0]
    };
    let (&merged, into) = unit(&|unit| unit.successor.known().is_some());
    assert!(!seen.communities().contains(&merged) && !into.valid.known().expect("stated").holds(day("2026-01-01")));
    assert!(seen.communities().contains(&into.successor.known().expect("stated").0));
    let (&split, from) = unit(&|unit| unit.origin.known().is_some());
    assert!(seen.communities().contains(&split) && !from.valid.known().expect("stated").holds(day("2025-06-30")));
    let replica = replica();
    let mut moved = replica.iter().filter(|(_, _, view)| dated::entries(view, "parent").next().is_some());
    let (_, _, view) = moved.next().expect("one moved");
    assert!(moved.next().is_none());
    let spec = kind_spec("unit").expect("a kind");
    let parent_on = |date| match On::new(view, spec, day(date)).held("parent") {
        Held::Known(value) => value.clone(),
        held => panic!("{held:?}"),
    };
    assert_eq!(parent_on("2026-02-28"), view.value("parent").expect("stated").clone());
    assert_ne!(parent_on("2026-03-01"), parent_on("2026-02-28"));
}

#[test]
fn every_choice_and_reference_is_known() {
    let mut kinds = BTreeMap::new();
    for saved in sample_city() {
        let spec = kind_spec(saved.key.kind.as_str()).expect("a known kind");
        for (name, value) in &saved.save.set {
            let value = value.as_ref().expect("nothing is withheld");
            let base = dated::parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
            match spec.field(base).expect("declared").input {
                Input::Ref(kind) => {
                    let id = value.as_text().and_then(|text| text.parse().ok());
                    let id = id.unwrap_or_else(|| panic!("{:?} {name}: {value:?}", saved.key));
                    assert_eq!(kinds.get::<RecordId>(&id), Some(&kind), "{:?} {name}: made before", saved.key);
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
    let mut seen = Seen::read();
    let records = seen.records.clone();
    let today = parse_date("2026-11-22").expect("a day");
    let in_being = |unit: &crate::model::Unit| unit.valid.known().is_none_or(|valid| valid.holds(today));
    let of_level = |level| {
        let of_level = records.units.values().filter(|unit| unit.level.known().is_some_and(|l| l.is(level)));
        of_level.filter(|unit| in_being(unit)).count()
    };
    let levels = [Level::City, Level::District, Level::Street, Level::Community].map(of_level);
    assert_eq!(levels, [1, 3, 22, 68]);
    assert_eq!(seen.communities().len(), 68);
    let names: BTreeSet<&str> = records.units.keys().filter_map(|&id| records.title(id)).collect();
    assert_eq!(names.len(), 95, "names are distinct");
    let tree = records.tree();
    let city = tree.children(None);
    assert_eq!(city.len(), 1);
    for district in tree.children(Some(city[0])) {
        assert!((7..=8).contains(&tree.children(Some(*district)).len()));
        for street in tree.children(Some(*district)) {
            let communities = tree.children(Some(*street)).iter().filter(|id| in_being(&records.units[id])).count();
            let fits = if *street == sanhua(&records) { communities == 12 } else { (2..=3).contains(&communities) };
            assert!(fits, "{communities} in {:?}", records.title(*street));
        }
    }
    for unit in records.units.values().filter(|unit| unit.level.known().is_some_and(|l| l.is(Level::Community))) {
        let households = unit.households.known().expect("stated").0;
        let residents = unit.residents.known().expect("stated").0;
        assert!(!in_being(unit) || (1200..=3200).contains(&households));
        assert!(residents > 2 * households);
        assert_eq!(unit.code, Field::Missing, "no invented official code");
    }
}

#[test]
fn the_places_are_those_of_the_report() {
    let mut seen = Seen::read();
    let records = seen.records.clone();
    let rented = seen.all("places.rented");
    assert_eq!((rented.numerator, rented.denominator, rented.lacking), (7, Some(68), 61));
    assert_eq!(permille(&rented), Some(103), "10.3 %");
    let facilities = ["street_centres", "service_stations", "health_centres", "starlight_homes"];
    let facilities = facilities.map(|name| seen.all(&format!("places.{name}")));
    assert_eq!(facilities.each_ref().map(|figure| figure.numerator), [19, 17, 9, 27]);
    assert_eq!(facilities.each_ref().map(permille), [Some(279), Some(250), Some(132), Some(397)]);
    let units = |facility| {
        let of_kind = records.places.values().filter(move |p| p.facility.known().is_some_and(|f| f.is(facility)));
        of_kind.filter_map(|place| place.unit.known().map(|unit| unit.0)).collect::<BTreeSet<_>>().len()
    };
    let spread = [Facility::Office, Facility::StreetCentre, Facility::ServiceStation, Facility::HealthCentre];
    assert_eq!(spread.map(units), [68, 19, 17, 9], "one each");
    assert_eq!(units(Facility::Starlight), 27);
    assert_eq!(seen.of(Some(sanhua(&records)), "places.rented").numerator, 2);
}

#[test]
fn offices_are_rented_or_not_stated() {
    let mut seen = Seen::read();
    let records = seen.records.clone();
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
    let leases = [seen.all("places.leases_ending"), seen.all("places.leases_expired")];
    assert_eq!(leases.map(|figure| figure.numerator), [2, 0]);
}

#[test]
fn workers_are_as_the_report_describes_them() {
    let mut seen = Seen::read();
    let records = seen.records.clone();
    assert!((400..=480).contains(&records.workers.len()), "{}", records.workers.len());
    assert_eq!(seen.all("people.workers").numerator, records.workers.len() as i64);
    let mut percent = |name| permille(&seen.all(name)).expect("stated") / 10;
    assert!(percent("people.aged_50_or_more") >= 50 && percent("people.aged_35_or_less") <= 15, "old");
    assert!((4_500..=5_500).contains(&percent("people.median_age")), "a thousandth of a year is not shown");
    assert!((15..=35).contains(&percent("people.college")), "little schooling");
    assert!(
        (50..=80).contains(&percent("people.insured")) && seen.all("people.insured").lacking > 10,
        "partly insured"
    );
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
    let mut seen = Seen::read();
    let records = seen.records.clone();
    let of_year = |year| records.lines.values().filter(|line| line.year.known().is_some_and(|y| y.0 == year)).count();
    assert_eq!((of_year(2026), of_year(2025)), (3 * 68 + 12, 3 * 12 + 1));
    let [need, gap] = ["money.need", "money.gap"].map(|name| seen.all(name));
    assert!(need.lacking > 0 && need.denominator.is_some() && gap.denominator.is_some());
    let (need, gap) = (need.numerator, gap.numerator);
    assert!(gap > need / 4 && gap < need, "{gap} of {need}");
    assert!((500..1000).contains(&permille(&seen.all("money.received_of_plan")).expect("stated")));
    assert!((100..900).contains(&permille(&seen.all("money.spent_of_received")).expect("stated")));
    let documents: BTreeSet<&str> = records.entries.keys().filter_map(|&id| records.title(id)).collect();
    assert_eq!(documents.len(), records.entries.len(), "each entry has its own document");
    let communities = records.children(Some(sanhua(&records)));
    let blank = communities.iter().any(|&unit| seen.of(Some(unit), "money.spent").denominator.is_none());
    assert!(blank, "one enters no spending");
}

#[test]
fn it_is_small_enough_for_a_browser() {
    let (records, saves) = (replica().len(), sample_city().len());
    assert!((4000..=4600).contains(&records) && (records..records + 200).contains(&saves), "{records} {saves}");
}

/// Totals are the weighed points, and grades those of the form's lines.
#[test]
fn grades_follow_from_points() {
    let replica = replica();
    let mut graded = 0;
    for (key, _, view) in replica.iter().filter(|(key, ..)| key.kind.as_str() == "evaluation") {
        let evaluation = Evaluation::read(view.as_ref());
        let form = evaluation.form.known().map(|form| Key { id: form.0, kind: Name::known("evaluation_form") });
        let form = EvaluationForm::read(replica.view(&form.expect("a form")).expect("it is here").as_ref());
        let (weights, scores) = (form.weights.known().expect("stated"), evaluation.scores.known().expect("stated"));
        let points =
            |criterion: &str| scores.0.iter().find(|score| score.criterion == criterion).and_then(|s| s.points);
        let sum: Option<i64> = weights.0.iter().map(|(name, weight)| Some(points(name)? * weight / 10_000)).sum();
        let is_graded = evaluation.state.known().is_some_and(|state| !state.is(EvaluationState::Draft));
        assert_eq!(evaluation.total.known().map(|total| total.0), sum.filter(|_| is_graded), "{key:?}");
        let line = |line: &Field<crate::model::quantity::Percent>| line.known().expect("stated").0;
        let grade = sum.filter(|_| is_graded).map(|sum| match sum {
            sum if sum >= line(&form.excellent) => Grade::Excellent,
            sum if sum >= line(&form.good) => Grade::Good,
            sum if sum >= line(&form.pass) => Grade::Pass,
            _ => Grade::Fail,
        });
        let said = evaluation
            .grade
            .known()
            .map(|said| [Grade::Excellent, Grade::Good, Grade::Pass, Grade::Fail].into_iter().find(|&g| said.is(g)));
        assert_eq!(said.flatten(), grade, "{key:?}");
        graded += usize::from(is_graded);
    }
    assert!(graded > 20, "{graded}");
}

/// The frozen report is what the records were before the last of them was saved again; so one figure differs since.
#[test]
fn the_frozen_report_is_that_of_its_records() {
    let mut saves = sample_city();
    let replica = replica_of(&saves);
    let mut snapshots = replica.iter().filter(|(key, ..)| key.kind.as_str() == "report_snapshot");
    let snapshot = ReportSnapshot::read(snapshots.next().expect("one").2.as_ref());
    let unit = snapshot.unit.known().expect("stated").0;
    let day = parse_date("2026-06-30").expect("a day");
    let span = crate::insight::Span::parse("2026-h1").expect("a span");
    let now = freeze(&replica, unit, span, day);
    saves.pop();
    let then = freeze(&replica_of(&saves), unit, span, day);
    let said = &snapshot.values.known().expect("stated").0;
    let (records, digest) = (snapshot.records.known().expect("stated").0, &snapshot.digest.known().expect("stated").0);
    assert_eq!((said.text(), records, digest), (then.values.text(), then.records as i64, &then.digest));
    let differing: Vec<String> = differences(said, &now.values).into_iter().map(|difference| difference.name).collect();
    assert_eq!(differing, ["people.insured"]);
}

/// What no single record shows: how the records of the sample fit together.
#[test]
fn records_fit_together() {
    let replica = replica();
    let text = |view: &View, field: &str| view.value(field).and_then(|v| v.as_text()).unwrap_or_default().to_owned();
    let number = |view: &View, field: &str| Field::<Decimal>::read(view.held(field)).known().map_or(0, |n| n.0);
    let all = |kind: &'static str| replica.iter().filter(move |(key, ..)| key.kind.as_str() == kind);
    let sums = |kind, field: &str, of: &dyn Fn(&View) -> i64| {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        all(kind).for_each(|(_, _, view)| *sums.entry(text(view, field)).or_default() += of(view));
        sums
    };
    let (filled, delivered) =
        (sums("worker", "post", &|_| 100), sums("delivery", "pledge", &|v| number(v, "quantity")));
    for (kind, most, sums) in [("post", "quota", filled), ("pledge", "quantity", delivered)] {
        for (key, _, view) in all(kind) {
            let sum = sums.get(&key.id.to_string()).copied().unwrap_or(0);
            assert!(sum <= number(view, most), "{key:?}: {sum}");
        }
    }
    let receipts = sums("receipt", "notice", &|_| 1).values().sum::<i64>();
    let pairs: BTreeSet<_> = all("receipt").map(|(_, _, v)| (text(v, "notice"), text(v, "partner"))).collect();
    assert_eq!(receipts, pairs.len() as i64, "one receipt of a partner to a notice");
    let asked: BTreeSet<_> = all("pledge").map(|(_, _, v)| (text(v, "resource"), text(v, "initiator"))).collect();
    assert_eq!(asked.len(), 16, "every resource was asked for and offered: {asked:?}");
    let confirmed: BTreeSet<_> =
        all("delivery").map(|(_, _, v)| (!text(v, "confirmed").is_empty(), text(v, "way"))).collect();
    let ways = [(true, ""), (true, "file"), (true, "paper"), (false, "file"), (false, "paper")];
    assert_eq!(confirmed, ways.map(|(ours, way)| (ours, way.to_owned())).into());
    let is_overdue = |v: &View| text(v, "state") == "open" && text(v, "due").as_str() < "2026-11-22";
    let carried: Vec<i64> =
        all("action").filter(|(_, _, v)| is_overdue(v)).map(|(_, _, v)| number(v, "carried")).collect();
    assert!(!carried.is_empty() && carried.iter().all(|&times| times == 100), "each once");
}

//! `indicators`: all indicators as JSON, of everything and of each unit, in one order of members.
//!
//! Computes none: every figure is the library's. What the library adds does not compile here until it is written too.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use chrono::{Datelike, NaiveDate};
use sanyou::insight::{Figure, Money, Overview, People, Places, Scope, Sum, compare, overview};
use sanyou::model::{Name, RecordId, Unit};
use sanyou::replica::Key;
use sanyou::sample::{SAMPLE_DAY, SAMPLE_VERSION};
use serde::{Serialize, Serializer};

use super::Ended;
use super::arguments::Indicators;
use super::book::{Book, UnitAt};
use super::failure::{Exit, Failure};
use super::merge::{today, unite};
use super::sample::city;
use super::show::write_json;
use super::source::check_stdin;
use super::words::{Words, raw};

#[derive(Serialize)]
struct Report {
    day: String,
    year: i32,
    sample: Option<String>,
    files: Vec<String>,
    overview: OverviewOut,
    units: Vec<UnitOut>,
    /// Units whose parent is left out because it closes a cycle.
    cut: Vec<Id>,
}

#[derive(Serialize)]
struct UnitOut {
    id: Id,
    name: String,
    level: Option<String>,
    parent: Option<Id>,
    overview: OverviewOut,
}

/// An id as text.
struct Id(RecordId);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn all_ids(of: Vec<RecordId>) -> Vec<Id> {
    of.into_iter().map(Id).collect()
}

/// A share, average or count with what it rests on.
#[derive(Serialize)]
struct FigureOut {
    numerator: i64,
    denominator: Option<i64>,
    lacking: usize,
    withheld: usize,
    ids: Vec<Id>,
}

impl From<Figure> for FigureOut {
    fn from(of: Figure) -> Self {
        let Figure { numerator, denominator, lacking, withheld, ids } = of;
        Self { numerator, denominator, lacking, withheld, ids: all_ids(ids) }
    }
}

/// A sum of money with what it rests on.
#[derive(Serialize)]
struct SumOut {
    fen: Option<i64>,
    lacking: usize,
    withheld: usize,
    ids: Vec<Id>,
}

impl From<Sum> for SumOut {
    fn from(of: Sum) -> Self {
        let Sum { fen, lacking, withheld, ids } = of;
        Self { fen, lacking, withheld, ids: all_ids(ids) }
    }
}

/// 有人管事.
#[derive(Serialize)]
struct PeopleOut {
    workers: FigureOut,
    median_age: FigureOut,
    aged_50_or_more: FigureOut,
    aged_35_or_less: FigureOut,
    college: FigureOut,
    insured: FigureOut,
}

impl From<People> for PeopleOut {
    fn from(of: People) -> Self {
        let People { workers, median_age, aged_50_or_more, aged_35_or_less, college, insured } = of;
        Self {
            workers: workers.into(),
            median_age: median_age.into(),
            aged_50_or_more: aged_50_or_more.into(),
            aged_35_or_less: aged_35_or_less.into(),
            college: college.into(),
            insured: insured.into(),
        }
    }
}

/// 有钱办事.
#[derive(Serialize)]
struct MoneyOut {
    need: SumOut,
    plan: SumOut,
    received: SumOut,
    spent: SumOut,
    gap: SumOut,
    received_of_plan: FigureOut,
    spent_of_received: FigureOut,
    in_no_sum: Vec<Id>,
}

impl From<Money> for MoneyOut {
    fn from(of: Money) -> Self {
        let Money { need, plan, received, spent, gap, received_of_plan, spent_of_received, in_no_sum } = of;
        Self {
            need: need.into(),
            plan: plan.into(),
            received: received.into(),
            spent: spent.into(),
            gap: gap.into(),
            received_of_plan: received_of_plan.into(),
            spent_of_received: spent_of_received.into(),
            in_no_sum: all_ids(in_no_sum),
        }
    }
}

/// 有场所议事.
#[derive(Serialize)]
struct PlacesOut {
    rented: FigureOut,
    street_centres: FigureOut,
    service_stations: FigureOut,
    health_centres: FigureOut,
    starlight_homes: FigureOut,
    leases_ending: FigureOut,
    leases_expired: FigureOut,
    area_known: FigureOut,
    area_per_100_households: FigureOut,
}

impl From<Places> for PlacesOut {
    fn from(of: Places) -> Self {
        let Places {
            rented,
            street_centres,
            service_stations,
            health_centres,
            starlight_homes,
            leases_ending,
            leases_expired,
            area_known,
            area_per_100_households,
        } = of;
        Self {
            rented: rented.into(),
            street_centres: street_centres.into(),
            service_stations: service_stations.into(),
            health_centres: health_centres.into(),
            starlight_homes: starlight_homes.into(),
            leases_ending: leases_ending.into(),
            leases_expired: leases_expired.into(),
            area_known: area_known.into(),
            area_per_100_households: area_per_100_households.into(),
        }
    }
}

/// All indicators of one scope.
#[derive(Serialize)]
struct OverviewOut {
    communities: Vec<Id>,
    people: PeopleOut,
    money: MoneyOut,
    places: PlacesOut,
    in_conflict: usize,
}

impl From<Overview> for OverviewOut {
    fn from(of: Overview) -> Self {
        let Overview { communities, people, money, places, in_conflict } = of;
        Self {
            communities: all_ids(communities),
            people: people.into(),
            money: money.into(),
            places: places.into(),
            in_conflict,
        }
    }
}

/// Computes and writes the indicators.
pub fn run(asked: &Indicators, words: Words, out: &mut dyn Write) -> Ended {
    check_stdin(&asked.files)?;
    let (sample, replica) =
        if asked.sample { (Some(SAMPLE_VERSION.to_owned()), city()) } else { unite(&asked.files, words)? };
    let default_day = if asked.sample { SAMPLE_DAY } else { today() };
    let day = asked.day.unwrap_or(default_day);
    let year = asked.year.unwrap_or(day.year());
    let files = asked.files.iter().map(ToString::to_string).collect();
    let report = Report::of(&Book::of(&replica, day), year, day, sample, files);
    write_json(&report, out).map(|()| Exit::Fine).map_err(Failure::Output)
}

impl Report {
    fn of(book: &Book<'_>, year: i32, day: NaiveDate, sample: Option<String>, files: Vec<String>) -> Self {
        Self {
            day: day.to_string(),
            year,
            sample,
            files,
            overview: overview(&book.rows, &Scope::Everything, year, day).into(),
            units: units(book, year, day),
            cut: all_ids(book.rows.tree().cut().to_vec()),
        }
    }
}

/// Each unit with the indicators of it and all below it, in the order of the tree.
fn units(book: &Book<'_>, year: i32, day: NaiveDate) -> Vec<UnitOut> {
    let units = book.units_in_order();
    let above: BTreeSet<Option<RecordId>> = units.iter().map(|unit| unit.parent).collect();
    let mut overviews: BTreeMap<RecordId, Overview> =
        above.into_iter().flat_map(|unit| compare(&book.rows, unit, year, day)).collect();
    let unit_out = |unit: UnitAt| {
        let view = book.replica.view(&Key { kind: Name::known(Unit::KIND), id: unit.id });
        Some(UnitOut {
            id: Id(unit.id),
            name: book.unit_name(unit.id),
            level: view.and_then(|view| view.value("level")).map(raw),
            parent: unit.parent.map(Id),
            overview: overviews.remove(&unit.id)?.into(),
        })
    };
    units.into_iter().filter_map(unit_out).collect()
}

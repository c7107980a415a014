//! Figures as they were when a period was frozen, what they rested on, and what differs since.
//!
//! Decides nothing about periods: when to freeze is a person's to say.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::figure::{Figure, Sum};
use super::overview::{Overview, overview};
use super::records::Records;
use crate::model::kinds::{Period, PeriodPart, ReportSnapshot};
use crate::model::rows::Cells;
use crate::model::{Choice, Label, Name, RecordId, Unit};
use crate::replica::{Key, Replica, View};

/// The figures of a unit on a day, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// One row for each figure: name, numerator, denominator, lacking, withheld. A blank denominator means "n/a"; for a sum of
    /// money the denominator is 1, and both are blank where no record states an amount.
    pub values: Cells,
    /// How many records of the unit and those below it there were.
    pub records: usize,
    /// SHA-256 over the ids of these records and the dots of their heads, as hexadecimal: equal for equal contents.
    pub digest: String,
}

/// One figure that is no longer what was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The figure's name.
    pub name: String,
    /// Its cells then; nothing where it was not frozen.
    pub then: Option<Vec<String>>,
    /// Its cells now; nothing where this version has no such figure.
    pub now: Option<Vec<String>>,
}

/// The first and last day of a part of a year; nothing for a year that no calendar has.
#[must_use]
pub fn span(year: i32, part: PeriodPart) -> Option<(NaiveDate, NaiveDate)> {
    let (first, months) = match part {
        PeriodPart::Year => (1, 12),
        PeriodPart::FirstHalf => (1, 6),
        PeriodPart::SecondHalf => (7, 6),
        PeriodPart::First => (1, 3),
        PeriodPart::Second => (4, 3),
        PeriodPart::Third => (7, 3),
        PeriodPart::Fourth => (10, 3),
    };
    let from = NaiveDate::from_ymd_opt(year, first, 1)?;
    let after = from.checked_add_months(chrono::Months::new(months))?;
    Some((from, after.pred_opt()?))
}

/// Computes the figures of a unit and all below it as of a day: the year's money up to it.
#[must_use]
pub fn freeze(replica: &Replica, unit: RecordId, year: i32, day: NaiveDate) -> Frozen {
    let mut records = Records::read(replica, day);
    // What came or went after the day is no part of its year yet.
    records.entries.retain(|_, entry| entry.date.known().is_none_or(|date| *date <= day));
    let scope = records.scope(Some(unit));
    let mut hash = Sha256::new();
    let mut count = 0;
    // What freezing itself writes is not what it rests on.
    let is_basis = |kind: &str| ![Period::KIND, ReportSnapshot::KIND].contains(&kind);
    for (key, _, view) in replica.iter().filter(|(key, _, view)| is_basis(key.kind.as_str()) && view.is_present()) {
        if scope.holds(records.unit_of(key)) {
            count += 1;
            hash.update(format!("{} {}", key.id, key.kind));
            for head in &view.heads {
                hash.update(format!(" {}@{}", head.dot.height, head.dot.session));
            }
            hash.update("\n");
        }
    }
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Frozen { values: values(&overview(&records, &scope, year, day)), records: count, digest }
}

/// What a snapshot's figures are now, as of the same day: nothing where its unit or period is not here.
#[must_use]
pub fn now(replica: &Replica, snapshot: &View) -> Option<Frozen> {
    let snapshot = ReportSnapshot::read(snapshot);
    let (unit, taken) = (snapshot.unit.known()?.0, *snapshot.taken.known()?);
    let key = |kind, id| Key { id, kind: Name::known(kind) };
    replica.view(&key(Unit::KIND, unit)).filter(|unit| unit.is_present())?;
    let period = replica.view(&key(Period::KIND, snapshot.period.known()?.0)).filter(|period| period.is_present())?;
    let period = Period::read(period.as_ref());
    let (year, part) = (period.year.known()?.0, period.part.known()?);
    let Choice::Known(part) = part else { return None };
    let (_, last) = span(year, *part)?;
    Some(freeze(replica, unit, year, last.min(taken)))
}

/// What differs between frozen figures and others.
#[must_use]
pub fn differences(then: &Cells, now: &Cells) -> Vec<Difference> {
    let name = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
    let find = |cells: &Cells, wanted: &str| cells.0.iter().find(|row| name(row) == wanted).cloned();
    let mut names: Vec<String> = then.0.iter().map(name).collect();
    names.extend(now.0.iter().map(name).filter(|new| find(then, new).is_none()));
    let compared = names.into_iter().map(|name| {
        let (then, now) = (find(then, &name), find(now, &name));
        Difference { name, then, now }
    });
    compared.filter(|difference| difference.then != difference.now).collect()
}

/// What people read of a frozen figure; nothing for one that this version does not have.
#[must_use]
pub fn label(name: &str) -> Option<Label> {
    LABELS.iter().find(|(known, ..)| *known == name).map(|&(_, zh, en)| Label { zh, en })
}

const LABELS: [(&str, &str, &str); 22] = [
    ("people.workers", "工作人员（分母为社区数）", "Workers (per community)"),
    ("people.median_age", "年龄中位数", "Median age"),
    ("people.aged_50_or_more", "50 岁及以上", "Aged 50 or more"),
    ("people.aged_35_or_less", "35 岁及以下", "Aged 35 or less"),
    ("people.college", "大专及以上", "College or more"),
    ("people.insured", "养老和医疗都参保", "Insured"),
    ("money.received_of_plan", "到位／计划（分）", "Received of plan (fen)"),
    ("money.spent_of_received", "支出／到位（分）", "Spent of received (fen)"),
    ("places.rented", "租用办公用房的社区", "Communities that rent"),
    ("places.street_centres", "街道服务中心", "Street service centres"),
    ("places.service_stations", "社区服务站", "Service stations"),
    ("places.health_centres", "卫生服务中心", "Health centres"),
    ("places.starlight_homes", "星光老年之家", "Starlight homes"),
    ("places.leases_ending", "即将到期的租约", "Leases that end soon"),
    ("places.leases_expired", "已到期的租约", "Leases that ended"),
    ("places.area_known", "办公面积已填的社区", "Communities with known area"),
    ("places.area_per_100_households", "办公面积（0.01 m²）／户数", "Office area (0.01 m²) per households"),
    ("money.need", "需求（分）", "Need (fen)"),
    ("money.plan", "计划（分）", "Plan (fen)"),
    ("money.received", "到位（分）", "Received (fen)"),
    ("money.spent", "支出（分）", "Spent (fen)"),
    ("money.gap", "缺口（分）", "Gap (fen)"),
];

/// All figures as rows.
fn values(overview: &Overview) -> Cells {
    let Overview { people, money, places, .. } = overview;
    let figures = [
        ("people.workers", &people.workers),
        ("people.median_age", &people.median_age),
        ("people.aged_50_or_more", &people.aged_50_or_more),
        ("people.aged_35_or_less", &people.aged_35_or_less),
        ("people.college", &people.college),
        ("people.insured", &people.insured),
        ("money.received_of_plan", &money.received_of_plan),
        ("money.spent_of_received", &money.spent_of_received),
        ("places.rented", &places.rented),
        ("places.street_centres", &places.street_centres),
        ("places.service_stations", &places.service_stations),
        ("places.health_centres", &places.health_centres),
        ("places.starlight_homes", &places.starlight_homes),
        ("places.leases_ending", &places.leases_ending),
        ("places.leases_expired", &places.leases_expired),
        ("places.area_known", &places.area_known),
        ("places.area_per_100_households", &places.area_per_100_households),
    ];
    let sums = [
        ("money.need", &money.need),
        ("money.plan", &money.plan),
        ("money.received", &money.received),
        ("money.spent", &money.spent),
        ("money.gap", &money.gap),
    ];
    let figures = figures.iter().map(|(name, figure)| figure_row(name, figure));
    Cells(figures.chain(sums.iter().map(|(name, sum)| sum_row(name, sum))).collect())
}

fn figure_row(name: &str, figure: &Figure) -> Vec<String> {
    let denominator = figure.denominator.map_or_else(String::new, |by| by.to_string());
    row(name, figure.numerator.to_string(), denominator, figure.lacking, figure.withheld)
}

fn sum_row(name: &str, sum: &Sum) -> Vec<String> {
    let (fen, by) = sum.fen.map_or_else(Default::default, |fen| (fen.to_string(), "1".to_owned()));
    row(name, fen, by, sum.lacking, sum.withheld)
}

fn row(name: &str, numerator: String, denominator: String, lacking: usize, withheld: usize) -> Vec<String> {
    vec![name.to_owned(), numerator, denominator, lacking.to_string(), withheld.to_string()]
}

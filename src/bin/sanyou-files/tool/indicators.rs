//! `indicators`: every indicator as JSON, with its declaration, of everything and of each unit, what units lack, and the
//! partners by the hot–cold index, in one order of members.
//!
//! Computes none: every figure is the library's, and so is every declaration.

use std::io::Write;

use chrono::NaiveDate;
use sanyou::i18n::Lang;
use sanyou::insight::diagnosis::{Found, diagnose};
use sanyou::insight::hot_cold::{Warmth, by_partner};
use sanyou::insight::indicator::{Better, Indicator, When};
use sanyou::insight::tally::{Shape, Tally};
use sanyou::insight::{Figures, Span, indicators};
use sanyou::model::choice::Enumeration;
use sanyou::model::{Label, Name, RecordId, Unit};
use sanyou::replica::{Key, Replica};
use sanyou::sample::{SAMPLE_DAY, SAMPLE_VERSION};
use serde::ser::SerializeMap;
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
    span: String,
    sample: Option<String>,
    files: Vec<String>,
    indicators: Vec<Declared>,
    overview: Figured,
    /// The overview in the spans before, the oldest first.
    series: Vec<Past>,
    units: Vec<UnitOut>,
    /// What units lack: first what nobody acted on, the gravest of it first.
    diagnosis: Vec<FindingOut>,
    /// The partners by the hot–cold index, the coldest first.
    hot_cold: Vec<PartnerOut>,
    /// Units whose parent is left out because it closes a cycle.
    cut: Vec<Id>,
}

/// One finding of the diagnosis.
#[derive(Serialize)]
struct FindingOut {
    rule: &'static str,
    unit: Id,
    severity: &'static str,
    indicator: &'static str,
    says: Sentence,
    measure: Both,
    /// What was begun in answer.
    acts: Vec<Id>,
    ids: Vec<Id>,
    lacking_ids: Vec<Id>,
    withheld_ids: Vec<Id>,
}

/// A sentence in both languages.
#[derive(Serialize)]
struct Sentence {
    zh: String,
    en: String,
}

/// One partner by the hot–cold index.
#[derive(Serialize)]
struct PartnerOut {
    partner: Id,
    requests: usize,
    promised: usize,
    offers: usize,
    open: usize,
    numerator: i64,
    denominator: Option<i64>,
}

impl From<&Found> for FindingOut {
    fn from(found: &Found) -> Self {
        Self {
            rule: found.rule.lack.name(),
            unit: Id(found.unit),
            severity: found.severity.name(),
            indicator: found.rule.indicator,
            says: Sentence { zh: found.sentence(Lang::Zh), en: found.sentence(Lang::En) },
            measure: found.rule.measure.into(),
            acts: found.acts.iter().map(|act| Id(act.id)).collect(),
            ids: all_ids(found.records.clone()),
            lacking_ids: all_ids(found.lacking.clone()),
            withheld_ids: all_ids(found.withheld.clone()),
        }
    }
}

impl From<&Warmth> for PartnerOut {
    fn from(of: &Warmth) -> Self {
        let index = of.index();
        Self {
            partner: Id(of.partner),
            requests: of.requests,
            promised: of.promised,
            offers: of.offers,
            open: of.open,
            numerator: index.numerator,
            denominator: index.denominator,
        }
    }
}

/// What an indicator is.
#[derive(Serialize)]
struct Declared {
    name: &'static str,
    pillar: &'static str,
    label: Both,
    numerator: Both,
    denominator: Both,
    note: Both,
    shape: &'static str,
    measure: &'static str,
    better: Option<&'static str>,
    when: &'static str,
    standards: Vec<&'static str>,
    reads: &'static [&'static str],
}

/// A text in both languages.
#[derive(Serialize)]
struct Both {
    zh: &'static str,
    en: &'static str,
}

#[derive(Serialize)]
struct UnitOut {
    id: Id,
    name: String,
    level: Option<String>,
    parent: Option<Id>,
    figures: Figured,
}

#[derive(Serialize)]
struct Past {
    span: String,
    figures: Figured,
}

/// All figures of one unit and span, by name, in the order of the declarations.
struct Figured(Vec<(&'static str, FigureOut)>);

impl Serialize for Figured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, figure) in &self.0 {
            map.serialize_entry(name, figure)?;
        }
        map.end()
    }
}

/// One figure with what it rests on.
#[derive(Serialize)]
struct FigureOut {
    /// In the measure's unit, rounded to hundredths; nothing stands for "n/a".
    value: Option<f64>,
    /// Restricted amounts stay out, and so does what they are divided by.
    numerator: Option<i64>,
    denominator: Option<i64>,
    lacking: usize,
    withheld: usize,
    ids: Vec<Id>,
    rest: Vec<Id>,
    lacking_ids: Vec<Id>,
    withheld_ids: Vec<Id>,
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

impl From<Label> for Both {
    fn from(label: Label) -> Self {
        Self { zh: label.zh, en: label.en }
    }
}

impl Declared {
    fn of(indicator: &'static Indicator) -> Self {
        Self {
            name: indicator.name,
            pillar: indicator.pillar.name(),
            label: indicator.label.into(),
            numerator: indicator.numerator.into(),
            denominator: indicator.denominator.into(),
            note: indicator.note.into(),
            shape: match indicator.shape {
                Shape::Ratio => "ratio",
                Shape::RatioOfStated => "ratio_of_stated",
                Shape::Sum => "sum",
                Shape::Median => "median",
            },
            measure: indicator.measure.name(),
            better: match indicator.better {
                Better::More => Some("more"),
                Better::Less => Some("less"),
                Better::Neither => None,
            },
            when: match indicator.when {
                When::AtEnd => "at_end",
                When::Within => "within",
                When::YearToDate => "year_to_date",
                When::Now => "now",
            },
            standards: indicator.standards.iter().map(|standard| standard.name()).collect(),
            reads: indicator.reads,
        }
    }
}

impl FigureOut {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a value in hundredths is far from 2^53, and a reader takes it as a number"
    )]
    fn of(indicator: &Indicator, tally: Tally) -> Self {
        let figure = tally.figure(indicator.shape);
        Self {
            value: indicator.value(&figure).map(|hundredths| hundredths as f64 / 100.0),
            numerator: Some(figure.numerator).filter(|_| !indicator.measure.hides_parts()),
            denominator: figure.denominator.filter(|_| !indicator.measure.hides_parts()),
            lacking: figure.lacking,
            withheld: figure.withheld,
            ids: all_ids(tally.counted),
            rest: all_ids(tally.rest),
            lacking_ids: all_ids(tally.lacking),
            withheld_ids: all_ids(tally.withheld),
        }
    }
}

/// Computes and writes the indicators.
pub fn run(asked: &Indicators, words: Words, out: &mut dyn Write) -> Ended {
    check_stdin(&asked.files)?;
    let (sample, replica) =
        if asked.sample { (Some(SAMPLE_VERSION.to_owned()), city()) } else { unite(&asked.files, words)? };
    let day = asked.day.unwrap_or(if asked.sample { SAMPLE_DAY } else { today() });
    let span = asked.span.unwrap_or_else(|| Span::around(sanyou::insight::Part::Year, day));
    let files = asked.files.iter().map(ToString::to_string).collect();
    let report = Report::of(&replica, span, day, usize::from(asked.series), sample, files);
    write_json(&report, out).map(|()| Exit::Fine).map_err(Failure::Output)
}

impl Report {
    fn of(
        replica: &Replica,
        span: Span,
        day: NaiveDate,
        series: usize,
        sample: Option<String>,
        files: Vec<String>,
    ) -> Self {
        let mut figures = Figures::read(replica, day);
        let diagnosis = diagnose(&mut figures, replica, None, span).found.iter().map(FindingOut::from).collect();
        let hot_cold = by_partner(&mut figures, replica, None, span).iter().map(PartnerOut::from).collect();
        let mut figured = |unit: Option<RecordId>, span: Span| {
            let all: Vec<&'static Indicator> = indicators::all().collect();
            let tallies = figures.all_behind(replica, unit, span, &all);
            Figured(all.into_iter().zip(tallies).map(|(of, tally)| (of.name, FigureOut::of(of, tally))).collect())
        };
        let book = Book::of(replica, span.as_of(day));
        let unit_out = |unit: UnitAt| {
            let view = replica.view(&Key { kind: Name::known(Unit::KIND), id: unit.id });
            UnitOut {
                id: Id(unit.id),
                name: book.unit_name(unit.id),
                level: view.and_then(|view| view.value("level")).map(raw),
                parent: unit.parent.map(Id),
                figures: figured(Some(unit.id), span),
            }
        };
        let units = book.units_in_order().into_iter().map(unit_out).collect();
        let past = span.previous().series(series);
        Self {
            day: day.to_string(),
            span: span.name(),
            sample,
            files,
            indicators: indicators::all().map(Declared::of).collect(),
            overview: figured(None, span),
            series: past.into_iter().map(|span| Past { span: span.name(), figures: figured(None, span) }).collect(),
            units,
            diagnosis,
            hot_cold,
            cut: all_ids(book.rows.tree().cut().to_vec()),
        }
    }
}

//! What the diagnosis found, as sentences of the report.
//!
//! Judges nothing: of one unit each finding is told, of several each rule with the units that it is about.

use super::{Part, Problem, Remark, Sentence};
use crate::insight::Figures;
use crate::insight::diagnosis::{Blank, Found, Summary, diagnose};
use crate::insight::figure::count;
use crate::insight::indicator::{Measure, label};
use crate::insight::layer::Layer;
use crate::insight::span::Span;
use crate::model::choice::Enumeration;
use crate::model::sorted::Sorted;
use crate::model::{Label, RecordId};
use crate::replica::Replica;

/// What nobody entered of a finding.
const UNSTATED: Label = label("该项", "this");

/// The problems of a unit and all below it: those that nobody acted on first, the gravest of them first.
pub fn problems(figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) -> Vec<Problem> {
    let diagnosis = diagnose(figures, replica, unit, span);
    if diagnosis.units() <= 1 {
        return diagnosis.found.iter().map(of_finding).collect();
    }
    let layer = figures.layer(replica, span);
    diagnosis.by_rule().iter().filter_map(|summary| of_rule(layer, summary)).collect()
}

fn of_finding(found: &Found) -> Problem {
    let sentence = Sentence {
        parts: found.blanks.iter().map(part).collect(),
        records: found.records.iter().chain(&found.lacking).chain(&found.withheld).copied().collect(),
        indicator: Some(found.rule.indicator),
        ..Sentence::plain(found.rule.says)
    };
    Problem { pillar: found.rule.pillar, sentence, measure: Some(found.rule.measure) }
}

fn of_rule(layer: &Layer, summary: &Summary) -> Option<Problem> {
    let rule = summary.worst()?.rule;
    let name = |found: &Found| {
        let unit = layer.units.get(&found.unit)?;
        Some(Part::Name { id: found.unit, name: unit.name.known()?.0.clone() })
    };
    let records = summary.found.iter().flat_map(|found| found.records.iter().chain([&found.unit])).copied().into_set();
    let sentence = Sentence {
        parts: vec![
            Part::Words(rule.lack.label()),
            Part::Count(count(summary.found.len())),
            Part::Count(count(summary.asked)),
        ],
        remarks: vec![Remark::Units(Part::several(summary.found.iter().filter_map(name).collect()))],
        records: records.into_iter().collect(),
        indicator: Some(rule.indicator),
        ..Sentence::plain(label("{0}：{2} 个单位中有 {1} 个", "{0}: {1} of {2} units"))
    };
    Some(Problem { pillar: rule.pillar, sentence, measure: Some(rule.measure) })
}

fn part(blank: &Blank) -> Part {
    match blank {
        Blank::Count(count) => Part::Count(*count),
        Blank::Hundredths(value) => Part::Quantity { value: *value, measure: Measure::Number },
        Blank::Fen(fen) => Part::Quantity { value: *fen, measure: Measure::Number },
        Blank::Day(day) => Part::Day(*day),
        Blank::Word(word) => Part::Words(*word),
        Blank::Unknown => Part::missing(UNSTATED),
    }
}

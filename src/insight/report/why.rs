//! Why the work is needed: who the unit is, what affairs came to it, what residents raised.

use super::book::{Book, Row, field_label};
use super::telling::{Of, Only, Telling, When};
use super::{Paragraph, Part, Remark, Section, Sentence};
use crate::insight::indicator::label;
use crate::model::kinds::{DelegatedTask, Level, Need, Unit};
use crate::model::quantity::{Count, Interval};
use crate::model::{Choice, Field, RecordId};

static TOLD: &[Telling] = &[
    Telling {
        kind: DelegatedTask::KIND,
        when: When::On("date"),
        only: &[],
        text: label(
            "本期承接上级下沉的社会事务 {0} 项，其中已明确经费来源的 {1} 项，已办结的 {2} 项",
            "Social affairs that upper units delegated in this span: {0}; with a fund line that pays: {1}; done: {2}",
        ),
        blanks: &[Of::Count, Of::Those(Only::Filled("line")), Of::Those(Only::By("done"))],
        none: label("本期没有下沉任务记录", "There is no record of a task delegated in this span"),
    },
    Telling {
        kind: Need::KIND,
        when: When::On("raised"),
        only: &[],
        text: label(
            "本期居民提出需求和诉求 {0} 件，其中矛盾纠纷 {1} 件",
            "Needs that residents raised in this span: {0}; disputes among them: {1}",
        ),
        blanks: &[Of::Count, Of::Those(Only::Is("kind_of_need", &["dispute"]))],
        none: label("本期没有居民需求记录", "There is no record of a need raised in this span"),
    },
];

/// The section.
pub fn section(book: &Book<'_>) -> Section {
    let told = TOLD.iter().map(|telling| telling.tell(book)).collect();
    let paragraphs =
        vec![Paragraph { heading: None, sentences: who(book) }, Paragraph { heading: None, sentences: told }];
    Section { heading: label("一、必要性", "1. Why the work is needed"), paragraphs }
}

#[cfg(test)]
pub fn tellings() -> impl Iterator<Item = &'static Telling> {
    TOLD.iter()
}

/// Who the unit is: a community with its households and residents, or what stands below it.
fn who(book: &Book<'_>) -> Vec<Sentence> {
    let units: Vec<Row> = book.rows(Unit::KIND).into_iter().filter(|unit| is_in_being(book, unit)).collect();
    let of = |level: Level| units.iter().filter(move |unit| is_of(unit, level));
    let communities: Vec<&Row> = of(Level::Community).collect();
    let mut sentences = Vec::new();
    if book.is_above() {
        let streets: Vec<&Row> = of(Level::Street).filter(|street| !book.is_unit(street.id)).collect();
        let records: Vec<RecordId> = communities.iter().chain(&streets).map(|unit| unit.id).collect();
        let parts = vec![book.unit_part(), count(streets.len()), count(communities.len())];
        let text = match (streets.is_empty(), communities.is_empty()) {
            (true, true) => label("{0}没有登记街道和社区", "{0} has no streets and communities in the records"),
            (true, false) => label("{0}有社区 {2} 个", "{0}: {2} communities"),
            (false, _) => label("{0}有街道 {1} 个、社区 {2} 个", "{0}: {1} streets, {2} communities"),
        };
        let parts = if records.is_empty() { vec![book.unit_part()] } else { parts };
        sentences.push(Sentence { parts, records, ..Sentence::plain(text) });
    }
    if !communities.is_empty() || !book.is_above() {
        sentences.push(people(book, &communities));
    }
    sentences
}

fn people(book: &Book<'_>, communities: &[&Row]) -> Sentence {
    let mut remarks = Vec::new();
    let mut blank: Vec<RecordId> = Vec::new();
    let mut parts = vec![book.unit_part()];
    for field in ["households", "residents"] {
        let (sum, lacking, withheld) = sum(communities, field);
        let what = field_label(Unit::KIND, field);
        parts.push(sum.map_or(Part::Blank { what, is_withheld: withheld > 0 && lacking == 0 }, Part::Count));
        if sum.is_some() && lacking + withheld > 0 {
            remarks.push(Remark::Gap { what: Some(what), lacking, withheld, is_among: true });
            let is_blank = |unit: &&&Row| !matches!(unit.read::<Count>(field), Field::Known(_));
            blank.extend(communities.iter().filter(is_blank).map(|unit| unit.id));
        }
    }
    blank.sort_unstable();
    blank.dedup();
    if !blank.is_empty() {
        remarks.push(Remark::Units(book.names(&blank)));
    }
    let records = communities.iter().map(|unit| unit.id).collect();
    let text = label("{0}现有居民 {1} 户、常住人口 {2} 人", "{0}: {1} households, {2} residents");
    Sentence { parts, remarks, records, ..Sentence::plain(text) }
}

/// The sum over the communities that state it, and how many do not.
fn sum(communities: &[&Row], field: &str) -> (Option<i64>, usize, usize) {
    let (mut sum, mut lacking, mut withheld) = (None, 0, 0);
    for unit in communities {
        match unit.read::<Count>(field) {
            Field::Known(count) => sum = Some(sum.unwrap_or(0_i64).saturating_add(count.0)),
            Field::Withheld => withheld += 1,
            Field::Missing | Field::Unreadable => lacking += 1,
        }
    }
    (sum, lacking, withheld)
}

fn is_of(unit: &Row, level: Level) -> bool {
    unit.read::<Choice<Level>>("level").known().is_some_and(|held| held.is(level))
}

fn is_in_being(book: &Book<'_>, unit: &Row) -> bool {
    unit.read::<Interval>("valid").known().is_none_or(|valid| valid.holds(book.day()))
}

fn count(length: usize) -> Part {
    Part::Count(i64::try_from(length).unwrap_or(i64::MAX))
}

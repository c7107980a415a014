//! Diagnosis: what a unit lacks, how badly, from which records, what answers it, and whether anybody acted on it.
//!
//! A rule is one declaration and judges the records of one unit. It knows no number that is policy: where no standard is
//! recorded, nothing is measured by one. What is missing or was withheld is never taken for a lack; where it hides whether
//! there is one, a rule of its own says so.

mod acts;
mod coverage;
mod data;
mod facts;
mod lack;
mod measures;
mod money;
mod network;
mod people;
mod places;
mod sentence;
mod service;

use std::cmp::Reverse;

pub use acts::{Act, Answered};
pub use lack::Lack;
pub use sentence::{Blank, fill};

use super::figures::Figures;
use super::group::Group;
use super::indicator::Pillar;
use super::span::Span;
use super::tally::Tally;
use crate::i18n::Lang;
use crate::model::choice::Enumeration;
use crate::model::kinds::{Action, BuildingProject, FundRequest, Level};
use crate::model::quantity::decimal;
use crate::model::sorted::in_order;
use crate::model::{Label, RecordId, kind_spec};
use crate::replica::Replica;
use acts::{Deed, deeds};

/// How badly something is lacking. The greatest is the worst; each rule says which of them it finds when.
///
/// Grave: the unit cannot work there, a right has ended or ends within 90 days, or somebody goes without what is due to
/// them. Serious: it falls short of a standard in force or of what was agreed, or of what the report names as a weakness.
/// Notice: a weakness that may still mend by itself, or nobody can say whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be looked at.
    Notice,
    /// To be acted on.
    Serious,
    /// To be acted on at once.
    Grave,
}

impl Severity {
    /// The name in tests and styles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Serious => "serious",
            Self::Grave => "grave",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::Notice => ("留意", "Notice"),
            Self::Serious => ("较重", "Serious"),
            Self::Grave => ("严重", "Grave"),
        };
        Label { zh, en }
    }
}

/// Which units a rule is asked of. All of them are units that are here and in being.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Communities: what every community is to have.
    Communities,
    /// Streets.
    Streets,
    /// Every unit: what is wrong with records that any unit may have.
    Units,
}

impl Whom {
    /// In how many of them, of how many.
    #[must_use]
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::Communities => ("{} 个社区（共 {} 个）", "{} of {} communities"),
            Self::Streets => ("{} 个街道（共 {} 个）", "{} of {} streets"),
            Self::Units => ("{} 个单位（共 {} 个）", "{} of {} units"),
        };
        Label { zh, en }
    }

    fn holds(self, group: &Group<'_>) -> bool {
        let level = group.own().and_then(|unit| unit.level.known());
        let is = |wanted| level.is_some_and(|level| level.is(wanted));
        match self {
            Self::Communities => is(Level::Community),
            Self::Streets => is(Level::Street),
            Self::Units => true,
        }
    }
}

/// A record that can be begun in answer to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The kind: an action, a building project or a fund request.
    pub kind: &'static str,
    /// What it is to be called, until the person says it better.
    pub words: Label,
}

impl Offer {
    const fn action(zh: &'static str, en: &'static str) -> Self {
        Self { kind: Action::KIND, words: Label { zh, en } }
    }

    const fn project(zh: &'static str, en: &'static str) -> Self {
        Self { kind: BuildingProject::KIND, words: Label { zh, en } }
    }

    const fn request(zh: &'static str, en: &'static str) -> Self {
        Self { kind: FundRequest::KIND, words: Label { zh, en } }
    }
}

/// One rule.
pub struct Rule {
    /// What it finds lacking: the rule's name.
    pub lack: Lack,
    /// The pillar.
    pub pillar: Pillar,
    /// The indicator that counts the same over many units.
    pub indicator: &'static str,
    /// Which units it is asked of.
    pub whom: Whom,
    /// What it says, with `{}` for what the records give.
    pub says: Label,
    /// The report's measure that answers it.
    pub measure: Label,
    /// What can be begun in answer.
    pub offers: &'static [Offer],
    /// Judges the records of one unit.
    pub find: fn(&Group<'_>) -> Option<Finding>,
}

/// A rule is what its name says.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.lack == other.lack
    }
}

/// What a rule found in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    severity: Severity,
    blanks: Vec<Blank>,
    records: Vec<RecordId>,
    lacking: Vec<RecordId>,
    withheld: Vec<RecordId>,
    /// The places or fund lines that it is about: what replaces or asks for one of them answers it too.
    about: Vec<RecordId>,
    /// What a record begun in answer starts with, by field.
    fills: Vec<(&'static str, Fill)>,
}

/// What a field starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    Ref(RecordId),
    Fen(i64),
}

impl Finding {
    /// A finding that rests on the records that a tally counted.
    fn new(severity: Severity, tally: Tally, blanks: Vec<Blank>) -> Self {
        let Tally { counted: records, lacking, withheld, .. } = tally;
        Self { severity, blanks, records, lacking, withheld, about: Vec::new(), fills: Vec::new() }
    }

    /// The records it rests on are others than those counted.
    fn upon(self, records: Vec<RecordId>) -> Self {
        Self { records, ..self }
    }

    /// Says which places or lines it is about, the first of which an answer begins with.
    fn about(mut self, field: &'static str, about: Vec<RecordId>) -> Self {
        self.fills.extend(about.first().map(|first| (field, Fill::Ref(*first))));
        Self { about, ..self }
    }

    /// Says what an answer asks for.
    fn asks(mut self, fen: i64) -> Self {
        self.fills.push(("amount", Fill::Fen(fen)));
        self
    }
}

/// A finding in its unit, with what was done about it.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// The rule.
    pub rule: &'static Rule,
    /// The unit.
    pub unit: RecordId,
    /// How bad it is.
    pub severity: Severity,
    /// What fills the blanks of the sentence.
    pub blanks: Vec<Blank>,
    /// The records it rests on.
    pub records: Vec<RecordId>,
    /// The records that could not be judged, because they lack what is needed.
    pub lacking: Vec<RecordId>,
    /// The records that could not be judged, because this device was not given what is needed.
    pub withheld: Vec<RecordId>,
    /// What was begun in answer and was not given up.
    pub acts: Vec<Act>,
    fills: Vec<(&'static str, Fill)>,
}

impl Found {
    /// Whether anybody acted on it: whether anything is still under way.
    #[must_use]
    pub fn answered(&self) -> Answered {
        Answered::of(&self.acts)
    }

    /// What it says, in plain words.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        fill(lang, self.rule.says, &self.blanks)
    }

    /// What a record begun in answer starts with: field and text, as a form holds it.
    #[must_use]
    pub fn fills(&self, offer: &Offer, lang: Lang) -> Vec<(&'static str, String)> {
        let Some(spec) = kind_spec(offer.kind) else { return Vec::new() };
        let told = if spec.field("reason").is_some_and(|field| !field.kept) { "reason" } else { "note" };
        let own = [
            ("unit", self.unit.to_string()),
            (spec.title, lang.label(offer.words).to_owned()),
            (told, self.sentence(lang)),
            (FINDING, self.rule.lack.name().to_owned()),
        ];
        let filled = self.fills.iter().map(|(field, fill)| match fill {
            Fill::Ref(id) => (*field, id.to_string()),
            Fill::Fen(fen) => (*field, decimal(*fen)),
        });
        own.into_iter().chain(filled).filter(|(field, _)| spec.field(field).is_some()).collect()
    }
}

/// The field in which a record says from which finding it came.
pub const FINDING: &str = "finding";

/// All rules, by pillar.
static RULES: [&[Rule]; 7] =
    [people::RULES, money::RULES, places::RULES, network::RULES, coverage::RULES, service::RULES, data::RULES];

/// All rules, in the order in which people meet them.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

/// What was found in a unit and all below it.
#[derive(Clone, PartialEq, Default)]
pub struct Diagnosis {
    /// All findings: those that nobody acted on first, the worst of them first, then by pillar, rule and unit.
    pub found: Vec<Found>,
    /// How many communities, streets and units there are.
    asked: [usize; 3],
}

/// The units in which one rule found something.
#[derive(Clone, PartialEq)]
pub struct Summary {
    /// What was found, the worst first.
    pub found: Vec<Found>,
    /// Of how many units.
    pub asked: usize,
}

impl Summary {
    /// The rule, with how bad it is at worst, by its first finding.
    #[must_use]
    pub fn worst(&self) -> Option<&Found> {
        self.found.iter().max_by_key(|found| found.severity)
    }

    /// In how many of the units it is as bad as in the worst.
    #[must_use]
    pub fn as_bad(&self) -> usize {
        let worst = self.worst().map(|worst| worst.severity);
        self.found.iter().filter(|found| Some(found.severity) == worst).count()
    }

    /// In how many of the units somebody acted on it.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.found.iter().filter(|found| found.answered() != Answered::No).count()
    }
}

impl Diagnosis {
    /// How many units were diagnosed.
    #[must_use]
    pub fn units(&self) -> usize {
        self.asked[Whom::Units as usize]
    }

    /// The findings by rule: first rules on which somebody is still to act, the worst first, then those of most units.
    #[must_use]
    pub fn by_rule(&self) -> Vec<Summary> {
        let of_rule = |rule: &'static Rule| {
            let found = self.found.iter().filter(|found| found.rule.lack == rule.lack).cloned().collect();
            Summary { found, asked: self.asked[rule.whom as usize] }
        };
        let all: Vec<Summary> = rules().map(of_rule).filter(|summary| !summary.found.is_empty()).collect();
        let key = |of: &Summary| {
            let is_answered = of.answered() == of.found.len();
            (is_answered, Reverse(of.worst().map(|worst| worst.severity)), Reverse(of.found.len()))
        };
        in_order(all, |a, b| key(a).cmp(&key(b)))
    }
}

/// Diagnoses a unit and all below it as of a span; no unit stands for everything.
pub fn diagnose(figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) -> Diagnosis {
    let mut found = Vec::new();
    let mut asked = [0; 3];
    figures.each_group(replica, unit, span, |group| {
        let Some((unit, own)) = group.unit().zip(group.own()) else { return };
        if own.valid.known().is_some_and(|valid| !valid.holds(group.day())) {
            return;
        }
        for whom in [Whom::Communities, Whom::Streets, Whom::Units] {
            asked[whom as usize] += usize::from(whom.holds(group));
        }
        let name = own.name.known().map(|name| name.0.clone());
        let deeds = deeds(group);
        for (place, rule) in rules().enumerate().filter(|(_, rule)| rule.whom.holds(group)) {
            if let Some(finding) = (rule.find)(group) {
                found.push((place, name.clone(), answer(rule, unit, finding, &deeds)));
            }
        }
    });
    let key = |(place, name, found): &(usize, Option<String>, Found)| {
        (found.answered(), Reverse(found.severity), *place, name.clone(), found.unit)
    };
    let found = in_order(found, |a, b| key(a).cmp(&key(b)));
    Diagnosis { found: found.into_iter().map(|(_, _, found)| found).collect(), asked }
}

fn answer(rule: &'static Rule, unit: RecordId, finding: Finding, deeds: &[Deed]) -> Found {
    let Finding { severity, blanks, records, lacking, withheld, about, fills } = finding;
    let answers = deeds.iter().filter(|deed| deed.answers(rule.lack, &about));
    let acts = answers.map(|deed| deed.act).collect();
    Found { rule, unit, severity, blanks, records, lacking, withheld, acts, fills }
}

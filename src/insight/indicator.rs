//! What an indicator is: one declaration, from which pages, tables, exports and documentation come.
//!
//! Computes nothing: [`super::Figures`] does.

use super::figure::Figure;
use super::group::Group;
use super::tally::{Shape, Tally};
use crate::i18n::{Lang, Message, grouped, yuan};
use crate::model::Label;
use crate::model::kinds::StandardKey;

/// The pillars of the work, in the order in which people meet them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pillar {
    /// 有人管事.
    People,
    /// 有钱办事.
    Money,
    /// 有场所议事.
    Places,
    /// 区域共建.
    Network,
    /// 组织覆盖.
    Coverage,
    /// 服务居民.
    Service,
    /// How far the records themselves can be relied upon.
    Data,
}

impl Pillar {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::People, Self::Money, Self::Places, Self::Network, Self::Coverage, Self::Service, Self::Data];

    /// The name in addresses and in the names of indicators.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Money => "money",
            Self::Places => "places",
            Self::Network => "network",
            Self::Coverage => "coverage",
            Self::Service => "service",
            Self::Data => "data",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::People => ("有人管事", "People"),
            Self::Money => ("有钱办事", "Money"),
            Self::Places => ("有场所议事", "Places"),
            Self::Network => ("区域共建", "Network"),
            Self::Coverage => ("组织覆盖", "Coverage"),
            Self::Service => ("服务居民", "Service"),
            Self::Data => ("数据质量", "Data"),
        };
        Label { zh, en }
    }
}

/// In what a figure's value is read: its numerator by its denominator, times a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A share: × 100 %.
    Percent,
    /// A share of which numerator and denominator are in hundredths: 150 of 400 is 1.5 of 4.
    PercentOfHundredths,
    /// A share of which numerator and denominator are in fen.
    PercentOfMoney,
    /// A share of restricted amounts: the share is shown, the amounts are not.
    PercentOfRestricted,
    /// A plain number.
    Number,
    /// × 100: by 100 communities.
    PerHundred,
    /// × 1,000: by 1,000 residents.
    PerThousand,
    /// × 10,000: by 10,000 residents.
    PerTenThousand,
    /// Years.
    Years,
    /// Days.
    Days,
    /// The numerator is in fen, shown in yuan.
    Yuan,
    /// The numerator is in hundredths of an hour.
    Hours,
    /// The numerator is in hundredths of m², by households: m² × 100 by 100 households is hundredths by households.
    AreaPerHundred,
}

impl Measure {
    /// The value is numerator × this / denominator, in the measure's unit: %, people, years, yuan, hours, m².
    #[must_use]
    pub fn scale(self) -> (i64, i64) {
        match self {
            Self::Percent
            | Self::PercentOfHundredths
            | Self::PercentOfMoney
            | Self::PercentOfRestricted
            | Self::PerHundred => (100, 1),
            Self::Number | Self::Years | Self::Days | Self::AreaPerHundred => (1, 1),
            Self::PerThousand => (1_000, 1),
            Self::PerTenThousand => (10_000, 1),
            Self::Yuan | Self::Hours => (1, 100),
        }
    }

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::PercentOfHundredths => "percent_of_hundredths",
            Self::PercentOfMoney => "percent_of_money",
            Self::PercentOfRestricted => "percent_of_restricted",
            Self::Number => "number",
            Self::PerHundred => "per_100",
            Self::PerThousand => "per_1000",
            Self::PerTenThousand => "per_10000",
            Self::Years => "years",
            Self::Days => "days",
            Self::Yuan => "yuan",
            Self::Hours => "hours",
            Self::AreaPerHundred => "m2_per_100",
        }
    }

    /// The value in hundredths of its unit, half rounded up: 1,029 for 7 of 68 in percent.
    ///
    /// Nothing stands for "n/a", or for a value beyond 64 bits.
    #[must_use]
    pub fn hundredths(self, figure: &Figure) -> Option<i64> {
        let (times, by) = self.scale();
        let denominator = i128::from(figure.denominator.filter(|&by| by > 0)?) * i128::from(by);
        let numerator = i128::from(figure.numerator) * i128::from(times) * 100;
        let rounded = (2 * numerator + denominator).div_euclid(2 * denominator);
        i64::try_from(rounded).ok()
    }
}

impl Measure {
    /// The unit that is written after a value; blank where the indicator's name says it.
    #[must_use]
    pub fn unit(self) -> Label {
        let (zh, en) = match self {
            Self::Percent | Self::PercentOfHundredths | Self::PercentOfMoney | Self::PercentOfRestricted => ("%", "%"),
            Self::Days => ("天", "days"),
            Self::Yuan => ("元", "yuan"),
            Self::Hours => ("小时", "hours"),
            Self::AreaPerHundred => ("m²", "m²"),
            Self::Number | Self::PerHundred | Self::PerThousand | Self::PerTenThousand | Self::Years => ("", ""),
        };
        Label { zh, en }
    }

    /// Tells whether numerator and denominator stay out of sight.
    #[must_use]
    pub fn hides_parts(self) -> bool {
        self == Self::PercentOfRestricted
    }

    /// A numerator and a denominator as people read them: money in yuan, hours and m² as they are, restricted amounts not.
    #[must_use]
    pub fn parts_text(self, numerator: i64, denominator: i64) -> (String, String) {
        match self {
            Self::PercentOfRestricted => ("●●●".to_owned(), "●●●".to_owned()),
            Self::PercentOfMoney => (yuan(numerator), yuan(denominator)),
            Self::PercentOfHundredths => (one_decimal(numerator, false), one_decimal(denominator, false)),
            Self::Yuan => (yuan(numerator), grouped(denominator)),
            Self::Hours | Self::AreaPerHundred => (one_decimal(numerator, false), grouped(denominator)),
            _ => (grouped(numerator), grouped(denominator)),
        }
    }

    /// A value given in hundredths, as people read it: money to the fen, all else to one decimal, half rounded up.
    #[must_use]
    pub fn text(self, lang: Lang, hundredths: i64) -> String {
        let is_percent = lang.label(self.unit()) == "%";
        let number = if self == Self::Yuan { yuan(hundredths) } else { one_decimal(hundredths, is_percent) };
        match lang.label(self.unit()) {
            "" => number,
            unit => format!("{number} {unit}"),
        }
    }
}

/// Hundredths to one decimal; without one where it is zero and need not stand.
fn one_decimal(hundredths: i64, stands: bool) -> String {
    let tenths = (hundredths + 5).div_euclid(10);
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let sign = if tenths < 0 { "−" } else { "" };
    let whole = grouped(i64::try_from(whole).unwrap_or(i64::MAX));
    if rest == 0 && !stands { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    More,
    /// The less the better.
    Less,
    /// Neither: it is a fact and nobody is ranked by it.
    Neither,
}

/// Which records of a span count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// What is so on the span's last day, or today while it goes on.
    AtEnd,
    /// What happened within the span, up to today.
    Within,
    /// What belongs to the span's year, up to the span's last day.
    YearToDate,
    /// What is so now, whatever the span.
    Now,
}

/// One indicator.
#[derive(Clone, Copy)]
pub struct Indicator {
    /// The name in files and addresses: the pillar's, a point, its own.
    pub name: &'static str,
    /// The pillar.
    pub pillar: Pillar,
    /// What people read.
    pub label: Label,
    /// What stands above the line, in words; of a median, what it is the median of.
    pub numerator: Label,
    /// What stands below the line, in words; blank for sums and medians.
    pub denominator: Label,
    /// What counts, what lacks, what is not applicable: a sentence or two.
    pub note: Label,
    /// How the figure comes from what was tallied.
    pub shape: Shape,
    /// In what its value is read.
    pub measure: Measure,
    /// Which way is better.
    pub better: Better,
    /// Which records of a span count.
    pub when: When,
    /// The standards that it uses.
    pub standards: &'static [StandardKey],
    /// The kinds whose records it reads, or [`EVERY_KIND`]; an edit of any other changes nothing.
    pub reads: &'static [&'static str],
    /// Tallies the records of one unit.
    pub tally: fn(&Group<'_>, &mut Tally),
}

impl PartialEq for Indicator {
    /// Two declarations are one when they have one name.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Indicator {}

/// What an indicator reads that looks at records of all kinds.
pub const EVERY_KIND: &[&str] = &["*"];

impl Indicator {
    /// Tells whether it reads records of a kind.
    #[must_use]
    pub fn reads_kind(&self, kind: &str) -> bool {
        self.reads == EVERY_KIND || self.reads.contains(&kind)
    }

    /// The value in hundredths of its measure's unit; nothing stands for "n/a".
    #[must_use]
    pub fn value(&self, figure: &Figure) -> Option<i64> {
        self.measure.hundredths(figure)
    }

    /// The value as people read it, with its unit.
    #[must_use]
    pub fn value_text(&self, lang: Lang, figure: &Figure) -> String {
        let value = self.value(figure).map(|value| self.measure.text(lang, value));
        value.unwrap_or_else(|| lang.text(Message::NotAvailable).to_owned())
    }

    /// What a ratio is made of, numerator and denominator; empty for what is no ratio.
    #[must_use]
    pub fn parts_text(&self, figure: &Figure) -> String {
        match (self.shape, figure.denominator) {
            (Shape::Ratio | Shape::RatioOfStated, Some(by)) => {
                let (above, below) = self.measure.parts_text(figure.numerator, by);
                format!("{above} / {below}")
            }
            _ => String::new(),
        }
    }
}

/// How many records a figure lacks and how many values are withheld from it; empty where it rests on all of them.
#[must_use]
pub fn missing_text(lang: Lang, figure: &Figure) -> String {
    let count = |count: usize, message: Message| {
        (count > 0).then(|| lang.fill(message, &[&grouped(i64::try_from(count).unwrap_or(i64::MAX))]))
    };
    let missing = [count(figure.lacking, Message::Lacking), count(figure.withheld, Message::WithheldCount)];
    missing.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A label, short enough for declarations.
pub(super) const fn label(zh: &'static str, en: &'static str) -> Label {
    Label { zh, en }
}

/// The indicator of a name.
#[must_use]
pub fn indicator(name: &str) -> Option<&'static Indicator> {
    super::indicators::all().find(|indicator| indicator.name == name)
}

//! Quantities and dates as people type them and as files hold them.

use chrono::NaiveDate;

use super::field::{FieldType, Input};
use super::id::RecordId;
use super::value::Value;

/// Largest sum of money: ten thousand times a hundred million yuan, far from the end of 64 bits.
pub const FEN_MAX: i64 = 100_000_000_000_000;
/// Largest area in hundredths of m²: a hundred km².
pub const AREA_MAX: i64 = 100_000_000 * 100;
/// Largest count of people, households or hours.
pub const COUNT_MAX: i64 = 100_000_000;
/// Largest number with decimals, in hundredths.
pub const DECIMAL_MAX: i64 = 100_000_000 * 100;
/// Years that a record may speak of.
pub const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;

/// Money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Fen(pub i64);

/// An area in hundredths of m²; files hold it in m².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Area(pub i64);

/// A percentage in hundredths of one percent; files hold it in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub i64);

/// A number of people, households, hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

/// A number with at most two decimals, in hundredths; files hold it as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(pub i64);

/// A calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Year(pub i32);

/// A span of days, ISO 8601 `from/to`; `..` is an open end (ISO 8601-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day, included.
    pub to: Option<NaiveDate>,
}

impl Interval {
    /// Tells whether a day lies within.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);
/// Text of several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);
/// A telephone number as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(pub String);
/// The official statistical division code, twelve digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionCode(pub String);
/// A reference to a record by its id; the letter stands for the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref<const KIND: char>(pub RecordId);

/// Declares the kinds that records refer to: a name for the reference, a letter, the kind.
macro_rules! refs {
    ($($name:ident = $letter:literal $kind:literal,)+) => {
        $(#[doc = concat!("A reference to a record of the kind `", $kind, "`.")] pub type $name = Ref<$letter>;)+

        const fn ref_kind(letter: char) -> &'static str {
            match letter {
                $($letter => $kind,)+
                _ => panic!("a reference to a kind that does not exist"),
            }
        }
    };
}

refs! {
    UnitRef = 'u' "unit",
    PeriodRef = 'p' "period",
    PostRef = 'o' "post",
    WorkerRef = 'w' "worker",
    CandidateRef = 'k' "candidate",
    MemberRef = 'm' "member",
    FundLineRef = 'l' "fund_line",
    RequestRef = 'R' "fund_request",
    TaskRef = 't' "delegated_task",
    PlaceRef = 'a' "place",
    PartyOrgRef = 'g' "party_org",
    SiteRef = 'h' "site",
    PartnerRef = 'P' "partner",
    LiaisonRef = 'i' "liaison",
    AgreementRef = 'A' "agreement",
    PledgeRef = 'e' "pledge",
    NeedRef = 'n' "need",
    SurveyRef = 's' "survey",
    ProjectRef = 'j' "joint_project",
    MeetingRef = 'M' "meeting",
    DecisionRef = 'd' "decision",
    NoticeRef = 'N' "notice",
    FormRef = 'f' "evaluation_form",
    EvaluationRef = 'E' "evaluation",
    VolunteerRef = 'v' "volunteer",
    TeamRef = 'T' "team",
    ActivityRef = 'c' "activity",
}

impl<const KIND: char> FieldType for Ref<KIND> {
    const INPUT: Input = Input::Ref(ref_kind(KIND));

    fn read(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok().map(Self)
    }
}

/// Implements reading for types that are one text.
macro_rules! text_types {
    ($($name:ident => $input:expr),*) => {$(
        impl FieldType for $name {
            const INPUT: Input = $input;
            fn read(value: &Value) -> Option<Self> {
                value.as_text().map(|text| Self(text.to_owned()))
            }
        }
    )*};
}
text_types!(
    Text => Input::Text { chars_max: 120 },
    Note => Input::Note { chars_max: 4000 },
    Phone => Input::Phone,
    DivisionCode => Input::Digits { count: 12 }
);

impl FieldType for bool {
    const INPUT: Input = Input::Flag;

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(*truth),
            _ => None,
        }
    }
}

impl FieldType for NaiveDate {
    const INPUT: Input = Input::Date;

    fn read(value: &Value) -> Option<Self> {
        parse_date(value.as_text()?)
    }
}

impl FieldType for Interval {
    const INPUT: Input = Input::Interval;

    fn read(value: &Value) -> Option<Self> {
        parse_interval(value.as_text()?)
    }
}

impl FieldType for Fen {
    const INPUT: Input = Input::Money;

    fn read(value: &Value) -> Option<Self> {
        integer(value, 0..=FEN_MAX).map(Self)
    }
}

impl FieldType for Count {
    const INPUT: Input = Input::Count;

    fn read(value: &Value) -> Option<Self> {
        integer(value, 0..=COUNT_MAX).map(Self)
    }
}

impl FieldType for Year {
    const INPUT: Input = Input::Year;

    fn read(value: &Value) -> Option<Self> {
        integer(value, YEARS).and_then(|year| i32::try_from(year).ok()).map(Self)
    }
}

impl FieldType for Area {
    const INPUT: Input = Input::Area;

    fn read(value: &Value) -> Option<Self> {
        hundredths(&value.to_json()).filter(|area| (0..=AREA_MAX).contains(area)).map(Self)
    }
}

impl FieldType for Percent {
    const INPUT: Input = Input::Percent;

    fn read(value: &Value) -> Option<Self> {
        hundredths(&value.to_json()).filter(|percent| (0..=10_000).contains(percent)).map(Self)
    }
}

impl FieldType for Decimal {
    const INPUT: Input = Input::Decimal;

    fn read(value: &Value) -> Option<Self> {
        hundredths(&value.to_json()).filter(|number| (0..=DECIMAL_MAX).contains(number)).map(Self)
    }
}

fn integer(value: &Value, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    match value {
        Value::Int(number) if range.contains(number) => Some(*number),
        _ => None,
    }
}

/// Reads a day in ISO 8601, and only in its full form.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let number = |text: &str, length: usize| {
        let fits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse::<u32>().ok() } else { None }
    };
    let year = i32::try_from(number(year, 4)?).ok().filter(|year| YEARS.contains(&i64::from(*year)))?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
}

/// Reads an interval; both ends open say nothing and are refused.
#[must_use]
pub fn parse_interval(text: &str) -> Option<Interval> {
    let end = |text: &str| if text == ".." { Some(None) } else { parse_date(text).map(Some) };
    let (from, to) = text.split_once('/')?;
    let interval = Interval { from: end(from)?, to: end(to)? };
    match (interval.from, interval.to) {
        (None, None) => None,
        (Some(from), Some(to)) if to < from => None,
        _ => Some(interval),
    }
}

/// Reads a decimal with at most two places as a whole number of hundredths, exactly.
#[must_use]
pub fn hundredths(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    let number = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)?;
    Some(if negative { -number } else { number })
}

/// Writes hundredths as the shortest decimal.
#[must_use]
pub fn decimal(hundredths: i64) -> String {
    let (sign, number) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    match number % 100 {
        0 => format!("{sign}{}", number / 100),
        part if part % 10 == 0 => format!("{sign}{}.{}", number / 100, part / 10),
        part => format!("{sign}{}.{part:02}", number / 100),
    }
}

/// Turns full-width digits and signs into ASCII and drops spaces and thousands separators, as offices type numbers.
#[must_use]
pub fn plain_number(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            '．' | '。' => '.',
            '－' | '−' => '-',
            '／' => '/',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_exact_and_strict() {
        for (text, number) in
            [("0", 0), ("412.5", 41250), ("0.05", 5), ("-3.1", -310), ("92233720368547758.07", i64::MAX)]
        {
            assert_eq!(hundredths(text), Some(number), "{text}");
            assert_eq!(decimal(number), text);
        }
        for text in ["", "-", ".", ".5", "5.", "1.234", "1e3", "+1", "１", "--1", "92233720368547758.08", "1,000"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_intervals_are_strict() {
        assert!(parse_date("2024-02-29").is_some());
        for text in ["2023-02-29", "2024-2-9", "24-02-09", "2024/02/09", "1899-12-31", "2024-02-29 ", ""] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        let lease = parse_interval("2024-01-01/2026-12-31").expect("a lease");
        assert!(lease.holds(NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day")));
        assert!(parse_interval("../2026-12-31").is_some() && parse_interval("2024-01-01/..").is_some());
        for text in ["../..", "2024-01-01", "2026-12-31/2024-01-01", "2024-01-01/2026-12-31/..", "/"] {
            assert_eq!(parse_interval(text), None, "{text}");
        }
    }

    #[test]
    fn office_numbers_become_plain() {
        assert_eq!(plain_number(" １２，３４５．６０ "), "12345.60");
    }

    proptest! {
        #[test]
        fn hundredths_round_trip(number in -FEN_MAX..FEN_MAX) {
            prop_assert_eq!(hundredths(&decimal(number)), Some(number));
        }
    }
}

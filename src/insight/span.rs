//! Spans of time that figures are computed for: a year, a half, a quarter, a month.
//!
//! Reads no clock: whoever asks for a span's figures says what day it is.

use chrono::{Datelike, Months, NaiveDate};

use crate::model::Label;
use crate::model::kinds::PeriodPart;

/// A year or a part of one. In order of time within one kind of part; longer parts come first where two begin together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The year.
    pub year: i32,
    /// Its part.
    pub part: Part,
}

/// A part of a year; what is counted begins with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// All of it.
    Year,
    /// A half, 1 or 2.
    Half(u32),
    /// A quarter, 1 to 4.
    Quarter(u32),
    /// A month, 1 to 12.
    Month(u32),
}

impl Part {
    /// How many months it has.
    #[must_use]
    pub fn months(self) -> u32 {
        match self {
            Self::Year => 12,
            Self::Half(_) => 6,
            Self::Quarter(_) => 3,
            Self::Month(_) => 1,
        }
    }

    /// Which of its kind in the year it is, from 1.
    #[must_use]
    pub fn nth(self) -> u32 {
        match self {
            Self::Year => 1,
            Self::Half(nth) | Self::Quarter(nth) | Self::Month(nth) => nth,
        }
    }

    fn with_nth(self, nth: u32) -> Self {
        match self {
            Self::Year => Self::Year,
            Self::Half(_) => Self::Half(nth),
            Self::Quarter(_) => Self::Quarter(nth),
            Self::Month(_) => Self::Month(nth),
        }
    }
}

impl From<PeriodPart> for Part {
    fn from(part: PeriodPart) -> Self {
        match part {
            PeriodPart::Year => Self::Year,
            PeriodPart::FirstHalf => Self::Half(1),
            PeriodPart::SecondHalf => Self::Half(2),
            PeriodPart::First => Self::Quarter(1),
            PeriodPart::Second => Self::Quarter(2),
            PeriodPart::Third => Self::Quarter(3),
            PeriodPart::Fourth => Self::Quarter(4),
        }
    }
}

impl Span {
    /// A whole year.
    #[must_use]
    pub fn year(year: i32) -> Self {
        Self { year, part: Part::Year }
    }

    /// The span of this kind of part that a day lies in.
    #[must_use]
    pub fn around(part: Part, day: NaiveDate) -> Self {
        Self { year: day.year(), part: part.with_nth(day.month0() / part.months() + 1) }
    }

    /// The first day. A year that no calendar has begins with the first day there is.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        let month = (self.part.nth() - 1) * self.part.months() + 1;
        NaiveDate::from_ymd_opt(self.year, month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day, included.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        let after = self.first().checked_add_months(Months::new(self.part.months()));
        after.and_then(|after| after.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Tells whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// The day as of which its figures are computed: its last day, or today while it goes on.
    #[must_use]
    pub fn as_of(self, today: NaiveDate) -> NaiveDate {
        self.last().min(today)
    }

    /// The span of the same kind before it.
    #[must_use]
    pub fn previous(self) -> Self {
        let nth = self.part.nth();
        if nth > 1 {
            Self { part: self.part.with_nth(nth - 1), ..self }
        } else {
            Self { year: self.year - 1, part: self.part.with_nth(12 / self.part.months()) }
        }
    }

    /// The span of the same kind after it.
    #[must_use]
    pub fn next(self) -> Self {
        let nth = self.part.nth();
        if nth < 12 / self.part.months() {
            Self { part: self.part.with_nth(nth + 1), ..self }
        } else {
            Self { year: self.year + 1, part: self.part.with_nth(1) }
        }
    }

    /// So many spans of the same kind that end with this one, the oldest first.
    #[must_use]
    pub fn series(self, length: usize) -> Vec<Self> {
        let mut spans: Vec<Self> =
            std::iter::successors(Some(self), |span| Some(span.previous())).take(length).collect();
        spans.reverse();
        spans
    }

    /// The name in addresses and files: `2026`, `2026-h1`, `2026-q3`, `2026-m11`.
    #[must_use]
    pub fn name(self) -> String {
        let Self { year, part } = self;
        match part {
            Part::Year => format!("{year}"),
            Part::Half(nth) => format!("{year}-h{nth}"),
            Part::Quarter(nth) => format!("{year}-q{nth}"),
            Part::Month(nth) => format!("{year}-m{nth}"),
        }
    }

    /// Reads a name; nothing for what is none, or for a part that no year has.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (year, part) = name.split_once('-').map_or((name, None), |(year, part)| (year, Some(part)));
        let year = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
        let Some(part) = part else { return Some(Self::year(year)) };
        let nth: u32 = part.get(1..)?.parse().ok()?;
        let part = match part.as_bytes()[0] {
            b'h' => Part::Half(nth),
            b'q' => Part::Quarter(nth),
            b'm' => Part::Month(nth),
            _ => return None,
        };
        (1..=12 / part.months()).contains(&nth).then_some(Self { year, part })
    }

    /// What people read, with `{}` for the year.
    #[must_use]
    pub fn label(self) -> Label {
        const HALVES: [(&str, &str); 2] = [("{} 年上半年", "first half of {}"), ("{} 年下半年", "second half of {}")];
        const QUARTERS: [(&str, &str); 4] = [
            ("{} 年一季度", "first quarter of {}"),
            ("{} 年二季度", "second quarter of {}"),
            ("{} 年三季度", "third quarter of {}"),
            ("{} 年四季度", "fourth quarter of {}"),
        ];
        const MONTHS: [(&str, &str); 12] = [
            ("{} 年 1 月", "January {}"),
            ("{} 年 2 月", "February {}"),
            ("{} 年 3 月", "March {}"),
            ("{} 年 4 月", "April {}"),
            ("{} 年 5 月", "May {}"),
            ("{} 年 6 月", "June {}"),
            ("{} 年 7 月", "July {}"),
            ("{} 年 8 月", "August {}"),
            ("{} 年 9 月", "September {}"),
            ("{} 年 10 月", "October {}"),
            ("{} 年 11 月", "November {}"),
            ("{} 年 12 月", "December {}"),
        ];
        let parts: &[(&str, &str)] = match self.part {
            Part::Year => &[("{} 年", "{}")],
            Part::Half(_) => &HALVES,
            Part::Quarter(_) => &QUARTERS,
            Part::Month(_) => &MONTHS,
        };
        let (zh, en) = parts.get(self.part.nth() as usize - 1).copied().unwrap_or(("{}", "{}"));
        Label { zh, en }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::parse_date;

    #[test]
    fn spans_have_their_days_names_and_neighbours() {
        let rows = [
            ("2026", "2026-01-01", "2026-12-31", "2025"),
            ("2026-h1", "2026-01-01", "2026-06-30", "2025-h2"),
            ("2026-h2", "2026-07-01", "2026-12-31", "2026-h1"),
            ("2024-q1", "2024-01-01", "2024-03-31", "2023-q4"),
            ("2024-q4", "2024-10-01", "2024-12-31", "2024-q3"),
            ("2024-m2", "2024-02-01", "2024-02-29", "2024-m1"),
            ("2023-m2", "2023-02-01", "2023-02-28", "2023-m1"),
            ("2024-m1", "2024-01-01", "2024-01-31", "2023-m12"),
        ];
        for (name, first, last, previous) in rows {
            let span = Span::parse(name).expect(name);
            assert_eq!(span.name(), name);
            assert_eq!((span.first().to_string(), span.last().to_string()), (first.to_owned(), last.to_owned()));
            assert_eq!(span.previous().name(), previous);
            assert_eq!(span.previous().next(), span);
            assert!(span.holds(span.first()) && span.holds(span.last()) && !span.holds(span.previous().last()));
            assert_eq!(Span::around(span.part, span.last()), span);
            assert!(span.label().zh.contains("{}") && span.label().en.contains("{}"));
        }
        for wrong in ["", "26-", "2026-", "2026-h3", "2026-q0", "2026-m13", "2026-x1", "2026-hé", "2026-季", "99999"]
        {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_span_that_goes_on_is_computed_as_of_today() {
        let today = parse_date("2026-11-22").expect("a day");
        assert_eq!(Span::year(2026).as_of(today), today);
        assert_eq!(Span::year(2025).as_of(today).to_string(), "2025-12-31");
        let names: Vec<String> =
            Span::parse("2026-q2").expect("a span").series(4).iter().map(|span| span.name()).collect();
        assert_eq!(names, ["2025-q3", "2025-q4", "2026-q1", "2026-q2"]);
    }
}

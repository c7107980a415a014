//! What several rules ask of a unit's records.
//!
//! A record that cannot be judged is left out here; a rule whose judgement hangs on that says so itself.

use chrono::{Datelike, Months, NaiveDate};

use crate::insight::figure::Verdict;
use crate::insight::group::{Group, Rows};
use crate::model::field::Typed;
use crate::model::kinds::{Facility, Partner, Tenure};
use crate::model::quantity::{Fen, Year};
use crate::model::{Choice, Field, FundEntry, FundLine, Place, RecordId, Worker};

/// A row of a kind.
pub type Row<T> = (RecordId, T);

/// The rows of a kind that are meant.
pub fn some<T: Typed + Clone>(group: &Group<'_>, is: impl Fn(&T) -> bool) -> Vec<Row<T>> {
    let rows: Rows<T> = group.rows();
    rows.iter().filter(|(_, row)| is(row)).cloned().collect()
}

/// The ids of rows.
pub fn ids<T>(rows: &[Row<T>]) -> Vec<RecordId> {
    rows.iter().map(|(id, _)| *id).collect()
}

/// Tells whether something that begins and ends is there on a day: it began, and its end is ahead. Without a beginning it
/// was always there; an end that cannot be read is none that one could rely on, and so it is not known to be there.
pub fn is_there(since: &Field<NaiveDate>, ended: &Field<NaiveDate>, day: NaiveDate) -> bool {
    since.known().is_none_or(|since| *since <= day)
        && match ended {
            Field::Missing => true,
            Field::Known(ended) => day < *ended,
            Field::Withheld | Field::Unreadable => false,
        }
}

/// The workers known to be in post.
pub fn in_post(group: &Group<'_>) -> Vec<Row<Worker>> {
    some(group, |worker: &Worker| is_there(&worker.since, &worker.left, group.day()))
}

/// The places known to be in use.
pub fn in_use(group: &Group<'_>) -> Vec<Row<Place>> {
    some(group, |place: &Place| is_there(&place.since, &place.closed, group.day()))
}

/// The offices known to be in use.
pub fn offices(group: &Group<'_>) -> Vec<Row<Place>> {
    let is_office = |place: &Place| place.facility.known().is_some_and(|known| known.is(Facility::Office));
    in_use(group).into_iter().filter(|(_, place)| is_office(place)).collect()
}

/// The partners known to be with the unit.
pub fn partners(group: &Group<'_>) -> Vec<Row<Partner>> {
    some(group, |partner: &Partner| is_there(&partner.since, &partner.left, group.day()))
}

/// How a place's tenure stands to one; one that is not stated cannot be judged.
pub fn has_tenure(place: &Place, wanted: &[Tenure]) -> Verdict {
    Verdict::of(&place.tenure, |tenure| match tenure {
        Choice::Known(Tenure::NotStated) | Choice::Other(_) => None,
        Choice::Known(tenure) => Some(wanted.contains(tenure)),
    })
}

/// A fund line of the year, with what is entered on it up to the day.
pub struct Book {
    pub id: RecordId,
    pub line: FundLine,
    pub entries: Vec<Row<FundEntry>>,
}

impl Book {
    /// The receipts.
    pub fn receipts(&self) -> impl Iterator<Item = &Row<FundEntry>> {
        let is_receipt = |entry: &FundEntry| {
            entry.direction.known().is_some_and(|way| way.is(crate::model::kinds::Direction::Receipt))
        };
        self.entries.iter().filter(move |(_, entry)| is_receipt(entry))
    }

    /// The entries that say neither receipt nor spending: any of them may be either.
    pub fn doubtful(&self) -> impl Iterator<Item = RecordId> {
        let is_known = |entry: &FundEntry| matches!(entry.direction, Field::Known(Choice::Known(_)));
        self.entries.iter().filter(move |(_, entry)| !is_known(entry)).map(|(id, _)| *id)
    }

    /// What was received, in fen.
    pub fn received(&self) -> i64 {
        self.receipts().filter_map(|(_, entry)| fen(&entry.amount)).fold(0, i64::saturating_add)
    }
}

/// The fund lines of the year; an entry without a date counts.
pub fn books(group: &Group<'_>) -> Vec<Book> {
    let year = Year(group.span().year);
    let lines = some(group, |line: &FundLine| line.year.known() == Some(&year));
    let entries = some(group, |entry: &FundEntry| entry.date.known().is_none_or(|date| *date <= group.day()));
    let book = |(id, line): Row<FundLine>| {
        let is_of_it = |entry: &FundEntry| entry.line.known().is_some_and(|line| line.0 == id);
        Book { id, line, entries: entries.iter().filter(|(_, entry)| is_of_it(entry)).cloned().collect() }
    };
    lines.into_iter().map(book).collect()
}

/// An amount, where it is known.
pub fn fen(amount: &Field<Fen>) -> Option<i64> {
    amount.known().map(|fen| fen.0)
}

/// Tells whether half of the year is over.
pub fn is_past_midyear(group: &Group<'_>) -> bool {
    group.day().month() > 6
}

/// Tells whether a day lies in the span's year and is not ahead.
pub fn is_this_year(group: &Group<'_>, day: NaiveDate) -> bool {
    day.year() == group.span().year && day <= group.day()
}

/// The first day of the quarter that the day lies in.
pub fn quarter_begin(group: &Group<'_>) -> NaiveDate {
    let day = group.day();
    let first = day.with_day(1).unwrap_or(day);
    first.checked_sub_months(Months::new(first.month0() % 3)).unwrap_or(first)
}

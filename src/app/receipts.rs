//! Receipts that come back, and what has not arrived of others' files.

use super::{App, Failure};
use crate::exchange::outbox::{NotOurs, Outbox, Told};
use crate::exchange::receipt::Receipt;
use crate::exchange::sequence::{Series, Sighting, series};
use crate::insight::indicator::indicator;
use crate::insight::{Part, Span};
use crate::model::kinds::Period;
use crate::model::{Choice, RecordId, kind_spec};
use crate::replica::dated::On;
use crate::replica::imports::{self, Import};
use crate::store::Note;

/// A series of somebody's files, and the last of them that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The series.
    pub series: Series,
    /// The import of its last file.
    pub last: Import,
    /// What that file leaves out stands in files that were taken.
    pub is_whole: bool,
    /// The names of two files that no one device can have written, where there are such.
    pub copied: Option<(String, String)>,
}

/// The communities that have not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silent {
    /// For which period.
    pub span: Span,
    /// Which ones.
    pub units: Vec<RecordId>,
}

impl App {
    /// Takes a receipt that came back: from then on it is known who has which file.
    ///
    /// # Errors
    /// When it is for a file that was not written here; then nothing is remembered of it.
    pub async fn take_receipt(&self, file_name: String, receipt: &Receipt) -> Result<Told, Failure> {
        let (of_file, held) = (self.said(&receipt.of).await, self.held_by(&receipt.by).await);
        let mut told = Err(NotOurs::Foreign);
        let mut take = |outbox: &mut Outbox| {
            told = outbox.take(receipt, of_file.as_ref(), held.as_ref());
            let base = told.as_ref().ok().and_then(|told| told.base.as_ref());
            base.map(|base| (Note::Office(receipt.by.clone()), base.to_json())).into_iter().collect()
        };
        if !self.change_outbox(&mut take).await {
            return Err(Failure::ReceiptUnkept);
        }
        told.map_err(|why| Failure::Receipt { file_name, is_forgotten: why == NotOurs::Forgotten })
    }

    /// The series of files that were taken here, with what is missing of each; tracks all records.
    #[must_use]
    pub fn series_seen(&self) -> Vec<Seen> {
        self.track_records();
        let imports = imports::all(&self.replica.borrow());
        let sightings: Vec<Sighting> = imports.iter().filter_map(|import| Sighting::of_import(&import.file)).collect();
        let of = |digest: &str| imports.iter().rev().find(|import| import.file.digest == digest);
        let name = |digest: &str| of(digest).map(|import| import.file.name.clone()).unwrap_or_default();
        let seen = |series: Series| {
            let last = of(&series.last_digest)?.clone();
            let copied = series.copied.last().map(|(one, other)| (name(one), name(other)));
            let is_whole = Sighting::of_import(&last.file).is_some_and(|last| last.stands_upon(&sightings));
            Some(Seen { series, last, is_whole, copied })
        };
        series(&sightings).into_iter().filter_map(seen).collect()
    }

    /// The communities that have not reported for the latest period that anybody has begun; tracks all records. Nothing
    /// where there is no period.
    #[must_use]
    pub fn silent(&self) -> Option<Silent> {
        let span = self.latest_period()?;
        let indicator = indicator("data.reported")?;
        let tally = self.with_figures(|figures, replica| figures.behind(replica, None, span, indicator));
        let mut units = tally.rest;
        units.extend(tally.lacking);
        units.extend(tally.withheld);
        Some(Silent { span, units })
    }

    /// The period that began last, of those that somebody reports for.
    fn latest_period(&self) -> Option<Span> {
        let (spec, today) = (kind_spec(Period::KIND)?, self.day());
        let spans = self.present(Period::KIND).into_iter().filter_map(|(_, view)| {
            let period = Period::read(&On::new(&view, spec, today));
            let Choice::Known(part) = period.part.known()? else { return None };
            Some(Span { year: period.year.known()?.0, part: Part::from(*part) })
        });
        spans.filter(|span| span.first() <= today).max_by_key(|span| (span.last(), span.first()))
    }
}

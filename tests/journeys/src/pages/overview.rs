//! The overview: the figures of a unit, each leading to the records behind it.

use crate::device::Device;
use crate::pages::list::List;
use crate::problem::{Found, Problem};

/// The overview of the unit that is looked at.
pub struct Overview<'a>(&'a Device);

/// What the overview shows, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub workers: String,
    pub per_community: String,
    pub gap: String,
    pub renting: String,
    pub renting_of: String,
    pub renting_share: String,
    pub street_centres: String,
    pub stations: String,
    pub health: String,
    pub starlight: String,
}

impl Figures {
    /// The fund gap as a number, in tenths of the unit shown.
    ///
    /// # Errors
    /// When it is no number with one decimal.
    pub fn gap_in_tenths(&self) -> Found<i64> {
        let digits = self.gap.replace([',', '.'], "").replace('−', "-");
        digits.parse().map_err(|_| Problem::Wrong(format!("the gap reads {}", self.gap)))
    }
}

impl Device {
    /// Goes to the overview.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn overview(&self) -> Found<Overview<'_>> {
        self.visit("overview").await?;
        self.until_count("#figure-renting b", 1).await?;
        Ok(Overview(self))
    }
}

impl<'a> Overview<'a> {
    /// All figures of one moment.
    ///
    /// # Errors
    /// When one is not shown.
    pub async fn figures(&self) -> Found<Figures> {
        let of = async |css: &str| {
            let texts = self.0.texts(css).await?;
            texts.into_iter().next().ok_or_else(|| Problem::Wrong(format!("{css} is not on the overview")))
        };
        Ok(Figures {
            workers: of("#figure-workers b").await?,
            per_community: of("#figure-per-community").await?,
            gap: of("#figure-gap b").await?,
            renting: of("#figure-renting b").await?,
            renting_of: of("#figure-renting small").await?,
            renting_share: of("#figure-renting-share").await?,
            street_centres: of("#figure-street-centres b").await?,
            stations: of("#figure-stations b").await?,
            health: of("#figure-health b").await?,
            starlight: of("#figure-starlight b").await?,
        })
    }

    /// Opens a figure down to its records, by the end of its id.
    ///
    /// # Errors
    /// When no list appears.
    pub async fn open(&self, figure: &str) -> Found<List<'a>> {
        self.0.press(&format!("#figure-{figure}")).await?;
        List::shown(self.0).await
    }
}

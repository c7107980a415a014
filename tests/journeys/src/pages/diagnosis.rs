//! The diagnosis: what a unit lacks, finding by finding, and over several units rule by rule.

use crate::device::Device;
use crate::pages::record::Form;
use crate::problem::Found;

/// The diagnosis of the unit that is looked at.
pub struct Diagnosis<'a>(&'a Device);

impl Device {
    /// Goes to the diagnosis by the navigation.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn diagnosis(&self) -> Found<Diagnosis<'_>> {
        self.visit("diagnosis").await?;
        self.diagnosis_shown().await
    }

    /// The diagnosis that is shown, once it is.
    ///
    /// # Errors
    /// When none is.
    pub async fn diagnosis_shown(&self) -> Found<Diagnosis<'_>> {
        self.until_count("#diagnosed", 1).await?;
        self.until_count("#findings, .empty", 1).await?;
        Ok(Diagnosis(self))
    }
}

impl Diagnosis<'_> {
    /// How bad what is shown is, from the top, with whether anybody acted on it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn standing(&self) -> Found<Vec<(String, String)>> {
        let answered = self.0.attributes("#findings > li", "data-answered").await?;
        let severities = self.0.attributes("#findings > li", "data-severity").await?;
        Ok(answered.into_iter().zip(severities).collect())
    }

    /// What a rule says, once it says what is wanted.
    ///
    /// # Errors
    /// When it says something else for too long.
    pub async fn until_says(&self, rule: &str, wanted: &str) -> Found {
        self.0.until_text(&format!("{} .says", of(rule)), wanted, |text| text.contains(wanted)).await.map(drop)
    }

    /// Waits until it shows whether anybody acted on what a rule found: `no`, `underway` or `in_vain`.
    ///
    /// # Errors
    /// When it shows something else for too long.
    pub async fn until_answered(&self, rule: &str, wanted: &str) -> Found {
        self.0.until_count(&format!("{}[data-answered='{wanted}']", of(rule)), 1).await
    }

    /// Shows the units in which a rule found something, and tells how many there are.
    ///
    /// # Errors
    /// When none appear.
    pub async fn unfold(&self, rule: &str) -> Found<usize> {
        self.0.until_count(&format!("{} details", of(rule)), 1).await?;
        // The page may be the one that was shown before, as it was left.
        if self.0.count(&format!("{} details[open]", of(rule))).await? == 0 {
            self.0.press(&format!("{} summary", of(rule))).await?;
        }
        self.0.until_count(&format!("{} details[open]", of(rule)), 1).await?;
        self.0.count(&format!("{} .rows li", of(rule))).await
    }

    /// Goes to the first of these units.
    ///
    /// # Errors
    /// When its own diagnosis does not appear.
    pub async fn open_unit(&self, rule: &str) -> Found {
        self.0.press(&format!("{} .rows li:first-child a", of(rule))).await?;
        self.0.until_count(&format!("{} [data-offer]:first-child", of(rule)), 1).await
    }

    /// Opens the record that answers what a rule found.
    ///
    /// # Errors
    /// When nothing answers it.
    pub async fn open_act(&self, rule: &str, kind: &str) -> Found<Form<'_>> {
        self.0.press(&format!("{} [data-act='{kind}'] a", of(rule))).await?;
        Form::shown(self.0).await
    }

    /// Begins a record that answers what a rule found.
    ///
    /// # Errors
    /// When the rule does not offer it.
    pub async fn answer(&self, rule: &str, kind: &str) -> Found<Form<'_>> {
        self.0.press(&format!("{} [data-offer='{kind}']", of(rule))).await?;
        self.0.until_count("#from-finding", 1).await?;
        Form::shown(self.0).await
    }
}

fn of(rule: &str) -> String {
    format!("#findings > [data-rule='{rule}']")
}

//! What the records mean: indicators, what one is made of, units compared.

use crate::device::Device;
use crate::problem::{Found, Problem};

/// One indicator, explained.
pub struct Explained<'a>(&'a Device);

impl Device {
    /// Goes to what an indicator of a unit and of 2026 is made of; an empty unit stands for everything.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn explained(&self, workspace: &str, name: &str, unit: &str) -> Found<Explained<'_>> {
        let unit = if unit.is_empty() { String::new() } else { format!("&unit={unit}") };
        self.go(&format!("#/{workspace}/indicator?name={name}{unit}&span=2026")).await?;
        self.until_count("#formula .figure b", 1).await?;
        Ok(Explained(self))
    }

    /// Reads the value of an indicator of 2026 in the table of all.
    ///
    /// # Errors
    /// When it is not listed.
    pub async fn indicator(&self, workspace: &str, name: &str, unit: &str) -> Found<String> {
        self.go(&format!("#/{workspace}/indicators?unit={unit}&span=2026")).await?;
        let css = format!("tr[data-indicator='{name}'] td b");
        self.until_count(&css, 1).await?;
        self.text(&css).await
    }
}

impl Explained<'_> {
    /// The value.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn value(&self) -> Found<String> {
        self.0.text("#formula .figure b").await
    }

    /// What stands above and below the line.
    ///
    /// # Errors
    /// When there are not two.
    pub async fn parts(&self) -> Found<[String; 2]> {
        let parts = self.0.texts("#formula .formula dd").await?;
        let two = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        two.try_into().map_err(|parts| Problem::Wrong(format!("a formula of {parts:?}")))
    }

    /// The names of all records that are listed, whichever list they are in.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn records(&self) -> Found<Vec<String>> {
        self.0.texts("#behind li a").await
    }
}

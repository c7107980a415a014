//! The list of one kind of records.

use crate::device::Device;
use crate::pages::record::Form;
use crate::problem::{Found, Problem};

/// A list.
pub struct List<'a>(&'a Device);

impl Device {
    /// Goes to the list of a kind by the navigation.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn list(&self, kind: &str) -> Found<List<'_>> {
        self.visit(kind).await?;
        List::shown(self).await
    }
}

impl<'a> List<'a> {
    /// The list that is shown, once it is.
    ///
    /// # Errors
    /// When none is.
    pub async fn shown(device: &'a Device) -> Found<Self> {
        device.until_count("#new-record", 1).await?;
        device.until_count("#records, .empty", 1).await?;
        Ok(Self(device))
    }

    /// The names in the first column.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn names(&self) -> Found<Vec<String>> {
        self.0.texts("#records tbody th > a").await
    }

    /// The cells of a row, by its name.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn cells(&self, name: &str) -> Found<Vec<String>> {
        let script = "const row = Array.from(document.querySelectorAll('#records tbody tr'))
            .find(row => row.querySelector('th > a').innerText.trim() === arguments[0]);
            return row ? Array.from(row.querySelectorAll('td'), cell => cell.innerText.trim()) : null";
        let cells: Option<Vec<String>> = self.0.ask(script, vec![name.into()]).await?;
        cells.ok_or_else(|| Problem::Wrong(format!("the list has no row {name}")))
    }

    /// Waits until the list has so many rows.
    ///
    /// # Errors
    /// When it has another number for too long.
    pub async fn until_rows(&self, wanted: usize) -> Found {
        self.0.until_count("#records tbody tr", wanted).await
    }

    /// Waits until a name is in the list.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn until_named(&self, name: &str) -> Found {
        self.0.until_text("#records tbody th > a", name, |text| text == name).await.map(drop)
    }

    /// How many rows are shown, and how many there are, as the page says.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn counts(&self) -> Found<(usize, usize)> {
        let text = self.0.text("main .head h1 + p").await?;
        let numbers: Vec<usize> = text
            .split(|c: char| !c.is_ascii_digit() && c != ',')
            .filter_map(|digits| digits.replace(',', "").parse().ok())
            .collect();
        match numbers[..] {
            [shown, all] => Ok((shown, all)),
            _ => Err(Problem::Wrong(format!("the list says: {text}"))),
        }
    }

    /// Waits until there are so many records, shown or not.
    ///
    /// # Errors
    /// When there is another number for too long.
    pub async fn until_all(&self, wanted: usize) -> Found {
        let look = async || {
            let (_, all) = self.counts().await?;
            Ok(if all == wanted { Ok(()) } else { Err(all.to_string()) })
        };
        self.0.until(&format!("{wanted} records in the list"), look).await
    }

    /// Keeps only what contains a text.
    ///
    /// # Errors
    /// When the filter takes no text.
    pub async fn filter(&self, text: &str) -> Found {
        self.0.type_into("#filter", text).await
    }

    /// What stands in the filter.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn words(&self) -> Found<String> {
        self.0.ask("return document.querySelector('#filter').value", Vec::new()).await
    }

    /// Opens the record of a name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn open(&self, name: &str) -> Found<Form<'a>> {
        self.until_named(name).await?;
        let script = "return Array.from(document.querySelectorAll('#records tbody th > a'))
            .find(link => link.innerText.trim() === arguments[0]).getAttribute('href')";
        let href: String = self.0.ask(script, vec![name.into()]).await?;
        self.0.press(&format!("#records tbody a[href='{href}']")).await?;
        Form::shown(self.0).await
    }

    /// Opens the record in the first row.
    ///
    /// # Errors
    /// When the list is empty.
    pub async fn open_first(&self) -> Found<Form<'a>> {
        self.0.press("#records tbody th > a").await?;
        Form::shown(self.0).await
    }

    /// Begins a new record.
    ///
    /// # Errors
    /// When no form appears.
    pub async fn add(&self) -> Found<Form<'a>> {
        self.0.press("#new-record").await?;
        Form::shown(self.0).await
    }
}

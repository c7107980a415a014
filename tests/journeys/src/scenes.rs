//! What several journeys begin with: a unit of one's own, a second tab, a difference to settle.

use thirtyfour::WindowHandle;

use crate::device::Device;
use crate::hand::Edit;
use crate::pages::record::Form;
use crate::problem::{Found, Problem};

impl Device {
    /// Enters a community and gives its id.
    ///
    /// # Errors
    /// When it is not saved.
    pub async fn found_unit(&self, name: &str) -> Found<String> {
        let form = self.list("unit").await?.add().await?;
        form.type_into("name", name).await?;
        form.choose("level", "community").await?;
        form.save().await?;
        self.id_shown().await
    }

    /// The id of the record that is shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn id_shown(&self) -> Found<String> {
        let address = self.address_now().await?;
        Ok(address.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned())
    }

    /// Enters a record of a kind, with references given as in an address, through the real form and by a quick hand;
    /// gives its id.
    ///
    /// # Errors
    /// When it is not saved.
    pub async fn enter(&self, kind: &str, named: &str, fields: &[(&str, &str)]) -> Found<String> {
        self.make(&[Edit::of(&format!("#/own/{kind}/new?{named}"), fields)]).await?;
        self.id_shown().await
    }

    /// Opens a second tab with the same app at the same place; gives both, the first one first.
    ///
    /// # Errors
    /// When the app does not start in it.
    pub async fn second_tab(&self) -> Found<[WindowHandle; 2]> {
        let doing = || Problem::driver("opening a second tab");
        let place = self.address_now().await?;
        let first = self.driver.window().await.map_err(doing())?;
        let second = self.driver.new_tab().await.map_err(doing())?;
        self.turn_to(&second).await?;
        self.withhold_picker().await?;
        self.go(&place).await?;
        Ok([first, second])
    }

    /// Turns to a tab.
    ///
    /// # Errors
    /// When it is closed.
    pub async fn turn_to(&self, tab: &WindowHandle) -> Found {
        self.driver.switch_to_window(tab.clone()).await.map_err(Problem::driver("turning to a tab"))
    }

    /// Closes some tabs and opens the app in a new one.
    ///
    /// # Errors
    /// When a tab stays or the app does not start.
    pub async fn close_for_new(&self, tabs: &[WindowHandle]) -> Found {
        let doing = || Problem::driver("closing tabs for a new one");
        // The browser would end with its last tab.
        let new = self.driver.new_tab().await.map_err(doing())?;
        for tab in tabs {
            self.turn_to(tab).await?;
            self.driver.close_window().await.map_err(doing())?;
        }
        self.turn_to(&new).await?;
        self.withhold_picker().await?;
        self.go("#/own/overview").await
    }

    /// Opens the record that is shown in a second tab and saves two different names of it, each upon what the form
    /// displayed before; gives both tabs.
    ///
    /// # Errors
    /// When one of the names is not saved.
    pub async fn differ_in_name(&self) -> Found<[WindowHandle; 2]> {
        let tabs = self.second_tab().await?;
        for (tab, name) in tabs.iter().zip(["梧桐东里社区", "梧桐西里社区"]) {
            self.turn_to(tab).await?;
            Form::shown(self).await?.type_into("name", name).await?;
        }
        for (place, tab) in tabs.iter().enumerate() {
            self.turn_to(tab).await?;
            if place == 1 {
                // The form keeps what was typed and says what was saved elsewhere meanwhile.
                self.until_text(".meanwhile", "what the other tab saved", |text| text.contains("梧桐东里社区")).await?;
            }
            Form::shown(self).await?.save().await?;
        }
        Ok(tabs)
    }
}

//! The frame around every page: navigation, who works, how well everything is kept, notices, banners.

use crate::device::Device;
use crate::problem::{Found, Problem};

impl Device {
    /// Waits until the app has started and all its parts have come, or one has failed to.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn await_start(&self) -> Found {
        self.until("the app to start", async || {
            let is_up = "return document.querySelector('#opening') === null \
                && document.querySelector('main h1') !== null \
                && 'parts' in document.documentElement.dataset";
            let is_up: bool = self.ask(is_up, Vec::new()).await?;
            let page = "return document.body.innerText.slice(0, 200)";
            Ok(if is_up { Ok(()) } else { Err(self.ask(page, Vec::new()).await?) })
        })
        .await
    }

    /// Waits until the program is kept for work without a network.
    ///
    /// # Errors
    /// When the browser does not keep it.
    pub async fn until_kept(&self) -> Found {
        self.until("the program to be kept", async || {
            let is_kept: bool = self.ask("return sanyouEdition.isKept", Vec::new()).await?;
            Ok(if is_kept { Ok(()) } else { Err("not yet".to_owned()) })
        })
        .await
    }

    /// Goes to a page by the navigation beside it: `overview`, the name of a kind, `files`, `conflicts`, `settings`.
    ///
    /// # Errors
    /// When the navigation has no such entry or does not lead there.
    pub async fn visit(&self, page: &str) -> Found {
        let link = format!(":is(nav.rail, nav.rail .section) > a:is([href$='/{page}'], [href*='/{page}?'])");
        self.until_count(&link, 1).await?;
        // What is folded away is unfolded first, as a person does.
        let unfold = "const section = document.querySelector(arguments[0]).closest('details');
            if (section !== null && !section.open) { section.querySelector('summary').click(); }
            return null";
        self.ask::<Option<bool>>(unfold, vec![link.clone().into()]).await?;
        self.press(&link).await?;
        self.until(&format!("the address to lead to {page}"), async || {
            let address = self.address_now().await?;
            let path = address.split('?').next().unwrap_or_default();
            Ok(if path.ends_with(&format!("/{page}")) { Ok(()) } else { Err(address) })
        })
        .await
    }

    /// The part of the address from `#` on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn address_now(&self) -> Found<String> {
        self.ask("return location.hash", Vec::new()).await
    }

    /// The workspace that the address names: `own` or the id of a sample.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn workspace(&self) -> Found<String> {
        let address = self.address_now().await?;
        Ok(address.trim_start_matches("#/").split('/').next().unwrap_or_default().to_owned())
    }

    /// Says who works from now on.
    ///
    /// # Errors
    /// When the name is not taken.
    pub async fn sign(&self, name: &str) -> Found {
        self.press("#author").await?;
        self.type_into("#author-name", name).await?;
        self.press(".author form button[type=submit]").await?;
        self.until_text("#author", name, |text| text == name).await.map(drop)
    }

    /// Waits until everything is on disk, as the app shows it.
    ///
    /// # Errors
    /// When it does not say so.
    pub async fn until_saved(&self) -> Found {
        self.until("everything to be saved", async || {
            let standing = self.attributes(".state", "data-standing").await?;
            Ok(if standing == ["good"] { Ok(()) } else { Err(format!("{standing:?}")) })
        })
        .await
    }

    /// Opens the sample city from the page that offers it, and waits until it is on disk.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn open_sample(&self) -> Found {
        self.press("#open-sample").await?;
        self.until_text("main h1", "the sample's name", |text| text == "示例市").await?;
        self.until_saved().await
    }

    /// Removes the sample that is open, and waits until the own records are shown.
    ///
    /// # Errors
    /// When it does not go.
    pub async fn remove_sample(&self) -> Found {
        self.press("#remove-sample").await?;
        self.press("#remove-sample-yes").await?;
        self.until_count(".banner.sample", 0).await?;
        self.until_workspace("own").await
    }

    /// Waits until the address names a workspace.
    ///
    /// # Errors
    /// When it names another one.
    pub async fn until_workspace(&self, wanted: &str) -> Found {
        self.until(&format!("the workspace {wanted}"), async || {
            let workspace = self.workspace().await?;
            Ok(if workspace == wanted { Ok(()) } else { Err(workspace) })
        })
        .await
    }

    /// Waits until the banner says that this is the sample.
    ///
    /// # Errors
    /// When it does not say so.
    pub async fn until_sample(&self) -> Found {
        self.until_count(".banner.sample", 1).await
    }

    /// Waits for a notice of success that contains a text.
    ///
    /// # Errors
    /// When none appears.
    pub async fn until_notice(&self, wanted: &str) -> Found {
        self.until_text(".notice.good p", wanted, |text| text.contains(wanted)).await.map(drop)
    }

    /// Closes all notices.
    ///
    /// # Errors
    /// When one stays.
    pub async fn close_notices(&self) -> Found {
        while self.count(".notice").await? > 0 {
            self.press(".notice button").await?;
        }
        Ok(())
    }

    /// Fails when the app shows its page for a broken program, or a failure.
    ///
    /// # Errors
    /// With what it shows.
    pub async fn is_sound(&self) -> Found {
        let shown = self.texts("#crash:not([hidden]), .notice.bad, .banner.bad[role=alert]").await?;
        if shown.is_empty() { Ok(()) } else { Err(Problem::Wrong(format!("the app of {} says: {shown:?}", self.name))) }
    }
}

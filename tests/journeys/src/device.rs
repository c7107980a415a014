//! A device: a browser with a profile of its own, showing the app.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use crate::grant::Grant;
use crate::guard::Guard;
use crate::problem::{Found, Problem};
use crate::setting;

/// What every browser is started with: no display, no sandbox, nothing that reaches beyond this machine.
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--window-size=1366,768",
    "--lang=zh-CN",
];

/// A dialog of the system's own is nothing that a driver can answer: files go to the folder for downloads. What a journey
/// puts in its place later stays until the page is loaded anew.
const NO_PICKER: &str = "delete window.showSaveFilePicker";

/// The folder in which a browser keeps what the app stores, and the one it downloads to. It outlives the browser.
pub struct Profile {
    folder: TempDir,
}

impl Profile {
    /// A profile in which nothing was ever stored.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn fresh() -> Found<Rc<Self>> {
        let doing = || Problem::disk("making a folder for a browser");
        let folder = tempfile::Builder::new().prefix("sanyou-journey-").tempdir().map_err(doing())?;
        let profile = Self { folder };
        for part in [profile.data(), profile.downloads(), profile.scratch()] {
            fs::create_dir(part).map_err(doing())?;
        }
        Ok(Rc::new(profile))
    }

    /// Where the browser downloads to.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn scratch(&self) -> PathBuf {
        self.folder.path().join("scratch")
    }
}

/// A browser that shows the app, until it is dropped, killed or closed.
pub struct Device {
    /// What failures call it.
    pub name: String,
    /// Its profile.
    pub profile: Rc<Profile>,
    pub(crate) driver: WebDriver,
    pub(crate) address: String,
    guard: RefCell<Option<Guard>>,
}

impl Device {
    /// Starts a browser on a profile and opens the app in it.
    ///
    /// # Errors
    /// When the browser does not start or the app does not.
    pub async fn start(name: &str, profile: Rc<Profile>, address: String, grant: Grant) -> Found<Self> {
        let guard = Guard::start(&profile.scratch())?;
        let capabilities = capabilities(&profile, grant, is_file(&address))
            .map_err(Problem::driver("describing the browser wanted"))?;
        // The driver is on this machine: a proxy set for the network is not to be asked.
        let client = reqwest::Client::builder().no_proxy().build();
        let client = client.map_err(|error| Problem::Wrong(format!("making a client for the driver: {error}")))?;
        let session = WebDriver::builder(guard.address(), capabilities).client(client).await;
        let driver = session.map_err(Problem::driver(format!("starting the browser of {name}")))?;
        let device = Self { name: name.to_owned(), profile, driver, address, guard: RefCell::new(Some(guard)) };
        if let Some(script) = grant.script() {
            device.before_each_page(script).await?;
        }
        device.withhold_picker().await?;
        device.driver.goto(device.address.as_str()).await.map_err(Problem::driver("opening the app"))?;
        device.await_start().await?;
        Ok(device)
    }

    /// Takes the picker of files from a tab, before the app is opened in it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn withhold_picker(&self) -> Found {
        self.before_each_page(NO_PICKER).await
    }

    /// Kills the browser and its driver as a power cut would: all processes at once, without warning.
    pub fn kill(&self) {
        drop(self.guard.take());
    }

    /// Closes the browser as a person does, so that it can write what it still holds back.
    ///
    /// # Errors
    /// When the driver cannot close it.
    pub async fn close(&self) -> Found {
        self.driver.clone().quit().await.map_err(Problem::driver("closing the browser"))?;
        self.kill();
        Ok(())
    }

    /// Whether its browser still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.guard.borrow().is_some()
    }

    /// What the browser noted as errors since it was last asked: uncaught exceptions, refused loads, breaches of the
    /// content security policy.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn errors(&self) -> Found<Vec<String>> {
        let entries = self.driver.browser_log().await.map_err(Problem::driver("reading the browser's log"))?;
        let severe = entries.into_iter().filter(|entry| entry.level == "SEVERE");
        Ok(severe.map(|entry| entry.message).collect())
    }

    /// What a single file asked of a network since it was last asked; a hosted app asks its host.
    ///
    /// # Errors
    /// When the driver does not answer, or not as it should.
    pub async fn asked_of_network(&self) -> Found<Vec<String>> {
        if !is_file(&self.address) {
            return Ok(Vec::new());
        }
        let entries = self.driver.get_log("performance").await.map_err(Problem::driver("reading the requests"))?;
        let mut addresses = Vec::new();
        for entry in entries {
            let event: Value =
                serde_json::from_str(&entry.message).map_err(Problem::json("an event of the browser"))?;
            let asked = event.pointer("/message/params/request/url").and_then(Value::as_str);
            addresses.extend(asked.map(str::to_owned));
        }
        // The browser notes the file itself at each start, so a log without it was none.
        if !addresses.iter().any(|address| is_file(address)) {
            return Err(Problem::Wrong(format!("the requests of {} were not noted", self.name)));
        }
        // The browser's own pages, this machine and what a page made or holds are no network.
        addresses.retain(|address| address.starts_with("http") || address.starts_with("ws"));
        Ok(addresses)
    }

    /// Saves a picture of the page.
    ///
    /// # Errors
    /// When the browser gives none or it cannot be written.
    pub async fn picture(&self, path: &Path) -> Found {
        self.driver.screenshot(path).await.map_err(Problem::driver("taking a picture"))
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // The browser ends before its folder is removed, or it would go on writing there.
        self.kill();
        // The session ended with its browser and needs no ending of its own; that it has ended already is no failure.
        let _ = self.driver.clone().leak();
    }
}

fn is_file(address: &str) -> bool {
    address.starts_with("file:")
}

fn capabilities(profile: &Profile, grant: Grant, is_file: bool) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&setting::chromium().to_string_lossy())?;
    for argument in ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.data().display()))?;
    let mut preferences = json!({
        "download.default_directory": profile.downloads(),
        "download.prompt_for_download": false,
        "intl.accept_languages": "zh-CN,zh",
    });
    let (name, value) = grant.preference();
    preferences[name] = value.into();
    capabilities.add_experimental_option("prefs", preferences)?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    if is_file {
        capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    }
    Ok(capabilities)
}

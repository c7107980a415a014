//! How page objects reach into a page: look, wait, press, type.
//!
//! What is looked at is read in one go by a script, so that it is one moment of the page; what is pressed and typed goes
//! through the driver, as from a person's hand.

use std::path::Path;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::components::SelectElement;
use thirtyfour::error::WebDriverErrorInner as Refusal;
use thirtyfour::extensions::query::{ElementPollerWithTimeout, IntoElementPoller};
use thirtyfour::prelude::*;

use crate::device::Device;
use crate::problem::{Found, Problem};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How far apart two looks are at least.
const PACE: Duration = Duration::from_millis(25);

/// What a look finds: what was waited for, or in words what is there instead.
pub type Look<T> = Result<T, String>;

impl Device {
    /// Looks until it finds what it looks for.
    ///
    /// # Errors
    /// When the bound is reached, with what was seen last; or when a look fails.
    pub async fn until<T>(&self, awaited: &str, look: impl AsyncFn() -> Found<Look<T>>) -> Found<T> {
        let mut pace = ElementPollerWithTimeout::new(PATIENCE, PACE).start();
        loop {
            let seen = match look().await? {
                Ok(found) => return Ok(found),
                Err(seen) => seen,
            };
            if !pace.tick().await {
                return Err(Problem::Late { awaited: format!("{awaited} (on {})", self.name), seen });
            }
        }
    }

    /// Runs a script in the page and reads what it returns.
    ///
    /// # Errors
    /// When the script throws, or returns something else.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Found<T> {
        let doing = || Problem::driver(format!("running in the page: {script}"));
        let answer = self.driver.execute(script, arguments).await.map_err(doing())?;
        serde_json::from_value(answer.json().clone()).map_err(Problem::json(format!("the answer of: {script}")))
    }

    /// The same for a script that answers later, by calling its last argument.
    ///
    /// # Errors
    /// As [`Device::ask`].
    pub async fn ask_later<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Found<T> {
        let doing = || Problem::driver(format!("running in the page: {script}"));
        let answer = self.driver.execute_async(script, arguments).await.map_err(doing())?;
        serde_json::from_value(answer.json().clone()).map_err(Problem::json(format!("the answer of: {script}")))
    }

    /// The visible texts of all elements that a selector finds, in the order of the page.
    ///
    /// # Errors
    /// When the selector is none.
    pub async fn texts(&self, css: &str) -> Found<Vec<String>> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText.trim())";
        self.ask(script, vec![css.into()]).await
    }

    /// The visible text of the first element that a selector finds, once it is there.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn text(&self, css: &str) -> Found<String> {
        self.until(css, async || Ok(self.texts(css).await?.into_iter().next().ok_or("nothing".to_owned()))).await
    }

    /// An attribute of all elements that a selector finds; an empty text where one lacks it.
    ///
    /// # Errors
    /// When the selector is none.
    pub async fn attributes(&self, css: &str, name: &str) -> Found<Vec<String>> {
        let script =
            "return Array.from(document.querySelectorAll(arguments[0]), e => e.getAttribute(arguments[1]) ?? '')";
        self.ask(script, vec![css.into(), name.into()]).await
    }

    /// How many elements a selector finds.
    ///
    /// # Errors
    /// When the selector is none.
    pub async fn count(&self, css: &str) -> Found<usize> {
        self.ask("return document.querySelectorAll(arguments[0]).length", vec![css.into()]).await
    }

    /// Waits until a selector finds so many elements.
    ///
    /// # Errors
    /// When it finds another number for too long.
    pub async fn until_count(&self, css: &str, wanted: usize) -> Found {
        let look = async || {
            let count = self.count(css).await?;
            Ok(if count == wanted { Ok(()) } else { Err(count.to_string()) })
        };
        self.until(&format!("{css} {wanted} times"), look).await
    }

    /// Waits until the first element of a selector is there and its text fits; returns the text.
    ///
    /// # Errors
    /// When it does not fit for too long.
    pub async fn until_text(&self, css: &str, wanted: &str, fits: impl Fn(&str) -> bool) -> Found<String> {
        let look = async || {
            let texts = self.texts(css).await?;
            Ok(texts.iter().find(|text| fits(text)).cloned().ok_or_else(|| format!("{texts:?}")))
        };
        self.until(&format!("{css} to read {wanted}"), look).await
    }

    /// Presses the first element that a selector finds, once nothing keeps it from being pressed.
    ///
    /// # Errors
    /// When it is not there, cannot be pressed, or something lies over it for too long.
    pub async fn press(&self, css: &str) -> Found {
        let press = async || {
            let control = self.driver.find(By::Css(css)).await?;
            match control.click().await {
                // The driver scrolls no further than to the edge of the window, where what is fixed there may lie over
                // the control; a person scrolls on.
                Err(error) if matches!(error.as_inner(), Refusal::ElementClickIntercepted(_)) => {
                    control.scroll_into_view().await?;
                    control.click().await
                }
                result => result,
            }
        };
        self.attempt(&format!("pressing {css}"), press).await
    }

    /// Replaces the text of a control, key by key.
    ///
    /// # Errors
    /// When the control is not there or takes no text.
    pub async fn type_into(&self, css: &str, text: &str) -> Found {
        let replace = async || {
            let control = self.driver.find(By::Css(css)).await?;
            control.send_keys(Key::Control + "a").await?;
            control.send_keys(Key::Delete + "").await?;
            control.send_keys(text).await
        };
        self.attempt(&format!("typing into {css}"), replace).await
    }

    /// Hands a text to a control as it is: a file's path, a date.
    ///
    /// # Errors
    /// When the control is not there or takes no keys.
    pub async fn send(&self, css: &str, text: &str) -> Found {
        let send = async || self.driver.find(By::Css(css)).await?.send_keys(text).await;
        self.attempt(&format!("handing {text} to {css}"), send).await
    }

    /// Chooses the option with a value.
    ///
    /// # Errors
    /// When there is no such option.
    pub async fn choose(&self, css: &str, value: &str) -> Found {
        let choose = async || {
            let control = self.driver.find(By::Css(css)).await?;
            SelectElement::new(&control).await?.select_by_value(value).await
        };
        self.attempt(&format!("choosing {value} in {css}"), choose).await
    }

    /// Unfolds what can be unfolded, whether it is shown at present or not.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn unfold(&self, css: &str) -> Found {
        self.ask("document.querySelector(arguments[0]).open = true; return null", vec![css.into()]).await
    }

    /// Does something with the page, again and again as long as the page is not ready for it.
    async fn attempt(&self, doing: &str, act: impl AsyncFn() -> WebDriverResult<()>) -> Found {
        let look = async || match act().await {
            Ok(()) => Ok(Ok(())),
            Err(error) if is_passing(&error) => Ok(Err(error.to_string())),
            Err(error) => Err(Problem::driver(doing)(error)),
        };
        self.until(doing, look).await
    }

    /// Goes to a place in the app by its address, from `#` on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn go(&self, hash: &str) -> Found {
        let address = format!("{}{hash}", self.address);
        self.driver.goto(address.as_str()).await.map_err(Problem::driver(format!("going to {hash}")))?;
        self.await_start().await
    }

    /// Goes one step back in the history.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn back(&self) -> Found {
        self.driver.back().await.map_err(Problem::driver("going back"))
    }

    /// Runs a script in every page from now on, before the page's own.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn before_each_page(&self, script: &str) -> Found {
        let added = self.driver.cdp().page().add_script_to_evaluate_on_new_document(script).await;
        added.map(drop).map_err(Problem::driver("adding a script to every page"))
    }

    /// Opens another file of this machine.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn open_file(&self, path: &Path) -> Found {
        let address = format!("file://{}", path.display());
        self.driver.goto(address.as_str()).await.map_err(Problem::driver(format!("opening {address}")))
    }

    /// Loads the page anew and waits until the app runs.
    ///
    /// # Errors
    /// When the app does not start.
    pub async fn reload(&self) -> Found {
        self.driver.refresh().await.map_err(Problem::driver("reloading"))?;
        self.await_start().await
    }

    /// Presses a key wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn key(&self, key: Key) -> Found {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await.map_err(Problem::driver("pressing a key"))
    }

    /// Enters a word through an input method, wherever the focus is: first its sound is shown, letter by letter, then the
    /// word takes its place.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn compose(&self, sound: &str, word: &str) -> Found {
        let doing = || Problem::driver(format!("entering {word} through an input method"));
        let cdp = self.driver.cdp();
        for end in 1..=sound.len() {
            let shown = json!({ "text": &sound[..end], "selectionStart": end, "selectionEnd": end });
            cdp.send_raw("Input.imeSetComposition", shown).await.map_err(doing())?;
        }
        cdp.send_raw("Input.insertText", json!({ "text": word })).await.map(drop).map_err(doing())
    }

    /// Types wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn keys(&self, text: &str) -> Found {
        self.driver.action_chain().send_keys(text).perform().await.map_err(Problem::driver(format!("typing {text}")))
    }
}

/// Tells what may pass from what will not: an element that is not there yet, was just replaced, is hidden or lies under
/// another may be ready in a moment.
fn is_passing(error: &WebDriverError) -> bool {
    matches!(
        error.as_inner(),
        Refusal::NoSuchElement(_)
            | Refusal::StaleElementReference(_)
            | Refusal::ElementNotInteractable(_)
            | Refusal::ElementClickIntercepted(_)
    )
}

//! The eight ways in which every screen has to work: two languages, two themes, two widths.

use thirtyfour::cdp::domains::emulation::{MediaFeature, SetEmulatedMedia};

use crate::device::Device;
use crate::problem::{Found, Problem};

/// A desk's window and a phone's, in pixels.
const SIZES: [(u32, u32); 2] = [(1366, 768), (390, 844)];

/// How many variants there are.
pub const VARIANTS: usize = 8;

/// One of the eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    pub is_english: bool,
    pub is_dark: bool,
    pub is_narrow: bool,
}

impl Variant {
    /// The variant of a number; any eight numbers in a row give all of them.
    #[must_use]
    pub fn nth(number: usize) -> Self {
        Self { is_english: number & 1 != 0, is_dark: number & 2 != 0, is_narrow: number & 4 != 0 }
    }
}

/// The texts of the frame and of what the program itself says; names that people entered stand elsewhere.
const OWN_WORDS: &str = "nav, main h1, button, label, thead th, summary, caption, .empty, .result .note, .sides > p";
/// What stands among them and is data, or is in the other language on purpose.
const NOT_OWN_WORDS: &str = ".seal, .language, select, #author";

impl Device {
    /// Shows the page in a variant, switching the language as a person does.
    ///
    /// # Errors
    /// When the browser or the app does not switch.
    pub async fn wear(&self, variant: Variant) -> Found {
        let doing = || Problem::driver(format!("showing {variant:?}"));
        let cdp = self.driver.cdp();
        let (width, height) = SIZES[usize::from(variant.is_narrow)];
        let emulation = cdp.emulation();
        emulation.set_device_metrics_override(width, height, 1.0, variant.is_narrow).await.map_err(doing())?;
        let theme = if variant.is_dark { "dark" } else { "light" };
        let theme = MediaFeature { name: "prefers-color-scheme".to_owned(), value: theme.to_owned() };
        cdp.send(SetEmulatedMedia { media: None, features: Some(vec![theme]) }).await.map_err(doing())?;
        let wanted = if variant.is_english { "en" } else { "zh-CN" };
        if self.attributes("html", "lang").await? != [wanted] {
            self.press(".language").await?;
        }
        self.until_count(&format!("html[lang={wanted}]"), 1).await
    }

    /// What the program says in the other language than the page is in; `is_titled_by_data` when the heading is a name
    /// that people entered.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn foreign_words(&self, variant: Variant, is_titled_by_data: bool) -> Found<Vec<String>> {
        let script = r"const [own, other, foreign] = arguments;
            const found = [];
            for (const element of document.querySelectorAll(own)) {
                const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const text = walker.currentNode;
                    if (!text.parentElement.closest(other) && new RegExp(foreign, 'u').test(text.data.replaceAll('IndexedDB', ''))) {
                        found.push(text.parentElement.tagName + ': ' + text.data.trim());
                    }
                }
            }
            return found";
        let foreign = if variant.is_english { r"\p{Script=Han}" } else { "[A-Za-z]{4,}" };
        let other = if is_titled_by_data { format!("{NOT_OWN_WORDS}, h1") } else { NOT_OWN_WORDS.to_owned() };
        self.ask(script, vec![OWN_WORDS.into(), other.into(), foreign.into()]).await
    }
}

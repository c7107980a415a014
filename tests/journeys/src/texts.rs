//! The texts that the two storages hold, read and altered from outside, as damage or another version would alter them.

use std::collections::BTreeMap;

use crate::device::Device;
use crate::homes::Home;
use crate::problem::{Found, Problem};
use crate::storage::HANDED;

/// Under this key a home says in which layout it is.
pub const LAYOUT: &str = "sanyou1/v";
/// Begins the keys of what a device remembers besides records: language, names.
const PREFERENCES: &str = "sanyou1/p/";

/// Texts by home and key, the home first: `local sanyou1/…`, `durable sanyou1/…`.
pub type Texts = BTreeMap<String, String>;

impl Home {
    /// What its keys in [`Texts`] begin with.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Indexed => "durable",
        }
    }
}

impl Device {
    /// The texts of both homes as they are, without what a device remembers besides records.
    ///
    /// # Errors
    /// When a home cannot be read.
    pub async fn stored_texts(&self) -> Found<Texts> {
        self.read_texts(false).await
    }

    /// The same with packed parts unpacked, so that what people entered can be looked for.
    ///
    /// # Errors
    /// When a home cannot be read or a part cannot be unpacked.
    pub async fn unpacked_texts(&self) -> Found<Texts> {
        self.read_texts(true).await
    }

    async fn read_texts(&self, is_unpacking: bool) -> Found<Texts> {
        let parts: Vec<(String, String)> =
            self.ask_later(include_str!("texts/read.js"), vec![is_unpacking.into()]).await?;
        // What is remembered of files that were handed over changes with each of them, and no record does.
        let is_handed = |key: &str| !is_unpacking && HANDED.iter().any(|part| key.contains(part));
        let is_kept = |key: &str| !key.contains(PREFERENCES) && !is_handed(key);
        let texts: Texts = parts.into_iter().filter(|(key, _)| is_kept(key)).collect();
        match texts.get("failed") {
            Some(failed) => Err(Problem::Wrong(format!("the homes cannot be read: {failed}"))),
            None => Ok(texts),
        }
    }

    /// Puts a text under a key of a home, or removes the key.
    ///
    /// # Errors
    /// When the home does not take it.
    pub async fn put_text(&self, home: Home, key: &str, text: Option<&str>) -> Found {
        let arguments = vec![home.word().into(), key.into(), text.into()];
        let failed: Option<String> = self.ask_later(include_str!("texts/put.js"), arguments).await?;
        failed.map_or(Ok(()), |failed| Err(Problem::Wrong(format!("{home:?} does not take {key}: {failed}"))))
    }

    /// Which homes hold a text somewhere, packed or not.
    ///
    /// # Errors
    /// As [`Device::unpacked_texts`].
    pub async fn homes_with(&self, text: &str) -> Found<Vec<Home>> {
        let texts = self.unpacked_texts().await?;
        let holds = |home: &Home| texts.iter().any(|(key, held)| key.starts_with(home.word()) && held.contains(text));
        Ok(Home::BOTH.into_iter().filter(holds).collect())
    }

    /// Waits until neither home holds any of some texts.
    ///
    /// # Errors
    /// When one of them stays, with the keys that hold it.
    pub async fn until_unheard_of(&self, gone: &[&str]) -> Found {
        self.until(&format!("{gone:?} to be in neither home"), async || {
            let texts = self.unpacked_texts().await?;
            let holds = |held: &str| gone.iter().any(|text| held.contains(text));
            let keys: Vec<&String> = texts.iter().filter(|(_, held)| holds(held)).map(|(key, _)| key).collect();
            Ok(if keys.is_empty() { Ok(()) } else { Err(format!("{keys:?}")) })
        })
        .await
    }
}

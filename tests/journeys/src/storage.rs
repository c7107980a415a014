//! What the app keeps in the browser's two storages, looked at from outside.

use crate::device::Device;
use crate::problem::Found;

/// Begins every key of the app.
const PREFIX: &str = "sanyou1/";
/// Begins the keys of what a device remembers besides records: language, names.
const PREFERENCES: &str = "sanyou1/p/";
/// Begins the keys of what is remembered of files that were handed over; it holds no records.
pub(crate) const HANDED: [&str; 3] = ["sanyou1/h/", "sanyou1/f/", "sanyou1/o/"];
/// Says in which layout a home is; it is there before anything is saved.
const LAYOUT: &str = "sanyou1/v";

impl Device {
    /// All keys in local storage and in `IndexedDB`, each with its home; those of other pages of the origin too.
    ///
    /// # Errors
    /// When a storage cannot be read.
    pub async fn stored_keys(&self) -> Found<Vec<String>> {
        let script = "const done = arguments[arguments.length - 1];
            const local = Object.keys(localStorage).map(key => 'local ' + key);
            const opening = indexedDB.open('sanyou');
            opening.onerror = () => done(null);
            opening.onsuccess = () => {
                const database = opening.result;
                const reading = database.transaction('texts').objectStore('texts').getAllKeys();
                reading.onerror = () => done(null);
                reading.onsuccess = () => {
                    database.close();
                    done(local.concat(reading.result.map(key => 'durable ' + key)).sort());
                };
            }";
        self.ask_later(script, Vec::new()).await
    }

    /// The keys that hold records, in both homes.
    ///
    /// # Errors
    /// When a storage cannot be read.
    pub async fn content_keys(&self) -> Found<Vec<String>> {
        let keys = self.stored_keys().await?;
        let is_content = |key: &String| {
            let name = key.split(' ').nth(1).unwrap_or_default();
            let is_handed = HANDED.iter().any(|begin| name.starts_with(begin));
            name.starts_with(PREFIX) && !name.starts_with(PREFERENCES) && !is_handed && name != LAYOUT
        };
        Ok(keys.into_iter().filter(is_content).collect())
    }

    /// Waits until both homes hold the same records, and gives the keys that hold them.
    ///
    /// # Errors
    /// When they do not come to hold the same.
    pub async fn until_mended(&self) -> Found<Vec<String>> {
        self.until("both storages to hold the same", async || {
            let keys = self.content_keys().await?;
            let of = |home: &str| keys.iter().filter_map(|key| key.strip_prefix(home)).collect::<Vec<_>>();
            let (local, durable) = (of("local "), of("durable "));
            let is_mended = local == durable && !local.is_empty();
            Ok(if is_mended { Ok(keys) } else { Err(format!("{keys:?}")) })
        })
        .await
    }
}

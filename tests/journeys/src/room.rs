//! How much room the browser's two storages have: filled up by another page of the origin, or limited by the browser.

use serde_json::json;

use crate::device::Device;
use crate::problem::{Found, Problem};

/// What local storage holds for one origin in Chromium, in UTF-16 units, keys included.
pub const LOCAL_UNITS_MAX: usize = 5_242_880;

/// The key of a page that has nothing to do with the app and took all the room.
const FOREIGN: &str = "another page of this origin";

impl Device {
    /// Fills local storage to its last unit, as another page of the origin could.
    ///
    /// # Errors
    /// When it takes less, or more.
    pub async fn fill_local(&self) -> Found {
        let script = "const [foreign, most] = arguments;
            localStorage.removeItem(foreign);
            const keys = Object.keys(localStorage);
            const held = keys.reduce((sum, key) => sum + key.length + localStorage.getItem(key).length, 0);
            localStorage.setItem(foreign, 'x'.repeat(most - held - foreign.length));
            try { localStorage.setItem('+', ''); } catch (error) { return error.name; }
            localStorage.removeItem('+');
            return 'room for more'";
        let refusal: String = self.ask(script, vec![FOREIGN.into(), LOCAL_UNITS_MAX.into()]).await?;
        if refusal == "QuotaExceededError" {
            return Ok(());
        }
        Err(Problem::Wrong(format!("local storage with {LOCAL_UNITS_MAX} units says: {refusal}")))
    }

    /// Fills local storage up to a share of its units, in percent, as another page of the origin could.
    ///
    /// # Errors
    /// When more than that is in it already.
    pub async fn fill_local_to(&self, percent: usize) -> Found {
        let script = "const [foreign, wanted] = arguments;
            localStorage.removeItem(foreign);
            const keys = Object.keys(localStorage);
            const held = keys.reduce((sum, key) => sum + key.length + localStorage.getItem(key).length, 0);
            localStorage.setItem(foreign, 'x'.repeat(wanted - held - foreign.length));
            return null";
        // A few units are left for what the page remembers besides records.
        let wanted = LOCAL_UNITS_MAX * percent / 100 - 1000;
        self.ask::<Option<u8>>(script, vec![FOREIGN.into(), wanted.into()]).await.map(drop)
    }

    /// Takes away what [`Device::fill_local`] or [`Device::fill_local_to`] brought.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn empty_local(&self) -> Found {
        let script = "localStorage.removeItem(arguments[0]); return null";
        self.ask::<Option<u8>>(script, vec![FOREIGN.into()]).await.map(drop)
    }

    /// Limits everything the browser stores for the origin to some bytes, or lifts the limit. Local storage has a limit
    /// of its own.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn limit(&self, bytes: Option<u64>) -> Found {
        let origin = self.address.trim_end_matches('/');
        let wanted = match bytes {
            Some(bytes) => json!({ "origin": origin, "quotaSize": bytes }),
            None => json!({ "origin": origin }),
        };
        let answer = self.driver.cdp().send_raw("Storage.overrideQuotaForOrigin", wanted).await;
        answer.map(drop).map_err(Problem::driver("limiting the storage"))
    }
}

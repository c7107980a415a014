//! A device whose clock is wrong.

use crate::device::Device;
use crate::problem::{Found, Problem};

impl Device {
    /// Puts the device's clock so many days ahead, or behind where that is negative, for every page from now on, and opens
    /// the app anew.
    ///
    /// # Errors
    /// When the browser does not take that, or the app does not start.
    pub async fn turn_clock(&self, days: i64) -> Found {
        let script = format!(
            "(() => {{
                const Right = Date, shift = {days} * 86400000;
                window.Date = class extends Right {{
                    constructor(...given) {{ if (given.length === 0) super(Right.now() + shift); else super(...given); }}
                    static now() {{ return Right.now() + shift; }}
                }};
            }})()"
        );
        let added = self.driver.cdp().page().add_script_to_evaluate_on_new_document(script.as_str()).await;
        added.map_err(Problem::driver("turning the clock"))?;
        self.reload().await
    }
}

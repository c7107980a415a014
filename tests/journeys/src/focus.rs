//! Where the focus is, and whether it can be seen there.

use crate::device::Device;
use crate::problem::Found;

impl Device {
    /// Whether the element of a selector has the focus.
    ///
    /// # Errors
    /// When the selector is none.
    pub async fn is_focused(&self, css: &str) -> Found<bool> {
        self.ask("return document.activeElement.matches(arguments[0])", vec![css.into()]).await
    }

    /// Waits until the element of a selector has the focus.
    ///
    /// # Errors
    /// When another one keeps it.
    pub async fn until_focused(&self, css: &str) -> Found {
        self.until(&format!("the focus on {css}"), async || {
            let script = "return document.activeElement.outerHTML.slice(0, 80)";
            Ok(if self.is_focused(css).await? { Ok(()) } else { Err(self.ask(script, Vec::new()).await?) })
        })
        .await
    }

    /// What has the focus, when no part of it can be seen: it is out of the window or under something fixed there.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn hidden_focus(&self) -> Found<Option<String>> {
        let script = "const focused = document.activeElement;
            if (focused === document.body) return null;
            const { left, right, top, bottom } = focused.getBoundingClientRect();
            const inset = 3;
            const xs = [left + inset, (left + right) / 2, right - inset], ys = [top + inset, (top + bottom) / 2, bottom - inset];
            const is_seen = (x, y) => {
                const above = document.elementFromPoint(x, y);
                return above !== null && (focused.contains(above) || above.contains(focused) && above.tagName === 'LABEL');
            };
            return xs.some(x => ys.some(y => is_seen(x, y))) ? null : focused.outerHTML.slice(0, 120)";
        self.ask(script, Vec::new()).await
    }
}

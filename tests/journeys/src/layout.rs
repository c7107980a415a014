//! Whether everything in the page can be seen: nothing lies over something else, nothing sticks out of the window.

use crate::device::Device;
use crate::problem::Found;

impl Device {
    /// What cannot be seen well in the page as it is, one line for each finding.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn hidden_parts(&self) -> Found<Vec<String>> {
        let overlaps: Vec<String> = self.ask(include_str!("layout/overlaps.js"), Vec::new()).await?;
        let outside: Vec<String> = self.ask(include_str!("layout/outside.js"), Vec::new()).await?;
        let overhang = self.overhang().await?;
        let overlaps = overlaps.into_iter().map(|pair| format!("texts lie over each other: {pair}"));
        let outside = outside.into_iter().map(|element| format!("this sticks out of the window: {element}"));
        let wide = (overhang > 0).then(|| format!("the page is {overhang} pixels wider than its window"));
        Ok(overlaps.chain(outside).chain(wide).collect())
    }

    async fn overhang(&self) -> Found<i64> {
        let script = "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth";
        self.ask(script, Vec::new()).await
    }
}

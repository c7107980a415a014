//! Where a record stands, and the steps that can be taken with it.

use crate::device::Device;
use crate::problem::Found;
use crate::reach::Look;

impl Device {
    /// The names of the steps that can be taken with the record shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn steps(&self) -> Found<Vec<String>> {
        self.attributes("#steps [data-step]", "data-step").await
    }

    /// Waits until a field that steps set reads a text.
    ///
    /// # Errors
    /// When it reads another one for too long.
    pub async fn until_fact(&self, field: &str, wanted: &str) -> Found {
        self.until_text(&format!("#steps [data-fact='{field}']"), wanted, |text| text == wanted).await.map(drop)
    }

    /// Takes a step with answers to what it asks, waits until it is on disk, and gives the ids of the records that were
    /// made along with it.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn take(&self, step: &str, answers: &[(&str, &str)]) -> Found<Vec<String>> {
        self.press_step(step, answers).await?;
        self.until_count(&format!("[data-done='{step}']"), 1).await?;
        self.until_saved().await?;
        let made = self.attributes(".made a", "href").await?;
        let id = |href: &String| href.split('?').next()?.rsplit('/').next().map(str::to_owned);
        Ok(made.iter().filter_map(id).collect())
    }

    /// Tries a step that is not taken, and gives what is said of it.
    ///
    /// # Errors
    /// When nothing is said.
    pub async fn refused(&self, step: &str, answers: &[(&str, &str)]) -> Found<String> {
        self.press_step(step, answers).await?;
        let said = self.until_text("#step .problem", "why not", |text| !text.is_empty()).await?;
        self.press("#step .row button:not(#take)").await?;
        Ok(said)
    }

    /// Presses a step; where it asks something, answers it and goes on.
    async fn press_step(&self, step: &str, answers: &[(&str, &str)]) -> Found {
        self.press(&format!("[data-step='{step}']:not([disabled])")).await?;
        let is_asking =
            self.until(&format!("{step} to ask or to be done"), async || self.look_pressed(step).await).await?;
        if is_asking {
            for (field, text) in answers {
                self.answer(&format!("#ask-{field}"), text).await?;
            }
            self.press("#take").await?;
        }
        Ok(())
    }

    /// Whether a step that was pressed asks something.
    async fn look_pressed(&self, step: &str) -> Found<Look<bool>> {
        let asking = self.count(&format!("#step[data-filling='{step}']")).await?;
        let done = self.count(&format!("[data-done='{step}']")).await?;
        Ok(if asking + done == 1 { Ok(asking == 1) } else { Err(format!("asking: {asking}, done: {done}")) })
    }

    /// Types into a control, or chooses in it.
    async fn answer(&self, css: &str, text: &str) -> Found {
        self.until_count(css, 1).await?;
        let script = "const control = document.querySelector(arguments[0]); return control.type";
        let kind: String = self.ask(script, vec![css.into()]).await?;
        match kind.as_str() {
            "select-one" => self.choose(css, text).await,
            "date" => self.date_into(css, text).await,
            _ => self.type_into(css, text).await,
        }
    }
}

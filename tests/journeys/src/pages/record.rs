//! The page of one record: its form.

use crate::device::Device;
use crate::problem::{Found, Problem};
use crate::reach::Look;

/// The form of a record.
pub struct Form<'a>(&'a Device);

impl<'a> Form<'a> {
    /// The form that is shown, once it is.
    ///
    /// # Errors
    /// When none is.
    pub async fn shown(device: &'a Device) -> Found<Self> {
        device.until_count("form.record #save", 1).await?;
        Ok(Self(device))
    }

    /// Types into a field.
    ///
    /// # Errors
    /// When the field takes no text.
    pub async fn type_into(&self, field: &str, text: &str) -> Found {
        self.0.type_into(&format!("#field-{field}"), text).await
    }

    /// Types a date, given as `2026-11-22`.
    ///
    /// # Errors
    /// When the field takes no date.
    pub async fn date(&self, field: &str, date: &str) -> Found {
        self.0.date_into(&format!("#field-{field}"), date).await
    }

    /// Types the cells of a row of a field that holds rows; one row more than there are is added.
    ///
    /// # Errors
    /// When the field has no such row or cell.
    pub async fn row(&self, field: &str, row: usize, cells: &[&str]) -> Found {
        let rows = self.0.count(&format!("#field-{field} tbody tr")).await?;
        if row == rows {
            self.0.press(&format!("#field-{field} > .row button:first-child")).await?;
        }
        for (place, cell) in cells.iter().enumerate() {
            self.0.type_into(&format!("#field-{field} [data-cell='{row}-{place}']"), cell).await?;
        }
        Ok(())
    }

    /// Lists the rows that a field offers to be filled in.
    ///
    /// # Errors
    /// When it offers none.
    pub async fn offered_rows(&self, field: &str) -> Found {
        self.0.press(&format!("#field-{field} > .row button:nth-child(2)")).await
    }

    /// Chooses in a field.
    ///
    /// # Errors
    /// When the field does not offer that.
    pub async fn choose(&self, field: &str, value: &str) -> Found {
        self.0.choose(&format!("#field-{field}"), value).await
    }

    /// The values that a field offers, without the empty one.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn offers(&self, field: &str) -> Found<Vec<String>> {
        let options = self.0.attributes(&format!("#field-{field} option"), "value").await?;
        Ok(options.into_iter().filter(|value| !value.is_empty()).collect())
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// When there is no such control.
    pub async fn value(&self, field: &str) -> Found<String> {
        self.0.ask("return document.querySelector(arguments[0]).value", vec![format!("#field-{field}").into()]).await
    }

    /// Waits until a field holds a text.
    ///
    /// # Errors
    /// When it holds another one for too long.
    pub async fn until_value(&self, field: &str, wanted: &str) -> Found {
        let look = async || {
            let value = self.value(field).await?;
            Ok(if value == wanted { Ok(()) } else { Err(value) })
        };
        self.0.until(&format!("{field} to hold {wanted}"), look).await
    }

    /// What stands in every control of the form, as id and value.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn values(&self) -> Found<Vec<(String, String)>> {
        let script = "return Array.from(document.querySelectorAll('form.record :is(input, select, textarea)'),
            control => [control.id || control.value, control.type === 'checkbox' ? String(control.checked) : control.value])";
        self.0.ask(script, Vec::new()).await
    }

    /// What is said to be wrong with a field; an empty text when nothing is.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn problem(&self, field: &str) -> Found<String> {
        self.0.text(&format!("#field-{field}-problem")).await
    }

    /// Chooses one of the values that stand side by side in a field; it is not saved by that.
    ///
    /// # Errors
    /// When the value is not offered.
    pub async fn settle(&self, value: &str) -> Found {
        let sides = self.0.texts("form .sides li b").await?;
        let place = sides.iter().position(|side| side == value);
        let place = place.ok_or_else(|| Problem::Wrong(format!("{value} is not among {sides:?}")))? + 1;
        self.0.press(&format!("form .sides li:nth-child({place}) button")).await
    }

    /// Presses "save" and nothing more.
    ///
    /// # Errors
    /// When it cannot be pressed.
    pub async fn press_save(&self) -> Found {
        self.0.press("#save").await
    }

    /// Whether the form holds nothing unsaved, the app says that it is saved, and the lamp shows how well everything is
    /// kept, `good` being on disk; in words what is there instead.
    async fn look_taken(&self, wanted: &str) -> Found<Look<()>> {
        let script = "const at = css => document.querySelectorAll(css).length;
            return [location.hash.split('?')[0].endsWith('/new'), at('.field.changed'), at('form.record'),
                document.querySelector('.state').dataset.standing,
                Array.from(document.querySelectorAll('.problem, .notice'), e => e.innerText).join(' ')]";
        let (is_new, changed, forms, standing, said): (bool, usize, usize, String, String) =
            self.0.ask(script, Vec::new()).await?;
        let is_done = !is_new && changed == 0 && forms == 1 && standing == wanted && said.contains("已保存");
        let seen = || format!("new: {is_new}, changed fields: {changed}, standing: {standing}, said: {said}");
        Ok(if is_done { Ok(()) } else { Err(seen()) })
    }

    /// Waits until the form holds nothing unsaved, the app says that it is saved, and that everything is on disk.
    ///
    /// # Errors
    /// When that does not come about.
    pub async fn until_saved(&self) -> Found {
        self.until_taken("good").await
    }

    /// The same where a storage is missing: the lamp shows how well everything is kept there, `warn` or `bad`.
    ///
    /// # Errors
    /// When that does not come about.
    pub async fn until_taken(&self, standing: &str) -> Found {
        self.0.until(&format!("the form to be saved, {standing}"), async || self.look_taken(standing).await).await
    }

    /// Saves what was changed and waits until it is on disk. Notices of what was done before stay where they are: they
    /// must not lie over what is done next.
    ///
    /// # Errors
    /// When it is not saved.
    pub async fn save(&self) -> Found {
        self.press_save().await?;
        self.until_saved().await
    }

    /// Presses "save" and waits until the app says that there is no room for it.
    ///
    /// # Errors
    /// When it says nothing, or something else.
    pub async fn until_no_room(&self) -> Found {
        self.press_save().await?;
        let is_said = |text: &str| text.contains("存储已满") && text.contains("表单内容还在");
        self.0.until_text(".notice.bad", "that there is no room", is_said).await.map(drop)
    }

    /// Deletes the record, with the confirmation asked for, and waits until it is on disk.
    ///
    /// # Errors
    /// When it is not deleted.
    pub async fn delete(&self) -> Found {
        self.0.press("#delete").await?;
        self.0.press("#delete-yes").await?;
        self.0.until_count("#restore", 1).await?;
        self.0.until_saved().await
    }
}

impl Device {
    /// Goes to the record of an id among one's own.
    ///
    /// # Errors
    /// When its form does not appear.
    pub async fn record(&self, kind: &str, id: &str) -> Found<Form<'_>> {
        self.go(&format!("#/own/{kind}/{id}")).await?;
        Form::shown(self).await
    }

    /// Begins a record that names the one shown, from what the page offers for that.
    ///
    /// # Errors
    /// When the page does not offer it.
    pub async fn add_to_it(&self, kind: &str) -> Found<Form<'_>> {
        self.press(&format!("#pointing [data-add='{kind}']")).await?;
        self.until(&format!("the form for a new {kind}"), async || {
            let address = self.address_now().await?;
            Ok(if address.contains(&format!("/{kind}/new")) { Ok(()) } else { Err(address) })
        })
        .await?;
        Form::shown(self).await
    }

    /// Types a date into a control, given as `2026-11-22`, in the order in which this browser asks for its parts.
    ///
    /// # Errors
    /// When it takes no date.
    pub async fn date_into(&self, css: &str, date: &str) -> Found {
        let script = "return new Intl.DateTimeFormat().formatToParts().map(part => part.type)";
        let order: Vec<String> = self.ask(script, Vec::new()).await?;
        let order: Vec<&str> = order.iter().map(String::as_str).filter(|part| *part != "literal").collect();
        let mut parts = date.splitn(3, '-');
        let mut part = || parts.next().unwrap_or_default();
        let (year, month, day) = (part(), part(), part());
        let keys = order.iter().enumerate().map(|(place, part)| match *part {
            // A month and a day are complete with two digits; a year may go on, so that the next part is asked for.
            "year" if place < 2 => format!("{year}\u{e004}"),
            "year" => year.to_owned(),
            "month" => month.to_owned(),
            _ => day.to_owned(),
        });
        self.send(css, &keys.collect::<String>()).await
    }

    /// Restores the deleted record that is shown.
    ///
    /// # Errors
    /// When it is not restored.
    pub async fn restore(&self) -> Found<Form<'_>> {
        self.press("#restore").await?;
        let form = Form::shown(self).await?;
        self.until_saved().await?;
        Ok(form)
    }
}

//! The clock, entropy, and the handing over of files: with `store` the only place that touches web-sys for data.

use std::pin::Pin;

use chrono::{DateTime, NaiveDate};
use js_sys::{Array, Date, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::model::SessionId;

/// Seconds since 1970 by this device's clock.
#[must_use]
pub fn now() -> i64 {
    let milliseconds = Date::now();
    #[allow(clippy::cast_possible_truncation, reason = "a clock is far below 2^63 seconds")]
    let seconds = (milliseconds / 1000.0).floor() as i64;
    seconds
}

/// Today where this device is.
#[must_use]
pub fn today() -> NaiveDate {
    local_time(now()).map_or(NaiveDate::MIN, |time| time.date())
}

/// A moment as this device's clock on the wall shows it.
#[must_use]
pub fn local_time(seconds: i64) -> Option<chrono::NaiveDateTime> {
    #[allow(clippy::cast_precision_loss, reason = "seconds of any real date are exact")]
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1000.0));
    #[allow(clippy::cast_possible_truncation, reason = "an offset is a few hundred minutes")]
    let offset_minutes = date.get_timezone_offset() as i64;
    DateTime::from_timestamp(seconds - offset_minutes * 60, 0).map(|time| time.naive_utc())
}

/// Runs a future to its end beside everything else.
pub fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

/// A fresh random session id.
///
/// # Errors
/// When the browser gives no random bytes; nothing may be saved then.
pub fn fresh_session() -> Result<SessionId, getrandom::Error> {
    let mut bytes = [0; SessionId::BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(SessionId::from_bytes(bytes))
}

/// A text in Unicode normalisation form C, as the browser makes it: no table of our own to download.
#[must_use]
pub fn normalized(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// A text in lower case, as the browser makes it: no table of our own to download.
#[must_use]
pub fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Hands a text to the browser as a file to download.
///
/// # Errors
/// What the browser threw.
pub fn hand_over(file_name: &str, text: &str) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(file_name);
    anchor.click();
    // The browser reads the address after this task; a minute is far more than it takes.
    let revoke = Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000)?;
    Ok(())
}

/// Opens the browser's own dialog for printing the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // A browser without printing leaves the page as it is.
        let _ = window.print();
    }
}

/// Reads a chosen file whole.
///
/// # Errors
/// What the browser threw, for instance when the file went away.
pub async fn bytes_of(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

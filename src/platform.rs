//! The clock, entropy, and the handing over of files: with `store` the only place that touches web-sys for data.

pub mod edition;
mod files;
pub mod folder;
pub mod work;

use std::pin::Pin;

use chrono::{DateTime, NaiveDate};
use js_sys::{Date, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::TextDecoder;

use crate::model::SessionId;
pub use files::{
    Target, ask_to_keep, bytes_of, can_pick, can_share, clears_after_days, copy, hand_over, hand_over_as, is_kept,
    pick, share,
};

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

/// The text that bytes are in an encoding, named as browsers name it; what cannot be read becomes U+FFFD.
///
/// # Errors
/// What the browser threw, where it does not know the encoding.
pub fn decoded(bytes: &[u8], encoding: &str) -> Result<String, JsValue> {
    // Decoding a copy: the browser does not take memory that the program may move.
    TextDecoder::new_with_label(encoding)?.decode_with_js_u8_array(&Uint8Array::from(bytes))
}

/// Opens the browser's own dialog for printing the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // A browser without printing leaves the page as it is.
        let _ = window.print();
    }
}

/// Calls a function whenever the person comes back to the page, for as long as it is open.
pub fn on_focus(call: impl Fn() + 'static) {
    let returning = Closure::<dyn Fn()>::new(call);
    if let Some(window) = web_sys::window() {
        // Without it the person looks on demand.
        let _ = window.add_event_listener_with_callback("focus", returning.as_ref().unchecked_ref());
    }
    returning.forget();
}

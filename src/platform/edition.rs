//! What the script that started the program tells of the edition it belongs to: hosted, or a single file.
//!
//! Without that script, as in tests, the edition is hosted and nothing is kept.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::File;

/// The name under which `web/start.js` leaves what it tells.
const TOLD: &str = "sanyouEdition";
/// The event by which it says that something of it changed.
const CHANGED: &str = "sanyou-edition";

/// What is known of the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edition {
    /// The whole program is one file that the person opened.
    pub is_single: bool,
    /// The program opens without a network.
    pub is_kept: bool,
    /// A newer version is here and waits to be let in.
    pub has_update: bool,
    /// The system asked for files to be opened, and nobody took them yet.
    pub has_opened: bool,
}

impl Edition {
    /// The edition as it is now.
    #[must_use]
    pub fn current() -> Self {
        Self {
            is_single: told("name").as_string().is_some_and(|name| name == "single"),
            is_kept: told("isKept").is_truthy(),
            has_update: told("update").is_function(),
            has_opened: told("opened").dyn_into::<Array>().is_ok_and(|opened| opened.length() > 0),
        }
    }
}

/// Lets the waiting version in, which opens the page again.
pub fn take_update() {
    if let Ok(update) = told("update").dyn_into::<Function>() {
        // What fails leaves the version that runs, and the newer one waiting.
        let _ = update.call0(&JsValue::UNDEFINED);
    }
}

/// Files that the system asked to be opened with this program, each given once.
#[must_use]
pub fn take_opened() -> Vec<File> {
    let Ok(opened) = told("opened").dyn_into::<Array>() else { return Vec::new() };
    let files = opened.iter().filter_map(|file| file.dyn_into().ok()).collect();
    opened.set_length(0);
    files
}

/// Calls back now, and whenever something of the edition changed, for as long as the page is open.
pub fn follow(changed: fn()) {
    let listener = Closure::<dyn Fn()>::new(changed);
    if let Some(window) = web_sys::window() {
        // Without the listener a newer version is noticed at the next start.
        let _ = window.add_event_listener_with_callback(CHANGED, listener.as_ref().unchecked_ref());
    }
    listener.forget();
    // What changed while the program was starting was heard by nobody.
    changed();
}

fn told(name: &str) -> JsValue {
    let edition = Reflect::get(&js_sys::global(), &TOLD.into()).unwrap_or_default();
    // What is no object has no members.
    Reflect::get(&edition, &name.into()).unwrap_or_default()
}

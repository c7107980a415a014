//! Local storage through `gloo-storage`. Values are JSON texts, so they are stored without a second encoding.

use gloo_storage::errors::StorageError;
use gloo_storage::{LocalStorage, Storage};
use serde_json::value::RawValue;
use wasm_bindgen::JsCast;

use super::{HomeError, LocalHome};

/// The browser's local storage, once it was seen to work.
#[derive(Debug)]
pub struct BrowserLocal(());

impl BrowserLocal {
    /// Opens local storage.
    ///
    /// It is asked for through web-sys first: where storage is denied, `gloo-storage` would panic.
    ///
    /// # Errors
    /// [`HomeError::Unavailable`] where the browser has none or denies it.
    pub fn open() -> Result<Self, HomeError> {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        storage.and_then(|storage| storage.length().ok()).map(|_| Self(())).ok_or(HomeError::Unavailable)
    }
}

fn home_error(error: &StorageError) -> HomeError {
    match error {
        StorageError::JsError(error) if error.name == "QuotaExceededError" => HomeError::Full,
        error => HomeError::Failed(error.to_string()),
    }
}

impl LocalHome for BrowserLocal {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        let storage = LocalStorage::raw();
        let keys = (0..LocalStorage::length()).filter_map(|place| storage.key(place).ok().flatten());
        Ok(keys.filter(|key| key.starts_with(prefix)).collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, HomeError> {
        match LocalStorage::get::<Box<RawValue>>(key) {
            Ok(raw) => Ok(Some(raw.get().to_owned())),
            Err(StorageError::KeyNotFound(_)) => Ok(None),
            // What is no longer JSON is damaged: it is handed on as it is, for the reader to say so.
            Err(StorageError::SerdeError(_)) => {
                LocalStorage::raw().get_item(key).map_err(|error| HomeError::Failed(js_text(&error)))
            }
            Err(error) => Err(home_error(&error)),
        }
    }

    fn set(&self, key: &str, text: &str) -> Result<(), HomeError> {
        let raw: Box<RawValue> = serde_json::from_str(text).map_err(|error| HomeError::Failed(error.to_string()))?;
        LocalStorage::set(key, &raw).map_err(|error| home_error(&error))?;
        match self.get(key)? {
            Some(held) if held == raw.get() => Ok(()),
            _ => Err(HomeError::Failed("read back differs".to_owned())),
        }
    }

    fn remove(&self, key: &str) -> Result<(), HomeError> {
        LocalStorage::delete(key);
        Ok(())
    }
}

/// The message of something a browser threw.
#[must_use]
pub fn js_text(thrown: &wasm_bindgen::JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}: {}", String::from(error.name()), String::from(error.message())),
        None => thrown.as_string().unwrap_or_default(),
    }
}

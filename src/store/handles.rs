//! What only the browser can keep and no text can: handles of folders, in a database of their own.
//!
//! Losing one loses no work; the person chooses the folder again.

use wasm_bindgen::JsValue;
use web_sys::IdbTransactionMode;

use super::HomeError;
use super::indexed_db::{completed, done, failed, open_named};

/// The database's name, and that of its one object store.
const DATABASE: &str = "sanyou-handles";
const STORE: &str = "handles";

/// The handle kept under a key.
///
/// # Errors
/// When IndexedDB is not available or fails.
pub async fn kept(key: &str) -> Result<Option<JsValue>, HomeError> {
    let (database, _) = open_named(DATABASE, STORE).await?;
    let transaction = database.transaction_with_str(STORE).map_err(|thrown| failed(&thrown))?;
    let store = transaction.object_store(STORE).map_err(|thrown| failed(&thrown))?;
    let held = done(&store.get(&key.into()).map_err(|thrown| failed(&thrown))?).await;
    database.close();
    Ok(Some(held?).filter(|held| !held.is_undefined()))
}

/// Keeps a handle under a key, or forgets the one that is there.
///
/// # Errors
/// When IndexedDB is not available or fails.
pub async fn keep(key: &str, handle: Option<&JsValue>) -> Result<(), HomeError> {
    let (database, _) = open_named(DATABASE, STORE).await?;
    let transaction = database
        .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)
        .map_err(|thrown| failed(&thrown))?;
    let store = transaction.object_store(STORE).map_err(|thrown| failed(&thrown))?;
    match handle {
        Some(handle) => store.put_with_key(handle, &key.into()),
        None => store.delete(&key.into()),
    }
    .map_err(|thrown| failed(&thrown))?;
    let written = completed(&transaction).await;
    database.close();
    written
}

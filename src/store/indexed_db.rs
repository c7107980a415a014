//! IndexedDB with strict durability, through web-sys: the crates that wrap it do not offer the durability option.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::browser::js_text;
use super::{Batch, DurableHome, Guard, HomeError};

/// The database's name.
const DATABASE: &str = "sanyou";
/// The one object store: texts under text keys.
const STORE: &str = "texts";
/// Sorts after every character that keys hold.
const LAST: char = '\u{ffff}';

/// The browser's IndexedDB, once it was opened.
#[derive(Debug)]
pub struct IndexedDb {
    database: RefCell<IdbDatabase>,
    is_emptied: bool,
}

pub(super) fn failed(thrown: &JsValue) -> HomeError {
    match thrown.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => HomeError::Full,
        _ => HomeError::Failed(js_text(thrown)),
    }
}

/// Turns a pair of event handlers into a future: `listen` is handed the functions that settle it.
async fn settled(mut listen: impl FnMut(&Function, &Function)) -> Result<JsValue, HomeError> {
    let promise = Promise::new(&mut |resolve, reject| listen(&resolve, &reject));
    JsFuture::from(promise).await.map_err(|thrown| failed(&thrown))
}

/// Waits for a request. The transaction stays active: the continuation runs before the event's task ends.
pub(super) async fn done(request: &IdbRequest) -> Result<JsValue, HomeError> {
    settled(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    })
    .await
    .map_err(|error| request.error().ok().flatten().map_or(error, |thrown| failed(&thrown)))?;
    request.result().map_err(|thrown| failed(&thrown))
}

/// Waits until a transaction is on disk.
pub(super) async fn completed(transaction: &IdbTransaction) -> Result<(), HomeError> {
    settled(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    })
    .await
    .map_err(|error| transaction.error().map_or(error, |thrown| failed(&thrown)))?;
    Ok(())
}

impl IndexedDb {
    /// Opens the database, and makes it when there is none.
    ///
    /// # Errors
    /// [`HomeError::Unavailable`] where the browser has none or denies it, otherwise why opening failed.
    pub async fn open() -> Result<Self, HomeError> {
        let (database, is_emptied) = open_database().await?;
        Ok(Self { database: RefCell::new(database), is_emptied })
    }

    /// Tells whether the browser found the database damaged when it was opened, and put an empty one in its place. Only
    /// Chromium says so.
    #[must_use]
    pub fn is_emptied(&self) -> bool {
        self.is_emptied
    }

    async fn reopen(&self) -> Result<(), HomeError> {
        let (database, _) = open_database().await?;
        *self.database.borrow_mut() = database;
        Ok(())
    }

    async fn read_once(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        let (_, store) = self.begin(IdbTransactionMode::Readonly).await?;
        held(&store, prefix).await
    }

    /// Begins a transaction; a connection that the browser closed, as it does when it clears data, is opened anew.
    async fn begin(&self, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), HomeError> {
        let begun = begin(&self.database.borrow(), mode);
        if begun.is_ok() {
            return begun;
        }
        self.reopen().await?;
        begin(&self.database.borrow(), mode)
    }
}

async fn open_database() -> Result<(IdbDatabase, bool), HomeError> {
    open_named(DATABASE, STORE).await
}

/// Opens a database with one object store, and tells whether the browser emptied it because it was damaged.
pub(super) async fn open_named(name: &str, store: &'static str) -> Result<(IdbDatabase, bool), HomeError> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let request: IdbOpenDbRequest =
        factory.ok_or(HomeError::Unavailable)?.open_with_u32(name, 1).map_err(|_| HomeError::Unavailable)?;
    let (fresh, is_emptied) = (request.clone(), Rc::new(Cell::new(false)));
    let told = is_emptied.clone();
    let upgrade = Closure::once(move |event: JsValue| {
        let loss = Reflect::get(&event, &"dataLoss".into()).ok().and_then(|loss| loss.as_string());
        told.set(loss.is_some_and(|loss| loss == "total"));
        // A failure here aborts the opening, which then says why.
        let _ = fresh.result().map(|database| database.unchecked_into::<IdbDatabase>().create_object_store(store));
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database = done(&request).await?.unchecked_into();
    Ok((database, is_emptied.get()))
}

fn begin(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), HomeError> {
    // The stable bindings know neither the third argument nor its type.
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(|thrown| failed(&thrown))?;
    let open = Reflect::get(database, &"transaction".into()).map_err(|thrown| failed(&thrown))?;
    let transaction: IdbTransaction = open
        .unchecked_into::<Function>()
        .call3(database, &STORE.into(), &mode.into(), &options)
        .map_err(|thrown| failed(&thrown))?
        .unchecked_into();
    let store = transaction.object_store(STORE).map_err(|thrown| failed(&thrown))?;
    Ok((transaction, store))
}

async fn held(store: &IdbObjectStore, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
    let range =
        IdbKeyRange::bound(&prefix.into(), &format!("{prefix}{LAST}").into()).map_err(|thrown| failed(&thrown))?;
    let keys = store.get_all_keys_with_key(&range).map_err(|thrown| failed(&thrown))?;
    let texts = store.get_all_with_key(&range).map_err(|thrown| failed(&thrown))?;
    let (keys, texts) = (done(&keys).await?, done(&texts).await?);
    let (keys, texts) = (Array::from(&keys), Array::from(&texts));
    // What is no text is damaged: it is handed on as an empty one, for the reader to say so.
    let pairs = keys.iter().zip(texts.iter());
    Ok(pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string().unwrap_or_default()))).collect())
}

async fn judge(store: &IdbObjectStore, transaction: &IdbTransaction, guard: &Guard) -> Result<(), HomeError> {
    let mut texts = Vec::new();
    for key in guard.keys() {
        let request = store.get(&key.into()).map_err(|thrown| failed(&thrown))?;
        let held = done(&request).await?;
        // What is no text is not what this program wrote, but it is there.
        texts.push((!held.is_undefined()).then(|| held.as_string().unwrap_or_default()));
    }
    let judged = guard.judge(&texts);
    if judged.is_err() {
        transaction.abort().map_err(|thrown| failed(&thrown))?;
    }
    judged
}

fn write(store: &IdbObjectStore, batch: &Batch) -> Result<(), HomeError> {
    for (key, text) in &batch.put {
        store.put_with_key(&text.into(), &key.into()).map_err(|thrown| failed(&thrown))?;
    }
    for key in &batch.remove {
        store.delete(&key.into()).map_err(|thrown| failed(&thrown))?;
    }
    Ok(())
}

impl DurableHome for IndexedDb {
    async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, HomeError> {
        match self.read_once(prefix).await {
            Ok(held) => Ok(held),
            // A connection may be broken and still begin transactions; a new one may read.
            Err(_) => {
                self.reopen().await?;
                self.read_once(prefix).await
            }
        }
    }

    async fn commit(&self, guard: &Guard, batch: &Batch) -> Result<(), HomeError> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readwrite).await?;
        judge(&store, &transaction, guard).await?;
        write(&store, batch)?;
        completed(&transaction).await
    }

    async fn rewrite(
        &self,
        guard: &Guard,
        prefix: &str,
        plan: &mut dyn FnMut(Vec<(String, String)>) -> Batch,
    ) -> Result<(), HomeError> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readwrite).await?;
        judge(&store, &transaction, guard).await?;
        let batch = plan(held(&store, prefix).await?);
        write(&store, &batch)?;
        completed(&transaction).await
    }
}

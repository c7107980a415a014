//! Starting: open both homes, finish earlier removals, read the workspace, and listen to other tabs.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::StorageEvent;

use super::archive::LOOK;
use super::{APP, App, Failure, Health, OWN, ReadOnly, app, preferences};
use crate::i18n::Message;
use crate::platform;
use crate::platform::edition::{self, Edition};
use crate::replica::Replica;
use crate::store::browser::BrowserLocal;
use crate::store::indexed_db::IndexedDb;
use crate::store::{JOURNAL_ENTRIES_MAX, Store, Workspace};

/// The store of a browser.
type BrowserStore = Store<BrowserLocal, IndexedDb>;

/// Starts the program on a workspace, or on the own one when that is not here.
///
/// # Errors
/// When the browser gives no random numbers; then nothing could be saved safely.
pub async fn boot(workspace: &str) -> Result<(), Failure> {
    let session = platform::fresh_session().map_err(|_| Failure::Random)?;
    let durable = IndexedDb::open().await.ok();
    if durable.as_ref().is_some_and(IndexedDb::is_emptied) {
        preferences::set_emptied(true);
    }
    let store = Store::new(BrowserLocal::open().ok(), durable, session);
    let program: &'static App = Box::leak(Box::new(App::new(store, session)));
    APP.with(|slot| slot.set(Some(program)));
    if program.store.start().await.is_err() {
        program.read_only.set(Some(ReadOnly::Newer));
    }
    program.list_samples().await;
    program.open(workspace).await;
    listen_to_tabs();
    edition::follow(|| app().edition.set(Edition::current()));
    Ok(())
}

impl App {
    pub(super) async fn list_samples(&self) {
        match self.store.workspaces().await {
            Ok(found) => self.samples.set(found.into_iter().filter(|workspace| workspace.sample.is_some()).collect()),
            Err(error) => self.notify(Failure::Store(error).notice(self.lang.get_untracked())),
        }
    }

    /// Opens a workspace: the own one, or a sample that is on this device.
    pub async fn open(&'static self, id: &str) {
        if id == LOOK && self.show_looked() {
            self.shown();
            return;
        }
        let sample = self.samples.get_untracked().into_iter().find(|workspace| workspace.id == id);
        let workspace = sample.unwrap_or_else(|| Workspace { id: OWN.to_owned(), sample: None });
        let found = match self.store.read(&workspace.id).await {
            Ok(found) => found,
            Err(error) => {
                self.notify(Failure::Store(error).notice(self.lang.get_untracked()));
                return;
            }
        };
        let health = Health::of(self.store.homes(), &found);
        let mut replica = Replica::new();
        replica.apply(found.saves);
        self.show(replica);
        if self.read_only.get_untracked() != Some(ReadOnly::Newer) {
            self.read_only.set(None);
        }
        self.health.set(health);
        self.workspace.set(workspace.clone());
        self.shown();
        self.measure();
        if found.parts >= JOURNAL_ENTRIES_MAX && self.check_writable().is_ok() {
            self.tidy(workspace.id);
        }
    }

    /// Tells whatever follows records that all of them may be others.
    fn shown(&self) {
        self.count_backup();
        for (_, signals) in &self.kinds {
            signals.members.notify();
            signals.edits.notify();
        }
    }
}

/// Joins what other tabs save: the browser tells each tab what the others wrote to local storage.
fn listen_to_tabs() {
    let listener = Closure::<dyn Fn(StorageEvent)>::new(|event: StorageEvent| {
        if let Some(key) = event.key() {
            app().hear(&key, event.new_value().as_deref());
        }
    });
    if let Some(window) = web_sys::window() {
        // Without the listener other tabs' work shows at the next start; it is never lost.
        let _ = window.add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
    }
    // What IndexedDB did not take is tried again when the person comes back to the page.
    let returning = Closure::<dyn Fn()>::new(|| platform::spawn(Box::pin(app().bring_home(None))));
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("focus", returning.as_ref().unchecked_ref());
    }
    // They listen for as long as the page is open.
    listener.forget();
    returning.forget();
}

impl App {
    fn hear(&'static self, key: &str, text: Option<&str>) {
        let workspace = self.workspace.get_untracked().id;
        let Some(text) = text else { return };
        if BrowserStore::is_newer(key, text) {
            self.read_only.set(Some(ReadOnly::Newer));
        } else if BrowserStore::is_tombstone(&workspace, key) {
            let lang = self.lang.get_untracked();
            self.notify(super::Notice::done(lang.text(Message::WorkspaceGone).to_owned()));
            platform::spawn(Box::pin(async move {
                self.list_samples().await;
                self.open(OWN).await;
            }));
        } else if BrowserStore::is_ping(&workspace, key) {
            platform::spawn(Box::pin(async move {
                // What cannot be read now is read at the next start; it is in IndexedDB.
                drop(self.join().await);
            }));
        } else if let Some(saves) = self.store.read_foreign(&workspace, key, text) {
            self.apply(saves);
        }
    }
}

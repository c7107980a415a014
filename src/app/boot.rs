//! Starting: open both homes, finish earlier removals, read the workspace, and listen to other tabs.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::StorageEvent;

use super::{APP, App, Failure, Health, OWN, app};
use crate::i18n::Message;
use crate::insight::Records;
use crate::model::sorted::Sorted;
use crate::platform;
use crate::replica::Replica;
use crate::store::browser::BrowserLocal;
use crate::store::indexed_db::IndexedDb;
use crate::store::{JOURNAL_ENTRIES_MAX, Store, Workspace};

/// Starts the program on a workspace, or on the own one when that is not here.
///
/// # Errors
/// When the browser gives no random numbers; then nothing could be saved safely.
pub async fn boot(workspace: &str) -> Result<(), Failure> {
    let session = platform::fresh_session().map_err(|_| Failure::Random)?;
    let store = Store::new(BrowserLocal::open().ok(), IndexedDb::open().await.ok(), session);
    let program: &'static App = Box::leak(Box::new(App::new(store, session)));
    APP.with(|slot| slot.set(Some(program)));
    let _ = program.store.start().await;
    program.list_samples().await;
    program.open(workspace).await;
    listen_to_tabs();
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
        let sample = self.samples.get_untracked().into_iter().find(|workspace| workspace.id == id);
        let workspace = sample.unwrap_or_else(|| Workspace { id: OWN.to_owned(), sample: None });
        let found = match self.store.read(&workspace.id).await {
            Ok(found) => found,
            Err(error) => {
                self.notify(Failure::Store(error).notice(self.lang.get_untracked()));
                return;
            }
        };
        let mut replica = Replica::new();
        replica.apply(found.saves);
        *self.rows.borrow_mut() = Records::read(&replica);
        *self.replica.borrow_mut() = replica;
        self.records.borrow_mut().clear();
        let (local, durable) = self.store.homes();
        let missing = u32::try_from(found.saves_missing()).unwrap_or(u32::MAX);
        self.health.set(Health { local, durable, damaged: found.damaged, missing });
        let in_conflict = |(key, _, view): (&crate::replica::Key, _, &std::sync::Arc<crate::replica::View>)| {
            view.in_conflict().then(|| key.clone())
        };
        self.conflicts.set(self.replica.borrow().iter().filter_map(in_conflict).into_set());
        self.workspace.set(workspace.clone());
        self.count_backup();
        for (_, signals) in &self.kinds {
            signals.members.notify();
            signals.edits.notify();
        }
        if found.parts >= JOURNAL_ENTRIES_MAX {
            crate::platform::spawn(Box::pin(async move {
                // A compaction that fails changes nothing and is tried at the next start.
                let _ = self.store.compact(&workspace.id).await;
            }));
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
    // It listens for as long as the page is open.
    listener.forget();
}

impl App {
    fn hear(&'static self, key: &str, text: Option<&str>) {
        let workspace = self.workspace.get_untracked().id;
        if Store::<BrowserLocal, IndexedDb>::is_tombstone(&workspace, key) && text.is_some() {
            let lang = self.lang.get_untracked();
            self.notify(super::Notice::done(lang.text(Message::WorkspaceGone).to_owned()));
            crate::platform::spawn(Box::pin(async move {
                self.list_samples().await;
                self.open(OWN).await;
            }));
        } else if let Some(saves) = text.and_then(|text| self.store.read_foreign(&workspace, key, text)) {
            self.apply(saves);
        }
    }
}

//! The shared folder: choosing it, and what was found in it.

use leptos::prelude::*;

use crate::app::app;
use crate::app::folder::{Fate, Found, Shared, listen};
use crate::i18n::{Message, moment};
use crate::platform::folder::is_supported;
use crate::platform::{local_time, spawn};
use crate::ui::dynamic::{button, list, part, when, words};
use crate::ui::files::refused;
use crate::ui::run;
use crate::ui::text::{fill, t};

/// What is known of the folder of the open workspace; it outlives the page, so that coming back to the window looks into
/// it from anywhere.
#[derive(Clone, Copy)]
pub struct Folders(RwSignal<Option<Shared>>);

impl Folders {
    /// The name of the folder that the browser asks about before it lets the page in again.
    #[must_use]
    pub fn locked(self) -> Option<String> {
        self.0.with(|shared| shared.as_ref().filter(|shared| shared.is_locked).map(|shared| shared.name.clone()))
    }
}

impl Default for Folders {
    fn default() -> Self {
        Self(RwSignal::new(None))
    }
}

/// Brings the folder of the open workspace to mind and looks into it, now and whenever the person comes back.
pub fn recall(Folders(shared): Folders) {
    if is_supported() {
        listen(shared);
        spawn(Box::pin(app().recall_folder(shared)));
    }
}

/// Looks into the folder, with the person's leave where the browser asks for it.
pub fn look_again(Folders(shared): Folders) {
    spawn(Box::pin(app().look_into_folder(shared, true)));
}

/// The card of the shared folder.
pub fn folder_card() -> AnyView {
    let Folders(shared) = expect_context();
    let body = move || match (is_supported(), shared.get()) {
        (false, _) => view! { <p class="note">{t(Message::FolderUnsupported)}</p> }.into_any(),
        (true, None) => {
            let choose = move || run(app().choose_folder(shared), |()| {});
            view! { <p>{button("button", "folder-choose", Message::FolderChoose, choose)}</p> }.into_any()
        }
        (true, Some(of)) => chosen(shared, of),
    };
    view! {
        <section class="card pad" id="folder">
            <h2>{t(Message::FolderTitle)}</h2>
            <p class="note">{t(Message::FolderText)}</p>
            {part(body)}
        </section>
    }
    .into_any()
}

fn chosen(shared: RwSignal<Option<Shared>>, of: Shared) -> AnyView {
    let look = move || look_again(Folders(shared));
    let choose = move || run(app().choose_folder(shared), |()| {});
    let leave = move || spawn(Box::pin(app().leave_folder(shared)));
    let act = if of.is_locked { Message::FolderAllow } else { Message::FolderLook };
    let looked = of.looked.and_then(local_time).map(moment);
    let (name, locked) = (of.name.clone(), of.name.clone());
    let files = of.files;
    let has_files = !files.is_empty();
    view! {
        <p><b>{words(move || fill(Message::FolderNamed, &[&name]))}</b></p>
        <div role="status" id="folder-state">
            {of.is_busy.then(|| view! { <p class="note">{t(Message::FolderBusy)}</p> })}
            {of.is_locked.then(|| view! { <p>{words(move || fill(Message::FolderLocked, &[&locked]))}</p> })}
            {of.failure.as_ref().map(refused)}
            {looked.map(|looked| view! { <p class="note">{words(move || fill(Message::FolderLooked, &[&looked]))}</p> })}
        </div>
        {when(move || has_files, move || {
            let files = files.clone();
            view! { <ul class="rows plain" id="folder-files">{list(move || files.clone(), |found| file_row(&found))}</ul> }.into_any()
        })}
        <p class="row">
            {button("button primary", "folder-look", act, look)}
            {button("button", "folder-other", Message::FolderOther, choose)}
            {button("button quiet", "folder-leave", Message::FolderLeave, leave)}
        </p>
    }
    .into_any()
}

fn file_row(found: &Found) -> AnyView {
    let fate = found.fate.clone();
    let text = move || match &fate {
        Fate::Own => t(Message::FolderOwn)().to_owned(),
        Fate::Taken { records, left: 0 } => fill(Message::FolderTaken, &[&records.to_string()]),
        Fate::Taken { records, left } => fill(Message::FolderTakenLeft, &[&records.to_string(), &left.to_string()]),
        Fate::Nothing => t(Message::FolderNothing)().to_owned(),
        Fate::NotWhole => t(Message::FolderNotWhole)().to_owned(),
        Fate::Refused(failure) => {
            let notice = failure.notice(app().lang.get());
            format!("{} {}", notice.title, notice.remedy.as_deref().unwrap_or_default())
        }
        Fate::Other => t(Message::FolderForeign)().to_owned(),
    };
    view! { <li><div><b>{found.name.clone()}</b><small>{words(text)}</small></div></li> }.into_any()
}

//! What people see and press. Reads signals, calls commands, changes nothing itself.

mod compare;
pub mod conflicts;
pub mod control;
pub mod dated;
pub mod diagnosis;
pub mod doubles;
mod dynamic;
pub mod facts;
pub mod files;
pub mod form;
mod frozen;
pub mod history;
mod indicator;
mod indicators;
pub mod late;
pub mod list;
pub mod overview;
pub mod pointing;
pub mod progress;
mod record;
mod report;
pub mod route;
pub mod rows;
mod search;
pub mod settings;
mod sheet;
pub mod shell;
mod source;
pub mod span;
pub mod standards;
mod steps;
mod table;
pub mod text;
pub mod welcome;

use leptos::prelude::*;

use crate::app::{Notice, app};
use route::{Page, Route};
use shell::{banners, notices, rail, tabs, top_bar};
use text::{label, t};

/// Where the person is.
#[derive(Clone, Copy)]
pub struct Place(pub RwSignal<Route>);

impl Place {
    /// The place that the shell provides.
    ///
    /// # Panics
    /// When used outside of [`Interface`].
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// The route, tracked.
    #[must_use]
    pub fn route(self) -> Route {
        self.0.get()
    }
}

/// The whole interface.
#[component]
pub fn Interface() -> impl IntoView {
    let place = Place(RwSignal::new(Route::current()));
    provide_context(place);
    let folders = files::Folders::default();
    provide_context(folders);
    provide_context(files::Reports::default());
    follow_address(place);
    follow_workspace(place);
    search_by_key(place);
    follow_opened(place);
    follow_folder(folders);
    Effect::new(move || {
        let lang = app().lang.get();
        if let Some(html) = document().document_element() {
            // An interface in the wrong `lang` still works; screen readers would only mispronounce it.
            let _ = html.set_attribute("lang", lang.tag());
        }
        let page = page_title(&place.route());
        document().set_title(&format!("{page} · {}", lang.text(crate::i18n::Message::Product)));
    });
    // Only what a page is keyed by re-creates it; filters in the address do not.
    let page_key = Memo::new(move |_| {
        let route = place.route();
        (route.workspace, route.page)
    });
    forget_told(page_key);
    view! {
        <a class="skip" href="#main" on:click=skip_to_content>{t(crate::i18n::Message::SkipToContent)}</a>
        <div class="shell">
            {rail()}
            <div class="body">
                {top_bar()}
                {banners()}
                {notices()}
                <main id="main" tabindex="-1">{dynamic::part(move || {
                    let page = page_key.get().1;
                    untrack(|| page_view(page))
                })}</main>
            </div>
        </div>
        {tabs()}
    }
}

fn page_view(page: Page) -> AnyView {
    match page {
        Page::Overview => dynamic::either(|| app().has_units(), || late::page(late::figures()), welcome::welcome),
        Page::List(kind) => late::page(late::list(kind)),
        Page::Table(kind) => late::page(late::table(kind)),
        Page::Record { kind, id } => late::page(late::record(kind, id)),
        Page::Indicators => late::page(late::indicators()),
        Page::Indicator => late::page(late::indicator()),
        Page::Compare => late::page(late::compare()),
        Page::Diagnosis => late::page(late::diagnosis()),
        Page::Report => late::page(late::report()),
        Page::Sheet { kind, id } => late::page(late::sheet(kind, id)),
        Page::History { kind, id } => late::page(late::history(kind, id)),
        Page::Files => late::page(late::files()),
        Page::Conflicts => late::page(late::conflicts()),
        Page::Settings => late::page(late::settings()),
        Page::Search => late::page(late::search()),
    }
}

fn page_title(route: &Route) -> String {
    use crate::i18n::Message;
    let lang = app().lang.get();
    match route.page {
        Page::Overview => lang.text(Message::Overview).to_owned(),
        Page::List(kind) | Page::Table(kind) | Page::Record { kind, .. } => lang.label(label(kind)).to_owned(),
        Page::Indicators | Page::Indicator => lang.text(Message::Indicators).to_owned(),
        Page::Compare => lang.text(Message::Compare).to_owned(),
        Page::Diagnosis => lang.text(Message::Diagnosis).to_owned(),
        Page::Report => lang.text(Message::Report).to_owned(),
        Page::Sheet { kind, .. } => lang.label(label(kind)).to_owned(),
        Page::History { .. } => lang.text(Message::History).to_owned(),
        Page::Files => lang.text(Message::Files).to_owned(),
        Page::Conflicts => lang.text(Message::Conflicts).to_owned(),
        Page::Settings => lang.text(Message::Settings).to_owned(),
        Page::Search => lang.text(Message::Search).to_owned(),
    }
}

/// The address holds the place, so the skip link moves the focus and leaves the address alone.
fn skip_to_content(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(main) = document().get_element_by_id("main") {
        // Failing to focus leaves the focus where it was.
        let _ = main.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Keeps the route in step with the address, opening the workspace that the address names.
fn follow_address(place: Place) {
    let handle = window_event_listener(leptos::ev::hashchange, move |_| {
        let route = Route::current();
        if route.workspace == app().workspace.get_untracked().id {
            place.0.set(route);
        } else {
            crate::platform::spawn(Box::pin(async move {
                app().open(&route.workspace).await;
                let opened = app().workspace.get_untracked().id;
                if opened == route.workspace { place.0.set(route) } else { Route::overview(&opened).replace() }
            }));
        }
    });
    on_cleanup(move || handle.remove());
}

/// Goes to the workspace that a command opened: to its files where a file opened it, else to its overview.
fn follow_workspace(place: Place) {
    Effect::new(move || {
        let opened = app().workspace.get().id;
        if place.0.with_untracked(|route| route.workspace != opened) && Route::current().workspace != opened {
            let page = place.0.with_untracked(|route| route.page);
            let page = if page == Page::Files { page } else { Page::Overview };
            Route { page, ..Route::overview(&opened) }.go();
        }
    });
}

/// Leads to the files where the system asked for files to be opened; that page takes them.
fn follow_opened(place: Place) {
    Effect::new(move || {
        let route = place.0.get_untracked();
        if app().edition.get().has_opened && route.page != Page::Files {
            route.to(Page::Files, &[]).go();
        }
    });
}

/// Loads the late parts, and looks into the shared folder of each workspace that is opened.
fn follow_folder(folders: files::Folders) {
    let is_desk_here = RwSignal::new(false);
    // An effect begins after the page asked for its own part, which so comes first.
    Effect::new(move || late::prefetch(is_desk_here));
    let workspace = Memo::new(move |_| app().workspace.get().id);
    Effect::new(move || {
        // A memo that nobody read yet follows nothing, so it is read.
        workspace.with(|_| ());
        if is_desk_here.get() {
            crate::platform::spawn(Box::pin(async move {
                // The part is here.
                let _ = late::recall_folder(folders).await;
            }));
        }
    });
}

/// What was done is told until the second page after it, or until the language changes: the first page is often the one
/// that the command itself leads to.
fn forget_told(page_key: Memo<(String, Page)>) {
    let seen = StoredValue::new((None, Vec::new()));
    Effect::new(move || {
        page_key.with(|_| ());
        let lang = Some(app().lang.get());
        app().notices.update(|notices| {
            let (said_in, told) = seen.get_value();
            notices.retain(|notice| notice.is_failure() || (said_in == lang && !told.contains(notice)));
            seen.set_value((lang, notices.clone()));
        });
    });
}

/// The key `/` leads to the search, or back into its field, unless the person is typing somewhere.
fn search_by_key(place: Place) {
    use wasm_bindgen::JsCast;
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_typing = target.is_some_and(|at| ["INPUT", "TEXTAREA", "SELECT"].contains(&at.tag_name().as_str()));
        if event.key() != "/" || event.ctrl_key() || event.alt_key() || event.meta_key() || is_typing {
            return;
        }
        event.prevent_default();
        let route = place.0.get_untracked();
        if route.page != Page::Search {
            route.to(Page::Search, &[]).go();
        } else if let Some(field) = document().get_element_by_id(search::FIELD) {
            // Failing to focus leaves the focus where it was.
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Runs a command and tells the person how it ended.
pub fn run<T: 'static>(
    command: impl Future<Output = Result<T, crate::app::Failure>> + 'static,
    then: impl FnOnce(T) + 'static,
) {
    crate::platform::spawn(Box::pin(async move {
        match command.await {
            Ok(done) => then(done),
            Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
        }
    }));
}

/// Shows the page for a program that broke: the data is safe, reload.
pub fn show_crash(info: &std::panic::PanicHookInfo<'_>) {
    leptos::logging::error!("{info}");
    if let Some(page) = document().get_element_by_id("crash") {
        // Nothing more can be done from a program that broke than to try to say so.
        let _ = page.remove_attribute("hidden");
    }
}

/// Shows why the program could not start.
pub fn show_start_failure(zh: &Notice, en: &Notice) {
    if let Some(opening) = document().get_element_by_id("opening") {
        let text = |notice: &Notice| format!("{} {}", notice.title, notice.remedy.clone().unwrap_or_default());
        opening.set_text_content(Some(&format!("{} {}", text(zh), text(en))));
    }
}

//! The late parts of the program: what a first paint does without, in files of their own.
//!
//! Every way into a part is a function here, declared by `way!`, which names the part and makes the function
//! asynchronous: whoever calls it waits until the part is here, or gets a failure. So nothing can be called in a part
//! that is not here. What only such functions reach goes into their part by itself, and what several parts share into
//! files that they load first; nothing else may name it, or it is back in the main part. A page is put into a part by
//! such a function and its place in `page_view`, a command by such a function.
//!
//! The store and saving stay in the main part: a form that is shown waits for nothing more in order to save.

use std::sync::Arc;

use crate::app::parts::way;
use leptos::prelude::*;

use super::dynamic::part;
use super::files::Folders;
use super::text::t;
use super::{
    compare, conflicts, diagnosis, files, history, indicator, indicators, list, overview, record, report, search,
    settings, sheet, table,
};
use crate::app::{Failure, app};
use crate::i18n::Message;
use crate::insight::search::{Readings, pinyin};
use crate::model::RecordId;
use crate::platform;

/// What makes a page, once its part is here.
pub type View = Arc<dyn Fn() -> AnyView + Send + Sync>;

way! {
    /// The figures of a unit.
    in figures, here figures_here:
    pub fn figures() -> Result<View, Failure> {
        Ok(Arc::new(overview::figures_page))
    }
}

way! {
    /// All indicators of a unit.
    in insight, here insight_here:
    pub fn indicators() -> Result<View, Failure> {
        Ok(Arc::new(indicators::indicators_page))
    }
}

way! {
    /// One indicator, with what it is made of.
    in insight:
    pub fn indicator() -> Result<View, Failure> {
        Ok(Arc::new(indicator::indicator_page))
    }
}

way! {
    /// The units under one, side by side.
    in insight:
    pub fn compare() -> Result<View, Failure> {
        Ok(Arc::new(compare::compare_page))
    }
}

way! {
    /// What a unit lacks, and what can be done.
    in insight:
    pub fn diagnosis() -> Result<View, Failure> {
        Ok(Arc::new(diagnosis::diagnosis_page))
    }
}

way! {
    /// The work report of a unit.
    in paper, here paper_here:
    pub fn report() -> Result<View, Failure> {
        Ok(Arc::new(report::report_page))
    }
}

way! {
    /// One record as a sheet to print.
    in paper:
    pub fn sheet(kind: &'static str, id: RecordId) -> Result<View, Failure> {
        Ok(Arc::new(move || sheet::sheet_page(kind, id)))
    }
}

way! {
    /// The records of one kind.
    in book, here book_here:
    pub fn list(kind: &'static str) -> Result<View, Failure> {
        Ok(Arc::new(move || list::list_page(kind)))
    }
}

way! {
    /// Sheets of one kind.
    in table, here table_here:
    pub fn table(kind: &'static str) -> Result<View, Failure> {
        Ok(Arc::new(move || table::table_page(kind)))
    }
}

way! {
    /// One record.
    in book:
    pub fn record(kind: &'static str, id: Option<RecordId>) -> Result<View, Failure> {
        Ok(Arc::new(move || record::record_page(kind, id)))
    }
}

way! {
    /// Export and import.
    in desk, here desk_here:
    pub fn files() -> Result<View, Failure> {
        Ok(Arc::new(files::files_page))
    }
}

way! {
    /// Brings the shared folder of the open workspace to mind.
    in desk:
    pub fn recall_folder(folders: Folders) -> Result<(), Failure> {
        files::recall(folders);
        Ok(())
    }
}

way! {
    /// Looks into the shared folder, with the person's leave where the browser asks for it.
    in desk:
    pub fn look_into_folder(folders: Folders) -> Result<(), Failure> {
        files::look_again(folders);
        Ok(())
    }
}

way! {
    /// What is to be settled.
    in desk:
    pub fn conflicts() -> Result<View, Failure> {
        Ok(Arc::new(conflicts::conflicts_page))
    }
}

way! {
    /// The history of one record.
    in desk:
    pub fn history(kind: &'static str, id: RecordId) -> Result<View, Failure> {
        Ok(Arc::new(move || history::history_page(kind, id)))
    }
}

way! {
    /// Where the data is, the sample, the version.
    in desk:
    pub fn settings() -> Result<View, Failure> {
        Ok(Arc::new(settings::settings_page))
    }
}

way! {
    /// Finding in all records.
    in desk:
    pub fn search() -> Result<View, Failure> {
        Ok(Arc::new(search::search_page))
    }
}

way! {
    /// The readings of Chinese characters: a large table, loaded when somebody is about to search and not before.
    in pinyin:
    pub fn readings() -> Result<Readings, Failure> {
        Ok(pinyin::readings)
    }
}

way! {
    /// Opens the sample city.
    in desk:
    pub fn open_sample() -> Result<(), Failure> {
        settings::open_sample();
        Ok(())
    }
}

/// Loads all parts in the background, so that they are here when they are wanted, and when the network is gone by then.
/// The page is marked (`data-parts`) when that ended.
///
/// Nobody wanted them yet, so a failure is not told; whoever wants one asks again. Then `is_desk_here` is set, once what
/// works behind the pages can begin.
pub fn prefetch(is_desk_here: RwSignal<bool>) {
    platform::spawn(Box::pin(async move {
        let is_here = figures_here().await.is_ok() & book_here().await.is_ok() & desk_here().await.is_ok();
        is_desk_here.set(is_here);
        let is_here = is_here & insight_here().await.is_ok() & paper_here().await.is_ok() & table_here().await.is_ok();
        if let Some(html) = document().document_element() {
            // The mark is for those who watch the page from outside; the program itself does not read it.
            let _ = html.set_attribute("data-parts", if is_here { "here" } else { "missing" });
        }
    }));
}

#[derive(Clone)]
enum State {
    Coming,
    Here(View),
    Missing,
}

/// Shows a page of a part, and until that is here that it is coming.
pub fn page(opening: impl Future<Output = Result<View, Failure>> + 'static) -> AnyView {
    let state = RwSignal::new(State::Coming);
    platform::spawn(Box::pin(async move {
        let opened = opening.await;
        if let Err(failure) = &opened {
            app().notify(failure.notice(app().lang.get_untracked()));
        }
        // The person may have gone elsewhere meanwhile; then there is nobody to show it to.
        let _ = state.try_set(opened.map_or(State::Missing, State::Here));
    }));
    let waiting = |text| view! { <p class="empty card" role="status">{t(text)}</p> }.into_any();
    part(move || match state.get() {
        State::Here(view) => untrack(|| view()),
        State::Coming => waiting(Message::PartComing),
        State::Missing => waiting(Message::FailPart),
    })
}

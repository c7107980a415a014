//! Sending and receiving files.

mod backup;
mod export;
mod folder;
mod import;
mod receipts;
mod sheets;

use leptos::prelude::*;

use super::text::t;
use crate::app::{Failure, app};
use crate::i18n::Message;
pub use folder::{Folders, look_again, recall};
pub use import::Reports;

/// Export and import.
pub fn files_page() -> AnyView {
    let desk = export::Desk::new();
    view! {
        <div class="head"><div><h1>{t(Message::Files)}</h1></div></div>
        <div class="two even">{export::export_card(desk)}<div class="stack">{import::import_card()}{backup::backup_card(desk)}</div></div>
        {folder::folder_card()}
        {receipts::who_has_card(desk)}
        {receipts::radar_card()}
        {sheets::sheets_card()}
        {import::received_card()}
    }
    .into_any()
}

/// Why nothing of a file was taken, in the language of the page.
fn refused(failure: &Failure) -> AnyView {
    let notice = failure.notice(app().lang.get());
    view! { <div class="result bad refused" role="status"><p>{notice.title}</p><p class="note">{notice.remedy}</p></div> }
        .into_any()
}

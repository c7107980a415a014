//! Sending and receiving files.

mod export;
mod import;

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;
pub use import::Reports;

/// Export and import.
pub fn files_page() -> AnyView {
    view! {
        <div class="head"><div><h1>{t(Message::Files)}</h1></div></div>
        <div class="two even">{export::export_card()}{import::import_card()}</div>
        {import::received_card()}
    }
    .into_any()
}

//! The work report of a unit.

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// The page.
pub fn report_page() -> AnyView {
    view! { <div class="head"><h1>{t(Message::Report)}</h1></div> }.into_any()
}

//! The units under one, side by side.

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// The page.
pub fn compare_page() -> AnyView {
    view! { <div class="head"><h1>{t(Message::Compare)}</h1></div> }.into_any()
}

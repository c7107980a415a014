//! One indicator: what it is made of.

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// The page.
pub fn indicator_page() -> AnyView {
    view! { <div class="head"><h1>{t(Message::Indicators)}</h1></div> }.into_any()
}

//! All indicators of a unit.

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// The page.
pub fn indicators_page() -> AnyView {
    view! { <div class="head"><h1>{t(Message::Indicators)}</h1></div> }.into_any()
}

//! What a unit lacks, and what can be done about it.

use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// The page.
pub fn diagnosis_page() -> AnyView {
    view! { <div class="head"><h1>{t(Message::Diagnosis)}</h1></div> }.into_any()
}

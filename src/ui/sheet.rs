//! One record as a sheet to print.

use leptos::prelude::*;

use super::text::{l, label_one};
use crate::model::RecordId;

/// The sheet.
pub fn sheet_page(kind: &'static str, _id: RecordId) -> AnyView {
    view! { <div class="head"><h1>{l(label_one(kind))}</h1></div> }.into_any()
}

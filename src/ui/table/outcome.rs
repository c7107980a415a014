//! What a sheet brought, taken back and brought again with one press each.

use leptos::prelude::*;

use super::{Desk, list_of};
use crate::app::app;
use crate::app::table::Brought;
use crate::i18n::Message;
use crate::ui::dynamic::{button, part, words};
use crate::ui::text::{fill, t};
use crate::ui::{Place, run};

/// The last sheet that was taken, for as long as the page is open.
pub fn outcome_card(desk: Desk) -> AnyView {
    let is_sure = RwSignal::new(false);
    part(move || desk.brought.get().map(|brought| outcome(desk, brought, is_sure)).into_any())
}

fn outcome(desk: Desk, brought: Brought, is_sure: RwSignal<bool>) -> AnyView {
    let place = Place::here();
    let (added, changed) = (brought.added.to_string(), brought.changed.to_string());
    let is_back = brought.is_back();
    let name = brought.file_name.clone();
    let said = move || {
        let message = if is_back { Message::SheetTakenBack } else { Message::SheetDone };
        fill(message, &[&name, &added, &changed])
    };
    let since = if is_back { 0 } else { app().changed_since(&brought) };
    let turn = {
        let brought = StoredValue::new(brought);
        move || {
            // Later work on these records goes out of sight too: that is asked, not assumed.
            let since = brought.with_value(|brought| if brought.is_back() { 0 } else { app().changed_since(brought) });
            if since > 0 && !is_sure.get_untracked() {
                is_sure.set(true);
                return;
            }
            is_sure.set(false);
            run(app().turn_sheet(brought.get_value()), move |brought| desk.brought.set(Some(brought)));
        }
    };
    let label = if is_back { Message::SheetRedo } else { Message::SheetUndo };
    view! {
        <div class="result good" role="status" id="sheet-outcome">
            <p><b>{words(said)}</b></p>
            {part(move || if is_sure.get() {
                view! { <p class="sure">{fill(Message::SheetUndoSure, &[&since.to_string()])}</p> }.into_any()
            } else {
                ().into_any()
            })}
            <p class="row">
                {button("button", if is_back { "sheet-redo" } else { "sheet-undo" }, label, turn)}
                <a class="button" href=words(move || list_of(place, desk.spec.kind))>{t(Message::SheetSeeList)}</a>
            </p>
        </div>
    }
    .into_any()
}

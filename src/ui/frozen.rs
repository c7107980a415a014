//! What differs now from the figures that were frozen with a period.
//!
//! The frozen figures themselves are a field like others; nothing here changes them.

use leptos::prelude::*;

use super::dynamic::{part, words};
use super::text::{l, t};
use crate::app::app;
use crate::i18n::Message;
use crate::insight::frozen::{Difference, differences, label};
use crate::model::kinds::ReportSnapshot;
use crate::model::rows::Cells;
use crate::replica::{Key, View};

/// The differences of one snapshot; nothing for other kinds.
pub fn differences_card(key: &Key) -> AnyView {
    if key.kind.as_str() != ReportSnapshot::KIND {
        return ().into_any();
    }
    let signal = app().record(key);
    part(move || match signal.get() {
        Some(view) => card(&view),
        None => ().into_any(),
    })
}

fn card(view: &View) -> AnyView {
    let then = view.value("values").and_then(Cells::read).unwrap_or_default();
    let Some(now) = app().frozen_now(view) else {
        return view! { <section class="card"><p class="note">{t(Message::FrozenUnknown)}</p></section> }.into_any();
    };
    let is_same_basis = view.value("digest").and_then(crate::model::Value::as_text) == Some(&now.digest);
    let found = differences(&then, &now.values);
    let summary = match (found.is_empty(), is_same_basis) {
        (true, true) => Message::FrozenSame,
        (true, false) => Message::FrozenOtherBasis,
        (false, _) => Message::FrozenDiffers,
    };
    let is_empty = found.is_empty();
    let rows: Vec<AnyView> = found.iter().map(row).collect();
    view! {
        <section class="card" id="frozen">
            <h2>{t(Message::FrozenTitle)}</h2>
            <p class="note">{t(summary)}</p>
            {(!is_empty).then(|| view! {
                <div class="scroll" tabindex="0" role="region" aria-label=t(Message::FrozenTitle)>
                    <table>
                        <thead><tr><th scope="col">{t(Message::FrozenFigure)}</th><th scope="col" class="number">{t(Message::FrozenThen)}</th><th scope="col" class="number">{t(Message::FrozenNow)}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
        </section>
    }
    .into_any()
}

fn row(difference: &Difference) -> AnyView {
    let name = difference.name.clone();
    let heading = move || label(&name).map_or_else(|| name.clone(), |label| l(label)().to_owned());
    let (then, now) = (shown(difference.then.as_deref()), shown(difference.now.as_deref()));
    view! { <tr><th scope="row">{words(heading)}</th><td class="number">{then}</td><td class="number">{now}</td></tr> }
        .into_any()
}

/// A figure as numerator / denominator; what has no denominator is not available.
fn shown(cells: Option<&[String]>) -> String {
    let cell = |place: usize| cells.and_then(|cells| cells.get(place)).map(String::as_str).unwrap_or_default();
    match (cell(1), cell(2)) {
        (_, "") => t(Message::NotAvailable)().to_owned(),
        (numerator, "1") => numerator.to_owned(),
        (numerator, denominator) => format!("{numerator} / {denominator}"),
    }
}

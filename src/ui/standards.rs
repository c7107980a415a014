//! The standards that hold for a unit, own or inherited, with where they come from.
//!
//! Measures nothing by them.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{part, words};
use super::route::Page;
use super::text::{fill, l, t, title};
use crate::app::app;
use crate::i18n::Message;
use crate::insight::standards::{InForce, all_in_force};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Standard, Unit};
use crate::model::quantity::decimal;
use crate::model::{Label, Name, RecordId};
use crate::replica::Key;

/// The standards of one unit; nothing for other kinds.
pub fn standards_card(key: &Key) -> AnyView {
    if key.kind.as_str() != Unit::KIND {
        return ().into_any();
    }
    let unit = key.id;
    let found = Memo::new(move |_| app().with_rows(|rows| all_in_force(rows, unit)));
    part(move || {
        let found = found.get();
        if found.is_empty() {
            return ().into_any();
        }
        let rows: Vec<AnyView> = found.iter().map(|standard| row(unit, standard)).collect();
        view! {
            <section class="card" id="standards">
                <h2>{t(Message::StandardsTitle)}</h2>
                <div class="scroll" tabindex="0" role="region" aria-label=t(Message::StandardsTitle)>
                    <table>
                        <thead><tr><th scope="col">{l(field("key"))}</th><th scope="col" class="number">{l(field("value"))}</th><th scope="col">{l(field("document"))}</th><th scope="col">{t(Message::StandardsFrom)}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

fn field(name: &str) -> Label {
    Standard::SPEC.field(name).map_or(Standard::SPEC.label, |field| field.label)
}

fn row(unit: RecordId, standard: &InForce) -> AnyView {
    let place = Place::here();
    let InForce { key, id, value, unit: of } = *standard;
    let measured = key.label();
    let href = move || place.route().to(Page::Record { kind: Standard::KIND, id: Some(id) }, &[]).href();
    let document = app().with_rows(|rows| {
        let standard = rows.standards.get(&id);
        standard.and_then(|standard| standard.document.known()).map(|text| text.0.clone()).unwrap_or_default()
    });
    let origin = move || {
        if of == unit {
            t(Message::StandardsOwn)().to_owned()
        } else {
            fill(Message::StandardsOf, &[&title(&Key { id: of, kind: Name::known(Unit::KIND) })])
        }
    };
    view! {
        <tr>
            <th scope="row"><a href=words(href)>{l(measured)}</a></th>
            <td class="number">{decimal(value.0)}</td>
            <td>{document}</td>
            <td>{words(origin)}</td>
        </tr>
    }
    .into_any()
}

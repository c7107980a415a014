//! The values of a field in conflict, side by side, each with who said it, when, and where it came from.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::source::named;
use super::super::text::{fill, l, t, value_text};
use super::item::{keep_button, write_button};
use super::{Desk, action, matter_id, third};
use crate::app::app;
use crate::i18n::{Message, moment};
use crate::insight::Matter;
use crate::insight::history::{Came, Clock};
use crate::insight::settle::{Maker, Side};
use crate::model::{FieldSpec, Input, Name, kind_spec};
use crate::platform;
use crate::replica::dated::parts;
use crate::replica::{Key, View};

/// A field's declaration, that of a dated entry by its base.
pub fn field_spec(key: &Key, name: &Name) -> Option<&'static FieldSpec> {
    let base = parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
    kind_spec(key.kind.as_str())?.field(base)
}

/// What people call a field; a dated entry with its day.
pub fn field_label(key: &Key, name: &Name) -> String {
    match (field_spec(key, name), parts(name.as_str())) {
        (None, _) => name.to_string(),
        (Some(field), None) => l(field.label)().to_owned(),
        (Some(field), Some((_, day))) => fill(Message::DatedSince, &[&day.to_string(), l(field.label)()]),
    }
}

/// Tells whether a newest value of a field is not held here: then nothing can be decided about it.
pub fn is_withheld(key: &Key, field: &Name) -> bool {
    let view = app().record(key).get_untracked();
    view.is_some_and(|view| view.fields.get(field).is_some_and(crate::replica::FieldView::is_withheld))
}

/// A moment on this device's clock on the wall.
pub fn moment_text(at: i64) -> String {
    platform::local_time(at).map_or_else(String::new, moment)
}

/// One field's values, side by side.
pub(super) fn sides_view(desk: Desk, matter: &Matter, key: &Key, view: &Arc<View>, field: &Name) -> AnyView {
    let spec = field_spec(key, field);
    let is_hidden = spec.is_some_and(|spec| spec.restricted) && !desk.revealed.get();
    let is_locked = view.fields.get(field).is_some_and(crate::replica::FieldView::is_withheld);
    let sides = app().sides(&[(key.clone(), field.clone())]).into_iter().next().unwrap_or_default();
    let input = spec.map_or(Input::Note { chars_max: usize::MAX }, |spec| spec.input);
    let rows = sides.iter().enumerate().map(|(place, side)| {
        let shown = match value_text(input, &side.value) {
            _ if is_hidden => t(Message::Hidden)().to_owned(),
            text if text.is_empty() => t(Message::NotStated)().to_owned(),
            text => text,
        };
        let id = format!("{}-{place}", matter_id(&matter.name()));
        let button = (!is_locked).then(|| keep_button(desk, matter.clone(), place));
        view! { <li><b id=id>{shown}</b><div class="makers">{makers(side)}</div>{button}</li> }.into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let can_write = third::target(matter).is_some();
    let name = matter.name();
    view! {
        <div class="sides" data-field=field.to_string()>
            <p>{field_label(key, field)}</p>
            <ul>{rows}</ul>
            {is_locked.then(|| view! { <small class="line">{t(Message::WriteWithheld)}</small> })}
            {(!is_locked && !can_write && spec.is_some()).then(|| view! { <small class="line">{t(Message::WriteBySteps)}</small> })}
            <p class="row">
                {(can_write).then(|| write_button(desk, name))}
                {is_hidden.then(|| action("button quiet", "", Message::RevealAll, move || desk.revealed.set(true)))}
            </p>
        </div>
    }
    .into_any()
}

fn makers(side: &Side) -> Vec<AnyView> {
    let one = |maker: &Maker| {
        let by = fill(Message::ByAt, &[&named(&maker.by), &moment_text(maker.at)]);
        let first = maker.first.as_ref().map(|(by, at)| {
            let first = fill(Message::ByAt, &[&named(by), &moment_text(*at)]);
            view! { <small>{fill(Message::SettleFirst, &[&first])}</small> }
        });
        let came = maker.came.as_ref().map_or_else(|| fill(Message::SettleElsewhere, &[]), came_text);
        view! { <small>{by}{clock_mark(maker.clock)}</small><small>{came}</small>{first} }.into_any()
    };
    side.makers.iter().map(one).collect()
}

/// On which device something was entered, as far as this one knows.
pub fn came_text(came: &Came) -> String {
    match came {
        Came::Here => fill(Message::SettleHere, &[]),
        Came::Sample => fill(Message::SettleSample, &[]),
        Came::File(file) => fill(Message::SettleFromFile, &[&file.name]),
        Came::Perhaps(file) => fill(Message::SettlePerhaps, &[&file.name]),
    }
}

/// A mark on a time that was read from a wrong clock.
pub fn clock_mark(clock: Clock) -> AnyView {
    let (text, days) = match clock {
        Clock::Right => return ().into_any(),
        Clock::Ahead(days) => (Message::ClockAhead, days),
        Clock::Behind(days) => (Message::ClockBehind, days),
    };
    view! { <span class="mark clock">{fill(text, &[&days.to_string()])}</span> }.into_any()
}

//! A file for newer readers: what can be made out of it, and why it is not merged.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::{Failure, app};
use crate::exchange::glance::{Glance, GlanceRecord};
use crate::i18n::Message;
use crate::model::kind_spec;
use crate::ui::dynamic::{list, press, when, words};
use crate::ui::text::{fill, l, label_one, t, value_text};

/// How many records are shown at once.
const PAGE: usize = 50;
/// How many values of a record are shown.
const VALUES_MAX: usize = 6;

/// Says why the file is not merged and shows its values, apart from all records.
pub fn newer(file_name: String, failure: &Failure, glance: Arc<Glance>) -> AnyView {
    let notice = failure.notice(app().lang.get());
    let page = RwSignal::new(1_usize);
    let pages = glance.records.len().div_ceil(PAGE).max(1);
    let (version, unread) = (glance.version.to_string(), glance.unread);
    let held = glance.clone();
    let shown = move || {
        let from = (page.get() - 1) * PAGE;
        held.records.iter().skip(from).take(PAGE).cloned().collect::<Vec<_>>()
    };
    let turn = move |to: usize, text: Message| {
        view! { <button type="button" class="button" disabled=move || !(1..=pages).contains(&to) on:click=press(move || page.set(to))>{t(text)}</button> }
    };
    view! {
        <div class="result bad refused newer" data-file=file_name>
            <p>{notice.title}</p><p class="note">{notice.remedy}</p>
            <p class="note"><b>{t(Message::NewerTitle)}</b>" · "{words(move || fill(Message::NewerText, &[&version]))}</p>
            <details class="part">
                <summary>{t(Message::NewerLook)}</summary>
                {(unread > 0).then(|| view! { <p class="note">{words(move || fill(Message::NewerUnread, &[&unread.to_string()]))}</p> })}
                <ul class="rows plain">{list(shown, |record| row(&record))}</ul>
                {when(move || { pages > 1 }, move || crate::ui::dynamic::part(move || view! {
                    <div class="pager">{turn(page.get().wrapping_sub(1), Message::Previous)}
                        <span>{fill(Message::PageOf, &[&page.get().to_string(), &pages.to_string()])}</span>
                        {turn(page.get() + 1, Message::Next)}</div>
                }.into_any()))}
            </details>
        </div>
    }
    .into_any()
}

/// A record's values, in the words of this version where it knows them; restricted ones stay hidden.
fn row(record: &GlanceRecord) -> AnyView {
    let spec = kind_spec(&record.kind);
    let values =
        record.fields.iter().take(VALUES_MAX).map(|(name, value)| match spec.and_then(|spec| spec.field(name)) {
            Some(field) if field.restricted => {
                fill(Message::DryNewValue, &[l(field.label)(), &fill(Message::Hidden, &[])])
            }
            Some(field) => fill(Message::DryNewValue, &[l(field.label)(), &value_text(field.input, value)]),
            None => fill(Message::DryNewValue, &[name, &value.to_json()]),
        });
    let values: Vec<String> = values.collect();
    let kind = record.kind.clone();
    let kind = move || if spec.is_some() { app().lang.get().label(label_one(&kind)).to_owned() } else { kind.clone() };
    view! { <li><div><span class="tag">{words(kind)}</span>{values.into_iter().map(|text| view! { <small>{text}</small> }).collect_view()}</div></li> }
        .into_any()
}

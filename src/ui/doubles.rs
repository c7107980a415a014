//! Records that may have been entered twice, and records that a person said are the same.
//!
//! Finds nothing and joins nothing by itself: what looks alike is the insight's to say, and a person decides.

use leptos::prelude::*;

use super::dynamic::{button, flag, on_event, when, words};
use super::route::Page;
use super::text::{fill, label_one, t, title};
use super::{Place, run};
use crate::app::{Notice, app};
use crate::i18n::Message;
use crate::insight::Likeness;
use crate::model::kind_spec;
use crate::replica::Key;

/// Records that look alike, and in what.
pub type Alike = (Likeness, Vec<Key>);

/// All that looks entered twice, each with a tick: units of one code and name are proposed, all else is only listed.
pub fn doubles_card(alike: Vec<Alike>) -> AnyView {
    // Those that were joined since are one.
    let is_apart = |keys: &[Key]| keys.windows(2).any(|pair| app().lead(&pair[0]) != app().lead(&pair[1]));
    let alike: Vec<Alike> = alike.into_iter().filter(|(_, keys)| is_apart(keys)).collect();
    if alike.is_empty() || app().read_only.get_untracked().is_some() {
        return ().into_any();
    }
    let rows: Vec<(RwSignal<bool>, Alike)> = alike
        .into_iter()
        .map(|(likeness, keys)| (RwSignal::new(likeness == Likeness::CodeAndName), (likeness, keys)))
        .collect();
    let rows = StoredValue::new(rows);
    let is_done = RwSignal::new(false);
    let ticked = move || rows.with_value(|rows| rows.iter().filter(|(is_ticked, _)| is_ticked.get()).count());
    let join = move || {
        let groups: Vec<Vec<Key>> = rows.with_value(|rows| {
            let ticked = rows.iter().filter(|(is_ticked, _)| is_ticked.get_untracked());
            ticked.map(|(_, (_, keys))| keys.clone()).collect()
        });
        let count = groups.len();
        run(app().join_records(groups), move |()| {
            is_done.set(true);
            app().notify(Notice::done(app().lang.get_untracked().fill(Message::Joined, &[&count.to_string()])));
        });
    };
    let list = rows.with_value(|rows| {
        rows.iter().map(|(is_ticked, (likeness, keys))| row(*is_ticked, *likeness, keys)).collect::<Vec<_>>()
    });
    view! {
        {when(move || !is_done.get(), {
            let list = StoredValue::new_local(Some(list));
            move || view! {
                <section class="card doubles" id="doubles">
                    <h2>{t(Message::Doubles)}</h2>
                    <p class="note">{t(Message::DoublesText)}</p>
                    <ul class="rows plain">{list.try_update_value(Option::take).flatten()}</ul>
                    <div class="foot">
                        <button type="button" class="button primary" id="join" disabled=flag(move || ticked() == 0)
                            on:click=super::dynamic::press(join)>{words(move || fill(Message::JoinTicked, &[&ticked().to_string()]))}</button>
                    </div>
                </section>
            }.into_any()
        })}
    }
    .into_any()
}

fn row(is_ticked: RwSignal<bool>, likeness: Likeness, keys: &[Key]) -> AnyView {
    let place = Place::here();
    let alike = match likeness {
        Likeness::CodeAndName => Message::AlikeCodeAndName,
        Likeness::Code => Message::AlikeCode,
        Likeness::NameAndUnit => Message::AlikeNameAndUnit,
    };
    let kind = keys.first().map(|key| key.kind.clone());
    let links: Vec<AnyView> = keys
        .iter()
        .filter_map(|key| {
            let spec = kind_spec(key.kind.as_str())?;
            let (id, key) = (key.id, key.clone());
            let href = move || place.route().to(Page::Record { kind: spec.kind, id: Some(id) }, &[]).href();
            Some(view! { <a href=words(href)>{words(move || title(&key))}</a> }.into_any())
        })
        .collect();
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=flag(move || is_ticked.get()) on:change=on_event(move |event| is_ticked.set(event_target_checked(&event)))/>
                <span class="tag">{words(move || kind.as_ref().map(|kind| app().lang.get().label(label_one(kind.as_str())).to_owned()).unwrap_or_default())}</span>
                <span>{t(alike)}</span>
            </label>
            <span class="links">{links}</span>
        </li>
    }
    .into_any()
}

/// Says that a record is read as one with others, and takes them apart.
pub fn joined_note(key: Key) -> AnyView {
    let count = {
        let key = key.clone();
        move || app().with_rows(|rows| rows.joins().group(&key).map_or(0, <[Key]>::len))
    };
    let is_joined = {
        let count = count.clone();
        move || count() > 1
    };
    view! {
        {when(is_joined, move || {
            let (count, key) = (count.clone(), key.clone());
            let apart = move || {
                run(app().unjoin(key.clone()), |()| {
                    app().notify(Notice::done(app().lang.get_untracked().text(Message::TakenApart).to_owned()));
                });
            };
            view! {
                <p class="banner" id="joined">
                    <span>{words(move || fill(Message::JoinedNote, &[&count().to_string()]))}</span>
                    {when(|| app().read_only.get().is_none(), move || button("button", "unjoin", Message::TakeApart, apart.clone()))}
                </p>
            }.into_any()
        })}
    }
    .into_any()
}

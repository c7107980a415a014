//! Where to begin, as long as there is nothing.

use leptos::prelude::*;

use super::dynamic::{press, words};
use super::route::Page;
use super::text::t;
use super::{Place, late, run};
use crate::i18n::Message;

/// Three ways to begin.
pub fn welcome() -> AnyView {
    let place = Place::here();
    view! {
        <section class="welcome">
            <h1>{t(Message::WelcomeTitle)}</h1>
            <p class="note">{t(Message::WelcomeText)}</p>
            <div class="ways">
                <a class="card way hue-people" href=words(move || place.route().to(Page::Record { kind: "unit", id: None }, &[]).href())>
                    <h2>{t(Message::BeginOwn)}</h2><p>{t(Message::BeginOwnText)}</p>
                </a>
                <button type="button" class="card way hue-places" id="open-sample" on:click=press(|| run(late::open_sample(), |()| {}))>
                    <strong>{t(Message::BeginSample)}</strong><span>{t(Message::BeginSampleText)}</span>
                </button>
                <a class="card way hue-network" href=words(move || place.route().to(Page::Files, &[]).href())>
                    <h2>{t(Message::BeginFile)}</h2><p>{t(Message::BeginFileText)}</p>
                </a>
            </div>
        </section>
    }
    .into_any()
}

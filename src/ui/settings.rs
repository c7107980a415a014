//! Where the data is, the sample, the version.

use leptos::prelude::*;

use super::dynamic::{button, when, words};
use super::shell::open_sample;
use super::text::{fill, t};
use crate::app::app;
use crate::exchange;
use crate::i18n::{Message, grouped};

/// Characters that local storage holds for one origin in Chromium, keys included (measured).
const LOCAL_UNITS_MAX: usize = 5_242_880;

/// Settings.
pub fn settings_page() -> AnyView {
    let health = move || app().health.get();
    let word = |is: bool| t(if is { Message::Available } else { Message::Unavailable })();
    let used = move || {
        app().standing.track();
        let units = app().local_units();
        let percent = (units * 100).div_ceil(LOCAL_UNITS_MAX);
        fill(Message::StorageUsed, &[&percent.to_string(), &grouped(i64::try_from(units / 10_000).unwrap_or(i64::MAX))])
    };
    let download = || {
        if let Err(failure) = app().export_damaged() {
            app().notify(failure.notice(app().lang.get_untracked()));
        }
    };
    view! {
        <div class="head"><div><h1>{t(Message::Settings)}</h1></div></div>
        <section class="card pad">
            <h2>{t(Message::SettingsText)}</h2>
            <p>{words(move || fill(Message::StorageHomes, &[word(health().local), word(health().durable)]))}</p>
            <p>{words(used)}</p>
            {when(move || !health().damaged.is_empty(), move || view! {
                <p>{button("button", "", Message::DownloadDamaged, download)}</p>
            }.into_any())}
        </section>
        <section class="card pad">
            <h2>{t(Message::SampleCity)}</h2>
            <p class="note">{t(Message::BeginSampleText)}</p>
            <p>{button("button", "open-sample", Message::SampleOpen, open_sample)}</p>
        </section>
        <p class="note">{words(move || fill(Message::VersionIs, &[env!("CARGO_PKG_VERSION"), &exchange::VERSION.to_string()]))}</p>
    }
    .into_any()
}

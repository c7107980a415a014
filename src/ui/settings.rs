//! Where the data is and how full that is, what is damaged, what is archived, the sample, the version.

use leptos::prelude::*;

use super::dynamic::{button, either, list, part, typed, when, words};
use super::text::{fill, t};
use super::{Place, route::Page, run};
use crate::app::archive::{Archive, Archived};
use crate::app::{Notice, app};
use crate::exchange;
use crate::i18n::{Message, grouped};
use crate::platform;
use crate::store::Gap;

/// Settings.
pub fn settings_page() -> AnyView {
    let is_writable = move || app().read_only.get().is_none();
    let has_damage = move || {
        let health = app().health.get();
        !health.damaged.is_empty() || health.missing > 0 || health.lost > 0 || health.is_emptied
    };
    view! {
        <div class="head"><div><h1>{t(Message::Settings)}</h1></div></div>
        {when(has_damage, damage_card)}
        {edition_card()}
        {storage_card(is_writable)}
        {when(is_writable, || view! { {archive_card()} {purge_card()} }.into_any())}
        <section class="card pad">
            <h2>{t(Message::SampleCity)}</h2>
            <p class="note">{t(Message::BeginSampleText)}</p>
            <p>{button("button", "open-sample", Message::SampleOpen, open_sample)}</p>
        </section>
        <p class="note">{words(move || fill(Message::VersionIs, &[env!("CARGO_PKG_VERSION"), &exchange::VERSION.to_string()]))}</p>
    }
    .into_any()
}

fn tell(text: Message, blanks: &[&str]) {
    app().notify(Notice::done(app().lang.get_untracked().fill(text, blanks)));
}

/// Which edition this is, whether it opens without a network, and how it is replaced by a newer one.
fn edition_card() -> AnyView {
    let single = [Message::SingleText, Message::SingleData, Message::SingleShared, Message::SingleUpgrade];
    let hosted = || {
        let is_kept = app().edition.get().is_kept;
        t(if is_kept { Message::HostedKept } else { Message::HostedNotKept })()
    };
    view! {
        <section class="card pad" id="edition">
            <h2>{t(Message::EditionTitle)}</h2>
            {either(|| app().edition.get().is_single, move || {
                single.iter().map(|text| view! { <p>{t(*text)}</p> }.into_any()).collect::<Vec<_>>().into_any()
            }, move || view! { <p>{words(hosted)}</p><p class="note">{t(Message::HostedUpgrade)}</p> }.into_any())}
        </section>
    }
    .into_any()
}

fn storage_card(is_writable: impl Fn() -> bool + Copy + Send + Sync + 'static) -> AnyView {
    let health = move || app().health.get();
    let word = |is: bool| t(if is { Message::Available } else { Message::Unavailable })();
    let used = move || {
        let usage = app().usage.get();
        let units = grouped(i64::try_from(usage.units.div_ceil(10_000)).unwrap_or(i64::MAX));
        fill(Message::StorageUsed, &[&usage.percent.to_string(), &units])
    };
    let keep = |only_durable: bool| {
        run(app().keep_shards(only_durable), move |()| {
            tell(if only_durable { Message::KeptApartDone } else { Message::KeptBothDone }, &[]);
        });
    };
    let is_apart = move || health().only_durable;
    let can_choose = move || health().local && health().durable && is_writable();
    view! {
        <section class="card pad">
            <h2>{t(Message::SettingsText)}</h2>
            <p>{words(move || fill(Message::StorageHomes, &[word(health().local), word(health().durable)]))}</p>
            {when(move || health().local, move || view! {
                <p><meter id="used" min="0" max="100" high="60" aria-label=t(Message::StorageMeter) prop:value=words(move || app().usage.get().percent.to_string())></meter>{words(used)}</p>
            }.into_any())}
            {kept()}
            {when(can_choose, move || either(is_apart, move || view! {
                <p class="note">{t(Message::SnapshotsApart)}</p>
                <p>{button("button", "keep-both", Message::KeepBoth, move || keep(false))}</p>
            }.into_any(), move || view! {
                <p class="note">{t(Message::SnapshotsBoth)}</p>
                <p>{button("button", "keep-apart", Message::KeepApart, move || keep(true))}</p>
            }.into_any()))}
        </section>
    }
    .into_any()
}

/// Whether the browser promised to keep what is stored; nothing where it does not say.
fn kept() -> AnyView {
    let is_kept = RwSignal::new(None::<bool>);
    crate::platform::spawn(Box::pin(async move {
        let answer = platform::is_kept().await;
        // The person may have left the page meanwhile.
        let _ = is_kept.try_set(answer);
    }));
    let text = |is_kept| if is_kept { Message::KeptByBrowser } else { Message::NotKeptByBrowser };
    part(move || is_kept.get().map(|is_kept| view! { <p class="note" id="kept">{t(text(is_kept))}</p> }).into_any())
}

/// What is damaged or missing, with the exact gap, and what can be done about it.
fn damage_card() -> AnyView {
    let place = Place::here();
    let health = move || app().health.get();
    let is_sure = RwSignal::new(false);
    let has_parts = move || !health().damaged.is_empty();
    let gap = |gap: Gap| {
        let saves = gap.saves.map_or_else(|| format!("≥ {}", gap.saves_min()), |saves| saves.to_string());
        fill(
            Message::DamageGap,
            &[&gap.session.to_string(), &(gap.first + 1).to_string(), &gap.last.saturating_add(1).to_string(), &saves],
        )
    };
    let download = || {
        if let Err(failure) = app().export_damaged() {
            app().notify(failure.notice(app().lang.get_untracked()));
        }
    };
    let accept = move || {
        is_sure.set(false);
        run(app().accept_losses(), |()| {});
    };
    view! {
        <section class="card pad" id="damage">
            <h2>{t(Message::DamageTitle)}</h2>
            {when(has_parts, move || view! { <p>{words(move || fill(Message::DamageParts, &[&health().damaged.len().to_string()]))}</p> }.into_any())}
            {when(move || health().is_emptied, || view! { <p>{t(Message::EmptiedBanner)}</p> }.into_any())}
            {when(move || { health().lost > 0 }, move || view! { <p>{words(move || fill(Message::DamageLost, &[&health().lost.to_string()]))}</p> }.into_any())}
            <ul class="rows plain">{list(move || health().gaps, move |held| view! { <li>{gap(held)}</li> }.into_any())}</ul>
            <p class="note">{t(Message::DamageRemedy)}</p>
            <p class="row">
                {when(has_parts, move || button("button", "download-damaged", Message::DownloadDamaged, download))}
                <a class="button primary" href=words(move || place.route().to(Page::Files, &[]).href())>{t(Message::GoToImport)}</a>
                {either(move || is_sure.get(), move || view! {
                    <span class="sure" role="alert">{t(Message::AcceptSure)}</span>
                    {button("button danger", "accept-yes", Message::AcceptYes, accept)}
                    {button("button", "", Message::Cancel, move || is_sure.set(false))}
                }.into_any(), move || button("button", "accept", Message::AcceptLosses, move || is_sure.set(true)))}
            </p>
        </section>
    }
    .into_any()
}

/// Closed years go into a file first, and out of the records only when a person says that the file is safe.
fn archive_card() -> AnyView {
    let written = RwSignal::new(None::<Archive>);
    let chosen = RwSignal::new(None::<i64>);
    let years = move || app().closed_years();
    let until = move || chosen.get().or_else(|| years().first().map(|(year, _)| *year));
    let write = move || {
        let Some(year) = untrack(until) else { return };
        match app().write_archive(year) {
            Ok(archive) => written.set(Some(archive)),
            Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
        }
    };
    let take = move |archive: Archive| {
        crate::platform::spawn(Box::pin(async move {
            match app().take_out(&archive).await {
                Ok(()) => {
                    written.set(None);
                    chosen.set(None);
                    tell(Message::ArchiveDone, &[&archive.records.to_string(), &archive.file_name]);
                }
                Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
            }
        }));
    };
    let option = move |(year, _): (i64, usize)| {
        let count = move || years().iter().filter(|(held, _)| *held <= year).map(|(_, count)| count).sum::<usize>();
        view! { <option value=year.to_string()>{words(move || fill(Message::ArchiveOption, &[&year.to_string(), &count().to_string()]))}</option> }
    };
    let held = |archived: Archived| {
        let at = platform::local_time(archived.at).map_or_else(String::new, crate::i18n::moment);
        view! { <li>{fill(Message::ArchiveHeld, &[&at, &archived.records.to_string()])}</li> }
    };
    view! {
        <section class="card pad" id="archive">
            <h2>{t(Message::ArchiveTitle)}</h2>
            <p class="note">{t(Message::ArchiveText)}</p>
            {either(move || years().is_empty(), || view! { <p>{t(Message::ArchiveNone)}</p> }.into_any(), move || view! {
                <p class="row">
                    <label for="archive-year">{t(Message::ArchiveUntil)}</label>
                    <select id="archive-year" on:change=typed(move |text| { chosen.set(text.parse().ok()); written.set(None); })>{list(years, move |year| option(year).into_any())}</select>
                    {button("button", "archive-write", Message::ArchiveWrite, write)}
                </p>
            }.into_any())}
            {part(move || written.get().map(|archive| view! {
                <div class="result" role="status">
                    <p>{fill(Message::ArchiveWritten, &[&archive.file_name, &archive.records.to_string()])}</p>
                    <p>{button("button danger", "archive-take", Message::ArchiveTake, move || take(archive.clone()))}</p>
                </div>
            }).into_any())}
            {when(|| !app().archives().is_empty(), move || view! {
                <ul class="rows plain">{list(|| app().archives(), move |archived| held(archived).into_any())}</ul>
                <p class="note">{t(Message::ArchiveBack)}</p>
            }.into_any())}
        </section>
    }
    .into_any()
}

fn purge_card() -> AnyView {
    let is_sure = RwSignal::new(false);
    let count = || app().deleted().len();
    let purge = move || {
        is_sure.set(false);
        let cleared = untrack(count);
        run(app().purge(), move |()| tell(Message::PurgeDone, &[&cleared.to_string()]));
    };
    view! {
        <section class="card pad">
            <h2>{t(Message::PurgeTitle)}</h2>
            {either(move || count() == 0, || view! { <p>{t(Message::PurgeNone)}</p> }.into_any(), move || view! {
                <p>{words(move || fill(Message::PurgeText, &[&count().to_string()]))}</p>
                <p class="row">{either(move || is_sure.get(), move || view! {
                    <span class="sure" role="alert">{t(Message::PurgeSure)}</span>
                    {button("button danger", "purge-yes", Message::Purge, purge)}
                    {button("button", "", Message::Cancel, move || is_sure.set(false))}
                }.into_any(), move || button("button", "purge", Message::Purge, move || is_sure.set(true)))}</p>
            }.into_any())}
        </section>
    }
    .into_any()
}

/// Opens the sample city and says when that fails.
pub fn open_sample() {
    crate::platform::spawn(Box::pin(async {
        if let Err(failure) = app().open_sample().await {
            app().notify(failure.notice(app().lang.get_untracked()));
        }
    }));
}

//! The frame around every page: navigation, unit, who works, how well everything is kept, notices.

use leptos::prelude::*;

use super::dynamic::{button, either, flag, list, maybe, part, press, typed, when, words};
use super::files::Folders;
use super::late;
use super::route::{Page, Route};
use super::text::{fill, l, t};
use super::{Place, run};
use crate::app::{Backup, Notice, OWN, ReadOnly, Standing, app, preferences};
use crate::i18n::{Lang, Message};
use crate::model::{Label, Name, RecordId, SECTIONS, Section, kind_spec};
use crate::platform::edition;
use crate::replica::Key;

/// One entry of the navigation.
#[derive(Clone, Copy)]
struct Entry {
    page: Page,
    text: Label,
    hue: &'static str,
    /// It stands for the whole section of its kind.
    is_section: bool,
}

impl Entry {
    fn page(page: Page, text: Message, hue: &'static str) -> Self {
        Self { page, text: text.label(), hue, is_section: false }
    }

    /// A section by its first kind.
    fn section(section: &'static Section) -> Self {
        let first = section.kinds.first().copied().unwrap_or_default();
        Self { page: Page::List(first), text: section.label, hue: hue(section), is_section: true }
    }

    fn is_current(self, page: Page) -> bool {
        match (kind_of(self.page), kind_of(page)) {
            (Some(own), Some(kind)) if self.is_section => section_of(own) == section_of(kind),
            (Some(own), Some(kind)) => own == kind,
            _ => self.page == page,
        }
    }
}

fn overview_entry() -> Entry {
    Entry::page(Page::Overview, Message::Overview, "ink")
}

fn desk_entries() -> [Entry; 3] {
    [
        Entry::page(Page::Files, Message::Files, "service"),
        Entry::page(Page::Conflicts, Message::Conflicts, "bad"),
        Entry::page(Page::Settings, Message::Settings, "line"),
    ]
}

/// The colour of a section: that of its pillar.
fn hue(section: &Section) -> &'static str {
    match section.name {
        "people" | "party" => "people",
        "money" => "money",
        "places" => "places",
        "network" | "meetings" | "evaluation" => "network",
        "needs" | "service" => "service",
        _ => "ink",
    }
}

fn kind_of(page: Page) -> Option<&'static str> {
    match page {
        Page::List(kind) | Page::Record { kind, .. } | Page::History { kind, .. } => Some(kind),
        _ => None,
    }
}

fn section_of(kind: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.kinds.contains(&kind))
}

fn nav_link(entry: Entry) -> AnyView {
    let place = Place::here();
    let href = move || place.route().to(entry.page, &[]).href();
    let current = move || entry.is_current(place.route().page).then_some("page");
    let count = Memo::new(move |_| if entry.page == Page::Conflicts { app().open_count() } else { 0 });
    view! {
        <a href=words(href) aria-current=maybe(current) class=format!("hue-{}", entry.hue)>
            <span class="dot" aria-hidden="true"></span>
            {l(entry.text)}
            {when(move || { count.get() > 0 }, move || view! { <span class="count">{words(move || count.get().to_string())}</span> }.into_any())}
        </a>
    }
    .into_any()
}

fn nav_links(entries: &[Entry]) -> Vec<AnyView> {
    entries.iter().map(|entry| nav_link(*entry)).collect()
}

/// What the records mean, folded like a section.
fn insight() -> AnyView {
    let place = Place::here();
    let entries = [
        Entry::page(Page::Diagnosis, Message::Diagnosis, "bad"),
        Entry::page(Page::Indicators, Message::Indicators, "ink"),
        Entry::page(Page::Compare, Message::Compare, "ink"),
        Entry::page(Page::Report, Message::Report, "ink"),
    ];
    let is_present = Memo::new(move |_| {
        let page = place.route().page;
        page == Page::Indicator || entries.iter().any(|entry| entry.page == page)
    });
    view! {
        <details class="section hue-ink" data-section="insight" prop:open=flag(move || is_present.get())>
            <summary><span class="dot" aria-hidden="true"></span>{t(Message::Insight)}</summary>
            {nav_links(&entries)}
        </details>
    }
    .into_any()
}

/// The sections, each with its kinds folded under it; the one that the page belongs to is unfolded.
fn sections() -> Vec<AnyView> {
    let place = Place::here();
    let one = |section: &'static Section| {
        let is_present = Memo::new(move |_| kind_of(place.route().page).and_then(section_of) == Some(section));
        let link = |kind: &'static str| {
            let text = kind_spec(kind).map_or(section.label, |spec| spec.plural);
            nav_link(Entry { page: Page::List(kind), text, hue: hue(section), is_section: false })
        };
        view! {
            <details class=format!("section hue-{}", hue(section)) data-section=section.name prop:open=flag(move || is_present.get())>
                <summary><span class="dot" aria-hidden="true"></span>{l(section.label)}</summary>
                {section.kinds.iter().map(|kind| link(kind)).collect::<Vec<_>>()}
            </details>
        }
        .into_any()
    };
    SECTIONS.iter().map(one).collect()
}

/// The navigation beside the page on wide screens.
pub fn rail() -> AnyView {
    view! {
        <nav class="rail" aria-label=t(Message::MainNavigation)>
            <div class="brand"><span class="seal" aria-hidden="true">{t(Message::Seal)}</span>{t(Message::Product)}</div>
            {workspace_switch()}
            {unit_choice("rail-unit")}
            {nav_link(overview_entry())}
            {insight()}
            {sections()}
            <hr/>
            {nav_links(&desk_entries())}
        </nav>
    }
    .into_any()
}

/// The navigation at the foot of the page on phones: the three haves, and all else behind "more".
pub fn tabs() -> AnyView {
    let place = Place::here();
    let haves = SECTIONS.iter().filter(|section| ["people", "money", "places"].contains(&section.name));
    let more = NodeRef::<leptos::html::Details>::new();
    Effect::new(move || {
        place.0.track();
        if let Some(more) = more.get_untracked() {
            // What was unfolded to go somewhere folds up once one is there.
            let _ = more.remove_attribute("open");
        }
    });
    let [files, conflicts, settings] = desk_entries();
    view! {
        <nav class="tabs" aria-label=t(Message::MainNavigation)>
            {nav_link(overview_entry())}
            {haves.map(|section| nav_link(Entry::section(section))).collect::<Vec<_>>()}
            {nav_link(files)}
            <details class="more" node_ref=more>
                <summary>{t(Message::More)}{when(|| { app().open_count() > 0 }, || view! { <span class="count">{words(|| app().open_count().to_string())}</span> }.into_any())}</summary>
                <div class="sheet">
                    {workspace_switch()}
                    {insight()}
                    {sections()}
                    <hr/>
                    {nav_links(&[conflicts, settings])}
                </div>
            </details>
        </nav>
    }
    .into_any()
}

/// Switches between the own records and the samples that are on this device.
fn workspace_switch() -> AnyView {
    let here = move || app().workspace.get().id;
    let link = move |id: String, text: Message| {
        let current = {
            let id = id.clone();
            move || (here() == id).then_some("true")
        };
        view! { <a href=Route::overview(&id).href() aria-current=maybe(current)>{t(text)}</a> }
    };
    view! {
        {when(move || !app().samples.get().is_empty(), move || view! {
            <div class="workspaces" role="group" aria-label=t(Message::ChooseWorkspace)>
                {link(OWN.to_owned(), Message::OwnRecords)}
                {list(|| app().samples.get(), move |sample| link(sample.id, Message::SampleCity).into_any())}
            </div>
        }.into_any())}
    }
    .into_any()
}

/// The units as an indented list: depth and id, in the order of the tree.
#[must_use]
pub fn unit_tree() -> Vec<(usize, RecordId)> {
    app().with_rows(|rows| {
        let tree = rows.tree();
        let roots =
            |unit, depth: usize| tree.children(unit).iter().rev().map(move |id| (depth, *id)).collect::<Vec<_>>();
        let mut listed = Vec::new();
        let mut open = roots(None, 0);
        while let Some((depth, id)) = open.pop() {
            listed.push((depth, id));
            open.extend(roots(Some(id), depth + 1));
        }
        listed
    })
}

/// The units above a unit, the highest first.
fn ancestors(unit: RecordId) -> Vec<RecordId> {
    app().with_rows(|rows| {
        let parent = |id: RecordId| rows.units.get(&id).and_then(|unit| unit.parent.known()).map(|parent| parent.0);
        let above = std::iter::successors(parent(unit), |id| parent(*id));
        // A cycle of parents has no top; six levels are more than there are.
        let mut above: Vec<RecordId> = above.filter(|id| rows.units.contains_key(id)).take(6).collect();
        above.reverse();
        above
    })
}

/// The key of a unit.
#[must_use]
pub fn unit_key(id: RecordId) -> Key {
    Key { id, kind: Name::known("unit") }
}

/// A unit's name.
#[must_use]
pub fn unit_name(id: RecordId) -> String {
    super::text::title(&unit_key(id))
}

/// Chooses the unit whose records are looked at.
fn unit_choice(id: &'static str) -> AnyView {
    let place = Place::here();
    let tree = Memo::new(|_| unit_tree());
    let choose = move |chosen: String| {
        let route = place.0.get_untracked().with("page", "").with("unit", &chosen);
        let page =
            if matches!(route.page, Page::Record { .. } | Page::History { .. }) { Page::Overview } else { route.page };
        Route { page, ..route }.go();
    };
    let chosen = move || place.route().unit().map(|unit| unit.to_string()).unwrap_or_default();
    view! {
        {when(move || !tree.get().is_empty(), move || view! {
            <label class="visually-hidden" for=id>{t(Message::ChooseUnit)}</label>
            <select id=id class="unit" on:change=typed(choose) prop:value=words(chosen)>{scope_options(tree, chosen)}</select>
        }.into_any())}
    }
    .into_any()
}

/// All units or one of them, as options; each stands further in than the one above it.
pub fn scope_options(
    tree: Memo<Vec<(usize, RecordId)>>,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        <option value="" selected=flag(move || chosen().is_empty())>{t(Message::AllUnits)}</option>
        {list(move || tree.get(), move |(depth, unit)| view! {
            <option value=unit.to_string() selected=flag(move || chosen() == unit.to_string())>
                {words(move || format!("{}{}", "\u{2003}".repeat(depth), unit_name(unit)))}
            </option>
        }.into_any())}
    }
    .into_any()
}

/// The bar above the page: where one is, the language, who works, how well everything is kept.
pub fn top_bar() -> AnyView {
    let place = Place::here();
    let above = Memo::new(move |_| place.route().unit().map(ancestors).unwrap_or_default());
    let switch = || {
        let other = if app().lang.get_untracked() == Lang::Zh { Lang::En } else { Lang::Zh };
        app().set_lang(other);
    };
    view! {
        <header class="top">
            <div class="crumbs">
                {list(move || above.get(), move |id| view! {
                    <a href=words(move || place.route().with("unit", &id.to_string()).with("page", "").href())>{words(move || unit_name(id))}</a>
                    <span aria-hidden="true">"›"</span>
                }.into_any())}
            </div>
            <div class="narrow-unit">{unit_choice("top-unit")}</div>
            {search_link()}
            {author()}
            {state()}
            <button type="button" class="button quiet language" lang=words(other_tag) title=t(Message::LanguageHint) on:click=press(switch)>
                {t(Message::Language)}
            </button>
        </header>
    }
    .into_any()
}

/// The way to the search: on wide screens it looks like the field that it leads to, on phones it is a sign.
fn search_link() -> AnyView {
    let place = Place::here();
    let href = move || place.route().to(Page::Search, &[]).href();
    let current = move || (place.route().page == Page::Search).then_some("page");
    view! {
        <a class="button search" id="go-search" href=words(href) aria-current=maybe(current) aria-keyshortcuts="/" title=t(Message::SearchLabel)>
            <span class="glass" aria-hidden="true"></span><span class="text">{t(Message::Search)}</span><kbd aria-hidden="true">"/"</kbd>
        </a>
    }
    .into_any()
}

fn other_tag() -> &'static str {
    if app().lang.get() == Lang::Zh { Lang::En.tag() } else { Lang::Zh.tag() }
}

/// Who is working, switched in two clicks.
fn author() -> AnyView {
    let place = Place::here();
    let is_open = RwSignal::new(false);
    Effect::new(move || {
        place.0.track();
        is_open.set(false);
    });
    let name = RwSignal::new(String::new());
    let choose = move |chosen: &str| {
        app().set_author(chosen);
        name.set(String::new());
        is_open.set(false);
    };
    let shown = move || {
        let author = app().author.get();
        if author.is_empty() { app().lang.get().text(Message::Unnamed).to_owned() } else { author }
    };
    view! {
        <div class="author" on:keydown=move |event| if event.key() == "Escape" { is_open.set(false) }>
            <button type="button" class="button quiet" id="author" aria-expanded=words(move || is_open.get().to_string())
                aria-label=words(move || format!("{}: {}", app().lang.get().text(Message::Working), shown()))
                on:click=press(move || is_open.update(|open| *open = !*open))>
                <span aria-hidden="true" class="person"></span>{shown}
            </button>
            {when(move || is_open.get(), move || view! {
                <form class="popover" on:submit=move |event| {
                    event.prevent_default();
                    choose(&name.get_untracked());
                }>
                    <label for="author-name">{t(Message::YourName)}</label>
                    <div class="row">
                        <input id="author-name" maxlength="40" autocomplete="off" prop:value=words(move || name.get())
                            on:input=typed(move |text| name.set(text))/>
                        <button type="submit" class="button primary">{t(Message::UseName)}</button>
                    </div>
                    {when(move || !app().authors.get().is_empty(), move || view! {
                        <p class="note">{t(Message::NamesUsedHere)}</p>
                        <div class="chips">
                            {list(|| app().authors.get(), move |held| {
                                let chosen = held.clone();
                                view! { <button type="button" class="chip" on:click=press(move || choose(&chosen))>{held}</button> }.into_any()
                            })}
                        </div>
                    }.into_any())}
                </form>
            }.into_any())}
        </div>
    }
    .into_any()
}

/// How well everything entered so far is kept.
fn state() -> AnyView {
    let place = Place::here();
    let standing = move || match app().standing.get() {
        Standing::Memory => ("bad", Message::StateMemory),
        Standing::Pending => ("warn", Message::StateKept),
        Standing::KeptOnly => ("warn", Message::StateKeptOnly),
        Standing::Saved => ("good", Message::StateSaved),
    };
    let backup = move || match app().backup.get() {
        Backup::Nothing => String::new(),
        Backup::Never => fill(Message::BackupNever, &[]),
        Backup::Behind(0) => fill(Message::BackupDone, &[]),
        Backup::Behind(count) => fill(Message::BackupBehind, &[&count.to_string()]),
    };
    view! {
        <div class="state" role="status" data-standing=words(move || standing().0)>
            <span class=words(move || format!("lamp {}", standing().0)) aria-hidden="true"></span>
            <span class="standing">{words(move || t(standing().1)())}</span>
            {when(move || app().workspace.get().sample.is_none() && app().read_only.get().is_none() && app().backup.get() != Backup::Nothing, move || view! {
                <a class="backup" href=words(move || place.route().to(Page::Files, &[]).href())>{words(backup)}</a>
            }.into_any())}
        </div>
    }
    .into_any()
}

/// What stays true until it is mended: a sample is open, a storage is missing, parts are damaged.
pub fn banners() -> AnyView {
    let place = Place::here();
    let folders: Folders = expect_context();
    let health = move || app().health.get();
    let is_sample = move || app().workspace.get().sample.is_some() && app().read_only.get().is_none();
    let details = move || {
        let href = move || place.route().to(Page::Settings, &[]).href();
        view! { <a class="button" href=words(href)>{t(Message::Details)}</a> }.into_any()
    };
    let is_told = RwSignal::new(preferences::is_told());
    let is_untold = move || app().edition.get().is_single && !is_told.get();
    let told = move || {
        is_told.set(true);
        preferences::set_told();
    };
    let is_removing = RwSignal::new(false);
    let remove = || {
        run(app().remove_sample(), |()| {
            app().notify(Notice::done(app().lang.get_untracked().text(Message::SampleRemoved).to_owned()));
        });
    };
    view! {
        {when(is_sample, move || view! {
            <div class="banner sample">
                <span>{t(Message::SampleBanner)}</span>
                <a class="button" href=Route::overview(OWN).href()>{t(Message::BackToOwn)}</a>
                {either(move || !is_removing.get(), move || view! {
                    {button("button", "remove-sample", Message::RemoveSample, move || is_removing.set(true))}
                }.into_any(), move || view! {
                    <span class="sure">{t(Message::SampleRemoveSure)}</span>
                    {button("button danger", "remove-sample-yes", Message::RemoveSample, move || { is_removing.set(false); remove(); })}
                    {button("button", "", Message::Cancel, move || is_removing.set(false))}
                }.into_any())}
            </div>
        }.into_any())}
        {when(|| app().edition.get().has_update, || banner("warn", || fill(Message::UpdateBanner, &[]),
            button("button", "update", Message::UpdateTake, edition::take_update)))}
        {when(is_untold, move || banner("warn", || fill(Message::SingleBanner, &[]), view! {
            {details()}{button("button", "told", Message::Understood, told)}
        }.into_any()))}
        {when(move || !health().local && !health().durable, move || view! {
            <div class="banner bad" role="alert">{t(Message::MemoryBanner)}</div>
        }.into_any())}
        {when(move || folders.locked().is_some() && place.route().page != Page::Files, move || {
            let text = move || fill(Message::FolderLocked, &[&folders.locked().unwrap_or_default()]);
            let allow = move || crate::platform::spawn(Box::pin(async move {
                // Here it is told in a line; why it failed stands with the folder.
                let _ = late::look_into_folder(folders).await;
            }));
            banner("warn", text, button("button", "folder-allow", Message::FolderAllow, allow))
        })}
        {when(move || health().local != health().durable, move || view! {
            <div class="banner warn">{t(Message::OneHomeBanner)}</div>
        }.into_any())}
        {when(move || health().is_unread, move || banner("bad", || fill(Message::UnreadBanner, &[]), view! {
            <a class="button" href="">{t(Message::Reload)}</a>
        }.into_any()))}
        {when(move || health().is_emptied, move || banner("bad", || fill(Message::EmptiedBanner, &[]), details()))}
        {when(move || !health().damaged.is_empty(), move || banner("bad", move || fill(Message::DamagedBanner, &[&health().damaged.len().to_string()]), details()))}
        {when(move || { health().missing > 0 }, move || banner("bad", move || fill(Message::MissingBanner, &[&health().missing.to_string()]), details()))}
        {when(move || { health().lost > 0 }, move || banner("bad", move || {
            let text = if health().is_apart { Message::ApartBanner } else { Message::LostBanner };
            fill(text, &[&health().lost.to_string()])
        }, details()))}
        {when(|| app().is_backup_due(), move || {
            let href = move || place.route().to(Page::Files, &[]).href();
            banner("warn", || fill(Message::BackupBanner, &[&app().changes_to_back_up().to_string()]), view! {
                <a class="button" id="go-backup" href=words(href)>{t(Message::BackUp)}</a>
            }.into_any())
        })}
        {when(move || app().usage.get().is_much(), move || banner("warn", move || {
            let usage = app().usage.get();
            fill(if usage.is_tight() { Message::FullTightBanner } else { Message::FullWarnBanner }, &[&usage.percent.to_string()])
        }, details()))}
        {part(move || match app().read_only.get() {
            None => ().into_any(),
            Some(ReadOnly::Newer) => banner("bad", || fill(Message::NewerBanner, &[]), view! {
                <a class="button" href="">{t(Message::Reload)}</a>
            }.into_any()),
            Some(ReadOnly::File(name)) => banner("sample", move || fill(Message::LookBanner, &[&name]), view! {
                <a class="button" href=Route::overview(OWN).href()>{t(Message::BackToOwn)}</a>
            }.into_any()),
        })}
    }
    .into_any()
}

/// One thing that stays true until it is mended, with what can be done about it.
fn banner(class: &'static str, text: impl Fn() -> String + Send + Sync + 'static, action: AnyView) -> AnyView {
    let role = if class == "bad" { "alert" } else { "status" };
    view! { <div class=format!("banner {class}") role=role><span>{words(text)}</span>{action}</div> }.into_any()
}

/// What was done or failed.
pub fn notices() -> AnyView {
    let close = |place: usize| app().notices.update(|notices| drop(notices.remove(place)));
    view! {
        <div class="notices" role="status" aria-live="polite">
            {part(move || app().notices.get().into_iter().enumerate().map(|(place, notice)| {
                let class = if notice.is_failure() { "notice bad" } else { "notice good" };
                view! {
                    <div class=class>
                        <p>{notice.title}</p>
                        {notice.remedy.map(|remedy| view! { <p class="note">{remedy}</p> })}
                        {button("button quiet", "", Message::Close, move || close(place))}
                    </div>
                }
            }).collect_view().into_any())}
        </div>
    }
    .into_any()
}

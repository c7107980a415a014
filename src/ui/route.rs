//! Where one is, as the part of the address behind `#`: it works from any host and from `file://`.
//!
//! `#/own/worker?unit=…&q=…`, `#/own/worker/ID`, `#/own/worker/ID/history`, `#/own/worker/new`, `#/own/worker/table`,
//! `#/own/files`,
//! `#/own/search?q=…`.

use js_sys::{decode_uri_component, encode_uri_component};
use leptos::prelude::window;

use crate::app::{OWN, app};
use crate::model::{KINDS, Name, RecordId};
use crate::replica::Key;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The figures of a unit.
    Overview,
    /// The records of one kind.
    List(&'static str),
    /// Sheets of records of one kind.
    Table(&'static str),
    /// One record, or a new one.
    Record { kind: &'static str, id: Option<RecordId> },
    /// The history of one record.
    History { kind: &'static str, id: RecordId },
    /// All indicators of a unit.
    Indicators,
    /// One indicator, named in the query: what it is made of.
    Indicator,
    /// The units under one, side by side.
    Compare,
    /// What a unit lacks, and what can be done.
    Diagnosis,
    /// The work report of a unit.
    Report,
    /// One record as a sheet to print.
    Sheet { kind: &'static str, id: RecordId },
    /// Export and import.
    Files,
    /// What is to be settled.
    Conflicts,
    /// Storage, sample, version.
    Settings,
    /// Finding in all records.
    Search,
}

/// A place in the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The workspace's id.
    pub workspace: String,
    /// The page.
    pub page: Page,
    /// Unit, filters and page number, in the order given.
    pub query: Vec<(String, String)>,
}

impl Route {
    /// The place that the address names; what cannot be read leads to the overview.
    #[must_use]
    pub fn current() -> Self {
        Self::parse(&window().location().hash().unwrap_or_default())
    }

    /// The overview of a workspace.
    #[must_use]
    pub fn overview(workspace: &str) -> Self {
        Self { workspace: workspace.to_owned(), page: Page::Overview, query: Vec::new() }
    }

    /// Reads the part of an address behind `#`, with or without the sign.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let (path, query) = hash.trim_start_matches('#').split_once('?').unwrap_or((hash.trim_start_matches('#'), ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let workspace = parts.next().unwrap_or(OWN).to_owned();
        let page = parse_page(parts.next(), parts.next());
        let page = match (page, parts.next()) {
            (Page::Record { kind, id: Some(id) }, Some("history")) => Page::History { kind, id },
            (page, _) => page,
        };
        let decoded = |text: &str| decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from);
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (decoded(name), decoded(value)));
        Self { workspace, page, query: query.split('&').filter_map(pair).collect() }
    }

    /// The address of this place.
    #[must_use]
    pub fn href(&self) -> String {
        let page = match self.page {
            Page::Overview => "overview".to_owned(),
            Page::List(kind) => kind.to_owned(),
            Page::Table(kind) => format!("{kind}/table"),
            Page::Record { kind, id: Some(id) } => format!("{kind}/{id}"),
            Page::Record { kind, id: None } => format!("{kind}/new"),
            Page::History { kind, id } => format!("{kind}/{id}/history"),
            Page::Indicators => "indicators".to_owned(),
            Page::Indicator => "indicator".to_owned(),
            Page::Compare => "compare".to_owned(),
            Page::Diagnosis => "diagnosis".to_owned(),
            Page::Report => "report".to_owned(),
            Page::Sheet { kind, id } => format!("print-{kind}/{id}"),
            Page::Files => "files".to_owned(),
            Page::Conflicts => "conflicts".to_owned(),
            Page::Settings => "settings".to_owned(),
            Page::Search => "search".to_owned(),
        };
        let pair = |(name, value): &(String, String)| {
            format!("{}={}", String::from(encode_uri_component(name)), String::from(encode_uri_component(value)))
        };
        let query: Vec<String> = self.query.iter().map(pair).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{}/{page}{mark}{}", self.workspace, query.join("&"))
    }

    /// The unit whose records are looked at; nothing means all.
    #[must_use]
    pub fn unit(&self) -> Option<RecordId> {
        let id = self.get("unit")?.parse().ok()?;
        // An address may be older than what a person said of two units.
        Some(app().lead(&Key { id, kind: Name::known("unit") }).id)
    }

    /// A member of the query.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// Another page of the same unit, with the given filters.
    #[must_use]
    pub fn to(&self, page: Page, filters: &[(&str, &str)]) -> Self {
        let unit = self.get("unit").map(|unit| ("unit".to_owned(), unit.to_owned()));
        let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { workspace: self.workspace.clone(), page, query: unit.into_iter().chain(filters).collect() }
    }

    /// The same place with one member of the query set, or removed when the value is empty.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut route = self.clone();
        route.query.retain(|(held, _)| held != name);
        if !value.is_empty() {
            route.query.push((name.to_owned(), value.to_owned()));
        }
        route
    }

    /// Goes there.
    pub fn go(&self) {
        // An address that the browser refuses leaves the person where they are.
        let _ = window().location().set_hash(&self.href());
    }

    /// Goes there without a step in the history.
    pub fn replace(&self) {
        let _ = window().location().replace(&self.href());
    }
}

fn parse_page(name: Option<&str>, rest: Option<&str>) -> Page {
    let known = |name: &str| KINDS.iter().map(|spec| spec.kind).find(|kind| *kind == name);
    if let Some(kind) = name.and_then(|name| name.strip_prefix("print-")).and_then(known) {
        let id = rest.and_then(|id| id.parse().ok());
        return id.map_or(Page::List(kind), |id| Page::Sheet { kind, id });
    }
    let kind = name.and_then(known);
    match (name, kind, rest) {
        (_, Some(kind), None) => Page::List(kind),
        (_, Some(kind), Some("table")) => Page::Table(kind),
        (_, Some(kind), Some("new")) => Page::Record { kind, id: None },
        (_, Some(kind), Some(id)) => id.parse().map_or(Page::List(kind), |id| Page::Record { kind, id: Some(id) }),
        (Some("indicators"), ..) => Page::Indicators,
        (Some("indicator"), ..) => Page::Indicator,
        (Some("compare"), ..) => Page::Compare,
        (Some("diagnosis"), ..) => Page::Diagnosis,
        (Some("report"), ..) => Page::Report,
        (Some("files"), ..) => Page::Files,
        (Some("conflicts"), ..) => Page::Conflicts,
        (Some("settings"), ..) => Page::Settings,
        (Some("search"), ..) => Page::Search,
        _ => Page::Overview,
    }
}

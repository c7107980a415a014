//! All indicators of a unit, by pillar: value, what it is made of, the span before, and its place among its siblings.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{list, maybe, part, words};
use super::overview::unit_heading;
use super::route::Page;
use super::span::{span_choice, span_here, span_text};
use super::text::{fill, l, t};
use crate::app::app;
use crate::i18n::Message;
use crate::insight::compare::{Ranked, Spread, compare, is_comparable};
use crate::insight::indicator::{Better, Indicator, Pillar, missing_text};
use crate::insight::{Figure, indicators};
use crate::model::RecordId;

/// One indicator of the unit.
#[derive(Clone, PartialEq)]
struct Line {
    of: &'static Indicator,
    figure: Figure,
    before: Figure,
    /// Its place among its siblings; nothing for a unit that has none.
    among: Option<(Ranked, Spread)>,
}

/// The colour of a pillar.
#[must_use]
pub fn hue(pillar: Pillar) -> &'static str {
    match pillar {
        Pillar::People | Pillar::Coverage => "people",
        Pillar::Money => "money",
        Pillar::Places => "places",
        Pillar::Network => "network",
        Pillar::Service => "service",
        Pillar::Data => "line",
    }
}

/// The pillar that the address names.
#[must_use]
pub fn pillar_here(place: Place) -> Option<Pillar> {
    let route = place.route();
    let name = route.get("pillar")?;
    Pillar::ALL.into_iter().find(|pillar| pillar.name() == name)
}

/// Chooses a pillar, or all where that makes sense.
pub fn pillar_chips(with_all: bool, chosen: impl Fn() -> Option<Pillar> + Copy + Send + Sync + 'static) -> AnyView {
    let place = Place::here();
    let chip = move |pillar: Option<Pillar>| {
        let name = pillar.map_or("", Pillar::name);
        let href = move || place.route().with("pillar", name).with("sort", "").href();
        let current = move || (chosen() == pillar).then_some("true");
        let text = pillar.map_or(Message::AllPillars.label(), Pillar::label);
        view! { <a class="chip" href=words(href) aria-current=maybe(current)>{l(text)}</a> }.into_any()
    };
    let all = with_all.then(|| chip(None));
    view! {
        <nav class="chips" aria-label=t(Message::Pillars)>{all}{Pillar::ALL.map(|pillar| chip(Some(pillar))).to_vec_view()}</nav>
    }
    .into_any()
}

/// Makes a list of views from an array.
trait ToVecView {
    fn to_vec_view(self) -> Vec<AnyView>;
}

impl<const COUNT: usize> ToVecView for [AnyView; COUNT] {
    fn to_vec_view(self) -> Vec<AnyView> {
        self.into_iter().collect()
    }
}

/// A figure's value as people read it; "n/a" where it is not applicable.
#[must_use]
pub fn value_text(of: &Indicator, figure: &Figure) -> String {
    of.value_text(app().lang.get(), figure)
}

/// The address of what an indicator of a unit is made of.
#[must_use]
pub fn explained(place: Place, of: &Indicator, unit: Option<RecordId>) -> String {
    let route = place.route();
    let span = route.get("span").unwrap_or_default().to_owned();
    let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();
    route.to(Page::Indicator, &[]).with("unit", &unit).with("name", of.name).with("span", &span).href()
}

/// The page.
pub fn indicators_page() -> AnyView {
    let place = Place::here();
    let shown = Memo::new(move |_| lines(place));
    let pillars = move || pillar_here(place).map_or_else(|| Pillar::ALL.to_vec(), |pillar| vec![pillar]);
    view! {
        <div class="head">
            <div><h1>{words(move || fill(Message::IndicatorsOf, &[&unit_heading(place)]))}</h1><p>{words(move || span_text(span_here(place)))}</p></div>
            <div class="act">{span_choice("span")}</div>
        </div>
        {pillar_chips(true, move || pillar_here(place))}
        {list(pillars, move |pillar| pillar_card(pillar, shown))}
    }
    .into_any()
}

fn lines(place: Place) -> Vec<Line> {
    let (unit, span) = (place.route().unit(), span_here(place));
    app().with_figures(|figures, replica| {
        let all: Vec<&'static Indicator> = indicators::all().collect();
        let of_unit = figures.figures(replica, unit, span, &all);
        let before = figures.figures(replica, unit, span.previous(), &all);
        let layer = figures.layer(replica, span);
        let siblings = unit.map(|unit| layer.tree.children(layer.parent(unit)).to_vec()).unwrap_or_default();
        let compared = (siblings.len() > 1).then(|| compare(figures, replica, &siblings, span, &all));
        let own = compared.as_ref().and_then(|compared| compared.rows.iter().find(|(id, _)| Some(*id) == unit));
        let among = |nth: usize| Some((own?.1[nth].clone(), compared.as_ref()?.spreads[nth]));
        let pairs = all.into_iter().zip(of_unit).zip(before).enumerate();
        pairs.map(|(nth, ((of, figure), before))| Line { of, figure, before, among: among(nth) }).collect()
    })
}

fn pillar_card(pillar: Pillar, shown: Memo<Vec<Line>>) -> AnyView {
    let rows = move || shown.get().into_iter().filter(|line| line.of.pillar == pillar).collect::<Vec<_>>();
    let heads = [
        (Message::Indicators, ""),
        (Message::ColValue, "number"),
        (Message::ColMadeOf, "number"),
        (Message::ColBefore, "number"),
        (Message::ColAmong, "number"),
        (Message::ColMissing, "number"),
    ];
    let heads: Vec<AnyView> =
        heads.iter().map(|(text, class)| view! { <th scope="col" class=*class>{t(*text)}</th> }.into_any()).collect();
    view! {
        <section class=format!("card table hue-{}", hue(pillar)) id=format!("pillar-{}", pillar.name())>
            <h2>{l(pillar.label())}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=l(pillar.label())>
                <table class="indicators">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{list(rows, row)}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(line: Line) -> AnyView {
    let place = Place::here();
    let Line { of, figure, before, among } = line;
    let href = move || explained(place, of, place.route().unit());
    let value = value_text(of, &figure);
    let label = |message: Message| t(message)();
    view! {
        <tr data-indicator=of.name>
            <th scope="row"><a href=words(href)>{l(of.label)}</a></th>
            <td class="number" data-label=label(Message::ColValue)><b>{value}</b></td>
            <td class="number" data-label=label(Message::ColMadeOf)>{of.parts_text(&figure)}</td>
            <td class="number" data-label=label(Message::ColBefore)>{change(of, &figure, &before)}</td>
            <td class="number" data-label=label(Message::ColAmong)>{among.map(|(own, spread)| among_text(of, &own, &spread)).unwrap_or_default()}</td>
            <td class="number" data-label=label(Message::ColMissing)>{missing(&figure)}</td>
        </tr>
    }
    .into_any()
}

/// The value before, with the way it went since where both are whole.
fn change(of: &Indicator, figure: &Figure, before: &Figure) -> AnyView {
    let (now, then) = (of.value(figure), of.value(before));
    let Some(then) = then else { return view! { <span class="note">{t(Message::NotAvailable)}</span> }.into_any() };
    let way = now.map(|now| now.cmp(&then));
    let is_better = match (of.better, way) {
        (Better::Neither, _) | (_, None | Some(std::cmp::Ordering::Equal)) => None,
        (Better::More, Some(way)) => Some(way == std::cmp::Ordering::Greater),
        (Better::Less, Some(way)) => Some(way == std::cmp::Ordering::Less),
    };
    let sign = match way {
        Some(std::cmp::Ordering::Greater) => "↑",
        Some(std::cmp::Ordering::Less) => "↓",
        _ => "",
    };
    let (class, meaning) = match is_better {
        Some(true) => ("up", Some(Message::ChangeBetter)),
        Some(false) => ("down", Some(Message::ChangeWorse)),
        None => ("", None),
    };
    let text = of.measure.text(app().lang.get(), then);
    view! {
        {text}" "<span class=class aria-hidden="true">{sign}</span>
        {meaning.map(|meaning| view! { <span class="visually-hidden">{t(meaning)}</span> })}
    }
    .into_any()
}

/// The rank among siblings and their median; why there is none where the figure misses records.
fn among_text(of: &Indicator, own: &Ranked, spread: &Spread) -> String {
    let lang = app().lang.get();
    let median = spread.median.map(|median| fill(Message::MedianOf, &[&of.measure.text(lang, median)]));
    let rank = match own.rank {
        Some(rank) => Some(fill(Message::RankOf, &[&rank.to_string(), &spread.count.to_string()])),
        None if of.better != Better::Neither && !is_comparable(&own.figure) => Some(t(Message::Unranked)().to_owned()),
        None => None,
    };
    rank.into_iter().chain(median).collect::<Vec<_>>().join(" · ")
}

/// How many records the figure rests on less, said only where there are any.
#[must_use]
pub fn missing(figure: &Figure) -> String {
    missing_text(app().lang.get(), figure)
}

/// A mark for a figure that rests on less than all records.
pub fn missing_mark(figure: &Figure) -> AnyView {
    let text = missing(figure);
    part(move || {
        if text.is_empty() {
            return ().into_any();
        }
        let (title, hidden) = (text.clone(), text.clone());
        view! { <small class="missing" title=title aria-hidden="true">"*"</small><span class="visually-hidden">{hidden}</span> }.into_any()
    })
}

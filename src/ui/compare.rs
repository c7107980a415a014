//! The units under one, side by side: indicators of a pillar with ranks, medians and quartiles, and how complete and punctual
//! each is.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::Place;
use super::dynamic::{maybe, part, words};
use super::indicators::{explained, missing_mark, pillar_chips, pillar_here, value_text};
use super::overview::unit_heading;
use super::shell::unit_name;
use super::span::{span_choice, span_here, span_text};
use super::text::{fill, l, t};
use crate::app::app;
use crate::i18n::Message;
use crate::insight::compare::{Comparison, Ranked, Spread, compare};
use crate::insight::indicator::{Indicator, Pillar, indicator};
use crate::insight::indicators;
use crate::model::RecordId;
use crate::model::sorted::in_order;

/// What stands beside every pillar: how far the records of a unit can be relied upon.
const RELIANCE: [&str; 2] = ["data.complete", "data.on_time"];

/// The page.
pub fn compare_page() -> AnyView {
    let place = Place::here();
    let pillar = move || pillar_here(place).unwrap_or(Pillar::People);
    let columns = move || columns(pillar());
    let compared = Memo::new(move |_| {
        let (unit, span) = (place.route().unit(), span_here(place));
        app().with_figures(|figures, replica| {
            let tree = &figures.layer(replica, span).tree;
            // Where one unit stands above all others, those under it are compared.
            let top = unit.or_else(|| match tree.children(None) {
                [root] => Some(*root),
                _ => None,
            });
            let units = tree.children(top).to_vec();
            compare(figures, replica, &units, span, &columns())
        })
    });
    view! {
        <div class="head">
            <div><h1>{words(move || fill(Message::CompareOf, &[&unit_heading(place)]))}</h1><p>{words(move || span_text(span_here(place)))}</p></div>
            <div class="act">{span_choice("span")}</div>
        </div>
        {pillar_chips(false, move || Some(pillar()))}
        {part(move || {
            // Names and number forms follow the language, so the table does too.
            app().lang.track();
            let compared = compared.get();
            if compared.rows.is_empty() {
                return view! { <p class="empty card">{t(Message::CompareNone)}</p> }.into_any();
            }
            table(place, &columns(), &compared)
        })}
    }
    .into_any()
}

fn columns(pillar: Pillar) -> Vec<&'static Indicator> {
    let of_pillar = indicators::all().filter(move |indicator| indicator.pillar == pillar);
    let reliance = RELIANCE.iter().filter_map(|name| indicator(name)).filter(move |_| pillar != Pillar::Data);
    of_pillar.chain(reliance).collect()
}

fn table(place: Place, columns: &[&'static Indicator], compared: &Comparison) -> AnyView {
    let sort = place.route().get("sort").map(ToOwned::to_owned);
    let sorted = columns.iter().position(|indicator| Some(indicator.name) == sort.as_deref());
    let rows = match sorted {
        None => compared.rows.iter().collect(),
        Some(column) => in_order(compared.rows.iter().collect(), |a, b| order(&a.1[column], &b.1[column])),
    };
    let heads: Vec<AnyView> = columns.iter().map(|of| head(place, of, sort.as_deref())).collect();
    let rows: Vec<AnyView> = rows.into_iter().map(|(unit, cells)| row(place, columns, *unit, cells)).collect();
    let spread = |text: Message, of: fn(&Spread) -> Option<i64>| {
        let cells = columns.iter().zip(&compared.spreads).map(|(indicator, spread)| {
            let lang = app().lang.get_untracked();
            let value = of(spread)
                .map_or_else(|| t(Message::NotAvailable)().to_owned(), |value| indicator.measure.text(lang, value));
            view! { <td class="number">{value}</td> }.into_any()
        });
        let cells: Vec<AnyView> = cells.collect();
        view! { <tr><th scope="row">{t(text)}</th>{cells}</tr> }.into_any()
    };
    view! {
        <section class="card">
            <p class="note inset">{t(Message::CompareNote)}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t(Message::Compare)>
                <table class="compared" id="compared">
                    <thead><tr><th scope="col">{t(Message::Units)}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        {spread(Message::UpperQuartile, |spread| spread.upper)}
                        {spread(Message::Median, |spread| spread.median)}
                        {spread(Message::LowerQuartile, |spread| spread.lower)}
                    </tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The best first; without a rank by value, the greatest first; what has no value last.
fn order(a: &Ranked, b: &Ranked) -> Ordering {
    let rank = |cell: &Ranked| cell.rank.unwrap_or(usize::MAX);
    rank(a).cmp(&rank(b)).then(b.value.cmp(&a.value))
}

fn head(place: Place, of: &'static Indicator, sort: Option<&str>) -> AnyView {
    let is_sorted = sort == Some(of.name);
    let href = move || place.route().with("sort", if is_sorted { "" } else { of.name }).href();
    let sorted = move || is_sorted.then_some("descending");
    view! { <th scope="col" class="number" aria-sort=maybe(sorted)><a href=words(href)>{l(of.label)}</a></th> }
        .into_any()
}

fn row(place: Place, columns: &[&'static Indicator], unit: RecordId, cells: &[Ranked]) -> AnyView {
    let href = move || place.route().with("unit", &unit.to_string()).href();
    let cells: Vec<AnyView> = columns
        .iter()
        .zip(cells)
        .map(|(of, cell)| {
            let of: &'static Indicator = of;
            let href = move || explained(place, of, Some(unit));
            let rank = cell.rank.map(|rank| view! { <small class="rank">{rank}</small> });
            let value = value_text(of, &cell.figure);
            view! { <td class="number"><a href=words(href)>{value}</a>{missing_mark(&cell.figure)}" "{rank}</td> }
                .into_any()
        })
        .collect();
    view! { <tr><th scope="row"><a href=words(href)>{words(move || unit_name(unit))}</a></th>{cells}</tr> }.into_any()
}

//! One indicator explained: formula, the formula with its values, the standard, how it went, the units below, the records.

use leptos::prelude::*;

use super::Place;
use super::dynamic::{list, part, when, words};
use super::facts::record_link;
use super::indicators::{explained, missing, missing_mark, value_text};
use super::overview::unit_heading;
use super::route::Page;
use super::shell::unit_name;
use super::source::first_source;
use super::span::{span_choice, span_here, span_text};
use super::text::{fill, l, t, title};
use crate::app::app;
use crate::i18n::{Message, grouped};
use crate::insight::compare::{Comparison, compare};
use crate::insight::hot_cold::{Warmth, by_partner};
use crate::insight::indicator::{Indicator, When, indicator};
use crate::insight::tally::Shape;
use crate::insight::{Figure, Span};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Partner, Standard, StandardKey, Unit};
use crate::model::quantity::decimal;
use crate::model::{Name, RecordId};
use crate::replica::Key;

/// How many records of a list are shown before more are asked for.
const RECORDS_STEP: usize = 50;
/// The indicator that is told of each partner.
const HOT_COLD: &str = "network.hot_cold";
/// How many spans the series shows.
const SERIES: usize = 8;

/// Everything the page shows.
#[derive(Clone, PartialEq)]
struct Shown {
    of: &'static Indicator,
    figure: Figure,
    series: Vec<(Span, Figure)>,
    below: Comparison,
    /// The records of each list.
    records: [Vec<Key>; 4],
    standards: Vec<(StandardKey, Option<InForce>)>,
    /// The partners, for the one indicator that is told of each.
    partners: Vec<Warmth>,
}

/// A standard that holds for the unit.
#[derive(Clone, PartialEq)]
struct InForce {
    id: RecordId,
    unit: RecordId,
    value: String,
}

/// The page.
pub fn indicator_page() -> AnyView {
    let place = Place::here();
    let shown = Memo::new(move |_| {
        let of = indicator(place.route().get("name")?)?;
        Some(read(of, place.route().unit(), span_here(place)))
    });
    part(move || match shown.get() {
        Some(shown) => explanation(place, shown),
        None => {
            let href = words(move || place.route().to(Page::Indicators, &[]).href());
            view! { <div class="head"><h1>{t(Message::Indicators)}</h1></div><p class="empty card">{t(Message::NoSuchIndicator)}" "<a class="link" href=href>{t(Message::AllIndicators)}</a></p> }
                .into_any()
        }
    })
}

fn read(of: &'static Indicator, unit: Option<RecordId>, span: Span) -> Shown {
    app().with_figures(|figures, replica| {
        let figure = figures.figure(replica, unit, span, of);
        let spans = if of.when == When::Now { Vec::new() } else { span.series(SERIES) };
        let series = spans.into_iter().map(|span| (span, figures.figure(replica, unit, span, of))).collect();
        let layer = figures.layer(replica, span);
        let in_force = |key: StandardKey| {
            let (from, held) = layer.in_force(unit.or_else(|| layer.tree.children(None).first().copied())?, key)?;
            Some(InForce { id: held.id, unit: from, value: decimal(held.value.0) })
        };
        let standards = of.standards.iter().map(|&key| (key, in_force(key))).collect();
        // Where one unit stands above all others, those under it are listed.
        let top = unit.or_else(|| match layer.tree.children(None) {
            [root] => Some(*root),
            _ => None,
        });
        let children = layer.tree.children(top).to_vec();
        let below = compare(figures, replica, &children, span, &[of]);
        let behind = figures.behind(replica, unit, span, of);
        let index = figures.index();
        let keys = |ids: Vec<RecordId>| {
            let key = |id| Some(Key { id, kind: Name::known(index.kind(id)?) });
            ids.into_iter().filter_map(key).collect::<Vec<Key>>()
        };
        let records = [keys(behind.counted), keys(behind.rest), keys(behind.lacking), keys(behind.withheld)];
        let partners = if of.name == HOT_COLD { by_partner(figures, replica, unit, span) } else { Vec::new() };
        Shown { of, figure, series, below, records, standards, partners }
    })
}

fn explanation(place: Place, shown: Shown) -> AnyView {
    let Shown { of, figure, series, below, records, standards, partners } = shown;
    let is_sum = of.shape == Shape::Sum;
    let names = if is_sum {
        [Message::RecordsSummed, Message::RecordsRest, Message::RecordsLacking, Message::RecordsWithheld]
    } else {
        [Message::RecordsCounted, Message::RecordsRest, Message::RecordsLacking, Message::RecordsWithheld]
    };
    let lists: Vec<AnyView> = names.into_iter().zip(records).map(|(name, keys)| record_list(name, keys)).collect();
    let all = move || place.route().to(Page::Indicators, &[]).with("span", &span_here(place).name()).href();
    view! {
        <div class="head">
            <div>
                <h1>{l(of.label)}</h1>
                <p><a href=words(all)>{words(move || fill(Message::IndicatorsOf, &[&unit_heading(place)]))}</a>" · "{words(move || span_text(span_here(place)))}</p>
            </div>
            <div class="act">{span_choice("span")}</div>
        </div>
        <div class="two even">
            {formula_card(of, &figure, &standards)}
            {(!series.is_empty()).then(|| series_card(of, &series))}
        </div>
        {(!below.rows.is_empty()).then(|| below_card(place, of, &below))}
        {(!partners.is_empty()).then(|| partners_card(of, partners))}
        <section class="card" id="behind"><h2>{t(Message::RecordsBehind)}</h2>{lists}</section>
    }
    .into_any()
}

fn formula_card(of: &'static Indicator, figure: &Figure, standards: &[(StandardKey, Option<InForce>)]) -> AnyView {
    let (value, missing) = (value_text(of, figure), missing(figure));
    let (above, below) = of.measure.parts_text(figure.numerator, figure.denominator.unwrap_or(0));
    let is_ratio = matches!(of.shape, Shape::Ratio | Shape::RatioOfStated);
    let below = if figure.denominator.is_some() { below } else { "0".to_owned() };
    let times = of.measure.scale().0;
    let standards: Vec<AnyView> = standards.iter().map(|(key, held)| standard_line(*key, held.clone())).collect();
    view! {
        <section class="card pad" id="formula">
            <p class="figure"><b>{value}</b></p>
            <dl class="formula">
                <div><dt>{l(of.numerator)}</dt><dd>{is_ratio.then_some(above)}</dd></div>
                {is_ratio.then(|| view! { <div><dt>"÷ "{l(of.denominator)}</dt><dd>{below}</dd></div> })}
                {(is_ratio && times > 1 && of.measure.unit().en != "%").then(|| view! { <div><dt>"× "{grouped(times)}</dt><dd></dd></div> })}
            </dl>
            {(!missing.is_empty()).then(|| view! { <p><span class="tag hue-warn">{missing}</span></p> })}
            {(figure.denominator.is_none()).then(|| view! { <p class="note">{t(Message::NotAvailableWhy)}</p> })}
            {standards}
            <p class="note">{l(of.note)}</p>
            <p class="note">{t(when_text(of.when))}</p>
        </section>
    }
    .into_any()
}

fn when_text(when: When) -> Message {
    match when {
        When::AtEnd => Message::WhenAtEnd,
        When::Within => Message::WhenWithin,
        When::YearToDate => Message::WhenYearToDate,
        When::Now => Message::WhenNow,
    }
}

fn standard_line(key: StandardKey, held: Option<InForce>) -> AnyView {
    let place = Place::here();
    let Some(InForce { id, unit, value }) = held else {
        return view! { <p class="note">{words(move || fill(Message::StandardNone, &[l(key.label())()]))}</p> }
            .into_any();
    };
    let href = move || place.route().to(Page::Record { kind: Standard::KIND, id: Some(id) }, &[]).href();
    let text = move || {
        let unit = title(&Key { id: unit, kind: Name::known(Unit::KIND) });
        fill(Message::StandardUsed, &[l(key.label())(), &value, &unit])
    };
    view! { <p><a class="link" href=words(href)>{words(text)}</a></p> }.into_any()
}

/// The values of the spans as bars, and as a table for those who cannot see them.
fn series_card(of: &'static Indicator, series: &[(Span, Figure)]) -> AnyView {
    let values: Vec<Option<i64>> = series.iter().map(|(_, figure)| of.value(figure)).collect();
    let rows: Vec<AnyView> = series
        .iter()
        .map(|(span, figure)| {
            let (span, value) = (*span, value_text(of, figure));
            view! { <tr><th scope="row">{words(move || span_text(span))}</th><td class="number">{value}{missing_mark(figure)}</td></tr> }.into_any()
        })
        .collect();
    view! {
        <section class="card" id="series">
            <h2>{t(Message::SeriesTitle)}</h2>
            <div class="chart">{bars(&values)}</div>
            <table><thead class="visually-hidden"><tr><th scope="col">{t(Message::SpanChoice)}</th><th scope="col">{t(Message::ColValue)}</th></tr></thead><tbody>{rows}</tbody></table>
        </section>
    }
    .into_any()
}

/// Bars from a common ground line; a span without a value leaves its place empty.
pub fn bars(values: &[Option<i64>]) -> AnyView {
    let known = || values.iter().flatten().copied();
    let (least, most) = (known().min().unwrap_or(0).min(0), known().max().unwrap_or(0).max(0));
    let range = (most - least).max(1);
    let height = |value: i64| (i128::from(value) * 1000 / i128::from(range)).to_string();
    let ground = 1000 - (i128::from(-least) * 1000 / i128::from(range));
    let one = |(nth, value): (usize, &Option<i64>)| {
        let value = (*value)?;
        let (x, size) = ((nth * 100 + 15).to_string(), height(value.abs()));
        let y = if value < 0 {
            ground.to_string()
        } else {
            (ground - i128::from(value) * 1000 / i128::from(range)).to_string()
        };
        Some(view! { <rect class="fill" x=x y=y width="70" height=size/> }.into_any())
    };
    let bars: Vec<AnyView> = values.iter().enumerate().filter_map(one).collect();
    let width = values.len() * 100;
    view! {
        <svg class="bars" viewBox=format!("0 -10 {width} 1020") preserveAspectRatio="none" aria-hidden="true">
            {bars}
            <line class="ground" x1="0" x2=width.to_string() y1=ground.to_string() y2=ground.to_string()/>
        </svg>
    }
    .into_any()
}

fn below_card(place: Place, of: &'static Indicator, below: &Comparison) -> AnyView {
    let spread = below.spreads.first().copied().unwrap_or_default();
    let rows = crate::model::sorted::in_order(below.rows.iter().collect(), |a, b| {
        let rank = |row: &(RecordId, Vec<crate::insight::compare::Ranked>)| row.1[0].rank.unwrap_or(0);
        rank(b).cmp(&rank(a)).then_with(|| b.1[0].value.cmp(&a.1[0].value)).then(a.0.cmp(&b.0))
    });
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(unit, cells)| {
            let (unit, cell) = (*unit, &cells[0]);
            let href = move || explained(place, of, Some(unit));
            let value = value_text(of, &cell.figure);
            let rank = cell.rank.map(|rank| rank.to_string()).unwrap_or_default();
            let missing = missing(&cell.figure);
            view! {
                <tr>
                    <th scope="row"><a href=words(href)>{words(move || unit_name(unit))}</a></th>
                    <td class="number" data-label=t(Message::ColValue)><b>{value}</b></td>
                    <td class="number" data-label=t(Message::ColRank)>{rank}</td>
                    <td class="number" data-label=t(Message::ColMissing)>{missing}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let lang = app().lang.get_untracked();
    let value = |value: Option<i64>| {
        value.map_or_else(|| t(Message::NotAvailable)().to_owned(), |value| of.measure.text(lang, value))
    };
    let note = fill(
        Message::SpreadOf,
        &[&spread.count.to_string(), &value(spread.lower), &value(spread.median), &value(spread.upper)],
    );
    view! {
        <section class="card table" id="below-units">
            <h2>{t(Message::UnitsBelow)}</h2>
            <p class="note inset">{note}</p>
            <table>
                <thead><tr><th scope="col">{t(Message::Units)}</th><th scope="col" class="number">{t(Message::ColValue)}</th><th scope="col" class="number">{t(Message::ColRank)}</th><th scope="col" class="number">{t(Message::ColMissing)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The partners by the hot–cold index, the coldest first, so many at a time.
fn partners_card(of: &'static Indicator, partners: Vec<Warmth>) -> AnyView {
    let (count, shown) = (partners.len(), RwSignal::new(RECORDS_STEP));
    let partners = StoredValue::new(partners);
    let first = move || partners.with_value(|partners| partners.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let row = move |row: Warmth| {
        let key = Key { id: row.partner, kind: Name::known(Partner::KIND) };
        let number = |count: usize| grouped(i64::try_from(count).unwrap_or(i64::MAX));
        view! {
            <tr>
                <th scope="row">{record_link(key)}</th>
                <td class="number" data-label=t(Message::WarmAsked)>{number(row.requests)}</td>
                <td class="number" data-label=t(Message::WarmPromised)>{number(row.promised)}</td>
                <td class="number" data-label=t(Message::WarmOffered)>{number(row.offers)}</td>
                <td class="number" data-label=t(Message::WarmOpen)>{number(row.open)}</td>
                <td class="number" data-label=t(Message::ColValue)><b>{value_text(of, &row.index())}</b></td>
            </tr>
        }
        .into_any()
    };
    let heads = [Message::WarmAsked, Message::WarmPromised, Message::WarmOffered, Message::WarmOpen, Message::ColValue];
    let heads: Vec<AnyView> =
        heads.iter().map(|head| view! { <th scope="col" class="number">{t(*head)}</th> }.into_any()).collect();
    let more = move || shown.update(|shown| *shown += RECORDS_STEP);
    view! {
        <section class="card table" id="partners">
            <h2>{t(Message::WarmTitle)}</h2>
            <table>
                <thead><tr><th scope="col">{l(Partner::SPEC.label)}</th>{heads}</tr></thead>
                <tbody>{list(first, row)}</tbody>
            </table>
            {when(move || { shown.get() < count }, move || super::dynamic::button("button", "", Message::ShowMore, more))}
        </section>
    }
    .into_any()
}

/// The records of one list, folded where there are many, so many at a time.
fn record_list(name: Message, keys: Vec<Key>) -> AnyView {
    if keys.is_empty() {
        return ().into_any();
    }
    let (count, shown) = (keys.len(), RwSignal::new(RECORDS_STEP));
    let keys = StoredValue::new(keys);
    let is_open = name == Message::RecordsLacking || count <= RECORDS_STEP;
    let first = move || keys.with_value(|keys| keys.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let more = move || shown.update(|shown| *shown += RECORDS_STEP);
    view! {
        <details class="records" open=is_open>
            <summary>{t(name)}" "<span class="note">{grouped(i64::try_from(count).unwrap_or(i64::MAX))}</span></summary>
            <ul class="rows plain columns">{list(first, |key| {
                let from = first_source(&key);
                view! { <li>{record_link(key)}<small>{from}</small></li> }.into_any()
            })}</ul>
            {when(move || { shown.get() < count }, move || super::dynamic::button("button", "", Message::ShowMore, more))}
        </details>
    }
    .into_any()
}

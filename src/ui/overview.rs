//! The figures of a unit, each computed from records and each leading to the records behind it.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::Place;
use super::dynamic::{part, when, words};
use super::route::Page;
use super::shell::unit_name;
use super::text::{fill, t};
use crate::app::app;
use crate::i18n::{Lang, Message, grouped, percent, yuan_short};
use crate::insight::{Figure, Overview, Sum, compare, overview, permille, tenths};
use crate::model::sorted::sort_short;
use crate::model::{Field, RecordId};

/// How many rented offices the overview lists before it refers to the list.
const RENTED_MAX: usize = 7;

/// The filter for places that were not closed: a figure counts no others.
const IN_USE: (&str, &str) = ("closed", "");

/// Everything the page shows, computed at once.
#[derive(Clone, PartialEq)]
struct Shown {
    own: Overview,
    below: Vec<(RecordId, Overview)>,
    households: Option<i64>,
    residents: Option<i64>,
}

/// The overview of the unit looked at.
pub fn figures_page() -> AnyView {
    let place = Place::here();
    let unit = move || place.route().unit();
    let year = Memo::new(move |_| {
        let asked = place.route().get("year").and_then(|year| year.parse().ok());
        asked.unwrap_or_else(|| app().day().year())
    });
    let shown = Memo::new(move |_| {
        let day = app().day();
        app().with_rows(|rows| {
            let scope = rows.scope(unit());
            let own = overview(rows, &scope, year.get(), day);
            let total = |field: fn(&crate::model::Unit) -> Option<i64>| {
                let values: Vec<i64> = own.communities.iter().filter_map(|id| field(rows.units.get(id)?)).collect();
                (!values.is_empty()).then(|| values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value)))
            };
            Shown {
                households: total(|unit| unit.households.known().map(|count| count.0)),
                residents: total(|unit| unit.residents.known().map(|count| count.0)),
                below: compare(rows, below_of(rows, unit()), year.get(), day),
                own,
            }
        })
    });
    let heading =
        move || unit().map_or_else(|| root_name().unwrap_or_else(|| t(Message::AllUnits)().to_owned()), unit_name);
    let facts = move || {
        shown.with(|shown| {
            let mut facts = vec![
                fill(Message::OverviewYear, &[&year.get().to_string()]),
                fill(Message::Communities, &[&grouped(count(shown.own.communities.len()))]),
            ];
            facts.extend(shown.households.map(|households| fill(Message::Households, &[&grouped(households)])));
            facts.extend(shown.residents.map(|residents| fill(Message::Residents, &[&grouped(residents)])));
            facts.join(" · ")
        })
    };
    view! {
        <div class="head">
            <div><h1>{words(heading)}</h1><p>{words(facts)}</p></div>
            <div class="act">
                <a class="button primary" href=words(move || place.route().to(Page::Files, &[]).href())>{t(Message::Files)}</a>
            </div>
        </div>
        <section class="pillars" aria-label=t(Message::Figures)>
            {people_card(shown)}
            {money_card(shown, year)}
            {places_card(shown)}
            {facilities_card(shown)}
        </section>
        <div class="two">
            {below(shown)}
            {rented_offices(shown)}
        </div>
        {when(move || shown.with(|shown| shown.own.in_conflict > 0), move || view! {
            <p class="note">
                <a href=words(move || place.route().to(Page::Conflicts, &[]).href())>
                    {words(move || fill(Message::ConflictCount, &[&shown.with(|shown| shown.own.in_conflict).to_string()]))}
                </a>
            </p>
        }.into_any())}
    }
    .into_any()
}

/// The unit whose children the table lists: where one unit stands above all others, it is that one.
fn below_of(rows: &crate::insight::Records, unit: Option<RecordId>) -> Option<RecordId> {
    unit.or_else(|| match rows.children(None)[..] {
        [root] => Some(root),
        _ => None,
    })
}

/// The name of the one unit above all others, where there is one.
fn root_name() -> Option<String> {
    let roots = app().with_rows(|rows| rows.children(None));
    match roots[..] {
        [root] => Some(unit_name(root)),
        _ => None,
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn share(figure: &Figure) -> String {
    permille(figure).map_or_else(|| t(Message::NotAvailable)().to_owned(), percent)
}

/// A value in tenths with one decimal; whole numbers without.
fn in_tenths(value: Option<i64>) -> String {
    match value {
        None => t(Message::NotAvailable)().to_owned(),
        Some(tenths) if tenths % 10 == 0 => grouped(tenths / 10),
        Some(tenths) => format!("{}.{}", grouped(tenths / 10), tenths % 10),
    }
}

fn money(sum: &Sum) -> String {
    sum.fen.map_or_else(|| t(Message::NotAvailable)().to_owned(), |fen| yuan_short(app().lang.get(), fen))
}

/// How many records the figure rests on less, said only where there are any.
fn gaps(figure: &Figure) -> String {
    let lacking = (figure.lacking > 0).then(|| fill(Message::Lacking, &[&figure.lacking.to_string()]));
    let withheld = (figure.withheld > 0).then(|| fill(Message::WithheldCount, &[&figure.withheld.to_string()]));
    [lacking, withheld].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A bar of one share; nothing is drawn where there is no denominator.
#[component]
fn Bar(#[prop(into)] permille: Signal<Option<i64>>) -> impl IntoView {
    let width = move || permille.get().map(|share| share.clamp(0, 1000).to_string());
    view! {
        <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="ground" width="1000" height="8" rx="4"/>
            {part(move || width().map(|width| view! { <rect class="fill" width=width height="8" rx="4"/> }).into_any())}
        </svg>
    }
}

fn people_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let people = move || shown.with(|shown| shown.own.people.clone());
    view! {
        <section class="card pillar hue-people">
            <h2>{t(Message::PillarPeople)}</h2>
            <a class="figure" id="figure-workers" href=words(move || place.route().to(Page::List("worker"), &[]).href())>
                <b>{words(move || grouped(people().workers.numerator))}</b><small>{t(Message::WorkersFigure)}</small>
            </a>
            <Bar permille=Signal::derive(move || permille(&people().aged_50_or_more))/>
            <ul class="note">
                <li id="figure-per-community">{words(move || fill(Message::PerCommunity, &[&in_tenths(tenths(&people().workers))]))}</li>
                <li>{words(move || fill(Message::MedianAge, &[&in_tenths(tenths(&people().median_age))]))}</li>
                <li title=words(move || gaps(&people().aged_50_or_more))>{words(move || fill(Message::ShareOld, &[&share(&people().aged_50_or_more)]))}</li>
                <li title=words(move || gaps(&people().aged_35_or_less))>{words(move || fill(Message::ShareYoung, &[&share(&people().aged_35_or_less)]))}</li>
                <li title=words(move || gaps(&people().college))>{words(move || fill(Message::ShareCollege, &[&share(&people().college)]))}</li>
                <li title=words(move || gaps(&people().insured))>{words(move || fill(Message::ShareInsured, &[&share(&people().insured)]))}</li>
            </ul>
        </section>
    }
    .into_any()
}

fn money_card(shown: Memo<Shown>, year: Memo<i32>) -> AnyView {
    let place = Place::here();
    let sums = move || shown.with(|shown| shown.own.money.clone());
    let href = move || place.route().to(Page::List("fund_line"), &[("year", &year.get().to_string())]).href();
    let unit = move || t(if sums().gap.fen.is_some() { Message::GapFigure } else { Message::NoGapFigure })();
    let lacking = move || match sums().gap.lacking {
        0 => String::new(),
        lacking => fill(Message::NeedUnstated, &[&lacking.to_string()]),
    };
    view! {
        <section class="card pillar hue-money">
            <h2>{t(Message::PillarMoney)}</h2>
            <a class="figure" id="figure-gap" href=words(href)><b>{words(move || money(&sums().gap))}</b><small>{words(unit)}</small></a>
            <Bar permille=Signal::derive(move || permille(&sums().received_of_plan))/>
            <ul class="note">
                <li>{words(move || fill(Message::NeedOf, &[&money(&sums().need)]))}</li>
                <li>{words(move || fill(Message::ReceivedOf, &[&money(&sums().received)]))}</li>
                <li>{words(move || fill(Message::ReceivedShare, &[&share(&sums().received_of_plan)]))}</li>
                <li>{words(move || fill(Message::SpentShare, &[&share(&sums().spent_of_received)]))}</li>
                <li>{words(lacking)}</li>
            </ul>
        </section>
    }
    .into_any()
}

fn places_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let places = move || shown.with(|shown| shown.own.places.clone());
    let rented = [("facility", "office"), ("tenure", "rented"), IN_USE];
    let unstated = [("facility", "office"), ("tenure", "not_stated"), IN_USE];
    view! {
        <section class="card pillar hue-places">
            <h2>{t(Message::PillarPlaces)}</h2>
            <a class="figure" id="figure-renting" href=words(move || place.route().to(Page::List("place"), &rented).href())>
                <b>{words(move || places().rented.denominator.map_or_else(|| t(Message::NotAvailable)().to_owned(), |_| grouped(places().rented.numerator)))}</b>
                <small>{words(move || places().rented.denominator.map(|all| fill(Message::OutOf, &[&grouped(all)])).unwrap_or_default())}" "{t(Message::RentingFigure)}</small>
            </a>
            <Bar permille=Signal::derive(move || permille(&places().rented))/>
            <ul class="note">
                <li id="figure-renting-share">{words(move || fill(Message::RentingShare, &[&share(&places().rented)]))}</li>
                <li><a href=words(move || place.route().to(Page::List("place"), &unstated).href())>
                    {words(move || fill(Message::TenureUnstated, &[&places().rented.lacking.to_string()]))}
                </a></li>
                <li>{words(move || fill(Message::LeasesEnding, &[&places().leases_ending.ids.len().to_string()]))}</li>
                <li title=words(move || gaps(&places().area_per_100_households))>
                    {words(move || fill(Message::AreaPer100, &[&in_tenths(tenths(&places().area_per_100_households))]))}
                </li>
            </ul>
        </section>
    }
    .into_any()
}

fn facilities_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let row = move |id: &'static str, facility: &'static str, figure: fn(&Overview) -> &Figure| {
        let figure = move || shown.with(|shown| figure(&shown.own).clone());
        let name = move || {
            let choice = crate::model::Value::text(facility);
            let input = crate::model::Place::SPEC.field("facility").map(|field| field.input);
            input.map(|input| super::text::value_text(input, &choice)).unwrap_or_default()
        };
        view! {
            <li>
                <a id=id href=words(move || place.route().to(Page::List("place"), &[("facility", facility), IN_USE]).href())>
                    <b>{words(move || grouped(figure().numerator))}</b><span>{words(name)}</span>
                </a>
                <small>{words(move || in_tenths(permille(&figure())))}</small>
            </li>
        }
    };
    view! {
        <section class="card pillar hue-service">
            <h2>{t(Message::FacilitiesTitle)}<span>{t(Message::FacilitiesText)}</span></h2>
            <ul class="counts">
                {row("figure-street-centres", "street_service_centre", |own| &own.places.street_centres)}
                {row("figure-stations", "service_station", |own| &own.places.service_stations)}
                {row("figure-health", "health_centre", |own| &own.places.health_centres)}
                {row("figure-starlight", "starlight_home", |own| &own.places.starlight_homes)}
            </ul>
        </section>
    }
    .into_any()
}

/// The rented offices with their leases, the one that ends first at the top.
fn rented_offices(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let offices = Memo::new(move |_| {
        shown.track();
        let day = app().day();
        let scope_unit = place.route().unit();
        app().with_rows(|rows| {
            let scope = rows.scope(scope_unit);
            let rented = rows.places.iter().filter(|(_, office)| {
                let unit = office.unit.known().map(|unit| unit.0);
                let is = |value| office.tenure.known().is_some_and(|tenure| tenure.is(value));
                let is_office =
                    office.facility.known().is_some_and(|facility| facility.is(crate::model::kinds::Facility::Office));
                let is_open = office.closed.known().is_none_or(|closed| day < *closed);
                is(crate::model::kinds::Tenure::Rented) && is_office && is_open && scope.holds(unit)
            });
            let end = |lease: &Field<crate::model::quantity::Interval>| lease.known().and_then(|lease| lease.to);
            let mut offices: Vec<(Option<NaiveDate>, RecordId, String, String)> = rented
                .map(|(id, office)| {
                    let unit = office.unit.known().and_then(|unit| rows.title(unit.0)).unwrap_or_default().to_owned();
                    let landlord = office.landlord.known().map(|landlord| landlord.0.clone()).unwrap_or_default();
                    (end(&office.lease), *id, unit, landlord)
                })
                .collect();
            sort_short(&mut offices, |a, b| (a.0.is_none(), a.0, a.1) < (b.0.is_none(), b.0, b.1));
            (day, offices)
        })
    });
    let lease = |day: NaiveDate, end: Option<NaiveDate>| match end {
        None => ("", t(Message::LeaseUnknown)().to_owned()),
        Some(end) if end < day => ("hue-bad", fill(Message::LeaseOver, &[&end.to_string()])),
        Some(end) => {
            let days = (end - day).num_days();
            let hue = if days <= 90 {
                "hue-bad"
            } else if days <= 180 {
                "hue-warn"
            } else {
                ""
            };
            (hue, fill(Message::LeaseDays, &[&grouped(days)]))
        }
    };
    let rented = [("facility", "office"), ("tenure", "rented"), IN_USE];
    view! {
        <section class="card">
            <h2>{t(Message::RentedOffices)}<a href=words(move || place.route().to(Page::List("place"), &rented).href())>{t(Message::SeeAll)}</a></h2>
            <ul class="rows" id="rented">
                {part(move || {
                    let (day, offices) = offices.get();
                    if offices.is_empty() {
                        return view! { <li class="note">{t(Message::RentedNone)}</li> }.into_any();
                    }
                    offices.into_iter().take(RENTED_MAX).map(|(end, id, unit, landlord)| {
                        let (hue, text) = lease(day, end);
                        let href = place.route().to(Page::Record { kind: "place", id: Some(id) }, &[]).href();
                        view! { <li><span><a href=href><b>{unit}</b></a><small>{landlord}</small></span><span class=format!("tag {hue}")>{text}</span></li> }
                    }).collect_view().into_any()
                })}
            </ul>
        </section>
    }
    .into_any()
}

/// The units directly below, with the figures that tell them apart.
fn below(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let has_rows = move || shown.with(|shown| !shown.below.is_empty());
    let row = move |(id, own): (RecordId, Overview)| {
        let href = place.route().with("unit", &id.to_string()).href();
        let old = permille(&own.people.aged_50_or_more);
        let rented = format!("{} / {}", own.places.rented.numerator, own.places.rented.denominator.unwrap_or_default());
        view! {
            <tr>
                <th scope="row"><a href=href>{unit_name(id)}</a></th>
                <td>{grouped(count(own.communities.len()))}</td>
                <td>{grouped(own.people.workers.numerator)}</td>
                <td class:warm=old.is_some_and(|old| old >= 500)>{share(&own.people.aged_50_or_more)}</td>
                <td>{money(&own.money.gap)}</td>
                <td class:warm={own.places.rented.numerator > 0}>{if own.places.rented.denominator.is_some() { rented } else { t(Message::NotAvailable)().to_owned() }}</td>
                <td>{in_tenths(tenths(&own.places.area_per_100_households))}</td>
            </tr>
        }
    };
    let heads = [
        Message::Units,
        Message::ColCommunities,
        Message::ColWorkers,
        Message::ColOld,
        Message::ColGap,
        Message::ColRented,
        Message::ColArea,
    ];
    view! {
        {when(has_rows, move || view! {
            <section class="card wide">
                <h2>{t(Message::TableTitle)}</h2>
                <div class="scroll" tabindex="0" role="region" aria-label=t(Message::TableTitle)>
                    <table id="below">
                        <caption>{t(Message::TableNote)}</caption>
                        <thead><tr>{heads.iter().map(|head| view! { <th scope="col">{t(*head)}</th> }.into_any()).collect::<Vec<_>>()}</tr></thead>
                        <tbody>{part(move || {
                            // Names and number forms follow the language, so the rows do too.
                            let _: Lang = app().lang.get();
                            shown.get().below.into_iter().map(row).collect_view().into_any()
                        })}</tbody>
                    </table>
                </div>
            </section>
        }.into_any())}
    }
    .into_any()
}

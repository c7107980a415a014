//! The figures of a unit, each computed from records and each leading to the records behind it.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::Place;
use super::diagnosis::diagnosis_card;
use super::dynamic::{part, when, words};
use super::indicators::{explained, missing, value_text};
use super::route::Page;
use super::shell::unit_name;
use super::span::{span_choice, span_here, span_text};
use super::text::{fill, t};
use crate::app::app;
use crate::i18n::{Lang, Message, grouped, yuan_short};
use crate::insight::indicator::{Indicator, indicator};
use crate::insight::{Figure, permille};
use crate::model::sorted::sort_short;
use crate::model::{Field, RecordId};

/// How many rented offices the overview lists before it refers to the list.
const RENTED_MAX: usize = 7;

/// The filter for places that were not closed: a figure counts no others.
const IN_USE: (&str, &str) = ("closed", "");

/// The indicators that the page shows.
const SHOWN: [&str; 22] = [
    "people.workers",
    "people.median_age",
    "people.aged_50_or_more",
    "people.aged_35_or_less",
    "people.college",
    "people.insured",
    "money.need",
    "money.received",
    "money.gap",
    "money.received_of_plan",
    "money.spent_of_received",
    "places.rented",
    "places.leases_ending",
    "places.area_per_100_households",
    "places.street_centres",
    "places.service_stations",
    "places.health_centres",
    "places.starlight_homes",
    "network.pledges_delivered",
    "network.hot_cold",
    "coverage.eligible",
    "data.in_conflict",
];
/// Those of the table of units.
const BELOW: [&str; 5] =
    ["people.workers", "people.aged_50_or_more", "money.gap", "places.rented", "places.area_per_100_households"];

/// Everything the page shows, computed at once.
#[derive(Clone, PartialEq)]
struct Shown {
    own: Vec<(&'static Indicator, Figure)>,
    below: Vec<(RecordId, Vec<(&'static Indicator, Figure)>)>,
    communities: i64,
    households: Option<i64>,
    residents: Option<i64>,
}

/// The figure of a name; one that is not computed is not applicable.
fn named(figures: &[(&'static Indicator, Figure)], name: &str) -> Figure {
    figures.iter().find(|(of, _)| of.name == name).map(|(_, figure)| figure.clone()).unwrap_or_default()
}

impl Shown {
    fn figure(&self, name: &str) -> Figure {
        named(&self.own, name)
    }
}

/// The overview of the unit looked at.
pub fn figures_page() -> AnyView {
    let place = Place::here();
    let shown = Memo::new(move |_| read(place));
    let facts = move || {
        shown.with(|shown| {
            let mut facts =
                vec![span_text(span_here(place)), fill(Message::Communities, &[&grouped(shown.communities)])];
            facts.extend(shown.households.map(|households| fill(Message::Households, &[&grouped(households)])));
            facts.extend(shown.residents.map(|residents| fill(Message::Residents, &[&grouped(residents)])));
            facts.join(" · ")
        })
    };
    view! {
        <div class="head">
            <div><h1>{words(move || unit_heading(place))}</h1><p>{words(facts)}</p></div>
            <div class="act">
                {span_choice("span")}
                <a class="button primary" href=words(move || place.route().to(Page::Files, &[]).href())>{t(Message::Files)}</a>
            </div>
        </div>
        <section class="pillars" aria-label=t(Message::Figures)>
            {people_card(shown)}
            {money_card(shown)}
            {places_card(shown)}
            {facilities_card(shown)}
        </section>
        <div class="two">
            {diagnosis_card()}
            {rented_offices(shown)}
        </div>
        {below(shown)}
        {when(move || shown.with(|shown| shown.figure("data.in_conflict").numerator > 0), move || view! {
            <p class="note">
                <a href=words(move || place.route().to(Page::Conflicts, &[]).href())>
                    {words(move || fill(Message::ConflictCount, &[&shown.with(|shown| shown.figure("data.in_conflict").numerator).to_string()]))}
                </a>
            </p>
        }.into_any())}
    }
    .into_any()
}

fn read(place: Place) -> Shown {
    let (unit, span) = (place.route().unit(), span_here(place));
    app().with_figures(|figures, replica| {
        let of = |names: &[&str]| names.iter().filter_map(|name| indicator(name)).collect::<Vec<&'static Indicator>>();
        let (own, table) = (of(&SHOWN), of(&BELOW));
        let own: Vec<_> = own.iter().copied().zip(figures.figures(replica, unit, span, &own)).collect();
        let layer = figures.layer(replica, span);
        // Where one unit stands above all others, those under it are listed.
        let top = unit.or_else(|| match layer.tree.children(None) {
            [root] => Some(*root),
            _ => None,
        });
        let communities = layer.communities(unit);
        let total = |field: fn(&crate::model::Unit) -> Option<i64>| {
            let values: Vec<i64> = communities.iter().filter_map(|id| field(layer.units.get(id)?)).collect();
            (!values.is_empty()).then(|| values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value)))
        };
        let households = total(|unit| unit.households.known().map(|count| count.0));
        let residents = total(|unit| unit.residents.known().map(|count| count.0));
        let (children, communities) = (layer.tree.children(top).to_vec(), count(communities.len()));
        let of_child =
            |child| (child, table.iter().copied().zip(figures.figures(replica, Some(child), span, &table)).collect());
        let below = children.into_iter().map(of_child).collect();
        Shown { own, below, communities, households, residents }
    })
}

/// The name of the unit looked at; where none is chosen, of the one above all others.
#[must_use]
pub fn unit_heading(place: Place) -> String {
    let name = place.route().unit().map(unit_name).or_else(root_name);
    name.unwrap_or_else(|| t(Message::AllUnits)().to_owned())
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

/// The value of a figure by its name.
fn value(shown: Memo<Shown>, name: &'static str) -> String {
    let of = indicator(name).map(|of| shown.with(|shown| value_text(of, &shown.figure(name))));
    of.unwrap_or_else(|| t(Message::NotAvailable)().to_owned())
}

fn money(figure: &Figure) -> String {
    let is_known = figure.denominator.is_some();
    if is_known { yuan_short(app().lang.get(), figure.numerator) } else { t(Message::NotAvailable)().to_owned() }
}

/// One line of a card: a figure by its name, leading to what it is made of.
fn line(shown: Memo<Shown>, id: Option<&'static str>, name: &'static str, text: Message) -> AnyView {
    let place = Place::here();
    let href = move || indicator(name).map(|of| explained(place, of, place.route().unit())).unwrap_or_default();
    let title = move || shown.with(|shown| missing(&shown.figure(name)));
    view! { <li id=id title=words(title)><a href=words(href)>{words(move || fill(text, &[&value(shown, name)]))}</a></li> }.into_any()
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
    let workers = move || shown.with(|shown| shown.figure("people.workers"));
    view! {
        <section class="card pillar hue-people">
            <h2>{t(Message::PillarPeople)}</h2>
            <a class="figure" id="figure-workers" href=words(move || place.route().to(Page::List("worker"), &[]).href())>
                <b>{words(move || grouped(workers().numerator))}</b><small>{t(Message::WorkersFigure)}</small>
            </a>
            <Bar permille=Signal::derive(move || permille(&shown.with(|shown| shown.figure("people.aged_50_or_more"))))/>
            <ul class="note">
                {line(shown, Some("figure-per-community"), "people.workers", Message::PerCommunity)}
                {line(shown, None, "people.median_age", Message::MedianAge)}
                {line(shown, None, "people.aged_50_or_more", Message::ShareOld)}
                {line(shown, None, "people.aged_35_or_less", Message::ShareYoung)}
                {line(shown, None, "people.college", Message::ShareCollege)}
                {line(shown, None, "people.insured", Message::ShareInsured)}
            </ul>
        </section>
    }
    .into_any()
}

fn money_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let sum = move |name: &'static str| shown.with(|shown| shown.figure(name));
    let year = move || span_here(place).year.to_string();
    let href = move || place.route().to(Page::List("fund_line"), &[("year", &year())]).href();
    let unit =
        move || t(if sum("money.gap").denominator.is_some() { Message::GapFigure } else { Message::NoGapFigure })();
    let lacking = move || match sum("money.gap").lacking {
        0 => String::new(),
        lacking => fill(Message::NeedUnstated, &[&lacking.to_string()]),
    };
    let short = move |name: &'static str, text: Message| {
        let href = move || indicator(name).map(|of| explained(place, of, place.route().unit())).unwrap_or_default();
        view! { <li><a href=words(href)>{words(move || fill(text, &[&money(&sum(name))]))}</a></li> }
    };
    view! {
        <section class="card pillar hue-money">
            <h2>{t(Message::PillarMoney)}</h2>
            <a class="figure" id="figure-gap" href=words(href)><b>{words(move || money(&sum("money.gap")))}</b><small>{words(unit)}</small></a>
            <Bar permille=Signal::derive(move || permille(&sum("money.received_of_plan")))/>
            <ul class="note">
                {short("money.need", Message::NeedOf)}
                {short("money.received", Message::ReceivedOf)}
                {line(shown, None, "money.received_of_plan", Message::ReceivedShare)}
                {line(shown, None, "money.spent_of_received", Message::SpentShare)}
                <li>{words(lacking)}</li>
            </ul>
        </section>
    }
    .into_any()
}

fn places_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let rents = move || shown.with(|shown| shown.figure("places.rented"));
    let rented = [("facility", "office"), ("tenure", "rented"), IN_USE];
    let unstated = [("facility", "office"), ("tenure", "not_stated"), IN_USE];
    view! {
        <section class="card pillar hue-places">
            <h2>{t(Message::PillarPlaces)}</h2>
            <a class="figure" id="figure-renting" href=words(move || place.route().to(Page::List("place"), &rented).href())>
                <b>{words(move || rents().denominator.map_or_else(|| t(Message::NotAvailable)().to_owned(), |_| grouped(rents().numerator)))}</b>
                <small>{words(move || rents().denominator.map(|all| fill(Message::OutOf, &[&grouped(all)])).unwrap_or_default())}" "{t(Message::RentingFigure)}</small>
            </a>
            <Bar permille=Signal::derive(move || permille(&rents()))/>
            <ul class="note">
                {line(shown, Some("figure-renting-share"), "places.rented", Message::RentingShare)}
                <li><a href=words(move || place.route().to(Page::List("place"), &unstated).href())>
                    {words(move || fill(Message::TenureUnstated, &[&rents().lacking.to_string()]))}
                </a></li>
                <li>{words(move || fill(Message::LeasesEnding, &[&shown.with(|shown| shown.figure("places.leases_ending")).numerator.to_string()]))}</li>
                {line(shown, None, "places.area_per_100_households", Message::AreaPer100)}
            </ul>
        </section>
    }
    .into_any()
}

fn facilities_card(shown: Memo<Shown>) -> AnyView {
    let place = Place::here();
    let row = move |id: &'static str, facility: &'static str, name: &'static str| {
        let label = move || {
            let choice = crate::model::Value::text(facility);
            let input = crate::model::Place::SPEC.field("facility").map(|field| field.input);
            input.map(|input| super::text::value_text(input, &choice)).unwrap_or_default()
        };
        view! {
            <li>
                <a id=id href=words(move || place.route().to(Page::List("place"), &[("facility", facility), IN_USE]).href())>
                    <b>{words(move || grouped(shown.with(|shown| shown.figure(name)).numerator))}</b><span>{words(label)}</span>
                </a>
                <small>{words(move || value(shown, name))}</small>
            </li>
        }
    };
    view! {
        <section class="card pillar hue-service">
            <h2>{t(Message::FacilitiesTitle)}<span>{t(Message::FacilitiesText)}</span></h2>
            <ul class="counts">
                {row("figure-street-centres", "street_service_centre", "places.street_centres")}
                {row("figure-stations", "service_station", "places.service_stations")}
                {row("figure-health", "health_centre", "places.health_centres")}
                {row("figure-starlight", "starlight_home", "places.starlight_homes")}
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
    let row = move |(id, own): (RecordId, Vec<(&'static Indicator, Figure)>)| {
        let href = place.route().with("unit", &id.to_string()).href();
        let of = |name: &str| named(&own, name);
        let text = |name: &str| indicator(name).map(|indicator| value_text(indicator, &of(name))).unwrap_or_default();
        let is_old = permille(&of("people.aged_50_or_more")).is_some_and(|old| old >= 500);
        let rents = of("places.rented");
        let rented = rents
            .denominator
            .map_or_else(|| t(Message::NotAvailable)().to_owned(), |all| format!("{} / {all}", rents.numerator));
        view! {
            <tr>
                <th scope="row"><a href=href>{unit_name(id)}</a></th>
                <td>{grouped(of("people.workers").denominator.unwrap_or_default())}</td>
                <td>{grouped(of("people.workers").numerator)}</td>
                <td class:warm=is_old>{text("people.aged_50_or_more")}</td>
                <td>{money(&of("money.gap"))}</td>
                <td class:warm={rents.numerator > 0}>{rented}</td>
                <td>{text("places.area_per_100_households")}</td>
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
                <p class="note inset">{t(Message::TableNote)}</p>
                <div class="scroll" tabindex="0" role="region" aria-label=t(Message::TableTitle)>
                    <table id="below">
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

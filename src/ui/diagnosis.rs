//! What a unit lacks, and what can be done about it: findings for one unit, rules with their units for several.
//!
//! Judges nothing; shows what the rules found and leads to the records behind it and to those that answer it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::Place;
use super::dynamic::{either, list, maybe, on_event, part, when, words};
use super::facts::record_link;
use super::route::{Page, Route};
use super::shell::unit_name;
use super::text::{fill, l, label_one, t};
use crate::app::app;
use crate::i18n::{Lang, Message};
use crate::insight::Span;
use crate::insight::diagnosis::{self, Act, Answered, Blank, Diagnosis, Found, Offer, Severity, Summary, diagnose};
use crate::insight::indicator::{Pillar, indicator};
use crate::model::choice::Enumeration;
use crate::model::sorted::Sorted;
use crate::model::{Name, RecordId};
use crate::replica::Key;

/// How many records of a finding are named before the rest is only counted.
const RECORDS_MAX: usize = 5;

/// How many findings the card on the overview has.
const CARD_MAX: usize = 5;

/// What was found, with what is needed to name the records of it.
#[derive(Clone, PartialEq)]
struct Shown {
    diagnosis: Diagnosis,
    kinds: BTreeMap<RecordId, &'static str>,
    day: NaiveDate,
}

impl Shown {
    /// One unit is shown finding by finding, several rule by rule.
    fn is_one(&self) -> bool {
        self.diagnosis.units() <= 1
    }

    /// What is said where nothing was found: that of no unit is no good news.
    fn none(&self) -> &'static str {
        t(if self.diagnosis.units() == 0 { Message::DiagnosisNobody } else { Message::DiagnosisNone })()
    }
}

fn shown(place: Place) -> Memo<Shown> {
    let unit = Memo::new(move |_| place.route().unit());
    let span = Memo::new(move |_| {
        let asked = place.route().get("span").and_then(Span::parse);
        asked.unwrap_or_else(|| Span::year(app().day().year()))
    });
    Memo::new(move |_| {
        let (unit, span) = (unit.get(), span.get());
        app().with_figures(|figures, replica| {
            let diagnosis = diagnose(figures, replica, unit, span);
            let found = diagnosis.found.iter().filter(|_| diagnosis.units() <= 1);
            let named = found.flat_map(|found| {
                let of = [&found.records, &found.lacking, &found.withheld];
                of.into_iter().flat_map(|ids| ids.iter().take(RECORDS_MAX))
            });
            let kind = |&id: &RecordId| Some((id, figures.index().kind(id)?));
            Shown { kinds: named.filter_map(kind).into_map(), day: span.as_of(figures.today()), diagnosis }
        })
    })
}

/// The page.
pub fn diagnosis_page() -> AnyView {
    let place = Place::here();
    let shown = shown(place);
    let of = move || place.route().unit().map_or_else(|| t(Message::AllUnits)().to_owned(), unit_name);
    let facts =
        move || format!("{} · {}", of(), fill(Message::DiagnosisAsOf, &[&shown.with(|shown| shown.day).to_string()]));
    let is_asked = move |pillar: Pillar| place.route().get("pillar").is_none_or(|asked| asked == pillar.name());
    let found = move || {
        let found = shown.with(|shown| shown.diagnosis.found.clone());
        found.into_iter().filter(|found| is_asked(found.rule.pillar)).collect::<Vec<_>>()
    };
    let summaries = move || {
        let of_rules = shown.with(|shown| shown.diagnosis.by_rule());
        of_rules.into_iter().filter(|of| of.found.first().is_some_and(|found| is_asked(found.rule.pillar))).collect()
    };
    let is_none = move || shown.with(|shown| !shown.diagnosis.found.iter().any(|found| is_asked(found.rule.pillar)));
    view! {
        <div class="head"><div><h1>{t(Message::Diagnosis)}</h1><p id="diagnosed">{words(facts)}</p></div></div>
        <p class="note">{t(Message::DiagnosisText)}</p>
        {pillars(place, shown)}
        {either(is_none, move || view! { <p class="empty card">{words(move || shown.with(Shown::none))}</p> }.into_any(), move || view! {
            <ol class="findings" id="findings">
                {either(move || shown.with(Shown::is_one),
                    move || list(found, move |found| finding(place, shown, found)),
                    move || list(summaries, move |of| summary(place, of)))}
            </ol>
        }.into_any())}
    }
    .into_any()
}

/// The pillars in which something was found, each a filter.
fn pillars(place: Place, shown: Memo<Shown>) -> AnyView {
    let present = move || {
        let has = |pillar: &Pillar| {
            shown.with(|shown| shown.diagnosis.found.iter().any(|found| found.rule.pillar == *pillar))
        };
        Pillar::ALL.into_iter().filter(has).collect::<Vec<_>>()
    };
    let chip = move |name: &'static str, text: crate::model::Label| {
        let asked = move || place.route().get("pillar").unwrap_or_default() == name;
        let href = move || place.route().with("pillar", name).href();
        view! { <a class="chip" href=words(href) aria-current=maybe(move || asked().then_some("true"))>{l(text)}</a> }
            .into_any()
    };
    view! {
        <nav class="chips" id="pillars" aria-label=t(Message::DiagnosisPillars)>
            {chip("", Message::AllFindings.label())}
            {list(present, move |pillar| chip(pillar.name(), pillar.label()))}
        </nav>
    }
    .into_any()
}

fn hue(severity: Severity) -> &'static str {
    match severity {
        Severity::Grave => "tag hue-bad",
        Severity::Serious => "tag hue-warn",
        Severity::Notice => "tag",
    }
}

/// What is to be said of what was done; nothing where nobody acted.
fn answer(answered: Answered) -> Option<AnyView> {
    let (class, text) = match answered {
        Answered::No => return None,
        Answered::InVain => ("tag hue-bad", Message::FindingInVain),
        Answered::Underway => ("tag hue-good", Message::FindingUnderway),
    };
    Some(view! { <span class=class>{t(text)}</span> }.into_any())
}

/// One finding of one unit.
fn finding(place: Place, shown: Memo<Shown>, found: Found) -> AnyView {
    let (rule, severity, answered) = (found.rule, found.severity, found.answered());
    let records = |text: Message, ids: &[RecordId]| {
        let keys = shown.with_untracked(|shown| {
            let key = |id: &RecordId| Some(Key { id: *id, kind: Name::known(shown.kinds.get(id)?) });
            ids.iter().take(RECORDS_MAX).filter_map(key).collect::<Vec<_>>()
        });
        basis(text, keys, ids.len())
    };
    let (from, lacking, withheld) = (
        records(Message::FindingRecords, &found.records),
        records(Message::FindingLacking, &found.lacking),
        records(Message::FindingWithheld, &found.withheld),
    );
    let acts = acts(&found.acts);
    let found = StoredValue::new(found);
    let indicated = indicator(rule.indicator).map(|_| indicator_link(place, rule.indicator));
    view! {
        <li class="card pad finding" data-rule=rule.lack.name() data-severity=severity.name() data-answered=answered.name()>
            <h2><span class=hue(severity)>{l(severity.label())}</span>{l(rule.lack.label())}{answer(answered)}{indicated}</h2>
            <p class="says">{words(move || found.with_value(|found| found.sentence(app().lang.get())))}</p>
            <p class="note">{words(move || fill(Message::FindingMeasure, &[l(rule.measure)()]))}</p>
            {from}{lacking}{withheld}{acts}
            {when(|| app().read_only.get().is_none(), move || {
                let offers: Vec<AnyView> = rule.offers.iter().map(|offer| begin(place, found, offer)).collect();
                view! { <div class="row">{offers}</div> }.into_any()
            })}
        </li>
    }
    .into_any()
}

fn indicator_link(place: Place, name: &'static str) -> AnyView {
    let href = move || {
        let route = place.route();
        let span = route.get("span").unwrap_or_default().to_owned();
        route.to(Page::Indicator, &[]).with("name", name).with("span", &span).href()
    };
    view! { <a href=words(href)>{t(Message::FindingIndicator)}</a> }.into_any()
}

/// Some records by name, and how many more there are.
fn basis(text: Message, keys: Vec<Key>, all: usize) -> AnyView {
    if all == 0 {
        return ().into_any();
    }
    let rest = all - keys.len();
    let links: Vec<AnyView> = keys.into_iter().map(record_link).collect();
    let more = move || if rest > 0 { fill(Message::AndMore, &[&rest.to_string()]) } else { String::new() };
    view! { <p class="basis"><span>{t(text)}</span>{links}<span>{words(more)}</span></p> }.into_any()
}

/// What was begun in answer, each with its state.
fn acts(acts: &[Act]) -> AnyView {
    if acts.is_empty() {
        return ().into_any();
    }
    let link = |act: &Act| {
        let (key, state) = (Key { id: act.id, kind: Name::known(act.kind) }, act.state);
        view! { <span class="act-of" data-act=act.kind>{record_link(key)}<span class="tag">{l(state)}</span></span> }
            .into_any()
    };
    let links: Vec<AnyView> = acts.iter().map(link).collect();
    view! { <p class="basis acts"><span>{t(Message::FindingActs)}</span>{links}</p> }.into_any()
}

/// The way to a new record that answers the finding, with all that the finding knows filled in.
fn begin(place: Place, found: StoredValue<Found>, offer: &'static Offer) -> AnyView {
    let href = move || {
        let fills = found.with_value(|found| found.fills(offer, app().lang.get()));
        let route = place.route().to(Page::Record { kind: offer.kind, id: None }, &[]);
        fills.iter().fold(route, |route, (field, text)| route.with(field, text)).href()
    };
    view! {
        <a class="button" data-offer=offer.kind href=words(href)>
            {words(move || fill(Message::New, &[l(label_one(offer.kind))()]))}
        </a>
    }
    .into_any()
}

/// In how many units, of how many.
fn extent(lang: Lang, of: &Summary) -> String {
    let number = |length: usize| Blank::Count(i64::try_from(length).unwrap_or(i64::MAX));
    let whom = of.found.first().map(|found| found.rule.whom.label());
    whom.map_or_else(String::new, |whom| diagnosis::fill(lang, whom, &[number(of.found.len()), number(of.asked)]))
}

/// One rule with the units in which it found something, folded.
fn summary(place: Place, of: Summary) -> AnyView {
    let Some(worst) = of.worst() else { return ().into_any() };
    let (rule, severity) = (worst.rule, worst.severity);
    let answered = of.found.iter().map(Found::answered).min().unwrap_or(Answered::No);
    let is_open = RwSignal::new(false);
    let (all, as_bad, acted) = (of.found.len(), of.as_bad(), of.answered());
    let of = StoredValue::new(of);
    let says = move || {
        let extent = of.with_value(|of| extent(app().lang.get(), of));
        let as_bad = (as_bad < all).then(|| fill(Message::FieldIs, &[l(severity.label())(), &as_bad.to_string()]));
        let acted = (acted > 0).then(|| fill(Message::FindingAnswered, &[&acted.to_string()]));
        [Some(extent), as_bad, acted].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let row = move |found: Found| {
        let to = found.unit;
        let href = move || place.route().with("unit", &to.to_string()).href();
        let (severity, answered) = (found.severity, found.answered());
        let says = move || found.sentence(app().lang.get());
        view! {
            <li><span><a href=words(href)><b>{words(move || unit_name(to))}</b></a><small>{words(says)}</small></span>
                <span class="row">{answer(answered)}<span class=hue(severity)>{l(severity.label())}</span></span></li>
        }
        .into_any()
    };
    view! {
        <li class="card pad finding" data-rule=rule.lack.name() data-severity=severity.name() data-answered=answered.name()>
            <h2><span class=hue(severity)>{l(severity.label())}</span>{l(rule.lack.label())}{answer(answered)}</h2>
            <p class="note">{words(move || fill(Message::FindingMeasure, &[l(rule.measure)()]))}</p>
            <details class="part" on:toggle=on_event(move |_| is_open.update(|is_open| *is_open = !*is_open))>
                <summary class="says">{words(says)}</summary>
                {when(move || is_open.get(), move || view! {
                    <ul class="rows">{of.with_value(|of| of.found.iter().cloned().map(row).collect::<Vec<_>>())}</ul>
                }.into_any())}
            </details>
        </li>
    }
    .into_any()
}

/// The worst of what the unit looked at lacks, for its overview.
pub fn diagnosis_card() -> AnyView {
    let place = Place::here();
    let shown = shown(place);
    let row = move |(found, says): (Found, String)| {
        let (rule, severity, answered) = (found.rule, found.severity, found.answered());
        let href = move || page_of(place, rule.pillar).href();
        view! {
            <li data-rule=rule.lack.name()><span><a href=words(href)><b>{l(rule.lack.label())}</b></a><small>{says}</small></span>
                <span class="row">{answer(answered)}<span class=hue(severity)>{l(severity.label())}</span></span></li>
        }
        .into_any()
    };
    let rows = move || {
        let lang = app().lang.get();
        shown.with(|shown| {
            let of_rule = |of: &Summary| Some((of.worst()?.clone(), extent(lang, of)));
            let by_finding = shown.diagnosis.found.iter().map(|found| (found.clone(), found.sentence(lang)));
            if shown.is_one() {
                by_finding.take(CARD_MAX).collect()
            } else {
                shown.diagnosis.by_rule().iter().filter_map(of_rule).take(CARD_MAX).collect::<Vec<_>>()
            }
        })
    };
    let all = move || place.route().to(Page::Diagnosis, &[]).href();
    view! {
        <section class="card" id="diagnosis">
            <h2>{t(Message::Diagnosis)}<a href=words(all)>{t(Message::SeeAll)}</a></h2>
            <ul class="rows">{part(move || {
                let rows = rows();
                if rows.is_empty() {
                    return view! { <li class="note">{words(move || shown.with(Shown::none))}</li> }.into_any();
                }
                rows.into_iter().map(row).collect::<Vec<_>>().into_any()
            })}</ul>
        </section>
    }
    .into_any()
}

fn page_of(place: Place, pillar: Pillar) -> Route {
    place.route().to(Page::Diagnosis, &[("pillar", pillar.name())])
}

//! What texts of the sheet stand for, asked once for all lines.

use leptos::prelude::*;

use super::Desk;
use crate::app::app;
use crate::exchange::csv::plan::{Ask, Plan};
use crate::i18n::Message;
use crate::model::{FieldSpec, Input, RecordId};
use crate::ui::dynamic::{flag, list, typed, when, words};
use crate::ui::shell::unit_name;
use crate::ui::text::{fill, l, t};

/// Most texts that are asked at a time; the others follow when these are answered.
const ASKS_MAX: usize = 40;
/// Most records that are offered for a text that names none.
const OFFERS_MAX: usize = 300;

/// The texts that are no name of a value or a record.
pub fn asks_card(desk: Desk) -> AnyView {
    // Those for which nothing is guessed come first; answering one moves none.
    let asks = Memo::new(move |_| desk.see(first_asks).unwrap_or_default());
    let count = Memo::new(move |_| desk.see(|plan| plan.asks.count()).unwrap_or_default());
    let more = move || count.get().saturating_sub(ASKS_MAX);
    when(
        move || !asks.with(Vec::is_empty),
        move || {
            view! {
                <section class="card" id="sheet-asks">
                    <h2>{t(Message::SheetAsks)}</h2>
                    <p class="note pad">{t(Message::SheetAsksText)}</p>
                    <ul class="rows">{list(move || asks.get(), move |(field, ask)| row(desk, field, ask))}</ul>
                    {when(move || { more() > 0 }, move || view! { <p class="note pad">{words(move || fill(Message::AndMore, &[&more().to_string()]))}</p> }.into_any())}
                </section>
            }
            .into_any()
        },
    )
}

/// As many of what is asked as are shown.
fn first_asks(plan: &Plan) -> Vec<(&'static str, Ask)> {
    let of = |is_guessed: bool| plan.asks.iter().filter(move |(_, ask)| ask.guess.is_some() == is_guessed);
    of(false).chain(of(true)).take(ASKS_MAX).map(|((field, _), ask)| (*field, ask.clone())).collect()
}

fn row(desk: Desk, field: &'static str, ask: Ask) -> AnyView {
    let Some(spec) = desk.spec.field(field) else { return ().into_any() };
    let text = ask.text.clone();
    let told = {
        let (text, guess) = (text.clone(), ask.guess.clone());
        move || desk.see(|plan| plan.asks.told(field, &text).map(str::to_owned)).flatten().or_else(|| guess.clone())
    };
    let chosen = {
        let told = told.clone();
        move || told().map_or_else(|| "?".to_owned(), |value| if value.is_empty() { "-".to_owned() } else { value })
    };
    let choose = {
        let text = text.clone();
        move |value: String| {
            if value != "?" {
                let value = if value == "-" { String::new() } else { value };
                desk.change_all(|plan| plan.tell(field, &text, &value));
            }
        }
    };
    let is_open = {
        let told = told.clone();
        move || told().is_none()
    };
    let count = ask.count.to_string();
    let label = {
        let text = text.clone();
        move || fill(Message::SheetAsk, &[l(spec.label)(), &text])
    };
    let named = label.clone();
    let offers = offers(desk, spec, &ask);
    let option = {
        let chosen = chosen.clone();
        move |(value, text): (String, Box<dyn Fn() -> String + Send + Sync>)| {
            let (chosen, own) = (chosen.clone(), value.clone());
            view! { <option value=value selected=flag(move || chosen() == own)>{text}</option> }.into_any()
        }
    };
    let fixed: [(String, Box<dyn Fn() -> String + Send + Sync>); 2] = [
        ("?".to_owned(), words(move || t(Message::SheetAskOpen)())),
        ("-".to_owned(), words(move || t(Message::SheetAskBlank)())),
    ];
    let options: Vec<AnyView> = fixed.into_iter().chain(offers).map(option).collect();
    view! {
        <li>
            <span><b>{words(label)}</b><small>{words(move || fill(Message::SheetAskLines, &[&count]))}</small></span>
            <select data-ask=field aria-label=words(named) class:open=flag(is_open) on:change=typed(choose) prop:value=words(chosen)>{options}</select>
        </li>
    }
    .into_any()
}

type Offer = (String, Box<dyn Fn() -> String + Send + Sync>);

/// What a text may stand for: the values of the enumeration; the records that are called so, or all that there are.
fn offers(desk: Desk, spec: &'static FieldSpec, ask: &Ask) -> Vec<Offer> {
    match spec.input {
        Input::Choice(specs) | Input::Choices(specs) => {
            let offer = |spec: &'static crate::model::ChoiceSpec| -> Offer {
                (spec.value.to_owned(), words(move || l(spec.label)()))
            };
            specs.iter().map(offer).collect()
        }
        Input::Ref(kind) => {
            let named = untrack(|| {
                desk.see(|plan| {
                    let all = plan.names().of(kind).iter();
                    let is_offered = |id: &RecordId| ask.candidates.is_empty() || ask.candidates.contains(id);
                    let offered = all.filter(|named| is_offered(&named.id)).take(OFFERS_MAX);
                    offered.map(|named| (named.id, named.title.clone(), named.unit)).collect::<Vec<_>>()
                })
            });
            let offer = |(id, title, unit): (RecordId, String, Option<RecordId>)| -> Offer {
                let above = if kind == "unit" { parent_of(id) } else { unit };
                let text = move || match above {
                    Some(above) => format!("{title}（{}）", unit_name(above)),
                    None => title.clone(),
                };
                (id.to_string(), words(text))
            };
            named.unwrap_or_default().into_iter().map(offer).collect()
        }
        _ => Vec::new(),
    }
}

fn parent_of(unit: RecordId) -> Option<RecordId> {
    untrack(|| {
        app().with_rows(|rows| rows.units.get(&unit).and_then(|unit| unit.parent.known()).map(|parent| parent.0))
    })
}

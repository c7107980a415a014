//! Which column fills which field, and the unit of lines that name none.

use leptos::prelude::*;

use super::Desk;
use crate::app::app;
use crate::exchange::csv::columns::{Column, DayOrder, Target};
use crate::exchange::csv::plan::Plan;
use crate::exchange::csv::words::{is_fillable, unit_of};
use crate::i18n::Message;
use crate::model::{Input, RecordId};
use crate::ui::dynamic::{flag, list, on_event, part, typed, when, words};
use crate::ui::shell::{unit_name, unit_tree};
use crate::ui::text::{fill, l, t};

/// The columns, each with the field it fills.
pub fn columns_card(desk: Desk) -> AnyView {
    // Made anew when the sheet or its heading is another one; a choice changes the choice alone.
    let count = Memo::new(move |_| {
        let heading = desk.see(|plan| (plan.columns.len(), plan.heading.at, plan.heading.lines));
        (heading.unwrap_or_default(), desk.sheets.get())
    });
    view! {
        <section class="card" id="sheet-columns">
            <h2>{t(Message::SheetColumns)}</h2>
            {unit_choice(desk)}
            <div class="scroll" tabindex="0" role="region" aria-label=t(Message::SheetColumns)>
                <table>
                    <thead><tr>
                        <th scope="col">{t(Message::SheetColumn)}</th>
                        <th scope="col">{t(Message::SheetExamples)}</th>
                        <th scope="col">{t(Message::SheetFills)}</th>
                        <th scope="col">{t(Message::SheetReadAs)}</th>
                    </tr></thead>
                    <tbody>{list(move || (0..count.get().0.0).collect(), move |place| row(desk, place))}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The unit of lines that name none.
fn unit_choice(desk: Desk) -> AnyView {
    let Some(field) = unit_of(desk.spec) else { return ().into_any() };
    let chosen = move || desk.see(|plan| plan.unit()).flatten().map(|unit| unit.to_string()).unwrap_or_default();
    let choose = move |id: String| desk.change_all(|plan| plan.set_unit(id.parse::<RecordId>().ok()));
    view! {
        <p class="row pad">
            <label for="sheet-unit">{words(move || fill(Message::SheetUnit, &[l(field.label)()]))}</label>
            <select id="sheet-unit" on:change=typed(choose) prop:value=words(chosen)>
                <option value="" selected=flag(move || chosen().is_empty())>"—"</option>
                {untrack(unit_tree).into_iter().map(|(depth, unit)| view! {
                    <option value=unit.to_string() selected=flag(move || chosen() == unit.to_string())>
                        {words(move || format!("{}{}", "\u{2003}".repeat(depth), unit_name(unit)))}
                    </option>
                }.into_any()).collect::<Vec<AnyView>>()}
            </select>
        </p>
    }
    .into_any()
}

fn row(desk: Desk, place: usize) -> AnyView {
    let column = move || desk.see(|plan| plan.columns.get(place).cloned()).flatten();
    let title = untrack(column).map(|column| column.title).filter(|title| !title.is_empty());
    let title = move || title.clone().unwrap_or_else(|| fill(Message::SheetNthColumn, &[&(place + 1).to_string()]));
    let named = title.clone();
    let examples = move || {
        // Nothing of them changes while the sheet is looked at, but what is restricted or identifies a person is hidden.
        match column().map(|column| column.target) {
            Some(Target::Identity) => "…".to_owned(),
            Some(Target::Field(field)) if field.restricted => t(Message::Hidden)().to_owned(),
            _ => desk.see(|plan| examples(plan, place)).unwrap_or_default(),
        }
    };
    let target = move || column().map_or("-", |column| column.target.code());
    let is_identity = untrack(column).is_some_and(|column| column.target == Target::Identity);
    let choose = move |code: String| {
        desk.change_all(|plan| plan.set_target(place, Target::from_code(desk.spec, &code)));
    };
    let fields = desk.spec.fields.iter().filter(|field| is_fillable(field));
    let option = move |code: &'static str, text: Box<dyn Fn() -> String + Send + Sync>| {
        view! { <option value=code selected=flag(move || target() == code)>{text}</option> }.into_any()
    };
    let choice = if is_identity {
        view! { <span class="note">{t(Message::SheetIdentity)}</span> }.into_any()
    } else {
        view! {
            <select data-column=place.to_string() aria-label=words(named) on:change=typed(choose) prop:value=words(target)>
                {option("-", words(move || t(Message::SheetLeave)()))}
                {option("#", words(move || t(Message::SheetId)()))}
                {fields.map(|field| option(field.name, words(move || {
                    let mark = if field.required { " *" } else { "" };
                    format!("{}{mark}", l(field.label)())
                }))).collect::<Vec<AnyView>>()}
            </select>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{words(title)}</th>
            <td class="examples">{words(examples)}</td>
            <td>{choice}</td>
            <td>{reading(desk, place, column)}</td>
        </tr>
    }
    .into_any()
}

/// The first cells of a column that say something.
fn examples(plan: &Plan, place: usize) -> String {
    let short = |cell: &str| {
        if cell.chars().count() > 16 { cell.chars().take(15).chain(['…']).collect() } else { cell.to_owned() }
    };
    plan.examples(place).map(short).collect::<Vec<String>>().join(" · ")
}

/// How a column is read, where there is a choice: the order of its dates, and merged cells.
fn reading(desk: Desk, place: usize, column: impl Fn() -> Option<Column> + Copy + Send + Sync + 'static) -> AnyView {
    let input = move || match column().map(|column| column.target) {
        Some(Target::Field(field)) => Some(field.input),
        _ => None,
    };
    let has_days = move || matches!(input(), Some(Input::Date | Input::Interval));
    let order = move || match column().and_then(|column| column.order) {
        None => "",
        Some(DayOrder::MonthFirst) => "month",
        Some(DayOrder::DayFirst) => "day",
    };
    let set_order = move |chosen: String| {
        let order = match chosen.as_str() {
            "month" => Some(DayOrder::MonthFirst),
            "day" => Some(DayOrder::DayFirst),
            _ => None,
        };
        desk.change_all(|plan| plan.set_column(place, |column| column.order = order));
    };
    let fills = move || column().is_some_and(|column| column.fills);
    let turn = move |_| desk.change_all(|plan| plan.set_column(place, |column| column.fills = !column.fills));
    let scale = move || column().map_or(0, |column| column.scale.0);
    view! {
        {when(has_days, move || view! {
            <select data-order=place.to_string() aria-label=t(Message::SheetDayOrder) on:change=typed(set_order) prop:value=words(order)>
                <option value="" selected=flag(move || order().is_empty())>{t(Message::SheetYearFirst)}</option>
                <option value="month" selected=flag(move || order() == "month")>{t(Message::SheetMonthFirst)}</option>
                <option value="day" selected=flag(move || order() == "day")>{t(Message::SheetDayFirst)}</option>
            </select>
        }.into_any())}
        {when(move || matches!(input(), Some(Input::Ref(_) | Input::Choice(_))), move || view! {
            <label class="check"><input type="checkbox" prop:checked=flag(fills) on:change=on_event(turn)/>{t(Message::SheetFillDown)}</label>
        }.into_any())}
        {part(move || if scale() > 0 && input() == Some(Input::Money) {
            view! { <span class="note">{fill(Message::SheetScale, &[&10_i64.pow(u32::try_from(scale()).unwrap_or(0)).to_string()])}</span> }.into_any()
        } else {
            let _ = app().lang.get();
            ().into_any()
        })}
    }
    .into_any()
}

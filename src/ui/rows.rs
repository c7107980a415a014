//! Rows of cells in a field: a small table of inputs. What it edits is the text of the rows; reading it is the model's.

use leptos::prelude::*;

use super::control::{Bound, note_box};
use super::dynamic::{button, either, list, maybe, part, press, typed, when, words};
use super::text::{fill, l};
use crate::i18n::Message;
use crate::insight::frozen::label as figure_label;
use crate::model::rows::{Cells, Column};
use crate::model::{Input, Value};

/// The rows that a form's text holds; nothing where it is no rows.
fn read(draft: &str) -> Option<Cells> {
    if draft.is_empty() {
        return Some(Cells::default());
    }
    Value::from_json(draft).ok().as_ref().and_then(Cells::read)
}

fn change(bound: Bound, edit: impl FnOnce(&mut Vec<Vec<String>>)) {
    bound.draft.update(|draft| {
        let mut cells = read(draft).unwrap_or_default();
        edit(&mut cells.0);
        *draft = if cells.0.is_empty() { String::new() } else { cells.text() };
    });
}

/// The table of inputs of a field.
pub fn rows_box(bound: Bound, columns: &'static [Column]) -> AnyView {
    either(
        move || bound.draft.with(|draft| read(draft).is_some()),
        move || table(bound, columns),
        // What another program wrote in another form is shown as it is.
        move || note_box(bound),
    )
}

fn table(bound: Bound, columns: &'static [Column]) -> AnyView {
    // Rows are made anew only when their number changes: whoever types in one stays in it.
    let count = Memo::new(move |_| bound.draft.with(|draft| read(draft).map_or(0, |cells| cells.0.len())));
    let missing = Memo::new(move |_| {
        let held = bound.draft.with(|draft| read(draft)).unwrap_or_default();
        let is_missing = |name: &String| held.0.iter().all(|row| row.first() != Some(name));
        bound.offered.get().into_iter().filter(is_missing).collect::<Vec<_>>()
    });
    let offer = move || {
        let names = missing.get_untracked();
        change(bound, |rows| rows.extend(names.into_iter().map(|name| blank(columns, name))));
    };
    view! {
        <div class="rows-box" role="group" id=bound.id() aria-label=l(bound.field.label) aria-describedby=bound.described_by()>
            {when(move || { count.get() > 0 }, move || view! {
                <div class="scroll"><table>
                    <thead><tr>{heads(columns)}<td></td></tr></thead>
                    <tbody>{list(move || (0..count.get()).collect(), move |row| cells(bound, columns, row))}</tbody>
                </table></div>
            }.into_any())}
            <p class="row">
                {button("button", "", Message::AddRow, move || change(bound, |rows| rows.push(blank(columns, String::new()))))}
                {part(move || if missing.with(Vec::is_empty) { ().into_any() } else {
                    button("button", "", Message::OfferRows, offer)
                })}
            </p>
        </div>
    }
    .into_any()
}

fn is_number(column: &Column) -> bool {
    matches!(column.input, Input::Percent | Input::Decimal | Input::Count | Input::Money)
}

fn heads(columns: &'static [Column]) -> AnyView {
    let head = |column: &'static Column| {
        view! { <th scope="col" class=is_number(column).then_some("number")>{l(column.label)}</th> }
    };
    columns.iter().map(head).collect_view().into_any()
}

fn blank(columns: &[Column], first: String) -> Vec<String> {
    let mut row = vec![String::new(); columns.len()];
    if let Some(cell) = row.first_mut() {
        *cell = first;
    }
    row
}

fn cells(bound: Bound, columns: &'static [Column], row: usize) -> AnyView {
    let cell =
        move |place: usize| bound.draft.with(|draft| read(draft)?.0.get(row)?.get(place).cloned()).unwrap_or_default();
    let set = move |place: usize, text: String| {
        change(bound, |rows| {
            if let Some(row) = rows.get_mut(row) {
                if row.len() <= place {
                    row.resize(place + 1, String::new());
                }
                row[place] = text;
            }
        });
    };
    let inputs = columns.iter().enumerate().map(|(place, column)| {
        let is_number = is_number(column);
        let name = move || format!("{} {}", l(column.label)(), row + 1);
        view! {
            <td data-label=l(column.label)><input aria-label=words(name) class=is_number.then_some("number") inputmode=if is_number { "decimal" } else { "text" }
                autocomplete="off" data-cell=format!("{row}-{place}") prop:value=words(move || cell(place))
                aria-invalid=maybe(move || bound.is_wrong.get().then_some("true"))
                on:input=typed(move |text| set(place, text))/></td>
        }
    });
    let remove = move || {
        change(bound, |rows| {
            if row < rows.len() {
                drop(rows.remove(row))
            }
        })
    };
    let label = move || fill(Message::RemoveRow, &[&(row + 1).to_string()]);
    view! {
        <tr>
            {inputs.collect::<Vec<_>>()}
            <td><button type="button" class="button quiet" aria-label=words(label) title=words(label) on:click=press(remove)>"×"</button></td>
        </tr>
    }
    .into_any()
}

/// Rows that are only shown.
#[must_use]
pub fn rows_table(columns: &'static [Column], cells: Cells) -> AnyView {
    let cell = |column: &Column, text: String| {
        // A frozen figure is stored under the name that programs know it by.
        let text = move || figure_label(&text).map_or_else(|| text.clone(), |label| l(label)().to_owned());
        view! { <td class=is_number(column).then_some("number")>{words(text)}</td> }
    };
    let rows = cells.0.into_iter().map(|row| {
        let cells = columns.iter().zip(row).map(|(column, text)| cell(column, text));
        view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
    });
    view! {
        <div class="scroll"><table>
            <thead><tr>{heads(columns)}</tr></thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table></div>
    }
    .into_any()
}

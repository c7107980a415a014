//! The lines of the sheet: what becomes of each, and what is wrong, mended where it stands.

use leptos::prelude::*;

use super::{Desk, Shown, progress};
use crate::app::reading::Course;
use crate::app::table::LINES_AT_ONCE;
use crate::app::{App, Notice, app, preferences};
use crate::exchange::csv::cell::Wrong;
use crate::exchange::csv::columns::Target;
use crate::exchange::csv::plan::{Action, Change, Counts, Fault, Like, Plan, Row, Sweep};
use crate::i18n::problems::problem_text;
use crate::i18n::{Lang, Message};
use crate::model::{Name, RecordId};
use crate::platform;
use crate::replica::Key;
use crate::ui::dynamic::{button, either, flag, list, maybe, part, press, typed, when, words};
use crate::ui::text::{fill, l, t, title};

/// Lines in the page at any time.
const ROWS_MAX: usize = 50;

/// The lines, and what takes them.
pub fn rows_card(desk: Desk) -> AnyView {
    let matching = Memo::new(move |_| {
        desk.round.track();
        let shown = desk.shown.get();
        let fits = |plan: &Plan| (0..plan.rows.len()).filter(|row| fits(&plan.rows[*row], shown)).collect::<Vec<_>>();
        untrack(|| desk.see(fits)).unwrap_or_default()
    });
    let pages = move || matching.with(Vec::len).div_ceil(ROWS_MAX).max(1);
    let page = move || desk.page.get().min(pages() - 1);
    let visible = Memo::new(move |_| {
        let rows =
            matching.with(|rows| rows.iter().skip(page() * ROWS_MAX).take(ROWS_MAX).copied().collect::<Vec<_>>());
        (desk.round.get(), rows)
    });
    let columns = Memo::new(move |_| {
        desk.round.track();
        untrack(|| desk.see(columns_shown)).unwrap_or_default()
    });
    let turn_to = move |to: usize| desk.page.set(to);
    view! {
        <section class="card" id="sheet-rows" aria-busy=words(move || desk.is_reading.get().to_string())>
            <h2>{t(Message::SheetPreview)}</h2>
            <div class="chips pad" role="group" aria-label=t(Message::SheetPreview)>{filters(desk)}</div>
            {doubles_choice(desk)}
            <div class="scroll" tabindex="0" role="region" aria-label=t(Message::SheetPreview)>
                <table>
                    <thead><tr>
                        <th scope="col">{t(Message::SheetLine)}</th>
                        <th scope="col">{t(Message::SheetOutcome)}</th>
                        {part(move || columns.get().into_iter().map(|(_, field)| {
                            let label = desk.spec.field(field).map_or(desk.spec.label, |field| field.label);
                            view! { <th scope="col">{l(label)}</th> }
                        }).collect::<Vec<_>>().into_any())}
                    </tr></thead>
                    <tbody>{list(move || visible.get().1, move |place| row(desk, place, columns))}</tbody>
                </table>
            </div>
            {when(move || { pages() > 1 }, move || view! {
                <nav class="pager pad" aria-label=t(Message::SheetPreview)>
                    <button type="button" class="button" disabled=flag(move || page() == 0) on:click=press(move || turn_to(page().saturating_sub(1)))>{t(Message::Previous)}</button>
                    <span>{words(move || fill(Message::PageOf, &[&(page() + 1).to_string(), &pages().to_string()]))}</span>
                    <button type="button" class="button" disabled=flag(move || page() + 1 == pages()) on:click=press(move || turn_to(page() + 1))>{t(Message::Next)}</button>
                </nav>
            }.into_any())}
            {foot(desk)}
        </section>
    }
    .into_any()
}

fn fits(row: &Row, shown: Shown) -> bool {
    match shown {
        Shown::All => true,
        Shown::Wrong => !row.faults.is_empty() && row.action() != Action::Skip,
        Shown::Doubles => row.is_double(),
        Shown::New => row.faults.is_empty() && row.action() == Action::Add,
    }
}

/// The columns that fill a field, in the order of the sheet.
fn columns_shown(plan: &Plan) -> Vec<(usize, &'static str)> {
    let field = |(place, column): (usize, &crate::exchange::csv::columns::Column)| match column.target {
        Target::Field(field) => Some((place, field.name)),
        _ => None,
    };
    plan.columns.iter().enumerate().filter_map(field).collect()
}

fn counts(desk: Desk) -> Counts {
    desk.see(Plan::counts).unwrap_or_default()
}

/// How many lines there are of each sort; pressing one shows only those.
fn filters(desk: Desk) -> AnyView {
    let counted = Memo::new(move |_| counts(desk));
    let all = move || desk.see(|plan| plan.rows.len()).unwrap_or_default();
    let chip = move |shown: Shown, id: &'static str, text: Message, count: Box<dyn Fn() -> usize + Send + Sync>| {
        let choose = move || {
            desk.page.set(0);
            desk.shown.set(shown);
        };
        view! {
            <button type="button" class="chip" aria-pressed=words(move || (desk.shown.get() == shown).to_string())
                aria-current=maybe(move || (desk.shown.get() == shown).then_some("true")) on:click=press(choose)>
                {t(text)}" "<b id=id>{words(move || count().to_string())}</b>
            </button>
        }
        .into_any()
    };
    view! {
        {chip(Shown::All, "sheet-all", Message::SheetAll, Box::new(all))}
        {chip(Shown::New, "sheet-new", Message::SheetNew, Box::new(move || counted.get().new))}
        {chip(Shown::Wrong, "sheet-wrong", Message::SheetWrong, Box::new(move || counted.get().wrong))}
        {chip(Shown::Doubles, "sheet-doubles", Message::SheetDoubles, Box::new(move || counted.get().doubles))}
        <span class="note">{words(move || {
            let counts = counted.get();
            let blanks = [counts.updates, counts.same, counts.skipped].map(|count| count.to_string());
            fill(Message::SheetOthers, &[&blanks[0], &blanks[1], &blanks[2]])
        })}</span>
    }
    .into_any()
}

/// One choice for all lines that are probably about something else.
fn doubles_choice(desk: Desk) -> AnyView {
    let set = move |action: Action| {
        move || {
            desk.change_all(|plan| plan.sweep(Sweep::Doubles, action));
        }
    };
    when(
        move || counts(desk).doubles > 1,
        move || {
            view! {
                <p class="row pad"><span class="note">{t(Message::SheetAllDoubles)}</span>
                    {button("button", "doubles-skip", Message::SheetSkip, set(Action::Skip))}
                    {button("button", "doubles-update", Message::SheetUpdate, set(Action::Update))}
                    {button("button", "doubles-add", Message::SheetAdd, set(Action::Add))}
                </p>
            }
            .into_any()
        },
    )
}

/// Looks at a line; tracks every change of the plan.
fn at<T>(desk: Desk, place: usize, look: impl FnOnce(&Plan, &Row) -> T) -> Option<T> {
    desk.see(|plan| plan.rows.get(place).map(|row| look(plan, row))).flatten()
}

/// The columns of a line in which something is wrong.
fn wrong_columns(desk: Desk, place: usize) -> Vec<usize> {
    at(desk, place, |_, row| row.faults.iter().filter_map(|fault| fault.column).collect()).unwrap_or_default()
}

fn row(desk: Desk, place: usize, columns: Memo<Vec<(usize, &'static str)>>) -> AnyView {
    // A cell that can be typed in stays so when it is mended: whoever types in it stays in it.
    let open = RwSignal::new(untrack(|| wrong_columns(desk, place)));
    let line = untrack(|| at(desk, place, |_, row| row.line)).unwrap_or_default();
    let cells =
        untrack(|| columns.get()).into_iter().map(|(column, field)| cell(desk, place, line, column, field, open));
    view! {
        <tr>
            <th scope="row">{line}</th>
            <td>{outcome(desk, place, line)}</td>
            {cells.collect::<Vec<AnyView>>()}
        </tr>
    }
    .into_any()
}

/// What becomes of a line, and what is wrong with it where no column is to blame.
fn outcome(desk: Desk, place: usize, line: usize) -> AnyView {
    let chosen = move || {
        let action = at(desk, place, |_, row| row.action()).unwrap_or(Action::Skip);
        match action {
            Action::Add => "add",
            Action::Update => "update",
            Action::Skip => "skip",
        }
    };
    let choose = move |chosen: String| {
        let action = match chosen.as_str() {
            "add" => Action::Add,
            "update" => Action::Update,
            _ => Action::Skip,
        };
        desk.change_line(|plan| plan.choose(place, action));
    };
    let can_update =
        move || at(desk, place, |_, row| matches!(row.like, Like::Held(_) | Like::Named(_))).unwrap_or_default();
    let like = move || at(desk, place, |plan, row| like_text(plan, place, row.like)).unwrap_or_default();
    let others = move || {
        let lang = app().lang.get();
        let said = at(desk, place, |plan, row| {
            let without = row.faults.iter().filter(|fault| fault.column.is_none());
            let say = |fault: &Fault| {
                let label = plan.spec.field(fault.field).map_or("", |field| lang.label(field.label));
                format!("{label}: {}", wrong_text(lang, &fault.wrong))
            };
            if row.action() == Action::Skip { String::new() } else { without.map(say).collect::<Vec<_>>().join(" ") }
        });
        said.unwrap_or_default()
    };
    let option = move |value: &'static str, text: Message| {
        view! { <option value=value selected=flag(move || chosen() == value)>{t(text)}</option> }.into_any()
    };
    view! {
        <select data-line=line.to_string() aria-label=words(move || fill(Message::SheetLineOutcome, &[&line.to_string()]))
            on:change=typed(choose) prop:value=words(chosen)>
            {option("add", Message::SheetAdd)}
            {either(can_update, move || option("update", Message::SheetUpdate), || ().into_any())}
            {option("skip", Message::SheetSkip)}
        </select>
        <small class="like">{words(like)}</small>
        <span class="problem">{words(others)}</span>
    }
    .into_any()
}

fn like_text(plan: &Plan, place: usize, like: Like) -> String {
    let named = |id: RecordId| title(&Key { id, kind: Name::known(plan.spec.kind) });
    match like {
        Like::Nothing => String::new(),
        Like::Same(_) => fill(Message::SheetSame, &[]),
        Like::Named(id) => fill(Message::SheetNamed, &[&named(id)]),
        Like::Held(id) => fill(Message::SheetLikeHeld, &[&named(id)]),
        Like::Earlier => fill(Message::SheetLikeLine, &[&plan.earlier_line(place).unwrap_or_default().to_string()]),
    }
}

fn cell(
    desk: Desk,
    place: usize,
    line: usize,
    column: usize,
    field: &'static str,
    open: RwSignal<Vec<usize>>,
) -> AnyView {
    let Some(spec) = desk.spec.field(field) else { return ().into_any() };
    let written = move || desk.see(|plan| plan.cell(place, column).to_owned()).unwrap_or_default();
    let problem = move || {
        let lang = app().lang.get();
        let said = at(desk, place, |_, row| {
            let fault = row.faults.iter().find(|fault| fault.column == Some(column));
            fault.filter(|_| row.action() != Action::Skip).map(|fault| wrong_text(lang, &fault.wrong))
        });
        said.flatten().unwrap_or_default()
    };
    let mend = move |text: String| {
        desk.change_line(|plan| plan.mend(place, column, &text));
        let more = untrack(|| wrong_columns(desk, place));
        if more.iter().any(|column| !open.with_untracked(|open| open.contains(column))) {
            open.update(|open| open.extend(more));
        }
    };
    let id = format!("cell-{line}-{column}");
    let (described, said) = (format!("{id}-problem"), format!("{id}-problem"));
    let label = move || fill(Message::SheetCell, &[l(spec.label)(), &line.to_string()]);
    let input = move || {
        view! {
            <input id=id.clone() autocomplete="off" aria-label=words(label) aria-describedby=described.clone()
                aria-invalid=maybe(move || (!problem().is_empty()).then_some("true"))
                prop:value=words(written) on:change=typed(mend)/>
            <span class="problem" id=said.clone()>{words(problem)}</span>
        }
        .into_any()
    };
    let is_open = move || open.with(|open| open.contains(&column));
    // What is restricted stays hidden here too, where nothing is wrong with it.
    let text = move || {
        if spec.restricted && !written().trim().is_empty() { t(Message::Hidden)().to_owned() } else { written() }
    };
    view! { <td data-label=l(spec.label)>{either(is_open, input, move || words(text).into_any())}</td> }.into_any()
}

/// What is wrong with a cell, said so that it can be mended.
fn wrong_text(lang: Lang, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Field(problem) => problem_text(lang, *problem),
        Wrong::Damaged => lang.text(Message::SheetDamaged).to_owned(),
        Wrong::WhichFirst => lang.text(Message::SheetWhichFirst).to_owned(),
        Wrong::Identity => lang.text(Message::SheetIdentityCell).to_owned(),
        Wrong::NoChoice(text) => lang.fill(Message::SheetNoChoice, &[text]),
        Wrong::NoRecord(text) => lang.fill(Message::SheetNoRecord, &[text]),
        Wrong::Several(text) => lang.fill(Message::SheetSeveral, &[text]),
    }
}

/// What takes the lines, what leaves out those with something wrong, and how far it is.
fn foot(desk: Desk) -> AnyView {
    let is_busy = RwSignal::new(false);
    let counted = Memo::new(move |_| counts(desk));
    let is_read = move || !desk.is_reading.get();
    let is_closed = move || {
        let counts = counted.get();
        is_busy.get() || !is_read() || counts.wrong > 0 || counts.new + counts.updates == 0
    };
    let skip_wrong = move || desk.change_all(|plan| plan.sweep(Sweep::Wrong, Action::Skip));
    let wrong = move || fill(Message::SheetStillWrong, &[&counted.get().wrong.to_string()]);
    let take_text = move || {
        let counts = counted.get();
        fill(Message::SheetTake, &[&counts.new.to_string(), &counts.updates.to_string()])
    };
    view! {
        <div class="foot">
            {when(move || { counted.get().wrong > 0 }, move || view! {
                <span class="problem" role="status">{words(wrong)}</span>
                {button("button", "skip-wrong", Message::SheetSkipWrong, skip_wrong)}
            }.into_any())}
            <button type="button" class="button primary" id="sheet-take" disabled=flag(is_closed) on:click=press(move || take(desk, is_busy))>{words(take_text)}</button>
            {when(move || is_busy.get(), move || button("button", "sheet-cancel", Message::SheetCancel, move || desk.call_off()))}
            {progress(desk)}
        </div>
    }
    .into_any()
}

/// Takes what the sheet brings, unless it is called off while the saves are made. What is begun is finished where the
/// person leaves the page meanwhile.
fn take(desk: Desk, is_busy: RwSignal<bool>) {
    let Some(source) = desk.source.get_untracked() else { return };
    let course = desk.course_told();
    desk.taking.set_value(Some(course.clone()));
    is_busy.set(true);
    let lessons = desk.plan.with_value(|plan| plan.as_ref().map(Plan::lessons)).unwrap_or_default();
    let (kind, sheet) = (desk.spec.kind, desk.sheets.get_untracked());
    platform::spawn(Box::pin(async move {
        let app: &'static App = app();
        let taken = match changes(desk, &course).await {
            Some(changes) => app.take_sheet(kind, changes, (source.name, &source.text), &course).await,
            None => Ok(None),
        };
        let is_there = desk.sheets.try_get_untracked() == Some(sheet);
        match taken {
            Ok(Some(brought)) => {
                preferences::add_lessons(kind, lessons);
                if is_there {
                    desk.discard();
                    desk.brought.set(Some(brought));
                }
            }
            Ok(None) => app.notify(Notice::done(app.lang.get_untracked().text(Message::SheetCalledOff).to_owned())),
            Err(failure) => app.notify(failure.notice(app.lang.get_untracked())),
        }
        let _ = desk.taking.try_set_value(None);
        let _ = desk.progress.try_set(None);
        let _ = is_busy.try_set(false);
    }));
}

/// What the lines would change; nothing where that was called off, or where a person changed a line meanwhile.
async fn changes(desk: Desk, course: &Course) -> Option<Vec<Change>> {
    let turn = desk.turn.get_untracked();
    let count = desk.plan.try_with_value(|plan| plan.as_ref().map_or(0, |plan| plan.rows.len()))?;
    let mut changes = Vec::new();
    for from in (0..count).step_by(LINES_AT_ONCE) {
        let is_same = desk.turn.try_get_untracked() == Some(turn) && desk.is_reading.try_get_untracked() == Some(false);
        let places = from..count.min(from + LINES_AT_ONCE);
        let some = |plan: &Option<Plan>| {
            let plan = plan.as_ref().filter(|_| is_same)?;
            Some(places.filter_map(|place| plan.change(place)).collect::<Vec<_>>())
        };
        changes.extend(desk.plan.try_with_value(some).flatten()?);
        course.go_on((0, 1)).await.ok()?;
    }
    Some(changes)
}

//! What files would do, before anything of them is taken.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Reports, Waiting, moment_text, withheld_names};
use crate::app::app;
use crate::app::import::{Choice, Opened};
use crate::exchange::sequence::Place;
use crate::exchange::{RecordPreview, Sort};
use crate::i18n::Message;
use crate::insight::Likeness;
use crate::model::{FieldSpec, kind_spec};
use crate::replica::dated::parts;
use crate::replica::{DELETED, FieldView, Key};
use crate::ui::dynamic::{button, flag, list, on_event, part, press, when, words};
use crate::ui::source::named;
use crate::ui::text::{fill, l, label_one, t, title_of, value_text};

/// How many records are shown at once.
const PAGE: usize = 50;
/// How many changed values of a record are named.
const VALUES_MAX: usize = 4;
/// Longest value that is shown whole, in characters.
const VALUE_CHARS_MAX: usize = 60;

/// Which records are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Of(Sort),
    Doubles,
}

impl Filter {
    fn text(self) -> Message {
        match self {
            Self::All => Message::DrySortAll,
            Self::Of(Sort::Added) => Message::DryAdded,
            Self::Of(Sort::Changed) => Message::DryChanged,
            Self::Of(Sort::Superseded) => Message::DrySuperseded,
            Self::Of(Sort::InConflict) => Message::DryInConflict,
            Self::Of(Sort::Outside) => Message::DryOutside,
            Self::Of(Sort::Dropped) => Message::DryDropped,
            Self::Of(Sort::Waiting) => Message::DryWaiting,
            Self::Doubles => Message::DryDoubles,
        }
    }

    fn holds(self, opened: &Opened, of: &RecordPreview) -> bool {
        match self {
            Self::All => true,
            Self::Of(sort) => of.is(sort),
            Self::Doubles => opened.doubles.iter().any(|(_, keys)| keys.contains(&of.key)),
        }
    }

    fn count(self, opened: &Opened) -> usize {
        opened.preview.records.iter().filter(|of| self.holds(opened, of)).count()
    }
}

/// The files that wait, each with what it would do, and the buttons that take them.
pub fn waiting_files(reports: Reports) -> AnyView {
    let count = move || reports.waiting.with(Vec::len);
    when(
        move || count() > 0,
        move || {
            view! {
                <form class="dry" id="dry" on:submit=move |event| { event.prevent_default(); reports.take(); }>
                    <h3>{words(move || fill(Message::DryTitle, &[&count().to_string()]))}</h3>
                    <p class="note">{t(Message::DryText)}</p>
                    {taking(reports, Some("take"))}
                    {list(move || reports.waiting.get(), waiting_file)}
                    {when(move || { count() > 1 }, move || taking(reports, None))}
                    {focus_once("take")}
                </form>
            }
            .into_any()
        },
    )
}

/// The buttons that take the files or none of them: before the files, and once more after several.
fn taking(reports: Reports, id: Option<&'static str>) -> AnyView {
    let nothing = if id.is_some() { "take-nothing" } else { "" };
    view! {
        <p class="row">
            <button type="submit" class="button primary" id=id disabled=flag(move || !is_any_ticked(reports))>{words(move || take_text(reports))}</button>
            {button("button", nothing, Message::DryCancel, move || reports.cancel())}
        </p>
    }
    .into_any()
}

/// Moves the focus to a control once it is there, so that Enter presses it.
fn focus_once(id: &'static str) {
    request_animation_frame(move || {
        let control = document().get_element_by_id(id).map(|at| at.unchecked_into::<web_sys::HtmlElement>());
        // Failing to focus leaves the focus where it was.
        let _ = control.map(|control| control.focus());
    });
}

fn is_any_ticked(reports: Reports) -> bool {
    reports.waiting.with(|waiting| waiting.iter().any(|file| file.is_taken.get()))
}

fn take_text(reports: Reports) -> String {
    let of_file = |file: &Waiting| {
        let left = file.choice.with(|choice| choice.left.clone());
        let records = file.opened.preview.records.iter();
        records.filter(|of| of.can_be_taken() && !left.contains(&of.key.id)).count()
    };
    let count =
        reports.waiting.with(|waiting| waiting.iter().filter(|file| file.is_taken.get()).map(of_file).sum::<usize>());
    if count == 0 { fill(Message::DryTake, &[]) } else { fill(Message::DryTakeCount, &[&count.to_string()]) }
}

/// One file: what it is, what it would do, and what of it is taken.
fn waiting_file(file: Waiting) -> AnyView {
    let Waiting { opened, choice, is_taken } = file;
    let is_ticked = is_taken.clone();
    let name = opened.file_name.clone();
    let label = words(move || fill(Message::DryTakeFile, &[&name]));
    let left = opened.choice().left.len();
    view! {
        <section class="dry-file">
            <h4><label class="check">
                <input type="checkbox" prop:checked=flag(move || is_ticked.get()) on:change=on_event(move |event| is_taken.set(event_target_checked(&event)))/>
                <span>{label}</span>
            </label></h4>
            {facts(&opened)}
            {notes(&opened)}
            {(left > 0).then(|| view! { <p class="note">{words(move || fill(Message::DryLeft, &[&left.to_string()]))}</p> })}
            {erasing(&opened, choice.clone())}
            {records(opened, choice)}
        </section>
    }
    .into_any()
}

/// What a file says of itself, and how it stands to those taken before.
fn facts(opened: &Arc<Opened>) -> AnyView {
    let line = |name: Message, text: crate::ui::dynamic::Words| view! { <dt>{t(name)}</dt><dd>{text}</dd> }.into_any();
    let held = opened.clone();
    let written = words(move || {
        let at = held.at.map_or_else(|| held.incoming.header.at.clone(), moment_text);
        let age = match held.days_old {
            0 => fill(Message::DryToday, &[]),
            days @ 1.. => fill(Message::DryDaysOld, &[&days.to_string()]),
            days => fill(Message::DryDaysAhead, &[&(-days).to_string()]),
        };
        fill(Message::DryWrittenBy, &[&named(&held.incoming.header.by), &fill(Message::ByAt, &[&at, &age])])
    });
    let held = opened.clone();
    let units = words(move || match held.incoming.header.units {
        None => fill(Message::DryAllUnits, &[]),
        Some(_) => held.units.join(" · "),
    });
    let held = opened.clone();
    let number = words(move || number_text(&held));
    let held = opened.clone();
    let holds = words(move || {
        let text = if held.incoming.header.since.is_some() { Message::DrySince } else { Message::DryFull };
        fill(text, &[&held.incoming.lines.len().to_string()])
    });
    let held = opened.clone();
    let withheld = (!opened.incoming.header.withheld.is_empty())
        .then(|| line(Message::DryWithheld, words(move || withheld_names(&held.incoming.header).join(" · "))));
    view! {
        <dl class="others">
            {line(Message::DryWritten, written)}
            {line(Message::DryUnits, units)}
            {line(Message::DryNumber, number)}
            {line(Message::DryHolds, holds)}
            {withheld}
        </dl>
    }
    .into_any()
}

fn number_text(opened: &Opened) -> String {
    let number = opened.incoming.header.number.as_ref().map(|number| number.number.to_string());
    let number = number.unwrap_or_else(|| fill(Message::DryNoNumber, &[]));
    let number = number.as_str();
    match &opened.place {
        _ if opened.is_undone => fill(Message::DryUndone, &[number]),
        None => number.to_owned(),
        Some(Place::Seen) => fill(Message::DrySeen, &[number]),
        Some(Place::Next) => fill(Message::DryNext, &[number]),
        Some(Place::Older) => fill(Message::DryOlder, &[number]),
        Some(Place::Copied { .. }) => fill(Message::DryCopied, &[number]),
        Some(Place::Gap { missing }) if missing.start() == missing.end() => {
            fill(Message::DryGap, &[number, &missing.start().to_string()])
        }
        Some(Place::Gap { missing }) => {
            fill(Message::DryGaps, &[number, &missing.start().to_string(), &missing.end().to_string()])
        }
    }
}

/// What is to be known before the file is taken.
fn notes(opened: &Opened) -> AnyView {
    let note = |holds: bool, text: Message, blank: usize| {
        holds.then(|| view! { <p class="note">{words(move || fill(text, &[&blank.to_string()]))}</p> })
    };
    let (preview, count) = (&opened.preview, opened.preview.records.len());
    view! {
        {note(opened.is_elsewhere, Message::DryElsewhere, 0)}
        {note(opened.lacks_base, Message::DryLacksBase, 0)}
        {note(preview.forged > 0, Message::DryForged, preview.forged)}
        {note(count == 0, Message::DryNothing, 0)}
        {note(count > 0 && preview.unchanged > 0, Message::DryUnchanged, preview.unchanged)}
    }
    .into_any()
}

/// A file never erases anything unasked.
fn erasing(opened: &Opened, choice: ArcRwSignal<Choice>) -> AnyView {
    let count = opened.preview.erased.len();
    if count == 0 {
        return ().into_any();
    }
    let held = choice.clone();
    view! {
        <label class="check">
            <input type="checkbox" class="erases" prop:checked=flag(move || held.with(|choice| choice.erases))
                on:change=on_event(move |event| choice.update(|choice| choice.erases = event_target_checked(&event)))/>
            <span>{words(move || fill(Message::DryErase, &[&count.to_string()]))}</span>
        </label>
    }
    .into_any()
}

/// The records by what would happen to them, and each with a tick.
fn records(opened: Arc<Opened>, choice: ArcRwSignal<Choice>) -> AnyView {
    if opened.preview.records.is_empty() {
        return ().into_any();
    }
    let filter = RwSignal::new(Filter::All);
    let page = RwSignal::new(1_usize);
    let all = [Filter::All].into_iter().chain(Sort::ALL.map(Filter::Of)).chain([Filter::Doubles]);
    let counted = all.map(|filter| (filter, filter.count(&opened))).filter(|(_, count)| *count > 0);
    let chips: Vec<AnyView> = counted.map(|(of, count)| chip(of, count, filter, page)).collect();
    let held = opened.clone();
    let places = Memo::new(move |_| {
        let filter = filter.get();
        let records = held.preview.records.iter().enumerate();
        records.filter(|(_, of)| filter.holds(&held, of)).map(|(place, _)| place).collect::<Vec<_>>()
    });
    let pages = move || places.with(Vec::len).div_ceil(PAGE).max(1);
    let shown = move || {
        let from = (page.get().min(pages()) - 1) * PAGE;
        places.with(|places| places.iter().skip(from).take(PAGE).copied().collect::<Vec<_>>())
    };
    let row = {
        let (opened, choice) = (opened.clone(), choice.clone());
        move |place: usize| record_row(&opened, place, choice.clone())
    };
    view! {
        <div class="chips" role="group" aria-label=t(Message::DryRecords)>{chips}</div>
        <details class="part records-of">
            <summary>{t(Message::DryRecords)}</summary>
            {ticking(opened, choice, places)}
            <ul class="rows plain">{list(shown, row)}</ul>
            {when(move || { pages() > 1 }, move || pager(page, pages()))}
        </details>
    }
    .into_any()
}

/// A sort of records with their count; pressing it shows those.
fn chip(of: Filter, count: usize, filter: RwSignal<Filter>, page: RwSignal<usize>) -> AnyView {
    let choose = move |event: leptos::ev::MouseEvent| {
        filter.set(of);
        page.set(1);
        let chip = event.current_target().and_then(|chip| chip.dyn_into::<web_sys::Element>().ok());
        let file = chip.and_then(|chip| chip.closest(".dry-file").ok().flatten());
        let records = file.and_then(|file| file.query_selector(".records-of").ok().flatten());
        // The list is there whenever a chip is; a browser that cannot open it leaves it to the person.
        let _ = records.map(|records| records.set_attribute("open", ""));
    };
    let id = match of {
        Filter::All => "all",
        Filter::Of(Sort::Added) => "added",
        Filter::Of(Sort::Changed) => "changed",
        Filter::Of(Sort::Superseded) => "superseded",
        Filter::Of(Sort::InConflict) => "conflict",
        Filter::Of(Sort::Outside) => "outside",
        Filter::Of(Sort::Dropped) => "dropped",
        Filter::Of(Sort::Waiting) => "waiting",
        Filter::Doubles => "doubles",
    };
    view! {
        <button type="button" class="chip" data-sort=id aria-pressed=words(move || (filter.get() == of).to_string()) on:click=choose>
            {words(move || fill(of.text(), &[&count.to_string()]))}
        </button>
    }
    .into_any()
}

/// Ticks all records that are shown, or none of them, or as was proposed.
fn ticking(opened: Arc<Opened>, choice: ArcRwSignal<Choice>, places: Memo<Vec<usize>>) -> AnyView {
    let tick = {
        let (opened, choice) = (opened.clone(), choice.clone());
        move |is_taken: bool| {
            choice.update(|choice| {
                for place in places.get_untracked() {
                    let of = &opened.preview.records[place];
                    set_taken(choice, &of.key, is_taken && of.can_be_taken());
                }
            });
        }
    };
    let none = tick.clone();
    view! {
        <p class="row">
            {button("button", "", Message::DryTakeAll, move || tick(true))}
            {button("button", "", Message::DryTakeNone, move || none(false))}
            {button("button", "", Message::DryDefault, move || choice.set(opened.choice()))}
        </p>
    }
    .into_any()
}

fn set_taken(choice: &mut Choice, key: &Key, is_taken: bool) {
    if is_taken {
        choice.left.remove(&key.id)
    } else {
        choice.left.insert(key.id)
    };
}

fn pager(page: RwSignal<usize>, pages: usize) -> AnyView {
    let turn = move |to: usize, text: Message| {
        let is_there = (1..=pages).contains(&to);
        is_there.then(
            || view! { <button type="button" class="button" on:click=press(move || page.set(to))>{t(text)}</button> },
        )
    };
    part(move || {
        let at = page.get();
        view! {
            <div class="pager">
                {turn(at.wrapping_sub(1), Message::Previous)}
                <span>{fill(Message::PageOf, &[&at.to_string(), &pages.to_string()])}</span>
                {turn(at + 1, Message::Next)}
            </div>
        }
        .into_any()
    })
}

/// One record: whether it is taken, and what would be different.
fn record_row(opened: &Opened, place: usize, choice: ArcRwSignal<Choice>) -> AnyView {
    let Some(of) = opened.preview.records.get(place).cloned() else { return ().into_any() };
    let double = opened.doubles.iter().find(|(_, keys)| keys.contains(&of.key)).map(|(likeness, _)| *likeness);
    let of = Arc::new(of);
    let (key, held) = (of.key.clone(), choice.clone());
    let is_fixed = !of.can_be_taken();
    let change = on_event({
        let key = key.clone();
        move |event| choice.update(|choice| set_taken(choice, &key, event_target_checked(&event)))
    });
    let name = {
        let of = of.clone();
        move || record_name(&of)
    };
    let kind = of.key.kind.clone();
    let (label, id) = (name.clone(), of.key.id);
    let changes = move || changes(&of, double).into_iter().map(|line| view! { <small>{line}</small> }).collect_view();
    view! {
        <li>
            <input type="checkbox" data-record=id.to_string() disabled=is_fixed aria-label=words(move || fill(Message::DryRowTake, &[&label()]))
                prop:checked=flag(move || !is_fixed && held.with(|choice| !choice.left.contains(&key.id))) on:change=change/>
            <div><span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())).to_owned())}</span>" "<b>{words(name)}</b>
                {part(move || changes().into_any())}</div>
        </li>
    }
    .into_any()
}

/// What a record is called, as it would be, or as it is where it goes; one of a kind unknown to this version has no name.
fn record_name(of: &RecordPreview) -> String {
    let before = of.before.as_ref().filter(|_| !of.after.is_present());
    let name = title_of(&of.key, before.unwrap_or(&of.after));
    if name.is_empty() { fill(Message::Untitled, &[]) } else { name }
}

/// What would be different in a record, a line each.
fn changes(of: &RecordPreview, double: Option<Likeness>) -> Vec<String> {
    let mut lines = Vec::new();
    // Of what only programs write, and of kinds of later versions, there is nothing that could be read here.
    let is_read = kind_spec(of.key.kind.as_str()).is_some();
    if is_read && (!of.is_added || of.after.fields.contains_key(DELETED)) {
        lines.extend(values(of));
    }
    let mut say = |holds: bool, text: Message| lines.extend(holds.then(|| fill(text, &[])));
    say(of.is_contested, Message::DryContested);
    say(of.is(Sort::Outside), Message::DryIsOutside);
    say(of.undone > 0, Message::DryIsUndone);
    say(of.dropped > of.undone, Message::DryIsDropped);
    say(!of.clones.is_empty(), Message::DryCopiedRecord);
    if of.waiting > 0 {
        lines.push(fill(Message::DryWaits, &[&of.waiting.to_string()]));
    }
    let alike = double.map(|likeness| match likeness {
        Likeness::CodeAndName => Message::AlikeCodeAndName,
        Likeness::Code => Message::AlikeCode,
        Likeness::NameAndUnit => Message::AlikeNameAndUnit,
    });
    lines.extend(alike.map(|alike| fill(Message::DryLikeHere, &[&fill(alike, &[])])));
    lines
}

fn values(of: &RecordPreview) -> Vec<String> {
    let before = of.before.as_deref();
    let fields = of.after.fields.iter();
    let changed: Vec<_> = fields
        .filter(|(name, field)| before.and_then(|before| before.fields.get(*name)).map(seen) != Some(seen(field)))
        .collect();
    let more = changed.len().saturating_sub(VALUES_MAX);
    let mut lines: Vec<String> = changed
        .into_iter()
        .take(VALUES_MAX)
        .map(|(name, field)| {
            if name.as_str() == DELETED {
                return fill(Message::DryDeletes, &[]);
            }
            let (label, spec) = field_label(&of.key, name.as_str());
            let before = before.and_then(|before| before.fields.get(name)).map(|field| text_of(spec, field));
            let text = text_of(spec, field);
            match before {
                _ if field.in_conflict() => {
                    fill(Message::DryNewValue, &[&label, &fill(Message::DryBothValues, &[&text])])
                }
                Some(before) => fill(Message::DryValue, &[&label, &before, &text]),
                None => fill(Message::DryNewValue, &[&label, &text]),
            }
        })
        .collect();
    if more > 0 {
        lines.push(fill(Message::DryMoreValues, &[&more.to_string()]));
    }
    lines
}

/// The values of a field, without which save set them.
fn seen(field: &FieldView) -> Vec<&crate::model::Value> {
    field.newest.iter().filter_map(|newest| newest.value.as_ref()).collect()
}

/// What a field is called, with its day where it holds from one on.
fn field_label(key: &Key, name: &str) -> (String, Option<&'static FieldSpec>) {
    let (base, day) = parts(name).map_or((name, None), |(base, day)| (base, Some(day.to_string())));
    let spec = kind_spec(key.kind.as_str()).and_then(|spec| spec.field(base));
    let label = spec.map_or_else(|| base.to_owned(), |spec| l(spec.label)().to_owned());
    (day.map_or(label.clone(), |day| fill(Message::DatedSince, &[&day, &label])), spec)
}

/// Values as people read them; restricted ones stay hidden until they are asked for in the form.
fn text_of(spec: Option<&'static FieldSpec>, field: &FieldView) -> String {
    let Some(spec) = spec else { return field.value().map_or_else(String::new, |value| short(&value.to_json())) };
    if spec.restricted {
        return fill(Message::Hidden, &[]);
    }
    let texts = seen(field).into_iter().map(|value| short(&value_text(spec.input, value)));
    let texts: Vec<String> =
        texts.map(|text| if text.is_empty() { fill(Message::DryEmptyValue, &[]) } else { text }).collect();
    if texts.is_empty() { fill(Message::Withheld, &[]) } else { texts.join(" / ") }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(VALUE_CHARS_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

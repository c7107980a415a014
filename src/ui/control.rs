//! The controls of a form, one for each way a field is typed. A control edits text; reading it is the model's.

use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Place;
use super::dynamic::{flag, list, maybe, on_event, part, typed, words};
use super::rows::rows_box;
use super::shell::unit_tree;
use super::text::{fill, t, title, title_of};
use crate::app::app;
use crate::i18n::Message;
use crate::model::field::NONE_OF_THEM;
use crate::model::sorted::in_order;
use crate::model::{ChoiceSpec, FieldSpec, Input, Name, RecordId};
use crate::replica::Key;

/// What a date control holds while it shows something that is no date; it reads as an error, never as empty.
const NO_DATE: &str = "?";

/// What every control of a field shares.
#[derive(Clone, Copy)]
pub struct Bound {
    /// The field.
    pub field: &'static FieldSpec,
    /// What its id begins with: a page may have several controls for one field.
    pub place: &'static str,
    /// It must be filled in.
    pub is_needed: bool,
    /// What the form holds.
    pub draft: RwSignal<String>,
    /// Whether something is wrong with it.
    pub is_wrong: Signal<bool>,
    /// The record being edited, which cannot stand above itself.
    pub own: RecordId,
    /// First cells of rows that are offered to be filled in.
    pub offered: Signal<Vec<String>>,
}

impl Bound {
    /// The control's id.
    #[must_use]
    pub fn id(self) -> String {
        format!("{}-{}", self.place, self.field.name)
    }

    /// The id of what is said to be wrong with it.
    #[must_use]
    pub fn described_by(self) -> String {
        format!("{}-{}-problem", self.place, self.field.name)
    }
}

/// The control for a field.
pub fn control(bound: Bound) -> AnyView {
    match bound.field.input {
        Input::Note { .. } => note_box(bound),
        Input::Date => date_box(bound),
        Input::Interval => interval_box(bound),
        Input::Choice(specs) => choice_box(bound, specs),
        Input::Choices(specs) => choices_box(bound, specs),
        Input::Ref(kind) => ref_box(bound, kind),
        Input::Flag => flag_box(bound),
        Input::Year | Input::Count | Input::Digits { .. } => line_box(bound, "numeric"),
        Input::Money | Input::Area | Input::Percent | Input::Decimal => line_box(bound, "decimal"),
        Input::Rows(columns) => rows_box(bound, columns),
        Input::Phone => line_box(bound, "tel"),
        Input::Text { .. } => line_box(bound, "text"),
    }
}

fn line_box(bound: Bound, mode: &'static str) -> AnyView {
    view! {
        <input id=bound.id() inputmode=mode autocomplete="off" prop:value=words(move || bound.draft.get())
            aria-invalid=maybe(move || bound.is_wrong.get().then_some("true")) aria-describedby=bound.described_by()
            aria-required=bound.is_needed.then_some("true")
            on:input=typed(move |text| bound.draft.set(text))/>
    }
    .into_any()
}

/// A box for text of several lines.
pub fn note_box(bound: Bound) -> AnyView {
    view! {
        <textarea id=bound.id() rows="3" prop:value=words(move || bound.draft.get())
            aria-invalid=maybe(move || bound.is_wrong.get().then_some("true")) aria-describedby=bound.described_by()
            on:input=typed(move |text| bound.draft.set(text))></textarea>
    }
    .into_any()
}

/// The text of a date control: half a date reads as wrong, not as cleared.
fn date_text(event: &Event) -> String {
    let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    control.map_or_else(
        String::new,
        |control| {
            if control.validity().bad_input() { NO_DATE.to_owned() } else { control.value() }
        },
    )
}

/// A control for a day. It is written to only where it shows another one: half a date that a person is typing has no
/// text, and writing anything would wipe it out.
pub fn day_box(
    bound: Bound,
    id: String,
    label: Option<Message>,
    day: impl Fn() -> String + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let control = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        let (day, control) = (day(), control.get());
        if let Some(control) = control.filter(|control| day != NO_DATE && control.value() != day) {
            control.set_value(&day);
        }
    });
    view! {
        <input id=id type="date" node_ref=control aria-label=maybe(move || label.map(|label| t(label)()))
            aria-invalid=maybe(move || bound.is_wrong.get().then_some("true")) aria-describedby=bound.described_by()
            aria-required=bound.is_needed.then_some("true")
            on:input=on_event(move |event| set(date_text(&event)))/>
    }
    .into_any()
}

fn date_box(bound: Bound) -> AnyView {
    day_box(bound, bound.id(), None, move || bound.draft.get(), move |text| bound.draft.set(text))
}

fn ends(draft: &str) -> (String, String) {
    let (from, to) = draft.split_once('/').unwrap_or((draft, ""));
    let end = |text: &str| if text == ".." { String::new() } else { text.to_owned() };
    (end(from), end(to))
}

fn interval(from: &str, to: &str) -> String {
    let end = |text: &str| if text.is_empty() { "..".to_owned() } else { text.to_owned() };
    if from.is_empty() && to.is_empty() { String::new() } else { format!("{}/{}", end(from), end(to)) }
}

fn interval_box(bound: Bound) -> AnyView {
    let set_from = move |text: String| bound.draft.update(|draft| *draft = interval(&text, &ends(draft).1));
    let set_to = move |text: String| bound.draft.update(|draft| *draft = interval(&ends(draft).0, &text));
    let from = move || ends(&bound.draft.get()).0;
    let to = move || ends(&bound.draft.get()).1;
    view! {
        <div class="span">
            {day_box(bound, bound.id(), Some(Message::FromLabel), from, set_from)}
            <span aria-hidden="true">"–"</span>
            {day_box(bound, format!("{}-to", bound.id()), Some(Message::ToLabel), to, set_to)}
        </div>
    }
    .into_any()
}

/// What people read of a value that is not among those offered.
type Unlisted = Arc<dyn Fn(&str) -> String + Send + Sync>;

fn options_box(bound: Bound, options: Signal<Vec<(String, String)>>, unlisted: Unlisted) -> AnyView {
    let unknown = Memo::new(move |_| {
        let draft = bound.draft.get();
        let is_listed = options.with(|options| options.iter().any(|(value, _)| *value == draft));
        (!draft.is_empty() && !is_listed).then_some(draft)
    });
    view! {
        <select id=bound.id() prop:value=words(move || { options.track(); unknown.track(); bound.draft.get() })
            aria-invalid=maybe(move || bound.is_wrong.get().then_some("true")) aria-describedby=bound.described_by()
            aria-required=bound.is_needed.then_some("true")
            on:change=typed(move |text| bound.draft.set(text))>
            <option value="" selected=flag(move || bound.draft.get().is_empty())>{t(Message::NotStated)}</option>
            {list(move || options.get(), move |(value, text)| {
                let own = value.clone();
                view! { <option value=value selected=flag(move || bound.draft.get() == own)>{text}</option> }.into_any()
            })}
            {part(move || {
                let unlisted = unlisted.clone();
                unknown.get().map(|value| {
                    let shown = value.clone();
                    view! { <option value=value selected=true>{words(move || unlisted(&shown))}</option> }
                }).into_any()
            })}
        </select>
    }
    .into_any()
}

fn unknown_choice(value: &str) -> String {
    fill(Message::UnknownChoice, &[value])
}

fn choice_box(bound: Bound, specs: &'static [ChoiceSpec]) -> AnyView {
    let options = Signal::derive(move || {
        let lang = app().lang.get();
        specs.iter().map(|spec| (spec.value.to_owned(), lang.label(spec.label).to_owned())).collect()
    });
    options_box(bound, options, Arc::new(unknown_choice))
}

fn flag_box(bound: Bound) -> AnyView {
    let options = Signal::derive(move || {
        let lang = app().lang.get();
        let option = |value: &str, text| (value.to_owned(), lang.text(text).to_owned());
        vec![option("true", Message::Yes), option("false", Message::No)]
    });
    options_box(bound, options, Arc::new(unknown_choice))
}

fn choices_box(bound: Bound, specs: &'static [ChoiceSpec]) -> AnyView {
    let has = move |value: &str| bound.draft.with(|draft| draft.split_whitespace().any(|held| held == value));
    let set = move |value: &str, is_on: bool| {
        bound.draft.update(|draft| {
            let mut held: Vec<&str> =
                draft.split_whitespace().filter(|held| *held != value && *held != NONE_OF_THEM).collect();
            if is_on {
                held.push(value);
            }
            *draft = held.join(" ");
        });
    };
    let choices = specs.iter().map(|spec| spec.value).chain([NONE_OF_THEM]).map(|value| {
        let text = move || {
            let lang = app().lang.get();
            let spec = specs.iter().find(|spec| spec.value == value);
            spec.map_or_else(|| lang.text(Message::StatedNone), |spec| lang.label(spec.label))
        };
        let change = move |event: Event| {
            let is_on = event_target_checked(&event);
            if value == NONE_OF_THEM {
                bound.draft.set(if is_on { NONE_OF_THEM.to_owned() } else { String::new() });
            } else {
                set(value, is_on);
            }
        };
        view! {
            <label class="check"><input type="checkbox" value=value prop:checked=flag(move || has(value)) on:change=on_event(change)/>{text}</label>
        }
    });
    view! { <div class="checks" role="group" id=bound.id() aria-describedby=bound.described_by()>{choices.collect::<Vec<_>>()}</div> }
    .into_any()
}

/// A reference: the records that can be named. One that is named and belongs elsewhere keeps its name; one that is not
/// here is shown as such until it comes.
fn ref_box(bound: Bound, kind: &'static str) -> AnyView {
    let options = Memo::new(move |_| if kind == "unit" { unit_options(bound.own) } else { record_options(kind) });
    let unlisted = |id: &str, kind| {
        id.parse().map_or_else(|_| unknown_choice(id), |id| title(&Key { id, kind: Name::known(kind) }))
    };
    options_box(bound, options.into(), Arc::new(move |id| unlisted(id, kind)))
}

/// All units as an indented list, without the unit itself and what stands under it.
fn unit_options(own: RecordId) -> Vec<(String, String)> {
    let mut hidden_below: Option<usize> = None;
    let visible = unit_tree().into_iter().filter(|(depth, id)| {
        if hidden_below.is_some_and(|top| *depth > top) {
            return false;
        }
        hidden_below = (*id == own).then_some(*depth);
        *id != own
    });
    let name = |id| title(&Key { id, kind: Name::known("unit") });
    visible.map(|(depth, id)| (id.to_string(), format!("{}{}", "\u{2003}".repeat(depth), name(id)))).collect()
}

/// The records of another kind that belong to the unit looked at, with the unit's name before theirs.
fn record_options(kind: &'static str) -> Vec<(String, String)> {
    let unit = Place::here().route().unit();
    let present = app().present(kind);
    let named: Vec<(String, Option<RecordId>, Key, _)> = app().with_rows(|rows| {
        let scope = rows.scope(unit);
        let records = present.into_iter().map(|(key, view)| (rows.unit_of(&key), key, view));
        let held = records.filter(|(of, ..)| scope.holds(*of));
        held.map(|(of, key, view)| (of.and_then(|unit| rows.title(unit)).unwrap_or_default().to_owned(), of, key, view))
            .collect()
    });
    // Whoever works for one unit need not read its name before every record.
    let is_one = named.iter().all(|(_, of, ..)| Some(of) == named.first().map(|(_, of, ..)| of));
    let text = |of: &str, key: &Key, view| {
        let own = title_of(key, view);
        if is_one || of.is_empty() { own } else { format!("{of} · {own}") }
    };
    let options = named.iter().map(|(of, _, key, view)| (key.id.to_string(), text(of, key, view))).collect();
    in_order(options, |a: &(String, String), b| a.1.cmp(&b.1))
}

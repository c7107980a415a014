//! Parts of a view that follow signals, each of one boxed type.
//!
//! Leptos compiles its machinery once for each type of closure. Boxing them makes it one type for texts, one for
//! flags and so on: measured, a fifth of the program's size. Nothing here knows what is shown.

use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;

use super::text::t;
use crate::i18n::Message;

/// A text that follows signals.
pub type Words = Box<dyn Fn() -> String + Send + Sync>;

/// Makes a text that follows signals.
pub fn words<T: Into<String>>(text: impl Fn() -> T + Send + Sync + 'static) -> Words {
    Box::new(move || text().into())
}

/// Makes an attribute that follows signals and may be absent.
pub fn maybe(
    text: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
) -> Box<dyn Fn() -> Option<&'static str> + Send + Sync> {
    Box::new(text)
}

/// Makes a truth that follows signals.
pub fn flag(truth: impl Fn() -> bool + Send + Sync + 'static) -> Box<dyn Fn() -> bool + Send + Sync> {
    Box::new(truth)
}

/// Makes what a press of a button does.
pub fn press(action: impl Fn() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| action())
}

/// Makes what typing into a control, or choosing in it, does.
pub fn typed(action: impl Fn(String) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(move |event| action(event_target_value(&event)))
}

/// Makes what an event of a control does.
pub fn on_event(action: impl Fn(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(action)
}

/// Makes a list that is made anew whenever it changes; for lists that are short or seldom change.
pub fn list<T: 'static>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    part(move || items().into_iter().map(&view).collect::<Vec<AnyView>>().into_any())
}

/// Makes a button with a text of the interface; without an id where that is empty.
pub fn button(class: &'static str, id: &'static str, text: Message, action: impl Fn() + 'static) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    view! { <button type="button" class=class id=id on:click=press(action)>{t(text)}</button> }.into_any()
}

/// Makes a part of the view that follows signals.
pub fn part(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let view: Box<dyn Fn() -> AnyView + Send + Sync> = Box::new(view);
    view.into_any()
}

/// Shows a part of the view while a condition holds; it is made anew only when the condition turns.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    either(condition, view, || ().into_any())
}

/// Shows one part of the view while a condition holds, another while it does not.
pub fn either(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + Sync + 'static,
    otherwise: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    either_boxed(Box::new(condition), Box::new(view), Box::new(otherwise))
}

fn either_boxed(
    condition: Box<dyn Fn() -> bool + Send + Sync>,
    view: Box<dyn Fn() -> AnyView + Send + Sync>,
    otherwise: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> AnyView {
    let holds = Memo::new(move |_| condition());
    part(move || {
        let holds = holds.get();
        untrack(|| if holds { view() } else { otherwise() })
    })
}

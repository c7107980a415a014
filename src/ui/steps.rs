//! What people do with a record: the steps that can be taken now, what they ask, and what came of the last one.
//!
//! What a step asks and does is the flow's; here it is shown, filled in and sent.

use leptos::prelude::*;

use super::control::{Bound, control};
use super::dynamic::{button, either, flag, list, part, press, when, words};
use super::facts::{fact, fact_row, record_link};
use super::form::{Form, base_text};
use super::text::{fill, l, label_one, t};
use crate::app::commands::Taken;
use crate::app::refusals::refusal_text;
use crate::app::{Notice, app};
use crate::flow::{Ask, Asked, Refusal, Step, flow};
use crate::i18n::Message;
use crate::i18n::problems::problem_text;
use crate::model::rows::Weights;
use crate::model::{Field, FieldSource, FieldSpec, Input, KindSpec, Label, Name, Problem, ProblemAt, Value};
use crate::platform;
use crate::replica::Key;

/// What was done last, and the records that were made along with it.
#[derive(Clone, PartialEq)]
struct Done {
    label: Label,
    name: &'static str,
    made: Vec<Key>,
}

/// A step that is being filled in.
#[derive(Clone, Copy)]
struct Filling {
    step: &'static Step,
    asks: StoredValue<Vec<(&'static Ask, &'static FieldSpec, RwSignal<String>)>>,
    refusal: RwSignal<Option<Refusal>>,
}

/// Where a record stands and what can be done with it; nothing where its kind knows neither.
pub fn steps_card(form: Form) -> AnyView {
    let kept: Vec<&'static FieldSpec> = form.spec.fields.iter().filter(|field| field.kept).collect();
    if kept.is_empty() && flow(form.spec.kind).is_none() {
        return ().into_any();
    }
    let done = RwSignal::new(None::<Done>);
    let filling = RwSignal::new(None::<&'static str>);
    let open = Memo::new(move |_| open_steps(form));
    Effect::new(move || {
        // A step that can no longer be taken is no longer filled in.
        let open = open.get();
        if filling.get_untracked().is_some_and(|name| !open.contains(&name)) {
            filling.set(None);
        }
    });
    let step = move |name: &str| flow(form.spec.kind).and_then(|flow| flow.step(name));
    let facts = Memo::new(move |_| {
        let shown = kept.iter().copied().filter(|field| fact(form, field).is_some());
        shown.map(|field| field.name).collect::<Vec<_>>()
    });
    view! {
        {when(move || !facts.with(Vec::is_empty) || !open.with(Vec::is_empty), move || view! {
            <section class="card steps" id="steps">
                <h2>{t(Message::Steps)}</h2>
                <dl class="others">{list(move || facts.get(), move |name| form.spec.field(name).map(|field| fact_row(form, field)).into_any())}</dl>
                {when(|| app().read_only.get().is_none(), move || view! {
                    <div class="row bar-of-steps">{list(move || open.get(), move |name| step(name).map(|step| step_button(form, step, filling, done)).into_any())}</div>
                    {when(move || form.is_dirty() && !open.with(Vec::is_empty), || view! { <p class="note">{t(Message::StepsAfterSaving)}</p> }.into_any())}
                    {part(move || filling.get().and_then(step).map(|step| step_form(form, step, filling, done)).into_any())}
                    <div role="status">{part(move || done.get().map(said).into_any())}</div>
                }.into_any())}
            </section>
        }.into_any())}
    }
    .into_any()
}

fn open_steps(form: Form) -> Vec<&'static str> {
    let Some(flow) = flow(form.spec.kind) else { return Vec::new() };
    form.base.with(|base| {
        let Some(view) = base.as_ref().filter(|view| view.is_present()) else { return Vec::new() };
        flow.open(view.as_ref()).map(|step| step.name).collect()
    })
}

fn step_button(
    form: Form,
    step: &'static Step,
    filling: RwSignal<Option<&'static str>>,
    done: RwSignal<Option<Done>>,
) -> AnyView {
    let is_open = move || filling.get() == Some(step.name);
    let choose = move || {
        done.set(None);
        if step.asks.is_empty() {
            take(
                form,
                Filling { step, asks: StoredValue::new(Vec::new()), refusal: RwSignal::new(None) },
                filling,
                done,
            );
        } else {
            filling.set((filling.get_untracked() != Some(step.name)).then_some(step.name));
        }
    };
    let expanded = move || (!step.asks.is_empty()).then(|| is_open().to_string());
    view! {
        <button type="button" class="button" data-step=step.name aria-expanded=expanded
            disabled=flag(move || form.is_dirty() || form.is_busy.get()) on:click=press(choose)>{l(step.label)}</button>
    }
    .into_any()
}

/// What a field that a step asks for starts with: what the record holds, and the present day where a day is needed. A
/// needed answer that belongs to an earlier step is not offered again.
fn asked_first(form: Form, ask: &Ask, field: &FieldSpec) -> String {
    let is_day = ask.needed && field.input == Input::Date;
    let is_old = ask.needed && field.kept;
    let held = if ask.own.is_some() || is_old {
        String::new()
    } else {
        form.base.with_untracked(|base| base_text(form.spec, field, base.as_deref()))
    };
    if held.is_empty() && is_day { app().day().to_string() } else { held }
}

fn step_form(
    form: Form,
    step: &'static Step,
    filling: RwSignal<Option<&'static str>>,
    done: RwSignal<Option<Done>>,
) -> AnyView {
    let asks = step.asks.iter().filter_map(|ask| {
        let field = ask.own.as_ref().or_else(|| form.spec.field(ask.name))?;
        Some((ask, field, RwSignal::new(untrack(|| asked_first(form, ask, field)))))
    });
    let asks: Vec<_> = asks.collect();
    let filled = Filling { step, asks: StoredValue::new(asks.clone()), refusal: RwSignal::new(None) };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        take(form, filled, filling, done);
    };
    let sentence = move || {
        let refusal = filled.refusal.get()?;
        let is_beside = |name: &str| filled.asks.with_value(|asks| asks.iter().any(|(ask, ..)| ask.name == name));
        match &refusal {
            Refusal::Field(at) if is_beside(at.field) => None,
            _ => Some(refusal_text(app().lang.get(), &refusal, &|name| label_of(form.spec, step, name))),
        }
    };
    view! {
        <form class="step" id="step" data-filling=step.name novalidate=true on:submit=submit>
            <h3>{l(step.label)}</h3>
            <div class="fields">{asks.into_iter().map(|(ask, field, draft)| ask_row(form, filled, ask, field, draft)).collect::<Vec<_>>()}</div>
            {part(move || sentence().map(|text| view! { <p class="problem" role="alert">{text}</p> }).into_any())}
            <p class="row">
                <button type="submit" class="button primary" id="take" disabled=flag(move || form.is_busy.get() || form.is_dirty())>{l(step.label)}</button>
                {button("button", "", Message::Cancel, move || filling.set(None))}
            </p>
        </form>
    }
    .into_any()
}

fn label_of(spec: &KindSpec, step: &Step, name: &str) -> Option<Label> {
    let own = step.asks.iter().find(|ask| ask.name == name).and_then(|ask| ask.own);
    own.map(|field| field.label).or_else(|| spec.field(name).map(|field| field.label))
}

fn ask_row(
    form: Form,
    filled: Filling,
    ask: &'static Ask,
    field: &'static FieldSpec,
    draft: RwSignal<String>,
) -> AnyView {
    let problem = Memo::new(move |_| match filled.refusal.get() {
        Some(Refusal::Field(at)) if at.field == ask.name => Some(at.problem),
        _ => field.input.parse(&draft.get()).err().filter(|_| !draft.get().is_empty()),
    });
    let bound = Bound {
        field,
        place: "ask",
        is_needed: ask.needed,
        draft,
        is_wrong: Signal::derive(move || problem.get().is_some()),
        own: form.key.get_value().id,
        offered: Signal::derive(move || criteria_of(form, field)),
    };
    let is_wide = matches!(field.input, Input::Note { .. } | Input::Rows(_) | Input::Choices(_) | Input::Interval);
    view! {
        <div class="field" class:wide=is_wide>
            <label for=bound.id()>{l(field.label)}{ask.needed.then(|| view! { <span class="mark">{t(Message::Required)}</span> })}</label>
            {control(bound)}
            <p class="problem" id=bound.described_by()>{words(move || problem.get().map(|problem| problem_text(app().lang.get(), problem)).unwrap_or_default())}</p>
        </div>
    }
    .into_any()
}

/// The criteria of the form that an evaluation names, to be filled in as rows.
#[must_use]
pub fn criteria_of(form: Form, field: &FieldSpec) -> Vec<String> {
    let names = form.spec.field("form").filter(|_| field.name == "scores");
    let Some(Input::Ref(kind)) = names.map(|field| field.input) else { return Vec::new() };
    let Ok(id) = form.draft("form").get().parse() else { return Vec::new() };
    let Some(view) = app().record(&Key { id, kind: Name::known(kind) }).get() else { return Vec::new() };
    let weights = Field::<Weights>::read(view.held("weights"));
    weights.known().map(|weights| weights.0.iter().map(|(name, _)| name.clone()).collect()).unwrap_or_default()
}

/// Takes the step with what was filled in, or says why not.
fn take(form: Form, filled: Filling, filling: RwSignal<Option<&'static str>>, done: RwSignal<Option<Done>>) {
    if form.is_busy.get_untracked() || untrack(|| form.is_dirty()) {
        return;
    }
    let mut asked = Asked::new();
    for (ask, field, draft) in filled.asks.get_value() {
        match field.input.parse(&platform::normalized(&draft.get_untracked())) {
            Ok(Value::Null) if ask.needed => return refuse(filled, ask.name, Problem::Required),
            Ok(Value::Null) => {}
            Ok(value) => drop(asked.insert(ask.name, value)),
            Err(problem) => return refuse(filled, ask.name, problem),
        }
    }
    let key = form.key.get_value();
    let heads = form.base.with_untracked(|base| base.as_ref().map(|view| view.heads.clone()).unwrap_or_default());
    let step = filled.step;
    form.is_busy.set(true);
    platform::spawn(Box::pin(async move {
        let taken = app().take_step(&key, &heads, step, &asked).await;
        form.is_busy.set(false);
        match taken {
            Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
            Ok(Taken::Refused(refusal)) if step.asks.is_empty() => {
                let text = refusal_text(app().lang.get_untracked(), &refusal, &|name| label_of(form.spec, step, name));
                app().notify(Notice { title: text, remedy: Some(t(Message::DataSafe)().to_owned()) });
            }
            Ok(Taken::Refused(refusal)) => filled.refusal.set(Some(refusal)),
            Ok(Taken::Done(made)) => {
                filling.set(None);
                // What was said of earlier saves is over.
                app().notices.update(|notices| notices.retain(Notice::is_failure));
                form.rebase(app().record(&key).get_untracked());
                done.set(Some(Done { label: step.label, name: step.name, made }));
            }
        }
    }));
}

fn refuse(filled: Filling, field: &'static str, problem: Problem) {
    filled.refusal.set(Some(Refusal::Field(ProblemAt { field, problem })));
}

/// What was done last.
fn said(done: Done) -> AnyView {
    let label = done.label;
    let is_alone = done.made.is_empty();
    let made = done.made.into_iter().map(|key| {
        let kind = key.kind.clone();
        view! { <li><span class="tag">{words(move || app().lang.get().label(label_one(kind.as_str())))}</span>{record_link(key)}</li> }
    });
    view! {
        <div class="result good" data-done=done.name>
            <p>{words(move || fill(Message::StepDone, &[l(label)()]))}</p>
            {either(move || is_alone, || ().into_any(), || view! { <p>{t(Message::StepMade)}</p> }.into_any())}
            <ul class="made">{made.collect::<Vec<_>>()}</ul>
        </div>
    }
    .into_any()
}

//! Choosing a sheet: a file, or cells that were copied.

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Desk;
use crate::app::{Failure, Notice, app};
use crate::exchange::csv::encoding::Encoding;
use crate::i18n::Message;
use crate::platform;
use crate::store::browser::js_text;
use crate::ui::dynamic::{button, flag, on_event, part, typed, when, words};
use crate::ui::text::{fill, t};

/// Choosing a file or pasting, the blank sheet to hand out, and how the chosen one is read.
pub fn choose_card(desk: Desk) -> AnyView {
    let pasted = move |text: String| {
        if text.contains(['\t', '\n']) {
            desk.take_text(text);
        }
    };
    let template = move || match app().write_template(desk.spec) {
        Ok(name) => app().notify(Notice::done(app().lang.get_untracked().fill(Message::SheetHandedOver, &[&name]))),
        Err(failure) => app().notify(failure.notice(app().lang.get_untracked())),
    };
    view! {
        <section class="card pad" id="sheet">
            <h2>{t(Message::SheetChooseTitle)}</h2>
            <p class="note">{t(Message::SheetChooseText)}</p>
            <div class="row">
                <label class="button primary pick">{t(Message::SheetChoose)}
                    <input type="file" id="sheet-file" class="visually-hidden" accept=".csv,.tsv,.txt,text/csv,text/plain" on:change=on_event(move |event| chosen(desk, &event))/>
                </label>
                {button("button", "template", Message::SheetTemplate, template)}
            </div>
            <div class="field">
                <label for="sheet-paste">{t(Message::SheetPaste)}</label>
                <textarea id="sheet-paste" rows="2" spellcheck="false" on:input=on_event(move |event| {
                    pasted(event_target_value(&event));
                })></textarea>
            </div>
            <div aria-live="polite">{part(move || desk.refused.get().map(|notice| view! {
                <div class="result bad refused" id="sheet-refused"><p>{notice.title}</p><p class="note">{notice.remedy}</p></div>
            }).into_any())}</div>
            {when(move || desk.has_source(), move || source(desk))}
        </section>
    }
    .into_any()
}

fn chosen(desk: Desk, event: &Event) {
    let control = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let file = control.as_ref().and_then(HtmlInputElement::files).and_then(|files| files.get(0));
    let Some(file) = file else { return };
    platform::spawn(Box::pin(async move {
        match platform::bytes_of(&file).await {
            Ok(bytes) => desk.take_bytes(file.name(), bytes.into(), None),
            Err(thrown) => {
                app().notify(Failure::Read(js_text(&thrown)).notice(app().lang.get_untracked()));
            }
        }
        if let Some(control) = control {
            // The same file may be chosen again after it was mended.
            control.set_value("");
        }
    }));
}

/// How the sheet is read: its encoding and where its heading stands.
fn source(desk: Desk) -> AnyView {
    let source = move || desk.source.get();
    let name = move || source().map(|source| source.name).unwrap_or_default();
    let again = move |label: String| {
        let encoding = Encoding::ALL.into_iter().find(|encoding| encoding.label() == label);
        if let Some((name, bytes)) = desk.source.get_untracked().and_then(|source| Some((source.name, source.bytes?))) {
            desk.take_bytes(name, bytes, encoding);
        }
    };
    let is_encoding = move |encoding: Encoding| source().is_some_and(|source| source.encoding == encoding);
    let encoding = move || source().map(|source| source.encoding.label()).unwrap_or_default();
    let heading = move || {
        let line = desk.see(|plan| match plan.heading.lines {
            0 => 0,
            _ => plan.sheet.lines.get(plan.heading.at).map_or(0, |line| line.line),
        });
        line.unwrap_or_default().to_string()
    };
    let set_heading = move |typed: String| {
        if let Ok(line) = typed.trim().parse::<usize>() {
            let remembered = desk.remembered();
            desk.change_all(|plan| plan.set_heading((line > 0).then_some(line), &remembered));
        }
    };
    let left_out = move || {
        let counts = desk.see(|plan| (plan.counts(), plan.sheet.blank)).unwrap_or_default();
        let (counts, blank) = counts;
        let blanks = [blank, counts.totals, counts.headings, counts.notes].map(|count| count.to_string());
        fill(Message::SheetLeftOut, &[&blanks[0], &blanks[1], &blanks[2], &blanks[3]])
    };
    let lost = move || source().map_or(0, |source| source.lost);
    view! {
        <p><b id="sheet-name">{words(name)}</b></p>
        <div class="row">
            {when(move || source().is_some_and(|source| source.bytes.is_some()), move || view! {
                <label for="sheet-encoding">{t(Message::SheetEncoding)}</label>
                <select id="sheet-encoding" on:change=typed(again) prop:value=words(encoding)>
                    {Encoding::ALL.map(|encoding| view! {
                        <option value=encoding.label() selected=flag(move || is_encoding(encoding))>{name_of(encoding)}</option>
                    }.into_any()).into_iter().collect::<Vec<AnyView>>()}
                </select>
            }.into_any())}
            <label for="sheet-heading">{t(Message::SheetHeading)}</label>
            <input id="sheet-heading" inputmode="numeric" size="4" class="short" prop:value=words(heading) on:change=typed(set_heading)/>
            {button("button", "sheet-discard", Message::SheetDiscard, move || desk.discard())}
        </div>
        <p class="note" id="sheet-left-out">{words(left_out)}</p>
        {when(move || { lost() > 0 }, move || view! {
            <p class="problem">{words(move || fill(Message::SheetLost, &[&lost().to_string()]))}</p>
        }.into_any())}
    }
    .into_any()
}

fn name_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Gb18030 => "GB 18030 / GBK",
        Encoding::Utf16Le => "UTF-16",
        Encoding::Utf16Be => "UTF-16 BE",
    }
}

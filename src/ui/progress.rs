//! How far a record is, as bars with their numbers.

use leptos::prelude::*;

use super::dynamic::{part, words};
use super::text::{l, t};
use crate::app::app;
use crate::flow::progress::{Measure, Progress};
use crate::i18n::{Message, grouped, yuan};
use crate::model::quantity::decimal;
use crate::replica::Key;

/// How far a record is; nothing for records that are part of no whole.
pub fn progress_list(key: &Key) -> AnyView {
    let key = key.clone();
    let found = Memo::new(move |_| app().progress(&key));
    part(move || {
        let rows: Vec<AnyView> = found.get().iter().map(row).collect();
        if rows.is_empty() {
            return ().into_any();
        }
        view! { <dl class="progress" id="progress">{rows}</dl> }.into_any()
    })
}

fn row(progress: &Progress) -> AnyView {
    let Progress { label, done, all, measure } = *progress;
    let amount = move |number: i64| match measure {
        Measure::Count => grouped(number),
        Measure::Hundredths => decimal(number),
        Measure::Fen => yuan(number),
    };
    // A whole of nothing has no share.
    let percent = (all > 0).then(|| (i128::from(done.max(0)) * 100 / i128::from(all)).min(999));
    let share = move || match percent {
        Some(percent) => format!("{} / {}（{percent} %）", amount(done), amount(all)),
        None => format!("{} / {}（{}）", amount(done), amount(all), t(Message::NotAvailable)()),
    };
    let width = percent.unwrap_or(0).min(100).to_string();
    view! {
        <div>
            <dt>{l(label)}</dt>
            <dd><meter min="0" max="100" value=width aria-hidden="true"></meter>" "{words(share)}</dd>
        </div>
    }
    .into_any()
}

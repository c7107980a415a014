//! Chinese and English: every text that people read, and how numbers, money and dates are written.
//!
//! Holds no state: the language is an argument.

pub mod messages;
pub mod problems;

use chrono::{NaiveDateTime, Timelike};

use crate::model::quantity::{Interval, decimal, parse_interval};
use crate::model::{Input, Label, Value};
pub use messages::Message;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language's tag (RFC 5646).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language for a browser's preference.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The label's text in this language.
    #[must_use]
    pub fn label(self, label: Label) -> &'static str {
        match self {
            Self::Zh => label.zh,
            Self::En => label.en,
        }
    }

    /// The message's text in this language.
    #[must_use]
    pub fn text(self, message: Message) -> &'static str {
        self.label(message.label())
    }

    /// The message's text with its blanks `{}` filled in order.
    #[must_use]
    pub fn fill(self, message: Message, blanks: &[&str]) -> String {
        let mut parts = self.text(message).split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (place, part) in parts.enumerate() {
            out.push_str(blanks.get(place).copied().unwrap_or("{}"));
            out.push_str(part);
        }
        out
    }
}

/// A whole number with thousands separators.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        out.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Money in yuan with thousands separators, fen only where there are any.
#[must_use]
pub fn yuan(fen: i64) -> String {
    let text = decimal(fen);
    let (whole, part) = text.split_once('.').map_or((text.as_str(), ""), |(whole, part)| (whole, part));
    let sign = if fen < 0 { "−" } else { "" };
    let whole = whole.trim_start_matches('-').parse().map_or_else(|_| whole.to_owned(), grouped);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:0<2}") }
}

/// Money for headlines: ten thousands of yuan with one decimal in Chinese, thousands of yuan in English.
#[must_use]
pub fn yuan_short(lang: Lang, fen: i64) -> String {
    match lang {
        Lang::Zh => tenths(fen, 1_000_000),
        Lang::En => tenths(fen, 100_000),
    }
}

/// A quotient with one decimal, rounded half away from zero.
fn tenths(number: i64, unit: i64) -> String {
    let (size, unit) = (number.unsigned_abs(), unit.unsigned_abs());
    // Only the rest is scaled, so nothing overflows; a rest that rounds up to a whole is carried.
    let rest = (size % unit * 20 + unit) / (2 * unit);
    let whole = grouped(i64::try_from(size / unit + rest / 10).unwrap_or(i64::MAX));
    format!("{}{whole}.{}", if number < 0 { "−" } else { "" }, rest % 10)
}

/// A share given in thousandths, as percent with one decimal.
#[must_use]
pub fn percent(permille: i64) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}

/// A moment on the wall's clock.
#[must_use]
pub fn moment(time: NaiveDateTime) -> String {
    format!("{} {:02}:{:02}", time.date(), time.hour(), time.minute())
}

/// A stored value as tables and conflicts show it; references are looked up by the caller.
#[must_use]
pub fn shown(lang: Lang, input: Input, value: &Value) -> String {
    let choice = |specs: &[crate::model::ChoiceSpec], name: &str| {
        let known = specs.iter().find(|spec| spec.value == name);
        known.map_or_else(|| name.to_owned(), |spec| lang.label(spec.label).to_owned())
    };
    match (input, value) {
        (_, Value::Null) => String::new(),
        (Input::Choice(specs), Value::Text(name)) => choice(specs, name),
        (Input::Choices(specs), Value::Json(_)) => match value.as_texts() {
            Some(names) if names.is_empty() => lang.text(Message::NoneOfThem).to_owned(),
            Some(names) => {
                let names: Vec<String> = names.iter().map(|name| choice(specs, name)).collect();
                names.join(if lang == Lang::Zh { "、" } else { ", " })
            }
            None => value.to_json().into_owned(),
        },
        (Input::Money, Value::Int(fen)) => yuan(*fen),
        (Input::Count, Value::Int(count)) => grouped(*count),
        (Input::Flag, Value::Bool(truth)) => lang.text(if *truth { Message::Yes } else { Message::No }).to_owned(),
        (Input::Interval, Value::Text(text)) => {
            parse_interval(text).map_or_else(|| text.to_string(), |span| span_text(lang, span))
        }
        _ => input.text(value),
    }
}

fn span_text(lang: Lang, span: Interval) -> String {
    match (span.from, span.to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => lang.fill(Message::FromDay, &[&from.to_string()]),
        (None, Some(to)) => lang.fill(Message::UntilDay, &[&to.to_string()]),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!([grouped(0), grouped(999), grouped(1000), grouped(-1_234_567)], ["0", "999", "1,000", "−1,234,567"]);
        assert_eq!([yuan(0), yuan(5), yuan(123_450), yuan(-100)], ["0", "0.05", "1,234.50", "−1"]);
        assert_eq!(yuan_short(Lang::Zh, 6_249_999), "6.2");
        assert_eq!(yuan_short(Lang::Zh, 6_250_000), "6.3");
        assert_eq!(yuan_short(Lang::Zh, 9_999_999), "10.0");
        assert_eq!(yuan_short(Lang::En, -50_000), "−0.5");
        assert_eq!(percent(103), "10.3 %");
    }

    #[test]
    fn every_message_has_the_same_blanks_in_both_languages() {
        for message in messages::ALL {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| lang.text(*message).matches("{}").count());
            assert_eq!(zh, en, "{message:?}");
        }
    }

    #[test]
    fn blanks_are_filled_in_order() {
        assert_eq!(Lang::En.fill(Message::ShownOf, &["50", "440"]), "50 of 440 shown");
        assert_eq!(Lang::Zh.fill(Message::ShownOf, &["50"]), "显示 50 条，共 {} 条");
    }
}

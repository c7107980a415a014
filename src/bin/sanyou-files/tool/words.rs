//! Words: labels in the language asked for, and text from files made safe for a terminal.
//!
//! Knows no record; what stands in one is `book`'s to say.

use chrono::{DateTime, SecondsFormat};
use sanyou::i18n::{Lang, Message, shown};
use sanyou::model::{FieldSpec, Input, Label, Value, kind_spec};

/// The language of labels.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// Labels in a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// A text of the interface.
    pub fn text(self, message: Message) -> &'static str {
        self.lang.text(message)
    }

    /// A text of the interface with its blanks filled.
    pub fn fill(self, message: Message, blanks: &[&str]) -> String {
        self.lang.fill(message, blanks)
    }

    /// A label.
    pub fn label(self, label: Label) -> &'static str {
        self.lang.label(label)
    }

    /// A text with its stop.
    pub fn sentence(self, text: &str) -> String {
        let stop = if self.lang == Lang::Zh { "。" } else { "." };
        if text.ends_with(stop) { text.to_owned() } else { format!("{text}{stop}") }
    }

    /// Two sentences, one after the other.
    pub fn sentences(self, first: &str, second: &str) -> String {
        let space = if self.lang == Lang::Zh { "" } else { " " };
        format!("{first}{space}{second}")
    }

    /// A text with another in brackets.
    pub fn aside(self, text: &str, aside: &str) -> String {
        if self.lang == Lang::Zh { format!("{text}（{aside}）") } else { format!("{text} ({aside})") }
    }

    /// What is counted, in the order the language has it: English counts before the noun, Chinese after it.
    pub fn counted<'a>(self, what: &'a str, count: &'a str, count_max: &'a str) -> [&'a str; 3] {
        if self.lang == Lang::Zh { [what, count, count_max] } else { [count, what, count_max] }
    }

    /// Which workspace a file belongs to.
    pub fn workspace(self, sample: Option<&str>) -> String {
        sample.map_or_else(|| "holds own records".to_owned(), |version| format!("is of the sample {}", plain(version)))
    }

    /// What several records of a kind are called; a kind that this version does not know is called by its name.
    pub fn kind(self, kind: &str) -> &str {
        kind_spec(kind).map_or(kind, |spec| self.label(spec.plural))
    }

    /// What one record of a kind is called.
    pub fn one_of(self, kind: &str) -> &str {
        kind_spec(kind).map_or(kind, |spec| self.label(spec.label))
    }

    /// What a field is called.
    pub fn field<'a>(self, kind: &str, field: &'a str) -> &'a str {
        field_spec(kind, field).map_or(field, |spec| self.label(spec.label))
    }

    /// A value as people read it in a list.
    pub fn value(self, kind: &str, field: &str, value: &Value) -> String {
        match field_spec(kind, field) {
            Some(spec) => shown(self.lang, spec.input, value),
            None => raw(value),
        }
    }

    /// A value as a cell of a table: choices by label, numbers without separators.
    pub fn cell(self, input: Input, value: &Value) -> String {
        match input {
            Input::Choice(_) | Input::Choices(_) | Input::Flag => shown(self.lang, input, value),
            _ => input.text(value),
        }
    }
}

/// So many of something that is called by one English word.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The declaration of a field, where this version knows it.
pub fn field_spec(kind: &str, field: &str) -> Option<&'static FieldSpec> {
    kind_spec(kind)?.field(field)
}

/// Tells whether a field is restricted.
pub fn is_restricted(kind: &str, field: &str) -> bool {
    field_spec(kind, field).is_some_and(|spec| spec.restricted)
}

/// A value as files hold it, texts without their quotes; a cleared one is empty.
pub fn raw(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        value => value.to_json().into_owned(),
    }
}

/// A moment as files write it; nothing for one that no calendar holds.
pub fn moment(seconds: i64) -> Option<String> {
    DateTime::from_timestamp(seconds, 0).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// A text from outside as a terminal may show it: what would move its cursor, change its colours or turn its writing
/// direction is spelled out.
pub fn plain(text: &str) -> String {
    let is_active = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_active(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_is_only_text() {
        for (text, expected) in [
            ("张三 é €", "张三 é €"),
            ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{202e}fdp.exe", "\\u{202e}fdp.exe"),
            ("\u{9b}1m", "\\u{9b}1m"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}

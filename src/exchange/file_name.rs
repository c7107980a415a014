//! The names of files, for people: which unit, which day, which of that day's, and what for.
//!
//! A name is a label; nothing is read from it.

use crate::i18n::{Lang, Message};

/// Longest part of a name, in characters.
const PART_CHARS_MAX: usize = 40;
/// What file systems keep for themselves.
const RESERVED: &str = r#"\/:*?"<>|"#;

/// What a file is for, as far as its name says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be handed to others.
    Sharing,
    /// What is new since a file that somebody has.
    News,
    /// All there is, to be kept.
    Backup,
}

/// A file's name: of the unit above and the unit as far as there are any, the day, and which of the day's files it is.
#[must_use]
pub fn file_name(lang: Lang, units: &[&str], day: &str, of_day: u32, purpose: Purpose) -> String {
    let mut parts: Vec<String> = units.iter().map(|unit| plain(unit)).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        parts.push(plain(lang.text(Message::OwnRecords)));
    }
    parts.push(day.to_owned());
    parts.push(format!("{of_day:02}"));
    match purpose {
        Purpose::Sharing => {}
        Purpose::News => parts.push(lang.text(Message::FileOfNews).to_owned()),
        Purpose::Backup => parts.push(lang.text(Message::FileOfBackup).to_owned()),
    }
    format!("{}.json", parts.join("-"))
}

/// The name of what belongs to a file, or of the file in another form: its name up to the ending, then that of the other.
#[must_use]
pub fn renamed(file_name: &str, end: &str) -> String {
    format!("{}{end}", file_name.strip_suffix(".json").unwrap_or(file_name))
}

/// A text as every file system takes it, and as nobody reads it for another: without what is reserved, and without signs
/// that are not seen or turn the direction of reading.
fn plain(text: &str) -> String {
    let is_unseen =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let kept = text.chars().filter(|&c| !c.is_control() && !is_unseen(c) && !RESERVED.contains(c));
    let kept: String = kept.take(PART_CHARS_MAX).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || c == '.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_ending_replaces_the_ending_alone() {
        assert_eq!(renamed("a.json-2026-11-22-01.json", ".html"), "a.json-2026-11-22-01.html");
        assert_eq!(renamed("a", "-2025.json"), "a-2025.json");
    }

    #[test]
    fn names_say_which_unit_which_day_and_which_of_it() {
        let day = "2026-11-22";
        let name = |lang, units: &[&str], of_day, purpose| file_name(lang, units, day, of_day, purpose);
        let cases = [
            (name(Lang::Zh, &["三化街道", "幸福社区"], 7, Purpose::Sharing), "三化街道-幸福社区-2026-11-22-07.json"),
            (name(Lang::En, &["Sanhua", "Happiness"], 7, Purpose::News), "Sanhua-Happiness-2026-11-22-07-news.json"),
            (name(Lang::Zh, &["安和市"], 112, Purpose::Backup), "安和市-2026-11-22-112-完整备份.json"),
            (name(Lang::En, &[], 1, Purpose::Sharing), "Own records-2026-11-22-01.json"),
            (name(Lang::Zh, &["../a:b", "\u{202e}nosj.", " . "], 1, Purpose::Sharing), "ab-nosj-2026-11-22-01.json"),
            (
                name(Lang::Zh, &[&"长".repeat(50)], 1, Purpose::Sharing),
                &format!("{}-2026-11-22-01.json", "长".repeat(40)),
            ),
        ];
        for (written, expected) in cases {
            assert_eq!(written, expected);
        }
    }
}

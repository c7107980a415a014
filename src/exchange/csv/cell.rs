//! What a cell says, for a field of a given type: from the many ways of writing to the one that forms take.
//!
//! Guesses no digit: what was damaged already, or may mean two things, is refused with its reason.

use chrono::{Days, NaiveDate};

use super::columns::DayOrder;
use super::words::{fold, half_width, is_alike, is_identity};
use super::write::unmarked;
use crate::model::field::NONE_OF_THEM;
use crate::model::{ChoiceSpec, Input, Problem, Value};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// What a form would say too.
    Field(Problem),
    /// A spreadsheet wrote the number as 1.23E+17: its digits are gone.
    Damaged,
    /// A date like 3/5/2024, of which nobody said what comes first.
    WhichFirst,
    /// An identity number; those are never kept.
    Identity,
    /// No value of the enumeration is called so.
    NoChoice(String),
    /// No record is called so.
    NoRecord(String),
    /// Several records are called so.
    Several(String),
}

/// By how much a number is multiplied: its power of ten, where a unit says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scale(pub usize);

/// Units that multiply, the longer first.
const SCALES: [(&str, usize); 7] =
    [("亿元", 8), ("万元", 4), ("千元", 3), ("百元", 2), ("亿", 8), ("万", 4), ("千", 3)];

impl Scale {
    /// What the title of a column says in its brackets, or after its last word: 金额（万元）.
    #[must_use]
    pub fn of_title(title: &str) -> Self {
        let title: String = title.chars().map(half_width).collect();
        let inside = title.rsplit(['(', '[', '【', ':', '/', ' ']).next().unwrap_or_default();
        let inside = inside.trim_end_matches([')', ']', '】']).trim();
        let inside = inside.strip_prefix("单位").unwrap_or(inside).trim_start_matches([':', '：']);
        let found = SCALES.iter().find(|(unit, _)| inside == *unit && (unit.ends_with('元') || inside != title));
        Self(found.map_or(0, |(_, power)| *power))
    }
}

/// Tells whether a cell says that there is nothing.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.chars().all(|c| "-—–－―/／\\、.．*_ \u{3000}\u{a0}".contains(c))
        || ["无", "没有", "暂无", "空", "不详", "未知", "n/a", "na", "none", "nil", "null", "#n/a"]
            .contains(&text.to_ascii_lowercase().as_str())
}

/// A cell as a person means it: without the apostrophe that makes it a text, and without the spaces around.
#[must_use]
pub fn plain(cell: &str) -> &str {
    unmarked(cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')).trim()
}

/// Reads a cell of any type that needs no look at other records or at what a person chose: the value, nothing at all
/// where it says nothing, or what is wrong.
///
/// # Errors
/// [`Wrong`].
pub fn read(input: Input, cell: &str, scale: Scale, order: Option<DayOrder>) -> Result<Value, Wrong> {
    let text = plain(cell);
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if is_damaged(text) {
        return Err(Wrong::Damaged);
    }
    if is_identity(text) {
        return Err(Wrong::Identity);
    }
    if let Input::Flag = input
        && let Some(truth) = truth(text)
    {
        return Ok(Value::Bool(truth));
    }
    if is_nothing(text) {
        return Ok(Value::Null);
    }
    let typed = match input {
        Input::Text { .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Input::Money | Input::Area | Input::Decimal | Input::Percent | Input::Count => number(input, text, scale),

        Input::Year => year(text),
        Input::Date => date(text, order)?.map_or_else(|| text.to_owned(), |day| day.to_string()),
        Input::Interval => span(text, order)?.unwrap_or_else(|| text.to_owned()),
        Input::Phone => phone(text),
        Input::Digits { .. } => text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect(),
        Input::Flag => return Err(Wrong::NoChoice(text.to_owned())),
        Input::Note { .. } | Input::Choice(_) | Input::Choices(_) | Input::Ref(_) | Input::Rows(_) => text.to_owned(),
    };
    input.parse(&typed).map_err(Wrong::Field)
}

/// Tells whether a spreadsheet wrote a long number in its scientific form: 1.23E+17.
fn is_damaged(text: &str) -> bool {
    let text: String = text.chars().map(half_width).collect();
    let Some((mantissa, power)) = text.split_once(['E', 'e']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    power.strip_prefix('+').is_some_and(is_digits) && is_digits(whole) && is_digits(part)
}

fn truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "是" | "有" | "对" | "合格" | "已" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" | "passed" => {
            Some(true)
        }
        "否" | "无" | "没有" | "不" | "不合格" | "未" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" | "0"
        | "failed" => Some(false),
        _ => None,
    }
}

/// A number as forms take it: without its unit, currency and separators of thousands, multiplied as the unit says.
/// Where it cannot be read a text comes back that every field refuses.
fn number(input: Input, text: &str, scale: Scale) -> String {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let money = |text: &str| {
        let text = text.trim_start_matches(['¥', '￥', '约']).trim_start_matches("RMB").trim_start_matches("人民币");
        text.trim_end_matches('整').trim_end_matches("yuan").trim_end_matches("RMB").to_owned()
    };
    let plain = if input == Input::Money { money(&plain) } else { plain };
    let scaled = SCALES.iter().find_map(|(unit, power)| Some((plain.strip_suffix(unit)?, *power)));
    let digits = bare(input, &plain);
    // A cell that says its own unit is not multiplied by that of its column.
    let own = if digits.len() < plain.len() { 0 } else { scale.0 };
    let (digits, power) = scaled.unwrap_or((digits, own));
    // Forms are lenient with commas; in a sheet one in the wrong place may be a decimal point.
    let refused = || format!("?{plain}");
    ungrouped(digits).and_then(|digits| shifted(&digits, power)).unwrap_or_else(refused)
}

/// A number without the unit that this type of field is counted in.
fn bare(input: Input, text: &str) -> &str {
    let units: &[&str] = match input {
        Input::Money => &["元", "块", "圆"],
        Input::Area => &["平方米", "平米", "㎡", "m²", "m2", "M2", "平方", "平"],
        Input::Percent => &["%"],
        Input::Count | Input::Decimal => &[
            "人次",
            "小时",
            "学时",
            "课时",
            "人",
            "户",
            "名",
            "个",
            "次",
            "家",
            "份",
            "票",
            "天",
            "岁",
            "分",
            "元",
            "条",
            "件",
            "场",
            "hours",
            "h",
            "households",
            "people",
        ],
        _ => &[],
    };
    units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text)
}

/// A number without its separators of thousands; nothing where a comma stands elsewhere.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split([',', '\'', '，']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.trim_start_matches('-').len()) {
            return None;
        }
        digits.push_str(group);
    }
    let rest = digits.strip_prefix('-').unwrap_or(&digits);
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if rest.is_empty() || !is_digits(rest) || !part.is_none_or(is_digits) {
        return None;
    }
    Some(part.map_or_else(|| digits.clone(), |part| format!("{digits}.{part}")))
}

/// A decimal with its point moved to the right, exactly, and without zeros at its end: `1.2` by 4 is `12000`.
fn shifted(digits: &str, power: usize) -> Option<String> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let moved = part.get(..power.min(part.len()))?;
    let zeros = "0".repeat(power - moved.len());
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let whole = format!("{whole}{moved}{zeros}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.get(moved.len()..)?.trim_end_matches('0');
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// A year, of a year alone or of a day or a month in it.
fn year(text: &str) -> String {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let bare = plain.strip_suffix('年').or_else(|| plain.strip_suffix(".0")).unwrap_or(&plain);
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_month = |text: &str| matches!(text.parse(), Ok(1..=12));
    let split = plain.split(['年', '-', '/', '.', '月', '日', '号']).filter(|part| !part.is_empty());
    match split.collect::<Vec<_>>().as_slice() {
        [year, month] if year.len() == 4 && is_digits(year) && is_month(month) => (*year).to_owned(),
        [all] if all.len() == 6 && is_digits(all) && is_month(&all[4..]) => all[..4].to_owned(),
        _ => match date(&plain, None) {
            Ok(Some(day)) if bare.len() > 5 => chrono::Datelike::year(&day).to_string(),
            _ => bare.to_owned(),
        },
    }
}

/// A day in any of the forms that offices use; nothing where it is none of them.
///
/// A number of five digits is a day as spreadsheets count them, from the end of 1899 on. They take 1900 for a leap year,
/// which it was not: their day 60 never was. That concerns only numbers below 61; those with fewer than five digits
/// (before May 1927) are refused here, since a number of four is far more often a year.
///
/// # Errors
/// [`Wrong::WhichFirst`] where the year comes last and nobody said what comes first.
pub fn date(text: &str, order: Option<DayOrder>) -> Result<Option<NaiveDate>, Wrong> {
    let plain: String = text.chars().map(half_width).collect();
    // The time that a spreadsheet adds says nothing about the day.
    let day =
        plain.trim().split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).map_or(plain.trim(), |(day, _)| day);
    let day = day.trim_end_matches(['日', '号', '.']);
    let compact: String = day.chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> = compact.split(['-', '/', '.', '年', '月', '\\', '_']).collect();
    let number = |text: &str| {
        let is_short = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if is_short { text.parse::<u32>().ok() } else { None }
    };
    let of = |year: u32, month: u32, day: u32| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => Ok((|| of(number(y)?, number(m)?, number(d)?))()),
        [a, b, y] if y.len() == 4 => {
            let (Some(a), Some(b), Some(y)) = (number(a), number(b), number(y)) else { return Ok(None) };
            match order {
                None => Err(Wrong::WhichFirst),
                Some(DayOrder::MonthFirst) => Ok(of(y, a, b)),
                Some(DayOrder::DayFirst) => Ok(of(y, b, a)),
            }
        }
        [all] if all.len() == 8 && all.is_ascii() => {
            Ok((|| of(number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?))())
        }
        [all] | [all, "0"] if all.len() == 5 && all.is_ascii() => Ok(serial(all)),
        [all, _] if all.len() == 5 && all.is_ascii() && compact.contains('.') => Ok(serial(all)),
        _ => Ok(None),
    }
}

fn serial(digits: &str) -> Option<NaiveDate> {
    let days = digits.parse::<u64>().ok().filter(|days| (10_000..=99_999).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// A span of days as forms take it; nothing where it is none.
fn span(text: &str, order: Option<DayOrder>) -> Result<Option<String>, Wrong> {
    let plain: String = text.chars().map(half_width).collect();
    let end = |text: &str| -> Result<Option<String>, Wrong> {
        let text = text.trim();
        let is_open = ["", "..", "今", "至今", "长期", "现在", "未定", "now", "present", "今后"].contains(&text);
        if is_open { Ok(Some("..".to_owned())) } else { Ok(date(text, order)?.map(|day| day.to_string())) }
    };
    for (at, mark) in plain.char_indices().filter(|(_, c)| "-~～—–―至到/".contains(*c)) {
        let (from, to) = (&plain[..at], &plain[at + mark.len_utf8()..]);
        let from = from.trim_end_matches(['自', '从']).trim_start_matches(['自', '从']);
        let to = to.trim_start_matches(['-', '~', '—', '–', '至', '到']).trim_end_matches(['止']);
        if let (Some(from), Some(to)) = (end(from)?, end(to)?)
            && (from != ".." || to != "..")
        {
            return Ok(Some(format!("{from}/{to}")));
        }
    }
    Ok(None)
}

/// A telephone number with ASCII signs only; what else stands in it stays, for the field to refuse.
fn phone(text: &str) -> String {
    let plain = |c: char| match half_width(c) {
        '—' | '–' | '‐' | '‑' | '·' => '-',
        c => c,
    };
    let text: String = text.chars().map(plain).collect();
    // A spreadsheet that took it for a number may have written it with a point.
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// The value of an enumeration that a text names: by its label in either language or its name in files.
#[must_use]
pub fn choice(specs: &'static [ChoiceSpec], text: &str) -> Option<&'static str> {
    let is = |spec: &&ChoiceSpec| [spec.label.zh, spec.label.en, spec.value].iter().any(|name| is_alike(name, text));
    specs.iter().find(is).map(|spec| spec.value)
}

/// The value of an enumeration that a text most likely means: the only one of which the label holds the text, or is
/// held by it.
#[must_use]
pub fn likely_choice(specs: &'static [ChoiceSpec], text: &str) -> Option<&'static str> {
    let word = fold(text);
    if word.chars().count() < 2 {
        return None;
    }
    let parts = |label: &str| -> Vec<String> {
        label.split(['或', '、', '/', '兼']).map(fold).filter(|part| part.chars().count() > 1).collect()
    };
    let is_held =
        |spec: &&ChoiceSpec| parts(spec.label.zh).iter().any(|part| word.contains(part) || part.contains(&word));
    let mut found = specs.iter().filter(is_held);
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one.value),
        _ => None,
    }
}

/// The texts of a cell that names several values of an enumeration; nothing where it says that there are none.
#[must_use]
pub fn several(text: &str) -> Option<Vec<&str>> {
    let text = plain(text);
    if text == NONE_OF_THEM || ["无", "没有", "none", "None"].contains(&text) {
        return None;
    }
    let parts = text.split(['、', ',', '，', ';', '；', '/', '|', '+', '和', '\n', ' ', '\u{3000}']);
    Some(parts.map(str::trim).filter(|part| !part.is_empty()).collect())
}

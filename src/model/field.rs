//! Fields: what stands in one, how it is typed, read and checked.

use super::choice::ChoiceSpec;
use super::id::RecordId;
use super::quantity::{self, AREA_MAX, COUNT_MAX, DECIMAL_MAX, FEN_MAX, YEARS, decimal, hundredths, plain_number};
use super::rows::{Cells, Column};
use super::rules::Rule;
use super::sorted::sort_short;
use super::value::Value;

/// What people read, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// What a form holds for a list that was stated to be empty, unlike one that was never filled in.
pub const NONE_OF_THEM: &str = "[]";

/// How a field is typed and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Text { chars_max: usize },
    /// Several lines of text.
    Note { chars_max: usize },
    /// A calendar year, stored as an integer.
    Year,
    /// A day, `2026-11-22`.
    Date,
    /// A span of days, `2024-01-01/2026-12-31`.
    Interval,
    /// Yuan as typed, fen as stored.
    Money,
    /// m² with at most two decimals.
    Area,
    /// Percent with at most two decimals, 0 to 100.
    Percent,
    /// A whole number.
    Count,
    /// A telephone number: digits, spaces, `+ - ( )`.
    Phone,
    /// Exactly so many digits, stored as text.
    Digits { count: usize },
    /// One value of an enumeration.
    Choice(&'static [ChoiceSpec]),
    /// Several values of an enumeration, stored as a list.
    Choices(&'static [ChoiceSpec]),
    /// The id of a record of the named kind.
    Ref(&'static str),
    /// Yes or no.
    Flag,
    /// A number with at most two decimals, not negative.
    Decimal,
    /// Rows of cells, stored as a list of lists of texts.
    Rows(&'static [Column]),
}

/// What is wrong with a field's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing stands where something must.
    Required,
    /// The text has more characters than the field takes.
    TooLong { chars_max: usize },
    /// The text is no day in the form 2026-11-22.
    NotADate,
    /// The text is no pair of days with the first not after the second.
    NotAnInterval,
    /// The text is no amount of yuan with at most two decimals, not negative.
    NotMoney,
    /// The text is no number with at most two decimals between these bounds.
    NotADecimal { min: i64, max: i64 },
    /// The text is no whole number between these bounds.
    NotAWhole { min: i64, max: i64 },
    /// The text holds characters that no telephone number has.
    NotAPhone,
    /// The text is not exactly so many digits.
    NotDigits { count: usize },
    /// The stored value is not of this field's type.
    WrongType,
    /// A rented, borrowed or shared place says until when.
    LeaseMissing,
    /// A fixed share holds its base, its percentage and its policy document together.
    ShareIncomplete,
    /// The birth year and the birth date disagree.
    BirthDisagrees,
    /// A unit below the city names the unit above it.
    ParentMissing,
    /// A unit cannot stand above itself.
    ParentIsSelf,
    /// The record this field names is of another kind, deleted or not here.
    NoSuchRecord,
    /// A row has no name.
    RowUnnamed,
    /// More rows, or longer ones, than a field takes.
    TooManyRows { rows_max: usize },
    /// Weights, whose sum in hundredths of one percent is given, do not sum to 100.
    NotHundred { sum: i64 },
    /// The day is before that of another field.
    Before { other: Label },
    /// The number is more than that of another field.
    More { other: Label },
    /// The field is needed because of what another says.
    Needed { because: Label },
    /// This or another is to be filled.
    OneOf { other: Label },
}

/// A problem and the field it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemAt {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// A type that a field's value is read into.
pub trait FieldType: Sized {
    /// How it is typed.
    const INPUT: Input;
    /// Reads a stored value; nothing when the value is of another type.
    fn read(value: &Value) -> Option<Self>;
}

/// What a record holds in one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held<'a> {
    /// Nothing was ever entered, or it was cleared.
    Missing,
    /// A value exists that this device was not given.
    Withheld,
    /// The value.
    Known(&'a Value),
}

/// Where a typed record is read from.
pub trait FieldSource {
    /// What stands in a field.
    fn held(&self, field: &str) -> Held<'_>;
}

/// A record kind as a type.
pub trait Typed: Sized + 'static {
    /// The kind's name in files.
    const KIND: &'static str;
    /// Reads a record; a field that cannot be read says so and harms no other.
    fn read(source: &dyn FieldSource) -> Self;
}

/// One field of a typed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field<T> {
    /// Nothing was entered.
    Missing,
    /// A value exists that this device was not given.
    Withheld,
    /// A value that can be read.
    Known(T),
    /// A value of another type: kept in the record, shown as it is, never computed with.
    Unreadable,
}

impl<T: FieldType> Field<T> {
    /// Reads a field.
    #[must_use]
    pub fn read(held: Held<'_>) -> Self {
        match held {
            Held::Missing | Held::Known(Value::Null) => Self::Missing,
            Held::Withheld => Self::Withheld,
            Held::Known(value) => T::read(value).map_or(Self::Unreadable, Self::Known),
        }
    }
}

impl<T> Field<T> {
    /// The value where there is one that can be read.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }
}

/// One field of a kind.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// The name in files.
    pub name: &'static str,
    /// What people read.
    pub label: Label,
    /// How it is typed.
    pub input: Input,
    /// A record without it is not complete.
    pub required: bool,
    /// Shown in the kind's table.
    pub column: bool,
    /// Hidden until revealed, and left out of exports unless asked for.
    pub restricted: bool,
    /// Set by steps only: forms show it and do not edit it.
    pub kept: bool,
    /// What holds may change from a day on, in entries of their own (`parent@2026-01-01`).
    pub dated: bool,
}

impl FieldSpec {
    /// Begins a field's declaration.
    #[must_use]
    pub const fn new(name: &'static str, zh: &'static str, en: &'static str, input: Input) -> Self {
        Self {
            name,
            label: Label { zh, en },
            input,
            required: false,
            column: false,
            restricted: false,
            kept: false,
            dated: false,
        }
    }

    /// Marks the field as one a record must have.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Shows the field in tables.
    #[must_use]
    pub const fn column(self) -> Self {
        Self { column: true, ..self }
    }

    /// Marks the field as restricted.
    #[must_use]
    pub const fn restricted(self) -> Self {
        Self { restricted: true, ..self }
    }

    /// Leaves the field to steps.
    #[must_use]
    pub const fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// Lets the field change from a day on.
    #[must_use]
    pub const fn dated(self) -> Self {
        Self { dated: true, ..self }
    }

    /// What is wrong with a stored value.
    #[must_use]
    pub fn problem(&self, held: Held<'_>) -> Option<Problem> {
        match held {
            Held::Withheld => None,
            Held::Missing | Held::Known(Value::Null) => self.required.then_some(Problem::Required),
            Held::Known(value) => match (self.input, value) {
                (Input::Text { .. } | Input::Choice(_), Value::Text(_)) => {
                    self.input.parse(&self.input.text(value)).err()
                }
                (Input::Flag, Value::Bool(_)) => None,
                (Input::Choices(_), value) if value.as_texts().is_some() => None,
                (Input::Year | Input::Count | Input::Money, Value::Int(_))
                | (Input::Area | Input::Percent | Input::Decimal, Value::Int(_) | Value::Json(_))
                | (Input::Rows(_), Value::Json(_))
                | (_, Value::Text(_)) => match self.input.parse(&self.input.text(value)) {
                    Ok(parsed) if parsed == *value => None,
                    Ok(_) => Some(Problem::WrongType),
                    Err(problem) => Some(problem),
                },
                _ => Some(Problem::WrongType),
            },
        }
    }
}

/// One record kind.
#[derive(Clone, Copy)]
pub struct KindSpec {
    /// The name in files.
    pub kind: &'static str,
    /// What one is called.
    pub label: Label,
    /// What several are called.
    pub plural: Label,
    /// The field by which people know a record.
    pub title: &'static str,
    /// All fields, in the order of the form.
    pub fields: &'static [FieldSpec],
    /// Rules that look at more than one field.
    pub rules: &'static [Rule],
    /// Checks that no rule says.
    pub check: fn(RecordId, &dyn FieldSource) -> Vec<ProblemAt>,
}

impl KindSpec {
    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// All that is wrong with a record, field by field and across fields.
    #[must_use]
    pub fn problems(&self, id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
        let single = self.fields.iter().filter_map(|field| {
            let problem = field.problem(source.held(field.name))?;
            Some(ProblemAt { field: field.name, problem })
        });
        single.chain(self.cross_problems(id, source)).collect()
    }

    /// All that is wrong across fields.
    #[must_use]
    pub fn cross_problems(&self, id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
        let broken = self.rules.iter().filter_map(|rule| rule.problem(self, source));
        broken.chain((self.check)(id, source)).collect()
    }

    /// The field that names what a record of this kind belongs to: its unit, or a record that has one.
    #[must_use]
    pub fn owner(&self) -> Option<&'static FieldSpec> {
        let is_owner = |field: &&FieldSpec| field.required && matches!(field.input, Input::Ref(_));
        self.field("unit").or_else(|| self.fields.iter().find(is_owner))
    }
}

impl Input {
    /// Reads what a person typed; nothing at all clears the field.
    ///
    /// # Errors
    /// The [`Problem`] that keeps the text from being a value of this type.
    pub fn parse(&self, typed: &str) -> Result<Value, Problem> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Ok(Value::Null);
        }
        let plain = || plain_number(trimmed);
        match *self {
            Self::Text { chars_max } | Self::Note { chars_max } => {
                if trimmed.chars().count() > chars_max {
                    Err(Problem::TooLong { chars_max })
                } else {
                    Ok(Value::text(trimmed))
                }
            }
            Self::Choice(_) => Ok(Value::text(trimmed)),
            Self::Ref(_) => match trimmed.parse::<RecordId>() {
                Ok(id) => Ok(Value::text(&id.to_string())),
                Err(_) => Err(Problem::NoSuchRecord),
            },
            Self::Choices(_) if trimmed == NONE_OF_THEM => Ok(Value::texts([])),
            Self::Choices(specs) => Ok(choices_value(specs, trimmed.split_whitespace())),
            Self::Flag => Ok(Value::Bool(trimmed == "true")),
            Self::Date => quantity::parse_date(&plain()).map(|_| Value::text(&plain())).ok_or(Problem::NotADate),
            Self::Interval => {
                quantity::parse_interval(&plain()).map(|_| Value::text(&plain())).ok_or(Problem::NotAnInterval)
            }
            Self::Year => whole(&plain(), *YEARS.start(), *YEARS.end()),
            Self::Count => whole(&plain(), 0, COUNT_MAX),
            Self::Money => match hundredths(&plain()) {
                Some(fen) if (0..=FEN_MAX).contains(&fen) => Ok(Value::Int(fen)),
                _ => Err(Problem::NotMoney),
            },
            Self::Area => hundredths_value(&plain(), AREA_MAX),
            Self::Percent => hundredths_value(&plain(), 10_000),
            Self::Decimal => hundredths_value(&plain(), DECIMAL_MAX),
            Self::Rows(columns) => Cells::parse(columns, trimmed),
            Self::Phone => {
                let fits = trimmed.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c)) && trimmed.len() <= 32;
                let digits = trimmed.bytes().filter(u8::is_ascii_digit).count();
                if fits && digits >= 3 { Ok(Value::text(trimmed)) } else { Err(Problem::NotAPhone) }
            }
            Self::Digits { count } => {
                let text = plain();
                let fits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
                if fits { Ok(Value::text(&text)) } else { Err(Problem::NotDigits { count }) }
            }
        }
    }

    /// A stored value as the text a form shows; the reverse of [`Input::parse`].
    #[must_use]
    pub fn text(&self, value: &Value) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            (_, Value::Text(text)) => text.to_string(),
            (Self::Money, Value::Int(fen)) => decimal(*fen),
            (Self::Choices(_), Value::Json(_)) => match value.as_texts() {
                Some(names) if names.is_empty() => NONE_OF_THEM.to_owned(),
                Some(names) => names.join(" "),
                None => value.to_json().into_owned(),
            },
            _ => value.to_json().into_owned(),
        }
    }
}

/// A list in the order of the enumeration, so that the same choice is the same value; unknown names come last.
#[must_use]
pub fn choices_value<'a>(specs: &[ChoiceSpec], names: impl Iterator<Item = &'a str>) -> Value {
    let mut names: Vec<&str> = names.collect();
    let place = |name: &str| specs.iter().position(|spec| spec.value == name).unwrap_or(specs.len());
    sort_short(&mut names, |a, b| (place(a), a) < (place(b), b));
    names.dedup();
    Value::texts(names)
}

fn whole(text: &str, min: i64, max: i64) -> Result<Value, Problem> {
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Value::Int(number)),
        _ => Err(Problem::NotAWhole { min, max }),
    }
}

fn hundredths_value(text: &str, max: i64) -> Result<Value, Problem> {
    match hundredths(text) {
        Some(number) if (0..=max).contains(&number) => {
            Value::from_json(&decimal(number)).map_err(|_| Problem::WrongType)
        }
        _ => Err(Problem::NotADecimal { min: 0, max: max / 100 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KINDS;

    fn check(input: Input, typed: &str, expected: Result<&str, Problem>) {
        let parsed = input.parse(typed);
        let shown = parsed.as_ref().map(|value| value.to_json().into_owned());
        assert_eq!(shown.as_deref().map_err(|problem| **problem), expected, "{input:?} {typed}");
        if let Ok(value) = parsed {
            let spec = FieldSpec { input, ..FieldSpec::new("x", "", "", Input::Flag) };
            assert_eq!(spec.problem(Held::Known(&value)), None, "{input:?} {typed}: what was parsed is valid");
            assert_eq!(input.parse(&input.text(&value)), Ok(value), "{input:?} {typed}: shown text reads back");
        }
    }

    #[test]
    fn typed_text_becomes_values() {
        check(Input::Money, " 1,234.5 ", Ok("123450"));
        check(Input::Money, "１２", Ok("1200"));
        check(Input::Money, "-1", Err(Problem::NotMoney));
        check(Input::Money, "0.005", Err(Problem::NotMoney));
        check(Input::Money, "1000000000001", Err(Problem::NotMoney));
        check(Input::Area, "412.50", Ok("412.5"));
        check(Input::Area, "600", Ok("600"));
        check(Input::Percent, "100.01", Err(Problem::NotADecimal { min: 0, max: 100 }));
        check(Input::Year, "1976", Ok("1976"));
        check(Input::Year, "76", Err(Problem::NotAWhole { min: 1900, max: 2200 }));
        check(Input::Date, "2024-02-30", Err(Problem::NotADate));
        check(Input::Interval, "2024-01-01/2023-01-01", Err(Problem::NotAnInterval));
        check(Input::Phone, "+86 (0) 138-0013-8000", Ok("\"+86 (0) 138-0013-8000\""));
        check(Input::Phone, "call me", Err(Problem::NotAPhone));
        check(Input::Digits { count: 12 }, "110101001001", Ok("\"110101001001\""));
        check(Input::Digits { count: 12 }, "11010100100", Err(Problem::NotDigits { count: 12 }));
        check(Input::Text { chars_max: 3 }, "  三 有  ", Ok("\"三 有\""));
        check(Input::Text { chars_max: 3 }, "四个字符", Err(Problem::TooLong { chars_max: 3 }));
        check(Input::Flag, "true", Ok("true"));
        check(Input::Ref("unit"), "0123456789abcdef-7", Ok("\"0123456789abcdef-7\""));
        check(Input::Ref("unit"), "0123456789abcdef-07", Err(Problem::NoSuchRecord));
        check(Input::Count, "  ", Ok("null"));
    }

    #[test]
    fn choices_have_one_order() {
        let place = crate::model::kind_spec("place").and_then(|kind| kind.field("functions")).expect("declared");
        check(place.input, NONE_OF_THEM, Ok("[]"));
        check(place.input, "culture activity culture unheard_of", Ok(r#"["activity","culture","unheard_of"]"#));
    }

    #[test]
    fn declarations_are_whole() {
        for kind in KINDS {
            assert!(kind.field(kind.title).is_some_and(|field| field.required || field.column), "{}", kind.kind);
            for (place, field) in kind.fields.iter().enumerate() {
                assert!(super::super::Name::new(field.name).is_ok(), "{}", field.name);
                assert!(!["id", "kind", "deleted"].contains(&field.name), "{} is taken by the format", field.name);
                assert!(!field.label.zh.is_empty() && !field.label.en.is_empty(), "{}", field.name);
                assert!(kind.fields[place + 1..].iter().all(|other| other.name != field.name), "{} twice", field.name);
                if let Input::Ref(target) = field.input {
                    assert!(crate::model::kind_spec(target).is_some(), "{} names {target}", field.name);
                }
                assert!(!(field.restricted && field.required), "{}: a withheld field cannot be required", field.name);
            }
        }
    }
}

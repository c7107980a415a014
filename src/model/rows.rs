//! Fields that hold rows of cells: weights, scores, answers, frozen figures. A whole list is one value, so that what is
//! checked together is merged together.
//!
//! Knows no record kind.

use serde::{Deserialize, Serialize};

use super::field::{FieldType, Input, Label, Problem};
use super::quantity::hundredths;
use super::value::Value;

/// Most rows of one field.
pub const ROWS_MAX: usize = 200;

/// One column of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What people read.
    pub label: Label,
    /// How a cell is typed.
    pub input: Input,
}

impl Column {
    const fn new(zh: &'static str, en: &'static str, input: Input) -> Self {
        Self { label: Label { zh, en }, input }
    }
}

/// The cells of the rows as texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cells(pub Vec<Vec<String>>);

impl Cells {
    /// Reads stored rows; nothing when the value is something else.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Json(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }

    /// The text a form holds, and the JSON of the stored value.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("texts always serialise")
    }

    /// Reads what a form holds: rows without any text are left out.
    ///
    /// # Errors
    /// When the text is no rows, a cell's first column is blank, or a cell is none of its column's type.
    pub fn parse(columns: &[Column], typed: &str) -> Result<Value, Problem> {
        let cells: Self = serde_json::from_str(typed).map_err(|_| Problem::WrongType)?;
        let mut rows = Vec::new();
        for row in cells.0.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
            let mut read = Vec::new();
            for (place, column) in columns.iter().enumerate() {
                let value = column.input.parse(row.get(place).map_or("", String::as_str))?;
                if place == 0 && value == Value::Null {
                    return Err(Problem::RowUnnamed);
                }
                read.push(column.input.text(&value));
            }
            rows.push(read);
        }
        if rows.len() > ROWS_MAX {
            return Err(Problem::TooManyRows { rows_max: ROWS_MAX });
        }
        if rows.is_empty() {
            return Ok(Value::Null);
        }
        Value::from_json(&Self(rows).text()).map_err(|_| Problem::TooManyRows { rows_max: ROWS_MAX })
    }
}

const NAME: Input = Input::Text { chars_max: 120 };

const WEIGHTS: &[Column] = &[Column::new("评价项目", "Criterion", NAME), Column::new("权重", "Weight", Input::Percent)];

const SCORES: &[Column] = &[
    Column::new("评价项目", "Criterion", NAME),
    Column::new("得分（0–100）", "Points (0–100)", Input::Percent),
    Column::new("依据", "Evidence", NAME),
];

const ANSWERS: &[Column] = &[
    Column::new("问题", "Question", NAME),
    Column::new("回答", "Answer", NAME),
    Column::new("人数", "People", Input::Count),
];

const FIGURES: &[Column] = &[
    Column::new("指标", "Figure", NAME),
    Column::new("分子", "Numerator", NAME),
    Column::new("分母", "Denominator", NAME),
    Column::new("缺", "Lacking", Input::Count),
    Column::new("未提供", "Withheld", Input::Count),
];

/// The weights of an evaluation form, in hundredths of one percent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weights(pub Vec<(String, i64)>);

impl Weights {
    /// The sum in hundredths of one percent: 10,000 is right.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.0.iter().map(|(_, weight)| weight).sum()
    }
}

impl FieldType for Weights {
    const INPUT: Input = Input::Rows(WEIGHTS);

    fn read(value: &Value) -> Option<Self> {
        let rows = Cells::read(value)?.0.into_iter();
        rows.map(|row| Some((row.first()?.clone(), hundredths(row.get(1)?)?))).collect::<Option<Vec<_>>>().map(Self)
    }
}

/// One scored criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The criterion's name in the form.
    pub criterion: String,
    /// Points in hundredths, 0 to 10,000; nothing when it was not scored.
    pub points: Option<i64>,
    /// What it rests on.
    pub evidence: String,
}

/// The scores of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scores(pub Vec<Score>);

impl FieldType for Scores {
    const INPUT: Input = Input::Rows(SCORES);

    fn read(value: &Value) -> Option<Self> {
        let score = |row: Vec<String>| {
            let cell = |place: usize| row.get(place).cloned().unwrap_or_default();
            let points = cell(1);
            let points = if points.is_empty() { None } else { Some(hundredths(&points)?) };
            Some(Score { criterion: row.first()?.clone(), points, evidence: cell(2) })
        };
        Cells::read(value)?.0.into_iter().map(score).collect::<Option<Vec<_>>>().map(Self)
    }
}

/// What a survey found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers(pub Cells);

impl FieldType for Answers {
    const INPUT: Input = Input::Rows(ANSWERS);

    fn read(value: &Value) -> Option<Self> {
        Cells::read(value).map(Self)
    }
}

/// Figures as they were frozen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrozenFigures(pub Cells);

impl FieldType for FrozenFigures {
    const INPUT: Input = Input::Rows(FIGURES);

    fn read(value: &Value) -> Option<Self> {
        Cells::read(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Result<&str, Problem>) {
        let parsed = Cells::parse(WEIGHTS, typed);
        let text = parsed.as_ref().map(|value| value.to_json().into_owned());
        assert_eq!(text.as_deref().map_err(|problem| **problem), expected, "{typed}");
        if let Ok(value @ Value::Json(_)) = &parsed {
            assert_eq!(Cells::parse(WEIGHTS, &Input::Rows(WEIGHTS).text(value)), Ok(value.clone()), "{typed}");
        }
    }

    #[test]
    fn typed_rows_become_values() {
        check(r#"[["出席 "," 30.50"],["",""],["兑现","６９.5"]]"#, Ok(r#"[["出席","30.5"],["兑现","69.5"]]"#));
        check("[]", Ok("null"));
        check(r#"[["",""]]"#, Ok("null"));
        check(r#"[["","5"]]"#, Err(Problem::RowUnnamed));
        check(r#"[["出席","many"]]"#, Err(Problem::NotADecimal { min: 0, max: 100 }));
        check("出席 30", Err(Problem::WrongType));
        let many: Vec<Vec<String>> = (0..=ROWS_MAX).map(|row| vec![row.to_string(), "1".to_owned()]).collect();
        check(&Cells(many).text(), Err(Problem::TooManyRows { rows_max: ROWS_MAX }));
    }

    #[test]
    fn weights_and_scores_are_read() {
        let value = Value::from_json(r#"[["出席","30.5"],["兑现","69.5"]]"#).expect("rows");
        assert_eq!(Weights::read(&value).map(|weights| weights.sum()), Some(10_000));
        let value = Value::from_json(r#"[["出席","","x"],["兑现","80",""]]"#).expect("rows");
        let points = Scores::read(&value).map(|scores| scores.0.iter().map(|score| score.points).collect::<Vec<_>>());
        assert_eq!(points, Some(vec![None, Some(8000)]));
        assert_eq!(Weights::read(&Value::text("30")), None);
    }
}

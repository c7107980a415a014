//! What is wrong with a field, said so that it can be mended.

use super::{Lang, grouped};
use crate::model::Problem;
use crate::model::quantity::decimal;

/// The problem in words.
#[must_use]
pub fn problem_text(lang: Lang, problem: Problem) -> String {
    let bounds = |min: i64, max: i64| (grouped(min), grouped(max));
    let (zh, en) = match problem {
        Problem::Required => ("此项必填。".into(), "This field is required.".into()),
        Problem::TooLong { chars_max } => {
            (format!("最多 {chars_max} 个字。"), format!("At most {chars_max} characters."))
        }
        Problem::NotADate => ("请按 2026-11-22 的形式填写日期。".into(), "Give a day in the form 2026-11-22.".into()),
        Problem::NotAnInterval => (
            "请填写起止日期，止日不早于起日。".into(),
            "Give the first and last day; the last is not before the first.".into(),
        ),
        Problem::NotMoney => (
            "请填写金额（元），最多两位小数，不能为负。".into(),
            "Give an amount in yuan, not negative, at most two decimals.".into(),
        ),
        Problem::NotADecimal { min, max } => {
            let (min, max) = bounds(min, max);
            (
                format!("请填写 {min} 到 {max} 的数，最多两位小数。"),
                format!("Give a number from {min} to {max}, at most two decimals."),
            )
        }
        Problem::NotAWhole { min, max } if min >= 1900 => {
            (format!("请填写 {min} 到 {max} 的年份。"), format!("Give a year from {min} to {max}."))
        }
        Problem::NotAWhole { min, max } => {
            let (min, max) = bounds(min, max);
            (format!("请填写 {min} 到 {max} 的整数。"), format!("Give a whole number from {min} to {max}."))
        }
        Problem::NotAPhone => (
            "电话只能含数字、空格和 + - ( )，至少三位。".into(),
            "A phone number has digits, spaces and + - ( ), at least three digits.".into(),
        ),
        Problem::NotDigits { count } => (format!("应为 {count} 位数字。"), format!("Exactly {count} digits.")),
        Problem::WrongType => (
            "内容的形式不对，原样保留，不计入统计。".into(),
            "The content has another form; it is kept as it is and not counted.".into(),
        ),
        Problem::LeaseMissing => {
            ("租用或借用的场所请填写租借期间。".into(), "State the lease of a rented or borrowed place.".into())
        }
        Problem::ShareIncomplete => (
            "按比例拨付须同时填写基数、百分比和政策文号。".into(),
            "A fixed share needs its base, percentage and policy document together.".into(),
        ),
        Problem::BirthDisagrees => {
            ("出生年份与出生日期不一致。".into(), "The birth year and the birth date disagree.".into())
        }
        Problem::ParentMissing => ("请填写上级单位。".into(), "Name the unit above this one.".into()),
        Problem::ParentIsSelf => ("上级单位不能是自己。".into(), "A unit cannot stand above itself.".into()),
        Problem::RowUnnamed => ("每一行都要填写第一栏。".into(), "Every row needs its first cell.".into()),
        Problem::TooManyRows { rows_max } => (
            format!("行数或文字过多（最多 {rows_max} 行）。"),
            format!("Too many rows or too much text (at most {rows_max} rows)."),
        ),
        Problem::NotHundred { sum } => {
            let sum = decimal(sum);
            (format!("权重合计应为 100，现为 {sum}。"), format!("The weights must sum to 100; they sum to {sum}."))
        }
        Problem::Before { other } => (format!("不能早于“{}”。", other.zh), format!("Not before “{}”.", other.en)),
        Problem::More { other } => (format!("不能大于“{}”。", other.zh), format!("Not more than “{}”.", other.en)),
        Problem::Needed { because } => {
            (format!("因“{}”须填写此项。", because.zh), format!("Needed because of “{}”.", because.en))
        }
        Problem::OneOf { other } => {
            (format!("此项与“{}”等须至少填一项。", other.zh), format!("Fill in this or another, up to “{}”.", other.en))
        }
        Problem::NoSuchRecord => ("所引用的记录不存在。".into(), "The record named here does not exist.".into()),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

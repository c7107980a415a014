//! Cells, one way of writing after the other.

use crate::exchange::csv::cell::{Scale, Wrong, choice, likely_choice, read};
use crate::exchange::csv::columns::DayOrder;
use crate::exchange::csv::words::is_identity;
use crate::model::{Input, Problem, kind_spec};

const TEXT: Input = Input::Text { chars_max: 120 };
const CODE: Input = Input::Digits { count: 12 };
const NOT_A_WHOLE: Wrong = Wrong::Field(Problem::NotAWhole { min: 0, max: crate::model::quantity::COUNT_MAX });
const NOT_A_YEAR: Wrong = Wrong::Field(Problem::NotAWhole { min: 1900, max: 2200 });

#[track_caller]
fn check(input: Input, cell: &str, expected: Result<&str, Wrong>) {
    check_with(input, cell, Scale(0), None, expected);
}

#[track_caller]
fn check_with(input: Input, cell: &str, scale: Scale, order: Option<DayOrder>, expected: Result<&str, Wrong>) {
    let said = read(input, cell, scale, order).map(|value| value.to_json().into_owned());
    assert_eq!(said.as_deref().map_err(Clone::clone), expected, "{input:?} {cell:?}");
}

#[test]
fn days() {
    let day = Ok(r#""2024-03-05""#);
    for cell in [
        "2024-3-5",
        "2024/3/5",
        "2024.3.5",
        "2024年3月5日",
        "2024年03月05",
        "20240305",
        "２０２４－０３－０５",
        "2024-03-05 00:00:00",
        "2024/3/5 8:30",
        "2024-03-05T08:30:00",
        " 2024 年 3 月 5 日 ",
        "'2024-3-5",
        "45356",
        "45356.0",
        "45356.35",
        "2024.3.5.",
    ] {
        check(Input::Date, cell, day.clone());
    }
    // Days of a spreadsheet from the first that has five digits on; those before are refused, its 29 February 1900 too.
    check(Input::Date, "10000", Ok(r#""1927-05-18""#));
    for cell in [
        "60",
        "9999",
        "2024",
        "2024-13-1",
        "2024-2-30",
        "24.3.5",
        "2024年3月",
        "三月五日",
        "1.5",
        "2024-3-5-6",
        "202403051",
    ] {
        check(Input::Date, cell, Err(Wrong::Field(Problem::NotADate)));
    }
    check(Input::Date, "3/5/2024", Err(Wrong::WhichFirst));
    check_with(Input::Date, "3/5/2024", Scale(0), Some(DayOrder::MonthFirst), day.clone());
    check_with(Input::Date, "5/3/2024", Scale(0), Some(DayOrder::DayFirst), day);
    check_with(Input::Date, "25/3/2024", Scale(0), Some(DayOrder::MonthFirst), Err(Wrong::Field(Problem::NotADate)));
}

#[test]
fn spans() {
    let span = Ok(r#""2024-01-01/2026-12-31""#);
    for cell in [
        "2024-01-01/2026-12-31",
        "2024.1.1-2026.12.31",
        "2024-1-1至2026-12-31",
        "2024年1月1日—2026年12月31日",
        "2024/1/1~2026/12/31",
        "自2024年1月1日至2026年12月31日止",
        "20240101-20261231",
    ] {
        check(Input::Interval, cell, span.clone());
    }
    check(Input::Interval, "2024.1.1至今", Ok(r#""2024-01-01/..""#));
    check(Input::Interval, "2024-01-01/..", Ok(r#""2024-01-01/..""#));
    for cell in ["三年", "2024-01-01", "2026.12.31-2024.1.1"] {
        check(Input::Interval, cell, Err(Wrong::Field(Problem::NotAnInterval)));
    }
}

#[test]
fn years() {
    for cell in [
        "1976",
        "1976年",
        "1976.03",
        "1976年3月",
        "1976-03-15",
        "197603",
        "１９７６",
        "1976/3/15",
        "19760315",
        "1976.0",
    ] {
        check(Input::Year, cell, Ok("1976"));
    }
    for cell in ["76", "35岁", "七六年", "27820"] {
        check(Input::Year, cell, Err(NOT_A_YEAR));
    }
}

#[test]
fn numbers() {
    for (cell, fen) in [
        ("1200", "120000"),
        ("1,200元", "120000"),
        ("１，２００．５０", "120050"),
        ("¥1,200", "120000"),
        ("1.2万元", "1200000"),
        ("1.2 万", "1200000"),
        ("0.35亿元", "3500000000"),
        ("1,234,567.89", "123456789"),
        ("3.000", "300"),
        ("007", "700"),
        ("人民币1200元整", "120000"),
    ] {
        check(Input::Money, cell, Ok(fen));
    }
    for cell in ["1,2", "12,34", "1.23456789万", "-5", "约一千", "1200元/月", "1.2.3", ",200"] {
        check(Input::Money, cell, Err(Wrong::Field(Problem::NotMoney)));
    }
    check_with(Input::Money, "12.5", Scale::of_title("金额（万元）"), None, Ok("12500000"));
    check_with(Input::Money, "300元", Scale::of_title("金额（元）"), None, Ok("30000"));
    check(Input::Area, "85㎡", Ok("85"));
    check(Input::Area, "85.5平方米", Ok("85.5"));
    check(Input::Area, "1,085 m2", Ok("1085"));
    check(Input::Percent, "85%", Ok("85"));
    check(Input::Percent, "8.5％", Ok("8.5"));
    check(Input::Count, "1,200人", Ok("1200"));
    check(Input::Count, "35岁", Ok("35"));
    check(Input::Count, "12.0", Ok("12"));
    check(Input::Count, "12.5", Err(NOT_A_WHOLE));
    check(Input::Count, "1万", Ok("10000"));
    check(Input::Decimal, "2.5小时", Ok("2.5"));
}

#[test]
fn long_numbers_are_exact() {
    for (input, cell, expected) in [
        (TEXT, "123456789012345678", r#""123456789012345678""#),
        (TEXT, "'001234", r#""001234""#),
        (TEXT, "〔2024〕12号", r#""〔2024〕12号""#),
        (CODE, "210102001001", r#""210102001001""#),
        (CODE, "'210102001001", r#""210102001001""#),
        (CODE, "２１０１０２００１００１", r#""210102001001""#),
        (Input::Phone, "13800138000", r#""13800138000""#),
        (Input::Phone, "'+86 138 0013 8000", r#""+86 138 0013 8000""#),
        (Input::Phone, "０２４—８８８８６６６６", r#""024-88886666""#),
        (Input::Phone, "13800138000.0", r#""13800138000""#),
    ] {
        check(input, cell, Ok(expected));
    }
    for input in [TEXT, CODE, Input::Phone, Input::Money, Input::Date] {
        check(input, "1.23E+17", Err(Wrong::Damaged));
        check(input, "1.3800138E+10", Err(Wrong::Damaged));
    }
    check(TEXT, "1E5室", Ok(r#""1E5室""#));
    check(TEXT, "E+", Ok(r#""E+""#));
}

#[test]
fn identity_numbers_are_refused() {
    for cell in ["11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"] {
        assert!(is_identity(cell), "{cell}");
        check(TEXT, cell, Err(Wrong::Identity));
        check(Input::Note { chars_max: 4000 }, cell, Err(Wrong::Identity));
    }
    for cell in ["110105194912310021", "123456789012345678", "11010519491331002X", "1101051949123100"] {
        assert!(!is_identity(cell), "{cell}");
    }
}

#[test]
fn nothing_is_nothing() {
    for input in [TEXT, Input::Date, Input::Money, Input::Phone, Input::Interval, Input::Year] {
        for cell in ["", "  ", "\u{3000}", "-", "—", "——", "/", "无", "暂无", "N/A", "\u{a0}"] {
            check(input, cell, Ok("null"));
        }
    }
    check(TEXT, "  张　三 ", Ok(r#""张 三""#));
}

#[test]
fn yes_and_no() {
    for (cell, expected) in [
        ("是", "true"),
        ("√", "true"),
        ("有", "true"),
        ("Y", "true"),
        ("否", "false"),
        ("无", "false"),
        ("×", "false"),
        ("0", "false"),
        ("", "null"),
        ("-", "null"),
    ] {
        check(Input::Flag, cell, Ok(expected));
    }
    check(Input::Flag, "也许", Err(Wrong::NoChoice("也许".to_owned())));
}

#[test]
fn words_of_enumerations() {
    let specs = |field: &str| match kind_spec("worker").and_then(|spec| spec.field(field)).map(|field| field.input) {
        Some(Input::Choice(specs) | Input::Choices(specs)) => specs,
        other => panic!("{field}: {other:?}"),
    };
    for (field, text, sure, likely) in [
        ("education", "本科", Some("bachelor"), Some("bachelor")),
        ("education", "Bachelor", Some("bachelor"), None),
        ("education", "大学本科", None, Some("bachelor")),
        ("education", "大专学历", None, Some("college")),
        ("education", "高中", None, Some("senior_secondary")),
        ("education", "博士", None, None),
        ("role", "主任", None, None),
        ("role", "网格员", Some("grid_worker"), Some("grid_worker")),
        ("certificate", "无", Some("none"), None),
        ("insurance", "养老保险", None, Some("endowment")),
    ] {
        assert_eq!((choice(specs(field), text), likely_choice(specs(field), text)), (sure, likely), "{field} {text}");
    }
}

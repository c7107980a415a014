//! From bytes to cells.

use crate::exchange::csv::encoding::{Encoding, is_workbook};
use crate::exchange::csv::sheet::{SheetError, read};
use crate::replica::limits::{SHEET_BYTES_MAX, SHEET_CELL_BYTES_MAX, SHEET_COLUMNS_MAX, SHEET_ROWS_MAX};

#[test]
fn encodings_are_told_apart() {
    let wide = |text: &str, to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let text = "姓名,电话\n张三,138\n";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    for (bytes, expected) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
        (b"name,phone\n".to_vec(), Encoding::Utf8),
        (gb.to_vec(), Encoding::Gb18030),
        (wide(text, u16::to_le_bytes), Encoding::Utf16Le),
        (wide(text, u16::to_be_bytes), Encoding::Utf16Be),
        (wide(&format!("\u{feff}{text}"), u16::to_le_bytes), Encoding::Utf16Le),
        (wide(&format!("\u{feff}{text}"), u16::to_be_bytes), Encoding::Utf16Be),
        (Vec::new(), Encoding::Utf8),
    ] {
        let found = Encoding::detect(&bytes);
        assert_eq!(found, expected, "{bytes:?}");
        let decoder = encoding_rs::Encoding::for_label(found.label().as_bytes()).expect("a known name");
        let (decoded, ..) = decoder.decode(&bytes);
        assert!(bytes.is_empty() || decoded == text || decoded.starts_with("name"), "{decoded}");
    }
    assert!(is_workbook(b"PK\x03\x04rest") && is_workbook(&[0xD0, 0xCF, 0x11, 0xE0, 1]) && !is_workbook(b"name"));
}

/// Lines as `number:cell|cell`.
fn shown(text: &str) -> Vec<String> {
    let sheet = read(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"));
    sheet.lines.iter().map(|line| format!("{}:{}", line.line, line.cells.join("|"))).collect()
}

#[test]
fn cells_are_found() {
    for (text, expected) in [
        ("a,b\n1,2\n", vec!["1:a|b", "2:1|2"]),
        ("a,b\r\n1,2", vec!["1:a|b", "2:1|2"]),
        ("a,b\r1,2\r", vec!["1:a|b", "2:1|2"]),
        ("\u{feff}a;b\n1,5;2\n", vec!["1:a|b", "2:1,5|2"]),
        ("a\tb\n1,5\t2\n", vec!["1:a|b", "2:1,5|2"]),
        ("sep=;\na;b,c,d\n", vec!["2:a|b,c,d"]),
        ("a,b\n\n\n1,2\n,,\n3,4\n", vec!["1:a|b", "4:1|2", "6:3|4"]),
        ("a,b\n\"x\ny\",2\n3,4\n", vec!["1:a|b", "2:x\ny|2", "4:3|4"]),
        ("a,b\n\"say \"\"hi\"\", all\",2\n", vec!["1:a|b", "2:say \"hi\", all|2"]),
        ("a,b\n1\n1,2,3\n", vec!["1:a|b", "2:1", "3:1|2|3"]),
        ("a,b\nx \"y\" z,2\n", vec!["1:a|b", "2:x \"y\" z|2"]),
        ("姓名\n张三\n", vec!["1:姓名", "2:张三"]),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
    assert_eq!(read("a,b\n\n\n1,2\n,,\n3,4\n").map(|sheet| sheet.blank), Ok(3));
}

#[test]
fn bounds_hold() {
    let many = |count: usize, one: &str| one.repeat(count);
    for (text, expected) in [
        (String::new(), SheetError::Empty),
        ("\n ,\n\n".to_owned(), SheetError::Empty),
        ("a,b\n1,\"open\n2,3\n4,5\n".to_owned(), SheetError::OpenQuote { line: 2 }),
        (
            many(SHEET_BYTES_MAX + 1, "a"),
            SheetError::TooLarge { bytes: SHEET_BYTES_MAX + 1, bytes_max: SHEET_BYTES_MAX },
        ),
        (many(SHEET_ROWS_MAX + 1, "a,b\n"), SheetError::TooManyRows { rows_max: SHEET_ROWS_MAX }),
        (
            format!("a,b\n{}\n", many(SHEET_COLUMNS_MAX, "a,")),
            SheetError::TooManyColumns { line: 2, columns_max: SHEET_COLUMNS_MAX },
        ),
        (format!("a,b\n1,{}\n", many(SHEET_CELL_BYTES_MAX + 1, "a")), SheetError::CellTooLong { line: 2 }),
    ] {
        assert_eq!(read(&text).map(|sheet| sheet.lines.len()), Err(expected), "{}", &text[..text.len().min(40)]);
    }
    let widest = format!("{}a\n", many(SHEET_COLUMNS_MAX - 1, "a,"));
    assert_eq!(read(&widest).map(|sheet| sheet.lines[0].cells.len()), Ok(SHEET_COLUMNS_MAX));
}

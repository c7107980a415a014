//! What is written: harmless to a spreadsheet, and read back as it was.

use proptest::prelude::*;

use super::{changes, id, plan_of};
use crate::exchange::csv::columns::Target;
use crate::exchange::csv::write::{exact, inert, line, template, unmarked};
use crate::exchange::csv::{sheet, words};
use crate::i18n::Lang;
use crate::model::KINDS;

#[test]
fn no_cell_is_a_formula() {
    for mark in "=+-@＝＋－＠\t\r\n".chars() {
        let cell = format!("{mark}1");
        assert_eq!(inert(&cell), format!("'{cell}"));
        assert_eq!(unmarked(&inert(&cell)), cell);
    }
    for (cell, written) in [("'=1", "''=1"), ("'90s", "''90s"), ("'tis", "'tis"), ("a=1", "a=1"), ("", "")] {
        assert_eq!(inert(cell), written);
        assert_eq!(unmarked(written), cell);
    }
    for (cell, written) in
        [("210102001001", "'210102001001"), ("0241", "'0241"), ("13800138000", "13800138000"), ("0", "0")]
    {
        assert_eq!(exact(cell), written);
        assert_eq!(unmarked(written), cell);
    }
}

proptest! {
    #[test]
    fn written_cells_read_back(cells in prop::collection::vec("['=+@0-9a\",\n －-]{0,6}", 2..5), all in any::<bool>()) {
        let mut text = String::from("a,b\r\n");
        line(&mut text, cells.iter().map(|cell| if all { exact(cell) } else { inert(cell) }));
        let sheet = sheet::read(&text).expect("it was written here");
        if let Some(read) = sheet.lines.get(1) {
            let read: Vec<&str> = read.cells.iter().map(|cell| unmarked(cell)).collect();
            prop_assert_eq!(read, cells);
        } else {
            prop_assert!(cells.iter().all(|cell| cell.trim().is_empty()));
        }
    }

    #[test]
    fn no_written_cell_begins_a_formula(cell in "[\\PC\t\r\n=+@'-]{0,8}") {
        for written in [inert(&cell), exact(&cell)] {
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']), "{written:?}");
            prop_assert_eq!(unmarked(&written), cell.as_str());
        }
    }
}

/// Every kind's blank sheet, in both languages: all its columns are known again, and nothing of it is a record.
#[test]
fn templates_read_back_empty() {
    for spec in KINDS {
        for lang in [Lang::Zh, Lang::En] {
            let plan = plan_of(spec.kind, &template(spec, lang));
            let fields: Vec<&str> = plan.columns.iter().map(|column| column.target.code()).collect();
            let all: Vec<&str> =
                spec.fields.iter().filter(|field| words::is_fillable(field)).map(|field| field.name).collect();
            assert_eq!(fields, all, "{} {lang:?}", spec.kind);
            assert_eq!(plan.rows.len(), 0, "{} {lang:?}", spec.kind);
        }
    }
}

/// A line that an export wrote of a record says nothing new of it, whatever stands in it.
#[test]
fn an_export_brings_nothing_new() {
    let text = format!("编号,姓名,所在单位,电话\r\n{},王五,幸福社区,138-0013-8000\r\n", id(11));
    let plan = plan_of("worker", &text);
    assert_eq!(plan.columns[0].target, Target::Id);
    assert_eq!((plan.counts().same, changes(&plan).len()), (1, 0));
    let text = text.replace("138-0013-8000", "139-0013-9000");
    let plan = plan_of("worker", &text);
    assert_eq!((plan.counts().updates, changes(&plan).len()), (1, 1));
    assert_eq!(changes(&plan)[0].id, Some(id(11)));
}

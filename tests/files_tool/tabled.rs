//! `csv`: what a spreadsheet is given.

use crate::desk::Desk;
use crate::office::{LI, ZHANG, city, community, copy, of_sample, own, without_restricted};

/// A table read back: its heads, and its rows as cells.
struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn cell(&self, row: usize, head: &str) -> &str {
        let column =
            self.heads.iter().position(|held| held == head).unwrap_or_else(|| panic!("{head}: {:?}", self.heads));
        &self.rows[row][column]
    }

    fn column(&self, head: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.cell(row, head)).collect()
    }
}

#[track_caller]
fn table(desk: &Desk, words: &[&str]) -> Table {
    let run = desk.run(words);
    assert_eq!(run.code, 0, "{words:?}: {}", run.err);
    let text = run.out.strip_prefix('\u{feff}').expect("it begins with a byte order mark");
    assert!(!text.contains('\u{feff}') && text.ends_with("\r\n"), "{words:?}");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let heads = cells(reader.headers().expect("heads"));
    let rows = reader.records().map(|record| cells(&record.expect("every row has as many cells"))).collect();
    Table { heads, rows }
}

#[test]
fn no_cell_is_a_formula() {
    let texts = [
        ("=HYPERLINK(\"http://x\",\"y\")", "'=HYPERLINK(\"http://x\",\"y\")"),
        ("+86 138", "'+86 138"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("a=1", "a=1"),
        ("'=1", "''=1"),
        ("一,二\r\n\"三\"", "一,二\r\n\"三\""),
        ("", ""),
    ];
    let mut replica = community();
    for (counter, (text, _)) in (10..).zip(&texts) {
        let json = serde_json::to_string(text).expect("a text");
        for kind in ["place", "robot"] {
            let key = ZHANG.key(kind, if kind == "robot" { counter + 100 } else { counter });
            ZHANG.save(&mut replica, &key, &[("name", &json)]);
        }
    }
    ZHANG.save(&mut replica, &ZHANG.key("robot", 999), &[("name", "-5")]);
    let desk = Desk::with(&[("x.json", &own(&replica))]);
    for (words, head) in
        [(["csv", "x.json", "--kind", "place"], "Name"), (["csv", "x.json", "--kind", "robot"], "name")]
    {
        let table = table(&desk, &words);
        let expected: Vec<&str> = texts.iter().map(|(_, cell)| *cell).collect();
        assert_eq!(table.column(head).get(..texts.len()), Some(expected.as_slice()), "{words:?}");
    }
    assert_eq!(table(&desk, &["csv", "x.json", "--kind", "robot"]).column("name").last(), Some(&"'-5"));
}

#[test]
fn the_sample_reads_back_whole() {
    let city = city();
    let desk = Desk::with(&[("city.json", &of_sample(&city))]);
    for kind in sanyou::model::KINDS {
        let table = table(&desk, &["csv", "city.json", "--kind", kind.kind, "--restricted", "--stored"]);
        let of_kind = city.iter().filter(|(key, _, _)| key.kind.as_str() == kind.kind);
        let mut rows = 0;
        for (row, (key, _, view)) in of_kind.enumerate() {
            rows += 1;
            assert_eq!(table.cell(row, "id"), key.id.to_string());
            for field in kind.fields {
                let held = view.value(field.name);
                let stored =
                    held.map(|value| value.as_text().map_or_else(|| value.to_json().into_owned(), str::to_owned));
                assert_eq!(table.cell(row, field.name), stored.unwrap_or_default(), "{} {}", key.id, field.name);
            }
        }
        assert_eq!(table.rows.len(), rows, "{}", kind.kind);
    }
    let workers = table(&desk, &["csv", "city.json", "--kind", "worker"]);
    assert!(workers.column("Unit name").iter().all(|name| !name.is_empty()), "every worker has a unit");
}

#[test]
fn restricted_fields_need_the_word() {
    let mut full = community();
    ZHANG.save(&mut full, &ZHANG.key("worker", 2), &[("later_field", "\"secret\""), ("role", "\"member\"")]);
    let desk = Desk::with(&[("full.json", &own(&full)), ("bare.json", &without_restricted(&full))]);
    let csv = |file: &str, more: &[&str]| table(&desk, &[&["csv", file, "--kind", "worker"], more].concat());
    let plain = csv("full.json", &[]);
    assert_eq!(
        (plain.cell(0, "Name"), plain.cell(0, "Unit name"), plain.cell(0, "Role")),
        ("王五", "三有社区", "Committee member")
    );
    assert!(plain.heads.iter().all(|head| !["Phone", "Monthly pay (yuan)", "later_field"].contains(&head.as_str())));
    assert!(
        plain.rows[0].iter().all(|cell| !cell.contains("138") && !cell.contains("4123") && !cell.contains("secret"))
    );
    let run = desk.run(&["csv", "full.json", "--kind", "worker"]);
    assert!(run.err.contains("--restricted") && run.err.contains("later_field"), "{}", run.err);

    let whole = csv("full.json", &["--restricted"]);
    assert_eq!(
        (whole.cell(0, "Phone"), whole.cell(0, "Monthly pay (yuan)"), whole.cell(0, "Withheld")),
        ("13800138000", "4123.5", "")
    );
    assert_eq!(csv("full.json", &["--restricted", "--stored"]).cell(0, "pay"), "412350");
    assert_eq!(csv("full.json", &["--restricted", "--lang", "zh"]).cell(0, "职务"), "委员");
    assert_eq!(csv("bare.json", &["--restricted"]).cell(0, "Withheld"), "Monthly pay (yuan); Phone");
}

#[test]
fn conflicts_and_absent_records_are_told() {
    let base = community();
    let (mut left, mut right) = (copy(&base), copy(&base));
    let worker = ZHANG.key("worker", 2);
    ZHANG.save(&mut left, &worker, &[("role", "\"member\""), ("pay", "1")]);
    LI.save(&mut right, &worker, &[("role", "\"deputy\""), ("pay", "2")]);
    LI.save(&mut right, &LI.key("worker", 3), &[("name", "\"赵六\"")]);
    LI.save(&mut right, &LI.key("worker", 3), &[("deleted", "true")]);
    left.apply(right.saves_of(right.iter().map(|(key, _, _)| key)));
    let desk = Desk::with(&[("x.json", &own(&left))]);
    let plain = table(&desk, &["csv", "x.json", "--kind", "worker"]);
    assert_eq!(plain.rows.len(), 1);
    assert_eq!(plain.cell(0, "Role"), "Deputy", "the value of the greatest dot");
    assert_eq!(plain.cell(0, "Conflicts"), "Monthly pay (yuan); Role: Deputy | Committee member");
    let whole = table(&desk, &["csv", "x.json", "--kind", "worker", "--restricted"]);
    assert_eq!(whole.cell(0, "Conflicts"), "Monthly pay (yuan): 0.02 | 0.01; Role: Deputy | Committee member");
    desk.check("csv x.json --kind worker", "", 0, &["王五"], &["Left out: 1 record, deleted or incomplete."]);
}

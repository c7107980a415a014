//! Sheets as offices keep them (`tests/vectors/csv`): each `NAME.KIND.csv` with what is read from it in `NAME.KIND.txt`.
//!
//! `VECTORS=write` writes the second anew, to be looked at before it is kept.

use std::fs;
use std::path::Path;

use super::{held, names};
use crate::exchange::csv::encoding::{Encoding, is_workbook};
use crate::exchange::csv::plan::{Like, Plan};
use crate::exchange::csv::sheet;
use crate::model::kind_spec;

#[test]
fn every_vector_is_read_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/csv");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "csv")) {
        count += 1;
        let name = file.file_stem().and_then(|name| name.to_str()).expect("a name");
        let (_, kind) = name.rsplit_once('.').expect("the kind stands before the end");
        let said = told(kind, &fs::read(file).expect("its bytes"));
        let says = file.with_extension("txt");
        if std::env::var("VECTORS").as_deref() == Ok("write") {
            fs::write(&says, &said).expect("a place to write");
        }
        if fs::read_to_string(&says).ok().as_deref() != Some(&said) {
            wrong.push(format!("{name}:\n{said}"));
        }
    }
    assert!(count >= 20, "only {count} vectors");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is read from the bytes of a sheet, in words.
fn told(kind: &str, bytes: &[u8]) -> String {
    if is_workbook(bytes) {
        return "a workbook\n".to_owned();
    }
    let encoding = Encoding::detect(bytes);
    let decoder = encoding_rs::Encoding::for_label(encoding.label().as_bytes()).expect("a known name");
    let (text, ..) = decoder.decode(bytes);
    let sheet = match sheet::read(&text) {
        Ok(sheet) => sheet,
        Err(error) => return format!("{error:?}\n"),
    };
    let spec = kind_spec(kind).expect("a kind");
    let mut out = format!("{encoding:?}, separator {:?}\n", char::from(sheet.separator));
    let mut plan = Plan::new(spec, sheet, names(), held(spec));
    plan.guess(&|_| None, &[]);
    plan.go_on(usize::MAX);
    let heading = &plan.heading;
    let line = if heading.lines > 0 { plan.sheet.lines[heading.at].line } else { 0 };
    let columns = plan.columns.iter().map(|column| {
        let scale = if column.scale.0 > 0 { format!(" ×10^{}", column.scale.0) } else { String::new() };
        format!(
            "{}→{}{scale}{}",
            column.title.replace('\n', "⏎"),
            column.target.code(),
            if column.fills { " ↓" } else { "" }
        )
    });
    out += &format!("heading in line {line}, {} lines: {}\n", heading.lines, columns.collect::<Vec<_>>().join("  "));
    for place in 0..plan.rows.len() {
        out += &row_told(&plan, place);
    }
    for ((field, _), ask) in plan.asks.iter() {
        out += &format!(
            "asked: {field} {:?} ×{}, guess {:?}, {} records\n",
            ask.text,
            ask.count,
            ask.guess,
            ask.candidates.len()
        );
    }
    out + &format!("{:?}\n", plan.counts())
}

fn row_told(plan: &Plan, place: usize) -> String {
    let row = &plan.rows[place];
    let name = |kind: &'static str, id: &str| plan.names().title(kind, id.parse().ok()?).map(str::to_owned);
    let values = row.values.iter().map(|(field, value)| {
        let input = plan.spec.field(field).expect("a field of the kind").input;
        let text = crate::exchange::csv::write::cell(crate::i18n::Lang::En, input, value, &name);
        format!("{field}={}", text.replace('\n', "⏎"))
    });
    let faults = row.faults.iter().map(|fault| format!("{}!{:?}", fault.field, fault.wrong));
    let told: Vec<String> = values.chain(faults).collect();
    let like = match row.like {
        Like::Earlier => format!("Earlier({})", plan.earlier_line(place).unwrap_or_default()),
        like => format!("{like:?}"),
    };
    format!("{}: {:?} {like}: {}\n", row.line, row.action(), told.join("; "))
}

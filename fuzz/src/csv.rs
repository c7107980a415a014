//! Sheets: whatever is read is what a form would take, each cell is read once, and what is written reads back.

use sanyou::exchange::csv::columns::Target;
use sanyou::exchange::csv::encoding::Encoding;
use sanyou::exchange::csv::names::Names;
use sanyou::exchange::csv::plan::{HeldRecords, Plan};
use sanyou::exchange::csv::sheet::{self, Sheet, SheetError, SheetReading};
use sanyou::exchange::csv::words::is_identity;
use sanyou::exchange::csv::write::{inert, line, unmarked};
use sanyou::model::{Held, KINDS};

use crate::Outcome;

/// How many lines are read at once: a plan may be left and gone on with anywhere.
const LINES_AT_ONCE: usize = 3;

/// Checks a sheet about the kind that the first byte chooses.
pub fn check(bytes: &[u8]) -> Outcome {
    let Some((kind, bytes)) = bytes.split_first() else { return Outcome::Refused };
    // Whatever the bytes are, there is an encoding for them.
    let _ = Encoding::detect(bytes);
    let text = String::from_utf8_lossy(bytes);
    let sheet = sheet::read(&text);
    assert_eq!(in_steps(&text), sheet, "a text in steps is the same sheet");
    let Ok(sheet) = sheet else { return Outcome::Refused };
    written_again(&sheet);
    let spec = &KINDS[usize::from(*kind) % KINDS.len()];
    let mut plan = Plan::new(spec, sheet, Names::default(), HeldRecords::of(spec));
    plan.guess(&|_| None, &[]);
    while plan.go_on(LINES_AT_ONCE) {}
    let filled = plan.columns.iter().filter(|column| matches!(column.target, Target::Field(_))).count();
    assert_eq!(plan.cells_read, plan.rows.len() * filled, "each cell is read once");
    for row in &plan.rows {
        for (name, value) in &row.values {
            let field = spec.field(name).expect("a field of the kind");
            assert_eq!(field.problem(Held::Known(value)), None, "{name} {value:?}");
            assert!(value.as_text().is_none_or(|text| !is_identity(text)), "an identity number was read");
        }
    }
    let changes = |plan: &Plan| (0..plan.rows.len()).map(|place| plan.change(place)).collect::<Vec<_>>();
    let before = (changes(&plan), plan.counts());
    for row in 0..plan.rows.len() {
        for column in 0..plan.columns.len() {
            let text = plan.cell(row, column).to_owned();
            plan.mend(row, column, &text);
        }
    }
    assert_eq!((changes(&plan), plan.counts()), before, "what is mended to what it was changes nothing");
    Outcome::Taken(plan.rows.len())
}

/// A sheet of a text that is read in steps.
fn in_steps(text: &str) -> Result<Sheet, SheetError> {
    let mut reading = SheetReading::of(text)?;
    while reading.go_on(LINES_AT_ONCE)? {}
    reading.end()
}

/// Cells that are written are no formulas and read back as they were.
fn written_again(held: &Sheet) {
    // One more column, so that a comma is seen to be what separates.
    let mut text = String::from("a,b\r\n");
    for held in &held.lines {
        line(&mut text, held.cells.iter().map(|cell| inert(cell)).chain(["x".to_owned()]));
    }
    let again = sheet::read(&format!("sep=,\r\n{text}"));
    let Ok(again) = again else { return };
    let cells = again.lines[1..].iter().map(|line| {
        line.cells[..line.cells.len() - 1].iter().map(|cell| unmarked(cell).to_owned()).collect::<Vec<_>>()
    });
    let before = held.lines.iter().map(|line| line.cells.clone());
    assert!(cells.eq(before), "what is written reads back");
}

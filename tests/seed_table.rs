//! `docs/seed.md`: every cell names something that is there and that people can fill in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sanyou::flow::{Flow, flow};
use sanyou::model::{FieldSpec, KINDS, kind_spec};

/// Pages that are no lists of a kind.
const PAGES: [&str; 3] = ["overview", "files", "conflicts"];

/// All that is computed.
fn indicators() -> BTreeSet<&'static str> {
    sanyou::insight::indicators::all().map(|indicator| indicator.name).collect()
}

/// One row: the demand and the names in its three cells.
struct Row {
    demand: String,
    cells: [Vec<String>; 3],
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of all tables; heads and what stands between the tables are left out.
fn rows(text: &str) -> Vec<Row> {
    let lines = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("| ---"));
    let lines = lines.filter(|line| !line.starts_with("| the report | fields"));
    let row = |line: &str| {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        let mut next = || cells.next().unwrap_or_else(|| panic!("too few cells: {line}"));
        let demand = next();
        let cells = [(); 3].map(|()| names(&next(), line));
        Row { demand, cells }
    };
    lines.map(row).collect()
}

/// The names of a cell, each between backquotes; a dash stands for none.
fn names(cell: &str, line: &str) -> Vec<String> {
    if cell == "–" {
        return Vec::new();
    }
    let name = |word: &str| {
        let name = word.strip_prefix('`').and_then(|word| word.strip_suffix('`'));
        name.unwrap_or_else(|| panic!("{word} is no name: {line}")).to_owned()
    };
    cell.split_whitespace().map(name).collect()
}

/// What people cannot fill in is not met. A field that steps alone set is named in what a step asks, dates or leads to,
/// or by the source of the steps, where they set it themselves.
fn is_editable(field: &FieldSpec, flow: Option<&Flow>, source: &str) -> bool {
    let by_step = flow.is_some_and(|flow| {
        let states = flow.state == Some(field.name) && flow.steps.iter().any(|step| step.to.is_some());
        let asks =
            flow.steps.iter().any(|step| step.asks.iter().any(|ask| ask.own.is_none() && ask.name == field.name));
        states || asks || flow.steps.iter().any(|step| step.dates.contains(&field.name))
    });
    !field.kept || by_step || source.contains(&format!("(\"{}\"", field.name))
}

/// What is wrong with a row, in words.
fn problems(row: &Row, indicators: &BTreeSet<&str>, source: &str) -> Vec<String> {
    let [fields, figures, pages] = &row.cells;
    let mut problems = Vec::new();
    for name in fields {
        let found = name.split_once('.').and_then(|(kind, field)| Some((kind, kind_spec(kind)?.field(field)?)));
        match found {
            None => problems.push(format!("{name} is no field")),
            Some((kind, field)) if !is_editable(field, flow(kind), source) => {
                problems.push(format!("nobody can fill in {name}"));
            }
            Some(_) => {}
        }
    }
    problems.extend(figures.iter().filter(|name| !indicators.contains(name.as_str())).map(|name| format!("{name}?")));
    let is_page = |page: &&String| PAGES.contains(&page.as_str()) || kind_spec(page).is_some();
    problems.extend(pages.iter().filter(|page| !is_page(page)).map(|page| format!("{page} is no page")));
    if fields.is_empty() || pages.is_empty() {
        problems.push("a field or the page is missing".to_owned());
    }
    problems.into_iter().map(|problem| format!("{}: {problem}", row.demand)).collect()
}

/// The source of all steps.
fn steps() -> String {
    let areas = ["units", "people", "money", "places", "network", "meetings", "evaluation"];
    areas.map(|area| read(&format!("src/flow/{area}.rs"))).concat()
}

#[test]
fn every_cell_resolves() {
    let (text, indicators, source) = (read("docs/seed.md"), indicators(), steps());
    let rows = rows(&text);
    assert!(rows.len() >= 90, "{} rows", rows.len());
    let problems: Vec<String> = rows.iter().flat_map(|row| problems(row, &indicators, &source)).collect();
    assert_eq!(problems, Vec::<String>::new());
}

/// The other way round: no kind, indicator or page is there that the seed did not ask for.
#[test]
fn everything_is_demanded() {
    let rows = rows(&read("docs/seed.md"));
    let cells = |place: usize| rows.iter().flat_map(move |row| row.cells[place].iter().map(String::as_str));
    let kinds: BTreeSet<&str> = cells(0).filter_map(|name| Some(name.split_once('.')?.0)).collect();
    assert_eq!(kinds, KINDS.iter().map(|spec| spec.kind).collect());
    assert_eq!(cells(1).collect::<BTreeSet<_>>(), indicators());
    assert!(PAGES.iter().all(|page| cells(2).any(|named| named == *page)));
    let demands: BTreeSet<&str> = rows.iter().map(|row| row.demand.as_str()).collect();
    assert_eq!(demands.len(), rows.len(), "each demand once");
}

/// Planted faults that the table must not survive.
#[test]
fn faults_are_found() {
    let check = |line: &str, expected: &[&str]| {
        let rows = rows(line);
        let found: Vec<String> = rows.iter().flat_map(|row| problems(row, &indicators(), &steps())).collect();
        assert_eq!(found, expected, "{line}");
    };
    check("| x | `place.tenure` `need.state` | `places.rented` | `overview` |", &[]);
    check("| x | `place.colour` | – | `place` |", &["x: place.colour is no field"]);
    check("| x | `castle.area` | – | `castle` |", &["x: castle.area is no field", "x: castle is no page"]);
    check("| x | `place.area` | `places.colour` | `place` |", &["x: places.colour?"]);
    check("| x | `place.area` | `money.in_no_sum` | `place` |", &["x: money.in_no_sum?"]);
    check("| x | – | – | `place` |", &["x: a field or the page is missing"]);
    let unset = problems(&rows("| x | `need.state` | – | `need` |")[0], &indicators(), "");
    assert_eq!(unset, Vec::<String>::new(), "the table of steps says so by itself");
    let set_by_code = problems(&rows("| x | `need.project` | – | `need` |")[0], &indicators(), "");
    assert_eq!(set_by_code, ["x: nobody can fill in need.project"]);
}

//! Reading in steps: none does more than it is given, and what comes of them is what one go gives.

use proptest::prelude::*;

use super::{begun, changes, id};
use crate::exchange::csv::columns::{Column, Target};
use crate::exchange::csv::plan::{Action, Ask, Change, Counts, Like, Plan, Row, Sweep};
use crate::exchange::csv::sheet::{self, SheetReading};

/// How many lines a step is given here.
const STEP: usize = 250;

fn roster(rows: usize) -> String {
    let line = |row: usize| format!("人员{row:05},幸福社区,139{row:08},本科,2020-01-01\n");
    format!("姓名,社区,手机号,学历,入职时间\n{}", (0..rows).map(line).collect::<String>())
}

/// Takes steps to the end; gives how many lines they looked at, none of them at more than it was given.
#[track_caller]
fn run(plan: &mut Plan) -> usize {
    let before = plan.lines_looked_at;
    loop {
        let from = plan.lines_looked_at;
        let is_more = plan.go_on(STEP);
        assert!(plan.lines_looked_at - from <= STEP, "{} lines in one step", plan.lines_looked_at - from);
        if !is_more {
            return plan.lines_looked_at - before;
        }
    }
}

#[test]
fn no_step_reads_more_lines_of_a_text_than_it_is_given() {
    let text = roster(10_000);
    let mut reading = SheetReading::of(&text).expect("a sheet");
    let line_bytes = text.lines().map(str::len).max().expect("lines") + 1;
    let mut steps = 0;
    loop {
        let from = reading.share().0;
        let is_more = reading.go_on(STEP).expect("a sheet");
        assert!(reading.share().0 - from <= STEP * line_bytes);
        steps += 1;
        if !is_more {
            break;
        }
    }
    assert_eq!(steps, 10_001 / STEP + 1);
    assert_eq!(reading.end(), sheet::read(&text));
    // Where nothing ends a line, a step ends all the same.
    let long = format!("a\n{}b\n", "\n".repeat(1_000_000));
    let mut reading = SheetReading::of(&long).expect("a sheet");
    assert_eq!(reading.go_on(STEP), Ok(true));
    assert!(reading.share().0 < long.len() / 2);
}

#[test]
fn no_step_of_a_plan_looks_at_more_lines_than_it_is_given() {
    let rows = 10_000;
    let mut plan = begun("worker", &roster(rows));
    assert_eq!(run(&mut plan), 2 * rows, "each line is sorted once and read once");
    let spec = plan.spec;
    let target = |name: &str| Target::Field(spec.field(name).expect("a field"));
    let changing: [&dyn Fn(&mut Plan); 5] = [
        &|plan| plan.set_target(3, Target::Leave),
        &|plan| plan.set_target(3, target("note")),
        &|plan| plan.set_unit(Some(id(3))),
        &|plan| plan.tell("education", "本科", "college"),
        &|plan| plan.sweep(Sweep::Doubles, Action::Add),
    ];
    for change in changing {
        let before = plan.lines_looked_at;
        change(&mut plan);
        assert_eq!(plan.lines_looked_at, before, "a choice by itself looks at none");
        assert_eq!(run(&mut plan), rows);
    }
    plan.set_heading(None, &|_| None);
    assert_eq!(run(&mut plan), 2 * (rows + 1), "what was the heading is a line too");
}

#[test]
fn a_mended_cell_looks_at_its_line_and_at_doubles_by_it() {
    let mut plan = begun("worker", &roster(10_000));
    run(&mut plan);
    let mut mend = |row: usize, name: &str| {
        let before = plan.lines_looked_at;
        plan.mend(row, 0, name);
        let like = |row: usize| plan.rows[row].like;
        (plan.lines_looked_at - before, like(row), like(7_000), plan.counts().doubles)
    };
    assert_eq!(mend(5_000, "张三"), (1, Like::Nothing, Like::Nothing, 0));
    assert_eq!(mend(8_000, "张三"), (1, Like::Earlier, Like::Nothing, 1));
    assert_eq!(mend(3_000, "人员07000"), (2, Like::Nothing, Like::Earlier, 2), "the later one is a double now");
    assert_eq!(mend(3_000, "张三"), (3, Like::Nothing, Like::Nothing, 2), "one is none any more, another one is");
    assert_eq!(mend(9_000, "王五"), (1, Like::Held(id(11)), Like::Nothing, 3));
    let before = plan.lines_looked_at;
    plan.choose(9_000, Action::Update);
    assert_eq!((plan.lines_looked_at - before, plan.counts().updates), (1, 1));
}

#[test]
fn one_choice_is_for_many_lines_and_a_later_one_for_a_line_is_kept() {
    let text =
        "姓名,社区,手机号\n王五,幸福社区,13900001111\n甲一,幸福社区,1\n甲一,幸福社区,13900002222\n乙二,幸福社区,1\n";
    let mut plan = begun("worker", text);
    run(&mut plan);
    let actions = |plan: &Plan| plan.rows.iter().map(Row::action).collect::<Vec<_>>();
    let [add, update, skip] = [Action::Add, Action::Update, Action::Skip];
    assert_eq!((actions(&plan), plan.counts().wrong), (vec![skip, add, skip, add], 2));
    plan.sweep(Sweep::Wrong, skip);
    plan.sweep(Sweep::Doubles, update);
    plan.choose(3, add);
    run(&mut plan);
    assert_eq!(actions(&plan), [update, skip, skip, add], "a double of a line has no record to change");
    plan.sweep(Sweep::Doubles, add);
    plan.set_unit(Some(id(3)));
    run(&mut plan);
    assert_eq!(actions(&plan), [add, skip, add, add]);
    plan.choose(0, skip);
    plan.set_unit(None);
    run(&mut plan);
    assert_eq!(actions(&plan), [skip, skip, add, add], "what was chosen for many is not chosen again");
}

/// Something that a person does with a plan.
#[derive(Debug, Clone)]
enum Deed {
    Mend(usize, usize, &'static str),
    Choose(usize, Action),
    Target(usize, &'static str),
    Fills(usize),
    Unit(Option<u32>),
    Tell(&'static str, &'static str),
    Heading(usize),
}

const NAMES: [&str; 5] = ["甲一", "乙二", "王五", "合计", ""];
const UNITS: [&str; 5] = ["幸福社区", "和平社区", "新华社区", "没听说过", ""];
const PHONES: [&str; 4] = ["13800138000", "13900001111", "不清楚", ""];
const EDUCATIONS: [&str; 4] = ["本科", "博士", "大学本科", ""];

fn words() -> impl Strategy<Value = &'static str> {
    prop::sample::select([NAMES.as_slice(), &UNITS, &PHONES, &EDUCATIONS].concat())
}

fn deeds() -> impl Strategy<Value = Deed> {
    let action = prop::sample::select(vec![Action::Add, Action::Update, Action::Skip]);
    prop_oneof![
        6 => (0..16_usize, 0..4_usize, words()).prop_map(|(row, column, text)| Deed::Mend(row, column, text)),
        2 => (0..16_usize, action).prop_map(|(row, action)| Deed::Choose(row, action)),
        1 => (0..4_usize, prop::sample::select(vec!["-", "name", "unit", "note", "phone"]))
            .prop_map(|(column, code)| Deed::Target(column, code)),
        1 => (0..4_usize).prop_map(Deed::Fills),
        1 => prop::option::of(2..4_u32).prop_map(Deed::Unit),
        1 => prop::sample::select(vec![("博士", "postgraduate"), ("博士", ""), ("大学本科", "college")])
            .prop_map(|(text, value)| Deed::Tell(text, value)),
        1 => (0..4_usize).prop_map(Deed::Heading),
    ]
}

fn sheets() -> impl Strategy<Value = String> {
    let cells = |cells: &'static [&'static str]| prop::sample::select(cells);
    let line = (cells(&UNITS), cells(&NAMES), cells(&PHONES), cells(&EDUCATIONS));
    prop::collection::vec(line, 1..16).prop_map(|lines| {
        let lines =
            lines.into_iter().map(|(unit, name, phone, education)| format!("{unit},{name},{phone},{education}\n"));
        format!("社区,姓名,手机号,学历\n{}", lines.collect::<String>())
    })
}

fn does(plan: &mut Plan, deed: &Deed) {
    match deed {
        Deed::Mend(row, column, text) => plan.mend(*row, *column, text),
        Deed::Choose(row, action) => plan.choose(*row, *action),
        Deed::Target(column, code) => plan.set_target(*column, Target::from_code(plan.spec, code)),
        Deed::Fills(column) => plan.set_column(*column, |column| column.fills = !column.fills),
        Deed::Unit(unit) => plan.set_unit(unit.map(id)),
        Deed::Tell(text, value) => plan.tell("education", text, value),
        Deed::Heading(line) => plan.set_heading((*line > 0).then_some(*line), &|_| None),
    }
}

type All = (Vec<Column>, Vec<Row>, Vec<((&'static str, String), Ask)>, Counts, Vec<Option<usize>>, Vec<Change>);

/// All that a plan says.
fn all(plan: &Plan) -> All {
    let asks = plan.asks.iter().map(|(word, ask)| (word.clone(), ask.clone())).collect();
    let earlier = (0..plan.rows.len()).map(|place| plan.earlier_line(place)).collect();
    (plan.columns.clone(), plan.rows.clone(), asks, plan.counts(), earlier, changes(plan))
}

proptest! {
    /// What a person does between the steps comes to the same as what is done when all is read, and both to what reading
    /// all lines anew gives: lines that were mended, their doubles, what is asked, and what is counted.
    #[test]
    fn steps_come_to_what_one_go_gives(
        text in sheets(),
        deeds in prop::collection::vec((deeds(), 0..6_usize), 0..8),
        step in 1..6_usize,
    ) {
        let (mut stepped, mut whole) = (begun("worker", &text), begun("worker", &text));
        for (deed, steps) in &deeds {
            for _ in 0..*steps {
                stepped.go_on(step);
            }
            whole.go_on(usize::MAX);
            // While lines are sorted nothing can be chosen yet.
            if stepped.share().0 > 0 || stepped.is_read() {
                does(&mut stepped, deed);
                does(&mut whole, deed);
            }
        }
        while stepped.go_on(step) {}
        whole.go_on(usize::MAX);
        prop_assert_eq!(all(&stepped), all(&whole));
        whole.set_unit(whole.unit());
        whole.go_on(usize::MAX);
        prop_assert_eq!(all(&stepped), all(&whole));
    }

    /// A text read in steps is the same sheet, or refused for the same reason.
    #[test]
    fn a_text_in_steps_is_the_same_sheet(text in "([a甲\",;\t ]{0,6}\r?\n?){0,12}", step in 1..4_usize) {
        let stepped = || {
            let mut reading = SheetReading::of(&text)?;
            while reading.go_on(step)? {}
            reading.end()
        };
        prop_assert_eq!(stepped(), sheet::read(&text));
    }
}

//! Mending, choosing, asking once; and that the work grows with the sheet and not faster.

use super::{begun, changes, id, plan_of};
use crate::exchange::csv::cell::Wrong;
use crate::exchange::csv::columns::Target;
use crate::exchange::csv::plan::{Action, Like};
use crate::model::{Problem, Value, kind_spec};

const ROSTER: &str = "姓名,社区,手机号,学历,入职时间\n张三,幸福社区,13900001111,本科,2020.3.1\n李四,幸福社区,call me,本科,2020-13-1\n王五,幸福,13800138000,大学本科,\n钱七,和平社区,,大专,2021/5/6\n钱七,和平社区,,大专,2021/5/6\n";

#[test]
fn two_bad_cells_are_mended_and_a_duplicate_is_skipped() {
    let mut plan = plan_of("worker", ROSTER);
    let faults: Vec<(&str, &Wrong)> = plan.rows[1].faults.iter().map(|fault| (fault.field, &fault.wrong)).collect();
    let not_a_day = Wrong::Field(Problem::NotADate);
    assert_eq!(faults, [("phone", &Wrong::Field(Problem::NotAPhone)), ("since", &not_a_day)]);
    assert_eq!(plan.rows[2].like, Like::Held(id(11)));
    assert_eq!(plan.rows[4].like, Like::Earlier);
    assert_eq!(plan.earlier_line(4), Some(5));
    let counts = plan.counts();
    assert_eq!((counts.new, counts.doubles, counts.wrong, counts.skipped), (2, 2, 1, 2));
    let before = plan.cells_read;
    plan.mend(1, 2, "139-0000-2222");
    plan.mend(1, 4, "2020-12-1");
    assert_eq!(plan.cells_read - before, 10, "only the line that is mended is read again");
    assert_eq!(plan.rows[1].faults, []);
    assert_eq!(plan.counts().new, 3);
    assert_eq!(changes(&plan).len(), 3);
    plan.choose(2, Action::Update);
    let update = &changes(&plan)[2];
    assert_eq!(update.id, Some(id(11)));
    let set: Vec<&str> = update.set.keys().copied().collect();
    assert_eq!(set, ["education", "phone"], "what is written otherwise is a change, what is equal none");
    plan.choose(2, Action::Add);
    assert_eq!(changes(&plan)[2].id, None);
    plan.choose(4, Action::Update);
    assert_eq!(changes(&plan).len(), 4, "a line that is like an earlier one has no record to update");
}

#[test]
fn what_is_not_certain_is_asked_once() {
    let text = "姓名,单位,学历\n甲一,新华社区,博士\n乙二,新华社区,博士\n丙三,没听说过,大学本科\n";
    let mut plan = plan_of("worker", text);
    let asked: Vec<(&str, &str, usize, Option<&str>, usize)> = plan
        .asks
        .iter()
        .map(|((field, _), ask)| (*field, ask.text.as_str(), ask.count, ask.guess.as_deref(), ask.candidates.len()))
        .collect();
    assert_eq!(
        asked,
        [
            ("education", "博士", 2, None, 0),
            ("education", "大学本科", 1, Some("bachelor"), 0),
            ("unit", "新华社区", 2, None, 2),
            ("unit", "没听说过", 1, None, 0),
        ]
    );
    assert_eq!(plan.counts().wrong, 3);
    plan.tell("education", "博士", "postgraduate");
    plan.tell("unit", "新华社区", &id(5).to_string());
    plan.tell("unit", "没听说过", "");
    plan.set_unit(Some(id(2)));
    plan.go_on(usize::MAX);
    assert_eq!(plan.counts().wrong, 0);
    let units: Vec<Option<&str>> =
        plan.rows.iter().map(|row| row.values.get("unit").and_then(Value::as_text)).collect();
    let [xinhua, xingfu] = [5, 2].map(|counter| id(counter).to_string());
    assert_eq!(units, [Some(xinhua.as_str()), Some(&xinhua), Some(&xingfu)], "who names none belongs to the default");
    let (titles, words) = plan.lessons();
    assert_eq!(words, [("education".to_owned(), "博士".to_owned(), "postgraduate".to_owned())]);
    assert!(titles.contains(&("学历".to_owned(), "education".to_owned())), "{titles:?}");
}

#[test]
fn identity_numbers_are_never_read() {
    let text = "姓名,单位,证件\n张三,幸福社区,11010519491231002X\n李四,幸福社区,11010519491231002X\n";
    let mut plan = plan_of("worker", text);
    assert_eq!(plan.columns[2].target, Target::Identity);
    let note = kind_spec("worker").and_then(|spec| spec.field("note")).expect("a field");
    plan.set_target(2, Target::Field(note));
    assert_eq!(plan.columns[2].target, Target::Identity, "nobody can choose otherwise");
    assert!(plan.rows.iter().all(|row| !row.values.contains_key("note")));
}

#[test]
fn a_name_means_the_record_of_the_same_unit() {
    let plan = plan_of("training", "课程,人员,日期\n党务,王五,2024-1-2\n党务,赵六,2024-1-2\n");
    assert_eq!(plan.counts().wrong, 1, "two are called so");
    let mut plan = begun("training", "课程,人员,日期\n党务,王五,2024-1-2\n");
    plan.set_unit(Some(id(3)));
    plan.go_on(usize::MAX);
    assert_eq!(plan.rows[0].values.get("worker").and_then(Value::as_text), Some(id(12).to_string().as_str()));
}

/// Ten thousand lines: each cell is read once, and a mended line costs a line.
#[test]
fn the_work_grows_with_the_sheet() {
    let sheet_of = |rows: usize| {
        let line = |row: usize| format!("人员{row},幸福社区,139{row:08},本科,2020-01-01\n");
        format!("姓名,社区,手机号,学历,入职时间\n{}", (0..rows).map(line).collect::<String>())
    };
    for rows in [1_000, 10_000] {
        let mut plan = plan_of("worker", &sheet_of(rows));
        assert_eq!(plan.cells_read, rows * 5);
        assert_eq!((plan.counts().new, changes(&plan).len()), (rows, rows));
        plan.mend(rows / 2, 0, "张三");
        plan.choose(rows / 2, Action::Skip);
        assert_eq!(plan.cells_read, rows * 5 + 10);
        assert_eq!(plan.counts().new, rows - 1);
    }
}

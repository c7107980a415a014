use super::{check, id, ids, replica, saves, today};
use crate::insight::Records;
use crate::model::Name;
use crate::replica::Key;
use crate::replica::joins::Seen;

/// One community that two devices made, each with records of its own.
const TWICE: &str = "
    unit 1 level=street
    unit 2 level=community parent=#1 name=甲 households=10
    unit 7 level=community parent=#1 name=甲 households=20
    worker 21 unit=#2
    worker 22 unit=#7
    fund_line 31 unit=#7 year=2026 need=10
    fund_entry 32 line=#31 direction=receipt amount=3";

const SAME: &str = "sanyou.same 90 one=#7 other=#2";

#[test]
fn joined_units_are_one() {
    check("apart", TWICE, 0, &[("people.workers", "2/2 0 0: 21 22")]);
    let rows = format!("{TWICE}\n{SAME}");
    let figures =
        [("people.workers", "2/1 0 0: 21 22"), ("money.gap", "7/1 0 0: 31"), ("data.in_conflict", "1/1 0 0: 2")];
    check("joined", &rows, 0, &figures);
    check("under the smallest id", &rows, 2, &figures);
    check("under the other id", &rows, 7, &figures);
    check("under its street", &rows, 1, &figures);
    let records = Records::read(&replica(&rows), today());
    assert_eq!((ids(&records.children(Some(id(1)))), records.units.len()), (" 2".to_owned(), 2));
    let entry = Key { id: id(32), kind: Name::known("fund_entry") };
    let unit = |number| Key { id: id(number), kind: Name::known("unit") };
    assert_eq!(records.unit_of(&entry), Some(id(2)));
    assert_eq!((records.unit_of(&unit(7)), records.joins().lead(&unit(7))), (Some(id(2)), &unit(2)));
}

/// A join, an edit of the other record, and the end of the join, one after the other: rows that follow are those read anew.
#[test]
fn joins_come_and_go() {
    let mut replica = replica(TWICE);
    let mut records = Records::read(&replica, today());
    let mut end = saves("sanyou.same 90b deleted=true").remove(0);
    let joined = saves(SAME).remove(0);
    end.save.after = vec![crate::replica::Pred::of_dot(joined.save.dot)];
    end.save.dot.height = 2;
    let mut counts = Vec::new();
    for saved in [joined, saves("unit 7c note=x").remove(0), end] {
        for key in replica.apply([saved]).keys() {
            records.update(&replica, key);
        }
        assert_eq!(records, Records::read(&replica, today()));
        counts.push(records.units.len());
        let seen = Seen { replica: &replica, joins: records.joins() };
        assert_eq!(seen.iter().filter(|(key, _)| key.kind.as_str() == "unit").count(), records.units.len());
    }
    assert_eq!(counts, [2, 2, 3]);
}

/// A save upon two records that are read as one belongs to the first and settles both.
#[test]
fn a_save_settles_both() {
    use crate::model::Value;
    use crate::replica::save::Draft;
    use crate::replica::{Saved, stage};
    let mut replica = replica(&format!("{TWICE}\n{SAME}"));
    let records = Records::read(&replica, today());
    let key = Key { id: id(2), kind: Name::known("unit") };
    let seen = Seen { replica: &replica, joins: records.joins() };
    let view = seen.view(&key).expect("it is here");
    assert!(view.in_conflict(), "ten households and twenty");
    let set = [(Name::known("households"), Value::Int(15))].into();
    let draft = Draft { set, at: 0, by: "张三".into() };
    let save = stage(seen.records(&key), &view.heads, super::id(1).session, draft);
    replica.apply([Saved { key: key.clone(), save }]);
    let seen = Seen { replica: &replica, joins: records.joins() };
    let view = seen.view(&key).expect("it is here");
    assert_eq!((view.value("households"), view.in_conflict()), (Some(&Value::Int(15)), false));
    assert_eq!(seen.view(&Key { id: id(7), ..key }).expect("it is here"), view, "asked by the other, the same is seen");
}

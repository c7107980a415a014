use super::{check, id, ids, replica, saves, today};
use crate::insight::{Records, Scope};
use crate::replica::Replica;

const TREE: &str = "
    unit 1 level=city
    unit 2 level=district parent=#1
    unit 3 level=street parent=#2
    unit 4 level=community parent=#3 name=甲
    unit 5 level=community parent=#3
    unit 6 level=street parent=#2
    unit 7 level=community parent=#99
    worker 21 unit=#4
    worker 22 unit=#4
    worker 23 unit=#5
    worker 24 unit=#2
    worker 25 unit=#99
    worker 26 name=无单位";

#[test]
fn a_scope_is_a_unit_and_all_below_it() {
    let records = Records::read(&replica(TREE), today());
    assert_eq!(ids(&records.children(None)), " 1 7", "a unit whose parent is not here is a root");
    assert_eq!(ids(&records.children(Some(id(2)))), " 3 6");
    assert_eq!(ids(&records.children(Some(id(99)))), "");
    assert!(Scope::Everything.holds(None) && !records.scope(Some(id(1))).holds(None));
    assert_eq!((records.title(id(4)), records.title(id(26)), records.title(id(5))), (Some("甲"), Some("无单位"), None));
}

#[test]
fn a_cycle_is_cut_at_its_smallest_id() {
    let rows = "
        unit 1 level=city
        unit 2 level=street parent=#4
        unit 3 level=community parent=#2
        unit 4 level=street parent=#3
        unit 5 level=community parent=#4
        unit 6 level=community parent=#6
        unit 7 level=community parent=#1";
    let tree = Records::read(&replica(rows), today()).tree();
    assert_eq!(ids(tree.children(None)), " 1 2 6");
    assert_eq!(ids(tree.cut()), " 2 6");
    check("from the cut", rows, 2, &[("people.workers", "0/2 0 0:")]);
    check("within the cycle", rows, 4, &[("people.workers", "0/1 0 0:")]);
    check("everything, once", rows, 0, &[("people.workers", "0/4 0 0:")]);
}

#[test]
fn a_record_in_conflict_counts_once() {
    let rows = "
        unit 1 level=community
        unit 2 level=community
        worker 3a unit=#1 born_year=1970
        worker 3b unit=#2 born_year=1980
        fund_line 4 unit=#1 year=2026 need=10
        fund_entry 5a line=#4 direction=receipt amount=3
        fund_entry 5b line=#4 direction=receipt amount=4
        unheard_of 6a unit=#1 sort=joint
        unheard_of 6b unit=#2 sort=joint";
    check(
        "the greatest dot",
        rows,
        0,
        &[
            ("people.workers", "1/2 0 0: 3"),
            ("people.median_age", "92/2 0 0: 3"),
            ("money.gap", "6/1 0 0: 4"),
            ("data.in_conflict", "2/1 0 0: 5 3"),
        ],
    );
    check("where it is not", rows, 1, &[("people.workers", "0/1 0 0:"), ("data.in_conflict", "1/1 0 0: 5")]);
    check("where it is", rows, 2, &[("people.workers", "1/1 0 0: 3"), ("data.in_conflict", "1/1 0 0: 3")]);
}

#[test]
fn records_follow_the_replica() {
    let later = "
        worker 21 left=2026-01-01
        worker 22z deleted=true
        unit 7z parent=#1
        worker 27 unit=#5
        place 28 unit=#5 facility=office
        fund_line 29 unit=#5 year=2026
        fund_entry 30 line=#29 direction=receipt amount=1";
    let mut replica = Replica::new();
    let mut records = Records::on(today());
    for saved in saves(TREE).into_iter().chain(saves(later)) {
        let delta = replica.apply([saved]);
        for key in delta.keys() {
            records.update(&replica, key);
        }
        assert_eq!(records, Records::read(&replica, today()));
    }
    assert_eq!(records.in_conflict.len(), 2, "a contested deletion, two parents");
}

#[test]
fn a_deleted_record_is_gone() {
    let mut replica = replica("unit 1 level=community\nworker 2 unit=#1");
    let mut records = Records::read(&replica, today());
    let mut deletion = saves("worker 2b deleted=true").remove(0);
    let (_, _, view) = replica.iter().find(|(key, ..)| key.id == id(2)).expect("held");
    deletion.save.after = view.heads.clone();
    deletion.save.dot.height = 2;
    let delta = replica.apply([deletion]);
    for key in delta.keys() {
        records.update(&replica, key);
    }
    assert!(records.workers.is_empty() && records.in_conflict.is_empty());
}

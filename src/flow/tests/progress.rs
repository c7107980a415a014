//! How far records are.

use super::{Book, id};
use crate::flow::progress::{Measure, Progress};
use crate::replica::Key;

#[track_caller]
fn check(book: &Book, key: &Key, expected: &[(i64, i64, Measure)]) {
    let found = book.progress(key);
    let found: Vec<_> = found.iter().map(|&Progress { done, all, measure, .. }| (done, all, measure)).collect();
    assert_eq!(found, expected);
}

#[test]
fn posts_are_filled_by_who_has_not_left() {
    let mut book = Book::new();
    let unit = book.make("unit", &[("name", "幸福社区"), ("level", "community")]);
    let post = book.make("post", &[("name", "网格员"), ("unit", &id(&unit)), ("quota", "2")]);
    check(&book, &post, &[(0, 2, Measure::Count)]);
    for left in ["", "2026-11-22", "2026-11-23"] {
        let fields = [("name", "张三"), ("unit", &*id(&unit)), ("post", &*id(&post)), ("left", left)];
        book.make("worker", &fields);
    }
    check(&book, &post, &[(2, 2, Measure::Count)]);
    let open = book.make("post", &[("name", "书记"), ("unit", &id(&unit))]);
    check(&book, &open, &[]);
}

#[test]
fn a_pledge_counts_what_both_sides_confirmed() {
    let mut book = Book::new();
    let partner = book.make("partner", &[("name", "供电所")]);
    let fields = [("what", "场地"), ("partner", &*id(&partner)), ("quantity", "4"), ("initiator", "partner")];
    let pledge = book.make("pledge", &fields);
    let delivery = |book: &mut Book, sides: &[&'static str]| {
        let mut fields = vec![("what", "场地"), ("quantity", "1.5")];
        let pledge = id(&pledge);
        fields.push(("pledge", &pledge));
        fields.extend(sides.iter().map(|side| (*side, "2026-11-01")));
        book.make("delivery", &fields);
    };
    delivery(&mut book, &[]);
    delivery(&mut book, &["confirmed"]);
    delivery(&mut book, &["partner_confirmed"]);
    check(&book, &pledge, &[(0, 400, Measure::Hundredths)]);
    delivery(&mut book, &["confirmed", "partner_confirmed"]);
    check(&book, &pledge, &[(150, 400, Measure::Hundredths)]);
}

#[test]
fn money_counts_receipts() {
    let mut book = Book::new();
    let line = book.make("fund_line", &[("purpose", "办公"), ("need", "100")]);
    let request = book.make("fund_request", &[("purpose", "办公"), ("granted", "80")]);
    let (line_id, request_id) = (id(&line), id(&request));
    let receipt = [("line", &*line_id), ("direction", "receipt"), ("amount", "30"), ("request", &*request_id)];
    book.make("fund_entry", &receipt);
    book.make("fund_entry", &[("line", &line_id), ("direction", "spending"), ("amount", "5")]);
    check(&book, &line, &[(3000, 10_000, Measure::Fen)]);
    check(&book, &request, &[(3000, 8000, Measure::Fen)]);
}

#[test]
fn a_notice_counts_answers_and_who_came() {
    let mut book = Book::new();
    let notice = book.make("notice", &[("name", "联席会议通知")]);
    check(&book, &notice, &[]);
    let notice_id = id(&notice);
    for received in ["2026-11-01", "", ""] {
        book.make("receipt", &[("notice", &notice_id), ("received", received)]);
    }
    check(&book, &notice, &[(1, 3, Measure::Count)]);
    book.make("receipt", &[("notice", &notice_id), ("attended", "represented")]);
    check(&book, &notice, &[(1, 4, Measure::Count), (1, 4, Measure::Count)]);
}

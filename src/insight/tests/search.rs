//! Searches against what a person would expect, against a plain oracle, and with any text at all.

mod laws;
mod surnames;

use super::{id, ids, replica, today};
use crate::i18n::Lang;
use crate::insight::Records;
use crate::insight::search::{Ask, Excerpt, Found, HITS_MAX, Hit, Readings, Spot, pinyin, search};
use crate::replica::Replica;
use crate::replica::joins::Seen;

/// A street with two communities and something of most kinds that a clerk looks for. A full-width space stands for a
/// space, because words of a row end at one.
const CITY: &str = "
    unit 1 level=street name=滨江街道
    unit 2 level=community parent=#1 name=桃园社区 code=220203001001 households=2345
    unit 3 level=community parent=#1 name=柳河社区 code=220203001002
    worker 21 unit=#2 name=张伟 role=secretary born_year=1976 phone=138-0013-8000 pay=456700 born=1976-05-04
    worker 22 unit=#3 name=张伟民 role=grid_worker insurance=[medical,injury] note=会写公文，懂ＡＩ
    worker 23 unit=#3 name=王章炜 phone=139-0000-8123
    worker 24 unit=#2 name=吕秀英
    worker 25 unit=#2 name=Zhang　Wei
    worker 26 unit=#2 name=曲晓 deleted=true
    worker 27 unit=#3 name=? phone=? note=吴先生
    candidate 28 unit=#3 name=单于洋 state=proposed
    training 29 worker=#21 course=西安公文写作班 topic=office_skills certificate=证字〔2025〕7号 passed=true
    fund_line 31 unit=#2 year=2026 source=dues purpose=春节慰问 need=123450
    fund_entry 32 line=#31 date=2026-02-03 direction=spending amount=1234500 document=滨财〔2026〕12号 party=红星超市
    place 41 unit=#3 name=居民活动室 functions=[activity,culture]
    partner 51 unit=#2 name=红星超市
    evaluation 52 unit=#2 partner=#51 year=2026
    meeting 61 unit=#2 name=一季度联席会议 kind_of_meeting=joint date=2026-03-20 chair=乐洋
    decision 62 meeting=#61 what=共享停车位
    standard 71 unit=#1 key=quorum value=50 document=滨办〔2025〕3号 from=2025-01-01
    evaluation_form 72 unit=#1 name=共建评价表 year=2026
    sanyou.unheard 81 name=张伟";

/// What is searched: `revealed`, `unit=2`, `kind=worker`, `en`, `plain` (without readings).
fn found_in(replica: &Replica, typed: &str, how: &str) -> Found {
    let records = Records::read(replica, today());
    let seen = Seen { replica, joins: records.joins() };
    let has = |word: &str| how.split(' ').any(|held| held == word);
    let says = |name: &str| how.split(' ').find_map(|word| word.strip_prefix(name));
    let ask = Ask {
        typed,
        lang: if has("en") { Lang::En } else { Lang::Zh },
        unit: says("unit=").map(|unit| id(unit.parse().expect("a number"))),
        kind: says("kind="),
        is_revealed: has("revealed"),
        readings: (!has("plain")).then_some(pinyin::readings),
    };
    search(&records, seen.iter(), &ask)
}

/// Which records are found, the best first.
fn check_in(rows: &str, typed: &str, how: &str, expected: &str) {
    let found = found_in(&replica(rows), typed, how);
    let hits: Vec<_> = found.hits.iter().map(|hit| hit.key.id).collect();
    assert_eq!(ids(&hits).trim_start(), expected, "{typed} {how}");
    assert_eq!(found.count, hits.len(), "{typed} {how}");
}

fn check(typed: &str, how: &str, expected: &str) {
    check_in(CITY, typed, how, expected);
}

#[test]
fn characters_are_found() {
    for (typed, expected) in [
        ("张伟", "21 22 29"),
        ("伟民", "22"),
        ("  张伟  ", "21 22 29"),
        ("张 伟", "21 22 29"),
        ("桃园 张", "21 29"),
        ("张伟 桃园", "21 29"),
        ("ai", "22 29"),
        ("ＡＩ", "22 29"),
        ("ｚｈａｎｇ　ｗｅｉ", "25"),
        ("ZHANGWEI", ""),
        ("公文", "29 22"),
        ("滨财〔2026〕12", "32"),
        ("〔２０２６〕", "32"),
        ("220203001002", "3"),
        ("001002", "3"),
        ("1976", "21"),
        ("2026-02-03", "32"),
        ("2,345", "2 32"),
        ("2345", "2 32"),
        ("12345.00", ""),
        ("12,345", "32"),
        ("1234.50", "31"),
        ("书记", "21"),
        ("secretary", "21"),
        ("Work injury", "22"),
        ("工伤", "22"),
        ("红星超市", "51 52 32"),
        ("春节", "31 32"),
        ("桃园社区 停车", "62"),
        ("fund entry", "32"),
        ("收支记录", "32"),
        ("会议法定到会率", "71"),
        ("吴先生", "27"),
        ("曲晓", ""),
        ("", ""),
        ("　 ", ""),
        ("没有这个人", ""),
    ] {
        check(typed, "plain", expected);
    }
}

#[test]
fn pinyin_is_found() {
    for (typed, expected) in [
        ("zhangwei", "21 22 23 29"),
        ("zhang wei", "25 21 22 23 29"),
        ("zw", "21 22 23 29"),
        ("zhw", "21 22 23 29"),
        ("zhangw", "21 22 23 29"),
        ("zhangwe", "21 22 23 29"),
        ("张wei", "21 22 29"),
        ("张w", "21 22 29"),
        ("zwm", "22"),
        ("ＺＷＭ", "22"),
        ("lvxiuying", "24"),
        ("lüxy", "24"),
        ("lu\u{308}xy", "24"),
        ("luxiuying", "24"),
        ("xian gongwen", "29"),
        ("gongwen", "29 22"),
        ("gw", "29"),
        ("shuji", "21"),
        ("taoyuan zhang", "25 21 29"),
        ("shanyuyang", "28"),
        ("chanyuyang", "28"),
        ("danyuyang", ""),
        ("yueyang", "61"),
        ("xyzzy", ""),
    ] {
        check(typed, "", expected);
    }
    check("xi'an", "kind=training", "29");
    check("zhangwei", "plain", "");
}

/// One letter sounds like something in nearly every line, so it is heard in titles alone.
#[test]
fn one_letter_is_heard_in_titles() {
    check("l", "kind=unit", "3");
    check("g", "kind=fund_line", "");
}

#[test]
fn restricted_fields_are_found_when_revealed() {
    for (typed, hidden, revealed) in [
        ("8000", "", "21"),
        ("00138000", "", "21"),
        ("138 0013 8000", "", "21"),
        ("138-0013-8000", "", "21"),
        ("１３８００１３８０００", "", "21"),
        ("张伟 8000", "", "21"),
        ("000", "", ""),
        ("0013", "", ""),
        ("13800138", "", ""),
        ("8123", "", "23"),
        ("0000-8123", "", "23"),
        ("4567", "", "21"),
        ("1976-05", "", "21"),
        ("138000", "", "21"),
        ("138001", "", ""),
    ] {
        check(typed, "", hidden);
        check(typed, "revealed", revealed);
    }
}

#[test]
fn searches_are_narrowed() {
    check("张伟", "unit=1", "21 22 29");
    check("张伟", "unit=2", "21 29");
    check("张伟", "unit=3", "22");
    check("张伟", "kind=worker", "21 22");
    check("张伟", "kind=training unit=3", "");
    check("停车", "unit=2", "62");
    check("停车", "unit=3", "");
}

#[test]
fn the_best_come_first() {
    let rows = "
        unit 1 name=园
        unit 2 name=桃园社区 parent=#1
        unit 3 name=桃园 parent=#1
        unit 4 name=新桃园社区 parent=#1
        worker 5 unit=#1 name=桃园
        worker 6 unit=#1 name=陶元
        worker 7 unit=#1 name=陶元明
        worker 8 unit=#1 name=小陶元
        worker 9 unit=#1 name=唐艳
        worker 10 unit=#1 name=唐艳
        worker 11 unit=#1 name=甲 note=桃园
        worker 12 unit=#2 name=乙
        worker 13 unit=#2 name=丙 role=桃园";
    check_in(rows, "桃园", "kind=unit", "3 2 4");
    check_in(rows, "桃园", "kind=worker", "5 13 12 11");
    check_in(rows, "桃园", "", "3 5 2 4 13 12 11");
    check_in(rows, "taoyuan", "kind=worker", "5 6 7 8 13 12 11");
    check_in(rows, "ty", "kind=worker", "9 10 5 6 7 8");
    check_in(rows, "甲 桃园", "", "11");
    check_in(rows, "桃园 乙", "", "12");
}

/// Records that were joined are one, under the smallest id and with the words of all; so are references to them.
#[test]
fn joined_records_are_found_once() {
    let rows = "
        unit 1 name=桃园社区
        worker 21 unit=#1 name=张伟 note=会计
        worker 22 unit=#1 name=章伟 note=出纳
        training 23 worker=#22 course=财务
        sanyou.same 90 one=#21 other=#22";
    let apart = rows.replace("sanyou.same", "sanyou.other");
    check_in(&apart, "会计 出纳", "", "");
    check_in(rows, "会计 出纳", "", "21");
    check_in(rows, "zhangwei", "", "21 23");
    check_in(rows, "张伟 财务", "plain", "");
    check_in(rows, "章伟 财务", "plain", "23");
}

/// Values that stand side by side are all seen by people, and so are found; what was superseded is not.
#[test]
fn every_newest_value_is_found() {
    let rows = "
        unit 1 name=桃园社区
        worker 2a unit=#1 name=张伟 note=会计
        worker 2b unit=#1 name=章伟 note=?
        place 3 unit=#1 name=活动室 address=柳河路
        unit 4 name=柳河社区 parent=#1 parent@2027-01-01=#5
        unit 5 name=新区街道";
    for name in ["张伟", "章伟"] {
        check_in(rows, name, "plain", "2");
    }
    check_in(rows, "新区", "", "5");
    check_in(rows, "柳河 桃园", "", "4 3");
}

#[test]
fn titles_are_those_of_the_language() {
    check("quorum", "plain en", "71");
    check("quorum", "plain", "71");
    let rank = |how| found_in(&replica(CITY), "Quorum", how).hits[0].rank;
    assert!(rank("en") < rank(""), "in Chinese the title is another one");
}

fn shown(hit: &Hit) -> String {
    let marked = |excerpt: &Excerpt| {
        let mut text = excerpt.text.clone();
        for mark in excerpt.marks.iter().rev() {
            text.replace_range(mark.clone(), &format!("[{}]", &excerpt.text[mark.clone()]));
        }
        text
    };
    let title = hit.title.as_ref().map_or("-".to_owned(), marked);
    match &hit.other {
        None => title,
        Some((spot, excerpt)) => {
            let spot = match spot {
                Spot::Field(name) => name,
                Spot::Kind => "kind",
                Spot::Unit => "unit",
            };
            format!("{title} {spot}={}", marked(excerpt))
        }
    }
}

/// What a page marks of the best hit.
fn check_marks(rows: &str, typed: &str, how: &str, expected: &str) {
    let found = found_in(&replica(rows), typed, how);
    assert_eq!(found.hits.first().map(shown).as_deref(), Some(expected), "{typed} {how}");
}

#[test]
fn what_was_found_is_marked() {
    check_marks(CITY, "伟民", "", "张[伟民]");
    check_marks(CITY, "zwm", "", "[张伟民]");
    check_marks(CITY, "民 张", "", "[张]伟[民]");
    check_marks(CITY, "公 西安 文", "", "[西安公文]写作班");
    check_marks(CITY, "8000", "revealed", "张伟 phone=138-0013-[8000]");
    check_marks(CITY, "00138000", "revealed", "张伟 phone=138-[0013-8000]");
    check_marks(CITY, "停车 桃园社区", "", "共享[停车]位 unit=[桃园社区]");
    check_marks(CITY, "收支", "", "滨财〔2026〕12号 kind=[收支]记录");
    check_marks(CITY, "zhangw gongwen", "", "西安[公文]写作班 worker=[张伟]");
    check_marks(CITY, "ai", "plain", "张伟民 note=会写公文，懂[ＡＩ]");
    check_marks(CITY, "吴先生", "", "- note=[吴先生]");
    let long = format!("worker 1 name=甲 note={}\u{b}桃园{}", "前".repeat(30), "后".repeat(80));
    check_marks(&long, "桃园", "", &format!("甲 note=…{}\u{b}[桃园]{}…", "前".repeat(11), "后".repeat(46)));
}

/// Each of 34,000 records is looked at once, all that answer are counted, and the best of them are given.
#[test]
fn each_record_is_looked_at_once() {
    let mut rows = String::new();
    for community in 0..68 {
        let first = 1 + community * 500;
        rows += &format!("unit {first} level=community name=第{community}社区\n");
        for place in 1..500 {
            let name = if place % 100 == 0 { "张伟" } else { "李秀英" };
            rows += &format!("worker {} unit=#{first} name={name}{place} role=grid_worker\n", first + place);
        }
    }
    let replica = replica(&rows);
    let records = Records::read(&replica, today());
    for (typed, count) in [("zhangwei", 68 * 4), ("网格员 李秀英", 68 * 495), ("第5社区", 500)] {
        let mut looked = std::collections::BTreeMap::new();
        let seen = Seen { replica: &replica, joins: records.joins() };
        let seen = seen.iter().inspect(|(key, _)| *looked.entry(key.id).or_insert(0) += 1);
        let readings = Some(pinyin::readings as Readings);
        let ask = Ask { typed, lang: Lang::Zh, unit: None, kind: None, is_revealed: false, readings };
        let found = search(&records, seen, &ask);
        assert_eq!((found.count, found.hits.len()), (count, HITS_MAX), "{typed}");
        assert_eq!((looked.len(), looked.values().max()), (34_000, Some(&1)), "{typed}");
    }
}

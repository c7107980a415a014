//! Reports and sheets against texts that were read line by line, and what holds for all of them.
//!
//! The texts are files in `tests/vectors/report`, made of the records in `records.txt` there. `SANYOU_RENEW=1` writes them
//! anew; whoever does that reads what changed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{id, replica, saves, today};
use crate::i18n::Lang;
use crate::insight::figures::Figures;
use crate::insight::indicator::{Pillar, indicator, label};
use crate::insight::report::{
    NAMED_MAX, Part, Problem, Remark, Report, Sentence, indicator_names, line, plain, report, tellings, told,
};
use crate::insight::sheets::{self, Block, Sheet, cell, sheet};
use crate::insight::span::Span;
use crate::model::choice::Enumeration;
use crate::model::kinds::Level;
use crate::model::{Input, RecordId, kind_spec};
use crate::replica::Replica;
use crate::sample::{SAMPLE_DAY, sample_city};

const RECORDS: &str = include_str!("../../../tests/vectors/report/records.txt");
const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh"), (Lang::En, "en")];

fn span(name: &str) -> Span {
    Span::parse(name).expect("a span")
}

fn written(rows: &str, unit: u32, of: &str) -> Report {
    let replica = replica(rows);
    let mut figures = Figures::read(&replica, today());
    report(&mut figures, &replica, (unit > 0).then(|| id(unit)), span(of), &[])
}

fn printed(rows: &str, record: u32) -> Option<Sheet> {
    let replica = replica(rows);
    sheet(&mut Figures::read(&replica, today()), &replica, id(record))
}

/// A report as text: each sentence with what it rests on.
fn text(report: &Report, lang: Lang) -> String {
    let mut lines = vec![plain(&report.title.title(lang))];
    for section in &report.sections {
        lines.push(format!("\n{}", lang.label(section.heading)));
        for paragraph in &section.paragraphs {
            lines.push(paragraph.heading.map_or_else(String::new, |heading| format!("\n{}", lang.label(heading))));
            for sentence in &paragraph.sentences {
                let ids: Vec<String> = sentence.records.iter().map(|id| id.counter.to_string()).collect();
                let basis: Vec<&str> = sentence.indicator.into_iter().chain(ids.iter().map(String::as_str)).collect();
                let basis = if basis.is_empty() { String::new() } else { format!(" [{}]", basis.join(" ")) };
                lines.push(format!("{}{basis}", sentence.text(lang)));
            }
        }
    }
    lines.join("\n") + "\n"
}

fn sheet_text(sheet: &Sheet, lang: Lang) -> String {
    let mut lines = vec![lang.label(sheet.title).to_owned(), plain(&line(lang, &sheet.subject))];
    for block in &sheet.blocks {
        lines.push(String::new());
        match block {
            Block::Entries(entries) => lines.extend(
                entries
                    .iter()
                    .map(|entry| format!("{}: {}", lang.label(entry.label), plain(&line(lang, &entry.content)))),
            ),
            Block::Text { heading, lines: own } => {
                lines.extend(heading.map(|heading| lang.label(heading).to_owned()));
                lines.extend(own.iter().map(|own| plain(&line(lang, own))));
            }
            Block::Table { heading, columns, rows, none } => {
                lines.push(lang.label(*heading).to_owned());
                let head: Vec<&str> = columns.iter().map(|column| lang.label(*column)).collect();
                lines.push(format!("| {} |", head.join(" | ")));
                let cells =
                    |row: &Vec<Vec<Part>>| row.iter().map(|content| plain(&cell(lang, content))).collect::<Vec<_>>();
                lines.extend(rows.iter().map(|row| format!("| {} |", cells(row).join(" | "))));
                if rows.is_empty() {
                    lines.push(lang.label(*none).to_owned());
                }
            }
            Block::Signatures(labels) => {
                lines.extend(labels.iter().map(|own| format!("{} ________", lang.label(*own))))
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Compares a text with its file.
fn check_file(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/report").join(name);
    if std::env::var_os("SANYOU_RENEW").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(held == text, "{name} is another one; SANYOU_RENEW=1 writes it anew. It should be:\n{text}");
}

#[test]
fn reports_read_as_they_were_read_through() {
    for (name, unit) in [("community", 3), ("without-records", 4), ("street", 2)] {
        let report = written(RECORDS, unit, "2026-h1");
        for (lang, tag) in LANGS {
            check_file(&format!("{name}.{tag}.txt"), &text(&report, lang));
        }
    }
}

#[test]
fn sheets_read_as_they_were_read_through() {
    let all = [
        ("request", 34),
        ("request-answered", 35),
        ("minutes", 61),
        ("evaluation", 72),
        ("certificate", 83),
        ("certificate-of-a-member", 84),
    ];
    for (name, record) in all {
        let sheet = printed(RECORDS, record).expect(name);
        for (lang, tag) in LANGS {
            check_file(&format!("{name}.{tag}.txt"), &sheet_text(&sheet, lang));
        }
    }
}

#[test]
fn only_records_that_are_here_have_a_sheet() {
    assert_eq!(printed(RECORDS, 11), None, "a worker");
    assert_eq!(printed(RECORDS, 999), None, "nothing");
    assert_eq!(printed(&RECORDS.replace("meeting 61 unit=#3", "meeting 61 deleted=true unit=#3"), 61), None, "deleted");
    for kind in sheets::KINDS {
        assert!(kind_spec(kind).is_some(), "{kind}");
    }
}

/// What is printed goes anywhere: phones and pay are in none of it.
#[test]
fn restricted_fields_are_never_printed() {
    let secret = ["1380000000", "320001", "3,200.01", "3200.01"];
    let mut texts = Vec::new();
    for (lang, _) in LANGS {
        texts.extend([2, 3].map(|unit| text(&written(RECORDS, unit, "2026"), lang)));
        let sheets = [34, 35, 61, 72, 83, 84].into_iter().filter_map(|record| printed(RECORDS, record));
        texts.extend(sheets.map(|sheet| sheet_text(&sheet, lang)));
    }
    for text in texts {
        assert!(secret.iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

/// The sentence of a report that holds a text.
fn sentence(report: &Report, holds: &str) -> String {
    let sentences = report.sections.iter().flat_map(|section| &section.paragraphs).flat_map(|part| &part.sentences);
    let mut texts = sentences.map(|sentence| sentence.text(Lang::Zh)).filter(|text| text.contains(holds));
    texts.next().unwrap_or_else(|| panic!("no sentence holds {holds}"))
}

#[test]
fn blanks_say_what_is_missing() {
    let rows = [
        (
            "nothing entered",
            "unit 1 name=甲 level=community",
            "现有居民",
            "甲现有居民 ＿＿（未填：户数） 户、常住人口 ＿＿（未填：常住人口） 人。",
        ),
        (
            "withheld",
            "unit 1 name=甲 level=community households=? residents=5",
            "现有居民",
            "甲现有居民 ＿＿（未提供：户数） 户、常住人口 5 人。",
        ),
        (
            "zero is a number",
            "unit 1 name=甲 level=community households=0 residents=0",
            "现有居民",
            "甲现有居民 0 户、常住人口 0 人。",
        ),
        (
            "no name",
            "unit 1 level=community households=1 residents=1",
            "现有居民",
            "＿＿（未填：名称）现有居民 1 户、常住人口 1 人。",
        ),
        (
            "no hours",
            "unit 1 level=community\nworker 2 unit=#1\ntraining 3 worker=#2 date=2026-03-01",
            "参训",
            "培训 1 人次，参训 1 人，共 ＿＿（未填：学时） 学时（其中 1 条未填：学时）。",
        ),
        (
            "hours withheld",
            "unit 1 level=community\nworker 2 unit=#1\ntraining 3 worker=#2 date=2026-03-01 hours=?\ntraining 4 worker=#2 date=2026-03-02 hours=3",
            "参训",
            "培训 2 人次，参训 1 人，共 3 学时（其中 1 条未提供：学时）。",
        ),
        (
            "no day",
            "unit 1 level=community\nworker 2 unit=#1\ntraining 3 worker=#2",
            "培训记录",
            "本期没有培训记录（另有 1 条未填：日期）。",
        ),
        (
            "day withheld",
            "unit 1 level=community\nworker 2 unit=#1\ntraining 3 worker=#2 date=?",
            "培训记录",
            "本期没有培训记录（另有 1 条未提供：日期）。",
        ),
        (
            "a worker who is not here",
            "unit 1 level=community\ntraining 3 worker=#2 date=2026-03-01",
            "培训记录",
            "本期没有培训记录。",
        ),
        (
            "a kind of another version",
            "unit 1 level=community\nneed 2 unit=#1 raised=2026-03-01 kind_of_need=wish",
            "居民提出",
            "本期居民提出需求和诉求 1 件，其中矛盾纠纷 ＿＿（未填：类别） 件（其中 1 条未填：类别）。",
        ),
        (
            "a state of another version",
            "unit 1 level=community\nmeeting 2 unit=#1 date=2026-03-01 state=dreamt",
            "召开会议",
            "本期没有召开会议的记录（另有 1 条未填：状态）。",
        ),
    ];
    for (what, rows, holds, expected) in rows {
        assert_eq!(sentence(&written(rows, 1, "2026-h1"), holds), expected, "{what}");
    }
}

/// A figure that is not applicable is one blank; a change is told with what was there before.
#[test]
fn figures_without_a_denominator_are_blanks() {
    let rows = [
        ("nobody", "", "年龄中位数", "年龄中位数：＿＿（未填：在任工作人员年龄）。"),
        (
            "nobody's education",
            "worker 2 unit=#1",
            "大专及以上",
            "大专及以上占比：＿＿（未填：学历已知的在任人员）（另有 1 条未填）。",
        ),
        (
            "withheld",
            "worker 2 unit=#1 born_year=?",
            "年龄中位数",
            "年龄中位数：＿＿（未提供：在任工作人员年龄）（另有 1 条未提供）。",
        ),
        (
            "a half",
            "worker 2 unit=#1 born_year=1970\nworker 3 unit=#1 born_year=1981",
            "年龄中位数 ",
            "年龄中位数 50.5 岁。",
        ),
        ("up", "worker 2 unit=#1 born_year=1970", "年龄中位数由", "年龄中位数由 2025 年的 55 升至 56。"),
        (
            "down",
            "worker 2 unit=#1 born_year=1970\nworker 3 unit=#1 born_year=2000 since=2026-02-01",
            "年龄中位数由",
            "年龄中位数由 2025 年的 55 降至 41。",
        ),
        (
            "as before",
            "worker 2 unit=#1 education=college",
            "大专及以上占比与",
            "大专及以上占比与 2025 年持平，为 100.0 %。",
        ),
        (
            "nothing before",
            "worker 2 unit=#1 education=college since=2026-02-01",
            "大专及以上占比：",
            "大专及以上占比：2025 年 ＿＿（未填：学历已知的在任人员），现为 100.0 %。",
        ),
        ("zero is a number", "", "在任工作人员", "在任工作人员 0 人。"),
    ];
    for (what, rows, holds, expected) in rows {
        let rows = format!("unit 1 name=甲 level=community\n{rows}");
        assert_eq!(sentence(&written(&rows, 1, "2026"), holds), expected, "{what}");
    }
}

/// What happened belongs to the span by its own day, up to the day on which the span is looked at.
#[test]
fn only_what_happened_in_the_span_is_told() {
    let rows = "unit 1 level=community
        activity 2 unit=#1 name=甲 date=2026-06-30 field=elderly volunteers=1 hours=1 served=1
        activity 3 unit=#1 name=乙 date=2026-07-01 field=elderly volunteers=2 hours=2 served=2
        activity 4 unit=#1 name=丙 date=2026-11-22 field=elderly volunteers=4 hours=4 served=4
        activity 5 unit=#1 name=丁 date=2026-11-23 field=elderly volunteers=8 hours=8 served=8";
    for (span, count) in [
        ("2026-h1", "1 次，参加 1 "),
        ("2026-h2", "2 次，参加 6 "),
        ("2026", "3 次，参加 7 "),
        ("2026-q2", "1 次，参加 1 "),
    ] {
        assert!(sentence(&written(rows, 1, span), "人次，服务").contains(count), "{span}");
    }
    let open = "unit 1 level=community
        action 2 unit=#1 what=甲 due=2026-05-01 state=done done=2026-07-01
        action 3 unit=#1 what=乙 due=2026-05-01 state=done done=2026-06-01
        action 4 unit=#1 what=丙 due=2026-06-30
        action 5 unit=#1 what=丁 due=2026-05-01 state=dropped
        action 6 unit=#1 what=戊 due=2026-05-01 state=done";
    assert_eq!(
        sentence(&written(open, 1, "2026-h1"), "逾期未完成的落实"),
        "逾期未完成的落实事项 1 项：甲。",
        "done later, done in time, due on the last day, dropped, done on a day that nobody entered"
    );
    assert_eq!(sentence(&written(open, 1, "2026-h2"), "逾期未完成的落实"), "逾期未完成的落实事项 1 项：丙。");
}

#[test]
fn units_concerned_are_named_up_to_seven() {
    let rows = |count: u32| {
        let units = (2..2 + count).map(|unit| {
            let activity = unit + 100;
            format!("unit {unit} name=社区{unit} level=community parent=#1\nactivity {activity} unit=#{unit} name=甲 date=2026-03-01 field=law volunteers=1 hours=1 served=1\n")
        });
        format!("unit 1 name=街 level=street\n{}", units.collect::<String>())
    };
    let seven = sentence(&written(&rows(7), 1, "2026"), "人次，服务");
    assert!(seven.ends_with("（涉及社区2、社区3、社区4、社区5、社区6、社区7、社区8）。"), "{seven}");
    let nine = sentence(&written(&rows(9), 1, "2026"), "人次，服务");
    assert!(nine.ends_with("、社区8 等 9 个）。"), "{nine}");
    assert_eq!(NAMED_MAX, 7);
    let whole = written(&rows(9), 0, "2026");
    assert_eq!(sentence(&whole, "个、社区"), "全部单位有街道 1 个、社区 9 个。");
}

#[test]
fn joined_records_are_told_of_once() {
    let rows = "unit 1 name=甲 level=community
        partner 2 unit=#1 name=供电所
        partner 7 unit=#1 name=供电所
        agreement 3 partner=#2 signed=2026-02-01
        agreement 4 partner=#7 signed=2026-03-01";
    let apart = sentence(&written(rows, 1, "2026"), "签订共建协议");
    assert_eq!(apart, "签订共建协议 2 份，签约单位：供电所、供电所。");
    let joined = format!("{rows}\nsanyou.same 90 one=#7 other=#2");
    assert_eq!(sentence(&written(&joined, 1, "2026"), "签订共建协议"), "签订共建协议 2 份，签约单位：供电所。");
}

#[test]
fn problems_stand_where_they_belong() {
    let replica = replica("unit 1 name=甲 level=community");
    let mut figures = Figures::read(&replica, today());
    let problem = |pillar| Problem {
        pillar,
        sentence: Sentence {
            parts: vec![Part::Count(2)],
            records: vec![id(1)],
            ..Sentence::plain(label("缺 {0} 人", "{0} people are lacking"))
        },
        measure: Some(label("拓宽渠道", "wider channels")),
    };
    let problems = Pillar::ALL.map(problem);
    let report = report(&mut figures, &replica, Some(id(1)), Span::year(2026), &problems);
    let told = report.sections[1].paragraphs.iter().flat_map(|paragraph| &paragraph.sentences);
    let told: Vec<&Sentence> = told.filter(|sentence| sentence.text.zh.starts_with('缺')).collect();
    assert_eq!(told.len(), Pillar::ALL.len(), "each problem is told once");
    assert_eq!(told[0].text(Lang::Zh), "缺 2 人（对应措施：拓宽渠道）。");
    assert_eq!(told[0].text(Lang::En), "2 people are lacking (the measure that answers it: wider channels).");
    assert_eq!(told[0].remarks, [Remark::Measure(label("拓宽渠道", "wider channels"))]);
}

/// Reports of the sample city, of a unit of each level and of all.
fn sampled(check: impl Fn(&Report)) {
    let mut replica = Replica::new();
    replica.apply(sample_city());
    let mut figures = Figures::read(&replica, SAMPLE_DAY);
    let of_level = |level: Level| {
        let layer = figures_layer(&replica);
        layer.into_iter().find(|(_, name)| name == level.name()).map(|(id, _)| id)
    };
    let units = [Level::City, Level::District, Level::Street, Level::Community].map(of_level);
    for unit in units.into_iter().chain([None]) {
        check(&report(&mut figures, &replica, unit, span("2026-h1"), &[]));
    }
}

fn figures_layer(replica: &Replica) -> Vec<(RecordId, String)> {
    let mut figures = Figures::read(replica, SAMPLE_DAY);
    let layer = figures.layer(replica, Span::year(2026)).clone();
    let level = |unit: &crate::model::Unit| match unit.level.known() {
        Some(crate::model::Choice::Known(level)) => level.name().to_owned(),
        _ => String::new(),
    };
    layer.units.iter().map(|(id, unit)| (*id, level(unit))).collect()
}

fn has_number(part: &Part) -> bool {
    match part {
        Part::Count(_) | Part::Quantity { .. } => true,
        Part::Several { parts, all } => *all > parts.len() || parts.iter().any(has_number),
        _ => false,
    }
}

/// The law of the report: no number without a record or an indicator behind it, and no sentence without words.
#[test]
fn no_number_stands_on_nothing() {
    let check = |report: &Report| {
        for sentence in report.sections.iter().flat_map(|section| &section.paragraphs).flat_map(|part| &part.sentences)
        {
            let is_counting = sentence.parts.iter().any(has_number)
                || sentence.remarks.iter().any(|remark| matches!(remark, Remark::Gap { .. }));
            let is_founded = !sentence.records.is_empty() || sentence.indicator.is_some();
            assert!(!is_counting || is_founded, "{sentence:?}");
            for (lang, _) in LANGS {
                let text = sentence.text(lang);
                assert!(!text.contains('{') && !text.contains('}'), "{text}");
                let digits = text.chars().any(|c| c.is_ascii_digit());
                let is_named =
                    sentence.parts.iter().any(|part| matches!(part, Part::Name { .. } | Part::Several { .. }));
                let is_of_program = sentence.text.zh.chars().any(|c| c.is_ascii_digit() && c > '3');
                assert!(!digits || is_founded || is_named || is_of_program, "{text}");
            }
        }
        assert_eq!(report.sections.len(), 4);
        let paragraphs = report.sections.iter().flat_map(|section| &section.paragraphs);
        assert!(paragraphs.into_iter().all(|paragraph| !paragraph.sentences.is_empty()));
    };
    sampled(check);
    for unit in [0, 1, 2, 3, 4, 9] {
        check(&written(RECORDS, unit, "2026"));
    }
    check(&written("", 0, "2026"));
}

/// The same records give the same report, in whatever order they came and however often one was written before.
#[test]
fn the_same_records_give_the_same_report() {
    let replica = replica(RECORDS);
    let mut figures = Figures::read(&replica, today());
    let mut back = Replica::new();
    back.apply(saves(RECORDS).into_iter().rev());
    for unit in [2, 3] {
        let first = report(&mut figures, &replica, Some(id(unit)), span("2026-h1"), &[]);
        assert_eq!(report(&mut figures, &replica, Some(id(unit)), span("2026-h1"), &[]), first);
        assert_eq!(report(&mut Figures::read(&back, today()), &back, Some(id(unit)), span("2026-h1"), &[]), first);
    }
}

/// Every sentence about records names a kind and fields that there are, of a type that fits, and fills each of its blanks
/// in both languages.
#[test]
fn tellings_are_whole() {
    use crate::insight::report::{Of, Only, When};
    let blanks = |text: &str| {
        let places = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()?.parse().ok());
        places.collect::<BTreeSet<usize>>()
    };
    for telling in tellings() {
        let spec = kind_spec(telling.kind).expect(telling.kind);
        let what = telling.text.en;
        let input = |field: &str| spec.field(field).unwrap_or_else(|| panic!("{what}: no field {field}")).input;
        let is = |field: &str, fits: fn(Input) -> bool| assert!(fits(input(field)), "{what}: {field}");
        let date: fn(Input) -> bool = |input| input == Input::Date;
        let reference: fn(Input) -> bool = |input| matches!(input, Input::Ref(_));
        let choice = |field: &str, values: &[&str]| match input(field) {
            Input::Choice(specs) => {
                assert!(values.iter().all(|value| specs.iter().any(|spec| spec.value == *value)), "{what}: {values:?}");
            }
            _ => panic!("{what}: {field} is no choice"),
        };
        let named_date = |field: &str, day: &str| match input(field) {
            Input::Ref(kind) => {
                let field = kind_spec(kind).and_then(|spec| spec.field(day)).expect(what);
                assert_eq!(field.input, Input::Date, "{what}");
            }
            _ => panic!("{what}: {field} is no reference"),
        };
        match telling.when {
            When::On(day) | When::Done(day) | When::Until(day) | When::DoneUntil(day) => is(day, date),
            When::Both(one, other) => [one, other].iter().for_each(|day| is(day, date)),
            When::During(field) => is(field, |input| input == Input::Interval),
            When::OfNamed(field, day) => named_date(field, day),
            When::Ever => {}
        }
        let only = |only: &Only| match *only {
            Only::Is(field, values) | Only::Not(field, values) => choice(field, values),
            Only::Filled(field) => drop(input(field)),
            Only::Past(day) | Only::By(day) | Only::NotYet(day) => is(day, date),
            Only::PastOfNamed(field, day) => named_date(field, day),
            Only::Open { state, over, day } => {
                choice(state, over);
                is(day, date);
            }
            Only::InTime(day, due) => [day, due].iter().for_each(|day| is(day, date)),
            Only::Promised => {
                choice("state", &["pledged"]);
                choice("initiator", &["partner"]);
            }
        };
        telling.only.iter().for_each(only);
        for of in telling.blanks {
            match of {
                Of::Count | Of::Names => {}
                Of::Those(those) => only(those),
                Of::Different(field) | Of::Targets(field) => is(field, reference),
                Of::Sum(field) => is(field, |input| matches!(input, Input::Money | Input::Count | Input::Decimal)),
                Of::Hours(field) => is(field, |input| input == Input::Decimal),
                Of::Kinds(field) => is(field, |input| matches!(input, Input::Choice(_))),
            }
        }
        let all: BTreeSet<usize> = (0..telling.blanks.len()).collect();
        assert_eq!((blanks(telling.text.zh), blanks(telling.text.en)), (all.clone(), all), "{what}");
        assert!(blanks(telling.none.zh).is_empty() && blanks(telling.none.en).is_empty(), "{what}");
    }
    for told in told() {
        assert_eq!(blanks(told.text.zh), blanks(told.text.en), "{}", told.indicator);
        assert!(blanks(told.text.zh).iter().all(|place| *place < 3), "{}", told.indicator);
    }
}

/// Figures are asked for by name; a name that no indicator has would leave its sentence out unseen.
#[test]
fn every_indicator_that_the_report_tells_is_there() {
    let missing: Vec<&str> = indicator_names().filter(|name| indicator(name).is_none()).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

//! The sample's money in 2026: three lines a community, most of them planned below the need, received in part; with it
//! what was asked for and which tasks came from above.
//!
//! Makes no payments beyond what was received.

use super::units::Made;
use super::{Draw, Kit, Sheet, hundreds, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::{DelegatedTask, Direction, FundRequest, FundSource, FundUse};
use crate::model::{FundEntry, FundLine, RecordId, Value};

/// What a line is for, its kind of spending, where it comes from, and the least need and its span in hundreds of yuan.
const LINES: [(&str, FundUse, FundSource, u64, u64); 3] = [
    ("办公经费", FundUse::Office, FundSource::Municipal, 240, 240),
    ("为民服务专项", FundUse::Activities, FundSource::Special, 1000, 800),
    ("党建活动", FundUse::Activities, FundSource::Dues, 50, 70),
];

const PAYEES: [&str; 4] = ["样本印刷店", "样本超市", "样本供电所", "样本文体用品店"];

/// One more line of this year: what it is for, where it comes from, how much in yuan.
const MORE: [[&str; 3]; 6] = [
    ["省级社区建设补助", "provincial", "60000"],
    ["区级配套经费", "district", "30000"],
    ["驻区企事业单位管理费", "management_fee", "18000"],
    ["挂钩单位支持经费", "upper_unit", "20000"],
    ["便民服务收入", "own_income", "9600"],
    ["社会捐赠", "other", "5000"],
];

/// What the lines of the year before were for: source, need, plan and spending in yuan.
const BEFORE: [[&str; 5]; 3] = [
    ["办公经费（2025年）", "municipal", "32000", "24000", "23400"],
    ["为民服务专项（2025年）", "special", "120000", "90000", "71000"],
    ["党建活动（2025年）", "dues", "9000", "6000", "6000"],
];

/// A request: state, days it was sent and answered, what was granted in yuan, the answer.
const REQUESTS: [[&str; 5]; 6] = [
    ["granted", "2026-04-08", "2026-05-06", "36000", "样财批〔2026〕14号（虚构）"],
    ["draft", "", "", "", ""],
    ["partly_granted", "2026-06-11", "2026-07-20", "20000", "样财批〔2026〕31号（虚构）"],
    ["sent", "2026-10-09", "", "", ""],
    ["refused", "2026-03-02", "2026-03-30", "0", "当年预算已安排完毕"],
    ["withdrawn", "2026-05-05", "", "", ""],
];

/// A task from above: its name, what it costs in yuan, its state, the powers that came with it.
const TASKS: [[&str; 4]; 8] = [
    ["人口信息入户核对", "8000", "done", "查阅户籍台账"],
    ["养老补贴资格初审", "6500", "doing", "初审权"],
    ["小型餐饮巡查", "12000", "open", ""],
    ["老旧小区改造意愿征集", "5000", "done", ""],
    ["违章搭建劝阻", "", "returned", ""],
    ["就业失业登记代办", "7200", "doing", "受理权"],
    ["防汛值守", "4000", "open", "应急物资调用"],
    ["创建迎检资料整理", "3000", "returned", ""],
];

/// The lines of a community with their receipts and spendings; gives those of this year.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made) -> Vec<RecordId> {
    let mut draw = Draw::new(5, community.place);
    let mut lines = Vec::new();
    for line in LINES {
        let (id, plan) = fund_line(sheet, community, line, &mut draw);
        let received = receipts(sheet, id, line.2, plan, &mut draw);
        // A few communities enter no spending at all, so that the figures show what a blank looks like.
        if community.place % 17 != 5 {
            spendings(sheet, id, received, &mut draw);
        }
        lines.push(id);
    }
    if let Some(rich) = community.rich {
        let [purpose, source, amount] = MORE[rich % MORE.len()];
        lines.push(settled_line(sheet, community, "2026", [purpose, source, amount, amount, ""]));
        for line in BEFORE {
            settled_line(sheet, community, "2025", line);
        }
    }
    lines
}

/// A line of which all that was planned came.
fn settled_line(sheet: &mut Sheet, community: &Made, year: &str, line: [&str; 5]) -> RecordId {
    let [purpose, source, need, plan, spent] = line;
    let unit = community.id.to_string();
    let fields = [("purpose", purpose), ("unit", &unit), ("year", year), ("source", source)];
    let id = sheet.make(FundLine::KIND, &[&fields[..], &[("need", need), ("plan", plan)]].concat());
    let line = id.to_string();
    for (direction, month, amount) in [("receipt", "03", plan), ("spending", "09", spent)] {
        let (date, document) = (format!("{year}-{month}-18"), format!("样〔{year}〕{}号", sheet.next()));
        let entry = [("line", line.as_str()), ("date", &date), ("direction", direction), ("amount", amount)];
        if !amount.is_empty() {
            sheet.make(FundEntry::KIND, &[&entry[..], &[("document", &document)]].concat());
        }
    }
    id
}

/// What a community asked for and what it was told to do, where there are records of everything.
pub(super) fn asked_and_told(sheet: &mut Sheet, community: &Made, kit: &Kit) {
    let Some(rich) = community.rich else { return };
    let [unit, street, line] = [community.id, community.above, kit.lines[1]].map(|id| id.to_string());
    let upper = [("unit", unit.as_str()), ("upper", &street), ("line", &line)];
    for nth in 0..2 {
        let [state, sent, answered, granted, answer] = REQUESTS[(2 * rich + nth) % REQUESTS.len()];
        let purpose = ["老年活动室设备", "网格员通信补助"][nth];
        let document = format!("样请〔2026〕{}号（虚构）", sheet.next());
        let fields = [("purpose", purpose), ("amount", "36000"), ("date", "2026-03-01"), ("document", &document)];
        let answer = [("answered", answered), ("granted", granted), ("answer", answer)];
        let sent = [("reason", "现有经费只够日常办公。"), ("state", state), ("sent", sent)];
        let request = sheet.make(FundRequest::KIND, &[&upper[..], &fields, &sent, &answer].concat()).to_string();
        if matches!(state, "granted" | "partly_granted") {
            let document = format!("样〔2026〕{}号", sheet.next());
            let came = [("line", line.as_str()), ("date", "2026-08-20"), ("direction", "receipt"), ("amount", granted)];
            sheet.make(FundEntry::KIND, &[&came[..], &[("document", &document), ("request", &request)]].concat());
        }
    }
    for nth in 0..3 {
        let [name, cost, state, right] = TASKS[(3 * rich + nth) % TASKS.len()];
        // Every other task comes without the money for it.
        let paid_by = if nth % 2 == 0 { line.as_str() } else { "" };
        let document = format!("样办〔2026〕{}号（虚构）", sheet.next());
        let due = if state == "done" { "2026-09-30" } else { "2026-12-20" };
        let fields = [("name", name), ("unit", &unit), ("from", &street), ("date", "2026-04-15"), ("due", due)];
        let terms = [("document", document.as_str()), ("right", right), ("cost", cost), ("line", paid_by)];
        let (done, reason) = match state {
            "done" => ("2026-09-12", ""),
            "returned" => ("", "没有执法权，也没有经费。"),
            _ => ("", ""),
        };
        let evidence = if state == "done" { "样验收单（虚构）" } else { "" };
        let state = [("state", state), ("done", done), ("reason", reason), ("evidence", evidence)];
        sheet.make(DelegatedTask::KIND, &[&fields[..], &terms, &state].concat());
    }
}

/// Adds a line and gives its plan in hundreds of yuan.
fn fund_line(
    sheet: &mut Sheet,
    community: &Made,
    (purpose, use_of, source, least, span): (&str, FundUse, FundSource, u64, u64),
    draw: &mut Draw,
) -> (RecordId, u64) {
    let need = least + draw.below(span);
    let percent = if draw.chance(12) { 100 } else { 45 + draw.below(41) };
    let plan = need * percent / 100;
    let mut fields = vec![
        ("purpose", Value::text(purpose)),
        ("unit", reference(community.id)),
        ("year", whole(2026)),
        ("source", Value::text(source.name())),
        ("use_of", Value::text(use_of.name())),
        ("plan", hundreds(plan)),
    ];
    if draw.chance(93) {
        fields.push(("need", hundreds(need)));
    }
    if source == FundSource::Municipal && community.place % 11 == 7 {
        fields.push(("share_base", hundreds(plan * 50)));
        fields.push(("share_percent", whole(2)));
        fields.push(("share_document", Value::text("样〔2026〕3号")));
    }
    (sheet.add(FundLine::KIND, fields), plan)
}

/// Adds the instalments that came and gives their sum in hundreds of yuan.
fn receipts(sheet: &mut Sheet, line: RecordId, source: FundSource, plan: u64, draw: &mut Draw) -> u64 {
    let party = if source == FundSource::Dues { "示例市直机关党工委" } else { "示例市财政局" };
    let first = plan * (50 + draw.below(21)) / 100;
    let mut received = 0;
    for (percent, month, amount) in [(92, 2, first), (55, 7, plan - first)] {
        if draw.chance(percent) && (received > 0 || month == 2) {
            entry(sheet, line, Direction::Receipt, amount, &date(month, draw), party);
            received += amount;
        }
    }
    received
}

/// At most three spendings of at most 30 % each.
fn spendings(sheet: &mut Sheet, line: RecordId, received: u64, draw: &mut Draw) {
    for _ in 0..draw.below(4) {
        let amount = received * (15 + draw.below(16)) / 100;
        if amount > 0 {
            let (date, payee) = (date(5 + draw.below(4), draw), draw.pick(&PAYEES));
            entry(sheet, line, Direction::Spending, amount, &date, payee);
        }
    }
}

/// A day in one of three months.
fn date(first_month: u64, draw: &mut Draw) -> String {
    format!("2026-{:02}-{:02}", first_month + draw.below(3), 1 + draw.below(28))
}

fn entry(sheet: &mut Sheet, line: RecordId, direction: Direction, amount: u64, date: &str, party: &str) {
    let document = format!("样〔2026〕{}号", sheet.next());
    sheet.add(
        FundEntry::KIND,
        vec![
            ("line", reference(line)),
            ("date", Value::text(date)),
            ("direction", Value::text(direction.name())),
            ("amount", hundreds(amount)),
            ("document", Value::text(&document)),
            ("party", Value::text(party)),
        ],
    );
}

//! The sample's meetings with what they decided and what came of it, notices with receipts, exchange of information.
//!
//! Joint meetings come again every quarter; one action is overdue and was carried over.

use super::units::Made;
use super::{Kit, Sheet};
use crate::model::RecordId;
use crate::model::kinds::{Action, Decision, ExchangeNote, Meeting, Notice, Receipt};

/// A meeting: name, kind, date, how often it comes again, its state.
const MEETINGS: [[&str; 5]; 8] = [
    ["一季度党建联席会议", "joint", "2026-03-20", "quarterly", "minuted"],
    ["二季度党建联席会议", "joint", "2026-06-19", "quarterly", "minuted"],
    ["三季度党建联席会议", "joint", "2026-09-18", "quarterly", "held"],
    ["四季度党建联席会议", "joint", "2026-12-11", "quarterly", "called"],
    ["委员会会议", "committee", "2026-12-25", "monthly", "planned"],
    ["支部党员大会", "branch_members", "2026-07-01", "quarterly", "minuted"],
    ["党小组会", "group", "2026-08-14", "once", "cancelled"],
    ["党课", "lecture", "2026-09-28", "half_yearly", "held"],
];

/// A decision: what, of which meeting, votes for, against and abstained.
const DECISIONS: [(&str, usize, [&str; 3]); 4] = [
    ("学校周末向居民开放操场", 0, ["7", "0", "1"]),
    ("共同为独居老人检修线路", 0, ["8", "0", "0"]),
    ("设立共建信息通报制度", 1, ["6", "1", "1"]),
    ("建立志愿服务积分办法", 5, ["28", "2", "1"]),
];

/// An action: what, of which decision, due, state, day it was begun, day it was done, evidence or why it stands still.
const ACTIONS: [(&str, usize, [&str; 6]); 6] = [
    ("商定操场开放时间表", 0, ["2026-09-30", "open", "", "", "", ""]),
    ("购置检修器材", 1, ["2026-12-05", "doing", "2026-11-02", "", "", ""]),
    ("办理操场保险", 0, ["2026-10-31", "blocked", "2026-05-06", "", "", "保险公司要求增加围栏"]),
    ("登记独居老人名单", 1, ["2026-04-30", "done", "2026-03-23", "2026-04-21", "样台账〔2026〕3号", ""]),
    ("编印季度通报", 2, ["2026-07-31", "done", "2026-06-22", "2026-07-28", "样通报〔2026〕2号", ""]),
    ("开发积分程序", 3, ["2026-12-31", "dropped", "", "", "", "改用纸质积分卡"]),
];

/// An answer to the notice of a past meeting, whether they came, and the answer to that of the next.
const RECEIPTS: [[&str; 3]; 5] = [
    ["yes", "present", "yes"],
    ["represented", "represented", ""],
    ["yes", "excused", "no"],
    ["no", "absent", ""],
    ["yes", "present", "represented"],
];

const NOTES: [[&str; 3]; 4] = [
    ["三季度共建工作通报", "work", "通报承诺兑现情况。"],
    ["招工信息交流", "information", "提供岗位二十六个。"],
    ["志愿服务经验交流", "experience", "介绍积分办法。"],
    ["走访驻区单位", "visit", "了解单位困难和意愿。"],
];

/// All kinds of meetings where there are records of everything, else one joint meeting with a decision.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made, kit: &Kit) {
    let unit = community.id.to_string();
    let Some(rich) = community.rich else {
        let meeting = meeting(sheet, &unit, community.place % 2, kit, None);
        decision(sheet, meeting, &DECISIONS[2], 1);
        return;
    };
    let mut meetings: Vec<RecordId> = Vec::new();
    for nth in 0..MEETINGS.len() {
        let previous = (1..4).contains(&nth).then(|| meetings[nth - 1]);
        meetings.push(meeting(sheet, &unit, nth, kit, previous));
    }
    let mut decisions: Vec<RecordId> = Vec::new();
    for (number, made) in (1..).zip(&DECISIONS) {
        decisions.push(decision(sheet, meetings[made.1], made, number));
    }
    for nth in 0..ACTIONS.len() {
        action(sheet, rich, nth, [community.id, decisions[ACTIONS[nth].1], meetings[3]], kit);
    }
    notices(sheet, &unit, [meetings[2], meetings[3], meetings[4]], kit);
    for nth in 0..2 {
        let [name, kind, content] = NOTES[(2 * rich + nth) % NOTES.len()];
        let [partner, meeting] = [kit.partners[nth].partner, meetings[2]].map(|id| id.to_string());
        let fields = [("name", name), ("unit", &unit), ("date", "2026-10-09"), ("kind_of_exchange", kind)];
        let with = [("partner", partner.as_str()), ("content", content), ("evidence", "样通报〔2026〕3号（虚构）")];
        let at = [("meeting", if kind == "work" { meeting.as_str() } else { "" })];
        sheet.make(ExchangeNote::KIND, &[&fields[..], &with, &at].concat());
    }
}

fn meeting(sheet: &mut Sheet, unit: &str, nth: usize, kit: &Kit, previous: Option<RecordId>) -> RecordId {
    let [name, kind, date, repeats, state] = MEETINGS[nth];
    let (expected, quorum, present) = if kind == "joint" { ("8", "6", "7") } else { ("40", "27", "31") };
    let [place, org] = [kit.sites[0], kit.orgs[0]].map(|id| id.to_string());
    let [chair, recorder] = [0, 1].map(|nth| kit.workers[nth].1.as_str());
    let previous = previous.map_or_else(String::new, |id| id.to_string());
    let is_past = matches!(state, "held" | "minuted");
    let document =
        if state == "minuted" { format!("样纪〔2026〕{}号（虚构）", sheet.next()) } else { String::new() };
    let fields = [("name", name), ("unit", unit), ("kind_of_meeting", kind), ("date", date), ("repeats", repeats)];
    let called =
        [("starts", "14:30"), ("place", place.as_str()), ("org", &org), ("chair", chair), ("recorder", recorder)];
    let counts = [("expected", expected), ("quorum", quorum), ("present", if is_past { present } else { "" })];
    let minutes = [("minutes", if document.is_empty() { "" } else { "通报承诺兑现，商议下步工作。" })];
    let agenda = [("agenda", "通报情况；协商事项；表决。"), ("previous", &previous), ("document", &document)];
    let state = [("state", state), ("reason", if state == "cancelled" { "台风停会" } else { "" })];
    sheet.make(Meeting::KIND, &[&fields[..], &called, &counts, &minutes, &agenda, &state].concat())
}

fn decision(
    sheet: &mut Sheet,
    meeting: RecordId,
    &(what, _, [in_favour, against, abstained]): &(&str, usize, [&str; 3]),
    number: usize,
) -> RecordId {
    let (meeting, number) = (meeting.to_string(), format!("议〔2026〕{number}"));
    let fields = [("what", what), ("meeting", &meeting), ("number", &number), ("in_favour", in_favour)];
    sheet.make(Decision::KIND, &[&fields[..], &[("against", against), ("abstained", abstained)]].concat())
}

/// The first is overdue and was carried to the next meeting. One has no owner: to be checked.
fn action(sheet: &mut Sheet, rich: usize, nth: usize, of: [RecordId; 3], kit: &Kit) {
    let (what, _, [due, state, begun, done, evidence, reason]) = ACTIONS[nth];
    let [unit, decision, next_meeting] = of.map(|id| id.to_string());
    let [worker, partner] = [kit.workers[nth % 2].0, kit.partners[nth % 3].partner].map(|id| id.to_string());
    let owner = match nth {
        5 if rich == 7 => ("owner", ""),
        5 => ("owner_name", "居民代表（样本）"),
        0 | 2 => ("owner_partner", partner.as_str()),
        _ => ("owner", worker.as_str()),
    };
    let (carried, meeting) = if nth == 0 { ("1", next_meeting.as_str()) } else { ("", "") };
    let fields = [("what", what), ("unit", unit.as_str()), ("decision", &decision), owner, ("due", due)];
    let course = [("state", state), ("begun", begun), ("done", done), ("evidence", evidence), ("reason", reason)];
    sheet.make(Action::KIND, &[&fields[..], &course, &[("carried", carried), ("meeting", meeting)]].concat());
}

/// The notice of a past meeting is closed, that of the next is out, another is being written.
fn notices(sheet: &mut Sheet, unit: &str, meetings: [RecordId; 3], kit: &Kit) {
    let course = [
        ["关于召开三季度联席会议的通知", "closed", "2026-09-07", "2026-09-14"],
        ["关于召开四季度联席会议的通知", "sent", "2026-11-16", "2026-11-30"],
        ["关于委员会会议的通知", "draft", "2026-11-20", "2026-12-18"],
    ];
    for (place, (meeting, [name, state, date, due])) in meetings.into_iter().zip(course).enumerate() {
        let meeting = meeting.to_string();
        let fields = [("name", name), ("unit", unit), ("meeting", meeting.as_str()), ("date", date), ("due", due)];
        let sent = [("sent", if state == "draft" { "" } else { date }), ("state", state)];
        let content = [("content", "请安排负责同志参加，并于期限前回执。")];
        let notice = sheet.make(Notice::KIND, &[&fields[..], &sent, &content].concat()).to_string();
        for (ally, [coming, attended, next]) in kit.partners.iter().zip(RECEIPTS).filter(|_| place < 2) {
            let (coming, attended, received) =
                if place == 0 { (coming, attended, "2026-09-12") } else { (next, "", "2026-11-19") };
            let received = if coming.is_empty() { "" } else { received };
            let person = if matches!(coming, "yes" | "represented") { "联络员（样本）" } else { "" };
            let partner = ally.partner.to_string();
            let fields =
                [("partner", partner.as_str()), ("notice", &notice), ("received", received), ("coming", coming)];
            sheet.make(Receipt::KIND, &[&fields[..], &[("person", person), ("attended", attended)]].concat());
        }
    }
}

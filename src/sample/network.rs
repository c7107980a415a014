//! The sample's network: partners with liaison officers and agreements, what they were asked and gave, what residents
//! need, joint projects, surveys and services.
//!
//! Shows the report's "one hot, one cold": most ideas are the community's, and some get no answer.

use super::units::Made;
use super::{Draw, Kit, Sheet};
use crate::model::RecordId;
use crate::model::kinds::{Agreement, Delivery, JointProject, Liaison, Need, Partner, Pledge, ServiceItem, Survey};

/// A partner: name, kind, its liaison officer's position, members, what it can give.
const PARTNERS: [[&str; 5]; 9] = [
    ["小学", "school", "德育主任", "38", "education venue"],
    ["供电所", "state_enterprise", "办公室主任", "22", "technology funds"],
    ["卫生院", "hospital", "护理部主任", "45", "talent technology"],
    ["超市", "enterprise", "店长", "6", "materials funds"],
    ["派出所", "government", "教导员", "27", "policy information"],
    ["图书馆", "institution", "馆员", "15", "education information venue"],
    ["驻军某部", "army", "干事", "", "talent venue"],
    ["助残协会", "society", "秘书长", "4", "talent"],
    ["宗祠管理会", "other", "理事", "2", "venue"],
];

/// What was asked or offered: what, resource, quantity, measure, worth in yuan. All eight resources.
const PLEDGES: [[&str; 5]; 8] = [
    ["周末开放操场", "venue", "4", "次", ""],
    ["敬老日慰问物资", "materials", "60", "份", "9000"],
    ["活动经费资助", "funds", "1", "笔", "10000"],
    ["义诊医生", "talent", "6", "人次", ""],
    ["线路安全检测", "technology", "2", "次", "3000"],
    ["招工信息推送", "information", "12", "期", ""],
    ["四点半课堂", "education", "30", "课时", ""],
    ["便民窗口延时办理", "policy", "1", "项", ""],
];

/// What became of them, in turn.
const FATES: [&str; 8] = ["delivered", "pledged", "pledged", "asked", "refused", "delivered", "withdrawn", "asked"];

/// A need: what, kind, how it was heard, its state, how content people are; which pledge of the list answers it.
type NeedRow = ([&'static str; 5], Option<usize>);

const NEEDS: [NeedRow; 8] = [
    (["缺少孩子放学后的去处", "request", "survey", "raised", ""], None),
    (["楼道堆物引起邻里争执", "dispute", "visit", "accepted", ""], None),
    (["希望周末有地方打球", "suggestion", "meeting", "claimed", ""], Some(0)),
    (["独居老人线路老化", "help", "visit", "doing", ""], Some(4)),
    (["想在家门口做体检", "request", "desk", "solved", "very_satisfied"], Some(3)),
    (["要求加装电梯", "request", "phone", "cannot_be_solved", "fair"], None),
    (["夜市噪声扰民", "complaint", "online", "reopened", "dissatisfied"], None),
    (["如何办理居住证", "question", "desk", "solved", "satisfied"], None),
];

/// A service: name, kind, fee, price, times used, income in yuan.
const SERVICES: [[&str; 6]; 6] = [
    ["老人助餐", "elderly", "low", "每餐8元", "5200", "41600"],
    ["钟点家政", "household", "paid", "每小时30元", "860", "25800"],
    ["免费测血压", "health", "free", "", "1900", ""],
    ["四点半托管", "children", "low", "每月100元", "540", "54000"],
    ["法律咨询", "legal", "free", "", "130", ""],
    ["家电维修", "repair", "paid", "上门费20元", "210", "8400"],
];

/// A partner, and the agreement with it.
#[derive(Clone, Copy)]
pub(super) struct Ally {
    pub partner: RecordId,
    agreement: Option<RecordId>,
    has_liaison: bool,
    resources: &'static str,
}

/// The partners of a community with liaison officers and agreements; one of five has no officer.
pub(super) fn partners(sheet: &mut Sheet, community: &Made) -> Vec<Ally> {
    let mut draw = Draw::new(9, community.place);
    let count = if community.rich.is_some() { 5 } else { 1 + community.place % 2 };
    let partner = |nth: usize| {
        let [name, kind, position, members, resources] = PARTNERS[(community.place + 2 * nth) % PARTNERS.len()];
        let (name, unit) = (format!("{}{name}（样本）", community.stem()), community.id.to_string());
        let fields = [("name", name.as_str()), ("unit", &unit), ("kind_of_partner", kind), ("members", members)];
        let address = format!("样本大街{}号", 1 + nth);
        let more = [("resources", resources), ("since", "2021-05-20"), ("org", "机关党支部"), ("address", &address)];
        let partner = sheet.make(Partner::KIND, &[&fields[..], &more].concat());
        if nth < 4 {
            liaison(sheet, partner, position, "", &mut draw);
        }
        if nth == 1 && community.rich.is_some() {
            liaison(sheet, partner, position, "2025-03-31", &mut draw);
        }
        let is_agreed = nth < 3 && community.place % 3 != 1;
        Ally { partner, agreement: is_agreed.then(|| agreement(sheet, partner, nth)), has_liaison: nth < 4, resources }
    };
    let partners = (0..count).map(partner).collect();
    if community.rich == Some(2) {
        let unit = community.id.to_string();
        let fields = [("name", "棉纺厂（样本）"), ("unit", unit.as_str()), ("kind_of_partner", "state_enterprise")];
        sheet.make(Partner::KIND, &[&fields[..], &[("since", "2015-03-01"), ("left", "2024-12-31")]].concat());
    }
    partners
}

/// The name of the device that a partner's officers use.
fn device(partner: RecordId) -> String {
    format!("联络员手机{}", partner.counter)
}

/// One who has left has a last day.
fn liaison(sheet: &mut Sheet, partner: RecordId, position: &str, until: &str, draw: &mut Draw) {
    let (phone, device) = (format!("000-0002-{:04}", sheet.next()), device(partner));
    let (name, partner) = (super::people::name(draw, &[]), partner.to_string());
    let since = if until.is_empty() { "2025-04-01" } else { "2022-09-01" };
    let fields = [("name", name.as_str()), ("partner", &partner), ("position", position), ("since", since)];
    sheet.make(Liaison::KIND, &[&fields[..], &[("until", until), ("device", &device), ("phone", &phone)]].concat());
}

fn agreement(sheet: &mut Sheet, partner: RecordId, nth: usize) -> RecordId {
    let way = ["pair_building", "joint_construction", "co_construction"][nth];
    let term = ["2025-01-01/2027-12-31", "2024-07-01/2026-06-30", "2026-01-01/.."][nth];
    let (partner, document) = (partner.to_string(), format!("样共建〔2025〕{}号（虚构）", sheet.next()));
    let fields = [("name", "区域化党建共建协议"), ("partner", &partner), ("way", way), ("signed", "2024-06-28")];
    let content = [("content", "资源共享、优势互补、每季度联席一次。"), ("document", &document), ("term", term)];
    sheet.make(Agreement::KIND, &[&fields[..], &content].concat())
}

/// What was asked and given, what residents need and are offered; gives the needs.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made, kit: &Kit) -> Vec<RecordId> {
    let unit = community.id.to_string();
    let Some(rich) = community.rich else { return modest(sheet, community, kit) };
    let survey = survey(sheet, &unit);
    let needs: Vec<RecordId> = NEEDS.iter().map(|need| raised(sheet, &unit, need, survey, kit)).collect();
    let projects: Vec<Option<RecordId>> =
        (0..NEEDS.len()).map(|nth| project(sheet, rich, nth, &unit, &needs, kit)).collect();
    let answered_by = |nth: usize| NEEDS.iter().position(|need| need.1 == Some(nth));
    for nth in 0..PLEDGES.len() {
        let need = answered_by(nth);
        // A pledge that answers a need was made.
        let fate = if need.is_some() { ["pledged", "delivered"][nth % 2] } else { FATES[(rich + nth) % FATES.len()] };
        let can_give = |ally: &&Ally| ally.resources.contains(PLEDGES[nth][1]);
        let ally = *kit.partners.iter().find(can_give).unwrap_or(&kit.partners[nth % kit.partners.len()]);
        let of = (need.map(|place| needs[place]), need.and_then(|place| projects[place]));
        let pledge = pledge(sheet, ally, nth, rich, fate, of);
        if matches!(fate, "pledged" | "delivered") {
            deliver(sheet, ally, pledge, (nth, rich), fate == "delivered");
        }
        if let Some(place) = need {
            let project = projects[place].map_or_else(String::new, |id| id.to_string());
            let fields = [("pledge", pledge.to_string()), ("partner", ally.partner.to_string()), ("project", project)];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            sheet.amend(Need::KIND, needs[place], &fields);
        }
    }
    for nth in 0..2 {
        service(sheet, &unit, (rich, nth), kit);
    }
    needs
}

/// One pledge and one need where only a few things are entered.
fn modest(sheet: &mut Sheet, community: &Made, kit: &Kit) -> Vec<RecordId> {
    let fate = FATES[community.place % FATES.len()];
    let nth = community.place % PLEDGES.len();
    let pledge = pledge(sheet, kit.partners[0], nth, community.place, fate, (None, None));
    if fate == "delivered" {
        deliver(sheet, kit.partners[0], pledge, (nth, community.place), true);
    }
    let need = &NEEDS[[0, 1, 7][community.place % 3]];
    vec![raised(sheet, &community.id.to_string(), need, None, kit)]
}

fn survey(sheet: &mut Sheet, unit: &str) -> Option<RecordId> {
    let answers = r#"[["最需要的服务","老人助餐","132"],["最需要的服务","课后托管","98"],["最需要的服务","停车管理","71"],
        ["对社区工作","满意","214"],["对社区工作","不满意","29"]]"#;
    let fields = [("name", "居民需求调查"), ("unit", unit), ("period", "2026-03-01/2026-03-20"), ("asked", "400")];
    let found = [("answered", "301"), ("answers", answers), ("finding", "老人助餐和课后托管呼声最高。")];
    let found = [&found[..], &[("document", "样调〔2026〕1号（虚构）")]].concat();
    Some(sheet.make(Survey::KIND, &[&fields[..], &found].concat()))
}

/// A need as far as it is without the pledge that answers it.
fn raised(
    sheet: &mut Sheet,
    unit: &str,
    &([what, kind, heard, state, satisfaction], _): &NeedRow,
    survey: Option<RecordId>,
    kit: &Kit,
) -> RecordId {
    let handler = kit.workers[1].0.to_string();
    let survey = survey.filter(|_| heard == "survey").map_or_else(String::new, |id| id.to_string());
    let is_accepted = state != "raised";
    let (solved, answer) = match state {
        "solved" => ("2026-06-18", "已办理，当面答复。"),
        "cannot_be_solved" => ("2026-07-02", "半数住户未同意，暂不能办。"),
        "reopened" => ("2026-05-30", "已约谈经营者。"),
        _ => ("", ""),
    };
    let fields = [("what", what), ("unit", unit), ("kind_of_need", kind), ("heard", heard), ("raised", "2026-04-06")];
    let hands = [("by", "居民（样本）"), ("survey", &survey), ("handler", if is_accepted { &handler } else { "" })];
    let phone = [("phone", if heard == "phone" { "000-0003-0001" } else { "" })];
    let accepted = [("accepted", if is_accepted { "2026-04-08" } else { "" }), ("due", "2026-06-30")];
    let closed = [("solved", solved), ("answer", answer), ("satisfaction", satisfaction)];
    let again = [("reason", if state == "reopened" { "入夏后又反复" } else { "" })];
    let evidence = [("state", state), ("evidence", if state == "solved" { "样服单〔2026〕52号" } else { "" })];
    sheet.make(Need::KIND, &[&fields[..], &hands, &phone, &accepted, &closed, &again, &evidence].concat())
}

/// A joint project for a need that partners took up; every other community also plans one, or stopped one.
fn project(sheet: &mut Sheet, rich: usize, nth: usize, unit: &str, needs: &[RecordId], kit: &Kit) -> Option<RecordId> {
    let (name, state) = match (NEEDS[nth].0[3], rich % 2) {
        ("claimed", 0) => ("周末球场", "planned"),
        ("doing", _) => ("线路改造", "doing"),
        ("solved", _) if NEEDS[nth].1.is_some() => ("家门口体检", "done"),
        ("cannot_be_solved", 1) => ("电梯加装", "stopped"),
        _ => return None,
    };
    let [need, partner, line] =
        [needs[nth], kit.partners[nth % kit.partners.len()].partner, kit.lines[1]].map(|id| id.to_string());
    let fields = [("name", name), ("unit", unit), ("partner", &partner), ("need", &need), ("budget", "12000")];
    let term = [("term", "2026-04-20/2026-12-31"), ("line", &line), ("state", state)];
    let is_done = state == "done";
    let done = |text| if is_done { text } else { "" };
    let outcome = [
        ("done", done("2026-06-18")),
        ("outcome", if state == "stopped" { "半数住户未同意。" } else { done("三百余人次受益。") }),
    ];
    let rated = [("satisfaction", done("very_satisfied")), ("evidence", done("样照片集12号"))];
    Some(sheet.make(JointProject::KIND, &[&fields[..], &term, &outcome, &rated].concat()))
}

/// Every third is the partner's own idea, and so no answer to anybody. One lacks its measure: to be checked.
fn pledge(
    sheet: &mut Sheet,
    ally: Ally,
    nth: usize,
    place: usize,
    state: &str,
    of: (Option<RecordId>, Option<RecordId>),
) -> RecordId {
    let [what, resource, quantity, measure, value] = PLEDGES[nth];
    let measure = if (place, nth) == (8, 5) { "" } else { measure };
    let partner = ally.partner.to_string();
    let [need, project, agreement] =
        [of.0, of.1, ally.agreement].map(|id| id.map_or_else(String::new, |id| id.to_string()));
    let initiator = if (place + nth).is_multiple_of(3) { "partner" } else { "community" };
    let state = if initiator == "partner" && matches!(state, "asked" | "refused") { "pledged" } else { state };
    let answered = if state == "asked" || initiator == "partner" { "" } else { "2026-03-22" };
    let reason = match state {
        "refused" => "任务重，人手不够",
        "withdrawn" => "社区另有安排",
        _ => "",
    };
    let fields = [("what", what), ("partner", partner.as_str()), ("resource", resource), ("initiator", initiator)];
    let much = [("quantity", quantity), ("measure", measure), ("value", value), ("date", "2026-03-10")];
    let course = [("due", "2026-11-30"), ("state", state), ("answered", answered), ("reason", reason)];
    sheet.make(
        Pledge::KIND,
        &[&fields[..], &much, &course, &[("need", &need), ("project", &project), ("agreement", &agreement)]].concat(),
    )
}

/// What came of a pledge: all of it confirmed by both sides, or half of it, confirmed in one of several ways.
fn deliver(sheet: &mut Sheet, ally: Ally, pledge: RecordId, (nth, place): (usize, usize), is_whole: bool) {
    let [what, _, quantity, _, value] = PLEDGES[nth];
    if quantity == "1" && !is_whole {
        return;
    }
    let half = quantity.parse::<u32>().map_or(1, |quantity| quantity.div_ceil(2)).to_string();
    let pledge = pledge.to_string();
    let (ours, theirs) = if is_whole { (true, true) } else { ((place + nth) % 3 != 0, (place + nth) % 3 != 1) };
    let on = |is: bool, text| if is { text } else { "" };
    let is_filed = ally.has_liaison && place.is_multiple_of(2);
    let (by_file, on_paper, device) = (theirs && is_filed, theirs && !is_filed, device(ally.partner));
    let way = if by_file { "file" } else { on(on_paper, "paper") };
    let quantity = if is_whole { quantity } else { half.as_str() };
    let fields = [("what", what), ("pledge", pledge.as_str()), ("date", "2026-05-16"), ("quantity", quantity)];
    let here = [("confirmed", on(ours, "2026-05-17")), ("confirmed_by", on(ours, "社区值班员（样本）"))];
    let there = [("partner_confirmed", on(theirs, "2026-05-20")), ("partner_by", on(theirs, "联络员（样本）"))];
    let proof = [
        ("way", way),
        ("device", if by_file { device.as_str() } else { "" }),
        ("paper", on(on_paper, "样确〔2026〕8号（虚构）")),
    ];
    let worth = [("value", on(is_whole, value))];
    sheet.make(Delivery::KIND, &[&fields[..], &here, &there, &proof, &worth].concat());
}

/// Every second is a partner's, one has ended, and one lacks its price: to be checked.
fn service(sheet: &mut Sheet, unit: &str, (rich, nth): (usize, usize), kit: &Kit) {
    let [name, kind, fee, price, served, income] = SERVICES[(rich + nth) % SERVICES.len()];
    let price = if (rich, nth) == (4, 1) { "" } else { price };
    let (place, provider) = (kit.room().to_string(), kit.partners[nth].partner.to_string());
    let fields = [("name", name), ("unit", unit), ("kind_of_service", kind), ("fee", fee), ("price", price)];
    let use_of = [("place", place.as_str()), ("year", "2026"), ("served", served), ("income", income)];
    let until = if (rich, nth) == (6, 0) { "2026-08-31" } else { "" };
    let provider = if nth == 1 { provider.as_str() } else { "" };
    let course = [("since", "2024-09-01"), ("until", until), ("provider", provider)];
    sheet.make(ServiceItem::KIND, &[&fields[..], &use_of, &course].concat());
}

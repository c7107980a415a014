//! The sample's volunteers, teams, activities and publicity: few, as the report says.
//!
//! Counts no hours of anybody alone: an activity has those of all together.

use super::units::Made;
use super::{Draw, Kit, Sheet};
use crate::model::RecordId;
use crate::model::kinds::{Activity, Publicity, Team, Volunteer};

/// A team: name, field, document of its rules.
const TEAMS: [[&str; 3]; 6] = [
    ["银龄互助队", "elderly", "样志〔2025〕2号（虚构）"],
    ["护苗队", "children", ""],
    ["绿色家园队", "environment", "样志〔2025〕4号（虚构）"],
    ["平安巡逻队", "security", ""],
    ["和事佬工作室", "mediation", "样志〔2024〕1号（虚构）"],
    ["健康小屋", "health", ""],
];

/// An activity: name, field, day, volunteers, hours of all together, people served.
const ACTIVITIES: [[&str; 6]; 8] = [
    ["上门陪伴独居老人", "elderly", "2026-03-05", "12", "36", "15"],
    ["四点半课堂辅导", "children", "2026-04-16", "6", "24", "40"],
    ["楼道清理", "environment", "2026-04-22", "20", "50", "600"],
    ["夜间巡逻", "security", "2026-05-09", "8", "22.5", ""],
    ["残疾人家庭走访", "disabled", "2026-05-17", "5", "10", "9"],
    ["中秋文艺会", "culture", "2026-09-25", "25", "75", "320"],
    ["法律援助日", "law", "2026-10-18", "3", "9", "31"],
    ["消防演练", "emergency", "2026-11-09", "14", "28", "180"],
];

/// Something made known: title, by which way, how many it reached.
const PUBLICITY: [[&str; 3]; 7] = [
    ["志愿者招募", "board", "400"],
    ["志愿服务积分办法", "leaflet", "900"],
    ["志愿之星事迹", "online", "2600"],
    ["入户宣传志愿服务", "visit", "150"],
    ["志愿服务宣讲", "meeting", "60"],
    ["志愿者日专题", "broadcast", ""],
    ["为老服务报道", "press", "5000"],
];

/// Where there are records of everything, teams and many activities; else a volunteer or two and perhaps an activity.
pub(super) fn of_community(
    sheet: &mut Sheet,
    community: &Made,
    kit: &Kit,
    needs: &[RecordId],
    members: &[(RecordId, String)],
) {
    let mut draw = Draw::new(11, community.place);
    let unit = community.id.to_string();
    let is_rich = community.rich.is_some();
    let (volunteers, activities, publicity) = if is_rich { (8, 5, 3) } else { (1 + community.place % 2, 1, 0) };
    let teams: Vec<String> =
        (0..if is_rich { 2 } else { 0 }).map(|nth| team(sheet, community, nth, &mut draw)).collect();
    let team = |nth: usize| teams.get(nth % 2).map_or("", String::as_str);
    for nth in 0..volunteers {
        volunteer(sheet, &unit, team(nth), members.get(nth).filter(|_| nth % 3 == 0 && is_rich), &mut draw);
    }
    if community.rich == Some(5) {
        let fields = [("name", "便民理发队（样本）"), ("unit", &unit), ("field", "other"), ("founded", "2021-04-01")];
        sheet.make(Team::KIND, &[&fields[..], &[("dissolved", "2025-06-30")]].concat());
    }
    let [place, partner, need] = [kit.sites[0], kit.partners[0].partner, needs[0]].map(|id| id.to_string());
    let mut done: Vec<String> = Vec::new();
    for nth in 0..activities {
        let [name, field, date, count, hours, served] = ACTIVITIES[(community.place + nth) % ACTIVITIES.len()];
        let fields = [("name", name), ("unit", &unit), ("date", date), ("field", field), ("team", team(nth))];
        let much = [("volunteers", count), ("hours", hours), ("served", served), ("place", &place)];
        let with = [("partner", if nth == 1 { partner.as_str() } else { "" }), ("evidence", "活动签到表（样本）")];
        let answers = [("need", if field == "children" { need.as_str() } else { "" })];
        done.push(sheet.make(Activity::KIND, &[&fields[..], &much, &with, &answers].concat()).to_string());
    }
    for nth in 0..publicity {
        let [name, medium, reach] = PUBLICITY[(community.place + nth) % PUBLICITY.len()];
        let fields = [("name", name), ("unit", &unit), ("date", "2026-10-20"), ("medium", medium), ("reach", reach)];
        let of = [("activity", done[nth].as_str()), ("evidence", "宣传照片（样本）")];
        sheet.make(Publicity::KIND, &[&fields[..], &of].concat());
    }
}

fn team(sheet: &mut Sheet, community: &Made, nth: usize, draw: &mut Draw) -> String {
    let [name, field, rules] = TEAMS[(community.place + 3 * nth) % TEAMS.len()];
    let (name, leader) = (format!("{}{name}", community.stem()), super::people::name(draw, &[]));
    let unit = community.id.to_string();
    let fields = [("name", name.as_str()), ("unit", &unit), ("leader", &leader), ("field", field)];
    sheet.make(Team::KIND, &[&fields[..], &[("founded", "2024-03-05"), ("rules", rules)]].concat()).to_string()
}

/// One who is a reporting member has that name; those who would only care for health have left.
fn volunteer(sheet: &mut Sheet, unit: &str, team: &str, member: Option<&(RecordId, String)>, draw: &mut Draw) {
    let (own, phone) = (super::people::name(draw, &[]), format!("000-0004-{:04}", sheet.next()));
    let name = member.map_or(own.as_str(), |(_, name)| name);
    let member = member.map_or_else(String::new, |(id, _)| id.to_string());
    let registered = format!("2025-0{}-05", 1 + draw.below(9));
    let born = (1950 + draw.below(55)).to_string();
    let fields = draw.pick(&["elderly", "elderly environment", "children culture", "security", "health"]);
    let (skills, left) = if fields == "health" { ("护理", "2026-06-30") } else { ("", "") };
    let person = [("name", name), ("unit", unit), ("team", team), ("registered", &registered), ("member", &member)];
    let more =
        [("born_year", born.as_str()), ("fields", fields), ("phone", &phone), ("skills", skills), ("left", left)];
    sheet.make(Volunteer::KIND, &[&person[..], &more].concat());
}

//! The sample's posts with their vacancies, who may fill them, what people learnt, and the members who report in.
//!
//! Fills no post: the workers do.

use super::people::APPOINTED;
use super::units::Made;
use super::{Draw, Kit, Sheet};
use crate::model::RecordId;
use crate::model::choice::Enumeration;
use crate::model::kinds::{Candidate, Member, Post, Role, Training};

const POSTS: [(&str, Role, usize); 5] = [
    ("党组织书记兼居委会主任", Role::Both, 1),
    ("副书记", Role::Deputy, 2),
    ("居委会委员", Role::Member, 3),
    ("网格员", Role::Grid, 4),
    ("专职工作者", Role::Special, 3),
];

/// A candidate: state, channel, assessment, day of the decision.
const CANDIDATES: [[&str; 4]; 5] = [
    ["appointed", "open_recruitment", "熟悉社区情况，同意任用。", APPOINTED],
    ["proposed", "graduate", "", ""],
    ["shortlisted", "veteran", "考察中，群众反映良好。", ""],
    ["withdrawn", "laid_off", "本人放弃。", "2026-06-03"],
    ["rejected", "sent_down", "任职经历不足。", "2026-04-20"],
];

/// A training: course, topic, date, hours, organiser, certificate.
const TRAININGS: [[&str; 6]; 6] = [
    ["社区党务工作实务", "party_work", "2026-03-12", "16", "示例市委党校", "样培字第{}号"],
    ["社会工作者职业资格考前班", "social_work", "2026-04-18", "40", "示例市民政局", ""],
    ["矛盾纠纷调解方法", "mediation", "2026-05-21", "8", "示例市司法局", ""],
    ["社区常用法律法规", "law", "2026-06-09", "6.5", "三化街道司法所", ""],
    ["电子表格与公文写作", "office_skills", "2025-09-15", "12", "示例市委党校", "样培字第{}号"],
    ["带队伍与议事协商", "leading", "2026-09-03", "8", "示例市委党校", ""],
];

/// A member who reports in: skills, what they claimed and when, hours.
const MEMBERS: [[&str; 4]; 5] = [
    ["电工", "小区线路义务检修", "2026-03-15", "26"],
    ["书法", "宣传栏编写", "2026-04-02", "12.5"],
    ["法律", "法律咨询岗", "2026-03-20", "18"],
    ["", "", "", ""],
    ["医务", "为老健康服务", "2026-05-08", "31"],
];

/// The posts of a community with records of everything, as many times as each has places, without one that was given up.
pub(super) fn posts(sheet: &mut Sheet, community: &Made) -> Vec<(Role, RecordId)> {
    if community.rich.is_none() {
        return Vec::new();
    }
    let mut places = Vec::new();
    for (name, role, quota) in POSTS {
        let (unit, quota_text) = (community.id.to_string(), quota.to_string());
        let fields = [("name", name), ("unit", &unit), ("role", role.name()), ("quota", &quota_text)];
        let since = [("document", "样编〔2024〕12号（虚构）"), ("since", "2024-07-01")];
        let post = sheet.make(Post::KIND, &[&fields[..], &since].concat());
        places.extend(std::iter::repeat_n((role, post), quota));
    }
    let unit = community.id.to_string();
    let fields = [("name", "计生专干"), ("unit", &unit), ("role", "community_worker"), ("quota", "1")];
    sheet.make(Post::KIND, &[&fields[..], &[("since", "2016-01-01"), ("until", "2024-06-30")]].concat());
    places
}

/// Who may come, what was learnt, who reported in: much of it where there are records of everything. Gives the members.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made, kit: &Kit) -> Vec<(RecordId, String)> {
    let mut draw = Draw::new(7, community.place);
    for nth in 0..community.rich.map_or(0, |_| 3) {
        candidate(sheet, community, kit, nth, &mut draw);
    }
    let trained = if community.rich.is_some() { 5 } else { usize::from(draw.chance(60)) };
    for (nth, (worker, _)) in kit.workers.iter().take(trained).enumerate() {
        let [course, topic, date, hours, organiser, certificate] = TRAININGS[(community.place + nth) % 6];
        let (worker, certificate) = (worker.to_string(), certificate.replace("{}", &sheet.next().to_string()));
        let fields = [("course", course), ("worker", &worker), ("date", date), ("topic", topic), ("hours", hours)];
        let more = [("organiser", organiser), ("passed", "true"), ("certificate", &certificate)];
        sheet.make(Training::KIND, &[&fields[..], &more].concat());
    }
    let members = if community.rich.is_some() { 5 } else { 1 };
    (0..members).map(|nth| member(sheet, community, kit, nth, &mut draw)).collect()
}

/// The one appointed is the last of the workers, where that one has a post; else somebody is looked at still.
fn candidate(sheet: &mut Sheet, community: &Made, kit: &Kit, nth: usize, draw: &mut Draw) {
    let at = community.rich.unwrap_or(0) + nth;
    let place = if at.is_multiple_of(CANDIDATES.len()) && kit.newest.is_none() { 2 } else { at % CANDIDATES.len() };
    let [state, channel, assessment, decided] = CANDIDATES[place];
    let became = kit.workers.last().filter(|_| state == "appointed");
    let name = became.map_or_else(|| super::people::name(draw, &kit.workers), |(_, name)| name.clone());
    let worker = became.map_or_else(String::new, |(id, _)| id.to_string());
    let wanted = kit.posts.get(1 + 4 * nth).map(|(_, post)| *post);
    let post = if became.is_some() { kit.newest } else { wanted }.map_or_else(String::new, |post| post.to_string());
    let (unit, born) = (community.id.to_string(), (1980 + draw.below(20)).to_string());
    let education = draw.pick(&["college", "bachelor", "senior_secondary"]);
    let fields = [("name", name.as_str()), ("unit", &unit), ("post", &post), ("channel", channel), ("state", state)];
    let phone = format!("000-0005-{:04}", sheet.next());
    let person =
        [("born_year", born.as_str()), ("education", education), ("proposed", "2026-02-26"), ("phone", &phone)];
    let outcome = [("assessment", assessment), ("decided", decided), ("worker", &worker)];
    sheet.make(Candidate::KIND, &[&fields[..], &person, &outcome].concat());
}

/// One who claimed nothing has left again.
fn member(sheet: &mut Sheet, community: &Made, kit: &Kit, nth: usize, draw: &mut Draw) -> (RecordId, String) {
    let [skills, claimed, claimed_on, hours] = MEMBERS[(community.place + nth) % MEMBERS.len()];
    let name = super::people::name(draw, &kit.workers);
    let [unit, org] = [community.id, kit.orgs[kit.orgs.len() - 1]].map(|id| id.to_string());
    let partner = kit.partners[nth % kit.partners.len()].partner.to_string();
    let (born, phone) = ((1960 + draw.below(40)).to_string(), format!("000-0001-{:04}", sheet.next()));
    let fields = [("name", name.as_str()), ("unit", &unit), ("reported", "2026-03-01"), ("partner", &partner)];
    let claim = [("skills", skills), ("claimed", claimed), ("claimed_on", claimed_on), ("hours", hours)];
    let person = [("home_org", "机关第一支部（样本）"), ("org", &org), ("born_year", &born), ("phone", &phone)];
    let left = [("left", if claimed.is_empty() { "2026-09-30" } else { "" })];
    (sheet.make(Member::KIND, &[&fields[..], &claim, &person, &left].concat()), name.clone())
}

//! The sample's party organisations and the sites they cover, with sites that are eligible and not covered.
//!
//! Invents no office: committees stand at the streets, the rest in the communities.

use super::units::{City, Made};
use super::{Draw, Sheet};
use crate::model::RecordId;
use crate::model::kinds::{PartyOrg, Site};

/// What a community has below its street: name, level, field, place of the organisation above in this list.
const ORGS: [(&str, &str, &str, Option<usize>); 6] = [
    ("党总支", "general_branch", "community", None),
    ("第一党支部", "branch", "community", Some(0)),
    ("第二党支部", "branch", "community", Some(0)),
    ("", "branch", "", Some(0)),
    ("3号楼党小组", "group", "community", Some(1)),
    ("2单元党员中心户", "household", "community", Some(4)),
];

/// The branch beyond the residential area.
const BEYOND: [(&str, &str); 6] = [
    ("商务楼宇党支部", "building"),
    ("商业街区党支部", "street"),
    ("创业园区党支部", "park"),
    ("商贸市场党支部", "market"),
    ("两新组织联合党支部", "two_new"),
    ("供电所党支部", "unit"),
];

/// A site: name, kind, people, members, whether it is eligible, which organisation of the list covers it.
const SITES: [([&str; 5], Option<usize>); 9] = [
    (["东苑小区", "estate", "2100", "86", "true"], Some(1)),
    (["西苑小区", "estate", "1700", "61", "true"], Some(2)),
    (["3号楼", "block", "140", "11", "true"], Some(4)),
    (["商务楼", "office_building", "320", "14", "true"], Some(3)),
    (["步行街", "street", "210", "2", "false"], None),
    (["创业园", "park", "460", "9", "true"], None),
    (["农贸市场", "market", "190", "4", "true"], Some(3)),
    (["软件公司", "new_economic", "75", "3", "true"], None),
    (["助老服务社", "new_social", "12", "1", "false"], None),
];

/// A committee for each street.
pub(super) fn committees(sheet: &mut Sheet, city: &City) -> Vec<(RecordId, RecordId)> {
    let committee = |street: &Made| {
        let (name, unit) = (format!("{}党工委", street.name), street.id.to_string());
        let fields = [("name", name.as_str()), ("unit", &unit), ("level", "committee"), ("field", "street")];
        (street.id, sheet.make(PartyOrg::KIND, &[&fields[..], &[("founded", "2012-07-01")]].concat()))
    };
    city.streets.iter().map(committee).collect()
}

/// The organisations of a community from the highest: all levels where there are records of everything, else one.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made, committees: &[(RecordId, RecordId)]) -> Vec<RecordId> {
    let mut draw = Draw::new(8, community.place);
    let committee = committees.iter().find(|(street, _)| *street == community.above).map(|(_, org)| *org);
    let mut orgs: Vec<RecordId> = Vec::new();
    for (name, level, field, above) in ORGS.into_iter().take(if community.rich.is_some() { ORGS.len() } else { 1 }) {
        let (name, field) = if name.is_empty() { BEYOND[community.rich.unwrap_or(0) % 6] } else { (name, field) };
        let above = above.map_or(committee, |place| Some(orgs[place]));
        let above = above.map_or_else(String::new, |id| id.to_string());
        let (name, unit) = (format!("{}{name}", community.stem()), community.id.to_string());
        let secretary = super::people::name(&mut draw, &[]);
        let members = match level {
            "general_branch" => 60 + draw.below(90),
            "branch" => 12 + draw.below(20),
            _ => 3 + draw.below(6),
        };
        let members = members.to_string();
        let fields = [("name", name.as_str()), ("unit", &unit), ("level", level), ("field", field), ("parent", &above)];
        let more = [("secretary", secretary.as_str()), ("members", &members), ("founded", "2016-06-20")];
        let phone = if level == "general_branch" { format!("000-0006-{:04}", sheet.next()) } else { String::new() };
        let more = [&more[..], &[("phone", phone.as_str())]].concat();
        let service =
            [("elected", "2025-12-10"), ("demonstration", if level == "household" { "敲门问候岗" } else { "" })];
        orgs.push(sheet.make(PartyOrg::KIND, &[&fields[..], &more, &service].concat()));
    }
    if community.rich == Some(2) {
        let (unit, above) = (community.id.to_string(), orgs[0].to_string());
        let fields = [("name", "棉纺厂留守党支部（样本）"), ("unit", &unit), ("level", "branch"), ("parent", &above)];
        sheet.make(PartyOrg::KIND, &[&fields[..], &[("founded", "2008-05-01"), ("dissolved", "2024-12-31")]].concat());
    }
    sites(sheet, community, &orgs);
    orgs
}

fn sites(sheet: &mut Sheet, community: &Made, orgs: &[RecordId]) {
    let first = community.rich.map_or(community.place, |rich| rich * 5);
    for nth in 0..if community.rich.is_some() { 6 } else { 1 } {
        let ([name, kind, people, members, eligible], org) = SITES[(first + nth) % SITES.len()];
        let org = org.map_or_else(String::new, |place| orgs[place.min(orgs.len() - 1)].to_string());
        let (name, unit) = (format!("{}{name}", community.stem()), community.id.to_string());
        let address = format!("样本路{}号", 20 + nth);
        let covered = if org.is_empty() { "" } else { "2019-09-01" };
        let fields = [("name", name.as_str()), ("unit", &unit), ("kind_of_site", kind), ("people", people)];
        let cover = [
            ("address", address.as_str()),
            ("members", members),
            ("eligible", eligible),
            ("org", &org),
            ("covered", covered),
        ];
        sheet.make(Site::KIND, &[&fields[..], &cover].concat());
    }
}
